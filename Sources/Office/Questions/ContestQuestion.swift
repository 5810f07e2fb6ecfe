// ContestQuestion.swift: contested items with what the entries say that they name, so that a person can decide.
//
// Facts only: nothing that is sealed of a citizen is opened. The one thing opened is the reason of a decision, for those who
// might have taken it. An entry may be in the ledger, kept beside it, carried in the item alone, or not at this site at all;
// where it is, is said of each.

package import Casework
package import Ledger
package import Storage
import Sync

/// An entry that a contested item names, and what it says.
package struct ContestEntry: Sendable {
    package enum Side: String, Sendable { case one, other }
    package enum Standing: String, Sendable {
        /// Taken in here.
        case ledger
        /// Kept aside here, not in the accepted line.
        case parked
        /// In a branch here: taken out of the accepted line, or entered again in it at another place.
        case branch
        /// Only what the item itself carries of it.
        case carried
        /// Not at this site.
        case absent
    }
    package struct Said: Sendable {
        package var kind: String
        package var vi: String
        package var en: String
        package var unit: String
        package var actor: String
        package var actorName: String
        package var at: Instant
        /// The unit that it is addressed to.
        package var to: String?
        /// What of the facts is worth a line.
        package var text: String?
        package var facts: JSON
    }

    package var side: Side
    /// `unit/epoch/seq`, as the item says it.
    package var place: String
    package var standing: Standing
    /// Nil where it is absent.
    package var said: Said?
}

package struct ContestView: Sendable {
    package var item: ContestRow
    package var entries: [ContestEntry]
    /// How many keys the item names among the entries of its first side, which say nothing to a person and are not in `entries`.
    package var keys: Int
    /// How many more the item names.
    package var further: Int
    /// Numbers of dossiers that stand on the other side.
    package var dossiers: [String]
    /// Those of the named dossiers that are here to be opened; one that only a kept entry begins is not.
    package var openable: Set<String>
    package var mayDecide: Bool
    /// Why it was decided so; nil where nothing is decided, the reader may not decide, or the words cannot be opened here.
    package var reason: String?
}

package enum ContestQuestion {
    /// Most entries of a side that are shown.
    package static let shown = 20

    /// The items that the caller may see, the undecided first, the newest first among them.
    /// - Parameters:
    ///   - subject: only what is about this dossier, user or calendar; nil = everything.
    ///   - cursor: where an earlier page ended.
    package static func ask(
        about subject: String? = nil, after cursor: String?, limit: Int, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> Page<ContestView> {
        let units = try NetworkQuestion.seen(by: caller)
        let page = try ContestBook.page(of: units, about: subject, after: cursor, limit: limit, tx)
        let named = Set(page.items.flatMap { places(of: $0.fact) })
        let found = try LedgerReader.found(at: named.sorted(), tx)
        let legible = page.items.filter { $0.decision != nil && mayDecide($0.fact.unit, caller) }
        let decisions = try LedgerReader.entries(
            of: "ContestDecided", about: legible.map { ContestBook.prefix + $0.id }, tx)
        let views = try page.items.map { item -> ContestView in
            let deciding = decisions[ContestBook.prefix + item.id].flatMap { ContestBook.deciding($0, of: item.fact.unit) }
            let all = try entries(of: item.fact, found, office.directory, tx)
            return ContestView(
                item: item, entries: all.filter { $0.said?.kind != KeyGrant.kind },
                keys: all.count { $0.side == .one && $0.said?.kind == KeyGrant.kind },
                further: [item.fact.one, others(item.fact)].reduce(0) { $0 + max(0, $1.count - shown) },
                dossiers: item.fact.other.filter { DossierNumber($0) != nil },
                openable: Set(
                    try ([item.fact.about] + item.fact.other).filter {
                        try DossierNumber($0) != nil && tx.row("SELECT 1 FROM dossier WHERE number = $1", [.text($0)]) != nil
                    }),
                mayDecide: mayDecide(item.fact.unit, caller),
                reason: try deciding.flatMap { try SealedPerson.open($0, keys: office.keys)?.text })
        }
        return Page(items: views, next: page.next)
    }

    /// How many nobody has decided about one dossier, of those that the caller may see.
    package static func open(about number: String, caller: Caller, _ tx: any Transaction) throws -> Int64 {
        if caller.seesCity { return try ContestBook.open(of: nil, about: number, tx) }
        let led = caller.grants.filter { $0.role == .leader }.map(\.unit)
        return led.isEmpty ? 0 : try ContestBook.open(of: led, about: number, tx)
    }

    /// Whether `decideContest` would take a decision of this caller.
    static func mayDecide(_ unit: String, _ caller: Caller) -> Bool {
        caller.administersCity || caller.has(.city) || caller.grants.contains { $0.role == .leader && $0.unit == unit }
    }

    // MARK: the entries

    /// The places on the other side; a dossier may stand there too.
    private static func others(_ fact: ItemContested) -> [String] { fact.other.filter { DossierNumber($0) == nil } }

    /// Of the entries that are shown.
    private static func places(of fact: ItemContested) -> [Entry.Place] {
        (Array(fact.one.prefix(shown)) + Array(others(fact).prefix(shown))).compactMap { Entry.Place($0) }
    }

    private static func entries(
        of fact: ItemContested, _ found: [Entry.Place: [LedgerReader.Found]], _ directory: Directory, _ tx: any Transaction
    ) throws -> [ContestEntry] {
        let carried = carried(fact)
        // What was written beside the line is meant, not what may stand at the same place in it.
        let isBeside = fact.kind == .oldBackup || fact.kind == .oldHome && fact.proposal != .stands
        var entries: [ContestEntry] = []
        for text in fact.one.prefix(shown) {
            let place = Entry.Place(text)
            let here = place.flatMap { found[$0] } ?? []
            entries.append(entry(.one, text, chosen(here, place.flatMap { carried[$0] }, isBeside: isBeside), directory))
        }
        for text in others(fact).prefix(shown) {
            let place = Entry.Place(text)
            var here = place.flatMap { found[$0] } ?? []
            // A backup's other side is named by its place in the line, in whatever epoch that came to be written.
            if here.isEmpty, fact.kind == .oldBackup, let place,
                let entry = try LedgerReader.entry(of: place.unit, seq: place.seq, tx)
            {
                here = [LedgerReader.Found(part: .taken, entry: entry)]
            }
            entries.append(entry(.other, text, chosen(here, nil, isBeside: false), directory))
        }
        return entries
    }

    /// What the item carries, by place. What cannot be read is as if it were not carried.
    private static func carried(_ fact: ItemContested) -> [Entry.Place: Entry] {
        var carried: [Entry.Place: Entry] = [:]
        for text in fact.kept {
            do {
                let entry = try Entry(carried: try JSON.parse(text))
                carried[entry.place] = entry
            } catch { continue }
        }
        return carried
    }

    private static func chosen(
        _ here: [LedgerReader.Found], _ carried: Entry?, isBeside: Bool
    ) -> (entry: Entry, standing: ContestEntry.Standing)? {
        let order: [LedgerReader.Part] = isBeside ? [.parked, .branch] : [.taken, .parked, .branch]
        if let carried {
            let same = here.filter { $0.entry.hash == carried.hash }
            let part = order.first { part in same.contains { $0.part == part } }
            return (carried, part.map { standing($0) } ?? .carried)
        }
        for part in order {
            if let one = here.first(where: { $0.part == part }) { return (one.entry, standing(part)) }
        }
        return nil
    }

    private static func standing(_ part: LedgerReader.Part) -> ContestEntry.Standing {
        switch part {
        case .taken: .ledger
        case .parked: .parked
        case .branch: .branch
        }
    }

    private static func entry(
        _ side: ContestEntry.Side, _ place: String, _ chosen: (entry: Entry, standing: ContestEntry.Standing)?,
        _ directory: Directory
    ) -> ContestEntry {
        guard let chosen else { return ContestEntry(side: side, place: place, standing: .absent, said: nil) }
        return ContestEntry(side: side, place: place, standing: chosen.standing, said: said(chosen.entry, directory))
    }

    // MARK: what an entry says

    private static func said(_ entry: Entry, _ directory: Directory) -> ContestEntry.Said {
        var title = EntryTitle.of(entry.kind)
        var text: String?
        do {
            if let fact = try EntryCoding.fact(of: entry) {
                text = words(fact, directory)
            } else if OfficeFact.kinds.contains(entry.kind), let fact = try OfficeFact(kind: entry.kind, facts: entry.facts) {
                title = HouseWords(directory).words(fact)
            }
        } catch {
            // What was kept aside may be what nobody can read: its facts are shown as they came.
            text = nil
        }
        return ContestEntry.Said(
            kind: entry.kind, vi: title.vi, en: title.en, unit: entry.unit, actor: entry.actor,
            actorName: DossierQuestion.name(entry.actor, directory), at: Instant(milliseconds: entry.at),
            to: entry.addressee, text: text, facts: entry.facts)
    }

    private static func words(_ fact: DossierFact, _ directory: Directory) -> String? {
        func person(_ user: String?, _ division: String?) -> String? {
            let parts = [user.map { DossierQuestion.name($0, directory) }, division].compactMap { $0 }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }
        switch fact {
        case .received(let f): return directory.procedureNames[f.procedure]?.name ?? f.procedure
        case .holderAssigned(let f): return person(f.user, f.division)
        case .passed(let f): return person(f.user, f.division)
        case .decided(let f):
            let outcome = f.outcome == .approve ? "Chấp thuận" : "Không chấp thuận"
            return [outcome, DossierQuestion.detail(fact)].compactMap { $0 }.joined(separator: ". ")
        default: return DossierQuestion.detail(fact)
        }
    }
}
