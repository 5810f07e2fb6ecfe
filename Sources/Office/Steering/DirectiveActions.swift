// DirectiveActions.swift: one order, a task for each unit with its deadline; progress, evidence, the city's judgement.

import Casework
import Oversight

extension MatterAction {
    static let directiveActions: [MatterAction] = [issue, reportTask, judgeTask]

    private static let issue = MatterAction("issue", .directive, opens: true, vi: "Ban hành chỉ đạo", en: "Issue a directive") {
        s throws(Refusal) in
        guard s.isCity else { throw .noRight("ban hành chỉ đạo", "issue directives", unit: Directory.city) }
        let office = s.directory.office(Directory.city)
        return Offer(
            Directory.city,
            [
                Field("text", "Nội dung chỉ đạo", .longText, required: true),
                .choice(
                    "scope", "Giao cho", [("all", "Cả 168 phường, xã, đặc khu"), ("some", "Những nơi nêu dưới đây")], required: true,
                    suggested: s.given["units"] == nil ? "all" : "some"),
                Field("units", "Mã các đơn vị, cách nhau bằng dấu phẩy", .longText, suggested: s.given["units"]),
                Field(
                    "due", "Hạn hoàn thành", .date, required: true, suggested: "\(office.workingDay(10, after: s.now.date))"),
                Field("evidence", "Phải có minh chứng khi báo xong", .boolean, suggested: "true"),
                Field("round", "Từ phiên giao ban số", .text, suggested: s.given["round"]),
            ])
    } perform: { work, s, offer, input, context in
        let units: [String]
        if input["scope"] == "all" {
            units = s.localities
        } else {
            units = (input["units"] ?? "").split { $0 == "," || $0 == " " || $0 == "\n" || $0 == ";" }.map(String.init)
            guard !units.isEmpty else {
                throw Refusal(
                    .invalid, "directive-without-units", field: "units", vi: "Chỉ đạo phải giao cho ít nhất một đơn vị. Hãy nêu mã.",
                    en: "A directive is for at least one unit. Name their codes.")
            }
            for unit in units where s.directory.unit(unit) == nil { throw Refusal.unknownUnit(unit) }
        }
        guard let day = input["due"].flatMap({ CivilDate($0) }), day >= s.now.date, day <= s.now.date.adding(days: 3 * 366)
        else {
            throw Refusal.badValue(
                "due", "Hạn hoàn thành", vi: "từ hôm nay đến ba năm nữa", en: "between today and three years ahead")
        }
        let office = s.directory.office(Directory.city)
        guard office.isWorkingDay(day) else {
            throw Refusal.badValue("due", "Hạn hoàn thành", vi: "là ngày nghỉ: hãy chọn ngày làm việc",
                en: "is a day off: choose a working day")
        }
        if let round = input["round"] { _ = try work.matter(.round, round) }
        let id = try work.nextID(.directive, offer.unit)
        var seen: Set<String> = []
        let fact = DirectiveIssued(
            units: units.filter { seen.insert($0).inserted }, dueAt: office.closes(day), needsEvidence: input.flag("evidence"),
            round: input["round"])
        try work.steer(.directiveIssued(fact), .directive, id, in: offer.unit, text: input["text"], context)
        return id
    }

    private static let reportTask = MatterAction("report-task", .directive, vi: "Báo tiến độ, kết quả", en: "Report progress") {
        s throws(Refusal) in
        let item = try s.open("report-task")
        let mine = item.parts.filter { $0.state != .done && s.holds([.leader, .officer, .counter], at: $0.unit) }.map(\.unit)
        guard let unit = mine.first else { throw .noRight("báo tiến độ chỉ đạo này", "report on this directive", unit: "-") }
        return Offer(
            unit,
            [
                Field("unit", "Đơn vị", .choice, required: true, choices: s.choices(mine), suggested: unit),
                Field("progress", "Hoàn thành bao nhiêu phần trăm", .integer, required: true, suggested: "100"),
                Field("text", "Đã làm gì", .longText, required: true),
                Field("evidence", "Minh chứng: số văn bản, số hồ sơ hoặc địa chỉ", .text),
            ])
    } perform: { work, s, offer, input, context in
        let item = try s.open("report-task")
        guard let progress = input.integer("progress"), progress <= 100 else {
            throw Refusal.badValue("progress", "Phần trăm", vi: "từ 0 đến 100", en: "0 to 100")
        }
        guard case .directiveIssued(let f)? = item.events.first?.fact else { throw Refusal.unknownMatter(item.id) }
        if progress == 100, f.needsEvidence, input["evidence"] == nil, item.part(input["unit"] ?? offer.unit)?.evidence == nil {
            throw Refusal.missing("evidence", "Minh chứng")
        }
        let unit = input["unit"] ?? offer.unit
        try work.steer(
            .taskReported(TaskReported(unit: unit, progress: progress, evidence: input["evidence"])), .directive, item.id, in: unit,
            text: input["text"], to: item.unit, context)
        return item.id
    }

    private static let judgeTask = MatterAction("judge-task", .directive, vi: "Kết luận nhiệm vụ", en: "Judge a task") {
        s throws(Refusal) in
        let item = try s.open("judge-task")
        guard s.isCity else { throw .noRight("kết luận nhiệm vụ", "judge tasks", unit: Directory.city) }
        let waiting = item.parts.filter { $0.state == .reported }.map(\.unit)
        guard let first = waiting.first else {
            throw .notNow("judge-task", vi: "Không nhiệm vụ nào chờ kết luận.", en: "No task waits to be judged.")
        }
        return Offer(
            Directory.city,
            [
                Field("unit", "Đơn vị", .choice, required: true, choices: s.choices(waiting), suggested: first),
                .choice("accepted", "Kết luận", [("yes", "Đạt"), ("no", "Làm lại")], required: true, suggested: "yes"), .note("Ý kiến"),
            ])
    } perform: { work, s, offer, input, context in
        let item = try s.open("judge-task")
        let unit = input["unit"] ?? ""
        try work.steer(
            .taskJudged(TaskJudged(unit: unit, isAccepted: input["accepted"] == "yes")), .directive, item.id, in: offer.unit,
            text: input["note"], to: unit, context)
        return item.id
    }
}
