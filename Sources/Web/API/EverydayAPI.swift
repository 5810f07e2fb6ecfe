// EverydayAPI.swift: messages, results to return and hand-over lists for machines, beside their pages.

import Casework
import Office

extension API {
    static let everydayRoutes = [
        Route(
            "GET", "/api/v1/messages", .staff, "What applicants of a unit were told",
            RouteDocument(query: ["unit", "group", "cursor", "limit"], response: "MessageList")
        ) { exchange in
            let (caller, unit) = (try exchange.requireCaller(), try exchange.workUnit())
            let asked = exchange.query["group"] ?? "all"
            guard let group = OutboxQuestion.Group(rawValue: asked) else {
                throw Refusal.badValue(
                    "group", "group", vi: "all, waiting, sent hoặc failed", en: "all, waiting, sent or failed")
            }
            let (cursor, limit) = (exchange.query["cursor"].flatMap { $0.isEmpty ? nil : $0 }, try exchange.limit())
            let page = try await exchange.house.server.ask { tx, _ in
                try OutboxQuestion.ask(unit, group, before: cursor, limit: limit, caller: caller, tx)
            }
            return try .json(ListJSON(items: page.items.map(MessageJSON.init), next: page.next))
        },
        Route(
            "POST", "/api/v1/messages/{id}/resend", .staff, "Send a message again", RouteDocument(response: "Done")
        ) { exchange in
            let (caller, id) = (try exchange.requireCaller(), exchange.parameter("id"))
            let context = try exchange.command(by: caller)
            _ = try await exchange.house.server.submit { try $0.resend(id, by: caller, key: context.key, now: context.now) }
            return try .json(["done": true])
        },
        Route(
            "GET", "/api/v1/results", .staff, "Results that wait to be fetched, with their places",
            RouteDocument(query: ["unit", "q", "cursor", "limit"], response: "ResultList")
        ) { exchange in
            let (caller, unit, q) = (try exchange.requireCaller(), try exchange.workUnit(), exchange.text("q"))
            let (limit, offset) = (try exchange.limit(), try exchange.offset())
            let lines = try await exchange.house.server.ask {
                try ShelfQuestion.toReturn(unit, q: q, limit: offset + limit + 1, caller: caller, $0, $1)
            }
            return try .json(ListJSON.page(lines.dropFirst(offset).map(ResultJSON.init), limit: limit, offset: offset))
        },
        Route(
            "GET", "/api/v1/hand-over-lists", .staff, "Hand-over lists of a unit",
            RouteDocument(query: ["unit", "cursor", "limit"], response: "HandOverLists")
        ) { exchange in
            let (caller, unit) = (try exchange.requireCaller(), try exchange.workUnit())
            let (limit, offset) = (try exchange.limit(), try exchange.offset())
            let lists = try await exchange.house.server.ask { tx, _ in
                try HandOverListQuestion.lists(unit, limit: offset + limit + 1, caller: caller, tx)
            }
            return try .json(ListJSON.page(lists.dropFirst(offset).map(HandOverListJSON.init), limit: limit, offset: offset))
        },
        Route(
            "POST", "/api/v1/hand-over-lists", .staff, "Give results to the post, or papers to a unit, on a list",
            RouteDocument(request: "NewHandOverList", response: "HandOverListID", status: 201)
        ) { exchange in
            let caller = try exchange.requireCaller()
            let new = try exchange.decoded(NewHandOverListJSON.self)
            let context = try exchange.command(by: caller)
            let items = try new.items.map { item in
                let waybill = item.waybill.flatMap { $0.isEmpty ? nil : $0 }
                let stored = waybill.flatMap(HandOverItem.waybill)
                guard waybill == nil || stored != nil else {
                    throw Refusal.badValue(
                        "items.waybill", Texts.HandOver.waybill.words, vi: "gồm 4–40 chữ cái, chữ số",
                        en: "4–40 letters and digits")
                }
                return HandOverItem(number: item.number, waybill: stored)
            }
            let id = try await exchange.house.server.submit {
                try $0.listHandOver(to: new.to, items, unit: new.unit, context)
            }
            return try .json(["id": id], status: 201)
        },
    ]
}

extension Exchange {
    /// `?unit=`, or the caller's first.
    fileprivate func workUnit() throws -> String {
        let asked = text("unit")
        guard let unit = asked.isEmpty ? try requireCaller().workUnits.first : asked else {
            throw Refusal.missing("unit", "unit")
        }
        return unit
    }
}

private struct MessageJSON: Encodable {
    var id, unit, number, event, channel, state, made: String
    var attempts: Int
    var nextTry, done, via, reason, answer, resentBy: String?

    init(_ line: MessageLine) {
        (id, unit, number, event) = (line.id, line.unit, line.number, line.event.rawValue)
        (channel, state, made) = (line.channel.rawValue, line.state.rawValue, line.madeAt.description)
        attempts = line.attempts
        nextTry = line.state == .waiting ? line.nextAt.description : nil
        (done, via, reason) = (line.doneAt?.description, line.via, line.reason)
        (answer, resentBy) = (line.answer, line.askedBy)
    }
}

private struct ResultJSON: Encodable {
    var number, procedure, procedureName, status, since: String
    var applicant, place: String?

    init(_ line: ReturnLine) {
        (number, procedure, procedureName) = (line.number, line.procedure, line.procedureName)
        (status, since) = (line.state.rawValue, line.resolvedAt.description)
        (applicant, place) = (line.applicant, line.place)
    }
}

private struct HandOverListJSON: Encodable {
    var id, unit, to, made, by: String
    var lines: Int
    init(_ list: HandOverList) {
        (id, unit, to, made) = (list.id, list.unit, list.to, list.madeAt.description)
        (by, lines) = (list.madeBy, list.count)
    }
}
private struct NewHandOverListJSON: Decodable {
    struct Item: Decodable {
        var number: String
        var waybill: String?
    }
    var unit, to: String
    var items: [Item]
}

extension Schemas {
    static let everyday = """
        "Message": {
            "type": "object",
            "required": ["id", "unit", "number", "event", "channel", "state", "made", "attempts"],
            "properties": {
              "id": {"type": "string"}, "unit": {"type": "string"}, "number": {"type": "string"},
              "event": {"type": "string"}, "channel": {"enum": ["email", "phone"]}, "state": {"type": "string"},
              "made": {"type": "string", "format": "date-time"}, "attempts": {"type": "integer"},
              "nextTry": {"type": "string", "format": "date-time"}, "done": {"type": "string", "format": "date-time"},
              "via": {"type": "string"}, "reason": {"type": "string"}, "answer": {"type": "string"},
              "resentBy": {"type": "string"}
            }
          },
          "MessageList": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
              "items": {"type": "array", "items": {"$ref": "#/components/schemas/Message"}},
              "next": {"$ref": "#/components/schemas/Cursor"}
            }
          },
          "ResultList": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
              "items": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["number", "procedure", "procedureName", "status", "since"],
                  "properties": {
                    "number": {"type": "string"}, "procedure": {"type": "string"},
                    "procedureName": {"type": "string"}, "status": {"type": "string"},
                    "since": {"type": "string", "format": "date-time"}, "applicant": {"type": "string"},
                    "place": {"type": "string"}
                  }
                }
              },
              "next": {"$ref": "#/components/schemas/Cursor"}
            }
          },
          "HandOverLists": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
              "items": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["id", "unit", "to", "made", "by", "lines"],
                  "properties": {
                    "id": {"type": "string"}, "unit": {"type": "string"}, "to": {"type": "string"},
                    "made": {"type": "string", "format": "date-time"}, "by": {"type": "string"},
                    "lines": {"type": "integer"}
                  }
                }
              },
              "next": {"$ref": "#/components/schemas/Cursor"}
            }
          },
          "NewHandOverList": {
            "type": "object",
            "required": ["unit", "to", "items"],
            "properties": {
              "unit": {"type": "string"},
              "to": {"type": "string"},
              "items": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["number"],
                  "properties": {"number": {"type": "string"}, "waybill": {"type": "string"}}
                }
              }
            }
          },
          "HandOverListID": {
            "type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}
          }
        """
}
