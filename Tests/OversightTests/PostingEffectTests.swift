// PostingEffectTests.swift: what a posting changed, and when nothing can be told.

import Oversight
import Testing

@Suite struct PostingEffectTests {
    private func periods(_ before: Int, _ during: Int, _ after: Int? = nil) -> PostingPeriods {
        func days(_ onTime: Int) -> [OnTimeDay] {
            Array(repeating: OnTimeDay(onTime: onTime, returned: 100), count: 10)
        }
        return PostingPeriods(before: days(before), during: days(during), after: after.map(days) ?? [])
    }
    private var others: [PostingPeriods] { [-2, -1, 0, 1, 2, 6].map { periods(80, 81 + $0, 80 + $0) } }

    @Test("a rise far beyond what others did by themselves is clear; what others rose too is taken off")
    func clear() {
        guard case .measured(let figures) = PostingEffect.of(periods(60, 90, 62), against: others) else {
            Issue.record("measured")
            return
        }
        #expect(figures.before == Micro(60, by: 100))
        #expect(figures.changeElsewhere == Micro(2, by: 100))
        #expect(figures.duringEffect.middle == Micro(28, by: 100))
        #expect(figures.isClear)
        // 2.571 × √(variance of −1, 0, 1, 2, 3, 7 × 7/6) = 0.0785…
        #expect((figures.duringEffect.high - figures.duringEffect.middle).text(decimals: 3) == "0.079")
        #expect(figures.lasting?.middle == Micro(1, by: 100))
    }

    @Test("a rise such as others had too is not clear")
    func unclear() {
        guard case .measured(let figures) = PostingEffect.of(periods(80, 85), against: others) else {
            Issue.record("measured")
            return
        }
        #expect(!figures.isClear)
        #expect(figures.after == nil && figures.lasting == nil)
    }

    @Test("too few dossiers or comparison units are said, not reckoned with")
    func tooFew() {
        let small = PostingPeriods(before: [OnTimeDay(onTime: 9, returned: 12)], during: [])
        #expect(
            PostingEffect.of(small, against: others) == .tooFewDossiers(before: 12, during: 0, needed: 30))
        #expect(
            PostingEffect.of(periods(60, 90), against: Array(others.prefix(4)) + [small])
                == .tooFewComparisons(known: 4, needed: 5))
    }
}
