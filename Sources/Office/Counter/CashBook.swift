// CashBook.swift: money taken at a counter: numbered receipts, voiding, exemption, the day closed.
//
// A receipt is a payment of a dossier (`PaymentConfirmed`), so book and dossier cannot disagree. Its number is allotted in
// the same append, by the one writer, in the unit's series of the year; it is never used again. A day that was closed takes
// no receipt and loses none. Law on Fees and Charges 2015 art. 14; Circular 303/2016/TT-BTC on receipts (from memory,
// confidence C: series, running number, amount in words, void copies kept).

package import Casework
import Ledger
package import Storage

/// A payment that stands in the place of a voided one.
package struct Replacement: Sendable {
    package var amount: Int
    package var method: String
    package init(amount: Int, method: String) {
        self.amount = amount
        self.method = method
    }
}

package enum CashBook {
    package static let methods = ["cash", "transfer", "online"]
    package static let voidGrounds = ["wrongAmount", "wrongPerson", "wrongMethod", "notDone", "other"]
    package static let exemptGrounds = ["merit", "poor", "disabled", "child", "elderly", "policy", "other"]
    package static let differenceGrounds = ["miscounted", "changeGiven", "unrecorded", "counterfeit", "other"]

    /// The number that a unit's next receipt gets.
    package static func next(
        _ unit: String, epoch: Int, on day: CivilDate, _ tx: any Transaction
    ) throws -> CashReceiptNumber {
        var number = CashReceiptNumber(unit: unit, year: day.year, epoch: epoch, serial: 0)
        let row = try tx.row(
            "SELECT max(serial) FROM cash_line WHERE unit = $1 AND series = $2", [.text(unit), .text(number.series)])
        number.serial = Int(row?.optionalInt(0) ?? 0) + 1
        return number
    }

    /// As `next`, for a reader of the store.
    package static func suggestion(_ unit: String, now: Instant, _ tx: any Transaction) throws -> String {
        let row = try tx.row("SELECT epoch FROM ledger_head WHERE unit = $1", [.text(unit)])
        return try next(unit, epoch: Int(row?.int(0) ?? 1), on: now.date, tx).description
    }

    /// The last day that was closed, for the whole unit or for one clerk's till; nil when none was.
    package static func lastClosed(_ unit: String, clerk: String? = nil, _ tx: any Transaction) throws -> CivilDate? {
        try tx.row(
            "SELECT max(day) FROM cash_closing WHERE unit = $1 AND clerk = $2", [.text(unit), .text(clerk ?? "")]
        )?.optionalInt(0).map { CivilDate(dayNumber: Int($0)) }
    }

    /// Whether a receipt of `clerk` may still be written or voided on `day`.
    package static func isOpen(_ unit: String, clerk: String, _ day: CivilDate, _ tx: any Transaction) throws -> Bool {
        for one in [nil, clerk] {
            if let closed = try lastClosed(unit, clerk: one, tx), closed >= day { return false }
        }
        return true
    }
}

extension Work {
    func requireOpenBook(_ unit: String, clerk: String, _ day: CivilDate) throws {
        guard try CashBook.isOpen(unit, clerk: clerk, day, tx) else {
            throw Refusal(
                .conflict, "cash-day-closed",
                vi: "Sổ quỹ ngày \(day.vietnamese) đã khóa: không thêm, không hủy biên lai của ngày đó. "
                    + "Hãy thu vào ngày làm việc tiếp theo.",
                en: "The cash book of \(day) is closed: no receipt of that day can be added or voided. "
                    + "Take it the next working day.")
        }
    }

    func requireCashier(_ caller: Caller, _ unit: String) throws {
        guard directory.unit(unit) != nil else { throw Refusal.unknownUnit(unit) }
        guard caller.grants.contains(where: { $0.unit == unit && Duty.keepCash.contains($0.role) }) else {
            throw Refusal.noRight("ghi sổ quỹ", "keep the cash book", unit: directory.unit(unit)?.name ?? unit)
        }
    }

    func nextReceipt(_ unit: String, on day: CivilDate) throws -> CashReceiptNumber {
        try CashBook.next(unit, epoch: Int(writer.head(of: unit).epoch), on: day, tx)
    }

    /// Gives payments about to be recorded their number in the unit's cash book. What was typed stays only where it is a
    /// number of another book; one of ours (also one that somebody else took meanwhile) means “the next”.
    func numbered(_ facts: [Recorded], by caller: Caller, now: Instant) throws -> [Recorded] {
        try facts.map { recorded in
            guard case .paymentConfirmed(var payment) = recorded.fact else { return recorded }
            try requireOpenBook(recorded.unit, clerk: caller.user, now.date)
            let typed = payment.receipt
            let own = CashReceiptNumber(typed).map { $0.unit == recorded.unit } ?? false
            if own || typed.isEmpty || typed.hasPrefix("BL-\(recorded.subject)-") {
                payment.receipt = try nextReceipt(recorded.unit, on: now.date).description
            }
            announce("cash:\(recorded.unit)")
            var numbered = recorded
            numbered.fact = .paymentConfirmed(payment)
            return numbered
        }
    }

    // MARK: voiding

    /// Voids a receipt of an open day, on every dossier it was given for.
    /// - Parameters:
    ///   - replacement: takes the money anew, under a number of its own; needed where a dossier has ended.
    /// - Returns: the number of the receipt in its place.
    @discardableResult
    package func voidReceipt(
        _ number: String, unit: String, ground: String, text: String, replacement: Replacement? = nil,
        _ context: CommandContext
    ) throws -> String? {
        try requireCashier(context.caller, unit)
        let lines = try standing(number, unit)
        guard let first = lines.first else {
            throw Refusal(
                .notFound, "unknown-receipt", vi: "Không có biên lai \(number) còn hiệu lực trong sổ quỹ.",
                en: "No receipt \(number) stands in the cash book.")
        }
        let reason = try Field("text", "Lý do hủy", .longText, required: true).normalized(text)
        guard CashBook.voidGrounds.contains(ground) else {
            throw Refusal.badValue("ground", "Lý do hủy", vi: "hãy chọn một lý do trong danh sách", en: "choose one of the list")
        }
        guard !reason.isEmpty else { throw Refusal.missing("text", "Lý do hủy") }
        try requireOpenBook(unit, clerk: first.actor, first.day)
        let given = try replacement.map { try checked($0, of: lines, unit, context) }
        for line in lines {
            guard let dossier = try dossier(line.dossier) else { throw Refusal.unknownDossier(line.dossier) }
            guard given != nil || !(dossier.state.isEnd || dossier.returnedAt != nil) else {
                throw Refusal(
                    .conflict, "replacement-needed", field: "amount",
                    vi: "Hồ sơ \(line.dossier) đã trả kết quả: hãy lập biên lai thay thế cùng lúc với hủy.",
                    en: "Dossier \(line.dossier) has ended: give a receipt in its place with the voiding.")
            }
            let fact = PaymentVoided(
                receipt: number, amount: line.amount, method: line.method, day: line.day, ground: ground)
            try record(
                [Recorded(unit: unit, subject: line.dossier, fact: .paymentVoided(fact), person: PersonalData(text: reason))],
                by: context.caller, command: context.command, now: context.now)
        }
        announce("cash:\(unit)")
        guard let given else { return nil }
        let payment = PaymentConfirmed(
            amount: given.amount, paidAt: context.now, receipt: try nextReceipt(unit, on: context.now.date).description,
            method: given.method, clock: nil, step: nil, next: nil, ready: false)
        try record(
            [Recorded(unit: unit, subject: first.dossier, fact: .paymentConfirmed(payment))], by: context.caller,
            command: context.command, now: context.now)
        return payment.receipt
    }

    private func checked(
        _ replacement: Replacement, of lines: [CashLine], _ unit: String, _ context: CommandContext
    ) throws -> Replacement {
        guard lines.count == 1 else {
            throw Refusal(
                .conflict, "receipt-of-many", field: "amount",
                vi: "Biên lai này thu cho \(lines.count) hồ sơ: hãy hủy, rồi thu lại từng hồ sơ.",
                en: "This receipt was given for \(lines.count) dossiers: void it, then take each anew.")
        }
        guard CashBook.methods.contains(replacement.method) else {
            throw Refusal.badValue("method", "Hình thức", vi: "tiền mặt, chuyển khoản hoặc trực tuyến", en: "cash, transfer or online")
        }
        guard (1...1_000_000_000_000).contains(replacement.amount) else {
            throw Refusal.badValue("amount", "Số tiền", vi: "phải lớn hơn 0", en: "it must be more than 0")
        }
        try requireOpenBook(unit, clerk: context.caller.user, context.now.date)
        return replacement
    }

    /// The lines of a receipt that nobody has voided.
    private func standing(_ number: String, _ unit: String) throws -> [CashLine] {
        let all = try CashQuestion.lines("unit = $1 AND number = $2", [.text(unit), .text(number)], tx)
        return all.filter { line in
            line.kind == "receipt" && !all.contains { $0.kind == "void" && $0.dossier == line.dossier && $0.at > line.at }
        }
    }

    // MARK: exemption

    /// Frees a dossier from the fees it still owes.
    package func exemptFees(of number: String, ground: String, text: String, _ context: CommandContext) throws {
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        let unit = dossier.custody.unit
        let world = try world(dossier, now: context.now)
        try Situation(dossier: dossier, caller: context.caller, world: world)
            .require(Duty.exempt, at: unit, "miễn phí, lệ phí", "exempt from fees")
        let due = dossier.intake.fees.filter { ($0.amount ?? 0) > 0 }
        guard !due.isEmpty, dossier.payment.paid == 0, dossier.payment.requested == nil, !dossier.state.isEnd else {
            throw Refusal.notNow(
                "exempt", vi: "Hồ sơ không còn khoản phí, lệ phí nào để miễn.", en: "No fee is left to exempt from.")
        }
        guard CashBook.exemptGrounds.contains(ground) else {
            throw Refusal.badValue("ground", "Căn cứ miễn", vi: "hãy chọn trong danh sách", en: "choose one of the list")
        }
        let words = try Field("text", "Giấy tờ chứng minh", .longText, required: true).normalized(text)
        guard !words.isEmpty else { throw Refusal.missing("text", "Giấy tờ chứng minh thuộc diện miễn") }
        let fact = FeeExempted(fees: due.map(\.id), amount: due.reduce(0) { $0 + ($1.amount ?? 0) }, ground: ground)
        try record(
            [Recorded(unit: unit, subject: number, fact: .feeExempted(fact), person: PersonalData(text: words))],
            by: context.caller, command: context.command, now: context.now)
        announce("cash:\(unit)")
    }

    // MARK: closing

    /// Closes the book through `day`: the counted cash must be what the book says, or the difference is explained.
    package func closeCashDay(
        _ day: CivilDate, unit: String, clerk: String? = nil, counted: Int, ground: String? = nil, text: String = "",
        _ context: CommandContext
    ) throws {
        try requireCashier(context.caller, unit)
        guard day <= context.now.date else {
            throw Refusal.badValue("day", "Ngày", vi: "không khóa sổ ngày chưa đến", en: "it lies in the future")
        }
        guard try CashBook.isOpen(unit, clerk: clerk ?? "", day, tx) else {
            throw Refusal(
                .conflict, "cash-day-closed", vi: "Sổ quỹ ngày \(day.vietnamese) đã khóa rồi.",
                en: "The cash book of \(day) is closed already.")
        }
        if let clerk, directory.names[clerk] == nil {
            throw Refusal.badValue("clerk", "Người thu", vi: "không có người dùng này", en: "there is no such user")
        }
        guard (0...1_000_000_000_000).contains(counted) else {
            throw Refusal.badValue("counted", "Tiền mặt đếm được", vi: "cần số nguyên không âm", en: "a whole number is needed")
        }
        let open = try CashQuestion.open(unit, clerk: clerk, through: day, tx)
        let words = try Field("text", "Giải trình", .longText).normalized(text)
        if counted != open.cash {
            guard let ground, CashBook.differenceGrounds.contains(ground), !words.isEmpty else {
                throw Refusal(
                    .conflict, "difference-unexplained", field: "text",
                    vi: "Đếm được \(counted) đồng, sổ ghi \(open.cash) đồng, lệch \(counted - open.cash) đồng. "
                        + "Hãy đếm lại, hoặc chọn nguyên nhân và giải trình để ghi vào sổ.",
                    en: "Counted \(counted), the book says \(open.cash): \(counted - open.cash) đồng differ. "
                        + "Count again, or choose the cause and explain it.")
            }
        }
        let fact = CashDayClosed(
            unit: unit, day: day, clerk: clerk, receipts: open.receipts, cash: open.cash, transfer: open.transfer,
            online: open.online, counted: counted, ground: counted == open.cash ? nil : ground)
        try record(
            .cashDayClosed(fact), text: words, by: context.caller.user, command: context.command, now: context.now)
        announce("cash:\(unit)")
    }
}
