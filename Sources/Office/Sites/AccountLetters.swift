// AccountLetters.swift: log-ins travel with the entries that are about them.
//
// Passwords are no facts, but a ward must let its people in when the line is dead. Whenever entries about a user go to a
// site (a right, a new password, a lock), the row of the account goes along, inside the sealed message.

import Casework
import Ledger
import Storage

enum AccountLetters {
    static func rows(for entries: [Entry], _ tx: any Transaction) throws -> [JSON] {
        let users = Set(
            entries.compactMap { $0.subject.hasPrefix("user:") ? String($0.subject.dropFirst(5)) : nil })
        return try users.sorted().compactMap { user in
            try tx.row(
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
}

extension Work {
    /// Takes in log-ins that came with entries about their owners; none for anybody else.
    func keep(accounts: [JSON], for entries: [Entry]) throws {
        let subjects = Set(entries.map(\.subject))
        for account in accounts {
            guard let login = account["login"]?.string, subjects.contains("user:\(login)"),
                let name = account["name"]?.string,
                let password = account["password"]?.string
            else { continue }
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
