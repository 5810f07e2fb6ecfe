// DossierPeek.swift: a dossier at a glance, for the reading pane: time left, rail, what it is about, papers, why that due time.

import Casework
import Office

struct DossierPeek {
    let view: DossierView
    let exchange: Exchange

    private var d: Dossier { view.dossier }

    var html: HTML {
        let due = d.clock.due ?? d.intake.acceptBy
        let pill =
            d.isSupplied
            ? TimePill.supplied : TimePill(state: d.state, remaining: view.remainingMinutes, due: due, now: exchange.now)
        let when: HTML? = due.map { " <small>\($0)</small>" }
        let parts = DossierParts(view: view, exchange: exchange)
        return """
            <article><p>\(pill)\(when)</p>
            <h2 class="name">\(view.procedure.shortName)</h2>
            <p class="small">\(d.number)</p>
            <p><b>\(d.person.applicant?.name)</b></p>
            <dl class="facts">\(parts.formFacts)</dl>
            \(StatusRail(d, view.procedure, tall: true))
            \(parts.papers)
            <details id="xem-why"><summary>\(Texts.Form.why)</summary>\(Lines.reckoning(view.reckoning))</details>
            <p class="buttons"><a class="do quietly" href="/ho-so/\(URLText.encoded(d.number))">\(Texts.Inbox.open)</a></p>
            </article>
            """
    }
}
