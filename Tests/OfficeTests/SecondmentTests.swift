// SecondmentTests.swift: what is offered, who is posted, the right that comes and goes with a posting, and the outlook that a plan
// is made from.

import Casework
import Foundation
import Ledger
import Oversight
import Storage
import TestKit
import Testing

@testable import Office

private func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let refusal as Refusal { return "\(refusal.slug) \(refusal.field ?? "-")" } catch { return "\(error)" }
}

@Suite("secondments")
struct SecondmentTests {
    let city: TestCity
    private static let lent = "officer@so-tu-phap"

    init() throws {
        city = try TestCity.inMemory()
        let start = TestCity.monday.adding(minutes: -60 * 24)
        try city.office.addAccount(
            login: "city@tp", name: "city", passwordHash: "x", demo: false, grants: [Grant(role: .city, unit: "tp", from: start)],
            now: start)
    }

    private var today: CivilDate { city.now.date }

    @discardableResult
    private func offer(
        _ login: String = "leader@so-tu-phap", department: String = "so-tu-phap", field: String = "thu-cung", officers: Int = 3,
        from: CivilDate? = nil, days: Int = 20
    ) throws -> String {
        let context = city.context(login)
        let filing = OfferFiling(department: department, field: field, officers: officers, from: from ?? today, days: days)
        return try city.office.work {
            try $0.offerOfficers(filing, by: context.caller, command: context.command, now: context.now)
        }
    }

    @discardableResult
    private func post(
        _ user: String = SecondmentTests.lent, by login: String = "city@tp", unit: String = "27373", field: String = "thu-cung",
        from: Int = 0, to: Int = 4
    ) throws -> String {
        let context = city.context(login)
        let filing = PostingFiling(
            user: user, unit: unit, field: field, from: today.adding(days: from), to: today.adding(days: to), expected: 1_500_000)
        return try city.office.work { try $0.postOfficer(filing, by: context.caller, command: context.command, now: context.now) }
    }

    private func board(_ login: String = "city@tp") throws -> SecondmentBoard {
        try city.office.database.read {
            try SecondmentQuestion.board(caller: city.caller(login), now: city.now, $0, city.office)
        }
    }

    /// Everything derived is what the ledgers say.
    private func isSound() throws -> Bool {
        let before = try city.office.dump()
        guard try city.office.verify().findings.isEmpty else { return false }
        try city.office.rebuild()
        return try city.office.dump() == before
    }

    // MARK: offers

    @Test("a department's leader or the city offers; what cannot be meant is refused with its field")
    func offers() throws {
        try offer()
        try offer("city@tp", officers: 2)
        #expect(refusal { try offer("officer@so-tu-phap") } == "no-right -")
        #expect(refusal { try offer("leader@bhxh") } == "no-right -")
        #expect(refusal { try offer("city@tp", department: "27373") } == "bad-value department")
        #expect(refusal { try offer(department: "so-khong-co") } == "unknown-unit unit")
        #expect(refusal { try offer(field: "nuoi-rong") } == "bad-value field")
        #expect(refusal { try offer(officers: 0) } == "bad-value officers")
        #expect(refusal { try offer(from: today.adding(days: -1)) } == "bad-value from")
        #expect(refusal { try offer(days: 0) } == "bad-value days")
        let all = try board()
        #expect(all.offers.map(\.offer.officers) == [3, 2])
        #expect(try board("leader@so-tu-phap").offers.count == 2)
        #expect(try board("leader@bhxh").offers.isEmpty)
        #expect(refusal { _ = try board("leader@27373") } == "no-right -")
        let free = SecondmentQuestion.free(all, city.office.directory)
        #expect(free.map(\.officers) == [5], "offers of a department for a field are one")
        #expect(free.first?.kilometres.keys.sorted() == ["26732", "27373"])
        #expect(try isSound())
    }

    @Test("an offer counts until its working days are over")
    func over() throws {
        try offer(days: 2)
        city.wait(minutes: 1440)
        #expect(try board().offers.map(\.daysLeft) == [1])
        city.wait(minutes: 1440)
        #expect(try board().offers.isEmpty)
    }

    // MARK: postings

    @Test("a posting grants a right that holds from–to and ends by itself")
    func posting() throws {
        let number = try city.receive().number
        #expect(refusal { try city.act("complete-step", number, as: Self.lent) } == "no-right-to-see -")
        let id = try post(to: 1)
        let right = try #require(city.office.directory.rights[Self.lent]?.first { $0.grant.ground == "posting" })
        #expect(right.grant.fields == ["thu-cung"] && right.grant.unit == "27373" && right.grant.role == .officer)
        let line = try #require(try board().running.first)
        #expect(line.id == id && line.posted.right == right.id && line.posted.department == "so-tu-phap")
        #expect(line.posted.from == right.grant.from && line.posted.to == right.grant.to && line.posted.expected == 1_500_000)
        try city.act("complete-step", number, as: Self.lent)
        #expect(try isSound())
        // Tuesday evening the right is still there, on Wednesday nobody has to have thought of it.
        city.wait(minutes: 1440)
        let second = try city.receive().number
        try city.act("complete-step", second, as: Self.lent)
        let third = try city.receive().number
        city.wait(minutes: 1440)
        #expect(refusal { try city.act("complete-step", third, as: Self.lent) } == "no-right-to-see -")
        #expect(try board().running.isEmpty)
        #expect(try board().past.map(\.id) == [id])
    }

    @Test("a posting that begins tomorrow grants nothing today")
    func tomorrow() throws {
        let number = try city.receive().number
        try post(from: 1, to: 3)
        #expect(refusal { try city.act("complete-step", number, as: Self.lent) } == "no-right-to-see -")
        city.wait(minutes: 1440)
        try city.act("complete-step", number, as: Self.lent)
    }

    @Test("who may not post, and what cannot be meant, is refused and leaves no entry")
    func refusals() throws {
        let before = try city.office.database.read { try LedgerReader.count($0) }
        #expect(refusal { try post(by: "leader@so-tu-phap") } == "no-right -")
        #expect(refusal { try post(by: "admin@tp") } == "no-right -")
        #expect(refusal { try post("nobody@x") } == "unknown-user user")
        #expect(refusal { try post("officer@26732") } == "bad-value user")
        #expect(refusal { try post(unit: "99999") } == "unknown-unit unit")
        #expect(refusal { try post(unit: "bhxh") } == "bad-value unit")
        #expect(refusal { try post(field: "nuoi-rong") } == "bad-value field")
        #expect(refusal { try post(from: -1) } == "bad-value from")
        #expect(refusal { try post(from: 3, to: 2) } == "bad-value to")
        #expect(try city.office.database.read { try LedgerReader.count($0) } == before)
        #expect(city.office.directory.rights[Self.lent]?.contains { $0.grant.ground == "posting" } == false)
    }

    @Test("nobody is posted to two places at once, and one after the other is well")
    func overlap() throws {
        try post(to: 4)
        #expect(refusal { try post(unit: "26732", from: 4, to: 9) } == "already-posted user")
        try post(unit: "26732", from: 5, to: 9)
        try post("officer@vpdk-dat-dai", to: 4)
        #expect(try board().running.count == 3)
        #expect(try board("leader@so-tu-phap").running.count == 2)
    }

    @Test("a posting ended early takes its right along, once")
    func ended() throws {
        let number = try city.receive().number
        let id = try post(to: 10)
        city.wait(minutes: 60)
        let context = city.context("city@tp")
        func end(_ context: CommandContext) throws {
            try city.office.work { try $0.endPosting(id, by: context.caller, command: context.command, now: context.now) }
        }
        #expect(refusal { try end(city.context("leader@so-tu-phap")) } == "no-right -")
        try end(context)
        #expect(refusal { try end(city.context("city@tp")) } == "posting-over -")
        city.wait(minutes: 1)
        #expect(refusal { try city.act("complete-step", number, as: Self.lent) } == "no-right-to-see -")
        #expect(try board().past.first?.endedAt == context.now)
        try post(to: 3)
        #expect(try isSound())
    }

    @Test("who is posted is no longer free to be planned with")
    func free() throws {
        try offer(officers: 2)
        try post()
        let free = SecondmentQuestion.free(try board(), city.office.directory)
        #expect(free.map(\.officers) == [1])
    }

    // MARK: the outlook

    /// A backlog at one ward, nothing of note at the other.
    private func rows() -> OutlookRows {
        let office = city.office.directory.office("27373")
        var rows = OutlookRows(at: city.now, from: today.adding(days: -84))
        var (busy, quiet) = (OutlookRows.Place(), OutlookRows.Place())
        var day = today
        for _ in 0..<40 {
            day = office.lastWorkingDay(before: day)
            busy.received[day.dayNumber] = 4
            busy.settled[day.dayNumber] = 4
            quiet.received[day.dayNumber] = 1
        }
        busy.overdue = 40
        busy.due = [today.dayNumber: 3, today.adding(days: 2).dayNumber: 5, today.adding(days: 60).dayNumber: 2]
        busy.limits = [3: 160]
        quiet.settled[office.lastWorkingDay(before: today).dayNumber] = 20
        quiet.limits = [3: 40]
        rows.places[WorkPlace(unit: "27373", field: "thu-cung")] = busy
        rows.places[WorkPlace(unit: "26732", field: "thu-cung")] = quiet
        return rows
    }

    @Test("a backlog beyond what is settled in a week turns new dossiers late, and a quiet ward is calm")
    func outlook() throws {
        let outlook = OutlookQuestion.reckon(rows(), days: 10, city.office.directory)
        #expect(outlook.known == 40 && outlook.dates.count == 10)
        #expect(outlook.dates.first == today.adding(days: 1), "the day under way is not played")
        let busy = try #require(outlook.lines.first)
        #expect(busy.place == WorkPlace(unit: "27373", field: "thu-cung") && busy.basis == .forecast)
        #expect(busy.open == 50 && busy.overdue == 40)
        #expect(busy.situation.capacity.officerHundredths == 100)
        // One officer of 480 minutes settles 20 in five days.
        #expect(busy.situation.capacity.minutesPerDossier == 120)
        #expect(busy.late.low <= busy.late.middle && busy.late.middle <= busy.late.high)
        #expect(busy.late.middle >= Micro(1), "\(busy.late)")
        let quiet = try #require(outlook.line(WorkPlace(unit: "26732", field: "thu-cung")))
        #expect(quiet.basis == .calm && quiet.late.high == .zero)
    }

    @Test("the plan sends help to the backlog, keeps to what is offered, and expects no less than the rule by hand")
    func plan() throws {
        try offer(officers: 2)
        let outlook = OutlookQuestion.reckon(rows(), days: 10, city.office.directory)
        let offers = SecondmentQuestion.free(try board(), city.office.directory)
        let plan = SecondmentQuestion.plan(outlook, offers)
        #expect(plan.assignments.map(\.unit) == ["27373"])
        #expect(plan.officers >= 1 && plan.officers <= 2)
        #expect(plan.assignments.first?.reason == .lateAlready(dossiers: 40))
        #expect(plan.avoided > .zero && plan.avoided <= plan.late)
        #expect(plan.byQueue.avoided <= plan.avoided)
        #expect(plan.expected(WorkPlace(unit: "27373", field: "thu-cung")).map { $0 >= 0 } == true)
        let none = SecondmentQuestion.plan(outlook, [])
        #expect(none.assignments.isEmpty && none.avoided == .zero)
    }

    @Test("too few days known give no outlook rather than a guess")
    func fewDays() throws {
        var rows = rows()
        let office = city.office.directory.office("27373")
        let last = office.lastWorkingDay(before: today).dayNumber
        for place in rows.places.keys.sorted() { rows.places[place]?.received = [last: 9] }
        let outlook = OutlookQuestion.reckon(rows, days: 5, city.office.directory)
        #expect(outlook.known == 1)
        #expect(outlook.lines.allSatisfy { $0.basis == .unknown && $0.outlook == nil })
    }

    @Test("what the store says is what happened: received, settled, open by due day")
    func read() throws {
        for _ in 0..<3 { try city.receive() }
        let done = try city.receive().number
        try city.follow(done)
        city.wait(minutes: 1440)
        let place = WorkPlace(unit: "27373", field: "thu-cung")
        func ask() throws -> OutlookRows.Place? {
            try city.office.database.read { try OutlookQuestion.read(now: city.now, $0, city.office.directory) }.places[place]
        }
        let first = try #require(try ask())
        #expect(first.receivedTotal == 4 && first.settled.values.reduce(0, +) == 1)
        #expect(first.overdue == 0 && first.due.values.reduce(0, +) == 3 && first.limits == [3: 4])
        city.wait(minutes: 1440 * 7)
        #expect(try #require(try ask()).overdue == 3)
    }

    // MARK: distances and effects

    @Test("the way to Côn Đảo is long, within the city short, and the same back")
    func distances() {
        let island = UnitPlaces.kilometres(from: "tp", to: "26732")
        #expect((225...240).contains(island), "\(island)")
        #expect((1...12).contains(UnitPlaces.kilometres(from: "so-tu-phap", to: "27373")))
        #expect(UnitPlaces.kilometres(from: "26732", to: "tp") == island)
        #expect(UnitPlaces.kilometres(from: "tp", to: "bhxh") == 0)
    }

    @Test("an effect is not claimed where too little was settled")
    func effects() throws {
        try post(to: 1)
        city.wait(minutes: 1440 * 3)
        let board = try board()
        let found = try city.office.database.read {
            try PostingQuestion.effects(board.past, all: board.running + board.past, now: city.now, $0, city.office.directory)
        }
        let id = try #require(board.past.first?.id)
        guard case .tooFewDossiers(before: 0, during: 0, needed: 30) = found[id] else {
            Issue.record("\(String(describing: found[id]))")
            return
        }
    }
}
