// Postings.swift: what a plan of secondment is made from and of: demands, offers, limits, assignments.
//
// A demand says what extra officers at a place would avoid, an offer whom a department can lend, an assignment who goes
// where and why. `PlanFault` is what a checker that knows nothing of solvers finds wrong with a plan.
// Next: SecondmentPlan.swift.

/// A place that extra officers would help.
package struct SecondmentDemand: Hashable, Sendable {
    /// Unit and field that need help.
    package var place: WorkPlace
    /// For officers who stay as long as the plan's days.
    package var worth: OfficerWorth
    /// When on-time handling breaks there.
    package var breaks: WorkloadOutlook.Break
    /// Dossiers that are late there already.
    package var overdue: Int

    /// A demand at `place`.
    package init(place: WorkPlace, worth: OfficerWorth, breaks: WorkloadOutlook.Break, overdue: Int) {
        self.place = place
        self.worth = worth
        self.breaks = breaks
        self.overdue = overdue
    }

    /// The reason to send somebody here.
    package var reason: Assignment.Reason {
        if overdue > 0 { return .lateAlready(dossiers: overdue) }
        switch breaks {
        case .expected(let day): return .willBreak(day: day)
        case .ifManyCome(let day): return .breaksIfManyCome(day: day)
        case .none: return .fewLate
        }
    }
}

/// Officers of one field whom a department can lend.
package struct SecondmentOffer: Hashable, Sendable {
    /// Unit code of the department.
    package var department: String
    /// Field slug; they are sent to this field only.
    package var field: String
    /// How many can be lent.
    package var officers: Int
    /// Working days they can stay.
    package var days: Int
    /// Kilometres to the units they can be sent to; a unit that is not named is out of reach.
    package var kilometres: [String: Int]

    /// An offer of `officers` for `days` working days.
    package init(department: String, field: String, officers: Int, days: Int, kilometres: [String: Int]) {
        self.department = department
        self.field = field
        self.officers = officers
        self.days = days
        self.kilometres = kilometres
    }
}

/// What a plan must keep to.
package struct SecondmentLimits: Hashable, Sendable {
    /// Most officers sent to a unit that has no limit of its own.
    package var perUnit: Int
    /// Limits of single units.
    package var units: [String: Int]
    /// Working days the plan is for.
    package var days: Int
    /// Nobody is sent to avoid less than this.
    package var leastGain: Micro
    /// Late dossiers that a kilometre is set against, for each officer.
    package var perKilometre: Micro

    /// Half a late dossier is the least gain, and 500 km weigh as one late dossier, unless said otherwise.
    package init(
        perUnit: Int, units: [String: Int] = [:], days: Int, leastGain: Micro = Micro(millionths: 500_000),
        perKilometre: Micro = Micro(millionths: 2_000)
    ) {
        self.perUnit = perUnit
        self.units = units
        self.days = days
        self.leastGain = leastGain
        self.perKilometre = perKilometre
    }

    /// Most officers sent to `unit`.
    package func most(_ unit: String) -> Int { max(0, units[unit] ?? perUnit) }
}

/// Officers of one offer sent to one place.
package struct Assignment: Hashable, Sendable {
    /// Unit code of the department.
    package var department: String
    /// Field slug.
    package var field: String
    /// Unit code of where they go.
    package var unit: String
    /// How many go.
    package var officers: Int
    /// Late dossiers these officers are expected to avoid; several departments at a place share its effect by heads.
    package var avoided: Micro
    /// Distance named in the offer.
    package var kilometres: Int
    /// Why there.
    package var reason: Reason
    /// Working days they stay: as offered, at most the plan's.
    package var days: Int

    /// An assignment put together elsewhere, as when a person changes what was proposed.
    package init(
        department: String, field: String, unit: String, officers: Int, avoided: Micro, kilometres: Int,
        reason: Reason, days: Int
    ) {
        self.department = department
        self.field = field
        self.unit = unit
        self.officers = officers
        self.avoided = avoided
        self.kilometres = kilometres
        self.reason = reason
        self.days = days
    }

    /// Why somebody is sent.
    package enum Reason: Hashable, Sendable {
        /// So many dossiers are late now.
        case lateAlready(dossiers: Int)
        /// On-time handling is expected to break on this day of the plan (0 = the first).
        case willBreak(day: Int)
        /// It breaks on this day only if many dossiers come.
        case breaksIfManyCome(day: Int)
        /// Less than one late dossier is expected, and still fewer with help.
        case fewLate

        /// A stable slug.
        package var code: String {
            switch self {
            case .lateAlready: "late-already"
            case .willBreak: "will-break"
            case .breaksIfManyCome: "breaks-if-many-come"
            case .fewLate: "few-late"
            }
        }
    }

    var place: WorkPlace { WorkPlace(unit: unit, field: field) }
}

/// What is wrong with a plan.
package enum PlanFault: Hashable, Sendable {
    /// An assignment of nobody, or of fewer.
    case nobodySent(department: String, unit: String)
    /// More officers of a department's field are sent than it offers.
    case moreThanOffered(department: String, field: String, sent: Int, offered: Int)
    /// The department named no distance to the unit, or another.
    case outOfReach(department: String, unit: String)
    /// They are to stay longer than offered.
    case longerThanOffered(department: String, unit: String, days: Int)
    /// More officers than the unit takes.
    case overLimit(unit: String, sent: Int, limit: Int)
    /// Somebody is sent where nothing is gained.
    case nothingGained(WorkPlace)

    /// Everything that `assignments` do against offers and limits; empty for a sound plan.
    /// - Parameter offers: at most one for each department and field.
    package static func all(
        in assignments: [Assignment], offers: [SecondmentOffer], demands: [SecondmentDemand],
        limits: SecondmentLimits
    ) -> [PlanFault] {
        var faults: [PlanFault] = []
        for one in assignments where one.officers <= 0 {
            faults.append(.nobodySent(department: one.department, unit: one.unit))
        }
        for one in assignments {
            let offer = offers.first { $0.department == one.department && $0.field == one.field }
            if offer?.kilometres[one.unit] != one.kilometres || offer == nil {
                faults.append(.outOfReach(department: one.department, unit: one.unit))
            }
            if let offer, one.days > offer.days {
                faults.append(.longerThanOffered(department: one.department, unit: one.unit, days: one.days))
            }
        }
        for offer in offers {
            let sent = assignments.filter { $0.department == offer.department && $0.field == offer.field }
                .reduce(0) { $0 + $1.officers }
            guard sent > offer.officers else { continue }
            faults.append(
                .moreThanOffered(
                    department: offer.department, field: offer.field, sent: sent, offered: offer.officers))
        }
        for unit in Set(assignments.map(\.unit)).sorted() {
            let sent = assignments.filter { $0.unit == unit }.reduce(0) { $0 + $1.officers }
            guard sent > limits.most(unit) else { continue }
            faults.append(.overLimit(unit: unit, sent: sent, limit: limits.most(unit)))
        }
        for place in Set(assignments.map(\.place)).sorted() {
            let sent = assignments.filter { $0.place == place }.reduce(0) { $0 + $1.officers }
            let worth = demands.first { $0.place == place }?.worth
            if worth.map({ $0.avoided(by: sent) <= .zero }) ?? true { faults.append(.nothingGained(place)) }
        }
        return faults
    }
}
