// DemoCounter.swift: a counter in the middle of its day: documents certified this morning, yesterday's cash closed, two
// drafts left open. Real commands at their simulated times, the same for the same seed.

import Casework
import Foundation
import Office
import Storage
import TestKit

struct DemoCounter {
    private let office: Office
    private let end: Instant
    private let unit: String
    private var random: SeededGenerator
    private var people: SyntheticPeople
    private var ids = 0

    init(office: Office, seed: UInt64, end: Instant, unit: String = "27373") {
        self.office = office
        self.end = end
        self.unit = unit
        random = SeededGenerator(seed: seed &+ 815)
        people = SyntheticPeople(seed: seed &+ 884, today: end.date)
    }

    /// Closes the books of all units through yesterday, certifies at the unit, leaves drafts.
    mutating func live() throws {
        try closeEarlierDays()
        try certifyToday()
        try leaveDrafts()
    }

    private mutating func context(_ login: String, at: Instant? = nil) -> CommandContext {
        ids += 1
        return CommandContext(
            caller: Caller(user: login, name: login, grants: office.directory.grants(of: login, at: end)),
            now: at ?? end,
            commandID: "demo-counter-\(ids)")
    }

    // MARK: cash

    /// The last five days of the unit one by one, one of them with a difference that was explained; what lies before, and the
    /// other units, in one closing each.
    private mutating func closeEarlierDays() throws {
        let login = "counter@\(unit)"
        let today = end.date
        let days = try office.database.read { tx in
            try tx.rows(
                "SELECT DISTINCT unit, day FROM cash_line WHERE kind = 'receipt' AND day < $1 ORDER BY unit, day",
                [.integer(Int64(today.dayNumber))]
            ).map { (unit: $0.text(0), day: CivilDate(dayNumber: Int($0.int(1)))) }
        }
        let own = days.filter { $0.unit == unit }.map(\.day).suffix(5)
        var closings: [(unit: String, day: CivilDate, difference: Int)] = []
        for other in Set(days.map(\.unit)).sorted() where other != unit && office.directory.unit(other)?.kind != .portal {
            if let last = days.last(where: { $0.unit == other }) { closings.append((other, last.day, 0)) }
        }
        for (i, day) in own.enumerated() { closings.append((unit, day, i == 1 ? -2000 : 0)) }
        for closing in closings {
            let one = context(closing.unit == unit ? login : "counter@\(closing.unit)")
            guard !one.caller.grants.isEmpty else { continue }
            try office.work { work in
                let open = try CashQuestion.open(closing.unit, clerk: nil, through: closing.day, work.tx)
                let counted = max(0, open.cash + closing.difference)
                try work.closeCashDay(
                    closing.day, unit: closing.unit, counted: counted,
                    ground: counted == open.cash ? nil : "changeGiven",
                    text: counted == open.cash ? "" : "Trả nhầm tiền thối cho một người dân, đã báo lãnh đạo Trung tâm.", one)
            }
        }
    }

    // MARK: certification

    private mutating func certifyToday() throws {
        let names = [
            ("Giấy khai sinh", 1), ("Căn cước công dân", 2), ("Bằng tốt nghiệp đại học", 1), ("Học bạ trung học phổ thông", 12),
            ("Giấy chứng nhận quyền sử dụng đất", 4), ("Giấy chứng nhận kết hôn", 1), ("Quyết định nghỉ hưu", 3),
        ]
        let place = "Phường 1, Quận 6, Thành phố Hồ Chí Minh"
        let last = min(end, Instant(end.date, TimeOfDay(11, 25)))
        // Made just after midnight, the morning is short: yesterday's book is closed.
        let first = max(Instant(end.date, TimeOfDay(0, 0)), min(Instant(end.date, TimeOfDay(7, 35)), last.adding(minutes: -230)))
        for i in 0..<24 {
            let chance = Int64(random.below(240_000))
            let at = min(last, first.adding(milliseconds: (last.milliseconds - first.milliseconds) / 24 * Int64(i) + chance))
            let person = people.person(place: place).applicant
            var lines: [CertificationOrder.Line] = []
            for _ in 0...random.below(3) {
                lines.append(
                    random.chance(percent: 20) ? signature(of: person) : copy(random.pick(names), random.below(5) + 1))
            }
            var order = CertificationOrder(unit: unit, applicant: person, lines: lines)
            order.method = i % 6 == 5 ? nil : i % 4 == 3 ? "transfer" : "cash"
            if i == 9 { (order.method, order.exemption) = (nil, ("poor", "Giấy chứng nhận hộ nghèo năm 2026")) }
            let one = context("counter@\(unit)", at: at)
            let receipts = try office.work { try $0.certify(order, one) }
            if i == 4, let number = receipts.first?.number {
                let two = context("counter@\(unit)")
                try office.work {
                    try $0.voidCertificate(
                        number, ground: "notSigned", text: "Bản chính bị tẩy xóa, lãnh đạo không ký chứng thực.", two)
                }
            }
            if i == 7 { try voidReceipt(of: receipts[0].number) }
        }
    }

    private mutating func voidReceipt(of number: String) throws {
        let one = context("counter@\(unit)")
        let place = unit
        try office.work { work in
            guard let receipt = try work.dossier(number)?.payment.receipts.last else { return }
            try work.voidReceipt(
                receipt, unit: place, ground: "wrongMethod", text: "Người dân chuyển khoản, ghi nhầm là tiền mặt.", one)
        }
    }

    private func copy(_ document: (String, Int), _ copies: Int) -> CertificationOrder.Line {
        CertificationOrder.Line(
            procedure: "2.000815",
            form: [
                "documentName": document.0, "issuer": "Theo bản chính", "pages": String(document.1), "copies": String(copies),
            ],
            papers: [
                PaperIn(id: "ban-chinh", copies: 1, source: "shown", file: nil),
                PaperIn(id: "ban-sao", copies: copies, source: "handedIn", file: nil),
            ], pages: document.1, copies: copies)
    }
    private func signature(of person: Person) -> CertificationOrder.Line {
        CertificationOrder.Line(
            procedure: "2.000884",
            form: [
                "documentName": "Sơ yếu lý lịch", "signatoryName": person.name, "signatoryId": person.idNumber, "method": "ky",
                "count": "1",
            ],
            papers: [
                PaperIn(id: "giay-to-tuy-than", copies: 1, source: "shown", file: nil),
                PaperIn(id: "van-ban", copies: 1, source: "handedIn", file: nil),
            ], pages: 1, copies: 1)
    }

    // MARK: drafts

    private mutating func leaveDrafts() throws {
        let drafts = Drafts(office)
        let owner = "user:counter@\(unit)"
        let (first, second) = (people.person(place: "Phường 8, Quận 6, Thành phố Hồ Chí Minh"), people.person(place: "Phường Bình Tiên"))
        let begun: [(String, String, SyntheticPeople.Person, [String: String])] = [
            ("demoa1", "1.001193", first, ["form.childName": "Nguyễn Ngọc Ánh Ửng", "paper": "to-khai,giay-to-tuy-than,noi-cu-tru"]),
            ("demob2", "1.004873", second, ["applicant.phone": second.phone]),
        ]
        for (i, (key, code, person, more)) in begun.enumerated() {
            var values = [
                "key": key, "procedure": code, "applicant.type": "citizen", "applicant.name": person.name,
                "applicant.idNumber": person.idNumber, "applicant.address": person.address, "unit": unit,
                "card.birth": person.birth.vietnamese, "card.sex": person.sex.vi,
                "fromCard": "applicant.name,applicant.idNumber,applicant.address",
            ]
            values.merge(more) { _, new in new }
            try drafts.save(values, form: "quay-\(key)", owner: owner, now: end.adding(minutes: -40 + i * 25))
        }
    }
}
