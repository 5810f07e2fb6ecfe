// ExchangeBook.swift: the tables of the exchange: systems, what came in, what goes out, what is known there.
//
// Evidence beside the ledgers, like the outbox, and no projection: that a message came or left is no fact of a dossier,
// what it did is. What came is kept raw, sealed under a key of the site, because it holds personal data; erasing an
// applicant drops it. Rows going out hold the place of the entry they tell and no content: that is made when they leave,
// from the entries up to that place.

package import Casework
import Crypto
import Foundation
import Ledger
package import Storage

package enum ExchangeBook {
    /// Announced when something came in or is to go out.
    package static let topic = "net:exchange"
    /// Seconds before the second try; each further pause is four times as long, a day at most.
    package static let firstPause = 25
    /// A claim older than this belongs to a sender that is gone. Sending twice is harmless: the key is the same.
    package static let leaseMinutes = 10
    /// For so long a status that arrived is kept beside the later ones, and what came is kept as it was.
    static let sentDays = 90
    static let rawDays = 400

    package static let migrations = [
        Migration(
            "office-exchange-1",
            """
            CREATE TABLE exchange_system (
                system TEXT PRIMARY KEY,
                since {INT} NOT NULL,
                cursor TEXT NOT NULL,
                place {INT} NOT NULL,
                heard_at {INT},
                failing_since {INT},
                error TEXT,
                reconciled_on {INT}
            ) {TABLE};
            CREATE TABLE exchange_said (
                system TEXT NOT NULL,
                outside TEXT NOT NULL,
                status {INT} NOT NULL,
                due {INT},
                since {INT} NOT NULL,
                PRIMARY KEY (system, outside)
            ) {KEYED};
            CREATE TABLE reconciliation (
                day {INT} NOT NULL,
                system TEXT NOT NULL,
                unit TEXT NOT NULL,
                ordinal {INT} NOT NULL,
                number TEXT,
                outside TEXT,
                what TEXT NOT NULL,
                ward TEXT,
                city TEXT,
                said TEXT,
                since {INT} NOT NULL,
                until {INT},
                whose TEXT NOT NULL,
                holds_up {INT} NOT NULL,
                seen_at {INT} NOT NULL,
                PRIMARY KEY (day, system, unit, ordinal)
            ) {KEYED};
            CREATE INDEX reconciliation_number ON reconciliation (number) WHERE number IS NOT NULL;
            CREATE INDEX reconciliation_link ON reconciliation (since) WHERE holds_up = 1;
            CREATE TABLE reconciliation_day (
                day {INT} NOT NULL,
                system TEXT NOT NULL,
                unit TEXT NOT NULL,
                dossiers {INT} NOT NULL,
                differing {INT} NOT NULL,
                by_link {INT} NOT NULL,
                heard {INT} NOT NULL,
                seq {INT} NOT NULL,
                digest TEXT NOT NULL,
                at {INT} NOT NULL,
                PRIMARY KEY (day, system, unit)
            ) {KEYED};
            CREATE TABLE exchange_in (
                id TEXT PRIMARY KEY,
                system TEXT NOT NULL,
                message TEXT NOT NULL,
                kind TEXT NOT NULL,
                outside TEXT,
                digest TEXT NOT NULL,
                received_at {INT} NOT NULL,
                raw {BLOB},
                state TEXT NOT NULL,
                number TEXT,
                reason_vi TEXT,
                reason_en TEXT,
                attempts {INT} NOT NULL,
                repeats {INT} NOT NULL,
                tried_at {INT},
                done_at {INT},
                done_by TEXT
            ) {TABLE};
            CREATE INDEX exchange_in_message ON exchange_in (system, message);
            CREATE INDEX exchange_in_outside ON exchange_in (system, outside, kind);
            CREATE INDEX exchange_in_state ON exchange_in (system, state, received_at);
            CREATE INDEX exchange_in_number ON exchange_in (number) WHERE number IS NOT NULL;
            CREATE TABLE exchange_out (
                id TEXT PRIMARY KEY,
                system TEXT NOT NULL,
                number TEXT NOT NULL,
                place {INT} NOT NULL,
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                kind TEXT NOT NULL,
                status {INT} NOT NULL,
                due {INT},
                state TEXT NOT NULL,
                made_at {INT} NOT NULL,
                next_at {INT} NOT NULL,
                attempts {INT} NOT NULL,
                claimed_at {INT},
                done_at {INT},
                code {INT},
                answer TEXT,
                done_by TEXT
            ) {TABLE};
            CREATE INDEX exchange_out_due ON exchange_out (system, next_at) WHERE state = 'waiting';
            CREATE INDEX exchange_out_open ON exchange_out (system, number, place) WHERE state IN ('waiting', 'sending');
            CREATE INDEX exchange_out_number ON exchange_out (number, system, place);
            CREATE INDEX exchange_out_state ON exchange_out (system, state, made_at);

            """)
    ]

    /// Milliseconds until the next try.
    package static func pause(afterAttempt attempt: Int, first: Int = firstPause) -> Int64 {
        var seconds = Int64(max(1, first))
        for _ in 1..<max(1, min(attempt, 12)) where seconds < 86_400 { seconds *= 4 }
        return min(seconds, 86_400) * 1000
    }

    /// One line of at most 300 characters.
    static func plain(_ text: String) -> String { String(VietnameseText.plain(String(text.prefix(600))).prefix(300)) }
}

// MARK: sealed as it came

extension Office {
    private var exchangeKey: SymmetricKey { keys.key(for: "exchange") }

    func sealExchange(_ raw: [UInt8], id: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(raw, using: exchangeKey, authenticating: Array(id.utf8))
        guard let sealed = box.combined else { preconditionFailure("a 12-byte nonce gives a combined box") }
        return Array(sealed)
    }

    /// Nil when it was dropped, or sealed by a site whose key is not here.
    func openExchange(_ sealed: [UInt8]?, id: String) -> [UInt8]? {
        guard let sealed else { return nil }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return Array(try AES.GCM.open(box, using: exchangeKey, authenticating: Array(id.utf8)))
        } catch { return nil }
    }
}

// MARK: systems

/// What is known of one system's line.
package struct ExchangeLineState: Hashable, Sendable {
    package var system: String
    package var since: Instant
    /// Where asking it goes on.
    package var cursor: String
    /// Up to which ledger position changes were looked at for it.
    package var place: Int64
    package var heardAt: Instant?
    package var failingSince: Instant?
    package var error: String?
    /// The day on which its dossiers were compared last.
    package var reconciledOn: CivilDate?

    init(_ row: SQLRow) {
        (system, since) = (row.text(0), Instant(milliseconds: row.int(1)))
        (cursor, place) = (row.text(2), row.int(3))
        heardAt = row.optionalInt(4).map { Instant(milliseconds: $0) }
        failingSince = row.optionalInt(5).map { Instant(milliseconds: $0) }
        error = row.optionalText(6)
        reconciledOn = row.optionalInt(7).map { CivilDate(dayNumber: Int($0)) }
    }
    static let columns = "system, since, cursor, place, heard_at, failing_since, error, reconciled_on"
}

extension Work {
    /// Begins to exchange with a system, from the ledgers' present end on; nothing when it has begun.
    package func openExchange(_ system: ExternalSystem, now: Instant) throws {
        try tx.execute(
            "INSERT INTO exchange_system (system, since, cursor, place) VALUES ($1, $2, '', $3) ON CONFLICT DO NOTHING",
            [.text(system.id), .integer(now.milliseconds), .integer(writer.position)])
    }

    package func exchangeLine(_ system: String) throws -> ExchangeLineState? {
        try ExchangeQuestion.line(system, tx)
    }

    /// Notes whether a system could be reached.
    /// - Parameter error: what stood in the way; nil when it answered.
    package func noteExchange(_ system: String, error: String?, now: Instant) throws {
        if let error {
            try tx.execute(
                "UPDATE exchange_system SET failing_since = COALESCE(failing_since, $2), error = $3 WHERE system = $1",
                [.text(system), .integer(now.milliseconds), .text(ExchangeBook.plain(error))])
        } else {
            try tx.execute(
                "UPDATE exchange_system SET heard_at = $2, failing_since = NULL, error = NULL WHERE system = $1",
                [.text(system), .integer(now.milliseconds)])
        }
        announce(ExchangeBook.topic)
    }

    /// Lets go of what nobody needs any more: what arrived long ago and was followed by something that arrived, and the raw
    /// bytes of what was taken up long ago. The latest word about each dossier stays.
    package func trimExchange(_ system: String, now: Instant) throws {
        try tx.execute(
            """
            DELETE FROM exchange_out WHERE system = $1 AND state = 'sent' AND made_at < $2 AND EXISTS (
                SELECT 1 FROM exchange_out AS p WHERE p.system = exchange_out.system AND p.number = exchange_out.number
                    AND p.place > exchange_out.place AND p.state = 'sent')
            """, [.text(system), .integer(now.adding(minutes: -ExchangeBook.sentDays * 1440).milliseconds)])
        try tx.execute(
            "UPDATE exchange_in SET raw = NULL WHERE system = $1 AND state = 'taken' AND received_at < $2 AND raw IS NOT NULL",
            [.text(system), .integer(now.adding(minutes: -ExchangeBook.rawDays * 1440).milliseconds)])
    }

    /// Erasure: what came from outside about the dossier goes; that it came stays.
    func forgetExchange(of number: String) throws {
        try tx.execute("UPDATE exchange_in SET raw = NULL WHERE number = $1", [.text(number)])
        try tx.execute("UPDATE exchange_out SET answer = NULL WHERE number = $1", [.text(number)])
    }
}
