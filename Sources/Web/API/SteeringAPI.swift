// SteeringAPI.swift: matters of steering for scripts: lists, one matter with what this caller may do, beginning and acting.

import Casework
import Office
import Oversight

extension API {
    static let steeringRoutes = [
        Route(
            "GET", "/api/v1/matters/{kind}", .staff, "Matters of a kind, open ones first",
            RouteDocument(query: ["unit", "state", "procedure", "cursor", "limit"], response: "MatterList")
        ) { exchange in
            let (caller, kind, limit, offset) = (
                try exchange.requireCaller(), try SteeringAPI.kind(exchange), try exchange.limit(), try exchange.offset()
            )
            let filter = MatterQuestion.Filter(
                kind: kind, unit: Pages.someText(exchange, "unit"), state: SteeringItem.State(rawValue: exchange.text("state")),
                procedure: Pages.someText(exchange, "procedure"))
            let items = try await exchange.house.server.ask {
                try MatterQuestion.list(filter, limit: limit + 1, offset: offset, caller: caller, $0, $1)
            }
            return try .json(ListJSON.page(items.map { MatterJSON($0, actions: []) }, limit: limit, offset: offset))
        },
        Route(
            "POST", "/api/v1/matters/{kind}", .staff, "Begin a matter: the action and its fields",
            RouteDocument(request: "MatterInput", response: "Matter", status: 201)
        ) { exchange in
            try await SteeringAPI.act(exchange, id: nil)
        },
        Route(
            "GET", "/api/v1/matters/{kind}/{id}", .staff, "One matter, and what this caller may do",
            RouteDocument(response: "Matter")
        ) { exchange in
            try .json(try await SteeringAPI.one(exchange, id: exchange.parameter("id")))
        },
        Route(
            "POST", "/api/v1/matters/{kind}/{id}", .staff, "Act on a matter: the action and its fields",
            RouteDocument(request: "MatterInput", response: "Matter")
        ) { exchange in
            try await SteeringAPI.act(exchange, id: exchange.parameter("id"))
        },
    ]
}

enum SteeringAPI {
    static func kind(_ exchange: Exchange) throws(Refusal) -> SteeringKind {
        guard let kind = SteeringKind(rawValue: exchange.parameter("kind")) else { throw .unknownMatter(exchange.parameter("kind")) }
        return kind
    }

    static func one(_ exchange: Exchange, id: String) async throws -> MatterJSON {
        let (caller, kind, now) = (try exchange.requireCaller(), try kind(exchange), exchange.now)
        return try await exchange.house.server.ask { tx, office in
            let item = try MatterQuestion.one(kind, id, caller: caller, tx, office)
            let situation = MatterSituation(item: item, caller: caller, now: now, directory: office.directory)
            return MatterJSON(item, actions: MatterAction.offered(kind, situation))
        }
    }

    static func act(_ exchange: Exchange, id: String?) async throws -> Reply {
        let (caller, kind) = (try exchange.requireCaller(), try kind(exchange))
        let context = try exchange.command(by: caller)
        var values = try exchange.decoded(InputJSON.self).values
        let action = values.removeValue(forKey: "action") ?? ""
        let input = ActionInput(values)
        let done = try await exchange.house.server.submit { try $0.steer(action, kind, id: id, input, context) }
        return try .json(try await one(exchange, id: done), status: id == nil ? 201 : 200)
    }
}

struct MatterJSON: Encodable {
    struct Part: Encodable {
        var unit, state: String
        var progress: Int
        var evidence: String?
    }
    struct Event: Encodable {
        var at, unit, actor: String
        var text: String?
    }
    struct Action: Encodable {
        var action, title: String
        var fields: [FieldJSON]
    }
    var kind, id, unit, state, openedAt: String
    var responsible, due, closedAt, category, procedure, step, dossier, indicator, parent, text: String?
    var parts: [Part]
    var events: [Event]
    var actions: [Action]

    init(_ item: SteeringItem, actions offered: [OfferedAction]) {
        (kind, id, unit, state) = (item.kind.rawValue, item.id, item.unit, item.state.rawValue)
        (openedAt, due, closedAt) = (item.openedAt.description, item.due?.description, item.closedAt?.description)
        (responsible, category, procedure, step) = (item.responsible, item.category, item.procedure, item.step)
        (dossier, indicator, parent, text) = (item.dossier, item.indicator, item.parent, item.text)
        parts = item.parts.map { Part(unit: $0.unit, state: $0.state.rawValue, progress: $0.progress, evidence: $0.evidence) }
        events = item.events.map { Event(at: $0.at.description, unit: $0.unit, actor: $0.actor, text: $0.text) }
        actions = offered.map { Action(action: $0.name, title: Text($0.vi, $0.en).words, fields: $0.fields.map { FieldJSON($0) }) }
    }
}
