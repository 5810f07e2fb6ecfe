// SignedQuestion.swift: what somebody signed today and may still take back: it has not left the unit.

package import Casework
import Ledger
package import Storage

/// One signature of today.
package struct SignedLine: Sendable {
    package var number: String
    package var procedureName: String
    package var applicant: String?
    package var at: Instant
    package var outcome: Outcome
    package var state: DossierState
}

package enum SignedQuestion {
    /// How far back in a unit's ledger a day is looked for.
    static let reach = 4000

    /// What `caller` signed at `unit` since midnight, newest first, as far as it can be taken back.
    package static func ask(
        unit: String, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [SignedLine] {
        guard caller.grants.contains(where: { $0.unit == unit && $0.role == .leader }) else {
            throw Refusal.noRight("ký tại đơn vị này", "sign here", unit: unit)
        }
        let midnight = Instant(now.date, TimeOfDay(0, 0)).milliseconds
        let rows = try entries(unit, since: midnight, tx)
        var (lines, seen) = ([SignedLine](), Set<String>())
        for row in rows where row.text(2) == "DossierDecided" && row.text(4) == caller.user {
            let number = row.text(0)
            guard seen.insert(number).inserted, let line = try line(number, row, unit, tx, office) else { continue }
            lines.append(line)
        }
        return lines
    }

    /// A unit's entries since `start`, newest first: read in pieces, so that a quiet day costs little.
    private static func entries(_ unit: String, since start: Int64, _ tx: any Transaction) throws -> [SQLRow] {
        var (found, piece) = ([SQLRow](), 100)
        while found.count < reach {
            let last: [SQLValue] = found.last.map { [$0.values[5], $0.values[6]] } ?? []
            let rows = try tx.rows(
                """
                SELECT e.subject, e.at, e.kind, e.facts, e.actor, e.epoch, e.seq FROM entry e
                WHERE e.unit = $1\(last.isEmpty ? "" : " AND (e.epoch, e.seq) < ($2, $3)")
                ORDER BY e.epoch DESC, e.seq DESC LIMIT \(piece)
                """, [.text(unit)] + last)
            let recent = rows.prefix { $0.int(1) >= start }
            found += recent
            if recent.count < piece { break }
            piece = min(1000, piece * 2)
        }
        return found
    }

    private static func line(
        _ number: String, _ row: SQLRow, _ unit: String, _ tx: any Transaction, _ office: Office
    ) throws -> SignedLine? {
        let found = try tx.row(
            """
            SELECT d.procedure, d.procedure_version, d.applicant, d.state FROM dossier d
            WHERE d.number = $1 AND d.unit = $2 AND d.in_transit_to IS NULL AND d.returned_at IS NULL
            """, [.text(number), .text(unit)])
        guard let found, let state = DossierState(rawValue: found.text(3)),
            [.decided, .ready, .rejected].contains(state),
            case .decided(let fact)? = try EntryCoding.fact(of: row.text(2), JSON.parse(row.text(3)))
        else { return nil }
        let procedure = office.directory.procedure(found.text(0), version: Int(found.int(1)))
        return SignedLine(
            number: number, procedureName: procedure?.shortName ?? found.text(0),
            applicant: found.optionalText(2), at: Instant(milliseconds: row.int(1)), outcome: fact.outcome,
            state: state)
    }
}
