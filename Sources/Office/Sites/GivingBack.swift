// GivingBack.swift: a hub that was put back from a backup gets from its wards what it had told them (decision 24).
//
// A ward keeps each entry of another site with its audit path and the hub's signed word. The hub takes in what carries its own
// signature, at the place that the entry had, beside the line that goes on. Asked for when a ward sees a new generation.

import Casework
import Ledger
import Storage
import Sync

// MARK: the ward's side

extension Office {
    /// Three things, one after the other; a place tells which, and how far in it.
    private enum Kept: Int64 {
        /// Chosen entries of ledgers that are written elsewhere.
        case chosen
        /// The line of ledgers that were written here, as far as the hub has signed it.
        case former
        /// What stands beside ledgers that were taken over.
        case beside

        static let span: Int64 = 1 << 40
        func place(_ offset: Int64) -> Int64 { rawValue * Kept.span + offset }
    }

    /// What is here of the hub's and others' ledgers and was told to the hub, or by it; the next stretch behind a place.
    func gather(after place: Int64, _ now: Instant) throws -> Courier.Input {
        guard let hub = upstream?.hub, let kept = Kept(rawValue: place / Kept.span) else { return .gathered([], beside: [], next: nil) }
        let offset = place % Kept.span
        return try database.read { tx in
            switch kept {
            case .chosen:
                let (entries, next) = try chosen(after: offset, hub.site, tx)
                return .gathered(entries, beside: [], next: next ?? Kept.former.place(0))
            case .former:
                let (entries, next) = try former(from: offset, hub.site, tx)
                return .gathered(entries, beside: [], next: next.map { Kept.former.place($0) } ?? Kept.beside.place(0))
            case .beside:
                let rows = try tx.rows(
                    "SELECT unit, entry, sealed FROM branch_entry ORDER BY unit, epoch, seq, hash LIMIT \(Office.stretchEntries) OFFSET $1",
                    [.integer(offset)])
                var (beside, bytes, read) = ([Entry](), 0, 0)
                for row in rows where bytes <= Office.stretchBytes {
                    read += 1
                    guard !isHome(of: row.text(0)) else { continue }
                    bytes += row.text(1).utf8.count + (row.optionalBlob(2)?.count ?? 0)
                    if let entry = Entry(exported: try JSON.parse(row.text(1)), sealed: row.optionalBlob(2)) { beside.append(entry) }
                }
                let isLast = read == rows.count && rows.count < Office.stretchEntries
                return .gathered([], beside: beside, next: isLast ? nil : Kept.beside.place(offset + Int64(read)))
            }
        }
    }

    private func chosen(after place: Int64, _ hub: String, _ tx: any Transaction) throws -> ([SelectedEntry], next: Int64?) {
        let places = try LedgerReader.selected(after: place, limit: Office.stretchEntries, tx)
        var (entries, bytes, last) = ([SelectedEntry](), 0, place)
        for place in places where bytes <= Office.stretchBytes {
            try LedgerReader.forEach(positions: place...place, tx) { _, entry in
                guard let proof = try LedgerReader.proof(of: entry, by: hub, tx) else { return }
                bytes += entry.facts.text.utf8.count + (entry.sealed?.count ?? 0)
                entries.append(SelectedEntry(entry: entry, path: proof.path, witness: proof.witness))
            }
            last = place
        }
        let isLast = places.isEmpty || last == places.last && places.count < Office.stretchEntries
        return (entries, isLast ? nil : last)
    }

    /// - Parameter offset: counts entries through all such ledgers, in order of their units.
    private func former(from offset: Int64, _ hub: String, _ tx: any Transaction) throws -> ([SelectedEntry], next: Int64?) {
        var passed: Int64 = 0
        for unit in try LedgerReader.units(tx) where directory.homes[unit]?.site != site {
            guard let head = try LedgerReader.head(of: unit, tx), let word = try SiteStore.sureWord(unit, hub, tx), word.seq > 0
            else { continue }
            guard passed + word.seq > offset else {
                passed += word.seq
                continue
            }
            let tree = try merkle.tree(of: unit, count: word.seq, epochs: head.epoch, tx)
            let first = offset - passed
            let last = min(word.seq, first + Int64(Office.stretchEntries))
            var (entries, bytes) = ([SelectedEntry](), 0)
            try LedgerReader.forEach(in: unit, after: first, upTo: last, tx) { entry in
                guard bytes <= Office.stretchBytes else { return }
                bytes += entry.facts.text.utf8.count + (entry.sealed?.count ?? 0)
                entries.append(SelectedEntry(entry: entry, path: try tree.path(entry.seq, tx), witness: word))
            }
            return (entries, passed + (entries.last?.entry.seq ?? last))
        }
        return ([], nil)
    }

    /// Other entries stand at these places in the hub's line by now: ours stand beside it here too, so that both fold the same.
    func takeOut(_ forked: [Entry.Position]) throws {
        guard !forked.isEmpty else { return }
        let units = try database.write { tx in
            let writer = try LedgerWriter(tx, signer: keys.signer)
            let units = Set(try forked.filter { try writer.takeOut($0) }.map(\.unit))
            try writer.finish()
            if !units.isEmpty { _ = try Rebuild(self).run(tx, progress: { _ in }) }
            return units
        }
        for unit in units.sorted() { try forgetAll(unit) }
    }

    /// The hub has lost keys with its store: those that are here are granted to it, in a ledger of this site.
    func lendKeys(of subjects: [String], _ now: Instant) throws -> Bool {
        guard let hub = upstream?.hub, let unit = units(of: site).first(where: { isHome(of: $0) }) else { return false }
        return try work { work in
            for subject in subjects {
                try work.grant(
                    [(hub.site, hub.agreement)], subject: subject, in: unit, addressee: nil, command: "c:give-back", now: now)
            }
            return work.written > 0
        }
    }
}

// MARK: the hub's side

extension Office {
    /// What this store knew before it went back to a backup: each entry is proven by our own signature under another line.
    /// What the site itself wrote beside a ledger that was taken over goes before a person again.
    func takeBack(_ items: [SelectedEntry], _ beside: [Entry], from sender: String, _ now: Instant) throws -> Answer {
        let card = keys.siteKeys.card
        let ours = items.filter {
            $0.witness?.site == site && $0.witness?.isSigned(by: card) == true && unreasonable($0.entry, now) == nil
        }
        let theirs = beside.filter {
            $0.reckonedHash == $0.hash && unreasonable($0, now) == nil && directory.homes[$0.unit]?.site != sender
                && directory.formerHomes[$0.unit]?.contains(sender) == true
        }
        let (lacking, forked) = try work { work in
            let taken = try work.takeBack(ours, now: now)
            for unit in Set(theirs.map(\.unit)).sorted() {
                let new = try theirs.filter { try $0.unit == unit && work.writer.stored($0) != $0.hash }
                try work.contest(fenced: new, from: sender, epoch: directory.homes[unit]?.epoch ?? 1, now: now)
            }
            return taken
        }
        return .takenBack(lackingKeys: lacking, forked: forked)
    }
}

extension Work {
    /// Takes in again what this site sent on before its store went back to a backup. The entries stand beside the line that
    /// goes on, at the places that they had, so that what answers them finds them.
    /// - Parameter items: each with its witness, whose signature by this site has been checked.
    /// - Returns: subjects of which something was sealed for which the key is not here, and places that something else has here.
    func takeBack(_ items: [SelectedEntry], now: Instant) throws -> (lacking: [String], forked: [Entry.Position]) {
        var (taken, forked): ([Entry], [Entry]) = ([], [])
        for item in items {
            guard let witness = item.witness else { continue }
            let entry = item.entry
            switch try writer.receive(entry, path: item.path, witness: witness) {
            case .appended: taken.append(entry)
            case .fork: forked.append(entry)
            default: break
            }
        }
        try raiseEpochs(over: taken)
        try arrived(taken, now: now, from: nil)
        for entry in taken where entry.site != office.site { try examineAgain(entry, now: now) }
        for entry in taken where entry.kind == "HomeAssigned" {
            guard case .homeAssigned(let home)? = try OfficeFact(kind: entry.kind, facts: entry.facts) else { continue }
            try lowerEpoch(of: home.unit)
            try contestUnaware(of: home, now)
        }
        for entry in try forked.filter({ try !writer.isKept($0) }) {
            try writer.park(entry, reason: "fork")
            try contest(
                ItemContested(
                    kind: .oldBackup, unit: entry.unit, site: office.site, about: entry.subject,
                    happenedAt: Instant(milliseconds: entry.at), one: ["\(entry.place)"], proposal: .adopt, detail: "1",
                    kept: [entry.carried.text]), id: "backup-\(entry.hash.hex.prefix(16))", now: now)
        }
        let sealed = items.map(\.entry).filter {
            $0.sealed != nil && (EntryCoding.known($0.kind) != nil || SteeringCoding.isKnown($0.kind))
        }.map(\.subject)
        return (try Set(sealed).sorted().filter { try office.keys.export($0, .applicant) == nil }, forked.map(\.position))
    }

    /// The restore raised the epoch of a ledger that had been moved to a ward; nothing was written in it, so the ward's line goes on.
    private func lowerEpoch(of unit: String) throws {
        guard !isHome(of: unit) else { return }
        let head = try writer.head(of: unit)
        let last = head.seq == 0 ? 1 : try LedgerReader.entry(of: unit, seq: head.seq, tx)?.epoch ?? head.epoch
        if last < head.epoch { try writer.setEpoch(of: unit, to: last) }
    }

    /// A ledger was taken over, and until the news of that came back its old home went on here as if nothing had been: what was
    /// taken in of it has been answered and sent on, so it stands, and a person sees it.
    private func contestUnaware(of home: HomeAssigned, _ now: Instant) throws {
        guard let head = try LedgerReader.head(of: home.unit, tx), head.seq > home.after else { return }
        var (subjects, places, first) = ([String](), [String: [String]](), [String: Entry]())
        try LedgerReader.forEach(in: home.unit, after: home.after, upTo: head.seq, tx) { entry in
            guard entry.epoch < home.epoch else { return }
            if first[entry.subject] == nil {
                first[entry.subject] = entry
                subjects.append(entry.subject)
            }
            places[entry.subject, default: []].append(entry.place.description)
        }
        for subject in subjects {
            guard let first = first[subject] else { continue }
            try contest(
                ItemContested(
                    kind: .oldHome, unit: home.unit, site: first.site, about: subject, happenedAt: Instant(milliseconds: first.at),
                    one: places[subject] ?? [], proposal: .stands),
                id: "old-home-\(first.hash.hex.prefix(16))", now: now)
        }
    }

    /// This site wrote these in epochs that the backup did not know: of its ledgers none goes on in one of them.
    private func raiseEpochs(over taken: [Entry]) throws {
        var after = house
        var least: [String: Int64] = [:]
        for entry in taken {
            if entry.site == office.site { least[entry.unit] = max(least[entry.unit] ?? 0, entry.epoch + 1) }
            guard OfficeFact.kinds.contains(entry.kind), let fact = try OfficeFact(kind: entry.kind, facts: entry.facts) else { continue }
            after.apply(fact)
            if case .homeAssigned(let home) = fact { least[home.unit] = max(least[home.unit] ?? 0, home.epoch + 1) }
        }
        for (unit, epoch) in least.sorted(by: { $0.key < $1.key }) where office.isHome(of: unit, after) {
            if try writer.head(of: unit).epoch < epoch { try writer.setEpoch(of: unit, to: epoch) }
        }
    }
}
