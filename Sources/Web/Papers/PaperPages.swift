// PaperPages.swift: a dossier's papers as a page, a file beside the form, its bytes, and attaching scans.

import Casework
import Office

extension Pages {
    static let paperRoutes = [
        page("GET", "/ho-so/{number}/giay-to", .staff, "The papers of a dossier, with their files") {
            try await papersPage($0)
        },
        page("POST", "/ho-so/{number}/giay-to", .staff, "Attach scans to a dossier", intake: .form) {
            try await attach($0)
        },
        page("GET", "/ho-so/{number}/giay-to/{file}", .staff, "A file beside the form") {
            try await viewer($0)
        },
        Route("GET", "/ho-so/{number}/giay-to/{file}/tep", .staff, "The bytes of a file") {
            try await PaperReply.bytes($0, download: $0.query["tai"] != nil)
        },
    ]

    private static func papersPage(
        _ exchange: Exchange, form: ReceivedForm = ReceivedForm(), refusal: Refusal? = nil
    ) async throws -> Reply {
        let view = try await DossierAPI.view(exchange)
        let list = PaperList(view: view, exchange: exchange)
        let number = view.dossier.number
        let taken: HTML = exchange.query["done"] == nil ? "" : Lines.good(Texts.Papers.attached)
        let attach: HTML = view.redacted ? "" : list.form(form.values, refusal: refusal)
        let body: HTML = """
            \(taken)\(ProblemNotice(refusal, target: "tep-file"))
            <p class="small"><a href="/ho-so/\(URLText.encoded(number))">\(number)</a> · \(view.procedure.shortName)</p>
            <h1>\(Texts.Papers.title(view.dossier.files.count))</h1>
            \(list.list)
            <section class="sheet noprint"><h2>\(Texts.Papers.attach)</h2>\(attach)</section>
            """
        return exchange.page(
            "\(number) · \(Texts.Catalogue.papers.words)", at: "/ho-so", status: refusal?.status ?? 200, body)
    }

    private static func attach(_ exchange: Exchange) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let owner = "user:\(caller.user)"
        let number = exchange.parameter("number")
        // Nothing is taken in for a dossier that this person may not see.
        _ = try await DossierAPI.view(exchange)
        let form = try await UploadDesk(exchange: exchange) { _, _ in (owner, "ho-so/\(number)") }.receive()
        let uploads = form.files.map {
            PaperUpload(
                id: $0.upload.id, owner: owner,
                paper: form["paper"].isEmpty || form["paper"] == "-" ? nil : form["paper"])
        }
        do {
            if let first = form.refused.first {
                throw Refusal(
                    first.refusal.kind, first.refusal.slug, field: "file",
                    vi: "“\(first.name)”: \(first.refusal.vi)", en: "“\(first.name)”: \(first.refusal.en)")
            }
            guard !uploads.isEmpty else { throw Refusal.missing("file", Texts.Papers.choose.words) }
            let context = exchange.command(as: caller)
            _ = try await exchange.house.server.submit { try $0.file(papers: uploads, on: number, context) }
            return .redirect("/ho-so/\(URLText.encoded(number))/giay-to?done=1")
        } catch let refusal as Refusal where refusal.kind != .forbidden {
            let office = exchange.house.server.office
            try await API.offload { for upload in uploads { try office.papers.drop(upload.id) } }
            return try await papersPage(exchange, form: form, refusal: refusal)
        }
    }

    private static func viewer(_ exchange: Exchange) async throws -> Reply {
        let view = try await DossierAPI.view(exchange)
        let d = view.dossier
        guard !view.redacted else { throw Refusal.noRightToSee }
        guard let at = d.files.firstIndex(where: { $0.file == exchange.parameter("file") }) else {
            throw Refusal.unknownFile(exchange.parameter("file"))
        }
        let file = d.files[at]
        guard let secret = file.secret else { throw Refusal.fileErased }
        let base = "/ho-so/\(URLText.encoded(d.number))/giay-to"
        let name = view.procedure.papers.first { $0.id == file.paper }?.name ?? Texts.Papers.others.words
        func link(_ i: Int, _ rel: StaticString, _ words: Text) -> HTML {
            guard d.files.indices.contains(i) else { return "" }
            return "<a class=\"do quietly\" rel=\"\(HTML(safe: rel))\" href=\"\(base)/\(d.files[i].file)\">\(words)</a>"
        }
        let body: HTML = """
            <p class="small"><a href="/ho-so/\(URLText.encoded(d.number))">\(d.number)</a> · \(view.procedure.shortName)</p>
            <h1>\(name)</h1>
            <p class="small">\(secret.name) · \(FileWords.kind(file.media)), \(FileWords.size(file.bytes)) · \
            \(Texts.Papers.filedBy) \(view.unitNames[file.unit] ?? file.unit) \(file.filedAt)</p>
            <div class="viewer"><div>\(picture(file, "\(base)/\(file.file)/tep", name))</div>
            <div><h2>\(Texts.Form.form)</h2>\(FormFacts.html(d, view.procedure))
            <p class="buttons">\(link(at - 1, "prev", Texts.Papers.before))\(link(at + 1, "next", Texts.Papers.after))
            <a class="do quietly" href="\(base)/\(file.file)/tep?tai=1">\(Texts.Papers.download)</a></p></div></div>
            """
        return exchange.page(
            "\(name) · \(d.number)", at: "/ho-so", wide: true,
            headers: [("content-security-policy", Site.policy + "; frame-src 'self'")], body)
    }

    private static func picture(_ file: PaperFile, _ path: String, _ name: String) -> HTML {
        if file.media.isImage { return "<img src=\"\(path)\" alt=\"\(name)\">" }
        if file.media == .pdf { return "<iframe src=\"\(path)\" title=\"\(name)\"></iframe>" }
        return "<p class=\"notice\">\(Texts.Papers.notShown)</p>"
    }
}
