// UpkeepCommands.swift: verify, rebuild, export, backup, restore, doctor.

import ArgumentParser
import Casework
import Foundation
import Ledger
import Office
import Storage
import Web

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check chains, checkpoints and projections.")
    @OptionGroup var store: StoreOption
    @Flag(help: "JSON.") var json = false

    struct Answer: Encodable {
        struct Found: Encodable {
            var unit: String
            var seq: Int64?
            var what: String
        }
        var entries, units, checkpoints: Int
        var findings: [Found]
    }

    func run() throws {
        let office = try openOffice(try store.address(), checksKeys: false)
        var result = try office.verify { say("… \($0) bút toán") }
        result.findings += try office.verifyPapers()
        if json {
            try printJSON(
                Answer(
                    entries: result.entries, units: result.units, checkpoints: result.checkpoints,
                    findings: result.findings.map { .init(unit: $0.unit, seq: $0.seq, what: $0.what) }))
        } else {
            for finding in result.findings { print(finding) }
            print(
                "\(result.entries) entries of \(result.units) units, \(result.checkpoints) checkpoints: "
                    + (result.findings.isEmpty ? "all sound" : "\(result.findings.count) findings")
            )
        }
        if !result.findings.isEmpty { throw ExitCode(129) }
    }
}

struct RebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make all projections anew from the ledgers.")
    @OptionGroup var store: StoreOption
    @Flag(help: "JSON.") var json = false

    struct Answer: Encodable {
        var entries: Int
        var milliseconds: Int
        var entriesPerSecond: Int
        var same: Bool
    }

    func run() throws {
        let lock = try StoreLock(try store.address(), alone: true)
        defer { withExtendedLifetime(lock) {} }
        let office = try openOffice(try store.address())
        let before = try office.dump()
        let start = Date()
        let count = try office.rebuild { say("… \($0) bút toán") }
        let seconds = Date().timeIntervalSince(start)
        let answer = Answer(
            entries: count, milliseconds: Int(seconds * 1000),
            entriesPerSecond: Int(Double(count) / max(seconds, 0.001)),
            same: try office.dump() == before)
        if json { return try printJSON(answer) }
        print(
            "\(answer.entries) entries in \(answer.milliseconds) ms, \(answer.entriesPerSecond) a second; projections "
                + (answer.same ? "were the same to the byte" : "had differed and are renewed")
        )
    }
}

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Evidence out.", subcommands: [LedgerExport.self])

    struct LedgerExport: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ledger", abstract: "A unit's ledger, one entry a line (docs/formats/ledger.md).")
        @OptionGroup var store: StoreOption
        @Option(help: "Whose ledger.") var unit: String

        func run() throws {
            let office = try openOffice(try store.address())
            guard office.directory.unit(unit) != nil else { throw Refusal.unknownUnit(unit) }
            try office.database.read { tx in
                let write = { (entry: Entry) in FileHandle.standardOutput.write(Data(entry.exported.canonical + [0x0A])) }
                // Beside a ledger that is here whole, entries of another line are no part of the evidence.
                if let head = try LedgerReader.head(of: unit, tx) {
                    try LedgerReader.forEach(in: unit, after: 0, upTo: head.seq, tx, write)
                } else {
                    try LedgerReader.forEach(in: unit, tx, write)
                }
            }
        }
    }
}

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the store while it is in use; keys go beside it into FILE.keys.")
    @OptionGroup var store: StoreOption
    @Argument(help: "A new file.") var file: String

    func run() throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw StorageFault(.readOnly, "the folder \(folder) cannot be made", advice: "name a place where this user may write")
        }
        try openOffice(try store.address()).backup(to: file) { say($0) }
        print("\(file), \(file).keys and \(file).papers")
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup in place; raises the epoch of every ledger.")
    @Argument(help: "The backup; none with --in-place.") var file: String?
    @OptionGroup var store: StoreOption
    @Flag(help: "The store has been put back by other means, PostgreSQL's own or a disk image: what else belongs to a restore is done.")
    var inPlace = false

    func run() throws {
        guard (file == nil) == inPlace else { throw ValidationError("restore FILE, or restore --in-place") }
        let address = try store.address()
        // A backup may be named by a link, such as the latest one: what is read, and remembers, is what it leads to.
        let file = file.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        if let file { try StoreFile.check(backup: file) }
        guard let file else {
            let lock = try StoreLock(address, alone: true)
            defer { withExtendedLifetime(lock) {} }
            return try begin(try openOffice(address), time: 1)
        }
        guard case .postgresql = address else { return try put(file, at: address) }
        try move(file, to: address)
    }

    private func put(_ file: String, at address: StoreAddress) throws {
        let time = try copy(file, to: address)
        let lock = try StoreLock(address)
        defer { withExtendedLifetime(lock) {} }
        let office = try openOffice(address, isBeingRestored: true)
        try begin(office, time: time)
        try unfinishedRestore(of: address).map(FileManager.default.removeItem(atPath:))
    }

    /// Into an empty database of PostgreSQL: put back as files first, so that it arrives there with its epochs raised, or not at all.
    private func move(_ file: String, to address: StoreAddress) throws {
        let (target, keys) = (try openDatabase(address), try openDatabase(keyAddress(of: address)))
        for (database, name) in [(target, "\(address)"), (keys, "\(keyAddress(of: address))")] where try !StoreCopy.isEmpty(database) {
            throw StorageFault(.other, "\(name) is not empty", advice: "restore to a new place; nothing is overwritten")
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("motcua-restore-\(UUID().uuidString)")
        // Keys lie there for a moment.
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch {
                say("\(folder.path) holds keys and could not be removed: \(error)")
            }
        }
        let place = StoreAddress.sqlite(path: folder.appendingPathComponent("store.sqlite").path)
        try put(file, at: place)
        try openOffice(place).move(to: target, keys: keys) { say($0) }
    }

    /// Puts the files in place. What an earlier restore that was cut short had put there is replaced, nothing else.
    /// - Returns: the how-manieth restore from this backup it is.
    private func copy(_ file: String, to address: StoreAddress) throws -> Int {
        guard case .sqlite(let path) = address else {
            throw ValidationError("restore FILE goes to sqlite:PATH or postgresql://…")
        }
        let disk = FileManager.default
        let unfinished = path + ".restoring"
        // Papers' bytes: absent in a backup of before there were any.
        let files = ["", ".keys", ".papers"].map { (from: file + $0, to: path + $0) }
        for (_, to) in files {
            guard !disk.fileExists(atPath: to) || disk.fileExists(atPath: unfinished) else {
                throw StorageFault(
                    .other, "\(to) exists", advice: "restore to a new place; nothing is overwritten")
            }
        }
        let time = try count(of: file, to: address)
        try disk.createDirectory(at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: unfinished))
        for (from, to) in files {
            for end in ["", "-wal", "-shm"] where disk.fileExists(atPath: to + end) { try disk.removeItem(atPath: to + end) }
            let real = URL(fileURLWithPath: from).resolvingSymlinksInPath().path
            if disk.fileExists(atPath: real) { try disk.copyItem(atPath: real, toPath: to) }
        }
        return time
    }

    /// What was put back from this backup before has written in the epochs behind the backup's, and may be lost again unheard:
    /// the backup itself remembers, in `FILE.restored`, a line for each time.
    /// - Returns: which time this is, from 1.
    private func count(of file: String, to address: StoreAddress) throws -> Int {
        let place = file + ".restored"
        let before: String
        do {
            // One that is there and cannot be read must not count as none.
            before = FileManager.default.fileExists(atPath: place) ? try String(contentsOfFile: place, encoding: .utf8) : ""
            try (before + "\(systemNow()) \(address)\n").write(toFile: place, atomically: true, encoding: .utf8)
        } catch {
            throw StorageFault(
                .other, "\(place) cannot be read and written",
                advice: "copy the backup, with its .keys, .papers and .restored, to where it can, and restore from there")
        }
        return before.split(separator: "\n").count + 1
    }

    /// The store is older than what was told of it: what it will give from here on must not have been given before.
    private func begin(_ office: Office, time: Int) throws {
        let erased = try office.replayErasures()
        try office.work { try $0.holdMessages(now: systemNow()) }
        try office.raiseEpochs(now: systemNow(), by: Int64(time))
        let result = try office.verify()
        guard result.findings.isEmpty else {
            for finding in result.findings { print(finding) }
            throw ExitCode(129)
        }
        for finding in try office.verifyPapers() { say("\(finding)") }
        print("\(result.entries) entries restored; epochs raised; \(erased) erasures replayed")
    }
}

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What is installed, configured, reachable, writable, and what to do about what is not.")
    @Option(help: "A store to look at.") var store: String?
    @OptionGroup var messages: MessagingOptions
    @Option(help: "A ward's site: a PEM file of certificates to trust for the hub instead of the system's.") var hubCa: String?
    @Flag(help: "JSON.") var json = false

    struct Look: Encodable {
        var what: String
        var good: Bool
        var advice: String?
    }

    func run() async throws {
        let looks = self.looks() + (await sending()) + (await line())
        if json { try printJSON(looks) } else {
            for look in looks {
                print("\(look.good ? "✓" : "✗") \(look.what)\(look.advice.map { " — \($0)" } ?? "")")
            }
        }
        if looks.contains(where: { !$0.good }) { throw ExitCode(3) }
    }

    /// Whether messages can leave, as the same options or environment would have `serve` send them.
    private func sending() async -> [Look] {
        let messaging: Messaging
        do {
            guard let given = try messages.messaging() else {
                return [Look(what: "messages: not configured, kept and not sent (docs/operate/messages.md)", good: true)]
            }
            messaging = given
        } catch { return [Look(what: "messages", good: false, advice: "\(error)")] }
        var looks: [Look] = []
        if let mail = messaging.mail {
            let hindrance = await MessageProbe.mail(messaging)
            looks.append(
                Look(what: "mail server \(mail.host):\(mail.port)", good: hindrance == nil, advice: hindrance))
        }
        if let gateway = messaging.gateway {
            let hindrance = await MessageProbe.gateway(messaging)
            looks.append(Look(what: "gateway \(gateway.authority)", good: hindrance == nil, advice: hindrance))
        }
        return looks
    }

    /// What this machine is among the sites; of a ward whether its hub answers.
    private func line() async -> [Look] {
        guard let store, let address = StoreAddress(store) else { return [] }
        do {
            let office = try openOffice(address)
            guard let upstream = office.upstream else {
                return [Look(what: "site “\(office.site)”: the hub, \(office.directory.sites.count) ward sites", good: true)]
            }
            let hindrance = await SyncLine.hindrance(office, trustRoots: hubCa)
            let (heard, waiting) = (try office.hubHeard(), try office.waitingNow())
            return [
                Look(
                    what: "site “\(office.site)”: a ward, last heard from its hub \(heard?.description ?? "never"), "
                        + "waiting: \(waiting.entries) entries, \(waiting.files) papers", good: true),
                Look(
                    what: "hub \(upstream.address)", good: hindrance == nil,
                    advice: hindrance.map { "\($0); the ward works on without it (docs/operate/sites.md)" }),
            ]
        } catch { return [Look(what: "site", good: false, advice: "\(error)")] }
    }

    private func looks() -> [Look] {
        var looks: [Look] = []
        func check(_ what: String, _ good: Bool, _ advice: String) {
            looks.append(Look(what: what, good: good, advice: good ? nil : advice))
        }
        check(
            "Reference folder: \(ReferenceFiles.locate() ?? "-")", ReferenceFiles.locate() != nil,
            "set MOTCUA_REFERENCE")
        do {
            let reference = try loadReference()
            check(
                "\(reference.procedures.count) procedures, \(reference.units.count) units, \(reference.calendars.count) calendars",
                true, "")
        } catch { check("reference data", false, "\(error)") }
        if let store {
            do {
                guard let address = StoreAddress(store) else {
                    throw StorageFault(.other, "\(store) is no address", advice: "sqlite:PATH")
                }
                let office = try openOffice(address)
                check("store \(address): \(office.directory.units.count) units", true, "")
                if case .sqlite(let path) = address {
                    check(
                        "writable: \(path)", FileManager.default.isWritableFile(atPath: path),
                        "give the user of motcua write access")
                    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
                    let free =
                        (try FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize]
                        as? NSNumber)?.int64Value ?? 0
                    check(
                        "free on disk: \(free >> 20) MiB", free > 500 << 20,
                        "free space: below 500 MiB a busy office fills it in days")
                }
                check(
                    "no demo accounts", !(try office.database.read { try Accounts.hasDemoAccounts($0) }),
                    "this store has them: never use it for real dossiers")
                let totals = try office.database.read { try OutboxQuestion.totals($0) }
                check(
                    "messages: \(totals.waiting) waiting, \(totals.failed) failed, \(totals.doubtful) in doubt",
                    totals.doubtful == 0, "look at /tin-nhan: whether those in doubt arrived is for a person to say")
                let exchange = try office.database.read { try ExchangeQuestion.totals($0) }
                check(
                    "exchange: \(exchange.held) messages wait for a person, \(exchange.failing) cannot be delivered",
                    exchange.held == 0 && exchange.failing == 0, "look at /quan-tri/lien-thong")
                if try office.isTraining { check("a practice store: nothing here is real", true, "") }
            } catch { check("store \(store)", false, "\(error)") }
        }
        return looks
    }
}
