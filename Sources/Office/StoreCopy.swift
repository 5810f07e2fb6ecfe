// StoreCopy.swift: whole stores between files and engines: a backup is always SQLite files, whatever the store is on.
//
// SQLite copies its pages; PostgreSQL is read table by table in one consistent view and written into files of the same
// schema, and back. So the same three files (FILE, FILE.keys, FILE.papers) are a backup of either, and a store can move from
// one engine to the other.

import Foundation
package import Storage

package enum StoreCopy {
    /// Rows that are read at once from a server; a row may hold a piece of a file.
    private static let rowsAtOnce = 100

    /// Some tables of a database.
    package struct Source {
        var database: any Database
        var holds: (String) -> Bool
        package init(_ database: any Database, holds: @escaping (String) -> Bool = { _ in true }) {
            (self.database, self.holds) = (database, holds)
        }
    }

    /// Whether nothing has ever been written here, the schema included.
    package static func isEmpty(_ database: any Database) throws -> Bool {
        try database.read { tx in try !tables(tx, database.dialect).contains("schema_step") }
    }

    /// Makes an empty database one with all that `sources` hold, in one transaction.
    /// - Throws: a fault when the target is not empty.
    package static func copy(_ sources: [Source], to target: any Database, _ migrations: [Migration], said: (String) -> Void) throws {
        guard try isEmpty(target) else {
            throw StorageFault(.other, "the place to copy to is not empty", advice: "name a new one; nothing is overwritten")
        }
        try target.migrate(migrations)
        try target.write { into in
            let known = try tables(into, target.dialect)
            for source in sources {
                try source.database.read { from in
                    for table in try tables(from, source.database.dialect)
                    where table != "schema_step" && known.contains(table) && source.holds(table) {
                        let count = try copy(table, from, source.database.dialect, to: into, target.dialect)
                        said("\(table): \(count)")
                    }
                }
            }
        }
    }

    private static func copy(
        _ table: String, _ from: any Transaction, _ dialect: Dialect, to into: any Transaction, _ other: Dialect
    ) throws -> Int {
        let names = try columns(of: table, into, other)
        let list = names.joined(separator: ", ")
        let places = (1...names.count).map { "$\($0)" }.joined(separator: ", ")
        let insert = "INSERT INTO \(table) (\(list)) VALUES (\(places))"
        // What the schema itself begins with comes with the rest.
        try into.execute("DELETE FROM \(table)")
        var count = 0
        func put(_ row: SQLRow) throws {
            try into.execute(insert, row.values)
            count += 1
        }
        guard dialect == .postgresql else {
            try from.forEach("SELECT \(list) FROM \(table)", [], put)
            return count
        }
        try from.execute("DECLARE copied NO SCROLL CURSOR FOR SELECT \(list) FROM \(table)")
        var last = -1
        while last != count {
            last = count
            try from.forEach("FETCH \(rowsAtOnce) FROM copied", [], put)
        }
        try from.execute("CLOSE copied")
        return count
    }

    private static func tables(_ tx: any Transaction, _ dialect: Dialect) throws -> [String] {
        let sql =
            dialect == .sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name"
        return try tx.rows(sql).map { $0.text(0) }
    }

    private static func columns(of table: String, _ tx: any Transaction, _ dialect: Dialect) throws -> [String] {
        let sql =
            dialect == .sqlite
            ? "SELECT name FROM pragma_table_info($1) ORDER BY cid"
            : """
            SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1
            ORDER BY ordinal_position
            """
        return try tx.rows(sql, [.text(table)]).map { $0.text(0) }
    }
}

extension Office {
    private static func isOfPapers(_ table: String) -> Bool { table == "paper_upload" || table == "paper_piece" }

    /// Copies the store while it is in use: to `file`, `file.keys` and `file.papers`, none of which may be there.
    package func backup(to file: String, said: (String) -> Void) throws {
        // Keys first: a key without its entry is harmless, an entry without its key is unreadable.
        try keys.backup(to: file + ".keys")
        if database.dialect == .sqlite {
            try database.backup(to: file) { done, all in said("… \(done)/\(all) trang") }
        } else {
            try StoreCopy.write([.init(database) { !Office.isOfPapers($0) }], to: file, Office.migrations, said: said)
        }
        try StoreCopy.markAsBackup(file)
        // Papers last: what the copied entries speak of was written before them.
        if papers.database.dialect == .sqlite {
            try papers.database.backup(to: file + ".papers") { _, _ in }
        } else {
            try StoreCopy.write([.init(papers.database, holds: Office.isOfPapers)], to: file + ".papers", PaperStore.migrations, said: said)
        }
    }

    /// This store is a backup's file: it is looked at, and not worked with before `raiseEpochs`.
    package var isBackup: Bool {
        get throws { try database.read { try $0.row("SELECT 1 FROM store_trait WHERE name = 'backup'") != nil } }
    }

    /// Moves this store with its keys and papers into empty databases: one for keys, one for all else.
    package func move(to target: any Database, keys place: any Database, said: (String) -> Void) throws {
        try keys.copy(to: place)
        try StoreCopy.copy(
            [.init(database) { !Office.isOfPapers($0) }, .init(papers.database, holds: Office.isOfPapers)], to: target, Office.migrations,
            said: said)
    }
}

extension StoreCopy {
    /// Into a new SQLite file.
    static func write(_ sources: [Source], to file: String, _ migrations: [Migration], said: (String) -> Void) throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw StorageFault(.other, "\(file) exists", advice: "name a new file; nothing is overwritten")
        }
        let target = try openDatabase(.sqlite(path: file))
        try copy(sources, to: target, migrations, said: said)
        try close(target, at: file)
    }

    /// So that whoever puts the file in the store's place by hand is told what belongs to that.
    static func markAsBackup(_ file: String) throws {
        let copy = try openDatabase(.sqlite(path: file))
        _ = try copy.write { try $0.execute("INSERT INTO store_trait (name, value) VALUES ('backup', '1') ON CONFLICT DO NOTHING", []) }
        try close(copy, at: file)
    }

    /// All of it into the one file that is named.
    private static func close(_ copy: any Database, at file: String) throws {
        try copy.scrub()
        try copy.close()
        for beside in [file + "-wal", file + "-shm"] where FileManager.default.fileExists(atPath: beside) {
            try FileManager.default.removeItem(atPath: beside)
        }
    }
}
