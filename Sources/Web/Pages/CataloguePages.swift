// CataloguePages.swift: the catalogue, and one procedure in plain words: papers, fee, limit, steps, where, and by what source.

import Casework
import Office

extension Pages {
    static let catalogueRoutes = [
        page("GET", "/thu-tuc", .everyone, "Find a procedure") { exchange in
            let directory = exchange.house.server.office.directory
            let (q, field) = (exchange.text("q"), exchange.text("field"))
            let found = CatalogueQuestion.find(
                q, field: field.isEmpty ? nil : field, on: exchange.now.date, directory)
            let body: HTML = """
                <h1>\(Texts.Catalogue.title)</h1>
                \(searchForm("/thu-tuc", q, Texts.Portal.findLabel))
                <p class="small" role="status">\(Texts.Catalogue.found(found.count))</p>
                \(procedureList(found, to: "/thu-tuc/", directory))
                """
            return exchange.page(Texts.Catalogue.title.words, at: "/thu-tuc", body)
        },
        page("GET", "/thu-tuc/{code}", .everyone, "One procedure in plain words") { exchange in
            let directory = exchange.house.server.office.directory
            let procedure = try known(exchange)
            let body: HTML = """
                <p class="small"><a href="/thu-tuc">\(Texts.Catalogue.title)</a> ·
                \(directory.fields[procedure.field]?.name ?? procedure.field)</p>
                <h1>\(procedure.name)</h1>
                <p class="small">\(procedure.code)</p>
                \(begin(procedure, exchange))
                \(summary(procedure, directory))
                \(papers(procedure))
                \(steps(procedure, directory))
                \(sources(procedure))
                """
            return exchange.page(procedure.shortName, at: "/thu-tuc", body)
        },
    ]

    /// The procedure of the path, in force today.
    static func known(_ exchange: Exchange) throws -> Procedure {
        let code = exchange.parameter("code")
        guard let procedure = exchange.house.server.office.directory.procedure(code, on: exchange.now.date)
        else {
            throw Refusal.unknownProcedure(code)
        }
        return procedure
    }

    static func procedureList(_ procedures: [Procedure], to path: String, _ directory: Directory) -> HTML {
        guard !procedures.isEmpty else { return "<p>\(Texts.Catalogue.none)</p>" }
        let items: [HTML] = procedures.map { procedure in
            let more: HTML = procedure.name == procedure.shortName ? "" : "\(procedure.name)<br>"
            return """
                <li><a href="\(path)\(procedure.code)">\(procedure.shortName)</a><br>
                <small>\(more)\(procedure.code) · \(directory.fields[procedure.field]?.name ?? procedure.field)</small></li>

                """
        }
        return "<ul class=\"plainlist\">\n\(items)</ul>"
    }

    private static func begin(_ procedure: Procedure, _ exchange: Exchange) -> HTML {
        if exchange.caller?.units(as: .counter, for: procedure).isEmpty == false {
            return
                "<p class=\"buttons\"><a class=\"do seal\" href=\"/quay/\(procedure.code)\">\(Texts.Catalogue.takeIn)</a></p>"
        }
        guard procedure.channels.contains(.online) else { return "<p>\(Texts.Catalogue.counterOnly)</p>" }
        return
            "<p class=\"buttons\"><a class=\"do seal\" href=\"/nop/\(procedure.code)\">\(Texts.Portal.file)</a></p>"
    }

    static func caseName(_ id: String?, _ procedure: Procedure) -> HTML {
        guard let id, let name = procedure.cases.first(where: { $0.id == id })?.name else { return "" }
        return "\(name): "
    }

    private static func summary(_ procedure: Procedure, _ directory: Directory) -> HTML {
        let limits: [HTML] = procedure.limits.map { limit in
            let channel: HTML? = limit.channel.map { " (\(Texts.Form.channel($0)))" }
            let ground: HTML? = limit.ground.map { "<br><small>\($0)</small>" }
            return
                "<li>\(caseName(limit.case, procedure))<b>\(Lines.limit(limit))</b>\(channel)\(ground)</li>"
        }
        let fees: [HTML] = procedure.fees.map { fee in
            let channel: HTML? = fee.channel.map { " (\(Texts.Form.channel($0)))" }
            let ground: HTML? = fee.ground.map { "<br><small>\($0)</small>" }
            return
                "<li>\(fee.name): \(caseName(fee.case, procedure))<b>\(price(fee))</b>\(channel)\(ground)</li>"
        }
        let channels = procedure.channels.map { Texts.Form.channel($0).words }.joined(separator: ", ")
        return """
            <h2>\(Texts.Catalogue.limit)</h2><ul class="check">\(limits)</ul>
            <h2>\(Texts.Catalogue.fee)</h2>\(fees.isEmpty ? "<p>\(Texts.Fee.none)</p>" : "<ul class=\"check\">\(fees)</ul>" as HTML)
            <h2>\(Texts.Catalogue.whereTo)</h2>
            <p>\(procedure.nonTerritorial ? Texts.Catalogue.anywhere : Texts.Catalogue.yourWard) \(Texts.Catalogue.how) \(channels).</p>
            <p>\(Texts.Catalogue.decidedBy) <b>\(competent(procedure.competent, directory))</b>.</p>
            <h2>\(Texts.Catalogue.result)</h2>
            <p>\(procedure.results.map(\.name).joined(separator: "; "))</p>
            """
    }

    private static func competent(_ body: String, _ directory: Directory) -> String {
        switch body {
        case "ward": Texts.Catalogue.ward.words
        case "police": Texts.Catalogue.police.words
        case "receiving": Texts.Catalogue.centre.words
        case "competent": Texts.Catalogue.decider.words
        default: directory.unit(body)?.name ?? body
        }
    }

    private static func price(_ fee: Procedure.Fee) -> String {
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

    private static func papers(_ procedure: Procedure) -> HTML {
        let items: [HTML] = procedure.papers.map { paper in
            let when: [HTML] = (paper.cases ?? []).map {
                "<br><small>\(Texts.Catalogue.onlyWhen) \(caseName($0, procedure))</small>"
            }
            let need: HTML =
                paper.required ? "<b>\(Texts.Catalogue.required)</b>" : "\(Texts.Catalogue.ifAny)"
            return
                "<li>\(paper.name)<br><small>\(need) · \(Texts.Form.paper(paper.kind)) · \(counts(paper))</small>\(when)</li>\n"
        }
        return "<h2>\(Texts.Catalogue.papers)</h2><ul class=\"check\">\(items)</ul>"
    }

    private static func counts(_ paper: Procedure.PaperRequirement) -> Text {
        if paper.kind == .lookup { return Texts.Catalogue.lookedUp }
        return Texts.Catalogue.counts(paper.originals, paper.copies)
    }

    private static func steps(_ procedure: Procedure, _ directory: Directory) -> HTML {
        let items: [HTML] = procedure.steps.map { step in
            let time: HTML? = step.budgetMinutes.map { " · \(TimePill.span($0))" }
            return "<li>\(step.name) <small>\(competent(step.body, directory))\(time)</small></li>\n"
        }
        return "<h2>\(Texts.Catalogue.steps)</h2><ol>\(items)</ol>"
    }

    private static func sources(_ procedure: Procedure) -> HTML {
        let items: [HTML] = procedure.sources.map { "<li>\($0)</li>\n" }
        let grades: [HTML] = procedure.confidence.sorted { $0.key < $1.key }.map { part, grade in
            "<li>\(Texts.Catalogue.part(part)): \(Texts.Catalogue.grade(grade))</li>\n"
        }
        return """
            <h2>\(Texts.Catalogue.sources)</h2>
            <ul class="small">\(items)</ul>
            <details class="small"><summary>\(Texts.Catalogue.confidence)</summary><ul>\(grades)</ul></details>
            """
    }
}
