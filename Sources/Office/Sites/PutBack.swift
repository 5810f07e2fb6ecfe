// PutBack.swift: a hub whose disk was put back without a word (an image of a virtual machine, a copy of the files) finds out.
//
// How far a site has come carries the hub's seal on what stood there. Something else there now, or nothing yet, and this store is
// an older one than it was: it goes on as after a restore, in new epochs and a new life, so that nothing given since the copy is
// given twice from here on and the sites give back what they were told (GivingBack.swift, decision 24).

import Casework
import Ledger
import Storage
import Sync
import Synchronization

extension Office {
    /// The seal on what stands at a cursor's place: its hash, and a code that only this hub can make of both.
    func mark(_ cursor: Cursor, _ hash: Ledger.Digest) -> String {
        "\(hash.hex)\(keys.searchHash("cursor \(cursor.generation) \(cursor.cause) \(cursor.position) \(hash.hex)"))"
    }

    func goOnWhenPutBack(_ cursor: Cursor, _ now: Instant) throws {
        guard try isPutBack(behind: cursor) else { return }
        try exchanging.withLock { _ in
            // Another site may have said it meanwhile.
            guard try isPutBack(behind: cursor) else { return }
            try raiseEpochs(now: now)
            // What waited in the copy may have gone out since.
            try work { try $0.holdMessages(now: now) }
        }
    }

    private func isPutBack(behind cursor: Cursor) throws -> Bool {
        guard let said = cursor.mark?.split(separator: "#").first, let told = Ledger.Digest(hex: String(said)),
            mark(cursor, told) == cursor.mark, try cursor.generation == generation()
        else { return false }
        return try database.read { tx in
            let here = try tx.row("SELECT hash FROM entry WHERE position = $1", [.integer(cursor.position)])
            if let here, Ledger.Digest(here.blob(0)) != told { return true }
            // A place that is empty may have been taken out since; one that was never given has not.
            let next = try tx.row("SELECT next FROM ledger_counter WHERE id = 1")?.int(0) ?? .max
            return next <= max(cursor.cause, cursor.position)
        }
    }
}
