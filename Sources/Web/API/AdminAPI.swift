// AdminAPI.swift: people, rights and calendars: each change an entry, by name, from a date.

import Casework
import Foundation
import Office

extension API {
    static let adminRoutes = [
        Route(
            "GET", "/api/v1/rights", .staff, "Rights of a user, or at a unit",
            RouteDocument(query: ["user", "unit", "cursor", "limit"], response: "RightList")
        ) { exchange in
            let caller = try exchange.requireCaller()
            let directory = exchange.house.server.office.directory
            let (user, unit) = (exchange.query["user"], exchange.query["unit"])
            guard
                caller.seesHouse || user == caller.user || unit.map({ caller.units.contains($0) }) ?? false
            else {
                throw Refusal.noRight("xem quyền", "see rights", unit: unit ?? "-")
            }
            let users = user.map { [$0] } ?? directory.rights.keys.sorted()
            let rights = users.flatMap { name in
                (directory.rights[name] ?? []).filter { unit == nil || $0.grant.unit == unit }.map {
                    RightJSON(user: name, held: $0)
                }
            }
            let offset = try exchange.offset()
            return try .json(
                ListJSON.page(Array(rights.dropFirst(offset)), limit: try exchange.limit(), offset: offset))
        },
        Route(
            "POST", "/api/v1/rights", .staff, "Grant, post (from–to) or delegate signing",
            RouteDocument(request: "NewRight", response: "RightID", status: 201)
        ) { exchange in
            let right = try exchange.decoded(NewRightJSON.self)
            let caller = try exchange.requireCaller()
            let context = try exchange.command(by: caller)
            let grant = try right.grant(by: caller, now: exchange.now)
            let id = try await exchange.house.server.submit { work in
                try work.once(context) {
                    try work.grant(grant, to: right.user, by: caller, command: $0, now: context.now)
                } again: {
                    guard case .rightGranted(let right)? = $0.facts.first else { throw Refusal.keyReused }
                    return right.id
                }
            }
            return try .json(["id": id], status: 201)
        },
        Route(
            "DELETE", "/api/v1/rights/{user}/{id}", .staff, "End a right now", RouteDocument(response: "Done")
        ) { exchange in
            let caller = try exchange.requireCaller()
            let context = try exchange.command(by: caller)
            let (user, id) = (exchange.parameter("user"), exchange.parameter("id"))
            try await exchange.house.server.submit { work in
                try work.once(context) { try work.endRight(id, of: user, by: caller, command: $0, now: context.now) }
            }
            return try .json(["done": true])
        },
        Route(
            "POST", "/api/v1/accounts", .staff, "Add a person with a password",
            RouteDocument(request: "NewAccount", response: "Done", status: 201)
        ) { exchange in
            let account = try exchange.decoded(NewAccountJSON.self)
            let caller = try exchange.requireCaller()
            guard caller.administersCity else {
                throw Refusal.noRight("thêm tài khoản", "add accounts", unit: Directory.city)
            }
            let login = VietnameseText.plain(
                try Field("user", "Tên đăng nhập", .text, required: true).normalized(account.user))
            let name = try Field("name", "Họ tên", .text, required: true).normalized(account.name)
            guard !login.isEmpty else { throw Refusal.missing("user", "Tên đăng nhập") }
            guard account.password.count >= 10, account.password.utf8.count <= 1000 else {
                throw Refusal.badValue(
                    "password", "Mật khẩu", vi: "cần ít nhất 10 ký tự",
                    en: "at least 10 characters are needed")
            }
            let hash = try await offload { try Password.hash(account.password) }
            // The key of a command stands in the ledger for ever: not with a digest that a password could be guessed by.
            let context = try exchange.command(by: caller, asked: [login, name])
            try await exchange.house.server.submit { work in
                try work.once(context) {
                    guard work.directory.names[login] == nil else {
                        throw Refusal(
                            .conflict, "account-exists", field: "user", vi: "Đã có tài khoản \(login).",
                            en: "There is an account \(login).")
                    }
                    try work.addAccount(login: login, name: name, passwordHash: hash, demo: false, grants: [], now: context.now)
                    try work.record(
                        [.accountChanged(AccountChanged(user: login, change: .added))], in: Directory.city,
                        by: caller.user, command: $0, now: context.now)
                }
            }
            exchange.house.server.office.changeDirectory { $0.name(login, name) }
            return try .json(["done": true], status: 201)
        },
        Route(
            "POST", "/api/v1/calendars", .staff, "Publish a calendar version",
            RouteDocument(request: "Calendar", response: "Done", status: 201)
        ) { exchange in
            let calendar = try exchange.decoded(WorkingCalendar.self)
            let caller = try exchange.requireCaller()
            let context = try exchange.command(by: caller)
            try await exchange.house.server.submit { work in
                try work.once(context) { try work.publish(calendar, by: caller, command: $0, now: context.now) }
            }
            return try .json(["done": true], status: 201)
        },
        Route(
            "POST", "/api/v1/units/{unit}/calendar", .staff,
            "A unit adopts a calendar version; open due times are reckoned again",
            RouteDocument(request: "Adoption", response: "Adopted")
        ) { exchange in
            let adoption = try exchange.decoded(AdoptionJSON.self)
            let caller = try exchange.requireCaller()
            let context = try exchange.command(by: caller)
            let unit = exchange.parameter("unit")
            let moved = try await exchange.house.server.submit { work in
                try work.once(context) {
                    try work.adopt(
                        adoption.calendar, switchedOff: adoption.switchedOff ?? [], unit: unit, by: caller, command: $0,
                        now: context.now)
                } again: {
                    $0.moved
                }
            }
            return try .json(["moved": moved])
        },
        Route(
            "POST", "/api/v1/dossiers/{number}/erase/{person}", .staff,
            "Make a person of an ended dossier unreadable for ever",
            RouteDocument(request: "Erasure", response: "Done")
        ) { exchange in
            let body = try exchange.decoded(ErasureJSON.self)
            guard
                let slot = ["applicant": PersonSlot.applicant, "authorised": .authorised][
                    exchange.parameter("person")]
            else {
                throw Refusal.badValue(
                    "person", "person", vi: "applicant hoặc authorised", en: "applicant or authorised")
            }
            let context = try exchange.command(by: try exchange.requireCaller())
            let (office, number) = (exchange.house.server.office, exchange.parameter("number"))
            let ground = try Field("ground", "Căn cứ", .text, required: true).normalized(body.ground)
            try await exchange.house.server.submit { work in
                try work.once(context) { _ in try work.erase(slot, of: number, ground: ground, context) }
            }
            try await offload { try office.destroyKey(slot, of: number) }
            return try .json(["done": true])
        },
    ]
}

struct RightJSON: Encodable {
    var user, id, role, unit, ground, from: String
    var fields, procedures: [String]?
    var to: String?
    init(user: String, held: Directory.HeldRight) {
        self.user = user
        id = held.id
        role = held.grant.role.rawValue
        unit = held.grant.unit
        ground = held.grant.ground
        from = held.grant.from.description
        fields = held.grant.fields
        procedures = held.grant.procedures
        to = held.grant.to?.description
    }
}

struct NewRightJSON: Decodable {
    var user, role, unit: String
    var ground, from, to: String?
    var fields, procedures: [String]?

    /// `ground`: role (default), posting, or delegation (by the caller, of signing).
    func grant(by caller: Caller, now: Instant) throws -> Grant {
        guard let role = Role(rawValue: role) else {
            throw Refusal.badValue(
                "role", "role", vi: Role.allCases.map(\.rawValue).joined(separator: ", "),
                en: "one of the roles")
        }
        let kind = ground ?? "role"
        guard ["role", "posting", "delegation"].contains(kind) else {
            throw Refusal.badValue(
                "ground", "ground", vi: "role, posting hoặc delegation", en: "role, posting or delegation")
        }
        if kind == "posting" && to == nil { throw Refusal.missing("to", "Tăng cường đến khi nào") }
        return Grant(
            role: role, unit: unit, fields: fields, procedures: procedures,
            from: try time(from, "from") ?? now, to: try time(to, "to"),
            ground: kind == "delegation" ? "delegation:\(caller.user)" : kind)
    }
    private func time(_ text: String?, _ field: String) throws -> Instant? {
        guard let text else { return nil }
        guard let time = Instant(text) else {
            throw Refusal.badValue(
                field, field, vi: "cần ngày giờ có thật", en: "a real ISO 8601 time is needed")
        }
        return time
    }
}

struct NewAccountJSON: Decodable { var user, name, password: String }
struct AdoptionJSON: Decodable {
    var calendar: String
    var switchedOff: [String]?
}
struct ErasureJSON: Decodable { var ground: String }
