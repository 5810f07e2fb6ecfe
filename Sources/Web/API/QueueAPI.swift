// QueueAPI.swift: the queue for machines: kiosks, boards, other ticket printers. No personal data.

import Casework
import Office

extension API {
    static let queueRoutes = [
        Route(
            "GET", "/api/v1/queue/{unit}", .everyone, "A unit's queue: counters, who waits, expected waits",
            RouteDocument(response: "Queue")
        ) { exchange in
            let view = try await Pages.queueView(exchange.parameter("unit"), inDetail: true, exchange)
            return try .json(QueueJSON(view))
        },
        Route(
            "POST", "/api/v1/queue/{unit}/tickets", .everyone, "Take a ticket",
            RouteDocument(request: "TicketRequest", response: "Ticket", status: 201)
        ) { exchange in
            let caller = exchange.caller ?? .ticketTaker
            let request = try exchange.decoded(TicketRequestJSON.self).request(exchange.parameter("unit"), caller)
            let context = try exchange.command(by: caller)
            let receipt = try await exchange.house.server.submit { try $0.takeTicket(request, context) }
            return try .json(TicketJSON(receipt.ticket, code: receipt.code), status: 201)
        },
        Route(
            "GET", "/api/v1/queue/{unit}/tickets/{ticket}", .everyone, "One ticket as it stands",
            RouteDocument(response: "Ticket")
        ) { exchange in
            let number = try QueueAPI.ticket(exchange)
            let now = exchange.now
            let (ticket, view) = try await exchange.house.server.ask { tx, office in
                guard let ticket = try QueueQuestion.ticket(number, tx) else {
                    throw Refusal.unknownTicket(number.description)
                }
                return (ticket, try QueueQuestion.view(number.unit, inDetail: true, now: now, tx, office))
            }
            return try .json(
                TicketJSON(ticket, line: view.waiting.first { $0.ticket.number == ticket.number }))
        },
        Route(
            "POST", "/api/v1/queue/{unit}/tickets/{ticket}/cancel", .trackingCode, "Cancel a waiting ticket",
            RouteDocument(query: ["code"], request: "Nothing", response: "Ticket")
        ) { exchange in
            let (number, code) = (try QueueAPI.ticket(exchange), exchange.query["code"])
            let context = try exchange.command(by: exchange.caller ?? .ticketTaker)
            let ticket = try await exchange.house.server.submit {
                try $0.cancelTicket(number.description, code: code, context)
            }
            return try .json(TicketJSON(ticket))
        },
        Route(
            "POST", "/api/v1/queue/{unit}/tickets/{ticket}/link", .staff, "Tie a ticket to a dossier made for it",
            RouteDocument(request: "TicketLink", response: "Ticket")
        ) { exchange in
            let number = try QueueAPI.ticket(exchange)
            let dossier = try exchange.decoded(TicketLinkJSON.self).number
            let context = try exchange.command(by: exchange.requireCaller())
            let ticket = try await exchange.house.server.submit { work in
                guard try work.link(ticket: number.description, to: dossier, context),
                    let ticket = try QueueQuestion.ticket(number, work.tx)
                else { throw Refusal.unknownTicket(number.description) }
                return ticket
            }
            return try .json(TicketJSON(ticket, isStaff: true))
        },
        Route(
            "POST", "/api/v1/queue/{unit}/counters/{counter}/{action}", .staff,
            "open, call, recall, serve, done, miss, transfer, close",
            RouteDocument(request: "CounterRequest", response: "Counter")
        ) { exchange in try await QueueAPI.atCounter(exchange) },
        Route(
            "GET", "/api/v1/queue/{unit}/statistics", .staff, "A day's numbers, and whether promised waits held",
            RouteDocument(query: ["date"], response: "QueueStatistics")
        ) { exchange in
            let unit = exchange.parameter("unit")
            try QueueAPI.checkMaySee(unit, try exchange.requireCaller())
            var day = exchange.now.date
            if let text = exchange.query["date"] {
                guard let date = CivilDate(text) else {
                    throw Refusal.badValue("date", "date", vi: "cần YYYY-MM-DD", en: "YYYY-MM-DD is needed")
                }
                day = date
            }
            let asked = day
            let statistics = try await exchange.house.server.ask {
                try QueueQuestion.statistics(unit, on: asked, $0, $1)
            }
            return try .json(QueueStatisticsJSON(statistics, unit: unit, day: day))
        },
    ]
}

enum QueueAPI {
    static func checkMaySee(_ unit: String, _ caller: Caller) throws {
        guard caller.units.contains(unit) || caller.has(.city) else {
            throw Refusal.noRight("xem số liệu hàng đợi", "see the queue's numbers", unit: unit)
        }
    }

    /// The ticket of the path, when it is one of the unit of the path.
    static func ticket(_ exchange: Exchange) throws -> TicketNumber {
        let text = exchange.parameter("ticket")
        guard let number = TicketNumber(text), number.unit == exchange.parameter("unit") else {
            throw Refusal.unknownTicket(text)
        }
        return number
    }

    static func action(
        _ name: String, groups: [String], group: String?, ticket: String?, toCounter: Int?
    ) throws -> CounterAction {
        func known(_ text: String) throws -> QueueGroup {
            guard let group = QueueGroup(rawValue: text) else {
                throw Refusal.badValue(
                    "group", Texts.Queue.groupLabel.vi, vi: "không có nhóm “\(text)”", en: "there is no group “\(text)”")
            }
            return group
        }
        switch name {
        case "open": return .open(try groups.map(known))
        case "close": return .close
        case "call":
            return .call(group: try group.flatMap { $0.isEmpty ? nil : try known($0) }, ticket: ticket)
        case "recall": return .recall
        case "serve": return .serve
        case "done": return .done
        case "miss": return .miss
        case "transfer":
            guard let group, !group.isEmpty else { throw Refusal.missing("group", Texts.Queue.groupLabel.vi) }
            return .transfer(try known(group), counter: toCounter)
        default: throw Refusal.unknownAction(name)
        }
    }

    static func atCounter(_ exchange: Exchange) async throws -> Reply {
        let caller = try exchange.requireCaller()
        let (unit, text, now) = (exchange.parameter("unit"), exchange.parameter("counter"), exchange.now)
        let asked = try exchange.decoded(CounterRequestJSON.self)
        let action = try action(
            exchange.parameter("action"), groups: asked.groups ?? [], group: asked.group, ticket: asked.ticket,
            toCounter: asked.toCounter)
        guard let counter = Int(text) else {
            throw Refusal.badValue("counter", "counter", vi: "cần một số", en: "a number is needed")
        }
        let context = try exchange.command(by: caller)
        let (ticket, view) = try await exchange.house.server.submit { work in
            let ticket = try work.atCounter(counter, of: unit, action, context)
            return (ticket, try QueueQuestion.view(unit, now: now, work.tx, work.office))
        }
        return try .json(
            CounterJSON(counter, view.counter(counter), ticket: ticket, waiting: view.waiting(at: counter).count))
    }
}
