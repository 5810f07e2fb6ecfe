// ReportQuestion.swift: the statutory reports II.06 and II.07 (docs/law.md §5.3; Circular 02/2017/TT-VPCP, 01/2020/TT-VPCP): by field,
// what came in, what was settled and how, what is in process; and why what is late is late.
//
// Counted from the register of dossiers by the competent body. Carried over: accepted before the period and not settled when
// it began. In process at its end: overdue when the date due lies before the day of the cut (docs/law.md §4.3).

package import Casework
package import Oversight
package import Storage

package struct HandlingReport: Sendable {
    /// One line of II.06.
    package struct Line: Sendable {
        package var field: String
        package var online = 0
        package var direct = 0
        package var carriedOver = 0
        package var early = 0
        package var onTime = 0
        package var late = 0
        package var openInTime = 0
        package var openOverdue = 0
        package var received: Int { online + direct + carriedOver }
        package var settled: Int { early + onTime + late }
        package var inProcess: Int { openInTime + openOverdue }
    }
    package var unit: String
    package var period: Period
    package var lines: [Line]
    /// II.07: overdue by field and cause.
    package var causes: [(field: String, causes: [LatenessCause: Int])]

    package var total: Line {
        lines.reduce(into: Line(field: "")) { sum, line in
            sum.online += line.online
            sum.direct += line.direct
            sum.carriedOver += line.carriedOver
            sum.early += line.early
            sum.onTime += line.onTime
            sum.late += line.late
            sum.openInTime += line.openInTime
            sum.openOverdue += line.openOverdue
        }
    }
}

package enum ReportQuestion {
    /// - Parameter unit: `tp` for the whole city.
    package static func ask(
        unit: String, period: Period, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> HandlingReport {
        let isOwn = caller.grants.contains { $0.unit == unit && [.leader, .officer].contains($0.role) }
        if !isOwn { try CityQuestion.check(caller) }
        guard office.directory.unit(unit) != nil else { throw Refusal.unknownUnit(unit) }
        guard let passed = period.passed(by: now.date) else { throw Refusal.periodAhead("\(period)") }
        let (from, to) = (
            Instant(passed.from, TimeOfDay(0, 0)).milliseconds, Instant(passed.to.adding(days: 1), TimeOfDay(0, 0)).milliseconds
        )
        var lines: [String: HandlingReport.Line] = [:]
        let place = unit == Directory.city ? "" : " AND competent = $1"
        try tx.forEach(sql(from, to, cut: passed.to, place), unit == Directory.city ? [] : [.text(unit)]) { row in
            lines[row.text(0)] = HandlingReport.Line(
                field: row.text(0), online: Int(row.int(1)), direct: Int(row.int(2)), carriedOver: Int(row.int(3)),
                early: Int(row.int(4)), onTime: Int(row.int(5)), late: Int(row.int(6)), openInTime: Int(row.int(7)),
                openOverdue: Int(row.int(8)))
        }
        let late = try LatenessQuestion.ask(
            period, unit: unit == Directory.city ? nil : unit, caller: .overseer, now: now, tx, office)
        let byField = Dictionary(grouping: late.lines, by: \.field).mapValues { lines in
            Dictionary(lines.map { ($0.cause, 1) }, uniquingKeysWith: +)
        }
        return HandlingReport(
            unit: unit, period: period,
            lines: lines.values.filter { $0.received + $0.settled + $0.inProcess > 0 }.sorted { $0.field < $1.field },
            causes: byField.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    private static func sql(_ from: Int64, _ to: Int64, cut: CivilDate, _ place: String) -> String {
        func sum(_ condition: String) -> String { "SUM(CASE WHEN \(condition) THEN 1 ELSE 0 END)" }
        let cutStart = Instant(cut, TimeOfDay(0, 0)).milliseconds
        let came = "received_at >= \(from) AND received_at < \(to)"
        let settled = "resolved_at >= \(from) AND resolved_at < \(to)"
        let open = "accepted_at < \(to) AND (resolved_at IS NULL OR resolved_at >= \(to))"
        return """
            SELECT field, \(sum("\(came) AND channel = 'online'")), \(sum("\(came) AND channel <> 'online'")),
                \(sum("accepted_at < \(from) AND (resolved_at IS NULL OR resolved_at >= \(from))")),
                \(sum("\(settled) AND (traits & \(Trait.early.bit)) <> 0")),
                \(sum("\(settled) AND (traits & \(Trait.onTime.bit)) <> 0")),
                \(sum("\(settled) AND (traits & \(Trait.late.bit)) <> 0")),
                \(sum("\(open) AND (original_due IS NULL OR original_due >= \(cutStart))")),
                \(sum("\(open) AND original_due < \(cutStart)"))
            FROM dossier WHERE received_at < \(to) AND (resolved_at IS NULL OR resolved_at >= \(from))\(place) GROUP BY field
            """
    }
}
