// ChangeAccount.swift: add a person, rename, lock and unlock, give a one-time password, change one's own.
//
// The entry says what was done to which log-in name and by whom; name and password stand in the table `account`, which
// is no projection. A unit's own administrator manages only people all of whose rights lie at that unit: a new password
// for anybody else would be a key to other units.

package import Casework
import Storage

extension Work {
    /// Adds a person with a first right and a one-time password.
    package func openAccount(
        _ login: String, name: String, passwordHash: String, first grant: Grant, by caller: Caller,
        command: String, now: Instant
    ) throws {
        guard caller.administers(grant.unit) else {
            throw Refusal.noRight("thêm người", "add people", unit: grant.unit)
        }
        let login = VietnameseText.plain(try Field("user", "Tên đăng nhập", .text, required: true).normalized(login))
        let allowed = login.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x40].contains(byte)
        }
        guard !login.isEmpty, allowed, login.utf8.count <= 60 else {
            throw Refusal.badValue(
                "user", "Tên đăng nhập", vi: "chỉ gồm chữ thường không dấu, số và . - @, tối đa 60 ký tự",
                en: "lower-case letters, digits and . - @, at most 60")
        }
        let name = try Field("name", "Họ tên", .text, required: true).normalized(name)
        guard !name.isEmpty else { throw Refusal.missing("name", "Họ tên") }
        guard house.names[login] == nil, ![Caller.system.user, "applicant"].contains(login) else {
            throw Refusal(
                .conflict, "account-exists", field: "user", vi: "Đã có tài khoản \(login). Hãy đặt tên khác.",
                en: "There is an account \(login). Choose another name.")
        }
        try Accounts.save(login: login, name: name, passwordHash: passwordHash, demo: false, tx)
        try Accounts.setOneTime(login, until: now.adding(minutes: Accounts.oneTimeDays * 24 * 60), tx)
        self.name(login, name)
        try note(login, .added, in: grant.unit, caller, command, now)
        try self.grant(grant, to: login, by: caller, command: command, now: now)
    }

    package func renameAccount(
        _ login: String, to name: String, by caller: Caller, command: String, now: Instant
    ) throws {
        let unit = try requireManaging(login, caller)
        let name = try Field("name", "Họ tên", .text, required: true).normalized(name)
        guard !name.isEmpty else { throw Refusal.missing("name", "Họ tên") }
        try tx.execute("UPDATE account SET name = $2 WHERE login = $1", [.text(login), .text(name)])
        self.name(login, name)
        try note(login, .renamed, in: unit, caller, command, now)
    }

    /// A locked account cannot log in and holds no right; sessions end at once.
    package func lockAccount(
        _ login: String, _ isLocked: Bool, by caller: Caller, command: String, now: Instant
    ) throws {
        let unit = try requireManaging(login, caller)
        guard login != caller.user else {
            throw Refusal(
                .conflict, "own-account", vi: "Không thể tự khóa tài khoản của mình.",
                en: "Nobody locks their own account.")
        }
        guard house.arranged.locked.contains(login) != isLocked else { return }
        try tx.execute("DELETE FROM session WHERE login = $1", [.text(login)])
        try note(login, isLocked ? .locked : .unlocked, in: unit, caller, command, now)
    }

    /// Gives a one-time password; what the person knew before is worthless, sessions end.
    package func resetPassword(
        _ login: String, passwordHash: String, by caller: Caller, command: String, now: Instant
    ) throws {
        let unit = try requireManaging(login, caller)
        try tx.execute(
            "UPDATE account SET password = $2, failures = 0, locked_until = 0 WHERE login = $1",
            [.text(login), .text(passwordHash)])
        try Accounts.setOneTime(login, until: now.adding(minutes: Accounts.oneTimeDays * 24 * 60), tx)
        try tx.execute("DELETE FROM session WHERE login = $1", [.text(login)])
        try note(login, .passwordReset, in: unit, caller, command, now)
    }

    /// The person's own new password; the old one has been checked. Other sessions end.
    package func changePassword(
        _ login: String, passwordHash: String, command: String, now: Instant
    ) throws {
        try tx.execute(
            "UPDATE account SET password = $2, must_change = 0 WHERE login = $1",
            [.text(login), .text(passwordHash)])
        try tx.execute("DELETE FROM session WHERE login = $1", [.text(login)])
        let unit = house.homeUnits(of: login, at: now).first ?? Directory.city
        let own = Caller(user: login, name: login, grants: [])
        try note(login, .passwordChanged, in: unit, own, command, now)
    }

    private func note(
        _ login: String, _ change: AccountChanged.Change, in unit: String, _ caller: Caller, _ command: String,
        _ now: Instant
    ) throws {
        try record(
            [.accountChanged(AccountChanged(user: login, change: change))], in: unit, by: caller.user,
            command: command, now: now)
        announce(Accounts.topic(login))
    }

    /// - Returns: the unit in whose ledger a change of this account is noted.
    private func requireManaging(_ login: String, _ caller: Caller) throws -> String {
        let house = house
        guard house.names[login] != nil else {
            throw Refusal(
                .notFound, "unknown-user", field: "user", vi: "Không có người dùng \(login).",
                en: "There is no user \(login).")
        }
        guard house.mayManage(login, caller) else {
            throw Refusal.noRight("quản lý tài khoản này", "manage this account", unit: "-")
        }
        return house.rights[login]?.last?.grant.unit ?? Directory.city
    }
}

extension Directory {
    /// Units where somebody holds a right now, or will.
    package func homeUnits(of login: String, at now: Instant) -> [String] {
        let units = (rights[login] ?? []).filter { $0.grant.to.map { now < $0 } ?? true }.map(\.grant.unit)
        return Set(units).sorted()
    }

    /// The city's administrators manage everybody; a unit's own only people of that unit alone, past rights included.
    package func mayManage(_ login: String, _ caller: Caller) -> Bool {
        if caller.administersCity { return true }
        let units = Set((rights[login] ?? []).map(\.grant.unit))
        let roles = Set((rights[login] ?? []).map(\.grant.role))
        return !units.isEmpty && units.allSatisfy { caller.administers($0) }
            && (login == caller.user || !roles.contains(.admin))
    }
}
