// Samples+Queue.swift: one fully filled fact of each kind of the queue, for golden bytes.

@testable import Casework
@testable import Office

extension Samples {
    private static let ticket = "ticket:27373-261124-A001"

    static let queueFacts: [(subject: String, fact: QueueFact)] = [
        (
            ticket,
            .taken(
                TicketTaken(
                    group: .civilStatus, priority: .elderly, channel: .phone, takenAt: time, ahead: 3,
                    estimate: 720_000, promise: WaitRange(from: 8, to: 19)))
        ),
        (ticket, .called(TicketCalled(counter: 2, call: 1, streak: 1, calledAt: later))),
        (ticket, .missed(TicketMissed(missedAt: later, order: later))),
        (ticket, .attended(TicketAttended(attendedAt: later))),
        (ticket, .done(TicketDone(doneAt: later))),
        (ticket, .transferred(TicketTransferred(group: .land, counter: 3, transferredAt: later))),
        (ticket, .cancelled(TicketCancelled(by: "holder", cancelledAt: later))),
        (ticket, .linked(TicketLinked(number: "H29.273.73-261124-0001", linkedAt: later))),
        (
            "counter:27373-261124-2",
            .counterOpened(CounterOpened(counter: 2, groups: [.certification, .result], openedAt: time))
        ),
        ("counter:27373-261124-2", .counterClosed(CounterClosed(counter: 2, closedAt: later))),
    ]
}
