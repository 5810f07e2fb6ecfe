// Exchange.swift: one request as our handlers see it, one reply as they give it, and the table of routes.
//
// Every route, of the API and of the pages, declares who may call it (`Right`) and what it is for; a test holds the
// served OpenAPI document and the tidy rule “no route without a declared right” against this table.

package import Casework
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
package import Office

/// Who may call a route. Finer rights (unit, field, procedure) are the use cases' business.
package enum Right: String, Sendable {
    case everyone, staff, counterOrApplicant, trackingCode, city, operatorOnly, site
}

package struct Route: Sendable {
    package let method: String
    /// With `{name}` for parameters.
    package let path: String
    package let right: Right
    package let summary: String
    package let handler: @Sendable (Exchange) async throws -> Reply
    /// What the OpenAPI document says beyond path and right; nil for pages.
    package let document: RouteDocument?
    package let intake: Intake

    /// How the body is taken in: at once; as bytes or as a form with files that the handler reads while they arrive.
    package enum Intake: Sendable { case collected, bytes, form }

    package init(
        _ method: String, _ path: String, _ right: Right, _ summary: String, _ document: RouteDocument? = nil,
        intake: Intake = .collected,
        handler: @escaping @Sendable (Exchange) async throws -> Reply
    ) {
        self.method = method
        self.path = path
        self.right = right
        self.summary = summary
        self.document = document
        self.intake = intake
        self.handler = handler
    }
}

package struct RouteDocument: Sendable {
    package var query: [String] = []
    package var request: String?
    package var response: String
    package var status = 200
}

/// What all handlers need.
package struct House: Sendable {
    package let server: OfficeServer
    package let accounts: Accounts
    package let drafts: Drafts
    let live: LiveHub
    let shared = SharedAnswers()
    package let clock: @Sendable () -> Instant
    package let randomID: @Sendable () -> String
    /// A store of demo data: every page says so.
    package let isDemo: Bool
    package let startedAt: Instant
    /// Ways by which messages are sent from here.
    package let messaging: [MessageChannel]
    /// A store for practice: every page says so.
    package let isTraining: Bool
    /// Of the session. Browsers keep cookies by host and not by port: practice has its own beside the real store's.
    var cookie: String { isTraining ? "motcua-practice" : "motcua" }
    package let limiter: Limiter
    let paces = PaceBook()
    let outlooks = OutlookBook()
    /// The caller's address comes from the proxy in front (`X-Forwarded-For`).
    package let behindProxy: Bool

    package init(
        server: OfficeServer, accounts: Accounts, clock: @escaping @Sendable () -> Instant,
        randomID: @escaping @Sendable () -> String, isDemo: Bool, messaging: [MessageChannel] = [],
        isTraining: Bool = false, limiter: Limiter = Limiter(), behindProxy: Bool = false
    ) {
        self.limiter = limiter
        self.behindProxy = behindProxy
        self.server = server
        self.accounts = accounts
        drafts = Drafts(server.office)
        live = LiveHub(server)
        server.listen(1) { accounts.heard($0) }
        self.clock = clock
        self.randomID = randomID
        self.isDemo = isDemo
        startedAt = clock()
        self.messaging = messaging
        self.isTraining = isTraining
    }
}

/// One request.
package struct Exchange: Sendable {
    package let house: House
    package let method: String
    package let path: String
    package let parameters: [String: String]
    package let query: [String: String]
    package let headers: [String: String]
    package let body: [UInt8]
    package let now: Instant
    /// Nil for a visitor without a session.
    package let caller: Caller?
    /// The session's token when it came by cookie: pages' forms must carry its CSRF mark.
    package let cookieToken: String?
    /// Where the request comes from.
    package let address: String
    /// The body of a route that reads it itself.
    package let incoming: IncomingBody?

    package func header(_ name: String) -> String? { headers[name.lowercased()] }
    package func parameter(_ name: String) -> String { parameters[name] ?? "" }

    package func requireCaller() throws -> Caller {
        guard let caller else { throw Refusal.unauthenticated }
        return caller
    }

    /// How many items a list may have: `limit`, 1…500.
    /// - Parameter standard: where nothing is asked for.
    package func limit(default standard: Int = 50) throws -> Int {
        guard let text = query["limit"] else { return standard }
        guard let limit = Int(text), (1...500).contains(limit) else {
            throw Refusal.badValue("limit", "limit", vi: "từ 1 đến 500", en: "1 to 500")
        }
        return limit
    }

    /// Where a list counted by offset goes on: `cursor`, 0…10,000.
    package func offset() throws -> Int {
        guard let text = query["cursor"], !text.isEmpty else { return 0 }
        guard let offset = Int(text), (0...10_000).contains(offset) else {
            throw Refusal(
                .invalid, "bad-cursor", field: "cursor", vi: "Con trỏ trang không hợp lệ.",
                en: "The cursor is not one of ours.")
        }
        return offset
    }

    /// The body as `type`, or a refusal that names the field.
    package func decoded<T: Decodable>(_ type: T.Type) throws -> T {
        do {
            return try JSONDecoder().decode(type, from: Data(body.isEmpty ? Array("{}".utf8) : body))
        } catch let error as DecodingError {
            throw Refusal(decoding: error)
        }
    }

    /// The context of a command by this caller.
    /// - Parameter asked: what makes the request what it is, where that is not the whole body.
    package func command(by caller: Caller, asked: [String]? = nil) throws -> CommandContext {
        var key: (id: String, fingerprint: String)?
        if let id = header("idempotency-key") {
            guard !id.isEmpty, id.utf8.count <= 200, !id.contains("#"), !id.contains("|") else {
                throw Refusal.badValue(
                    "Idempotency-Key", "Idempotency-Key", vi: "1–200 ký tự, không có # và |",
                    en: "1–200 characters without # and |")
            }
            key = (id, CommandContext.fingerprint(method, path, asked.map { Array($0.joined(separator: "\n").utf8) } ?? body))
        }
        var version: Int?
        if let match = header("if-match"), match != "*" {
            guard let number = Int(match.trimmingCharacters(in: CharacterSet(charactersIn: "W/\" "))) else {
                throw Refusal.badValue(
                    "If-Match", "If-Match", vi: "cần số phiên bản của hồ sơ",
                    en: "the dossier's version is needed")
            }
            version = number
        }
        return CommandContext(
            caller: caller, now: now, key: key, expectedVersion: version, commandID: house.randomID())
    }
}

extension Refusal {
    init(decoding error: DecodingError) {
        let path: [any CodingKey]
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            path = context.codingPath
        case .keyNotFound(let key, let context): path = context.codingPath + [key]
        @unknown default: path = []
        }
        let name = path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        if case .keyNotFound = error {
            self = .missing(name, name)
        } else if name.isEmpty {
            self.init(
                .invalid, "bad-json", vi: "Nội dung gửi lên không phải JSON hợp lệ.",
                en: "The body is not valid JSON.")
        } else {
            self = .badValue(name, name, vi: "sai kiểu dữ liệu", en: "of the wrong type")
        }
    }
}

/// One reply.
package struct Reply: Sendable {
    package var status: Int
    package var contentType: String
    package var body: [UInt8]
    package var headers: [(String, String)]
    /// Sent after `body`, piece by piece, until it ends or the reader goes away.
    package var stream: AsyncStream<[UInt8]>?

    package init(status: Int = 200, contentType: String, body: [UInt8], headers: [(String, String)] = []) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
    }

    package static func json(
        _ value: some Encodable, status: Int = 200, headers: [(String, String)] = []
    ) throws -> Reply {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Reply(
            status: status, contentType: "application/json; charset=utf-8",
            body: Array(try encoder.encode(value)), headers: headers)
    }
    package static func redirect(_ to: String, headers: [(String, String)] = []) -> Reply {
        Reply(
            status: 303, contentType: "text/plain; charset=utf-8", body: [],
            headers: [("location", to)] + headers)
    }
}

/// A body on its way. The next bytes are asked for when the last ones have been dealt with.
package struct IncomingBody: Sendable {
    let body: RequestBody

    package func forEach(_ take: ([UInt8]) async throws -> Void) async throws {
        for try await buffer in body { try await take(Array(buffer: buffer)) }
    }
}
