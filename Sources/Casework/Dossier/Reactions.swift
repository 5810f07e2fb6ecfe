// Reactions.swift: what a unit's office does by itself when something addressed to it arrives.
//
// Units correspond by addressed entries. Some need no person: the centre acknowledges an online filing at once
// (docs/law.md §1.1), an opinion that came is taken up and the clock goes on, a body opens its part of a linked
// procedure. The answer is an entry of the receiver, made where the receiver's ledger is at home.

package enum Reaction: Hashable, Sendable {
    case record([Recorded])
    /// Open a child dossier for this part; numbering is the office's.
    case openChild(LinkedRequested)
}

extension Situation {
    /// The receiver's answer to `arrival`, which has already been folded into `dossier`.
    package func reaction(to arrival: Occurrence) -> Reaction? {
        switch arrival.fact {
        case .handedOver(let f)
        where arrival.reference.unit == Intake.portal && dossier.custody.inTransitTo == f.to:
            return .record([
                Recorded(
                    unit: f.to, subject: dossier.number,
                    fact: .takenOver(TakenOver(from: Intake.portal, timeliness: nil)),
                    addressee: Intake.portal,
                    answers: arrival.reference, actor: Caller.system.user)
            ])
        case .opinionGiven(let f):
            guard
                let opinion = dossier.opinions.first(where: {
                    $0.answeredBy == arrival.reference && !$0.takenUp
                })
            else { return nil }
            let clock =
                opinion.suspends ? reckoned { $0.endOpinion(asked: opinion.requestedAt, at: f.givenAt) } : nil
            return .record([
                Recorded(
                    unit: opinion.request.unit, subject: dossier.number,
                    fact: .opinionTakenUp(
                        OpinionTakenUp(
                            from: arrival.reference.unit, position: f.position,
                            givenAt: f.givenAt, clock: clock)),
                    answers: arrival.reference, actor: Caller.system.user)
            ])
        case .linkedRequested(let f) where dossier.partsAsked.contains { $0.request == arrival.reference }: return .openChild(f)
        case .linkedResult(let f) where dossier.linked.contains { $0.child == f.child }:
            return .record([
                Recorded(
                    unit: dossier.custody.unit, subject: dossier.number,
                    fact: .linkedResultTakenUp(
                        LinkedResultTakenUp(part: f.part, child: f.child, state: f.state)),
                    answers: arrival.reference, actor: Caller.system.user)
            ])
        default: return nil
        }
    }

    /// What follows inside the same unit from an own entry: parts of a linked procedure are asked for on acceptance;
    /// the end of a child is told to its parent.
    package func consequence(of own: Occurrence, parentCustodian: String?) -> [Recorded] {
        switch own.fact {
        case .accepted:
            return world.procedure.linked.map { part in
                let body = dossier.unit(of: part.body)
                return Recorded(
                    unit: own.reference.unit, subject: dossier.number,
                    fact: .linkedRequested(
                        LinkedRequested(part: part.id, procedure: part.procedure, body: body)),
                    addressee: body, actor: Caller.system.user)
            }
        case .resultReturned, .refused, .withdrawn, .closed:
            guard let parent = dossier.intake.parent, let parentCustodian else { return [] }
            return [
                Recorded(
                    unit: own.reference.unit, subject: parent,
                    fact: .linkedResult(
                        LinkedResult(
                            part: dossier.intake.procedure, child: dossier.number,
                            state: dossier.state.rawValue)), addressee: parentCustodian,
                    actor: Caller.system.user)
            ]
        default: return []
        }
    }
}

extension DossierFact {
    /// Kinds that `consequence` may add to.
    package var hasConsequences: Bool {
        switch self {
        case .accepted, .resultReturned, .refused, .withdrawn, .closed: true
        default: false
        }
    }
}
