// Course.swift: one reckoning of a due time, in the order in which a clerk would do it by hand.
//
// begin (when does acceptance count?) → end of the limit → suspensions → roll off days off → new
// appointment → doubts → result. Two measures: working time, whose ends lie in hours already, and calendar
// days, which only care for days off at the end (Civil Code 2015 art. 148.5). Each step tells its line as
// it goes (Wording.swift).

struct Course {
    let facts: ClockFacts
    let office: OfficeTime
    private let measure: Measure
    private let received: Instant
    private var account: Account

    private enum Measure { case workingTime, calendarDays }

    init(facts: ClockFacts, office: OfficeTime, explaining: Bool) {
        self.facts = facts
        self.office = office
        received = facts.restartedAt ?? facts.accepted
        measure = facts.limit.countsCalendarDays ? .calendarDays : .workingTime
        account = Account(wanted: explaining)
    }

    mutating func run() -> Reckoning {
        let start = begin()
        guard let limitEnd = end(from: start) else { return open() }
        let parts = PausedPart.inOrder(facts.pauses, since: received)
        tell(parts)
        let moved = extended(limitEnd, over: parts)
        let original = rolled(moved)
        let due = rescheduled(from: original)

        // A calendar limit counts the days off inside it, an entered due time counts nothing: for both only
        // the end may still change.
        let counting = measure == .workingTime && !facts.limit.isOpen
        if counting { account.tellDaysOff(from: received.date, through: original.date, office) }
        let firstDoubt = counting ? received.date : min(moved, due).date
        account.tellDoubts(from: firstDoubt, through: max(original, due).date, office)

        if let running = parts.last, running.to == nil {
            let left = LegalClock.remainingMinutes(until: due, now: running.from, office: office)
            account.say(.frozen(left, office))
            return reckoning(due: nil, original: original, frozen: left)
        }
        account.say(.result(due))
        return reckoning(due: due, original: original, frozen: nil)
    }

    // MARK: Begin

    /// When the acceptance (or the restart) counts. Calendar limits count from the date itself, at any hour.
    private mutating func begin() -> Instant {
        account.say(.accepted(facts.accepted))
        if let restart = facts.restartedAt { account.say(.restarted(restart)) }
        if office.isExtraSession(received) { account.say(.extraSession(received)) }
        guard measure == .workingTime, !facts.limit.isOpen else { return received }

        if let cutoff = facts.limit.cutoff, office.isWorkingDay(received.date), received.timeOfDay > cutoff {
            let start = office.opens(office.nextWorkingDay(after: received.date))
            account.say(.afterCutoff(received, cutoff: cutoff, to: start))
            return start
        }
        let start = office.effectiveStart(received)
        if start != received { account.say(.movedStart(received, to: start, office)) }
        return start
    }

    // MARK: The limit

    /// End of the limit before suspensions and rolling; nil when nothing says how long it is.
    private mutating func end(from start: Instant) -> Instant? {
        let limit = facts.limit
        if limit.isOpen { return enteredEnd() }
        let end = nominalEnd(amount: limit.amount ?? 0, from: start)
        account.say(.counted(limit, extra: facts.verificationDays, from: start, to: end, office))
        return end
    }

    private func nominalEnd(amount: Int, from start: Instant) -> Instant {
        let date = start.date
        let extra = facts.verificationDays
        switch facts.limit.unit {
        case .workingDay:
            return office.closes(office.workingDay(amount + extra, after: date))
        case .sameDay:
            return office.closes(office.workingDay(extra, after: date))
        case .workingHour:
            // 8 working hours make a working day (docs/law.md §4.1); an extra day is one of this office's own
            // length.
            return office.adding(workingMinutes: amount * 60 + extra * office.minutesPerDay(on: date), to: start)
        case .calendarDay:
            return office.closes(office.workingDay(extra, after: date.adding(days: amount)))
        case .month:
            return office.closes(office.workingDay(extra, after: date.adding(months: amount)))
        case .open:
            return start
        }
    }

    private mutating func enteredEnd() -> Instant? {
        guard let entered = facts.enteredDue else { return nil }
        account.say(.entered(entered, ground: facts.enteredGround))
        return entered
    }

    // MARK: Suspensions

    /// Adds the paused working time to a limit in working time, the paused calendar days to one in calendar
    /// days.
    private func extended(_ end: Instant, over parts: [PausedPart]) -> Instant {
        let added = parts.reduce(0) { $0 + stopped($1) }
        switch measure {
        case .workingTime: return office.adding(workingMinutes: added, to: end)
        case .calendarDays: return end.adding(minutes: added * 24 * 60)
        }
    }

    /// Working minutes, or calendar days from date to date; 0 for a running pause.
    private func stopped(_ part: PausedPart) -> Int {
        guard let end = part.to else { return 0 }
        switch measure {
        case .workingTime: return office.workingMinutes(from: part.from, to: end)
        case .calendarDays: return end.date.dayNumber - part.from.date.dayNumber
        }
    }

    private mutating func tell(_ parts: [PausedPart]) {
        if facts.restartedAt != nil {
            let before = facts.pauses.filter { ($0.to ?? received) <= received && $0.to != nil }
            if !before.isEmpty { account.say(.pausesBeforeRestart(before.count)) }
        }
        for part in parts {
            let amount = stopped(part)
            if part.to == nil {
                account.say(.pauseRunning(part))
            } else if measure == .workingTime {
                account.say(.paused(part, added: Wording.workingTime(amount, office)))
            } else {
                account.say(.paused(part, added: Wording.calendarDays(amount)))
            }
        }
    }

    // MARK: The end

    /// A limit that ends on a day off ends at close of business of the next working day (Civil Code art.
    /// 148.5).
    private mutating func rolled(_ end: Instant) -> Instant {
        guard !office.isWorkingDay(end.date) else { return end }
        let next = office.closes(office.nextWorkingDay(after: end.date))
        account.say(.rolledForward(from: end, to: next, office))
        return next
    }

    /// The appointment of the letter of apology, moved by the pauses since; else `original`.
    private mutating func rescheduled(from original: Instant) -> Instant {
        guard let appointment = facts.rescheduledTo else { return original }
        let issued = facts.rescheduledAt
        if let issued, let restart = facts.restartedAt, issued < restart {
            account.say(.rescheduleVoid(appointment))
            return original
        }
        account.say(.rescheduled(to: appointment, original: original))
        guard let issued else { return rolled(appointment) }
        let parts = PausedPart.inOrder(facts.pauses, since: max(issued, received))
        let moved = extended(appointment, over: parts)
        if moved != appointment { account.say(.appointmentMoved(to: moved)) }
        return rolled(moved)
    }

    // MARK: Results

    private mutating func open() -> Reckoning {
        account.say(.open)
        return reckoning(due: nil, original: nil, frozen: nil)
    }

    private func reckoning(due: Instant?, original: Instant?, frozen: Int?) -> Reckoning {
        Reckoning(
            due: due, originalDue: original, rule: facts.rule, lines: account.lines, frozenRemaining: frozen)
    }
}

extension Procedure.Limit {
    /// No source gives its length.
    var isOpen: Bool { unit == .open || (amount == nil && unit != .sameDay) }
    var countsCalendarDays: Bool { !isOpen && (unit == .calendarDay || unit == .month) }
}

extension ClockFacts {
    /// Working days added because verification elsewhere is needed.
    var verificationDays: Int { needsVerification ? max(0, limit.verificationExtra ?? 0) : 0 }

    /// `workingDay:3+verification:2`.
    var rule: String {
        if limit.isOpen { return Procedure.LimitUnit.open.rawValue }
        let length = limit.unit == .sameDay ? "" : ":\(limit.amount ?? 0)"
        let extra = verificationDays == 0 ? "" : "+verification:\(verificationDays)"
        return limit.unit.rawValue + length + extra
    }
}
