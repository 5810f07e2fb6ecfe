// Upkeep.swift: proving and renewing a store: verify, rebuild, checkpoint.

package import Casework
import Crypto
package import Ledger
import Storage
import Synchronization

extension Office {
    /// Signs the head of every ledger that has moved since its last checkpoint.
    package func checkpointAll(now: Int64) throws {
        try work { work in
            for unit in try LedgerReader.units(work.tx) { try work.writer.checkpoint(unit, now: now) }
        }
    }

    /// Ledgers and projections against each other.
    package func verify(progress: (Int) -> Void = { _ in }) throws -> Verification {
        try database.read { tx in
            let trusted = [site: Array(keys.signer.key.publicKey.rawRepresentation)]
            var result = try verifyLedgers(tx, trusted: trusted, progress: progress)
            try Rebuild(self).compare(tx) { table, what in
                result.findings.append(Finding(unit: table, seq: nil, what: what))
            }
            return result
        }
    }

    /// Files of papers against their names and the entries that speak of them.
    package func verifyPapers() throws -> [Finding] {
        var findings: [Finding] = []
        try checkPapers { findings.append(Finding(unit: "papers", seq: nil, what: $0)) }
        return findings
    }

    /// Makes all projections anew from the ledgers, in one transaction.
    /// - Returns: entries folded.
    @discardableResult
    package func rebuild(progress: (Int) -> Void = { _ in }) throws -> Int {
        let count = try database.write { tx in try Rebuild(self).run(tx, progress: progress) }
        remembered.withLock { $0 = [:] }
        counts.forget()
        try reloadDirectory()
        return count
    }

    /// The bytes of every projection, for comparing.
    package func dump() throws -> [String: Ledger.Digest] {
        try database.read { tx in
            var dump: [String: Ledger.Digest] = [:]
            for (table, order) in ProjectionSchema.projectionTables {
                var bytes: [UInt8] = []
                try tx.forEach("SELECT * FROM \(table) ORDER BY \(order)", []) { row in
                    bytes += row.values.flatMap(\.bytes) + [0x0A]
                    if bytes.count > 1 << 20 { bytes = Ledger.Digest.of(bytes).bytes }
                }
                dump[table] = Ledger.Digest.of(bytes)
            }
            return dump
        }
    }
}

extension Office {
    /// After a restore: every ledger goes on in a new epoch, so that no position or number can be used twice.
    /// - Parameter times: the how-manieth restore from this backup it is; the ones before went on in the epochs between.
    package func raiseEpochs(now: Instant, by times: Int64 = 1) throws {
        try work { work in
            // Also of a unit that had written nothing: it may have begun after the copy.
            let units = Set(try LedgerReader.units(work.tx) + directory.unitCodes)
            for unit in units.sorted() where work.isHome(of: unit) { try work.writer.raiseEpoch(of: unit, by: times) }
            try SiteStore.set("restored", String(now.milliseconds), work.tx)
            // Places in this store may be given again: sites that had come further begin anew.
            try SiteStore.set("generation", nil, work.tx)
            try work.tx.execute("DELETE FROM store_trait WHERE name = 'backup'")
        }
    }
}

extension SQLValue {
    /// Type and value as bytes, for comparing dumps.
    fileprivate var bytes: [UInt8] {
        switch self {
        case .null: [0]
        case .integer(let number): [1] + Array(String(number).utf8) + [0]
        case .text(let text): [2] + Array(text.utf8) + [0]
        case .blob(let blob): [3] + blob + [0]
        }
    }
}
