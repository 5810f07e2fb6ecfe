// AccessLog.swift: who looked at whose data, chained, beside the ledgers (invariant 8).
//
// Looking must not wait for a disk: looks are collected and written in one batch with the writer's next group, at the
// latest after a second. Each line's hash covers the one before, so that a line cannot be taken out unseen.

package import Casework
import Ledger
import Storage

package struct Look: Sendable {
    package var at: Instant
    package var user: String
    package var subject: String
    package var purpose: String
}

extension Work {
    func write(_ looks: [Look]) throws {
        guard !looks.isEmpty else { return }
        let last = try tx.row("SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1")
        var (seq, prev) = (last?.int(0) ?? 0, last.map { Ledger.Digest($0.blob(1)) } ?? .zero)
        for look in looks {
            seq += 1
            let content = JSON.object([
                .init("at", .int(look.at.milliseconds)), .init("login", .string(look.user)),
                .init("purpose", .string(look.purpose)),
                .init("subject", .string(look.subject)),
            ])
            prev = Ledger.Digest.of(prev.bytes, content.canonical)
            try tx.execute(
                "INSERT INTO access_log (seq, at, login, subject, purpose, hash) VALUES ($1, $2, $3, $4, $5, $6)",
                [
                    .integer(seq), .integer(look.at.milliseconds), .text(look.user), .text(look.subject),
                    .text(look.purpose), .blob(prev.bytes),
                ])
        }
    }
}

package enum AccessQuestion {
    /// Who looked at a dossier, newest first.
    package static func looks(at number: String, limit: Int, _ office: Office) throws -> [Look] {
        try office.database.read { tx in
            try tx.rows(
                "SELECT at, login, subject, purpose FROM access_log WHERE subject = $1 ORDER BY seq DESC LIMIT \(limit)",
                [.text(number)]
            )
            .map {
                Look(
                    at: Instant(milliseconds: $0.int(0)), user: $0.text(1), subject: $0.text(2),
                    purpose: $0.text(3))
            }
        }
    }

    /// What somebody looked at, newest first.
    package static func looks(by user: String, limit: Int, _ office: Office) throws -> [Look] {
        try office.database.read { tx in
            try tx.rows(
                "SELECT at, login, subject, purpose FROM access_log WHERE login = $1 ORDER BY seq DESC LIMIT \(limit)",
                [.text(user)]
            )
            .map {
                Look(
                    at: Instant(milliseconds: $0.int(0)), user: $0.text(1), subject: $0.text(2),
                    purpose: $0.text(3))
            }
        }
    }
}
