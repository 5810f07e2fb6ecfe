// CounterForm.swift: the counter's page: scan, person, procedure, papers, form, delivery, and beside them when and how much.
//
// The first button of the form is the one that Enter presses: the next thing. Parts marked `data-part` are what the script
// renews after a change (counter.js posts the form with do=refresh); without it the button “Tính lại” does the same.

import Casework
import Office

struct CounterForm {
    var draft: CounterDraft
    let exchange: Exchange

    private var directory: Directory { exchange.house.server.office.directory }
    private var parts: CounterParts { CounterParts(draft: draft, exchange: exchange, focus: focus) }
    private var focus: String? { draft.focus }

    func reply(open: [Draft]) -> Reply {
        let status = draft.refusal?.status ?? (draft.errors.isEmpty ? 200 : 422)
        let path = draft.procedure.map { "/quay/\($0.code)" } ?? "/quay"
        let body: HTML = """
            \(DeskPlaces.html(at: "/quay"))
            \(heading)
            \(notices)
            <form method="post" action="\(path)" novalidate enctype="multipart/form-data" data-draft="\(draft.form)"
            data-recompute="\(recomputed)" data-uploads="\(uploadTarget)">\(exchange.mark)
            \(hidden)
            <button class="unseen" name="do" value="next" tabindex="-1" aria-hidden="true">\(Texts.Form.send)</button>
            <div class="two"><div>
            \(scan)\(parts.person)\(procedure)\(parts.rest)
            </div><div>\(parts.beside)</div></div>
            </form>
            \(drafts(open))
            \(UnitList.html(directory))
            """
        return exchange.page(
            draft.procedure?.shortName ?? Texts.Frame.counter.words, at: "/quay", wide: true, status: status, body)
    }

    private var uploadTarget: String { "{\"form\":\"\(draft.form)\",\"place\":\"\"}" }

    /// Inputs whose change moves the fee, the due time or the papers.
    private var recomputed: String {
        let counted = (draft.procedure?.fees ?? []).flatMap { [$0.base, $0.times].compactMap { $0 } }.map { "form.\($0)" }
        return ([
            "case", "channel", "exemptions", "needsVerification", "competentAgency", "receivedAt", "unit", "applicant.idNumber",
            "applicant.address",
        ] + Set(counted).sorted()).joined(separator: " ")
    }

    private var hidden: HTML {
        let names = [
            "key", "ticket", "fromCard", "fromEarlier", "fromForm", "knownFor", "papersOf", "card.birth", "card.sex",
        ]
        let inputs: [HTML] = names.map { "<input type=\"hidden\" name=\"\($0)\" value=\"\(draft[$0])\">\n" }
        return "\(inputs)<input type=\"hidden\" name=\"procedure\" value=\"\(draft.procedure?.code)\">"
    }

    // MARK: above

    private var heading: HTML {
        let name = draft["applicant.name"]
        let ticket: HTML =
            TicketNumber(draft["ticket"]).map { "<span class=\"pill move\">\(Texts.Desk.ticket) \($0.short)</span> " } ?? ""
        if name.isEmpty {
            return "<h1>\(ticket)\(draft.procedure?.shortName ?? Texts.Desk.greeting.words)</h1>"
        }
        var facts: [HTML] = []
        if !draft["applicant.idNumber"].isEmpty { facts.append("\(CounterForm.grouped(draft["applicant.idNumber"]))") }
        if !draft["card.birth"].isEmpty {
            facts.append("\(draft["card.sex"].lowercased()), \(Texts.Desk.bornOn) \(draft["card.birth"])")
        }
        if !draft["applicant.address"].isEmpty {
            facts.append("\(draft["applicant.address"])\(CounterForm.mapped(draft.former, directory))")
        }
        if let history = draft.history {
            let words = Texts.Desk.history(history.lines.count, more: history.isMore, running: history.running)
            facts.append("<a href=\"#earlier\">\(words)</a>")
        }
        let line: [HTML] = facts.enumerated().map { $0.offset == 0 ? $0.element : " · \($0.element)" }
        return "<h1>\(ticket)\(name)</h1><p class=\"small\" data-part=\"who\">\(line)</p>"
    }

    /// ` cũ → Phường Bình Tiên`, with a warning where the old unit was divided.
    static func mapped(_ former: FormerAddress?, _ directory: Directory) -> HTML {
        guard let former else { return "" }
        let names = former.units.compactMap { directory.unit($0)?.name }.joined(separator: ", ")
        let warning: HTML = former.isDivided ? " <span class=\"pill today\">\(Texts.Desk.divided)</span>" : ""
        let old = [former.former.name, former.former.district].compactMap { $0 }.joined(separator: ", ")
        return " · <span class=\"whole\">\(old) \(Texts.Desk.formerWord)</span> → <b>\(names)</b>\(warning)"
    }

    /// `079 190 012 345`.
    static func grouped(_ id: String) -> String {
        guard id.count == 12 || id.count == 9 else { return id }
        return id.enumerated().map { ($0.offset > 0 && $0.offset % 3 == 0 ? " " : "") + String($0.element) }.joined()
    }

    private var notices: HTML {
        var shown: [HTML] = []
        if let refusal = draft.refusal {
            shown.append(ProblemNotice(refusal).html)
        } else if !draft.errors.isEmpty {
            let lines: [HTML] = draft.errors.sorted { (draft.place($0.key), $0.key) < (draft.place($1.key), $1.key) }.map {
                "<li><a href=\"#\($0.key.replacing(".", with: "-"))\">\($0.value)</a></li>\n"
            }
            shown.append(
                """
                <div class="notice bad" role="alert"><p>\(Texts.Form.problems(draft.errors.count))</p><ul>\(lines)</ul></div>
                """)
        }
        if !draft.warnings.isEmpty {
            let lines: [HTML] = draft.warnings.map { "<li>\($0)</li>" }
            shown.append("<div class=\"notice\" role=\"status\"><ul>\(lines)</ul></div>")
        }
        if exchange.query["da-bo"] == "1" { shown.append(Lines.good(Texts.Desk.discarded)) }
        return "\(shown)"
    }

    // MARK: the scan and the procedure

    private var scan: HTML {
        let error: HTML? = draft.errors["card"].map { "<p class=\"error\" id=\"card-error\">\($0)</p>" }
        let wrong: HTML = draft.errors["card"] == nil ? "" : " aria-invalid=\"true\""
        return """
            <section class="scan" aria-label="\(Texts.Desk.scan)"><div class="search"><div class="field">
            <label for="card">\(Texts.Desk.scan) <kbd>F2</kbd></label>\(error)
            <input id="card" name="card" value="\(draft["card"])" autocomplete="off" spellcheck="false" data-key="F2"
            aria-describedby="card-hint"\(wrong)\(CounterParts.autofocus(focus == "card"))></div>
            <button class="do quietly" name="do" value="card">\(Texts.Desk.readCard)</button></div>
            <p class="hint" id="card-hint">\(Texts.Desk.scanHint)</p></section>
            """
    }

    private var procedure: HTML {
        let chosen: HTML = draft.procedure.map { procedure in
            let limit: HTML = procedure.name == procedure.shortName ? "" : "<p class=\"small\">\(procedure.name)</p>"
            return """
                <h2 class="chosen">\(procedure.shortName)
                <small>\(procedure.code) · \(directory.fields[procedure.field]?.name)</small></h2>\(limit)
                """
        } ?? ""
        let error: HTML? = draft.errors["q"].map { "<p class=\"error\" id=\"q-error\">\($0)</p>" }
        let title = draft.procedure == nil ? Texts.Desk.procedure : Texts.Desk.otherProcedure
        let search: HTML = """
            <div class="search"><div class="field"><label for="q">\(title)</label>\(error)
            <input type="search" id="q" name="q" value="\(draft["q"])" autocomplete="off" spellcheck="false" aria-describedby="q-hint"
            data-suggest="/quay/tim?q="\(CounterParts.autofocus(focus == "q"))></div>
            <button class="do quietly" name="do" value="find">\(Texts.Desk.find)</button></div>
            <p class="hint" id="q-hint">\(Texts.Desk.procedureHint)</p>
            """
        if draft.procedure != nil {
            return "<section>\(chosen)<details><summary>\(Texts.Desk.otherProcedure)</summary>\(search)</details></section>"
        }
        return "<section>\(search)\(results)</section>"
    }

    private var results: HTML {
        guard !draft["q"].isEmpty else { return "" }
        guard !draft.found.isEmpty else { return "<p role=\"status\">\(Texts.Desk.none)</p>" }
        let buttons: [HTML] = draft.found.prefix(20).enumerated().map { i, procedure in
            let first = CounterParts.autofocus(i == 0 && focus == "found")
            return """
                <li><button class="do quietly full left" name="do" value="pick:\(procedure.code)"\(first)>\
                \(procedure.shortName) <small>\(procedure.code)</small></button></li>

                """
        }
        return """
            <p class="small" role="status">\(Texts.Desk.choose(draft.found.count))</p><ul class="bare">
            \(buttons)</ul>
            """
    }

    // MARK: drafts

    private func drafts(_ open: [Draft]) -> HTML {
        guard draft.procedure == nil, !open.isEmpty else { return "" }
        let items: [HTML] = open.map { one in
            let isLane = one.form.hasPrefix(CertificationDraft.prefix)
            let code = one.values["procedure"].flatMap { directory.procedures[$0]?.first }
            let name = one.values["applicant.name"].flatMap { $0.isEmpty ? nil : $0 } ?? Texts.Desk.noName.words
            let key = one.values["key"] ?? String(one.form.dropFirst(CounterDraft.prefix.count))
            let path = isLane ? "/quay/chung-thuc" : code.map { "/quay/\($0.code)" } ?? "/quay"
            let what = isLane ? Texts.Desk.lane.words : code?.shortName ?? ""
            return """
                <li class="draft-row"><span><a href="\(path)?nhap=\(URLText.encoded(key))">\(Texts.Desk.goOn): \(name)</a>
                <small>\(what) · \(one.savedAt)</small></span>
                <form method="post" action="/quay/bo-nhap">\(exchange.mark)<input type="hidden" name="form" value="\(one.form)">
                <button class="do quietly">\(Texts.Desk.discard)<span class="unseen"> \(name)</span></button></form></li>

                """
        }
        return """
            <section aria-labelledby="drafts"><h2 id="drafts">\(Texts.Desk.drafts)</h2>
            <ul class="plainlist">
            \(items)</ul></section>
            """
    }
}

/// The places of the counter, above each of its pages.
enum DeskPlaces {
    static func html(at current: String) -> HTML {
        let places: [(String, Text, String)] = [
            ("/quay", Texts.Desk.intake, "m"), ("/quay/chung-thuc", Texts.Desk.lane, "c"),
            ("/quay/thu-tien", Texts.Desk.cash, "t"), ("/quay/so-chung-thuc", Texts.Desk.registers, "s"),
        ]
        let links: [HTML] = places.map { path, words, key in
            let here: HTML = path == current ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(path)\" data-key=\"\(key)\"\(here)>\(words)</a></li>\n"
        }
        return "<nav class=\"noprint\" aria-label=\"\(Texts.Desk.places)\"><ul class=\"chips\">\(links)</ul></nav>"
    }
}
