// LeaderPages.swift: the leader's page, the lists behind its numbers, the morning paper; delegation and absence.
//
// Delegating takes two clicks: choose the person, press the period. Both are entries (rights, `AbsenceSet`).

import Casework
import Foundation
import Office

extension Pages {
    static let leaderRoutes = [
        page("GET", "/lanh-dao", .staff, "What a unit's leader must know") { exchange in
            try await leaderPage(exchange, nil)
        },
        page("GET", "/lanh-dao/danh-sach", .staff, "The dossiers behind a number of the leader's page") {
            exchange in
            let unit = try ledUnit(exchange)
            guard let matter = matter(exchange) else { throw Refusal.missing("what", Texts.Leader.list.words) }
            let (caller, now, limit, offset) = (
                try exchange.requireCaller(), exchange.now, try exchange.limit(), try exchange.offset()
            )
            let lines = try await exchange.house.server.ask { tx, office in
                try LeaderQuestion(unit: unit, caller: caller, now: now, office)
                    .list(matter, limit: limit + 1, offset: offset, tx)
            }
            return LeaderList(
                exchange: exchange, unit: unit, matter: matter, lines: Array(lines.prefix(limit)),
                next: lines.count > limit ? offset + limit : nil
            ).reply
        },
        page("GET", "/lanh-dao/giao-ban-sang", .staff, "The morning meeting on one page, to print") { exchange in
            let unit = try ledUnit(exchange)
            return MorningPaper(exchange: exchange, board: try await board(exchange, unit, lines: MorningPaper.lines)).reply
        },
        page("POST", "/lanh-dao/uy-quyen", .staff, "Delegate signing from–to") { exchange in
            try await leaderChange(exchange, done: "delegated") { caller, unit, typed, context in
                let period = try period(typed, exchange)
                try await exchange.house.server.submit {
                    _ = try $0.delegate(
                        to: typed["user"] ?? "", at: unit, from: period.from, until: period.to, by: caller,
                        command: context.command, now: context.now)
                    $0.announce("unit:\(unit)")
                }
            }
        },
        page("POST", "/lanh-dao/uy-quyen/ket-thuc", .staff, "End a delegation now") { exchange in
            try await leaderChange(exchange, done: "ended") { caller, unit, typed, context in
                try await exchange.house.server.submit {
                    try $0.endRight(
                        typed["id"] ?? "", of: typed["user"] ?? "", by: caller, command: context.command,
                        now: context.now)
                    $0.announce("unit:\(unit)")
                }
            }
        },
        page("POST", "/lanh-dao/vang", .staff, "Record an absence and who stands in") { exchange in
            try await leaderChange(exchange, done: "absent") { caller, unit, typed, context in
                let from = try moment(typed, "from", Texts.Leader.from) ?? exchange.now
                guard let to = try moment(typed, "to", Texts.Leader.to) else {
                    throw Refusal.missing("to", Texts.Leader.to.words)
                }
                let standIn = (typed["standIn"] ?? "").isEmpty ? nil : typed["standIn"]
                try await exchange.house.server.submit {
                    _ = try $0.setAbsence(
                        of: typed["user"] ?? "", at: unit, from: from, to: to, standIn: standIn, by: caller,
                        command: context.command, now: context.now)
                    $0.announce("unit:\(unit)")
                }
            }
        },
        page("POST", "/lanh-dao/vang/ket-thuc", .staff, "Somebody is back") { exchange in
            try await leaderChange(exchange, done: "ended") { caller, unit, typed, context in
                try await exchange.house.server.submit {
                    try $0.endAbsence(
                        typed["id"] ?? "", of: typed["user"] ?? "", by: caller, command: context.command,
                        now: context.now)
                    $0.announce("unit:\(unit)")
                }
            }
        },
    ]

    // MARK: what they share

    /// A change by a leader: back to the page, or the page again with what was typed.
    private static func leaderChange(
        _ exchange: Exchange, done: String,
        _ change: (Caller, String, [String: String], CommandContext) async throws -> Void
    ) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let typed = exchange.typed
        let unit = typed["unit"] ?? ""
        do {
            try await change(caller, unit, typed, exchange.command(as: caller))
            return .redirect("/lanh-dao?unit=\(URLText.encoded(unit))&done=\(done)")
        } catch let refusal as Refusal where refusal.kind != .forbidden {
            let form = exchange.path.contains("vang") ? "absence" : "delegation"
            return try await leaderPage(exchange, Attempt(action: form, values: typed, refusal: refusal))
        }
    }

    private static func leaderPage(_ exchange: Exchange, _ attempt: Attempt?) async throws -> Reply {
        let unit = try ledUnit(exchange, asked: attempt?.values["unit"])
        let board = try await board(exchange, unit, lines: 10)
        return LeaderPage(exchange: exchange, board: board, attempt: attempt).reply
    }

    private static func board(_ exchange: Exchange, _ unit: String, lines: Int) async throws -> LeaderBoard {
        let (caller, now) = (try exchange.requireCaller(), exchange.now)
        return try await exchange.house.server.ask { tx, office in
            try LeaderQuestion(unit: unit, caller: caller, now: now, office).board(lines: lines, tx)
        }
    }

    /// The unit asked for, or the first that the caller leads.
    static func ledUnit(_ exchange: Exchange, asked: String? = nil) throws -> String {
        let caller = try exchange.requireCaller()
        let asked = asked ?? exchange.text("unit")
        let led = caller.units(as: .leader)
        guard let first = led.first else {
            throw Refusal.noRight("xem trang lãnh đạo", "see the leader's page", unit: "-")
        }
        guard asked.isEmpty || led.contains(asked) else {
            throw Refusal.noRight("xem trang lãnh đạo", "see the leader's page", unit: asked)
        }
        return asked.isEmpty ? first : asked
    }

    private static func matter(_ exchange: Exchange) -> Matter? {
        switch exchange.text("what") {
        case "ky": .sign
        case "tre": .late
        case "mai": .tomorrow
        case "xin-loi": .apology
        case "nguoi": .holder(exchange.text("holder").isEmpty ? nil : exchange.text("holder"))
        default: nil
        }
    }

    private static func period(
        _ typed: [String: String], _ exchange: Exchange
    ) throws -> (from: Instant, to: Instant) {
        let now = exchange.now
        let midnight = Instant(now.date.adding(days: 1), TimeOfDay(0, 0))
        switch typed["period"] {
        case "today": return (now, midnight)
        case "week":
            return (now, Instant(now.date.adding(days: 8 - now.date.weekday), TimeOfDay(0, 0)))
        default:
            guard let to = try moment(typed, "to", Texts.Leader.to) else {
                throw Refusal.missing("to", Texts.Leader.to.words)
            }
            return (max(now, try moment(typed, "from", Texts.Leader.from) ?? now), to)
        }
    }

    /// A moment as a form gives it, Vietnamese time.
    static func moment(_ typed: [String: String], _ name: String, _ title: Text) throws -> Instant? {
        guard let text = typed[name], !text.isEmpty else { return nil }
        guard let time = Instant(text) else {
            throw Refusal.badValue(
                name, title.words, vi: "cần ngày giờ có thật", en: "a real date and time is needed")
        }
        return time
    }
}
