// QueueFact.swift: everything that can happen in a unit's queue in a day, in the past tense.
//
// Facts carry their own times and decisions (the place after a missed call, what was promised), so that replaying never
// reckons again. No personal data: a ticket is a number, a priority is a code. A ticket's entries have the subject
// `ticket:<unit>-<yyMMdd>-<letter><nnn>`, a counter's `counter:<unit>-<yyMMdd>-<n>`; both stand in the unit's ledger.
// Next: Ticket.swift folds them, QueueOrder.swift says who is called, WaitForecast.swift what is promised.

package enum QueueFact: Hashable, Sendable {
    case taken(TicketTaken)
    case called(TicketCalled)
    case missed(TicketMissed)
    case attended(TicketAttended)
    case done(TicketDone)
    case transferred(TicketTransferred)
    case cancelled(TicketCancelled)
    case linked(TicketLinked)
    case counterOpened(CounterOpened)
    case counterClosed(CounterClosed)
}

/// A promised wait in whole minutes, both ends included.
package struct WaitRange: Codable, Hashable, Sendable {
    package var from: Int
    package var to: Int
    package init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }
}

package struct TicketTaken: Codable, Hashable, Sendable {
    package var group: QueueGroup
    package var priority: TicketPriority?
    package var channel: TicketChannel
    package var takenAt: Instant
    /// People who were to be called before.
    package var ahead: Int
    /// The expected wait in milliseconds; nil when no open counter took this group.
    package var estimate: Int64?
    /// What the person was told.
    package var promise: WaitRange?
    package init(
        group: QueueGroup, priority: TicketPriority?, channel: TicketChannel, takenAt: Instant, ahead: Int,
        estimate: Int64?, promise: WaitRange?
    ) {
        self.group = group
        self.priority = priority
        self.channel = channel
        self.takenAt = takenAt
        self.ahead = ahead
        self.estimate = estimate
        self.promise = promise
    }
}

package struct TicketCalled: Codable, Hashable, Sendable {
    package var counter: Int
    /// 1 for the first call; calling again counts on.
    package var call: Int
    /// Priority tickets called in a row at this counter, with this one.
    package var streak: Int
    package var calledAt: Instant
    package init(counter: Int, call: Int, streak: Int, calledAt: Instant) {
        self.counter = counter
        self.call = call
        self.streak = streak
        self.calledAt = calledAt
    }
}

package struct TicketMissed: Codable, Hashable, Sendable {
    package var missedAt: Instant
    /// The new place in the line; nil when this was the last call and the ticket has ended.
    package var order: Instant?
    package init(missedAt: Instant, order: Instant?) {
        self.missedAt = missedAt
        self.order = order
    }
}

package struct TicketAttended: Codable, Hashable, Sendable {
    package var attendedAt: Instant
    package init(attendedAt: Instant) { self.attendedAt = attendedAt }
}

package struct TicketDone: Codable, Hashable, Sendable {
    package var doneAt: Instant
    package init(doneAt: Instant) { self.doneAt = doneAt }
}

package struct TicketTransferred: Codable, Hashable, Sendable {
    package var group: QueueGroup
    /// Only this counter is meant, as long as it is open.
    package var counter: Int?
    package var transferredAt: Instant
    package init(group: QueueGroup, counter: Int?, transferredAt: Instant) {
        self.group = group
        self.counter = counter
        self.transferredAt = transferredAt
    }
}

package struct TicketCancelled: Codable, Hashable, Sendable {
    /// `holder` or `staff`.
    package var by: String
    package var cancelledAt: Instant
    package init(by: String, cancelledAt: Instant) {
        self.by = by
        self.cancelledAt = cancelledAt
    }
}

package struct TicketLinked: Codable, Hashable, Sendable {
    /// Of the dossier.
    package var number: String
    package var linkedAt: Instant
    package init(number: String, linkedAt: Instant) {
        self.number = number
        self.linkedAt = linkedAt
    }
}

package struct CounterOpened: Codable, Hashable, Sendable {
    package var counter: Int
    package var groups: [QueueGroup]
    package var openedAt: Instant
    package init(counter: Int, groups: [QueueGroup], openedAt: Instant) {
        self.counter = counter
        self.groups = groups
        self.openedAt = openedAt
    }
}

package struct CounterClosed: Codable, Hashable, Sendable {
    package var counter: Int
    package var closedAt: Instant
    package init(counter: Int, closedAt: Instant) {
        self.counter = counter
        self.closedAt = closedAt
    }
}
