// Shrinking.swift: from a plan that breaks something to the smallest that still breaks the same thing.
//
// Delta debugging on the plan: days, sites, halves, quarters … single acts are left out as long as the same checker speaks.

package enum Shrinking {
    /// - Parameters:
    ///   - tries: most runs.
    ///   - progress: steps left.
    package static func shrink(
        _ plan: Plan, breaking checker: String, tries: Int = 300, progress: (Int) -> Void = { _ in }
    ) -> Plan {
        var (best, left) = (plan, tries)
        func breaks(_ plan: Plan) -> Bool {
            left -= 1
            do {
                return try SimulatedCity(plan).run().violations.contains { $0.checker == checker }
            } catch { return checker == "crash" }
        }
        // Sites from the end: acts at the others keep their numbers.
        while best.sites > 1, left > 0 {
            var fewer = best
            fewer.sites -= 1
            fewer.steps.removeAll { $0.site > fewer.sites }
            guard breaks(fewer) else { break }
            best = fewer
        }
        var size = max(1, best.steps.count / 2)
        while left > 0 {
            var (at, wentOn) = (0, false)
            while at < best.steps.count, left > 0 {
                var fewer = best
                fewer.steps.removeSubrange(at..<min(at + size, fewer.steps.count))
                if breaks(fewer) {
                    best = fewer
                    wentOn = true
                    progress(best.steps.count)
                } else {
                    at += size
                }
            }
            if size == 1 { if !wentOn { break } } else { size = max(1, size / 2) }
        }
        return best
    }
}
