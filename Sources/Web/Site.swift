// Site.swift: the HTTP server: one router over the route table, with what every reply must carry.
//
// HTTP stops here. A request is collected (at most 2 MiB), its caller found by bearer token or session cookie, a
// form's CSRF mark checked, then the handler runs; whatever it throws becomes a problem (API) or a page that keeps
// what was typed. Strict CSP, no sniffing, no framing, no referrer on every reply.

import Casework
import Foundation
import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore
import Office
import ServiceLifecycle

package enum Site {
    static let bodyLimit = 2 << 20

    package static func routes() -> [Route] { API.routes + Pages.routes + SyncRoutes.routes }

    /// The application, ready to run on `address`.
    package static func application(
        _ house: House, host: String, port: Int, logger: Logger, onRunning: @escaping @Sendable () -> Void
    ) -> some ApplicationProtocol {
        let router = Router(context: SiteContext.self)
        router.add(middleware: NotFound(house: house))
        var taken: [String: Set<String>] = [:]
        for route in routes() {
            let methods = route.method == "GET" ? ["GET", "HEAD"] : [route.method]
            for name in methods where taken[route.path]?.contains(name) != true {
                taken[route.path, default: []].insert(name)
                let method = HTTPRequest.Method(name) ?? .get
                router.on(RouterPath(hummingbirdPath(route.path)), method: method) { request, context in
                    let response = await answer(route, request, context, house, logger)
                    return name == "HEAD" ? withoutBody(response) : response
                }
            }
        }
        for (path, methods) in taken.sorted(by: { $0.key < $1.key }) {
            for name in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] where !methods.contains(name) {
                router.on(RouterPath(hummingbirdPath(path)), method: HTTPRequest.Method(name) ?? .get) {
                    request, context in
                    wrongMethod(methods, request, context, house)
                }
            }
        }
        return Application(
            router: router, configuration: .init(address: .hostname(host, port: port), serverName: "motcua"),
            onServerRunning: { _ in onRunning() }, logger: logger)
    }

    private static func withoutBody(_ response: Response) -> Response {
        Response(status: response.status, headers: response.headers, body: .init())
    }

    private static func wrongMethod(
        _ allowed: Set<String>, _ request: Request, _ context: SiteContext, _ house: House
    ) -> Response {
        var reply =
            missing(request, house, status: 405)
            ?? Reply.problem(
                slug: "wrong-method", status: 405, vi: "Đường dẫn này không nhận thao tác đó.",
                en: "This address does not take that method.")
        reply.headers.append(("allow", allowed.sorted().joined(separator: ", ")))
        return response(reply)
    }

    static func hummingbirdPath(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") ? ":" + $0.dropFirst().dropLast() : String($0) }.joined(separator: "/")
    }

    private static func answer(
        _ route: Route, _ request: Request, _ context: SiteContext, _ house: House, _ logger: Logger
    ) async -> Response {
        do {
            let exchange = try await exchange(route, request, context, house)
            do {
                if exchange.cookieToken != nil, !["GET", "HEAD"].contains(route.method),
                    route.intake != .form,
                    exchange.header("authorization") == nil
                {
                    try CSRF.check(exchange)
                }
                if route.right == .staff { _ = try exchange.requireCaller() }
                return response(Gzip.compressed(try await route.handler(exchange), accepted: exchange.header("accept-encoding")))
            } catch  where route.document == nil && route.right != .site {
                return response(Pages.failure(error, exchange, log: logger))
            }
        } catch {
            return response(.problem(error, log: logger))
        }
    }

    private static func exchange(
        _ route: Route, _ request: Request, _ context: SiteContext, _ house: House
    ) async throws -> Exchange {
        var body: [UInt8] = []
        do {
            if route.intake == .collected {
                body = Array(buffer: try await request.body.collect(upTo: bodyLimit))
            }
        } catch is NIOTooManyBytesError {
            throw Refusal(
                .invalid, "too-large", vi: "Nội dung gửi lên quá lớn (tối đa 2 MB).",
                en: "The body is too large (at most 2 MB).")
        }
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = headers["host"] ?? request.head.authority
        let now = house.clock()
        var (bearer, cookie): (String?, String?) = (nil, nil)
        if let authorization = headers["authorization"] {
            guard authorization.lowercased().hasPrefix("bearer ") else { throw Refusal.unauthenticated }
            bearer = String(authorization.dropFirst(7)).trimmingCharacters(in: .whitespaces)
        } else {
            cookie = Cookie.value(house.cookie, in: headers["cookie"])
        }
        let caller = try (bearer ?? cookie).flatMap { try house.accounts.caller(token: $0, now: now) }
        if bearer != nil && caller == nil { throw Refusal.unauthenticated }
        return Exchange(
            house: house, method: route.method, path: request.uri.path,
            parameters: Dictionary(
                context.parameters.map {
                    (String($0.key), $0.value.removingPercentEncoding ?? String($0.value))
                }
            ) { a, _ in a },
            query: Form.decode(Array((request.uri.query ?? "").utf8)),
            headers: headers, body: body, now: now, caller: caller, cookieToken: caller == nil ? nil : cookie,
            address: address(headers, context, house),
            incoming: route.intake == .collected ? nil : IncomingBody(body: request.body))
    }

    private static func address(
        _ headers: [String: String], _ context: SiteContext, _ house: House
    ) -> String {
        // The last entry is the one that our own proxy wrote.
        let forwarded = house.behindProxy ? headers["x-forwarded-for"]?.split(separator: ",").last : nil
        return forwarded.map { $0.trimmingCharacters(in: .whitespaces) }
            ?? context.remoteAddress?.ipAddress ?? "-"
    }

    /// A page for a browser that asked for what is not there; nil for anything else that asks.
    fileprivate static func missing(_ request: Request, _ house: House, status: Int) -> Reply? {
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        guard headers["accept"]?.contains("text/html") == true, !request.uri.path.hasPrefix("/api/") else {
            return nil
        }
        let (now, cookie) = (house.clock(), Cookie.value("motcua", in: headers["cookie"]))
        var caller: Caller?
        // A session that cannot be read just now: the page is shown as to a visitor.
        do { caller = try cookie.flatMap { try house.accounts.caller(token: $0, now: now) } } catch {}
        return Pages.missing(
            Exchange(
                house: house, method: "GET", path: request.uri.path, parameters: [:], query: [:],
                headers: headers, body: [], now: now, caller: caller,
                cookieToken: caller == nil ? nil : cookie, address: "-", incoming: nil), status: status)
    }

    static func response(_ reply: Reply) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = reply.contentType
        if reply.stream == nil { headers[.contentLength] = String(reply.body.count) }
        let own = Set(reply.headers.map { $0.0.lowercased() })
        for (name, value) in safety.filter({ !own.contains($0.0) }) + reply.headers {
            if let field = HTTPField.Name(name) { headers.append(HTTPField(name: field, value: value)) }
        }
        return Response(status: .init(code: reply.status), headers: headers, body: body(reply))
    }

    /// A stream ends with the server's stop, so that pages left open do not hold it up.
    private static func body(_ reply: Reply) -> ResponseBody {
        guard let stream = reply.stream else { return .init(byteBuffer: ByteBuffer(bytes: reply.body)) }
        return .init(asyncSequence: stream.map { ByteBuffer(bytes: $0) }.cancelOnGracefulShutdown())
    }

    /// What a page of ours may load and do.
    static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private static let safety = [
        (
            "content-security-policy",
            policy
        ),
        ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ]
}

/// A request's context, with the address it came from.
package struct SiteContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

/// Answers what no route matches.
private struct NotFound: RouterMiddleware {
    let house: House

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            return Site.response(
                Site.missing(request, house, status: Int(error.status.code)) ?? .problem(
                    slug: "no-such-page", status: Int(error.status.code), vi: "Không có trang này.",
                    en: "There is no such page."))
        }
    }
}

enum Cookie {
    static func value(_ name: String, in header: String?) -> String? {
        for part in (header ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0].trimmingCharacters(in: .whitespaces) == name {
                return pair[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }
}
