// IndicatorPast.swift: figures as they were known at a past moment, and from the ledgers alone.

package import Casework
import Ledger
import Oversight
package import Storage

enum IndicatorPast {
    /// What became known between the beginning of the day of `until` and `until`, from the entries.
    static func tally(ofDayUntil until: Instant, _ tx: any Transaction, _ directory: Directory) throws -> IndicatorTally {
        let before = Instant(until.date, TimeOfDay(0, 0)).adding(milliseconds: -1)
        var subjects: Set<String> = []
        var tally = IndicatorTally()
        for unit in try LedgerReader.units(tx) {
            let first = try LedgerReader.lastSeq(of: unit, at: before.milliseconds, tx) ?? 0
            guard let last = try LedgerReader.lastSeq(of: unit, at: until.milliseconds, tx), last > first else { continue }
            try LedgerReader.forEach(in: unit, after: first, upTo: last, tx) { entry in
                if let fact = try OfficeFact(kind: entry.kind, facts: entry.facts) {
                    tally.add(IndicatorHistory.tally(house: fact, command: entry.command, at: Instant(milliseconds: entry.at)))
                } else {
                    subjects.insert(entry.subject)
                }
            }
        }
        for subject in subjects.sorted() {
            let entries = try LedgerReader.entries(about: subject, tx)
            if SteeringKind.parse(subject) != nil {
                tally.add(try SteeringTally.tally(entries, until: until))
                tally.add(try SteeringTally.tally(entries, until: before), times: -1)
                continue
            }
            tally.add(try IndicatorHistory.tally(entries, directory, until: until))
            tally.add(try IndicatorHistory.tally(entries, directory, until: before), times: -1)
        }
        return tally
    }
}

/// All figures from the ledgers alone: what `motcua indicators recompute` prints and an auditor compares.
package enum IndicatorRecompute {
    /// - Parameters:
    ///   - progress: called now and then with the number of entries read.
    package static func ask(
        _ ask: IndicatorAsk, now: Instant, _ tx: any Transaction, _ directory: Directory, progress: (Int) -> Void
    ) throws -> [IndicatorFigure] {
        try IndicatorQuestion.check(ask, now: now, directory)
        let tally = try tally(until: ask.asOf, tx, directory, progress: progress)
        var byEvent: [CountedEvent: [(Counted, Int)]] = [:]
        for (thing, n) in tally.things { byEvent[thing.event, default: []].append((thing, n)) }
        return try Reckoner(ask: ask, directory: directory).figures { definition, days in
            shares(
                definition,
                (byEvent[definition.event] ?? []).filter { thing, _ in
                    days.contains(CivilDate(dayNumber: thing.day)) && (ask.field == nil || ask.field == thing.field)
                        && (ask.procedure == nil || ask.procedure == thing.procedure)
                })
        }
    }

    /// Shares by unit and of the city: of things, or of the different procedures that they are of.
    private static func shares(_ definition: IndicatorDefinition, _ things: [(Counted, Int)]) -> [String: Shares] {
        var counts: [String: [String: Shares]] = [:]
        for (thing, n) in things where definition.denominator.hold(thing.traits) {
            for unit in Set([thing.unit, Directory.city]) {
                counts[unit, default: [:]][thing.procedure, default: Shares()].below += n
                if definition.numerator.hold(thing.traits) { counts[unit]?[thing.procedure]?.above += n }
            }
        }
        return counts.mapValues { procedures in
            procedures.values.reduce(into: Shares()) { sum, one in
                sum.above += definition.counts == .things ? one.above : one.above > 0 ? 1 : 0
                sum.below += definition.counts == .things ? one.below : one.below > 0 ? 1 : 0
            }
        }
    }

    /// Everything counted, from all entries up to a time.
    package static func tally(
        until: Instant?, _ tx: any Transaction, _ directory: Directory, progress: (Int) -> Void = { _ in }
    ) throws -> IndicatorTally {
        var (count, tally, entries) = (0, IndicatorTally(), [Entry]())
        func close() throws {
            guard let first = entries.first else { return }
            if OfficeFact.kinds.contains(first.kind) {
                for entry in entries {
                    let at = Instant(milliseconds: entry.at)
                    guard until.map({ at <= $0 }) ?? true,
                        let fact = try OfficeFact(kind: entry.kind, facts: entry.facts)
                    else { continue }
                    tally.add(IndicatorHistory.tally(house: fact, command: entry.command, at: at))
                }
            } else if SteeringKind.parse(first.subject) != nil {
                tally.add(try SteeringTally.tally(entries, until: until))
            } else {
                tally.add(try IndicatorHistory.tally(entries, directory, until: until))
            }
            entries = []
        }
        try LedgerReader.forEachBySubject(tx) { entry in
            count += 1
            if count % 20_000 == 0 { progress(count) }
            if let first = entries.first, first.subject != entry.subject { try close() }
            entries.append(entry)
        }
        try close()
        return tally
    }
}
