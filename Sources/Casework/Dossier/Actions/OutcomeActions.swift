// OutcomeActions.swift: decide, return the result, withdraw, close, reopen.
//
// Decree 118/2025/NĐ-CP arts. 19–21: a refusal on the merits is written and reasoned and is returned within the
// limit; a dossier may be withdrawn only while there is no decision; processing ends when the result is ready, and
// that is when lateness is measured, not when somebody fetches it.

extension DossierAction {
    static let outcomeActions: [DossierAction] = [decide, returnResult, withdraw, close, reopen]

    static let decide = DossierAction(name: "decide", vi: "Ký quyết định", en: "Decide") {
        s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.accepted, .processing], "decide", vi: "Không thể ký lúc này.", en: "It cannot be decided now.")
        guard let step = s.stepNow, step.kind == .decide else {
            throw .notNow(
                "decide", vi: "Chưa đến bước ký: còn “\(s.stepNow?.name ?? "")”.",
                en: "The signing step is not reached: “\(s.stepNow?.name ?? "")” comes first.")
        }
        let unit = s.dossier.custody.unit
        guard s.dossier.unit(of: step.body) == unit else {
            throw .notNow(
                "decide", vi: "Thẩm quyền ký ở đơn vị khác: hãy bàn giao.",
                en: "Another unit decides: hand over.")
        }
        try s.require(Duty.decide, at: unit, "ký quyết định", "decide")
        var fields: [Field] = [
            .choice(
                "outcome", "Kết quả", [("approve", "Chấp thuận"), ("reject", "Không chấp thuận")],
                required: true,
                suggested: "approve"),
            Field("reason", "Lý do (khi không chấp thuận)", .longText),
        ]
        if !s.dossier.openOpinions.isEmpty {
            fields.append(
                Field(
                    "withoutOpinion", "Quyết định khi chưa có ý kiến phối hợp", .boolean, required: true,
                    suggested: "true"))
        }
        return Offer(unit, fields)
    } decide: { s, offer, input throws(Refusal) in
        let outcome = Outcome(rawValue: input["outcome"] ?? "") ?? .approve
        if outcome == .reject, input["reason"] == nil { throw .missing("reason", "Lý do không chấp thuận") }
        if !s.dossier.openOpinions.isEmpty, !input.flag("withoutOpinion") {
            throw .notNow("decide", vi: "Còn chờ ý kiến phối hợp.", en: "An opinion is still outstanding.")
        }
        let next = outcome == .approve ? s.step(after: s.dossier.step) : nil
        // Who may sign in their own right does not sign for another.
        let rights = s.caller.grants.filter {
            $0.role == .leader && $0.unit == offer.unit
                && $0.covers(field: s.dossier.field, procedure: s.dossier.intake.procedure)
        }
        let delegated = rights.contains { $0.delegator == nil } ? nil : rights.first
        let fact = DossierDecided(
            outcome: outcome, decidedAt: s.now, reason: outcome == .reject ? "merits" : nil,
            onBehalfOf: delegated?.delegator, next: next?.id,
            ready: outcome == .approve && (next == nil || next?.kind == .return))
        return [s.record(.decided(fact), text: input["reason"])]
    }

    static let returnResult = DossierAction(name: "return-result", vi: "Trả kết quả", en: "Return the result")
    { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.ready, .rejected], "return-result", vi: "Chưa có kết quả để trả.", en: "There is no result yet."
        )
        guard s.dossier.returnedAt == nil else {
            throw .notNow("return-result", vi: "Đã trả rồi.", en: "It has been returned.")
        }
        let unit = s.dossier.custody.unit
        guard unit == s.dossier.intake.pickUpUnit else {
            throw .notNow(
                "return-result", vi: "Nơi trả là đơn vị khác: hãy bàn giao.",
                en: "It is returned at another unit: hand over.")
        }
        try s.require(Duty.returnResult, at: unit, "trả kết quả", "return results")
        guard s.dossier.state == .rejected || s.dossier.outstanding == 0 else {
            throw .notNow(
                "return-result", vi: "Còn phải thu \(s.dossier.outstanding) đồng.",
                en: "\(s.dossier.outstanding) đồng are still due.")
        }
        return Offer(
            unit,
            [
                .choice(
                    "channel", "Hình thức trả",
                    [("counter", "Trực tiếp"), ("post", "Bưu chính"), ("online", "Trực tuyến")],
                    suggested: s.dossier.intake.resultChannel.rawValue),
                Field("recipient", "Người nhận", .text, suggested: s.dossier.person.applicant?.name),
                Field("waybill", "Số vận đơn", .text),
                Field("returnedAt", "Thời điểm trả (nếu ghi muộn)", .dateTime),
            ] + (s.linkedOpen ? [Field.partial] : []))
    } decide: { s, _, input throws(Refusal) in
        guard !s.linkedOpen || input.flag("partial") else {
            throw .notNow(
                "return-result", vi: "Còn phần liên thông chưa có kết quả.",
                en: "Linked parts have no result yet.")
        }
        let at = try s.pastTime(input, "returnedAt", title: "Thời điểm trả")
        let channel = Procedure.Channel(rawValue: input["channel"] ?? "") ?? s.dossier.intake.resultChannel
        var recorded = s.record(
            .resultReturned(ResultReturned(channel: channel, returnedAt: at, waybill: input["waybill"])))
        recorded.person = input["recipient"].map { PersonalData(recipient: $0) }
        return [recorded]
    }

    static let withdraw = DossierAction(name: "withdraw", vi: "Rút hồ sơ", en: "Withdraw") {
        s throws(Refusal) in
        guard s.dossier.frozenBy == nil else { throw .frozen }
        guard s.dossier.state.isWithdrawable else {
            throw .notNow(
                "withdraw", vi: "Đã có quyết định hoặc đã kết thúc: không rút được nữa.",
                en: "There is a decision, or it has ended: it can no longer be withdrawn.")
        }
        if s.caller.applicantOf == s.dossier.number {
            guard !s.dossier.requests.contains(where: { $0.kind == .withdrawal }) else {
                throw .notNow(
                    "withdraw", vi: "Đề nghị rút đã được ghi nhận.",
                    en: "The wish to withdraw is already recorded.")
            }
            return Offer("cong-dvc", [.note("Lý do rút")])
        }
        try s.requireCustody()
        try s.require(
            Duty.withdraw, at: s.dossier.custody.unit, "nhận đề nghị rút", "take withdrawals")
        return Offer(s.dossier.custody.unit, [.note("Đề nghị của người nộp")])
    } decide: { s, offer, input throws(Refusal) in
        let asked = s.dossier.requests.first { $0.kind == .withdrawal }
        if s.caller.applicantOf != nil {
            return [
                s.record(
                    .withdrawalRequested(WithdrawalRequested(requestedAt: s.now)), text: input["note"],
                    addressee: s.dossier.actingUnit, unit: offer.unit)
            ]
        }
        return [
            s.record(
                .withdrawn(DossierWithdrawn(requestedAt: asked?.at ?? s.now)), text: input["note"],
                answers: asked?.reference)
        ]
    }

    static let close = DossierAction(name: "close", vi: "Đóng hồ sơ", en: "Close") { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.awaitingSupplement, .suspended], "close",
            vi: "Chỉ đóng hồ sơ đang chờ bổ sung hoặc tạm dừng.",
            en: "Only a waiting or paused dossier can be closed.")
        try s.require(Duty.close, at: s.dossier.custody.unit, "đóng hồ sơ", "close dossiers")
        let expired = s.dossier.supplement.map { s.now > $0.closeBy } ?? false
        let grounds = Ground.choices(Ground.closing).filter { expired || $0.0 != "notCompleted" }
        return Offer(
            s.dossier.custody.unit,
            [
                .choice("ground", "Căn cứ", grounds, required: true, suggested: grounds[0].0),
                .reason(
                    "Lý do đóng",
                    suggested: expired
                        ? "Quá thời hạn bổ sung hồ sơ." : "Người nộp cho biết không tiếp tục bổ sung."),
            ])
    } decide: { s, _, input throws(Refusal) in
        [s.record(.closed(DossierClosed(reason: input["ground"] ?? "other")), text: input["reason"])]
    }

    static let reopen = DossierAction(name: "reopen", vi: "Mở lại", en: "Reopen") { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.ready, .rejected, .decided], "reopen", vi: "Không có kết quả để mở lại.",
            en: "There is no result to reopen.")
        guard s.dossier.returnedAt == nil else {
            throw .notNow(
                "reopen", vi: "Kết quả đã trả: cần hồ sơ mới.",
                en: "The result is returned: a new dossier is needed.")
        }
        try s.require(Duty.reopen, at: s.dossier.custody.unit, "mở lại hồ sơ", "reopen dossiers")
        return Offer(
            s.dossier.custody.unit,
            [.reason("Lý do mở lại", suggested: "Phát hiện sai sót trong kết quả trước khi trả.")])
    } decide: { s, _, input throws(Refusal) in
        let step = s.world.procedure.steps.first { $0.kind == .decide }
        return [s.record(.reopened(DossierReopened(reason: "error", step: step?.id)), text: input["reason"])]
    }
}

extension Situation {
    /// A part of a linked procedure is still with its body.
    var linkedOpen: Bool {
        dossier.linked.contains {
            !["returned", "refused", "withdrawn", "closed", "rejected"].contains($0.state)
        }
    }
}

extension Field {
    /// Said by the counter when a linked procedure's own result is handed out before its parts are done.
    static let partial = Field(
        "partial", "Trả phần đã có, các phần liên thông trả sau", .boolean, required: true, suggested: "true")
}
