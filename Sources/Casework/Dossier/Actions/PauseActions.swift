// PauseActions.swift: suspend and resume, reschedule with an apology.
//
// A late result is announced at latest one day before expiry, with a reason and a new date, not more than once
// (Form 04; Decree 118/2025/NĐ-CP). The original due time stays what it was: an apology does not make it on time.

extension DossierAction {
    static let pauseActions: [DossierAction] = [reschedule, suspend, resume]

    static let suspend = DossierAction(name: "suspend", vi: "Tạm dừng", en: "Suspend") { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.accepted, .processing], "suspend", vi: "Không thể tạm dừng lúc này.",
            en: "It cannot be paused now.")
        try s.require(Duty.suspend, at: s.dossier.custody.unit, "tạm dừng hồ sơ", "pause dossiers")
        return Offer(
            s.dossier.custody.unit,
            [
                .choice(
                    "ground", "Căn cứ",
                    [
                        ("otherProcedure", "Chờ kết quả thủ tục khác"),
                        ("dispute", "Có tranh chấp, khiếu nại"),
                        ("forceMajeure", "Bất khả kháng"), ("other", "Khác"),
                    ], suggested: "other"),
                .reason("Lý do tạm dừng", suggested: "Chờ kết quả của thủ tục có liên quan."),
            ])
    } decide: { s, _, input throws(Refusal) in
        [
            s.record(
                .suspended(DossierSuspended(reason: input["ground"] ?? "other", at: s.now)),
                text: input["reason"])
        ]
    }

    static let resume = DossierAction(name: "resume", vi: "Tiếp tục xử lý", en: "Resume") {
        s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.suspended], "resume", vi: "Hồ sơ không tạm dừng.", en: "The dossier is not paused.")
        try s.require(Duty.resume, at: s.dossier.custody.unit, "tiếp tục hồ sơ", "resume dossiers")
        return Offer(s.dossier.custody.unit, [.note()])
    } decide: { s, _, input throws(Refusal) in
        [
            s.record(
                .resumed(
                    DossierResumed(
                        at: s.now, clock: s.clockAfterPause(.suspended, endingAt: s.now))),
                text: input["note"])
        ]
    }

    static let reschedule = DossierAction(
        name: "reschedule", vi: "Xin lỗi và hẹn lại", en: "Apologise and reschedule"
    ) { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.accepted, .processing, .decided], "reschedule",
            vi: "Chỉ hẹn lại khi đang giải quyết.", en: "Only a dossier in process can be rescheduled.")
        guard s.dossier.rescheduleCount == 0 else {
            throw .notNow(
                "reschedule", vi: "Chỉ được hẹn lại một lần.", en: "A dossier may be rescheduled once only.")
        }
        guard let due = s.dossier.clock.due else {
            throw .notNow("reschedule", vi: "Hồ sơ chưa có hạn.", en: "The dossier has no due time.")
        }
        try s.require(Duty.reschedule, at: s.dossier.custody.unit, "ký thư xin lỗi", "sign apologies")
        let later = LegalClock.closeBy(requested: max(due, s.now), workingDays: 3, office: s.world.office)
        return Offer(
            s.dossier.custody.unit,
            [
                Field("due", "Hẹn lại", .dateTime, required: true, suggested: later.description),
                .choice("ground", "Nguyên nhân", Ground.choices(Ground.delay), suggested: "coordination"),
                .reason("Lý do (Mẫu 04)", suggested: "Cơ quan phối hợp chưa trả lời đúng hạn."),
            ])
    } decide: { s, _, input throws(Refusal) in
        guard let due = input.instant("due"), let old = s.dossier.clock.due, due > old, due > s.now else {
            throw .badValue(
                "due", "Hẹn lại", vi: "phải sau hạn cũ và sau bây giờ",
                en: "it must lie after the old due time and after now")
        }
        let rolled = s.reckoned {
            $0.rescheduledTo = due
            $0.rescheduledAt = s.now
        }
        let late = s.now > LegalClock.apologyBy(due: old, office: s.world.office)
        return [
            s.record(
                .rescheduled(
                    Rescheduled(due: rolled?.due ?? due, reason: input["ground"] ?? "other", late: late)),
                text: input["reason"])
        ]
    }
}
