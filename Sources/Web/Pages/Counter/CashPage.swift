// CashPage.swift: the page of the cash book: first what was taken, then taking, the list, and the closing that must balance.

import Casework
import Office

struct CashPage {
    let exchange: Exchange
    let view: CashDay
    let units: [String]
    var refusal: Refusal?
    /// Which form was refused.
    var part: String
    let typed: [String: String]
    var dossier: DossierView?

    private var directory: Directory { exchange.house.server.office.directory }
    private var isToday: Bool { view.day == exchange.now.date }

    var reply: Reply {
        if exchange.wantsCSV { return DeskFiles.cash(view, exchange) }
        let body: HTML = """
            \(DeskPlaces.html(at: "/quay/thu-tien"))
            <p class="small">\(directory.unit(view.unit)?.name) · \(view.day.vietnamese)</p>
            <h1>\(Texts.Cash.sentence(Money.words(view.sums.total), view.sums.receipts, closed: view.isClosed))</h1>
            \(notices)
            <div class="two"><div>
            \(isToday ? take : "")
            <section id="so-quy" data-live="cash:\(view.unit)">\(list)\(clerks)\(exemptions)\(closings)</section>
            <p>\(exchange.csvLink)</p>
            </div><div>\(closing)\(days)</div></div>
            """
        return exchange.page(
            Texts.Cash.title.words, at: "/quay", wide: true, status: refusal?.status ?? 200, body)
    }

    private var notices: HTML {
        var shown: [HTML] = [ProblemNotice(refusal).html]
        switch exchange.query["xong"] {
        case "khoa": shown.append(Lines.good(Texts.Cash.closedNow))
        case "mien": shown.append(Lines.good(Texts.Cash.exempted))
        default: break
        }
        if !view.openDays.isEmpty {
            let links: [HTML] = view.openDays.prefix(10).map {
                " <a href=\"/quay/thu-tien?unit=\(view.unit)&amp;ngay=\($0.description)\">\($0.vietnamese)</a>"
            }
            shown.append("<div class=\"notice\" role=\"status\"><p>\(Texts.Cash.openDays(view.openDays.count))\(links)</p></div>")
        }
        return "\(shown)"
    }

    private func typed(_ name: String, _ part: String) -> String? { part == self.part ? typed[name] : nil }
    private func error(_ name: String, _ part: String) -> String? {
        part == self.part && refusal?.field == name ? refusal.map { Text($0.vi, $0.en).words } : nil
    }

    // MARK: taking

    private var take: HTML {
        let sought = dossier?.dossier.number ?? exchange.text("so")
        return """
            <section class="sheet"><h2>\(Texts.Cash.take)</h2>
            <form method="get" action="/quay/thu-tien" class="search"><input type="hidden" name="unit" value="\(view.unit)">
            <div class="field"><label for="so">\(Texts.Cash.dossier) <kbd>F2</kbd></label>
            <p class="hint" id="so-hint">\(Texts.Cash.dossierHint)</p>
            <input id="so" name="so" value="\(sought)" maxlength="200" autocomplete="off" data-key="F2"
            aria-describedby="so-hint"\(CounterParts.autofocus(dossier == nil))></div>
            <button class="do quietly">\(Texts.Cash.look)</button></form>
            \(dossier.map(due))</section>
            """
    }

    private func due(_ found: DossierView) -> HTML {
        let dossier = found.dossier
        let name: HTML? = dossier.person.applicant.map { "<b>\($0.name)</b> · " }
        let head: HTML = """
            <p>\(name)\(found.procedure.shortName) · <a href="/ho-so/\(URLText.encoded(dossier.number))">\(dossier.number)</a></p>
            \(Lines.fees(dossier.intake.fees))
            """
        guard let action = found.actions.first(where: { $0.name == "confirm-payment" }) else {
            return "\(head)<p>\(Texts.Cash.nothingDue)</p>"
        }
        let inputs: [HTML] = action.fields.filter { $0.name != "paidAt" && $0.name != "receipt" }.map { field in
            var input = FieldInput(field, value: typed(field.name, "take"), error: error(field.name, "take"))
            input.focus = field.name == "amount"
            return input.html
        }
        let next = action.fields.first { $0.name == "receipt" }?.suggested ?? view.nextNumber
        return """
            \(head)<p class="big">\(Money.words(dossier.outstanding))</p><p class="small">\(MoneyWords.dong(dossier.outstanding))</p>
            <form method="post" action="/quay/thu-tien">\(exchange.mark)<input type="hidden" name="number" value="\(dossier.number)">
            <input type="hidden" name="receipt" value="\(next)"><input type="hidden" name="unit" value="\(view.unit)">
            <input type="hidden" name="key" value="\(typed("key", "take") ?? exchange.house.randomID())">
            \(inputs)<p class="small">\(Texts.Cash.next): <b>\(next)</b></p>
            <p class="buttons"><button class="do seal">\(Texts.Cash.collect)</button></p></form>
            \(exempt(dossier))
            """
    }

    private func exempt(_ dossier: Dossier) -> HTML {
        let grounds = CashBook.exemptGrounds.map { Procedure.Choice(value: $0, label: Texts.Cash.exemption($0).words) }
        let ground = FieldInput(
            Field("ground", Texts.Cash.exemptGround.words, .choice, choices: grounds), prefix: "mien-",
            value: typed("ground", "exempt") ?? "poor")
        let text = FieldInput(
            Field("text", Texts.Cash.exemptText.words, .text, required: true), prefix: "mien-",
            value: typed("text", "exempt") ?? "", error: error("text", "exempt"))
        let open: HTML = part == "exempt" ? " open" : ""
        return """
            <details\(open)><summary>\(Texts.Cash.exempt)</summary>
            <form method="post" action="/quay/thu-tien/mien">\(exchange.mark)<input type="hidden" name="number" value="\(dossier.number)">
            <input type="hidden" name="unit" value="\(view.unit)">\(ground.html)\(text.html)
            <p class="buttons"><button class="do quietly">\(Texts.Cash.exempt)</button></p></form></details>
            """
    }

    // MARK: the day

    private var list: HTML {
        guard !view.receipts.isEmpty else { return "<h2>\(Texts.Cash.receipts)</h2><p>\(Texts.Cash.none)</p>" }
        let rows: [HTML] = view.receipts.reversed().map { receipt in
            let void: HTML? =
                receipt.isVoid
                ? "<br><span class=\"pill wait\">\(Texts.Cash.void): \(Texts.Cash.voidReason(receipt.voidGround ?? ""))</span>" : nil
            let sum: HTML = receipt.isVoid ? "<s>\(Money.words(receipt.amount))</s>" : "\(Money.words(receipt.amount))"
            let dossiers: [HTML] = receipt.dossiers.map {
                "<a class=\"whole\" href=\"/ho-so/\(URLText.encoded($0))\">\(OfficialPaper.serial($0))</a> "
            }
            let path = "/quay/thu-tien/\(receipt.unit)/\(URLText.encoded(receipt.number))"
            let time = receipt.at.date == receipt.day ? receipt.at.timeOfDay.description : receipt.at.vietnamese
            return """
                <tr><th scope="row"><a class="whole" href="\(path)">\(receipt.number)</a>\(void)</th>
                <td>\(column: Texts.Cash.at)\(time)</td><td>\(column: Texts.Cash.forDossier)\(dossiers)</td>
                <td>\(Texts.Cash.method(receipt.method))</td><td>\(column: Texts.Cash.clerk)\(receipt.clerkName)</td>
                <td class="money">\(column: Texts.Cash.amount)\(sum)</td></tr>

                """
        }
        let heads = [
            Texts.Cash.number, Texts.Cash.at, Texts.Cash.forDossier, Texts.Cash.method, Texts.Cash.clerk, Texts.Cash.amount,
        ]
        return DeskTable(Texts.Cash.receipts, heads, money: [5], rows: rows, isList: true).html
    }

    private var clerks: HTML {
        guard !view.byClerk.isEmpty else { return "" }
        func row(_ name: String, _ sums: CashSums) -> HTML {
            let ways: [HTML] = zip(CashBook.methods, [sums.cash, sums.transfer, sums.online]).map { method, sum in
                "<td class=\"money\">\(column: Texts.Cash.method(method))\(Money.words(sum))</td>"
            }
            return """
                <tr><th scope="row">\(name)</th><td class="money">\(column: Texts.Cash.count)\(sums.receipts)</td>\(ways)
                <td class="money">\(column: Texts.Cash.total)<b>\(Money.words(sums.total))</b></td></tr>

                """
        }
        let rows: [HTML] = view.byClerk.map { row($0.name, $0.sums) } + [row(Texts.Cash.total.words, view.sums)]
        let heads =
            [Texts.Cash.clerk, Texts.Cash.count] + CashBook.methods.map { Texts.Cash.method($0) } + [Texts.Cash.total]
        return DeskTable(Texts.Cash.byClerk, heads, money: [1, 2, 3, 4, 5], rows: rows).html
    }

    private var exemptions: HTML {
        guard !view.exemptions.isEmpty else { return "" }
        let items: [HTML] = view.exemptions.map { line in
            let sum: HTML = line.amount > 0 ? "\(Money.words(line.amount))" : "\(Texts.Cash.notReckoned)"
            return """
                <li><a href="/ho-so/\(URLText.encoded(line.dossier))">\(line.dossier)</a>: \(sum) <small>\(ground(line))</small></li>

                """
        }
        return "<h2>\(Texts.Cash.exemptions)</h2><ul class=\"check\">\(items)</ul>"
    }

    /// A ground of the cash book's own list, or of the procedure's.
    private func ground(_ line: CashLine) -> String {
        let code = line.ground ?? ""
        if CashBook.exemptGrounds.contains(code) { return Texts.Cash.exemption(code).words }
        for procedure in directory.procedures.values.compactMap(\.first) {
            for choice in procedure.fees.flatMap({ $0.exemptions ?? [] }) where choice.value == code { return choice.label }
        }
        return code
    }

    private var closings: HTML {
        guard !view.closings.isEmpty else { return "" }
        let rows: [HTML] = view.closings.map { closing in
            let who = closing.clerk.map { directory.names[$0] ?? $0 } ?? Texts.Cash.wholeUnit.words
            return """
                <tr><th scope="row">\(closing.day.vietnamese)<br><small>\(who)</small></th>
                <td class="money">\(column: Texts.Cash.book)\(Money.words(closing.sums.cash))</td>
                <td class="money">\(column: Texts.Cash.counted)\(Money.words(closing.counted))</td>
                <td>\(column: Texts.Cash.difference)\(difference(closing))</td>
                <td>\(column: Texts.Cash.closedAt)\(closing.at)<br><small>\(closing.by)</small></td></tr>

                """
        }
        let heads = [
            Texts.Cash.day, Texts.Cash.book, Texts.Cash.counted, Texts.Cash.difference, Texts.Cash.closedAt,
        ]
        return DeskTable(Texts.Cash.closings, heads, money: [1, 2], rows: rows).html
    }

    private func difference(_ closing: CashClosing) -> HTML {
        guard closing.difference != 0 else { return "<span class=\"pill fine\">\(Texts.Cash.balanced)</span>" }
        return """
            <span class="pill late">\(Money.words(closing.difference))</span><br>
            <small>\(Texts.Cash.cause(closing.ground ?? "")): \(closing.words)</small>
            """
    }

    // MARK: closing

    private var closing: HTML {
        guard !view.isClosed else { return "" }
        let clerks = [Procedure.Choice(value: "", label: Texts.Cash.wholeUnit.words)]
            + view.byClerk.map { .init(value: $0.clerk, label: $0.name) }
        let options: [HTML] = clerks.map { choice in
            let picked: HTML = choice.value == (typed("clerk", "close") ?? "") ? " selected" : ""
            return "<option value=\"\(choice.value)\"\(picked)>\(choice.label)</option>"
        }
        let causes = CashBook.differenceGrounds.map { Procedure.Choice(value: $0, label: Texts.Cash.cause($0).words) }
        let counted = FieldInput(
            Field("counted", Texts.Cash.counted.words, .money, required: true), prefix: "khoa-",
            value: typed("counted", "close") ?? "", error: error("counted", "close"), hint: Texts.Cash.countedHint)
        let cause = FieldInput(
            Field("ground", Texts.Cash.cause.words, .choice, choices: causes), prefix: "khoa-",
            value: typed("ground", "close") ?? "")
        let text = FieldInput(
            Field("text", Texts.Cash.explanation.words, .longText), prefix: "khoa-", value: typed("text", "close") ?? "",
            error: error("text", "close"))
        return """
            <section class="sheet noprint"><h2>\(Texts.Cash.close) \(view.day.vietnamese)</h2>
            <form method="post" action="/quay/thu-tien/khoa-so">\(exchange.mark)<input type="hidden" name="unit" value="\(view.unit)">
            <input type="hidden" name="day" value="\(view.day.description)">
            <div class="field"><label for="khoa-clerk">\(Texts.Cash.whose)</label>
            <select id="khoa-clerk" name="clerk">\(options)</select></div>
            \(counted.html)\(cause.html)\(text.html)<p class="small">\(Texts.Cash.closeHint)</p>
            <details><summary>\(Texts.Cash.book)</summary><dl class="facts"><dt>\(Texts.Cash.count)</dt><dd>\(view.open.receipts)</dd>
            <dt>\(Texts.Cash.method("cash"))</dt><dd>\(Money.words(view.open.cash))</dd>
            <dt>\(Texts.Cash.method("transfer"))</dt><dd>\(Money.words(view.open.transfer))</dd>
            <dt>\(Texts.Cash.method("online"))</dt><dd>\(Money.words(view.open.online))</dd></dl></details>
            <p class="buttons"><button class="do full">\(Texts.Cash.closeDay)</button></p></form></section>
            """
    }

    private var days: HTML {
        let units: HTML =
            units.count < 2
            ? "<input type=\"hidden\" name=\"unit\" value=\"\(view.unit)\">"
            : FieldInput(
                Field(
                    "unit", Texts.Form.atUnit.words, .choice,
                    choices: units.map { .init(value: $0, label: directory.unit($0)?.name ?? $0) }), prefix: "xem-", value: view.unit
            ).html
        let day = FieldInput(
            Field("ngay", Texts.Cash.day.words, .date), prefix: "xem-", value: view.day.description)
        return """
            <section class="noprint"><form method="get" action="/quay/thu-tien">\(units)\(day.html)
            <p class="buttons"><button class="do quietly">\(Texts.Cash.show)</button>
            <a class="do quietly" href="/quay/thu-tien">\(Texts.Cash.today)</a></p></form></section>
            """
    }
}
