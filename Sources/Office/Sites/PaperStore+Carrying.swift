// PaperStore+Carrying.swift: papers' bytes between sites: sealed pieces by the file's name, after the entries, resumable.
//
// A file that is on its way has an upload of its own, `carried:<file>`, owned by nobody; it gets its name only when all its
// pieces together give it, so that a piece that was altered on the way costs a repetition and never a wrong file.

import Casework
import Crypto
import Ledger
import Storage
import Sync

extension PaperStore {
    private static func carried(_ file: String) -> String { "carried:\(file)" }

    /// Which of some files are not here, and how many of their pieces have come.
    func lacking(_ files: [String]) throws -> [String: Int64] {
        var lacking: [String: Int64] = [:]
        for file in files where try !holds(file) {
            lacking[file] = try arrivedPieces(of: file)
        }
        return lacking
    }

    /// Which of some files are here.
    func held(among files: [String]) throws -> Set<String> {
        let atOnce = 500
        return try database.read { tx in
            var held: Set<String> = []
            for start in stride(from: 0, to: files.count, by: atOnce) {
                // Always as many places, so that there is one statement.
                let some = (start..<start + atOnce).map { SQLValue.text($0 < files.count ? files[$0] : "") }
                try tx.forEach("SELECT file FROM paper_upload WHERE file IN (\(PaperStore.places(atOnce)))", some) {
                    held.insert($0.text(0))
                }
            }
            return held
        }
    }

    private static func places(_ count: Int) -> String { (1...count).map { "$\($0)" }.joined(separator: ", ") }

    func arrivedPieces(of file: String) throws -> Int64 { try database.read { try PaperStore.arrivedPieces(of: file, $0) } }

    private static func arrivedPieces(of file: String, _ tx: any Transaction) throws -> Int64 {
        try tx.row("SELECT pieces FROM paper_upload WHERE id = $1", [.text(carried(file))])?.int(0) ?? 0
    }

    /// A sealed piece of a file that is here; nil when it is not, or has no such piece.
    func piece(of file: String, _ ordinal: Int) throws -> FilePiece? {
        let row = try database.read {
            try $0.row("SELECT id, pieces FROM paper_upload WHERE file = $1", [.text(file)])
        }
        guard let row, ordinal >= 0, ordinal < Int(row.int(1)) else { return nil }
        return FilePiece(
            file: file, ordinal: Int64(ordinal), pieces: row.int(1), bytes: try piece(row.text(0), ordinal))
    }

    /// Keeps a piece that came; with the last one the file gets its name.
    /// - Returns: false when the whole does not give its name, and what had come is dropped; or when the piece is not the next one, or
    ///   too large, and is passed over.
    func keep(_ piece: FilePiece) throws -> Bool {
        let id = PaperStore.carried(piece.file)
        guard piece.file.utf8.count == 64, piece.ordinal >= 0, piece.pieces > 0, piece.ordinal < piece.pieces,
            piece.bytes.count <= PaperStore.pieceBytes + 64,
            piece.pieces <= Int64(PaperLimit.fileBytes / PaperStore.pieceBytes + 1)
        else { return false }
        if try holds(piece.file) { return true }
        let come = try database.write { tx in
            let come = try PaperStore.arrivedPieces(of: piece.file, tx)
            guard piece.ordinal == come else { return come }
            if come == 0 {
                try tx.execute(
                    """
                    INSERT INTO paper_upload (id, owner, place, names, size, received, pieces, file, media, created, expires)
                    VALUES ($1, 'carried', '', $2, NULL, 0, 0, NULL, NULL, 0, $3) ON CONFLICT DO NOTHING
                    """, [.text(id), .blob([]), .integer(.max)])
            }
            try tx.execute(
                "INSERT INTO paper_piece (upload, ordinal, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                [.text(id), .integer(piece.ordinal), .blob(piece.bytes)])
            try tx.execute(
                "UPDATE paper_upload SET pieces = pieces + 1, received = received + $3 WHERE id = $1 AND pieces = $2",
                [.text(id), .integer(come), .integer(Int64(piece.bytes.count))])
            return come
        }
        if piece.ordinal < come { return true }
        guard piece.ordinal == come else { return false }
        guard piece.ordinal == piece.pieces - 1 else { return true }
        var sum = SHA256()
        for ordinal in 0..<Int(piece.pieces) {
            sum.update(data: PaperBytes.framed(try self.piece(id, ordinal)))
        }
        let isWhole = Array(sum.finalize()).hex == piece.file
        try database.write { tx in
            if isWhole {
                try tx.execute(
                    "UPDATE paper_upload SET file = $2, owner = 'kept', size = received WHERE id = $1",
                    [.text(id), .text(piece.file)])
            } else {
                try tx.execute("DELETE FROM paper_piece WHERE upload = $1", [.text(id)])
                try tx.execute("DELETE FROM paper_upload WHERE id = $1", [.text(id)])
            }
        }
        return isWhole
    }
}
