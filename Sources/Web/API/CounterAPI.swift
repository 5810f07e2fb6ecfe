// CounterAPI.swift: the cash book and the registers of certifications for machines: reading, and the day's closing.

import Casework
import Office

extension API {
    static let counterRoutes = [
        Route(
            "GET", "/api/v1/cash-book", .staff, "The cash book of a unit on a day",
            RouteDocument(query: ["unit", "day"], response: "CashDay")
        ) { exchange in
            let (caller, now) = (try exchange.requireCaller(), exchange.now)
            let (unit, day) = (try CounterAPI.unit(exchange, caller), try CounterAPI.day(exchange))
            let view = try await exchange.house.server.ask {
                try CashQuestion.day(unit, day, caller: caller, now: now, $0, $1)
            }
            return try .json(CashDayJSON(view))
        },
        Route(
            "POST", "/api/v1/cash-book/close", .staff, "Close a day's cash book",
            RouteDocument(request: "CashClosing", response: "CashDay")
        ) { exchange in
            let (caller, now) = (try exchange.requireCaller(), exchange.now)
            let body = try exchange.decoded(CashClosingJSON.self)
            guard let day = CivilDate(body.day) else {
                throw Refusal.badValue("day", "day", vi: "cần ngày dạng NNNN-TT-NN", en: "YYYY-MM-DD is needed")
            }
            let context = try exchange.command(by: caller)
            let view = try await exchange.house.server.submit { work in
                try work.once(context) { _ in
                    try work.closeCashDay(
                        day, unit: body.unit, clerk: body.clerk, counted: body.counted, ground: body.ground,
                        text: body.explanation ?? "", context)
                }
                return try CashQuestion.day(body.unit, day, caller: caller, now: now, work.tx, work.office)
            }
            return try .json(CashDayJSON(view))
        },
        Route(
            "GET", "/api/v1/registers", .staff, "A register of certifications on a day, or a whole book",
            RouteDocument(query: ["unit", "series", "day", "year", "book", "cursor", "limit"], response: "RegisterList")
        ) { exchange in
            let (caller, limit) = (try exchange.requireCaller(), try exchange.limit())
            let unit = try CounterAPI.unit(exchange, caller)
            guard let series = CertificateSeries(rawValue: exchange.query["series"] ?? "SCT/BS") else {
                throw Refusal.badValue("series", "series", vi: "SCT/BS hoặc SCT/CK,ĐC", en: "SCT/BS or SCT/CK,ĐC")
            }
            let book = exchange.query["book"].flatMap { Int($0) }
            let day = book == nil ? try CounterAPI.day(exchange) : nil
            let year = exchange.query["year"].flatMap { Int($0) } ?? (day ?? exchange.now.date).year
            let after = try exchange.query["cursor"].map { text in
                guard let number = Int(text), number >= 0 else {
                    throw Refusal(
                        .invalid, "bad-cursor", field: "cursor", vi: "Con trỏ trang không hợp lệ.",
                        en: "The cursor is not one of ours.")
                }
                return number
            }
            let lines = try await exchange.house.server.ask {
                try RegisterQuestion.ask(
                    unit, series, day: day, year: year, book: book, after: after ?? 0, limit: limit + 1, caller: caller, $0, $1)
            }
            let page = lines.prefix(limit)
            let next = lines.count > limit ? page.last.map { String($0.place.number) } : nil
            return try .json(ListJSON(items: page.map(RegisterLineJSON.init), next: next))
        },
    ]
}

enum CounterAPI {
    static func unit(_ exchange: Exchange, _ caller: Caller) throws -> String {
        guard let unit = exchange.query["unit"] ?? caller.units.first else { throw Refusal.missing("unit", "unit") }
        return unit
    }

    static func day(_ exchange: Exchange) throws -> CivilDate {
        guard let text = exchange.query["day"] else { return exchange.now.date }
        guard let day = CivilDate(text) else {
            throw Refusal.badValue("day", "day", vi: "cần ngày dạng NNNN-TT-NN", en: "YYYY-MM-DD is needed")
        }
        return day
    }
}

struct CashClosingJSON: Decodable {
    var unit: String
    var day: String
    var clerk: String?
    var counted: Int
    var ground: String?
    var explanation: String?
}

struct CashDayJSON: Encodable {
    struct Receipt: Encodable {
        var number: String
        var at: String
        var clerk: String
        var method: String
        var amount: Int
        var dossiers: [String]
        var void: Bool
        var voidGround: String?
    }
    struct Sums: Encodable {
        var receipts, cash, transfer, online: Int
        init(_ sums: CashSums) {
            (receipts, cash, transfer, online) = (sums.receipts, sums.cash, sums.transfer, sums.online)
        }
    }
    struct Closing: Encodable {
        var day: String
        var clerk: String?
        var counted, difference: Int
        var ground: String?
        var sums: Sums
    }
    var unit: String
    var day: String
    var closed: Bool
    var nextNumber: String
    var sums, open: Sums
    var receipts: [Receipt]
    var closings: [Closing]

    init(_ view: CashDay) {
        (unit, day, closed, nextNumber) = (view.unit, view.day.description, view.isClosed, view.nextNumber)
        (sums, open) = (Sums(view.sums), Sums(view.open))
        receipts = view.receipts.map {
            Receipt(
                number: $0.number, at: $0.at.description, clerk: $0.clerk, method: $0.method, amount: $0.amount,
                dossiers: $0.dossiers, void: $0.isVoid, voidGround: $0.voidGround)
        }
        closings = view.closings.map {
            Closing(
                day: $0.day.description, clerk: $0.clerk, counted: $0.counted, difference: $0.difference, ground: $0.ground,
                sums: Sums($0.sums))
        }
    }
}

struct RegisterLineJSON: Encodable {
    var number, book, year: Int
    var series, title, day, dossier: String
    var pages, copies, fee: Int
    var void: Bool
    var voidGround: String?

    init(_ line: RegisterLine) {
        (number, book, year) = (line.place.number, line.place.book, line.place.year)
        (series, title) = (line.place.series.rawValue, line.place.title)
        (day, dossier) = (line.day.description, line.dossier)
        (pages, copies, fee) = (line.pages, line.copies, line.fee)
        (void, voidGround) = (line.isVoid, line.voidGround)
    }
}

extension Schemas {
    static let counter = """
          "CashSums": {
            "type": "object",
            "required": ["receipts", "cash", "transfer", "online"],
            "properties": {
              "receipts": {"type": "integer"}, "cash": {"type": "integer"}, "transfer": {"type": "integer"},
              "online": {"type": "integer"}
            }
          },
          "CashDay": {
            "type": "object",
            "required": ["unit", "day", "closed", "nextNumber", "sums", "open", "receipts", "closings"],
            "properties": {
              "unit": {"type": "string"}, "day": {"type": "string", "format": "date"}, "closed": {"type": "boolean"},
              "nextNumber": {"type": "string"},
              "sums": {"$ref": "#/components/schemas/CashSums"}, "open": {"$ref": "#/components/schemas/CashSums"},
              "receipts": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["number", "at", "clerk", "method", "amount", "dossiers", "void"],
                  "properties": {
                    "number": {"type": "string"}, "at": {"type": "string"}, "clerk": {"type": "string"},
                    "method": {"type": "string"}, "amount": {"type": "integer"},
                    "dossiers": {"type": "array", "items": {"type": "string"}}, "void": {"type": "boolean"},
                    "voidGround": {"type": "string"}
                  }
                }
              },
              "closings": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["day", "counted", "difference", "sums"],
                  "properties": {
                    "day": {"type": "string", "format": "date"}, "clerk": {"type": "string"},
                    "counted": {"type": "integer"}, "difference": {"type": "integer"}, "ground": {"type": "string"},
                    "sums": {"$ref": "#/components/schemas/CashSums"}
                  }
                }
              }
            }
          },
          "CashClosing": {
            "type": "object",
            "required": ["unit", "day", "counted"],
            "properties": {
              "unit": {"type": "string"}, "day": {"type": "string", "format": "date"}, "clerk": {"type": "string"},
              "counted": {"type": "integer", "minimum": 0, "maximum": 1000000000000},
              "ground": {"type": "string", "enum": ["miscounted", "changeGiven", "unrecorded", "counterfeit", "other"]},
              "explanation": {"type": "string", "maxLength": 4000}
            }
          },
          "RegisterList": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
              "items": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["number", "book", "year", "series", "title", "day", "dossier", "pages", "copies", "fee", "void"],
                  "properties": {
                    "number": {"type": "integer"}, "book": {"type": "integer"}, "year": {"type": "integer"},
                    "series": {"type": "string"}, "title": {"type": "string"}, "day": {"type": "string", "format": "date"},
                    "dossier": {"type": "string"}, "pages": {"type": "integer"}, "copies": {"type": "integer"},
                    "fee": {"type": "integer"}, "void": {"type": "boolean"}, "voidGround": {"type": "string"}
                  }
                }
              },
              "next": {"type": ["string", "null"]}
            }
          }
        """
}
