// RawLoop.swift: the reference for commands: the very rows that a store's commands wrote, written again in a loop.
//
// Rows of dossiers that have just been received and accepted (two entries) and of single actions on them are read
// into memory first; the clock runs only while they are written to an empty store, in groups, keys committed before
// the group as `Work` does, heads and counters once a group. Nothing is decided, reckoned, hashed, sealed or parsed:
// what the loop costs is what the storage seam costs.

import Foundation
import Office
import Storage

struct RawLoop {
    let database: any Database
    let keys: any Database

    struct Answer: Encodable {
        struct Kind: Encodable {
            var commands, statements, commandsPerSecond: Int
            var cpuMicroseconds: Int
        }
        var group: Int
        var receive: Kind?
        var act: Kind?
    }

    /// One command's rows: SQL with its arguments, in order; and those of the key store.
    struct Sample {
        var keys: [[SQLValue]] = []
        var statements: [(sql: String, arguments: [SQLValue])] = []
    }

    struct Samples {
        var receive: [Sample] = []
        var act: [Sample] = []
        var heads: [[SQLValue]] = []
    }

    func run(_ samples: Samples, group: Int) throws -> Answer {
        Answer(
            group: group, receive: try time(samples.receive, samples.heads, group),
            act: try time(samples.act, samples.heads, group))
    }

    private func time(_ samples: [Sample], _ heads: [[SQLValue]], _ group: Int) throws -> Answer.Kind? {
        guard !samples.isEmpty else { return nil }
        var statements = 0
        let (start, cpu) = (Date(), cpuMicroseconds())
        for first in stride(from: 0, to: samples.count, by: group) {
            let members = samples[first..<min(first + group, samples.count)]
            if members.contains(where: { !$0.keys.isEmpty }) {
                try keys.write { tx in
                    for key in members.flatMap(\.keys) { try tx.execute(RawLoop.insertKey, key) }
                }
            }
            try database.write { tx in
                _ = try tx.row("UPDATE ledger_counter SET next = next WHERE id = 1 RETURNING next")
                for statement in members.flatMap(\.statements) {
                    try tx.execute(statement.sql, statement.arguments)
                }
                for head in heads.prefix(1) { try tx.execute(RawLoop.upsertHead, head) }
                try tx.execute(
                    RawLoop.upsertCounter, [.text("H29"), .integer(1), .integer(0), .integer(Int64(first))])
                try tx.execute("UPDATE ledger_counter SET next = $1 WHERE id = 1", [.integer(Int64(first))])
            }
            statements += members.reduce(4) { $0 + $1.statements.count + $1.keys.count }
        }
        let seconds = max(Date().timeIntervalSince(start), 0.000_001)
        return .init(
            commands: samples.count, statements: statements / samples.count,
            commandsPerSecond: Int(Double(samples.count) / seconds),
            cpuMicroseconds: (cpuMicroseconds() - cpu) / samples.count)
    }

    static func commits(_ database: any Database, seconds: Int) throws -> [String: Int] {
        _ = try database.write {
            try $0.execute("CREATE TABLE IF NOT EXISTS one (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        }
        let start = Date()
        var count: Int64 = try database.read {
            try $0.row("SELECT coalesce(max(id), 0) FROM one")?.int(0) ?? 0
        }
        let before = count
        while Date().timeIntervalSince(start) < Double(seconds) {
            count += 1
            _ = try database.write {
                try $0.execute("INSERT INTO one (id, body) VALUES ($1, $2)", [.integer(count), .text("row")])
            }
        }
        return ["commitsPerSecond": Int(Double(count - before) / Date().timeIntervalSince(start))]
    }

    fileprivate static let insertKey =
        "INSERT INTO person_key (id, secret, destroyed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
    fileprivate static let upsertHead = upsert(
        "ledger_head", "unit",
        ["unit", "epoch", "seq", "at", "hash", "frontier", "checkpoint_seq", "checkpoint_at"])
    fileprivate static let upsertCounter = """
        INSERT INTO number_counter AS t (agency, day, series, last) VALUES ($1, $2, $3, $4)
        ON CONFLICT (agency, day, series) DO UPDATE SET last = excluded.last
        """
    fileprivate static func insert(_ table: String, _ columns: [String]) -> String {
        let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
    }
    fileprivate static func upsert(_ table: String, _ key: String, _ columns: [String]) -> String {
        let changes = columns.filter { $0 != key }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return insert(table, columns) + " ON CONFLICT (\(key)) DO UPDATE SET \(changes)"
    }
}

// MARK: reading the samples

extension RawLoop.Samples {
    private static let entry = """
        position, unit, epoch, seq, at, site, actor, subject, kind, version, critical, command, addressee, answers, facts,
        sealed, sealed_hash, prev, hash
        """
    private static let dossier = """
        number, unit, in_transit_to, receiving, competent, pick_up, procedure, procedure_version, field, channel, state,
        step, holder, applicant, parent, received_at, accepted_at, accept_by, due, original_due, resolved_at, returned_at,
        calendar, version
        """
    private static func names(_ list: String) -> [String] {
        list.split { $0 == "," || $0 == " " || $0 == "\n" }.map(String.init)
    }

    /// Reads the latest received-and-accepted dossiers and the latest later actions of `model`.
    init(_ model: any Database, keys: any Database, limit: Int) throws {
        try model.read { tx in
            heads = try tx.rows(
                "SELECT unit, epoch, seq, at, hash, frontier, checkpoint_seq, checkpoint_at FROM ledger_head WHERE unit = $1",
                [.text("27373")]
            ).map(\.values)
            let numbers = try tx.rows(
                """
                SELECT number FROM dossier WHERE unit = $1 AND state = $2 AND version = 2 AND channel = $3
                ORDER BY received_at DESC LIMIT \(limit)
                """,
                [.text("27373"), .text("accepted"), .text("counter")]
            ).map { $0.values[0] }
            // The tokens of a dossier have no index by number: they are read in one go.
            var tokens: [SQLValue: [[SQLValue]]] = [:]
            try tx.forEach(
                "SELECT unit, token, number FROM search_token WHERE unit = $1", [.text("27373")]
            ) { tokens[$0.values[2], default: []].append($0.values) }
            receive = try numbers.map { try Self.received($0, tokens: tokens[$0] ?? [], tx) }
            act = try tx.rows(
                """
                SELECT \(Self.entry) FROM entry
                WHERE unit = $1 AND kind NOT IN ('DossierReceived', 'DossierAccepted') AND subject IN (SELECT number FROM dossier)
                ORDER BY position DESC LIMIT \(limit)
                """, [.text("27373")]
            ).reversed().map { try Self.acted($0.values, tx) }
        }
        try keys.read { tx in
            for i in receive.indices {
                guard case .text(let number)? = receive[i].statements.last?.arguments.first else { continue }
                receive[i].keys = try tx.rows(
                    "SELECT id, secret, destroyed FROM person_key WHERE id >= $1 AND id < $2",
                    [.text("\(number)/"), .text("\(number)0")]
                ).map(\.values)
            }
        }
    }

    private static func received(
        _ number: SQLValue, tokens: [[SQLValue]], _ tx: any Transaction
    ) throws -> RawLoop.Sample {
        var sample = RawLoop.Sample()
        func add(_ table: String, _ columns: String, where condition: String, _ more: [SQLValue] = []) throws
        {
            let sql = RawLoop.insert(table, names(columns))
            for row in try tx.rows("SELECT \(columns) FROM \(table) WHERE \(condition)", [number] + more) {
                sample.statements.append((sql, row.values))
            }
        }
        try add("entry", entry, where: "subject = $1")
        if case .text(let command)? = sample.statements.first?.arguments[11] {
            sample.statements += used(command, number)
        }
        try add(
            "inbox", "unit, number, kind, urgency, field, state, holder", where: "number = $1 AND unit = $2",
            [.text("27373")])
        let token = RawLoop.insert("search_token", ["unit", "token", "number"])
        for row in tokens { sample.statements.append((token, row)) }
        for row in try tx.rows("SELECT \(dossier) FROM dossier WHERE number = $1", [number]) {
            let unit = row.values[1]
            sample.statements.append((RawLoop.insert("dossier_unit", ["unit", "number"]), [unit, number]))
            sample.statements.append((RawLoop.upsert("dossier", "number", names(dossier)), row.values))
        }
        return sample
    }

    private static func acted(_ entry: [SQLValue], _ tx: any Transaction) throws -> RawLoop.Sample {
        var sample = RawLoop.Sample()
        let number = entry[7]
        sample.statements.append((RawLoop.insert("entry", names(Self.entry)), entry))
        if case .text(let command) = entry[11] { sample.statements += used(command, number) }
        sample.statements.append(("DELETE FROM inbox WHERE unit = $1 AND number = $2", [entry[1], number]))
        for row in try tx.rows("SELECT \(dossier) FROM dossier WHERE number = $1", [number]) {
            let urgency = row.values[18] == .null ? row.values[15] : row.values[18]
            sample.statements.append(
                (
                    RawLoop.insert(
                        "inbox", ["unit", "number", "kind", "urgency", "field", "state", "holder"]),
                    [
                        entry[1], number, .text("custody"), urgency, row.values[8], row.values[10],
                        row.values[12],
                    ]
                ))
            sample.statements.append((RawLoop.upsert("dossier", "number", names(dossier)), row.values))
        }
        return sample
    }

    /// The row of a client's key, when the command came with one.
    private static func used(_ command: String, _ subject: SQLValue) -> [(sql: String, arguments: [SQLValue])]
    {
        guard command.hasPrefix("k:"), let hash = command.lastIndex(of: "#") else { return [] }
        return [
            (
                RawLoop.insert("command", ["id", "fingerprint", "subject"]),
                [
                    .text(String(command[..<hash])), .text(String(command[command.index(after: hash)...])),
                    subject,
                ]
            )
        ]
    }
}

/// User and system time of this process until now; `clock` counts in microseconds on every POSIX system.
func cpuMicroseconds() -> Int { Int(clock()) }
