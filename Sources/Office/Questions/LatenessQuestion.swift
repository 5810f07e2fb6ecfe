// LatenessQuestion.swift: why dossiers were late: by cause, field, unit and the body that held them; and of one dossier.
//
// Settled late in the period, and (for the period under way) open and overdue now. Outages are those reported by people or
// noticed by the program, and for single dossiers the hours in which reconciliation found the line to another system to have
// held them up. A contested cause counts once the city has upheld it.

package import Casework
import Ledger
package import Oversight
package import Storage

/// One late dossier with what held it.
package struct LateLine: Sendable {
    package var number: String
    package var unit: String
    package var field: String
    package var procedure: String
    package var attribution: Attribution
    package var contested: String?
    package var isUpheld: Bool?
    package var isOpen: Bool

    /// The cause that counts.
    package var cause: LatenessCause {
        if isUpheld == true, let contested, let claimed = LatenessCause(rawValue: contested) { return claimed }
        return attribution.main?.cause ?? .other
    }
    /// Who held it; of an upheld contest nobody is named.
    package var body: String? { isUpheld == true ? nil : attribution.main?.body }
}

package struct LatenessReport: Sendable {
    package var lines: [LateLine]
    package func counts<K: Hashable>(_ key: (LateLine) -> K?) -> [(key: K, count: Int)] {
        var counts: [K: Int] = [:]
        for line in lines { if let key = key(line) { counts[key, default: 0] += 1 } }
        return counts.sorted { ($1.value, "\($0.key)") < ($0.value, "\($1.key)") }.map { ($0.key, $0.value) }
    }
    /// Working minutes of overrun laid on a cause.
    package func minutes(_ cause: LatenessCause) -> Int { lines.reduce(0) { $0 + $1.attribution.blamed(cause) } }
}

package enum LatenessQuestion {
    /// Open and overdue dossiers that are looked at; more are not folded for one page.
    static let openLimit = 1500

    package static func ask(
        _ period: Period, unit: String? = nil, field: String? = nil, caller: Caller, now: Instant, _ tx: any Transaction,
        _ office: Office
    ) throws -> LatenessReport {
        try CityQuestion.check(caller)
        guard let passed = period.passed(by: now.date) else { throw Refusal.periodAhead("\(period)") }
        var lines = try settled(passed, unit, tx, office)
        if period.contains(now.date) { lines += try open(unit, now: now, tx, office) }
        return LatenessReport(lines: lines.filter { field == nil || $0.field == field })
    }

    /// Why one dossier is late, or would be; nil before acceptance.
    package static func of(_ d: Dossier, now: Instant, _ tx: any Transaction, _ office: Office) throws -> Attribution? {
        guard let accepted = d.clock.facts?.accepted, let course = LateCourse(d) else { return nil }
        let end = d.resolvedAt ?? now
        let outages = try outages(from: accepted.date, to: end.date, tx, office.directory)
        let links = try ReconciliationQuestion.linkSpans(of: d.number, tx)[d.number] ?? []
        return course.attribution(until: end, outages + links, office.directory)
    }

    /// Outages that lasted on some day from–to.
    package static func outages(from: CivilDate, to: CivilDate, _ tx: any Transaction, _ directory: Directory) throws -> [OutageSpan] {
        // What the city's own site noticed of itself did not stop the wards' machines.
        let elsewhere = Set(directory.homes.values.filter { directory.sites[$0.site] != nil }.map(\.unit))
        return try tx.rows(
            """
            SELECT subject FROM steering WHERE kind = 'outage' AND span_from <= $1 AND (span_to IS NULL OR span_to >= $2)
            ORDER BY span_from, subject
            """, [.integer(Int64(to.dayNumber)), .integer(Int64(from.dayNumber))]
        ).compactMap { row in
            var span: OutageSpan?
            for entry in try LedgerReader.entries(about: row.text(0), tx) {
                switch try SteeringCoding.fact(kind: entry.kind, version: entry.version, facts: entry.facts) {
                case .outageReported(let f):
                    span = OutageSpan(unit: f.unit == Directory.city ? nil : f.unit, cause: f.cause, from: f.from, to: f.to)
                    if f.isNoticed { span?.except = elsewhere }
                case .outageEnded(let f): span?.to = f.to
                default: break
                }
            }
            return span
        }
    }

    private static func settled(
        _ period: Period, _ unit: String?, _ tx: any Transaction, _ office: Office
    ) throws -> [LateLine] {
        var arguments: [SQLValue] = [
            .integer(Instant(period.from, TimeOfDay(0, 0)).milliseconds),
            .integer(Instant(period.to.adding(days: 1), TimeOfDay(0, 0)).milliseconds),
        ]
        if let unit { arguments.append(.text(unit)) }
        let place = "FROM late_dossier WHERE ended >= $1 AND ended < $2\(unit == nil ? "" : " AND unit = $3")"
        func sum(_ what: String) -> String { "CAST(COALESCE(SUM(\(what)), 0) AS BIGINT)" }
        let rests = [
            try tx.row("SELECT COUNT(*), \(sum("ended % 1000000007")), COUNT(contest), \(sum("upheld + 1")) \(place)", arguments),
            try tx.row(
                """
                SELECT COUNT(*), \(sum("span_from")), COUNT(span_to), \(sum("span_to")) FROM steering WHERE kind = 'outage'
                """),
            try tx.row("SELECT COUNT(*), COALESCE(MAX(ordinal), 0), COUNT(*), COUNT(*) FROM reference"),
            try ReconciliationQuestion.mark(tx),
        ]
        let mark = rests.compactMap { $0 }.flatMap { row in (0..<4).map { row.int($0) } }
        let key = "\(period.from) \(period.to) \(unit ?? "")"
        return try office.lates.lines(key, mark: mark) {
            let rows = try tx.rows(
                """
                SELECT number, unit, field, procedure, procedure_version, clock_unit, accepted, due, ended, course, contest, upheld
                \(place) ORDER BY ended, number
                """, arguments)
            guard let first = rows.map({ $0.int(6) }).min() else { return [] }
            let outages = try outages(from: Instant(milliseconds: first).date, to: period.to, tx, office.directory)
            let links = try ReconciliationQuestion.linkSpans(tx)
            return rows.map { row in
                LateCourse(row).line(
                    until: Instant(milliseconds: row.int(8)), isOpen: false, outages + (links[row.text(0)] ?? []), office.directory)
            }
        }
    }

    private static func open(
        _ unit: String?, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [LateLine] {
        let rows = try tx.rows(
            """
            SELECT number, version FROM dossier WHERE resolved_at IS NULL AND due < \(now.milliseconds) AND accepted_at IS NOT NULL
                AND state IN (\(InboxQuestion.runningStates))\(unit == nil ? "" : " AND competent = $1")
            ORDER BY due LIMIT \(openLimit)
            """, unit.map { [.text($0)] } ?? [])
        let courses = try rows.compactMap { row in
            try office.lates.course(row.text(0), version: row.int(1)) {
                try Folding.dossier(try LedgerReader.entries(about: row.text(0), tx), keys: nil).flatMap { LateCourse($0) }
            }
        }
        guard let first = courses.map(\.accepted).min() else { return [] }
        let outages = try outages(from: first.date, to: now.date, tx, office.directory)
        let links = try ReconciliationQuestion.linkSpans(tx)
        return courses.map {
            $0.line(until: now, isOpen: true, outages + (links[$0.number] ?? []), office.directory)
        }.filter { $0.attribution.overrun > 0 }
    }
}

extension Directory {
    /// Working minutes that each step of a procedure's version is given.
    func budgets(_ procedure: String, _ version: Int) -> [String: Int] {
        let steps = self.procedure(procedure, version: version)?.steps ?? []
        return Dictionary(steps.compactMap { step in step.budgetMinutes.map { (step.id, $0) } }, uniquingKeysWith: { first, _ in first })
    }
}
