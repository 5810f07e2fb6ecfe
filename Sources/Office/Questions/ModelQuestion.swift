// ModelQuestion.swift: what a model changed where it runs: its indicator before and after, against comparable units.

package import Casework
package import Oversight
package import Storage

/// The measured effect of a model at one unit.
package struct ModelMeasure: Sendable {
    package var unit: String
    package var since: CivilDate
    package var effect: Effect
}

package enum ModelQuestion {
    /// Weeks looked at on either side.
    static let weeks = 12

    /// The effect at the unit that began it and at those that adopted it, each against the units nearest to it before that do
    /// not run it.
    package static func measure(
        _ item: SteeringItem, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [ModelMeasure] {
        guard case .modelRegistered(let model)? = item.events.first?.fact,
            let definition = office.directory.indicators[model.indicator]?.last
        else { return [] }
        var runs = [(unit: model.unit, since: model.since)]
        for event in item.events {
            if case .modelAdopted(let f) = event.fact { runs.append((f.unit, f.since)) }
        }
        let running = Set(runs.map(\.unit))
        let first = runs.map(\.since).min() ?? model.since
        let from = first.adding(days: -7 * weeks)
        let days = try counts(definition, model.procedures, from: from, to: now.date, tx)
        return runs.map { run in
            func course(_ unit: String) -> UnitCourse {
                UnitCourse(unit: unit, days: days[unit] ?? [], start: run.since, span: from...now.date)
            }
            let mine = course(run.unit)
            let others = days.keys.sorted().filter { !running.contains($0) && isLocality($0, office.directory) }.map(course)
            let near = mine.comparable(among: others, count: 12, dossiers: Effect.Demands().dossiers)
            let better: Effect.Better = definition.higherIsBetter ? .higher : .lower
            return ModelMeasure(unit: run.unit, since: run.since, effect: Effect.measured(mine, against: near, better: better))
        }
    }

    private static func isLocality(_ unit: String, _ directory: Directory) -> Bool {
        directory.unit(unit).map { [.ward, .commune, .specialZone].contains($0.kind) } ?? false
    }

    /// Numerators and denominators of a definition by unit and day.
    private static func counts(
        _ definition: IndicatorDefinition, _ procedures: [String], from: CivilDate, to: CivilDate, _ tx: any Transaction
    ) throws -> [String: [DayCount]] {
        var sums: [String: [Int: (Int, Int)]] = [:]
        var arguments: [SQLValue] = [
            .text(definition.event.rawValue), .integer(Int64(from.dayNumber)), .integer(Int64(to.dayNumber)),
        ]
        let list = procedures.map { code in
            arguments.append(.text(code))
            return "$\(arguments.count)"
        }.joined(separator: ", ")
        try tx.forEach(
            """
            SELECT unit, day, traits, SUM(n) FROM indicator_day WHERE event = $1 AND day BETWEEN $2 AND $3
                \(procedures.isEmpty ? "" : "AND procedure IN (\(list))") GROUP BY unit, day, traits
            """, arguments
        ) { row in
            guard definition.denominator.hold(row.int(2)) else { return }
            let (unit, day, n) = (row.text(0), Int(row.int(1)), Int(row.int(3)))
            let above = definition.numerator.hold(row.int(2)) ? n : 0
            let known = sums[unit]?[day] ?? (0, 0)
            sums[unit, default: [:]][day] = (known.0 + above, known.1 + n)
        }
        return sums.mapValues { days in
            days.sorted { $0.key < $1.key }.map {
                DayCount(CivilDate(dayNumber: $0.key), numerator: $0.value.0, denominator: $0.value.1)
            }
        }
    }
}
