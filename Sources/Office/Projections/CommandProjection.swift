// CommandProjection.swift: which client keys have been used, so that the same command has one effect.

import Storage

enum CommandProjection {
    static func write(
        id: String, fingerprint: String, subject: String, _ tx: any Transaction
    ) throws {
        try tx.execute(
            "INSERT INTO command (id, fingerprint, subject) VALUES ($1, $2, $3)",
            [.text(id), .text(fingerprint), .text(subject)])
    }

    /// Id and fingerprint of a client's command as it stands in an entry, `k:<user>|<key>#<fingerprint>`.
    static func parse(_ command: String) -> (id: String, fingerprint: String)? {
        guard command.hasPrefix("k:"), let hash = command.lastIndex(of: "#") else { return nil }
        return (
            String(command[command.index(command.startIndex, offsetBy: 2)..<hash]),
            String(command[command.index(after: hash)...])
        )
    }
}
