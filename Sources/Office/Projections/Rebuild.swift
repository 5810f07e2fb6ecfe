// Rebuild.swift: every derived row from the ledgers alone, for making projections anew and for checking them.
//
// One generator gives the rows; `run` writes them, `compare` holds them against what is stored. It folds subject by
// subject, so that memory stays bounded by the longest dossier. Comparing sums a hash of each row, whatever the order;
// only a table that differs is gone through again to say where.

import Casework
import Ledger
import Oversight
import Storage

struct Rebuild {
    let office: Office

    init(_ office: Office) { self.office = office }

    func run(_ tx: any Transaction, progress: (Int) -> Void) throws -> Int {
        for table in ProjectionSchema.derived { try tx.execute("DELETE FROM \(table.name)") }
        return try eachRow(tx, progress: progress) { table, row in
            try tx.execute(table.insert, row)
        } broken: { subject, error in
            throw StorageFault(
                .corrupt, "\(subject) cannot be folded: \(error)",
                advice: "run `motcua verify`, restore a backup")
        }
    }

    /// Calls `found` with table and words for each projection that is not what the ledgers say.
    func compare(_ tx: any Transaction, _ found: (String, String) -> Void) throws {
        var expected: [String: Tally] = [:]
        _ = try eachRow(tx, progress: { _ in }) { table, row in
            expected[table.name, default: Tally()].add(row)
        } broken: { subject, error in
            found("dossier", "\(subject) cannot be folded: \(error)")
        }
        for table in ProjectionSchema.derived {
            var stored = Tally()
            try tx.forEach(table.select, []) { stored.add($0.values) }
            if stored != expected[table.name] ?? Tally() { try locate(table, tx, found) }
        }
    }

    /// Says which keys of a table differ, at most twenty of them.
    private func locate(
        _ table: ProjectionSchema.Derived, _ tx: any Transaction, _ found: (String, String) -> Void
    )
        throws
    {
        var difference: [SQLValue: Int] = [:]
        _ = try eachRow(tx, progress: { _ in }) { other, row in
            if other.name == table.name { difference[row[table.key], default: 0] &+= Tally.hash(row) }
        } broken: { _, _ in
        }
        try tx.forEach(table.select, []) { row in
            difference[row.values[table.key], default: 0] &-= Tally.hash(row.values)
        }
        let keys = difference.filter { $0.value != 0 }.map { "\($0.key)" }.sorted()
        for key in keys.prefix(20) {
            found(table.name, "\(key) is not what the ledger says: run `motcua rebuild`")
        }
        if keys.count > 20 { found(table.name, "and \(keys.count - 20) more") }
    }

    /// How many rows, and the sum of their hashes.
    private struct Tally: Equatable {
        var count = 0
        var sum = 0
        mutating func add(_ row: [SQLValue]) {
            count += 1
            sum &+= Tally.hash(row)
        }
        static func hash(_ row: [SQLValue]) -> Int { row.hashValue }
    }

    // MARK: the rows

    private typealias Emit = (ProjectionSchema.Derived, [SQLValue]) throws -> Void

    private func eachRow(
        _ tx: any Transaction, progress: (Int) -> Void,
        _ emit: (ProjectionSchema.Derived, [SQLValue]) throws -> Void,
        broken: (String, any Error) throws -> Void
    ) throws -> Int {
        var counters: [String: [SQLValue]] = [:]
        var house: [String: [SQLValue]] = [:]
        var tally = IndicatorTally()
        let count = try eachSubject(tx, progress: progress) { subject, entries in
            for entry in entries {
                for (table, row) in try HandOverListProjection.rows(entry) { try emit(table, row) }
                guard let row = HouseProjection.row(entry) else { continue }
                house["\(row[0]) \(row[1]) \(row[2])"] = row
                tally.add(try houseTally(entry, broken))
                if let line = HouseSchema.row(entry) { try emit(HouseSchema.log, line) }
            }
            do {
                if let (table, row) = try QueueProjection.derived(entries) {
                    try emit(table, row)
                    return
                }
                if subject.hasPrefix(ContestBook.prefix) {
                    if let row = try ContestBook.row(entries) { try emit(ContestBook.table, row) }
                    return
                }
                if SteeringKind.parse(subject) != nil, let item = try SteeringCoding.item(entries, keys: nil) {
                    for (table, row) in SteeringBook.rows(item) { try emit(table, row) }
                    tally.add(try SteeringTally.tally(entries))
                    return
                }
                for entry in entries {
                    for (table, row) in try CounterProjection.rows(entry) { try emit(table, row) }
                }
                var history = IndicatorHistory(office.directory)
                guard let dossier = try Folding.dossier(entries, keys: office.keys, settled: { history.settle($0) })
                else { return }
                tally.add(history.tally)
                for (table, row) in DossierProjection.rows(of: dossier, keys: office.keys, directory: office.directory).derived {
                    try emit(table, row)
                }
                number(dossier.intake, in: &counters)
            } catch let fault as StorageFault where fault.cause == .corrupt {
                try broken(subject, fault)
            }
        }
        for key in counters.keys.sorted() {
            if let row = counters[key] { try emit(ProjectionSchema.counters, row) }
        }
        for key in house.keys.sorted() {
            if let row = house[key] { try emit(ProjectionSchema.reference, row) }
        }
        for row in tally.dayRows { try emit(IndicatorBook.days, row) }
        try commands(tx, emit)
        return count
    }

    /// What an entry about the house counts for indicators.
    private func houseTally(_ entry: Entry, _ broken: (String, any Error) throws -> Void) throws -> IndicatorTally {
        do {
            guard let fact = try OfficeFact(kind: entry.kind, facts: entry.facts) else { return IndicatorTally() }
            return IndicatorHistory.tally(house: fact, command: entry.command, at: Instant(milliseconds: entry.at))
        } catch let error as DecodingError {
            try broken(entry.subject, error)
            return IndicatorTally()
        }
    }

    private func number(_ intake: DossierReceived, in counters: inout [String: [SQLValue]]) {
        guard let number = DossierNumber(intake.number) else { return }
        let (day, series) = (Int64(number.date.dayNumber), Int64(intake.series))
        let key = "\(number.agencyCode) \(day) \(series)"
        var last = Int64(intake.serial)
        if case .integer(let known)? = counters[key]?.last { last = max(last, known) }
        counters[key] = [.text(number.agencyCode), .integer(day), .integer(series), .integer(last)]
    }

    private func eachSubject(
        _ tx: any Transaction, progress: (Int) -> Void, _ body: (String, [Entry]) throws -> Void
    ) throws -> Int {
        var (count, entries) = (0, [Entry]())
        try LedgerReader.forEachBySubject(tx) { entry in
            count += 1
            if count % 5000 == 0 { progress(count) }
            if let first = entries.first, first.subject != entry.subject {
                try body(first.subject, entries)
                entries = []
            }
            entries.append(entry)
        }
        if let first = entries.first { try body(first.subject, entries) }
        return count
    }

    private func commands(
        _ tx: any Transaction, _ emit: (ProjectionSchema.Derived, [SQLValue]) throws -> Void
    ) throws {
        var seen: Set<String> = []
        try tx.forEach(
            "SELECT command, subject FROM entry WHERE command >= $1 AND command < $2 ORDER BY position",
            [.text("k:"), .text("k;")]
        ) { row in
            // The first one under a key has it, as when they came.
            guard let (id, fingerprint) = CommandProjection.parse(row.text(0)), seen.insert(id).inserted else { return }
            try emit(ProjectionSchema.commands, [.text(id), .text(fingerprint), .text(row.text(1))])
        }
    }
}

extension DossierRows {
    /// The rows with their tables, as they stand in the store.
    var derived: [(ProjectionSchema.Derived, [SQLValue])] {
        let number = register[0]
        var rows: [(ProjectionSchema.Derived, [SQLValue])] = [(ProjectionSchema.dossiers, register)]
        rows += inboxValues.map { (ProjectionSchema.inboxes, $0) }
        rows += files.map { (PaperProjection.table, $0) }
        for unit in units {
            rows.append((ProjectionSchema.units, [.text(unit), number]))
            for token in tokens {
                rows.append((ProjectionSchema.tokens, [.text(unit), .text(token), number]))
            }
        }
        if let shelf { rows.append((ProjectionSchema.shelves, shelf)) }
        if let late { rows.append((LateProjection.table, late)) }
        return rows
    }
}
