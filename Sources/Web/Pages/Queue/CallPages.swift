// CallPages.swift: calling numbers: the clerk's page, what its buttons do, the day's numbers.

import Casework
import Office

extension Pages {
    static let callRoutes = [
        page("GET", "/goi-so", .staff, "Call numbers at a counter") { exchange in
            try await CallPage(exchange, typed: [:], refusal: nil).reply()
        },
        page("POST", "/goi-so", .staff, "Open, call, serve, finish, mark absent, transfer, close") { exchange in
            let typed = exchange.typed
            do {
                try await carryOut(typed, exchange)
            } catch let refusal as Refusal where refusal.kind != .unauthenticated {
                return try await CallPage(exchange, typed: typed, refusal: refusal).reply()
            }
            let (unit, counter) = (typed["unit"] ?? "", typed["quay"] ?? "")
            let chosen = typed["do"] == "close" ? "" : "&quay=\(URLText.encoded(counter))"
            let only = typed["do"] == "call" ? typed["group"].flatMap { QueueGroup(rawValue: $0) } : nil
            let kept = only.map { "&group=\($0.rawValue)" } ?? ""
            return .redirect("/goi-so?unit=\(URLText.encoded(unit))\(chosen)\(kept)")
        },
        page("GET", "/goi-so/thong-ke", .staff, "The day's numbers of the queue") { exchange in
            let caller = try exchange.requireCaller()
            let unit = exchange.text("unit").isEmpty ? caller.workUnits.first ?? "" : exchange.text("unit")
            try QueueAPI.checkMaySee(unit, caller)
            let day = CivilDate(exchange.text("ngay")) ?? exchange.now.date
            let statistics = try await exchange.house.server.ask {
                try QueueQuestion.statistics(unit, on: day, $0, $1)
            }
            return QueueStatisticsPage(exchange: exchange, unit: unit, day: day, statistics: statistics).reply
        },
    ]

    private static func carryOut(_ typed: [String: String], _ exchange: Exchange) async throws {
        let caller = try exchange.requireCaller()
        let (unit, asked) = (typed["unit"] ?? "", typed["do"] ?? "")
        let context = exchange.command(as: caller, key: typed["key"])
        if asked == "cancel" {
            let ticket = typed["ticket"] ?? ""
            _ = try await exchange.house.server.submit {
                try $0.cancelTicket(ticket, code: nil, context)
            }
            return
        }
        guard let counter = Int(typed["quay"] ?? "") else {
            throw Refusal.missing("counter", Texts.Calling.counter.words)
        }
        let action = try QueueAPI.action(
            asked == "call-exact" ? "call" : asked, groups: IntakeDraft.list(typed["groups"]),
            group: typed[asked == "transfer" ? "toGroup" : "group"],
            ticket: asked == "call-exact" ? typed["ticket"] : nil,
            toCounter: typed["toCounter"].flatMap { Int($0) })
        _ = try await exchange.house.server.submit { try $0.atCounter(counter, of: unit, action, context) }
    }
}
