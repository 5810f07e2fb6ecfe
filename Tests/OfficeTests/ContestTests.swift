// ContestTests.swift: contested items as a person sees them: what the entries on either side say, wherever they are kept, who
// decided and why, page by page.

import Casework
import Ledger
import Office
import Storage
import Sync
import TestKit
import Testing

@Suite("contested items, to be read")
struct ContestTests {
    private func net() throws -> SmallNet {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        return net
    }
    private func ask(
        _ city: TestCity, _ login: String = "admin@tp", about: String? = nil, after cursor: String? = nil, limit: Int = 50
    ) throws -> Page<ContestView> {
        try ask(city, city.caller(login), about: about, after: cursor, limit: limit)
    }
    private func ask(
        _ city: TestCity, _ caller: Caller, about: String? = nil, after cursor: String? = nil, limit: Int = 50
    ) throws -> Page<ContestView> {
        try city.office.database.read {
            try ContestQuestion.ask(about: about, after: cursor, limit: limit, caller: caller, $0, city.office)
        }
    }

    @Test("what a lost home wrote can be read before it is decided, and why it was decided so afterwards")
    func lostHome() throws {
        var net = try net()
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let number = try ward.receive().number
        try ward.act("assign", number, ["user": "officer@27373"], as: "leader@27373")
        try hub.office.take("27373", to: nil, by: hub.caller("admin@tp"), now: hub.now)
        try net.settle()
        let before = try #require(try ask(hub).items.first { $0.item.fact.about == number })
        #expect(before.mayDecide && before.reason == nil)
        #expect(before.entries.allSatisfy { $0.side == .one && $0.standing == .parked })
        let received = try #require(before.entries.first?.said)
        #expect(received.kind == "DossierReceived" && received.vi == "Nộp hồ sơ" && received.actor == "counter@27373")
        #expect(received.text == "Đăng ký nuôi mèo" && received.facts["number"]?.string == number)
        #expect(before.entries.contains { $0.said?.kind == "HolderAssigned" })
        #expect(!before.entries.contains { $0.said?.kind == "KeyGranted" }, "a key says nothing to a person")
        #expect(before.keys > 0 && before.entries.count + before.keys == before.item.fact.one.count, "all that is counted is shown or said")
        #expect(!before.entries.contains { $0.said?.facts.text.contains("Ửng") == true }, "nothing sealed is opened")
        let context = hub.context("admin@tp")
        try hub.office.work { try $0.decideContest(before.item.id, .adopt, words: "Đã đối chiếu sổ giấy", context) }
        let after = try #require(try ask(hub).items.first { $0.item.id == before.item.id })
        #expect(after.entries.allSatisfy { $0.standing == .branch })
        #expect(after.reason == "Đã đối chiếu sổ giấy" && after.item.decidedBy == "admin@tp")
        let auditor = Caller(
            user: "kt", name: "kt", grants: [Grant(role: .auditor, unit: "tp", from: Instant(milliseconds: 0))])
        let seen = try #require(try ask(hub, auditor).items.first { $0.item.id == before.item.id })
        #expect(!seen.mayDecide && seen.reason == nil && seen.entries.count == after.entries.count)
    }

    @Test("a withdrawal that crossed a decision shows both, and its reason at both sites")
    func crossing() throws {
        var net = try net()
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let number = try ward.receive().number
        try net.settle()
        let citizen = CommandContext(caller: .applicant(of: number), now: hub.now, commandID: "w")
        try hub.office.work { _ = try $0.perform("withdraw", on: number, ActionInput(["reason": "Thôi"]), citizen) }
        ward.wait(minutes: 20)
        hub.wait(minutes: 20)
        try ward.follow(number) { $0.state == .ready }
        try net.settle()
        #expect(try ward.office.database.read { try ContestQuestion.open(about: number, caller: ward.caller("leader@27373"), $0) } == 1)
        #expect(try ward.office.database.read { try ContestQuestion.open(about: number, caller: ward.caller("counter@27373"), $0) } == 0)
        for city in [ward, hub] {
            let view = try #require(try ask(city, "leader@27373", about: number).items.first)
            #expect(view.entries.map(\.side) == [.one, .other] && view.entries.allSatisfy { $0.standing == .ledger })
            #expect(view.entries[0].said?.kind == "WithdrawalRequested" && view.entries[0].said?.actorName == "Người nộp hồ sơ")
            #expect(view.entries[1].said != nil)
        }
        let id = try ask(ward, "leader@27373").items[0].item.id
        let leader = ward.context("leader@27373")
        try ward.office.work { try $0.decideContest(id, .stands, words: "Đã có quyết định", leader) }
        try net.settle()
        #expect(try ask(ward, "leader@27373").items.first?.reason == "Đã có quyết định")
        #expect(try ask(hub).items.first?.reason == "Đã có quyết định", "its key came along")
    }

    @Test("page by page: everything once, the undecided first; a leader's own units only")
    func pages() throws {
        let city = try TestCity.inMemory()
        for n in 0..<9 {
            let unit = n % 3 == 0 ? "26732" : "27373"
            try city.office.work {
                try $0.contest(
                    ItemContested(
                        kind: .clockOff, unit: unit, site: "x", about: "x", happenedAt: city.now, one: ["\(unit)/1/\(n + 900)"],
                        proposal: .stands, detail: "3"), id: "item-\(n)", now: city.now)
            }
            if n % 2 == 0 { city.wait(minutes: 1) }
        }
        for n in [1, 6] {
            let context = city.context("admin@tp")
            try city.office.work { try $0.decideContest("item-\(n)", .stands, words: "Đã xem", context) }
        }
        for (login, count) in [("admin@tp", 9), ("leader@27373", 6)] {
            var (found, cursor): ([ContestView], String?) = ([], nil)
            repeat {
                let page = try ask(city, login, after: cursor, limit: 2)
                #expect(page.items.count == 2 || page.next == nil)
                found += page.items
                cursor = page.next
            } while cursor != nil && found.count < 20
            #expect(found.count == count && Set(found.map(\.item.id)).count == count)
            let whole = try ask(city, login).items.map(\.item)
            #expect(found.map(\.item) == whole, "as in one page")
            let open = found.prefix { $0.item.decision == nil }
            #expect(found.dropFirst(open.count).allSatisfy { $0.item.decision != nil })
            #expect(found.allSatisfy { $0.entries.map(\.standing) == [.absent] }, "what is not here is said")
        }
        #expect(try city.office.database.read { try ContestBook.open(of: ["27373"], $0) } == 5)
        for wrong in ["x", "open.1", "open.a.b", "all.1.x"] {
            #expect(throws: Refusal.self) { try ask(city, after: wrong) }
        }
        #expect(throws: Refusal.self) { try ask(city, "counter@27373") }
    }
}
