// EffectTests.swift: is a planted effect found, is none found where there is none, and is too little data said so?

import Casework
import Oversight
import Testing

/// Weeks of a unit whose dossiers each succeed with a chance in thousandths.
private func weeks(_ count: Int, volume: Int, chance: Int, _ random: inout SeededGenerator) -> [WeekCount] {
    (0..<count).map { _ in
        let hits = (0..<volume).filter { _ in Int.random(in: 0..<1_000, using: &random) < chance }.count
        return WeekCount(numerator: hits, denominator: volume)
    }
}

/// A unit whose level strays by itself between before and after, by up to `straying` thousandths.
private func course(
    _ unit: String, base: Int = 800, change: Int = 0, straying: Int = 0, volume: Int = 25,
    _ random: inout SeededGenerator
) -> UnitCourse {
    let own = straying == 0 ? 0 : Int.random(in: -straying...straying, using: &random)
    return UnitCourse(
        unit: unit, before: weeks(8, volume: volume, chance: base, &random),
        after: weeks(8, volume: volume, chance: min(1_000, base + change + own), &random))
}

private func others(
    _ count: Int = 10, change: Int = 0, straying: Int = 0, volume: Int = 25, _ random: inout SeededGenerator
) -> [UnitCourse] {
    (0..<count).map {
        course("c\($0)", base: 780 + 4 * $0, change: change, straying: straying, volume: volume, &random)
    }
}

private func level(_ unit: String, _ before: Int, _ after: Int, of volume: Int = 100) -> UnitCourse {
    UnitCourse(
        unit: unit, before: Array(repeating: WeekCount(numerator: before, denominator: volume), count: 8),
        after: Array(repeating: WeekCount(numerator: after, denominator: volume), count: 8))
}

@Suite struct EffectTests {
    @Test("the reckoning by hand: change of the unit less mean change of the others, with its interval")
    func byHand() throws {
        let compared = zip(0..<6, [81, 82, 83, 84, 85, 83]).map { level("c\($0)", 80, $1) }
        let effect = Effect.measured(level("t", 80, 95), against: compared)
        #expect(effect.value == Micro(millionths: 120_000))
        #expect(effect.levels.before == Micro(millionths: 800_000))
        #expect(effect.levels.after == Micro(millionths: 950_000))
        #expect(effect.comparison.after == Micro(millionths: 830_000))
        // s = √0.0002 = 0.014142, t(5) = 2.570582, √(7/6) = 1.080123: ± 0.039266. Counting alone is narrower: ± 0.035306
        // (both checked in double precision).
        let interval = try #require(effect.interval)
        #expect(interval == Interval(Micro(millionths: 120_000 - 39_266), Micro(millionths: 120_000 + 39_266)))
        #expect(effect.verdict == .improved)
    }

    @Test("a planted rise of 12 points is found in nearly every run", arguments: [1, 7])
    func planted(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var verdicts: [Effect.Verdict] = []
        for _ in 0..<60 {
            // All units rise by 3 points, the treated one by 12 more.
            let treated = course("t", change: 150, volume: 50, &random)
            verdicts.append(Effect.measured(treated, against: others(change: 30, volume: 50, &random)).verdict)
        }
        let said = verdicts.filter { $0 != .insufficient(.movedApartBefore) }
        let found = said.filter { $0 == .improved }.count
        #expect(said.count >= 50, "seed \(seed)")
        #expect(found * 10 >= said.count * 9, "seed \(seed): \(found) of \(said.count)")
        #expect(!said.contains(.worsened), "seed \(seed)")
    }

    @Test("where nothing was changed the interval holds zero in about 95 of 100 runs", arguments: [(0, 1), (60, 2)])
    func coverage(_ straying: Int, _ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (held, said) = (0, 0)
        for _ in 0..<400 {
            // A fall that all share must not count.
            let treated = course("t", change: -50, straying: straying, &random)
            let effect = Effect.measured(treated, against: others(change: -50, straying: straying, &random))
            guard let interval = effect.interval else { continue }
            said += 1
            if interval.contains(.zero) { held += 1 }
        }
        #expect(said >= 360, "seed \(seed)")
        // 95 % of 400, five standard errors to either side is 89.5…100; never narrower than counting makes it.
        #expect(held * 1_000 >= said * 925, "seed \(seed): \(held) of \(said)")
        #expect(held < said, "seed \(seed): an interval that always holds zero says nothing")
    }

    @Test("held against its nearest, a unit that changed nothing is seldom said to have changed", arguments: [31])
    func coverageAgainstNearest(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (held, said) = (0, 0)
        for _ in 0..<150 {
            let candidates = (0..<40).map { course("c\($0)", base: 600 + 8 * $0, volume: 10 + $0 % 20, &random) }
            let treated = course("t", base: 760, volume: 20, &random)
            let effect = Effect.measured(treated, against: treated.comparable(among: candidates, count: 10))
            guard let interval = effect.interval else { continue }
            said += 1
            if interval.contains(.zero) { held += 1 }
        }
        #expect(said >= 130, "seed \(seed)")
        #expect(held * 100 >= said * 90, "seed \(seed): \(held) of \(said)")
    }

    @Test("less of a bad thing is an improvement, more of it is worse")
    func direction() {
        let compared = zip(0..<6, [29, 30, 31, 30, 30, 30]).map { level("c\($0)", 30, $1) }
        #expect(Effect.measured(level("t", 30, 10), against: compared, better: .lower).verdict == .improved)
        #expect(Effect.measured(level("t", 30, 10), against: compared).verdict == .worsened)
        #expect(Effect.measured(level("t", 30, 31), against: compared).verdict == .noClearEffect)
    }

    @Test("a mean such as hours per dossier is measured by what the other units strayed")
    func means() {
        let compared = zip(0..<6, [2_900, 3_000, 3_100, 3_050, 2_950, 3_000]).map { level("c\($0)", 3_000, $1) }
        let effect = Effect.measured(level("t", 3_000, 2_000), against: compared, figure: .mean, better: .lower)
        #expect(effect.verdict == .improved)
        #expect(effect.value == Micro(-10))
    }

    @Test("too little data is said, with what is there and what is needed")
    func insufficient() {
        let full = (0..<6).map { level("c\($0)", 80, 80) }
        var short = level("t", 80, 90)
        short.before.removeLast(3)
        #expect(Effect.measured(short, against: full).verdict == .insufficient(.weeksBefore(5, needed: 8)))
        var young = level("t", 80, 90)
        young.after.removeLast(5)
        let effect = Effect.measured(young, against: full)
        #expect(effect.verdict == .insufficient(.weeksAfter(3, needed: 4)))
        #expect(effect.value == nil && effect.interval == nil && effect.levels.after == Micro(millionths: 900_000))
        let small = level("t", 4, 5, of: 6)
        #expect(Effect.measured(small, against: full).verdict == .insufficient(.dossiers(48, needed: 50)))
        let few = Array(full.prefix(4)) + [small, level("t", 80, 90)]
        #expect(
            Effect.measured(level("t", 80, 90), against: few).verdict
                == .insufficient(.comparisonUnits(4, needed: 6)))
        #expect(Effect.measured(UnitCourse(unit: "t", before: [], after: []), against: []).comparison.before == nil)
    }

    @Test("a unit that already moved otherwise before is not judged")
    func apartBefore() {
        var treated = level("t", 80, 95)
        for week in 0..<4 { treated.before[week].numerator = 60 }
        let compared = zip(0..<6, [79, 80, 81, 80, 80, 80]).map { level("c\($0)", 80, $1) }
        #expect(Effect.measured(treated, against: compared).verdict == .insufficient(.movedApartBefore))
    }

    @Test("days are gathered in whole weeks on both sides of the day, what is left over is left out")
    func wholeWeeks() throws {
        let start = try #require(CivilDate("2025-07-01"))
        let days = (-20...20).map { DayCount(start.adding(days: $0), numerator: 1, denominator: 2) }
        let course = UnitCourse(
            unit: "t", days: days, start: start, span: start.adding(days: -16)...start.adding(days: 15))
        #expect(course.before == Array(repeating: WeekCount(numerator: 7, denominator: 14), count: 2))
        #expect(course.after == Array(repeating: WeekCount(numerator: 7, denominator: 14), count: 2))
    }

    @Test("the nearest by size and level are compared with, in whatever order they come", arguments: [3, 4])
    func nearest(_ seed: UInt64) {
        let own = level("t", 80, 90)
        let candidates = [
            level("near", 81, 1), level("same", 80, 1), level("bad", 30, 1), level("huge", 8_000, 1, of: 10_000),
            level("tiny", 4, 1, of: 5), own, level("twice", 164, 1, of: 200), level("also", 82, 1, of: 105),
        ]
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let chosen = own.comparable(among: candidates.shuffled(using: &random), count: 4)
            #expect(chosen.map(\.unit) == ["same", "near", "also", "twice"], "seed \(seed)")
        }
        #expect(own.comparable(among: candidates, count: 99).count == 6)
        #expect(own.comparable(among: [], count: 3).isEmpty)
    }

    @Test("Student's t of known degrees")
    func quantiles() {
        #expect(Quantile.t(1) == Micro(millionths: 12_706_205))
        #expect(Quantile.t(9) == Micro(millionths: 2_262_157))
        #expect(Quantile.t(30) == Quantile.t(39))
        #expect(Quantile.t(1_000) == Micro(millionths: 1_979_930))
    }
}
