// ReceiptPage.swift: Form 01 (Circular 03/2025/TT-VPCP), the receipt with appointment, as a page to print.
//
// From the counter it names the applicant; opened by a tracking code it carries no personal data.

import Casework
import Office

struct ReceiptPage {
    private let exchange: Exchange
    private let dossier: Dossier
    private let procedure: Procedure
    private let reckoning: Reckoning?
    private let names: [String: String]
    private let code: String?
    private let byCode: Bool
    private let taker: String

    init(_ view: DossierView, _ exchange: Exchange) {
        self.exchange = exchange
        (dossier, procedure, reckoning, names) = (
            view.dossier, view.procedure, view.reckoning, view.unitNames
        )
        code = view.trackingCode
        byCode = false
        taker = view.history.first { $0.kind == "DossierReceived" }?.actor ?? ""
    }

    init(_ view: TrackView, code: String, _ exchange: Exchange) {
        self.exchange = exchange
        (dossier, procedure, names) = (view.dossier, view.procedure, view.unitNames)
        let office = exchange.house.server.office.directory.office(view.dossier.intake.competentAgency)
        reckoning =
            view.dossier.clock.facts.map { LegalClock.reckon($0, office) }
            ?? view.dossier.intake.acceptBy.map { _ in
                LegalClock.acceptBy(received: view.dossier.intake.receivedAt, office: office)
            }
        self.code = code
        byCode = true
        taker = ""
    }

    var reply: Reply {
        let toDossier: HTML = "<a class=\"do quietly\" href=\"/ho-so/\(URLText.encoded(dossier.number))\">\(Texts.Receipt.toDossier)</a>"
        let back: HTML =
            byCode
            ? "<a class=\"do\" href=\"/tra-cuu/\(dossier.number)?code=\(URLText.encoded(code ?? ""))\">\(Texts.Receipt.toTrack)</a>"
            : OfficialPaper.next() + takings + toDossier
        let body: HTML = """
            \(OfficialPaper.tools(exchange, said: byCode ? Texts.Receipt.keep : recorded, more: back))
            <article class="official" lang="vi">
            \(head)
            \(person)
            \(contents)
            \(times)
            \(tracking)
            \(signatures)
            </article>
            """
        return exchange.page(
            "\(Texts.Receipt.short.words) \(dossier.number)", at: byCode ? "/tra-cuu" : "/quay", body)
    }

    /// The fee that is still to be taken, one key away.
    private var takings: HTML {
        guard dossier.outstanding > 0, exchange.caller?.has(.counter) == true else { return "" }
        return """
            <a class="do quietly" data-key="t" href="/quay/thu-tien?so=\(URLText.encoded(dossier.number))">\
            \(Texts.Receipt.take) \(Money.words(dossier.outstanding)) <kbd>t</kbd></a>
            """
    }

    private var recorded: Text {
        dossier.clock.facts == nil ? Texts.Receipt.recorded : Texts.Receipt.accepted
    }

    private func name(_ unit: String) -> String {
        names[unit] ?? exchange.house.server.office.directory.unit(unit)?.name ?? unit
    }

    private var head: HTML {
        """
        \(OfficialPaper.head(
            unit: name(dossier.intake.receivingUnit), number: "\(OfficialPaper.serial(dossier.number))/TTPVHCC",
            day: dossier.intake.receivedAt.date))
        <h1>\(byCode && dossier.clock.facts == nil
            ? "PHIẾU XÁC NHẬN ĐÃ NỘP HỒ SƠ" : "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")</h1>
        <p>Mã hồ sơ: <span class="code">\(dossier.number)</span></p>
        <p>Trung tâm Phục vụ hành chính công \(name(dossier.intake.receivingUnit))</p>
        """
    }

    /// The applicant, and the person who authorised one, with the paper that says so.
    private var person: HTML {
        guard let person = dossier.person.applicant else { return "" }
        let authority = dossier.papers.compactMap { paper in
            procedure.papers.first { $0.id == paper.id && VietnameseText.folded($0.name).contains("uy quyen") }?.name
        }.first
        let authorised: HTML? = dossier.person.authorised.map { one in
            """
            \(OfficialPaper.person(one, title: "Người ủy quyền"))<p>Giấy tờ ủy quyền: \(authority ?? "kèm theo hồ sơ")</p>
            """
        }
        return OfficialPaper.person(person, title: "Tiếp nhận hồ sơ của Ông/Bà/Tổ chức") + (authorised ?? "")
    }

    /// Book and running number under which the dossier stands in the register of dossiers (Form 07): one book for each
    /// field and year, and in it the day and the number of the day, which is how the dossier itself is numbered.
    static func book(_ view: DossierView, _ exchange: Exchange) -> String {
        book(view.dossier, exchange)
    }
    static func book(_ dossier: Dossier, _ exchange: Exchange) -> String {
        let field = exchange.house.server.office.directory.fields[dossier.field]?.name ?? dossier.field
        let year = dossier.intake.receivedAt.date.year
        return "quyển số \(field) \(year), số thứ tự \(OfficialPaper.serial(dossier.number))"
    }

    private var contents: HTML {
        let papers: [HTML] = dossier.papers.map { paper in
            let name = procedure.papers.first { $0.id == paper.id }?.name ?? paper.id
            return
                "<li>\(name) <span class=\"small\">(\(paper.copies) bản, \(Texts.Form.source(paper.source).vi))</span></li>\n"
        }
        let caseName: HTML? = procedure.cases.first { $0.id == dossier.intake.case }.map { " (\($0.name))" }
        return """
            <p>Nội dung yêu cầu giải quyết: <b>\(procedure.name)</b>\(caseName), mã thủ tục \(procedure.code)</p>
            <p>Thành phần hồ sơ nộp gồm:</p><ol>\(papers)</ol>
            <p>Số lượng hồ sơ: \(dossier.intake.quantity) bộ</p>
            """
    }

    private var times: HTML {
        let limit =
            dossier.clock.facts?.limit
            ?? LegalClock.limit(of: procedure, case: dossier.intake.case, channel: dossier.intake.channel)
        let due: HTML
        if let time = dossier.clock.due {
            due = "<p>Thời gian trả kết quả giải quyết hồ sơ: <b>\(time.spoken.vi)</b></p>"
        } else if let by = dossier.intake.acceptBy {
            due = "<p>Cơ quan kiểm tra và trả lời việc tiếp nhận trước: <b>\(by.spoken.vi)</b></p>"
        } else {
            due = "<p><b>Hồ sơ mới được ghi nhận, chưa tiếp nhận: chưa tính thời hạn.</b></p>"
        }
        let lines: [HTML] = (reckoning?.lines ?? []).map { "<li>\($0.vi)</li>\n" }
        let fees: [HTML] = dossier.intake.fees.map { fee in
            "<li>\(fee.name): \(fee.amount.map(Money.words) ?? "theo thông báo")\(fee.exemption == nil ? "" : " (được miễn)")</li>\n"
        }
        return """
            <p>Thời hạn giải quyết theo quy định: \(limit.map { Lines.limit($0).vi })</p>
            <p>Thời gian nhận hồ sơ: <b>\(dossier.intake.receivedAt.spoken.vi)</b></p>
            \(due)
            <div class="small"><p>Cách tính:</p><ol>\(lines)</ol></div>
            <p>Phí, lệ phí:\(fees.isEmpty ? " không" : "")</p>\(fees.isEmpty ? "" : "<ul>\(fees)</ul>" as HTML)
            <p>Đăng ký nhận kết quả: \(Texts.Form.channel(dossier.intake.resultChannel).vi), tại \(name(dossier.intake.pickUpUnit))</p>
            \(decider)\(register)
            <p>Vào Sổ theo dõi hồ sơ: \(ReceiptPage.book(dossier, exchange))</p>
            """
    }

    private var register: HTML {
        let number: HTML? = dossier.certificate.map { "<p>\($0.title)</p>" }
        let paid: HTML =
            byCode || dossier.payment.receipts.isEmpty
            ? "" : "<p>Đã thu \(Money.words(dossier.payment.paid)), biên lai \(dossier.payment.receipts.joined(separator: ", "))</p>"
        return "\(number)\(paid)"
    }

    private var decider: HTML {
        dossier.intake.competentAgency == dossier.intake.receivingUnit
            ? "" : "<p>Cơ quan giải quyết: \(name(dossier.intake.competentAgency))</p>"
    }

    private var tracking: HTML {
        """
        <div class="qr-row">\(OfficialPaper.qr(dossier.number, code: code, exchange))
        <p>Mã tra cứu: <span class="code">\(code)</span><br>
        Tra cứu tại: <b>\(OfficialPaper.site(exchange))/tra-cuu</b> (nhập mã hồ sơ và mã tra cứu).
        Giữ kín mã tra cứu: ai có mã đều xem được tiến độ.</p></div>
        """
    }

    private var signatures: HTML {
        byCode ? "" : OfficialPaper.signatures("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", name: taker)
    }
}
