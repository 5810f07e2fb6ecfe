// KeyStore.swift: keys live in a store of their own, with its own backup.
//
// `<store>.keys` beside a SQLite store. A key is durable here before the entry it seals is durable there, so nothing
// sealed is ever unreadable. A key of a number without an entry is what a transaction left behind that did not end:
// whoever is given the same number takes it, for a key that is durable is never replaced by one made here; so several
// servers agree on it, whichever of their commits was heard of. Destroying one makes a person unreadable in every copy
// of the ledger; a tombstone keeps it from coming back out of an old backup (the erasure is replayed).

package import Casework
package import Crypto
import Foundation
package import Ledger
package import Storage
package import Sync
import Synchronization

package final class KeyStore: Sendable {
    private let database: any Database
    private let state = Mutex(State())

    private struct State {
        var known: [String: SymmetricKey] = [:]
        /// Made by the transaction under way, and owed to the disk.
        var fresh: [String: SymmetricKey] = [:]
        /// Those of whoever was erased while this process ran: read when asked for, for a reader may hold one that is destroyed just now.
        var unkept: Set<String> = []
    }

    /// A key was made that is durable already, from a transaction that did not end. It is known now, and sealed with next time.
    struct Taken: Error {}

    package let signer: SiteSigner
    /// What is wrapped or sealed for this site, this opens.
    package let agreement: Curve25519.KeyAgreement.PrivateKey
    /// Key of the keyed hashes under which id and phone numbers are searched.
    package let indexKey: SymmetricKey

    private static let migrations = [
        Migration(
            "keys-1",
            """
            CREATE TABLE person_key (
                id TEXT PRIMARY KEY,
                secret {BLOB},
                destroyed {INT} NOT NULL
            ) {TABLE};
            CREATE TABLE site_secret (
                name TEXT PRIMARY KEY,
                secret {BLOB} NOT NULL
            ) {TABLE};

            """)
    ]

    /// Opens the store, making the site's signing key and search key when it is new.
    package init(_ database: any Database, site: String) throws {
        self.database = database
        try database.migrate(KeyStore.migrations)
        let secrets = try database.write { tx in
            try ["signing", "index", "agreement", "site"].map { name in
                if let row = try tx.row("SELECT secret FROM site_secret WHERE name = $1", [.text(name)]) {
                    return row.blob(0)
                }
                // Two servers that found one key store together keep what the first of them wrote.
                let secret: [UInt8] =
                    switch name {
                    case "signing": Array(Curve25519.Signing.PrivateKey().rawRepresentation)
                    case "agreement": Array(Curve25519.KeyAgreement.PrivateKey().rawRepresentation)
                    // A store's name is what it was founded or joined under.
                    case "site": Array(site.utf8)
                    default: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
                    }
                try tx.execute(
                    "INSERT INTO site_secret (name, secret) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", [.text(name), .blob(secret)])
                return try tx.row("SELECT secret FROM site_secret WHERE name = $1", [.text(name)])?.blob(0) ?? secret
            }
        }
        signer = SiteSigner(
            site: String(decoding: secrets[3], as: UTF8.self), key: try Curve25519.Signing.PrivateKey(rawRepresentation: secrets[0]))
        agreement = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secrets[2])
        indexKey = SymmetricKey(data: secrets[1])
    }

    /// Who signs with the keys in a database that is only looked at.
    static func signer(in database: any Database) throws -> SiteSigner {
        try database.read { tx in
            func secret(_ name: String) throws -> [UInt8]? {
                try tx.row("SELECT secret FROM site_secret WHERE name = $1", [.text(name)])?.blob(0)
            }
            guard let signing = try secret("signing"), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: signing) else {
                throw StorageFault(
                    .corrupt, "the key file holds no key to sign with", advice: "put back the store's own; nothing was changed")
            }
            // Before there were wards' sites, a store had no name of its own.
            return SiteSigner(site: String(decoding: try secret("site") ?? Array("site-1".utf8), as: UTF8.self), key: key)
        }
    }

    /// Whether a store was founded with these keys.
    package var areTaken: Bool {
        get throws {
            try database.read {
                try $0.row("SELECT 1 FROM site_secret WHERE name = 'founded' UNION SELECT 1 FROM person_key LIMIT 1") != nil
            }
        }
    }
    package func take() throws {
        _ = try database.write { tx in
            try tx.execute("INSERT INTO site_secret (name, secret) VALUES ('founded', $1) ON CONFLICT (name) DO NOTHING", [.blob([1])])
        }
    }

    package var siteKeys: SiteKeys { SiteKeys(signer: signer, agreement: agreement) }

    private func id(_ subject: String, _ slot: PersonSlot) -> String { "\(subject)/\(slot.rawValue)" }

    /// The key of a person of a subject; nil when there is none or it was destroyed.
    package func key(_ subject: String, _ slot: PersonSlot) throws -> SymmetricKey? {
        let id = id(subject, slot)
        if let key = state.withLock({ $0.known[id] }) { return key }
        let row = try database.read { try $0.row("SELECT secret FROM person_key WHERE id = $1", [.text(id)]) }
        guard let secret = row?.optionalBlob(0) else { return nil }
        let key = SymmetricKey(data: secret)
        remember(id, key)
        return key
    }

    /// The key, made when there is none yet. Durable only after `flush`.
    /// - Returns: nil when the person was erased.
    package func keyForSealing(_ subject: String, _ slot: PersonSlot) throws -> SymmetricKey? {
        if let key = try key(subject, slot) { return key }
        let id = id(subject, slot)
        let erased = try database.read {
            try $0.row("SELECT 1 FROM person_key WHERE id = $1 AND destroyed = 1", [.text(id)]) != nil
        }
        return erased ? nil : made(id)
    }

    /// A key for a subject that is known to be new: saves the look-up.
    package func newKey(_ subject: String, _ slot: PersonSlot) -> SymmetricKey {
        let id = id(subject, slot)
        return state.withLock { $0.known[id] } ?? made(id)
    }

    private func made(_ id: String) -> SymmetricKey {
        let key = SymmetricKey(size: .bits256)
        state.withLock { $0.fresh[id] = key }
        remember(id, key)
        return key
    }

    /// A key that is durable when this returns, for what is sealed outside the writer's transactions.
    package func newDurableKey(_ subject: String, _ slot: PersonSlot) throws -> SymmetricKey {
        let key = SymmetricKey(size: .bits256)
        let id = id(subject, slot)
        _ = try database.write { tx in
            try tx.execute(
                "INSERT INTO person_key (id, secret, destroyed) VALUES ($1, $2, 0)",
                [.text(id), .blob(key.withUnsafeBytes { Array($0) })])
        }
        remember(id, key)
        return key
    }

    /// Takes a key out that no entry was sealed with; nothing remembers that it was there.
    package func forget(_ subject: String, _ slot: PersonSlot) throws {
        let id = id(subject, slot)
        state.withLock { $0.known[id] = nil }
        _ = try database.write { tx in
            try tx.execute("DELETE FROM person_key WHERE id = $1", [.text(id)])
        }
    }

    /// Drops what is remembered of a subject's keys: another server has changed them.
    /// - Parameter isErased: it destroys one, now or in a moment.
    func forget(subject: String, isErased: Bool) {
        state.withLock { state in
            for id in PersonSlot.allCases.map({ id(subject, $0) }) where state.fresh[id] == nil {
                state.known[id] = nil
                if isErased { state.unkept.insert(id) }
            }
        }
    }
    func forgetAll() { state.withLock { $0.known = $0.fresh } }

    private func remember(_ id: String, _ key: SymmetricKey) {
        state.withLock { state in
            if state.unkept.contains(id), state.fresh[id] == nil { return }
            if state.known.count > 20_000 { state.known = state.fresh }
            state.known[id] = key
        }
    }

    /// Makes the new keys durable. Called before the entries that they seal are committed.
    /// - Throws: `Taken` when one of them is durable already otherwise: what it sealed must not be committed.
    package func flush() throws {
        let fresh = state.withLock { $0.fresh }
        guard !fresh.isEmpty else { return }
        let taken = try database.write { tx in
            try fresh.sorted(by: { $0.key < $1.key }).compactMap { id, key -> (id: String, key: SymmetricKey)? in
                let isNew = try tx.execute(
                    "INSERT INTO person_key (id, secret, destroyed) VALUES ($1, $2, 0) ON CONFLICT (id) DO NOTHING",
                    [.text(id), .blob(key.withUnsafeBytes { Array($0) })])
                guard isNew == 0 else { return nil }
                let row = try tx.row("SELECT secret FROM person_key WHERE id = $1", [.text(id)])
                guard let secret = row?.optionalBlob(0) else {
                    throw StorageFault(
                        .constraint, "\(id) is the name of a person who was erased: the store has gone back behind its numbers",
                        advice: "run `motcua restore --in-place`, which gives no number again")
                }
                let durable = SymmetricKey(data: secret)
                return durable == key ? nil : (id, durable)
            }
        }
        state.withLock { state in
            state.fresh = [:]
            for (id, key) in taken { state.known[id] = key }
        }
        if !taken.isEmpty { throw Taken() }
    }

    /// Drops all that is remembered, with what a transaction that failed had made.
    func discard() { state.withLock { ($0.known, $0.fresh) = ([:], [:]) } }

    /// Destroys a person's key for ever.
    package func destroy(_ subject: String, _ slot: PersonSlot) throws {
        let id = id(subject, slot)
        state.withLock { state in
            state.unkept.insert(id)
            state.known[id] = nil
            state.fresh[id] = nil
        }
        _ = try database.write { tx in
            try tx.execute(
                """
                INSERT INTO person_key AS t (id, secret, destroyed) VALUES ($1, NULL, 1)
                ON CONFLICT (id) DO UPDATE SET secret = NULL, destroyed = 1
                """, [.text(id)])
            try tx.execute("DELETE FROM person_key WHERE id >= $1 AND id < $2", [.text(id + "/"), .text(id + "/~")])
        }
    }

    /// Takes out every person's key, tombstones too, of a practice store that starts afresh: its numbers are given again.
    func removeAll() throws {
        state.withLock { ($0.known, $0.fresh, $0.unkept) = ([:], [:], []) }
        _ = try database.write { try $0.execute("DELETE FROM person_key") }
    }

    package func backup(to path: String) throws {
        if database.dialect == .sqlite { return try database.backup(to: path) { _, _ in } }
        try StoreCopy.write([.init(database)], to: path, KeyStore.migrations) { _ in }
    }
    /// Into an empty database.
    func copy(to target: any Database) throws {
        try StoreCopy.copy([.init(database)], to: target, KeyStore.migrations) { _ in }
    }
    package func scrub() throws { try database.scrub() }
    package func close() throws { try database.close() }

    /// The raw key of a person, for another site that comes to need it; nil when there is none.
    package func export(_ subject: String, _ slot: PersonSlot) throws -> [UInt8]? {
        try key(subject, slot)?.withUnsafeBytes { Array($0) }
    }
    /// Keys that seal what stands beside the line about a subject, since its number was given to another there.
    func keysBeside(_ subject: String, _ slot: PersonSlot) throws -> [SymmetricKey] {
        let start = id(subject, slot) + "/"
        return try database.read { tx in
            try tx.rows(
                "SELECT secret FROM person_key WHERE id >= $1 AND id < $2 AND secret IS NOT NULL ORDER BY id",
                [.text(start), .text(start + "~")]
            ).map { SymmetricKey(data: $0.blob(0)) }
        }
    }

    /// Takes in a key that another site granted.
    /// - Parameter old: the one that was here and seals only what stands beside the line: it is kept for that.
    package func adopt(_ secret: [UInt8], for subject: String, _ slot: PersonSlot, beside old: [UInt8]? = nil) throws {
        let id = id(subject, slot)
        var granted = [(id, secret)]
        if let old { granted.append((id + "/" + Ledger.Digest.of(old).hex.prefix(16), old)) }
        try database.write { tx in
            for (id, secret) in granted {
                try tx.execute(
                    """
                    INSERT INTO person_key AS t (id, secret, destroyed) VALUES ($1, $2, 0)
                    ON CONFLICT (id) DO UPDATE SET secret = excluded.secret WHERE t.destroyed = 0
                    """, [.text(id), .blob(secret)])
            }
        }
        // An erased one stays erased.
        state.withLock { state in
            for (id, _) in granted { (state.known[id], state.fresh[id]) = (nil, nil) }
        }
    }

    // MARK: derived values

    /// A key of this site for one purpose, derived from its secret; the same after every start.
    package func key(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: indexKey, info: Array("motcua \(purpose)".utf8), outputByteCount: 32)
    }

    /// Keyed hash of an id or phone number for search, 16 bytes as hex.
    package func searchHash(_ value: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(value.utf8), using: indexKey)
        return "#" + Array(code).prefix(16).map { $0 }.hex
    }

    /// The code on the receipt with which an applicant tracks a dossier: eight letters and digits without look-alikes,
    /// derived from the applicant's key, so that it is stored nowhere and dies with it.
    package func trackingCode(_ number: String) throws -> String? {
        try code(number, for: "tracking")
    }

    /// A code with which a dossier may be looked at and nothing be done with it: for passing on.
    package func shareCode(_ number: String) throws -> String? { try code(number, for: "share") }

    /// The code that reads the answer to a complaint: twelve letters and digits, derived from the command that filed it.
    func complaintCode(_ command: String) -> String { KeyStore.code(of: command, 12, key(for: "complaint")) }

    private func code(_ number: String, for purpose: String) throws -> String? {
        try key(number, .applicant).map { KeyStore.code(of: purpose, 8, $0) }
    }

    /// So many (at most 16) letters and digits without look-alikes.
    private static func code(of text: String, _ count: Int, _ key: SymmetricKey) -> String {
        let code = Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
        let letters = Array("ABCDEFGHJKMNPQRSTVWXYZ23456789")
        return String((0..<count).map { letters[(Int(code[$0 * 2]) << 8 | Int(code[$0 * 2 + 1])) % letters.count] })
    }
}
