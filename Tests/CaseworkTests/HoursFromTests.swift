// HoursFromTests.swift: opening hours that change from a day on: each day counts by its own hours.

import Testing

@testable import Casework

@Suite("hours from a day on")
struct HoursFromTests {
    static let change = CivilDate(year: 2026, month: 12, day: 1)!
    /// 480 minutes a day until November, 240 from Tuesday 1 December on, mornings only.
    static let short = OpeningHours(working: [.init(from: TimeOfDay(8, 0), to: TimeOfDay(12, 0))], extra: [])
    static let office = OfficeTime(
        calendar: ReferenceCalendar.calendar, hours: .standard, later: [HoursFrom(from: change, hours: short)])
    static let plain = OfficeTime(calendar: ReferenceCalendar.calendar, hours: .standard)
    static let alone = OfficeTime(calendar: ReferenceCalendar.calendar, hours: short)

    private func at(_ day: Int, _ hour: Int, _ minute: Int = 0, month: Int = 11) -> Instant {
        Instant(CivilDate(year: 2026, month: month, day: day)!, TimeOfDay(hour, minute))
    }

    @Test("before the change the old hours count, from it on the new ones")
    func each() {
        #expect(Self.office.closes(CivilDate(year: 2026, month: 11, day: 30)!) == at(30, 17))
        #expect(Self.office.closes(Self.change) == at(1, 12, month: 12))
        #expect(Self.office.effectiveStart(at(30, 14)) == at(30, 14))
        #expect(Self.office.effectiveStart(at(1, 14, month: 12)) == at(2, 8, month: 12))
        #expect(Self.office.minutesPerDay(on: Self.change) == 240)
    }

    @Test("working minutes over the change are the sum of both sides")
    func across() {
        #expect(Self.office.workingMinutes(from: at(30, 16), to: at(1, 9, month: 12)) == 120)
        #expect(Self.office.adding(workingMinutes: 60, to: at(30, 16)) == at(30, 17))
        #expect(Self.office.adding(workingMinutes: 61, to: at(30, 16)) == at(1, 8, 1, month: 12))
        #expect(Self.office.adding(workingMinutes: 60 + 240 + 1, to: at(30, 16)) == at(2, 8, 1, month: 12))
    }

    @Test("adding and measuring undo each other over the change, from any minute", arguments: [1, 7, 59, 240, 481, 1777])
    func inverse(_ minutes: Int) {
        var start = at(26, 0)
        for _ in 0..<400 {
            let end = Self.office.adding(workingMinutes: minutes, to: start)
            #expect(Self.office.workingMinutes(from: start, to: end) == minutes, "\(start) + \(minutes)")
            start = start.adding(minutes: 37)
        }
    }

    @Test("far from the change the hours of that side alone decide")
    func far() {
        for minutes in [1, 100, 480, 960] {
            #expect(
                Self.office.adding(workingMinutes: minutes, to: at(2, 9))
                    == Self.plain.adding(workingMinutes: minutes, to: at(2, 9)))
            #expect(
                Self.office.adding(workingMinutes: minutes, to: at(7, 9, month: 12))
                    == Self.alone.adding(workingMinutes: minutes, to: at(7, 9, month: 12)))
        }
    }

    @Test("a limit in working days ends at the close of its last day's own hours")
    func limit() {
        let facts = ClockFacts(accepted: at(27, 9), limit: .init(amount: 3, unit: .workingDay))
        #expect(LegalClock.reckon(facts, Self.office).due == at(2, 12, month: 12))
        #expect(LegalClock.reckon(facts, Self.plain).due == at(2, 17, month: 12))
    }

    @Test("the first day on which two offices differ is found")
    func difference() {
        #expect(Self.office.firstDay(differingFrom: Self.plain) == Self.change)
        #expect(Self.plain.firstDay(differingFrom: Self.plain) == nil)
        var calendar = ReferenceCalendar.calendar
        let day = CivilDate(year: 2026, month: 12, day: 8)!
        calendar.off.append(.init(date: day, name: "x", provisional: false, group: nil))
        let swapped = OfficeTime(calendar: calendar, hours: .standard)
        #expect(swapped.firstDay(differingFrom: Self.plain) == day)
        #expect(Self.plain.firstDay(differingFrom: swapped) == day)
    }
}
