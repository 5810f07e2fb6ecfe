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
import Oversight
import Storage
import Synchronization

/// Above and below the line of one indicator.
struct Shares: Hashable {
    var above = 0
    var below = 0
}

extension Shares {
    fileprivate mutating func add(_ side: LineSide, _ n: Int) {
        guard side != .outside else { return }
        below += n
        if side == .above { above += n }
    }
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
    fileprivate struct Row {
        var day, field, procedure, traits, known, n: Int32
    }
    private struct Place: Hashable {
        var event: CountedEvent
        var unit: Int32
    }

    /// The ledger position up to which changes are taken over; nil = nothing is loaded.
    private(set) var position: Int64?
    private var units = Places<String>()
    private var fields = Places<String>()
    private var procedures = Places<String>()
    private var traits = Places<Int64>()
    /// By day.
    private var rows: [Place: [Row]] = [:]

    // MARK: taking over

    mutating func catchUp(_ tx: any Transaction) throws {
        let next = try tx.row("SELECT next FROM ledger_counter WHERE id = 1")?.int(0) ?? 0
        guard let position else {
            try tx.forEach(
                """
                SELECT field, procedure, traits, known, n, day, event, unit FROM indicator_day ORDER BY unit, event, day
                """, []
            ) { stored in
                guard let event = CountedEvent(rawValue: stored.text(6)) else { return }
                rows[Place(event: event, unit: units.place(stored.text(7))), default: []].append(row(stored, day: stored.int(5)))
            }
            self.position = next
            return
        }
        // An older view than what is here: nothing is missing.
        guard next > position else { return }
        let touched = try tx.rows("SELECT unit, event, day FROM indicator_touched WHERE position > $1", [.integer(position)])
        for change in touched {
            guard let event = CountedEvent(rawValue: change.text(1)) else { continue }
            let day = change.int(2)
            var fresh: [Row] = []
            try tx.forEach(
                "SELECT field, procedure, traits, known, n FROM indicator_day WHERE unit = $1 AND event = $2 AND day = $3",
                [.text(change.text(0)), .text(event.rawValue), .integer(day)]
            ) { fresh.append(row($0, day: day)) }
            let place = Place(event: event, unit: units.place(change.text(0)))
            let old = rows[place, default: []].days(Int(day)...Int(day))
            rows[place, default: []].replaceSubrange(old, with: fresh)
        }
        self.position = next
    }

    private mutating func row(_ stored: SQLRow, day: Int64) -> Row {
        Row(
            day: Int32(clamping: day), field: fields.place(stored.text(0)), procedure: procedures.place(stored.text(1)),
            traits: traits.place(stored.int(2)), known: Int32(clamping: stored.int(3)), n: Int32(clamping: stored.int(4)))
    }

    // MARK: walking

    /// Rows of a unit over some days, and which of them are wanted.
    private struct Stretch {
        var unit: Int
        var rows: ArraySlice<Row>
        var field, procedure: Int32?
        var known: Int32

        func takes(_ row: Row) -> Bool {
            (field == nil || row.field == field) && (procedure == nil || row.procedure == procedure) && row.known <= known
        }
    }

    private func stretches(_ event: CountedEvent, _ period: Period, _ filter: CountFilter) -> [Stretch] {
        guard period.from <= period.to else { return [] }
        let (field, procedure) = (filter.field.map(fields.known), filter.procedure.map(procedures.known))
        // Asked for something that nothing was ever counted for.
        if field == .some(nil) || procedure == .some(nil) { return [] }
        let wanted = filter.unit.map { unit in units.known(unit).map { [$0] } ?? [] } ?? units.words.indices.map { Int32($0) }
        let known = filter.knownBy.map { Int32(clamping: $0.dayNumber) } ?? .max
        return wanted.compactMap { unit in
            guard let all = rows[Place(event: event, unit: unit)] else { return nil }
            let own = all[all.days(period.from.dayNumber...period.to.dayNumber)]
            return own.isEmpty
                ? nil : Stretch(unit: Int(unit), rows: own, field: field ?? nil, procedure: procedure ?? nil, known: known)
        }
    }

    /// What the rows of a table are.
    enum Key { case unit, field, procedure }

    /// How many things with which traits; with `more` beside what is kept.
    mutating func table(
        _ event: CountedEvent, _ period: Period, _ filter: CountFilter, by key: Key = .unit, more: [(Counted, Int)] = []
    ) -> CountTable {
        // Places first, so that the table is large enough.
        let others = more.map { thing, n in (unit: Int(units.place(thing.unit)), traits: Int(traits.place(thing.traits)), n: n) }
        let names = switch key {
        case .unit: units.words
        case .field: fields.words
        case .procedure: procedures.words
        }
        var table = CountTable(rows: names, traits: traits.words)
        for stretch in stretches(event, period, filter) {
            for row in stretch.rows where stretch.takes(row) {
                let place = switch key {
                case .unit: stretch.unit
                case .field: Int(row.field)
                case .procedure: Int(row.procedure)
                }
                table.add(place, Int(row.traits), Int(row.n))
            }
        }
        for one in others { table.add(one.unit, one.traits, one.n) }
        return table
    }

    /// Of how many different procedures the definition holds, by unit and in the whole city.
    mutating func procedures(
        _ definition: IndicatorDefinition, _ period: Period, _ filter: CountFilter, more: [(Counted, Int)]
    ) -> [String: Shares] {
        let others = more.map { thing, n in
            (Int(units.place(thing.unit)), Int(procedures.place(thing.procedure)), Int(traits.place(thing.traits)), n)
        }
        let sides = definition.sides(of: traits.words)
        let (width, all) = (procedures.count, units.count)
        var counts = Array(repeating: Shares(), count: (all + 1) * width)
        for stretch in stretches(definition.event, period, filter) {
            for row in stretch.rows where stretch.takes(row) {
                counts[stretch.unit * width + Int(row.procedure)].add(sides[Int(row.traits)], Int(row.n))
            }
        }
        for (unit, procedure, traits, n) in others { counts[unit * width + procedure].add(sides[traits], n) }
        for unit in 0..<all {
            for procedure in 0..<width {
                counts[all * width + procedure].above += counts[unit * width + procedure].above
                counts[all * width + procedure].below += counts[unit * width + procedure].below
            }
        }
        var shares: [String: Shares] = [:]
        for unit in 0...all {
            let own = counts[unit * width..<(unit + 1) * width]
            let share = Shares(above: own.count { $0.above > 0 }, below: own.count { $0.below > 0 })
            if unit == all {
                shares[Directory.city] = share
            } else if share.below > 0, units.words[unit] != Directory.city {
                shares[units.words[unit]] = share
            }
        }
        return shares
    }
}

extension [IndicatorRows.Row] {
    /// Where the rows of some days lie, or would lie.
    fileprivate func days(_ days: ClosedRange<Int>) -> Range<Int> {
        func first(_ isAfter: (Row) -> Bool) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        return first { Int($0.day) >= days.lowerBound }..<first { Int($0.day) > days.upperBound }
    }
    fileprivate typealias Row = IndicatorRows.Row
}

/// Counts by unit (or field, or procedure) and traits.
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
        let sides = definition.sides(of: traits)
        let wanted = sides.indices.filter { sides[$0] != .outside }
        var (shares, sum) = ([String: Shares](), Shares())
        for row in rows.indices {
            var own = Shares()
            for place in wanted {
                own.add(sides[place], counts[row * traits.count + place])
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
    func sides(of traits: [Int64]) -> [LineSide] {
        traits.map { bits in
            guard denominator.hold(bits) else { return .outside }
            return numerator.hold(bits) ? .above : .below
        }
    }
}
