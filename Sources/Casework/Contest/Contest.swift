// Contest.swift: what two sites wrote while they could not talk, and what cannot both stand unseen: put before a person.
//
// Nothing is dropped and nothing is decided by the program: both versions stay in their ledgers, a contest names them,
// proposes, and a person who may decides, with words. Deciding is an entry like any other act.

/// Why something is contested.
package enum ContestKind: String, Codable, CaseIterable, Hashable, Sendable {
    /// Somebody acted whose right had been withdrawn, which the site could not know.
    case rightWithdrawn = "right-withdrawn"
    /// A home that had been taken over went on writing.
    case oldHome = "old-home"
    /// A site came back from an old backup and wrote beside what it had written before.
    case oldBackup = "old-backup"
    /// A site's clock stood wrong by more than two minutes.
    case clockOff = "clock-off"
    /// A calendar came that changes days which are past.
    case lateCalendar = "late-calendar"
    /// The same citizen filed the same procedure at two places.
    case filedTwice = "filed-twice"
    /// The applicant withdrew while the decision was being made.
    case withdrawalCrossed = "withdrawal-crossed"
    /// A site sent what is not its to say (`detail`: how many entries), or something that nobody here can answer by itself (`detail`:
    /// the refusal).
    case notTheirs = "not-theirs"
}

/// What a person may decide about it.
package enum ContestDecision: String, Codable, CaseIterable, Hashable, Sendable {
    /// What was done stands.
    case stands
    /// It is entered again, in the accepted line.
    case adopt
    /// It does not count; what follows is done by hand, in words.
    case setAside = "set-aside"
}

package struct ItemContested: Codable, Hashable, Sendable {
    package var kind: ContestKind
    package var unit: String
    package var site: String?
    /// The dossier, user, calendar, site or `unit:<code>` that it is about.
    package var about: String
    /// When it happened, by the writing site's clock.
    package var happenedAt: Instant
    /// Places `unit/epoch/seq` of the entries on either side; for two filings `other` is the other dossier's number.
    package var one: [String]
    package var other: [String]
    package var proposal: ContestDecision
    /// What else counts: minutes of a clock, a version, who acted, how many, the slug of a refusal.
    package var detail: String?
    /// Entries of a branch as they are carried between sites, for the site that may enter them again.
    package var kept: [String]
    /// What a clock showed last that was in doubt since `happenedAt`; nil where only how far it is off is known.
    package var until: Instant?

    package init(
        kind: ContestKind, unit: String, site: String?, about: String, happenedAt: Instant, one: [String], other: [String] = [],
        proposal: ContestDecision, detail: String? = nil, kept: [String] = [], until: Instant? = nil
    ) {
        self.kept = kept
        self.until = until
        self.kind = kind
        self.unit = unit
        self.site = site
        self.about = about
        self.happenedAt = happenedAt
        self.one = one
        self.other = other
        self.proposal = proposal
        self.detail = detail
    }
}

/// The words of the decision are sealed.
package struct ContestDecided: Codable, Hashable, Sendable {
    package var decision: ContestDecision
    package var decidedAt: Instant
    package init(decision: ContestDecision, decidedAt: Instant) {
        self.decision = decision
        self.decidedAt = decidedAt
    }
}

extension ItemContested {
    /// What may be decided, the proposal first.
    package var decisions: [ContestDecision] {
        switch kind {
        // Taken in already, by a city that did not know of the take-over any more.
        case .oldHome where proposal == .stands: [.stands, .setAside]
        // Entered again already, or never to be: its number is another's.
        case .oldBackup where proposal == .setAside: [.setAside]
        case .oldHome, .oldBackup: [.adopt, .setAside]
        case .lateCalendar: [.adopt, .setAside]
        case .rightWithdrawn, .clockOff, .filedTwice, .withdrawalCrossed: [.stands, .setAside]
        case .notTheirs: [.setAside]
        }
    }
}
