// OfficerWorth.swift: how many late dossiers the first, second, third … extra officer at a place would avoid.
//
// Read off WorkloadOutlook.swift, played with one officer more each time. `avoided` says what is expected. It need not
// be concave: where a deep backlog must be cleared before anything is on time, the first officer changes nothing and the
// third a lot. A least-cost flow takes falling worths only, so `falling` are the steps of the least concave curve above
// `avoided`; where a plan stops in the middle of such a step, SecondmentPlan.swift moves officers on (`refined`).

/// The worth of extra officers at one place.
package struct OfficerWorth: Hashable, Sendable {
    /// Late dossiers avoided by 0, 1, 2 … extra officers; begins with zero, never falls.
    package let avoided: [Micro]
    /// What each further officer is worth to the plan; never rises, sums to the last of `avoided`.
    package let falling: [Micro]

    /// A worth from its totals.
    /// - Parameter avoided: by 1, 2, 3 … officers.
    package init(avoided: [Micro]) {
        var totals = [Micro.zero]
        for total in avoided { totals.append(max(total, totals[totals.count - 1])) }
        self.avoided = totals
        falling = OfficerWorth.concaveSteps(totals)
    }

    /// What up to `most` officers would avoid over the days of `arrivals`, staying `days` working days.
    package init(
        _ arrivals: [ArrivalForecast.Day], queue: OpenQueue, capacity: HandlingCapacity, upTo most: Int,
        days: Int, percentOfOwn: Int
    ) {
        let alone = WorkloadOutlook(arrivals, queue: queue, capacity: capacity).late.mean
        guard alone > .zero else {
            self.init(avoided: Array(repeating: .zero, count: most))
            return
        }
        var avoided: [Micro] = []
        for officers in stride(from: 1, through: most, by: 1) {
            // Where nothing is late any more, further officers change nothing.
            if let last = avoided.last, last == alone {
                avoided.append(last)
                continue
            }
            let help = ExtraOfficers(officers: officers, days: days, percentOfOwn: percentOfOwn)
            avoided.append(
                alone - WorkloadOutlook(arrivals, queue: queue, capacity: capacity, help: help).late.mean)
        }
        self.init(avoided: avoided)
    }

    /// Late dossiers avoided by `officers`; beyond the last known number no more than by that.
    package func avoided(by officers: Int) -> Micro { avoided[max(0, min(officers, avoided.count - 1))] }

    /// Steps of the upper hull of the points (k, totals[k]).
    private static func concaveSteps(_ totals: [Micro]) -> [Micro] {
        var steps: [Micro] = []
        var from = 0
        while from < totals.count - 1 {
            func rise(_ to: Int) -> Int { totals[to].millionths - totals[from].millionths }
            // The steepest way on, of equals the farthest; compared by products, since quotients round.
            let to = (from + 1..<totals.count).reduce(from + 1) { best, next in
                rise(next) * (best - from) >= rise(best) * (next - from) ? next : best
            }
            let (each, rest) = rise(to).quotientAndRemainder(dividingBy: to - from)
            for index in 0..<(to - from) { steps.append(Micro(millionths: each + (index < rest ? 1 : 0))) }
            from = to
        }
        // The remainders may leave a step one millionth above the one before.
        return steps.sorted(by: >)
    }
}
