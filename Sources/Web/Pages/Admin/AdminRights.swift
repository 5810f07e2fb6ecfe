// AdminRights.swift: roles by field and procedure at a unit, from–to; postings; what ends soon.

import Casework
import Office

extension Pages {
    static let adminRightRoutes = [
        page("GET", "/quan-tri/quyen", .staff, "Rights at a unit or of a person") { exchange in
            _ = try viewer(exchange, .rights)
            return try await AdminRights(exchange: exchange).list(nil)
        },
        page("POST", "/quan-tri/quyen", .staff, "Grant a right or post somebody from–to") { exchange in
            try await adminChange(exchange, form: "right") {
                try await AdminRights(exchange: exchange).list($0)
            } _: { caller, typed, context in
                let grant = try AdminRights.grant(typed, exchange)
                let user = AdminRights.login(typed["user"] ?? "")
                try await exchange.house.server.submit {
                    _ = try $0.grant(grant, to: user, by: caller, command: context.command, now: context.now)
                }
                return "/quan-tri/quyen?unit=\(URLText.encoded(grant.unit))"
            }
        },
        page("POST", "/quan-tri/quyen/ket-thuc", .staff, "End a right now") { exchange in
            try await adminChange(exchange, form: "end") {
                try await AdminRights(exchange: exchange).list($0)
            } _: { caller, typed, context in
                try await exchange.house.server.submit {
                    try $0.endRight(
                        typed["id"] ?? "", of: typed["user"] ?? "", by: caller, command: context.command,
                        now: context.now)
                }
                return localPath(typed["back"] ?? "") ?? "/quan-tri/quyen"
            }
        },
    ]
}

struct AdminRights {
    let exchange: Exchange

    private var directory: Directory { exchange.house.server.office.directory }
    private var caller: Caller? { exchange.caller }
    /// Units that the caller may give rights at.
    private var units: [String] {
        caller?.seesHouse == true ? directory.unitCodes : caller?.administered ?? []
    }

    /// `Họ tên · login` or the log-in itself.
    static func login(_ typed: String) -> String {
        VietnameseText.plain(String(typed.split(separator: "·").last ?? ""))
    }

    /// The right that a form asks for.
    static func grant(_ typed: [String: String], _ exchange: Exchange) throws -> Grant {
        guard let role = Role(rawValue: typed["role"] ?? "") else {
            throw Refusal.missing("role", Texts.AdminPeople.role.words)
        }
        let unit = UnitList.code(typed["unit"] ?? "", exchange.house.server.office.directory)
        guard !unit.isEmpty else { throw Refusal.missing("unit", Texts.Admin.unit.words) }
        let kind = typed["ground"] == "posting" ? "posting" : "role"
        let to = try Pages.moment(typed, "to", Texts.AdminRight.to)
        if kind == "posting", to == nil { throw Refusal.missing("to", Texts.AdminRight.to.words) }
        func list(_ name: String) -> [String]? {
            let all = (typed[name] ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
            return all.isEmpty ? nil : all
        }
        return Grant(
            role: role, unit: unit, fields: list("fields"), procedures: list("procedures"),
            from: try Pages.moment(typed, "from", Texts.AdminRight.from) ?? exchange.now, to: to, ground: kind)
    }

    // MARK: all

    func list(_ attempt: Pages.Attempt?) async throws -> Reply {
        let asked = UnitList.code(exchange.text("unit"), directory)
        let user = AdminRights.login(exchange.text("user"))
        let unit = asked.isEmpty && caller?.seesHouse != true ? units.first ?? "" : asked
        guard unit.isEmpty || units.contains(unit) else {
            throw Refusal.noRight("xem quyền", "see rights", unit: unit)
        }
        let posted = exchange.text("ground") == "posting"
        let all: [(String, Directory.HeldRight)] = directory.rights.keys.sorted().flatMap { login in
            (directory.rights[login] ?? []).filter { held in
                (held.grant.to.map { exchange.now < $0 } ?? true)
                    && (unit.isEmpty ? units.contains(held.grant.unit) : held.grant.unit == unit)
                    && (user.isEmpty || login == user) && (!posted || held.grant.ground == "posting")
            }.map { (login, $0) }
        }
        if exchange.wantsCSV { return DeskFiles.rights(Array(all.prefix(CSV.limit)), unit: unit, exchange) }
        let page = AdminPage(exchange: exchange, area: .rights, attempt: attempt)
        let back = "/quan-tri/quyen?unit=\(URLText.encoded(unit))&user=\(URLText.encoded(user))"
        let body: HTML = """
            <div class="two"><div>
            \(filter(unit, user, posted))
            \(table(Array(all.prefix(200)), back: back))
            \(all.count > 200 ? "<p class=\"notice\">\(Texts.AdminRight.more(200, all.count))</p>" : "" as HTML)
            <p>\(exchange.csvLink)</p>
            \(try await history(unit))
            </div><div>\(grantForm(page, unit: unit, user: user))</div></div>
            \(UnitList.html(directory, where: { units.contains($0.code) }))
            """
        return page.reply(
            Texts.Admin.rightsSentence(
                all.count { $0.1.grant.holds(at: exchange.now) }, all.count { $0.1.grant.ground == "posting" }), body)
    }

    private func history(_ unit: String) async throws -> HTML {
        let kinds = ["RightGranted", "RightEnded", "AbsenceSet"]
        return try await Pages.adminHistory(unit.isEmpty ? .kinds(kinds) : .unit(unit, kinds: kinds), exchange)
    }

    private func filter(_ unit: String, _ user: String, _ posted: Bool) -> HTML {
        let grounds = [Procedure.Choice(value: "posting", label: Texts.AdminRight.posting.words)]
        let kind = Field("ground", Texts.AdminRight.kind.words, .choice, choices: grounds)
        var unitInput = FieldInput(
            Field("unit", Texts.Admin.unit.words, .unit), prefix: "find-", value: unit)
        unitInput.labels = UnitList.labels([unit], directory)
        return """
            <form class="search noprint" method="get" action="/quan-tri/quyen">\(unitInput.html)
            \(FieldInput(Field("user", Texts.AdminRight.person.words, .text), prefix: "find-", value: user).html)
            \(FieldInput(kind, prefix: "find-", value: posted ? "posting" : "").html)
            <button class="do quietly">\(Texts.Admin.find)</button></form>
            """
    }

    /// Rights as a table, with a button to end each where the caller may.
    func table(_ rights: [(String, Directory.HeldRight)], back: String) -> HTML {
        guard !rights.isEmpty else { return "<p>\(Texts.AdminRight.none)</p>" }
        let rows: [HTML] = rights.map { row($0.0, $0.1, back: back) }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.AdminPeople.rights)">\
            <table class="stack"><caption>\(Texts.AdminPeople.rights) · \(rights.count)</caption>
            <thead><tr><th scope="col">\(Texts.AdminRight.person)</th><th scope="col">\(Texts.AdminPeople.role)</th>\
            <th scope="col">\(Texts.AdminRight.scope)</th><th scope="col">\(Texts.AdminRight.from)–\(Texts.AdminRight.to)</th>\
            <th scope="col"><span class="unseen">\(Texts.AdminRight.end)</span></th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func row(_ user: String, _ held: Directory.HeldRight, back: String) -> HTML {
        let grant = held.grant
        let name = directory.names[user] ?? user
        let scope =
            ((grant.fields ?? []).map { directory.fields[$0]?.name ?? $0 } + (grant.procedures ?? []))
            .joined(separator: ", ")
        let soon = grant.to.map { $0 < exchange.now.adding(minutes: 7 * 24 * 60) } ?? false
        let pill: HTML = soon ? " <span class=\"pill near\">\(Texts.AdminRight.endsSoon)</span>" : ""
        let coming: HTML =
            grant.from > exchange.now ? " <span class=\"pill wait\">\(Texts.AdminRight.coming)</span>" : ""
        let until = grant.to?.vietnamese ?? Texts.AdminRight.forEver.words
        let ofCity = [.admin, .city, .auditor].contains(grant.role)
        let may = ofCity ? caller?.administersCity == true : caller?.administers(grant.unit) == true
        let end: HTML =
            may && grant.delegator == nil
            ? """
            <form method="post" action="/quan-tri/quyen/ket-thuc">\(exchange.mark)<input type="hidden" name="id" value="\(held.id)">
            <input type="hidden" name="user" value="\(user)"><input type="hidden" name="back" value="\(back)">
            <button class="plain">\(Texts.AdminRight.end)<span class="unseen"> \(name)</span></button></form>
            """ : ""
        return """
            <tr><th scope="row"><a href="\(AdminPeople.path(user))">\(name)</a></th>
            <td>\(Text(grant.role.words.vi, grant.role.words.en))<br><small>\(directory.unit(grant.unit)?.name ?? grant.unit) · \
            \(Texts.AdminRight.kindName(grant.ground))</small></td>
            <td>\(column: Texts.AdminRight.scope)\(scope.isEmpty ? Texts.AdminRight.everything.words : scope)</td>
            <td>\(column: Texts.AdminRight.from)\(grant.from.date.vietnamese) – \(until)\(pill)\(coming)</td><td>\(end)</td></tr>

            """
    }

    // MARK: granting

    private func grantForm(_ page: AdminPage, unit: String, user: String) -> HTML {
        guard caller?.has(.admin) == true else { return "" }
        let person = page.input(
            "right", Field("user", Texts.AdminPeople.login.words, .text, required: true), value: user)
        return """
            <section class="sheet"><h2>\(Texts.AdminRight.grant)</h2>
            \(page.form("/quan-tri/quyen", "\(person)\(fields(page, "right", unit: unit))", button: Texts.AdminRight.grant))</section>
            """
    }

    /// Role, unit, kind, scope and time of a right.
    func fields(_ page: AdminPage, _ form: String, unit: String) -> HTML {
        let isCity = caller?.administersCity == true
        let roles = Role.allCases.filter { isCity || [.counter, .officer, .leader].contains($0) }.map {
            Procedure.Choice(value: $0.rawValue, label: Text($0.words.vi, $0.words.en).words)
        }
        let kinds = [
            Procedure.Choice(value: "role", label: Texts.AdminRight.asRole.words),
            .init(value: "posting", label: Texts.AdminRight.posting.words),
        ]
        let known = directory.fields.values.sorted { $0.name < $1.name }.map {
            Procedure.Choice(value: $0.id, label: $0.name)
        }
        let places: [Procedure.Choice] = units.map { .init(value: $0, label: directory.unit($0)?.name ?? $0) }
        let place = Field("unit", Texts.Admin.unit.words, .user, required: true, choices: places)
        return """
            \(page.input(form, Field("role", Texts.AdminPeople.role.words, .choice, required: true, choices: roles), value: "officer"))
            \(page.input(form, place, value: unit.isEmpty && places.count == 1 ? places[0].value : unit))
            \(page.input(form, Field("ground", Texts.AdminRight.kind.words, .choice, required: true, choices: kinds), value: "role"))
            <div class="row">\(page.input(form, Field("from", Texts.AdminRight.from.words, .dateTime)))
            \(page.input(form, Field("to", Texts.AdminRight.to.words, .dateTime)))</div>
            <details\(page.attempt?.values["fields"] == nil ? "" : HTML(safe: " open"))><summary>\(Texts.AdminRight.scope)</summary>
            \(page.input(form, Field("fields", Texts.AdminRight.fields.words, .multiChoice, choices: known)))
            \(page.input(form, Field("procedures", Texts.AdminRight.procedures.words, .text)))</details>
            """
    }
}
