// PublishIndicator.swift: a new version of an indicator's definition, by the city.
//
// A published version is never edited. The version before it ends the day before the new one begins; figures of earlier
// days keep being made by the version of those days.

package import Casework
package import Oversight

extension Work {
    /// Publishes what `definition` says as the next version of its indicator.
    @discardableResult
    package func publish(
        _ definition: IndicatorDefinition, by caller: Caller, command: String, now: Instant
    ) throws -> IndicatorDefinition {
        guard caller.administersCity else {
            throw Refusal.noRight("công bố chỉ số", "publish indicators", unit: Directory.city)
        }
        var next = definition
        var newest = house.indicators[definition.id]?.last
        next.version = (newest?.version ?? 0) + 1
        if let problem = next.problems.first {
            throw Refusal(
                .invalid, "unsound-indicator", field: problem.place, vi: "Chỉ số “\(next.id)”: \(problem.vi)",
                en: "The indicator “\(next.id)”: \(problem.en)")
        }
        if let known = newest {
            guard next.validFrom > known.validFrom else {
                throw Refusal.badValue(
                    "from", "Có hiệu lực từ ngày", vi: "phải sau ngày \(known.validFrom.vietnamese) của phiên bản \(known.version)",
                    en: "after \(known.validFrom), when version \(known.version) began")
            }
            if known.validTo.map({ $0 >= next.validFrom }) ?? true {
                newest?.validTo = next.validFrom.adding(days: -1)
                if let ended = newest {
                    try record([.indicatorPublished(ended)], in: Directory.city, by: caller.user, command: command, now: now)
                }
            }
        }
        try record([.indicatorPublished(next)], in: Directory.city, by: caller.user, command: command, now: now)
        return next
    }
}
