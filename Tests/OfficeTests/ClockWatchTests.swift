// ClockWatchTests.swift: a ward's clock that was wrong and set right while the line was down.

import Casework
import Ledger
import Office
import Storage
import TestKit
import Testing

@Suite("a clock that was set")
struct ClockWatchTests {
    private let start = TestCity.monday

    /// Looks at wall clocks (seconds since the start) beside steady ones; gives the minutes of each step that was seen.
    private func steps(_ samples: [(Int64, Int64)]) -> [Int64] {
        var watch = ClockWatch()
        return samples.compactMap { sample in
            watch.look(wall: start.adding(milliseconds: sample.0 * 1000), steady: .seconds(sample.1))
                .map { ($0.before.milliseconds - $0.after.milliseconds) / 60_000 }
        }
    }

    @Test("a right clock, a slewed one and a machine that slept raise nothing")
    func still() {
        #expect(steps((0...100).map { ($0 * 60, $0 * 60) }).isEmpty)
        // Five seconds a minute, for hours: each look compares with the one before.
        #expect(steps((0...200).map { ($0 * 65, $0 * 60) }).isEmpty)
        #expect(steps([(0, 0), (60, 60), (60 + 8 * 3600, 60 + 8 * 3600)]).isEmpty)
        #expect(steps([(0, 0), (180, 60), (60, 180)]) == [4], "back by four minutes")
        #expect(steps([(0, 0), (180, 60), (240, 120)]).isEmpty, "two minutes are allowed")
    }

    @Test("a step either way is seen once")
    func stepped() {
        #expect(steps([(0, 0), (60, 60), (120 + 3660, 120), (180 + 3660, 180)]) == [-61])
        #expect(steps([(0, 0), (60, 60), (120 - 3660, 120), (180 - 3660, 180)]) == [61])
        #expect(steps([(0, 0), (60 + 3660, 60), (120, 120)]) == [-61, 61])
        var watch = ClockWatch()
        _ = watch.look(wall: start, steady: .zero)
        _ = watch.look(wall: start.adding(minutes: 1), steady: .seconds(60))
        let step = watch.look(wall: start.adding(minutes: 63), steady: .seconds(120))
        #expect(step == ClockStep(since: start, before: start.adding(minutes: 2), after: start.adding(minutes: 63)))
    }

    private func net() throws -> SmallNet {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        return net
    }
    private func found(_ city: TestCity) throws -> [ItemContested] {
        try city.office.database.read { try ContestBook.items(of: nil, $0) }.map(\.fact).filter { $0.kind == .clockOff }
    }

    @Test("slow, and set right before the line came back: said once, at the ward and then at the hub")
    func slow() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let heard = ward.now
        try ward.office.keepHubHeard(heard)
        ward.wait(minutes: 30)
        try ward.receive()
        let before = ward.now
        ward.wait(minutes: 61)
        let step = ClockStep(since: before.adding(minutes: -5), before: before, after: ward.now)
        for _ in 1...2 { try ward.office.work { try $0.noticeClock(step, now: ward.now) } }
        net.hub.wait(until: ward.now)
        try net.settle()
        for city in [ward, net.hub] {
            let items = try found(city)
            #expect(items.map(\.detail) == ["-61"] && items.first?.site == "binh-tien" && items.first?.unit == "27373")
            #expect(items.first?.happenedAt == heard && items.first?.until == before)
        }
        try net.hub.office.work { try $0.noticeClock(step, now: net.hub.now) }
        #expect(try found(net.hub).count == 1, "the hub's own clock is the others' to judge")
    }

    @Test("fast, and set back while nothing ran: the ledger lies ahead of the clock")
    func fast() throws {
        let net = try net()
        let ward = try net.ward("binh-tien")
        let right = ward.now
        try ward.office.work { try $0.noticeClock(nil, now: ward.now) }
        ward.wait(minutes: 61)
        try ward.receive()
        try ward.office.work { try $0.noticeClock(nil, now: ward.now) }
        #expect(try found(ward).isEmpty)
        let end = try #require(try net.ledger("27373", ward).last?.at)
        for minute in 0...2 { try ward.office.work { try $0.noticeClock(nil, now: right.adding(minutes: minute)) } }
        let items = try found(ward)
        #expect(items.map(\.detail) == ["61"] && items.first?.until?.milliseconds == end)
        // The writer never lets a ledger's time go back: so the hub cannot see it there.
        let times = try net.ledger("27373", ward).map(\.at)
        #expect(times == times.sorted() && Set(times).count == times.count)
    }

    @Test("what the hub has said of that day is not said again")
    func said() throws {
        var net = try net()
        net.setsClocks = false
        let ward = try net.ward("binh-tien")
        ward.wait(minutes: 61)
        try net.settle()
        #expect(try found(ward).count == 1)
        let step = ClockStep(since: ward.now, before: ward.now, after: net.hub.now)
        try ward.office.work { try $0.noticeClock(step, now: net.hub.now) }
        #expect(try found(ward).count == 1)
    }
}
