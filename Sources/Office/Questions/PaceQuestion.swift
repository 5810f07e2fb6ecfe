// PaceQuestion.swift: how long a procedure really takes at each ward: from filing to result, in working time, over 90 days.
//
// Counted from the dossiers themselves: those whose result came in the last 90 days, by the ward that took them in and by
// that ward's own hours. An index gives the rows of one procedure; what was counted is kept for five minutes and then
// counted anew behind the reader's back, so that a page never waits for it twice. Few dossiers give no figure.

package import Casework
package import Storage
import Synchronization

/// What one ward's dossiers of a procedure took.
package struct Pace: Hashable, Sendable {
    package var unit: String
    package var count: Int
    /// Working minutes; nil when there are too few.
    package var median: Int?
    package var ninety: Int?

    /// Fewer say nothing.
    package static let enough = 5

    init(unit: String, minutes: [Int]) {
        self.unit = unit
        count = minutes.count
        guard minutes.count >= Pace.enough else { return }
        let sorted = minutes.sorted()
        median = sorted[(sorted.count - 1) / 2]
        // The least value that nine in ten do not exceed.
        ninety = sorted[(sorted.count * 9 + 9) / 10 - 1]
    }
}

package struct ProcedurePace: Sendable {
    package var all: Pace
    /// By code of the ward; none without a dossier.
    package var units: [Pace]
}

package final class PaceBook: Sendable {
    private struct Page {
        var pace: ProcedurePace
        var countedAt: Instant
        var isCounting = false
    }
    private let pages = Mutex<[String: Page]>([:])
    package static let days = 90
    private static let keptMilliseconds: Int64 = 300_000

    package init() {}

    /// The pace of a procedure; counted now when it has not been, else as last counted.
    package func pace(_ procedure: String, now: Instant, _ server: OfficeServer) async throws -> ProcedurePace {
        let known = pages.withLock { $0[procedure] }
        guard let known else { return try await count(procedure, now: now, server) }
        if known.countedAt.milliseconds < now.milliseconds - PaceBook.keptMilliseconds {
            let mine = pages.withLock { pages in
                guard pages[procedure]?.isCounting == false else { return false }
                pages[procedure]?.isCounting = true
                return true
            }
            if mine { Task { try await count(procedure, now: now, server) } }
        }
        return known.pace
    }

    @discardableResult
    private func count(_ procedure: String, now: Instant, _ server: OfficeServer) async throws -> ProcedurePace {
        do {
            let pace = try await server.ask { try PaceBook.count(procedure, now: now, $0, $1.directory) }
            pages.withLock { $0[procedure] = Page(pace: pace, countedAt: now) }
            return pace
        } catch {
            pages.withLock { $0[procedure]?.isCounting = false }
            throw error
        }
    }

    /// Counts anew.
    package static func count(
        _ procedure: String, now: Instant, _ tx: any Transaction, _ directory: Directory
    ) throws -> ProcedurePace {
        var minutes: [String: [Int]] = [:]
        var offices: [String: OfficeTime] = [:]
        try tx.forEach(
            """
            SELECT receiving, received_at, resolved_at FROM dossier
            WHERE procedure = $1 AND resolved_at >= $2 AND state IN ('ready', 'rejected', 'returned')
            """,
            [.text(procedure), .integer(now.adding(minutes: -days * 1440).milliseconds)]
        ) { row in
            let unit = row.text(0)
            let office = offices[unit] ?? directory.office(unit)
            offices[unit] = office
            minutes[unit, default: []].append(
                office.workingMinutes(
                    from: Instant(milliseconds: row.int(1)), to: Instant(milliseconds: row.int(2))))
        }
        return ProcedurePace(
            all: Pace(unit: "", minutes: minutes.keys.sorted().flatMap { minutes[$0] ?? [] }),
            units: minutes.keys.sorted().map { Pace(unit: $0, minutes: minutes[$0] ?? []) })
    }

    package static let migrations = [
        Migration(
            "office-citizen-1",
            """
            CREATE INDEX dossier_pace ON dossier (procedure, resolved_at, state, receiving, received_at)
                WHERE resolved_at IS NOT NULL;

            """)
    ]
}
