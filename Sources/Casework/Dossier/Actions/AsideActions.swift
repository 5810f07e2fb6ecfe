// AsideActions.swift: correct what was recorded.
//
// Nothing is edited: a correction is a new entry of the custodian (docs/law.md §1.3). Another unit that worked on the
// dossier asks for one, and the custodian's correction answers it.

extension DossierAction {
    static let asideActions: [DossierAction] = [correct, addNote, contestLateness, judgeLateness]

    static let correct = DossierAction(name: "correct", vi: "Đính chính", en: "Correct") {
        s throws(Refusal) in
        guard s.dossier.frozenBy == nil else { throw .frozen }
        let unit = s.dossier.custody.unit
        if s.dossier.custody.inTransitTo == nil, s.holds(Duty.correct, at: unit) {
            return Offer(unit, s.correctionFields)
        }
        guard let other = s.involvedUnits.first(where: { $0 != unit && s.holds(Duty.askCorrection, at: $0) }) else {
            throw .noRight("đính chính", "correct", unit: unit)
        }
        return Offer(
            other,
            [
                .choice(
                    "part", "Phần cần đính chính",
                    [("applicant", "Người nộp"), ("form", "Tờ khai"), ("other", "Khác")],
                    required: true, suggested: "applicant"),
                .note(
                    "Nội dung đề nghị đính chính", suggested: "Đề nghị kiểm tra lại thông tin người nộp.",
                    required: true),
            ])
    } decide: { s, offer, input throws(Refusal) in
        guard offer.unit == s.dossier.custody.unit, s.dossier.custody.inTransitTo == nil else {
            return [
                s.record(
                    .correctionRequested(CorrectionRequested(part: input["part"] ?? "other")),
                    text: input["note"], addressee: s.dossier.custody.unit, unit: offer.unit)
            ]
        }
        return [try s.correction(input)]
    }
}

extension DossierAction {
    /// A note is for colleagues: the applicant does not see it, and it moves nothing.
    static let addNote = DossierAction(name: "add-note", vi: "Ghi chú", en: "Add a note") { s throws(Refusal) in
        let units = [s.dossier.custody.unit] + s.involvedUnits
        guard let unit = units.first(where: { s.holds(Duty.note, at: $0) }) else {
            throw .noRight("ghi chú", "add notes", unit: s.dossier.custody.unit)
        }
        return Offer(
            unit,
            [
                .choice(
                    "topic", "Loại ghi chú",
                    [("general", "Ghi chú chung"), ("call", "Đã gọi điện cho người nộp"), ("meeting", "Trao đổi trực tiếp")],
                    suggested: "general"),
                .note("Nội dung ghi chú", suggested: "Đã kiểm tra hồ sơ.", required: true),
            ])
    } decide: { s, offer, input throws(Refusal) in
        [s.record(.noteAdded(NoteAdded(topic: input["topic"] ?? "general")), text: input["note"], unit: offer.unit)]
    }
}

extension DossierAction {
    /// Whoever had the dossier may say that its lateness has another cause; the city judges.
    static let contestLateness = DossierAction(
        name: "contest-lateness", vi: "Phản biện nguyên nhân trễ", en: "Contest the cause of lateness"
    ) { s throws(Refusal) in
        guard s.dossier.isLate(at: s.now) else {
            throw .notNow("contest-lateness", vi: "Hồ sơ này không trễ hạn.", en: "The dossier is not late.")
        }
        guard s.dossier.contest == nil else {
            throw .notNow("contest-lateness", vi: "Nguyên nhân trễ đã được phản biện.", en: "The cause has been contested.")
        }
        let units = [s.dossier.custody.unit] + s.involvedUnits
        guard let unit = units.first(where: { s.holds(Duty.contestLateness, at: $0) }) else {
            throw .noRight("phản biện nguyên nhân trễ", "contest the cause of lateness", unit: s.dossier.custody.unit)
        }
        return Offer(
            unit,
            [
                .choice(
                    "cause", "Nguyên nhân đúng",
                    [
                        ("outage", "Đường truyền, hệ thống hỏng"), ("transit", "Chuyển giữa các đơn vị"),
                        ("opinion", "Chờ ý kiến cơ quan khác"), ("applicant", "Chờ người nộp"), ("payment", "Chờ nghĩa vụ tài chính"),
                        ("officer", "Đơn vị xử lý"), ("other", "Nguyên nhân khác"),
                    ], required: true, suggested: "outage"),
                .reason("Lý do", suggested: "Hệ thống không truy cập được cả ngày."),
            ])
    } decide: { s, offer, input throws(Refusal) in
        [
            s.record(
                .latenessContested(LatenessContested(cause: input["cause"] ?? "other")), text: input["reason"], unit: offer.unit)
        ]
    }

    static let judgeLateness = DossierAction(
        name: "judge-lateness", vi: "Kết luận nguyên nhân trễ", en: "Judge the contested cause"
    ) { s throws(Refusal) in
        guard s.caller.has(.city) else { throw .noRight("kết luận nguyên nhân trễ", "judge the cause of lateness", unit: "tp") }
        guard let contest = s.dossier.contest, contest.isUpheld == nil else {
            throw .notNow("judge-lateness", vi: "Không có phản biện nào chờ kết luận.", en: "Nothing contested waits to be judged.")
        }
        return Offer(
            "tp",
            [
                .choice(
                    "upheld", "Kết luận", [("yes", "Chấp nhận nguyên nhân được nêu"), ("no", "Giữ nguyên nhân đã ghi nhận")],
                    required: true, suggested: "yes"),
                .note("Ý kiến"),
            ])
    } decide: { s, offer, input throws(Refusal) in
        [
            s.record(
                .latenessJudged(LatenessJudged(isUpheld: input["upheld"] == "yes")), text: input["note"],
                answers: s.dossier.contest?.reference, unit: offer.unit)
        ]
    }
}

extension Dossier {
    /// Resolved after the day on which it was due, or open past its due time.
    package func isLate(at now: Instant) -> Bool {
        guard let due = clock.originalDue else { return false }
        if let end = resolvedAt { return LegalClock.outcome(resolvedOn: end, due: due) == .late }
        return due < now && ![.awaitingSupplement, .awaitingPayment, .suspended].contains(state)
    }
}

extension Situation {
    /// Units with a hand in this dossier: where it came in, who is competent, who did a step.
    package var involvedUnits: [String] {
        var units = [dossier.intake.receivingUnit, dossier.intake.competentAgency, dossier.intake.pickUpUnit]
        units += dossier.stepsDone.map(\.unit) + dossier.opinions.map(\.to) + dossier.linked.map(\.body)
        if let to = dossier.custody.inTransitTo { units.append(to) }
        var seen: [String] = []
        for unit in units where !seen.contains(unit) { seen.append(unit) }
        return seen
    }

    var correctionFields: [Field] {
        let person = dossier.person.applicant
        let forms = world.procedure.formFields(case: dossier.intake.case)
        // What another system answered and the form does not say yet: nobody types it again.
        let answered = forms.first { one in dossier.answered(one.name).map { $0 != dossier.person.form?[one.name] } ?? false }
        return [
            Field("name", "Họ tên, tên tổ chức", .text, suggested: person?.name),
            Field("idNumber", "Số định danh", .idNumber), Field("phone", "Điện thoại", .phone),
            Field("email", "Thư điện tử", .text), Field("address", "Địa chỉ", .text),
            .choice("formField", "Mục của tờ khai", forms.map { ($0.name, $0.title) }, suggested: answered?.name),
            Field("formValue", "Nội dung đúng", .longText, suggested: answered.flatMap { dossier.answered($0.name) }),
            Field("pickUpUnit", "Nơi nhận kết quả", .unit),
            .choice(
                "resultChannel", "Hình thức nhận",
                [("counter", "Trực tiếp"), ("post", "Bưu chính"), ("online", "Trực tuyến")],
                suggested: nil),
            .reason("Lý do đính chính", suggested: "Sửa sai sót khi nhập."),
        ]
    }

    func correction(_ input: ActionInput) throws(Refusal) -> Recorded {
        var data = PersonalData(text: input["reason"])
        var part = "other"
        if ["name", "idNumber", "phone", "email", "address"].contains(where: { input[$0] != nil }) {
            guard var person = dossier.person.applicant else {
                throw .notNow(
                    "correct", vi: "Dữ liệu người nộp đã bị xóa.",
                    en: "The applicant's data have been erased.")
            }
            person.name = input["name"] ?? person.name
            person.idNumber = input["idNumber"] ?? person.idNumber
            person.phone = input["phone"] ?? person.phone
            person.email = input["email"] ?? person.email
            person.address = input["address"] ?? person.address
            data.applicant = person
            part = "applicant"
        }
        if let name = input["formField"] {
            guard let spec = world.procedure.form.first(where: { $0.name == name }) else {
                throw .unknownField(name)
            }
            data.form = [name: try spec.field.normalized(input["formValue"] ?? "")]
            part = part == "other" ? "form" : part
        }
        if let unit = input["pickUpUnit"], world.unitName(unit) == nil { throw .unknownUnit(unit) }
        let channel = input["resultChannel"].flatMap { Procedure.Channel(rawValue: $0) }
        let moved = input["pickUpUnit"] != nil || channel != nil
        guard part != "other" || moved else {
            throw .notNow(
                "correct", vi: "Chưa nhập nội dung nào cần đính chính.", en: "Nothing to correct was entered."
            )
        }
        let asked = dossier.requests.first { $0.kind == .correction }
        return Recorded(
            unit: dossier.custody.unit, subject: dossier.number,
            fact: .corrected(
                DossierCorrected(
                    part: part == "other" ? "delivery" : part, pickUpUnit: input["pickUpUnit"],
                    resultChannel: channel)),
            person: data, addressee: asked?.reference.unit, answers: asked?.reference)
    }
}
