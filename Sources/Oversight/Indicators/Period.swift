// Period.swift: a stretch of days that figures are counted over, and the same stretch before it.
//
// Written `2026-11-27` (day), `2026-W48` (ISO week), `2026-11`, `2026-Q4`, `2026`, or `2026-09-15..2026-12-14` for the cut of
// the reports on control of procedures (Circular 01/2020/TT-VPCP).

package import Casework

package struct Period: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Hashable, Sendable { case day, week, month, quarter, year, range }
    package var kind: Kind
    package var from: CivilDate
    /// The last day, counted in.
    package var to: CivilDate

    package init(kind: Kind = .range, from: CivilDate, to: CivilDate) {
        self.kind = kind
        self.from = from
        self.to = to
    }

    /// The day, week, month, quarter or year that `day` is in; a range of one day for `.range`.
    package init(_ kind: Kind, around day: CivilDate) {
        switch kind {
        case .day, .range: self.init(kind: kind, from: day, to: day)
        case .week:
            let monday = day.adding(days: 1 - day.weekday)
            self.init(kind: kind, from: monday, to: monday.adding(days: 6))
        case .month: self.init(months: 1, from: Period.first(day.year, day.month), kind)
        case .quarter: self.init(months: 3, from: Period.first(day.year, (day.month - 1) / 3 * 3 + 1), kind)
        case .year: self.init(months: 12, from: Period.first(day.year, 1), kind)
        }
    }

    private init(months: Int, from: CivilDate, _ kind: Kind) {
        self.init(kind: kind, from: from, to: from.adding(months: months).adding(days: -1))
    }

    private static func first(_ year: Int, _ month: Int) -> CivilDate {
        guard let day = CivilDate(year: year, month: month, day: 1) else { preconditionFailure("\(year)-\(month) has a first day") }
        return day
    }

    /// Years that figures can be asked for: a stretch is gone through month by month, and has one before it.
    package static let years = 2000...2100

    /// Nil when the text is none of the forms above, or reaches out of `years`.
    package init?(_ text: String) {
        guard let period = Period(written: text), Period.years.contains(period.from.year), Period.years.contains(period.to.year)
        else { return nil }
        self = period
    }

    private init?(written text: String) {
        let ends = text.split(separator: ".", omittingEmptySubsequences: false)
        if ends.count == 3, ends[1].isEmpty {
            guard let from = CivilDate(ends[0]), let to = CivilDate(ends[2]), from <= to else { return nil }
            self.init(from: from, to: to)
            return
        }
        if let day = CivilDate(text) {
            self.init(.day, around: day)
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let head = parts.first, head.utf8.count == 4, let year = Int(head), (1...9998).contains(year) else { return nil }
        switch parts.count {
        case 1: self.init(.year, around: Period.first(year, 1))
        case 2:
            let tail = parts[1].uppercased()
            let number = Int(tail.drop { $0 == "Q" || $0 == "W" })
            switch (tail.first, number) {
            case ("Q", let n?) where (1...4).contains(n): self.init(.quarter, around: Period.first(year, n * 3))
            case ("W", let n?) where (1...53).contains(n) && tail.utf8.count == 3:
                // The week with the year's first Thursday is the first (ISO 8601).
                let fourth = Period.first(year, 1).adding(days: 3)
                self.init(.week, around: fourth.adding(days: (n - 1) * 7))
                guard from.adding(days: 3).year == year else { return nil }
            case (let first?, let n?) where first.isNumber && (1...12).contains(n) && tail.utf8.count == 2:
                self.init(.month, around: Period.first(year, n))
            default: return nil
            }
        default: return nil
        }
    }

    package var description: String {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        switch kind {
        case .day: return "\(from)"
        case .week:
            let thursday = from.adding(days: 3)
            let week = (thursday.dayNumber - Period.first(thursday.year, 1).dayNumber) / 7 + 1
            return "\(thursday.year)-W\(two(week))"
        case .month: return "\(from.year)-\(two(from.month))"
        case .quarter: return "\(from.year)-Q\((from.month + 2) / 3)"
        case .year: return "\(from.year)"
        case .range: return "\(from)..\(to)"
        }
    }

    package func contains(_ day: CivilDate) -> Bool { from <= day && day <= to }
    package var days: Int { to.dayNumber - from.dayNumber + 1 }

    /// What has passed of it by `today`; nil when it lies ahead.
    package func passed(by today: CivilDate) -> Period? {
        guard from <= today else { return nil }
        return to <= today ? self : Period(kind: kind, from: from, to: today)
    }

    /// The same stretch before: of a month under way the first days of the month before, as many as have passed.
    package func before(passed: Period) -> Period {
        let whole: Period
        switch kind {
        case .month, .quarter, .year: whole = Period(kind, around: from.adding(days: -1))
        case .day, .week, .range: whole = Period(kind: kind, from: from.adding(days: -days), to: from.adding(days: -1))
        }
        guard passed.to < to else { return whole }
        return Period(from: whole.from, to: min(whole.to, whole.from.adding(days: passed.days - 1)))
    }

    /// Whole calendar months and single days that make it up.
    package var pieces: (months: [CivilDate], days: [CivilDate]) {
        var (months, days) = ([CivilDate](), [CivilDate]())
        var day = from
        while day <= to {
            let next = day.adding(months: 1)
            if day.day == 1, next.adding(days: -1) <= to {
                months.append(day)
                day = next
            } else {
                days.append(day)
                day = day.adding(days: 1)
            }
        }
        return (months, days)
    }
}

extension Instant {
    /// A time at which something was known: an ISO 8601 time, or a date for the end of that day (today: now).
    package init?(asOf text: String, now: Instant) {
        if let day = CivilDate(text) {
            let end = Instant(day.adding(days: 1), TimeOfDay(0, 0)).adding(milliseconds: -1)
            self = day == now.date ? now : end
        } else if let time = Instant(text) {
            self = time
        } else {
            return nil
        }
    }
}
