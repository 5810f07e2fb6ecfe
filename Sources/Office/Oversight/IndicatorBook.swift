// IndicatorBook.swift: what is counted for indicators, kept in the transaction of the dossier it comes from.
//
// `indicator_day` counts by unit, event, day, field, procedure, traits, and by the day on which it became known (the date of
// the dossier's latest entry then): a late correction adds a row with −1 and one with +1, so that the figure of any past
// day can be read as it stood then. `indicator_sum` is the same for whole days and months of a unit (`27373`) or field
// (`field:land`), as it stands now, for pages that see all units at once. Both are derived: `motcua rebuild` makes them anew.

package import Casework
package import Oversight
package import Storage

/// Changes of counts that wait for the end of a transaction.
package struct IndicatorTally: Sendable {
    private var counts: [Known: Int] = [:]

    struct Known: Hashable, Sendable {
        var thing: Counted
        /// The day on which it became known.
        var day: Int
    }

    package init() {}
    package var isEmpty: Bool { counts.isEmpty }

    /// Counts `new` where `old` was counted, known since `day`.
    package mutating func change(from old: [Counted], to new: [Counted], known day: CivilDate) {
        for thing in old where !new.contains(thing) { counts[Known(thing: thing, day: day.dayNumber), default: 0] -= 1 }
        for thing in new where !old.contains(thing) { counts[Known(thing: thing, day: day.dayNumber), default: 0] += 1 }
    }

    /// Adds what another tally counts, `times` over.
    package mutating func add(_ other: IndicatorTally, times: Int = 1) {
        for (key, n) in other.counts { counts[key, default: 0] += n * times }
    }

    /// Rows of `indicator_day`, zeros left out, in order.
    var dayRows: [[SQLValue]] {
        counts.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { key, n in IndicatorBook.row(key, n) }
    }

    /// What is counted and how often, whenever it became known.
    package var things: [(Counted, Int)] {
        var things: [Counted: Int] = [:]
        for (key, n) in counts { things[key.thing, default: 0] += n }
        return things.filter { $0.value != 0 }.map { ($0.key, $0.value) }
    }

    /// Rows of `indicator_sum`, zeros left out, in order.
    var sumRows: [[SQLValue]] {
        var sums: [Sum: Int] = [:]
        for (key, n) in counts where n != 0 {
            let (thing, day) = (key.thing, CivilDate(dayNumber: key.thing.day))
            for span in [day.description, String(day.description.prefix(7))] {
                for scope in [thing.unit, "field:\(thing.field)"] {
                    sums[Sum(event: thing.event, span: span, scope: scope, traits: thing.traits), default: 0] += n
                }
            }
        }
        return sums.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { key, n in
            [.text(key.event.rawValue), .text(key.span), .text(key.scope), .integer(key.traits), .integer(Int64(n))]
        }
    }

    private struct Sum: Hashable, Comparable {
        var event: CountedEvent
        var span: String
        var scope: String
        var traits: Int64
        static func < (a: Sum, b: Sum) -> Bool {
            (a.event.rawValue, a.span, a.scope, a.traits) < (b.event.rawValue, b.span, b.scope, b.traits)
        }
    }
}

extension IndicatorTally.Known: Comparable {
    static func < (a: Self, b: Self) -> Bool {
        let (x, y) = (a.thing, b.thing)
        if x.unit != y.unit { return x.unit < y.unit }
        if x.event != y.event { return x.event.rawValue < y.event.rawValue }
        return (x.day, x.field, x.procedure, x.traits, a.day) < (y.day, y.field, y.procedure, y.traits, b.day)
    }
}

package enum IndicatorBook {
    static let days = ProjectionSchema.Derived(
        "indicator_day", "unit, event, day, field, procedure, traits, known, n")
    static let sums = ProjectionSchema.Derived("indicator_sum", "event, span, scope, traits, n", key: 2)
    static let derived = [days, sums]
    package static let tables = [
        ("indicator_day", "unit, event, day, field, procedure, traits, known"),
        ("indicator_sum", "event, span, scope, traits"),
    ]

    package static let migrations = [
        Migration(
            "office-indicators-1",
            """
            ALTER TABLE dossier ADD COLUMN traits {INT} NOT NULL DEFAULT 0;
            ALTER TABLE dossier ADD COLUMN rated_at {INT};
            CREATE INDEX dossier_rated ON dossier (receiving, rated_at) WHERE rated_at IS NOT NULL;
            CREATE TABLE indicator_day (
                unit TEXT NOT NULL,
                event TEXT NOT NULL,
                day {INT} NOT NULL,
                field TEXT NOT NULL,
                procedure TEXT NOT NULL,
                traits {INT} NOT NULL,
                known {INT} NOT NULL,
                n {INT} NOT NULL,
                PRIMARY KEY (unit, event, day, field, procedure, traits, known)
            ) {KEYED};
            CREATE TABLE indicator_sum (
                event TEXT NOT NULL,
                span TEXT NOT NULL,
                scope TEXT NOT NULL,
                traits {INT} NOT NULL,
                n {INT} NOT NULL,
                PRIMARY KEY (event, span, scope, traits)
            ) {KEYED};

            """)
    ]

    static func row(_ key: IndicatorTally.Known, _ n: Int) -> [SQLValue] {
        let thing = key.thing
        return [
            .text(thing.unit), .text(thing.event.rawValue), .integer(Int64(thing.day)), .text(thing.field),
            .text(thing.procedure), .integer(thing.traits), .integer(Int64(key.day)), .integer(Int64(n)),
        ]
    }

    /// Adds the changes to what is kept; a count that comes to nothing leaves no row.
    static func write(_ tally: IndicatorTally, _ tx: any Transaction) throws {
        for row in tally.dayRows { try add(row, addDay, removeDay, tx) }
        for row in tally.sumRows { try add(row, addSum, removeSum, tx) }
    }

    private static func add(_ row: [SQLValue], _ add: String, _ remove: String, _ tx: any Transaction) throws {
        guard try tx.row(add, row)?.int(0) == 0 else { return }
        try tx.execute(remove, Array(row.dropLast()))
    }

    private static let addDay =
        days.insert.replacing("indicator_day (", with: "indicator_day AS t (") + """
             ON CONFLICT (unit, event, day, field, procedure, traits, known) DO UPDATE SET n = t.n + excluded.n RETURNING n
            """
    private static let removeDay = """
        DELETE FROM indicator_day WHERE unit = $1 AND event = $2 AND day = $3 AND field = $4 AND procedure = $5
            AND traits = $6 AND known = $7
        """
    private static let addSum =
        sums.insert.replacing("indicator_sum (", with: "indicator_sum AS t (") + """
             ON CONFLICT (event, span, scope, traits) DO UPDATE SET n = t.n + excluded.n RETURNING n
            """
    private static let removeSum =
        "DELETE FROM indicator_sum WHERE event = $1 AND span = $2 AND scope = $3 AND traits = $4"
}
