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
        guard house.names[user] != nil else {
            throw Refusal(
                .notFound, "unknown-user", field: "user", vi: "Không có người dùng \(user).",
                en: "There is no user \(user).")
        }
        let delegates =
            grant.role == .leader && grant.delegator == caller.user
            && caller.grants.contains {
                $0.role == .leader && $0.unit == grant.unit && $0.ground == "role" && $0.spans(grant)
            }
        for field in grant.fields ?? [] where directory.fields[field] == nil {
            throw Refusal.badValue(
                "fields", "fields", vi: "không có lĩnh vực “\(field)”", en: "there is no field “\(field)”")
        }
        for code in grant.procedures ?? [] where directory.procedures[code] == nil {
            throw Refusal.unknownProcedure(code)
        }
        // Roles of the city, and who administers, are the city's alone to give.
        let ofCity = [.admin, .city, .auditor].contains(grant.role)
        let may = ofCity ? caller.administersCity : caller.administers(grant.unit)
        guard grant.delegator == nil ? may : delegates else {
            throw Refusal.noRight("giao quyền", "grant rights", unit: grant.unit)
        }
        if delegates && grant.to == nil { throw Refusal.missing("to", "Ủy quyền đến khi nào") }
        if let to = grant.to, to <= grant.from {
            throw Refusal.badValue(
                "to", "Đến", vi: "phải sau thời điểm bắt đầu", en: "it must lie after the beginning")
        }
        let same = house.rights[user]?.contains { held in
            var other = held.grant
            guard other.holds(at: now), grant.from <= now.adding(minutes: 1) else { return false }
            other.from = grant.from
            return other == grant
        }
        if same == true {
            throw Refusal(
                .conflict, "right-exists", vi: "\(user) đang có đúng quyền này. Không cần giao lần nữa.",
                en: "\(user) holds exactly this right already.")
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
        let held = house.rights[user]?.first { $0.id == id }
        guard let held else {
            guard caller.has(.admin) else { throw Refusal.noRight("thu hồi quyền", "end rights", unit: "-") }
            throw Refusal(
                .notFound, "unknown-right", vi: "Không có quyền \(id).", en: "There is no right \(id).")
        }
        let ofCity = [.admin, .city, .auditor].contains(held.grant.role)
        let may = ofCity ? caller.administersCity : caller.administers(held.grant.unit)
        guard may || held.grant.delegator == caller.user else {
            throw Refusal.noRight("thu hồi quyền", "end rights", unit: held.grant.unit)
        }
        guard user != caller.user || held.grant.role != .admin else {
            throw Refusal(
                .conflict, "own-admin-right",
                vi: "Không thể tự thu hồi quyền quản trị của mình. Hãy nhờ quản trị viên khác.",
                en: "Nobody ends their own right to administer. Ask another administrator.")
        }
        try record(
            [.rightEnded(RightEnded(id: id, user: user, at: now))], in: held.grant.unit, by: caller.user,
            command: command, now: now)
    }
}

extension Grant {
    /// Every field and procedure of `other` is one of this right too.
    func spans(_ other: Grant) -> Bool {
        func within(_ inner: [String]?, _ outer: [String]?) -> Bool {
            guard let outer else { return true }
            return inner.map { $0.allSatisfy(outer.contains) } ?? false
        }
        return within(other.fields, fields) && within(other.procedures, procedures)
    }
}

extension Caller {
    /// Administers the whole city's data.
    package var administersCity: Bool {
        grants.contains { $0.role == .admin && $0.unit == Directory.city }
    }
    /// Administers people and rights of a unit: the city's administrators, and the unit's own.
    package func administers(_ unit: String) -> Bool {
        grants.contains { $0.role == .admin && [unit, Directory.city].contains($0.unit) }
    }
}
