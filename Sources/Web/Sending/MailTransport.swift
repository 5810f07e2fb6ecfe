// MailTransport.swift: one letter to a mail server: the socket under `SMTPDialogue`.

import Casework
import NIOCore
import NIOPosix
import NIOSSL
import Office

struct MailTransport: Sendable {
    let mail: Messaging.Mail
    let trust: Trust
    /// Of a whole conversation; the end of data may take a server minutes (RFC 5321, 4.5.3.2).
    static let seconds = 180

    /// - Parameter handing: notes that the last line is about to be sent; false when the letter is no longer ours.
    func deliver(
        _ letter: Letter, now: Instant, handing: @escaping @Sendable () async throws -> Bool
    ) async -> SendOutcome {
        guard let message = MailText.bytes(of: letter, from: mail, at: now) else {
            return .refused("the address cannot be used")
        }
        let handed = HandedOver()
        do {
            let dialogue = SMTPDialogue(mail, to: letter.address, message: message)
            return try await Wire.within(seconds: MailTransport.seconds) {
                try await converse(dialogue, handed, handing)
            }
        } catch {
            let words = Wire.words(error)
            return handed.isSet ? .doubtful(words) : .later(words, after: nil)
        }
    }

    /// Greets, secures, logs in and says goodbye.
    /// - Returns: what stood in the way, or nil.
    func probe() async -> String? {
        do {
            let outcome = try await Wire.within(seconds: 20) {
                try await converse(SMTPDialogue(probing: mail), HandedOver(), { false })
            }
            if case .sent = outcome { return nil }
            if case .later(let words, _) = outcome { return words }
            return "\(outcome)"
        } catch { return Wire.words(error) }
    }

    private func converse(
        _ start: SMTPDialogue, _ handed: HandedOver, _ handing: @Sendable () async throws -> Bool
    ) async throws -> SendOutcome {
        let context = try trust.context()
        let (host, implicit) = (mail.host, mail.security == .implicit)
        let wire = try await Wire.bootstrap().connect(host: host, port: mail.port) { channel in
            channel.eventLoop.makeCompletedFuture {
                if implicit {
                    try channel.pipeline.syncOperations.addHandler(Trust.handler(context, host: host))
                }
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        let socket = wire.channel
        return try await wire.executeThenClose { inbound, outbound in
            var (dialogue, reader) = (start, SMTPReplyReader())
            func say(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }
            for try await buffer in inbound {
                try reader.append(Array(buffer: buffer))
                while let reply = try reader.next() {
                    var step = dialogue.take(reply)
                    if case .startTLS = step {
                        guard reader.isEmpty else { throw TransportFault("the server spoke before TLS stood") }
                        try await socket.eventLoop.submit {
                            try socket.pipeline.syncOperations.addHandler(
                                Trust.handler(context, host: host), position: .first)
                        }.get()
                        step = dialogue.secured()
                    }
                    switch step {
                    case .send(let bytes): try await say(bytes)
                    case .message(let bytes, let end):
                        try await say(bytes)
                        guard try await handing() else { throw TransportFault("another server has this message") }
                        handed.set()
                        try await say(end)
                    case .end(let outcome):
                        // Whether the goodbye arrives does not change what was answered.
                        do { try await say(Array("QUIT\r\n".utf8)) } catch { return outcome }
                        return outcome
                    case .startTLS: throw TransportFault("TLS stands already")
                    }
                }
            }
            throw TransportFault("the mail server hung up")
        }
    }
}
