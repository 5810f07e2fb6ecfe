// StoreLock.swift: one process at a time changes a SQLite store beside the commands of its server.
//
// `serve` holds the lock; erase and rebuild take it, because a server remembers dossiers and keys. Reading (verify,
// export, backup) needs none. The lock dies with its process. PostgreSQL takes several servers at once: they share a lock that
// `restore --in-place`, `rebuild` and a stick that takes lines out want alone; of an erasure or an import servers hear.

import Foundation
import Office
import Storage

final class StoreLock {
    private let handle: Int32
    private let hold: PostgresHold?

    /// - Parameters:
    ///   - mayBeNew: the store may be made under this lock.
    ///   - alone: on PostgreSQL: only when no server works on the store, or (false) as one of its servers; nil = beside them.
    /// - Throws: a fault when another process holds the store, or when there is none.
    init(_ address: StoreAddress, mayBeNew: Bool = false, alone: Bool? = nil) throws {
        guard case .sqlite(let path) = address else {
            handle = -1
            if case .postgresql(let url) = address, let alone {
                hold = try PostgresHold(url: url, alone: alone)
            } else {
                hold = nil
            }
            return
        }
        hold = nil
        try StoreFile.check(path, mustExist: !mayBeNew)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        handle = open(path + ".lock", O_CREAT | O_RDWR, 0o600)
        guard handle >= 0 else {
            throw StorageFault(
                .readOnly, "\(path).lock cannot be made", advice: "check that the folder is writable")
        }
        guard flock(handle, LOCK_EX | LOCK_NB) == 0 else {
            close(handle)
            throw StorageFault(
                .busy, "another motcua works on \(path)",
                advice: "stop its server first, or do this through the server")
        }
    }

    deinit { if handle >= 0 { close(handle) } }
}
