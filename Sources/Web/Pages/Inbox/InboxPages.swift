// InboxPages.swift: a unit's dossiers, the most urgent first; search; one action on many.

import Casework
import Office

extension Pages {
    static let inboxRoutes = [
        page("GET", "/ho-so", .staff, "A unit's dossiers by remaining legal time, or what a search finds") {
            exchange in
            let caller = try exchange.requireCaller()
            guard let first = caller.workUnits.first else {
                throw Refusal.noRight(
                    "xem danh sách hồ sơ", "see the inbox", unit: caller.units.joined(separator: ", "))
            }
            let q = exchange.text("q")
            if !q.isEmpty { return try await found(q, caller, exchange) }
            let asked = exchange.text("unit")
            let unit = asked.isEmpty ? first : asked
            let filter = InboxQuestion.Filter(
                unit: unit, field: some(exchange.text("field")),
                state: DossierState(rawValue: exchange.text("state")), holder: some(exchange.text("holder")))
            let (cursor, limit, now) = (
                some(exchange.query["cursor"] ?? ""), try exchange.limit(), exchange.now
            )
            let page = try await exchange.house.server.ask {
                try InboxQuestion.ask(filter, caller: caller, cursor: cursor, limit: limit, now: now, $0, $1)
            }
            return InboxPage(exchange: exchange, caller: caller, filter: filter, page: page).reply
        },
        page("POST", "/ho-so", .staff, "One action on many dossiers") { exchange in
            let caller = try exchange.requireCaller()
            let typed = exchange.typed
            let numbers = IntakeDraft.list(typed["numbers"])
            guard (1...500).contains(numbers.count) else {
                throw Refusal.missing("numbers", Texts.Inbox.numbers.words)
            }
            guard let (action, input) = batch(typed["action"] ?? "", typed) else {
                throw Refusal.missing("action", Texts.Inbox.action.words)
            }
            var results: [BatchLine] = []
            for number in numbers {
                let context = exchange.command(as: caller)
                do {
                    let receipt = try await exchange.house.server.submit {
                        try $0.perform(action, on: number, input, context)
                    }
                    results.append(BatchLine(number: number, state: receipt.state, refusal: nil))
                } catch let refusal as Refusal {
                    results.append(BatchLine(number: number, state: nil, refusal: refusal))
                }
            }
            return batchReply(results, exchange, back: typed["unit"] ?? "")
        },
    ]

    private static func some(_ text: String) -> String? { text.isEmpty ? nil : text }

    private static func found(_ q: String, _ caller: Caller, _ exchange: Exchange) async throws -> Reply {
        let now = exchange.now
        let lines = try await exchange.house.server.ask {
            try SearchQuestion.ask(q, caller: caller, limit: 100, now: now, $0, $1)
        }
        if lines.count == 1, lines[0].number == q.uppercased() {
            return .redirect("/ho-so/\(URLText.encoded(lines[0].number))")
        }
        let table: HTML =
            lines.isEmpty
            ? "<p>\(Texts.Inbox.nothingFound)</p>"
            : InboxPage.table(lines, caption: Texts.Inbox.foundCaption, exchange, picking: false)
        let body: HTML = """
            <h1>\(Texts.Inbox.searchTitle(q))</h1>
            \(searchForm("/ho-so", q, Texts.Inbox.search))
            <p class="small" role="status">\(Texts.Inbox.found(lines.count))</p>
            \(table)
            <p><a href="/ho-so">\(Texts.Inbox.all)</a></p>
            """
        return exchange.page(Texts.Inbox.searchTitle(q).words, at: "/ho-so", wide: true, body)
    }

    // MARK: many at once

    struct BatchLine {
        var number: String
        var state: DossierState?
        var refusal: Refusal?
    }

    private static func batch(_ chosen: String, _ typed: [String: String]) -> (String, ActionInput)? {
        switch chosen {
        case "assign": ("assign", ActionInput(["user": typed["user"] ?? ""]))
        case "take-over": ("take-over", ActionInput([:]))
        case "approve": ("decide", ActionInput(["outcome": "approve"]))
        default: nil
        }
    }

    private static func batchReply(_ results: [BatchLine], _ exchange: Exchange, back: String) -> Reply {
        let done = results.count { $0.refusal == nil }
        let rows: [HTML] = results.map { line in
            let words: HTML
            if let refusal = line.refusal {
                words =
                    "<span class=\"pill late\">\(Texts.Inbox.refused)</span> \(Text(refusal.vi, refusal.en))"
            } else {
                words =
                    "<span class=\"pill fine\">\(Texts.Inbox.done)</span> \(line.state.map { Text($0.vietnamese, $0.english).words })"
            }
            let link: HTML = "<a href=\"/ho-so/\(URLText.encoded(line.number))\">\(line.number)</a>"
            return "<tr><th scope=\"row\">\(link)</th><td>\(words)</td></tr>\n"
        }
        let body: HTML = """
            <h1>\(Texts.Inbox.result(done, of: results.count))</h1>
            <div class="scroll"><table><caption>\(Texts.Inbox.resultCaption)</caption>
            <thead><tr><th scope="col">\(Texts.Inbox.number)</th><th scope="col">\(Texts.Inbox.resultColumn)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            <p class="buttons"><a class="do" href="/ho-so?unit=\(URLText.encoded(back))">\(Texts.Inbox.all)</a></p>
            """
        return exchange.page(Texts.Inbox.resultCaption.words, at: "/ho-so", wide: true, body)
    }
}
