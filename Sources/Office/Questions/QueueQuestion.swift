// QueueQuestion.swift: a unit's queue as it stands, one ticket, a day's statistics. No personal data in any of them.

package import Casework
package import Storage

/// Somebody who waits, with what is expected for them now.
package struct WaitingTicket: Sendable {
    package var ticket: Ticket
    /// People called before at the counters that take this ticket.
    package var ahead: Int
    /// Expected wait from now in milliseconds; nil when no open counter takes the ticket.
    package var expected: Int64?
    package var range: WaitRange?
}

package struct CounterView: Sendable {
    package var counter: ServiceCounter
    package var user: String
    /// Called or being served there.
    package var current: Ticket?
    /// Of its latest call since it was opened.
    package var lastCall: Instant?
}

/// A unit's queue at one moment.
package struct QueueView: Sendable {
    package var unit: String
    package var day: CivilDate
    package var now: Instant
    /// Open counters by number.
    package var counters: [CounterView]
    /// In the order in which they will probably be called, those without a counter last; without detail by place in line.
    package var waiting: [WaitingTicket]
    package var times: ServiceTimes
    package var calibration: WaitCalibration
    /// Hours still to come in which nobody is called.
    package var breaks: DayBreaks
    fileprivate var open: [OpenCounter]

    package func counter(_ number: Int) -> CounterView? {
        counters.first { $0.counter.number.counter == number }
    }
    package func isServed(_ group: QueueGroup) -> Bool { open.contains { $0.groups.contains(group) } }

    /// What somebody who came now would be told.
    package func offer(
        _ group: QueueGroup, _ priority: TicketPriority?
    ) -> (ahead: Int, expected: Int64?, range: WaitRange?) {
        let numbers = open.map(\.counter)
        var places = waiting.compactMap { $0.ticket.place(open: numbers) }
        places.append(QueuePlace(group: group, isPriority: priority != nil, order: now))
        let calls = WaitForecast.calls(places, open, times)
        let expected = calls[places.count - 1]?.wait
        return (
            WaitForecast.ahead(of: places.count - 1, places, calls, open), expected,
            expected.map(range)
        )
    }

    /// What to promise for an expected wait in working time.
    func range(_ expected: Int64) -> WaitRange { breaks.later(calibration.range(expected), from: now) }

    /// Who would be called next at a counter.
    package func next(at counter: Int, only group: QueueGroup? = nil) -> Ticket? {
        guard let own = open.first(where: { $0.counter == counter }) else { return nil }
        let numbers = open.map(\.counter)
        let index = QueueOrder.next(
            at: own, waiting.compactMap { $0.ticket.place(open: numbers) }, only: group)
        return index.map { waiting[$0].ticket }
    }
    /// Tickets that a counter would take, by the group chosen.
    package func waiting(at counter: Int, only group: QueueGroup? = nil) -> [WaitingTicket] {
        guard let own = open.first(where: { $0.counter == counter }) else { return [] }
        let numbers = open.map(\.counter)
        return waiting.filter { line in
            guard let place = line.ticket.place(open: numbers) else { return false }
            return own.takes(place) && (group.map { $0 == line.ticket.group } ?? true)
        }
    }
    package func streak(at counter: Int) -> Int { open.first { $0.counter == counter }?.streak ?? 0 }
}

package enum QueueQuestion {
    /// How far back measured services and waits count.
    private static let memory: Int64 = 7 * 86_400_000

    /// Refuses a unit without a queue.
    package static func unit(_ code: String, _ directory: Directory) throws -> Unit {
        guard let unit = directory.unit(code), [.ward, .commune, .specialZone].contains(unit.kind) else {
            throw Refusal.noQueue(code)
        }
        return unit
    }

    /// - Parameter inDetail: with place and expected wait of everybody who waits, for people to read. Commands need neither.
    package static func view(
        _ unit: String, inDetail: Bool = false, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> QueueView {
        let code = try self.unit(unit, office.directory).code
        let day = now.date
        let active = try tickets("state IN ('waiting', 'called', 'serving') ORDER BY order_at, ticket", code, day, tx)
        let opened = try tx.rows(
            """
            SELECT \(QueueProjection.counterColumns) FROM queue_counter
            WHERE unit = $1 AND day = $2 AND closed_at IS NULL ORDER BY counter
            """, [.text(code), .integer(Int64(day.dayNumber))]
        ).map(QueueProjection.counter)
        let times = ServiceTimes(recent: try services(code, now, tx))
        let calibration = WaitCalibration(recent: try waits(code, now, tx, office.directory))
        var (counters, open): ([CounterView], [OpenCounter]) = ([], [])
        for counter in opened {
            let number = counter.number.counter
            let current = active.first { $0.state != .waiting && $0.counter == number }
            let last = try lastCall(counter.number, since: counter.openedAt, tx)
            counters.append(
                CounterView(
                    counter: counter, user: office.directory.names[counter.user] ?? counter.user,
                    current: current, lastCall: last?.at))
            let busy = current.map { ticket in
                let since = (ticket.attendedAt ?? ticket.calledAt ?? now).milliseconds
                return times.left(ticket.group, elapsed: max(0, now.milliseconds - since))
            }
            open.append(
                OpenCounter(
                    counter: number, groups: counter.groups, streak: last?.streak ?? 0, busyFor: busy ?? 0))
        }
        var view = QueueView(
            unit: code, day: day, now: now, counters: counters, waiting: [], times: times,
            calibration: calibration,
            breaks: DayBreaks(office.directory.hours(of: code, on: day), on: day)
                .ahead(of: now, lastCall: counters.compactMap(\.lastCall).max()), open: open)
        let waiting = active.filter { $0.state == .waiting }
        view.waiting =
            inDetail
            ? line(waiting, view)
            : waiting.map { WaitingTicket(ticket: $0, ahead: 0, expected: nil, range: nil) }
        return view
    }

    private static func line(_ tickets: [Ticket], _ view: QueueView) -> [WaitingTicket] {
        let numbers = view.open.map(\.counter)
        let places = tickets.compactMap { $0.place(open: numbers) }
        let calls = WaitForecast.calls(places, view.open, view.times)
        let lines = tickets.indices.map { i in
            WaitingTicket(
                ticket: tickets[i], ahead: WaitForecast.ahead(of: i, places, calls, view.open),
                expected: calls[i]?.wait, range: calls[i].map { view.range($0.wait) })
        }
        return lines.sorted { a, b in
            (a.expected ?? .max, a.ticket.order) < (b.expected ?? .max, b.ticket.order)
        }
    }

    /// The latest call at a counter, with the priority tickets in a row that it recorded.
    private static func lastCall(
        _ number: CounterNumber, since: Instant, _ tx: any Transaction
    ) throws -> (streak: Int, at: Instant)? {
        try tx.row(
            """
            SELECT streak, called_at FROM queue_ticket WHERE unit = $1 AND day = $2 AND counter = $3 AND called_at >= $4
            ORDER BY called_at DESC, ticket DESC LIMIT 1
            """,
            [
                .text(number.unit), .integer(Int64(number.day.dayNumber)), .integer(Int64(number.counter)),
                .integer(since.milliseconds),
            ]
        ).map { (Int($0.int(0)), Instant(milliseconds: $0.int(1))) }
    }

    private static func services(
        _ unit: String, _ now: Instant, _ tx: any Transaction
    ) throws -> [(group: QueueGroup, served: Int64)] {
        try tx.rows(
            """
            SELECT grp, served FROM queue_ticket WHERE unit = $1 AND ended_at > $2 AND state = 'done'
            ORDER BY ended_at DESC, ticket LIMIT 200
            """, [.text(unit), .integer(now.milliseconds - memory)]
        ).compactMap { row in QueueGroup(rawValue: row.text(0)).map { ($0, row.int(1)) } }
    }

    /// Expected and real waits of late, both in working time.
    private static func waits(
        _ unit: String, _ now: Instant, _ tx: any Transaction, _ directory: Directory
    ) throws -> [(estimate: Int64, wait: Int64)] {
        var breaks: [CivilDate: DayBreaks] = [:]
        return try tx.rows(
            """
            SELECT estimate, taken_at, first_called_at FROM queue_ticket
            WHERE unit = $1 AND first_called_at > $2 AND estimate IS NOT NULL
            ORDER BY first_called_at DESC, ticket LIMIT \(WaitCalibration.window)
            """, [.text(unit), .integer(now.milliseconds - memory)]
        ).map { row in
            let day = Instant(milliseconds: row.int(1)).date
            let off = breaks[day] ?? DayBreaks(directory.hours(of: unit, on: day), on: day)
            breaks[day] = off
            return (row.int(0), off.workingTime(from: row.int(1), to: row.int(2)))
        }
    }

    package static func ticket(_ number: TicketNumber, _ tx: any Transaction) throws -> Ticket? {
        try tx.row(
            "SELECT \(QueueProjection.ticketColumns) FROM queue_ticket WHERE ticket = $1",
            [.text(number.description)]
        ).map(QueueProjection.ticket)
    }

    /// Every ticket of a day (at most some thousands: three digits a letter).
    package static func statistics(
        _ unit: String, on day: CivilDate, _ tx: any Transaction, _ office: Office
    ) throws -> QueueStatistics {
        let code = try self.unit(unit, office.directory).code
        return QueueStatistics(try tickets("1 = 1 ORDER BY taken_at, ticket LIMIT 5000", code, day, tx))
    }

    private static func tickets(
        _ which: String, _ unit: String, _ day: CivilDate, _ tx: any Transaction
    ) throws -> [Ticket] {
        try tx.rows(
            "SELECT \(QueueProjection.ticketColumns) FROM queue_ticket WHERE unit = $1 AND day = $2 AND \(which)",
            [.text(unit), .integer(Int64(day.dayNumber))]
        ).map(QueueProjection.ticket)
    }
}
