// CourierDesk.swift: what a ward's courier (Sync/Courier.swift) has to do in the store: describe, collect, apply.
//
// The machine says what, this does it in one transaction each; the drivers (network, simulator) only carry messages and
// wait. What is applied twice changes nothing the second time.

package import Casework
import Ledger
import Oversight
package import Storage
package import Sync
import Synchronization

/// What the hub answered cannot be taken: nothing is wrong with this machine.
package struct UnfitAnswer: Error, CustomStringConvertible, Sendable {
    package let description: String
    package init(_ words: String) { description = words }
}

extension Office {
    /// The name and version of this program on the line.
    package static let program = "motcua 1"
    /// Most files listed in one round.
    private static let filesAtOnce = 50
    /// Most files looked at for that.
    private static let filesLooked = 2_000

    /// Carries out an action of the courier that is about the store; nil for `send` and `rest`.
    /// - Throws: `UnfitAnswer`; anything else is trouble of this machine itself.
    package func perform(_ action: Courier.Action, now: Instant) throws -> Courier.Input? {
        switch action {
        case .send, .rest: nil
        case .describe: .described(try describe(now))
        case .gather(let after): try gather(after: after, now)
        case .collect(let unit, let after): .collected(try collect(unit, after, now))
        case .apply(let answer): .applied(wrote: try apply(answer, now))
        case .listFiles: try listFiles()
        case .readPiece(let file, let ordinal): .piece(try papers.piece(of: file, Int(ordinal)))
        case .confirm(let files): try confirm(files)
        }
    }

    private func collect(_ unit: String, _ after: Entry.Position?, _ now: Instant) throws -> Stretch {
        let stretch: Stretch = try database.read {
            try self.stretch(of: unit, epoch: after?.epoch ?? 0, after: after?.seq ?? 0, now, $0)
        }
        if stretch.entries.isEmpty {
            try giveUp(unit)
            try lookBackFrom(unit, after)
        }
        return stretch
    }

    /// Nothing follows the hub's end of an own ledger. Where that end does not stand in the line here (a machine that went back
    /// and had been ahead of its copy), the next round fetches.
    private func lookBackFrom(_ unit: String, _ end: Entry.Position?) throws {
        guard let end, end.seq > 0, let hub = upstream?.hub, units(of: site).contains(unit) else { return }
        guard try database.read({ try LedgerReader.entry(of: unit, seq: end.seq, $0)?.hash }) != end.hash else { return }
        try database.write { try SiteStore.lookBack(unit, hub.site, from: end, $0) }
    }

    private func describe(_ now: Instant) throws -> Hello {
        // Another process may have told this store where its hub is (`site hub`).
        try loadRole()
        let own = units(of: site)
        return try database.read { tx in
            let lost = try SiteStore.lost(tx)
            let units = own + lost.keys.sorted()
            var hello = Hello(
                program: Office.program, now: now.milliseconds,
                heads: try units.compactMap { try LedgerReader.end(of: $0, tx) },
                cursor: try SiteStore.cursor(tx), waitingFiles: try filesOnTheirWay(tx),
                parked: try tx.row("SELECT count(*) FROM parked_entry")?.int(0) ?? 0,
                contested: try ContestBook.open(tx))
            hello.common = try SiteStore.common(tx).merging(lost) { _, lost in lost }
            return hello
        }
    }

    private func apply(_ answer: Answer, _ now: Instant) throws -> Bool {
        switch answer {
        case .delivery(let delivery): return try apply(delivery, now)
        case .taken(let head, let witness, let problem): return try taken(head, witness, problem, byLine: true, now)
        case .stretch(let stretch): return try recover(stretch, now)
        case .piece(let piece):
            if let piece { _ = try papers.keep(piece) }
            return false
        case .welcome(let welcome):
            try keepWitnesses(welcome.witnesses)
            return try beginEmpty(welcome, now)
        case .takenBack(let subjects, let forked):
            try takeOut(forked)
            return try lendKeys(of: subjects, now)
        case .lacking(_, let held):
            // On a stick. What is not here itself is still wanted.
            _ = try confirm(try papers.held(among: held).sorted())
            return false
        case .kept, .refused: return false
        }
    }

    /// An entry whose ledger comes without a word that the hub signed is parked.
    /// - Parameter byLine: a stick from a hub's new life does not move the place: by that the line knows what is to be given back.
    func apply(_ delivery: Delivery, byLine: Bool = true, _ now: Instant) throws -> Bool {
        guard let hub = upstream?.hub else { return false }
        var witnesses: [String: Checkpoint] = [:]
        for witness in delivery.witnesses where witness.isSigned(by: hub) { witnesses[witness.unit] = witness }
        var delivery = delivery
        for i in delivery.entries.indices where delivery.entries[i].witness?.isSigned(by: hub) == false {
            delivery.entries[i].witness = nil
        }
        // The law first, in a transaction of its own: dossiers are read by it.
        let house = delivery.entries.filter { OfficeFact.kinds.contains($0.entry.kind) }
        if !house.isEmpty { try work { _ = try $0.receive(house, witnesses: witnesses, now: now) } }
        let written = try work { work in
            let rest = delivery.entries.filter { !OfficeFact.kinds.contains($0.entry.kind) }
            _ = try work.receive(rest, witnesses: witnesses, now: now)
            try work.keep(accounts: delivery.accounts, for: delivery.entries.map(\.entry), of: nil)
            // A stick may be read before an earlier one: the place moves on only where nothing is left out.
            let cursor = try SiteStore.cursor(work.tx)
            let isSameLife = cursor.generation.isEmpty || cursor.generation == delivery.cursor.generation
            if cursor.covers(delivery.after), byLine || isSameLife, !isSameLife || delivery.cursor.covers(cursor) {
                try SiteStore.set("cursor", delivery.cursor.json.text, work.tx)
                // Files that it had may be gone with its store: all are offered again.
                if !isSameLife { try work.tx.execute("DELETE FROM file_sent") }
            }
            return work.written
        }
        return written > 0
    }

    /// The hub has what was pushed, and says so with its signature; or it has something else at that place.
    /// - Parameter byLine: false for what a stick says, which may be old: it ends no recovery of the ledger.
    func taken(
        _ head: Entry.Position, _ witness: Checkpoint?, _ problem: String?, byLine: Bool, _ now: Instant
    ) throws -> Bool {
        let hub = upstream?.hub
        let unit = head.unit
        let isWholeAgain = try database.write { tx in
            var isWholeAgain = false
            if let witness, let hub, witness.site == hub.site, witness.unit == unit,
                let own = try LedgerReader.entry(of: unit, seq: witness.seq, tx),
                own.hash == witness.head
            {
                try witness.keepAsWitness(tx)
                try SiteStore.noteEnd(witness, tx)
                let isPending = try SiteStore.value("branch \(unit)", tx) != nil
                let isLevel = try LedgerReader.head(of: unit, tx)?.seq == witness.seq
                let after = directory.homes[unit].map { $0.site == site ? $0.after : 0 } ?? 0
                if witness.seq >= after, !isPending || byLine && isLevel {
                    try SiteStore.set("common \(unit)", nil, tx)
                    try SiteStore.set("whole \(unit)", "1", tx)
                    isWholeAgain = isPending
                }
            }
            if let problem, problem.hasPrefix("fork") || problem.hasPrefix("fenced"), let hub {
                try SiteStore.lookBack(unit, hub.site, from: head, tx)
            }
            return isWholeAgain
        }
        if isWholeAgain {
            try loadRole()
            return try enterBranchAgain(unit, now)
        }
        if let problem, problem.hasPrefix("occupied "), let epoch = Int64(problem.dropFirst(9)) {
            return try goOn(head, behind: epoch, now)
        }
        let isAllThere = try database.read { try LedgerReader.head(of: head.unit, $0)?.seq ?? 0 <= head.seq }
        if isAllThere { try giveUp(head.unit) }
        return false
    }

    /// A ledger that was taken over: when all that may not stand in the new home's line is at the hub, it goes back to where
    /// both are surely the same. The branch stays here too.
    private func giveUp(_ unit: String) throws {
        guard let after = try database.read({ try SiteStore.lost($0)[unit] }) else { return }
        try database.write { tx in
            let writer = try LedgerWriter(tx, signer: keys.signer)
            if try writer.head(of: unit).seq > after { _ = try writer.rewind(unit, to: after) }
            try writer.finish()
            try askAgain(for: unit, tx)
            try SiteStore.set("lost \(unit)", nil, tx)
            try SiteStore.set("whole \(unit)", nil, tx)
            try SiteStore.set("common \(unit)", nil, tx)
            _ = try Rebuild(self).run(tx, progress: { _ in })
        }
        try forgetAll(unit)
    }

    /// What came of a line of this ledger that ended found its place taken by what has just been taken out: all is delivered again.
    private func askAgain(for unit: String, _ tx: any Transaction) throws {
        guard try LedgerWriter.hasForks(unit, tx) else { return }
        let generation = try SiteStore.cursor(tx).generation
        try SiteStore.set("cursor", Cursor(generation: generation, cause: 0, position: 0).json.text, tx)
    }

    func forgetAll(_ unit: String) throws {
        merkle.forget(unit)
        remembered.withLock { $0 = [:] }
        counts.forget()
        try reloadDirectory()
        try loadRole()
    }

    /// Keeps the hub's countersignatures that are new here and fit.
    private func keepWitnesses(_ witnesses: [Checkpoint]) throws {
        guard let hub = upstream?.hub else { return }
        let new = try database.read { tx in
            try witnesses.filter { witness in
                try witness.isSigned(by: hub)
                    && Checkpoint.witness(of: witness.unit, by: hub.site, tx)?.seq != witness.seq
                    && LedgerReader.entry(of: witness.unit, seq: witness.seq, tx)?.hash == witness.head
            }
        }
        guard !new.isEmpty else { return }
        try database.write { tx in for witness in new { try witness.keepAsWitness(tx) } }
    }

    /// A ledger of which the hub has nothing and this site has nothing is whole; letters may have come for it before.
    private func beginEmpty(_ welcome: Welcome, _ now: Instant) throws -> Bool {
        let known = Set(welcome.heads.map(\.unit))
        let new = try database.read { tx in
            try units(of: site).filter { unit in
                try !known.contains(unit) && SiteStore.value("whole \(unit)", tx) == nil
                    && LedgerReader.head(of: unit, tx) == nil
            }
        }
        guard !new.isEmpty else { return false }
        try work { work in
            for unit in new {
                try work.markWhole(unit)
                try work.writer.setEpoch(of: unit, to: work.house.homes[unit]?.epoch ?? 1)
            }
        }
        try loadRole()
        return try new.reduce(false) { wrote, unit in try answerAll(for: unit, now) || wrote }
    }

    private func listFiles() throws -> Courier.Input {
        var last = lastListed.withLock { $0 }
        let give = try nextFiles(held: true, after: &last.given)
        let wanted = try nextFiles(held: false, after: &last.wanted)
        lastListed.withLock { $0 = last }
        var want: [String: Int64] = [:]
        for file in wanted { want[file] = try papers.arrivedPieces(of: file) }
        return .files(give: give, want: want)
    }

    /// Files of which it is not known that both sides hold them. What the hub takes from nobody, or nobody holds any more, must not
    /// stand before the others for ever: a list goes on behind the one before, in a ring.
    private func nextFiles(held: Bool, after last: inout String) throws -> [String] {
        let open = try database.read { [last] tx in
            try tx.rows(
                """
                SELECT DISTINCT file, file > $1 AS later FROM paper_file WHERE file NOT IN (SELECT file FROM file_sent)
                ORDER BY later DESC, file LIMIT \(Office.filesLooked)
                """, [.text(last)]
            ).map { $0.text(0) }
        }
        let here = try papers.held(among: open)
        var next: [String] = []
        for file in open where next.count < Office.filesAtOnce {
            last = file
            if here.contains(file) == held { next.append(file) }
        }
        return next
    }

    /// The hub holds these files: they are not offered again.
    func confirm(_ files: [String]) throws -> Courier.Input {
        if !files.isEmpty {
            try database.write { tx in
                for file in files {
                    try tx.execute(
                        "INSERT INTO file_sent (file) VALUES ($1) ON CONFLICT DO NOTHING", [.text(file)])
                }
            }
        }
        return .applied(wrote: false)
    }

    package func entryCount() throws -> Int64 { try database.read { Int64(try LedgerReader.count($0)) } }

    /// What waits here for the line: entries that the hub has not countersigned, files to send and files to come.
    package func waiting(_ tx: any Transaction) throws -> LineWaiting {
        guard let hub = upstream?.hub else { return LineWaiting() }
        var entries: Int64 = 0
        for unit in units(of: site) {
            guard let head = try LedgerReader.head(of: unit, tx) else { continue }
            entries += max(0, head.seq - (try Checkpoint.witness(of: unit, by: hub.site, tx)?.seq ?? 0))
        }
        let files = try filesWaiting(tx)
        return LineWaiting(entries: entries, files: files.send, wanted: files.come)
    }

    /// The same, in a reading of its own.
    package func waitingNow() throws -> LineWaiting {
        try database.read { try waiting($0) }
    }

    private func filesOnTheirWay(_ tx: any Transaction) throws -> Int64 {
        try tx.row("SELECT count(DISTINCT file) FROM paper_file WHERE file NOT IN (SELECT file FROM file_sent)")?.int(0) ?? 0
    }
}

// MARK: own ledgers that were lost, or differ

extension Office {
    /// Takes back a stretch of an own ledger from the hub. Entries written here beside it (a restore from an old backup) go
    /// to a branch, are entered again behind it in a new epoch, and are put before a person.
    /// - Parameter least: up to where the hub surely has it; a stick that was written earlier does not make it whole.
    func recover(_ stretch: Stretch, least: Int64 = 0, _ now: Instant) throws -> Bool {
        guard !stretch.entries.isEmpty else { return try nothingFollows(stretch.unit, now) }
        guard let hub = upstream?.hub, let signed = stretch.signed, signed.isSigned(by: hub), signed.unit == stretch.unit,
            signed.head == stretch.entries.last?.hash
        else {
            throw UnfitAnswer("the hub's entries of \(stretch.unit) do not carry its signature: see docs/operate/sites.md")
        }
        let unit = stretch.unit
        let fork = try database.read { tx in
            try stretch.entries.first { entry in
                try LedgerReader.entry(of: unit, seq: entry.seq, tx).map { $0.hash != entry.hash } ?? false
            }?.seq
        }
        if let fork { try rewind(unit, to: fork - 1, now) }
        let written = try work { work in
            let head = try work.writer.head(of: unit)
            let last = try LedgerReader.entry(of: unit, seq: head.seq, work.tx)
            // A restore raised the epoch; where nothing was written in it yet, the lost entries come first.
            let raised = head.epoch > last?.epoch ?? 1 ? head.epoch : nil
            if raised != nil { try work.writer.setEpoch(of: unit, to: last?.epoch ?? 1) }
            let arrivals = try work.receive(stretch.entries, now: now, parking: false)
            try work.keep(accounts: stretch.accounts, for: stretch.entries, of: nil)
            // The hub's line is another than ours from further back.
            switch arrivals.first {
            case .fork?, .occupied?, .fenced?, .gap?:
                try SiteStore.lookBack(unit, hub.site, notBehind: stretch.entries.first.map { $0.seq - 1 }, work.tx)
            default: break
            }
            let after = try work.writer.head(of: unit)
            let home = work.house.homes[unit]
            let assigned = home?.site == site ? home?.epoch ?? 1 : 1
            try work.writer.setEpoch(
                of: unit, to: max(after.epoch, raised ?? 1, stretch.hasMore ? 1 : assigned))
            let isLevel = !stretch.hasMore && after.hash == signed.head && after.seq >= least
            if isLevel {
                try work.markWhole(unit)
                try SiteStore.set("common \(unit)", nil, work.tx)
                try signed.keepAsWitness(work.tx)
            }
            return (count: work.written, isLevel: isLevel)
        }
        try loadRole()
        guard written.isLevel else { return written.count > 0 }
        let again = try enterBranchAgain(unit, now)
        return try answerAll(for: unit, now) || again || written.count > 0
    }

    /// The hub has nothing behind the place that was asked for. From where both are surely the same, that place is its end and
    /// what stands here goes on from it; from the end of our own line, ours is another one of the same length.
    private func nothingFollows(_ unit: String, _ now: Instant) throws -> Bool {
        guard let hub = upstream?.hub else { return false }
        let isSure = try database.write { tx in
            guard try SiteStore.common(tx)[unit] != nil else {
                try SiteStore.lookBack(unit, hub.site, tx)
                return false
            }
            try SiteStore.set("whole \(unit)", "1", tx)
            return true
        }
        guard isSure else { return false }
        try loadRole()
        let again = try enterBranchAgain(unit, now)
        try database.write { try SiteStore.set("common \(unit)", nil, $0) }
        return again
    }

    /// Both this machine and the hub went back to backups, and what this one wrote then stands at places that it had written
    /// before, which others have given back to the hub: it is entered again behind all of that.
    /// - Parameter end: the hub's, which is in the line here.
    private func goOn(_ end: Entry.Position, behind epoch: Int64, _ now: Instant) throws -> Bool {
        try rewind(end.unit, to: end.seq, behind: epoch, now)
        return try nothingFollows(end.unit, now)
    }

    /// Takes what was written here beside the hub's line out of the accepted one. It is kept, and entered again when the line
    /// is whole.
    /// - Parameter epoch: in which the ledger has been written elsewhere too; the next one is behind it.
    private func rewind(_ unit: String, to seq: Int64, behind epoch: Int64? = nil, _ now: Instant) throws {
        try database.write { tx in
            let writer = try LedgerWriter(tx, signer: keys.signer)
            _ = try writer.rewind(unit, to: seq)
            if let epoch { try writer.setEpoch(of: unit, to: max(epoch, writer.head(of: unit).epoch)) }
            try writer.finish()
            try askAgain(for: unit, tx)
            _ = try Rebuild(self).run(tx, progress: { _ in })
            try SiteStore.set("whole \(unit)", nil, tx)
            try SiteStore.set("common \(unit)", epoch == nil ? nil : String(seq), tx)
            // What an earlier one took out may still wait to be entered again.
            let waiting = try SiteStore.value("branch \(unit)", tx).flatMap { Int64($0) } ?? .max
            try SiteStore.set("branch \(unit)", String(min(waiting, seq + 1)), tx)
        }
        try forgetAll(unit)
    }

    /// Enters again, in a new epoch, what was taken out by `rewind`, and puts it before a person.
    private func enterBranchAgain(_ unit: String, _ now: Instant) throws -> Bool {
        try work { work in
            guard let from = try SiteStore.value("branch \(unit)", work.tx).flatMap({ Int64($0) }) else {
                return false
            }
            try SiteStore.set("branch \(unit)", nil, work.tx)
            let branch = try work.tx.rows(
                "SELECT entry, sealed FROM branch_entry WHERE unit = $1 AND seq >= $2 ORDER BY epoch, seq",
                [.text(unit), .integer(from)]
            ).compactMap { Entry(exported: try JSON.parse($0.text(0)), sealed: $0.optionalBlob(1)) }
            try work.writer.raiseEpoch(of: unit)
            // The whole first, then each thing that could not be entered again.
            try work.contest(branch, beside: ["\(Entry.Place(unit: unit, epoch: 1, seq: from))"], .setAside, "backup", now)
            var subjects: [String] = []
            for entry in branch where !subjects.contains(entry.subject) { subjects.append(entry.subject) }
            for subject in subjects {
                let own = branch.filter { $0.subject == subject }
                do { try work.enterAgain(own, now: now) } catch is Refusal {
                    let holders = try work.beginnings(of: subject, but: own)
                    // Where the number is another's, nobody can enter it again.
                    try work.contest(own, beside: holders, holders.isEmpty ? .adopt : .setAside, "again", now)
                }
            }
            return true
        }
    }

    /// Answers what came for a unit before its ledger was whole here, where no answer stands in it, and adopts a calendar that
    /// came then.
    func answerAll(for unit: String, _ now: Instant) throws -> Bool {
        try work { work in
            var answered: Set<String> = []
            try work.tx.forEach(
                "SELECT DISTINCT command FROM entry WHERE unit = $1 AND command LIKE 'r:%'", [.text(unit)]
            ) {
                answered.insert($0.text(0))
            }
            var open: [Int64] = []
            try work.tx.forEach(
                "SELECT position FROM entry WHERE addressee = $1 ORDER BY position", [.text(unit)]
            ) { open.append($0.int(0)) }
            for position in open {
                try LedgerReader.forEach(positions: position...position, work.tx) { _, entry in
                    if !answered.contains(Work.answering(entry)) { try work.answer(entry, now: now) }
                }
            }
            try work.adoptMissed(unit, now: now)
            return work.written > 0
        }
    }
}

extension Work {
    /// From here on the unit's ledger is written at this ward: all that the hub knows of it is here.
    func markWhole(_ unit: String) throws {
        try SiteStore.set("whole \(unit)", "1", tx)
    }
}

extension SiteStore {
    /// An own ledger differs from the hub's: the next round fetches from where both are surely the same.
    ///
    /// A hub that went back to before this site was, and wrote the ledger itself, has another entry at a place that it signed for in its
    /// former life: then that life says nothing any more, and all is fetched.
    /// - Parameters:
    ///   - end: the hub's, where it is known.
    ///   - place: behind it the hub's entries do not fit here.
    static func lookBack(
        _ unit: String, _ hub: String, from end: Entry.Position? = nil, notBehind place: Int64? = nil, _ tx: any Transaction
    ) throws {
        let sure = try sure(unit, hub, tx)
        var isTakenBack = place.map { $0 <= sure } ?? false
        if let end, end.seq <= sure, try LedgerReader.entry(of: unit, seq: end.seq, tx)?.hash != end.hash { isTakenBack = true }
        try set("common \(unit)", isTakenBack ? "0" : String(sure), tx)
    }

    /// Up to which entry an own ledger is the hub's: its latest word that fits the line here. A later word may be about what
    /// another home wrote behind ours, of which some entries are here as chosen ones.
    static func sure(_ unit: String, _ hub: String, _ tx: any Transaction) throws -> Int64 {
        try sureWord(unit, hub, tx)?.seq ?? 0
    }

    static func sureWord(_ unit: String, _ hub: String, _ tx: any Transaction) throws -> Checkpoint? {
        try tx.row(
            """
            SELECT w.unit, w.epoch, w.seq, w.at, w.head, w.root, w.site, w.signature FROM witness w
            JOIN entry e ON e.unit = w.unit AND e.epoch <= w.epoch AND e.seq = w.seq AND e.hash = w.head
            WHERE w.unit = $1 AND w.site = $2 AND NOT EXISTS (
                SELECT 1 FROM selected_entry s WHERE s.unit = e.unit AND s.epoch = e.epoch AND s.seq = e.seq)
            ORDER BY w.seq DESC, w.epoch DESC LIMIT 1
            """, [.text(unit), .text(hub)]
        ).map(Checkpoint.init(stored:))
    }
}
