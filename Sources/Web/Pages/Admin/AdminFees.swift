// AdminFees.swift: a fee changes by a new version of its procedure: amounts, tariff, exemptions, ground, from a day on.
//
// The council's rates that no source gives are filled in here. The preview says what differs in words before anything
// is published; open dossiers keep the fees of their version.

import Casework
import Office

extension Pages {
    static let adminFeeRoutes = [
        page("GET", "/quan-tri/thu-tuc/{code}/phi", .staff, "The fees of a procedure, to change") { exchange in
            _ = try viewer(exchange, .procedures)
            return try AdminFees(exchange: exchange).form(nil, next: nil)
        },
        page("POST", "/quan-tri/thu-tuc/{code}/phi", .staff, "Preview or publish changed fees from a day on") {
            exchange in
            _ = try viewer(exchange, .procedures)
            let fees = AdminFees(exchange: exchange)
            if exchange.typed["do"] == "preview" {
                do {
                    return try fees.form(nil, next: try fees.changed(exchange.typed))
                } catch let refusal as Refusal {
                    return try fees.form(
                        Attempt(action: "fees", values: exchange.typed, refusal: refusal), next: nil)
                }
            }
            return try await adminChange(exchange, form: "fees") {
                try fees.form($0, next: nil)
            } _: { caller, typed, context in
                try AdminProcedures(exchange: exchange).checkBasis(typed)
                let next = try fees.changed(typed)
                let from = try Pages.day(typed, "validFrom", Texts.Admin.from)
                try await exchange.house.server.submit {
                    _ = try $0.publish(next, validFrom: from, by: caller, command: context.command, now: context.now)
                }
                return "/quan-tri/thu-tuc/\(next.code)"
            }
        },
    ]
}

struct AdminFees {
    let exchange: Exchange
    private var procedures: AdminProcedures { AdminProcedures(exchange: exchange) }

    // MARK: reading the form

    /// The newest version with the fees that were typed.
    func changed(_ typed: [String: String]) throws -> Procedure {
        var next = try procedures.newest()
        for i in next.fees.indices {
            let p = "fee\(i)-"
            guard let rule = typed[p + "rule"].flatMap({ Procedure.FeeRule(rawValue: $0) }) else { continue }
            next.fees[i].rule = rule
            next.fees[i].amount = [.free, .tiered].contains(rule) ? nil : try money(typed, p + "amount", Texts.AdminProcedure.amount)
            if [.fixed, .each].contains(rule), next.fees[i].amount == nil {
                throw Refusal.missing(p + "amount", Texts.AdminProcedure.amount.words)
            }
            next.fees[i].tiers = rule == .tiered ? try tiers(typed[p + "tiers"] ?? "", p + "tiers") : nil
            next.fees[i].cap =
                [.each, .tiered].contains(rule) ? try money(typed, p + "cap", Texts.AdminProcedure.cap) : nil
            if ![.each, .tiered].contains(rule) { (next.fees[i].base, next.fees[i].times) = (nil, nil) }
            next.fees[i].exemptions = try exemptions(typed[p + "exemptions"] ?? "", p + "exemptions")
            let ground = try Field(p + "ground", Texts.AdminProcedure.feeGround.words, .longText)
                .normalized(typed[p + "ground"] ?? "")
            next.fees[i].ground = ground.isEmpty ? nil : ground
        }
        // What an administrator enters from a text is read, not inferred.
        if next.fees.allSatisfy({ $0.rule == .free || $0.amount != nil || $0.tiers != nil }),
            next.confidence["fee"] == "open"
        {
            next.confidence["fee"] = "B"
        }
        return next
    }

    private func money(_ typed: [String: String], _ name: String, _ title: Text) throws -> Int? {
        let text = (typed[name] ?? "").filter { !$0.isWhitespace && $0 != "." }
        if text.isEmpty { return nil }
        return Int(try Field(name, title.words, .money).normalized(text))
    }

    private func lines(_ text: String) -> [(left: String, right: String)] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let line = VietnameseText.plain(String(line))
            guard !line.isEmpty else { return nil }
            let parts = line.split(separator: ":", maxSplits: 1).map { VietnameseText.plain(String($0)) }
            return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        }
    }

    private func tiers(_ text: String, _ name: String) throws -> [Procedure.FeeTier] {
        let rest = [Texts.AdminProcedure.rest.vi, Texts.AdminProcedure.rest.en, "*"]
        let tiers: [Procedure.FeeTier] = try lines(text).map { left, right in
            let upTo = rest.contains(left) ? nil : Int(left)
            guard let each = Int(right.filter { $0 != "." }), each >= 0, upTo != nil || rest.contains(left) else {
                throw Refusal.badValue(
                    name, Texts.AdminProcedure.tiers.words, vi: "viết mỗi dòng như “2: 2000”, dòng cuối “còn lại: 1000”",
                    en: "write each line as “2: 2000”, the last “rest: 1000”")
            }
            return Procedure.FeeTier(upTo: upTo, each: each)
        }
        guard !tiers.isEmpty else { throw Refusal.missing(name, Texts.AdminProcedure.tiers.words) }
        return tiers
    }

    private func exemptions(_ text: String, _ name: String) throws -> [Procedure.Choice]? {
        let choices: [Procedure.Choice] = try lines(text).map { left, right in
            guard !left.isEmpty, !right.isEmpty, left.utf8.count <= 40, !left.contains(",") else {
                throw Refusal.badValue(
                    name, Texts.AdminProcedure.exemptions.words, vi: "viết mỗi dòng như “ho-ngheo: Hộ nghèo”",
                    en: "write each line as “ho-ngheo: Hộ nghèo”")
            }
            return Procedure.Choice(value: left, label: right)
        }
        return choices.isEmpty ? nil : choices
    }

    // MARK: the form

    func form(_ attempt: Pages.Attempt?, next: Procedure?) throws -> Reply {
        let newest = try procedures.newest()
        let page = AdminPage(exchange: exchange, area: .procedures, attempt: attempt)
        let typed = exchange.method == "POST" ? exchange.typed : [:]
        let today = exchange.now.date
        let from = typed["validFrom"] ?? max(today.adding(days: 1), newest.validFrom).description
        let preview: HTML? = next.map { next in
            let changes = ProcedureComparison.changes(from: newest, to: next)
            let none: HTML = "<p class=\"notice\" role=\"status\">\(Texts.AdminProcedure.same)</p>"
            return changes.isEmpty ? none : AdminProcedures.sideBySide(changes, newest, next)
        }
        let fees: [HTML] = newest.fees.indices.map { fee(page, $0, newest, typed) }
        let isAdmin = exchange.caller?.administersCity == true
        let form: HTML =
            newest.fees.isEmpty
            ? "<p>\(Texts.AdminProcedure.noFees)</p>"
            : """
            <form method="post" action="/quan-tri/thu-tuc/\(newest.code)/phi">\(exchange.mark)
            <input type="hidden" name="basis" value="\(typed["basis"] ?? "\(newest.version)")">
            \(fees)
            \(page.input("fees", Field("validFrom", Texts.Admin.from.words, .date, required: true), value: from))
            <p class="buttons"><button class="do\(next == nil ? " seal" : " quietly")" name="do" \
            value="preview">\(Texts.Admin.preview)</button>
            \(isAdmin ? publish(isMain: next != nil) : "")</p>\
            </form>
            """
        let trail: HTML = """
             · <a href="/quan-tri/thu-tuc">\(Texts.Admin.procedures)</a> · <a \
             href="/quan-tri/thu-tuc/\(newest.code)">\(newest.code) \(newest.shortName)</a>
            """
        return page.reply(Texts.AdminProcedure.feeSentence, trail: trail, wide: false, "\(preview)\(form)")
    }

    private func publish(isMain: Bool) -> HTML {
        "<button class=\"do\(isMain ? " seal" : " quietly")\" name=\"do\" value=\"publish\">\(Texts.Admin.publish)</button>"
    }

    private func fee(_ page: AdminPage, _ i: Int, _ procedure: Procedure, _ typed: [String: String]) -> HTML {
        let fee = procedure.fees[i]
        let p = "fee\(i)-"
        func value(_ name: String, _ now: String?) -> String { typed[p + name] ?? now ?? "" }
        let rules = Procedure.FeeRule.allCases.map {
            Procedure.Choice(value: $0.rawValue, label: Texts.AdminProcedure.ruleName($0).words)
        }
        let tiers = fee.tiers?.map { "\($0.upTo.map { "\($0)" } ?? Texts.AdminProcedure.rest.words): \($0.each)" }
        let free = fee.exemptions?.map { "\($0.value): \($0.label)" }
        let scope = [
            fee.case.flatMap { id in procedure.cases.first { $0.id == id }?.name },
            fee.channel.map { Texts.Form.channel($0).words },
        ].compactMap { $0 }.joined(separator: ", ")
        func field(_ name: String, _ title: Text, _ type: Procedure.FieldType, _ now: String?) -> HTML {
            page.input("fees", Field(p + name, title.words, type), value: value(name, now))
        }
        let words = Texts.AdminProcedure.self
        let rule = Field(p + "rule", words.rule.words, .user, required: true, choices: rules)
        return """
            <fieldset class="sheet"><legend>\(fee.name)\(scope.isEmpty ? "" : " (\(scope))")</legend>
            <div class="row">\(page.input("fees", rule, value: value("rule", fee.rule.rawValue)))
            \(field("amount", words.amount, .money, fee.amount.map { "\($0)" }))
            \(field("cap", words.cap, .money, fee.cap.map { "\($0)" }))</div>
            <div class="row">\(field("tiers", words.tiers, .longText, tiers?.joined(separator: "\n")))
            \(field("exemptions", words.exemptions, .longText, free?.joined(separator: "\n")))</div>
            \(field("ground", words.feeGround, .longText, fee.ground))
            </fieldset>
            """
    }
}
