// ClockWatch.swift: a ward's clock that was wrong and set while nobody could compare it: noticed at the ward, said in its ledger.
//
// The hub compares clocks when the ward says hello, and sees what comes from the future. A clock that was wrong behind a dead line
// and right again before it came back shows neither: the ledger never goes back (`LedgerWriter`), and times that were too early
// look like any others. So the ward watches its own.

package import Casework
import Ledger
import Storage

/// A clock was set.
package struct ClockStep: Hashable, Sendable {
    /// When the clock before it began to be watched, by itself.
    package var since: Instant
    /// What the clock would show now if it had not been set.
    package var before: Instant
    /// What it shows.
    package var after: Instant

    package init(since: Instant, before: Instant, after: Instant) {
        (self.since, self.before, self.after) = (since, before, after)
    }
    /// Milliseconds that it was ahead of what it shows since; below nought it was behind.
    var skew: Int64 { before.milliseconds - after.milliseconds }
}

/// Compares the wall clock with one that nobody sets. The steady one must count while the machine sleeps, as `ContinuousClock` does
/// (CLOCK_BOOTTIME on Linux): else every sleep would look like a clock set forward.
package struct ClockWatch: Sendable {
    private var last: Sample?
    private var since: Instant?

    private struct Sample: Sendable {
        var wall: Instant
        var steady: Duration
    }

    package init() {}

    /// Looks at both clocks. What goes wrong by little at a time (a clock that drifts, or is slewed) raises nothing.
    /// - Parameter steady: since any one moment, the same at every look.
    /// - Returns: the step since the last look, when it is of more than two minutes.
    package mutating func look(wall: Instant, steady: Duration) -> ClockStep? {
        let (earlier, begun) = (last, since ?? wall)
        (last, since) = (Sample(wall: wall, steady: steady), begun)
        guard let earlier else { return nil }
        let before = earlier.wall.adding(milliseconds: (steady - earlier.steady).wholeMilliseconds)
        let step = ClockStep(since: begun, before: before, after: wall)
        guard abs(step.skew) > ItemContested.skewMilliseconds else { return nil }
        since = wall
        return step
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

extension Work {
    /// Puts before a person, once for a day of the clock, that this ward's clock was wrong. Called every minute with the step that
    /// was seen, if any; without one, an own entry that lies ahead of the clock says that it was set back while nothing ran.
    /// - Returns: false when nothing can be written here yet: the step is to be said again later.
    @discardableResult
    package func noticeClock(_ step: ClockStep?, now: Instant) throws -> Bool {
        if office.isHub { return true }
        guard let unit = office.units(of: office.site).first(where: { isHome(of: $0) }) else { return step == nil }
        guard let step = try step ?? stepBehindLedgers(now) else { return true }
        // The hub, when it hears us, judges the clock itself: in doubt is what came after.
        let heard = try SiteStore.value(Office.heardName, tx).flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
        let isSaid = try ContestBook.items(of: [unit], tx).contains {
            $0.fact.kind == .clockOff && $0.fact.about == office.site && $0.fact.happenedAt.date == step.before.date
        }
        guard !isSaid else { return true }
        try contest(
            ItemContested(
                kind: .clockOff, unit: unit, site: office.site, about: office.site,
                happenedAt: min(heard ?? step.since, step.before), one: [], proposal: .stands,
                detail: "\(step.skew / 60_000)", until: step.before),
            id: office.alarm("clock set \(office.site) \(step.before.date)"), now: now)
        return true
    }

    /// The last own entry that lies ahead of the clock by more than a clock may be off, as a step back to now.
    private func stepBehindLedgers(_ now: Instant) throws -> ClockStep? {
        for unit in office.units(of: office.site) where isHome(of: unit) {
            let head = try writer.head(of: unit)
            guard head.at - now.milliseconds > ItemContested.skewMilliseconds,
                try LedgerReader.entry(of: unit, seq: head.seq, tx)?.site == office.site
            else { continue }
            return ClockStep(since: now, before: Instant(milliseconds: head.at), after: now)
        }
        return nil
    }
}
