// InboxQuestion.swift: a unit's dossiers by remaining legal time, and finding dossiers by what a person remembers.

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

    private static let columns = """
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

    // MARK: search

    /// Dossiers of the caller's units by number, name, id number, phone or procedure; diacritics optional.
    package static func search(
        _ text: String, caller: Caller, limit: Int, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [DossierLine] {
        let units = caller.grants.filter { [.counter, .officer, .leader].contains($0.role) }.map(\.unit)
        guard !units.isEmpty else { throw Refusal.noRight("tìm hồ sơ", "search dossiers", unit: "-") }
        let query = VietnameseText.normalized(String(text.prefix(200)))
        var found: [DossierLine] = []
        for unit in Array(Set(units)).sorted() where found.count < limit {
            for number in try numbers(query, unit: unit, limit: limit, tx, office)
            where !found.contains(where: { $0.number == number }) {
                guard
                    let row = try tx.row(
                        "SELECT \(columns) FROM dossier d WHERE d.number = $1", [.text(number)])
                else { continue }
                found.append(line(row, kind: "found", urgency: 0, now: now, office.directory))
            }
        }
        return Array(
            found.filter { line in
                caller.grants.contains {
                    units.contains($0.unit) && $0.covers(field: line.field, procedure: line.procedure)
                }
            }.prefix(limit))
    }

    private static func numbers(
        _ query: String, unit: String, limit: Int, _ tx: any Transaction, _ office: Office
    ) throws -> [String] {
        let upper = query.uppercased()
        if upper.contains("-"), upper.utf8.first.map({ (0x41...0x5A).contains($0) }) == true {
            return try tx.rows(
                "SELECT number FROM dossier_unit WHERE unit = $1 AND number >= $2 AND number < $3 ORDER BY number LIMIT \(limit)",
                [.text(unit), .text(upper), .text(upper + "~")]
            ).map { $0.text(0) }
        }
        let digits = query.filter { !$0.isWhitespace && $0 != "." && $0 != "-" }
        if digits.utf8.count >= 8, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            let spellings = Set([digits, PhoneNumber.normalized(digits) ?? digits]).sorted()
            return try spellings.flatMap {
                try matching([office.keys.searchHash($0)], exact: true, unit: unit, limit: limit, tx)
            }
        }
        if query.utf8.count == 8, query.utf8.dropFirst().first == 0x2E {
            return try tx.rows(
                """
                SELECT d.number FROM dossier_unit u JOIN dossier d ON d.number = u.number
                WHERE u.unit = $1 AND d.procedure = $2 ORDER BY d.received_at DESC LIMIT \(limit)
                """,
                [.text(unit), .text(query)]
            ).map { $0.text(0) }
        }
        return try matching(VietnameseText.tokens(query), exact: false, unit: unit, limit: limit, tx)
    }

    /// Numbers that carry every token; the rarest token leads, the others are looked up. The last may be a beginning.
    private static func matching(
        _ tokens: [String], exact: Bool, unit: String, limit: Int, _ tx: any Transaction
    ) throws -> [String] {
        guard let last = tokens.last else { return [] }
        let whole = exact ? tokens : Array(tokens.dropLast())
        var counted: [(Int64, String)] = []
        for token in whole {
            let count =
                try tx.row(
                    "SELECT count(*) FROM (SELECT 1 FROM search_token WHERE unit = $1 AND token = $2 LIMIT 2000) AS c",
                    [.text(unit), .text(token)])?.int(0) ?? 0
            if count == 0 { return [] }
            counted.append((count, token))
        }
        counted.sort { $0 < $1 }
        var arguments: [SQLValue] = [.text(unit)]
        var sql: String
        if let lead = counted.first?.1 {
            arguments.append(.text(lead))
            sql = "SELECT t.number FROM search_token t WHERE t.unit = $1 AND t.token = $2"
            for (_, token) in counted.dropFirst() {
                arguments.append(.text(token))
                sql +=
                    " AND EXISTS (SELECT 1 FROM search_token o WHERE o.unit = $1 AND o.token = $\(arguments.count) AND o.number = t.number)"
            }
            if !exact {
                arguments += [.text(last), .text(last + "~")]
                sql +=
                    " AND EXISTS (SELECT 1 FROM search_token o WHERE o.number = t.number AND o.unit = $1"
                    + " AND o.token >= $\(arguments.count - 1) AND o.token < $\(arguments.count))"
            }
        } else {
            arguments += [.text(last), .text(last + "~")]
            sql = "SELECT t.number FROM search_token t WHERE t.unit = $1 AND t.token >= $2 AND t.token < $3"
        }
        return try tx.rows(sql + " LIMIT \(limit)", arguments).map { $0.text(0) }
    }
}
