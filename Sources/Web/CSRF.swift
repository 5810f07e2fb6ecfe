// CSRF.swift: a form that acts for a log-in carries a mark that only our own pages know.
//
// The mark is a digest of the session token, so it needs no store; the token itself is in an HttpOnly, SameSite=Lax
// cookie. OWASP “Cross-Site Request Forgery Prevention”, HMAC-based token pattern.

import Casework
import Foundation
import Office

enum CSRF {
    static func mark(_ token: String) -> String { CommandContext.fingerprint("csrf", token, []) }

    static func check(_ exchange: Exchange) throws {
        guard let token = exchange.cookieToken else { return }
        let given = exchange.header("x-csrf") ?? Form.decode(exchange.body)["csrf"]
        guard given == mark(token) else {
            throw Refusal(
                .forbidden, "csrf", vi: "Biểu mẫu đã cũ. Hãy tải lại trang rồi gửi lại.",
                en: "The form is out of date. Reload the page and send again.")
        }
    }
}

/// application/x-www-form-urlencoded; several values of one name are joined by `,`.
enum Form {
    static func decode(_ body: [UInt8]) -> [String: String] {
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
