// ExchangeOut.swift: what goes out to other systems: found in the ledgers after the commit, sent in order, never dropped.
//
// A system's place in the ledgers says up to where changes were looked at; what came after, written here or brought by
// another site, is looked at in the order of positions. A row names the entry it tells; its id, made of the entry's place
// and hash, is the idempotency key, so that one entry is told once whatever happens. Of one dossier the next leaves only when
// the one before has arrived. Content is made when it leaves: the dossier as it stood after that entry.

package import Casework
import Ledger
import Storage

/// A message on its way out.
package struct ExchangeParcel: Sendable {
    package var id: String
    package var system: String
    package var number: String
    package var attempt: Int
    /// status, case.
    package var kind: String
    /// Canonical JSON.
    package var body: [UInt8]
}

/// What came of one try.
package enum ExchangeDelivery: Hashable, Sendable {
    case arrived(code: Int, answer: String)
    /// - Parameter after: seconds that the other side asks to wait.
    case later(code: Int?, answer: String, after: Int?)
}

// MARK: finding

extension Work {
    /// Looks at the next entries for what a system is to be told.
    /// - Returns: true when there is more to look at.
    @discardableResult
    package func findExchange(for system: ExternalSystem, limit: Int64 = 500, now: Instant) throws -> Bool {
        guard let line = try exchangeLine(system.id), line.place < writer.position else { return false }
        let end = min(line.place + limit, writer.position)
        var places: [String: [Entry.Position: Int64]] = [:]
        var order: [String] = []
        try tx.forEach(
            "SELECT position, subject, kind, unit, epoch, seq, hash FROM entry WHERE position >= $1 AND position < $2 ORDER BY position",
            [.integer(line.place), .integer(end)]
        ) { row in
            guard EntryCoding.known(row.text(2)) != nil else { return }
            let subject = row.text(1)
            if places[subject] == nil { order.append(subject) }
            let position = Entry.Position(unit: row.text(3), epoch: row.int(4), seq: row.int(5), hash: Digest(row.blob(6)))
            places[subject, default: [:]][position] = row.int(0)
        }
        for subject in order {
            // One dossier that cannot be read (`motcua verify` names it) must not keep the others from being told.
            do { try find(subject, places[subject] ?? [:], for: system, now: now) } catch is DecodingError { continue }
        }
        try tx.execute("UPDATE exchange_system SET place = $2 WHERE system = $1", [.text(system.id), .integer(end)])
        return end < writer.position
    }

    private func find(
        _ number: String, _ places: [Entry.Position: Int64], for system: ExternalSystem, now: Instant
    ) throws {
        var told: (status: Int, due: Instant?)?
        try Folding.eachState(try LedgerReader.entries(about: number, tx), keys: nil) { entry, dossier in
            let stands = (status: dossier.state.national, due: dossier.clock.due)
            defer { told = stands }
            guard let place = places[entry.position], dossier.former == nil else { return }
            switch system.tells {
            case .statuses:
                if let told, told == stands { return }
                try put("status", entry, place, stands, for: system, now: now)
            case .cases:
                guard entry.kind == "DossierAccepted", let group = system.group,
                    directory.fields[dossier.field]?.group == group
                else { return }
                try put("case", entry, place, stands, for: system, now: now)
            }
        }
    }

    private func put(
        _ kind: String, _ entry: Entry, _ place: Int64, _ stands: (status: Int, due: Instant?), for system: ExternalSystem,
        now: Instant
    ) throws {
        try tx.execute(
            """
            INSERT INTO exchange_out
                (id, system, number, place, unit, epoch, seq, kind, status, due, state, made_at, next_at, attempts)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', $11, $12, 0) ON CONFLICT DO NOTHING
            """,
            [
                .text("\(system.id).\(entry.unit).\(entry.epoch).\(entry.seq).\(entry.hash.hex.prefix(12))"), .text(system.id),
                .text(entry.subject), .integer(place), .text(entry.unit), .integer(entry.epoch), .integer(entry.seq),
                .text(kind), .integer(Int64(stands.status)), stands.due.map { .integer($0.milliseconds) } ?? .null,
                // Late or not is counted from the fact, not from when it was found here.
                .integer(entry.at), .integer(now.milliseconds),
            ])
        announce(ExchangeBook.topic)
    }
}

// MARK: sending

extension Work {
    /// Takes up to `limit` messages for a system that are due, of each dossier the first that has not arrived.
    package func claimExchange(for system: ExternalSystem, limit: Int, now: Instant) throws -> [ExchangeParcel] {
        let due = try tx.rows(
            """
            SELECT id, number, place, unit, epoch, seq, kind, attempts FROM exchange_out AS o
            WHERE system = $1 AND state = 'waiting' AND next_at <= $2 AND NOT EXISTS (
                SELECT 1 FROM exchange_out AS e WHERE e.system = o.system AND e.number = o.number AND e.place < o.place
                    AND e.state IN ('waiting', 'sending'))
            ORDER BY next_at, place LIMIT \(limit)
            """, [.text(system.id), .integer(now.milliseconds)])
        return try due.compactMap { row in
            let (id, number) = (row.text(0), row.text(1))
            let body: [UInt8]?
            do { body = try content(row, for: system) } catch is DecodingError { body = nil }
            guard let body else {
                // The program is older than the entries, or one is broken: it waits until that has changed, and the others go.
                try tx.execute(
                    "UPDATE exchange_out SET next_at = $2, answer = $3 WHERE id = $1",
                    [.text(id), .integer(now.adding(minutes: 60).milliseconds), .text("the dossier cannot be read here")])
                return nil
            }
            try tx.execute(
                "UPDATE exchange_out SET state = 'sending', claimed_at = $2, attempts = attempts + 1 WHERE id = $1",
                [.text(id), .integer(now.milliseconds)])
            return ExchangeParcel(
                id: id, system: system.id, number: number, attempt: Int(row.int(7)) + 1, kind: row.text(6), body: body)
        }
    }

    /// The dossier as it stood after the entry of a row, as the system reads it.
    private func content(_ row: SQLRow, for system: ExternalSystem) throws -> [UInt8]? {
        let (unit, epoch, seq) = (row.text(3), row.int(4), row.int(5))
        var found: (then: Dossier, entry: Entry)?
        var last: Dossier?
        try Folding.eachState(try LedgerReader.entries(about: row.text(1), tx), keys: office.keys) { entry, dossier in
            if entry.unit == unit, entry.epoch == epoch, entry.seq == seq { found = (dossier, entry) }
            last = dossier
        }
        guard var then = found?.then, let last, let entry = found?.entry else { return nil }
        // Who was erased meanwhile is told to nobody; a number that came later is the one they know it by.
        if last.person.applicant == nil { then.person = PersonalData() }
        then.foreign = last.foreign
        guard let procedure = directory.procedure(then.intake.procedure, version: then.intake.procedureVersion) else { return nil }
        var payload = ExchangeDossier(
            then, to: system.id, procedure: procedure, fieldName: directory.fields[then.field]?.name,
            agencyCode: { self.directory.unit($0)?.agencyCode ?? $0 })
        if row.text(6) == "case" { payload.addContents(of: then, procedure) }
        // The reason that was written to the applicant goes with the status it explains.
        if TrackQuestion.reasonKinds.contains(entry.kind), then.person.applicant != nil {
            payload.note = try SealedPerson.open(entry, keys: office.keys)?.text
        }
        let members = try JSONCoding.encode(payload).members ?? []
        let at = ExchangeTime.text(Instant(milliseconds: entry.at))
        return JSON.object(of: members.map { ($0.key, $0.value) } + [("ThoiDiemXuLy", .string(at))]).canonical
    }

    /// Keeps what came of a try.
    package func settleExchange(
        _ parcel: ExchangeParcel, _ delivery: ExchangeDelivery, firstPause first: Int = ExchangeBook.firstPause, now: Instant
    ) throws {
        let (state, code, answer): (ExchangeOutState, Int?, String)
        var next = now
        switch delivery {
        case .arrived(let c, let words): (state, code, answer) = (.sent, c, words)
        case .later(let c, let words, let after):
            (state, code, answer) = (.waiting, c, words)
            let asked = Int64(min(max(after ?? 0, 0), 86_400)) * 1000
            next = now.adding(milliseconds: max(ExchangeBook.pause(afterAttempt: parcel.attempt, first: first), asked))
        }
        try tx.execute(
            """
            UPDATE exchange_out SET state = $3, next_at = $4, done_at = $5, code = $6, answer = $7
            WHERE id = $1 AND attempts = $2 AND state = 'sending'
            """,
            [
                .text(parcel.id), .integer(Int64(parcel.attempt)), .text(state.rawValue), .integer(next.milliseconds),
                state == .sent ? .integer(now.milliseconds) : .null, code.map { .integer(Int64($0)) } ?? .null,
                .text(ExchangeBook.plain(answer)),
            ])
        announce(ExchangeBook.topic)
    }

    /// Gives back what a sender that is gone had claimed.
    package func recoverExchange(_ system: String, all: Bool, now: Instant) throws {
        let before = all ? Int64.max : now.adding(minutes: -ExchangeBook.leaseMinutes).milliseconds
        try tx.execute(
            "UPDATE exchange_out SET state = 'waiting' WHERE system = $1 AND state = 'sending' AND claimed_at < $2",
            [.text(system), .integer(before)])
    }
}
