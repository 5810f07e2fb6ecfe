// Rights.swift: who may do what, where, in which field and procedure, from when to when.
//
// Rights follow grants, postings and delegations, each an entry in a unit's ledger. Receiving and processing can be
// separated by field and by procedure, which wards report as missing in today's system (SGGP 12/11/2025).

/// One right in force: a role at a unit, for all fields or some.
package struct Grant: Codable, Hashable, Sendable {
    package var role: Role
    package var unit: String
    /// Field slugs; nil = every field.
    package var fields: [String]?
    /// Procedure codes; nil = every procedure of those fields.
    package var procedures: [String]?
    package var from: Instant
    package var to: Instant?
    /// Why it is held: `role`, `posting`, `delegation`.
    package var ground: String

    package init(
        role: Role, unit: String, fields: [String]? = nil, procedures: [String]? = nil, from: Instant,
        to: Instant? = nil, ground: String = "role"
    ) {
        self.role = role
        self.unit = unit
        self.fields = fields
        self.procedures = procedures
        self.from = from
        self.to = to
        self.ground = ground
    }

    package func holds(at now: Instant) -> Bool { from <= now && (to.map { now < $0 } ?? true) }
    package func covers(field: String, procedure: String) -> Bool {
        (fields?.contains(field) ?? true) && (procedures?.contains(procedure) ?? true)
    }
}

/// The person (or the portal's applicant, or the program itself) behind a command, with rights in force now.
package struct Caller: Hashable, Sendable {
    package var user: String
    package var name: String
    package var grants: [Grant]
    /// The applicant of this one dossier, proven by its tracking code.
    package var applicantOf: String?

    package init(user: String, name: String, grants: [Grant], applicantOf: String? = nil) {
        self.user = user
        self.name = name
        self.grants = grants
        self.applicantOf = applicantOf
    }

    package static let system = Caller(user: "system", name: "Hệ thống", grants: [])
    /// Somebody who files without a log-in.
    package static let visitor = Caller(user: "applicant", name: "Người nộp hồ sơ", grants: [])
    package static func applicant(of number: String) -> Caller {
        Caller(user: "applicant", name: "Người nộp hồ sơ", grants: [], applicantOf: number)
    }

    package func has(_ role: Role, at unit: String, field: String, procedure: String) -> Bool {
        grants.contains {
            $0.role == role && $0.unit == unit && $0.covers(field: field, procedure: procedure)
        }
    }
    package func hasAny(_ roles: [Role], at unit: String, field: String, procedure: String) -> Bool {
        roles.contains { has($0, at: unit, field: field, procedure: procedure) }
    }
    package func has(_ role: Role) -> Bool { grants.contains { $0.role == role } }
    package var units: [String] {
        var seen: [String] = []
        for grant in grants where !seen.contains(grant.unit) { seen.append(grant.unit) }
        return seen
    }
}
