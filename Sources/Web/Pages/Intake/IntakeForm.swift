// IntakeForm.swift: the intake form as a page: card, applicant, case, papers, form, delivery, and beside it when and how much.
//
// One form for counter and portal; the portal's lacks what is the counter's business. The first submit button of the
// form is the one that Enter presses, so it is the one that accepts.

import Casework
import Office

struct IntakeForm {
    var draft: IntakeDraft
    let exchange: Exchange
    /// Units whose counter this person may take dossiers in at.
    var units: [String] = []

    static var personFields: [Field] {
        [
            Field(
                "type", Texts.Form.personType.words, .choice, required: true,
                choices: [
                    .init(value: "citizen", label: Texts.Form.citizen.words),
                    .init(value: "organisation", label: Texts.Form.organisation.words),
                ], suggested: "citizen"),
            Field("name", Texts.Form.name.words, .text, required: true),
            Field("idNumber", Texts.Form.idNumber.words, .idNumber, required: true),
            Field("phone", Texts.Form.phone.words, .phone),
            Field("email", Texts.Form.email.words, .text),
            Field("address", Texts.Form.address.words, .text, required: true),
        ]
    }

    private var directory: Directory { exchange.house.server.office.directory }
    private var procedure: Procedure { draft.procedure }

    var reply: Reply {
        let status = draft.refusal?.status ?? (draft.errors.isEmpty ? 200 : 422)
        let body: HTML = """
            <p class="small">\(procedure.code) · \(directory.fields[procedure.field]?.name)</p>
            <h1>\(procedure.shortName)</h1>
            \(notices)
            <form method="post" novalidate>\(exchange.mark)
            <input type="hidden" name="key" value="\(draft.key)">
            <input type="hidden" name="fromCard" value="\(draft.fromCard.joined(separator: ","))">
            <button class="unseen" name="do" value="accept" tabindex="-1" aria-hidden="true">\(Texts.Form.send)</button>
            <div class="two"><div>
            \(card)\(place)\(cases)\(applicant)\(papers)\(form)\(delivery)
            </div><div>\(beside)</div></div>
            </form>
            \(UnitList.html(directory) { draft.online ? [.ward, .commune, .specialZone].contains($0.kind) : true })
            """
        return exchange.page(
            procedure.shortName, at: draft.online ? "/nop" : "/quay", wide: true, status: status, body)
    }

    // MARK: above

    private var notices: HTML {
        let any = draft.errors.keys.contains { !$0.isEmpty }
        let summary: HTML
        if let refusal = draft.refusal {
            summary = ProblemNotice(refusal).html
        } else if draft.errors.isEmpty {
            summary = ""
        } else {
            let lines: [HTML] = draft.errors.sorted { place($0.key) < place($1.key) }.map { name, words in
                "<li><a href=\"#\(anchor(name))\">\(words)</a></li>\n"
            }
            summary =
                "<div class=\"notice bad\" role=\"alert\"><p>\(Texts.Form.problems(draft.errors.count))</p><ul>\(lines)</ul></div>"
        }
        let warnings: [HTML] = draft.cardWarnings.map { "<li>\($0)</li>" }
        let card: HTML =
            warnings.isEmpty ? "" : "<div class=\"notice\" role=\"status\"><ul>\(warnings)</ul></div>"
        return !any && draft.refusal == nil ? card : summary + card
    }
    /// Where on the page an input stands.
    private func place(_ name: String) -> Int {
        let people = ["applicant", "authorised"].flatMap { at in
            IntakeForm.personFields.map { "\(at).\($0.name)" }
        }
        let inputs = ["card", "unit", "case"] + people + ["papers"] + draft.fields.map { "form.\($0.name)" }
        return inputs.firstIndex(of: name) ?? inputs.count
    }
    private func anchor(_ name: String) -> String { name.replacing(".", with: "-") }

    private func input(_ field: Field, _ name: String, hint: Text? = nil) -> HTML {
        var input = FieldInput(
            field, name: name,
            value: draft.sent || draft.values[name] != nil ? draft[name] : field.suggested ?? "",
            error: draft.errors[name], hint: hint, marked: draft.fromCard.contains(name))
        if field.type == .unit { input.labels = UnitList.labels([draft[name], field.suggested], directory) }
        return input.html
    }

    private var card: HTML {
        if draft.online { return "" }
        let error: HTML? = draft.errors["card"].map { "<p class=\"error\" id=\"card-error\">\($0)</p>" }
        return """
            <section class="sheet"><div class="field"><label for="card">\(Texts.Form.card)</label>
            <p class="hint" id="card-hint">\(Texts.Form.cardHint)</p>\(error)
            <input id="card" name="card" value="\(draft["card"])" autocomplete="off" aria-describedby="card-hint" autofocus></div>
            <button class="do quietly" name="do" value="card">\(Texts.Form.readCard)</button></section>
            """
    }

    private var place: HTML {
        if draft.online {
            let unit = Field("unit", Texts.Form.whichWard.words, .unit, required: true)
            return input(unit, "unit", hint: Texts.Form.whichWardHint)
        }
        guard units.count > 1 else { return "<input type=\"hidden\" name=\"unit\" value=\"\(draft.unit)\">" }
        let choices = units.map { Procedure.Choice(value: $0, label: directory.unit($0)?.name ?? $0) }
        return FieldInput(
            Field(
                "unit", Texts.Form.atUnit.words, .choice, required: true, choices: choices,
                suggested: draft.unit)
        ).html
    }

    private var cases: HTML {
        guard procedure.cases.count > 1 else { return "" }
        let choices = procedure.cases.map { Procedure.Choice(value: $0.id, label: $0.name) }
        let select = FieldInput(
            Field(
                "case", Texts.Form.case.words, .choice, required: true, choices: choices,
                suggested: draft.case),
            error: draft.errors["case"])
        return """
            \(select.html)
            <p><button class="do quietly" name="do" value="refresh">\(Texts.Form.refresh)</button></p>
            """
    }

    // MARK: who

    private var applicant: HTML {
        let fields: [HTML] = IntakeForm.personFields.map { field in
            input(
                field, "applicant.\(field.name)",
                hint: field.name == "address" && draft.fromCard.contains("applicant.address")
                    ? Texts.Form.oldAddress : nil)
        }
        let others: [HTML] = IntakeForm.personFields.map { field in
            var field = field
            if field.name != "type" { field.required = false }
            return input(field, "authorised.\(field.name)")
        }
        let open: HTML =
            draft["authorised.name"].isEmpty && !draft.errors.keys.contains { $0.hasPrefix("authorised") }
            ? "" : " open"
        return """
            <section><h2 id="applicant">\(Texts.Form.applicant)</h2>
            <div class="row">\(fields)</div>
            <details\(open)><summary>\(Texts.Form.authorised)</summary><div class="row">\(others)</div></details></section>
            """
    }

    // MARK: what

    private var papers: HTML {
        let rows: [HTML] = draft.papers.map { draft.online ? onlineRow($0) : counterRow($0) }
        let error: HTML? = draft.errors["papers"].map { "<p class=\"error\" id=\"papers-error\">\($0)</p>" }
        let hint: HTML = draft.online ? "<p class=\"hint\">\(Texts.Form.onlinePapers)</p>" : ""
        return
            "<fieldset id=\"papers\"><legend>\(Texts.Catalogue.papers)</legend>\(hint)\(error)\n\(rows)</fieldset>"
    }

    private func tick(_ paper: Procedure.PaperRequirement) -> HTML {
        let need: HTML = paper.required ? " <span class=\"need\" aria-hidden=\"true\">*</span>" : ""
        let note = paper.kind == .lookup ? Texts.Catalogue.lookedUp : Texts.Form.paper(paper.kind)
        return """
            <label class="pick"><input type="checkbox" name="paper" value="\(paper.id)"\(draft.has(paper) ? HTML(safe: " checked") : "")>\
            <span>\(paper.name)\(need) <small>\(note)\(paper.required ? Texts.Form.requiredToo : Text("", ""))</small></span></label>
            """
    }

    private func onlineRow(_ paper: Procedure.PaperRequirement) -> HTML { "\(tick(paper))\n" }

    private func counterRow(_ paper: Procedure.PaperRequirement) -> HTML {
        let sources: [HTML] = ["handedIn", "shown", "fromData", "reused", "digital"].map { source in
            let picked: HTML = draft.source(paper) == source ? " selected" : ""
            return "<option value=\"\(source)\"\(picked)>\(Texts.Form.source(source))</option>"
        }
        return """
            <div class="paper-row">\(tick(paper))
            <input inputmode="numeric" name="copies.\(paper.id)" value="\(draft.copies(paper))"
            aria-label="\(Texts.Form.copiesOf) \(paper.name)">
            <select name="source.\(paper.id)" aria-label="\(Texts.Form.sourceOf) \(paper.name)">\(sources)</select></div>

            """
    }

    private var form: HTML {
        guard !draft.fields.isEmpty else { return "" }
        let fields: [HTML] = draft.fields.map { spec in
            var field = spec.field
            // An example is nobody's answer: it is shown beside the field, never in it.
            field.suggested = nil
            let example =
                ![.choice, .multiChoice, .boolean, .date, .dateTime].contains(spec.type) ? spec.example : nil
            return input(field, "form.\(spec.name)", hint: example.map { Texts.Form.example($0) })
        }
        return "<section><h2 id=\"form\">\(Texts.Form.form)</h2>\(fields)</section>"
    }

    private var delivery: HTML {
        var fields: [HTML] = []
        if !draft.online {
            let channels = procedure.channels.filter { $0 != .online }
                .map { Procedure.Choice(value: $0.rawValue, label: Texts.Form.channel($0).words) }
            fields.append(
                input(
                    Field(
                        "channel", Texts.Form.channelTitle.words, .choice, required: true, choices: channels,
                        suggested: draft.channel.rawValue), "channel"))
            fields.append(
                input(Field("quantity", Texts.Form.quantity.words, .integer, suggested: "1"), "quantity"))
        }
        let results: [Procedure.Channel] =
            draft.online ? [.online, .counter, .post] : [.counter, .post, .online]
        fields.append(
            input(
                Field(
                    "resultChannel", Texts.Form.resultChannel.words, .choice, required: true,
                    choices: results.map { .init(value: $0.rawValue, label: Texts.Form.channel($0).words) },
                    suggested: results[0].rawValue), "resultChannel"))
        if !draft.online {
            fields.append(
                input(
                    Field("pickUpUnit", Texts.Form.pickUp.words, .unit), "pickUpUnit",
                    hint: Texts.Form.pickUpHint))
        }
        if procedure.nonTerritorial, ["ward", "police"].contains(procedure.competent) {
            fields.append(
                input(
                    Field("competentAgency", Texts.Form.competent.words, .unit), "competentAgency",
                    hint: Texts.Form.competentHint))
        }
        if !draft.exemptions.isEmpty {
            fields.append(
                input(
                    Field("exemptions", Texts.Form.exemptions.words, .multiChoice, choices: draft.exemptions),
                    "exemptions"))
        }
        return "<section><h2>\(Texts.Form.delivery)</h2>\(fields)\(clockFields)</section>"
    }

    private var clockFields: HTML {
        if draft.online { return "" }
        var fields: [HTML] = []
        if draft.limit?.verificationExtra != nil {
            fields.append(
                input(
                    Field("needsVerification", Texts.Form.needsVerification.words, .boolean),
                    "needsVerification"))
        }
        if draft.needsDue {
            fields.append(
                input(
                    Field("due", Texts.Form.due.words, .dateTime, required: true), "due",
                    hint: Texts.Form.dueHint))
            fields.append(input(Field("ground", Texts.Form.ground.words, .text, required: true), "ground"))
        }
        let late = input(
            Field("receivedAt", Texts.Form.receivedAt.words, .dateTime), "receivedAt",
            hint: Texts.Form.receivedAtHint)
        return "\(fields)<details><summary>\(Texts.Form.recordedLate)</summary>\(late)</details>"
    }

    // MARK: beside: when and how much

    private var beside: HTML {
        let fees = procedure.feeLines(
            case: draft.case, channel: draft.channel, form: draft.form,
            exemptions: IntakeDraft.list(draft["exemptions"]))
        let buttons: HTML =
            draft.online
            ? "<button class=\"do seal full\" name=\"do\" value=\"accept\">\(Texts.Form.send)</button>"
            : """
            <button class="do seal full" name="do" value="accept">\(Texts.Form.accept)</button>
            <button class="do quietly full" name="do" value="record">\(Texts.Form.recordOnly)</button>
            """
        return """
            <aside class="sheet beside" aria-label="\(Texts.Form.summary)">
            \(due)
            <h2>\(Texts.Catalogue.fee)</h2>\(Lines.fees(fees))
            <p class="buttons">\(buttons)
            <button class="do quietly full" name="do" value="refresh">\(Texts.Form.recompute)</button></p>
            <p class="small">\(draft.online ? Texts.Form.sendHint : Texts.Form.acceptHint)</p></aside>
            """
    }

    private var due: HTML {
        let office = directory.office(draft.unit)
        if draft.online {
            let by = LegalClock.acceptBy(received: exchange.now, office: office)
            return """
                <h2>\(Texts.Form.answerBy)</h2><p class="big">\(by.due?.timeOfDay.description)</p><p>\(by.due)</p>
                <details class="small"><summary>\(Texts.Form.why)</summary>\(Lines.reckoning(by))</details>
                """
        }
        guard let limit = draft.limit, !draft.needsDue else {
            return "<h2>\(Texts.Form.appointment)</h2><p>\(Texts.Limit.open)</p>"
        }
        let facts = ClockFacts(
            accepted: exchange.now, limit: limit, needsVerification: draft["needsVerification"] == "true")
        let reckoning = LegalClock.reckon(facts, office)
        guard let due = reckoning.due else { return "" }
        return """
            <h2>\(Texts.Form.appointment)</h2><p class="big">\(due.timeOfDay.description)</p><p>\(due)</p>
            <details class="small"><summary>\(Texts.Form.why)</summary>\(Lines.reckoning(reckoning))</details>
            """
    }
}
