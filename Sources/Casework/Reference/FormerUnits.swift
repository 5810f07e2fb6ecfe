// FormerUnits.swift: where the unit of an old code lies now.
//
// The units of today keep what they were made of (`Unit.former`, Resolution 1685/NQ-UBTVQH15): 441 communes and the
// district of Côn Đảo. A code was kept by 167 of the new units for one of its old parts, so what a code means depends on
// the day. A unit that was divided went to several of today's, and its code alone cannot say to which.

/// Looks up units of before 1 July 2025 by code, or by name with district.
package struct FormerUnits: Sendable {
    /// The day from which the units of today exist.
    package static let merger = CivilDate(dayNumber: 20_270)

    package enum Answer: Hashable, Sendable {
        /// Code of the unit of today; the old unit, where the code meant one.
        case unit(String, former: Unit.FormerUnit?)
        /// Codes of today's units that hold a part of it, in order.
        case divided(Unit.FormerUnit, into: [String])
        case unknown
    }

    private let today: Set<String>
    private let units: [Unit]
    private var places: [String: (former: Unit.FormerUnit, into: [String])] = [:]

    /// - Parameter units: today's units, in a fixed order.
    package init(_ units: [Unit]) {
        self.units = units
        today = Set(units.map(\.code))
        for unit in units {
            for former in unit.former {
                var place = places[former.code] ?? (former, [])
                place.into.append(unit.code)
                if former.divided { place.former.divided = true }
                places[former.code] = place
            }
        }
    }

    /// Old units known here.
    package var count: Int { places.count }

    /// The unit that a code written down on `day` meant, as it is today. From the merger on, a code of today means that unit.
    package func unit(_ code: String, on day: CivilDate) -> Answer {
        if day >= FormerUnits.merger, today.contains(code) { return .unit(code, former: nil) }
        guard let place = places[code] else { return today.contains(code) ? .unit(code, former: nil) : .unknown }
        if place.into.count == 1, !place.former.divided { return .unit(place.into[0], former: place.former) }
        return .divided(place.former, into: place.into)
    }

    /// The old unit of a name with its district (`Phường 2, Quận 6`, `P.2 Q6`).
    package func named(_ text: String) -> Answer {
        guard let found = FormerAddress(text, in: units) else { return .unknown }
        return found.isDivided ? .divided(found.former, into: found.units) : .unit(found.units[0], former: found.former)
    }
}
