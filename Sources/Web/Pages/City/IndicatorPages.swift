// IndicatorPages.swift: the whole set of indicators by group with its score, and one indicator: how it is defined, by which
// text, which version, and the figure of every unit, numerator and denominator each a door.

import Casework
import Office
import Oversight

/// All indicators of the city or one unit.
struct IndicatorSetPage {
    let exchange: Exchange
    let unit: String
    let period: Period
    let figures: [IndicatorFigure]
    let positions: [String: Int64]

    private var directory: Directory { exchange.house.server.office.directory }

    var reply: Reply {
        let groups: [HTML] = IndicatorDefinition.Group.allCases.map { group in
            let all = figures.filter { $0.definition.group == group }
            let score = GroupScore(group, all)
            let rows: [HTML] = all.map { row($0) }
            return """
                <h2>\(Texts.City.group(group))\(group == .watch ? "" : " · \(score.words)" as HTML)</h2>
                <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.group(group))"><table class="tally">
                <caption class="unseen">\(Texts.City.group(group))</caption>
                <thead><tr><th scope="col">\(Texts.City.indicator)</th><th scope="col">\(Texts.City.numerator)</th>
                <th scope="col">\(Texts.City.denominator)</th><th scope="col">\(Texts.City.share)</th>
                <th scope="col">\(Texts.City.pointsTitle)</th></tr></thead><tbody>\(rows)</tbody></table></div>
                """
        }
        let name = directory.unit(unit)?.name ?? unit
        let body: HTML = """
            <p class="small"><a href="/dieu-hanh?ky=\(period.description)">\(Texts.City.title)</a></p>
            <h1>\(Texts.City.allIndicators): \(name) · \(period.description)</h1>
            <p class="lead">\(Texts.City.setHint)</p>
            <form class="chooser noprint" method="get"><input type="hidden" name="unit" value="\(unit)">
            \(PeriodChooser(period: period, today: exchange.now.date).html)<button class="do quietly">\(Texts.City.show)</button></form>
            \(groups)
            <p class="hint">\(Texts.City.countedFrom(positions.count, entries: positions.values.reduce(0, +)))</p>
            """
        return exchange.page(Texts.City.allIndicators.words, at: "/dieu-hanh", wide: true, body)
    }

    private func row(_ figure: IndicatorFigure) -> HTML {
        let definition = figure.definition
        func door(_ isNumerator: Bool, _ n: Int) -> HTML {
            guard unit != Directory.city, definition.counts == .things, ![.published, .complained].contains(definition.event) else {
                return "\(n)"
            }
            let address = CityDoor(definition: definition, isNumerator: isNumerator, unit: unit, period: period).address
            return "<a href=\"\(address)\">\(n)</a>"
        }
        let points = definition.points == 0 ? "–" : GroupScore.points(figure).map { $0.text(decimals: 1)
            + " / \(definition.points)" } ?? "– / \(definition.points)"
        return """
            <tr><th scope="row"><a href="/dieu-hanh/chi-so/\(definition.id)?ky=\(period.description)">\(definition.title)</a></th>
            <td>\(door(true, figure.numerator))</td><td>\(door(false, figure.denominator))</td>
            <td>\(figure.value.map { Percent.long($0) } ?? "–")</td><td>\(points)</td></tr>

            """
    }
}

/// Points of a group: each indicator's share of its points; what had nothing to count gives none and takes none away.
struct GroupScore {
    let got: Micro
    let most: Int

    init(_ group: IndicatorDefinition.Group, _ figures: [IndicatorFigure]) {
        let counted = figures.filter { $0.definition.points > 0 && $0.value != nil }
        got = counted.compactMap(GroupScore.points).reduce(.zero, +)
        most = counted.reduce(0) { $0 + $1.definition.points }
    }
    static func points(_ figure: IndicatorFigure) -> Micro? {
        figure.value.map { value in (figure.definition.higherIsBetter ? value : Micro(1) - value) * figure.definition.points }
    }
    var words: String { most == 0 ? "–" : Texts.City.score(got.text(decimals: 1), most).words }
}

/// One indicator, every unit.
struct IndicatorPage {
    let exchange: Exchange
    let definition: IndicatorDefinition
    let versions: [IndicatorDefinition]
    let period: Period
    let figures: [IndicatorFigure]
    let earlier: [IndicatorFigure]

    private var directory: Directory { exchange.house.server.office.directory }

    var reply: Reply {
        let whole = figures.first { $0.unit == Directory.city }
        let rows: [HTML] = figures.filter { $0.unit != Directory.city }.map(row)
        let history: [HTML] = versions.map { version in
            """
            <li>\(Texts.City.version(version.version, from: version.validFrom, to: version.validTo)): \(Texts.City.formula(version))
            <small>\(version.source)</small></li>

            """
        }
        let value = whole?.value.map { Percent.long($0) } ?? "–"
        let body: HTML = """
            <p class="small"><a href="/dieu-hanh?ky=\(period.description)&chi-so=\(definition.id)">\(Texts.City.title)</a> ›
            <a href="/dieu-hanh/chi-so?ky=\(period.description)">\(Texts.City.allIndicators)</a></p>
            <h1>\(definition.title): \(value)</h1>
            <p class="lead">\(whole?.numerator ?? 0) / \(whole?.denominator ?? 0) · \(period.description).
            \(Texts.City.formula(definition))</p>
            <form class="chooser noprint" method="get">\(PeriodChooser(period: period, today: exchange.now.date).html)
            <button class="do quietly">\(Texts.City.show)</button></form>
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.City.table)"><table class="tally" data-rows>
            <caption>\(Texts.City.table)</caption>
            <thead><tr><th scope="col">\(Texts.City.unit)</th><th scope="col">\(Texts.City.numerator)</th>
            <th scope="col">\(Texts.City.denominator)</th><th scope="col">\(Texts.City.share)</th>
            <th scope="col">\(Texts.City.beforeTitle)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            <h2>\(Texts.City.versions)</h2><ul class="check">\(history)</ul>
            """
        return exchange.page(definition.title, at: "/dieu-hanh", wide: true, body)
    }

    private func row(_ figure: IndicatorFigure) -> HTML {
        let isListed = definition.counts == .things && ![.published, .complained].contains(definition.event)
        func door(_ isNumerator: Bool, _ n: Int) -> HTML {
            let address = CityDoor(definition: figure.definition, isNumerator: isNumerator, unit: figure.unit, period: period).address
            return isListed ? "<a href=\"\(address)\">\(n)</a>" : "\(n)"
        }
        let past = earlier.first { $0.unit == figure.unit }?.value.map { Percent.long($0) } ?? "–"
        return """
            <tr><th scope="row"><a href="\(CityPage.door(figure.unit, period))">\(directory.unit(figure.unit)?.name ?? figure.unit)</a></th>
            <td>\(door(true, figure.numerator))</td><td>\(door(false, figure.denominator))</td>
            <td>\(figure.value.map { Percent.long($0) } ?? "–")</td><td>\(past)</td></tr>

            """
    }
}
