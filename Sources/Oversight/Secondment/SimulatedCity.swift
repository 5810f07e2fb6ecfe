// SimulatedCity.swift: a made-up city in which plans of secondment are tried against one another.
//
// Units hold a queue for each field; dossiers of random size come by a rate that only the world knows and that changes
// without notice, also after the plan is made. Twelve weeks are lived through first; what an office could have counted and
// measured of them is the planner's only view. Then the same future, drawn before anybody plans, is lived through under
// each plan. Sizes and loads are invented and no statistics; in some fields help is scarce, in others more than needed.
// Next: CityTrial.swift.

package import Casework

/// A city lived up to the day a plan is made.
package struct SimulatedCity: Sendable {
    /// What kind of work a field is, and how many officers its department can lend.
    package struct Line: Hashable, Sendable {
        /// Field slug.
        package var field: String
        /// Mean handling minutes in an ordinary unit.
        package var minutes: Int
        /// Working days a dossier may take.
        package var limitDays: Int
        /// Officers its department can lend.
        package var lent: Int
        /// Officers in a unit, from–to.
        package var officers: ClosedRange<Int>
    }

    /// Three fields; 206 officers to lend.
    package static let lines = [
        Line(field: "dat-dai", minutes: 60, limitDays: 7, lent: 126, officers: 3...7),
        Line(field: "xay-dung", minutes: 130, limitDays: 15, lent: 30, officers: 1...2),
        Line(field: "ho-tich", minutes: 25, limitDays: 3, lent: 50, officers: 1...3),
    ]
    /// Working days lived through before the plan.
    package static let past = 60
    static let minutesPerOfficerDay = 400

    /// What the planner may see, in the order of places.
    package private(set) var situations: [PlaceSituation] = []
    /// One offer for each field.
    package private(set) var offers: [SecondmentOffer] = []
    /// The first working days after the plan.
    package let dates: [CivilDate]
    private(set) var places: [SimulatedPlace] = []

    /// Draws a city and lives it through to the day of the plan.
    /// - Parameters:
    ///   - units: how many units, each with every field.
    ///   - days: working days that will be lived after the plan.
    package init(units: Int, days: Int, using chance: inout some RandomNumberGenerator) {
        // Monday, 7 July 2025; working days are Monday to Friday here.
        let start = 20_276
        let calendar = (0..<SimulatedCity.past + days).map {
            CivilDate(dayNumber: start + $0 / 5 * 7 + $0 % 5)
        }
        dates = Array(calendar[SimulatedCity.past...])
        var kilometres: [String: Int] = [:]
        for unit in 0..<units {
            let code = String(10_000 + unit)
            kilometres[code] = Draw.below(60, &chance) + 1
            for line in SimulatedCity.lines {
                let place = WorkPlace(unit: code, field: line.field)
                var lived = SimulatedPlace(place, line, &chance)
                for day in 0..<SimulatedCity.past { lived.live(day, calendar[day].weekday, &chance) }
                situations.append(lived.situation(calendar))
                lived.drawFuture(calendar, &chance)
                places.append(lived)
            }
        }
        offers = SimulatedCity.lines.map { line in
            SecondmentOffer(
                department: "so-" + line.field, field: line.field, officers: line.lent, days: days,
                kilometres: kilometres)
        }
    }

    /// Dossiers that turn late in the days after the plan when `sent` officers help.
    package func late(_ sent: [OfficersSent]) -> Int {
        var help: [WorkPlace: Int] = [:]
        for one in sent { help[one.place, default: 0] += one.officers }
        return places.reduce(0) { $0 + $1.lateInFuture(help: help[$1.place] ?? 0) }
    }
}
