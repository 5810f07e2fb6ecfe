// Folding.swift: from entries to a dossier, in causal order, whatever order they arrived in.
//
// One site's order is already causal. Entries of other sites may arrive before what they answer; the order used here
// depends only on the set of entries: an entry comes after its predecessor in its own ledger (of a line that a backup cut
// off: before the line that goes on) and after what it answers, and among those that are free the one with the least
// (at, unit, epoch, seq) is next. What lacks its cause waits.

package import Casework
package import Ledger
package import Storage

package enum Folding {
    /// The dossier, or nil when no entry begins it.
    package static func dossier(_ number: String, _ tx: any Transaction, keys: KeyStore) throws -> Dossier? {
        try dossier(try LedgerReader.entries(about: number, tx), keys: keys)
    }

    /// - Parameters:
    ///   - keys: nil leaves what is sealed unopened.
    ///   - until: the fold stops before the first entry after it.
    ///   - settled: called with the dossier as it stood at the end of each day on which it changed.
    package static func dossier(
        _ entries: [Entry], keys: KeyStore?, until: Instant? = nil, settled: (Dossier) throws -> Void = { _ in }
    ) throws -> Dossier? {
        var dossier: Dossier?
        // A key that came alone changes no row, so it changes no order.
        for entry in causalOrder(entries.filter { $0.kind != KeyGrant.kind }) {
            let at = Instant(milliseconds: entry.at)
            if let until, at > until { break }
            if let dossier, dossier.lastAt.date < at.date { try settled(dossier) }
            do { try fold(entry, into: &dossier, keys: keys) } catch let error as DecodingError {
                throw StorageFault(
                    .corrupt, "entry \(entry.seq) of \(entry.unit) is not a \(entry.kind): \(error)",
                    advice: "run `motcua verify`, restore a backup")
            }
        }
        if let dossier { try settled(dossier) }
        return dossier
    }

    /// Hands the dossier as it stands after each entry to `body`.
    static func eachState(_ entries: [Entry], keys: KeyStore?, _ body: (Entry, Dossier) throws -> Void) throws {
        var dossier: Dossier?
        for entry in causalOrder(entries) {
            try fold(entry, into: &dossier, keys: keys)
            if let dossier { try body(entry, dossier) }
        }
    }

    private static func fold(_ entry: Entry, into dossier: inout Dossier?, keys: KeyStore?) throws {
        guard let fact = try EntryCoding.fact(of: entry) else {
            dossier?.evolveUnknown(
                kind: entry.kind, critical: entry.critical, at: Instant(milliseconds: entry.at))
            return
        }
        let occurrence = Occurrence(
            reference: EntryReference(entry.position), at: Instant(milliseconds: entry.at),
            actor: entry.actor,
            addressee: entry.addressee, answers: entry.answers.map { EntryReference($0) }, fact: fact,
            person: try keys.flatMap { try SealedPerson.open(entry, keys: $0) })
        if dossier == nil { dossier = Dossier(occurrence) } else { dossier?.evolve(occurrence) }
    }

    private static func place(_ position: Entry.Position) -> String { "\(position.unit) \(position.epoch) \(position.seq)" }

    /// Entries of one subject in causal order; entries whose cause is missing are left out until it comes.
    /// - Parameter begins: whether an entry begins its subject; that one comes first.
    package static func causalOrder(
        _ entries: [Entry], begins: (Entry) -> Bool = { EntryCoding.beginnings.contains($0.kind) }
    ) -> [Entry] {
        guard Set(entries.map(\.unit)).count > 1 else { return entries.sorted { ($0.epoch, $0.seq) < ($1.epoch, $1.seq) } }
        var waiting = entries.sorted { ($0.at, $0.unit, $0.epoch, $0.seq) < ($1.at, $1.unit, $1.epoch, $1.seq) }
        var done: Set<String> = []
        var ordered: [Entry] = []
        var begun = false
        while true {
            let next = waiting.firstIndex { entry in
                guard begun || begins(entry) else { return false }
                // A beginning may answer an entry about another dossier: a part its parent.
                if let cause = entry.answers, begun, !begins(entry), !done.contains(place(cause)) { return false }
                return !waiting.contains {
                    $0.unit == entry.unit && ($0.epoch, $0.seq) < (entry.epoch, entry.seq) && !begins($0)
                }
            }
            guard let next else { return ordered }
            let entry = waiting.remove(at: next)
            begun = true
            done.insert(place(entry.position))
            ordered.append(entry)
        }
    }
}

/// Personal data of an entry, sealed and opened part by part.
package enum SealedPerson {
    /// Nil when there is nothing to seal, or everybody concerned has been erased.
    package static func seal(
        _ person: PersonalData, _ context: SealContext, keys: KeyStore, isNew: Bool
    ) throws -> [UInt8]? {
        var parts: [SealedPart] = []
        for slot in PersonSlot.allCases {
            guard let part = person.part(slot),
                let key = isNew
                    ? keys.newKey(context.subject, slot) : try keys.keyForSealing(context.subject, slot)
            else { continue }
            parts.append(
                try Sealing.seal(
                    try JSONCoding.encode(part).canonical, slot: slot.rawValue, key: key, context))
        }
        return parts.isEmpty ? nil : Sealing.blob(parts)
    }

    package static func open(_ entry: Entry, keys: KeyStore) throws -> PersonalData? {
        guard let blob = entry.sealed, let parts = Sealing.parts(blob) else { return nil }
        let context = SealContext(
            unit: entry.unit, epoch: entry.epoch, seq: entry.seq, subject: entry.subject)
        var person = PersonalData()
        for part in parts {
            guard let slot = PersonSlot(rawValue: part.slot), let key = try keys.key(entry.subject, slot) else { continue }
            let found = try Sealing.open(part, key: key, context)
                ?? keys.keysBeside(entry.subject, slot).lazy.compactMap { Sealing.open(part, key: $0, context) }.first
            guard let clear = found else { continue }
            person.merge(try JSONCoding.decode(PersonalData.self, from: try JSON.parse(clear)))
        }
        return person.isEmpty ? nil : person
    }
}
