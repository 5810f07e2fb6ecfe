// SteeringFact.swift: everything that can have happened in steering: difficulties and guidance, directives and tasks, models,
// review rounds, complaints, outages, costs, officers lent and posted.
//
// Each fact stands in the ledger of the unit that did it, about a subject `<kind>:<id>`. Words (what hurts, what is ordered,
// answers) are sealed under the subject's key beside the facts, since nobody can promise what stands in them. The shapes are
// frozen by golden bytes (Tests/Golden). Next: SteeringItem.swift, the fold.

package import Casework

package enum SteeringFact: Hashable, Sendable {
    case difficultyReported(DifficultyReported)
    case difficultyAnswered(DifficultyAnswered)
    case difficultyJoined(DifficultyJoined)
    case difficultyEscalated(DifficultyEscalated)
    case guidancePublished(GuidancePublished)
    case guidanceEnded(GuidanceEnded)
    case directiveIssued(DirectiveIssued)
    case taskReported(TaskReported)
    case taskJudged(TaskJudged)
    case modelRegistered(ModelRegistered)
    case modelAdopted(ModelAdopted)
    case roundCalled(RoundCalled)
    case roundReportSigned(RoundReportSigned)
    case roundMoved(RoundMoved)
    case complaintFiled(ComplaintFiled)
    case complaintAnswered(ComplaintAnswered)
    case complaintRated(ComplaintRated)
    case outageReported(OutageReported)
    case outageEnded(OutageEnded)
    case costsAssumed(CostsAssumed)
    case officersOffered(OfficersOffered)
    case offerWithdrawn(OfferWithdrawn)
    case officerPosted(OfficerPosted)
    case postingEnded(PostingEnded)
}

/// What a subject in steering is; the beginning of its name.
package enum SteeringKind: String, Codable, CaseIterable, Hashable, Sendable {
    case difficulty, guidance, directive, model, round, complaint, outage, cost, offer, posting

    package func subject(_ id: String) -> String { "\(rawValue):\(id)" }
    /// Kind and id of a subject; nil when it is none of steering.
    package static func parse(_ subject: String) -> (kind: SteeringKind, id: String)? {
        let parts = subject.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = SteeringKind(rawValue: String(parts[0])), !parts[1].isEmpty else { return nil }
        return (kind, String(parts[1]))
    }
}

// MARK: difficulties and guidance

/// A unit says what hinders it, from the dossier or page where it bites.
package struct DifficultyReported: Codable, Hashable, Sendable {
    package var category: DifficultyCategory
    package var unit: String
    /// The department that must answer.
    package var to: String
    package var dueAt: Instant
    package var procedure: String?
    package var step: String?
    package var dossier: String?
    package var field: String?
    package init(
        category: DifficultyCategory, unit: String, to: String, dueAt: Instant, procedure: String? = nil, step: String? = nil,
        dossier: String? = nil, field: String? = nil
    ) {
        (self.category, self.unit, self.to, self.dueAt) = (category, unit, to, dueAt)
        (self.procedure, self.step, self.dossier, self.field) = (procedure, step, dossier, field)
    }
}
package enum DifficultyCategory: String, Codable, CaseIterable, Hashable, Sendable {
    case premises, line, software, data, law, staff, coordination
}
/// `final` = the difficulty is settled by it; else the department asks or tells something meanwhile.
package struct DifficultyAnswered: Codable, Hashable, Sendable {
    package var by: String
    package var isFinal: Bool
    package init(by: String, isFinal: Bool) { (self.by, self.isFinal) = (by, isFinal) }
}
/// It is the same as another one; the answer to that answers it.
package struct DifficultyJoined: Codable, Hashable, Sendable {
    package var into: String
    package init(into: String) { self.into = into }
}
/// Nobody answered in time: it goes up.
package struct DifficultyEscalated: Codable, Hashable, Sendable {
    package var from: String
    package var to: String
    package var dueAt: Instant
    package init(from: String, to: String, dueAt: Instant) { (self.from, self.to, self.dueAt) = (from, to, dueAt) }
}
/// Shown at the counter wherever the procedure (and step) is at hand, while it is in force.
package struct GuidancePublished: Codable, Hashable, Sendable {
    package var by: String
    package var procedure: String
    package var step: String?
    /// The text it rests on: number and date of a document.
    package var source: String
    package var from: CivilDate
    package var to: CivilDate?
    /// The difficulty that it answers.
    package var difficulty: String?
    package init(
        by: String, procedure: String, step: String?, source: String, from: CivilDate, to: CivilDate?, difficulty: String?
    ) {
        (self.by, self.procedure, self.step, self.source) = (by, procedure, step, source)
        (self.from, self.to, self.difficulty) = (from, to, difficulty)
    }
}
package struct GuidanceEnded: Codable, Hashable, Sendable {
    package var at: CivilDate
    package init(at: CivilDate) { self.at = at }
}

// MARK: directives

/// One order, one task for each unit.
package struct DirectiveIssued: Codable, Hashable, Sendable {
    package var units: [String]
    package var dueAt: Instant
    /// Evidence must come with the report that a task is done.
    package var needsEvidence: Bool
    /// The review round that concluded it.
    package var round: String?
    package init(units: [String], dueAt: Instant, needsEvidence: Bool, round: String?) {
        (self.units, self.dueAt, self.needsEvidence, self.round) = (units, dueAt, needsEvidence, round)
    }
}
/// A unit says how far it is, 0–100; at 100 it says that the task is done.
package struct TaskReported: Codable, Hashable, Sendable {
    package var unit: String
    package var progress: Int
    /// Number of a document, an address, or a dossier that proves it.
    package var evidence: String?
    package init(unit: String, progress: Int, evidence: String?) {
        (self.unit, self.progress, self.evidence) = (unit, progress, evidence)
    }
}
/// The city takes the report for done, or sends it back.
package struct TaskJudged: Codable, Hashable, Sendable {
    package var unit: String
    package var isAccepted: Bool
    package init(unit: String, isAccepted: Bool) { (self.unit, self.isAccepted) = (unit, isAccepted) }
}

// MARK: models

/// A model (mô hình) or initiative that a unit runs.
package struct ModelRegistered: Codable, Hashable, Sendable {
    package var unit: String
    package var since: CivilDate
    /// Procedures that it concerns; empty = all.
    package var procedures: [String]
    /// The indicator that it should move.
    package var indicator: String
    /// It ran before 1 July 2025 and was carried over.
    package var isCarriedOver: Bool
    package init(unit: String, since: CivilDate, procedures: [String], indicator: String, isCarriedOver: Bool) {
        (self.unit, self.since, self.procedures) = (unit, since, procedures)
        (self.indicator, self.isCarriedOver) = (indicator, isCarriedOver)
    }
}
package struct ModelAdopted: Codable, Hashable, Sendable {
    package var unit: String
    package var since: CivilDate
    package init(unit: String, since: CivilDate) { (self.unit, self.since) = (unit, since) }
}

// MARK: review rounds

package struct RoundCalled: Codable, Hashable, Sendable {
    /// The period under review, as `Period` writes it.
    package var period: String
    package var units: [String]
    package var departments: [String]
    package var meetsAt: Instant
    package var reportsBy: Instant
    package var isOnline: Bool
    package init(
        period: String, units: [String], departments: [String], meetsAt: Instant, reportsBy: Instant, isOnline: Bool
    ) {
        (self.period, self.units, self.departments) = (period, units, departments)
        (self.meetsAt, self.reportsBy, self.isOnline) = (meetsAt, reportsBy, isOnline)
    }
}
/// A locality signs its report; its words are sealed, its figures are those of the indicators named with their positions.
package struct RoundReportSigned: Codable, Hashable, Sendable {
    package var unit: String
    /// Position of the unit's ledger that the figures were counted up to.
    package var position: Int
    package init(unit: String, position: Int) { (self.unit, self.position) = (unit, position) }
}
/// The session goes on: `opened`, `speaking` (with whose turn it is), `concluded`.
package struct RoundMoved: Codable, Hashable, Sendable {
    package enum Stage: String, Codable, CaseIterable, Hashable, Sendable { case opened, speaking, concluded }
    package var stage: Stage
    package var unit: String?
    package init(stage: Stage, unit: String?) { (self.stage, self.unit) = (stage, unit) }
}

// MARK: complaints, outages, costs

/// Phản ánh, kiến nghị (PAKN) about a unit or a dossier, answered within the clock of docs/law.md §6.
package struct ComplaintFiled: Codable, Hashable, Sendable {
    package var about: String
    package var dossier: String?
    package var dueAt: Instant
    /// Hash of the code by which the sender reads the answer.
    package var code: String
    package init(about: String, dossier: String?, dueAt: Instant, code: String) {
        (self.about, self.dossier, self.dueAt, self.code) = (about, dossier, dueAt, code)
    }
}
package struct ComplaintAnswered: Codable, Hashable, Sendable {
    package var by: String
    package var inTime: Bool
    package init(by: String, inTime: Bool) { (self.by, self.inTime) = (by, inTime) }
}
package struct ComplaintRated: Codable, Hashable, Sendable {
    package var isSatisfied: Bool
    package init(isSatisfied: Bool) { self.isSatisfied = isSatisfied }
}
/// Hours in which a unit's line or system was down: reported by people, or noticed by the program.
package struct OutageReported: Codable, Hashable, Sendable {
    package var unit: String
    package var cause: OutageCause
    package var from: Instant
    package var to: Instant?
    package var isNoticed: Bool
    package init(unit: String, cause: OutageCause, from: Instant, to: Instant?, isNoticed: Bool) {
        (self.unit, self.cause, self.from, self.to, self.isNoticed) = (unit, cause, from, to, isNoticed)
    }
}
package enum OutageCause: String, Codable, CaseIterable, Hashable, Sendable { case line, system, power, portal, ministry }
package struct OutageEnded: Codable, Hashable, Sendable {
    package var to: Instant
    package init(to: Instant) { self.to = to }
}
/// What is assumed when compliance cost is reckoned, from a day on; for one procedure or for all.
package struct CostsAssumed: Codable, Hashable, Sendable {
    package var procedure: String?
    package var from: CivilDate
    package var assumptions: CostAssumptions
    package init(procedure: String?, from: CivilDate, assumptions: CostAssumptions) {
        (self.procedure, self.from, self.assumptions) = (procedure, from, assumptions)
    }
}

// MARK: secondment

/// A department says whom it can lend.
package struct OfficersOffered: Codable, Hashable, Sendable {
    package var department: String
    package var field: String
    package var officers: Int
    package var from: CivilDate
    /// Working days for which they can go.
    package var days: Int
    package init(department: String, field: String, officers: Int, from: CivilDate, days: Int) {
        (self.department, self.field, self.officers) = (department, field, officers)
        (self.from, self.days) = (from, days)
    }
}
/// The offer holds no longer; who is posted stays posted.
package struct OfferWithdrawn: Codable, Hashable, Sendable {
    package var at: Instant
    package init(at: Instant) { self.at = at }
}
/// An officer is posted to a unit; the right that comes with it is an entry of its own with the same times.
package struct OfficerPosted: Codable, Hashable, Sendable {
    package var user: String
    package var department: String
    package var unit: String
    package var field: String
    package var from: Instant
    package var to: Instant
    /// Id of the right granted.
    package var right: String
    /// Late dossiers that the plan expected to be avoided, in millionths.
    package var expected: Int?
    package init(
        user: String, department: String, unit: String, field: String, from: Instant, to: Instant, right: String, expected: Int?
    ) {
        (self.user, self.department, self.unit, self.field) = (user, department, unit, field)
        (self.from, self.to, self.right, self.expected) = (from, to, right, expected)
    }
}
package struct PostingEnded: Codable, Hashable, Sendable {
    package var at: Instant
    package init(at: Instant) { self.at = at }
}
