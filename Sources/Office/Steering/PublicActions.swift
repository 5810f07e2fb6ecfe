// PublicActions.swift: complaints (PAKN) with their clock, outages reported by people, and the assumptions of compliance cost.

package import Casework
import Crypto
package import Oversight
import Storage

package enum Complaints {
    /// Working days within which a complaint is answered (docs/law.md §6).
    static let days = 10

    /// What the sender is given to read the answer with, as it is stored.
    package static func hash(_ code: String) -> String {
        SHA256.hash(data: Array(code.utf8)).prefix(16).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }
}

extension MatterAction {
    static let complaintActions: [MatterAction] = [
        MatterAction("answer", .complaint, vi: "Trả lời phản ánh", en: "Answer") { s throws(Refusal) in
            let item = try s.open("answer")
            let about = item.responsible ?? Directory.city
            guard s.holds([.leader, .officer], at: about) || s.isCity else {
                throw .noRight("trả lời phản ánh", "answer complaints", unit: s.directory.unit(about)?.name ?? about)
            }
            return Offer(
                s.holds([.leader, .officer], at: about) ? about : Directory.city, [Field("text", "Trả lời", .longText, required: true)])
        } perform: { work, s, offer, input, context in
            let item = try s.open("answer")
            let inTime = item.due.map { s.now <= $0 } ?? true
            try work.steer(
                .complaintAnswered(ComplaintAnswered(by: offer.unit, inTime: inTime)), .complaint, item.id, in: offer.unit,
                text: input["text"], to: Intake.portal, context)
            return item.id
        }
    ]

    static let outageActions: [MatterAction] = [
        MatterAction("report", .outage, opens: true, vi: "Báo sự cố đường truyền, hệ thống", en: "Report an outage") { s throws(Refusal) in
            let mine = s.units([.counter, .officer, .leader]) + (s.isCity ? [Directory.city] : [])
            guard let unit = mine.first else { throw .noRight("báo sự cố", "report outages", unit: "-") }
            return Offer(
                unit,
                [
                    Field("unit", "Đơn vị", .choice, required: true, choices: s.choices(mine), suggested: unit),
                    .choice(
                        "cause", "Cái gì hỏng",
                        [
                            ("line", "Đường truyền"), ("system", "Hệ thống một cửa"), ("portal", "Cổng dịch vụ công"),
                            ("ministry", "Phần mềm của bộ, ngành"), ("power", "Mất điện"),
                        ], required: true, suggested: "line"),
                    Field("from", "Từ lúc", .dateTime, required: true, suggested: "\(s.now)"),
                    Field("to", "Đến lúc (để trống: đang hỏng)", .dateTime), Field("text", "Mô tả", .longText),
                ])
        } perform: { work, s, offer, input, context in
            guard let cause = OutageCause(rawValue: input["cause"] ?? ""), let from = input.instant("from") else {
                throw Refusal.missing("from", "Từ lúc")
            }
            return try work.reportOutage(
                cause, at: input["unit"] ?? offer.unit, from: from, to: input.instant("to"), words: input["text"] ?? "", context)
        },
        MatterAction("end", .outage, vi: "Đã khắc phục", en: "It works again") { s throws(Refusal) in
            let item = try s.open("end")
            guard s.caller.grants.contains(where: { $0.unit == item.unit }) || s.isCity else {
                throw .noRight("báo sự cố", "report outages", unit: s.directory.unit(item.unit)?.name ?? item.unit)
            }
            return Offer(item.unit, [Field("to", "Đến lúc", .dateTime, required: true, suggested: "\(s.now)")])
        } perform: { work, s, _, input, context in
            let item = try s.open("end")
            guard let to = input.instant("to") else { throw Refusal.missing("to", "Đến lúc") }
            try work.endOutage(item.id, to: to, context)
            return item.id
        },
    ]

    static let costActions: [MatterAction] = [
        MatterAction("assume", .cost, opens: true, vi: "Sửa giả định chi phí", en: "Change the assumptions") { s throws(Refusal) in
            guard s.isCity || s.caller.administersCity else {
                throw .noRight("sửa giả định chi phí tuân thủ", "change cost assumptions", unit: Directory.city)
            }
            let now = CostAssumptions.standard
            let numbers = CostAssumptions.CodingKeys.allCases.map { key in
                Field(
                    key.rawValue, CostBook.title(key), .integer, required: true,
                    suggested: s.given[key.rawValue] ?? String(now[key]))
            }
            return Offer(
                Directory.city,
                [
                    Field("procedure", "Thủ tục (để trống: mọi thủ tục)", .text, suggested: s.given["procedure"]),
                    Field("from", "Áp dụng từ ngày", .date, required: true, suggested: "\(s.now.date)"),
                    Field("text", "Căn cứ của giả định", .longText, required: true),
                ] + numbers)
        } perform: { work, s, offer, input, context in
            if let code = input["procedure"], s.directory.procedures[code] == nil { throw Refusal.unknownProcedure(code) }
            let assumed = try CostBook.assumptions(input)
            let from = input["from"].flatMap { CivilDate($0) } ?? s.now.date
            let id = try work.nextID(.cost, offer.unit)
            try work.steer(
                .costsAssumed(CostsAssumed(procedure: input["procedure"], from: from, assumptions: assumed)), .cost, id, in: offer.unit,
                text: input["text"], context)
            return id
        }
    ]
}

extension Work {
    /// Somebody (no log-in needed) complains about a unit.
    /// - Parameter code: reads the answer; nil = derived from the command, so that a repetition is told the same one.
    /// - Returns: the id of the complaint, and its code.
    package func complain(
        about unit: String, dossier number: String?, words: String, code: String? = nil, _ context: CommandContext
    ) throws -> (id: String, code: String) {
        let code = code ?? office.keys.complaintCode(context.command)
        return try once(context) { _ in
            (try fileComplaint(about: unit, dossier: number, words: words, code: code, context), code)
        } again: {
            ($0.matter, code)
        }
    }

    private func fileComplaint(
        about unit: String, dossier number: String?, words: String, code: String, _ context: CommandContext
    ) throws -> String {
        guard house.unit(unit) != nil else { throw Refusal.unknownUnit(unit) }
        let text = try Field("text", "Nội dung phản ánh", .longText, required: true).normalized(words)
        guard !text.isEmpty else { throw Refusal.missing("text", "Nội dung phản ánh") }
        if let number, try dossier(number) == nil { throw Refusal.unknownDossier(number) }
        let office = house.office(unit)
        let due = office.closes(office.workingDay(Complaints.days, after: context.now.date))
        let id = try nextID(.complaint, Intake.portal)
        try steer(
            .complaintFiled(ComplaintFiled(about: unit, dossier: number, dueAt: due, code: Complaints.hash(code))), .complaint, id,
            in: Intake.portal, text: text, to: unit, context)
        return id
    }

    /// The sender says whether the answer contents them, once.
    package func rateComplaint(_ id: String, code: String, isSatisfied: Bool, _ context: CommandContext) throws {
        let item = try matter(.complaint, id)
        try Complaints.check(item, code)
        guard item.state == .done, !item.events.contains(where: { if case .complaintRated = $0.fact { true } else { false } }) else {
            throw Refusal.notNow("rate", vi: "Chưa có trả lời, hoặc đã đánh giá.", en: "Not answered yet, or rated already.")
        }
        try steer(.complaintRated(ComplaintRated(isSatisfied: isSatisfied)), .complaint, id, in: Intake.portal, context)
    }
}

extension Complaints {
    /// Refuses a code that is not this complaint's.
    package static func check(_ item: SteeringItem, _ code: String) throws(Refusal) {
        guard case .complaintFiled(let f)? = item.events.first?.fact, f.code == hash(code) else { throw .unknownMatter(item.id) }
    }
}
