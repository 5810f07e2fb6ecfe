// ProcedureFinder.swift: a procedure by a few letters without diacritics: “kh si”, “ctbs”, “ks”.
//
// A query is letters; a name is words. Each run of letters is used up by the beginnings of words that follow each other
// (“ks” = Khai sinh, “khsi” too); a space says that the next letters begin a later word. Words may be passed over at a
// price, so that the nearest name comes first: what begins the short name, without gaps, is cheapest.

package enum ProcedureFinder {
    /// How many are offered while somebody types.
    package static let offered = 8

    /// Those of `procedures` that `query` can mean, best first; all of them in their order for an empty query.
    package static func find(_ query: String, in procedures: [Procedure]) -> [Procedure] {
        let text = VietnameseText.folded(String(query.prefix(80)))
        let code = VietnameseText.plain(String(query.prefix(20)))
        let isCode = !code.isEmpty && code.allSatisfy { $0.isNumber || $0 == "." }
        guard !text.isEmpty else { return procedures }
        let asked = Query(text)
        let ranked = procedures.compactMap { procedure -> (cost: Int, procedure: Procedure)? in
            if isCode { return procedure.code.hasPrefix(code) ? (0, procedure) : nil }
            return cost(asked, procedure).map { ($0, procedure) }
        }
        return ranked.sorted { ($0.cost, $0.procedure.code) < ($1.cost, $1.procedure.code) }.map(\.procedure)
    }

    private static func cost(_ query: Query, _ procedure: Procedure) -> Int? {
        let short = words(procedure.shortName)
        if let cost = query.cost(in: short) { return cost * 100 + short.count }
        let long = words(procedure.name)
        return query.cost(in: long).map { ($0 + 40) * 100 + long.count }
    }

    private static func words(_ text: String) -> [[UInt8]] {
        VietnameseText.folded(text).split(separator: " ").prefix(40).map { Array($0.utf8) }
    }

    /// Letters to be used up, and after which of them a word must end.
    private struct Query {
        private var letters: [UInt8] = []
        private var ends: Set<Int> = []

        init(_ folded: String) {
            for word in folded.split(separator: " ") {
                letters += word.utf8
                ends.insert(letters.count)
            }
            letters = Array(letters.prefix(40))
        }

        /// The least price at which the words use up every letter; nil when they cannot.
        func cost(in words: [[UInt8]]) -> Int? {
            // best[i] = price of having used i letters, and whether the word just before used the last of them.
            var resting: [Int?] = Array(repeating: nil, count: letters.count + 1)
            var running = resting
            resting[0] = 0
            for word in words {
                var (nextResting, nextRunning) = (resting, running.map { _ in Int?.none })
                for used in 0...letters.count {
                    // Passing a word over: dearer before the first hit than after it, free after the last.
                    let price = used == letters.count ? 0 : used == 0 ? 3 : 2
                    let rested = [resting[used], isEnd(used) ? running[used] : nil].compactMap { $0 }.min()
                    nextResting[used] = rested.map { $0 + price }
                    guard let from = [resting[used], running[used]].compactMap({ $0 }).min() else { continue }
                    var taken = 0
                    while used + taken < letters.count, taken < word.count, word[taken] == letters[used + taken] {
                        taken += 1
                        let (at, cost) = (used + taken, from + (taken == word.count || taken > 1 ? 0 : 1))
                        nextRunning[at] = min(nextRunning[at] ?? .max, cost)
                        if ends.contains(at) { break }
                    }
                }
                (resting, running) = (nextResting, nextRunning)
            }
            return [resting[letters.count], running[letters.count]].compactMap { $0 }.min()
        }

        private func isEnd(_ used: Int) -> Bool { used == 0 || ends.contains(used) }
    }
}
