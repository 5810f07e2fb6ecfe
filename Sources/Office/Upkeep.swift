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

    /// Makes all projections anew from the ledgers, in one transaction.
    /// - Returns: entries folded.
    @discardableResult
    package func rebuild(progress: (Int) -> Void = { _ in }) throws -> Int {
        let count = try database.write { tx in try Rebuild(self).run(tx, progress: progress) }
        remembered.withLock { $0 = [:] }
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
                    bytes += Array("\(row.values)\n".utf8)
                    if bytes.count > 1 << 20 { bytes = Ledger.Digest.of(bytes).bytes }
                }
                dump[table] = Ledger.Digest.of(bytes)
            }
            return dump
        }
    }
}

/// Folds the ledgers subject by subject, so that memory stays bounded by the longest dossier.
struct Rebuild {
    let office: Office

    init(_ office: Office) { self.office = office }

    func run(_ tx: any Transaction, progress: (Int) -> Void) throws -> Int {
        for (table, _) in ProjectionSchema.projectionTables { try tx.execute("DELETE FROM \(table)") }
        var counters: [String: (agency: String, day: Int64, series: Int64, last: Int64)] = [:]
        let count = try eachDossier(tx, progress: progress) { dossier, rows in
            try DossierProjection.write(rows, replacing: nil, tx)
            if let number = DossierNumber(dossier.number) {
                let day = Int64(number.date.dayNumber)
                let key = "\(number.agencyCode) \(day) \(dossier.intake.series)"
                counters[key] = (
                    number.agencyCode, day, Int64(dossier.intake.series),
                    max(counters[key]?.last ?? 0, Int64(dossier.intake.serial))
                )
            }
        } other: {
            try HouseProjection.write($0, tx)
        }
        for (_, c) in counters.sorted(by: { $0.key < $1.key }) {
            try tx.execute(
                "INSERT INTO number_counter (agency, day, series, last) VALUES ($1, $2, $3, $4)",
                [.text(c.agency), .integer(c.day), .integer(c.series), .integer(c.last)])
        }
        try commands(tx) { id, fingerprint, subject in
            try CommandProjection.write(id: id, fingerprint: fingerprint, subject: subject, tx)
        }
        return count
    }

    /// Calls `found` for each projection that is not what the ledgers say.
    func compare(_ tx: any Transaction, _ found: (String, String) -> Void) throws {
        var seen = 0
        _ = try eachDossier(tx, progress: { _ in }) { dossier, rows in
            seen += 1
            let stored = try tx.row(
                "SELECT \(DossierProjection.registerColumns) FROM dossier WHERE number = $1",
                [rows.register[0]])
            if stored?.values != rows.register {
                found("dossier", "\(dossier.number) is not what the ledger says: run `motcua rebuild`")
            }
            let inbox = try tx.rows(
                """
                SELECT unit, kind, urgency, holder FROM inbox
                WHERE number = $1 AND unit IN (SELECT unit FROM dossier_unit WHERE number = $1)
                """,
                [rows.register[0]])
            if inbox.count != rows.inbox.count {
                found(
                    "inbox",
                    "\(dossier.number) stands in \(inbox.count) inboxes instead of \(rows.inbox.count)")
            }
        } other: { _ in
        }
        let stored = Int(try tx.row("SELECT count(*) FROM dossier")?.int(0) ?? 0)
        if stored != seen {
            found("dossier", "\(stored) rows for \(seen) dossiers in the ledgers: run `motcua rebuild`")
        }
    }

    private func eachDossier(
        _ tx: any Transaction, progress: (Int) -> Void, _ body: (Dossier, DossierRows) throws -> Void,
        other: (Entry) throws -> Void
    ) throws -> Int {
        var (count, subject) = (0, "")
        var entries: [Entry] = []
        func end() throws {
            guard !entries.isEmpty, let dossier = try Folding.dossier(entries, keys: office.keys) else {
                return
            }
            try body(dossier, DossierProjection.rows(of: dossier, keys: office.keys))
        }
        try LedgerReader.forEachBySubject(tx) { entry in
            count += 1
            if count % 5000 == 0 { progress(count) }
            if entry.subject != subject {
                try end()
                entries = []
                subject = entry.subject
            }
            if OfficeFact.kinds.contains(entry.kind) { try other(entry) } else { entries.append(entry) }
        }
        try end()
        return count
    }

    private func commands(_ tx: any Transaction, _ body: (String, String, String) throws -> Void) throws {
        var seen: Set<String> = []
        try tx.forEach(
            "SELECT command, subject FROM entry WHERE command >= $1 AND command < $2 ORDER BY position",
            [.text("k:"), .text("k;")]
        ) { row in
            guard seen.insert(row.text(0)).inserted,
                let (id, fingerprint) = CommandProjection.parse(row.text(0))
            else { return }
            try body(id, fingerprint, row.text(1))
        }
    }
}

extension Office {
    /// After a restore: every ledger goes on in a new epoch, so that no position or number can be used twice.
    package func raiseEpochs(now: Instant) throws {
        try work { work in
            for unit in try LedgerReader.units(work.tx) { try work.writer.raiseEpoch(of: unit) }
        }
    }
}
