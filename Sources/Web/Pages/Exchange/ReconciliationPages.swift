// ReconciliationPages.swift: the signed comparison of a day: by unit in numbers, and the differences one by one; also as a file.

import Casework
import Office
import Oversight

extension Pages {
    static let reconciliationRoutes = [
        page("GET", ReconciliationPage.path, .staff, "What ward, city and systems outside say of dossiers, where they differ") {
            try await ReconciliationPage.show($0)
        },
        page("POST", ReconciliationPage.path, .staff, "Compare again today") { exchange in
            let caller = try exchange.requireCaller()
            try await exchange.house.server.submit { try $0.askForReconciliation(by: caller) }
            return .redirect(ReconciliationPage.path + "?done=1")
        },
    ]
}

extension Exchange {
    /// The day asked for; nil when none is.
    func reconciledDay(_ name: String) throws -> CivilDate? {
        let text = self.text(name)
        guard !text.isEmpty else { return nil }
        guard let day = CivilDate(text) else {
            throw Refusal.badValue(name, Texts.Reconcile.day.words, vi: "cần ngày có thật", en: "a real date is needed")
        }
        return day
    }
}

struct ReconciliationPage {
    static let path = "/dieu-hanh/doi-soat"
    /// Differences on one page; the file has more.
    static let shown = 300

    private let exchange: Exchange
    private let unit: String?
    private let report: ReconciliationReport
    private typealias T = Texts.Reconcile

    static func show(_ exchange: Exchange) async throws -> Reply {
        let (caller, now, day) = (try exchange.requireCaller(), exchange.now, try exchange.reconciledDay("ngay"))
        var unit = Pages.someText(exchange, "unit")
        if unit == nil, !caller.seesCity { unit = caller.units.first }
        let limit = exchange.wantsCSV ? CSV.limit : shown
        let report = try await exchange.house.server.ask { [unit] tx, office in
            try ReconciliationQuestion.ask(day: day, unit: unit, limit: limit, caller: caller, now: now, tx, office)
        }
        let page = ReconciliationPage(exchange: exchange, unit: unit, report: report)
        return exchange.wantsCSV ? page.file : page.reply
    }

    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ unit: String) -> String { directory.unit(unit)?.name ?? unit }
    private func systemName(_ system: String) -> String {
        let name = ExternalSystem.name(system)
        return Text(name.vi, name.en).words
    }
    private var maySeeCity: Bool { exchange.caller?.seesCity == true }

    private var reply: Reply {
        let (lines, day) = (report.lines, report.day)
        let differing = lines.reduce(0) { $0 + $1.differing }
        let places = Set(lines.filter { $0.differing > 0 }.map(\.unit)).count
        let heading = lines.isEmpty ? T.none(day) : T.heading(day, differing, units: places)
        let trail: HTML = maySeeCity ? "<p class=\"small\"><a href=\"/dieu-hanh\">\(Texts.City.title)</a></p>" : ""
        let body: HTML = """
            \(trail)
            <h1>\(heading)</h1>
            <p class="lead">\(T.lead)</p>
            \(silence)
            \(Lines.good(exchange.query["done"] == nil ? nil : T.asked))
            <form class="chooser noprint" method="get">
            \(FieldInput(Field("ngay", T.day.words, .date), value: "\(day)").html)
            \(FieldInput(Field("unit", T.unit.words, .text), value: unit ?? "").html)
            <button class="do quietly">\(Texts.City.show)</button></form>
            \(byUnit)\(list)
            <p>\(exchange.csvLink)</p>\(again)
            """
        return exchange.page(T.title.words, at: maySeeCity ? "/dieu-hanh" : "", wide: true, body)
    }

    /// On a unit's page: how old its word is.
    private var silence: HTML {
        let heard = report.lines.filter(\.isWardSilent).compactMap(\.wardHeardAt).min()
        guard unit != nil, let heard else { return "" }
        return "<p class=\"notice\">\(T.silent(heard))</p>"
    }

    /// Until when units were heard whose word is old, by system and unit.
    private var oldWords: [[String]: Instant] {
        var words: [[String]: Instant] = [:]
        for line in report.lines where line.isWardSilent { words[[line.system, line.unit]] = line.wardHeardAt }
        return words
    }

    private var byUnit: HTML {
        guard !report.lines.isEmpty else { return "" }
        let rows: [HTML] = report.lines.map { line in
            let signed: HTML =
                line.isSound
                ? "\(T.entry(line.seq))" : "<span class=\"pill late\">\(T.unsound)</span>"
            let unheard: HTML? = line.isHeard ? nil : "<small class=\"why\">\(T.unheard)</small>"
            let asOf: HTML? = line.isWardSilent ? line.wardHeardAt.map { "<small class=\"why\">\(T.asOf($0))</small>" } : nil
            let address = "\(ReconciliationPage.path)?ngay=\(report.day)&unit=\(URLText.encoded(line.unit))"
            return """
                <tr><th scope="row"><a href="\(address)">\(name(line.unit))</a>\(asOf)</th>
                <td>\(systemName(line.system))\(unheard)</td>
                <td>\(line.dossiers)</td><td>\(line.differing)</td><td>\(line.byLink)</td>
                <td>\(signed)<small class="why">\(line.at)</small></td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(T.byUnit)"><table class="tally">
            <caption>\(T.byUnit)</caption>
            <thead><tr><th scope="col">\(T.place)</th><th scope="col">\(Texts.Link.system)</th><th scope="col">\(T.compared)</th>
            <th scope="col">\(T.differing)</th><th scope="col">\(T.byLink)</th><th scope="col">\(T.signed)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private var list: HTML {
        guard !report.differences.isEmpty else { return "" }
        let old = oldWords
        let rows: [HTML] = report.differences.map { row($0.system, $0.difference, old[[$0.system, $0.difference.unit]]) }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(T.list)"><table class="stack">
            <caption>\(T.list)</caption>
            <thead><tr><th scope="col">\(Texts.Link.dossier)</th><th scope="col">\(T.what)</th><th scope="col">\(T.ward)</th>
            <th scope="col">\(T.city)</th><th scope="col">\(T.system)</th><th scope="col">\(T.since)</th>
            <th scope="col">\(T.whose)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    /// - Parameter heard: until when the unit was heard, if that was a while ago.
    private func row(_ system: String, _ one: ReconciledDifference, _ heard: Instant?) -> HTML {
        let number: HTML = one.number.map { "<a href=\"/ho-so/\(URLText.encoded($0))\">\($0)</a>" } ?? ""
        let outside: HTML? = one.outside.map { "<small>\(Texts.Link.theirs): \($0)</small>" }
        let until: HTML? = one.until.map { "<small>\(T.until) \($0)</small>" }
        let asOf: HTML? = one.ward == nil ? nil : heard.map { "<small class=\"why\">\(T.asOf($0))</small>" }
        let holdsUp: HTML? = one.holdsUp ? "<small class=\"why\">\(T.holdsUp)</small>" : nil
        return """
            <tr><td>\(number)\(outside)</td><td>\(T.what(one.what))<small>\(systemName(system))</small></td>
            <td>\(T.said(one.ward, one.what))\(asOf)</td><td>\(T.said(one.city, one.what))</td><td>\(T.said(one.system, one.what))</td>
            <td>\(one.since)\(until)</td><td>\(T.whose(one.whose))\(holdsUp)</td></tr>

            """
    }

    private var again: HTML {
        guard exchange.caller.map({ $0.administersCity || $0.has(.city) }) ?? false else { return "" }
        return """
            <form class="noprint" method="post" action="\(ReconciliationPage.path)">\(exchange.mark)\
            <button class="do quietly">\(T.again)</button></form>
            """
    }

    private var file: Reply {
        let old = oldWords
        return exchange.csv(
            "doi-soat-\(report.day)", about: "reconciliation",
            [
                T.place, Texts.Link.system, Texts.Link.dossier, Texts.Link.theirs, T.what, T.ward, T.city, T.system, T.since,
                T.until, T.whose, T.wardHeard,
            ],
            report.differences.map { system, one in
                [
                    .text(name(one.unit)), .text(systemName(system)), .code(one.number), .code(one.outside),
                    .text(T.what(one.what).words), .text(T.said(one.ward, one.what)), .text(T.said(one.city, one.what)),
                    .text(T.said(one.system, one.what)), .time(one.since), .time(one.until), .text(T.whose(one.whose).words),
                    .time(old[[system, one.unit]]),
                ]
            })
    }
}
