// SecondmentQuestion.swift: what is offered, who is posted where, and the plan that follows from both and the outlook.
//
// An offer counts until its working days are over, less those of the department who are posted in that field; several offers
// of a department for a field are one, for as many days as the shortest has left. Nothing here writes.

package import Casework
package import Oversight
package import Storage

/// One offer with what is left of it.
package struct OfferLine: Sendable {
    package var id: String
    package var offer: OfficersOffered
    /// Working days it is still good for; none = over.
    package var daysLeft: Int
}

/// One posting.
package struct PostingLine: Sendable {
    package var id: String
    package var posted: OfficerPosted
    /// When it ended before its time.
    package var endedAt: Instant?
    package var until: Instant { endedAt ?? posted.to }
    package func runs(at now: Instant) -> Bool { now < until }
}

package struct SecondmentBoard: Sendable {
    package var offers: [OfferLine]
    /// Running or to come, the earliest end first.
    package var running: [PostingLine]
    /// Over, the latest first.
    package var past: [PostingLine]
}

package enum SecondmentQuestion {
    /// Most postings that are over and still shown.
    static let pastShown = 20

    /// Everything; or what concerns the departments that the caller leads.
    package static func board(caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office) throws -> SecondmentBoard {
        let directory = office.directory
        let own = caller.ledDepartments(directory)
        guard caller.seesCity || !own.isEmpty else {
            throw Refusal.noRight("xem trang tăng cường", "see secondments", unit: Directory.city)
        }
        let mayAll = caller.seesCity
        let offers = try offers(now: now, tx, office).filter { mayAll || own.contains($0.offer.department) }
        let running = try postings("s.state <> 'ended' AND s.span_to >= $1", "s.span_to, s.opened_at, s.subject", now, tx, office)
            .filter { mayAll || own.contains($0.posted.department) }
        let past = try postings(
            "(s.state = 'ended' OR s.span_to < $1)", "s.span_to DESC, s.opened_at DESC, s.subject LIMIT 200", now, tx, office)
            .filter { mayAll || own.contains($0.posted.department) }
        return SecondmentBoard(offers: offers, running: running, past: Array(past.prefix(pastShown)))
    }

    /// Offers that are not over, oldest first.
    package static func offers(now: Instant, _ tx: any Transaction, _ office: Office) throws -> [OfferLine] {
        let items = try SteeringBook.matters(
            """
            SELECT s.subject FROM steering s WHERE s.kind = 'offer' AND s.state = 'open' AND s.opened_at >= $1
            ORDER BY s.opened_at, s.subject
            """,
            // An offer begins at most a year ahead and lasts at most 260 working days.
            [.integer(now.adding(minutes: -1440 * 800).milliseconds)], tx, office)
        return items.compactMap { item in
            guard case .officersOffered(let offer) = item.events.first?.fact else { return nil }
            let time = office.directory.office(offer.department)
            let gone = max(0, time.workingDays(from: offer.from, upTo: now.date))
            let left = max(0, offer.days - gone)
            return left == 0 ? nil : OfferLine(id: item.id, offer: offer, daysLeft: left)
        }
    }

    private static func postings(
        _ condition: String, _ order: String, _ now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [PostingLine] {
        let sql = "SELECT s.subject FROM steering s WHERE s.kind = 'posting' AND \(condition) ORDER BY \(order)"
        return try SteeringBook.matters(sql, [.integer(Int64(now.date.dayNumber))], tx, office).compactMap(line)
    }

    private static func line(_ item: SteeringItem) -> PostingLine? {
        guard case .officerPosted(let posted) = item.events.first?.fact else { return nil }
        return PostingLine(id: item.id, posted: posted, endedAt: item.state == .ended ? item.closedAt : nil)
    }

    /// One posting as it stands.
    package static func posting(_ id: String, _ tx: any Transaction, _ office: Office) throws -> PostingLine {
        guard let line = line(try SteeringBook.item(.posting, id, tx, office)) else { throw Refusal.unknownMatter(id) }
        return line
    }

    // MARK: the plan

    /// What departments can still send, one offer for each department and field.
    package static func free(_ board: SecondmentBoard, _ directory: Directory) -> [SecondmentOffer] {
        let wards = OutlookQuestion.wards(directory)
        var offers: [WorkPlace: SecondmentOffer] = [:]
        for line in board.offers {
            let offer = line.offer
            let key = WorkPlace(unit: offer.department, field: offer.field)
            let known = offers[key]
            offers[key] = SecondmentOffer(
                department: offer.department, field: offer.field, officers: (known?.officers ?? 0) + offer.officers,
                days: min(known?.days ?? line.daysLeft, line.daysLeft), kilometres: known?.kilometres ?? [:])
        }
        return offers.keys.sorted().compactMap { key in
            guard var offer = offers[key] else { return nil }
            let away = board.running.count { $0.posted.department == key.unit && $0.posted.field == key.field }
            offer.officers = max(0, offer.officers - away)
            guard offer.officers > 0 else { return nil }
            offer.kilometres = Dictionary(
                uniqueKeysWithValues: wards.map { ($0, UnitPlaces.kilometres(from: key.unit, to: $0)) })
            return offer
        }
    }

    /// Whom to send where, and what the rules by hand would do.
    package static func plan(_ outlook: CityOutlook, _ offers: [SecondmentOffer]) -> ProposedPlan {
        let fields = Set(offers.map(\.field))
        let limits = SecondmentLimits(perUnit: ProposedPlan.perUnit, days: outlook.dates.count)
        let lines = outlook.lines.filter { $0.basis == .forecast && fields.contains($0.place.field) }
        let demands = lines.compactMap { line -> SecondmentDemand? in
            guard let seen = line.outlook else { return nil }
            let worth = OfficerWorth(
                line.arrivals, queue: line.situation.queue, capacity: line.situation.capacity, upTo: ProposedPlan.perUnit,
                days: outlook.dates.count, percentOfOwn: OutlookQuestion.percentOfOwn)
            return SecondmentDemand(place: line.place, worth: worth, breaks: seen.breaks, overdue: line.overdue)
        }
        let plan = SecondmentPlan(demands: demands, offers: offers, limits: limits)
        let assignments = FlowSolver.solve(plan.problem).flatMap { plan.assignments($0) } ?? []
        let open = lines.map { (place: $0.place, dossiers: $0.open) }
        let byQueue = LongestQueue.shared.sent(open: open, offers: offers, limits: limits)
        let byHand = byQueue.reduce(Micro.zero) { sum, one in
            sum + (demands.first { $0.place == one.place }?.worth.avoided(by: one.officers) ?? .zero)
        }
        return ProposedPlan(
            at: outlook.at, days: outlook.dates.count, assignments: assignments, avoided: plan.avoided(assignments),
            idle: zip(offers, plan.idle(assignments)).map { (offer: $0, officers: $1) },
            late: lines.reduce(.zero) { $0 + $1.late.mean },
            byQueue: (officers: byQueue.reduce(0) { $0 + $1.officers }, places: byQueue.count, avoided: byHand),
            demands: demands)
    }
}

/// A plan with what stands beside it.
package struct ProposedPlan: Sendable {
    package var at: Instant
    /// Working days.
    package var days: Int
    package var assignments: [Assignment]
    /// Late dossiers that are expected to be avoided.
    package var avoided: Micro
    /// What the plan leaves at home.
    package var idle: [(offer: SecondmentOffer, officers: Int)]
    /// Late dossiers expected in the fields offered when nobody goes.
    package var late: Micro
    /// What sending by the length of queues would do with the same officers.
    package var byQueue: (officers: Int, places: Int, avoided: Micro)
    package var demands: [SecondmentDemand]

    /// Most officers sent to a ward.
    package static let perUnit = 6

    package var officers: Int { assignments.reduce(0) { $0 + $1.officers } }
    /// Late dossiers, in millionths, that a first officer there is expected to avoid.
    package func expected(_ place: WorkPlace) -> Int? {
        demands.first { $0.place == place }?.worth.avoided(by: 1).millionths
    }
}
