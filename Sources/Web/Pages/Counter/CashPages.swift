// CashPages.swift: the cash book: take the fee of a dossier, the receipts of a day, voiding, exemption, closing the day.

import Casework
import Foundation
import Office

extension Pages {
    static let cashRoutes = [
        page("GET", "/quay/thu-tien", .staff, "The cash book of a day") { exchange in
            try await cashPage(exchange)
        },
        page("POST", "/quay/thu-tien", .staff, "Take a fee") { exchange in
            let (caller, typed) = (try exchange.requireCaller(), exchange.typed)
            let number = typed["number"] ?? ""
            let input = ActionInput([
                "amount": typed["amount"] ?? "", "receipt": typed["receipt"] ?? "", "method": typed["method"] ?? "cash",
            ])
            let context = exchange.command(as: caller, key: typed["key"])
            return try await acted(exchange, part: "take") {
                _ = try await exchange.house.server.submit {
                    try $0.perform("confirm-payment", on: number, input, context)
                }
                let view = try await exchange.house.server.ask {
                    try DossierQuestion.ask(number, caller: caller, now: exchange.now, $0, $1)
                }
                let receipt = view.dossier.payment.receipts.last ?? ""
                return "/quay/thu-tien/\(view.dossier.custody.unit)/\(URLText.encoded(receipt))?in=1"
            }
        },
        page("POST", "/quay/thu-tien/mien", .staff, "Exempt a dossier from its fees") { exchange in
            let (caller, typed) = (try exchange.requireCaller(), exchange.typed)
            let context = exchange.command(as: caller)
            let (number, ground, text) = (typed["number"] ?? "", typed["ground"] ?? "", typed["text"] ?? "")
            return try await acted(exchange, part: "exempt") {
                _ = try await exchange.house.server.submit {
                    try $0.exemptFees(of: number, ground: ground, text: text, context)
                }
                return "/quay/thu-tien?xong=mien"
            }
        },
        page("POST", "/quay/thu-tien/khoa-so", .staff, "Close the day") { exchange in
            let (caller, typed) = (try exchange.requireCaller(), exchange.typed)
            let context = exchange.command(as: caller)
            let unit = typed["unit"] ?? ""
            let clerk = (typed["clerk"] ?? "").isEmpty ? nil : typed["clerk"]
            return try await acted(exchange, part: "close") {
                guard let day = CivilDate(typed["day"] ?? "") else { throw Refusal.missing("day", Texts.Cash.day.words) }
                guard let counted = Money.read(typed["counted"]) else {
                    throw Refusal.badValue(
                        "counted", Texts.Cash.counted.words, vi: "hãy ghi số tiền đếm được", en: "enter the counted sum")
                }
                let (ground, text) = (typed["ground"].flatMap { $0.isEmpty ? nil : $0 }, typed["text"] ?? "")
                _ = try await exchange.house.server.submit {
                    try $0.closeCashDay(
                        day, unit: unit, clerk: clerk, counted: counted, ground: ground, text: text, context)
                }
                return "/quay/thu-tien?unit=\(unit)&ngay=\(day)&xong=khoa"
            }
        },
        page("GET", "/quay/thu-tien/{unit}/{number}", .staff, "One receipt, to print") { exchange in
            try await receiptPage(exchange, refusal: nil)
        },
        page("POST", "/quay/thu-tien/{unit}/{number}", .staff, "Void a receipt") { exchange in
            let (caller, typed) = (try exchange.requireCaller(), exchange.typed)
            let (unit, number) = (exchange.parameter("unit"), exchange.parameter("number"))
            let context = exchange.command(as: caller)
            do {
                let replacement = Money.read(typed["amount"]).map { Replacement(amount: $0, method: typed["method"] ?? "cash") }
                let given = try await exchange.house.server.submit {
                    try $0.voidReceipt(
                        number, unit: unit, ground: typed["ground"] ?? "", text: typed["text"] ?? "",
                        replacement: replacement, context)
                }
                let path = "/quay/thu-tien/\(unit)/\(URLText.encoded(given ?? number))"
                return .redirect(given == nil ? path + "?xong=huy" : path + "?in=1")
            } catch let refusal as Refusal where refusal.kind != .forbidden {
                return try await receiptPage(exchange, refusal: refusal)
            }
        },
    ]

    private static func acted(
        _ exchange: Exchange, part: String, _ body: () async throws -> String
    ) async throws -> Reply {
        do { return .redirect(try await body()) } catch let refusal as Refusal where refusal.kind != .forbidden {
            return try await cashPage(exchange, refusal: refusal, part: part)
        }
    }

    private static func cashPage(_ exchange: Exchange, refusal: Refusal? = nil, part: String = "") async throws -> Reply {
        let caller = try exchange.requireCaller()
        let typed = exchange.method == "POST" ? exchange.typed : [:]
        let units = caller.workUnits
        guard let own = units.first else {
            throw Refusal.noRight("xem sổ quỹ", "see the cash book", unit: caller.units.joined(separator: ", "))
        }
        let asked = typed["unit"] ?? exchange.query["unit"] ?? own
        let unit = units.contains(asked) ? asked : own
        let now = exchange.now
        let day = CivilDate(typed["day"] ?? exchange.query["ngay"] ?? "") ?? now.date
        let view = try await exchange.house.server.ask {
            try CashQuestion.day(unit, day, caller: caller, now: now, $0, $1)
        }
        var page = CashPage(exchange: exchange, view: view, units: units, refusal: refusal, part: part, typed: typed)
        let sought = typed["number"] ?? exchange.text("so")
        if !sought.isEmpty {
            do { page.dossier = try await found(sought, unit, caller, exchange) } catch let refusal as Refusal {
                page.refusal = page.refusal ?? refusal
            }
        }
        return page.reply
    }

    /// A dossier by its number, or by the end of it as people read it out.
    private static func found(
        _ text: String, _ unit: String, _ caller: Caller, _ exchange: Exchange
    ) async throws -> DossierView {
        let now = exchange.now
        let agency = exchange.house.server.office.directory.unit(unit)?.agencyCode ?? ""
        let plain = VietnameseText.plain(String(text.prefix(60))).uppercased()
        let number = plain.hasPrefix("H") || plain.hasPrefix("G") ? plain : "\(agency)-\(plain)"
        let view = try await exchange.house.server.ask {
            try DossierQuestion.ask(number, caller: caller, now: now, $0, $1)
        }
        exchange.house.server.looked(caller.user, at: number, purpose: "payment", now: now)
        return view
    }

    private static func receiptPage(_ exchange: Exchange, refusal: Refusal?) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let (unit, number, now) = (exchange.parameter("unit"), exchange.parameter("number"), exchange.now)
        let found = try await exchange.house.server.ask { tx, office in
            guard let receipt = try CashQuestion.receipt(number, unit: unit, caller: caller, tx, office) else {
                return nil as (CashReceipt, [DossierView])?
            }
            // Whoever keeps the book sees its receipts; who paid is told to those who may see the dossier.
            let views = try receipt.dossiers.compactMap { dossier in
                do { return try DossierQuestion.ask(dossier, caller: caller, now: now, tx, office) as DossierView? } catch
                    is Refusal
                { return nil }
            }
            return (receipt, views)
        }
        guard let (receipt, views) = found else {
            throw Refusal(.notFound, "unknown-receipt", vi: Texts.Cash.unknown.vi, en: Texts.Cash.unknown.en)
        }
        for view in views { exchange.house.server.looked(caller.user, at: view.dossier.number, purpose: "payment", now: now) }
        return CashReceiptPage(receipt: receipt, views: views, exchange: exchange, refusal: refusal).reply
    }
}

extension Money {
    /// A sum as people type it, `230.000 đ`; nil when there is none.
    static func read(_ text: String?) -> Int? {
        guard let text, !text.contains("-") else { return nil }
        let digits = VietnameseText.folded(text).filter(\.isNumber)
        return digits.count > 13 ? nil : Int(digits)
    }
}
