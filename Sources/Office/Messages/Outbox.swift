// Outbox.swift: messages to applicants: written in the transaction of the fact they tell, sent after its commit.
//
// A row is evidence beside the ledger, like the access log, and no projection: that a message left is not a fact of the
// dossier, and a rebuild must neither forget nor repeat it. Its id comes from the entry's place and hash and the way it
// goes, so there is one row for one fact and way, whatever happens. No contact, no name and no text is kept: they are
// looked up when the message leaves, and an erased person gets none. States: waiting → sending → (handing →) sent,
// failed, dropped, doubtful. `sending` may be tried again after a crash; `handing` (an e-mail whose last line is on its
// way) may not, because nobody can know whether it arrived: it becomes `doubtful` and a person decides.

package import Casework
package import Storage

package enum MessageState: String, CaseIterable, Sendable {
    case waiting, sending, handing, sent, failed, dropped, doubtful
}

package enum Outbox {
    /// Announced when a message was put in: the sender wakes.
    package static let topic = "messages"
    /// For so long a message is tried; what waited longer before its first try is not sent at all.
    package static let keepMinutes = 3 * 24 * 60
    /// A claim older than this belongs to a sender that is gone.
    package static let leaseMinutes = 10

    package static let migrations = [
        Migration(
            "office-messages-1",
            """
            CREATE TABLE message (
                id TEXT PRIMARY KEY,
                unit TEXT NOT NULL,
                number TEXT NOT NULL,
                event TEXT NOT NULL,
                channel TEXT NOT NULL,
                state TEXT NOT NULL,
                made_at {INT} NOT NULL,
                next_at {INT} NOT NULL,
                attempts {INT} NOT NULL,
                claimed_at {INT},
                done_at {INT},
                via TEXT,
                reason TEXT,
                answer TEXT,
                asked_by TEXT
            ) {TABLE};
            CREATE INDEX message_due ON message (channel, next_at) WHERE state = 'waiting';
            CREATE INDEX message_open ON message (claimed_at) WHERE state IN ('sending', 'handing');
            CREATE INDEX message_unit ON message (unit, made_at, id);
            CREATE INDEX message_state ON message (unit, state, made_at, id);
            CREATE INDEX message_number ON message (number, made_at);

            """)
    ]

    /// `27373.1.52.email.0123456789ab`: place of the entry, way, beginning of its hash.
    package static func id(_ entry: EntryReference, _ channel: MessageChannel) -> String {
        "\(entry.unit).\(entry.epoch).\(entry.seq).\(channel.rawValue).\(entry.hash.prefix(12))"
    }

    /// Milliseconds until the next try: doubling from `first` seconds, at most four hours, with a spread of an eighth
    /// that depends on the message, so that thousands do not come at once.
    package static func pause(afterAttempt attempt: Int, first seconds: Int, id: String) -> Int64 {
        let doubled = Int64(max(1, seconds)) << Int64(min(max(attempt - 1, 0), 16))
        let base = min(doubled, 4 * 3600) * 1000
        let spread = id.utf8.reduce(Int64(7)) { ($0 &* 31 &+ Int64($1)) & 0xFFFF }
        return base + base / 8 * spread / 0xFFFF
    }
}

// MARK: filling

extension Work {
    /// Notes what the applicant is to be told of an entry that was just appended and folded.
    func tell(_ occurrence: Occurrence, about number: String, now: Instant) throws {
        if case .personErased(let f) = occurrence.fact, f.slot == .applicant {
            try forgetExchange(of: number)
            return try forgetMessages(of: number, now: now)
        }
        guard let dossier = try dossier(number), let event = MessageEvent.of(occurrence.fact, dossier),
            let person = dossier.person.applicant
        else { return }
        let channels = MessageChannel.allCases.filter {
            $0.address(of: person) != nil && dossier.messages?.allows($0) != false
        }
        for channel in channels {
            try insertMessage(
                Outbox.id(occurrence.reference, channel), unit: occurrence.reference.unit, number: number,
                event: event, channel: channel, askedBy: nil, now: now)
        }
    }

    func insertMessage(
        _ id: String, unit: String, number: String, event: MessageEvent, channel: MessageChannel,
        askedBy: String?, now: Instant
    ) throws {
        try tx.execute(
            """
            INSERT INTO message (id, unit, number, event, channel, state, made_at, next_at, attempts, asked_by)
            VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $6, 0, $7) ON CONFLICT DO NOTHING
            """,
            [
                .text(id), .text(unit), .text(number), .text(event.rawValue), .text(channel.rawValue),
                .integer(now.milliseconds), askedBy.map(SQLValue.text) ?? .null,
            ])
        announce(Outbox.topic)
        announce("messages:\(unit)")
    }

    /// Erasure: nothing more is sent, and what servers answered (it may quote an address) goes.
    private func forgetMessages(of number: String, now: Instant) throws {
        try tx.execute(
            """
            UPDATE message SET state = 'dropped', reason = 'erased', done_at = $2
            WHERE number = $1 AND state IN ('waiting', 'sending', 'handing')
            """, [.text(number), .integer(now.milliseconds)])
        try tx.execute("UPDATE message SET answer = NULL WHERE number = $1", [.text(number)])
    }
}

// MARK: sending

/// A message on its way: who it goes to and its words exist only here, while it is being sent.
package struct Letter: Sendable {
    package var id: String
    package var attempt: Int
    package var unit: String
    package var number: String
    package var event: MessageEvent
    package var channel: MessageChannel
    package var language: MessageLanguage
    package var address: String
    package var text: MessageText
    /// Name of the unit, as the sender's name of an e-mail.
    package var unitName: String
    package var madeAt: Instant

    package init(
        id: String, attempt: Int, unit: String, number: String, event: MessageEvent, channel: MessageChannel,
        language: MessageLanguage, address: String, text: MessageText, unitName: String, madeAt: Instant
    ) {
        (self.id, self.attempt, self.unit, self.number) = (id, attempt, unit, number)
        (self.event, self.channel, self.language) = (event, channel, language)
        (self.address, self.text, self.unitName, self.madeAt) = (address, text, unitName, madeAt)
    }
}

/// What came of one try.
package enum SendOutcome: Hashable, Sendable {
    /// Taken by the server.
    /// - Parameter via: what the gateway chose, `sms` or `chat`.
    case sent(via: String?, answer: String)
    /// For good: the recipient does not exist, the message is not wanted.
    case refused(String)
    /// Try later; the server may say after how many seconds.
    case later(String, after: Int?)
    /// It may or may not have arrived.
    case doubtful(String)
}

extension Work {
    /// Takes up to `limit` messages that are due, for sending outside the transaction. What is too old or no longer true
    /// is dropped here.
    package func claimMessages(
        by channels: [MessageChannel], limit: Int, baseURL: String, now: Instant
    ) throws -> [Letter] {
        try expire(channels, now: now)
        var letters: [Letter] = []
        for channel in channels {
            let due = try tx.rows(
                """
                SELECT id, number, event, attempts, made_at, unit FROM message
                WHERE state = 'waiting' AND channel = $1 AND next_at <= $2 ORDER BY next_at, id LIMIT \(limit)
                """, [.text(channel.rawValue), .integer(now.milliseconds)])
            for row in due {
                let id = row.text(0)
                let claimed = try tx.execute(
                    """
                    UPDATE message SET state = 'sending', claimed_at = $2, attempts = attempts + 1
                    WHERE id = $1 AND state = 'waiting'
                    """, [.text(id), .integer(now.milliseconds)])
                guard claimed == 1 else { continue }
                switch try compose(row, channel, baseURL: baseURL, now: now) {
                case .letter(let letter): letters.append(letter)
                case .dropped(let reason):
                    try tx.execute(
                        """
                        UPDATE message SET state = 'dropped', reason = $2, done_at = $3, attempts = attempts - 1
                        WHERE id = $1
                        """, [.text(id), .text(reason), .integer(now.milliseconds)])
                }
            }
        }
        return letters
    }

    private func expire(_ channels: [MessageChannel], now: Instant) throws {
        let oldest = now.adding(minutes: -Outbox.keepMinutes).milliseconds
        for channel in channels {
            try tx.execute(
                """
                UPDATE message SET state = CASE WHEN attempts = 0 THEN 'dropped' ELSE 'failed' END,
                    reason = CASE WHEN attempts = 0 THEN 'tooOld' ELSE 'givenUp' END, done_at = $3
                WHERE state = 'waiting' AND channel = $1 AND next_at <= $3 AND made_at < $2
                """, [.text(channel.rawValue), .integer(oldest), .integer(now.milliseconds)])
        }
    }

    private enum Composed {
        case letter(Letter)
        case dropped(String)
    }

    private func compose(
        _ row: SQLRow, _ channel: MessageChannel, baseURL: String, now: Instant
    ) throws -> Composed {
        let number = row.text(1)
        guard let event = MessageEvent(rawValue: row.text(2)), let dossier = try dossier(number) else {
            return .dropped("unknown")
        }
        guard let person = dossier.person.applicant else { return .dropped("erased") }
        guard dossier.messages?.allows(channel) != false else { return .dropped("notWanted") }
        guard let address = channel.address(of: person) else { return .dropped("noContact") }
        guard event.isStillTrue(of: dossier) else { return .dropped("overtaken") }
        let later = try tx.row(
            """
            SELECT 1 FROM message WHERE number = $1 AND channel = $2 AND event = $3 AND id <> $4 AND made_at > $5
            LIMIT 1
            """,
            [.text(number), .text(channel.rawValue), .text(event.rawValue), .text(row.text(0)), .integer(row.int(4))])
        guard later == nil else { return .dropped("overtaken") }
        let language = dossier.messages?.language ?? .vi
        let values = try MessageValues.of(event, dossier, directory, baseURL: baseURL, language)
        let text = directory.messageText(MessageTextKey(event, channel, language), at: now)
        return .letter(
            Letter(
                id: row.text(0), attempt: Int(row.int(3)) + 1, unit: row.text(5), number: number, event: event,
                channel: channel,
                language: language, address: address, text: text.filled(values),
                unitName: values["unit"] ?? "", madeAt: Instant(milliseconds: row.int(4))))
    }

    /// An e-mail is about to be handed over for good: from here on it is not tried again by itself.
    /// - Returns: false when somebody else has it.
    package func markHanding(_ id: String, attempt: Int) throws -> Bool {
        try tx.execute(
            "UPDATE message SET state = 'handing' WHERE id = $1 AND attempts = $2 AND state = 'sending'",
            [.text(id), .integer(Int64(attempt))]) == 1
    }

    /// Keeps what came of a try.
    /// - Parameter first: seconds before the second try.
    package func settle(
        _ letter: Letter, _ outcome: SendOutcome, firstPause first: Int, now: Instant
    ) throws {
        var next = now
        let (state, via, reason, answer): (MessageState, String?, String?, String)
        switch outcome {
        case .sent(let by, let words): (state, via, reason, answer) = (.sent, by, nil, words)
        case .refused(let words): (state, via, reason, answer) = (.failed, nil, "refused", words)
        case .doubtful(let words): (state, via, reason, answer) = (.doubtful, nil, "doubtful", words)
        case .later(let words, let after):
            let pause = Outbox.pause(afterAttempt: letter.attempt, first: first, id: letter.id)
            next = now.adding(milliseconds: max(pause, Int64(min(max(after ?? 0, 0), 86_400)) * 1000))
            (state, via, reason, answer) = (.waiting, nil, "later", words)
        }
        let done = state == .waiting ? SQLValue.null : .integer(now.milliseconds)
        try tx.execute(
            """
            UPDATE message SET state = $3, next_at = $4, done_at = $5, via = $6, reason = $7, answer = $8
            WHERE id = $1 AND attempts = $2 AND state IN ('sending', 'handing')
            """,
            [
                .text(letter.id), .integer(Int64(letter.attempt)), .text(state.rawValue),
                .integer(next.milliseconds), done, via.map(SQLValue.text) ?? .null,
                reason.map(SQLValue.text) ?? .null, .text(Outbox.plain(answer, without: letter.address)),
            ])
        announce("messages:\(letter.unit)")
        announce("dossier:\(letter.number)")
    }

    /// Gives back what a sender that is gone had claimed.
    /// - Parameter all: true when no other sender can be at work, at the start on a store of our own.
    package func recoverMessages(all: Bool, now: Instant) throws {
        let before = all ? Int64.max : now.adding(minutes: -Outbox.leaseMinutes).milliseconds
        try tx.execute(
            "UPDATE message SET state = 'waiting', next_at = $2 WHERE state = 'sending' AND claimed_at < $1",
            [.integer(before), .integer(now.milliseconds)])
        try tx.execute(
            """
            UPDATE message SET state = 'doubtful', reason = 'doubtful', done_at = $2
            WHERE state = 'handing' AND claimed_at < $1
            """, [.integer(before), .integer(now.milliseconds)])
    }

    /// After a restore: what the backup knew as waiting may have been sent since.
    package func holdMessages(now: Instant) throws {
        try tx.execute(
            """
            UPDATE message SET state = 'doubtful', reason = 'restored', done_at = $1
            WHERE state IN ('waiting', 'sending', 'handing')
            """, [.integer(now.milliseconds)])
    }
}

extension Outbox {
    /// A server's answer as it is kept: one line of at most 300 characters without the recipient's address.
    static func plain(_ answer: String, without address: String) -> String {
        let line = VietnameseText.plain(String(answer.prefix(600)))
        return String(line.replacing(address, with: "…").prefix(300))
    }
}
