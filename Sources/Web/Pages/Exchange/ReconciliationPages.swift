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
            do { try await exchange.house.server.submit { try $0.askForReconciliation(by: caller) } } catch let refusal as Refusal
            where refusal.kind != .forbidden { return try await ReconciliationPage.show(exchange, problem: refusal) }
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
    private let problem: Refusal?
    private typealias T = Texts.Reconcile

    static func show(_ exchange: Exchange, problem: Refusal? = nil) async throws -> Reply {
        let (caller, now, day) = (try exchange.requireCaller(), exchange.now, try exchange.reconciledDay("ngay"))
        var unit = Pages.someText(exchange, "unit")
        if unit == nil, !caller.seesCity { unit = caller.units.first }
        let limit = exchange.wantsCSV ? CSV.limit : shown
        let report = try await exchange.house.server.ask { [unit] tx, office in
            try ReconciliationQuestion.ask(day: day, unit: unit, limit: limit, caller: caller, now: now, tx, office)
        }
        let page = ReconciliationPage(exchange: exchange, unit: unit, report: report, problem: problem)
        return exchange.wantsCSV ? page.file : page.reply
    }

    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ unit: String) -> String { directory.unit(unit)?.name ?? unit }
    private var tables: ReconciliationTables { ReconciliationTables(report: report, unit: unit, name: name) }
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
            \(tables.silence)
            \(ProblemNotice(problem))\(Lines.good(exchange.query["done"] == nil ? nil : T.asked))
            <form class="chooser noprint" method="get">
            \(FieldInput(Field("ngay", T.day.words, .date), value: "\(day)").html)
            \(FieldInput(Field("unit", T.unit.words, .text), value: unit ?? "").html)
            <button class="do quietly">\(Texts.City.show)</button></form>
            \(tables.byUnit)\(tables.list)
            <p>\(exchange.csvLink)</p>\(again)
            """
        return exchange.page(T.title.words, at: maySeeCity ? "/dieu-hanh" : "", wide: true, body)
    }

    private var again: HTML {
        guard exchange.caller.map({ $0.administersCity || $0.has(.city) }) ?? false else { return "" }
        return """
            <form class="noprint" method="post" action="\(ReconciliationPage.path)">\(exchange.mark)\
            <button class="do quietly">\(T.again)</button></form>
            """
    }

    private var file: Reply {
        let old = tables.oldWords
        return exchange.csv(
            "doi-soat-\(report.day)", about: "reconciliation",
            [
                T.place, Texts.Link.system, Texts.Link.dossier, Texts.Link.theirs, T.what, T.ward, T.city, T.system, T.since,
                T.until, T.whose, T.wardHeard,
            ],
            report.differences.map { system, one in
                [
                    .text(name(one.unit)), .text(ReconciliationTables.systemName(system)), .code(one.number), .code(one.outside),
                    .text(T.what(one.what).words), .text(T.said(one.ward, one.what)), .text(T.said(one.city, one.what)),
                    .text(T.said(one.system, one.what)), .time(one.since), .time(one.until), .text(T.whose(one.whose).words),
                    .time(old[[system, one.unit]]),
                ]
            })
    }
}
