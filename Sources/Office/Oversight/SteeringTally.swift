// SteeringTally.swift: what matters of steering count for indicators: a complaint, once it is answered.

import Casework
import Ledger
import Oversight

enum SteeringTally {
    /// Where a matter is counted as it stands.
    static func counted(_ item: SteeringItem?) -> [Counted] {
        guard let item, item.kind == .complaint else { return [] }
        var answer: (by: String, inTime: Bool, at: Instant)?
        var isSatisfied = false
        for event in item.events {
            if case .complaintAnswered(let f) = event.fact { answer = (f.by, f.inTime, event.at) }
            if case .complaintRated(let f) = event.fact { isSatisfied = f.isSatisfied }
        }
        guard let answer else { return [] }
        let traits = [answer.inTime ? Trait.answeredInTime : nil, isSatisfied ? .answerSatisfied : nil].compactMap { $0 }
        return [
            Counted(
                event: .complained, day: answer.at.date.dayNumber, unit: answer.by, field: "", procedure: "",
                traits: traits.reduce(0) { $0 | $1.bit })
        ]
    }

    /// What the entries about a matter count, day by day as it became known.
    static func tally(_ entries: [Entry], until: Instant? = nil) throws -> IndicatorTally {
        var tally = IndicatorTally()
        var counted: [Counted] = []
        var known: [Entry] = []
        for entry in SteeringCoding.ordered(entries) {
            let at = Instant(milliseconds: entry.at)
            if let until, at > until { break }
            known.append(entry)
            let now = SteeringTally.counted(try SteeringCoding.item(known, keys: nil))
            tally.change(from: counted, to: now, known: at.date)
            counted = now
        }
        return tally
    }
}
