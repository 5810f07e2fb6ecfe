// Evidence.swift: what one dossier proves for indicators, as bits, and the days on which it is counted.
//
// An indicator is a question about these bits (IndicatorDefinition.swift), so a new definition applies to the past as
// well, and each numerator and denominator opens the dossiers that carry the bits. The place of a bit is stored: it is
// never given to another meaning. Sources of the meanings: docs/law.md §4.3, 5.1 (Decision 766/QĐ-TTg, 23/06/2022).

package import Casework

/// What can be true of a dossier, a procedure or a complaint when indicators are counted.
package enum Trait: String, CaseIterable, Hashable, Sendable {
    // How it came in.
    case online, direct, post, onlineOffered, nonTerritorial
    // The acceptance clock of a filing online (Decree 118/2025 art. 17.2).
    case answered, answeredLate
    // Digitising (docs/law.md §5.1 group 3).
    case withPapers, digitised, reused, fromData
    // Fees.
    case feeBearing, exempt, paidOnline
    // How it ended: exactly one of the first five of what was accepted, and by date one of three.
    case granted, rejected, withdrawn, closed, refused
    case early, onTime, late
    case resultDue, eResult
    case rescheduled, supplemented
    // The survey after return (docs/law.md §5.2): asked of five factors.
    case satisfied, satisfiedAccess, satisfiedProcedure, satisfiedStaff, satisfiedResult, satisfiedFeedback
    // Of a procedure: made public by the day it came into force, with every part that must be public.
    case publishedInTime, publishedWhole
    // Of a complaint (PAKN).
    case answeredInTime, answerSatisfied

    /// Its bit.
    package var bit: Int64 { 1 << Int64(Trait.place[self] ?? 63) }
    private static let place = Dictionary(uniqueKeysWithValues: Trait.allCases.enumerated().map { ($1, $0) })

    /// Traits of which at most one can be true.
    package static let exclusive: [[Trait]] = [
        [.online, .direct, .post], [.granted, .rejected, .withdrawn, .closed, .refused], [.early, .onTime, .late],
    ]
}

/// What puts a dossier on a day.
package enum CountedEvent: String, CaseIterable, Codable, Hashable, Sendable {
    /// Came in, on that day, at the unit that took it in.
    case received
    /// Settled (the end of handling, not the pick-up), at the competent body.
    case resolved
    /// Rated after return, at the unit that took it in.
    case rated
    /// A procedure's version was published; at the city.
    case published
    /// A complaint was answered, at the body that answered.
    case complained

    /// What is known at this event; every other trait is never true of it.
    package var traits: [Trait] {
        switch self {
        case .received:
            [
                .online, .direct, .post, .onlineOffered, .nonTerritorial, .answered, .answeredLate, .withPapers, .digitised,
                .reused, .fromData, .feeBearing, .exempt, .paidOnline, .refused, .supplemented,
            ]
        case .resolved:
            [
                .online, .direct, .post, .nonTerritorial, .granted, .rejected, .withdrawn, .closed, .refused, .early, .onTime,
                .late, .resultDue, .eResult, .rescheduled, .supplemented,
            ]
        case .rated:
            [
                .online, .direct, .post, .late, .satisfied, .satisfiedAccess, .satisfiedProcedure, .satisfiedStaff,
                .satisfiedResult, .satisfiedFeedback,
            ]
        case .published: [.publishedInTime, .publishedWhole, .onlineOffered]
        case .complained: [.answeredInTime, .answerSatisfied]
        }
    }
    package var mask: Int64 { traits.reduce(0) { $0 | $1.bit } }
}

/// One thing counted: what, when, where, and what is true of it.
package struct Counted: Hashable, Sendable {
    package var event: CountedEvent
    /// The Vietnamese day, as days since 1970-01-01.
    package var day: Int
    package var unit: String
    package var field: String
    package var procedure: String
    /// Bits of `Trait` that are true, of those known at the event.
    package var traits: Int64

    package init(event: CountedEvent, day: Int, unit: String, field: String, procedure: String, traits: Int64) {
        self.event = event
        self.day = day
        self.unit = unit
        self.field = field
        self.procedure = procedure
        self.traits = traits
    }
}

package enum Evidence {
    /// The traits of a dossier as it stands. `procedure` is the version it was taken in under; nil when unknown here.
    package static func traits(of d: Dossier, procedure: Procedure?) -> Int64 {
        Evidence.bits(intake(d, procedure) + money(d) + ending(d, procedure) + rating(d))
    }

    /// Where a dossier is counted, once an event at most.
    package static func counted(_ d: Dossier, traits: Int64) -> [Counted] {
        func at(_ event: CountedEvent, _ time: Instant, _ unit: String) -> Counted {
            Counted(
                event: event, day: time.date.dayNumber, unit: unit, field: d.field, procedure: d.intake.procedure,
                traits: traits & event.mask)
        }
        var all = [at(.received, d.intake.receivedAt, d.intake.receivingUnit)]
        if let end = d.resolvedAt { all.append(at(.resolved, end, d.intake.competentAgency)) }
        if let rating = d.rating { all.append(at(.rated, rating.ratedAt, d.intake.receivingUnit)) }
        return all
    }

    /// Where a published version of a procedure is counted.
    package static func counted(_ procedure: Procedure, published: Instant, city: String) -> Counted {
        let isWhole = !procedure.papers.isEmpty && !procedure.steps.isEmpty && !procedure.limits.isEmpty
            && procedure.limits.allSatisfy { $0.unit != .open }
        let traits: [Trait] = [
            published.date <= procedure.validFrom ? .publishedInTime : nil, isWhole ? .publishedWhole : nil,
            procedure.channels.contains(.online) ? .onlineOffered : nil,
        ].compactMap { $0 }
        return Counted(
            event: .published, day: published.date.dayNumber, unit: city, field: procedure.field, procedure: procedure.code,
            traits: bits(traits))
    }

    static func bits(_ traits: [Trait]) -> Int64 { traits.reduce(0) { $0 | $1.bit } }

    private static func intake(_ d: Dossier, _ procedure: Procedure?) -> [Trait] {
        var traits: [Trait] = []
        switch d.intake.channel {
        case .online: traits.append(.online)
        case .counter: traits.append(.direct)
        case .post: traits.append(.post)
        }
        if procedure?.channels.contains(.online) == true { traits.append(.onlineOffered) }
        if d.intake.receivingUnit != d.intake.competentAgency { traits.append(.nonTerritorial) }
        if !d.papers.isEmpty || !d.files.isEmpty { traits.append(.withPapers) }
        if !d.files.isEmpty || d.papers.contains(where: { $0.file != nil || $0.source == "digital" }) {
            traits.append(.digitised)
        }
        if d.papers.contains(where: { $0.source == "reused" || $0.source == "fromData" }) { traits.append(.reused) }
        if d.papers.contains(where: { $0.source == "fromData" }) { traits.append(.fromData) }
        if !d.supplementsRequested.isEmpty { traits.append(.supplemented) }
        if let by = d.intake.acceptBy, let answer = d.clock.facts?.accepted ?? (d.state == .refused ? d.resolvedAt : nil) {
            traits.append(.answered)
            if answer > by, d.supplementsRequested.isEmpty { traits.append(.answeredLate) }
        }
        return traits
    }

    private static func money(_ d: Dossier) -> [Trait] {
        var traits: [Trait] = []
        if d.intake.fees.contains(where: { $0.exemption != nil }) { traits.append(.exempt) }
        let asked = d.intake.fees.reduce(0) { $0 + ($1.exemption == nil ? $1.amount ?? 0 : 0) }
        if asked > 0 || (d.payment.requested ?? 0) > 0 { traits.append(.feeBearing) }
        if d.payment.paid > 0, d.payment.method == "online" { traits.append(.paidOnline) }
        return traits
    }

    private static func ending(_ d: Dossier, _ procedure: Procedure?) -> [Trait] {
        guard let end = d.resolvedAt else { return [] }
        var traits: [Trait] = []
        switch d.state {
        case .refused: traits.append(.refused)
        case .withdrawn: traits.append(.withdrawn)
        case .closed: traits.append(.closed)
        default: traits.append(d.outcome == .reject ? .rejected : .granted)
        }
        if let due = d.clock.originalDue {
            switch LegalClock.outcome(resolvedOn: end, due: due) {
            case .early: traits.append(.early)
            case .onTime: traits.append(.onTime)
            case .late: traits.append(.late)
            }
        }
        if d.rescheduleCount > 0 { traits.append(.rescheduled) }
        if traits.contains(.granted) {
            traits.append(.resultDue)
            // A result that exists as a file, or of a procedure that gives none (docs/law.md §5.1).
            let since = d.decidedAt ?? end
            let isFiled = d.files.contains { $0.filedAt >= since && $0.actor != Caller.visitor.user }
            if isFiled || procedure?.results.isEmpty == true { traits.append(.eResult) }
        }
        return traits
    }

    private static func rating(_ d: Dossier) -> [Trait] {
        guard let scores = d.rating?.scores, !scores.isEmpty else { return [] }
        // Satisfied or very satisfied: 4 and 5 of 5 (SIPAS); overall by the mean of what was answered.
        func isContent(_ factor: String) -> Bool { (scores[factor] ?? 0) >= 4 }
        let total = scores.keys.sorted().reduce(0) { $0 + (scores[$1] ?? 0) }
        return [
            total >= 4 * scores.count ? .satisfied : nil, isContent("access") ? .satisfiedAccess : nil,
            isContent("procedure") ? .satisfiedProcedure : nil, isContent("staff") ? .satisfiedStaff : nil,
            isContent("result") ? .satisfiedResult : nil, isContent("feedback") ? .satisfiedFeedback : nil,
        ].compactMap { $0 }
    }
}
