// DayBreaks.swift: the hours between a day's working intervals, in which nobody is called: a wait that reaches into the
// lunch hour ends after it.

package struct DayBreaks: Hashable, Sendable {
    /// In milliseconds since 1970, ascending.
    private var breaks: [Range<Int64>]

    package init(_ hours: OpeningHours?, on day: CivilDate) {
        let working = (hours?.working ?? []).sorted { $0.from < $1.from }
        breaks = zip(working, working.dropFirst()).compactMap { before, after in
            let (from, to) = (Instant(day, before.to).milliseconds, Instant(day, after.from).milliseconds)
            return from < to ? from..<to : nil
        }
    }

    /// What lies ahead at `now`. A break in which somebody was called is none: people work through it.
    package func ahead(of now: Instant, lastCall: Instant?) -> DayBreaks {
        var ahead = self
        ahead.breaks = breaks.filter { pause in
            pause.upperBound > now.milliseconds && !(lastCall.map { pause.contains($0.milliseconds) } ?? false)
        }
        return ahead
    }

    /// When a wait of `range` in working time is over, in minutes from `now` by the clock.
    package func later(_ range: WaitRange, from now: Instant) -> WaitRange {
        WaitRange(from: later(range.from, now), to: later(range.to, now))
    }

    private func later(_ minutes: Int, _ now: Instant) -> Int {
        var end = now.milliseconds + Int64(minutes) * 60_000
        for pause in breaks {
            let begin = max(pause.lowerBound, now.milliseconds)
            if end > begin { end += max(0, pause.upperBound - begin) }
        }
        return Int((end - now.milliseconds) / 60_000)
    }

    /// Working time between two moments of the day; all of it where `end` itself lies in a break.
    package func workingTime(from start: Int64, to end: Int64) -> Int64 {
        if breaks.contains(where: { $0.contains(end) }) { return end - start }
        return breaks.reduce(end - start) { rest, pause in
            rest - max(0, min(end, pause.upperBound) - max(start, pause.lowerBound))
        }
    }
}
