// QueueStatistics.swift: what a day at the counters was like, and how honest the promised waits were.
//
// A pure function of the day's tickets. Median and p90 are of the nearest rank, so that each is a wait that somebody had.

package struct QueueStatistics: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package var taken = 0
        package var served = 0
        package var missed = 0
        package var cancelled = 0
        package var open = 0
        /// Milliseconds.
        package var waitMedian: Int64?
        package var waitP90: Int64?
        package var serviceMedian: Int64?
        package var serviceP90: Int64?

        init(_ tickets: [Ticket]) {
            taken = tickets.count
            served = tickets.count { $0.state == .done }
            missed = tickets.count { $0.state == .missed }
            cancelled = tickets.count { $0.state == .cancelled }
            open = tickets.count { !$0.state.isEnd }
            let waits = tickets.compactMap(\.wait).sorted()
            let services = tickets.filter { $0.state == .done }.map(\.served).sorted()
            (waitMedian, waitP90) = (Rank.of(50, waits), Rank.of(90, waits))
            (serviceMedian, serviceP90) = (Rank.of(50, services), Rank.of(90, services))
        }
    }

    /// Promised against real waits.
    package struct Promises: Hashable, Sendable {
        /// Tickets with a promise that were called.
        package var measured = 0
        package var kept = 0
        /// Called before the range, after it.
        package var earlier = 0
        package var later = 0
        /// Called without a promise, because no counter was open for the group when the ticket was taken.
        package var without = 0
        /// Half of the waits lay no further from the middle of the range, in milliseconds.
        package var typicalError: Int64?
        /// Half of the ranges were no wider, in minutes.
        package var typicalWidth: Int?

        init(_ tickets: [Ticket]) {
            var errors: [Int64] = []
            var widths: [Int] = []
            for ticket in tickets {
                guard let wait = ticket.wait else { continue }
                guard let promise = ticket.promise else {
                    without += 1
                    continue
                }
                measured += 1
                if ticket.promiseKept == true {
                    kept += 1
                } else if wait < Int64(promise.from) * 60_000 {
                    earlier += 1
                } else {
                    later += 1
                }
                let middle = Int64(promise.from + promise.to) * 30_000
                errors.append(wait > middle ? wait - middle : middle - wait)
                widths.append(promise.to - promise.from)
            }
            typicalError = Rank.of(50, errors.sorted())
            typicalWidth = Rank.of(50, widths.sorted())
        }

        /// Of a hundred; nil when nothing was measured.
        package var keptPercent: Int? { measured == 0 ? nil : (kept * 100 + measured / 2) / measured }
    }

    package struct HourLine: Hashable, Sendable {
        package var hour: Int
        package var line: Line
    }
    package struct CounterLine: Hashable, Sendable {
        package var counter: Int
        package var line: Line
    }
    package struct GroupLine: Hashable, Sendable {
        package var group: QueueGroup
        package var line: Line
    }

    package var total: Line
    /// By the hour of taking.
    package var byHour: [HourLine]
    /// By the counter of the last call.
    package var byCounter: [CounterLine]
    package var byGroup: [GroupLine]
    package var promises: Promises

    package init(_ tickets: [Ticket]) {
        total = Line(tickets)
        byHour = (0..<24).compactMap { hour in
            let own = tickets.filter { $0.takenAt.timeOfDay.minutes / 60 == hour }
            return own.isEmpty ? nil : HourLine(hour: hour, line: Line(own))
        }
        byCounter = Set(tickets.compactMap(\.counter)).sorted().map { counter in
            CounterLine(counter: counter, line: Line(tickets.filter { $0.counter == counter }))
        }
        byGroup = QueueGroup.allCases.compactMap { group in
            let own = tickets.filter { $0.group == group }
            return own.isEmpty ? nil : GroupLine(group: group, line: Line(own))
        }
        promises = Promises(tickets)
    }
}

/// Nearest rank in an ascending list.
enum Rank {
    static func of<N>(_ percent: Int, _ sorted: [N]) -> N? {
        sorted.isEmpty ? nil : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }
}
