// Recompute.swift: which open due times move when a unit's working time changes, and moving them.
//
// A new calendar version and new opening hours are the same thing here: another `OfficeTime` for a unit. Only dossiers
// whose clock goes by that unit and whose due time lies at or after the first changed day can move; the index
// `dossier_open_due` finds them. The preview (a question) and the command share `Recomputation.change`, so that what
// was shown is what happens.

package import Casework
import Ledger
package import Storage

/// One due time that moves.
package struct DueMove: Hashable, Sendable {
    package var number: String
    package var unit: String
    package var procedure: String
    /// The time to accept it moves, not the due time.
    package var isAcceptance: Bool
    package var old: Instant
    package var new: Instant
}

package enum Recomputation {
    /// Numbers of open dossiers whose due time may move when `unit`'s working time changes from `first` on.
    static func candidates(
        _ unit: String, from first: CivilDate, limit: Int, _ tx: any Transaction
    ) throws -> [String] {
        try tx.rows(
            """
            SELECT number FROM dossier WHERE competent = $1 AND resolved_at IS NULL AND (due IS NULL OR due >= $2)
            ORDER BY number LIMIT \(limit)
            """, [.text(unit), .integer(Instant(first, TimeOfDay(0, 0)).milliseconds)]
        ).map { $0.text(0) }
    }

    /// What moves for one dossier: its due time, or before acceptance the time to accept it; nil when nothing does.
    static func change(
        _ dossier: Dossier, unit: String, _ office: OfficeTime, version: String, old: String
    ) -> DueRecomputed? {
        if let facts = dossier.clock.facts {
            guard dossier.clock.clockUnit == unit, let previous = dossier.clock.due else { return nil }
            let reckoning = LegalClock.reckon(facts, office, explaining: false)
            guard let due = reckoning.due, due != previous else { return nil }
            return DueRecomputed(
                due: due, originalDue: reckoning.originalDue ?? due, previousDue: previous, calendar: version,
                previousCalendar: old)
        }
        guard dossier.intake.competentAgency == unit, let previous = dossier.intake.acceptBy,
            let due = LegalClock.acceptBy(received: dossier.intake.receivedAt, office: office).due,
            due != previous
        else { return nil }
        return DueRecomputed(
            acceptance: true, due: due, originalDue: due, previousDue: previous, calendar: version,
            previousCalendar: old)
    }
}

/// What a change of working time would do, before it is done.
package struct DuePreview: Sendable {
    package var moves: [DueMove] = []
    /// Dossiers that were looked at.
    package var looked = 0
    /// True when there were more to look at than a preview may.
    package var isCut = false
    package var units: [(unit: String, count: Int)] {
        Dictionary(grouping: moves, by: \.unit).map { ($0.key, $0.value.count) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    /// Most dossiers that one preview folds.
    package static let limit = 20_000

    /// Adds what moves at `unit` when its working time becomes `after`.
    mutating func look(
        at unit: String, from before: OfficeTime, to after: OfficeTime, _ tx: any Transaction
    ) throws {
        guard let first = after.firstDay(differingFrom: before) else { return }
        let left = DuePreview.limit - looked
        let numbers = try Recomputation.candidates(unit, from: first, limit: left + 1, tx)
        if numbers.count > left { isCut = true }
        for number in numbers.prefix(left) {
            looked += 1
            // Names are not needed here: nothing sealed is opened.
            guard
                let dossier = try Folding.dossier(try LedgerReader.entries(about: number, tx), keys: nil),
                let change = Recomputation.change(dossier, unit: unit, after, version: "", old: "")
            else { continue }
            moves.append(
                DueMove(
                    number: number, unit: unit, procedure: dossier.intake.procedure,
                    isAcceptance: change.acceptance, old: change.previousDue, new: change.due))
        }
    }
}

extension DuePreview {
    /// What a calendar would do at every unit that adopts it.
    package static func calendar(
        _ calendar: WorkingCalendar, _ tx: any Transaction, _ office: Office
    ) throws -> DuePreview {
        let directory = office.directory
        var preview = DuePreview()
        for unit in directory.unitCodes {
            guard let hours = directory.unit(unit)?.hours else { continue }
            let after = OfficeTime(
                calendar: calendar, hours: hours, later: directory.laterHours(of: unit),
                switchedOff: Set(directory.switchedOff(unit, in: calendar)))
            try preview.look(at: unit, from: directory.office(unit), to: after, tx)
        }
        return preview
    }

    /// What other hours would do at their unit.
    package static func hours(
        _ change: HoursSet, _ tx: any Transaction, _ office: Office
    ) throws -> DuePreview {
        var directory = office.directory
        let before = directory.office(change.unit)
        directory.apply(.hoursSet(change))
        var preview = DuePreview()
        try preview.look(at: change.unit, from: before, to: directory.office(change.unit), tx)
        return preview
    }
}

extension Directory {
    /// Groups of days that a unit does not keep today and that `calendar` has too.
    package func switchedOff(_ unit: String, in calendar: WorkingCalendar) -> [String] {
        let groups = Set(calendar.off.compactMap(\.group))
        return ((adopted[unit] ?? adopted[Directory.city])?.switchedOff ?? []).filter { groups.contains($0) }
    }
}

extension Work {
    /// Reckons open due times of `unit` again under `after`.
    /// - Returns: numbers of dossiers whose due time moved.
    func recompute(
        _ unit: String, from before: OfficeTime, to after: OfficeTime, version: String, old: String,
        by caller: Caller, command: String, now: Instant
    ) throws -> [String] {
        guard let first = after.firstDay(differingFrom: before) else { return [] }
        var moved: [String] = []
        for number in try Recomputation.candidates(unit, from: first, limit: .max, tx) {
            // A dossier that another site has is reckoned there, when it hears of this.
            guard let dossier = try dossier(number), isHome(of: dossier.custody.unit),
                let fact = Recomputation.change(dossier, unit: unit, after, version: version, old: old)
            else { continue }
            let recorded = Recorded(
                unit: dossier.custody.unit, subject: dossier.number, fact: .dueRecomputed(fact))
            try record([recorded], by: caller, command: command, now: now)
            moved.append(dossier.number)
        }
        return moved
    }

    /// Reckons a dossier that came here under the calendar that its unit has adopted meanwhile.
    func recomputeIfBehind(_ number: String, command: String, now: Instant) throws {
        guard let dossier = try dossier(number), !dossier.state.isEnd, dossier.resolvedAt == nil, isHome(of: dossier.custody.unit)
        else { return }
        let unit = dossier.clock.clockUnit.isEmpty ? dossier.intake.competentAgency : dossier.clock.clockUnit
        let (old, version) = (dossier.clock.calendar, house.calendarVersion(unit))
        guard house.calendars[old] != nil, WorkingCalendar.isVersion(old, before: version),
            let fact = Recomputation.change(dossier, unit: unit, house.office(unit), version: version, old: old)
        else { return }
        try record(
            [Recorded(unit: dossier.custody.unit, subject: number, fact: .dueRecomputed(fact))], by: .system, command: command, now: now)
    }
}
