// QueueJSON.swift: the queue's JSON: what goes out, what comes in.

import Casework
import Office

struct TicketRequestJSON: Decodable {
    var group: String
    var priority: String?
    var channel: String?

    func request(_ unit: String, _ caller: Caller) throws -> TicketRequest {
        guard let known = QueueGroup(rawValue: group) else {
            throw Refusal.badValue("group", "group", vi: "không có nhóm này", en: "there is no such group")
        }
        var first: TicketPriority?
        if let text = priority {
            guard let priority = TicketPriority(rawValue: text) else {
                throw Refusal.badValue("priority", "priority", vi: "không có diện này", en: "there is no such priority")
            }
            first = priority
        }
        let isStaff = caller.isAtCounter(of: unit)
        let kind = channel.flatMap { TicketChannel(rawValue: $0) } ?? (isStaff ? .desk : .kiosk)
        // Only staff take at the desk: their tickets do not count against the takings a minute.
        return TicketRequest(
            unit: unit, group: known, priority: first, channel: kind == .desk && !isStaff ? .kiosk : kind)
    }
}

struct TicketLinkJSON: Decodable { var number: String }

struct CounterRequestJSON: Decodable {
    var groups: [String]?
    var group: String?
    var ticket: String?
    var toCounter: Int?
}

struct TicketJSON: Encodable {
    var ticket, number, unit, group, state, channel, takenAt: String
    var priority, code: String?
    var counter, ahead, calls: Int?
    /// Expected from now; what was promised when it was taken.
    var expected, promised: WaitRange?
    var calledAt, endedAt: String?
    var waitedSeconds: Int64?
    var dossiers: [String]?

    init(_ t: Ticket, line: WaitingTicket? = nil, code: String? = nil, isStaff: Bool = false) {
        ticket = t.number.description
        number = t.number.short
        unit = t.number.unit
        group = t.group.rawValue
        state = t.state.rawValue
        channel = t.channel.rawValue
        takenAt = t.takenAt.description
        priority = t.priority?.rawValue
        self.code = code
        counter = t.state == .waiting ? t.directed : t.counter
        ahead = t.state == .waiting ? line?.ahead ?? t.ahead : nil
        calls = t.calls
        expected = line?.range
        promised = t.promise
        calledAt = t.calledAt?.description
        endedAt = t.endedAt?.description
        waitedSeconds = t.wait.map { $0 / 1000 }
        dossiers = isStaff ? t.dossiers : nil
    }
}

struct CounterJSON: Encodable {
    var counter: Int
    var open: Bool
    var groups: [String]
    var ticket: TicketJSON?
    var waiting: Int

    init(_ number: Int, _ view: CounterView?, ticket: Ticket?, waiting: Int) {
        counter = number
        open = view != nil
        groups = view?.counter.groups.map(\.rawValue) ?? []
        self.ticket = ticket.map { TicketJSON($0, isStaff: true) }
        self.waiting = waiting
    }
}

struct QueueJSON: Encodable {
    struct GroupJSON: Encodable {
        var group, letter: String
        var waiting, ahead: Int
        var served: Bool
        var expected: WaitRange?
    }
    var unit, day, now: String
    var counters: [CounterJSON]
    var groups: [GroupJSON]
    var waiting: [TicketJSON]

    init(_ view: QueueView) {
        unit = view.unit
        day = view.day.description
        now = view.now.description
        counters = view.counters.map { one in
            let n = one.counter.number.counter
            var json = CounterJSON(n, one, ticket: nil, waiting: view.waiting(at: n).count)
            json.ticket = one.current.map { TicketJSON($0) }
            return json
        }
        groups = QueueGroup.allCases.map { group in
            let offer = view.offer(group, nil)
            return GroupJSON(
                group: group.rawValue, letter: group.letter,
                waiting: view.waiting.count { $0.ticket.group == group }, ahead: offer.ahead,
                served: view.isServed(group), expected: offer.range)
        }
        waiting = view.waiting.map { TicketJSON($0.ticket, line: $0) }
    }
}

struct QueueStatisticsJSON: Encodable {
    struct LineJSON: Encodable {
        var key: String
        var taken, served, missed, cancelled, open: Int
        var waitMedianSeconds, waitP90Seconds, serviceMedianSeconds, serviceP90Seconds: Int64?

        init(_ key: String, _ line: QueueStatistics.Line) {
            self.key = key
            (taken, served, missed) = (line.taken, line.served, line.missed)
            (cancelled, open) = (line.cancelled, line.open)
            (waitMedianSeconds, waitP90Seconds) = (line.waitMedian.map { $0 / 1000 }, line.waitP90.map { $0 / 1000 })
            serviceMedianSeconds = line.serviceMedian.map { $0 / 1000 }
            serviceP90Seconds = line.serviceP90.map { $0 / 1000 }
        }
    }
    struct PromisesJSON: Encodable {
        var measured, kept, earlier, later, without: Int
        var keptPercent, typicalWidthMinutes: Int?
        var typicalErrorSeconds: Int64?
    }
    var unit, day: String
    var total: LineJSON
    var byHour, byCounter, byGroup: [LineJSON]
    var promises: PromisesJSON

    init(_ s: QueueStatistics, unit: String, day: CivilDate) {
        self.unit = unit
        self.day = day.description
        total = LineJSON("total", s.total)
        byHour = s.byHour.map { LineJSON(String($0.hour), $0.line) }
        byCounter = s.byCounter.map { LineJSON(String($0.counter), $0.line) }
        byGroup = s.byGroup.map { LineJSON($0.group.rawValue, $0.line) }
        let p = s.promises
        promises = PromisesJSON(
            measured: p.measured, kept: p.kept, earlier: p.earlier, later: p.later, without: p.without,
            keptPercent: p.keptPercent, typicalWidthMinutes: p.typicalWidth,
            typicalErrorSeconds: p.typicalError.map { $0 / 1000 })
    }
}
