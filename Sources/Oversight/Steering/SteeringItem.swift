// SteeringItem.swift: one matter of steering as the fold of its entries: who opened it, who must act by when, where it stands.
//
// Most kinds begin and end in much the same way, so one state serves all; what is particular stays in the facts, which are
// kept in order. A directive stands differently for each unit (`tasks`), a round has its reports, a model its adoptions.

package import Casework

/// One entry about a matter, with its words where the reader may have them.
package struct SteeringEvent: Hashable, Sendable {
    package var at: Instant
    package var unit: String
    package var actor: String
    package var fact: SteeringFact
    package var text: String?
    package init(at: Instant, unit: String, actor: String, fact: SteeringFact, text: String?) {
        (self.at, self.unit, self.actor, self.fact, self.text) = (at, unit, actor, fact, text)
    }
}

package struct SteeringItem: Hashable, Sendable {
    package enum State: String, CaseIterable, Hashable, Sendable {
        /// Waits for who must act.
        case open
        /// Said to be done and not yet judged.
        case reported
        /// Answered, done, concluded, in force.
        case done
        /// Joined with another, ended, over.
        case ended
    }
    /// One unit's part of a directive, a round or a model.
    package struct Part: Hashable, Sendable {
        package var unit: String
        package var state: State
        package var progress: Int
        package var at: Instant
        package var doneAt: Instant?
        package var evidence: String?
    }

    package var kind: SteeringKind
    package var id: String
    /// Who opened it.
    package var unit: String
    /// Who must act on it, one at a time; for parts see there.
    package var responsible: String?
    package var state: State
    package var openedAt: Instant
    package var due: Instant?
    package var closedAt: Instant?
    package var category: String?
    package var procedure: String?
    package var step: String?
    package var field: String?
    package var dossier: String?
    package var indicator: String?
    /// What it came from: the round of a directive, the difficulty of a guidance, what a joined one went into.
    package var parent: String?
    package var from: CivilDate?
    package var to: CivilDate?
    package var parts: [Part] = []
    package var escalations = 0
    package var events: [SteeringEvent]

    package var subject: String { kind.subject(id) }
    /// The words with which it was opened.
    package var text: String? { events.first?.text }
    package func part(_ unit: String) -> Part? { parts.first { $0.unit == unit } }
    package func isLate(at now: Instant) -> Bool {
        guard let due else { return false }
        return state == .open && due < now || parts.contains { $0.state == .open && due < now }
    }
    /// In force on a day; for what has a beginning and an end.
    package func isInForce(on day: CivilDate) -> Bool {
        state != .ended && (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
    }
}

extension SteeringItem {
    /// The matter that a first entry begins; nil when that entry begins none.
    package init?(subject: String, _ first: SteeringEvent) {
        guard let (kind, id) = SteeringKind.parse(subject) else { return nil }
        self.init(
            kind: kind, id: id, unit: first.unit, state: .open, openedAt: first.at, events: [first])
        switch first.fact {
        case .difficultyReported(let f):
            (responsible, due, category) = (f.to, f.dueAt, f.category.rawValue)
            (procedure, step, field, dossier) = (f.procedure, f.step, f.field, f.dossier)
        case .guidancePublished(let f):
            (procedure, step, parent, from, to, state) = (f.procedure, f.step, f.difficulty, f.from, f.to, .done)
        case .directiveIssued(let f):
            (due, parent) = (f.dueAt, f.round)
            parts = f.units.map { Part(unit: $0, state: .open, progress: 0, at: first.at) }
        case .modelRegistered(let f):
            (from, indicator, state) = (f.since, f.indicator, .done)
            procedure = f.procedures.count == 1 ? f.procedures[0] : nil
        case .roundCalled(let f):
            (due, category) = (f.reportsBy, f.period)
            parts = f.units.map { Part(unit: $0, state: .open, progress: 0, at: first.at) }
        case .complaintFiled(let f): (responsible, due, dossier) = (f.about, f.dueAt, f.dossier)
        case .outageReported(let f):
            (category, from, to) = (f.cause.rawValue, f.from.date, f.to?.date)
            responsible = f.unit
            if let to = f.to { (state, closedAt) = (.ended, to) }
        case .costsAssumed(let f): (procedure, from, state) = (f.procedure, f.from, .done)
        case .officersOffered(let f): (field, from) = (f.field, f.from)
        case .officerPosted(let f):
            (field, from, to, responsible, state) = (f.field, f.from.date, f.to.date, f.unit, .done)
        default: return nil
        }
    }

    private init(
        kind: SteeringKind, id: String, unit: String, state: State, openedAt: Instant, events: [SteeringEvent]
    ) {
        (self.kind, self.id, self.unit, self.state) = (kind, id, unit, state)
        (self.openedAt, self.events) = (openedAt, events)
    }

    /// Folds one more entry.
    package mutating func evolve(_ event: SteeringEvent) {
        events.append(event)
        switch event.fact {
        case .difficultyAnswered(let f): if f.isFinal { close(.done, event.at) }
        case .difficultyJoined(let f):
            parent = f.into
            close(.ended, event.at)
        case .difficultyEscalated(let f):
            (responsible, due) = (f.to, f.dueAt)
            escalations += 1
        case .guidanceEnded(let f):
            to = f.at
            close(.ended, event.at)
        case .taskReported(let f): report(f, event.at)
        case .taskJudged(let f): judge(f, event.at)
        case .modelAdopted(let f):
            parts.removeAll { $0.unit == f.unit }
            parts.append(Part(unit: f.unit, state: .done, progress: 100, at: Instant(f.since, TimeOfDay(0, 0)), doneAt: event.at))
        case .roundReportSigned(let f):
            guard let i = parts.firstIndex(where: { $0.unit == f.unit }) else { return }
            (parts[i].state, parts[i].progress, parts[i].doneAt) = (.done, 100, event.at)
        case .roundMoved(let f): if f.stage == .concluded { close(.done, event.at) }
        case .complaintAnswered: close(.done, event.at)
        case .outageEnded(let f):
            to = f.to.date
            close(.ended, f.to)
        case .offerWithdrawn(let f):
            to = f.at.date
            close(.ended, f.at)
        case .postingEnded(let f):
            to = f.at.date
            close(.ended, f.at)
        default: break
        }
    }

    private mutating func close(_ last: State, _ at: Instant) {
        state = last
        closedAt = at
    }

    private mutating func report(_ f: TaskReported, _ at: Instant) {
        guard let i = parts.firstIndex(where: { $0.unit == f.unit }) else { return }
        parts[i].progress = f.progress
        parts[i].evidence = f.evidence ?? parts[i].evidence
        if f.progress == 100 { (parts[i].state, parts[i].doneAt) = (.reported, at) }
    }

    private mutating func judge(_ f: TaskJudged, _ at: Instant) {
        guard let i = parts.firstIndex(where: { $0.unit == f.unit }) else { return }
        if f.isAccepted {
            parts[i].state = .done
        } else {
            (parts[i].state, parts[i].progress, parts[i].doneAt) = (.open, 90, nil)
        }
        if parts.allSatisfy({ $0.state == .done }) { close(.done, at) } else { (state, closedAt) = (.open, nil) }
    }
}
