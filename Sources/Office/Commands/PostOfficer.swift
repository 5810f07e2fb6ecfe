// PostOfficer.swift: a department says whom it can lend, the city posts somebody, and a posting ends before its time.
//
// A posting and the right that comes with it are two entries of one transaction: `OfficerPosted` in the city's ledger,
// `RightGranted` in that of the unit, with the same times. The right ends by itself (`Grant.holds`), with nobody to forget it.

package import Casework
import Oversight

/// Whom a department can lend.
package struct OfferFiling: Sendable {
    package var department: String
    package var field: String
    package var officers: Int
    package var from: CivilDate
    /// Working days.
    package var days: Int
    package init(department: String, field: String, officers: Int, from: CivilDate, days: Int) {
        (self.department, self.field, self.officers, self.from, self.days) = (department, field, officers, from, days)
    }
}

/// Who is to go where, first and last day included.
package struct PostingFiling: Sendable {
    package var user: String
    package var unit: String
    package var field: String
    package var from: CivilDate
    package var to: CivilDate
    /// Late dossiers that the plan expects to be avoided, in millionths.
    package var expected: Int?
    package init(user: String, unit: String, field: String, from: CivilDate, to: CivilDate, expected: Int? = nil) {
        (self.user, self.unit, self.field) = (user, unit, field)
        (self.from, self.to, self.expected) = (from, to, expected)
    }
}

extension Work {
    /// A department offers officers of a field.
    /// - Returns: the offer's id.
    @discardableResult
    package func offerOfficers(_ filing: OfferFiling, by caller: Caller, command: String, now: Instant) throws -> String {
        guard let unit = directory.unit(filing.department) else { throw Refusal.unknownUnit(filing.department) }
        guard unit.lends else {
            throw Refusal.badValue(
                "department", "Sở, ngành", vi: "chỉ sở, ngành mới cử người được", en: "only a department or body lends officers")
        }
        guard caller.has(.city) || caller.leads(filing.department) else {
            throw Refusal.noRight("đề nghị cử người", "offer officers", unit: filing.department)
        }
        try checkField(filing.field)
        guard (1...2000).contains(filing.officers) else {
            throw Refusal.badValue("officers", "Số người", vi: "từ 1 đến 2000", en: "1 to 2000")
        }
        guard filing.from >= now.date else {
            throw Refusal.badValue("from", "Từ ngày", vi: "ngày đã qua", en: "the day is past")
        }
        guard filing.from <= now.date.adding(days: 366) else {
            throw Refusal.badValue("from", "Từ ngày", vi: "không quá một năm nữa", en: "at most a year ahead")
        }
        guard (1...260).contains(filing.days) else {
            throw Refusal.badValue("days", "Số ngày làm việc", vi: "từ 1 đến 260", en: "1 to 260")
        }
        let ledger = caller.leads(filing.department) ? filing.department : Directory.city
        let id = try nextID(.offer, ledger)
        let fact = OfficersOffered(
            department: filing.department, field: filing.field, officers: filing.officers, from: filing.from, days: filing.days)
        try record(
            .officersOffered(fact), about: SteeringKind.offer.subject(id), in: ledger, by: caller.user, command: command, now: now)
        return id
    }

    /// The offer holds no longer; who was posted on it stays posted.
    package func withdrawOffer(_ id: String, by caller: Caller, command: String, now: Instant) throws {
        let item = try matter(.offer, id)
        guard case .officersOffered(let offer)? = item.events.first?.fact else { throw Refusal.unknownMatter(id) }
        guard caller.has(.city) || caller.leads(offer.department) else {
            throw Refusal.noRight("rút đề nghị cử người", "withdraw the offer", unit: offer.department)
        }
        guard item.state == .open else {
            throw Refusal(
                .conflict, "offer-over", vi: "Đề nghị này đã được rút. Hãy tải lại trang.",
                en: "This offer has been withdrawn. Reload the page.")
        }
        try record(
            .offerWithdrawn(OfferWithdrawn(at: now)), about: SteeringKind.offer.subject(id), in: item.unit, by: caller.user,
            command: command, now: now)
    }

    /// The city posts an officer of a department to a unit, with the right to a field there from–to.
    /// - Returns: the posting's id.
    @discardableResult
    package func postOfficer(_ filing: PostingFiling, by caller: Caller, command: String, now: Instant) throws -> String {
        guard caller.has(.city) else { throw Refusal.noRight("cử người tăng cường", "post officers", unit: Directory.city) }
        guard let unit = directory.unit(filing.unit) else { throw Refusal.unknownUnit(filing.unit) }
        guard OutlookQuestion.kinds.contains(unit.kind) else {
            throw Refusal.badValue(
                "unit", "Nơi đến", vi: "phải là phường, xã hoặc đặc khu", en: "it must be a ward, commune or special zone")
        }
        try checkField(filing.field)
        let department = try department(of: filing.user, now: now)
        guard filing.from >= now.date else {
            throw Refusal.badValue("from", "Từ ngày", vi: "ngày đã qua", en: "the day is past")
        }
        guard filing.to >= filing.from else {
            throw Refusal.badValue("to", "Đến ngày", vi: "trước ngày bắt đầu", en: "it lies before the first day")
        }
        guard filing.to <= filing.from.adding(days: 366) else {
            throw Refusal.badValue("to", "Đến ngày", vi: "không quá một năm", en: "at most a year")
        }
        let from = max(now, Instant(filing.from, TimeOfDay(0, 0)))
        let to = Instant(filing.to.adding(days: 1), TimeOfDay(0, 0)).adding(milliseconds: -1)
        try checkFree(filing.user, from: from, to: to)
        let id = try nextID(.posting, Directory.city)
        let right = "\(filing.user)-posting-\(id)"
        let posted = OfficerPosted(
            user: filing.user, department: department, unit: filing.unit, field: filing.field, from: from, to: to, right: right,
            expected: filing.expected)
        try record(
            .officerPosted(posted), about: SteeringKind.posting.subject(id), in: Directory.city, addressee: filing.unit,
            by: caller.user, command: command, now: now)
        let grant = Grant(role: .officer, unit: filing.unit, fields: [filing.field], from: from, to: to, ground: "posting")
        try record(
            [.rightGranted(RightGranted(id: right, user: filing.user, grant: grant))], in: filing.unit, by: caller.user,
            command: command, now: now)
        announce("unit:\(department)")
        return id
    }

    /// A posting ends now, and its right with it.
    package func endPosting(_ id: String, by caller: Caller, command: String, now: Instant) throws {
        guard caller.has(.city) else { throw Refusal.noRight("kết thúc tăng cường", "end postings", unit: Directory.city) }
        let item = try matter(.posting, id)
        guard case .officerPosted(let posted) = item.events.first?.fact else { throw Refusal.unknownMatter(id) }
        guard item.state != .ended, now < posted.to else {
            throw Refusal(
                .conflict, "posting-over", vi: "Đợt tăng cường này đã kết thúc. Hãy tải lại trang.",
                en: "This posting is over. Reload the page.")
        }
        try record(
            .postingEnded(PostingEnded(at: now)), about: SteeringKind.posting.subject(id), in: Directory.city,
            addressee: posted.unit, by: caller.user, command: command, now: now)
        try record(
            [.rightEnded(RightEnded(id: posted.right, user: posted.user, at: now))], in: posted.unit, by: caller.user,
            command: command, now: now)
        announce("unit:\(posted.department)")
    }

    private func checkField(_ field: String) throws {
        guard directory.fields[field] != nil else {
            throw Refusal.badValue("field", "Lĩnh vực", vi: "không có lĩnh vực này", en: "there is no such field")
        }
    }

    /// The department or body that somebody belongs to.
    private func department(of user: String, now: Instant) throws -> String {
        guard house.rights[user] != nil || house.names[user] != nil else {
            throw Refusal(
                .notFound, "unknown-user", field: "user", vi: "Không có người dùng \(user.prefix(60)).",
                en: "There is no user \(user.prefix(60)).")
        }
        guard let department = house.department(of: user, at: now) else {
            throw Refusal.badValue(
                "user", "Người được cử", vi: "phải là người của một sở, ngành", en: "it must be somebody of a department")
        }
        return department
    }

    /// Nobody is in two places at once.
    private func checkFree(_ user: String, from: Instant, to: Instant) throws {
        let other = (house.rights[user] ?? []).map(\.grant).first { grant in
            grant.ground == "posting" && grant.from < to && (grant.to.map { from < $0 } ?? true)
        }
        guard let other else { return }
        let (name, until) = (directory.unit(other.unit)?.name ?? other.unit, other.to?.date.vietnamese ?? "–")
        throw Refusal(
            .conflict, "already-posted", field: "user",
            vi: "\(house.names[user] ?? user) đang được cử đến \(name) đến \(until). Hãy chọn người khác hoặc ngày khác.",
            en: "\(house.names[user] ?? user) is posted to \(name) until \(until). Choose somebody else or other days.")
    }
}

extension Unit {
    /// Departments and bodies lend officers.
    package var lends: Bool { kind == .department || kind == .body }
}

extension Caller {
    /// Leads a unit in the own right.
    package func leads(_ unit: String) -> Bool {
        grants.contains { $0.role == .leader && $0.unit == unit && $0.delegator == nil }
    }
    /// Departments and bodies that the caller leads.
    package func ledDepartments(_ directory: Directory) -> [String] {
        units.filter { leads($0) && directory.unit($0)?.lends == true }
    }
}

extension Directory {
    /// The department or body to which somebody belongs, by a right of their own that holds now.
    package func department(of user: String, at now: Instant) -> String? {
        grants(of: user, at: now).first { grant in
            grant.ground == "role" && [.officer, .leader, .counter].contains(grant.role) && unit(grant.unit)?.lends == true
        }?.unit
    }
    /// Officers of departments and bodies, by department.
    package func lentOfficers(at now: Instant) -> [(user: String, department: String)] {
        let all = rights.keys.sorted().compactMap { user in
            grants(of: user, at: now).first { $0.ground == "role" && $0.role == .officer && unit($0.unit)?.lends == true }
                .map { (user: user, department: $0.unit) }
        }
        return all.sorted { ($0.department, $0.user) < ($1.department, $1.user) }
    }
}
