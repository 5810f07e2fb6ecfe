// Office.swift: the use cases: authorise → load → decide → append → project, and the table of all of them.
//
// The core is synchronous over a transaction (`Work`), so that a simulator can drive it; threads and `async` live in
// `OfficeServer`. Nothing here speaks HTTP, and nothing writes facts but `Work.record`.
//
// Commands (Office/Commands): ReceiveDossier, PerformAction, AdoptCalendar, ErasePerson, ChangeHouse (units,
// procedures, calendars, rights). Questions (Office/Questions): dossier page, inbox, search, track, catalogue.

package import Casework
import Crypto
import Dispatch
import Ledger
import Oversight
package import Storage
package import Sync
import Synchronization

/// What a command asks for, who asks, and how it is made idempotent.
package struct CommandContext: Sendable {
    package var caller: Caller
    package var now: Instant
    /// The client's Idempotency-Key and a digest of the whole request.
    package var key: (id: String, fingerprint: String)?
    /// The version the caller saw; nil = whatever there is.
    package var expectedVersion: Int?
    /// Unique id for a command without a client's key.
    package var commandID: String

    package init(
        caller: Caller, now: Instant, key: (id: String, fingerprint: String)? = nil,
        expectedVersion: Int? = nil,
        commandID: String
    ) {
        self.caller = caller
        self.now = now
        self.key = key
        self.expectedVersion = expectedVersion
        self.commandID = commandID
    }

    /// As it stands in entries: `k:<user>|<key>#<fingerprint>` or `c:<random>`.
    package var command: String { key.map { "k:\(caller.user)|\($0.id)#\($0.fingerprint)" } ?? keyless }
    /// The command without the client's key, for entries beside those that the key is noted with.
    package var keyless: String { "c:\(commandID)" }
}

/// The answer to a command about a dossier: the state right after it.
package struct Receipt: Hashable, Sendable {
    package var number: String
    package var state: DossierState
    package var received: Instant
    package var due: Instant?
    package var acceptBy: Instant?
    package var version: Int
    package var trackingCode: String?

    init(_ dossier: Dossier, trackingCode: String?) {
        number = dossier.number
        state = dossier.state
        received = dossier.intake.receivedAt
        due = dossier.clock.due
        acceptBy = dossier.clock.facts == nil ? dossier.intake.acceptBy : nil
        version = dossier.version
        self.trackingCode = trackingCode
    }
}

/// Everything that outlives one transaction: the store, the keys, the directory, remembered dossiers.
package final class Office: Sendable {
    package let database: any Database
    package let keys: KeyStore
    /// Papers' bytes.
    package let papers: PaperStore
    package var site: String { keys.signer.site }
    /// Units whose ledgers are written at this site; nil = all of them.
    package let homes: Set<String>?
    /// False only in the benchmark that asks what indicators cost; such a store is thrown away.
    let keepsIndicators: Bool
    private let current: Mutex<Directory>
    /// What is counted for indicators, in memory.
    let counts = IndicatorMemory()
    /// What was reckoned of late dossiers.
    let lates = LateMemory()
    /// Roots of the ledgers' trees, for proofs.
    let merkle = MerkleBlocks()
    /// Whether this is the city's site or a ward's, and which ledgers are written here (Sites/SiteStore.swift).
    let role = Mutex(SiteRole())
    /// How the last writers' rounds with the hub went; a ward's courier sets it.
    private let line = Mutex(Courier.Line())
    /// Tells open pages what changed; the server sets it.
    let tellOpenPages = Mutex<(@Sendable (Set<String>) -> Void)?>(nil)
    /// Masks what citizens wrote; made anew when somebody joins or is renamed.
    let masks = Mutex<(names: [String], mask: NameMask)?>(nil)
    /// Folded dossiers, for the one writer; dropped as a whole when it grows too large or a group is rolled back.
    let remembered = Mutex<[String: RememberedDossier]>([:])

    /// The ledger position up to which this server's memory knows what was written (Following.swift).
    let seen = Mutex<Int64>(0)
    /// When the store was put back last, as of the last look; nil before the first look.
    let life = Mutex<String??>(nil)

    /// The transactions of this server that make keys, one after the other as they come: what one has not made durable yet is
    /// nobody else's.
    private let working = DispatchQueue(label: "motcua.work")
    /// Persons whose erasure is durable, and whose keys or files could not be destroyed then.
    let doomed = Mutex<[(number: String, slot: PersonSlot)]>([])
    /// Held by exchanges with other sites that write in the ledgers.
    let exchanging = Mutex<Void>(())
    /// Up to which file those to give and those wanted were looked at when files were listed last.
    let lastListed = Mutex((given: "", wanted: ""))

    struct RememberedDossier: Sendable {
        var dossier: Dossier
        var rows: DossierRows
        /// The people for whom `rows` has the search words.
        var searched: PersonalData
    }

    package static let migrations =
        LedgerSchema.migrations + ProjectionSchema.migrations + Drafts.migrations
        + QueueProjection.migrations + CounterProjection.migrations
        + HouseSchema.migrations
        + Outbox.migrations + ShelfProjection.migrations + Training.migrations
        + PaperStore.migrations + PaperProjection.migrations + PaceBook.migrations
        + IndicatorBook.migrations + SteeringBook.migrations
        + LateProjection.migrations + Office.beatMigrations + SiteStore.migrations + ContestBook.migrations
        + ExchangeBook.migrations

    /// Opens an office on a store.
    /// - Parameter papers: where papers' bytes are; nil = in the store itself, which must then take a read while a write is
    ///   under way (PostgreSQL does, SQLite in memory does not).
    /// - Parameter checksKeys: refuses keys with which this store has not signed; without it, who verifies finds them.
    package init(
        database: any Database, keys: KeyStore, homes: Set<String>? = nil,
        papers: (any Database)? = nil, keepsIndicators: Bool = true, checksKeys: Bool = true
    ) throws {
        self.keepsIndicators = keepsIndicators
        try papers?.migrate(PaperStore.migrations)
        self.papers = PaperStore(papers ?? database, keys: keys)
        self.homes = homes
        self.database = database
        self.keys = keys
        current = Mutex(Directory())
        try database.migrate(Office.migrations)
        if checksKeys { try Office.checkKeys(keys.signer, database) }
        _ = try database.write { tx in
            try tx.execute(
                "INSERT INTO site (site, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [.text(keys.signer.site), .blob(Array(keys.signer.key.publicKey.rawRepresentation))])
            if checksKeys, try SiteStore.value("self", tx) == nil { try SiteStore.set("self", keys.signer.site, tx) }
        }
        try reloadDirectory()
        try loadRole()
    }

    /// A key store that is not this store's would sign in another's name and read nothing.
    static func checkKeys(_ signer: SiteSigner, _ database: any Database) throws {
        let own = Array(signer.key.publicKey.rawRepresentation)
        let why = try database.read { tx -> String? in
            let known = try tx.row("SELECT public_key FROM site WHERE site = $1", [.text(signer.site)])?.blob(0)
            if let known, known != own { return "“\(signer.site)” has signed with others" }
            // A backup of before there were sites does not say whose it is, and is not changed.
            guard try SiteStore.isThere(tx) else { return nil }
            if let name = try SiteStore.value("self", tx), name != signer.site {
                return "it is “\(name)”, and they are those of “\(signer.site)”"
            }
            let hub = try SiteStore.upstream(tx)?.hub.site
            return hub == signer.site ? "it is a ward's, and they are those of its hub “\(signer.site)”" : nil
        }
        guard let why else { return }
        throw StorageFault(
            .corrupt, "the keys are not those of this store: \(why)",
            advice: "put back the store's own key file (its name ends in .keys) from the backup; nothing was changed")
    }

    package var lineNow: Courier.Line { line.withLock { $0 } }
    package func note(_ line: Courier.Line) { self.line.withLock { $0 = line } }

    package var directory: Directory { current.withLock { $0 } }
    package func changeDirectory(_ change: (inout Directory) -> Void) { current.withLock { change(&$0) } }

    /// Reads the directory from its tables.
    package func reloadDirectory() throws {
        for isLast in [false, false, true] {
            let (directory, next) = try database.read { (try Directory(reading: $0), try Office.position($0)) }
            let isRead = seen.withLock { seen in
                // Something was written, and heard of, since this was read.
                guard next >= seen || isLast else { return false }
                current.withLock { $0 = directory }
                if seen < next { remembered.withLock { $0 = [:] } }
                seen = max(seen, next)
                return true
            }
            if isRead { return }
        }
    }

    /// Runs `body` as one durable transaction: keys first, then entries and projections together. It is run again where a key
    /// that it made is durable already, from one that did not end.
    @discardableResult
    package func work<T>(telling: Bool = true, _ body: (Work) throws -> T) throws -> T {
        let (value, done) = try working.sync {
            for _ in 0..<Office.mostRuns {
                do { return try transaction(body) } catch is KeyStore.Taken {}
            }
            throw StorageFault(.busy, "other servers give the same numbers just now", advice: "try again in a moment")
        }
        // A fault from here on undoes nothing: the sweep settles what is left, and keys are tried again every minute.
        do { try papers.settle(done.filed) } catch is StorageFault {}
        for (number, slot) in done.erased { do { try destroyKey(slot, of: number) } catch is StorageFault {} }
        if telling, !done.topics.isEmpty { tellOpenPages.withLock { $0 }?(done.topics) }
        return value
    }
    /// Another server may take the numbers on which two runs agree, and leave us with others whose keys are there too.
    private static let mostRuns = 5

    private func transaction<T>(_ body: (Work) throws -> T) throws -> (value: T, done: Work) {
        do {
            let (value, done) = try database.write { tx in
                let work = try Work(tx, office: self)
                let value = try body(work)
                try work.finish()
                return (value, work)
            }
            // The lock was ours from `catchUp` on: nobody else wrote in between.
            seen.withLock { $0 = max($0, done.writer.position) }
            if !done.houseFacts.isEmpty || !done.named.isEmpty {
                changeDirectory { directory in
                    for fact in done.houseFacts { directory.apply(fact) }
                    for (login, name) in done.named { directory.name(login, name) }
                }
            }
            return (value, done)
        } catch {
            remembered.withLock { $0 = [:] }
            // Whether the keys that were made durable for it are there yet, where the store is now, is not known.
            if !(error is KeyStore.Taken) { keys.discard() }
            throw error
        }
    }

    /// Drops remembered dossiers, as a restart would.
    package func forget() { remembered.withLock { $0 = [:] } }

    func remember(_ number: String, _ dossier: RememberedDossier) {
        remembered.withLock { all in
            if all.count >= 8_000 { all = [:] }
            all[number] = dossier
        }
    }
}

extension Directory {
    init(reading tx: any Transaction) throws {
        self.init()
        try tx.forEach("SELECT kind, body FROM reference ORDER BY ordinal", []) { row in
            if let fact = try OfficeFact(kind: row.text(0), facts: JSON.parse(row.text(1))) { apply(fact) }
        }
        try tx.forEach("SELECT login, name FROM account", []) { name($0.text(0), $0.text(1)) }
    }
}
