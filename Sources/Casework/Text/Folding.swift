// Folding.swift: Vietnamese text in one spelling for keeping, one for searching, one for sorting.
//
// The same name reaches us as NFC (Windows), NFD (macOS, the national portal) and with either tone placement
// (Hòa, Hoà). We keep NFC (`normalized`; `plain` for codes and names of things), search by ASCII (`folded`,
// `tokens`: a word without its marks finds all its spellings) and sort as the dictionary does (`sortKey`). Names are
// folded on every write, so folding runs over unicode scalars through a table. No Foundation: `_nfc` and `_nfd` are
// the standard library's own, behind SPI.

@_spi(_Unicode) import Swift

/// Normal forms, search forms and order of Vietnamese text.
package enum VietnameseText {
    /// The form in which text that people write is kept: NFC as it was typed, without control characters and
    /// outer white space, every inner run of white space one space. Applying it twice changes nothing.
    /// - Parameter long: text of several lines. Line ends (as LF) and tabs stay, at most one blank line in a
    ///   row.
    package static func normalized(_ s: String, long: Bool = false) -> String {
        isPlain(s) ? s : spaced(s, long: long, dropping: isControl)
    }

    /// The form in which names of things are kept and compared (codes, numbers, log-ins, files, words sought):
    /// `normalized`, without what nobody sees (zero-width and direction marks, soft hyphens), which would
    /// let one look like another.
    package static func plain(_ s: String) -> String {
        isPlain(s) ? s : spaced(s, long: false) { isControl($0) || isInvisible($0) }
    }

    private static func spaced(_ s: String, long: Bool, dropping isDropped: (Unicode.Scalar) -> Bool) -> String {
        var kept = String.UnicodeScalarView()
        var pending = WhiteSpace.none
        for scalar in crlfFolded(s) {
            if let space = WhiteSpace(scalar, long: long) {
                pending = pending.followed(by: space)
            } else if !isDropped(scalar) {
                if !kept.isEmpty { kept.append(contentsOf: pending.text.unicodeScalars) }
                pending = .none
                kept.append(scalar)
            }
        }
        return composed(String(kept))
    }

    /// Whether `s` is in Unicode normal form C, scalar for scalar.
    package static func isNFC(_ s: String) -> Bool {
        s.unicodeScalars.allSatisfy(isSafelyComposed) || s._nfc.elementsEqual(s.unicodeScalars)
    }

    /// `s` as it is searched: lowercase ASCII words separated by one space. Tone marks and the marks of ă â ê
    /// ô ơ ư are gone, đ is d, punctuation separates. Letters of other scripts stay, in lower case.
    package static func folded(_ s: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(s.utf8.count)
        var gap = false
        for scalar in s.unicodeScalars {
            switch Fold.of(scalar) {
            case .letter(let byte): append(byte, to: &bytes, &gap)
            case .separator: gap = true
            case .mark: break
            case .unusual:
                for byte in Fold.unusual(scalar) {
                    if byte == 0x20 { gap = true } else { append(byte, to: &bytes, &gap) }
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The words of `folded(s)`, each once, in order of first appearance: at most 24, each of at most 40
    /// bytes.
    package static func tokens(_ s: String) -> [String] {
        var words: [String] = []
        for word in folded(s).split(separator: " ") {
            let token = clipped(word, bytes: maxTokenBytes)
            if !words.contains(token) { words.append(token) }
            if words.count == maxTokens { break }
        }
        return words
    }

    /// Most tokens of one text.
    package static let maxTokens = 24
    /// Most UTF-8 bytes of one token.
    package static let maxTokenBytes = 40

    private static func append(_ byte: UInt8, to bytes: inout [UInt8], _ gap: inout Bool) {
        if gap && !bytes.isEmpty { bytes.append(0x20) }
        gap = false
        bytes.append(byte)
    }

    private static func clipped(_ word: Substring, bytes limit: Int) -> String {
        guard word.utf8.count > limit else { return String(word) }
        var kept = String.UnicodeScalarView()
        var size = 0
        for scalar in word.unicodeScalars {
            size += UTF8.width(scalar)
            if size > limit { break }
            kept.append(scalar)
        }
        return String(kept)
    }
}

// MARK: - normal form

extension VietnameseText {
    /// One white-space run of the output, as far as read.
    private enum WhiteSpace {
        case none, space, tab, line, blankLine

        init?(_ scalar: Unicode.Scalar, long: Bool) {
            switch scalar.value {
            case 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: self = long ? .line : .space
            case 0x09: self = long ? .tab : .space
            case 0x20, 0xA0: self = .space
            case let v where v < 0x1680: return nil
            default:
                guard scalar.properties.isWhitespace else { return nil }
                self = .space
            }
        }

        func followed(by next: WhiteSpace) -> WhiteSpace {
            switch (self, next) {
            case (.line, .line), (.blankLine, _): .blankLine
            case (.line, _), (_, .line): .line
            case (.tab, _), (_, .tab): .tab
            default: .space
            }
        }

        var text: String {
            switch self {
            case .none: ""
            case .space: " "
            case .tab: "\t"
            case .line: "\n"
            case .blankLine: "\n\n"
            }
        }
    }

    /// The scalars of `s` with CR LF as one LF, so that it does not count as two line ends.
    private static func crlfFolded(_ s: String) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(s.utf8.count)
        for scalar in s.unicodeScalars {
            if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
            scalars.append(scalar)
        }
        return scalars
    }

    /// Whether `normalized` would surely change nothing: the usual case, told without copying.
    private static func isPlain(_ s: String) -> Bool {
        var last: UInt32 = 0x20
        for scalar in s.unicodeScalars {
            switch scalar.value {
            case 0x20: if last == 0x20 { return false }
            case 0x21..<0x7F, 0xA1..<0xAD, 0xAE..<0x300, 0x1EA0...0x1EF9, 0x2010...0x2027: break
            default: return false
            }
            last = scalar.value
        }
        return last != 0x20 || s.isEmpty
    }

    private static func composed(_ s: String) -> String {
        if s.unicodeScalars.allSatisfy(isSafelyComposed) { return s }
        var view = String.UnicodeScalarView()
        for scalar in s._nfc { view.append(scalar) }
        return String(view)
    }

    /// Scalars that are NFC in every context (NFC_Quick_Check = Yes): Latin to U+02FF, Vietnamese, common
    /// marks.
    private static func isSafelyComposed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x300, 0x1EA0...0x1EF9, 0x2010...0x2027: true
        default: false
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    }

    /// Soft hyphen, zero-width and direction marks, joiners, byte-order mark, tags.
    fileprivate static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: false
        }
    }
}

// MARK: - search form

/// What folding makes of one scalar.
private enum Fold {
    case letter(UInt8)
    case separator
    case mark
    case unusual

    static func of(_ scalar: Unicode.Scalar) -> Fold {
        let v = Int(scalar.value)
        let entry: UInt8
        switch v {
        case 0..<0x250: entry = low[v]
        case 0x300..<0x370: return .mark
        case 0x1E00..<0x1F00: entry = additional[v - 0x1E00]
        default: return .unusual
        }
        switch entry {
        case 0x20: return .separator
        case 0: return .unusual
        default: return .letter(entry)
        }
    }

    /// U+0000–U+024F (ASCII, Latin-1, Latin Extended A and B) and U+1E00–U+1EFF (Latin Extended Additional,
    /// where the Vietnamese letters with two marks are): ASCII letter, space for a separator, 0 for
    /// `unusual`.
    private static let low = (0..<0x250).map { base(UInt32($0)) }
    private static let additional = (0x1E00..<0x1F00).map { base(UInt32($0)) }

    private static func base(_ value: UInt32) -> UInt8 {
        switch value {
        case 0x30...0x39, 0x61...0x7A: return UInt8(value)
        case 0x41...0x5A: return UInt8(value) | 0x20
        case 0xD0, 0x110, 0x111: return UInt8(ascii: "d")  // Ð (Icelandic) is often typed for Đ.
        case 0xD8, 0xF8: return UInt8(ascii: "o")
        case 0x131: return UInt8(ascii: "i")
        case 0x141, 0x142: return UInt8(ascii: "l")
        case 0xAD: return 0
        case 0..<0xC0 where value != 0xAA && value != 0xB5 && value != 0xBA, 0xD7, 0xF7: return 0x20
        default:
            guard let scalar = Unicode.Scalar(value),
                let first = String(scalar)._nfd.first(where: { _ in true }),
                first.isASCII, first.value != value
            else { return 0 }
            return UInt8(first.value) | 0x20
        }
    }

    /// What folding makes of one part of a decomposed scalar.
    private static func bytes(_ part: Unicode.Scalar) -> [UInt8] {
        switch of(part) {
        case .letter(let byte): [byte]
        case .separator: [0x20]
        case .mark: []
        case .unusual: unusual(part)
        }
    }

    /// Scalars outside the table, as bytes; a space separates.
    static func unusual(_ scalar: Unicode.Scalar) -> [UInt8] {
        switch scalar.value {
        case 0xFF01...0xFF5E:  // full-width ASCII
            let ascii = UInt8(scalar.value - 0xFEE0)
            return [low[Int(ascii)]]
        case 0xDF, 0x1E9E: return Array("ss".utf8)
        case 0xC6, 0xE6: return Array("ae".utf8)
        case 0x152, 0x153: return Array("oe".utf8)
        case 0xDE, 0xFE: return Array("th".utf8)
        case 0xF0: return Array("d".utf8)
        case 0xFE00...0xFE0F: return []
        case _ where VietnameseText.isInvisible(scalar): return []
        default: break
        }
        // ǽ, ǿ and their like: as their parts, so that both normal forms fold alike.
        let parts = Array(String(scalar)._nfd)
        guard parts.count == 1, parts[0] == scalar else { return parts.flatMap(bytes) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber,
            .spacingMark, .nonspacingMark:
            // A letter keeps its own script; the marks of another script are part of its spelling.
            return Array(scalar.properties.lowercaseMapping.utf8)
        default: return [0x20]
        }
    }
}

// MARK: - order

extension VietnameseText {
    /// A key whose bytes sort as Vietnamese dictionaries do (compare with `COLLATE "C"` or `BINARY`, or by
    /// `<`).
    ///
    /// Order of letters: a ă â b c d đ e ê … o ô ơ … u ư … y z. Syllable by syllable; of two syllables with
    /// the same letters the tone decides: level, huyền, hỏi, ngã, sắc, nặng, so `ba` < `bà` < `bả` < `bã` <
    /// `bá` < `bạ` < `ban`, and all of `ba …` stands before `bà …`. Where in the syllable the tone is written
    /// does not matter. Numbers sort by value, before letters (Quận 2 < Quận 12 < Quận Bình Tân). Case and
    /// punctuation do not count.
    package static func sortKey(_ s: String) -> String {
        var key = SortKey()
        for scalar in s._nfd { key.read(scalar) }
        key.endWord()
        return String(decoding: key.bytes, as: UTF8.self)
    }

    /// `sortKey` of a person's name as lists in Viet Nam sort it: by the given name, the last word, then the
    /// rest.
    package static func nameSortKey(_ name: String) -> String {
        let words = normalized(name).split(separator: " ")
        guard let given = words.last else { return "" }
        return sortKey(given + " " + words.dropLast().joined(separator: " "))
    }
}

/// Builds a sort key: letters `A`…`a` in Vietnamese order, then the tone `!`…`&` at the end of each syllable;
/// digits as their count (`0`…) and themselves. Tones are below digits, digits below letters, so a prefix
/// sorts first.
private struct SortKey {
    var bytes: [UInt8] = []
    private var tone: UInt8 = 0
    private var inWord = false
    private var digits: [UInt8] = []

    private static let alphabet = Array("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz".unicodeScalars)
    private static let tones: [UInt32: UInt8] = [0x300: 1, 0x309: 2, 0x303: 3, 0x301: 4, 0x323: 5]
    private static let shapes: [UInt32: [UInt8: Unicode.Scalar]] = [
        0x306: [code("a"): "ă"],
        0x302: [code("a"): "â", code("e"): "ê", code("o"): "ô"],
        0x31B: [code("o"): "ơ", code("u"): "ư"],
    ]

    private static func code(_ letter: Unicode.Scalar) -> UInt8 {
        UInt8(0x41 + (alphabet.firstIndex(of: letter) ?? alphabet.count))
    }

    mutating func read(_ scalar: Unicode.Scalar) {
        let v = scalar.value
        if let tone = SortKey.tones[v], inWord {
            self.tone = tone
        } else if let shape = SortKey.shapes[v] {
            // Marks of one letter come in an order of their own (dot below first), never with another letter
            // between.
            if let last = bytes.last, let letter = shape[last] {
                bytes[bytes.count - 1] = SortKey.code(letter)
            }
        } else if (0x300..<0x370).contains(v) {
            return
        } else if (0x30...0x39).contains(v) {
            if inWord && digits.isEmpty { endWord() }
            digits.append(UInt8(v))
            inWord = true
        } else if let letter = SortKey.letter(scalar) {
            if !digits.isEmpty { endWord() }
            bytes.append(contentsOf: letter)
            inWord = true
        } else {
            endWord()
        }
    }

    mutating func endWord() {
        if !digits.isEmpty {
            let significant = digits.drop { $0 == 0x30 }
            bytes.append(0x30 + UInt8(min(significant.count, 9)))
            bytes.append(contentsOf: significant)
        }
        if inWord { bytes.append(0x21 + tone) }
        (inWord, tone, digits) = (false, 0, [])
    }

    /// The key bytes of a letter; nil for what is none.
    private static func letter(_ scalar: Unicode.Scalar) -> [UInt8]? {
        switch scalar.value {
        case 0x61...0x7A: return [code(scalar)]
        case 0x41...0x5A: return [code(Unicode.Scalar(scalar.value | 0x20) ?? scalar)]
        case 0xD0, 0x110, 0x111: return [code("đ")]
        case 0..<0x80: return nil
        default:
            guard scalar.properties.isAlphabetic else { return nil }
            return [0x7A] + Array(scalar.properties.lowercaseMapping.utf8)
        }
    }
}
