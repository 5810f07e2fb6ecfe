// TwoSitesTests.swift: two sites exchange entries in memory, before the format freezes.
//
// Ward 27373 is at home at site A, everybody else at site B. Whatever the line does to the entries (late, doubled,
// shuffled, cut), both sites end with the same dossier, and nobody holds it twice or not at all.

import Casework
import Ledger
import Office
import Storage
import TestKit
import Testing

private struct TwoSites {
    let a: TestCity
    let b: TestCity

    init() throws {
        a = try TestCity.inMemory(site: "A", homes: ["27373", "tp"])
        b = try TestCity.inMemory(
            site: "B", homes: Set(TestCity.units.map(\.code)).subtracting(["27373", "tp"]), founded: false)
        // The second site gets the founding entries, as any other entries, from the first.
        try b.office.work { work in try work.receive(TwoSites.ledgers(of: a, nil), now: b.now) }
    }

    static func ledgers(of city: TestCity, _ units: [String]?) throws -> [Entry] {
        try city.office.database.read { tx in
            var all: [Entry] = []
            for unit in try units ?? LedgerReader.units(tx) {
                try LedgerReader.forEach(in: unit, tx) { all.append($0) }
            }
            return all
        }
    }

    /// What is at home at `from`, carried over with the keys of the people concerned.
    func carry(_ from: TestCity, to: TestCity, units: [String], order: ([Entry]) -> [Entry] = { $0 }) throws {
        let entries = order(try TwoSites.ledgers(of: from, units))
        for number in Set(entries.map(\.subject)).sorted() {
            if let key = try from.office.keys.export(number, .applicant) {
                try to.office.keys.adopt(key, for: number, .applicant)
            }
        }
        try to.office.work { try $0.receive(entries, now: to.now) }
    }

    func same(_ number: String) throws -> Bool {
        let (x, y) = (try a.dossier(number), try b.dossier(number))
        return x != nil && x == y
    }
}

@Suite("two sites in memory")
struct TwoSitesTests {
    /// A dossier of the ward handed over to the department; the entry is at both sites.
    private func handedOver(_ sites: TwoSites) throws -> String {
        let number = try sites.a.receive().number
        try sites.a.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
        try sites.carry(sites.a, to: sites.b, units: ["27373"])
        return number
    }

    @Test("hand-over and answer: custody moves by the receiver's entry alone")
    func handOver() throws {
        let sites = try TwoSites()
        let number = try handedOver(sites)
        #expect(try sites.b.dossier(number)?.custody.inTransitTo == "so-tu-phap")
        try sites.b.act("take-over", number, as: "officer@so-tu-phap")
        #expect(try sites.a.dossier(number)?.custody.unit == "27373")
        try sites.carry(sites.b, to: sites.a, units: ["so-tu-phap"])
        #expect(try sites.a.dossier(number)?.custody.unit == "so-tu-phap")
        #expect(try sites.same(number))
        #expect(try sites.a.office.verify().findings == [] && sites.b.office.verify().findings == [])
    }

    @Test("delivery twice changes nothing")
    func doubled() throws {
        let sites = try TwoSites()
        let number = try handedOver(sites)
        let before = try sites.b.office.dump()
        try sites.carry(sites.a, to: sites.b, units: ["27373"], order: { $0 + $0 })
        #expect(try sites.b.office.dump() == before)
        #expect(try sites.same(number))
    }

    @Test("arrivals in any order end in the same state", arguments: UInt64(1)...12)
    func shuffled(seed: UInt64) throws {
        let sites = try TwoSites()
        let number = try sites.a.receive().number
        try sites.a.act("request-opinion", number, ["unit": "so-tu-phap", "note": "?"], as: "officer@27373")
        try sites.a.act("assign", number, ["user": "officer@27373"], as: "leader@27373")
        var random = SeededGenerator(seed: seed)
        try sites.carry(
            sites.a, to: sites.b, units: ["27373"],
            order: { entries in
                var rest = entries
                var shuffled: [Entry] = []
                while !rest.isEmpty { shuffled.append(rest.remove(at: random.below(rest.count))) }
                return shuffled
            })
        #expect(try sites.same(number), "seed \(seed)")
        let parked = try sites.b.office.database.read {
            try $0.row("SELECT count(*) FROM parked_entry")?.int(0)
        }
        #expect(parked == 0, "seed \(seed): what waited for its predecessor is taken in")
    }

    @Test("an opinion that comes is taken up where the custodian is at home, once")
    func opinion() throws {
        let sites = try TwoSites()
        let number = try sites.a.receive().number
        try sites.a.act("request-opinion", number, ["unit": "so-tu-phap", "note": "?"], as: "officer@27373")
        try sites.carry(sites.a, to: sites.b, units: ["27373"])
        sites.b.wait(minutes: 300)
        sites.a.wait(minutes: 300)
        try sites.b.act("give-opinion", number, ["position": "verified"], as: "officer@so-tu-phap")
        #expect(try sites.b.dossier(number)?.opinions.first?.takenUp == false)
        for _ in 0..<2 { try sites.carry(sites.b, to: sites.a, units: ["so-tu-phap"]) }
        let dossier = try #require(try sites.a.dossier(number))
        #expect(dossier.opinions.first?.takenUp == true && dossier.clock.facts?.pauses.first?.to != nil)
        let taken = try TwoSites.ledgers(of: sites.a, ["27373"]).filter { $0.kind == "OpinionTakenUp" }
        #expect(taken.count == 1)
        try sites.carry(sites.a, to: sites.b, units: ["27373"])
        #expect(try sites.same(number))
    }

    @Test("a lost entry parks what follows, visibly, until it comes")
    func lost() throws {
        let sites = try TwoSites()
        let number = try sites.a.receive().number
        try sites.a.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
        let entries = try TwoSites.ledgers(of: sites.a, ["27373"])
        let arrivals = try sites.b.office.work { try $0.receive(Array(entries.suffix(1)), now: sites.b.now) }
        guard case .gap = arrivals[0] else {
            Issue.record("a gap was not seen: \(arrivals)")
            return
        }
        #expect(try sites.b.dossier(number) == nil)
        try sites.carry(sites.a, to: sites.b, units: ["27373"])
        #expect(try sites.same(number))
    }

    @Test("a crash between taking in and answering leaves neither, and the next delivery does both")
    func crash() throws {
        struct PowerCut: Error {}
        let sites = try TwoSites()
        var filing = sites.b.filing("27373", channel: .online)
        filing.accept = false
        let context = CommandContext(
            caller: Caller(user: "applicant", name: "", grants: []), now: sites.b.now, commandID: "x")
        let number = try sites.b.office.work { try $0.receive(filing, context) }.number
        #expect(
            try sites.b.dossier(number)?.custody.inTransitTo == "27373",
            "the ward is offline: the portal holds it in transit")
        let entries = try TwoSites.ledgers(of: sites.b, ["cong-dvc"])
        #expect(throws: PowerCut.self) {
            try sites.a.office.work { work in
                try work.receive(entries, now: sites.a.now)
                throw PowerCut()
            }
        }
        #expect(try sites.a.dossier(number) == nil)
        try sites.carry(sites.b, to: sites.a, units: ["cong-dvc"])
        #expect(try sites.a.dossier(number)?.custody.unit == "27373")
        try sites.carry(sites.a, to: sites.b, units: ["27373"])
        #expect(try sites.same(number))
    }

    @Test("what an old home writes after a take-over is fenced and kept for a person")
    func fenced() throws {
        let sites = try TwoSites()
        let number = try handedOver(sites)
        // The hub takes the ward's ledger over in a new epoch and writes; the old home goes on writing.
        try sites.b.office.work { work in
            try work.writer.raiseEpoch(of: "27373")
            _ = try work.writer.append(
                EntryDraft(
                    unit: "27373", actor: "x", subject: "note", kind: "Note", critical: false, command: "c:1",
                    facts: .object([])),
                now: sites.b.now.milliseconds)
        }
        try sites.a.act("recall", number, as: "counter@27373")
        let late = try TwoSites.ledgers(of: sites.a, ["27373"]).suffix(1)
        let arrivals = try sites.b.office.work { try $0.receive(Array(late), now: sites.b.now) }
        #expect(arrivals == [.fenced(by: 2)])
        let parked = try sites.b.office.database.read { try $0.rows("SELECT reason FROM parked_entry") }
        #expect(parked.map { $0.text(0) } == ["fenced by epoch 2"])
    }

    @Test("an altered entry is refused and kept aside")
    func altered() throws {
        let sites = try TwoSites()
        _ = try sites.a.receive()
        var entries = try TwoSites.ledgers(of: sites.a, ["27373"])
        entries[entries.count - 1].actor = "somebody else"
        let arrivals = try sites.b.office.work { try $0.receive(entries, now: sites.b.now) }
        guard case .refused = arrivals.last else {
            Issue.record("an altered entry was taken in")
            return
        }
    }

    @Test("without the key the state is there and the person is not")
    func withoutKey() throws {
        let sites = try TwoSites()
        let number = try sites.a.receive().number
        try sites.b.office.work { try $0.receive(TwoSites.ledgers(of: sites.a, ["27373"]), now: sites.b.now) }
        let dossier = try #require(try sites.b.dossier(number))
        #expect(dossier.state == .accepted && dossier.person == PersonalData())
    }
}
