// PostingQuestion.swift: what a posting did change: the on-time share of the ward's field before, during and after, beside
// wards to which nobody was sent (PostingEffect.swift).
//
// Counted from `indicator_day`: dossiers of the field settled by day, in time or late; one range of its key a ward.

package import Casework
package import Oversight
package import Storage

package enum PostingQuestion {
    /// Working days looked at before a posting begins.
    package static let before = 20

    /// The effects of `postings`, by their ids.
    package static func effects(
        _ postings: [PostingLine], all: [PostingLine], now: Instant, _ tx: any Transaction, _ directory: Directory
    ) throws -> [String: PostingEffect] {
        var effects: [String: PostingEffect] = [:]
        let begun = postings.filter { $0.posted.from.date < now.date }
        for field in Set(begun.map(\.posted.field)).sorted() {
            let own = begun.filter { $0.posted.field == field }
            guard let first = own.map({ start($0, directory) }).min() else { continue }
            let days = try days(field, from: first, to: now.date, tx, directory)
            let helped = Set(all.filter { $0.posted.field == field && first < $0.until.date }.map(\.posted.unit))
            let others = days.keys.sorted().filter { !helped.contains($0) }
            for posting in own {
                let there = periods(posting, days[posting.posted.unit] ?? [:], now, directory)
                effects[posting.id] = .of(there, against: others.map { periods(posting, days[$0] ?? [:], now, directory) })
            }
        }
        return effects
    }

    private static func start(_ posting: PostingLine, _ directory: Directory) -> CivilDate {
        let office = directory.office(posting.posted.unit)
        var day = posting.posted.from.date
        for _ in 0..<before { day = office.lastWorkingDay(before: day) }
        return day
    }

    private static func days(
        _ field: String, from: CivilDate, to: CivilDate, _ tx: any Transaction, _ directory: Directory
    ) throws -> [String: [Int: OnTimeDay]] {
        let (inTime, late) = (Trait.early.bit | Trait.onTime.bit, Trait.late.bit)
        var all: [String: [Int: OnTimeDay]] = [:]
        for unit in OutlookQuestion.wards(directory) {
            try tx.forEach(
                """
                SELECT day, traits, SUM(n) FROM indicator_day
                WHERE unit = $1 AND event = 'resolved' AND day >= $2 AND day < $3 AND field = $4 GROUP BY day, traits
                """, [.text(unit), .integer(Int64(from.dayNumber)), .integer(Int64(to.dayNumber)), .text(field)]
            ) { row in
                let (day, bits, n) = (Int(row.int(0)), row.int(1), Int(row.int(2)))
                guard bits & (inTime | late) != 0 else { return }
                var known = all[unit]?[day] ?? OnTimeDay(onTime: 0, returned: 0)
                known.returned += n
                if bits & inTime != 0 { known.onTime += n }
                all[unit, default: [:]][day] = known
            }
        }
        return all
    }

    private static func periods(
        _ posting: PostingLine, _ days: [Int: OnTimeDay], _ now: Instant, _ directory: Directory
    ) -> PostingPeriods {
        let (first, from) = (start(posting, directory), posting.posted.from.date)
        let end = min(posting.until.date.adding(days: 1), now.date)
        func part(_ from: CivilDate, _ to: CivilDate) -> [OnTimeDay] {
            from < to ? (from.dayNumber..<to.dayNumber).compactMap { days[$0] } : []
        }
        return PostingPeriods(
            before: part(first, from), during: part(from, end), after: posting.until < now ? part(end, now.date) : [])
    }
}
