// Actions.swift: the table of everything that can be done with a dossier.
//
// An action says when it is open and to whom (`offer`, or a refusal that says why not), which fields it takes, and
// what it records. The same table answers “what may I do now?” (GET … `actions`), checks a POST, and draws the
// forms, so the three cannot disagree. Order = order of buttons. The groups are in Actions/.

package struct DossierAction: Sendable {
    package let name: String
    package let vi: String
    package let en: String
    /// Open to this caller now? The acting unit and the fields, or why not.
    package let offer: @Sendable (Situation) throws(Refusal) -> Offer
    /// What a validated input records.
    package let decide: @Sendable (Situation, Offer, ActionInput) throws(Refusal) -> [Recorded]
}

package struct Offer: Hashable, Sendable {
    /// Unit for which the caller acts.
    package var unit: String
    package var fields: [Field]
    package init(_ unit: String, _ fields: [Field] = []) {
        self.unit = unit
        self.fields = fields
    }
}

/// One line of a dossier's `actions`.
package struct OfferedAction: Sendable {
    package let name: String
    package let vi: String
    package let en: String
    package let next: Bool
    package var fields: [Field]

    package init(name: String, vi: String, en: String, next: Bool, fields: [Field]) {
        (self.name, self.vi, self.en, self.next, self.fields) = (name, vi, en, next, fields)
    }
}

extension DossierAction {
    package static let all: [DossierAction] =
        intakeActions + handlingActions + custodyActions + pauseActions + outcomeActions + asideActions
        + everydayActions

    package static func named(_ name: String) -> DossierAction? { all.first { $0.name == name } }
}

extension Situation {
    /// What this caller may do now, at most one of it marked as the way forward.
    package var actions: [OfferedAction] {
        let way = wayForward
        var offered: [OfferedAction] = []
        for action in DossierAction.all {
            guard let offer = offer(action) else { continue }
            offered.append(
                OfferedAction(
                    name: action.name, vi: action.vi, en: action.en, next: action.name == way,
                    fields: offer.fields))
        }
        return offered
    }

    private func offer(_ action: DossierAction) -> Offer? {
        do { return try action.offer(self) } catch { return nil }
    }

    /// Checks right, state and input, and decides.
    /// - Throws: the refusal, nothing recorded.
    package func perform(_ name: String, _ input: ActionInput) throws(Refusal) -> [Recorded] {
        guard let action = DossierAction.named(name) else { throw .unknownAction(name) }
        let offer = try action.offer(self)
        return try action.decide(
            self, offer, try input.speaking(offer.fields).validated(against: offer.fields))
    }
}

extension Field {
    package static func reason(_ title: String = "Lý do", suggested: String) -> Field {
        Field("reason", title, .longText, required: true, suggested: suggested)
    }
    package static func note(_ title: String = "Ghi chú", suggested: String? = nil, required: Bool = false) -> Field {
        Field("note", title, .longText, required: required, suggested: suggested)
    }
    package static func choice(
        _ name: String, _ title: String, _ choices: [(String, String)], required: Bool = false,
        suggested: String?
    )
        -> Field
    {
        Field(
            name, title, .choice, required: required,
            choices: choices.map { Procedure.Choice(value: $0.0, label: $0.1) }, suggested: suggested)
    }
}
