// CatalogueAPI.swift: units and procedures, public.

import Casework
import Foundation
import Office

extension API {
    static let catalogueRoutes = [
        Route("GET", "/api/v1/units", .everyone, "All units", RouteDocument(response: "UnitList")) {
            exchange in
            let directory = exchange.house.server.office.directory
            return try .json(
                ListJSON(
                    items: directory.unitCodes.compactMap { directory.unit($0) }.map {
                        UnitJSON($0, hours: directory.hours(of: $0.code, on: exchange.now.date))
                    }, next: nil
                ))
        },
        Route("GET", "/api/v1/units/{unit}", .everyone, "One unit", RouteDocument(response: "Unit")) {
            exchange in
            let code = exchange.parameter("unit")
            let directory = exchange.house.server.office.directory
            guard let unit = directory.unit(code) else { throw Refusal.unknownUnit(code) }
            return try .json(UnitJSON(unit, hours: directory.hours(of: code, on: exchange.now.date)))
        },
        Route(
            "GET", "/api/v1/procedures", .everyone, "Find procedures",
            RouteDocument(query: ["q", "field", "cursor", "limit"], response: "ProcedureList")
        ) { exchange in
            let found = CatalogueQuestion.find(
                exchange.query["q"], field: exchange.query["field"], on: exchange.now.date,
                exchange.house.server.office.directory)
            let limit = try exchange.limit()
            let rest = found.drop { procedure in
                exchange.query["cursor"].map { procedure.code <= $0 } ?? false
            }
            let page = Array(rest.prefix(limit))
            return try .json(
                ListJSON(
                    items: page.map {
                        ProcedureLineJSON(
                            code: $0.code, name: $0.name, shortName: $0.shortName, field: $0.field,
                            version: $0.version)
                    },
                    next: rest.count > limit ? page.last?.code : nil))
        },
        Route(
            "GET", "/api/v1/procedures/{code}", .everyone, "One procedure",
            RouteDocument(response: "Procedure")
        ) { exchange in
            let code = exchange.parameter("code")
            guard
                let procedure = exchange.house.server.office.directory.procedure(code, on: exchange.now.date)
            else {
                throw Refusal.unknownProcedure(code)
            }
            return try .json(ProcedureJSON(procedure))
        },
    ]
}

struct ListJSON<Item: Encodable>: Encodable {
    var items: [Item]
    var next: NextPage

    init(items: [Item], next: String?) { (self.items, self.next) = (items, NextPage(cursor: next)) }

    /// Of `items`, which may be one more than `limit`, the page and where the next begins.
    static func page(_ items: [Item], limit: Int, offset: Int) -> ListJSON {
        ListJSON(items: Array(items.prefix(limit)), next: NextPage(of: items.count, limit: limit, offset: offset).cursor)
    }
}

/// Where the next page of a list begins: a member that is always there, null behind the last one.
struct NextPage: Encodable {
    var cursor: String?

    init(cursor: String?) { self.cursor = cursor }
    /// - Parameter count: how many there are from `offset` on, as far as was looked.
    init(of count: Int, limit: Int, offset: Int) { cursor = count > limit ? String(offset + limit) : nil }

    func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(cursor)
    }
}

struct UnitJSON: Encodable {
    var code, name, type, agencyCode, validFrom: String
    var formerUnits: [Casework.Unit.FormerUnit]
    var openingHours: OpeningHours
    /// - Parameter hours: in force today, where they are not those of the registration.
    init(_ unit: Casework.Unit, hours: OpeningHours? = nil) {
        code = unit.code
        name = unit.name
        type = unit.kind.rawValue
        agencyCode = unit.agencyCode
        validFrom = unit.validFrom.description
        formerUnits = unit.former
        openingHours = hours ?? unit.hours
    }
}

struct ProcedureLineJSON: Encodable {
    var code, name, shortName, field: String
    var version: Int
}

struct ProcedureJSON: Encodable {
    struct Paper: Encodable {
        var id, name, kind: String
        var required: Bool
        var originals, copies: Int
        var cases: [String]?
    }
    var code, name, shortName, field, competent, validFrom: String
    var version: Int
    var nonTerritorial: Bool
    var channels: [Procedure.Channel]
    var cases: [Procedure.Case]
    var papers: [Paper]
    var form: [FieldJSON]
    var limits: [Procedure.Limit]
    var fees: [Procedure.Fee]
    var steps: [Procedure.Step]
    var results: [Procedure.ResultKind]
    var linked: [Procedure.LinkedPart]
    var source: [String]
    var confidence: [String: String]

    init(_ p: Procedure) {
        code = p.code
        name = p.name
        shortName = p.shortName
        field = p.field
        competent = p.competent
        validFrom = p.validFrom.description
        version = p.version
        nonTerritorial = p.nonTerritorial
        channels = p.channels
        cases = p.cases
        papers = p.papers.map {
            Paper(
                id: $0.id, name: $0.name, kind: $0.kind.rawValue, required: $0.required,
                originals: $0.originals, copies: $0.copies, cases: $0.cases)
        }
        form = p.form.map { FieldJSON($0.field, cases: $0.cases) }
        limits = p.limits
        fees = p.fees
        steps = p.steps
        results = p.results
        linked = p.linked
        source = p.sources
        confidence = p.confidence
    }
}

/// A field of the contract.
struct FieldJSON: Encodable {
    var name, title, type: String
    var required: Bool
    var choices: [Procedure.Choice]?
    var suggested: String?
    var cases: [String]?
    init(_ field: Field, cases: [String]? = nil) {
        name = field.name
        title = field.title
        type = field.type.rawValue
        required = field.required
        choices = field.choices
        suggested = field.suggested
        self.cases = cases
    }
}
