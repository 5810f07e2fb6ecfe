// SecondmentPlan.swift: whom to send where, as a least-cost flow, and the way back from a flow to people.
//
//     offer ──(km)──► place ══(falling worth, one officer each)══► unit ──(limit)──► sent
//       └──────────────────────────(stays, costs nothing)──────────────────────────► sent
//
// Costs are millionths of a late dossier: an officer's worth counts against, the least gain and kilometres for; so nobody
// is sent where less is gained. Officers who can stay only a part of the plan's days are charged the missing part of the
// first officer's worth there. Where a worth is not concave (OfficerWorth.swift) the flow is a good start and
// `refined` moves officers on, with the true worths, as long as that avoids more.

/// A problem of secondment, its flow problem and the way back.
package struct SecondmentPlan: Sendable {
    /// At most one for each place.
    package let demands: [SecondmentDemand]
    /// At most one for each department and field.
    package let offers: [SecondmentOffer]
    /// What the plan keeps to.
    package let limits: SecondmentLimits
    /// What a solver is given.
    package let problem: FlowProblem
    private let roads: [Road]

    /// An arc from an offer to a demand.
    private struct Road: Hashable, Sendable {
        var arc: Int
        var offer: Int
        var demand: Int
        var kilometres: Int
        /// Cost of one officer here, in millionths of a late dossier.
        var cost: Int
    }

    /// Builds the flow problem. Demands and offers are taken in their order, which decides between equals.
    package init(demands: [SecondmentDemand], offers: [SecondmentOffer], limits: SecondmentLimits) {
        precondition(Set(demands.map(\.place)).count == demands.count, "one demand for each place")
        precondition(
            Set(offers.map { WorkPlace(unit: $0.department, field: $0.field) }).count == offers.count,
            "one offer for each department and field")
        self.demands = demands
        self.offers = offers
        self.limits = limits
        var problem = FlowProblem()
        let sent = problem.addNode(supply: -offers.reduce(0) { $0 + max(0, $1.officers) })
        var units: [String: Int] = [:]
        var places: [Int?] = []
        for demand in demands {
            let steps = demand.worth.falling.prefix { $0 > limits.leastGain }
            guard !steps.isEmpty else {
                places.append(nil)
                continue
            }
            let unit = units[demand.place.unit] ?? problem.addNode()
            if units[demand.place.unit] == nil {
                units[demand.place.unit] = unit
                problem.addArc(unit, sent, capacity: limits.most(demand.place.unit), cost: 0)
            }
            let place = problem.addNode()
            for step in steps { problem.addArc(place, unit, capacity: 1, cost: -step.millionths) }
            places.append(place)
        }
        var roads: [Road] = []
        for (index, offer) in offers.enumerated() where offer.officers > 0 {
            let node = problem.addNode(supply: offer.officers)
            problem.addArc(node, sent, capacity: offer.officers, cost: 0)
            for (number, place) in places.enumerated() {
                guard let place, demands[number].place.field == offer.field,
                    let kilometres = offer.kilometres[demands[number].place.unit]
                else { continue }
                let cost = SecondmentPlan.cost(offer, demands[number], kilometres, limits)
                let arc = problem.addArc(node, place, capacity: offer.officers, cost: cost)
                roads.append(Road(arc: arc, offer: index, demand: number, kilometres: kilometres, cost: cost))
            }
        }
        self.problem = problem
        self.roads = roads
    }

    private static func cost(
        _ offer: SecondmentOffer, _ demand: SecondmentDemand, _ kilometres: Int, _ limits: SecondmentLimits
    ) -> Int {
        let missing = max(0, limits.days - offer.days)
        let first = demand.worth.falling.first ?? .zero
        let charge = limits.days > 0 ? first * missing / limits.days ?? .zero : .zero
        let way = limits.perKilometre.millionths * max(0, kilometres)
        return limits.leastGain.millionths + way + charge.millionths
    }

    /// The assignments of a best flow, after `refined` moves; in the order of offers, then demands.
    /// - Parameter flow: what the solver wrote, one entry for each arc of `problem`.
    /// - Returns: nil when `flow` is no flow of the problem.
    package func assignments(_ flow: [Int64], refining: Bool = true) -> [Assignment]? {
        guard problem.admits(flow) else { return nil }
        var officers = roads.map { Int(flow[$0.arc]) }
        if refining { refine(&officers) }
        return read(officers)
    }

    /// Late dossiers that `assignments` are expected to avoid.
    package func avoided(_ assignments: [Assignment]) -> Micro {
        assignments.reduce(.zero) { $0 + $1.avoided }
    }

    /// Officers of each offer who stay at home, in the order of offers.
    package func idle(_ assignments: [Assignment]) -> [Int] {
        offers.map { offer in
            let own = assignments.filter { $0.department == offer.department && $0.field == offer.field }
            return offer.officers - own.reduce(0) { $0 + $1.officers }
        }
    }

    private func read(_ officers: [Int]) -> [Assignment] {
        let sent = sentTo(officers)
        return roads.indices.filter { officers[$0] > 0 }.map { index in
            let road = roads[index]
            let (offer, demand) = (offers[road.offer], demands[road.demand])
            let total = demand.worth.avoided(by: sent[road.demand])
            let days = min(offer.days, limits.days)
            let share = total * officers[index] / sent[road.demand] ?? .zero
            return Assignment(
                department: offer.department, field: offer.field, unit: demand.place.unit,
                officers: officers[index],
                avoided: limits.days > 0 ? share * days / limits.days ?? .zero : share,
                kilometres: road.kilometres, reason: demand.reason, days: days)
        }
    }

    private func sentTo(_ officers: [Int]) -> [Int] {
        var sent = Array(repeating: 0, count: demands.count)
        for index in roads.indices { sent[roads[index].demand] += officers[index] }
        return sent
    }
}

// MARK: - Where a worth is not concave

extension SecondmentPlan {
    /// Moves officers of an offer from one place to another, to a place from home, or home, while that gains. Each round
    /// makes the best single move of 1 … `widest` officers; equal moves go by order. Stops after as many rounds as
    /// officers are offered.
    private func refine(_ officers: inout [Int]) {
        let widest = 4
        let rounds = offers.reduce(0) { $0 + max(0, $1.officers) }
        for _ in 0..<rounds {
            guard let move = bestMove(officers, widest) else { return }
            if let from = move.from { officers[from] -= move.count }
            if let to = move.to { officers[to] += move.count }
        }
    }

    private struct Move {
        var from: Int?
        var to: Int?
        var count: Int
        var gain: Int
    }

    private func bestMove(_ officers: [Int], _ widest: Int) -> Move? {
        let sent = sentTo(officers)
        var atUnit: [String: Int] = [:]
        for (index, demand) in demands.enumerated() { atUnit[demand.place.unit, default: 0] += sent[index] }
        func change(_ road: Road, _ count: Int) -> Int {
            let worth = demands[road.demand].worth
            let effect = worth.avoided(by: sent[road.demand] + count) - worth.avoided(by: sent[road.demand])
            return effect.millionths - count * road.cost
        }
        var best: Move?
        func consider(_ move: Move) {
            if move.gain > (best?.gain ?? 0) { best = move }
        }
        for (number, offer) in offers.enumerated() {
            let own = roads.indices.filter { roads[$0].offer == number }
            let idle = offer.officers - own.reduce(0) { $0 + officers[$1] }
            for count in 1...widest {
                // What leaves and what comes are independent, so the two best of each hold the best pair.
                let leaving = twoBest(own.filter { officers[$0] >= count }) { change(roads[$0], -count) }
                let coming = twoBest(own.filter { hasRoom(roads[$0], count, atUnit, sent) }) {
                    change(roads[$0], count)
                }
                for less in leaving {
                    consider(Move(from: less.road, to: nil, count: count, gain: less.gain))
                }
                for more in coming {
                    if idle >= count {
                        consider(Move(from: nil, to: more.road, count: count, gain: more.gain))
                    }
                    for less in leaving where roads[less.road].demand != roads[more.road].demand {
                        let gain = less.gain + more.gain
                        consider(Move(from: less.road, to: more.road, count: count, gain: gain))
                    }
                }
            }
        }
        return best
    }

    private struct Change {
        var road: Int
        var gain: Int
    }

    private func twoBest(_ candidates: [Int], by gain: (Int) -> Int) -> [Change] {
        var best: [Change] = []
        for road in candidates {
            let gain = gain(road)
            let place = best.firstIndex { gain > $0.gain } ?? best.count
            best.insert(Change(road: road, gain: gain), at: place)
            if best.count > 2 { best.removeLast() }
        }
        return best
    }

    private func hasRoom(_ road: Road, _ count: Int, _ atUnit: [String: Int], _ sent: [Int]) -> Bool {
        let demand = demands[road.demand]
        return atUnit[demand.place.unit, default: 0] + count <= limits.most(demand.place.unit)
            && sent[road.demand] + count < demand.worth.avoided.count
    }
}
