// Effect.swift: what a model changed at the unit that adopted it, against units like it that did not.
//
// Difference in differences: the unit's change less the mean change of its comparison units, so that what moved all (a
// new law, Tết, a line that was down everywhere) is not credited to the model. The interval says how far a unit without
// the model would have strayed by itself. Where the data do not bear an answer there is none. Which units are compared:
// Comparable.swift.
//
// Interval: the comparison units did not change anything, so their changes show what chance and local causes do; the
// treated unit's own is predicted from them: t(k − 1) · s · √(1 + 1/k), s the standard deviation of k changes (Conley
// and Taber, Review of Economics and Statistics 93 (2011) 113–125, in its normal form). Never narrower than counting
// alone makes it (binomial, two added to each side as by Agresti and Coull, American Statistician 52 (1998) 119–126).
// Limits: a unit much smaller than those it is compared with, shares so near 1 that nothing can rise, several units
// touched by one local event, and a unit that adopted because of one bad month are not seen by this reckoning.

package import Casework

/// What was counted at a unit in one week of an indicator.
package struct WeekCount: Hashable, Codable, Sendable {
    /// Dossiers that meet the indicator, or the sum whose mean it is.
    package var numerator: Int
    /// Dossiers counted.
    package var denominator: Int

    /// Both not negative.
    package init(numerator: Int, denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }
}

/// What was counted at a unit on one day of an indicator.
package struct DayCount: Hashable, Sendable {
    /// In Viet Nam.
    package var day: CivilDate
    /// As in `WeekCount`.
    package var numerator: Int
    /// Dossiers counted.
    package var denominator: Int

    /// Both not negative.
    package init(_ day: CivilDate, numerator: Int, denominator: Int) {
        self.day = day
        self.numerator = numerator
        self.denominator = denominator
    }
}

/// An indicator at one unit, by whole weeks before and after the day from which a model is in use.
package struct UnitCourse: Hashable, Codable, Sendable {
    /// Code of the unit.
    package var unit: String
    /// Oldest first; the last ends on the day before the model began.
    package var before: [WeekCount]
    /// Oldest first; the first begins with the day the model began.
    package var after: [WeekCount]

    /// Weeks that are gathered already.
    package init(unit: String, before: [WeekCount], after: [WeekCount]) {
        self.unit = unit
        self.before = before
        self.after = after
    }

    /// Daily counts gathered in weeks of seven days forward and back from `start`; days outside `span` and weeks that
    /// `span` holds in part are left out, so that no weekday counts more than another.
    package init(
        unit: String, days: [DayCount], start: CivilDate, span: ClosedRange<CivilDate>
    ) {
        self.unit = unit
        let back = max(0, start.dayNumber - span.lowerBound.dayNumber) / 7
        let forward = max(0, span.upperBound.dayNumber + 1 - start.dayNumber) / 7
        before = Array(repeating: WeekCount(numerator: 0, denominator: 0), count: back)
        after = Array(repeating: WeekCount(numerator: 0, denominator: 0), count: forward)
        for one in days where span.contains(one.day) {
            let count = WeekCount(numerator: one.numerator, denominator: one.denominator)
            let distance = one.day.dayNumber - start.dayNumber
            if distance >= 0, distance / 7 < forward {
                after[distance / 7].add(count)
            } else if distance < 0, (-distance - 1) / 7 < back {
                before[back - 1 - (-distance - 1) / 7].add(count)
            }
        }
    }
}

extension WeekCount {
    fileprivate mutating func add(_ other: WeekCount) {
        numerator += other.numerator
        denominator += other.denominator
    }
    static func sum(_ weeks: some Sequence<WeekCount>) -> WeekCount {
        weeks.reduce(into: WeekCount(numerator: 0, denominator: 0)) { $0.add($1) }
    }
    /// Numerator by denominator; nil where nothing was counted.
    var level: Micro? { Micro(numerator, by: denominator) }
}

/// What an adopted model did to an indicator, or why that cannot be said.
package struct Effect: Hashable, Codable, Sendable {
    /// What can be said.
    package let verdict: Verdict
    /// The unit before and after; nil where nothing was counted.
    package let levels: Levels
    /// Mean of the comparison units before and after; nil without any.
    package let comparison: Levels
    /// Units that were compared with, by code.
    package let comparedWith: [String]
    /// Change of the unit less mean change of the comparison units, in the unit of the indicator; nil when insufficient.
    package let value: Micro?
    /// 95 % interval of `value`; nil when insufficient.
    package let interval: Interval?

    /// Levels of an indicator in the weeks before and in the weeks after.
    package struct Levels: Hashable, Codable, Sendable {
        /// In the weeks before.
        package let before: Micro?
        /// In the weeks from the day of the model on.
        package let after: Micro?
        var change: Micro? {
            guard let before, let after else { return nil }
            return after - before
        }
    }

    /// What can be said of a model at a unit.
    package enum Verdict: Hashable, Codable, Sendable {
        /// The interval lies wholly on the good side of nothing.
        case improved
        /// The interval lies wholly on the bad side of nothing.
        case worsened
        /// The interval holds nothing: an effect within it may be there, or none.
        case noClearEffect
        case insufficient(Reason)
    }
    /// Why nothing can be said, with what is there and what is needed.
    package enum Reason: Hashable, Codable, Sendable {
        case weeksBefore(Int, needed: Int)
        case weeksAfter(Int, needed: Int)
        /// Dossiers of the unit on the side that has fewer.
        case dossiers(Int, needed: Int)
        /// Comparison units with dossiers enough.
        case comparisonUnits(Int, needed: Int)
        /// In the weeks before the model, the unit already moved otherwise than the comparison units.
        case movedApartBefore
    }

    /// What must be there before anything is said. The figures are a choice of this project.
    package struct Demands: Hashable, Codable, Sendable {
        /// Whole weeks before the day of the model.
        package var weeksBefore = 8
        /// Whole weeks from that day on.
        package var weeksAfter = 4
        /// Dossiers (denominators) of every unit, before and after alike.
        package var dossiers = 50
        /// Units to be held against, each with dossiers enough.
        package var comparisonUnits = 6

        /// The demands of this project.
        package init() {}
    }
    /// What the indicator is: a share of dossiers (0…1), or a mean such as hours per dossier, whose counting error
    /// cannot be told from sums.
    package enum Figure: String, Codable, Hashable, Sendable { case share, mean }
    /// Whether more or less of the indicator is better.
    package enum Better: String, Codable, Hashable, Sendable { case higher, lower }
}

// MARK: measuring

extension Effect {
    /// Measures `treated` against `others`, which must not have adopted the model. Same weeks for all.
    package static func measured(
        _ treated: UnitCourse, against others: [UnitCourse], figure: Figure = .share, better: Better = .higher,
        demands: Demands = Demands()
    ) -> Effect {
        let usable = others.filter { $0.unit != treated.unit && $0.fewestDossiers >= demands.dossiers }
            .sorted { $0.unit < $1.unit }
        let own = Sides(treated)
        let all = usable.map { Sides($0) }
        func effect(_ verdict: Verdict, _ estimate: Estimate? = nil) -> Effect {
            Effect(
                verdict: verdict, levels: own.levels,
                comparison: Levels(before: mean(all.map(\.levels.before)), after: mean(all.map(\.levels.after))),
                comparedWith: usable.map(\.unit), value: estimate?.value, interval: estimate?.interval)
        }
        if let reason = lacking(treated, usable, demands) { return effect(.insufficient(reason)) }
        let earlier = Estimate(Sides(earlierHalves: treated), usable.map { Sides(earlierHalves: $0) }, figure)
        if let earlier, !earlier.interval.contains(.zero) { return effect(.insufficient(.movedApartBefore)) }
        guard let estimate = Estimate(own, all, figure) else {
            return effect(.insufficient(.comparisonUnits(all.count, needed: max(2, demands.comparisonUnits))))
        }
        if estimate.interval.contains(.zero) { return effect(.noClearEffect, estimate) }
        return effect((estimate.value > .zero) == (better == .higher) ? .improved : .worsened, estimate)
    }

    private static func lacking(_ treated: UnitCourse, _ usable: [UnitCourse], _ demands: Demands) -> Reason? {
        let (before, after) = (treated.before.count, treated.after.count)
        if before < demands.weeksBefore { return .weeksBefore(before, needed: demands.weeksBefore) }
        if after < demands.weeksAfter { return .weeksAfter(after, needed: demands.weeksAfter) }
        if treated.fewestDossiers < demands.dossiers {
            return .dossiers(treated.fewestDossiers, needed: demands.dossiers)
        }
        if usable.count < demands.comparisonUnits {
            return .comparisonUnits(usable.count, needed: demands.comparisonUnits)
        }
        return nil
    }

    private static func mean(_ figures: [Micro?]) -> Micro? {
        let known = figures.compactMap { $0 }
        return known.reduce(Micro.zero, +) / known.count
    }

    /// Counts of a unit on both sides of a day.
    fileprivate struct Sides {
        let before: WeekCount
        let after: WeekCount

        init(_ course: UnitCourse) {
            before = .sum(course.before)
            after = .sum(course.after)
        }
        /// The weeks before the model, cut in the middle, as if it had begun there.
        init(earlierHalves course: UnitCourse) {
            let half = course.before.count / 2
            before = .sum(course.before.prefix(half))
            after = .sum(course.before.dropFirst(half))
        }
        var levels: Levels { Levels(before: before.level, after: after.level) }
    }

    /// A difference in differences with its interval.
    fileprivate struct Estimate {
        let value: Micro
        let interval: Interval

        /// Nil with fewer than two comparison units, or where a unit has nothing counted on a side.
        init?(_ own: Sides, _ others: [Sides], _ figure: Figure) {
            let changes = others.compactMap(\.levels.change)
            let count = Int128(changes.count)
            guard let change = own.levels.change, changes.count > 1, changes.count == others.count else { return nil }
            let sum = changes.reduce(Int128(0)) { $0 + Int128($1.millionths) }
            value = Micro(millionths: change.millionths - Int(sum.rounded(by: count)))
            // Sum of squares about the mean, times count: all in whole numbers.
            let squares = changes.reduce(Int128(0)) { $0 + Int128($1.millionths) * Int128($1.millionths) }
            let spread = (count * squares - sum * sum) * (count + 1) / (count * count * (count - 1))
            let straying = Quantile.t(changes.count - 1).times(rootOf: spread)
            var half = straying
            if figure == .share {
                let counting = others.reduce(Int128(0)) { $0 + $1.countingVariance } / (count * count)
                half = max(half, Share.z.times(rootOf: own.countingVariance + counting))
            }
            interval = Interval(value - half, value + half)
        }
    }
}

extension UnitCourse {
    /// Dossiers on the side that has fewer.
    fileprivate var fewestDossiers: Int {
        min(WeekCount.sum(before).denominator, WeekCount.sum(after).denominator)
    }
}

extension Effect.Sides {
    /// Binomial variance of the change of a share, in millionths squared.
    fileprivate var countingVariance: Int128 { Self.variance(before) + Self.variance(after) }

    private static func variance(_ count: WeekCount) -> Int128 {
        let n = Int128(count.denominator) + 4
        let hits = Int128(min(max(count.numerator, 0), count.denominator)) + 2
        return hits * (n - hits) * 1_000_000_000_000 / (n * n * n)
    }
}

extension Micro {
    /// This figure times the root of a variance in millionths squared; nine figures of the root are kept.
    fileprivate func times(rootOf variance: Int128) -> Micro {
        let root = (variance * 1_000_000).wholeRoot
        return Micro(millionths: Int((Int128(millionths) * root).rounded(by: 1_000_000_000)))
    }
}

/// Quantiles of Student's t.
package enum Quantile {
    /// The 0.975 quantile for `degrees` of freedom, at least one. Between the rows of the table that of fewer degrees is
    /// taken, so the interval is never too narrow.
    package static func t(_ degrees: Int) -> Micro {
        precondition(degrees >= 1, "Student's t has at least one degree of freedom")
        if degrees <= table.count { return Micro(millionths: table[degrees - 1]) }
        let far = [(120, 1_979_930), (60, 2_000_298), (40, 2_021_075)]
        return Micro(millionths: far.first { degrees >= $0.0 }?.1 ?? table[table.count - 1])
    }
    private static let table = [
        12_706_205, 4_302_653, 3_182_446, 2_776_445, 2_570_582, 2_446_912, 2_364_624, 2_306_004,
        2_262_157, 2_228_139, 2_200_985, 2_178_813, 2_160_369, 2_144_787, 2_131_450, 2_119_905,
        2_109_816, 2_100_922, 2_093_024, 2_085_963, 2_079_614, 2_073_873, 2_068_658, 2_063_899,
        2_059_539, 2_055_529, 2_051_831, 2_048_407, 2_045_230, 2_042_272,
    ]
}
