// HandlingActions.swift: assign, complete a step, ask for and give an opinion, ask for and confirm a payment.
//
// Decree 118/2025/NĐ-CP art. 19. A coordinating unit has a fixed time to reply; its silence is not consent, and it
// answers for lateness. A financial obligation (status 6) stops the clock until it is met.

extension DossierAction {
    static let handlingActions: [DossierAction] = [
        completeStep, assign, requestPayment, confirmPayment, requestOpinion, giveOpinion,
    ]

    static let assign = DossierAction(name: "assign", vi: "Phân công", en: "Assign") { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [
                .submitted, .accepted, .processing, .decided, .awaitingSupplement, .awaitingPayment,
                .suspended,
            ],
            "assign", vi: "Không còn việc để phân công.", en: "There is nothing left to assign.")
        let unit = s.dossier.custody.unit
        try s.require(Duty.assign, at: unit, "phân công", "assign")
        let staff = s.world.staff(unit)
        return Offer(
            unit,
            [
                Field(
                    "user", "Người xử lý", .user, required: true, choices: staff,
                    suggested: staff.first { $0.value.hasPrefix("officer") }?.value ?? staff.first?.value),
                Field("division", "Bộ phận", .text), .note(),
            ] + s.absenceFields(staff))
    } decide: { s, _, input throws(Refusal) in
        guard s.world.staff(s.dossier.custody.unit).contains(where: { $0.value == input["user"] }) else {
            throw .badValue(
                "user", "Người xử lý", vi: "không phải người của đơn vị", en: "not a person of the unit")
        }
        try s.checkPresence(input)
        return [
            s.record(
                .holderAssigned(
                    HolderAssigned(
                        user: input["user"], division: input["division"], step: s.dossier.step)),
                text: input["note"])
        ]
    }

    static let completeStep = DossierAction(
        name: "complete-step", vi: "Hoàn thành bước", en: "Complete the step"
    ) { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.accepted, .processing, .decided], "complete-step",
            vi: "Không có bước nào đang thực hiện.", en: "No step is under way.")
        guard let step = s.stepNow, [.process, .verify, .issue].contains(step.kind) else {
            throw .notNow(
                "complete-step", vi: "Bước này kết thúc bằng thao tác khác.",
                en: "This step ends by another action.")
        }
        let unit = s.dossier.custody.unit
        guard s.dossier.unit(of: step.body) == unit else {
            throw .notNow(
                "complete-step", vi: "Bước “\(step.name)” do đơn vị khác làm: hãy bàn giao.",
                en: "The step “\(step.name)” belongs to another unit: hand over.")
        }
        try s.require([step.role], at: unit, "thực hiện bước “\(step.name)”", "do the step “\(step.name)”")
        if let holder = s.dossier.holder.user, holder != s.caller.user, !s.holds([.leader], at: unit),
            step.role == .officer
        {
            throw .notNow(
                "complete-step", vi: "Hồ sơ đang do \(holder) giữ.", en: "The dossier is held by \(holder).")
        }
        return Offer(unit, [.note("Kết quả của bước")])
    } decide: { s, _, input throws(Refusal) in
        guard let step = s.stepNow else { return [] }
        let next = s.step(after: step.id)
        let ready = s.dossier.state == .decided && (next == nil || next?.kind == .return)
        return [
            s.record(
                .stepCompleted(StepCompleted(step: step.id, next: next?.id, ready: ready)),
                text: input["note"])
        ]
    }

    static let requestOpinion = DossierAction(
        name: "request-opinion", vi: "Lấy ý kiến", en: "Request an opinion"
    ) { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.accepted, .processing], "request-opinion",
            vi: "Không thể lấy ý kiến lúc này.", en: "No opinion can be asked now.")
        let unit = s.dossier.custody.unit
        try s.require(Duty.askOpinion, at: unit, "lấy ý kiến", "ask for opinions")
        return Offer(
            unit,
            [
                Field(
                    "unit", "Đơn vị cho ý kiến", .unit, required: true,
                    suggested: unit == "so-tu-phap" ? "so-noi-vu" : "so-tu-phap"),
                .note(
                    "Nội dung cần ý kiến", suggested: "Đề nghị cho ý kiến về điều kiện giải quyết hồ sơ.",
                    required: true),
                Field("replyBy", "Hạn trả lời", .dateTime),
            ])
    } decide: { s, offer, input throws(Refusal) in
        guard let to = input["unit"], s.world.unitName(to) != nil else {
            throw .unknownUnit(input["unit"] ?? "")
        }
        guard to != offer.unit else {
            throw .badValue("unit", "Đơn vị cho ý kiến", vi: "là chính đơn vị này", en: "it is your own unit")
        }
        let rule = s.world.procedure.opinion
        let usual = LegalClock.replyBy(
            requested: s.now, workingDays: rule.replyWorkingDays, office: s.world.office)
        let replyBy = input.instant("replyBy") ?? usual
        guard replyBy > s.now else {
            throw .badValue("replyBy", "Hạn trả lời", vi: "phải ở tương lai", en: "it must lie in the future")
        }
        return [
            s.record(
                .opinionRequested(
                    OpinionRequested(
                        to: to, requestedAt: s.now, replyBy: replyBy, suspends: rule.suspends,
                        clock: rule.suspends
                            ? s.reckoned {
                                $0.pauses.append(Pause(from: s.now, to: replyBy, reason: .opinion))
                            } : nil)),
                text: input["note"], addressee: to)
        ]
    }

    static let giveOpinion = DossierAction(name: "give-opinion", vi: "Cho ý kiến", en: "Give an opinion") {
        s throws(Refusal) in
        guard let opinion = s.dossier.opinions.first(where: { $0.answer == nil && s.mayAnswer($0) }) else {
            throw .notNow(
                "give-opinion", vi: "Không có yêu cầu ý kiến nào gửi đến đơn vị của bạn.",
                en: "No opinion is asked of your unit.")
        }
        return Offer(
            opinion.to,
            [
                .choice(
                    "position", "Ý kiến",
                    [
                        ("agree", "Đồng ý"), ("disagree", "Không đồng ý"), ("verified", "Đã xác minh: đúng"),
                        ("notVerified", "Đã xác minh: không đúng"),
                    ], required: true, suggested: "agree"),
                .note("Nội dung ý kiến"),
            ])
    } decide: { s, offer, input throws(Refusal) in
        guard let opinion = s.dossier.opinions.first(where: { $0.answer == nil && $0.to == offer.unit })
        else { return [] }
        return [
            s.record(
                .opinionGiven(OpinionGiven(position: input["position"] ?? "agree", givenAt: s.now)),
                text: input["note"], addressee: opinion.request.unit, answers: opinion.request,
                unit: offer.unit)
        ]
    }

    static let requestPayment = DossierAction(
        name: "request-payment", vi: "Thông báo nộp tiền", en: "Request a payment"
    ) { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.accepted, .processing, .decided], "request-payment",
            vi: "Không thể thông báo nộp tiền lúc này.", en: "No payment can be asked now.")
        let unit = s.dossier.custody.unit
        try s.require(Duty.askPayment, at: unit, "thông báo nghĩa vụ tài chính", "ask for payments")
        guard !s.isPaused else {
            throw .notNow(
                "request-payment", vi: "Thời hạn đang tạm dừng.", en: "The clock is already paused.")
        }
        return Offer(
            unit,
            [
                Field(
                    "amount", "Số tiền (đồng)", .money, required: true,
                    suggested: String(s.dossier.outstanding)),
                .note("Căn cứ, khoản nộp"),
            ])
    } decide: { s, _, input throws(Refusal) in
        [
            s.record(
                .paymentRequested(
                    PaymentRequested(
                        amount: input.integer("amount") ?? 0, requestedAt: s.now, suspends: true)),
                text: input["note"])
        ]
    }

    static let confirmPayment = DossierAction(
        name: "confirm-payment", vi: "Xác nhận đã nộp", en: "Confirm the payment"
    ) { s throws(Refusal) in
        try s.requireCustody()
        let open = s.dossier.fees(stillOpen: true)
        guard
            s.dossier.state == .awaitingPayment
                || (!s.dossier.state.isEnd && (s.dossier.outstanding > 0 || open))
        else {
            throw .notNow(
                "confirm-payment", vi: "Không còn khoản nào phải nộp.", en: "Nothing is left to pay.")
        }
        let unit = s.dossier.custody.unit
        try s.require(Duty.takePayment, at: unit, "thu phí, lệ phí", "take payments")
        return Offer(
            unit,
            [
                Field(
                    "amount", "Số tiền (đồng)", .money, required: true,
                    suggested: String(s.dossier.outstanding)),
                Field(
                    "receipt", "Số biên lai", .text, required: true,
                    suggested: s.world.nextReceipt ?? s.dossier.nextOwnReceipt),
                .choice(
                    "method", "Hình thức",
                    [("cash", "Tiền mặt"), ("transfer", "Chuyển khoản"), ("online", "Trực tuyến")],
                    suggested: "cash"),
                Field("paidAt", "Thời điểm nộp", .dateTime),
            ])
    } decide: { s, _, input throws(Refusal) in
        let at = try s.pastTime(input, "paidAt", title: "Thời điểm nộp")
        let waiting = s.dossier.state == .awaitingPayment
        let amount = input.integer("amount") ?? 0
        guard !waiting || amount >= s.dossier.outstanding else {
            throw .badValue(
                "amount", "Số tiền (đồng)", vi: "còn phải nộp \(s.dossier.outstanding) đồng",
                en: "\(s.dossier.outstanding) đồng are due")
        }
        guard amount <= s.dossier.outstanding || s.dossier.fees(stillOpen: true) else {
            throw .badValue(
                "amount", "Số tiền (đồng)", vi: "chỉ còn phải nộp \(s.dossier.outstanding) đồng",
                en: "only \(s.dossier.outstanding) đồng are due")
        }
        let paying = waiting && s.stepNow?.kind == .pay ? s.stepNow : nil
        let next = paying.flatMap { s.step(after: $0.id) }
        let signed = s.dossier.outcome == .approve
        return [
            s.record(
                .paymentConfirmed(
                    PaymentConfirmed(
                        amount: amount, paidAt: at, receipt: input["receipt"] ?? "",
                        method: input["method"] ?? "cash",
                        clock: waiting ? s.clockAfterPause(.payment, endingAt: at) : nil, step: paying?.id,
                        next: next?.id,
                        ready: paying != nil && signed && (next == nil || next?.kind == .return))))
        ]
    }
}

extension Dossier {
    /// Stands for “the next of the cash book” where the book was not looked at.
    package var nextOwnReceipt: String { "BL-\(number)-\(payment.receipts.count + 1)" }

    /// A fee whose amount nobody has entered yet.
    func fees(stillOpen: Bool) -> Bool {
        intake.fees.contains { $0.amount == nil && $0.exemption == nil } && payment.paid == 0 && stillOpen
    }
}
