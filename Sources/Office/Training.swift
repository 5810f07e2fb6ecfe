// Training.swift: a store of its own for practice: same units, procedures, calendars, people and rights, no dossiers.
//
// Everything is copied out of the real store by reading alone; nothing here can write there. A practice store says so in
// its own table, so that it is known as one however it is opened, and its agencies carry codes that no agency has
// (`Y99.<receiver index>`), so that no number of practice can be taken for a real one. It is a SQLite file always, and
// starting afresh empties every table but the accounts and sessions, whichever tables there are.

package import Casework
import Ledger
package import Storage

package enum Training {
    package static let migrations = [
        Migration(
            "office-training-1",
            """
            CREATE TABLE store_trait (
                name TEXT PRIMARY KEY,
                value TEXT NOT NULL
            ) {TABLE};

            """)
    ]

    /// What is copied out of a real store.
    package struct Copy: Sendable {
        var facts: [OfficeFact]
        var accounts: [[SQLValue]]
    }

    /// The first group of every agency code of practice.
    package static let agency = "Y99"

    /// Tables that starting afresh leaves alone.
    static let kept: Set<String> = [
        "schema_step", "store_trait", "account", "session", "site", "ledger_counter",
    ]

    /// Reads reference data, rights and accounts. Only reads.
    package static func copy(from real: any Database) throws -> Copy {
        try real.read { tx in
            var facts: [OfficeFact] = []
            try tx.forEach("SELECT kind, body FROM reference ORDER BY ordinal", []) { row in
                if let fact = try OfficeFact(kind: row.text(0), facts: JSON.parse(row.text(1))) {
                    facts.append(fact)
                }
            }
            let accounts = try tx.rows("SELECT login, name, password, demo FROM account ORDER BY login")
            return Copy(facts: facts.map(marked), accounts: accounts.map(\.values))
        }
    }

    /// The fact with the agency code of practice.
    private static func marked(_ fact: OfficeFact) -> OfficeFact {
        guard case .unitRegistered(var unit) = fact else { return fact }
        let index = String(unit.receiverIndex)
        unit.agencyCode = "\(agency).\(String(repeating: "0", count: max(0, 3 - index.utf8.count)))\(index)"
        return .unitRegistered(unit)
    }

    /// Where a fact of the house is recorded: with the unit it is about, else with the city.
    private static func unit(of fact: OfficeFact) -> String {
        switch fact {
        case .calendarAdopted(let f): f.unit
        case .rightGranted(let f): f.grant.unit
        default: Directory.city
        }
    }

    static func record(_ facts: [OfficeFact], _ work: Work, now: Instant) throws {
        var homes: [String: String] = [:]
        for fact in facts {
            var unit = unit(of: fact)
            if case .rightGranted(let f) = fact { homes[f.id] = f.grant.unit }
            if case .rightEnded(let f) = fact { unit = homes[f.id] ?? unit }
            try work.record([fact], in: unit, by: Caller.system.user, command: "c:training", now: now)
        }
    }
}

extension Office {
    /// This store is for practice.
    package var isTraining: Bool {
        get throws {
            try database.read { try $0.row("SELECT 1 FROM store_trait WHERE name = 'training'") != nil }
        }
    }

    /// Founds this empty store as one for practice.
    package func foundTraining(_ copy: Training.Copy, now: Instant) throws {
        precondition(!isFounded, "a store is founded once")
        try work { work in
            try work.tx.execute(
                "INSERT INTO store_trait (name, value) VALUES ('training', $1)", [.text(now.description)])
            for account in copy.accounts {
                try work.tx.execute(
                    """
                    INSERT INTO account (login, name, password, demo, failures, locked_until)
                    VALUES ($1, $2, $3, $4, 0, 0)
                    """, account)
            }
            try Training.record(copy.facts, work, now: now)
        }
        try reloadDirectory()
    }
}

extension Office {
    /// Takes everything that was practised out of a practice store; units, procedures, people and rights stay.
    ///
    /// A transaction of its own, beside the writer's groups: nobody else's command shares heads of ledgers with it.
    package func startTrainingAfresh(by caller: Caller, now: Instant) throws {
        try work { work in
            let tx = work.tx
            guard try tx.row("SELECT 1 FROM store_trait WHERE name = 'training'") != nil else {
                throw Refusal.notNow(
                    "training-reset", vi: "Kho này không phải kho tập huấn: không xóa được.",
                    en: "This is no practice store: nothing can be emptied.")
            }
            guard caller.has(.admin) || caller.has(.leader) else {
                throw Refusal.noRight("làm lại kho tập huấn", "start practice afresh", unit: "-")
            }
            var facts: [OfficeFact] = []
            try tx.forEach("SELECT kind, body FROM reference ORDER BY ordinal", []) { row in
                if let fact = try OfficeFact(kind: row.text(0), facts: JSON.parse(row.text(1))) {
                    facts.append(fact)
                }
            }
            let tables = try tx.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                .map { $0.text(0) }.filter { !Training.kept.contains($0) && !$0.hasPrefix("sqlite_") }
            for table in tables { try tx.execute("DELETE FROM \(table)") }
            try keys.removeAll()
            try Training.record(facts, work, now: now)
            forget()
        }
        try papers.removeAll()
        try reloadDirectory()
    }
}
