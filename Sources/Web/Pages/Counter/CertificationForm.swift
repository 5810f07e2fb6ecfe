// CertificationForm.swift: the certification lane as a page: twelve keystrokes from the scan to the printed receipt.

import Casework
import Office

struct CertificationForm {
    let draft: CertificationDraft
    let exchange: Exchange
    /// The cash book of today is open.
    let takesMoney: Bool

    private var directory: Directory { exchange.house.server.office.directory }
    private var focus: String { draft.focus }
    private func autofocus(_ name: String) -> HTML { CounterParts.autofocus(focus == name) }

    var reply: Reply {
        let status = draft.refusal?.status ?? (draft.errors.isEmpty ? 200 : 422)
        let body: HTML = """
            \(DeskPlaces.html(at: "/quay/chung-thuc"))
            \(heading)
            \(notices)
            <form method="post" action="/quay/chung-thuc" novalidate data-draft="\(draft.form)" data-recompute="kind pages copies exempt">
            \(exchange.mark)\(hidden)
            <button class="unseen" name="do" value="next" tabindex="-1" aria-hidden="true">\(Texts.Lane.accept)</button>
            <div class="two"><div>
            \(scan)
            <fieldset class="cert-lines"><legend>\(Texts.Lane.documents)</legend>
            \(lines)
            <p><button class="do quietly" name="do" value="line" data-add-line>\(Texts.Lane.add) <kbd>+</kbd></button></p></fieldset>
            \(person)
            </div><div>\(beside)</div></div></form>
            """
        return exchange.page(Texts.Desk.lane.words, at: "/quay", wide: true, status: status, body)
    }

    private var hidden: HTML {
        let names = ["key", "count", "ticket", "fromCard", "fromEarlier", "knownFor", "card.birth", "card.sex"]
        let inputs: [HTML] = names.map { "<input type=\"hidden\" name=\"\($0)\" value=\"\(draft[$0])\">\n" }
        let unit: HTML =
            draft.units.count > 1
            ? FieldInput(
                Field(
                    "unit", Texts.Form.atUnit.words, .choice, required: true,
                    choices: draft.units.map { .init(value: $0, label: directory.unit($0)?.name ?? $0) },
                    suggested: draft.unit)
            ).html : "<input type=\"hidden\" name=\"unit\" value=\"\(draft.unit)\">"
        return "\(inputs)\(unit)"
    }

    private var heading: HTML {
        let name = draft["applicant.name"]
        guard !name.isEmpty else { return "<h1>\(Texts.Lane.title)</h1>" }
        let birth: HTML =
            draft["card.birth"].isEmpty
            ? "" : " · \(draft["card.sex"].lowercased()), \(Texts.Desk.bornOn) \(draft["card.birth"])"
        let earlier: HTML? = draft.history.map {
            " · \(Texts.Desk.history($0.lines.count, more: $0.isMore, running: $0.running))"
        }
        return """
            <h1>\(name)</h1>
            <p class="small">\(CounterForm.grouped(draft["applicant.idNumber"]))\(birth) · \(draft["applicant.address"])\
            \(CounterForm.mapped(draft.former, directory))\(earlier)</p>
            """
    }

    private var notices: HTML {
        var shown: [HTML] = []
        if let refusal = draft.refusal {
            shown.append(ProblemNotice(refusal).html)
        } else if !draft.errors.isEmpty {
            let items: [HTML] = draft.errors.sorted { $0.key < $1.key }.map {
                "<li><a href=\"#\($0.key.replacing(".", with: "-"))\">\($0.value)</a></li>\n"
            }
            shown.append(
                "<div class=\"notice bad\" role=\"alert\"><p>\(Texts.Form.problems(draft.errors.count))</p><ul>\(items)</ul></div>")
        }
        if !draft.warnings.isEmpty {
            let items: [HTML] = draft.warnings.map { "<li>\($0)</li>" }
            shown.append("<div class=\"notice\" role=\"status\"><ul>\(items)</ul></div>")
        }
        if !takesMoney {
            shown.append("<div class=\"notice\" role=\"status\"><p>\(Texts.Lane.closed(exchange.now.date.vietnamese))</p></div>")
        }
        return "\(shown)"
    }

    private var scan: HTML {
        let error: HTML? = draft.errors["card"].map { "<p class=\"error\" id=\"card-error\">\($0)</p>" }
        return """
            <section class="scan" aria-label="\(Texts.Desk.scan)"><div class="search"><div class="field">
            <label for="card">\(Texts.Desk.scan) <kbd>F2</kbd></label>\(error)
            <input id="card" name="card" value="\(draft["card"])" autocomplete="off" spellcheck="false" data-key="F2"
            aria-describedby="card-hint"\(autofocus("card"))></div>
            <button class="do quietly" name="do" value="card">\(Texts.Desk.readCard)</button></div>
            <p class="hint" id="card-hint">\(Texts.Desk.scanHint)</p></section>
            """
    }

    // MARK: lines

    private var lines: [HTML] { (0..<draft.count).map(line) }

    private func line(_ i: Int) -> HTML {
        let kind = draft.kind(i)
        let fee = draft.fee(i, directory, on: exchange.now.date)
        let remove: HTML =
            draft.count > 1
            ? """
            <button class="plain" name="do" value="drop:\(i)">\(Texts.Lane.remove)<span class="unseen"> \(i + 1)</span></button>
            """ : ""
        let more: HTML = """
            <details><summary>\(Texts.Lane.name)</summary><div class="row">
            \(plain("name", i, Texts.Lane.name))\(plain("issuer", i, Texts.Lane.issuer))</div></details>
            """
        return """
            <fieldset class="cert-line"><legend class="unseen">\(Texts.Lane.line(i + 1))</legend>
            <div class="field"><label for="kind-\(i)">\(Texts.Lane.kind)</label>
            <select id="kind-\(i)" name="kind.\(i)"\(autofocus("kind.\(i)"))>\(options(kind))</select></div>
            \(count("pages", i, Texts.Lane.pages))
            \(count("copies", i, Texts.Lane.copies))
            <p class="fee" data-part="fee-\(i)"><span class="small">\(Texts.Lane.fee)</span> <b>\(fee.map(Money.words))</b></p>
            \(more)\(remove)</fieldset>

            """
    }

    private func options(_ picked: CertifiedPaper) -> HTML {
        func group(_ title: Text, _ procedure: String) -> HTML {
            let options: [HTML] = CertifiedPaper.all.filter { $0.procedure == procedure }.map { paper in
                let chosen: HTML = paper.id == picked.id ? " selected" : ""
                return "<option value=\"\(paper.id)\"\(chosen)>\(String(paper.key)) · \(paper.name)</option>"
            }
            return "<optgroup label=\"\(title)\">\(options)</optgroup>"
        }
        return group(Texts.Lane.copiesGroup, CertifiedPaper.copies) + group(Texts.Lane.signatureGroup, CertifiedPaper.signatures)
    }

    private func count(_ name: String, _ i: Int, _ title: Text) -> HTML {
        let error: HTML? = draft.errors["\(name).\(i)"].map { "<p class=\"error\" id=\"\(name)-\(i)-error\">\($0)</p>" }
        let wrong: HTML =
            draft.errors["\(name).\(i)"] == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(name)-\(i)-error\""
        return """
            <div class="field"><label for="\(name)-\(i)">\(title)</label>\(error)
            <input class="short" inputmode="numeric" id="\(name)-\(i)" name="\(name).\(i)" value="\(draft.number(name, i))"
            autocomplete="off"\(wrong)\(autofocus("\(name).\(i)"))></div>
            """
    }

    private func plain(_ name: String, _ i: Int, _ title: Text) -> HTML {
        """
        <div class="field"><label for="\(name)-\(i)">\(title)</label>
        <input id="\(name)-\(i)" name="\(name).\(i)" value="\(draft["\(name).\(i)"])" autocomplete="off"></div>
        """
    }

    // MARK: who, and how much

    private var person: HTML {
        let fields: [HTML] = PersonFields.all.map { field in
            let name = "applicant.\(field.name)"
            var input = FieldInput(
                field, name: name, value: draft.values[name] ?? field.suggested ?? "", error: draft.errors[name])
            let earlier = IntakeDraft.list(draft["fromEarlier"]).contains(name)
            input.marked = earlier || IntakeDraft.list(draft["fromCard"]).contains(name)
            if earlier { input.markWords = Texts.Desk.fromEarlier }
            input.focus = focus == name
            return input.html
        }
        let complete = ["name", "idNumber", "address"].allSatisfy { !draft["applicant.\($0)"].isEmpty }
        let open: HTML = draft.errors.keys.contains { $0.hasPrefix("applicant") } ? " open" : ""
        return """
            <section><details\(open)><summary>\(complete ? Texts.Desk.editPerson : Texts.Desk.person)</summary>
            <div class="row">\(fields)</div></details></section>
            """
    }

    private var beside: HTML {
        let fees = (0..<draft.count).map { draft.fee($0, directory, on: exchange.now.date) }
        let total: HTML =
            draft.isExempt ? "\(Money.words(0))" : fees.contains { $0 == nil } ? "…" : "\(Money.words(fees.reduce(0) { $0 + ($1 ?? 0) }))"
        let due = directory.procedure(CertifiedPaper.copies, on: exchange.now.date)
            .flatMap { LegalClock.limit(of: $0, case: nil, channel: .counter) }
            .map { ClockFacts(accepted: exchange.now, limit: $0, needsVerification: false) }
            .map { LegalClock.reckon($0, directory.office(draft.unit)) }
        let pay: [(String, Text)] =
            (takesMoney ? [("cash", Texts.Lane.payCash), ("transfer", Texts.Lane.payTransfer)] : [])
            + [("later", Texts.Lane.payLater)]
        let picked = pay.contains { $0.0 == draft["pay"] } ? draft["pay"] : pay[0].0
        let choices = pay.map { Procedure.Choice(value: $0.0, label: $0.1.words) }
        let method = FieldInput(
            Field("pay", Texts.Lane.payment.words, .choice, required: true, choices: choices), value: picked)
        let when: HTML? = due?.due.map { "<h2>\(Texts.Form.appointment)</h2><p class=\"big\">\($0.timeOfDay.description)</p><p>\($0)</p>" }
        return """
            <aside class="sheet beside" aria-label="\(Texts.Form.summary)">
            \(when)<details class="small"><summary>\(Texts.Form.why)</summary>\(Lines.reckoning(due))</details>
            <h2>\(Texts.Lane.total)</h2><p class="big" data-part="total" aria-live="polite">\(total)</p>
            <p class="small">\(Texts.Lane.tariff)</p>
            \(method.html)\(exempt)
            <p class="buttons"><button class="do seal full" name="do" value="accept">\(Texts.Lane.accept) <kbd>Enter</kbd></button>
            <button class="do quietly full noscript" name="do" value="refresh">\(Texts.Form.recompute)</button></p>
            <p class="small" role="status" data-draft-said="\(Texts.Desk.draftSaved)"
            data-draft-unsaved="\(Texts.Form.unsaved)">\(saved)</p></aside>
            """
    }

    private var saved: HTML? {
        draft.savedAt.map { "\(Texts.Desk.draftSaved) \($0.timeOfDay.description)" }
    }

    private var exempt: HTML {
        let grounds = CashBook.exemptGrounds.map { Procedure.Choice(value: $0, label: Texts.Cash.exemption($0).words) }
        let ground = FieldInput(
            Field("exempt.ground", Texts.Cash.exemptGround.words, .choice, choices: grounds),
            value: draft["exempt.ground"].isEmpty ? "poor" : draft["exempt.ground"])
        let text = FieldInput(
            Field("exempt.text", Texts.Cash.exemptText.words, .text), value: draft["exempt.text"], error: draft.errors["exempt.text"])
        let open: HTML = draft.isExempt ? " open" : ""
        return "<details\(open)><summary>\(Texts.Lane.exempt)</summary>\(ground.html)\(text.html)</details>"
    }
}
