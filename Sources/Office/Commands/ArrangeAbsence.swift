// ArrangeAbsence.swift: who is away from–to and who stands in; and signing delegated for a while.
//
// A leader arranges both for the own unit, an administrator absences only, everybody the own absence. A delegation is
// a right like any other (`delegation:<leader>`), cut to what the leader may sign; it ends by itself.

package import Casework

extension Work {
    /// Records an absence in the unit's ledger.
    /// - Returns: its id.
    @discardableResult
    package func setAbsence(
        of user: String, at unit: String, from: Instant, to: Instant, standIn: String?, by caller: Caller,
        command: String, now: Instant
    ) throws -> String {
        try requireArranging(user, at: unit, caller)
        let staff = house.staff(unit, at: now).map(\.value)
        guard staff.contains(user) else {
            throw Refusal.badValue(
                "user", "Người vắng", vi: "không phải người của đơn vị", en: "not a person of the unit")
        }
        guard from < to, to > now else {
            throw Refusal.badValue(
                "to", "Đến", vi: "phải sau lúc bắt đầu và sau bây giờ",
                en: "it must lie after the beginning and in the future")
        }
        guard (to.milliseconds - from.milliseconds) / 86_400_000 <= 366 else {
            throw Refusal.badValue("to", "Đến", vi: "không quá một năm", en: "at most a year")
        }
        if let standIn {
            guard standIn != user, staff.contains(standIn) else {
                throw Refusal.badValue(
                    "standIn", "Người thay", vi: "phải là người khác của đơn vị",
                    en: "it must be somebody else of the unit")
            }
        }
        let id = "\(user)-\(now.milliseconds)-\(house.arranged.absences[user]?.count ?? 0)"
        let fact = AbsenceSet(id: id, unit: unit, user: user, from: from, to: to, standIn: standIn)
        try record([.absenceSet(fact)], in: unit, by: caller.user, command: command, now: now)
        return id
    }

    /// The person is back: the absence ends now.
    package func endAbsence(
        _ id: String, of user: String, by caller: Caller, command: String, now: Instant
    ) throws {
        guard var absence = house.arranged.absences[user]?.first(where: { $0.id == id }), absence.to > now
        else {
            throw Refusal(
                .notFound, "unknown-absence", vi: "Lần vắng này không còn. Hãy tải lại trang.",
                en: "There is no such absence any more. Reload the page.")
        }
        try requireArranging(user, at: absence.unit, caller)
        absence.to = now
        absence.from = min(absence.from, now)
        try record([.absenceSet(absence)], in: absence.unit, by: caller.user, command: command, now: now)
    }

    private func requireArranging(_ user: String, at unit: String, _ caller: Caller) throws {
        let leads = caller.grants.contains { $0.role == .leader && $0.unit == unit && $0.delegator == nil }
        let own = user == caller.user && caller.grants.contains { $0.unit == unit }
        guard leads || own || caller.administers(unit) else {
            throw Refusal.noRight("sắp xếp người vắng", "arrange absences", unit: unit)
        }
    }

    /// Delegates the caller's signing at a unit: everything the caller may sign there in their own right.
    /// - Returns: ids of the rights granted.
    @discardableResult
    package func delegate(
        to user: String, at unit: String, from: Instant, until: Instant, by caller: Caller, command: String,
        now: Instant
    ) throws -> [String] {
        let own = caller.grants.filter { $0.role == .leader && $0.unit == unit && $0.ground == "role" }
        guard !own.isEmpty else { throw Refusal.noRight("ủy quyền ký", "delegate signing", unit: unit) }
        guard user != caller.user, house.staff(unit, at: now).contains(where: { $0.value == user }) else {
            throw Refusal.badValue(
                "user", "Người được ủy quyền", vi: "phải là người khác của đơn vị",
                en: "it must be somebody else of the unit")
        }
        guard until > now else {
            throw Refusal.badValue("to", "Đến", vi: "phải ở tương lai", en: "it must lie in the future")
        }
        return try own.enumerated().map { index, right in
            var grant = right
            (grant.from, grant.to, grant.ground) = (from, until, "delegation:\(caller.user)")
            return try self.grant(
                grant, to: user, by: caller, command: command, now: now.adding(milliseconds: Int64(index)))
        }
    }
}
