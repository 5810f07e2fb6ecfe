// DossierPage.swift: a dossier as a page: the time left, the rail, the next action, and beside it why and with what.

import Casework
import Office

struct DossierPage {
    let exchange: Exchange
    let view: DossierView
    let looks: [Look]
    let attempt: Pages.Attempt?

    private var d: Dossier { view.dossier }
    private var directory: Directory { exchange.house.server.office.directory }
    private func name(_ unit: String) -> String { view.unitNames[unit] ?? directory.unit(unit)?.name ?? unit }
    private func person(_ user: String) -> String { directory.names[user] ?? user }

    var reply: Reply {
        let body: HTML = """
            \(notices)
            <p>\(pill) \(transit)</p>
            <h1>\(view.procedure.shortName)</h1>
            <p class="small">\(d.number) · \(Texts.Dossier.receivedAt) \(d.intake.receivedAt) · \(d.person.applicant?.name)</p>
            <p>\(standing)</p>
            \(StatusRail(d, view.procedure))
            <div class="two"><div>
            \(nextAction)\(otherActions)\(contents)\(history)
            </div><div>
            \(due)\(papers)\(payment)\(opinions)\(linked)\(facts)\(seen)
            </div></div>
            \(UnitList.html(directory))
            """
        return exchange.page(
            "\(d.number) · \(view.procedure.shortName)", at: "/ho-so", wide: true,
            status: attempt?.refusal.status ?? 200, body)
    }

    // MARK: on top

    private var notices: HTML {
        if let attempt {
            let target = attempt.refusal.field.map { "a-\(attempt.action)-\($0)".replacing(".", with: "-") }
            let known = view.actions.contains {
                $0.name == attempt.action && $0.fields.contains { $0.name == attempt.refusal.field }
            }
            return ProblemNotice(attempt.refusal, target: known ? target : nil).html
        }
        let done = exchange.query["done"].flatMap { DossierAction.named($0) }
        return Lines.good(done.map { Texts.Dossier.done(Text($0.vi, $0.en)) })
    }

    private var pill: TimePill {
        TimePill(
            state: d.state, remaining: view.remainingMinutes, due: d.clock.due ?? d.intake.acceptBy,
            now: exchange.now)
    }
    private var transit: HTML? {
        d.custody.inTransitTo.map { "<span class=\"pill move\">\(Texts.Inbox.toUnit) \(name($0))</span>" }
    }
    private var standing: HTML {
        let holder: HTML? = d.holder.user.map { " · \(Texts.Dossier.heldBy) \(person($0))" }
        let division: HTML? = d.holder.division.map { " · \($0)" }
        return
            "<b>\(Text(d.state.vietnamese, d.state.english))</b> · \(name(d.custody.unit))\(holder)\(division)"
    }

    // MARK: actions

    private func form(_ action: OfferedAction) -> ActionForm {
        var form = ActionForm(
            action, path: "/ho-so/\(URLText.encoded(d.number))/\(action.name)",
            hidden: [("version", String(d.version))],
            attempt: attempt, exchange: exchange)
        if action.name == "supplement" {
            form.examples = Set(view.procedure.form.map(\.name).filter { (d.person.form?[$0] ?? "").isEmpty })
        }
        return form
    }

    private var nextAction: HTML {
        guard let next = view.actions.first(where: \.next) else {
            return view.redacted
                ? ""
                : "<section class=\"sheet\"><h2>\(Texts.Dossier.next)</h2><p>\(Texts.Dossier.noNext)</p></section>"
        }
        return """
            <section class="sheet"><h2>\(Texts.Dossier.next)</h2><p class="big">\(Text(next.vi, next.en))</p>
            \(form(next).html(primary: true))</section>
            """
    }

    private var otherActions: HTML {
        let others: [HTML] = view.actions.filter { !$0.next }.map { action in
            let open: HTML = attempt?.action == action.name ? " open" : ""
            return
                "<details\(open)><summary>\(Text(action.vi, action.en))</summary>\(form(action).html(primary: false))</details>\n"
        }
        return others.isEmpty
            ? "" : "<section class=\"noprint\"><h2>\(Texts.Dossier.others)</h2>\(others)</section>"
    }

    // MARK: what it holds

    private var contents: HTML {
        if view.redacted { return "<p class=\"notice\">\(Texts.Dossier.redacted)</p>" }
        return """
            <section><h2>\(Texts.Form.applicant)</h2>\(people)
            <h2>\(Texts.Form.form)</h2><dl class="facts">\(formFacts)</dl></section>
            """
    }

    private var people: HTML {
        guard let one = d.person.applicant else { return "<p>\(Texts.Dossier.erased)</p>" }
        let other: HTML? = d.person.authorised.map { "<h3>\(Texts.Form.authorised)</h3>\(personFacts($0))" }
        return "\(personFacts(one))\(other)"
    }

    private func personFacts(_ person: Person) -> HTML {
        let phone: HTML? = person.phone.map { "<dt>\(Texts.Form.phone)</dt><dd>\($0)</dd>" }
        let email: HTML? = person.email.map { "<dt>\(Texts.Form.email)</dt><dd>\($0)</dd>" }
        return """
            <dl class="facts"><dt>\(Texts.Form.name)</dt><dd><b>\(person.name)</b></dd>
            <dt>\(Texts.Form.idNumber)</dt><dd>\(person.idNumber)</dd>
            \(phone)\(email)<dt>\(Texts.Form.address)</dt><dd>\(person.address)</dd></dl>
            """
    }

    private var formFacts: [HTML] {
        view.procedure.formFields(case: d.intake.case).compactMap { spec in
            guard let value = d.person.form?[spec.name] else { return nil }
            return "<dt>\(spec.title)</dt><dd>\(shown(value, spec))</dd>\n"
        }
    }
    private func shown(_ value: String, _ spec: Procedure.FormField) -> String {
        switch spec.type {
        case .choice, .multiChoice:
            value.split(separator: ",").map { one in
                spec.choices?.first { $0.value == one }?.label ?? String(one)
            }.joined(separator: ", ")
        case .boolean: value == "true" ? Texts.Form.yes.words : Texts.Form.no.words
        case .date: CivilDate(value)?.vietnamese ?? value
        case .dateTime: Instant(value)?.vietnamese ?? value
        case .money: Int(value).map(Money.words) ?? value
        default: value
        }
    }

    private var history: HTML {
        "<section><h2>\(Texts.Dossier.history)</h2>\(Lines.history(view.history, names: view.unitNames))</section>"
    }

    // MARK: beside

    private var due: HTML {
        let when: HTML
        if let time = d.clock.due ?? d.intake.acceptBy {
            when = "<p class=\"lead\"><b>\(time)</b></p>"
        } else {
            when = "<p>\(Texts.Time.noDue)</p>"
        }
        let first: HTML =
            d.rescheduleCount > 0
            ? "<p class=\"small\">\(Texts.Dossier.originalDue) \(d.clock.originalDue)</p>" : ""
        return """
            <section>
            <h2>\(d.clock.facts == nil && d.intake.acceptBy != nil ? Texts.Form.answerBy : Texts.Form.appointment)</h2>\(when)\(first)
            <details><summary>\(Texts.Form.why)</summary>\(Lines.reckoning(view.reckoning))</details></section>
            """
    }

    private var papers: HTML {
        let items: [HTML] = view.procedure.papers(case: d.intake.case).compactMap { need in
            if let paper = d.papers.first(where: { $0.id == need.id }) {
                return
                    "<li>✓ \(need.name) <small>\(Texts.Form.source(paper.source)), \(paper.copies)</small></li>\n"
            }
            guard need.required else { return nil }
            return "<li><b class=\"error\">□ \(Texts.Dossier.missing):</b> \(need.name)</li>\n"
        }
        return "<section><h2>\(Texts.Catalogue.papers)</h2><ul class=\"check\">\(items)</ul></section>"
    }

    private var payment: HTML {
        guard !d.intake.fees.isEmpty || d.payment.requested != nil || d.payment.paid > 0 else { return "" }
        let receipts: HTML =
            d.payment.receipts.isEmpty ? "" : " · \(d.payment.receipts.joined(separator: ", "))"
        let outstanding: HTML =
            d.outstanding > 0 ? "<p><b>\(Texts.Fee.outstanding) \(Money.words(d.outstanding))</b></p>" : ""
        return """
            <section><h2>\(Texts.Catalogue.fee)</h2>\(Lines.fees(d.intake.fees))
            <p>\(Texts.Fee.paid) \(Money.words(d.payment.paid))\(receipts)</p>\(outstanding)</section>
            """
    }

    private var opinions: HTML {
        guard !d.opinions.isEmpty else { return "" }
        let items: [HTML] = d.opinions.map { opinion in
            let question: HTML? = view.redacted ? nil : opinion.question.map { "<br>“\($0)”" }
            let answer: HTML
            if let given = opinion.answer {
                let text: HTML? = view.redacted ? nil : opinion.answerText.map { ": “\($0)”" }
                answer =
                    "<br>→ <b>\(Texts.Dossier.position(given.position))</b>\(text) <small>\(given.givenAt)</small>"
            } else {
                answer = "<br><small>\(Texts.Dossier.replyBy) \(opinion.replyBy)</small>"
            }
            return "<li>\(name(opinion.to))\(question)\(answer)</li>\n"
        }
        return "<section><h2>\(Texts.Dossier.opinions)</h2><ul class=\"check\">\(items)</ul></section>"
    }

    private var linked: HTML {
        var items: [HTML] = d.linked.map { part in
            """
            <li><a href="/ho-so/\(URLText.encoded(part.child))">\(part.child)</a> · \(name(part.body)) <small>\(part.state)</small></li>

            """
        }
        if let parent = d.intake.parent {
            items.insert(
                "<li>\(Texts.Dossier.parent) <a href=\"/ho-so/\(URLText.encoded(parent))\">\(parent)</a></li>\n",
                at: 0)
        }
        let requests: [HTML] =
            view.redacted
            ? []
            : d.requests.map { request in
                let words = request.kind == .withdrawal ? Texts.Dossier.withdrawal : Texts.Dossier.correction
                return
                    "<li><b>\(words)</b> \(request.text.map { "“\($0)”" }) <small>\(request.at)</small></li>\n"
            }
        guard !items.isEmpty || !requests.isEmpty else { return "" }
        return
            "<section><h2>\(Texts.Dossier.linked)</h2><ul class=\"check\">\(requests)\(items)</ul></section>"
    }

    private var facts: HTML {
        let code: HTML? = view.trackingCode.map { "<dt>\(Texts.Track.code)</dt><dd>\($0)</dd>" }
        let caseName: HTML? = view.procedure.cases.first { $0.id == d.intake.case }.map {
            "<dt>\(Texts.Form.case)</dt><dd>\($0.name)</dd>"
        }
        let receipt: HTML =
            view.redacted
            ? ""
            : "<p><a href=\"/ho-so/\(URLText.encoded(d.number))/giay-tiep-nhan\">\(Texts.Receipt.title)</a></p>"
        return """
            <section><h2>\(Texts.Dossier.facts)</h2><dl class="facts">\(caseName)
            <dt>\(Texts.Form.channelTitle)</dt><dd>\(Texts.Form.channel(d.intake.channel))</dd>
            <dt>\(Texts.Dossier.receivedBy)</dt><dd>\(name(d.intake.receivingUnit))</dd>
            <dt>\(Texts.Form.competent)</dt><dd>\(name(d.intake.competentAgency))</dd>
            <dt>\(Texts.Form.pickUp)</dt><dd>\(name(d.intake.pickUpUnit))</dd>
            <dt>\(Texts.Form.quantity)</dt><dd>\(d.intake.quantity)</dd>\(code)</dl>\(receipt)</section>
            """
    }

    private var seen: HTML {
        guard !looks.isEmpty else { return "" }
        let items: [HTML] = looks.map { "<li>\(person($0.user)) <small>\($0.at)</small></li>\n" }
        return "<details><summary>\(Texts.Dossier.seen)</summary><ul class=\"check\">\(items)</ul></details>"
    }
}
