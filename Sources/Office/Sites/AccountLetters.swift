// AccountLetters.swift: log-ins travel with the entries that are about them.
//
// Passwords are no facts, but a ward must let its people in when the line is dead. Whenever entries about a user go to a
// site (a right, a new password, a lock), the row of the account goes along, inside the sealed message.

import Casework
import Ledger
import Storage

enum AccountLetters {
    /// Rows of accounts that entries are about.
    /// - Parameter receiver: a ward's site and its units, which gets those of its own people alone; nil = the hub.
    static func rows(
        for entries: [Entry], to receiver: (site: String, units: [String])?, _ directory: Directory, _ tx: any Transaction
    ) throws -> [JSON] {
        let users = Set(
            entries.compactMap {
                OfficeFact.kinds.contains($0.kind) && $0.subject.hasPrefix("user:")
                    ? String($0.subject.dropFirst(5)) : nil
            })
        return try users.sorted().compactMap { user in
            if let receiver, try !serves(user, site: receiver.site, receiver.units, directory, tx) { return nil }
            return try tx.row(
                "SELECT login, name, password, demo, must_change FROM account WHERE login = $1", [.text(user)]
            ).map { row in
                .object(of: [
                    ("demo", .int(row.int(3))), ("login", .string(row.text(0))),
                    ("mustChange", .int(row.int(4))),
                    ("name", .string(row.text(1))), ("password", .string(row.text(2))),
                ])
            }
        }
    }

    /// Whether somebody is one of a site's people: serves or served at one of its units by a right that another site wrote, or
    /// nowhere else. What a site says of itself is no ground for getting or setting the log-in of others' people.
    static func serves(
        _ user: String, site: String, _ units: [String], _ directory: Directory, _ tx: any Transaction
    ) throws -> Bool {
        let held = directory.rights[user] ?? []
        let here = held.filter { units.contains($0.grant.unit) }
        guard !here.isEmpty else { return false }
        if here.count == held.count { return true }
        let given = try tx.rows(
            "SELECT facts FROM entry WHERE subject = $1 AND kind = 'RightGranted' AND site <> $2", [.text("user:\(user)"), .text(site)]
        ).map { try JSON.parse($0.text(0))["id"]?.string }
        return here.contains { given.contains($0.id) }
    }
}

extension Work {
    /// Takes in log-ins that came with entries about their owners, which have been taken in.
    /// - Parameter units: those of the ward that sent them: nobody's log-in who serves elsewhere is a ward's to set; nil = the
    ///   hub sent them.
    func keep(accounts: [JSON], for entries: [Entry], of units: [String]?) throws {
        let subjects = Set(entries.filter { OfficeFact.kinds.contains($0.kind) }.map(\.subject))
        for account in accounts {
            guard let login = account["login"]?.string, subjects.contains("user:\(login)"),
                let name = account["name"]?.string,
                let password = account["password"]?.string
            else { continue }
            if let units {
                let held = (house.rights[login] ?? []).map(\.grant.unit)
                if held.isEmpty || !held.allSatisfy(units.contains) { continue }
            }
            let known = try tx.row("SELECT password FROM account WHERE login = $1", [.text(login)])?.text(0)
            try Accounts.save(
                login: login, name: name, passwordHash: password, demo: account["demo"]?.int == 1, tx)
            try tx.execute(
                "UPDATE account SET must_change = $2 WHERE login = $1",
                [.text(login), .integer(account["mustChange"]?.int ?? 0)])
            if let known, known != password {
                try tx.execute("DELETE FROM session WHERE login = $1", [.text(login)])
            }
            self.name(login, name)
        }
    }
}
