// ExchangePages.swift: how the exchange with other systems stands, and what a person must look at: try again, or close.

import Casework
import Office

extension Pages {
    static let exchangeRoutes = [
        page("GET", ExchangePage.path, .staff, "Systems outside, what waits and what failed") { exchange in
            try await ExchangePage.show(exchange, problem: nil)
        },
        page("POST", ExchangePage.path, .staff, "Try a message again, or close it") { exchange in
            let (caller, typed, now) = (try exchange.requireCaller(), exchange.typed, exchange.now)
            let (id, isClosing) = (typed["id"] ?? "", typed["do"] == "close")
            do {
                try await exchange.house.server.submit {
                    if isClosing { try $0.closeExchange(id, by: caller, now: now) } else { try $0.retryExchange(id, by: caller, now: now) }
                }
                let group = ExchangeQuestion.Group(rawValue: typed["nhom"] ?? "") ?? .open
                return .redirect("\(ExchangePage.path)?nhom=\(group.rawValue)&done=\(isClosing ? "closed" : "retried")")
            } catch let refusal as Refusal where refusal.slug != "no-right" {
                return try await ExchangePage.show(exchange, problem: refusal)
            }
        },
    ]
}

struct ExchangePage {
    static let path = "/quan-tri/lien-thong"

    private let exchange: Exchange
    private let stands: [ExchangeStand]
    private let group: ExchangeQuestion.Group
    private let items: [ExchangeItem]
    private let problem: Refusal?

    static func show(_ exchange: Exchange, problem: Refusal?) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let group = ExchangeQuestion.Group(rawValue: exchange.text("nhom")) ?? .open
        let limit = exchange.wantsCSV ? CSV.limit : 100
        let (stands, items) = try await exchange.house.server.ask { tx, _ in
            (
                try ExchangeQuestion.stands(caller: caller, tx),
                try ExchangeQuestion.items(group, system: nil, limit: limit, caller: caller, tx)
            )
        }
        let page = ExchangePage(exchange: exchange, stands: stands, group: group, items: items, problem: problem)
        return exchange.wantsCSV ? page.file : page.reply
    }

    private typealias T = Texts.Link
    private func name(_ system: String) -> Text {
        let name = ExternalSystem.name(system)
        return Text(name.vi, name.en)
    }

    private var reply: Reply {
        let open = stands.reduce(0) { $0 + $1.held + $1.differing + $1.failing }
        let done: Text? = exchange.query["done"].map { $0 == "closed" ? T.closed : T.retried }
        let body: HTML = """
            <h1>\(T.heading(stands.count, open: open))</h1>
            <p class="lead">\(T.lead)</p>
            \(ProblemNotice(problem))\(Lines.good(problem == nil ? done : nil))
            <section id="systems" data-live="\(ExchangeBook.topic)">\(systems)</section>
            \(chips)
            <section id="messages" data-live="\(ExchangeBook.topic)">\(messages)</section>
            <p>\(exchange.csvLink)</p>
            """
        let place = exchange.caller?.seesAdministration == true ? "/quan-tri" : "/dieu-hanh"
        return exchange.page(T.title.words, at: place, wide: true, status: problem?.status ?? 200, body)
    }

    private var systems: HTML {
        if stands.isEmpty { return "<p class=\"notice\">\(T.none)</p>" }
        let rows: [HTML] = stands.map { stand in
            let heard: HTML = stand.line.heardAt.map { "\($0)" } ?? "\(T.never)"
            let failing: HTML? = stand.line.failingSince.map {
                " <span class=\"pill late\">\(T.failing($0))</span><small class=\"why\">\(stand.line.error)</small>"
            }
            let repeats: HTML? = stand.repeats == 0 ? nil : "<small class=\"why\">\(T.repeats(stand.repeats))</small>"
            let oldest: HTML? = stand.oldestWaiting.map { "<small class=\"why\">\(T.oldest($0))</small>" }
            return """
                <tr><th scope="row">\(name(stand.line.system))</th>
                <td class="left">\(column: T.heard)\(heard)\(failing)</td>
                <td>\(column: T.taken)\(stand.taken)\(repeats)</td><td>\(column: T.held)\(stand.held)</td>
                <td>\(column: T.differing)\(stand.differing)</td><td>\(column: T.waiting)\(stand.waiting)\(oldest)</td>
                <td>\(column: T.sent)\(stand.sent)</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(T.systems)"><table class="tally stack">
            <caption>\(T.systems)</caption>
            <thead><tr><th scope="col">\(T.system)</th><th class="left" scope="col">\(T.heard)</th><th scope="col">\(T.taken)</th>
            <th scope="col">\(T.held)</th><th scope="col">\(T.differing)</th><th scope="col">\(T.waiting)</th>
            <th scope="col">\(T.sent)</th></tr></thead><tbody>
            \(rows)</tbody></table></div>
            """
    }

    private var chips: HTML {
        let links: [HTML] = ExchangeQuestion.Group.allCases.map { one in
            let here: HTML = one == group ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(ExchangePage.path)?nhom=\(one.rawValue)\"\(here)>\(T.group(one))</a></li>\n"
        }
        return "<nav class=\"noprint\" aria-label=\"\(T.groups)\"><ul class=\"chips\">\(links)</ul></nav>"
    }

    private var messages: HTML {
        guard !items.isEmpty else { return "<p>\(T.noMessages)</p>" }
        let rows: [HTML] = items.map(row)
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(T.messages)"><table class="stack">
            <caption>\(T.messages)</caption>
            <thead><tr><th scope="col">\(T.when)</th><th scope="col">\(T.what)</th><th scope="col">\(T.dossier)</th>
            <th scope="col">\(T.state)</th><th scope="col"><span class="unseen">\(T.actions)</span></th></tr></thead><tbody>
            \(rows)</tbody></table></div>
            """
    }

    private func row(_ item: ExchangeItem) -> HTML {
        let number: HTML? = item.number.map { "<a href=\"/ho-so/\(URLText.encoded($0))\">\($0)</a>" }
        let outside: HTML? = item.outside.map { "<small>\(T.theirs): \($0)</small>" }
        return """
            <tr><td class="small">\(item.at)</td><td>\(T.kind(item))<small>\(name(item.system))</small></td>
            <td>\(number)\(outside)</td><td>\(pill(item))</td><td>\(buttons(item))</td></tr>

            """
    }

    private func pill(_ item: ExchangeItem) -> HTML {
        let kind: HTML =
            switch item.state {
            case "taken", "sent": "fine"
            case "held", "differs": "late"
            case "new", "sending": "move"
            case "waiting" where item.attempts >= 3: "late"
            default: "wait"
            }
        var notes: [HTML] = []
        if let vi = item.reasonVi, !vi.isEmpty { notes.append("\(Text(vi, item.reasonEn ?? vi))") }
        if let code = item.code { notes.append("HTTP \(code)") }
        if item.attempts > 1 { notes.append("\(T.tries(item.attempts))") }
        if item.state == "waiting", item.attempts > 0, let next = item.nextAt { notes.append("\(T.next(next))") }
        if item.repeats > 0 { notes.append("\(T.repeats(item.repeats))") }
        let small: [HTML] = notes.enumerated().map { $0.offset == 0 ? $0.element : " · \($0.element)" }
        let under: HTML = small.isEmpty ? "" : "<small class=\"why\">\(small)</small>"
        return "<span class=\"pill \(kind)\">\(T.state(item.state))</span>\(under)"
    }

    private func buttons(_ item: ExchangeItem) -> HTML {
        guard exchange.caller.map({ $0.administersCity || $0.has(.city) }) ?? false else { return "" }
        let about = item.number ?? item.outside ?? item.id
        func form(_ what: String, _ words: Text) -> HTML {
            """
            <form method="post" action="\(ExchangePage.path)">\(exchange.mark)<input type="hidden" name="id" value="\(item.id)">\
            <input type="hidden" name="nhom" value="\(group.rawValue)">\
            <button class="do quietly" name="do" value="\(what)">\(words)<span class="unseen"> \(about)</span></button></form>
            """
        }
        let retry: HTML? = item.canRetry ? form("retry", T.retry) : nil
        let close: HTML? = item.canClose ? form("close", T.close) : nil
        return "\(retry)\(close)"
    }

    private var file: Reply {
        exchange.csv(
            "lien-thong", about: "exchange",
            [T.when, T.system, T.what, T.dossier, T.theirs, T.state, Texts.Messages.attempts, Texts.Messages.answer],
            items.map { item in
                [
                    .time(item.at), .text(name(item.system).words), .text(T.kind(item).words), .code(item.number),
                    .code(item.outside), .text(T.state(item.state).words), .number(item.attempts), .text(item.reasonVi),
                ]
            })
    }
}

/// Numbers that other systems gave a dossier and what they answered, beside it.
struct ExchangeSection {
    static func html(_ d: Dossier) -> HTML {
        guard !d.foreign.isEmpty || !d.exchangeAnswers.isEmpty else { return "" }
        func name(_ system: String) -> String {
            let name = ExternalSystem.name(system)
            return Text(name.vi, name.en).words
        }
        let numbers: [HTML] = d.foreign.map { one in
            "<dt>\(Texts.Link.knownAs(name(one.system)))</dt><dd>\(one.number)</dd>\n"
        }
        let answers: [HTML] = d.exchangeAnswers.map { one in
            let result: HTML? = one.answer.resultNumber.map { "\(Texts.Link.result($0, one.answer.resultDate))<br>" }
            let words: HTML? = one.text.map { "“\($0)”<br>" }
            return """
                <dt>\(Texts.Link.answered(name(one.answer.system)))</dt>
                <dd>\(result)\(words)<small>\(one.answer.answeredAt)</small></dd>

                """
        }
        return """
            <section><h2>\(Texts.Link.answers)</h2><dl class="facts">
            \(numbers)\(answers)</dl></section>
            """
    }
}
