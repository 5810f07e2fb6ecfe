// Work+Receiving.swift: entries of other sites: taken in, folded, answered; what does not fit is kept aside and said.
//
// Order and repetition do not matter: a whole ledger waits for what is missing (parked), a selection is proven entry by
// entry. All entries of one call are stored first, then each subject is folded once, then the offices addressed here answer.

package import Casework
package import Ledger
import Oversight
import Storage
import Sync

extension Work {
    /// Also where a home was moved earlier in this transaction: from then on nothing is written in its ledger here.
    func isHome(of unit: String) -> Bool { office.isHome(of: unit, house) }

    /// - Throws: when the unit's ledger is written at another site.
    func requireHome(_ unit: String) throws {
        guard !isHome(of: unit) else { return }
        let home = directory.homes[unit]?.site
        throw Refusal.notAtHome(directory.unit(unit)?.name ?? unit, site: home == office.upstream?.hub.site ? nil : home)
    }

    /// Takes in entries of other sites, in any order and any number of times.
    /// - Parameters:
    ///   - site: who sent them; nil = a trusted hand (the hub, a test).
    ///   - parking: false where what does not fit is asked for again from further back.
    /// - Returns: what became of each.
    @discardableResult
    package func receive(
        _ entries: [Entry], now: Instant, from site: String? = nil, parking: Bool = true
    ) throws -> [Arrival] {
        var taken: [Entry] = []
        var fenced: (entries: [Entry], epoch: Int64) = ([], 0)
        var forked: Set<String> = []
        let kept = try Set(entries.map(\.unit)).filter { try LedgerWriter.hasForks($0, tx) }
        let arrivals = try entries.map { entry in
            if let site, let why = try notTheirs(entry, site) {
                try writer.park(entry, reason: why)
                try contest(
                    ItemContested(
                        kind: .notTheirs, unit: entry.unit, site: site, about: entry.subject,
                        happenedAt: Instant(milliseconds: entry.at), one: ["\(entry.place)"], proposal: .setAside, detail: "1"),
                    id: "not-theirs-\(entry.hash.hex.prefix(16))", now: now)
                return Arrival.refused(why)
            }
            if site != nil, forked.contains(entry.unit) { return .fork(at: entry.seq) }
            let arrival = try writer.receive(entry)
            switch arrival {
            case .appended:
                taken.append(entry)
                if kept.contains(entry.unit) { try writer.unpark(entry) }
                var last = entry
                while let next = try writer.parked(after: last), try writer.receive(next) == .appended {
                    try writer.unpark(next)
                    taken.append(next)
                    last = next
                }
            case .known: if kept.contains(entry.unit) { try writer.unpark(entry) }
            case .gap where !parking: break
            case .gap(let expected): try writer.park(entry, reason: "gap: \(expected) is missing")
            // A home that has another line than we know keeps it, looks back and comes again: nothing was acknowledged.
            case .fork where site != nil, .occupied where site != nil: forked.insert(entry.unit)
            case .fork where !parking, .occupied where !parking: break
            case .fork, .occupied: try writer.park(entry, reason: "fork")
            case .fenced where !parking: break
            case .fenced(let epoch):
                if site == nil { try writer.park(entry, reason: "fenced by epoch \(epoch)") }
                fenced = (fenced.entries + [entry], epoch)
            case .refused(let why): try writer.park(entry, reason: why)
            }
            return arrival
        }
        for unit in Set(taken.map(\.unit)).sorted() { try writer.dropPassed(unit) }
        try arrived(taken, now: now, from: site)
        if let site { try contest(fenced: fenced.entries, from: site, epoch: fenced.epoch, now: now) }
        return arrivals
    }

    /// Takes in proven entries of ledgers that are not here whole.
    func receive(
        _ selected: [SelectedEntry], witnesses: [String: Checkpoint], now: Instant
    ) throws -> [Arrival] {
        var taken: [Entry] = []
        let forked = try Set(selected.map(\.entry.unit)).filter { try LedgerWriter.hasForks($0, tx) }
        let arrivals = try selected.map { item in
            // Another home wrote it, of which we have not heard: a stick that was read too early. It comes again.
            if item.witness == nil, isHome(of: item.entry.unit) {
                return Arrival.refused("the ledger of “\(item.entry.unit)” is written here")
            }
            guard let witness = item.witness ?? witnesses[item.entry.unit] else {
                try writer.park(item.entry, reason: "no signed word about its ledger came with it")
                return Arrival.refused("no witness")
            }
            let arrival = try writer.receive(item.entry, path: item.path, witness: witness)
            switch arrival {
            case .appended:
                taken.append(item.entry)
                // Its place was taken before, by what has been taken out since.
                if forked.contains(item.entry.unit) { try writer.unpark(item.entry) }
            case .known: if forked.contains(item.entry.unit) { try writer.unpark(item.entry) }
            case .refused(let why): try writer.park(item.entry, reason: why)
            case .fork: try writer.park(item.entry, reason: "fork")
            default: break
            }
            return arrival
        }
        try arrived(taken, now: now, from: nil)
        return arrivals
    }

    /// Why a site may not send this; nil when it may. Rights and log-ins of people who serve elsewhere are not a ward's to
    /// touch, nor is the city's guidance its to give.
    private func notTheirs(_ entry: Entry, _ site: String) throws -> String? {
        if DeliveryBook.cityOnly.contains(entry.kind), house.unit(entry.unit)?.kind != .department {
            return "\(entry.kind) is for the city and its departments to say"
        }
        guard OfficeFact.kinds.contains(entry.kind) else { return nil }
        guard HouseProjection.isItsOwn(entry) else {
            return "\(entry.kind) is not for “\(entry.unit)” to say"
        }
        let user = entry.facts["user"]?.string ?? ""
        let held = house.rights[user] ?? []
        switch entry.kind {
        case "RightGranted":
            let id = entry.facts["id"]?.string
            let isTaken = house.rights.values.contains { $0.contains { $0.id == id && $0.grant.unit != entry.unit } }
            return isTaken ? "the right “\(id ?? "")” is another unit's" : nil
        case "RightEnded":
            let named = held.filter { $0.id == entry.facts["id"]?.string }
            return named.allSatisfy { $0.grant.unit == entry.unit } ? nil : "“\(user)” does not serve “\(entry.unit)”"
        case "AccountChanged", "AbsenceSet":
            let isTheirs = try held.isEmpty || AccountLetters.serves(user, site: site, [entry.unit], house, tx)
            return isTheirs ? nil : "“\(user)” does not serve “\(entry.unit)”"
        default: return nil
        }
    }

    // MARK: arrival

    func arrived(_ entries: [Entry], now: Instant, from site: String?) throws {
        guard !entries.isEmpty else { return }
        appended += entries.count
        lastNow = max(lastNow, now.milliseconds)
        for entry in entries where entry.kind == KeyGrant.kind {
            // The rows as they stand were written without the key.
            try noteOriginal(
                entry.subject, but: Set(entries.filter { $0.subject == entry.subject }.map(\.position)))
            try adoptKeys(entry)
        }
        // A key may have come before what it opens.
        for subject in Set(entries.filter { $0.sealed != nil && $0.kind != KeyGrant.kind }.map(\.subject)).sorted()
        where try lacksKey(of: subject, entries) {
            try noteOriginal(subject, but: Set(entries.filter { $0.subject == subject }.map(\.position)))
            for grant in try LedgerReader.entries(about: subject, tx) where grant.kind == KeyGrant.kind { try adoptKeys(grant) }
        }
        // A client's key has its one effect wherever it asks again.
        for entry in entries {
            if let (id, print) = CommandProjection.parse(entry.command) {
                try noteCommand(id, print, entry.subject)
            }
        }
        var subjects: [String] = []
        var new: [String: [Entry]] = [:]
        for entry in entries {
            if new[entry.subject] == nil { subjects.append(entry.subject) }
            new[entry.subject, default: []].append(entry)
        }
        var waited: [Entry] = []
        for subject in subjects {
            let wasLoaded = loaded[subject] != nil
            try arrived(new[subject] ?? [], about: subject, now: now)
            // Letters that were here before what they are about began are answered now.
            if !wasLoaded, begun.contains(subject), loaded[subject] != nil {
                waited += try unanswered(about: subject, but: new[subject] ?? [])
            }
        }
        for entry in entries { try examine(entry, from: site, now: now) }
        for entry in entries + waited { try answer(entry, now: now) }
        for entry in entries { try passKeysOn(entry, now: now) }
        for entry in entries where entry.kind == "CalendarAdopted" || entry.kind == "HoursSet" {
            try followCalendar(entry, now)
        }
    }

    /// A unit has another working time: dossiers here that go by it are reckoned again. What a unit at home here says itself was
    /// reckoned when it said so.
    private func followCalendar(_ entry: Entry, _ now: Instant) throws {
        guard let unit = entry.facts["unit"]?.string, entry.unit != unit || !isHome(of: unit) else { return }
        if entry.kind == "HoursSet" || isHome(of: unit) {
            // Hours have no version to be behind: what the directory said before these entries came is compared.
            _ = try recompute(
                unit, from: directory.office(unit), to: house.office(unit), version: house.calendarVersion(unit),
                old: directory.calendarVersion(unit), by: .system, command: Work.answering(entry), now: now)
            return
        }
        let numbers = try tx.rows(
            "SELECT number FROM dossier WHERE competent = $1 AND resolved_at IS NULL ORDER BY number",
            [.text(unit)]
        ).map { $0.text(0) }
        for number in numbers { try recomputeIfBehind(number, command: Work.answering(entry), now: now) }
    }

    /// Whether some of these entries about a subject is sealed with a key that is not here; another one may be, of a number given twice.
    private func lacksKey(of subject: String, _ entries: [Entry]) throws -> Bool {
        guard let known = try office.keys.export(subject, .applicant) else { return true }
        return entries.contains { $0.subject == subject && $0.seals(.applicant) && !$0.isOpened(by: known, .applicant) }
    }

    private func noteCommand(_ id: String, _ fingerprint: String, _ subject: String) throws {
        guard try tx.row("SELECT 1 FROM command WHERE id = $1", [.text(id)]) == nil else { return }
        try CommandProjection.write(id: id, fingerprint: fingerprint, subject: subject, tx)
    }

    private func unanswered(about subject: String, but new: [Entry]) throws -> [Entry] {
        let (all, new) = (try LedgerReader.entries(about: subject, tx), Set(new.map(\.position)))
        let answered = Set(all.map(\.command))
        return all.filter {
            $0.addressee != nil && !new.contains($0.position) && !answered.contains(Work.answering($0))
        }
    }

    private func arrived(_ entries: [Entry], about subject: String, now: Instant) throws {
        var dossierEntries: [Entry] = []
        var isSteering = false
        var isQueue = false
        for entry in entries {
            try CounterProjection.write(entry, tx)
            if CounterFact.kinds.contains(entry.kind) || entry.kind == ReconciliationSigned.kind { continue }
            if try HandOverListProjection.write(entry, tx) { continue }
            if ContestBook.kinds.contains(entry.kind) {
                try ContestBook.refold(subject, tx)
                announce("net:sites")
            } else if SteeringCoding.isKnown(entry.kind) {
                isSteering = true
            } else if OfficeFact.kinds.contains(entry.kind) {
                try houseArrived(entry)
            } else if QueueCoding.kinds.contains(entry.kind) {
                isQueue = true
                announce("queue:\(entry.unit)")
            } else {
                dossierEntries.append(entry)
            }
        }
        if isQueue { try QueueProjection.refold(subject, tx) }
        if isSteering { try steered(subject, new: Set(entries.map(\.position))) }
        // A key alone changes nothing but what can be read.
        if !dossierEntries.isEmpty { try dossierArrived(dossierEntries, subject) }
    }

    private func houseArrived(_ entry: Entry) throws {
        try HouseProjection.write(entry, tx)
        guard HouseProjection.isItsOwn(entry), let fact = try OfficeFact(kind: entry.kind, facts: entry.facts)
        else { return }
        tally.add(
            IndicatorHistory.tally(house: fact, command: entry.command, at: Instant(milliseconds: entry.at)))
        if case .homeAssigned(let home) = fact, home.site != office.site,
            house.homes[home.unit]?.site == office.site, !office.isHub
        {
            // Written behind the take-over, or on another line than the hub's before it (an old backup): both go to a person.
            let sure = try office.upstream.map { try SiteStore.sure(home.unit, $0.hub.site, tx) } ?? 0
            try SiteStore.set("lost \(home.unit)", String(min(home.after, sure)), tx)
        }
        houseFacts.append(fact)
        // Who watches a calendar on its way through the units sees it come back from a ward.
        if case .calendarAdopted = fact { announce("unit:\(Directory.city)") }
        if case .siteRegistered(let registered) = fact, let card = registered.card {
            try SiteStore.trust(card, tx)
        }
    }

    /// Takes in entries about a matter of steering.
    private func steered(_ subject: String, new: Set<Entry.Position>) throws {
        let entries = try LedgerReader.entries(about: subject, tx)
        tally.add(try SteeringTally.tally(entries.filter { !new.contains($0.position) }), times: -1)
        tally.add(try SteeringTally.tally(entries))
        guard let item = try SteeringBook.refold(subject, tx) else { return }
        for unit in Set([item.unit, item.responsible].compactMap { $0 } + item.parts.map(\.unit)).sorted() {
            announce("unit:\(unit)")
        }
        announce("matter:\(subject)")
    }

    /// Remembers how a dossier's rows stand in the store before new entries and keys change them.
    func noteOriginal(_ number: String, but new: Set<Entry.Position>) throws {
        guard original[number] == nil, !begun.contains(number) else { return }
        let before = try LedgerReader.entries(about: number, tx).filter { !new.contains($0.position) }
        if let old = try Folding.dossier(before, keys: office.keys) {
            original[number] = DossierProjection.rows(of: old, keys: office.keys, directory: directory)
        } else {
            begun.insert(number)
        }
    }

    func dossierArrived(_ new: [Entry], _ number: String) throws {
        let places = Set(new.map(\.position))
        try noteOriginal(number, but: places)
        let entries = try LedgerReader.entries(about: number, tx)
        let before = entries.filter { !places.contains($0.position) }
        // An entry of another site may lie before others that were counted: the counts that all give now take the place of
        // those without it.
        if counted[number] != nil || begun.contains(number), let known = loaded[number]?.dossier { recount(known) }
        tally.add(try IndicatorHistory.tally(before, directory), times: -1)
        tally.add(try IndicatorHistory.tally(entries, directory))
        counted[number] = try IndicatorHistory.counted(entries, directory)
        for entry in new {
            switch try EntryCoding.fact(of: entry) {
            case .received(let intake): try count(intake, isFormer: false, isNext: false)
            case .formerAdopted(let former): try count(former.intake, isFormer: true, isNext: false)
            default: break
            }
        }
        try erase(in: entries, new: new, number)
        guard let dossier = try Folding.dossier(entries, keys: office.keys) else { return }
        loaded[number] = remembered(dossier)
        touch(number)
    }

    /// Takes out what is left here of somebody whose erasure came, or what came of somebody who had been erased.
    private func erase(in entries: [Entry], new: [Entry], _ number: String) throws {
        for slot in try office.erased(in: entries, directory).sorted(by: { $0.rawValue < $1.rawValue }) {
            let isLeft = try new.contains { $0.sealed != nil || $0.kind == "PersonErased" } || office.keys.export(number, slot) != nil
            guard isLeft else { continue }
            erased.append((number, slot))
            try dropCiphertext(of: slot, number)
        }
    }

    /// The addressed office's answer, where it is at home here and nobody needs to decide.
    func answer(_ entry: Entry, now: Instant) throws {
        guard let to = entry.addressee, isHome(of: to), let fact = try EntryCoding.fact(of: entry),
            try dossier(entry.subject) != nil, try !isAnswered(entry)
        else { return }
        let occurrence = Occurrence(
            reference: EntryReference(entry.position), at: Instant(milliseconds: entry.at),
            actor: entry.actor,
            addressee: entry.addressee, answers: entry.answers.map { EntryReference($0) }, fact: fact,
            person: nil)
        let reaction: [Recorded]
        do { reaction = try follow(occurrence, about: entry.subject, isOwn: false, now: now) } catch let refusal as Refusal {
            // Asked for what cannot be done here, such as a procedure that nobody has published: a person answers.
            return try contest(
                ItemContested(
                    kind: .notTheirs, unit: to, site: entry.site, about: entry.subject, happenedAt: occurrence.at, one: ["\(entry.place)"],
                    proposal: .setAside, detail: refusal.slug), id: "unanswerable-\(entry.hash.hex.prefix(16))", now: now)
        }
        try record(reaction, by: .system, command: Work.answering(entry), now: now)
    }

    /// Whether the answer is here, from before this site went back to a backup.
    private func isAnswered(_ entry: Entry) throws -> Bool {
        try tx.row(
            "SELECT 1 FROM entry WHERE subject = $1 AND command = $2 LIMIT 1",
            [.text(entry.subject), .text(Work.answering(entry))]) != nil
    }

    static func answering(_ entry: Entry) -> String { "r:\(entry.hash.hex.prefix(16))" }
}

extension Refusal {
    /// - Parameter site: nil = the city's.
    package static func notAtHome(_ unit: String, site: String?) -> Refusal {
        Refusal(
            .conflict, "not-at-home",
            vi: "\(unit) đang làm việc tại máy chủ \(site.map { "riêng (\($0))" } ?? "thành phố"): hãy làm việc này tại đó.",
            en: "\(unit) works at \(site.map { "a site of its own (\($0))" } ?? "the city's site"): do this there.")
    }
}
