// Work.swift: one transaction's worth of work: load, record, project.
//
// A group of commands shares one `Work`: heads are read once, dossiers stay folded, and `finish` writes heads and
// the dossiers' changed rows. Recording follows the chain of consequences: an addressed entry is answered by the
// receiver's office at once when that is at home here.

package import Casework
package import Ledger
import Oversight
package import Storage
import Synchronization

package final class Work {
    package let tx: any Transaction
    package let office: Office
    package let writer: LedgerWriter
    package let directory: Directory
    package let view: DirectoryView
    /// Changes of the house made here, applied to the directory after the commit.
    package var houseFacts: [OfficeFact] = []
    /// New names of people, applied to the directory after the commit.
    package private(set) var named: [String: String] = [:]
    /// The directory with what was changed earlier in this transaction; each fact is applied once.
    var house: Directory {
        guard !houseFacts.isEmpty || !named.isEmpty else { return directory }
        for fact in houseFacts[changed.facts...] { changed.house.apply(fact) }
        for (login, name) in named { changed.house.name(login, name) }
        changed.facts = houseFacts.count
        return changed.house
    }
    private lazy var changed = (house: directory, facts: 0)
    func name(_ login: String, _ name: String) { named[login] = name }
    /// Numbers of dossiers that changed.
    var touched: [String] = []
    /// What changed here, for the pages that are open: `dossier:<number>`, `unit:<code>`, `queue:<code>` …
    package private(set) var topics: Set<String> = []
    private var touchedOnce: Set<String> = []
    /// Entries appended so far; a refusal after this has moved must roll back.
    package var appended = 0
    /// Own entries among them.
    package private(set) var written = 0
    var loaded: [String: Office.RememberedDossier] = [:]
    /// Rows as they stand in the store, of dossiers changed here; none for those begun here.
    var original: [String: DossierRows] = [:]
    /// Dossiers whose rows may stand in the store without what a key opens that is here by now.
    var unnamed: Set<String> = []
    var begun: Set<String> = []
    /// Counts for indicators that change here, and where each changed dossier was counted when last looked at.
    var tally = IndicatorTally()
    var counted: [String: [Counted]] = [:]
    /// Units that handed something over here: their heads are signed with this transaction.
    private var handingOver: Set<String> = []
    private var counters: [String: Int] = [:]
    var lastNow: Int64 = 0
    /// Files that became a dossier's own here.
    private(set) var filed: [String] = []
    /// Persons whose erasure came from another site: their keys are destroyed after the commit.
    var erased: [(number: String, slot: PersonSlot)] = []

    init(_ tx: any Transaction, office: Office) throws {
        self.tx = tx
        self.office = office
        writer = try LedgerWriter(tx, signer: office.keys.signer, keepsInserted: office.isHub && !office.directory.sites.isEmpty)
        try office.catchUp(to: writer.position, tx)
        directory = office.directory
        view = DirectoryView(directory)
    }

    // MARK: loading

    /// The dossier as it stands in this transaction; nil when there is none.
    package func dossier(_ number: String) throws -> Dossier? {
        if let known = loaded[number] { return known.dossier }
        if let known = office.remembered.withLock({ $0[number] }) {
            loaded[number] = known
            return known.dossier
        }
        guard let dossier = try Folding.dossier(number, tx, keys: office.keys) else { return nil }
        loaded[number] = remembered(dossier)
        return dossier
    }

    /// The world around a dossier: its procedure as of intake, the working time of the unit whose clock it goes by.
    package func world(_ dossier: Dossier, now: Instant) throws -> World {
        try World(of: dossier, view, now: now)
    }

    func remembered(_ dossier: Dossier) -> Office.RememberedDossier {
        .init(
            dossier: dossier, rows: DossierProjection.rows(of: dossier, keys: office.keys, directory: directory),
            searched: dossier.person)
    }

    // MARK: recording

    /// Appends facts about dossiers, with everything that follows from them, and folds them in.
    package func record(_ facts: [Recorded], by caller: Caller, command: String, now: Instant) throws {
        var queue = facts
        var steps = 0
        while !queue.isEmpty {
            let next = queue.removeFirst()
            steps += 1
            precondition(steps < 1000, "consequences of one command end")
            let occurrence = try append(next, by: next.actor ?? caller.user, command: command, now: now)
            queue += try follow(occurrence, about: next.subject, now: now)
            // It may have been under way while its unit adopted another calendar.
            if case .takenOver = next.fact, !directory.sites.isEmpty {
                try recomputeIfBehind(next.subject, command: command, now: now)
            }
        }
    }

    private func append(
        _ recorded: Recorded, by actor: String, command: String, now: Instant
    ) throws -> Occurrence {
        let (kind, facts) = try EntryCoding.encode(recorded.fact)
        let draft = EntryDraft(
            unit: recorded.unit, actor: actor, subject: recorded.subject, kind: kind.name,
            critical: kind.critical,
            command: command, addressee: recorded.addressee, answers: recorded.answers?.position, facts: facts
        )
        try requireHome(recorded.unit)
        lastNow = max(lastNow, now.milliseconds)
        appended += 1
        written += 1
        let isNew = EntryCoding.beginnings.contains(kind.name)
        // Loaded before the entry is there: a fold from the store would count it twice.
        if !isNew, try dossier(recorded.subject) == nil { throw Refusal.unknownDossier(recorded.subject) }
        let entry = try writer.append(draft, now: now.milliseconds) { context in
            try recorded.person.flatMap {
                try SealedPerson.seal($0, context, keys: office.keys, isNew: isNew)
            }
        }
        try CounterProjection.write(entry, tx)
        if case .handedOver = recorded.fact { handingOver.insert(recorded.unit) }
        if case .paperFiled(let file) = recorded.fact { filed.append(file.file) }
        let occurrence = Occurrence(
            reference: EntryReference(entry.position), at: Instant(milliseconds: entry.at), actor: actor,
            addressee: recorded.addressee, answers: recorded.answers, fact: recorded.fact,
            person: recorded.person)
        if !directory.sites.isEmpty, let known = loaded[recorded.subject]?.dossier,
            try occurrence.at < known.lastAt || lacksCause(known, besides: 1)
        {
            // Another site's clock is ahead, or something here waits for what it answers, and this is behind it: the order that
            // all replay is not the order of writing here.
            try dossierArrived([entry], recorded.subject)
        } else {
            try fold(occurrence, into: recorded.subject)
        }
        try grantKeys(after: entry, isNew: isNew, now: now)
        try tell(occurrence, about: recorded.subject, now: now)
        return occurrence
    }

    /// Appends an entry about something that is no dossier; what is personal in it is sealed under the subject's key.
    func append(_ draft: EntryDraft, person: PersonalData?, now: Instant) throws {
        try requireHome(draft.unit)
        lastNow = max(lastNow, now.milliseconds)
        appended += 1
        written += 1
        let entry = try writer.append(draft, now: now.milliseconds) { context in
            try person.flatMap { try SealedPerson.seal($0, context, keys: office.keys, isNew: false) }
        }
        try CounterProjection.write(entry, tx)
        try grantKeys(after: entry, isNew: false, now: now)
    }

    /// Whether entries about a dossier are here that its fold left out until what they answer has come.
    /// - Parameter new: entries that are here and not folded yet.
    func lacksCause(_ dossier: Dossier, besides new: Int) throws -> Bool {
        let count = try tx.row(
            "SELECT count(*) FROM entry WHERE subject = $1 AND kind <> $2", [.text(dossier.number), .text(KeyGrant.kind)])
        return (count?.int(0) ?? 0) != Int64(dossier.version + new)
    }

    private func fold(_ occurrence: Occurrence, into number: String) throws {
        if var known = loaded[number]?.dossier {
            if !begun.contains(number), original[number] == nil {
                original[number] = loaded[number]?.rows
                counted[number] = loaded[number]?.rows.counted
            }
            // What a day knew is settled before the next one begins.
            if known.lastAt.date < occurrence.at.date { recount(known) }
            known.evolve(occurrence)
            loaded[number]?.dossier = known
        } else if let new = Dossier(occurrence) {
            loaded[number] = remembered(new)
            begun.insert(number)
            try count(new.intake, isFormer: new.former != nil)
        } else {
            preconditionFailure("the first entry about \(number) begins a dossier")
        }
        touch(number)
    }

    /// Counts something that is no dossier.
    func count(from old: [Counted], to new: [Counted], known at: Instant) { tally.change(from: old, to: new, known: at.date) }

    /// Counts a dossier for indicators as it stands, known since the day of its latest entry.
    func recount(_ dossier: Dossier) {
        guard office.keepsIndicators else { return }
        let now = DossierProjection.counted(dossier, directory)
        tally.change(from: counted[dossier.number] ?? [], to: now, known: dossier.lastAt.date)
        counted[dossier.number] = now
    }

    func touch(_ number: String) {
        if touchedOnce.insert(number).inserted { touched.append(number) }
    }

    /// Says that what stands under `topic` changed; open pages are told after the commit.
    package func announce(_ topic: String) { topics.insert(topic) }

    /// What the offices of this site do by themselves about an entry.
    /// - Parameter isOwn: false for one of another site: what follows from it there was recorded there.
    func follow(_ occurrence: Occurrence, about number: String, isOwn: Bool = true, now: Instant) throws -> [Recorded] {
        guard occurrence.addressee != nil || occurrence.fact.hasConsequences,
            let dossier = try dossier(number)
        else { return [] }
        let situation = Situation(dossier: dossier, caller: .system, world: try world(dossier, now: now))
        var next: [Recorded] = []
        if let to = occurrence.addressee, isHome(of: to),
            let reaction = situation.reaction(to: occurrence)
        {
            switch reaction {
            case .record(let facts): next += facts
            case .openChild(let part): next += try openChild(of: dossier, part, asked: occurrence, now: now)
            }
        }
        guard isOwn else { return next.filter { isHome(of: $0.unit) } }
        let parent = try dossier.intake.parent.flatMap { try self.dossier($0) }
        return next + situation.consequence(of: occurrence, parentCustodian: parent?.custody.unit)
    }

    private func openChild(
        of parent: Dossier, _ part: LinkedRequested, asked: Occurrence, now: Instant
    ) throws -> [Recorded] {
        guard
            let procedure = directory.procedure(part.procedure, on: now.date)
                ?? directory.procedures[part.procedure]?.first
        else { throw Refusal.unknownProcedure(part.procedure) }
        let numbering = try numbering(writer: part.body, competent: part.body, on: now.date)
        let world = World(now: now, procedure: procedure, unit: part.body, view)
        var facts = try Intake.child(of: parent, part: part, numbering: numbering, world: world)
        for i in facts.indices { facts[i].answers = asked.reference; facts[i].actor = Caller.system.user }
        return facts
    }

    // MARK: numbers

    /// The next number of `writer` in `competent`'s name on a day. Allotted when the entry is appended.
    package func numbering(writer: String, competent: String, on day: CivilDate) throws -> Numbering {
        guard let agency = directory.unit(competent), let unit = directory.unit(writer) else {
            throw Refusal.unknownUnit(competent)
        }
        let epoch = Int(try self.writer.head(of: writer).epoch)
        let foreign =
            writer == competent && epoch == 1
            ? nil : Numbering.Foreign(receiverIndex: unit.receiverIndex, epoch: epoch)
        let least = foreign == nil ? 0 : try leastSerial(on: day)
        let last = max(least, try lastSerial(agency.agencyCode, day, Numbering.series(foreign)))
        return Numbering(agencyCode: agency.agencyCode, foreign: foreign, serial: last + 1)
    }

    /// What a lost disk gave today after the backup may have been in this epoch too, without anybody having heard of it: on the
    /// day of a restore counters go on behind what it can have given, six numbers for each minute of the day.
    private func leastSerial(on day: CivilDate) throws -> Int {
        guard let said = try SiteStore.value("restored", tx), let at = Int64(said).map(Instant.init(milliseconds:)), at.date == day
        else { return 0 }
        return at.timeOfDay.minutes * 6
    }

    private func lastSerial(_ agency: String, _ day: CivilDate, _ series: Int) throws -> Int {
        if let known = counters["\(agency) \(day.dayNumber) \(series)"] { return known }
        return try tx.row(
            "SELECT last FROM number_counter WHERE agency = $1 AND day = $2 AND series = $3",
            [.text(agency), .integer(Int64(day.dayNumber)), .integer(Int64(series))]
        ).map { Int($0.int(0)) } ?? 0
    }

    /// A number of an old system may be of any form; where it is of ours, it must never be given again.
    /// - Parameter isNext: false where it was given elsewhere, and higher ones may be known already.
    func count(_ intake: DossierReceived, isFormer: Bool, isNext: Bool = true) throws {
        guard let number = DossierNumber(intake.number) else {
            precondition(isFormer, "\(intake.number) is a number")
            return
        }
        let last = isFormer || !isNext ? try lastSerial(number.agencyCode, number.date, intake.series) : 0
        counters["\(number.agencyCode) \(number.date.dayNumber) \(intake.series)"] = max(last, intake.serial)
    }

    // MARK: the house

    /// Appends facts about the house to `unit`'s ledger.
    package func record(
        _ facts: [OfficeFact], in unit: String, by actor: String, command: String, now: Instant
    ) throws {
        // Of a unit whose ledger is written elsewhere the city speaks in its own.
        let unit = isHome(of: unit) || !office.isHub ? unit : Directory.city
        try requireHome(unit)
        for fact in facts {
            let (kind, subject, json) = try fact.encoded()
            lastNow = max(lastNow, now.milliseconds)
            appended += 1
            written += 1
            let entry = try writer.append(
                EntryDraft(
                    unit: unit, actor: actor, subject: subject, kind: kind, command: command, facts: json),
                now: now.milliseconds)
            try HouseProjection.write(entry, tx)
            tally.add(IndicatorHistory.tally(house: fact, command: entry.command, at: Instant(milliseconds: entry.at)))
            houseFacts.append(fact)
        }
    }

    /// Appends an entry that is neither about a dossier nor about the house; its rows are the caller's to write.
    @discardableResult
    package func append(_ draft: EntryDraft, now: Instant) throws -> Entry {
        try requireHome(draft.unit)
        lastNow = max(lastNow, now.milliseconds)
        appended += 1
        written += 1
        return try writer.append(draft, now: now.milliseconds)
    }

    // MARK: the end

    /// Writes the rows of every dossier touched, counters, command ids and heads, and makes the keys durable.
    func finish() throws {
        for number in touched {
            guard var known = loaded[number] else { continue }
            let same = known.searched == known.dossier.person
            known.rows = DossierProjection.rows(
                of: known.dossier, keys: office.keys, directory: directory, known: same ? known.rows.tokens : nil,
                counting: office.keepsIndicators)
            known.searched = known.dossier.person
            tally.change(
                from: counted[number] ?? [], to: known.rows.counted, known: known.dossier.lastAt.date)
            try DossierProjection.write(known.rows, replacing: original[number], named: !unnamed.contains(number), tx)
            loaded[number] = known
            announce("dossier:\(number)")
            for row in known.rows.inbox + (original[number]?.inbox ?? []) { announce("unit:\(row.unit)") }
        }
        for (key, last) in counters.sorted(by: { $0.key < $1.key }) {
            let parts = key.split(separator: " ")
            try tx.execute(
                """
                INSERT INTO number_counter AS t (agency, day, series, last) VALUES ($1, $2, $3, $4)
                ON CONFLICT (agency, day, series) DO UPDATE SET last = excluded.last
                """,
                [
                    .text(String(parts[0])), .integer(Int64(parts[1]) ?? 0), .integer(Int64(parts[2]) ?? 0),
                    .integer(Int64(last)),
                ])
        }
        if !touched.isEmpty { announce("city:\(Directory.city)") }
        for unit in handingOver.sorted() { try writer.checkpoint(unit, now: lastNow) }
        try writer.checkpointDue(now: lastNow)
        try writer.finish()
        if office.isHub, !house.sites.isEmpty {
            try DeliveryBook.write(writer.inserted, erasures: try countingErasures(), house, own: office.site, tx)
        }
        if !tally.isEmpty { try IndicatorBook.write(tally, position: writer.position, tx) }
        for notice in Office.notices(topics) { try tx.notify(notice) }
        try office.keys.flush()
        for number in touched { if let known = loaded[number] { office.remember(number, known) } }
    }
}

/// The directory behind one reference, so that a world's look-ups share it instead of copying it.
package final class DirectoryView: Sendable {
    package let directory: Directory
    package init(_ directory: Directory) { self.directory = directory }
}

extension World {
    /// The world around a dossier.
    package init(of dossier: Dossier, _ directory: Directory, now: Instant) throws {
        try self.init(of: dossier, DirectoryView(directory), now: now)
    }

    package init(of dossier: Dossier, _ view: DirectoryView, now: Instant) throws {
        let known = view.directory.procedure(
            dossier.intake.procedure, version: dossier.intake.procedureVersion)
        guard let procedure = known else { throw Refusal.unknownProcedure(dossier.intake.procedure) }
        let unit = dossier.clock.clockUnit.isEmpty ? dossier.intake.competentAgency : dossier.clock.clockUnit
        self.init(now: now, procedure: procedure, unit: unit, view)
    }

    package init(now: Instant, procedure: Procedure, unit: String, _ view: DirectoryView) {
        self.init(
            now: now, procedure: procedure, office: view.directory.office(unit),
            calendar: view.directory.calendarVersion(unit), unitName: { view.directory.unit($0)?.name },
            staff: { view.directory.staff($0, at: now) },
            absent: { view.directory.absence(of: $0, at: now) })
    }
}
