// FormerTrack.swift: whoever holds an old receipt finds the dossier: the number and something that the applicant knows.
//
// An old receipt bears no tracking code. The last four digits of a phone are soon guessed, so a number is closed for ten
// minutes after a few wrong tries, from wherever they come, and what is shown is for looking only. Asked for by POST, so
// that no id number stands in an address.

import Casework
import Office

extension Pages {
    static let formerTrackRoutes = [
        page("POST", "/tra-cuu/ho-so-cu", .trackingCode, "Where a dossier of an old system stands") { exchange in
            try await FormerTrack.show(exchange)
        }
    ]
}

enum FormerTrack {
    /// The form, below the one for receipts with a code.
    static func form(_ exchange: Exchange, number: String = "", problem: Refusal? = nil) -> HTML {
        func input(_ name: String, _ title: Text, _ value: String) -> HTML {
            let wrong = problem?.field == name ? problem.map { Text($0.vi, $0.en).words } : nil
            return FieldInput(
                Field(name, title.words, .text, required: true), prefix: "old-", value: value, error: wrong
            ).html
        }
        let open: HTML = problem == nil ? "" : " open"
        return """
            <details\(open)><summary>\(Texts.Former.ask)</summary>
            <form method="post" action="/tra-cuu/ho-so-cu" novalidate>\(exchange.mark)
            \(input("so-cu", Texts.Former.number, number))\(input("so", Texts.Citizen.factor, ""))
            <p class="buttons"><button class="do quietly">\(Texts.Former.look)</button></p></form></details>
            """
    }

    static func show(_ exchange: Exchange) async throws -> Reply {
        let (typed, now) = (exchange.typed, exchange.now)
        let (number, digits) = (typed["so-cu"] ?? "", typed["so"] ?? "")
        do {
            if number.isEmpty { throw Refusal.missing("so-cu", Texts.Former.number.words) }
            if digits.isEmpty { throw Refusal.missing("so", Texts.Citizen.factor.words) }
            let view = try await exchange.guardingCodes {
                try await exchange.guardingOldNumber(number) {
                    try await exchange.house.server.ask {
                        try TrackQuestion.askFormer(number, digits: digits, now: now, $0, $1)
                    }
                }
            }
            return page(exchange, view)
        } catch let refusal as Refusal {
            let body: HTML = """
                <div class="narrow"><h1>\(Texts.Track.title)</h1>
                \(ProblemNotice(refusal, target: refusal.field.map { "old-" + $0 }))
                \(TrackPages.askForm(number: "", code: ""))\(form(exchange, number: number, problem: refusal))</div>
                """
            return exchange.page(
                Texts.Track.title.words, at: "/tra-cuu", status: refusal.status,
                headers: refusal.retryAfter.map { [("retry-after", String($0))] } ?? [], body)
        }
    }

    private static func page(_ exchange: Exchange, _ view: TrackView) -> Reply {
        let words = TrackWords(exchange: exchange, view: view)
        let body: HTML = """
            <div class="narrow track">\(words.head)\(words.state)\(words.due)
            \(StatusRail(view.dossier, view.procedure, tall: true))
            \(words.history)<p class="small">\(Texts.Former.onlyLook)</p></div>
            """
        return exchange.page("\(view.dossier.number) · \(view.procedure.shortName)", at: "/tra-cuu", body)
    }
}
