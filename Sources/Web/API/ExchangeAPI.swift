// ExchangeAPI.swift: the exchange with other systems for programs: lines, messages, try again, close.

import Casework
import Foundation
import Office

extension API {
    static let exchangeRoutes = [
        Route(
            "GET", "/api/v1/exchange", .city, "Systems outside and messages: open (default), incoming or outgoing",
            RouteDocument(query: ["group", "system", "cursor", "limit"], response: "Exchange")
        ) { exchange in
            let (caller, limit, offset) = (try exchange.requireCaller(), try exchange.limit(), try exchange.offset())
            let group = ExchangeQuestion.Group(rawValue: exchange.query["group"] ?? "open")
            guard let group else {
                throw Refusal.badValue("group", "group", vi: "open, incoming hoặc outgoing", en: "open, incoming or outgoing")
            }
            let system = exchange.query["system"]
            let (stands, items) = try await exchange.house.server.ask { tx, _ in
                (
                    try ExchangeQuestion.stands(caller: caller, tx),
                    try ExchangeQuestion.items(group, system: system, limit: limit + 1, offset: offset, caller: caller, tx)
                )
            }
            return try .json(
                ExchangeJSON(
                    systems: stands.map(ExchangeJSON.System.init), items: items.prefix(limit).map(ExchangeJSON.Item.init),
                    next: items.count > limit ? String(offset + limit) : nil))
        },
        Route(
            "POST", "/api/v1/exchange/{id}/retry", .staff, "Try a message again now", RouteDocument(response: "Done")
        ) { exchange in
            let (caller, id, now) = (try exchange.requireCaller(), exchange.parameter("id"), exchange.now)
            try await exchange.house.server.submit { _ = try $0.retryExchange(id, by: caller, now: now) }
            return try .json(["done": true])
        },
        Route(
            "POST", "/api/v1/exchange/{id}/close", .staff, "Close a message: not taken up, not sent", RouteDocument(response: "Done")
        ) { exchange in
            let (caller, id, now) = (try exchange.requireCaller(), exchange.parameter("id"), exchange.now)
            try await exchange.house.server.submit { try $0.closeExchange(id, by: caller, now: now) }
            return try .json(["done": true])
        },
    ]
}

struct ExchangeJSON: Encodable {
    struct System: Encodable {
        var system, name, since: String
        var heardAt, failingSince, error: String?
        var taken, held, differing, repeats, sent, waiting, failing: Int

        init(_ stand: ExchangeStand) {
            (system, name, since) = (stand.line.system, ExternalSystem.name(stand.line.system).vi, stand.line.since.description)
            (heardAt, failingSince) = (stand.line.heardAt?.description, stand.line.failingSince?.description)
            (error, taken, held, differing) = (stand.line.error, stand.taken, stand.held, stand.differing)
            (repeats, sent, waiting, failing) = (stand.repeats, stand.sent, stand.waiting, stand.failing)
        }
    }
    struct Item: Encodable {
        var id, system, direction, kind, state, at: String
        var number, outside, reason, nextAt, doneAt: String?
        var status, code: Int?
        var attempts, repeats: Int

        init(_ item: ExchangeItem) {
            (id, system, direction) = (item.id, item.system, item.isIncoming ? "in" : "out")
            (kind, state, at) = (item.kind, item.state, item.at.description)
            (number, outside, reason) = (item.number, item.outside, item.reasonVi)
            (nextAt, doneAt) = (item.nextAt?.description, item.doneAt?.description)
            (status, code, attempts, repeats) = (item.status, item.code, item.attempts, item.repeats)
        }
    }
    var systems: [System]
    var items: [Item]
    var next: String?

    enum Keys: String, CodingKey { case systems, items, next }
    func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Keys.self)
        try box.encode(systems, forKey: .systems)
        try box.encode(items, forKey: .items)
        try box.encode(next, forKey: .next)
    }
}
