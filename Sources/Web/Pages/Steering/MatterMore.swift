// MatterMore.swift: what a kind adds to its matter's page: likenesses and joined ones of a difficulty, the tasks of a directive,
// the measured effect of a model, reports and drafts of a round.

import Casework
import Office
import Oversight

extension MatterSurroundings {
    func html(_ item: SteeringItem, _ exchange: Exchange) -> HTML {
        switch item.kind {
        case .difficulty: "\(likenesses(item, exchange))\(list(joined, Texts.Steering.joined, .difficulty, exchange))"
        case .directive: tasks(item, exchange)
        case .model: measured(exchange)
        case .round: round(item, exchange)
        default: ""
        }
    }

    private func list(_ items: [SteeringItem], _ title: Text, _ kind: SteeringKind, _ exchange: Exchange) -> HTML {
        guard !items.isEmpty else { return "" }
        let place = MatterPlace.of(kind)
        let lines: [HTML] = items.map { one in
            let unit = exchange.house.server.office.directory.unit(one.unit)?.name ?? one.unit
            return "<li><a href=\"\(place.address(one.id))\">\(Texts.Steering.title(one))</a> <small>\(unit) · \(one.id)</small></li>\n"
        }
        return "<h2>\(title)</h2><ul class=\"check\">\(lines)</ul>"
    }

    private func likenesses(_ item: SteeringItem, _ exchange: Exchange) -> HTML {
        guard !alike.isEmpty, item.state == .open else { return "" }
        let place = MatterPlace.of(.difficulty)
        let lines: [HTML] = alike.map { one in
            let join: HTML = "<a href=\"\(place.address(item.id))?into=\(URLText.encoded(one.item.id))\">\(Texts.Steering.joinThis)</a>"
            return """
                <li><a href="\(place.address(one.item.id))">\(Texts.Steering.title(one.item))</a> \(join)
                <small>\(one.item.id) · \(Texts.Steering.shared(one.shared))</small></li>

                """
        }
        return "<h2>\(Texts.Steering.alike)</h2><ul class=\"check\">\(lines)</ul>"
    }

    private func tasks(_ item: SteeringItem, _ exchange: Exchange) -> HTML {
        let directory = exchange.house.server.office.directory
        let bars: [HTML] = item.parts.map { part in
            let isLate = part.state == .open && (item.due.map { $0 < exchange.now } ?? false)
            let late: HTML = isLate ? " <span class=\"pill over\">\(Texts.City.late)</span>" : ""
            return """
                <tr><th scope="row">\(directory.unit(part.unit)?.name ?? part.unit)</th><td>\(part.progress) %\(late)</td>
                <td>\(Texts.Steering.partState(part.state))</td><td>\(part.evidence)</td></tr>

                """
        }
        let done = item.parts.count { $0.state == .done }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Steering.tasks)"><table class="tally">
            <caption>\(Texts.Steering.tasks) · \(done) / \(item.parts.count)</caption>
            <thead><tr><th scope="col">\(Texts.City.unit)</th><th scope="col">\(Texts.Steering.progress)</th>
            <th scope="col">\(Texts.Steering.state)</th><th scope="col">\(Texts.Steering.evidence)</th></tr></thead>
            <tbody>\(bars)</tbody></table></div>
            """
    }

    private func measured(_ exchange: Exchange) -> HTML {
        let directory = exchange.house.server.office.directory
        let rows: [HTML] = effects.map { one in
            let effect = one.effect
            let (before, after) = (effect.levels.before, effect.levels.after)
            let levels: HTML =
                "\(before.map { Percent.long($0) } ?? "–") → \(after.map { Percent.long($0) } ?? "–")"
            let value: HTML? = effect.value.map { value in
                let range = effect.interval.map { " (\(Percent.change($0.low)) … \(Percent.change($0.high)))" } ?? ""
                return "<b>\(Percent.change(value))</b> \(Texts.City.points)\(range)"
            }
            return """
                <tr><th scope="row">\(directory.unit(one.unit)?.name ?? one.unit)<small>\(one.since.vietnamese)</small></th>
                <td>\(column: Texts.Steering.beforeAfter)\(levels)</td>
                <td>\(column: Texts.Steering.difference)\(value ?? "–" as HTML)</td><td>\(Texts.Steering.verdict(effect.verdict))
                <small>\(Texts.Steering.against(effect.comparedWith.count))</small></td></tr>

                """
        }
        return """
            <h2>\(Texts.Steering.effect)</h2><p class="hint">\(Texts.Steering.effectHint)</p>
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Steering.effect)"><table class="stack">
            <caption class="unseen">\(Texts.Steering.effect)</caption>
            <thead><tr><th scope="col">\(Texts.City.unit)</th><th scope="col">\(Texts.Steering.beforeAfter)</th>
            <th scope="col">\(Texts.Steering.difference)</th><th scope="col">\(Texts.Steering.verdictTitle)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func round(_ item: SteeringItem, _ exchange: Exchange) -> HTML {
        let directory = exchange.house.server.office.directory
        let rows: [HTML] = item.parts.map { part in
            "<li>\(directory.unit(part.unit)?.name ?? part.unit): \(Texts.Steering.reportState(part.state))</li>\n"
        }
        let address = MatterPlace.of(.round).address(item.id)
        return """
            <p class="doors"><a href="\(address)/man-hinh">\(Texts.Steering.screen)</a> ·
            <a href="\(address)/bien-ban">\(Texts.Steering.minutes)</a>
            · <a href="/chi-dao?round=\(URLText.encoded(item.id))">\(Texts.Steering.toDirective)</a></p>
            <h2>\(Texts.Steering.reports)</h2><ul class="check">\(rows)</ul>
            \(RoundDesk(exchange: exchange, round: item, raised: raised).html)
            \(list(directives, Texts.Steering.conclusions, .directive, exchange))
            """
    }
}
