// MatterActions.swift: the table of everything that can be done in steering: opening a matter, and acting on one.
//
// Like the dossier's actions (Casework/Dossier/Actions.swift): an action says to whom it is open and which fields it takes,
// and does it; the same table draws the pages' forms, checks a POST and tells the API what this caller may do. The groups
// are beside this file.

package import Casework
package import Oversight
import Storage

/// A matter (nil: none yet), a caller, and what is known around them.
package struct MatterSituation: Sendable {
    package var item: SteeringItem?
    package var caller: Caller
    package var now: Instant
    package var directory: Directory
    /// What the page that led here knows: dossier, procedure, step, field.
    package var given: [String: String]

    package init(item: SteeringItem?, caller: Caller, now: Instant, directory: Directory, given: [String: String] = [:]) {
        (self.item, self.caller, self.now) = (item, caller, now)
        (self.directory, self.given) = (directory, given)
    }

    /// Units at which the caller holds one of the roles.
    func units(_ roles: [Role]) -> [String] {
        var seen: [String] = []
        for grant in caller.grants where roles.contains(grant.role) && !seen.contains(grant.unit) { seen.append(grant.unit) }
        return seen
    }
    func holds(_ roles: [Role], at unit: String?) -> Bool { unit.map { units(roles).contains($0) } ?? false }
    var isCity: Bool { caller.has(.city) }

    /// A matter that is there, in a state that the action needs.
    func open(_ name: String, _ states: [SteeringItem.State] = [.open]) throws(Refusal) -> SteeringItem {
        guard let item else { throw .unknownMatter(name) }
        guard states.contains(item.state) else {
            throw .notNow(name, vi: "Việc này đã khép lại.", en: "This is closed already.")
        }
        return item
    }

    func choices(_ units: [String]) -> [Procedure.Choice] {
        units.map { Procedure.Choice(value: $0, label: directory.unit($0)?.name ?? $0) }
    }
    /// Bodies that can be asked or answer for something.
    var departments: [String] {
        directory.unitCodes.filter { [.department, .body].contains(directory.unit($0)?.kind) } + [Directory.city]
    }
    var localities: [String] {
        directory.unitCodes.filter { [.ward, .commune, .specialZone].contains(directory.unit($0)?.kind) }
    }
}

package struct MatterAction: Sendable {
    package let name: String
    package let kind: SteeringKind
    /// Begins a matter; the others act on one.
    package let opens: Bool
    package let vi: String
    package let en: String
    let offer: @Sendable (MatterSituation) throws(Refusal) -> Offer
    /// Records it, the matter's own entry first, and gives the id of the matter.
    let perform: @Sendable (Work, MatterSituation, Offer, ActionInput, CommandContext) throws -> String

    init(
        _ name: String, _ kind: SteeringKind, opens: Bool = false, vi: String, en: String,
        offer: @escaping @Sendable (MatterSituation) throws(Refusal) -> Offer,
        perform: @escaping @Sendable (Work, MatterSituation, Offer, ActionInput, CommandContext) throws -> String
    ) {
        (self.name, self.kind, self.opens, self.vi, self.en) = (name, kind, opens, vi, en)
        (self.offer, self.perform) = (offer, perform)
    }
}

extension MatterAction {
    package static let all: [MatterAction] =
        difficultyActions + guidanceActions + directiveActions + modelActions + roundActions + complaintActions + outageActions
        + costActions

    package static func named(_ name: String, _ kind: SteeringKind) -> MatterAction? {
        all.first { $0.name == name && $0.kind == kind }
    }

    /// What the caller may do: with the matter, or (without one) to begin one of the kind.
    package static func offered(_ kind: SteeringKind, _ situation: MatterSituation) -> [OfferedAction] {
        all.filter { $0.kind == kind && $0.opens == (situation.item == nil) }.compactMap { action in
            guard let offer = action.offerOrNil(situation) else { return nil }
            return OfferedAction(name: action.name, vi: action.vi, en: action.en, next: false, fields: offer.fields)
        }
    }
    private func offerOrNil(_ situation: MatterSituation) -> Offer? {
        do { return try offer(situation) } catch { return nil }
    }
}

extension Work {
    /// Begins or changes a matter of steering.
    /// - Returns: its id.
    @discardableResult
    package func steer(
        _ name: String, _ kind: SteeringKind, id: String? = nil, _ input: ActionInput, given: [String: String] = [:],
        _ context: CommandContext
    ) throws -> String {
        guard let action = MatterAction.named(name, kind), action.opens == (id == nil) else { throw Refusal.unknownAction(name) }
        return try once(context) { _ in
            let situation = MatterSituation(
                item: try id.map { try matter(kind, $0) }, caller: context.caller, now: context.now, directory: house, given: given)
            let offer = try action.offer(situation)
            return try action.perform(self, situation, offer, try input.validated(against: offer.fields), context)
        } again: {
            $0.matter
        }
    }

    /// Records a fact about a matter on behalf of the context's caller.
    @discardableResult
    func steer(
        _ fact: SteeringFact, _ kind: SteeringKind, _ id: String, in unit: String, text: String? = nil, to: String? = nil,
        _ context: CommandContext
    ) throws -> SteeringItem {
        try record(
            fact, about: kind.subject(id), in: unit, text: text, addressee: to == unit ? nil : to, by: context.caller.user,
            command: context.command, now: context.now)
    }
}
