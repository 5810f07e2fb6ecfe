// ReconciliationSitesTests.swift: reconciliation where a ward has a site of its own: how old its word is, and what its line held up.

import Casework
import Ledger
import Office
import Oversight
import Storage
import TestKit
import Testing

@Suite("reconciliation of wards with a site of their own")
struct ReconciliationSitesTests {
    private func net() throws -> SmallNet {
        var net = try SmallNet()
        let (hub, now) = (net.hub, net.hub.now)
        try hub.office.work { try $0.openExchange(.portal, now: now) }
        try net.join("binh-tien", ["27373"])
        return net
    }

    /// Everything that is to be told arrives at the portal.
    private func sendAll(_ hub: TestCity) throws {
        let now = hub.now
        while true {
            while try hub.office.work({ try $0.findExchange(for: .portal, now: now) }) {}
            let parcels = try hub.office.work { try $0.claimExchange(for: .portal, limit: 20, now: now) }
            if parcels.isEmpty { return }
            for parcel in parcels {
                try hub.office.work { try $0.settleExchange(parcel, .arrived(code: 200, answer: "ok"), now: now) }
            }
        }
    }

    private func said(_ number: String, _ status: Int, since: Instant) -> [UInt8] {
        JSON.object(of: [
            ("MaHoSo", .string(number)), ("TrangThaiHoSo", .string(String(status))),
            ("ThoiDiemXuLy", .string(ExchangeTime.text(since))),
        ]).canonical
    }

    private func reconcile(_ hub: TestCity, _ lines: [[UInt8]], isHeard: Bool = true) throws -> ReconciliationReport {
        let now = hub.now
        try hub.office.work { try $0.keepSaid(lines, by: .portal, now: now) }
        let found = try hub.office.database.read { try hub.office.reconcile(.portal, isHeard: isHeard, now: now, $0) }
        try hub.office.work { try $0.sign(found, now: now) }
        return try hub.office.database.read {
            try ReconciliationQuestion.ask(
                day: now.date, unit: nil, limit: 100, caller: hub.caller("admin@tp"), now: now, $0, hub.office)
        }
    }

    @Test("a ward that is not heard is told as of when it was; what the portal says since then is the line's, not its people's")
    func silent() throws {
        var net = try net()
        let (hub, number) = (net.hub, try net.ward("binh-tien").receive().number)
        let here = try hub.receive(hub.filing("26732"), as: "counter@26732").number
        try net.settle()
        try sendAll(hub)
        let heard = hub.now
        hub.wait(minutes: 180)
        let lines = [said(number, 9, since: hub.now.adding(minutes: -60)), said(here, 9, since: hub.now.adding(minutes: -60))]
        let cut = try reconcile(hub, lines)
        let line = try #require(cut.lines.first { $0.unit == "27373" })
        #expect(line.wardHeardAt == heard && line.isWardSilent && line.isSound)
        let home = try #require(cut.lines.first { $0.unit == "26732" })
        #expect(home.wardHeardAt == nil && !home.isWardSilent)
        let by = Dictionary(uniqueKeysWithValues: cut.differences.map { ($0.difference.number ?? "", $0.difference) })
        #expect(by[number]?.whose == .sync && by[number]?.since == hub.now.adding(minutes: -60) && by[number]?.ward == "2")
        #expect(by[here]?.whose == .theirs)
        let entries = try net.ledger("tp", hub).filter { $0.kind == ReconciliationSigned.kind }
        #expect(entries.first { $0.facts["unit"]?.string == "27373" }?.facts["wardHeardAt"]?.int == heard.milliseconds)
        #expect(entries.first { $0.facts["unit"]?.string == "26732" }?.facts["wardHeardAt"] == nil)

        try net.sync("binh-tien")
        let back = try reconcile(hub, lines)
        let again = try #require(back.lines.first { $0.unit == "27373" })
        #expect(again.wardHeardAt == hub.now && !again.isWardSilent)
        #expect(back.differences.first { $0.difference.number == number }?.difference.whose == .theirs)
        #expect(try hub.office.verify().findings == [])
    }

    @Test("a status that was written behind a dead line came late by that line, not by the one to the portal")
    func late() throws {
        var net = try net()
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let number = try ward.receive().number
        try net.settle()
        try sendAll(hub)
        ward.wait(minutes: 60)
        let written = ward.now
        try ward.act("request-supplement", number, ["papers": "anh", "reason": "Thiếu ảnh"], as: "counter@27373")
        hub.wait(minutes: 240)
        try net.sync("binh-tien")
        try sendAll(hub)
        let status = try #require(try hub.dossier(number)?.state.national)
        let found = try reconcile(hub, [said(number, status, since: hub.now)]).differences.map(\.difference)
        #expect(found.map(\.what) == [.delay] && found.map(\.whose) == [.sync])
        #expect(found.first?.since == written && found.first?.until == hub.now && found.first?.holdsUp == false)
    }

    @Test("hours in which a dossier could not come to a ward are laid on its line, until it is heard again")
    func lateness() throws {
        var net = try net()
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let number = try ward.receive().number
        try ward.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
        try net.settle()
        try hub.act("take-over", number, as: "officer@so-tu-phap")
        try net.settle()
        hub.wait(minutes: 30)
        try hub.act("hand-over", number, ["unit": "27373"], as: "officer@so-tu-phap")
        let handedBack = Instant(milliseconds: try #require(try net.ledger("so-tu-phap", hub).last { $0.addressee == "27373" }?.at))
        let now = hub.now
        while try hub.office.work({ try $0.findExchange(for: .portal, now: now) }) {}
        hub.wait(minutes: 60 * 24 * 4 + 120)
        func waited() throws -> [ReconciledDifference] {
            try reconcile(hub, [], isHeard: false).differences.map(\.difference).filter { $0.holdsUp }
        }
        let cut = try waited()
        #expect(cut.map(\.what) == [.delay] && cut.map(\.whose) == [.sync])
        #expect(cut.first?.since == handedBack && cut.first?.until == nil && cut.first?.unit == "27373")
        func attribution() throws -> Attribution {
            let (dossier, now) = (try #require(try hub.dossier(number)), hub.now)
            return try #require(try hub.office.database.read { try LatenessQuestion.of(dossier, now: now, $0, hub.office) })
        }
        let behind = try attribution()
        #expect(behind.overrun > 0)
        #expect(behind.main?.cause == .outage && behind.main?.outage == .line && behind.main?.body == "27373")

        try net.sync("binh-tien")
        let heard = hub.now
        hub.wait(minutes: 120)
        let over = try waited()
        #expect(over.first?.since == handedBack && over.first?.until == heard)
        #expect(try attribution().main?.outage == .line)
    }

    @Test("a machine that is off while offices are closed is no silence of the line")
    func night() throws {
        var net = try net()
        net.hub.wait(minutes: 60 * 11)
        try net.sync("binh-tien")
        #expect(try net.count("site_silence", net.hub) == 1, "all of Monday")
        net.hub.wait(minutes: 60 * 11)
        try net.sync("binh-tien")
        #expect(try net.count("site_silence", net.hub) == 1, "from Monday 19:00 to Tuesday 6:00")
    }
}
