// StoreFile.swift: whether files are a store of ours, looked at before anything is made beside them or put anywhere.

import Foundation
import Storage

package enum StoreFile {
    /// Looks at the main file of a store, which stays as it is.
    /// - Parameter mustExist: false where a store may be made: then no file will do, and one with nothing in it.
    /// - Throws: a fault that says what is there instead; nothing was made.
    package static func check(_ path: String, mustExist: Bool = true) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            guard mustExist else { return }
            throw StorageFault(
                .unreachable, "there is no store at \(path)",
                advice: "make one with `motcua init --store sqlite:\(path)` or `motcua demo --store sqlite:\(path)`")
        }
        guard !isFolder.boolValue else { throw foreign(path, "a folder") }
        let tables: Set<String>
        do { tables = try StoreFile.tables(in: try SQLiteDatabase(readingOnly: path)) } catch let fault as StorageFault
        where fault.cause == .corrupt { throw foreign(path, fault.what) }
        guard !tables.isEmpty || !mustExist else {
            throw StorageFault(
                .other, "the store sqlite:\(path) is empty", advice: "found it with `motcua init --store sqlite:\(path)`")
        }
        guard tables.isEmpty || tables.contains("entry") else { throw foreign(path, "a database without ledgers") }
    }

    /// A store that is there has its keys; it is never given others, with which nothing was signed or sealed.
    package static func check(keys file: String) throws {
        guard FileManager.default.fileExists(atPath: file) else {
            throw StorageFault(
                .corrupt, "the keys are not those of this store: \(file) is missing",
                advice: "put back the store's own key file from the backup (PostgreSQL: or name its place in MOTCUA_KEYS); "
                    + "nothing was changed")
        }
    }

    /// Whether nothing has been written to a store's main file yet.
    package static func isNew(_ path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return true }
        return try tables(in: try SQLiteDatabase(readingOnly: path)).isEmpty
    }

    /// Looks at the files of a backup as a whole, which stay as they are.
    /// - Throws: a fault when one is missing, torn or not of a store of ours, or when the keys are another store's.
    package static func check(backup file: String) throws {
        for (end, table) in [("", "entry"), (".keys", "person_key"), (".papers", "paper_piece")] {
            let part = file + end
            guard FileManager.default.fileExists(atPath: part) else {
                // Papers' bytes: absent in a backup of before there were any.
                if end == ".papers", try !namesPapers(file) { continue }
                throw StorageFault(.unreachable, "\(part) is missing", advice: "name the backup made by `motcua backup`")
            }
            guard try isWhole(part, with: table) else {
                throw StorageFault(
                    .corrupt, "\(part) is torn, or no part of a backup of motcua", advice: "take another backup; nothing was changed")
            }
        }
        let (store, keys) = (try SQLiteDatabase(unchanging: file), try SQLiteDatabase(unchanging: file + ".keys"))
        let steps = try store.read { try $0.rows("SELECT name FROM schema_step").map { $0.text(0) } }
        if let unknown = steps.first(where: { step in !Office.migrations.contains { $0.name == step } }) {
            throw StorageFault(
                .other, "the backup has schema step “\(unknown)”, which this program does not know",
                advice: "use a newer motcua; nothing was changed")
        }
        try Office.checkKeys(try KeyStore.signer(in: keys), store)
    }

    private static func namesPapers(_ file: String) throws -> Bool {
        let database = try SQLiteDatabase(unchanging: file)
        guard try tables(in: database).contains("paper_file") else { return false }
        return try SQLiteDatabase(unchanging: file).read { try $0.row("SELECT 1 FROM paper_file LIMIT 1") } != nil
    }

    private static func isWhole(_ part: String, with table: String) throws -> Bool {
        do {
            let database = try SQLiteDatabase(unchanging: part)
            let said = try database.read { try $0.rows("PRAGMA quick_check(1)").map { $0.text(0) } }
            guard said == ["ok"] else { return false }
            return try tables(in: database).contains(table)
        } catch let fault as StorageFault where fault.cause == .corrupt { return false }
    }

    private static func foreign(_ path: String, _ what: String) -> StorageFault {
        StorageFault(
            .corrupt, "\(path) is no store of motcua: \(what)",
            advice: "check the name; where a store was, restore its backup; nothing was changed")
    }

    private static func tables(in database: any Database) throws -> Set<String> {
        let names = try database.read { try $0.rows("SELECT name FROM sqlite_master WHERE type = 'table'").map { $0.text(0) } }
        try database.close()
        return Set(names)
    }
}
