// FormerTests.swift: old dossiers: do all come in or none, go on to their end, keep their numbers, and count where they are?

import Casework
import Foundation
import Ledger
import Oversight
import Storage
import TestKit
import Testing

@testable import Office

private let columns =
    "number,unit,procedure,receivedAt,acceptedAt,due,resolvedAt,returnedAt,outcome,applicant,idNumber,phone,step,papers,presentUnit"

@Suite("old dossiers")
struct FormerTests {
    /// The small city with what it was made of: 26734 lies in 27373 alone, 26737 was divided.
    private func city(homes: Set<String>? = nil) throws -> TestCity {
        let city = try TestCity.inMemory(homes: homes)
        func grown(_ code: String, _ former: [Casework.Unit.FormerUnit]) throws -> Casework.Unit {
            var unit = try #require(city.office.directory.unit(code))
            unit.former = former
            return unit
        }
        let divided = Casework.Unit.FormerUnit(code: "26737", name: "Phường 2", district: "Quận 6", divided: true)
        let ward = try grown(
            "27373", [divided, Casework.Unit.FormerUnit(code: "26734", name: "Phường 1", district: "Quận 6", divided: false)])
        let zone = try grown("26732", [divided])
        try city.office.work {
            try $0.record(
                [.unitRegistered(ward), .unitRegistered(zone)], in: "tp", by: "admin@tp", command: "c:units", now: city.now)
        }
        return city
    }

    private func plan(_ city: TestCity, _ rows: [String]) throws -> FormerPlan {
        let bytes = Array(([columns] + rows).joined(separator: "\n").utf8)
        return try city.office.database.read { try FormerPlan.make(bytes, now: city.now, $0, city.office) }
    }

    @discardableResult
    private func take(_ city: TestCity, _ rows: [String], signature: String = "admin@tp", confirmed: Bool = true) throws
        -> FormerReport
    {
        let bytes = Array(([columns] + rows).joined(separator: "\n").utf8)
        let tried = try plan(city, rows).report.file
        let context = city.context("admin@tp")
        return try city.office.work {
            try $0.adoptFormer(
                bytes, tried: tried, signature: signature, confirmed: confirmed, by: context.caller, command: context.command,
                now: city.now)
        }
    }

    private func slug(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let refusal as Refusal { return refusal.slug } catch { return "\(error)" }
    }

    private let closed =
        "000.12.34.H29-250602-0001,26734,9.000001,2025-06-02,,2025-06-05,2025-06-04,2025-06-05,approved,Nguyễn Thị Hoa,"
        + "079123456789,0912345678,,Đơn đăng ký,"
    private let late =
        "HS-0002/25,26734,8.123456,2025-06-02,,2025-06-05,2025-06-09,2025-06-10,approved,Lê Văn Á,079123456780,,,,"
    private let open =
        "HS-0003/26,27373,9.000001,20/11/2026 08:00,,25/11/2026 16:00,,,,Trần Thị Bé,,0987654321,Trình ký,Đơn đăng ký|Giấy lạ,"
    private let waiting =
        "HS-0004/26,27373,9.000001,2026-11-10,,2026-11-13,2026-11-12,,approved,Phạm Văn Cò,,0987654322,,,"

    @Test("a file comes in whole, and rebuilding gives the same rows")
    func whole() throws {
        let city = try city()
        let report = try take(city, [closed, late, open, waiting])
        #expect(report.dossiers == 4 && report.open == 1 && report.waiting == 1 && report.ended == 2)
        #expect(report.restated == 2 && report.byCodeAlone == 1 && report.overdue == 0)
        #expect(report.units.map(\.code) == ["27373"] && report.units.first?.count == 4)
        let first = try #require(try city.dossier("000.12.34.H29-250602-0001"))
        #expect(first.state == .returned && first.custody.unit == "27373" && first.former?.unit == "26734")
        #expect(first.intake.competentAgency == "27373" && first.papers.map(\.id) == ["don"])
        #expect(first.person.applicant?.phone == "0912345678")
        #expect(try city.dossier("HS-0002/25")?.intake.procedureVersion == Procedure.formerVersion)
        let going = try #require(try city.dossier("HS-0003/26"))
        #expect(going.state == .processing && going.step == "ky" && going.clock.originalDue == going.clock.due)
        #expect(going.clock.due?.description == "2026-11-25T16:00:00+07:00")
        #expect(try city.dossier("HS-0004/26")?.state == .ready)
        let before = try city.office.dump()
        #expect(try city.office.verify().findings == [])
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
        let signed = try city.office.database.read {
            try HouseHistory.ask(.kinds(["FormerImportSigned"]), limit: 5, $0, city.office)
        }
        #expect(signed.count == 1 && signed.first?.actor == "admin@tp")
    }

    @Test("nothing is personal in what is not sealed")
    func sealed() throws {
        let city = try city()
        try take(city, [closed, open])
        for number in ["000.12.34.H29-250602-0001", "HS-0003/26"] {
            let entry = try #require(try city.office.database.read { try LedgerReader.entries(about: number, $0) }.first)
            #expect(entry.kind == "FormerDossierAdopted" && entry.sealed != nil)
            let facts = entry.facts.text
            for word in ["Hoa", "Trần", "0912345678", "079123456789", "Giấy lạ", "Trình ký"] { #expect(!facts.contains(word)) }
        }
    }

    @Test("an open and a waiting one go on to their end by the ordinary actions")
    func goesOn() throws {
        let city = try city()
        try take(city, [open, waiting])
        #expect(try city.follow("HS-0003/26") == ["decide", "complete-step", "return-result"])
        #expect(try city.dossier("HS-0003/26")?.state == .returned)
        #expect(try city.follow("HS-0004/26") == ["return-result"])
        #expect(try city.office.verify().findings == [])
    }

    @Test("one bad line of many: nothing comes in, and the line is named")
    func oneBadLine() throws {
        let city = try city()
        var rows = (1...2000).map { "HS-\($0)/25,26734,9.000001,2025-06-02,,2025-06-05,2025-06-04,2025-06-05,,,,,,," }
        rows[1233] = "HS-X/25,99999,9.000001,2025-06-02,,,2025-06-04,2025-06-05,,,,,,,"
        let report = try plan(city, rows).report
        #expect(report.problems.map(\.line) == [1235] && report.problems.map(\.slug) == ["unknown-unit"])
        let before = try city.office.database.read { try LedgerReader.count($0) }
        #expect(slug { try take(city, rows) } == "former-file-wrong")
        #expect(try city.office.database.read { try LedgerReader.count($0) } == before)
        rows.remove(at: 1233)
        #expect(try take(city, rows).dossiers == 1999)
    }

    @Test("a second run finds every number already there")
    func twice() throws {
        let city = try city()
        try take(city, [closed, open])
        let again = try plan(city, [closed, open.replacing("HS-0003/26", with: "hs-0003/26")]).report
        #expect(again.problems.map(\.slug) == ["already-there", "already-there"] && again.problems.map(\.line) == [2, 3])
        #expect(slug { try take(city, [closed, open]) } == "former-file-wrong")
    }

    @Test("an import must be signed by its own name, ticked, and be the file that was tried")
    func signing() throws {
        let city = try city()
        #expect(slug { try take(city, [closed], signature: "") } == "missing-field")
        #expect(slug { try take(city, [closed], signature: "Người khác") } == "bad-value")
        #expect(slug { try take(city, [closed], confirmed: false) } == "former-not-confirmed")
        let bytes = Array("\(columns)\n\(closed)".utf8)
        func adopt(as login: String, tried: String) throws {
            let context = city.context(login)
            try city.office.work {
                _ = try $0.adoptFormer(
                    bytes, tried: tried, signature: login, confirmed: true, by: context.caller, command: context.command, now: city.now)
            }
        }
        #expect(slug { try adopt(as: "admin@tp", tried: "ab") } == "former-file-changed")
        #expect(slug { try adopt(as: "leader@27373", tried: Digest.of(bytes).hex) } == "no-right")
        #expect(try city.dossier("000.12.34.H29-250602-0001") == nil)
    }

    @Test("every unit of before the merger leads to units of today")
    func everyOldUnit() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let reference = try ReferenceFiles.load(folder: root.appendingPathComponent("Reference").path)
        let units = FormerUnits(reference.units)
        let today = Set(reference.units.filter { [.ward, .commune, .specialZone].contains($0.kind) }.map(\.code))
        var divided = 0
        for code in Set(reference.units.flatMap { $0.former.map(\.code) }).sorted() {
            switch units.unit(code, on: FormerUnits.merger.adding(days: -1)) {
            case .unit(let now, let former): #expect(today.contains(now) && former?.code == code)
            case .divided(_, let into):
                divided += 1
                #expect(into.count > 1 && today.isSuperset(of: into), "\(code)")
            case .unknown: Issue.record("\(code) leads nowhere")
            }
        }
        // 441 communes and the district of Côn Đảo; 47 were divided.
        #expect(units.count == 442 && divided == 47 && today.count == 168)
    }

    @Test("what a divided unit's code cannot say, a column says")
    func divided() throws {
        let city = try city()
        func row(_ present: String) -> String {
            "HS-5/25,26737,9.000001,2025-06-02,,2025-06-05,2025-06-04,2025-06-05,,,,,,,\(present)"
        }
        #expect(try plan(city, [row("")]).report.problems.map(\.slug) == ["divided-unit"])
        #expect(try plan(city, [row("27374")]).report.problems.map(\.slug) == ["wrong-present-unit"])
        try take(city, [row("26732")])
        #expect(try city.dossier("HS-5/25")?.custody.unit == "26732")
        let units = FormerUnits(directory: city.office.directory)
        #expect(units.named("P.1, Q.6") == units.unit("26734", on: FormerUnits.merger))
    }

    @Test(
        "what cannot go on is refused with its line",
        arguments: [
            ("HS-6/26,27373,8.1,2026-11-20,,2026-11-25,,,,A,,,,,", "unknown-procedure"),
            ("HS-6/26,27373,9.000001,2026-11-20,,2026-11-25,,,,A,,,chờ trăng lên,,", "unknown-step"),
            ("HS-6/26,27373,9.000001,2026-11-20,,2026-11-25,,,,A,,,Trả kết quả,,", "open-at-return"),
            ("HS-6/26,27373,9.000001,2026-11-20,,2026-11-25,,,,,,,,,", "applicant-missing"),
            ("unit:27373,27373,9.000001,2026-11-20,,2026-11-25,,,,A,,,,,", "bad-number"),
            ("HS-6/26,27373,Đăng ký nuôi mèo,2026-11-10,,,2026-11-12,2026-11-12,,A,,,,,", "unknown-procedure"),
        ])
    func refused(_ row: String, _ problem: String) throws {
        let city = try city()
        #expect(try plan(city, [row]).report.problems.map(\.slug) == [problem])
    }

    @Test("an old number of our own form is never given again")
    func numbering() throws {
        let city = try city()
        #expect(try city.receive().number == "H29.273.73-261123-0001")
        try take(city, [open.replacing("HS-0003/26", with: "H29.273.73-261123-0007")])
        #expect(try city.receive().number == "H29.273.73-261123-0008")
        let before = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
        // One below what was given already does not turn the counter back.
        try take(city, [waiting.replacing("HS-0004/26", with: "H29.273.73-261123-0003")])
        #expect(try city.receive().number == "H29.273.73-261123-0009")
        #expect(try city.office.verify().findings == [])
    }

    @Test("figures of before the merger stand at the unit of today")
    func figures() throws {
        let city = try city()
        try city.office.work {
            let definition = IndicatorDefinition(
                id: "on-time", version: 1, validFrom: CivilDate(year: 2022, month: 8, day: 1)!, validTo: nil, name: "a",
                nameEn: "a", group: .watch, event: .resolved, counts: .things,
                denominator: [Clause("early|onTime|late")!], numerator: [Clause("early|onTime")!], points: 0,
                higherIsBetter: true, isPublic: true, source: "test")
            try $0.publish(definition, by: city.caller("admin@tp"), command: "c:t", now: city.now)
        }
        try take(city, [closed, late])
        let ask = IndicatorAsk(unit: "27373", period: try #require(Period("2025-06")))
        try city.office.database.read { tx in
            let kept = try IndicatorQuestion.ask(ask, now: city.now, tx, city.office)
            let again = try IndicatorRecompute.ask(ask, now: city.now, tx, city.office.directory) { _ in }
            #expect(kept == again)
            let figure = kept.first { $0.unit == "27373" && $0.definition.id == "on-time" }
            #expect(figure?.numerator == 1 && figure?.denominator == 2)
        }
    }

    @Test("whoever knows number and digits may look, and only look")
    func tracking() throws {
        let city = try city()
        try take(city, [closed, open])
        let ours = try city.receive().number
        func look(_ number: String, _ digits: String) throws -> TrackView {
            try city.office.database.read {
                try TrackQuestion.askFormer(number, digits: digits, now: city.now, $0, city.office)
            }
        }
        let view = try look(" 000.12.34.h29–250602–0001", "5678")
        #expect(view.dossier.state == .returned && view.dossier.person == PersonalData() && view.actions.isEmpty)
        #expect(try look("hs-0003/26", "0987654321").dossier.state == .processing)
        #expect(try look("000.12.34.H29-250602-0001", "079123456789").dossier.former?.unit == "26734")
        for (number, digits) in [
            ("000.12.34.H29-250602-0001", "5679"), ("000.12.34.H29-250602-0001", ""), ("HS-9/25", "5678"), (ours, "4567"),
        ] {
            #expect(slug { _ = try look(number, digits) } == "unknown-number-or-code", "\(number) \(digits)")
        }
    }

    @Test("staff find one by number, name and id number")
    func search() throws {
        let city = try city()
        try take(city, [closed, open])
        for (asked, number) in [
            ("000.12.34.H29-250602-0001", "000.12.34.H29-250602-0001"), ("hs-0003", "HS-0003/26"), ("be tran", "HS-0003/26"),
            ("079123456789", "000.12.34.H29-250602-0001"), ("0987 654 321", "HS-0003/26"),
        ] {
            let found = try city.office.database.read {
                try SearchQuestion.ask(
                    asked, caller: city.caller("officer@27373"), limit: 10, now: city.now, $0, city.office)
            }
            #expect(found.map(\.number) == [number], "\(asked)")
        }
    }
}
