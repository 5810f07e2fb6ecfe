// MailTests.swift: e-mails as bytes (RFC 5322, 2047, 5321) and the conversation with a mail server, without a socket.

import Casework
import Foundation
import Office
import Testing

private func mail(_ security: Messaging.Mail.Security = .required, user: String? = nil) -> Messaging.Mail {
    guard
        let mail = Messaging.Mail(
            host: "mail.example", port: 587, security: security, sender: "motcua@phuong.example", user: user,
            password: user.map { _ in "mật khẩu" })
    else { preconditionFailure("the sender is an address") }
    return mail
}

private func letter(
    subject: String? = "Cần bổ sung", body: String = "Dòng một.\n.dòng hai", to: String = "ung@thu.example",
    unit: String = "Phường Bình Tiên"
) -> Letter {
    Letter(
        id: "27373.1.52.email.0123456789ab+1", attempt: 1, unit: "27373", number: "H29.273.73-261124-0001",
        event: .supplement, channel: .email, language: .vi, address: to,
        text: MessageText(subject: subject, body: body), unitName: unit, madeAt: Instant(milliseconds: 0))
}

@Suite("e-mails as bytes")
struct MailTextTests {
    private let now = Instant("2026-11-24T08:05:09+07:00")!

    private func lines(_ letter: Letter) throws -> [String] {
        let bytes = try #require(MailText.bytes(of: letter, from: mail(), at: now))
        #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
        return String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    }
    private func header(_ name: String, _ lines: [String]) -> String {
        var found = ""
        var inside = false
        for line in lines.prefix(while: { !$0.isEmpty }) {
            if !line.hasPrefix(" ") { inside = line.hasPrefix("\(name): ") }
            if inside { found += line.hasPrefix(" ") ? line : String(line.dropFirst(name.count + 2)) }
        }
        return found
    }
    private func decoded(_ words: String) -> String {
        var bytes = Data()
        for word in words.components(separatedBy: " ") where word.hasPrefix("=?UTF-8?B?") {
            bytes += Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("headers are ASCII, words in Vietnamese come back as they were, lines stay short")
    func headers() throws {
        let subject = "Cần bổ sung giấy tờ: Ễ Ộ Ử – hồ sơ đăng ký khai sinh của phường, số H29.273.73-261124-0001"
        let lines = try lines(letter(subject: subject))
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(decoded(header("Subject", lines)) == subject)
        #expect(decoded(header("From", lines)) == "Phường Bình Tiên")
        #expect(header("From", lines).hasSuffix("<motcua@phuong.example>"))
        #expect(header("Date", lines) == "Tue, 24 Nov 2026 08:05:09 +0700")
        #expect(header("Message-ID", lines) == "<27373.1.52.email.0123456789ab-1@phuong.example>")
        let body = lines.drop { !$0.isEmpty }.joined()
        let clear = try #require(Data(base64Encoded: body))
        #expect(String(decoding: clear, as: UTF8.self) == "Dòng một.\r\n.dòng hai")
    }

    @Test("no text can begin a header of its own")
    func injection() throws {
        let evil = "Chào\r\nBcc: all@thu.example\r\n\r\nXin"
        let lines = try lines(letter(subject: evil, unit: evil))
        let names = lines.prefix { !$0.isEmpty }.filter { !$0.hasPrefix(" ") }.map { $0.split(separator: ":")[0] }
        #expect(!names.contains("Bcc") && names.count == 10)
        for to in ["a@b.example\r\nBcc: c@d.example", "a@b.example>, <c@d.example", "nguyễn@b.example", ""] {
            #expect(MailText.bytes(of: letter(to: to), from: mail(), at: now) == nil)
        }
    }

    @Test("a line that begins with a dot gets another")
    func dots() {
        let stuffed = MailText.stuffed(Array(".a\r\nb.\r\n..\r\n.".utf8))
        #expect(String(decoding: stuffed, as: UTF8.self) == "..a\r\nb.\r\n...\r\n..\r\n")
    }
}

@Suite("the conversation with a mail server")
struct SMTPTests {
    /// What was said, and how it ended.
    private func talk(
        _ mail: Messaging.Mail, _ replies: [String], message: String = "Subject: x\r\n\r\n.\r\n"
    ) throws -> (said: [String], end: SendOutcome?) {
        var dialogue = SMTPDialogue(mail, to: "ung@thu.example", message: Array(message.utf8))
        var (reader, said) = (SMTPReplyReader(), [String]())
        for text in replies {
            try reader.append(Array(text.utf8))
            while let reply = try reader.next() {
                var step = dialogue.take(reply)
                if case .startTLS = step {
                    said.append("TLS")
                    step = dialogue.secured()
                }
                switch step {
                case .send(let bytes): said.append(String(decoding: bytes.dropLast(2), as: UTF8.self))
                case .message(let bytes, let end):
                    said.append(String(decoding: bytes + end, as: UTF8.self))
                case .end(let outcome): return (said, outcome)
                case .startTLS: break
                }
            }
        }
        return (said, nil)
    }

    @Test("a letter goes with STARTTLS and a log-in, its dots stuffed")
    func whole() throws {
        let (said, end) = try talk(
            mail(user: "motcua"),
            [
                "220 mail.example\r\n", "250-mail.example\r\n250-STARTTLS\r\n250 8BITMIME\r\n", "220 go\r\n",
                "250-mail.example\r\n", "250 AUTH LOGIN PLAIN\r\n", "235 ok\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n",
                "250 2.0.0 queued as 7\r\n",
            ])
        let secret = Data("\0motcua\0mật khẩu".utf8).base64EncodedString()
        #expect(
            said == [
                "EHLO phuong.example", "STARTTLS", "TLS", "EHLO phuong.example", "AUTH PLAIN \(secret)",
                "MAIL FROM:<motcua@phuong.example>", "RCPT TO:<ung@thu.example>", "DATA",
                "Subject: x\r\n\r\n..\r\n.\r\n",
            ])
        #expect(end == .sent(via: "email", answer: "250 2.0.0 queued as 7"))
    }

    @Test("nothing is sent in the clear to a server elsewhere")
    func clear() throws {
        let (said, end) = try talk(mail(), ["220 hi\r\n", "250 mail.example\r\n"])
        #expect(said == ["EHLO phuong.example"])
        guard case .later = end else { Issue.record("\(String(describing: end))"); return }
    }

    @Test(
        "only what is said of recipient or message is for good",
        arguments: [
            (["554 go away\r\n"], false), (["220 hi\r\n", "502 no\r\n"], false),
            (["220 hi\r\n", "250 x\r\n", "550 sender\r\n"], false),
            (["220 hi\r\n", "250 x\r\n", "250 ok\r\n", "550 5.1.1 no such user\r\n"], true),
            (["220 hi\r\n", "250 x\r\n", "250 ok\r\n", "452 full\r\n"], false),
            (["220 hi\r\n", "250 x\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "552 too big\r\n"], true),
            (["220 hi\r\n", "250 x\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "451 try later\r\n"], false),
        ])
    func refusals(_ replies: [String], _ isForGood: Bool) throws {
        let end = try #require(try talk(mail(.offered), replies).end)
        if case .refused = end { #expect(isForGood) } else { #expect(!isForGood, "\(end)") }
    }

    @Test("replies come in pieces, and what is no SMTP is said to be none")
    func pieces() throws {
        var reader = SMTPReplyReader()
        try reader.append(Array("250-a\r\n25".utf8))
        #expect(try reader.next() == nil && !reader.isEmpty)
        try reader.append(Array("0 b\r\n220 c\r\n".utf8))
        #expect(try reader.next() == SMTPReply(code: 250, lines: ["a", "b"]))
        #expect(try reader.next() == SMTPReply(code: 220, lines: ["c"]) && reader.isEmpty)
        try reader.append(Array("HTTP/1.1 400 Bad\r\n".utf8))
        #expect(throws: TransportFault.self) { try reader.next() }
    }
}

@Suite("the gateway")
struct GatewayTests {
    @Test("the signature covers time and body, and is what another language reckons")
    func signature() {
        // python3: hmac.new(b"secret", b"1795536000." + b'{"a":1}', "sha256").hexdigest()
        let code = GatewayLetter.signature("1795536000", Array(#"{"a":1}"#.utf8), "secret")
        #expect(code == "409f04c608c5327b1469d46632124c512c40914ce09de5191b9be78ab292ca7c")
    }

    @Test("answers mean what the contract says")
    func answers() {
        func outcome(_ status: Int, _ body: String = "", after: String? = nil) -> SendOutcome {
            GatewayLetter.outcome(status: status, retryAfter: after, body: Array(body.utf8))
        }
        #expect(outcome(202, #"{"id":"7","channel":"chat"}"#) == .sent(via: "chat", answer: "202 7"))
        #expect(outcome(200) == .sent(via: nil, answer: "200"))
        #expect(outcome(429, after: "90") == .later("429", after: 90))
        #expect(outcome(503) == .later("503", after: nil) && outcome(401) == .later("401", after: nil))
        #expect(outcome(422, #"{"detail":"số không tồn tại"}"#) == .refused("422 số không tồn tại"))
        #expect(outcome(404) == .refused("404"))
    }

    @Test("addresses of gateways are read strictly")
    func addresses() {
        let one = Messaging.Gateway(url: "https://sms.example/v1/send?x=1", secret: "s", ways: ["sms"])
        #expect(one?.host == "sms.example" && one?.port == 443 && one?.path == "/v1/send?x=1" && one?.isSecure == true)
        let two = Messaging.Gateway(url: "http://127.0.0.1:9000", secret: "s", ways: ["sms"])
        #expect(two?.authority == "127.0.0.1:9000" && two?.path == "/")
        for bad in ["ftp://x", "https://", "https://a@b/", "http://x:99999/", "https://x /", "x"] {
            #expect(Messaging.Gateway(url: bad, secret: "s", ways: ["sms"]) == nil, "\(bad)")
        }
        #expect(Messaging.Gateway(url: "https://x/", secret: "", ways: []) == nil)
        for host in ["localhost", "127.0.0.1", "127.8.8.8", "::1"] { #expect(WebAddress.isHere(host), "\(host)") }
        for host in ["127.hub.example", "10.0.0.1", "localhost.example", "::2", "128.0.0.1"] {
            #expect(!WebAddress.isHere(host), "\(host)")
        }
    }
}
