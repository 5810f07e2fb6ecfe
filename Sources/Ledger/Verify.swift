// Verify.swift: proving a store's ledgers, or saying where they are broken.
//
// Walks each ledger once: places without gap, chain, hashes, sealed bytes, times; then heads and signed checkpoints.
// A truncated tail shows against the last checkpoint or the head, a reordered or altered entry against its hash.

import Crypto
package import Storage

/// One thing that is wrong, and where.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package var unit: String
    package var seq: Int64?
    package var what: String
    package init(unit: String, seq: Int64?, what: String) {
        self.unit = unit
        self.seq = seq
        self.what = what
    }
    package var description: String { "\(unit)\(seq.map { " entry \($0)" } ?? ""): \(what)" }
}

package struct Verification: Sendable {
    package var entries = 0
    package var units = 0
    package var checkpoints = 0
    package var findings: [Finding] = []
}

/// Checks every ledger of the store.
/// - Parameters:
///   - trusted: public keys by site that are known from elsewhere than this database (the site's own).
///   - progress: entries checked so far.
package func verifyLedgers(
    _ tx: any Transaction, trusted: [String: [UInt8]], progress: (Int) -> Void = { _ in }
) throws -> Verification {
    var result = Verification()
    var keys: [String: [UInt8]] = [:]
    for row in try tx.rows("SELECT site, public_key FROM site") { keys[row.text(0)] = row.blob(1) }
    for (site, key) in trusted.sorted(by: { $0.key < $1.key }) {
        if let stored = keys[site], stored != key {
            result.findings.append(
                Finding(unit: "-", seq: nil, what: "the stored key of site \(site) is not its key"))
        }
        keys[site] = key
    }
    for unit in try LedgerReader.units(tx) {
        if try LedgerReader.isSelection(unit, tx) {
            result.units += 1
            try verifySelection(of: unit, tx, keys: keys, into: &result)
        } else {
            try verify(unit, tx, keys: keys, into: &result, progress: progress)
        }
    }
    return result
}

private func verify(
    _ unit: String, _ tx: any Transaction, keys: [String: [UInt8]], into result: inout Verification,
    progress: (Int) -> Void
) throws {
    result.units += 1
    var checkpoints = try checkpoints(of: unit, tx)
    var (frontier, prev, seq, at, epoch) = (MerkleFrontier(), Digest.zero, Int64(0), Int64(0), Int64(0))
    var findings: [Finding] = []
    func found(_ place: Int64?, _ what: String) {
        findings.append(Finding(unit: unit, seq: place, what: what))
    }
    let head = try LedgerReader.head(of: unit, tx)
    var chosen: [Entry] = []
    let hasChosen = try LedgerReader.hasSelected(unit, tx)
    try LedgerReader.forEachDoubtful(in: unit, tx) { entry in
        result.entries += 1
        if result.entries % 10_000 == 0 { progress(result.entries) }
        // Beside a ledger may stand chosen entries of another line: of its new home, or of what an old backup did not have.
        if hasChosen, try LedgerReader.isSelected(entry, tx) { return chosen.append(entry) }
        if entry.seq != seq + 1 { found(entry.seq, "follows entry \(seq): entries are missing or reordered") }
        if entry.prev != prev { found(entry.seq, "does not continue the chain") }
        if entry.reckonedHash != entry.hash { found(entry.seq, "contents do not match the hash") }
        if let sealed = entry.sealed, Digest.of(sealed) != entry.sealedHash {
            found(entry.seq, "sealed bytes do not match their hash")
        }
        if entry.at <= at { found(entry.seq, "its time goes back") }
        if entry.epoch < epoch { found(entry.seq, "its epoch goes back") }
        (prev, seq, at, epoch) = (entry.hash, entry.seq, entry.at, max(epoch, entry.epoch))
        frontier.append(entry.hash)
        while let next = checkpoints.first, next.seq <= entry.seq {
            checkpoints.removeFirst()
            result.checkpoints += 1
            if next.seq < entry.seq {
                found(next.seq, "the checkpoint's entry is missing")
            } else if next.head != entry.hash || next.root != frontier.root {
                found(next.seq, "contradicts the signed checkpoint")
            }
            if !isSigned(next, keys) { found(next.seq, "the checkpoint's signature is not valid") }
        }
    }
    if let cut = checkpoints.last {
        found(
            seq, "the ledger ends here but a signed checkpoint proves \(cut.seq) entries: the tail is cut off"
        )
    }
    if !chosen.isEmpty {
        let words = try witnesses(of: unit, tx, keys: keys, into: &result)
        for entry in chosen { try verifySelected(entry, words, tx) { found(entry.seq, $0) } }
    }
    if let head {
        if head.seq != seq || head.hash != prev || head.frontier != frontier {
            found(
                seq, "the ledger ends here but its head is at \(head.seq): entries are missing or were added")
        }
    } else if seq > 0 {
        found(nil, "has entries but no head")
    }
    result.findings += findings
}

/// In the order of the line. An epoch that was raised over an entry and lowered again, because nothing had been written in it, is
/// in the checkpoint that was signed meanwhile.
private func checkpoints(of unit: String, _ tx: any Transaction) throws -> [Checkpoint] {
    try tx.rows(
        "SELECT unit, epoch, seq, at, head, root, site, signature FROM checkpoint WHERE unit = $1 ORDER BY seq, epoch",
        [.text(unit)]
    ).map { Checkpoint(stored: $0) }
}

func isSigned(_ checkpoint: Checkpoint, _ keys: [String: [UInt8]]) -> Bool {
    guard let bytes = keys[checkpoint.site],
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
    else { return false }
    return checkpoint.isSigned(by: key)
}
