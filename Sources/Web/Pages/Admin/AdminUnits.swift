// AdminUnits.swift: the units, and a unit's opening hours from a day on, with a preview of the due times that move.

import Casework
import Office

extension Pages {
    static let adminUnitRoutes = [
        page("GET", "/quan-tri/don-vi", .staff, "The units with their hours") { exchange in
            _ = try viewer(exchange, .units)
            return try await AdminUnits(exchange: exchange).list(nil)
        },
        page("POST", "/quan-tri/don-vi", .staff, "Register a unit") { exchange in
            try await adminChange(exchange, form: "register") {
                try await AdminUnits(exchange: exchange).list($0)
            } _: { caller, typed, context in
                let kind = Casework.Unit.Kind(rawValue: typed["kind"] ?? "")
                guard let kind, AdminUnits.kinds.contains(kind) else {
                    throw Refusal.missing("kind", Texts.AdminUnit.kind.words)
                }
                try await exchange.house.server.submit {
                    try $0.registerUnit(
                        code: typed["code"] ?? "", name: typed["name"] ?? "", kind: kind,
                        agencyCode: typed["agencyCode"] ?? "", ground: typed["ground"] ?? "", by: caller,
                        command: context.command, now: context.now)
                }
                return "/quan-tri/don-vi"
            }
        },
        page("POST", "/quan-tri/don-vi/{unit}/ten", .staff, "Call a unit otherwise") { exchange in
            let unit = exchange.parameter("unit")
            return try await adminChange(exchange, form: "rename") {
                try await AdminUnits(exchange: exchange).one($0, preview: nil)
            } _: { caller, typed, context in
                try await exchange.house.server.submit {
                    try $0.renameUnit(
                        unit, to: typed["name"] ?? "", ground: typed["ground"] ?? "", by: caller, command: context.command,
                        now: context.now)
                }
                return "/quan-tri/don-vi/\(URLText.encoded(unit))"
            }
        },
        page("GET", "/quan-tri/don-vi/{unit}", .staff, "One unit, its hours and their history") { exchange in
            _ = try viewer(exchange, .units)
            return try await AdminUnits(exchange: exchange).one(nil, preview: nil)
        },
        page("POST", "/quan-tri/don-vi/{unit}", .staff, "Preview or set opening hours from a day on") { exchange in
            let caller = try viewer(exchange, .units)
            let unit = exchange.parameter("unit")
            if exchange.typed["do"] == "preview", caller.administersCity {
                do {
                    let change = try AdminUnits.change(exchange.typed, unit)
                    try change.hours.check()
                    let preview = try await exchange.house.server.ask { try DuePreview.hours(change, $0, $1) }
                    return try await AdminUnits(exchange: exchange).one(nil, preview: preview)
                } catch let refusal as Refusal {
                    let attempt = Attempt(action: "hours", values: exchange.typed, refusal: refusal)
                    return try await AdminUnits(exchange: exchange).one(attempt, preview: nil)
                }
            }
            return try await adminChange(exchange, form: "hours") {
                try await AdminUnits(exchange: exchange).one($0, preview: nil)
            } _: { caller, typed, context in
                let change = try AdminUnits.change(typed, unit)
                try await exchange.house.server.submit {
                    _ = try $0.setHours(change, by: caller, command: context.command, now: context.now)
                }
                return "/quan-tri/don-vi/\(URLText.encoded(unit))"
            }
        },
    ]
}

struct AdminUnits {
    let exchange: Exchange

    private var directory: Directory { exchange.house.server.office.directory }
    private var today: CivilDate { exchange.now.date }

    static func sentence(_ directory: Directory, on date: CivilDate) -> Text {
        let saturday = directory.unitCodes.count { code in
            directory.hours(of: code, on: date)?.extra.contains { $0.weekday == 6 } ?? false
        }
        return Texts.Admin.unitsSentence(directory.unitCodes.count, saturday)
    }

    /// Kinds that are registered here; wards and communes are made by a resolution and stand in the reference files.
    static let kinds: [Casework.Unit.Kind] = [.department, .body, .police]

    func list(_ attempt: Pages.Attempt?) async throws -> Reply {
        let q = VietnameseText.folded(exchange.text("q"))
        let found = directory.unitCodes.compactMap { directory.unit($0) }.filter {
            q.isEmpty || VietnameseText.folded("\($0.name) \($0.code)").contains(q)
        }
        let rows: [HTML] = found.prefix(250).map { unit in
            let hours = directory.hours(of: unit.code, on: today) ?? unit.hours
            let coming = directory.arranged.hours[unit.code]?.first { $0.from > today }
            let later: HTML? = coming.map {
                "<br><span class=\"pill near\">\(Texts.AdminUnit.coming): \($0.from.vietnamese)</span>"
            }
            return """
                <tr><th scope="row"><a href="/quan-tri/don-vi/\(URLText.encoded(unit.code))">\(unit.name)</a>\
                </th><td>\(column: Texts.AdminUnit.code)\(unit.code)</td>
                <td>\(column: Texts.AdminUnit.hoursNow)\(Text(hours.words.vi, hours.words.en))\(later)</td>
                <td>\(column: Texts.AdminUnit.calendar)\(directory.calendarVersion(unit.code))</td></tr>

                """
        }
        let body: HTML = """
            \(Pages.searchForm("/quan-tri/don-vi", exchange.text("q"), Texts.AdminUnit.search))
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Admin.units)">\
            <table class="stack"><caption>\(Texts.Admin.units) · \(found.count)</caption>
            <thead><tr><th scope="col">\(Texts.Admin.unit)</th><th scope="col">\(Texts.AdminUnit.code)</th>\
            <th scope="col">\(Texts.AdminUnit.hoursNow)</th><th scope="col">\(Texts.AdminUnit.calendar)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            \(registerForm(AdminPage(exchange: exchange, area: .units, attempt: attempt)))
            \(try await Pages.adminHistory(.kinds(["HoursSet", "UnitRegistered"]), exchange, limit: 10))
            """
        return AdminPage(exchange: exchange, area: .units, attempt: attempt).reply(AdminUnits.sentence(directory, on: today), body)
    }

    private func registerForm(_ page: AdminPage) -> HTML {
        guard exchange.caller?.administersCity == true else { return "" }
        let choices = AdminUnits.kinds.map { Procedure.Choice(value: $0.rawValue, label: Texts.AdminUnit.kind($0).words) }
        let fields: HTML = """
            <div class="row">\(page.input("register", Field("name", Texts.AdminUnit.name.words, .text, required: true)))
            \(page.input("register", Field("kind", Texts.AdminUnit.kind.words, .choice, required: true, choices: choices)))
            \(page.input(
                "register", Field("code", Texts.AdminUnit.code.words, .text, required: true), hint: Texts.AdminUnit.codeHint))
            \(page.input(
                "register", Field("agencyCode", Texts.AdminUnit.agencyCode.words, .text, required: true),
                hint: Texts.AdminUnit.agencyHint))
            \(page.input("register", Field("ground", Texts.Admin.ground.words, .text, required: true)))</div>
            """
        let open: HTML = page.attempt == nil ? "" : " open"
        let form = page.form("/quan-tri/don-vi", fields, button: Texts.AdminUnit.register)
        return "<details class=\"noprint\"\(open)><summary>\(Texts.AdminUnit.registerMore)</summary>\(form)</details>"
    }

    private func renameForm(_ page: AdminPage, _ unit: Casework.Unit) -> HTML {
        guard exchange.caller?.administersCity == true else { return "" }
        let fields: HTML = """
            \(page.input("rename", Field("name", Texts.AdminUnit.name.words, .text, required: true), value: unit.name))
            \(page.input("rename", Field("ground", Texts.Admin.ground.words, .text, required: true)))
            """
        let open: HTML = page.attempt?.action == "rename" ? " open" : ""
        let form = page.form(
            "/quan-tri/don-vi/\(URLText.encoded(unit.code))/ten", fields, button: Texts.AdminUnit.rename, isMain: false)
        return """
            <details class="noprint"\(open)><summary>\(Texts.AdminUnit.rename)</summary>
            <p class="hint">\(Texts.AdminUnit.renameHint)</p>\(form)</details>
            """
    }

    // MARK: one unit

    func one(_ attempt: Pages.Attempt?, preview: DuePreview?) async throws -> Reply {
        let code = exchange.parameter("unit")
        guard let unit = directory.unit(code) else { throw Refusal.unknownUnit(code) }
        let page = AdminPage(exchange: exchange, area: .units, attempt: attempt)
        let now = directory.hours(of: code, on: today) ?? unit.hours
        let changes: [HTML] = (directory.arranged.hours[code] ?? []).map { change in
            let coming: HTML = change.from > today ? " <span class=\"pill near\">\(Texts.AdminUnit.coming)</span>" : ""
            return
                    """
                    <li>\(change.from.vietnamese): \
                    <b>\(Text(change.hours.words.vi, change.hours.words.en))</b>\(coming)<br>\
                    <small>\(change.ground)</small></li>\n
                    """
        }
        let list: HTML = changes.isEmpty ? "" : "<ul class=\"check\">\(changes)</ul>"
        let shown: HTML? = preview.map { DueMoves(preview: $0, directory: directory).html }
        let body: HTML = """
            <div class="two"><div>
            <dl class="facts"><dt>\(Texts.AdminUnit.code)</dt><dd>\(unit.code) · \(unit.agencyCode)</dd>
            <dt>\(Texts.AdminUnit.hoursNow)</dt><dd><b>\(Text(now.words.vi, now.words.en))</b></dd>
            <dt>\(Texts.AdminUnit.calendar)</dt><dd>\(directory.calendarVersion(code))</dd></dl>
            \(list)\(shown)
            \(try await Pages.adminHistory(.subject("unit:\(code)"), exchange))
            </div><div>\(hoursForm(page, unit, now, previewed: preview != nil))\(renameForm(page, unit))</div></div>
            """
        return page.reply(
            Text(unit.name, unit.name), trail: " · <a href=\"/quan-tri/don-vi\">\(Texts.Admin.units)</a>", body)
    }

    private func hoursForm(
        _ page: AdminPage, _ unit: Casework.Unit, _ hours: OpeningHours, previewed: Bool
    ) -> HTML {
        guard exchange.caller?.administersCity == true else { return "" }
        let typed = exchange.method == "POST" ? exchange.typed : [:]
        func time(_ name: String, _ title: Text, _ now: TimeOfDay?, required: Bool = true) -> HTML {
            let value = typed[name] ?? now?.description ?? ""
            return page.input("hours", Field(name, title.words, .text, required: required), value: value)
        }
        let from = Field("from", Texts.Admin.from.words, .date, required: true)
        let saturday = hours.extra.first { $0.weekday == 6 }
        let second = hours.working.count > 1 ? hours.working[1] : nil
        let fields: HTML = """
            \(page.input("hours", from, value: typed["from"] ?? today.adding(days: 1).description))
            <div class="row">\(time("morningFrom", Texts.AdminUnit.morningFrom, hours.working.first?.from))
            \(time("morningTo", Texts.AdminUnit.morningTo, hours.working.first?.to))
            \(time("afternoonFrom", Texts.AdminUnit.afternoonFrom, second?.from, required: false))
            \(time("afternoonTo", Texts.AdminUnit.afternoonTo, second?.to, required: false))
            \(time("saturdayFrom", Texts.AdminUnit.saturdayFrom, saturday?.from, required: false))
            \(time("saturdayTo", Texts.AdminUnit.saturdayTo, saturday?.to, required: false))</div>
            \(page.input("hours", Field("ground", Texts.Admin.ground.words, .text, required: true), value: typed["ground"] ?? ""))
            """
        return """
            <section class="sheet"><h2>\(Texts.AdminUnit.change)</h2>
            <form method="post" action="/quan-tri/don-vi/\(URLText.encoded(unit.code))">\(exchange.mark)
            \(fields)
            <p class="buttons"><button class="do\(previewed ? " quietly" : " seal")" name="do" \
            value="preview">\(Texts.Admin.preview)</button>
            <button class="do\(previewed ? " seal" : " quietly")" name="do" \
            value="save">\(Texts.AdminUnit.apply)</button></p></form></section>
            """
    }

    /// The change that a form asks for.
    static func change(_ typed: [String: String], _ unit: String) throws -> HoursSet {
        func time(_ name: String, _ title: Text) throws -> TimeOfDay? {
            let text = VietnameseText.plain(typed[name] ?? "")
            if text.isEmpty { return nil }
            guard let time = TimeOfDay(text.count == 4 ? "0" + text : text) else {
                throw Refusal.badValue(name, title.words, vi: "viết như 07:30", en: "write it as 07:30")
            }
            return time
        }
        func interval(_ a: String, _ b: String, _ t: Text, _ u: Text) throws -> OpeningHours.Interval? {
            switch (try time(a, t), try time(b, u)) {
            case (nil, nil): return nil
            case (let from?, let to?): return .init(from: from, to: to)
            case (nil, _): throw Refusal.missing(a, t.words)
            case (_, nil): throw Refusal.missing(b, u.words)
            }
        }
        let from = try Pages.day(typed, "from", Texts.Admin.from)
        let morning = try interval(
            "morningFrom", "morningTo", Texts.AdminUnit.morningFrom, Texts.AdminUnit.morningTo)
        let afternoon = try interval(
            "afternoonFrom", "afternoonTo", Texts.AdminUnit.afternoonFrom, Texts.AdminUnit.afternoonTo)
        let saturday = try interval(
            "saturdayFrom", "saturdayTo", Texts.AdminUnit.saturdayFrom, Texts.AdminUnit.saturdayTo)
        return HoursSet(
            unit: unit, from: from,
            hours: OpeningHours(
                working: [morning, afternoon].compactMap { $0 },
                extra: saturday.map { [.init(weekday: 6, from: $0.from, to: $0.to)] } ?? []),
            ground: try Pages.line(typed, "ground", Texts.Admin.ground))
    }
}

/// What a change of working time would do: how many due times move, by unit, and each one.
struct DueMoves {
    let preview: DuePreview
    let directory: Directory

    var html: HTML {
        let cut: HTML = preview.isCut ? "<p>\(Texts.AdminUnit.cut)</p>" : ""
        let sentence: HTML =
                """
                <p class=\"lead\" id=\"preview\" role=\"status\">\
                <b>\(Texts.AdminUnit.moves(preview.moves.count, looked: preview.looked))</b></p>\(cut)
                """
        guard !preview.moves.isEmpty else { return "<section>\(sentence)</section>" }
        let units: [HTML] = preview.units.map { unit, count in
            "<tr><th scope=\"row\">\(directory.unit(unit)?.name ?? unit)</th><td>\(count)</td></tr>\n"
        }
        let rows: [HTML] = preview.moves.prefix(200).map { move in
            let name = directory.procedures[move.procedure]?.first?.shortName ?? move.procedure
            let which: HTML = move.isAcceptance ? " <small>\(Texts.AdminUnit.acceptance)</small>" : ""
            return
                    """
                    <tr><th scope=\"row\"><a href=\"/ho-so/\(URLText.encoded(move.number))\">\(move.number)</a>\
                    <br><small>\(name)</small></th><td>\(move.old)\(which)</td><td>\(move.new)</td></tr>\n
                    """
        }
        return """
            <section>\(sentence)
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.AdminUnit.byUnit)"><table>\
            <caption>\(Texts.AdminUnit.byUnit)</caption><thead><tr><th scope="col">\(Texts.Admin.unit)</th>\
            <th scope="col">\(Texts.AdminUnit.count)</th></tr></thead><tbody>\(units)</tbody></table></div>
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.AdminUnit.list)"><table>\
            <caption>\(Texts.AdminUnit.list)</caption>
            <thead><tr><th scope="col">\(Texts.AdminUnit.dossier)</th><th scope="col">\(Texts.AdminUnit.old)</th>\
            <th scope="col">\(Texts.AdminUnit.new)</th></tr></thead><tbody>\(rows)</tbody></table></div></section>
            """
    }
}
