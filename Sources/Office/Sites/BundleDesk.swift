// BundleDesk.swift: what goes on a stick, and taking in what comes on one.
//
// A ward's bundle says hello and carries the stretches that the hub has not countersigned; the hub's carries its countersigned
// heads and what lies ready behind the ward's last known cursor. Papers go along. The parts are the messages of the line. What
// a ward asks for by stick (which of my files have come? send me these) the hub keeps (StickBook) and answers with its next one.

package import Casework
import Crypto
import Foundation
import Ledger
import Storage
package import Sync

package struct BundleReport: Hashable, Sendable {
    package var parts = 0
    package var entries = 0
    package var files = 0
    /// Entries that were new here.
    package var new = 0
    /// What was not taken, and why.
    package var refused: [String] = []
    package init() {}
}

extension Office {
    /// Most names of files in one part, and most files that one bundle asks for.
    private static let namesAtOnce = 1_000
    private static let wantedAtOnce = 2_000

    /// Hands out the parts of a bundle for `site`, one after the other.
    /// - Parameter everything: from the beginning, for a site of which nothing is known any more.
    package func exportBundle(
        to site: String, everything: Bool, now: Instant, _ emit: (Envelope) throws -> Void
    ) throws -> BundleReport {
        var report = BundleReport()
        let id = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0).hex }
        let card: SiteCard
        if let hub = upstream?.hub {
            guard site == hub.site else { throw Refusal.unknownSite(site) }
            card = hub
        } else {
            guard let known = self.card(of: site) else { throw Refusal.unknownSite(site) }
            card = known
        }
        var (held, parts): (JSON?, Int) = (nil, 0)
        func flush(isLast: Bool) throws {
            guard let part = held else { return }
            parts += 1
            try emit(
                try Envelope.seal(
                    part, purpose: "bundle", about: Bundle.about(id, parts, isLast: isLast), to: card,
                    by: keys.siteKeys))
        }
        func add(_ part: JSON) throws {
            try flush(isLast: false)
            held = part
        }
        if isHub {
            try exportDown(site, everything, now, &report, add)
        } else {
            try exportUp(everything, now, &report, add)
        }
        try flush(isLast: true)
        report.parts = parts
        return report
    }

    private func exportUp(
        _ everything: Bool, _ now: Instant, _ report: inout BundleReport, _ add: (JSON) throws -> Void
    ) throws {
        guard case .described(let hello)? = try perform(.describe, now: now), let hub = upstream?.hub else {
            return
        }
        try add(Request.hello(hello).json)
        for fetch in try stickFetches() { try add(fetch.json) }
        let lost = try database.read { try SiteStore.lost($0) }
        for unit in units(of: site) + lost.keys.sorted() {
            let known = try everything ? nil : database.read { try SiteStore.end(of: unit, by: hub.site, $0) }
            var (epoch, seq) = (known?.epoch ?? 0, lost[unit] ?? known?.seq ?? 0)
            while case let stretch = try database.read({
                try stretch(of: unit, epoch: epoch, after: seq, now, $0)
            }),
                let last = stretch.entries.last
            {
                report.entries += stretch.entries.count
                try add(Request.push(stretch).json)
                (epoch, seq) = (last.epoch, last.seq)
            }
        }
        let files = try database.read { tx in
            try tx.rows(
                everything
                    ? "SELECT DISTINCT file FROM paper_file ORDER BY file"
                    : "SELECT DISTINCT file FROM paper_file WHERE file NOT IN (SELECT file FROM file_sent) ORDER BY file"
            ).map { $0.text(0) }
        }
        let here = try papers.held(among: files).sorted()
        try eachNames(here) { try add(Request.offer($0).json) }
        // What nobody holds any more must not stand before the others for ever: the next stick goes on behind these.
        let missing = Set(files).subtracting(here).sorted()
        let last = try database.read { try SiteStore.value("stick wanted", $0) } ?? ""
        let wanted = (missing.filter { $0 > last } + missing.filter { $0 <= last }).prefix(Office.wantedAtOnce)
        for file in wanted { try add(Request.want(file: file, ordinal: 0).json) }
        if missing.count > wanted.count, let end = wanted.last { try database.write { try SiteStore.set("stick wanted", end, $0) } }
        try export(here, &report) { try add(Request.give($0).json) }
    }

    private func exportDown(
        _ site: String, _ everything: Bool, _ now: Instant, _ report: inout BundleReport,
        _ add: (JSON) throws -> Void
    ) throws {
        try grantPublished(to: site, now: now)
        for unit in units(of: site) {
            guard let head = try database.read({ try LedgerReader.head(of: unit, $0) }), head.seq > 0 else {
                continue
            }
            let witness = try Checkpoint.signed(
                unit: unit, epoch: head.epoch, seq: head.seq, at: now.milliseconds, head: head.hash,
                root: head.frontier.root, by: keys.signer)
            try add(
                Answer.taken(
                    Entry.Position(unit: unit, epoch: head.epoch, seq: head.seq, hash: head.hash), witness: witness,
                    problem: nil
                ).json)
        }
        var cursor = try everything ? .beginning : database.read { try SiteStore.cursor(of: site, $0) }
        var files = try exportReady(&cursor, site, now, &report, add)
        // Behind the law, by which the ward knows that they are its own.
        let ledgers = try stickLedgers(of: site, everything: everything)
        for ledger in ledgers { try exportLedger(ledger.unit, after: ledger.after, site, now, &report, add) }
        // The keys that were granted with them.
        if !ledgers.isEmpty { files += try exportReady(&cursor, site, now, &report, add) }
        let (offered, wanted) = try database.read {
            (try StickBook.files(wanted: false, of: site, $0), try StickBook.files(wanted: true, of: site, $0))
        }
        try eachNames(try papers.held(among: Array(offered)).sorted()) { try add(Answer.lacking([:], held: $0).json) }
        files += try wanted.filter { try isTheirs($0, site) }
        try export(Set(files).sorted(), &report) { try add(Answer.piece($0).json) }
    }

    /// What lies ready behind a cursor, which moves on.
    /// - Returns: the papers' files that it names.
    private func exportReady(
        _ cursor: inout Cursor, _ site: String, _ now: Instant, _ report: inout BundleReport, _ add: (JSON) throws -> Void
    ) throws -> [String] {
        var files: [String] = []
        while true {
            let delivery = try deliver(cursor, to: site, now)
            report.entries += delivery.entries.count
            files += delivery.entries.filter { $0.entry.kind == "PaperFiled" }.compactMap {
                $0.entry.facts["file"]?.string
            }
            try add(Answer.delivery(delivery).json)
            cursor = delivery.cursor
            if !delivery.hasMore { return files }
        }
    }

    private func exportLedger(
        _ unit: String, after place: Int64, _ site: String, _ now: Instant, _ report: inout BundleReport,
        _ add: (JSON) throws -> Void
    ) throws {
        var after = place
        while case .stretch(let stretch) = try answer(.fetch(unit: unit, after: after), from: site, byLine: false, now: now) {
            report.entries += stretch.entries.count
            try add(Answer.stretch(stretch).json)
            guard stretch.hasMore, let last = stretch.entries.last else { return }
            after = last.seq
        }
    }

    private func eachNames(_ files: [String], _ add: ([String]) throws -> Void) throws {
        for start in stride(from: 0, to: files.count, by: Office.namesAtOnce) {
            try add(Array(files[start..<min(start + Office.namesAtOnce, files.count)]))
        }
    }

    private func export(
        _ files: [String], _ report: inout BundleReport, _ add: (FilePiece) throws -> Void
    ) throws {
        for file in files {
            var ordinal = 0
            while let piece = try papers.piece(of: file, ordinal) {
                try add(piece)
                ordinal += 1
                if piece.isLast { report.files += 1 }
            }
        }
    }

    /// Takes in one part of a bundle.
    /// - Parameter isAlone: no server of another process remembers this store: entries may be taken out of a line.
    package func importPart(_ envelope: Envelope, isAlone: Bool = true, now: Instant, _ report: inout BundleReport) throws {
        let card = upstream?.hub.site == envelope.from ? upstream?.hub : card(of: envelope.from)
        guard envelope.to == site else { throw Envelope.Refusal.misdirected(to: envelope.to) }
        guard let card else { throw Envelope.Refusal.unknownSender(envelope.from) }
        let content = try envelope.open(purpose: "bundle", from: card, by: keys.siteKeys)
        report.parts += 1
        let before = try entryCount()
        do { try importPart(content, from: card, isAlone: isAlone, now: now, &report) } catch let problem as MessageProblem {
            // A newer program's, perhaps: the parts that are understood count.
            report.refused.append("\(problem)")
        }
        report.new += Int(try entryCount() - before)
    }

    private func importPart(
        _ content: JSON, from card: SiteCard, isAlone: Bool, now: Instant, _ report: inout BundleReport
    ) throws {
        if isHub {
            let request = try Request(content)
            if case .push(let stretch) = request { report.entries += stretch.entries.count }
            if case .give(let piece) = request, piece.isLast { report.files += 1 }
            if try noteStick(request, from: card.site, now) { return }
            switch try answer(request, from: card.site, byLine: false, now: now) {
            case .refused(let why): report.refused.append(why)
            case .taken(_, _, let problem?):
                report.refused.append(problem)
                if problem.hasPrefix("fork"), case .push(let stretch) = request { try noteFork(stretch, of: card.site) }
            default: break
            }
        } else {
            let answer = try Answer(content)
            if case .piece(let piece?) = answer, piece.isLast { report.files += 1 }
            if case .delivery(let delivery) = answer {
                report.entries += delivery.entries.count
                _ = try apply(delivery, byLine: false, now)
            } else if case .stretch(let stretch) = answer {
                report.entries += stretch.entries.count
                if let why = try recoverByStick(stretch, isAlone: isAlone, now) { report.refused.append(why) }
            } else if case .taken(let head, let witness, let problem) = answer {
                _ = try taken(head, witness, problem, byLine: false, now)
            } else {
                _ = try perform(.apply(answer), now: now)
            }
            // What came from the hub need not be offered to it.
            if case .piece(let piece?) = answer, piece.isLast, try papers.holds(piece.file) { _ = try confirm([piece.file]) }
        }
    }
}
