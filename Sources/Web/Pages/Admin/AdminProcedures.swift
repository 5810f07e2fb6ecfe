// AdminProcedures.swift: procedures: list, one as rail and text, two versions side by side, the text edited into a new one.

import Casework
import Office

extension Pages {
    static let adminProcedureRoutes = [
        page("GET", "/quan-tri/thu-tuc", .staff, "Procedures with their versions") { exchange in
            _ = try viewer(exchange, .procedures)
            return try await AdminProcedures(exchange: exchange).list()
        },
        page("GET", "/quan-tri/thu-tuc/{code}", .staff, "One procedure: rail, text, versions") { exchange in
            _ = try viewer(exchange, .procedures)
            return try await AdminProcedures(exchange: exchange).one()
        },
        page("GET", "/quan-tri/thu-tuc/{code}/so-sanh", .staff, "Two versions side by side") { exchange in
            _ = try viewer(exchange, .procedures)
            return try AdminProcedures(exchange: exchange).comparison()
        },
        page("GET", "/quan-tri/thu-tuc/{code}/sua", .staff, "The text of a procedure, to edit") { exchange in
            _ = try viewer(exchange, .procedures)
            return try AdminProcedures(exchange: exchange).editor(nil)
        },
        page("POST", "/quan-tri/thu-tuc/{code}/sua", .staff, "Check the text, or publish it from a day on") {
            exchange in
            let caller = try viewer(exchange, .procedures)
            let admin = AdminProcedures(exchange: exchange)
            let typed = exchange.typed
            let (read, findings) = DefinitionText.check(typed["yaml"] ?? "", admin.directory)
            guard typed["do"] == "publish", caller.administersCity, findings.isEmpty, let read else {
                return try admin.editor(nil, checked: (read, findings))
            }
            return try await adminChange(exchange, form: "edit") {
                try admin.editor($0, checked: (read, findings))
            } _: { caller, typed, context in
                let code = exchange.parameter("code")
                guard read.code == code else {
                    throw Refusal.badValue("yaml", "code", vi: "phải là \(code)", en: "it must be \(code)")
                }
                try admin.checkBasis(typed)
                let from = try Pages.day(typed, "validFrom", Texts.Admin.from)
                try await exchange.house.server.submit {
                    _ = try $0.publish(read, validFrom: from, by: caller, command: context.command, now: context.now)
                }
                return "/quan-tri/thu-tuc/\(code)"
            }
        },
    ]
}

struct AdminProcedures {
    let exchange: Exchange

    var directory: Directory { exchange.house.server.office.directory }
    private var today: CivilDate { exchange.now.date }
    private var isAdmin: Bool { exchange.caller?.administersCity == true }

    static func hasOpenFee(_ procedure: Procedure) -> Bool {
        procedure.fees.contains { $0.rule == .council && $0.amount == nil }
    }
    static func sentence(_ directory: Directory) -> Text {
        let newest = directory.procedureCodes.compactMap { directory.procedures[$0]?.first }
        return Texts.Admin.proceduresSentence(newest.count, newest.count(where: hasOpenFee))
    }

    /// The newest version of the path's procedure.
    func newest() throws -> Procedure {
        let code = exchange.parameter("code")
        guard let newest = directory.procedures[code]?.first else { throw Refusal.unknownProcedure(code) }
        return newest
    }

    /// Refuses when somebody published a version since the form was drawn.
    func checkBasis(_ typed: [String: String]) throws {
        guard let basis = typed["basis"].flatMap({ Int($0) }), basis != (try newest().version) else { return }
        throw Refusal(
            .stale, "newer-version", vi: Texts.AdminProcedure.overtaken.vi, en: Texts.AdminProcedure.overtaken.en)
    }

    // MARK: all

    func list() async throws -> Reply {
        let q = exchange.text("q")
        let words = VietnameseText.folded(String(q.prefix(200))).split(separator: " ")
        let found = directory.procedureIndex.filter { _, folded in
            words.allSatisfy { (" " + folded).contains(" " + $0) }
        }.compactMap { directory.procedures[$0.code]?.first }
        let rows: [HTML] = found.prefix(300).map { procedure in
            let inForce = directory.procedure(procedure.code, on: today)?.version
            let coming: HTML =
                procedure.validFrom > today
                ? " <span class=\"pill near\">\(Texts.AdminProcedure.coming): \(procedure.validFrom.vietnamese)</span>" : ""
            let open: HTML =
                AdminProcedures.hasOpenFee(procedure) ? " <span class=\"pill wait\">\(Texts.Fee.open)</span>" : ""
            return """
                <tr><th scope="row"><a \
                href="/quan-tri/thu-tuc/\(procedure.code)">\(procedure.shortName)</a>\(open)</th>\
                <td>\(column: Texts.AdminUnit.code)\(procedure.code)</td>
                <td>\(directory.fields[procedure.field]?.name ?? procedure.field)</td>\
                <td>\(column: Texts.AdminProcedure.version)\(inForce.map { "\($0)" } ?? "–")\(coming)</td></tr>

                """
        }
        let importing: HTML =
            isAdmin
            ? """
                <p class=\"buttons\"><a class=\"do quietly\" \
                href=\"/quan-tri/nhap-thu-tuc\">\(Texts.AdminProcedure.importing)</a></p>
                """ : ""
        let body: HTML = """
            \(Pages.searchForm("/quan-tri/thu-tuc", q, Texts.AdminProcedure.search))\(importing)
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Admin.procedures)">\
            <table class="stack"><caption>\(Texts.Admin.procedures) · \(found.count)</caption>
            <thead><tr><th scope="col">\(Texts.Inbox.procedure)</th><th scope="col">\(Texts.AdminUnit.code)</th>\
            <th scope="col">\(Texts.Inbox.field)</th><th scope="col">\(Texts.AdminProcedure.version)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            \(try await Pages.adminHistory(.kinds(["ProcedurePublished"]), exchange, limit: 10))
            """
        return AdminPage(exchange: exchange, area: .procedures).reply(AdminProcedures.sentence(directory), body)
    }

    // MARK: one

    private func trail(_ procedure: Procedure) -> HTML {
        """
         · <a href="/quan-tri/thu-tuc">\(Texts.Admin.procedures)</a> · <a \
         href="/quan-tri/thu-tuc/\(procedure.code)">\(procedure.code)</a>
        """
    }

    func one() async throws -> Reply {
        let newest = try newest()
        let asked = Int(exchange.text("version"))
        let shown = asked.flatMap { directory.procedure(newest.code, version: $0) }
            ?? directory.procedure(newest.code, on: today) ?? newest
        let statements: [HTML] = ProcedureComparison.statements(shown).map {
            "<dt>\(Text($0.vi, $0.en))</dt><dd>\($0.words)</dd>\n"
        }
        var rail = StatusRail(stops: shown.steps.map { .init(name: $0.name, note: note($0), state: .ahead) })
        rail.tall = false
        let edit: HTML =
            isAdmin
            ? """
            <p class="buttons"><a class="do seal" href="/quan-tri/thu-tuc/\(newest.code)/phi">\(Texts.AdminProcedure.editFees)</a>
            <a class="do quietly" href="/quan-tri/thu-tuc/\(newest.code)/sua">\(Texts.AdminProcedure.editYAML)</a></p>
            """ : ""
        let body: HTML = """
            <p class="small">\(Texts.AdminProcedure.versionName(shown.version, shown.validFrom.vietnamese)) · \(state(shown))</p>
            \(rail)\(edit)
            <div class="two"><div>
            <h2>\(Texts.AdminProcedure.text)</h2><dl class="facts">\(statements)</dl>
            </div><div>\(versions(newest.code))
            \(try await Pages.adminHistory(.subject("procedure:\(newest.code)"), exchange))</div></div>
            """
        return AdminPage(exchange: exchange, area: .procedures).reply(
            Text(shown.shortName, shown.shortName), trail: trail(newest), body)
    }

    private func note(_ step: Procedure.Step) -> Text? {
        let role = Text(step.role.words.vi, step.role.words.en)
        guard let minutes = step.budgetMinutes else { return role }
        let span = TimePill.span(minutes)
        return Text("\(role.vi), \(span.vi)", "\(role.en), \(span.en)")
    }

    private func state(_ procedure: Procedure) -> Text {
        if procedure.validFrom > today { return Texts.AdminProcedure.coming }
        return directory.procedure(procedure.code, on: today)?.version == procedure.version
            ? Texts.AdminProcedure.inForce : Texts.AdminProcedure.past
    }

    private func versions(_ code: String) -> HTML {
        let all = directory.procedures[code] ?? []
        let items: [HTML] = all.enumerated().map { index, version in
            let name = Texts.AdminProcedure.versionName(version.version, version.validFrom.vietnamese)
            let compare: HTML? = all.dropFirst(index + 1).first.map { old in
                """
                 · <a href="/quan-tri/thu-tuc/\(code)/so-sanh?a=\(old.version)&amp;b=\(version.version)">\
                \(Texts.AdminProcedure.compare) \(old.version) → \(version.version)</a>
                """
            }
            return """
                <li><a href="/quan-tri/thu-tuc/\(code)?version=\(version.version)">\(name)</a>
                <small>\(state(version))</small>\(compare)</li>

                """
        }
        return "<h2>\(Texts.AdminProcedure.versions)</h2><ul class=\"plainlist\">\(items)</ul>"
    }

    // MARK: comparing

    func comparison() throws -> Reply {
        let newest = try newest()
        guard let a = Int(exchange.text("a")).flatMap({ directory.procedure(newest.code, version: $0) }),
            let b = Int(exchange.text("b")).flatMap({ directory.procedure(newest.code, version: $0) })
        else { throw Refusal.missing("a", Texts.AdminProcedure.version.words) }
        let changes = ProcedureComparison.changes(from: a, to: b)
        return AdminPage(exchange: exchange, area: .procedures).reply(
            changes.isEmpty ? Texts.AdminProcedure.same : Texts.AdminProcedure.differs(changes.count),
            trail: trail(newest), AdminProcedures.sideBySide(changes, a, b))
    }

    static func sideBySide(
        _ changes: [ProcedureComparison.Change], _ old: Procedure, _ new: Procedure
    ) -> HTML {
        guard !changes.isEmpty else { return "" }
        let none = Texts.AdminProcedure.absent.words
        let head = Texts.AdminProcedure.self
        let before = head.versionName(old.version, old.validFrom.vietnamese)
        let rows: [HTML] = changes.map {
            """
            <tr><th scope="row">\(Text($0.vi, $0.en))</th><td>\(column: before)\($0.old ?? none)</td>
            <td>\(column: head.new)\($0.new ?? none)</td></tr>

            """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(head.compare)">\
            <table class="stack" id="khac"><caption>\(new.shortName) · \(head.differs(changes.count))</caption>
            <thead><tr><th scope="col">\(head.part)</th><th \
            scope="col">\(before)</th>\
            <th scope="col">\(head.new)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    // MARK: editing

    func editor(
        _ attempt: Pages.Attempt?, checked: (procedure: Procedure?, findings: [DefinitionText.Finding])? = nil
    ) throws -> Reply {
        let newest = try newest()
        let typed = exchange.method == "POST" ? exchange.typed : [:]
        let yaml = try typed["yaml"] ?? ProcedureImport.yaml(newest)
        let page = AdminPage(exchange: exchange, area: .procedures, attempt: attempt)
        let from = typed["validFrom"] ?? max(today.adding(days: 1), newest.validFrom).description
        let form: HTML =
            isAdmin
            ? """
            <form method="post" action="/quan-tri/thu-tuc/\(newest.code)/sua">\(exchange.mark)
            <input type="hidden" name="basis" value="\(typed["basis"] ?? "\(newest.version)")">
            <div class="field"><label for="yaml">\(Texts.AdminProcedure.yaml)</label>
            <textarea id="yaml" class="yaml" name="yaml" rows="30" spellcheck="false" autocomplete="off">
            \(yaml)</textarea></div>
            \(page.input("edit", Field("validFrom", Texts.Admin.from.words, .date, required: true), value: from))
            <p class="buttons"><button class="do quietly" name="do" value="check">\(Texts.AdminProcedure.check)</button>
            <button class="do seal" name="do" value="publish">\(Texts.Admin.publish)</button></p></form>
            """ : ""
        let body: HTML = "\(report(checked, newest))\(form)"
        return page.reply(Texts.AdminProcedure.editYAML, trail: trail(newest), body)
    }

    private func report(
        _ checked: (procedure: Procedure?, findings: [DefinitionText.Finding])?, _ newest: Procedure
    ) -> HTML {
        guard let checked else { return "" }
        guard checked.findings.isEmpty, let procedure = checked.procedure else {
            let items: [HTML] = checked.findings.prefix(50).map { finding in
                let line: HTML = finding.line > 0 ? "<b>\(Texts.AdminProcedure.line) \(finding.line)</b>: " : ""
                return "<li>\(line)\(Text(finding.vi, finding.en))</li>\n"
            }
            return """
                <div class="notice bad" role="alert"><p>\(Texts.AdminProcedure.findings) \
                (\(checked.findings.count)):</p><ul id="loi">\(items)</ul></div>
                """
        }
        var next = procedure
        (next.version, next.validFrom) = (newest.version, newest.validFrom)
        let changes = ProcedureComparison.changes(from: newest, to: next)
        return """
            <div class="notice good" role="status"><p>\(Texts.AdminProcedure.sound) \
            \(changes.isEmpty ? Texts.AdminProcedure.same : Texts.AdminProcedure.differs(changes.count))</p>\
            </div>
            \(AdminProcedures.sideBySide(changes, newest, next))
            """
    }
}
