// Finder.swift: which procedure somebody means who does not know its name: “mở quán phở”, “sao y bang dai hoc”, “lam khia sinh”.
//
// Each subject has phrases: its names and the words that people use (Reference/words.yaml). A query is held against every
// phrase, word by word: equal, equal but for marks, a beginning, one letter wrong (only for a word that nobody uses), two
// words without their space. Rare words weigh more. Whole numbers only; the same query gives the same order everywhere.

package struct Finder: Hashable, Sendable {
    private var words: [String] = []
    private var ids: [String: Int] = [:]
    /// In how many subjects a word stands.
    private var frequency: [Int] = []
    private var subjects: [Subject] = []
    private var places: [String: Int] = [:]

    private struct Subject: Hashable, Sendable {
        var code: String
        var isOften: Bool
        var phrases: [[Token]]
        var vocabulary: [Int]
    }
    private struct Token: Hashable, Sendable {
        var word: Int
        /// With its marks, wherever the tone is written.
        var spelled: String
    }
    package struct Hit: Hashable, Sendable {
        package var code: String
        package var score: Int
    }

    package init() {}

    /// Puts a subject in, in place of what it was before.
    package mutating func set(_ code: String, phrases: [String], isOften: Bool) {
        var tokens: [[Token]] = []
        for phrase in phrases { tokens.append(self.tokens(phrase)) }
        tokens.removeAll { $0.isEmpty }
        let vocabulary = Array(Set(tokens.flatMap { $0.map(\.word) })).sorted()
        if let place = places[code] {
            for word in subjects[place].vocabulary { frequency[word] -= 1 }
            subjects[place] = Subject(code: code, isOften: isOften, phrases: tokens, vocabulary: vocabulary)
        } else {
            places[code] = subjects.count
            subjects.append(Subject(code: code, isOften: isOften, phrases: tokens, vocabulary: vocabulary))
        }
        for word in vocabulary { frequency[word] += 1 }
    }

    private mutating func tokens(_ phrase: String) -> [Token] {
        Finder.spelling(phrase).map { folded, spelled in
            let id = ids[folded] ?? words.count
            if id == words.count {
                ids[folded] = id
                words.append(folded)
                frequency.append(0)
            }
            return Token(word: id, spelled: spelled)
        }
    }

    /// The words of a text: without marks for finding, with marks for preferring.
    private static func spelling(_ text: String) -> [(folded: String, spelled: String)] {
        VietnameseText.plain(text).lowercased()
            .split { !$0.isLetter && !$0.isNumber }
            .flatMap { word in
                let parts = VietnameseText.folded(String(word)).split(separator: " ").map(String.init)
                return parts.map { (folded: $0, spelled: parts.count == 1 ? VietnameseText.sortKey(String(word)) : $0) }
            }
    }
}

// MARK: finding

extension Finder {
    /// One word of a query and how well each known word answers it, in hundredths.
    private struct Wanted {
        var weight: Int
        var spelled: String
        var isMarked: Bool
        var quality: [Int]
        var exact: Int?
    }

    private static let longest = 16

    /// Subjects by how well they answer, best first; none that answers less than a third of the query.
    package func find(_ text: String, limit: Int = 20) -> [Hit] {
        let typed = Finder.spelling(String(text.prefix(200))).prefix(Finder.longest)
        let marked = typed.contains { $0.spelled != VietnameseText.sortKey($0.folded) }
        let wanted = typed.enumerated().flatMap { index, word in
            wants(word, isLast: index == typed.count - 1, inMarkedText: marked)
        }
        guard !wanted.isEmpty else { return [] }
        let whole = wanted.reduce(0) { $0 + $1.weight }
        let hits: [Hit] = subjects.compactMap { subject in
            let coverage = coverage(of: wanted, by: subject) * 100 / whole
            guard coverage >= 34 else { return nil }
            let best = subject.phrases.map { answer($0, to: wanted, whole: whole) }.max() ?? 0
            return Hit(code: subject.code, score: best * 6 + coverage * 4 + (subject.isOften ? 40 : 0))
        }
        let sorted = hits.sorted { ($1.score, $0.code) < ($0.score, $1.code) }
        guard let first = sorted.first else { return [] }
        return Array(sorted.prefix { $0.score * 2 >= first.score }.prefix(limit))
    }

    private func wants(
        _ typed: (folded: String, spelled: String), isLast: Bool, inMarkedText: Bool
    ) -> [Wanted] {
        let isMarked = typed.spelled != VietnameseText.sortKey(typed.folded)
        if let id = ids[typed.folded] {
            var quality = Array(repeating: 0, count: words.count)
            quality[id] = isMarked ? 55 : inMarkedText ? 80 : 95
            if isLast { beginnings(typed.folded, into: &quality) }
            return [
                Wanted(
                    weight: weight(id), spelled: typed.spelled, isMarked: isMarked, quality: quality,
                    exact: id)
            ]
        }
        if let (a, b) = halves(typed.folded) {
            return [a, b].map { id in
                var quality = Array(repeating: 0, count: words.count)
                quality[id] = 90
                return Wanted(
                    weight: weight(id), spelled: "", isMarked: false, quality: quality, exact: nil)
            }
        }
        var quality = Array(repeating: 0, count: words.count)
        beginnings(typed.folded, into: &quality)
        let letters = Array(typed.folded.utf8)
        if letters.count >= 3 {
            for (id, word) in words.enumerated() where frequency[id] > 0 {
                if Finder.isOneApart(letters, Array(word.utf8)) {
                    quality[id] = max(quality[id], letters.count >= 4 ? 65 : 45)
                }
            }
        }
        let best = quality.indices.filter { quality[$0] > 0 }.map { weight($0) }.max() ?? 24
        return [Wanted(weight: best, spelled: "", isMarked: false, quality: quality, exact: nil)]
    }

    private func beginnings(_ start: String, into quality: inout [Int]) {
        guard start.utf8.count >= 2 else { return }
        for (id, word) in words.enumerated() where word.utf8.count > start.utf8.count && word.hasPrefix(start) {
            quality[id] = max(quality[id], 60)
        }
    }

    /// Two known words written without the space between them.
    private func halves(_ word: String) -> (Int, Int)? {
        guard word.utf8.count >= 5 else { return nil }
        for cut in 2..<(word.utf8.count - 1) {
            let at = word.utf8.index(word.utf8.startIndex, offsetBy: cut)
            if let a = ids[String(word[..<at])], let b = ids[String(word[at...])] { return (a, b) }
        }
        return nil
    }

    /// Rare words weigh more: four for one that all have, up to 4 + 8 · log₂.
    private func weight(_ id: Int) -> Int {
        let ratio = subjects.count / max(1, frequency[id])
        return 4 + 8 * (Int.bitWidth - max(1, ratio).leadingZeroBitCount - 1)
    }

    private func quality(_ token: Token, for want: Wanted) -> Int {
        let plain = want.quality[token.word]
        return plain > 0 && token.word == want.exact && token.spelled == want.spelled ? 100 : plain
    }

    /// Weight of the query that stands somewhere in the subject.
    private func coverage(of wanted: [Wanted], by subject: Subject) -> Int {
        wanted.reduce(0) { sum, want in
            let best = subject.vocabulary.reduce(0) { best, word in
                max(best, word == want.exact ? 100 : want.quality[word])
            }
            return sum + want.weight * best / 100
        }
    }

    /// How alike a phrase and the query are, 0…100 and a little more for words in the same order.
    private func answer(_ phrase: [Token], to wanted: [Wanted], whole: Int) -> Int {
        var (matched, together, last) = (0, 0, -2)
        var used = Array(repeating: false, count: phrase.count)
        for want in wanted {
            var (best, place) = (0, -2)
            for (i, token) in phrase.enumerated() where !used[i] {
                let quality = quality(token, for: want)
                if quality > best || (quality == best && quality > 0 && i == last + 1) { (best, place) = (quality, i) }
            }
            if best > 0 {
                used[place] = true
                matched += want.weight * best / 100
                if place == last + 1 { together += want.weight }
            }
            last = best > 0 ? place : -2
        }
        let own = phrase.reduce(0) { $0 + weight($1.word) }
        return matched * 200 / (whole + own) + together * 10 / whole
    }

    /// One letter more, less, other, or two neighbours changed places.
    static func isOneApart(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard abs(a.count - b.count) <= 1, a != b else { return false }
        let head = zip(a, b).prefix { $0 == $1 }.count
        let (restA, restB) = (a[head...], b[head...])
        if a.count == b.count {
            if restA.dropFirst().elementsEqual(restB.dropFirst()) { return true }
            return restA.count >= 2 && restA[head] == restB[head + 1] && restA[head + 1] == restB[head]
                && restA.dropFirst(2).elementsEqual(restB.dropFirst(2))
        }
        return a.count > b.count
            ? restA.dropFirst().elementsEqual(restB) : restB.dropFirst().elementsEqual(restA)
    }
}
