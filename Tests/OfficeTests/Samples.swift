// Samples.swift: one fully filled fact of each kind, for golden bytes.

@testable import Casework
@testable import Office
@testable import Oversight

enum Samples {
    static let time = Instant(milliseconds: 1_763_863_200_000)
    static let later = Instant(milliseconds: 1_764_000_000_000)
    static let times = DueTimes(due: later, originalDue: later, calendar: "vn-2026.3")
    static let paper = PaperIn(id: "to-khai", copies: 2, source: "handedIn", file: "ab12")
    static let limit = Procedure.Limit(
        case: "c", channel: .online, amount: 3, unit: .workingDay, cutoff: TimeOfDay(15, 0),
        verificationExtra: 2, ground: "Điều 1")

    static let received = DossierReceived(
        number: "H29.273.73-261123-0001", procedure: "1.001193", procedureVersion: 1, field: "ho-tich",
        case: "dung-han",
        channel: .counter, receivedAt: time, recordedLate: false, supportPoint: "26732",
        receivingUnit: "27373",
        competentAgency: "27373", pickUpUnit: "27373", resultChannel: .post, papers: [paper], quantity: 1,
        fees: [FeeLine(id: "le-phi", name: "Lệ phí", amount: 8000, exemption: nil, collect: .result)],
        acceptBy: later,
        alertBy: later, calendar: "vn-2026.3", parent: nil, series: 0, serial: 1)

    static let reconciliationSigned = ReconciliationSigned(
        day: CivilDate(year: 2026, month: 11, day: 26)!, system: "national-portal", unit: "27373", dossiers: 412, differing: 3,
        byLink: 2, isHeard: true, list: String(repeating: "ef", count: 32))

    static let dossierFacts: [DossierFact] = [
        .received(received), .formerAdopted(former),
        .accepted(
            DossierAccepted(
                acceptedAt: time, limit: limit, needsVerification: true, due: later, rule: "workingDay:3",
                calendar: "vn-2026.3", clockUnit: "27373", enteredDue: later, next: "xem")),
        .refused(DossierRefused(reason: "notCompetent")),
        .supplementRequested(
            SupplementRequested(
                papers: ["to-khai"], fields: ["childName"], ordinal: 1, requestedAt: time, closeBy: later,
                ground: "Điều 2")),
        .supplementFiled(SupplementFiled(papers: [paper], filedAt: time)),
        .supplementReceived(
            SupplementReceived(papers: [paper], receivedAt: time, clock: times, restarted: true)),
        .holderAssigned(HolderAssigned(user: "officer@27373", division: "Tư pháp", step: "xem")),
        .stepCompleted(StepCompleted(step: "xem", next: "ky", ready: false)),
        .handedOver(HandedOver(to: "so-tu-phap", reason: "process", step: "xem", withPapers: true)),
        .recallRequested(RecallRequested(to: "so-tu-phap")),
        .takenOver(TakenOver(from: "27373", timeliness: "onTime")),
        .handOverDeclined(HandOverDeclined(from: "27373", reason: "other", recalled: true)),
        .passed(Passed(user: "leader@27373", division: "Bàn 2")),
        .passTaken(PassTaken(user: "leader@27373")),
        .suspended(DossierSuspended(reason: "dispute", at: time)),
        .resumed(DossierResumed(at: later, clock: times)),
        .reopened(DossierReopened(reason: "error", step: "ky")),
        .opinionRequested(
            OpinionRequested(to: "so-tu-phap", requestedAt: time, replyBy: later, suspends: true)),
        .opinionGiven(OpinionGiven(position: "verified", givenAt: later)),
        .opinionTakenUp(
            OpinionTakenUp(from: "so-tu-phap", position: "verified", givenAt: later, clock: times)),
        .paymentRequested(PaymentRequested(amount: 150_000, requestedAt: time, suspends: true)),
        .paymentConfirmed(
            PaymentConfirmed(
                amount: 150_000, paidAt: later, receipt: "BL-1", method: "cash", clock: times, step: "nop",
                next: "ky", ready: false)),
        .paymentVoided(
            PaymentVoided(
                receipt: "BL-27373-26-000017", amount: 32_000, method: "cash",
                day: CivilDate(year: 2026, month: 11, day: 24)!, ground: "wrongAmount")),
        .feeExempted(FeeExempted(fees: ["phi"], amount: 32_000, ground: "poor")),
        .certificateNumbered(
            CertificateNumbered(certificate: certificate, pages: 4, copies: 3, fee: 18_000)),
        .certificateVoided(CertificateVoided(certificate: certificate, ground: "notSigned")),
        .rescheduled(Rescheduled(due: later, reason: "it", late: false)),
        .decided(
            DossierDecided(
                outcome: .reject, decidedAt: later, reason: "merits", onBehalfOf: "leader@27373", next: nil,
                ready: false)),
        .resultReturned(ResultReturned(channel: .post, returnedAt: later, waybill: "VN123")),
        .withdrawalRequested(WithdrawalRequested(requestedAt: time)),
        .withdrawn(DossierWithdrawn(requestedAt: time)),
        .requestDeclined(RequestDeclined(request: "withdrawal", reason: "decided")),
        .closed(DossierClosed(reason: "notCompleted")),
        .correctionRequested(CorrectionRequested(part: "applicant")),
        .corrected(DossierCorrected(part: "delivery", pickUpUnit: "26732", resultChannel: .online)),
        .dueRecomputed(
            DueRecomputed(
                due: later, originalDue: later, previousDue: time, calendar: "vn-2026.4",
                previousCalendar: "vn-2026.3")),
        .linkedRequested(LinkedRequested(part: "cu-tru", procedure: "1.004222", body: "ca-27373")),
        .linkedOpened(LinkedOpened(part: "cu-tru", child: "G01.273.73-261123-0001", body: "ca-27373")),
        .linkedResult(LinkedResult(part: "cu-tru", child: "G01.273.73-261123-0001", state: "returned")),
        .linkedResultTakenUp(
            LinkedResultTakenUp(part: "cu-tru", child: "G01.273.73-261123-0001", state: "returned")),
        .ratingGiven(RatingGiven(scores: ["access": 5, "staff": 4], ratedAt: later)),
        .noteAdded(NoteAdded(topic: "call")),
        .papersShelved(PapersShelved(what: "result", place: "K7-2")),
        .originalsReturned(OriginalsReturned(papers: ["to-khai"], returnedAt: later)),
        .messagesChosen(MessagesChosen(ways: "email", language: .en)),
        .personErased(PersonErased(slot: .authorised, ground: "Luật 91/2025/QH15")),
        .latenessContested(LatenessContested(cause: "outage")), .latenessJudged(LatenessJudged(isUpheld: true)),
        .foreignNumbered(
            ForeignNumbered(
                system: "national-portal", number: "G22-261123-000017", message: String(repeating: "ab", count: 32))),
        .exchangeAnswered(
            ExchangeAnswered(
                system: "civil-status", outcome: "done", resultNumber: "15/2026",
                resultDate: CivilDate(year: 2026, month: 11, day: 24), answeredAt: later,
                message: String(repeating: "cd", count: 32))),
        .paperFiled(
            PaperFiled(paper: "to-khai", file: "ab12", media: .jpeg, bytes: 240_000, filedAt: time)),
    ]

    static let certificate = CertificateNumber(series: .copies, book: 1, year: 2026, number: 17)

    static let counterFacts: [CounterFact] = [
        .cashDayClosed(
            CashDayClosed(
                unit: "27373", day: CivilDate(year: 2026, month: 11, day: 24)!, clerk: "counter@27373", receipts: 12,
                cash: 230_000, transfer: 60_000, online: 8000, counted: 228_000, ground: "changeGiven")),
        .registerBookOpened(
            RegisterBookOpened(unit: "27373", series: .signatures, year: 2026, book: 2, first: 301)),
    ]

    static let unit = Unit(
        code: "27373", name: "Phường Bình Tiên", kind: .ward, agencyCode: "H29.273.73", receiverIndex: 1,
        hours: OpeningHours(
            working: OpeningHours.standard.working,
            extra: [.init(weekday: 6, from: TimeOfDay(7, 30), to: TimeOfDay(11, 30))]),
        former: [.init(code: "27373", name: "Phường 2", district: "Quận 6", divided: true)],
        validFrom: CivilDate(year: 2025, month: 7, day: 1)!, validTo: nil)

    static let procedure: Procedure = {
        Procedure(
            code: "9.000001", version: 2, validFrom: CivilDate(year: 2025, month: 7, day: 1)!,
            validTo: CivilDate(year: 2027, month: 2, day: 28),
            name: "Đăng ký nuôi mèo", shortName: "Nuôi mèo", field: "thu-cung", competent: "ward",
            nonTerritorial: true,
            channels: [.counter, .online], cases: [.init(id: "c", name: "Mèo con")], limits: [limit],
            supplement: .init(clock: .suspend, max: 2, closeAfterWorkingDays: 15, ground: "Điều 3"),
            opinion: .init(suspends: true, replyWorkingDays: 3),
            papers: [
                .init(
                    id: "don", name: "Đơn", required: true, kind: .form, originals: 1, copies: 0,
                    cases: ["c"], code: "KQ.1")
            ],
            form: [
                .init(
                    name: "catName", title: "Tên mèo", type: .choice, required: true,
                    choices: [.init(value: "m", label: "Mướp")], example: "m", cases: ["c"])
            ],
            fees: [
                .init(
                    id: "phi", name: "Phí", case: "c", channel: .online, rule: .tiered, amount: nil,
                    base: "pages", times: "copies",
                    tiers: [.init(upTo: 2, each: 2000), .init(each: 1000)], cap: 200_000,
                    exemptions: [.init(value: "ngheo", label: "Hộ nghèo")], collect: .result, ground: "TT 226"
                )
            ],
            steps: [
                .init(
                    id: "nhan", name: "Nhận", kind: .intake, role: .counter, body: "receiving",
                    budgetMinutes: 30, note: "ghi chú")
            ],
            results: [.init(code: "KQ.2", name: "Giấy")],
            linked: [.init(id: "l", procedure: "9.000003", body: "police", name: "Tạm trú")],
            sources: ["bịa ra để thử"], confidence: ["name": "C"])
    }()

    static let handOverList = HandOverListed(
        unit: "27373", year: 2026, ordinal: 12, to: HandOverListed.post, madeAt: time,
        items: [
            HandOverItem(number: "H29.273.73-261123-0001", waybill: "VN123456789"),
            HandOverItem(number: "H29.273.73-261123-0002", waybill: nil),
        ])

    static let officeFacts: [OfficeFact] = [
        .unitRegistered(unit), .procedurePublished(procedure),
        .fieldRegistered(FieldOfWork(id: "thu-cung", name: "Thú cưng", group: "other")),
        .calendarPublished(
            WorkingCalendar(
                version: "vn-2026.3", from: CivilDate(year: 2026, month: 1, day: 1)!,
                to: CivilDate(year: 2026, month: 12, day: 31)!,
                off: [
                    .init(
                        date: CivilDate(year: 2026, month: 11, day: 24)!, name: "Ngày Văn hóa Việt Nam",
                        provisional: true, group: "culture-day")
                ],
                work: [
                    .init(
                        date: CivilDate(year: 2026, month: 1, day: 10)!,
                        instead: CivilDate(year: 2026, month: 1, day: 2)!, ground: "VPCP 12729")
                ])),
        .calendarAdopted(CalendarAdopted(unit: "27373", calendar: "vn-2026.3", switchedOff: ["culture-day"])),
        .rightGranted(
            RightGranted(
                id: "r1", user: "a@27373",
                grant: Grant(
                    role: .leader, unit: "27373", fields: ["ho-tich"], procedures: ["1.001193"], from: time,
                    to: later, ground: "delegation:b@27373"))),
        .rightEnded(RightEnded(id: "r1", user: "a@27373", at: later)),
        .textSet(TextSet(key: "notice.staff", language: "vi", text: "Họp lúc {gio}", from: time)),
        .hoursSet(
            HoursSet(
                unit: "27373", from: CivilDate(year: 2026, month: 12, day: 1)!, hours: unit.hours,
                ground: "QĐ 1")),
        .calendarProposed(
            CalendarProposed(
                calendar: WorkingCalendar(
                    version: "vn-2026.4", from: CivilDate(year: 2026, month: 1, day: 1)!,
                    to: CivilDate(year: 2026, month: 12, day: 31)!, off: [], work: []),
                basis: "vn-2026.3", ground: "CV 1", by: "admin@tp", at: time)),
        .calendarRejected(
            CalendarRejected(version: "vn-2026.4", reason: "Sai ngày", by: "admin2@tp", at: later)),
        .accountChanged(AccountChanged(user: "a@27373", change: .passwordReset)),
        .absenceSet(
            AbsenceSet(
                id: "a1", unit: "27373", user: "a@27373", from: time, to: later, standIn: "b@27373")),
        .indicatorPublished(
            IndicatorDefinition(
                id: "on-time", version: 2, validFrom: CivilDate(year: 2026, month: 1, day: 1)!,
                validTo: CivilDate(year: 2026, month: 12, day: 31)!, name: "Đúng hạn", nameEn: "On time", group: .progress,
                event: .resolved, counts: .things, denominator: [Clause("early|onTime|late")!, Clause("!withdrawn")!],
                numerator: [Clause("early|onTime")!], points: 20, higherIsBetter: true, isPublic: true, source: "766/QĐ-TTg")),
        .siteRegistered(
            SiteRegistered(
                site: "con-dao", signing: String(repeating: "ab", count: 32), agreement: String(repeating: "cd", count: 32))),
        .siteRemoved(SiteRemoved(site: "con-dao", reason: "Máy bị lấy trộm")),
        .homeAssigned(HomeAssigned(unit: "26732", site: "con-dao", epoch: 2, after: 815, ground: "take")),
        .recoveryKeySet(RecoveryKeySet(agreement: String(repeating: "ef", count: 32))),
        .formerImportSigned(
            FormerImportSigned(
                file: "9f86d081", by: "admin@tp", at: time, dossiers: 9, open: 3, overdue: 1, waiting: 2, ended: 4, units: 2)),
        .wordsPublished(
            ProcedureWords(procedure: "9.000001", words: ["nuôi mèo", "xin nuôi mèo"], isOften: true)),
    ]
}
