// IndicatorQuestion.swift: the figures of indicators over a period: kept, as they were known on a past day, or recomputed.
//
// Both ways end in the same reckoning (`Reckoner`); they differ in where the shares come from: `indicator_day` (IndicatorMemory),
// now or by the day on which something became known, or the ledgers (IndicatorRecompute).

package import Casework
import Ledger
package import Oversight
package import Storage

/// One figure: a share with what it was made of.
package struct IndicatorFigure: Hashable, Sendable {
    package var unit: String
    package var period: String
    package var definition: IndicatorDefinition
    package var numerator: Int
    package var denominator: Int
    /// Nil when nothing was counted.
    package var value: Micro? { Micro(numerator, by: denominator) }
}

/// Which figures are wanted.
package struct IndicatorAsk: Hashable, Sendable {
    /// Nil = the city and every unit with something counted.
    package var unit: String?
    package var period: Period
    package var definition: String?
    package var field: String?
    package var procedure: String?
    /// As it was known then; nil = now.
    package var asOf: Instant?

    package init(
        unit: String? = nil, period: Period, definition: String? = nil, field: String? = nil, procedure: String? = nil,
        asOf: Instant? = nil
    ) {
        self.unit = unit
        self.period = period
        self.definition = definition
        self.field = field
        self.procedure = procedure
        self.asOf = asOf
    }
}

package enum IndicatorQuestion {
    /// Refuses what cannot be answered: a period ahead, a unit or definition that does not exist.
    package static func check(_ ask: IndicatorAsk, now: Instant, _ directory: Directory) throws(Refusal) {
        guard ask.period.passed(by: now.date) != nil else { throw .periodAhead("\(ask.period)") }
        if let asOf = ask.asOf, asOf > now { throw .periodAhead("asOf") }
        if let unit = ask.unit, directory.unit(unit) == nil { throw .unknownUnit(unit) }
        if let id = ask.definition, directory.indicators[id] == nil { throw .unknownIndicator(id) }
        if let code = ask.procedure, directory.procedures[code] == nil { throw .unknownProcedure(code) }
        if let field = ask.field, directory.fields[field] == nil {
            throw .badValue("field", "field", vi: "không có lĩnh vực này", en: "no such field")
        }
    }

    /// The figures, the city first, then by unit, each in the order of the definitions.
    package static func ask(
        _ ask: IndicatorAsk, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [IndicatorFigure] {
        try check(ask, now: now, office.directory)
        var late = IndicatorTally()
        var knownBy: CivilDate?
        if let asOf = ask.asOf {
            // Whole days are kept; of the day itself only what was written by then.
            let ends = Instant(asOf.date.adding(days: 1), TimeOfDay(0, 0)).milliseconds - 1 <= asOf.milliseconds
            knownBy = ends ? asOf.date : asOf.date.adding(days: -1)
            if !ends { late = try IndicatorPast.tally(ofDayUntil: asOf, tx, office.directory) }
        }
        var kept = KeptShares(ask, knownBy: knownBy, late: late)
        return try office.counts.read(tx) { rows in
            try Reckoner(ask: ask, directory: office.directory).figures { kept.shares($0, $1, &rows) }
        }
    }

    /// Figures of a period and of the same stretch before.
    package static func compared(
        _ ask: IndicatorAsk, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> (now: [IndicatorFigure], before: [IndicatorFigure]) {
        let figures = try self.ask(ask, now: now, tx, office)
        var earlier = ask
        earlier.period = ask.period.before(passed: ask.period.passed(by: now.date) ?? ask.period)
        return (figures, try self.ask(earlier, now: now, tx, office))
    }

    /// Counts of an event over a period as they stand now, by unit and traits.
    package static func counts(
        _ event: CountedEvent, _ period: Period, unit: String? = nil, _ tx: any Transaction, _ office: Office
    ) throws -> [String: [Int64: Int]] {
        try office.counts.read(tx) { $0.table(event, period, CountFilter(unit: unit)).byRow }
    }

    /// The same by field of work, or by procedure, of a unit (nil: of the city) and field.
    static func counts(
        _ event: CountedEvent, by key: IndicatorRows.Key, _ period: Period, _ filter: CountFilter, _ tx: any Transaction, _ office: Office
    ) throws -> [String: [Int64: Int]] {
        try office.counts.read(tx) { $0.table(event, period, filter, by: key).byRow }
    }

    /// Ledger positions at a time: the last `seq` of each ledger that had begun.
    package static func positions(asOf: Instant?, _ tx: any Transaction) throws -> [String: Int64] {
        guard let asOf else {
            return Dictionary(
                uniqueKeysWithValues: try tx.rows("SELECT unit, seq FROM ledger_head WHERE seq > 0").map {
                    ($0.text(0), $0.int(1))
                })
        }
        var positions: [String: Int64] = [:]
        for unit in try LedgerReader.units(tx) {
            if let seq = try LedgerReader.lastSeq(of: unit, at: asOf.milliseconds, tx) { positions[unit] = seq }
        }
        return positions
    }
}

/// Makes figures from shares, wherever those come from: what is kept, or the ledgers.
struct Reckoner {
    let ask: IndicatorAsk
    let directory: Directory

    /// - Parameter shares: of a definition over a stretch of days, by unit, and of all units together under the city.
    func figures(_ shares: (IndicatorDefinition, Period) throws -> [String: Shares]) throws -> [IndicatorFigure] {
        var (city, units) = ([IndicatorFigure](), [IndicatorFigure]())
        for definition in definitions {
            let found = try shares(definition, clipped(definition))
            func figure(_ unit: String) -> IndicatorFigure {
                let share = found[unit] ?? Shares()
                return IndicatorFigure(
                    unit: unit, period: "\(ask.period)", definition: definition, numerator: share.above, denominator: share.below)
            }
            if ask.unit == nil || ask.unit == Directory.city { city.append(figure(Directory.city)) }
            if let unit = ask.unit {
                if unit != Directory.city { units.append(figure(unit)) }
            } else {
                units += found.keys.filter { $0 != Directory.city && (found[$0]?.below ?? 0) > 0 }.map(figure)
            }
        }
        // Sorting keeps the definitions' order within a unit.
        return city + units.enumerated().sorted { ($0.element.unit, $0.offset) < ($1.element.unit, $1.offset) }.map(\.element)
    }

    /// Versions in force on some day of the period.
    private var definitions: [IndicatorDefinition] {
        directory.indicatorIDs.flatMap { directory.indicators[$0] ?? [] }.filter { definition in
            (ask.definition == nil || ask.definition == definition.id)
                && definition.validFrom <= ask.period.to
                && (definition.validTo.map { ask.period.from <= $0 } ?? true)
        }
    }

    private func clipped(_ definition: IndicatorDefinition) -> Period {
        let from = max(ask.period.from, definition.validFrom)
        let to = min(ask.period.to, definition.validTo ?? ask.period.to)
        return from == ask.period.from && to == ask.period.to ? ask.period : Period(from: from, to: to)
    }
}

/// Shares from what is kept; a table of counts is made once for all definitions over the same event and days.
private struct KeptShares {
    let filter: CountFilter
    /// What became known on the day after `filter.knownBy`, as far as it is wanted.
    let late: [(Counted, Int)]
    private var tables: [String: CountTable] = [:]

    init(_ ask: IndicatorAsk, knownBy: CivilDate?, late: IndicatorTally) {
        filter = CountFilter(
            unit: ask.unit == Directory.city ? nil : ask.unit, field: ask.field, procedure: ask.procedure, knownBy: knownBy)
        self.late = late.things.filter { thing, _ in
            (ask.unit == nil || ask.unit == Directory.city || ask.unit == thing.unit) && (ask.field == nil || ask.field == thing.field)
                && (ask.procedure == nil || ask.procedure == thing.procedure)
        }
    }

    mutating func shares(_ definition: IndicatorDefinition, _ days: Period, _ rows: inout IndicatorRows) -> [String: Shares] {
        let more = late.filter { $0.0.event == definition.event && days.contains(CivilDate(dayNumber: $0.0.day)) }
        if definition.counts == .procedures { return rows.procedures(definition, days, filter, more: more) }
        let key = "\(definition.event.rawValue) \(days)"
        let table = tables[key] ?? rows.table(definition.event, days, filter, more: more)
        tables[key] = table
        return table.shares(definition)
    }
}

extension Refusal {
    package static func periodAhead(_ period: String) -> Refusal {
        Refusal(
            .invalid, "period-ahead", field: "period", vi: "Kỳ \(period) chưa tới. Hãy chọn kỳ đã bắt đầu.",
            en: "The period \(period) has not begun yet. Choose one that has.")
    }
    package static func badPeriod(_ text: String) -> Refusal {
        Refusal(
            .invalid, "bad-period", field: "period",
            vi: "“\(text)” không phải kỳ. Hãy viết 2026-11, 2026-Q4, 2026, 2026-11-27 hoặc 2026-09-15..2026-12-14.",
            en: "“\(text)” is no period. Write 2026-11, 2026-Q4, 2026, 2026-11-27 or 2026-09-15..2026-12-14.")
    }
    package static func unknownIndicator(_ id: String) -> Refusal {
        Refusal(
            .notFound, "unknown-indicator", field: "definition", vi: "Không có chỉ số “\(id)”.",
            en: "There is no indicator “\(id)”.")
    }
}
