// ResendMessage.swift: send a message again by hand (POST /tin-nhan). The first one's receipt stays as it is.

package import Casework
import Storage

extension Work {
    /// Puts a new message like `id` into the outbox.
    /// - Parameter key: the client's key with the digest of its request. Under the same one the message goes out once more, not twice: the
    ///   new one's id says it, for the outbox is no ledger.
    /// - Returns: the number of its dossier.
    @discardableResult
    package func resend(_ id: String, by caller: Caller, key: (id: String, fingerprint: String)? = nil, now: Instant) throws -> String {
        guard let line = try OutboxQuestion.one(id, tx) else {
            throw Refusal(
                .notFound, "unknown-message", vi: "Không có tin nhắn này.", en: "There is no such message.")
        }
        try OutboxQuestion.check(caller, line.unit)
        let root = id.split(separator: "+").first.map(String.init) ?? id
        let asked = key.map { "\(root)+\(CommandContext.fingerprint(caller.user, $0.id, Array($0.fingerprint.utf8)))" }
        if let asked, try OutboxQuestion.one(asked, tx) != nil { return line.number }
        guard line.canResend else {
            throw Refusal.notNow(
                "resend",
                vi: line.reason == "erased"
                    ? "Dữ liệu người nhận đã xóa: không gửi được nữa." : "Tin này còn đang chờ gửi: không gửi thêm.",
                en: line.reason == "erased"
                    ? "The recipient's data were erased." : "This message still waits to be sent.")
        }
        let again = try tx.rows(
            "SELECT id, state FROM message WHERE number = $1 AND channel = $2 AND event = $3",
            [.text(line.number), .text(line.channel.rawValue), .text(line.event.rawValue)]
        ).filter { $0.text(0) == root || $0.text(0).hasPrefix(root + "+") }
        guard !again.contains(where: { ["waiting", "sending", "handing"].contains($0.text(1)) }) else {
            throw Refusal.notNow(
                "resend", vi: "Tin gửi lại đang chờ gửi rồi.", en: "It already waits to be sent again.")
        }
        try insertMessage(
            asked ?? "\(root)+\(again.count)", unit: line.unit, number: line.number, event: line.event,
            channel: line.channel, askedBy: caller.user, now: now)
        announce("dossier:\(line.number)")
        return line.number
    }
}
