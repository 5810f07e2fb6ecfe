// CityTrial.swift: the plan beside “send to the longest queue” and beside nobody, in the simulated city, in figures.
//
// The solver is handed in, since this room calls none. All rules see the same situations and live the same future.

/// Late dossiers in one simulated city under each rule.
package struct CityTrial: Hashable, Codable, Sendable {
    /// What came of one rule.
    package struct Outcome: Hashable, Codable, Sendable {
        /// Dossiers that turned late after the day of the plan.
        package var late: Int
        /// Officers sent.
        package var officers: Int
    }
    /// When nobody is sent.
    package var nobody: Outcome
    /// One officer to each, from the longest queue down.
    package var longestQueue: Outcome
    /// By open dossiers for each officer sent.
    package var sharedByQueue: Outcome
    /// The proposed plan.
    package var plan: Outcome
    /// The flow as solved, without moving officers on where worths are not concave.
    package var planUnrefined: Outcome
    /// Late dossiers that the plan expected to avoid.
    package var expected: Micro

    /// Late dossiers avoided by the plan, for each that the better of the two queue rules avoids; nil where it avoids none.
    package var advantage: Micro? {
        let best = min(longestQueue.late, sharedByQueue.late)
        return best < nobody.late ? Micro(nobody.late - plan.late, by: nobody.late - best) : nil
    }

    /// Draws a city, plans, and counts.
    /// - Parameters:
    ///   - days: working days that officers stay and late dossiers are counted.
    ///   - solve: a best flow of the problem, or nil.
    /// - Returns: nil when `solve` gives no flow.
    package static func run(
        units: Int = 168, days: Int = 20, perUnit: Int = 6, using chance: inout some RandomNumberGenerator,
        solve: (FlowProblem) -> [Int64]?
    ) -> CityTrial? {
        let city = SimulatedCity(units: units, days: days, using: &chance)
        let limits = SecondmentLimits(perUnit: perUnit, days: days)
        let plan = SecondmentPlan(demands: demands(city, perUnit), offers: city.offers, limits: limits)
        guard let flow = solve(plan.problem), let rough = plan.assignments(flow, refining: false),
            let fine = plan.assignments(flow)
        else { return nil }
        let open = city.situations.map { (place: $0.place, dossiers: $0.queue.count) }
        func outcome(_ sent: [OfficersSent]) -> Outcome {
            Outcome(late: city.late(sent), officers: sent.reduce(0) { $0 + $1.officers })
        }
        func queueRule(_ rule: LongestQueue) -> Outcome {
            outcome(rule.sent(open: open, offers: city.offers, limits: limits))
        }
        return CityTrial(
            nobody: outcome([]), longestQueue: queueRule(.oneEach), sharedByQueue: queueRule(.shared),
            plan: outcome(fine.map { OfficersSent($0.place, $0.officers) }),
            planUnrefined: outcome(rough.map { OfficersSent($0.place, $0.officers) }),
            expected: plan.avoided(fine))
    }

    /// The demands of the city's places, each field with a weekday pattern of its own.
    private static func demands(_ city: SimulatedCity, _ most: Int) -> [SecondmentDemand] {
        let patterns = SimulatedCity.lines.map { line in
            WeekdayPattern(pooling: city.situations.filter { $0.place.field == line.field }.map(\.history))
        }
        return city.situations.compactMap { situation in
            let line = SimulatedCity.lines.firstIndex { $0.field == situation.place.field }
            return situation.demand(
                over: city.dates, like: line.map { patterns[$0] } ?? .even, upTo: most,
                percentOfOwn: percentOfOwn)
        }
    }

    /// What the planner believes of an officer from elsewhere, in hundredths of an own one; the world draws 70 to 100.
    private static let percentOfOwn = 85
}
