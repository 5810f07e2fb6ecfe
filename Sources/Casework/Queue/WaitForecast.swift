// WaitForecast.swift: how long somebody will wait, as a range that is held against what happens. Integers only.
//
// The queue is played forward: the open counters, what each has in hand, the line in its order (QueueOrder.swift) and the
// mean service time per group as measured here lately. That gives one number; it knows nothing of breaks, of priority
// tickets that come later, or of people who leave. So the range is not guessed but taken from the past: the recent
// ratios of real to expected waits at this unit, of the waits most like this one, from the 10th to the 90th of a hundred
// (split conformal prediction, Vovk et al. 2005). What was promised stays on the ticket, and the day's page says how
// often it held: about 8 in 10.

/// Mean service times per group, from what was measured and, while little was, from the usual ones.
package struct ServiceTimes: Hashable, Sendable {
    private var means: [Int64]

    /// How many measured services outweigh the usual time.
    static let weightOfUsual: Int64 = 3
    /// Of a group, how many of the latest services count.
    package static let window = 20
    /// A service longer than this was no service: a clerk forgot to end it.
    static let longest: Int64 = 60 * 60_000

    /// - Parameter recent: services at this unit, the latest first.
    package init(recent: [(group: QueueGroup, served: Int64)]) {
        means = QueueGroup.allCases.map { group in
            let own = recent.filter { $0.group == group && $0.served > 0 }.prefix(ServiceTimes.window)
            let sum = own.reduce(Int64(0)) { $0 + min($1.served, ServiceTimes.longest) }
            return (sum + group.usualService * ServiceTimes.weightOfUsual)
                / (Int64(own.count) + ServiceTimes.weightOfUsual)
        }
    }

    package func mean(_ group: QueueGroup) -> Int64 {
        QueueGroup.allCases.firstIndex(of: group).map { means[$0] } ?? group.usualService
    }

    /// What is probably left of a service that has run for `elapsed`: at least a third, since it has not ended.
    package func left(_ group: QueueGroup, elapsed: Int64) -> Int64 {
        max(mean(group) - elapsed, mean(group) / 3)
    }
}

package enum WaitForecast {
    package struct Call: Hashable, Sendable {
        /// Milliseconds from now.
        package var wait: Int64
        package var counter: Int
    }

    /// When each waiting ticket will be called, in the order of `waiting`; nil where no open counter takes it.
    package static func calls(
        _ waiting: [QueuePlace], _ counters: [OpenCounter], _ times: ServiceTimes
    ) -> [Call?] {
        var result: [Call?] = waiting.map { _ in nil }
        var line = Array(waiting.indices)
        var open = counters
        while !line.isEmpty {
            let free = open.indices.min { a, b in
                (open[a].busyFor, open[a].counter) < (open[b].busyFor, open[b].counter)
            }
            guard let free else { break }
            guard let index = QueueOrder.next(at: open[free], waiting, among: line, only: nil) else {
                open.remove(at: free)
                continue
            }
            line.removeAll { $0 == index }
            result[index] = Call(wait: open[free].busyFor, counter: open[free].counter)
            open[free].streak = QueueOrder.streak(
                after: open[free].streak, isPriority: waiting[index].isPriority)
            open[free].busyFor += times.mean(waiting[index].group)
        }
        return result
    }

    /// How many are called before the ticket at `index` at the counters that take it.
    package static func ahead(
        of index: Int, _ waiting: [QueuePlace], _ calls: [Call?], _ counters: [OpenCounter]
    ) -> Int {
        let mine = waiting[index]
        guard let own = calls[index] else {
            return waiting.count { $0.group == mine.group && $0.order < mine.order }
        }
        let takers = counters.filter { $0.takes(mine) }.map(\.counter)
        return waiting.indices.count { other in
            guard other != index, let call = calls[other], takers.contains(call.counter) else { return false }
            return (call.wait, waiting[other].order) < (own.wait, mine.order)
        }
    }
}

/// How far real waits have lain from expected ones at a unit lately.
package struct WaitCalibration: Hashable, Sendable {
    private struct Pair: Hashable, Sendable {
        var estimate: Int64
        /// Real to expected, in thousandths.
        var ratio: Int
    }
    private let pairs: [Pair]

    /// How many of the latest waits are looked at.
    package static let window = 120
    /// Of those, how many with an expected wait most like the one asked for count: short waits err by more than long.
    static let alike = 24
    /// Added to both sides of a ratio, so that a wait of nearly nothing has one too.
    static let slack: Int64 = 3 * 60_000
    /// What is believed before anything was measured.
    private static let prior = [600, 750, 850, 950, 1050, 1200, 1450, 1800]

    /// - Parameter recent: expected and real waits in milliseconds, the latest first.
    package init(recent: [(estimate: Int64, wait: Int64)]) {
        pairs = recent.prefix(WaitCalibration.window).map { pair in
            let expected = max(0, pair.estimate)
            let real = max(0, pair.wait) + WaitCalibration.slack
            return Pair(
                estimate: expected, ratio: Int(min(real * 1000 / (expected + WaitCalibration.slack), 20_000)))
        }
    }

    /// The range to promise for an expected wait, in minutes: to the minute, beyond half an hour to five.
    package func range(_ estimate: Int64) -> WaitRange {
        let base = max(0, estimate) + WaitCalibration.slack
        let ratios = self.ratios(like: base)
        let last = ratios.count - 1
        // Outward to the next rank, so that a small sample widens the range.
        let (low, high) = (ratios[last / 10], ratios[last - last / 10])
        let from = max(0, base * Int64(low) / 1000 - WaitCalibration.slack)
        let to = max(0, base * Int64(high) / 1000 - WaitCalibration.slack)
        var range = WaitRange(from: Int(from / 60_000), to: Int((to + 59_999) / 60_000))
        range.to = max(range.to, range.from + 2)
        if range.to > 30 {
            range.from = range.from / 5 * 5
            range.to = max(range.from + 5, (range.to + 2) / 5 * 5)
        }
        return range
    }

    /// Ratios of the waits most like this one, with the prior, ascending.
    private func ratios(like base: Int64) -> [Int] {
        let near = pairs.enumerated().map { i, pair in
            let other = pair.estimate + WaitCalibration.slack
            return (distance: max(base, other) * 1000 / min(base, other), age: i, ratio: pair.ratio)
        }.sorted { ($0.distance, $0.age) < ($1.distance, $1.age) }
        return (near.prefix(WaitCalibration.alike).map(\.ratio) + WaitCalibration.prior).sorted()
    }
}
