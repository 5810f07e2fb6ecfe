// LateProjection.swift: dossiers settled late, each with its course, so that lateness is told by cause without folding them.
//
// The course is kept and not the attribution: outages are often reported afterwards, and then the same course tells another
// cause. See Oversight/Lateness.

import Casework
package import Storage

package enum LateProjection {
    static let table = ProjectionSchema.Derived(
        "late_dossier", "number, unit, field, procedure, procedure_version, clock_unit, accepted, due, ended, course, contest, upheld")

    package static let migrations = [
        Migration(
            "office-late-1",
            """
            CREATE TABLE late_dossier (
                number TEXT PRIMARY KEY,
                unit TEXT NOT NULL,
                field TEXT NOT NULL,
                procedure TEXT NOT NULL,
                procedure_version {INT} NOT NULL,
                clock_unit TEXT NOT NULL,
                accepted {INT} NOT NULL,
                due {INT} NOT NULL,
                ended {INT} NOT NULL,
                course TEXT NOT NULL,
                contest TEXT,
                upheld {INT}
            ) {TABLE};
            CREATE INDEX late_dossier_unit ON late_dossier (unit, ended);
            CREATE INDEX late_dossier_ended ON late_dossier (ended);

            """),
        Migration("office-late-2", "CREATE INDEX dossier_open_late ON dossier (due) WHERE resolved_at IS NULL;\n"),
    ]

    static func row(_ d: Dossier) -> [SQLValue]? {
        guard let facts = d.clock.facts, let due = d.clock.originalDue, let end = d.resolvedAt,
            LegalClock.outcome(resolvedOn: end, due: due) == .late
        else { return nil }
        let start = facts.restartedAt ?? facts.accepted
        let contest: SQLValue = d.contest.map { .text($0.cause) } ?? .null
        let upheld: SQLValue = d.contest?.isUpheld.map { .integer($0 ? 1 : 0) } ?? .null
        let head: [SQLValue] = [
            .text(d.number), .text(d.intake.competentAgency), .text(d.field), .text(d.intake.procedure),
            .integer(Int64(d.intake.procedureVersion)), .text(d.clock.clockUnit),
        ]
        let times = [start, due, end].map { SQLValue.integer($0.milliseconds) }
        return head + times + [.text(CourseText.written(d.course)), contest, upheld]
    }

    static func write(_ row: [SQLValue]?, replacing old: [SQLValue]?, number: SQLValue, _ tx: any Transaction) throws {
        guard row != old else { return }
        if old != nil { try tx.execute("DELETE FROM late_dossier WHERE number = $1", [number]) }
        if let row { try tx.execute(table.insert, row) }
    }
}

/// A course as one text: a line a leg, `milliseconds|unit|step|reason|body`.
enum CourseText {
    static func written(_ course: [CourseLeg]) -> String {
        course.map { (leg: CourseLeg) -> String in
            let (reason, body) = words(leg.reason)
            return "\(leg.from.milliseconds)|\(leg.unit)|\(leg.step ?? "")|\(reason)|\(body)"
        }.joined(separator: "\n")
    }

    private static func words(_ reason: CourseLeg.Reason) -> (String, String) {
        switch reason {
        case .handling: ("handling", "")
        case .applicant: ("applicant", "")
        case .payment: ("payment", "")
        case .suspended: ("suspended", "")
        case .opinion(let asked): ("opinion", asked)
        case .transit(let to): ("transit", to)
        }
    }

    static func read(_ text: String) -> [CourseLeg] {
        text.split(separator: "\n").compactMap { leg($0) }
    }

    private static func leg(_ line: Substring) -> CourseLeg? {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, let at = Int64(parts[0]) else { return nil }
        let reason: CourseLeg.Reason
        switch parts[3] {
        case "applicant": reason = .applicant
        case "payment": reason = .payment
        case "suspended": reason = .suspended
        case "opinion": reason = .opinion(parts[4])
        case "transit": reason = .transit(to: parts[4])
        default: reason = .handling
        }
        return CourseLeg(
            from: Instant(milliseconds: at), unit: parts[1], step: parts[2].isEmpty ? nil : parts[2], reason: reason)
    }
}
