// SatisfactionQuestion.swift: how content people were after return: shares with intervals, units that can be told apart and those
// that cannot, what was written with the names of staff masked.

package import Casework
import Ledger
package import Oversight
package import Storage
import Synchronization

package struct SatisfactionReport: Sendable {
    package var period: Period
    /// By factor: overall first, then access, procedure, staff, result, feedback.
    package var factors: [(factor: String, share: Share)]
    package var ranking: Ranking
    /// What people wrote, names of staff, phones and id numbers masked; nothing says of which dossier.
    package var comments: [(day: CivilDate, unit: String, text: String)]
}

extension Office {
    fileprivate var nameMask: NameMask {
        let names = directory.names.values.sorted()
        if let known = masks.withLock({ $0 }), known.names == names { return known.mask }
        let mask = NameMask(
            staff: names, markers: .init(person: "[cán bộ]", phone: "[số điện thoại]", idNumber: "[số định danh]"))
        masks.withLock { $0 = (names, mask) }
        return mask
    }
}

package enum SatisfactionQuestion {
    /// Comments that are read.
    static let commentLimit = 60

    package static func ask(
        _ period: Period, unit: String? = nil, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> SatisfactionReport {
        try CityQuestion.check(caller)
        guard period.passed(by: now.date) != nil else { throw Refusal.periodAhead("\(period)") }
        let counts = try IndicatorQuestion.counts(.rated, period, unit: unit, tx, office)
        func share(_ trait: Trait, _ traits: [Int64: Int]) -> Share {
            Share(
                satisfied: traits.reduce(0) { $1.key & trait.bit != 0 ? $0 + $1.value : $0 }, answers: traits.reduce(0) { $0 + $1.value })
        }
        var all: [Int64: Int] = [:]
        for (_, traits) in counts.sorted(by: { $0.key < $1.key }) { all.merge(traits, uniquingKeysWith: +) }
        let factors: [(String, Trait)] = [
            ("all", .satisfied), ("access", .satisfiedAccess), ("procedure", .satisfiedProcedure), ("staff", .satisfiedStaff),
            ("result", .satisfiedResult), ("feedback", .satisfiedFeedback),
        ]
        let units = counts.sorted { $0.key < $1.key }.map { (unit: $0.key, share: share(.satisfied, $0.value)) }
        return SatisfactionReport(
            period: period, factors: factors.map { ($0.0, share($0.1, all)) }, ranking: Ranking(units),
            comments: try comments(period, unit, tx, office))
    }

    private static func comments(
        _ period: Period, _ unit: String?, _ tx: any Transaction, _ office: Office
    ) throws -> [(day: CivilDate, unit: String, text: String)] {
        var arguments: [SQLValue] = [
            .integer(Instant(period.from, TimeOfDay(0, 0)).milliseconds),
            .integer(Instant(period.to.adding(days: 1), TimeOfDay(0, 0)).milliseconds),
        ]
        if let unit { arguments.append(.text(unit)) }
        let rows = try tx.rows(
            """
            SELECT number, receiving FROM dossier WHERE rated_at >= $1 AND rated_at < $2\(unit == nil ? "" : " AND receiving = $3")
            ORDER BY rated_at DESC, number LIMIT 400
            """, arguments)
        guard !rows.isEmpty else { return [] }
        let mask = office.nameMask
        var comments: [(day: CivilDate, unit: String, text: String)] = []
        for row in rows where comments.count < commentLimit {
            for entry in try LedgerReader.entries(about: row.text(0), tx) where entry.kind == "RatingGiven" {
                guard let text = try SealedPerson.open(entry, keys: office.keys)?.text else { continue }
                comments.append((Instant(milliseconds: entry.at).date, row.text(1), mask.masked(text).text))
            }
        }
        return comments
    }
}
