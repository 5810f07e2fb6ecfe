// StoreFile.swift: whether files are a store of ours, looked at before anything is made beside them or put anywhere.

import Foundation
import Storage

package enum StoreFile {
    /// What every file of SQLite begins with.
    private static let mark = Array("SQLite format 3\0".utf8)

    /// Looks at the main file of a store, before this process opens it.
    /// - Parameter mustExist: false where a store may be made: then no file will do, and one with nothing in it.
    /// - Throws: a fault that says what is there instead; nothing was made.
    package static func check(_ path: String, mustExist: Bool = true) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            guard mustExist else { return }
            throw StorageFault(
                .unreachable, "there is no store at \(path)",
                advice: "make one with `motcua init --store sqlite:\(path)` or `motcua demo --store sqlite:\(path)`")
        }
        let foreign = StorageFault(.other, "\(path) is no store of Một Cửa", advice: "check the name; nothing was changed")
        guard let isDatabase = try beginsAsDatabase(path) else { throw foreign }
        var tables: Set<String> = []
        if isDatabase { tables = try StoreFile.tables(in: try SQLiteDatabase(readingOnly: path)) }
        guard tables.isEmpty || tables.contains("entry") else { throw foreign }
        guard !tables.isEmpty || !mustExist else {
            throw StorageFault(
                .other, "the store sqlite:\(path) is empty", advice: "found it with `motcua init --store sqlite:\(path)`")
        }
    }

    /// Whether a file is one of SQLite's; false = there is nothing in it yet, nil = it is something else.
    private static func beginsAsDatabase(_ path: String) throws -> Bool? {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { return nil }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw StorageFault(.readOnly, "\(path) cannot be read", advice: "give the user of motcua access to it")
        }
        let head = Array(try handle.read(upToCount: mark.count) ?? Data())
        try handle.close()
        if head.isEmpty { return false }
        return head == mark ? true : nil
    }

    private static func tables(in database: any Database) throws -> Set<String> {
        let names = try database.read { try $0.rows("SELECT name FROM sqlite_master WHERE type = 'table'").map { $0.text(0) } }
        try database.close()
        return Set(names)
    }
}
