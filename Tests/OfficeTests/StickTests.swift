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

    private func attach(_ city: TestCity, _ number: String, id: String, as login: String) throws -> String {
        let office = city.office
        var bytes = PapersTests.jpeg
        bytes += Array(id.utf8)
        _ = try office.openUpload(
            id: id, owner: "user:\(login)", place: "anh", name: "\(id).jpg", size: bytes.count, now: city.now)
        _ = try office.papers.append(id, at: 0, bytes[...])
        let file = try #require(try office.papers.finish(id).file)
        let context = city.context(login)
        let uploads = [PaperUpload(id: id, owner: "user:\(login)", paper: nil)]
        _ = try office.work { try $0.file(papers: uploads, on: number, context) }
        return file
    }

    @Test("the hub's stick says which papers have come, and they are not carried again; of a torn one only what is whole")
    func arrived() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let number = try ward.receive().number
        let first = try attach(ward, number, id: "one", as: "counter@27373")
        ward.wait(minutes: 1)
        let early = try written(ward, to: hub)
        #expect(try read(early, at: hub).files == 1 && hub.office.papers.holds(first))
        #expect(try ward.office.waitingNow().files == 1, "nothing has come back")
        // A second one, of which the last piece is torn off.
        let second = try attach(ward, number, id: "two", as: "counter@27373")
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
        let file = try attach(hub, number, id: "one", as: "officer@so-tu-phap")
        try read(try written(hub, to: ward).dropLast(), at: ward)
        #expect(try ward.office.waitingNow().wanted == 1)
        try carry(ward, to: hub)
        #expect(try carry(hub, to: ward).files == 1)
        #expect(try ward.office.papers.holds(file))
        let waiting = try ward.office.waitingNow()
        #expect(waiting.wanted == 0 && waiting.files == 0, "and the hub has it: it brought it")
        #expect(try carry(ward, to: hub).files == 0 && carry(hub, to: ward).files == 0)
    }
}
