// WorkingDays.swift: the working days of a calendar as an ordered set that can count in one step.
//
// Monday to Friday repeat for ever, so their number before any day is arithmetic; a calendar only adds a
// short sorted list of exceptions. "How many working days lie before this one" is then one sum, whatever
// the distance, and days outside the calendar fall back to plain weeks. OfficeTime.swift puts opening hours
// on top.

struct WorkingDays: Sendable {
    /// Mondays to Fridays that are days off, ascending day numbers without doubles.
    private let closedWeekdays: [Int]
    /// Saturdays and Sundays on the swap list, ascending day numbers without doubles.
    private let workedWeekends: [Int]

    /// A listed day off closes a weekday; a listed swap opens a weekend day. Other listings change nothing,
    /// so that a holiday on a Sunday may be listed for its name.
    init(off: [CivilDate], work: [CivilDate]) {
        closedWeekdays = Set(off.filter { $0.weekday <= 5 }.map(\.dayNumber)).sorted()
        workedWeekends = Set(work.filter { $0.weekday > 5 }.map(\.dayNumber)).sorted()
    }

    func contains(_ date: CivilDate) -> Bool {
        date.weekday <= 5
            ? !closedWeekdays.sortedContains(date.dayNumber)
            : workedWeekends.sortedContains(date.dayNumber)
    }

    /// Working days before `date`, counted from a fixed Monday (1969-12-29); negative before it.
    func rank(_ date: CivilDate) -> Int {
        let sinceMonday = date.dayNumber + 3
        let weekdays = sinceMonday.floorDivided(by: 7) * 5 + min(sinceMonday.floorModulo(by: 7), 5)
        return weekdays - closedWeekdays.countBelow(date.dayNumber)
            + workedWeekends.countBelow(date.dayNumber)
    }

    /// The `count`-th working day after `date`; `date` itself when `count` is not positive.
    func day(_ count: Int, after date: CivilDate) -> CivilDate {
        var (day, missing) = (date, count)
        // k working days need at least k days, so a jump of `missing` never overshoots; and the jump that
        // ends the loop met working days only, so it ends on one.
        while missing > 0 {
            let next = day.adding(days: missing)
            missing -= rank(next.adding(days: 1)) - rank(day.adding(days: 1))
            day = next
        }
        return day
    }

    /// The last working day before `date`.
    func last(before date: CivilDate) -> CivilDate {
        var day = date.adding(days: -1)
        while !contains(day) { day = day.adding(days: -1) }
        return day
    }

    /// Swapped weekend days from `first` to `last`, both included.
    func workedWeekends(from first: CivilDate, through last: CivilDate) -> Int {
        workedWeekends.countBelow(last.dayNumber + 1) - workedWeekends.countBelow(first.dayNumber)
    }
}

extension [Int] {
    /// Elements smaller than `value`; the array is ascending.
    fileprivate func countBelow(_ value: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate func sortedContains(_ value: Int) -> Bool {
        let index = countBelow(value)
        return index < count && self[index] == value
    }
}
