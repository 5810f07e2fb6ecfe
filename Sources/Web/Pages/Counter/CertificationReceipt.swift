// CertificationReceipt.swift: Form 01 for the documents of one visit to the certification lane, on one sheet.

import Casework
import Office

struct CertificationReceipt {
    let views: [DossierView]
    let exchange: Exchange

    private var first: Dossier { views[0].dossier }
    private var unit: String { views[0].unitNames[first.intake.receivingUnit] ?? first.intake.receivingUnit }
    private var clerk: String { views[0].history.first { $0.kind == "DossierReceived" }?.actor ?? "" }

    var reply: Reply {
        let paid = Set(views.flatMap(\.dossier.payment.receipts)).sorted()
        let slips: [HTML] = paid.map {
            "<a class=\"do quietly\" href=\"/quay/thu-tien/\(first.intake.receivingUnit)/\($0)\">\(Texts.Cash.number) \($0)</a>\n"
        }
        let more = OfficialPaper.next("/quay/chung-thuc") + "\(slips)"
        let body: HTML = """
            \(OfficialPaper.tools(exchange, said: exchange.query["in"] == "1" ? Texts.Lane.received : nil, more: more))
            <article class="official" lang="vi">
            \(OfficialPaper.head(unit: unit, number: "\(OfficialPaper.serial(first.number))/TTPVHCC", day: first.intake.receivedAt.date))
            <h1>GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ</h1>
            \(person)
            <p>Nội dung yêu cầu giải quyết: <b>\(contents)</b></p>
            \(table)
            <p>Số lượng hồ sơ: \(views.count) bộ</p>
            <p>Thời hạn giải quyết theo quy định: \(limit)</p>
            <p>Thời gian nhận hồ sơ: <b>\(first.intake.receivedAt.spoken.vi)</b></p>
            <p>Thời gian trả kết quả giải quyết hồ sơ: <b>\(due)</b></p>
            <p>Đăng ký nhận kết quả: trực tiếp tại quầy, tại \(unit)</p>
            \(money(paid))
            <p>Vào Sổ theo dõi hồ sơ: \(ReceiptPage.book(views[0], exchange))</p>
            \(tracking)
            \(OfficialPaper.signatures("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", name: clerk))
            </article>
            """
        return exchange.page("\(Texts.Receipt.short.words) \(first.number)", at: "/quay", body)
    }

    private var person: HTML {
        let who: HTML? = first.person.applicant.map { OfficialPaper.person($0, title: "Tiếp nhận hồ sơ của Ông/Bà/Tổ chức") }
        return "\(who)"
    }
    private var contents: String {
        var names: [String] = []
        for view in views where !names.contains(view.procedure.shortName) { names.append(view.procedure.shortName) }
        return names.joined(separator: "; ")
    }
    private var limit: String? { first.clock.facts.map { Lines.limit($0.limit).vi } }
    private var due: String { views.compactMap(\.dossier.clock.due).max()?.spoken.vi ?? "" }

    private var table: HTML {
        let rows: [HTML] = views.enumerated().map { i, view in
            let form = view.dossier.person.form ?? [:]
            let amount =
                form["count"].map { "\($0) trường hợp" } ?? "\(form["pages"] ?? "") trang × \(form["copies"] ?? "") bản"
            return """
                <tr><td>\(i + 1)</td><td>\(form["documentName"])<br><small>\(view.dossier.number)</small></td><td>\(amount)</td>
                <td>\(view.dossier.certificate.map { "\($0.number), \($0.bookTitle)" })</td>
                <td class="money">\(Money.words(view.dossier.feeDue))</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="Thành phần hồ sơ nộp">
            <table><caption>Thành phần hồ sơ nộp gồm</caption>
            <thead><tr><th scope="col">STT</th><th scope="col">Giấy tờ, mã hồ sơ</th><th scope="col">Số lượng</th>
            <th scope="col">Số chứng thực</th><th scope="col">Phí</th></tr></thead><tbody>
            \(rows)</tbody></table></div>
            """
    }

    private func money(_ receipts: [String]) -> HTML {
        let total = views.reduce(0) { $0 + $1.dossier.feeDue }
        let paid = views.reduce(0) { $0 + $1.dossier.payment.paid }
        let state =
            total == 0 ? "miễn" : paid >= total ? "đã thu, biên lai \(receipts.joined(separator: ", "))" : "thu khi trả kết quả"
        return "<p>Phí chứng thực: <b>\(Money.words(total))</b> (\(MoneyWords.dong(total)); \(state))</p>"
    }

    private var tracking: HTML {
        guard let code = views[0].trackingCode else { return "" }
        let codes: [HTML] = views.map { view in
            """
            <span class="code">\(view.trackingCode)</span> <small>(\(OfficialPaper.serial(view.dossier.number)))</small>

            """
        }
        return """
            <div class="qr-row">\(OfficialPaper.qr(first.number, code: code, exchange))
            <p>Mã tra cứu: \(codes)<br>Tra cứu tại: <b>\(OfficialPaper.site(exchange))/tra-cuu</b> (nhập mã hồ sơ và mã tra cứu).
            Giữ kín mã tra cứu: ai có mã đều xem được tiến độ.</p></div>
            """
    }
}
