// AdminPeople.swift: the people: add, rename, lock and unlock, a one-time password; one person with all rights.

import Casework
import Foundation
import Office

extension Pages {
    static let adminPeopleRoutes = [
        page("GET", "/quan-tri/nguoi", .staff, "People of the units that one administers") { exchange in
            _ = try viewer(exchange, .people)
            return try await AdminPeople(exchange: exchange).list(nil)
        },
        page("POST", "/quan-tri/nguoi", .staff, "Add a person with a one-time password") { exchange in
            let secret = Password.oneTime()
            return try await adminChange(exchange, form: "add") {
                try await AdminPeople(exchange: exchange).list($0)
            } _: { caller, typed, context in
                let grant = try AdminRights.grant(typed, exchange)
                let hash = try await API.offload { try Password.hash(secret) }
                let login = VietnameseText.plain(typed["user"] ?? "")
                try await exchange.house.server.submit {
                    try $0.openAccount(
                        login, name: typed["name"] ?? "", passwordHash: hash, first: grant, by: caller,
                        command: context.command, now: context.now)
                }
                return AdminPeople.path(login) + "?once=" + exchange.house.accounts.keepOnce(secret, for: caller.user)
            }
        },
        page("GET", "/quan-tri/nguoi/{login}", .staff, "One person") { exchange in
            _ = try viewer(exchange, .people)
            return try await AdminPeople(exchange: exchange).one(nil)
        },
        page("POST", "/quan-tri/nguoi/{login}", .staff, "Rename, lock, unlock or give a one-time password") {
            exchange in
            let login = exchange.parameter("login")
            return try await adminChange(exchange, form: exchange.typed["do"] ?? "") {
                try await AdminPeople(exchange: exchange).one($0)
            } _: { caller, typed, context in
                var back = AdminPeople.path(login)
                switch typed["do"] {
                case "rename":
                    try await exchange.house.server.submit {
                        try $0.renameAccount(
                            login, to: typed["name"] ?? "", by: caller, command: context.command, now: context.now)
                    }
                case "lock", "unlock":
                    let isLocked = typed["do"] == "lock"
                    try await exchange.house.server.submit {
                        try $0.lockAccount(login, isLocked, by: caller, command: context.command, now: context.now)
                    }
                case "reset":
                    let secret = Password.oneTime()
                    let hash = try await API.offload { try Password.hash(secret) }
                    try await exchange.house.server.submit {
                        try $0.resetPassword(
                            login, passwordHash: hash, by: caller, command: context.command, now: context.now)
                    }
                    back += "?once=" + exchange.house.accounts.keepOnce(secret, for: caller.user)
                default: throw Refusal.unknownAction(typed["do"] ?? "")
                }
                exchange.house.accounts.forgetSessions(of: login)
                return back
            }
        },
    ]
}

struct AdminPeople {
    let exchange: Exchange

    private var directory: Directory { exchange.house.server.office.directory }
    private var caller: Caller? { exchange.caller }

    static func path(_ login: String) -> String { "/quan-tri/nguoi/\(URLText.encoded(login))" }

    /// May see this person: everybody, or those with a right at a unit that one administers.
    private func sees(_ login: String) -> Bool {
        if caller?.seesHouse == true { return true }
        return (directory.rights[login] ?? []).contains { caller?.administers($0.grant.unit) == true }
    }

    // MARK: all

    func list(_ attempt: Pages.Attempt?) async throws -> Reply {
        let (q, unit) = (VietnameseText.folded(exchange.text("q")), exchange.text("unit"))
        let offset = try exchange.offset()
        let found = directory.names.keys.filter { login in
            sees(login)
                && (unit.isEmpty || directory.homeUnits(of: login, at: exchange.now).contains(unit))
                && (q.isEmpty
                    || VietnameseText.folded("\(directory.names[login] ?? "") \(login)").contains(q))
        }.sorted()
        let shown = Array(found.dropFirst(offset).prefix(100))
        let query = "q=\(URLText.encoded(exchange.text("q")))&unit=\(URLText.encoded(unit))"
        let search = Pages.searchForm(
            "/quan-tri/nguoi", exchange.text("q"), Texts.AdminPeople.search,
            hidden: unit.isEmpty ? [] : [("unit", unit)])
        let further: HTML? =
            found.count > offset + 100
            ? """
                <p><a class=\"do quietly\" \
                href=\"/quan-tri/nguoi?\(query)&cursor=\(offset + 100)\">\(Texts.Admin.next)</a>\
                </p>
                """
            : nil
        let page = AdminPage(exchange: exchange, area: .people, attempt: attempt)
        let body: HTML = """
            <div class="two"><div>
            \(search)
            \(shown.isEmpty ? "<p>\(Texts.AdminPeople.none)</p>" : table(shown, count: found.count))\(further)
            \(try await history)
            </div><div>\(addForm(page))</div></div>
            """
        return page.reply(
            Texts.Admin.peopleSentence(found.count, found.count { directory.arranged.locked.contains($0) }), body)
    }

    private var history: HTML {
        get async throws {
            guard caller?.seesHouse != true, let unit = caller?.administered.first else {
                return try await Pages.adminHistory(.kinds(["AccountChanged"]), exchange)
            }
            return try await Pages.adminHistory(.unit(unit, kinds: ["AccountChanged"]), exchange)
        }
    }

    private func table(_ logins: [String], count: Int) -> HTML {
        let rows: [HTML] = logins.map { login in
            let grants = directory.grants(of: login, at: exchange.now)
            let roles = grants.prefix(4).map { grant in
                "\(Text(grant.role.words.vi, grant.role.words.en).words) · \(directory.unit(grant.unit)?.name ?? grant.unit)"
            }.joined(separator: "; ")
            return """
                <tr><th scope="row"><a href="\(AdminPeople.path(login))">\(directory.names[login])</a></th>
                <td>\(column: Texts.AdminPeople.login)\(login)</td><td>\(roles)</td><td>\(state(login))</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Admin.people)">\
            <table class="stack"><caption>\(Texts.Admin.people) · \(count)</caption>
            <thead><tr><th scope="col">\(Texts.AdminPeople.name)</th><th scope="col">\(Texts.AdminPeople.login)</th>\
            <th scope="col">\(Texts.AdminPeople.role)</th><th scope="col">\(Texts.AdminPeople.state)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func state(_ login: String) -> HTML {
        directory.arranged.locked.contains(login)
            ? "<span class=\"pill late\">\(Texts.AdminPeople.locked)</span>"
            : "<span class=\"pill fine\">\(Texts.AdminPeople.active)</span>"
    }

    private func addForm(_ page: AdminPage) -> HTML {
        guard caller?.has(.admin) == true else { return "" }
        let rights = AdminRights(exchange: exchange)
        let fields: HTML = """
            \(page.input("add", Field("name", Texts.AdminPeople.name.words, .text, required: true)))
            \(page.input("add", Field("user", Texts.AdminPeople.login.words, .text, required: true)))
            \(rights.fields(page, "add", unit: exchange.text("unit")))
            """
        return """
            <section class="sheet"><h2>\(Texts.AdminPeople.add)</h2>
            \(page.form("/quan-tri/nguoi", fields, button: Texts.AdminPeople.add))</section>
            """
    }

    // MARK: one

    func one(_ attempt: Pages.Attempt?) async throws -> Reply {
        let login = exchange.parameter("login")
        guard let name = directory.names[login], sees(login) else {
            throw Refusal(
                .notFound, "unknown-user", vi: "Không có người dùng \(login) trong phạm vi của bạn.",
                en: "There is no user \(login) that you may see.")
        }
        let page = AdminPage(exchange: exchange, area: .people, attempt: attempt)
        let rights = AdminRights(exchange: exchange)
        let held = (directory.rights[login] ?? []).filter { $0.grant.to.map { exchange.now < $0 } ?? true }
        let body: HTML = """
            \(secret)
            <div class="two"><div>
            <p>\(state(login)) \(login)</p>
            <h2>\(Texts.AdminPeople.rights)</h2>\(rights.table(held.map { (login, $0) }, back: AdminPeople.path(login)))
            <p><a href="/quan-tri/quyen?user=\(URLText.encoded(login))">\(Texts.AdminRight.grant)</a></p>
            \(try await Pages.adminHistory(.subject("user:\(login)"), exchange))
            </div><div>\(changes(page, login, name))</div></div>
            """
        return page.reply(
            Text(name, name), trail: " · <a href=\"/quan-tri/nguoi\">\(Texts.Admin.people)</a>", body)
    }

    /// A one-time password that was made just now, shown this once.
    private var secret: HTML {
        guard let caller, let id = exchange.query["once"],
            let secret = exchange.house.accounts.takeOnce(id, for: caller.user)
        else { return "" }
        return """
            <div class="notice good" role="status"><p>\(Texts.AdminPeople.once) <b class="code" id="once">\(secret)</b></p>
            <p>\(Texts.AdminPeople.hand)</p></div>
            """
    }

    private func changes(_ page: AdminPage, _ login: String, _ name: String) -> HTML {
        guard let caller, caller.has(.admin) else { return "" }
        guard directory.mayManage(login, caller) else { return "<p class=\"notice\">\(Texts.AdminPeople.notYours)</p>" }
        let path = AdminPeople.path(login)
        let isLocked = directory.arranged.locked.contains(login)
        let lockWords = isLocked ? Texts.AdminPeople.unlock : Texts.AdminPeople.lock
        let lock = page.form(path, "", button: lockWords, value: isLocked ? "unlock" : "lock", isMain: false)
        let input = page.input("rename", Field("name", Texts.AdminPeople.name.words, .text, required: true), value: name)
        return """
            <section class="sheet"><h2>\(Texts.AdminPeople.rename)</h2>
            \(page.form(path, input, button: Texts.AdminPeople.rename, value: "rename", isMain: false))</section>
            <section class="sheet"><h2>\(Texts.AdminPeople.reset)</h2><p class="small">\(Texts.AdminPeople.resetWhat)</p>
            \(page.form(path, "", button: Texts.AdminPeople.reset, value: "reset", isMain: false))</section>
            <section class="sheet"><h2>\(lockWords)</h2>
            <p class="small">\(Texts.AdminPeople.lockWhat)</p>
            \(lock)</section>
            """
    }
}
