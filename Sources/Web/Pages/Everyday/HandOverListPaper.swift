// HandOverListPaper.swift: a hand-over list to print and sign, and as a file. Vietnamese only, like every official paper.

import Casework
import Office

/// A list as a paper with fields to sign. Vietnamese only, like every official paper.
struct HandOverListPage {
    let exchange: Exchange
    let list: HandOverList
    let lines: [HandOverLine]
    private var directory: Directory { exchange.house.server.office.directory }
    private var byPost: Bool { list.to == HandOverListed.post }

    var file: Reply {
        typealias T = Texts.HandOver
        return exchange.csv(
            "ban-giao-\(list.id)", about: HandOverListed.subjectPrefix + list.id,
            [
                T.ordinal, Texts.Everyday.number, T.waybill, Texts.Everyday.applicant, T.phone, T.address,
                Texts.Everyday.procedure,
            ],
            lines.enumerated().map { i, line in
                [
                    .number(i + 1), .code(line.number), .code(line.waybill), .text(line.applicant?.name),
                    .code(line.applicant?.phone), .text(line.applicant?.address), .text(line.procedureName),
                ]
            })
    }

    var reply: Reply {
        let done = exchange.query["done"] == nil ? nil : Texts.HandOver.recorded
        let receiver = byPost ? "BƯU CHÍNH CÔNG ÍCH" : (directory.unit(list.to)?.name ?? list.to).uppercased()
        let head: HTML =
            byPost
            ? "<th scope=\"col\">Số vận đơn</th><th scope=\"col\">Người nhận, địa chỉ, điện thoại</th>"
            : "<th scope=\"col\">Người nộp</th>"
        let unit = directory.unit(list.unit)?.name ?? list.unit
        let rows: [HTML] = lines.enumerated().map { i, line in row(i + 1, line) }
        let body: HTML = """
            <div class="noprint">\(Lines.good(done))
            <p class="buttons"><a class="do quietly" href="/ban-giao?unit=\(URLText.encoded(list.unit))">\
            \(Texts.HandOver.back)</a></p>
            <p class="small">\(Texts.HandOver.print) \(exchange.csvLink)</p></div>
            <article class="official" lang="vi">
            \(OfficialPaper.head(unit: unit, number: "\(list.ordinal)/\(list.year)", day: list.madeAt.date))
            <h1>\(byPost ? "DANH SÁCH GIAO KẾT QUẢ QUA BƯU CHÍNH" : "DANH SÁCH BÀN GIAO GIẤY TỜ")</h1>
            <p>Số: <span class="code">\(list.ordinal)/\(list.year)</span>, lập \(list.madeAt.spoken.vi)</p>
            <p>Bên nhận: <b>\(receiver)</b></p>
            <div class="scroll"><table><thead><tr><th scope="col">TT</th><th scope="col">Mã hồ sơ</th>\
            <th scope="col">Thủ tục</th>\(head)</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            <p>Tổng cộng: <b>\(lines.count)</b> hồ sơ. Hai bên đã đếm và ký xác nhận.</p>
            <div class="signs"><p><b>BÊN GIAO</b><br><i>(Ký, ghi rõ họ tên)</i><br><br><br>\
            \(directory.names[list.madeBy] ?? list.madeBy)</p>
            <p><b>BÊN NHẬN</b><br><i>(Ký, ghi rõ họ tên, thời điểm nhận)</i></p></div>
            </article>
            """
        return exchange.page("\(Texts.HandOver.list.words) \(list.ordinal)/\(list.year)", at: "/ban-giao", body)
    }

    private func row(_ n: Int, _ line: HandOverLine) -> HTML {
        let person = line.applicant
        let phone: HTML? = person?.phone.map { ", \($0)" }
        let rest: HTML =
            byPost
            ? "<td>\(line.waybill)</td><td>\(person?.name)<br>\(person?.address)\(phone)</td>"
            : "<td>\(person?.name)</td>"
        return "<tr><td>\(n)</td><td>\(line.number)</td><td>\(line.procedureName)</td>\(rest)</tr>\n"
    }
}
