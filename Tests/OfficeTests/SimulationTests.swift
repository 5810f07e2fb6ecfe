// SimulationTests.swift: a hundred plans of a simulated city, in each of which everything must hold after healing; plans that
// once broke something; the same plan twice.

import Foundation
import TestKit
import Testing

@Suite("simulated cities")
struct SimulationTests {
    @Test("a plan's city holds", arguments: UInt64(1)...100)
    func plan(seed: UInt64) throws {
        let outcome = try SimulatedCity(Plan.drawn(seed, sites: 2, days: 2, dossiers: 4)).run()
        #expect(outcome.violations.isEmpty, "simulate --plans 1 --seed \(seed) --sites 2 --days 2 --dossiers 4")
    }

    @Test("one plan of ten loses its hub, and is else the plan that it was")
    func lostHub() throws {
        var count = 0
        for seed in UInt64(1)...300 {
            let plan = Plan.drawn(seed, sites: 2, days: 2, dossiers: 4)
            let atHub = plan.steps.filter { $0.site == 0 && [.backup, .restore].contains($0.act) }
            #expect(atHub.map(\.act) == [] || atHub.map(\.act) == [.backup, .restore])
            count += atHub.isEmpty ? 0 : 1
            let without = Plan.drawn(seed, sites: 2, days: 2, dossiers: 4, losingHub: false)
            #expect(without.steps == plan.steps.filter { !atHub.contains($0) })
        }
        #expect((15...50).contains(count))
    }

    @Test("the same plan gives the same trace")
    func deterministic() throws {
        let plan = Plan.drawn(7, sites: 3, days: 2, dossiers: 5)
        let (one, two) = (try SimulatedCity(plan).run(), try SimulatedCity(plan).run())
        #expect(one.trace == two.trace && one.commands == two.commands)
    }

    /// Tests/Regressions: plans that broke something once, cut down; they hold for ever.
    static let plans: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Regressions").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".plan.json") }.sorted().map { "\(folder)/\($0)" }
    }()

    @Test("what broke once holds", arguments: SimulationTests.plans)
    func kept(file: String) throws {
        let plan = try JSONDecoder().decode(Plan.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        let outcome = try SimulatedCity(plan).run()
        #expect(outcome.violations.isEmpty, "\(file)")
    }
}
