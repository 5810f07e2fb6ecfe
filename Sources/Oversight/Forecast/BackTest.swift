// BackTest.swift: how good the forecast would have been, day by day, beside two rules anybody can apply.
//
// Rolling origin: at the end of every day all three rules say what the next day, or the next days together, will bring,
// knowing nothing later; then the truth is looked up. The first four weeks only teach. What is reported is the mean
// absolute error of each rule, and of our range how often it held, how wide it was and its interval score (Gneiting and
// Raftery 2007: width plus a fine of 2/α for each dossier outside). It says so where a naive rule is as good or better.

import Casework

/// What a rolling back-test found, for one horizon.
package struct BackTest: Hashable, Codable, Sendable {
    /// A way to say what comes.
    package enum Rule: String, CaseIterable, Codable, Sendable {
        /// ArrivalForecast.swift.
        case ours
        /// As many as on the last working day.
        case yesterday
        /// As many as on the latest day of the same weekday (where there was none: as yesterday).
        case sameWeekday
    }

    /// How many working days the predicted total spans.
    package var horizon: Int
    /// Totals predicted and looked up.
    package var cases: Int
    /// Working days that only taught, at each place.
    package var taught: Int
    /// Places too short to be tested.
    package var placesLeftOut: Int
    /// Mean absolute errors in dossiers, in the order of `Rule.allCases`; nil when there was no case.
    package var meanErrors: [Micro]?
    /// Share of truths within our range, which aims at 0.8.
    package var coverage: Micro?
    /// Mean width of our range in dossiers.
    package var meanWidth: Micro?
    /// Mean interval score of our range; lower is better.
    package var intervalScore: Micro?

    /// The mean absolute error of `rule`.
    package func meanError(_ rule: Rule) -> Micro? {
        Rule.allCases.firstIndex(of: rule).flatMap { meanErrors?[$0] }
    }

    /// The naive rules that are as good as ours or better.
    package var notBeaten: [Rule] {
        guard let ours = meanError(.ours) else { return [] }
        return [Rule.yesterday, .sameWeekday].filter { rule in meanError(rule).map { $0 <= ours } ?? false }
    }

    /// How many working days only teach.
    package static let lead = 20

    /// Plays the places' histories through.
    /// - Parameters:
    ///   - horizon: how many working days ahead the total is predicted, at least 1.
    ///   - pooled: whether places learn their weekday pattern from one another, using what was known on the day.
    package static func run(_ histories: [ArrivalHistory], horizon: Int = 1, pooled: Bool = true) -> BackTest
    {
        precondition(horizon >= 1, "a horizon is at least a day")
        let long = histories.filter { $0.days.count >= lead + horizon }
        let patterns = pooled && long.count > 1 ? weeklyPatterns(long) : []
        var tally = Tally()
        for history in long { play(history, horizon, patterns, &tally) }
        return BackTest(
            horizon: horizon, cases: tally.cases, taught: lead, placesLeftOut: histories.count - long.count,
            meanErrors: tally.means, coverage: Micro(tally.within, by: tally.cases),
            meanWidth: tally.width / tally.cases, intervalScore: tally.score / tally.cases)
    }

    private static func play(
        _ history: ArrivalHistory, _ horizon: Int, _ patterns: [(from: CivilDate, pattern: WeekdayPattern)],
        _ tally: inout Tally
    ) {
        let days = history.days
        var errors = ForecastErrors()
        for end in ArrivalForecast.needed..<days.count {
            let pattern = patterns.last { $0.from <= days[end].date }?.pattern ?? .even
            let level = ArrivalLevel(days[..<end], like: pattern)
            if end >= lead, end + horizon <= days.count {
                let ahead = days[end..<end + horizon]
                let truth = ahead.reduce(0) { $0 + $1.count }
                let said = ArrivalForecast.ahead(ahead.map(\.date), level, errors)
                let naive = naive(days, end, horizon)
                tally.note(truth, said[horizon - 1].total, naive.yesterday, naive.sameWeekday)
            }
            errors.note(expected: level.expected(days[end].date), real: days[end].count)
        }
    }

    /// What the two rules say at the end of the day before `end` about the next `horizon` days together.
    private static func naive(
        _ days: [ArrivalHistory.Day], _ end: Int, _ horizon: Int
    ) -> (yesterday: Int, sameWeekday: Int) {
        let yesterday = days[end - 1].count
        let same = days[end..<end + horizon].reduce(0) { sum, day in
            sum + (days[..<end].last { $0.date.weekday == day.date.weekday }?.count ?? yesterday)
        }
        return (yesterday * horizon, same)
    }

    /// The common pattern as it was known on each Monday.
    private static func weeklyPatterns(
        _ histories: [ArrivalHistory]
    ) -> [(from: CivilDate, pattern: WeekdayPattern)] {
        let mondays = Set(histories.flatMap { $0.days.map { $0.date.adding(days: 1 - $0.date.weekday) } })
            .sorted()
        return mondays.map { monday in (monday, WeekdayPattern(pooling: histories.map { $0.before(monday) }))
        }
    }

    private struct Tally {
        var cases = 0
        var errors = Array(repeating: Micro.zero, count: Rule.allCases.count)
        var within = 0
        var width = Micro.zero
        var score = Micro.zero

        var means: [Micro]? { cases == 0 ? nil : errors.compactMap { $0 / cases } }

        mutating func note(_ truth: Int, _ said: Spread, _ yesterday: Int, _ sameWeekday: Int) {
            cases += 1
            for (index, guess) in [said.middle, Micro(yesterday), Micro(sameWeekday)].enumerated() {
                errors[index] = errors[index] + (Micro(truth) - guess).magnitude
            }
            within += said.contains(truth) ? 1 : 0
            let span = said.high - said.low
            let outside = max(.zero, said.low - Micro(truth)) + max(.zero, Micro(truth) - said.high)
            width = width + span
            score = score + span + outside * BackTest.fine
        }
    }

    /// 2/α of a range that aims at 80 per cent.
    private static let fine = 10
}
