// AdminTexts.swift: editable texts: list, reword in two languages, preview with sample data, history.

import Casework
import Office

extension Pages {
    static let adminTextRoutes = [
        page("GET", "/quan-tri/van-ban", .staff, "Editable texts") { exchange in
            _ = try viewer(exchange, .texts)
            return try await AdminTexts(exchange: exchange).list()
        },
        page("GET", "/quan-tri/van-ban/{key}", .staff, "One text with its wordings") { exchange in
            _ = try viewer(exchange, .texts)
            return try await AdminTexts(exchange: exchange).one(nil)
        },
        page("POST", "/quan-tri/van-ban/{key}", .staff, "Preview or save a wording") { exchange in
            _ = try viewer(exchange, .texts)
            let key = exchange.parameter("key")
            if exchange.typed["do"] == "preview" { return try await AdminTexts(exchange: exchange).one(nil) }
            return try await adminChange(exchange, form: "text-" + (exchange.typed["language"] ?? "")) {
                try await AdminTexts(exchange: exchange).one($0)
            } _: { caller, typed, context in
                let from = try moment(typed, "from", Texts.AdminText.from) ?? context.now
                let fact = TextSet(
                    key: key, language: typed["language"] ?? "",
                    text: VietnameseText.normalized(typed["text"] ?? "", long: true), from: from)
                try await exchange.house.server.submit {
                    try $0.setText(fact, by: caller, command: context.command, now: context.now)
                }
                return "/quan-tri/van-ban/\(URLText.encoded(key))"
            }
        },
    ]
}

struct AdminTexts {
    let exchange: Exchange
    private var directory: Directory { exchange.house.server.office.directory }

    func list() async throws -> Reply {
        let rows: [HTML] = EditableTexts.all.map { text in
            let words = directory.wording(text, "vi", at: exchange.now)
            return """
                <tr><th scope="row"><a \
                href="/quan-tri/van-ban/\(URLText.encoded(text.key))">\(Text(text.vi, text.en))</a><br>\
                <small>\(text.key)</small></th>
                <td>\(words.isEmpty ? Texts.AdminText.empty.words : String(words.prefix(200)))</td></tr>

                """
        }
        let body: HTML = """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Admin.texts)">\
            <table class="stack"><caption>\(Texts.Admin.texts) · \(rows.count)</caption>
            <thead><tr><th scope="col">\(Texts.AdminText.key)</th><th scope="col">\(Texts.AdminText.now)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            \(try await Pages.adminHistory(.kinds(["TextSet"]), exchange))
            """
        return AdminPage(exchange: exchange, area: .texts).reply(Texts.AdminText.sentence, body)
    }

    func one(_ attempt: Pages.Attempt?) async throws -> Reply {
        let key = exchange.parameter("key")
        guard let text = EditableTexts.named(key) else {
            throw Refusal(
                .notFound, "unknown-text", vi: "Không có văn bản mẫu “\(key)”.", en: "There is no text “\(key)”.")
        }
        let page = AdminPage(exchange: exchange, area: .texts, attempt: attempt)
        let forms: [HTML] = EditableText.languages.map { form(page, text, $0) }
        let names: [HTML] = text.placeholders.map {
            "<li><b>{\($0.name)}</b> \(Text($0.vi, $0.en)) <small>\($0.sample)</small></li>\n"
        }
        let known: HTML =
            names.isEmpty ? "" : "<h2>\(Texts.AdminText.placeholders)</h2><ul class=\"check\">\(names)</ul>"
        let body: HTML = """
            \(forms)\(known)
            \(versions(text))
            \(try await Pages.adminHistory(.subject("text:\(key)"), exchange))
            """
        return page.reply(
            Text(text.vi, text.en), trail: " · <a href=\"/quan-tri/van-ban\">\(Texts.Admin.texts)</a>", wide: false,
            body)
    }

    private func form(_ page: AdminPage, _ text: EditableText, _ language: String) -> HTML {
        let typed = exchange.method == "POST" ? exchange.typed : [:]
        let isThis = typed["language"] == language
        let now = directory.wording(text, language, at: exchange.now)
        let words = isThis ? typed["text"] ?? now : now
        let problem = text.problem(words)
        let filled: HTML =
            problem == nil
            ? "<p class=\"notice\">\(words.isEmpty ? Texts.AdminText.empty.words : EditableText.filled(words, text.samples))</p>"
            : "<p class=\"notice bad\" role=\"alert\">\(Text(problem?.vi ?? "", problem?.en ?? ""))</p>"
        let title = language == "vi" ? Texts.AdminText.vi : Texts.AdminText.en
        let form = "text-\(language)"
        let buttons: HTML =
            exchange.caller?.administersCity == true
            ? """
            <p class="buttons"><button class="do seal" name="do" value="save">\(Texts.Admin.save)</button>
            <button class="do quietly" name="do" value="preview">\(Texts.Admin.preview)</button></p>
            """ : ""
        return """
            <section class="sheet"><h2>\(title)</h2>
            <form method="post" action="/quan-tri/van-ban/\(URLText.encoded(text.key))">\(exchange.mark)
            <input type="hidden" name="language" value="\(language)">
            \(page.input(form, Field("text", Texts.AdminText.wording.words, .longText), value: words))
            \(page.input(form, Field("from", Texts.AdminText.from.words, .dateTime), value: isThis ? typed["from"] ?? "" : ""))
            \(buttons)</form>
            <h3>\(Texts.AdminText.sample)</h3>\(filled)</section>
            """
    }

    private func versions(_ text: EditableText) -> HTML {
        let all = EditableText.languages.flatMap { directory.arranged.texts["\(text.key)/\($0)"] ?? [] }
            .sorted { $1.from < $0.from }
        let items: [HTML] = all.prefix(30).map {
            "<li>\($0.from) · \($0.language)<br>“\($0.text)”</li>\n"
        }
        return items.isEmpty
            ? "" : """
                <details><summary>\(Texts.AdminText.versions) (\(all.count))</summary>\
                <ul class=\"check\">\(items)</ul></details>
                """
    }
}
