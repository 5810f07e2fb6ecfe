// Dossier+Evolve.swift: the fold. One fact in, the state after it out; no rule of law is applied here.

extension Dossier {
    /// The state after a first entry; nil when that entry does not begin a dossier.
    package init?(_ first: Occurrence) {
        if case .formerAdopted(let former) = first.fact {
            self.init(former, first)
            return
        }
        guard case .received(let intake) = first.fact else { return nil }
        self.init(
            number: intake.number, intake: intake, person: first.person ?? PersonalData(),
            custody: Custody(unit: first.reference.unit, since: first.at), papers: intake.papers, version: 1,
            lastAt: first.at)
        person.text = nil
    }

    /// Folds one more entry. After an unknown critical entry (`frozenBy`) nothing is folded any more.
    package mutating func evolve(_ occurrence: Occurrence) {
        guard frozenBy == nil else { return }
        version += 1
        lastAt = max(lastAt, occurrence.at)
        guard mayAct(occurrence) else { return }
        var occurrence = occurrence
        // Written at a site that had not heard of the erasure: it is not read any more, whether the key is still there or not.
        if !erased.isEmpty { occurrence.person = occurrence.person?.without(erased) }
        defer { noteCourse(at: occurrence.at) }
        switch occurrence.fact {
        case .received, .formerAdopted, .noteAdded: break
        case .accepted, .refused, .supplementRequested, .supplementFiled, .supplementReceived:
            evolveIntake(occurrence)
        case .holderAssigned, .stepCompleted, .handedOver, .recallRequested, .takenOver, .handOverDeclined,
            .passed,
            .passTaken:
            evolveCustody(occurrence)
        case .suspended, .resumed, .reopened, .opinionRequested, .opinionGiven, .opinionTakenUp, .rescheduled,
            .dueRecomputed:
            evolveClock(occurrence)
        case .paymentRequested, .paymentConfirmed: evolvePayment(occurrence)
        case .paymentVoided, .feeExempted, .certificateNumbered, .certificateVoided: evolveCounter(occurrence)
        case .decided, .resultReturned, .withdrawalRequested,
            .withdrawn,
            .requestDeclined, .closed:
            evolveOutcome(occurrence)
        case .correctionRequested, .corrected, .linkedRequested, .linkedOpened, .linkedResult,
            .linkedResultTakenUp, .ratingGiven, .personErased, .paperFiled, .latenessContested, .latenessJudged,
            .foreignNumbered, .exchangeAnswered:
            evolveAside(occurrence)
        case .papersShelved, .originalsReturned, .messagesChosen: evolveEveryday(occurrence)
        }
    }

    /// The baton rule, held against every entry wherever it came from: only who has the dossier moves it, only whom it was
    /// handed to takes it, only who was asked answers, and whoever has no hand in it changes nothing. What another unit's ledger
    /// says beyond that is counted and has no effect.
    private func mayAct(_ o: Occurrence) -> Bool {
        let unit = o.reference.unit
        switch o.fact {
        case .takenOver, .handOverDeclined: return custody.inTransitTo == unit
        case .accepted, .refused, .supplementRequested, .supplementReceived, .holderAssigned, .stepCompleted, .handedOver,
            .recallRequested, .passed, .passTaken, .suspended, .resumed, .reopened, .opinionRequested, .opinionTakenUp,
            .paymentRequested, .rescheduled, .decided, .resultReturned, .withdrawn, .requestDeclined, .closed, .corrected,
            .linkedRequested, .linkedResultTakenUp, .dueRecomputed:
            return custody.unit == unit
        case .personErased: return custody.unit == unit || unit == Intake.city
        case .opinionGiven: return opinions.contains { $0.request == o.answers && $0.to == unit }
        case .linkedOpened(let f):
            return f.body == unit && partsAsked.contains { $0.request == o.answers && $0.part == f.part && $0.body == unit }
        case .supplementFiled, .paymentConfirmed, .paymentVoided, .feeExempted, .withdrawalRequested, .ratingGiven, .certificateNumbered,
            .certificateVoided, .foreignNumbered, .exchangeAnswered, .papersShelved, .originalsReturned, .messagesChosen:
            return hasHand(unit)
        // They say who wrote them and move nothing. Whose clock is behind may have been asked for them “later”.
        case .received, .formerAdopted, .noteAdded, .correctionRequested, .linkedResult, .paperFiled, .latenessContested, .latenessJudged:
            return true
        }
    }

    /// Whether a unit has, had or is getting this dossier, is asked about it, or stands for the applicant and the city.
    package func hasHand(_ unit: String) -> Bool {
        [custody.unit, Intake.portal, Intake.city, intake.receivingUnit, intake.competentAgency, intake.pickUpUnit].contains(unit)
            || custody.inTransitTo == unit || formerHands.contains(unit) || stepsDone.contains { $0.unit == unit }
            || opinions.contains { $0.to == unit } || partsAsked.contains { $0.body == unit }
    }

    /// An entry of a kind this program does not know: counted; a critical one freezes the dossier here.
    package mutating func evolveUnknown(kind: String, critical: Bool, at: Instant) {
        guard frozenBy == nil else { return }
        version += 1
        lastAt = max(lastAt, at)
        if critical { frozenBy = kind }
    }

    private mutating func evolveIntake(_ o: Occurrence) {
        switch o.fact {
        case .accepted(let f):
            state = .accepted
            clock.facts = ClockFacts(
                accepted: f.acceptedAt, limit: f.limit, needsVerification: f.needsVerification, pauses: [],
                restartedAt: nil, enteredDue: f.enteredDue, rescheduledTo: nil)
            clock.due = f.due
            clock.originalDue = f.due
            clock.calendar = f.calendar
            clock.clockUnit = f.clockUnit
            clock.rule = f.rule
            supplement = nil
            step = f.next
            stepStartedAt = f.acceptedAt
        case .refused:
            state = .refused
            resolvedAt = o.at
            holder = Holder()
        case .supplementRequested(let f):
            stateBefore = state
            supplement = SupplementState(
                papers: f.papers, fields: f.fields, requestedAt: f.requestedAt, closeBy: f.closeBy,
                beforeAcceptance: state == .submitted, text: o.person?.text)
            supplementsRequested[o.reference.unit, default: 0] += 1
            if state != .submitted { beginPause(at: f.requestedAt, .supplement) }
            state = .awaitingSupplement
        case .supplementFiled(let f):
            supplement?.filed = f.papers
            supplement?.filedBy = o.reference
            supplement?.filedAt = f.filedAt
            mergeForm(o.person)
        case .supplementReceived(let f):
            for paper in f.papers {
                papers.removeAll { $0.id == paper.id }
                papers.append(paper)
            }
            mergeForm(o.person)
            state = stateBefore ?? .submitted
            stateBefore = nil
            supplement = nil
            endPause(at: f.receivedAt, .supplement)
            if f.restarted {
                clock.facts?.restartedAt = f.receivedAt
                stepStartedAt = f.receivedAt
            }
            setDue(f.clock)
        default: break
        }
    }

    private mutating func evolveCustody(_ o: Occurrence) {
        switch o.fact {
        case .holderAssigned(let f):
            holder.user = f.user
            holder.division = f.division
            holder.passingTo = nil
        case .stepCompleted(let f):
            stepsDone.append(
                StepDone(
                    step: f.step, unit: o.reference.unit, startedAt: stepStartedAt, doneAt: o.at, by: o.actor)
            )
            step = f.next
            stepStartedAt = o.at
            if state == .accepted { state = .processing }
            if f.ready { becomeReady(at: o.at) }
        case .handedOver(let f):
            custody.inTransitTo = f.to
            custody.handOver = o.reference
            custody.reason = f.reason
            custody.since = o.at
            holder = Holder()
            if state == .accepted, f.reason != "return" { state = .processing }
        case .recallRequested:
            // One that crossed the take-over or the refusal comes too late: there is nothing to call back.
            guard custody.inTransitTo != nil else { return }
            custody.recall = o.reference
            requests.append(
                PendingRequest(kind: .recall, reference: o.reference, at: o.at, text: o.person?.text))
        case .takenOver:
            requests.removeAll { $0.kind == .recall }
            formerHands.insert(custody.unit)
            custody = Custody(unit: o.reference.unit, since: o.at)
        case .handOverDeclined:
            requests.removeAll { $0.kind == .recall }
            formerHands.insert(o.reference.unit)
            custody.inTransitTo = nil
            custody.handOver = nil
            custody.recall = nil
            custody.since = o.at
        case .passed(let f):
            holder.passingTo = f.user
            holder.division = f.division ?? holder.division
            if f.user == nil { holder.user = nil }
        case .passTaken(let f):
            holder.user = f.user
            holder.passingTo = nil
        default: break
        }
    }

    private mutating func evolveClock(_ o: Occurrence) {
        switch o.fact {
        case .suspended(let f):
            stateBefore = state
            state = .suspended
            beginPause(at: f.at, .suspended)
        case .resumed(let f):
            endPause(at: f.at, .suspended)
            state = stateBefore ?? .processing
            stateBefore = nil
            setDue(f.clock)
        case .reopened(let f):
            state = .processing
            step = f.step
            stepStartedAt = o.at
            outcome = nil
            decidedAt = nil
            resolvedAt = nil
        case .opinionRequested(let f):
            opinions.append(
                OpinionState(
                    request: o.reference, to: f.to, requestedAt: f.requestedAt, replyBy: f.replyBy,
                    suspends: f.suspends, question: o.person?.text))
            if f.suspends {
                clock.facts?.pauses.append(Pause(from: f.requestedAt, to: f.replyBy, reason: .opinion))
                setDue(f.clock)
            }
            if state == .accepted { state = .processing }
        case .opinionGiven(let f):
            guard let i = opinions.firstIndex(where: { $0.request == o.answers }) else { return }
            opinions[i].answer = f
            opinions[i].answerText = o.person?.text
            opinions[i].answeredBy = o.reference
        case .opinionTakenUp(let f):
            if let i = opinions.firstIndex(where: { $0.answeredBy == o.answers }) {
                opinions[i].takenUp = true
                clock.facts?.endOpinion(asked: opinions[i].requestedAt, at: f.givenAt)
            }
            setDue(f.clock)
        case .rescheduled(let f):
            rescheduleCount += 1
            clock.facts?.rescheduledTo = f.due
            clock.facts?.rescheduledAt = o.at
            clock.due = f.due
        case .dueRecomputed(let f):
            clock.recomputed.append(f)
            guard !f.acceptance else {
                intake.acceptBy = f.due
                intake.calendar = f.calendar
                return
            }
            clock.calendar = f.calendar
            clock.due = f.due
            clock.originalDue = f.originalDue
        default: break
        }
    }

    private mutating func evolvePayment(_ o: Occurrence) {
        switch o.fact {
        case .paymentRequested(let f):
            payment.requested = f.amount + payment.paid
            if f.suspends {
                stateBefore = state
                state = .awaitingPayment
                payment.suspends = true
                beginPause(at: f.requestedAt, .payment)
            }
        case .paymentConfirmed(let f):
            payment.paid += f.amount
            payment.method = f.method
            payment.receipts.append(f.receipt)
            // Money may be taken elsewhere; the dossier is moved where it is.
            guard o.reference.unit == custody.unit else { return }
            if state == .awaitingPayment {
                state = stateBefore ?? .processing
                stateBefore = nil
                payment.suspends = false
                endPause(at: f.paidAt, .payment)
                setDue(f.clock)
            }
            if let done = f.step {
                endStep(done, o, next: f.next)
                if f.ready { becomeReady(at: o.at) }
            }
        default: break
        }
    }

    private mutating func evolveCounter(_ o: Occurrence) {
        switch o.fact {
        case .paymentVoided(let f):
            payment.paid -= f.amount
            if let i = payment.receipts.lastIndex(of: f.receipt) { payment.receipts.remove(at: i) }
        case .feeExempted(let f):
            for i in intake.fees.indices where f.fees.contains(intake.fees[i].id) {
                intake.fees[i].amount = 0
                intake.fees[i].exemption = f.ground
            }
        case .certificateNumbered(let f): certificates.append(CertificateState(certificate: f.certificate))
        case .certificateVoided(let f):
            guard let i = certificates.firstIndex(where: { $0.certificate == f.certificate }) else { return }
            certificates[i].isVoid = true
        default: break
        }
    }

    private mutating func evolveOutcome(_ o: Occurrence) {
        switch o.fact {
        case .decided(let f):
            outcome = f.outcome
            decidedAt = f.decidedAt
            endStep(step ?? "decide", o, next: f.next)
            state = f.outcome == .approve ? .decided : .rejected
            if f.outcome == .reject { resolvedAt = f.decidedAt }
            if f.ready { becomeReady(at: f.decidedAt) }
        case .resultReturned(let f):
            returnedAt = f.returnedAt
            waybill = f.waybill
            if state == .ready { state = .returned }
            if let step { endStep(step, o, next: nil) }
            step = nil
            person.recipient = o.person?.recipient
            holder = Holder()
            if shelf?.what == "result" { shelf = nil }
        case .withdrawalRequested(let f):
            requests.append(
                PendingRequest(
                    kind: .withdrawal, reference: o.reference, at: f.requestedAt, text: o.person?.text))
        case .withdrawn:
            requests.removeAll { $0.kind == .withdrawal }
            end(.withdrawn, at: o.at)
        case .requestDeclined: requests.removeAll { $0.reference == o.answers }
        case .closed: end(.closed, at: o.at)
        default: break
        }
    }

    private mutating func evolveAside(_ o: Occurrence) {
        switch o.fact {
        case .correctionRequested(let f):
            requests.append(
                PendingRequest(
                    kind: .correction, reference: o.reference, at: o.at, part: f.part, text: o.person?.text))
        case .corrected(let f):
            requests.removeAll { $0.reference == o.answers }
            if let applicant = o.person?.applicant { person.applicant = applicant }
            mergeForm(o.person)
            if let unit = f.pickUpUnit {
                formerHands.insert(intake.pickUpUnit)
                intake.pickUpUnit = unit
            }
            if let channel = f.resultChannel { intake.resultChannel = channel }
        case .linkedRequested(let f): partsAsked.append(PartAsked(part: f.part, body: f.body, request: o.reference))
        case .linkedOpened(let f):
            linked.append(LinkedState(part: f.part, child: f.child, body: f.body, state: "submitted"))
        case .linkedResultTakenUp(let f):
            if let i = linked.firstIndex(where: { $0.child == f.child }) { linked[i].state = f.state }
        case .ratingGiven(let f): rating = f
        case .latenessContested(let f):
            contest = LatenessContest(
                cause: f.cause, unit: o.reference.unit, at: o.at, text: o.person?.text, reference: o.reference)
        case .latenessJudged(let f): contest?.isUpheld = f.isUpheld
        case .foreignNumbered(let f): foreign.append(f)
        case .exchangeAnswered(let f):
            exchangeAnswers.append(
                ExchangeAnswerState(answer: f, at: o.at, values: o.person?.form ?? [:], text: o.person?.text))
        case .personErased(let f):
            erased.insert(f.slot)
            switch f.slot {
            case .applicant:
                person = PersonalData(authorised: person.authorised)
                for i in originalsReturned.indices { originalsReturned[i].recipient = nil }
                for i in files.indices { files[i].secret = nil; files[i].note = nil }
                for i in exchangeAnswers.indices { (exchangeAnswers[i].values, exchangeAnswers[i].text) = ([:], nil) }
            case .authorised: person.authorised = nil
            }
        case .paperFiled(let f):
            files.append(
                PaperFile(
                    paper: f.paper, file: f.file, media: f.media, bytes: f.bytes, filedAt: f.filedAt,
                    unit: o.reference.unit, actor: o.actor, secret: o.person?.file, note: o.person?.text))
        default: break
        }
    }

    private mutating func evolveEveryday(_ o: Occurrence) {
        switch o.fact {
        case .papersShelved(let f):
            shelf = f.place.map { ShelfState(what: f.what, place: $0, since: o.at, by: o.actor) }
        case .originalsReturned(let f):
            originalsReturned.append(
                OriginalsHandedBack(
                    papers: f.papers, at: f.returnedAt, by: o.actor, unit: o.reference.unit,
                    recipient: o.person?.recipient))
        case .messagesChosen(let f): messages = f
        default: break
        }
    }

    private mutating func endStep(_ done: String, _ o: Occurrence, next: String?) {
        stepsDone.append(
            StepDone(
                step: done, unit: o.reference.unit, startedAt: stepStartedAt, doneAt: o.at, by: o.actor))
        step = next
        stepStartedAt = o.at
    }
    private mutating func end(_ last: DossierState, at: Instant) {
        state = last
        resolvedAt = at
        step = nil
        holder = Holder()
    }
    private mutating func becomeReady(at: Instant) {
        state = .ready
        resolvedAt = at
    }
    private mutating func mergeForm(_ more: PersonalData?) {
        guard let form = more?.form else { return }
        person.form = (person.form ?? [:]).merging(form) { _, new in new }
    }
    private mutating func beginPause(at: Instant, _ reason: Pause.Reason) {
        clock.facts?.pauses.append(Pause(from: at, to: nil, reason: reason))
    }
    private mutating func endPause(at: Instant, _ reason: Pause.Reason) {
        guard let i = clock.facts?.pauses.lastIndex(where: { $0.to == nil && $0.reason == reason }) else {
            return
        }
        clock.facts?.pauses[i].to = at
    }
    /// A new reckoning; none while another pause runs or before acceptance.
    private mutating func setDue(_ times: DueTimes?) {
        guard let times else { return }
        clock.due = times.due
        clock.originalDue = times.originalDue
        clock.calendar = times.calendar
    }
}
