// Absence.swift: somebody is away: who gives them a dossier is warned and told who stands in.
//
// A warning is no bar: the form comes back with a box to tick, and with it ticked the dossier goes to the absent
// person all the same. Used by the actions `assign` and `pass`.

/// An absence that runs.
package struct Absence: Hashable, Sendable {
    package var user: String
    package var name: String
    package var until: Instant
    package var standIn: String?
    package var standInName: String?

    package init(user: String, name: String, until: Instant, standIn: String?, standInName: String?) {
        self.user = user
        self.name = name
        self.until = until
        self.standIn = standIn
        self.standInName = standInName
    }
}

extension Situation {
    /// The box with which a dossier goes to somebody absent; none while everybody is there.
    func absenceFields(_ staff: [Procedure.Choice]) -> [Field] {
        guard staff.contains(where: { world.absent($0.value) != nil }) else { return [] }
        return [Field("despiteAbsence", "Vẫn giao dù người nhận đang vắng", .boolean)]
    }

    /// Refuses to give a dossier to an absent person by mistake.
    func checkPresence(_ input: ActionInput) throws(Refusal) {
        guard let user = input["user"], let away = world.absent(user), !input.flag("despiteAbsence") else {
            return
        }
        let vi = away.standInName.map { "Hãy chọn người thay: \($0)" } ?? "Hãy chọn người khác"
        let en = away.standIn.map { "Choose who stands in: \($0)" } ?? "Choose somebody else"
        throw Refusal(
            .conflict, "person-absent", field: "user",
            vi: "\(away.name) vắng đến \(away.until.vietnamese). \(vi), hoặc đánh dấu “Vẫn giao dù đang vắng”.",
            en: "\(away.user) is away until \(away.until). \(en), or tick that it shall go there all the same.")
    }
}

extension Grant {
    /// Whose signing this right is, where it was delegated.
    package var delegator: String? {
        ground.hasPrefix("delegation:") ? String(ground.dropFirst("delegation:".count)) : nil
    }
}
