// TrackPage.swift: the tracking page, phone first: one sentence of state, one of what next, the rail, the due time.

import Casework
import Office

struct TrackPage {
    let exchange: Exchange
    let view: TrackView
    let code: String
    let attempt: Pages.Attempt?

    private var d: Dossier { view.dossier }
    private var path: String { "/tra-cuu/\(URLText.encoded(d.number))" }
    private func name(_ unit: String) -> String {
        view.unitNames[unit] ?? exchange.house.server.office.directory.unit(unit)?.name ?? unit
    }

    var reply: Reply {
        let body: HTML = """
            <div class="narrow">
            \(notices)
            <p>\(pill)</p>
            <h1>\(view.procedure.shortName)</h1>
            <p class="small">\(d.number) · \(name(d.intake.receivingUnit))</p>
            <p class="lead"><b>\(Text(d.state.vietnamese, d.state.english)).</b> \(place)</p>
            <p class="lead">\(isFiled ? Texts.Track.supplementDone : Text(view.next.vi, view.next.en))</p>
            \(missing)\(supplement)\(due)
            \(StatusRail(d, view.procedure, tall: true))
            \(rating)\(withdraw)\(history)
            <p class="small"><a href="\(path)/giay-tiep-nhan?code=\(URLText.encoded(code))">\(Texts.Receipt.title)</a></p>
            </div>
            """
        return exchange.page(
            "\(d.number) · \(view.procedure.shortName)", at: "/tra-cuu",
            status: attempt?.refusal.status ?? 200, body)
    }

    private var notices: HTML {
        if let attempt {
            let target = attempt.refusal.field.map { "a-\(attempt.action)-\($0)".replacing(".", with: "-") }
            let known = view.actions.contains {
                $0.name == attempt.action && $0.fields.contains { $0.name == attempt.refusal.field }
            }
            return ProblemNotice(attempt.refusal, target: known ? target : nil).html
        }
        switch exchange.query["done"] {
        case "supplement": return Lines.good(Texts.Track.supplementDone)
        case "withdraw": return Lines.good(Texts.Track.withdrawDone)
        case "rating": return Lines.good(Texts.Track.ratingDone)
        default: return ""
        }
    }

    private var pill: TimePill {
        let due = d.clock.due ?? d.intake.acceptBy
        let office = exchange.house.server.office.directory.office(
            d.clock.clockUnit.isEmpty ? d.intake.competentAgency : d.clock.clockUnit)
        let remaining =
            d.isOpen
            ? due.map { LegalClock.remainingMinutes(until: $0, now: exchange.now, office: office) } : nil
        return TimePill(state: d.state, remaining: remaining, due: due, now: exchange.now)
    }

    private var place: HTML {
        if d.state.isEnd { return "" }
        if let to = d.custody.inTransitTo { return "\(Texts.Track.onTheWay) \(name(to))." }
        return "\(Texts.Track.at) \(name(d.custody.unit))."
    }

    /// The supplement is here and waits to be taken up.
    private var isFiled: Bool { d.state == .awaitingSupplement && d.supplement?.filedBy != nil }

    private var missing: HTML {
        guard !view.missing.isEmpty, !isFiled else { return "" }
        let items: [HTML] = view.missing.map { "<li>\($0)</li>\n" }
        return "<h2>\(Texts.Track.missing)</h2><ul>\(items)</ul>"
    }

    private var due: HTML {
        guard let time = d.clock.due, d.isOpen else { return "" }
        let first: HTML =
            d.rescheduleCount > 0
            ? "<br><small>\(Texts.Dossier.originalDue) \(d.clock.originalDue)</small>" : ""
        return "<h2>\(Texts.Form.appointment)</h2><p class=\"lead\"><b>\(time)</b>\(first)</p>"
    }

    // MARK: what the applicant may do

    private func form(_ action: OfferedAction) -> ActionForm {
        var form = ActionForm(
            action, path: "\(path)/\(action.name)", hidden: [("code", code)],
            attempt: attempt, exchange: exchange)
        form.examples = Set(view.procedure.form.map(\.name))
        return form
    }

    private var supplement: HTML {
        guard let action = view.actions.first(where: { $0.name == "supplement" }) else { return "" }
        var mine = form(action)
        mine.title = Texts.Track.supplement
        return
            "<section class=\"sheet\"><h2>\(Texts.Track.supplement)</h2>\(mine.html(primary: true))</section>"
    }

    private var withdraw: HTML {
        guard let action = view.actions.first(where: { $0.name == "withdraw" }) else { return "" }
        let open: HTML = attempt?.action == "withdraw" ? " open" : ""
        return """
            <details\(open)><summary>\(Texts.Track.withdraw)</summary><p>\(Texts.Track.withdrawWords)</p>
            \(form(action).html(primary: false))</details>
            """
    }

    private var rating: HTML {
        guard d.returnedAt != nil || d.state.isEnd, d.rating == nil else { return "" }
        let typed = attempt?.action == "rating" ? attempt?.values ?? [:] : [:]
        let questions: [HTML] = TrackPages.factors.map { factor in
            let choices = (1...5).reversed().map {
                Procedure.Choice(value: String($0), label: Texts.Track.score($0).words)
            }
            return FieldInput(
                Field("scores.\(factor)", Texts.Track.factor(factor).words, .choice, choices: choices),
                prefix: "a-rating-",
                value: typed["scores.\(factor)"] ?? ""
            ).html
        }
        let comment = FieldInput(
            Field("comment", Texts.Track.comment.words, .longText), prefix: "a-rating-",
            value: typed["comment"] ?? "")
        return """
            <section class="sheet"><h2>\(Texts.Track.rate)</h2>
            <form method="post" action="\(path)/rating">\(exchange.mark)<input type="hidden" name="code" value="\(code)">
            \(questions)\(comment.html)
            <p class="buttons"><button class="do">\(Texts.Track.sendRating)</button></p></form></section>
            """
    }

    private var history: HTML {
        "<details><summary>\(Texts.Dossier.history)</summary>\(Lines.history(view.history, names: view.unitNames))</details>"
    }
}
