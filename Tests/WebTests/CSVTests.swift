// CSVTests.swift: files that a spreadsheet opens rightly and that carry no formula.

import Casework
import Testing

@testable import Web

@Suite("files for spreadsheets")
struct CSVTests {
    private func text(_ rows: [[CSV.Cell]], separator: Character = ";") -> String {
        var file = CSV(header: ["Họ tên", "Số"], rows: rows)
        file.separator = separator
        return String(decoding: file.bytes.dropFirst(3), as: UTF8.self)
    }

    @Test("a file begins with the byte-order mark, ends lines with CRLF and doubles quotes")
    func shape() {
        let file = CSV(header: ["Họ tên"], rows: [[.text("Ông \"Ễ\"; Bà\nỘ")]])
        #expect(Array(file.bytes.prefix(3)) == [0xEF, 0xBB, 0xBF])
        #expect(
            String(decoding: file.bytes.dropFirst(3), as: UTF8.self)
                == "\"Họ tên\"\r\n\"Ông \"\"Ễ\"\"; Bà\nỘ\"\r\n")
    }

    @Test("numbers and times are numbers and times; nothing is nothing")
    func kinds() {
        let at = Instant("2026-11-24T08:05:00+07:00")
        let date = at.map(\.date)
        #expect(text([[.number(-12), .time(at)], [.number(nil), .date(date)]]).hasSuffix("\r\n-12;2026-11-24 08:05\r\n;2026-11-24\r\n"))
        #expect(text([[.text("a"), .text("b")]], separator: ",").hasSuffix("\"a\",\"b\"\r\n"))
    }

    @Test("what a spreadsheet would reckon with is a text", arguments: [
        "=1+1", "+84901234567", "-2", "@SUM(A1)", " =1", "\t=1", "\r\n=1", "＝1", "|cmd", "%0",
    ])
    func harmless(_ typed: String) {
        #expect(CSV.harmless(typed) == "'" + typed)
        #expect(text([[.code(typed), .number(1)]]).contains("\"'"))
    }

    @Test("names are left as they are", arguments: ["Nguyễn Thị Ửng", "12 Hậu Giang", "Công ty A=B", ""])
    func plain(_ typed: String) { #expect(CSV.harmless(typed) == typed) }

    @Test("an id keeps its leading zeros and a code its dots", arguments: ["079190000123", "0901234567", "2.000815"])
    func codes(_ code: String) { #expect(CSV.kept(code) == "\t" + code) }

    @Test("a number of a dossier needs nothing")
    func number() { #expect(CSV.kept("H29.273.73-261124-0001") == "H29.273.73-261124-0001") }
}
