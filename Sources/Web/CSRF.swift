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
        guard let token = exchange.cookieToken else { return }
        let given = exchange.header("x-csrf") ?? Form.decode(exchange.body)["csrf"]
        guard let given, matches(given, token) else { throw CSRF.stale }
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

/// multipart/form-data (RFC 7578) of a form with a small text file: each part as text, by name.
enum Multipart {
    static func decode(_ body: [UInt8]) -> [String: String] {
        guard let end = body.firstIndex(of: 0x0A), end > 3 else { return [:] }
        let line = Array(body[..<end]).filter { $0 != 0x0D }
        var values: [String: String] = [:]
        for part in split(body, by: line).prefix(200) {
            guard let gap = find([0x0D, 0x0A, 0x0D, 0x0A], in: part, from: part.startIndex) else { continue }
            let head = String(decoding: part[part.startIndex..<gap], as: UTF8.self)
            guard let name = head.split(separator: "name=\"", maxSplits: 1).dropFirst().first?.prefix(while: { $0 != "\"" })
            else { continue }
            var content = part[(gap + 4)...]
            if content.suffix(2) == [0x0D, 0x0A] { content = content.dropLast(2) }
            let text = String(decoding: content, as: UTF8.self)
            if let before = values[String(name)], !before.isEmpty {
                values[String(name)] = text.isEmpty ? before : before + "," + text
            } else {
                values[String(name)] = text
            }
        }
        return values
    }

    private static func split(_ body: [UInt8], by line: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var from = line.count
        while let next = find(line, in: body[...], from: from) {
            parts.append(body[from..<next])
            from = next + line.count
        }
        return parts
    }

    private static func find(_ needle: [UInt8], in hay: ArraySlice<UInt8>, from: Int) -> Int? {
        guard let first = needle.first, hay.count >= needle.count else { return nil }
        var i = from
        while i + needle.count <= hay.endIndex {
            if hay[i] == first, hay[i..<(i + needle.count)].elementsEqual(needle) { return i }
            i += 1
        }
        return nil
    }
}
