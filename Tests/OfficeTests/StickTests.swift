// StickTests.swift: a ward that lives by stick: papers known to have arrived or asked for, its own ledger back, torn and in any order.

import Casework
import Ledger
import Storage
import Sync
import TestKit
import Testing

@testable import Office

@Suite("a stick instead of a line")
struct StickTests {
    /// The parts of a stick.
    private func written(_ from: TestCity, to: TestCity, everything: Bool = false) throws -> [Envelope] {
        var parts: [Envelope] = []
        _ = try from.office.exportBundle(to: to.office.site, everything: everything, now: from.now) { parts.append($0) }
        return parts
    }
    @discardableResult
    private func read(_ parts: some Sequence<Envelope>, at city: TestCity) throws -> BundleReport {
        var report = BundleReport()
        for part in parts { try city.office.importPart(part, now: city.now, &report) }
        return report
    }
    @discardableResult
    private func carry(_ from: TestCity, to: TestCity, everything: Bool = false) throws -> BundleReport {
        // Two sticks are never written in the same millisecond.
        for city in [from, to] { city.wait(minutes: 1) }
        return try read(try written(from, to: to, everything: everything), at: to)
    }

    @Test("the hub's stick says which papers have come, and they are not carried again; of a torn one only what is whole")
    func arrived() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let number = try ward.receive().number
        let first = try ward.attach(number, id: "one", as: "counter@27373")
        ward.wait(minutes: 1)
        let early = try written(ward, to: hub)
        #expect(try read(early, at: hub).files == 1 && hub.office.papers.holds(first))
        #expect(try ward.office.waitingNow().files == 1, "nothing has come back")
        // A second one, of which the last piece is torn off.
        let second = try ward.attach(number, id: "two", as: "counter@27373")
        ward.wait(minutes: 1)
        let late = try written(ward, to: hub)
        try read(late.dropLast(), at: hub)
        #expect(try hub.office.papers.holds(first))
        let isWhole = try hub.office.papers.holds(second)
        try read(early, at: hub)
        let down = try written(hub, to: ward)
        for _ in 0..<2 { #expect(try read(down, at: ward).refused == []) }
        #expect(try ward.office.waitingNow().files == (isWhole ? 0 : 1), "the late stick asked, whatever was read behind it")
        try carry(ward, to: hub)
        try carry(hub, to: ward)
        let waiting = try ward.office.waitingNow()
        #expect(waiting.files == 0 && waiting.entries == 0)
        #expect(try carry(ward, to: hub).files == 0, "not again")
        #expect(try hub.office.papers.holds(second) && hub.office.verifyPapers() == [] && hub.office.verify().findings == [])
    }

    @Test("papers that were torn off on the way down are asked for by the next stick")
    func wanted() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let number = try ward.receive().number
        try ward.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
        try net.settle()
        try hub.act("take-over", number, as: "officer@so-tu-phap")
        let file = try hub.attach(number, id: "one", as: "officer@so-tu-phap")
        try read(try written(hub, to: ward).dropLast(), at: ward)
        #expect(try ward.office.waitingNow().wanted == 1)
        try carry(ward, to: hub)
        #expect(try carry(hub, to: ward).files == 1)
        #expect(try ward.office.papers.holds(file))
        let waiting = try ward.office.waitingNow()
        #expect(waiting.wanted == 0 && waiting.files == 0, "and the hub has it: it brought it")
        #expect(try carry(ward, to: hub).files == 0 && carry(hub, to: ward).files == 0)
    }

    // MARK: a ward's own ledger

    /// A machine with nothing on its disk but its keys and the way to the hub.
    private func machine(_ site: String, _ keys: any Database, _ hub: TestCity, _ invitation: Invitation) throws -> TestCity {
        let city = try TestCity(database: try openDatabase(.memory), keys: keys, site: site, founded: false)
        try hub.office.enrol(city.office.keys.siteKeys.card, token: invitation.token, now: hub.now)
        try city.office.follow(Upstream(hub: invitation.hub, address: invitation.address))
        city.wait(until: hub.now)
        return city
    }

    @Test("a new machine that joined and lost its line is completed by stick: ledger, names, papers, numbers; torn and turned round")
    func joinsByStick() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let (hub, old) = (net.hub, try net.ward("binh-tien"))
        let number = try old.receive().number
        let file = try old.attach(number, id: "one", as: "counter@27373")
        try net.settle()
        let empty = Unit(
            code: "tram-y-te", name: "Trạm y tế", kind: .body, agencyCode: "H29.99", receiverIndex: 901, hours: .standard, former: [],
            validFrom: hub.now.date)
        try hub.office.work {
            try $0.record([.unitRegistered(empty)], in: Directory.city, by: "admin@tp", command: "c:unit", now: hub.now)
        }
        let units = ["27373", "ca-27373", empty.code]
        let invitation = try hub.office.invite(site: "binh-tien-2", units: units, address: "http://hub", now: hub.now)
        let ward = try machine("binh-tien-2", try openDatabase(.memory), hub, invitation)
        let down = try written(hub, to: ward)
        try read(down.prefix(2), at: ward)
        #expect(!ward.office.isHome(of: "27373"), "the law alone")
        try read(down.reversed(), at: ward)
        #expect(try read(down, at: ward).refused == [])
        #expect(try read(down, at: ward).new == 0)
        for unit in units { #expect(ward.office.isHome(of: unit), "\(unit)") }
        #expect(try net.ledger(empty.code, hub).isEmpty, "of which there is nothing")
        #expect(try net.ledger("27373", ward) == net.ledger("27373", hub))
        #expect(try ward.dossier(number)?.person.applicant?.name == "Nguyễn Thị Ửng")
        let next = try ward.receive().number
        #expect(next != number)
        try carry(ward, to: hub)
        try carry(hub, to: ward)
        #expect(try ward.office.papers.holds(file), "asked for by the stick that went up")
        #expect(try hub.dossier(next) == ward.dossier(next) && hub.dossier(next) != nil)
        #expect(try net.ledger("27373", ward) == net.ledger("27373", hub))
        let waiting = try ward.office.waitingNow()
        #expect(waiting == LineWaiting())
        for city in [hub, ward] { #expect(try city.office.verify().findings == []) }
    }

    @Test("a machine that went back, unnoticed or to nothing, gets by stick what it had sent; what it wrote beside it goes before a person")
    func wentBack() throws {
        var net = try SmallNet()
        let (hub, keys) = (net.hub, try openDatabase(.memory))
        let invitation = try hub.office.invite(site: "binh-tien", units: ["27373"], address: "http://hub", now: hub.now)
        let first = try machine("binh-tien", keys, hub, invitation)
        net.wards["binh-tien"] = (first, SiteRounds(first.office, now: first.now))
        try net.sync("binh-tien")
        try first.receive()
        try net.settle()
        let early = try written(hub, to: first, everything: true)
        let later = try first.receive().number
        try net.settle()
        // Everything is lost but the keys; a first stick up asks.
        let second = try machine("binh-tien", keys, hub, invitation)
        try carry(second, to: hub)
        try carry(hub, to: second)
        #expect(second.office.isHome(of: "27373"))
        #expect(try second.dossier(later) == hub.dossier(later))
        #expect(try read(early, at: second).new == 0, "an old stick changes nothing")
        #expect(try net.ledger("27373", second) == net.ledger("27373", hub))
        // Another that is as old as the first stick, and writes on beside what had been sent.
        let third = try machine("binh-tien", keys, hub, invitation)
        try read(early, at: third)
        #expect(third.office.isHome(of: "27373"))
        // The next day, so that its number is another.
        for city in [hub, third] { city.wait(minutes: 24 * 60) }
        try third.receive()
        #expect(try carry(third, to: hub).refused.contains { $0.hasPrefix("fork") })
        let down = try written(hub, to: third)
        var besideServer = BundleReport()
        for part in down { try third.office.importPart(part, isAlone: false, now: third.now, &besideServer) }
        #expect(besideServer.refused.contains { $0.contains("stop the server") })
        #expect(try third.dossier(later) == nil, "nothing is taken out beneath a server")
        #expect(try read(down, at: third).refused == [])
        #expect(try third.dossier(later) != nil)
        #expect(try carry(third, to: hub).refused == [])
        #expect(try net.ledger("27373", third) == net.ledger("27373", hub))
        #expect(try hub.office.database.read { try ContestBook.items(of: nil, $0) }.contains { $0.fact.kind == .oldBackup })
        for city in [hub, second, third] { #expect(try city.office.verify().findings == []) }
    }
}
