// LedgerWriter.swift: the only hand that writes entries, for the length of one transaction.
//
// Group commit lives here: many commands append through one writer, heads are read once per unit and written once at
// `finish`, and the caller's transaction makes the whole group durable at once. A command that is refused simply
// appends nothing. `at` never goes back within a ledger: max(now, last + 1).

package import Storage

/// An entry to be: what the writer cannot know for itself.
package struct EntryDraft: Sendable {
    package var unit: String
    package var actor: String
    package var subject: String
    package var kind: String
    package var version: Int64
    package var critical: Bool
    package var command: String
    package var addressee: String?
    package var answers: Entry.Position?
    package var facts: JSON

    package init(
        unit: String, actor: String, subject: String, kind: String, version: Int64 = 1, critical: Bool = true,
        command: String, addressee: String? = nil, answers: Entry.Position? = nil, facts: JSON
    ) {
        self.unit = unit
        self.actor = actor
        self.subject = subject
        self.kind = kind
        self.version = version
        self.critical = critical
        self.command = command
        self.addressee = addressee
        self.answers = answers
        self.facts = facts
    }
}

/// Where a ledger stands.
package struct LedgerHead: Hashable, Sendable {
    package var unit: String
    package var epoch: Int64
    package var seq: Int64
    package var at: Int64
    package var hash: Digest
    package var frontier: MerkleFrontier
    package var checkpointSeq: Int64
    package var checkpointAt: Int64

    package static func empty(_ unit: String) -> LedgerHead {
        LedgerHead(
            unit: unit, epoch: 1, seq: 0, at: 0, hash: .zero, frontier: MerkleFrontier(), checkpointSeq: 0,
            checkpointAt: 0)
    }
}

package final class LedgerWriter {
    let tx: any Transaction
    private let signer: SiteSigner
    private var heads: [String: LedgerHead] = [:]
    private var changed: Set<String> = []
    /// Ledgers of which chosen entries are here, or some whose places were taken.
    var selections: [String: Bool] = [:]
    /// The position of the next entry of this store.
    package private(set) var position: Int64
    private let first: Int64
    /// Whether entries are kept for whoever indexes them at the end of the transaction.
    package var keepsInserted: Bool
    package private(set) var inserted: [(position: Int64, entry: Entry)] = []

    /// Locks the ledgers of this store for the length of the transaction: several servers on one database write one after the
    /// other, never share a position, and see what the others have written.
    /// - Parameter keepsInserted: whether `inserted` is wanted.
    package init(_ tx: any Transaction, signer: SiteSigner, keepsInserted: Bool = false) throws {
        self.tx = tx
        self.signer = signer
        self.keepsInserted = keepsInserted
        first = try tx.row("UPDATE ledger_counter SET next = next WHERE id = 1 RETURNING next")?.int(0) ?? 1
        position = first
    }

    /// Writes one entry at the end of `draft.unit`'s ledger.
    /// - Parameter seal: the sealed bytes for the place the entry gets, or nil.
    package func append(
        _ draft: EntryDraft, now: Int64, seal: (SealContext) throws -> [UInt8]? = { _ in nil }
    ) throws -> Entry {
        var head = try head(of: draft.unit)
        head.epoch = try epochBehindEndedLines(head)
        let seq = head.seq + 1
        let sealed = try seal(
            SealContext(unit: draft.unit, epoch: head.epoch, seq: seq, subject: draft.subject))
        var entry = Entry(
            unit: draft.unit, epoch: head.epoch, seq: seq, at: max(now, head.at + 1), site: signer.site,
            actor: draft.actor, subject: draft.subject, kind: draft.kind, version: draft.version,
            critical: draft.critical, command: draft.command, addressee: draft.addressee,
            answers: draft.answers,
            facts: draft.facts, sealed: sealed, sealedHash: sealed.map { Digest.of($0) }, prev: head.hash,
            hash: .zero)
        entry.hash = entry.reckonedHash
        try insert(entry)
        head.follow(entry)
        heads[draft.unit] = head
        changed.insert(draft.unit)
        return entry
    }

    /// Takes in an entry that another site wrote.
    package func receive(_ entry: Entry) throws -> Arrival {
        guard entry.reckonedHash == entry.hash else { return .refused("hash does not match the contents") }
        if let sealed = entry.sealed, Digest.of(sealed) != entry.sealedHash {
            return .refused("sealed bytes do not match their hash")
        }
        var head = try head(of: entry.unit)
        if entry.epoch < head.epoch, try stored(entry) == nil { return .fenced(by: head.epoch) }
        if entry.seq <= head.seq {
            return try stored(entry) == entry.hash ? .known : .fork(at: entry.seq)
        }
        guard entry.seq == head.seq + 1 else { return .gap(expected: head.seq + 1) }
        guard entry.prev == head.hash else { return .fork(at: entry.seq) }
        guard entry.at > head.at else { return .refused("its time goes back") }
        // A chosen entry of another line stands there: neither takes the other's place.
        if let stored = try stored(entry), stored != entry.hash { return .occupied(upTo: try lastEpoch(of: entry.unit)) }
        let isHere = try wasSelected(entry)
        if !isHere { try insert(entry) }
        head.epoch = entry.epoch
        head.follow(entry)
        heads[entry.unit] = head
        changed.insert(entry.unit)
        return isHere ? .known : .appended
    }

    /// The latest epoch in which anything of a ledger is here, also what stands beside its line.
    private func lastEpoch(of unit: String) throws -> Int64 {
        try tx.row("SELECT max(epoch) FROM entry WHERE unit = $1", [.text(unit)])?.optionalInt(0) ?? 1
    }

    /// Whether an entry came before as a chosen one; its proof goes, the chain proves it from here on.
    private func wasSelected(_ entry: Entry) throws -> Bool {
        guard try hasSelected(entry.unit) else { return false }
        return try tx.execute(
            "DELETE FROM selected_entry WHERE unit = $1 AND epoch = $2 AND seq = $3",
            [.text(entry.unit), .integer(entry.epoch), .integer(entry.seq)]) > 0
    }

    private func hasSelected(_ unit: String) throws -> Bool {
        if let known = selections[unit] { return known }
        let has = try LedgerReader.hasSelected(unit, tx) || LedgerWriter.hasForks(unit, tx)
        selections[unit] = has
        return has
    }

    /// The epoch in which a ledger is written on. What a machine wrote before it went back, and nobody noticed, others keep, and
    /// it comes back to it as chosen entries: nothing goes into the places after its end in the epoch that they have.
    private func epochBehindEndedLines(_ head: LedgerHead) throws -> Int64 {
        guard try hasSelected(head.unit) else { return head.epoch }
        let last = try tx.row(
            """
            SELECT max(epoch) FROM (
                SELECT epoch FROM selected_entry WHERE unit = $1 AND epoch >= $2 AND seq > $3
                UNION ALL SELECT epoch FROM parked_entry WHERE unit = $1 AND epoch >= $2 AND seq > $3 AND reason = 'fork'
            ) AS ended
            """, [.text(head.unit), .integer(head.epoch), .integer(head.seq)])
        return last?.optionalInt(0).map { $0 + 1 } ?? head.epoch
    }

    /// Sets the epoch in which a ledger goes on: back to that of its last entry where nothing was written in a raised one, or
    /// to the one in which it was assigned.
    package func setEpoch(of unit: String, to epoch: Int64) throws {
        var head = try head(of: unit)
        head.epoch = epoch
        set(head)
    }

    /// Raises the epoch of a ledger whose home went back to a backup: what it wrote after that stays beside the line.
    package func raiseEpoch(of unit: String, by times: Int64 = 1) throws {
        try setEpoch(of: unit, to: head(of: unit).epoch + times)
    }

    /// Epochs that a home has for itself. One that is lost may have gone back to backups, and given numbers in raised epochs,
    /// without anybody having heard of it.
    static let epochsOfAHome: Int64 = 10

    /// Begins the epoch of a new home: the old one's entries are fenced off, also those in epochs that only it knew of.
    /// - Parameter known: the latest epoch that the ledger was assigned in.
    package func beginHome(of unit: String, after known: Int64) throws {
        let last = max(try head(of: unit).epoch, known)
        try setEpoch(of: unit, to: (last / LedgerWriter.epochsOfAHome + 1) * LedgerWriter.epochsOfAHome)
    }

    /// Keeps what could not be taken in, for a person to look at. Nothing that arrived is dropped.
    package func park(_ entry: Entry, reason: String) throws {
        try tx.execute(
            """
            INSERT INTO parked_entry (unit, epoch, seq, hash, reason, entry, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(entry.unit), .integer(entry.epoch), .integer(entry.seq), .blob(entry.hash.bytes),
                .text(reason),
                .text(entry.exported.text), entry.sealed.map(SQLValue.blob) ?? .null,
            ])
    }

    /// Whether an entry is kept beside the accepted line.
    package func isKept(_ entry: Entry) throws -> Bool {
        for table in ["parked_entry", "branch_entry"] {
            let row = try tx.row(
                "SELECT 1 FROM \(table) WHERE unit = $1 AND epoch = $2 AND seq = $3 AND hash = $4",
                [.text(entry.unit), .integer(entry.epoch), .integer(entry.seq), .blob(entry.hash.bytes)])
            if row != nil { return true }
        }
        return false
    }

    /// The parked entry that follows `entry` in its ledger.
    package func parked(after entry: Entry) throws -> Entry? {
        try tx.row(
            "SELECT entry, sealed FROM parked_entry WHERE unit = $1 AND seq = $2 AND reason LIKE 'gap%' ORDER BY epoch, hash LIMIT 1",
            [.text(entry.unit), .integer(entry.seq + 1)]
        ).flatMap { Entry(exported: try JSON.parse($0.text(0)), sealed: $0.optionalBlob(1)) }
    }
    /// What of a ledger waits for an earlier entry.
    package static func waiting(_ unit: String, _ tx: any Transaction) throws -> [Entry] {
        try tx.rows(
            "SELECT entry, sealed FROM parked_entry WHERE unit = $1 AND reason LIKE 'gap%' ORDER BY epoch, seq, hash", [.text(unit)]
        ).compactMap { Entry(exported: try JSON.parse($0.text(0)), sealed: $0.optionalBlob(1)) }
    }
    package func unpark(_ entry: Entry) throws {
        try tx.execute(
            "DELETE FROM parked_entry WHERE unit = $1 AND epoch = $2 AND seq = $3 AND hash = $4",
            [.text(entry.unit), .integer(entry.epoch), .integer(entry.seq), .blob(entry.hash.bytes)])
    }

    /// Whether something of a ledger is kept aside because its place was taken.
    package static func hasForks(_ unit: String, _ tx: any Transaction) throws -> Bool {
        try tx.row("SELECT 1 FROM parked_entry WHERE unit = $1 AND reason = 'fork' LIMIT 1", [.text(unit)]) != nil
    }

    /// Drops what waited for a gap that another line has filled since: its home has left that line, and keeps it.
    package func dropPassed(_ unit: String) throws {
        try tx.execute(
            "DELETE FROM parked_entry WHERE unit = $1 AND seq <= $2 AND reason LIKE 'gap%'",
            [.text(unit), .integer(try head(of: unit).seq)])
    }

    /// Signs where `unit`'s ledger stands now, if it has moved since the last checkpoint.
    package func checkpoint(_ unit: String, now: Int64) throws {
        var head = try head(of: unit)
        guard head.seq > head.checkpointSeq else { return }
        let checkpoint = try Checkpoint.signed(
            unit: unit, epoch: head.epoch, seq: head.seq, at: now, head: head.hash, root: head.frontier.root,
            by: signer)
        try tx.execute(
            """
            INSERT INTO checkpoint (unit, seq, epoch, at, head, root, site, signature)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(unit), .integer(head.seq), .integer(head.epoch), .integer(now), .blob(head.hash.bytes),
                .blob(checkpoint.root.bytes), .text(signer.site), .blob(checkpoint.signature),
            ])
        head.checkpointSeq = head.seq
        head.checkpointAt = now
        heads[unit] = head
        changed.insert(unit)
    }

    /// Signs every ledger written to in this transaction whose last checkpoint is older than a minute.
    package func checkpointDue(now: Int64) throws {
        for unit in changed.sorted() {
            let head = try head(of: unit)
            if now - head.checkpointAt >= 60_000 { try checkpoint(unit, now: now) }
        }
    }

    /// Writes the heads. Must be the last call in the transaction.
    package func finish() throws {
        for unit in changed.sorted() {
            guard let head = heads[unit] else { continue }
            try tx.execute(
                """
                INSERT INTO ledger_head AS t (unit, epoch, seq, at, hash, frontier, checkpoint_seq, checkpoint_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (unit) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, at = excluded.at,
                    hash = excluded.hash, frontier = excluded.frontier, checkpoint_seq = excluded.checkpoint_seq,
                    checkpoint_at = excluded.checkpoint_at
                """,
                [
                    .text(unit), .integer(head.epoch), .integer(head.seq), .integer(head.at),
                    .blob(head.hash.bytes),
                    .blob(head.frontier.stored), .integer(head.checkpointSeq), .integer(head.checkpointAt),
                ])
        }
        if position > first { try tx.execute("UPDATE ledger_counter SET next = $1 WHERE id = 1", [.integer(position)]) }
        changed = []
    }

    package func head(of unit: String) throws -> LedgerHead {
        if let head = heads[unit] { return head }
        let head = try LedgerReader.head(of: unit, tx) ?? .empty(unit)
        heads[unit] = head
        return head
    }

    func set(_ head: LedgerHead) {
        heads[head.unit] = head
        changed.insert(head.unit)
    }

    package func stored(_ entry: Entry) throws -> Digest? {
        try tx.row(
            "SELECT hash FROM entry WHERE unit = $1 AND epoch = $2 AND seq = $3",
            [.text(entry.unit), .integer(entry.epoch), .integer(entry.seq)]
        ).map { Digest($0.blob(0)) }
    }

    func insert(_ entry: Entry) throws {
        defer { position += 1 }
        if keepsInserted { inserted.append((position, entry)) }
        try tx.execute(
            """
            INSERT INTO entry (position, unit, epoch, seq, at, site, actor, subject, kind, version, critical, command,
                addressee, answers, facts, sealed, sealed_hash, prev, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            [
                .integer(position), .text(entry.unit), .integer(entry.epoch), .integer(entry.seq),
                .integer(entry.at),
                .text(entry.site), .text(entry.actor), .text(entry.subject), .text(entry.kind),
                .integer(entry.version),
                .integer(entry.critical ? 1 : 0), .text(entry.command),
                entry.addressee.map(SQLValue.text) ?? .null,
                entry.answers.map { .text($0.json.text) } ?? .null, .text(entry.facts.text),
                entry.sealed.map(SQLValue.blob) ?? .null, entry.sealedHash.map { .blob($0.bytes) } ?? .null,
                .blob(entry.prev.bytes), .blob(entry.hash.bytes),
            ])
    }
}

/// What became of an entry from elsewhere.
package enum Arrival: Hashable, Sendable {
    case appended
    /// Already here: delivered twice.
    case known
    /// Something before it is missing.
    case gap(expected: Int64)
    /// Same place, other contents.
    case fork(at: Int64)
    /// What a line that ended had at this place is here; the ledger goes on in an epoch behind this one.
    case occupied(upTo: Int64)
    /// Written by a home that has lost its ledger to a later epoch.
    case fenced(by: Int64)
    case refused(String)
}

extension LedgerHead {
    mutating func follow(_ entry: Entry) {
        seq = entry.seq
        at = entry.at
        hash = entry.hash
        frontier.append(entry.hash)
    }
}
