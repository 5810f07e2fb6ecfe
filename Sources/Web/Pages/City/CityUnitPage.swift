// CityUnitPage.swift: one unit as the city sees it: what is late, its figures with how they stood before, and the way down by
// field and procedure to the dossiers.

import Casework
import Office
import Oversight

struct CityUnitPage {
    let exchange: Exchange
    let stand: UnitStand
    let lines: [DossierLine]
    let period: Period
    let figures: [IndicatorFigure]
    let earlier: [IndicatorFigure]
    let breakdown: [BreakdownQuestion.Line]
    let field: String?
    let procedure: String?

    /// Most late dossiers that are listed.
    static let limit = 200

    private var directory: Directory { exchange.house.server.office.directory }
    private var name: String { directory.unit(stand.unit)?.name ?? stand.unit }

    var reply: Reply {
        let fields: [HTML] = stand.lateByField.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { field, count in
            "<li>\(directory.fields[field]?.name ?? field): <b>\(count)</b></li>\n"
        }
        let list: HTML =
            lines.isEmpty
            ? "<p class=\"empty\">\(Texts.City.noneLate)</p>"
            : InboxPage.table(
                lines, caption: Texts.City.lateDossiers,
                count: lines.count < stand.overdue ? "\(lines.count) / \(stand.overdue)" : nil, exchange, picking: false)
        let site: HTML? = stand.siteHeard.map { " · \(Texts.City.siteHeard($0))" }
        let body: HTML = """
            \(path)
            <h1>\(name): \(Texts.City.lateOf(stand.overdue, stand.open))</h1>
            <p class="lead">\(Texts.City.today(stand.today)) \(Texts.City.heard): \(stand.lastHeard)\(site)</p>
            <form class="chooser noprint" method="get">\(kept)\(PeriodChooser(period: period, today: exchange.now.date).html)
            <button class="do quietly">\(Texts.City.show)</button></form>
            \(cards)
            \(table)
            \(fields.isEmpty ? "" : "<h2>\(Texts.City.byField)</h2><ul class=\"check\">\(fields)</ul>" as HTML)
            \(list)
            """
        return exchange.page("\(name) · \(Texts.City.title.words)", at: "/dieu-hanh", wide: true, body)
    }

    private var kept: HTML {
        let parts = [("linh-vuc", field), ("thu-tuc", procedure)].compactMap { name, value in value.map { (name, $0) } }
        return "\(parts.map { "<input type=\"hidden\" name=\"\($0)\" value=\"\($1)\">" as HTML })"
    }

    private var path: HTML {
        let unit = CityPage.door(stand.unit, period)
        let inField: HTML? = field.map {
            " › <a href=\"\(unit)&linh-vuc=\(URLText.encoded($0))\">\(directory.fields[$0]?.name ?? $0)</a>"
        }
        let inProcedure: HTML? = procedure.map { " › \(directory.procedureNames[$0]?.name ?? $0)" }
        return """
            <p class="small"><a href="/dieu-hanh?ky=\(period.description)">\(Texts.City.title)</a> ›
            <a href="\(unit)">\(name)</a>\(inField)\(inProcedure)</p>
            """
    }

    private var cards: HTML {
        let all: [HTML] = figures.filter { $0.definition.counts == .things && ![.published, .complained].contains($0.definition.event) }
            .map { figure in
                FigureCard(
                    figure: figure, past: earlier.first { $0.definition == figure.definition },
                    address: CityDoor(
                        definition: figure.definition, isNumerator: false, unit: stand.unit, field: field, procedure: procedure,
                        period: period
                    ).address
                ).html
            }
        return "<h2>\(Texts.City.figures) · \(period.description)</h2><ul class=\"figures\">\(all)</ul>"
    }

    private var table: HTML {
        guard procedure == nil, !breakdown.isEmpty else { return "" }
        let unit = CityPage.door(stand.unit, period)
        guard let field else {
            return BreakdownTable(
                caption: Texts.City.byFieldOfWork, lines: breakdown, name: { directory.fields[$0]?.name ?? $0 },
                address: { "\(unit)&linh-vuc=\(URLText.encoded($0))" }
            ).html
        }
        return BreakdownTable(
            caption: Texts.City.byProcedure, lines: breakdown, name: { directory.procedureNames[$0]?.name ?? $0 },
            address: { "\(unit)&linh-vuc=\(URLText.encoded(field))&thu-tuc=\(URLText.encoded($0))" }
        ).html
    }
}

extension CityDoor {
    var address: String {
        let parts = [
            ("unit", unit), ("chi-so", definition.id), ("ban", String(definition.version)), ("phan", isNumerator ? "tu" : "mau"),
            ("ky", "\(period.description)"), ("linh-vuc", field), ("thu-tuc", procedure),
        ]
        return "/dieu-hanh/ho-so?"
            + parts.compactMap { name, value in value.map { "\(name)=\(URLText.encoded($0))" } }.joined(separator: "&")
    }
}

/// The dossiers behind a number.
struct CityDoorPage {
    let exchange: Exchange
    let door: CityDoor
    let lines: [CountedLine]
    let next: Int?

    private var directory: Directory { exchange.house.server.office.directory }

    var reply: Reply {
        let definition = door.definition
        let name = directory.unit(door.unit)?.name ?? door.unit
        let rows: [HTML] = lines.map { line in
            """
            <tr data-row="\(line.number)"><td><a href="/ho-so/\(URLText.encoded(line.number))">\(line.number)</a></td>
            <td>\(directory.procedureNames[line.procedure]?.name ?? line.procedure)</td>
            <td>\(Text(line.state.vietnamese, line.state.english))</td>
            <td>\(column: Texts.City.received)\(line.received.short)</td>
            \(time(Texts.City.due, line.due))\(time(Texts.City.ended, line.resolved))</tr>

            """
        }
        let other = CityDoor(
            definition: definition, isNumerator: !door.isNumerator, unit: door.unit, field: door.field, procedure: door.procedure,
            period: door.period)
        let further: HTML? = next.map {
            "<p><a class=\"do quietly\" href=\"\(door.address)&cursor=\($0)\">\(Texts.Inbox.next)</a></p>"
        }
        let list: HTML =
            lines.isEmpty
            ? "<p class=\"empty\">\(Texts.City.nothingCounted)</p>"
            : """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.dossiers)"><table class="stack" data-rows>
            <caption>\(Texts.City.dossiers)</caption><thead><tr><th scope="col">\(Texts.City.number)</th>
            <th scope="col">\(Texts.Inbox.procedure)</th>
            <th scope="col">\(Texts.City.state)</th><th scope="col">\(Texts.City.received)</th><th scope="col">\(Texts.City.due)</th>
            <th scope="col">\(Texts.City.ended)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
        let body: HTML = """
            <p class="small"><a href="\(CityPage.door(door.unit, door.period))">\(name)</a> ›
            <a href="/dieu-hanh/chi-so/\(definition.id)?ky=\(door.period.description)">\(definition.title)</a></p>
            <h1>\(door.isNumerator ? Texts.City.numerator : Texts.City.denominator): \(definition.title)</h1>
            <p class="lead">\(name) · \(door.period.description) · \(Texts.City.formula(definition))</p>
            <p><a href="\(other.address)">\(door.isNumerator ? Texts.City.seeDenominator : Texts.City.seeNumerator)</a></p>
            \(list)\(further)
            """
        return exchange.page("\(definition.title) · \(name)", at: "/dieu-hanh", wide: true, body)
    }

    private func time(_ column: Text, _ at: Instant?) -> HTML {
        guard let at else { return "<td></td>" }
        return "<td>\(column: column)\(at.short)</td>"
    }
}
