// RoundQuestion.swift: a review round with its reports: what each locality's ledger and desk say of the period, from which its
// report is drafted.

package import Casework
package import Oversight
package import Storage

/// What a locality's report is drafted from: figures with their definitions, difficulties, models, tasks.
package struct RoundDraft: Sendable {
    package var unit: String
    package var period: Period
    package var figures: [IndicatorFigure]
    package var earlier: [IndicatorFigure]
    package var open: Int
    package var overdue: Int
    package var difficulties: [SteeringItem]
    package var models: [SteeringItem]
    package var tasks: [SteeringItem]
}

package enum RoundQuestion {
    /// Figures that a report tells.
    package static let told = ["on-time", "online", "online-payment", "digitised", "satisfied"]

    package static func draft(
        _ unit: String, period: Period, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> RoundDraft {
        let (figures, earlier) = try IndicatorQuestion.compared(
            IndicatorAsk(unit: unit, period: period), now: now, tx, office)
        let stand = try CityQuestion.ask(unit, caller: .overseer, now: now, tx, office).first
        func matters(_ kind: SteeringKind) throws -> [SteeringItem] {
            try MatterQuestion.list(.init(kind: kind, unit: unit), limit: 20, caller: .overseer, tx, office)
        }
        return RoundDraft(
            unit: unit, period: period, figures: figures.filter { told.contains($0.definition.id) },
            earlier: earlier.filter { told.contains($0.definition.id) }, open: stand?.open ?? 0, overdue: stand?.overdue ?? 0,
            difficulties: try matters(.difficulty).filter { $0.unit == unit && $0.state == .open },
            models: try matters(.model), tasks: try matters(.directive).filter { $0.part(unit)?.state == .open })
    }

    /// What the round's localities brought to the desk: what is open, and what was reported since the period began and is settled.
    package static func raised(_ round: SteeringItem, _ tx: any Transaction, _ office: Office) throws -> [SteeringItem] {
        guard case .roundCalled(let f)? = round.events.first?.fact, let period = Period(f.period) else { return [] }
        return try round.parts.flatMap { part in
            try MatterQuestion.list(.init(kind: .difficulty, unit: part.unit), limit: 20, caller: .overseer, tx, office).filter {
                $0.unit == part.unit && ($0.state == .open || $0.openedAt.date >= period.from)
            }
        }
    }
}

extension SteeringItem {
    /// What a department or the city answered last.
    package var lastAnswer: SteeringEvent? {
        events.last { event in
            if case .difficultyAnswered = event.fact { true } else { false }
        }
    }
}
