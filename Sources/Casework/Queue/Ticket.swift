// Ticket.swift: one ticket of a unit's queue and one counter, folded from their entries.
//
// A number is a letter for the group and three digits, unique for unit and day, never used again that day. Evolving is
// total and holds no rule; the rules are in QueueOrder.swift and in the use cases.

/// What somebody comes for: a group of fields of work, or to fetch a result.
package enum QueueGroup: String, Codable, CaseIterable, Hashable, Sendable {
    case certification
    case civilStatus = "civil-status"
    case business, land, construction, social, residence, other
    case result

    package var letter: String {
        switch self {
        case .certification: "A"
        case .civilStatus: "B"
        case .business: "C"
        case .land: "D"
        case .construction: "E"
        case .social: "F"
        case .residence: "G"
        case .other: "H"
        case .result: "K"
        }
    }

    /// Milliseconds an errand takes as long as nothing has been measured at the unit.
    package var usualService: Int64 {
        switch self {
        case .result: 3 * 60_000
        case .certification: 5 * 60_000
        case .residence, .social, .other: 9 * 60_000
        case .civilStatus, .business: 11 * 60_000
        case .construction, .land: 14 * 60_000
        }
    }
}

/// Who is called before others. Ages and grounds: Law 15/2023/QH15 on medical examination and treatment, art. 3(2), in
/// force 2024-01-01, names people from 75, severely disabled people and pregnant women (the Law on the Elderly
/// 39/2009/QH12 art. 12 had said 80). We found no text with an age for one-stop counters; see decision 0012.
package enum TicketPriority: String, Codable, CaseIterable, Hashable, Sendable {
    case elderly, disabled, pregnant

    /// Full years from which somebody counts as old.
    package static let elderlyFrom = 75
}

package enum TicketChannel: String, Codable, CaseIterable, Hashable, Sendable {
    /// At the machine in the hall, on a phone, by staff for somebody.
    case kiosk, phone, desk
}

package enum TicketState: String, Codable, CaseIterable, Hashable, Sendable {
    case waiting, called, serving, done, missed, cancelled

    package var isEnd: Bool { self == .done || self == .missed || self == .cancelled }
}

/// `27373-261124-A001`.
package struct TicketNumber: Hashable, Sendable, CustomStringConvertible {
    package let unit: String
    package let day: CivilDate
    package let letter: String
    package let serial: Int

    package static let lastSerial = 999

    package init(unit: String, day: CivilDate, letter: String, serial: Int) {
        self.unit = unit
        self.day = day
        self.letter = letter
        self.serial = serial
    }

    /// As it stands on the slip: `A001`.
    package var short: String { letter + padded(serial, 3) }
    package var description: String { "\(unit)-\(day.compact)-\(short)" }
    package var subject: String { TicketNumber.subjectPrefix + description }
    package static let subjectPrefix = "ticket:"

    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let last = parts.last else { return nil }
        let date = Array(parts[parts.count - 2].utf8)
        let digits = (date + last.utf8.dropFirst()).map { Int($0) - 0x30 }
        let letter = last.prefix(1).uppercased()
        guard date.count == 6, digits.count == 9, digits.allSatisfy({ (0...9).contains($0) }),
            QueueGroup.allCases.contains(where: { $0.letter == letter })
        else { return nil }
        let pairs = stride(from: 0, to: 6, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
        let serial = digits[6] * 100 + digits[7] * 10 + digits[8]
        guard let day = CivilDate(year: 2000 + pairs[0], month: pairs[1], day: pairs[2]), serial > 0
        else { return nil }
        let unit = parts.dropLast(2).joined(separator: "-")
        guard !unit.isEmpty else { return nil }
        self.init(unit: unit, day: day, letter: letter, serial: serial)
    }
}

/// `27373-261124-2`: a counter of a unit on a day.
package struct CounterNumber: Hashable, Sendable, CustomStringConvertible {
    package let unit: String
    package let day: CivilDate
    package let counter: Int

    package init(unit: String, day: CivilDate, counter: Int) {
        self.unit = unit
        self.day = day
        self.counter = counter
    }

    package var description: String { "\(unit)-\(day.compact)-\(counter)" }
    package var subject: String { CounterNumber.subjectPrefix + description }
    package static let subjectPrefix = "counter:"
    package static let range = 1...40

    package init?(_ text: some StringProtocol) {
        // A counter's name differs from a ticket's in its last part only.
        guard let dash = text.lastIndex(of: "-"), let counter = Int(text[text.index(after: dash)...]),
            CounterNumber.range.contains(counter), let ticket = TicketNumber("\(text[..<dash])-A001")
        else { return nil }
        self.init(unit: ticket.unit, day: ticket.day, counter: counter)
    }
}

package struct Ticket: Hashable, Sendable {
    package let number: TicketNumber
    package var group: QueueGroup
    package var priority: TicketPriority?
    package var channel: TicketChannel
    package var state: TicketState
    /// Where it was called last.
    package var counter: Int?
    /// The counter it was transferred to.
    package var directed: Int?
    package var takenAt: Instant
    /// Its place in the line: the time of taking, later after a missed call.
    package var order: Instant
    package var ahead: Int
    package var estimate: Int64?
    package var promise: WaitRange?
    package var firstCalledAt: Instant?
    package var calledAt: Instant?
    package var calls: Int
    package var streak: Int
    package var attendedAt: Instant?
    /// Milliseconds of service so far, all counters together.
    package var served: Int64
    package var endedAt: Instant?
    package var transfers: Int
    /// Numbers of the dossiers made for it, in order.
    package var dossiers: [String]
    /// Entries folded.
    package var version: Int

    package init(
        number: TicketNumber, group: QueueGroup, priority: TicketPriority?, channel: TicketChannel,
        state: TicketState = .waiting, counter: Int? = nil, directed: Int? = nil, takenAt: Instant,
        order: Instant, ahead: Int, estimate: Int64?, promise: WaitRange?, firstCalledAt: Instant? = nil,
        calledAt: Instant? = nil, calls: Int = 0, streak: Int = 0, attendedAt: Instant? = nil,
        served: Int64 = 0, endedAt: Instant? = nil, transfers: Int = 0, dossiers: [String] = [],
        version: Int = 1
    ) {
        self.number = number
        self.group = group
        self.priority = priority
        self.channel = channel
        self.state = state
        self.counter = counter
        self.directed = directed
        self.takenAt = takenAt
        self.order = order
        self.ahead = ahead
        self.estimate = estimate
        self.promise = promise
        self.firstCalledAt = firstCalledAt
        self.calledAt = calledAt
        self.calls = calls
        self.streak = streak
        self.attendedAt = attendedAt
        self.served = served
        self.endedAt = endedAt
        self.transfers = transfers
        self.dossiers = dossiers
        self.version = version
    }

    /// Begins with the taking; nil for any other fact.
    package init?(_ number: TicketNumber, _ fact: QueueFact) {
        guard case .taken(let f) = fact else { return nil }
        self.init(
            number: number, group: f.group, priority: f.priority, channel: f.channel, takenAt: f.takenAt,
            order: f.takenAt, ahead: f.ahead, estimate: f.estimate, promise: f.promise)
    }

    /// Milliseconds from taking to the first call.
    package var wait: Int64? { firstCalledAt.map { $0.milliseconds - takenAt.milliseconds } }
    /// Whether the wait lay within what was promised; nil before the call or without a promise.
    package var promiseKept: Bool? {
        guard let wait, let promise else { return nil }
        return Int64(promise.from) * 60_000 <= wait && wait <= Int64(promise.to) * 60_000
    }
}

extension Ticket {
    package mutating func evolve(_ fact: QueueFact) {
        version += 1
        switch fact {
        case .taken, .counterOpened, .counterClosed: break
        case .called(let f):
            state = .called
            counter = f.counter
            firstCalledAt = firstCalledAt ?? f.calledAt
            calledAt = f.calledAt
            (calls, streak) = (f.call, f.streak)
            attendedAt = nil
        case .missed(let f):
            if let order = f.order {
                self.order = order
                state = .waiting
            } else {
                state = .missed
                endedAt = f.missedAt
            }
        case .attended(let f):
            state = .serving
            attendedAt = f.attendedAt
        case .done(let f):
            end(.done, at: f.doneAt)
        case .transferred(let f):
            served += spell(until: f.transferredAt)
            state = .waiting
            group = f.group
            directed = f.counter
            // The arrival is kept; the calls at another counter begin anew.
            order = takenAt
            (calls, attendedAt) = (0, nil)
            transfers += 1
        case .cancelled(let f):
            state = .cancelled
            endedAt = f.cancelledAt
        case .linked(let f):
            if !dossiers.contains(f.number) { dossiers.append(f.number) }
        }
    }

    private mutating func end(_ state: TicketState, at time: Instant) {
        served += spell(until: time)
        self.state = state
        endedAt = time
    }

    private func spell(until time: Instant) -> Int64 {
        (attendedAt ?? calledAt).map { max(0, time.milliseconds - $0.milliseconds) } ?? 0
    }
}

/// A counter of a unit on one day.
package struct ServiceCounter: Hashable, Sendable {
    package let number: CounterNumber
    package var groups: [QueueGroup]
    /// Who opened it.
    package var user: String
    package var openedAt: Instant
    package var closedAt: Instant?

    package init(
        number: CounterNumber, groups: [QueueGroup], user: String, openedAt: Instant, closedAt: Instant? = nil
    ) {
        self.number = number
        self.groups = groups
        self.user = user
        self.openedAt = openedAt
        self.closedAt = closedAt
    }

    package var isOpen: Bool { closedAt == nil }

    /// The counter after a fact about it; nil when the fact is about something else.
    package static func after(
        _ fact: QueueFact, by actor: String, _ before: ServiceCounter?, _ number: CounterNumber
    ) -> ServiceCounter? {
        switch fact {
        case .counterOpened(let f):
            return ServiceCounter(number: number, groups: f.groups, user: actor, openedAt: f.openedAt)
        case .counterClosed(let f):
            var counter = before
            counter?.closedAt = f.closedAt
            return counter
        default: return before
        }
    }
}
