// Drafts.swift: what somebody has typed and not yet sent, so that nothing typed is ever lost.
//
// Not a fact and no projection: a draft is nobody's decision. It survives a closed tab, a restart and a log-out, belongs
// to one owner (`user:<login>`, or `code:<hash>` of a citizen's own code), is encrypted at rest with a key of this site,
// and is forgotten after thirty days. A draft is dropped when what it was for has been recorded.

package import Casework
import Crypto
import Foundation
import Storage

/// One unfinished form.
package struct Draft: Sendable {
    /// Which form it is of, e.g. `quay/1.001193`.
    package var form: String
    package var values: [String: String]
    package var savedAt: Instant
}

package final class Drafts: Sendable {
    private let database: any Database
    private let key: SymmetricKey

    package static let daysKept = 30
    /// Drafts one owner may have; the oldest makes room.
    package static let perOwner = 40
    /// Bytes that one draft may hold.
    package static let sizeLimit = 256 << 10

    static let migrations = [
        Migration(
            "office-drafts-1",
            """
            CREATE TABLE draft (
                owner TEXT NOT NULL,
                form TEXT NOT NULL,
                saved {INT} NOT NULL,
                body {BLOB} NOT NULL,
                PRIMARY KEY (owner, form)
            ) {TABLE};
            CREATE INDEX draft_saved ON draft (saved);

            """)
    ]

    package init(_ office: Office) {
        database = office.database
        key = office.keys.key(for: "drafts")
    }

    /// Keeps `values` as the owner's draft of `form`, in place of the one before.
    package func save(_ values: [String: String], form: String, owner: String, now: Instant) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let clear = try encoder.encode(values)
        guard clear.count <= Drafts.sizeLimit, form.utf8.count <= 200, owner.utf8.count <= 300 else {
            throw Refusal(
                .invalid, "draft-too-large", vi: "Bản nháp quá dài để lưu. Hãy rút gọn nội dung.",
                en: "The draft is too long to be kept. Shorten it.")
        }
        let box = try AES.GCM.seal(clear, using: key, authenticating: bound(owner, form))
        guard let sealed = box.combined else { preconditionFailure("a 12-byte nonce gives a combined box") }
        try database.write { tx in
            try tx.execute(
                "DELETE FROM draft WHERE saved < $1",
                [.integer(now.adding(minutes: -Drafts.daysKept * 1440).milliseconds)])
            try tx.execute(
                """
                INSERT INTO draft AS t (owner, form, saved, body) VALUES ($1, $2, $3, $4)
                ON CONFLICT (owner, form) DO UPDATE SET saved = excluded.saved, body = excluded.body
                """,
                [.text(owner), .text(form), .integer(now.milliseconds), .blob(Array(sealed))])
            try tx.execute(
                """
                DELETE FROM draft WHERE owner = $1 AND form NOT IN
                    (SELECT form FROM draft WHERE owner = $1 ORDER BY saved DESC LIMIT \(Drafts.perOwner))
                """, [.text(owner)])
        }
    }

    /// The owner's draft of `form`; nil when there is none or it is older than it may be.
    package func load(form: String, owner: String, now: Instant) throws -> Draft? {
        try list(owner: owner, now: now, only: form).first
    }

    /// The owner's drafts, newest first.
    package func list(owner: String, now: Instant) throws -> [Draft] {
        try list(owner: owner, now: now, only: nil)
    }

    package func drop(form: String, owner: String) throws {
        _ = try database.write {
            try $0.execute("DELETE FROM draft WHERE owner = $1 AND form = $2", [.text(owner), .text(form)])
        }
    }

    private func list(owner: String, now: Instant, only form: String?) throws -> [Draft] {
        let oldest = now.adding(minutes: -Drafts.daysKept * 1440).milliseconds
        let rows = try database.read { tx in
            try tx.rows(
                "SELECT form, saved, body FROM draft WHERE owner = $1 AND saved >= $2 ORDER BY saved DESC, form",
                [.text(owner), .integer(oldest)])
        }
        return rows.compactMap { row in
            guard form == nil || row.text(0) == form, let values = open(row.blob(2), owner, row.text(0)) else {
                return nil
            }
            return Draft(form: row.text(0), values: values, savedAt: Instant(milliseconds: row.int(1)))
        }
    }

    /// Nil when the key store is not the one it was sealed under: then the draft is lost, as after a lost key.
    private func open(_ sealed: [UInt8], _ owner: String, _ form: String) -> [String: String]? {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            let clear = try AES.GCM.open(box, using: key, authenticating: bound(owner, form))
            return try JSONDecoder().decode([String: String].self, from: clear)
        } catch { return nil }
    }

    private func bound(_ owner: String, _ form: String) -> [UInt8] { Array("\(owner)\n\(form)".utf8) }
}
