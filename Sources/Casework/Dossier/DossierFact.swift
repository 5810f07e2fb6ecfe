// DossierFact.swift: everything that can have happened to a dossier, in the past tense.
//
// Facts hold no personal data (that is `PersonalData`, sealed) and carry decisions, not intentions: a due time is
// stored with the calendar version it was reckoned from, and replaying never recomputes law. The wire form of each
// case is frozen by golden bytes (Tests/Golden); a changed meaning is a new version in Office/EntryCoding.swift.
// Who may write which: `isCustodial` facts change the dossier and come from the custodian's ledger alone; the others
// are requests and answers of other units, which the custodian takes up (ARCHITECTURE.md, “Custody”).

package enum DossierFact: Hashable, Sendable {
    case received(DossierReceived)
    case formerAdopted(FormerDossierAdopted)
    case accepted(DossierAccepted)
    case refused(DossierRefused)
    case supplementRequested(SupplementRequested)
    case supplementFiled(SupplementFiled)
    case supplementReceived(SupplementReceived)
    case holderAssigned(HolderAssigned)
    case stepCompleted(StepCompleted)
    case handedOver(HandedOver)
    case recallRequested(RecallRequested)
    case takenOver(TakenOver)
    case handOverDeclined(HandOverDeclined)
    case passed(Passed)
    case passTaken(PassTaken)
    case suspended(DossierSuspended)
    case resumed(DossierResumed)
    case reopened(DossierReopened)
    case opinionRequested(OpinionRequested)
    case opinionGiven(OpinionGiven)
    case opinionTakenUp(OpinionTakenUp)
    case paymentRequested(PaymentRequested)
    case paymentConfirmed(PaymentConfirmed)
    case paymentVoided(PaymentVoided)
    case feeExempted(FeeExempted)
    case certificateNumbered(CertificateNumbered)
    case certificateVoided(CertificateVoided)
    case rescheduled(Rescheduled)
    case decided(DossierDecided)
    case resultReturned(ResultReturned)
    case withdrawalRequested(WithdrawalRequested)
    case withdrawn(DossierWithdrawn)
    case requestDeclined(RequestDeclined)
    case closed(DossierClosed)
    case correctionRequested(CorrectionRequested)
    case corrected(DossierCorrected)
    case dueRecomputed(DueRecomputed)
    case linkedRequested(LinkedRequested)
    case linkedOpened(LinkedOpened)
    case linkedResult(LinkedResult)
    case linkedResultTakenUp(LinkedResultTakenUp)
    case ratingGiven(RatingGiven)
    case noteAdded(NoteAdded)
    case papersShelved(PapersShelved)
    case originalsReturned(OriginalsReturned)
    case messagesChosen(MessagesChosen)
    case personErased(PersonErased)
    case paperFiled(PaperFiled)
    case latenessContested(LatenessContested)
    case latenessJudged(LatenessJudged)
    case foreignNumbered(ForeignNumbered)
    case exchangeAnswered(ExchangeAnswered)
}

/// A new reckoning: due and original due time, and the calendar version that gave them.
package struct DueTimes: Codable, Hashable, Sendable {
    package var due: Instant
    package var originalDue: Instant
    package var calendar: String
}

/// Names one entry of one ledger; what `answers` points at.
package struct EntryReference: Codable, Hashable, Sendable {
    package var unit: String
    package var epoch: Int
    package var seq: Int
    /// Lowercase hex SHA-256.
    package var hash: String
    package init(unit: String, epoch: Int, seq: Int, hash: String) {
        self.unit = unit
        self.epoch = epoch
        self.seq = seq
        self.hash = hash
    }
}

package struct DossierReceived: Codable, Hashable, Sendable {
    package var number: String
    package var procedure: String
    package var procedureVersion: Int
    package var field: String
    package var `case`: String?
    package var channel: Procedure.Channel
    /// When the papers reached the counter, the portal or the post room. Not when it was recorded.
    package var receivedAt: Instant
    /// True when a day on paper is entered late.
    package var recordedLate: Bool
    package var supportPoint: String?
    package var receivingUnit: String
    package var competentAgency: String
    package var pickUpUnit: String
    package var resultChannel: Procedure.Channel
    package var papers: [PaperIn]
    package var quantity: Int
    package var fees: [FeeLine]
    /// Online: when the centre must have answered, and be alerted.
    package var acceptBy: Instant?
    package var alertBy: Instant?
    package var calendar: String
    /// Number of the parent dossier of a linked procedure.
    package var parent: String?
    /// Own counter of the number, so that the next is found from entries alone.
    package var series: Int
    package var serial: Int
}

package struct PaperIn: Codable, Hashable, Sendable {
    package var id: String
    package var copies: Int
    /// handedIn, shown, fromData, reused, digital.
    package var source: String
    /// Hash of the stored file's ciphertext, where there is one.
    package var file: String?
    package init(id: String, copies: Int, source: String, file: String?) {
        self.id = id
        self.copies = copies
        self.source = source
        self.file = file
    }
}

package struct FeeLine: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// đồng; nil = not known until an officer enters it (set by the People's Council).
    package var amount: Int?
    package var exemption: String?
    package var collect: Procedure.FeeMoment
    package init(id: String, name: String, amount: Int?, exemption: String?, collect: Procedure.FeeMoment) {
        self.id = id
        self.name = name
        self.amount = amount
        self.exemption = exemption
        self.collect = collect
    }
}

package struct DossierAccepted: Codable, Hashable, Sendable {
    package var acceptedAt: Instant
    package var limit: Procedure.Limit
    package var needsVerification: Bool
    package var due: Instant
    package var rule: String
    package var calendar: String
    /// Unit whose hours and calendar the clock goes by.
    package var clockUnit: String
    /// For a limit that no source gives: due time and ground come from the officer.
    package var enteredDue: Instant?
    /// First step after intake.
    package var next: String?
}

package struct DossierRefused: Codable, Hashable, Sendable { package var reason: String }

package struct SupplementRequested: Codable, Hashable, Sendable {
    package var papers: [String]
    package var fields: [String]
    package var ordinal: Int
    package var requestedAt: Instant
    package var closeBy: Instant
    /// Legal ground for asking more often than the rule allows.
    package var ground: String?
}
/// The applicant filed what was asked for; the custodian takes it up by `supplementReceived`.
package struct SupplementFiled: Codable, Hashable, Sendable {
    package var papers: [PaperIn]
    package var filedAt: Instant
}
/// A file (scan, photo) of a paper, kept encrypted by the hash of its ciphertext. Its name and key are sealed.
package struct PaperFiled: Codable, Hashable, Sendable {
    /// Id of the paper in the procedure; nil = belongs to no paper of the list.
    package var paper: String?
    /// Lowercase hex SHA-256 of the ciphertext (docs/formats/papers.md).
    package var file: String
    package var media: PaperMedia
    /// Size of the clear file.
    package var bytes: Int
    package var filedAt: Instant
    package init(paper: String?, file: String, media: PaperMedia, bytes: Int, filedAt: Instant) {
        self.paper = paper
        self.file = file
        self.media = media
        self.bytes = bytes
        self.filedAt = filedAt
    }
}
package struct SupplementReceived: Codable, Hashable, Sendable {
    package var papers: [PaperIn]
    package var receivedAt: Instant
    /// Set when the clock was running before: the new reckoning (restart or suspend).
    package var clock: DueTimes?
    package var restarted: Bool
}
package struct HolderAssigned: Codable, Hashable, Sendable {
    package var user: String?
    package var division: String?
    package var step: String?
}
package struct StepCompleted: Codable, Hashable, Sendable {
    package var step: String
    package var next: String?
    /// The result is signed, numbered and can be fetched.
    package var ready: Bool
}
package struct HandedOver: Codable, Hashable, Sendable {
    package var to: String
    /// process, back, return, other.
    package var reason: String
    package var step: String?
    /// Papers on paper travel too (public post, at most 2 working days).
    package var withPapers: Bool
}
package struct RecallRequested: Codable, Hashable, Sendable { package var to: String }
package struct TakenOver: Codable, Hashable, Sendable {
    package var from: String
    /// Entered by the receiver: early, onTime, late against the giver's step (Form 06).
    package var timeliness: String?
}
package struct HandOverDeclined: Codable, Hashable, Sendable {
    package var from: String
    package var reason: String
    package var recalled: Bool
}
package struct Passed: Codable, Hashable, Sendable {
    package var user: String?
    package var division: String?
}
package struct PassTaken: Codable, Hashable, Sendable { package var user: String }
package struct DossierSuspended: Codable, Hashable, Sendable {
    package var reason: String
    package var at: Instant
}
package struct DossierResumed: Codable, Hashable, Sendable {
    package var at: Instant
    package var clock: DueTimes?
}
package struct DossierReopened: Codable, Hashable, Sendable {
    package var reason: String
    package var step: String?
}
package struct OpinionRequested: Codable, Hashable, Sendable {
    package var to: String
    package var requestedAt: Instant
    package var replyBy: Instant
    package var suspends: Bool
    /// The reckoning with the reply time not counted.
    package var clock: DueTimes?
}
package struct OpinionGiven: Codable, Hashable, Sendable {
    /// agree, disagree, verified, notVerified.
    package var position: String
    package var givenAt: Instant
}
package struct OpinionTakenUp: Codable, Hashable, Sendable {
    package var from: String
    package var position: String
    package var givenAt: Instant
    package var clock: DueTimes?
}
package struct PaymentRequested: Codable, Hashable, Sendable {
    package var amount: Int
    package var requestedAt: Instant
    /// True for a financial obligation that stops the clock (status 6).
    package var suspends: Bool
}
package struct PaymentConfirmed: Codable, Hashable, Sendable {
    package var amount: Int
    package var paidAt: Instant
    package var receipt: String
    /// cash, transfer, online.
    package var method: String
    package var clock: DueTimes?
    /// The `pay` step that this settles, and the one after it.
    package var step: String?
    package var next: String?
    package var ready: Bool
    package init(
        amount: Int, paidAt: Instant, receipt: String, method: String, clock: DueTimes?, step: String?,
        next: String?, ready: Bool
    ) {
        self.amount = amount
        self.paidAt = paidAt
        self.receipt = receipt
        self.method = method
        self.clock = clock
        self.step = step
        self.next = next
        self.ready = ready
    }
}
/// A receipt of an open cash day was voided by the unit that gave it; the money counts as not taken.
package struct PaymentVoided: Codable, Hashable, Sendable {
    package var receipt: String
    package var amount: Int
    package var method: String
    /// The day of the cash book in which the receipt stands.
    package var day: CivilDate
    /// wrongAmount, wrongPerson, wrongMethod, notDone, other; in words in the sealed text.
    package var ground: String
    package init(
        receipt: String, amount: Int, method: String, day: CivilDate, ground: String
    ) {
        self.receipt = receipt
        self.amount = amount
        self.method = method
        self.day = day
        self.ground = ground
    }
}
/// Fees that need not be paid, for a ground in law said in words in the sealed text.
package struct FeeExempted: Codable, Hashable, Sendable {
    /// Ids of the fee lines, and what they came to together.
    package var fees: [String]
    package var amount: Int
    /// merit, poor, disabled, child, elderly, policy, other.
    package var ground: String
    package init(
        fees: [String], amount: Int, ground: String
    ) {
        self.fees = fees
        self.amount = amount
        self.ground = ground
    }
}
/// The dossier got its number in a register of certifications.
package struct CertificateNumbered: Codable, Hashable, Sendable {
    package var certificate: CertificateNumber
    package var pages: Int
    package var copies: Int
    package var fee: Int
    package init(
        certificate: CertificateNumber, pages: Int, copies: Int, fee: Int
    ) {
        self.certificate = certificate
        self.pages = pages
        self.copies = copies
        self.fee = fee
    }
}
/// A number of a register is void; it stays in the register and is not used again.
package struct CertificateVoided: Codable, Hashable, Sendable {
    package var certificate: CertificateNumber
    /// wrongEntry, notSigned, withdrawn, other; in words in the sealed text.
    package var ground: String
    package init(
        certificate: CertificateNumber, ground: String
    ) {
        self.certificate = certificate
        self.ground = ground
    }
}
package struct Rescheduled: Codable, Hashable, Sendable {
    package var due: Instant
    /// law, staff, coordination, it, applicant, other: the causes of form II.07b.
    package var reason: String
    /// The apology came later than one day before expiry.
    package var late: Bool
}
package struct DossierDecided: Codable, Hashable, Sendable {
    package var outcome: Outcome
    package var decidedAt: Instant
    package var reason: String?
    /// Signed for somebody else under this delegation.
    package var onBehalfOf: String?
    package var next: String?
    package var ready: Bool
}
package enum Outcome: String, Codable, Hashable, Sendable { case approve, reject }
package struct ResultReturned: Codable, Hashable, Sendable {
    package var channel: Procedure.Channel
    package var returnedAt: Instant
    package var waybill: String?
}
package struct WithdrawalRequested: Codable, Hashable, Sendable { package var requestedAt: Instant }
package struct DossierWithdrawn: Codable, Hashable, Sendable { package var requestedAt: Instant }
/// The custodian does not do what the applicant (withdrawal) or another unit (correction) asked for.
package struct RequestDeclined: Codable, Hashable, Sendable {
    /// withdrawal, correction.
    package var request: String
    package var reason: String
}
package struct DossierClosed: Codable, Hashable, Sendable { package var reason: String }
package struct CorrectionRequested: Codable, Hashable, Sendable {
    package var part: String
    package init(part: String) { self.part = part }
}
package struct DossierCorrected: Codable, Hashable, Sendable {
    /// applicant, form, papers, pickUpUnit, resultChannel, receivedAt.
    package var part: String
    package var pickUpUnit: String?
    package var resultChannel: Procedure.Channel?
}
package struct DueRecomputed: Codable, Hashable, Sendable {
    /// True when it is the acceptance deadline of an online filing that moved.
    package var acceptance: Bool
    package var due: Instant
    package var originalDue: Instant
    package var previousDue: Instant
    package var calendar: String
    package var previousCalendar: String
    package init(
        acceptance: Bool = false, due: Instant, originalDue: Instant, previousDue: Instant, calendar: String,
        previousCalendar: String
    ) {
        self.acceptance = acceptance
        self.due = due
        self.originalDue = originalDue
        self.previousDue = previousDue
        self.calendar = calendar
        self.previousCalendar = previousCalendar
    }
}
/// The custodian of the parent asks a body to open its part of a linked procedure (liên thông).
package struct LinkedRequested: Codable, Hashable, Sendable {
    package var part: String
    package var procedure: String
    package var body: String
}
/// A body opened a child dossier for a linked procedure; written by that body.
package struct LinkedOpened: Codable, Hashable, Sendable {
    package var part: String
    package var child: String
    package var body: String
}
package struct LinkedResult: Codable, Hashable, Sendable {
    package var part: String
    package var child: String
    package var state: String
}
package struct LinkedResultTakenUp: Codable, Hashable, Sendable {
    package var part: String
    package var child: String
    package var state: String
}
package struct RatingGiven: Codable, Hashable, Sendable {
    /// access, procedure, staff, result, feedback → 1…5.
    package var scores: [String: Int]
    package var ratedAt: Instant
    /// The unit's people do not see who rated: only sums, and words without the dossier. Nil = not asked for.
    package var anonymous: Bool?
    package init(scores: [String: Int], ratedAt: Instant, anonymous: Bool? = nil) {
        self.scores = scores
        self.ratedAt = ratedAt
        self.anonymous = anonymous
    }
}
/// Somebody of a unit with a hand in the dossier wrote something down; the words are sealed. Changes nothing.
package struct NoteAdded: Codable, Hashable, Sendable {
    /// general, call, meeting.
    package var topic: String
    package init(topic: String) { self.topic = topic }
}
package struct PersonErased: Codable, Hashable, Sendable {
    package var slot: PersonSlot
    package var ground: String
    package init(slot: PersonSlot, ground: String) {
        self.slot = slot
        self.ground = ground
    }
}
/// A unit that had the dossier says that its lateness had another cause; the reason in words is sealed.
package struct LatenessContested: Codable, Hashable, Sendable {
    /// officer, opinion, transit, outage, applicant, payment, other.
    package var cause: String
    package init(cause: String) { self.cause = cause }
}
/// The city takes the contested cause for right, or does not.
package struct LatenessJudged: Codable, Hashable, Sendable {
    package var isUpheld: Bool
    package init(isUpheld: Bool) { self.isUpheld = isUpheld }
}
