// LegalClock.swift: by when the law wants an answer, and why.
//
// A pure function of recorded facts and adopted calendar versions: the same on every machine, any day.
// Every result tells its reckoning line by line, in the words of a clerk. Law: Civil Code 2015 arts.
// 145–148; Labour Code 2019 arts. 111–112; Decree 118/2025/NĐ-CP arts. 17–19; where the sources leave room,
// the choices "settled for this project" in docs/law.md §4.2. Parts: LegalClock/Course.swift (the reckoning
// itself), OfficeTime.swift (working time), WorkingDays.swift (counting days), PausedTime.swift
// (suspensions), Wording.swift (the lines).

/// Everything a due time depends on, beside the calendar and hours of the unit. Times are as recorded, also
/// outside opening hours; the clock moves them where the law says so.
package struct ClockFacts: Hashable, Codable, Sendable {
    /// When the complete dossier was first accepted.
    package var accepted: Instant
    package var limit: Procedure.Limit
    /// Verification elsewhere is needed: `limit.verificationExtra` working days are added.
    package var needsVerification: Bool
    /// In any order; they may overlap and lie before a restart.
    package var pauses: [Pause]
    /// When the completed dossier came, if a supplement restarted the full limit (Decree 118/2025 art. 17).
    package var restartedAt: Instant?
    /// Due time entered by an officer where no source gives a limit; ignored for any other limit.
    package var enteredDue: Instant?
    package var enteredGround: String?
    /// The new appointment of a letter of apology.
    package var rescheduledTo: Instant?
    /// When that letter was issued. Pauses after it move the new appointment too, a restart after it voids
    /// it; nil when unknown: then neither.
    package var rescheduledAt: Instant?

    package init(
        accepted: Instant, limit: Procedure.Limit, needsVerification: Bool = false, pauses: [Pause] = [],
        restartedAt: Instant? = nil, enteredDue: Instant? = nil, enteredGround: String? = nil,
        rescheduledTo: Instant? = nil, rescheduledAt: Instant? = nil
    ) {
        self.accepted = accepted
        self.limit = limit
        self.needsVerification = needsVerification
        self.pauses = pauses
        self.restartedAt = restartedAt
        self.enteredDue = enteredDue
        self.enteredGround = enteredGround
        self.rescheduledTo = rescheduledTo
        self.rescheduledAt = rescheduledAt
    }
}

/// A time that is not counted in the limit.
package struct Pause: Hashable, Codable, Sendable {
    package var from: Instant
    /// Nil while it still runs. An end before the start makes the pause empty.
    package var to: Instant?
    package var reason: Reason

    /// supplement: under a sector rule that suspends; payment: financial duty (national status 6); opinion:
    /// of a coordinating unit; verification: elsewhere (civil status); suspended: by a decision with its
    /// ground.
    package enum Reason: String, Codable, CaseIterable, Hashable, Sendable {
        case supplement, payment, opinion, verification, suspended
    }

    package init(from: Instant, to: Instant?, reason: Reason) {
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// A due time with its reckoning.
package struct Reckoning: Hashable, Codable, Sendable {
    /// Nil while a pause runs, and while the limit is open and no due time was entered.
    package var due: Instant?
    /// What early and late are measured by (docs/law.md §1.2, 4.3): the first due time, or that of the restart.
    /// Suspensions move it, a reschedule never does. While a pause runs: as it stood when the pause began.
    package var originalDue: Instant?
    /// Stable slug of the rule: `workingDay:3`, `workingDay:3+verification:2`, `sameDay`, `open` …
    package var rule: String
    /// One per step of the reckoning, in order, the result last.
    package var lines: [Line]
    /// Working minutes that were left when the running pause began, negative if it was overdue; nil when
    /// none runs.
    package var frozenRemaining: Int?

    package struct Line: Hashable, Codable, Sendable {
        /// Stable slug of the kind of step.
        package var code: String
        package var vi: String
        package var en: String
    }
}

/// Resolution against due time, by date (docs/law.md §4.3).
package enum Timeliness: String, Codable, CaseIterable, Hashable, Sendable {
    case early, onTime, late
}

package enum LegalClock {
    /// The due time of a dossier. Total: any facts give an answer. `explaining: false` leaves the lines
    /// out, for recomputing many.
    package static func reckon(
        _ facts: ClockFacts, _ office: OfficeTime, explaining: Bool = true
    ) -> Reckoning {
        var course = Course(facts: facts, office: office, explaining: explaining)
        return course.run()
    }

    /// The first limit of the procedure whose case and channel both fit; nil when none does.
    package static func limit(
        of procedure: Procedure, case: String?, channel: Procedure.Channel
    ) -> Procedure.Limit? {
        procedure.limits.first {
            ($0.case == nil || $0.case == `case`) && ($0.channel == nil || $0.channel == channel)
        }
    }

    // MARK: Other clocks

    /// By when an online dossier must be accepted or sent back: 8 working hours after the portal received it
    /// (Decree 118/2025 art. 17.2). The lines name the alert too.
    package static func acceptBy(received: Instant, office: OfficeTime) -> Reckoning {
        let start = office.effectiveStart(received)
        let due = office.adding(workingMinutes: 8 * 60, to: start)
        var account = Account(wanted: true)
        account.say(.receivedOnline(received))
        if start != received { account.say(.movedStart(received, to: start, office)) }
        account.say(.alert(by: alertBy(received: received, office: office)))
        account.tellDaysOff(from: received.date, through: due.date, office)
        account.tellDoubts(from: received.date, through: due.date, office)
        account.say(.acceptBy(due))
        return Reckoning(
            due: due, originalDue: due, rule: "accept:workingHour:8", lines: account.lines,
            frozenRemaining: nil)
    }

    /// By when the intake officer must have been alerted of an online dossier: within 2 working hours (the
    /// same article).
    package static func alertBy(received: Instant, office: OfficeTime) -> Instant {
        office.adding(workingMinutes: 2 * 60, to: office.effectiveStart(received))
    }

    /// When a dossier whose supplement was asked for is closed: at close of business of the n-th working
    /// day after the request (15 by default; the same article).
    package static func closeBy(requested: Instant, workingDays: Int, office: OfficeTime) -> Instant {
        office.closes(office.workingDay(max(1, workingDays), after: requested.date))
    }

    /// By when a unit asked for its opinion or a verification answers: close of business of the n-th
    /// working day after the request (3 between communes in civil status).
    package static func replyBy(requested: Instant, workingDays: Int, office: OfficeTime) -> Instant {
        closeBy(requested: requested, workingDays: workingDays, office: office)
    }

    /// By when a letter of apology must be out: one day before expiry at the latest, so at close of
    /// business of the last working day before the date due (docs/law.md §1.2).
    package static func apologyBy(due: Instant, office: OfficeTime) -> Instant {
        office.closes(office.lastWorkingDay(before: due.date))
    }

    /// By when an internal step with a budget of working minutes should be done. Never extra legal time.
    package static func stepDue(start: Instant, budgetMinutes: Int, office: OfficeTime) -> Instant {
        office.adding(workingMinutes: budgetMinutes, to: office.effectiveStart(start))
    }

    /// Working minutes left; negative by the working minutes overdue.
    package static func remainingMinutes(until due: Instant, now: Instant, office: OfficeTime) -> Int {
        now <= due
            ? office.workingMinutes(from: now, to: due)
            : -office.workingMinutes(from: due, to: now)
    }

    /// Early, on time or late: the dates are compared, the times of day are not. Give the original due time.
    package static func outcome(resolvedOn: Instant, due: Instant) -> Timeliness {
        let (resolved, last) = (resolvedOn.date, due.date)
        return resolved < last ? .early : resolved == last ? .onTime : .late
    }
}
