// QueueOrder.swift: who is called next at a counter. Pure; the forecast plays the same rule forward.
//
// 1. A counter calls whom it takes: its groups, and who was transferred to it.
// 2. Priority comes first, in order of arrival, but at most two in a row at a counter while somebody without priority
//    waits there; then the one who waits longest is called. So everybody is reached: of three calls at a counter at
//    least one is for the head of the ordinary line, across all groups by arrival.
// 3. Who was called and did not come stands three places further down that line, without priority until the next
//    call, so that one absent person cannot hold up a counter. After three calls the ticket ends.
// 4. A transfer keeps the time of arrival.

/// A waiting ticket as far as the order is concerned.
package struct QueuePlace: Hashable, Sendable {
    package var group: QueueGroup
    package var isPriority: Bool
    package var order: Instant
    /// Only this counter is meant.
    package var directed: Int?

    package init(group: QueueGroup, isPriority: Bool, order: Instant, directed: Int? = nil) {
        self.group = group
        self.isPriority = isPriority
        self.order = order
        self.directed = directed
    }
}

/// An open counter as far as the order and the forecast are concerned.
package struct OpenCounter: Hashable, Sendable {
    package var counter: Int
    package var groups: [QueueGroup]
    /// Priority tickets called in a row.
    package var streak: Int
    /// Milliseconds until it can call again.
    package var busyFor: Int64

    package init(counter: Int, groups: [QueueGroup], streak: Int = 0, busyFor: Int64 = 0) {
        self.counter = counter
        self.groups = groups
        self.streak = streak
        self.busyFor = busyFor
    }

    package func takes(_ place: QueuePlace) -> Bool {
        place.directed.map { $0 == counter } ?? groups.contains(place.group)
    }
}

package enum QueueOrder {
    /// Priority tickets in a row while somebody without priority waits.
    package static let priorityInARow = 2
    package static let callsBeforeEnd = 3
    package static let placesDown = 3

    /// Index of the ticket that `counter` calls next.
    /// - Parameter only: a group that the clerk chose.
    package static func next(
        at counter: OpenCounter, _ waiting: [QueuePlace], only group: QueueGroup? = nil
    ) -> Int? {
        next(at: counter, waiting, among: Array(waiting.indices), only: group)
    }

    /// As above, of the tickets at the indices `line`.
    static func next(
        at counter: OpenCounter, _ waiting: [QueuePlace], among line: [Int], only group: QueueGroup?
    ) -> Int? {
        var (priority, ordinary): (Int?, Int?) = (nil, nil)
        for i in line where counter.takes(waiting[i]) {
            let place = waiting[i]
            if let group, place.group != group { continue }
            if place.isPriority {
                if priority.map({ place.order < waiting[$0].order }) ?? true { priority = i }
            } else if ordinary.map({ place.order < waiting[$0].order }) ?? true {
                ordinary = i
            }
        }
        if counter.streak < priorityInARow { return priority ?? ordinary }
        return ordinary ?? priority
    }

    /// The streak of a counter after calling a ticket.
    package static func streak(after before: Int, isPriority: Bool) -> Int { isPriority ? before + 1 : 0 }

    /// The place of a ticket that was called and did not come: after three others of the ordinary line.
    package static func afterMissing(_ order: Instant, now: Instant, others: [Instant]) -> Instant {
        let behind = others.filter { $0 >= order }.sorted()
        guard let last = behind.prefix(placesDown).last else { return max(order, now) }
        return last.adding(milliseconds: 1)
    }
}

extension Ticket {
    /// Nil unless it waits.
    package func place(open: [Int]) -> QueuePlace? {
        guard state == .waiting else { return nil }
        let meant = directed.flatMap { open.contains($0) ? $0 : nil }
        return QueuePlace(group: group, isPriority: priority != nil && calls == 0, order: order, directed: meant)
    }
}
