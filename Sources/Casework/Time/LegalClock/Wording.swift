// Wording.swift: the lines of a reckoning, Vietnamese and English side by side.
//
// One function a line, so that a translation is checked where the fact is stated. Vietnamese as a clerk
// would say it to a citizen, English plain; names of days off stay Vietnamese, as the calendar has them.
// Codes are stable slugs.

/// The lines told so far; tells nothing, at no cost, when not wanted.
struct Account {
    private let wanted: Bool
    private(set) var lines: [Reckoning.Line] = []

    init(wanted: Bool) { self.wanted = wanted }

    mutating func say(_ line: @autoclosure () -> Reckoning.Line) {
        if wanted { lines.append(line()) }
    }

    /// Days off that a count in working time passed over, and swapped Saturdays that it did not.
    mutating func tellDaysOff(from first: CivilDate, through last: CivilDate, _ office: OfficeTime) {
        guard wanted else { return }
        let weekends = office.weekendDays(from: first, through: last)
        if weekends > 0 { say(.weekends(weekends)) }
        for group in office.closures(from: first, through: last) { say(.daysOff(group)) }
        for swap in office.swaps(from: first, through: last) { say(.swapped(swap)) }
    }

    /// What may still change: provisional days off and days beyond the calendar.
    mutating func tellDoubts(from first: CivilDate, through last: CivilDate, _ office: OfficeTime) {
        guard wanted, office.isProvisional(from: first, through: last) else { return }
        let doubtful = office.provisionalDays(from: first, through: last)
        if !doubtful.isEmpty { say(.provisional(doubtful, office)) }
        if !office.knows(from: first, through: last) { say(.outsideCalendar(office)) }
    }
}

// MARK: Beginning

extension Reckoning.Line {
    static func accepted(_ time: Instant) -> Self {
        Self(code: "accepted", vi: "Tiếp nhận lúc \(time.vi).", en: "Accepted at \(time.en).")
    }

    static func receivedOnline(_ time: Instant) -> Self {
        Self(
            code: "receivedOnline",
            vi: "Cổng dịch vụ công nhận hồ sơ lúc \(time.vi).",
            en: "Received by the public-service portal at \(time.en).")
    }

    static func restarted(_ time: Instant) -> Self {
        Self(
            code: "restarted",
            vi: "Hồ sơ được bổ sung đầy đủ lúc \(time.vi): tính lại toàn bộ thời hạn từ đây.",
            en: "The completed dossier came at \(time.en): the full limit starts again.")
    }

    static func extraSession(_ time: Instant) -> Self {
        Self(
            code: "extraSession",
            vi: "\(Wording.capitalised(time.date.vi)) quầy chỉ mở thêm để nhận, không phải ngày làm việc.",
            en: "On \(time.date.en) counters are open for intake only; it is no working day.")
    }

    static func movedStart(_ time: Instant, to start: Instant, _ office: OfficeTime) -> Self {
        let why = Wording.whyOutside(time, office)
        return Self(
            code: why.code,
            vi: "Nhận lúc \(time.vi), \(why.vi): tính từ \(start.vi).",
            en: "Received at \(time.en), \(why.en): counts from \(start.en).")
    }

    static func afterCutoff(_ time: Instant, cutoff: TimeOfDay, to start: Instant) -> Self {
        Self(
            code: "afterCutoff",
            vi: "Nhận lúc \(time.vi), sau \(cutoff): tính từ \(start.vi).",
            en: "Received at \(time.en), after \(cutoff): counts from \(start.en).")
    }
}

// MARK: Counting

extension Reckoning.Line {
    static func counted(
        _ limit: Procedure.Limit, extra: Int, from start: Instant, to end: Instant, _ office: OfficeTime
    ) -> Self {
        let amount = limit.amount ?? 0
        let plusVi = extra == 0 ? "" : ", cộng \(extra) ngày làm việc để xác minh"
        let plusEn = extra == 0 ? "" : ", plus \(Wording.plural(extra, "working day")) for verification"
        let limitVi: String
        let limitEn: String
        switch limit.unit {
        case .sameDay:
            limitVi = "Thời hạn: trong ngày \(start.date.vi)"
            limitEn = "The limit is the day itself, \(start.date.en)"
        case .workingDay:
            let first = office.nextWorkingDay(after: start.date)
            limitVi = "Thời hạn \(amount) ngày làm việc, ngày đầu là \(first.vi)"
            limitEn = "The limit is \(Wording.plural(amount, "working day")), the first is \(first.en)"
        case .workingHour:
            limitVi = "Thời hạn \(amount) giờ làm việc, tính từ \(start.vi)"
            limitEn = "The limit is \(Wording.plural(amount, "working hour")) from \(start.en)"
        case .calendarDay:
            let first = start.date.adding(days: 1)
            limitVi = "Thời hạn \(amount) ngày (kể cả ngày nghỉ), ngày đầu là \(first.vi)"
            limitEn = "The limit is \(Wording.plural(amount, "calendar day")), the first is \(first.en)"
        case .month:
            limitVi = "Thời hạn \(amount) tháng kể từ \(start.date.vi)"
            limitEn = "The limit is \(Wording.plural(amount, "month")) from \(start.date.en)"
        case .open:
            limitVi = "Chưa có thời hạn"
            limitEn = "There is no limit yet"
        }
        return Self(
            code: "counted",
            vi: "\(limitVi)\(plusVi): đến \(end.vi).", en: "\(limitEn)\(plusEn): until \(end.en).")
    }

    static func entered(_ due: Instant, ground: String?) -> Self {
        let (groundVi, groundEn) = ground.map { (", căn cứ: \($0)", ", ground: \($0)") } ?? ("", "")
        return Self(
            code: "entered",
            vi: "Chưa có văn bản quy định thời hạn; cán bộ ghi hạn \(due.vi)\(groundVi).",
            en: "No source gives a limit; the officer entered \(due.en)\(groundEn).")
    }

    static let open = Self(
        code: "open",
        vi: "Chưa có văn bản quy định thời hạn: cán bộ cần ghi hạn trả và căn cứ.",
        en: "No source gives a limit: an officer has to enter the due time and its ground.")

    static func weekends(_ count: Int) -> Self {
        Self(
            code: "weekends",
            vi: "Không tính \(count) ngày thứ Bảy, Chủ nhật.",
            en: "Not counted: \(Wording.plural(count, "Saturday or Sunday", "Saturdays and Sundays")).")
    }

    static func daysOff(_ group: [WorkingCalendar.DayOff]) -> Self {
        let days = Wording.span(group.map(\.date))
        let names = Wording.distinct(group.map(\.name)).joined(separator: "; ")
        return Self(
            code: "daysOff",
            vi: "Không tính ngày nghỉ \(days): \(names).",
            en: "Not counted, day\(group.count == 1 ? "" : "s") off \(days): \(names).")
    }

    static func swapped(_ swap: WorkingCalendar.DayWorked) -> Self {
        Self(
            code: "swappedDay",
            vi: "\(Wording.capitalised(swap.date.vi)) là ngày làm việc, bù cho \(swap.instead.vietnamese).",
            en: "\(swap.date.en) is a working day in place of \(swap.instead.en).")
    }
}

// MARK: Suspensions

extension Reckoning.Line {
    /// `added`: how much later the limit ends, in both languages.
    static func paused(_ part: PausedPart, added: Wording.Both) -> Self {
        let pause = part.pause
        let end = pause.to ?? part.from
        let cutVi = part.isCut ? " (phần trùng hoặc trước khi tính hạn không tính)" : ""
        let cutEn = part.isCut ? " (what overlaps or lies before the start is left out)" : ""
        return Self(
            code: "paused",
            vi: "Tạm dừng từ \(pause.from.vi) đến \(end.vi), \(pause.reason.vi)\(cutVi): cộng \(added.vi).",
            en: "Paused from \(pause.from.en) to \(end.en), \(pause.reason.en)\(cutEn): adds \(added.en).")
    }

    static func pauseRunning(_ part: PausedPart) -> Self {
        Self(
            code: "pauseRunning",
            vi: "Đang tạm dừng từ \(part.pause.from.vi), \(part.pause.reason.vi).",
            en: "Paused since \(part.pause.from.en), \(part.pause.reason.en).")
    }

    static func pausesBeforeRestart(_ count: Int) -> Self {
        Self(
            code: "pausesBeforeRestart",
            vi: "Bỏ qua \(count) lần tạm dừng trước khi hồ sơ được bổ sung đầy đủ.",
            en: "\(Wording.plural(count, "pause")) before the completed dossier came no longer count.")
    }

    static func frozen(_ minutes: Int, _ office: OfficeTime) -> Self {
        let left = Wording.workingTime(abs(minutes), office)
        return minutes < 0
            ? Self(
                code: "frozen", vi: "Đã quá hạn \(left.vi) khi tạm dừng; có hạn mới khi tiếp tục.",
                en: "Overdue by \(left.en) when paused; a due time is set on resumption.")
            : Self(
                code: "frozen", vi: "Còn lại \(left.vi) khi tạm dừng; có hạn mới khi tiếp tục.",
                en: "\(left.en) left when paused; a due time is set on resumption.")
    }
}

// MARK: End

extension Reckoning.Line {
    static func rolledForward(from end: Instant, to next: Instant, _ office: OfficeTime) -> Self {
        let name = Wording.nameOfDayOff(end.date, office)
        return Self(
            code: "rolledForward",
            vi: "Ngày cuối \(end.date.vi) là ngày nghỉ (\(name.vi)): chuyển sang \(next.vi).",
            en: "The last day, \(end.date.en), is a day off (\(name.en)): moves to \(next.en).")
    }

    static func rescheduled(to appointment: Instant, original: Instant) -> Self {
        Self(
            code: "rescheduled",
            vi: "Hẹn lại theo thư xin lỗi: \(appointment.vi). Quá hạn vẫn tính theo \(original.vi).",
            en: "New appointment by apology: \(appointment.en). Late is still after \(original.en).")
    }

    static func appointmentMoved(to moved: Instant) -> Self {
        Self(
            code: "appointmentMoved",
            vi: "Có tạm dừng sau khi hẹn lại: ngày hẹn chuyển sang \(moved.vi).",
            en: "Paused after the new appointment was made: it moves to \(moved.en).")
    }

    static func rescheduleVoid(_ appointment: Instant) -> Self {
        Self(
            code: "rescheduleVoid",
            vi: "Ngày hẹn lại \(appointment.vi) không còn hiệu lực vì thời hạn đã tính lại từ đầu.",
            en: "The new appointment \(appointment.en) is void: the full limit started again after it.")
    }

    static func provisional(_ days: [WorkingCalendar.DayOff], _ office: OfficeTime) -> Self {
        let names = Wording.distinct(days.map { "\($0.date.vietnamese) \($0.name)" }).joined(separator: "; ")
        return Self(
            code: "provisional",
            vi: "Tạm tính: chưa có văn bản về ngày nghỉ \(names) (lịch \(office.calendarVersion)).",
            en: "Provisional: days off not settled by a text yet: \(names) (\(office.calendarVersion)).")
    }

    static func outsideCalendar(_ office: OfficeTime) -> Self {
        let (version, from, to) = (
            office.calendarVersion, office.knownDays.lowerBound, office.knownDays.upperBound
        )
        return Self(
            code: "outsideCalendar",
            vi: "Tạm tính: lịch \(version) chỉ có từ \(from.vietnamese) đến \(to.vietnamese), "
                + "ngoài khoảng đó chỉ trừ thứ Bảy, Chủ nhật.",
            en: "Provisional: calendar \(version) covers \(from) to \(to); beyond it only weekends are off.")
    }

    static func alert(by time: Instant) -> Self {
        Self(
            code: "alertBy",
            vi: "Trong 2 giờ làm việc phải báo cho người tiếp nhận: chậm nhất \(time.vi).",
            en: "The intake officer has to be alerted within 2 working hours: by \(time.en).")
    }

    static func acceptBy(_ due: Instant) -> Self {
        Self(
            code: "result",
            vi: "Trong 8 giờ làm việc phải tiếp nhận hoặc yêu cầu bổ sung: chậm nhất \(due.vi).",
            en: "To be accepted or sent back within 8 working hours: by \(due.en) at the latest.")
    }

    static func result(_ due: Instant) -> Self {
        Self(code: "result", vi: "Hạn trả kết quả: \(due.vi).", en: "Due: \(due.en).")
    }
}

// MARK: Words

/// Words that several lines share.
enum Wording {
    struct Both {
        let vi: String
        let en: String
    }

    /// Why an act at `time` does not count at once.
    static func whyOutside(_ time: Instant, _ office: OfficeTime) -> (code: String, vi: String, en: String) {
        let (date, clock) = (time.date, time.timeOfDay)
        if !office.isWorkingDay(date) {
            let name = nameOfDayOff(date, office)
            return ("dayOff", "ngày nghỉ (\(name.vi))", "a day off (\(name.en))")
        }
        if clock < office.opening(date) { return ("beforeOpening", "trước giờ làm việc", "before opening") }
        if clock > office.closing(date) { return ("afterClosing", "sau giờ làm việc", "after closing") }
        return ("lunchBreak", "trong giờ nghỉ trưa", "in the lunch break")
    }

    static func nameOfDayOff(_ date: CivilDate, _ office: OfficeTime) -> Both {
        if let name = office.dayOff(date)?.name { return Both(vi: name, en: name) }
        return Both(vi: date.weekdayVi, en: date.weekdayEn)
    }

    /// Working minutes as days, hours and minutes of this office.
    static func workingTime(_ minutes: Int, _ office: OfficeTime) -> Both {
        let (days, rest) = minutes.quotientAndRemainder(dividingBy: office.minutesPerDay)
        let parts = [(days, "ngày", "day"), (rest / 60, "giờ", "hour"), (rest % 60, "phút", "minute")]
            .filter { $0.0 > 0 }
        guard !parts.isEmpty else { return Both(vi: "0 phút làm việc", en: "no working time") }
        return Both(
            vi: parts.map { "\($0.0) \($0.1)" }.joined(separator: " ") + " làm việc",
            en: parts.map { plural($0.0, $0.2) }.joined(separator: " ") + " of working time")
    }

    static func calendarDays(_ days: Int) -> Both {
        Both(vi: "\(days) ngày", en: plural(days, "calendar day"))
    }

    /// `31/08/2026`, `31/08–02/09/2026`, `30/12/2026–02/01/2027`.
    static func span(_ dates: [CivilDate]) -> String {
        guard let first = dates.first, let last = dates.last, first < last else {
            return dates.first?.vietnamese ?? ""
        }
        let start = first.year == last.year ? String(first.vietnamese.prefix(5)) : first.vietnamese
        return "\(start)–\(last.vietnamese)"
    }

    /// Without repetitions, order kept.
    static func distinct(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    static func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }

    static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

extension Pause.Reason {
    fileprivate var vi: String {
        switch self {
        case .supplement: "chờ bổ sung hồ sơ"
        case .payment: "chờ thực hiện nghĩa vụ tài chính"
        case .opinion: "chờ ý kiến phối hợp"
        case .verification: "chờ xác minh"
        case .suspended: "theo quyết định tạm dừng"
        }
    }
    fileprivate var en: String {
        switch self {
        case .supplement: "waiting for a supplement"
        case .payment: "waiting for payment"
        case .opinion: "waiting for an opinion"
        case .verification: "waiting for verification"
        case .suspended: "suspended by decision"
        }
    }
}

extension Instant {
    /// `15:20 thứ Sáu 28/08/2026`.
    fileprivate var vi: String { "\(timeOfDay) \(date.vi)" }
    /// `15:20 on Friday 28 August 2026`.
    fileprivate var en: String { "\(timeOfDay) on \(date.en)" }
}

extension CivilDate {
    fileprivate var weekdayVi: String {
        ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"][weekday - 1]
    }
    fileprivate var weekdayEn: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday - 1]
    }
    /// `thứ Sáu 28/08/2026`.
    fileprivate var vi: String { "\(weekdayVi) \(vietnamese)" }
    /// `Friday 28 August 2026`.
    fileprivate var en: String {
        let (y, m, d) = parts
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(weekdayEn) \(d) \(months[m - 1]) \(y)"
    }
}
