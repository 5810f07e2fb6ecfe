// WorkloadOutlookTests.swift: queues played by hand, and what extra officers change.

import Casework
import Oversight
import Testing

@Suite struct WorkloadOutlookTests {
    /// As many as said on each day, without doubt.
    private func sure(_ counts: [Int]) -> [ArrivalForecast.Day] {
        var total = 0
        return zip(workingDays(counts.count), counts).map { date, count in
            total += count
            func spread(_ figure: Int) -> Spread {
                Spread(low: Micro(figure), middle: Micro(figure), high: Micro(figure))
            }
            return ArrivalForecast.Day(date: date, arrivals: spread(count), total: spread(total))
        }
    }
    private func capacity(_ officers: Int, minutes: Int = 60, limit: Int = 2) -> HandlingCapacity {
        HandlingCapacity(
            officerHundredths: officers * 100, minutesPerOfficerDay: 300, minutesPerDossier: minutes,
            limits: [.init(workingDays: limit, weight: 7)])
    }

    @Test("five a day for one who does five: nothing turns late")
    func balance() {
        let queue = OpenQueue(overdue: 0, due: [], minutesEach: 60)
        let outlook = WorkloadOutlook(sure([5, 5, 5, 5, 5]), queue: queue, capacity: capacity(1))
        #expect(outlook.late == .zero)
        #expect(outlook.breaks == .none)
        #expect(outlook.days.allSatisfy { $0.open == .zero })
    }

    @Test("what is left of today is spent on the earliest due; what is due tonight and not done is late")
    func evening() {
        let queue = OpenQueue(overdue: 2, due: [4, 3], minutesEach: 60)
        let short = queue.evening(today: 5, minutes: 4 * 60 + 59)
        #expect(short.turnedLate == 3 && short.queue.overdue == 3 && short.queue.due == [4, 3])
        let long = queue.evening(today: 5, minutes: 9 * 60)
        #expect(long.turnedLate == 0 && long.queue.overdue == 0 && long.queue.due == [2, 3])
        let none = queue.evening(today: 5, minutes: -1)
        #expect(none.turnedLate == 5 && none.queue.overdue == 7)
        #expect(queue.evening(today: 0, minutes: 100 * 60).queue.count == 0)
    }

    @Test("one more a day than can be done: the two days' grace is used up, then each day's surplus is late")
    func overload() {
        let queue = OpenQueue(overdue: 0, due: [6, 6], minutesEach: 60)
        let outlook = WorkloadOutlook(sure([6, 6, 6, 6, 6]), queue: queue, capacity: capacity(1))
        // Due by the first evening are 6, done 5: one late. From then on what is late is done first.
        #expect(outlook.days.map(\.newlyLate.middle) == [1, 2, 3, 4, 5].map { Micro($0) })
        #expect(outlook.breaks == .expected(day: 0))
        #expect(outlook.days.last?.overdue.middle == Micro(5))
    }

    @Test("dossiers due tonight that come today are seen to today")
    func sameDay() {
        let queue = OpenQueue(overdue: 0, due: [0, 0, 0], minutesEach: 60)
        let outlook = WorkloadOutlook(sure([7, 0]), queue: queue, capacity: capacity(1, limit: 0))
        #expect(outlook.days.map(\.newlyLate.middle) == [Micro(2), .zero])
        #expect(outlook.days.map(\.open.middle) == [Micro(2), .zero])
    }

    @Test("no officer: all that falls due is late, and nothing is lost on the way")
    func nobody() {
        let queue = OpenQueue(overdue: 2, due: [1, 3], minutesEach: 10)
        let outlook = WorkloadOutlook(sure([4, 4, 4]), queue: queue, capacity: capacity(0, limit: 1))
        #expect(outlook.days.map(\.newlyLate.middle) == [Micro(1), Micro(7), Micro(4)])
        #expect(outlook.days.last?.open.middle == Micro(2 + 4 + 12))
        #expect(outlook.days.last?.overdue.middle == Micro(2 + 12))
    }

    @Test("with many arrivals no fewer turn late than with few, and help never hurts", arguments: 1...20)
    func order(seed: Int) {
        var chance = SplitMix(seed: UInt64(seed))
        let known = history((0..<60).map { _ in chance.below(12) })
        guard case .days(let days) = ArrivalForecast.next(workingDays(15, from: 60), after: known) else {
            return
        }
        let queue = OpenQueue(
            overdue: chance.below(20), due: (0..<12).map { _ in chance.below(9) },
            minutesEach: 20 + chance.below(60))
        let own = capacity(1 + chance.below(2), minutes: 40 + chance.below(60), limit: chance.below(8))
        let late = WorkloadOutlook(days, queue: queue, capacity: own).late
        #expect(late.low <= late.middle && late.middle <= late.high, "seed \(seed)")
        let worth = OfficerWorth(days, queue: queue, capacity: own, upTo: 5, days: 15, percentOfOwn: 85)
        #expect(worth.avoided == worth.avoided.sorted(), "seed \(seed)")
        #expect(worth.falling == worth.falling.sorted(by: >), "seed \(seed)")
        #expect(worth.avoided(by: 9) <= late.mean)
    }

    @Test("a range that only many arrivals break says so")
    func maybe() {
        let queue = OpenQueue(overdue: 0, due: [], minutesEach: 60)
        let days = workingDays(3).enumerated().map { index, date in
            let total = Spread(
                low: Micro(3 * index), middle: Micro(5 * index + 5), high: Micro(7 * index + 7))
            return ArrivalForecast.Day(date: date, arrivals: total, total: total)
        }
        let outlook = WorkloadOutlook(days, queue: queue, capacity: capacity(1, limit: 0))
        #expect(outlook.breaks == .ifManyCome(day: 0))
    }
}

@Suite struct OfficerWorthTests {
    @Test("falling steps lie above the true worth, touch it at the end and sum to it")
    func hull() {
        let worth = OfficerWorth(avoided: [0, 1, 9, 10, 10].map { Micro($0) })
        #expect(worth.avoided == [0, 0, 1, 9, 10, 10].map { Micro($0) })
        #expect(worth.falling == [3, 3, 3, 1, 0].map { Micro($0) })
    }

    @Test(
        "a worth that falls already stays as it is; one that would go down does not",
        arguments: [[5, 8, 9], [5, 4, 9]])
    func concave(_ totals: [Int]) {
        let worth = OfficerWorth(avoided: totals.map { Micro($0) })
        #expect(worth.falling.reduce(.zero, +) == worth.avoided.last)
        if totals[1] == 8 { #expect(worth.falling == [5, 3, 1].map { Micro($0) }) }
        if totals[1] == 4 { #expect(worth.avoided == [0, 5, 5, 9].map { Micro($0) }) }
    }
}
