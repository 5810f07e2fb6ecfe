// AdminFormer.swift: dossiers of an old system come in: the file is tried, its report read and signed, then it is taken in.
//
// The file travels with the signing form as it was tried, byte for byte (base64: a text area would change line ends), and
// the command checks its digest. Nothing is kept of a file that is not signed.

import Casework
import Foundation
import Office
import Oversight

extension Pages {
    static let adminFormerRoutes = [
        page("GET", AdminFormer.path, .staff, "Choose a file of old dossiers; where old units are today") { exchange in
            _ = try viewer(exchange, .former)
            return try await AdminFormer(exchange: exchange).reply(nil)
        },
        page("POST", AdminFormer.path, .staff, "Try a file of old dossiers, or sign it and take it in") { exchange in
            let caller = try viewer(exchange, .former)
            guard caller.administersCity else {
                throw Refusal.noRight("nhập hồ sơ của hệ thống cũ", "import dossiers of an old system", unit: "-")
            }
            var admin = AdminFormer(exchange: exchange)
            let (typed, now) = (exchange.typed, exchange.now)
            do {
                let bytes = try AdminFormer.bytes(typed)
                let report = try await exchange.house.server.ask { try FormerPlan.make(bytes, now: now, $0, $1).report }
                admin.tried = (report, bytes)
                guard report.isSound else { throw Refusal.formerFileWrong(report) }
            } catch let refusal as Refusal {
                return try await admin.reply(Attempt(action: "try", values: [:], refusal: refusal))
            }
            guard typed["do"] == "sign", let bytes = admin.tried?.bytes else { return try await admin.reply(nil) }
            let shown = admin
            return try await adminChange(exchange, form: "sign") {
                try await shown.reply($0)
            } _: { caller, typed, context in
                _ = try await exchange.house.server.submit {
                    try $0.adoptFormer(
                        bytes, tried: typed["file-digest"] ?? "", signature: typed["signature"] ?? "",
                        confirmed: typed["confirm"] == "true", by: caller, command: context.command, now: context.now)
                }
                return AdminFormer.path
            }
        },
    ]
}

struct AdminFormer {
    static let path = "/quan-tri/ho-so-cu"
    /// It must fit into one form, a third larger as base64.
    static let longest = 1_400_000
    /// Lines of a table; the command line gives all of them.
    static let shown = 200

    let exchange: Exchange
    var tried: (report: FormerReport, bytes: [UInt8])?

    private var directory: Directory { exchange.house.server.office.directory }

    /// The file as it was chosen, or as it came back with the signature.
    static func bytes(_ typed: [String: String]) throws(Refusal) -> [UInt8] {
        if typed["do"] == "sign" {
            guard let data = Data(base64Encoded: typed["data"] ?? "") else { throw .missing("file", Texts.Former.file.words) }
            return Array(data)
        }
        let text = typed["file"] ?? ""
        guard !text.isEmpty else { throw .missing("file", Texts.Former.file.words) }
        // What is not UTF-8 has been replaced while the form was read: it must not come in so.
        guard !text.unicodeScalars.contains("\u{FFFD}") else {
            throw .badValue("file", Texts.Former.file.words, vi: "không phải UTF-8", en: "it is not UTF-8")
        }
        guard text.utf8.count <= longest else {
            throw .badValue(
                "file", Texts.Former.file.words, vi: "lớn quá 1,4 MB; hãy chia tệp hoặc dùng motcua import dossiers",
                en: "larger than 1.4 MB; divide it, or use motcua import dossiers")
        }
        return Array(text.utf8)
    }

    func reply(_ attempt: Pages.Attempt?) async throws -> Reply {
        let page = AdminPage(exchange: exchange, area: .former, attempt: attempt)
        let history = try await Pages.adminHistory(.kinds(["FormerImportSigned"]), exchange)
        let mayImport = exchange.caller?.administersCity == true
        let signing: HTML = tried.map { $0.report.isSound ? sign(page, $0.report, $0.bytes) : "" } ?? ""
        let fileID = attempt?.refusal.field == "file" ? "\(attempt?.action ?? "try")-file" : "try-file"
        let choosing: HTML = """
            <form method="post" action="/quan-tri/ho-so-cu" enctype="multipart/form-data">\(exchange.mark)
            <div class="field"><label for="\(fileID)">\(Texts.Former.file)</label>
            <p class="hint" id="file-hint">\(Texts.Former.fileHint)</p>
            <input id="\(fileID)" name="file" type="file" accept="text/csv,.csv" aria-describedby="file-hint"></div>
            <p class="buttons"><button class="do\(signing.isEmpty ? " seal" : " quietly")" name="do" value="try">\
            \(Texts.Former.tryIt)</button></p></form>
            """
        let body: HTML = """
            \(tried.map { account($0.report) })\(signing)
            \(mayImport ? choosing : "")
            \(lookUp)\(history)
            """
        return page.reply(Texts.Former.sentence, wide: false, body)
    }

    // MARK: the report

    private func account(_ report: FormerReport) -> HTML {
        let remarks: [Text] = [
            report.restated > 0 ? Texts.Former.restated(report.restated) : nil,
            report.byCodeAlone > 0 ? Texts.Former.byCodeAlone(report.byCodeAlone) : nil,
            report.unprovable > 0 ? Texts.Former.unprovable(report.unprovable) : nil,
        ].compactMap { $0 }
        let lines: [HTML] = remarks.map { "<li>\($0)</li>\n" }
        let counts: HTML =
            report.dossiers == 0 ? "" : """
                <p class="lead">\(Texts.Former.counts(report))</p><ul>\(lines)</ul>
                \(table(Texts.Former.byState, report.states))\(table(Texts.Former.byUnit, report.units))
                \(table(Texts.Former.byProcedure, report.procedures))
                """
        return """
            <section class="sheet" id="bao-cao"><h2>\(Texts.Former.report)</h2>\(problems(report))\(counts)
            <p class="small">\(Texts.Former.digest): <span class="whole">\(report.file)</span></p></section>
            """
    }

    private func problems(_ report: FormerReport) -> HTML {
        guard report.problemCount > 0 else { return "" }
        let rows: [HTML] = report.problems.prefix(Self.shown).map { problem in
            """
            <tr><th scope="row">\(column: Texts.Former.line)\(problem.line)</th>\
            <td>\(problem.column?.rawValue)</td>\
            <td>\(Text(problem.vi, problem.en))</td></tr>

            """
        }
        let left = report.problemCount - rows.count
        let more: HTML = left > 0 ? "<p>\(Texts.Former.more(left))</p>" : ""
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Former.problems)">\
            <table class="stack"><caption>\(Texts.Former.problems) · \(report.problemCount)</caption>
            <thead><tr><th scope="col">\(Texts.Former.line)</th><th scope="col">\(Texts.Former.column)</th>\
            <th scope="col">\(Texts.Former.problem)</th></tr></thead><tbody>\(rows)</tbody></table></div>\(more)
            """
    }

    private func table(_ title: Text, _ lines: [FormerCount]) -> HTML {
        let rows: [HTML] = lines.prefix(Self.shown).map { line in
            "<tr><th scope=\"row\">\(line.name) <small>\(line.code)</small></th><td>\(line.count)</td></tr>\n"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(title)"><table><caption>\(title) · \(lines.count)</caption>
            <thead><tr><th scope="col">\(title)</th><th scope="col">\(Texts.Former.count)</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func sign(_ page: AdminPage, _ report: FormerReport, _ bytes: [UInt8]) -> HTML {
        let ticked: HTML = exchange.typed["confirm"] == "true" ? " checked" : ""
        return """
            <section class="sheet"><h2>\(Texts.Former.sign)</h2>
            <form method="post" action="/quan-tri/ho-so-cu" enctype="multipart/form-data" novalidate>\(exchange.mark)
            <input type="hidden" name="file-digest" value="\(report.file)">
            <input type="hidden" name="data" value="\(Data(bytes).base64EncodedString())">
            \(page.input(
                "sign", Field("signature", Texts.Former.signature.words, .text, required: true),
                hint: Texts.Former.signatureHint))
            <label class="pick"><input type="checkbox" id="sign-confirm" name="confirm" value="true"\(ticked)>
            <span>\(Texts.Former.confirm(report.dossiers))</span></label>
            <p class="buttons"><button class="do seal" name="do" value="sign">\(Texts.Former.sign)</button></p></form></section>
            """
    }

    // MARK: old units

    private var lookUp: HTML {
        let asked = exchange.method == "GET" ? exchange.text("cu") : ""
        let answer: HTML = asked.isEmpty ? "" : "<p class=\"notice\" role=\"status\">\(words(asked))</p>"
        return """
            <section><h2>\(Texts.Former.lookUp)</h2>
            <form class="search noprint" role="search" method="get" action="/quan-tri/ho-so-cu">
            \(FieldInput(Field("cu", Texts.Former.lookUpField.words, .text), value: asked).html)
            <button class="do quietly">\(Texts.Admin.find)</button></form>\(answer)</section>
            """
    }

    private func words(_ asked: String) -> Text {
        let units = FormerUnits(directory: directory)
        var answer = units.unit(asked, on: FormerUnits.merger.adding(days: -1))
        if answer == .unknown { answer = units.named(asked) }
        func name(_ code: String) -> String { "\(directory.unit(code)?.name ?? code) (\(code))" }
        switch answer {
        case .unit(let code, let old): return Texts.Former.now(old.map { FormerLine.name($0) } ?? asked, name(code))
        case .divided(let old, let into):
            return Texts.Former.divided(FormerLine.name(old), into.map(name).joined(separator: ", "))
        case .unknown: return Texts.Former.unknown
        }
    }
}
