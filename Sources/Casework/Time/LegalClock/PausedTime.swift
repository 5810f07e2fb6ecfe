// PausedTime.swift: suspensions laid in order, so that time paused twice counts once.
//
// Pauses are sorted by their start and each is cut to what no earlier one covers; the sum of the parts is
// then the paused time whatever the order in which the pauses were recorded. A running pause ends the row:
// nothing after its start can count before it ends. Used by Course.swift.

/// What one pause really stops: the part after `since` that no earlier pause covers.
struct PausedPart: Hashable, Sendable {
    let pause: Pause
    let from: Instant
    /// Nil for a running pause. Never earlier than `from`; equal when the pause stops nothing.
    let to: Instant?

    /// The counting parts in time order; a running one comes last. Empty pauses are left out; those that
    /// earlier ones cover stay, as parts of no length, so that the reckoning can name them.
    static func inOrder(_ pauses: [Pause], since start: Instant) -> [PausedPart] {
        var parts: [PausedPart] = []
        var covered = start
        for pause in pauses.sorted(by: precedes) {
            guard let end = pause.to else {
                parts.append(PausedPart(pause: pause, from: max(pause.from, covered), to: nil))
                break
            }
            guard pause.from < end, start < end else { continue }
            let from = max(pause.from, covered)
            parts.append(PausedPart(pause: pause, from: from, to: max(from, end)))
            covered = max(covered, end)
        }
        return parts
    }

    /// True when it stops less than the whole pause.
    var isCut: Bool { from != pause.from }

    private static func precedes(_ a: Pause, _ b: Pause) -> Bool {
        let forever = Int64.max
        return (a.from.milliseconds, a.to?.milliseconds ?? forever, a.reason.rawValue)
            < (b.from.milliseconds, b.to?.milliseconds ?? forever, b.reason.rawValue)
    }
}
