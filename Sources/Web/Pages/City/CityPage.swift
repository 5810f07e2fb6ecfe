// CityPage.swift: the city's page: a sentence that says what matters, the map of 168 units by a chosen figure, the ten that
// need help and why, what changed since yesterday, the set of 766, and every number as a door to what is behind it.

import Casework
import Office
import Oversight

/// What the city's page shows.
struct CityBoard: Sendable {
    var period: Period
    var before: Period
    /// Nil = overdue now.
    var chosen: IndicatorDefinition?
    var stands: [UnitStand]
    var named: [UnitStand]
    var change: CityChange
    /// Figures of the period and of the one before, by unit and definition.
    var figures: FigureIndex
    var earlier: FigureIndex
    var fields: [BreakdownQuestion.Line]

    func figure(_ unit: String, _ id: String) -> IndicatorFigure? { figures[unit, id] }
    func past(_ unit: String, _ id: String) -> IndicatorFigure? { earlier[unit, id] }
}

/// Figures by unit and indicator; of several versions of one the first.
struct FigureIndex: Sendable {
    private struct Place: Hashable {
        var unit: String
        var id: String
    }
    private let all: [Place: IndicatorFigure]

    init(_ figures: [IndicatorFigure]) {
        all = Dictionary(figures.map { (Place(unit: $0.unit, id: $0.definition.id), $0) }, uniquingKeysWith: { first, _ in first })
    }
    /// The units' figures of one indicator.
    func ofUnits(_ id: String) -> [IndicatorFigure] {
        all.values.filter { $0.definition.id == id && $0.unit != Directory.city }.sorted { $0.unit < $1.unit }
    }
    subscript(_ unit: String, _ id: String) -> IndicatorFigure? { all[Place(unit: unit, id: id)] }
}

struct CityPage {
    let exchange: Exchange
    let board: CityBoard

    private var directory: Directory { exchange.house.server.office.directory }
    private var isProjected: Bool { exchange.text("chieu") == "1" }

    var reply: Reply {
        let body: HTML = """
            <div\(isProjected ? HTML(safe: " class=\"projected\"") : "")>
            \(chooser)
            \(livePart)
            <p class="noprint doors"><a href="/dieu-hanh/chi-so?ky=\(board.period.description)">\(Texts.City.allIndicators)</a> ·
            <a href="/dieu-hanh/nguyen-nhan?ky=\(board.period.description)">\(Texts.City.causes)</a> ·
            <a href="/dieu-hanh/mang-luoi">\(Texts.Network.title)</a> ·
            <a href="/dieu-hanh/doi-soat">\(Texts.Reconcile.title)</a> · <a href="/quan-tri/lien-thong">\(Texts.Link.area)</a> ·
            <a href="/dieu-hanh/bao-cao?ky=\(board.period.description)">\(Texts.City.reports)</a> ·
            <a href="/tang-cuong">\(Texts.Secondment.title)</a> ·
            <a href="/minh-bach?ky=\(board.period.description)">\(Texts.City.openData)</a> ·
            <a href="\(address(projected: !isProjected))">\(isProjected ? Texts.City.ordinary : Texts.City.projector)</a></p>
            </div>
            """
        return exchange.page(Texts.City.title.words, at: "/dieu-hanh", wide: true, body)
    }

    /// What renews itself.
    var livePart: HTML {
        let (open, late) = (board.stands.reduce(0) { $0 + $1.open }, board.stands.reduce(0) { $0 + $1.overdue })
        return """
            <div id="thanh-pho" data-live="city:tp">
            <h1>\(Texts.City.heading(open: open, late: late, places: board.stands.count { $0.overdue > 0 }))</h1>
            <p class="lead">\(Texts.City.today(board.stands.reduce(0) { $0 + $1.today })) \(changes) \(Texts.City.asOf) \(exchange.now)</p>
            <div class="two"><div>\(map)</div><div>\(inNeed)</div></div>
            \(set)
            \(byField)
            \(table)</div>
            """
    }

    static func door(_ unit: String, _ period: Period? = nil) -> String {
        "/dieu-hanh/\(URLText.encoded(unit))" + (period.map { "?ky=\($0)" } ?? "")
    }

    private func address(projected: Bool) -> String {
        "/dieu-hanh?ky=\(board.period.description)&chi-so=\(board.chosen?.id ?? "")" + (projected ? "&chieu=1" : "")
    }

    private var chooser: HTML {
        let choices: [HTML] = [option(("", Texts.City.overdueNow.words))] + directory.indicatorIDs.compactMap { id in
            directory.indicators[id]?.last.map { option((id, $0.title)) }
        }
        return """
            <form class="chooser noprint" method="get" action="/dieu-hanh"><label>\(Texts.City.indicator)
            <select name="chi-so">\(choices)</select></label>
            \(PeriodChooser(period: board.period, today: exchange.now.date).html)
            \(isProjected ? HTML(safe: "<input type=\"hidden\" name=\"chieu\" value=\"1\">") : "")
            <button class="do quietly">\(Texts.City.show)</button></form>
            """
    }

    private func option(_ one: (String, String)) -> HTML {
        let isChosen = one.0 == board.chosen?.id ?? ""
        return "<option value=\"\(one.0)\"\(isChosen ? HTML(safe: " selected") : "")>\(one.1)</option>"
    }

    private var changes: HTML {
        let change = board.change
        let most: HTML? = change.most.map { unit, n in
            "\(Texts.City.mostNewlyLate(directory.unit(unit)?.name ?? unit, n))"
        }
        return "\(Texts.City.since(newlyLate: change.newlyLate, settled: change.settled, received: change.received)) \(most)"
    }

    // MARK: the map

    private var map: HTML {
        let steps = board.chosen.map { chosen in
            Quintiles(board.figures.ofUnits(chosen.id), chosen)
        }
        let tiles = board.stands.map { stand in
            let name = directory.unit(stand.unit)?.name ?? stand.unit
            guard let chosen = board.chosen, let steps else {
                return TileMap.Tile(
                    code: stand.unit, name: name, value: stand.open == 0 ? "–" : String(stand.overdue), step: CityPage.step(stand),
                    address: CityPage.door(stand.unit, board.period))
            }
            let figure = board.figure(stand.unit, chosen.id)
            return TileMap.Tile(
                code: stand.unit, name: name, value: figure?.value.map { Percent.short($0) } ?? "–",
                step: figure.flatMap { steps.step($0) }, address: CityPage.door(stand.unit, board.period))
        }
        let span = board.period.description
        let title = board.chosen.map { Text("\($0.name), \(span)", "\($0.nameEn), \(span)") } ?? Texts.City.map
        return """
            \(TileMap(title: title, tiles: tiles).html)
            <p class="hint">\(board.chosen == nil ? Texts.City.mapHint : Texts.City.mapHintFigure)</p>
            """
    }

    /// 0 (nothing late) … 4 (a tenth and more), by late ones of a thousand open; nil where nothing is open.
    static func step(_ stand: UnitStand) -> Int? {
        if stand.open == 0 { return nil }
        return stand.overdue == 0 ? 0 : stand.lateShare < 20 ? 1 : stand.lateShare < 50 ? 2 : stand.lateShare < 100 ? 3 : 4
    }

    private var inNeed: HTML {
        guard !board.named.isEmpty else { return "<h2>\(Texts.City.help)</h2><p class=\"empty\">\(Texts.City.noHelp)</p>" }
        let items: [HTML] = board.named.map { stand in
            let why: HTML? = stand.worstField.map { field, count in
                "\(Texts.City.mostly(directory.fields[field]?.name ?? field, count))"
            }
            let heard: HTML = stand.isSilent(at: exchange.now, directory) ? "\(Texts.City.silent(stand.lastHeard))" : ""
            return """
                <li><a href="\(CityPage.door(stand.unit, board.period))">\(directory.unit(stand.unit)?.name ?? stand.unit)</a><br>
                <small>\(Texts.City.lateOf(stand.overdue, stand.open)) \(why) \(heard)</small></li>

                """
        }
        return "<h2>\(Texts.City.help)</h2><ol class=\"history\">\(items)</ol>"
    }

    // MARK: figures

    private var set: HTML {
        let watched = ["on-time", "online", "online-payment", "digitised", "reused", "e-result", "late-acceptance", "satisfied"]
        let cards: [HTML] = watched.compactMap { id in
            guard let figure = board.figure(Directory.city, id) else { return nil }
            return FigureCard(
                figure: figure, past: board.past(Directory.city, id), address: "/dieu-hanh/chi-so/\(id)?ky=\(board.period.description)"
            ).html
        }
        return """
            <h2>\(Texts.City.figures) · \(board.period.description)</h2>
            <p class="hint">\(Texts.City.comparedWith("\(board.before.description)"))</p>
            <ul class="figures">\(cards)</ul>
            """
    }

    private var byField: HTML {
        guard !board.fields.isEmpty else { return "" }
        return BreakdownTable(
            caption: Texts.City.byFieldOfWork, lines: board.fields, name: { directory.fields[$0]?.name ?? $0 }, address: { _ in nil }
        ).html
    }

    private var table: HTML {
        let rows: [HTML] = board.stands.map { stand in
            let name = directory.unit(stand.unit)?.name ?? stand.unit
            let onTime = board.figure(stand.unit, "on-time")?.value.map { Percent.long($0) } ?? "–"
            return """
                <tr>
                <th scope="row"><a href="\(CityPage.door(stand.unit, board.period))">\(name)</a></th>
                <td>\(column: Texts.City.open)\(stand.open)</td><td>\(column: Texts.City.late)\(stand.overdue)</td>
                <td>\(column: Texts.City.dueToday)\(stand.today)</td><td>\(column: Texts.City.onTime)\(onTime)</td>
                <td>\(column: Texts.City.heard)\(heard(stand))</td></tr>

                """
        }
        return """
            <details><summary>\(Texts.City.table)</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.table)"><table class="stack">
            <caption>\(Texts.City.table) · \(board.stands.count)</caption><thead><tr><th scope="col">\(Texts.City.unit)</th>
            <th scope="col">\(Texts.City.open)</th><th scope="col">\(Texts.City.late)</th><th scope="col">\(Texts.City.dueToday)</th>
            <th scope="col">\(Texts.City.onTime)</th><th scope="col">\(Texts.City.heard)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div></details>
            """
    }

    private func heard(_ stand: UnitStand) -> HTML {
        let entry: HTML = stand.lastHeard.map { "\($0)" } ?? "\(Texts.City.never)"
        let site: HTML? = stand.siteHeard.map { "<br><small>\(Texts.City.siteHeard($0))</small>" }
        return "\(entry)\(site)"
    }
}

/// Fifths of the units by a figure, the worst darkest; units with little counted are left out.
struct Quintiles {
    private let ordered: [Micro]
    private let higherIsBetter: Bool
    static let fewest = 5

    init(_ figures: [IndicatorFigure], _ definition: IndicatorDefinition) {
        higherIsBetter = definition.higherIsBetter
        ordered = figures.filter { $0.denominator >= Quintiles.fewest }.compactMap(\.value).sorted()
    }
    /// 0 (best fifth) … 4 (worst); nil where too little was counted. Equal figures are in one fifth.
    func step(_ figure: IndicatorFigure) -> Int? {
        guard figure.denominator >= Quintiles.fewest, let value = figure.value, !ordered.isEmpty else { return nil }
        let better = higherIsBetter ? ordered.count { $0 > value } : ordered.count { $0 < value }
        return min(4, better * 5 / ordered.count)
    }
}

enum Percent {
    /// `98` or `98,6`: what fits a tile.
    static func short(_ value: Micro) -> String { value == Micro(1) ? "100" : decimal((value * 100).text(decimals: 1)) }
    static func long(_ value: Micro) -> String { decimal((value * 100).text(decimals: 1)) + " %" }
    /// With its sign, in points.
    static func change(_ value: Micro) -> String {
        (value < .zero ? "−" : "+") + decimal((value.magnitude * 100).text(decimals: 1))
    }
    private static func decimal(_ text: String) -> String {
        Language.current == .vi ? text.replacing(".", with: ",") : text
    }
}

extension IndicatorDefinition {
    /// Its name in the reader's language.
    var title: String { Text(name, nameEn).words }
}

/// One figure of the city or a unit: its share, what it was made of, and how it stood before.
struct FigureCard {
    let figure: IndicatorFigure
    let past: IndicatorFigure?
    let address: String

    var html: HTML {
        let value = figure.value.map { Percent.long($0) } ?? "–"
        let change: HTML? = figure.value.flatMap { now in
            past?.value.map { before in
                let isBetter = (now >= before) == figure.definition.higherIsBetter
                let mark = now == before ? "=" : now > before ? "▲" : "▼"
                let tone: HTML = now == before ? "" : isBetter ? " class=\"better\"" : " class=\"worse\""
                return "<small\(tone)>\(mark) \(Percent.change(now - before)) \(Texts.City.points)</small>"
            }
        }
        return """
            <li><a href="\(address)">\(figure.definition.title)</a><b>\(value)</b>
            <small>\(figure.numerator) / \(figure.denominator)</small>\(change)</li>

            """
    }
}

/// The choice of a period.
struct PeriodChooser {
    let period: Period
    let today: CivilDate

    var html: HTML {
        let kinds: [Period.Kind] = [.day, .week, .month, .quarter, .year]
        var near = kinds.map { Period($0, around: today) }
        near += [Period(.month, around: today.adding(months: -1)), Period(.quarter, around: today.adding(months: -3))]
        if !near.contains(period) { near.append(period) }
        let options: [HTML] = near.map { one in
            "<option value=\"\(one.description)\"\(one == period ? HTML(safe: " selected") : "")>\(Texts.City.period(one))</option>"
        }
        return "<label>\(Texts.City.periodTitle) <select name=\"ky\">\(options)</select></label>"
    }
}

/// What was received and settled, by field, procedure or unit.
struct BreakdownTable {
    let caption: Text
    let lines: [BreakdownQuestion.Line]
    let name: (String) -> String
    let address: (String) -> String?

    var html: HTML {
        let rows: [HTML] = lines.map { line in
            let title: HTML = address(line.key).map { "<a href=\"\($0)\">\(name(line.key))</a>" } ?? "\(name(line.key))"
            return """
                <tr><th scope="row">\(title)</th><td>\(line.received)</td><td>\(line.online)</td><td>\(line.settled)</td>
                <td>\(line.late)</td><td>\(line.onTimeShare.map { Percent.long($0) } ?? "–")</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table class="tally">
            <caption>\(caption)</caption>
            <thead><tr><th scope="col">\(Texts.City.what)</th><th scope="col">\(Texts.City.received)</th>
            <th scope="col">\(Texts.City.online)</th><th scope="col">\(Texts.City.settled)</th>
            <th scope="col">\(Texts.City.settledLate)</th>
            <th scope="col">\(Texts.City.onTime)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
