// CourierTests.swift: what a ward knows of its line: since when it is down, and whether the hub was silent or said no.

import Ledger
import Sync
import Testing

@Suite("the line as the courier knows it")
struct CourierTests {
    private let hello = Hello(program: "p", now: 0, heads: [], cursor: .beginning)

    @Test("down since the hub was last heard from, also before this start")
    func since() {
        #expect(Courier(now: 9_000).line.since == 9_000)
        var courier = Courier(now: 9_000, lastHeard: 4_000)
        _ = courier.begin()
        _ = courier.take(.failed("no answer"), now: 10_000)
        #expect(courier.line.since == 4_000 && courier.line.lastHeard == 4_000 && !courier.line.isUp)
        #expect(Courier(now: 9_000, lastHeard: 20_000).line.since == 9_000, "a clock that went back")
    }

    @Test("a hub that says no is another thing than one that is silent")
    func refused() {
        var courier = Courier(now: 1)
        _ = courier.begin()
        _ = courier.take(.described(hello), now: 2)
        _ = courier.take(.answered(.refused("who is that?")), now: 3)
        #expect(courier.line.isRefused && courier.line.reason == "who is that?" && !courier.line.isUp)
        _ = courier.take(.woken, now: 4)
        _ = courier.take(.failed("no answer"), now: 5)
        #expect(!courier.line.isRefused && courier.line.reason == "no answer")
    }
}
