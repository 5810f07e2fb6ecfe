// SMTPDialogue.swift: our side of a conversation with a mail server (RFC 5321, 3207, 4954), without a socket.
//
// A reply goes in, what to do next comes out. Which refusals are for good: only what the server says of the recipient or
// of the message (5xx after RCPT or after the last dot). Everything else that goes wrong, a wrong password included, is
// the house's trouble and not the citizen's: the message waits.

import Casework
import Foundation

/// One reply of a server, its lines joined.
package struct SMTPReply: Hashable, Sendable {
    package var code: Int
    package var lines: [String]
    package init(code: Int, lines: [String]) {
        self.code = code
        self.lines = lines
    }
    package var words: String { "\(code) " + lines.joined(separator: " ") }
    var isGood: Bool { (200..<300).contains(code) }
    var isForGood: Bool { (500..<600).contains(code) }
}

/// Bytes in, replies out.
package struct SMTPReplyReader: Sendable {
    private var pending: [UInt8] = []
    private var lines: [String] = []

    package init() {}

    /// Nothing is left over: what came in clear must not be taken for what came after TLS.
    package var isEmpty: Bool { pending.isEmpty && lines.isEmpty }

    package mutating func append(_ bytes: [UInt8]) throws {
        pending += bytes
        guard pending.count <= 16_384 else { throw TransportFault("the server's reply is too long") }
    }

    /// The next whole reply; nil until there is one.
    package mutating func next() throws -> SMTPReply? {
        while let end = pending.firstIndex(of: 0x0A) {
            var line = Array(pending[..<end])
            pending.removeFirst(end + 1)
            if line.last == 0x0D { line.removeLast() }
            guard line.count >= 3, let code = Int(String(decoding: line[..<3], as: UTF8.self)),
                (200..<600).contains(code), line.count == 3 || line[3] == 0x20 || line[3] == 0x2D
            else { throw TransportFault("the server speaks no SMTP") }
            lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
            guard lines.count <= 100 else { throw TransportFault("the server's reply is too long") }
            if line.count == 3 || line[3] == 0x20 {
                defer { lines = [] }
                return SMTPReply(code: code, lines: lines)
            }
        }
        return nil
    }
}

package struct SMTPDialogue: Sendable {
    package enum Step: Sendable {
        case send([UInt8])
        /// Begin TLS, then ask `secured()` what to say.
        case startTLS
        /// Send the message, note that it is being handed over, and only then send the end.
        case message([UInt8], end: [UInt8])
        case end(SendOutcome)
    }
    private enum Place { case greeting, hello, tls, auth, authUser, authPassword, from, to, data, message }

    private let mail: Messaging.Mail
    private let recipient: String
    private let message: [UInt8]
    private let isProbe: Bool
    private var place = Place.greeting
    private var isSecure: Bool
    private var offers: [String] = []

    /// - Parameters:
    ///   - recipient: an address that `EmailAddress` has checked.
    ///   - message: bytes of `MailText`, not stuffed yet.
    package init(_ mail: Messaging.Mail, to recipient: String, message: [UInt8]) {
        self.mail = mail
        self.recipient = recipient
        self.message = message
        isProbe = false
        isSecure = mail.security == .implicit
    }

    /// Greets, secures and logs in, and sends nothing.
    package init(probing mail: Messaging.Mail) {
        self.mail = mail
        recipient = ""
        message = []
        isProbe = true
        isSecure = mail.security == .implicit
    }

    package mutating func take(_ reply: SMTPReply) -> Step {
        switch place {
        case .greeting:
            guard reply.isGood else { return later(reply) }
            return hello()
        case .hello:
            guard reply.isGood else { return later(reply) }
            offers = reply.lines.map { $0.uppercased() }
            if isSecure { return logIn() }
            if offers.contains("STARTTLS") {
                place = .tls
                return command("STARTTLS")
            }
            guard mail.security == .offered else {
                return .end(.later("the mail server offers no STARTTLS", after: nil))
            }
            return logIn()
        case .tls: return reply.code == 220 ? .startTLS : later(reply)
        case .auth: return reply.code == 235 ? begin() : later(reply)
        case .authUser:
            place = .authPassword
            return reply.code == 334 ? command(base64(mail.user ?? "")) : later(reply)
        case .authPassword:
            place = .auth
            return reply.code == 334 ? command(base64(mail.password ?? "")) : later(reply)
        case .from:
            guard reply.isGood else { return later(reply) }
            place = .to
            return command("RCPT TO:<\(recipient)>")
        case .to:
            guard reply.isGood else { return refused(reply) }
            place = .data
            return command("DATA")
        case .data:
            guard reply.code == 354 else { return refused(reply) }
            place = .message
            return .message(MailText.stuffed(message), end: Array(".\r\n".utf8))
        case .message:
            return reply.isGood ? .end(.sent(via: "email", answer: reply.words)) : refused(reply)
        }
    }

    /// TLS stands: what to say first.
    package mutating func secured() -> Step {
        isSecure = true
        return hello()
    }

    private mutating func hello() -> Step {
        place = .hello
        return command("EHLO \(mail.domain)")
    }

    private mutating func logIn() -> Step {
        guard let user = mail.user, let password = mail.password else { return begin() }
        guard isSecure || mail.host == "localhost" || mail.host.hasPrefix("127.") else {
            return .end(.later("no password is sent without TLS", after: nil))
        }
        let ways = offers.first { $0.hasPrefix("AUTH") }?.split(separator: " ") ?? []
        if ways.contains("PLAIN") {
            place = .auth
            return command("AUTH PLAIN \(base64("\0\(user)\0\(password)"))")
        }
        guard ways.contains("LOGIN") else {
            return .end(.later("the mail server offers no log-in by PLAIN or LOGIN", after: nil))
        }
        place = .authUser
        return command("AUTH LOGIN")
    }

    private mutating func begin() -> Step {
        if isProbe { return .end(.sent(via: nil, answer: isSecure ? "TLS" : "no TLS")) }
        place = .from
        return command("MAIL FROM:<\(mail.sender)>")
    }

    private func command(_ line: String) -> Step { .send(Array((line + "\r\n").utf8)) }
    private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
    private func later(_ reply: SMTPReply) -> Step { .end(.later(reply.words, after: nil)) }
    private func refused(_ reply: SMTPReply) -> Step {
        reply.isForGood ? .end(.refused(reply.words)) : later(reply)
    }
}
