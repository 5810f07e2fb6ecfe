// SlipPage.swift: Form 02 (what must be completed, all at once) and Form 03 (why it is not accepted), to print.
//
// Circular 03/2025/TT-VPCP, Annex I; Decree 118/2025/NĐ-CP art. 17. Both are drawn from the dossier's entries.

import Casework
import Office

struct SlipPage {
    enum Kind { case supplement, refusal }
    private let view: DossierView
    private let kind: Kind
    private let exchange: Exchange

    init(_ view: DossierView, _ kind: Kind, _ exchange: Exchange) {
        self.view = view
        self.kind = kind
        self.exchange = exchange
    }

    var reply: Reply {
        let dossier = view.dossier
        let exists = kind == .supplement ? dossier.supplement != nil : dossier.state == .refused
        let words = kind == .supplement ? Texts.Slip.noForm02 : Texts.Slip.noForm03
        let open: HTML = "<a class=\"do quietly\" href=\"/ho-so/\(URLText.encoded(dossier.number))\">\(Texts.Receipt.toDossier)</a>"
        guard exists else {
            return exchange.page(
                words.words, at: "/quay", status: 404, "<h1>\(words)</h1><p class=\"buttons\">\(open)</p>")
        }
        let said = kind == .supplement ? Texts.Slip.guided : Texts.Slip.refused
        let body: HTML = """
            \(OfficialPaper.tools(exchange, said: exchange.query["in"] == "1" ? said : nil, more: OfficialPaper.next() + open))
            <article class="official" lang="vi">\(kind == .supplement ? supplement : refusal)</article>
            """
        let title = kind == .supplement ? Texts.Slip.form02 : Texts.Slip.form03
        return exchange.page("\(title.words) \(dossier.number)", at: "/quay", body)
    }

    private var unit: String { view.unitNames[view.dossier.custody.unit] ?? view.dossier.custody.unit }

    private func line(_ kind: String) -> HistoryLine? { view.history.last { $0.kind == kind } }

    private var request: HTML {
        let name = view.procedure.cases.first { $0.id == view.dossier.intake.case }.map { " (\($0.name))" }
        return "<p>Nội dung yêu cầu giải quyết: <b>\(view.procedure.name)</b>\(name), mã thủ tục \(view.procedure.code)</p>"
    }

    private func head(_ form: String, _ day: CivilDate) -> HTML {
        let number = "\(OfficialPaper.serial(view.dossier.number))/\(form)-TTPVHCC"
        return OfficialPaper.head(unit: unit, number: number, day: day)
    }

    private var supplement: HTML {
        guard let asked = view.dossier.supplement else { return "" }
        let papers = asked.papers.map { id in view.procedure.papers.first { $0.id == id }?.name ?? id }
        let fields = asked.fields.map { name in
            "Tờ khai: " + (view.procedure.form.first { $0.name == name }?.title ?? name)
        }
        let items: [HTML] = (papers + fields).map { "<li>\($0)</li>\n" }
        let by = line("SupplementRequested")
        let person: HTML? = view.dossier.person.applicant.map { OfficialPaper.person($0, title: "Hồ sơ của") }
        return """
            \(head("PBS", asked.requestedAt.date))
            <h1>PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ</h1>
            <p>Mã hồ sơ: <span class="code">\(view.dossier.number)</span></p>
            \(person)\(request)
            <p>Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau (nêu đầy đủ một lần):</p><ol>\(items)</ol>
            <p>Lý do: \(asked.text)</p>
            <p>Đề nghị bổ sung trước: <b>\(asked.closeBy.spoken.vi)</b>. Thời hạn giải quyết tính từ khi nhận đủ hồ sơ.</p>
            <p>Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc xin liên hệ \(by?.actor), số điện thoại …………………</p>
            \(tracking)
            \(OfficialPaper.signatures("NGƯỜI NỘP HỒ SƠ", "NGƯỜI HƯỚNG DẪN", name: by?.actor ?? ""))
            """
    }

    private var tracking: HTML {
        guard let code = view.trackingCode else { return "" }
        return """
            <div class="qr-row">\(OfficialPaper.qr(view.dossier.number, code: code, exchange))
            <p>Mã tra cứu: <span class="code">\(code)</span><br>Bổ sung trực tuyến hoặc xem tiến độ tại
            <b>\(OfficialPaper.site(exchange))/tra-cuu</b></p></div>
            """
    }

    private var refusal: HTML {
        let refused = line("DossierRefused")
        let day = refused?.at.date ?? exchange.now.date
        let person: HTML? = view.dossier.person.applicant.map { OfficialPaper.person($0, title: "Hồ sơ của") }
        return """
            \(head("PTC", day))
            <h1>PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ</h1>
            <p>Trung tâm Phục vụ hành chính công \(unit) từ chối tiếp nhận, giải quyết hồ sơ dưới đây:</p>
            \(person)<p>Mã hồ sơ: <span class="code">\(view.dossier.number)</span></p>
            \(request)
            <p>Lý do từ chối: <b>\(refused?.text)</b></p>
            <p>Xin thông báo để Ông/Bà/Tổ chức được biết và thực hiện.</p>
            \(OfficialPaper.signatures("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN", name: refused?.actor ?? ""))
            """
    }
}
