// OfficeTests.swift: what the use cases promise, on a small invented city.

import Casework
import Foundation
import Ledger
import Office
import Storage
import Synchronization
import TestKit
import Testing

private func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let refusal as Refusal { return refusal.slug } catch { return "\(error)" }
}

@Suite("the office")
struct OfficeTests {
    @Test(
        "a dossier goes from receipt to returned result, and everything derived is reproduced byte for byte")
    func wholeWay() throws {
        let city = try TestCity.inMemory()
        for procedure in ["9.000001", "9.000002", "9.000003"] {
            let receipt = try city.receive(city.filing(procedure: procedure))
            #expect(receipt.state == .accepted)
            try city.follow(receipt.number)
            #expect(try city.dossier(receipt.number)?.state == .returned)
        }
        let before = try city.office.dump()
        #expect(try city.office.verify().findings == [])
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
        #expect(try city.office.verify().findings == [])
    }

    @Test("numbers run by agency and day and are never used twice")
    func numbers() throws {
        let city = try TestCity.inMemory()
        let numbers = try (0..<5).map { _ in try city.receive().number }
        #expect(numbers == (1...5).map { "H29.273.73-261123-000\($0)" })
        var away = city.filing("26732")
        away.competentAgency = "27373"
        #expect(try city.receive(away, as: "counter@26732").number == "H29.273.73-261123-002010001")
        #expect(try city.receive().number == "H29.273.73-261123-0006")
    }

    @Test("a refused command of a group leaves no entry, and the others are done")
    func groups() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        let before = try city.office.database.read { try LedgerReader.count($0) }
        let contexts = (city.context("officer@27373"), city.context("leader@27373"))
        try city.office.work { work in
            #expect(
                refusal {
                    _ = try work.perform(
                        "decide", on: number, ActionInput(["outcome": "approve"]), contexts.1)
                } == "not-now-decide")
            _ = try work.perform("complete-step", on: number, ActionInput([:]), contexts.0)
        }
        #expect(try city.office.database.read { try LedgerReader.count($0) } == before + 1)
    }

    @Test("the same key gives the same answer and one effect, another request under it is refused")
    func idempotency() throws {
        let city = try TestCity.inMemory()
        let context = city.context("counter@27373", key: ("abc", "f1"))
        let filing = city.filing()
        let first = try city.office.work { try $0.receive(filing, context) }
        try city.follow(first.number, until: { $0.state == .ready })
        #expect(try city.office.work { try $0.receive(filing, context) } == first)
        try city.office.rebuild()
        #expect(try city.office.work { try $0.receive(filing, context) } == first)
        let other = city.context("counter@27373", key: ("abc", "f2"))
        #expect(
            refusal { _ = try city.office.work { try $0.receive(filing, other) } } == "idempotency-key-reused"
        )
    }

    @Test("a stale version is refused")
    func stale() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        let context = city.context("officer@27373", version: 1)
        #expect(
            refusal {
                _ = try city.office.work {
                    try $0.perform("complete-step", on: number, ActionInput([:]), context)
                }
            } == "stale-version")
    }

    @Test("rights count by unit, field and procedure, from and to")
    func rights() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        #expect(refusal { try city.act("complete-step", number, as: "officer@26732") } == "no-right-to-see")
        #expect(refusal { try city.act("complete-step", number, as: "counter@27373") } == "no-right")
        let admin = city.caller("admin@tp")
        // Posted down from a department for an hour, for this procedure only.
        let posting = Grant(
            role: .officer, unit: "27373", fields: ["thu-cung"], procedures: ["9.000001"], from: city.now,
            to: city.now.adding(minutes: 60), ground: "posting")
        try city.office.work {
            try $0.grant(posting, to: "officer@so-tu-phap", by: admin, command: "c:1", now: city.now)
        }
        let elsewhere = try city.receive(city.filing(procedure: "9.000002")).number
        #expect(
            refusal { try city.act("complete-step", elsewhere, as: "officer@so-tu-phap") }
                == "no-right-to-see")
        try city.act("complete-step", number, as: "officer@so-tu-phap")
        city.wait(minutes: 61)
        let later = try city.receive().number
        #expect(
            refusal { try city.act("complete-step", later, as: "officer@so-tu-phap") } == "no-right-to-see")
    }

    @Test("a leader delegates signing for a time, and it is recorded for whom was signed")
    func delegation() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        try city.act("complete-step", number, as: "officer@27373")
        let leader = city.caller("leader@27373")
        let delegation = Grant(
            role: .leader, unit: "27373", from: city.now, to: city.now.adding(minutes: 600),
            ground: "delegation:leader@27373")
        try city.office.work {
            try $0.grant(delegation, to: "officer@27373", by: leader, command: "c:1", now: city.now)
        }
        try city.act("decide", number, ["outcome": "approve"], as: "officer@27373")
        let recorded = try city.office.database.read { try LedgerReader.entries(about: number, $0) }.last
        #expect(recorded?.facts["onBehalfOf"]?.string == "leader@27373")
        let endless = Grant(role: .leader, unit: "27373", from: city.now, ground: "delegation:leader@27373")
        #expect(
            refusal {
                _ = try city.office.work {
                    try $0.grant(endless, to: "counter@27373", by: leader, command: "c:2", now: city.now)
                }
            } == "missing-field")
    }

    @Test("a swap announced late moves open due times, old and new kept")
    func calendar() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        let before = try #require(try city.dossier(number)?.clock.due)
        #expect(before.description == "2026-11-26T17:00:00+07:00")
        let admin = city.caller("admin@tp")
        let swapped = TestCity.calendar(version: "t-2", off: [CivilDate(year: 2026, month: 11, day: 25)!])
        try city.office.work { try $0.publish(swapped, by: admin, command: "c:1", now: city.now) }
        let moved = try city.office.work {
            try $0.adopt("t-2", switchedOff: [], unit: "27373", by: admin, command: "c:2", now: city.now)
        }
        #expect(moved == [number])
        let clock = try #require(try city.dossier(number)?.clock)
        #expect(clock.due?.description == "2026-11-27T17:00:00+07:00" && clock.originalDue == clock.due)
        #expect(clock.recomputed.first?.previousDue == before && clock.calendar == "t-2")
        #expect(try city.office.verify().findings == [])
    }

    @Test("a unit that declined a hand-over sees nothing of the dossier any more")
    func declined() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        try city.act("hand-over", number, ["unit": "so-tu-phap"], as: "officer@27373")
        try city.act("decline", number, ["reason": "Không thuộc thẩm quyền"], as: "officer@so-tu-phap")
        let found = try city.office.database.read {
            try SearchQuestion.ask(
                "079190000123", caller: city.caller("officer@so-tu-phap"), limit: 5, now: city.now, $0,
                city.office)
        }
        #expect(found.isEmpty)
        #expect(try city.office.verify().findings == [])
    }

    @Test("an opinion that does not come leaves no more uncounted than its reply time")
    func silence() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        let before = try #require(try city.dossier(number)?.clock.due)
        try city.act("request-opinion", number, ["unit": "so-tu-phap", "note": "?"], as: "officer@27373")
        let asked = try #require(try city.dossier(number))
        #expect(asked.opinions[0].replyBy.description == "2026-11-26T17:00:00+07:00")
        #expect(asked.clock.due.map { $0 > before } == true, "the reply time is not counted")
        // Answered within the hour: only that hour is left uncounted.
        city.wait(minutes: 60)
        try city.act("give-opinion", number, ["position": "agree"], as: "officer@so-tu-phap")
        let answered = try #require(try city.dossier(number)?.clock.due)
        #expect(answered.description == "2026-11-27T08:30:00+07:00")
        #expect(try city.office.verify().findings == [])
    }

    @Test("a late calendar moves the time to accept an online filing too")
    func acceptance() throws {
        let city = try TestCity.inMemory()
        let caller = Caller(user: "applicant", name: "", grants: [])
        let context = CommandContext(caller: caller, now: city.now, commandID: "o1")
        let filing = city.filing("27373", channel: .online)
        let number = try city.office.work { try $0.receive(filing, context) }.number
        let before = try #require(try city.dossier(number)?.intake.acceptBy)
        let admin = city.caller("admin@tp")
        let off = TestCity.calendar(version: "t-2", off: [CivilDate(year: 2026, month: 11, day: 23)!])
        try city.office.work { try $0.publish(off, by: admin, command: "c:1", now: city.now) }
        try city.office.work {
            try $0.adopt("t-2", switchedOff: [], unit: "27373", by: admin, command: "c:2", now: city.now)
        }
        let after = try #require(try city.dossier(number))
        #expect(after.intake.acceptBy.map { $0 > before } == true && after.intake.calendar == "t-2")
        #expect(
            refusal {
                try city.office.work {
                    _ = try $0.adopt(
                        "t-2", switchedOff: ["x"], unit: "27373", by: admin, command: "c:3", now: city.now)
                }
            } == "bad-value")
        #expect(try city.office.verify().findings == [])
    }

    @Test("a new appointment rolls to a working day's close, and nobody pays more than is due")
    func guards() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        try city.act(
            "reschedule", number, ["due": "2026-12-13T03:00:00+07:00", "reason": "Hệ thống"],
            as: "leader@27373")
        #expect(try city.dossier(number)?.clock.due?.description == "2026-12-14T17:00:00+07:00")
        let pay = ["amount": "9000", "receipt": "BL-1"]
        #expect(refusal { try city.act("confirm-payment", number, pay, as: "counter@27373") } == "bad-value")
        try city.act("withdraw", number, as: "counter@27373")
        #expect(
            refusal {
                try city.act(
                    "confirm-payment", number, ["amount": "8000", "receipt": "BL-1"], as: "counter@27373")
            }
                == "not-now-confirm-payment")
    }

    @Test("an erased person is gone from every projection, and the chain is whole")
    func erasure() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        #expect(
            refusal {
                try city.office.erase(.applicant, of: number, ground: "yêu cầu", city.context("admin@tp"))
            } == "not-now-erase")
        try city.follow(number)
        #expect(
            refusal {
                try city.office.erase(
                    .applicant, of: number, ground: "yêu cầu", city.context("counter@27373"))
            } == "no-right")
        try city.office.erase(.applicant, of: number, ground: "yêu cầu", city.context("admin@tp"))
        let dossier = try #require(try city.dossier(number))
        #expect(dossier.person == PersonalData() && dossier.state == .returned)
        #expect(try city.office.keys.trackingCode(number) == nil)
        let tokens = try city.office.database.read { try $0.row("SELECT count(*) FROM search_token")?.int(0) }
        #expect(tokens == 0)
        #expect(try city.office.verify().findings == [])
        let before = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
    }

    @Test("an unknown critical entry freezes its dossier visibly, an unknown note does not")
    func unknownKinds() throws {
        let city = try TestCity.inMemory()
        let (frozen, free) = (try city.receive().number, try city.receive().number)
        for (number, critical) in [(frozen, true), (free, false)] {
            try city.office.work { work in
                _ = try work.writer.append(
                    EntryDraft(
                        unit: "27373", actor: "x", subject: number, kind: "FromTheFuture", critical: critical,
                        command: "c:x", facts: .object([])),
                    now: city.now.milliseconds)
            }
        }
        city.office.forget()
        #expect(try city.dossier(frozen)?.frozenBy == "FromTheFuture")
        #expect(
            refusal { try city.act("complete-step", frozen, as: "officer@27373") }
                == "frozen-by-unknown-entry")
        try city.act("complete-step", free, as: "officer@27373")
    }

    @Test("a full disk is a fault that loses nothing acknowledged")
    func fullDisk() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "motcua-full-\(UUID().uuidString)"
        ).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try SQLiteDatabase(path: folder + "/a.sqlite")
        let city = try TestCity(
            database: database, keys: try openDatabase(.sqlite(path: folder + "/a.sqlite.keys")))
        let number = try city.receive().number
        try database.limitPages(toPresentPlus: 4)
        var acknowledged: [String] = [number]
        var fault: StorageFault?
        for _ in 0..<200 where fault == nil {
            do { acknowledged.append(try city.receive().number) } catch let error as StorageFault {
                fault = error
            }
        }
        #expect(fault?.cause == .full)
        try database.limitPages(toPresentPlus: 100_000)
        for one in acknowledged { #expect(try city.dossier(one) != nil) }
        #expect(try city.receive().number > acknowledged.last ?? "")
        #expect(try city.office.verify().findings == [])
    }

    @Test("the group writer answers everyone and counts refusals", .timeLimit(.minutes(1)))
    func server() async throws {
        let city = try TestCity.inMemory()
        let server = OfficeServer(city.office)
        let receipts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                var filing = city.filing()
                filing.accept = true
                let (one, context) = (filing, city.context("counter@27373"))
                group.addTask { try await server.submit { try $0.receive(one, context) }.number }
            }
            var numbers: [String] = []
            for try await number in group { numbers.append(number) }
            return numbers
        }
        #expect(Set(receipts).count == 50)
        let context = city.context("counter@27373")
        await #expect(throws: Refusal.self) {
            try await server.submit { try $0.perform("decide", on: receipts[0], ActionInput([:]), context) }
        }
        #expect(server.metrics.commands == 51 && server.metrics.refusals == 1)
        try server.close()
    }

    @Test(
        "two servers on one PostgreSQL: no number twice, nothing remembered wrongly, news from each other",
        .enabled(if: PostgresServer.binaries != nil, "PostgreSQL is not installed"))
    func twoServers() async throws {
        let postgres = try PostgresServer()
        defer { postgres.stop() }
        let keys = try openDatabase(.memory)
        let city = try TestCity(database: try openDatabase(.postgresql(postgres.url)), keys: keys)
        let second = try Office(
            database: try openDatabase(.postgresql(postgres.url)), keys: try KeyStore(keys, site: city.office.site))
        let servers = [OfficeServer(city.office), OfficeServer(second)]
        let heard = Mutex<Set<String>>([])
        servers[1].listen(9) { topics in heard.withLock { $0.formUnion(topics) } }
        let filing = city.filing(procedure: "9.000002")
        let contexts = (0..<60).map { _ in city.context("counter@27373") }
        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for (index, context) in contexts.enumerated() {
                group.addTask { try await servers[index % 2].submit { try $0.receive(filing, context).number } }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(numbers).count == 60)
        // Each dossier goes its way by both servers in turn: what one remembers of it, the other has changed meanwhile.
        for number in numbers.prefix(12) { try city.follow(number, by: [second]) }
        #expect(try numbers.prefix(12).allSatisfy { try city.dossier($0)?.state == .returned })
        // A change of the house made by the first is known to the second.
        let admin = city.context("admin@tp")
        try await servers[0].submit { work in
            try work.openAccount(
                "moi@27373", name: "Người Mới", passwordHash: "x", first: Grant(role: .officer, unit: "27373", from: admin.now),
                by: admin.caller, command: admin.command, now: admin.now)
        }
        for _ in 0..<100 where second.directory.rights["moi@27373"] == nil { try await Task.sleep(for: .milliseconds(50)) }
        #expect(second.directory.rights["moi@27373"] != nil)
        #expect(heard.withLock { $0.contains("unit:27373") && $0.isSuperset(of: numbers.map { "dossier:\($0)" }) })
        #expect(try city.office.verify().findings == [])
        for server in servers { try server.close() }
    }

    @Test(
        "the same way on PostgreSQL",
        .enabled(if: PostgresServer.binaries != nil, "PostgreSQL is not installed"))
    func postgres() throws {
        let server = try PostgresServer()
        defer { server.stop() }
        let city = try TestCity(
            database: try openDatabase(.postgresql(server.url)), keys: try openDatabase(.memory))
        let number = try city.receive(city.filing(procedure: "9.000002")).number
        try city.follow(number)
        #expect(try city.dossier(number)?.state == .returned)
        #expect(try city.office.verify().findings == [])
        let before = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
    }
}
