// NetworkQuestion.swift: the city's net of sites: who was heard from when, what lags, what waits, what is contested.

package import Casework
import Ledger
package import Storage
import Sync

package struct SiteLine: Hashable, Sendable {
    package var site: String
    package var units: [String]
    package var heard: Instant?
    package var program: String
    /// The site's clock less ours, milliseconds.
    package var skew: Int64
    /// Entries that it has and we lack, as it said last.
    package var lag: Int64
    /// Entries that lie ready for it.
    package var ready: Int64
    package var files: Int64
    package var parked: Int64
    package var contested: Int64

    /// Nothing heard for so long: the line, or the site, is dead.
    package static let silentMinutes: Int64 = 2
    package func isSilent(at now: Instant) -> Bool { heard.map { SiteLine.isSilent(since: $0, at: now) } ?? true }
    package static func isSilent(since heard: Instant, at now: Instant) -> Bool {
        now.milliseconds - heard.milliseconds > SiteLine.silentMinutes * 60_000
    }
}

package struct ParkedLine: Hashable, Sendable {
    package var unit: String
    package var epoch: Int64
    package var seq: Int64
    package var reason: String
}

package enum NetworkQuestion {
    package static func sites(_ tx: any Transaction, _ office: Office, now: Instant) throws -> [SiteLine] {
        let directory = office.directory
        var contacts: [String: SQLRow] = [:]
        for row in try tx.rows(
            "SELECT site, heard, program, skew, lag, files, parked, contested, cursor FROM site_contact")
        {
            contacts[row.text(0)] = row
        }
        return try directory.sites.keys.sorted().map { site in
            let row = contacts[site]
            let units = directory.homes.values.filter { $0.site == site }.map(\.unit).sorted()
            let cursor = try row.map { try Cursor(try JSON.parse($0.text(8))) } ?? .beginning
            return SiteLine(
                site: site, units: units, heard: row.map { Instant(milliseconds: $0.int(1)) }, program: row?.text(2) ?? "",
                skew: row?.int(3) ?? 0, lag: row?.int(4) ?? 0,
                // As it stands now, not as it stood when the site was last heard from.
                ready: office.isHub ? try DeliveryBook.ready(for: site, units, after: cursor, tx) : 0,
                files: row?.int(5) ?? 0, parked: row?.int(6) ?? 0, contested: row?.int(7) ?? 0)
        }
    }

    /// Whose contested items somebody sees: all (nil) or those of the units led.
    package static func seen(by caller: Caller) throws -> [String]? {
        if caller.seesCity { return nil }
        let led = caller.grants.filter { $0.role == .leader }.map(\.unit)
        guard !led.isEmpty else { throw Refusal.noRight("xem việc còn tranh chấp", "see contested items", unit: caller.units.first ?? "-") }
        return led
    }

    package static func parkedCount(_ tx: any Transaction) throws -> Int64 {
        try tx.row("SELECT count(*) FROM parked_entry")?.int(0) ?? 0
    }

    package static func parked(_ tx: any Transaction, limit: Int = 200) throws -> [ParkedLine] {
        try tx.rows("SELECT unit, epoch, seq, reason FROM parked_entry ORDER BY unit, epoch, seq LIMIT \(limit)").map {
            ParkedLine(unit: $0.text(0), epoch: $0.int(1), seq: $0.int(2), reason: $0.text(3))
        }
    }
}
