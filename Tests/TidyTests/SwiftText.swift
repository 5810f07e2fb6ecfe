// SwiftText.swift: Swift source with comments and string contents blanked, byte for byte.
//
// Not a parser: it knows line and (nested) block comments, plain, raw and multi-line strings, and
// interpolation, whose code it keeps. Every byte stays at its place and every line at its number. Regex
// literals are not known.

enum SwiftText {
    static func code(of bytes: [UInt8]) -> [UInt8] {
        var scanner = Scanner(bytes: bytes)
        scanner.run()
        return scanner.out
    }

    private struct Literal {
        var hashes: Int
        var isMultiline: Bool
        /// Parentheses open inside the interpolation; nil while in the text.
        var parentheses: Int?
    }

    private struct Scanner {
        let bytes: [UInt8]
        var out: [UInt8]
        var at = 0
        var literals: [Literal] = []

        init(bytes: [UInt8]) {
            self.bytes = bytes
            out = bytes
        }

        mutating func run() {
            while at < bytes.count {
                if let literal = literals.last, literal.parentheses == nil {
                    inText(literal)
                } else {
                    inCode()
                }
            }
        }

        private mutating func inCode() {
            if isNext("//") {
                while at < bytes.count, bytes[at] != 0x0A { blank(1) }
            } else if isNext("/*") {
                comment()
            } else if let literal = opening() {
                at += literal.hashes + (literal.isMultiline ? 3 : 1)
                literals.append(literal)
            } else {
                parenthesis()
                at += 1
            }
        }

        /// Counts parentheses inside an interpolation; the last one leads back into the text.
        private mutating func parenthesis() {
            guard let open = literals.last?.parentheses else { return }
            if bytes[at] == UInt8(ascii: "(") { literals[literals.count - 1].parentheses = open + 1 }
            if bytes[at] == UInt8(ascii: ")") {
                literals[literals.count - 1].parentheses = open == 1 ? nil : open - 1
            }
        }

        private mutating func comment() {
            var depth = 0
            repeat {
                if isNext("/*") {
                    depth += 1
                    blank(2)
                } else if isNext("*/") {
                    depth -= 1
                    blank(2)
                } else {
                    blank(1)
                }
            } while depth > 0 && at < bytes.count
        }

        /// The literal that begins here, if one does.
        private func opening() -> Literal? {
            var quote = at
            while quote < bytes.count, bytes[quote] == UInt8(ascii: "#") { quote += 1 }
            guard quote < bytes.count, bytes[quote] == UInt8(ascii: "\"") else { return nil }
            let isMultiline =
                quote + 2 < bytes.count && bytes[quote + 1] == bytes[quote]
                && bytes[quote + 2] == bytes[quote]
            return Literal(hashes: quote - at, isMultiline: isMultiline, parentheses: nil)
        }

        private mutating func inText(_ literal: Literal) {
            let hashes = String(repeating: "#", count: literal.hashes)
            let end = (literal.isMultiline ? "\"\"\"" : "\"") + hashes
            if isNext(end) {
                at += end.utf8.count
                literals.removeLast()
            } else if isNext("\\\(hashes)(") {
                blank(1 + literal.hashes)
                at += 1
                literals[literals.count - 1].parentheses = 1
            } else if isNext("\\\(hashes)") {
                blank(1 + literal.hashes)
                if at < bytes.count { blank(1) }
            } else if bytes[at] == 0x0A, !literal.isMultiline {
                literals.removeLast()
            } else {
                blank(1)
            }
        }

        private func isNext(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

        private mutating func blank(_ count: Int) {
            for _ in 0..<count where at < bytes.count {
                if bytes[at] != 0x0A { out[at] = 0x20 }
                at += 1
            }
        }
    }
}
