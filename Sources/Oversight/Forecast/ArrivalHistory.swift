// ArrivalHistory.swift: how many dossiers came on each working day, and how weekdays differ from one another.
//
// One history is that of one place: a field of work at a unit. The caller says which days were working days; a day
// without a dossier is a count of zero, a day left out did not count. Next: ArrivalForecast.swift.

package import Casework

/// A field of work at a unit: what forecasts, queues and postings are about.
package struct WorkPlace: Hashable, Comparable, Codable, Sendable {
    /// Unit code.
    package var unit: String
    /// Field (lĩnh vực) slug.
    package var field: String

    /// The place of `field` at `unit`.
    package init(unit: String, field: String) {
        self.unit = unit
        self.field = field
    }

    /// By unit, then by field.
    package static func < (a: WorkPlace, b: WorkPlace) -> Bool { (a.unit, a.field) < (b.unit, b.field) }
}

/// Counts of working days, oldest first, each day once.
package struct ArrivalHistory: Hashable, Sendable {
    /// One working day.
    package struct Day: Hashable, Sendable {
        /// A working day.
        package var date: CivilDate
        /// Dossiers received on it.
        package var count: Int
    }
    /// Ascending by date.
    package let days: [Day]

    /// - Parameter counts: day numbers since 1970-01-01 and dossiers received, in any order; a day that stands twice
    ///   is added up.
    package init(_ counts: [(day: Int, count: Int)]) {
        var days: [Day] = []
        for (day, count) in counts.sorted(by: { $0.day < $1.day }) {
            if days.last?.date.dayNumber == day {
                days[days.count - 1].count += max(0, count)
            } else {
                days.append(Day(date: CivilDate(dayNumber: day), count: max(0, count)))
            }
        }
        self.days = days
    }

    /// What was known at the end of the day before `date`.
    package func before(_ date: CivilDate) -> ArrivalHistory {
        ArrivalHistory(days.prefix { $0.date < date }.map { ($0.date.dayNumber, $0.count) })
    }
}

/// Each weekday's share of a mean day, as a factor around 1.
package struct WeekdayPattern: Hashable, Sendable {
    /// By ISO weekday, Monday first, seven of them.
    private var factors: [Micro]

    /// Every weekday alike.
    package static let even = WeekdayPattern(factors: Array(repeating: Micro(1), count: 7))

    private init(factors: [Micro]) { self.factors = factors }

    /// The factor of an ISO weekday, 1 = Monday.
    package subscript(weekday: Int) -> Micro { factors[weekday - 1] }

    /// The pattern of many places together, which a single place with few dossiers is drawn towards.
    package init(pooling histories: [ArrivalHistory], window: Int = ArrivalForecast.window) {
        let days = histories.flatMap { $0.days.suffix(window) }
        self.init(days[...], shrunkTo: .even, weight: WeekdayPattern.pooledWeight)
    }

    /// The pattern of `days`, drawn towards `prior` as if that had been seen on `weight` days of each weekday.
    init(_ days: ArraySlice<ArrivalHistory.Day>, shrunkTo prior: WeekdayPattern, weight: Int) {
        var sums = Array(repeating: 0, count: 7)
        var seen = Array(repeating: 0, count: 7)
        for day in days {
            sums[day.date.weekday - 1] += day.count
            seen[day.date.weekday - 1] += 1
        }
        let total = sums.reduce(0, +)
        guard let mean = Micro(total, by: days.count), total > 0 else {
            self = prior
            return
        }
        factors = (0..<7).map { index in
            let pulled = Micro(sums[index]) + mean * prior.factors[index] * weight
            let factor = pulled / (mean * (seen[index] + weight)) ?? prior.factors[index]
            return max(factor, WeekdayPattern.least)
        }
    }

    /// A pooled pattern is pulled to “alike” by this many days.
    private static let pooledWeight = 8
    /// No working day is thought to bring less than a twentieth of a mean day: a level is divided by the factor.
    private static let least = Micro(millionths: 50_000)
}
