// ComplianceCostTests.swift: what a dossier costs the citizen, against the examples that ministries and Hà Nội published.

import Oversight
import Testing

private func nothing() -> CostAssumptions {
    CostAssumptions(
        hourlyIncome: 0, minutesPerVisit: 0, travelPerVisit: 0, pricePerPage: 0, pagesPerPaper: 0, postage: 0, advisory: 0,
        minutesOfPreparing: 0)
}

@Suite struct ComplianceCostTests {
    @Test("80 hours at 40,000 đ for 10 dossiers are 32,000,000 đ a year")
    func ministry() throws {
        var assumed = nothing()
        assumed.hourlyIncome = 40_000
        assumed.minutesOfPreparing = 80 * 60
        let cost = try ComplianceCost(CostFacts(), assumed)
        #expect(cost.total == 3_200_000)
        #expect(ProcedureCost([cost]).yearly(times: 10) == 32_000_000)
    }

    @Test("from 1,024,000 đ to 231,000 đ saves 77.44 %")
    func hanoi() {
        let saving = Saving(before: 1_024_000, after: 231_000)
        #expect(saving.amount == 793_000)
        #expect((saving.share.map { $0 * 100 })?.text(decimals: 2) == "77.44")
        #expect(Saving(before: 0, after: 5).share == nil)
        #expect(Saving(before: 100, after: 150).share == Micro(millionths: -500_000))
    }

    @Test("each line says what was counted, at what price, and the lines add up")
    func lines() throws {
        let assumed = CostAssumptions(
            hourlyIncome: 40_000, minutesPerVisit: 100, travelPerVisit: 15_000, pricePerPage: 1_000, pagesPerPaper: 3,
            postage: 30_000, advisory: 50_000, minutesOfPreparing: 45)
        let facts = CostFacts(
            filingVisits: 1, supplementVisits: 2, fetchingVisits: 1, papers: 4, sendings: 1, fees: 28_000)
        let cost = try ComplianceCost(facts, assumed)
        #expect(cost.lines.map(\.step) == ComplianceCost.Step.allCases)
        #expect(
            cost.lines.map(\.amount) == [30_000, 66_667, 133_333, 66_667, 60_000, 12_000, 30_000, 50_000, 28_000])
        #expect(cost.lines.map(\.quantity) == [45, 100, 200, 100, 4, 12, 1, 1, 1])
        #expect(cost.lines[1].measure == .minutes && cost.lines[1].unitPrice == 40_000)
        #expect(cost.total == 476_667)
    }

    @Test("a dossier filed online and sent home costs no visit")
    func online() throws {
        let atCounter = try ComplianceCost(CostFacts(filingVisits: 1, fetchingVisits: 1, papers: 2), .standard)
        let online = try ComplianceCost(CostFacts(sendings: 1), .standard)
        #expect(online.lines.map(\.step) == [.preparing, .postage])
        let saving = Saving(before: atCounter.total, after: online.total)
        #expect(atCounter.total == 244_000 && online.total == 70_000)
        #expect(saving.share?.text(decimals: 4) == "0.7131")
    }

    @Test("a procedure's cost is the mean of its dossiers, by step")
    func procedure() throws {
        let costs = [
            try ComplianceCost(CostFacts(fees: 10_000), nothing()), try ComplianceCost(CostFacts(fees: 5_001), nothing()),
        ]
        let cost = ProcedureCost(costs)
        #expect(cost.dossiers == 2 && cost.total == 15_001 && cost.mean == 7_501)
        #expect(cost.steps.map(\.step) == [.fees] && cost.steps[0].amount == 15_001)
        #expect(cost.yearly(times: 3) == 22_502)
        #expect(ProcedureCost([]).mean == nil && ProcedureCost([]).yearly(times: 5) == nil)
    }

    @Test("assumptions that cannot stand are refused by the name of the field")
    func problems() {
        var wrong = CostAssumptions.standard
        wrong[.postage] = -1
        wrong[.minutesPerVisit] = 1_441
        #expect(
            wrong.problems == [
                CostProblem(field: .minutesPerVisit, kind: .tooLarge(limit: 1_440)),
                CostProblem(field: .postage, kind: .negative),
            ])
        #expect(throws: CostProblem(field: .minutesPerVisit, kind: .tooLarge(limit: 1_440))) {
            try ComplianceCost(CostFacts(), wrong)
        }
        #expect(CostAssumptions.standard.problems.isEmpty)
        for field in CostAssumptions.CodingKeys.allCases {
            var one = CostAssumptions.standard
            one[field] = .max
            #expect(one.problems.map(\.field) == [field])
        }
    }

    @Test("the largest figures that are allowed are still exact")
    func largest() throws {
        var assumed = nothing()
        for field in CostAssumptions.CodingKeys.allCases { assumed[field] = CostAssumptions.limit(field) }
        let many = 999_999
        let cost = try ComplianceCost(
            CostFacts(
                filingVisits: many, supplementVisits: many, fetchingVisits: many, papers: many, sendings: many,
                fees: 999_999_999_999), assumed)
        #expect(cost.total > 0)
        #expect(ProcedureCost([cost, cost]).yearly(times: 1_000) == cost.total * 1_000)
    }

    @Test("hourly income is that of a month of 22 days of 8 hours")
    func income() {
        #expect(CostAssumptions.hourlyIncome(monthly: 7_040_000) == 40_000)
        #expect(CostAssumptions.hourlyIncome(monthly: 0) == 0)
    }
}
