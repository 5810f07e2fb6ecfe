// ChangeRights.swift: grant, post, delegate, end rights. Each an entry in the unit's ledger, from–to, by name.

package import Casework

extension Work {
    /// Gives `user` a right at `grant.unit`. Administrators may; a leader may delegate signing of the own unit.
    /// - Returns: the right's id.
    @discardableResult
    package func grant(
        _ grant: Grant, to user: String, by caller: Caller, command: String, now: Instant
    ) throws -> String {
        guard directory.unit(grant.unit) != nil else { throw Refusal.unknownUnit(grant.unit) }
        guard directory.names[user] != nil else {
            throw Refusal(
                .notFound, "unknown-user", field: "user", vi: "Không có người dùng \(user).",
                en: "There is no user \(user).")
        }
        let delegates =
            grant.role == .leader && grant.ground == "delegation:\(caller.user)"
            && caller.grants.contains { $0.role == .leader && $0.unit == grant.unit && $0.ground == "role" }
        for field in grant.fields ?? [] where directory.fields[field] == nil {
            throw Refusal.badValue(
                "fields", "fields", vi: "không có lĩnh vực “\(field)”", en: "there is no field “\(field)”")
        }
        for code in grant.procedures ?? [] where directory.procedures[code] == nil {
            throw Refusal.unknownProcedure(code)
        }
        let delegation = grant.ground.hasPrefix("delegation:")
        guard delegation ? delegates : caller.has(.admin) else {
            throw Refusal.noRight("giao quyền", "grant rights", unit: grant.unit)
        }
        if delegates && grant.to == nil { throw Refusal.missing("to", "Ủy quyền đến khi nào") }
        if let to = grant.to, to <= grant.from {
            throw Refusal.badValue(
                "to", "Đến", vi: "phải sau thời điểm bắt đầu", en: "it must lie after the beginning")
        }
        let id = "\(user)-\(grant.role.rawValue)-\(now.milliseconds)"
        try record(
            [.rightGranted(RightGranted(id: id, user: user, grant: grant))], in: grant.unit, by: caller.user,
            command: command, now: now)
        return id
    }

    /// Ends a right now.
    package func endRight(
        _ id: String, of user: String, by caller: Caller, command: String, now: Instant
    ) throws {
        let mayEnd = caller.has(.admin) || directory.rights[user]?.contains { $0.id == id } ?? false
        guard mayEnd, let held = directory.rights[user]?.first(where: { $0.id == id }) else {
            guard mayEnd else { throw Refusal.noRight("thu hồi quyền", "end rights", unit: "-") }
            throw Refusal(
                .notFound, "unknown-right", vi: "Không có quyền \(id).", en: "There is no right \(id).")
        }
        let own = held.grant.ground == "delegation:\(caller.user)"
        guard caller.has(.admin) || own else {
            throw Refusal.noRight("thu hồi quyền", "end rights", unit: held.grant.unit)
        }
        try record(
            [.rightEnded(RightEnded(id: id, user: user, at: now))], in: held.grant.unit, by: caller.user,
            command: command, now: now)
    }
}
