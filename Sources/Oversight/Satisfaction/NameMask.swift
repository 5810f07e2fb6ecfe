// NameMask.swift: what citizens write, without the names of officers and without telephone and id numbers.
//
// Masked are the full name of a member of staff (marks, case and spacing as they come; also “N.T.Hoa”), family and
// given name, and any end of the name after a form of address (“chị Hoa”, “cán bộ Thanh Hoa”). A given name alone stays:
// most are everyday words (hoa, lan, an). Between a name too many and a name too few, the mask takes too many. Numbers:
// NameMask/Digits.swift; words: NameMask/Words.swift. Not seen: nicknames, other misspellings than of marks, a given name
// that nothing addresses. So a masked text is still read by a person before it is published.

import Casework

/// Masks free text for the staff of one unit (or of a city).
package struct NameMask: Sendable {
    /// What stands in the place of what is taken out; words of the caller.
    package struct Markers: Hashable, Sendable {
        /// For the name of an officer.
        package var person: String
        /// For a telephone number.
        package var phone: String
        /// For a personal id number.
        package var idNumber: String

        /// The words that are put in, e.g. “[cán bộ]”.
        package init(person: String, phone: String, idNumber: String) {
            self.person = person
            self.phone = phone
            self.idNumber = idNumber
        }
    }

    /// A text without names and numbers, and how many were taken out.
    package struct Masked: Hashable, Sendable {
        /// NFC.
        package let text: String
        /// Names taken out.
        package let people: Int
        /// Telephone and id numbers together.
        package let numbers: Int
    }

    /// A name as it may stand in a text.
    private struct Pattern: Sendable {
        enum Demand: Sendable { case nothing, capitals, address }
        var words: [Word]
        var demand: Demand
        /// Whether a word of the text with other marks is still this name (“Nguyên thi Hòa”).
        var ignoresMarks: Bool
    }

    private let markers: Markers
    /// By first word, longest first.
    private let patterns: [String: [Pattern]]
    /// Full names by first letter, for “N.T.Hoa”.
    private let initials: [String: [[Word]]]

    /// `staff` are full names, family name first. A name of one word is masked only after a form of address.
    package init(staff: [String], markers: Markers) {
        self.markers = markers
        var patterns: [String: [Pattern]] = [:]
        var initials: [String: [[Word]]] = [:]
        for name in Set(staff.map(VietnameseText.plain)).sorted() {
            let words = Word.all(in: Array(NameMask.composed(name)))
            guard let first = words.first else { continue }
            for pattern in NameMask.patterns(of: words) {
                patterns[pattern.words[0].folded, default: []].append(pattern)
            }
            if words.count > 1 { initials[String(first.folded.prefix(1)), default: []].append(words) }
        }
        self.patterns = patterns.mapValues { $0.sorted { $0.words.count > $1.words.count } }
        self.initials = initials
    }

    private static func patterns(of name: [Word]) -> [Pattern] {
        let count = name.count
        guard count > 1 else { return [Pattern(words: name, demand: .address, ignoresMarks: false)] }
        var all = [Pattern(words: name, demand: .nothing, ignoresMarks: count > 2)]
        if count > 2 {
            all.append(Pattern(words: [name[0], name[count - 1]], demand: .nothing, ignoresMarks: false))
            for start in 1..<(count - 1) {
                all.append(Pattern(words: Array(name[start...]), demand: .capitals, ignoresMarks: false))
            }
        }
        all.append(Pattern(words: [name[count - 1]], demand: .address, ignoresMarks: false))
        return all
    }

    /// `text` in NFC with names and numbers replaced by their markers; all other characters stay as they are.
    package func masked(_ text: String) -> Masked {
        let scalars = Array(NameMask.composed(text))
        let people = people(in: scalars)
        let numbers = Digits.personal(in: scalars)
        var found = people.map { (range: $0, marker: markers.person) }
        found += numbers.map { (range: $0.range, marker: $0.kind == .phone ? markers.phone : markers.idNumber) }
        found.sort { $0.range.lowerBound < $1.range.lowerBound }
        var kept = String.UnicodeScalarView()
        var at = 0
        for one in found where one.range.lowerBound >= at {
            kept.append(contentsOf: scalars[at..<one.range.lowerBound])
            kept.append(contentsOf: one.marker.unicodeScalars)
            at = one.range.upperBound
        }
        kept.append(contentsOf: scalars[at...])
        return Masked(text: String(kept), people: people.count, numbers: numbers.count)
    }
}

// MARK: finding people

extension NameMask {
    private func people(in scalars: [Unicode.Scalar]) -> [Range<Int>] {
        let words = Word.all(in: scalars)
        let text = Reading(words: words, scalars: scalars)
        var found: [Range<Int>] = []
        var (at, wasAddressed) = (0, false)
        while at < words.count {
            let isAddressed = text.isAddressed(at) || wasAddressed && text.goesOn(at)
            if let count = longest(at: at, in: text, isAddressed: isAddressed) ?? abbreviated(at: at, in: text) {
                found.append(words[at].range.lowerBound..<words[at + count - 1].range.upperBound)
                at += count
                wasAddressed = true
            } else {
                // “chị Hoa và Lan”: a list goes on over its “và”.
                wasAddressed = wasAddressed && Reading.joins.contains(words[at].folded)
                at += 1
            }
        }
        return found
    }

    /// How many words from `at` on are a name.
    private func longest(at: Int, in text: Reading, isAddressed: Bool) -> Int? {
        patterns[text.words[at].folded]?.first { pattern in
            let count = pattern.words.count
            guard at + count <= text.words.count, text.isOneRun(at, count: count) else { return false }
            let written = text.words[at..<(at + count)]
            let isSame = zip(pattern.words, written).allSatisfy { name, word in
                pattern.ignoresMarks ? name.folded == word.folded : word.mayBe(name)
            }
            guard isSame else { return false }
            switch pattern.demand {
            case .nothing: return isAddressed || !Reading.isEveryday(written)
            case .capitals:
                return isAddressed || written.allSatisfy(\.isCapitalised) && !text.isAfterPlace(at)
            case .address: return isAddressed
            }
        }?.words.count
    }

    /// “N.T.Hoa”, “N. T. Hoa”: the given name after the first letters of all others.
    private func abbreviated(at: Int, in text: Reading) -> Int? {
        let words = text.words
        guard words[at].folded.utf8.count == 1, words[at].isCapitalised else { return nil }
        return initials[words[at].folded]?.first { name in
            let count = name.count
            guard at + count <= words.count, text.isOneRun(at, count: count), text.hasDot(after: at) else { return false }
            return words[at + count - 1].mayBe(name[count - 1])
                && zip(name, words[at...]).prefix(count - 1).allSatisfy { full, letter in
                    letter.folded == full.folded.prefix(1)
                }
        }?.count
    }
}
