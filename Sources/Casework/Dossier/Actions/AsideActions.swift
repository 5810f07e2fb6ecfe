// AsideActions.swift: correct what was recorded.
//
// Nothing is edited: a correction is a new entry of the custodian (DOMAIN 1.12). Another unit that worked on the
// dossier asks for one, and the custodian's correction answers it.

extension DossierAction {
    static let asideActions: [DossierAction] = [correct, addNote]

    static let correct = DossierAction(name: "correct", vi: "Đính chính", en: "Correct") {
        s throws(Refusal) in
        guard s.dossier.frozenBy == nil else { throw .frozen }
        let unit = s.dossier.custody.unit
        if s.dossier.custody.inTransitTo == nil, s.holds([.counter, .officer], at: unit) {
            return Offer(unit, s.correctionFields)
        }
        guard let other = s.involvedUnits.first(where: { $0 != unit && s.holds(anyStaff, at: $0) }) else {
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
        guard let unit = units.first(where: { s.holds(anyStaff, at: $0) }) else {
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
        return [
            Field("name", "Họ tên, tên tổ chức", .text, suggested: person?.name),
            Field("idNumber", "Số định danh", .idNumber), Field("phone", "Điện thoại", .phone),
            Field("email", "Thư điện tử", .text), Field("address", "Địa chỉ", .text),
            .choice("formField", "Mục của tờ khai", forms.map { ($0.name, $0.title) }, suggested: nil),
            Field("formValue", "Nội dung đúng", .longText), Field("pickUpUnit", "Nơi nhận kết quả", .unit),
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
