// cflow.h: a C face for LEMON's network simplex (Boost licence), so that Swift can call it.

#ifndef CFLOW_H
#define CFLOW_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Least-cost flow from `supply` (positive gives, negative takes, sum zero) over arcs with capacities and costs a unit.
/// Writes the flow of each arc to `flow`. Returns 0 when there is a best flow, 1 when no flow meets the demands,
/// 2 when costs have no bound.
int cflow_min_cost(int32_t nodes, const int64_t *supply, int32_t arcs, const int32_t *from, const int32_t *to,
                   const int64_t *capacity, const int64_t *cost, int64_t *flow);

#ifdef __cplusplus
}
#endif

#endif
