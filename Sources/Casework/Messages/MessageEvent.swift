// MessageEvent.swift: what an applicant is told about a dossier, when, and when it is no longer worth telling.
//
// Decree 118/2025/NĐ-CP: a request for a supplement, a refusal, an apology with a new date and a ready result are
// notified. One fact tells at most one thing. What the applicant sees at the counter anyway (acceptance there) is not
// told again. `isStillTrue` is asked once more when a message leaves, because a line may have been down for days.

/// What happened, as the applicant hears it.
package enum MessageEvent: String, Codable, CaseIterable, Hashable, Sendable {
    case accepted, refused, supplement, payment, rescheduled, ready, rejected, posted, withdrawn, closed

    package var vi: String {
        switch self {
        case .accepted: "Đã tiếp nhận hồ sơ"
        case .refused: "Từ chối tiếp nhận"
        case .supplement: "Yêu cầu bổ sung"
        case .payment: "Thông báo nộp tiền"
        case .rescheduled: "Xin lỗi và hẹn lại"
        case .ready: "Đã có kết quả"
        case .rejected: "Không đủ điều kiện giải quyết"
        case .posted: "Đã gửi kết quả qua bưu chính"
        case .withdrawn: "Đã rút hồ sơ"
        case .closed: "Dừng xử lý hồ sơ"
        }
    }
    package var en: String {
        switch self {
        case .accepted: "Accepted"
        case .refused: "Not accepted"
        case .supplement: "Supplement requested"
        case .payment: "Payment requested"
        case .rescheduled: "Apology and new date"
        case .ready: "Result ready"
        case .rejected: "Refused on the merits"
        case .posted: "Result sent by post"
        case .withdrawn: "Withdrawn"
        case .closed: "Closed"
        }
    }

    /// What `fact` tells the applicant of `dossier`, which stands as it does after the fact.
    package static func of(_ fact: DossierFact, _ dossier: Dossier) -> MessageEvent? {
        let isPart = dossier.intake.parent != nil
        switch fact {
        case .accepted: return isPart || dossier.intake.channel == .counter ? nil : .accepted
        case .refused: return .refused
        case .supplementRequested: return .supplement
        case .paymentRequested: return .payment
        case .rescheduled: return .rescheduled
        case .stepCompleted(let f): return f.ready && !isPart ? .ready : nil
        case .paymentConfirmed(let f): return f.ready && !isPart ? .ready : nil
        case .decided(let f) where f.outcome == .reject: return .rejected
        case .decided(let f): return f.ready && !isPart ? .ready : nil
        case .resultReturned(let f): return f.channel == .post && !isPart ? .posted : nil
        case .withdrawn: return .withdrawn
        case .closed: return .closed
        default: return nil
        }
    }

    /// The message still says what is so: nobody is called to fetch what was fetched yesterday.
    package func isStillTrue(of d: Dossier) -> Bool {
        switch self {
        case .accepted: d.clock.facts != nil && d.isOpen
        case .refused: d.state == .refused
        case .supplement: d.state == .awaitingSupplement && d.supplement?.filedBy == nil
        case .payment: d.outstanding > 0 && d.isOpen
        case .rescheduled: d.isOpen
        case .ready: d.state == .ready
        case .rejected: d.state == .rejected && d.returnedAt == nil
        case .posted: true
        case .withdrawn: d.state == .withdrawn
        case .closed: d.state == .closed
        }
    }
}

/// By which way a message goes: e-mail, or the gateway for telephones (SMS and chat).
package enum MessageChannel: String, Codable, CaseIterable, Hashable, Sendable {
    case email, phone

    /// Where this person can be reached; nil when not by this way.
    package func address(of person: Person) -> String? {
        switch self {
        case .email: person.email.flatMap(EmailAddress.normalized)
        case .phone: person.phone.flatMap(PhoneNumber.normalized)
        }
    }
}

/// The languages in which an applicant can be told.
package enum MessageLanguage: String, Codable, CaseIterable, Hashable, Sendable { case vi, en }

/// The applicant's wish: in which language, and by which ways.
package struct MessagesChosen: Codable, Hashable, Sendable {
    /// all, email, phone, none.
    package var ways: String
    package var language: MessageLanguage
    package init(ways: String, language: MessageLanguage) {
        self.ways = ways
        self.language = language
    }
    package func allows(_ channel: MessageChannel) -> Bool { ways == "all" || ways == channel.rawValue }
}
