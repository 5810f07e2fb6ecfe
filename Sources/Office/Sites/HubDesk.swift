// HubDesk.swift: the hub's side of the exchange: one request of a known site in, one answer out.
//
// Stateless: whatever a site asks twice it gets twice, and whichever of the city's servers is asked answers the same. The
// site has been proven by its signature before (Envelope); here it is held to the ledgers that are assigned to it.

package import Casework
import Crypto
import Ledger
import Storage
package import Sync
import Synchronization

extension Office {
    /// Most entries in one answer, and the bytes of facts and seals after which it is closed.
    static let stretchEntries = 400
    static let stretchBytes = 1 << 20

    package func card(of site: String) -> SiteCard? { directory.sites[site]?.card }

    /// Answers a site's request.
    /// - Parameter byLine: false for what came on a stick, which was written when it was written.
    package func answer(_ request: Request, from site: String, byLine: Bool = true, now: Instant) throws -> Answer {
        switch request {
        case .hello(let hello): try welcome(hello, from: site, byLine: byLine, now)
        // Who writes in the ledgers does so one after the other; who reads waits for nobody.
        case .push(let stretch): try exchanging.withLock { _ in try take(stretch, from: site, now) }
        case .pull(let cursor): .delivery(try deliver(cursor, to: site, now))
        case .fetch(let unit, let after): try exchanging.withLock { _ in try answerFetch(unit, after, to: site, now) }
        case .offer(let files): .lacking(try lacking(files))
        case .give(let piece): try keep(piece)
        case .want(let file, let ordinal): try paper(file, ordinal, for: site)
        case .giveBack(let entries, let beside): try exchanging.withLock { _ in try takeBack(entries, beside, from: site, now) }
        }
    }

    private func welcome(_ hello: Hello, from site: String, byLine: Bool, _ now: Instant) throws -> Answer {
        try grantPublished(to: site, now: now)
        try goOnWhenPutBack(hello.cursor, now)
        let units = units(of: site)
        let generation = try generation()
        let cursor = hello.cursor.generation == generation ? hello.cursor : .beginning
        let (all, ready) = try database.read { tx in
            (
                try units.compactMap { try LedgerReader.head(of: $0, tx) }.filter { $0.seq > 0 },
                try DeliveryBook.ready(for: site, units, after: cursor, tx)
            )
        }
        let heads = all.map { Entry.Position(unit: $0.unit, epoch: $0.epoch, seq: $0.seq, hash: $0.hash) }
        let witnesses = try all.filter { head in hello.heads.contains { $0.unit == head.unit } }.map {
            try countersigned($0, now)
        }
        let lag = try database.read { tx in
            try hello.heads.prefix(50).reduce(Int64(0)) { lag, own in
                if let head = heads.first(where: { $0.unit == own.unit }) { return lag + max(0, own.seq - head.seq) }
                return lag + (try lacking(own, tx))
            }
        }
        guard hello.now > 0, hello.now < Int64.max / 4 else {
            return .refused("the clock is out of all reason")
        }
        try noteContact(hello, from: site, lag: lag, cursor: cursor, byLine: byLine, now)
        if byLine { try judgeClock(of: site, at: Instant(milliseconds: hello.now), units, now) }
        if byLine { try judgeStranded(hello, units, heads, now) }
        return .welcome(
            Welcome(
                program: Office.program, now: now.milliseconds, heads: heads, witnesses: witnesses,
                hasNews: ready > 0, generation: generation))
    }

    /// Entries up to a site's end of a ledger that is not its to write any more (or has none here yet) that are not here: neither in
    /// the line nor kept beside it.
    private func lacking(_ own: Entry.Position, _ tx: any Transaction) throws -> Int64 {
        let line = try tx.row(
            "SELECT seq FROM entry WHERE unit = $1 AND epoch <= $2 ORDER BY epoch DESC, seq DESC LIMIT 1",
            [.text(own.unit), .integer(own.epoch)])?.int(0) ?? 0
        guard own.seq > line else { return 0 }
        let kept = try tx.row(
            """
            SELECT count(*) FROM (
                SELECT epoch, seq FROM parked_entry WHERE unit = $1 AND epoch <= $2 AND seq > $3 AND seq <= $4
                UNION SELECT epoch, seq FROM branch_entry WHERE unit = $1 AND epoch <= $2 AND seq > $3 AND seq <= $4
            ) AS kept
            """, [.text(own.unit), .integer(own.epoch), .integer(line), .integer(own.seq)])?.int(0) ?? 0
        return max(0, own.seq - line - kept)
    }

    /// How long a sign of life is fresh enough not to be written again while nothing else has changed.
    static let contactMilliseconds: Int64 = 10_000

    private func noteContact(_ hello: Hello, from site: String, lag: Int64, cursor: Cursor, byLine: Bool, _ now: Instant) throws {
        let said: [SQLValue] = [
            .text(hello.program), .integer(lag), .integer(hello.waitingFiles), .integer(hello.parked), .integer(hello.contested),
            .text(cursor.json.text),
        ]
        let known = try database.read {
            try $0.row(
                "SELECT heard, skew, program, lag, files, parked, contested, cursor FROM site_contact WHERE site = $1", [.text(site)])
        }
        if let known, now.milliseconds - known.int(0) < Office.contactMilliseconds, Array(known.values.dropFirst(2)) == said { return }
        // A stick says what stood when it was written, and nothing of the clock.
        let heard = byLine ? now.milliseconds : max(known?.int(0) ?? 0, min(hello.now, now.milliseconds))
        let skew = byLine ? hello.now - now.milliseconds : known?.int(1) ?? 0
        let units = units(of: site)
        let directory = directory
        _ = try database.write { tx in
            if let known {
                let from = try SiteSilence.beginning(Instant(milliseconds: known.int(0)), tx)
                if directory.isSilence(of: units, from: from, to: now) { try SiteSilence(site: site, from: from, until: now).write(tx) }
            }
            try tx.execute(
                """
                INSERT INTO site_contact AS t (site, heard, skew, program, lag, files, parked, contested, cursor)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (site) DO UPDATE SET heard = excluded.heard, program = excluded.program, skew = excluded.skew,
                    lag = excluded.lag, files = excluded.files, parked = excluded.parked, contested = excluded.contested,
                    cursor = excluded.cursor
                """, [.text(site), .integer(heard), .integer(skew)] + said)
        }
    }

    /// A home that is level with its line here has nothing of what waits behind a gap in it.
    private func judgeStranded(_ hello: Hello, _ units: [String], _ heads: [Entry.Position], _ now: Instant) throws {
        let level = hello.heads.filter { own in
            units.contains(own.unit) && hello.common[own.unit] == nil
                && heads.contains { $0.unit == own.unit && $0.seq == own.seq && $0.hash == own.hash }
        }
        let stranded = try database.read { tx in try level.flatMap { try Stranded.entries(in: $0.unit, before: .max, tx) } }
        if !stranded.isEmpty { try work { try $0.contest(stranded: stranded, now: now) } }
    }

    /// A clock that stands wrong, either way, is put before a person once a day, whether or not anything is written by it.
    private func judgeClock(of site: String, at theirs: Instant, _ units: [String], _ now: Instant) throws {
        guard let item = ItemContested.clockOff(of: site, unit: units.first, at: theirs, now: now) else { return }
        let id = alarm(item.name)
        guard try database.read({ try ContestBook.item(id, $0) }) == nil else { return }
        try work { try $0.contest(item.fact, id: id, now: now) }
    }

    /// Of offered files those that are not here. One that nothing here names (the entry that does has not come, or was taken out
    /// again by a backup) would be refused.
    private func lacking(_ files: [String]) throws -> [String: Int64] {
        let lacking = try papers.lacking(files)
        return try database.read { tx in
            var answer = lacking
            for file in lacking.keys where try !isNamed(file, tx) { answer[file] = Answer.unnamed }
            return answer
        }
    }

    private func isNamed(_ file: String, _ tx: any Transaction) throws -> Bool {
        try tx.row("SELECT 1 FROM paper_file WHERE file = $1", [.text(file)]) != nil
    }

    private func keep(_ piece: FilePiece) throws -> Answer {
        guard try database.read({ try isNamed(piece.file, $0) }) else { return .refused("no dossier here has a file of that name") }
        return try papers.keep(piece)
            ? .kept : .refused("the file's pieces do not fit its name: it is sent anew")
    }

    private func countersigned(_ head: LedgerHead, _ now: Instant) throws -> Checkpoint {
        try Checkpoint.signed(
            unit: head.unit, epoch: head.epoch, seq: head.seq, at: now.milliseconds, head: head.hash,
            root: head.frontier.root,
            by: keys.signer)
    }

    private func take(_ stretch: Stretch, from site: String, _ now: Instant) throws -> Answer {
        let unit = stretch.unit
        guard let home = directory.homes[unit] else { return try refuse(stretch, from: site, now) }
        if let why = stretch.entries.lazy.compactMap({ self.unreasonable($0, now) }).first {
            return .refused(why)
        }
        // So that the next home begins at an epoch that is still one of ours: restores raise it by a few.
        guard stretch.entries.allSatisfy({ $0.epoch < home.epoch + 100 }) else {
            return .refused("an epoch out of all reason: the ledger's home began in \(home.epoch)")
        }
        guard home.site == site else {
            // Only a former home can have written something before it knew.
            guard directory.formerHomes[unit]?.contains(site) == true else { return try refuse(stretch, from: site, now) }
            guard isSigned(stretch, by: site),
                stretch.entries.allSatisfy({ $0.unit == unit && $0.reckonedHash == $0.hash })
            else { return .refused("the stretch is not signed by “\(site)” at its last entry") }
            // Written by a home that was taken over: kept for a person, all of it.
            let head = try work { work in
                let new = try stretch.entries.filter { try work.writer.stored($0) != $0.hash }
                try work.contest(fenced: new, from: site, epoch: home.epoch, now: now)
                return try work.writer.head(of: unit)
            }
            // All of it is kept: the old home may go on to what comes after.
            let last = stretch.entries.last
            return .taken(
                Entry.Position(
                    unit: unit, epoch: head.epoch, seq: last?.seq ?? head.seq, hash: last?.hash ?? head.hash),
                witness: nil,
                problem: nil)
        }
        guard let signed = stretch.signed, isSigned(stretch, by: site),
            stretch.entries.allSatisfy({ $0.unit == unit && ($0.site == site || isOlder($0, than: home)) })
        else { return .refused("the stretch is not signed by “\(site)” at its last entry") }
        let (head, problem, witness) = try work { work in
            let arrivals = try work.receive(stretch.entries, now: now, from: site)
            // Only with what was taken in: nobody changes the log-in of somebody who is not theirs.
            let taken = zip(stretch.entries, arrivals).filter { $0.1 == .appended }.map(\.0)
            try work.keep(accounts: stretch.accounts, for: taken, of: units(of: site))
            let head = try work.writer.head(of: unit)
            try work.contest(stranded: try Stranded.entries(in: unit, before: head.epoch, work.tx), now: now)
            var witness: Checkpoint?
            if head.seq > 0 {
                witness = try countersigned(head, now)
                try signed.keepAsWitness(work.tx)
            }
            return (head, arrivals.compactMap(\.problem).first, witness)
        }
        return .taken(
            Entry.Position(unit: unit, epoch: head.epoch, seq: head.seq, hash: head.hash), witness: witness,
            problem: problem)
    }

    /// Entries of a ledger that the site was never to write: nothing of them is taken, and once a day a person hears of it.
    private func refuse(_ stretch: Stretch, from site: String, _ now: Instant) throws -> Answer {
        let unit = stretch.unit
        if directory.unit(unit) != nil || unit == Directory.city {
            let fact = ItemContested(
                kind: .notTheirs, unit: unit, site: site, about: "unit:\(unit)", happenedAt: now, one: [], proposal: .setAside,
                detail: "\(stretch.entries.count)")
            try work { try $0.contest(fact, id: alarm("not-theirs \(site) \(unit) \(now.date)"), now: now) }
        }
        return .refused("the ledger of “\(unit)” has never been written at “\(site)”")
    }

    /// Whether an entry was written before the ledger came to its home: also by ourselves, before we moved it there and a backup
    /// cut that off.
    private func isOlder(_ entry: Entry, than home: HomeAssigned) -> Bool {
        entry.epoch < home.epoch || entry.site == site && entry.epoch == home.epoch && entry.seq <= home.after
    }

    private func isSigned(_ stretch: Stretch, by site: String) -> Bool {
        guard let last = stretch.entries.last, let signed = stretch.signed, signed.unit == stretch.unit, signed.seq == last.seq,
            signed.head == last.hash, let card = card(of: site)
        else { return false }
        return signed.isSigned(by: card)
    }

    func deliver(_ asked: Cursor, to site: String, _ now: Instant) throws -> Delivery {
        let units = units(of: site)
        let generation = try generation()
        let cursor =
            asked.generation == generation ? asked : Cursor(generation: generation, cause: 0, position: 0)
        return try database.read { tx in
            let places = try DeliveryBook.next(
                for: site, units, after: cursor, limit: Office.stretchEntries + 1, tx)
            var delivery = Delivery(
                after: cursor, cursor: cursor, entries: [], witnesses: [],
                hasMore: places.count > Office.stretchEntries)
            var bytes = 0
            var entries: [Entry] = []
            for place in places.prefix(Office.stretchEntries) {
                if bytes > Office.stretchBytes {
                    delivery.hasMore = true
                    break
                }
                delivery.cursor = Cursor(generation: generation, cause: place.cause, position: place.position)
                try LedgerReader.forEach(positions: place.position...place.position, tx) { _, entry in
                    delivery.cursor.mark = mark(delivery.cursor, entry.hash)
                    // Its own line a site has; what came back of another one it may not.
                    guard try !units.contains(entry.unit) || LedgerReader.isSelected(entry, tx) else { return }
                    bytes += entry.facts.text.utf8.count + (entry.sealed?.count ?? 0)
                    entries.append(entry)
                }
            }
            (delivery.entries, delivery.witnesses) = try proven(entries, now, tx)
            delivery.accounts = try AccountLetters.rows(for: entries, to: (site, units), directory, tx)
            return delivery
        }
    }

    /// Entries with their proofs under this site's own word about each ledger.
    func proven(
        _ entries: [Entry], _ now: Instant, _ tx: any Transaction
    ) throws -> ([SelectedEntry], [Checkpoint]) {
        var trees: [String: MerkleBlocks.Tree] = [:]
        var witnesses: [Checkpoint] = []
        var proven: [SelectedEntry] = []
        for entry in entries {
            // Of a line that a backup cut off: with the proof that it came back with.
            if let proof = try LedgerReader.proof(of: entry, by: site, tx) {
                proven.append(SelectedEntry(entry: entry, path: proof.path, witness: proof.witness))
                continue
            }
            if trees[entry.unit] == nil, let head = try LedgerReader.head(of: entry.unit, tx) {
                let tree = try merkle.tree(of: entry.unit, count: head.seq, epochs: head.epoch, tx)
                trees[entry.unit] = tree
                witnesses.append(
                    try Checkpoint.signed(
                        unit: entry.unit, epoch: head.epoch, seq: head.seq, at: now.milliseconds,
                        head: head.hash, root: tree.root,
                        by: keys.signer))
            }
            guard let tree = trees[entry.unit] else { continue }
            proven.append(SelectedEntry(entry: entry, path: try tree.path(entry.seq, tx)))
        }
        return (proven, witnesses)
    }

    /// A stretch of a site's own ledger that it has lost.
    private func answerFetch(_ unit: String, _ after: Int64, to site: String, _ now: Instant) throws -> Answer {
        guard directory.homes[unit]?.site == site else {
            return .refused("“\(unit)” is not at home at “\(site)”")
        }
        let stretch: Stretch = try database.read {
            try self.stretch(of: unit, epoch: 0, after: after, to: (site, units(of: site)), now, $0)
        }
        // A disk that is older than its ledger has lost keys too: those by which it sealed what it wrote, and no others.
        let subjects = Set(try stretch.entries.filter { try $0.site == site && keys.opens($0) }.map(\.subject))
        if let card = card(of: site), !subjects.isEmpty {
            try work { work in
                for subject in subjects.sorted() {
                    try work.grant(
                        [(site, card.agreement)], subject: subject, in: Directory.city, addressee: unit, command: "c:fetch",
                        trusting: true, now: now)
                }
            }
        }
        return .stretch(stretch)
    }

    /// The next entries of a ledger, signed at the last of them by this site.
    /// - Parameter receiver: the ward that gets them, with its units; nil = the hub.
    func stretch(
        of unit: String, epoch: Int64, after seq: Int64, to receiver: (site: String, units: [String])? = nil, _ now: Instant,
        _ tx: any Transaction
    ) throws -> Stretch {
        var (entries, bytes) = ([Entry](), 0)
        for entry in try LedgerReader.stretch(
            of: unit, epoch: epoch, after: seq, limit: Office.stretchEntries, tx)
        {
            bytes += entry.facts.text.utf8.count + (entry.sealed?.count ?? 0)
            if !entries.isEmpty, bytes > Office.stretchBytes { break }
            entries.append(entry)
        }
        guard let last = entries.last, let head = try LedgerReader.head(of: unit, tx) else {
            return Stretch(unit: unit, entries: [], signed: nil, hasMore: false)
        }
        let root = try merkle.tree(of: unit, count: last.seq, epochs: head.epoch, tx).root
        let signed = try Checkpoint.signed(
            unit: unit, epoch: last.epoch, seq: last.seq, at: now.milliseconds, head: last.hash, root: root,
            by: keys.signer)
        return Stretch(
            unit: unit, entries: entries, signed: signed, accounts: try AccountLetters.rows(for: entries, to: receiver, directory, tx),
            hasMore: head.seq > last.seq)
    }

    /// A piece of a file, where a unit of the site has a hand in its dossier.
    private func paper(_ file: String, _ ordinal: Int64, for site: String) throws -> Answer {
        guard try isTheirs(file, site) else { return .piece(nil) }
        return .piece(try papers.piece(of: file, Int(ordinal)))
    }

    func isTheirs(_ file: String, _ site: String) throws -> Bool {
        let units = units(of: site)
        return try database.read { tx in
            guard
                let number = try tx.row("SELECT number FROM paper_file WHERE file = $1", [.text(file)])?.text(
                    0)
            else { return false }
            return try tx.rows(
                "SELECT DISTINCT unit, addressee FROM entry WHERE subject = $1", [.text(number)]
            ).contains {
                units.contains($0.text(0)) || units.contains($0.optionalText(1) ?? "")
            }
        }
    }
}

extension LedgerReader {
    /// The place of a ledger's last entry; nil when there is none.
    static func end(of unit: String, _ tx: any Transaction) throws -> Entry.Position? {
        try head(of: unit, tx).flatMap {
            $0.seq == 0 ? nil : Entry.Position(unit: unit, epoch: $0.epoch, seq: $0.seq, hash: $0.hash)
        }
    }
}

extension Arrival {
    /// Why an entry was not taken in; nil when it was, or was there already.
    var problem: String? {
        switch self {
        case .appended, .known: nil
        case .gap(let expected): "entry \(expected) is missing"
        case .fork(let seq): "fork \(seq)"
        case .occupied(let epoch): "occupied \(epoch)"
        case .fenced(let epoch): "fenced by epoch \(epoch)"
        case .refused(let why): why
        }
    }
}
