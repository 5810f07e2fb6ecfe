// TakeTicket.swift: a ticket is taken, cancelled by its holder, tied to the dossiers made for it.
//
// Taking needs no log-in: bounded by the open tickets of a unit, by takings a minute and by three digits a letter. The
// holder of a ticket is who knows its code, which is derived and stored nowhere.

package import Casework
import Ledger
import Storage

package struct TicketRequest: Sendable {
    package var unit: String
    package var group: QueueGroup
    package var priority: TicketPriority?
    package var channel: TicketChannel
    package init(
        unit: String, group: QueueGroup, priority: TicketPriority? = nil, channel: TicketChannel = .kiosk
    ) {
        self.unit = unit
        self.group = group
        self.priority = priority
        self.channel = channel
    }
}

package struct TicketReceipt: Sendable {
    package var ticket: Ticket
    /// Eight letters and digits with which the holder cancels.
    package var code: String
}

extension Office {
    /// The code that the holder of a ticket has.
    package func ticketCode(_ number: TicketNumber) -> String {
        keys.searchHash(number.subject).dropFirst().prefix(8).uppercased()
    }
}

extension Caller {
    /// Somebody in the hall or on a phone.
    package static let ticketTaker = Caller(user: "visitor", name: "Người lấy số", grants: [])

    package func isAtCounter(of unit: String) -> Bool {
        grants.contains { $0.role == .counter && $0.unit == unit }
    }
}

extension Work {
    /// Tickets of a unit that have not ended, all together.
    package static let openTicketLimit = 300
    /// Takings a minute at a unit by people without log-in.
    package static let takingsAMinute = 30

    package func takeTicket(_ request: TicketRequest, _ context: CommandContext) throws -> TicketReceipt {
        if let number = try ticketDone(context), let ticket = try QueueQuestion.ticket(number, tx) {
            return TicketReceipt(ticket: ticket, code: office.ticketCode(number))
        }
        let unit = try QueueQuestion.unit(request.unit, directory).code
        try checkRoom(unit, byStaff: context.caller.isAtCounter(of: unit), now: context.now)
        let view = try QueueQuestion.view(unit, now: context.now, tx, office)
        let (ahead, expected, range) = view.offer(request.group, request.priority)
        let number = try nextNumber(unit, request.group, on: context.now.date)
        let fact = TicketTaken(
            group: request.group, priority: request.priority, channel: request.channel, takenAt: context.now,
            ahead: ahead, estimate: expected, promise: range)
        try record(.taken(fact), about: number, context)
        try note(context, subject: number.subject)
        guard let ticket = try QueueQuestion.ticket(number, tx) else {
            preconditionFailure("the ticket that was taken is there")
        }
        return TicketReceipt(ticket: ticket, code: office.ticketCode(number))
    }

    /// Ends a waiting ticket: its holder by the code, or staff.
    package func cancelTicket(_ text: String, code: String?, _ context: CommandContext) throws -> Ticket {
        let ticket = try knownTicket(text)
        let isStaff = context.caller.isAtCounter(of: ticket.number.unit)
        let isHolder = code.map { $0.uppercased() == office.ticketCode(ticket.number) } ?? false
        guard isStaff || isHolder else { throw Refusal.wrongTicketCode }
        if ticket.state == .cancelled { return ticket }
        guard ticket.state == .waiting, ticket.number.day == context.now.date else {
            throw Refusal.ticketState(
                ticket.number.short, vi: "đã được gọi hoặc đã kết thúc, không hủy được nữa.",
                en: "has been called or has ended; it cannot be cancelled any more.")
        }
        let fact = TicketCancelled(by: isHolder ? "holder" : "staff", cancelledAt: context.now)
        return try record(.cancelled(fact), about: ticket, context)
    }

    /// Ties a ticket to a dossier made for it. Never refuses, so that an intake cannot fail on its ticket.
    /// - Returns: false when there is no such ticket, or the caller works at no counter of its unit.
    @discardableResult
    package func link(ticket text: String, to number: String, _ context: CommandContext) throws -> Bool {
        guard let name = TicketNumber(text), let ticket = try QueueQuestion.ticket(name, tx),
            context.caller.isAtCounter(of: name.unit), try dossier(number) != nil
        else { return false }
        guard !ticket.dossiers.contains(number) else { return true }
        guard ticket.dossiers.count < Work.dossiersOfTicket else { return false }
        try record(.linked(TicketLinked(number: number, linkedAt: context.now)), about: ticket, context)
        return true
    }
    /// Dossiers that one ticket can be tied to.
    private static let dossiersOfTicket = 40

    // MARK: numbers and bounds

    private func checkRoom(_ unit: String, byStaff: Bool, now: Instant) throws {
        let open = try tx.row(
            "SELECT count(*) FROM queue_ticket WHERE unit = $1 AND day = $2 AND state IN ('waiting', 'called', 'serving')",
            [.text(unit), .integer(Int64(now.date.dayNumber))])
        if open?.int(0) ?? 0 >= Work.openTicketLimit { throw Refusal.queueFull }
        guard !byStaff else { return }
        let recent = try tx.row(
            """
            SELECT count(*) FROM queue_ticket
            WHERE unit = $1 AND taken_at > $2 AND taken_at <= $3 AND channel <> 'desk'
            """, [.text(unit), .integer(now.milliseconds - 60_000), .integer(now.milliseconds)])
        if recent?.int(0) ?? 0 >= Work.takingsAMinute { throw Refusal.tooManyTickets }
    }

    private func nextNumber(_ unit: String, _ group: QueueGroup, on day: CivilDate) throws -> TicketNumber {
        let last = try tx.row(
            "SELECT max(serial) FROM queue_ticket WHERE unit = $1 AND day = $2 AND letter = $3",
            [.text(unit), .integer(Int64(day.dayNumber)), .text(group.letter)])?.optionalInt(0)
        let serial = Int(last ?? 0) + 1
        guard serial <= TicketNumber.lastSerial else { throw Refusal.numbersUsedUp(group.letter) }
        return TicketNumber(unit: unit, day: day, letter: group.letter, serial: serial)
    }

    func knownTicket(_ text: String) throws -> Ticket {
        guard let number = TicketNumber(text), let ticket = try QueueQuestion.ticket(number, tx) else {
            throw Refusal.unknownTicket(text)
        }
        return ticket
    }

    // MARK: the same command twice

    /// The ticket that a command with this key took before; a key used for something else is refused.
    private func ticketDone(_ context: CommandContext) throws -> TicketNumber? {
        guard let subject = try doneBefore(context) else { return nil }
        return TicketNumber(subject.dropFirst(TicketNumber.subjectPrefix.count))
    }
}

// MARK: recording

extension Work {
    /// Appends a fact about a new ticket.
    private func record(_ fact: QueueFact, about number: TicketNumber, _ context: CommandContext) throws {
        try append(fact, unit: number.unit, subject: number.subject, context)
        if let ticket = Ticket(number, fact) { try QueueProjection.write(ticket, tx) }
    }

    /// Appends a fact about a ticket that is there, and gives the ticket after it.
    @discardableResult
    func record(_ fact: QueueFact, about ticket: Ticket, _ context: CommandContext) throws -> Ticket {
        try append(fact, unit: ticket.number.unit, subject: ticket.number.subject, context)
        var after = ticket
        after.evolve(fact)
        try QueueProjection.write(after, tx)
        return after
    }

    /// Appends a fact about a counter.
    func record(
        _ fact: QueueFact, about number: CounterNumber, was before: ServiceCounter?, _ context: CommandContext
    ) throws {
        try append(fact, unit: number.unit, subject: number.subject, context)
        let after = ServiceCounter.after(fact, by: context.caller.user, before, number)
        if let after { try QueueProjection.write(after, tx) }
    }

    private func append(
        _ fact: QueueFact, unit: String, subject: String, _ context: CommandContext
    ) throws {
        let (kind, facts) = try QueueCoding.encode(fact)
        try append(
            EntryDraft(
                unit: unit, actor: context.caller.user, subject: subject, kind: kind, critical: false,
                command: context.command, facts: facts), now: context.now)
        announce("queue:\(unit)")
    }
}
