// Selection.swift: entries out of ledgers of which a site has only a part, each with its proof; and the words of other
// sites about a ledger.
//
// A ward holds what concerns it, not other units' ledgers. Each such entry comes with the hub's signed statement of the
// ledger's root and an audit path (RFC 6962), both kept, so that `verify` proves it again years later.

package import Storage

extension Checkpoint {
    /// Keeps another site's signed word about a ledger.
    package func keepAsWitness(_ tx: any Transaction) throws {
        try tx.execute(
            """
            INSERT INTO witness (unit, seq, site, epoch, at, head, root, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(unit), .integer(seq), .text(site), .integer(epoch), .integer(at), .blob(head.bytes), .blob(root.bytes),
                .blob(signature),
            ])
    }

    /// The latest word of `site` about a ledger.
    package static func witness(of unit: String, by site: String, _ tx: any Transaction) throws -> Checkpoint? {
        try tx.row(
            """
            SELECT unit, epoch, seq, at, head, root, site, signature FROM witness WHERE unit = $1 AND site = $2
            ORDER BY seq DESC, epoch DESC LIMIT 1
            """, [.text(unit), .text(site)]
        ).map { Checkpoint(stored: $0) }
    }

    package init(stored row: SQLRow) {
        func digest(_ bytes: [UInt8]) -> Digest { bytes.count == 32 ? Digest(bytes) : .zero }
        self.init(
            unit: row.text(0), epoch: row.int(1), seq: row.int(2), at: row.int(3), head: digest(row.blob(4)),
            root: digest(row.blob(5)), site: row.text(6), signature: row.blob(7))
    }
}

extension LedgerWriter {
    /// Takes in an entry of a ledger that is not here whole. The witness's signature has been checked by the caller.
    package func receive(_ entry: Entry, path: [Digest], witness: Checkpoint) throws -> Arrival {
        guard entry.reckonedHash == entry.hash else { return .refused("hash does not match the contents") }
        if let sealed = entry.sealed, Digest.of(sealed) != entry.sealedHash {
            return .refused("sealed bytes do not match their hash")
        }
        guard witness.proves(entry, path) else { return .refused("its proof does not lead to the signed root") }
        if let known = try stored(entry) { return known == entry.hash ? .known : .fork(at: entry.seq) }
        try insert(entry)
        selections[entry.unit] = true
        try witness.keepAsWitness(tx)
        try tx.execute(
            "INSERT INTO selected_entry (unit, epoch, seq, tree, path) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            [
                .text(entry.unit), .integer(entry.epoch), .integer(entry.seq), .integer(witness.seq),
                .blob(path.flatMap(\.bytes)),
            ])
        return .appended
    }

    /// Takes the entries of a ledger after `seq` out of the accepted line and keeps them as a branch; the ledger stands at
    /// `seq` again. Entries that came with a proof of their own stay. Who calls it refolds what they were about.
    /// - Returns: what was taken out, in order.
    package func rewind(_ unit: String, to seq: Int64) throws -> [Entry] {
        var taken: [Entry] = []
        var rest: [Entry] = []
        try LedgerReader.forEach(in: unit, tx) { entry in
            if try LedgerReader.isSelected(entry, tx) { return }
            if entry.seq > seq { taken.append(entry) } else { rest.append(entry) }
        }
        for entry in taken {
            try keepAsBranch(entry)
            try tx.execute(
                "DELETE FROM entry WHERE unit = $1 AND epoch = $2 AND seq = $3",
                [.text(entry.unit), .integer(entry.epoch), .integer(entry.seq)])
        }
        try tx.execute("DELETE FROM checkpoint WHERE unit = $1 AND seq > $2", [.text(unit), .integer(seq)])
        var head = LedgerHead.empty(unit)
        for entry in rest {
            head.epoch = entry.epoch
            head.follow(entry)
        }
        let last = try tx.row("SELECT max(seq), max(at) FROM checkpoint WHERE unit = $1", [.text(unit)])
        head.checkpointSeq = last?.optionalInt(0) ?? 0
        head.checkpointAt = last?.optionalInt(1) ?? 0
        set(head)
        return taken
    }

    /// Takes a chosen entry out of what counts here and keeps it as a branch. Who calls it refolds what it was about.
    /// - Returns: false when there is no such one.
    package func takeOut(_ place: Entry.Position) throws -> Bool {
        let here = try LedgerReader.found(at: [Entry.Place(unit: place.unit, epoch: place.epoch, seq: place.seq)], tx).values.joined()
        let known = here.first { $0.part == .taken && $0.entry.hash == place.hash }?.entry
        guard let known, try LedgerReader.isSelected(known, tx) else { return false }
        try keepAsBranch(known)
        for table in ["selected_entry", "entry"] {
            try tx.execute(
                "DELETE FROM \(table) WHERE unit = $1 AND epoch = $2 AND seq = $3",
                [.text(place.unit), .integer(place.epoch), .integer(place.seq)])
        }
        return true
    }

    package func keepAsBranch(_ entry: Entry) throws {
        try tx.execute(
            """
            INSERT INTO branch_entry (unit, epoch, seq, hash, entry, sealed) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(entry.unit), .integer(entry.epoch), .integer(entry.seq), .blob(entry.hash.bytes),
                .text(entry.exported.text), entry.sealed.map(SQLValue.blob) ?? .null,
            ])
    }
}

/// Other sites' words about a ledger, by place, those that are signed as they should be.
func witnesses(
    of unit: String, _ tx: any Transaction, keys: [String: [UInt8]], into result: inout Verification
) throws -> [Int64: [Checkpoint]] {
    var witnesses: [Int64: [Checkpoint]] = [:]
    for row in try tx.rows(
        "SELECT unit, epoch, seq, at, head, root, site, signature FROM witness WHERE unit = $1", [.text(unit)])
    {
        let witness = Checkpoint(stored: row)
        result.checkpoints += 1
        if isSigned(witness, keys) {
            witnesses[witness.seq, default: []].append(witness)
        } else {
            result.findings.append(Finding(unit: unit, seq: witness.seq, what: "the signature of a witness is not valid"))
        }
    }
    return witnesses
}

/// Entries of one ledger of which only some are here: contents, proofs, signatures.
func verifySelection(
    of unit: String, _ tx: any Transaction, keys: [String: [UInt8]], into result: inout Verification
) throws {
    let witnesses = try witnesses(of: unit, tx, keys: keys, into: &result)
    try LedgerReader.forEachDoubtful(in: unit, tx) { entry in
        result.entries += 1
        try verifySelected(entry, witnesses, tx) { result.findings.append(Finding(unit: unit, seq: entry.seq, what: $0)) }
    }
}

/// One chosen entry: its contents, and its proof under a signed root.
func verifySelected(_ entry: Entry, _ witnesses: [Int64: [Checkpoint]], _ tx: any Transaction, _ found: (String) -> Void) throws {
    if entry.reckonedHash != entry.hash { found("contents do not match the hash") }
    if let sealed = entry.sealed, Digest.of(sealed) != entry.sealedHash { found("sealed bytes do not match their hash") }
    guard let (tree, path) = try LedgerReader.path(of: entry, tx), let words = witnesses[tree] else {
        return found("has no proof that it belongs to its ledger")
    }
    if !words.contains(where: { $0.proves(entry, path) }) { found("its proof does not lead to the signed root") }
}

extension LedgerReader {
    /// The audit path with which a chosen entry is kept, and of how many entries the tree is; nil for any other entry.
    fileprivate static func path(of entry: Entry, _ tx: any Transaction) throws -> (tree: Int64, path: [Digest])? {
        let row = try tx.row(
            "SELECT tree, path FROM selected_entry WHERE unit = $1 AND epoch = $2 AND seq = $3",
            [.text(entry.unit), .integer(entry.epoch), .integer(entry.seq)])
        guard let row, row.blob(1).count % 32 == 0 else { return nil }
        let bytes = row.blob(1)
        return (row.int(0), stride(from: 0, to: bytes.count, by: 32).map { Digest(Array(bytes[$0..<($0 + 32)])) })
    }

    /// The proof with which a chosen entry is kept, under the signed word of `site`; nil where there is none.
    package static func proof(of entry: Entry, by site: String, _ tx: any Transaction) throws -> (path: [Digest], witness: Checkpoint)? {
        guard let (tree, path) = try path(of: entry, tx) else { return nil }
        return try tx.rows(
            "SELECT unit, epoch, seq, at, head, root, site, signature FROM witness WHERE unit = $1 AND seq = $2 AND site = $3",
            [.text(entry.unit), .integer(tree), .text(site)]
        ).map(Checkpoint.init(stored:)).first { $0.proves(entry, path) }.map { (path, $0) }
    }

    /// Places of chosen entries behind a place, in the order in which this site took them in.
    package static func selected(after position: Int64, limit: Int, _ tx: any Transaction) throws -> [Int64] {
        try tx.rows(
            """
            SELECT e.position FROM selected_entry s JOIN entry e ON e.unit = s.unit AND e.epoch = s.epoch AND e.seq = s.seq
            WHERE e.position > $1 ORDER BY e.position LIMIT \(limit)
            """, [.integer(position)]
        ).map { $0.int(0) }
    }
}

extension Checkpoint {
    /// Whether an audit path leads from an entry to this root.
    func proves(_ entry: Entry, _ path: [Digest]) -> Bool {
        unit == entry.unit && entry.seq > 0
            && MerkleFrontier.proves(entry.hash, index: Int(entry.seq - 1), count: Int(seq), path: path, root: root)
    }
}
