// Work+Contests.swift: noticing what is contested among entries that came from elsewhere, and deciding it.

package import Casework
import Crypto
import Ledger
import Storage
import Sync

extension Work {
    /// Looks at an entry of another site for what a person should see.
    func examine(_ entry: Entry, from site: String?, now: Instant) throws {
        let at = Instant(milliseconds: entry.at)
        // Rights and clocks are for the hub to judge: it knows when they ended.
        if let site, office.isHub {
            // An entry may be as old as it likes; from the future comes only what a wrong clock wrote.
            if at > now, let item = ItemContested.clockOff(of: site, unit: entry.unit, at: at, one: ["\(entry.place)"], now: now) {
                try contest(item.fact, id: office.alarm(item.name), now: now)
            }
            if try !hadRight(entry, at) { try contestRight(of: entry, from: site, now: now) }
        }
        switch try EntryCoding.fact(of: entry) {
        case .received(let intake)?: try filedTwice(intake, entry, now)
        case .withdrawalRequested?:
            guard let to = entry.addressee, isHome(of: to), let dossier = try dossier(entry.subject),
                !dossier.state.isWithdrawable,
                dossier.state != .withdrawn
            else { return }
            let decided = try LedgerReader.entries(about: entry.subject, tx).last {
                $0.kind == "DossierDecided" || $0.unit == to
            }
            try contest(
                ItemContested(
                    kind: .withdrawalCrossed, unit: to, site: site, about: entry.subject, happenedAt: at,
                    one: ["\(entry.place)"],
                    other: decided.map { ["\($0.place)"] } ?? [], proposal: .stands),
                id: "withdrawal-\(entry.hash.hex.prefix(16))", now: now)
        default: break
        }
        if entry.kind == "CalendarPublished" { try calendarCame(entry, now) }
        if entry.kind == "ContestDecided" { try carryOut(entry, now) }
    }

    /// An entry of another site came back to a hub that had lost it, and with it perhaps the question whether its actor had the right.
    /// Where no right of theirs is known at all, the news of it may still be on its way back.
    func examineAgain(_ entry: Entry, now: Instant) throws {
        let isKnown = house.rights[entry.actor]?.contains { $0.grant.unit == entry.unit } ?? false
        guard isKnown, try !hadRight(entry, Instant(milliseconds: entry.at)) else { return }
        try contestRight(of: entry, from: entry.site, now: now)
    }

    private func contestRight(of entry: Entry, from site: String, now: Instant) throws {
        try contest(
            ItemContested(
                kind: .rightWithdrawn, unit: entry.unit, site: site, about: entry.subject,
                happenedAt: Instant(milliseconds: entry.at), one: ["\(entry.place)"], proposal: .stands, detail: entry.actor),
            id: "right-\(entry.hash.hex.prefix(16))", now: now)
    }

    /// Whether the actor held the right that the act needs, at the unit, when the entry was written, as is known here now.
    private func hadRight(_ entry: Entry, _ at: Instant) throws -> Bool {
        guard entry.actor.contains("@") || house.rights[entry.actor] != nil else { return true }
        guard EntryCoding.known(entry.kind) != nil else { return true }
        // A lock of today says nothing about what was done before it.
        let held = house.grants(held: entry.actor, at: at)
        if held.contains(where: { $0.unit == Directory.city }) { return true }
        let roles = try EntryCoding.fact(of: entry)?.roles { try procedure(of: entry.subject) }
        return held.contains { $0.unit == entry.unit && (roles?.contains($0.role) ?? true) }
    }

    private func procedure(of number: String) throws -> Procedure? {
        guard let intake = try dossier(number)?.intake else { return nil }
        return house.procedure(intake.procedure, version: intake.procedureVersion)
    }

    /// The same citizen, the same procedure, two units, both open after all that came together was taken in: seen where the names
    /// can be read.
    private func filedTwice(_ intake: DossierReceived, _ entry: Entry, _ now: Instant) throws {
        guard let own = try dossier(entry.subject), own.resolvedAt == nil, let id = own.person.applicant?.idNumber, !id.isEmpty
        else { return }
        let token = office.keys.searchHash(id)
        let others = try tx.rows(
            """
            SELECT d.number, d.receiving FROM search_token t JOIN dossier d ON d.number = t.number
            WHERE t.token = $1 AND d.procedure = $2 AND d.resolved_at IS NULL AND d.receiving <> $3 ORDER BY d.number LIMIT 20
            """, [.text(token), .text(intake.procedure), .text(intake.receivingUnit)])
        // Their rows stand as they did before this transaction.
        guard let other = try others.first(where: { row in try dossier(row.text(0)).map { $0.resolvedAt == nil } ?? false }) else {
            return
        }
        // One question for a person, a procedure and two units, however many dossiers there are.
        let units = [other.text(1), intake.receivingUnit].sorted().joined(separator: " ")
        let name = Digest.of(Array("\(token) \(intake.procedure) \(units)".utf8)).hex.prefix(16)
        try contest(
            ItemContested(
                kind: .filedTwice, unit: intake.receivingUnit, site: nil, about: entry.subject,
                happenedAt: Instant(milliseconds: entry.at), one: ["\(entry.place)"], other: [other.text(0)], proposal: .stands),
            id: "twice-\(name)", now: now)
    }

    /// A ward adopts a published calendar by itself, unless it changes days that are past: then a person decides.
    private func calendarCame(_ entry: Entry, _ now: Instant) throws {
        guard !office.isHub,
            case .calendarPublished(let calendar)? = try OfficeFact(kind: entry.kind, facts: entry.facts)
        else { return }
        for unit in office.units(of: office.site) where isHome(of: unit) {
            guard let version = house.adopted[unit]?.calendar ?? house.adopted[Directory.city]?.calendar,
                version != calendar.version,
                let old = house.calendars[version]
            else { continue }
            let id = "calendar-\(calendar.version)-\(unit)"
            if let day = calendar.firstDifference(from: old), day < now.date,
                try ContestBook.item(id, tx)?.decision?.decision != .adopt
            {
                try contest(
                    ItemContested(
                        kind: .lateCalendar, unit: unit, site: nil, about: calendar.version,
                        happenedAt: Instant(milliseconds: entry.at), one: ["\(entry.place)"], proposal: .adopt,
                        detail: day.description), id: id, now: now)
            } else {
                try adoptHere(calendar, unit, command: Work.answering(entry), now)
            }
        }
    }

    /// A unit's ledger has become whole here: the newest calendar may have come before anything could be written in it.
    func adoptMissed(_ unit: String, now: Instant) throws {
        let current = house.calendarVersion(unit)
        let newer = house.calendars.keys.filter { WorkingCalendar.isVersion(current, before: $0) }
        guard isHome(of: unit), let newest = newer.max(by: { WorkingCalendar.isVersion($0, before: $1) }),
            let entry = try LedgerReader.entries(about: "calendar:\(newest)", tx).last(where: { $0.kind == "CalendarPublished" })
        else { return }
        try calendarCame(entry, now)
    }

    /// The city decided that a unit at home here goes by a calendar that came late: it adopts it now, unless it has gone further.
    private func carryOut(_ entry: Entry, _ now: Instant) throws {
        let id = String(entry.subject.dropFirst(ContestBook.prefix.count))
        guard entry.unit == Directory.city, let item = try ContestBook.item(id, tx), item.fact.kind == .lateCalendar,
            item.decision?.decision == .adopt, isHome(of: item.fact.unit), let calendar = house.calendars[item.fact.about],
            WorkingCalendar.isVersion(house.calendarVersion(item.fact.unit), before: calendar.version)
        else { return }
        try adoptHere(calendar, item.fact.unit, command: Work.answering(entry), now)
    }

    private func adoptHere(
        _ calendar: WorkingCalendar, _ unit: String, command: String, _ now: Instant
    ) throws {
        let city = Caller(
            user: Caller.system.user, name: Caller.system.name,
            grants: [Grant(role: .admin, unit: Directory.city, from: Instant(milliseconds: 0))])
        try adopt(
            calendar.version, switchedOff: house.switchedOff(unit, in: calendar), unit: unit, by: city,
            command: command, now: now)
    }

    /// Keeps what an old home wrote after it was taken over, and says so: one item for each thing that it is about.
    func contest(fenced entries: [Entry], from site: String, epoch: Int64, now: Instant) throws {
        // What has been said before is not said again.
        let entries = try entries.filter { try !writer.isKept($0) }
        var subjects: [String] = []
        for entry in entries {
            try writer.park(entry, reason: "fenced by epoch \(epoch)")
            if !subjects.contains(entry.subject) { subjects.append(entry.subject) }
        }
        for subject in subjects {
            let own = entries.filter { $0.subject == subject }
            guard let first = own.first else { continue }
            // The new home will need the keys to enter it again.
            for entry in own where entry.kind == KeyGrant.kind { try adoptKeys(entry, beside: own, refolding: true) }
            if let home = directory.homes[first.unit]?.site, home != office.site, let card = directory.sites[home]?.card {
                try grant(
                    [(home, card.agreement)], subject: subject, in: Directory.city, addressee: first.unit, command: "c:contest",
                    now: now)
            }
            try contest(
                ItemContested(
                    kind: .oldHome, unit: first.unit, site: site, about: subject,
                    happenedAt: Instant(milliseconds: first.at),
                    one: own.map(\.place.description), proposal: .adopt, kept: own.map { $0.carried.text }),
                id: "old-home-\(first.hash.hex.prefix(16))", now: now)
        }
    }

    /// Records a contested item, once.
    package func contest(_ fact: ItemContested, id: String, now: Instant) throws {
        guard try ContestBook.item(id, tx) == nil else { return }
        let ledger =
            isHome(of: fact.unit)
            ? fact.unit
            : office.isHub ? Directory.city : office.units(of: office.site).first { isHome(of: $0) }
        // A ward that may not write yet says it in its next round.
        guard let ledger else { return }
        try append(
            EntryDraft(
                unit: ledger, actor: Caller.system.user, subject: ContestBook.prefix + id,
                kind: "ItemContested", critical: false,
                command: "c:contest", addressee: ledger == fact.unit ? Directory.city : fact.unit,
                facts: try JSONCoding.encode(fact)), person: nil, now: now)
        try ContestBook.refold(ContestBook.prefix + id, tx)
        announce("net:sites")
        announce("unit:\(fact.unit)")
    }

    /// A person decides a contested item: a leader of the unit, or the city.
    package func decideContest(
        _ id: String, _ decision: ContestDecision, words: String, _ context: CommandContext
    ) throws {
        guard let item = try ContestBook.item(id, tx) else {
            throw Refusal(
                .notFound, "unknown-contest", vi: "Không có mục “\(id)”.", en: "There is no item “\(id)”.")
        }
        if try doneBefore(context) != nil { return }
        let unit = item.fact.unit
        let isLeader = context.caller.grants.contains { $0.role == .leader && $0.unit == unit }
        guard isLeader || context.caller.administersCity || context.caller.has(.city) else {
            throw Refusal.noRight("quyết định việc còn tranh chấp", "decide contested items", unit: unit)
        }
        guard item.decision == nil else {
            throw Refusal(
                .conflict, "contest-decided", vi: "Mục này đã được \(item.decidedBy ?? "") quyết định.",
                en: "This item has been decided by \(item.decidedBy ?? "").")
        }
        guard item.fact.decisions.contains(decision) else {
            throw Refusal.badValue(
                "decision", "Quyết định", vi: "không hợp với mục này", en: "does not fit this item")
        }
        let text = try Field("words", "Lý do", .longText, required: true).normalized(words)
        guard !text.isEmpty else { throw Refusal.missing("words", "Lý do") }
        let ledger = isHome(of: unit) ? unit : Directory.city
        try requireHome(ledger)
        if decision == .adopt { try adopt(item, context) }
        let first = try LedgerReader.entries(about: ContestBook.prefix + id, tx).first {
            $0.kind == "ItemContested"
        }
        try append(
            EntryDraft(
                unit: ledger, actor: context.caller.user, subject: ContestBook.prefix + id,
                kind: "ContestDecided", critical: false,
                command: context.command, addressee: ledger == unit ? Directory.city : unit,
                answers: first?.position,
                facts: try JSONCoding.encode(ContestDecided(decision: decision, decidedAt: context.now))),
            person: PersonalData(text: text), now: context.now)
        try note(context, subject: ContestBook.prefix + id)
        try ContestBook.refold(ContestBook.prefix + id, tx)
        announce("net:sites")
        announce("unit:\(unit)")
    }

    /// Carries out “adopt”: enters again what stood beside the accepted line, or adopts the calendar.
    private func adopt(_ item: ContestRow, _ context: CommandContext) throws {
        switch item.fact.kind {
        case .lateCalendar:
            // Decided at the hub, it is carried out where the unit is at home (`carryOut`).
            guard isHome(of: item.fact.unit), let calendar = house.calendars[item.fact.about] else { return }
            try adoptHere(calendar, item.fact.unit, command: context.keyless, context.now)
        case .oldHome, .oldBackup:
            try enterAgain(try branch(of: item), isByPerson: true, now: context.now)
        default: break
        }
    }
}

extension Refusal {
    package static let noDecision = Refusal.missing("decision", "Quyết định")
}

extension Office {
    /// The id of an item about what a site does, which that site cannot know and take before us.
    func alarm(_ name: String) -> String {
        "alarm-\(Digest.of(Array(keys.searchHash(name).utf8)).hex.prefix(16))"
    }
}

extension ItemContested {
    /// A clock that stands wrong by more than this is said (two minutes).
    static let skewMilliseconds: Int64 = 120_000

    /// The item about a site's clock, one for each of its days; nil where the clock is right enough, or the site writes nothing.
    static func clockOff(
        of site: String, unit: String?, at theirs: Instant, one: [String] = [], now: Instant
    ) -> (name: String, fact: ItemContested)? {
        let skew = theirs.milliseconds - now.milliseconds
        guard let unit, abs(skew) > skewMilliseconds else { return nil }
        let fact = ItemContested(
            kind: .clockOff, unit: unit, site: site, about: site, happenedAt: theirs, one: one, proposal: .stands,
            detail: "\(skew / 60_000)")
        return ("clock \(site) \(theirs.date)", fact)
    }
}
