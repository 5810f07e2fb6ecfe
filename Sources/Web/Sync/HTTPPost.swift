// HTTPPost.swift: one POST to another machine of ours over HTTP/1.1, with TLS where the address says, bounded in size and time.

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Office

/// `http://host[:port][/path]` in parts; nil for anything else.
struct HTTPAddress: Hashable, Sendable {
    let isSecure: Bool
    let host: String
    let port: Int
    /// Without a slash at the end.
    let path: String

    init?(_ url: String) {
        guard let scheme = ["https://", "http://"].first(where: { url.hasPrefix($0) }),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let rest = url.dropFirst(scheme.count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash]
        let colon = authority.hasSuffix("]") ? nil : authority.lastIndex(of: ":")
        let name = colon.map { authority[..<$0] } ?? authority
        guard !name.isEmpty, !authority.contains("@") else { return nil }
        isSecure = scheme == "https://"
        host = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : String(name)
        guard let colon else {
            port = isSecure ? 443 : 80
            path = String(rest[slash...].reversed().drop { $0 == "/" }.reversed())
            return
        }
        guard let number = Int(authority[authority.index(after: colon)...]), (1...65535).contains(number)
        else { return nil }
        port = number
        path = String(rest[slash...].reversed().drop { $0 == "/" }.reversed())
    }
}

struct HTTPPost: Sendable {
    let address: HTTPAddress
    let trust: Trust

    struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
    }

    /// - Throws: a fault in words (`Wire.words`).
    func send(_ path: String, _ body: [UInt8], limit: Int, seconds: Int) async throws -> Answer {
        try await Wire.within(seconds: seconds) { try await exchange(path, body, limit: limit) }
    }

    private func exchange(_ path: String, _ body: [UInt8], limit: Int) async throws -> Answer {
        let address = address
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
            var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: address.path + path)
            head.headers.add(name: "Host", value: "\(address.host):\(address.port)")
            head.headers.add(name: "User-Agent", value: "motcua")
            head.headers.add(name: "Connection", value: "close")
            head.headers.add(name: "Content-Type", value: "application/octet-stream")
            head.headers.add(name: "Content-Length", value: String(body.count))
            try await outbound.write(.head(head))
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
            try await outbound.write(.end(nil))
            var answer: Answer?
            for try await part in inbound {
                switch part {
                case .head(let head):
                    guard head.status.code >= 200 else { continue }
                    answer = Answer(status: Int(head.status.code), body: [])
                case .body(let buffer):
                    guard (answer?.body.count ?? 0) + buffer.readableBytes <= limit else {
                        throw SMTPFault("the answer is too large")
                    }
                    answer?.body += Array(buffer: buffer)
                case .end:
                    if let answer { return answer }
                }
            }
            throw SMTPFault("the other side hung up")
        }
    }
}
