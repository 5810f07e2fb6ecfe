// HostileSiteTests.swift: what the keys of one ward's machine can and cannot do to others (docs/threat-model.md).

import Casework
import Crypto
import Ledger
import Office
import Storage
import Sync
import TestKit
import Testing

@Suite("a site that speaks for others")
struct HostileSiteTests {
    private func net() throws -> SmallNet {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        try net.join("ba-ria", ["26732"])
        return net
    }

    /// Writes in the ward's own ledger what no program of ours writes, and sends it.
    private func say(
        _ kind: String, about subject: String, _ facts: JSON, addressee: String? = nil, command: String? = nil, in net: inout SmallNet
    ) throws {
        let ward = try net.ward("binh-tien")
        let draft = EntryDraft(
            unit: "27373", actor: "leader@27373", subject: subject, kind: kind, critical: false, command: command ?? "x:\(subject)",
            addressee: addressee, facts: facts)
        try ward.office.work { _ = try $0.append(draft, now: ward.now) }
        try net.sync("binh-tien")
    }

    private func right(_ user: String, _ role: Role, _ unit: String) throws -> JSON {
        .object(of: [
            ("grant", try JSONCoding.encode(Grant(role: role, unit: unit, from: TestCity.monday))),
            ("id", .string("\(user)-\(role.rawValue)")), ("user", .string(user)),
        ])
    }

    @Test("nobody becomes the city's administrator by an item that carries the right")
    func carriedRight() throws {
        var net = try net()
        var forged = try #require(try net.ledger("tp", net.hub).last)
        (forged.seq, forged.subject, forged.kind, forged.sealed, forged.sealedHash) = (999, "user:evil", "RightGranted", nil, nil)
        forged.facts = try right("evil", .admin, "tp")
        forged.hash = forged.reckonedHash
        let ward = try net.ward("binh-tien")
        for (id, unit) in [("a", "27373"), ("b", "tp")] {
            let item = ItemContested(
                kind: .oldHome, unit: unit, site: "binh-tien", about: "user:evil", happenedAt: ward.now, one: ["\(forged.place)"],
                proposal: .adopt, kept: [forged.carried.text])
            try say("ItemContested", about: "contest:\(id)", try JSONCoding.encode(item), addressee: "tp", in: &net)
            let admin = net.hub.context("admin@tp")
            #expect(throws: Refusal.self) {
                try net.hub.office.work { try $0.decideContest(id, .adopt, words: "Ghi lại", admin) }
            }
        }
        #expect(net.hub.office.directory.rights["evil"] == nil)
    }

    @Test("a number that is another unit's to give is not taken, and begins nothing")
    func anothersNumber() throws {
        var net = try net()
        let victim = try net.ward("ba-ria")
        let number = try victim.receive(victim.filing("26732"), as: "counter@26732").number
        try net.settle()
        let received = try #require(try net.ledger("26732", victim).first { $0.kind == "DossierReceived" })
        try say("DossierReceived", about: number, received.facts, in: &net)
        #expect(try net.ledger("27373", net.hub).allSatisfy { $0.subject != number })
        #expect(try net.hub.dossier(number)?.custody.unit == "26732")
        #expect(try #require(net.wards["binh-tien"]).city.office.lineNow.reason?.contains("not for “27373” to give") == true)
    }

    @Test("an entry about somebody's dossier brings no key of it")
    func anothersKey() throws {
        var net = try net()
        let number = try net.ward("ba-ria").receive(try net.ward("ba-ria").filing("26732"), as: "counter@26732").number
        try net.settle()
        let ward = try net.ward("binh-tien")
        let last = try #require(try net.ledger("27373", ward).last)
        let junk: [UInt8] = Array(repeating: 7, count: 60)
        var entry = last
        (entry.seq, entry.at, entry.subject, entry.kind, entry.critical) = (last.seq + 1, ward.now.milliseconds, number, "Curious", false)
        (entry.facts, entry.sealed, entry.sealedHash, entry.prev) = (.object([]), junk, Digest.of(junk), last.hash)
        (entry.site, entry.addressee, entry.answers) = ("binh-tien", nil, nil)
        entry.hash = entry.reckonedHash
        let signed = try Checkpoint.signed(
            unit: "27373", epoch: entry.epoch, seq: entry.seq, at: entry.at, head: entry.hash, root: .zero, by: ward.office.keys.signer)
        let push = Request.push(Stretch(unit: "27373", entries: [entry], signed: signed, hasMore: false))
        guard case .taken(_, _, nil) = try net.hub.office.answer(push, from: "binh-tien", now: net.hub.now) else {
            Issue.record("the entry is one that a newer program may write")
            return
        }
        try net.settle()
        _ = try net.hub.office.answer(.fetch(unit: "27373", after: 0), from: "binh-tien", now: net.hub.now)
        try net.settle()
        #expect(try ward.office.keys.export(number, .applicant) == nil)
    }

    @Test("the log-in of the city's people is not sent for the asking, nor set")
    func anothersLogin() throws {
        var net = try net()
        try say("RightGranted", about: "user:admin@tp", try right("admin@tp", .counter, "27373"), in: &net)
        let answer = try net.hub.office.answer(.fetch(unit: "27373", after: 0), from: "binh-tien", now: net.hub.now)
        guard case .stretch(let stretch) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(stretch.entries.contains { $0.subject == "user:admin@tp" })
        #expect(stretch.accounts.allSatisfy { $0["login"]?.string != "admin@tp" })
        try say(
            "AccountChanged", about: "user:admin@tp", .object(of: [("change", .string("locked")), ("user", .string("admin@tp"))]), in: &net)
        #expect(!net.hub.office.directory.arranged.locked.contains("admin@tp"))
        let items = try net.hub.office.database.read { try ContestBook.items(of: nil, $0) }
        #expect(items.map(\.fact.kind) == [.notTheirs], "the city hears of it")
    }

    @Test("who has no hand in a dossier moves nothing of it, reads nothing of it and makes nobody its reader")
    func noHand() throws {
        var net = try net()
        try net.join("con-dao", ["ca-27373"])
        let victim = try net.ward("ba-ria")
        let number = try victim.receive(victim.filing("26732"), as: "counter@26732").number
        try net.settle()
        let before = try #require(try net.hub.dossier(number))
        let at = try JSONCoding.encode(victim.now)
        let paid = JSON.object(of: [
            ("amount", .int(1000)), ("method", .string("cash")), ("paidAt", at), ("ready", .bool(true)), ("receipt", .string("GIẢ-1")),
            ("step", .string(before.step ?? "x")),
        ])
        let opened = JSON.object(of: [("body", .string("27373")), ("child", .string("H29.273.73-261124-0009")), ("part", .string("x"))])
        let part = JSON.object(of: [("body", .string("so-tu-phap")), ("part", .string("x")), ("procedure", .string("9.000001"))])
        for (kind, facts, to) in [
            ("LinkedOpened", opened, nil),
            ("PaymentConfirmed", paid, nil),
            ("LinkedRequested", part, "so-tu-phap"),
            ("WithdrawalRequested", .object(of: [("requestedAt", at)]), "26732"),
            ("NoteAdded", .object(of: [("topic", .string("general"))]), "ca-27373"),
        ] as [(String, JSON, String?)] {
            try say(kind, about: number, facts, addressee: to, in: &net)
        }
        try net.settle()
        for city in [net.hub, victim] {
            let after = try #require(try city.dossier(number))
            #expect(after.state == before.state && after.step == before.step && after.payment.paid == before.payment.paid)
            #expect(after.linked.isEmpty && after.requests.isEmpty && !after.hasHand("27373"))
            let world = try city.office.work { try $0.world(after, now: city.now) }
            let stranger = Situation(dossier: after, caller: net.hub.caller("counter@27373"), world: world)
            #expect(!stranger.maySee)
        }
        #expect(try net.hub.office.database.read { try $0.row("SELECT count(*) FROM dossier")?.int(0) } == 1, "no part was opened")
        #expect(try net.ward("con-dao").office.keys.export(number, .applicant) == nil)
    }

    @Test("an opinion counts from whom it was asked of")
    func anothersOpinion() throws {
        var net = try net()
        let victim = try net.ward("ba-ria")
        let number = try victim.receive(victim.filing("26732"), as: "counter@26732").number
        try victim.act("request-opinion", number, ["unit": "so-tu-phap", "note": "Được không?"], as: "officer@26732")
        try net.settle()
        let asked = try #require(try net.hub.dossier(number)?.opinions.first)
        let ward = try net.ward("binh-tien")
        let draft = EntryDraft(
            unit: "27373", actor: "leader@27373", subject: number, kind: "OpinionGiven", critical: false, command: "x:o",
            addressee: "26732", answers: asked.request.position,
            facts: .object(of: [("givenAt", try JSONCoding.encode(ward.now)), ("position", .string("agree"))]))
        try ward.office.work { _ = try $0.append(draft, now: ward.now) }
        try net.sync("binh-tien")
        try net.settle()
        let opinion = try #require(try victim.dossier(number)?.opinions.first)
        #expect(opinion.answer == nil && !opinion.takenUp)
    }

    @Test("a key that a forged entry claims is refused, and nothing falls over")
    func forgedKey() throws {
        var net = try net()
        let note = JSON.object(of: [("topic", .string("general"))])
        try say("NoteAdded", about: "none", note, command: "k:counter@27373|boom#f00d", in: &net)
        let context = net.hub.context("counter@27373", key: ("boom", "f00d"))
        let filing = net.hub.filing("27373")
        #expect(throws: Refusal.self) { try net.hub.office.work { try $0.receive(filing, context) } }
    }

    @Test("two requests under one key, wherever they came from, are one key after a rebuild too")
    func keyTwice() throws {
        var net = try net()
        let number = try net.ward("binh-tien").receive().number
        let note = JSON.object(of: [("topic", .string("general"))])
        for print in ["f00d", "beef"] { try say("NoteAdded", about: number, note, command: "k:counter@27373|twice#\(print)", in: &net) }
        let before = try net.hub.office.dump()
        try net.hub.office.rebuild()
        #expect(try net.hub.office.dump() == before)
    }

    @Test("a queue is its own unit's, and a limit is one that a calendar reaches")
    func queueAndLimit() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let number = try ward.receive(accept: false).number
        let last = TicketNumber(unit: "26732", day: ward.now.date, letter: "B", serial: 999)
        let taken = TicketTaken(
            group: .certification, priority: nil, channel: .kiosk, takenAt: ward.now, ahead: 0, estimate: 0, promise: nil)
        try say("TicketTaken", about: last.subject, try JSONCoding.encode(taken), in: &net)
        #expect(try #require(net.wards["binh-tien"]).city.office.lineNow.reason?.contains("the queue of another unit") == true)
        var limit = Procedure.Limit(amount: 3, unit: .workingDay)
        limit.verificationExtra = 1 << 40
        let at = try JSONCoding.encode(ward.now)
        let accepted = JSON.object(of: [
            ("acceptedAt", at), ("calendar", .string("x")), ("clockUnit", .string("27373")), ("due", at),
            ("limit", try JSONCoding.encode(limit)), ("needsVerification", .bool(true)), ("rule", .string("x")),
        ])
        var other = try SmallNet()
        try other.join("binh-tien", ["27373"])
        try say("DossierAccepted", about: number, accepted, in: &other)
        #expect(try #require(other.wards["binh-tien"]).city.office.lineNow.reason?.contains("a limit out of all reason") == true)
    }

    @Test("facts about the house count only under their own name")
    func anothersName() throws {
        var net = try net()
        let adopted = net.hub.office.directory.calendarVersion("26732")
        try say(
            "CalendarAdopted", about: "unit:tp",
            .object(of: [("calendar", .string("none")), ("switchedOff", .array([])), ("unit", .string("27373"))]), in: &net)
        try net.hub.office.reloadDirectory()
        #expect(net.hub.office.directory.calendarVersion("26732") == adopted)
    }

    @Test("figures beyond reason are refused, not reckoned with")
    func figures() throws {
        var net = try net()
        let place = JSON.object(of: [
            ("epoch", .int(1)), ("hash", .string(Digest.zero.hex)), ("seq", .int(.min)), ("unit", .string("27373")),
        ])
        #expect(Entry.Position(place) == nil)
        let item = ItemContested(
            kind: .clockOff, unit: "27373", site: nil, about: "x", happenedAt: Instant(milliseconds: .max), one: [], proposal: .stands)
        try say("ItemContested", about: "contest:x", try JSONCoding.encode(item), addressee: "tp", in: &net)
        #expect(try net.hub.office.database.read { try ContestBook.items(of: nil, $0) }.isEmpty)
        #expect(try #require(net.wards["binh-tien"]).city.office.lineNow.reason?.contains("out of all reason") == true)
    }

    @Test("of a refused ledger nothing is taken; what lies ready comes all the same")
    func refusedAndServed() throws {
        var net = try net()
        let book = JSON.object(of: [
            ("book", .int(1)), ("first", .int(1)), ("series", .string("SCT/BS")), ("unit", .string("26732")), ("year", .int(2026)),
        ])
        try say("RegisterBookOpened", about: "book:x", book, in: &net)
        let admin = net.hub.context("admin@tp")
        try net.hub.office.work {
            _ = try $0.grant(
                Grant(role: .counter, unit: "27373", from: net.hub.now), to: "officer@27373", by: admin.caller, command: admin.command,
                now: admin.now)
        }
        try net.sync("binh-tien")
        let ward = try net.ward("binh-tien")
        #expect(ward.office.directory.grants(of: "officer@27373", at: ward.now).contains { $0.role == .counter })
        #expect(!ward.office.lineNow.isUp)
    }

    @Test("a list that both homes numbered goes before a person, and adopting says why it cannot be")
    func listedTwice() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        func list(at city: TestCity) throws -> String {
            let number = try city.receive().number
            try city.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
            let context = city.context("counter@27373")
            return try city.office.work {
                try $0.listHandOver(to: "so-tu-phap", [HandOverItem(number: number, waybill: nil)], unit: "27373", context)
            }
        }
        let theirs = try list(at: ward)
        let admin = net.hub.context("admin@tp")
        try net.hub.office.take("27373", to: nil, by: admin.caller, now: admin.now)
        #expect(try list(at: net.hub) == theirs, "neither could know of the other")
        try net.settle()
        let items = try net.hub.office.database.read { try ContestBook.items(of: nil, $0) }
        var refused: [String] = []
        for item in items where item.fact.kind == .oldHome {
            let context = net.hub.context("admin@tp")
            do {
                try net.hub.office.work { try $0.decideContest(item.id, .adopt, words: "Ghi lại", context) }
            } catch let refusal as Refusal { refused.append(refusal.slug) }
        }
        #expect(refused == ["book-number-used-twice"])
        #expect(try net.hub.office.verify().findings == [])
    }

    @Test("the way out of a refused ledger is a take-over: the unit goes on, a new machine has all that was countersigned")
    func takenAfterRefusal() throws {
        var net = try net()
        let (hub, ward, admin) = (net.hub, try net.ward("binh-tien"), net.hub.caller("admin@tp"))
        let before = try ward.receive().number
        try net.settle()
        let book = JSON.object(of: [
            ("book", .int(1)), ("first", .int(1)), ("series", .string("SCT/BS")), ("unit", .string("26732")), ("year", .int(2026)),
        ])
        try say("RegisterBookOpened", about: "book:x", book, in: &net)
        let behind = try ward.receive().number
        try net.settle()
        #expect(!ward.office.lineNow.isUp)
        #expect(try hub.dossier(behind) == nil, "nothing behind a refused entry is taken")
        try hub.office.take("27373", to: nil, by: admin, now: hub.now)
        try net.settle()
        // The ward hears of it all the same, and writes no more; what it wrote stays readable there, and is not handed in.
        #expect(!ward.office.isHome(of: "27373"))
        #expect(throws: Refusal.self) { try ward.receive() }
        #expect(try ward.dossier(behind) != nil && hub.dossier(behind) == nil)
        #expect(ward.office.lineNow.reason?.contains("RegisterBookOpened") == true)
        let here = try hub.receive().number
        try net.join("binh-tien-2", ["27373"])
        let next = try net.ward("binh-tien-2")
        let there = try next.receive().number
        #expect(Set([before, behind, here, there]).count == 4, "no number twice")
        try net.settle()
        for number in [before, here, there] {
            #expect(try next.dossier(number) != nil && next.dossier(number) == hub.dossier(number))
        }
        #expect(try net.ledger("27373", next) == net.ledger("27373", hub))
        try hub.office.remove(site: "binh-tien", reason: "Máy hỏng", by: admin, now: hub.now)
        for city in [hub, next] { #expect(try city.office.verify().findings == []) }
    }

    @Test("behind an entry that was kept aside, a take-over puts all of it before a person, who may enter it")
    func takenAfterParking() throws {
        var net = try net()
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        try say(
            "AccountChanged", about: "user:admin@tp", .object(of: [("change", .string("locked")), ("user", .string("admin@tp"))]), in: &net)
        let behind = try ward.receive().number
        try net.settle()
        #expect(try hub.dossier(behind) == nil)
        try hub.office.take("27373", to: nil, by: hub.caller("admin@tp"), now: hub.now)
        try net.settle()
        let items = try hub.office.database.read { try ContestBook.items(of: nil, $0) }
        let item = try #require(items.first { $0.fact.kind == .oldHome && $0.fact.about == behind })
        let context = hub.context("admin@tp")
        try hub.office.work { try $0.decideContest(item.id, .adopt, words: "Ghi lại", context) }
        #expect(try hub.dossier(behind)?.custody.unit == "27373")
        #expect(!hub.office.directory.arranged.locked.contains("admin@tp"))
        #expect(try hub.office.verify().findings == [])
    }
}
