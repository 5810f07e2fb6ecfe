// GatewayTransport.swift: one letter to the gateway for telephones: a POST over HTTP/1.1, with TLS where the address says.

import Casework
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Office

struct GatewayTransport: Sendable {
    let gateway: Messaging.Gateway
    let trust: Trust
    static let seconds = 30
    /// Most bytes of an answer that are read.
    static let answerLimit = 16_384

    func deliver(_ letter: Letter, now: Instant) async -> SendOutcome {
        let body = GatewayLetter.body(letter, ways: gateway.ways)
        let headers = GatewayLetter.headers(letter, body: body, secret: gateway.secret, now: now)
        do {
            let answer = try await Wire.within(seconds: GatewayTransport.seconds) {
                try await ask(.POST, headers, body)
            }
            return GatewayLetter.outcome(
                status: answer.status, retryAfter: answer.retryAfter, body: answer.body)
        } catch {
            // It may have arrived; the idempotency key makes the next try harmless.
            return .later(Wire.words(error), after: nil)
        }
    }

    /// - Returns: what stood in the way, or nil. Any answer will do: the gateway is there.
    func probe() async -> String? {
        do {
            _ = try await Wire.within(seconds: 20) { try await ask(.HEAD, [], []) }
            return nil
        } catch { return Wire.words(error) }
    }

    private struct Answer: Sendable {
        var status: Int
        var retryAfter: String?
        var body: [UInt8]
    }

    private func ask(
        _ method: HTTPMethod, _ more: [(String, String)], _ body: [UInt8]
    ) async throws -> Answer {
        let gateway = gateway
        let context = gateway.isSecure ? try trust.context() : nil
        let wire = try await Wire.bootstrap().connect(host: gateway.host, port: gateway.port) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let context {
                    try channel.pipeline.syncOperations.addHandler(Trust.handler(context, host: gateway.host))
                }
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                    wrappingChannelSynchronously: channel)
            }
        }
        return try await wire.executeThenClose { inbound, outbound in
            var head = HTTPRequestHead(version: .http1_1, method: method, uri: gateway.path)
            head.headers.add(name: "Host", value: gateway.authority)
            head.headers.add(name: "User-Agent", value: "motcua")
            head.headers.add(name: "Connection", value: "close")
            head.headers.add(name: "Content-Length", value: String(body.count))
            for (name, value) in more { head.headers.add(name: name, value: value) }
            try await outbound.write(.head(head))
            if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await outbound.write(.end(nil))
            var answer: Answer?
            for try await part in inbound {
                switch part {
                case .head(let head):
                    guard head.status.code >= 200 else { continue }
                    answer = Answer(
                        status: Int(head.status.code), retryAfter: head.headers.first(name: "Retry-After"),
                        body: [])
                case .body(let buffer):
                    let room = GatewayTransport.answerLimit - (answer?.body.count ?? 0)
                    answer?.body += Array(buffer: buffer).prefix(max(0, room))
                case .end:
                    if let answer { return answer }
                }
            }
            throw SMTPFault("the gateway hung up")
        }
    }
}
