// TakePages.swift: taking a ticket in the hall or on a phone: the place, four big choices, the ticket, the board.
//
// No log-in and no script needed. The place is chosen once (`?unit=`) and remembered; `?kiosk=1` makes a device the
// hall's machine. A form carries a key, so that a double tap gives one ticket.

import Casework
import Office

extension Pages {
    static let queueRoutes = takeRoutes + callRoutes

    private static let takeRoutes = [
        page("GET", "/lay-so", .everyone, "Take a ticket: choose the place, then what for") { exchange in
            let place = QueuePlaceCookie(exchange)
            guard let unit = place.unit else { return chooseUnit(exchange, nil) }
            do {
                _ = try QueueQuestion.unit(unit, exchange.house.server.office.directory)
            } catch let refusal as Refusal { return chooseUnit(exchange, refusal) }
            return try await TakePage(exchange, unit: unit, isKiosk: place.isKiosk).reply(
                headers: [place.header])
        },
        page("POST", "/lay-so", .everyone, "Take a ticket") { exchange in try await take(exchange) },
        page("GET", "/lay-so/bang", .everyone, "The board of called numbers") { exchange in
            let place = QueuePlaceCookie(exchange)
            guard let unit = place.unit else { return chooseUnit(exchange, nil) }
            let view = try await queueView(unit, exchange)
            return BoardPage(exchange: exchange, view: view).reply
        },
        page("GET", "/lay-so/{ticket}", .everyone, "A ticket: place, expected wait, come now") { exchange in
            try await showTicket(exchange, nil)
        },
        page("POST", "/lay-so/{ticket}/huy", .trackingCode, "Cancel one's ticket") { exchange in
            let (text, code) = (exchange.parameter("ticket"), exchange.typed["ma"])
            let context = exchange.command(as: exchange.caller ?? .ticketTaker)
            do {
                _ = try await exchange.house.server.submit { try $0.cancelTicket(text, code: code, context) }
                return .redirect(TicketPage.path(text, code))
            } catch let refusal as Refusal where refusal.kind == .conflict {
                return try await showTicket(exchange, refusal)
            }
        },
    ]

    static func queueView(
        _ unit: String, inDetail: Bool = false, _ exchange: Exchange
    ) async throws -> QueueView {
        let now = exchange.now
        return try await exchange.house.server.ask {
            try QueueQuestion.view(unit, inDetail: inDetail, now: now, $0, $1)
        }
    }

    private static func take(_ exchange: Exchange) async throws -> Reply {
        let typed = exchange.typed
        let (unit, priority) = (typed["unit"] ?? "", TicketPriority(rawValue: typed["priority"] ?? ""))
        let isKiosk = typed["channel"] == TicketChannel.kiosk.rawValue
        if typed["group"] == "more" {
            let kept = priority.map { "&priority=\($0.rawValue)" } ?? ""
            return .redirect("/lay-so?unit=\(URLText.encoded(unit))&more=1\(kept)")
        }
        do {
            guard let group = QueueGroup(rawValue: typed["group"] ?? "") else {
                throw Refusal.missing("group", Texts.Queue.groupLabel.words)
            }
            let isStaff = exchange.caller?.isAtCounter(of: unit) ?? false
            let request = TicketRequest(
                unit: unit, group: group, priority: priority,
                channel: isKiosk ? .kiosk : isStaff ? .desk : .phone)
            let context = exchange.command(as: exchange.caller ?? .ticketTaker, key: typed["key"])
            let receipt = try await exchange.house.server.submit { try $0.takeTicket(request, context) }
            let number = receipt.ticket.number.description
            var headers: [(String, String)] = []
            if request.channel == .phone {
                headers = [
                    ("set-cookie", "phieu=\(number).\(receipt.code); Path=/lay-so; Max-Age=43200; HttpOnly; SameSite=Lax")
                ]
            }
            let more = request.channel == .phone ? "" : "&in=1"
            return .redirect(TicketPage.path(number, receipt.code) + more, headers: headers)
        } catch let refusal as Refusal {
            if refusal.slug == "no-queue" { return chooseUnit(exchange, refusal) }
            return try await TakePage(
                exchange, unit: unit, isKiosk: isKiosk, chosen: priority, refusal: refusal
            ).reply()
        }
    }

    private static func showTicket(_ exchange: Exchange, _ refusal: Refusal?) async throws -> Reply {
        let text = exchange.parameter("ticket")
        guard let number = TicketNumber(text) else { throw Refusal.unknownTicket(text) }
        let now = exchange.now
        let (ticket, view) = try await exchange.house.server.ask { tx, office in
            guard let ticket = try QueueQuestion.ticket(number, tx) else { throw Refusal.unknownTicket(text) }
            return (ticket, try QueueQuestion.view(number.unit, inDetail: true, now: now, tx, office))
        }
        return TicketPage(exchange: exchange, ticket: ticket, view: view, refusal: refusal).reply
    }

    private static func chooseUnit(_ exchange: Exchange, _ problem: Refusal?) -> Reply {
        let directory = exchange.house.server.office.directory
        let units = directory.unitCodes.compactMap { directory.unit($0) }
            .filter { [.ward, .commune, .specialZone].contains($0.kind) }
            .map { ($0, VietnameseText.folded($0.name)) }.sorted { ($0.1, $0.0.code) < ($1.1, $1.0.code) }
        let options: [HTML] = units.map { "<option value=\"\($0.0.code)\">\($0.0.name)</option>\n" }
        let to = exchange.path.hasSuffix("/bang") ? "/lay-so/bang" : "/lay-so"
        let body: HTML = """
            <div class="narrow"><h1>\(Texts.Queue.chooseUnit)</h1>
            <p class="lead">\(Texts.Queue.chooseUnitLead)</p>
            \(ProblemNotice(problem, target: problem == nil ? nil : "unit"))
            <form method="get" action="\(to)">
            <div class="field"><label for="unit">\(Texts.Queue.unit)</label><select id="unit" name="unit" required>
            \(options)</select></div>
            <p class="buttons"><button class="do seal">\(Texts.Queue.choose)</button></p></form></div>
            """
        return exchange.page(
            Texts.Queue.chooseUnit.words, at: "/lay-so", status: problem?.status ?? 200, body)
    }
}

/// The remembered place of a device: `27373`, or `27373.k` for the machine in the hall.
struct QueuePlaceCookie {
    let unit: String?
    let isKiosk: Bool

    init(_ exchange: Exchange) {
        let kept = Cookie.value("lay-so", in: exchange.header("cookie")) ?? ""
        let parts = kept.split(separator: ".")
        let asked = exchange.text("unit")
        let remembered = parts.first.map(String.init)
        // Goes into a header: letters, digits and dashes only.
        let wanted = (asked.isEmpty ? remembered : asked) ?? ""
        let isPlain = wanted.utf8.count <= 40 && wanted.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
        }
        unit = wanted.isEmpty || !isPlain || exchange.query["doi"] != nil ? nil : wanted
        isKiosk = exchange.query["kiosk"].map { $0 == "1" } ?? (parts.count > 1)
    }

    var header: (String, String) {
        (
            "set-cookie",
            "lay-so=\(unit ?? "")\(isKiosk ? ".k" : ""); Path=/lay-so; Max-Age=31536000; HttpOnly; SameSite=Lax"
        )
    }
}
