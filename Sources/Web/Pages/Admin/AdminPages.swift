// AdminPages.swift: administration: its areas, who may look and who may change, and what all its pages share.
//
// The city's administrators change everything, auditors see everything, a unit's own administrator sees and changes
// people and rights of that unit alone. Every change is a command that checks the right again and appends an entry.

import Casework
import Office

enum AdminArea: CaseIterable {
    case units, people, rights, calendars, procedures, former, exchange, texts, erasure, access, style

    var path: String {
        switch self {
        case .units: "/quan-tri/don-vi"
        case .people: "/quan-tri/nguoi"
        case .rights: "/quan-tri/quyen"
        case .calendars: "/quan-tri/lich"
        case .procedures: "/quan-tri/thu-tuc"
        case .former: AdminFormer.path
        case .exchange: ExchangePage.path
        case .texts: "/quan-tri/van-ban"
        case .erasure: "/quan-tri/xoa-du-lieu"
        case .access: "/quan-tri/truy-cap"
        case .style: "/quan-tri/giao-dien"
        }
    }
    var title: Text {
        switch self {
        case .units: Texts.Admin.units
        case .people: Texts.Admin.people
        case .rights: Texts.Admin.rights
        case .calendars: Texts.Admin.calendars
        case .procedures: Texts.Admin.procedures
        case .former: Texts.Former.area
        case .exchange: Texts.Link.area
        case .texts: Texts.Admin.texts
        case .erasure: Texts.Admin.erasure
        case .access: Texts.Admin.access
        case .style: Texts.Admin.style
        }
    }
    /// Open to a unit's own administrator too.
    var isOfUnits: Bool { self == .people || self == .rights }
}

extension Caller {
    /// Sees the whole of administration.
    var seesHouse: Bool { administersCity || has(.auditor) }
    /// Sees some of it.
    var seesAdministration: Bool { has(.admin) || has(.auditor) }
    /// Units whose people and rights this caller administers, the city's aside.
    var administered: [String] { units(as: .admin) }
}

extension Pages {
    static let adminRoutes: [Route] =
        adminStartRoutes + adminUnitRoutes + adminPeopleRoutes + adminRightRoutes + adminCalendarRoutes
        + adminProcedureRoutes + adminFeeRoutes + adminImportRoutes + adminFormerRoutes + adminTextRoutes + adminDataRoutes + accountRoutes

    private static let adminStartRoutes = [
        page("GET", "/quan-tri", .staff, "Administration") { exchange in
            let caller = try viewer(exchange, .people)
            return AdminStart(exchange: exchange, caller: caller).reply
        }
    ]

    /// The caller, who may look at this area.
    static func viewer(_ exchange: Exchange, _ area: AdminArea) throws -> Caller {
        let caller = try exchange.requireCaller()
        guard caller.seesHouse || (area.isOfUnits && caller.has(.admin)) else {
            throw Refusal.noRight("xem mục quản trị này", "see this part of administration", unit: "-")
        }
        return caller
    }

    /// A change: back to a page, or the form again with what was typed.
    /// - Parameters:
    ///   - show: the page with the form; given what was refused.
    ///   - change: does it and says where to go.
    static func adminChange(
        _ exchange: Exchange, form: String, show: (Attempt) async throws -> Reply,
        _ change: (Caller, [String: String], CommandContext) async throws -> String
    ) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let typed = exchange.typed
        do {
            let back = try await change(caller, typed, exchange.command(as: caller))
            return .redirect(back + (back.contains("?") ? "&" : "?") + "done=1")
        } catch let refusal as Refusal where refusal.slug != "no-right" {
            return try await show(Attempt(action: form, values: typed, refusal: refusal))
        }
    }

    static func adminHistory(_ about: HouseHistory.About, _ exchange: Exchange, limit: Int = 20) async throws -> HTML {
        let events = try await exchange.house.server.ask { try HouseHistory.ask(about, limit: limit, $0, $1) }
        let names = exchange.house.server.office.directory.names
        let items: [HTML] = events.map { event in
            let who = event.actor == Caller.system.user ? Caller.system.name : names[event.actor] ?? event.actor
            return "<li>\(Text(event.vi, event.en))<br><small>\(event.at) · \(who)</small></li>\n"
        }
        return """
            <section><h2>\(Texts.Admin.history)</h2>
            \(items.isEmpty ? "<p>\(Texts.Admin.noHistory)</p>" : "<ol class=\"history\">\(items)</ol>" as HTML)</section>
            """
    }

    /// A day of a form.
    static func day(_ typed: [String: String], _ name: String, _ title: Text) throws -> CivilDate {
        guard let text = typed[name], !text.isEmpty else { throw Refusal.missing(name, title.words) }
        guard let date = CivilDate(text) else {
            throw Refusal.badValue(name, title.words, vi: "cần ngày có thật", en: "a real date is needed")
        }
        return date
    }

    /// A line of text of a form, at most so long.
    static func line(_ typed: [String: String], _ name: String, _ title: Text, long: Bool = false) throws -> String {
        let text = try Field(name, title.words, long ? .longText : .text, required: true).normalized(typed[name] ?? "")
        guard !text.isEmpty else { throw Refusal.missing(name, title.words) }
        return text
    }
}

/// One page of administration.
struct AdminPage {
    let exchange: Exchange
    let area: AdminArea
    var attempt: Pages.Attempt?

    private var caller: Caller? { exchange.caller }

    func reply(_ sentence: Text, trail: HTML = "", wide: Bool = true, _ body: HTML) -> Reply {
        let done = exchange.query["done"] == nil ? nil : Texts.Admin.saved
        let target = attempt.flatMap { attempt in
            attempt.refusal.field.map { "\(attempt.action)-\($0)".replacing(".", with: "-") }
        }
        let looks: HTML =
            caller?.has(.admin) == true ? "" : "<p class=\"small\">\(Texts.Admin.readOnly)</p>"
        let content: HTML = """
            <p class="small"><a href="/quan-tri">\(Texts.Admin.short)</a>\(trail)</p>
            <h1>\(sentence)</h1>
            \(AdminPage.areas(caller, area))
            \(looks)\(ProblemNotice(attempt?.refusal, target: target))\(Lines.good(attempt == nil ? done : nil))
            \(body)
            """
        return exchange.page(
            "\(area.title.words) · \(Texts.Admin.short.words)", at: "/quan-tri", wide: wide,
            status: attempt?.refusal.status ?? 200, content)
    }

    static func areas(_ caller: Caller?, _ current: AdminArea?) -> HTML {
        let open = AdminArea.allCases.filter { caller?.seesHouse == true || $0.isOfUnits }
        let links: [HTML] = open.map { area in
            let here: HTML = area == current ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(area.path)\"\(here)>\(area.title)</a></li>\n"
        }
        return "<nav class=\"noprint\" aria-label=\"\(Texts.Admin.areas)\"><ul class=\"chips\">\(links)</ul></nav>"
    }

    // MARK: forms

    /// An input of the form `form`: what was typed, else `value`.
    func input(_ form: String, _ field: Field, value: String = "", hint: Text? = nil) -> HTML {
        let mine = attempt.flatMap { $0.action == form ? $0 : nil }
        let error = mine.flatMap { $0.refusal.field == field.name ? Text($0.refusal.vi, $0.refusal.en).words : nil }
        return FieldInput(
            field, prefix: "\(form)-", value: mine.map { $0.values[field.name] ?? "" } ?? value, error: error,
            hint: hint
        ).html
    }

    func form(_ path: String, hidden: [(String, String)] = [], _ fields: HTML, button: Text, name: String = "do",
        value: String = "save", isMain: Bool = true
    ) -> HTML {
        let kept: [HTML] = hidden.map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
        return """
            <form method="post" action="\(path)">\(exchange.mark)\(kept)
            \(fields)
            <p class="buttons"><button class="do\(isMain ? " seal" : " quietly")" name="\(name)" \
            value="\(value)">\(button)</button></p></form>
            """
    }
}

/// The start page: each area with its state in one sentence.
struct AdminStart {
    let exchange: Exchange
    let caller: Caller

    var reply: Reply {
        let directory = exchange.house.server.office.directory
        let cards: [HTML] = AdminArea.allCases.filter { caller.seesHouse || $0.isOfUnits }.map { area in
            let words: HTML? = sentence(area, directory).map { "<p>\($0)</p>" }
            return
                "<section class=\"sheet\"><h2><a href=\"\(area.path)\">\(area.title)</a></h2>\(words)</section>\n"
        }
        let body: HTML = """
            <h1>\(Texts.Admin.title)</h1>
            <div class="three">\(cards)</div>
            """
        return exchange.page(Texts.Admin.short.words, at: "/quan-tri", wide: true, body)
    }

    private func sentence(_ area: AdminArea, _ directory: Directory) -> Text? {
        switch area {
        case .units: return AdminUnits.sentence(directory, on: exchange.now.date)
        case .people:
            return Texts.Admin.peopleSentence(directory.names.count, directory.arranged.locked.count)
        case .rights:
            let held = directory.rights.values.joined().filter { $0.grant.holds(at: exchange.now) }
            return Texts.Admin.rightsSentence(held.count, held.count { $0.grant.ground == "posting" })
        case .calendars: return Texts.Admin.waiting(directory.arranged.waiting.count)
        case .procedures: return AdminProcedures.sentence(directory)
        case .former: return Texts.Former.areaSentence(FormerUnits(directory: directory).count)
        case .exchange: return Texts.Link.areaSentence
        case .texts: return Texts.AdminText.sentence
        case .erasure: return Texts.AdminErase.sentence
        case .access: return Texts.AdminAccess.sentence
        case .style: return nil
        }
    }
}
