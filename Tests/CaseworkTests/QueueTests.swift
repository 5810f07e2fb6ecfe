// QueueTests.swift: is the order fair, is the promised wait honest? Seeded simulations of whole days; the seed is printed.

import Testing

@testable import Casework

@Suite("the queue")
struct QueueTests {
    private let start = Instant(CivilDate(year: 2026, month: 11, day: 24)!, TimeOfDay(7, 30))

    // MARK: numbers

    @Test("a ticket's number reads as it is written, for every kind of unit code")
    func numbers() {
        for unit in ["27373", "ca-27373", "so-tu-phap"] {
            let number = TicketNumber(
                unit: unit, day: CivilDate(year: 2026, month: 11, day: 24)!, letter: "A", serial: 7)
            #expect(number.description == "\(unit)-261124-A007" && number.short == "A007")
            #expect(TicketNumber(number.description) == number)
            let counter = CounterNumber(unit: unit, day: number.day, counter: 12)
            #expect(CounterNumber(counter.description) == counter)
        }
        for wrong in [
            "", "A001", "27373-A001", "27373-261124-", "27373-261332-A001", "27373-261124-I001", "-261124-A001",
            "27373-261124-A000", "27373-261124-A1", "27373-261124-A0011", "27373-26112-A001", "27373-2611 4-A001",
        ] { #expect(TicketNumber(wrong) == nil, "\(wrong)") }
    }

    @Test("every group has a letter of its own")
    func letters() {
        #expect(Set(QueueGroup.allCases.map(\.letter)).count == QueueGroup.allCases.count)
    }

    // MARK: order

    private func place(_ minute: Int, priority: Bool = false, _ group: QueueGroup = .certification) -> QueuePlace {
        QueuePlace(group: group, isPriority: priority, order: start.adding(minutes: minute))
    }

    @Test("priority first, but after two in a row the head of the ordinary line")
    func priority() {
        let line = [place(1), place(2, priority: true), place(3, priority: true), place(4, priority: true)]
        var counter = OpenCounter(counter: 1, groups: [.certification])
        #expect(QueueOrder.next(at: counter, line) == 1)
        counter.streak = 2
        #expect(QueueOrder.next(at: counter, line) == 0)
        #expect(QueueOrder.next(at: counter, Array(line.dropFirst())) == 0)
    }

    @Test("a counter calls its groups only, and who was sent to it; who was sent elsewhere it leaves")
    func groups() {
        let counter = OpenCounter(counter: 2, groups: [.land])
        var sent = place(1)
        #expect(QueueOrder.next(at: counter, [sent, place(5, .land)]) == 1)
        sent.directed = 2
        #expect(QueueOrder.next(at: counter, [sent, place(5, .land)]) == 0)
        sent = place(1, .land)
        sent.directed = 3
        #expect(QueueOrder.next(at: counter, [sent, place(5, .land)]) == 1)
        #expect(QueueOrder.next(at: counter, [place(1, .land), place(2, .other)], only: .other) == nil)
    }

    @Test("nobody starves: whoever is n-th of the ordinary line is called within 3n calls", arguments: 1...20)
    func fairness(_ seed: Int) {
        var dice = SeededGenerator(seed: UInt64(seed))
        let groups: [QueueGroup] = [.certification, .land, .civilStatus]
        var counter = OpenCounter(counter: 1, groups: groups)
        var line: [(place: QueuePlace, bound: Int)] = []
        var (calls, minute) = (0, 0)
        for _ in 0..<600 {
            minute += 1
            // More priority tickets come than the counter can call.
            for isPriority in [true, Int.random(in: 0..<3, using: &dice) == 0 ? false : true] {
                let ahead = line.count { !$0.place.isPriority }
                let group = groups[Int.random(in: 0..<3, using: &dice)]
                line.append((place(minute, priority: isPriority, group), calls + 3 * (ahead + 1)))
            }
            guard let next = QueueOrder.next(at: counter, line.map(\.place)) else { continue }
            calls += 1
            let called = line.remove(at: next)
            counter.streak = QueueOrder.streak(after: counter.streak, isPriority: called.place.isPriority)
            if !called.place.isPriority { #expect(calls <= called.bound, "seed \(seed)") }
        }
    }

    @Test("who missed a call stands behind three others, and is reached again")
    func missing() {
        let others = (1...5).map { start.adding(minutes: $0) }
        #expect(
            QueueOrder.afterMissing(start, now: start.adding(minutes: 9), others: others)
                == others[2].adding(milliseconds: 1))
        #expect(
            QueueOrder.afterMissing(start, now: start.adding(minutes: 9), others: [])
                == start.adding(minutes: 9))
    }

    // MARK: the promise

    @Test("without an open counter nothing is promised")
    func noCounter() {
        let calls = WaitForecast.calls([place(1)], [], ServiceTimes(recent: []))
        #expect(calls == [nil])
        let other = OpenCounter(counter: 1, groups: [.land])
        #expect(WaitForecast.calls([place(1), place(2, .land)], [other], ServiceTimes(recent: []))[0] == nil)
    }

    @Test("a wait that reaches into the lunch hour ends after it, unless people are called in it")
    func lunch() throws {
        let day = try #require(CivilDate("2026-11-24"))
        func at(_ hour: Int, _ minute: Int) -> Instant { Instant(day, TimeOfDay(hour, minute)) }
        let breaks = DayBreaks(.standard, on: day)
        func told(_ from: Int, _ to: Int, _ now: Instant, lastCall: Instant? = nil) -> [Int] {
            let range = breaks.ahead(of: now, lastCall: lastCall).later(WaitRange(from: from, to: to), from: now)
            return [range.from, range.to]
        }
        #expect(told(5, 15, at(9, 0)) == [5, 15])
        #expect(told(15, 25, at(11, 10)) == [15, 115], "11:30 to 13:00 is 90 minutes")
        #expect(told(25, 35, at(11, 10)) == [115, 125])
        #expect(told(5, 10, at(12, 0)) == [65, 70], "what is left of the break")
        #expect(told(5, 10, at(12, 0), lastCall: at(11, 55)) == [5, 10], "they work through")
        #expect(told(5, 10, at(14, 0)) == [5, 10])
        func worked(_ a: Instant, _ b: Instant) -> Int64 { breaks.workingTime(from: a.milliseconds, to: b.milliseconds) / 60_000 }
        #expect(worked(at(11, 0), at(13, 30)) == 60)
        #expect(worked(at(11, 0), at(12, 0)) == 60, "called in the break: it was none")
        #expect(worked(at(14, 0), at(14, 20)) == 20)
    }

    @Test("a range is never empty, holds more the longer the wait, and bears absurd history")
    func ranges() {
        let histories: [[(estimate: Int64, wait: Int64)]] = [
            [], [(0, 0)], Array(repeating: (0, 90_000_000), count: 200), Array(repeating: (90_000_000, 0), count: 200),
        ]
        for history in histories {
            let calibration = WaitCalibration(recent: history)
            for minutes in [0, 1, 5, 29, 30, 31, 240, 5000] as [Int64] {
                let range = calibration.range(minutes * 60_000)
                #expect(range.from >= 0 && range.to >= range.from + 2)
            }
        }
        let plain = WaitCalibration(recent: [])
        #expect(plain.range(10 * 60_000).from <= 10 && plain.range(10 * 60_000).to >= 10)
        #expect(plain.range(60 * 60_000).to > plain.range(10 * 60_000).to)
    }

    @Test("promises hold about eight times in ten, in calm and in crowded halls", arguments: 1...12)
    func honesty(_ seed: Int) {
        var hall = Hall(seed: UInt64(seed), start: start)
        // Services longer or shorter than usual, and a change at noon: the forecast has to learn them.
        hall.pace = [60, 90, 140][seed % 3]
        hall.gap = [170, 205, 260][seed / 3 % 3] * hall.pace / 100
        for day in 0..<4 { hall.live(day: day, seconds: 8 * 3600) }
        let tickets = hall.tickets.filter { $0.wait != nil }
        let all = QueueStatistics(tickets).promises
        let kept = all.keptPercent ?? 0
        #expect((68...97).contains(kept), "seed \(seed): \(all)")
        // Width is bounded by what waits there are: not “0 to 300 minutes”.
        let late = tickets.filter { ($0.wait ?? 0) > 15 * 60_000 }
        let wide = late.count { ticket in
            ticket.promise.map { Int64($0.to - $0.from) * 60_000 > 2 * (ticket.wait ?? 0) } ?? true
        }
        #expect(wide * 5 <= max(late.count, 10), "seed \(seed): \(wide) of \(late.count) ranges are wide; \(all)")
    }

    @Test("statistics count what happened")
    func statistics() {
        var hall = Hall(seed: 7, start: start)
        hall.live(day: 0, seconds: 4 * 3600)
        let s = QueueStatistics(hall.tickets)
        #expect(s.total.taken == hall.tickets.count)
        #expect(s.total.taken == s.total.served + s.total.missed + s.total.cancelled + s.total.open)
        #expect(s.byHour.map(\.line.taken).reduce(0, +) == s.total.taken)
        #expect(s.byGroup.map(\.line.served).reduce(0, +) == s.total.served)
        #expect(s.promises.kept + s.promises.earlier + s.promises.later == s.promises.measured)
        let waits = hall.tickets.compactMap(\.wait).sorted()
        #expect(s.total.waitMedian == waits[(waits.count * 50 + 99) / 100 - 1])
        #expect(QueueStatistics([]).promises.keptPercent == nil && QueueStatistics([]).total.waitMedian == nil)
    }
}

/// A hall whose arrivals and services are drawn from a seed; promises are made by the code under test.
private struct Hall {
    var dice: SeededGenerator
    let start: Instant
    var pace = 100
    var gap = 200
    var tickets: [Ticket] = []
    private let counters: [(groups: [QueueGroup], free: Int64)] = [
        ([.certification, .result], 0), ([.certification, .civilStatus], 0), ([.civilStatus, .land], 0),
    ]

    init(seed: UInt64, start: Instant) {
        dice = SeededGenerator(seed: seed)
        self.start = start
    }

    mutating func live(day: Int, seconds: Int64) {
        let base = Int64(day) * 86_400
        var open = counters.enumerated().map { OpenCounter(counter: $0.offset + 1, groups: $0.element.groups) }
        var free = open.map { _ in base }
        var inHand: [Int?] = open.map { _ in nil }
        var waiting: [Int] = []
        var serial: [QueueGroup: Int] = [:]
        var arrival = base
        while min(arrival, free.min() ?? 0) < base + seconds {
            let next = free.indices.min { (free[$0], $0) < (free[$1], $1) } ?? 0
            if arrival <= free[next] {
                take(at: arrival, open, free, inHand, &waiting, &serial)
                arrival += Int64(gap / 5) + Int64.random(in: 0..<Int64(gap * 8 / 5), using: &dice)
                continue
            }
            let now = free[next]
            if let done = inHand[next] {
                tickets[done].evolve(.done(TicketDone(doneAt: at(now))))
                inHand[next] = nil
            }
            let places = waiting.compactMap { tickets[$0].place(open: [1, 2, 3]) }
            guard let found = QueueOrder.next(at: open[next], places) else {
                free[next] = max(arrival, now + 1)
                continue
            }
            let index = waiting.remove(at: found)
            open[next].streak = QueueOrder.streak(after: open[next].streak, isPriority: places[found].isPriority)
            tickets[index].evolve(
                .called(TicketCalled(counter: next + 1, call: 1, streak: open[next].streak, calledAt: at(now))))
            inHand[next] = index
            free[next] = now + service(tickets[index].group, afternoon: now - base > seconds / 2)
        }
    }

    private func at(_ second: Int64) -> Instant { start.adding(milliseconds: second * 1000) }

    /// Two uniform draws around the usual time, twice as long now and then; slower after noon.
    private mutating func service(_ group: QueueGroup, afternoon: Bool) -> Int64 {
        let usual = group.usualService / 1000 * Int64(pace) / 100 * (afternoon ? 12 : 10) / 10
        let drawn = usual / 4 + Int64.random(in: 0...usual * 3 / 4, using: &dice) + Int64.random(in: 0...usual * 3 / 4, using: &dice)
        return Int.random(in: 0..<12, using: &dice) == 0 ? drawn * 2 : drawn
    }

    private mutating func take(
        at second: Int64, _ open: [OpenCounter], _ free: [Int64], _ inHand: [Int?], _ waiting: inout [Int],
        _ serial: inout [QueueGroup: Int]
    ) {
        let draw = Int.random(in: 0..<100, using: &dice)
        let group: QueueGroup = draw < 55 ? .certification : draw < 75 ? .civilStatus : draw < 92 ? .result : .land
        let priority: TicketPriority? = Int.random(in: 0..<8, using: &dice) == 0 ? .elderly : nil
        let times = ServiceTimes(
            recent: tickets.filter { $0.state == .done }.sorted { ($0.endedAt ?? start) > ($1.endedAt ?? start) }
                .prefix(200).map { ($0.group, $0.served) })
        let past = tickets.filter { $0.wait != nil && $0.estimate != nil }
            .sorted { ($0.firstCalledAt ?? start) > ($1.firstCalledAt ?? start) }
            .prefix(WaitCalibration.window).map { (estimate: $0.estimate ?? 0, wait: $0.wait ?? 0) }
        var now = open
        for i in now.indices {
            guard let ticket = inHand[i] else { continue }
            let elapsed = second * 1000 - (tickets[ticket].calledAt ?? start).milliseconds + start.milliseconds
            now[i].busyFor = times.left(tickets[ticket].group, elapsed: elapsed)
        }
        var places = waiting.compactMap { tickets[$0].place(open: [1, 2, 3]) }
        places.append(QueuePlace(group: group, isPriority: priority != nil, order: at(second)))
        let estimate = WaitForecast.calls(places, now, times).last.flatMap { $0 }?.wait
        serial[group, default: 0] += 1
        let number = TicketNumber(
            unit: "27373", day: at(second).date, letter: group.letter, serial: serial[group] ?? 1)
        let fact = TicketTaken(
            group: group, priority: priority, channel: .kiosk, takenAt: at(second), ahead: waiting.count,
            estimate: estimate, promise: estimate.map { WaitCalibration(recent: Array(past)).range($0) })
        if let ticket = Ticket(number, .taken(fact)) {
            waiting.append(tickets.count)
            tickets.append(ticket)
        }
    }
}
