// SteeringSitesTests.swift: words of guidance, directives, rounds, models and difficulties, read where they are meant to be read.

import Casework
import Ledger
import Oversight
import Storage
import Sync
import TestKit
import Testing

@testable import Office

@Suite("steering between a hub and its wards")
struct SteeringSitesTests {
    private func addCity(_ city: TestCity) throws {
        try city.office.addAccount(
            login: "city@tp", name: "city", passwordHash: "x", demo: false,
            grants: [Grant(role: .city, unit: "tp", from: Instant(milliseconds: 0))], now: city.now)
    }
    @discardableResult
    private func steer(
        _ city: TestCity, _ name: String, _ kind: SteeringKind, id: String? = nil, _ values: [String: String], as login: String
    ) throws -> String {
        let context = city.context(login)
        return try city.office.work { try $0.steer(name, kind, id: id, ActionInput(values), context) }
    }
    private func item(_ city: TestCity, _ kind: SteeringKind, _ id: String) throws -> SteeringItem {
        try city.office.database.read { try SteeringBook.item(kind, id, $0, city.office) }
    }
    private func words(_ city: TestCity, _ kind: SteeringKind, _ id: String) throws -> [String?] {
        try item(city, kind, id).events.map(\.text)
    }
    private func publish(_ text: String, _ hub: TestCity) throws -> String {
        try steer(
            hub, "publish", .guidance,
            ["unit": "so-tu-phap", "procedure": "9.000001", "text": text, "source": "CV 1", "from": "\(hub.now.date)"],
            as: "officer@so-tu-phap")
    }
    private func issue(_ hub: TestCity, to units: String) throws -> String {
        let due = hub.office.directory.office("tp").workingDay(5, after: hub.now.date)
        return try steer(
            hub, "issue", .directive, ["text": "Công khai số điện thoại", "scope": "some", "units": units, "due": "\(due)"], as: "city@tp")
    }
    private func refused(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let refusal as Refusal { return refusal.slug } catch { return "\(error)" }
    }

    @Test("guidance is read at a ward, whether it came before the ward joined or after")
    func guidance() throws {
        var net = try SmallNet()
        let before = try publish("Trước", net.hub)
        try net.join("binh-tien", ["27373"])
        try net.join("con-dao", ["26732"])
        let after = try publish("Sau", net.hub)
        try net.settle()
        for site in ["binh-tien", "con-dao"] {
            let ward = try net.ward(site)
            #expect(try words(ward, .guidance, before) == ["Trước"], "\(site)")
            #expect(try words(ward, .guidance, after) == ["Sau"], "\(site)")
            #expect(try ward.office.verify().findings == [])
            #expect(try net.count("parked_entry", ward) == 0)
        }
        #expect(try net.hub.office.verify().findings == [])
    }

    @Test("a site that an older program took in gets the keys of what had been published, once", arguments: [false, true])
    func guidanceBefore(byStick: Bool) throws {
        var net = try SmallNet()
        let (hub, before) = (net.hub, try publish("Trước", net.hub))
        let ward = try TestCity.inMemory(site: "con-dao", founded: false)
        let card = ward.office.keys.siteKeys.card
        // As it was done before keys of published words were granted.
        try hub.office.work { work in
            work.writer.keepsInserted = true
            try SiteStore.trust(card, work.tx)
            try work.record(
                [.siteRegistered(SiteRegistered(card))], in: Directory.city, by: Caller.system.user, command: "c:site", now: hub.now)
            try work.assign("26732", to: card, now: hub.now)
        }
        try ward.office.follow(Upstream(hub: hub.office.keys.siteKeys.card, address: "http://hub"))
        net.wards["con-dao"] = (ward, SiteRounds(ward.office, now: ward.now))
        if byStick {
            var report = BundleReport()
            var parts: [Envelope] = []
            _ = try hub.office.exportBundle(to: "con-dao", everything: false, now: hub.now) { parts.append($0) }
            for part in parts { try ward.office.importPart(part, now: ward.now, &report) }
        } else {
            try net.settle()
        }
        #expect(try words(ward, .guidance, before) == ["Trước"])
        let count = try net.ledger("tp", hub).count
        try net.settle()
        #expect(try net.ledger("tp", hub).count == count, "once")
        #expect(try words(ward, .guidance, before) == ["Trước"])
        for city in [hub, ward] { #expect(try city.office.verify().findings == []) }
    }

    @Test("a ward reports on a directive and signs a report; the city reads both, a round's end reaches all")
    func reports() throws {
        var net = try SmallNet()
        try addCity(net.hub)
        try net.join("binh-tien", ["27373"])
        try net.join("con-dao", ["26732"])
        let directive = try issue(net.hub, to: "27373, 26732")
        let day = net.hub.office.directory.office("tp").workingDay(2, after: net.hub.now.date)
        let round = try steer(
            net.hub, "call", .round,
            [
                "text": "Sơ kết", "period": "\(Period(.month, around: net.hub.now.date))", "units": "27373, 26732", "reportsBy": "\(day)",
                "meetsAt": "\(Instant(day.adding(days: 1), TimeOfDay(8, 0)))",
            ], as: "city@tp")
        try net.settle()
        let (one, two) = (try net.ward("binh-tien"), try net.ward("con-dao"))
        #expect(try words(one, .directive, directive) == ["Công khai số điện thoại"])
        try steer(
            one, "report-task", .directive, id: directive, ["unit": "27373", "progress": "100", "text": "Đã treo bảng", "evidence": "BC 5"],
            as: "leader@27373")
        try steer(one, "sign-report", .round, id: round, ["unit": "27373", "text": "Báo cáo tháng"], as: "leader@27373")
        try net.settle()
        #expect(try words(net.hub, .directive, directive) == ["Công khai số điện thoại", "Đã treo bảng"])
        #expect(try words(net.hub, .round, round) == ["Sơ kết", "Báo cáo tháng"])
        try steer(
            net.hub, "judge-task", .directive, id: directive, ["unit": "27373", "accepted": "yes", "note": "Tốt"], as: "city@tp")
        try steer(net.hub, "move", .round, id: round, ["stage": "concluded", "text": "Làm tiếp"], as: "city@tp")
        try net.settle()
        #expect(try words(one, .directive, directive).last == "Tốt")
        // Who has not reported yet hears the end too.
        #expect(try item(two, .round, round).state == .done)
        #expect(try words(two, .round, round).last == "Làm tiếp")
        for city in [one, two, net.hub] {
            #expect(try city.office.verify().findings == [])
            #expect(try net.count("parked_entry", city) == 0)
        }
    }

    @Test("a ward's model is read at the hub and at another ward, which adopts it with words of its own")
    func model() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        try net.join("con-dao", ["26732"])
        let (one, two) = (try net.ward("binh-tien"), try net.ward("con-dao"))
        // The small city has no indicators to choose from.
        let context = one.context("leader@27373")
        let subject = SteeringKind.model.subject("27373-1")
        try one.office.work {
            try $0.record(
                .modelRegistered(
                    ModelRegistered(
                        unit: "27373", since: context.now.date, procedures: [], indicator: "on-time", isCarriedOver: false)),
                about: subject, in: "27373", text: "Tủ trả kết quả", addressee: "tp", by: context.caller.user, command: context.command,
                now: context.now)
        }
        try net.settle()
        for city in [one, two, net.hub] { #expect(try words(city, .model, "27373-1") == ["Tủ trả kết quả"]) }
        try steer(
            two, "adopt", .model, id: "27373-1", ["unit": "26732", "since": "\(two.now.date)", "note": "Đặt ở bến tàu"],
            as: "leader@26732")
        try net.settle()
        for city in [one, two, net.hub] {
            #expect(try words(city, .model, "27373-1") == ["Tủ trả kết quả", "Đặt ở bến tàu"])
            #expect(try city.office.verify().findings == [])
        }
    }

    @Test("a difficulty's words and its answer's are read at the department and at the ward")
    func difficulty() throws {
        var net = try SmallNet()
        try addCity(net.hub)
        try net.join("binh-tien", ["27373"])
        let ward = try net.ward("binh-tien")
        let id = try steer(
            ward, "report", .difficulty, ["unit": "27373", "category": "law", "text": "Không rõ", "to": "so-tu-phap"],
            as: "counter@27373")
        try net.settle()
        #expect(try words(net.hub, .difficulty, id) == ["Không rõ"])
        try steer(net.hub, "answer", .difficulty, id: id, ["text": "Đang xem", "final": "no"], as: "officer@so-tu-phap")
        try net.settle()
        try steer(ward, "escalate", .difficulty, id: id, ["note": "Gấp"], as: "leader@27373")
        try net.settle()
        try steer(net.hub, "answer", .difficulty, id: id, ["text": "Theo CV 2", "final": "yes"], as: "city@tp")
        try net.settle()
        for city in [ward, net.hub] {
            #expect(try words(city, .difficulty, id) == ["Không rõ", "Đang xem", "Gấp", "Theo CV 2"])
            #expect(try item(city, .difficulty, id).state == .done)
        }
    }

    @Test("a ward that was down says so in its own ledger, and its officers are not blamed; the hub's silence excuses no ward")
    func outage() throws {
        var net = try SmallNet()
        try addCity(net.hub)
        try net.join("binh-tien", ["27373"])
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let number = try ward.receive().number
        let start = ward.now
        for city in [ward, hub] {
            try city.office.beat(city.now)
            city.wait(minutes: 60 * 24 * 7)
            #expect(try city.office.noticeOutage(city.now, command: "c:down") == start)
            #expect(try city.office.noticeOutage(city.now, command: "c:up") == nil)
        }
        try ward.follow(number)
        try net.settle()
        #expect(try item(hub, .outage, "27373-1").unit == "27373")
        let spans = try hub.office.database.read {
            try LatenessQuestion.outages(from: start.date, to: hub.now.date, $0, hub.office.directory)
        }
        #expect(spans.first { $0.unit == nil }?.except == ["27373"])
        let report = try hub.office.database.read {
            try LatenessQuestion.ask(
                Period(.quarter, around: hub.now.date), caller: hub.caller("city@tp"), now: hub.now, $0, hub.office)
        }
        let line = try #require(report.lines.first { $0.number == number })
        #expect(line.cause == .outage && line.body == "27373", "\(line.attribution)")
        for city in [ward, hub] { #expect(try city.office.verify().findings == []) }
    }

    @Test("a difficulty that nobody answers is taken up by the city's site, not by the ward's")
    func escalation() throws {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let id = try steer(
            ward, "report", .difficulty, ["unit": "27373", "category": "line", "text": "Mạng chập chờn", "to": "bhxh"], as: "leader@27373")
        ward.wait(minutes: 60 * 24 * 6)
        #expect(try ward.office.work { try $0.escalateOverdue(now: ward.now, command: "w1") } == 0)
        try net.settle()
        #expect(try hub.office.work { try $0.escalateOverdue(now: hub.now, command: "w2") } == 1)
        try net.settle()
        #expect(try item(ward, .difficulty, id).responsible == "tp")
    }

    @Test("an id is not given again in a later epoch of the ledger")
    func ids() throws {
        let city = try TestCity.inMemory()
        try addCity(city)
        #expect(try issue(city, to: "27373") == "tp-1")
        #expect(try issue(city, to: "26732") == "tp-2")
        // As a restore does: the store may have forgotten what it gave last.
        try city.office.work { try $0.writer.raiseEpoch(of: "tp") }
        let id = try issue(city, to: "27373")
        #expect(id == "tp-e2-3")
        #expect(try item(city, .directive, id).unit == "tp")
        #expect(try issue(city, to: "26732") == "tp-e2-4")
        try city.office.work { try $0.writer.raiseEpoch(of: "tp", by: 9) }
        #expect(try issue(city, to: "26732") == "tp-e11-5")
    }

    @Test("where a matter is and its key not yet, nothing is sealed with a second key")
    func keyOnItsWay() throws {
        let hub = try TestCity.inMemory(site: "A")
        try addCity(hub)
        let id = try issue(hub, to: "27373")
        let ward = try TestCity.inMemory(site: "B", homes: ["27373"], founded: false)
        let entries = try hub.office.database.read { tx in
            var all: [Entry] = []
            for unit in try LedgerReader.units(tx) { try LedgerReader.forEach(in: unit, tx) { all.append($0) } }
            return all
        }
        try ward.office.work { try $0.receive(entries, now: ward.now) }
        let values = ["unit": "27373", "progress": "50", "text": "Đang làm"]
        func report() throws { try steer(ward, "report-task", .directive, id: id, values, as: "leader@27373") }
        #expect(refused(report) == "key-on-its-way")
        let subject = SteeringKind.directive.subject(id)
        let key = try #require(try hub.office.keys.export(subject, .applicant))
        #expect(try ward.office.keys.export(subject, .applicant) == nil)
        try ward.office.keys.adopt(key, for: subject, .applicant)
        #expect(refused(report) == nil)
        #expect(try words(ward, .directive, id) == ["Công khai số điện thoại", "Đang làm"])
    }
}
