// MovedUnitTests.swift: a ledger goes to a machine that has others already, and to one that comes after the one that lost it.

import Casework
import Ledger
import Office
import Storage
import Sync
import TestKit
import Testing

@Suite("a unit moves from machine to machine")
struct MovedUnitTests {
    @Test("a site that is there takes a second unit, with all that its ledger has, and the line goes on")
    func second() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let before = try net.hub.receive(net.hub.filing("26732"), as: "counter@26732").number
        try net.settle()
        try net.hub.office.take("26732", to: "binh-tien", by: net.hub.caller("admin@tp"), now: net.hub.now)
        try net.settle()
        let ward = try net.ward("binh-tien")
        #expect(ward.office.lineNow.isUp && ward.office.lineNow.reason == nil)
        #expect(try ward.dossier(before)?.person.applicant?.name == "Nguyễn Thị Ửng")
        let after = try ward.receive(ward.filing("26732"), as: "counter@26732").number
        let own = try ward.receive().number
        try net.settle()
        for number in [after, own] { #expect(try net.hub.dossier(number)?.person.applicant != nil) }
        #expect(try net.ledger("26732", ward) == net.ledger("26732", net.hub))
    }

    @Test("what was filed online is legible at a machine that comes after it was accepted, though nothing of it was sealed there")
    func online() throws {
        var net = try SmallNet()
        var filing = net.hub.filing("27373", channel: .online)
        filing.accept = false
        let context = net.hub.context("applicant")
        let caller = Caller(user: "applicant", name: "Người nộp", grants: [])
        let own = CommandContext(caller: caller, now: context.now, commandID: context.commandID)
        let number = try net.hub.office.work { [filing] in try $0.receive(filing, own) }.number
        try net.hub.act("accept", number, as: "counter@27373")
        try net.join("binh-tien", ["27373"])
        try net.settle()
        #expect(try net.ward("binh-tien").dossier(number)?.person.applicant?.name == "Nguyễn Thị Ửng")
        // The machine burns; the next one reads it too.
        try net.hub.office.take("27373", to: nil, by: net.hub.caller("admin@tp"), now: net.hub.now)
        try net.join("binh-tien-2", ["27373"])
        try net.settle()
        #expect(try net.ward("binh-tien-2").dossier(number)?.person.applicant?.name == "Nguyễn Thị Ửng")
    }

    @Test("what a lost machine still wrote is legible to the third home, which enters it", arguments: [true, false])
    func third(isKnownBefore: Bool) throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let number = try net.ward("binh-tien").receive().number
        let admin = net.hub.caller("admin@tp")
        try net.hub.office.take("27373", to: nil, by: admin, now: net.hub.now)
        if isKnownBefore { try net.sync("binh-tien") }
        try net.join("binh-tien-2", ["27373"])
        try net.settle()
        let ward = try net.ward("binh-tien-2")
        let items = try ward.office.database.read { try ContestBook.items(of: ["27373"], $0) }
        let item = try #require(items.first { $0.fact.about == number && $0.decision == nil })
        let leader = ward.context("leader@27373")
        try ward.office.work { try $0.decideContest(item.id, .adopt, words: "Ghi lại", leader) }
        try net.settle()
        for city in [ward, net.hub] { #expect(try city.dossier(number)?.person.applicant?.name == "Nguyễn Thị Ửng") }
    }
}
