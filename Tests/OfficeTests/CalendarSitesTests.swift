// CalendarSitesTests.swift: calendars and hours that the city sets, at a ward with a site of its own: who adopts, what moves,
// and what a person decides.

import Casework
import Ledger
import Storage
import TestKit
import Testing

@testable import Office

@Suite("calendars and hours at ward sites")
struct CalendarSitesTests {
    private func day(_ day: Int) -> CivilDate { CivilDate(year: 2026, month: 11, day: day)! }

    /// A ward with an open dossier, due on Thursday the 26th at 17:00.
    private func start() throws -> (SmallNet, String) {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let number = try net.ward("binh-tien").receive().number
        try net.settle()
        return (net, number)
    }
    /// The same two days later, when the city has published a calendar that changes a past day: it waits for a person.
    private func startLate() throws -> (SmallNet, String) {
        let (started, number) = try start()
        var net = started
        net.hub.wait(minutes: 60 * 24 * 2)
        try publish("t-2", off: day(24), net.hub)
        try net.settle()
        return (net, number)
    }
    private func publish(_ version: String, off: CivilDate, _ hub: TestCity) throws {
        let context = hub.context("admin@tp")
        try hub.office.work {
            try $0.publish(
                TestCity.calendar(version: version, off: [off]), by: context.caller, command: context.command, now: context.now)
        }
    }
    /// Why the hub may not adopt a version for the ward.
    private func refusedAdoption(_ version: String, _ hub: TestCity) -> String? {
        let context = hub.context("admin@tp")
        do {
            try hub.office.work {
                _ = try $0.adopt(version, switchedOff: [], unit: "27373", by: context.caller, command: context.command, now: context.now)
            }
            return nil
        } catch let refusal as Refusal { return refusal.slug } catch { return "\(error)" }
    }
    private func due(_ number: String, _ city: TestCity) throws -> String? { try city.dossier(number)?.clock.due?.description }
    private func late(_ city: TestCity) throws -> [ContestRow] {
        try city.office.database.read { try ContestBook.items(of: ["27373"], $0) }.filter { $0.fact.kind == .lateCalendar }
    }

    @Test("the hub rolls out to its own units; a ward adopts by an entry of its own, which moves its due times")
    func rollOut() async throws {
        let (started, number) = try start()
        var net = started
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        try publish("t-2", off: day(25), hub)
        let server = OfficeServer(hub.office)
        let now = hub.now
        server.startRollOut(of: "t-2", by: hub.caller("admin@tp"), clock: { now })
        for _ in 0..<1000 where server.rollOut(of: "t-2").isRunning { try await Task.sleep(for: .milliseconds(5)) }
        let rolled = server.rollOut(of: "t-2")
        #expect(!rolled.isRunning && rolled.stopped == nil)
        #expect(rolled.done == TestCity.units.count - 1 && rolled.all == rolled.done)
        #expect(rolled.doneElsewhere == 0 && rolled.allElsewhere == 1)
        #expect(hub.office.directory.adopted["27373"]?.calendar == "t-1")
        #expect(refusedAdoption("t-2", hub) == "adopts-itself")
        try net.settle()
        #expect(ward.office.directory.adopted["27373"]?.calendar == "t-2")
        #expect(try due(number, ward) == "2026-11-27T17:00:00+07:00")
        #expect(try ward.dossier(number) == hub.dossier(number))
        #expect(try net.ledger("27373", hub).filter { $0.kind == "CalendarAdopted" && $0.site == "binh-tien" }.count == 1)
        #expect(server.rollOut(of: "t-2").doneElsewhere == 1)
        #expect(try late(ward).isEmpty)
        for city in [ward, hub] { #expect(try city.office.verify().findings == []) }
        try server.close()
    }

    @Test("a calendar that was published before a ward's ledger came to it is adopted when it is there")
    func joinsLater() throws {
        var net = try SmallNet()
        let number = try net.hub.receive().number
        try publish("t-2", off: day(25), net.hub)
        try net.join("binh-tien", ["27373"])
        try net.settle()
        let ward = try net.ward("binh-tien")
        #expect(ward.office.directory.adopted["27373"]?.calendar == "t-2")
        #expect(try due(number, ward) == "2026-11-27T17:00:00+07:00")
        #expect(try ward.dossier(number) == net.hub.dossier(number))
    }

    @Test("a calendar that changes a past day is put before a person; decided by the city, the ward carries it out, once")
    func lateCalendar() throws {
        let (started, number) = try startLate()
        var net = started
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        #expect(ward.office.directory.adopted["27373"]?.calendar == "t-1")
        #expect(try due(number, ward) == "2026-11-26T17:00:00+07:00")
        let item = try #require(try late(ward).first)
        #expect(item.fact.detail == "2026-11-24" && item.decision == nil)
        #expect(try late(hub).map(\.id) == [item.id])
        let context = hub.context("admin@tp")
        try hub.office.work { try $0.decideContest(item.id, .adopt, words: "Đúng theo công văn", context) }
        #expect(hub.office.directory.adopted["27373"]?.calendar == "t-1", "it is carried out at the ward")
        try net.settle()
        #expect(ward.office.directory.adopted["27373"]?.calendar == "t-2")
        #expect(try due(number, ward) == "2026-11-27T17:00:00+07:00")
        #expect(try ward.dossier(number) == hub.dossier(number))
        #expect(try late(ward).first?.decision?.decision == .adopt)
        #expect(try net.ledger("27373", ward).filter { $0.kind == "DueRecomputed" }.count == 1)
        for city in [ward, hub] { #expect(try city.office.verify().findings == []) }
    }

    @Test("set aside by the city, a late calendar is not adopted")
    func setAside() throws {
        let (started, number) = try startLate()
        var net = started
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let item = try #require(try late(hub).first)
        let context = hub.context("admin@tp")
        try hub.office.work { try $0.decideContest(item.id, .setAside, words: "Không áp dụng lùi", context) }
        try net.settle()
        #expect(ward.office.directory.adopted["27373"]?.calendar == "t-1")
        #expect(try due(number, ward) == "2026-11-26T17:00:00+07:00")
    }

    @Test("hours that the city sets for a ward move the due times of what the ward holds")
    func hours() throws {
        let (started, number) = try start()
        var net = started
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let handed = try ward.receive().number
        try ward.act("hand-over", handed, ["unit": "so-tu-phap"], as: "counter@27373")
        try net.settle()
        try hub.act("take-over", handed, as: "officer@so-tu-phap")
        try net.settle()
        let change = HoursSet(
            unit: "27373", from: day(25),
            hours: OpeningHours(working: [.init(from: TimeOfDay(7, 0), to: TimeOfDay(15, 0))], extra: []), ground: "QĐ")
        let context = hub.context("admin@tp")
        let moved = try hub.office.work { try $0.setHours(change, by: context.caller, command: context.command, now: context.now) }
        #expect(moved == [handed], "what the hub's own unit holds moves there")
        try net.settle()
        for number in [number, handed] {
            #expect(try due(number, ward) == "2026-11-26T15:00:00+07:00")
            #expect(try ward.dossier(number) == hub.dossier(number))
        }
        #expect(try net.ledger("27373", ward).filter { $0.kind == "DueRecomputed" }.map(\.subject) == [number])
        for city in [ward, hub] { #expect(try city.office.verify().findings == []) }
    }
}
