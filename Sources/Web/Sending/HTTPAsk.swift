// HTTPAsk.swift: one request to another machine over HTTP/1.1, with TLS where the address says; bounded in time and size.

import Casework
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Office

struct HTTPAsk: Sendable {
    let address: WebAddress
    let trust: Trust
    let seconds: Int
    /// Most bytes of an answer that are read.
    let limit: Int

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: [UInt8]
        /// There was more than `limit`.
        var isCut = false
        func header(_ name: String) -> String? { headers.first(name: name) }
        /// Seconds that the other side asks to wait.
        var retryAfter: Int? { header("Retry-After").flatMap { Int($0) } }
    }

    func ask(_ method: HTTPMethod, _ path: String, _ more: [(String, String)], _ body: [UInt8] = []) async throws -> Answer {
        try await Wire.within(seconds: seconds) { try await converse(method, path, more, body) }
    }

    private func converse(
        _ method: HTTPMethod, _ path: String, _ more: [(String, String)], _ body: [UInt8]
    ) async throws -> Answer {
        let (address, limit) = (address, limit)
        let context = address.isSecure ? try trust.context() : nil
        let wire = try await Wire.bootstrap().connect(host: address.host, port: address.port) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let context {
                    try channel.pipeline.syncOperations.addHandler(Trust.handler(context, host: address.host))
                }
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                    wrappingChannelSynchronously: channel)
            }
        }
        return try await wire.executeThenClose { inbound, outbound in
            var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
            head.headers.add(name: "Host", value: address.authority)
            head.headers.add(name: "User-Agent", value: "motcua")
            head.headers.add(name: "Connection", value: "close")
            head.headers.add(name: "Content-Length", value: String(body.count))
            for (name, value) in more { head.headers.add(name: name, value: value) }
            // In one go: who answers and closes before the end was written would make a write fail and its answer be lost.
            var parts: [HTTPClientRequestPart] = [.head(head)]
            if !body.isEmpty { parts.append(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await outbound.write(contentsOf: parts + [.end(nil)])
            var answer: Answer?
            for try await part in inbound {
                switch part {
                case .head(let head):
                    guard head.status.code >= 200 else { continue }
                    answer = Answer(status: Int(head.status.code), headers: head.headers, body: [])
                case .body(let buffer):
                    let room = max(0, limit - (answer?.body.count ?? 0))
                    if buffer.readableBytes > room { answer?.isCut = true }
                    answer?.body += Array(buffer: buffer).prefix(room)
                case .end:
                    if let answer { return answer }
                }
            }
            throw TransportFault("\(address.host) hung up")
        }
    }
}
