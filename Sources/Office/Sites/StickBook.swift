// StickBook.swift: what a site asked for on its latest stick: at the hub, so that the answering stick can say and bring it; and
// a ward's own ledger that comes back by one.
//
// On a line the hub answers each request at once and remembers nothing. A stick's requests are answered by the next stick that
// goes to the site, so they are kept until a later one says hello. Losing them costs one more way of the stick.

import Casework
import Ledger
import Storage
import Sync

enum StickBook {
    /// `wanted`: 1 = the site lacks the file, 0 = it has it and asks whether it has arrived.
    static let migration = Migration(
        "office-sites-3",
        """
        CREATE TABLE stick_file (
            site TEXT NOT NULL,
            file TEXT NOT NULL,
            wanted {INT} NOT NULL,
            PRIMARY KEY (site, file)
        ) {KEYED};

        """)

    /// A stick that was written later than the one before: what was asked for on earlier ones is forgotten.
    /// - Returns: false for an old one, or the same again.
    static func begin(_ site: String, at: Int64, _ tx: any Transaction) throws -> Bool {
        let last = try SiteStore.value("stick \(site)", tx).flatMap { Int64($0) } ?? 0
        guard at > last else { return false }
        try SiteStore.set("stick \(site)", String(at), tx)
        try tx.execute("DELETE FROM stick_file WHERE site = $1", [.text(site)])
        for unit in try ledgers(of: site, tx).keys { try SiteStore.set("fetch \(site) \(unit)", nil, tx) }
        return true
    }

    /// A site lacks something of an own ledger, or has something else there; from where on: the least that is asked for counts.
    static func ask(_ unit: String, after: Int64, of site: String, _ tx: any Transaction) throws {
        let known = try ledgers(of: site, tx)[unit] ?? .max
        try SiteStore.set("fetch \(site) \(unit)", String(max(0, min(after, known))), tx)
    }

    /// Own ledgers that a site asked for, each with the place behind which.
    static func ledgers(of site: String, _ tx: any Transaction) throws -> [String: Int64] {
        try SiteStore.places("fetch \(site)", tx)
    }

    /// Files that no entry here names are left out: nothing of them can be here. What was asked for stays asked for, whatever an
    /// older stick says that is read later.
    static func note(_ files: [String], wanted: Bool, of site: String, _ tx: any Transaction) throws {
        for file in files where try tx.row("SELECT 1 FROM paper_file WHERE file = $1", [.text(file)]) != nil {
            try tx.execute(
                """
                INSERT INTO stick_file AS t (site, file, wanted) VALUES ($1, $2, $3)
                ON CONFLICT (site, file) DO UPDATE SET wanted = CASE WHEN excluded.wanted > t.wanted THEN excluded.wanted ELSE t.wanted END
                """, [.text(site), .text(file), .integer(wanted ? 1 : 0)])
        }
    }

    static func files(wanted: Bool, of site: String, _ tx: any Transaction) throws -> [String] {
        try tx.rows(
            "SELECT file FROM stick_file WHERE site = $1 AND wanted = $2 ORDER BY file", [.text(site), .integer(wanted ? 1 : 0)]
        ).map { $0.text(0) }
    }
}

extension Office {
    /// Keeps what a stick asks for.
    /// - Returns: whether that is all that is to be done with it.
    func noteStick(_ request: Request, from site: String, _ now: Instant) throws -> Bool {
        switch request {
        case .hello(let hello):
            let units = units(of: site)
            try database.write { tx in
                // A clock that is ahead must not make all later sticks old ones.
                guard try StickBook.begin(site, at: min(hello.now, now.milliseconds), tx) else { return }
                for unit in units {
                    let theirs = hello.heads.first { $0.unit == unit }?.seq ?? 0
                    guard let ours = try LedgerReader.end(of: unit, tx), ours.seq > theirs else { continue }
                    try StickBook.ask(unit, after: theirs, of: site, tx)
                }
            }
            return false
        case .fetch(let unit, let after):
            guard units(of: site).contains(unit) else { return false }
            try database.write { try StickBook.ask(unit, after: after, of: site, $0) }
        case .offer(let files): try database.write { try StickBook.note(files, wanted: false, of: site, $0) }
        case .want(let file, _): try database.write { try StickBook.note([file], wanted: true, of: site, $0) }
        default: return false
        }
        return true
    }
}

// MARK: a ward's own ledger by stick

extension Office {
    /// A pushed stretch did not go on from the line here: the next stick brings the line from before it.
    func noteFork(_ stretch: Stretch, of site: String) throws {
        guard let first = stretch.entries.first else { return }
        try database.write { try StickBook.ask(stretch.unit, after: first.seq - 1, of: site, $0) }
    }

    /// From where on a site gets an own ledger by stick; nil = it needs none of it.
    func stickLedgers(of site: String, everything: Bool) throws -> [(unit: String, after: Int64)] {
        let units = units(of: site)
        return try database.read { tx in
            let asked = try StickBook.ledgers(of: site, tx)
            let cursor = try SiteStore.cursor(of: site, tx)
            var ledgers: [(unit: String, after: Int64)] = []
            for unit in units {
                // It joined, and nothing of its ledger was ever heard from it.
                let isNew = try cursor.position == 0 && Checkpoint.witness(of: unit, by: site, tx) == nil
                if let after = everything || isNew ? 0 : asked[unit] { ledgers.append((unit: unit, after: after)) }
            }
            return ledgers
        }
    }

    /// What this ward asks the hub for of its own ledgers: those that are not whole here, and those that were found to differ. From
    /// one entry further back: what is answered then says where the hub's end is also when nothing is lacking.
    func stickFetches() throws -> [Request] {
        let units = units(of: site)
        return try database.read { tx in
            let common = try SiteStore.common(tx)
            var fetches: [Request] = []
            for unit in units where !isHome(of: unit) || common[unit] != nil {
                let own = try LedgerReader.head(of: unit, tx)?.seq ?? 0
                fetches.append(.fetch(unit: unit, after: max(0, (common[unit] ?? own) - 1)))
            }
            return fetches
        }
    }

    /// Takes back a stretch of an own ledger that came on a stick, which may be torn, read in another order, or an old one.
    /// - Returns: why nothing was done with it; nil also where it is of no use any more.
    func recoverByStick(_ stretch: Stretch, isAlone: Bool, _ now: Instant) throws -> String? {
        let unit = stretch.unit
        guard let hub = upstream?.hub, let home = directory.homes[unit], home.site == site else {
            return "the ledger of “\(unit)” is not known to be written here: read this stick once more"
        }
        guard let first = stretch.entries.first else { return try beginByStick(unit, home, now) }
        guard let signed = stretch.signed, signed.isSigned(by: hub), signed.unit == unit, signed.head == stretch.entries.last?.hash else {
            return "the hub's entries of “\(unit)” do not carry its signature"
        }
        let (end, new, differs, word): (Int64, Int, Bool, Checkpoint?) = try database.read { tx in
            let here = try stretch.entries.map { try LedgerReader.entry(of: unit, seq: $0.seq, tx)?.hash }
            let isOther = zip(stretch.entries, here).contains { entry, hash in hash != nil && hash != entry.hash }
            let last = try LedgerReader.head(of: unit, tx)?.seq ?? 0
            return (last, here.filter { $0 == nil }.count, isOther, try SiteStore.sureWord(unit, hub.site, tx))
        }
        if isHome(of: unit), new == 0, !differs { return nil }
        // The hub has signed the line here later than this one: a stick from before something was put back.
        if differs, let word, word.at >= signed.at { return nil }
        guard !differs || isAlone else {
            return "entries of “\(unit)” stand here beside the hub's: stop the server and read this stick once more"
        }
        guard first.seq <= end + 1 else { return "entry \(end + 1) of “\(unit)” is missing: read the sticks before this one" }
        _ = try recover(stretch, least: home.after, now)
        return nil
    }

    /// The hub has nothing of an own ledger, nor has this site: it begins here.
    private func beginByStick(_ unit: String, _ home: HomeAssigned, _ now: Instant) throws -> String? {
        guard home.after == 0, !isHome(of: unit), try database.read({ try LedgerReader.head(of: unit, $0)?.seq ?? 0 }) == 0
        else { return nil }
        try work { work in
            try work.markWhole(unit)
            try work.writer.setEpoch(of: unit, to: max(home.epoch, try work.writer.head(of: unit).epoch))
            try SiteStore.set("common \(unit)", nil, work.tx)
        }
        try loadRole()
        _ = try answerAll(for: unit, now)
        return nil
    }
}
