// QueueProjection.swift: the rows of tickets and counters: a pure function of their entries, like every projection.
//
// A row holds the whole folded state, so that a command reads one row instead of folding entries again, and the rebuild
// (which folds) gives the same bytes. Tables: `queue_ticket`, `queue_counter`.

import Casework
import Ledger
import Storage

enum QueueProjection {
    static let ticketColumns = """
        ticket, unit, day, letter, serial, grp, priority, channel, state, counter, directed, taken_at, order_at, ahead,
        estimate, promised_from, promised_to, first_called_at, called_at, calls, streak, attended_at, served, ended_at,
        transfers, dossiers, version
        """
    static let counterColumns = "id, unit, day, counter, groups, login, opened_at, closed_at"

    static let tickets = ProjectionSchema.Derived("queue_ticket", ticketColumns)
    static let counters = ProjectionSchema.Derived("queue_counter", counterColumns)

    static let migrations = [
        Migration(
            "office-queue-1",
            """
            CREATE TABLE queue_ticket (
                ticket TEXT PRIMARY KEY,
                unit TEXT NOT NULL,
                day {INT} NOT NULL,
                letter TEXT NOT NULL,
                serial {INT} NOT NULL,
                grp TEXT NOT NULL,
                priority TEXT,
                channel TEXT NOT NULL,
                state TEXT NOT NULL,
                counter {INT},
                directed {INT},
                taken_at {INT} NOT NULL,
                order_at {INT} NOT NULL,
                ahead {INT} NOT NULL,
                estimate {INT},
                promised_from {INT},
                promised_to {INT},
                first_called_at {INT},
                called_at {INT},
                calls {INT} NOT NULL,
                streak {INT} NOT NULL,
                attended_at {INT},
                served {INT} NOT NULL,
                ended_at {INT},
                transfers {INT} NOT NULL,
                dossiers TEXT NOT NULL,
                version {INT} NOT NULL
            ) {TABLE};
            CREATE INDEX queue_ticket_line ON queue_ticket (unit, day, state, order_at);
            CREATE INDEX queue_ticket_serial ON queue_ticket (unit, day, letter, serial);
            CREATE INDEX queue_ticket_ended ON queue_ticket (unit, ended_at);
            CREATE INDEX queue_ticket_first ON queue_ticket (unit, first_called_at);
            CREATE INDEX queue_ticket_taken ON queue_ticket (unit, taken_at);
            CREATE TABLE queue_counter (
                id TEXT PRIMARY KEY,
                unit TEXT NOT NULL,
                day {INT} NOT NULL,
                counter {INT} NOT NULL,
                groups TEXT NOT NULL,
                login TEXT NOT NULL,
                opened_at {INT} NOT NULL,
                closed_at {INT}
            ) {TABLE};
            CREATE INDEX queue_counter_day ON queue_counter (unit, day, counter);

            """)
    ]

    // MARK: rows

    static func row(_ t: Ticket) -> [SQLValue] {
        func time(_ t: Instant?) -> SQLValue { t.map { .integer($0.milliseconds) } ?? .null }
        func number(_ n: Int?) -> SQLValue { n.map { .integer(Int64($0)) } ?? .null }
        return [
            .text(t.number.description), .text(t.number.unit), number(t.number.day.dayNumber),
            .text(t.number.letter), number(t.number.serial), .text(t.group.rawValue),
            t.priority.map { .text($0.rawValue) } ?? .null, .text(t.channel.rawValue),
            .text(t.state.rawValue), number(t.counter), number(t.directed), time(t.takenAt), time(t.order),
            number(t.ahead), t.estimate.map { .integer($0) } ?? .null, number(t.promise?.from),
            number(t.promise?.to), time(t.firstCalledAt), time(t.calledAt), number(t.calls),
            number(t.streak), time(t.attendedAt), .integer(t.served), time(t.endedAt), number(t.transfers),
            .text(t.dossiers.joined(separator: ",")), number(t.version),
        ]
    }

    static func ticket(_ row: SQLRow) -> Ticket {
        guard let number = TicketNumber(row.text(0)), let group = QueueGroup(rawValue: row.text(5)),
            let channel = TicketChannel(rawValue: row.text(7)), let state = TicketState(rawValue: row.text(8))
        else { preconditionFailure("\(row.text(0)) is a ticket of ours") }
        func time(_ i: Int) -> Instant? { row.optionalInt(i).map { Instant(milliseconds: $0) } }
        func int(_ i: Int) -> Int? { row.optionalInt(i).map { Int($0) } }
        let promise = int(15).flatMap { from in int(16).map { WaitRange(from: from, to: $0) } }
        return Ticket(
            number: number, group: group,
            priority: row.optionalText(6).flatMap { TicketPriority(rawValue: $0) }, channel: channel,
            state: state, counter: int(9), directed: int(10), takenAt: Instant(milliseconds: row.int(11)),
            order: Instant(milliseconds: row.int(12)), ahead: Int(row.int(13)), estimate: row.optionalInt(14),
            promise: promise, firstCalledAt: time(17), calledAt: time(18), calls: Int(row.int(19)),
            streak: Int(row.int(20)), attendedAt: time(21), served: row.int(22), endedAt: time(23),
            transfers: Int(row.int(24)), dossiers: row.text(25).split(separator: ",").map(String.init),
            version: Int(row.int(26)))
    }

    static func row(_ c: ServiceCounter) -> [SQLValue] {
        [
            .text(c.number.description), .text(c.number.unit), .integer(Int64(c.number.day.dayNumber)),
            .integer(Int64(c.number.counter)), .text(c.groups.map(\.rawValue).joined(separator: ",")),
            .text(c.user), .integer(c.openedAt.milliseconds),
            c.closedAt.map { .integer($0.milliseconds) } ?? .null,
        ]
    }

    static func counter(_ row: SQLRow) -> ServiceCounter {
        guard let number = CounterNumber(row.text(0)) else {
            preconditionFailure("\(row.text(0)) is a counter of ours")
        }
        return ServiceCounter(
            number: number,
            groups: row.text(4).split(separator: ",").compactMap { QueueGroup(rawValue: String($0)) },
            user: row.text(5), openedAt: Instant(milliseconds: row.int(6)),
            closedAt: row.optionalInt(7).map { Instant(milliseconds: $0) })
    }

    // MARK: writing

    private static func upsert(_ table: ProjectionSchema.Derived) -> String {
        let changes = table.columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return table.insert.replacing("INTO \(table.name) (", with: "INTO \(table.name) AS t (")
            + " ON CONFLICT (\(table.columns[0])) DO UPDATE SET \(changes)"
    }
    private static let upsertTicket = upsert(tickets)
    private static let upsertCounter = upsert(counters)

    static func write(_ ticket: Ticket, _ tx: any Transaction) throws {
        try tx.execute(upsertTicket, row(ticket))
    }
    static func write(_ counter: ServiceCounter, _ tx: any Transaction) throws {
        try tx.execute(upsertCounter, row(counter))
    }

    // MARK: from entries

    /// The row of a subject of the queue, folded from its entries; nil for any other subject.
    static func derived(_ entries: [Entry]) throws -> (ProjectionSchema.Derived, [SQLValue])? {
        guard let subject = entries.first?.subject else { return nil }
        let ordered = entries.sorted { ($0.epoch, $0.seq) < ($1.epoch, $1.seq) }
        if subject.hasPrefix(TicketNumber.subjectPrefix) {
            guard let number = TicketNumber(subject.dropFirst(TicketNumber.subjectPrefix.count)) else { return nil }
            var ticket: Ticket?
            for entry in ordered {
                guard let fact = try QueueCoding.fact(of: entry) else { continue }
                if ticket == nil { ticket = Ticket(number, fact) } else { ticket?.evolve(fact) }
            }
            return ticket.map { (tickets, row($0)) }
        }
        if subject.hasPrefix(CounterNumber.subjectPrefix) {
            guard let number = CounterNumber(subject.dropFirst(CounterNumber.subjectPrefix.count)) else { return nil }
            var counter: ServiceCounter?
            for entry in ordered {
                guard let fact = try QueueCoding.fact(of: entry) else { continue }
                counter = ServiceCounter.after(fact, by: entry.actor, counter, number)
            }
            return counter.map { (counters, row($0)) }
        }
        return nil
    }

    /// Folds a subject anew after an entry of another site came.
    static func refold(_ subject: String, _ tx: any Transaction) throws {
        guard let (table, row) = try derived(try LedgerReader.entries(about: subject, tx)) else { return }
        try tx.execute(table.name == tickets.name ? upsertTicket : upsertCounter, row)
    }
}
