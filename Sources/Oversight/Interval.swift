// Interval.swift: from–to of a figure that is known only so well.
//
// Every estimate of this room comes with one. Two figures are told apart only where their intervals do not touch; a
// figure differs from nothing only where its interval does not hold zero.

/// Both ends belong to it; `low` is at most `high`.
package struct Interval: Hashable, Codable, Sendable, CustomStringConvertible {
    /// Lower end, in the unit of the figure.
    package let low: Micro
    /// Upper end, in the unit of the figure.
    package let high: Micro

    /// `low` must not lie above `high`.
    package init(_ low: Micro, _ high: Micro) {
        precondition(low <= high, "an interval goes upwards")
        self.low = low
        self.high = high
    }

    /// Whether `value` lies in it, ends included.
    package func contains(_ value: Micro) -> Bool { low <= value && value <= high }
    /// Whether all of it lies above all of `other`.
    package func isAbove(_ other: Interval) -> Bool { low > other.high }
    /// Whether all of it lies below all of `other`.
    package func isBelow(_ other: Interval) -> Bool { high < other.low }
    /// Upper end less lower end.
    package var width: Micro { high - low }
    /// `0.412000…0.607000`, for logs and tests.
    package var description: String { "\(low)…\(high)" }
}
