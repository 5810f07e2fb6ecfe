// InboxPages.swift: a unit's dossiers, the most urgent first; search; signing; one action on many.

import Casework
import Office

extension Pages {
    static let inboxRoutes = [
        page("GET", "/ho-so", .staff, "A unit's dossiers by remaining legal time, or what a search finds") {
            exchange in
            let caller = try exchange.requireCaller()
            let q = exchange.text("q")
            let unit = try inboxUnit(caller, exchange)
            if !q.isEmpty { return try await found(q, caller, exchange) }
            let filter = inboxFilter(unit, exchange)
            if exchange.wantsCSV { return try await InboxFile.inbox(filter, caller, exchange) }
            if exchange.isRenewal { return try await renewal(filter, caller, exchange) }
            let (page, summary) = try await inbox(filter, caller, exchange)
            let tasks = filter.isNarrow ? [] : try await exchange.house.server.ask { try MatterQuestion.toDo(unit, $0, $1) }
            let leads = caller.units(as: .leader).contains(unit)
            let contested = leads ? try await exchange.house.server.ask { tx, _ in try ContestBook.open(of: [unit], tx) } : 0
            return InboxPage(
                exchange: exchange, caller: caller, filter: filter, page: page, summary: summary,
                peek: try await peeked(exchange), tasks: tasks, contested: contested
            ).reply
        },
        page("GET", "/ho-so/ky", .staff, "What waits for a signature, with the dossier beside it") { exchange in
            let caller = try exchange.requireCaller()
            let asked = exchange.text("unit")
            let unit = asked.isEmpty ? caller.units(as: .leader).first ?? caller.workUnits.first ?? "" : asked
            let filter = InboxQuestion.Filter(
                unit: unit, procedure: some(exchange.text("procedure")), step: InboxQuestion.sign)
            let now = exchange.now
            let signed = try await exchange.house.server.ask {
                try SignedQuestion.ask(unit: unit, caller: caller, now: now, $0, $1)
            }
            let (page, summary) = try await inbox(filter, caller, exchange, limit: 200)
            return SigningPage(
                exchange: exchange, filter: filter, page: page, summary: summary, signed: signed,
                peek: try await peeked(exchange)
            ).reply
        },
        page("POST", "/ho-so", .staff, "One action on many dossiers") { exchange in
            let caller = try exchange.requireCaller()
            let typed = exchange.typed
            let numbers = IntakeDraft.list(typed["numbers"])
            if numbers.isEmpty {
                let back = localPath(typed["back"] ?? "") ?? "/ho-so?unit=\(URLText.encoded(typed["unit"] ?? ""))"
                return .redirect(back + "&chua-chon=1")
            }
            guard numbers.count <= 500 else {
                throw Refusal.missing("numbers", Texts.Inbox.numbers.words)
            }
            guard let (action, input) = InboxBatch.chosen(typed) else {
                throw Refusal.missing("action", Texts.Inbox.action.words)
            }
            let lines = try await InboxBatch.perform(
                action, input, on: numbers, key: typed["key"], as: caller, exchange)
            return InboxBatch.reply(lines, action: action, unit: typed["unit"] ?? "", exchange)
        },
    ]

    private static func some(_ text: String) -> String? { text.isEmpty ? nil : text }

    private static func inboxUnit(_ caller: Caller, _ exchange: Exchange) throws -> String {
        guard let first = caller.workUnits.first else {
            throw Refusal.noRight(
                "xem danh sách hồ sơ", "see the inbox", unit: caller.units.joined(separator: ", "))
        }
        return some(exchange.text("unit")) ?? first
    }

    private static func inboxFilter(_ unit: String, _ exchange: Exchange) -> InboxQuestion.Filter {
        InboxQuestion.Filter(
            unit: unit, field: some(exchange.text("field")), state: DossierState(rawValue: exchange.text("state")),
            holder: some(exchange.text("holder")), procedure: some(exchange.text("procedure")),
            step: some(exchange.text("step")))
    }

    /// One page of lines and how many there are, `whole`: of each sort; the counts are made once for all who may see the same.
    private static func inbox(
        _ filter: InboxQuestion.Filter, _ caller: Caller, _ exchange: Exchange, limit: Int? = nil, whole: Bool = true
    ) async throws -> (Page<DossierLine>, InboxSummary) {
        let (cursor, limit, now) = (some(exchange.query["cursor"] ?? ""), try limit ?? exchange.limit(), exchange.now)
        let server = exchange.house.server
        async let lines = server.ask {
            try InboxQuestion.ask(filter, caller: caller, cursor: cursor, limit: limit, now: now, $0, $1)
        }
        let scope = "\(whole) \(filter.scope(for: caller))"
        let summary = try await exchange.house.shared.value(topic: "unit:\(filter.unit)", scope: scope, exchange) {
            try await server.ask {
                try whole
                    ? InboxQuestion.summary(filter, caller: caller, now: now, $0, $1)
                    : InboxQuestion.counts(filter, caller: caller, now: now, $0, $1)
            }
        }
        return (try await lines, summary)
    }

    /// What an open inbox asks again after a change: the same for all who may see the same.
    private static func renewal(
        _ filter: InboxQuestion.Filter, _ caller: Caller, _ exchange: Exchange
    ) async throws -> Reply {
        let signs = InboxBatch.signs(caller, filter.unit)
        let scope = """
            \(filter.scope(for: caller)) \(exchange.query["cursor"] ?? "") \(exchange.query["limit"] ?? "") \(signs) \(Language.current)
            """
        return try await exchange.house.shared.reply(topic: "unit:\(filter.unit)", scope: scope, exchange) {
            let (page, summary) = try await inbox(filter, caller, exchange, whole: false)
            return exchange.parts(
                InboxPage(
                    exchange: exchange, caller: caller, filter: filter, page: page, summary: summary, peek: nil
                ).livePart)
        }
    }

    /// The dossier of `?xem=`, for the reading pane; nil where it is not there or not for this reader.
    private static func peeked(_ exchange: Exchange) async throws -> DossierView? {
        guard let number = some(exchange.text("xem")) else { return nil }
        do { return try await DossierAPI.view(exchange, number: number) } catch is Refusal { return nil }
    }

    private static func found(_ q: String, _ caller: Caller, _ exchange: Exchange) async throws -> Reply {
        let now = exchange.now
        let lines = try await exchange.house.server.ask {
            try SearchQuestion.ask(q, caller: caller, limit: 100, now: now, $0, $1)
        }
        if exchange.wantsCSV { return InboxFile.found(lines, exchange) }
        if lines.count == 1, lines[0].number == q.uppercased() {
            return .redirect("/ho-so/\(URLText.encoded(lines[0].number))")
        }
        let table: HTML =
            lines.isEmpty
            ? "<p class=\"empty\">\(Texts.Inbox.nothingFound)</p>"
            : InboxPage.table(lines, caption: Texts.Inbox.foundCaption, exchange, picking: false)
        let body: HTML = """
            <h1>\(Texts.Inbox.searchTitle(q))</h1>
            \(searchForm("/ho-so", q, Texts.Inbox.search))
            <p class="small" role="status">\(Texts.Inbox.found(lines.count))</p>
            \(table)
            <p><a href="/ho-so">\(Texts.Inbox.all)</a> \(lines.isEmpty ? "" : exchange.csvLink)</p>
            """
        return exchange.page(Texts.Inbox.searchTitle(q).words, at: "/ho-so", wide: true, body)
    }
}
