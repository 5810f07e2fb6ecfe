// ConformanceTests.swift: one contract, two engines (Storage/Database.swift).

import Foundation
import Storage
import TestKit
import Testing

/// What every engine must keep. Returns the violations.
func checkDatabase(_ database: any Database) throws -> [String] {
    try checkValues(database) + checkFailures(database) + checkQueries(database) + checkMany(database)
}

private func checkValues(_ database: any Database) throws -> [String] {
    var wrong: [String] = []
    func check(_ what: String, _ good: Bool) { if !good { wrong.append(what) } }
    try database.migrate([
        Migration(
            "t-1",
            """
            CREATE TABLE t (id {INT} PRIMARY KEY, name TEXT, body {BLOB}) {TABLE};
            CREATE TABLE u (a TEXT NOT NULL, n {INT} NOT NULL, PRIMARY KEY (a, n)) {TABLE};

            """
        )
    ])
    try database.migrate([Migration("t-1", "SELECT never run")])

    try database.write { tx in
        try tx.execute(
            "INSERT INTO t (id, name, body) VALUES ($1, $2, $3)",
            [.integer(1), .text("Đỗ Ửng"), .blob([0, 255, 39, 92])])
        try tx.execute(
            "INSERT INTO t (id, name, body) VALUES ($2, $1, $3)", [.text("đảo"), .integer(2), .null])
    }
    let rows = try database.read { try $0.rows("SELECT id, name, body FROM t ORDER BY id") }
    check(
        "values come back",
        rows == [
            SQLRow(values: [.integer(1), .text("Đỗ Ửng"), .blob([0, 255, 39, 92])]),
            SQLRow(values: [.integer(2), .text("đảo"), .null]),
        ])
    check(
        "$n means the n-th",
        try database.read {
            try $0.row("SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT)", [.text("a"), .text("b")])?.text(0)
        } == "ba")
    return wrong
}

/// More statements than a connection keeps.
private func checkMany(_ database: any Database) throws -> [String] {
    let sums = try database.read { tx in
        try (0..<2_100).reduce(Int64(0)) { sum, i in
            sum + (try tx.row("SELECT CAST($1 AS BIGINT) + \(i % 1_050)", [.integer(1)])?.int(0) ?? 0)
        }
    }
    return sums == 2_100 + 1_049 * 1_050 ? [] : ["statements are many: \(sums)"]
}

private func checkFailures(_ database: any Database) throws -> [String] {
    var wrong: [String] = []
    func check(_ what: String, _ good: Bool) { if !good { wrong.append(what) } }
    struct Mine: Error {}
    do {
        try database.write { tx in
            try tx.execute("DELETE FROM t")
            throw Mine()
        }
        wrong.append("an error passes through a write")
    } catch is Mine {}
    check(
        "a thrown write leaves no trace",
        try database.read { try $0.row("SELECT count(*) FROM t")?.int(0) } == 2)

    do {
        try database.write {
            _ = try $0.execute("INSERT INTO t (id, name) VALUES ($1, $2)", [.integer(1), .text("again")])
        }
        wrong.append("a broken key is a fault")
    } catch let fault as StorageFault {
        check("a broken key is a constraint fault", fault.cause == .constraint)
    }
    do {
        try database.read { try $0.forEach("SELECT nothing FROM nowhere", []) { _ in } }
        wrong.append("bad SQL is a fault")
    } catch is StorageFault {}
    return wrong
}

private func checkQueries(_ database: any Database) throws -> [String] {
    var wrong: [String] = []
    func check(_ what: String, _ good: Bool) { if !good { wrong.append(what) } }
    try database.write { tx in
        for n in 1...3 {
            try tx.execute(
                "INSERT INTO u AS t (a, n) VALUES ($1, $2) ON CONFLICT (a, n) DO UPDATE SET n = excluded.n",
                [.text("x"), .integer(Int64(n))])
        }
        check(
            "rows changed are counted",
            try tx.execute("UPDATE u SET n = n + 10 WHERE n > $1", [.integer(1)]) == 2)
        check(
            "returning",
            try tx.row("UPDATE u SET n = n WHERE n = $1 RETURNING n", [.integer(12)])?.int(0) == 12)
    }
    check(
        "row values keep order",
        try database.read {
            try $0.rows(
                "SELECT n FROM u WHERE (a, n) > ($1, $2) ORDER BY a, n LIMIT 1", [.text("x"), .integer(1)]
            ).map { $0.int(0) }
        } == [12])
    check(
        "bytes order text",
        try database.read {
            try $0.rows("SELECT name FROM t WHERE name >= $1 ORDER BY name", [.text("a")]).map { $0.text(0) }
        }
            == ["Đỗ Ửng", "đảo"])
    do {
        try database.migrate([])
        wrong.append("a store of a newer program is refused")
    } catch is StorageFault {}
    return wrong
}

@Suite("the storage contract")
struct ConformanceTests {
    @Test("SQLite in memory keeps it")
    func memory() throws { #expect(try checkDatabase(try openDatabase(.memory)) == []) }

    @Test("SQLite in a file keeps it, with full durability read back")
    func file() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "motcua-\(UUID().uuidString).sqlite"
        ).path
        defer {
            for end in ["", "-wal", "-shm", ".bak"] {
                try? FileManager.default.removeItem(atPath: path + end)
            }
        }
        let database = try SQLiteDatabase(path: path)
        #expect(try checkDatabase(database) == [])
        let durability = try database.durability()
        #expect(durability.synchronous == 2, "synchronous must be FULL on the writer")
        #expect(durability.journal == "wal")
        var steps = 0
        try database.backup(to: path + ".bak") { _, _ in steps += 1 }
        #expect(steps > 0)
        #expect(
            try SQLiteDatabase(path: path + ".bak").read { try $0.row("SELECT count(*) FROM t")?.int(0) } == 2
        )
        #expect(throws: StorageFault.self) { try database.backup(to: path + ".bak") { _, _ in } }
        try database.close()
    }

    @Test("PostgreSQL keeps it", .enabled(if: PostgresServer.binaries != nil, "PostgreSQL is not installed"))
    func postgres() throws {
        let server = try PostgresServer()
        defer { server.stop() }
        let database = try openDatabase(.postgresql(server.url))
        #expect(try checkDatabase(database) == [])
        // There a fault ends the whole transaction, also one that the caller has swallowed.
        let fault = #expect(throws: StorageFault.self) {
            try database.write { tx in
                try tx.execute("INSERT INTO u (a, n) VALUES ('kept?', 1)")
                do { try tx.execute("INSERT INTO u (a, n) VALUES ('kept?', 1)") } catch {}
            }
        }
        #expect(fault?.what.contains("rolled back") == true)
        #expect(try database.read { try $0.rows("SELECT n FROM u WHERE a = 'kept?'") } == [])
    }

    @Test("addresses are read, others are not")
    func addresses() {
        #expect(StoreAddress("sqlite:/a/b") == .sqlite(path: "/a/b"))
        #expect(StoreAddress("sqlite::memory:") == .memory)
        #expect(StoreAddress("postgresql://h/d") == .postgresql("postgresql://h/d"))
        #expect(StoreAddress("postgresql://u:secret@h/d")?.description == "postgresql://u:…@h/d")
        #expect(
            StoreAddress("postgresql://u@h/d?password=secret&sslmode=require")?.description
                == "postgresql://u@h/d?password=…&sslmode=require")
        #expect(StoreAddress("mysql://x") == nil)
        #expect(StoreAddress("sqlite:") == nil)
    }

    @Test("a store that cannot be opened is a fault with advice")
    func unopenable() {
        #expect(throws: StorageFault.self) {
            _ = try openDatabase(.sqlite(path: "/proc/nothing/here.sqlite"))
        }
    }
}
