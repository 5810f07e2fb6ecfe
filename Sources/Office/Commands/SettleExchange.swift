// SettleExchange.swift: a person looks at what the exchange could not do by itself: try again, or close it.

package import Casework
import Storage

extension Work {
    /// Tries a message again now, in or out.
    /// - Returns: what became of one that came in; nil for one that goes out.
    @discardableResult
    package func retryExchange(_ id: String, by caller: Caller, now: Instant) throws -> ExchangeOutcome? {
        try ExchangeQuestion.checkChange(caller)
        if let row = try tx.row("SELECT state FROM exchange_in WHERE id = $1", [.text(id)]) {
            guard [ExchangeInState.new, .held].contains(ExchangeInState(rawValue: row.text(0))) else { throw Refusal.exchangeIsDone }
            return try takeUpExchange(id, now: now)
        }
        guard let row = try tx.row("SELECT state FROM exchange_out WHERE id = $1", [.text(id)]) else {
            throw Refusal.unknownExchange(id)
        }
        guard row.text(0) == ExchangeOutState.waiting.rawValue else { throw Refusal.exchangeIsDone }
        try tx.execute("UPDATE exchange_out SET next_at = $2 WHERE id = $1", [.text(id), .integer(now.milliseconds)])
        announce(ExchangeBook.topic)
        return nil
    }

    /// Closes a message: one that came in is not taken up, one that goes out is not sent. Closed already, it stays as it was.
    package func closeExchange(_ id: String, by caller: Caller, now: Instant) throws {
        try ExchangeQuestion.checkChange(caller)
        let done: [SQLValue] = [.text(id), .integer(now.milliseconds), .text(caller.user)]
        let came = try tx.execute(
            """
            UPDATE exchange_in SET state = 'settled', done_at = $2, done_by = $3
            WHERE id = $1 AND state IN ('new', 'held', 'differs')
            """, done)
        let goes = try tx.execute(
            "UPDATE exchange_out SET state = 'settled', done_at = $2, done_by = $3 WHERE id = $1 AND state = 'waiting'", done)
        guard came + goes > 0 else {
            let closed = try tx.row(
                """
                SELECT 1 FROM exchange_in WHERE id = $1 AND state = 'settled'
                UNION ALL SELECT 1 FROM exchange_out WHERE id = $1 AND state = 'settled'
                """, [.text(id)])
            if closed != nil { return }
            throw Refusal.unknownExchange(id)
        }
        announce(ExchangeBook.topic)
    }
}

extension Refusal {
    static func unknownExchange(_ id: String) -> Refusal {
        Refusal(.notFound, "unknown-exchange", vi: "Không có bản tin này đang chờ.", en: "No such message waits.")
    }
    static let exchangeIsDone = Refusal(
        .conflict, "exchange-is-done", vi: "Bản tin này đã xong, không cần thử lại.", en: "This message is done; there is nothing to try.")
}
