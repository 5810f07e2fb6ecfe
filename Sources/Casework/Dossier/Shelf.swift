// Shelf.swift: where the paper lies, and what was given back of it. Facts that inform; no due time hangs on them.
//
// A place is a code of the house (“K7”, “TU 3-2”), never a name, so it may stand in the clear. Who took the originals is
// sealed like every name.

/// Papers or a result were put at a place, or taken off it.
package struct PapersShelved: Codable, Hashable, Sendable {
    /// papers, result.
    package var what: String
    /// Nil = taken off the shelf.
    package var place: String?
    package init(what: String, place: String?) {
        self.what = what
        self.place = place
    }

    /// A place as it is stored: capitals without diacritics, digits, `-`, `.`, `/` and spaces; nil for anything else.
    package static func place(_ typed: String) -> String? {
        var text = ""
        var word = ""
        for letter in VietnameseText.plain(String(typed.prefix(64))) {
            guard letter == "-" || letter == "." || letter == "/" else { word.append(letter); continue }
            text += VietnameseText.folded(word) + String(letter)
            word = ""
        }
        text = (text + VietnameseText.folded(word)).uppercased()
        let sound = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || [0x20, 0x2D, 0x2E, 0x2F].contains($0)
        }
        let hasDigit = text.utf8.contains { (0x30...0x39).contains($0) }
        return sound && hasDigit && (1...16).contains(text.utf8.count) ? text : nil
    }
}

/// Originals that had been handed in were given back against signature.
package struct OriginalsReturned: Codable, Hashable, Sendable {
    package var papers: [String]
    package var returnedAt: Instant
    package init(papers: [String], returnedAt: Instant) {
        self.papers = papers
        self.returnedAt = returnedAt
    }
}

/// Where a dossier's paper lies now.
package struct ShelfState: Hashable, Sendable {
    package var what: String
    package var place: String
    package var since: Instant
    package var by: String
}

/// One giving back of originals.
package struct OriginalsHandedBack: Hashable, Sendable {
    package var papers: [String]
    package var at: Instant
    package var by: String
    package var unit: String
    /// Nil once the person is erased.
    package var recipient: String?
}
