// Unit.swift: a unit (đơn vị) that holds a ledger: ward centre, department, vertical body, portal, city.
//
// Units keep their row for ever, with validity and predecessors, so that a dossier of an abolished commune stays
// answerable (Resolution 1685/NQ-UBTVQH15 of 16/06/2025 made the 168 units of today).

package struct Unit: Codable, Hashable, Sendable {
    /// 5-digit commune code, or a slug (`so-tu-phap`, `ca-27373`).
    package var code: String
    package var name: String
    package var kind: Kind
    /// Electronic agency code (Decision 20/2020/QĐ-TTg art. 4), provisional for wards: `H29.273.73`.
    package var agencyCode: String
    /// Three digits that mark this unit as receiver in numbers of other agencies (docs/decisions/0006).
    package var receiverIndex: Int
    package var hours: OpeningHours
    package var former: [FormerUnit]
    package var validFrom: CivilDate
    package var validTo: CivilDate?
    /// The text by which it was registered or renamed; nil for what the reference files say.
    package var ground: String?

    package enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        case ward, commune, specialZone, department, police, body, portal, city
    }
    package struct FormerUnit: Codable, Hashable, Sendable {
        package var code: String
        package var name: String
        package var district: String?
        package var divided: Bool

        package init(
            code: String, name: String, district: String? = nil, divided: Bool
        ) {
            self.code = code
            self.name = name
            self.district = district
            self.divided = divided
        }
    }

    package init(
        code: String, name: String, kind: Kind, agencyCode: String, receiverIndex: Int,
        hours: OpeningHours, former: [FormerUnit], validFrom: CivilDate, validTo: CivilDate? = nil
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.agencyCode = agencyCode
        self.receiverIndex = receiverIndex
        self.hours = hours
        self.former = former
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

/// Office hours of a unit. `working` are the intervals of each working day; `extra` opens counters on other days
/// without making them working days (Saturday mornings).
package struct OpeningHours: Codable, Hashable, Sendable {
    package var working: [Interval]
    package var extra: [Extra]

    package struct Interval: Codable, Hashable, Sendable {
        package var from: TimeOfDay
        package var to: TimeOfDay
        package init(from: TimeOfDay, to: TimeOfDay) {
            self.from = from
            self.to = to
        }
    }
    package struct Extra: Codable, Hashable, Sendable {
        /// ISO weekday, 6 = Saturday.
        package var weekday: Int
        package var from: TimeOfDay
        package var to: TimeOfDay

        package init(
            weekday: Int, from: TimeOfDay, to: TimeOfDay
        ) {
            self.weekday = weekday
            self.from = from
            self.to = to
        }
    }
    package init(working: [Interval], extra: [Extra]) {
        self.working = working
        self.extra = extra
    }
    /// 07:30–11:30 and 13:00–17:00: the default of this project (docs/law.md §4.2).
    package static let standard = OpeningHours(
        working: [
            Interval(from: TimeOfDay(7, 30), to: TimeOfDay(11, 30)),
            Interval(from: TimeOfDay(13, 0), to: TimeOfDay(17, 0)),
        ], extra: [])
}

/// Opening hours in force from a day on.
package struct HoursFrom: Hashable, Sendable {
    package var from: CivilDate
    package var hours: OpeningHours
    package init(from: CivilDate, hours: OpeningHours) {
        self.from = from
        self.hours = hours
    }
}
