// IntakeActions.swift: accept, refuse, ask for a supplement, take one in.
//
// Decree 118/2025/NĐ-CP art. 17: exactly one of incomplete (Form 02, everything missing named at once), refuse
// (Form 03, with reasons) or accept (Form 01). A supplement is asked once per agency unless the sector law gives a
// ground; the clock restarts or pauses as the procedure says; closing after 15 working days.

extension DossierAction {
    static let intakeActions: [DossierAction] = [accept, refuse, requestSupplement, supplement]

    static let accept = DossierAction(name: "accept", vi: "Tiếp nhận", en: "Accept") { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.submitted], "accept", vi: "Chỉ tiếp nhận hồ sơ mới nộp.",
            en: "Only a filed dossier can be accepted.")
        try s.require(Duty.accept, at: s.dossier.custody.unit, "tiếp nhận hồ sơ", "accept dossiers")
        return Offer(s.dossier.custody.unit, s.acceptFields)
    } decide: { s, _, input throws(Refusal) in
        let missing = s.missingPapers
        guard missing.isEmpty else { throw .missingPapers(missing.map(\.name)) }
        let forms = s.world.procedure.formFields(case: s.dossier.intake.case).filter {
            $0.required && (s.dossier.person.form?[$0.name] ?? "").isEmpty
        }
        guard forms.isEmpty else { throw .missingForm(forms.map(\.title)) }
        let at = try s.pastTime(input, "acceptedAt", title: "Thời điểm tiếp nhận")
        let person = input["ground"].map { PersonalData(text: $0) }
        let fact = try s.acceptance(
            at: at, needsVerification: input.flag("needsVerification"), enteredDue: input.instant("due"))
        return [
            Recorded(
                unit: s.dossier.custody.unit, subject: s.dossier.number, fact: .accepted(fact), person: person
            )
        ]
    }

    static let refuse = DossierAction(name: "refuse", vi: "Từ chối tiếp nhận", en: "Refuse") {
        s throws(Refusal) in
        try s.requireCustody()
        let open = s.dossier.state == .submitted || (s.dossier.supplement?.beforeAcceptance ?? false)
        guard open else {
            throw .notNow(
                "refuse", vi: "Hồ sơ đã tiếp nhận: chỉ còn quyết định không giải quyết.",
                en: "The dossier is accepted: only a decision can refuse it now.")
        }
        try s.require(Duty.refuse, at: s.dossier.custody.unit, "từ chối hồ sơ", "refuse dossiers")
        return Offer(
            s.dossier.custody.unit,
            [
                .choice("ground", "Căn cứ", Ground.choices(Ground.refusal), suggested: "notCompetent"),
                .reason("Lý do từ chối (Mẫu 03)", suggested: "Không thuộc thẩm quyền giải quyết của đơn vị."),
            ])
    } decide: { s, _, input throws(Refusal) in
        [s.record(.refused(DossierRefused(reason: input["ground"] ?? "other")), text: input["reason"])]
    }

    static let requestSupplement = DossierAction(
        name: "request-supplement", vi: "Yêu cầu bổ sung", en: "Request a supplement"
    ) { s throws(Refusal) in
        try s.requireCustody()
        try s.requireState(
            [.submitted, .accepted, .processing], "request-supplement",
            vi: "Không thể yêu cầu bổ sung lúc này.", en: "A supplement cannot be asked for now.")
        let unit = s.dossier.custody.unit
        try s.require(Duty.askSupplement, at: unit, "yêu cầu bổ sung", "ask for supplements")
        let procedure = s.world.procedure
        let papers = procedure.papers(case: s.dossier.intake.case)
        let missing = s.missingPapers.map(\.id)
        let forms = procedure.formFields(case: s.dossier.intake.case)
        var fields = [
            Field(
                "papers", "Giấy tờ cần bổ sung", .paper,
                choices: papers.map { .init(value: $0.id, label: $0.name) },
                suggested: missing.isEmpty ? papers.first?.id : missing.joined(separator: ",")),
            Field(
                "fields", "Nội dung tờ khai cần hoàn thiện", .multiChoice,
                choices: forms.map { .init(value: $0.name, label: $0.title) },
                suggested: papers.isEmpty ? forms.first?.name : nil),
            .reason("Lý do (Mẫu 02)", suggested: "Thành phần hồ sơ chưa đầy đủ theo quy định."),
        ]
        if !papers.isEmpty {
            fields[0].required = true
            fields[0].unless = "fields"
        }
        if s.dossier.supplementsRequested[unit, default: 0] >= procedure.supplement.max {
            fields.append(
                Field("legalGround", "Căn cứ pháp luật cho lần yêu cầu thêm", .text, required: true))
        }
        return Offer(unit, fields)
    } decide: { s, offer, input throws(Refusal) in
        let (papers, fields) = (input.list("papers"), input.list("fields"))
        guard !papers.isEmpty || !fields.isEmpty else { throw .missing("papers", "Giấy tờ cần bổ sung") }
        let days = s.world.procedure.supplement.closeAfterWorkingDays
        let fact = SupplementRequested(
            papers: papers, fields: fields,
            ordinal: s.dossier.supplementsRequested[offer.unit, default: 0] + 1, requestedAt: s.now,
            closeBy: LegalClock.closeBy(requested: s.now, workingDays: days, office: s.world.office),
            ground: input["legalGround"])
        return [s.record(.supplementRequested(fact), text: input["reason"])]
    }

    static let supplement = DossierAction(
        name: "supplement", vi: "Nhận bổ sung", en: "Take in the supplement"
    ) { s throws(Refusal) in
        guard s.dossier.frozenBy == nil else { throw .frozen }
        guard let asked = s.dossier.supplement, s.dossier.state == .awaitingSupplement else {
            throw .notNow(
                "supplement", vi: "Hồ sơ không chờ bổ sung.", en: "The dossier waits for no supplement.")
        }
        let choices = s.world.procedure.papers.map { Procedure.Choice(value: $0.id, label: $0.name) }
        let lacking = asked.papers.contains { id in !asked.filed.contains { $0.id == id } }
        let papers = Field(
            "papers", "Giấy tờ đã bổ sung", .paper, required: lacking, choices: choices,
            suggested: asked.papers.isEmpty ? nil : asked.papers.joined(separator: ","))
        let forms = s.world.procedure.form.filter { asked.fields.contains($0.name) }.map(\.field)
        if s.caller.applicantOf == s.dossier.number {
            guard asked.filedBy == nil else {
                throw .notNow(
                    "supplement", vi: "Đã nhận phần bổ sung, đang chờ cán bộ kiểm tra.",
                    en: "A supplement was filed and waits to be checked.")
            }
            // What was asked for comes whole: a part of it would close the door on the rest.
            let asked = forms.map { field in
                var field = field
                field.required = true
                return field
            }
            return Offer("cong-dvc", [papers] + asked + [.note()])
        }
        try s.requireCustody()
        try s.require(
            Duty.takeSupplement, at: s.dossier.custody.unit, "nhận bổ sung", "take in supplements")
        let time = Field("receivedAt", "Thời điểm nhận đủ", .dateTime, suggested: nil)
        return Offer(
            s.dossier.custody.unit,
            [papers, time]
                + forms.map { field in
                    var field = field
                    field.suggested = s.dossier.person.form?[field.name] ?? s.dossier.answered(field.name) ?? field.suggested
                    return field
                } + [.note()])
    } decide: { s, offer, input throws(Refusal) in
        guard let asked = s.dossier.supplement else { return [] }
        let given = input.list("papers")
        let filed = asked.filed.map(\.id)
        let lacking = asked.papers.filter { !given.contains($0) && !filed.contains($0) }
        guard lacking.isEmpty else {
            throw .missingPapers(
                lacking.map { id in s.world.procedure.papers.first { $0.id == id }?.name ?? id })
        }
        var form: [String: String] = [:]
        for name in asked.fields { if let value = input[name] { form[name] = value } }
        let person = PersonalData(form: form.isEmpty ? nil : form, text: input["note"])
        if s.caller.applicantOf != nil {
            let papers = given.map { PaperIn(id: $0, copies: 1, source: "digital", file: nil) }
            return [
                Recorded(
                    unit: offer.unit, subject: s.dossier.number,
                    fact: .supplementFiled(SupplementFiled(papers: papers, filedAt: s.now)),
                    person: person.isEmpty ? nil : person, addressee: s.dossier.custody.unit)
            ]
        }
        let at =
            asked.filedBy == nil ? try s.pastTime(input, "receivedAt", title: "Thời điểm nhận đủ") : s.now
        let restart = s.world.procedure.supplement.clock == .restart
        let clock = s.clockAfterSupplement(at: at, restart: restart)
        let papers =
            asked.filed.filter { !given.contains($0.id) }
            + given.map { PaperIn(id: $0, copies: 1, source: "handedIn", file: nil) }
        return [
            Recorded(
                unit: offer.unit, subject: s.dossier.number,
                fact: .supplementReceived(
                    SupplementReceived(
                        papers: papers, receivedAt: at, clock: clock,
                        restarted: restart && clock != nil)),
                person: person.isEmpty ? nil : person, answers: asked.filedBy)
        ]
    }
}

extension Situation {
    /// Fields of `accept`: due time and ground only where no source gives a limit.
    var acceptFields: [Field] {
        var fields = [Field("acceptedAt", "Thời điểm tiếp nhận (nếu ghi muộn)", .dateTime)]
        guard let limit = limit else { return fields }
        if limit.verificationExtra != nil {
            fields.append(Field("needsVerification", "Cần xác minh", .boolean, suggested: "false"))
        }
        if limit.unit == .open || limit.amount == nil {
            fields.append(
                Field(
                    "due", "Hạn trả kết quả", .dateTime, required: true,
                    suggested: suggestedDue(10).description))
            fields.append(
                Field(
                    "ground", "Căn cứ của thời hạn", .text, required: true,
                    suggested: "Cán bộ tiếp nhận xác định; danh mục chưa có thời hạn"))
        }
        return fields
    }
    var limit: Procedure.Limit? {
        LegalClock.limit(of: world.procedure, case: dossier.intake.case, channel: dossier.intake.channel)
    }
    /// Close of business `days` working days from now: a form's starting value, never a rule.
    func suggestedDue(_ days: Int) -> Instant {
        LegalClock.closeBy(requested: now, workingDays: days, office: world.office)
    }

    /// The acceptance of the dossier at `at`.
    package func acceptance(
        at: Instant, needsVerification: Bool, enteredDue: Instant?
    ) throws(Refusal)
        -> DossierAccepted
    {
        guard let limit else {
            throw .notNow(
                "accept", vi: "Thủ tục không có thời hạn cho trường hợp này.",
                en: "The procedure has no limit for this case.")
        }
        if let enteredDue, enteredDue <= at {
            throw .badValue(
                "due", "Hạn trả kết quả", vi: "phải sau khi tiếp nhận", en: "it must lie after acceptance")
        }
        let facts = ClockFacts(
            accepted: at, limit: limit, needsVerification: needsVerification, pauses: [],
            restartedAt: nil, enteredDue: enteredDue, rescheduledTo: nil)
        let reckoning = LegalClock.reckon(facts, world.office, explaining: false)
        guard let due = reckoning.due else { throw .missing("due", "Hạn trả kết quả") }
        return DossierAccepted(
            acceptedAt: at, limit: limit, needsVerification: needsVerification, due: due,
            rule: reckoning.rule,
            calendar: world.calendar, clockUnit: dossier.intake.competentAgency, enteredDue: enteredDue,
            next: step(after: nil)?.id)
    }

    func clockAfterSupplement(at: Instant, restart: Bool) -> DueTimes? {
        reckoned { facts in
            facts.endPause(.supplement, at: at)
            if restart { facts.restartedAt = at }
        }
    }
}

extension Procedure.FormField {
    /// The same field as an input.
    package var field: Field {
        Field(name, title, type, required: required, choices: choices, suggested: example)
    }
}
