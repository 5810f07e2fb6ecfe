// ShelfQuestion.swift: results that wait to be fetched or sent, with the place where they lie.

package import Casework
package import Storage

/// One line of the list “to be returned”.
package struct ReturnLine: Sendable {
    package var number: String
    package var procedure: String
    package var procedureName: String
    package var applicant: String?
    package var state: DossierState
    package var resolvedAt: Instant
    package var place: String?
    package var what: String?
}

package enum ShelfQuestion {
    static func check(_ caller: Caller, _ unit: String) throws {
        guard caller.grants.contains(where: { $0.unit == unit && [.counter, .officer, .leader].contains($0.role) })
        else { throw Refusal.noRight("xem kệ hồ sơ", "see the shelves", unit: unit) }
    }

    /// A unit's results that nobody has fetched, longest waiting first.
    /// - Parameter q: part of a number, words of the name, or a place; empty = all.
    package static func toReturn(
        _ unit: String, q: String, limit: Int, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> [ReturnLine] {
        try check(caller, unit)
        let fields = fields(of: caller, at: unit)
        let words = VietnameseText.folded(String(q.prefix(200))).split(separator: " ").map(String.init)
        let place = PapersShelved.place(q)
        var lines: [ReturnLine] = []
        try tx.forEach(
            """
            SELECT d.number, d.procedure, d.procedure_version, d.applicant, d.state, d.resolved_at, s.place, s.what,
                d.field
            FROM inbox i JOIN dossier d ON d.number = i.number LEFT JOIN shelf s ON s.number = i.number
            WHERE i.unit = $1 AND i.kind = 'custody' AND i.state IN ('ready', 'rejected')
            ORDER BY i.urgency, i.number LIMIT 5000
            """, [.text(unit)]
        ) { row in
            guard lines.count < limit, fields.map({ $0.contains(row.text(8)) }) ?? true else { return }
            let line = ReturnLine(
                number: row.text(0), procedure: row.text(1),
                procedureName: office.directory.procedure(row.text(1), version: Int(row.int(2)))?.shortName
                    ?? row.text(1),
                applicant: row.optionalText(3), state: DossierState(rawValue: row.text(4)) ?? .ready,
                resolvedAt: Instant(milliseconds: row.optionalInt(5) ?? 0), place: row.optionalText(6),
                what: row.optionalText(7))
            guard !words.isEmpty else { return lines.append(line) }
            let folded = " " + VietnameseText.folded("\(line.number) \(line.applicant ?? "")")
            let named = words.allSatisfy { folded.contains(" " + $0) }
            if named || place != nil && line.place == place { lines.append(line) }
        }
        return lines
    }

    /// Fields of a caller's rights at a unit; nil = every field.
    static func fields(of caller: Caller, at unit: String) -> Set<String>? {
        let held = caller.grants.filter { $0.unit == unit }
        return held.contains { $0.fields == nil } ? nil : Set(held.flatMap { $0.fields ?? [] })
    }

    /// Number → place, for lines of other lists.
    package static func places(_ numbers: [String], _ tx: any Transaction) throws -> [String: String] {
        var places: [String: String] = [:]
        for number in numbers {
            if let row = try tx.row("SELECT place FROM shelf WHERE number = $1", [.text(number)]) {
                places[number] = row.text(0)
            }
        }
        return places
    }
}
