// TrackPages.swift: what an applicant sees and does with number and tracking code; no log-in, no personal data.

import Casework
import Office

extension Pages {
    static let trackRoutes = [
        page("GET", "/tra-cuu", .everyone, "Ask for number and tracking code") { exchange in
            let (number, code) = (exchange.text("number"), exchange.text("code"))
            if !number.isEmpty, !code.isEmpty { return .redirect(TrackPages.path(number, code)) }
            let missing: Refusal? =
                number.isEmpty && code.isEmpty
                ? nil
                : number.isEmpty
                    ? .missing("number", Texts.Track.number.words) : .missing("code", Texts.Track.code.words)
            return TrackPages.ask(exchange, number: number, code: code, problem: missing)
        },
        page("GET", "/tra-cuu/{number}", .trackingCode, "Where a dossier stands") { exchange in
            try await TrackPages.show(exchange, code: exchange.query["code"] ?? "", attempt: nil)
        },
        page("POST", "/tra-cuu/{number}/{action}", .trackingCode, "File a supplement, withdraw, rate") {
            exchange in
            let (number, action, typed) = (
                exchange.parameter("number"), exchange.parameter("action"), exchange.typed
            )
            let code = typed["code"] ?? ""
            do {
                try await TrackPages.perform(action, on: number, code: code, typed, exchange)
                return .redirect(TrackPages.path(number, code) + "&done=\(URLText.encoded(action))")
            } catch let refusal as Refusal where refusal.kind != .notFound {
                return try await TrackPages.show(
                    exchange, code: code,
                    attempt: Attempt(action: action, values: typed, refusal: refusal))
            }
        },
    ]
}

enum TrackPages {
    static func path(_ number: String, _ code: String) -> String {
        let plain = number.uppercased().filter { !$0.isWhitespace }
        return
            "/tra-cuu/\(URLText.encoded(plain))?code=\(URLText.encoded(code.uppercased().filter { !$0.isWhitespace && $0 != "-" }))"
    }

    static func askForm(number: String, code: String, problem: Refusal? = nil) -> HTML {
        func input(_ name: String, _ title: Text, _ value: String, _ hint: Text) -> HTML {
            let wrong = problem?.field == name ? problem.map { Text($0.vi, $0.en).words } : nil
            let field = Field(name, title.words, .text, required: true)
            return FieldInput(field, prefix: "track-", value: value, error: wrong, hint: hint).html
        }
        return """
            <form method="get" action="/tra-cuu" novalidate>
            \(input("number", Texts.Track.number, number, Texts.Track.numberHint))
            \(input("code", Texts.Track.code, code, Texts.Track.codeHint))
            <p class="buttons"><button class="do seal">\(Texts.Portal.track)</button></p></form>
            """
    }

    static func ask(_ exchange: Exchange, number: String, code: String, problem: Refusal?) -> Reply {
        let body: HTML = """
            <div class="narrow"><h1>\(Texts.Track.title)</h1>
            \(ProblemNotice(problem, target: problem?.field.map { "track-" + $0 }))
            \(askForm(number: number, code: code, problem: problem))</div>
            """
        return exchange.page(Texts.Track.title.words, at: "/tra-cuu", status: problem?.status ?? 200, body)
    }

    static func show(_ exchange: Exchange, code: String, attempt: Pages.Attempt?) async throws -> Reply {
        let (number, now) = (exchange.parameter("number"), exchange.now)
        do {
            let view = try await exchange.house.server.ask {
                try TrackQuestion.ask(number, code: code, now: now, $0, $1)
            }
            return TrackPage(exchange: exchange, view: view, code: code, attempt: attempt).reply
        } catch let refusal as Refusal where refusal.kind == .notFound {
            return ask(exchange, number: number, code: code, problem: refusal)
        }
    }

    static func perform(
        _ action: String, on number: String, code: String, _ typed: [String: String], _ exchange: Exchange
    ) async throws {
        let context = exchange.command(as: .applicant(of: number), key: typed["key"])
        if action == "rating" {
            var scores: [String: Int] = [:]
            for factor in factors {
                if let score = typed["scores.\(factor)"].flatMap({ Int($0) }) { scores[factor] = score }
            }
            let (given, comment) = (scores, typed["comment"])
            _ = try await exchange.house.server.submit { work in
                try TrackQuestion.checkCode(number, code, work.office)
                return try work.rate(number, scores: given, comment: comment, context)
            }
            return
        }
        guard action == "supplement" || action == "withdraw" else { throw Refusal.unknownAction(action) }
        let input = ActionInput(
            Pages.actionValues(typed, exchange.house.server.office.directory).filter { $0.key != "key" })
        _ = try await exchange.house.server.submit { work in
            try TrackQuestion.checkCode(number, code, work.office)
            return try work.perform(action, on: number, input, context)
        }
    }

    static let factors = ["access", "procedure", "staff", "result", "feedback"]
}
