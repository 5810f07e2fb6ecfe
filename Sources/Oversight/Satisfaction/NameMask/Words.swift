// Words.swift: the words of a citizen's text, and what stands around them that makes a word a name.
//
// Words are compared without marks and, where the text writes marks, with them: wherever the tone is written (Hòa, Hoà)
// and taking hỏi and ngã for one, which half the country speaks and often writes alike. Forms of address and the
// everyday pairs are data. Used by NameMask.swift alone.

@_spi(_Unicode) import Swift
import Casework

extension NameMask {
    /// `text` in Unicode normal form C.
    static func composed(_ text: String) -> String.UnicodeScalarView {
        if VietnameseText.isNFC(text) { return text.unicodeScalars }
        var view = String.UnicodeScalarView()
        for scalar in text._nfc { view.append(scalar) }
        return view
    }

    /// A run of letters, digits and marks.
    struct Word: Hashable, Sendable {
        /// Places among the scalars of the text.
        let range: Range<Int>
        let folded: String
        /// Equal for equal spelling, wherever the tone is written.
        let spelled: String
        let isMarked: Bool
        let isCapitalised: Bool

        private init(_ range: Range<Int>, _ scalars: [Unicode.Scalar]) {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            let text = String(view)
            self.range = range
            folded = VietnameseText.folded(text)
            spelled = Word.spelling(text)
            isMarked = spelled != Word.spelling(folded)
            isCapitalised = scalars[range.lowerBound].properties.isUppercase
        }

        private static func spelling(_ text: String) -> String {
            // In a sort key `#` is the tone hỏi, `$` the tone ngã.
            let key = VietnameseText.sortKey(text).utf8.map { $0 == UInt8(ascii: "$") ? UInt8(ascii: "#") : $0 }
            return String(decoding: key, as: UTF8.self)
        }

        /// Whether this word of a text may be meant for `name`: equal, or the same without any mark.
        func mayBe(_ name: Word) -> Bool {
            folded == name.folded && (!isMarked || spelled == name.spelled)
        }

        static func all(in scalars: [Unicode.Scalar]) -> [Word] {
            var words: [Word] = []
            var start: Int?
            for (at, scalar) in scalars.enumerated() {
                let isPart = belongs(scalar)
                if isPart, start == nil { start = at }
                if !isPart, let from = start {
                    words.append(Word(from..<at, scalars))
                    start = nil
                }
            }
            if let from = start { words.append(Word(from..<scalars.count, scalars)) }
            return words
        }

        private static func belongs(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || (0x300..<0x370).contains(scalar.value)
        }
    }

    /// A text as the mask looks at it.
    struct Reading {
        let words: [Word]
        let scalars: [Unicode.Scalar]
        /// Whether the whole text is written without marks, as on an old telephone.
        let isPlain: Bool

        init(words: [Word], scalars: [Unicode.Scalar]) {
            self.words = words
            self.scalars = scalars
            isPlain = !words.contains(where: \.isMarked)
        }

        private func gap(before at: Int) -> ArraySlice<Unicode.Scalar> {
            scalars[words[at - 1].range.upperBound..<words[at].range.lowerBound]
        }

        /// Whether nothing but white space, dots and hyphens stands between the words.
        func isOneRun(_ at: Int, count: Int) -> Bool {
            (at + 1..<at + count).allSatisfy { next in
                gap(before: next).allSatisfy { $0.properties.isWhitespace || $0 == "." || $0 == "-" }
            }
        }

        func hasDot(after at: Int) -> Bool {
            at + 1 < words.count && gap(before: at + 1).first == "."
        }

        /// Whether a form of address stands right before the word.
        func isAddressed(_ at: Int) -> Bool {
            guard at > 0 else { return false }
            let before = words[at - 1]
            let gap = gap(before: at)
            guard gap.allSatisfy({ $0.properties.isWhitespace || ".:\"“(".unicodeScalars.contains($0) }) else {
                return false
            }
            if Reading.short.contains(before.folded), words[at].isCapitalised, gap.first == "." || !before.isCapitalised {
                return true
            }
            if let address = Reading.addresses[before.folded] {
                // Without its mark “bà” is “ba” (three): it counts where nothing has marks, some also before a capital.
                let isCareless = words[at].isCapitalised && Reading.careless.contains(before.folded)
                return before.spelled == address || !before.isMarked && (isPlain || isCareless)
            }
            guard at > 1 else { return false }
            let role = words[at - 2].folded + " " + before.folded
            return Reading.roles.contains(role) || words[at].isCapitalised && Reading.offices.contains(role)
        }

        /// Whether the word goes on a list of names. “Anh” there is the form of address that the next name has.
        func goesOn(_ at: Int) -> Bool {
            guard at > 0, words[at].isCapitalised else { return false }
            if Reading.addresses[words[at].folded] == words[at].spelled { return false }
            if Reading.joins.contains(words[at - 1].folded) { return true }
            let gap = gap(before: at)
            return gap.contains { $0 == "," || $0 == "&" || $0 == "/" }
                && gap.allSatisfy { $0.properties.isWhitespace || $0 == "," || $0 == "&" || $0 == "/" }
        }

        /// Whether the word before says that a street or place is named.
        func isAfterPlace(_ at: Int) -> Bool { at > 0 && Reading.places.contains(words[at - 1].folded) }

        /// “le phi”, “Hồ sơ” and their like: the words, not Mr Lê Phi, as a small letter shows.
        static func isEveryday(_ words: ArraySlice<Word>) -> Bool {
            words.count == 2 && words.last?.isCapitalised == false
                && everyday.contains(words.map(\.folded).joined(separator: " "))
        }

        /// Forms of address and kinship by which officers are spoken of, by their folded form.
        private static let addresses: [String: String] = {
            let words = [
                "anh", "chị", "cô", "chú", "bác", "ông", "bà", "em", "dì", "cậu", "thầy", "bạn", "sếp", "tên", "chế",
                "mợ", "thím", "cháu", "má", "mr", "ms", "mrs", "miss",
            ]
            var table: [String: String] = [:]
            for word in words { table[VietnameseText.folded(word)] = Word.all(in: Array(word.unicodeScalars))[0].spelled }
            return table
        }()
        /// Shortened forms of address: “a Tuấn”, “C.Hoa”, “đc Lan”.
        private static let short: Set<String> = ["a", "b", "c", "e", "o", "ac", "dc", "cb", "nv", "cv"]
        /// Forms of address that are recognised without their mark before a capital.
        private static let careless: Set<String> = ["chi", "ong", "co", "ba"]
        /// Two words that are said before a name alone.
        private static let roles: Set<String> = [
            "can bo", "nhan vien", "chuyen vien", "cong chuc", "vien chuc", "dong chi", "d c", "ten la", "nguoi ten",
        ]
        /// Two words that are said before a name and before much else.
        private static let offices: Set<String> = [
            "chu tich", "giam doc", "truong phong", "pho phong", "lanh dao", "bi thu", "thu ky", "van thu", "ke toan",
            "bao ve", "tiep tan", "ho ten", "co gai", "mot cua", "quay so",
        ]
        static let joins: Set<String> = ["va", "voi", "cung"]
        private static let places: Set<String> = [
            "duong", "pho", "cho", "cau", "truong", "quan", "huyen", "ap", "thon", "tinh", "vien", "ben", "chua",
        ]
        private static let everyday: Set<String> = [
            "ho so", "le phi", "ly do", "vo ly", "phan an", "to chuc", "ho tich", "cao hon", "le tan", "doan the",
            "luong cao", "mai sau", "ly lich", "ha tang", "tang cuong", "phung phi", "dang lam", "dang cho", "lam an",
            "co quan", "thai do", "chau au", "tong so", "cung cap", "vo chong", "trang thai", "duong dan",
        ]
    }
}
