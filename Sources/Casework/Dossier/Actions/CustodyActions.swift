// CustodyActions.swift: hand over between units, recall, take over, decline; pass inside the unit.
//
// The baton: a hand-over is an addressed entry, and custody moves only by the receiver's answer. A recall is a
// request. Every hand-over has giver, receiver, time and (from the receiver) early, on time or late, as Form 06 of
// Circular 03/2025/TT-VPCP wants; a pass inside the unit is signed by both.

extension DossierAction {
    static let custodyActions: [DossierAction] = [takeOver, handOver, recall, decline, pass]

    static let handOver = DossierAction(name: "hand-over", vi: "Bàn giao", en: "Hand over") {
        s throws(Refusal) in
        try s.requireCustody()
        guard !s.dossier.state.isEnd, s.dossier.returnedAt == nil else {
            throw .notNow("hand-over", vi: "Hồ sơ đã kết thúc.", en: "The dossier has ended.")
        }
        let unit = s.dossier.custody.unit
        try s.require(Duty.handOver, at: unit, "bàn giao hồ sơ", "hand dossiers over")
        return Offer(
            unit,
            [
                Field("unit", "Đơn vị nhận", .unit, required: true, suggested: s.nextUnit),
                .choice(
                    "purpose", "Mục đích",
                    [
                        ("process", "Giải quyết"), ("back", "Chuyển lại"), ("return", "Trả kết quả"),
                        ("other", "Khác"),
                    ], suggested: s.dossier.state.isResolved ? "return" : "process"),
                Field(
                    "withPapers", "Kèm hồ sơ giấy", .boolean,
                    suggested: s.dossier.intake.channel == .online ? "false" : "true"),
                .note(),
            ])
    } decide: { s, offer, input throws(Refusal) in
        guard let to = input["unit"], s.world.unitName(to) != nil else {
            throw .unknownUnit(input["unit"] ?? "")
        }
        guard to != offer.unit else {
            throw .badValue(
                "unit", "Đơn vị nhận", vi: "hồ sơ đang ở chính đơn vị này", en: "the dossier is already there"
            )
        }
        return [
            s.record(
                .handedOver(
                    HandedOver(
                        to: to, reason: input["purpose"] ?? "process", step: s.dossier.step,
                        withPapers: input.flag("withPapers"))),
                text: input["note"], addressee: to)
        ]
    }

    static let recall = DossierAction(name: "recall", vi: "Đề nghị thu hồi", en: "Recall") {
        s throws(Refusal) in
        guard let to = s.dossier.custody.inTransitTo else {
            throw .notNow("recall", vi: "Hồ sơ không đang luân chuyển.", en: "The dossier is not in transit.")
        }
        guard s.dossier.custody.recall == nil else {
            throw .notNow(
                "recall", vi: "Đã đề nghị thu hồi, chờ bên nhận trả lời.",
                en: "Already recalled; the receiver must answer.")
        }
        try s.require(Duty.recall, at: s.dossier.custody.unit, "thu hồi hồ sơ", "recall dossiers")
        return Offer(s.dossier.custody.unit, [.note("Lý do, gửi \(s.world.unitName(to) ?? to)")])
    } decide: { s, _, input throws(Refusal) in
        let to = s.dossier.custody.inTransitTo ?? ""
        return [s.record(.recallRequested(RecallRequested(to: to)), text: input["note"], addressee: to)]
    }

    static let takeOver = DossierAction(name: "take-over", vi: "Nhận bàn giao", en: "Take over") {
        s throws(Refusal) in
        guard s.dossier.frozenBy == nil else { throw .frozen }
        if let to = s.dossier.custody.inTransitTo {
            try s.require(Duty.takeOver, at: to, "nhận hồ sơ", "take dossiers over")
            return Offer(to, [.note()])
        }
        guard let to = s.dossier.holder.passingTo else {
            throw .notNow(
                "take-over", vi: "Không có hồ sơ nào đang được bàn giao.", en: "Nothing is being handed over."
            )
        }
        guard to == s.caller.user, s.holds(Duty.takeOver, at: s.dossier.custody.unit) else {
            throw .noRight("ký nhận thay người khác", "sign for another person", unit: s.dossier.custody.unit)
        }
        return Offer(s.dossier.custody.unit, [.note()])
    } decide: { s, offer, input throws(Refusal) in
        guard let handOver = s.dossier.custody.handOver, s.dossier.custody.inTransitTo != nil else {
            return [s.record(.passTaken(PassTaken(user: s.caller.user)), text: input["note"])]
        }
        return [
            s.record(
                .takenOver(TakenOver(from: s.dossier.custody.unit, timeliness: s.stepTimeliness)),
                text: input["note"], addressee: s.dossier.custody.unit, answers: handOver, unit: offer.unit)
        ]
    }

    static let decline = DossierAction(name: "decline", vi: "Không nhận", en: "Decline") {
        s throws(Refusal) in
        guard s.dossier.frozenBy == nil else { throw .frozen }
        if let to = s.dossier.custody.inTransitTo {
            try s.require(Duty.decline, at: to, "trả lại hồ sơ", "decline dossiers")
            return Offer(
                to, [.reason("Lý do không nhận", suggested: "Không thuộc thẩm quyền của đơn vị nhận.")])
        }
        guard let asked = s.dossier.requests.first(where: { $0.kind != .recall }) else {
            throw .notNow(
                "decline", vi: "Không có đề nghị nào chờ trả lời.", en: "No request waits for an answer.")
        }
        try s.require(Duty.declineRequest, at: s.dossier.custody.unit, "trả lời đề nghị", "answer requests")
        return Offer(
            s.dossier.custody.unit,
            [
                .reason(
                    "Lý do không dừng giải quyết",
                    suggested: "Hồ sơ đã có quyết định trước khi nhận được đề nghị.")
            ])
    } decide: { s, offer, input throws(Refusal) in
        if let handOver = s.dossier.custody.handOver, s.dossier.custody.inTransitTo != nil {
            return [
                s.record(
                    .handOverDeclined(
                        HandOverDeclined(
                            from: s.dossier.custody.unit, reason: "other",
                            recalled: s.dossier.custody.recall != nil)),
                    text: input["reason"], addressee: s.dossier.custody.unit, answers: handOver,
                    unit: offer.unit)
            ]
        }
        let asked = s.dossier.requests.first { $0.kind != .recall }
        return [
            s.record(
                .requestDeclined(RequestDeclined(request: asked?.kind.rawValue ?? "", reason: "other")),
                text: input["reason"],
                addressee: asked?.reference.unit, answers: asked?.reference)
        ]
    }

    static let pass = DossierAction(name: "pass", vi: "Chuyển người giữ", en: "Pass on") {
        s throws(Refusal) in
        try s.requireCustody()
        guard !s.dossier.state.isEnd else {
            throw .notNow("pass", vi: "Hồ sơ đã kết thúc.", en: "The dossier has ended.")
        }
        let unit = s.dossier.custody.unit
        try s.require(Duty.pass, at: unit, "chuyển hồ sơ", "pass dossiers")
        let staff = s.world.staff(unit).filter { $0.value != s.caller.user }
        return Offer(
            unit,
            [
                Field(
                    "user", "Người nhận", .user, required: true, choices: staff, suggested: staff.first?.value
                ),
                Field("division", "Bộ phận, bàn", .text), .note(),
            ] + s.absenceFields(staff))
    } decide: { s, _, input throws(Refusal) in
        try s.checkPresence(input)
        return [s.record(.passed(Passed(user: input["user"], division: input["division"])), text: input["note"])]
    }
}

extension Situation {
    /// Unit where the next step is done, when that is not here.
    var nextUnit: String? {
        let here = dossier.custody.unit
        if dossier.state.isResolved {
            return dossier.intake.pickUpUnit == here ? nil : dossier.intake.pickUpUnit
        }
        if let step = stepNow {
            let unit = dossier.unit(of: step.body)
            if unit != here { return unit }
        }
        return dossier.intake.competentAgency == here ? nil : dossier.intake.competentAgency
    }

    /// Form 06: how the giver stood against the step's budget, entered by the receiver.
    var stepTimeliness: String? {
        guard let last = dossier.stepsDone.last, let start = last.startedAt,
            let budget = world.procedure.steps.first(where: { $0.id == last.step })?.budgetMinutes
        else { return nil }
        let due = LegalClock.stepDue(start: start, budgetMinutes: budget, office: world.office)
        return LegalClock.outcome(resolvedOn: last.doneAt, due: due).rawValue
    }
}
