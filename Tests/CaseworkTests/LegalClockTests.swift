// LegalClockTests.swift: does each rule of the legal clock follow its article? (docs/law.md §4)
//
// The worked examples were counted by hand on a paper calendar; weekdays are named so that a reader can do
// it again. Properties for all inputs: LegalClockPropertyTests.swift.

import Foundation
import Testing

@testable import Casework

private let office = ReferenceCalendar.office
private let threePM = TimeOfDay(15, 0)

private func due(_ limit: Procedure.Limit, _ accepted: String, verification: Bool = false) -> Instant? {
    LegalClock.reckon(
        ClockFacts(accepted: at(accepted), limit: limit, needsVerification: verification), office
    ).due
}

struct WorkedExample: Sendable, CustomTestStringConvertible {
    let limit: Procedure.Limit
    let accepted: String
    let due: String
    let why: String
    var testDescription: String { "\(accepted) → \(due): \(why)" }

    init(_ limit: Procedure.Limit, _ accepted: String, _ due: String, _ why: String) {
        (self.limit, self.accepted, self.due, self.why) = (limit, accepted, due, why)
    }

    static func days(_ count: Int, _ accepted: String, _ due: String, _ why: String) -> Self {
        Self(.of(.workingDay, count), accepted, due, why)
    }
    static func hours(_ count: Int, _ accepted: String, _ due: String, _ why: String) -> Self {
        Self(.of(.workingHour, count), accepted, due, why)
    }
    static func sameDay(_ cutoff: TimeOfDay?, _ accepted: String, _ due: String, _ why: String) -> Self {
        Self(.of(.sameDay, cutoff: cutoff), accepted, due, why)
    }
    static func calendar(_ count: Int, _ accepted: String, _ due: String, _ why: String) -> Self {
        Self(.of(.calendarDay, count), accepted, due, why)
    }
    static func months(_ count: Int, _ accepted: String, _ due: String, _ why: String) -> Self {
        Self(.of(.month, count), accepted, due, why)
    }
}

@Suite("Legal clock: worked examples")
struct LegalClockExamples {
    static let workingDays: [WorkedExample] = [
        .days(3, "2026-03-02 09:00", "2026-03-05 17:00", "Mon: Tue Wed Thu"),
        .days(3, "2026-03-06 10:00", "2026-03-11 17:00", "Fri: over the weekend"),
        .days(3, "2025-12-31 10:00", "2026-01-07 17:00", "Wed: 1 and swapped 2 January off"),
        .days(5, "2026-01-05 08:00", "2026-01-10 17:00", "Mon: the fifth is swapped Sat 10 January"),
        .days(1, "2026-01-09 16:00", "2026-01-10 17:00", "Fri: Sat 10 January is worked"),
        .days(1, "2026-01-10 09:00", "2026-01-12 17:00", "accepted on the swapped Saturday itself"),
        .days(1, "2026-01-17 09:00", "2026-01-20 17:00", "plain Sat counts as Mon: Tue"),
        .days(3, "2026-02-12 14:00", "2026-02-24 17:00", "Thu: Fri, Tết 16–20 February, Mon Tue"),
        .days(7, "2026-02-13 16:59", "2026-03-03 17:00", "Fri: 23–27 February, Mon Tue"),
        .days(1, "2026-02-13 17:01", "2026-02-24 17:00", "after closing counts as Mon 23: Tue"),
        .days(1, "2026-02-13 17:00", "2026-02-23 17:00", "the closing minute is in hours"),
        .days(1, "2026-03-02 06:10", "2026-03-03 17:00", "before opening is the same day"),
        .days(3, "2026-08-26 09:00", "2026-09-03 17:00", "Wed: Thu Fri, 31 Aug – 2 Sep off, Thu"),
        .days(2, "2026-08-20 10:00", "2026-08-22 17:00", "Thu: Fri and swapped Sat 22 August"),
        .days(2, "2026-04-24 09:00", "2026-04-29 17:00", "Fri: Mon 27 April made up, Tue Wed"),
        .days(3, "2026-04-28 09:00", "2026-05-05 17:00", "Tue: Wed, 30 April and 1 May, Mon Tue"),
        .days(2, "2024-02-07 09:00", "2024-02-16 17:00", "Wed: Tết 8–14 February 2024, Thu Fri"),
        .days(1, "2024-05-03 09:00", "2024-05-04 17:00", "Fri: swapped Sat 4 May 2024"),
        .days(2, "2025-04-29 09:00", "2025-05-06 17:00", "Tue: 30 April – 2 May off, Mon Tue"),
        .days(1, "2025-04-25 09:00", "2025-04-26 17:00", "Fri: swapped Sat 26 April 2025"),
        .days(2, "2026-11-23 09:00", "2026-11-26 17:00", "Mon: Tue 24 November off, Wed Thu"),
        .days(1, "2027-02-03 09:00", "2027-02-11 17:00", "Wed: provisional Tết 4–10 February 2027"),
        WorkedExample(
            .of(.workingDay, 3, cutoff: threePM), "2026-03-02 15:01", "2026-03-06 17:00",
            "a sector rule's cutoff moves working-day limits too: counts as Tue"),
    ]

    static let hoursAndSameDay: [WorkedExample] = [
        .sameDay(threePM, "2026-03-02 14:59", "2026-03-02 17:00", "before the cutoff"),
        .sameDay(threePM, "2026-03-02 15:00:00", "2026-03-02 17:00", "15:00 is in time"),
        .sameDay(threePM, "2026-03-02 15:00:59", "2026-03-02 17:00", "still 15:00"),
        .sameDay(threePM, "2026-03-02 15:01:00", "2026-03-03 17:00", "the first minute after"),
        .sameDay(threePM, "2026-08-28 15:20", "2026-09-03 17:00", "Fri before the long break"),
        .sameDay(threePM, "2026-03-07 16:00", "2026-03-09 17:00", "Sat counts as Mon 07:30"),
        .sameDay(nil, "2026-03-02 16:30", "2026-03-02 17:00", "no cutoff in the rule: none applies"),
        .hours(8, "2026-03-02 10:00", "2026-03-03 10:00", "8 hours are one working day"),
        .hours(4, "2026-03-02 07:30", "2026-03-02 11:30", "ends at noon, not after lunch"),
        .hours(4, "2026-03-02 12:00", "2026-03-02 17:00", "in the lunch break: from 13:00"),
        .hours(1, "2026-03-02 11:00", "2026-03-02 13:30", "over the lunch break"),
        .hours(2, "2026-02-13 16:00", "2026-02-23 08:30", "over Tết"),
        .hours(8, "2026-08-21 13:00", "2026-08-22 11:30", "the swapped Saturday has full hours"),
    ]

    static let calendarDaysAndMonths: [WorkedExample] = [
        .calendar(15, "2026-03-02 09:00", "2026-03-17 17:00", "days off inside are counted"),
        .calendar(5, "2026-03-02 09:00", "2026-03-09 17:00", "Sat 7 March rolls to Mon"),
        .calendar(10, "2026-02-06 09:00", "2026-02-23 17:00", "16 February rolls over Tết"),
        .calendar(10, "2026-03-07 10:00", "2026-03-17 17:00", "accepted on a Sat: from that Sat"),
        .calendar(5, "2026-01-01 09:00", "2026-01-06 17:00", "accepted on a holiday: from it"),
        .calendar(1, "2026-03-02 22:00", "2026-03-03 17:00", "at night: from that date"),
        .calendar(4, "2026-08-18 09:00", "2026-08-22 17:00", "ends on a swapped Sat: stays"),
        .months(1, "2026-01-31 09:00", "2026-03-02 17:00", "clipped to Sat 28 February, rolls to Mon"),
        .months(1, "2024-01-31 09:00", "2024-02-29 17:00", "leap year: Thu 29 February"),
        .months(3, "2025-11-30 09:00", "2026-03-02 17:00", "30 November to 28 February"),
        .months(2, "2026-07-02 09:00", "2026-09-03 17:00", "2 September rolls to Thu"),
        .months(12, "2026-03-02 09:00", "2027-03-02 17:00", "a year"),
    ]

    @Test("limits in working days", arguments: workingDays)
    func workingDay(_ example: WorkedExample) {
        #expect(due(example.limit, example.accepted) == at(example.due))
    }

    @Test("limits in working hours and of the same day", arguments: hoursAndSameDay)
    func workingHour(_ example: WorkedExample) {
        #expect(due(example.limit, example.accepted) == at(example.due))
    }

    @Test("limits in calendar days and months", arguments: calendarDaysAndMonths)
    func calendarDay(_ example: WorkedExample) {
        #expect(due(example.limit, example.accepted) == at(example.due))
    }
}

@Suite("Legal clock: rules")
struct LegalClockRules {
    /// Three working days from Monday 2 March 2026: due Thursday 5 March 17:00.
    private func facts(
        pauses: [Pause] = [], restartedAt: String? = nil, to: String? = nil, issued: String? = nil,
        limit: Procedure.Limit = .of(.workingDay, 3)
    ) -> ClockFacts {
        ClockFacts(
            accepted: at("2026-03-02 09:00"), limit: limit, pauses: pauses,
            restartedAt: restartedAt.map { at($0) }, rescheduledTo: to.map { at($0) },
            rescheduledAt: issued.map { at($0) })
    }

    private func pause(_ from: String, _ to: String?, _ reason: Pause.Reason = .payment) -> Pause {
        Pause(from: at(from), to: to.map { at($0) }, reason: reason)
    }

    private func codes(_ reckoning: Reckoning) -> [String] { reckoning.lines.map(\.code) }

    @Test("verification adds working days, and only when it is needed")
    func verification() {
        let limit = Procedure.Limit.of(.workingDay, 3, verification: 5)
        #expect(due(limit, "2026-03-02 09:00", verification: true) == at("2026-03-12 17:00"))
        #expect(due(limit, "2026-03-02 09:00") == at("2026-03-05 17:00"))
        let hours = Procedure.Limit.of(.workingHour, 8, verification: 1)
        #expect(due(hours, "2026-03-02 10:00", verification: true) == at("2026-03-04 10:00"))
        let days = Procedure.Limit.of(.calendarDay, 6, verification: 2)
        #expect(due(days, "2026-03-02 09:00", verification: true) == at("2026-03-10 17:00"))
    }

    @Test("a suspension adds the paused working minutes, no more and no less")
    func suspension() {
        let part = LegalClock.reckon(facts(pauses: [pause("2026-03-03 10:00", "2026-03-04 14:00")]), office)
        #expect(part.due == at("2026-03-09 10:00"))
        let days = LegalClock.reckon(facts(pauses: [pause("2026-03-03 07:30", "2026-03-04 17:00")]), office)
        #expect(days.due == at("2026-03-09 17:00"))
        #expect(days.originalDue == days.due)
        let night = LegalClock.reckon(facts(pauses: [pause("2026-03-03 17:00", "2026-03-04 07:30")]), office)
        #expect(night.due == at("2026-03-05 17:00"))
    }

    @Test("a suspension moves same-day and hour limits by working time too")
    func suspensionOfHours() {
        let noon = [pause("2026-03-02 10:00", "2026-03-02 14:00")]
        let sameDay = LegalClock.reckon(facts(pauses: noon, limit: .of(.sameDay)), office)
        #expect(sameDay.due == at("2026-03-03 10:00"))
        let hours = LegalClock.reckon(facts(pauses: noon, limit: .of(.workingHour, 4)), office)
        #expect(hours.due == at("2026-03-02 17:00"))
    }

    @Test("a suspension adds calendar days to a calendar limit, which then rolls once")
    func suspensionOfCalendarDays() {
        let moved = LegalClock.reckon(
            facts(pauses: [pause("2026-03-04 10:00", "2026-03-09 08:00")], limit: .of(.calendarDay, 15)),
            office)
        #expect(moved.due == at("2026-03-23 17:00"))
        let sameDay = LegalClock.reckon(
            facts(pauses: [pause("2026-03-04 08:00", "2026-03-04 16:00")], limit: .of(.calendarDay, 15)),
            office)
        #expect(sameDay.due == at("2026-03-17 17:00"))
    }

    @Test("overlapping pauses count once, in any order")
    func overlap() {
        let pauses = [
            pause("2026-03-04 09:00", "2026-03-04 16:00", .opinion),
            pause("2026-03-03 10:00", "2026-03-04 14:00", .payment),
            pause("2026-03-03 13:00", "2026-03-03 15:00", .verification),
        ]
        let reckoning = LegalClock.reckon(facts(pauses: pauses), office)
        #expect(reckoning.due == at("2026-03-09 13:30"))  // 12½ h: Tue 10:00 – Wed 16:00
        #expect(LegalClock.reckon(facts(pauses: pauses.reversed()), office) == reckoning)
        #expect(codes(reckoning).filter { $0 == "paused" }.count == 3)
    }

    @Test("while a pause runs there is no due time, and what was left is frozen")
    func running() {
        let reckoning = LegalClock.reckon(facts(pauses: [pause("2026-03-04 13:00", nil)]), office)
        #expect(reckoning.due == nil)
        #expect(reckoning.originalDue == at("2026-03-05 17:00"))
        #expect(reckoning.frozenRemaining == 240 + 480)
        #expect(codes(reckoning).last == "frozen")
        let both = [pause("2026-03-03 07:30", "2026-03-04 17:00"), pause("2026-03-04 13:00", nil)]
        // Stopped since Tuesday 07:30 without a break: Tuesday, Wednesday and Thursday are left.
        #expect(LegalClock.reckon(facts(pauses: both), office).frozenRemaining == 3 * 480)
        let overdue = LegalClock.reckon(facts(pauses: [pause("2026-03-06 08:30", nil)]), office)
        #expect(overdue.frozenRemaining == -60)
    }

    @Test("the completed dossier restarts the full limit; earlier pauses no longer count")
    func restart() {
        let earlier = [pause("2026-03-03 10:00", "2026-03-09 10:00", .supplement)]
        let reckoning = LegalClock.reckon(facts(pauses: earlier, restartedAt: "2026-03-09 10:00"), office)
        #expect(reckoning.due == at("2026-03-12 17:00"))
        #expect(reckoning.originalDue == at("2026-03-12 17:00"))
        #expect(codes(reckoning).contains("pausesBeforeRestart"))
        let across = [pause("2026-03-06 10:00", "2026-03-09 11:00", .payment)]
        let cut = LegalClock.reckon(facts(pauses: across, restartedAt: "2026-03-09 10:00"), office)
        #expect(cut.due == at("2026-03-13 08:30"))
    }

    @Test("a restart obeys opening hours and the cutoff like an acceptance")
    func restartAfterCutoff() {
        let limit = Procedure.Limit.of(.sameDay, cutoff: threePM)
        let late = LegalClock.reckon(facts(restartedAt: "2026-03-09 15:01", limit: limit), office)
        #expect(late.due == at("2026-03-10 17:00"))
        let sunday = LegalClock.reckon(facts(restartedAt: "2026-03-08 15:01", limit: limit), office)
        #expect(sunday.due == at("2026-03-09 17:00"))
    }

    @Test("a new appointment moves the due time and never the original one")
    func reschedule() {
        let plain = LegalClock.reckon(facts(to: "2026-03-10 17:00", issued: "2026-03-04 16:00"), office)
        #expect(plain.due == at("2026-03-10 17:00"))
        #expect(plain.originalDue == at("2026-03-05 17:00"))
        let onSunday = LegalClock.reckon(facts(to: "2026-03-08 17:00"), office)
        #expect(onSunday.due == at("2026-03-09 17:00"))
    }

    @Test("a pause after the letter moves both due times, one before it the original only")
    func rescheduleAndPause() {
        let later = [pause("2026-03-05 07:30", "2026-03-05 17:00")]
        let both = LegalClock.reckon(
            facts(pauses: later, to: "2026-03-09 17:00", issued: "2026-03-04 16:00"), office)
        #expect(both.due == at("2026-03-10 17:00"))
        #expect(both.originalDue == at("2026-03-06 17:00"))
        let earlier = [pause("2026-03-03 07:30", "2026-03-03 17:00")]
        let one = LegalClock.reckon(
            facts(pauses: earlier, to: "2026-03-10 17:00", issued: "2026-03-04 16:00"), office)
        #expect(one.due == at("2026-03-10 17:00"))
        #expect(one.originalDue == at("2026-03-06 17:00"))
    }

    @Test("a restart after the letter voids the new appointment")
    func rescheduleBeforeRestart() {
        let reckoning = LegalClock.reckon(
            facts(restartedAt: "2026-03-09 10:00", to: "2026-03-10 17:00", issued: "2026-03-04 16:00"),
            office)
        #expect(reckoning.due == at("2026-03-12 17:00"))
        #expect(codes(reckoning).contains("rescheduleVoid"))
    }

    @Test("an open limit has no due time until an officer enters one, and that one rolls off a day off")
    func openLimit() {
        var facts = ClockFacts(accepted: at("2026-03-02 09:00"), limit: .of(.open))
        #expect(LegalClock.reckon(facts, office).due == nil)
        #expect(LegalClock.reckon(facts, office).rule == "open")
        facts.enteredDue = at("2026-03-20 16:00")
        #expect(LegalClock.reckon(facts, office).due == at("2026-03-20 16:00"))
        facts.enteredDue = at("2026-03-21 16:00")
        #expect(LegalClock.reckon(facts, office).due == at("2026-03-23 17:00"))
        facts.limit = .of(.workingDay)
        #expect(LegalClock.reckon(facts, office).rule == "open")
    }

    @Test("24 November can be switched off as one group")
    func cultureDay() {
        let without = OfficeTime(
            calendar: ReferenceCalendar.calendar, hours: .standard, switchedOff: ["culture-day"])
        #expect(!office.isWorkingDay(day("2026-11-24")))
        #expect(without.isWorkingDay(day("2026-11-24")))
        let facts = ClockFacts(accepted: at("2026-11-23 09:00"), limit: .of(.workingDay, 2))
        #expect(LegalClock.reckon(facts, office).due == at("2026-11-26 17:00"))
        #expect(codes(LegalClock.reckon(facts, office)).contains("provisional"))
        #expect(LegalClock.reckon(facts, without).due == at("2026-11-25 17:00"))
        #expect(!codes(LegalClock.reckon(facts, without)).contains("provisional"))
    }

    @Test("a reckoning beyond the calendar says so")
    func beyondCalendar() {
        let facts = ClockFacts(accepted: at("2027-12-30 09:00"), limit: .of(.workingDay, 3))
        let reckoning = LegalClock.reckon(facts, office)
        #expect(reckoning.due == at("2028-01-04 17:00"))
        #expect(codes(reckoning).contains("outsideCalendar"))
        #expect(office.isProvisional(from: day("2027-12-30"), through: day("2028-01-04")))
        #expect(!office.isProvisional(from: day("2026-03-02"), through: day("2026-03-05")))
    }

    @Test("a limit in calendar days warns of provisional days at its end only")
    func provisionalEndOfCalendarLimit() {
        let across = ClockFacts(accepted: at("2026-11-20 09:00"), limit: .of(.calendarDay, 10))
        #expect(!codes(LegalClock.reckon(across, office)).contains("provisional"))
        let upon = ClockFacts(accepted: at("2026-11-20 09:00"), limit: .of(.calendarDay, 4))
        #expect(LegalClock.reckon(upon, office).due == at("2026-11-25 17:00"))
        #expect(codes(LegalClock.reckon(upon, office)).contains("provisional"))
    }

    @Test("a Saturday morning with open counters is no working day, and the reckoning says it")
    func saturdayMorning() {
        let saturday = OpeningHours(
            working: OpeningHours.standard.working,
            extra: [.init(weekday: 6, from: TimeOfDay(7, 30), to: TimeOfDay(11, 30))])
        let ward = OfficeTime(calendar: ReferenceCalendar.calendar, hours: saturday)
        let facts = ClockFacts(accepted: at("2026-03-07 09:00"), limit: .of(.workingDay, 1))
        let reckoning = LegalClock.reckon(facts, ward)
        #expect(reckoning.due == at("2026-03-10 17:00"))
        #expect(codes(reckoning) == ["accepted", "extraSession", "dayOff", "counted", "weekends", "result"])
        #expect(ward.workingMinutes(from: at("2026-03-07 00:00"), to: at("2026-03-08 00:00")) == 0)
        #expect(!ward.isExtraSession(at("2026-01-10 09:00")), "a swapped Saturday is a plain working day")
    }

    @Test("a unit's own hours decide opening, lunch and closing")
    func ownHours() {
        let hours = OpeningHours(
            working: [
                .init(from: TimeOfDay(13, 30), to: TimeOfDay(17, 0)),
                .init(from: TimeOfDay(7, 0), to: TimeOfDay(11, 30)),
            ], extra: [])
        let unit = OfficeTime(calendar: ReferenceCalendar.calendar, hours: hours)
        #expect(unit.minutesPerDay == 480)
        #expect(unit.opening(day("2026-03-02")) == TimeOfDay(7, 0))
        #expect(unit.effectiveStart(at("2026-03-02 12:00")) == at("2026-03-02 13:30"))
        #expect(unit.adding(workingMinutes: 480, to: at("2026-03-02 11:00")) == at("2026-03-03 11:00"))
        let none = OfficeTime(calendar: ReferenceCalendar.calendar, hours: .init(working: [], extra: []))
        #expect(none.closing(day("2026-03-02")) == TimeOfDay(17, 0))
    }
}

@Suite("Legal clock: other clocks")
struct OtherClocks {
    @Test("an online dossier is answered within 8 working hours and alerted within 2")
    func acceptBy() {
        func alert(_ received: String) -> Instant {
            LegalClock.alertBy(received: at(received), office: office)
        }
        let friday = LegalClock.acceptBy(received: at("2026-08-28 16:00"), office: office)
        #expect(friday.due == at("2026-09-03 16:00"))
        #expect(alert("2026-08-28 16:00") == at("2026-09-03 08:30"))
        let saturday = LegalClock.acceptBy(received: at("2026-03-07 20:00"), office: office)
        #expect(saturday.due == at("2026-03-09 17:00"))
        #expect(alert("2026-03-07 20:00") == at("2026-03-09 09:30"))
    }

    @Test("a dossier without supplement closes on the 15th working day, Tết not counted")
    func closeBy() {
        let close = LegalClock.closeBy(requested: at("2026-02-09 10:00"), workingDays: 15, office: office)
        #expect(close == at("2026-03-09 17:00"))
        let reply = LegalClock.replyBy(requested: at("2026-03-06 16:00"), workingDays: 3, office: office)
        #expect(reply == at("2026-03-11 17:00"))
    }

    @Test("the letter of apology is out on the last working day before the date due")
    func apologyBy() {
        #expect(LegalClock.apologyBy(due: at("2026-03-05 17:00"), office: office) == at("2026-03-04 17:00"))
        #expect(LegalClock.apologyBy(due: at("2026-02-23 17:00"), office: office) == at("2026-02-13 17:00"))
        #expect(LegalClock.apologyBy(due: at("2026-08-24 17:00"), office: office) == at("2026-08-22 17:00"))
    }

    @Test("remaining time counts working minutes and turns negative when overdue")
    func remaining() {
        let due = at("2026-03-05 17:00")
        func left(_ now: String) -> Int {
            LegalClock.remainingMinutes(until: due, now: at(now), office: office)
        }
        #expect(left("2026-03-04 16:00") == 540)
        #expect(left("2026-03-05 17:00") == 0)
        #expect(left("2026-03-06 07:00") == 0)
        #expect(left("2026-03-06 08:30") == -60)
    }

    @Test("early, on time and late compare dates, not times of day")
    func outcome() {
        let due = at("2026-03-05 10:00")
        #expect(LegalClock.outcome(resolvedOn: at("2026-03-04 23:59"), due: due) == .early)
        #expect(LegalClock.outcome(resolvedOn: at("2026-03-05 23:59"), due: due) == .onTime)
        #expect(LegalClock.outcome(resolvedOn: at("2026-03-06 00:00"), due: due) == .late)
    }

    @Test("a step's budget runs in working time from its start")
    func stepDue() {
        #expect(
            LegalClock.stepDue(start: at("2026-03-06 16:30"), budgetMinutes: 60, office: office)
                == at("2026-03-09 08:00"))
        #expect(
            LegalClock.stepDue(start: at("2026-03-02 12:00"), budgetMinutes: 240, office: office)
                == at("2026-03-02 17:00"))
    }

    @Test("the first limit whose case and channel both fit applies")
    func limitOfProcedure() {
        var procedure = Procedure.cats
        procedure.limits = [
            .of(.workingDay, 1, case: "again", channel: .online), .of(.workingDay, 2, case: "again"),
            .of(.workingDay, 3, channel: .post), .of(.workingDay, 4, case: "new"),
        ]
        func days(_ name: String?, _ channel: Procedure.Channel) -> Int? {
            LegalClock.limit(of: procedure, case: name, channel: channel)?.amount
        }
        #expect(days("again", .online) == 1)
        #expect(days("again", .post) == 2)
        #expect(days("new", .post) == 3)
        #expect(days(nil, .post) == 3)
        #expect(days("new", .counter) == 4)
        #expect(days(nil, .counter) == nil)
    }
}

@Suite("Legal clock: explanations")
struct Explanations {
    @Test("the reckoning reads as a clerk would say it")
    func wording() {
        let facts = ClockFacts(
            accepted: at("2026-08-28 15:20"), limit: .of(.workingDay, 3, cutoff: threePM),
            pauses: [Pause(from: at("2026-09-04 10:00"), to: at("2026-09-07 14:00"), reason: .verification)])
        let reckoning = LegalClock.reckon(facts, office)
        #expect(
            reckoning.lines.map(\.vi) == [
                "Tiếp nhận lúc 15:20 thứ Sáu 28/08/2026.",
                "Nhận lúc 15:20 thứ Sáu 28/08/2026, sau 15:00: tính từ 07:30 thứ Năm 03/09/2026.",
                "Thời hạn 3 ngày làm việc, ngày đầu là thứ Sáu 04/09/2026: đến 17:00 thứ Ba 08/09/2026.",
                "Tạm dừng từ 10:00 thứ Sáu 04/09/2026 đến 14:00 thứ Hai 07/09/2026, chờ xác minh: "
                    + "cộng 1 ngày 2 giờ 30 phút làm việc.",
                "Không tính 4 ngày thứ Bảy, Chủ nhật.",
                "Không tính ngày nghỉ 31/08–02/09/2026: Nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026; "
                    + "Quốc khánh (ngày liền kề); Quốc khánh.",
                "Hạn trả kết quả: 10:00 thứ Năm 10/09/2026.",
            ])
        #expect(
            reckoning.lines.map(\.en).prefix(3) == [
                "Accepted at 15:20 on Friday 28 August 2026.",
                "Received at 15:20 on Friday 28 August 2026, after 15:00: "
                    + "counts from 07:30 on Thursday 3 September 2026.",
                "The limit is 3 working days, the first is Friday 4 September 2026: "
                    + "until 17:00 on Tuesday 8 September 2026.",
            ])
        #expect(LegalClock.reckon(facts, office, explaining: false).lines.isEmpty)
        #expect(LegalClock.reckon(facts, office, explaining: false).due == reckoning.due)
    }

    @Test(
        "each reason for a later start has its own words",
        arguments: [
            ("2026-03-02 06:30", "beforeOpening", "trước giờ làm việc: tính từ 07:30 thứ Hai 02/03/2026"),
            ("2026-03-02 12:00", "lunchBreak", "trong giờ nghỉ trưa: tính từ 13:00 thứ Hai 02/03/2026"),
            ("2026-03-02 18:00", "afterClosing", "sau giờ làm việc: tính từ 07:30 thứ Ba 03/03/2026"),
            ("2026-03-07 09:00", "dayOff", "ngày nghỉ (thứ Bảy): tính từ 07:30 thứ Hai 09/03/2026"),
            ("2026-02-17 09:00", "dayOff", "(Mùng một Tết Nguyên Đán): tính từ 07:30 thứ Hai 23/02/2026"),
        ])
    func laterStart(accepted: String, code: String, words: String) throws {
        let facts = ClockFacts(accepted: at(accepted), limit: .of(.workingDay, 1))
        let line = try #require(LegalClock.reckon(facts, office).lines.dropFirst().first)
        #expect(line.code == code)
        #expect(line.vi.hasSuffix(words + "."))
    }

    @Test(
        "rules have stable slugs",
        arguments: [
            (Procedure.Limit.of(.workingDay, 3), "workingDay:3"), (.of(.workingHour, 8), "workingHour:8"),
            (.of(.sameDay), "sameDay"), (.of(.month, 1), "month:1"), (.of(.open), "open"),
            (.of(.calendarDay, 15), "calendarDay:15"),
            (.of(.workingDay, 3, verification: 2), "workingDay:3+verification:2"),
        ])
    func slugs(limit: Procedure.Limit, slug: String) {
        let facts = ClockFacts(accepted: at("2026-03-02 09:00"), limit: limit, needsVerification: true)
        #expect(LegalClock.reckon(facts, office).rule == slug)
    }

    @Test("facts and reckonings survive JSON")
    func json() throws {
        let facts = ClockFacts(
            accepted: at("2026-03-02 09:00"), limit: .of(.workingDay, 3, cutoff: threePM),
            pauses: [Pause(from: at("2026-03-03 09:00"), to: nil, reason: .opinion)])
        let copy = try JSONDecoder().decode(ClockFacts.self, from: JSONEncoder().encode(facts))
        #expect(copy == facts)
        let reckoning = LegalClock.reckon(facts, office)
        #expect(try JSONDecoder().decode(Reckoning.self, from: JSONEncoder().encode(reckoning)) == reckoning)
    }
}

@Suite("Reference calendar")
struct ReferenceCalendarTests {
    @Test("every swap names a listed weekday and a weekend day, each day off is listed once")
    func consistent() {
        let calendar = ReferenceCalendar.calendar
        let off = calendar.off.map(\.date)
        #expect(Set(off).count == off.count)
        #expect(off == off.sorted())
        for swap in calendar.work {
            #expect(swap.date.weekday > 5)
            #expect(off.contains(swap.instead))
        }
        #expect(calendar.off.allSatisfy { $0.date.year < 2027 || $0.provisional })
        #expect(calendar.off.allSatisfy { ($0.group == "culture-day") == ($0.date.month == 11) })
    }

    @Test(
        "agrees day by day with the outside calendar of State offices",
        .enabled(if: FileManager.default.fileExists(atPath: ReferenceCalendar.stateOffices.path)))
    func oracle() throws {
        let known = ReferenceCalendar.calendar.from...ReferenceCalendar.calendar.to
        let rows = try ReferenceCalendar.oracle().filter { known.contains($0.date) }
        #expect(rows.count == 1461)
        for row in rows {
            #expect(office.isWorkingDay(row.date) == row.isWorkingDay, "\(row.date)")
        }
    }
}

extension Procedure {
    /// An invented procedure: real ones are tested as data.
    fileprivate static let cats = Procedure(
        code: "0.000001", version: 1, validFrom: day("2026-01-01"), validTo: nil, name: "Đăng ký nuôi mèo",
        shortName: "Nuôi mèo", field: "meo", competent: "ward", nonTerritorial: false,
        channels: Channel.allCases, cases: [], limits: [],
        supplement: SupplementRule(clock: .restart, max: 1, closeAfterWorkingDays: 15, ground: nil),
        opinion: OpinionRule(suspends: true, replyWorkingDays: 3), papers: [], form: [], fees: [], steps: [],
        results: [], linked: [], sources: [], confidence: [:])
}
