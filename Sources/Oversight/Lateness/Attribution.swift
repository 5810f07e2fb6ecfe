// Attribution.swift: why a dossier is late, in working minutes: which unit and step held it, the applicant, a payment, another
// body, the way between units, a line or system that was down.
//
// The elapsed working time from acceptance (or the restart by a supplement) is split over the legs of the dossier's course;
// hours in which the unit that had it was cut off are taken out of its leg. What the law does not count (waiting for a
// supplement, a payment, a suspending opinion) is told and never blamed. The overrun is then laid on what took more than its
// share: a step beyond its budget, the way between units, an answer that came late, an outage. The largest is the cause.

package import Casework

package enum LatenessCause: String, Codable, CaseIterable, Hashable, Sendable {
    /// The step took longer than its budget in the hands of the unit.
    case officer
    /// Another body's opinion, beyond what the law leaves out.
    case opinion
    /// Between two units, handed over and not taken.
    case transit
    /// The line or a system was down.
    case outage
    case applicant, payment
    /// Suspended by a decision, or nothing that the course shows.
    case other
}

/// Hours in which a unit was cut off.
package struct OutageSpan: Hashable, Sendable {
    /// Nil = every unit but those in `except`.
    package var unit: String?
    /// Units that work on machines of their own, which the city's outage does not stop.
    package var except: Set<String> = []
    package var cause: OutageCause
    package var from: Instant
    /// Nil while it lasts.
    package var to: Instant?
    package init(unit: String?, cause: OutageCause, from: Instant, to: Instant?) {
        (self.unit, self.cause, self.from, self.to) = (unit, cause, from, to)
    }

    func stops(_ holder: String) -> Bool { unit == holder || unit == nil && !except.contains(holder) }
}

package struct Attribution: Hashable, Sendable {
    /// Working minutes under one head.
    package struct Part: Hashable, Sendable {
        package var cause: LatenessCause
        /// Who held it, was asked, or was cut off; of a way, to whom it went.
        package var body: String
        package var step: String?
        package var outage: OutageCause?
        package var minutes: Int
        /// Of the overrun, what is laid on it.
        package var blamed: Int
    }
    /// In order of the course; of equal heads one part.
    package var parts: [Part]
    /// Working minutes from the start of the clock to the end (or now).
    package var elapsed: Int
    /// Working minutes past the due time; 0 when not late.
    package var overrun: Int
    /// What most of the overrun is laid on; nil when not late.
    package var main: Part? {
        parts.filter { $0.blamed > 0 }.max { ($0.blamed, $1.body) < ($1.blamed, $0.body) }
    }
    /// Blamed minutes by cause.
    package func blamed(_ cause: LatenessCause) -> Int { parts.reduce(0) { $0 + ($1.cause == cause ? $1.blamed : 0) } }

    /// - Parameters:
    ///   - end: when it was resolved, or now.
    ///   - budgets: working minutes of each step.
    ///   - office: the working time that the dossier's clock goes by.
    package init(
        course: [CourseLeg], accepted: Instant, due: Instant, end: Instant, budgets: [String: Int], outages: [OutageSpan],
        office: OfficeTime
    ) {
        elapsed = office.workingMinutes(from: accepted, to: end)
        overrun = max(0, office.workingMinutes(from: due, to: end))
        parts = []
        for (i, leg) in course.enumerated() {
            let from = max(leg.from, accepted)
            let to = min(i + 1 < course.count ? course[i + 1].from : end, end)
            guard from < to else { continue }
            add(leg, from, to, outages, office)
        }
        blame(budgets, limit: max(1, office.workingMinutes(from: accepted, to: due)))
    }

    private mutating func add(
        _ leg: CourseLeg, _ from: Instant, _ to: Instant, _ outages: [OutageSpan], _ office: OfficeTime
    ) {
        var minutes = office.workingMinutes(from: from, to: to)
        // Only who has it in hand, or should take it, is held up by a line that is down.
        let holder: String? =
            switch leg.reason {
            case .handling: leg.unit
            case .transit(let to): to
            default: nil
            }
        if let holder {
            var covered = from
            for outage in outages.sorted(by: { $0.from < $1.from }) where outage.stops(holder) {
                let (start, stop) = (max(outage.from, covered), min(outage.to ?? to, to))
                guard start < stop else { continue }
                let lost = min(minutes, office.workingMinutes(from: start, to: stop))
                count(.outage, holder, leg.step, outage.cause, lost)
                minutes -= lost
                covered = stop
            }
        }
        switch leg.reason {
        case .handling: count(.officer, leg.unit, leg.step, nil, minutes)
        case .applicant: count(.applicant, leg.unit, leg.step, nil, minutes)
        case .payment: count(.payment, leg.unit, leg.step, nil, minutes)
        case .opinion(let body): count(.opinion, body, leg.step, nil, minutes)
        case .transit(let to): count(.transit, to, leg.step, nil, minutes)
        case .suspended: count(.other, leg.unit, leg.step, nil, minutes)
        }
    }

    private mutating func count(_ cause: LatenessCause, _ body: String, _ step: String?, _ outage: OutageCause?, _ n: Int) {
        guard n > 0 else { return }
        if let i = parts.firstIndex(where: { $0.cause == cause && $0.body == body && $0.step == step && $0.outage == outage }) {
            parts[i].minutes += n
        } else {
            parts.append(Part(cause: cause, body: body, step: step, outage: outage, minutes: n, blamed: 0))
        }
    }

    /// Lays the overrun on what took more than its share, in proportion; on the officer's steps when nothing stands out.
    private mutating func blame(_ budgets: [String: Int], limit: Int) {
        guard overrun > 0, !parts.isEmpty else { return }
        let steps = Set(parts.filter { $0.cause == .officer }.compactMap(\.step))
        let known = steps.sorted().compactMap { budgets[$0] }.reduce(0, +)
        let bare = steps.count { budgets[$0] == nil }
        let share = bare == 0 ? 0 : max(0, limit - known) / bare
        var excess = parts.map { part in
            switch part.cause {
            case .officer: max(0, part.minutes - (part.step.map { budgets[$0] ?? share } ?? share))
            case .transit, .outage, .opinion: part.minutes
            // Its time is outside the limit already.
            case .applicant, .payment, .other: 0
            }
        }
        if excess.reduce(0, +) == 0 { excess = parts.map { $0.cause == .officer ? $0.minutes : 0 } }
        if excess.reduce(0, +) == 0 { excess = parts.map(\.minutes) }
        let total = excess.reduce(0, +)
        var (left, weight) = (overrun, total)
        for i in parts.indices where excess[i] > 0 {
            parts[i].blamed = weight == excess[i] ? left : left * excess[i] / weight
            left -= parts[i].blamed
            weight -= excess[i]
        }
    }
}
