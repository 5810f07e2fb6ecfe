// Checkers.swift: what must hold after everything has been healed, whatever was done to the city (ARCHITECTURE.md, “What never breaks”).

import Casework
import Ledger
package import Office
import Storage

/// What a person was told is done.
package struct Acknowledged: Hashable, Codable, Sendable {
    package var command: String
    package var unit: String
    /// Where it was done: 0 is the hub.
    package var site: Int
    package var number: String
    package var isIntake: Bool
    /// The copy that survived was older: this machine lost it, and it had not been sent on.
    package var isExcused = false
    /// And the machine went back unnoticed, before or by this loss: neither it nor the hub can know that this was ever told.
    package var isUnheard = false
    /// The name of a file that was filed with it, unless its bytes are lost.
    package var file: String?
    /// What it was given in a book that gives each number once: register and number, or a list's id.
    package var place: String?
    /// The units that have to hear of it, where it is a word about a matter of steering.
    package var to: [String]?
}

/// Each looks at the stores alone, and at what people were told; whether the sites were simulated or ran as programs.
package struct Checkers {
    package struct Site {
        var name: String
        /// The unit whose ledger is written there; nil = the hub.
        var unit: String?
        var office: Office
        package init(name: String, unit: String?, office: Office) {
            self.name = name
            self.unit = unit
            self.office = office
        }

        /// The store of a program that has ended, as `serve` opens it.
        /// - Throws: a fault when there is no store with its keys; nothing was made then.
        package init(store path: String, unit: String?) throws {
            try StoreFile.check(path)
            try StoreFile.check(keys: path + ".keys")
            let keys = try KeyStore(try openDatabase(.sqlite(path: path + ".keys")), site: "site-1")
            let office = try Office(
                database: try openDatabase(.sqlite(path: path)), keys: keys,
                papers: try openDatabase(.sqlite(path: path + ".papers")))
            self.init(name: office.site, unit: unit, office: office)
        }
    }

    let hub: Site
    let wards: [Site]
    /// All entries of each site, read once.
    private let read: [String: [Entry]]
    /// What is before a person, as the hub has it.
    let contested: [ContestRow]
    let acknowledged: [Acknowledged]
    /// Dossiers whose applicant was erased.
    let erased: Set<String>

    /// Keys that went with a hub's store come back from wards, as far as one had them.
    let isHubBack: Bool

    package init(
        hub: Site, wards: [Site], acknowledged: [Acknowledged], erased: Set<String> = [], isHubBack: Bool = false
    ) throws {
        self.hub = hub
        self.wards = wards
        read = try Dictionary(([hub] + wards).map { ($0.name, try Checkers.entries($0)) }, uniquingKeysWith: { one, _ in one })
        contested = try hub.office.database.read { try ContestBook.items(of: nil, limit: 5000, $0) }
        self.acknowledged = acknowledged
        self.erased = erased
        self.isHubBack = isHubBack
    }

    private var sites: [Site] { [hub] + wards }

    package func all() throws -> [Violation] {
        try acknowledgedIsThere() + copiesAreEqual() + formerHomesAreFenced() + oneCustodian() + projectionsAreReplays()
            + numbersAreUnique()
            + rightsWereHeld() + wardsKnowTheirOwn() + nothingIsParkedUnsaid() + erasedIsErased()
            + filesFollow() + bookNumbersAreUnique() + directivesAreHeard()
    }

    func entries(_ site: Site) -> [Entry] { read[site.name] ?? [] }

    private static func entries(_ site: Site) throws -> [Entry] {
        var entries: [Entry] = []
        try site.office.database.read { tx in
            for unit in try LedgerReader.units(tx) {
                try LedgerReader.forEach(in: unit, tx) { entries.append($0) }
            }
        }
        return entries
    }

    /// 1: an acknowledged fact is at the hub, or visibly before a person.
    private func acknowledgedIsThere() throws -> [Violation] {
        // A client knows its key, not what the office made of it behind the `#`.
        let commands = Set(entries(hub).flatMap { [$0.command, String($0.command.prefix { $0 != "#" })] })
        // A branch is where a machine keeps what it took back: before a person is only what an item names.
        let said = places
        var besides: Set<String> = []
        for site in sites {
            try site.office.database.read { tx in
                for table in ["parked_entry", "branch_entry"] {
                    for row in try tx.rows("SELECT entry, unit, epoch, seq FROM \(table)")
                    where table == "parked_entry" || said.contains(Entry.Place(unit: row.text(1), epoch: row.int(2), seq: row.int(3))) {
                        if let command = try JSON.parse(row.text(0))["command"]?.string {
                            besides.insert(command)
                        }
                    }
                }
            }
        }
        return acknowledged.filter {
            !$0.isExcused && !commands.contains($0.command) && !besides.contains($0.command)
        }.prefix(3).map {
            Violation(
                checker: "acknowledged fact lost",
                what: "\($0.command) about \($0.number) done at \(sites[$0.site].name)")
        }
    }

    private func line(of unit: String, _ site: Site) throws -> [Entry] {
        try site.office.database.read { tx in
            var line: [Entry] = []
            guard let head = try LedgerReader.head(of: unit, tx) else { return [] }
            try LedgerReader.forEach(in: unit, after: 0, upTo: head.seq, tx) { line.append($0) }
            return line
        }
    }

    /// 2: the hub's copy of a ward's ledger is the ward's, byte for byte; entries of a line that ended stand beside it.
    private func copiesAreEqual() throws -> [Violation] {
        var found: [Violation] = []
        for ward in wards {
            guard let unit = ward.unit, ward.office.isHome(of: unit) else { continue }
            let (own, copy) = try (line(of: unit, ward), line(of: unit, hub))
            // What was erased has lost its seal at one side or both.
            let (a, b) = (own.map(\.hash), copy.map(\.hash))
            if a != b {
                let place =
                    zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset
                    ?? min(a.count, b.count)
                found.append(
                    Violation(
                        checker: "copies differ",
                        what:
                            "\(unit) at entry \(place + 1): \(a.count) at \(ward.name), \(b.count) at the hub"
                    ))
            }
        }
        return found
    }

    /// 1: behind the place where a ledger was taken over nothing of its old home stands in the line that goes on. What stands
    /// beside it, of a line that a backup cut off, the hub itself had signed before; what it took in while it did not know of the
    /// take-over is before a person.
    private func formerHomesAreFenced() throws -> [Violation] {
        let said = places
        return try hub.office.directory.homes.values.sorted { $0.unit < $1.unit }.compactMap { home in
            let entry = try line(of: home.unit, hub).first {
                $0.seq > home.after && $0.epoch < home.epoch && !said.contains($0.place)
            }
            return entry.map {
                Violation(
                    checker: "fence",
                    what: "\($0.place) of \($0.site) counts, though \(home.site) took over after \(home.after)")
            }
        }
    }

    /// 3: at most one unit has a dossier, and all who know it say the same.
    private func oneCustodian() throws -> [Violation] {
        var found: [Violation] = []
        // A site that has lost its ledger is told nothing more.
        for ward in wards where ward.unit.map({ ward.office.isHome(of: $0) }) ?? false {
            for number in try numbers(ward) {
                guard let here = try dossier(number, ward), let there = try dossier(number, hub) else {
                    found.append(
                        Violation(
                            checker: "custody", what: "\(number) is known to \(ward.name) and not to the hub")
                    )
                    continue
                }
                if told(here) != told(there) {
                    found.append(
                        Violation(
                            checker: "custody",
                            what: "\(number) is \(told(here)) at \(ward.name), \(told(there)) at the hub"))
                }
            }
        }
        return Array(found.prefix(3))
    }

    /// Where it is, how it stands, when it is due.
    private func told(_ dossier: Dossier) -> String {
        "with \(dossier.custody.unit) → \(dossier.custody.inTransitTo ?? "-") (\(dossier.state), version \(dossier.version), "
            + "due \(dossier.clock.due?.description ?? "-"))"
    }

    private func numbers(_ site: Site) throws -> [String] {
        try site.office.database.read {
            try $0.rows("SELECT number FROM dossier ORDER BY number").map { $0.text(0) }
        }
    }
    private func dossier(_ number: String, _ site: Site) throws -> Dossier? {
        try site.office.database.read {
            try Folding.dossier(try LedgerReader.entries(about: number, $0), keys: nil)
        }
    }

    /// 4: replay gives the projections, chains and proofs hold.
    private func projectionsAreReplays() throws -> [Violation] {
        var found: [Violation] = []
        for site in sites {
            let findings = try site.office.verify().findings
            guard !findings.isEmpty else { continue }
            // What differs, for the report: the rows as they stand against those that the ledgers give.
            let before = try dossierRows(site)
            try site.office.rebuild()
            let after = try dossierRows(site)
            let number = before.keys.sorted().first { before[$0] != after[$0] }
            let rows = number.map { " · stood: \(before[$0] ?? "") · should: \(after[$0] ?? "")" } ?? ""
            found += findings.prefix(2).map { Violation(checker: "replay", what: "\(site.name): \($0)\(rows)") }
        }
        return found
    }

    private func dossierRows(_ site: Site) throws -> [String: String] {
        try site.office.database.read { tx in
            Dictionary(
                try tx.rows("SELECT * FROM dossier").map { row in
                    (row.text(0), row.values.map { "\($0)" }.joined(separator: "|"))
                }, uniquingKeysWith: { a, _ in a })
        }
    }

    /// 5: a number belongs to one dossier.
    private func numbersAreUnique() -> [Violation] {
        var commands: [String: Set<String>] = [:]
        // Also of a machine that burnt with what it had not sent: somebody holds the receipt.
        for intake in acknowledged where intake.isIntake && !intake.isUnheard {
            commands[intake.number, default: []].insert(intake.command)
        }
        var beginnings: [String: Set<String>] = [:]
        for entry in entries(hub) where entry.kind == "DossierReceived" {
            beginnings[entry.subject, default: []].insert(entry.command)
        }
        let twice = beginnings.filter { $0.value.count > 1 }.keys.sorted()
        // Two people were told the same number: lawful only after a machine went back unnoticed, and then before a person.
        let said = Set(contested.map(\.fact.about))
        let told = commands.filter { $0.value.count > 1 && !said.contains($0.key) }.keys.sorted()
        return twice.prefix(2).map {
            Violation(checker: "number used twice", what: "\($0) begins two dossiers at the hub")
        }
            + told.prefix(2).map {
                Violation(
                    checker: "number used twice", what: "\($0) was told to two people and nobody is asked")
            }
    }

    /// Acts that belong to some roles only, written out by hand: a slip in the program's own table is seen by this one.
    private static let reserved: [String: Set<Role>] = [
        "DossierReceived": [.counter], "DossierAccepted": [.counter], "ResultReturned": [.counter],
        "DossierRefused": [.counter, .leader], "DossierWithdrawn": [.counter, .leader], "DossierClosed": [.counter, .leader],
        "DossierDecided": [.leader], "DossierReopened": [.leader], "Rescheduled": [.leader],
        "HolderAssigned": [.officer, .leader], "OpinionRequested": [.officer, .leader],
        "DossierSuspended": [.officer, .leader], "DossierResumed": [.officer, .leader],
    ]

    private func suits(_ grant: Grant, _ entry: Entry) -> Bool {
        let isFit = Checkers.reserved[entry.kind]?.contains(grant.role) ?? true
        return grant.unit == Directory.city || grant.unit == entry.unit && isFit
    }

    /// 7: who acted had the right for it then, or a person is asked about it.
    private func rightsWereHeld() throws -> [Violation] {
        let directory = hub.office.directory
        let asked = Set(contested.filter { $0.fact.kind == .rightWithdrawn }.flatMap(\.fact.one).compactMap { Entry.Place($0) })
        return try entries(hub).filter { entry in
            guard entry.actor.contains("@"), EntryCoding.known(entry.kind) != nil,
                directory.homes[entry.unit] != nil
            else { return false }
            let held = directory.grants(of: entry.actor, at: Instant(milliseconds: entry.at)).contains { suits($0, entry) }
            return try !held && !wasHeldAsKnown(entry) && !asked.contains(entry.place)
                && entry.site != hub.name
        }.prefix(2).map {
            Violation(
                checker: "right",
                what:
                    "\($0.kind) of \($0.actor) in \($0.place) without a right, and nobody is asked"
            )
        }
    }

    /// Whether the actor held a right as far as the hub knew when the entry came: a clock that is ahead makes an act look
    /// later than the end, still to come, of the right under which it was lawful.
    private func wasHeldAsKnown(_ entry: Entry) throws -> Bool {
        let known = try hub.office.database.read { tx in
            try tx.rows(
                """
                SELECT r.kind, r.facts FROM entry e JOIN entry r ON r.subject = $1 AND r.position < e.position
                WHERE e.unit = $2 AND e.epoch = $3 AND e.seq = $4 AND r.kind IN ('RightGranted', 'RightEnded') ORDER BY r.position
                """,
                [.text("user:\(entry.actor)"), .text(entry.unit), .integer(entry.epoch), .integer(entry.seq)]
            ).map { try OfficeFact(kind: $0.text(0), facts: try JSON.parse($0.text(1))) }
        }
        var grants: [String: Grant] = [:]
        for fact in known {
            switch fact {
            case .rightGranted(let right)?: grants[right.id] = right.grant
            case .rightEnded(let end)?: grants[end.id]?.to = end.at
            default: break
            }
        }
        return grants.values.contains {
            $0.holds(at: Instant(milliseconds: entry.at)) && suits($0, entry)
        }
    }

    /// 8: a ward's store has nothing about dossiers in which its unit has no hand, by its own entries or by the hub's: a fenced
    /// machine puts its own aside, and what it was told about them stays.
    private func wardsKnowTheirOwn() throws -> [Violation] {
        func hands(in site: Site) -> [String: Set<String>] {
            entries(site).reduce(into: [:]) { hands, entry in
                hands[entry.subject, default: []].formUnion([entry.unit] + [entry.addressee].compactMap { $0 })
            }
        }
        var found: [Violation] = []
        let city = hands(in: hub)
        for ward in wards {
            guard let unit = ward.unit else { continue }
            let own = hands(in: ward)
            // An erasure is told to whoever held the key.
            for entry in entries(ward)
            where EntryCoding.known(entry.kind) != nil && entry.kind != "PersonErased"
                && own[entry.subject]?.contains(unit) != true && city[entry.subject]?.contains(unit) != true {
                found.append(
                    Violation(
                        checker: "leak",
                        what: "\(ward.name) holds \(entry.kind) about \(entry.subject) of \(entry.unit)"))
                break
            }
        }
        return found
    }

    /// 9: what is parked after healing is before a person.
    private func nothingIsParkedUnsaid() throws -> [Violation] {
        let said = places
        var found: [Violation] = []
        for site in sites {
            try site.office.database.read { tx in
                for row in try tx.rows(
                    "SELECT unit, epoch, seq, reason FROM parked_entry ORDER BY unit, epoch, seq")
                {
                    let place = Entry.Place(unit: row.text(0), epoch: row.int(1), seq: row.int(2))
                    if !said.contains(place) {
                        found.append(
                            Violation(checker: "parked", what: "\(place) at \(site.name): \(row.text(3))"))
                    }
                }
            }
        }
        return Array(found.prefix(2))
    }

    /// The entries that contested items name.
    private var places: Set<Entry.Place> { Set(contested.flatMap(\.fact.one).compactMap { Entry.Place($0) }) }

    /// An erased person's key is nowhere.
    private func erasedIsErased() throws -> [Violation] {
        var found: [Violation] = []
        for number in erased.sorted() {
            for site in sites where try site.office.keys.export(number, .applicant) != nil {
                found.append(
                    Violation(checker: "erased", what: "\(site.name) still has the key of \(number)"))
            }
        }
        return Array(found.prefix(2))
    }
}
