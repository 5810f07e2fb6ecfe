// IndicatorQuestion.swift: the figures of indicators over a period: kept, as they were known on a past day, or recomputed.
//
// All three ways end in the same reckoning (`Reckoner`) over counts by unit and traits; they differ in where the counts come
// from: `indicator_sum` (now), `indicator_day` (a past day, or one field or procedure), the ledgers (IndicatorRecompute).

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
    /// Leaves out what counts different procedures: dearer to make.
    package var onlyThings = false

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
        let source = KeptCounts(tx: tx, ask: ask, knownBy: knownBy, late: late)
        return try Reckoner(ask: ask, directory: office.directory).figures { try source.counts($0, $1, byProcedure: $2) }
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
        _ event: CountedEvent, _ period: Period, _ tx: any Transaction
    ) throws -> [String: [Int64: Int]] {
        try KeptCounts(tx: tx, ask: IndicatorAsk(period: period), knownBy: nil, late: IndicatorTally())
            .counts(event, period, byProcedure: false).mapValues { $0[""] ?? [:] }
    }

    /// The same by field of work.
    package static func fieldCounts(
        _ event: CountedEvent, _ period: Period, _ tx: any Transaction
    ) throws -> [String: [Int64: Int]] {
        let counts = try KeptCounts(tx: tx, ask: IndicatorAsk(period: period), knownBy: nil, late: IndicatorTally())
            .sums(event, period, ofFields: true)
        return Dictionary(uniqueKeysWithValues: counts.map { (String($0.dropFirst("field:".count)), $1[""] ?? [:]) })
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

/// Counts of one scope: traits → how many; by procedure where asked for, else under "".
typealias TraitCounts = [String: [Int64: Int]]

/// Makes figures from counts, wherever those come from.
struct Reckoner {
    let ask: IndicatorAsk
    let directory: Directory

    /// - Parameter counts: of an event over a stretch of days, by unit; by procedure when asked for.
    func figures(
        _ counts: (CountedEvent, Period, Bool) throws -> [String: TraitCounts]
    ) throws -> [IndicatorFigure] {
        var figures: [IndicatorFigure] = []
        var known: [String: [String: TraitCounts]] = [:]
        for definition in definitions {
            let days = clipped(definition)
            let byProcedure = definition.counts == .procedures
            let key = "\(definition.event.rawValue) \(days) \(byProcedure)"
            let units = try known[key] ?? counts(definition.event, days, byProcedure)
            known[key] = units
            if ask.unit == nil || ask.unit == Directory.city {
                figures.append(figure(Directory.city, definition, merged(units)))
            }
            for unit in units.keys.sorted() where unit != Directory.city && (ask.unit == nil || ask.unit == unit) {
                let one = figure(unit, definition, units[unit] ?? [:])
                if one.denominator > 0 || ask.unit != nil { figures.append(one) }
            }
            if let unit = ask.unit, unit != Directory.city, units[unit] == nil { figures.append(figure(unit, definition, [:])) }
        }
        let order = Dictionary(uniqueKeysWithValues: definitions.enumerated().map { ("\($1.id) \($1.version)", $0) })
        func place(_ f: IndicatorFigure) -> (Int, String, Int) {
            (f.unit == Directory.city ? 0 : 1, f.unit, order["\(f.definition.id) \(f.definition.version)"] ?? 0)
        }
        return figures.sorted { place($0) < place($1) }
    }

    /// Versions in force on some day of the period.
    private var definitions: [IndicatorDefinition] {
        directory.indicatorIDs.flatMap { directory.indicators[$0] ?? [] }.filter { definition in
            (ask.definition == nil || ask.definition == definition.id) && (!ask.onlyThings || definition.counts == .things)
                && definition.validFrom <= ask.period.to
                && (definition.validTo.map { ask.period.from <= $0 } ?? true)
        }
    }

    private func clipped(_ definition: IndicatorDefinition) -> Period {
        let from = max(ask.period.from, definition.validFrom)
        let to = min(ask.period.to, definition.validTo ?? ask.period.to)
        return from == ask.period.from && to == ask.period.to ? ask.period : Period(from: from, to: to)
    }

    private func merged(_ units: [String: TraitCounts]) -> TraitCounts {
        var all: TraitCounts = [:]
        for (_, counts) in units.sorted(by: { $0.key < $1.key }) {
            for (procedure, traits) in counts { all[procedure, default: [:]].merge(traits, uniquingKeysWith: +) }
        }
        return all
    }

    private func figure(_ unit: String, _ definition: IndicatorDefinition, _ counts: TraitCounts) -> IndicatorFigure {
        var (above, below) = (0, 0)
        for (_, traits) in counts {
            let (a, b) = shares(definition, traits)
            switch definition.counts {
            case .things: (above, below) = (above + a, below + b)
            case .procedures: (above, below) = (above + (a > 0 ? 1 : 0), below + (b > 0 ? 1 : 0))
            }
        }
        return IndicatorFigure(
            unit: unit, period: "\(ask.period)", definition: definition, numerator: above, denominator: below)
    }

    private func shares(_ definition: IndicatorDefinition, _ traits: [Int64: Int]) -> (Int, Int) {
        var (above, below) = (0, 0)
        for (bits, n) in traits where definition.denominator.hold(bits) {
            below += n
            if definition.numerator.hold(bits) { above += n }
        }
        return (above, below)
    }
}

/// Counts from what is kept.
private struct KeptCounts {
    let tx: any Transaction
    let ask: IndicatorAsk
    let knownBy: CivilDate?
    /// What became known on the day after `knownBy`, as far as it is wanted.
    let late: IndicatorTally

    private var unit: String? { ask.unit == Directory.city ? nil : ask.unit }

    func counts(_ event: CountedEvent, _ days: Period, byProcedure: Bool) throws -> [String: TraitCounts] {
        let isPlain = knownBy == nil && ask.field == nil && ask.procedure == nil && !byProcedure
        return isPlain ? try sums(event, days) : try fromDays(event, days, byProcedure)
    }

    /// Whole months and days of `indicator_sum`; of a month nearly whole, the month less the days that are left out.
    func sums(_ event: CountedEvent, _ days: Period, ofFields: Bool = false) throws -> [String: TraitCounts] {
        var counts: [String: TraitCounts] = [:]
        let (plus, minus) = days.spans
        for (spans, sign) in [(plus, 1), (minus, -1)] where !spans.isEmpty {
            var arguments: [SQLValue] = [.text(event.rawValue)]
            if let unit { arguments.append(.text(unit)) }
            let list = spans.map { "'\($0)'" }.joined(separator: ", ")
            try tx.forEach(
                """
                SELECT scope, traits, SUM(n) FROM indicator_sum WHERE event = $1 AND span IN (\(list))
                    AND \(unit == nil ? ofFields ? "scope LIKE 'field:%'" : "scope NOT LIKE 'field:%'" : "scope = $2")
                GROUP BY scope, traits
                """, arguments
            ) { row in
                counts[row.text(0), default: [:]]["", default: [:]][row.int(1), default: 0] += sign * Int(row.int(2))
            }
        }
        return counts
    }

    private func fromDays(_ event: CountedEvent, _ days: Period, _ byProcedure: Bool) throws -> [String: TraitCounts] {
        var counts: [String: TraitCounts] = [:]
        func add(_ unit: String, _ procedure: String, _ traits: Int64, _ n: Int) {
            counts[unit, default: [:]][byProcedure ? procedure : "", default: [:]][traits, default: 0] += n
        }
        for unit in try unit.map({ [$0] }) ?? IndicatorPast.units(tx) {
            var arguments: [SQLValue] = [
                .text(unit), .text(event.rawValue), .integer(Int64(days.from.dayNumber)), .integer(Int64(days.to.dayNumber)),
            ]
            var more = ""
            func also(_ column: String, _ test: String, _ value: SQLValue) {
                arguments.append(value)
                more += " AND \(column) \(test) $\(arguments.count)"
            }
            if let field = ask.field { also("field", "=", .text(field)) }
            if let procedure = ask.procedure { also("procedure", "=", .text(procedure)) }
            if let knownBy { also("known", "<=", .integer(Int64(knownBy.dayNumber))) }
            try tx.forEach(
                """
                SELECT procedure, traits, SUM(n) FROM indicator_day
                WHERE unit = $1 AND event = $2 AND day BETWEEN $3 AND $4\(more) GROUP BY procedure, traits
                """, arguments
            ) { add(unit, $0.text(0), $0.int(1), Int($0.int(2))) }
        }
        for (thing, n) in late.things where thing.event == event && days.contains(CivilDate(dayNumber: thing.day)) {
            guard unit == nil || unit == thing.unit, ask.field == nil || ask.field == thing.field,
                ask.procedure == nil || ask.procedure == thing.procedure
            else { continue }
            add(thing.unit, thing.procedure, thing.traits, n)
        }
        return counts
    }
}

extension Period {
    /// Spans of `indicator_sum` that make up the period: those that are added and those that are taken off again.
    fileprivate var spans: (plus: [String], minus: [String]) {
        let (months, days) = pieces
        var plus = months.map { String($0.description.prefix(7)) }
        var minus: [String] = []
        let byMonth = Dictionary(grouping: days) { String($0.description.prefix(7)) }
        for (month, some) in byMonth.sorted(by: { $0.key < $1.key }) {
            guard let any = some.first else { continue }
            let whole = Period(.month, around: any)
            if some.count * 2 > whole.days {
                plus.append(month)
                let present = Set(some)
                minus += (0..<whole.days).map { whole.from.adding(days: $0) }.filter { !present.contains($0) }.map(\.description)
            } else {
                plus += some.map(\.description)
            }
        }
        return (plus, minus)
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
