// IndicatorMemory.swift: `indicator_day` as small numbers in memory, so that a figure of any period is a walk over an array.
//
// The store stays the truth: every question first takes over what has changed since the last one. `indicator_touched` says, for
// a unit, event and day, after which ledger position its rows last changed; a question reads the store's position and the
// days touched since in its own transaction and reads those days anew. That is right for several servers on one database
// too. What has never been asked for is not loaded. A year of the whole city at 200,000 dossiers is some 230,000 rows of
// 24 bytes; nothing of a person is in them.
//
// It must be asked in reading transactions only: what a writer would show it could still be rolled back.

import Casework
package import Oversight
package import Storage
import Synchronization

/// Above and below the line of one indicator.
struct Shares: Hashable {
    var above = 0
    var below = 0
}

/// Which rows a question is about.
struct CountFilter: Hashable {
    var unit: String?
    var field: String?
    var procedure: String?
    /// As it was known by the end of this day; nil = now.
    var knownBy: CivilDate?
}

package final class IndicatorMemory: Sendable {
    private let state = Mutex(IndicatorRows())

    package init() {}

    /// Drops everything: the rows were made anew.
    func forget() { state.withLock { $0 = IndicatorRows() } }

    /// Reads with the rows as `tx` sees them, or newer.
    func read<R: Sendable>(_ tx: any Transaction, _ body: (inout IndicatorRows) throws -> R) throws -> R {
        try state.withLock { rows in
            do {
                try rows.catchUp(tx)
            } catch {
                rows = IndicatorRows()
                throw error
            }
            return try body(&rows)
        }
    }
}

/// Numbers for texts that come again and again.
private struct Places<Word: Hashable & Sendable>: Sendable {
    private(set) var words: [Word] = []
    private var places: [Word: Int32] = [:]

    var count: Int { words.count }
    func known(_ word: Word) -> Int32? { places[word] }
    mutating func place(_ word: Word) -> Int32 {
        if let known = places[word] { return known }
        let place = Int32(words.count)
        places[word] = place
        words.append(word)
        return place
    }
}

struct IndicatorRows: Sendable {
    private struct Row {
        var unit, field, procedure, traits, known, n: Int32
    }
    private struct Day: Hashable {
        var event: CountedEvent
        var day: Int
    }

    /// The ledger position up to which changes are taken over; nil = nothing is loaded.
    private(set) var position: Int64?
    private var units = Places<String>()
    private var fields = Places<String>()
    private var procedures = Places<String>()
    private var traits = Places<Int64>()
    private var days: [Day: [Row]] = [:]

    // MARK: taking over

    mutating func catchUp(_ tx: any Transaction) throws {
        let next = try tx.row("SELECT next FROM ledger_counter WHERE id = 1")?.int(0) ?? 0
        guard let position else {
            try tx.forEach("SELECT unit, event, day, field, procedure, traits, known, n FROM indicator_day", []) { row in
                add(row.text(0), row.text(1), Int(row.int(2)), field: 3, row)
            }
            self.position = next
            return
        }
        // An older view than what is here: nothing is missing.
        guard next > position else { return }
        let touched = try tx.rows(
            "SELECT unit, event, day FROM indicator_touched WHERE position > $1", [.integer(position)])
        for row in touched {
            let (unit, event, day) = (row.text(0), row.text(1), row.int(2))
            if let event = CountedEvent(rawValue: event), let place = units.known(unit) {
                days[Day(event: event, day: Int(day))]?.removeAll { $0.unit == place }
            }
            try tx.forEach(
                "SELECT field, procedure, traits, known, n FROM indicator_day WHERE unit = $1 AND event = $2 AND day = $3",
                [.text(unit), .text(event), .integer(day)]
            ) { add(unit, event, Int(day), field: 0, $0) }
        }
        self.position = next
    }

    private mutating func add(_ unit: String, _ event: String, _ day: Int, field first: Int, _ row: SQLRow) {
        guard let event = CountedEvent(rawValue: event) else { return }
        days[Day(event: event, day: day), default: []].append(
            Row(
                unit: units.place(unit), field: fields.place(row.text(first)), procedure: procedures.place(row.text(first + 1)),
                traits: traits.place(row.int(first + 2)), known: Int32(clamping: row.int(first + 3)),
                n: Int32(clamping: row.int(first + 4))))
    }

    /// Counts something that is in no row, for the time of one question.
    mutating func places(of thing: Counted) -> (unit: Int, procedure: Int, traits: Int) {
        (Int(units.place(thing.unit)), Int(procedures.place(thing.procedure)), Int(traits.place(thing.traits)))
    }

    // MARK: walking

    private func walk(_ event: CountedEvent, _ period: Period, _ filter: CountFilter, _ body: (Row) -> Void) {
        let wanted = [filter.unit.map(units.known), filter.field.map(fields.known), filter.procedure.map(procedures.known)]
        guard period.from <= period.to else { return }
        // Asked for something that nothing was ever counted for.
        if wanted.contains(where: { $0 == .some(nil) }) { return }
        let (unit, field, procedure) = (wanted[0] ?? nil, wanted[1] ?? nil, wanted[2] ?? nil)
        let known = filter.knownBy.map { Int32(clamping: $0.dayNumber) } ?? .max
        // A long period has fewer days with something in them than days.
        let span = period.from.dayNumber...period.to.dayNumber
        let some = span.count <= days.count
            ? span.map { Day(event: event, day: $0) } : days.keys.filter { $0.event == event && span.contains($0.day) }
        for day in some {
            for row in days[day] ?? [] {
                guard unit == nil || row.unit == unit, field == nil || row.field == field,
                    procedure == nil || row.procedure == procedure, row.known <= known
                else { continue }
                body(row)
            }
        }
    }

    /// How many things with which traits, by unit or by field; with `more` beside what is kept.
    mutating func table(
        _ event: CountedEvent, _ period: Period, _ filter: CountFilter, more: [(Counted, Int)] = [], byField: Bool = false
    ) -> CountTable {
        // Places first, so that the table is large enough.
        let others = more.map { (places(of: $0.0), $0.1) }
        var table = CountTable(rows: byField ? fields.words : units.words, traits: traits.words)
        walk(event, period, filter) { table.add(Int(byField ? $0.field : $0.unit), Int($0.traits), Int($0.n)) }
        for (place, n) in others { table.add(place.unit, place.traits, n) }
        return table
    }

    /// Of how many different procedures the definition holds, by unit and in the whole city.
    mutating func procedures(
        _ definition: IndicatorDefinition, _ period: Period, _ filter: CountFilter, more: [(Counted, Int)]
    ) -> [String: Shares] {
        let others = more.map { (places(of: $0.0), $0.1) }
        let kinds = definition.kinds(of: traits.words)
        let (width, all) = (procedures.count, units.count)
        var (above, below) = (Array(repeating: 0, count: (all + 1) * width), Array(repeating: 0, count: (all + 1) * width))
        func add(_ unit: Int, _ procedure: Int, _ traits: Int, _ n: Int) {
            guard kinds[traits] != .outside else { return }
            for place in [unit * width + procedure, all * width + procedure] {
                below[place] += n
                if kinds[traits] == .above { above[place] += n }
            }
        }
        walk(definition.event, period, filter) { add(Int($0.unit), Int($0.procedure), Int($0.traits), Int($0.n)) }
        for (place, n) in others { add(place.unit, place.procedure, place.traits, n) }
        var shares: [String: Shares] = [:]
        for unit in 0...all {
            let own = unit * width..<(unit + 1) * width
            let share = Shares(above: above[own].count { $0 > 0 }, below: below[own].count { $0 > 0 })
            if unit == all {
                shares[Directory.city] = share
            } else if share.below > 0, units.words[unit] != Directory.city {
                shares[units.words[unit]] = share
            }
        }
        return shares
    }
}

/// Counts by unit (or field) and traits.
struct CountTable {
    let rows: [String]
    let traits: [Int64]
    private var counts: [Int]

    init(rows: [String], traits: [Int64]) {
        (self.rows, self.traits) = (rows, traits)
        counts = Array(repeating: 0, count: rows.count * traits.count)
    }

    mutating func add(_ row: Int, _ traits: Int, _ n: Int) { counts[row * self.traits.count + traits] += n }

    /// The definition's shares by unit, and of all together under the city; units with nothing below are left out.
    func shares(_ definition: IndicatorDefinition) -> [String: Shares] {
        let kinds = definition.kinds(of: traits)
        let wanted = kinds.indices.filter { kinds[$0] != .outside }
        var (shares, sum) = ([String: Shares](), Shares())
        for row in rows.indices {
            var own = Shares()
            for place in wanted {
                let n = counts[row * traits.count + place]
                own.below += n
                if kinds[place] == .above { own.above += n }
            }
            sum.above += own.above
            sum.below += own.below
            if own.below > 0, rows[row] != Directory.city { shares[rows[row]] = own }
        }
        shares[Directory.city] = sum
        return shares
    }

    /// Traits and counts of each row with any, zeros left out.
    var byRow: [String: [Int64: Int]] {
        var all: [String: [Int64: Int]] = [:]
        for row in rows.indices {
            for place in traits.indices {
                let n = counts[row * traits.count + place]
                if n != 0 { all[rows[row], default: [:]][traits[place]] = n }
            }
        }
        return all
    }
}

/// Where a pattern of traits stands to an indicator.
enum LineSide: Hashable { case outside, below, above }

extension IndicatorDefinition {
    func kinds(of traits: [Int64]) -> [LineSide] {
        traits.map { bits in
            guard denominator.hold(bits) else { return .outside }
            return numerator.hold(bits) ? .above : .below
        }
    }
}
