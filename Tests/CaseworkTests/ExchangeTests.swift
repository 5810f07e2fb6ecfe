// ExchangeTests.swift: the exchange payload: times, what other systems write loosely, to a filing and back.

import Testing

@testable import Casework

@Suite("the exchange payload")
struct ExchangePayloadTests {
    private func payload() -> ExchangeDossier {
        var payload = ExchangeDossier()
        (payload.number, payload.procedure) = ("000.00.00.G22-261123-000017", "9.000001.H29")
        (payload.channel, payload.applicantName, payload.applicantKind) = (2, "Nguyễn Thị Ửng", 1)
        payload.identities = [.init(kind: 1, number: "079190000123")]
        (payload.phone, payload.email, payload.address) = ("0901234567", "ung@thu.example", "12 Hậu Giang")
        payload.filedAt = ExchangeTime.read("20261122201530")
        payload.agency = "H29.273.73"
        payload.form = ["catName": "Mướp"]
        payload.papers = [.init(component: "don", name: "don.pdf")]
        return payload
    }

    private func procedure() -> Procedure {
        Procedure(
            code: "9.000001", version: 1, validFrom: CivilDate(year: 2025, month: 7, day: 1)!, name: "Đăng ký nuôi mèo",
            shortName: "Nuôi mèo", field: "thu-cung", competent: "ward", nonTerritorial: true, channels: [.counter, .online],
            cases: [.init(id: "mot", name: "Một con")], limits: [.init(amount: 3, unit: .workingDay)],
            supplement: .init(clock: .restart, max: 1, closeAfterWorkingDays: 15),
            opinion: .init(suspends: true, replyWorkingDays: 3),
            papers: [
                .init(id: "don", name: "Đơn", required: true, kind: .form, originals: 1, copies: 0),
                .init(id: "anh", name: "Ảnh", required: false, kind: .copy, originals: 0, copies: 1, code: "KQ.1"),
            ],
            form: [
                .init(name: "catName", title: "Tên mèo", type: .text, required: true),
                .init(name: "born", title: "Ngày sinh", type: .date, required: false),
            ],
            fees: [], steps: [], results: [], linked: [], sources: [], confidence: [:])
    }

    @Test("times are written and read in Vietnamese time, and what is no time is none")
    func times() {
        let time = ExchangeTime.read("20261122201530")
        #expect(time?.description == "2026-11-22T20:15:30+07:00")
        #expect(time.map(ExchangeTime.text) == "20261122201530")
        #expect(ExchangeTime.read("20261122")?.description == "2026-11-22T00:00:00+07:00")
        for bad in ["", "2026-11-22", "20261322201530", "20260231000000", "20261122241500", "2026112220153", "２0261122201530"] {
            #expect(ExchangeTime.read(bad) == nil, "\(bad)")
        }
    }

    @Test("a payload becomes a filing whose clock runs from the portal's time")
    func filing() throws {
        let read = try payload().filing(procedure(), unit: "27373", competent: nil)
        #expect(read.left == [])
        #expect(read.filing.channel == .online)
        #expect(read.filing.receivedAt == ExchangeTime.read("20261122201530"))
        #expect(read.filing.applicant.idNumber == "079190000123")
        #expect(read.filing.form == ["catName": "Mướp"])
        #expect(read.filing.papers == [PaperIn(id: "don", copies: 1, source: "digital", file: nil)])
        #expect(payload().nationalProcedure == "9.000001")
    }

    @Test("what cannot be used is left out and named; the filing comes in")
    func left() throws {
        var loose = payload()
        (loose.phone, loose.email, loose.case) = ("gọi buổi tối", "không có", "hai")
        loose.form = ["catName": "Mướp", "born": "hôm qua", "dogName": "Vàng"]
        loose.papers.append(.init(component: "x-9", name: "la.pdf"))
        let read = try loose.filing(procedure(), unit: "27373", competent: nil)
        #expect(read.filing.applicant.phone == nil && read.filing.applicant.email == nil && read.filing.case == nil)
        #expect(read.filing.form == ["catName": "Mướp"])
        #expect(
            read.left == ["SoDienThoai", "Email", "MaTruongHop “hai”", "born", "DuLieuToKhai.dogName", "TaiLieuNop “x-9”"])
    }

    @Test("a filing without id number, name, number or time is refused; nothing is invented")
    func refused() {
        let breaks: [(inout ExchangeDossier) -> Void] = [
            { $0.identities = [] }, { $0.identities = [.init(kind: 1, number: "")] }, { $0.applicantName = nil },
            { $0.number = nil }, { $0.filedAt = nil }, { $0.channel = 1 },
        ]
        for change in breaks {
            var bad = payload()
            change(&bad)
            #expect(throws: Refusal.self) { try bad.filing(procedure(), unit: "27373", competent: nil) }
        }
        var bare = payload()
        bare.address = nil
        #expect(throws: Never.self) { try bare.filing(procedure(), unit: "27373", competent: nil) }
    }

    @Test("differences name keys and no contents")
    func differences() {
        var other = payload()
        (other.phone, other.form) = ("0909999999", ["catName": "Vàng"])
        #expect(ExchangeDossier.differences(payload(), payload()) == [])
        #expect(ExchangeDossier.differences(payload(), other) == ["SoDienThoai", "DuLieuToKhai"])
    }

    @Test("a pause is told as a pause: every state has its own national code")
    func statuses() {
        #expect(DossierState.awaitingSupplement.national == 5 && DossierState.awaitingPayment.national == 6)
        #expect(DossierState.suspended.national == 8 && DossierState.ready.national == 9)
    }
}
