// Instant.swift: a point in time, and the civil date and time of day it is in Viet Nam.
//
// Every time in the house is milliseconds since 1970-01-01T00:00:00Z. The administration's day is
// Asia/Ho_Chi_Minh, UTC+7 without summer time since 1975, so the offset is a constant and no time-zone
// database can make two machines disagree. Next: LegalClock.swift.

/// Milliseconds since 1970-01-01T00:00:00Z. ISO 8601 with `+07:00` at every outside face.
package struct Instant: Hashable, Comparable, Codable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(milliseconds)
    }

    /// The civil date in Viet Nam at this instant.
    package var date: CivilDate {
        CivilDate(dayNumber: Int((milliseconds + Instant.offset).floorDivided(by: Instant.day)))
    }
    /// Minutes since midnight in Viet Nam, rounded down to the minute.
    package var timeOfDay: TimeOfDay {
        let inDay = (milliseconds + Instant.offset) - Int64(date.dayNumber) * Instant.day
        return TimeOfDay(minutes: Int(inDay / 60_000))
    }

    package init(_ date: CivilDate, _ time: TimeOfDay) {
        milliseconds = Int64(date.dayNumber) * Instant.day + Int64(time.minutes) * 60_000 - Instant.offset
    }

    package func adding(milliseconds more: Int64) -> Instant { Instant(milliseconds: milliseconds + more) }
    package func adding(minutes: Int) -> Instant { adding(milliseconds: Int64(minutes) * 60_000) }

    static let offset: Int64 = 7 * 3_600_000
    static let day: Int64 = 86_400_000
}

/// A date of the Gregorian calendar, counted in days since 1970-01-01. Written `YYYY-MM-DD`.
package struct CivilDate: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let dayNumber: Int

    package init(dayNumber: Int) { self.dayNumber = dayNumber }

    /// Nil when the day does not exist (31 February, month 13). Years 1–9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...CivilDate.daysIn(month: month, year: year)).contains(day)
        else { return nil }
        dayNumber = CivilDate.dayNumber(year: year, month: month, day: day)
    }

    package static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }

    package func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    /// 1 = Monday … 7 = Sunday (ISO 8601).
    package var weekday: Int { (dayNumber + 3).floorModulo(by: 7) + 1 }

    package var year: Int { parts.year }
    package var month: Int { parts.month }
    package var day: Int { parts.day }

    /// The same day number `months` later, clipped to the end of that month.
    package func adding(months: Int) -> CivilDate {
        let (y, m, d) = parts
        let index = y * 12 + (m - 1) + months
        let year = index.floorDivided(by: 12)
        let month = index.floorModulo(by: 12) + 1
        let day = min(d, CivilDate.daysIn(month: month, year: year))
        return CivilDate(dayNumber: CivilDate.dayNumber(year: year, month: month, day: day))
    }

    /// Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
    package var parts: (year: Int, month: Int, day: Int) {
        let z = dayNumber + 719_468
        let era = z.floorDivided(by: 146_097)
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * mp + 2) / 5 + 1)
    }

    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = y.floorDivided(by: 400)
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func daysIn(month: Int, year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (leap ? 29 : 28) : [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        let text = try box.decode(String.self)
        guard let date = CivilDate(text) else {
            throw DecodingError.dataCorruptedError(
                in: box, debugDescription: "not a date YYYY-MM-DD: \(text)")
        }
        self = date
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(description)
    }
}

/// A time of day in whole minutes since midnight, 0…1440. Written `HH:MM`; 1440 is the end of the day.
package struct TimeOfDay: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let minutes: Int

    package init(minutes: Int) { self.minutes = minutes }
    package init(_ hour: Int, _ minute: Int) { minutes = hour * 60 + minute }

    package static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.minutes < b.minutes }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        let text = try box.decode(String.self)
        guard let time = TimeOfDay(text) else {
            throw DecodingError.dataCorruptedError(in: box, debugDescription: "not a time HH:MM: \(text)")
        }
        self = time
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(description)
    }
}

extension BinaryInteger {
    func floorDivided(by d: Self) -> Self {
        let q = self / d
        return self % d != 0 && (self < 0) != (d < 0) ? q - 1 : q
    }
    func floorModulo(by d: Self) -> Self { self - floorDivided(by: d) * d }
}
