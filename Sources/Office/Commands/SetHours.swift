// SetHours.swift: a unit's opening hours from a day on; open due times that move are reckoned again.
//
// Saturday mornings differ by unit, and hours change with the season or by order of the city. What a past day's hours
// were is never changed: hours are in force from today at the earliest. Of a unit with a site of its own the city says it
// in its own ledger; what the ward holds is reckoned again there, when it hears of it (Sites/Work+Receiving.swift).

package import Casework

extension Work {
    /// Sets the hours of a unit from a day on, in the unit's ledger, or in the city's where that is written elsewhere.
    /// - Returns: numbers of dossiers held here whose due time moved.
    @discardableResult
    package func setHours(
        _ change: HoursSet, by caller: Caller, command: String, now: Instant
    ) throws -> [String] {
        guard caller.administersCity else {
            throw Refusal.noRight("đổi giờ làm việc", "change opening hours", unit: change.unit)
        }
        guard house.unit(change.unit) != nil else { throw Refusal.unknownUnit(change.unit) }
        guard change.from >= now.date else {
            throw Refusal.badValue(
                "from", "Có hiệu lực từ ngày", vi: "không được trước hôm nay", en: "not before today")
        }
        try change.hours.check()
        let before = house.office(change.unit)
        try record([.hoursSet(change)], in: change.unit, by: caller.user, command: command, now: now)
        let version = house.calendarVersion(change.unit)
        return try recompute(
            change.unit, from: before, to: house.office(change.unit), version: version, old: version,
            by: caller, command: command, now: now)
    }
}

extension OpeningHours {
    /// - Throws: what is wrong with them, in words.
    package func check() throws(Refusal) {
        guard !working.isEmpty, working.count <= 4 else {
            throw .badValue(
                "hours", "Giờ làm việc", vi: "cần ít nhất một buổi", en: "at least one session is needed")
        }
        var last: TimeOfDay?
        for one in working {
            guard one.from < one.to, last.map({ $0 <= one.from }) ?? true else {
                throw .badValue(
                    "hours", "Giờ làm việc", vi: "các buổi phải nối tiếp nhau, giờ kết thúc sau giờ bắt đầu",
                    en: "sessions follow each other and end after they begin")
            }
            last = one.to
        }
        for one in extra where one.from >= one.to || !(6...7).contains(one.weekday) {
            throw .badValue(
                "extra", "Buổi mở thêm", vi: "chỉ thứ Bảy hoặc Chủ nhật, giờ kết thúc sau giờ bắt đầu",
                en: "a Saturday or Sunday, ending after it begins")
        }
    }
}
