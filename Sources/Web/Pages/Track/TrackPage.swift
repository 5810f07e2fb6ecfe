// TrackPage.swift: the tracking page, phone first: one sentence of state, one of what next, what is missing and where to
// send it, the due time, the rail; then what the applicant may do. No personal data.

import Casework
import Office

struct TrackPage {
    let exchange: Exchange
    let view: TrackView
    let code: String
    /// With which the page may be passed on.
    var shareCode: String?
    /// Files sent for the supplement and not yet attached.
    var uploads: [PaperStore.Upload] = []
    var attempt: Pages.Attempt?
    /// Why files were not taken just now, by paper.
    var fileErrors: [String: [String]] = [:]
    /// What was written to the applicant, once they have said who they are.
    var reasons: [HistoryLine]?

    private var d: Dossier { view.dossier }
    private var path: String { "/tra-cuu/\(URLText.encoded(d.number))" }
    private var words: TrackWords { TrackWords(exchange: exchange, view: view) }

    var reply: Reply {
        let body: HTML = """
            <div class="narrow track" data-address="\(path)?code=\(URLText.encoded(code))">
            \(notices)
            <div id="tc-dau" data-live="dossier:\(d.number)">\(words.head)\(words.state)</div>
            \(whyPart)\(supplement)\(words.due)
            <div id="tc-duong" data-live="dossier:\(d.number)">\(StatusRail(d, view.procedure, tall: true))</div>
            \(again)\(rating)\(words.files)\(messages)\(withdraw)\(words.history)
            <ul class="plainlist">
            <li><a href="\(path)/giay-tiep-nhan?code=\(URLText.encoded(code))">\(Texts.Receipt.title)</a></li>
            \(share)</ul>
            </div>
            """
        return exchange.page(
            "\(d.number) · \(view.procedure.shortName)", at: "/tra-cuu",
            status: attempt?.refusal.status ?? (fileErrors.isEmpty ? 200 : 422), body)
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
        case "choose-messages": return Lines.good(Texts.Citizen.messagesDone)
        case "rating": return Lines.good(Texts.Track.ratingDone)
        default: return ""
        }
    }

    private var share: HTML {
        guard let shareCode else { return "" }
        return "<li><a href=\"/xem/\(URLText.encoded(d.number))?ma=\(shareCode)\">\(Texts.Citizen.share)</a></li>"
    }

    /// Reasons in words are not for everybody with the code: the last digits are asked for.
    private var whyPart: HTML {
        if let reasons {
            let items: [HTML] = reasons.map { line in
                "<li><b>\(Text(line.vi, line.en))</b>: “\(line.text)”<br><small>\(line.at)</small></li>\n"
            }
            return "<section class=\"notice\" role=\"status\"><h2>\(Texts.Citizen.why)</h2><ul class=\"check\">\(items)</ul></section>"
        }
        guard view.hasReasons else { return "" }
        let mine = attempt?.action == "ly-do" ? attempt : nil
        let field = FieldInput(
            Field("so", Texts.Citizen.factor.words, .text, required: true), prefix: "a-ly-do-",
            value: mine?.values["so"] ?? "", error: mine.map { Text($0.refusal.vi, $0.refusal.en).words })
        let open: HTML = mine == nil ? "" : " open"
        return """
            <details\(open)><summary>\(Texts.Citizen.readWhy)</summary>
            <form method="post" action="\(path)/ly-do" novalidate>\(exchange.mark)<input type="hidden" name="code" value="\(code)">
            \(field.html)<p class="buttons"><button class="do quietly">\(Texts.Citizen.readWhy)</button></p></form></details>
            """
    }

    // MARK: the supplement

    /// The supplement was refused just now because papers were not there.
    private var isLacking: Bool {
        attempt?.action == "supplement" && attempt?.refusal.field == "papers"
    }

    /// What is missing, each with a place for its files, filed in one go.
    private var supplement: HTML {
        guard let action = view.actions.first(where: { $0.name == "supplement" }), let asked = d.supplement else {
            return ""
        }
        let typed = attempt?.action == "supplement" ? attempt?.values ?? [:] : [:]
        let ticked = IntakeDraft.list(typed["papers"])
        let papers: [HTML] = asked.papers.map { id in
            let name = view.procedure.papers.first { $0.id == id }?.name ?? id
            let sent = uploads.filter { $0.place == id }
            let lacks = isLacking && sent.isEmpty && !ticked.contains(id) ? [Texts.Citizen.stillLacking.words] : []
            let slot = FileSlot(paper: id, title: name, uploads: sent, errors: (fileErrors[id] ?? []) + lacks)
            let tick: HTML = ticked.contains(id) ? " checked" : ""
            return """
                <div class="paper"><h3>\(name)</h3>\(slot.html)
                <label class="pick"><input type="checkbox" name="papers" value="\(id)"\(tick)>
                <span>\(Texts.Citizen.inPerson)<span class="unseen">: \(name)</span></span></label></div>

                """
        }
        let fields: [HTML] = action.fields.filter { $0.name != "papers" }.map { field in
            var field = field
            let example = field.suggested
            field.suggested = nil
            let wrong = attempt?.refusal.field == field.name ? attempt.map { Text($0.refusal.vi, $0.refusal.en).words } : nil
            return FieldInput(
                field, prefix: "a-supplement-", value: typed[field.name] ?? "", error: wrong,
                hint: example.map { Texts.Form.example($0) }
            ).html
        }
        return """
            <section class="sheet" id="bo-sung"><h2>\(Texts.Track.supplement)</h2>
            <p>\(Texts.Citizen.supplementLead)</p>
            <form method="post" action="\(path)/supplement" enctype="multipart/form-data" novalidate
            data-uploads="{&quot;number&quot;:&quot;\(d.number)&quot;,&quot;code&quot;:&quot;\(code)&quot;,&quot;place&quot;:&quot;&quot;}">
            \(exchange.mark)<input type="hidden" name="code" value="\(code)">
            <button class="unseen" name="do" value="send" tabindex="-1" aria-hidden="true">\(Texts.Track.supplement)</button>
            <p class="hint">\(Texts.Citizen.papersHint)</p>
            \(papers)\(fields)
            <p class="buttons"><button class="do seal full" name="do" value="send">\(Texts.Track.supplement)</button></p>
            </form></section>
            """
    }

    // MARK: withdrawal and rating

    private var withdraw: HTML {
        guard let action = view.actions.first(where: { $0.name == "withdraw" }) else { return "" }
        let open: HTML = attempt?.action == "withdraw" ? " open" : ""
        let items: [HTML] = Texts.Citizen.withdrawList.map { "<li>\($0)</li>\n" }
        let form = ActionForm(
            action, path: "\(path)/withdraw", hidden: [("code", code)], attempt: attempt, exchange: exchange)
        return """
            <details\(open)><summary>\(Texts.Track.withdraw)</summary><ul>\(items)</ul>
            \(form.html(primary: false))</details>
            """
    }

    /// How the applicant is told, and in which language.
    private var messages: HTML {
        guard let action = view.actions.first(where: { $0.name == "choose-messages" }) else { return "" }
        let open: HTML = attempt?.action == action.name ? " open" : ""
        let form = ActionForm(
            action, path: "\(path)/\(action.name)", hidden: [("code", code)], attempt: attempt, exchange: exchange)
        return "<details\(open)><summary>\(Texts.Citizen.messages)</summary>\(form.html(primary: false))</details>"
    }

    /// A dossier that was refused, closed or withdrawn may be filed anew.
    private var again: HTML {
        guard [.refused, .closed, .withdrawn].contains(d.state), view.procedure.channels.contains(.online) else { return "" }
        var address = "/nop/\(URLText.encoded(view.procedure.code))?unit=\(URLText.encoded(d.intake.receivingUnit))"
        if let chosen = d.intake.case { address += "&case=\(URLText.encoded(chosen))" }
        return """
            <p>\(Texts.Citizen.againLead)</p>
            <p class="buttons"><a class="do seal full" href="\(address)">\(Texts.Citizen.again)</a></p>
            """
    }

    private var rating: HTML {
        guard d.returnedAt != nil || d.state.isEnd, d.rating == nil else { return "" }
        let typed = attempt?.action == "rating" ? attempt?.values ?? [:] : [:]
        let questions: [HTML] = TrackPages.factors.map { factor in
            let choices: [HTML] = (1...5).map { score in
                let checked: HTML = typed["scores.\(factor)"] == String(score) ? " checked" : ""
                return """
                    <label><input type="radio" name="scores.\(factor)" value="\(score)"\(checked)>
                    <span>\(score)<span class="unseen"> \(Texts.Track.score(score))</span></span></label>
                    """
            }
            return "<fieldset class=\"stars\"><legend>\(Texts.Track.factor(factor))</legend><div>\(choices)</div></fieldset>\n"
        }
        let comment = FieldInput(
            Field("comment", Texts.Track.comment.words, .longText), prefix: "a-rating-",
            value: typed["comment"] ?? "",
            error: attempt?.refusal.field == "comment" ? attempt.map { Text($0.refusal.vi, $0.refusal.en).words } : nil)
        return """
            <section class="sheet" id="danh-gia"><h2>\(Texts.Track.rate)</h2><p class="hint">\(Texts.Citizen.rateLead)</p>
            <form method="post" action="\(path)/rating">\(exchange.mark)<input type="hidden" name="code" value="\(code)">
            \(questions)\(comment.html)
            <label class="pick"><input type="checkbox" name="anonymous" value="true"><span>\(Texts.Track.anonymous)</span></label>
            <p class="buttons"><button class="do seal full">\(Texts.Track.sendRating)</button></p></form></section>
            """
    }
}
