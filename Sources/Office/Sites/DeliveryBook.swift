// DeliveryBook.swift: what the hub has ready for which unit: an index over entries, kept with every append.
//
// A ward gets what is addressed to its units, the whole story of every dossier or matter in which one of them has a hand,
// the law of the house, guidance and directives; never other units' dossiers. A row says: entry `position` is for `unit`
// because of entry `cause`; a site reads its units' rows in order of (cause, position), so that the earlier story of a
// dossier comes with the entry that brought it there. Unit `*` stands for all, `@site` for one site: an erasure is told to
// every site that holds the person's key, whether or not one of its units still has a hand in the dossier; the key of what
// all are told of, to each site that it was granted to.

import Casework
import Ledger
import Oversight
import Storage
import Sync

enum DeliveryBook {
    static let everybody = "*"

    /// Steering that the whole city is told of.
    static let published: Set<String> = [
        "GuidancePublished", "GuidanceEnded", "DirectiveIssued", "ModelRegistered", "ModelAdopted",
        "RoundCalled", "RoundMoved",
        "CostsAssumed",
    ]
    /// Matters of which the whole city is told, and so may read the words.
    static let forAll: Set<SteeringKind> = [.guidance, .directive, .model, .round, .cost]
    static func isForAll(_ subject: String) -> Bool { SteeringKind.parse(subject).map { forAll.contains($0.kind) } ?? false }
    /// What a ward cannot say for the whole city.
    static let cityOnly: Set<String> = [
        "GuidancePublished", "GuidanceEnded", "DirectiveIssued", "RoundCalled", "RoundMoved", "CostsAssumed",
    ]
    /// About one's own counters and queues: nobody else's business.
    private static let indoors: Set<String> = Set(QueueCoding.kinds + CounterFact.kinds)

    /// Writes the rows that new entries bring about.
    /// - Parameters:
    ///   - erasures: entries that erase somebody and count; one that does not is told to nobody.
    ///   - directory: as it was before these entries.
    ///   - site: this site; units at home elsewhere are written there.
    static func write(
        _ entries: [(position: Int64, entry: Entry)], erasures: Set<Entry.Position>, _ directory: Directory, own site: String,
        _ tx: any Transaction
    ) throws {
        let remote = Set(directory.homes.values.filter { $0.site != site }.map(\.unit))
        guard !directory.sites.isEmpty else { return }
        var concerned: [String: Set<String>] = [:]
        for (position, entry) in entries {
            if OfficeFact.kinds.contains(entry.kind) {
                for unit in try house(entry, directory, tx) { try add(unit, position, position, tx) }
                if entry.kind == "HomeAssigned", let unit = entry.facts["unit"]?.string {
                    try backfill(unit, position, tx)
                }
                if entry.kind == "SiteRegistered" { try backfillEverybody(position, tx) }
                continue
            }
            if published.contains(entry.kind) {
                try add(everybody, position, position, tx)
                continue
            }
            // The key of what all are told of is for the sites that it was wrapped for.
            if entry.kind == KeyGrant.kind, isForAll(entry.subject) {
                for name in receivers(entry.facts) where name != site && directory.sites[name] != nil {
                    try add("@\(name)", position, position, tx)
                }
                continue
            }
            if indoors.contains(entry.kind), entry.addressee == nil { continue }
            // Of a person only the house tells, and whom that is for stands above.
            if entry.subject.hasPrefix("user:") { continue }
            if entry.kind == "PersonErased" {
                guard erasures.contains(entry.position) else { continue }
                for holder in try holders(entry.subject, tx) where holder != site { try add("@\(holder)", position, position, tx) }
            }
            var known = try concerned[entry.subject] ?? involved(entry.subject, before: position, tx)
            let new = Set([entry.unit] + [entry.addressee].compactMap { $0 }).subtracting(known)
            for unit in new.intersection(remote).sorted() {
                for row in try tx.rows(
                    "SELECT position FROM entry WHERE subject = $1 AND position < $2 AND unit <> $3",
                    [.text(entry.subject), .integer(position), .text(unit)])
                {
                    try add(unit, position, row.int(0), tx)
                }
            }
            known.formUnion(new)
            concerned[entry.subject] = known
            for unit in known.intersection(remote).sorted() {
                // Its own line a unit's home has; of one that a backup cut off it may not.
                guard try unit != entry.unit || LedgerReader.isSelected(entry, tx) else { continue }
                try add(unit, position, position, tx)
            }
        }
    }

    private static func add(_ unit: String, _ cause: Int64, _ position: Int64, _ tx: any Transaction) throws {
        try tx.execute(
            "INSERT INTO delivery (unit, cause, position) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [.text(unit), .integer(cause), .integer(position)])
    }

    /// Sites that hold a key of a dossier's persons: who wrote something sealed, and to whom a key was granted.
    private static func holders(_ subject: String, _ tx: any Transaction) throws -> [String] {
        var holders: Set<String> = []
        try tx.forEach("SELECT site, kind, facts FROM entry WHERE subject = $1 AND sealed_hash IS NOT NULL", [.text(subject)]) { row in
            holders.insert(row.text(0))
            if row.text(1) == KeyGrant.kind { holders.formUnion(receivers(try JSON.parse(row.text(2)))) }
        }
        return holders.subtracting([KeyGrant.recovery]).sorted()
    }

    /// For whom a grant's keys are wrapped.
    private static func receivers(_ facts: JSON) -> [String] { (facts["to"]?.array ?? []).compactMap(\.string) }

    private static func involved(
        _ subject: String, before position: Int64, _ tx: any Transaction
    ) throws -> Set<String> {
        var units: Set<String> = []
        try tx.forEach(
            "SELECT DISTINCT unit, addressee FROM entry WHERE subject = $1 AND position < $2",
            [.text(subject), .integer(position)]
        ) { row in
            units.insert(row.text(0))
            if let to = row.optionalText(1) { units.insert(to) }
        }
        return units
    }

    /// Whom a fact about the house is for: rights, log-ins and absences for the units where they are held, all else for all.
    private static func house(
        _ entry: Entry, _ directory: Directory, _ tx: any Transaction
    ) throws -> [String] {
        switch entry.kind {
        case "RightGranted":
            return [entry.facts["grant"]?["unit"]?.string ?? everybody]
        case "RightEnded", "AccountChanged", "AbsenceSet":
            let user = entry.facts["user"]?.string ?? ""
            let units = (directory.rights[user] ?? []).map(\.grant.unit)
            return Array(Set(units + (entry.unit == Directory.city ? [] : [entry.unit]))).sorted()
        default: return [everybody]
        }
    }

    /// All that concerns a unit, when its ledger begins to be written elsewhere.
    private static func backfill(_ unit: String, _ cause: Int64, _ tx: any Transaction) throws {
        try tx.execute(
            """
            INSERT INTO delivery (unit, cause, position)
            SELECT DISTINCT $1, CAST($2 AS BIGINT), e.position FROM entry e
            WHERE e.position < $2
                AND (e.unit <> $1 OR EXISTS (
                    SELECT 1 FROM selected_entry s WHERE s.unit = e.unit AND s.epoch = e.epoch AND s.seq = e.seq))
                AND e.subject IN (SELECT subject FROM entry WHERE unit = $1 UNION SELECT subject FROM entry WHERE addressee = $1)
            ON CONFLICT DO NOTHING
            """, [.text(unit), .integer(cause)])
        try tx.execute(
            """
            INSERT INTO delivery (unit, cause, position)
            SELECT DISTINCT $1, CAST($2 AS BIGINT), e.position FROM entry e
            WHERE e.position < $2 AND e.unit <> $1
                AND e.subject IN (SELECT id FROM reference WHERE kind = 'RightGranted' AND body LIKE $3)
            ON CONFLICT DO NOTHING
            """, [.text(unit), .integer(cause), .text("%\"unit\":\"\(unit)\"%")])
    }

    /// What all are told, when there is somebody to tell: once, with the first site.
    private static func backfillEverybody(_ cause: Int64, _ tx: any Transaction) throws {
        guard
            try tx.row("SELECT 1 FROM delivery WHERE unit = '*' AND cause < $1 LIMIT 1", [.integer(cause)])
                == nil
        else { return }
        let personal = ["RightGranted", "RightEnded", "AccountChanged", "AbsenceSet"]
        let kinds = OfficeFact.kinds.filter { !personal.contains($0) } + published.sorted()
        let list = kinds.map { "'\($0)'" }.joined(separator: ", ")
        try tx.execute(
            """
            INSERT INTO delivery (unit, cause, position)
            SELECT '*', CAST($1 AS BIGINT), position FROM entry WHERE position < $1 AND kind IN (\(list))
            ON CONFLICT DO NOTHING
            """, [.integer(cause)])
    }

    private static func lines(_ site: String, _ units: [String]) -> [String] { units + [everybody, "@\(site)"] }

    /// The places of what lies ready behind a cursor for a site and its units, in order.
    static func next(
        for site: String, _ units: [String], after cursor: Cursor, limit: Int, _ tx: any Transaction
    ) throws -> [(cause: Int64, position: Int64)] {
        var found: [(cause: Int64, position: Int64)] = []
        for unit in lines(site, units) {
            try tx.forEach(
                """
                SELECT cause, position FROM delivery WHERE unit = $1 AND (cause, position) > ($2, $3)
                ORDER BY cause, position LIMIT \(limit)
                """, [.text(unit), .integer(cursor.cause), .integer(cursor.position)]
            ) { found.append(($0.int(0), $0.int(1))) }
        }
        found.sort { ($0.cause, $0.position) < ($1.cause, $1.position) }
        var places: [(cause: Int64, position: Int64)] = []
        for place in found where places.last.map({ $0 != place }) ?? true {
            if places.count == limit { break }
            places.append(place)
        }
        return places
    }

    /// How many entries lie ready behind a cursor.
    static func ready(for site: String, _ units: [String], after cursor: Cursor, _ tx: any Transaction) throws -> Int64 {
        var count: Int64 = 0
        for unit in lines(site, units) {
            count +=
                try tx.row(
                    "SELECT count(*) FROM delivery WHERE unit = $1 AND (cause, position) > ($2, $3)",
                    [.text(unit), .integer(cursor.cause), .integer(cursor.position)])?.int(0) ?? 0
        }
        return count
    }
}
