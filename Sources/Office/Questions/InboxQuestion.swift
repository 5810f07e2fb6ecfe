// InboxQuestion.swift: a unit's dossiers by remaining legal time.

package import Casework
package import Storage

/// One line of an inbox or of search results.
package struct DossierLine: Sendable {
    package var number: String
    package var procedure: String
    package var procedureName: String
    package var field: String
    package var state: DossierState
    package var kind: String
    package var unit: String
    package var inTransitTo: String?
    package var applicant: String?
    package var holder: String?
    package var channel: String
    package var received: Instant
    package var due: Instant?
    package var acceptBy: Instant?
    package var remainingMinutes: Int?
    package var version: Int
    package var urgency: Int64
    /// Where the paper lies; filled in for what a search finds.
    package var place: String?
    /// Id and name of the step under way.
    package var step: String?
    package var stepName: String?
}

/// How many dossiers of an inbox there are of each sort.
package struct InboxSummary: Sendable {
    package var total = 0
    package var overdue = 0
    package var today = 0
    package var toSign = 0
    package var byProcedure: [String: Int] = [:]
    /// By name of the step, since ids differ between procedures: name → ids and count.
    package var bySteps: [String: Int] = [:]
    package var byHolder: [String: Int] = [:]
    package var signByProcedure: [String: Int] = [:]

    mutating func add(_ row: SQLRow, _ directory: Directory) {
        let (procedure, step, state) = (row.text(0), row.optionalText(1), DossierState(rawValue: row.text(2)))
        let count = Int(row.int(5))
        total += count
        byProcedure[procedure, default: 0] += count
        if let step { bySteps[step, default: 0] += count }
        if let holder = row.optionalText(4) { byHolder[holder, default: 0] += count }
        // A clock that stands, or a result that waits to be fetched, is not overdue.
        let runs: Bool
        switch state {
        case .submitted, .accepted, .processing, .decided: runs = row.text(3) != "sent"
        default: runs = false
        }
        if runs {
            overdue += Int(row.int(6))
            today += Int(row.int(7))
        }
        if state == .accepted || state == .processing, row.text(3) == "custody", let step, directory.signingSteps.contains(step) {
            toSign += count
            signByProcedure[procedure, default: 0] += count
        }
    }
}

package struct Page<Item: Sendable>: Sendable {
    package var items: [Item]
    package var next: String?
}

package enum InboxQuestion {
    package struct Filter: Sendable {
        package var unit: String
        package var field: String?
        package var state: DossierState?
        package var holder: String?
        package var procedure: String?
        /// Id of a step, or `sign`: whatever waits for a signature.
        package var step: String?
        package init(
            unit: String, field: String? = nil, state: DossierState? = nil, holder: String? = nil,
            procedure: String? = nil, step: String? = nil
        ) {
            self.unit = unit
            self.field = field
            self.state = state
            self.holder = holder
            self.procedure = procedure
            self.step = step
        }
        /// Something beside the unit is asked for.
        package var isNarrow: Bool { [field, state?.rawValue, holder, procedure, step].contains { $0 != nil } }
    }

    /// Step name for everything that waits for a signature.
    package static let sign = "sign"

    static let columns = """
        d.number, d.procedure, d.procedure_version, d.field, d.state, d.unit, d.in_transit_to, d.applicant, d.holder,
        d.channel, d.received_at, d.due, d.accept_by, d.version, d.resolved_at, d.competent, d.step
        """

    /// The most urgent first; `cursor` continues after an earlier page.
    package static func ask(
        _ filter: Filter, caller: Caller, cursor: String?, limit: Int, now: Instant, _ tx: any Transaction,
        _ office: Office
    ) throws -> Page<DossierLine> {
        var (wheres, arguments) = try conditions(filter, caller, office.directory)
        if let (urgency, number) = try place(cursor) {
            arguments += [.integer(urgency), .text(number)]
            wheres += " AND (i.urgency, i.number) > ($\(arguments.count - 1), $\(arguments.count))"
        }
        let sql = """
            SELECT \(columns), i.kind, i.urgency FROM inbox i JOIN dossier d ON d.number = i.number
            WHERE \(wheres) ORDER BY i.urgency, i.number LIMIT \(limit + 1)
            """
        var items = try tx.rows(sql, arguments).map {
            line($0, kind: $0.text(17), urgency: $0.int(18), now: now, office.directory)
        }
        let more = items.count > limit
        if more { items.removeLast() }
        return Page(items: items, next: more ? items.last.map { "\($0.urgency).\($0.number)" } : nil)
    }

    /// What of the inbox `caller` may see and asks for, as SQL over `inbox i`.
    private static func conditions(
        _ filter: Filter, _ caller: Caller, _ directory: Directory
    ) throws -> (String, [SQLValue]) {
        let grants = caller.grants.filter { $0.unit == filter.unit }
        guard !grants.isEmpty else {
            throw Refusal.noRight("xem danh sách hồ sơ", "see the inbox", unit: filter.unit)
        }
        var arguments: [SQLValue] = [.text(filter.unit)]
        var sql = "i.unit = $1"
        func among(_ column: String, _ values: [String]) {
            let places = values.map { value in
                arguments.append(.text(value))
                return "$\(arguments.count)"
            }
            sql += " AND \(column) IN (\(places.isEmpty ? "''" : places.joined(separator: ", ")))"
        }
        if let field = filter.field { among("i.field", [field]) }
        if let state = filter.state { among("i.state", [state.rawValue]) }
        if let holder = filter.holder { among("i.holder", [holder]) }
        if let procedure = filter.procedure { among("i.procedure", [procedure]) }
        if let step = filter.step { among("i.step", step == sign ? directory.signingSteps : [step]) }
        if filter.step == sign {
            // What is still on its way cannot be signed here yet.
            among("i.state", [DossierState.accepted.rawValue, DossierState.processing.rawValue])
            among("i.kind", ["custody"])
        }
        if !grants.contains(where: { $0.fields == nil }) {
            among("i.field", Set(grants.flatMap { $0.fields ?? [] }).sorted())
        }
        return (sql, arguments)
    }

    /// How many there are of each sort, for headings, filters and doors.
    package static func summary(
        _ filter: Filter, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> InboxSummary {
        let (wheres, arguments) = try conditions(filter, caller, office.directory)
        let (present, midnight) = (now.milliseconds, Instant(now.date.adding(days: 1), TimeOfDay(0, 0)).milliseconds)
        let rows = try tx.rows(
            """
            SELECT i.procedure, i.step, i.state, i.kind, i.holder, COUNT(*),
                CAST(SUM(CASE WHEN i.urgency < \(present) THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN i.urgency >= \(present) AND i.urgency < \(midnight) THEN 1 ELSE 0 END) AS BIGINT)
            FROM inbox i WHERE \(wheres) GROUP BY i.procedure, i.step, i.state, i.kind, i.holder
            """, arguments)
        var summary = InboxSummary()
        for row in rows { summary.add(row, office.directory) }
        return summary
    }

    /// States in which a clock runs, for SQL: one that stands, or a result that waits to be fetched, is not overdue.
    static let runningStates = [DossierState.submitted, .accepted, .processing, .decided]
        .map { "'\($0.rawValue)'" }.joined(separator: ", ")
    /// How many rows fulfil `condition`, for SQL.
    static func sum(_ condition: String) -> String {
        "CAST(COALESCE(SUM(CASE WHEN \(condition) THEN 1 ELSE 0 END), 0) AS BIGINT)"
    }

    /// The counts of the heading alone: total, overdue, today, to be signed.
    package static func counts(
        _ filter: Filter, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> InboxSummary {
        var (wheres, arguments) = try conditions(filter, caller, office.directory)
        let (present, midnight) = (now.milliseconds, Instant(now.date.adding(days: 1), TimeOfDay(0, 0)).milliseconds)
        let steps = office.directory.signingSteps.map { step in
            arguments.append(.text(step))
            return "$\(arguments.count)"
        }
        let runs = "i.kind <> 'sent' AND i.state IN (\(runningStates))"
        let places = steps.isEmpty ? "''" : steps.joined(separator: ", ")
        let signs = "i.kind = 'custody' AND i.state IN ('accepted', 'processing') AND i.step IN (\(places))"
        let row = try tx.row(
            """
            SELECT COUNT(*), \(sum("i.urgency < \(present) AND \(runs)")),
                \(sum("i.urgency >= \(present) AND i.urgency < \(midnight) AND \(runs)")), \(sum(signs))
            FROM inbox i WHERE \(wheres)
            """, arguments)
        var summary = InboxSummary()
        guard let row else { return summary }
        (summary.total, summary.overdue) = (Int(row.int(0)), Int(row.int(1)))
        (summary.today, summary.toSign) = (Int(row.int(2)), Int(row.int(3)))
        return summary
    }

    private static func place(_ cursor: String?) throws -> (Int64, String)? {
        guard let cursor else { return nil }
        let parts = cursor.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let urgency = Int64(parts[0]) else {
            throw Refusal(
                .invalid, "bad-cursor", field: "cursor", vi: "Con trỏ trang không hợp lệ.",
                en: "The cursor is not one of ours.")
        }
        return (urgency, String(parts[1]))
    }

    static func line(
        _ row: SQLRow, kind: String, urgency: Int64, now: Instant, _ directory: Directory
    ) -> DossierLine {
        let due = row.optionalInt(11).map { Instant(milliseconds: $0) }
        let acceptBy = row.optionalInt(12).map { Instant(milliseconds: $0) }
        let open = row.values[14] == .null
        let remaining =
            open
            ? (due ?? acceptBy).map {
                LegalClock.remainingMinutes(until: $0, now: now, office: directory.office(row.text(15)))
            } : nil
        let procedure = directory.procedure(row.text(1), version: Int(row.int(2)))
        return DossierLine(
            number: row.text(0), procedure: row.text(1), procedureName: procedure?.shortName ?? row.text(1),
            field: row.text(3),
            state: DossierState(rawValue: row.text(4)) ?? .submitted, kind: kind, unit: row.text(5),
            inTransitTo: row.optionalText(6),
            applicant: row.optionalText(7), holder: row.optionalText(8), channel: row.text(9),
            received: Instant(milliseconds: row.int(10)), due: due, acceptBy: due == nil ? acceptBy : nil,
            remainingMinutes: remaining, version: Int(row.int(13)), urgency: urgency, step: row.optionalText(16),
            stepName: row.optionalText(16).flatMap { id in procedure?.steps.first { $0.id == id }?.name })
    }
}
