// Dossier.swift: a dossier (hồ sơ) as the fold of its entries: custody, handling, clock, payment, delivery.
//
// The baton rule: exactly one unit has custody, or it is in transit between two; only the custodian's entries move
// it. Everything here is derived by `evolve` from facts in causal order; nothing else sets it. What may be done next
// is in Actions.swift; how a dossier begins is in Intake.swift.

package struct Dossier: Hashable, Sendable {
    package var number = ""
    package var intake: DossierReceived
    /// Nil for what was taken in here.
    package var former: FormerOrigin?
    package var person: PersonalData

    package var state = DossierState.submitted
    package var custody: Custody
    package var holder = Holder()
    package var clock = ClockState()
    package var payment = PaymentState()
    /// Numbers in registers of certifications, the latest last.
    package var certificates: [CertificateState] = []
    package var supplement: SupplementState?
    package var supplementsRequested: [String: Int] = [:]
    package var opinions: [OpinionState] = []
    package var requests: [PendingRequest] = []
    /// Units that had it, declined it, or were to hand its result out.
    package var formerHands: Set<String> = []
    /// Parts that bodies were asked to open.
    package var partsAsked: [PartAsked] = []
    package var linked: [LinkedState] = []
    package var papers: [PaperIn]
    /// Files of papers, in the order in which they came.
    package var files: [PaperFile] = []
    /// Id of the procedure's step under way; nil before acceptance and at the end.
    package var step: String?
    package var stepStartedAt: Instant?
    package var stepsDone: [StepDone] = []
    package var outcome: Outcome?
    package var decidedAt: Instant?
    package var resolvedAt: Instant?
    package var returnedAt: Instant?
    /// Of the result, where it went by post.
    package var waybill: String?
    package var rescheduleCount = 0
    package var rating: RatingGiven?
    package var shelf: ShelfState?
    package var originalsReturned: [OriginalsHandedBack] = []
    package var messages: MessagesChosen?
    package var erased: Set<PersonSlot> = []
    /// Where it was and what it waited for since acceptance.
    package var course: [CourseLeg] = []
    /// What an officer says against the cause of its lateness, and what became of that.
    package var contest: LatenessContest?
    /// Numbers that other systems gave it, and what they answered.
    package var foreign: [ForeignNumbered] = []
    package var exchangeAnswers: [ExchangeAnswerState] = []
    /// State before a pause, to come back to.
    package var stateBefore: DossierState?
    /// Number of entries folded, the dossier's version.
    package var version = 0
    /// Kind of the unknown critical entry at which the fold stopped.
    package var frozenBy: String?
    package var lastAt: Instant
}

/// Our own states; the national codes are a mapping (docs/law.md §2).
package enum DossierState: String, Codable, CaseIterable, Hashable, Sendable {
    case submitted, accepted, processing, awaitingSupplement, awaitingPayment, suspended, decided, ready,
        rejected,
        returned, refused, withdrawn, closed

    /// National status code 1–10.
    package var national: Int {
        switch self {
        case .submitted: 1
        case .accepted: 2
        case .refused: 3
        case .processing, .decided: 4
        case .awaitingSupplement: 5
        case .awaitingPayment: 6
        case .withdrawn: 7
        case .suspended, .rejected, .closed: 8
        case .ready: 9
        case .returned: 10
        }
    }
    /// No more handling is due.
    package var isResolved: Bool {
        switch self {
        case .ready, .rejected, .returned, .refused, .withdrawn, .closed: true
        default: false
        }
    }
    /// Nothing more can happen but ratings and corrections.
    package var isEnd: Bool {
        switch self {
        case .returned, .refused, .withdrawn, .closed: true
        default: false
        }
    }
}

package struct Custody: Hashable, Sendable {
    package var unit: String
    package var inTransitTo: String?
    /// The hand-over entry that a take-over or decline must answer.
    package var handOver: EntryReference?
    package var recall: EntryReference?
    package var reason: String?
    package var since: Instant
}
package struct Holder: Codable, Hashable, Sendable {
    package var user: String?
    package var division: String?
    /// A pass not yet signed by its receiver.
    package var passingTo: String?
    package init() {}
}
package struct ClockState: Hashable, Sendable {
    package var facts: ClockFacts?
    package var due: Instant?
    package var originalDue: Instant?
    package var calendar = ""
    package var clockUnit = ""
    package var rule = ""
    package var recomputed: [DueRecomputed] = []
}
package struct PaymentState: Hashable, Sendable {
    package var requested: Int?
    package var suspends = false
    package var paid: Int = 0
    package var method: String?
    package var receipts: [String] = []
}
package struct CertificateState: Hashable, Sendable {
    package var certificate: CertificateNumber
    package var isVoid = false
}
extension Dossier {
    /// The applicant has sent what was asked for, and nobody has checked it yet.
    package var isSupplied: Bool { state == .awaitingSupplement && supplement?.filedBy != nil }
}

package struct SupplementState: Hashable, Sendable {
    package var papers: [String]
    package var fields: [String]
    package var requestedAt: Instant
    package var closeBy: Instant
    package var beforeAcceptance: Bool
    package var filed: [PaperIn] = []
    package var filedBy: EntryReference?
    package var filedAt: Instant?
    package var text: String?
}
package struct OpinionState: Hashable, Sendable {
    package var request: EntryReference
    package var to: String
    package var requestedAt: Instant
    package var replyBy: Instant
    package var suspends: Bool
    package var question: String?
    package var answer: OpinionGiven?
    package var answerText: String?
    package var answeredBy: EntryReference?
    package var takenUp = false
}
/// Something another unit or the applicant asked of the custodian and nobody has answered yet.
package struct PendingRequest: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable { case withdrawal, correction, recall }
    package var kind: Kind
    package var reference: EntryReference
    package var at: Instant
    package var part: String?
    package var text: String?
}
package struct PartAsked: Hashable, Sendable {
    package var part: String
    package var body: String
    package var request: EntryReference
}
package struct LinkedState: Hashable, Sendable {
    package var part: String
    package var child: String
    package var body: String
    package var state: String
}
package struct LatenessContest: Hashable, Sendable {
    /// Cause that is claimed instead.
    package var cause: String
    package var unit: String
    package var at: Instant
    package var text: String?
    /// The entry that a judgement answers.
    package var reference: EntryReference
    /// Nil while nobody has judged it.
    package var isUpheld: Bool?
}
package struct StepDone: Hashable, Sendable {
    package var step: String
    package var unit: String
    package var startedAt: Instant?
    package var doneAt: Instant
    package var by: String
}

/// A fact with its circumstances, as the fold sees it.
package struct Occurrence: Hashable, Sendable {
    package var reference: EntryReference
    package var at: Instant
    package var actor: String
    package var addressee: String?
    package var answers: EntryReference?
    package var fact: DossierFact
    package var person: PersonalData?

    package init(
        reference: EntryReference, at: Instant, actor: String, addressee: String?, answers: EntryReference?,
        fact: DossierFact, person: PersonalData?
    ) {
        self.reference = reference
        self.at = at
        self.actor = actor
        self.addressee = addressee
        self.answers = answers
        self.fact = fact
        self.person = person
    }
}

extension Dossier {
    /// The unit that may act now: the custodian, or in transit the receiver.
    package var actingUnit: String { custody.inTransitTo ?? custody.unit }
    package var isOpen: Bool { !state.isResolved }
    package var field: String { intake.field }

    /// Unit code that a step's body means for this dossier.
    package func unit(of body: String) -> String {
        switch body {
        case "receiving": intake.receivingUnit
        case "competent": intake.competentAgency
        case "police": Dossier.police(receiving: intake.receivingUnit, competent: intake.competentAgency)
        default: body
        }
    }
    package static func police(receiving: String, competent: String) -> String {
        if competent.hasPrefix("ca-") { return competent }
        return "ca-" + (competent.utf8.allSatisfy { (0x30...0x39).contains($0) } ? competent : receiving)
    }

    /// Sum of fee lines known; nil lines are not counted.
    package var feeDue: Int { intake.fees.reduce(0) { $0 + ($1.amount ?? 0) } }
    package var outstanding: Int { max(0, max(feeDue, payment.requested ?? 0) - payment.paid) }
    /// The number in the register that stands; nil where there is none.
    package var certificate: CertificateNumber? { certificates.last { !$0.isVoid }?.certificate }
    package var openOpinions: [OpinionState] { opinions.filter { $0.answer == nil } }
}
