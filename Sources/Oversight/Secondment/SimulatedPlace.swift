// SimulatedPlace.swift: one queue of the made-up city, with whole dossiers, drawn sizes and rates nobody is told.
//
// The world shares no arithmetic with the forecast or the outlook: arrivals are Poisson with a restless daily rate, sizes
// vary threefold, dossiers are handled one by one, earliest due first.

import Casework

/// One place of the world: what it truly is, its queue and its future.
struct SimulatedPlace: Sendable {
    let place: WorkPlace
    private let line: SimulatedCity.Line
    /// True mean handling minutes here.
    private let minutes: Int
    private let officers: Int
    /// True arrivals a day, in quarters of a dossier: at first, lately, after the plan.
    private let quarters: [Int]
    /// The day on which the load changes to “lately”.
    private let change: Int
    /// Hundredths of an own officer that one from elsewhere really does here.
    private let percentOfOwn: Int
    private var counts: [Int] = []
    private var queue = DueQueue()
    /// Minutes of each dossier that will come, by day after the plan.
    private var future: [[Int]] = []

    /// Loads of a hundred places, as percentages of what the officers can do, evenly spread between these.
    private static let loads = [55, 65, 72, 78, 84, 90, 95, 100, 106, 114, 125]
    /// By weekday, in percent: Mondays are full and Fridays are quiet.
    private static let weekdays = [125, 105, 95, 100, 75, 100, 100]

    init(_ place: WorkPlace, _ line: SimulatedCity.Line, _ chance: inout some RandomNumberGenerator) {
        self.place = place
        self.line = line
        minutes = line.minutes * (60 + Draw.below(91, &chance)) / 100
        officers = line.officers.lowerBound + Draw.below(line.officers.count, &chance)
        let load = SimulatedPlace.loads[Draw.below(SimulatedPlace.loads.count, &chance)]
        let lately = max(40, load + Draw.below(61, &chance) - 30)
        let later = max(40, lately + Draw.below(31, &chance) - 15)
        let perDay = officers * SimulatedCity.minutesPerOfficerDay * 4
        let own = minutes
        quarters = [min(load, 104), lately, later].map { max(1, perDay * $0 / 100 / own) }
        change = 25 + Draw.below(30, &chance)
        percentOfOwn = 70 + Draw.below(31, &chance)
    }

    /// A day of the past.
    mutating func live(_ day: Int, _ weekday: Int, _ chance: inout some RandomNumberGenerator) {
        let sizes = draw(day < change ? quarters[0] : quarters[1], weekday, &chance)
        counts.append(sizes.count)
        queue.add(sizes, due: day + line.limitDays)
        _ = queue.work(officers * SimulatedCity.minutesPerOfficerDay, today: day)
    }

    /// What an office could know at the end of the past.
    func situation(_ calendar: [CivilDate]) -> PlaceSituation {
        let today = counts.count
        let ahead = calendar.count - today + line.limitDays
        let mean = queue.handled > 0 ? max(1, queue.handledMinutes / queue.handled) : line.minutes
        return PlaceSituation(
            place: place, history: ArrivalHistory(zip(calendar, counts).map { ($0.dayNumber, $1) }),
            queue: OpenQueue(
                overdue: queue.count { $0 < today },
                due: (0..<ahead).map { day in queue.count { $0 == today + day } },
                minutesEach: mean),
            capacity: HandlingCapacity(
                officerHundredths: officers * 100, minutesPerOfficerDay: SimulatedCity.minutesPerOfficerDay,
                minutesPerDossier: mean, limits: [.init(workingDays: line.limitDays, weight: 1)]))
    }

    mutating func drawFuture(_ calendar: [CivilDate], _ chance: inout some RandomNumberGenerator) {
        for day in counts.count..<calendar.count {
            future.append(draw(quarters[2], calendar[day].weekday, &chance))
        }
    }

    /// Dossiers that turn late in the drawn future with `help` officers more.
    func lateInFuture(help: Int) -> Int {
        var queue = queue
        let today = counts.count
        let minutes = (officers * 100 + help * percentOfOwn) * SimulatedCity.minutesPerOfficerDay / 100
        return future.indices.reduce(0) { late, day in
            queue.add(future[day], due: today + day + line.limitDays)
            return late + queue.work(minutes, today: today + day)
        }
    }

    /// The sizes in minutes of a day's new dossiers.
    private func draw(_ quarters: Int, _ weekday: Int, _ chance: inout some RandomNumberGenerator) -> [Int] {
        // A day's own mood: from three quarters to five quarters of the rate.
        let percent = SimulatedPlace.weekdays[weekday - 1] * (75 + Draw.below(51, &chance)) / 100
        let parts = quarters * percent
        var count = Draw.below(100, &chance) < parts % 100 ? Draw.quarterPoisson(&chance) : 0
        for _ in 0..<parts / 100 { count += Draw.quarterPoisson(&chance) }
        return (0..<count).map { _ in max(1, minutes * (50 + Draw.below(101, &chance)) / 100) }
    }
}

/// Dossiers in hand, by due day; the earliest due is worked on first.
struct DueQueue: Sendable {
    private struct Pile: Sendable {
        var due: Int
        /// Minutes left of each dossier, the oldest first; finished ones are passed over by `next`.
        var minutes: [Int]
        var next = 0
    }
    /// Ascending by due day.
    private var piles: [Pile] = []
    private(set) var handled = 0
    private(set) var handledMinutes = 0

    /// Days are added in ascending order of `due`.
    mutating func add(_ sizes: [Int], due: Int) {
        guard !sizes.isEmpty else { return }
        precondition(piles.last.map { $0.due <= due } ?? true, "a place has one limit, so due days ascend")
        piles.append(Pile(due: due, minutes: sizes))
    }

    /// Dossiers whose due day satisfies `isMeant`.
    func count(where isMeant: (Int) -> Bool) -> Int {
        piles.reduce(0) { $0 + (isMeant($1.due) ? $1.minutes.count - $1.next : 0) }
    }

    /// Spends a day's minutes.
    /// - Returns: dossiers due today that are not finished tonight.
    mutating func work(_ minutes: Int, today: Int) -> Int {
        var left = minutes
        while left > 0, !piles.isEmpty {
            let spent = min(left, piles[0].minutes[piles[0].next])
            left -= spent
            handledMinutes += spent
            piles[0].minutes[piles[0].next] -= spent
            guard piles[0].minutes[piles[0].next] == 0 else { break }
            handled += 1
            piles[0].next += 1
            if piles[0].next == piles[0].minutes.count { piles.removeFirst() }
        }
        return count { $0 == today }
    }
}

/// Draws that need no fractions.
enum Draw {
    /// A number in 0..<bound, by the high half of a product: the same for a seed for ever.
    static func below(_ bound: Int, _ chance: inout some RandomNumberGenerator) -> Int {
        Int(chance.next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Poisson with mean 1/4: its distribution function in millionths, looked up.
    static func quarterPoisson(_ chance: inout some RandomNumberGenerator) -> Int {
        let at = below(1_000_000, &chance)
        return quarters.firstIndex { at < $0 } ?? quarters.count
    }
    private static let quarters = [778_801, 973_501, 997_839, 999_867, 999_993]
}
