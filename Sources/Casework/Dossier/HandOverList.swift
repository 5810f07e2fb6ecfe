// HandOverList.swift: a numbered list of results given to the public post, or of papers given to another unit.
//
// Public post (bưu chính công ích): the service takes results on a signed list and each gets a waybill number. Papers on
// paper that follow an electronic hand-over travel on such a list too. The list is a fact of the unit's ledger; names
// and addresses are looked up when it is printed and are never in it.

/// What was handed over on one list, recorded when it was made.
package struct HandOverListed: Codable, Hashable, Sendable {
    package var unit: String
    package var year: Int
    /// Running number of the unit's lists in that year.
    package var ordinal: Int
    /// `post`, or the code of the unit that gets the papers.
    package var to: String
    package var madeAt: Instant
    package var items: [HandOverItem]
    package init(
        unit: String, year: Int, ordinal: Int, to: String, madeAt: Instant, items: [HandOverItem]
    ) {
        self.unit = unit
        self.year = year
        self.ordinal = ordinal
        self.to = to
        self.madeAt = madeAt
        self.items = items
    }

    package static let post = "post"
    /// Most lines of one list.
    package static let limit = 200
    /// What the entry is about: `hand-over-list:27373-2026-12`.
    package var subject: String { HandOverListed.subjectPrefix + id }
    package static let subjectPrefix = "hand-over-list:"
    package var id: String { HandOverListed.id(unit, year, ordinal) }
    package static func id(_ unit: String, _ year: Int, _ ordinal: Int) -> String { "\(unit)-\(year)-\(ordinal)" }
}

/// One line: a dossier and, for the post, its waybill.
package struct HandOverItem: Codable, Hashable, Sendable {
    package var number: String
    package var waybill: String?
    package init(number: String, waybill: String?) {
        self.number = number
        self.waybill = waybill
    }

    /// A waybill as it is stored: capital letters and digits, `-` between them; nil when it cannot be one.
    package static func waybill(_ typed: String) -> String? {
        let text = VietnameseText.plain(typed).uppercased().filter { !$0.isWhitespace && $0 != "." }
        let sound = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x2D
        }
        return sound && (4...40).contains(text.utf8.count) ? text : nil
    }
}
