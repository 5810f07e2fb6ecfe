// OnlineForm.swift: the form to file online, phone first: where, who, the form, the papers, the result; one column.
//
// Everything is one form with files, so that it works without the script. With it, what is typed is kept by itself and
// files go in pieces. The first submit button is the one that Enter presses: it checks and sends nothing yet.

import Casework
import Office

struct OnlineForm {
    let filing: OnlineFiling
    private var draft: IntakeDraft { filing.draft }
    private var exchange: Exchange { filing.exchange }
    private var directory: Directory { exchange.house.server.office.directory }
    private var procedure: Procedure { draft.procedure }

    init(_ filing: OnlineFiling) { self.filing = filing }

    var reply: Reply {
        let refused = draft.refusal?.status ?? (draft.errors.isEmpty && filing.fileErrors.isEmpty ? 200 : 422)
        let base = "/nop/\(procedure.code)"
        let body: HTML = """
            <p class="small"><a href="/thu-tuc/\(procedure.code)">\(procedure.shortName)</a> · \(procedure.code)</p>
            <h1>\(Texts.Online.title): \(procedure.shortName)</h1>
            \(notices)\(codeLine)\(parts)
            <form class="online" method="post" action="\(base)" enctype="multipart/form-data" novalidate
            data-draft="nop" data-draft-url="\(base)/nhap" data-uploads="\(uploadTarget)">\(exchange.mark)
            <input type="hidden" name="key" value="\(draft.key)"><input type="hidden" name="ma" value="\(filing.code)">
            <button class="unseen" name="do" value="check" tabindex="-1" aria-hidden="true">\(Texts.Citizen.check)</button>
            \(place)\(applicant)\(form)\(papers)\(result)
            <div class="sheet"><p class="small" role="status" data-draft-said="\(Texts.Citizen.savedAt)"
            data-draft-unsaved="\(Texts.Form.unsaved)"></p>
            <p class="buttons"><button class="do seal full" name="do" value="check">\(Texts.Citizen.check)</button>
            <button class="do quietly full" name="do" value="save">\(Texts.Citizen.save)</button></p></div>
            </form>
            <form method="post" action="/nop/thoat">\(exchange.mark)<p><button class="plain">\(Texts.Citizen.leave)</button></p></form>
            \(UnitList.html(directory) { [.ward, .commune, .specialZone].contains($0.kind) })
            """
        return exchange.page(
            procedure.shortName, at: "/nop", status: refused, headers: [ReturnCode.set(filing.code)], body)
    }

    private var uploadTarget: String { "{\"draft\":\"\(filing.code)\",\"place\":\"\(procedure.code)/\"}" }

    // MARK: above

    private var notices: HTML {
        if let refusal = draft.refusal { return ProblemNotice(refusal).html }
        guard !draft.errors.isEmpty || !filing.fileErrors.isEmpty else {
            return exchange.query["luu"] == nil ? "" : Lines.good(Texts.Citizen.saved)
        }
        let lines: [HTML] = draft.errors.sorted { order($0.key) < order($1.key) }.map { name, words in
            "<li><a href=\"#\(name.replacing(".", with: "-"))\">\(words)</a></li>\n"
        }
        let files: [HTML] = filing.fileErrors.sorted { $0.key < $1.key }.flatMap { paper, words in
            words.map { "<li><a href=\"#file-\(paper)\">\($0)</a></li>\n" as HTML }
        }
        let count = draft.errors.count + files.count
        return
            "<div class=\"notice bad\" role=\"alert\"><p>\(Texts.Form.problems(count))</p><ul>\(lines)\(files)</ul></div>"
    }
    private func order(_ name: String) -> Int {
        let people = PersonFields.all.map { "applicant.\($0.name)" }
        let all = ["unit", "case"] + people + draft.fields.map { "form.\($0.name)" } + ["papers"]
        return all.firstIndex(of: name) ?? all.count
    }

    private var codeLine: HTML {
        """
        <div class="notice code-line"><p>\(Texts.Citizen.yourCode(filing.keptUntil))</p>
        <p><b class="return-code">\(ReturnCode.shown(filing.code))</b></p></div>
        """
    }

    private var parts: HTML {
        let links = [
            ("phan-noi", Texts.Citizen.partPlace), ("phan-nguoi", Texts.Citizen.partPerson),
            ("phan-khai", Texts.Citizen.partForm), ("phan-giay", Texts.Citizen.partPapers),
            ("phan-ket-qua", Texts.Citizen.partResult),
        ]
        let items: [HTML] = links.map { "<li><a href=\"#\($0.0)\">\($0.1)</a></li>\n" }
        return "<nav aria-label=\"\(Texts.Citizen.partsLabel)\"><ol class=\"parts\">\(items)</ol></nav>"
    }

    // MARK: inputs

    private func input(_ field: Field, _ name: String, hint: Text? = nil, autocomplete: String = "off") -> HTML {
        let value = draft.values[name] ?? (draft.sent ? "" : field.suggested ?? "")
        var input = FieldInput(
            field, name: name, value: value, error: draft.errors[name], hint: hint, autocomplete: autocomplete)
        if field.type == .unit { input.labels = UnitList.labels([value, field.suggested], directory) }
        return input.html
    }

    private var place: HTML {
        let unit = Field("unit", Texts.Form.whichWard.words, .unit, required: true)
        return """
            <section class="sheet" id="phan-noi"><h2>\(Texts.Citizen.partPlace)</h2>
            \(input(unit, "unit", hint: Texts.Form.whichWardHint))\(cases)</section>
            """
    }

    private var cases: HTML {
        guard procedure.cases.count > 1 else { return "" }
        let choices = procedure.cases.map { Procedure.Choice(value: $0.id, label: $0.name) }
        let select = FieldInput(
            Field(
                "case", Texts.Citizen.yourCase.words, .choice, required: true, choices: choices,
                suggested: draft.case), error: draft.errors["case"])
        return """
            \(select.html)
            <p><button class="do quietly" name="do" value="refresh">\(Texts.Form.refresh)</button></p>
            """
    }

    private var applicant: HTML {
        let fields: [HTML] = PersonFields.all.map { field in
            input(field, "applicant.\(field.name)", autocomplete: autocomplete(field.name))
        }
        let others: [HTML] = PersonFields.all.map { field in
            var field = field
            field.required = false
            return input(field, "authorised.\(field.name)")
        }
        let used = !draft["authorised.name"].isEmpty || draft.errors.keys.contains { $0.hasPrefix("authorised") }
        let open: HTML = used ? " open" : ""
        return """
            <section class="sheet" id="phan-nguoi"><h2>\(Texts.Citizen.partPerson)</h2>\(fields)
            <details\(open)><summary>\(Texts.Form.authorised)</summary>\(others)</details></section>
            """
    }
    private func autocomplete(_ name: String) -> String {
        ["name": "name", "phone": "tel", "email": "email", "address": "street-address"][name] ?? "off"
    }

    private var form: HTML {
        let fields: [HTML] = draft.fields.map { spec in
            var field = spec.field
            field.suggested = nil
            let example = spec.choices == nil ? spec.example : nil
            return input(field, "form.\(spec.name)", hint: example.map { Texts.Form.example(shown($0, spec)) })
        }
        return fields.isEmpty
            ? "" : "<section class=\"sheet\" id=\"phan-khai\"><h2>\(Texts.Citizen.partForm)</h2>\(fields)</section>"
    }
    private func shown(_ example: String, _ spec: Procedure.FormField) -> String { FormFacts.words(example, spec) }

    private var papers: HTML {
        let error: HTML? = draft.errors["papers"].map { "<p class=\"error\" id=\"papers\">\($0)</p>" }
        let items: [HTML] = draft.papers.map { paper in
            let need: HTML = paper.required && paper.kind != .lookup ? " <span class=\"need\">*</span>" : ""
            return "<div class=\"paper\"><h3>\(paper.name)\(need)</h3>\(slot(paper))</div>\n"
        }
        guard !items.isEmpty else { return "" }
        return """
            <section class="sheet" id="phan-giay"><h2>\(Texts.Citizen.partPapers)</h2>
            <p class="hint">\(Texts.Citizen.papersHint)</p>\(error)\(items)</section>
            """
    }

    private func slot(_ paper: Procedure.PaperRequirement) -> HTML {
        switch paper.kind {
        case .lookup: return "<p class=\"small\">\(Texts.Citizen.spared)</p>"
        case .form where filing.uploads(of: paper.id).isEmpty && (filing.fileErrors[paper.id] ?? []).isEmpty:
            return "<p class=\"small\">\(Texts.Citizen.formIsFilled)</p>"
        default: break
        }
        let ticked: HTML = IntakeDraft.list(draft.values["onpaper"]).contains(paper.id) ? " checked" : ""
        let slot = FileSlot(
            paper: paper.id, title: paper.name, uploads: filing.uploads(of: paper.id),
            errors: filing.fileErrors[paper.id] ?? [], look: "/nop/\(procedure.code)/tep/")
        return """
            \(slot.html)
            <label class="pick"><input type="checkbox" name="onpaper" value="\(paper.id)"\(ticked)>
            <span>\(Texts.Citizen.later)<span class="unseen">: \(paper.name)</span></span></label>
            """
    }

    private var result: HTML {
        var fields = [
            input(
                Field(
                    "resultChannel", Texts.Form.resultChannel.words, .choice, required: true,
                    choices: [.online, .counter, .post].map { (one: Procedure.Channel) in
                        .init(value: one.rawValue, label: Texts.Form.channel(one).words)
                    }, suggested: "online"), "resultChannel")
        ]
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
        return "<section class=\"sheet\" id=\"phan-ket-qua\"><h2>\(Texts.Citizen.partResult)</h2>\(fields)</section>"
    }
}
