// PaperBytes.swift: how a piece of a file is sealed and framed, and reading a file back piece by piece.
//
// A piece is AES-256-GCM (random nonce, 12 ‖ ciphertext ‖ 16) under the file's own key, bound to its place in the file.
// The file's name is SHA-256 over all pieces, each behind its length in four bytes: no piece can be left out, moved or
// taken from elsewhere unseen. Bytes: docs/formats/papers.md.

import Casework
import Crypto
import Storage

enum PaperBytes {
    private static func associated(_ ordinal: Int) -> [UInt8] { Array("motcua paper\n\(ordinal)".utf8) }

    static func seal(_ clear: [UInt8], _ ordinal: Int, _ key: SymmetricKey) throws -> [UInt8] {
        let box = try AES.GCM.seal(clear, using: key, authenticating: associated(ordinal))
        guard let combined = box.combined else { preconditionFailure("a 12-byte nonce gives a combined box") }
        return Array(combined)
    }

    static func open(
        _ piece: [UInt8], _ ordinal: Int, _ key: SymmetricKey, _ what: String
    ) throws -> [UInt8] {
        do {
            return Array(
                try AES.GCM.open(
                    try AES.GCM.SealedBox(combined: piece), using: key, authenticating: associated(ordinal)))
        } catch { throw damaged(what) }
    }

    static func framed(_ piece: [UInt8]) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: piece.count >> (24 - 8 * $0)) } + piece
    }

    static func damaged(_ what: String) -> StorageFault {
        StorageFault(
            .corrupt, "the file \(what) is damaged", advice: "run `motcua verify`, restore a backup")
    }
}

/// Reads one file. Used by one task at a time.
package struct PaperReader: Sendable {
    let store: PaperStore
    let upload: String
    let pieces: Int
    let key: SymmetricKey

    package var count: Int { pieces }

    /// The clear bytes of a piece, 0…count−1.
    package func piece(_ ordinal: Int) throws -> [UInt8] {
        try PaperBytes.open(try store.piece(upload, ordinal), ordinal, key, upload)
    }
}
