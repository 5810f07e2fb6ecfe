// OnlineCheck.swift: the page before filing: everything in one view, each part with “Sửa”, the fee, when the answer comes.

import Casework
import Office

struct OnlineCheck {
    let filing: OnlineFiling
    private var draft: IntakeDraft { filing.draft }
    private var exchange: Exchange { filing.exchange }
    private var directory: Directory { exchange.house.server.office.directory }
    private var base: String { "/nop/\(draft.procedure.code)" }

    init(_ filing: OnlineFiling) { self.filing = filing }

    func reply(refusal: Refusal? = nil) -> Reply {
        let body: HTML = """
            <p class="small"><a href="\(base)">\(draft.procedure.shortName)</a></p>
            <h1>\(Texts.Citizen.checkTitle)</h1>
            <p class="lead">\(Texts.Citizen.checkLead)</p>
            \(ProblemNotice(refusal))\(problems)
            \(part(Texts.Citizen.partPlace, "phan-noi", place))
            \(part(Texts.Citizen.partPerson, "phan-nguoi", people))
            \(draft.fields.isEmpty ? "" : part(Texts.Citizen.partForm, "phan-khai", form))
            \(part(Texts.Citizen.partPapers, "phan-giay", papers))
            \(part(Texts.Citizen.partResult, "phan-ket-qua", result))
            \(part(Texts.Catalogue.fee, nil, Lines.fees(fees)))
            \(send)
            """
        return exchange.page(
            Texts.Citizen.checkTitle.words, at: "/nop", status: refusal?.status ?? 200,
            headers: [ReturnCode.set(filing.code)], body)
    }

    private var problems: HTML {
        let found = filing.problems()
        guard !found.isEmpty else { return "" }
        let lines: [HTML] = found.sorted { $0.key < $1.key }.map { name, words in
            "<li><a href=\"\(base)?kiem=1#\(name.replacing(".", with: "-"))\">\(words)</a></li>\n"
        }
        return
            "<div class=\"notice bad\" role=\"alert\"><p>\(Texts.Citizen.stillMissing)</p><ul>\(lines)</ul></div>"
    }

    private func part(_ title: Text, _ anchor: String?, _ body: HTML) -> HTML {
        let edit: HTML? = anchor.map {
            "<a class=\"do quietly\" href=\"\(base)#\($0)\">\(Texts.Citizen.edit)<span class=\"unseen\">: \(title)</span></a>"
        }
        return """
            <section class="sheet"><div class="headline"><h2>\(title)</h2>\(edit)</div>\(body)</section>
            """
    }

    private func line(_ title: String, _ value: String) -> HTML {
        let shown: HTML = value.isEmpty ? "<span class=\"small\">\(Texts.Citizen.empty)</span>" : "\(value)"
        return "<dt>\(title)</dt><dd>\(shown)</dd>\n"
    }

    private var place: HTML {
        let name = draft.procedure.cases.first { $0.id == draft.case }?.name
        let kind: HTML = name.map { line(Texts.Form.case.words, $0) } ?? ""
        let unit = directory.unit(draft.unit)?.name ?? draft["unit"]
        return "<dl class=\"facts\">\(line(Texts.Form.whichWard.words, unit))\(kind)</dl>"
    }

    private var people: HTML {
        func facts(_ at: String) -> HTML {
            let lines: [HTML] = PersonFields.all.map { field in
                let value = draft["\(at).\(field.name)"]
                let shown = field.choices?.first { $0.value == (value.isEmpty ? "citizen" : value) }?.label ?? value
                return line(field.title, shown)
            }
            return "<dl class=\"facts\">\(lines)</dl>"
        }
        let other: HTML =
            draft["authorised.name"].isEmpty
            ? "" : "<h3>\(Texts.Form.authorised)</h3>\(facts("authorised"))"
        return facts("applicant") + other
    }

    private var form: HTML {
        let lines: [HTML] = draft.fields.map { spec in
            line(spec.title, FormFacts.words(draft["form.\(spec.name)"], spec))
        }
        return "<dl class=\"facts\">\(lines)</dl>"
    }

    private var papers: HTML {
        let onPaper = IntakeDraft.list(draft.values["onpaper"])
        let items: [HTML] = draft.papers.filter { $0.kind != .lookup && $0.kind != .form }.map { paper in
            let files: [HTML] = filing.uploads(of: paper.id).filter { $0.file != nil }.map { file($0) }
            let said: HTML =
                !files.isEmpty
                ? "<ul class=\"files\">\(files)</ul>"
                : "<br><small>\(onPaper.contains(paper.id) ? Texts.Citizen.byPaper : Texts.Citizen.noFile)</small>"
            return "<li>\(paper.name)\(said)</li>\n"
        }
        return items.isEmpty ? "<p>\(Texts.Citizen.nothingToBring)</p>" : "<ul class=\"check\">\(items)</ul>"
    }

    private func file(_ upload: PaperStore.Upload) -> HTML {
        let address = "\(base)/tep/\(upload.id)"
        let picture: HTML =
            upload.media?.isImage == true
            ? "<br><img class=\"thumb\" src=\"\(address)\" alt=\"\(upload.name)\">" : ""
        return """
            <li><a href="\(address)" target="_blank">\(upload.name)</a> <small>\(FileWords.size(upload.received))</small>\(picture)</li>
            """
    }

    private var result: HTML {
        let channel = Procedure.Channel(rawValue: draft["resultChannel"]) ?? .online
        return "<dl class=\"facts\">\(line(Texts.Form.resultChannel.words, Texts.Form.channel(channel).words))</dl>"
    }

    private var fees: [FeeLine] {
        draft.procedure.feeLines(
            case: draft.case, channel: .online, form: draft.form,
            exemptions: IntakeDraft.list(draft["exemptions"]))
    }

    private var send: HTML {
        let by = LegalClock.acceptBy(received: exchange.now, office: directory.office(draft.unit))
        return """
            <form method="post" action="\(base)/gui">\(exchange.mark)<input type="hidden" name="ma" value="\(filing.code)">
            <p>\(Texts.Citizen.sendWords)</p><p>\(Texts.Form.answerBy): <b>\(by.due)</b></p>
            <p class="buttons"><button class="do seal full">\(Texts.Citizen.send)</button>
            <a class="do quietly full" href="\(base)">\(Texts.Citizen.edit)</a></p></form>
            """
    }
}
