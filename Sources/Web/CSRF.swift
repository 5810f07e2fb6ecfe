// CSRF.swift: a form that acts for a log-in carries a mark that only our own pages know.
//
// The mark is a digest of the session token, so it needs no store; the token itself is in an HttpOnly, SameSite=Lax
// cookie. OWASP “Cross-Site Request Forgery Prevention”, HMAC-based token pattern. On the page it stands masked by a
// number that is new each time, so that a compressed page does not tell it by its size (BREACH).

import Casework
import Foundation
import Office

enum CSRF {
    /// 32 hex digits of the session.
    private static func digest(_ token: String) -> String { CommandContext.fingerprint("csrf", token, []) }

    /// - Parameter chance: anything that differs each time.
    static func mark(_ token: String, chance: String) -> String {
        let mask = CommandContext.fingerprint("mask", chance, [])
        return mask + mixed(digest(token), mask)
    }

    static func matches(_ given: String, _ token: String) -> Bool {
        guard given.utf8.count == 64, given.utf8.allSatisfy({ Int8(bitPattern: $0) > 0 }) else { return false }
        return mixed(String(given.suffix(32)), String(given.prefix(32))) == digest(token)
    }

    /// Hex digits of `a` XOR `b`; what is no hex digit counts as zero.
    private static func mixed(_ a: String, _ b: String) -> String {
        String(zip(a, b).flatMap { String(($0.hexDigitValue ?? 0) ^ ($1.hexDigitValue ?? 0), radix: 16) })
    }

    static func check(_ exchange: Exchange) throws {
        try check(exchange, given: Form.decode(exchange.body)["csrf"])
    }

    /// With the mark that a form which is read while it arrives has carried so far.
    static func check(_ exchange: Exchange, given: String?) throws {
        guard let token = exchange.cookieToken, exchange.header("authorization") == nil else { return }
        guard let given = exchange.header("x-csrf") ?? given, matches(given, token) else { throw CSRF.stale }
    }

    static let stale = Refusal(
        .forbidden, "csrf", vi: "Biểu mẫu đã cũ. Hãy tải lại trang rồi gửi lại.",
        en: "The form is out of date. Reload the page and send again.")
}

/// application/x-www-form-urlencoded; several values of one name are joined by `,`.
enum Form {
    static func decode(_ body: [UInt8]) -> [String: String] {
        if body.starts(with: [0x2D, 0x2D]) { return Multipart.decode(body) }
        var values: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                part in
                part.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            guard let name = parts.first, !name.isEmpty else { continue }
            let value = parts.count > 1 ? parts[1] : ""
            if let before = values[name], !before.isEmpty {
                values[name] = value.isEmpty ? before : before + "," + value
            } else {
                values[name] = value
            }
        }
        return values
    }
}
