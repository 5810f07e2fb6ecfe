// Ranking.swift: units side by side by their satisfaction, saying no more than the answers bear.
//
// Two statements are made of a unit: how it stands to the whole city, and the best and worst place it may hold among
// the units. Both rest on intervals that do not touch, which is stricter than a test at 5 % (about 0.6 % for intervals
// of one width), as befits 168 comparisons at once. Units of one standing come by code: their order says nothing.

/// A unit's standing among the units of its city.
package struct Ranked: Hashable, Sendable {
    /// Code of the unit.
    package let unit: String
    /// Its own answers.
    package let share: Share
    /// How it stands to the city.
    package let standing: Standing
    /// From the best to the worst place that the intervals leave open, 1 being the best; nil with too few answers.
    package let places: ClosedRange<Int>?

    /// How a share stands to the share of the whole city.
    package enum Standing: String, Codable, CaseIterable, Hashable, Sendable {
        /// Its interval lies above that of the city.
        case above
        /// The intervals touch: no difference can be told.
        case notDistinguishable = "not-distinguishable"
        /// Its interval lies below that of the city.
        case below
        /// Fewer than `Share.fewest` answers.
        case tooFew = "too-few"
    }
}

extension Share {
    /// How this share stands to `city`; `.tooFew` when either has too few answers.
    package func standing(to city: Share) -> Ranked.Standing {
        guard isTelling, city.isTelling, let own = interval, let all = city.interval else { return .tooFew }
        return own.isAbove(all) ? .above : own.isBelow(all) ? .below : .notDistinguishable
    }
}

/// The units of a city by satisfaction.
package struct Ranking: Hashable, Sendable {
    /// All answers of all units, those with too few included.
    package let city: Share
    /// By standing (above, not distinguishable, below, too few), then by code.
    package let units: [Ranked]

    /// Each unit once. The city is the sum of the units, so a unit's own answers are part of what it is held
    /// against: a large unit is found different a little too seldom, never too often.
    package init(_ shares: [(unit: String, share: Share)]) {
        let city = shares.reduce(Share.none) { $0 + $1.share }
        let telling = shares.compactMap { $0.share.isTelling ? $0.share.interval : nil }
        let order = Ranked.Standing.allCases
        units = shares.map { unit, share in
            var places: ClosedRange<Int>?
            if share.isTelling, let own = share.interval {
                let better = telling.filter { $0.isAbove(own) }.count
                let worse = telling.filter { $0.isBelow(own) }.count
                places = (1 + better)...(telling.count - worse)
            }
            return Ranked(unit: unit, share: share, standing: share.standing(to: city), places: places)
        }.sorted { a, b in
            let (p, q) = (order.firstIndex(of: a.standing) ?? 0, order.firstIndex(of: b.standing) ?? 0)
            return (p, a.unit) < (q, b.unit)
        }
        self.city = city
    }
}
