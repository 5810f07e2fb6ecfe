// CityDoorQuestion.swift: the dossiers behind a figure: of an indicator's numerator or denominator, at a unit, in a field, of a
// procedure, over a period. The condition is the definition's own, put into SQL over the same bits that are counted.

package import Casework
package import Oversight
package import Storage

/// A number of the city's pages, as the door that it is.
package struct CityDoor: Hashable, Sendable {
    package var definition: IndicatorDefinition
    package var isNumerator: Bool
    package var unit: String
    package var field: String?
    package var procedure: String?
    package var period: Period
    package init(
        definition: IndicatorDefinition, isNumerator: Bool, unit: String, field: String? = nil, procedure: String? = nil,
        period: Period
    ) {
        self.definition = definition
        self.isNumerator = isNumerator
        self.unit = unit
        self.field = field
        self.procedure = procedure
        self.period = period
    }
}

/// One dossier behind a figure; nothing of a person.
package struct CountedLine: Sendable {
    package var number: String
    package var procedure: String
    package var field: String
    package var channel: String
    package var state: DossierState
    package var received: Instant
    package var due: Instant?
    package var resolved: Instant?
}

package enum CityDoorQuestion {
    package static func ask(
        _ door: CityDoor, limit: Int, offset: Int, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> [CountedLine] {
        try CityQuestion.check(caller)
        guard office.directory.unit(door.unit) != nil else { throw Refusal.unknownUnit(door.unit) }
        let (place, time): (String, String)
        switch door.definition.event {
        case .received: (place, time) = ("receiving", "received_at")
        case .resolved: (place, time) = ("competent", "resolved_at")
        case .rated: (place, time) = ("receiving", "rated_at")
        case .published, .complained: return []
        }
        let definition = door.definition
        let from = max(door.period.from, definition.validFrom)
        let to = min(door.period.to, definition.validTo ?? door.period.to)
        var arguments: [SQLValue] = [
            .text(door.unit), .integer(Instant(from, TimeOfDay(0, 0)).milliseconds),
            .integer(Instant(to.adding(days: 1), TimeOfDay(0, 0)).milliseconds),
        ]
        var conditions = (definition.denominator + (door.isNumerator ? definition.numerator : [])).map { clause in
            "(traits & \(clause.mask)) \(clause.isNegative ? "=" : "<>") 0"
        }
        for (column, value) in [("field", door.field), ("procedure", door.procedure)] {
            guard let value else { continue }
            arguments.append(.text(value))
            conditions.append("\(column) = $\(arguments.count)")
        }
        let n = arguments.count
        let more = conditions.map { " AND \($0)" }.joined()
        return try tx.rows(
            """
            SELECT number, procedure, field, channel, state, received_at, original_due, resolved_at FROM dossier
            WHERE \(place) = $1 AND \(time) >= $2 AND \(time) < $3\(more)
            ORDER BY \(time) DESC, number LIMIT $\(n + 1) OFFSET $\(n + 2)
            """, arguments + [.integer(Int64(limit)), .integer(Int64(offset))]
        ).map { row in
            CountedLine(
                number: row.text(0), procedure: row.text(1), field: row.text(2), channel: row.text(3),
                state: DossierState(rawValue: row.text(4)) ?? .processing, received: Instant(milliseconds: row.int(5)),
                due: row.optionalInt(6).map { Instant(milliseconds: $0) },
                resolved: row.optionalInt(7).map { Instant(milliseconds: $0) })
        }
    }
}

package enum BreakdownQuestion {
    /// What is counted, by field or (inside one) by procedure, at a unit or in the whole city.
    package struct Line: Sendable {
        package var key: String
        package var received = 0
        package var early = 0
        package var onTime = 0
        package var late = 0
        package var online = 0
        package var settled: Int { early + onTime + late }
        package var onTimeShare: Micro? { Micro(early + onTime, by: settled) }
    }

    /// - Parameter unit: nil = the whole city.
    package static func ask(
        unit: String?, field: String?, period: Period, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> [Line] {
        try CityQuestion.check(caller)
        var lines: [String: Line] = [:]
        for event in [CountedEvent.received, .resolved] {
            let counts = try IndicatorQuestion.counts(
                event, by: field == nil ? .field : .procedure, period, CountFilter(unit: unit, field: field), tx, office)
            for (key, traits) in counts {
                for (bits, n) in traits { lines[key, default: Line(key: key)].add(event, bits, n) }
            }
        }
        return lines.values.sorted { ($1.received + $1.settled, $0.key) < ($0.received + $0.settled, $1.key) }
    }
}

extension BreakdownQuestion.Line {
    mutating func add(_ event: CountedEvent, _ traits: Int64, _ n: Int) {
        func has(_ trait: Trait) -> Bool { traits & trait.bit != 0 }
        if event == .received {
            received += n
            if has(.online) { online += n }
        } else if has(.early) {
            early += n
        } else if has(.onTime) {
            onTime += n
        } else if has(.late) {
            late += n
        }
    }
}
