// RoundPages.swift: what a review round has beyond a matter's page: the draft of a report in words, the screen that the room and
// the followers online see, the minutes to print.

import Casework
import Office
import Oversight

extension Pages {
    static let roundRoutes = [
        page("GET", "/giao-ban/{id}/man-hinh", .staff, "The session's screen, for the room and online") { exchange in
            let (item, draft, raised) = try await roundNow(exchange)
            return RoundScreen(exchange: exchange, item: item, draft: draft, raised: raised).reply
        },
        page("GET", "/giao-ban/{id}/bien-ban", .staff, "The minutes of a round, to print") { exchange in
            let (caller, id) = (try exchange.requireCaller(), exchange.parameter("id"))
            let (item, directives) = try await exchange.house.server.ask { tx, office in
                (try MatterQuestion.one(.round, id, caller: caller, tx, office), try MatterQuestion.directives(of: id, tx, office))
            }
            return RoundMinutes(exchange: exchange, item: item, directives: directives).reply
        },
    ]

    private static func roundNow(_ exchange: Exchange) async throws -> (SteeringItem, RoundDraft?, [SteeringItem]) {
        let (caller, id, now) = (try exchange.requireCaller(), exchange.parameter("id"), exchange.now)
        return try await exchange.house.server.ask { tx, office in
            let item = try MatterQuestion.one(.round, id, caller: caller, tx, office)
            guard let unit = item.speaking, case .roundCalled(let f)? = item.events.first?.fact, let period = Period(f.period) else {
                return (item, nil, [])
            }
            return (
                item, try RoundQuestion.draft(unit, period: period, now: now, tx, office),
                try RoundQuestion.raised(item, tx, office).filter { $0.unit == unit }
            )
        }
    }
}

extension SteeringItem {
    /// Whose turn it is in a round's session.
    var speaking: String? {
        for event in events.reversed() {
            guard case .roundMoved(let f) = event.fact else { continue }
            return f.stage == .speaking ? f.unit : nil
        }
        return nil
    }
    /// A locality's signed report.
    func report(of unit: String) -> SteeringEvent? {
        events.last { event in
            guard case .roundReportSigned(let f) = event.fact else { return false }
            return f.unit == unit
        }
    }
}

enum RoundDraftText {
    /// The report as it is proposed to the locality, to be edited and signed.
    static func words(_ draft: RoundDraft, _ exchange: Exchange) -> Text {
        let directory = exchange.house.server.office.directory
        let name = directory.unit(draft.unit)?.name ?? draft.unit
        let figures = draft.figures.map { figure in
            let past = draft.earlier.first { $0.definition == figure.definition }?.value.map { Percent.long($0) } ?? "–"
            return Texts.Steering.draftFigure(
                figure.definition.name, figure.value.map { Percent.long($0) } ?? "–", figure.numerator, figure.denominator, past).vi
        }
        func titles(_ items: [SteeringItem]) -> String {
            items.isEmpty ? Texts.Steering.draftNone.vi : items.map { "- \(Texts.Steering.title($0)) (\($0.id))" }.joined(separator: "\n")
        }
        return Texts.Steering.draft(
            name, "\(draft.period)", figures.joined(separator: "\n"), draft.open, draft.overdue, titles(draft.difficulties),
            titles(draft.models), titles(draft.tasks))
    }
}

/// The difficulties of a round's localities, answered where they stand: by the department that is asked, or by the city.
struct RoundDesk {
    let exchange: Exchange
    let round: SteeringItem
    let raised: [(item: SteeringItem, answer: OfferedAction?)]

    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ unit: String) -> String { directory.unit(unit)?.name ?? unit }

    static func anchor(_ id: String) -> String { "vm-\(id)" }

    var html: HTML {
        guard !raised.isEmpty else { return "" }
        let topics = raised.map { "matter:\($0.item.subject)" }.joined(separator: " ")
        let groups: [HTML] = round.parts.compactMap { part in
            let own = raised.filter { $0.item.unit == part.unit }
            guard !own.isEmpty else { return nil }
            let items: [HTML] = own.map { line($0.item, $0.answer) }
            return "<h3>\(name(part.unit))</h3><ul class=\"check\">\(items)</ul>\n"
        }
        return """
            <section id="neu-ra" data-live="\(topics)"><h2>\(Texts.Steering.difficulties) · \(raised.count)</h2>
            \(groups)</section>
            """
    }

    private func line(_ item: SteeringItem, _ answer: OfferedAction?) -> HTML {
        let address = MatterPlace.of(.difficulty).address(item.id)
        let form: HTML? = answer.map { action in
            """
            <details class="noprint" id="tl-\(item.id)"><summary>\(Text(action.vi, action.en))</summary>
            \(MatterForm(
                exchange: exchange, action: action, path: address, attempt: nil, part: "\(item.id)-", roundID: round.id).html)</details>
            """
        }
        return """
            <li id="\(RoundDesk.anchor(item.id))"><a href="\(address)">\(Texts.Steering.title(item))</a>
            \(MatterLine.pill(item, exchange))
            <small>\(item.id) · \(Texts.Steering.stateWords(item)) → \(item.responsible.map(name))</small>
            \(RoundDesk.answered(item, name))\(form)</li>

            """
    }

    /// What was answered last, and by whom.
    static func answered(_ item: SteeringItem, _ name: (String) -> String) -> HTML? {
        item.lastAnswer.map { "<p class=\"said\"><b>\(name($0.unit)):</b> \($0.text ?? "")</p>" }
    }
}

/// What is projected: who speaks, with figures that are doors and the signed report; renewed as the session goes on.
struct RoundScreen {
    let exchange: Exchange
    let item: SteeringItem
    let draft: RoundDraft?
    /// The difficulties of the one who speaks, with what was answered.
    let raised: [SteeringItem]

    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ unit: String) -> String { directory.unit(unit)?.name ?? unit }

    var reply: Reply {
        let agenda: [HTML] = item.parts.map { part in
            let here: HTML = part.unit == item.speaking ? " aria-current=\"step\"" : ""
            return "<li\(here)>\(name(part.unit)) <small>\(Texts.Steering.reportState(part.state))</small></li>\n"
        }
        let topics = ["matter:\(item.subject)"] + raised.map { "matter:\($0.subject)" }
        let body: HTML = """
            <p class="small noprint"><a href="\(MatterPlace.of(.round).address(item.id))">\(Texts.Steering.rounds)</a></p>
            <div class="projected" id="phien" data-live="\(topics.joined(separator: " "))">
            <h1>\(heading)</h1>
            <p class="lead">\(item.text)</p>
            <div class="two"><div>\(speaker)</div><div><h2>\(Texts.Steering.agenda)</h2><ol>\(agenda)</ol></div></div></div>
            """
        return exchange.page(Texts.Steering.screen.words, at: "/giao-ban", wide: true, body)
    }

    private var heading: Text {
        if item.state == .done { return Texts.Steering.concluded }
        return item.speaking.map { Texts.Steering.speaks(name($0)) } ?? Texts.Steering.notBegun
    }

    private var speaker: HTML {
        guard let unit = item.speaking, let draft else { return "" }
        let cards: [HTML] = draft.figures.map { figure in
            FigureCard(
                figure: figure, past: draft.earlier.first { $0.definition == figure.definition },
                address: CityDoor(
                    definition: figure.definition, isNumerator: false, unit: unit, period: draft.period
                ).address
            ).html
        }
        let report: HTML? = item.report(of: unit)?.text.map { "<h2>\(Texts.Steering.report)</h2><p class=\"said\">\($0)</p>" }
        let hurts: [HTML] = raised.map { one in
            let to = one.responsible.map(name) ?? ""
            let address = MatterPlace.of(.difficulty).address(one.id)
            return "<li><a href=\"\(address)\">\(Texts.Steering.title(one))</a> <small>→ \(to)</small>\(RoundDesk.answered(one, name))</li>"
        }
        let list: HTML = hurts.isEmpty ? "" : "<h2>\(Texts.Steering.difficulties)</h2><ul class=\"check\">\(hurts)</ul>"
        return "<ul class=\"figures\">\(cards)</ul>\(report)\(list)"
    }
}

struct RoundMinutes {
    let exchange: Exchange
    let item: SteeringItem
    let directives: [SteeringItem]

    var reply: Reply {
        let directory = exchange.house.server.office.directory
        func name(_ unit: String) -> String { directory.unit(unit)?.name ?? unit }
        let reports: [HTML] = item.parts.map { part in
            let text = item.report(of: part.unit)?.text ?? Texts.Steering.noReport.words
            return "<h3>\(name(part.unit))</h3><p class=\"said\">\(text)</p>\n"
        }
        let spoken: [HTML] = item.events.compactMap { event in
            guard case .roundMoved(let f) = event.fact else { return nil }
            let text: HTML? = event.text.map { "<p class=\"said\">\($0)</p>" }
            return "<li>\(event.at): \(Texts.Steering.stage(f.stage, f.unit.map(name)))\(text)</li>\n"
        }
        let orders: [HTML] = directives.map { one in
            "<li>\(Texts.Steering.title(one)) <small>\(one.id), \(one.due?.short)</small></li>\n"
        }
        let body: HTML = """
            <p class="small noprint"><a href="\(MatterPlace.of(.round).address(item.id))">\(Texts.Steering.rounds)</a></p>
            <h1>\(Texts.Steering.minutesOf(item.id, item.category ?? ""))</h1>
            <p class="said">\(item.text)</p>
            <h2>\(Texts.Steering.course)</h2><ol class="history">\(spoken)</ol>
            <h2>\(Texts.Steering.reports)</h2>\(reports)
            <h2>\(Texts.Steering.conclusions)</h2><ul class="check">\(orders)</ul>
            """
        return exchange.page(Texts.Steering.minutes.words, at: "/giao-ban", body)
    }
}
