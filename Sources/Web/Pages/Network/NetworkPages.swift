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
            return exchange.isRenewal ? exchange.parts(page.liveParts) : page.reply
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
        let (caller, now, limit) = (try exchange.requireCaller(), exchange.now, try exchange.limit())
        let place = ContestPlace(exchange)
        return try await exchange.house.server.ask { tx, office in
            let seen = try NetworkQuestion.seen(by: caller)
            return NetworkPage(
                exchange: exchange, sites: caller.seesCity ? try NetworkQuestion.sites(tx, office, now: now) : [],
                contests: try ContestQuestion.ask(
                    about: place.about, after: place.cursor, limit: limit, caller: caller, tx, office),
                open: try ContestBook.open(of: seen, tx), parked: caller.seesCity ? try NetworkQuestion.parked(tx) : [],
                waiting: try office.waiting(tx), place: place, problem: problem)
        }
    }
}

struct NetworkPage: Sendable {
    let exchange: Exchange
    let sites: [SiteLine]
    let contests: Page<ContestView>
    /// Undecided items in all.
    let open: Int64
    let parked: [ParkedLine]
    let waiting: LineWaiting
    let place: ContestPlace
    let problem: (id: String, refusal: Refusal)?

    private var office: Office { exchange.house.server.office }
    private var directory: Directory { office.directory }

    var reply: Reply {
        let done = exchange.query["xong"].map { _ in Lines.good(Texts.Network.decided) }
        return exchange.page(
            Texts.Network.title.words, at: "/dieu-hanh", wide: true, status: problem == nil ? 200 : 422,
            """
            \(done)\(ProblemNotice(problem?.refusal, target: problem.map { "m-\($0.id)" }))
            \(livePart)
            <p class="notice" data-stale hidden data-address="\(address)">
            \(Texts.Contests.stale) <a href="\(address)">\(Texts.Contests.lookAgain)</a></p>
            \(cards)
            \(parkedPart)
            """)
    }

    private var address: String { "/dieu-hanh/mang-luoi\(place.query)" }
    private var cards: HTML { ContestCards(exchange: exchange, page: contests, place: place, problem: problem).html }

    /// What renews itself.
    var liveParts: HTML { "\(livePart)\(cards)" }

    private var livePart: HTML {
        let silent = sites.count { $0.isSilent(at: exchange.now) }
        return """
            <div id="mang-luoi" data-live="net:sites net:lines">
            <h1>\(Texts.Network.heading(sites: sites.count, silent: silent, open: Int(open)))</h1>
            \(ownLine)
            \(table)</div>
            """
    }

    /// At a ward: its own line.
    private var ownLine: HTML {
        guard let upstream = office.upstream else { return "" }
        let line = office.lineNow
        let since = Instant(milliseconds: line.since)
        let reason: HTML? = line.isUp ? nil : LineBar.reason(line).map { "<br><small>\($0)</small>" }
        return """
            <p class="lead">\(line.isUp ? Texts.Network.lineUp(since) : Texts.Network.lineDown(since))
            \(Texts.Network.waiting(waiting)) <small>\(office.site) → \(upstream.address)</small>\(reason)</p>
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
                <td class="\(isSilent ? "late" : "ontime")">\(column: Texts.Network.state)\
                \(isSilent ? Texts.Network.silent : Texts.Network.speaking)</td>
                <td>\(column: Texts.Network.heard)\(heard)\(skew)</td>
                <td class="num">\(column: Texts.Network.lag)\(Int(site.lag))</td>
                <td class="num">\(column: Texts.Network.ready)\(Int(site.ready))</td>
                <td class="num">\(column: Texts.Network.parkedShort)\(Int(site.parked))</td>
                <td class="num">\(column: Texts.Network.contestedShort)\(Int(site.contested))</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Network.sites)"><table class="stack">\
            <caption>\(Texts.Network.sites)</caption><thead><tr>
            <th scope="col">\(Texts.Network.site)</th><th scope="col">\(Texts.Network.state)</th>
            <th scope="col">\(Texts.Network.heard)</th><th scope="col" class="num">\(Texts.Network.lag)</th>
            <th scope="col" class="num">\(Texts.Network.ready)</th><th scope="col" class="num">\(Texts.Network.parkedShort)</th>
            <th scope="col" class="num">\(Texts.Network.contestedShort)</th></tr></thead><tbody>
            \(rows)</tbody></table></div>
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

/// On every page of a ward: since when the line to the city is down, and what waits; or that the city turns this machine away; or
/// that this machine itself does not do its part.
enum LineBar {
    /// A hiccup is not worth a word.
    private static let patience: Int64 = 8_000

    static func html(_ exchange: Exchange) -> HTML {
        let office = exchange.house.server.office
        guard office.upstream != nil else { return "" }
        let (line, now) = (office.lineNow, exchange.now)
        let isSaid = trouble(line, now) != nil || isDown(line, now)
        var waiting: LineWaiting?
        // A store that cannot be read is said by the page itself; the bar then says nothing of what waits.
        if isSaid { do { waiting = try office.waitingNow() } catch {} }
        return """
            <p class="banner" id="duong-truyen" data-site-line role="status"\(isSaid ? "" : HTML(safe: " hidden"))>
            <span data-said>\(words(line, waiting, now)?.words)</span></p>
            """
    }

    /// What the bar says, here and to the script that keeps it fresh; nil when there is nothing to say.
    static func words(_ line: Courier.Line, _ waiting: LineWaiting?, _ now: Instant) -> Text? {
        if let trouble = trouble(line, now) {
            return Texts.Network.unable(Instant(milliseconds: trouble.since), Text(trouble.why.vi, trouble.why.en), waiting)
        }
        guard isDown(line, now) else { return nil }
        return Texts.Network.bar(Instant(milliseconds: line.since), refusal: line.isRefused ? reason(line) : nil, waiting)
    }

    /// A machine that has just been switched on has not asked yet.
    private static func isDown(_ line: Courier.Line, _ now: Instant) -> Bool {
        !line.isUp && line.failures > 0 && now.milliseconds - line.since > patience
    }

    /// Trouble of this machine itself that lasts.
    private static func trouble(_ line: Courier.Line, _ now: Instant) -> Courier.Trouble? {
        line.trouble.flatMap { now.milliseconds - $0.since > patience ? $0 : nil }
    }

    /// Why the line is as it is; in both languages where the hub said it in both.
    static func reason(_ line: Courier.Line) -> Text? {
        line.said.map { Text($0.vi, $0.en) } ?? line.reason.map { Text($0, $0) }
    }
}
