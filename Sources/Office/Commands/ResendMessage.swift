// ResendMessage.swift: send a message again by hand (POST /tin-nhan). The first one's receipt stays as it is.

package import Casework
import Storage

extension Work {
    /// Puts a new message like `id` into the outbox.
    /// - Returns: the number of its dossier.
    @discardableResult
    package func resend(_ id: String, by caller: Caller, now: Instant) throws -> String {
        guard let line = try OutboxQuestion.one(id, tx) else {
            throw Refusal(
                .notFound, "unknown-message", vi: "Không có tin nhắn này.", en: "There is no such message.")
        }
        try OutboxQuestion.check(caller, line.unit)
        guard line.canResend else {
            throw Refusal.notNow(
                "resend",
                vi: line.reason == "erased"
                    ? "Dữ liệu người nhận đã xóa: không gửi được nữa." : "Tin này còn đang chờ gửi: không gửi thêm.",
                en: line.reason == "erased"
                    ? "The recipient's data were erased." : "This message still waits to be sent.")
        }
        let root = id.split(separator: "+").first.map(String.init) ?? id
        let again = try tx.rows(
            "SELECT id, state FROM message WHERE number = $1 AND channel = $2 AND event = $3",
            [.text(line.number), .text(line.channel.rawValue), .text(line.event.rawValue)]
        ).filter { $0.text(0) == root || $0.text(0).hasPrefix(root + "+") }
        guard !again.contains(where: { ["waiting", "sending", "handing"].contains($0.text(1)) }) else {
            throw Refusal.notNow(
                "resend", vi: "Tin gửi lại đang chờ gửi rồi.", en: "It already waits to be sent again.")
        }
        try insertMessage(
            "\(root)+\(again.count)", unit: line.unit, number: line.number, event: line.event,
            channel: line.channel, askedBy: caller.user, now: now)
        announce("dossier:\(line.number)")
        return line.number
    }
}
