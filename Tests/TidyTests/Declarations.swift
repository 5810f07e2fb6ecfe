// Declarations.swift: where functions begin and end, and what a call holds, found by counting brackets.

/// A function, initialiser, subscript or computed property with its length.
struct Body {
    let name: String
    let firstLine: Int
    let lineCount: Int
}

extension SwiftFile {
    private static let modifiers: Set<Substring> = [
        "package", "public", "private", "fileprivate", "internal", "open", "static", "final", "override",
        "mutating", "nonmutating", "convenience", "required", "class", "consuming", "borrowing",
        "nonisolated", "indirect", "lazy", "prefix", "infix", "postfix", "weak", "unowned", "dynamic",
        "isolated",
    ]

    /// Everything with a body in braces that is declared by `func`, `init`, `deinit`, `subscript` or `var`.
    var bodies: [Body] {
        var found: [Body] = []
        var start = 0
        for (index, line) in code.enumerated() {
            defer { start += line.utf8.count + 1 }
            guard let (keyword, name) = SwiftFile.declaration(line) else { continue }
            let place = start + line.utf8.count - line.drop { $0 == " " }.utf8.count
            guard let open = bodyStart(after: place, stopsAtEquals: keyword == "var"),
                let close = closing(open)
            else { continue }
            found.append(Body(name: name, firstLine: index + 1, lineCount: self.line(at: close) - index))
        }
        return found
    }

    private static func declaration(_ line: String) -> (keyword: Substring, name: String)? {
        var words = line.split(separator: " ")
        while let first = words.first {
            let bare = first.prefix { $0 != "(" }
            guard modifiers.contains(bare) && bare != "init" || first.hasPrefix("@") else { break }
            words.removeFirst()
        }
        guard let first = words.first else { return nil }
        let keyword = first.prefix { $0.isLetter }
        switch keyword {
        case "func", "var":
            return words.count > 1
                ? (keyword, String(words[1].prefix { $0 != "(" && $0 != ":" && $0 != "<" })) : nil
        case "init", "deinit", "subscript":
            let next = first.dropFirst(keyword.count).first
            return next == nil || "(?!<".contains(next ?? " ") ? (keyword, String(keyword)) : nil
        default: return nil
        }
    }

    /// Offset of the brace that opens the body of what is declared at `offset`; nil when it has none.
    private func bodyStart(after offset: Int, stopsAtEquals: Bool) -> Int? {
        var depth = 0
        var at = offset
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return at
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "=") where depth == 0 && stopsAtEquals: return nil
            case 0x0A where depth == 0:
                let rest = String(decoding: bytes[at...].prefix(200), as: UTF8.self).drop { $0.isWhitespace }
                let goesOn = ["{", "where ", "->", "throws", "async", "rethrows"]
                guard goesOn.contains(where: { rest.hasPrefix($0) }) else { return nil }
            default: break
            }
            at += 1
        }
        return nil
    }

    /// Offset of the bracket that closes the one at `offset`.
    func closing(_ offset: Int) -> Int? {
        let open = bytes[offset]
        let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
        var depth = 0
        for at in offset..<bytes.count {
            if bytes[at] == open { depth += 1 }
            if bytes[at] == close {
                depth -= 1
                if depth == 0 { return at }
            }
        }
        return nil
    }

    /// Offsets of the parenthesis of every call of exactly `name(`.
    func calls(of name: String) -> [Int] {
        let wanted = Array("\(name)(".utf8)
        guard bytes.count >= wanted.count else { return [] }
        return (0...(bytes.count - wanted.count)).filter { at in
            guard bytes[at] == wanted[0], bytes[at...].starts(with: wanted) else { return false }
            return at == 0 || !SwiftFile.isWord(bytes[at - 1])
        }.map { $0 + wanted.count - 1 }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || (0x30...0x39).contains(byte)
            || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte)
    }
}
