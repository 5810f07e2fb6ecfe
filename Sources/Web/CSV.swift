// CSV.swift: any list as a file that Excel opens rightly in Vietnamese by a double click.
//
// UTF-8 with a byte-order mark, semicolons (the list separator of Vietnamese and of most regional settings whose decimal
// sign is the comma), CRLF, every text quoted. `?dang=csv-phay` gives commas. A text that a spreadsheet would take for a
// formula gets an apostrophe in front; an id, a telephone or a procedure code gets a tab, which keeps its leading zeros
// and dots and is not seen. Numbers and times stay numbers and times. Documented: docs/formats/csv.md.

import Casework
import Office

struct CSV {
    enum Cell: Sendable {
        /// What somebody typed, or a name.
        case text(String?)
        /// Digits that are no number: id, telephone, procedure code, number of a dossier.
        case code(String?)
        case number(Int?)
        case time(Instant?)
        case date(CivilDate?)
    }
    var separator: Character = ";"
    var header: [String]
    var rows: [[Cell]]

    /// Most rows of one file.
    static let limit = 5000

    var bytes: [UInt8] {
        var out = "\u{FEFF}"
        out += header.map { quoted(CSV.harmless($0)) }.joined(separator: String(separator)) + "\r\n"
        for row in rows { out += row.map(written).joined(separator: String(separator)) + "\r\n" }
        return Array(out.utf8)
    }

    private func written(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): text.map { quoted(CSV.harmless($0)) } ?? ""
        case .code(let text): text.map { quoted(CSV.kept($0)) } ?? ""
        case .number(let number): number.map { String($0) } ?? ""
        case .time(let time): time.map { "\($0.date) \($0.timeOfDay)" } ?? ""
        case .date(let date): date.map { "\($0)" } ?? ""
        }
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// A text that no spreadsheet reckons with. Full-width signs count too: some take them for the plain ones.
    static func harmless(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
        guard let first, "=+-@＝＋－＠|%".unicodeScalars.contains(first) || text.first?.isNewline == true
            || text.hasPrefix("\t")
        else { return text }
        return "'" + text
    }

    /// A code that stays as it is: a number to the eye of a spreadsheet gets a tab in front.
    static func kept(_ text: String) -> String {
        let looksLikeNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2C }
        return looksLikeNumber ? "\t" + text : harmless(text)
    }
}

extension Exchange {
    /// The list is wanted as a file: `?dang=csv`, or `?dang=csv-phay` with commas.
    var wantsCSV: Bool { ["csv", "csv-phay"].contains(query["dang"] ?? "") }

    /// The list as a file to save. That it was taken is noted in the access log, because it may hold names.
    func csv(_ name: String, about subject: String, _ header: [Text], _ rows: [[CSV.Cell]]) -> Reply {
        if let caller { house.server.looked(caller.user, at: subject, purpose: "csv \(name)", now: now) }
        var file = CSV(header: header.map(\.words), rows: rows)
        if query["dang"] == "csv-phay" { file.separator = "," }
        let date = now.date
        return Reply(
            contentType: "text/csv; charset=utf-8; header=present", body: file.bytes,
            headers: [("content-disposition", "attachment; filename=\"\(name)-\(date).csv\"")])
    }

    /// The link to this list as a file, with the filters that are set.
    var csvLink: HTML {
        let kept = query.filter { !["dang", "lang", "cursor", "done"].contains($0.key) }.sorted { $0.key < $1.key }
            .map { "\(URLText.encoded($0.key))=\(URLText.encoded($0.value.replacing("+", with: " ")))&" }.joined()
        return "<a class=\"noprint\" href=\"\(path)?\(kept)dang=csv\" download>\(Texts.Everyday.csv)</a>"
    }
}
