// LogInPages.swift: log in and out by cookie.
//
// The cookie is HttpOnly and SameSite=Lax, and Secure behind HTTPS. After the log-in only a path of our own is gone to.

import Casework
import Foundation
import Office

extension Pages {
    static let logInRoutes = [
        page("GET", "/dang-nhap", .everyone, "The log-in form") { exchange in
            logInForm(exchange, user: "", next: exchange.query["next"] ?? "", problem: nil)
        },
        page("POST", "/dang-nhap", .everyone, "Log in") { exchange in
            let typed = exchange.typed
            let (user, next) = (typed["user"] ?? "", typed["next"] ?? "")
            do {
                let house = exchange.house
                let token = try await API.offload {
                    try house.accounts.logIn(user, typed["password"] ?? "", now: exchange.now)
                }
                if try house.accounts.mustChange(token: token) {
                    return .redirect("/tai-khoan", headers: [("set-cookie", cookie(token, exchange))])
                }
                let caller = try house.accounts.caller(token: token, now: exchange.now)
                let start = caller?.works == true ? "/ho-so" : caller?.has(.city) == true
                    ? "/dieu-hanh" : caller?.seesAdministration == true ? "/quan-tri" : "/"
                return .redirect(
                    localPath(next) ?? start,
                    headers: [("set-cookie", cookie(token, exchange))])
            } catch let refusal as Refusal {
                return logInForm(exchange, user: user, next: next, problem: refusal)
            }
        },
        page("POST", "/dang-xuat", .everyone, "Log out") { exchange in
            if let token = exchange.cookieToken { try exchange.house.accounts.logOut(token: token) }
            return .redirect("/", headers: [("set-cookie", cookie("", exchange) + "; Max-Age=0")])
        },
    ]

    static func cookie(_ token: String, _ exchange: Exchange) -> String {
        let secure = exchange.header("x-forwarded-proto") == "https" ? "; Secure" : ""
        return "\(exchange.house.cookie)=\(token); HttpOnly; SameSite=Lax; Path=/\(secure)"
    }

    /// `next` when it is a path of ours: one `/` at its start, no back slash, nothing that a header or browser reads otherwise.
    static func localPath(_ next: String) -> String? {
        let bytes = Array(next.utf8)
        guard bytes.first == 0x2F, bytes.count < 1000, bytes.dropFirst().first != 0x2F else { return nil }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else { return nil }
        return next
    }

    /// The notice that administrators may put here.
    private static func logInNotice(_ exchange: Exchange) -> HTML {
        guard let text = EditableTexts.named("notice.login") else { return "" }
        let words = exchange.house.server.office.directory.wording(
            text, Language.current.rawValue, at: exchange.now)
        return words.isEmpty ? "" : "<p class=\"notice\">\(words)</p>"
    }

    private static func logInForm(
        _ exchange: Exchange, user: String, next: String, problem: Refusal?
    ) -> Reply {
        let name = FieldInput(
            Field("user", Texts.LogIn.user.words, .text, required: true), value: user,
            autocomplete: "username")
        let body: HTML = """
            <div class="sheet narrow">
            <h1>\(Texts.LogIn.title)</h1>
            \(logInNotice(exchange))
            \(ProblemNotice(problem))
            <form method="post" action="/dang-nhap">\(exchange.mark)
            <input type="hidden" name="next" value="\(next)">
            \(name.html)
            <div class="field"><label for="password">\(Texts.LogIn.password)</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required></div>
            <p class="buttons"><button class="do seal">\(Texts.LogIn.title)</button></p>
            </form>
            <p class="small">\(Texts.LogIn.citizens)</p>
            </div>
            """
        return exchange.page(Texts.LogIn.title.words, status: problem?.status ?? 200, body)
    }
}
