// LineMemory.swift: what a ward keeps of its line beside what the courier knows while it runs: when the hub was last heard
// from, which outlives a start, and what waits on either side.

package import Casework
import Storage

/// What waits for the line at a ward.
package struct LineWaiting: Hashable, Sendable {
    /// Entries that the hub has not countersigned.
    package var entries: Int64 = 0
    /// Papers' files that are here and that the hub is not known to hold.
    package var files: Int64 = 0
    /// Papers' files that entries name and that have not come here.
    package var wanted: Int64 = 0
}

extension Office {
    static let heardName = "heard"

    /// When the hub was last heard from, as it was kept last; nil = never.
    package func hubHeard() throws -> Instant? {
        try database.read { try SiteStore.value(Office.heardName, $0) }.flatMap { Int64($0) }.map {
            Instant(milliseconds: $0)
        }
    }

    /// Keeps it. Who calls this does not do it at every exchange: it is a commit.
    package func keepHubHeard(_ at: Instant) throws {
        try database.write { try SiteStore.set(Office.heardName, String(at.milliseconds), $0) }
    }

    /// Files that are on their way: those to send, and those to come.
    func filesWaiting(_ tx: any Transaction) throws -> (send: Int64, come: Int64) {
        let files = try tx.rows(
            "SELECT DISTINCT file FROM paper_file WHERE file NOT IN (SELECT file FROM file_sent) ORDER BY file"
        ).map { $0.text(0) }
        let held = Int64(try papers.held(among: files).count)
        return (held, Int64(files.count) - held)
    }
}
