// FlowProblem.swift: a least-cost flow as a plain value, in the very types a solver in C takes.
//
// Nodes are numbered from 0; a positive supply gives, a negative takes, all sum to zero. Arcs carry a capacity and a cost
// for each unit. The solver stands elsewhere (Office calls CFlow with LEMON's network simplex); what it answers is held
// here against the two things that make it a best flow: it is a flow, and no cycle of changes makes it cheaper.

/// A least-cost flow problem.
package struct FlowProblem: Hashable, Sendable {
    /// Positive gives, negative takes; one entry for each node.
    package private(set) var supply: [Int64] = []
    /// The node an arc leaves, one entry for each arc, as in the next three.
    package private(set) var from: [Int32] = []
    /// The node an arc enters.
    package private(set) var to: [Int32] = []
    /// Most that may flow.
    package private(set) var capacity: [Int64] = []
    /// What a unit of flow costs.
    package private(set) var cost: [Int64] = []

    /// An empty problem; it is grown by `addNode` and `addArc`.
    package init() {}

    /// How many nodes.
    package var nodes: Int32 { Int32(supply.count) }
    /// How many arcs.
    package var arcs: Int32 { Int32(from.count) }

    /// - Returns: the number of the new node.
    package mutating func addNode(supply gives: Int = 0) -> Int {
        supply.append(Int64(gives))
        return supply.count - 1
    }

    /// - Returns: the number of the new arc.
    @discardableResult
    package mutating func addArc(_ start: Int, _ end: Int, capacity room: Int, cost each: Int) -> Int {
        precondition(
            supply.indices.contains(start) && supply.indices.contains(end), "an arc joins known nodes")
        precondition(room >= 0, "a capacity is not negative")
        from.append(Int32(start))
        to.append(Int32(end))
        capacity.append(Int64(room))
        cost.append(Int64(each))
        return from.count - 1
    }

    /// Whether `flow` (one entry for each arc) keeps every capacity and leaves no node with more or less than it gives.
    package func admits(_ flow: [Int64]) -> Bool {
        guard flow.count == from.count, zip(flow, capacity).allSatisfy({ $0 >= 0 && $0 <= $1 }) else {
            return false
        }
        var left = supply
        for arc in flow.indices {
            left[Int(from[arc])] -= flow[arc]
            left[Int(to[arc])] += flow[arc]
        }
        return left.allSatisfy { $0 == 0 }
    }

    /// What `flow` costs.
    package func cost(of flow: [Int64]) -> Int64 { zip(flow, cost).reduce(0) { $0 + $1.0 * $1.1 } }

    /// Whether an admitted `flow` is a best one: there is no cycle of changes that costs less than nothing
    /// (Bellman–Ford over the residual arcs). Takes nodes × arcs steps at worst.
    package func isBest(_ flow: [Int64]) -> Bool {
        guard admits(flow) else { return false }
        var distance = Array(repeating: Int64(0), count: supply.count)
        for _ in 0...supply.count {
            var isCalm = true
            for arc in flow.indices {
                let (start, end) = (Int(from[arc]), Int(to[arc]))
                if flow[arc] < capacity[arc], distance[start] + cost[arc] < distance[end] {
                    distance[end] = distance[start] + cost[arc]
                    isCalm = false
                }
                if flow[arc] > 0, distance[end] - cost[arc] < distance[start] {
                    distance[start] = distance[end] - cost[arc]
                    isCalm = false
                }
            }
            if isCalm { return true }
        }
        return false
    }
}
