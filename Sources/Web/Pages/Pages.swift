// Pages.swift: the pages for people: the table of their routes, and what a page says when something is refused.
//
// Server-rendered, no script needed: every change is a form with a CSRF mark, every refused form comes back as it was
// typed. Look: StyleSheet.swift; words in two languages: Texts.swift; the frame of every page: Layout.swift.

import Casework
import Logging
import Office

enum Pages {
    static let routes: [Route] =
        lookRoutes + scriptRoutes + logInRoutes + portalRoutes + catalogueRoutes + counterRoutes + onlineRoutes + inboxRoutes
        + dossierRoutes + paperRoutes + trackRoutes + formerTrackRoutes + liveRoutes + draftRoutes + styleRoutes
        + queueRoutes
        + leaderRoutes + networkRoutes + cityRoutes + steeringRoutes + secondmentRoutes + adminRoutes
        + exchangeRoutes + reconciliationRoutes + messageRoutes + shelfRoutes + handOverRoutes + trainingRoutes

    /// A route whose handler runs in the visitor's language.
    static func page(
        _ method: String, _ path: String, _ right: Right, _ summary: String, intake: Route.Intake = .collected,
        handler: @escaping @Sendable (Exchange) async throws -> Reply
    ) -> Route {
        Route(method, path, right, summary, intake: intake) { exchange in
            let language = Language.of(exchange)
            var reply = try await Language.$current.withValue(language) { try await handler(exchange) }
            if let asked = exchange.query["lang"], Language(rawValue: asked) != nil {
                reply.headers.append(
                    ("set-cookie", "lang=\(language.rawValue); Path=/; Max-Age=31536000; SameSite=Lax"))
            }
            return reply
        }
    }

    /// What a browser gets for an address that is no page.
    static func missing(_ exchange: Exchange, status: Int) -> Reply {
        Language.$current.withValue(Language.of(exchange)) {
            exchange.page(
                Texts.Failure.title.words, status: status,
                calm(Texts.Citizen.noSuchPage, Texts.Citizen.noSuchPageAdvice, ""))
        }
    }

    static func failure(_ error: any Error, _ exchange: Exchange, log: Logger) -> Reply {
        Language.$current.withValue(Language.of(exchange)) {
            if let refusal = error as? Refusal { return refused(refusal, exchange) }
            if let fault = OfficeFault(error) {
                log.error("fault", metadata: ["what": "\(fault.what)", "advice": "\(fault.advice)"])
                return exchange.page(
                    Texts.Failure.busy.words, status: 503, headers: [("retry-after", "5")],
                    calm(Texts.Failure.busy, Texts.Failure.busyAdvice, kept(exchange)))
            }
            log.error("unexpected error", metadata: ["error": "\(error)"])
            return exchange.page(
                Texts.Failure.unexpected.words, status: 500,
                calm(Texts.Failure.unexpected, Texts.Failure.unexpectedAdvice, kept(exchange)))
        }
    }

    private static func refused(_ refusal: Refusal, _ exchange: Exchange) -> Reply {
        if refusal.kind == .unauthenticated, exchange.method == "GET" {
            return .redirect("/dang-nhap?next=\(URLText.encoded(exchange.path + exchange.queryText))")
        }
        if refusal.kind == .forbidden, exchange.method == "GET", exchange.path != "/tai-khoan",
            mustChangePassword(exchange)
        {
            return .redirect("/tai-khoan")
        }
        let advice: Text
        switch refusal.kind {
        case .unauthenticated: advice = Texts.Failure.logInAgain
        case .forbidden: advice = refusal.slug == "csrf" ? Texts.Failure.sendAgain : Texts.Failure.askForRight
        case .notFound: advice = Texts.Failure.lookAgain
        default: advice = Texts.Failure.goBack
        }
        let title = Text(refusal.vi, refusal.en)
        return exchange.page(
            Texts.Failure.title.words, status: refusal.status,
            headers: refusal.retryAfter.map { [("retry-after", String($0))] } ?? [], calm(title, advice, kept(exchange)))
    }

    /// Logged in with a one-time password: everything else waits until it is changed.
    static func mustChangePassword(_ exchange: Exchange) -> Bool {
        guard let token = exchange.cookieToken else { return false }
        do { return try exchange.house.accounts.mustChange(token: token) } catch { return false }
    }

    private static func calm(_ title: Text, _ advice: Text, _ more: HTML) -> HTML {
        """
        <div class="sheet narrow">
        <h1>\(title)</h1>
        <p>\(advice)</p>
        \(more)
        <p><a href="/">\(Texts.Failure.home)</a></p>
        </div>
        """
    }

    /// What was typed, in a form that sends it again. Only for what came from our own page: a browser says so.
    private static func kept(_ exchange: Exchange) -> HTML {
        let ours = exchange.header("sec-fetch-site") == "same-origin"
        guard ours, exchange.method == "POST", exchange.path != "/dang-nhap" else { return "" }
        let values = Form.decode(exchange.body)
        let inputs = values.keys.sorted().filter { $0 != "csrf" }.map { name in
            "<input type=\"hidden\" name=\"\(name)\" value=\"\(values[name])\">\n" as HTML
        }
        let logIn: HTML =
            exchange.caller == nil
            ? "<p><a href=\"/dang-nhap\" target=\"_blank\">\(Texts.LogIn.title)</a></p>" : ""
        return """
            \(logIn)
            <form method="post" action="\(exchange.path)">\(exchange.mark)
            \(inputs)<button class="do">\(Texts.Failure.again)</button></form>
            """
    }
}
