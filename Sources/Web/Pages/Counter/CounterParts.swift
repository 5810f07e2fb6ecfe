// CounterParts.swift: the parts of the counter's form that depend on the person and the procedure.

import Casework
import Office

struct CounterParts {
    let draft: CounterDraft
    let exchange: Exchange
    /// Name of the input with which the page opens.
    let focus: String?

    private var directory: Directory { exchange.house.server.office.directory }

    static func autofocus(_ here: Bool) -> HTML { here ? " autofocus" : "" }

    private func input(_ field: Field, _ name: String, hint: Text? = nil) -> HTML {
        let suggested = field.type == .choice || field.type == .unit || field.type == .integer ? field.suggested : nil
        var input = FieldInput(
            field, name: name, value: draft.values[name] ?? suggested ?? "", error: draft.errors[name], hint: hint)
        if draft.marks("fromCard").contains(name) { input.marked = true }
        if draft.marks("fromEarlier").contains(name) { (input.marked, input.markWords) = (true, Texts.Desk.fromEarlier) }
        if draft.marks("fromForm").contains(name) { (input.marked, input.markWords) = (true, Texts.Desk.filledIn) }
        input.focus = focus == name
        if field.type == .unit { input.labels = UnitList.labels([draft[name], field.suggested], directory) }
        return input.html
    }

    // MARK: who

    var person: HTML {
        guard draft.intake != nil || !draft["applicant.idNumber"].isEmpty else { return "" }
        // How to reach somebody is asked every time; who it is stands on the card.
        func fields(_ contact: Bool) -> [HTML] {
            PersonFields.all.filter { ["phone", "email"].contains($0.name) == contact }.map {
                input($0, "applicant.\($0.name)")
            }
        }
        let complete = ["name", "idNumber", "address"].allSatisfy { !draft["applicant.\($0)"].isEmpty }
        let wrong = ["type", "name", "idNumber", "address"].contains { draft.errors["applicant.\($0)"] != nil }
        let title = complete ? Texts.Desk.editPerson : Texts.Desk.person
        let open: HTML = complete && !wrong ? "" : " open"
        return """
            <section><h2 class="unseen" id="applicant">\(Texts.Desk.person)</h2>
            <details\(open)><summary>\(title)</summary><div class="row">\(fields(false))</div></details>
            <div class="row">\(fields(true))</div>
            \(authorised)\(earlier)</section>
            """
    }

    private var authorised: HTML {
        guard draft.intake != nil else { return "" }
        let others: [HTML] = PersonFields.all.map { field in
            var field = field
            if field.name != "type" { field.required = false }
            return input(field, "authorised.\(field.name)")
        }
        let used = !draft["authorised.name"].isEmpty || draft.errors.keys.contains { $0.hasPrefix("authorised") }
        let open: HTML = used ? " open" : ""
        return "<details\(open)><summary>\(Texts.Form.authorised)</summary><div class=\"row\">\(others)</div></details>"
    }

    private var earlier: HTML {
        guard let history = draft.history, !history.lines.isEmpty else { return "" }
        let items: [HTML] = history.lines.map { line in
            let pill = TimePill(state: line.state, remaining: line.remainingMinutes, due: line.due, now: exchange.now)
            return """
                <li><a href="/ho-so/\(URLText.encoded(line.number))" target="_blank" rel="noopener">\(line.procedureName)</a> \(pill)
                <small>\(line.number) · \(line.received.date.vietnamese)</small></li>

                """
        }
        let words = Texts.Desk.history(history.lines.count, more: history.isMore, running: history.running)
        return """
            <details id="earlier"><summary>\(Texts.Desk.earlier): \(words)</summary><ul class="plainlist">
            \(items)</ul></details>
            """
    }

    // MARK: what

    /// Case, papers, form and delivery; nothing before a procedure is chosen.
    var rest: HTML {
        guard let intake = draft.intake else { return unit }
        return """
            \(unit)\(cases(intake))
            <div data-part="papers">\(papers(intake))</div>
            <div data-part="scans">\(scans(intake))</div>
            <div data-part="form">\(form(intake))</div>
            \(delivery(intake))
            """
    }

    private var unit: HTML {
        guard draft.units.count > 1 else { return "<input type=\"hidden\" name=\"unit\" value=\"\(draft.unit)\">" }
        let choices = draft.units.map { Procedure.Choice(value: $0, label: directory.unit($0)?.name ?? $0) }
        return FieldInput(
            Field("unit", Texts.Form.atUnit.words, .choice, required: true, choices: choices, suggested: draft.unit)
        ).html
    }

    private func cases(_ intake: IntakeDraft) -> HTML {
        guard intake.procedure.cases.count > 1 else { return "" }
        let choices = intake.procedure.cases.map { Procedure.Choice(value: $0.id, label: $0.name) }
        let select = FieldInput(
            Field("case", Texts.Form.case.words, .choice, required: true, choices: choices, suggested: intake.case),
            value: intake.case, error: draft.errors["case"])
        return """
            \(select.html)
            <p class="noscript"><button class="do quietly" name="do" value="refresh">\(Texts.Form.refresh)</button></p>
            """
    }

    private func papers(_ intake: IntakeDraft) -> HTML {
        guard !intake.papers.isEmpty else { return "" }
        let rows: [HTML] = intake.papers.map { row($0, intake) }
        let hows: [HTML] = intake.papers.map { how($0, intake) }
        let error: HTML? = draft.errors["papers"].map { "<p class=\"error\" id=\"papers-error\">\($0)</p>" }
        return """
            <fieldset id="papers"><legend>\(Texts.Catalogue.papers)</legend>\(error)
            \(rows)<details><summary>\(Texts.Desk.papersHow)</summary>
            \(hows)</details></fieldset>
            """
    }

    /// A place for the scans of each paper; folded away until somebody wants it.
    private func scans(_ intake: IntakeDraft) -> HTML {
        let papers = intake.papers.filter { $0.kind != .lookup }
        guard !papers.isEmpty else { return "" }
        let known = Set(papers.map(\.id))
        let slots: [HTML] = papers.map { paper in
            let slot = FileSlot(
                paper: paper.id, title: paper.name, uploads: draft.scans.filter { $0.place == paper.id },
                errors: draft.scanErrors[paper.id] ?? [])
            return "<div class=\"paper\"><h3>\(paper.name)</h3>\(slot.html)</div>\n"
        }
        let others = draft.scans.filter { !known.contains($0.place) }
        let names = others.map(\.name).joined(separator: ", ")
        let more: HTML = others.isEmpty ? "" : "<p class=\"small\">\(Texts.Papers.others): \(names)</p>"
        let open: HTML = draft.scans.isEmpty && draft.scanErrors.isEmpty ? "" : " open"
        let count: HTML = draft.scans.isEmpty ? "" : " (\(draft.scans.count))"
        return "<details id=\"scans\"\(open)><summary>\(Texts.Desk.scans)\(count)</summary>\(slots)\(more)</details>"
    }

    private func row(_ paper: Procedure.PaperRequirement, _ intake: IntakeDraft) -> HTML {
        let need: HTML = paper.required ? " <span class=\"need\" aria-hidden=\"true\">*</span>" : ""
        let note: Text =
            switch paper.kind {
            case .lookup: Texts.Desk.looked
            case .shown: Texts.Desk.shown
            default: Texts.Form.paper(paper.kind)
            }
        let tick: HTML = intake.has(paper) ? " checked" : ""
        let first: HTML = CounterParts.autofocus(focus == "paper.\(paper.id)" || focus == "papers" && paper.id == intake.papers.first?.id)
        return """
            <label class="pick"><input type="checkbox" name="paper" value="\(paper.id)"\(tick)\(first)>\
            <span>\(paper.name)\(need) <small>\(note)\(paper.required ? Texts.Form.requiredToo : Text("", ""))</small></span></label>
            \(reuse(paper))
            """
    }

    private func reuse(_ paper: Procedure.PaperRequirement) -> HTML {
        guard [.original, .copy].contains(paper.kind), let code = paper.code, let earlier = draft.history?.papers[code]
        else { return "" }
        let tick: HTML = draft["reuse.\(paper.id)"] == "true" ? " checked" : ""
        return """
            <label class="pick indent"><input type="checkbox" name="reuse.\(paper.id)" value="true"\(tick)>\
            <span>\(Texts.Desk.reuse(earlier.dossier, earlier.day.vietnamese))</span></label>
            """
    }

    private func how(_ paper: Procedure.PaperRequirement, _ intake: IntakeDraft) -> HTML {
        let sources: [HTML] = ["handedIn", "shown", "fromData", "reused", "digital"].map { source in
            let picked: HTML = intake.source(paper) == source ? " selected" : ""
            return "<option value=\"\(source)\"\(picked)>\(Texts.Form.source(source))</option>"
        }
        return """
            <div class="paper-row"><span>\(paper.name)</span>
            <input inputmode="numeric" name="copies.\(paper.id)" value="\(intake.copies(paper))"
            aria-label="\(Texts.Form.copiesOf) \(paper.name)">
            <select name="source.\(paper.id)" aria-label="\(Texts.Form.sourceOf) \(paper.name)">\(sources)</select></div>

            """
    }

    private func form(_ intake: IntakeDraft) -> HTML {
        guard !intake.fields.isEmpty else { return "" }
        let fields: [HTML] = intake.fields.map { spec in
            var field = spec.field
            // An example is nobody's answer: it is shown beside the field, never in it.
            field.suggested = nil
            let example = ![.choice, .multiChoice, .boolean, .date, .dateTime].contains(spec.type) ? spec.example : nil
            return input(field, "form.\(spec.name)", hint: example.map { Texts.Form.example($0) })
        }
        return "<section><h2 id=\"form\">\(Texts.Form.form)</h2><div class=\"row\">\(fields)</div></section>"
    }

    // MARK: where to and how

    private func delivery(_ intake: IntakeDraft) -> HTML {
        let channels = intake.procedure.channels.filter { $0 != .online }
            .map { Procedure.Choice(value: $0.rawValue, label: Texts.Form.channel($0).words) }
        let results: [Procedure.Channel] = [.counter, .post, .online]
        let plain: [HTML] = [
            input(
                Field(
                    "channel", Texts.Form.channelTitle.words, .choice, required: true, choices: channels,
                    suggested: intake.channel.rawValue), "channel"),
            input(
                Field(
                    "resultChannel", Texts.Form.resultChannel.words, .choice, required: true,
                    choices: results.map { .init(value: $0.rawValue, label: Texts.Form.channel($0).words) },
                    suggested: "counter"), "resultChannel"),
            input(Field("quantity", Texts.Form.quantity.words, .integer, suggested: "1"), "quantity"),
        ]
        var away: [HTML] = [
            input(Field("pickUpUnit", Texts.Form.pickUp.words, .unit), "pickUpUnit", hint: Texts.Form.pickUpHint)
        ]
        if intake.procedure.nonTerritorial, ["ward", "police"].contains(intake.procedure.competent) {
            away.insert(
                input(
                    Field("competentAgency", Texts.Form.competent.words, .unit), "competentAgency",
                    hint: Texts.Form.competentHint), at: 0)
        }
        let late = input(
            Field("receivedAt", Texts.Form.receivedAt.words, .dateTime), "receivedAt", hint: Texts.Form.receivedAtHint)
        func fold(_ title: Text, _ inside: [HTML], _ names: [String]) -> HTML {
            let used = names.contains { !draft[$0].isEmpty || draft.errors[$0] != nil }
            let open: HTML = used ? " open" : ""
            return "<details\(open)><summary>\(title)</summary>\(inside)</details>"
        }
        return """
            \(clock(intake))
            <section><h2 class="unseen">\(Texts.Form.delivery)</h2>
            \(fold(Texts.Desk.nonTerritorial, away, ["competentAgency", "pickUpUnit"]))
            \(fold(Texts.Form.delivery, plain, []))
            \(fold(Texts.Form.recordedLate, [late], ["receivedAt"]))</section>
            """
    }

    private func clock(_ intake: IntakeDraft) -> HTML {
        var fields: [HTML] = []
        if !intake.exemptions.isEmpty {
            fields.append(
                input(
                    Field("exemptions", Texts.Form.exemptions.words, .multiChoice, choices: intake.exemptions), "exemptions"))
        }
        if intake.limit?.verificationExtra != nil {
            fields.append(
                input(Field("needsVerification", Texts.Form.needsVerification.words, .boolean), "needsVerification"))
        }
        if intake.needsDue {
            fields.append(
                input(Field("due", Texts.Form.due.words, .dateTime, required: true), "due", hint: Texts.Form.dueHint))
            fields.append(input(Field("ground", Texts.Form.ground.words, .text, required: true), "ground"))
        }
        return "<div data-part=\"clock\">\(fields)</div>"
    }
}
