// MatterPage.swift: the list of a kind of matter, and one matter: what it is, who must act by when, what was said, what may be
// done; then what its kind adds.

import Casework
import Office
import Oversight

struct MatterListPage {
    let exchange: Exchange
    let place: MatterPlace
    let items: [SteeringItem]
    let filter: MatterQuestion.Filter
    let offered: [OfferedAction]
    let attempt: Pages.Attempt?
    let next: Int?

    private var directory: Directory { exchange.house.server.office.directory }

    var reply: Reply {
        let open = items.count { $0.state == .open }
        let late = items.count { $0.isLate(at: exchange.now) }
        let forms: [HTML] = offered.map { action in
            let isOpen = attempt != nil || !Pages.matterGiven(exchange).isEmpty || items.isEmpty
            return """
                <details class="noprint"\(isOpen ? HTML(safe: " open") : "")><summary>\(Text(action.vi, action.en))</summary>
                \(MatterForm(exchange: exchange, action: action, path: place.path, attempt: attempt).html)</details>
                """
        }
        let rows: [HTML] = items.map { MatterLine(item: $0, place: place, exchange: exchange).row }
        let table: HTML =
            items.isEmpty
            ? "<p class=\"empty\">\(Texts.Steering.none)</p>"
            : """
            <div class="scroll" tabindex="0" role="region" aria-label="\(place.title)"><table class="stack" data-rows>
            <caption>\(place.title) · \(items.count)</caption>
            <thead><tr><th scope="col">\(Texts.Steering.when)</th><th scope="col">\(Texts.Steering.what)</th>
            <th scope="col">\(Texts.Steering.who)</th><th scope="col">\(Texts.Steering.state)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
        let further: HTML? = next.map {
            "<p><a class=\"do quietly\" href=\"\(place.path)?cursor=\($0)\">\(Texts.Inbox.next)</a></p>"
        }
        let target = attempt.flatMap { a in a.refusal.field.map { "m-\(a.action)-\($0)" } }
        let body: HTML = """
            <h1>\(place.title): \(Texts.Steering.count(open, late: late))</h1>
            <p class="lead">\(place.lead)</p>
            \(ProblemNotice(attempt?.refusal, target: target))
            \(MatterPlace.chips(place.kind))\(filters)
            \(forms)\(table)\(further)
            """
        return exchange.page(
            place.title.words, at: place.path, wide: true, status: attempt?.refusal.status ?? 200, body)
    }

    private var filters: HTML {
        let states: [(String, Text)] = [("", Texts.Steering.all), ("open", Texts.Steering.stateOpen), ("done", Texts.Steering.stateDone)]
        let links: [HTML] = states.map { value, words in
            let here: HTML = (filter.state?.rawValue ?? "") == value ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(place.path)?state=\(value)\"\(here)>\(words)</a></li>"
        }
        return "<nav class=\"noprint\" aria-label=\"\(Texts.Steering.state)\"><ul class=\"chips\">\(links)</ul></nav>"
    }
}

/// One matter as a row.
struct MatterLine {
    let item: SteeringItem
    let place: MatterPlace
    let exchange: Exchange

    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ unit: String) -> String { directory.unit(unit)?.name ?? unit }

    var row: HTML {
        let done = item.parts.count { $0.state == .done || $0.state == .reported }
        let parts: HTML = item.parts.isEmpty ? "" : "<small>\(done) / \(item.parts.count)</small>"
        let who: HTML? = item.responsible.map { " → \(name($0))" }
        return """
            <tr data-row="\(item.id)"><td>\(MatterLine.pill(item, exchange))<small>\(item.openedAt.short)</small></td>
            <td><a href="\(place.address(item.id))">\(Texts.Steering.title(item))</a>
            <small>\(item.id) \(MatterLine.tag(item, directory))</small></td>
            <td>\(name(item.unit))\(who)</td><td>\(Texts.Steering.stateWords(item))\(parts)</td></tr>

            """
    }

    static func pill(_ item: SteeringItem, _ exchange: Exchange) -> HTML {
        guard let due = item.due, item.state == .open else { return "" }
        let office = exchange.house.server.office.directory.office(item.responsible ?? Directory.city)
        let left = LegalClock.remainingMinutes(until: due, now: exchange.now, office: office)
        return TimePill(state: .processing, remaining: left, due: due, now: exchange.now).html
    }

    static func tag(_ item: SteeringItem, _ directory: Directory) -> HTML {
        let parts = [
            item.category.map { Texts.Steering.category($0, item.kind).words },
            item.procedure.map { directory.procedureNames[$0]?.name ?? $0 },
            item.indicator.flatMap { directory.indicators[$0]?.last?.title },
        ].compactMap { $0 }
        return "\(parts.joined(separator: " · "))"
    }
}

struct MatterPage {
    let exchange: Exchange
    let place: MatterPlace
    let item: SteeringItem
    let more: MatterSurroundings
    let offered: [OfferedAction]
    let attempt: Pages.Attempt?

    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ unit: String) -> String { directory.unit(unit)?.name ?? unit }

    var reply: Reply {
        let done: HTML = exchange.query["done"] == nil || attempt != nil ? "" : Lines.good(Texts.Admin.saved)
        let target = attempt.flatMap { a in a.refusal.field.map { "m-\(a.action)-\($0)" } }
        let forms: [HTML] = offered.map { action in
            """
            <section class="noprint"><h2>\(Text(action.vi, action.en))</h2>
            \(MatterForm(exchange: exchange, action: action, path: place.address(item.id), attempt: attempt).html)</section>
            """
        }
        let body: HTML = """
            <p class="small"><a href="\(place.path)">\(place.title)</a></p>
            <h1>\(Texts.Steering.title(item))</h1>
            \(ProblemNotice(attempt?.refusal, target: target))\(done)
            <div id="viec" data-live="matter:\(item.subject)"><p>\(MatterLine.pill(item, exchange)) \(Texts.Steering.stateWords(item))</p>
            \(facts)</div>
            <div class="two"><div>\(more.html(item, exchange))\(forms)</div><div>\(history)</div></div>
            """
        return exchange.page(
            "\(item.id) · \(place.title.words)", at: place.path, wide: true, status: attempt?.refusal.status ?? 200, body)
    }

    private var facts: HTML {
        var lines: [(Text, HTML)] = [(Texts.Steering.opened, "\(name(item.unit)), \(item.openedAt)")]
        if let to = item.responsible { lines.append((Texts.Steering.responsible, "\(name(to))")) }
        if let due = item.due, item.state == .open { lines.append((Texts.City.due, "\(due)")) }
        if let category = item.category { lines.append((Texts.Steering.sort, "\(Texts.Steering.category(category, item.kind))")) }
        if let code = item.procedure {
            lines.append((Texts.Inbox.procedure, "<a href=\"/thu-tuc/\(code)\">\(directory.procedureNames[code]?.name ?? code)</a>"))
        }
        if let step = item.step { lines.append((Texts.Inbox.step, "\(directory.stepNames[step]?.name ?? step)")) }
        if let number = item.dossier {
            lines.append((Texts.City.number, "<a href=\"/ho-so/\(URLText.encoded(number))\">\(number)</a>"))
        }
        if let id = item.indicator {
            lines.append((Texts.City.indicator, "<a href=\"/dieu-hanh/chi-so/\(id)\">\(directory.indicators[id]?.last?.title ?? id)</a>"))
        }
        if let from = item.from {
            lines.append((Texts.Steering.span, "\(from.vietnamese)\(item.to.map { " – " + $0.vietnamese } ?? "")"))
        }
        if let parent = item.parent {
            let kind: SteeringKind = item.kind == .directive ? .round : .difficulty
            lines.append((Texts.Steering.from, "<a href=\"\(MatterPlace.of(kind).address(parent))\">\(parent)</a>"))
        }
        let items: [HTML] = lines.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" }
        return "<dl class=\"facts\">\(items)</dl>"
    }

    private var history: HTML {
        let items: [HTML] = item.events.reversed().map { event in
            let text: HTML? = event.text.map { "<p class=\"said\">\($0)</p>" }
            let who = event.actor == Caller.system.user ? Caller.system.name : directory.names[event.actor] ?? event.actor
            return """
                <li><b>\(Texts.Steering.event(event.fact, name: name))</b>\(text)
                <small>\(event.at) · \(name(event.unit)) · \(who)</small></li>

                """
        }
        return "<h2>\(Texts.Admin.history)</h2><ol class=\"history\">\(items)</ol>"
    }
}
