// EverydayActions.swift: put papers on a shelf, give originals back, choose how the applicant is told.
//
// None of them moves the dossier or its clock. Originals are returned against signature (Decree 118/2025/NĐ-CP: what was
// handed in to be compared goes back); the slip is printed from what is recorded here.

extension DossierAction {
    static let everydayActions: [DossierAction] = [shelve, returnOriginals, chooseMessages]

    static let shelve = DossierAction(name: "shelve", vi: "Xếp lên kệ", en: "Put on the shelf") {
        s throws(Refusal) in
        try s.requireCustody()
        let unit = s.dossier.custody.unit
        try s.require(Duty.shelve, at: unit, "xếp hồ sơ lên kệ", "shelve papers")
        guard s.dossier.shelf != nil || !s.dossier.state.isEnd else {
            throw .notNow("shelve", vi: "Hồ sơ đã kết thúc.", en: "The dossier has ended.")
        }
        let hasResult = [.ready, .rejected].contains(s.dossier.state)
        return Offer(
            unit,
            [
                .choice(
                    "what", "Xếp gì", [("papers", "Giấy tờ"), ("result", "Kết quả")], required: true,
                    suggested: hasResult ? "result" : "papers"),
                Field(
                    "place", "Vị trí trên kệ (bỏ trống = đã lấy khỏi kệ)", .text,
                    suggested: s.dossier.shelf?.place ?? s.dossier.usualPlace),
            ])
    } decide: { s, _, input throws(Refusal) in
        var place: String?
        if let typed = input["place"] {
            guard let code = PapersShelved.place(typed) else {
                throw .badValue(
                    "place", "Vị trí trên kệ", vi: "cần mã vị trí ngắn có chữ số, ví dụ K7 hoặc TU 3-2",
                    en: "a short code with a digit is needed, such as K7 or TU 3-2")
            }
            place = code
        }
        guard place != nil || s.dossier.shelf != nil else {
            throw .missing("place", "Vị trí trên kệ")
        }
        return [
            s.record(.papersShelved(PapersShelved(what: input["what"] ?? "papers", place: place)))
        ]
    }

    static let returnOriginals = DossierAction(
        name: "return-originals", vi: "Trả lại bản chính", en: "Return originals"
    ) { s throws(Refusal) in
        try s.requireCustody()
        let unit = s.dossier.custody.unit
        try s.require(Duty.returnOriginals, at: unit, "trả lại bản chính", "return originals")
        let held = s.papersHeld
        guard !held.isEmpty else {
            throw .notNow(
                "return-originals", vi: "Không còn giữ giấy tờ nào của người nộp.",
                en: "No paper of the applicant is kept here.")
        }
        return Offer(
            unit,
            [
                Field(
                    "papers", "Giấy tờ trả lại", .paper, required: true,
                    choices: held.map { .init(value: $0.id, label: $0.name) },
                    suggested: s.originalsHeld.joined(separator: ",")),
                Field("recipient", "Người nhận", .text, suggested: s.dossier.person.applicant?.name),
                Field("returnedAt", "Thời điểm trả (nếu ghi muộn)", .dateTime),
            ])
    } decide: { s, _, input throws(Refusal) in
        let papers = input.list("papers")
        guard !papers.isEmpty else { throw .missing("papers", "Giấy tờ trả lại") }
        let at = try s.pastTime(input, "returnedAt", title: "Thời điểm trả")
        var recorded = s.record(
            .originalsReturned(OriginalsReturned(papers: papers, returnedAt: at)))
        recorded.person = input["recipient"].map { PersonalData(recipient: $0) }
        return [recorded]
    }

    static let chooseMessages = DossierAction(
        name: "choose-messages", vi: "Chọn cách nhận tin", en: "Choose how to be told"
    ) { s throws(Refusal) in
        guard s.dossier.frozenBy == nil else { throw .frozen }
        guard !s.dossier.state.isEnd else {
            throw .notNow("choose-messages", vi: "Hồ sơ đã kết thúc.", en: "The dossier has ended.")
        }
        let fields: [Field] = [
            .choice(
                "ways", "Báo tin qua",
                [("all", "Điện thoại và thư điện tử"), ("phone", "Điện thoại"), ("email", "Thư điện tử"),
                 ("none", "Không báo tin")],
                required: true, suggested: s.dossier.messages?.ways ?? "all"),
            .choice(
                "language", "Ngôn ngữ", [("vi", "Tiếng Việt"), ("en", "English")], required: true,
                suggested: s.dossier.messages?.language.rawValue ?? "vi"),
        ]
        if s.caller.applicantOf == s.dossier.number { return Offer(Intake.portal, fields) }
        let units = [s.dossier.custody.unit] + s.involvedUnits
        guard let unit = units.first(where: { s.holds(Duty.chooseMessages, at: $0) }) else {
            throw .noRight("chọn cách báo tin", "choose how to tell", unit: s.dossier.custody.unit)
        }
        return Offer(unit, fields)
    } decide: { s, offer, input throws(Refusal) in
        let chosen = MessagesChosen(
            ways: input["ways"] ?? "all",
            language: MessageLanguage(rawValue: input["language"] ?? "vi") ?? .vi)
        return [s.record(.messagesChosen(chosen), unit: offer.unit)]
    }
}

extension Situation {
    /// Papers that were handed in and have not been given back.
    package var papersHeld: [(id: String, name: String)] {
        let back = Set(dossier.originalsReturned.flatMap(\.papers))
        return dossier.papers.filter { $0.source == "handedIn" && !back.contains($0.id) }.map { paper in
            (paper.id, world.procedure.papers.first { $0.id == paper.id }?.name ?? paper.id)
        }
    }
    /// Those of them that are the applicant's own originals, as far as the definition says.
    var originalsHeld: [String] {
        let held = papersHeld.map(\.id)
        let originals = held.filter { id in
            world.procedure.papers.contains { $0.id == id && $0.kind != .form && $0.originals > 0 }
        }
        return originals.isEmpty ? held : originals
    }
}

extension Dossier {
    /// Ten shelves by the last digit of the number: a place that needs no thinking.
    var usualPlace: String { "K" + (number.last.map { String($0) } ?? "0") }
}
