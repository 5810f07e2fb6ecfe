// SecondmentPlanTests.swift: plans solved for real (CFlow), held against every possible plan of a small city, against
// the offers, and against “send to the longest queue” in a simulated one.

import CFlow
import Oversight
import Testing

/// A best flow by LEMON's network simplex.
private func solve(_ problem: FlowProblem) -> [Int64]? {
    var flow = Array(repeating: Int64(0), count: Int(problem.arcs))
    let code = cflow_min_cost(
        problem.nodes, problem.supply, problem.arcs, problem.from, problem.to, problem.capacity, problem.cost,
        &flow)
    return code == 0 ? flow : nil
}

private func demand(_ unit: String, _ field: String, _ avoided: [Int], overdue: Int = 0) -> SecondmentDemand {
    SecondmentDemand(
        place: WorkPlace(unit: unit, field: field), worth: OfficerWorth(avoided: avoided.map { Micro($0) }),
        breaks: .expected(day: 3), overdue: overdue)
}

@Suite struct SecondmentPlanTests {
    private let offers = [
        SecondmentOffer(
            department: "so-nong-nghiep", field: "dat-dai", officers: 3, days: 20,
            kilometres: ["a": 5, "b": 40, "c": 9]),
        SecondmentOffer(
            department: "so-xay-dung", field: "xay-dung", officers: 2, days: 20, kilometres: ["a": 1, "c": 2]),
    ]

    private func plan(
        _ demands: [SecondmentDemand], perUnit: Int = 3, offers: [SecondmentOffer]? = nil
    ) throws -> (plan: SecondmentPlan, sent: [Assignment]) {
        let limits = SecondmentLimits(perUnit: perUnit, days: 20)
        let plan = SecondmentPlan(demands: demands, offers: offers ?? self.offers, limits: limits)
        let flow = try #require(solve(plan.problem))
        #expect(plan.problem.isBest(flow))
        let sent = try #require(plan.assignments(flow))
        #expect(PlanFault.all(in: sent, offers: plan.offers, demands: demands, limits: limits) == [])
        return (plan, sent)
    }

    @Test("officers go where they avoid most, field by field, and not where nothing is gained")
    func plain() throws {
        let (plan, sent) = try plan([
            demand("a", "dat-dai", [10, 12, 12], overdue: 4), demand("b", "dat-dai", [8, 14]),
            demand("c", "dat-dai", [0, 0]), demand("b", "xay-dung", [50]), demand("c", "xay-dung", [5, 5]),
        ])
        #expect(plan.avoided(sent) == Micro(29))
        #expect(plan.idle(sent) == [0, 1])
        #expect(sent.map(\.unit) == ["a", "b", "c"])
        #expect(sent.map(\.officers) == [1, 2, 1])
        #expect(sent.map(\.avoided) == [10, 14, 5].map { Micro($0) })
        #expect(sent.map(\.reason) == [.lateAlready(dossiers: 4), .willBreak(day: 3), .willBreak(day: 3)])
        #expect(sent.map(\.department) == ["so-nong-nghiep", "so-nong-nghiep", "so-xay-dung"])
    }

    @Test("of equal effect the near unit is served; far beyond what is gained nobody is sent")
    func distance() throws {
        let near = try plan(
            [demand("b", "dat-dai", [7, 7]), demand("c", "dat-dai", [7, 7])],
            offers: [
                SecondmentOffer(
                    department: "d", field: "dat-dai", officers: 1, days: 20, kilometres: ["b": 40, "c": 9])
            ]
        ).sent
        #expect(near.map(\.unit) == ["c"])
        let far = try plan(
            [demand("b", "dat-dai", [2])],
            offers: [
                SecondmentOffer(
                    department: "d", field: "dat-dai", officers: 1, days: 20, kilometres: ["b": 900])
            ]
        ).sent
        #expect(far == [])
    }

    @Test("a unit's limit binds over its fields together")
    func limit() throws {
        let sent = try plan(
            [demand("a", "dat-dai", [9, 17]), demand("a", "xay-dung", [4, 12])], perUnit: 2
        ).sent
        #expect(sent.map(\.field) == ["dat-dai"])
        #expect(sent.map(\.officers) == [2])
    }

    @Test("where the first officer alone changes nothing, they go together or not at all")
    func steep() throws {
        let sent = try plan([demand("a", "dat-dai", [0, 0, 12, 12]), demand("b", "dat-dai", [5, 9, 10])]).sent
        // By the falling worth (4 each at a) the flow gives 2 to b and 1 to a, where one is of no use.
        #expect(sent.map(\.unit) == ["a"])
        #expect(sent.map(\.avoided) == [Micro(12)])
    }

    @Test("half the days are worth half, and others are preferred")
    func days() throws {
        let sent = try plan(
            [demand("a", "dat-dai", [10])],
            offers: [
                SecondmentOffer(
                    department: "brief", field: "dat-dai", officers: 1, days: 10, kilometres: ["a": 1]),
                SecondmentOffer(
                    department: "long", field: "dat-dai", officers: 1, days: 30, kilometres: ["a": 50]),
            ]
        ).sent
        #expect(sent.map(\.department) == ["long"])
        #expect(sent.map(\.days) == [20])
        let alone = try plan(
            [demand("a", "dat-dai", [10])],
            offers: [
                SecondmentOffer(
                    department: "brief", field: "dat-dai", officers: 1, days: 10, kilometres: ["a": 1])
            ]
        ).sent
        #expect(alone.map(\.avoided) == [Micro(5)])
    }

    @Test("no offers, no demands, nobody to lend: an empty plan, not a failure")
    func nothing() throws {
        #expect(try plan([demand("a", "dat-dai", [3])], offers: []).sent == [])
        #expect(try plan([]).sent == [])
        let none = [
            SecondmentOffer(department: "d", field: "dat-dai", officers: 0, days: 9, kilometres: ["a": 1])
        ]
        #expect(try plan([demand("a", "dat-dai", [3])], offers: none).sent == [])
    }

    @Test("a flow that is none is not read", arguments: [[], [1], [9, 9, 9, 9, 9, 9, 9]] as [[Int64]])
    func noFlow(_ flow: [Int64]) {
        let plan = SecondmentPlan(
            demands: [demand("a", "dat-dai", [3])], offers: offers,
            limits: SecondmentLimits(perUnit: 3, days: 20))
        #expect(plan.assignments(flow) == nil)
        #expect(!plan.problem.isBest(flow))
    }

    @Test("the checker sees too many, too far, too long, over the limit and for nothing")
    func faults() throws {
        let demands = [demand("a", "dat-dai", [10, 12]), demand("c", "dat-dai", [0])]
        var one = try #require(try plan(demands).sent.first)
        one.officers = 4
        one.days = 21
        var other = one
        other.unit = "c"
        other.officers = 0
        let found = PlanFault.all(
            in: [one, other], offers: offers, demands: demands, limits: SecondmentLimits(perUnit: 3, days: 20)
        )
        #expect(
            found == [
                .nobodySent(department: "so-nong-nghiep", unit: "c"),
                .longerThanOffered(department: "so-nong-nghiep", unit: "a", days: 21),
                .outOfReach(department: "so-nong-nghiep", unit: "c"),
                .longerThanOffered(department: "so-nong-nghiep", unit: "c", days: 21),
                .moreThanOffered(department: "so-nong-nghiep", field: "dat-dai", sent: 4, offered: 3),
                .overLimit(unit: "a", sent: 4, limit: 3),
                .nothingGained(WorkPlace(unit: "c", field: "dat-dai")),
            ])
    }

    @Test("on small problems with falling worths no plan at all is better", arguments: 1...40)
    func everyPlan(seed: Int) throws {
        var chance = SplitMix(seed: UInt64(seed))
        let fields = ["dat-dai", "xay-dung"]
        let demands = ["a", "b"].flatMap { unit in
            fields.map { field in
                var (total, step) = (0, chance.below(9))
                return demand(
                    unit, field,
                    (0..<3).map { _ in
                        total += step
                        step = chance.below(step + 1)
                        return total
                    })
            }
        }
        let offers = (0..<3).map { number in
            SecondmentOffer(
                department: "d\(number)", field: fields[number % 2], officers: chance.below(3), days: 20,
                kilometres: ["a": 1 + chance.below(300), "b": 1 + chance.below(300)])
        }
        let limits = SecondmentLimits(perUnit: 1 + chance.below(4), days: 20)
        let plan = SecondmentPlan(demands: demands, offers: offers, limits: limits)
        let flow = try #require(solve(plan.problem))
        let sent = try #require(plan.assignments(flow))
        #expect(worth(sent, demands, limits) == bestOfAll(demands, offers, limits), "seed \(seed)")
        #expect(
            try #require(plan.assignments(flow, refining: false)) == sent, "seed \(seed): nothing to refine")
    }

    /// What a plan is worth: late dossiers avoided less kilometres and the least gain, in millionths.
    private func worth(_ sent: [Assignment], _ demands: [SecondmentDemand], _ limits: SecondmentLimits) -> Int
    {
        let gain = demands.reduce(0) { sum, demand in
            let here = sent.filter { $0.unit == demand.place.unit && $0.field == demand.place.field }
            return sum + demand.worth.avoided(by: here.reduce(0) { $0 + $1.officers }).millionths
        }
        return sent.reduce(gain) { sum, one in
            sum - one.officers
                * (limits.leastGain.millionths + limits.perKilometre.millionths * one.kilometres)
        }
    }

    /// The best worth of all ways to send, tried one after another.
    private func bestOfAll(
        _ demands: [SecondmentDemand], _ offers: [SecondmentOffer], _ limits: SecondmentLimits
    ) -> Int {
        var roads: [(offer: SecondmentOffer, unit: String)] = []
        for offer in offers { for unit in ["a", "b"] { roads.append((offer, unit)) } }
        var best = 0
        func go(_ index: Int, _ sent: [Assignment]) {
            guard index < roads.count else {
                if PlanFault.all(in: sent, offers: offers, demands: demands, limits: limits)
                    .allSatisfy({ if case .nothingGained = $0 { true } else { false } })
                {
                    best = max(best, worth(sent, demands, limits))
                }
                return
            }
            let (offer, unit) = roads[index]
            go(index + 1, sent)
            for officers in stride(from: 1, through: offer.officers, by: 1) {
                let one = Assignment(
                    department: offer.department, field: offer.field, unit: unit, officers: officers,
                    avoided: .zero,
                    kilometres: offer.kilometres[unit] ?? 0, reason: .fewLate, days: 20)
                go(index + 1, sent + [one])
            }
        }
        go(0, [])
        return best
    }
}

@Suite struct LongestQueueTests {
    private let open = [("a", 90), ("b", 50), ("c", 20), ("d", 0)].map {
        (place: WorkPlace(unit: $0.0, field: "dat-dai"), dossiers: $0.1)
    }
    private let offer = SecondmentOffer(
        department: "d", field: "dat-dai", officers: 4, days: 20,
        kilometres: ["a": 1, "b": 1, "c": 1, "d": 1])

    @Test(
        "from the longest down, round again; sharing looks at dossiers for each officer; an empty queue gets nobody"
    )
    func rules() {
        let limits = SecondmentLimits(perUnit: 9, days: 20)
        let each = LongestQueue.oneEach.sent(open: open, offers: [offer], limits: limits)
        #expect(each.map(\.officers) == [2, 1, 1])
        let shared = LongestQueue.shared.sent(open: open, offers: [offer], limits: limits)
        #expect(shared.map(\.officers) == [3, 1])
        let tight = LongestQueue.shared.sent(
            open: open, offers: [offer], limits: SecondmentLimits(perUnit: 1, days: 20))
        #expect(tight.map(\.officers) == [1, 1, 1])
    }
}

@Suite struct CityTrialTests {
    @Test(
        "in the simulated city the plan leaves fewer late than the longest queue, shared or not",
        arguments: [1, 2])
    func beatsTheQueue(seed: UInt64) throws {
        var chance = SplitMix(seed: seed)
        let trial = try #require(CityTrial.run(using: &chance, solve: solve))
        #expect(trial.plan.late < trial.longestQueue.late, "seed \(seed)")
        #expect(trial.plan.late < trial.sharedByQueue.late, "seed \(seed)")
        #expect(trial.longestQueue.late < trial.nobody.late, "seed \(seed)")
        #expect(trial.plan.officers <= 206 && trial.longestQueue.officers <= 206)
        #expect(trial.advantage.map { $0 > Micro(1) } == true)
    }

    @Test("the same seed gives the same city, future and figures; without a solver there is no figure")
    func same() {
        func run(_ seed: UInt64) -> CityTrial? {
            var chance = SplitMix(seed: seed)
            return CityTrial.run(units: 12, using: &chance, solve: solve)
        }
        #expect(run(5) == run(5))
        #expect(run(5) != run(6))
        var chance = SplitMix(seed: 5)
        #expect(CityTrial.run(units: 4, using: &chance, solve: { _ in nil }) == nil)
    }

    @Test("the future of a simulated city does not depend on who is sent, and more help is never worse")
    func future() {
        var chance = SplitMix(seed: 11)
        let city = SimulatedCity(units: 10, days: 20, using: &chance)
        let late = (0...6).map { number in city.late(city.situations.map { OfficersSent($0.place, number) }) }
        #expect(late == late.sorted(by: >))
        #expect(city.late([]) == late[0])
    }
}
