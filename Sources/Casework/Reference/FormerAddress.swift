// FormerAddress.swift: where an address of before 1 July 2025 lies now.
//
// Most cards still carry the ward and district of before Resolution 1685/NQ-UBTVQH15. The units of today keep the names
// of what they were made of (`Unit.former`); an address is searched for one of those, ward right before district, in any
// of the spellings people use (P.1, Q6, Phường 01). What is found is shown, never written over what the card says; an old
// unit that was divided may lie in more than one of today's, and only the person or a map can tell.

/// An old unit named in an address, with the units of today that hold it or a part of it.
package struct FormerAddress: Hashable, Sendable {
    package var former: Unit.FormerUnit
    /// Codes of today's units, in order; more than one only where the old unit was divided.
    package var units: [String]

    /// The old unit went to several of today's, or this program knows only one of them.
    package var isDivided: Bool { former.divided || units.count > 1 }

    /// - Parameter units: today's units, in a fixed order.
    package init?(_ address: String, in units: [Unit]) {
        let text = " " + FormerAddress.words(address).joined(separator: " ") + " "
        var found: FormerAddress?
        for unit in units {
            for former in unit.former {
                guard let district = former.district,
                    text.contains(" " + FormerAddress.words("\(former.name) \(district)").joined(separator: " ") + " ")
                else { continue }
                if found?.former.code == former.code {
                    found?.units.append(unit.code)
                    if former.divided { found?.former.divided = true }
                } else if found == nil {
                    found = FormerAddress(former: former, unit: unit.code)
                }
            }
        }
        guard let found else { return nil }
        self = found
    }

    private init(former: Unit.FormerUnit, unit: String) {
        self.former = former
        units = [unit]
    }

    /// Folded words, with abbreviations of kinds of units written out and numbers without leading zeros.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for word in VietnameseText.folded(text).split(separator: " ").map(String.init) {
            if let whole = kinds[word] {
                words += whole
            } else if let first = word.first, let kind = kinds[String(first)], word.count <= 3,
                word.dropFirst().allSatisfy(\.isNumber)
            {
                words += kind + [plain(String(word.dropFirst()))]
            } else {
                words.append(plain(word))
            }
        }
        return words
    }

    private static func plain(_ word: String) -> String {
        guard word.count > 1, word.allSatisfy(\.isNumber) else { return word }
        let rest = word.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }

    private static let kinds: [String: [String]] = [
        "p": ["phuong"], "f": ["phuong"], "q": ["quan"], "h": ["huyen"], "x": ["xa"], "tp": ["thanh", "pho"],
        "tt": ["thi", "tran"], "tx": ["thi", "xa"],
    ]
}
