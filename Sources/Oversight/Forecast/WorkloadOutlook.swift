// WorkloadOutlook.swift: where on-time handling will break within the next working days, if nobody comes to help.
//
// The queue is played forward a day at a time: what arrives joins, the officers' minutes are spent on what is due
// earliest, what is due today and unfinished tonight is late. Dossiers are reckoned in millionths, so that “2.4 a day”
// is meant and not rounded. It is played three times, for few, expected and many arrivals (the range of the *total*
// since tomorrow: many on every single day would be too dark).
// Handling times are means; absences, priorities and waiting for applicants are not known to it. Next: OfficerWorth.swift.

package import Casework

/// What lies open at one place now.
package struct OpenQueue: Hashable, Codable, Sendable {
    /// Dossiers that are late already.
    package var overdue: Int
    /// Dossiers due by the end of each working day ahead; the first is the first day that is played.
    package var due: [Int]
    /// Mean handling minutes that an open dossier still needs; less than one counts as one.
    package var minutesEach: Int

    /// A queue by due day; dossiers due after the days played may stand at the end of `due`.
    package init(overdue: Int, due: [Int], minutesEach: Int) {
        self.overdue = overdue
        self.due = due
        self.minutesEach = minutesEach
    }

    /// All open dossiers.
    package var count: Int { due.reduce(overdue, +) }

    /// The queue as it will stand this evening, when the officers spend `minutes` more on it, earliest due first, in whole
    /// dossiers. What is still to come today is not known.
    /// - Parameters:
    ///   - today: dossiers due by tonight, not among `due`.
    ///   - minutes: handling minutes that all officers together have left today.
    /// - Returns: the queue, and how many of `today` are late by then; they are among its `overdue`.
    package func evening(today: Int, minutes: Int) -> (queue: OpenQueue, turnedLate: Int) {
        var (left, queue) = (max(0, minutes) / max(1, minutesEach), self)
        func work(_ dossiers: inout Int) {
            let done = min(left, dossiers)
            (left, dossiers) = (left - done, dossiers - done)
        }
        var late = today
        work(&queue.overdue)
        work(&late)
        for day in queue.due.indices { work(&queue.due[day]) }
        queue.overdue += late
        return (queue, late)
    }
}

/// What the officers of one place can do, and by when new dossiers are due.
package struct HandlingCapacity: Hashable, Codable, Sendable {
    /// Officers who handle this field at this unit; a shared officer counts in hundredths.
    package var officerHundredths: Int
    /// Minutes a day that an officer has for handling.
    package var minutesPerOfficerDay: Int
    /// Mean handling minutes of a new dossier, over all its steps at this place; less than one counts as one.
    package var minutesPerDossier: Int
    /// After how many working days new dossiers are due (0 = by tonight), and how many of them.
    package var limits: [Limit]

    /// A share of the new dossiers and its limit.
    package struct Limit: Hashable, Codable, Sendable {
        /// Working days from receipt; 0 is by the same evening.
        package var workingDays: Int
        /// Against the weights of the other limits, as counted lately.
        package var weight: Int
        /// New dossiers are due after `workingDays` as often as `weight` among all weights.
        package init(workingDays: Int, weight: Int) {
            self.workingDays = workingDays
            self.weight = weight
        }
    }

    /// - Parameter limits: not empty, weights above zero.
    package init(officerHundredths: Int, minutesPerOfficerDay: Int, minutesPerDossier: Int, limits: [Limit]) {
        self.officerHundredths = officerHundredths
        self.minutesPerOfficerDay = minutesPerOfficerDay
        self.minutesPerDossier = minutesPerDossier
        self.limits = limits
    }
}

/// Officers who come to help.
package struct ExtraOfficers: Hashable, Sendable {
    /// How many come.
    package var officers: Int
    /// How many working days from the first day that is played.
    package var days: Int
    /// Of what an officer of the place does, how much one from elsewhere does, in hundredths.
    package var percentOfOwn: Int

    /// `officers` from the first day on, for `days` working days.
    package init(officers: Int, days: Int, percentOfOwn: Int) {
        self.officers = officers
        self.days = days
        self.percentOfOwn = percentOfOwn
    }
    /// Nobody comes.
    package static let nobody = ExtraOfficers(officers: 0, days: 0, percentOfOwn: 0)
}

/// How on-time handling goes on at one place over the next working days.
package struct WorkloadOutlook: Hashable, Sendable {
    /// One working day ahead, at its end.
    package struct Day: Hashable, Sendable {
        /// The working day.
        package var date: CivilDate
        /// Dossiers that turn late on this day, for few, expected and many arrivals.
        package var newlyLate: Spread
        /// Open dossiers that are late at the end of this day.
        package var overdue: Spread
        /// All open dossiers at the end of this day.
        package var open: Spread
    }
    /// In order, one for each day played.
    package var days: [Day]

    /// When on-time handling breaks, as an index of `days`: the first evening with a whole dossier turned late by then.
    package enum Break: Hashable, Sendable {
        /// Expected from this day on.
        case expected(day: Int)
        /// Only if many dossiers come, from this day on.
        case ifManyCome(day: Int)
        /// Not within the days played.
        case none
    }

    /// Plays `arrivals` against the queue.
    package init(
        _ arrivals: [ArrivalForecast.Day], queue: OpenQueue, capacity: HandlingCapacity,
        help: ExtraOfficers = .nobody
    ) {
        let runs = [
            WorkloadOutlook.steps(arrivals.map(\.total.low)),
            WorkloadOutlook.steps(arrivals.map(\.total.middle)),
            WorkloadOutlook.steps(arrivals.map(\.total.high)),
        ].map { QueuePlay.run($0, queue, capacity, help) }
        days = arrivals.indices.map { day in
            func spread(_ part: KeyPath<QueuePlay.Evening, Micro>) -> Spread {
                Spread(
                    low: runs[0][day][keyPath: part], middle: runs[1][day][keyPath: part],
                    high: runs[2][day][keyPath: part])
            }
            return Day(
                date: arrivals[day].date, newlyLate: spread(\.newlyLate), overdue: spread(\.overdue),
                open: spread(\.open))
        }
    }

    /// Dossiers that turn late over all days.
    package var late: Spread {
        days.reduce(.zero) { sum, day in
            Spread(
                low: sum.low + day.newlyLate.low, middle: sum.middle + day.newlyLate.middle,
                high: sum.high + day.newlyLate.high)
        }
    }

    /// When on-time handling breaks.
    package var breaks: Break {
        if let day = firstLate(\.middle) { return .expected(day: day) }
        if let day = firstLate(\.high) { return .ifManyCome(day: day) }
        return .none
    }

    private func firstLate(_ part: KeyPath<Spread, Micro>) -> Int? {
        var sum = Micro.zero
        return days.firstIndex { day in
            sum = sum + day.newlyLate[keyPath: part]
            return sum >= Micro(1)
        }
    }

    /// Totals to daily figures, none below zero.
    private static func steps(_ totals: [Micro]) -> [Micro] {
        var reached = Micro.zero
        return totals.map { total in
            let step = max(.zero, total - reached)
            reached = reached + step
            return step
        }
    }
}

/// One playing of a queue, earliest due first.
enum QueuePlay {
    struct Evening: Hashable, Sendable {
        var newlyLate: Micro
        var overdue: Micro
        var open: Micro
    }

    static func run(
        _ arrivals: [Micro], _ queue: OpenQueue, _ capacity: HandlingCapacity, _ help: ExtraOfficers
    ) -> [Evening] {
        let weights = capacity.limits.reduce(0) { $0 + $1.weight }
        precondition(weights > 0, "a new dossier has a limit")
        let limit = capacity.limits.map(\.workingDays).max() ?? 0
        let length = max(queue.due.count, arrivals.count + limit + 1)
        // At index 0 what is overdue, at d + 1 what is due on day d.
        var old = ([queue.overdue] + queue.due).map { Micro($0) }
        old += Array(repeating: .zero, count: length + 1 - old.count)
        var new = Array(repeating: Micro.zero, count: length + 1)
        return arrivals.enumerated().map { day, count in
            for part in capacity.limits {
                let share = count * part.weight / weights ?? .zero
                new[day + part.workingDays + 1] = new[day + part.workingDays + 1] + share
            }
            var minutes = Micro(millionths: minutesMillionths(capacity, day, help))
            for index in 0...length where minutes > .zero {
                spend(&minutes, on: &old[index], each: max(1, queue.minutesEach))
                spend(&minutes, on: &new[index], each: max(1, capacity.minutesPerDossier))
            }
            let late = (0...day + 1).reduce(Micro.zero) { $0 + old[$1] + new[$1] }
            let open = (0...length).reduce(Micro.zero) { $0 + old[$1] + new[$1] }
            return Evening(newlyLate: old[day + 1] + new[day + 1], overdue: late, open: open)
        }
    }

    private static func minutesMillionths(
        _ capacity: HandlingCapacity, _ day: Int, _ help: ExtraOfficers
    ) -> Int {
        let helping = day < help.days ? help.officers * help.percentOfOwn : 0
        return (capacity.officerHundredths + helping) * capacity.minutesPerOfficerDay * 10_000
    }

    private static func spend(_ minutes: inout Micro, on dossiers: inout Micro, each: Int) {
        let wanted = dossiers * each
        if wanted <= minutes {
            minutes = minutes - wanted
            dossiers = .zero
        } else {
            dossiers = max(.zero, dossiers - (minutes / each ?? .zero))
            minutes = .zero
        }
    }
}
