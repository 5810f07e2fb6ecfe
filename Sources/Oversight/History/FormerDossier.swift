// FormerDossier.swift: a dossier as another system kept it, before it came into this house.
//
// Closed ones answer whoever comes with an old number and make the statistics before 1 July 2025; open ones go live with
// their printed number, papers, step and running clock (issue 4, item 11). Names, id and telephone numbers are personal
// data: whoever records them seals them. Read from CSV by FormerDossierFile.swift.

package import Casework

/// A dossier of an old system.
package struct FormerDossier: Hashable, Sendable {
    /// As printed on the receipt; systems before ours numbered as they liked.
    package var number: String
    /// 5-digit code of the unit that took it, of today or from before 1 July 2025.
    package var unit: String
    /// Code of the procedure in its own system.
    package var procedure: String
    /// Full name; white space made single.
    package var applicant: String?
    /// As kept there, unchecked: old registers hold numbers that no card has.
    package var idNumber: String?
    /// As kept there, unchecked.
    package var phone: String?
    /// When it was handed in.
    package var receivedAt: FormerTime
    /// When it was accepted as complete.
    package var acceptedAt: FormerTime?
    /// Appointed for the result; always there for an open dossier.
    package var due: FormerTime?
    /// When its handling was over; nil while it is open.
    package var resolvedAt: FormerTime?
    /// When the result was fetched.
    package var returnedAt: FormerTime?
    /// How it ended, where that was kept.
    package var outcome: FormerOutcome?
    /// The step it stands at, in the words of its system.
    package var step: String?
    /// Papers handed in, by name.
    package var papers: [String]
    /// How it came in; at the counter where that was not kept.
    package var channel: Procedure.Channel = .counter
    /// Code of the unit of today that holds it, where the old code alone cannot say.
    package var presentUnit: String?
    /// Line of the file on which it begins.
    package var line: Int

    /// Whether its handling was not over.
    package var isOpen: Bool { resolvedAt == nil }
}

/// How an old dossier ended.
package enum FormerOutcome: String, Codable, CaseIterable, Hashable, Sendable {
    case approved, rejected, withdrawn

    /// Reads the raw value or what Vietnamese systems export, any case, with or without marks.
    init?(_ text: String) {
        switch VietnameseText.folded(text) {
        case "approved", "approve", "dong y", "chap thuan", "da cap", "da giai quyet", "co ket qua": self = .approved
        case "rejected", "reject", "tu choi", "khong dong y", "khong giai quyet", "tra lai": self = .rejected
        case "withdrawn", "withdraw", "rut", "rut ho so", "cong dan rut", "dung xu ly": self = .withdrawn
        default: return nil
        }
    }
}

/// A day of an old register, with the time of day where it was kept.
package struct FormerTime: Hashable, Sendable, CustomStringConvertible {
    /// In Viet Nam.
    package let date: CivilDate
    /// Nil where only the day is known: it is not made up.
    package let instant: Instant?

    /// A day whose time is not known.
    package init(_ date: CivilDate) {
        self.date = date
        instant = nil
    }
    /// A time, to the millisecond.
    package init(_ instant: Instant) {
        date = instant.date
        self.instant = instant
    }

    /// Whether this was surely before `other`: two times of one day only where both are known.
    package func isBefore(_ other: FormerTime) -> Bool {
        guard let own = instant, let its = other.instant else { return date < other.date }
        return own < its
    }
    /// ISO 8601, day or time.
    package var description: String { instant?.description ?? date.description }

    /// Reads `YYYY-MM-DD`, ISO 8601 with time (Vietnamese time without offset), `d/m/yyyy` and `d/m/yyyy h:mm[:ss]`, where
    /// hyphens may stand for slashes; nil for anything else and for days outside 1990–2100, which are mistyped.
    package init?(_ text: String) {
        guard text.utf8.count <= 40, let time = FormerTime.iso(text) ?? FormerTime.vietnamese(text),
            (1990...2100).contains(time.date.year)
        else { return nil }
        self = time
    }

    private static func iso(_ text: String) -> FormerTime? {
        if let date = CivilDate(text) { return FormerTime(date) }
        return Instant(text).map { FormerTime($0) }
    }

    private static func vietnamese(_ text: String) -> FormerTime? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 1 || parts.count == 2, let date = day(parts[0]) else { return nil }
        guard parts.count == 2 else { return FormerTime(date) }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2 || clock.count == 3, let hour = number(clock[0], 1...2), hour < 24,
            let minute = number(clock[1], 2...2), minute < 60
        else { return nil }
        var seconds = 0
        if clock.count == 3 {
            guard let given = number(clock[2], 2...2), given < 60 else { return nil }
            seconds = given
        }
        return FormerTime(Instant(date, TimeOfDay(hour, minute)).adding(milliseconds: Int64(seconds) * 1_000))
    }

    private static func day(_ text: Substring) -> CivilDate? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "-" }
        guard parts.count == 3, let day = number(parts[0], 1...2), let month = number(parts[1], 1...2),
            let year = number(parts[2], 4...4)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    private static func number(_ text: Substring, _ digits: ClosedRange<Int>) -> Int? {
        let bytes = text.utf8
        guard digits.contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
