// ReconciliationTests.swift: three views of a dossier: where they differ, since when, whose.

import Casework
import Testing

@testable import Oversight

@Suite("reconciliation")
struct ReconciliationTests {
    private let now = Instant(milliseconds: 1_764_000_000_000)
    private func ago(_ minutes: Int) -> Instant { now.adding(minutes: -minutes) }
    private func view(_ status: Int, due: Instant? = nil, ago minutes: Int = 120) -> ReconciledView {
        ReconciledView(status: status, due: due, since: ago(minutes))
    }
    private func dossier(_ change: (inout ReconciledDossier) -> Void = { _ in }) -> ReconciledDossier {
        var one = ReconciledDossier(number: "H29.273.73-261123-0001", outside: nil, unit: "27373")
        (one.ward, one.city, one.system) = (view(4), view(4), view(4))
        change(&one)
        return one
    }
    private func differ(_ one: ReconciledDossier, heard: Bool = true) -> [ReconciledDifference] {
        Reconciliation.differences([one], isHeard: heard, now: now)
    }

    @Test("three sides that say the same do not differ")
    func same() { #expect(differ(dossier()) == []) }

    @Test("a status that waits to be sent is the link's, one that arrived and is denied is theirs")
    func whose() throws {
        let waits = differ(dossier { $0.system = view(2); $0.waiting = ago(90) })
        #expect(waits.map(\.whose) == [.link] && waits[0].since == ago(90) && waits[0].what == .status && !waits[0].holdsUp)
        #expect(waits[0].ward == "4" && waits[0].system == "2")
        let denied = differ(dossier { $0.system = view(9) })
        #expect(denied.map(\.whose) == [.theirs] && denied[0].since == ago(120))
        #expect(differ(dossier { $0.system = nil }).map(\.what) == [.presence])
    }

    @Test("a filing that did not come is the link's and holds up; one that lies here is ours")
    func filings() {
        let missing = differ(dossier { ($0.number, $0.ward, $0.city, $0.outside) = (nil, nil, nil, "G22-1") })
        #expect(missing.map(\.whose) == [.link] && missing[0].holdsUp)
        let held = differ(dossier { ($0.number, $0.ward, $0.city, $0.held) = (nil, nil, nil, ago(30)) })
        #expect(held.map(\.whose) == [.ours] && held[0].since == ago(30))
    }

    @Test("ward and city that differ are the line's between them, also when the system was not heard")
    func sync() {
        #expect(differ(dossier { $0.city = view(2) }, heard: false).map(\.whose) == [.sync])
        #expect(differ(dossier { $0.city = nil }, heard: false).map(\.what) == [.presence])
        #expect(differ(dossier { $0.system = view(9) }, heard: false) == [])
    }

    @Test("due times are compared by the second, and a system without a date disagrees with none")
    func due() {
        let due = ago(-600)
        let sameSecond = due.adding(milliseconds: 400)
        #expect(differ(dossier { ($0.ward, $0.city, $0.system) = (view(4, due: due), view(4, due: due), view(4, due: sameSecond)) }) == [])
        #expect(differ(dossier { ($0.ward, $0.city, $0.system) = (view(4, due: due), view(4, due: due), view(4)) }) == [])
        let other = differ(dossier { ($0.ward, $0.city, $0.system) = (view(4, due: due), view(4, due: due), view(4, due: ago(-1200))) })
        #expect(other.map(\.what) == [.due])
    }

    @Test("what changed a moment ago is on its way")
    func grace() {
        #expect(differ(dossier { ($0.ward, $0.city, $0.system) = (view(9, ago: 3), view(9, ago: 3), view(4)) }) == [])
    }

    @Test("a message that took more than an hour is told with its beginning and end, one that was quick is not")
    func delays() {
        let late = differ(dossier { $0.delays = [ExchangeDelay(from: ago(300), to: ago(200), holdsUp: true)] })
        #expect(late.map(\.what) == [.delay] && late[0].until == ago(200) && late[0].whose == .link && late[0].holdsUp)
        #expect(differ(dossier { $0.delays = [ExchangeDelay(from: ago(300), to: ago(250), holdsUp: true)] }) == [])
        #expect(differ(dossier { $0.delays = [ExchangeDelay(from: ago(90), to: nil, holdsUp: true)] }).map(\.until) == [nil])
    }

    @Test("what the system says since a ward was last heard is the line's; what it said before, or of a ward just heard, is theirs")
    func unheard() {
        let since = differ(dossier { $0.wardHeard = ago(300); $0.system = view(9, ago: 60) })
        #expect(since.map(\.whose) == [.sync] && since[0].since == ago(60) && !since[0].holdsUp)
        // No time given: it counts as said now, and the difference as old as the silence.
        let untimed = differ(dossier { $0.wardHeard = ago(300); $0.system = view(9, ago: 0) })
        #expect(untimed.map(\.whose) == [.sync] && untimed[0].since == ago(300))
        #expect(differ(dossier { $0.wardHeard = ago(300); $0.system = view(9, ago: 400) }).map(\.whose) == [.theirs])
        #expect(differ(dossier { $0.wardHeard = ago(1); $0.system = view(9, ago: 0) }).map(\.whose) == [.theirs])
        let waits = differ(dossier { $0.wardHeard = ago(300); $0.system = view(9, ago: 60); $0.waiting = ago(90) })
        #expect(waits.map(\.whose) == [.link])
        #expect(differ(dossier { $0.wardHeard = ago(300); $0.system = nil }).map(\.whose) == [.theirs])
    }

    @Test("what was late between ward and city is that line's")
    func inside() {
        let late = differ(dossier { $0.delays = [ExchangeDelay(from: ago(300), to: ago(200), holdsUp: true, isInside: true)] })
        #expect(late.map(\.what) == [.delay] && late[0].whose == .sync && late[0].until == ago(200) && late[0].holdsUp)
    }
}
