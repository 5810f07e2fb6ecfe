// App.swift: the command line, and the composition root: the only place that picks a real clock, randomness, disk
// and network. Exit codes (docs/use/command-line.md): 0 done, 2 refused, 3 fault, 64 usage, 129 bad data found.

import ArgumentParser
import Casework
import Foundation
import Office
import Storage

@main
struct App: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "motcua", abstract: "Một Cửa: one-stop dossiers, from greeting to returned result.",
        version: "0.1.0",
        subcommands: [
            Serve.self, Routes.self, Init.self, Demo.self, Deadline.self, Procedures.self, Verify.self,
            RebuildCommand.self, Export.self,
            Indicators.self, Import.self, Backup.self, Restore.self, Erase.self, Doctor.self, Bench.self,
            SiteCommands.self, HomeCommands.self, BundleCommands.self,
        ])

    static func main() async {
        // Stores, keys, backups, sticks: whatever is made here is for the user that runs it alone.
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let refusal as Refusal {
            stop(2, "\(refusal.vi)\n\(refusal.en)")
        } catch let fault as StorageFault {
            stop(3, "Lỗi: \(fault)")
        } catch let fault as ReferenceFault {
            stop(129, "\(fault)")
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch  where exitCode(for: error) == .failure {
            stop(3, "Lỗi: \(error)")
        } catch {
            exit(withError: error)
        }
    }

    private static func stop(_ code: Int32, _ words: String) -> Never {
        FileHandle.standardError.write(Data((words + "\n").utf8))
        Foundation.exit(code)
    }
}

struct StoreOption: ParsableArguments {
    @Option(help: "Where the store is: sqlite:PATH or postgresql://…")
    var store: String

    func address() throws -> StoreAddress {
        guard let address = StoreAddress(store) else {
            throw ValidationError("--store \(store) is neither sqlite:PATH nor postgresql://…")
        }
        return address
    }
}

/// Wall clock, in milliseconds UTC.
func systemNow() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

func say(_ words: String) { FileHandle.standardError.write(Data((words + "\n").utf8)) }

/// The key store beside a store.
func keyAddress(of address: StoreAddress) -> StoreAddress {
    switch address {
    case .sqlite(let path): .sqlite(path: path + ".keys")
    case .memory: .memory
    case .postgresql: sharedKeys(ProcessInfo.processInfo.environment["MOTCUA_KEYS"] ?? "var/motcua.keys")
    }
}

/// The keys of a PostgreSQL store: a file on this machine, or with `postgresql://…` a database of its own, which servers on
/// several machines need.
private func sharedKeys(_ place: String) -> StoreAddress {
    if let address = StoreAddress(place) { return address }
    return .sqlite(path: place)
}

/// The store of papers' bytes beside a store; nil = in it.
func paperAddress(of address: StoreAddress) -> StoreAddress? {
    switch address {
    case .sqlite(let path): .sqlite(path: path + ".papers")
    case .memory: .memory
    // One cluster carries both, with its own backup and standbys.
    case .postgresql: nil
    }
}

/// Opens an existing store.
/// - Parameters:
///   - site: the name of a store that is new; one that is there keeps its own.
///   - checksKeys: refuses keys with which the store has not signed; only who verifies wants to see them all the same.
func openOffice(
    _ address: StoreAddress, mustExist: Bool = true, keepsIndicators: Bool = true, site: String = "site-1",
    checksKeys: Bool = true, isBeingRestored: Bool = false, mayHaveJoined: Bool = false
) throws -> Office {
    if !isBeingRestored, let unfinished = unfinishedRestore(of: address) {
        throw StorageFault(
            .other, "a restore to this place was cut short: \(unfinished)", advice: "run the same `motcua restore` again")
    }
    if case .sqlite(let path) = address { try StoreFile.check(path, mustExist: mustExist) }
    try checkKeyFile(of: address)
    let keys = try KeyStore(try openDatabase(keyAddress(of: address)), site: site)
    let office = try Office(
        database: try openDatabase(address), keys: keys,
        papers: try paperAddress(of: address).map { try openDatabase($0) }, keepsIndicators: keepsIndicators,
        checksKeys: checksKeys)
    // A ward's that lost its line right after it was introduced has nothing yet: a stick brings it.
    if mustExist, !office.isFounded, !mayHaveJoined || office.upstream == nil {
        guard office.upstream == nil else {
            throw StorageFault(
                .other, "the store \(address) has joined its hub and got nothing of it yet",
                advice: "run the same `motcua site join` again, or bring what the hub has on a stick with `motcua bundle import`")
        }
        throw StorageFault(
            .other, "the store \(address) is empty", advice: "found it with `motcua init --store \(address)`")
    }
    return office
}

/// A backup that was put in a store's place by hand would give numbers and places again that were given since.
func refuseBackup(_ office: Office, _ address: StoreAddress) throws {
    guard try office.isBackup else { return }
    throw StorageFault(
        .other, "the store \(address) is a backup's file, and what it gives next may have been given since",
        advice: "put it back with `motcua restore FILE --store NEW`; where it lies in its place already, with "
            + "`motcua restore --in-place --store \(address)`")
}

/// A store whose key file is gone is not given another, with which nothing was signed or sealed.
private func checkKeyFile(of address: StoreAddress) throws {
    guard case .sqlite(let file) = keyAddress(of: address), !FileManager.default.fileExists(atPath: file) else { return }
    let isNew: Bool
    switch address {
    case .sqlite(let path): isNew = try StoreFile.isNew(path)
    case .memory: isNew = true
    case .postgresql: isNew = try StoreCopy.isEmpty(try openDatabase(address))
    }
    if !isNew { try StoreFile.check(keys: file) }
}

/// The mark of a restore that has begun and not ended: the store there is as old as its backup and does not know it yet.
func unfinishedRestore(of address: StoreAddress) -> String? {
    guard case .sqlite(let path) = address, FileManager.default.fileExists(atPath: path + ".restoring") else { return nil }
    return path + ".restoring"
}

/// Opens an existing database without ever writing to it.
func openReadOnly(_ address: StoreAddress) throws -> any Database {
    if case .sqlite(let path) = address { return try SQLiteDatabase(readingOnly: path) }
    return try openDatabase(address)
}

/// The repository's reference data.
func loadReference(only code: String? = nil, withUnits: Bool = true) throws -> ReferenceFiles {
    guard let folder = ReferenceFiles.locate() else {
        throw StorageFault(
            .unreachable, "the Reference folder was not found", advice: "set MOTCUA_REFERENCE to it")
    }
    return try ReferenceFiles.load(folder: folder, only: code, withUnits: withUnits)
}

func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
