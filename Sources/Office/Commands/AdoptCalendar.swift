// AdoptCalendar.swift: a unit goes by a new calendar version; open due times are reckoned again, old and new kept.
//
// A swap announced late (the one of 2 January 2026 came on 25 December) moves due times of dossiers already open.
// Only the custodian's entry moves a dossier. What moves, and the preview: Recompute.swift. A unit adopts in its own
// ledger alone: two that say what it goes by could not be put in order.

package import Casework
import Ledger
import Storage

extension Work {
    /// Publishes a calendar version in the city's ledger.
    package func publish(_ calendar: WorkingCalendar, by caller: Caller, command: String, now: Instant) throws
    {
        guard caller.administersCity else {
            throw Refusal.noRight("công bố lịch", "publish calendars", unit: Directory.city)
        }
        guard house.calendars[calendar.version] == nil else {
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
    /// - Throws: a refusal, also where the unit's ledger is written at another site.
    @discardableResult
    package func adopt(
        _ version: String, switchedOff: [String], unit: String, by caller: Caller, command: String,
        now: Instant
    ) throws -> [String] {
        guard caller.administersCity else {
            throw Refusal.noRight("áp dụng lịch", "adopt calendars", unit: unit)
        }
        guard let calendar = house.calendars[version] else {
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
        guard isHome(of: unit) else { throw Refusal.adoptsItself(directory.unit(unit)?.name ?? unit) }
        let (old, before) = (house.calendarVersion(unit), house.office(unit))
        try record(
            [.calendarAdopted(CalendarAdopted(unit: unit, calendar: version, switchedOff: switchedOff))],
            in: unit, by: caller.user, command: command, now: now)
        let office = OfficeTime(
            calendar: calendar, hours: hours, later: house.laterHours(of: unit), switchedOff: Set(switchedOff)
        )
        return try recompute(
            unit, from: before, to: office, version: version, old: old, by: caller, command: command, now: now
        )
    }
}

extension Refusal {
    fileprivate static func adoptsItself(_ unit: String) -> Refusal {
        Refusal(
            .conflict, "adopts-itself", field: "unit", vi: "\(unit) làm việc tại máy chủ riêng và tự áp dụng lịch khi nhận được.",
            en: "\(unit) works at a site of its own and adopts a calendar by itself when it hears of it.")
    }
}
