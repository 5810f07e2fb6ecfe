// CertificateRegister.swift: certified copies and signatures at the counter: many in one go, each with its register number.
//
// Two thirds of a ward's load. One command takes in a dossier for each document, gives it its number in the register (số
// chứng thực; Circular 01/2020/TT-BTP) and takes the money, all or nothing. Numbers run through a year without a gap: the
// one writer allots the next in the same append. A number that was given stays; voiding keeps it with its reason. After a
// restore from a backup a person first opens the next book, with the number that the paper says, because numbers that were
// printed and lost must not come back.

package import Casework
import Ledger
import Storage

/// Documents of one person to be certified.
package struct CertificationOrder: Sendable {
    package var unit: String
    package var applicant: Person
    package var authorised: Person?
    package var lines: [Line]
    /// cash or transfer: taken now; nil: when the result is fetched.
    package var method: String?
    /// Why no fee is due, with what proves it.
    package var exemption: (ground: String, text: String)?

    package struct Line: Sendable {
        package var procedure: String
        package var form: [String: String]
        package var papers: [PaperIn]
        package var pages: Int
        package var copies: Int
        package init(procedure: String, form: [String: String], papers: [PaperIn], pages: Int, copies: Int) {
            self.procedure = procedure
            self.form = form
            self.papers = papers
            self.pages = pages
            self.copies = copies
        }
    }
    package init(unit: String, applicant: Person, lines: [Line], method: String? = nil) {
        self.unit = unit
        self.applicant = applicant
        self.lines = lines
        self.method = method
    }
}

extension Work {
    /// Takes in what `order` brings.
    /// - Returns: the dossiers in the order of its lines.
    package func certify(_ order: CertificationOrder, _ context: CommandContext) throws -> [Receipt] {
        guard (1...20).contains(order.lines.count) else {
            throw Refusal(
                .invalid, "too-many-lines", field: "lines", vi: "Mỗi lần nhận từ 1 đến 20 giấy tờ.",
                en: "1 to 20 documents at a time.")
        }
        if order.method != nil { try requireOpenBook(order.unit, clerk: context.caller.user, context.now.date) }
        var receipts: [Receipt] = []
        var receiptNumber: String?
        for (i, line) in order.lines.enumerated() {
            var own = context
            own.key = context.key.map { ("\($0.id)/\(i)", $0.fingerprint) }
            own.commandID = "\(context.commandID).\(i)"
            let before = appended
            let receipt = try receive(filing(of: line, order), own)
            receipts.append(receipt)
            // The same form sent twice gives the same answer.
            guard appended > before else { continue }
            own.key = nil
            try numberCertificate(receipt.number, pages: line.pages, copies: line.copies, own)
            if let exemption = order.exemption {
                try exemptFees(of: receipt.number, ground: exemption.ground, text: exemption.text, own)
            } else if let method = order.method {
                receiptNumber = try take(method, for: receipt.number, number: receiptNumber, own) ?? receiptNumber
            }
        }
        return receipts
    }

    private func filing(of line: CertificationOrder.Line, _ order: CertificationOrder) -> Filing {
        var filing = Filing(
            unit: order.unit, procedure: line.procedure, channel: .counter, applicant: order.applicant)
        filing.authorised = order.authorised
        filing.form = line.form
        filing.papers = line.papers
        filing.accept = true
        return filing
    }

    /// Takes the outstanding fee of a dossier, on the receipt `number` where one was begun for the same person just now.
    private func take(
        _ method: String, for dossierNumber: String, number: String?, _ context: CommandContext
    ) throws -> String? {
        guard let dossier = try dossier(dossierNumber), dossier.outstanding > 0 else { return nil }
        let receipt = try number ?? nextReceipt(dossier.custody.unit, on: context.now.date).description
        let situation = Situation(
            dossier: dossier, caller: context.caller, world: try world(dossier, now: context.now))
        let input = ActionInput(["amount": String(dossier.outstanding), "receipt": receipt, "method": method])
        try record(
            try situation.perform("confirm-payment", input), by: context.caller, command: context.command, now: context.now)
        announce("cash:\(dossier.custody.unit)")
        return receipt
    }

    // MARK: numbers

    /// Gives an accepted dossier its number in the register.
    @discardableResult
    package func numberCertificate(
        _ number: String, pages: Int, copies: Int, _ context: CommandContext
    ) throws -> CertificateNumber {
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        let unit = dossier.custody.unit
        let situation = Situation(
            dossier: dossier, caller: context.caller, world: try world(dossier, now: context.now))
        try situation.require(Duty.keepRegister, at: unit, "vào sổ chứng thực", "keep the register of certifications")
        guard let series = CertificateSeries(procedure: dossier.intake.procedure) else {
            throw Refusal(
                .conflict, "no-register", vi: "Thủ tục này không vào sổ chứng thực.",
                en: "This procedure is not entered in a register of certifications.")
        }
        guard dossier.clock.facts != nil, !dossier.state.isEnd || dossier.state == .returned else {
            throw Refusal.notNow("number", vi: "Chỉ cấp số cho hồ sơ đã tiếp nhận.", en: "Only an accepted dossier gets a number.")
        }
        guard dossier.certificate == nil else {
            throw Refusal.notNow(
                "number", vi: "Hồ sơ đã có \(dossier.certificate?.title ?? "").", en: "The dossier has its number already.")
        }
        guard (1...10_000).contains(pages), (1...1000).contains(copies) else {
            throw Refusal.badValue(
                "pages", "Số trang, số bản", vi: "từ 1 đến 10.000 trang, 1.000 bản", en: "1 to 10,000 pages, 1,000 copies")
        }
        let place = try nextCertificate(unit, series, on: context.now.date)
        let fact = CertificateNumbered(certificate: place, pages: pages, copies: copies, fee: dossier.feeDue)
        try record(
            [Recorded(unit: unit, subject: number, fact: .certificateNumbered(fact))], by: context.caller,
            command: context.command, now: context.now)
        announce("register:\(unit)")
        return place
    }

    private func nextCertificate(
        _ unit: String, _ series: CertificateSeries, on day: CivilDate
    ) throws -> CertificateNumber {
        let epoch = try writer.head(of: unit).epoch
        let book = try RegisterQuestion.book(unit, series, year: day.year, tx)
        let last = try RegisterQuestion.last(unit, series, year: day.year, tx)
        let lastEpoch = max(book?.epoch ?? 1, last?.epoch ?? 1)
        guard lastEpoch >= epoch || epoch == 1 || (book == nil && last == nil) else {
            throw Refusal(
                .conflict, "register-book-needed",
                vi: "Kho dữ liệu đã được khôi phục từ bản sao lưu: hãy mở quyển sổ mới và ghi số tiếp theo theo sổ giấy.",
                en: "The store was restored from a backup: open a new book first, with the next number that the paper says.")
        }
        return CertificateNumber(
            series: series, book: book?.book ?? 1, year: day.year,
            number: max((last?.number ?? 0) + 1, book?.first ?? 1))
    }

    /// Opens the next book of a register; numbers go on from `first`.
    package func openRegisterBook(
        _ series: CertificateSeries, unit: String, first: Int, _ context: CommandContext
    ) throws {
        try requireCashier(context.caller, unit)
        let year = context.now.date.year
        let book = try RegisterQuestion.book(unit, series, year: year, tx)
        let last = try RegisterQuestion.last(unit, series, year: year, tx)
        let least = max((last?.number ?? 0) + 1, book?.first ?? 1)
        guard first >= least, first < 1_000_000 else {
            throw Refusal.badValue(
                "first", "Số tiếp theo", vi: "từ \(least) trở đi, vì các số trước đã cấp", en: "\(least) or more: those before were given")
        }
        let used = book?.book ?? (last == nil ? 0 : 1)
        guard book?.first != first else {
            throw Refusal.notNow("book", vi: "Quyển đang dùng còn trống.", en: "The book in use is still empty.")
        }
        let fact = RegisterBookOpened(unit: unit, series: series, year: year, book: used + 1, first: first)
        try record(.registerBookOpened(fact), by: context.caller.user, command: context.command, now: context.now)
        announce("register:\(unit)")
    }

    /// Voids a number; it stays in the register with its reason and is not used again.
    package func voidCertificate(
        _ number: String, ground: String, text: String, _ context: CommandContext
    ) throws {
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        guard let place = dossier.certificate,
            let unit = try tx.row(
                """
                SELECT unit FROM register_line WHERE dossier = $1 AND kind = 'number' AND number = $2 ORDER BY at DESC LIMIT 1
                """, [.text(number), .integer(Int64(place.number))]
            )?.text(0)
        else {
            throw Refusal.notNow("void", vi: "Hồ sơ không có số chứng thực còn hiệu lực.", en: "No register number stands.")
        }
        let situation = Situation(
            dossier: dossier, caller: context.caller, world: try world(dossier, now: context.now))
        try situation.require(Duty.voidRegister, at: unit, "hủy số chứng thực", "void register numbers")
        guard RegisterQuestion.voidGrounds.contains(ground) else {
            throw Refusal.badValue("ground", "Lý do hủy", vi: "hãy chọn trong danh sách", en: "choose one of the list")
        }
        let reason = try Field("text", "Lý do hủy", .longText, required: true).normalized(text)
        guard !reason.isEmpty else { throw Refusal.missing("text", "Lý do hủy") }
        let fact = CertificateVoided(certificate: place, ground: ground)
        try record(
            [Recorded(unit: unit, subject: number, fact: .certificateVoided(fact), person: PersonalData(text: reason))],
            by: context.caller, command: context.command, now: context.now)
        announce("register:\(unit)")
    }
}
