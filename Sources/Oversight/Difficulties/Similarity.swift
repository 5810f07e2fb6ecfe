// Similarity.swift: which reports of a difficulty are about the same thing, so that their desks can be joined.
//
// Reports are held against each other by their words and pairs of neighbouring words, without marks (“phan mem ho tich”
// is “phần mềm hộ tịch”), rare ones weighing more: the cosine of tf-idf vectors with log₂ (Salton and Buckley,
// Information Processing & Management 24 (1988) 513–523). The same kind, procedure or step adds to that, never enough to
// propose a report by itself. Whole numbers only; a person decides.

import Casework

/// A difficulty as it is compared.
package struct DifficultyText: Hashable, Sendable {
    /// Number of the report; unique.
    package var id: String
    /// As it was written; its first 400 words count.
    package var text: String
    /// Code of the kind (line, software, premises …).
    package var category: String?
    /// Code of the procedure where it bites.
    package var procedure: String?
    /// Id of the step of that procedure.
    package var step: String?

    /// A report; codes are nil where they are not known.
    package init(id: String, text: String, category: String? = nil, procedure: String? = nil, step: String? = nil) {
        self.id = id
        self.text = text
        self.category = category
        self.procedure = procedure
        self.step = step
    }
}

/// A report proposed for joining.
package struct Alike: Hashable, Sendable {
    /// Number of the report.
    package let id: String
    /// 0…1.
    package let score: Micro
    /// Folded words and pairs that both have, the most telling first, at most five: why it was proposed.
    package let shared: [String]
}

/// Reports made ready for comparison: building it reads each once, a question looks at all.
package struct Similarity: Sendable {
    /// Score from which a report is worth a person's look; found by trying on reports as wards write them (the tests:
    /// the same trouble in other words scored 0.18 and more, others at most 0.09).
    package static let threshold = Micro(millionths: 150_000)
    /// What the words alone must bring, in millionths: the same kind, procedure and step propose nothing by themselves.
    private static let fewestOfWords: Int128 = 60_000

    /// What the words and each equal property bring to the score, in millionths of the whole.
    private static let ofWords = 750_000
    private static let ofCategory = 80_000
    private static let ofProcedure = 100_000
    private static let ofStep = 70_000

    private var terms: [String: Int] = [:]
    private var names: [String] = []
    /// In how many reports a term stands.
    private var frequency: [Int] = []
    private var reports: [Vector] = []

    private struct Vector: Sendable {
        var report: DifficultyText
        /// Ids of its terms, ascending.
        var terms: [Int]
    }

    /// `reports` are those that can be proposed, usually the open ones.
    package init(_ reports: [DifficultyText]) {
        for report in reports {
            let ids = Set(Similarity.terms(report.text).map { id($0) }).sorted()
            for term in ids { frequency[term] += 1 }
            self.reports.append(Vector(report: report, terms: ids))
        }
    }

    private mutating func id(_ term: String) -> Int {
        if let id = terms[term] { return id }
        terms[term] = names.count
        names.append(term)
        frequency.append(0)
        return names.count - 1
    }

    /// Reports other than `report` itself (by id) that score at least `threshold` and share words, best first, equal ones
    /// by id.
    package func proposals(
        for report: DifficultyText, above threshold: Micro = Similarity.threshold, limit: Int = 5
    ) -> [Alike] {
        let own = Set(Similarity.terms(report.text))
        let known = own.compactMap { terms[$0] }.sorted()
        // What no other report has tells it from all of them: it lengthens the vector as a term seen once does.
        let rarest = Int128(weight(seen: 1))
        let length = squared(known) + Int128(own.count - known.count) * rarest * rarest
        let scored = reports.compactMap { other -> Alike? in
            guard other.report.id != report.id else { return nil }
            let common = Similarity.common(known, other.terms)
            let below = (length * squared(other.terms)).wholeRoot
            guard below > 0, !common.isEmpty else { return nil }
            let words = (squared(common) * Int128(Similarity.ofWords)).rounded(by: below)
            guard words >= Similarity.fewestOfWords else { return nil }
            let score = Micro(millionths: min(1_000_000, Int(words) + Similarity.extra(report, other.report)))
            guard score >= threshold else { return nil }
            return Alike(id: other.report.id, score: score, shared: telling(common))
        }
        return Array(scored.sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(max(0, limit)))
    }

    private static func extra(_ a: DifficultyText, _ b: DifficultyText) -> Int {
        func isSame(_ x: String?, _ y: String?) -> Bool { x != nil && x == y }
        let isSameProcedure = isSame(a.procedure, b.procedure)
        return (isSame(a.category, b.category) ? ofCategory : 0) + (isSameProcedure ? ofProcedure : 0)
            + (isSameProcedure && isSame(a.step, b.step) ? ofStep : 0)
    }

    // MARK: weights

    /// 1/16 + log₂((N + 1) / (reports that have it)), in 1/1,000 so that squares of long reports stay exact.
    private func weight(seen: Int) -> Int {
        (62_500 + Micro.binaryLogarithm(reports.count + 1, over: seen).millionths) / 1_000
    }
    private func squared(_ terms: [Int]) -> Int128 {
        terms.reduce(Int128(0)) { sum, term in
            let weight = Int128(weight(seen: frequency[term]))
            return sum + weight * weight
        }
    }
    private func telling(_ terms: [Int]) -> [String] {
        // The rarest first, then the longest, then by the alphabet.
        let sorted = terms.sorted { a, b in
            let (p, q) = (names[a], names[b])
            return (frequency[a], q.utf8.count, p) < (frequency[b], p.utf8.count, q)
        }
        return sorted.prefix(5).map { names[$0] }
    }

    /// What stands in both of two ascending lists.
    private static func common(_ a: [Int], _ b: [Int]) -> [Int] {
        var (i, j, both) = (0, 0, [Int]())
        while i < a.count, j < b.count {
            if a[i] == b[j] { both.append(a[i]) }
            let (x, y) = (a[i], b[j])
            if x <= y { i += 1 }
            if y <= x { j += 1 }
        }
        return both
    }

    // MARK: words

    /// Telling words and pairs of them that stand together: most Vietnamese words are written as two, “máy in”, “hộ
    /// tịch”.
    static func terms(_ text: String) -> [String] {
        let words = VietnameseText.folded(text).split(separator: " ").prefix(400).map(String.init)
        var terms = words.filter { !particles.contains($0) }
        for (a, b) in zip(words, words.dropFirst()) where !particles.contains(a) && !particles.contains(b) {
            terms.append(a + " " + b)
        }
        return terms
    }

    /// Words that say nothing of a difficulty, folded: over few reports their frequency alone does not show it.
    private static let particles: Set<String> = [
        "a", "ai", "anh", "bi", "cac", "cai", "can", "chi", "cho", "chung", "co", "con", "cua", "cung", "da", "dang", "de",
        "den", "di", "do", "duoc", "gi", "hay", "hien", "hom", "khi", "khong", "kinh", "la", "lai", "len", "luc", "luon",
        "ma", "mot", "nao", "nay", "nen", "ngay", "nhieu", "nhu", "nhung", "o", "phai", "phuong", "qua", "ra", "rang", "rat",
        "roi", "sau", "se", "tai", "the", "thi", "thuong", "toi", "trong", "tu", "tuan", "va", "van", "vao", "vi", "voi",
        "xa", "xin",
    ]
}
