// QueueRefusals.swift: every no of the queue, with the way out.

extension Refusal {
    package static func unknownTicket(_ number: String) -> Refusal {
        Refusal(
            .notFound, "unknown-ticket", field: "ticket",
            vi: "Không có số thứ tự \(number). Hãy xem lại phiếu; số chỉ có giá trị trong ngày.",
            en: "There is no ticket \(number). Look at the slip again; a number is good for its day only.")
    }
    package static let wrongTicketCode = Refusal(
        .forbidden, "wrong-ticket-code", field: "code",
        vi: "Mã kèm theo số không đúng, nên không hủy được. Hãy mở lại trang phiếu của bạn.",
        en: "The code of this ticket is wrong. Open the page of your ticket again.")
    package static func noQueue(_ unit: String) -> Refusal {
        Refusal(
            .notFound, "no-queue", field: "unit",
            vi: "Đơn vị \(unit) không có quầy lấy số. Hãy chọn một phường, xã hoặc đặc khu.",
            en: "Unit \(unit) has no queue. Choose a ward, commune or special zone.")
    }
    package static let queueFull = Refusal(
        .conflict, "queue-full",
        vi: "Hôm nay đã có quá nhiều người chờ, chưa lấy thêm số được. Hãy hỏi cán bộ hướng dẫn hoặc nộp trực tuyến.",
        en: "Too many people wait already. Ask the staff in the hall, or file online.")
    package static let tooManyTickets = Refusal(
        .conflict, "too-many-tickets",
        vi: "Nhiều người đang lấy số cùng lúc. Hãy thử lại sau một phút, hoặc nhờ cán bộ lấy số giúp.",
        en: "Many tickets are being taken at once. Try again in a minute, or ask the staff.")
    package static func numbersUsedUp(_ letter: String) -> Refusal {
        Refusal(
            .conflict, "numbers-used-up",
            vi: "Đã phát hết 999 số \(letter) của hôm nay. Hãy hỏi cán bộ hướng dẫn.",
            en: "All 999 numbers \(letter) of today are used up. Ask the staff.")
    }
    package static func ticketState(_ ticket: String, vi: String, en: String) -> Refusal {
        Refusal(.conflict, "ticket-state", vi: "Số \(ticket) \(vi)", en: "Ticket \(ticket) \(en)")
    }
    package static func counterNotOpen(_ counter: Int) -> Refusal {
        Refusal(
            .conflict, "counter-not-open", field: "counter",
            vi: "Quầy \(counter) chưa mở. Hãy chọn lĩnh vực và mở quầy trước.",
            en: "Counter \(counter) is not open. Choose groups and open it first.")
    }
    package static func counterOfOther(_ counter: Int, _ name: String) -> Refusal {
        Refusal(
            .conflict, "counter-of-other", field: "counter",
            vi: "Quầy \(counter) đang do \(name) mở. Hãy chọn quầy khác, hoặc mở lại quầy này để nhận thay.",
            en: "Counter \(counter) is open by \(name). Choose another, or open it again to take over.")
    }
    package static func counterBusy(_ counter: Int, _ ticket: String) -> Refusal {
        Refusal(
            .conflict, "counter-busy",
            vi: "Quầy \(counter) còn số \(ticket) chưa xong. Hãy bấm xong, vắng mặt hoặc chuyển quầy trước.",
            en: "Counter \(counter) still has ticket \(ticket). Finish, mark absent or transfer it first.")
    }
    package static func nobodyAtCounter(_ counter: Int) -> Refusal {
        Refusal(
            .conflict, "nobody-at-counter",
            vi: "Quầy \(counter) không có số nào đang gọi. Hãy gọi số tiếp theo.",
            en: "Counter \(counter) has called nobody. Call the next number.")
    }
    package static func nobodyWaits(_ counter: Int) -> Refusal {
        Refusal(
            .conflict, "nobody-waits",
            vi: "Chưa có ai chờ cho quầy \(counter). Khi có người lấy số, số sẽ hiện ở đây.",
            en: "Nobody waits for counter \(counter). A number shows here as soon as somebody takes one.")
    }
}
