// AdminImport.swift: records of the national portal become procedures: read first, with an honest account, then published.
//
// The record is pasted, or chosen as a file (multipart/form-data, read by `Form`). Reading publishes nothing.

import Casework
import Office

extension Pages {
    static let adminImportRoutes = [
        page("GET", "/quan-tri/nhap-thu-tuc", .staff, "Paste or choose a record of the national portal") { exchange in
            _ = try viewer(exchange, .procedures)
            return AdminImport(exchange: exchange).form(nil, report: nil)
        },
        page("POST", "/quan-tri/nhap-thu-tuc", .staff, "Read records, or publish what was read") { exchange in
            _ = try viewer(exchange, .procedures)
            let admin = AdminImport(exchange: exchange)
            let report: ImportReport
            do { report = try admin.read() } catch let refusal as Refusal {
                return admin.form(
                    Attempt(action: "import", values: exchange.typed, refusal: refusal), report: nil)
            }
            guard exchange.typed["do"] == "publish" else { return admin.form(nil, report: report) }
            return try await adminChange(exchange, form: "import") {
                admin.form($0, report: report)
            } _: { caller, typed, context in
                let from = try Pages.day(typed, "validFrom", Texts.Admin.from)
                try await exchange.house.server.submit { work in
                    for field in report.newFields {
                        try work.register(field, by: caller, command: context.command, now: context.now)
                    }
                    for procedure in report.procedures {
                        try work.publish(
                            procedure, validFrom: from, by: caller, command: context.command, now: context.now)
                    }
                }
                return report.procedures.count == 1
                    ? "/quan-tri/thu-tuc/\(report.procedures[0].code)" : "/quan-tri/thu-tuc"
            }
        },
    ]
}

struct AdminImport {
    let exchange: Exchange

    private var directory: Directory { exchange.house.server.office.directory }
    private var json: String {
        let typed = exchange.typed
        let file = typed["file"] ?? ""
        return file.isEmpty ? typed["json"] ?? "" : file
    }

    func read() throws -> ImportReport {
        guard !json.isEmpty else { throw Refusal.missing("json", Texts.AdminProcedure.json.words) }
        let from = CivilDate(exchange.typed["validFrom"] ?? "") ?? exchange.now.date.adding(days: 1)
        let report = try ProcedureImport.report(json: json, directory, validFrom: from)
        guard report.lines.count <= 200 else {
            throw Refusal.badValue("json", Texts.AdminProcedure.json.words, vi: "tối đa 200 bản ghi", en: "at most 200 records")
        }
        return report
    }

    func form(_ attempt: Pages.Attempt?, report: ImportReport?) -> Reply {
        let page = AdminPage(exchange: exchange, area: .procedures, attempt: attempt)
        let typed = exchange.method == "POST" ? exchange.typed : [:]
        let from = typed["validFrom"] ?? exchange.now.date.adding(days: 1).description
        let error: HTML? = attempt?.refusal.field == "json"
            ? "<p class=\"error\" id=\"json-error\">\(Text(attempt?.refusal.vi ?? "", attempt?.refusal.en ?? ""))</p>" : nil
        let isAdmin = exchange.caller?.administersCity == true
        let ready = isAdmin && report.map { !$0.procedures.isEmpty && problems($0).isEmpty } ?? false
        let publish: HTML =
            ready ? "<button class=\"do seal\" name=\"do\" value=\"publish\">\(Texts.AdminProcedure.publishRead)</button>" : ""
        let body: HTML = """
            \(report.map(account))
            <form method="post" action="/quan-tri/nhap-thu-tuc" enctype="multipart/form-data">\(exchange.mark)
            <div class="field"><label for="import-json">\(Texts.AdminProcedure.json)</label>\(error)
            <textarea id="import-json" class="yaml" name="json" rows="12" spellcheck="false" autocomplete="off">
            \(exchange.method == "POST" ? json : "")</textarea></div>
            <div class="field"><label for="import-file">\(Texts.AdminProcedure.file)</label>
            <input id="import-file" name="file" type="file" accept="application/json,.json"></div>
            \(page.input("import", Field("validFrom", Texts.Admin.from.words, .date, required: true), value: from))
            <p class="buttons"><button class="do\(ready ? " quietly" : " seal")" name="do" \
            value="read">\(Texts.AdminProcedure.read)</button>\(publish)</p></form>
            """
        let trail: HTML = " · <a href=\"/quan-tri/thu-tuc\">\(Texts.Admin.procedures)</a>"
        return page.reply(Texts.AdminProcedure.importSentence, trail: trail, wide: false, body)
    }

    /// What keeps a definition from being published.
    private func problems(_ report: ImportReport) -> [(String, LintFinding)] {
        report.procedures.flatMap { procedure in
            directory.lint(procedure, with: report.newFields).map { (procedure.code, $0) }
        }
    }

    private func account(_ report: ImportReport) -> HTML {
        let lines: [HTML] = report.lines.map { line in
            let procedure = report.procedures.first { $0.code == line.code }
            let name: HTML = line.isTaken ? "\(procedure?.shortName)" : "<b class=\"error\">\(Texts.AdminProcedure.notTaken)</b>"
            let newest = directory.procedures[line.code]?.first
            var differs: HTML = ""
            if let newest, var next = procedure {
                (next.version, next.validFrom) = (newest.version, newest.validFrom)
                differs = AdminProcedures.sideBySide(
                    ProcedureComparison.changes(from: newest, to: next), newest, next)
            }
            return """
                <section class="sheet"><h2>\(line.code) · \(name)</h2>
                \(list(Texts.AdminProcedure.taken, line.taken))\(list(Texts.AdminProcedure.guessed, line.guessed))
                \(list(Texts.AdminProcedure.leftOut, line.leftOut))\(differs)</section>

                """
        }
        let wrong: [HTML] = problems(report).prefix(50).map { code, finding in
            "<li>\(code): \(finding.path): \(Text(finding.vi, finding.en))</li>\n"
        }
        let mends: HTML =
            wrong.isEmpty ? "" : """
                <div class=\"notice bad\" role=\"alert\"><p>\(Texts.AdminProcedure.mends)</p><ul>\(wrong)</ul>\
                </div>
                """
        return "<div id=\"bao-cao\" role=\"status\">\(mends)\(lines)</div>"
    }

    private func list(_ title: Text, _ phrases: [String]) -> HTML {
        guard !phrases.isEmpty else { return "" }
        let items: [HTML] = phrases.map { "<li>\($0)</li>\n" }
        return "<h3>\(title)</h3><ul>\(items)</ul>"
    }
}
