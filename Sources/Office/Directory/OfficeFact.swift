// OfficeFact.swift: facts about the house itself: units, procedures, calendars, rights. The law is data with dates.

package import Casework
package import Ledger
package import Oversight

package struct FieldOfWork: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// certification, business, civil-status, land, construction, social, residence, other.
    package var group: String
    package init(id: String, name: String, group: String) {
        self.id = id
        self.name = name
        self.group = group
    }
}

package struct CalendarAdopted: Codable, Hashable, Sendable {
    package var unit: String
    package var calendar: String
    /// Groups of days that this unit does not keep, e.g. `culture-day`.
    package var switchedOff: [String]
}

package struct RightGranted: Codable, Hashable, Sendable {
    package var id: String
    package var user: String
    package var grant: Grant
}
package struct RightEnded: Codable, Hashable, Sendable {
    package var id: String
    package var user: String
    package var at: Instant
}

/// The words that people use for a procedure (Reference/words.yaml).
package struct ProcedureWords: Codable, Hashable, Sendable {
    package var procedure: String
    package var words: [String]
    /// Asked for by many: comes first among equals.
    package var isOften: Bool
    package init(procedure: String, words: [String], isOften: Bool) {
        self.procedure = procedure
        self.words = words
        self.isOften = isOften
    }
}

package enum OfficeFact: Hashable, Sendable {
    case unitRegistered(Unit)
    case procedurePublished(Procedure)
    case fieldRegistered(FieldOfWork)
    case calendarPublished(WorkingCalendar)
    case calendarAdopted(CalendarAdopted)
    case rightGranted(RightGranted)
    case rightEnded(RightEnded)
    case textSet(TextSet)
    case hoursSet(HoursSet)
    case calendarProposed(CalendarProposed)
    case calendarRejected(CalendarRejected)
    case accountChanged(AccountChanged)
    case absenceSet(AbsenceSet)
    case wordsPublished(ProcedureWords)
    case indicatorPublished(IndicatorDefinition)
    case formerImportSigned(FormerImportSigned)
    case siteRegistered(SiteRegistered)
    case siteRemoved(SiteRemoved)
    case homeAssigned(HomeAssigned)
    case recoveryKeySet(RecoveryKeySet)

    package static let kinds = [
        "UnitRegistered", "ProcedurePublished", "FieldRegistered", "CalendarPublished", "CalendarAdopted",
        "RightGranted", "RightEnded",
        "TextSet", "HoursSet", "CalendarProposed", "CalendarRejected", "AccountChanged", "AbsenceSet", "WordsPublished",
        "IndicatorPublished", "FormerImportSigned", "SiteRegistered", "SiteRemoved", "HomeAssigned",
        "RecoveryKeySet",
    ]

    /// Kind, subject and facts of the entry.
    package func encoded() throws -> (kind: String, subject: String, facts: JSON) {
        switch self {
        case .unitRegistered(let f): ("UnitRegistered", "unit:\(f.code)", try JSONCoding.encode(f))
        case .procedurePublished(let f):
            ("ProcedurePublished", "procedure:\(f.code)", try JSONCoding.encode(f))
        case .fieldRegistered(let f): ("FieldRegistered", "field:\(f.id)", try JSONCoding.encode(f))
        case .calendarPublished(let f):
            ("CalendarPublished", "calendar:\(f.version)", try JSONCoding.encode(f))
        case .calendarAdopted(let f): ("CalendarAdopted", "unit:\(f.unit)", try JSONCoding.encode(f))
        case .rightGranted(let f): ("RightGranted", "user:\(f.user)", try JSONCoding.encode(f))
        case .rightEnded(let f): ("RightEnded", "user:\(f.user)", try JSONCoding.encode(f))
        case .textSet(let f): ("TextSet", "text:\(f.key)", try JSONCoding.encode(f))
        case .hoursSet(let f): ("HoursSet", "unit:\(f.unit)", try JSONCoding.encode(f))
        case .calendarProposed(let f):
            ("CalendarProposed", "calendar:\(f.calendar.version)", try JSONCoding.encode(f))
        case .calendarRejected(let f):
            ("CalendarRejected", "calendar:\(f.version)", try JSONCoding.encode(f))
        case .accountChanged(let f): ("AccountChanged", "user:\(f.user)", try JSONCoding.encode(f))
        case .absenceSet(let f): ("AbsenceSet", "user:\(f.user)", try JSONCoding.encode(f))
        case .wordsPublished(let f):
            ("WordsPublished", "procedure:\(f.procedure)", try JSONCoding.encode(f))
        case .indicatorPublished(let f): ("IndicatorPublished", "indicator:\(f.id)", try JSONCoding.encode(f))
        case .formerImportSigned(let f):
            ("FormerImportSigned", "former-import:\(f.file.prefix(32))", try JSONCoding.encode(f))
        case .siteRegistered(let f): ("SiteRegistered", "site:\(f.site)", try JSONCoding.encode(f))
        case .siteRemoved(let f): ("SiteRemoved", "site:\(f.site)", try JSONCoding.encode(f))
        case .homeAssigned(let f): ("HomeAssigned", "home:\(f.unit)", try JSONCoding.encode(f))
        case .recoveryKeySet(let f): ("RecoveryKeySet", "recovery-key", try JSONCoding.encode(f))
        }
    }

    /// Nil for a kind that is not about the house.
    package init?(kind: String, facts: JSON) throws {
        switch kind {
        case "UnitRegistered": self = .unitRegistered(try JSONCoding.decode(Unit.self, from: facts))
        case "ProcedurePublished":
            self = .procedurePublished(try JSONCoding.decode(Procedure.self, from: facts))
        case "FieldRegistered": self = .fieldRegistered(try JSONCoding.decode(FieldOfWork.self, from: facts))
        case "CalendarPublished":
            self = .calendarPublished(try JSONCoding.decode(WorkingCalendar.self, from: facts))
        case "CalendarAdopted":
            self = .calendarAdopted(try JSONCoding.decode(CalendarAdopted.self, from: facts))
        case "RightGranted": self = .rightGranted(try JSONCoding.decode(RightGranted.self, from: facts))
        case "RightEnded": self = .rightEnded(try JSONCoding.decode(RightEnded.self, from: facts))
        case "TextSet": self = .textSet(try JSONCoding.decode(TextSet.self, from: facts))
        case "HoursSet": self = .hoursSet(try JSONCoding.decode(HoursSet.self, from: facts))
        case "CalendarProposed":
            self = .calendarProposed(try JSONCoding.decode(CalendarProposed.self, from: facts))
        case "CalendarRejected":
            self = .calendarRejected(try JSONCoding.decode(CalendarRejected.self, from: facts))
        case "AccountChanged": self = .accountChanged(try JSONCoding.decode(AccountChanged.self, from: facts))
        case "AbsenceSet": self = .absenceSet(try JSONCoding.decode(AbsenceSet.self, from: facts))
        case "WordsPublished":
            self = .wordsPublished(try JSONCoding.decode(ProcedureWords.self, from: facts))
        case "IndicatorPublished":
            self = .indicatorPublished(try JSONCoding.decode(IndicatorDefinition.self, from: facts))
        case "FormerImportSigned":
            self = .formerImportSigned(try JSONCoding.decode(FormerImportSigned.self, from: facts))
        case "SiteRegistered": self = .siteRegistered(try JSONCoding.decode(SiteRegistered.self, from: facts))
        case "SiteRemoved": self = .siteRemoved(try JSONCoding.decode(SiteRemoved.self, from: facts))
        case "HomeAssigned": self = .homeAssigned(try JSONCoding.decode(HomeAssigned.self, from: facts))
        case "RecoveryKeySet": self = .recoveryKeySet(try JSONCoding.decode(RecoveryKeySet.self, from: facts))
        default: return nil
        }
    }
}
