// SessionAPI.swift: log in and out; health, metrics, the API's own description.

import Casework
import Foundation
import Office

extension API {
    static let sessionRoutes = [
        Route(
            "POST", "/api/v1/session", .everyone, "Log in",
            RouteDocument(request: "LogIn", response: "Token")
        ) { exchange in
            let body = try exchange.decoded(LogIn.self)
            let house = exchange.house
            let token = try await offload {
                try house.accounts.logIn(body.user, body.password, now: exchange.now)
            }
            return try .json(["token": token])
        },
        Route("DELETE", "/api/v1/session", .staff, "Log out", RouteDocument(response: "Done")) { exchange in
            let token =
                exchange.header("authorization").map { String($0.dropFirst(7)) } ?? exchange.cookieToken
            if let token { try exchange.house.accounts.logOut(token: token) }
            return try .json(["done": true])
        },
        Route("GET", "/api/v1/session", .staff, "Who am I", RouteDocument(response: "Caller")) { exchange in
            try .json(CallerJSON(try exchange.requireCaller()))
        },
    ]

    static let operationRoutes = [
        Route("GET", "/healthz", .everyone, "Ready?", RouteDocument(response: "Health")) { exchange in
            let units = try await exchange.house.server.ask { _, office in office.directory.units.count }
            return try .json(["status": "ok", "units": String(units)])
        },
        Route("GET", "/metrics", .everyone, "Prometheus metrics", RouteDocument(response: "Text")) {
            exchange in
            let now = exchange.now
            let (sites, waiting, open, parked) = try await exchange.house.server.ask { tx, office in
                (
                    try NetworkQuestion.sites(tx, office, now: now), try office.waiting(tx), try ContestBook.open(tx),
                    try NetworkQuestion.parkedCount(tx)
                )
            }
            let office = exchange.house.server.office
            let text =
                metrics(exchange)
                + NetworkMetrics.text(sites, office.lineNow, waiting, open: open, parked: parked, isHub: office.isHub, now)
            return Reply(contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(text.utf8))
        },
        Route(
            "GET", "/api/v1/openapi.json", .everyone, "This description", RouteDocument(response: "OpenAPI")
        ) { _ in
            Reply(contentType: "application/json; charset=utf-8", body: Array(OpenAPI.document.utf8))
        },
    ]

    private static func metrics(_ exchange: Exchange) -> String {
        let m = exchange.house.server.metrics
        let rows = [
            ("motcua_commands_total", "counter", "Commands taken by the writer", m.commands),
            ("motcua_refusals_total", "counter", "Commands refused", m.refusals),
            ("motcua_groups_total", "counter", "Durable commits", m.groups),
            ("motcua_faults_total", "counter", "Groups that failed and were tried one by one", m.faults),
            ("motcua_group_largest", "gauge", "Most commands in one commit", m.largestGroup),
            ("motcua_live_pages", "gauge", "Open pages that listen for changes", exchange.house.live.watching),
            ("motcua_queue", "gauge", "Commands waiting", exchange.house.server.waiting),
            (
                "motcua_uptime_seconds", "gauge", "Seconds since start",
                Int((exchange.now.milliseconds - exchange.house.startedAt.milliseconds) / 1000)
            ),
        ]
        return rows.map { "# HELP \($0.0) \($0.2)\n# TYPE \($0.0) \($0.1)\n\($0.0) \($0.3)\n" }.joined()
    }

    /// Runs slow, blocking work away from the event loops.
    static func offload<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }
}

struct LogIn: Decodable {
    var user: String
    var password: String
}

struct CallerJSON: Encodable {
    struct Right: Encodable {
        var role, unit, ground, from: String
        var fields: [String]?
        var procedures: [String]?
        var to: String?
    }
    var user, name: String
    var rights: [Right]

    init(_ caller: Caller) {
        user = caller.user
        name = caller.name
        rights = caller.grants.map {
            Right(
                role: $0.role.rawValue, unit: $0.unit, ground: $0.ground, from: $0.from.description,
                fields: $0.fields,
                procedures: $0.procedures, to: $0.to?.description)
        }
    }
}
