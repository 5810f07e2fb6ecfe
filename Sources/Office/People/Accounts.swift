// Accounts.swift: log-in names, passwords and sessions of staff.
//
// Not a projection: passwords are no facts of the administration. Hashes are scrypt (RFC 7914, N = 2^15, r = 8,
// p = 1: 32 MiB each, from swift-crypto). Five wrong passwords lock an account for five minutes. A session token is
// 256 random bits, stored as its SHA-256, and dies after twelve hours or at log-out; rights are looked up afresh at
// every request, so that a revoked right ends at once.

package import Casework
import Crypto
import CryptoExtras
import Foundation
import Ledger
package import Storage
import Synchronization

package enum Password {
    static let rounds = 1 << 15

    /// `scrypt$15$8$1$<salt hex>$<hash hex>`.
    package static func hash(_ password: String) throws -> String {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        return "scrypt$15$8$1$\(salt.hex)$\(try derive(password, salt).hex)"
    }

    package static func matches(_ password: String, _ stored: String) throws -> Bool {
        let parts = stored.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let salt = [UInt8](hex: parts[4]),
            let hash = [UInt8](hex: parts[5])
        else { return false }
        let derived = try derive(password, salt)
        return zip(derived, hash).reduce(UInt8(derived.count == hash.count ? 0 : 1)) { $0 | ($1.0 ^ $1.1) }
            == 0
    }

    private static func derive(_ password: String, _ salt: [UInt8]) throws -> [UInt8] {
        // Two at a time: each takes 32 MiB.
        places.wait()
        defer { places.signal() }
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.precomposedStringWithCanonicalMapping.utf8), salt: Data(salt),
            outputByteCount: 32,
            rounds: rounds, blockSize: 8, parallelism: 1)
        return key.withUnsafeBytes { Array($0) }
    }
    private static let places = DispatchSemaphore(value: 2)
}

/// Sessions and log-in on one office.
package final class Accounts: Sendable {
    private let office: Office
    private let sessions = Mutex<[String: Session]>([:])

    package struct Session: Sendable {
        package var login: String
        package var name: String
        package var expires: Instant
    }

    package static let sessionHours = 12
    package static let allowedFailures = 5
    package static let lockMinutes = 5

    package init(_ office: Office) { self.office = office }

    /// Checks a password and opens a session.
    /// - Returns: the token, shown once.
    package func logIn(_ login: String, _ password: String, now: Instant) throws -> String {
        guard login.utf8.count <= 200, password.utf8.count <= 1000 else { throw Refusal.badCredentials }
        let row = try office.database.read {
            try $0.row(
                "SELECT password, failures, locked_until, name FROM account WHERE login = $1", [.text(login)])
        }
        if let until = row?.int(2), until > now.milliseconds {
            throw Refusal.lockedOut(minutes: Int((until - now.milliseconds) / 60_000) + 1)
        }
        // An unknown name costs as much time as a wrong password.
        let stored = row?.text(0) ?? "scrypt$15$8$1$00000000000000000000000000000000$00"
        guard try Password.matches(password, stored), let row else {
            if row != nil { try countFailure(login, now: now) }
            throw Refusal.badCredentials
        }
        let token = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0).hex }
        let session = Session(
            login: login, name: row.text(3), expires: now.adding(minutes: Accounts.sessionHours * 60))
        _ = try office.database.write { tx in
            if row.int(1) > 0 {
                try tx.execute("UPDATE account SET failures = 0 WHERE login = $1", [.text(login)])
            }
            try tx.execute("DELETE FROM session WHERE expires < $1", [.integer(now.milliseconds)])
            try tx.execute(
                "INSERT INTO session (token_hash, login, created, expires) VALUES ($1, $2, $3, $4)",
                [
                    .text(Accounts.hash(token)), .text(login), .integer(now.milliseconds),
                    .integer(session.expires.milliseconds),
                ])
        }
        remember(Accounts.hash(token), session)
        return token
    }

    private func countFailure(_ login: String, now: Instant) throws {
        _ = try office.database.write { tx in
            try tx.execute(
                """
                UPDATE account SET failures = CASE WHEN failures + 1 >= $2 THEN 0 ELSE failures + 1 END,
                    locked_until = CASE WHEN failures + 1 >= $2 THEN $3 ELSE locked_until END
                WHERE login = $1
                """,
                [
                    .text(login), .integer(Int64(Accounts.allowedFailures)),
                    .integer(now.adding(minutes: Accounts.lockMinutes).milliseconds),
                ])
        }
    }

    /// The caller behind a token, with rights in force now; nil when the token is not (or no longer) valid.
    package func caller(token: String, now: Instant) throws -> Caller? {
        guard let session = try session(Accounts.hash(token)), session.expires > now else { return nil }
        return Caller(
            user: session.login, name: session.name,
            grants: office.directory.grants(of: session.login, at: now))
    }

    package func logOut(token: String) throws {
        let hash = Accounts.hash(token)
        sessions.withLock { $0[hash] = nil }
        _ = try office.database.write {
            try $0.execute("DELETE FROM session WHERE token_hash = $1", [.text(hash)])
        }
    }

    private func session(_ hash: String) throws -> Session? {
        if let known = sessions.withLock({ $0[hash] }) { return known }
        let row = try office.database.read {
            try $0.row(
                "SELECT s.login, a.name, s.expires FROM session s JOIN account a ON a.login = s.login WHERE s.token_hash = $1",
                [.text(hash)])
        }
        guard let row else { return nil }
        let session = Session(
            login: row.text(0), name: row.text(1), expires: Instant(milliseconds: row.int(2)))
        remember(hash, session)
        return session
    }

    private func remember(_ hash: String, _ session: Session) {
        sessions.withLock { all in
            if all.count >= 5000 { all = [:] }
            all[hash] = session
        }
    }

    private static func hash(_ token: String) -> String { Ledger.Digest.of(Array(token.utf8)).hex }

    /// Adds or replaces an account.
    package static func save(
        login: String, name: String, passwordHash: String, demo: Bool, _ tx: any Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO account AS t (login, name, password, demo, failures, locked_until) VALUES ($1, $2, $3, $4, 0, 0)
            ON CONFLICT (login) DO UPDATE SET name = excluded.name, password = excluded.password, demo = excluded.demo
            """,
            [.text(login), .text(name), .text(passwordHash), .integer(demo ? 1 : 0)])
    }

    package static func hasDemoAccounts(_ tx: any Transaction) throws -> Bool {
        try tx.row("SELECT 1 FROM account WHERE demo = 1 LIMIT 1") != nil
    }
}
