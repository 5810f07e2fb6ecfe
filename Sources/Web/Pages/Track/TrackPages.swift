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
        page("POST", "/tra-cuu/{number}/supplement", .trackingCode, "File what was asked for", intake: .form) {
            try await TrackPages.supplement($0)
        },
        page("POST", "/tra-cuu/{number}/{action}", .trackingCode, "Withdraw, rate, choose how to be told") { exchange in
            let (number, action, typed) = (
                exchange.parameter("number"), exchange.parameter("action"), exchange.typed
            )
            let code = typed["code"] ?? ""
            do {
                if action == "ly-do" { return try await TrackPages.reasons(exchange, typed) }
                try await TrackPages.perform(action, on: number, code: code, typed, exchange)
                return .redirect(TrackPages.path(number, code) + "&done=\(URLText.encoded(action))")
            } catch let refusal as Refusal where refusal.kind != .notFound && refusal.kind != .tooMany {
                return try await TrackPages.show(
                    exchange, code: code,
                    attempt: Attempt(action: action, values: typed, refusal: refusal))
            }
        },
        page("GET", "/xem/{number}", .trackingCode, "Where a dossier stands, for passing on and printing") {
            exchange in
            let (number, code, now) = (exchange.parameter("number"), exchange.query["ma"] ?? "", exchange.now)
            let view = try await exchange.guardingCodes {
                try await exchange.house.server.ask {
                    try TrackQuestion.askShared(number, code: code, now: now, $0, $1)
                }
            }
            return SharePage(exchange: exchange, view: view).reply
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
            var input = FieldInput(field, prefix: "track-", value: value, error: wrong, hint: hint)
            // It becomes part of an address, and those are short.
            input.longest = 200
            return input.html
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
            \(askForm(number: number, code: code, problem: problem))\(FormerTrack.form(exchange))</div>
            """
        return exchange.page(Texts.Track.title.words, at: "/tra-cuu", status: problem?.status ?? 200, body)
    }

    /// What was written to the applicant, for who knows the phone or id number; nothing changes.
    static func reasons(_ exchange: Exchange, _ typed: [String: String]) async throws -> Reply {
        let (number, code, now) = (exchange.parameter("number"), typed["code"] ?? "", exchange.now)
        let lines = try await exchange.guardingCodes {
            try await exchange.house.server.ask {
                try TrackQuestion.reasons(number, code: code, digits: typed["so"] ?? "", now: now, $0, $1)
            }
        }
        return try await show(exchange, code: code, attempt: nil, reasons: lines)
    }

    static func show(
        _ exchange: Exchange, code: String, attempt: Pages.Attempt?, fileErrors: [String: [String]] = [:],
        reasons: [HistoryLine]? = nil
    ) async throws -> Reply {
        let (number, now) = (exchange.parameter("number"), exchange.now)
        do {
            let (view, share, uploads) = try await exchange.guardingCodes {
                try await exchange.house.server.ask { tx, office in
                    let view = try TrackQuestion.ask(number, code: code, now: now, tx, office)
                    let waits = view.actions.contains { $0.name == "supplement" }
                    return (
                        view, try office.keys.shareCode(number),
                        waits ? try office.papers.uploads(of: "track:\(number)") : []
                    )
                }
            }
            return TrackPage(
                exchange: exchange, view: view, code: code, shareCode: share, uploads: uploads,
                attempt: attempt, fileErrors: fileErrors, reasons: reasons
            ).reply
        } catch let refusal as Refusal where refusal.kind == .notFound {
            return ask(exchange, number: number, code: code, problem: refusal)
        }
    }

    /// Takes the files in while they arrive, then files the supplement with all that have come so far.
    static func supplement(_ exchange: Exchange) async throws -> Reply {
        let (number, office) = (exchange.parameter("number"), exchange.house.server.office)
        let owner = "track:\(number)"
        let form = try await exchange.guardingCodes {
            try await UploadDesk(exchange: exchange) { input, values in
                guard input.hasPrefix("file.") else { return nil }
                try TrackQuestion.checkCode(number, values["code"] ?? "", office)
                return (owner, String(input.dropFirst("file.".count)))
            }.receive()
        }
        let code = form["code"]
        try await exchange.guardingCodes { try TrackQuestion.checkCode(number, code, office) }
        let uploads = try await API.offload { try office.papers.uploads(of: owner) }
        if let id = form.values["bo"], let upload = uploads.first(where: { $0.id == id }) {
            try await API.offload { try office.papers.drop(upload.id) }
            return .redirect(path(number, code) + "#bo-sung")
        }
        do {
            if let first = form.refused.first { throw first.refusal }
            let finished = uploads.filter { $0.file != nil }.map {
                PaperUpload(id: $0.id, owner: owner, paper: $0.place)
            }
            let values = Pages.actionValues(form.values, office.directory).filter { !["do", "bo", "key"].contains($0.key) }
            let context = exchange.command(as: .applicant(of: number))
            _ = try await exchange.house.server.submit { work in
                try work.perform(
                    "supplement", on: number, ActionInput(values), papers: finished, context)
            }
            return .redirect(path(number, code) + "&done=supplement")
        } catch let refusal as Refusal where refusal.kind != .notFound {
            return try await show(
                exchange, code: code,
                attempt: Pages.Attempt(action: "supplement", values: form.values, refusal: refusal),
                fileErrors: form.problems)
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
            let (given, comment, anonymous) = (scores, typed["comment"], typed["anonymous"] == "true")
            _ = try await exchange.guardingCodes {
                try await exchange.house.server.submit { work in
                    try TrackQuestion.checkCode(number, code, work.office)
                    return try work.rate(number, scores: given, comment: comment, anonymous: anonymous, context)
                }
            }
            return
        }
        guard ["withdraw", "choose-messages"].contains(action) else { throw Refusal.unknownAction(action) }
        let input = ActionInput(
            Pages.actionValues(typed, exchange.house.server.office.directory).filter { $0.key != "key" })
        _ = try await exchange.guardingCodes {
            try await exchange.house.server.submit { work in
                try TrackQuestion.checkCode(number, code, work.office)
                return try work.perform(action, on: number, input, context)
            }
        }
    }

    static let factors = ["access", "procedure", "staff", "result", "feedback"]
}
