// PaperFiles.swift: pieces of pages about files: a paper with its files, a place to put files in, a size in words.
//
// `PaperList` is what stands on a dossier's page: every paper that is needed, its files, what lacks, and the form to
// attach scans. `FileSlot` is where a citizen puts the files of one paper. Both work without the script; with it
// (Assets/upload.js) files go in pieces and go on after a lost line.

import Casework
import Office

/// The papers of a dossier with their files.
struct PaperList {
    let view: DossierView
    let exchange: Exchange

    private var d: Dossier { view.dossier }
    private var path: String { "/ho-so/\(URLText.encoded(d.number))/giay-to" }

    /// With a heading and the form to attach scans.
    var section: HTML {
        let attach: HTML =
            view.redacted || d.erased.contains(.applicant)
            ? ""
            : """
            <details class="noprint"><summary>\(Texts.Papers.attach)</summary>\(form())</details>
            """
        return "<section id=\"giay-to\"><h2>\(Texts.Catalogue.papers)</h2>\(list)\(attach)</section>"
    }

    /// The list alone.
    var list: HTML {
        let needed = view.procedure.papers(case: d.intake.case)
        let items: [HTML] = needed.compactMap { need in
            let files = files(of: need.id)
            if let paper = d.papers.first(where: { $0.id == need.id }) {
                return """
                    <li>✓ \(need.name) <small>\(Texts.Form.source(paper.source)), \(paper.copies)</small>\(files)</li>

                    """
            }
            if !files.isEmpty { return "<li>✓ \(need.name)\(files)</li>\n" }
            guard need.required else { return nil }
            return "<li><b class=\"error\">□ \(Texts.Dossier.missing):</b> \(need.name)</li>\n"
        }
        let known = Set(needed.map(\.id))
        let others = d.files.filter { file in file.paper.map { !known.contains($0) } ?? true }
        let more: HTML = others.isEmpty ? "" : "<li>\(Texts.Papers.others)\(links(others))</li>\n"
        return "<ul class=\"check\">\(items)\(more)</ul>"
    }

    private func files(of paper: String) -> HTML { links(d.files.filter { $0.paper == paper }) }

    private func links(_ files: [PaperFile]) -> HTML {
        guard !files.isEmpty else { return "" }
        let items: [HTML] = files.map { file in
            guard let secret = file.secret else {
                return "<li><small>\(view.redacted ? Texts.Papers.hidden : Texts.Papers.erased)</small></li>"
            }
            let note: HTML? = file.note.map { " · \($0)" }
            return """
                <li><a href="\(path)/\(file.file)">\(secret.name)</a>
                <small>\(FileWords.kind(file.media)), \(FileWords.size(file.bytes))\(note)</small></li>

                """
        }
        return "<ul class=\"files\">\(items)</ul>"
    }

    /// Which paper, which files; sent to the page of papers.
    func form(_ values: [String: String] = [:], refusal: Refusal? = nil) -> HTML {
        let papers = view.procedure.papers(case: d.intake.case)
        let choices =
            papers.map { Procedure.Choice(value: $0.id, label: $0.name) } + [
                .init(value: "-", label: Texts.Papers.others.words)
            ]
        let missing = papers.first { need in need.required && !d.files.contains { $0.paper == need.id } }
        let paper = FieldInput(
            Field(
                "paper", Texts.Papers.which.words, .choice, choices: choices,
                suggested: missing?.id ?? papers.first?.id), prefix: "tep-", value: values["paper"])
        let note = FieldInput(
            Field("note", Texts.Papers.note.words, .text), prefix: "tep-", value: values["note"] ?? "")
        let wrong: HTML? = refusal.map { "<p class=\"error\" id=\"tep-file-error\">\(Text($0.vi, $0.en))</p>" }
        return """
            <form method="post" action="\(path)" enctype="multipart/form-data">\(exchange.mark)
            \(paper.html)\(note.html)
            <div class="field"><label for="tep-file">\(Texts.Papers.choose)</label>
            <p class="hint" id="tep-file-hint">\(Texts.Papers.kinds)</p>\(wrong)
            <input type="file" id="tep-file" name="file" multiple accept="\(FileWords.accept)"
            aria-describedby="tep-file-hint"></div>
            <p class="buttons"><button class="do quietly">\(Texts.Papers.attach)</button></p></form>
            """
    }
}

/// Where the files of one paper are put, with those that are here already.
struct FileSlot {
    /// Id of the paper.
    var paper: String
    /// What it is called before people.
    var title: String
    var uploads: [PaperStore.Upload]
    /// Why a file was not taken just now.
    var errors: [String] = []
    /// Address under which a finished upload can be looked at, before its id.
    var look: String?

    private var id: String { "file-\(paper)" }

    var html: HTML {
        let items: [HTML] = uploads.map { item($0) }
        let wrong: [HTML] = errors.map { "<p class=\"error\">\($0)</p>" }
        return """
            <div class="slot" data-slot="\(paper)"><ul class="files" aria-label="\(Texts.Papers.here(title))">\(items)</ul>\(wrong)
            <label for="\(id)">\(Texts.Papers.choose)<span class="unseen">: \(title)</span></label>
            <input type="file" id="\(id)" name="file.\(paper)" multiple accept="\(FileWords.accept)"></div>
            """
    }

    private func item(_ upload: PaperStore.Upload) -> HTML {
        let state: HTML
        if upload.file != nil {
            let kind = upload.media.map(FileWords.kind).map { "\($0), " as HTML }
            state = "✓ <small>\(kind)\(FileWords.size(upload.received))</small>"
        } else {
            let part = upload.size.map { $0 > 0 ? upload.received * 100 / $0 : 0 } ?? 0
            state = "<small>\(Texts.Papers.partly(part))</small>"
        }
        let name: HTML =
            upload.file != nil && upload.media?.isShown == true && look != nil
            ? "<a href=\"\(look)\(upload.id)\" target=\"_blank\">\(upload.name)</a>" : "\(upload.name)"
        return """
            <li data-upload="\(upload.id)" data-name="\(upload.name)" data-size="\(upload.size ?? 0)"
            data-done="\(upload.file == nil ? 0 : 1)">\(name) \(state)
            <button class="plain" name="bo" value="\(upload.id)" formnovalidate>\(Texts.Papers.remove)
            <span class="unseen">\(upload.name)</span></button></li>

            """
    }
}

enum FileWords {
    static let accept = "application/pdf,image/jpeg,image/png,image/webp,image/heic"

    static func size(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) B" }
        if bytes < 1 << 20 { return "\(bytes >> 10) KB" }
        let tenths = bytes * 10 / (1 << 20)
        return "\(tenths / 10),\(tenths % 10) MB"
    }
    static func kind(_ media: PaperMedia) -> String { media == .pdf ? "PDF" : Texts.Papers.picture.words }
}

/// What stands in a dossier's form, as a list of facts.
enum FormFacts {
    static func html(_ dossier: Dossier, _ procedure: Procedure) -> HTML {
        let facts: [HTML] = procedure.formFields(case: dossier.intake.case).compactMap { spec in
            guard let value = dossier.person.form?[spec.name] else { return nil }
            return "<dt>\(spec.title)</dt><dd>\(words(value, spec))</dd>\n"
        }
        return "<dl class=\"facts\">\(facts)</dl>"
    }

    /// A value as people read it.
    static func words(_ value: String, _ spec: Procedure.FormField) -> String {
        switch spec.type {
        case .choice, .multiChoice:
            value.split(separator: ",").map { one in
                spec.choices?.first { $0.value == one }?.label ?? String(one)
            }.joined(separator: ", ")
        case .boolean: value == "true" ? Texts.Form.yes.words : Texts.Form.no.words
        case .date: CivilDate(value)?.vietnamese ?? value
        case .dateTime: Instant(value)?.vietnamese ?? value
        case .money: Int(value).map(Money.words) ?? value
        default: value
        }
    }
}
