// CallTickets.swift: what a counter does: open, call, call again, serve, finish, mark absent, transfer, close.
//
// A counter belongs to who opened it; opening it again takes it over. It has at most one ticket in hand. Calling the next
// while one is being served finishes that one first: one key a citizen. The order is Casework/Queue/QueueOrder.swift.

package import Casework
import Ledger
import Storage

package enum CounterAction: Hashable, Sendable {
    case open([QueueGroup])
    case close
    /// The next in order, of one group, or one number.
    case call(group: QueueGroup?, ticket: String?)
    case recall, serve, done, miss
    case transfer(QueueGroup, counter: Int?)
}

extension Directory {
    /// Groups for which a caller may open a counter at a unit: those with a field of the caller's rights.
    package func queueGroups(of caller: Caller, at unit: String) -> [QueueGroup] {
        let grants = caller.grants.filter { $0.role == .counter && $0.unit == unit }
        guard !grants.isEmpty else { return [] }
        if grants.contains(where: { $0.fields == nil }) { return QueueGroup.allCases }
        let groups = Set(grants.flatMap { $0.fields ?? [] }.compactMap { fields[$0]?.group })
        return QueueGroup.allCases.filter { $0 == .result || groups.contains($0.rawValue) }
    }
}

extension Work {
    /// Carries out what the clerk at a counter asked for.
    /// - Returns: the ticket in the counter's hand afterwards, or the one that was just ended or passed on.
    package func atCounter(
        _ number: Int, of unit: String, _ action: CounterAction, _ context: CommandContext
    ) throws -> Ticket? {
        let unit = try QueueQuestion.unit(unit, directory).code
        guard context.caller.isAtCounter(of: unit) else {
            throw Refusal.noRight("gọi số", "call numbers", unit: unit)
        }
        guard CounterNumber.range.contains(number) else {
            throw Refusal.badValue("counter", "Quầy", vi: "từ 1 đến 40", en: "1 to 40")
        }
        let view = try QueueQuestion.view(unit, now: context.now, tx, office)
        let name = CounterNumber(unit: unit, day: context.now.date, counter: number)
        if let subject = try doneBefore(context) { return try ticketThen(action, context, from: subject) }
        switch action {
        case .open(let groups):
            try open(name, groups, view.counter(number), context)
            try note(context, subject: name.subject)
            return nil
        default: break
        }
        guard let counter = view.counter(number) else { throw Refusal.counterNotOpen(number) }
        guard counter.counter.user == context.caller.user else {
            throw Refusal.counterOfOther(number, counter.user)
        }
        if case .close = action {
            if let current = counter.current { throw Refusal.counterBusy(number, current.number.short) }
            let fact = CounterClosed(counter: number, closedAt: context.now)
            try record(.counterClosed(fact), about: name, was: counter.counter, context)
            try note(context, subject: name.subject)
            return nil
        }
        if case .call(let group, let ticket) = action {
            return try call(group, ticket, at: counter, view, context)
        }
        guard let current = counter.current else { throw Refusal.nobodyAtCounter(number) }
        let after = try handle(current, action, view, context)
        try note(context, subject: current.number.subject)
        return after
    }

    private func open(
        _ name: CounterNumber, _ groups: [QueueGroup], _ before: CounterView?, _ context: CommandContext
    ) throws {
        let allowed = directory.queueGroups(of: context.caller, at: name.unit)
        let chosen = QueueGroup.allCases.filter { groups.contains($0) }
        guard !chosen.isEmpty else { throw Refusal.missing("groups", "Lĩnh vực") }
        guard chosen.allSatisfy(allowed.contains) else {
            throw Refusal.noRight("mở quầy cho lĩnh vực này", "open a counter for this group", unit: name.unit)
        }
        if let before, before.counter.user != context.caller.user, let current = before.current {
            throw Refusal.counterBusy(name.counter, current.number.short)
        }
        let fact = CounterOpened(counter: name.counter, groups: chosen, openedAt: context.now)
        try record(.counterOpened(fact), about: name, was: before?.counter, context)
    }

    /// The ticket that a command with this key called, ended or passed on, as it stands now.
    private func ticketThen(_ action: CounterAction, _ context: CommandContext, from subject: String) throws -> Ticket? {
        var isCall = false
        if case .call = action { isCall = true }
        let entries = try LedgerReader.entries(under: context.command, from: subject, tx)
        let last = entries.last { $0.subject.hasPrefix(TicketNumber.subjectPrefix) && (!isCall || $0.kind == "TicketCalled") }
        return try last.map { try knownTicket(String($0.subject.dropFirst(TicketNumber.subjectPrefix.count))) }
    }

    // MARK: calling

    private func call(
        _ group: QueueGroup?, _ chosen: String?, at counter: CounterView, _ view: QueueView,
        _ context: CommandContext
    ) throws -> Ticket? {
        let number = counter.counter.number.counter
        if let current = counter.current, current.state == .called {
            throw Refusal.counterBusy(number, current.number.short)
        }
        let next: Ticket?
        if let chosen {
            let ticket = try knownTicket(chosen)
            guard ticket.number.unit == view.unit, ticket.number.day == view.day, ticket.state == .waiting else {
                throw Refusal.ticketState(
                    ticket.number.short, vi: "không còn chờ. Hãy xem lại danh sách.",
                    en: "does not wait any more. Look at the list again.")
            }
            next = ticket
        } else {
            next = view.next(at: number, only: group)
        }
        if let current = counter.current {
            try record(.done(TicketDone(doneAt: context.now)), about: current, context)
            try note(context, subject: current.number.subject)
        }
        guard let next else {
            guard counter.current != nil else { throw Refusal.nobodyWaits(number) }
            return nil
        }
        let streak = QueueOrder.streak(
            after: view.streak(at: number), isPriority: next.priority != nil && next.calls == 0)
        // Calls at a counter have an order even within one millisecond.
        let time = max(context.now, counter.lastCall?.adding(milliseconds: 1) ?? context.now)
        let fact = TicketCalled(counter: number, call: next.calls + 1, streak: streak, calledAt: time)
        let called = try record(.called(fact), about: next, context)
        if counter.current == nil { try note(context, subject: next.number.subject) }
        return called
    }

    // MARK: the ticket in hand

    private func handle(
        _ ticket: Ticket, _ action: CounterAction, _ view: QueueView, _ context: CommandContext
    ) throws -> Ticket? {
        let (now, counter) = (context.now, ticket.counter ?? 0)
        switch action {
        case .open, .close, .call: return ticket
        case .recall:
            guard ticket.state == .called else { throw Refusal.beingServed(ticket) }
            let fact = TicketCalled(
                counter: counter, call: ticket.calls + 1, streak: ticket.streak, calledAt: now)
            return try record(.called(fact), about: ticket, context)
        case .serve:
            guard ticket.state == .called else { throw Refusal.beingServed(ticket) }
            return try record(.attended(TicketAttended(attendedAt: now)), about: ticket, context)
        case .done: return try record(.done(TicketDone(doneAt: now)), about: ticket, context)
        case .miss:
            guard ticket.state == .called else { throw Refusal.beingServed(ticket) }
            return try record(
                .missed(TicketMissed(missedAt: now, order: newOrder(ticket, view, now))), about: ticket,
                context)
        case .transfer(let group, let to):
            if let to {
                guard view.counter(to) != nil else { throw Refusal.counterNotOpen(to) }
                guard to != counter || group != ticket.group else { throw Refusal.sameCounter }
            } else if group == ticket.group {
                throw Refusal.sameCounter
            }
            let fact = TicketTransferred(group: group, counter: to, transferredAt: now)
            return try record(.transferred(fact), about: ticket, context)
        }
    }

    /// Nil after the last call.
    private func newOrder(_ ticket: Ticket, _ view: QueueView, _ now: Instant) -> Instant? {
        guard ticket.calls < QueueOrder.callsBeforeEnd else { return nil }
        let takers = view.counters.filter { $0.counter.groups.contains(ticket.group) }
        let groups = Set(takers.flatMap(\.counter.groups))
        let others = view.waiting.map(\.ticket).filter {
            groups.contains($0.group) && ($0.priority == nil || $0.calls > 0)
        }
        return QueueOrder.afterMissing(ticket.order, now: now, others: others.map(\.order))
    }
}

extension Error where Self == Refusal {
    fileprivate static func beingServed(_ ticket: Ticket) -> Refusal {
        .ticketState(
            ticket.number.short, vi: "đang được phục vụ. Hãy bấm xong hoặc chuyển quầy.",
            en: "is being served. Finish or transfer it.")
    }
    fileprivate static var sameCounter: Refusal {
        Refusal(
            .invalid, "same-counter", field: "group",
            vi: "Số đang ở đúng quầy và lĩnh vực này rồi. Hãy chọn quầy hoặc lĩnh vực khác để chuyển.",
            en: "The ticket is at this counter and group already. Choose another one.")
    }
}
