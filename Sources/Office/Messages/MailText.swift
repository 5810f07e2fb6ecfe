// MailText.swift: a letter as the bytes of an e-mail (RFC 5322, RFC 2045–2047).
//
// Headers are ASCII: what is not is written as encoded words, so no text can begin a header of its own. The body is
// UTF-8 in base64, which any relay carries. The Message-ID comes from the message's own id, so that a mailbox that
// gets a letter twice can know it.

package import Casework
import Foundation

package enum MailText {
    /// - Returns: nil when an address could not stand in a header.
    package static func bytes(of letter: Letter, from mail: Messaging.Mail, at now: Instant) -> [UInt8]? {
        guard EmailAddress.normalized(letter.address) == letter.address else { return nil }
        let body = letter.text.body.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasSuffix("\r") ? String($0.dropLast()) : String($0) }.joined(separator: "\r\n")
        let encoded = Data(body.utf8).base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        let headers = [
            "Date: \(date(now))",
            "From: \(encodedWords(letter.unitName.isEmpty ? "Một Cửa" : letter.unitName, after: 6))\r\n <\(mail.sender)>",
            "To: <\(letter.address)>",
            "Subject: \(encodedWords(letter.text.subject ?? letter.number, after: 9))",
            "Message-ID: <\(atom(letter.id))@\(mail.domain)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Language: \(letter.language.rawValue)",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        return Array((headers.joined(separator: "\r\n") + "\r\n\r\n" + encoded + "\r\n").utf8)
    }

    /// The message with a dot before each line that begins with one (RFC 5321, 4.5.2). Ends with a line end.
    package static func stuffed(_ message: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(message.count + 8)
        var lineStart = true
        for byte in message {
            if lineStart && byte == 0x2E { out.append(0x2E) }
            out.append(byte)
            lineStart = byte == 0x0A
        }
        if !lineStart { out += [0x0D, 0x0A] }
        return out
    }

    /// Encoded words of at most 75 characters, cut between characters, folded onto lines.
    package static func encodedWords(_ text: String, after first: Int) -> String {
        var words: [String] = []
        var part: [UInt8] = []
        func flush() {
            if !part.isEmpty { words.append("=?UTF-8?B?\(Data(part).base64EncodedString())?=") }
            part = []
        }
        for character in VietnameseText.plain(text) {
            let bytes = Array(String(character).utf8)
            // 45 bytes make 60 letters; the first line carries the header's name as well.
            if part.count + bytes.count > (words.isEmpty ? max(12, 45 - first) : 45) { flush() }
            part += bytes.prefix(45)
        }
        flush()
        return words.joined(separator: "\r\n ")
    }

    /// What may stand left of the @ of a Message-ID.
    private static func atom(_ id: String) -> String {
        String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "-" })
    }

    /// `Tue, 24 Nov 2026 08:00:00 +0700`.
    static func date(_ at: Instant) -> String {
        let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][at.date.weekday - 1]
        let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
            at.date.month - 1]
        let seconds = Int(at.milliseconds / 1000 % 60)
        let time = "\(at.timeOfDay):\(seconds < 10 ? "0" : "")\(seconds)"
        return "\(day), \(at.date.day) \(month) \(at.date.year) \(time) +0700"
    }
}
