// Postgres.swift: the cluster engine, PostgreSQL through libpq.
//
// Blocking connections from a small pool, prepared statements, text parameters except blobs. Reads run in one
// REPEATABLE READ READ ONLY transaction, writes in one READ COMMITTED transaction. Several servers share one database:
// whoever writes the ledgers locks their counter first (LedgerWriter.swift), and tells the others by NOTIFY. What it
// must keep is the contract in Database.swift; the conformance suite runs on it in `make test`.

import CPQ
import Foundation
import Synchronization

package final class PostgresDatabase: Database {
    package let dialect = Dialect.postgresql
    private let url: String
    private let idle = Mutex<[PostgresConnection]>([])
    private let places: DispatchSemaphore
    /// Process ids of our connections at the server: their notices are our own.
    private let own = Mutex<Set<Int32>>([])
    private let isClosed = Mutex(false)
    /// Somebody else has the store alone: a restore is under way.
    private let isPutBack = Mutex(false)

    package init(url: String, connections: Int = 8) throws(StorageFault) {
        self.url = url
        places = DispatchSemaphore(value: connections)
        let first = try connect()
        idle.withLock { $0.append(first) }
    }

    private func connect() throws(StorageFault) -> PostgresConnection {
        let connection = try PostgresConnection(url: url)
        _ = own.withLock { $0.insert(connection.serverProcess) }
        return connection
    }

    private func drop(_ connections: [PostgresConnection]) {
        own.withLock { own in for one in connections { own.remove(one.serverProcess) } }
    }

    package func read<T>(_ body: (any Transaction) throws -> T) throws -> T {
        try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }
    package func write<T>(_ body: (any Transaction) throws -> T) throws -> T {
        if isPutBack.withLock({ $0 }) { throw PostgresHold.isHeldAlone }
        return try transaction("BEGIN", body)
    }

    private func transaction<T>(_ begin: String, _ body: (any Transaction) throws -> T) throws -> T {
        places.wait()
        defer { places.signal() }
        let connection = try begun(begin)
        do {
            let value = try body(connection)
            try connection.commit()
            idle.withLock { $0.append(connection) }
            return value
        } catch {
            // A connection that cannot roll back is dropped; the server rolls back by itself. The others that wait here
            // led to the same server: they are dropped with it, so that the next try meets a new one.
            if (try? connection.command("ROLLBACK")) != nil {
                idle.withLock { $0.append(connection) }
            } else {
                drop(
                    idle.withLock { idle in
                        defer { idle = [] }
                        return idle + [connection]
                    })
            }
            throw error
        }
    }

    /// A connection on which a transaction has begun. One that waited may have been ended by the server meanwhile, which shows
    /// only now: nothing has been asked of it yet, so a new one takes its place.
    private func begun(_ begin: String) throws -> PostgresConnection {
        if let waiting = idle.withLock({ $0.popLast() }) {
            do {
                try waiting.command(begin)
                return waiting
            } catch {
                drop(
                    idle.withLock { idle in
                        defer { idle = [] }
                        return idle + [waiting]
                    })
                guard error.cause == .unreachable else { throw error }
            }
        }
        let fresh = try connect()
        do { try fresh.command(begin) } catch {
            drop([fresh])
            throw error
        }
        return fresh
    }

    package func backup(to path: String, progress: (Int, Int) -> Void) throws {
        throw StorageFault(
            .other, "PostgreSQL copies no pages to \(path)", advice: "use `motcua backup`, pg_basebackup or pg_dump")
    }
    package func scrub() throws {}
    package func close() throws {
        isClosed.withLock { $0 = true }
        idle.withLock { $0.removeAll() }
    }

    /// - Parameter isHeld: false where somebody has the store alone: nothing is written under a restore, but by itself.
    private func note(isHeld: Bool) { isPutBack.withLock { $0 = !isHeld && !PostgresHold.isAloneHere } }

    private var isOpen: Bool { !isClosed.withLock { $0 } }
    private func isOwn(_ sender: Int32) -> Bool { own.withLock { $0.contains(sender) } }

    package func listen(_ heard: @escaping @Sendable (String?) -> Void) {
        // Holds the database only while it looks: one that nobody uses any more ends the thread.
        let thread = Thread { [weak self, url] in
            var wasLost = false
            while self?.isOpen == true {
                do {
                    let connection = try PostgresConnection(url: url)
                    try connection.command("LISTEN motcua")
                    // Again after each loss of the line: whoever listens serves the store, or works on it for a moment.
                    var isHeld = try connection.hold(alone: false)
                    self?.note(isHeld: isHeld)
                    if wasLost { heard(nil) }
                    while self?.isOpen == true {
                        for (sender, text) in try connection.notices(within: 500) where self?.isOwn(sender) == false { heard(text) }
                        if !isHeld, try connection.hold(alone: false) {
                            isHeld = true
                            self?.note(isHeld: true)
                            heard(nil)
                        }
                    }
                } catch {
                    // The server is away or another one takes over: what it tells meanwhile is asked for afterwards.
                    wasLost = true
                    Thread.sleep(forTimeInterval: 0.5)
                }
            }
        }
        thread.name = "motcua.notices"
        thread.start()
    }
}

/// Says to all on one PostgreSQL that its store is served, or that one process has it alone. It ends with its process.
package final class PostgresHold: Sendable {
    private let connection: PostgresConnection
    private static let alone = Mutex(false)
    /// Whether this process is the one that has a store alone.
    static var isAloneHere: Bool { alone.withLock { $0 } }
    static let isHeldAlone = StorageFault(
        .busy, "a command of motcua has this database alone: `restore`, `rebuild` or `bundle import`",
        advice: "start the server when that has ended")

    /// - Parameter alone: nobody else may hold the store; else all may but one who has it alone.
    /// - Throws: a fault when the store is held otherwise for two seconds: servers that have just ended are no hindrance.
    package init(url: String, alone: Bool) throws {
        connection = try PostgresConnection(url: url)
        for _ in 0..<20 {
            if try connection.hold(alone: alone) {
                if alone { PostgresHold.alone.withLock { $0 = true } }
                return
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
        guard alone else { throw PostgresHold.isHeldAlone }
        throw StorageFault(.busy, "a server of motcua works on this database", advice: "stop all its servers first, on every machine")
    }
}

/// One connection. Used by one thread at a time: the pool hands it out.
private final class PostgresConnection: Transaction, @unchecked Sendable {
    private let handle: OpaquePointer
    private var prepared: [String: String] = [:]
    /// More statements than there are in the sources: some questions are put together from what was asked.
    private static let mostPrepared = 1_000

    init(url: String) throws(StorageFault) {
        guard let handle = PQconnectdb(url) else {
            throw StorageFault(.unreachable, "out of memory", advice: "free memory")
        }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else {
            throw StorageFault(
                .unreachable, String(cString: PQerrorMessage(handle)),
                advice: "check that PostgreSQL runs and the address is right")
        }
        // What IF NOT EXISTS finds there already is no news to whoever starts a server.
        try command("SET client_min_messages = warning")
    }
    deinit { PQfinish(handle) }

    /// Our process id at the server, which its notices name.
    var serverProcess: Int32 { PQbackendPID(handle) }

    /// Whether this connection now holds the store, alone or beside others; until it ends.
    func hold(alone: Bool) throws -> Bool {
        let lock = alone ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared"
        return try rows("SELECT CASE WHEN \(lock)(\(Dialect.servingLock)) THEN 1 ELSE 0 END").first?.int(0) == 1
    }

    func notify(_ text: String) throws { try forEach("SELECT pg_notify('motcua', $1)", [.text(text)]) { _ in } }

    /// What was told, waiting for it at most so many milliseconds.
    func notices(within milliseconds: Int32) throws(StorageFault) -> [(sender: Int32, text: String)] {
        var line = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        _ = poll(&line, 1, milliseconds)
        guard PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK else {
            throw StorageFault(.unreachable, String(cString: PQerrorMessage(handle)), advice: "PostgreSQL is not reachable")
        }
        var notices: [(sender: Int32, text: String)] = []
        while let notice = PQnotifies(handle) {
            notices.append((notice.pointee.be_pid, String(cString: notice.pointee.extra)))
            PQfreemem(notice)
        }
        return notices
    }

    /// - Throws: also when a fault was swallowed and the server has rolled back.
    func commit() throws(StorageFault) {
        let result = PQexec(handle, "COMMIT")
        defer { PQclear(result) }
        try check(result, "COMMIT")
        guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
            throw StorageFault(.other, "the transaction had failed before its end and was rolled back", advice: "report this")
        }
    }

    func command(_ sql: String) throws(StorageFault) {
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        try check(result, sql)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StorageFault) -> Int {
        let result = try run(sql, arguments)
        defer { PQclear(result) }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    func forEach(_ sql: String, _ arguments: [SQLValue], _ row: (SQLRow) throws -> Void) throws {
        let result = try run(sql, arguments)
        defer { PQclear(result) }
        let columns = PQnfields(result)
        for r in 0..<PQntuples(result) {
            try row(SQLRow(values: (0..<columns).map { value(result, r, $0) }))
        }
    }

    private func run(_ sql: String, _ arguments: [SQLValue]) throws(StorageFault) -> OpaquePointer? {
        let name = try statement(sql)
        var pointers: [UnsafePointer<CChar>?] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
        var kept: [UnsafeMutablePointer<CChar>] = []
        defer { kept.forEach { $0.deallocate() } }
        for argument in arguments {
            let bytes: [UInt8]?
            switch argument {
            case .null: bytes = nil
            case .integer(let number): bytes = Array(String(number).utf8) + [0]
            case .text(let text): bytes = Array(text.utf8) + [0]
            case .blob(let blob): bytes = blob
            }
            guard let bytes else {
                pointers.append(nil)
                lengths.append(0)
                formats.append(0)
                continue
            }
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: max(1, bytes.count))
            for (i, byte) in bytes.enumerated() { copy[i] = CChar(bitPattern: byte) }
            kept.append(copy)
            pointers.append(UnsafePointer(copy))
            lengths.append(Int32(bytes.count))
            if case .blob = argument { formats.append(1) } else { formats.append(0) }
        }
        let result = PQexecPrepared(handle, name, Int32(arguments.count), pointers, lengths, formats, 0)
        do { try check(result, sql) } catch {
            PQclear(result)
            throw error
        }
        return result
    }

    private func statement(_ sql: String) throws(StorageFault) -> String {
        if let name = prepared[sql] { return name }
        if prepared.count >= PostgresConnection.mostPrepared {
            try command("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        let result = PQprepare(handle, name, sql, 0, nil)
        defer { PQclear(result) }
        try check(result, sql)
        prepared[sql] = name
        return name
    }

    private func value(_ result: OpaquePointer?, _ row: Int32, _ column: Int32) -> SQLValue {
        if PQgetisnull(result, row, column) == 1 { return .null }
        let text = String(cString: PQgetvalue(result, row, column))
        switch PQftype(result, column) {
        case 20, 21, 23, 1700: return .integer(Int64(text) ?? 0)
        case 17: return .blob(bytes(hex: text.dropFirst(2)))
        default: return .text(text)
        }
    }
    private func bytes(hex: Substring) -> [UInt8] {
        let digits = hex.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private func check(_ result: OpaquePointer?, _ sql: String) throws(StorageFault) {
        let status = PQresultStatus(result)
        if status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK { return }
        let state = PQresultErrorField(result, 67).map { String(cString: $0) } ?? "08000"
        let what = "\(String(cString: PQerrorMessage(handle))) in: \(sql.prefix(120))"
        switch state.prefix(2) {
        case "08", "57":
            throw StorageFault(.unreachable, what, advice: "PostgreSQL is not reachable: try again")
        case "40", "55":
            throw StorageFault(.busy, what, advice: "another transaction was in the way: try again")
        case "53": throw StorageFault(.full, what, advice: "PostgreSQL has run out of disk or memory")
        case "23":
            throw StorageFault(.constraint, what, advice: "a rule of the schema was broken: report this")
        case "25" where state != "25P02": throw StorageFault(.readOnly, what, advice: "this node does not accept writes")
        default: throw StorageFault(.other, what, advice: "see the log")
        }
    }
}
