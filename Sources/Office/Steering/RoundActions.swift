// RoundActions.swift: review rounds (giao ban): called by the city, each locality's report signed by it, the session led on.

import Casework
import Ledger
import Oversight

extension MatterAction {
    static let roundActions: [MatterAction] = [call, sign, move]

    private static let call = MatterAction("call", .round, opens: true, vi: "Triệu tập giao ban", en: "Call a review round") {
        s throws(Refusal) in
        guard s.isCity else { throw .noRight("triệu tập giao ban", "call a round", unit: Directory.city) }
        let office = s.directory.office(Directory.city)
        let day = office.workingDay(5, after: s.now.date)
        return Offer(
            Directory.city,
            [
                Field("text", "Nội dung, câu hỏi gửi các nơi", .longText, required: true),
                Field("period", "Kỳ đánh giá", .text, required: true, suggested: "\(Period(.month, around: s.now.date))"),
                Field("units", "Nơi báo cáo: mã đơn vị, cách nhau bằng dấu phẩy", .longText, required: true, suggested: s.given["units"]),
                Field(
                    "departments", "Sở, ngành trả lời tại phiên", .multiChoice,
                    choices: s.choices(s.departments.filter { $0 != Directory.city })),
                Field(
                    "reportsBy", "Gửi báo cáo trước ngày", .date, required: true,
                    suggested: "\(office.workingDay(3, after: s.now.date))"),
                Field("meetsAt", "Họp lúc", .dateTime, required: true, suggested: "\(office.opens(day))"),
                Field("online", "Có điểm cầu trực tuyến", .boolean, suggested: "true"),
            ])
    } perform: { work, s, offer, input, context in
        guard let period = input["period"].flatMap({ Period($0) }) else { throw Refusal.badPeriod(input["period"] ?? "") }
        guard period.passed(by: s.now.date) != nil else { throw Refusal.periodAhead("\(period)") }
        let units = (input["units"] ?? "").split { $0 == "," || $0 == " " || $0 == "\n" || $0 == ";" }.map(String.init)
        guard !units.isEmpty else { throw Refusal.missing("units", "Nơi báo cáo") }
        for unit in units where s.directory.unit(unit) == nil { throw Refusal.unknownUnit(unit) }
        guard let by = input["reportsBy"].flatMap({ CivilDate($0) }), let meets = input.instant("meetsAt"), by >= s.now.date,
            meets.date >= by
        else {
            throw Refusal.badValue(
                "reportsBy", "Gửi báo cáo trước ngày", vi: "từ hôm nay đến ngày họp", en: "between today and the meeting")
        }
        let id = try work.nextID(.round, offer.unit)
        var seen: Set<String> = []
        let fact = RoundCalled(
            period: "\(period)", units: units.filter { seen.insert($0).inserted }, departments: input.list("departments"),
            meetsAt: meets, reportsBy: s.directory.office(Directory.city).closes(by), isOnline: input.flag("online"))
        try work.steer(.roundCalled(fact), .round, id, in: offer.unit, text: input["text"], context)
        return id
    }

    private static let sign = MatterAction("sign-report", .round, vi: "Ký báo cáo của địa phương", en: "Sign the locality's report") {
        s throws(Refusal) in
        let item = try s.open("sign-report")
        let mine = item.parts.map(\.unit).filter { s.holds([.leader], at: $0) }
        guard let unit = mine.first else { throw .noRight("ký báo cáo giao ban", "sign a report", unit: "-") }
        return Offer(
            unit,
            [
                Field("unit", "Đơn vị", .choice, required: true, choices: s.choices(mine), suggested: unit),
                Field("text", "Báo cáo", .longText, required: true, suggested: s.given["text"]),
            ])
    } perform: { work, s, offer, input, context in
        let item = try s.open("sign-report")
        let unit = input["unit"] ?? offer.unit
        let position = try LedgerReader.head(of: unit, work.tx)?.seq ?? 0
        try work.steer(
            .roundReportSigned(RoundReportSigned(unit: unit, position: Int(position))), .round, item.id, in: unit, text: input["text"],
            to: item.unit, context)
        return item.id
    }

    private static let move = MatterAction("move", .round, vi: "Điều hành phiên họp", en: "Lead the session") { s throws(Refusal) in
        let item = try s.open("move")
        guard s.isCity else { throw .noRight("điều hành phiên giao ban", "lead the session", unit: Directory.city) }
        return Offer(
            Directory.city,
            [
                .choice(
                    "stage", "Chuyển sang",
                    [("opened", "Khai mạc"), ("speaking", "Mời địa phương trình bày"), ("concluded", "Kết luận phiên họp")],
                    required: true, suggested: item.events.count == 1 ? "opened" : "speaking"),
                Field("unit", "Địa phương", .choice, choices: s.choices(item.parts.map(\.unit))),
                Field("text", "Ghi biên bản, kết luận", .longText),
            ])
    } perform: { work, s, offer, input, context in
        let item = try s.open("move")
        guard let stage = RoundMoved.Stage(rawValue: input["stage"] ?? "") else { throw Refusal.missing("stage", "Chuyển sang") }
        if stage == .speaking, input["unit"] == nil { throw Refusal.missing("unit", "Địa phương") }
        if stage == .concluded, input["text"] == nil { throw Refusal.missing("text", "Kết luận") }
        try work.steer(
            .roundMoved(RoundMoved(stage: stage, unit: stage == .speaking ? input["unit"] : nil)), .round, item.id, in: offer.unit,
            text: input["text"], context)
        return item.id
    }
}
