// IndicatorBook.swift: what is counted for indicators, kept in the transaction of the dossier it comes from.
//
// `indicator_day` counts by unit, event, day, field, procedure, traits, and by the day on which it became known (the date of
// the dossier's latest entry then): a late correction adds a row with −1 and one with +1, so that the figure of any past
// day can be read as it stood then. It is derived: `motcua rebuild` makes it anew. `indicator_touched` says after which ledger
// position the rows of a unit, event and day last changed, for those who hold them in memory (IndicatorMemory.swift).

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

    /// Units, events and days with a change, in order.
    var touched: [[SQLValue]] {
        struct Place: Hashable, Comparable {
            var unit: String
            var event: String
            var day: Int
            static func < (a: Place, b: Place) -> Bool { (a.unit, a.event, a.day) < (b.unit, b.event, b.day) }
        }
        let things = counts.filter { $0.value != 0 }.keys.map(\.thing)
        let places = Set(things.map { Place(unit: $0.unit, event: $0.event.rawValue, day: $0.day) })
        return places.sorted().map { [.text($0.unit), .text($0.event), .integer(Int64($0.day))] }
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
    static let derived = [days]
    package static let tables = [("indicator_day", "unit, event, day, field, procedure, traits, known")]

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

            """),
        Migration(
            "office-indicators-2",
            """
            DROP TABLE indicator_sum;
            CREATE TABLE indicator_touched (
                unit TEXT NOT NULL,
                event TEXT NOT NULL,
                day {INT} NOT NULL,
                position {INT} NOT NULL,
                PRIMARY KEY (unit, event, day)
            ) {KEYED};
            CREATE INDEX indicator_touched_position ON indicator_touched (position);

            """),
    ]

    static func row(_ key: IndicatorTally.Known, _ n: Int) -> [SQLValue] {
        let thing = key.thing
        return [
            .text(thing.unit), .text(thing.event.rawValue), .integer(Int64(thing.day)), .text(thing.field),
            .text(thing.procedure), .integer(thing.traits), .integer(Int64(key.day)), .integer(Int64(n)),
        ]
    }

    /// Adds the changes to what is kept; a count that comes to nothing leaves no row.
    /// - Parameter position: the ledger's next position when this is committed.
    static func write(_ tally: IndicatorTally, position: Int64, _ tx: any Transaction) throws {
        for row in tally.dayRows where try tx.row(addDay, row)?.int(0) == 0 { try tx.execute(removeDay, Array(row.dropLast())) }
        for place in tally.touched { try tx.execute(touch, place + [.integer(position)]) }
    }

    private static let addDay =
        days.insert.replacing("indicator_day (", with: "indicator_day AS t (") + """
             ON CONFLICT (unit, event, day, field, procedure, traits, known) DO UPDATE SET n = t.n + excluded.n RETURNING n
            """
    private static let removeDay = """
        DELETE FROM indicator_day WHERE unit = $1 AND event = $2 AND day = $3 AND field = $4 AND procedure = $5
            AND traits = $6 AND known = $7
        """
    private static let touch = """
        INSERT INTO indicator_touched AS t (unit, event, day, position) VALUES ($1, $2, $3, $4)
        ON CONFLICT (unit, event, day) DO UPDATE SET position = excluded.position
        """
}
