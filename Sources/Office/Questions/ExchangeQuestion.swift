// ExchangeQuestion.swift: how the exchange with other systems stands: each line, what waits, what failed, what needs a person.
//
// Numbers, states, reasons and times; nothing of a person. Open to the city and its administrators.

package import Casework
package import Storage

/// One system's line in numbers.
package struct ExchangeStand: Sendable {
    package var line: ExchangeLineState
    /// Came in and taken up; held; differing.
    package var taken = 0
    package var held = 0
    package var differing = 0
    /// Repeats of what had come before.
    package var repeats = 0
    package var sent = 0
    package var waiting = 0
    /// Waiting and tried three times or more.
    package var failing = 0
    package var oldestWaiting: Instant?
}

/// One message, in or out.
package struct ExchangeItem: Sendable {
    package var id: String
    package var system: String
    package var isIncoming: Bool
    /// filing, supplement, withdrawal, answer, unknown; status, case.
    package var kind: String
    package var state: String
    /// Of the other system.
    package var outside: String?
    /// Our dossier's.
    package var number: String?
    package var status: Int?
    package var at: Instant
    package var attempts: Int
    package var repeats: Int
    package var nextAt: Instant?
    package var doneAt: Instant?
    package var code: Int?
    /// Why it is held or differs, or what the other side answered.
    package var reasonVi: String?
    package var reasonEn: String?

    package var canRetry: Bool { isIncoming ? state == "held" || state == "new" : state == "waiting" }
    package var canClose: Bool { canRetry || state == "differs" }
}

package enum ExchangeQuestion {
    package enum Group: String, CaseIterable, Sendable {
        /// Held, differing, failing: what a person should look at.
        case open
        case incoming, outgoing
    }

    /// Refuses whoever may not look.
    package static func check(_ caller: Caller) throws {
        guard caller.seesCity else { throw Refusal.noRight("xem liên thông", "see the exchange", unit: Directory.city) }
    }
    /// Refuses whoever may not change.
    package static func checkChange(_ caller: Caller) throws {
        guard caller.administersCity || caller.has(.city) else {
            throw Refusal.noRight("xử lý bản tin liên thông", "settle messages of the exchange", unit: Directory.city)
        }
    }

    package static func stands(caller: Caller, _ tx: any Transaction) throws -> [ExchangeStand] {
        try check(caller)
        let lines = try tx.rows("SELECT \(ExchangeLineState.columns) FROM exchange_system ORDER BY system").map(ExchangeLineState.init)
        return try lines.map { line in
            var stand = ExchangeStand(line: line)
            let system = [SQLValue.text(line.system)]
            try tx.forEach(
                """
                SELECT state, COUNT(*), CAST(COALESCE(SUM(repeats), 0) AS BIGINT) FROM exchange_in WHERE system = $1 GROUP BY state
                """, system
            ) { row in
                let count = Int(row.int(1))
                switch ExchangeInState(rawValue: row.text(0)) {
                case .taken: stand.taken += count
                case .held, .new: stand.held += count
                case .differs: stand.differing += count
                default: break
                }
                stand.repeats += Int(row.int(2))
            }
            try tx.forEach(
                """
                SELECT state, COUNT(*), CAST(COALESCE(SUM(CASE WHEN attempts >= 3 THEN 1 ELSE 0 END), 0) AS BIGINT), MIN(made_at)
                FROM exchange_out WHERE system = $1 GROUP BY state
                """, system
            ) { row in
                switch ExchangeOutState(rawValue: row.text(0)) {
                case .sent: stand.sent += Int(row.int(1))
                case .waiting, .sending:
                    stand.waiting += Int(row.int(1))
                    stand.failing += Int(row.int(2))
                    let oldest = row.optionalInt(3).map { Instant(milliseconds: $0) }
                    stand.oldestWaiting = [stand.oldestWaiting, oldest].compactMap { $0 }.min()
                default: break
                }
            }
            return stand
        }
    }

    /// Messages, the newest first.
    package static func items(
        _ group: Group, system: String?, limit: Int, offset: Int = 0, caller: Caller, _ tx: any Transaction
    ) throws -> [ExchangeItem] {
        try check(caller)
        let arguments = [.integer(Int64(limit + offset))] + (system.map { [SQLValue.text($0)] } ?? [])
        let place = system == nil ? "" : " AND system = $2"
        var items: [ExchangeItem] = []
        if group != .outgoing {
            let states = group == .open ? "state IN ('new', 'held', 'differs')" : "state <> ''"
            items += try tx.rows(
                """
                SELECT \(inColumns) FROM exchange_in WHERE \(states)\(place)
                ORDER BY received_at DESC, id LIMIT $1
                """, arguments
            ).map(incoming)
        }
        if group != .incoming {
            let states = group == .open ? "state IN ('waiting', 'sending') AND attempts >= 3" : "state <> ''"
            items += try tx.rows(
                "SELECT \(outColumns) FROM exchange_out WHERE \(states)\(place) ORDER BY made_at DESC, id LIMIT $1",
                arguments
            ).map(outgoing)
        }
        items.sort { ($1.at, $0.id) < ($0.at, $1.id) }
        return Array(items.dropFirst(offset).prefix(limit))
    }

    /// What was exchanged about one dossier, oldest first.
    package static func about(_ number: String, _ tx: any Transaction) throws -> [ExchangeItem] {
        let came = try tx.rows(
            "SELECT \(inColumns) FROM exchange_in WHERE number = $1 ORDER BY received_at LIMIT 100", [.text(number)]
        ).map(incoming)
        let goes = try tx.rows(
            "SELECT \(outColumns) FROM exchange_out WHERE number = $1 ORDER BY system, place LIMIT 200", [.text(number)]
        ).map(outgoing)
        return (came + goes).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    package static func line(_ system: String, _ tx: any Transaction) throws -> ExchangeLineState? {
        try tx.row("SELECT \(ExchangeLineState.columns) FROM exchange_system WHERE system = $1", [.text(system)])
            .map(ExchangeLineState.init)
    }

    /// Entries were written that were not looked at for a system.
    package static func isBehind(_ system: String, _ tx: any Transaction) throws -> Bool {
        guard let line = try line(system, tx) else { return false }
        return line.place < (try Office.position(tx))
    }

    /// Something is to be sent to a system now.
    package static func isAnyDue(_ system: String, now: Instant, _ tx: any Transaction) throws -> Bool {
        let sql = "SELECT 1 FROM exchange_out WHERE state = 'waiting' AND system = $1 AND next_at <= $2 LIMIT 1"
        return try tx.row(sql, [.text(system), .integer(now.milliseconds)]) != nil
    }

    /// Ids of what was kept and not taken up yet, and of what is held and was not tried for `minutes`.
    package static func toTakeUp(_ system: String, retryAfter minutes: Int, now: Instant, _ tx: any Transaction) throws -> [String] {
        try tx.rows(
            """
            SELECT id FROM exchange_in WHERE system = $1 AND (state = 'new' OR (state = 'held' AND tried_at < $2))
            ORDER BY received_at, id LIMIT 200
            """, [.text(system), .integer(now.adding(minutes: -minutes).milliseconds)]
        ).map { $0.text(0) }
    }

    /// For `motcua doctor`.
    package static func totals(_ tx: any Transaction) throws -> (held: Int, failing: Int) {
        func count(_ sql: String) throws -> Int { Int(try tx.row(sql)?.int(0) ?? 0) }
        return (
            try count("SELECT COUNT(*) FROM exchange_in WHERE state IN ('held', 'differs')"),
            try count("SELECT COUNT(*) FROM exchange_out WHERE state IN ('waiting', 'sending') AND attempts >= 3")
        )
    }

    private static let inColumns =
        "id, system, kind, state, outside, number, received_at, attempts, repeats, done_at, reason_vi, reason_en"
    private static func incoming(_ row: SQLRow) -> ExchangeItem {
        ExchangeItem(
            id: row.text(0), system: row.text(1), isIncoming: true, kind: row.text(2), state: row.text(3),
            outside: row.optionalText(4), number: row.optionalText(5), at: Instant(milliseconds: row.int(6)),
            attempts: Int(row.int(7)), repeats: Int(row.int(8)), doneAt: row.optionalInt(9).map { Instant(milliseconds: $0) },
            reasonVi: row.optionalText(10), reasonEn: row.optionalText(11))
    }

    private static let outColumns = "id, system, kind, state, number, status, made_at, attempts, next_at, done_at, code, answer"
    private static func outgoing(_ row: SQLRow) -> ExchangeItem {
        ExchangeItem(
            id: row.text(0), system: row.text(1), isIncoming: false, kind: row.text(2), state: row.text(3),
            number: row.text(4), status: Int(row.int(5)), at: Instant(milliseconds: row.int(6)), attempts: Int(row.int(7)),
            repeats: 0, nextAt: Instant(milliseconds: row.int(8)), doneAt: row.optionalInt(9).map { Instant(milliseconds: $0) },
            code: row.optionalInt(10).map { Int($0) }, reasonVi: row.optionalText(11), reasonEn: row.optionalText(11))
    }
}
