// Share.swift: how many of those who answered were satisfied, and how well that is known.
//
// SIPAS counts “satisfied” and “very satisfied” (docs/law.md §5.2). The interval is Wilson's (E. B. Wilson, JASA 22 (1927)
// 209–212), which stays honest for few answers and for shares near 0 and 1, where the textbook interval does not (Brown,
// Cai, DasGupta, Statistical Science 16 (2001) 101–133). Thirty answers are never ranked like three thousand: see
// Ranking.swift.

/// Satisfied answers among all answers.
package struct Share: Hashable, Codable, Sendable {
    /// Answers “satisfied” or “very satisfied”.
    package let satisfied: Int
    /// All answers, at most a thousand million.
    package let answers: Int

    /// `satisfied` is one of 0…`answers`.
    package init(satisfied: Int, answers: Int) {
        precondition(Share.isPossible(satisfied, of: answers), "a share counts some of all answers")
        self.satisfied = satisfied
        self.answers = answers
    }

    /// Refuses counts that are no share.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        satisfied = try box.decode(Int.self, forKey: .satisfied)
        answers = try box.decode(Int.self, forKey: .answers)
        guard Share.isPossible(satisfied, of: answers) else {
            throw DecodingError.dataCorruptedError(
                forKey: .satisfied, in: box, debugDescription: "\(satisfied) of \(answers) is no share")
        }
    }
    private enum CodingKeys: String, CodingKey { case satisfied, answers }

    private static func isPossible(_ satisfied: Int, of answers: Int) -> Bool {
        (0...1_000_000_000).contains(answers) && (0...answers).contains(satisfied)
    }

    /// The answers of both together.
    package static func + (a: Share, b: Share) -> Share {
        Share(satisfied: a.satisfied + b.satisfied, answers: a.answers + b.answers)
    }

    /// No answers yet.
    package static let none = Share(satisfied: 0, answers: 0)

    /// 0…1; nil without answers.
    package var value: Micro? { Micro(satisfied, by: answers) }

    /// Answers below which a share says too little to be compared with others. A rule of this project (issue 4): at 30
    /// answers the interval of a share of 80 % is still 27 points wide.
    package static let fewest = 30
    /// Whether there are answers enough to be compared.
    package var isTelling: Bool { answers >= Share.fewest }

    /// The 0.975 quantile of the normal distribution: 95 % lie within ±z.
    package static let z = Micro(millionths: 1_959_964)

    /// Wilson's score interval at 95 %, rounded to the millionth; nil without answers.
    ///
    /// `(2s + z² ± z·√(z² + 4s(n − s)/n)) / (2(n + z²))` with s satisfied of n answers.
    package var interval: Interval? {
        guard answers > 0 else { return nil }
        let (s, n, z) = (Int128(satisfied), Int128(answers), Int128(Share.z.millionths))
        // z² is in units of 10⁻¹²; under the root all is in units of 10⁻²⁰, above the line in units of 10⁻¹⁶.
        let unit = Int128(10_000_000_000)
        let root = (z * z * 100_000_000 + 4 * s * (n - s) * unit * unit / n).wholeRoot
        let middle = 2 * s * unit * 1_000_000 + z * z * 10_000
        let below = 2 * (n * 1_000_000_000_000 + z * z)
        func end(_ above: Int128) -> Micro {
            let millionths = (above * 100).rounded(by: below)
            return Micro(millionths: Int(min(max(millionths, 0), 1_000_000)))
        }
        return Interval(end(middle - z * root), end(middle + z * root))
    }
}
