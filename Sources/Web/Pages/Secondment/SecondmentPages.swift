// SecondmentPages.swift: where on-time handling will break, who can be lent, who is posted, and what it did change.
//
// The city sees everything and posts; a department's leader sees and makes the own offers. Each change is entries first, then
// a redirect; a refused form comes back as it was typed.

import Casework
import Office
import Oversight

extension Pages {
    static let secondmentRoutes = [
        page("GET", "/tang-cuong", .staff, "Outlook, offers, plan and postings of secondments") { exchange in
            try await secondmentPage(exchange, nil)
        },
        page("POST", "/tang-cuong/de-nghi", .staff, "A department offers officers") { exchange in
            try await secondmentChange(exchange, "offer", done: "offered") { caller, typed, context in
                let filing = try offerFiling(typed)
                try await exchange.house.server.submit {
                    _ = try $0.offerOfficers(filing, by: caller, command: context.command, now: context.now)
                }
            }
        },
        page("POST", "/tang-cuong/cu", .staff, "The city posts an officer to a unit") { exchange in
            try await secondmentChange(exchange, "posting", done: "posted") { caller, typed, context in
                let directory = exchange.house.server.office.directory
                var filing = try postingFiling(typed, directory)
                if caller.has(.city) { filing.expected = try await expected(filing, exchange) }
                try await exchange.house.server.submit { [filing] in
                    _ = try $0.postOfficer(filing, by: caller, command: context.command, now: context.now)
                }
            }
        },
        page("POST", "/tang-cuong/rut", .staff, "A department takes its offer back") { exchange in
            try await secondmentChange(exchange, "end", done: "withdrawn") { caller, typed, context in
                try await exchange.house.server.submit {
                    try $0.withdrawOffer(typed["id"] ?? "", by: caller, command: context.command, now: context.now)
                }
            }
        },
        page("POST", "/tang-cuong/ket-thuc", .staff, "A posting ends before its time") { exchange in
            try await secondmentChange(exchange, "end", done: "ended") { caller, typed, context in
                try await exchange.house.server.submit {
                    try $0.endPosting(typed["id"] ?? "", by: caller, command: context.command, now: context.now)
                }
            }
        },
    ]

    private static func secondmentChange(
        _ exchange: Exchange, _ form: String, done: String,
        _ change: (Caller, [String: String], CommandContext) async throws -> Void
    ) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let typed = exchange.typed
        do {
            try await change(caller, typed, exchange.command(as: caller))
            return .redirect("/tang-cuong?done=\(done)")
        } catch let refusal as Refusal where refusal.kind != .forbidden {
            return try await secondmentPage(exchange, Attempt(action: form, values: typed, refusal: refusal))
        }
    }

    private static func secondmentPage(_ exchange: Exchange, _ attempt: Attempt?) async throws -> Reply {
        let (caller, now, house) = (try exchange.requireCaller(), exchange.now, exchange.house)
        let days = try outlookDays(exchange, "ngay")
        let board = try await house.server.ask { tx, office in
            try SecondmentQuestion.board(caller: caller, now: now, tx, office)
        }
        let effects = try await postingEffects(board, exchange)
        var seen: (outlook: CityOutlook, plan: ProposedPlan)?
        if caller.seesCity {
            let outlook = try await house.outlooks.outlook(days: days, now: now, house.server)
            let offers = SecondmentQuestion.free(board, house.server.office.directory)
            seen = (outlook, house.outlooks.plan(outlook, offers))
        }
        return SecondmentPage(exchange: exchange, board: board, seen: seen, effects: effects, attempt: attempt).reply
    }

    /// Made once a minute for all who see the same postings.
    private static func postingEffects(_ board: SecondmentBoard, _ exchange: Exchange) async throws -> [String: PostingEffect] {
        let shown = Array(board.running.prefix(SecondmentPage.shown)) + board.past
        guard !shown.isEmpty else { return [:] }
        let (now, house, all) = (exchange.now, exchange.house, board.running + board.past)
        let scope = all.map { "\($0.id) \($0.until.milliseconds)" }.joined(separator: ",")
        return try await house.shared.value(topic: "tang-cuong", scope: scope, exchange) {
            try await house.server.ask { tx, office in
                try PostingQuestion.effects(shown, all: all, now: now, tx, office.directory)
            }
        }
    }

    /// How many working days ahead: 1…20.
    static func outlookDays(_ exchange: Exchange, _ name: String) throws -> Int {
        guard let text = someText(exchange, name) else { return OutlookQuestion.days }
        guard let days = Int(text), (1...OutlookQuestion.mostDays).contains(days) else {
            throw Refusal.badValue(name, Texts.Secondment.daysAhead.words, vi: "từ 1 đến 20", en: "1 to 20")
        }
        return days
    }

    /// What the plan expects of a first officer there.
    static func expected(_ filing: PostingFiling, _ exchange: Exchange) async throws -> Int? {
        let (house, now) = (exchange.house, exchange.now)
        let outlook = try await house.outlooks.outlook(days: OutlookQuestion.days, now: now, house.server)
        let board = try await house.server.ask { [caller = try exchange.requireCaller()] tx, office in
            try SecondmentQuestion.board(caller: caller, now: now, tx, office)
        }
        let offers = SecondmentQuestion.free(board, house.server.office.directory)
        return house.outlooks.plan(outlook, offers).expected(WorkPlace(unit: filing.unit, field: filing.field))
    }

    // MARK: what was typed

    private static func need(_ typed: [String: String], _ name: String, _ title: Text) throws -> String {
        let text = VietnameseText.plain(typed[name] ?? "")
        guard !text.isEmpty else { throw Refusal.missing(name, title.words) }
        return text
    }

    private static func typedDay(_ typed: [String: String], _ name: String, _ title: Text) throws -> CivilDate {
        guard let day = CivilDate(try need(typed, name, title)) else {
            throw Refusal.badValue(name, title.words, vi: "cần ngày có thật", en: "a real date is needed")
        }
        return day
    }

    private static func typedNumber(_ typed: [String: String], _ name: String, _ title: Text) throws -> Int {
        guard let number = Int(try need(typed, name, title)) else {
            throw Refusal.badValue(name, title.words, vi: "cần một số nguyên", en: "a whole number is needed")
        }
        return number
    }

    private static func offerFiling(_ typed: [String: String]) throws -> OfferFiling {
        OfferFiling(
            department: try need(typed, "department", Texts.Secondment.department),
            field: try need(typed, "field", Texts.Secondment.field),
            officers: try typedNumber(typed, "officers", Texts.Secondment.number),
            from: try typedDay(typed, "from", Texts.Secondment.from), days: try typedNumber(typed, "days", Texts.Secondment.days))
    }

    private static func postingFiling(_ typed: [String: String], _ directory: Directory) throws -> PostingFiling {
        PostingFiling(
            user: try need(typed, "user", Texts.Secondment.person),
            unit: UnitList.code(try need(typed, "unit", Texts.Secondment.whither), directory),
            field: try need(typed, "field", Texts.Secondment.field), from: try typedDay(typed, "from", Texts.Secondment.from),
            to: try typedDay(typed, "to", Texts.Secondment.to))
    }
}
