// CityPages.swift: what the city sees: all units at once, one unit down to its dossiers, indicators and what is behind them.

import Casework
import Office
import Oversight

extension Pages {
    static let cityRoutes = [
        page("GET", "/dieu-hanh", .staff, "The city's units as they stand now, by a chosen indicator") { exchange in
            let page = CityPage(exchange: exchange, board: try await cityBoard(exchange))
            return exchange.isRenewal ? exchange.parts(page.livePart) : page.reply
        },
        page("GET", "/dieu-hanh/chi-so", .staff, "All indicators of the city or one unit") { exchange in
            let (unit, period, now) = (someText(exchange, "unit") ?? Directory.city, try exchange.period("ky"), exchange.now)
            let caller = try exchange.requireCaller()
            let (figures, positions) = try await exchange.house.server.ask { tx, office in
                try CityQuestion.check(caller)
                return (
                    try IndicatorQuestion.ask(IndicatorAsk(unit: unit, period: period), now: now, tx, office),
                    try IndicatorQuestion.positions(asOf: nil, tx)
                )
            }
            return IndicatorSetPage(exchange: exchange, unit: unit, period: period, figures: figures, positions: positions).reply
        },
        page("GET", "/dieu-hanh/chi-so/{id}", .staff, "One indicator: its definition and every unit's figure") { exchange in
            let (caller, id, period, now) = (
                try exchange.requireCaller(), exchange.parameter("id"), try exchange.period("ky"), exchange.now
            )
            guard let versions = exchange.house.server.office.directory.indicators[id], let last = versions.last else {
                throw Refusal.unknownIndicator(id)
            }
            let (figures, earlier) = try await exchange.house.server.ask { tx, office in
                try CityQuestion.check(caller)
                return try IndicatorQuestion.compared(IndicatorAsk(period: period, definition: id), now: now, tx, office)
            }
            return IndicatorPage(
                exchange: exchange, definition: versions.last { $0.holds(on: period.to) } ?? last, versions: versions,
                period: period, figures: figures, earlier: earlier
            ).reply
        },
        page("GET", "/dieu-hanh/ho-so", .staff, "The dossiers behind a number") { exchange in
            let (caller, door) = (try exchange.requireCaller(), try cityDoor(exchange))
            let (limit, offset) = (try exchange.limit(), try exchange.offset())
            let lines = try await exchange.house.server.ask {
                try CityDoorQuestion.ask(door, limit: limit + 1, offset: offset, caller: caller, $0, $1)
            }
            return CityDoorPage(
                exchange: exchange, door: door, lines: Array(lines.prefix(limit)),
                next: lines.count > limit ? offset + limit : nil
            ).reply
        },
        page("GET", "/dieu-hanh/{unit}", .staff, "One unit: its late dossiers, its figures, the way down") { exchange in
            try await unitPage(exchange)
        },
    ]

    static func someText(_ exchange: Exchange, _ name: String) -> String? {
        let text = exchange.text(name)
        return text.isEmpty ? nil : text
    }

    private static func unitPage(_ exchange: Exchange) async throws -> Reply {
        let (caller, now, unit) = (try exchange.requireCaller(), exchange.now, exchange.parameter("unit"))
        let (period, field, procedure) = (
            try exchange.period("ky"), someText(exchange, "linh-vuc"), someText(exchange, "thu-tuc")
        )
        let (stand, lines, all, breakdown) = try await exchange.house.server.ask { tx, office in
            (
                try CityQuestion.ask(unit, caller: caller, now: now, tx, office).first
                    .map { try CityQuestion.byField($0, now: now, tx) },
                try CityQuestion.late(unit, limit: CityUnitPage.limit, caller: caller, now: now, tx, office),
                try IndicatorQuestion.compared(
                    IndicatorAsk(unit: unit, period: period, field: field, procedure: procedure), now: now, tx, office),
                procedure == nil ? try BreakdownQuestion.ask(unit: unit, field: field, period: period, caller: caller, tx, office) : []
            )
        }
        guard let stand else { throw Refusal.unknownUnit(unit) }
        return CityUnitPage(
            exchange: exchange, stand: stand, lines: lines, period: period, figures: all.0, earlier: all.1, breakdown: breakdown,
            field: field, procedure: procedure
        ).reply
    }

    private static func cityBoard(_ exchange: Exchange) async throws -> CityBoard {
        let (caller, now, period) = (try exchange.requireCaller(), exchange.now, try exchange.period("ky"))
        try CityQuestion.check(caller)
        let id = someText(exchange, "chi-so")
        let house = exchange.house
        if let id, house.server.office.directory.indicators[id] == nil { throw Refusal.unknownIndicator(id) }
        // All indicators of the city; of the units what the map and the list of those in need show.
        let asks = [IndicatorAsk(unit: Directory.city, period: period)] + Set([id ?? "on-time", "on-time"]).sorted().map {
            IndicatorAsk(period: period, definition: $0)
        }
        // How the units stand is the same for every period and indicator.
        let stand = try await house.shared.value(topic: "city:tp", scope: "now", exchange) {
            try await house.server.ask { tx, office in
                let stands = try CityQuestion.ask(caller: caller, now: now, tx, office)
                return CityNow(
                    stands: stands, named: try CityQuestion.inNeed(stands, now: now, tx),
                    change: try CityQuestion.change(caller: caller, now: now, tx, office))
            }
        }
        return try await house.shared.value(topic: "city:tp", scope: "\(period) \(id ?? "")", exchange) {
            try await house.server.ask { tx, office in
                let passed = period.passed(by: now.date) ?? period
                var (figures, earlier) = ([IndicatorFigure](), [IndicatorFigure]())
                for ask in asks where ask.definition.map({ office.directory.indicators[$0] != nil }) ?? true {
                    let (present, past) = try IndicatorQuestion.compared(ask, now: now, tx, office)
                    figures += present
                    earlier += past
                }
                return CityBoard(
                    period: period, before: period.before(passed: passed), chosen: id.flatMap { office.directory.indicators[$0]?.last },
                    stands: stand.stands, named: stand.named, change: stand.change, figures: FigureIndex(figures),
                    earlier: FigureIndex(earlier),
                    fields: try BreakdownQuestion.ask(unit: nil, field: nil, period: period, caller: caller, tx, office))
            }
        }
    }

    private struct CityNow: Sendable {
        var stands: [UnitStand]
        var named: [UnitStand]
        var change: CityChange
    }

    private static func cityDoor(_ exchange: Exchange) throws -> CityDoor {
        let id = exchange.text("chi-so")
        let versions = exchange.house.server.office.directory.indicators[id] ?? []
        let asked = Int(exchange.text("ban"))
        guard let definition = versions.first(where: { $0.version == asked }) ?? versions.last else {
            throw Refusal.unknownIndicator(id)
        }
        return CityDoor(
            definition: definition, isNumerator: exchange.text("phan") == "tu", unit: exchange.text("unit"),
            field: someText(exchange, "linh-vuc"), procedure: someText(exchange, "thu-tuc"), period: try exchange.period("ky"))
    }
}
