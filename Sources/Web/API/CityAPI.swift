// CityAPI.swift: the city's figures: overview of the units, indicators with what they were made of, their definitions.

import Casework
import Foundation
package import Office
import Oversight

extension API {
    static let cityRoutes = [
        Route(
            "GET", "/api/v1/city/overview", .city, "Every ward, commune and special zone over a period",
            RouteDocument(query: ["period", "cursor", "limit"], response: "CityOverview")
        ) { exchange in
            let (caller, now, period) = (try exchange.requireCaller(), exchange.now, try exchange.period())
            // All 168 in one answer, unless fewer are asked for.
            let (limit, offset) = (try exchange.limit(default: 500), try exchange.offset())
            let lines = try await exchange.house.server.ask { tx, office in
                try OverviewQuestion.ask(period: period, caller: caller, now: now, tx, office)
            }
            let rest = lines.dropFirst(offset)
            return try .json(
                OverviewJSON(
                    period: "\(period)", items: rest.prefix(limit).map { OverviewJSON.Line($0, exchange.house.server.office.directory) },
                    next: NextPage(of: rest.count, limit: limit, offset: offset)))
        },
        Route(
            "GET", "/api/v1/city/indicators", .everyone, "Indicators of units, with numerator, denominator and positions",
            RouteDocument(
                query: ["unit", "period", "definition", "field", "procedure", "asOf", "cursor", "limit"],
                response: "IndicatorList")
        ) { exchange in
            let (ask, now) = (try exchange.indicatorAsk(), exchange.now)
            let seesAll = exchange.caller?.seesCity == true
            let (figures, positions) = try await exchange.house.server.ask { tx, office in
                (
                    try IndicatorQuestion.ask(ask, now: now, tx, office),
                    try IndicatorQuestion.positions(asOf: ask.asOf, tx)
                )
            }
            let (limit, offset) = (try exchange.limit(), try exchange.offset())
            let rest = figures.filter { seesAll || $0.definition.isPublic }.dropFirst(offset)
            return try .json(
                IndicatorListJSON(
                    items: rest.prefix(limit).map { IndicatorJSON($0, positions: positions) },
                    next: NextPage(of: rest.count, limit: limit, offset: offset), positions: positions))
        },
        Route(
            "GET", "/api/v1/city/definitions", .everyone, "Definitions of indicators, all versions",
            RouteDocument(query: ["cursor", "limit"], response: "DefinitionList")
        ) { exchange in
            let directory = exchange.house.server.office.directory
            let (limit, offset) = (try exchange.limit(), try exchange.offset())
            let all = directory.indicatorIDs.flatMap { directory.indicators[$0] ?? [] }
            let seesAll = exchange.caller?.seesCity == true
            let seen = all.filter { seesAll || $0.isPublic }
            return try .json(ListJSON.page(seen.dropFirst(offset).map(DefinitionJSON.init), limit: limit, offset: offset))
        },
        Route(
            "POST", "/api/v1/city/definitions", .staff, "Publish the next version of an indicator",
            RouteDocument(request: "Definition", response: "Definition", status: 201)
        ) { exchange in
            let caller = try exchange.requireCaller()
            let context = try exchange.command(by: caller)
            let definition = try exchange.decoded(DefinitionJSON.self).definition()
            let published = try await exchange.house.server.submit { work in
                try work.once(context) {
                    try work.publish(definition, by: caller, command: $0, now: context.now)
                } again: {
                    guard case .indicatorPublished(let published)? = $0.facts.last else { throw Refusal.keyReused }
                    return published
                }
            }
            return try .json(DefinitionJSON(published), status: 201)
        },
    ]
}

extension Exchange {
    /// The period asked for; the month under way when none is.
    func period(_ name: String = "period") throws -> Period {
        let text = self.text(name)
        guard !text.isEmpty else { return Period(.month, around: now.date) }
        guard text.utf8.count < 30, let period = Period(text) else { throw Refusal.badPeriod(String(text.prefix(30))) }
        return period
    }

    func indicatorAsk() throws -> IndicatorAsk {
        func given(_ name: String) -> String? { text(name).isEmpty ? nil : text(name) }
        var asOf: Instant?
        // A time zone's plus may have come as itself.
        if let text = query["asOf"]?.replacing(" ", with: "+"), !text.isEmpty {
            guard let time = Instant(asOf: text, now: now) else {
                throw Refusal.badValue("asOf", "asOf", vi: "cần ngày 2026-11-27 hoặc giờ ISO 8601", en: "a date or an ISO 8601 time")
            }
            asOf = time
        }
        return IndicatorAsk(
            unit: given("unit"), period: try period(), definition: given("definition"), field: given("field"),
            procedure: given("procedure"), asOf: asOf)
    }
}

struct IndicatorListJSON: Encodable {
    var items: [IndicatorJSON]
    var next: NextPage
    /// Last position read of every ledger.
    var positions: [String: Int64]
}

/// A figure as the API and `motcua indicators recompute` give it.
package struct IndicatorJSON: Encodable {
    var unit, period, definition: String
    var version, numerator, denominator: Int
    var value: Decimal?
    /// Of the unit's own ledger; of every ledger for the city.
    var positions: [String: Int64]

    package init(_ figure: IndicatorFigure, positions: [String: Int64]) {
        (unit, period) = (figure.unit, figure.period)
        (definition, version) = (figure.definition.id, figure.definition.version)
        (numerator, denominator) = (figure.numerator, figure.denominator)
        value = figure.value.flatMap { Decimal(string: $0.text()) }
        self.positions = figure.unit == Directory.city ? positions : positions.filter { $0.key == figure.unit }
    }

    enum Keys: String, CodingKey { case unit, period, definition, version, numerator, denominator, value, positions }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Keys.self)
        try box.encode(unit, forKey: .unit)
        try box.encode(period, forKey: .period)
        try box.encode(definition, forKey: .definition)
        try box.encode(version, forKey: .version)
        try box.encode(numerator, forKey: .numerator)
        try box.encode(denominator, forKey: .denominator)
        try box.encode(value, forKey: .value)
        try box.encode(positions, forKey: .positions)
    }
}

struct DefinitionJSON: Codable {
    var id, name, nameEn, source: String
    var version: Int?
    var group: IndicatorDefinition.Group
    var event: CountedEvent
    var counts: IndicatorDefinition.Unit?
    var denominator, numerator: [String]
    var points: Int?
    var higherIsBetter, isPublic: Bool?
    var from: String
    var to: String?

    init(_ d: IndicatorDefinition) {
        (id, name, nameEn, source) = (d.id, d.name, d.nameEn, d.source)
        (version, group, event, counts) = (d.version, d.group, d.event, d.counts)
        (denominator, numerator) = (d.denominator.map(\.description), d.numerator.map(\.description))
        (points, higherIsBetter, isPublic) = (d.points, d.higherIsBetter, d.isPublic)
        (from, to) = (d.validFrom.description, d.validTo?.description)
    }

    func definition() throws(Refusal) -> IndicatorDefinition {
        func clauses(_ words: [String], _ field: String) throws(Refusal) -> [Clause] {
            var all: [Clause] = []
            for word in words.prefix(20) {
                guard let clause = Clause(word) else {
                    throw .badValue(field, field, vi: "không có điều kiện “\(word.prefix(40))”", en: "no trait “\(word.prefix(40))”")
                }
                all.append(clause)
            }
            return all
        }
        guard let from = CivilDate(from) else { throw .badValue("from", "from", vi: "cần ngày 2026-11-27", en: "a date") }
        let end = to.flatMap { CivilDate($0) }
        if to != nil, end == nil { throw .badValue("to", "to", vi: "cần ngày 2026-11-27", en: "a date") }
        return IndicatorDefinition(
            id: id, version: version ?? 1, validFrom: from, validTo: end, name: VietnameseText.plain(name),
            nameEn: VietnameseText.plain(nameEn), group: group, event: event, counts: counts ?? .things,
            denominator: try clauses(denominator, "denominator"), numerator: try clauses(numerator, "numerator"),
            points: points ?? 0, higherIsBetter: higherIsBetter ?? true, isPublic: isPublic ?? true,
            source: VietnameseText.plain(source))
    }
}

struct OverviewJSON: Encodable {
    struct Line: Encodable {
        var unit, name: String
        var received, early, onTime, late, open, overdue: Int
        var onlineShare, satisfaction: Decimal?
        var answers: Int
        var lastHeardFrom: String?

        init(_ line: UnitOverview, _ directory: Directory) {
            (unit, name) = (line.unit, directory.unit(line.unit)?.name ?? line.unit)
            (received, early, onTime, late) = (line.received, line.early, line.onTime, line.late)
            (open, overdue) = (line.open, line.overdue)
            onlineShare = line.onlineShare.flatMap { Decimal(string: $0.text()) }
            satisfaction = line.satisfaction.flatMap { Decimal(string: $0.text()) }
            answers = line.answers
            lastHeardFrom = line.lastHeard?.description
        }
        enum Keys: String, CodingKey {
            case unit, name, received, early, onTime, late, open, overdue, onlineShare, satisfaction, answers, lastHeardFrom
        }
        func encode(to encoder: any Encoder) throws {
            var box = encoder.container(keyedBy: Keys.self)
            try box.encode(unit, forKey: .unit)
            try box.encode(name, forKey: .name)
            let numbers: [(Keys, Int)] = [
                (.received, received), (.early, early), (.onTime, onTime), (.late, late), (.open, open), (.overdue, overdue),
                (.answers, answers),
            ]
            for (key, n) in numbers { try box.encode(n, forKey: key) }
            try box.encode(onlineShare, forKey: .onlineShare)
            try box.encode(satisfaction, forKey: .satisfaction)
            try box.encode(lastHeardFrom, forKey: .lastHeardFrom)
        }
    }
    var period: String
    var items: [Line]
    var next: NextPage
}
