// ReportPages.swift: what the city reads besides the cockpit: causes of lateness, the statutory reports, satisfaction, compliance
// cost; each for any period and unit, each also as CSV where somebody files it.

import Casework
import Office
import Oversight

extension Pages {
    static let cityReportRoutes = [
        page("GET", "/dieu-hanh/nguyen-nhan", .staff, "Lateness by cause, field, unit and body") { exchange in
            let (caller, now, period) = (try exchange.requireCaller(), exchange.now, try exchange.period("ky"))
            let (unit, field) = (someText(exchange, "unit"), someText(exchange, "linh-vuc"))
            try CityQuestion.check(caller)
            let house = exchange.house
            let scope = "\(period) \(unit ?? "") \(field ?? "")"
            let report = try await house.shared.value(topic: "city:tp", scope: scope, exchange) {
                try await house.server.ask {
                    try LatenessQuestion.ask(period, unit: unit, field: field, caller: caller, now: now, $0, $1)
                }
            }
            return LatenessPage(exchange: exchange, report: report, period: period, unit: unit, field: field).reply
        },
        page("GET", "/dieu-hanh/bao-cao", .staff, "Reports II.06 and II.07 of any period and unit") { exchange in
            let (caller, now, period) = (try exchange.requireCaller(), exchange.now, try exchange.period("ky"))
            let unit = someText(exchange, "unit") ?? (caller.seesCity ? Directory.city : caller.workUnits.first ?? Directory.city)
            let (report, narrative) = try await exchange.house.server.ask { tx, office in
                (
                    try ReportQuestion.ask(unit: unit, period: period, caller: caller, now: now, tx, office),
                    try RoundQuestion.draft(unit, period: period, now: now, tx, office)
                )
            }
            let page = HandlingReportPage(exchange: exchange, report: report, narrative: narrative)
            return exchange.wantsCSV ? page.file : page.reply
        },
        page("GET", "/dieu-hanh/hai-long", .staff, "Satisfaction with intervals, comments with names masked") { exchange in
            let (caller, now, period) = (try exchange.requireCaller(), exchange.now, try exchange.period("ky"))
            let unit = someText(exchange, "unit")
            let report = try await exchange.house.server.ask {
                try SatisfactionQuestion.ask(period, unit: unit, caller: caller, now: now, $0, $1)
            }
            return SatisfactionPage(exchange: exchange, report: report).reply
        },
        page("GET", "/chi-phi", .staff, "What a procedure costs the citizen, before and after") { exchange in
            let (caller, now, period) = (try exchange.requireCaller(), exchange.now, try exchange.period("ky"))
            let code = someText(exchange, "thu-tuc") ?? "1.001193"
            guard exchange.house.server.office.directory.procedures[code] != nil else { throw Refusal.unknownProcedure(code) }
            let before = period.before(passed: period.passed(by: now.date) ?? period)
            let (mine, past, assumed) = try await exchange.house.server.ask { tx, _ in
                (
                    try CostBook.costs(of: code, period: period, caller: caller, tx),
                    try CostBook.costs(of: code, period: before, caller: caller, tx),
                    try CostBook.inForce(code, on: now.date, tx)
                )
            }
            return CostPage(
                exchange: exchange, code: code, period: period, before: before, costs: mine.costs, counted: mine.counted,
                past: past.costs, assumed: assumed.assumptions, since: assumed.since
            ).reply
        },
    ]
}

struct LatenessPage {
    let exchange: Exchange
    let report: LatenessReport
    let period: Period
    let unit: String?
    let field: String?

    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ unit: String) -> String { directory.unit(unit)?.name ?? unit }
    private func address(_ more: [(String, String)]) -> String {
        "/dieu-hanh/nguyen-nhan?ky=\(period)" + more.map { "&\($0.0)=\(URLText.encoded($0.1))" }.joined()
    }

    var reply: Reply {
        let causes = Bars(
            caption: Texts.City.causes, nameTitle: Texts.City.cause, valueTitle: Texts.City.dossiers,
            bars: report.counts { $0.cause }.map { cause, n in
                Bars.Bar(name: Texts.City.cause(cause).words, value: n, words: Texts.City.share(n, of: report.lines.count).words)
            })
        let fields = Bars(
            caption: Texts.City.byFieldOfWork, nameTitle: Texts.City.what, valueTitle: Texts.City.dossiers,
            bars: report.counts { $0.field }.map { field, n in
                Bars.Bar(
                    name: directory.fields[field]?.name ?? field, value: n,
                    address: address([("linh-vuc", field)] + (unit.map { [("unit", $0)] } ?? [])))
            })
        let units = Bars(
            caption: Texts.City.byUnit, nameTitle: Texts.City.unit, valueTitle: Texts.City.dossiers,
            bars: report.counts { $0.unit }.prefix(20).map { unit, n in
                Bars.Bar(name: name(unit), value: n, address: address([("unit", unit)]))
            })
        let bodies = Bars(
            caption: Texts.City.byBody, nameTitle: Texts.City.heldBy, valueTitle: Texts.City.dossiers,
            bars: report.counts { $0.body }.prefix(20).map { Bars.Bar(name: name($0.key), value: $0.count) })
        let elsewhere = report.lines.count { $0.cause != .officer }
        let scope = [unit.map(name), field.map { directory.fields[$0]?.name ?? $0 }].compactMap { $0 }.joined(separator: " · ")
        let body: HTML = """
            <p class="small"><a href="/dieu-hanh?ky=\(period.description)">\(Texts.City.title)</a> ›
            <a href="/dieu-hanh/nguyen-nhan?ky=\(period.description)">\(Texts.City.causes)</a></p>
            <h1>\(Texts.City.lateHeading(report.lines.count, elsewhere: elsewhere))</h1>
            <p class="lead">\(scope) \(period.description). \(Texts.City.lateHint)</p>
            <form class="chooser noprint" method="get">\(PeriodChooser(period: period, today: exchange.now.date).html)
            <button class="do quietly">\(Texts.City.show)</button></form>
            <div class="two"><div>\(causes.html)\(bodies.html)</div><div>\(fields.html)\(units.html)</div></div>
            \(list)
            """
        return exchange.page(Texts.City.causes.words, at: "/dieu-hanh", wide: true, body)
    }

    private var list: HTML {
        let rows: [HTML] = report.lines.prefix(200).map { line in
            let contest: HTML = line.contested == nil ? "" : " <small>\(Texts.City.contested(line.isUpheld))</small>"
            let body: HTML? = line.body.map { "\(column: Texts.City.heldBy)\(name($0))" }
            return """
                <tr data-row="\(line.number)"><td><a href="/ho-so/\(URLText.encoded(line.number))">\(line.number)</a></td>
                <td>\(directory.procedureNames[line.procedure]?.name ?? line.procedure)</td>
                <td>\(Texts.City.cause(line.cause))\(contest)</td><td>\(body)</td>
                <td>\(Texts.Time.overdue(TimePill.span(line.attribution.overrun)))</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.lateDossiers)"><table class="stack" data-rows>
            <caption>\(Texts.City.lateDossiers) · \(min(200, report.lines.count)) / \(report.lines.count)</caption>
            <thead><tr><th scope="col">\(Texts.City.number)</th><th scope="col">\(Texts.Inbox.procedure)</th>
            <th scope="col">\(Texts.City.cause)</th><th scope="col">\(Texts.City.heldBy)</th>
            <th scope="col">\(Texts.City.late)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}

/// Why one dossier is late: a section of its page.
enum LatenessSection {
    static func html(_ attribution: Attribution?, _ exchange: Exchange) -> HTML {
        guard let attribution, attribution.overrun > 0 else { return "" }
        let directory = exchange.house.server.office.directory
        let rows: [HTML] = attribution.parts.map { part in
            let step: HTML? = part.step.map { "<small>\(directory.stepNames[$0]?.name ?? $0)</small>" }
            let outage: HTML? = part.outage.map { "<small>\(Texts.Steering.outage($0))</small>" }
            let blamed = part.blamed == 0 ? "–" : TimePill.span(part.blamed).words
            return """
                <tr><th scope="row">\(Texts.City.cause(part.cause))\(outage)</th>
                <td>\(column: Texts.City.heldBy)\(directory.unit(part.body)?.name ?? part.body)\(step)</td>
                <td>\(column: Texts.City.workingTime)\(TimePill.span(part.minutes).words)</td>
                <td>\(column: Texts.City.ofOverrun)\(blamed)</td></tr>

                """
        }
        let main: HTML? = attribution.main.map { part in
            "<p><b>\(Texts.City.mainCause(Texts.City.cause(part.cause), directory.unit(part.body)?.name ?? part.body))</b></p>"
        }
        return """
            <section><h2>\(Texts.City.whyLate)</h2>\(main)
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.whyLate)"><table class="stack">
            <caption class="unseen">\(Texts.City.whyLate)</caption><thead><tr><th scope="col">\(Texts.City.cause)</th>
            <th scope="col">\(Texts.City.heldBy)</th><th scope="col">\(Texts.City.workingTime)</th>
            <th scope="col">\(Texts.City.ofOverrun)</th></tr></thead><tbody>\(rows)</tbody></table></div></section>
            """
    }
}

struct HandlingReportPage {
    let exchange: Exchange
    let report: HandlingReport
    let narrative: RoundDraft

    private var directory: Directory { exchange.house.server.office.directory }
    private func field(_ id: String) -> String { id.isEmpty ? Texts.City.total.words : directory.fields[id]?.name ?? id }
    private var columns: [Text] {
        [
            Texts.City.received, Texts.City.online, Texts.City.direct, Texts.City.carriedOver, Texts.City.settled, Texts.City.early,
            Texts.City.onTime, Texts.City.settledLate, Texts.City.inProcess, Texts.City.inTime, Texts.City.late,
        ]
    }
    private func numbers(_ line: HandlingReport.Line) -> [Int] {
        [
            line.received, line.online, line.direct, line.carriedOver, line.settled, line.early, line.onTime, line.late,
            line.inProcess, line.openInTime, line.openOverdue,
        ]
    }
    private let causes: [LatenessCause] = LatenessCause.allCases

    var file: Reply {
        var rows: [[CSV.Cell]] = (report.lines + [report.total]).map { line in
            [.text("II.06"), .text(field(line.field))] + numbers(line).map { CSV.Cell.number($0) }
        }
        for one in report.causes {
            for cause in causes where (one.causes[cause] ?? 0) > 0 {
                rows.append([.text("II.07"), .text(field(one.field)), .number(one.causes[cause]), .text(Texts.City.cause(cause).words)])
            }
        }
        return exchange.csv(
            "bao-cao-\(report.unit)-\(report.period)", about: "report:\(report.unit)",
            [Texts.City.form, Texts.City.field] + columns, rows)
    }

    var reply: Reply {
        let heads: [HTML] = columns.map { "<th scope=\"col\">\($0)</th>" }
        let rows: [HTML] = (report.lines + [report.total]).map { line in
            let cells: [HTML] = numbers(line).map { "<td>\($0)</td>" }
            return "<tr><th scope=\"row\">\(field(line.field))</th>\(cells)</tr>\n"
        }
        let causeHeads: [HTML] = causes.map { "<th scope=\"col\">\(Texts.City.cause($0))</th>" }
        let causeRows: [HTML] = report.causes.map { one in
            let cells: [HTML] = causes.map { "<td>\(one.causes[$0] ?? 0)</td>" }
            return "<tr><th scope=\"row\">\(field(one.field))</th><td>\(one.causes.values.reduce(0, +))</td>\(cells)</tr>\n"
        }
        let name = directory.unit(report.unit)?.name ?? report.unit
        let body: HTML = """
            <p class="small noprint"><a href="/dieu-hanh?ky=\(report.period.description)">\(Texts.City.title)</a></p>
            <h1>\(Texts.City.reportTitle(name, report.period.description))</h1>
            <form class="chooser noprint" method="get"><label>\(Texts.City.unitCode) <input name="unit" value="\(report.unit)"></label>
            <label>\(Texts.City.periodTitle) <input name="ky" value="\(report.period.description)"></label>
            <button class="do quietly">\(Texts.City.show)</button></form><p class="hint noprint">\(Texts.City.cutHint)</p>
            <div class="scroll" tabindex="0" role="region" aria-label="II.06"><table class="tally"><caption>\(Texts.City.form06)</caption>
            <thead><tr><th scope="col">\(Texts.City.field)</th>\(heads)</tr></thead><tbody>\(rows)</tbody></table></div>
            <div class="scroll" tabindex="0" role="region" aria-label="II.07"><table class="tally"><caption>\(Texts.City.form07)</caption>
            <thead><tr><th scope="col">\(Texts.City.field)</th><th scope="col">\(Texts.City.late)</th>\(causeHeads)</tr></thead>
            <tbody>\(causeRows)</tbody></table></div>
            <h2>\(Texts.City.narrative)</h2><p class="said">\(RoundDraftText.words(narrative, exchange))</p>
            <p class="noprint">\(exchange.csvLink)</p>
            """
        return exchange.page(Texts.City.reports.words, at: "/dieu-hanh", wide: true, body)
    }
}

struct SatisfactionPage {
    let exchange: Exchange
    let report: SatisfactionReport

    private var directory: Directory { exchange.house.server.office.directory }

    var reply: Reply {
        let cards: [HTML] = report.factors.map { factor, share in
            "<li>\(Texts.City.factor(factor))<b>\(share.value.map { Percent.long($0) } ?? "–")</b><small>\(interval(share))</small></li>\n"
        }
        let rows: [HTML] = report.ranking.units.map { one in
            """
            <tr><th scope="row"><a href="\(CityPage.door(one.unit, report.period))">\(directory.unit(one.unit)?.name ?? one.unit)</a></th>
            <td>\(one.share.answers)</td><td>\(one.share.value.map { Percent.long($0) } ?? "–")</td><td>\(interval(one.share))</td>
            <td>\(Texts.City.standing(one.standing))</td></tr>

            """
        }
        let said: [HTML] = report.comments.map { one in
            """
            <li>“\(one.text)” <small>\(one.day.vietnamese) · \(directory.unit(one.unit)?.name ?? one.unit)</small></li>

            """
        }
        let city = report.ranking.city
        let body: HTML = """
            <p class="small"><a href="/dieu-hanh?ky=\(report.period.description)">\(Texts.City.title)</a></p>
            <h1>\(Texts.City.satisfactionHeading(city.value.map { Percent.long($0) } ?? "–", city.answers))</h1>
            <p class="lead">\(Texts.City.satisfactionHint)</p>
            <form class="chooser noprint" method="get">\(PeriodChooser(period: report.period, today: exchange.now.date).html)
            <button class="do quietly">\(Texts.City.show)</button></form>
            <ul class="figures">\(cards)</ul>
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.table)"><table class="tally" data-rows>
            <caption>\(Texts.City.table)</caption><thead><tr><th scope="col">\(Texts.City.unit)</th>
            <th scope="col">\(Texts.City.answers)</th>
            <th scope="col">\(Texts.City.share)</th><th scope="col">\(Texts.City.interval)</th>
            <th scope="col">\(Texts.City.againstCity)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            <h2>\(Texts.City.said)</h2>\(said.isEmpty ? "<p class=\"empty\">\(Texts.City.nothingCounted)</p>"
                : "<ul class=\"check\">\(said)</ul>" as HTML)
            """
        return exchange.page(Texts.City.satisfaction.words, at: "/dieu-hanh", wide: true, body)
    }

    private func interval(_ share: Share) -> HTML {
        guard let range = share.interval else { return "–" }
        return "\(Percent.long(range.low)) – \(Percent.long(range.high))"
    }
}

struct CostPage {
    let exchange: Exchange
    let code: String
    let period: Period
    let before: Period
    let costs: [ComplianceCost]
    let counted: Int
    let past: [ComplianceCost]
    let assumed: CostAssumptions
    let since: CivilDate?

    var reply: Reply {
        let directory = exchange.house.server.office.directory
        let (now, then) = (ProcedureCost(costs), ProcedureCost(past))
        let mean = now.mean.map(Money.words) ?? "–"
        let saving: HTML? = now.mean.flatMap { after in
            then.mean.flatMap { before in
                Saving(before: before, after: after).share.map { share in
                    "\(Texts.City.saving(Percent.change(-share), before: before, self.before.description))"
                }
            }
        }
        let lines: [HTML] = now.steps.map { step in
            "<tr><th scope=\"row\">\(Texts.City.costStep(step.step))</th><td>\(Money.words(step.amount / max(1, now.dossiers)))</td></tr>\n"
        }
        let facts: [HTML] = CostAssumptions.CodingKeys.allCases.map { key in
            "<dt>\(CostBook.title(key))</dt><dd>\(assumed[key])</dd>\n"
        }
        let change: HTML =
            exchange.caller?.has(.city) == true || exchange.caller?.administersCity == true
            ? "<p class=\"noprint\"><a href=\"/chi-phi/gia-dinh?procedure=\(code)\">\(Texts.City.changeAssumptions)</a></p>" : ""
        let body: HTML = """
            <p class="small"><a href="/dieu-hanh?ky=\(period.description)">\(Texts.City.title)</a></p>
            <h1>\(directory.procedureNames[code]?.name ?? code): \(Texts.City.costHeading(mean))</h1>
            <p class="lead">\(Texts.City.costCounted(now.dossiers, of: counted, period.description)) \(saving)
            \(now.yearly(times: counted).map { "\(Texts.City.costYearly(Money.words($0)))" as HTML })</p>
            <form class="chooser noprint" method="get"><label>\(Texts.Inbox.procedure) <input name="thu-tuc" value="\(code)"></label>
            \(PeriodChooser(period: period, today: exchange.now.date).html)<button class="do quietly">\(Texts.City.show)</button></form>
            <div class="two"><div><div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.costs)">
            <table class="tally"><caption>\(Texts.City.costEach)</caption>
            <thead><tr><th scope="col">\(Texts.City.what)</th>
            <th scope="col">\(Texts.City.amount)</th></tr></thead><tbody>\(lines)</tbody></table></div></div>
            <div><h2>\(Texts.City.assumptions)</h2>
            <p class="hint">\(since.map { Text("Từ \($0.vietnamese)", "Since \($0)") } ?? Texts.City.assumedByProject)</p>
            <dl class="facts">\(facts)</dl>\(change)</div></div>
            """
        return exchange.page(Texts.City.costs.words, at: "/dieu-hanh", wide: true, body)
    }
}
