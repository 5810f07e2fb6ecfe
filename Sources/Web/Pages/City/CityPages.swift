// CityPages.swift: what the city sees: all units at once, and one unit down to its late dossiers.

import Casework
import Office

extension Pages {
    static let cityRoutes = [
        page("GET", "/dieu-hanh", .staff, "The city's units as they stand now") { exchange in
            let (caller, now) = (try exchange.requireCaller(), exchange.now)
            let (stands, inNeed) = try await exchange.house.server.ask { tx, office in
                let stands = try CityQuestion.ask(caller: caller, now: now, tx, office)
                return (stands, try CityQuestion.inNeed(stands, now: now, tx))
            }
            return CityPage(exchange: exchange, stands: stands, named: inNeed).reply
        },
        page("GET", "/dieu-hanh/{unit}", .staff, "One unit: its late dossiers") { exchange in
            let (caller, now, unit) = (try exchange.requireCaller(), exchange.now, exchange.parameter("unit"))
            let (stand, lines) = try await exchange.house.server.ask { tx, office in
                (
                    try CityQuestion.ask(unit, caller: caller, now: now, tx, office).first
                        .map { try CityQuestion.byField($0, now: now, tx) },
                    try CityQuestion.late(
                        unit, limit: CityUnitPage.limit, caller: caller, now: now, tx, office)
                )
            }
            guard let stand else { throw Refusal.unknownUnit(unit) }
            return CityUnitPage(exchange: exchange, stand: stand, lines: lines).reply
        },
    ]
}
