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
        let back: HTML =
            byCode
            ? "<a class=\"do\" href=\"/tra-cuu/\(dossier.number)?code=\(URLText.encoded(code ?? ""))\">\(Texts.Receipt.toTrack)</a>"
            : """
            <a class="do" href="/quay">\(Texts.Receipt.nextCitizen)</a>
            <a class="do quietly" href="/ho-so/\(dossier.number)">\(Texts.Receipt.toDossier)</a>
            """
        let saved: HTML = byCode ? Lines.good(Texts.Receipt.keep) : Lines.good(recorded)
        let body: HTML = """
            <div class="noprint">\(saved)<p class="buttons">\(back)</p><p class="small">\(Texts.Receipt.print)</p></div>
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

    private var recorded: Text {
        dossier.clock.facts == nil ? Texts.Receipt.recorded : Texts.Receipt.accepted
    }

    private func name(_ unit: String) -> String {
        names[unit] ?? exchange.house.server.office.directory.unit(unit)?.name ?? unit
    }

    private var head: HTML {
        """
        <div class="heads"><div><p>\(name(dossier.intake.receivingUnit).uppercased())</p>
        <p><b>TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG</b></p></div>
        <div><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><b>Độc lập - Tự do - Hạnh phúc</b></p></div></div>
        <h1>GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ</h1>
        <p>Mã hồ sơ: <span class="code">\(dossier.number)</span></p>
        """
    }

    private var person: HTML {
        guard let person = dossier.person.applicant else { return "" }
        let phone: HTML? = person.phone.map { "<p>Số điện thoại: \($0)</p>" }
        let email: HTML? = person.email.map { "<p>Thư điện tử: \($0)</p>" }
        let authorised: HTML? = dossier.person.authorised.map { "<p>Người ủy quyền: \($0.name)</p>" }
        return """
            <p>Tiếp nhận hồ sơ của: <b>\(person.name)</b></p>
            <p>Số định danh: \(person.idNumber)</p>
            <p>Địa chỉ: \(person.address)</p>\(phone)\(email)\(authorised)
            """
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
            \(decider)
            """
    }

    private var decider: HTML {
        dossier.intake.competentAgency == dossier.intake.receivingUnit
            ? "" : "<p>Cơ quan giải quyết: \(name(dossier.intake.competentAgency))</p>"
    }

    private var tracking: HTML {
        let host = exchange.header("x-forwarded-host") ?? exchange.header("host")
        let site =
            host.map { (exchange.header("x-forwarded-proto") == "https" ? "https://" : "http://") + $0 } ?? ""
        return """
            <p>Mã tra cứu: <span class="code">\(code)</span></p>
            <p>Tra cứu tại: <b>\(site)/tra-cuu</b> (nhập mã hồ sơ và mã tra cứu). Giữ kín mã tra cứu: ai có mã đều xem được tiến độ.</p>
            """
    }

    private var signatures: HTML {
        if byCode { return "" }
        return """
            <div class="signs"><p><b>NGƯỜI NỘP HỒ SƠ</b><br><i>(Ký, ghi rõ họ tên)</i></p>
            <p><b>NGƯỜI TIẾP NHẬN HỒ SƠ</b><br><i>(Ký, ghi rõ họ tên)</i><br><br><br>\(taker)</p></div>
            """
    }
}
