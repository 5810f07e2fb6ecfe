// DossierCourse.swift: where a dossier was and what it waited for, leg by leg, from its intake to its end.
//
// The fold adds a leg whenever holder, step or reason to wait changes. Lateness is told from these (Oversight/Lateness): a
// dossier that lay between two units, or waited for somebody else, was not late through the officer.

/// A stretch of a dossier's life in which one thing held it.
package struct CourseLeg: Hashable, Sendable {
    /// Why it stood where it stood.
    package enum Reason: Hashable, Sendable {
        /// In hand, at a step.
        case handling
        /// The applicant was asked for something.
        case applicant
        case payment
        /// A body was asked for its opinion.
        case opinion(String)
        /// Handed over and not yet taken.
        case transit(to: String)
        /// Suspended by a decision.
        case suspended
    }
    package var from: Instant
    package var unit: String
    package var step: String?
    package var reason: Reason
    package init(from: Instant, unit: String, step: String?, reason: Reason) {
        (self.from, self.unit, self.step, self.reason) = (from, unit, step, reason)
    }
}

extension Dossier {
    /// What holds it now; nil once it is resolved.
    private var standing: (unit: String, step: String?, reason: CourseLeg.Reason)? {
        if state.isResolved { return nil }
        if let to = custody.inTransitTo { return (custody.unit, step, .transit(to: to)) }
        switch state {
        case .awaitingSupplement: return (custody.unit, step, .applicant)
        case .awaitingPayment: return (custody.unit, step, .payment)
        case .suspended: return (custody.unit, step, .suspended)
        default: break
        }
        // The oldest unanswered question holds it.
        if let asked = opinions.first(where: { $0.answer == nil }) { return (custody.unit, step, .opinion(asked.to)) }
        return (custody.unit, step, .handling)
    }

    /// Begins a new leg if something changed at `at`.
    mutating func noteCourse(at: Instant) {
        guard clock.facts != nil, let now = standing else { return }
        if let last = course.last, last.unit == now.unit, last.step == now.step, last.reason == now.reason { return }
        let start = course.isEmpty ? min(at, clock.facts?.accepted ?? at) : at
        course.append(CourseLeg(from: start, unit: now.unit, step: now.step, reason: now.reason))
    }
}
