// ArrivalForecastTests.swift: what is expected, how sure that is, and what is said when too little is known.

import Casework
import Oversight
import Testing

/// Working days from Monday, 7 July 2025.
func workingDays(_ count: Int, from first: Int = 0) -> [CivilDate] {
    (first..<first + count).map { CivilDate(dayNumber: 20_276 + $0 / 5 * 7 + $0 % 5) }
}

func history(_ counts: [Int]) -> ArrivalHistory {
    ArrivalHistory(zip(workingDays(counts.count), counts).map { ($0.dayNumber, $1) })
}

@Suite struct ArrivalForecastTests {
    @Test("nine working days are too few, and that is said")
    func short() {
        let known = history(Array(repeating: 4, count: 9))
        #expect(
            ArrivalForecast.next(workingDays(5, from: 9), after: known) == .tooFewDays(known: 9, needed: 10))
        #expect(
            ArrivalForecast.next(workingDays(1), after: ArrivalHistory([]))
                == .tooFewDays(known: 0, needed: 10))
    }

    @Test("the same count every day is expected again, each day and in total")
    func steady() throws {
        guard
            case .days(let days) = ArrivalForecast.next(
                workingDays(5, from: 60), after: history(Array(repeating: 8, count: 60)))
        else {
            Issue.record("a forecast")
            return
        }
        #expect(days.allSatisfy { $0.arrivals.middle == Micro(8) })
        #expect(days.last?.total.middle == Micro(40))
        #expect(days.map(\.date) == workingDays(5, from: 60))
    }

    @Test("farther days are less sure, and a total strays less than its days together")
    func ranges() {
        var chance = SplitMix(seed: 3)
        let known = history((0..<60).map { _ in chance.below(12) })
        guard case .days(let days) = ArrivalForecast.next(workingDays(5, from: 60), after: known, like: .even)
        else {
            Issue.record("a forecast")
            return
        }
        let apart = days.reduce(Micro.zero) { $0 + $1.arrivals.high - $1.arrivals.middle }
        #expect(days[4].total.high - days[4].total.middle < apart)
        for (day, next) in zip(days, days.dropFirst()) { #expect(next.total.high > day.total.high) }
        #expect(
            days.allSatisfy { $0.arrivals.low < $0.arrivals.middle && $0.arrivals.middle < $0.arrivals.high })
    }

    @Test("full Mondays are expected to be full, and the more so where all places have them")
    func weekdays() {
        let counts = (0..<60).map { $0 % 5 == 0 ? 20 : 5 }
        func monday(_ count: Int, _ pattern: WeekdayPattern) -> Micro? {
            let known = history(Array(counts.prefix(count)))
            guard
                case .days(let days) = ArrivalForecast.next(
                    workingDays(2, from: count), after: known, like: pattern)
            else { return nil }
            return days[0].arrivals.middle
        }
        let pooled = WeekdayPattern(pooling: Array(repeating: history(counts), count: 30))
        #expect(monday(60, .even).map { $0 > Micro(13) && $0 < Micro(20) } == true)
        #expect(monday(10, .even).map { $0 > Micro(9) } == true)
        if let alone = monday(10, .even), let together = monday(10, pooled) { #expect(together > alone) }
    }

    @Test("a field that sees a dossier a month has a range from none, and never less")
    func sparse() {
        let counts = (0..<60).map { $0 % 20 == 7 ? 1 : 0 }
        for counts in [counts, Array(repeating: 0, count: 60)] {
            guard
                case .days(let days) = ArrivalForecast.next(workingDays(10, from: 60), after: history(counts))
            else {
                Issue.record("a forecast")
                return
            }
            for day in days {
                #expect(day.arrivals.low == .zero)
                #expect(day.total.low >= .zero)
                #expect(day.arrivals.middle < Micro(1))
                #expect(day.arrivals.contains(0))
            }
        }
    }

    @Test("counts of a day given twice are added, and order does not matter")
    func input() {
        let days = ArrivalHistory([(20_277, 2), (20_276, 3), (20_277, 5), (20_280, -1)]).days
        #expect(days.map(\.count) == [3, 7, 0])
        #expect(days.map(\.date.dayNumber) == [20_276, 20_277, 20_280])
    }
}

@Suite struct BackTestTests {
    @Test(
        "on noise about a level we beat both naive rules, and the range holds about 8 times in 10",
        arguments: [1, 2, 3])
    func noise(seed: UInt64) throws {
        var chance = SplitMix(seed: seed)
        let places = (0..<4).map { _ in
            history((0..<160).map { _ in (0..<12).count { _ in chance.below(3) == 0 } })
        }
        let test = BackTest.run(places)
        #expect(test.cases == 4 * 140)
        let ours = try #require(test.meanError(.ours))
        #expect(try ours < #require(test.meanError(.yesterday)))
        #expect(try ours < #require(test.meanError(.sameWeekday)))
        #expect(test.notBeaten == [])
        let coverage = try #require(test.coverage)
        #expect(
            coverage > Micro(millionths: 700_000) && coverage < Micro(millionths: 900_000),
            "seed \(seed): \(coverage)")
    }

    @Test("where the same weekday tells all, that rule is not beaten, and the report says so")
    func honest() throws {
        let test = BackTest.run([history((0..<120).map { [30, 2, 11, 7, 1][$0 % 5] })])
        #expect(test.meanError(.sameWeekday) == .zero)
        #expect(test.notBeaten == [.sameWeekday])
    }

    @Test("nothing later than the day is known: another future leaves earlier predictions as they were")
    func noPeeking() throws {
        var chance = SplitMix(seed: 7)
        let past = (0..<60).map { _ in chance.below(9) }
        // With one case of horizon 40, the only prediction is made at day 20.
        let known = history(Array(past.prefix(20)))
        guard case .days(let days) = ArrivalForecast.next(workingDays(40, from: 20), after: known) else {
            Issue.record("a forecast")
            return
        }
        let test = BackTest.run([history(past)], horizon: 40)
        #expect(test.cases == 1)
        let truth = past[20...].reduce(0, +)
        #expect(test.meanError(.ours) == (days[39].total.middle - Micro(truth)).magnitude)
        #expect(test.meanWidth == days[39].total.high - days[39].total.low)
    }

    @Test("too short a history is left out and counted; no case, no figure")
    func empty() {
        let test = BackTest.run([history([1, 2, 3])], horizon: 5)
        #expect(test.placesLeftOut == 1)
        #expect(test.cases == 0)
        #expect(test.meanErrors == nil && test.coverage == nil && test.intervalScore == nil)
        #expect(test.notBeaten == [])
    }
}
