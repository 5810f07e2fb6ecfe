// OfficeTime.swift: the working time of one unit, from an adopted calendar version and its opening hours.
//
// Working time is a line of minutes: the working intervals of all working days laid end to end. Every
// instant has a place on that line; a distance is a difference of places and moving along is its inverse,
// at a cost that does not grow with the distance. Hours may change from a day on; each day counts by its
// own. Instants count in whole minutes here: seconds are
// dropped, as on a receipt. Sources: Labour Code 2019 arts. 105, 111, 112; hours per unit. The law on top
// of it: LegalClock.swift.

/// Working days and opening hours of one unit under one adopted calendar version.
package struct OfficeTime: Sendable {
    /// Version of the calendar in use, e.g. `vn-2026.3`.
    package let calendarVersion: String
    /// First and last day the calendar says something about; beyond them only weekends are days off.
    package let knownDays: ClosedRange<CivilDate>
    private let days: WorkingDays
    /// The hours by the time in which they are in force, ascending; the first reaches back for ever.
    private let periods: [Period]
    /// Listed days off in force, ascending by date.
    private let daysOff: [WorkingCalendar.DayOff]
    private let swaps: [WorkingCalendar.DayWorked]

    /// Prepares the look-ups. Days off of a group in `switchedOff` are working days again (24 November:
    /// `culture-day`). A unit without working hours of its own, such as the portal, is reckoned by the
    /// standard ones. `later` are changes of the hours, each in force from its day on.
    package init(
        calendar: WorkingCalendar, hours: OpeningHours, later: [HoursFrom] = [],
        switchedOff groups: Set<String> = []
    ) {
        calendarVersion = calendar.version
        knownDays = calendar.from...max(calendar.from, calendar.to)
        daysOff = calendar.off
            .filter { day in day.group.map { !groups.contains($0) } ?? true }
            .sorted { ($0.date, $0.name) < ($1.date, $1.name) }
        swaps = calendar.work.filter { $0.date.weekday > 5 }.sorted { $0.date < $1.date }
        days = WorkingDays(off: daysOff.map(\.date), work: calendar.work.map(\.date))

        periods = Period.all(hours, later, days)
    }

    /// Working minutes of a full working day before any change of the hours, more than 0 (480 by default).
    package var minutesPerDay: Int { periods[0].minutes }
    /// Working minutes of a full working day under the hours in force on `date`.
    package func minutesPerDay(on date: CivilDate) -> Int { period(on: date).minutes }

    private func period(on date: CivilDate) -> Period {
        periods.count == 1 ? periods[0] : periods.last { $0.from <= date } ?? periods[0]
    }

    // MARK: Days

    /// True on Monday to Friday unless a day off, and on a swapped Saturday or Sunday.
    package func isWorkingDay(_ date: CivilDate) -> Bool { days.contains(date) }

    /// The first working day later than `date`.
    package func nextWorkingDay(after date: CivilDate) -> CivilDate { days.day(1, after: date) }

    /// The last working day earlier than `date`.
    package func lastWorkingDay(before date: CivilDate) -> CivilDate { days.last(before: date) }

    /// The `count`-th working day after `date`; `date` itself when `count` is not positive.
    package func workingDay(_ count: Int, after date: CivilDate) -> CivilDate { days.day(count, after: date) }

    /// Working days from `first` up to and without `end`; negative when `end` is earlier.
    package func workingDays(from first: CivilDate, upTo end: CivilDate) -> Int {
        days.rank(end) - days.rank(first)
    }

    // MARK: Hours

    /// Start of the first working interval under the hours in force on that day.
    package func opening(_ date: CivilDate) -> TimeOfDay { period(on: date).intervals[0].from }

    /// End of the last working interval under the hours in force on that day.
    package func closing(_ date: CivilDate) -> TimeOfDay {
        let intervals = period(on: date).intervals
        return intervals[intervals.count - 1].to
    }

    package func opens(_ date: CivilDate) -> Instant { Instant(date, opening(date)) }
    package func closes(_ date: CivilDate) -> Instant { Instant(date, closing(date)) }

    /// When an act at `time` counts as done: at once in working hours, else at the next opening (in the
    /// lunch break: at its end). The closing minute itself is still in hours.
    package func effectiveStart(_ time: Instant) -> Instant {
        let (date, clock) = (time.date, time.timeOfDay)
        guard isWorkingDay(date),
            let interval = period(on: date).intervals.first(where: { clock <= $0.to })
        else {
            return opens(nextWorkingDay(after: date))
        }
        return clock < interval.from ? Instant(date, interval.from) : time
    }

    /// True while counters are open beyond working time (Saturday mornings); such a session is no working
    /// time.
    package func isExtraSession(_ time: Instant) -> Bool {
        guard !isWorkingDay(time.date) else { return false }
        let (weekday, clock) = (time.date.weekday, time.timeOfDay)
        return period(on: time.date).extra.contains { $0.weekday == weekday && $0.from <= clock && clock <= $0.to }
    }

    // MARK: Working minutes

    /// Working minutes between two instants; 0 when `end` is not later than `start`.
    package func workingMinutes(from start: Instant, to end: Instant) -> Int {
        max(0, place(of: end) - place(of: start))
    }

    /// The instant at which `minutes` of working time have passed since `start`. A full interval ends at
    /// its end, not at the start of the next. `start` itself when `minutes` is not positive.
    package func adding(workingMinutes minutes: Int, to start: Instant) -> Instant {
        guard minutes > 0 else { return start }
        let target = place(of: start) + minutes
        // From the day of the start, or from the last change of hours before the place is reached.
        let change = periods.last { start.date < $0.from && $0.base < target }
        let anchor = change?.from ?? start.date
        let hours = period(on: anchor)
        let (wholeDays, rest) = (target - dayStart(anchor) - 1).quotientAndRemainder(
            dividingBy: hours.minutes)
        let day = workingDay(wholeDays + 1, after: anchor.adding(days: -1))
        return Instant(day, hours.timeOfDay(afterWorking: rest + 1))
    }

    private func place(of time: Instant) -> Int {
        let date = time.date
        let today = isWorkingDay(date) ? period(on: date).minutesWorked(by: time.timeOfDay) : 0
        return dayStart(date) + today
    }

    /// The place of a day's midnight; a day off has that of the next working day.
    private func dayStart(_ date: CivilDate) -> Int {
        let hours = period(on: date)
        return hours.base + (days.rank(date) - hours.rank) * hours.minutes
    }
}

// MARK: Hours in force

extension OfficeTime {
    /// Hours in force from a day on, and where that day lies on the line of working minutes.
    private struct Period: Sendable {
        let from: CivilDate
        /// Ascending, without overlap or empty ones.
        let intervals: [OpeningHours.Interval]
        let extra: [OpeningHours.Extra]
        /// Of a full working day.
        let minutes: Int
        /// Rank of `from`, and its place.
        let rank, base: Int

        static func all(_ hours: OpeningHours, _ later: [HoursFrom], _ days: WorkingDays) -> [Period] {
            let first = Period(CivilDate(dayNumber: -1_000_000), hours, rank: 0, base: 0)
            return later.sorted { $0.from < $1.from }.reduce(into: [first]) { all, change in
                let last = all[all.count - 1]
                let rank = days.rank(change.from)
                let base = last.base + (rank - last.rank) * last.minutes
                all.append(Period(change.from, change.hours, rank: rank, base: base))
            }
        }

        private init(_ from: CivilDate, _ hours: OpeningHours, rank: Int, base: Int) {
            self.from = from
            let own = OfficeTime.merged(hours.working)
            intervals = own.isEmpty ? OpeningHours.standard.working : own
            extra = hours.extra
            minutes = intervals.reduce(0) { $0 + $1.to.minutes - $1.from.minutes }
            self.rank = rank
            self.base = base
        }

        func minutesWorked(by time: TimeOfDay) -> Int {
            intervals.reduce(0) { $0 + max(0, min(time, $1.to).minutes - $1.from.minutes) }
        }

        func timeOfDay(afterWorking minutes: Int) -> TimeOfDay {
            var left = minutes
            for interval in intervals {
                let length = interval.to.minutes - interval.from.minutes
                if left <= length { return TimeOfDay(minutes: interval.from.minutes + left) }
                left -= length
            }
            preconditionFailure("no more than the minutes of a working day in a working day")
        }
    }

    /// The first day whose working time is not that of `other`; nil when no day's is.
    package func firstDay(differingFrom other: OfficeTime) -> CivilDate? {
        if periods[0].intervals != other.periods[0].intervals { return periods[0].from }
        let marked =
            daysOff.map(\.date) + swaps.map(\.date) + other.daysOff.map(\.date) + other.swaps.map(\.date)
            + periods.map(\.from) + other.periods.map(\.from)
        return marked.sorted().first { date in
            isWorkingDay(date) != other.isWorkingDay(date)
                || period(on: date).intervals != other.period(on: date).intervals
        }
    }

    /// Ascending, overlaps joined, empty ones dropped. A day ends at 23:59: 24:00 would already be
    /// tomorrow's date.
    private static func merged(_ intervals: [OpeningHours.Interval]) -> [OpeningHours.Interval] {
        var result: [OpeningHours.Interval] = []
        for interval in intervals.sorted(by: { $0.from < $1.from }) {
            let to = min(interval.to, TimeOfDay(23, 59))
            guard interval.from < to else { continue }
            if let last = result.last, interval.from <= last.to {
                result[result.count - 1].to = max(last.to, to)
            } else {
                result.append(OpeningHours.Interval(from: interval.from, to: to))
            }
        }
        return result
    }
}

// MARK: What a reckoning has to tell

extension OfficeTime {
    /// The listed day off on this date, if any; the name is Vietnamese.
    package func dayOff(_ date: CivilDate) -> WorkingCalendar.DayOff? {
        daysOff(from: date, through: date).first
    }

    /// Listed days off from `first` to `last`, ascending; those on weekends too.
    package func daysOff(
        from first: CivilDate, through last: CivilDate
    ) -> ArraySlice<WorkingCalendar.DayOff> {
        let start = index(of: first)
        return daysOff[start..<max(start, index(of: last.adding(days: 1)))]
    }

    /// Weekday closures from `first` to `last` in groups with no working day inside a group.
    package func closures(from first: CivilDate, through last: CivilDate) -> [[WorkingCalendar.DayOff]] {
        var groups: [[WorkingCalendar.DayOff]] = []
        for day in daysOff(from: first, through: last) where day.date.weekday <= 5 {
            if let previous = groups.last?.last, workingDays(from: previous.date, upTo: day.date) == 0 {
                groups[groups.count - 1].append(day)
            } else {
                groups.append([day])
            }
        }
        return groups
    }

    /// Saturdays and Sundays from `first` to `last` that are not worked.
    package func weekendDays(from first: CivilDate, through last: CivilDate) -> Int {
        guard first <= last else { return 0 }
        let all = last.dayNumber - first.dayNumber + 1
        let weekdays = WorkingDays(off: [], work: [])
        let worked = days.workedWeekends(from: first, through: last)
        return all - (weekdays.rank(last.adding(days: 1)) - weekdays.rank(first)) - worked
    }

    /// Swapped working Saturdays (Sundays) from `first` to `last`.
    package func swaps(from first: CivilDate, through last: CivilDate) -> [WorkingCalendar.DayWorked] {
        swaps.filter { first <= $0.date && $0.date <= last }
    }

    /// Weekday closures from `first` to `last` that no text in force has settled yet.
    package func provisionalDays(from first: CivilDate, through last: CivilDate) -> [WorkingCalendar.DayOff] {
        daysOff(from: first, through: last).filter { $0.provisional && $0.date.weekday <= 5 }
    }

    /// True when a reckoning over these days may still change: a provisional day in it, or a day the
    /// calendar does not know.
    package func isProvisional(from first: CivilDate, through last: CivilDate) -> Bool {
        !knows(from: first, through: last) || !provisionalDays(from: first, through: last).isEmpty
    }

    /// True when the calendar covers all these days.
    package func knows(from first: CivilDate, through last: CivilDate) -> Bool {
        knownDays.lowerBound <= first && last <= knownDays.upperBound
    }

    /// The first listed day off not before `date`.
    private func index(of date: CivilDate) -> Int {
        var (low, high) = (0, daysOff.count)
        while low < high {
            let middle = (low + high) / 2
            if daysOff[middle].date < date { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
