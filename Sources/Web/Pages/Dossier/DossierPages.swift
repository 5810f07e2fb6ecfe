// DossierPages.swift: one dossier and what is done with it.
//
// Looking is recorded (DossierAPI.view). An action carries the version that was seen; a refusal shows the page again
// with what was typed and the reason on top.

import Casework
import Office

extension Pages {
    static let dossierRoutes = [
        page("GET", "/ho-so/{number}", .staff, "One dossier") { exchange in
            try await dossierPage(exchange, attempt: nil)
        },
        page("GET", "/ho-so/{number}/xem-nhanh", .staff, "One dossier at a glance: a part for the reading pane") { exchange in
            let view = try await DossierAPI.view(exchange)
            let part = DossierPeek(view: view, exchange: exchange).html
            return Reply(contentType: "text/html; charset=utf-8", body: part.bytes)
        },
        page("POST", "/ho-so/{number}/{action}", .staff, "Act on a dossier") { exchange in
            let caller = try exchange.requireCaller()
            let (number, action, typed) = (
                exchange.parameter("number"), exchange.parameter("action"), exchange.typed
            )
            let values = actionValues(typed, exchange.house.server.office.directory)
            let context = exchange.command(as: caller, version: typed["version"])
            do {
                _ = try await exchange.house.server.submit {
                    try $0.perform(action, on: number, ActionInput(values), context)
                }
                return .redirect("/ho-so/\(URLText.encoded(number))?done=\(URLText.encoded(action))")
            } catch let refusal as Refusal where refusal.kind != .notFound || refusal.slug == "unknown-unit" {
                return try await dossierPage(
                    exchange, attempt: Attempt(action: action, values: typed, refusal: refusal))
            }
        },
    ]

    /// An action that was refused, with what had been typed.
    struct Attempt {
        var action: String
        var values: [String: String]
        var refusal: Refusal
    }

    /// The fields of an action as the use case takes them: without our marks, units as codes.
    static func actionValues(_ typed: [String: String], _ directory: Directory) -> [String: String] {
        var values = typed.filter { !["csrf", "version", "code"].contains($0.key) && !$0.value.isEmpty }
        for name in ["unit", "pickUpUnit"] {
            if let value = values[name] { values[name] = UnitList.code(value, directory) }
        }
        return values
    }

    private static func dossierPage(_ exchange: Exchange, attempt: Attempt?) async throws -> Reply {
        let view = try await DossierAPI.view(exchange)
        let office = exchange.house.server.office
        let number = exchange.parameter("number")
        let looks =
            view.redacted
            ? [] : try await API.offload { try AccessQuestion.looks(at: number, limit: 20, office) }
        let caller = try exchange.requireCaller()
        let neighbours = try await exchange.house.server.ask { tx, _ in
            try NeighboursQuestion.ask(number, caller: caller, tx)
        }
        return DossierPage(
            exchange: exchange, view: view, looks: looks, neighbours: neighbours, attempt: attempt,
            everyday: try await EverydaySection.html(exchange, view)
        ).reply
    }
}
