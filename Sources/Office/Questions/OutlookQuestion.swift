// OutlookQuestion.swift: where on-time handling will break within the next working days, by ward and field.
//
// `read` takes from the store what is counted anyway (open dossiers by due day out of `inbox`, received and settled a day
// out of `indicator_day`, one range of its key a unit); `reckon` is pure and plays it forward (WorkloadOutlook.swift).
// Approximations, said on the page too: what an officer can do is read off the busiest week settled, at least that of the
// middle ward in that field, so a ward that never had more work than it could do looks slower than it is; an officer of
// several fields is shared out by dossiers times steps; dossiers whose clock stands are left out; of the day under way the
// minutes that are left are spent on what lies open, what still comes today is not known. Wards, communes and the special
// zone only: what departments get is handed over, not received.

package import Casework
package import Oversight
package import Storage

/// One ward's field as it stands and as it is expected to go on.
package struct OutlookLine: Sendable {
    /// Why there is no outlook, or that there is one.
    package enum Basis: Hashable, Sendable {
        /// Forecast from this many working days.
        case forecast
        /// Nothing would be late even with half as much again as in its fullest days: not played further.
        case calm
        /// Too few working days, officers or settled dossiers are known.
        case unknown
    }
    /// As it will stand this evening; the days ahead begin there.
    package var situation: PlaceSituation
    /// Open dossiers and the late ones among them, now.
    package var open: Int
    package var overdue: Int
    /// Dossiers due by tonight that will not be done by then.
    package var tonight: Int
    package var basis: Basis
    /// Dossiers expected each day ahead; empty unless forecast.
    package var arrivals: [ArrivalForecast.Day]
    /// Nil when too little is known.
    package var outlook: WorkloadOutlook?
    package var place: WorkPlace { situation.place }
    /// Dossiers that turn late over the days ahead.
    package var late: Spread { outlook?.late ?? .zero }
}

/// The outlook of the whole city.
package struct CityOutlook: Sendable {
    package var at: Instant
    /// Working days ahead.
    package var dates: [CivilDate]
    /// Working days that arrivals are known for.
    package var known: Int
    /// By expected late dossiers, the most first.
    package var lines: [OutlookLine]

    package func line(_ place: WorkPlace) -> OutlookLine? { lines.first { $0.place == place } }
}

/// What the store says, before anything is reckoned.
package struct OutlookRows: Sendable {
    struct Place: Sendable {
        var received: [Int: Int] = [:]
        var settled: [Int: Int] = [:]
        var overdue = 0
        /// Open dossiers by the day on which they are due, those that are late left out.
        var due: [Int: Int] = [:]
        var limits: [Int: Int] = [:]
        var receivedTotal: Int { received.values.reduce(0, +) }
    }
    package var at: Instant
    /// First day of the window.
    var from: CivilDate
    var places: [WorkPlace: Place] = [:]
}

package enum OutlookQuestion {
    /// Working days ahead unless asked otherwise, and the most.
    package static let days = 10
    package static let mostDays = 20
    /// Fewer received in the window, and none late, say nothing of a field.
    static let fewest = 5
    /// What one from elsewhere does at first, in hundredths of an own officer.
    package static let percentOfOwn = 85

    static let kinds: Set<Unit.Kind> = [.ward, .commune, .specialZone]

    static func wards(_ directory: Directory) -> [String] {
        directory.unitCodes.filter { code in directory.unit(code).map { kinds.contains($0.kind) } ?? false }
    }

    // MARK: the store

    /// What is open and what came and went over the last twelve weeks.
    package static func read(now: Instant, _ tx: any Transaction, _ directory: Directory) throws -> OutlookRows {
        let city = directory.office(Directory.city)
        var first = now.date
        for _ in 0..<ArrivalForecast.window { first = city.lastWorkingDay(before: first) }
        var rows = OutlookRows(at: now, from: first)
        let units = wards(directory)
        let isWard = Set(units)
        try tx.forEach(
            """
            SELECT unit, field, (urgency + 25200000) / 86400000, COUNT(*), \(InboxQuestion.sum("urgency < \(now.milliseconds)"))
            FROM inbox WHERE kind = 'custody' AND state IN (\(InboxQuestion.runningStates))
            GROUP BY unit, field, (urgency + 25200000) / 86400000
            """, []
        ) { row in
            guard isWard.contains(row.text(0)) else { return }
            let place = WorkPlace(unit: row.text(0), field: row.text(1))
            let late = Int(row.int(4))
            rows.places[place, default: .init()].overdue += late
            rows.places[place, default: .init()].due[Int(row.int(2)), default: 0] += Int(row.int(3)) - late
        }
        for unit in units { try counts(unit, &rows, now: now, tx, directory) }
        return rows
    }

    private static func counts(
        _ unit: String, _ rows: inout OutlookRows, now: Instant, _ tx: any Transaction, _ directory: Directory
    ) throws {
        for event in ["received", "resolved"] {
            try tx.forEach(
                """
                SELECT day, field, SUM(n) FROM indicator_day
                WHERE unit = $1 AND event = '\(event)' AND day >= $2 AND day < $3 GROUP BY day, field
                """, [.text(unit), .integer(Int64(rows.from.dayNumber)), .integer(Int64(now.date.dayNumber))]
            ) { row in
                let (place, day, n) = (WorkPlace(unit: unit, field: row.text(1)), Int(row.int(0)), Int(row.int(2)))
                if event == "received" {
                    rows.places[place, default: .init()].received[day, default: 0] += n
                } else {
                    rows.places[place, default: .init()].settled[day, default: 0] += n
                }
            }
        }
        try tx.forEach(
            """
            SELECT field, procedure, SUM(n) FROM indicator_day
            WHERE unit = $1 AND event = 'received' AND day >= $2 AND day < $3 GROUP BY field, procedure
            """, [.text(unit), .integer(Int64(rows.from.dayNumber)), .integer(Int64(now.date.dayNumber))]
        ) { row in
            let place = WorkPlace(unit: unit, field: row.text(0))
            let limit = workingDays(directory.procedures[row.text(1)]?.first)
            rows.places[place, default: .init()].limits[limit, default: 0] += max(0, Int(row.int(2)))
        }
    }

    /// Everything received at each ward and field, by working day, up to the day before `now`; for back-tests.
    package static func histories(now: Instant, _ tx: any Transaction, _ directory: Directory) throws -> [ArrivalHistory] {
        let city = directory.office(Directory.city)
        var received: [WorkPlace: [Int: Int]] = [:]
        for unit in wards(directory) {
            try tx.forEach(
                """
                SELECT day, field, SUM(n) FROM indicator_day WHERE unit = $1 AND event = 'received' AND day < $2
                GROUP BY day, field
                """, [.text(unit), .integer(Int64(now.date.dayNumber))]
            ) { row in
                // What comes on a day off is taken up on the next working day.
                let day = CivilDate(dayNumber: Int(row.int(0)))
                let counted = city.isWorkingDay(day) ? day : city.nextWorkingDay(after: day)
                received[WorkPlace(unit: unit, field: row.text(1)), default: [:]][counted.dayNumber, default: 0] += Int(row.int(2))
            }
        }
        guard let first = received.values.compactMap({ $0.keys.min() }).min(),
            let last = received.values.compactMap({ $0.keys.max() }).max()
        else { return [] }
        let days = (first...last).filter { city.isWorkingDay(CivilDate(dayNumber: $0)) }
        return received.keys.sorted().filter { (received[$0] ?? [:]).values.reduce(0, +) >= fewest }.map { place in
            ArrivalHistory(days.map { (day: $0, count: received[place]?[$0] ?? 0) })
        }
    }

    /// The limit of a procedure in whole working days; a month is 21, an open one a month.
    static func workingDays(_ procedure: Procedure?) -> Int {
        guard let limit = procedure?.limits.first(where: { $0.amount != nil || $0.unit == .sameDay }) else { return 21 }
        let amount = limit.amount ?? 0
        return switch limit.unit {
        case .sameDay: 0
        case .workingHour: amount / 8
        case .workingDay: amount
        case .calendarDay: amount * 5 / 7
        case .month: amount * 21
        case .open: 21
        }
    }

    // MARK: the reckoning

    /// The outlook over the next `days` working days.
    package static func reckon(_ rows: OutlookRows, days: Int, _ directory: Directory) -> CityOutlook {
        let city = directory.office(Directory.city)
        let dates = (1...days).map { city.workingDay($0, after: rows.at.date) }
        let known = knownDays(rows, city)
        let hands = OfficersAtHand(directory, at: rows.at, rows)
        let paces = WeekPaces(rows, known, hands)
        let places = rows.places.keys.sorted()
        var situations: [Standing] = []
        var unknown: [Standing] = []
        for place in places {
            guard let row = rows.places[place], row.receivedTotal >= fewest || row.overdue > 0 else { continue }
            let standing = standing(place, row, known, dates, hands, paces, rows.at, directory)
            let officers = standing.situation.capacity.officerHundredths
            if known.count < ArrivalForecast.needed || officers == 0 || !paces.knows(place.field) {
                unknown.append(standing)
            } else {
                situations.append(standing)
            }
        }
        var lines = unknown.map { $0.line(.unknown) }
        let byField = Dictionary(grouping: situations, by: \.situation.place.field)
        for field in byField.keys.sorted() {
            let all = byField[field] ?? []
            let pattern = WeekdayPattern(pooling: all.map(\.situation.history))
            lines += all.map { line($0, over: dates, like: pattern) }
        }
        lines.sort { a, b in
            let (x, y) = (a.late.mean, b.late.mean)
            if x != y { return x > y }
            return (b.overdue, b.open, a.place) < (a.overdue, a.open, b.place)
        }
        return CityOutlook(at: rows.at, dates: dates, known: known.count, lines: lines)
    }

    /// Working days of the window from the first on which anything was received.
    private static func knownDays(_ rows: OutlookRows, _ office: OfficeTime) -> [CivilDate] {
        guard let first = rows.places.values.compactMap({ $0.received.keys.min() }).min() else { return [] }
        let end = rows.at.date.dayNumber
        return (min(first, end)..<end).map(CivilDate.init(dayNumber:)).filter { office.isWorkingDay($0) }
    }

    /// A place this evening, and its figures of now.
    private struct Standing {
        var situation: PlaceSituation
        var open, overdue, tonight: Int

        func line(
            _ basis: OutlookLine.Basis, _ arrivals: [ArrivalForecast.Day] = [], _ outlook: WorkloadOutlook? = nil
        ) -> OutlookLine {
            OutlookLine(
                situation: situation, open: open, overdue: overdue, tonight: tonight, basis: basis, arrivals: arrivals,
                outlook: outlook)
        }
    }

    private static func standing(
        _ place: WorkPlace, _ row: OutlookRows.Place, _ known: [CivilDate], _ dates: [CivilDate], _ hands: OfficersAtHand,
        _ paces: WeekPaces, _ now: Instant, _ directory: Directory
    ) -> Standing {
        let office = directory.office(place.unit)
        let hundredths = hands.hundredths(place)
        let minutes = office.minutesPerDay(on: dates.first ?? CivilDate(dayNumber: 0))
        let perDossier = paces.minutes(place, hundredths: hundredths, minutesPerDay: minutes)
        // What comes on a day off is taken up on the next working day.
        var counts = known.map { (day: $0.dayNumber, count: 0) }
        for (day, n) in row.received.sorted(by: { $0.key < $1.key }) {
            guard let index = counts.firstIndex(where: { $0.day >= day }) else { continue }
            counts[index].count += n
        }
        var due = Array(repeating: 0, count: dates.count + 1)
        var today = 0
        for (day, n) in row.due.sorted(by: { $0.key < $1.key }) {
            if day <= now.date.dayNumber { today += n; continue }
            // Due on a day off is due by the evening before it.
            let index = dates.lastIndex { $0.dayNumber <= day } ?? 0
            let isPast = (dates.last?.dayNumber ?? 0) < day
            due[isPast ? dates.count : index] += n
        }
        let limits = row.limits.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { HandlingCapacity.Limit(workingDays: min($0.key, 60), weight: $0.value) }
        let queue = OpenQueue(overdue: row.overdue, due: due, minutesEach: perDossier)
        let left = office.workingMinutes(from: now, to: Instant(now.date.adding(days: 1), TimeOfDay(minutes: 0)))
        let evening = queue.evening(today: today, minutes: left * hundredths / 100)
        let situation = PlaceSituation(
            place: place, history: ArrivalHistory(counts), queue: evening.queue,
            capacity: HandlingCapacity(
                officerHundredths: hundredths, minutesPerOfficerDay: minutes, minutesPerDossier: perDossier,
                limits: limits.isEmpty ? [.init(workingDays: 5, weight: 1)] : limits))
        return Standing(
            situation: situation, open: queue.count + today, overdue: row.overdue, tonight: evening.turnedLate)
    }

    private static func line(_ standing: Standing, over dates: [CivilDate], like pattern: WeekdayPattern) -> OutlookLine {
        let situation = standing.situation
        if isCalm(situation, dates) {
            let none = WorkloadOutlook([], queue: situation.queue, capacity: situation.capacity)
            return standing.line(.calm, [], none)
        }
        guard case .days(let arrivals) = ArrivalForecast.next(dates, after: situation.history, like: pattern) else {
            return standing.line(.unknown)
        }
        return standing.line(
            .forecast, arrivals, WorkloadOutlook(arrivals, queue: situation.queue, capacity: situation.capacity))
    }

    /// Nothing would be late though half as much again came as in the fullest stretch of as many days.
    private static func isCalm(_ situation: PlaceSituation, _ dates: [CivilDate]) -> Bool {
        guard situation.queue.overdue == 0 else { return false }
        let counts = situation.history.days.map(\.count)
        let width = max(1, min(dates.count, counts.count))
        let most = (0...(counts.count - width)).map { counts[$0..<($0 + width)].reduce(0, +) }.max() ?? 0
        let perDay = (Micro(most) * 3 / 2 ?? .zero) / width ?? .zero
        let arrivals = dates.enumerated().map { index, date in
            let (one, all) = (perDay, perDay * (index + 1))
            return ArrivalForecast.Day(
                date: date, arrivals: Spread(low: one, middle: one, high: one), total: Spread(low: all, middle: all, high: all))
        }
        return WorkloadOutlook(arrivals, queue: situation.queue, capacity: situation.capacity).late.high < Micro(1)
    }
}

/// Who handles what at the wards: officers with the right to a field who are not away.
struct OfficersAtHand {
    private var hundredths: [WorkPlace: Int] = [:]

    init(_ directory: Directory, at now: Instant, _ rows: OutlookRows) {
        let steps = OfficersAtHand.steps(directory)
        var fields: [String: [(field: String, work: Int)]] = [:]
        for place in rows.places.keys.sorted() {
            let received = rows.places[place]?.receivedTotal ?? 0
            fields[place.unit, default: []].append((place.field, max(1, received) * (steps[place.field] ?? 1)))
        }
        for user in directory.rights.keys.sorted() where directory.absence(of: user, at: now) == nil {
            for grant in directory.grants(of: user, at: now) where grant.role == .officer {
                let own = (fields[grant.unit] ?? []).filter { grant.fields?.contains($0.field) ?? true }
                let whole = own.reduce(0) { $0 + $1.work }
                for one in own {
                    hundredths[WorkPlace(unit: grant.unit, field: one.field), default: 0] += max(1, 100 * one.work / whole)
                }
            }
        }
    }

    func hundredths(_ place: WorkPlace) -> Int { hundredths[place] ?? 0 }

    /// Mean steps of the procedures of a field, at least one.
    private static func steps(_ directory: Directory) -> [String: Int] {
        var all: [String: (steps: Int, procedures: Int)] = [:]
        for code in directory.procedureCodes {
            guard let procedure = directory.procedures[code]?.first else { continue }
            all[procedure.field, default: (0, 0)].steps += procedure.steps.count
            all[procedure.field, default: (0, 0)].procedures += 1
        }
        return all.mapValues { max(1, $0.steps / max(1, $0.procedures)) }
    }
}

/// Dossiers settled in five working days on end, in the fullest of them.
struct WeekPaces {
    private var own: [WorkPlace: Int] = [:]
    /// Of the middle ward, for each officer, in hundredths of a dossier.
    private var middle: [String: Int] = [:]

    init(_ rows: OutlookRows, _ known: [CivilDate], _ hands: OfficersAtHand) {
        var rates: [String: [Int]] = [:]
        for place in rows.places.keys.sorted() {
            let settled = rows.places[place]?.settled ?? [:]
            let days = known.map { settled[$0.dayNumber] ?? 0 }
            guard days.count >= 5, days.contains(where: { $0 > 0 }) else { continue }
            let best = (0...(days.count - 5)).map { days[$0..<($0 + 5)].reduce(0, +) }.max() ?? 0
            own[place] = best
            let officers = hands.hundredths(place)
            if officers > 0, best > 0 { rates[place.field, default: []].append(best * 10_000 / officers) }
        }
        middle = rates.mapValues { $0.sorted()[($0.count - 1) / 2] }
    }

    func knows(_ field: String) -> Bool { middle[field] != nil }

    /// Handling minutes of a dossier at a place with so many officers.
    func minutes(_ place: WorkPlace, hundredths: Int, minutesPerDay: Int) -> Int {
        // In hundredths of a dossier a week and officer.
        let mine = hundredths > 0 ? (own[place] ?? 0) * 10_000 / hundredths : 0
        let rate = max(mine, middle[place.field] ?? 0)
        return rate > 0 ? min(max(1, minutesPerDay * 5 * 100 / rate), minutesPerDay * 10) : minutesPerDay
    }
}
