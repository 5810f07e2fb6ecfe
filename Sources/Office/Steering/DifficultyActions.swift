// DifficultyActions.swift: the difficulty desk: a unit says what hinders it, a department answers within the clock, like ones
// are joined, an answer becomes guidance bound to a procedure and step, what nobody answers goes up.

package import Casework
import Oversight
import Storage

enum Desk {
    /// Working days within which a department answers, and the city after it.
    static let answerDays = 3
    static let escalatedDays = 1

    static func due(_ days: Int, _ unit: String, _ s: MatterSituation) -> Instant {
        let office = s.directory.office(unit)
        return office.closes(office.workingDay(days, after: s.now.date))
    }

    /// Who answers for what, unless somebody else is named.
    static func responsible(_ category: DifficultyCategory, field: String?, _ directory: Directory) -> String {
        let wanted: String
        switch category {
        case .line, .software, .data: wanted = "so-khoa-hoc-cong-nghe"
        case .staff: wanted = "so-noi-vu"
        case .premises: wanted = "so-tai-chinh"
        case .coordination: wanted = Directory.city
        case .law:
            switch field.flatMap({ directory.fields[$0]?.group }) {
            case "civil-status", "certification": wanted = "so-tu-phap"
            case "land": wanted = "so-nong-nghiep-moi-truong"
            case "construction": wanted = "so-xay-dung"
            case "business": wanted = "so-tai-chinh"
            case "social": wanted = "so-noi-vu"
            default: wanted = Directory.city
            }
        }
        return directory.unit(wanted) == nil ? Directory.city : wanted
    }

    static let categories: [(String, String)] = [
        ("premises", "Trụ sở, chỗ làm việc"), ("line", "Đường truyền"), ("software", "Phần mềm"), ("data", "Dữ liệu"),
        ("law", "Quy định"), ("staff", "Nhân sự"), ("coordination", "Phối hợp"),
    ]
}

extension MatterAction {
    static let difficultyActions: [MatterAction] = [report, answer, join, escalate]

    private static let report = MatterAction(
        "report", .difficulty, opens: true, vi: "Báo khó khăn, vướng mắc", en: "Report a difficulty"
    ) { s throws(Refusal) in
        guard let unit = s.units([.counter, .officer, .leader]).first else {
            throw .noRight("báo vướng mắc", "report difficulties", unit: "-")
        }
        return Offer(
            unit,
            [
                Field(
                    "unit", "Đơn vị", .choice, required: true, choices: s.choices(s.units([.counter, .officer, .leader])),
                    suggested: unit),
                .choice("category", "Loại vướng mắc", Desk.categories, required: true, suggested: s.given["category"] ?? "software"),
                Field("text", "Vướng mắc gì, từ lúc nào, ảnh hưởng ra sao", .longText, required: true),
                Field("to", "Gửi đến (để trống: theo loại vướng mắc)", .choice, choices: s.choices(s.departments)),
                Field("dossier", "Hồ sơ", .text, suggested: s.given["dossier"]),
                Field("procedure", "Thủ tục", .text, suggested: s.given["procedure"]),
                Field("step", "Bước", .text, suggested: s.given["step"]),
            ])
    } perform: { work, s, offer, input, context in
        let unit = input["unit"] ?? offer.unit
        guard let category = DifficultyCategory(rawValue: input["category"] ?? "") else { throw Refusal.missing("category", "Loại") }
        var procedure = input["procedure"]
        var (step, field): (String?, String?) = (input["step"], nil)
        if let number = input["dossier"] {
            guard let dossier = try work.dossier(number) else { throw Refusal.unknownDossier(number) }
            procedure = procedure ?? dossier.intake.procedure
            step = step ?? dossier.step
        }
        if let code = procedure {
            guard let known = s.directory.procedures[code]?.first else { throw Refusal.unknownProcedure(code) }
            if let id = step, !known.steps.contains(where: { $0.id == id }) {
                throw Refusal.badValue("step", "Bước", vi: "thủ tục này không có bước đó", en: "the procedure has no such step")
            }
            field = known.field
        }
        let to = input["to"] ?? Desk.responsible(category, field: field, s.directory)
        let id = try work.nextID(.difficulty, unit)
        let fact = DifficultyReported(
            category: category, unit: unit, to: to, dueAt: Desk.due(Desk.answerDays, to, s), procedure: procedure, step: step,
            dossier: input["dossier"], field: field)
        try work.steer(.difficultyReported(fact), .difficulty, id, in: unit, text: input["text"], to: to, context)
        return id
    }

    private static let answer = MatterAction("answer", .difficulty, vi: "Trả lời", en: "Answer") { s throws(Refusal) in
        let item = try s.open("answer")
        let to = item.responsible ?? Directory.city
        guard s.holds([.officer, .leader], at: to) || to == Directory.city && s.isCity else {
            throw .noRight("trả lời vướng mắc", "answer difficulties", unit: s.directory.unit(to)?.name ?? to)
        }
        var fields: [Field] = [
            Field("text", "Trả lời, hướng xử lý", .longText, required: true),
            .choice(
                "final", "Kết quả", [("yes", "Đã giải quyết xong"), ("no", "Trao đổi thêm, chưa xong")], required: true,
                suggested: "yes"),
        ]
        if item.procedure != nil {
            fields += [
                Field("guidance", "Đồng thời ban hành thành hướng dẫn cho mọi nơi", .boolean),
                Field("source", "Căn cứ của hướng dẫn (số, ngày văn bản)", .text),
                Field("until", "Hướng dẫn có hiệu lực đến", .date),
            ]
        }
        return Offer(to, fields)
    } perform: { work, s, offer, input, context in
        let item = try s.open("answer")
        let isFinal = input["final"] == "yes"
        var guidance: GuidancePublished?
        if input.flag("guidance"), let procedure = item.procedure {
            guard let source = input["source"] else { throw Refusal.missing("source", "Căn cứ của hướng dẫn") }
            let until = input["until"].flatMap { CivilDate($0) }
            if let until, until < s.now.date {
                throw Refusal.badValue("until", "Hiệu lực đến", vi: "không được trước hôm nay", en: "not before today")
            }
            guidance = GuidancePublished(
                by: offer.unit, procedure: procedure, step: item.step, source: source, from: s.now.date, to: until,
                difficulty: item.id)
        }
        try work.steer(
            .difficultyAnswered(DifficultyAnswered(by: offer.unit, isFinal: isFinal)), .difficulty, item.id, in: offer.unit,
            text: input["text"], to: item.unit, context)
        if let guidance {
            let id = try work.nextID(.guidance, offer.unit)
            try work.steer(.guidancePublished(guidance), .guidance, id, in: offer.unit, text: input["text"], context)
        }
        return item.id
    }

    private static let join = MatterAction("join", .difficulty, vi: "Gộp vào vướng mắc khác", en: "Join with another") {
        s throws(Refusal) in
        let item = try s.open("join")
        let to = item.responsible ?? Directory.city
        guard s.holds([.officer, .leader], at: to) || s.isCity else {
            throw .noRight("gộp vướng mắc", "join difficulties", unit: s.directory.unit(to)?.name ?? to)
        }
        return Offer(
            s.holds([.officer, .leader], at: to) ? to : Directory.city,
            [Field("into", "Gộp vào số", .text, required: true, suggested: s.given["into"])])
    } perform: { work, s, offer, input, context in
        let item = try s.open("join")
        let into = input["into"] ?? ""
        let other = try work.matter(.difficulty, into)
        guard other.id != item.id, other.state != .ended else {
            throw Refusal.badValue("into", "Gộp vào số", vi: "không gộp vào được", en: "cannot be joined with that one")
        }
        try work.steer(
            .difficultyJoined(DifficultyJoined(into: other.id)), .difficulty, item.id, in: offer.unit, to: item.unit, context)
        return item.id
    }

    private static let escalate = MatterAction("escalate", .difficulty, vi: "Chuyển lên thành phố", en: "Take it to the city") {
        s throws(Refusal) in
        let item = try s.open("escalate")
        guard item.responsible != Directory.city else {
            throw .notNow("escalate", vi: "Thành phố đang giải quyết.", en: "The city has it already.")
        }
        guard s.holds([.leader], at: item.unit) || s.isCity || s.caller == .system else {
            throw .noRight("chuyển vướng mắc lên thành phố", "escalate", unit: s.directory.unit(item.unit)?.name ?? item.unit)
        }
        return Offer(s.isCity || s.caller == .system ? Directory.city : item.unit, [.note("Ghi chú")])
    } perform: { work, s, offer, input, context in
        let item = try s.open("escalate")
        let fact = DifficultyEscalated(
            from: item.responsible ?? "", to: Directory.city, dueAt: Desk.due(Desk.escalatedDays, Directory.city, s))
        try work.steer(
            .difficultyEscalated(fact), .difficulty, item.id, in: offer.unit, text: input["note"], to: Directory.city, context)
        return item.id
    }

    static let guidanceActions: [MatterAction] = [
        MatterAction("publish", .guidance, opens: true, vi: "Ban hành hướng dẫn", en: "Publish guidance") { s throws(Refusal) in
            let units = s.units([.leader, .officer]).filter { s.departments.contains($0) } + (s.isCity ? [Directory.city] : [])
            guard let unit = units.first else { throw .noRight("ban hành hướng dẫn", "publish guidance", unit: "-") }
            return Offer(
                unit,
                [
                    Field("unit", "Nơi ban hành", .choice, required: true, choices: s.choices(units), suggested: unit),
                    Field("procedure", "Thủ tục (mã)", .text, required: true, suggested: s.given["procedure"]),
                    Field("step", "Bước (để trống: cả thủ tục)", .text, suggested: s.given["step"]),
                    Field("text", "Nội dung hướng dẫn", .longText, required: true),
                    Field("source", "Căn cứ (số, ngày văn bản)", .text, required: true),
                    Field("from", "Có hiệu lực từ", .date, required: true, suggested: "\(s.now.date)"),
                    Field("until", "Đến hết ngày", .date),
                ])
        } perform: { work, s, offer, input, context in
            let unit = input["unit"] ?? offer.unit
            guard let code = input["procedure"], let procedure = s.directory.procedures[code]?.first else {
                throw Refusal.unknownProcedure(input["procedure"] ?? "")
            }
            if let step = input["step"], !procedure.steps.contains(where: { $0.id == step }) {
                throw Refusal.badValue("step", "Bước", vi: "thủ tục này không có bước đó", en: "the procedure has no such step")
            }
            let from = input["from"].flatMap { CivilDate($0) } ?? s.now.date
            let until = input["until"].flatMap { CivilDate($0) }
            if let until, until < from {
                throw Refusal.badValue("until", "Đến hết ngày", vi: "trước ngày có hiệu lực", en: "before it begins")
            }
            let id = try work.nextID(.guidance, unit)
            try work.steer(
                .guidancePublished(
                    GuidancePublished(
                        by: unit, procedure: code, step: input["step"], source: input["source"] ?? "", from: from, to: until,
                        difficulty: nil)), .guidance, id, in: unit, text: input["text"], context)
            return id
        },
        MatterAction("end", .guidance, vi: "Bãi bỏ hướng dẫn", en: "End the guidance") { s throws(Refusal) in
            let item = try s.open("end", [.done])
            guard s.holds([.leader, .officer], at: item.unit) || s.isCity else {
                throw .noRight("bãi bỏ hướng dẫn", "end guidance", unit: s.directory.unit(item.unit)?.name ?? item.unit)
            }
            return Offer(item.unit, [.reason(suggested: "Đã có quy định mới.")])
        } perform: { work, s, offer, input, context in
            let item = try s.open("end", [.done])
            try work.steer(
                .guidanceEnded(GuidanceEnded(at: s.now.date)), .guidance, item.id, in: offer.unit, text: input["reason"], context)
            return item.id
        },
    ]
}

extension Work {
    /// Takes to the city every difficulty that a department left unanswered past its time. The city says so: a ward leaves it to it.
    /// - Returns: how many.
    @discardableResult
    package func escalateOverdue(now: Instant, command: String) throws -> Int {
        guard isHome(of: Directory.city) else { return 0 }
        let late = try tx.rows(
            """
            SELECT subject FROM steering WHERE kind = 'difficulty' AND state = 'open' AND due < \(now.milliseconds)
                AND responsible <> '\(Directory.city)' ORDER BY due LIMIT 200
            """
        ).compactMap { SteeringKind.parse($0.text(0))?.id }
        let context = CommandContext(caller: .system, now: now, commandID: command)
        for id in late { try steer("escalate", .difficulty, id: id, ActionInput([:]), context) }
        return late.count
    }
}
