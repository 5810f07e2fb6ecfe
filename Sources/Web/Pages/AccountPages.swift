// AccountPages.swift: everybody's own account: rights in force, and the password; after a one-time password nothing else
// is open until it is changed.

import Casework
import Office

extension Pages {
    static let accountRoutes = [
        page("GET", "/tai-khoan", .staff, "My account: rights and password") { exchange in
            try accountPage(exchange, nil)
        },
        page("POST", "/tai-khoan", .staff, "Change my password") { exchange in
            let caller = try exchange.requireCaller()
            let typed = exchange.typed
            do {
                let token = try await changePassword(
                    caller.user, old: typed["old"] ?? "", new: typed["password"] ?? "", again: typed["again"] ?? "",
                    exchange)
                return .redirect("/tai-khoan?done=1", headers: [("set-cookie", cookie(token, exchange))])
            } catch let refusal as Refusal {
                return try accountPage(exchange, Attempt(action: "password", values: [:], refusal: refusal))
            }
        },
    ]

    /// Changes a person's own password and opens a new session; all others end.
    static func changePassword(
        _ login: String, old: String, new: String, again: String, _ exchange: Exchange
    ) async throws -> String {
        let (house, now) = (exchange.house, exchange.now)
        try Password.checkNew(new, login: login)
        guard new == again else {
            throw Refusal.badValue(
                "again", Texts.Account.again.words, vi: Texts.Account.differs.vi, en: Texts.Account.differs.en)
        }
        guard new != old else {
            throw Refusal.badValue(
                "password", Texts.Account.new.words, vi: "phải khác mật khẩu hiện tại",
                en: "it must differ from the present one")
        }
        let hash = try await API.offload {
            try house.accounts.check(login, old, now: now)
            return try Password.hash(new)
        }
        let command = "c:\(house.randomID())"
        try await house.server.submit {
            try $0.changePassword(login, passwordHash: hash, command: command, now: now)
        }
        house.accounts.forgetSessions(of: login)
        return try await API.offload { try house.accounts.logIn(login, new, now: now) }
    }

    private static func accountPage(_ exchange: Exchange, _ attempt: Attempt?) throws -> Reply {
        let caller = try exchange.requireCaller()
        let must = try exchange.cookieToken.map { try exchange.house.accounts.mustChange(token: $0) } ?? false
        func password(_ name: String, _ title: Text, _ auto: StaticString) -> HTML {
            let error: HTML? = attempt.flatMap { attempt in
                attempt.refusal.field == name
                    ? "<p class=\"error\" id=\"\(name)-error\">\(Text(attempt.refusal.vi, attempt.refusal.en))</p>" : nil
            }
            let wrong: HTML = error == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(name)-error\""
            return """
                <div class="field"><label for="\(name)">\(title)</label>\(error)
                <input id="\(name)" name="\(name)" type="password" autocomplete="\(HTML(safe: auto))" required\(wrong)></div>
                """
        }
        let notice: HTML = must ? "<p class=\"notice\" role=\"status\">\(Texts.Account.mustChange)</p>" : ""
        let done = exchange.query["done"] == nil ? nil : Texts.Account.changed
        let form: HTML = """
            <section class="sheet"><h2>\(Texts.Account.change)</h2>
            <form method="post" action="/tai-khoan">\(exchange.mark)
            <input type="hidden" name="user" value="\(caller.user)" autocomplete="username">
            \(password("old", Texts.Account.old, "current-password"))
            \(password("password", Texts.Account.new, "new-password"))
            \(password("again", Texts.Account.again, "new-password"))
            <p class="buttons"><button class="do seal">\(Texts.Account.change)</button></p></form></section>
            """
        let body: HTML = """
            <h1>\(Texts.Account.sentence(caller.name))</h1>
            \(notice)\(ProblemNotice(attempt?.refusal, target: attempt?.refusal.field))\(Lines.good(attempt == nil ? done : nil))
            <p class="small">\(caller.user)</p>
            \(must ? "" : rights(caller, exchange))
            \(form)
            """
        return exchange.page(
            Texts.Account.title.words, at: "/tai-khoan", status: attempt?.refusal.status ?? 200, body)
    }

    private static func rights(_ caller: Caller, _ exchange: Exchange) -> HTML {
        let directory = exchange.house.server.office.directory
        let items: [HTML] = caller.grants.map { grant in
            let scope = (grant.fields ?? []).map { directory.fields[$0]?.name ?? $0 } + (grant.procedures ?? [])
            let until = grant.to.map { Texts.Leader.until($0).words } ?? Texts.AdminRight.forEver.words
            return """
                <li><b>\(Text(grant.role.words.vi, grant.role.words.en))</b> · \(directory.unit(grant.unit)?.name ?? grant.unit)<br>
                <small>\(Texts.AdminRight.kindName(grant.ground)) · \
                \(scope.isEmpty ? Texts.AdminRight.everything.words : scope.joined(separator: ", ")) · \
                \(grant.from.date.vietnamese) – \(until)</small></li>

                """
        }
        return """
            <section><h2>\(Texts.Account.myRights)</h2>
            \(items.isEmpty ? "<p>\(Texts.AdminRight.none)</p>" : "<ul class=\"check\">\(items)</ul>" as HTML)</section>
            """
    }
}
