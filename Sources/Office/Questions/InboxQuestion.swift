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
        package init(unit: String, field: String? = nil, state: DossierState? = nil, holder: String? = nil) {
            self.unit = unit
            self.field = field
            self.state = state
            self.holder = holder
        }
    }

    static let columns = """
        d.number, d.procedure, d.procedure_version, d.field, d.state, d.unit, d.in_transit_to, d.applicant, d.holder,
        d.channel, d.received_at, d.due, d.accept_by, d.version, d.resolved_at, d.competent
        """

    /// The most urgent first; `cursor` continues after an earlier page.
    package static func ask(
        _ filter: Filter, caller: Caller, cursor: String?, limit: Int, now: Instant, _ tx: any Transaction,
        _ office: Office
    ) throws -> Page<DossierLine> {
        guard caller.grants.contains(where: { $0.unit == filter.unit }) else {
            throw Refusal.noRight("xem danh sách hồ sơ", "see the inbox", unit: filter.unit)
        }
        var arguments: [SQLValue] = [.text(filter.unit)]
        var sql =
            "SELECT \(columns), i.kind, i.urgency FROM inbox i JOIN dossier d ON d.number = i.number WHERE i.unit = $1"
        func filtered(_ column: String, _ value: String) {
            arguments.append(.text(value))
            sql += " AND \(column) = $\(arguments.count)"
        }
        if let field = filter.field { filtered("i.field", field) }
        if let state = filter.state { filtered("i.state", state.rawValue) }
        if let holder = filter.holder { filtered("i.holder", holder) }
        if let (urgency, number) = try place(cursor) {
            arguments += [.integer(urgency), .text(number)]
            sql += " AND (i.urgency, i.number) > ($\(arguments.count - 1), $\(arguments.count))"
        }
        sql += " ORDER BY i.urgency, i.number LIMIT \(limit + 1)"
        var items = try tx.rows(sql, arguments).map {
            line($0, kind: $0.text(16), urgency: $0.int(17), now: now, office.directory)
        }
        let fields = Set(caller.grants.filter { $0.unit == filter.unit }.flatMap { $0.fields ?? ["*"] })
        let more = items.count > limit
        if more { items.removeLast() }
        let next = more ? items.last.map { "\($0.urgency).\($0.number)" } : nil
        if !fields.contains("*") { items.removeAll { !fields.contains($0.field) } }
        return Page(items: items, next: next)
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
            remainingMinutes: remaining, version: Int(row.int(13)), urgency: urgency)
    }
}
