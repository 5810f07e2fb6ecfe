// ArrivalForecast.swift: how many dossiers the next working days will bring, with a range that holds 8 times in 10.
//
// Expected = recent level × weekday factor. The level is smoothed exponentially over counts freed of their weekday; the
// weekday factors of the last twelve weeks are drawn towards a common pattern, since twelve Mondays prove little.
// The range is taken from what went wrong before: past one-day errors, in units of the root of what was expected, from
// the 10th to the 90th of a hundred (split conformal, Vovk et al. 2005). Errors of a total over h days grow as those of
// exponential smoothing do: by the root of Σ (1 + kα)², k < h (Hyndman et al. 2008, ch. 6).
// Constants were chosen once and not fitted to a data set; BackTest.swift says how good they are. On the real arrivals of
// a Dutch permit office the range holds 80 times in 100 for a day and 75 for four weeks: levels move more than it thinks.

package import Casework

/// A low, a middle and a high figure.
package struct Spread: Hashable, Codable, Sendable {
    /// As few as this.
    package var low: Micro
    /// What is expected.
    package var middle: Micro
    /// As many as this.
    package var high: Micro

    /// The three figures as they are; nothing is put in order.
    package init(low: Micro, middle: Micro, high: Micro) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    /// Nothing at all.
    package static let zero = Spread(low: .zero, middle: .zero, high: .zero)

    /// Whether `count` lies from low to high.
    package func contains(_ count: Int) -> Bool { low <= Micro(count) && Micro(count) <= high }

    /// The mean of a skewed figure known by its 10th, 50th and 90th of a hundred: 30, 40 and 30 per cent (Swanson's rule).
    package var mean: Micro {
        (low * 3 + middle * 4 + high * 3) / 10 ?? middle
    }
}

/// What is expected at one place, or that too little is known to say.
package enum ArrivalForecast: Hashable, Sendable {
    /// One entry for each day asked for.
    case days([Day])
    /// Fewer working days are known than a forecast can rest on.
    case tooFewDays(known: Int, needed: Int)

    /// One working day ahead.
    package struct Day: Hashable, Sendable {
        /// The working day.
        package var date: CivilDate
        /// Dossiers on this day; the range holds about 8 times in 10.
        package var arrivals: Spread
        /// Dossiers from the first day through this one, with the range of the total.
        package var total: Spread

        /// A day of a forecast made elsewhere.
        package init(date: CivilDate, arrivals: Spread, total: Spread) {
            self.date = date
            self.arrivals = arrivals
            self.total = total
        }
    }

    /// How many working days must be known: two of each weekday.
    package static let needed = 10
    /// How many of the latest working days count: twelve weeks.
    package static let window = 60

    /// Expects the counts of `dates`, the next working days after `history`.
    /// - Parameter pattern: the weekday pattern of places like this one.
    package static func next(
        _ dates: [CivilDate], after history: ArrivalHistory, like pattern: WeekdayPattern = .even
    ) -> ArrivalForecast {
        let days = history.days
        guard days.count >= needed else { return .tooFewDays(known: days.count, needed: needed) }
        var errors = ForecastErrors()
        for end in max(needed, days.count - ForecastErrors.window)..<days.count {
            let level = ArrivalLevel(days[..<end], like: pattern)
            errors.note(expected: level.expected(days[end].date), real: days[end].count)
        }
        return .days(ahead(dates, ArrivalLevel(days[...], like: pattern), errors))
    }

    /// The days ahead of a level, given the errors known by now.
    static func ahead(_ dates: [CivilDate], _ level: ArrivalLevel, _ errors: ForecastErrors) -> [Day] {
        let unit = errors.range
        var sum = Micro.zero
        var growth = Micro.zero
        return dates.enumerated().map { index, date in
            let expected = level.expected(date)
            sum = sum + expected
            // Of a total over h days: Σ (1 + kα)²; of the h-th day alone: 1 + (h − 1)α².
            let factor = Micro(1) + ArrivalLevel.weight * index
            growth = growth + factor * factor
            let alone = Micro(1) + ArrivalLevel.weight * ArrivalLevel.weight * index
            let perDay = sum / (index + 1) ?? expected
            return Day(
                date: date,
                arrivals: spread(expected, unit, ForecastErrors.scale(expected) * alone.squareRoot),
                total: spread(sum, unit, ForecastErrors.scale(perDay) * growth.squareRoot))
        }
    }

    private static func spread(_ middle: Micro, _ unit: (low: Micro, high: Micro), _ scale: Micro) -> Spread {
        let low = max(.zero, middle + unit.low * scale)
        let high = max(.zero, middle + unit.high * scale)
        return Spread(low: min(low, middle), middle: middle, high: max(high, middle))
    }
}

/// The recent level of a place and its weekday factors.
struct ArrivalLevel: Hashable, Sendable {
    private let level: Micro
    private let pattern: WeekdayPattern

    /// α: how much the newest day moves the level.
    static let weight = Micro(millionths: 100_000)
    /// As how many days of each weekday the common pattern counts.
    private static let patternWeight = 8

    /// - Parameter days: what is known, oldest first, not empty.
    init(_ days: ArraySlice<ArrivalHistory.Day>, like prior: WeekdayPattern) {
        let recent = days.suffix(ArrivalForecast.window)
        pattern = WeekdayPattern(recent, shrunkTo: prior, weight: ArrivalLevel.patternWeight)
        var level = Micro(recent.reduce(0) { $0 + $1.count }, by: recent.count) ?? .zero
        for day in recent {
            guard let plain = Micro(day.count) / pattern[day.date.weekday] else { continue }
            level = level + ArrivalLevel.weight * (plain - level)
        }
        self.level = level
    }

    func expected(_ date: CivilDate) -> Micro { level * pattern[date.weekday] }
}

/// Past one-day errors, each in units of the root of what was expected.
struct ForecastErrors: Hashable, Sendable {
    private var errors: [Micro] = []

    /// How many of the latest errors count.
    static let window = 60
    /// What is believed before anything went wrong: a skewed spread somewhat wider than that of pure chance.
    private static let prior = [-1300, -1000, -700, -400, -100, 200, 500, 900, 1300, 1800].map {
        Micro(millionths: $0 * 1000)
    }

    mutating func note(expected: Micro, real: Int) {
        guard let error = (Micro(real) - expected) / ForecastErrors.scale(expected) else { return }
        errors.append(error)
        if errors.count > ForecastErrors.window { errors.removeFirst() }
    }

    /// From the 10th to the 90th of a hundred, outward to the next rank.
    var range: (low: Micro, high: Micro) {
        let sorted = (errors + ForecastErrors.prior).sorted()
        let last = sorted.count - 1
        return (sorted[last / 10], sorted[last - last / 10])
    }

    /// How far a count with this expectation strays; half a dossier is added so that a rare field strays too.
    static func scale(_ expected: Micro) -> Micro {
        (max(.zero, expected) + Micro(millionths: 500_000)).squareRoot
    }
}
