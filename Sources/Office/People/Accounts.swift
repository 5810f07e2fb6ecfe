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

    /// A password to be said once and changed at the first log-in: twelve letters and digits without look-alikes.
    package static func oneTime() -> String {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let letters = Array("abcdefghjkmnpqrstvwxyz23456789")
        let text = (0..<12).map { letters[(Int(bytes[$0 * 2]) << 8 | Int(bytes[$0 * 2 + 1])) % letters.count] }
        return [text[0..<4], text[4..<8], text[8..<12]].map { String($0) }.joined(separator: "-")
    }

    /// - Throws: what a new password lacks.
    package static func checkNew(_ password: String, login: String) throws(Refusal) {
        guard password.count >= 10, password.utf8.count <= 1000 else {
            throw .badValue(
                "password", "Mật khẩu mới", vi: "cần ít nhất 10 ký tự", en: "at least 10 characters are needed")
        }
        guard Set(password).count >= 4, password.lowercased() != login.lowercased() else {
            throw .badValue(
                "password", "Mật khẩu mới", vi: "quá dễ đoán", en: "too easy to guess")
        }
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
    /// One-time passwords on their way to the page that shows them once.
    private let once = Mutex<[String: (reader: String, secret: String)]>([:])

    package struct Session: Sendable {
        package var login: String
        package var name: String
        package var expires: Instant
        /// Logged in with a one-time password: nothing but a new password is open.
        package var mustChange = false
    }

    package static let sessionHours = 12
    /// How long a one-time password is good.
    package static let oneTimeDays = 7
    package static let allowedFailures = 5
    package static let lockMinutes = 5

    package init(_ office: Office) { self.office = office }

    /// Checks a password and opens a session.
    /// - Returns: the token, shown once.
    package func logIn(_ login: String, _ password: String, now: Instant) throws -> String {
        guard login.utf8.count <= 200, password.utf8.count <= 1000 else { throw Refusal.badCredentials }
        let row = try office.database.read {
            try $0.row(
                "SELECT password, failures, locked_until, name, must_change FROM account WHERE login = $1",
                [.text(login)])
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
        if office.directory.arranged.locked.contains(login) { throw Refusal.accountLocked }
        let oneTime = row.int(4)
        if oneTime > 0, oneTime < now.milliseconds { throw Refusal.oneTimeExpired }
        let token = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0).hex }
        let session = Session(
            login: login, name: row.text(3), expires: now.adding(minutes: Accounts.sessionHours * 60),
            mustChange: oneTime > 0)
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
        let directory = office.directory
        guard !directory.arranged.locked.contains(session.login) else { return nil }
        return Caller(
            user: session.login, name: directory.names[session.login] ?? session.name,
            grants: session.mustChange ? [] : directory.grants(of: session.login, at: now))
    }

    /// True while this session is one of a one-time password.
    package func mustChange(token: String) throws -> Bool {
        try session(Accounts.hash(token))?.mustChange ?? false
    }

    /// Refuses unless `password` is the account's own.
    package func check(_ login: String, _ password: String, now: Instant) throws {
        let row = try office.database.read {
            try $0.row("SELECT password, locked_until FROM account WHERE login = $1", [.text(login)])
        }
        if let until = row?.int(1), until > now.milliseconds {
            throw Refusal.lockedOut(minutes: Int((until - now.milliseconds) / 60_000) + 1)
        }
        guard let row, try Password.matches(password, row.text(0)) else {
            try countFailure(login, now: now)
            throw Refusal(
                .forbidden, "wrong-password", field: "old", vi: "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
                en: "The present password is wrong. Enter it again.")
        }
    }

    /// Keeps a secret for one look by `reader`. Nothing of it is written down.
    /// - Returns: what to ask for it by.
    package func keepOnce(_ secret: String, for reader: String) -> String {
        let id = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0).hex }
        once.withLock { all in
            if all.count >= 100 { all = [:] }
            all[id] = (reader, secret)
        }
        return id
    }
    package func takeOnce(_ id: String, for reader: String) -> String? {
        once.withLock { all in
            guard all[id]?.reader == reader else { return nil }
            return all.removeValue(forKey: id)?.secret
        }
    }

    /// Somebody's sessions changed.
    static func topic(_ login: String) -> String { "account:\(login)" }

    /// Forgets what is remembered of the people whose sessions changed, here or at another server on the same database.
    package func heard(_ topics: Set<String>) {
        if topics.contains(OfficeServer.everything) { sessions.withLock { $0 = [:] } }
        for topic in topics where topic.hasPrefix("account:") { forgetSessions(of: String(topic.dropFirst("account:".count))) }
    }

    /// Forgets the sessions of somebody whose rows were deleted.
    package func forgetSessions(of login: String) {
        sessions.withLock { all in all = all.filter { $0.value.login != login } }
    }

    /// Says until when the password in force is a one-time password.
    static func setOneTime(_ login: String, until: Instant, _ tx: any Transaction) throws {
        try tx.execute(
            "UPDATE account SET must_change = $2 WHERE login = $1",
            [.text(login), .integer(until.milliseconds)])
    }

    package func logOut(token: String) throws {
        let hash = Accounts.hash(token)
        let login = try session(hash)?.login
        sessions.withLock { $0[hash] = nil }
        try office.database.write { tx in
            try tx.execute("DELETE FROM session WHERE token_hash = $1", [.text(hash)])
            if let login { try tx.notify(Accounts.topic(login)) }
        }
    }

    private func session(_ hash: String) throws -> Session? {
        if let known = sessions.withLock({ $0[hash] }) { return known }
        let row = try office.database.read {
            try $0.row(
                """
                SELECT s.login, a.name, s.expires, a.must_change FROM session s JOIN account a ON a.login = s.login
                WHERE s.token_hash = $1
                """, [.text(hash)])
        }
        guard let row else { return nil }
        let session = Session(
            login: row.text(0), name: row.text(1), expires: Instant(milliseconds: row.int(2)),
            mustChange: row.int(3) > 0)
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

extension Refusal {
    static let accountLocked = Refusal(
        .forbidden, "account-locked", vi: "Tài khoản đã bị khóa. Hãy liên hệ quản trị đơn vị.",
        en: "The account is locked. Ask your unit's administrator.")
    static let oneTimeExpired = Refusal(
        .forbidden, "one-time-password-expired",
        vi: "Mật khẩu dùng một lần đã hết hạn. Hãy xin quản trị đơn vị mật khẩu mới.",
        en: "The one-time password has expired. Ask your unit's administrator for a new one.")
}
