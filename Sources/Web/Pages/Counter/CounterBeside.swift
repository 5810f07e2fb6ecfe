// CounterBeside.swift: beside the counter's form: when it is due, what it costs, and the four ways it can end.

import Casework
import Office

extension CounterParts {
    var beside: HTML {
        guard let intake = draft.intake else { return cashBox }
        let fees = intake.procedure.feeLines(
            case: intake.case, channel: intake.channel, form: intake.form,
            exemptions: IntakeDraft.list(draft["exemptions"]))
        let accept: HTML = CounterParts.autofocus(focus == "accept")
        return """
            <aside class="sheet beside" aria-label="\(Texts.Form.summary)">
            \(GuidanceNotice.html(draft.guidance, exchange))
            <div data-part="due">\(due(intake))</div>
            <div data-part="fee"><h2>\(Texts.Catalogue.fee)</h2>\(Lines.fees(fees))</div>
            <p class="buttons"><button class="do seal full" name="do" value="accept"\(accept)>\(Texts.Form.accept) <kbd>Enter</kbd></button>
            <button class="do quietly full" name="do" value="record">\(Texts.Form.recordOnly)</button>
            <button class="do quietly full" name="do" value="guide">\(Texts.Desk.guide)</button>
            <button class="do quietly full noscript" name="do" value="refresh">\(Texts.Form.recompute)</button></p>
            <details><summary>\(Texts.Desk.guideMore)</summary>\(reason("guide.reason", Texts.Desk.guideReason))</details>
            \(refuse)
            <p class="small">\(Texts.Form.acceptHint)
            <a href="/vuong-mac?procedure=\(intake.procedure.code)">\(Texts.Steering.toReport)</a></p>
            <p class="small" role="status" data-draft-said="\(Texts.Desk.draftSaved)"
            data-draft-unsaved="\(Texts.Form.unsaved)">\(saved)</p></aside>
            """
    }

    private var saved: HTML { draft.savedAt.map { "\(Texts.Desk.draftSaved) \($0.timeOfDay.description)" } ?? "" }

    private func reason(_ name: String, _ title: Text) -> HTML {
        FieldInput(
            Field(name, title.words, .longText), name: name, value: draft[name], error: draft.errors[name]
        ).html
    }

    private var refuse: HTML {
        let grounds = Ground.refusal.map { Procedure.Choice(value: $0.code, label: Text($0.vi, $0.en).words) }
        var ground = Field("refuse.ground", Texts.Desk.refuseGround.words, .choice, choices: grounds)
        ground.suggested = "notCompetent"
        let select = FieldInput(
            ground, value: draft["refuse.ground"].isEmpty ? "notCompetent" : draft["refuse.ground"])
        let open: HTML = draft.errors["refuse.reason"] == nil ? "" : " open"
        return """
            <details\(open)><summary>\(Texts.Desk.refuseMore)</summary>\(select.html)\(reason("refuse.reason", Texts.Desk.refuseReason))
            <p class="buttons"><button class="do quietly full" name="do" value="refuse">\(Texts.Desk.refuse)</button></p></details>
            """
    }

    /// The reckoning of the competent agency's clock, from the time of receipt.
    private func due(_ intake: IntakeDraft) -> HTML {
        let directory = exchange.house.server.office.directory
        guard let limit = intake.limit, !intake.needsDue else {
            return "<h2>\(Texts.Form.appointment)</h2><p>\(Texts.Limit.open)</p>"
        }
        let competent = draft["competentAgency"].isEmpty ? draft.unit : UnitList.code(draft["competentAgency"], directory)
        let unit = directory.unit(competent) == nil ? draft.unit : competent
        let from = Instant(draft["receivedAt"]) ?? exchange.now
        let facts = ClockFacts(
            accepted: from, limit: limit, needsVerification: draft["needsVerification"] == "true")
        let reckoning = LegalClock.reckon(facts, directory.office(unit))
        guard let due = reckoning.due else { return "" }
        return """
            <h2>\(Texts.Form.appointment)</h2><p class="big">\(due.timeOfDay.description)</p><p>\(due)</p>
            <details class="small"><summary>\(Texts.Form.why)</summary>\(Lines.reckoning(reckoning))</details>
            """
    }

    /// Before a procedure is chosen: the quickest way into the commonest work.
    private var cashBox: HTML {
        """
        <aside class="sheet beside" aria-label="\(Texts.Desk.places)">
        <h2>\(Texts.Desk.lane)</h2><p class="small">\(Texts.Lane.tariff)</p>
        <p class="buttons"><a class="do full" href="/quay/chung-thuc">\(Texts.Desk.lane) <kbd>c</kbd></a>
        <a class="do quietly full" href="/quay/thu-tien">\(Texts.Desk.cashToday) <kbd>t</kbd></a></p></aside>
        """
    }
}
