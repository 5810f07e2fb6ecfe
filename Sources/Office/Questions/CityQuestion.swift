// CityQuestion.swift: what the city sees of its units this minute: how much is open, late, due today, and since when a unit
// has written nothing. Counts of dossiers only; nothing of a person.
//
// Lateness is counted as in the units' own inboxes (InboxSummary): a clock that stands, or a result that waits to be
// fetched, is nobody's lateness. A dossier counts where it lies, once; opinions asked of others are not counted.

package import Casework
import Oversight
package import Storage

/// One unit as it stands now.
package struct UnitStand: Sendable {
    package var unit: String
    package var open = 0
    package var overdue = 0
    package var today = 0
    /// Late ones by field of work; filled in where it is asked for.
    package var lateByField: [String: Int] = [:]
    /// The latest entry of its ledger.
    package var lastHeard: Instant?
    /// When the site of its own, where its ledger is written, was last heard from; nil where it has none.
    package var siteHeard: Instant?

    /// Late ones of a thousand open.
    package var lateShare: Int { open == 0 ? 0 : overdue * 1000 / open }
    /// The field with most of the late ones.
    package var worstField: (field: String, count: Int)? {
        lateByField.filter { $0.value > 0 }.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
    }
}

extension UnitStand {
    /// Has written nothing for a whole working day before now.
    package func isSilent(at now: Instant, _ directory: Directory) -> Bool {
        guard let lastHeard else { return open > 0 }
        return directory.office(unit).workingMinutes(from: lastHeard, to: now) > 480
    }
}

/// What a day changed in the whole city.
package struct CityChange: Sendable {
    /// Ran out within the last 24 hours and still open.
    package var newlyLate = 0
    /// Settled today although late.
    package var settled = 0
    package var received = 0
    /// The unit with most that ran out.
    package var most: (unit: String, count: Int)?
}

extension Caller {
    /// Sees all units from above.
    package var seesCity: Bool { has(.city) || administersCity || has(.auditor) }

    /// The program itself, reckoning for somebody whose own right was checked before.
    static let overseer = Caller(
        user: Caller.system.user, name: Caller.system.name,
        grants: [Grant(role: .city, unit: Directory.city, from: Instant(milliseconds: 0))])
}

package enum CityQuestion {
    /// A unit with fewer open dossiers is not put among those that need help: one late of three says little.
    static let fewest = 5
    /// How many units the page names as needing help.
    package static let named = 10

    package static func check(_ caller: Caller) throws(Refusal) {
        guard caller.seesCity else {
            throw .noRight("xem trang điều hành", "see the city's page", unit: Directory.city)
        }
    }

    /// Every ward, commune and special zone, by code; or `unit` alone.
    package static func ask(
        _ unit: String? = nil, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [UnitStand] {
        try check(caller)
        let (present, midnight) = (now.milliseconds, Instant(now.date.adding(days: 1), TimeOfDay(0, 0)).milliseconds)
        func sum(_ condition: String) -> String { InboxQuestion.sum(condition) }
        let (one, arguments): (String, [SQLValue]) = unit.map { (" AND unit = $1", [.text($0)]) } ?? ("", [])
        var stands: [String: UnitStand] = [:]
        try tx.forEach(
            """
            SELECT unit, COUNT(*), \(sum("urgency < \(present) AND \(runs)")),
                \(sum("urgency >= \(present) AND urgency < \(midnight) AND \(runs)"))
            FROM inbox WHERE kind IN ('custody', 'transit', 'supplied')\(one) GROUP BY unit
            """, arguments
        ) { row in
            var stand = UnitStand(unit: row.text(0))
            (stand.open, stand.overdue, stand.today) = (Int(row.int(1)), Int(row.int(2)), Int(row.int(3)))
            stands[stand.unit] = stand
        }
        let heard = Dictionary(
            uniqueKeysWithValues: try tx.rows("SELECT unit, at FROM ledger_head WHERE seq > 0\(one)", arguments).map {
                ($0.text(0), Instant(milliseconds: $0.int(1)))
            })
        let sites = Dictionary(
            uniqueKeysWithValues: try tx.rows("SELECT site, heard FROM site_contact").map {
                ($0.text(0), Instant(milliseconds: $0.int(1)))
            })
        let kinds: Set<Unit.Kind> = [.ward, .commune, .specialZone]
        let codes = unit.map { [$0] } ?? office.directory.unitCodes
        return codes.filter { office.directory.unit($0).map { kinds.contains($0.kind) } == true }.map { code in
            var stand = stands[code] ?? UnitStand(unit: code)
            stand.lastHeard = heard[code]
            stand.siteHeard = office.directory.homes[code].flatMap { sites[$0.site] }
            return stand
        }
    }

    /// What runs at the unit where it lies.
    private static let runs =
        "kind IN ('custody', 'transit') AND state IN (\(InboxQuestion.runningStates))"

    /// The units that need help most: the largest share of late ones first, of those with enough to tell; each with its
    /// fields.
    package static func inNeed(
        _ stands: [UnitStand], now: Instant, _ tx: any Transaction
    ) throws -> [UnitStand] {
        // One late of three open says little: such units come after those with enough to tell.
        func rank(_ stand: UnitStand) -> (Int, Int, Int) {
            (stand.open >= fewest ? 1 : 0, stand.open >= fewest ? stand.lateShare : 0, stand.overdue)
        }
        return try stands.filter { $0.overdue > 0 }.sorted { rank($0) == rank($1) ? $0.unit < $1.unit : rank($0) > rank($1) }
            .prefix(named)
            .map { try byField($0, now: now, tx) }
    }

    /// What changed since this time yesterday.
    package static func change(caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office) throws -> CityChange {
        try check(caller)
        var change = CityChange()
        try tx.forEach(
            """
            SELECT unit, COUNT(*) FROM inbox WHERE urgency >= \(now.milliseconds - 86_400_000) AND urgency < \(now.milliseconds)
                AND \(runs) GROUP BY unit ORDER BY COUNT(*) DESC, unit
            """, []
        ) { row in
            change.newlyLate += Int(row.int(1))
            if change.most == nil { change.most = (row.text(0), Int(row.int(1))) }
        }
        let today = Period(.day, around: now.date)
        for (_, traits) in try IndicatorQuestion.counts(.resolved, today, tx, office) {
            for (bits, n) in traits where bits & Trait.late.bit != 0 { change.settled += n }
        }
        for (_, traits) in try IndicatorQuestion.counts(.received, today, tx, office) { change.received += traits.values.reduce(0, +) }
        return change
    }

    /// `stand` with its late ones by field.
    package static func byField(_ stand: UnitStand, now: Instant, _ tx: any Transaction) throws -> UnitStand {
        var stand = stand
        try tx.forEach(
            """
            SELECT field, COUNT(*) FROM inbox WHERE unit = $1 AND urgency < \(now.milliseconds) AND \(runs) GROUP BY field
            """, [.text(stand.unit)]
        ) { stand.lateByField[$0.text(0)] = Int($0.int(1)) }
        return stand
    }

    /// The late dossiers of a unit, the longest late first, without their applicants.
    package static func late(
        _ unit: String, limit: Int, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [DossierLine] {
        try check(caller)
        guard office.directory.unit(unit) != nil else { throw Refusal.unknownUnit(unit) }
        return try tx.rows(
            """
            SELECT \(InboxQuestion.columns), i.kind, i.urgency FROM inbox i JOIN dossier d ON d.number = i.number
            WHERE i.unit = $1 AND i.urgency < \(now.milliseconds) AND i.kind IN ('custody', 'transit')
                AND i.state IN (\(InboxQuestion.runningStates))
            ORDER BY i.urgency, i.number LIMIT \(limit)
            """, [.text(unit)]
        ).map { row in
            var line = InboxQuestion.line(row, kind: row.text(17), urgency: row.int(18), now: now, office.directory)
            line.applicant = nil
            return line
        }
    }
}
