// FormerReport.swift: what a file of old dossiers would do: counts by unit, procedure and state, and what is wrong with it.
//
// A person reads it, signs it, and only then the file is taken in (docs/formats/former-dossiers.md). It holds no personal
// data: what an administrator prints and files away may lie on a desk.

package import Casework
package import Oversight

/// How many dossiers of one kind.
package struct FormerCount: Hashable, Sendable {
    package var code: String
    package var name: String
    package var count: Int
}

/// One thing that keeps a file from being taken in.
package struct FormerProblem: Hashable, Sendable {
    package var line: Int
    package var column: FormerColumn?
    /// Stable, kebab-case.
    package var slug: String
    package var vi: String
    package var en: String
}

package struct FormerReport: Hashable, Sendable {
    /// SHA-256 of the file.
    package var file: String
    /// Dossiers that would come in; 0 where the file could not be read.
    package var dossiers = 0
    /// Not resolved: they go on here.
    package var open = 0
    /// Open ones whose appointed time is over.
    package var overdue = 0
    /// With a result that nobody has fetched.
    package var waiting = 0
    /// Kept for whoever asks.
    package var ended = 0
    /// Came from a unit that is another one today.
    package var restated = 0
    /// Of procedures that the catalogue does not have.
    package var byCodeAlone = 0
    /// Without phone and id number: their people cannot ask for them with the old number.
    package var unprovable = 0
    package var units: [FormerCount] = []
    package var procedures: [FormerCount] = []
    package var states: [FormerCount] = []
    /// By line, at most `FormerDossierFile.listed` of `problemCount`.
    package var problems: [FormerProblem] = []
    package var problemCount = 0

    package init(file: String) { self.file = file }

    /// It can be signed.
    package var isSound: Bool { problemCount == 0 && dossiers > 0 }

    mutating func note(_ problem: FormerProblem) {
        problemCount += 1
        if problems.count < FormerDossierFile.listed { problems.append(problem) }
    }

    /// Counts what would come in.
    mutating func count(_ facts: [FormerDossierAdopted], now: Instant, _ directory: Directory) {
        var units: [String: Int] = [:]
        var procedures: [String: Int] = [:]
        var states: [DossierState: Int] = [:]
        for fact in facts {
            dossiers += 1
            units[fact.unit, default: 0] += 1
            procedures[fact.procedure, default: 0] += 1
            states[fact.state, default: 0] += 1
            if fact.resolvedAt == nil {
                open += 1
                if let due = fact.due, due < now { overdue += 1 }
            } else if fact.returnedAt == nil, !fact.state.isEnd {
                waiting += 1
            } else {
                ended += 1
            }
            if fact.formerUnit != fact.unit { restated += 1 }
            if fact.procedureVersion == Procedure.formerVersion { byCodeAlone += 1 }
        }
        func most(_ counts: [String: Int], _ name: (String) -> String) -> [FormerCount] {
            counts.map { FormerCount(code: $0.key, name: name($0.key), count: $0.value) }
                .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
        }
        self.units = most(units) { directory.unit($0)?.name ?? $0 }
        self.procedures = most(procedures) { directory.procedures[$0]?.first?.shortName ?? Procedure.former($0).shortName }
        self.states = DossierState.allCases.compactMap { state in
            states[state].map { FormerCount(code: state.rawValue, name: state.vietnamese, count: $0) }
        }
    }
}

/// A person has read the trial report of a file and answers for taking it in.
package struct FormerImportSigned: Codable, Hashable, Sendable {
    /// SHA-256 of the file.
    package var file: String
    /// Log-in name.
    package var by: String
    package var at: Instant
    package var dossiers: Int
    package var open: Int
    package var overdue: Int
    package var waiting: Int
    package var ended: Int
    /// Units of today that the dossiers came to.
    package var units: Int

    package init(
        file: String, by: String, at: Instant, dossiers: Int, open: Int, overdue: Int, waiting: Int, ended: Int, units: Int
    ) {
        self.file = file
        self.by = by
        self.at = at
        self.dossiers = dossiers
        self.open = open
        self.overdue = overdue
        self.waiting = waiting
        self.ended = ended
        self.units = units
    }

    init(_ report: FormerReport, by: String, at: Instant) {
        self.init(
            file: report.file, by: by, at: at, dossiers: report.dossiers, open: report.open, overdue: report.overdue,
            waiting: report.waiting, ended: report.ended, units: report.units.count)
    }
}
