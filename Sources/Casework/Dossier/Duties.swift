// Duties.swift: which roles may do what with a dossier. The actions ask here before, the hub judges by it afterwards.

/// Roles of which somebody needs one at the unit in whose ledger the act is written.
package enum Duty {
    package static let anyStaff: [Role] = [.counter, .officer, .leader]

    package static let receive: [Role] = [.counter]
    package static let accept: [Role] = [.counter]
    package static let refuse: [Role] = [.counter, .leader]
    package static let askSupplement: [Role] = [.counter, .officer]
    package static let takeSupplement: [Role] = [.counter, .officer]

    package static let assign: [Role] = [.leader, .officer]
    package static let askOpinion: [Role] = [.officer, .leader]
    package static let giveOpinion = anyStaff
    package static let askPayment: [Role] = [.officer, .counter]
    package static let takePayment: [Role] = [.counter, .officer]
    /// Voiding a receipt, and giving another in its place.
    package static let keepCash = anyStaff
    package static let exempt: [Role] = [.counter, .leader]
    package static let keepRegister: [Role] = [.counter, .officer]
    package static let voidRegister = anyStaff

    package static let handOver = anyStaff
    package static let recall = anyStaff
    package static let takeOver = anyStaff
    package static let decline = anyStaff
    package static let declineRequest: [Role] = [.counter, .leader]
    package static let pass = anyStaff

    package static let suspend: [Role] = [.leader, .officer]
    package static let resume: [Role] = [.leader, .officer]
    package static let reschedule: [Role] = [.leader]

    package static let decide: [Role] = [.leader]
    package static let returnResult: [Role] = [.counter]
    package static let withdraw: [Role] = [.counter, .leader]
    package static let close: [Role] = [.counter, .leader]
    package static let reopen: [Role] = [.leader]

    package static let correct: [Role] = [.counter, .officer]
    package static let askCorrection = anyStaff
    package static let note = anyStaff
    package static let contestLateness: [Role] = [.officer, .leader]
    package static let shelve: [Role] = [.counter, .officer]
    package static let returnOriginals: [Role] = [.counter, .officer]
    package static let chooseMessages: [Role] = [.counter, .officer]
    package static let attach = anyStaff
}

extension DossierFact {
    /// Roles of which somebody needed one, at the unit of the ledger, to write this; nil where no role is asked for: what
    /// applicants file, what the program answers by itself, what is the city's alone.
    /// - Parameter procedure: the dossier's, asked for where it says who does a step.
    package func roles(in procedure: () throws -> Procedure?) rethrows -> [Role]? {
        switch self {
        case .stepCompleted(let done):
            guard let step = try procedure()?.steps.first(where: { $0.id == done.step }) else { return nil }
            return [step.role]
        default: return fixedRoles
        }
    }

    private var fixedRoles: [Role]? {
        switch self {
        case .received: Duty.receive
        case .accepted: Duty.accept
        case .refused: Duty.refuse
        case .supplementRequested: Duty.askSupplement
        case .supplementReceived: Duty.takeSupplement
        case .holderAssigned: Duty.assign
        case .handedOver: Duty.handOver
        case .recallRequested: Duty.recall
        case .takenOver: Duty.takeOver
        case .handOverDeclined: Duty.decline
        case .passed: Duty.pass
        case .passTaken: Duty.takeOver
        case .suspended: Duty.suspend
        case .resumed: Duty.resume
        case .reopened: Duty.reopen
        case .opinionRequested: Duty.askOpinion
        case .opinionGiven: Duty.giveOpinion
        case .paymentRequested: Duty.askPayment
        // Also in the place of a voided receipt.
        case .paymentConfirmed: Duty.takePayment + Duty.keepCash
        case .paymentVoided: Duty.keepCash
        case .feeExempted: Duty.exempt
        case .certificateNumbered: Duty.keepRegister
        case .certificateVoided: Duty.voidRegister
        case .rescheduled: Duty.reschedule
        case .decided: Duty.decide
        case .resultReturned: Duty.returnResult
        case .withdrawn: Duty.withdraw
        case .requestDeclined: Duty.declineRequest
        case .closed: Duty.close
        case .correctionRequested: Duty.askCorrection
        case .corrected: Duty.correct
        case .noteAdded: Duty.note
        case .papersShelved: Duty.shelve
        case .originalsReturned: Duty.returnOriginals
        case .messagesChosen: Duty.chooseMessages
        case .paperFiled: Duty.attach
        case .latenessContested: Duty.contestLateness
        case .stepCompleted, .formerAdopted, .supplementFiled, .opinionTakenUp, .withdrawalRequested, .dueRecomputed,
            .linkedRequested, .linkedOpened, .linkedResult, .linkedResultTakenUp, .ratingGiven, .personErased, .latenessJudged,
            .foreignNumbered, .exchangeAnswered:
            nil
        }
    }
}
