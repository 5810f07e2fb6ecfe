// DossierAPI.swift: take dossiers in, look at them, act on them, list and find them.

import Casework
import Foundation
import Office

extension API {
    static let dossierRoutes = [
        Route(
            "POST", "/api/v1/dossiers", .counterOrApplicant, "Take a dossier in",
            RouteDocument(request: "Filing", response: "Receipt", status: 201)
        ) { exchange in
            let json = try exchange.decoded(FilingJSON.self)
            var filing = try json.filing()
            filing.uploads = (json.uploads ?? []).map { item in
                let owner =
                    exchange.caller.map { "user:\($0.user)" }
                    ?? json.draft.map { ReturnCode.owner($0, exchange.house) } ?? "open:\(item.upload)"
                return PaperUpload(id: item.upload, owner: owner, paper: item.paper)
            }
            guard filing.uploads.count <= PaperLimit.files else { throw Refusal.papersTooLarge }
            let caller = exchange.caller ?? .visitor
            if exchange.caller == nil, filing.channel != .online { throw Refusal.unauthenticated }
            if exchange.caller == nil { try exchange.house.limiter.count(.filing, exchange) }
            let context = try exchange.command(by: caller)
            let receipt = try await exchange.house.server.submit { [filing] in
                try $0.receive(filing, context)
            }
            return try .json(ReceiptJSON(receipt, withCode: true), status: 201)
        },
        Route(
            "GET", "/api/v1/dossiers/{number}", .staff, "One dossier, and what you may do with it",
            RouteDocument(response: "Dossier")
        ) { exchange in
            let view = try await DossierAPI.view(exchange)
            return try .json(DossierJSON(view), headers: [("etag", "\"\(view.dossier.version)\"")])
        },
        Route(
            "POST", "/api/v1/dossiers/batch/{action}", .staff, "One action on many dossiers",
            RouteDocument(request: "Batch", response: "BatchResult")
        ) { exchange in
            let batch = try exchange.decoded(BatchJSON.self)
            let caller = try exchange.requireCaller()
            guard (1...500).contains(batch.numbers.count) else {
                throw Refusal.badValue(
                    "numbers", "numbers", vi: "từ 1 đến 500 hồ sơ", en: "1 to 500 dossiers")
            }
            let base = try exchange.command(by: caller)
            var results: [BatchLineJSON] = []
            for number in batch.numbers {
                var context = base
                context.key = base.key.map { ("\($0.id)/\(number)", $0.fingerprint) }
                context.commandID = exchange.house.randomID()
                let (action, input, one) = (exchange.parameter("action"), batch.input, context)
                do {
                    let receipt = try await exchange.house.server.submit {
                        try $0.perform(action, on: number, input, one)
                    }
                    results.append(
                        BatchLineJSON(
                            number: number, done: true, status: StatusJSON(receipt.state),
                            version: receipt.version))
                } catch let refusal as Refusal {
                    results.append(BatchLineJSON(number: number, done: false, refusal: Problem(refusal)))
                }
            }
            return try .json(ListJSON(items: results, next: nil))
        },
        Route(
            "POST", "/api/v1/dossiers/{number}/{action}", .staff, "Act on a dossier",
            RouteDocument(request: "ActionInput", response: "Receipt")
        ) { exchange in
            let input = ActionInput(try exchange.decoded(InputJSON.self).values)
            let context = try exchange.command(by: try exchange.requireCaller())
            let (number, action) = (exchange.parameter("number"), exchange.parameter("action"))
            let receipt = try await exchange.house.server.submit {
                try $0.perform(action, on: number, input, context)
            }
            return try .json(
                ReceiptJSON(receipt, withCode: false), headers: [("etag", "\"\(receipt.version)\"")])
        },
        Route(
            "GET", "/api/v1/inbox", .staff, "A unit's dossiers, most urgent first",
            RouteDocument(
                query: ["unit", "field", "state", "holder", "procedure", "step", "cursor", "limit"], response: "DossierList")
        ) { exchange in
            let caller = try exchange.requireCaller()
            let (filter, limit) = (try DossierAPI.filter(exchange, caller), try exchange.limit())
            let (cursor, now) = (exchange.query["cursor"], exchange.now)
            let page = try await exchange.house.server.ask {
                try InboxQuestion.ask(filter, caller: caller, cursor: cursor, limit: limit, now: now, $0, $1)
            }
            return try .json(ListJSON(items: page.items.map(DossierLineJSON.init), next: page.next))
        },
        Route(
            "GET", "/api/v1/search", .staff, "Find dossiers",
            RouteDocument(query: ["q", "cursor", "limit"], response: "DossierList")
        ) { exchange in
            let caller = try exchange.requireCaller()
            let (text, limit, now) = (exchange.query["q"] ?? "", try exchange.limit(), exchange.now)
            let offset = try exchange.offset()
            let found = try await exchange.house.server.ask {
                try SearchQuestion.ask(text, caller: caller, limit: offset + limit + 1, now: now, $0, $1)
            }
            return try .json(
                ListJSON.page(found.dropFirst(offset).map(DossierLineJSON.init), limit: limit, offset: offset)
            )
        },
    ]
}

enum DossierAPI {
    /// The dossier as the caller may see it; the look is recorded.
    static func view(_ exchange: Exchange, number: String? = nil) async throws -> DossierView {
        let caller = try exchange.requireCaller()
        let (number, now) = (number ?? exchange.parameter("number"), exchange.now)
        let view = try await exchange.house.server.ask {
            try DossierQuestion.ask(number, caller: caller, now: now, $0, $1)
        }
        if !view.redacted {
            exchange.house.server.looked(caller.user, at: number, purpose: "dossier", now: now)
        }
        return view
    }

    static func filter(_ exchange: Exchange, _ caller: Caller) throws -> InboxQuestion.Filter {
        guard let unit = exchange.query["unit"] ?? caller.units.first else {
            throw Refusal.missing("unit", "unit")
        }
        var state: DossierState?
        if let text = exchange.query["state"], !text.isEmpty {
            guard let known = DossierState(rawValue: text) else {
                throw Refusal.badValue(
                    "state", "state", vi: "không có trạng thái “\(text)”", en: "there is no such state")
            }
            state = known
        }
        func some(_ name: String) -> String? { exchange.query[name].flatMap { $0.isEmpty ? nil : $0 } }
        return InboxQuestion.Filter(
            unit: unit, field: some("field"), state: state, holder: some("holder"),
            procedure: some("procedure"), step: some("step"))
    }
}

// MARK: what comes in

/// A value of any simple type, read as text; a list joins with `,`.
struct InputValue: Decodable {
    var text: String
    init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
            var items: [String] = []
            while !list.isAtEnd { items.append(try list.decode(InputValue.self).text) }
            text = items.joined(separator: ",")
            return
        }
        let box = try decoder.singleValueContainer()
        if box.decodeNil() {
            text = ""
        } else if let flag = try? box.decode(Bool.self) {
            text = flag ? "true" : "false"
        } else if let number = try? box.decode(Int64.self) {
            text = String(number)
        } else {
            text = try box.decode(String.self)
        }
    }
}

struct InputJSON: Decodable {
    var values: [String: String]
    init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: InputValue].self).mapValues(\.text)
    }
}

struct BatchJSON: Decodable {
    var numbers: [String]
    var input: ActionInput
    init(from decoder: any Decoder) throws {
        let all = try decoder.container(keyedBy: AnyKey.self)
        numbers = try all.decode([String].self, forKey: AnyKey("numbers"))
        var values: [String: String] = [:]
        for key in all.allKeys where key.stringValue != "numbers" {
            values[key.stringValue] = try all.decode(InputValue.self, forKey: key).text
        }
        input = ActionInput(values)
    }
}

struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

struct FilingJSON: Decodable {
    struct PersonJSON: Decodable {
        var type: String?
        var name, idNumber: String
        var phone, email, address: String?
        func person(_ at: String) throws -> Person {
            guard let kind = PersonType(rawValue: type ?? "citizen") else {
                throw Refusal.badValue(
                    "\(at).type", "Loại đối tượng", vi: "citizen hoặc organisation",
                    en: "citizen or organisation")
            }
            return Person(
                type: kind, name: name, idNumber: idNumber, phone: phone, email: email, address: address ?? ""
            )
        }
    }
    struct PaperJSON: Decodable {
        var id: String
        var copies: Int?
        var source: String?
        var file: String?
    }
    var unit, procedure, channel: String
    var `case`, receivedAt, competentAgency, pickUpUnit, resultChannel, supportPoint, due, ground: String?
    var applicant: PersonJSON
    var authorised: PersonJSON?
    var form: [String: InputValue]?
    var papers: [PaperJSON]?
    var quantity: Int?
    var exemptions: [String]?
    var accept, needsVerification: Bool?
    var uploads: [AttachmentJSON.Item]?
    /// Return code of the draft that the uploads belong to.
    var draft: String?

    func filing() throws -> Filing {
        var filing = Filing(
            unit: unit, procedure: procedure, channel: try channel(channel, "channel"),
            applicant: try applicant.person("applicant"))
        filing.case = `case`
        filing.receivedAt = try instant(receivedAt, "receivedAt")
        filing.authorised = try authorised?.person("authorised")
        filing.form = (form ?? [:]).mapValues(\.text)
        filing.papers = try (papers ?? []).map { paper in
            let source = paper.source ?? "handedIn"
            guard ["handedIn", "shown", "fromData", "reused", "digital"].contains(source) else {
                throw Refusal.badValue(
                    "papers", "papers.source", vi: "không có “\(source)”", en: "there is no “\(source)”")
            }
            // A file's name stands in the facts: nothing but a hash may.
            guard paper.file.map({ $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) }) ?? true else {
                throw Refusal.badValue(
                    "papers", "papers.file", vi: "cần SHA-256 dạng 64 chữ số hex", en: "64 hex digits are needed")
            }
            return PaperIn(id: paper.id, copies: paper.copies ?? 1, source: source, file: paper.file)
        }
        filing.quantity = quantity ?? 1
        filing.competentAgency = competentAgency
        filing.pickUpUnit = pickUpUnit
        filing.supportPoint = supportPoint
        filing.resultChannel = try resultChannel.map { try channel($0, "resultChannel") }
        filing.exemptions = exemptions ?? []
        filing.accept = accept ?? false
        filing.needsVerification = needsVerification ?? false
        filing.due = try instant(due, "due")
        filing.ground = ground
        return filing
    }

    private func channel(_ text: String, _ field: String) throws -> Procedure.Channel {
        guard let channel = Procedure.Channel(rawValue: text) else {
            throw Refusal.badValue(
                field, field, vi: "counter, online hoặc post", en: "counter, online or post")
        }
        return channel
    }
    private func instant(_ text: String?, _ field: String) throws -> Instant? {
        guard let text, !text.isEmpty else { return nil }
        guard let time = Instant(text) else {
            throw Refusal.badValue(
                field, field, vi: "cần ngày giờ có thật dạng 2026-11-23T15:00:00+07:00",
                en: "a real ISO 8601 time is needed")
        }
        return time
    }
}

// MARK: what goes out

struct StatusJSON: Encodable {
    var national: Int
    var state: String
    var vi: String
    init(_ state: DossierState) {
        national = state.national
        self.state = state.rawValue
        vi = state.vietnamese
    }
}

struct ReceiptJSON: Encodable {
    var number: String
    var status: StatusJSON
    var received: String
    var due, acceptBy: String?
    var version: Int
    var trackingCode: String?
    let withCode: Bool

    init(_ receipt: Receipt, withCode: Bool) {
        number = receipt.number
        status = StatusJSON(receipt.state)
        received = receipt.received.description
        due = receipt.due?.description
        acceptBy = receipt.acceptBy?.description
        version = receipt.version
        trackingCode = receipt.trackingCode
        self.withCode = withCode
    }
    enum Keys: String, CodingKey { case number, status, received, due, acceptBy, version, trackingCode }
    func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Keys.self)
        try box.encode(number, forKey: .number)
        try box.encode(status, forKey: .status)
        try box.encode(received, forKey: .received)
        try box.encode(due, forKey: .due)
        try box.encode(acceptBy, forKey: .acceptBy)
        try box.encode(version, forKey: .version)
        if withCode { try box.encode(trackingCode, forKey: .trackingCode) }
    }
}

struct BatchLineJSON: Encodable {
    var number: String
    var done: Bool
    var status: StatusJSON?
    var version: Int?
    var refusal: Problem?
}

struct DossierLineJSON: Encodable {
    var number, procedure, procedureName, field, kind, unit, channel, received: String
    var status: StatusJSON
    var inTransitTo, applicant, holder, due, acceptBy: String?
    var remainingMinutes: Int?
    var version: Int
    init(_ line: DossierLine) {
        number = line.number
        procedure = line.procedure
        procedureName = line.procedureName
        field = line.field
        kind = line.kind
        unit = line.unit
        channel = line.channel
        received = line.received.description
        status = StatusJSON(line.state)
        inTransitTo = line.inTransitTo
        applicant = line.applicant
        holder = line.holder
        due = line.due?.description
        acceptBy = line.acceptBy?.description
        remainingMinutes = line.remainingMinutes
        version = line.version
    }
}
