// AdoptCalendar.swift: a unit goes by a new calendar version; open due times are reckoned again, old and new kept.
//
// A swap announced late (the one of 2 January 2026 came on 25 December) moves due times of dossiers already open.
// Only the custodian's entry moves a dossier, so a unit recomputes what it holds whose clock goes by its calendar.

package import Casework
import Ledger
import Storage

extension Work {
    /// Publishes a calendar version in the city's ledger.
    package func publish(_ calendar: WorkingCalendar, by caller: Caller, command: String, now: Instant) throws
    {
        guard caller.has(.admin) else {
            throw Refusal.noRight("công bố lịch", "publish calendars", unit: Directory.city)
        }
        guard directory.calendars[calendar.version] == nil else {
            throw Refusal(
                .conflict, "calendar-exists", field: "version",
                vi: "Lịch \(calendar.version) đã công bố: hãy đặt tên phiên bản mới.",
                en: "Calendar \(calendar.version) is published already: name a new version.")
        }
        try record(
            [.calendarPublished(calendar)], in: Directory.city, by: caller.user, command: command, now: now)
    }

    /// Adopts `version` for `unit` and recomputes.
    /// - Returns: numbers of dossiers whose due time moved.
    @discardableResult
    package func adopt(
        _ version: String, switchedOff: [String], unit: String, by caller: Caller, command: String,
        now: Instant
    ) throws -> [String] {
        guard caller.has(.admin) else { throw Refusal.noRight("áp dụng lịch", "adopt calendars", unit: unit) }
        guard let calendar = directory.calendars[version] else {
            throw Refusal(
                .notFound, "unknown-calendar", field: "version", vi: "Không có lịch \(version).",
                en: "There is no calendar \(version).")
        }
        let groups = Set(calendar.off.compactMap(\.group))
        for group in switchedOff where !groups.contains(group) {
            throw Refusal.badValue(
                "switchedOff", "switchedOff",
                vi: "lịch có các nhóm: \(groups.sorted().joined(separator: ", "))",
                en: "the calendar has the groups: \(groups.sorted().joined(separator: ", "))")
        }
        guard let hours = directory.unit(unit)?.hours else { throw Refusal.unknownUnit(unit) }
        let old = directory.calendarVersion(unit)
        try record(
            [.calendarAdopted(CalendarAdopted(unit: unit, calendar: version, switchedOff: switchedOff))],
            in: unit, by: caller.user, command: command, now: now)
        let office = OfficeTime(calendar: calendar, hours: hours, switchedOff: Set(switchedOff))
        var moved: [String] = []
        let open = try tx.rows("SELECT number FROM dossier WHERE resolved_at IS NULL ORDER BY number")
        for row in open {
            guard let dossier = try dossier(row.text(0)),
                let fact = recomputed(dossier, unit: unit, office, version: version, old: old)
            else { continue }
            let recorded = Recorded(
                unit: dossier.custody.unit, subject: dossier.number, fact: .dueRecomputed(fact))
            try record([recorded], by: caller, command: command, now: now)
            moved.append(dossier.number)
        }
        return moved
    }

    /// What moves for one dossier: its due time, or before acceptance the time to accept it; nil when nothing does.
    private func recomputed(
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
