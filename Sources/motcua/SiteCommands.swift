// SiteCommands.swift: `site`, `home`, `bundle`: wards' sites from the command line (docs/operate/sites.md).

import ArgumentParser
import Casework
import Foundation
import Ledger
import Office
import Storage
import Sync
import Web

/// Whoever stands at the machine may do what the city's administrator may.
private func operatorHere() -> Caller {
    Caller(
        user: "operator", name: "Người vận hành",
        grants: [Grant(role: .admin, unit: Directory.city, from: Instant(milliseconds: 0))])
}

struct SiteCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Wards' sites: invite, join, list, strike off; the city's recovery key.",
        subcommands: [
            SiteInvite.self, SiteJoin.self, SiteList.self, SiteRemove.self, SiteHub.self, SiteRecoveryKey.self, SiteRecoverKeys.self,
        ])

    func run() throws { throw ValidationError("which of its commands?") }
}

/// What a line to the hub may be.
struct LineOption: ParsableArguments {
    @Flag(help: "Take an address with http:// beyond this machine too: for tests in networks of their own, never for a city.")
    var insecureLine = false

    /// - Throws: where the line would pass other machines without TLS.
    func check(_ address: String, named name: String) throws {
        guard let address = WebAddress(address), !address.isSecure, !WebAddress.isHere(address.host), !insecureLine else { return }
        throw ValidationError("\(name) http://\(address.authority): only https:// beyond this machine")
    }
}

struct SiteInvite: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract:
            "Invite a machine to be the site of some units (at the hub). The file is a secret for one use.")
    @OptionGroup var store: StoreOption
    @Option(help: "The new site's name: lower-case letters, digits, hyphens.") var site: String
    @Option(help: "Codes of its units, with commas: 26732,ca-26732.") var units: String
    @Option(help: "Where the site reaches the hub: https://host[:port].") var hub: String
    @Option(help: "The invitation's file.") var out: String
    @OptionGroup var line: LineOption

    func run() throws {
        guard WebAddress(hub) != nil else { throw ValidationError("--hub \(hub): https://host[:port]") }
        try line.check(hub, named: "--hub")
        let office = try openOffice(try store.address())
        // Once each, in the order given.
        let codes = units.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let invitation = try office.invite(site: site, units: codes, address: hub, now: systemNow())
        try writeSecret(invitation.json.text + "\n", to: out)
        say(
            "Lời mời cho “\(site)” (\(codes.joined(separator: ", "))): \(out), dùng một lần, trong \(Office.invitationDays) ngày."
        )
    }
}

private func writeSecret(_ text: String, to path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else {
        throw StorageFault(.other, "\(path) is there already", advice: "name another file, or move it away")
    }
    guard
        FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    else {
        throw StorageFault(
            .readOnly, "\(path) cannot be written", advice: "check that the folder is there and writable")
    }
}

private func read(_ path: String) throws -> Data {
    do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
        throw StorageFault(.unreachable, "\(path) cannot be read", advice: "check the name")
    }
}

struct SiteJoin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract:
            "Make this machine the site that an invitation names, and take over what the hub has for it.")
    @Argument(help: "The invitation's file.") var invitation: String
    @OptionGroup var store: StoreOption
    @Option(help: "A PEM file of certificates to trust for the hub instead of the system's.") var hubCa:
        String?
    @OptionGroup var line: LineOption

    /// What is no JSON is no invitation.
    private func invited(_ text: [UInt8]) -> Invitation? {
        do { return Invitation(try JSON.parse(text)) } catch { return nil }
    }

    func run() async throws {
        let text = Array(try read(invitation))
        guard let invited = invited(text) else {
            throw Refusal(
                .invalid, "no-invitation", vi: "\(invitation) không phải lời mời của Một Cửa.",
                en: "\(invitation) is no invitation.")
        }
        try line.check(invited.address, named: "the invitation's address")
        let lock = try StoreLock(try store.address(), mayBeNew: true)
        defer { withExtendedLifetime(lock) {} }
        let office = try openOffice(try store.address(), mustExist: false, site: invited.site)
        guard office.site == invited.site, !office.isFounded || office.upstream != nil else {
            throw Refusal(
                .conflict, "store-in-use", vi: "Kho này đang là “\(office.site)”: hãy chọn kho mới.",
                en: "This store is “\(office.site)” already: choose a new one.")
        }
        say("Vào mạng với tên “\(invited.site)” qua \(invited.address) …")
        var said: Int64 = 0
        do {
            try await SyncLine.join(invited, office, trustRoots: hubCa, clock: systemNow) { count in
                if count - said >= 1000 {
                    say("… \(count) bút toán")
                    said = count
                }
            }
        } catch let refusal as HubRefusal {
            throw Refusal(.conflict, "refused-by-hub", vi: refusal.said.vi, en: refusal.said.en)
        } catch let none as HubUnreachable {
            throw StorageFault(
                .unreachable, none.description, advice: "check that the hub serves there and can be reached from here; then join again")
        }
        try office.checkpointAll(now: systemNow().milliseconds)
        say("Xong: \(try office.entryCount()) bút toán. Chạy: motcua serve --store \(try store.address())")
    }
}

struct SiteList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Sites as this store knows them.")
    @OptionGroup var store: StoreOption
    @Flag(help: "JSON.") var json = false

    func run() throws {
        let office = try openOffice(try store.address())
        let lines = try office.database.read { try NetworkQuestion.sites($0, office, now: systemNow()) }
        if json { return try printJSON(lines.map(SiteLineJSON.init)) }
        print(
            "\(office.site)  \(office.isHub ? "máy chủ thành phố (hub)" : "điểm làm việc, hub: \(office.upstream?.address ?? "")")"
        )
        for line in lines {
            print(
                "\(line.site)  \(line.units.joined(separator: ","))  liên lạc lần cuối: \(line.heard?.description ?? "chưa")  "
                    + "chậm \(line.lag), chờ gửi \(line.ready), xếp riêng \(line.parked)")
        }
    }
}

struct SiteRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Strike a site off (at the hub), when its ledgers have been taken over: its keys open no door any more.")
    @Argument(help: "The site's name; it is not given again.") var site: String
    @OptionGroup var store: StoreOption
    @Option(help: "Why; it stands in the city's ledger.") var reason: String

    func run() throws {
        try openOffice(try store.address()).remove(site: site, reason: reason, by: operatorHere(), now: systemNow())
        say("Đã gỡ điểm “\(site)”.")
    }
}

struct SiteHub: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub", abstract: "Tell a ward's site where the hub is now; its keys stay.")
    @OptionGroup var store: StoreOption
    @Option(help: "https://host[:port].") var address: String
    @OptionGroup var line: LineOption

    func run() throws {
        guard WebAddress(address) != nil else { throw ValidationError("--address \(address): https://host[:port]") }
        try line.check(address, named: "--address")
        let office = try openOffice(try store.address())
        guard let upstream = office.upstream else {
            throw Refusal(
                .conflict, "no-upstream", vi: "Kho này là máy chủ thành phố.",
                en: "This store is the city's own.")
        }
        try office.follow(Upstream(hub: upstream.hub, address: address))
        say("\(office.site) → \(address)")
    }
}

struct SiteRecoveryKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery-key",
        abstract:
            "Make the city's recovery key (at the hub). The file belongs in a safe: with it names come back after a fire."
    )
    @OptionGroup var store: StoreOption
    @Option(help: "The private half's file.") var out: String

    func run() throws {
        let office = try openOffice(try store.address())
        try office.makeRecoveryKey(by: operatorHere(), now: systemNow()) {
            try writeSecret($0.hex + "\n", to: out)
        }
        say("Khóa phục hồi: \(out). Cất vào két, không để trên máy này.")
    }
}

struct SiteRecoverKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover-keys",
        abstract: "Open, with the recovery key, the persons' keys that this store's ledgers carry.")
    @Argument(help: "The recovery key's file.") var key: String
    @OptionGroup var store: StoreOption

    func run() throws {
        let text = String(decoding: try read(key), as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        guard let secret = [UInt8](hex: text), secret.count == 32 else {
            throw Refusal(
                .invalid, "no-recovery-key", vi: "\(key) không phải khóa phục hồi.",
                en: "\(key) is no recovery key.")
        }
        let lock = try StoreLock(try store.address(), alone: true)
        defer { withExtendedLifetime(lock) {} }
        let count = try openOffice(try store.address()).recoverKeys(with: secret)
        say("Đã mở lại \(count) khóa.")
    }
}

struct HomeCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "home", abstract: "Where ledgers are written.",
        subcommands: [HomeTake.self, HomeList.self])

    func run() throws { throw ValidationError("which of its commands?") }
}

struct HomeTake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract:
            "Take a unit's ledger over (at the hub): the old home is fenced off by a new epoch, what it still wrote goes before a person."
    )
    @Argument(help: "The unit's code.") var unit: String
    @OptionGroup var store: StoreOption
    @Option(help: "A known site to which it goes (default: the hub itself).") var site: String?

    func run() throws {
        let office = try openOffice(try store.address())
        try office.take(unit, to: site, by: operatorHere(), now: systemNow())
        let home = office.directory.homes[unit]
        say(
            "Sổ của \(unit) ghi tại “\(home?.site ?? office.site)” từ kỳ \(home?.epoch ?? 1), sau bút toán \(home?.after ?? 0)."
        )
    }
}

struct HomeList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Units whose ledgers are written at sites of their own.")
    @OptionGroup var store: StoreOption
    @Flag(help: "JSON.") var json = false

    /// The ledger of `unit` is written at `site` since `epoch`, which goes on behind the entry `after`.
    struct Answer: Encodable {
        var unit, site: String
        var epoch, after: Int64
    }

    func run() throws {
        let homes = try openOffice(try store.address()).directory.homes.sorted { $0.key < $1.key }
        if json {
            return try printJSON(homes.map { Answer(unit: $0.key, site: $0.value.site, epoch: $0.value.epoch, after: $0.value.after) })
        }
        for (unit, home) in homes {
            print("\(unit)  \(home.site)  kỳ \(home.epoch)  sau \(home.after)")
        }
    }
}

struct BundleCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "A stick instead of a line.",
        subcommands: [BundleExport.self, BundleImport.self])

    func run() throws { throw ValidationError("which of its commands?") }
}

struct BundleExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what another site lacks into a file, signed by this site and sealed for that one.")
    @OptionGroup var store: StoreOption
    @Option(help: "The site it is for (default at a ward: the hub).") var to: String?
    @Option(help: "The file.") var out: String
    @Flag(help: "From the beginning, for a site of which nothing is known any more.") var all = false
    @Flag(help: "JSON.") var json = false

    func run() throws {
        let office = try openOffice(try store.address(), mayHaveJoined: true)
        try refuseBackup(office, try store.address())
        guard let site = to ?? office.upstream?.hub.site else {
            throw ValidationError("--to SITE is needed at the hub")
        }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: out, isDirectory: &isFolder), isFolder.boolValue {
            throw ValidationError("--out \(out) is a folder: name a file in it")
        }
        let part = out + ".part"
        guard FileManager.default.createFile(atPath: part, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: part)
        else {
            throw StorageFault(
                .readOnly, "\(out) cannot be written", advice: "check that the folder is there and writable")
        }
        defer { unlink(part) }
        let report = try office.exportBundle(to: site, everything: all, now: systemNow()) { envelope in
            try file.write(contentsOf: Data(Bundle.framed(envelope)))
        }
        try file.synchronize()
        try file.close()
        guard rename(part, out) == 0 else {
            throw StorageFault(.readOnly, "\(out) cannot be replaced", advice: "check that the folder is writable")
        }
        if json { return try printJSON(BundleJSON(report)) }
        say("\(out): \(report.parts) phần, \(report.entries) bút toán, \(report.files) tệp cho “\(site)”.")
    }
}

struct BundleImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Take in a bundle. Twice is like once, any order will do, what is whole of a torn one counts; beside a running server too."
    )
    @Argument(help: "The file.") var file: String
    @OptionGroup var store: StoreOption
    @Flag(help: "JSON.") var json = false

    func run() throws {
        let office = try openOffice(try store.address(), mayHaveJoined: true)
        try refuseBackup(office, try store.address())
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue,
            let handle = FileHandle(forReadingAtPath: file)
        else {
            throw StorageFault(
                .unreachable, "\(file) \(isFolder.boolValue ? "is a folder" : "cannot be read")", advice: "name the bundle's file")
        }
        // Beside a running server nothing is taken out that it may remember.
        let lock: StoreLock?
        do { lock = try StoreLock(try store.address(), alone: true) } catch let fault as StorageFault where fault.cause == .busy {
            lock = nil
        }
        defer { withExtendedLifetime(lock) {} }
        var (reader, report) = (BundleReader(), BundleReport())
        var last: (bundle: String, number: Int, count: Int)?
        do {
            while let bytes = try handle.read(upToCount: 1 << 20), !bytes.isEmpty {
                for envelope in try reader.take(Array(bytes)) {
                    last = Bundle.place(envelope.about)
                    try office.importPart(envelope, isAlone: lock != nil, now: systemNow(), &report)
                }
            }
        } catch let refusal as Envelope.Refusal {
            report.refused.append("\(refusal)")
            if json { try printJSON(BundleJSON(report, isWhole: false)) }
            let done = report.parts == 0 ? "" : " (\(report.parts) phần trước đã nhận)"
            throw Refusal(
                .invalid, "bundle-refused", vi: "Không nhận: \(SiteRefusal.of(refusal).vi)\(done)",
                en: "Not taken: \(refusal).")
        }
        let isWhole = reader.rest == 0 && last.map { $0.count == $0.number } ?? false
        if json {
            try printJSON(BundleJSON(report, isWhole: isWhole))
        } else {
            say("\(report.parts) phần, \(report.entries) bút toán (\(report.new) mới), \(report.files) tệp.")
            for why in report.refused { say("Không nhận một đoạn: \(why)") }
        }
        guard isWhole else {
            throw Refusal(
                .invalid, "bundle-torn",
                vi: "Tệp bị cắt cụt: \(report.parts) phần trọn vẹn đã nhận, hãy chép lại và nhập lần nữa.",
                en:
                    "The file is torn: \(report.parts) whole parts were taken; copy it again and import once more."
            )
        }
        if !report.refused.isEmpty { throw ExitCode(2) }
    }
}

private struct BundleJSON: Encodable {
    var parts, entries, new, files: Int
    var refused: [String]
    var whole: Bool

    init(_ report: BundleReport, isWhole: Bool = true) {
        (parts, entries, new, files, refused, whole) = (
            report.parts, report.entries, report.new, report.files, report.refused, isWhole
        )
    }
}
