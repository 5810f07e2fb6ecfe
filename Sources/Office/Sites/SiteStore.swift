// SiteStore.swift: what a site knows of itself and of the exchange: its tables, its role, its homes.
//
// Roles are configuration of one program: a store with a row `upstream` is a ward's and works for the units whose ledgers
// the city has assigned to it; any other is the city's own (the hub) and works for all the rest. None of these tables is a
// projection. Losing `upstream` loses the way to the hub; losing what names a branch or a restore, the safeguards for these
// (ARCHITECTURE, “What is no projection”); losing the rest costs a full exchange and no fact.

import Casework
import Crypto
import Foundation
import Ledger
import Storage
package import Sync
import Synchronization

/// The hub, as a ward knows it.
package struct Upstream: Hashable, Sendable {
    package var hub: SiteCard
    /// `https://host[:port]`.
    package var address: String
    package init(hub: SiteCard, address: String) {
        self.hub = hub
        self.address = address
    }
}

enum SiteStore {
    static let migrations = [
        Migration(
            "office-sites-1",
            """
            CREATE TABLE site_self (
                name TEXT PRIMARY KEY,
                value TEXT NOT NULL
            ) {TABLE};
            CREATE TABLE site_invitation (
                token_hash TEXT PRIMARY KEY,
                site TEXT NOT NULL,
                units TEXT NOT NULL,
                created {INT} NOT NULL,
                used {INT}
            ) {TABLE};
            CREATE TABLE site_contact (
                site TEXT PRIMARY KEY,
                heard {INT} NOT NULL,
                program TEXT NOT NULL,
                skew {INT} NOT NULL,
                lag {INT} NOT NULL,
                files {INT} NOT NULL,
                parked {INT} NOT NULL,
                contested {INT} NOT NULL,
                cursor TEXT NOT NULL
            ) {TABLE};
            CREATE TABLE delivery (
                unit TEXT NOT NULL,
                cause {INT} NOT NULL,
                position {INT} NOT NULL,
                PRIMARY KEY (unit, cause, position)
            ) {KEYED};
            CREATE TABLE file_sent (file TEXT PRIMARY KEY) {TABLE};

            """), SiteSilence.migration, StickBook.migration,
    ]

    /// Whether this store was ever opened by a program that knows sites.
    static func isThere(_ tx: any Transaction) throws -> Bool {
        try tx.row("SELECT 1 FROM schema_step WHERE name = $1", [.text(migrations[0].name)]) != nil
    }

    static func value(_ name: String, _ tx: any Transaction) throws -> String? {
        try tx.row("SELECT value FROM site_self WHERE name = $1", [.text(name)])?.text(0)
    }
    static func set(_ name: String, _ value: String?, _ tx: any Transaction) throws {
        guard let value else {
            try tx.execute("DELETE FROM site_self WHERE name = $1", [.text(name)])
            return
        }
        try tx.execute(
            "INSERT INTO site_self AS t (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [.text(name), .text(value)])
    }

    static func upstream(_ tx: any Transaction) throws -> Upstream? {
        guard let text = try value("upstream", tx) else { return nil }
        let json = try JSON.parse(text)
        guard let card = json["hub"].flatMap({ SiteCard($0) }), let address = json["address"]?.string else {
            return nil
        }
        return Upstream(hub: card, address: address)
    }

    static func cursor(_ tx: any Transaction) throws -> Cursor {
        guard let text = try value("cursor", tx) else { return .beginning }
        return try Cursor(try JSON.parse(text))
    }

    /// How far a site said it had come.
    static func cursor(of site: String, _ tx: any Transaction) throws -> Cursor {
        guard let row = try tx.row("SELECT cursor FROM site_contact WHERE site = $1", [.text(site)]) else {
            return .beginning
        }
        return try Cursor(try JSON.parse(row.text(0)))
    }

    /// Own ledgers that were found to differ from the hub's: up to where they are surely the same.
    static func common(_ tx: any Transaction) throws -> [String: Int64] { try places("common", tx) }

    /// Ledgers that were taken over by another site, up to where; what this one wrote behind it is on its way to the hub.
    static func lost(_ tx: any Transaction) throws -> [String: Int64] { try places("lost", tx) }

    /// Where the hub said last that an own ledger ends there: less far than before, when it went back to a backup.
    static func noteEnd(_ word: Checkpoint, _ tx: any Transaction) throws {
        if let known = try saidEnd(of: word.unit, tx), known.at > word.at { return }
        try set("end \(word.unit)", "\(word.at) \(word.epoch) \(word.seq)", tx)
    }

    /// From where on the hub lacks an own ledger, as far as is known; nil when it has never said anything of it.
    static func end(of unit: String, by hub: String, _ tx: any Transaction) throws -> (epoch: Int64, seq: Int64)? {
        let (word, said) = (try Checkpoint.witness(of: unit, by: hub, tx), try saidEnd(of: unit, tx))
        if let said, said.at >= word?.at ?? 0 { return (said.epoch, said.seq) }
        return word.map { ($0.epoch, $0.seq) }
    }

    private static func saidEnd(of unit: String, _ tx: any Transaction) throws -> (at: Int64, epoch: Int64, seq: Int64)? {
        let parts = try value("end \(unit)", tx)?.split(separator: " ").compactMap { Int64($0) } ?? []
        return parts.count == 3 ? (parts[0], parts[1], parts[2]) : nil
    }

    static func places(_ name: String, _ tx: any Transaction) throws -> [String: Int64] {
        var places: [String: Int64] = [:]
        for row in try tx.rows("SELECT name, value FROM site_self WHERE name LIKE $1", [.text("\(name) %")]) {
            places[String(row.text(0).dropFirst(name.count + 1))] = Int64(row.text(1)) ?? 0
        }
        return places
    }
}

/// Which ledgers are written here, for looking up at every append.
package struct SiteRole: Hashable, Sendable {
    package var upstream: Upstream?
    /// At a ward: units whose ledgers are here as far as the hub knows them. Nothing is written before.
    package var whole: Set<String> = []
    package var isHub: Bool { upstream == nil }
}

extension Office {
    func loadRole() throws { try database.read { try loadRole($0) } }

    func loadRole(_ tx: any Transaction) throws {
        let role = SiteRole(
            upstream: try SiteStore.upstream(tx),
            whole: Set(
                try tx.rows("SELECT name FROM site_self WHERE name LIKE 'whole %'").map {
                    String($0.text(0).dropFirst(6))
                }))
        self.role.withLock { $0 = role }
    }

    package var isHub: Bool { role.withLock { $0.isHub } }
    package var upstream: Upstream? { role.withLock { $0.upstream } }

    /// Whether a unit's ledger is written at this site, by what `directory` says.
    package func isHome(of unit: String, _ directory: Directory) -> Bool {
        if let homes { return homes.contains(unit) }
        let role = role.withLock { $0 }
        if let home = directory.homes[unit] {
            return home.site == site && (role.isHub || role.whole.contains(unit))
        }
        return role.isHub
    }
    package func isHome(of unit: String) -> Bool { isHome(of: unit, directory) }

    /// The units that the city has assigned to a site.
    package func units(of site: String) -> [String] {
        let directory = directory
        return directory.homes.values.filter { $0.site == site }.map(\.unit).sorted()
    }

    /// The site where a unit's ledger is written; nil = the city's own.
    func assignedSite(of unit: String, _ directory: Directory) -> String? { directory.homes[unit]?.site }

    /// Makes this store a ward's.
    package func follow(_ upstream: Upstream) throws {
        _ = try database.write { tx in
            try SiteStore.set(
                "upstream",
                JSON.object(of: [("address", .string(upstream.address)), ("hub", upstream.hub.json)]).text, tx
            )
            try SiteStore.trust(upstream.hub, tx)
        }
        try loadRole()
    }

    /// Names this life of the store; made when it is first asked for.
    func generation() throws -> String {
        if let known = try database.read({ try SiteStore.value("generation", $0) }) { return known }
        return try database.write { tx in
            if let known = try SiteStore.value("generation", tx) { return known }
            let made = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0).hex }
            try SiteStore.set("generation", made, tx)
            return made
        }
    }
}

extension SiteStore {
    /// Keeps a site's signing key for checking its checkpoints.
    static func trust(_ card: SiteCard, _ tx: any Transaction) throws {
        try tx.execute(
            """
            INSERT INTO site AS t (site, public_key) VALUES ($1, $2)
            ON CONFLICT (site) DO UPDATE SET public_key = excluded.public_key
            """, [.text(card.site), .blob(card.signing)])
    }
}

extension SiteRegistered {
    package init(_ card: SiteCard) {
        self.init(site: card.site, signing: card.signing.hex, agreement: card.agreement.hex)
    }
    package var card: SiteCard? {
        guard let signing = [UInt8](hex: signing), let agreement = [UInt8](hex: agreement) else { return nil }
        return SiteCard(site: site, signing: signing, agreement: agreement)
    }
}
