// SQLite.swift: the embedded engine, SQLite in WAL mode through GRDB.
//
// Trap kept away here: GRDB sets `synchronous = NORMAL` after its own preparation, so FULL is set on the writer
// after opening and read back by a test; without it an acknowledged command could be lost at a power cut.

import Foundation
import GRDB
import Synchronization

package final class SQLiteDatabase: Database {
    package let dialect = Dialect.sqlite
    private let writer: any DatabaseWriter
    private let path: String?
    private let guardsReads: Bool

    /// A private database in memory.
    /// - Parameter guardsReads: a read that writes is refused. SQLite prepares every statement anew for it
    ///   (`PRAGMA query_only` expires them), which is most of the time of a simulation.
    package init(guardsReads: Bool = true) throws(StorageFault) {
        path = nil
        self.guardsReads = guardsReads
        writer = try faulting { try DatabaseQueue(configuration: SQLiteDatabase.configuration) }
    }

    package init(path: String) throws(StorageFault) {
        self.path = path
        guardsReads = true
        writer = try faulting {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let pool = try DatabasePool(path: path, configuration: SQLiteDatabase.configuration)
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            }
            return pool
        }
    }

    /// An existing file that this object cannot write to, whoever else does.
    package init(readingOnly path: String) throws(StorageFault) {
        self.path = path
        guardsReads = true
        writer = try faulting {
            var configuration = SQLiteDatabase.configuration
            configuration.readonly = true
            return try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    /// A file that nobody writes to, a backup: no lock is taken and nothing is made beside it.
    package convenience init(unchanging path: String) throws(StorageFault) {
        let whole = URL(fileURLWithPath: path).path
        try self.init(readingOnly: "file:\(whole.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? whole)?immutable=1")
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA foreign_keys = ON")
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA cache_size = -8000")
        }
        return configuration
    }

    package func read<T>(_ body: (any Transaction) throws -> T) throws -> T {
        try passing {
            guard guardsReads else { return try writer.unsafeRead { try body(SQLiteTransaction(db: $0)) } }
            return try writer.read { try body(SQLiteTransaction(db: $0)) }
        }
    }

    package func write<T>(_ body: (any Transaction) throws -> T) throws -> T {
        try passing { try writer.write { try body(SQLiteTransaction(db: $0)) } }
    }

    package func listen(_ heard: @escaping @Sendable (String?) -> Void) {}

    package func backup(to path: String, progress: (Int, Int) -> Void) throws {
        try passing {
            guard !FileManager.default.fileExists(atPath: path) else {
                throw StorageFault(
                    .other, "\(path) exists", advice: "name a new file; a backup never overwrites")
            }
            let destination = try DatabaseQueue(path: path)
            try withoutActuallyEscaping(progress) { progress in
                try writer.backup(to: destination, pagesPerStep: 2000) { step in
                    progress(step.completedPageCount, step.totalPageCount)
                }
            }
            try destination.close()
        }
    }

    package func scrub() throws {
        try passing {
            try writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        }
    }

    package func close() throws {
        try passing { try writer.close() }
    }

    /// Stands in for a full disk in tests: the file may grow by so many pages.
    package func limitPages(toPresentPlus more: Int) throws {
        try writer.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + more)")
        }
    }

    /// `PRAGMA synchronous` of the writer (2 = FULL) and the journal mode, for the test that guards durability.
    package func durability() throws -> (synchronous: Int, journal: String) {
        try writer.writeWithoutTransaction { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1,
                try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
            )
        }
    }
}

private struct SQLiteTransaction: Transaction {
    let db: GRDB.Database

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StorageFault) -> Int {
        try faulting {
            let statement = try db.cachedStatement(sql: SQLText.numbered(sql))
            statement.setUncheckedArguments(StatementArguments(arguments.map(\.databaseValue)))
            try statement.execute()
            return db.changesCount
        }
    }

    func forEach(_ sql: String, _ arguments: [SQLValue], _ row: (SQLRow) throws -> Void) throws {
        let statement = try db.cachedStatement(sql: SQLText.numbered(sql))
        let cursor = try Row.fetchCursor(
            statement, arguments: StatementArguments(arguments.map(\.databaseValue)))
        while let next = try cursor.next() {
            try row(SQLRow(values: next.databaseValues.map(SQLValue.init)))
        }
    }

    /// One process writes a SQLite store.
    func notify(_ text: String) {}
}

/// SQLite takes `$1` for a name and numbers by first appearance; `?1` means what PostgreSQL means by `$1`.
enum SQLText {
    private static let cache = Mutex<[String: String]>([:])

    static func numbered(_ sql: String) -> String {
        cache.withLock { cache in
            if let known = cache[sql] { return known }
            let text = String(
                decoding: sql.utf8.map { $0 == UInt8(ascii: "$") ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
            if cache.count < 1000 { cache[sql] = text }
            return text
        }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .blob(let value): Data(value).databaseValue
        }
    }
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .integer(Int64(value))
        case .string(let value): self = .text(value)
        case .blob(let data): self = .blob([UInt8](data))
        }
    }
}

private func faulting<T>(_ body: () throws -> T) throws(StorageFault) -> T {
    do { return try body() } catch { throw StorageFault(error) }
}

/// Lets the caller's own errors through and turns the engine's into faults.
private func passing<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as DatabaseError { throw StorageFault(error) }
}

extension StorageFault {
    fileprivate init(_ error: any Error) {
        if let fault = error as? StorageFault {
            self = fault
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.other, "\(error)", advice: "see the log")
            return
        }
        let what =
            "\(error.message ?? "SQLite error") (\(error.resultCode.rawValue)) in: \((error.sql ?? "-").prefix(120))"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(.full, what, advice: "the disk is full: free space; nothing acknowledged is lost")
        case .SQLITE_IOERR:
            self.init(
                .full, what, advice: "the disk failed or is full: check it; nothing acknowledged is lost")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(.readOnly, what, advice: "check that the folder exists and is writable")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, what, advice: "another process holds the store: try again")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.corrupt, what, advice: "run `motcua verify`, restore a backup")
        case .SQLITE_CONSTRAINT:
            self.init(.constraint, what, advice: "a rule of the schema was broken: report this")
        default: self.init(.other, what, advice: "see the log")
        }
    }
}
