// HandOverListProjection.swift: the rows of hand-over lists, from their entries alone.
//
// An entry of the kind `HandOverListed` is about a list and not about a dossier, so it is coded and projected here.

package import Casework
package import Ledger
import Storage

package enum HandOverListProjection {
    package static let kinds = [
        "HandOverListed"
    ]

    package static func encode(_ fact: HandOverListed) throws -> JSON { try JSONCoding.encode(fact) }

    /// Nil when the entry is about something else.
    package static func fact(of entry: Entry) throws -> HandOverListed? {
        guard entry.version == 1, kinds.contains(entry.kind) else { return nil }
        return try JSONCoding.decode(HandOverListed.self, from: entry.facts)
    }

    static let listColumns = "unit, year, ordinal, recipient, made_at, made_by, lines"
    static let itemColumns = "unit, year, ordinal, place, number, waybill, made_at"

    /// The rows of an entry about a list; none for any other.
    static func rows(_ entry: Entry) throws -> [(ProjectionSchema.Derived, [SQLValue])] {
        guard let list = try fact(of: entry) else { return [] }
        let key: [SQLValue] = [
            .text(list.unit), .integer(Int64(list.year)), .integer(Int64(list.ordinal)),
        ]
        // The entry's own time: later than every hand-over that this ledger holds before it.
        let at = SQLValue.integer(entry.at)
        var rows = [
            (
                ProjectionSchema.handOverLists,
                key + [.text(list.to), at, .text(entry.actor), .integer(Int64(list.items.count))]
            )
        ]
        for (i, item) in list.items.enumerated() {
            rows.append(
                (
                    ProjectionSchema.handOverItems,
                    key + [
                        .integer(Int64(i + 1)), .text(item.number),
                        item.waybill.map(SQLValue.text) ?? .null, at,
                    ]
                ))
        }
        return rows
    }

    /// Writes the rows of an entry about a list.
    /// - Returns: false when the entry is about something else.
    static func write(_ entry: Entry, _ tx: any Transaction) throws -> Bool {
        let rows = try rows(entry)
        for (table, row) in rows { try tx.execute(table.insert, row) }
        return !rows.isEmpty
    }
}
