// ProcedurePage.swift: one procedure in plain words: what to bring, what it costs, how long it takes by law and in truth,
// where. Per case; what the State already knows need not be brought, and is said so.

import Casework
import Office

struct ProcedurePage {
    let exchange: Exchange
    let procedure: Procedure
    let pace: ProcedurePace

    private var directory: Directory { exchange.house.server.office.directory }
    /// The case asked for, or the usual one.
    private var chosen: Procedure.Case? {
        procedure.cases.first { $0.id == exchange.query["case"] } ?? procedure.cases.first
    }

    var reply: Reply {
        let official: HTML =
            procedure.name == procedure.shortName
            ? "" : "<p class=\"small\">\(Texts.Citizen.officially) \(procedure.name)</p>"
        let body: HTML = """
            <p class="small"><a href="/thu-tuc">\(Texts.Catalogue.title)</a> ·
            \(directory.fields[procedure.field]?.name ?? procedure.field) · \(procedure.code)</p>
            <h1>\(procedure.shortName)</h1>
            <p class="lead">\(inShort)</p>
            \(begin)\(official)
            \(cases)
            <h2>\(Texts.Citizen.bring)</h2>\(bring)
            <h2>\(Texts.Catalogue.fee)</h2>\(fees)
            <h2 id="bao-lau">\(Texts.Catalogue.limit)</h2>\(limits)\(reality)
            <h2>\(Texts.Catalogue.whereTo)</h2>\(place)
            <h2>\(Texts.Catalogue.result)</h2><p>\(procedure.results.map(\.name).joined(separator: "; "))</p>
            \(steps)\(sources)
            """
        return exchange.page(procedure.shortName, at: "/thu-tuc", body)
    }

    // MARK: in short

    private var papers: [Procedure.PaperRequirement] { procedure.papers(case: chosen?.id) }
    private var needed: [Procedure.PaperRequirement] { papers.filter { $0.required && $0.kind != .lookup } }
    private var limit: Procedure.Limit? {
        let channel: Procedure.Channel = procedure.channels.contains(.counter) ? .counter : .online
        return LegalClock.limit(of: procedure, case: chosen?.id, channel: channel)
    }

    private var inShort: Text {
        let time = limit.map { Lines.limit($0) } ?? Texts.Limit.open
        let count = needed.count
        return Texts.Citizen.inShort(papers: count, time: time)
    }

    private var begin: HTML {
        if exchange.caller?.units(as: .counter, for: procedure).isEmpty == false {
            return
                "<p class=\"buttons\"><a class=\"do seal\" href=\"/quay/\(procedure.code)\">\(Texts.Catalogue.takeIn)</a></p>"
        }
        guard procedure.channels.contains(.online) else { return "<p class=\"notice\">\(Texts.Catalogue.counterOnly)</p>" }
        let kept: HTML? = chosen.map { "?case=\($0.id)" }
        return
            "<p class=\"buttons\"><a class=\"do seal\" href=\"/nop/\(procedure.code)\(kept)\">\(Texts.Portal.file)</a></p>"
    }

    private var cases: HTML {
        guard procedure.cases.count > 1 else { return "" }
        let items: [HTML] = procedure.cases.map { one in
            let here: HTML = one.id == chosen?.id ? " aria-current=\"true\"" : ""
            return "<li><a href=\"?case=\(one.id)\"\(here)>\(one.name)</a></li>\n"
        }
        return """
            <nav aria-label="\(Texts.Citizen.yourCase)"><h2>\(Texts.Citizen.yourCase)</h2><ul class="chips">\(items)</ul></nav>
            """
    }

    // MARK: papers and money

    private var bring: HTML {
        let optional = papers.filter { !$0.required && $0.kind != .lookup }
        let known = papers.filter { $0.kind == .lookup }
        func list(_ papers: [Procedure.PaperRequirement], counts: Bool) -> HTML {
            let items: [HTML] = papers.map { paper in
                let how: HTML =
                    counts
                    ? "<br><small>\(Texts.Form.paper(paper.kind)) · \(Texts.Catalogue.counts(paper.originals, paper.copies))</small>"
                    : ""
                return "<li>\(paper.name)\(how)</li>\n"
            }
            return "<ul class=\"check\">\(items)</ul>"
        }
        let must = needed.isEmpty ? "<p>\(Texts.Citizen.nothingToBring)</p>" as HTML : list(needed, counts: true)
        let may: HTML =
            optional.isEmpty ? "" : "<h3>\(Texts.Citizen.bringIfAny)</h3>\(list(optional, counts: true))"
        let spared: HTML =
            known.isEmpty ? "" : "<h3>\(Texts.Citizen.notToBring)</h3>\(list(known, counts: false))"
        return must + may + spared
    }

    private var fees: HTML {
        var seen: Set<String> = []
        let fitting = procedure.fees.filter { fee in
            guard fee.case == nil || fee.case == chosen?.id else { return false }
            return seen.insert("\(fee.id) \(fee.channel?.rawValue ?? "")").inserted
        }
        guard !fitting.isEmpty else { return "<p>\(Texts.Fee.none)</p>" }
        let items: [HTML] = fitting.map { fee in
            let channel: HTML? = fee.channel.map { " (\(Texts.Form.channel($0)))" }
            let free = (fee.exemptions ?? []).map(\.label).joined(separator: "; ")
            let spared: HTML = free.isEmpty ? "" : "<br><small>\(Texts.Citizen.freeFor) \(free)</small>"
            let ground: HTML? = fee.ground.map { "<br><small>\($0)</small>" }
            return "<li>\(fee.name): <b>\(ProcedurePage.price(fee))</b>\(channel)\(spared)\(ground)</li>"
        }
        return "<ul class=\"check\">\(items)</ul>"
    }

    static func price(_ fee: Procedure.Fee) -> String {
        let amount = fee.amount.map(Money.words)
        switch fee.rule {
        case .free: return Texts.Fee.free.words
        case .fixed: return amount ?? Texts.Fee.open.words
        case .council: return amount ?? Texts.Fee.council.words
        case .each: return Texts.Fee.each(amount ?? "?").words
        case .tiered:
            let tiers = (fee.tiers ?? []).map { tier in
                tier.upTo.map { Texts.Fee.upTo($0, Money.words(tier.each)).words }
                    ?? Texts.Fee.rest(Money.words(tier.each)).words
            }.joined(separator: ", ")
            return fee.cap.map { tiers + Texts.Fee.cap(Money.words($0)).words } ?? tiers
        }
    }

    // MARK: time

    private var limits: HTML {
        let fitting = procedure.limits.filter { $0.case == nil || $0.case == chosen?.id }
        let items: [HTML] = fitting.map { limit in
            let channel: HTML? = limit.channel.map { " (\(Texts.Form.channel($0)))" }
            let ground: HTML? = limit.ground.map { "<br><small>\($0)</small>" }
            return "<li>\(Texts.Citizen.byLaw) <b>\(Lines.limit(limit))</b>\(channel)\(ground)</li>"
        }
        return "<ul class=\"check\">\(items)</ul>"
    }

    /// What the dossiers of the last 90 days say, first the reader's own ward, then all in a table.
    private var reality: HTML {
        let asked = UnitList.code(exchange.text("phuong"), directory)
        let own: HTML =
            directory.unit(asked) == nil
            ? ""
            : "<li>\(directory.unit(asked)?.name): \(words(pace.units.first { $0.unit == asked } ?? nil))</li>"
        // The key of a name is reckoned once and not in every comparison.
        let named = pace.units.map { (key: VietnameseText.sortKey(directory.unit($0.unit)?.name ?? $0.unit), pace: $0) }
        let rows: [HTML] = named.sorted { $0.key < $1.key }.map(\.pace).map { one in
            """
            <tr><th scope="row">\(directory.unit(one.unit)?.name ?? one.unit)</th>\(cells(one))</tr>

            """
        }
        let table: HTML =
            rows.isEmpty
            ? ""
            : """
            <details\(directory.unit(asked) == nil ? "" : " open" as HTML)><summary>\(Texts.Citizen.eachWard(pace.units.count))</summary>
            <table class="stack"><caption>\(Texts.Citizen.paceCaption)</caption>
            <thead><tr><th scope="col">\(Texts.Citizen.ward)</th><th scope="col">\(Texts.Citizen.half)</th>
            <th scope="col">\(Texts.Citizen.nineOfTen)</th><th scope="col">\(Texts.Citizen.dossiers)</th></tr></thead>
            <tbody>\(rows)</tbody></table></details>
            """
        return """
            <h3>\(Texts.Citizen.reality)</h3>
            <ul class="check"><li>\(Texts.Citizen.wholeCity): \(words(pace.all))</li>\(own)</ul>
            <form class="search" method="get" action="#bao-lau">
            <div class="field"><label for="phuong">\(Texts.Citizen.yourWard)</label>
            <input id="phuong" name="phuong" list="units" autocomplete="off" value="\(exchange.text("phuong"))"></div>
            <button class="do quietly">\(Texts.Citizen.look)</button></form>
            \(UnitList.html(directory) { [.ward, .commune, .specialZone].contains($0.kind) })
            \(table)<p class="small">\(Texts.Citizen.howCounted)</p>
            """
    }

    private func words(_ pace: Pace?) -> HTML {
        guard let pace, pace.count > 0 else { return "\(Texts.Citizen.noneYet)" }
        guard let median = pace.median, let ninety = pace.ninety else {
            return "\(Texts.Citizen.tooFew(pace.count))"
        }
        return "\(Texts.Citizen.took(TimePill.span(median), TimePill.span(ninety), pace.count))"
    }
    private func cells(_ pace: Pace) -> HTML {
        guard let median = pace.median, let ninety = pace.ninety else {
            return """
                <td colspan="2">\(Texts.Citizen.few)</td><td>\(pace.count)<span class="onlystack"> \(Texts.Citizen.dossiers)</span></td>
                """
        }
        return """
            <td>\(column: Texts.Citizen.half)\(TimePill.span(median))</td>
            <td>\(column: Texts.Citizen.nineOfTen)\(TimePill.span(ninety))</td>
            <td>\(pace.count)<span class="onlystack"> \(Texts.Citizen.dossiers)</span></td>
            """
    }

    // MARK: where, steps, sources

    private var place: HTML {
        let channels = procedure.channels.map { Texts.Form.channel($0).words }.joined(separator: ", ")
        return """
            <p>\(procedure.nonTerritorial ? Texts.Catalogue.anywhere : Texts.Catalogue.yourWard) \(Texts.Catalogue.how) \(channels).</p>
            <p>\(Texts.Catalogue.decidedBy) <b>\(competent(procedure.competent))</b>.</p>
            """
    }

    private func competent(_ body: String) -> String {
        switch body {
        case "ward": Texts.Catalogue.ward.words
        case "police": Texts.Catalogue.police.words
        case "receiving": Texts.Catalogue.centre.words
        case "competent": Texts.Catalogue.decider.words
        default: directory.unit(body)?.name ?? body
        }
    }

    private var steps: HTML {
        let items: [HTML] = procedure.steps.map { step in
            let time: HTML? = step.budgetMinutes.map { " · \(TimePill.span($0))" }
            return "<li>\(step.name) <small>\(competent(step.body))\(time)</small></li>\n"
        }
        return "<details><summary>\(Texts.Catalogue.steps)</summary><ol>\(items)</ol></details>"
    }

    private var sources: HTML {
        let items: [HTML] = procedure.sources.map { "<li>\($0)</li>\n" }
        let grades: [HTML] = procedure.confidence.sorted { $0.key < $1.key }.map { part, grade in
            "<li>\(Texts.Catalogue.part(part)): \(Texts.Catalogue.grade(grade))</li>\n"
        }
        return """
            <details class="small"><summary>\(Texts.Catalogue.sources)</summary><ul>\(items)</ul>
            <p>\(Texts.Catalogue.confidence):</p><ul>\(grades)</ul></details>
            """
    }
}
