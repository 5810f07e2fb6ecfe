// JSON.swift: JSON values, and their one canonical form.
//
// Canonical form in the manner of RFC 8785: UTF-8, keys sorted by UTF-16 code units, no white space, shortest
// escapes, integers only (there are no fractions in facts). Text must be NFC before it comes here. The parser takes
// any RFC 8259 text with integers, is bounded in depth, and refuses duplicate keys, so that one value has one meaning.

package indirect enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case string(String)
    case array([JSON])
    /// Members sorted by key, each key once.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let key: String
        package let value: JSON
        package init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// An object from members in any order; of equal keys the last wins.
    package static func object(of members: [(String, JSON)]) -> JSON {
        var sorted = members.enumerated().map {
            (offset: $0.offset, member: Member($0.element.0, $0.element.1))
        }
        sorted.sort { a, b in
            JSON.same(a.member.key, b.member.key)
                ? a.offset < b.offset : JSON.precedes(a.member.key, b.member.key)
        }
        var result: [Member] = []
        for one in sorted {
            if let last = result.last, JSON.same(last.key, one.member.key) { result.removeLast() }
            result.append(one.member)
        }
        return .object(result)
    }

    /// Same bytes. `==` of String would take NFC and NFD for one.
    static func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

    /// Order of UTF-16 code units. Below U+E000 it is that of the UTF-8 bytes.
    static func precedes(_ a: String, _ b: String) -> Bool {
        if a.utf8.contains(where: { $0 >= 0xEE }) || b.utf8.contains(where: { $0 >= 0xEE }) {
            return a.utf16.lexicographicallyPrecedes(b.utf16)
        }
        return a.utf8.lexicographicallyPrecedes(b.utf8)
    }

    package subscript(_ key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var int: Int64? { if case .int(let number) = self { number } else { nil } }
    package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    package var array: [JSON]? { if case .array(let items) = self { items } else { nil } }
    package var members: [Member]? { if case .object(let members) = self { members } else { nil } }
}

// MARK: canonical text

extension JSON {
    /// The canonical bytes.
    package var canonical: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(256)
        write(to: &out)
        return out
    }
    package var text: String { String(decoding: canonical, as: UTF8.self) }

    private func write(to out: inout [UInt8]) {
        switch self {
        case .null: out += "null".utf8
        case .bool(let flag): out += (flag ? "true" : "false").utf8
        case .int(let number): out += String(number).utf8
        case .string(let text): JSON.write(text, to: &out)
        case .array(let items):
            out.append(0x5B)
            for (i, item) in items.enumerated() {
                if i > 0 { out.append(0x2C) }
                item.write(to: &out)
            }
            out.append(0x5D)
        case .object(let members):
            out.append(0x7B)
            for (i, member) in members.enumerated() {
                if i > 0 { out.append(0x2C) }
                JSON.write(member.key, to: &out)
                out.append(0x3A)
                member.value.write(to: &out)
            }
            out.append(0x7D)
        }
    }

    private static func write(_ text: String, to out: inout [UInt8]) {
        out.append(0x22)
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 }) else {
            out += text.utf8
            out.append(0x22)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case 0x22: out += [0x5C, 0x22]
            case 0x5C: out += [0x5C, 0x5C]
            case 0x08: out += [0x5C, 0x62]
            case 0x09: out += [0x5C, 0x74]
            case 0x0A: out += [0x5C, 0x6E]
            case 0x0C: out += [0x5C, 0x66]
            case 0x0D: out += [0x5C, 0x72]
            case 0..<0x20:
                let hex = Array("0123456789abcdef".utf8)
                out += [0x5C, 0x75, 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(0x22)
    }
}

// MARK: parsing

/// Why a text is not JSON as we take it: what, and at which byte.
package struct JSONProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let what: String
    package let offset: Int
    package var description: String { "\(what) at byte \(offset)" }
}

extension JSON {
    /// Parses UTF-8 `bytes`, at most `depth` levels deep.
    package static func parse(_ bytes: some Collection<UInt8>, depth: Int = 64) throws(JSONProblem) -> JSON {
        var parser = JSONParser(bytes: Array(bytes))
        let value = try parser.value(depth: depth)
        parser.skipSpace()
        guard parser.at == parser.bytes.count else { throw parser.problem("something follows the value") }
        return value
    }
    package static func parse(_ text: String) throws(JSONProblem) -> JSON { try parse(text.utf8) }
}

private struct JSONParser {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    func problem(_ what: String) -> JSONProblem { JSONProblem(what: what, offset: at) }

    mutating func skipSpace() {
        while at < bytes.count,
            bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09
        {
            at += 1
        }
    }

    mutating func value(depth: Int) throws(JSONProblem) -> JSON {
        guard depth > 0 else { throw problem("nested too deeply") }
        skipSpace()
        guard at < bytes.count else { throw problem("the text ends too early") }
        switch bytes[at] {
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try array(depth: depth)
        case 0x22: return .string(try string())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONProblem) -> JSON {
        guard bytes[at...].starts(with: word.utf8) else { throw problem("unexpected character") }
        at += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONProblem) -> JSON {
        let start = at
        if at < bytes.count, bytes[at] == 0x2D { at += 1 }
        let digits = at
        while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
        guard at > digits else { throw problem("unexpected character") }
        if at < bytes.count, [0x2E, 0x65, 0x45].contains(bytes[at]) {
            throw problem("only whole numbers are taken")
        }
        guard at == digits + 1 || bytes[digits] != 0x30,
            let value = Int64(String(decoding: bytes[start..<at], as: UTF8.self))
        else {
            throw problem("not a whole number that fits 64 bits")
        }
        return .int(value)
    }

    private mutating func array(depth: Int) throws(JSONProblem) -> JSON {
        at += 1
        var items: [JSON] = []
        skipSpace()
        if at < bytes.count, bytes[at] == 0x5D {
            at += 1
            return .array(items)
        }
        while true {
            items.append(try value(depth: depth - 1))
            skipSpace()
            guard at < bytes.count else { throw problem("a list is not closed") }
            at += 1
            if bytes[at - 1] == 0x5D { return .array(items) }
            guard bytes[at - 1] == 0x2C else { throw problem("“,” or “]” expected") }
        }
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> JSON {
        at += 1
        var members: [JSON.Member] = []
        skipSpace()
        if at < bytes.count, bytes[at] == 0x7D {
            at += 1
            return .object(members)
        }
        var sorted = true
        while true {
            skipSpace()
            guard at < bytes.count, bytes[at] == 0x22 else { throw problem("a key in quotes expected") }
            let key = try string()
            skipSpace()
            guard at < bytes.count, bytes[at] == 0x3A else { throw problem("“:” expected") }
            at += 1
            if let last = members.last, !JSON.precedes(last.key, key) { sorted = false }
            members.append(JSON.Member(key, try value(depth: depth - 1)))
            skipSpace()
            guard at < bytes.count else { throw problem("an object is not closed") }
            at += 1
            if bytes[at - 1] == 0x7D { break }
            guard bytes[at - 1] == 0x2C else { throw problem("“,” or “}” expected") }
        }
        if !sorted {
            members.sort { JSON.precedes($0.key, $1.key) }
            for (a, b) in zip(members, members.dropFirst()) where JSON.same(a.key, b.key) {
                throw problem("the key “\(a.key)” stands twice")
            }
        }
        return .object(members)
    }

    private mutating func string() throws(JSONProblem) -> String {
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != 0x22, bytes[at] != 0x5C {
            guard bytes[at] >= 0x20 else { throw problem("a control character in a text") }
            at += 1
        }
        guard at < bytes.count else { throw problem("a text is not closed") }
        if bytes[at] == 0x22 {
            at += 1
            return try checked(bytes[start..<(at - 1)])
        }
        var out = Array(bytes[start..<at])
        while at < bytes.count, bytes[at] != 0x22 {
            if bytes[at] == 0x5C {
                try escape(into: &out)
            } else {
                guard bytes[at] >= 0x20 else { throw problem("a control character in a text") }
                out.append(bytes[at])
                at += 1
            }
        }
        guard at < bytes.count else { throw problem("a text is not closed") }
        at += 1
        return try checked(out[...])
    }

    private func checked(_ utf8: ArraySlice<UInt8>) throws(JSONProblem) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw problem("a text is not UTF-8") }
        return text
    }

    private mutating func escape(into out: inout [UInt8]) throws(JSONProblem) {
        guard at + 1 < bytes.count else { throw problem("a text is not closed") }
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
        ]
        if let byte = plain[bytes[at + 1]] {
            out.append(byte)
            at += 2
            return
        }
        guard bytes[at + 1] == 0x75 else { throw problem("an unknown escape") }
        var code = try hex(at + 2)
        at += 6
        if (0xD800..<0xDC00).contains(code) {
            guard at + 1 < bytes.count, bytes[at] == 0x5C, bytes[at + 1] == 0x75 else {
                throw problem("half a surrogate pair")
            }
            let low = try hex(at + 2)
            guard (0xDC00..<0xE000).contains(low) else { throw problem("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            at += 6
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem("half a surrogate pair") }
        out += Array(String(scalar).utf8)
    }

    private func hex(_ from: Int) throws(JSONProblem) -> UInt32 {
        guard from + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[from..<(from + 4)], as: UTF8.self), radix: 16),
            bytes[from] != 0x2B, bytes[from] != 0x2D
        else { throw problem("four hex digits expected") }
        return value
    }
}
