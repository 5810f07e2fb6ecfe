// ReconciliationBook.swift: the daily comparison of ward, city and a system outside: gathered, compared, signed, kept.
//
// What the ward says is what its ledger told (`exchange_out`, found entry by entry), as of when its site was last heard
// (Sites/WardLines.swift); what the city says is its register; what the system says it was asked for (`exchange_said`).
// Gathering only reads and happens beside the writer; what it finds is recorded in one transaction: the lists in
// `reconciliation`, and for every unit an entry `ReconciliationSigned` in the city's ledger with the day, the counts and the
// digest of the list, so that a list cannot be changed afterwards unseen.

package import Casework
import Ledger
package import Oversight
package import Storage

/// A unit's dossiers were compared with a system outside; the list itself is kept beside the ledger.
package struct ReconciliationSigned: Codable, Hashable, Sendable {
    package var day: CivilDate
    package var system: String
    package var unit: String
    package var dossiers: Int
    package var differing: Int
    /// Of these, laid on the line to the system.
    package var byLink: Int
    /// False when the system could not be asked.
    package var isHeard: Bool
    /// SHA-256 of the list's canonical JSON, lowercase hex.
    package var list: String
    /// Until when the unit's own site had been heard: what the list has the unit say is as of then. Absent for units at home in
    /// the city's site, and in entries written before it was told.
    package var wardHeardAt: Instant?
    package init(
        day: CivilDate, system: String, unit: String, dossiers: Int, differing: Int, byLink: Int, isHeard: Bool, list: String,
        wardHeardAt: Instant? = nil
    ) {
        (self.day, self.system, self.unit, self.dossiers) = (day, system, unit, dossiers)
        (self.differing, self.byLink, self.isHeard, self.list) = (differing, byLink, isHeard, list)
        self.wardHeardAt = wardHeardAt
    }

    package static let kind = "ReconciliationSigned"
    package static let kinds = [
        "ReconciliationSigned"
    ]
    package var subject: String { "reconciliation:\(system):\(day):\(unit)" }
}

enum ReconciliationBook {
    /// Ended dossiers are compared for so long after their last change.
    static let endedDays = 8

    /// Everything that is compared with a system.
    static func gather(
        _ system: ExternalSystem, _ wards: WardLines, now: Instant, _ tx: any Transaction
    ) throws -> [ReconciledDossier] {
        var all: [String: ReconciledDossier] = [:]
        try dossiers(system, wards, now: now, tx) { all[$0.number ?? ""] = $0 }
        var numbers: [String: String] = [:]
        try tx.forEach(
            "SELECT outside, number FROM exchange_in WHERE system = $1 AND kind = 'filing' AND number IS NOT NULL AND outside IS NOT NULL",
            [.text(system.id)]
        ) { numbers[$0.text(0)] = $0.text(1) }
        for (outside, number) in numbers { all[number]?.outside = outside }
        try tx.forEach(
            """
            SELECT number, MIN(made_at) FROM exchange_out WHERE system = $1 AND state IN ('waiting', 'sending') GROUP BY number
            """, [.text(system.id)]
        ) { all[$0.text(0)]?.waiting = Instant(milliseconds: $0.int(1)) }
        try late(system, wards, now: now, tx) { all[$0]?.delays.append($1) }
        try wards.waiting(now: now, tx) { all[$0]?.delays.append($1) }
        guard system.tells == .statuses else { return Array(all.values) }
        var strangers: [ReconciledDossier] = []
        try tx.forEach(
            "SELECT outside, status, due, since FROM exchange_said WHERE system = $1", [.text(system.id)]
        ) { row in
            let view = ReconciledView(
                status: Int(row.int(1)), due: row.optionalInt(2).map { Instant(milliseconds: $0) },
                since: Instant(milliseconds: row.int(3)))
            let number = numbers[row.text(0)] ?? row.text(0)
            if all[number] != nil {
                all[number]?.system = view
            } else if numbers[row.text(0)] == nil {
                var stranger = ReconciledDossier(number: nil, outside: row.text(0), unit: Directory.city)
                stranger.system = view
                strangers.append(stranger)
            }
        }
        // What this site knows as ended long ago is no stranger, it is only not compared any more.
        strangers = try strangers.filter { one in
            try tx.row("SELECT 1 FROM dossier WHERE number = $1", [.text(one.outside ?? "")]) == nil
        }
        var held: [String: Instant] = [:]
        try tx.forEach(
            """
            SELECT outside, MIN(received_at) FROM exchange_in WHERE system = $1 AND kind = 'filing' AND state IN ('new', 'held')
                AND outside IS NOT NULL GROUP BY outside
            """, [.text(system.id)]
        ) { held[$0.text(0)] = Instant(milliseconds: $0.int(1)) }
        for i in strangers.indices { strangers[i].held = strangers[i].outside.flatMap { held[$0] } }
        return Array(all.values) + strangers
    }

    /// Ward and city: what the ledgers told last, and the register.
    private static func dossiers(
        _ system: ExternalSystem, _ wards: WardLines, now: Instant, _ tx: any Transaction, _ body: (ReconciledDossier) -> Void
    ) throws {
        let since = now.adding(minutes: -endedDays * 24 * 60).milliseconds
        try tx.forEach(
            """
            SELECT o.number, o.status, o.due, o.made_at, d.state, d.due, d.competent FROM exchange_out AS o
            LEFT JOIN dossier AS d ON d.number = o.number
            WHERE o.system = $1 AND (d.resolved_at IS NULL OR o.made_at >= $2) AND NOT EXISTS (
                SELECT 1 FROM exchange_out AS p WHERE p.system = o.system AND p.number = o.number AND p.place > o.place)
            """, [.text(system.id), .integer(since)]
        ) { row in
            func time(_ i: Int) -> Instant? { row.optionalInt(i).map { Instant(milliseconds: $0) } }
            let made = Instant(milliseconds: row.int(3))
            var one = ReconciledDossier(number: row.text(0), outside: nil, unit: row.optionalText(6) ?? Directory.city)
            one.ward = ReconciledView(status: Int(row.int(1)), due: time(2), since: made)
            one.wardHeard = wards.heard[one.unit]
            if system.tells == .cases {
                // A ministry is told once: the sides are not compared, only whether it arrived.
                one.ward = nil
            } else if let state = row.optionalText(4).flatMap({ DossierState(rawValue: $0) }) {
                one.city = ReconciledView(status: state.national, due: time(5), since: made)
            }
            body(one)
        }
    }

    /// Messages of the last day that took their time, and those on their way.
    private static func late(
        _ system: ExternalSystem, _ wards: WardLines, now: Instant, _ tx: any Transaction, _ body: (String, ExchangeDelay) -> Void
    ) throws {
        let yesterday = now.adding(minutes: -24 * 60).milliseconds
        let late = Int64(Reconciliation.lateMinutes) * 60_000
        try tx.forEach(
            """
            SELECT number, made_at, done_at, kind, unit FROM exchange_out WHERE system = $1
                AND ((state = 'sent' AND done_at >= $2 AND done_at - made_at > $3)
                    OR (kind = 'case' AND state IN ('waiting', 'sending')))
            """, [.text(system.id), .integer(yesterday), .integer(late)]
        ) { row in
            let (made, done) = (Instant(milliseconds: row.int(1)), row.optionalInt(2).map { Instant(milliseconds: $0) })
            let holdsUp = row.text(3) == "case"
            // Written at a ward that could not be heard: until it was, the message lay behind that line and not behind this one.
            let came = min(wards.arrival(of: made, from: row.text(4)), done ?? now)
            if came > made { body(row.text(0), ExchangeDelay(from: made, to: came, holdsUp: holdsUp, isInside: true)) }
            body(row.text(0), ExchangeDelay(from: max(made, came), to: done, holdsUp: holdsUp))
        }
        try tx.forEach(
            """
            SELECT i.number, d.received_at, i.received_at FROM exchange_in AS i JOIN dossier AS d ON d.number = i.number
            WHERE i.system = $1 AND i.kind = 'filing' AND i.state = 'taken' AND i.received_at >= $2
                AND i.received_at - d.received_at > $3
            """, [.text(system.id), .integer(yesterday), .integer(late)]
        ) { row in
            body(
                row.text(0),
                ExchangeDelay(from: Instant(milliseconds: row.int(1)), to: Instant(milliseconds: row.int(2)), holdsUp: true))
        }
    }

    /// One difference as it stands in a list; its canonical JSON is what the digest is of.
    static func json(_ one: ReconciledDifference) -> JSON {
        func text(_ t: String?) -> JSON { t.map(JSON.string) ?? .null }
        return .object(of: [
            ("number", text(one.number)), ("outside", text(one.outside)), ("what", .string(one.what.rawValue)),
            ("ward", text(one.ward)), ("city", text(one.city)), ("system", text(one.system)),
            ("since", .int(one.since.milliseconds)), ("until", one.until.map { .int($0.milliseconds) } ?? .null),
            ("whose", .string(one.whose.rawValue)), ("holdsUp", .bool(one.holdsUp)),
        ])
    }
    static func digest(_ list: [ReconciledDifference]) -> String { Digest.of(JSON.array(list.map(json)).canonical).hex }

    static let columns = "number, outside, unit, what, ward, city, said, since, until, whose, holds_up"
    static func difference(_ row: SQLRow) -> ReconciledDifference {
        ReconciledDifference(
            number: row.optionalText(0), outside: row.optionalText(1), unit: row.text(2),
            what: .init(rawValue: row.text(3)) ?? .status, ward: row.optionalText(4), city: row.optionalText(5),
            system: row.optionalText(6), since: Instant(milliseconds: row.int(7)),
            until: row.optionalInt(8).map { Instant(milliseconds: $0) }, whose: .init(rawValue: row.text(9)) ?? .theirs,
            holdsUp: row.int(10) == 1)
    }
}

/// What a day's comparison found, before it is recorded.
package struct ReconciledDay: Sendable {
    package var system: ExternalSystem
    package var at: Instant
    package var isHeard: Bool
    /// Dossiers compared, by unit.
    package var dossiers: [String: Int]
    /// Until when units with a site of their own had been heard.
    package var wardHeard: [String: Instant]
    package var differences: [ReconciledDifference]
}

extension Office {
    /// Compares; only reads.
    package func reconcile(_ system: ExternalSystem, isHeard: Bool, now: Instant, _ tx: any Transaction) throws -> ReconciledDay {
        let wards = try WardLines(directory, own: site, now: now, tx)
        let all = try ReconciliationBook.gather(system, wards, now: now, tx)
        var counts: [String: Int] = [:]
        for one in all { counts[one.unit, default: 0] += 1 }
        return ReconciledDay(
            system: system, at: now, isHeard: isHeard, dossiers: counts, wardHeard: wards.heard,
            differences: Reconciliation.differences(all, isHeard: isHeard && system.tells == .statuses, now: now))
    }
}

extension Work {
    /// Keeps what a system says of its dossiers, in place of what it said before.
    /// - Parameter lines: `{"MaHoSo", "TrangThaiHoSo", "NgayHenTra", "ThoiDiemXuLy"}`, one a line; what is none is left out.
    package func keepSaid(_ lines: [[UInt8]], by system: ExternalSystem, now: Instant) throws {
        try tx.execute("DELETE FROM exchange_said WHERE system = $1", [.text(system.id)])
        for line in lines where !line.isEmpty {
            let said: ExchangeSaid
            do { said = try JSONCoding.decode(ExchangeSaid.self, from: try JSON.parse(line)) } catch is DecodingError { continue }
            catch is JSONProblem { continue }
            guard let number = said.number, number.utf8.count <= 100, let status = said.status, (0...10).contains(status) else {
                continue
            }
            try tx.execute(
                """
                INSERT INTO exchange_said AS t (system, outside, status, due, since) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (system, outside) DO UPDATE SET status = excluded.status, due = excluded.due, since = excluded.since
                """,
                [
                    .text(system.id), .text(number), .integer(Int64(status)),
                    said.due.map { .integer($0.milliseconds) } ?? .null, .integer((said.since ?? now).milliseconds),
                ])
        }
    }

    /// Records a comparison and signs it, unit by unit, in the city's ledger.
    package func sign(_ found: ReconciledDay, now: Instant) throws {
        let (day, system) = (found.at.date, found.system.id)
        let place: [SQLValue] = [.integer(Int64(day.dayNumber)), .text(system)]
        try tx.execute("DELETE FROM reconciliation WHERE day = $1 AND system = $2", place)
        try tx.execute("DELETE FROM reconciliation_day WHERE day = $1 AND system = $2", place)
        for unit in found.dossiers.keys.sorted() {
            let list = found.differences.filter { $0.unit == unit }
            let facts = ReconciliationSigned(
                day: day, system: system, unit: unit, dossiers: found.dossiers[unit] ?? 0,
                differing: Set(list.map(\.name)).count,
                byLink: Set(list.filter { $0.whose == .link }.map(\.name)).count,
                isHeard: found.isHeard, list: ReconciliationBook.digest(list), wardHeardAt: found.wardHeard[unit])
            let entry = try append(
                EntryDraft(
                    unit: Directory.city, actor: Caller.system.user, subject: facts.subject, kind: ReconciliationSigned.kind,
                    critical: false, command: "c:reconcile-\(system)-\(found.at.milliseconds)", facts: try JSONCoding.encode(facts)),
                now: now)
            try keep(list, unit, place, at: found.at)
            try tx.execute(
                """
                INSERT INTO reconciliation_day (day, system, unit, dossiers, differing, by_link, heard, seq, digest, at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """,
                place + [
                    .text(unit), .integer(Int64(facts.dossiers)), .integer(Int64(facts.differing)), .integer(Int64(facts.byLink)),
                    .integer(facts.isHeard ? 1 : 0), .integer(entry.seq), .text(facts.list), .integer(found.at.milliseconds),
                ])
        }
        try tx.execute(
            "UPDATE exchange_system SET reconciled_on = $2 WHERE system = $1", [.text(system), .integer(Int64(day.dayNumber))])
        announce(ExchangeBook.topic)
        announce("city:\(Directory.city)")
    }

    private func keep(_ list: [ReconciledDifference], _ unit: String, _ place: [SQLValue], at: Instant) throws {
        func text(_ t: String?) -> SQLValue { t.map(SQLValue.text) ?? .null }
        for (i, one) in list.enumerated() {
            try tx.execute(
                """
                INSERT INTO reconciliation (day, system, unit, ordinal, number, outside, what, ward, city, said, since, until,
                    whose, holds_up, seen_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                """,
                place + [
                    .text(unit), .integer(Int64(i)), text(one.number), text(one.outside), .text(one.what.rawValue),
                    text(one.ward), text(one.city), text(one.system), .integer(one.since.milliseconds),
                    one.until.map { .integer($0.milliseconds) } ?? .null, .text(one.whose.rawValue),
                    .integer(one.holdsUp ? 1 : 0), .integer(at.milliseconds),
                ])
        }
    }

    /// Asks for the comparison of today to be made again, as soon as the system answers.
    package func askForReconciliation(by caller: Caller) throws {
        try ExchangeQuestion.checkChange(caller)
        guard try tx.row("SELECT 1 FROM exchange_system LIMIT 1") != nil else {
            throw Refusal(
                .conflict, "no-system-outside",
                vi: "Chưa nối với hệ thống bên ngoài nào (motcua serve --exchange), nên chưa có gì để đối soát.",
                en: "No system outside is connected (motcua serve --exchange): there is nothing to compare yet.")
        }
        try tx.execute("UPDATE exchange_system SET reconciled_on = NULL")
        announce(ExchangeBook.topic)
    }
}

/// What a system says of one dossier.
private struct ExchangeSaid: Decodable {
    var number: String?
    var status: Int?
    var due: Instant?
    var since: Instant?
    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: ExchangeKey.self)
        (number, status) = (try box.text("MaHoSo"), try box.number("TrangThaiHoSo"))
        (due, since) = (try box.time("NgayHenTra"), try box.time("ThoiDiemXuLy"))
    }
}
