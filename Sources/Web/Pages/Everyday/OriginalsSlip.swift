// OriginalsSlip.swift: the slip that an applicant signs for originals given back.
//
// Vietnamese only, like every official paper.

import Casework
import Office

/// The slip that an applicant signs for originals given back. Vietnamese only, like every official paper.
struct OriginalsSlip {
    let exchange: Exchange
    let view: DossierView

    var reply: Reply {
        let d = view.dossier
        let asked = exchange.query["lan"].flatMap { Int($0) }.map { $0 - 1 }
        let all = d.originalsReturned
        let index = asked.map { min(max($0, 0), all.count - 1) } ?? all.count - 1
        guard all.indices.contains(index), !view.redacted else {
            let body: HTML = """
                <div class="sheet narrow"><h1>\(Texts.Originals.slip)</h1><p>\(Texts.Originals.none)</p>
                <p><a href="/ho-so/\(URLText.encoded(d.number))">\(d.number)</a></p></div>
                """
            return exchange.page(Texts.Originals.slip.words, at: "/ho-so", status: 404, body)
        }
        let back = all[index]
        let body: HTML = """
            <div class="noprint"><p class="buttons"><a class="do quietly" href="/ho-so/\(URLText.encoded(d.number))">\
            \(Texts.Receipt.toDossier)</a></p>
            <p class="small">\(Texts.HandOver.print)</p></div>
            <article class="official" lang="vi">
            \(OfficialPaper.head(unit: name(back.unit), number: OfficialPaper.serial(d.number), day: back.at.date))
            <h1>PHIẾU TRẢ LẠI BẢN CHÍNH</h1>
            <p>Mã hồ sơ: <span class="code">\(d.number)</span></p>
            <p>Thủ tục: \(view.procedure.name)</p>
            <p>Người nhận lại: <b>\(back.recipient ?? "")</b></p>
            <p>Các giấy tờ trả lại:</p><ol>\(papers(back))</ol>
            <p>Thời điểm trả: <b>\(back.at.spoken.vi)</b></p>
            <p>Người nhận đã kiểm tra, nhận đủ số giấy tờ ghi trên, nguyên trạng như khi nộp.</p>
            \(OfficialPaper.signatures("NGƯỜI NHẬN LẠI", "NGƯỜI TRẢ", name: person(back.by)))
            </article>
            """
        return exchange.page("\(Texts.Originals.slip.words) \(d.number)", at: "/ho-so", body)
    }

    private func name(_ unit: String) -> String {
        exchange.house.server.office.directory.unit(unit)?.name ?? unit
    }
    private func person(_ user: String) -> String {
        exchange.house.server.office.directory.names[user] ?? user
    }
    private func papers(_ back: OriginalsHandedBack) -> [HTML] {
        back.papers.map { id in
            let copies = view.dossier.papers.first { $0.id == id }?.copies ?? 1
            let name = view.procedure.papers.first { $0.id == id }?.name ?? id
            return "<li>\(name) <span class=\"small\">(\(copies) bản)</span></li>\n"
        }
    }
}
