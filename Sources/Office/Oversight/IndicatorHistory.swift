// IndicatorHistory.swift: what a dossier's entries have it counted for, day by day as it became known.
//
// The commands keep the same counts one entry at a time (Work.swift); the rebuild, the recomputation for an auditor and an
// entry that comes late from another site go through all entries of the dossier. A day's count is taken after its last
// entry, in causal order by the largest time so far, so that both ways give the same.

package import Casework
package import Ledger
import Oversight

package struct IndicatorHistory {
    package private(set) var tally = IndicatorTally()
    private var counted: [Counted] = []
    private let directory: Directory

    package init(_ directory: Directory) { self.directory = directory }

    /// Counts the dossier as it stood at the end of a day on which it changed.
    package mutating func settle(_ dossier: Dossier) {
        let now = DossierProjection.counted(dossier, directory)
        tally.change(from: counted, to: now, known: dossier.lastAt.date)
        counted = now
    }

    /// - Parameter until: entries after it are not looked at; nil = all.
    package static func tally(
        _ entries: [Entry], _ directory: Directory, until: Instant? = nil
    ) throws -> IndicatorTally {
        var history = IndicatorHistory(directory)
        _ = try Folding.dossier(entries, keys: nil, until: until) { history.settle($0) }
        return history.tally
    }

    /// Where the entries have it counted in the end.
    static func counted(_ entries: [Entry], _ directory: Directory) throws -> [Counted] {
        try Folding.dossier(entries, keys: nil).map { DossierProjection.counted($0, directory) } ?? []
    }

    /// What a fact about the house counts. What a store is founded on was published elsewhere, before.
    static func tally(house fact: OfficeFact, command: String, at: Instant) -> IndicatorTally {
        var tally = IndicatorTally()
        guard case .procedurePublished(let procedure) = fact, command != Office.founding else { return tally }
        tally.change(
            from: [], to: [Evidence.counted(procedure, published: at, city: Directory.city)], known: at.date)
        return tally
    }
}
