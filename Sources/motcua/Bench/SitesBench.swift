// SitesBench.swift: what a ward back after a week costs, and a city of wards that all come at once.
//
// `week`: a hub and a ward on disk in one process; the line dead for seven days, a thousand dossiers at the ward, two hundred
// handed over each way; then the time until both are level. `wards`: 168 sites join a running hub and take over what it has for
// them; then the line is gone, and all come back within a minute: each hears the last page again and says hello every three
// seconds, as a courier at rest does.

import ArgumentParser
import Casework
import Crypto
import Foundation
import Ledger
import Office
import Storage
import Sync
import Synchronization
import TestKit
import Web

extension Bench {
    struct Week: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A ward back after seven days without a line.")
        @Option(help: "Dossiers taken in at the ward.") var dossiers = 1_000
        @Option(help: "Handed over in each direction.") var handOvers = 100

        struct Answer: Encodable {
            var dossiers, handOvers, entriesUp, entriesDown, milliseconds, parked, findings: Int
            var same: Bool
        }

        func run() throws {
            let folder = NSTemporaryDirectory() + "motcua-week-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            func city(_ name: String, founded: Bool) throws -> TestCity {
                try TestCity(
                    database: try openDatabase(.sqlite(path: "\(folder)/\(name)")),
                    keys: try openDatabase(.sqlite(path: "\(folder)/\(name).keys")), site: name,
                    founded: founded)
            }
            let (hub, ward) = (try city("hub", founded: true), try city("ward", founded: false))
            let invitation = try hub.office.invite(
                site: "ward", units: ["27373"], address: "http://hub", now: hub.now)
            try hub.office.enrol(ward.office.keys.siteKeys.card, token: invitation.token, now: hub.now)
            try ward.office.follow(Upstream(hub: invitation.hub, address: invitation.address))
            var rounds = SiteRounds(ward.office, now: ward.now)
            try rounds.run(hub: hub.office, now: ward.now, hubNow: hub.now)
            let before = (try hub.office.entryCount(), try ward.office.entryCount())
            say("… một tuần không đường truyền")
            try week(hub, ward)
            let grown = (try hub.office.entryCount() - before.0, try ward.office.entryCount() - before.1)
            say("… nối lại: \(grown.1) bút toán lên, \(grown.0) xuống")
            let start = Date()
            for _ in 0..<3 { try rounds.run(hub: hub.office, now: ward.now, hubNow: hub.now) }
            let milliseconds = Int(Date().timeIntervalSince(start) * 1000)
            let (own, copy) = (try ledger(ward), try ledger(hub))
            let parked = try [hub, ward].reduce(Int64(0)) { sum, city in
                sum
                    + (try city.office.database.read {
                        try $0.row("SELECT count(*) FROM parked_entry")?.int(0) ?? 0
                    })
            }
            for finding in try hub.office.verify().findings.prefix(3) + ward.office.verify().findings.prefix(3) { say("\(finding)") }
            try printJSON(
                Answer(
                    dossiers: dossiers, handOvers: handOvers * 2, entriesUp: Int(grown.1),
                    entriesDown: Int(grown.0),
                    milliseconds: milliseconds, parked: Int(parked),
                    findings: try hub.office.verify().findings.count + ward.office.verify().findings.count,
                    same: own == copy))
        }

        private func week(_ hub: TestCity, _ ward: TestCity) throws {
            for i in 0..<dossiers {
                if i % max(1, dossiers / 7) == 0 {
                    ward.wait(minutes: 1440)
                    hub.wait(minutes: 1440)
                }
                let number = try ward.receive().number
                if i < handOvers {
                    try ward.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
                } else {
                    try ward.follow(number)
                }
            }
            for _ in 0..<handOvers {
                var filing = hub.filing("26732")
                filing.accept = true
                let number = try hub.receive(filing, as: "counter@26732").number
                try hub.act("hand-over", number, ["unit": "27373"], as: "counter@26732")
            }
        }

        private func ledger(_ city: TestCity) throws -> [Entry] {
            var entries: [Entry] = []
            try city.office.database.read { tx in
                try LedgerReader.forEach(in: "27373", tx) { entries.append($0) }
            }
            return entries
        }
    }

    struct Wards: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enrol sites in a store and let them come to its running hub within a minute.")
        @OptionGroup var store: StoreOption
        @Option(help: "The running hub.") var url: String
        @Option(help: "How many sites.") var sites = 168
        @Option(help: "Seconds within which they come.") var within = 60

        struct Answer: Encodable {
            var sites, takenOver, takeOverSeconds, requests, errors, p50, p95, p99, slowest, entries: Int
            var firstError: String
        }

        func run() async throws {
            let office = try openOffice(try store.address())
            let units = office.directory.unitCodes.filter { code in
                office.directory.unit(code).map { [.ward, .commune, .specialZone].contains($0.kind) } ?? false
            }.prefix(sites)
            var keys: [SiteKeys] = []
            for (i, unit) in units.enumerated() {
                let name = "bench-\(i)-\(UInt32.random(in: 0 ... .max))"
                let own = SiteKeys(
                    signer: SiteSigner(site: name, key: Curve25519.Signing.PrivateKey()),
                    agreement: Curve25519.KeyAgreement.PrivateKey())
                let invitation = try office.invite(site: name, units: [unit], address: url, now: systemNow())
                _ = try await SyncLine.introduce(own, invitation)
                keys.append(own)
                if i % 20 == 0 { say("… \(i) điểm") }
            }
            let upstream = Upstream(hub: office.keys.siteKeys.card, address: url)
            let (first, start) = (Tally(), Date())
            let cursors = await takeOver(keys, upstream, first)
            let seconds = Int(Date().timeIntervalSince(start))
            say("… \(first.all.entries) bút toán trong \(seconds) s; nay tất cả trở lại trong \(within) s")
            let (tally, span) = (Tally(), within * 1000)
            await withTaskGroup(of: Void.self) { group in
                for (own, cursor) in zip(keys, cursors) {
                    group.addTask {
                        try? await Task.sleep(for: .milliseconds(Int.random(in: 0..<span)))
                        await Wards.visit(own, upstream, from: cursor, until: Date().addingTimeInterval(30), tally)
                    }
                }
            }
            let all = tally.all
            let sorted = all.milliseconds.sorted()
            func at(_ share: Int) -> Int {
                sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * share / 100)]
            }
            try printJSON(
                Answer(
                    sites: keys.count, takenOver: first.all.entries, takeOverSeconds: seconds, requests: sorted.count,
                    errors: all.errors + first.all.errors, p50: at(50), p95: at(95), p99: at(99),
                    slowest: sorted.last ?? 0, entries: all.entries, firstError: first.all.first + all.first))
        }

        /// Each hears all that the hub has for it, four at a time.
        /// - Returns: the place before the last page, for each.
        private func takeOver(_ keys: [SiteKeys], _ upstream: Upstream, _ tally: Tally) async -> [Cursor] {
            await withTaskGroup(of: (Int, Cursor).self) { group in
                var cursors = [Cursor](repeating: .beginning, count: keys.count)
                for (i, own) in keys.enumerated() {
                    if i >= 4, let (done, cursor) = await group.next() { cursors[done] = cursor }
                    group.addTask { (i, await Wards.pull(own, upstream, from: .beginning, tally)) }
                }
                for await (done, cursor) in group { cursors[done] = cursor }
                return cursors
            }
        }

        private static func visit(
            _ own: SiteKeys, _ upstream: Upstream, from: Cursor, until end: Date, _ tally: Tally
        ) async {
            var cursor = from
            while Date() < end {
                let now = Int64(Date().timeIntervalSince1970 * 1000)
                let hello = Request.hello(Hello(program: "bench", now: now, heads: [], cursor: cursor))
                if case .welcome(let welcome)? = await ask(hello, own, upstream, tally), welcome.hasNews {
                    _ = await pull(own, upstream, from: cursor, tally) { cursor = $0 }
                }
                try? await Task.sleep(for: .seconds(3))
            }
        }

        /// - Returns: the place before the last page.
        private static func pull(
            _ own: SiteKeys, _ upstream: Upstream, from: Cursor, _ tally: Tally, moved: (Cursor) -> Void = { _ in }
        ) async -> Cursor {
            var (cursor, before) = (from, from)
            while case .delivery(let delivery)? = await ask(.pull(cursor), own, upstream, tally) {
                (before, cursor) = (cursor, delivery.cursor)
                moved(cursor)
                if !delivery.hasMore { break }
            }
            return before
        }

        private static func ask(_ request: Request, _ own: SiteKeys, _ upstream: Upstream, _ tally: Tally) async -> Sync.Answer? {
            let start = Date()
            var milliseconds: Int { Int(Date().timeIntervalSince(start) * 1000) }
            do {
                let answer = try await SyncLine.ask(request, upstream, own)
                var entries = 0
                if case .delivery(let delivery) = answer { entries = delivery.entries.count }
                tally.note(milliseconds, entries, nil)
                return answer
            } catch {
                tally.note(milliseconds, 0, "\(error)")
                return nil
            }
        }
    }
}

/// Times of exchanges, from many tasks.
private final class Tally: Sendable {
    private let state = Mutex<(milliseconds: [Int], errors: Int, entries: Int, first: String)>(([], 0, 0, ""))

    var all: (milliseconds: [Int], errors: Int, entries: Int, first: String) { state.withLock { $0 } }

    func note(_ milliseconds: Int, _ entries: Int, _ error: String?) {
        state.withLock {
            $0.milliseconds.append(milliseconds)
            $0.entries += entries
            guard let error else { return }
            $0.errors += 1
            if $0.first.isEmpty { $0.first = error }
        }
    }
}
