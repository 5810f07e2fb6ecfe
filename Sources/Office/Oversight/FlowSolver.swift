// FlowSolver.swift: the one place where a least-cost flow is solved: LEMON's network simplex behind a C face (CFlow).
//
// What it answers is held against the problem before anybody sees it: an answer that is no flow is a bug.

import CFlow
package import Oversight

package enum FlowSolver {
    /// A best flow, one entry for each arc; nil when no flow meets the demands.
    package static func solve(_ problem: FlowProblem) -> [Int64]? {
        guard problem.arcs > 0 else { return [] }
        var flow = Array(repeating: Int64(0), count: Int(problem.arcs))
        let code = cflow_min_cost(
            problem.nodes, problem.supply, problem.arcs, problem.from, problem.to, problem.capacity, problem.cost, &flow)
        guard code == 0 else { return nil }
        precondition(problem.admits(flow), "the solver's answer is a flow of the problem")
        return flow
    }
}
