// LeaderQuestion.swift: what a unit's leader must know this minute: what waits for a signature, what is late and with
// whom, what will be late by the end of the next working day, who has how much, which apologies run out today.
//
// Every number and the list behind it come from the same condition (`Matter.condition`), so that they cannot differ.
// All of it is answered from the index `dossier_board` over the unit's open dossiers, never from the whole register.
// Dossiers whose clock stands (waiting for a supplement, a payment, suspended) are nobody's lateness.

package import Casework
import Ledger
package import Storage

/// A kind of dossier that the leader's page counts and lists.
package enum Matter: Hashable, Sendable {
    case sign, late, tomorrow, apology
    /// Open dossiers of one person; nil = of nobody.
    case holder(String?)
}

/// One dossier with who has it and why it still lies there.
package struct LeaderLine: Sendable {
    package var line: DossierLine
    package var stepName: String
    /// Since when it has lain with this holder at this step.
    package var since: Instant?
    /// Unit whose opinion is awaited.
    package var awaits: String?
    package var reschedules: Int
}

package struct PersonLoad: Sendable {
    package var user: String?
    package var open: Int
    package var late: Int
    package var tomorrow: Int
    /// Twice what the middle one of the unit has, and no few.
    package var isOverloaded = false
}

package struct LeaderBoard: Sendable {
    package struct Day: Sendable {
        package var date: CivilDate
        package var received, resolved, returned: Int
    }
    package var unit: String
    /// Until when what is counted under `tomorrow` is due: close of the next working day.
    package var horizon: Instant
    package var toSign: [(procedure: String, count: Int)]
    package var late: Int
    package var tomorrow: Int
    package var apologies: Int
    package var lateLines: [LeaderLine]
    package var tomorrowLines: [LeaderLine]
    package var apologyLines: [LeaderLine]
    package var people: [PersonLoad]
    package var today: Day
    package var lastDay: Day
    /// Contested items of the unit that nobody has decided.
    package var contested: Int64 = 0
    package var signCount: Int { toSign.reduce(0) { $0 + $1.count } }
    package var open: Int { people.reduce(0) { $0 + $1.open } }
}

package struct LeaderQuestion {
    let unit: String
    let now: Instant
    let office: Office
    let directory: Directory
    private let time: OfficeTime
    /// Procedures that the caller leads here; nil = all.
    private let procedures: [String]?

    package init(unit: String, caller: Caller, now: Instant, _ office: Office) throws {
        let rights = caller.grants.filter { $0.role == .leader && $0.unit == unit }
        guard !rights.isEmpty else {
            throw Refusal.noRight("xem trang lãnh đạo", "see the leader's page", unit: unit)
        }
        self.unit = unit
        self.now = now
        self.office = office
        let directory = office.directory
        self.directory = directory
        time = directory.office(unit)
        procedures =
            rights.contains { $0.fields == nil && $0.procedures == nil }
            ? nil
            : directory.procedureCodes.filter { code in
                let field = directory.procedures[code]?.first?.field ?? ""
                return rights.contains { $0.covers(field: field, procedure: code) }
            }
    }

    package var horizon: Instant { time.closes(time.nextWorkingDay(after: now.date)) }

    // MARK: conditions

    private struct Condition {
        var sql: String
        var arguments: [SQLValue]
    }

    /// Open dossiers in this unit's hands whose clock runs.
    private var base: Condition {
        var condition = Condition(
            sql: """
                unit = $1 AND resolved_at IS NULL AND in_transit_to IS NULL
                AND state IN ('submitted', 'accepted', 'processing', 'decided')
                """, arguments: [.text(unit)])
        if let procedures {
            let places = procedures.map { code in
                condition.arguments.append(.text(code))
                return "$\(condition.arguments.count)"
            }
            condition.sql += places.isEmpty ? " AND 1 = 0" : " AND procedure IN (\(places.joined(separator: ",")))"
        }
        return condition
    }

    private func condition(_ matter: Matter) -> Condition {
        var condition = base
        func place(_ value: SQLValue) -> String {
            condition.arguments.append(value)
            return "$\(condition.arguments.count)"
        }
        func time(_ instant: Instant) -> String { place(.integer(instant.milliseconds)) }
        switch matter {
        case .late: condition.sql += " AND COALESCE(due, accept_by) < \(time(now))"
        case .tomorrow:
            condition.sql +=
                " AND COALESCE(due, accept_by) >= \(time(now)) AND COALESCE(due, accept_by) <= \(time(horizon))"
        case .apology:
            // The letter must be out on the last working day before the day due (LegalClock.apologyBy).
            let isDay = self.time.isWorkingDay(now.date)
            let from = Instant(now.date.adding(days: 1), TimeOfDay(0, 0))
            let next = self.time.nextWorkingDay(after: now.date).adding(days: 1)
            condition.sql +=
                isDay ? " AND due >= \(time(from)) AND due < \(time(Instant(next, TimeOfDay(0, 0))))" : " AND 1 = 0"
        case .holder(let user): condition.sql += user.map { " AND holder = \(place(.text($0)))" } ?? " AND holder IS NULL"
        case .sign:
            condition.sql += " AND state IN ('accepted', 'processing')"
        }
        return condition
    }

    /// True where this step of this procedure is a signature given here.
    private func isSigning(
        _ code: String, _ version: Int, _ step: String?, competent: String, receiving: String
    ) -> Bool {
        guard let found = directory.procedure(code, version: version)?.steps.first(where: { $0.id == step }),
            found.kind == .decide
        else { return false }
        switch found.body {
        case "receiving": return receiving == unit
        case "competent": return competent == unit
        case "police": return Dossier.police(receiving: receiving, competent: competent) == unit
        default: return found.body == unit
        }
    }
}

// MARK: the page

extension LeaderQuestion {
    /// Everything on the leader's page; lists cut to `lines`.
    package func board(lines: Int, _ tx: any Transaction) throws -> LeaderBoard {
        let people = try people(tx)
        let yesterday = time.lastWorkingDay(before: now.date)
        let apologies = try count(.apology, tx)
        return LeaderBoard(
            unit: unit, horizon: horizon, toSign: try signing(tx),
            late: people.reduce(0) { $0 + $1.late }, tomorrow: people.reduce(0) { $0 + $1.tomorrow },
            apologies: apologies, lateLines: try list(.late, limit: lines, tx),
            tomorrowLines: try list(.tomorrow, limit: lines, tx),
            apologyLines: apologies == 0 ? [] : try list(.apology, limit: lines, tx), people: people,
            today: try day(now.date, tx), lastDay: try day(yesterday, tx), contested: try ContestBook.open(of: [unit], tx))
    }

    private func count(_ matter: Matter, _ tx: any Transaction) throws -> Int {
        let condition = condition(matter)
        return Int(
            try tx.row("SELECT count(*) FROM dossier WHERE \(condition.sql)", condition.arguments)?.int(0) ?? 0)
    }

    private func people(_ tx: any Transaction) throws -> [PersonLoad] {
        var condition = base
        let n = condition.arguments.count
        condition.arguments += [.integer(now.milliseconds), .integer(horizon.milliseconds)]
        var people = try tx.rows(
            """
            SELECT holder, count(*), SUM(CASE WHEN COALESCE(due, accept_by) < $\(n + 1) THEN 1 ELSE 0 END),
                SUM(CASE WHEN COALESCE(due, accept_by) >= $\(n + 1) AND COALESCE(due, accept_by) <= $\(n + 2)
                    THEN 1 ELSE 0 END)
            FROM dossier WHERE \(condition.sql) GROUP BY holder
            """, condition.arguments
        ).map {
            PersonLoad(
                user: $0.optionalText(0), open: Int($0.int(1)), late: Int($0.int(2)), tomorrow: Int($0.int(3)))
        }
        people.sort { ($1.open, $0.user ?? "") < ($0.open, $1.user ?? "") }
        let loads = people.filter { $0.user != nil }.map(\.open).sorted()
        let middle = loads.isEmpty ? 0 : loads[(loads.count - 1) / 2]
        for i in people.indices where people[i].user != nil {
            people[i].isOverloaded = people[i].open >= 8 && people[i].open >= middle * 2
        }
        return people
    }

    private struct Station: Hashable {
        var procedure: String
        var version: Int
        var step: String?
        var competent, receiving: String
    }

    private func stations(_ tx: any Transaction) throws -> [(Station, Int)] {
        let condition = condition(.sign)
        return try tx.rows(
            """
            SELECT procedure, procedure_version, step, competent, receiving, count(*) FROM dossier
            WHERE \(condition.sql) GROUP BY procedure, procedure_version, step, competent, receiving
            """, condition.arguments
        ).map { row in
            let station = Station(
                procedure: row.text(0), version: Int(row.int(1)), step: row.optionalText(2),
                competent: row.text(3), receiving: row.text(4))
            return (station, Int(row.int(5)))
        }.filter { station, _ in
            isSigning(
                station.procedure, station.version, station.step, competent: station.competent,
                receiving: station.receiving)
        }
    }

    private func signing(_ tx: any Transaction) throws -> [(procedure: String, count: Int)] {
        var counts: [String: Int] = [:]
        for (station, count) in try stations(tx) { counts[station.procedure, default: 0] += count }
        return counts.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func day(_ date: CivilDate, _ tx: any Transaction) throws -> LeaderBoard.Day {
        let bounds: [SQLValue] = [
            .text(unit), .integer(Instant(date, TimeOfDay(0, 0)).milliseconds),
            .integer(Instant(date.adding(days: 1), TimeOfDay(0, 0)).milliseconds),
        ]
        func count(_ unit: String, _ time: String) throws -> Int {
            Int(
                try tx.row(
                    "SELECT count(*) FROM dossier WHERE \(unit) = $1 AND \(time) >= $2 AND \(time) < $3", bounds)?
                    .int(0) ?? 0)
        }
        return LeaderBoard.Day(
            date: date, received: try count("receiving", "received_at"),
            resolved: try count("competent", "resolved_at"), returned: try count("unit", "returned_at"))
    }
}

// MARK: the lists behind the numbers

extension LeaderQuestion {
    /// The dossiers behind a number, the most urgent first.
    package func list(_ matter: Matter, limit: Int, offset: Int = 0, _ tx: any Transaction) throws -> [LeaderLine]
    {
        var condition = condition(matter)
        if matter == .sign {
            let places = try stations(tx).map { station, _ in
                let first = condition.arguments.count + 1
                condition.arguments += [
                    .text(station.procedure), .integer(Int64(station.version)), .text(station.step ?? ""),
                    .text(station.competent), .text(station.receiving),
                ]
                return "(procedure = $\(first) AND procedure_version = $\(first + 1) AND step = $\(first + 2) "
                    + "AND competent = $\(first + 3) AND receiving = $\(first + 4))"
            }
            guard !places.isEmpty else { return [] }
            // Few kinds of station at a time: a statement takes a bounded number of values.
            condition.sql += " AND (\(places.prefix(150).joined(separator: " OR ")))"
            condition.arguments = Array(condition.arguments.prefix((base.arguments.count) + 5 * min(150, places.count)))
        }
        let n = condition.arguments.count
        let rows = try tx.rows(
            """
            SELECT \(InboxQuestion.columns), d.step FROM dossier d WHERE d.number IN
            (SELECT number FROM dossier WHERE \(condition.sql)
            ORDER BY COALESCE(due, accept_by, received_at), number LIMIT $\(n + 1) OFFSET $\(n + 2))
            ORDER BY COALESCE(d.due, d.accept_by, d.received_at), d.number
            """, condition.arguments + [.integer(Int64(limit)), .integer(Int64(offset))])
        return try rows.map { row in
            let line = InboxQuestion.line(row, kind: "custody", urgency: 0, now: now, directory)
            return try explained(line, version: Int(row.int(2)), step: stepColumn(row), tx)
        }
    }

    /// The column that stands after those of every list.
    private func stepColumn(_ row: SQLRow) -> String? { row.optionalText(row.values.count - 1) }

    /// Adds since when and why, from the dossier's own entries.
    private func explained(
        _ line: DossierLine, version: Int, step: String?, _ tx: any Transaction
    ) throws -> LeaderLine {
        let name = directory.procedure(line.procedure, version: version)?.steps.first { $0.id == step }?.name ?? ""
        var explained = LeaderLine(line: line, stepName: name, since: nil, awaits: nil, reschedules: 0)
        try tx.forEach(
            "SELECT kind, at, addressee FROM entry WHERE subject = $1 ORDER BY position", [.text(line.number)]
        ) { row in
            switch row.text(0) {
            case "DossierReceived", "DossierAccepted", "StepCompleted", "HolderAssigned", "TakenOver", "PassTaken",
                "SupplementReceived", "PaymentConfirmed", "DossierResumed", "DossierReopened":
                explained.since = Instant(milliseconds: row.int(1))
            case "OpinionRequested": explained.awaits = row.optionalText(2)
            case "OpinionTakenUp": explained.awaits = nil
            case "Rescheduled": explained.reschedules += 1
            default: break
            }
        }
        return explained
    }
}
