// ReconciliationQuestion.swift: the signed comparisons of a day: by unit in numbers, and the differences one by one; and what
// of them held a dossier up, for the attribution of lateness.

package import Casework
import Ledger
package import Oversight
package import Storage

/// One unit's signed line of a day.
package struct ReconciliationLine: Sendable {
    package var system: String
    package var unit: String
    package var dossiers: Int
    package var differing: Int
    package var byLink: Int
    package var isHeard: Bool
    /// Position of the entry in the city's ledger.
    package var seq: Int
    package var at: Instant
    /// The list is what the entry signs.
    package var isSound: Bool
    /// Until when the unit's own site had been heard, as signed; nil = at home in the city's site, or not told.
    package var wardHeardAt: Instant?
    /// What the unit is said to say is as of `wardHeardAt`, and that was a while ago, as the page of the net reckons it.
    package var isWardSilent: Bool { wardHeardAt.map { SiteLine.isSilent(since: $0, at: at) } ?? false }
}

package struct ReconciliationReport: Sendable {
    package var day: CivilDate
    package var lines: [ReconciliationLine]
    /// Of the unit asked for, or of all; the oldest first.
    package var differences: [(system: String, difference: ReconciledDifference)]
}

package enum ReconciliationQuestion {
    /// The last day that was compared; today when none was.
    package static func lastDay(now: Instant, _ tx: any Transaction) throws -> CivilDate {
        let day = try tx.row("SELECT MAX(day) FROM reconciliation_day")?.optionalInt(0)
        return day.map { CivilDate(dayNumber: Int($0)) } ?? now.date
    }

    /// - Parameters:
    ///   - day: nil = the last one compared.
    ///   - unit: nil = every unit's numbers, and the differences of all.
    package static func ask(
        day: CivilDate?, unit: String?, limit: Int, offset: Int = 0, caller: Caller, now: Instant, _ tx: any Transaction,
        _ office: Office
    ) throws -> ReconciliationReport {
        guard caller.seesCity || unit.map({ caller.units.contains($0) }) ?? false else {
            throw Refusal.noRight("xem đối soát", "see reconciliation", unit: unit ?? Directory.city)
        }
        if let unit, office.directory.unit(unit) == nil { throw Refusal.unknownUnit(unit) }
        let day = try day ?? lastDay(now: now, tx)
        let number = SQLValue.integer(Int64(day.dayNumber))
        let place = unit == nil ? "" : " AND unit = $2"
        let arguments = [number] + (unit.map { [.text($0)] } ?? [])
        let lines = try tx.rows(
            """
            SELECT system, unit, dossiers, differing, by_link, heard, seq, at FROM reconciliation_day WHERE day = $1\(place)
            ORDER BY by_link DESC, differing DESC, unit, system
            """, arguments
        ).map { row -> ReconciliationLine in
            let entry = try signed(row.text(1), row.text(0), seq: row.int(6), tx)
            return ReconciliationLine(
                system: row.text(0), unit: row.text(1), dossiers: Int(row.int(2)), differing: Int(row.int(3)),
                byLink: Int(row.int(4)), isHeard: row.int(5) == 1, seq: Int(row.int(6)), at: Instant(milliseconds: row.int(7)),
                isSound: try isSound(entry, row.text(1), row.text(0), day, tx), wardHeardAt: entry?.wardHeardAt)
        }
        let n = arguments.count
        let rows = try tx.rows(
            """
            SELECT \(ReconciliationBook.columns), system FROM reconciliation WHERE day = $1\(place)
            ORDER BY since, unit, ordinal LIMIT $\(n + 1) OFFSET $\(n + 2)
            """, arguments + [.integer(Int64(limit)), .integer(Int64(offset))])
        return ReconciliationReport(
            day: day, lines: lines, differences: rows.map { ($0.text(11), ReconciliationBook.difference($0)) })
    }

    /// What the city's ledger has of a unit's comparison; nil when that entry is about something else.
    private static func signed(
        _ unit: String, _ system: String, seq: Int64, _ tx: any Transaction
    ) throws -> ReconciliationSigned? {
        let facts = try tx.row(
            "SELECT facts FROM entry WHERE unit = $1 AND seq = $2 AND kind = $3",
            [.text(Directory.city), .integer(seq), .text(ReconciliationSigned.kind)]
        ).map { try JSONCoding.decode(ReconciliationSigned.self, from: try JSON.parse($0.text(0))) }
        return facts.flatMap { $0.unit == unit && $0.system == system ? $0 : nil }
    }

    /// The list kept is the one whose digest stands in the city's ledger.
    private static func isSound(
        _ signed: ReconciliationSigned?, _ unit: String, _ system: String, _ day: CivilDate, _ tx: any Transaction
    ) throws -> Bool {
        guard let signed else { return false }
        let list = try tx.rows(
            "SELECT \(ReconciliationBook.columns) FROM reconciliation WHERE day = $1 AND system = $2 AND unit = $3 ORDER BY ordinal",
            [.integer(Int64(day.dayNumber)), .text(system), .text(unit)]
        ).map(ReconciliationBook.difference)
        return signed.list == ReconciliationBook.digest(list)
    }

    // MARK: lateness

    /// Hours in which the line to another system kept a dossier from whoever handles it, or the line to a ward from that ward, as
    /// they were signed.
    /// - Parameter number: one dossier; nil = every one.
    static func linkSpans(of number: String? = nil, _ tx: any Transaction) throws -> [String: [OutageSpan]] {
        var spans: [String: [OutageSpan]] = [:]
        try tx.forEach(
            """
            SELECT number, system, since, MAX(COALESCE(until, seen_at)), whose, unit FROM reconciliation
            WHERE holds_up = 1 AND whose IN ('link', 'sync') AND number IS NOT NULL\(number == nil ? "" : " AND number = $1")
            GROUP BY number, system, since, whose, unit ORDER BY number, since, system, whose, unit
            """, number.map { [.text($0)] } ?? []
        ) { row in
            let isInside = row.text(4) == ReconciledDifference.Whose.sync.rawValue
            let outside: OutageCause = row.text(1) == ExternalSystem.portal.id ? .portal : .ministry
            spans[row.text(0), default: []].append(
                OutageSpan(
                    unit: isInside ? row.text(5) : nil, cause: isInside ? .line : outside,
                    from: Instant(milliseconds: row.int(2)), to: Instant(milliseconds: row.int(3))))
        }
        return spans
    }

    /// Changes when the spans do.
    static func mark(_ tx: any Transaction) throws -> SQLRow? {
        try tx.row(
            """
            SELECT COUNT(*), COALESCE(MAX(seen_at), 0), COUNT(until), COALESCE(MAX(until), 0) FROM reconciliation
            WHERE holds_up = 1
            """)
    }
}
