// Database.swift: a SQL database behind one small seam, with two engines.
//
// The contract (checked for both engines by one conformance suite):
// - SQL text is the portable subset: `$1 …` parameters, BIGINT/TEXT/blob columns, explicit NULLS FIRST/LAST.
// - `write` is one transaction: committed durably when it returns, without a trace when it throws.
// - `read` sees one consistent state and never waits for a writer.
// - Every error is a `StorageFault` that says what, where and what to do.
// Everything is synchronous; threads and `async` are the callers' business. Knows nothing of dossiers.

/// One value of a column or parameter.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// One row of an answer, columns by position.
package struct SQLRow: Hashable, Sendable {
    package let values: [SQLValue]
    package init(values: [SQLValue]) { self.values = values }

    /// The integer at `i`. A null or another type is a bug in the query.
    package func int(_ i: Int) -> Int64 {
        guard case .integer(let value) = values[i] else {
            preconditionFailure("column \(i) is no integer: \(values[i])")
        }
        return value
    }
    package func text(_ i: Int) -> String {
        guard case .text(let value) = values[i] else {
            preconditionFailure("column \(i) is no text: \(values[i])")
        }
        return value
    }
    package func blob(_ i: Int) -> [UInt8] {
        guard case .blob(let value) = values[i] else {
            preconditionFailure("column \(i) is no blob: \(values[i])")
        }
        return value
    }
    package func optionalInt(_ i: Int) -> Int64? { values[i] == .null ? nil : int(i) }
    package func optionalText(_ i: Int) -> String? { values[i] == .null ? nil : text(i) }
    package func optionalBlob(_ i: Int) -> [UInt8]? { values[i] == .null ? nil : blob(i) }
}

/// An open transaction. Not to be kept beyond the closure it was handed to.
package protocol Transaction {
    /// Runs one statement. Returns the number of rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StorageFault) -> Int
    /// Hands each row of the answer to `row`; an error thrown there ends the query and is passed on.
    func forEach(_ sql: String, _ arguments: [SQLValue], _ row: (SQLRow) throws -> Void) throws
    /// Tells the other servers on this database, once this transaction is committed; nothing where there are none.
    /// - Parameter text: at most `NoticeLimit.bytes` of UTF-8.
    func notify(_ text: String) throws
}

package enum NoticeLimit {
    /// What one notice carries; PostgreSQL takes less than 8,000.
    package static let bytes = 7_000
}

extension Transaction {
    @discardableResult
    package func execute(_ sql: String) throws(StorageFault) -> Int { try execute(sql, []) }

    package func rows(_ sql: String, _ arguments: [SQLValue] = []) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        try forEach(sql, arguments) { rows.append($0) }
        return rows
    }
    package func row(_ sql: String, _ arguments: [SQLValue] = []) throws -> SQLRow? {
        try rows(sql, arguments).first
    }
}

/// Which SQL a schema statement must be written in; DML is one text for both.
package enum Dialect: Sendable {
    case sqlite, postgresql

    /// A number of our own among PostgreSQL's advisory locks.
    static let migrationLock: Int64 = 0x6D6F_7463_7561
    /// Shared by all servers of a store; who puts the store back has it alone.
    static let servingLock: Int64 = 0x6D6F_7463_7562

    /// Replaces `{INT}`, `{BLOB}`, `{TABLE}` and `{KEYED}` (options of a table, and of one that is its own primary key)
    /// in schema text.
    package func schema(_ text: String) -> String {
        text.replacing("{INT}", with: self == .sqlite ? "INTEGER" : "BIGINT")
            .replacing("{BLOB}", with: self == .sqlite ? "BLOB" : "BYTEA")
            .replacing("{KEYED}", with: self == .sqlite ? "STRICT, WITHOUT ROWID" : "")
            .replacing("{TABLE}", with: self == .sqlite ? "STRICT" : "")
    }
}

package protocol Database: Sendable {
    var dialect: Dialect { get }
    /// A consistent view; the closure must not write.
    func read<T>(_ body: (any Transaction) throws -> T) throws -> T
    /// One durable transaction; rolled back when `body` throws.
    func write<T>(_ body: (any Transaction) throws -> T) throws -> T
    /// Hears what other servers on this database told with `Transaction.notify`, from now on, on a thread of its own.
    /// - Parameter heard: the text; nil when the line was down and something may have been missed.
    func listen(_ heard: @escaping @Sendable (String?) -> Void)
    /// Copies the whole database to a new file while it is in use.
    /// - Parameter progress: pages done and in all.
    func backup(to path: String, progress: (Int, Int) -> Void) throws
    /// Removes what deleted rows left behind in side files, after an erasure.
    func scrub() throws
    /// Ends cleanly; nothing may be called afterwards.
    func close() throws
}

/// Where a store is: `sqlite:PATH` or `postgresql://…`.
package enum StoreAddress: Hashable, Sendable, CustomStringConvertible {
    case sqlite(path: String)
    case memory
    case postgresql(String)

    /// Nil when the text is neither.
    package init?(_ text: String) {
        if text == "sqlite::memory:" {
            self = .memory
        } else if text.hasPrefix("sqlite:"), text.count > 7 {
            self = .sqlite(path: String(text.dropFirst(7)))
        } else if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
            self = .postgresql(text)
        } else {
            return nil
        }
    }
    /// For people: a password in the address is not shown.
    package var description: String {
        switch self {
        case .sqlite(let path): return "sqlite:\(path)"
        case .memory: return "sqlite::memory:"
        case .postgresql(let url):
            return url.replacing(/(\/\/[^:@\/?]*:)[^@\/]*@/) { "\($0.1)…@" }
                .replacing(/([?&](?:ssl)?password=)[^&]*/) { "\($0.1)…" }
        }
    }
}

/// The world broke: disk, file, connection. Not a refusal and not a bug.
package struct StorageFault: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: String, Hashable, Sendable {
        case full, readOnly, busy, corrupt, unreachable, constraint, other
    }
    package let cause: Cause
    package let what: String
    package let advice: String
    /// Trying again may help.
    package var isTransient: Bool { cause == .busy || cause == .unreachable }
    package var description: String { "\(what) — \(advice)" }

    package init(_ cause: Cause, _ what: String, advice: String) {
        self.cause = cause
        self.what = what
        self.advice = advice
    }
}

/// Opens the database at `address`, creating a SQLite file that is not there.
package func openDatabase(_ address: StoreAddress) throws(StorageFault) -> any Database {
    switch address {
    case .sqlite(let path): return try SQLiteDatabase(path: path)
    case .memory: return try SQLiteDatabase()
    case .postgresql(let url): return try PostgresDatabase(url: url)
    }
}
