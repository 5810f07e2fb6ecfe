// PaperStore.swift: papers' bytes: uploads that grow piece by piece, files that are named by their ciphertext's hash.
//
// An upload has a random key of its own (in the key store) and is sealed piece by piece as it arrives, so that memory
// stays bounded and a broken line loses at most what was on it. When it is whole its kind is told from its first
// bytes and its name becomes the SHA-256 of the ciphertext. Attaching it to a dossier seals the key into the entry
// (Work+Papers.swift) and takes it out of here: from then on only who can open the entry can open the file, and erasing
// the applicant makes it unreadable. Format: docs/formats/papers.md; why a database: docs/decisions/0015.

package import Casework
import Crypto
import Ledger
package import Storage
import Synchronization

package final class PaperStore: Sendable {
    package let database: any Database
    private let keys: KeyStore
    private let swept = Mutex(Int64.min)

    package static let migrations = [
        Migration(
            "papers-1",
            """
            CREATE TABLE paper_upload (
                id TEXT PRIMARY KEY,
                owner TEXT NOT NULL,
                place TEXT NOT NULL,
                names {BLOB} NOT NULL,
                size {INT},
                received {INT} NOT NULL,
                pieces {INT} NOT NULL,
                file TEXT,
                media TEXT,
                created {INT} NOT NULL,
                expires {INT} NOT NULL
            ) {TABLE};
            CREATE INDEX paper_upload_owner ON paper_upload (owner, created);
            CREATE INDEX paper_upload_expires ON paper_upload (expires);
            CREATE INDEX paper_upload_file ON paper_upload (file);
            CREATE TABLE paper_piece (
                upload TEXT NOT NULL,
                ordinal {INT} NOT NULL,
                bytes {BLOB} NOT NULL,
                PRIMARY KEY (upload, ordinal)
            ) {TABLE};

            """)
    ]

    /// How long an upload that nobody attaches is kept.
    package static let keptMilliseconds: Int64 = 30 * 86_400_000
    /// Most clear bytes in one piece.
    package static let pieceBytes = 256 << 10
    /// Most unattached uploads of one owner, and bytes of all owners together.
    package static let uploadsPerOwner = PaperLimit.files
    package static let waitingBytes: Int64 = 8 << 30

    /// - Parameter database: migrated by the caller.
    init(_ database: any Database, keys: KeyStore) {
        self.database = database
        self.keys = keys
    }

    /// One upload, on its way or finished.
    package struct Upload: Hashable, Sendable {
        package var id: String
        package var owner: String
        /// What it is for, in the owner's words: the id of a paper, with or without a form before it.
        package var place: String
        package var name: String
        package var note: String?
        /// Nil when the sender did not say.
        package var size: Int?
        package var received: Int
        package var pieces: Int
        /// Set when it is whole.
        package var file: String?
        package var media: PaperMedia?
        package var expires: Instant
    }
}

// MARK: the way of an upload

extension PaperStore {
    /// Opens an upload. Its key is durable when this returns.
    package func create(
        id: String, owner: String, place: String, name: String, note: String?, size: Int?, now: Instant
    ) throws -> Upload {
        guard (size ?? 0) <= PaperLimit.fileBytes else { throw Refusal.paperTooLarge }
        if size == 0 { throw Refusal.paperEmpty }
        let upload = Upload(
            id: id, owner: owner, place: String(place.prefix(200)), name: PaperStore.plainName(name),
            note: note.map { String(VietnameseText.normalized($0).prefix(PaperLimit.noteCharacters)) },
            size: size, received: 0, pieces: 0,
            expires: now.adding(milliseconds: PaperStore.keptMilliseconds))
        try checkRoom(owner)
        let key = try keys.newDurableKey(PaperStore.subject(id), .applicant)
        let names = try Sealing.seal(
            Array("\(upload.name)\n\(upload.note ?? "")".utf8), slot: 0, key: key, PaperStore.context(id))
        try database.write { tx in
            // Uploads of one form have one time: their order is kept by a millisecond each.
            let last = try tx.row("SELECT max(created) FROM paper_upload WHERE owner = $1", [.text(owner)])
            let created = max(now.milliseconds, (last?.optionalInt(0) ?? 0) + 1)
            try tx.execute(
                """
                INSERT INTO paper_upload (id, owner, place, names, size, received, pieces, file, media, created, expires)
                VALUES ($1, $2, $3, $4, $5, 0, 0, NULL, NULL, $6, $7)
                """,
                [
                    .text(id), .text(owner), .text(upload.place), .blob(names.box),
                    size.map { .integer(Int64($0)) } ?? .null, .integer(created),
                    .integer(upload.expires.milliseconds),
                ])
        }
        return upload
    }

    private func checkRoom(_ owner: String) throws {
        let (own, all) = try database.read { tx in
            (
                try tx.row("SELECT count(*) FROM paper_upload WHERE owner = $1", [.text(owner)])?.int(0) ?? 0,
                try tx.row("SELECT sum(received) FROM paper_upload WHERE expires < $1", [.integer(.max)])?
                    .optionalInt(0) ?? 0
            )
        }
        guard own < PaperStore.uploadsPerOwner else { throw Refusal.papersTooLarge }
        guard all < PaperStore.waitingBytes else {
            throw StorageFault(
                .full, "too many uploads wait to be attached",
                advice: "they expire after 30 days; see docs/operate/papers.md")
        }
    }

    /// Adds bytes at `offset`, in pieces. Durable when it returns. An upload whose first bytes are of no kind that we take is
    /// dropped.
    /// - Returns: how far the upload has come.
    package func append(_ id: String, at offset: Int, _ bytes: ArraySlice<UInt8>) throws -> Int {
        guard let upload = try upload(id), upload.file == nil, let key = try key(id) else {
            throw Refusal.unknownUpload(id)
        }
        guard offset == upload.received else { throw Refusal.uploadOffset(upload.received) }
        let end = offset + bytes.count
        guard end <= PaperLimit.fileBytes, end <= upload.size ?? .max else { throw Refusal.paperTooLarge }
        if offset == 0, bytes.count >= PaperMedia.headBytes, PaperMedia(head: bytes) == nil {
            try drop(id)
            throw Refusal.paperKind
        }
        var sealed: [[UInt8]] = []
        var rest = bytes
        while !rest.isEmpty {
            let ordinal = upload.pieces + sealed.count
            sealed.append(try PaperBytes.seal(Array(rest.prefix(PaperStore.pieceBytes)), ordinal, key))
            rest = rest.dropFirst(PaperStore.pieceBytes)
        }
        try database.write { tx in
            let changed = try tx.execute(
                """
                UPDATE paper_upload SET received = $1, pieces = $2
                WHERE id = $3 AND received = $4 AND file IS NULL
                """,
                [
                    .integer(Int64(end)), .integer(Int64(upload.pieces + sealed.count)), .text(id),
                    .integer(Int64(offset)),
                ])
            guard changed == 1 else { throw Refusal.uploadOffset(upload.received) }
            for (i, piece) in sealed.enumerated() {
                try tx.execute(
                    "INSERT INTO paper_piece (upload, ordinal, bytes) VALUES ($1, $2, $3)",
                    [.text(id), .integer(Int64(upload.pieces + i)), .blob(piece)])
            }
        }
        return end
    }

    /// Closes an upload: tells its kind, checks `digest` (SHA-256 of the clear bytes), names it.
    /// What is not taken is dropped.
    package func finish(_ id: String, digest: [UInt8]? = nil) throws -> Upload {
        guard var upload = try upload(id), let key = try key(id) else { throw Refusal.unknownUpload(id) }
        if upload.file != nil { return upload }
        guard upload.size.map({ $0 == upload.received }) ?? true else { throw Refusal.unfinishedUpload }
        let (sum, clear, media) = try sum(upload, key)
        do {
            if upload.received == 0 { throw Refusal.paperEmpty }
            if let digest, digest != clear { throw Refusal.paperDamaged }
            guard let media else { throw Refusal.paperKind }
            upload.file = sum
            upload.media = media
            _ = try database.write { tx in
                try tx.execute(
                    "UPDATE paper_upload SET file = $1, media = $2, size = received WHERE id = $3",
                    [.text(sum), .text(media.rawValue), .text(id)])
            }
        } catch let refusal as Refusal {
            try drop(id)
            throw refusal
        }
        upload.size = upload.received
        return upload
    }

    /// Hash of the ciphertext, hash of the clear bytes, kind.
    private func sum(_ upload: Upload, _ key: SymmetricKey) throws -> (String, [UInt8], PaperMedia?) {
        var (sealed, clear) = (SHA256(), SHA256())
        var head: [UInt8] = []
        for ordinal in 0..<upload.pieces {
            let piece = try piece(upload.id, ordinal)
            sealed.update(data: PaperBytes.framed(piece))
            let bytes = try PaperBytes.open(piece, ordinal, key, upload.id)
            if head.count < PaperMedia.headBytes { head += bytes.prefix(PaperMedia.headBytes) }
            clear.update(data: bytes)
        }
        return (Array(sealed.finalize()).hex, Array(clear.finalize()), PaperMedia(head: head))
    }

    /// Takes an upload away, with its key.
    package func drop(_ id: String) throws {
        try database.write { tx in
            try tx.execute("DELETE FROM paper_piece WHERE upload = $1", [.text(id)])
            try tx.execute("DELETE FROM paper_upload WHERE id = $1", [.text(id)])
        }
        try keys.forget(PaperStore.subject(id), .applicant)
    }

    package func upload(_ id: String) throws -> Upload? {
        try database.read { tx in
            try tx.row("SELECT \(PaperStore.columns) FROM paper_upload WHERE id = $1", [.text(id)])
        }.map(upload)
    }

    /// Uploads of an owner that are not attached yet, oldest first.
    package func uploads(of owner: String) throws -> [Upload] {
        try database.read { tx in
            try tx.rows(
                """
                SELECT \(PaperStore.columns) FROM paper_upload WHERE owner = $1
                ORDER BY created, id LIMIT \(PaperStore.uploadsPerOwner)
                """, [.text(owner)])
        }.map(upload)
    }

    private static let columns = "id, owner, place, names, size, received, pieces, file, media, expires"

    private func upload(_ row: SQLRow) throws -> Upload {
        let id = row.text(0)
        let names = try key(id).flatMap {
            Sealing.open(SealedPart(slot: 0, box: row.blob(3)), key: $0, PaperStore.context(id))
        }
        let lines = String(decoding: names ?? [], as: UTF8.self).split(
            separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let note = lines.count > 1 ? String(lines[1]) : ""
        return Upload(
            id: id, owner: row.text(1), place: row.text(2), name: lines.first.map(String.init) ?? "",
            note: note.isEmpty ? nil : note, size: row.optionalInt(4).map(Int.init),
            received: Int(row.int(5)), pieces: Int(row.int(6)), file: row.optionalText(7),
            media: row.optionalText(8).flatMap { PaperMedia(rawValue: $0) },
            expires: Instant(milliseconds: row.int(9)))
    }
}

// MARK: files of dossiers

extension PaperStore {
    /// The clear bytes of a finished upload's or a dossier's file, piece by piece.
    /// - Returns: nil when this store does not hold the file.
    func read(_ file: String, key: SymmetricKey) throws -> PaperReader? {
        guard
            let row = try database.read({
                try $0.row("SELECT id, pieces FROM paper_upload WHERE file = $1", [.text(file)])
            })
        else { return nil }
        return PaperReader(store: self, upload: row.text(0), pieces: Int(row.int(1)), key: key)
    }

    /// A file of an upload that is not attached yet.
    package func read(_ upload: Upload) throws -> PaperReader? {
        guard upload.file != nil, let key = try key(upload.id) else { return nil }
        return PaperReader(store: self, upload: upload.id, pieces: upload.pieces, key: key)
    }

    func piece(_ upload: String, _ ordinal: Int) throws -> [UInt8] {
        let row = try database.read {
            try $0.row(
                "SELECT bytes FROM paper_piece WHERE upload = $1 AND ordinal = $2",
                [.text(upload), .integer(Int64(ordinal))])
        }
        guard let row else { throw PaperBytes.damaged(upload) }
        return row.blob(0)
    }

    /// The upload's key, for the entry that attaches it.
    func key(_ id: String) throws -> SymmetricKey? { try keys.key(PaperStore.subject(id), .applicant) }

    /// After the entries are durable: the files are the dossiers' own now, their upload keys are taken out.
    func settle(_ files: [String]) throws {
        for file in files {
            let row = try database.read {
                try $0.row("SELECT id FROM paper_upload WHERE file = $1", [.text(file)])
            }
            guard let id = row?.text(0) else { continue }
            _ = try database.write {
                try $0.execute(
                    "UPDATE paper_upload SET owner = $1, expires = $2 WHERE id = $3",
                    [.text("kept"), .integer(.max), .text(id)])
            }
            try keys.forget(PaperStore.subject(id), .applicant)
        }
    }

    /// Takes files of an erased person away.
    func drop(files: [String]) throws {
        for file in files {
            let row = try database.read {
                try $0.row("SELECT id FROM paper_upload WHERE file = $1", [.text(file)])
            }
            if let id = row?.text(0) { try drop(id) }
        }
    }

    /// Uploads whose time is over, a few at a time; nothing when that was asked for within ten minutes.
    func expired(now: Instant) throws -> [Upload] {
        let due = swept.withLock { last in
            guard last < now.milliseconds - 600_000 else { return false }
            last = now.milliseconds
            return true
        }
        guard due else { return [] }
        return try database.read { tx in
            try tx.rows(
                "SELECT \(PaperStore.columns) FROM paper_upload WHERE expires < $1 ORDER BY expires LIMIT 50",
                [.integer(now.milliseconds)])
        }.map(upload)
    }

    /// Calls `found` for each held file whose bytes are not what its name says.
    package func check(_ found: (String) -> Void) throws {
        var after = ""
        while let row = try database.read({
            try $0.row(
                "SELECT file, id, pieces FROM paper_upload WHERE file > $1 ORDER BY file LIMIT 1",
                [.text(after)])
        }) {
            after = row.text(0)
            var sum = SHA256()
            do {
                for ordinal in 0..<Int(row.int(2)) {
                    sum.update(data: PaperBytes.framed(try piece(row.text(1), ordinal)))
                }
                if Array(sum.finalize()).hex != after { found("file \(after) is not what its name says") }
            } catch let fault as StorageFault where fault.cause == .corrupt {
                found("file \(after) is cut off")
            }
        }
    }

    package func holds(_ file: String) throws -> Bool {
        try database.read {
            try $0.row("SELECT 1 FROM paper_upload WHERE file = $1", [.text(file)]) != nil
        }
    }

    /// Every paper, filed or not.
    func removeAll() throws {
        try database.write { tx in
            try tx.execute("DELETE FROM paper_piece")
            try tx.execute("DELETE FROM paper_upload")
        }
    }

    package func close() throws { try database.close() }
    package func scrub() throws { try database.scrub() }

    private static func subject(_ id: String) -> String { "upload:\(id)" }
    private static func context(_ id: String) -> SealContext {
        SealContext(unit: "", epoch: 0, seq: 0, subject: subject(id))
    }

    /// A name for showing: no path, no invisible characters, not too long; its ending is kept.
    static func plainName(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let plain = VietnameseText.plain(String(last.prefix(2000)))
        guard plain.count > PaperLimit.nameCharacters else { return plain.isEmpty ? "tep" : plain }
        return String(plain.prefix(PaperLimit.nameCharacters - 12)) + "…" + String(plain.suffix(10))
    }
}
