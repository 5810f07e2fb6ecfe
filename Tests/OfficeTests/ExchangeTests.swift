// ExchangeTests.swift: the exchange: what comes is kept and taken up once, what changes is told in order and never dropped.

import Casework
import Foundation
import Ledger
import Office
import Oversight
import Storage
import TestKit
import Testing

@Suite("the exchange with other systems")
struct ExchangeTests {
    static let register = ExternalSystem(id: "test-register", vi: "Sổ thử", en: "Test register", tells: .cases, group: "other")

    private func payload(_ number: String = "G22-1", _ more: [String: JSON] = [:]) -> JSON {
        var all: [String: JSON] = [
            "MaHoSo": .string(number), "MaTTHC": .string("9.000001"), "KenhThucHien": .string("2"),
            "ChuHoSo": .string("Nguyễn Thị Ửng"), "LoaiDoiTuong": .int(1),
            "DinhDanhCHS": .array([.object(of: [("LoaiDinhDanh", .int(1)), ("SoDinhDanh", .string("079190000123"))])]),
            "SoDienThoai": .string("0901234567"), "DiaChi": .string("12 Hậu Giang"),
            "NgayNopHoSo": .string("20261122201530"), "DonViXuLy": .string("H29.273.73"),
            "DuLieuToKhai": .object(of: [("catName", .string("Mướp"))]),
            "TaiLieuNop": .array([.object(of: [("MaThanhPhanHoSo", .string("don"))])]),
        ]
        all.merge(more) { _, new in new }
        return .object(of: all.map { ($0.key, $0.value) })
    }
    private func line(_ id: String, _ payload: JSON, kind: String = "filing") -> [UInt8] {
        JSON.object(of: [("id", .string(id)), ("kind", .string(kind)), ("payload", payload)]).canonical
    }
    @discardableResult
    private func give(
        _ city: TestCity, _ lines: [[UInt8]], from system: ExternalSystem = .portal, cursor: String? = nil
    ) throws -> [ExchangeOutcome] {
        let now = city.now
        let ids = try city.office.work { work in
            try work.openExchange(system, now: now)
            return try work.keepExchange(lines, from: system, cursor: cursor, now: now)
        }
        return try ids.map { id in try city.office.work { try $0.takeUpExchange(id, now: now) } }
    }
    private func number(_ outcomes: [ExchangeOutcome]) throws -> String {
        guard case .taken(let number)? = outcomes.first else { throw Problem(what: "\(outcomes)") }
        return number
    }
    private struct Problem: Error { let what: String }

    private func find(_ city: TestCity, _ system: ExternalSystem = .portal) throws {
        let now = city.now
        while try city.office.work({ try $0.findExchange(for: system, now: now) }) {}
    }
    private func claim(_ city: TestCity, _ system: ExternalSystem = .portal) throws -> [ExchangeParcel] {
        let now = city.now
        return try city.office.work { try $0.claimExchange(for: system, limit: 20, now: now) }
    }
    private func settle(_ city: TestCity, _ parcel: ExchangeParcel, _ delivery: ExchangeDelivery) throws {
        let now = city.now
        try city.office.work { try $0.settleExchange(parcel, delivery, now: now) }
    }
    /// Sends everything that can be sent; gives the statuses told, in order.
    private func sendAll(_ city: TestCity, _ system: ExternalSystem = .portal) throws -> [JSON] {
        var bodies: [JSON] = []
        while true {
            try find(city, system)
            let parcels = try claim(city, system)
            if parcels.isEmpty { return bodies }
            for parcel in parcels {
                bodies.append(try JSON.parse(parcel.body))
                try settle(city, parcel, .arrived(code: 200, answer: "ok"))
            }
        }
    }

    @Test("a filing of the portal becomes a dossier at the ward, its acceptance clock from the portal's time")
    func filing() throws {
        let city = try TestCity.inMemory()
        let number = try number(try give(city, [line("m1", payload())]))
        let dossier = try #require(try city.dossier(number))
        let filed = try #require(ExchangeTime.read("20261122201530"))
        #expect(dossier.intake.receivedAt == filed)
        #expect(dossier.custody.unit == "27373" && dossier.intake.channel == .online)
        #expect(
            dossier.intake.acceptBy == LegalClock.acceptBy(received: filed, office: city.office.directory.office("27373")).due)
        #expect(dossier.foreignNumber(of: "national-portal") == "G22-1")
        #expect(dossier.person.form == ["catName": "Mướp"])
        try city.office.rebuild()
        city.office.forget()
        #expect(try city.dossier(number)?.foreignNumber(of: "national-portal") == "G22-1")
        #expect(try city.office.verify().findings == [])
    }

    @Test("the same message, and the same content under another id, have one effect")
    func repeats() throws {
        let city = try TestCity.inMemory()
        _ = try number(try give(city, [line("m1", payload())]))
        #expect(try give(city, [line("m1", payload()), line("m2", payload())]) == [])
        let items = try city.office.database.read {
            try ExchangeQuestion.items(.incoming, system: nil, limit: 10, caller: city.caller("admin@tp"), $0)
        }
        #expect(items.count == 1 && items[0].repeats == 2)
        #expect(try city.office.database.read { try $0.row("SELECT COUNT(*) FROM dossier")?.int(0) } == 1)
    }

    @Test("the same number with other content waits for a person, as a request for correction at the ward")
    func differs() throws {
        let city = try TestCity.inMemory()
        let number = try number(try give(city, [line("m1", payload())]))
        let again = try give(city, [line("m1", payload("G22-1", ["SoDienThoai": .string("0909999999")]))])
        #expect(again == [.differs(number, ["SoDienThoai"])])
        let dossier = try #require(try city.dossier(number))
        #expect(dossier.requests.map(\.kind) == [.correction])
        #expect(dossier.requests.first?.text?.contains("SoDienThoai") == true)
        #expect(dossier.person.applicant?.phone == "0901234567")
        #expect(try give(city, [line("m9", payload("G22-1", ["SoDienThoai": .string("0909999999")]))]) == [])
    }

    @Test("what cannot be taken up is held with its reason and taken up when it can")
    func held() throws {
        let city = try TestCity.inMemory()
        let held = try give(
            city,
            [
                line("m1", payload("G22-1", ["MaTTHC": .string("8.000001")])), line("m2", payload("G22-2", ["DonViXuLy": .string("H1")])),
                Array("{\"id\":\"m3\", 1.5}".utf8), line("m4", .string("x")), line("m5", payload("G22-5", ["ChuHoSo": .null])),
                line("m6", payload("G22-6"), kind: "nonsense"),
            ])
        #expect(held.count == 6)
        for outcome in held { if case .held = outcome {} else { Issue.record("\(outcome)") } }
        let admin = city.caller("admin@tp")
        let items = try city.office.database.read { try ExchangeQuestion.items(.open, system: nil, limit: 20, caller: admin, $0) }
        #expect(items.count == 6 && items.allSatisfy { $0.reasonVi?.isEmpty == false && $0.canRetry })
        #expect(try city.office.database.read { try $0.row("SELECT COUNT(*) FROM dossier")?.int(0) } == 0)
        var late = TestCity.cats()
        late.code = "8.000001"
        let (now, procedure) = (city.now, late)
        try city.office.work {
            try $0.record([.procedurePublished(procedure)], in: "tp", by: "admin@tp", command: "t", now: now)
        }
        let first = try #require(items.first { $0.outside == "G22-1" })
        let outcome = try city.office.work { try $0.retryExchange(first.id, by: admin, now: now) }
        #expect(try number([outcome].compactMap { $0 }).isEmpty == false)
        let clerk = city.caller("counter@27373")
        #expect(throws: Refusal.self) { try city.office.work { try $0.closeExchange(items[1].id, by: clerk, now: now) } }
    }

    @Test("a price with a fraction and text in decomposed form keep no filing out")
    func loose() throws {
        let city = try TestCity.inMemory()
        let text = String(decoding: line("m1", payload("G22-1", ["ChuHoSo": .string("Nguy\u{1EC5}n \\\" 1.5")])), as: UTF8.self)
            .replacing("\u{1EC5}", with: "e\u{302}\u{303}")
            .replacing("\"LoaiDoiTuong\":1", with: "\"LoaiDoiTuong\":1.0,\"DanhSachLePhi\":[{\"Gia\":8e3}]")
        let number = try number(try give(city, [Array(text.utf8)]))
        let name = try #require(try city.dossier(number)?.person.applicant?.name)
        #expect(name.unicodeScalars.contains("\u{1EC5}") && name.contains("1.5"))
    }

    @Test("a better message takes the place of one that was held")
    func superseded() throws {
        let city = try TestCity.inMemory()
        try give(city, [line("m1", payload("G22-1", ["ChuHoSo": .string("")]))])
        _ = try number(try give(city, [line("m1", payload())]))
        let states = try city.office.database.read { tx in
            try tx.rows("SELECT state FROM exchange_in ORDER BY state").map { $0.text(0) }
        }
        #expect(states == ["superseded", "taken"])
    }

    @Test("what came is sealed, and dropped when its applicant is erased")
    func erased() throws {
        let city = try TestCity.inMemory()
        let number = try number(try give(city, [line("m1", payload())]))
        let raw = try city.office.database.read { try $0.row("SELECT raw FROM exchange_in")?.optionalBlob(0) }
        #expect(raw.map { String(decoding: $0, as: UTF8.self).contains("079190000123") } == false)
        try city.act("refuse", number, ["ground": "notCompetent", "reason": "Không thuộc thẩm quyền"], as: "counter@27373")
        try city.office.erase(.applicant, of: number, ground: "theo yêu cầu", city.context("admin@tp"))
        #expect(try city.office.database.read { try $0.row("SELECT raw FROM exchange_in")?.optionalBlob(0) } == nil)
    }

    @Test("every change of status is told once, in order, with the portal's number and the date then due")
    func told() throws {
        let city = try TestCity.inMemory()
        let number = try number(try give(city, [line("m1", payload())]))
        try city.follow(number)
        let told = try sendAll(city).filter { $0["MaHoSo"]?.string == "G22-1" }
        let statuses = told.compactMap { $0["TrangThaiHoSo"]?.string }
        #expect(statuses.first == "1" && statuses.last == "10", "\(statuses)")
        #expect(statuses.contains("2") && statuses.contains("9"))
        #expect(told.allSatisfy { $0["MaHoSoNoiXuLy"]?.string == number })
        #expect(told.last?["NgayHenTra"]?.string?.count == 14)
        #expect(try sendAll(city).isEmpty)
        try city.office.rebuild()
        #expect(try sendAll(city).isEmpty)
    }

    @Test("of one dossier the next waits for the one before; another dossier does not")
    func order() throws {
        let city = try TestCity.inMemory()
        let first = try number(try give(city, [line("m1", payload())]))
        _ = try number(try give(city, [line("m2", payload("G22-2"))]))
        try city.act("accept", first, as: "counter@27373")
        try find(city)
        let parcels = try claim(city)
        #expect(Set(parcels.map(\.number)).count == 2 && parcels.count == 2)
        let stuck = try #require(parcels.first { $0.number == first })
        try settle(city, stuck, .later(code: 500, answer: "hỏng", after: nil))
        #expect(try claim(city).isEmpty)
        city.wait(minutes: 1)
        let again = try #require(try claim(city).first)
        #expect(again.id == stuck.id && again.attempt == 2)
        try settle(city, again, .arrived(code: 200, answer: ""))
        #expect(try claim(city).map(\.number) == [first])
    }

    @Test("pauses grow four times each, up to a day, and what the other side asks for is kept to")
    func pauses() {
        #expect((1...8).map { ExchangeBook.pause(afterAttempt: $0) / 1000 } == [25, 100, 400, 1600, 6400, 25_600, 86_400, 86_400])
        #expect(ExchangeBook.pause(afterAttempt: 1_000_000) == 86_400_000)
    }

    @Test("a supplement that came before its filing is taken up after it, at the portal's time")
    func supplement() throws {
        let city = try TestCity.inMemory()
        let number = try number(try give(city, [line("m1", payload())]))
        try city.act("request-supplement", number, ["papers": "anh", "reason": "Thiếu ảnh"], as: "counter@27373")
        let asked = try #require(try sendAll(city).last)
        #expect(asked["TrangThaiHoSo"]?.string == "5" && asked["GhiChu"]?.string == "Thiếu ảnh")
        #expect(asked["DanhSachHoSoBoSung"]?.array?.first?["NoiDungBoSung"]?.string == "Ảnh mèo")
        city.wait(minutes: 120)
        let more = payload(
            "G22-1",
            [
                "DanhSachHoSoBoSung": .array([.object(of: [("NgayTiepNhanBoSung", .string("20261123083000"))])]),
                "TaiLieuNop": .array([.object(of: [("MaThanhPhanHoSo", .string("anh"))])]),
            ])
        #expect(try give(city, [line("m2", more, kind: "supplement")]) == [.taken(number)])
        let dossier = try #require(try city.dossier(number))
        #expect(dossier.supplement?.filed.map(\.id) == ["anh"])
        #expect(dossier.supplement?.filedAt == ExchangeTime.read("20261123083000"))
        let stray = try give(city, [line("m3", payload("G22-77"), kind: "withdrawal")])
        if case .held? = stray.first {} else { Issue.record("\(stray)") }
    }

    @Test("a ministry's system gets what was filed on acceptance, and its answer is a fact and a suggested value")
    func ministry() throws {
        let city = try TestCity.inMemory()
        let now = city.now
        try city.office.work { try $0.openExchange(ExchangeTests.register, now: now) }
        let number = try city.receive().number
        let cases = try sendAll(city, ExchangeTests.register)
        #expect(cases.count == 1)
        #expect(cases[0]["DuLieuToKhai"]?["catName"]?.string == "Mướp" && cases[0]["MaHoSo"]?.string == number)
        let answer = JSON.object(of: [
            ("MaHoSo", .string(number)), ("TrangThaiHoSo", .string("9")), ("SoKetQua", .string("15/2026")),
            ("NgayKetQua", .string("20261123")), ("DuLieuToKhai", .object(of: [("catName", .string("Mướp Con"))])),
        ])
        let outcome = try give(city, [line("a1", answer, kind: "answer")], from: ExchangeTests.register)
        #expect(outcome == [.taken(number)])
        #expect(try give(city, [line("a1", answer, kind: "answer")], from: ExchangeTests.register) == [])
        let dossier = try #require(try city.dossier(number))
        #expect(dossier.exchangeAnswers.map(\.answer.resultNumber) == ["15/2026"])
        #expect(dossier.person.form?["catName"] == "Mướp", "an answer moves nothing by itself")
        let situation = Situation(
            dossier: dossier, caller: city.caller("counter@27373"), world: try World(of: dossier, city.office.directory, now: now))
        let correct = situation.actions.first { $0.name == "correct" }
        #expect(correct?.fields.first { $0.name == "formValue" }?.suggested == "Mướp Con")
    }

    // MARK: reconciliation

    /// Filed a quarter of an hour before it is taken in: not late.
    static let prompt: [String: JSON] = ["NgayNopHoSo": .string("20261123074500")]

    private func said(_ number: String, _ status: Int, due: Instant? = nil, since: String = "20261123080000") -> [UInt8] {
        JSON.object(of: [
            ("MaHoSo", .string(number)), ("TrangThaiHoSo", .string(String(status))),
            ("NgayHenTra", due.map { .string(ExchangeTime.text($0)) } ?? .null), ("ThoiDiemXuLy", .string(since)),
        ]).canonical
    }
    private func reconcile(
        _ city: TestCity, _ lines: [[UInt8]], _ system: ExternalSystem = .portal, isHeard: Bool = true
    ) throws -> ReconciliationReport {
        let now = city.now
        try city.office.work { try $0.keepSaid(lines, by: system, now: now) }
        let found = try city.office.database.read { try city.office.reconcile(system, isHeard: isHeard, now: now, $0) }
        try city.office.work { try $0.sign(found, now: now) }
        return try city.office.database.read {
            try ReconciliationQuestion.ask(
                day: now.date, unit: nil, limit: 100, caller: city.caller("admin@tp"), now: now, $0, city.office)
        }
    }

    @Test("sides that agree are signed as agreeing; a status denied outside is theirs, one not sent is the link's")
    func reconciled() throws {
        let city = try TestCity.inMemory()
        let number = try number(try give(city, [line("m1", payload("G22-1", ExchangeTests.prompt))]))
        try city.act("accept", number, as: "counter@27373")
        _ = try sendAll(city)
        let due = try #require(try city.dossier(number)?.clock.due)
        city.wait(minutes: 180)
        let same = try reconcile(city, [said("G22-1", 2, due: due)])
        #expect(same.differences.isEmpty, "\(same.differences)")
        #expect(same.lines.map(\.unit) == ["27373"] && same.lines[0].dossiers == 1 && same.lines[0].isSound)
        let denied = try reconcile(city, [said("G22-1", 1)])
        #expect(denied.differences.map(\.difference.whose) == [.theirs])
        #expect(denied.differences[0].difference.ward == "2" && denied.differences[0].difference.system == "1")
        try city.act("request-supplement", number, ["papers": "anh", "reason": "Thiếu ảnh"], as: "counter@27373")
        try find(city)
        city.wait(minutes: 30)
        let waiting = try reconcile(city, [said("G22-1", 2, due: due)])
        #expect(waiting.differences.map(\.difference.whose) == [.link])
        #expect(waiting.lines[0].byLink == 1)
        #expect(try city.office.verify().findings == [])
    }

    @Test("a filing that is known outside only is the link's; a bad line is left out; an unheard system is held nothing against")
    func strangers() throws {
        let city = try TestCity.inMemory()
        _ = try number(try give(city, [line("m1", payload("G22-1", ExchangeTests.prompt))]))
        _ = try sendAll(city)
        city.wait(minutes: 60)
        let lines = [said("G22-1", 1), said("G22-2", 1), Array("{".utf8), said("G22-3", 99)]
        let report = try reconcile(city, lines)
        #expect(report.differences.map(\.difference.outside) == ["G22-2"])
        #expect(report.differences[0].difference.whose == .link && report.differences[0].difference.unit == "tp")
        #expect(try reconcile(city, [], isHeard: false).differences.isEmpty)
    }

    @Test("a list changed afterwards no longer is what was signed")
    func tampered() throws {
        let city = try TestCity.inMemory()
        _ = try number(try give(city, [line("m1", payload("G22-1", ExchangeTests.prompt))]))
        _ = try sendAll(city)
        city.wait(minutes: 60)
        #expect(try reconcile(city, [said("G22-1", 9)]).lines[0].isSound)
        _ = try city.office.database.write { try $0.execute("UPDATE reconciliation SET whose = 'link'") }
        let now = city.now
        let report = try city.office.database.read {
            try ReconciliationQuestion.ask(
                day: nil, unit: "27373", limit: 10, caller: city.caller("leader@27373"), now: now, $0, city.office)
        }
        #expect(!report.lines[0].isSound)
        #expect(throws: Refusal.self) {
            try city.office.database.read {
                try ReconciliationQuestion.ask(
                    day: nil, unit: nil, limit: 10, caller: city.caller("leader@27373"), now: now, $0, city.office)
            }
        }
    }

    @Test("hours in which a ministry could not be asked are laid on the line, not on the officer")
    func lateness() throws {
        let city = try TestCity.inMemory()
        let now = city.now
        try city.office.work { try $0.openExchange(ExchangeTests.register, now: now) }
        let number = try city.receive().number
        try find(city, ExchangeTests.register)
        let parcel = try #require(try claim(city, ExchangeTests.register).first)
        try settle(city, parcel, .later(code: nil, answer: "no connection", after: nil))
        city.wait(minutes: 60 * 24 * 4 + 120)
        let report = try reconcile(city, [], ExchangeTests.register)
        #expect(report.differences.map(\.difference.what) == [.delay] && report.differences[0].difference.holdsUp)
        let (dossier, later) = (try #require(try city.dossier(number)), city.now)
        let attribution = try #require(
            try city.office.database.read { try LatenessQuestion.of(dossier, now: later, $0, city.office) })
        #expect(attribution.overrun > 0)
        #expect(attribution.main?.cause == .outage && attribution.main?.outage == .ministry)
    }
}
