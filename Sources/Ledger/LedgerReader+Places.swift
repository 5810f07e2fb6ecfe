// LedgerReader+Places.swift: entries by the places at which they stand, and those of many subjects, in few questions: for
// lists that name entries (contested items).

package import Storage

extension LedgerReader {
    /// The table that an entry was found in.
    package enum Part: String, CaseIterable, Hashable, Sendable {
        /// Taken in: of the accepted line, or with a proof of its own.
        case taken = "entry"
        /// Kept aside until something is there, or for a person.
        case parked = "parked_entry"
        /// Taken out of the accepted line, or entered again in it.
        case branch = "branch_entry"
    }

    package struct Found: Hashable, Sendable {
        package var part: Part
        package var entry: Entry
        package init(part: Part, entry: Entry) {
            self.part = part
            self.entry = entry
        }
    }

    /// How many places or subjects one question names.
    private static let atOnce = 100

    /// What stands at some places, wherever it is kept.
    /// - Throws: a fault that names the entry whose facts are no JSON any more.
    package static func found(at places: [Entry.Place], _ tx: any Transaction) throws -> [Entry.Place: [Found]] {
        var found: [Entry.Place: [Found]] = [:]
        for start in stride(from: 0, to: places.count, by: atOnce) {
            let some = places[start..<min(start + atOnce, places.count)]
            var arguments: [SQLValue] = []
            var conditions: [String] = []
            for place in some {
                let n = arguments.count
                arguments += [.text(place.unit), .integer(place.epoch), .integer(place.seq)]
                conditions.append("(unit = $\(n + 1) AND epoch = $\(n + 2) AND seq = $\(n + 3))")
            }
            let condition = conditions.joined(separator: " OR ")
            for part in Part.allCases {
                for entry in try entries(in: part, condition, arguments, tx) {
                    found[entry.place, default: []].append(Found(part: part, entry: entry))
                }
            }
        }
        return found
    }

    private static func entries(
        in part: Part, _ condition: String, _ arguments: [SQLValue], _ tx: any Transaction
    ) throws -> [Entry] {
        guard part != .taken else {
            return try tx.rows("SELECT \(columns) FROM entry WHERE \(condition)", arguments).map(entry)
        }
        let sql = "SELECT entry, sealed FROM \(part.rawValue) WHERE \(condition) ORDER BY unit, epoch, seq, hash"
        return try tx.rows(sql, arguments).compactMap {
            Entry(exported: try JSON.parse($0.text(0)), sealed: $0.optionalBlob(1))
        }
    }

    /// Entries of one kind about some subjects, by subject, each subject's in the order in which this site took them in.
    package static func entries(
        of kind: String, about subjects: [String], _ tx: any Transaction
    ) throws -> [String: [Entry]] {
        var entries: [String: [Entry]] = [:]
        for start in stride(from: 0, to: subjects.count, by: atOnce) {
            let some = subjects[start..<min(start + atOnce, subjects.count)]
            let places = (0..<some.count).map { "$\($0 + 2)" }.joined(separator: ", ")
            try tx.forEach(
                "SELECT \(columns) FROM entry WHERE subject IN (\(places)) AND kind = $1 ORDER BY position",
                [.text(kind)] + some.map { SQLValue.text($0) }
            ) { row in
                let one = try entry(row)
                entries[one.subject, default: []].append(one)
            }
        }
        return entries
    }
}
