// cflow.cpp: least-cost flow by LEMON's network simplex.

#include "cflow.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <vector>

int cflow_min_cost(int32_t nodes, const int64_t *supply, int32_t arcs, const int32_t *from, const int32_t *to,
                   const int64_t *capacity, const int64_t *cost, int64_t *flow) {
    using Graph = lemon::SmartDigraph;
    using Simplex = lemon::NetworkSimplex<Graph, int64_t, int64_t>;
    Graph graph;
    graph.reserveNode(nodes);
    graph.reserveArc(arcs);
    for (int32_t i = 0; i < nodes; ++i) graph.addNode();
    std::vector<Graph::Arc> edges;
    edges.reserve(arcs);
    for (int32_t i = 0; i < arcs; ++i) edges.push_back(graph.addArc(graph.nodeFromId(from[i]), graph.nodeFromId(to[i])));
    Graph::NodeMap<int64_t> supplies(graph, 0);
    for (int32_t i = 0; i < nodes; ++i) supplies[graph.nodeFromId(i)] = supply[i];
    Graph::ArcMap<int64_t> capacities(graph, 0), costs(graph, 0);
    for (int32_t i = 0; i < arcs; ++i) {
        capacities[edges[i]] = capacity[i];
        costs[edges[i]] = cost[i];
    }
    Simplex simplex(graph);
    simplex.upperMap(capacities).costMap(costs).supplyMap(supplies);
    switch (simplex.run()) {
        case Simplex::OPTIMAL: break;
        case Simplex::INFEASIBLE: return 1;
        case Simplex::UNBOUNDED: return 2;
    }
    for (int32_t i = 0; i < arcs; ++i) flow[i] = simplex.flow(edges[i]);
    return 0;
}
