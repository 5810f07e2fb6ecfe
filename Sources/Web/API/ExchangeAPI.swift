// ExchangeAPI.swift: the exchange with other systems for programs: lines, messages, try again, close.

import Casework
import Foundation
import Office
import Oversight

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
                    next: NextPage(of: items.count, limit: limit, offset: offset)))
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
        Route(
            "GET", "/api/v1/city/reconciliation", .staff, "The signed comparison of a day: by unit, and the differences",
            RouteDocument(query: ["unit", "day", "cursor", "limit"], response: "Reconciliation")
        ) { exchange in
            let (caller, now, day) = (try exchange.requireCaller(), exchange.now, try exchange.reconciledDay("day"))
            let (limit, offset, unit) = (try exchange.limit(), try exchange.offset(), Pages.someText(exchange, "unit"))
            let report = try await exchange.house.server.ask { tx, office in
                try ReconciliationQuestion.ask(
                    day: day, unit: unit, limit: limit + 1, offset: offset, caller: caller, now: now, tx, office)
            }
            return try .json(
                ReconciliationJSON(
                    day: report.day.description, units: report.lines.map(ReconciliationJSON.Line.init),
                    items: report.differences.prefix(limit).map { ReconciliationJSON.Item($0.system, $0.difference) },
                    next: NextPage(of: report.differences.count, limit: limit, offset: offset)))
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
    var next: NextPage
}

struct ReconciliationJSON: Encodable {
    struct Line: Encodable {
        var unit, system, at: String
        var dossiers, differing, byLink, entry: Int
        var heard, sound: Bool
        var wardHeardAt: String?
        var wardSilent: Bool?
        init(_ line: ReconciliationLine) {
            (unit, system, at) = (line.unit, line.system, line.at.description)
            (dossiers, differing, byLink, entry) = (line.dossiers, line.differing, line.byLink, line.seq)
            (heard, sound) = (line.isHeard, line.isSound)
            (wardHeardAt, wardSilent) = (line.wardHeardAt?.description, line.wardHeardAt.map { _ in line.isWardSilent })
        }
    }
    struct Item: Encodable {
        var unit, system, what, whose, since: String
        var number, outside, ward, city, said, until: String?
        var holdsUp: Bool
        init(_ system: String, _ one: ReconciledDifference) {
            (unit, self.system, what, whose) = (one.unit, system, one.what.rawValue, one.whose.rawValue)
            (number, outside, ward, city, said) = (one.number, one.outside, one.ward, one.city, one.system)
            (since, until, holdsUp) = (one.since.description, one.until?.description, one.holdsUp)
        }
    }
    var day: String
    var units: [Line]
    var items: [Item]
    var next: NextPage
}
