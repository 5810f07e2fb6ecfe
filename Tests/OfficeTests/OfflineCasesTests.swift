// OfflineCasesTests.swift: the forty-one offline cases of ODK Central's test suite, as ours (docs/formats/sync.md says how we
// differ: nothing is forced and nothing merged; what crosses is put before a person).
//
// Numbers in comments are the groups of that suite: 1 parsing, 2 in order, 3 out of order, 4 backlog, 5 forced, 6 conflicts,
// 7 locking, 8 others. Cases 5.1–5.4 and 5.7 (forcing after a while) cannot arise: a hole in a ledger is never stepped over.

import Casework
import Ledger
import Office
import Storage
import Sync
import TestKit
import Testing

@Suite("the offline cases of ODK, as ours")
struct OfflineCasesTests {
    private func net() throws -> SmallNet {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        try net.join("con-dao", ["26732"])
        return net
    }
    private func contests(_ city: TestCity) throws -> [ContestRow] {
        try city.office.database.read { try ContestBook.items(of: nil, $0) }
    }
    /// What the hub lacks of the ward's ledger.
    private func tail(_ net: SmallNet) throws -> [Entry] {
        let known = try net.ledger("27373", net.hub).count
        return Array(try net.ledger("27373", try net.ward("binh-tien")).dropFirst(known))
    }
    private func citizen(_ number: String, _ net: SmallNet, _ id: String) -> CommandContext {
        CommandContext(caller: .applicant(of: number), now: net.hub.now, commandID: id)
    }

    /// 1.1, 1.2: what is carried is the same to the byte, and says what it answers.
    @Test("carried exactly")
    func carriedExactly() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let number = try ward.receive().number
        try ward.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
        try net.settle()
        try net.hub.act("take-over", number, as: "officer@so-tu-phap")
        try net.settle()
        #expect(try net.ledger("27373", net.hub) == net.ledger("27373", ward))
        let handed = try #require(try net.ledger("27373", ward).first { $0.kind == "HandedOver" })
        let taken = try ward.office.database.read { try LedgerReader.entries(about: number, $0) }.first { $0.kind == "TakenOver" }
        #expect(taken?.answers == handed.position)
        #expect(try Entry(carried: try JSON.parse(handed.carried.canonical)) == handed)
    }

    /// 2.1, 2.4, 6.5: begun and finished offline; as one stretch or entry by entry the same; nothing contested.
    @Test("in order")
    func inOrder() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let number = try ward.receive().number
        try ward.follow(number)
        for entry in try tail(net) {
            let arrivals = try net.hub.office.work { try $0.receive([entry], now: net.hub.now, from: "binh-tien") }
            #expect(arrivals == [.appended])
        }
        #expect(try net.hub.dossier(number) == ward.dossier(number))
        try net.settle()
        #expect(try contests(net.hub).isEmpty && contests(ward).isEmpty)
    }

    /// 2.2, 2.3, 2.5: both sides write about one dossier meanwhile; both stand.
    @Test("interleaved")
    func interleaved() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let number = try ward.receive().number
        try ward.act("request-opinion", number, ["unit": "so-tu-phap", "note": "?"], as: "officer@27373")
        try net.settle()
        net.hub.wait(minutes: 20)
        try net.hub.act("give-opinion", number, ["position": "verified"], as: "officer@so-tu-phap")
        ward.wait(minutes: 20)
        try ward.act("assign", number, ["user": "officer@27373"], as: "leader@27373")
        try net.settle()
        let dossier = try #require(try ward.dossier(number))
        #expect(dossier.holder.user == "officer@27373" && dossier.opinions.first?.takenUp == true)
        #expect(try net.ledger("27373", net.hub).filter { $0.kind == "OpinionTakenUp" }.count == 1)
        #expect(try net.hub.dossier(number) == dossier)
        #expect(try contests(net.hub).isEmpty)
    }

    /// 3.1–3.6, 4.1, 5.*: a later entry waits, however long, and changes nothing; when the hole closes all follow, in order.
    @Test("a gap waits and closes itself", arguments: UInt64(1)...8)
    func gapWaits(seed: UInt64) throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let number = try ward.receive().number
        try ward.act("assign", number, ["user": "officer@27373"], as: "leader@27373")
        var entries = try tail(net)
        let last = entries.removeLast()
        let arrivals = try net.hub.office.work { try $0.receive([last], now: net.hub.now, from: "binh-tien") }
        guard case .gap = arrivals[0] else {
            Issue.record("\(arrivals)")
            return
        }
        net.hub.wait(minutes: 60 * 24 * 40)
        try net.hub.office.rebuild()
        #expect(try net.count("parked_entry", net.hub) == 1 && net.hub.dossier(number) == nil)
        #expect(try net.hub.office.verify().findings == [])
        var random = SeededGenerator(seed: seed)
        while !entries.isEmpty {
            let entry = entries.remove(at: random.below(entries.count))
            try net.hub.office.work { try $0.receive([entry], now: net.hub.now, from: "binh-tien") }
        }
        #expect(try net.count("parked_entry", net.hub) == 0)
        #expect(try net.hub.dossier(number) == ward.dossier(number), "seed \(seed)")
        try net.settle()
        #expect(try net.ledger("27373", net.hub) == net.ledger("27373", ward))
    }

    /// 3.8, 5.5, 6.2, 8.1: a lost home's late entries are asked about, entered again on a person's word, and not twice.
    @Test("what a lost home wrote is put before a person")
    func takenHome() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let number = try ward.receive().number
        try ward.act("assign", number, ["user": "officer@27373"], as: "leader@27373")
        try net.hub.office.take("27373", to: nil, by: net.hub.caller("admin@tp"), now: net.hub.now)
        let other = try net.hub.receive().number
        #expect(other != number)
        try net.sync("binh-tien") { if case .push = $0 { .twice } else { .arrives } }
        try net.settle()
        let item = try #require(try contests(net.hub).first { $0.fact.about == number })
        #expect(try contests(net.hub).count == 1 && net.hub.dossier(number) == nil)
        #expect(throws: Refusal.self) { try ward.receive() }
        let context = net.hub.context("admin@tp")
        try net.hub.office.work { try $0.decideContest(item.id, .adopt, words: "Đã đối chiếu sổ giấy", context) }
        let dossier = try #require(try net.hub.dossier(number))
        #expect(dossier.person.applicant?.name == "Nguyễn Thị Ửng" && dossier.holder.user == "officer@27373")
        #expect(throws: Refusal.self) {
            try net.hub.office.work { try $0.decideContest(item.id, .adopt, words: "lần nữa", context) }
        }
        try net.settle()
        #expect(try contests(net.hub).filter { $0.decision == nil }.isEmpty, "decided once")
        #expect(try net.hub.office.verify().findings == [])
    }

    @Test("a ward whose ledger was taken over lags by what the hub lacks, not by its whole ledger")
    func lagOfALostHome() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        _ = try ward.receive()
        try net.settle()
        _ = try ward.receive()
        let missing = Int64(try tail(net).count)
        try net.hub.office.take("27373", to: nil, by: net.hub.caller("admin@tp"), now: net.hub.now)
        _ = try net.hub.receive()
        func lag() throws -> Int64? {
            try net.hub.office.database.read { try NetworkQuestion.sites($0, net.hub.office, now: net.hub.now) }
                .first { $0.site == "binh-tien" }?.lag
        }
        try net.sync("binh-tien") { if case .push = $0 { .lostGoing } else { .arrives } }
        #expect(try missing > 0 && lag() == missing)
        // It arrives and is kept for a person; that it did is not heard.
        try net.sync("binh-tien") { if case .push = $0 { .lostComing } else { .arrives } }
        try net.sync("binh-tien") { if case .push = $0 { .lostGoing } else { .arrives } }
        #expect(try lag() == 0)
        try net.settle()
        #expect(try lag() == 0)
    }

    /// 6: filed at two wards behind dead lines. One that was settled before anybody heard of it is no question.
    @Test("filed at two places: asked about where both are open when all that came was taken in", arguments: [false, true])
    func filedTwice(isSettled: Bool) throws {
        var net = try net()
        let (one, other) = (try net.ward("binh-tien"), try net.ward("con-dao"))
        let first = try one.receive().number
        try net.sync("binh-tien")
        let second = try other.receive(other.filing("26732"), as: "counter@26732").number
        other.wait(minutes: 20)
        if isSettled {
            try other.follow(second) { $0.resolvedAt != nil }
            #expect(try other.dossier(second)?.resolvedAt != nil)
        }
        try net.settle()
        #expect(try net.hub.dossier(second) == other.dossier(second))
        let items = try contests(net.hub).filter { $0.fact.kind == .filedTwice }
        #expect(items.map(\.fact.about) == (isSettled ? [] : [second]) && items.map(\.fact.other) == (isSettled ? [] : [[first]]))
    }

    /// 6: the other one is settled by entries that come together with the second filing, on one stick of two ledgers.
    @Test("filed at two places: the other one's end may come together with the filing")
    func filedTwiceTogether() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        try net.join("con-dao", ["26732"])
        let (one, other) = (try net.ward("binh-tien"), try net.ward("con-dao"))
        let first = try one.receive().number
        try net.sync("binh-tien")
        one.wait(minutes: 20)
        try one.follow(first) { $0.resolvedAt != nil }
        let second = try other.receive(other.filing("26732"), as: "counter@26732").number
        let ended = try tail(net)
        let known = try net.ledger("26732", net.hub).count
        let filed = Array(try net.ledger("26732", other).dropFirst(known))
        net.hub.wait(until: max(one.now, other.now))
        try net.hub.office.work { _ = try $0.receive(ended + filed, now: net.hub.now) }
        #expect(try net.hub.dossier(first)?.resolvedAt != nil && net.hub.dossier(second) == other.dossier(second))
        #expect(try contests(net.hub).filter { $0.fact.kind == .filedTwice } == [])
    }

    /// 6.1: a withdrawal that crossed the decision: both stand, one question, the same at both sites.
    @Test("a withdrawal that crosses a decision")
    func crossing() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let number = try ward.receive().number
        try net.settle()
        let context = citizen(number, net, "w")
        try net.hub.office.work { _ = try $0.perform("withdraw", on: number, ActionInput(["reason": "Thôi"]), context) }
        ward.wait(minutes: 20)
        net.hub.wait(minutes: 20)
        try ward.follow(number) { $0.state == .ready }
        try net.sync("binh-tien") { if case .pull = $0 { .lostComing } else { .arrives } }
        try net.settle()
        #expect(try ward.dossier(number)?.state == .ready && net.hub.dossier(number) == ward.dossier(number))
        for city in [ward, net.hub] {
            #expect(try contests(city).map(\.fact.kind) == [.withdrawalCrossed])
        }
        let leader = ward.context("leader@27373")
        let id = try contests(ward)[0].id
        try ward.office.work { try $0.decideContest(id, .stands, words: "Đã có quyết định", leader) }
        try net.settle()
        #expect(try contests(net.hub)[0].decision?.decision == .stands)
    }

    /// The counter's time stands, whatever its clock; a person hears of the clock whether it is fast or slow.
    @Test("a clock that is an hour off", arguments: [61, -61])
    func clockOff(minutes: Int) throws {
        var net = try net()
        net.setsClocks = false
        let ward = try net.ward("binh-tien")
        (minutes > 0 ? ward : net.hub).wait(minutes: abs(minutes))
        let number = try ward.receive().number
        try net.settle()
        #expect(try net.hub.dossier(number)?.lastAt == ward.dossier(number)?.lastAt)
        for city in [ward, net.hub] {
            let found = try contests(city).filter { $0.fact.unit == "27373" }
            #expect(found.map(\.fact.kind) == [.clockOff] && found.first?.fact.site == "binh-tien")
            #expect(found.first?.fact.detail == "\(minutes)")
        }
        let id = try contests(ward)[0].id
        let leader = ward.context("leader@27373")
        try ward.office.work { try $0.decideContest(id, .stands, words: "Đã chỉnh giờ", leader) }
        try net.settle()
        #expect(try contests(net.hub).first { $0.id == id }?.decision?.decision == .stands)
    }

    /// A site that is known, and sends entries of a ledger that was never its own.
    @Test("a ledger that is not theirs")
    func notTheirs() throws {
        var net = try net()
        _ = try net.ward("binh-tien")
        try net.settle()
        let citys = try net.hub.office.database.read { tx in
            var all: [Entry] = []
            try LedgerReader.forEach(in: "tp", tx) { all.append($0) }
            return all
        }
        for unit in ["so-tu-phap", "tp", "nowhere"] {
            let stretch = Stretch(unit: unit, entries: Array(citys.prefix(3)), signed: nil, hasMore: false)
            for _ in 1...2 {
                let answer = try net.hub.office.answer(.push(stretch), from: "binh-tien", now: net.hub.now)
                guard case .refused = answer else {
                    Issue.record("\(unit): \(answer)")
                    continue
                }
            }
        }
        let found = try contests(net.hub)
        #expect(found.map(\.fact.kind) == [.notTheirs, .notTheirs], "of units that exist, once")
        #expect(Set(found.map(\.fact.unit)) == ["so-tu-phap", "tp"])
    }

    /// 6.3, 6.4: what is decided stays decided; what comes later is asked anew.
    @Test("a right that had been withdrawn")
    func withdrawnRight() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let admin = net.hub.context("admin@tp")
        try net.hub.office.work {
            try $0.endRight("counter@27373-counter-0", of: "counter@27373", by: admin.caller, command: admin.command, now: admin.now)
        }
        ward.wait(minutes: 60)
        net.hub.wait(minutes: 60)
        let number = try ward.receive().number
        let noPull: (Request) -> LineFate = { if case .pull = $0 { .lostGoing } else { .arrives } }
        try net.sync("binh-tien", fate: noPull)
        let first = try contests(net.hub)
        #expect(!first.isEmpty && first.allSatisfy { $0.fact.kind == .rightWithdrawn && $0.fact.about == number })
        #expect(try net.hub.dossier(number) != nil, "what was done stands in the ledger")
        for item in first {
            let context = net.hub.context("admin@tp")
            try net.hub.office.work { try $0.decideContest(item.id, .stands, words: "Chưa kịp biết", context) }
        }
        try net.sync("binh-tien", fate: noPull)
        #expect(try contests(net.hub).allSatisfy { $0.decision != nil })
        try ward.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
        try net.settle()
        #expect(try contests(net.hub).filter { $0.decision == nil }.count == 1)
        #expect(throws: Refusal.self) { try ward.receive() }
    }

    /// 4.2: what comes for a unit before its ledger is here is answered afterwards, once.
    @Test("nothing is written before the own ledger is whole")
    func answersOnceWhole() throws {
        var net = try SmallNet()
        _ = try net.hub.receive()
        let invitation = try net.hub.office.invite(site: "binh-tien", units: ["27373"], address: "http://hub", now: net.hub.now)
        let ward = try TestCity.inMemory(site: "binh-tien", founded: false)
        try net.hub.office.enrol(ward.office.keys.siteKeys.card, token: invitation.token, now: net.hub.now)
        try ward.office.follow(Upstream(hub: invitation.hub, address: invitation.address))
        var filing = net.hub.filing("27373", channel: .online)
        filing.accept = false
        let context = CommandContext(caller: .visitor, now: net.hub.now, commandID: "x")
        let online = try net.hub.office.work { [filing] in try $0.receive(filing, context) }.number
        net.wards["binh-tien"] = (ward, SiteRounds(ward.office, now: ward.now))
        try net.sync("binh-tien") { if case .fetch = $0 { .lostGoing } else { .arrives } }
        #expect(try !ward.office.isHome(of: "27373") && ward.dossier(online)?.custody.inTransitTo == "27373")
        #expect(throws: Refusal.self) { try ward.receive() }
        try net.sync("binh-tien") { if case .fetch = $0 { .twice } else { .arrives } }
        try net.settle()
        #expect(try ward.dossier(online)?.custody.unit == "27373")
        #expect(try net.ledger("27373", net.hub).filter { $0.kind == "TakenOver" && $0.subject == online }.count == 1)
        #expect(try net.hub.dossier(online) == ward.dossier(online))
    }

    /// 5.8: the law changes meanwhile: a dossier keeps the version in force when it was taken in.
    @Test("a new version of the procedure")
    func newVersion() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let admin = net.hub.context("admin@tp")
        var next = TestCity.cats(version: 2)
        next.limits = [.init(amount: 5, unit: .workingDay)]
        next.validFrom = net.hub.now.date
        try net.hub.office.work { [next] in
            try $0.record([.procedurePublished(next)], in: "tp", by: "admin@tp", command: admin.command, now: admin.now)
        }
        let number = try ward.receive().number
        try net.settle()
        #expect(try ward.dossier(number)?.intake.procedureVersion == 1)
        #expect(try net.hub.dossier(number)?.clock.due == ward.dossier(number)?.clock.due)
        let after = try ward.receive().number
        #expect(try ward.dossier(after)?.intake.procedureVersion == 2)
    }
}
