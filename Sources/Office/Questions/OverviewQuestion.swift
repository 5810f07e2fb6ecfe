// OverviewQuestion.swift: every ward, commune and special zone over a period: what came in, what was settled and how, what
// stands open now, how content people were, and when it was last heard from.

package import Casework
package import Oversight
package import Storage

package struct UnitOverview: Hashable, Sendable {
    package var unit: String
    package var received = 0
    package var early = 0
    package var onTime = 0
    package var late = 0
    /// Open and overdue now, whatever the period.
    package var open = 0
    package var overdue = 0
    package var online = 0
    package var satisfied = 0
    package var answers = 0
    /// When its own site was last heard from, where it has one; else its latest entry.
    package var lastHeard: Instant?

    package var settled: Int { early + onTime + late }
    /// Filed online, of all that came in.
    package var onlineShare: Micro? { Micro(online, by: received) }
    package var satisfaction: Micro? { Micro(satisfied, by: answers) }
    package var onTimeShare: Micro? { Micro(early + onTime, by: settled) }
}

package enum OverviewQuestion {
    package static func ask(
        period: Period, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [UnitOverview] {
        guard period.passed(by: now.date) != nil else { throw Refusal.periodAhead("\(period)") }
        let counts = try Dictionary(
            uniqueKeysWithValues: [CountedEvent.received, .resolved, .rated].map { event in
                (event, try IndicatorQuestion.counts(event, period, tx, office))
            })
        return try CityQuestion.ask(caller: caller, now: now, tx, office).map { stand in
            func n(_ event: CountedEvent, _ clauses: [Trait]) -> Int {
                (counts[event]?[stand.unit] ?? [:]).reduce(0) { sum, one in
                    clauses.allSatisfy { one.key & $0.bit != 0 } ? sum + one.value : sum
                }
            }
            return UnitOverview(
                unit: stand.unit, received: n(.received, []), early: n(.resolved, [.early]), onTime: n(.resolved, [.onTime]),
                late: n(.resolved, [.late]), open: stand.open, overdue: stand.overdue, online: n(.received, [.online]),
                satisfied: n(.rated, [.satisfied]), answers: n(.rated, []),
                lastHeard: stand.siteHeard ?? stand.lastHeard)
        }
    }
}
