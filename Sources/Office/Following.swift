// Following.swift: several servers on one database: what another wrote must not be remembered otherwise here.
//
// A server remembers folded dossiers, the directory and keys. Before each group of commands, under the ledgers' lock, and
// whenever another server tells of a commit, it reads which subjects were written about since it last looked, and forgets
// those. Topics of changed pages travel with the notice, so that open pages are renewed whoever serves them. A notice is a
// hint: one that is lost delays a page, never a fact.

import Casework
import Ledger
import Storage
import Synchronization

extension Office {
    /// Past so many new entries everything remembered is dropped, instead of one by one.
    private static let many: Int64 = 5_000

    static func position(_ tx: any Transaction) throws -> Int64 {
        try tx.row("SELECT next FROM ledger_counter WHERE id = 1")?.int(0) ?? 1
    }

    /// Forgets what entries before `next` have changed since this server last looked.
    func catchUp(to next: Int64, _ tx: any Transaction) throws {
        // Under us the store was put back from a backup: it is another one, whatever its positions.
        let life = try SiteStore.value("restored", tx)
        let isOther = self.life.withLock { known in
            defer { known = .some(life) }
            return known.map { $0 != life } ?? false
        }
        try seen.withLock { seen in
            guard seen < next || isOther else { return }
            var subjects: Set<String> = []
            var isHouse = next - seen > Office.many || isOther
            if isOther {
                for unit in try LedgerReader.units(tx) { merkle.forget(unit) }
                counts.forget()
            }
            if isHouse {
                remembered.withLock { $0 = [:] }
                keys.forgetAll()
            } else {
                try tx.forEach(
                    "SELECT DISTINCT subject, kind FROM entry WHERE position >= $1 AND position < $2", [.integer(seen), .integer(next)]
                ) { row in
                    if OfficeFact.kinds.contains(row.text(1)) { isHouse = true } else { subjects.insert(row.text(0)) }
                    let isErased = row.text(1) == "PersonErased"
                    if isErased || row.text(1) == KeyGrant.kind { keys.forget(subject: row.text(0), isErased: isErased) }
                }
                remembered.withLock { all in for subject in subjects { all[subject] = nil } }
            }
            try loadRole(tx)
            if isHouse {
                let directory = try Directory(reading: tx)
                changeDirectory { $0 = directory }
            }
            seen = next
        }
    }

    /// Looks whether others have written.
    package func catchUp() throws { try database.read { try catchUp(to: try Office.position($0), $0) } }

    /// Topics as texts that fit in a notice, a line each.
    static func notices(_ topics: Set<String>) -> [String] {
        var texts: [String] = []
        for topic in topics.sorted() {
            if let last = texts.last, last.utf8.count + topic.utf8.count < NoticeLimit.bytes {
                texts[texts.count - 1] = last + "\n" + topic
            } else {
                texts.append(topic)
            }
        }
        return texts
    }
}

extension OfficeServer {
    /// The topic of everything: something may have been missed.
    package static let everything = "*"

    /// Hears what other servers on the same database write.
    func follow() {
        office.database.listen { [weak self] text in
            guard let self else { return }
            // A fault here is met again by whoever asks next.
            do { try office.catchUp() } catch {}
            tell(text.map { Set($0.split(separator: "\n").map(String.init)) } ?? [OfficeServer.everything])
        }
    }
}
