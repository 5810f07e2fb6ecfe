// ErasePerson.swift: make one person of a dossier unreadable for ever (Law 91/2025/QH15 on personal data).
//
// The entry says that it was done and why. The ciphertext is dropped where nobody else's part is in it, the
// projected rows lose the name and the search words, and the key is destroyed; the hash of what was sealed stays, so
// that the chain still verifies. After a restore from an old backup the erasure is replayed from the entry.

package import Casework
import Ledger
import Storage
import Synchronization

extension Work {
    /// Records the erasure and drops the ciphertext. The caller destroys the key after the commit (`Office.erase`).
    package func erase(
        _ slot: PersonSlot, of number: String, ground: String, _ context: CommandContext
    ) throws {
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        guard context.caller.administersCity else {
            throw Refusal.noRight("xóa dữ liệu cá nhân", "erase personal data", unit: dossier.custody.unit)
        }
        guard dossier.state.isEnd || dossier.returnedAt != nil else {
            throw .notNowToErase
        }
        guard !dossier.erased.contains(slot) else { throw Refusal.alreadyErased }
        try record(
            [
                Recorded(
                    // Of a dossier that is at a ward's own site the city erases in its own ledger.
                    unit: isHome(of: dossier.custody.unit) ? dossier.custody.unit : Directory.city, subject: number,
                    fact: .personErased(PersonErased(slot: slot, ground: ground)))
            ],
            by: context.caller, command: context.command, now: context.now)
        try dropCiphertext(of: slot, number)
    }

    /// Erasures written or taken in here that count.
    func countingErasures() throws -> Set<Entry.Position> {
        var counting: Set<Entry.Position> = []
        for (_, entry) in writer.inserted where entry.kind == "PersonErased" {
            guard case .personErased(let f)? = try EntryCoding.fact(of: entry), try dossier(entry.subject)?.erased.contains(f.slot) == true
            else { continue }
            counting.insert(entry.position)
        }
        return counting
    }

    /// Takes the slot's ciphertext out of every entry about the dossier.
    func dropCiphertext(of slot: PersonSlot, _ number: String) throws {
        for entry in try LedgerReader.entries(about: number, tx) {
            guard let blob = entry.sealed, let parts = Sealing.parts(blob) else { continue }
            // A blob with another person's part stays whole, because its hash is in the chain; without the key this
            // person's part in it is noise.
            if parts.allSatisfy({ $0.slot == slot.rawValue }) {
                try tx.execute(
                    "UPDATE entry SET sealed = NULL WHERE unit = $1 AND epoch = $2 AND seq = $3",
                    [.text(entry.unit), .integer(entry.epoch), .integer(entry.seq)])
            }
        }
    }
}

extension Office {
    /// Erases one person of a dossier: entry, ciphertext and projected rows in one transaction, then the key.
    package func erase(
        _ slot: PersonSlot, of number: String, ground: String, _ context: CommandContext
    ) throws {
        try work { try $0.erase(slot, of: number, ground: ground, context) }
        try destroyKey(slot, of: number)
    }

    /// The second half of an erasure, after its entry is durable. Tried again every minute where a store is away, and replayed
    /// at the next start if the power went between.
    package func destroyKey(_ slot: PersonSlot, of number: String) throws {
        do {
            try keys.destroy(number, slot)
            remembered.withLock { $0[number] = nil }
            try dropFiles(of: number, slot)
            try database.scrub()
            try keys.scrub()
        } catch {
            doomed.withLock { $0.append((number, slot)) }
            throw error
        }
    }

    /// Destroys what could not be destroyed when its persons were erased.
    package func destroyDoomed() throws {
        let waiting = doomed.withLock { doomed in
            defer { doomed = [] }
            return doomed
        }
        for (at, item) in waiting.enumerated() {
            do { try destroyKey(item.slot, of: item.number) } catch {
                doomed.withLock { $0 += waiting[(at + 1)...] }
                throw error
            }
        }
    }

    /// Who of a dossier is erased, by what is known here. The dossier's story says it; a ward none of whose units has a hand
    /// in the dossier any more may have an old story, and is told only of erasures that count (DeliveryBook).
    func erased(in entries: [Entry], _ directory: Directory) throws -> Set<PersonSlot> {
        let told = try entries.compactMap { entry -> PersonSlot? in
            guard case .personErased(let f)? = try EntryCoding.fact(of: entry) else { return nil }
            return f.slot
        }
        guard !told.isEmpty else { return [] }
        let hands = Set(entries.flatMap { [$0.unit] + [$0.addressee].compactMap { $0 } })
        if !isHub, !hands.contains(where: { isHome(of: $0, directory) }) { return Set(told) }
        return Set(try Folding.dossier(entries, keys: nil)?.erased ?? [])
    }

    /// Destroys keys and ciphertext of everybody whose erasure is recorded: after a restore of an old backup.
    package func replayErasures() throws -> Int {
        let directory = directory
        let erased = try database.read { tx in
            try tx.rows("SELECT DISTINCT subject FROM entry WHERE kind = $1", [.text("PersonErased")]).flatMap { row in
                try self.erased(in: try LedgerReader.entries(about: row.text(0), tx), directory).map { (row.text(0), $0) }
            }
        }
        for (number, slot) in erased {
            try work {
                try $0.dropCiphertext(of: slot, number)
                if slot == .applicant { try $0.forgetExchange(of: number) }
            }
            try keys.destroy(number, slot)
            try dropFiles(of: number, slot)
        }
        return erased.count
    }
}

extension Error where Self == Refusal {
    fileprivate static var notNowToErase: Refusal {
        .notNow(
            "erase", vi: "Chỉ xóa dữ liệu của hồ sơ đã kết thúc.", en: "Only an ended dossier can be erased.")
    }
    fileprivate static var alreadyErased: Refusal {
        .notNow("erase", vi: "Dữ liệu đã được xóa.", en: "The data have been erased already.")
    }
}
