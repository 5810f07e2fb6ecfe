// KeyGrant.swift: persons' keys travel as entries, wrapped for the site that comes to need them.
//
// `KeyGranted` about a dossier: facts say for which sites and slots, the sealed bytes hold the wrapped keys, so that erasing
// the person drops them with the rest (docs/formats/ledger.md, section 5). Granted with every entry that is addressed to a
// unit at another site, for each new dossier of a ward to the portal's site and to the city's recovery key, so that a fire
// destroys no name, and for what the whole city is told of (guidance, directives …) to every site. Unwrapped where it is for
// this site, and nowhere else.

package import Casework
package import Crypto
package import Ledger
import Oversight
import Storage
import Sync

package enum KeyGrant {
    package static let kind = "KeyGranted"
    /// The recovery key's name among the receivers.
    package static let recovery = "recovery"
    /// Marks a site that was given the keys of all that had been published; what is published from then on goes to it at once.
    static func published(_ site: String) -> String { "published \(site)" }

    /// Part: slot (1), length (4), box = length of the receiver's name (1) ‖ name ‖ wrapped key.
    static func part(
        _ slot: PersonSlot, _ secret: [UInt8], to receiver: String, _ agreement: [UInt8], subject: String
    ) throws -> SealedPart {
        let name = Array(receiver.utf8)
        return SealedPart(
            slot: slot.rawValue,
            box: [UInt8(name.count)] + name
                + (try KeyWrap.wrap(secret, context: context(subject, slot), to: agreement)))
    }

    private static func context(_ subject: String, _ slot: PersonSlot) -> String {
        "\(subject)\n\(slot.rawValue)"
    }

    /// The keys in a grant that `key` opens.
    package static func open(
        _ entry: Entry, as receiver: String, by key: Curve25519.KeyAgreement.PrivateKey
    ) -> [(slot: PersonSlot, secret: [UInt8])] {
        guard entry.kind == kind, let parts = entry.sealed.flatMap({ Sealing.parts($0) }) else { return [] }
        return parts.compactMap { part in
            guard let slot = PersonSlot(rawValue: part.slot), let length = part.box.first.map(Int.init),
                length > 0,
                part.box.count > length + 1,
                part.box[1...length].elementsEqual(receiver.utf8),
                let secret = KeyWrap.open(
                    Array(part.box[(length + 1)...]), context: context(entry.subject, slot), by: key)
            else { return nil }
            return (slot, secret)
        }
    }
}

extension Work {
    /// Grants a subject's keys to whoever comes to need them with this entry.
    func grantKeys(after entry: Entry, isNew: Bool, now: Instant) throws {
        guard !directory.sites.isEmpty else { return }
        var receivers: [(name: String, agreement: [UInt8])] = []
        if let to = entry.addressee, !isHome(of: to), let site = try card(atHomeOf: to) {
            receivers.append((site.site, site.agreement))
        }
        if isNew, let hub = office.upstream?.hub {
            receivers.append((hub.site, hub.agreement))
            if let key = directory.recoveryKey { receivers.append((KeyGrant.recovery, key)) }
        }
        // Of steering the city reads every word, and passes on what is for all.
        if let hub = office.upstream?.hub, SteeringKind.parse(entry.subject) != nil,
            !receivers.contains(where: { $0.name == hub.site })
        {
            receivers.append((hub.site, hub.agreement))
        }
        if !receivers.isEmpty {
            try grant(
                receivers, subject: entry.subject, in: entry.unit, addressee: entry.addressee,
                command: entry.command, now: now)
        }
        try publishKeys(about: entry.subject, command: entry.command, now: now)
    }

    /// What the whole city is told of, every site can read: the hub grants the key as soon as it has it.
    /// - Parameter sender: the site that an entry came from, which has the key.
    private func publishKeys(about subject: String, but sender: String? = nil, command: String, now: Instant) throws {
        guard DeliveryBook.isForAll(subject), office.isHub, isHome(of: Directory.city) else { return }
        let cards = house.sites.values.compactMap(\.card).filter { $0.site != office.site && $0.site != sender }
        guard !cards.isEmpty else { return }
        try grant(
            cards.sorted { $0.site < $1.site }.map { (name: $0.site, agreement: $0.agreement) }, subject: subject,
            in: Directory.city, addressee: nil, command: command, now: now)
    }

    /// A site that is new here can read what the whole city has been told so far.
    func grantPublished(to card: SiteCard, now: Instant) throws {
        let kinds = DeliveryBook.forAll.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        for row in try tx.rows("SELECT subject FROM steering WHERE kind IN (\(kinds)) ORDER BY subject") {
            try grant(
                [(card.site, card.agreement)], subject: row.text(0), in: Directory.city, addressee: nil, command: "c:site", now: now)
        }
        try SiteStore.set(KeyGrant.published(card.site), "1", tx)
    }

    /// Words about a matter are sealed with the one key that it has: what a second one seals nobody else could read.
    /// - Parameter known: the entries about it that are here.
    /// - Throws: a refusal while something about it that came from elsewhere was sealed with a key that has not come.
    func requireKey(of subject: String, _ known: [Entry]) throws {
        guard try office.keys.export(subject, .applicant) == nil else { return }
        let isElsewhere = try known.contains { entry in
            guard entry.sealedHash != nil, entry.kind != KeyGrant.kind else { return false }
            return try entry.site != office.site || LedgerReader.isSelected(entry, tx)
        }
        if isElsewhere { throw Refusal.keyOnItsWay }
    }

    /// The site where a unit is at home: an assigned one, or the hub's as a ward knows it.
    private func card(atHomeOf unit: String) throws -> SiteCard? {
        if let site = directory.homes[unit]?.site {
            return site == office.site ? nil : directory.sites[site]?.card
        }
        return office.upstream?.hub
    }

    /// The hub passes on what a ward granted to it because it did not know yet where the addressee is at home.
    func passKeysOn(_ entry: Entry, now: Instant) throws {
        try publishKeys(about: entry.subject, but: entry.site, command: Work.answering(entry), now: now)
        guard office.isHub, let to = entry.addressee, let site = directory.homes[to]?.site,
            site != office.site, site != entry.site,
            let card = directory.sites[site]?.card, try mayAddress(entry)
        else { return }
        try grant(
            [(site, card.agreement)], subject: entry.subject, in: Directory.city, addressee: to,
            command: Work.answering(entry), now: now)
    }

    /// Whoever has no hand in a dossier makes nobody its reader.
    private func mayAddress(_ entry: Entry) throws -> Bool {
        try dossier(entry.subject).map { try isHand(entry.unit, of: $0) } ?? true
    }

    /// - Returns: true also while something of the dossier has not come, when nobody can tell.
    func isHand(_ unit: String, of dossier: Dossier) throws -> Bool {
        try dossier.hasHand(unit) || lacksCause(dossier, besides: 0)
    }

    /// Grants the keys of a subject to sites that have come to need them, each once.
    /// - Parameter trusting: also grants that stand in ledgers written elsewhere count as done; else only those made here do.
    func grant(
        _ receivers: [(name: String, agreement: [UInt8])], subject: String, in unit: String,
        addressee: String?, command: String, trusting: Bool = false, now: Instant
    ) throws {
        var known: Set<String> = []
        for row in try tx.rows(
            "SELECT facts, unit FROM entry WHERE subject = $1 AND kind = $2",
            [.text(subject), .text(KeyGrant.kind)])
        {
            // Only what was granted here is surely granted.
            guard trusting || isHome(of: row.text(1)) else { continue }
            let facts = try JSON.parse(row.text(0))
            for name in (facts["to"]?.array ?? []).compactMap(\.string) {
                known.insert("\(name) \(facts["slot"]?.int ?? 0)")
            }
        }
        for slot in PersonSlot.allCases {
            let new = receivers.filter { !known.contains("\($0.name) \(slot.rawValue)") }
            guard !new.isEmpty, let secret = try office.keys.export(subject, slot) else { continue }
            let parts = try new.map {
                try KeyGrant.part(slot, secret, to: $0.name, $0.agreement, subject: subject)
            }
            appended += 1
            _ = try writer.append(
                EntryDraft(
                    unit: unit, actor: Caller.system.user, subject: subject, kind: KeyGrant.kind,
                    critical: false, command: command,
                    addressee: addressee,
                    facts: .object(of: [
                        ("slot", .int(Int64(slot.rawValue))), ("to", .array(new.map { .string($0.name) })),
                    ])),
                now: now.milliseconds
            ) { _ in Sealing.blob(parts) }
        }
    }

    /// Whether a key opens anything about its subject: one that does not is nobody's.
    private func opens(_ secret: [UInt8], _ subject: String, _ slot: PersonSlot, _ beside: [Entry]) throws -> Bool {
        try (LedgerReader.entries(about: subject, tx) + beside.filter { $0.subject == subject }).contains {
            $0.isOpened(by: secret, slot)
        }
    }

    /// Takes in the keys of a grant that are for this site; what they open is folded anew with the entries of this call.
    /// - Parameter beside: entries of a branch, which the key may open too.
    func adoptKeys(_ entry: Entry, beside: [Entry] = [], refolding: Bool = false) throws {
        var isNew = false
        for (slot, secret) in KeyGrant.open(entry, as: office.site, by: office.keys.agreement) {
            let known = try office.keys.export(entry.subject, slot)
            // One that is here stays, unless it seals only what stands beside the line: a number that was given twice.
            if let known {
                if known == secret {
                    // Maybe of a transaction that did not end: then the rows as they stand are without it.
                    if !refolding { unnamed.insert(entry.subject) }
                    continue
                }
                let taken = try LedgerReader.entries(about: entry.subject, tx)
                guard taken.contains(where: { $0.isOpened(by: secret, slot) }),
                    !taken.contains(where: { $0.isOpened(by: known, slot) })
                else { continue }
            } else {
                guard try opens(secret, entry.subject, slot, beside) else { continue }
            }
            // The rows as they stand were written without the key.
            if refolding {
                try noteOriginal(entry.subject, but: [])
                if counted[entry.subject] == nil { counted[entry.subject] = original[entry.subject]?.counted }
            }
            try office.keys.adopt(secret, for: entry.subject, slot, beside: known)
            isNew = true
        }
        if isNew, SteeringKind.parse(entry.subject) != nil { announce("matter:\(entry.subject)") }
        guard isNew, refolding, let dossier = try Folding.dossier(entry.subject, tx, keys: office.keys) else { return }
        loaded[entry.subject] = remembered(dossier)
        touch(entry.subject)
    }
}

extension Office {
    /// A site that was taken in by a program that did not grant what had been published gets it now, once.
    func grantPublished(to site: String, now: Instant) throws {
        guard let card = card(of: site), isHub, isHome(of: Directory.city),
            try database.read({ try SiteStore.value(KeyGrant.published(site), $0) }) == nil
        else { return }
        try work { try $0.grantPublished(to: card, now: now) }
    }
}

extension KeyStore {
    /// Whether a key that is here opens anything of what an entry sealed.
    func opens(_ entry: Entry) throws -> Bool {
        guard entry.sealed != nil else { return false }
        return try PersonSlot.allCases.contains { slot in
            try export(entry.subject, slot).map { entry.isOpened(by: $0, slot) } ?? false
        }
    }
}

extension Entry {
    /// Whether something of a person is sealed in a slot.
    func seals(_ slot: PersonSlot) -> Bool {
        kind != KeyGrant.kind && sealed.flatMap { Sealing.parts($0) }?.contains { $0.slot == slot.rawValue } ?? false
    }

    /// Whether a person's key opens its sealed part in a slot.
    func isOpened(by secret: [UInt8], _ slot: PersonSlot) -> Bool {
        guard kind != KeyGrant.kind, let parts = sealed.flatMap({ Sealing.parts($0) }) else { return false }
        let context = SealContext(unit: unit, epoch: epoch, seq: seq, subject: subject)
        let key = SymmetricKey(data: secret)
        return parts.contains { $0.slot == slot.rawValue && Sealing.open($0, key: key, context) != nil }
    }
}

extension Refusal {
    static let keyOnItsWay = Refusal(
        .conflict, "key-on-its-way",
        vi: "Nội dung của mục này chưa về đến đây nên chưa ghi thêm được. Hãy đợi đồng bộ với thành phố rồi làm lại.",
        en: "The words of this item have not come here yet. Wait until the line has brought them, then try again.")
}
