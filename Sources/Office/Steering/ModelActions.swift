// ModelActions.swift: models and initiatives: registered by the unit that runs one, adopted by others.

import Casework
import Oversight

extension MatterAction {
    static let modelActions: [MatterAction] = [register, adopt]

    private static let register = MatterAction(
        "register", .model, opens: true, vi: "Đăng ký mô hình, sáng kiến", en: "Register a model"
    ) { s throws(Refusal) in
        guard let unit = s.units([.leader, .officer]).first else {
            throw .noRight("đăng ký mô hình", "register models", unit: "-")
        }
        let indicators = s.directory.indicatorIDs.compactMap { s.directory.indicators[$0]?.last }
            .filter { $0.counts == .things && $0.event != .published }
        return Offer(
            unit,
            [
                Field("unit", "Đơn vị", .choice, required: true, choices: s.choices(s.units([.leader, .officer])), suggested: unit),
                Field("text", "Mô hình là gì, làm như thế nào", .longText, required: true),
                Field("since", "Thực hiện từ ngày", .date, required: true, suggested: "\(s.now.date)"),
                Field(
                    "indicator", "Chỉ số mong cải thiện", .choice, required: true,
                    choices: indicators.map { Procedure.Choice(value: $0.id, label: $0.name) }, suggested: "on-time"),
                Field("procedures", "Mã thủ tục liên quan, cách nhau bằng dấu phẩy (để trống: mọi thủ tục)", .text),
                Field("carried", "Có từ trước 01/7/2025, tiếp tục thực hiện", .boolean),
            ])
    } perform: { work, s, offer, input, context in
        let unit = input["unit"] ?? offer.unit
        let procedures = (input["procedures"] ?? "").split { $0 == "," || $0 == " " }.map(String.init)
        for code in procedures where s.directory.procedures[code] == nil { throw Refusal.unknownProcedure(code) }
        guard let since = input["since"].flatMap({ CivilDate($0) }), since <= s.now.date, Period.years.contains(since.year)
        else {
            throw Refusal.badValue(
                "since", "Thực hiện từ ngày", vi: "từ năm 2000 đến hôm nay", en: "between the year 2000 and today")
        }
        let id = try work.nextID(.model, unit)
        try work.steer(
            .modelRegistered(
                ModelRegistered(
                    unit: unit, since: since, procedures: procedures, indicator: input["indicator"] ?? "on-time",
                    isCarriedOver: input.flag("carried"))), .model, id, in: unit, text: input["text"], to: Directory.city, context)
        return id
    }

    private static let adopt = MatterAction("adopt", .model, vi: "Áp dụng ở đơn vị mình", en: "Adopt it here") { s throws(Refusal) in
        let item = try s.open("adopt", [.done, .open])
        let taken = Set([item.unit] + item.parts.map(\.unit))
        let mine = s.units([.leader]).filter { !taken.contains($0) && s.localities.contains($0) }
        guard let unit = mine.first else { throw .noRight("áp dụng mô hình này", "adopt this model", unit: "-") }
        return Offer(
            unit,
            [
                Field("unit", "Đơn vị", .choice, required: true, choices: s.choices(mine), suggested: unit),
                Field("since", "Áp dụng từ ngày", .date, required: true, suggested: "\(s.now.date)"),
                .note("Điều chỉnh gì so với nơi khởi xướng"),
            ])
    } perform: { work, s, offer, input, context in
        let item = try s.open("adopt", [.done, .open])
        let unit = input["unit"] ?? offer.unit
        guard let since = input["since"].flatMap({ CivilDate($0) }), since >= item.from ?? since else {
            throw Refusal.badValue("since", "Áp dụng từ ngày", vi: "không được trước nơi khởi xướng", en: "not before it began")
        }
        try work.steer(
            .modelAdopted(ModelAdopted(unit: unit, since: since)), .model, item.id, in: unit, text: input["note"], to: item.unit,
            context)
        return item.id
    }
}
