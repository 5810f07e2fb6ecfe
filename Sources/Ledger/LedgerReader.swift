// LedgerReader.swift: reading entries back: by ledger, by subject, by place.

package import Storage

package enum LedgerReader {
    static let columns = """
        unit, epoch, seq, at, site, actor, subject, kind, version, critical, command, addressee, answers, facts, sealed,
        sealed_hash, prev, hash
        """

    /// Of the accepted line: not an entry that is here for itself, with its own proof.
    private static let accepted = """
        NOT EXISTS (SELECT 1 FROM selected_entry s WHERE s.unit = entry.unit AND s.epoch = entry.epoch AND s.seq = entry.seq)
        """

    package static func head(of unit: String, _ tx: any Transaction) throws -> LedgerHead? {
        try tx.row(
            """
            SELECT unit, epoch, seq, at, hash, frontier, checkpoint_seq, checkpoint_at FROM ledger_head WHERE unit = $1
            """, [.text(unit)]
        ).map(head)
    }

    static func head(_ row: SQLRow) -> LedgerHead {
        guard let frontier = MerkleFrontier(stored: row.blob(5)) else {
            preconditionFailure("the Merkle frontier of \(row.text(0)) is not one")
        }
        return LedgerHead(
            unit: row.text(0), epoch: row.int(1), seq: row.int(2), at: row.int(3), hash: Digest(row.blob(4)),
            frontier: frontier, checkpointSeq: row.int(6), checkpointAt: row.int(7))
    }

    /// Units with a ledger, in order of code; found by hops along the index, not by a scan.
    package static func units(_ tx: any Transaction) throws -> [String] {
        var units = Set(try tx.rows("SELECT unit FROM ledger_head").map { $0.text(0) })
        var last = ""
        while let next = try tx.row("SELECT min(unit) FROM entry WHERE unit > $1", [.text(last)])?
            .optionalText(0)
        {
            units.insert(next)
            last = next
        }
        return units.sorted()
    }

    package static func isSelected(_ entry: Entry, _ tx: any Transaction) throws -> Bool {
        try tx.row(
            "SELECT 1 FROM selected_entry WHERE unit = $1 AND epoch = $2 AND seq = $3",
            [.text(entry.unit), .integer(entry.epoch), .integer(entry.seq)]) != nil
    }

    /// Whether only chosen entries of a ledger are here, each with its proof.
    package static func isSelection(_ unit: String, _ tx: any Transaction) throws -> Bool {
        try head(of: unit, tx) == nil && hasSelected(unit, tx)
    }

    static func hasSelected(_ unit: String, _ tx: any Transaction) throws -> Bool {
        try tx.row("SELECT 1 FROM selected_entry WHERE unit = $1 LIMIT 1", [.text(unit)]) != nil
    }

    /// One subject's entries in the order in which this site took them in.
    package static func entries(about subject: String, _ tx: any Transaction) throws -> [Entry] {
        var entries: [Entry] = []
        try tx.forEach("SELECT \(columns) FROM entry WHERE subject = $1 ORDER BY position", [.text(subject)])
        {
            entries.append(try entry($0))
        }
        return entries
    }

    /// What a command wrote, in the order of writing. Reads on from its first entry, about `subject`.
    package static func entries(under command: String, from subject: String, _ tx: any Transaction) throws -> [Entry] {
        try tx.rows(
            """
            SELECT \(columns) FROM entry WHERE command = $2
            AND position >= (SELECT min(position) FROM entry WHERE subject = $1 AND command = $2) ORDER BY position
            """, [.text(subject), .text(command)]
        ).map(entry)
    }

    /// A unit's ledger from `after` on, by `seq`.
    package static func forEach(
        in unit: String, after seq: Int64 = 0, _ tx: any Transaction, _ body: (Entry) throws -> Void
    ) throws {
        try tx.forEach(
            "SELECT \(columns) FROM entry WHERE unit = $1 AND seq > $2 ORDER BY epoch, seq",
            [.text(unit), .integer(seq)]
        ) { try body(entry($0)) }
    }

    /// A unit's entries in the accepted line after one position and up to another.
    package static func forEach(
        in unit: String, after seq: Int64, upTo last: Int64, _ tx: any Transaction, _ body: (Entry) throws -> Void
    ) throws {
        try tx.forEach(
            "SELECT \(columns) FROM entry WHERE unit = $1 AND seq > $2 AND seq <= $3 AND \(accepted) ORDER BY epoch, seq",
            [.text(unit), .integer(seq), .integer(last)]
        ) { try body(entry($0)) }
    }

    /// The next entries of a unit's ledger after a place, at most `limit` of them.
    package static func stretch(of unit: String, epoch: Int64, after seq: Int64, limit: Int, _ tx: any Transaction) throws -> [Entry] {
        try tx.rows(
            """
            SELECT \(columns) FROM entry WHERE unit = $1 AND (epoch, seq) > ($2, $3) AND seq > $3 AND \(accepted)
            ORDER BY epoch, seq LIMIT \(limit)
            """, [.text(unit), .integer(epoch), .integer(seq)]
        ).map(entry)
    }

    /// The entry at a place of the accepted line.
    package static func entry(of unit: String, seq: Int64, _ tx: any Transaction) throws -> Entry? {
        guard let head = try head(of: unit, tx) else { return nil }
        for epoch in stride(from: head.epoch, through: 1, by: -1) {
            let row = try tx.row(
                "SELECT \(columns) FROM entry WHERE unit = $1 AND epoch = $2 AND seq = $3 AND \(accepted)",
                [.text(unit), .integer(epoch), .integer(seq)])
            if let row { return try entry(row) }
        }
        return nil
    }

    /// Entries by the order in which this site took them in.
    package static func forEach(
        positions: ClosedRange<Int64>, _ tx: any Transaction, _ body: (Int64, Entry) throws -> Void
    ) throws {
        try tx.forEach(
            "SELECT \(columns), position FROM entry WHERE position >= $1 AND position <= $2 ORDER BY position",
            [.integer(positions.lowerBound), .integer(positions.upperBound)]
        ) { try body($0.int(18), entry($0)) }
    }

    /// The hashes of a unit's entries `first` … `last`, by `seq`.
    static func hashes(of unit: String, _ first: Int64, _ last: Int64, epochs: Int64, _ tx: any Transaction) throws -> [Digest] {
        var hashes: [Digest] = []
        for epoch in 1...max(1, epochs) {
            try tx.forEach(
                "SELECT hash FROM entry WHERE unit = $1 AND epoch = $2 AND seq >= $3 AND seq <= $4 AND \(accepted) ORDER BY seq",
                [.text(unit), .integer(epoch), .integer(first), .integer(last)]
            ) { hashes.append(digest($0.blob(0))) }
        }
        return hashes
    }

    /// The last position of a unit's ledger that was written by `at` (milliseconds); nil when it had not begun. Times never
    /// go back within a ledger, so it is found by halving.
    package static func lastSeq(of unit: String, at: Int64, _ tx: any Transaction) throws -> Int64? {
        guard let head = try head(of: unit, tx), head.seq > 0 else { return nil }
        if head.at <= at { return head.seq }
        for epoch in stride(from: head.epoch, through: 1, by: -1) {
            let ends = try tx.row(
                "SELECT MIN(seq), MAX(seq) FROM entry WHERE unit = $1 AND epoch = $2 AND \(accepted)", [.text(unit), .integer(epoch)])
            guard var low = ends?.optionalInt(0), var high = ends?.optionalInt(1) else { continue }
            func time(_ seq: Int64) throws -> Int64 {
                try tx.row(
                    "SELECT at FROM entry WHERE unit = $1 AND epoch = $2 AND seq = $3",
                    [.text(unit), .integer(epoch), .integer(seq)])?.int(0) ?? .max
            }
            guard try time(low) <= at else { continue }
            while low < high {
                let middle = (low + high + 1) / 2
                if try time(middle) <= at { low = middle } else { high = middle - 1 }
            }
            return low
        }
        return nil
    }

    /// A unit's ledger as it stands, readable or not, for checking.
    static func forEachDoubtful(in unit: String, _ tx: any Transaction, _ body: (Entry) throws -> Void) throws
    {
        try tx.forEach("SELECT \(columns) FROM entry WHERE unit = $1 ORDER BY epoch, seq", [.text(unit)]) {
            try body(doubtful($0))
        }
    }

    /// Every entry of the store as it stands, readable or not, subject by subject, each subject's in order.
    package static func forEachBySubject(_ tx: any Transaction, _ body: (Entry) throws -> Void) throws {
        try tx.forEach("SELECT \(columns) FROM entry ORDER BY subject, position", []) {
            try body(doubtful($0))
        }
    }

    package static func count(_ tx: any Transaction) throws -> Int {
        Int(try tx.row("SELECT count(*) FROM entry")?.int(0) ?? 0)
    }

    /// - Throws: a fault that names the entry whose facts are no JSON any more.
    static func entry(_ row: SQLRow) throws -> Entry {
        do { return try parsed(row) { try JSON.parse($0) } } catch let problem as JSONProblem {
            throw StorageFault(
                .corrupt, "entry \(row.int(2)) of \(row.text(0)) cannot be read: \(problem)",
                advice: "run `motcua verify`, restore a backup")
        }
    }

    /// For checking: what is no JSON reads as null, which its hash then contradicts.
    static func doubtful(_ row: SQLRow) -> Entry {
        parsed(row) { text in do { return try JSON.parse(text) } catch { return .null } }
    }

    private static func parsed<E: Error>(_ row: SQLRow, _ json: (String) throws(E) -> JSON) throws(E) -> Entry
    {
        let answers: JSON? = if let text = row.optionalText(12) { try json(text) } else { nil }
        return Entry(
            unit: row.text(0), epoch: row.int(1), seq: row.int(2), at: row.int(3), site: row.text(4),
            actor: row.text(5),
            subject: row.text(6), kind: row.text(7), version: row.int(8), critical: row.int(9) == 1,
            command: row.text(10),
            addressee: row.optionalText(11),
            answers: answers.flatMap { Entry.Position($0) },
            facts: try json(row.text(13)), sealed: row.optionalBlob(14),
            sealedHash: row.optionalBlob(15).flatMap { $0.count == 32 ? Digest($0) : nil },
            prev: digest(row.blob(16)), hash: digest(row.blob(17)))
    }
    private static func digest(_ bytes: [UInt8]) -> Digest {
        bytes.count == 32 ? Digest(bytes) : Digest.of(bytes)
    }
}
