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
        guard let hours = directory.unit(unit)?.hours else { throw Refusal.unknownUnit(unit) }
        let old = directory.calendarVersion(unit)
        try record(
            [.calendarAdopted(CalendarAdopted(unit: unit, calendar: version, switchedOff: switchedOff))],
            in: unit, by: caller.user, command: command, now: now)
        let office = OfficeTime(calendar: calendar, hours: hours, switchedOff: Set(switchedOff))
        var moved: [String] = []
        for row in try tx.rows(
            "SELECT number FROM dossier WHERE resolved_at IS NULL AND accepted_at IS NOT NULL ORDER BY number"
        ) {
            guard let dossier = try dossier(row.text(0)), dossier.clock.clockUnit == unit,
                let facts = dossier.clock.facts, let previous = dossier.clock.due
            else { continue }
            let reckoning = LegalClock.reckon(facts, office, explaining: false)
            guard let due = reckoning.due, due != previous else { continue }
            let fact = DueRecomputed(
                due: due, originalDue: reckoning.originalDue ?? due, previousDue: previous,
                calendar: version, previousCalendar: old)
            try record(
                [Recorded(unit: dossier.custody.unit, subject: dossier.number, fact: .dueRecomputed(fact))],
                by: caller, command: command, now: now)
            moved.append(dossier.number)
        }
        return moved
    }
}
