// TrainingStore.swift: the store for practice beside a real one: where it is, making it, starting it afresh.
//
// The real store is opened for reading alone, and only when the practice store is made. Both have their own lock, so
// `serve` and `serve --training` run side by side.

import Foundation
import Office
import Storage

enum TrainingStore {
    /// `var/city.sqlite` → `var/city.training.sqlite`.
    static func address(beside real: StoreAddress, given: String?) throws -> StoreAddress {
        if let given {
            guard case .sqlite(let path)? = StoreAddress(given) else {
                throw StorageFault(
                    .other, "--training-store \(given) is no sqlite:PATH", advice: "practice keeps a file: sqlite:PATH")
            }
            guard real != .sqlite(path: path) else {
                throw StorageFault(
                    .other, "the practice store would be the real one", advice: "name another file")
            }
            return .sqlite(path: path)
        }
        guard case .sqlite(let path) = real else {
            throw StorageFault(
                .other, "a practice store beside \(real) has no place yet", advice: "name one with --training-store sqlite:PATH")
        }
        let url = URL(fileURLWithPath: path)
        let end = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
        return .sqlite(path: String(path.dropLast(end.count)) + ".training" + end)
    }

    /// Opens the practice store, made from the real one when it is not there.
    /// - Parameter fresh: makes it anew: what was practised is removed, what the real store knows is copied again.
    static func open(_ address: StoreAddress, beside real: StoreAddress, fresh: Bool) throws -> Office {
        guard case .sqlite(let path) = address else { preconditionFailure("practice keeps a file") }
        if fresh { try remove(path) }
        let isNew = !FileManager.default.fileExists(atPath: path)
        guard isNew else {
            let office = try openOffice(address)
            guard try office.isTraining else {
                throw StorageFault(
                    .other, "\(path) is no practice store: nothing was changed",
                    advice: "name another file with --training-store")
            }
            return office
        }
        if case .sqlite(let file) = real, !FileManager.default.fileExists(atPath: file) {
            throw StorageFault(
                .unreachable, "there is no store at \(file)", advice: "practice is made from a real store: name it with --store")
        }
        if case .sqlite(let file) = real { try StoreFile.check(file) }
        let database = try openReadOnly(real)
        let copy = try Training.copy(from: database)
        try database.close()
        let office = try openOffice(address, mustExist: false)
        try office.foundTraining(copy, now: systemNow())
        say("Kho tập huấn mới: \(address)")
        return office
    }

    /// Only a practice store is ever removed.
    private static func remove(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let office = try openOffice(.sqlite(path: path), mustExist: false)
        guard try office.isTraining else {
            throw StorageFault(
                .other, "\(path) is no practice store: it is not removed", advice: "name another file with --training-store")
        }
        try office.database.close()
        try office.keys.close()
        try office.papers.close()
        for file in ["", ".keys", ".papers"] {
            for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + file + end) {
                try FileManager.default.removeItem(atPath: path + file + end)
            }
        }
    }
}
