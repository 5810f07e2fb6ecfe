// OutboxQuestion.swift: what was sent, what waits and what failed, for a unit's staff and for one dossier.

package import Casework
package import Storage

/// One line of the outbox: a receipt, or why there is none.
package struct MessageLine: Sendable {
    package var id: String
    package var unit: String
    package var number: String
    package var event: MessageEvent
    package var channel: MessageChannel
    package var state: MessageState
    package var madeAt: Instant
    package var nextAt: Instant
    package var attempts: Int
    package var doneAt: Instant?
    package var via: String?
    package var reason: String?
    package var answer: String?
    package var askedBy: String?

    /// It is at an end, and a person may send it again.
    package var canResend: Bool { [.sent, .failed, .dropped, .doubtful].contains(state) && reason != "erased" }
}

package enum OutboxQuestion {
    private static let columns = """
        id, unit, number, event, channel, state, made_at, next_at, attempts, done_at, via, reason, answer, asked_by
        """

    /// Which lines: all of a unit, or one group of them.
    package enum Group: String, CaseIterable, Sendable {
        case all, waiting, sent, failed

        var states: [MessageState] {
            switch self {
            case .all: MessageState.allCases
            case .waiting: [.waiting, .sending, .handing]
            case .sent: [.sent]
            case .failed: [.failed, .doubtful, .dropped]
            }
        }
    }

    /// Refuses unless the caller works at `unit`.
    package static func check(_ caller: Caller, _ unit: String) throws {
        let staff = caller.grants.contains { $0.unit == unit && [.counter, .officer, .leader].contains($0.role) }
        guard staff || caller.has(.admin) else {
            throw Refusal.noRight("xem tin nhắn", "see messages", unit: unit)
        }
    }

    /// A unit's messages, newest first.
    /// - Parameter before: `made_at.id` of the last line of the page before.
    package static func ask(
        _ unit: String, _ group: Group, before: String?, limit: Int, caller: Caller, _ tx: any Transaction
    ) throws -> Page<MessageLine> {
        try check(caller, unit)
        var arguments: [SQLValue] = [.text(unit)]
        var sql = "SELECT \(columns) FROM message WHERE unit = $1"
        if group != .all {
            let places = group.states.map { state in
                arguments.append(.text(state.rawValue))
                return "$\(arguments.count)"
            }
            sql += " AND state IN (\(places.joined(separator: ", ")))"
            // What was overtaken by events needs nobody's eye.
            if group == .failed { sql += " AND (reason IS NULL OR reason <> 'overtaken')" }
        }
        if let before {
            let parts = before.split(separator: ".", maxSplits: 1)
            guard parts.count == 2, let at = Int64(parts[0]) else {
                throw Refusal(
                    .invalid, "bad-cursor", field: "cursor", vi: "Con trỏ trang không hợp lệ.",
                    en: "The cursor is not one of ours.")
            }
            arguments += [.integer(at), .text(String(parts[1]))]
            sql += " AND (made_at, id) < ($\(arguments.count - 1), $\(arguments.count))"
        }
        var items = try tx.rows(sql + " ORDER BY made_at DESC, id DESC LIMIT \(limit + 1)", arguments).map(line)
        let more = items.count > limit
        if more { items.removeLast() }
        return Page(items: items, next: more ? items.last.map { "\($0.madeAt.milliseconds).\($0.id)" } : nil)
    }

    /// How many of a unit's messages of the last thirty days are in each group.
    package static func counts(
        _ unit: String, now: Instant, caller: Caller, _ tx: any Transaction
    ) throws -> [Group: Int] {
        try check(caller, unit)
        var counts: [Group: Int] = [:]
        let since = SQLValue.integer(now.adding(minutes: -30 * 24 * 60).milliseconds)
        for state in MessageState.allCases {
            let sql = "SELECT count(*) FROM message WHERE unit = $1 AND state = $2 AND made_at >= $3"
            let values: [SQLValue] = [.text(unit), .text(state.rawValue), since]
            let all = Int(try tx.row(sql, values)?.int(0) ?? 0)
            let seen =
                state == .dropped
                ? Int(try tx.row(sql + " AND reason <> 'overtaken'", values)?.int(0) ?? 0) : all
            for group in Group.allCases where group.states.contains(state) {
                counts[group, default: 0] += group == .failed ? seen : all
            }
        }
        return counts
    }

    /// What was told about one dossier, oldest first.
    package static func about(_ number: String, _ tx: any Transaction) throws -> [MessageLine] {
        try tx.rows(
            "SELECT \(columns) FROM message WHERE number = $1 ORDER BY made_at, id LIMIT 100", [.text(number)]
        ).map(line)
    }

    package static func one(_ id: String, _ tx: any Transaction) throws -> MessageLine? {
        try tx.row("SELECT \(columns) FROM message WHERE id = $1", [.text(id)]).map(line)
    }

    /// Something waits for these ways and is due.
    package static func isAnyDue(_ channels: [MessageChannel], now: Instant, _ tx: any Transaction) throws -> Bool {
        try channels.contains { channel in
            try tx.row(
                "SELECT 1 FROM message WHERE state = 'waiting' AND channel = $1 AND next_at <= $2 LIMIT 1",
                [.text(channel.rawValue), .integer(now.milliseconds)]) != nil
        }
    }

    /// Waiting and failed in the whole store, for `motcua doctor`.
    package static func totals(_ tx: any Transaction) throws -> (waiting: Int, failed: Int, doubtful: Int) {
        func count(_ state: MessageState) throws -> Int {
            Int(try tx.row("SELECT count(*) FROM message WHERE state = $1", [.text(state.rawValue)])?.int(0) ?? 0)
        }
        return (try count(.waiting), try count(.failed), try count(.doubtful))
    }

    private static func line(_ row: SQLRow) -> MessageLine {
        MessageLine(
            id: row.text(0), unit: row.text(1), number: row.text(2),
            event: MessageEvent(rawValue: row.text(3)) ?? .accepted,
            channel: MessageChannel(rawValue: row.text(4)) ?? .email,
            state: MessageState(rawValue: row.text(5)) ?? .waiting, madeAt: Instant(milliseconds: row.int(6)),
            nextAt: Instant(milliseconds: row.int(7)), attempts: Int(row.int(8)),
            doneAt: row.optionalInt(9).map { Instant(milliseconds: $0) }, via: row.optionalText(10),
            reason: row.optionalText(11), answer: row.optionalText(12), askedBy: row.optionalText(13))
    }
}
