// DemoQueue.swift: the last hours of the queue at a few wards, up to this minute, through the real commands.
//
// At Bình Tiên a full hall: a dozen wait, two counters serve, one calls; behind them the hours before with measured waits,
// absences, a transfer, a cancelled ticket. Deterministic by seed and end. What is promised is what the forecast says.

import Casework
import Office
import Storage
import TestKit

struct DemoQueue {
    private let office: Office
    private let end: Instant
    private var random: SeededGenerator
    private var count = 0

    private init(office: Office, seed: UInt64, end: Instant) {
        self.office = office
        self.end = end
        random = SeededGenerator(seed: seed &+ 5)
    }

    static func live(_ office: Office, seed: UInt64, end: Instant) throws {
        var queue = DemoQueue(office: office, seed: seed, end: end)
        try queue.live()
    }

    /// Lives the last hours at four wards.
    private mutating func live() throws {
        let wards = office.directory.unitCodes.filter { office.directory.unit($0)?.kind == .ward }
        let others = wards.filter { $0 != "27373" }
        try live(Hall(unit: "27373", counters: 3, secondsBetween: 134, rush: 22))
        for (i, unit) in others.prefix(3).enumerated() {
            try live(Hall(unit: unit, counters: 2, secondsBetween: 200 + 40 * i, rush: 12))
        }
    }

    private struct Hall {
        var unit: String
        var counters: Int
        /// Between two arrivals, on average.
        var secondsBetween: Int
        /// In the last minutes people come twice as fast.
        var rush: Int
    }

    private static let mix: [(group: QueueGroup, weight: Int)] = [
        (.certification, 46), (.civilStatus, 18), (.result, 16), (.business, 7), (.land, 5), (.residence, 4),
        (.social, 3), (.other, 1),
    ]

    private mutating func live(_ hall: Hall) throws {
        guard office.directory.unit(hall.unit) != nil else { return }
        // From when the doors open, or the last hours of a day that is looked at late or early.
        let (midnight, doors) = (Instant(end.date, TimeOfDay(0, 1)), Instant(end.date, TimeOfDay(7, 15)))
        let hours = max(midnight, end.adding(minutes: -235))
        let begin = doors.adding(minutes: 90) < end ? max(hours, doors) : hours
        try office.work { work in
            for counter in 1...hall.counters {
                let all = hall.counters < 3 && counter > 1
                try act(
                    .open(all ? QueueGroup.allCases : groups(of: counter)), counter, hall,
                    at: begin.adding(milliseconds: Int64(counter)), work)
            }
        }
        var freeAt = (1...hall.counters).map { begin.adding(minutes: $0) }
        var arrival = begin.adding(milliseconds: Int64(20_000 + random.below(40_000)))
        while true {
            let next = freeAt.indices.min { freeAt[$0] < freeAt[$1] } ?? 0
            let now = min(arrival, freeAt[next])
            guard now < end else { break }
            try office.work { work in
                if arrival <= freeAt[next] {
                    try arrive(hall, at: arrival, work)
                    let isRush = arrival.adding(minutes: hall.rush) > end
                    let gap = isRush ? hall.secondsBetween * 5 / 8 : hall.secondsBetween
                    arrival = arrival.adding(milliseconds: Int64(gap / 4 + random.below(gap * 3 / 2)) * 1000)
                } else {
                    freeAt[next] = try attend(next + 1, hall, at: freeAt[next], work)
                }
            }
        }
        // The visitor finds somebody being called.
        try office.work { work in
            let view = try QueueQuestion.view(hall.unit, now: end, work.tx, office)
            guard view.counter(1)?.current?.state != .called, view.next(at: 1) != nil else { return }
            try act(.call(group: nil, ticket: nil), 1, hall, at: end, work)
        }
    }

    /// Certification has a counter of its own; the third helps it out. As DemoStaff.swift has the rights.
    private func groups(of counter: Int) -> [QueueGroup] {
        switch counter {
        case 1: [.certification, .result]
        case 2: [.business, .land, .construction, .social, .residence, .other]
        default: [.certification, .civilStatus]
        }
    }

    private mutating func arrive(_ hall: Hall, at: Instant, _ work: Work) throws {
        var draw = random.below(DemoQueue.mix.reduce(0) { $0 + $1.weight })
        let group = DemoQueue.mix.first { draw -= $0.weight; return draw < 0 }?.group ?? .certification
        let priority: TicketPriority? =
            random.chance(percent: 12) ? random.pick([.elderly, .elderly, .elderly, .disabled, .pregnant]) : nil
        let request = TicketRequest(
            unit: hall.unit, group: group, priority: priority,
            channel: random.chance(percent: 25) ? .phone : .kiosk)
        let context = CommandContext(caller: .ticketTaker, now: at, commandID: id())
        let receipt = try work.takeTicket(request, context)
        // Some see the line and leave.
        if receipt.ticket.ahead > 5, random.chance(percent: 12) {
            _ = try work.cancelTicket(
                receipt.ticket.number.description, code: receipt.code,
                CommandContext(caller: .ticketTaker, now: at.adding(milliseconds: 30_000), commandID: id()))
        }
    }

    /// One customer at a counter, as far as the clock goes. Gives when the counter is free again.
    private mutating func attend(_ counter: Int, _ hall: Hall, at: Instant, _ work: Work) throws -> Instant {
        let view = try QueueQuestion.view(hall.unit, now: at, work.tx, office)
        guard let next = view.next(at: counter) else {
            return at.adding(milliseconds: Int64(25_000 + random.below(30_000)))
        }
        try act(.call(group: nil, ticket: nil), counter, hall, at: at, work)
        let here = at.adding(milliseconds: Int64(12_000 + random.below(28_000)))
        guard here < end else { return end }
        // Some come late, a few have gone home.
        if random.chance(percent: 4) || next.number.serial % 19 == 7 {
            let again = here.adding(milliseconds: 40_000)
            guard again < end else { return end }
            try act(.miss, counter, hall, at: again, work)
            return again.adding(milliseconds: 5_000)
        }
        try act(.serve, counter, hall, at: here, work)
        let usual = Int(next.group.usualService / 1000)
        let done = here.adding(milliseconds: Int64(usual * 3 / 10 + random.below(usual)) * 1000)
        guard done < end else { return end }
        // Some need a certified copy first.
        let isPassedOn = random.chance(percent: 4) && ![.certification, .result].contains(next.group)
        try act(
            isPassedOn ? .transfer(.certification, counter: nil) : .done, counter, hall, at: done, work)
        return done.adding(milliseconds: Int64(4_000 + random.below(12_000)))
    }

    private mutating func act(
        _ action: CounterAction, _ counter: Int, _ hall: Hall, at: Instant, _ work: Work
    ) throws {
        let own = "counter\(counter)@\(hall.unit)"
        let login = office.directory.names[own] == nil ? "counter@\(hall.unit)" : own
        let caller = Caller(user: login, name: login, grants: office.directory.grants(of: login, at: at))
        let context = CommandContext(caller: caller, now: at, commandID: id())
        _ = try work.atCounter(counter, of: hall.unit, action, context)
    }

    private mutating func id() -> String {
        count += 1
        return "queue-\(count)"
    }
}
