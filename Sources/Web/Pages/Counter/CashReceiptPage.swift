// CashReceiptPage.swift: one receipt of the cash book, to print, with its amount in words; and the form that voids it.

import Casework
import Office

struct CashReceiptPage {
    let receipt: CashReceipt
    let views: [DossierView]
    let exchange: Exchange
    let refusal: Refusal?

    private var unit: String { exchange.house.server.office.directory.unit(receipt.unit)?.name ?? receipt.unit }

    var reply: Reply {
        let said: Text? =
            exchange.query["xong"] == "huy" ? Texts.Cash.voided : exchange.query["in"] == "1" ? Texts.Cash.taken : nil
        let more: HTML = """
            <a class="do" href="/quay" autofocus>\(Texts.Receipt.nextCitizen) <kbd>Enter</kbd></a>
            <a class="do quietly" href="/quay/thu-tien?unit=\(receipt.unit)&amp;ngay=\(receipt.day.description)">\(Texts.Cash.back)</a>
            """
        let void: HTML =
            receipt.isVoid
            ? """
            <p class="stamp"><b>ĐÃ HỦY</b> (\(Texts.Cash.voidReason(receipt.voidGround ?? "").vi)), người hủy: \(receipt.voidedBy)</p>
            """ : ""
        let body: HTML = """
            \(OfficialPaper.tools(exchange, said: said, more: more))
            \(ProblemNotice(refusal).html)
            <article class="official" lang="vi">
            \(OfficialPaper.head(unit: unit, number: receipt.number, day: receipt.day))
            <h1>BIÊN LAI THU PHÍ, LỆ PHÍ</h1>\(void)
            \(person)
            <ol>\(lines)</ol>
            <p>Số tiền: <b>\(Money.words(receipt.amount))</b></p>
            <p>Bằng chữ: <b>\(MoneyWords.dong(receipt.amount))</b></p>
            <p>Hình thức: \(Texts.Cash.method(receipt.method).vi), lúc \(receipt.at.spoken.vi)</p>
            \(OfficialPaper.signatures("NGƯỜI NỘP TIỀN", "NGƯỜI THU TIỀN", name: receipt.clerkName))
            </article>
            \(receipt.isVoid ? "" : voiding)
            """
        return exchange.page("\(receipt.number)", at: "/quay", status: refusal?.status ?? 200, body)
    }

    private var person: HTML {
        guard let person = views.first?.dossier.person.applicant else { return "" }
        return """
            <p>Họ tên người nộp tiền: <b>\(person.name)</b></p>
            <p>Số định danh: \(person.idNumber)</p><p>Địa chỉ: \(person.address)</p>
            """
    }

    private var lines: [HTML] {
        if views.isEmpty { return receipt.dossiers.map { "<li>Hồ sơ \($0)</li>\n" } }
        return views.map { view in
            let fees = view.dossier.intake.fees.map(\.name)
            let document: HTML? = view.dossier.person.form?["documentName"].map { " (\($0))" }
            return """
                <li>\(fees.isEmpty ? view.procedure.shortName : fees.joined(separator: "; "))\(document)<br>
                <small>Hồ sơ \(view.dossier.number)</small></li>

                """
        }
    }

    private var voiding: HTML {
        let typed = exchange.method == "POST" ? exchange.typed : [:]
        let grounds = CashBook.voidGrounds.map { Procedure.Choice(value: $0, label: Texts.Cash.voidReason($0).words) }
        func error(_ name: String) -> String? {
            refusal?.field == name ? refusal.map { Text($0.vi, $0.en).words } : nil
        }
        let ground = FieldInput(
            Field("ground", Texts.Cash.voidGround.words, .choice, choices: grounds), value: typed["ground"] ?? "wrongAmount",
            error: error("ground"))
        let text = FieldInput(
            Field("text", Texts.Cash.voidText.words, .longText, required: true), value: typed["text"] ?? "", error: error("text"))
        let amount = FieldInput(
            Field("amount", Texts.Cash.replaceAmount.words, .money), value: typed["amount"] ?? "", error: error("amount"))
        let method = FieldInput(
            Field(
                "method", Texts.Cash.method.words, .choice,
                choices: CashBook.methods.map { .init(value: $0, label: Texts.Cash.method($0).words) }),
            value: typed["method"] ?? receipt.method)
        let open: HTML = refusal == nil ? "" : " open"
        return """
            <details class="noprint"\(open)><summary>\(Texts.Cash.voidIt)</summary>
            <form method="post" action="/quay/thu-tien/\(receipt.unit)/\(URLText.encoded(receipt.number))">\(exchange.mark)
            \(ground.html)\(text.html)<fieldset><legend>\(Texts.Cash.replace)</legend>\(amount.html)\(method.html)</fieldset>
            <p class="buttons"><button class="do quietly">\(Texts.Cash.voidIt)</button></p></form></details>
            """
    }
}
