// OutlookBook.swift: the outlook and the plan as last reckoned, kept for five minutes and then made anew behind the reader's back.
//
// The store is read in one go; what follows is pure and holds no reader and no writer up. The plan depends on the outlook and
// on what is offered: it is made again when either changed.

package import Casework
package import Oversight
import Synchronization

package final class OutlookBook: Sendable {
    private struct Kept {
        var outlook: CityOutlook
        var isReckoning = false
    }
    private let outlooks = Mutex<[Int: Kept]>([:])
    private let plans = Mutex<[Int: (at: Instant, offers: [SecondmentOffer], plan: ProposedPlan)]>([:])
    private static let keptMilliseconds: Int64 = 300_000

    package init() {}

    /// The outlook over `days`; reckoned now when there is none, else as last reckoned.
    package func outlook(days: Int, now: Instant, _ server: OfficeServer) async throws -> CityOutlook {
        guard let known = outlooks.withLock({ $0[days] }) else { return try await reckon(days, now, server) }
        if known.outlook.at.milliseconds < now.milliseconds - OutlookBook.keptMilliseconds {
            // What is of yesterday is not shown today.
            if known.outlook.at.date != now.date { return try await reckon(days, now, server) }
            let mine = outlooks.withLock { all in
                guard all[days]?.isReckoning == false else { return false }
                all[days]?.isReckoning = true
                return true
            }
            if mine { Task { try await reckon(days, now, server) } }
        }
        return known.outlook
    }

    /// The plan for what is offered.
    package func plan(_ outlook: CityOutlook, _ offers: [SecondmentOffer]) -> ProposedPlan {
        let days = outlook.dates.count
        if let known = plans.withLock({ $0[days] }), known.at == outlook.at, known.offers == offers { return known.plan }
        let plan = SecondmentQuestion.plan(outlook, offers)
        plans.withLock { $0[days] = (outlook.at, offers, plan) }
        return plan
    }

    @discardableResult
    private func reckon(_ days: Int, _ now: Instant, _ server: OfficeServer) async throws -> CityOutlook {
        do {
            let (rows, directory) = try await server.ask { tx, office in
                (try OutlookQuestion.read(now: now, tx, office.directory), office.directory)
            }
            let outlook = OutlookQuestion.reckon(rows, days: days, directory)
            outlooks.withLock { $0[days] = Kept(outlook: outlook) }
            return outlook
        } catch {
            outlooks.withLock { $0[days]?.isReckoning = false }
            throw error
        }
    }
}
