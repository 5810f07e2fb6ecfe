// SteeringTests.swift: difficulties, guidance, directives, models, rounds, outages, complaints on a small invented city.

import Casework
import Foundation
import Ledger
import Oversight
import Storage
import TestKit
import Testing

@testable import Office

@Suite("steering")
struct SteeringTests {
    let city: TestCity
    init() throws {
        city = try TestCity.inMemory()
        try city.office.addAccount(
            login: "city@tp", name: "city", passwordHash: "x", demo: false,
            grants: [Grant(role: .city, unit: "tp", from: Instant(milliseconds: 0))], now: TestCity.monday)
    }

    @discardableResult
    private func steer(
        _ name: String, _ kind: SteeringKind, id: String? = nil, _ values: [String: String], as login: String
    ) throws -> String {
        // Each under a client's key, as the pages send it, and once more.
        var context = city.context(login)
        context.key = ("key-\(context.commandID)", "f")
        let once = try city.office.work { [context] in try $0.steer(name, kind, id: id, ActionInput(values), context) }
        let twice = try city.office.work { [context] in try $0.steer(name, kind, id: id, ActionInput(values), context) }
        #expect(once == twice)
        return once
    }
    private func refused(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let refusal as Refusal { return "\(refusal.slug) \(refusal.field ?? "")" } catch { return "\(error)" }
    }
    private func item(_ kind: SteeringKind, _ id: String) throws -> SteeringItem {
        try city.office.database.read { try SteeringBook.item(kind, id, $0, city.office) }
    }
    private func isSound() throws -> Bool {
        let before = try city.office.dump()
        guard try city.office.verify().findings.isEmpty else { return false }
        try city.office.rebuild()
        return try city.office.dump() == before
    }

    @Test("a difficulty is answered, becomes guidance at every counter, and ends")
    func desk() throws {
        let number = try city.receive().number
        let id = try steer(
            "report", .difficulty,
            ["unit": "27373", "category": "law", "text": "Không rõ ảnh mèo mấy tháng", "dossier": number, "to": "so-tu-phap"],
            as: "counter@27373")
        let open = try item(.difficulty, id)
        #expect(open.responsible == "so-tu-phap" && open.procedure == "9.000001" && open.text == "Không rõ ảnh mèo mấy tháng")
        #expect(refused { try steer("answer", .difficulty, id: id, ["text": "x", "final": "yes"], as: "officer@27373") } == "no-right ")
        #expect(
            refused {
                try steer("answer", .difficulty, id: id, ["text": "x", "final": "yes", "guidance": "true"], as: "officer@so-tu-phap")
            } == "missing-field source")
        #expect(try item(.difficulty, id).state == .open)
        try steer(
            "answer", .difficulty, id: id,
            ["text": "Ảnh chụp trong 6 tháng", "final": "yes", "guidance": "true", "source": "Công văn 12/STP"], as: "officer@so-tu-phap")
        #expect(try item(.difficulty, id).state == .done)
        let shown = try city.office.database.read {
            try MatterQuestion.guidance("9.000001", on: city.now.date, $0, city.office)
        }
        #expect(shown.map(\.text) == ["Ảnh chụp trong 6 tháng"])
        try steer("end", .guidance, id: shown[0].id, ["reason": "Đã sửa quy định"], as: "leader@so-tu-phap")
        let after = try city.office.database.read { try MatterQuestion.guidance("9.000001", on: city.now.date, $0, city.office) }
        #expect(after.isEmpty)
        #expect(try isSound())
    }

    @Test("what nobody answers goes up to the city, once")
    func escalation() throws {
        let id = try steer(
            "report", .difficulty, ["unit": "27373", "category": "line", "text": "Mạng chập chờn", "to": "bhxh"], as: "leader@27373")
        #expect(try city.office.work { try $0.escalateOverdue(now: city.now, command: "w1") } == 0)
        city.wait(minutes: 60 * 24 * 6)
        #expect(try city.office.work { try $0.escalateOverdue(now: city.now, command: "w2") } == 1)
        #expect(try city.office.work { try $0.escalateOverdue(now: city.now, command: "w3") } == 0)
        #expect(try item(.difficulty, id).responsible == "tp")
        #expect(try isSound())
    }

    @Test("alike difficulties are proposed and joined")
    func joining() throws {
        let first = try steer(
            "report", .difficulty,
            ["unit": "27373", "category": "software", "text": "Phần mềm hộ tịch báo lỗi khi ký số giấy khai sinh", "to": "so-tu-phap"],
            as: "counter@27373")
        _ = try steer(
            "report", .difficulty, ["unit": "27373", "category": "premises", "text": "Thiếu ghế chờ cho dân", "to": "so-tu-phap"],
            as: "counter@27373")
        let same = try steer(
            "report", .difficulty,
            ["unit": "26732", "category": "software", "text": "Ký số giấy khai sinh bị lỗi trên phần mềm hộ tịch", "to": "so-tu-phap"],
            as: "counter@26732")
        let mine = try item(.difficulty, same)
        let alike = try city.office.database.read { try MatterQuestion.alike(mine, $0, city.office) }
        #expect(alike.first?.item.id == first)
        #expect(refused { try steer("join", .difficulty, id: same, ["into": same], as: "officer@so-tu-phap") } == "bad-value into")
        try steer("join", .difficulty, id: same, ["into": first], as: "officer@so-tu-phap")
        #expect(try item(.difficulty, same).state == .ended)
        #expect(try city.office.database.read { try MatterQuestion.joined(into: first, $0, city.office).map(\.id) } == [same])
    }

    @Test("a directive without units or on a day off is refused; tasks are reported with evidence and judged")
    func directives() throws {
        let due = city.office.directory.office("tp").workingDay(5, after: city.now.date)
        func issue(_ values: [String: String]) throws -> String {
            try steer(
                "issue", .directive,
                ["text": "Công khai số điện thoại", "scope": "some", "due": "\(due)", "evidence": "true"].merging(values) { $1 },
                as: "city@tp")
        }
        #expect(refused { _ = try issue([:]) } == "directive-without-units units")
        #expect(refused { _ = try issue(["units": "27373, 99999"]) } == "unknown-unit unit")
        #expect(refused { _ = try issue(["units": "27373", "due": "2020-01-02"]) } == "bad-value due")
        #expect(refused { try steer("issue", .directive, ["text": "x", "scope": "all", "due": "\(due)"], as: "leader@27373")
            } == "no-right ")
        let id = try issue(["units": "27373, 26732"])
        #expect(try city.office.database.read { try MatterQuestion.toDo("26732", $0, city.office).map(\.id) } == [id])
        #expect(refused { try steer("report-task", .directive, id: id,
            ["unit": "27373", "progress": "100", "text": "xong"], as: "leader@27373") }
            == "missing-field evidence")
        for unit in ["27373", "26732"] {
            try steer(
                "report-task", .directive, id: id, ["unit": unit, "progress": "100", "text": "xong", "evidence": "BC 5"],
                as: "leader@\(unit)")
        }
        try steer("judge-task", .directive, id: id, ["unit": "26732", "accepted": "no"], as: "city@tp")
        #expect(try item(.directive, id).part("26732")?.state == .open)
        try steer("report-task", .directive, id: id, ["unit": "26732", "progress": "100", "text": "lại"], as: "leader@26732")
        for unit in ["27373", "26732"] {
            try steer("judge-task", .directive, id: id, ["unit": unit, "accepted": "yes"], as: "city@tp")
        }
        #expect(try item(.directive, id).state == .done)
        #expect(try isSound())
    }

    @Test("hours of an outage are taken from the officer; a contested cause counts once it is upheld")
    func lateness() throws {
        let number = try city.receive().number
        let from = city.now
        city.wait(minutes: 60 * 24 * 7)
        let long = try city.office.work {
            try $0.reportOutage(
                .line, at: "27373", from: from, to: city.now.adding(minutes: -60 * 24 * 2), words: "Đứt cáp", city.context("leader@27373"))
        }
        try city.follow(number)
        let month = Period(.quarter, around: city.now.date)
        func report() throws -> LatenessReport {
            try city.office.database.read {
                try LatenessQuestion.ask(month, caller: city.caller("city@tp"), now: city.now, $0, city.office)
            }
        }
        let line = try #require(try report().lines.first { $0.number == number })
        #expect(line.cause == .outage && line.body == "27373", "\(line.attribution)")
        #expect(line.attribution.parts.reduce(0) { $0 + $1.blamed } == line.attribution.overrun)
        #expect(line.attribution.parts.reduce(0) { $0 + $1.minutes } == line.attribution.elapsed)
        _ = long
        try city.act("contest-lateness", number, ["cause": "opinion", "reason": "Chờ công an"], as: "officer@27373")
        #expect(refused { try city.act("contest-lateness", number, ["cause": "opinion", "reason": "x"], as: "officer@27373") } != nil)
        #expect(try report().lines.first { $0.number == number }?.cause == .outage)
        try city.act("judge-lateness", number, ["upheld": "yes"], as: "city@tp")
        #expect(try report().lines.first { $0.number == number }?.cause == .opinion)
        #expect(try isSound())
    }

    @Test("time between two units is laid on the way, not on the officer")
    func transit() throws {
        let number = try city.receive(city.filing(procedure: "9.000003")).number
        let sent = try city.follow(number) { $0.custody.inTransitTo != nil }
        try #require(sent.contains("hand-over"), "\(sent)")
        city.wait(minutes: 60 * 24 * 10)
        let dossier = try #require(try city.dossier(number))
        let attribution = try city.office.database.read { try LatenessQuestion.of(dossier, now: city.now, $0, city.office) }
        #expect(attribution?.main?.cause == .transit, "\(String(describing: attribution))")
    }

    @Test("the same complaint sent twice is one, with one code, after a rebuild too")
    func complaintTwice() throws {
        var context = city.context("counter@27373")
        context.key = ("form-1", "f")
        func send() throws -> (id: String, code: String) {
            try city.office.work { [context] in try $0.complain(about: "27373", dossier: nil, words: "Chờ lâu", context) }
        }
        let (first, second) = (try send(), try send())
        #expect(first == second && first.code.count == 12)
        #expect(try isSound())
        #expect(try send() == first)
        context.key = ("form-2", "f")
        let other = try send()
        #expect(other.id != first.id && other.code != first.code)
        try Complaints.check(try item(.complaint, first.id), first.code)
    }

    @Test("a complaint is answered within its clock and counted; its words are hidden from others")
    func complaints() throws {
        let id = try city.office.work {
            try $0.complain(about: "27373", dossier: nil, words: "Chờ lâu", code: "ABC", city.context("counter@27373")).id
        }
        let seen = try city.office.database.read {
            try MatterQuestion.one(.complaint, id, caller: city.caller("officer@26732"), $0, city.office)
        }
        #expect(seen.text == nil)
        #expect(refused { try city.office.work {
            try $0.rateComplaint(id, code: "no", isSatisfied: true, city.context("counter@27373")) } } != nil)
        try steer("answer", .complaint, id: id, ["text": "Đã thêm quầy"], as: "leader@27373")
        try city.office.work { try $0.rateComplaint(id, code: "ABC", isSatisfied: true, city.context("counter@27373")) }
        let today = Period(.day, around: city.now.date)
        let counts = try city.office.database.read { try IndicatorQuestion.counts(.complained, today, $0, city.office) }
        #expect(counts["27373"] == [Trait.answeredInTime.bit | Trait.answerSatisfied.bit: 1])
        #expect(try isSound())
    }

    @Test("a round is called, reported, led and concluded; a period ahead is refused")
    func rounds() throws {
        let day = city.office.directory.office("tp").workingDay(2, after: city.now.date)
        let call = [
            "text": "Sơ kết", "period": "\(Period(.month, around: city.now.date))", "units": "27373", "reportsBy": "\(day)",
            "meetsAt": "\(Instant(day.adding(days: 1), TimeOfDay(8, 0)))",
        ]
        #expect(refused { try steer("call", .round, call.merging(["period": "2099-01"]) { $1 }, as: "city@tp") } == "period-ahead period")
        let id = try steer("call", .round, call, as: "city@tp")
        try steer("sign-report", .round, id: id, ["unit": "27373", "text": "Báo cáo"], as: "leader@27373")
        try steer("move", .round, id: id, ["stage": "speaking", "unit": "27373"], as: "city@tp")
        try steer("move", .round, id: id, ["stage": "concluded", "text": "Giao các nơi làm tiếp"], as: "city@tp")
        #expect(try item(.round, id).state == .done)
        #expect(try isSound())
    }

    @Test("whoever looks from above is offered nothing on a dossier but to judge a contest", arguments: [11, 12, 13])
    func cityActs(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var seen: Set<String> = []
        for _ in 0..<12 {
            let number = try city.receive(accept: Bool.random(using: &random)).number
            for _ in 0..<12 {
                _ = try city.actAtRandom(number, using: &random)
                city.wait(minutes: Int.random(in: 30..<2000, using: &random))
                let dossier = try #require(try city.dossier(number))
                let situation = Situation(
                    dossier: dossier, caller: city.caller("city@tp"),
                    world: try World(of: dossier, city.office.directory, now: city.now))
                seen.formUnion(situation.actions.map(\.name))
            }
        }
        #expect(seen.isSubset(of: ["judge-lateness"]), "seed \(seed): \(seen)")
    }

    @Test(
        "the city's questions are answered by PostgreSQL as by SQLite",
        .enabled(if: PostgresServer.binaries != nil, "PostgreSQL is not installed"))
    func postgres() throws {
        let server = try PostgresServer()
        defer { server.stop() }
        let other = try TestCity(database: try openDatabase(.postgresql(server.url)), keys: try openDatabase(.memory))
        #expect(try SteeringTests.answers(of: other) == SteeringTests.answers(of: try TestCity.inMemory()))
    }

    /// One short history, and what the city is told of it.
    private static func answers(of city: TestCity) throws -> [String] {
        let start = TestCity.monday
        try city.office.addAccount(
            login: "city@tp", name: "city", passwordHash: "x", demo: false,
            grants: [Grant(role: .city, unit: "tp", from: Instant(milliseconds: 0))], now: start)
        try city.office.work {
            let definition = IndicatorDefinition(
                id: "on-time", version: 1, validFrom: CivilDate(year: 2022, month: 8, day: 1)!, validTo: nil, name: "a", nameEn: "a",
                group: .watch, event: .resolved, counts: .things, denominator: [], numerator: [Clause("early|onTime")!], points: 0,
                higherIsBetter: true, isPublic: true, source: "t")
            _ = try $0.publish(definition, by: city.context("admin@tp").caller, command: "c:t", now: start)
        }
        let number = try city.receive().number
        let context = city.context("leader@27373")
        try city.office.work { work in
            let values = ["unit": "27373", "category": "line", "text": "Mạng chập chờn", "to": "bhxh"]
            _ = try work.steer("report", .difficulty, ActionInput(values), context)
            _ = try work.reportOutage(.line, at: "27373", from: start.adding(minutes: -60), to: start, words: "", context)
        }
        city.wait(minutes: 60 * 24 * 9)
        try city.follow(number)
        _ = try city.receive()
        city.wait(minutes: 60 * 24 * 9)
        let (caller, now, period) = (city.caller("city@tp"), city.now, Period(.year, around: city.now.date))
        return try city.office.database.read { tx in
            let office = city.office
            let late = try LatenessQuestion.ask(period, caller: caller, now: now, tx, office)
            let report = try ReportQuestion.ask(unit: "27373", period: period, caller: caller, now: now, tx, office)
            let figures = try IndicatorQuestion.ask(IndicatorAsk(period: period), now: now, tx, office)
            let units = try OverviewQuestion.ask(period: period, caller: caller, now: now, tx, office)
            let fields = try BreakdownQuestion.ask(unit: "27373", field: nil, period: period, caller: caller, tx, office)
            let door = CityDoor(
                definition: office.directory.indicators["on-time"]![0], isNumerator: false, unit: "27373", period: period)
            return [
                "\(figures.map { ($0.unit, $0.numerator, $0.denominator) })",
                "\(try IndicatorQuestion.positions(asOf: start, tx).sorted { $0.key < $1.key })",
                "\(units.map { [$0.received, $0.late, $0.open, $0.overdue] })",
                "\(late.lines.map { [$0.number, $0.cause.rawValue] })", "\(report.total) \(report.causes)",
                "\(try CityDoorQuestion.ask(door, limit: 9, offset: 0, caller: caller, tx, office).map(\.number))",
                "\(fields.map { [$0.received, $0.late] })",
                "\(try MatterQuestion.list(.init(kind: .difficulty, unit: "bhxh", state: .open), caller: caller, tx, office).map(\.id))",
                "\(try MatterQuestion.toDo("bhxh", tx, office).map(\.id)) \(try CityQuestion.change(caller: caller, now: now, tx, office))",
                "\(try SatisfactionQuestion.ask(period, caller: caller, now: now, tx, office).factors.map(\.share))",
                "\(try CostBook.costs(of: "9.000001", period: period, caller: caller, tx).costs.map(\.total))",
            ]
        }
    }
}
