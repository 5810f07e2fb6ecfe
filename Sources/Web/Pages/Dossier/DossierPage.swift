// DossierPage.swift: a dossier as a page: the time left, the rail, the next action, and beside it why and with what.
//
// Live: what changes is renewed, and colleagues who have it open are named. Whoever acts on what is no longer so reads
// what happened meanwhile, with everything typed kept. `j` and `k` go to the neighbours in the inbox.

import Casework
import Office

struct DossierPage {
    let exchange: Exchange
    let view: DossierView
    let looks: [Look]
    let neighbours: InboxNeighbours
    let attempt: Pages.Attempt?
    /// Papers, originals and messages (Everyday/EverydaySection.swift).
    var everyday: HTML = ""

    private var d: Dossier { view.dossier }
    private var directory: Directory { exchange.house.server.office.directory }
    private var parts: DossierParts { DossierParts(view: view, exchange: exchange) }
    private func person(_ user: String) -> String { directory.names[user] ?? user }

    var reply: Reply {
        let topic = "dossier:\(d.number)"
        let address = "/ho-so/\(URLText.encoded(d.number))"
        let body: HTML = """
            \(notices)
            \(ways)
            <div id="ds-head" data-live="\(topic)"><p>\(pill) \(transit)</p>
            <h1>\(view.procedure.shortName)</h1>
            <p class="small">\(d.number) · \(Texts.Dossier.receivedAt) \(d.intake.receivedAt) · \(d.person.applicant?.name)</p>
            \(FormerLine.html(d, directory))<p>\(standing)</p>
            \(ContestNotice.html(about: d.number, view.contested))
            \(StatusRail(d, view.procedure))</div>
            <div id="ds-here" data-live="presence:\(d.number)">\(here)</div>
            <p class="notice" data-stale hidden data-address="\(address)">
            \(Texts.Dossier.changedMeanwhile) <a href="\(address)">\(Texts.Dossier.lookAgain)</a></p>
            <div class="two"><div>
            <div id="ds-do" data-live="\(topic)">
            \(GuidanceNotice.html(view.guidance, exchange))\(nextAction)\(otherActions)</div>
            <div id="ds-what" data-live="\(topic)">\(contents)\(notes)\(history)</div>
            </div><div id="ds-beside" data-live="\(topic)">
            \(parts.due)\(LatenessSection.html(view.lateness, exchange))
            \(parts.papers)\(parts.payment)\(parts.opinions)\(parts.linked)\(ExchangeSection.html(d))\(parts.facts)\(everyday)\(seen)
            \(difficulty)</div></div>
            \(UnitList.html(directory))
            """
        return exchange.page(
            "\(d.number) · \(view.procedure.shortName)", at: "/ho-so", wide: true,
            status: attempt?.refusal.status ?? 200, body)
    }

    /// The way to the difficulty desk, with what this page knows.
    private var difficulty: HTML {
        guard !view.redacted else { return "" }
        let address = "/vuong-mac?dossier=\(URLText.encoded(d.number))&procedure=\(d.intake.procedure)&step=\(d.step ?? "")"
        return "<p class=\"noprint\"><a href=\"\(address)\">\(Texts.Steering.toReport)</a></p>"
    }

    // MARK: on top

    private var notices: HTML {
        if let attempt {
            let target = attempt.refusal.field.map { "a-\(attempt.action)-\($0)".replacing(".", with: "-") }
            let known = view.actions.contains {
                $0.name == attempt.action && $0.fields.contains { $0.name == attempt.refusal.field }
            }
            return "\(ProblemNotice(attempt.refusal, target: known ? target : nil))\(meanwhile)"
        }
        let done = exchange.query["done"].flatMap { DossierAction.named($0) }
        return Lines.good(done.map { Texts.Dossier.done(Text($0.vi, $0.en)) })
    }

    /// What was recorded since the version that the refused action had been decided on.
    private var meanwhile: HTML {
        guard attempt?.refusal.kind == .stale, let seen = attempt.flatMap({ Int($0.values["version"] ?? "") }),
            (0..<view.history.count).contains(seen)
        else { return "" }
        return """
            <section class="notice"><h2>\(Texts.Dossier.meanwhile)</h2>\(Lines.history(Array(view.history[seen...]), names: view.unitNames))
            <p>\(Texts.Dossier.typedKept)</p></section>
            """
    }

    private var ways: HTML {
        let previous: HTML? = neighbours.previous.map {
            "<a class=\"do quietly\" rel=\"prev\" href=\"/ho-so/\(URLText.encoded($0))\">← \(Texts.Dossier.previous) <kbd>k</kbd></a>"
        }
        let next: HTML? = neighbours.next.map {
            "<a class=\"do quietly\" rel=\"next\" href=\"/ho-so/\(URLText.encoded($0))\">\(Texts.Dossier.following) → <kbd>j</kbd></a>"
        }
        let place: HTML? = neighbours.place.map { "<span class=\"small\">\(Texts.Dossier.place($0.0, of: $0.1))</span>" }
        return """
            <nav class="buttons noprint ways" aria-label="\(Texts.Dossier.neighbours)">
            <a class="do quietly" data-key="u" href="/ho-so">\(Texts.Inbox.all) <kbd>u</kbd></a>\(place)\(previous)\(next)</nav>
            """
    }

    private var pill: TimePill {
        TimePill(
            state: d.state, remaining: view.remainingMinutes, due: d.clock.due ?? d.intake.acceptBy,
            now: exchange.now)
    }
    private var transit: HTML? {
        d.custody.inTransitTo.map { "<span class=\"pill move\">\(Texts.Inbox.toUnit) \(parts.name($0))</span>" }
    }
    private var standing: HTML {
        let holder: HTML? = d.holder.user.map { " · \(Texts.Dossier.heldBy) \(person($0))" }
        let division: HTML? = d.holder.division.map { " · \($0)" }
        return
            "<b>\(Text(d.state.vietnamese, d.state.english))</b> · \(parts.name(d.custody.unit))\(holder)\(division)"
    }

    /// Colleagues who have this dossier open just now.
    private var here: HTML {
        let others = exchange.house.live.present(on: d.number).filter { $0 != exchange.caller?.user }
        guard !others.isEmpty else { return "" }
        return "<p class=\"notice\" role=\"status\">\(Texts.Dossier.alsoHere(others.map(person).joined(separator: ", ")))</p>"
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
        if action.name == "add-note" { form.examples = ["note"] }
        // Nothing is missing: what could be asked for is nobody's answer.
        let isMissing = view.procedure.requiredPapers(case: d.intake.case).contains { need in
            !d.papers.contains { $0.id == need.id }
        }
        if action.name == "request-supplement", !isMissing {
            for i in form.action.fields.indices where ["papers", "fields"].contains(form.action.fields[i].name) {
                form.action.fields[i].suggested = nil
            }
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
        let others: [HTML] = view.actions.filter { !$0.next && $0.name != "add-note" }.map { action in
            let open: HTML = attempt?.action == action.name ? " open" : ""
            return
                """
                <details\(open) id="do-\(action.name)"><summary>\(Text(action.vi, action.en))</summary>\
                \(form(action).html(primary: false))</details>

                """
        }
        return others.isEmpty
            ? "" : "<section class=\"noprint\"><h2>\(Texts.Dossier.others)</h2>\(others)</section>"
    }

    // MARK: what it holds

    private var contents: HTML {
        if view.redacted { return "<p class=\"notice\">\(Texts.Dossier.redacted)</p>" }
        return """
            <section><h2>\(Texts.Form.applicant)</h2>\(parts.people)
            <h2>\(Texts.Form.form)</h2><dl class="facts">\(parts.formFacts)</dl></section>
            """
    }

    private var notes: HTML {
        let items: [HTML] = view.history.filter { $0.kind == "NoteAdded" }.reversed().map { line in
            "<li>“\(line.text)”<br><small>\(line.at) · \(line.actor)</small></li>\n"
        }
        let add: HTML? = view.actions.first { $0.name == "add-note" }.map { action in
            let open: HTML = attempt?.action == action.name ? " open" : ""
            return """
                <details\(open) id="do-add-note" class="noprint"><summary data-key="g">\(Text(action.vi, action.en))</summary>\
                \(form(action).html(primary: false))</details>
                """
        }
        guard !items.isEmpty || add != nil else { return "" }
        return "<section><h2>\(Texts.Dossier.notes)</h2><ul class=\"check\">\(items)</ul>\(add)</section>"
    }

    private var history: HTML {
        "<section><h2>\(Texts.Dossier.history)</h2>\(Lines.history(view.history, names: view.unitNames))</section>"
    }

    private var seen: HTML {
        guard !looks.isEmpty else { return "" }
        let items: [HTML] = looks.map { "<li>\(person($0.user)) <small>\($0.at)</small></li>\n" }
        return "<details id=\"seen\"><summary>\(Texts.Dossier.seen)</summary><ul class=\"check\">\(items)</ul></details>"
    }
}
