// GatewayLetter.swift: what the gateway for telephones gets and what its answers mean. Contract: docs/operate/messages.md.
//
// The idempotency key is the message's id and stays the same over every try, so that a gateway can drop what it had
// before. The signature covers time and body: HMAC-SHA256 over `<timestamp>.<body>` with the shared secret.

package import Casework
import Crypto
import Foundation
import Ledger

package enum GatewayLetter {
    /// The JSON of a letter.
    package static func body(_ letter: Letter, ways: [String]) -> [UInt8] {
        JSON.object([
            .init("channels", .array(ways.map { .string($0) })), .init("event", .string(letter.event.rawValue)),
            .init("id", .string(letter.id)), .init("language", .string(letter.language.rawValue)),
            .init("number", .string(letter.number)), .init("text", .string(letter.text.body)),
            .init("to", .string(letter.address)),
        ]).canonical
    }

    /// Headers beside those of every request.
    package static func headers(
        _ letter: Letter, body: [UInt8], secret: String, now: Instant
    ) -> [(String, String)] {
        let time = String(now.milliseconds / 1000)
        return [
            ("Content-Type", "application/json; charset=utf-8"), ("Idempotency-Key", letter.id),
            ("Motcua-Timestamp", time), ("Motcua-Signature", "v1=" + signature(time, body, secret)),
        ]
    }

    /// Lowercase hex of the HMAC.
    package static func signature(_ time: String, _ body: [UInt8], _ secret: String) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array((time + ".").utf8) + body, using: key)
        return Array(code).hex
    }

    /// What a gateway's answer means.
    package static func outcome(status: Int, retryAfter: String?, body: [UInt8]) -> SendOutcome {
        let answer = try? JSON.parse(body)
        let said = answer?["detail"]?.string ?? answer?["id"]?.string ?? ""
        let words = said.isEmpty ? String(status) : "\(status) \(said)"
        switch status {
        case 200..<300:
            let via = answer?["channel"]?.string ?? ""
            return .sent(via: ["sms", "chat"].contains(via) ? via : nil, answer: words)
        case 408, 425, 429, 500...:
            return .later(words, after: retryAfter.flatMap { Int($0) })
        // A wrong secret is the house's trouble, not the citizen's: it waits until somebody mends it.
        case 401, 403, 300..<400: return .later(words, after: nil)
        default: return .refused(words)
        }
    }
}
