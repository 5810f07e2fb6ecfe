// ShareTests.swift: are shares as sure as their answers, and are units told apart only where they can be?

import Oversight
import Testing

@Suite struct ShareTests {
    /// The first four: Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3 (0.2553–0.3662,
    /// 0.0624–0.1605, 0–0.1611, 0.0061–0.1718). The rest: the formula in double precision (Python).
    @Test(
        "Wilson's interval of known counts",
        arguments: [
            (81, 263, 255_289, 366_210), (15, 148, 62_386, 160_487), (0, 20, 0, 161_125), (1, 29, 6_113, 171_755),
            (20, 20, 838_875, 1_000_000), (24, 30, 626_943, 904_949), (2_400, 3_000, 785_307, 813_926),
            (0, 1, 0, 793_451), (4_321_987, 5_000_000, 864_097, 864_697),
            (123_456_789, 1_000_000_000, 123_436, 123_477),
        ])
    func wilson(_ satisfied: Int, _ answers: Int, _ low: Int, _ high: Int) {
        let interval = Share(satisfied: satisfied, answers: answers).interval
        #expect(interval == Interval(Micro(millionths: low), Micro(millionths: high)))
    }

    @Test("no answers have no share, no interval and no standing")
    func nothing() {
        #expect(Share.none.value == nil)
        #expect(Share.none.interval == nil)
        #expect(Share.none.standing(to: Share(satisfied: 800, answers: 1_000)) == .tooFew)
        #expect(Ranking([]).units.isEmpty)
    }

    @Test("the interval holds the share, stays within 0…1 and narrows with more answers", arguments: [1, 20_260_828])
    func properties(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let answers = Int.random(in: 1...2_000, using: &random)
            let satisfied = Int.random(in: 0...answers, using: &random)
            let share = Share(satisfied: satisfied, answers: answers)
            let interval = try #require(share.interval)
            let value = try #require(share.value)
            #expect(interval.contains(value), "seed \(seed): \(satisfied) of \(answers)")
            #expect(interval.low >= .zero && interval.high <= Micro(1), "seed \(seed)")
            let more = try #require(Share(satisfied: satisfied * 10, answers: answers * 10).interval)
            #expect(more.width < interval.width, "seed \(seed): \(satisfied) of \(answers)")
            // The mirror image: those who were not satisfied.
            let mirror = try #require(Share(satisfied: answers - satisfied, answers: answers).interval)
            #expect(abs(mirror.low.millionths + interval.high.millionths - 1_000_000) <= 1, "seed \(seed)")
        }
    }

    @Test("29 of 29 are not ranked, 3,000 are")
    func fewAnswers() {
        let city = Share(satisfied: 80_000, answers: 100_000)
        #expect(Share(satisfied: 29, answers: 29).standing(to: city) == .tooFew)
        #expect(Share(satisfied: 27, answers: 30).standing(to: city) == .notDistinguishable)
        #expect(Share(satisfied: 2_700, answers: 3_000).standing(to: city) == .above)
        #expect(Share(satisfied: 2_100, answers: 3_000).standing(to: city) == .below)
    }

    @Test("units come by standing, then by code, with the places that are open to them")
    func ranking() {
        let ranking = Ranking([
            ("27004", Share(satisfied: 900, answers: 1_000)), ("27001", Share(satisfied: 20, answers: 20)),
            ("27003", Share(satisfied: 500, answers: 1_000)), ("27002", Share(satisfied: 850, answers: 1_200)),
            ("27005", Share(satisfied: 890, answers: 1_000)), ("27000", Share(satisfied: 35, answers: 50)),
        ])
        #expect(ranking.city == Share(satisfied: 3_195, answers: 4_270))
        #expect(ranking.units.map(\.unit) == ["27004", "27005", "27000", "27002", "27003", "27001"])
        #expect(
            ranking.units.map(\.standing) == [.above, .above, .notDistinguishable, .below, .below, .tooFew])
        #expect(ranking.units.map(\.places) == [1...2, 1...2, 3...4, 3...4, 5...5, nil])
    }

    @Test("intervals that touch are not above one another")
    func touching() {
        #expect(Interval(.zero, Micro(1)).isAbove(Interval(Micro(-2), Micro(-1))))
        #expect(!Interval(.zero, Micro(1)).isAbove(Interval(Micro(-2), .zero)))
        #expect(Interval(.zero, Micro(1)).isBelow(Interval(Micro(2), Micro(3))))
    }
}
