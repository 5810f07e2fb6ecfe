// OfficialPaper.swift: what the printed forms of Circular 03/2025/TT-VPCP have in common: head, person, signatures, QR code.
//
// Official papers are Vietnamese only, whatever language the clerk reads. Names of the forms and their fields: Annex I,
// forms 01, 02, 03.

import Casework
import Office

enum OfficialPaper {
    /// Unit and centre on the left, the State's motto on the right; number and date below.
    static func head(unit: String, number: String, day: CivilDate) -> HTML {
        """
        <div class="heads"><div><p>\(unit.uppercased())</p>
        <p><b>TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG</b></p><p>Số: \(number)</p></div>
        <div><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><b>Độc lập - Tự do - Hạnh phúc</b></p>
        <p><i>Thành phố Hồ Chí Minh, ngày \(day.day) tháng \(day.month) năm \(day.year)</i></p></div></div>
        """
    }

    /// The running part of a dossier's number, as papers of the centre are numbered.
    static func serial(_ number: String) -> String {
        number.split(separator: "-").suffix(2).joined(separator: "-")
    }

    /// Lines of a person, each on its own.
    static func person(_ person: Person, title: String) -> HTML {
        let phone: HTML? = person.phone.map { "<p>Số điện thoại: \($0)</p>" }
        let email: HTML? = person.email.map { "<p>Thư điện tử: \($0)</p>" }
        let kind = person.type == .organisation ? "Mã số tổ chức" : "Số định danh cá nhân"
        return """
            <p>\(title): <b>\(person.name)</b></p>
            <p>\(kind): \(person.idNumber)</p>
            <p>Địa chỉ: \(person.address)</p>\(phone)\(email)
            """
    }

    static func signatures(_ left: String, _ right: String, name: String, leftName: String? = nil) -> HTML {
        """
        <div class="signs"><p><b>\(left)</b><br><i>(Ký, ghi rõ họ tên)</i><br><br><br>\(leftName)</p>
        <p><b>\(right)</b><br><i>(Ký, ghi rõ họ tên)</i><br><br><br>\(name)</p></div>
        """
    }

    /// Where a dossier is tracked, as an address of this server.
    static func trackAddress(_ number: String, code: String, _ exchange: Exchange) -> String {
        "\(site(exchange))/tra-cuu/\(number)?code=\(code)"
    }

    static func site(_ exchange: Exchange) -> String {
        let host = exchange.header("x-forwarded-host") ?? exchange.header("host")
        return host.map { (exchange.header("x-forwarded-proto") == "https" ? "https://" : "http://") + $0 } ?? ""
    }

    /// A QR code that opens the tracking page on a telephone.
    static func qr(_ number: String, code: String?, _ exchange: Exchange) -> HTML {
        guard let code else { return "" }
        return QRPicture.svg(
            trackAddress(number, code: code, exchange), label: Text("Mã QR tra cứu hồ sơ \(number)", "QR code to track \(number)"))
    }

    /// Buttons above a paper; printing begins by itself where the counter asked for it (`?in=1`).
    static func tools(_ exchange: Exchange, said: Text?, more: HTML) -> HTML {
        let now: HTML = exchange.query["in"] == "1" ? " data-print-now" : ""
        return """
            <div class="noprint">\(Lines.good(said))<p class="buttons">\(more)
            <button type="button" class="do quietly" data-print data-key="p"\(now) hidden>\(Texts.Slip.print) <kbd>p</kbd></button></p>
            <p class="small">\(Texts.Receipt.print)</p></div>
            """
    }

    /// To the next citizen, by one key.
    static func next(_ path: String = "/quay") -> HTML {
        "<a class=\"do\" href=\"\(path)\" autofocus>\(Texts.Receipt.nextCitizen) <kbd>Enter</kbd></a>"
    }
}
