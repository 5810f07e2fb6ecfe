// DossierParts.swift: what a dossier holds, part by part: people, form, due time with its reckoning, papers, money, opinions.
//
// The dossier page and the reading pane are put together from these.

import Casework
import Office

struct DossierParts {
    let view: DossierView
    let exchange: Exchange

    private var d: Dossier { view.dossier }
    private var directory: Directory { exchange.house.server.office.directory }
    func name(_ unit: String) -> String { view.unitNames[unit] ?? directory.unit(unit)?.name ?? unit }

    // MARK: who and what

    var people: HTML {
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

    var formFacts: [HTML] {
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


    // MARK: when, with what, for how much

    var due: HTML {
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

    var papers: HTML { PaperList(view: view, exchange: exchange).section }

    var payment: HTML {
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

    var opinions: HTML {
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

    var linked: HTML {
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

    var facts: HTML {
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
}
