// SitesTests.swift: a hub and wards in one process: enrolment, work behind a dead line, what each may know, loss and return.

import Casework
import Ledger
import Office
import Storage
import Sync
import TestKit
import Testing

/// A hub with every unit, and wards that take theirs with an invitation.
struct SmallNet {
    let hub: TestCity
    var wards: [String: (city: TestCity, rounds: SiteRounds)] = [:]
    /// Both clocks are set right before they talk: the one that is behind follows.
    var setsClocks = true

    init() throws { hub = try TestCity.inMemory(site: "hub") }

    mutating func join(_ site: String, _ units: [String]) throws {
        let invitation = try hub.office.invite(site: site, units: units, address: "http://hub", now: hub.now)
        let ward = try TestCity.inMemory(site: site, founded: false)
        try hub.office.enrol(ward.office.keys.siteKeys.card, token: invitation.token, now: hub.now)
        try ward.office.follow(Upstream(hub: invitation.hub, address: invitation.address))
        wards[site] = (ward, SiteRounds(ward.office, now: ward.now))
        try sync(site)
    }

    mutating func sync(_ site: String, fate: (Request) -> LineFate = { _ in .arrives }) throws {
        guard let ward = wards[site]?.city, var rounds = wards[site]?.rounds else { return }
        if setsClocks {
            ward.wait(until: hub.now)
            hub.wait(until: ward.now)
        }
        try rounds.run(hub: hub.office, now: ward.now, hubNow: hub.now, fate: fate)
        wards[site] = (ward, rounds)
    }
    /// Until nobody has anything to say.
    mutating func settle() throws {
        for _ in 0..<4 { for site in wards.keys.sorted() { try sync(site) } }
    }
    func ward(_ site: String) throws -> TestCity { try #require(wards[site]?.city) }

    func ledger(_ unit: String, _ city: TestCity) throws -> [Entry] {
        try city.office.database.read { tx in
            var all: [Entry] = []
            try LedgerReader.forEach(in: unit, tx) { all.append($0) }
            return all
        }
    }
    func count(_ table: String, _ city: TestCity) throws -> Int64 {
        try city.office.database.read { try $0.row("SELECT count(*) FROM \(table)")?.int(0) ?? 0 }
    }
}

@Suite("ward sites and their hub")
struct SitesTests {
    private func net(_ sites: [(String, [String])] = [("binh-tien", ["27373"])]) throws -> SmallNet {
        var net = try SmallNet()
        for (site, units) in sites { try net.join(site, units) }
        return net
    }

    @Test("a site that was struck off is a stranger, and its name is not given again")
    func removes() throws {
        var net = try net([("binh-tien", ["27373"]), ("con-dao", ["26732"])])
        let (hub, admin) = (net.hub, net.hub.caller("admin@tp"))
        func remove(_ site: String, _ reason: String = "Máy bị lấy trộm") throws {
            try hub.office.remove(site: site, reason: reason, by: admin, now: hub.now)
        }
        #expect(throws: Refusal.self) { try remove("con-dao") }
        try hub.office.take("26732", to: nil, by: admin, now: hub.now)
        #expect(throws: Refusal.self) { try remove("con-dao", " ") }
        #expect(throws: Refusal.self) { try remove("nowhere") }
        #expect(throws: Refusal.self) {
            try hub.office.remove(site: "con-dao", reason: "x", by: hub.caller("leader@27373"), now: hub.now)
        }
        try remove("con-dao")
        #expect(hub.office.card(of: "con-dao") == nil)
        #expect(throws: Refusal.self) { try remove("con-dao") }
        #expect(throws: Refusal.self) {
            try hub.office.invite(site: "con-dao", units: ["26732"], address: "http://hub", now: hub.now)
        }
        // The others hear of it, and a new machine takes its place under a new name.
        try net.sync("binh-tien")
        #expect(try net.ward("binh-tien").office.card(of: "con-dao") == nil)
        try net.join("con-dao-2", ["26732"])
        #expect(hub.office.directory.homes["26732"]?.site == "con-dao-2")
        #expect(try hub.office.verify().findings.isEmpty)
    }

    @Test("a new home gives no number that the lost one gave after going back unheard")
    func beginsHome() throws {
        let net = try net()
        let (hub, ward, admin) = (net.hub, try net.ward("binh-tien"), net.hub.caller("admin@tp"))
        // Put back from a backup, and burnt before anybody hears of what it wrote then.
        try ward.office.work { try $0.writer.raiseEpoch(of: "27373") }
        let unheard = try ward.receive().number
        try hub.office.take("27373", to: nil, by: admin, now: hub.now)
        let given = try hub.receive().number
        #expect(given != unheard && DossierNumber(given)?.date == DossierNumber(unheard)?.date)
        #expect(hub.office.directory.homes["27373"]?.epoch == 10)
    }

    @Test("the city's and the portal's ledgers stay at the hub, and a site that lost one does not get it back under its old name")
    func takesNoMore() throws {
        let net = try net()
        let hub = net.hub
        func refused(_ unit: String, _ site: String?) -> String? {
            do { try hub.office.take(unit, to: site, by: hub.caller("admin@tp"), now: hub.now) } catch {
                return (error as? Refusal)?.slug ?? "\(error)"
            }
            return nil
        }
        for unit in [Directory.city, "cong-dvc"] { #expect(refused(unit, "binh-tien") == "bad-value") }
        #expect(refused("ca-27373", "binh-tien") == nil, "a second one")
        #expect(refused("27373", nil) == nil)
        #expect(refused("27373", "binh-tien") == "home-before")
        #expect(try hub.receive().number.isEmpty == false, "the hub goes on writing it")
    }

    @Test("a ward that joins has the law, its people and its ledger, and works")
    func joins() throws {
        var net = try SmallNet()
        let before = try net.hub.receive().number
        try net.join("binh-tien", ["27373"])
        let ward = try net.ward("binh-tien")
        #expect(ward.office.isHome(of: "27373") && !ward.office.isHome(of: "26732") && !net.hub.office.isHome(of: "27373"))
        #expect(ward.office.directory.procedure("9.000001", on: ward.now.date) != nil)
        let old = try #require(try ward.dossier(before))
        #expect(old.person.applicant?.name == "Nguyễn Thị Ửng", "the keys of its dossiers came along")
        let number = try ward.receive().number
        #expect(number > before, "its numbers go on")
        #expect(throws: Refusal.self) { try net.hub.receive() }
        try net.settle()
        #expect(try net.hub.dossier(number) == ward.dossier(number))
        #expect(try net.ledger("27373", net.hub) == net.ledger("27373", ward))
        #expect(try ward.office.verify().findings == [] && net.hub.office.verify().findings == [])
        #expect(try net.count("parked_entry", net.hub) == 0 && net.count("parked_entry", ward) == 0)
    }

    @Test("behind a dead line: received, numbered, processed, returned; merged by itself")
    func offline() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let dead: (Request) -> LineFate = { _ in .lostGoing }
        let number = try ward.receive().number
        try net.sync("binh-tien", fate: dead)
        #expect(!ward.office.lineNow.isUp)
        try ward.follow(number)
        #expect(try ward.dossier(number)?.state == .returned)
        #expect(try ward.office.database.read { try ward.office.waiting($0) }.entries > 3)
        #expect(try net.hub.dossier(number) == nil)
        try net.sync("binh-tien")
        #expect(try net.hub.dossier(number) == ward.dossier(number))
        #expect(try ward.office.database.read { try ward.office.waiting($0) }.entries == 0)
        #expect(ward.office.lineNow.isUp)
    }

    @Test("when the hub was last heard from outlives a start, and files to send are not files to come")
    func lineMemory() throws {
        let net = try net()
        let ward = try net.ward("binh-tien")
        #expect(try ward.office.hubHeard() == nil)
        try ward.office.keepHubHeard(ward.now)
        try ward.office.keepHubHeard(ward.now.adding(minutes: 1))
        #expect(try ward.office.hubHeard() == ward.now.adding(minutes: 1))
        // A file that an entry names and that has not come.
        let number = try ward.receive().number
        _ = try ward.office.database.write { tx in
            try tx.execute(
                "INSERT INTO paper_file (file, number, paper, media, bytes) VALUES ($1, $2, NULL, 'pdf', 1)",
                [.text(String(repeating: "ab", count: 32)), .text(number)])
        }
        let waiting = try ward.office.waitingNow()
        #expect(waiting.files == 0 && waiting.wanted == 1 && waiting.entries > 0)
    }

    @Test("handed over to a department and back: in transit, visibly, until the line is there")
    func handOver() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        let number = try ward.receive().number
        try ward.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
        #expect(try ward.dossier(number)?.custody.inTransitTo == "so-tu-phap")
        try net.settle()
        let there = try #require(try net.hub.dossier(number))
        #expect(there.person.applicant?.name == "Nguyễn Thị Ửng", "the key was granted to the hub")
        try net.hub.act("take-over", number, as: "officer@so-tu-phap")
        try net.settle()
        #expect(try ward.dossier(number)?.custody.unit == "so-tu-phap")
        #expect(try net.hub.dossier(number) == ward.dossier(number))
    }

    @Test("filed online while the ward is away: the portal writes, the ward takes it up when it hears of it")
    func online() throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        var filing = net.hub.filing("27373", channel: .online)
        filing.accept = false
        let context = CommandContext(caller: .visitor, now: net.hub.now, commandID: "x")
        let number = try net.hub.office.work { try $0.receive(filing, context) }.number
        #expect(try net.hub.dossier(number)?.custody.inTransitTo == "27373")
        try net.settle()
        let here = try #require(try ward.dossier(number))
        #expect(here.custody.unit == "27373" && here.custody.inTransitTo == nil)
        #expect(here.person.applicant?.name == "Nguyễn Thị Ửng")
        #expect(try net.hub.dossier(number) == here)
    }

    @Test("what came for a unit before its ledger, of which there is nothing, began at the ward is answered when it begins")
    func answersWhenItBegins() throws {
        var net = try SmallNet()
        let hub = net.hub
        let new = Unit(
            code: "27999", name: "Phường Mới", kind: .ward, agencyCode: "H29.279.99", receiverIndex: 902, hours: .standard, former: [],
            validFrom: hub.now.date)
        try hub.office.work { try $0.record([.unitRegistered(new)], in: Directory.city, by: "admin@tp", command: "c:unit", now: hub.now) }
        let invitation = try hub.office.invite(site: "moi", units: [new.code], address: "http://hub", now: hub.now)
        let ward = try TestCity.inMemory(site: "moi", founded: false)
        try hub.office.enrol(ward.office.keys.siteKeys.card, token: invitation.token, now: hub.now)
        try ward.office.follow(Upstream(hub: invitation.hub, address: invitation.address))
        net.wards["moi"] = (ward, SiteRounds(ward.office, now: ward.now))
        var filing = hub.filing(new.code, channel: .online)
        filing.accept = false
        let context = CommandContext(caller: .visitor, now: hub.now, commandID: "x")
        let number = try hub.office.work { try $0.receive(filing, context) }.number
        #expect(try net.ledger(new.code, hub).isEmpty && hub.dossier(number)?.custody.inTransitTo == new.code)
        try net.settle()
        #expect(ward.office.isHome(of: new.code))
        let here = try #require(try ward.dossier(number))
        #expect(here.custody.unit == new.code && here.custody.inTransitTo == nil)
        #expect(try hub.dossier(number) == here)
        #expect(try net.ledger(new.code, hub) == net.ledger(new.code, ward))
    }

    @Test("from ward to ward through the hub; a third ward learns nothing of it")
    func wardToWard() throws {
        var net = try net([("binh-tien", ["27373"]), ("con-dao", ["26732"]), ("ca", ["ca-27373"])])
        let (one, two, third) = (try net.ward("binh-tien"), try net.ward("con-dao"), try net.ward("ca"))
        let number = try one.receive().number
        try one.act("hand-over", number, ["unit": "26732"], as: "counter@27373")
        try net.settle()
        try two.act("take-over", number, as: "counter@26732")
        try net.settle()
        #expect(try one.dossier(number)?.custody.unit == "26732")
        #expect(try two.dossier(number)?.person.applicant?.name == "Nguyễn Thị Ửng")
        #expect(try one.dossier(number) == two.dossier(number))
        #expect(try third.dossier(number) == nil)
        let seen = try third.office.database.read { try LedgerReader.entries(about: number, $0) }
        #expect(seen.isEmpty, "not other units' dossiers")
        for city in [one, two, third, net.hub] { #expect(try city.office.verify().findings == []) }
    }

    @Test("a granted key that outlived the transaction it came in: the next one writes the name all the same")
    func keyBeforeItsGrant() throws {
        var net = try net([("binh-tien", ["27373"]), ("con-dao", ["26732"])])
        let (one, two) = (try net.ward("binh-tien"), try net.ward("con-dao"))
        let number = try one.receive().number
        try one.act("hand-over", number, ["unit": "26732"], as: "counter@27373")
        try net.sync("binh-tien")
        // The grant is the city's, and comes later.
        let city = try net.ledger("tp", net.hub)
        #expect(city.contains { $0.kind == KeyGrant.kind && $0.subject == number })
        try two.office.work { try $0.receive(net.ledger("27373", net.hub), now: two.now) }
        func names() throws -> [String] {
            let sql = """
                SELECT applicant FROM dossier WHERE number = $1 AND applicant IS NOT NULL
                UNION ALL SELECT DISTINCT token FROM search_token WHERE number = $1 AND token = 'ung'
                """
            return try two.office.database.read { try $0.rows(sql, [.text(number)]).map { $0.text(0) } }
        }
        #expect(try two.dossier(number)?.custody.inTransitTo == "26732" && names().isEmpty)
        // What a power cut leaves between the two stores.
        let secret = try #require(try one.office.keys.export(number, .applicant))
        try two.office.keys.adopt(secret, for: number, .applicant)
        try two.office.work { try $0.receive(city, now: two.now) }
        #expect(try names() == ["Nguyễn Thị Ửng", "ung"])
    }

    @Test("whatever the line does, both sides end the same", arguments: UInt64(1)...8)
    func badLine(seed: UInt64) throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        var random = SeededGenerator(seed: seed)
        var numbers: [String] = []
        for day in 0..<12 {
            let number = try ward.receive(accept: false).number
            numbers.append(number)
            for number in numbers.suffix(4) { _ = try ward.actAtRandom(number, using: &random) }
            for number in numbers.suffix(4) { _ = try net.hub.actAtRandom(number, using: &random) }
            ward.wait(minutes: 137)
            net.hub.wait(minutes: 137)
            if day % 3 == 2 {
                try net.sync("binh-tien") { _ in [.arrives, .lostGoing, .lostComing, .twice][random.below(4)] }
            }
        }
        try net.settle()
        for number in numbers { #expect(try net.hub.dossier(number) == ward.dossier(number), "seed \(seed) \(number)") }
        #expect(try net.ledger("27373", net.hub) == net.ledger("27373", ward))
        for city in [ward, net.hub] {
            #expect(try net.count("parked_entry", city) == 0)
            let findings = try city.office.verify().findings
            #expect(findings == [], "seed \(seed)")
        }
    }
}
