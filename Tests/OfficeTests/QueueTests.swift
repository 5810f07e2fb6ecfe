// QueueTests.swift: what the use cases of the queue promise, on the small invented city.

import Casework
import Foundation
import Ledger
import Storage
import TestKit
import Testing

@testable import Office

private func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let refusal as Refusal { return refusal.slug } catch { return "\(error)" }
}

extension TestCity {
    @discardableResult
    fileprivate func take(
        _ group: QueueGroup = .certification, _ priority: TicketPriority? = nil, key: String? = nil,
        fingerprint: String = "f"
    ) throws -> TicketReceipt {
        var context = context("visitor", key: key.map { ($0, fingerprint) })
        context.caller = .ticketTaker
        let asked = context
        return try office.work {
            try $0.takeTicket(TicketRequest(unit: "27373", group: group, priority: priority), asked)
        }
    }

    @discardableResult
    fileprivate func counter(
        _ action: CounterAction, _ number: Int = 1, as login: String = "counter@27373"
    ) throws -> Ticket? {
        let context = context(login)
        return try office.work { try $0.atCounter(number, of: "27373", action, context) }
    }

    fileprivate var queue: QueueView {
        get throws { try office.database.read { try QueueQuestion.view("27373", inDetail: true, now: now, $0, office) } }
    }
    fileprivate func ticket(_ number: TicketNumber) throws -> Ticket {
        try #require(try office.database.read { try QueueQuestion.ticket(number, $0) })
    }
}

private let next = CounterAction.call(group: nil, ticket: nil)

@Suite("the queue at the office")
struct OfficeQueueTests {
    @Test("numbers run by letter and day, and begin again the next day")
    func numbers() throws {
        let city = try TestCity.inMemory()
        let taken = try [QueueGroup.certification, .certification, .land, .certification].map {
            try city.take($0).ticket.number.description
        }
        #expect(taken == ["A001", "A002", "D001", "A003"].map { "27373-261123-\($0)" })
        city.wait(minutes: 24 * 60)
        #expect(try city.take().ticket.number.description == "27373-261124-A001")
        #expect(try city.queue.waiting.count == 1)
    }

    @Test("a double tap gives one ticket; the key used for something else is refused")
    func idempotency() throws {
        let city = try TestCity.inMemory()
        let first = try city.take(key: "k1")
        let again = try city.take(key: "k1")
        #expect(again.ticket == first.ticket && again.code == first.code)
        #expect(try city.queue.waiting.count == 1)
        #expect(refusal { try city.take(.land, key: "k1", fingerprint: "g") } == "idempotency-key-reused")
        let before = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
        #expect(try city.take(key: "k1").ticket == first.ticket)
    }

    @Test("from taking to done: called, served, ended, measured against what was promised")
    func wholeWay() throws {
        let city = try TestCity.inMemory()
        #expect(try city.take().ticket.promise == nil)
        try city.counter(.open([.certification, .land]))
        let second = try city.take().ticket
        #expect(second.ahead == 1 && second.promise != nil)
        city.wait(minutes: 4)
        let called = try #require(try city.counter(next))
        #expect(called.number.short == "A001" && called.state == .called && called.wait == 4 * 60_000)
        #expect(refusal { try city.counter(next) } == "counter-busy")
        try city.counter(.serve)
        city.wait(minutes: 6)
        // Calling on finishes the one in hand.
        #expect(try city.counter(next)?.number.short == "A002")
        #expect(try city.ticket(called.number).state == .done)
        #expect(try city.ticket(called.number).served == 6 * 60_000)
        try city.counter(.serve)
        #expect(try city.counter(.done)?.state == .done)
        #expect(refusal { try city.counter(next) } == "nobody-waits")
        #expect(refusal { try city.counter(.done) } == "nobody-at-counter")
        try city.counter(.close)
        #expect(refusal { try city.counter(next) } == "counter-not-open")
        let day = try city.office.database.read {
            try QueueQuestion.statistics("27373", on: city.now.date, $0, city.office)
        }
        #expect(day.total.served == 2 && day.promises.measured == 1 && day.promises.without == 1)
        #expect(try city.office.verify().findings == [])
    }

    @Test("two priority tickets in a row at most while others wait")
    func priority() throws {
        let city = try TestCity.inMemory()
        try city.counter(.open(QueueGroup.allCases))
        for priority in [nil, nil, .elderly, .pregnant, .disabled, .elderly] as [TicketPriority?] {
            city.wait(minutes: 1)
            try city.take(.certification, priority)
        }
        var order: [Int] = []
        for _ in 0..<6 {
            order.append(try #require(try city.counter(next)).number.serial)
            try city.counter(.serve)
        }
        #expect(order == [3, 4, 1, 5, 6, 2])
    }

    @Test("absent: three places down, after three calls the end")
    func missing() throws {
        let city = try TestCity.inMemory()
        try city.counter(.open([.certification]))
        for _ in 0..<6 {
            city.wait(minutes: 1)
            try city.take()
        }
        let first = try #require(try city.counter(next))
        try city.counter(.miss)
        let line = try city.queue.waiting.map(\.ticket.number.serial)
        #expect(line == [2, 3, 4, 1, 5, 6])
        var seen: [Int] = []
        while try city.ticket(first.number).calls < 2 {
            seen.append(try #require(try city.counter(next)).number.serial)
            if seen.last != 1 { try city.counter(.serve) }
        }
        #expect(seen == [2, 3, 4, 1])
        try city.counter(.recall)
        #expect(try city.ticket(first.number).calls == 3)
        #expect(try city.counter(.miss)?.state == .missed)
        #expect(try city.office.verify().findings == [])
    }

    @Test("a transfer keeps the arrival, goes before later ones, and to one counter when asked")
    func transfer() throws {
        let city = try TestCity.inMemory()
        try city.counter(.open([.certification]))
        try city.counter(.open([.land]), 2)
        try city.counter(.open([.land]), 3)
        let mine = try city.take().ticket
        city.wait(minutes: 5)
        try city.take(.land)
        try city.counter(next)
        try city.counter(.serve)
        city.wait(minutes: 3)
        #expect(refusal { try city.counter(.transfer(.certification, counter: nil)) } == "same-counter")
        #expect(refusal { try city.counter(.transfer(.land, counter: 9)) } == "counter-not-open")
        let moved = try #require(try city.counter(.transfer(.land, counter: 3)))
        #expect(moved.takenAt == mine.takenAt && moved.served == 3 * 60_000 && moved.number == mine.number)
        #expect(try city.counter(next, 2)?.number.short == "D001")
        #expect(try city.counter(next, 3)?.number == mine.number)
        // When the counter that was meant has closed, the others take it.
        try city.counter(.transfer(.certification, counter: nil), 3)
        #expect(try city.counter(next, 1)?.number == mine.number)
        #expect(try city.office.verify().findings == [])
    }

    @Test("who holds the code cancels, nobody else; staff may")
    func cancelling() throws {
        let city = try TestCity.inMemory()
        let (one, two) = (try city.take(), try city.take())
        var context = city.context("visitor")
        context.caller = .ticketTaker
        let visitor = context
        func cancel(_ receipt: TicketReceipt, _ code: String?, _ context: CommandContext) throws {
            _ = try city.office.work {
                try $0.cancelTicket(receipt.ticket.number.description, code: code, context)
            }
        }
        #expect(refusal { try cancel(one, two.code, visitor) } == "wrong-ticket-code")
        #expect(refusal { try cancel(one, nil, city.context("counter@26732")) } == "wrong-ticket-code")
        try cancel(one, one.code.lowercased(), visitor)
        try cancel(one, one.code, visitor)
        try cancel(two, nil, city.context("counter@27373"))
        #expect(try city.queue.waiting.isEmpty)
        try city.counter(.open([.certification]))
        let three = try city.take()
        try city.counter(next)
        #expect(refusal { try cancel(three, three.code, visitor) } == "ticket-state")
    }

    @Test("only the counter's staff call, each at the counter they opened")
    func rights() throws {
        let city = try TestCity.inMemory()
        let admin = city.caller("admin@tp")
        try city.office.work {
            try $0.grant(
                Grant(role: .counter, unit: "27373", fields: ["thu-cung"], from: city.now), to: "officer@27373",
                by: admin, command: "c:1", now: city.now)
        }
        #expect(refusal { try city.counter(.open([.land]), as: "leader@27373") } == "no-right")
        #expect(refusal { try city.counter(.open([.land]), as: "officer@27373") } == "no-right")
        #expect(refusal { try city.counter(.open([])) } == "missing-field")
        #expect(refusal { try city.counter(.open([.land]), 99) } == "bad-value")
        try city.counter(.open([.other]), as: "officer@27373")
        #expect(refusal { try city.counter(next) } == "counter-of-other")
        try city.counter(.open([.other]))
        #expect(refusal { try city.counter(next, as: "officer@27373") } == "counter-of-other")
    }

    @Test("a ticket is tied to its dossiers, once each, and never stops an intake")
    func linking() throws {
        let city = try TestCity.inMemory()
        let ticket = try city.take().ticket
        let number = try city.receive().number
        let context = city.context("counter@27373")
        let done = try city.office.work { work in
            let first = ticket.number.description
            return try [
                (first, number), (first, number), ("27373-261123-A999", number), ("nonsense", number),
                (first, "H29.1-261123-0001"),
            ].map { try work.link(ticket: $0.0, to: $0.1, context) }
        }
        #expect(done == [true, true, false, false, false])
        #expect(try city.ticket(ticket.number).dossiers == [number])
        #expect(try city.office.verify().findings == [])
    }

    @Test("takings are bounded a minute and by the hall, for people without log-in")
    func bounds() throws {
        let city = try TestCity.inMemory()
        for _ in 0..<Work.takingsAMinute { try city.take() }
        #expect(refusal { try city.take() } == "too-many-tickets")
        let staff = city.context("counter@27373")
        _ = try city.office.work {
            try $0.takeTicket(TicketRequest(unit: "27373", group: .land, channel: .desk), staff)
        }
        city.wait(minutes: 2)
        while try city.queue.waiting.count < Work.openTicketLimit {
            for _ in 0..<Work.takingsAMinute where try city.queue.waiting.count < Work.openTicketLimit {
                try city.take()
            }
            city.wait(minutes: 2)
        }
        #expect(refusal { try city.take() } == "queue-full")
        #expect(refusal { try city.take() } == "queue-full")
    }

    @Test("everything of the queue is derived from entries, byte for byte, and none is critical")
    func rebuild() throws {
        let city = try TestCity.inMemory()
        try city.counter(.open(QueueGroup.allCases))
        for i in 0..<12 {
            city.wait(minutes: 1)
            try city.take(QueueGroup.allCases[i % 9], i % 4 == 0 ? .elderly : nil)
        }
        for i in 0..<8 {
            city.wait(minutes: 2)
            try city.counter(next)
            try city.counter(i % 3 == 0 ? .miss : i % 3 == 1 ? .done : .serve)
        }
        let before = try city.office.dump()
        #expect(try city.office.verify().findings == [])
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
        try city.office.database.read { tx in
            let odd = try tx.row(
                """
                SELECT count(*) FROM entry WHERE (subject LIKE 'ticket:%' OR subject LIKE 'counter:%')
                AND (critical = 1 OR sealed IS NOT NULL)
                """)
            #expect(odd?.int(0) == 0)
        }
        // A row that says something else is found.
        _ = try city.office.database.write { tx in
            try tx.execute("UPDATE queue_ticket SET promised_to = 1 WHERE serial = 1 AND letter = 'B'")
        }
        #expect(try city.office.verify().findings.map(\.unit) == ["queue_ticket"])
    }

    @Test("a second site that gets the entries has the same rows")
    func twoSites() throws {
        let city = try TestCity.inMemory()
        let other = try TestCity.inMemory(site: "site-2", homes: [], founded: false)
        try city.counter(.open(QueueGroup.allCases))
        for _ in 0..<3 { try city.take() }
        try city.counter(next)
        try city.counter(.serve)
        try city.counter(next)
        var entries: [Entry] = []
        try city.office.database.read { tx in
            for unit in try LedgerReader.units(tx) { try LedgerReader.forEach(in: unit, tx) { entries.append($0) } }
        }
        try other.office.work { work in _ = try work.receive(entries, now: city.now) }
        let (a, b) = (try city.office.dump(), try other.office.dump())
        #expect(a["queue_ticket"] == b["queue_ticket"] && a["queue_counter"] == b["queue_counter"])
        #expect(try other.office.verify().findings == [])
    }

    @Test(
        "the same on PostgreSQL",
        .enabled(if: PostgresServer.binaries != nil, "PostgreSQL is not installed"))
    func postgres() throws {
        let server = try PostgresServer()
        defer { server.stop() }
        let city = try TestCity(
            database: try openDatabase(.postgresql(server.url)), keys: try openDatabase(.memory))
        try city.counter(.open(QueueGroup.allCases))
        for i in 0..<5 { try city.take(.certification, i == 3 ? .elderly : nil, key: "k\(i)") }
        #expect(try city.counter(next)?.number.short == "A004")
        try city.counter(.miss)
        try city.counter(next)
        try city.counter(.serve)
        try city.counter(next)
        let before = try city.office.dump()
        #expect(try city.office.verify().findings == [])
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
    }
}
