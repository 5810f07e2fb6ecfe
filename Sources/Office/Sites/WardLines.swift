// WardLines.swift: the lines to wards with sites of their own, as the city's site knows them: until when each was heard, and
// when nothing was.
//
// What the city's store says of such a ward is what had been heard of it; reconciliation tells it with that time. A silence
// is kept when the site is heard again, if offices were open meanwhile: a machine that is switched off at night is none.
// Nobody can tell from here which end was dead; either way it was not the people who handle dossiers, and only for what had
// to cross the line meanwhile. Kept beside the ledgers for a month: what it held up is then in the signed lists.

import Casework
import Oversight
import Storage

/// A stretch in which nothing was heard from a site though offices were open.
struct SiteSilence: Hashable, Sendable {
    var site: String
    var from: Instant
    /// Nil while it lasts.
    var until: Instant?

    static let keptDays = 31

    static let migration = Migration(
        "office-sites-2",
        """
        CREATE TABLE site_silence (
            site TEXT NOT NULL,
            since {INT} NOT NULL,
            until {INT} NOT NULL,
            PRIMARY KEY (site, since)
        ) {KEYED};

        """)

    /// Since when nothing was heard, by the last sign of life that is kept: what was heard after the backup that this store was
    /// put back from is not known here, and counts as heard.
    static func beginning(_ heard: Instant, _ tx: any Transaction) throws -> Instant {
        let restored = try SiteStore.value("restored", tx).flatMap { Int64($0) }
        return max(heard, Instant(milliseconds: restored ?? 0))
    }

    /// Keeps it; it is over.
    func write(_ tx: any Transaction) throws {
        guard let until else { return }
        try tx.execute(
            """
            INSERT INTO site_silence AS t (site, since, until) VALUES ($1, $2, $3)
            ON CONFLICT (site, since) DO UPDATE SET until = excluded.until
            """,
            [.text(site), .integer(from.milliseconds), .integer(until.milliseconds)])
        try tx.execute(
            "DELETE FROM site_silence WHERE until < $1",
            [.integer(until.adding(minutes: -SiteSilence.keptDays * 24 * 60).milliseconds)])
    }
}

extension Directory {
    /// Whether units' offices were open long enough between two signs of life for it to be a silence.
    func isSilence(of units: [String], from: Instant, to: Instant) -> Bool {
        guard to.milliseconds - from.milliseconds > Int64(Office.silenceMinutes) * 60_000 else { return false }
        return units.contains { office($0).workingMinutes(from: from, to: to) > Office.silenceMinutes }
    }
}

/// The lines by unit; nothing of units that are at home in this site.
struct WardLines: Sendable {
    /// Until when a unit's site was heard from; one that never was, when it was given the unit's ledger.
    private(set) var heard: [String: Instant] = [:]
    private var sites: [String: String] = [:]
    /// By site, the one that lasts too.
    private var bySite: [String: [SiteSilence]] = [:]

    init(_ directory: Directory, own site: String, now: Instant, _ tx: any Transaction) throws {
        let homes = directory.homes.values.filter { $0.site != site }.sorted { $0.unit < $1.unit }
        guard !homes.isEmpty else { return }
        var contacts: [String: Instant] = [:]
        try tx.forEach("SELECT site, heard FROM site_contact", []) { contacts[$0.text(0)] = Instant(milliseconds: $0.int(1)) }
        try tx.forEach("SELECT site, since, until FROM site_silence ORDER BY site, since", []) { row in
            bySite[row.text(0), default: []].append(
                SiteSilence(
                    site: row.text(0), from: Instant(milliseconds: row.int(1)), until: Instant(milliseconds: row.int(2))))
        }
        for home in homes {
            sites[home.unit] = home.site
            let given = try tx.row(
                "SELECT MAX(at) FROM entry WHERE subject = $1 AND kind = 'HomeAssigned'", [.text("home:\(home.unit)")])
            heard[home.unit] = contacts[home.site] ?? given?.optionalInt(0).map { Instant(milliseconds: $0) }
        }
        for name in Set(homes.map(\.site)).sorted() {
            let units = homes.filter { $0.site == name }.map(\.unit)
            guard let last = units.compactMap({ heard[$0] }).max() else { continue }
            let from = try SiteSilence.beginning(last, tx)
            guard directory.isSilence(of: units, from: from, to: now) else { continue }
            bySite[name, default: []].append(SiteSilence(site: name, from: from, until: nil))
        }
    }

    /// When what a unit wrote came here, if it was written in a silence that is over; else when it was written.
    func arrival(of written: Instant, from unit: String) -> Instant {
        let ends = silences(of: unit).compactMap { silence -> Instant? in
            guard let until = silence.until, silence.from <= written, written < until else { return nil }
            return until
        }
        return ends.min() ?? written
    }

    /// What others wrote to units, while nothing was heard from them, about dossiers that lie with them or are on the way to
    /// them and that they settle; in silences that last or ended on the last day. Handling waited for the line. The last sign of
    /// life may be a little younger than it was kept: what was written until then has come.
    func waiting(now: Instant, _ tx: any Transaction, _ body: (String, ExchangeDelay) -> Void) throws {
        let yesterday = now.adding(minutes: -24 * 60)
        for unit in sites.keys.sorted() {
            for silence in silences(of: unit) where (silence.until ?? now) >= yesterday {
                try tx.forEach(
                    """
                    SELECT e.subject, MIN(e.at) FROM entry AS e JOIN dossier AS d ON d.number = e.subject
                    WHERE e.addressee = $1 AND d.competent = $1 AND (d.unit = $1 OR d.in_transit_to = $1)
                        AND (d.resolved_at IS NULL OR d.resolved_at >= $3) AND e.site <> $2 AND e.at > $3 AND e.at < $4
                    GROUP BY e.subject ORDER BY e.subject
                    """,
                    [
                        .text(unit), .text(silence.site), .integer(silence.from.milliseconds + Office.contactMilliseconds),
                        .integer((silence.until ?? now).milliseconds),
                    ]
                ) { row in
                    body(
                        row.text(0),
                        ExchangeDelay(
                            from: Instant(milliseconds: row.int(1)), to: silence.until, holdsUp: true, isInside: true))
                }
            }
        }
    }

    private func silences(of unit: String) -> [SiteSilence] { sites[unit].flatMap { bySite[$0] } ?? [] }
}
