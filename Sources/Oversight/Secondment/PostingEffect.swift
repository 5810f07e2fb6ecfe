// PostingEffect.swift: what a posting did change, measured afterwards against units that got nobody.
//
// Difference in differences of the on-time share: how much it rose here from before to during, less how much it rose
// elsewhere meanwhile. One helped unit tells nothing of its own luck; the spread of the comparison units' changes does, so
// the interval is a prediction interval for one more of them (Conley and Taber 2011 in its simplest form; 95 per cent by
// Student's t). It holds as far as the comparison units are alike in size and share the helped unit's weather.

/// Dossiers returned on a day, and how many of them on time.
package struct OnTimeDay: Hashable, Codable, Sendable {
    /// Returned by the day they were due.
    package var onTime: Int
    /// All that were returned.
    package var returned: Int

    /// `onTime` of `returned`.
    package init(onTime: Int, returned: Int) {
        self.onTime = onTime
        self.returned = returned
    }
}

/// The days of one unit around a posting.
package struct PostingPeriods: Hashable, Codable, Sendable {
    /// The days before anybody came.
    package var before: [OnTimeDay]
    /// The days of the posting.
    package var during: [OnTimeDay]
    /// Empty while the posting goes on.
    package var after: [OnTimeDay]

    /// The days of one unit.
    package init(before: [OnTimeDay], during: [OnTimeDay], after: [OnTimeDay] = []) {
        self.before = before
        self.during = during
        self.after = after
    }
}

/// The effect of a posting on the on-time share, or why none can be told.
package enum PostingEffect: Hashable, Codable, Sendable {
    /// What was found.
    case measured(Figures)
    /// Too few dossiers were returned here before or during the posting.
    case tooFewDossiers(before: Int, during: Int, needed: Int)
    /// Too few units got nobody and returned enough.
    case tooFewComparisons(known: Int, needed: Int)

    /// On-time shares and their changes, as parts of one.
    package struct Figures: Hashable, Codable, Sendable {
        /// On-time share before.
        package var before: Micro
        /// On-time share during the posting.
        package var during: Micro
        /// Nil while too few dossiers were returned after.
        package var after: Micro?
        /// Comparison units that counted.
        package var comparisons: Int
        /// Mean change of the comparison units from before to during.
        package var changeElsewhere: Micro
        /// Change here less change elsewhere, with its 95 per cent interval.
        package var duringEffect: Spread
        /// The same from before to after; nil while it cannot be told.
        package var lasting: Spread?

        /// Whether the interval leaves out zero: the change is more than what units do by themselves.
        package var isClear: Bool { duringEffect.low > .zero || duringEffect.high < .zero }
    }

    /// How many returned dossiers a period must have.
    package static let neededDossiers = 30
    /// How many comparison units there must be.
    package static let neededComparisons = 5

    /// Measures `unit` against `comparisons`.
    package static func of(_ unit: PostingPeriods, against comparisons: [PostingPeriods]) -> PostingEffect {
        guard let before = share(unit.before), let during = share(unit.during) else {
            return .tooFewDossiers(
                before: returned(unit.before), during: returned(unit.during), needed: neededDossiers)
        }
        let changes = comparisons.compactMap { change($0.before, $0.during) }
        guard let elsewhere = mean(changes), let effect = effect(during - before, changes) else {
            return .tooFewComparisons(known: changes.count, needed: neededComparisons)
        }
        let later = comparisons.compactMap { change($0.before, $0.after) }
        let after = share(unit.after)
        return .measured(
            Figures(
                before: before, during: during, after: after, comparisons: changes.count,
                changeElsewhere: elsewhere, duringEffect: effect,
                lasting: after.flatMap { self.effect($0 - before, later) }))
    }

    private static func effect(_ own: Micro, _ others: [Micro]) -> Spread? {
        guard others.count >= neededComparisons, let mean = mean(others) else { return nil }
        let squares = others.reduce(Micro.zero) { $0 + ($1 - mean) * ($1 - mean) }
        guard let variance = squares / (others.count - 1), let share = variance / others.count else {
            return nil
        }
        let margin = student(others.count - 1) * (variance + share).squareRoot
        let middle = own - mean
        return Spread(low: middle - margin, middle: middle, high: middle + margin)
    }

    private static func change(_ before: [OnTimeDay], _ later: [OnTimeDay]) -> Micro? {
        guard let first = share(before), let second = share(later) else { return nil }
        return second - first
    }
    private static func share(_ days: [OnTimeDay]) -> Micro? {
        let all = returned(days)
        return all < neededDossiers ? nil : Micro(days.reduce(0) { $0 + $1.onTime }, by: all)
    }
    private static func returned(_ days: [OnTimeDay]) -> Int { days.reduce(0) { $0 + $1.returned } }
    private static func mean(_ figures: [Micro]) -> Micro? { figures.reduce(.zero, +) / figures.count }

    /// Student's t at 97.5 per cent; beyond 30 degrees of freedom that of 30, a little too wide.
    private static func student(_ freedom: Int) -> Micro {
        Micro(millionths: quantiles[min(max(freedom, 1), quantiles.count) - 1] * 1000)
    }
    private static let quantiles = [
        12_706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131, 2120,
        2110, 2101,
        2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042,
    ]
}
