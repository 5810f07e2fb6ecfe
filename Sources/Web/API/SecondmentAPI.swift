// SecondmentAPI.swift: the outlook, the plan, offers and postings for programs. Pages: Web/Pages/Secondment.

import Casework
import Foundation
import Office
import Oversight

extension API {
    static let secondmentRoutes = [
        Route(
            "GET", "/api/v1/city/outlook", .city, "Where on-time handling will break, by unit and field",
            RouteDocument(query: ["days", "cursor", "limit"], response: "Outlook")
        ) { exchange in
            try CityQuestion.check(try exchange.requireCaller())
            let (days, limit, offset) = (try Pages.outlookDays(exchange, "days"), try exchange.limit(), try exchange.offset())
            let outlook = try await exchange.house.outlooks.outlook(days: days, now: exchange.now, exchange.house.server)
            let lines = outlook.lines.dropFirst(offset)
            return try .json(
                OutlookJSON(
                    at: outlook.at.description, days: outlook.dates.map(\.description), known: outlook.known,
                    items: lines.prefix(limit).map { OutlookJSON.Line($0, outlook.dates) },
                    next: NextPage(of: lines.count, limit: limit, offset: offset)))
        },
        Route(
            "GET", "/api/v1/city/plan", .city, "Whom to send where, with the expected effect",
            RouteDocument(query: ["days", "cursor", "limit"], response: "SecondmentPlan")
        ) { exchange in
            let (caller, now, house) = (try exchange.requireCaller(), exchange.now, exchange.house)
            try CityQuestion.check(caller)
            let (days, limit, offset) = (try Pages.outlookDays(exchange, "days"), try exchange.limit(), try exchange.offset())
            let outlook = try await house.outlooks.outlook(days: days, now: now, house.server)
            let board = try await house.server.ask { tx, office in
                try SecondmentQuestion.board(caller: caller, now: now, tx, office)
            }
            let offers = SecondmentQuestion.free(board, house.server.office.directory)
            return try .json(PlanJSON(house.outlooks.plan(outlook, offers), limit: limit, offset: offset))
        },
        Route(
            "POST", "/api/v1/city/offers", .staff, "A department offers officers",
            RouteDocument(request: "OfficerOffer", response: "Recorded", status: 201)
        ) { exchange in
            let caller = try exchange.requireCaller()
            let context = try exchange.command(by: caller)
            let filing = try exchange.decoded(OfferJSON.self).filing
            let id = try await exchange.house.server.submit { work in
                try work.once(context) { try work.offerOfficers(filing, by: caller, command: $0, now: context.now) } again: { $0.matter }
            }
            return try .json(RecordedJSON(id: id), status: 201)
        },
        Route(
            "POST", "/api/v1/city/postings", .staff, "The city posts an officer, with the right from–to",
            RouteDocument(request: "Posting", response: "Recorded", status: 201)
        ) { exchange in
            let caller = try exchange.requireCaller()
            let context = try exchange.command(by: caller)
            var filing = try exchange.decoded(PostingJSON.self).filing
            if caller.has(.city) { filing.expected = try await Pages.expected(filing, exchange) }
            let id = try await exchange.house.server.submit { [filing] work in
                try work.once(context) { try work.postOfficer(filing, by: caller, command: $0, now: context.now) } again: { $0.matter }
            }
            return try .json(RecordedJSON(id: id), status: 201)
        },
        Route(
            "POST", "/api/v1/city/offers/{id}/withdraw", .staff, "An offer holds no longer", RouteDocument(response: "Recorded")
        ) { exchange in
            let (caller, id) = (try exchange.requireCaller(), exchange.parameter("id"))
            let context = try exchange.command(by: caller)
            try await exchange.house.server.submit { work in
                try work.once(context) { try work.withdrawOffer(id, by: caller, command: $0, now: context.now) }
            }
            return try .json(RecordedJSON(id: id))
        },
        Route(
            "POST", "/api/v1/city/postings/{id}/end", .staff, "A posting ends before its time", RouteDocument(response: "Recorded")
        ) { exchange in
            let (caller, id) = (try exchange.requireCaller(), exchange.parameter("id"))
            let context = try exchange.command(by: caller)
            try await exchange.house.server.submit { work in
                try work.once(context) { try work.endPosting(id, by: caller, command: $0, now: context.now) }
            }
            return try .json(RecordedJSON(id: id))
        },
    ]
}

struct RecordedJSON: Encodable { var id: String }

struct OfferJSON: Decodable {
    var department, field: String
    var officers, days: Int
    var from: CivilDate
    var filing: OfferFiling { OfferFiling(department: department, field: field, officers: officers, from: from, days: days) }
}

struct PostingJSON: Decodable {
    var user, unit, field: String
    var from, to: CivilDate
    var filing: PostingFiling { PostingFiling(user: user, unit: unit, field: field, from: from, to: to) }
}

struct SpreadJSON: Encodable {
    var low, middle, high: Decimal
    init(_ spread: Spread) {
        func figure(_ value: Micro) -> Decimal { Decimal(string: value.text(decimals: 2)) ?? 0 }
        (low, middle, high) = (figure(spread.low), figure(spread.middle), figure(spread.high))
    }
}

struct OutlookJSON: Encodable {
    struct Line: Encodable {
        var unit, field, basis: String
        var open, overdue, tonight, officerHundredths, minutesPerDossier: Int
        /// Dossiers expected on the first day ahead.
        var arrivals, late: SpreadJSON?
        var breaksOn: String?
        /// It breaks only if many come.
        var onlyIfMany: Bool

        init(_ line: OutlookLine, _ dates: [CivilDate]) {
            (unit, field) = (line.place.unit, line.place.field)
            basis = switch line.basis {
            case .forecast: "forecast"
            case .calm: "calm"
            case .unknown: "unknown"
            }
            (open, overdue, tonight) = (line.open, line.overdue, line.tonight)
            officerHundredths = line.situation.capacity.officerHundredths
            minutesPerDossier = line.situation.capacity.minutesPerDossier
            arrivals = line.arrivals.first.map { SpreadJSON($0.arrivals) }
            late = line.outlook.map { SpreadJSON($0.late) }
            onlyIfMany = false
            switch line.outlook?.breaks {
            case .expected(let day): breaksOn = dates[day].description
            case .ifManyCome(let day): (breaksOn, onlyIfMany) = (dates[day].description, true)
            default: breaksOn = nil
            }
        }

        enum Keys: String, CodingKey {
            case unit, field, basis, open, overdue, tonight, officerHundredths, minutesPerDossier, arrivals, late, breaksOn, onlyIfMany
        }
        func encode(to encoder: any Encoder) throws {
            var box = encoder.container(keyedBy: Keys.self)
            try box.encode(unit, forKey: .unit)
            try box.encode(field, forKey: .field)
            try box.encode(basis, forKey: .basis)
            try box.encode(open, forKey: .open)
            try box.encode(overdue, forKey: .overdue)
            try box.encode(tonight, forKey: .tonight)
            try box.encode(officerHundredths, forKey: .officerHundredths)
            try box.encode(minutesPerDossier, forKey: .minutesPerDossier)
            try box.encode(arrivals, forKey: .arrivals)
            try box.encode(late, forKey: .late)
            try box.encode(breaksOn, forKey: .breaksOn)
            try box.encode(onlyIfMany, forKey: .onlyIfMany)
        }
    }
    var at: String
    var days: [String]
    /// Working days that arrivals are known for.
    var known: Int
    var items: [Line]
    var next: NextPage
}

struct PlanJSON: Encodable {
    struct Line: Encodable {
        var department, field, unit, reason: String
        var officers, days, kilometres: Int
        var avoided: Decimal
    }
    struct Queue: Encodable {
        var officers, places: Int
        var avoided: Decimal
    }
    var at: String
    var days, officers: Int
    var late, avoided: Decimal
    var items: [Line]
    var next: NextPage
    var longestQueue: Queue

    init(_ plan: ProposedPlan, limit: Int, offset: Int) {
        func figure(_ value: Micro) -> Decimal { Decimal(string: value.text(decimals: 2)) ?? 0 }
        (at, days, officers) = (plan.at.description, plan.days, plan.officers)
        (late, avoided) = (figure(plan.late), figure(plan.avoided))
        let rest = plan.assignments.dropFirst(offset)
        next = NextPage(of: rest.count, limit: limit, offset: offset)
        items = rest.prefix(limit).map {
            Line(
                department: $0.department, field: $0.field, unit: $0.unit, reason: $0.reason.code, officers: $0.officers, days: $0.days,
                kilometres: $0.kilometres, avoided: figure($0.avoided))
        }
        longestQueue = Queue(
            officers: plan.byQueue.officers, places: plan.byQueue.places, avoided: figure(plan.byQueue.avoided))
    }
}
