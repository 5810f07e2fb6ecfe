// TrackQuestion.swift: what an applicant sees with number and tracking code: no personal data, and what to do next.

package import Casework
package import Storage

package struct TrackView: Sendable {
    package var dossier: Dossier
    package var procedure: Procedure
    package var unitNames: [String: String]
    package var history: [HistoryLine]
    /// Names of papers and form parts asked for.
    package var missing: [String]
    package var next: (vi: String, en: String)
    /// Somebody gave a reason in words; it is told to who also knows the applicant's phone or id number (`reasons`).
    package var hasReasons: Bool
    package var actions: [OfferedAction]
}

package enum TrackQuestion {
    package static func ask(
        _ number: String, code: String, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> TrackView {
        try checkCode(number, code, office)
        return try view(number, now: now, tx, office)
    }

    /// As `ask`, with the code for passing on: to be looked at only.
    package static func askShared(
        _ number: String, code: String, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> TrackView {
        guard let right = try office.keys.shareCode(number), right == plain(code) else { throw unknownCode }
        var view = try view(number, now: now, tx, office)
        view.actions = []
        return view
    }

    /// A dossier of an old system, whose receipt bears no code: who knows the last four digits of the phone, or the id
    /// number, may look. The same words for a number that is not there and for digits that are wrong.
    package static func askFormer(
        _ typed: String, digits: String, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> TrackView {
        guard let number = OldNumber.typed(typed),
            let dossier = try Folding.dossier(number, tx, keys: office.keys), dossier.former != nil,
            [dossier.person.applicant, dossier.person.authorised].contains(where: { $0?.isKnown(by: digits) == true })
        else { throw unknownOldNumber }
        var view = try view(number, now: now, tx, office)
        view.actions = []
        view.hasReasons = false
        return view
    }

    private static var unknownOldNumber: Refusal {
        Refusal(
            .notFound, "unknown-number-or-code", field: "so",
            vi: "Không có hồ sơ cũ nào khớp cả mã và số đã nhập. Hãy xem lại giấy hẹn, hoặc hỏi trung tâm phục vụ hành chính công.",
            en: "No old dossier fits both the number and the digits. Look at the old receipt again, or ask the service centre.")
    }

    private static func view(
        _ number: String, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> TrackView {
        let view = try DossierQuestion.ask(number, caller: .applicant(of: number), now: now, tx, office)
        var dossier = view.dossier
        dossier.hidePersonalData()
        let asked = dossier.supplement?.filedBy == nil ? dossier.supplement : nil
        let missing =
            (asked?.papers ?? []).map { id in view.procedure.papers.first { $0.id == id }?.name ?? id }
            + (asked?.fields ?? []).map { name in view.procedure.form.first { $0.name == name }?.title ?? name
            }
        let public_ = view.history.filter { shown.contains($0.kind) }.map { line in
            var line = line
            line.actor = ""
            (line.text, line.reason) = (nil, nil)
            return line
        }
        return TrackView(
            dossier: dossier, procedure: view.procedure, unitNames: view.unitNames, history: public_,
            missing: missing, next: nextWords(dossier, missing),
            hasReasons: view.history.contains(where: isReason),
            // What an applicant does is written where the portal is at home: a ward's own machine shows and takes nothing.
            actions: office.isHome(of: Intake.portal) ? view.actions : [])
    }

    /// What was written to the applicant, newest first. Free text counts as personal: besides the code, the phone's last
    /// four digits or the id number are asked for.
    package static func reasons(
        _ number: String, code: String, digits: String, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [HistoryLine] {
        try checkCode(number, code, office)
        let view = try DossierQuestion.ask(number, caller: .applicant(of: number), now: now, tx, office)
        let people = [view.dossier.person.applicant, view.dossier.person.authorised].compactMap { $0 }
        guard people.contains(where: { $0.isKnown(by: digits) }) else {
            throw Refusal(
                .forbidden, "wrong-digits-for-code", field: "so",
                vi: "Số không khớp với người nộp hồ sơ. Hãy nhập 4 số cuối điện thoại hoặc số định danh đã khai.",
                en: "The digits are not the applicant's. Enter the last 4 of the phone, or the id number.")
        }
        return view.history.filter(isReason).reversed()
    }

    private static func isReason(_ line: HistoryLine) -> Bool {
        line.reason != nil && reasonKinds.contains(line.kind)
    }
    /// Kinds of entries whose words are written to the applicant.
    static let reasonKinds: Set<String> = [
        "SupplementRequested", "DossierRefused", "DossierDecided", "DossierClosed", "Rescheduled", "DossierSuspended",
        "RequestDeclined",
    ]

    /// The same words for a wrong number and a wrong code, so that numbers cannot be probed.
    package static func checkCode(_ number: String, _ code: String, _ office: Office) throws {
        guard let right = try office.keys.trackingCode(number), right == plain(code) else { throw unknownCode }
    }

    private static func plain(_ code: String) -> String {
        String(code.prefix(100)).uppercased().filter { !$0.isWhitespace && $0 != "-" }
    }

    private static var unknownCode: Refusal {
        Refusal(
            .notFound, "unknown-number-or-code", field: "code",
            vi: "Mã hồ sơ hoặc mã tra cứu không đúng. Hãy xem lại giấy tiếp nhận.",
            en: "Number or tracking code is wrong. Look at the receipt again.")
    }

    private static let shown: Set<String> = [
        "DossierReceived", "FormerDossierAdopted", "DossierAccepted", "DossierRefused", "SupplementRequested",
        "SupplementFiled", "SupplementReceived",
        "StepCompleted", "HandedOver", "TakenOver", "DossierSuspended", "DossierResumed", "PaymentRequested",
        "PaymentConfirmed",
        "Rescheduled", "DossierDecided", "ResultReturned", "WithdrawalRequested", "DossierWithdrawn",
        "RequestDeclined",
        "DossierClosed", "DueRecomputed",
    ]

    private static func nextWords(_ d: Dossier, _ missing: [String]) -> (vi: String, en: String) {
        let due = d.clock.due?.vietnamese ?? ""
        switch d.state {
        case .submitted:
            let by = d.intake.acceptBy.map { " trước \($0.vietnamese)" } ?? ""
            return (
                "Cơ quan sẽ kiểm tra và trả lời\(by).",
                "The centre checks and answers\(d.intake.acceptBy.map { " before \($0)" } ?? "")."
            )
        case .awaitingSupplement where d.supplement?.filedBy != nil:
            return (
                "Đã nhận phần bổ sung; cơ quan đang kiểm tra.",
                "The supplement was filed and is being checked."
            )
        case .awaitingSupplement:
            let by = d.supplement?.closeBy.vietnamese ?? ""
            return (
                "Cần bổ sung \(missing.count) mục trước \(by).",
                "Please supply \(missing.count) item(s) before \(by)."
            )
        case .awaitingPayment:
            return (
                "Cần nộp \(d.outstanding) đồng để hồ sơ được xử lý tiếp.", "Please pay \(d.outstanding) đồng."
            )
        case .accepted, .processing, .decided:
            return ("Hẹn trả kết quả: \(due).", "The result is due \(due).")
        case .suspended:
            return (
                "Hồ sơ tạm dừng; thời gian tạm dừng không tính vào thời hạn.",
                "Paused; the pause does not count."
            )
        case .ready: return ("Mời đến nhận kết quả.", "The result can be fetched.")
        case .rejected:
            return (
                "Hồ sơ không đủ điều kiện; mời nhận văn bản trả lời.",
                "Refused on the merits; please fetch the letter."
            )
        case .returned, .refused, .withdrawn, .closed: return ("Hồ sơ đã kết thúc.", "The dossier has ended.")
        }
    }
}
