// Situation.swift: a dossier, a caller and the world they stand in, as values.
//
// Everything an action may look at is here, looked up before and handed in; nothing is fetched while deciding.
// `wayForward` is the one place that knows what comes next, for pages, API and scripts alike.

/// What is true outside the dossier at the moment of deciding.
package struct World: Sendable {
    package var now: Instant
    package var procedure: Procedure
    /// Working time of the unit whose clock the dossier goes by.
    package var office: OfficeTime
    /// Version of the calendar that unit has adopted.
    package var calendar: String
    package var unitName: @Sendable (String) -> String?
    /// People who can hold a dossier at a unit.
    package var staff: @Sendable (String) -> [Procedure.Choice]
    /// Number of the receipt that the unit would give next, where somebody looked it up.
    package var nextReceipt: String?
    /// The absence of somebody that runs now.
    package var absent: @Sendable (String) -> Absence?

    package init(
        now: Instant, procedure: Procedure, office: OfficeTime, calendar: String,
        unitName: @escaping @Sendable (String) -> String?,
        staff: @escaping @Sendable (String) -> [Procedure.Choice],
        absent: @escaping @Sendable (String) -> Absence? = { _ in nil }
    ) {
        self.now = now
        self.procedure = procedure
        self.office = office
        self.calendar = calendar
        self.unitName = unitName
        self.staff = staff
        self.absent = absent
    }
}

package struct Situation: Sendable {
    package let dossier: Dossier
    package let caller: Caller
    package let world: World

    package init(dossier: Dossier, caller: Caller, world: World) {
        self.dossier = dossier
        self.caller = caller
        self.world = world
    }
}

/// A fact about to be recorded, in which unit's ledger and to whom.
package struct Recorded: Hashable, Sendable {
    package var unit: String
    package var subject: String
    package var fact: DossierFact
    package var person: PersonalData?
    package var addressee: String?
    package var answers: EntryReference?
    /// Somebody other than the caller, when the program itself takes something up.
    package var actor: String?

    package init(
        unit: String, subject: String, fact: DossierFact, person: PersonalData? = nil,
        addressee: String? = nil,
        answers: EntryReference? = nil, actor: String? = nil
    ) {
        self.unit = unit
        self.subject = subject
        self.fact = fact
        self.person = person
        self.addressee = addressee
        self.answers = answers
        self.actor = actor
    }
}

extension Situation {
    package var now: Instant { world.now }
    package var stepNow: Procedure.Step? { world.procedure.steps.first { $0.id == dossier.step } }

    /// The step after `id` that is neither intake nor done by another action on its own.
    package func step(after id: String?) -> Procedure.Step? {
        let steps = world.procedure.steps
        let index = id.flatMap { id in steps.firstIndex { $0.id == id } } ?? -1
        return steps[(index + 1)...].first { $0.kind != .intake }
    }

    /// Papers that are required in this case and not there yet.
    package var missingPapers: [Procedure.PaperRequirement] {
        world.procedure.requiredPapers(case: dossier.intake.case).filter { need in
            !dossier.papers.contains { $0.id == need.id }
        }
    }

    package func holds(_ roles: [Role], at unit: String) -> Bool {
        caller.hasAny(roles, at: unit, field: dossier.field, procedure: dossier.intake.procedure)
    }
    package func require(_ roles: [Role], at unit: String, _ vi: String, _ en: String) throws(Refusal) {
        guard holds(roles, at: unit) else { throw .noRight(vi, en, unit: world.unitName(unit) ?? unit) }
    }
    /// Refuses unless `custody.unit` holds the dossier and nothing is under way.
    package func requireCustody() throws(Refusal) {
        guard dossier.frozenBy == nil else { throw .frozen }
        guard dossier.custody.inTransitTo == nil else { throw .inTransit }
    }
    package func requireState(
        _ states: Set<DossierState>, _ action: String, vi: String, en: String
    ) throws(Refusal) {
        guard states.contains(dossier.state) else {
            throw .notNow(
                action, vi: "\(vi) Hồ sơ đang ở trạng thái “\(dossier.state.vietnamese)”.",
                en: "\(en) The dossier is “\(dossier.state.rawValue)”.")
        }
    }

    /// Records `fact` in the custodian's ledger.
    package func record(
        _ fact: DossierFact, text: String? = nil, addressee: String? = nil, answers: EntryReference? = nil,
        unit: String? = nil
    ) -> Recorded {
        Recorded(
            unit: unit ?? dossier.custody.unit, subject: dossier.number, fact: fact,
            person: text.map { PersonalData(text: $0) }, addressee: addressee, answers: answers)
    }

    /// A time typed in for something that happened before it was recorded: not in the future, not before the intake.
    package func pastTime(_ input: ActionInput, _ name: String, title: String) throws(Refusal) -> Instant {
        guard let time = input.instant(name) else { return now }
        guard time <= now.adding(minutes: 2) else {
            throw .badValue(name, title, vi: "thời điểm ở tương lai", en: "the time lies in the future")
        }
        guard time >= dossier.intake.receivedAt else {
            throw .badValue(name, title, vi: "trước khi hồ sơ được nộp", en: "before the dossier came in")
        }
        return min(time, now)
    }

    /// The reckoning after the clock facts have changed, or nil where no clock runs.
    package func reckoned(_ change: (inout ClockFacts) -> Void) -> DueTimes? {
        guard var facts = dossier.clock.facts else { return nil }
        change(&facts)
        let reckoning = LegalClock.reckon(facts, world.office, explaining: false)
        guard let due = reckoning.due else { return nil }
        return DueTimes(due: due, originalDue: reckoning.originalDue ?? due, calendar: world.calendar)
    }
    /// The reckoning once the running pause for `reason` ends at `end`; nil while another one runs.
    package func clockAfterPause(_ reason: Pause.Reason, endingAt end: Instant) -> DueTimes? {
        reckoned { $0.endPause(reason, at: end) }
    }
    package var isPaused: Bool {
        dossier.clock.facts?.pauses.contains { $0.to.map { now < $0 } ?? true } ?? false
    }

    /// Name of the action that takes this dossier on, whoever may do it; nil at the end of the way.
    package var wayForward: String? {
        let d = dossier
        if d.frozenBy != nil { return nil }
        if d.custody.inTransitTo != nil { return "take-over" }
        if d.opinions.contains(where: { $0.answer == nil && $0.to != d.custody.unit && mayAnswer($0) })
            && !holds([.counter, .officer, .leader], at: d.custody.unit)
        {
            return "give-opinion"
        }
        if d.holder.passingTo == caller.user { return "take-over" }
        if d.requests.contains(where: { $0.kind == .withdrawal }) {
            return d.state.isWithdrawable ? "withdraw" : "decline"
        }
        switch d.state {
        case .submitted: return missingPapers.isEmpty ? "accept" : "request-supplement"
        case .awaitingSupplement: return "supplement"
        case .awaitingPayment: return "confirm-payment"
        case .suspended: return "resume"
        case .accepted, .processing, .decided: return wayForwardInStep
        case .ready, .rejected:
            if d.returnedAt != nil { return nil }
            if d.custody.unit != d.intake.pickUpUnit { return "hand-over" }
            return d.state == .ready && d.outstanding > 0 ? "confirm-payment" : "return-result"
        case .returned, .refused, .withdrawn, .closed: return nil
        }
    }

    private var wayForwardInStep: String? {
        guard let step = stepNow else { return nil }
        if dossier.unit(of: step.body) != dossier.custody.unit { return "hand-over" }
        switch step.kind {
        case .decide: return "decide"
        case .pay: return "request-payment"
        default: return "complete-step"
        }
    }
    func mayAnswer(_ opinion: OpinionState) -> Bool { holds(Duty.giveOpinion, at: opinion.to) }
}

extension DossierState {
    /// A dossier may be withdrawn only while there is no decision (Decree 118/2025 art. 21).
    package var isWithdrawable: Bool {
        switch self {
        case .submitted, .accepted, .processing, .awaitingSupplement, .awaitingPayment, .suspended: true
        default: false
        }
    }
    package var vietnamese: String {
        switch self {
        case .submitted: "Mới đăng ký"
        case .accepted: "Được tiếp nhận"
        case .processing: "Đang xử lý"
        case .awaitingSupplement: "Chờ bổ sung giấy tờ"
        case .awaitingPayment: "Chờ thực hiện nghĩa vụ tài chính"
        case .suspended: "Tạm dừng xử lý"
        case .decided: "Đã ký, đang phát hành"
        case .ready: "Đã có kết quả"
        case .rejected: "Không đủ điều kiện giải quyết"
        case .returned: "Đã trả kết quả"
        case .refused: "Không được tiếp nhận"
        case .withdrawn: "Công dân rút hồ sơ"
        case .closed: "Dừng xử lý"
        }
    }
    package var english: String {
        switch self {
        case .submitted: "Filed, waiting for intake"
        case .accepted: "Accepted"
        case .processing: "In process"
        case .awaitingSupplement: "Waiting for a supplement"
        case .awaitingPayment: "Waiting for payment"
        case .suspended: "Paused"
        case .decided: "Signed, being issued"
        case .ready: "Result ready"
        case .rejected: "Refused on the merits"
        case .returned: "Result returned"
        case .refused: "Not accepted"
        case .withdrawn: "Withdrawn"
        case .closed: "Closed"
        }
    }
}

extension Procedure {
    package func requiredPapers(case id: String?) -> [PaperRequirement] {
        papers.filter { $0.required && ($0.cases.map { $0.contains(id ?? "") } ?? true) }
    }
    package func papers(case id: String?) -> [PaperRequirement] {
        papers.filter { $0.cases.map { $0.contains(id ?? "") } ?? true }
    }
    package func formFields(case id: String?) -> [FormField] {
        form.filter { $0.cases.map { $0.contains(id ?? "") } ?? true }
    }
}

extension ClockFacts {
    /// An opinion asked at `asked` was given at `end`: no more than the time until then is left uncounted. After the
    /// reply time the clock had run on already.
    mutating func endOpinion(asked: Instant, at end: Instant) {
        guard let i = pauses.lastIndex(where: { $0.reason == .opinion && $0.from == asked }) else { return }
        pauses[i].to = min(pauses[i].to ?? end, end)
    }
    mutating func endPause(_ reason: Pause.Reason, at end: Instant) {
        guard let i = pauses.lastIndex(where: { $0.to == nil && $0.reason == reason }) else { return }
        pauses[i].to = end
    }
}
