// LegalClockPropertyTests.swift: what holds of the legal clock for all inputs.
//
// Each property runs on a few hundred random cases from a named seed; a failure prints the seed, so that
// the same case comes back. Dates lie in the years of the shipped calendar, pauses and hours are arbitrary.

import Testing

@testable import Casework

private let seeds: [UInt64] = [1, 20_260_828, 0xC0FFEE]
private let rounds = 300

/// Random inputs of one property run.
private struct Cases {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func chance(_ oneIn: Int) -> Bool { number(1...oneIn) == 1 }

    /// Any millisecond of 2024–2026.
    mutating func instant() -> Instant {
        Instant(day("2024-01-01").adding(days: number(0...1_095)), TimeOfDay(minutes: number(0...1_439)))
            .adding(milliseconds: Int64(number(0...59_999)))
    }

    /// Up to `days` later, at any millisecond.
    mutating func instant(after start: Instant, days: Int) -> Instant {
        start.adding(milliseconds: Int64(number(0...(days * 86_400_000))))
    }

    mutating func hours() -> OpeningHours {
        if chance(2) { return .standard }
        let opening = number(360...480)
        let noon = number(600...720)
        let afternoon = number(noon...800)
        return OpeningHours(
            working: [
                .init(from: TimeOfDay(minutes: opening), to: TimeOfDay(minutes: noon)),
                .init(from: TimeOfDay(minutes: afternoon), to: TimeOfDay(minutes: number(900...1_080))),
            ], extra: [])
    }

    mutating func office() -> OfficeTime {
        OfficeTime(
            calendar: ReferenceCalendar.calendar, hours: hours(),
            switchedOff: chance(4) ? ["culture-day"] : [])
    }

    mutating func workingLimit() -> Procedure.Limit {
        let cutoff: TimeOfDay? = chance(2) ? TimeOfDay(minutes: number(500...1_100)) : nil
        switch number(1...3) {
        case 1: return .of(.workingDay, number(1...45), cutoff: cutoff, verification: number(0...5))
        case 2: return .of(.workingHour, number(1...80), cutoff: cutoff, verification: number(0...2))
        default: return .of(.sameDay, cutoff: cutoff)
        }
    }

    mutating func limit() -> Procedure.Limit {
        switch number(1...5) {
        case 1: .of(.calendarDay, number(1...60), verification: number(0...5))
        case 2: .of(.month, number(1...6))
        default: workingLimit()
        }
    }

    mutating func pauses(since start: Instant, atMost count: Int) -> [Pause] {
        (0..<number(0...count)).map { _ in
            let from = instant(after: start, days: 20)
            return Pause(
                from: from, to: instant(after: from, days: 12), reason: Pause.Reason.allCases[number(0...4)])
        }
    }

    mutating func facts(_ limit: Procedure.Limit) -> ClockFacts {
        let accepted = instant()
        var facts = ClockFacts(
            accepted: accepted, limit: limit, needsVerification: chance(3),
            pauses: pauses(since: accepted, atMost: 4))
        if chance(4) { facts.restartedAt = instant(after: accepted, days: 30) }
        if chance(5) {
            facts.rescheduledAt = instant(after: accepted, days: 30)
            facts.rescheduledTo = instant(after: accepted, days: 90)
        }
        return facts
    }

    mutating func shuffled(_ pauses: [Pause]) -> [Pause] { pauses.shuffled(using: &random) }
}

/// Runs a property on `rounds` cases of a seed.
private func forAll(_ seed: UInt64, _ property: (inout Cases, Comment) throws -> Void) rethrows {
    var cases = Cases(seed: seed)
    for round in 1...rounds { try property(&cases, "seed \(seed), round \(round)") }
}

@Suite("Legal clock: properties")
struct LegalClockProperties {
    @Test("no dossier is ever due on a day off", arguments: seeds)
    func neverOnADayOff(seed: UInt64) throws {
        try forAll(seed) { cases, comment in
            let (office, limit) = (cases.office(), cases.limit())
            let reckoning = LegalClock.reckon(cases.facts(limit), office)
            let (due, original) = (try #require(reckoning.due), try #require(reckoning.originalDue))
            #expect(office.isWorkingDay(due.date), comment)
            #expect(office.isWorkingDay(original.date), comment)
        }
    }

    @Test("a due time computed by law lies in opening hours, after acceptance", arguments: seeds)
    func inHours(seed: UInt64) throws {
        try forAll(seed) { cases, comment in
            let (office, limit) = (cases.office(), cases.limit())
            let facts = cases.facts(limit)
            let due = try #require(LegalClock.reckon(facts, office).originalDue)
            #expect(office.effectiveStart(due) == due, comment)
            #expect(due > (facts.restartedAt ?? facts.accepted) || limit.unit == .sameDay, comment)
        }
    }

    @Test("who comes later is never due earlier", arguments: seeds)
    func monotonic(seed: UInt64) throws {
        try forAll(seed) { cases, comment in
            let (office, limit) = (cases.office(), cases.limit())
            let first = cases.instant()
            let second = cases.instant(after: first, days: cases.chance(2) ? 1 : 40)
            let verification = cases.chance(2)
            let dues = try [first, second].map { accepted in
                let facts = ClockFacts(accepted: accepted, limit: limit, needsVerification: verification)
                return try #require(LegalClock.reckon(facts, office).due)
            }
            #expect(dues[0] <= dues[1], comment)
        }
    }

    @Test("a pause moves a working limit by exactly its working time", arguments: seeds)
    func pauseMovesExactly(seed: UInt64) throws {
        try forAll(seed) { cases, comment in
            let (office, limit) = (cases.office(), cases.workingLimit())
            var facts = ClockFacts(accepted: cases.instant(), limit: limit)
            let before = try #require(LegalClock.reckon(facts, office).due)
            let pause = Pause(
                from: cases.instant(after: facts.accepted, days: 15), to: nil, reason: .suspended)
            facts.pauses = [pause]
            let frozen = LegalClock.reckon(facts, office).frozenRemaining
            let end = cases.instant(after: pause.from, days: 15)
            facts.pauses[0].to = end
            let after = try #require(LegalClock.reckon(facts, office).due)
            let paused = office.workingMinutes(from: pause.from, to: end)
            #expect(office.workingMinutes(from: before, to: after) == paused, comment)
            // What was left when the pause began is left when it ends, also when it was overdue.
            #expect(LegalClock.remainingMinutes(until: after, now: end, office: office) == frozen, comment)
        }
    }

    @Test("a pause moves a calendar limit by its days, before rolling", arguments: seeds)
    func pauseMovesCalendarDays(seed: UInt64) {
        forAll(seed) { cases, comment in
            let (office, length) = (cases.office(), cases.number(1...60))
            var facts = ClockFacts(accepted: cases.instant(), limit: .of(.calendarDay, length))
            let from = cases.instant(after: facts.accepted, days: 15)
            let end = cases.instant(after: from, days: 15)
            facts.pauses = [Pause(from: from, to: end, reason: .payment)]
            let days = end.date.dayNumber - from.date.dayNumber
            var plain = ClockFacts(accepted: facts.accepted, limit: .of(.calendarDay, length + days))
            #expect(LegalClock.reckon(facts, office).due == LegalClock.reckon(plain, office).due, comment)
            plain.pauses = [Pause(from: end, to: from, reason: .payment)]  // ends before it starts: empty
            #expect(LegalClock.reckon(facts, office).due == LegalClock.reckon(plain, office).due, comment)
        }
    }

    @Test("overlapping pauses count once and their order does not matter", arguments: seeds)
    func overlapsCountOnce(seed: UInt64) throws {
        try forAll(seed) { cases, comment in
            let (office, limit) = (cases.office(), cases.workingLimit())
            var facts = ClockFacts(accepted: cases.instant(), limit: limit)
            let before = try #require(LegalClock.reckon(facts, office).due)
            facts.pauses = cases.pauses(since: facts.accepted, atMost: 6)
            let reckoning = LegalClock.reckon(facts, office)
            let paused = union(facts.pauses).reduce(0) { $0 + office.workingMinutes(from: $1.0, to: $1.1) }
            let after = try #require(reckoning.due)
            #expect(office.workingMinutes(from: before, to: after) == paused, comment)
            facts.pauses = cases.shuffled(facts.pauses)
            #expect(LegalClock.reckon(facts, office) == reckoning, comment)
        }
    }

    @Test("a reschedule never moves the original due time", arguments: seeds)
    func rescheduleKeepsOriginal(seed: UInt64) {
        forAll(seed) { cases, comment in
            let (office, limit) = (cases.office(), cases.limit())
            var facts = cases.facts(limit)
            let original = LegalClock.reckon(facts, office).originalDue
            facts.rescheduledTo = cases.instant(after: facts.accepted, days: 60)
            facts.rescheduledAt = cases.chance(2) ? cases.instant(after: facts.accepted, days: 20) : nil
            #expect(LegalClock.reckon(facts, office).originalDue == original, comment)
        }
    }

    @Test("the result does not depend on being explained, and every line has words", arguments: seeds)
    func explaining(seed: UInt64) {
        forAll(seed) { cases, comment in
            let (office, limit) = (cases.office(), cases.limit())
            let facts = cases.facts(limit)
            var reckoning = LegalClock.reckon(facts, office)
            #expect(reckoning.lines.allSatisfy { $0.vi.hasSuffix(".") && $0.en.hasSuffix(".") }, comment)
            #expect(reckoning.lines.last?.code == "result", comment)
            reckoning.lines = []
            #expect(LegalClock.reckon(facts, office, explaining: false) == reckoning, comment)
        }
    }

    /// The union of closed pauses as disjoint spans, found the plain way: join whatever touches until
    /// nothing does.
    private func union(_ pauses: [Pause]) -> [(Instant, Instant)] {
        var spans: [(Instant, Instant)] = []
        for pause in pauses {
            var joined = (pause.from, pause.to ?? pause.from)
            let apart = spans.filter { $0.1 < joined.0 || joined.1 < $0.0 }
            for span in spans where !(span.1 < joined.0 || joined.1 < span.0) {
                joined = (min(joined.0, span.0), max(joined.1, span.1))
            }
            spans = apart + [joined]
        }
        return spans
    }
}

@Suite("Office time: properties")
struct OfficeTimeProperties {
    @Test("working minutes agree with counting minute by minute", arguments: seeds)
    func minuteByMinute(seed: UInt64) {
        var cases = Cases(seed: seed)
        for round in 1...20 {
            let hours = cases.hours()
            let office = OfficeTime(calendar: ReferenceCalendar.calendar, hours: hours)
            let start = cases.instant()
            let end = cases.instant(after: start, days: 9)
            // A minute is worked when it begins in an interval; seconds are dropped at both ends.
            var minute = Instant(start.date, start.timeOfDay)
            var counted = 0
            while minute < Instant(end.date, end.timeOfDay) {
                let clock = minute.timeOfDay
                let inHours = hours.working.contains { $0.from <= clock && clock < $0.to }
                if inHours && office.isWorkingDay(minute.date) { counted += 1 }
                minute = minute.adding(minutes: 1)
            }
            #expect(office.workingMinutes(from: start, to: end) == counted, "seed \(seed), round \(round)")
        }
    }

    @Test("working minutes add up over any point between", arguments: seeds)
    func additive(seed: UInt64) {
        forAll(seed) { cases, comment in
            let office = cases.office()
            let times = [cases.instant(), cases.instant(), cases.instant()].sorted()
            let parts =
                office.workingMinutes(from: times[0], to: times[1])
                + office.workingMinutes(from: times[1], to: times[2])
            #expect(office.workingMinutes(from: times[0], to: times[2]) == parts, comment)
            #expect(office.workingMinutes(from: times[2], to: times[0]) == 0, comment)
        }
    }

    @Test("adding working minutes and measuring them are inverse", arguments: seeds)
    func inverse(seed: UInt64) {
        forAll(seed) { cases, comment in
            let office = cases.office()
            let (start, minutes) = (cases.instant(), cases.number(1...200_000))
            let end = office.adding(workingMinutes: minutes, to: start)
            #expect(office.workingMinutes(from: start, to: end) == minutes, comment)
            // Not a minute later than needed: an interval's end rather than the next start.
            #expect(office.workingMinutes(from: start, to: end.adding(minutes: -1)) == minutes - 1, comment)
        }
    }

    @Test("adding in two steps is adding at once", arguments: seeds)
    func twoSteps(seed: UInt64) {
        forAll(seed) { cases, comment in
            let office = cases.office()
            let (start, first, second) = (cases.instant(), cases.number(1...3_000), cases.number(1...3_000))
            let once = office.adding(workingMinutes: first + second, to: start)
            let twice = office.adding(
                workingMinutes: second, to: office.adding(workingMinutes: first, to: start))
            #expect(once == twice, comment)
        }
    }

    @Test("the n-th working day is found as by stepping through the days", arguments: seeds)
    func workingDay(seed: UInt64) {
        forAll(seed) { cases, comment in
            let office = cases.office()
            let (start, count) = (cases.instant().date, cases.number(0...60))
            var stepped = start
            for _ in 0..<count {
                repeat { stepped = stepped.adding(days: 1) } while !office.isWorkingDay(stepped)
            }
            #expect(office.workingDay(count, after: start) == stepped, comment)
            #expect(office.lastWorkingDay(before: office.nextWorkingDay(after: stepped)) <= stepped, comment)
        }
    }

    @Test("an effective start is in hours, not earlier, skips no working time, is its own", arguments: seeds)
    func effectiveStart(seed: UInt64) {
        forAll(seed) { cases, comment in
            let (office, time) = (cases.office(), cases.instant())
            let start = office.effectiveStart(time)
            #expect(start >= time, comment)
            #expect(office.isWorkingDay(start.date), comment)
            #expect(office.workingMinutes(from: time, to: start) == 0, comment)
            #expect(office.effectiveStart(start) == start, comment)
        }
    }
}
