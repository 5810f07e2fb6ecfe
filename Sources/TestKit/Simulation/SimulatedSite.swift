// SimulatedSite.swift: one machine of a simulated city: its store in memory, its clock, its copies, its line.

import Casework
import Foundation
import Ledger
import Office
import Storage
import Sync

/// A machine with one store. What is killed begins again from the same store; what burns begins from nothing.
final class SimulatedSite {
    var name: String
    let unit: String?
    private(set) var database: any Database
    private(set) var keyDatabase: any Database
    private(set) var paperDatabase: any Database
    private(set) var office: Office
    var rounds: SiteRounds?
    /// Minutes that its clock is off.
    var skew = 0
    var line = Line()
    /// A copy that was put aside.
    var copy: (store: String, keys: String, papers: String)?
    var generation = 1
    /// The epoch in which it went back with nobody noticing; it notices by beginning another.
    private var epochGoneBack: Int64?
    /// Bundles that were written and not read yet.
    var sticks: [[UInt8]] = []

    struct Line {
        var isCut = false
        /// In a hundred.
        var lost = 0
        var void = 0
        var twice = 0
    }

    init(name: String, unit: String?) throws {
        self.name = name
        self.unit = unit
        database = try SQLiteDatabase(guardsReads: false)
        keyDatabase = try SQLiteDatabase(guardsReads: false)
        paperDatabase = try SQLiteDatabase(guardsReads: false)
        office = try Office(
            database: database, keys: try KeyStore(keyDatabase, site: name), papers: paperDatabase)
    }

    /// The program is killed and started again.
    func restart(now: Instant) throws {
        office = try Office(
            database: database, keys: try KeyStore(keyDatabase, site: name), papers: paperDatabase)
        // As `serve` does: a key store that is older than its ledger may hold a key that was destroyed.
        _ = try office.replayErasures()
        rounds?.restart(office, now: now)
    }

    func putAside(in folder: String) throws {
        let place = "\(folder)/\(name)-\(generation)"
        for end in ["", ".keys", ".papers"] { try? FileManager.default.removeItem(atPath: place + end) }
        try database.backup(to: place) { _, _ in }
        try keyDatabase.backup(to: place + ".keys") { _, _ in }
        try paperDatabase.backup(to: place + ".papers") { _, _ in }
        copy = (place, place + ".keys", place + ".papers")
    }

    /// The disk is gone and the copy is put in its place. `isNoticed`: by `motcua restore`, which raises the epochs; otherwise
    /// nobody noticed that the machine went back in time.
    func goBack(isNoticed: Bool, now: Instant) throws {
        guard let copy else { return }
        generation += 1
        database = try openDatabase(.sqlite(path: copy.store))
        keyDatabase = try openDatabase(.sqlite(path: copy.keys))
        paperDatabase = try openDatabase(.sqlite(path: copy.papers))
        self.copy = nil
        try restart(now: now)
        if isNoticed { try office.raiseEpochs(now: now) } else { epochGoneBack = try epoch() }
    }

    /// Names of the files whose bytes are here.
    func files() throws -> Set<String> {
        try paperDatabase.read { tx in
            Set(try tx.rows("SELECT file FROM paper_upload WHERE file IS NOT NULL").map { $0.text(0) })
        }
    }

    /// Whether it writes what it wrote before, at the same places and under the same numbers, and does not know it.
    func isBackUnnoticed() throws -> Bool { try epochGoneBack != nil && epoch() == epochGoneBack }

    private func epoch() throws -> Int64? {
        guard let unit else { return nil }
        return try database.read { try LedgerReader.head(of: unit, $0)?.epoch }
    }

    func burn(as name: String) throws {
        self.name = name
        generation += 1
        copy = nil
        sticks = []
        database = try SQLiteDatabase(guardsReads: false)
        keyDatabase = try SQLiteDatabase(guardsReads: false)
        paperDatabase = try SQLiteDatabase(guardsReads: false)
        office = try Office(
            database: database, keys: try KeyStore(keyDatabase, site: name), papers: paperDatabase)
        rounds = nil
    }
}
