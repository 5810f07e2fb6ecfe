// DossierQuestion.swift: everything one caller may know about one dossier.

package import Casework
import Ledger
package import Oversight
package import Storage

/// A dossier as its page and `GET /dossiers/{number}` show it.
package struct DossierView: Sendable {
    package var dossier: Dossier
    package var procedure: Procedure
    package var actions: [OfferedAction]
    package var reckoning: Reckoning?
    package var remainingMinutes: Int?
    /// When the step under way should be done by its budget; never extra legal time.
    package var stepDue: Instant?
    /// The clock stands still just now.
    package var paused: Bool
    package var history: [HistoryLine]
    /// True for readers who see no personal data (city, auditor).
    package var redacted: Bool
    package var unitNames: [String: String]
    package var trackingCode: String?
    /// Of a late one, what held it.
    package var lateness: Attribution?
    /// In force for its procedure and step.
    package var guidance: [SteeringItem] = []
    /// Contested items about it that nobody has decided, of those that the reader may see.
    package var contested: Int64 = 0
}

package struct HistoryLine: Sendable {
    package var at: Instant
    package var kind: String
    package var vi: String
    package var en: String
    package var unit: String
    package var actor: String
    package var to: String?
    package var text: String?
    /// What was written by hand, without what the facts say.
    package var reason: String?
    package var seq: Int

    package init(
        at: Instant, kind: String, vi: String, en: String, unit: String, actor: String, to: String? = nil,
        text: String? = nil, reason: String? = nil, seq: Int
    ) {
        self.at = at
        self.kind = kind
        self.vi = vi
        self.en = en
        self.unit = unit
        self.actor = actor
        self.to = to
        self.text = text
        self.reason = reason
        self.seq = seq
    }
}

package enum DossierQuestion {
    package static func ask(
        _ number: String, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> DossierView {
        let entries = try LedgerReader.entries(about: number, tx)
        guard let dossier = try Folding.dossier(entries, keys: office.keys) else {
            throw Refusal.unknownDossier(number)
        }
        let directory = office.directory
        var world = try World(of: dossier, directory, now: now)
        if dossier.outstanding > 0 || dossier.state == .awaitingPayment {
            world.nextReceipt = try CashBook.suggestion(dossier.custody.unit, now: now, tx)
        }
        let situation = Situation(dossier: dossier, caller: caller, world: world)
        let overseer = caller.has(.city) || caller.has(.auditor)
        guard situation.maySee || overseer else { throw Refusal.noRightToSee }
        let redacted = !situation.maySee
        var shown = dossier
        if redacted { shown.hidePersonalData() }
        let isAnonymous = dossier.rating?.anonymous == true
        if isAnonymous { shown.rating = nil }
        let time = situation.world.office
        let reckoning =
            dossier.clock.facts.map { LegalClock.reckon($0, time) }
            ?? dossier.intake.acceptBy.map { _ in
                LegalClock.acceptBy(received: dossier.intake.receivedAt, office: time)
            }
        let due = dossier.clock.due ?? dossier.intake.acceptBy
        return DossierView(
            dossier: shown, procedure: situation.world.procedure, 
            actions: situation.actions.filter { !redacted || $0.name == "judge-lateness" },
            reckoning: reckoning,
            remainingMinutes: dossier.isOpen
                ? due.map { LegalClock.remainingMinutes(until: $0, now: now, office: time) } : nil,
            stepDue: stepDue(dossier, situation), paused: situation.isPaused,
            history: try Folding.causalOrder(entries).filter { $0.kind != KeyGrant.kind }.map {
                try line($0, redacted: redacted || isAnonymous && $0.kind == "RatingGiven", directory, office.keys)
            }, redacted: redacted,
            unitNames: names(entries, dossier, directory),
            trackingCode: redacted ? nil : try office.keys.trackingCode(number),
            lateness: dossier.isLate(at: now) ? try LatenessQuestion.of(dossier, now: now, tx, office) : nil,
            guidance: dossier.isOpen
                ? try MatterQuestion.guidance(dossier.intake.procedure, step: dossier.step, on: now.date, tx, office) : [],
            contested: try ContestQuestion.open(about: number, caller: caller, tx))
    }

    private static func names(
        _ entries: [Entry], _ dossier: Dossier, _ directory: Directory
    ) -> [String: String] {
        var names: [String: String] = [:]
        let codes =
            entries.map(\.unit) + entries.compactMap(\.addressee)
            + [dossier.intake.receivingUnit, dossier.intake.competentAgency, dossier.intake.pickUpUnit]
        for code in codes { names[code] = directory.unit(code)?.name }
        return names
    }

    private static func stepDue(_ d: Dossier, _ s: Situation) -> Instant? {
        guard let start = d.stepStartedAt, let budget = s.stepNow?.budgetMinutes else { return nil }
        return LegalClock.stepDue(start: start, budgetMinutes: budget, office: s.world.office)
    }

    /// What the facts of an entry say that is worth a line: a due time that moved, for whom was signed.
    static func detail(_ fact: DossierFact?) -> String? {
        switch fact {
        case .dueRecomputed(let f) where f.calendar == f.previousCalendar:
            "\(f.previousDue.vietnamese) → \(f.due.vietnamese) (giờ làm việc mới của đơn vị)"
        case .dueRecomputed(let f):
            "\(f.previousDue.vietnamese) → \(f.due.vietnamese) (\(f.previousCalendar) → \(f.calendar))"
        case .certificateNumbered(let f): f.certificate.title
        case .paymentConfirmed(let f): "\(f.receipt): \(MoneyWords.dong(f.amount))"
        case .formerAdopted(let f): "Đơn vị nhận trước đây: \(f.formerUnit). Tệp \(f.file.prefix(12)), dòng \(f.line)"
        case .decided(let f) where f.onBehalfOf != nil: "Ký thay \(f.onBehalfOf ?? "")"
        case .papersShelved(let f): f.place ?? "–"
        case .foreignNumbered(let f): f.number
        case .exchangeAnswered(let f): f.resultNumber.map { [$0, f.resultDate?.vietnamese].compactMap { $0 }.joined(separator: ", ") }
        default: fact.flatMap { Ground(of: $0) }?.vi
        }
    }

    static func name(_ actor: String, _ directory: Directory) -> String {
        switch actor {
        case Caller.system.user: Caller.system.name
        case "applicant": "Người nộp hồ sơ"
        default: directory.names[actor] ?? ExternalSystem.of(actor: actor)?.vi ?? actor
        }
    }

    private static func line(
        _ entry: Entry, redacted: Bool, _ directory: Directory, _ keys: KeyStore
    ) throws -> HistoryLine {
        let title = EntryTitle.of(entry.kind)
        let fact = try EntryCoding.fact(of: entry)
        let reason = try redacted ? nil : SealedPerson.open(entry, keys: keys)?.text
        let said = [detail(fact), reason].compactMap { $0 }
        return HistoryLine(
            at: Instant(milliseconds: entry.at), kind: entry.kind, vi: title.vi, en: title.en,
            unit: entry.unit,
            actor: redacted ? "" : name(entry.actor, directory), to: entry.addressee,
            text: said.isEmpty ? nil : said.joined(separator: ". "), reason: reason,
            seq: Int(entry.seq))
    }
}

/// What an entry's kind is called before people.
package enum EntryTitle {
    package static func of(_ kind: String) -> (vi: String, en: String) { titles[kind] ?? (kind, kind) }

    private static let titles: [String: (vi: String, en: String)] = [
        "DossierReceived": ("Nộp hồ sơ", "Filed"),
        "FormerDossierAdopted": ("Chuyển từ hệ thống cũ", "Taken over from the old system"),
        "DossierAccepted": ("Tiếp nhận", "Accepted"),
        "DossierRefused": ("Từ chối tiếp nhận", "Refused"),
        "SupplementRequested": ("Yêu cầu bổ sung", "Supplement requested"),
        "SupplementFiled": ("Người nộp gửi bổ sung", "Supplement filed"),
        "SupplementReceived": ("Nhận bổ sung", "Supplement taken in"),
        "HolderAssigned": ("Phân công", "Assigned"), "StepCompleted": ("Hoàn thành bước", "Step completed"),
        "HandedOver": ("Bàn giao", "Handed over"), "RecallRequested": ("Đề nghị thu hồi", "Recall requested"),
        "TakenOver": ("Nhận bàn giao", "Taken over"),
        "HandOverDeclined": ("Không nhận bàn giao", "Hand-over declined"),
        "Passed": ("Chuyển người giữ", "Passed on"), "PassTaken": ("Ký nhận", "Pass signed for"),
        "DossierSuspended": ("Tạm dừng", "Suspended"), "DossierResumed": ("Tiếp tục", "Resumed"),
        "DossierReopened": ("Mở lại", "Reopened"), "OpinionRequested": ("Lấy ý kiến", "Opinion requested"),
        "OpinionGiven": ("Cho ý kiến", "Opinion given"),
        "OpinionTakenUp": ("Ghi nhận ý kiến", "Opinion taken up"),
        "PaymentRequested": ("Thông báo nộp tiền", "Payment requested"),
        "PaymentConfirmed": ("Đã nộp tiền", "Payment confirmed"),
        "PaymentVoided": ("Hủy biên lai", "Receipt voided"),
        "FeeExempted": ("Miễn phí, lệ phí", "Fee exempted"),
        "CertificateNumbered": ("Cấp số chứng thực", "Register number allotted"),
        "CertificateVoided": ("Hủy số chứng thực", "Register number voided"),
        "Rescheduled": ("Xin lỗi và hẹn lại", "Apologised and rescheduled"),
        "DossierDecided": ("Ký quyết định", "Decided"),
        "ResultReturned": ("Trả kết quả", "Result returned"),
        "WithdrawalRequested": ("Đề nghị rút hồ sơ", "Withdrawal requested"),
        "DossierWithdrawn": ("Rút hồ sơ", "Withdrawn"),
        "RequestDeclined": ("Không chấp nhận đề nghị", "Request declined"),
        "DossierClosed": ("Đóng hồ sơ", "Closed"),
        "CorrectionRequested": ("Đề nghị đính chính", "Correction requested"),
        "DossierCorrected": ("Đính chính", "Corrected"),
        "DueRecomputed": ("Tính lại hạn theo lịch, giờ làm việc mới", "Due time recomputed"),
        "LinkedRequested": ("Chuyển phần liên thông", "Linked part requested"),
        "LinkedOpened": ("Mở hồ sơ liên thông", "Linked dossier opened"),
        "LinkedResult": ("Kết quả liên thông", "Linked result"),
        "LinkedResultTakenUp": ("Ghi nhận kết quả liên thông", "Linked result taken up"),
        "RatingGiven": ("Đánh giá", "Rated"), "NoteAdded": ("Ghi chú", "Note"),
        "PapersShelved": ("Xếp lên kệ", "Shelved"),
        "OriginalsReturned": ("Trả lại bản chính", "Originals returned"),
        "MessagesChosen": ("Chọn cách nhận tin", "Ways of being told chosen"),
        "PersonErased": ("Xóa dữ liệu cá nhân", "Personal data erased"),
        "PaperFiled": ("Gắn tệp giấy tờ", "Paper's file added"),
        "LatenessContested": ("Phản biện nguyên nhân trễ", "Lateness contested"),
        "LatenessJudged": ("Kết luận nguyên nhân trễ", "Lateness judged"),
        "ForeignNumbered": ("Mã hồ sơ của hệ thống khác", "Numbered by another system"),
        "ExchangeAnswered": ("Hệ thống khác trả lời", "Another system answered"),
        "HandOverListed": ("Lập danh sách bàn giao", "Hand-over list made"),
        "CashDayClosed": ("Khóa sổ quỹ", "Cash book closed"),
        "RegisterBookOpened": ("Mở quyển sổ chứng thực", "Register book opened"),
        "TicketTaken": ("Lấy số thứ tự", "Ticket taken"), "TicketCalled": ("Gọi số", "Ticket called"),
        "TicketMissed": ("Vắng mặt khi gọi", "Absent when called"), "TicketDone": ("Phục vụ xong", "Ticket served"),
        "CounterOpened": ("Mở quầy", "Counter opened"), "CounterClosed": ("Đóng quầy", "Counter closed"),
    ]
}
