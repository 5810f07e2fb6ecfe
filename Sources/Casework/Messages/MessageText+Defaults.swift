// MessageText+Defaults.swift: the words a new house tells its applicants with, until an administrator sets others.
//
// Telephones get one or two short sentences; e-mails the same and what stands around it. Vietnamese first.

extension MessageText {
    /// The text of the house before anybody changed it.
    package static func standard(_ key: MessageTextKey) -> MessageText {
        let words = words(key.event)
        let (subject, said, more) = key.language == .vi ? words.vi : words.en
        switch (key.channel, key.language) {
        case (.phone, .vi): return MessageText(body: "{unit}: \(said) Xem: {link}")
        case (.phone, .en): return MessageText(body: "{unit}: \(said) See: {link}")
        case (.email, .vi):
            return MessageText(
                subject: "\(subject) – hồ sơ {number}",
                body: """
                    Kính gửi Ông/Bà,

                    \(said)
                    Thủ tục: {procedure}.\(more.isEmpty ? "" : "\n" + more)

                    Xem hồ sơ đang ở đâu và làm tiếp tại: {link}
                    (cần mã tra cứu ghi trên giấy tiếp nhận).

                    Trân trọng,
                    {unit}

                    Thư này được gửi tự động; xin không trả lời thư này.
                    """)
        case (.email, .en):
            return MessageText(
                subject: "\(subject) – dossier {number}",
                body: """
                    Dear applicant,

                    \(said)
                    Procedure: {procedure}.\(more.isEmpty ? "" : "\n" + more)

                    See where your dossier is and what to do at: {link}
                    (you need the tracking code on your receipt).

                    Kind regards,
                    {unit}

                    This message was sent automatically; please do not reply to it.
                    """)
        }
    }

    private typealias Words = (subject: String, said: String, more: String)

    private static func words(_ event: MessageEvent) -> (vi: Words, en: Words) {
        switch event {
        case .accepted:
            (
                ("Đã tiếp nhận", "Hồ sơ {number} đã được tiếp nhận, hẹn trả kết quả {until}.", ""),
                ("Accepted", "Dossier {number} has been accepted; the result is due {until}.", "")
            )
        case .refused:
            (
                ("Không được tiếp nhận", "Hồ sơ {number} chưa được tiếp nhận.", "Lý do có trong phần tra cứu hồ sơ."),
                ("Not accepted", "Dossier {number} could not be accepted.", "The reason stands on the tracking page.")
            )
        case .supplement:
            (
                (
                    "Cần bổ sung", "Hồ sơ {number} cần bổ sung trước {until}.",
                    "Cần bổ sung: {papers}.\nThời gian chờ bổ sung không tính vào thời hạn giải quyết."
                ),
                (
                    "Please supply papers", "Dossier {number} needs more papers before {until}.",
                    "Missing: {papers}.\nThe time until they are in does not count."
                )
            )
        case .payment:
            (
                ("Thông báo nộp tiền", "Hồ sơ {number} cần nộp {amount} để được giải quyết tiếp.", ""),
                ("Payment", "Dossier {number}: please pay {amount} so that we can go on.", "")
            )
        case .rescheduled, .ready, .rejected, .posted, .withdrawn, .closed: results(event)
        }
    }

    private static func results(_ event: MessageEvent) -> (vi: Words, en: Words) {
        switch event {
        case .rescheduled:
            (
                (
                    "Xin lỗi và hẹn lại",
                    "Xin lỗi Ông/Bà: hồ sơ {number} chưa xong đúng hẹn. Hẹn trả kết quả lại vào {until}.", ""
                ),
                (
                    "Our apology and a new date",
                    "We apologise: dossier {number} is not done in time. The new date is {until}.", ""
                )
            )
        case .ready:
            (
                ("Đã có kết quả", "Hồ sơ {number} đã có kết quả, {pickUp}.", "Khi đến nhận xin mang theo giấy tiếp nhận."),
                ("Your result is ready", "The result of dossier {number} is ready: {pickUp}.", "Please bring your receipt.")
            )
        case .rejected:
            (
                (
                    "Kết quả giải quyết", "Hồ sơ {number} không đủ điều kiện giải quyết. Văn bản trả lời: {pickUp}.",
                    "Văn bản nêu rõ lý do và quyền khiếu nại."
                ),
                (
                    "Decision", "Dossier {number} was refused on the merits. The letter: {pickUp}.",
                    "It states the reasons and the right to complain."
                )
            )
        case .posted:
            (
                ("Đã gửi kết quả", "Kết quả hồ sơ {number} đã giao bưu chính, số vận đơn {waybill}.", ""),
                ("Result on its way", "The result of dossier {number} is in the post, waybill {waybill}.", "")
            )
        case .withdrawn:
            (
                ("Đã rút hồ sơ", "Hồ sơ {number} đã được rút theo đề nghị của Ông/Bà.", ""),
                ("Withdrawn", "Dossier {number} has been withdrawn as you asked.", "")
            )
        default:
            (
                ("Dừng xử lý", "Hồ sơ {number} đã dừng xử lý.", "Lý do có trong phần tra cứu hồ sơ."),
                ("Closed", "Dossier {number} has been closed.", "The reason stands on the tracking page.")
            )
        }
    }
}
