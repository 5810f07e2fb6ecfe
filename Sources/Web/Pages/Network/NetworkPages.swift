// NetworkPages.swift: the net of sites as the city sees it, and what is contested, to be decided by a person.

import Casework
import Office
import Sync

extension Pages {
    static let networkRoutes = [
        page(
            "GET", "/dieu-hanh/mang-luoi", .staff,
            "Sites: lag, queue, last heard from, parked and contested items"
        ) { exchange in
            let page = try await networkPage(exchange, problem: nil)
            return exchange.isRenewal ? exchange.parts(page.livePart) : page.reply
        },
        page("POST", "/dieu-hanh/mang-luoi/{id}", .staff, "Decide a contested item") { exchange in
            let caller = try exchange.requireCaller()
            let (context, id) = (try exchange.command(by: caller), exchange.parameter("id"))
            guard let decision = ContestDecision(rawValue: exchange.typed["decision"] ?? "") else {
                throw Refusal.noDecision
            }
            let words = exchange.typed["words"] ?? ""
            do {
                _ = try await exchange.house.server.submit {
                    try $0.decideContest(id, decision, words: words, context)
                }
                return .redirect("/dieu-hanh/mang-luoi?xong=\(id)")
            } catch let refusal as Refusal {
                return try await networkPage(exchange, problem: (id, refusal)).reply
            }
        },
    ]

    private static func networkPage(
        _ exchange: Exchange, problem: (id: String, refusal: Refusal)?
    ) async throws -> NetworkPage {
        let (caller, now) = (try exchange.requireCaller(), exchange.now)
        let (sites, items, parked, waiting) = try await exchange.house.server.ask { tx, office in
            let seen = try NetworkQuestion.seen(by: caller)
            return (
                caller.seesCity ? try NetworkQuestion.sites(tx, office, now: now) : [],
                try ContestBook.items(of: seen, tx), caller.seesCity ? try NetworkQuestion.parked(tx) : [],
                try office.waiting(tx)
            )
        }
        return NetworkPage(
            exchange: exchange, sites: sites, items: items, parked: parked, waiting: waiting, problem: problem
        )
    }
}

struct NetworkPage {
    let exchange: Exchange
    let sites: [SiteLine]
    let items: [ContestRow]
    let parked: [ParkedLine]
    let waiting: (entries: Int64, files: Int64)
    let problem: (id: String, refusal: Refusal)?

    private var office: Office { exchange.house.server.office }
    private var directory: Directory { office.directory }
    private var open: [ContestRow] { items.filter { $0.decision == nil } }

    var reply: Reply {
        let done = exchange.query["xong"].map { _ in Lines.good(Texts.Network.decided) }
        return exchange.page(
            Texts.Network.title.words, at: "/dieu-hanh", wide: true, status: problem == nil ? 200 : 422,
            """
            \(done)\(ProblemNotice(problem?.refusal, target: problem.map { "m-\($0.id)" }))
            \(livePart)
            \(contests)
            \(parkedPart)
            """)
    }

    /// What renews itself.
    var livePart: HTML {
        let silent = sites.count { $0.isSilent(at: exchange.now) }
        return """
            <div id="mang-luoi" data-live="net:sites">
            <h1>\(Texts.Network.heading(sites: sites.count, silent: silent, open: open.count))</h1>
            \(ownLine)
            \(table)</div>
            """
    }

    /// At a ward: its own line.
    private var ownLine: HTML {
        guard let upstream = office.upstream else { return "" }
        let line = office.lineNow
        let since = Instant(milliseconds: line.since)
        return """
            <p class="lead">\(line.isUp ? Texts.Network.lineUp(since) : Texts.Network.lineDown(since))
            \(Texts.Network.waiting(entries: waiting.entries, files: waiting.files)) <small>\(office.site) → \(upstream.address)</small></p>
            """
    }

    private var table: HTML {
        guard !sites.isEmpty else {
            return office.isHub ? "<p class=\"empty\">\(Texts.Network.none)</p>" : ""
        }
        let rows: [HTML] = sites.map { site in
            let names: [HTML] = site.units.map {
                "<a href=\"/dieu-hanh/\($0)\">\(directory.unit($0)?.name ?? $0)</a> "
            }
            let isSilent = site.isSilent(at: exchange.now)
            let heard: HTML = site.heard.map { "\($0)" } ?? "\(Texts.Network.never)"
            let skew: HTML? =
                abs(site.skew) > 120_000
                ? "<br><small class=\"late\">\(Texts.Network.skew(site.skew))</small>" : nil
            return """
                <tr><th scope="row">\(names)<br><small>\(site.site)</small></th>
                <td class="\(isSilent ? "late" : "ontime")">\(isSilent ? Texts.Network.silent : Texts.Network.speaking)</td>
                <td>\(heard)\(skew)</td><td class="num">\(Int(site.lag))</td><td class="num">\(Int(site.ready))</td>
                <td class="num">\(Int(site.parked))</td><td class="num">\(Int(site.contested))</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0"><table><caption>\(Texts.Network.sites)</caption><thead><tr>
            <th scope="col">\(Texts.Network.site)</th><th scope="col">\(Texts.Network.state)</th>
            <th scope="col">\(Texts.Network.heard)</th><th scope="col" class="num">\(Texts.Network.lag)</th>
            <th scope="col" class="num">\(Texts.Network.ready)</th><th scope="col" class="num">\(Texts.Network.parkedShort)</th>
            <th scope="col" class="num">\(Texts.Network.contestedShort)</th></tr></thead><tbody>
            \(rows)</tbody></table></div>
            """
    }

    // MARK: contested

    private var contests: HTML {
        guard !items.isEmpty else {
            return
                "<section><h2>\(Texts.Network.contested)</h2><p class=\"empty\">\(Texts.Network.noContest)</p></section>"
        }
        let cards: [HTML] = items.map(card)
        return
            "<section aria-labelledby=\"tranh-chap\"><h2 id=\"tranh-chap\">\(Texts.Network.contested)</h2>\(cards)</section>"
    }

    private func card(_ item: ContestRow) -> HTML {
        let name = directory.unit(item.fact.unit)?.name ?? item.fact.unit
        let about: HTML =
            DossierNumber(item.fact.about) == nil
            ? "\(item.fact.about)" : "<a href=\"/ho-so/\(item.fact.about)\">\(item.fact.about)</a>"
        let sides = [item.fact.one, item.fact.other].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }
        let places: HTML = "<small>\(sides.joined(separator: " ↔ "))</small>"
        return """
            <article class="card" id="m-\(item.id)"><h3>\(Texts.Network.kind(item.fact.kind)): \(name)</h3>
            <p>\(Texts.Network.explain(item.fact))</p>
            <p>\(about) · \(item.fact.happenedAt) · \(Texts.Network.noticed) \(item.noticedAt)<br>\(places)</p>
            \(item.decision.map { decided(item, $0) } ?? form(item))</article>

            """
    }

    private func decided(_ item: ContestRow, _ decision: ContestDecided) -> HTML {
        let who = item.decidedBy.map { directory.names[$0] ?? $0 } ?? ""
        return
            "<p><strong>\(Texts.Network.decision(decision.decision))</strong> · \(who) · \(decision.decidedAt)</p>"
    }

    private func form(_ item: ContestRow) -> HTML {
        let chosen = problem?.id == item.id ? exchange.typed["decision"] : item.fact.proposal.rawValue
        let choices: [HTML] = item.fact.decisions.map { decision in
            let checked: HTML = decision.rawValue == chosen ? " checked" : ""
            let hint: HTML? =
                decision == item.fact.proposal ? " <small>(\(Texts.Network.proposed))</small>" : nil
            return """
                <label class="pick"><input type="radio" name="decision" value="\(decision.rawValue)" required\(checked)>
                \(Texts.Network.decision(decision))\(hint)</label>

                """
        }
        let words = problem?.id == item.id ? exchange.typed["words"] ?? "" : ""
        return """
            <form method="post" action="/dieu-hanh/mang-luoi/\(item.id)" class="stack">\(exchange.mark)
            <fieldset><legend>\(Texts.Network.whatNow)</legend>\(choices)</fieldset>
            <label for="w-\(item.id)">\(Texts.Network.words)</label>
            <textarea id="w-\(item.id)" name="words" rows="2" required>\(words)</textarea>
            <p><button class="do">\(Texts.Network.decide)</button></p></form>
            """
    }

    private var parkedPart: HTML {
        guard !parked.isEmpty else { return "" }
        let rows: [HTML] = parked.map {
            "<tr><td>\($0.unit)</td><td class=\"num\">\(Int($0.epoch))</td>"
                + "<td class=\"num\">\(Int($0.seq))</td><td>\($0.reason)</td></tr>\n"
        }
        return """
            <section><details><summary>\(Texts.Network.parked(parked.count))</summary>
            <div class="scroll" tabindex="0"><table><thead><tr><th scope="col">\(Texts.Network.ledger)</th>
            <th scope="col" class="num">\(Texts.Network.epoch)</th><th scope="col" class="num">\(Texts.Network.place)</th>
            <th scope="col">\(Texts.Network.why)</th></tr></thead><tbody>\(rows)</tbody></table></div></details></section>
            """
    }
}

/// On every page of a ward: since when the line to the city is down, and what waits.
enum LineBar {
    /// A hiccup is not worth a word.
    private static let patience: Int64 = 8_000

    static func html(_ exchange: Exchange) -> HTML {
        let office = exchange.house.server.office
        guard office.upstream != nil else { return "" }
        let line = office.lineNow
        let isDown = !line.isUp && exchange.now.milliseconds - line.since > patience
        var waiting: (entries: Int64, files: Int64)?
        // A store that cannot be read is said by the page itself; the bar then says nothing of what waits.
        if isDown { do { waiting = try office.waitingNow() } catch {} }
        let words = Texts.Network.bar(Instant(milliseconds: line.since), waiting)
        return """
            <p class="banner" id="duong-truyen" data-site-line role="status"\(isDown ? "" : HTML(safe: " hidden"))>
            <span data-said>\(words)</span></p>
            """
    }
}
