// IndicatorDefinition.swift: an indicator as versioned data: which of the things counted on a day go below the line, which
// above it, what it weighs, and from when to when the definition holds.
//
// A clause is a trait (`late`), its opposite (`!late`), or several of which one must be true (`early|onTime`); all clauses
// must hold. The numerator is counted within the denominator, so a share never passes one. A definition that can divide
// by nothing is refused (`problems`). Groups and points: Decision 766/QĐ-TTg; formulas: docs/law.md §5.1.

package import Casework

package struct IndicatorDefinition: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int
    package var validFrom: CivilDate
    /// The last day on which it holds; nil = until further notice.
    package var validTo: CivilDate?
    package var name: String
    package var nameEn: String
    package var group: Group
    package var event: CountedEvent
    /// What is counted: the things themselves, or the different procedures among them.
    package var counts: Unit
    package var denominator: [Clause]
    package var numerator: [Clause]
    /// Points in the set of 100; 0 = watched only.
    package var points: Int
    /// Whether more is better.
    package var higherIsBetter: Bool
    /// Whether everybody may see it.
    package var isPublic: Bool
    /// Where the formula comes from, and how sure that is (A read, B elsewhere, C memory).
    package var source: String

    /// The five groups of Decision 766/QĐ-TTg, and what is watched beside them.
    package enum Group: String, Codable, CaseIterable, Hashable, Sendable {
        case publicity, progress, digitising, online, satisfaction, watch
        /// Most points of the group.
        package var most: Int {
            switch self {
            case .publicity, .satisfaction: 18
            case .progress: 20
            case .digitising, .online: 22
            case .watch: 0
            }
        }
    }
    package enum Unit: String, Codable, CaseIterable, Hashable, Sendable { case things, procedures }

    package init(
        id: String, version: Int, validFrom: CivilDate, validTo: CivilDate?, name: String, nameEn: String, group: Group,
        event: CountedEvent, counts: Unit, denominator: [Clause], numerator: [Clause], points: Int, higherIsBetter: Bool,
        isPublic: Bool, source: String
    ) {
        (self.id, self.version, self.validFrom, self.validTo) = (id, version, validFrom, validTo)
        (self.name, self.nameEn, self.source) = (name, nameEn, source)
        (self.group, self.event, self.counts) = (group, event, counts)
        (self.denominator, self.numerator) = (denominator, numerator)
        (self.points, self.higherIsBetter, self.isPublic) = (points, higherIsBetter, isPublic)
    }

    package func holds(on day: CivilDate) -> Bool { validFrom <= day && (validTo.map { day <= $0 } ?? true) }
}

/// One condition on the traits of a thing counted.
package struct Clause: Hashable, Sendable, Codable, CustomStringConvertible {
    /// At least one of these is true; or with `isNegative` none is.
    package let traits: [Trait]
    package let isNegative: Bool
    /// The bits of its traits.
    package let mask: Int64

    /// Nil when a word is no trait.
    package init?(_ text: String) {
        isNegative = text.hasPrefix("!")
        var all: [Trait] = []
        for word in (isNegative ? text.dropFirst() : text[...]).split(separator: "|", omittingEmptySubsequences: false) {
            guard let trait = Trait(rawValue: String(word)) else { return nil }
            all.append(trait)
        }
        traits = all
        mask = Evidence.bits(all)
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let clause = Clause(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "“\(text)” names no trait (docs/formats/indicators.md)"))
        }
        self = clause
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(description)
    }
    package var description: String { (isNegative ? "!" : "") + traits.map(\.rawValue).joined(separator: "|") }

    package func holds(_ traits: Int64) -> Bool { (traits & mask != 0) != isNegative }
}

extension [Clause] {
    /// Whether all clauses hold of these traits.
    package func hold(_ traits: Int64) -> Bool { allSatisfy { $0.holds(traits) } }
}

/// Why a definition cannot be used.
package enum DefinitionProblem: Hashable, Sendable {
    /// No thing counted at the event can ever be in the denominator.
    case dividesByNothing
    /// No thing in the denominator can ever be in the numerator.
    case neverAbove
    /// The event knows nothing of this trait.
    case unknownAtEvent(Trait)
    case negativePoints
    case endsBeforeItBegins
    case noName
    case badID
}

extension IndicatorDefinition {
    /// What is wrong with it; empty for one that can be used.
    package var problems: [DefinitionProblem] {
        var found: [DefinitionProblem] = []
        let known = Set(event.traits)
        for trait in (denominator + numerator).flatMap(\.traits) where !known.contains(trait) {
            if !found.contains(.unknownAtEvent(trait)) { found.append(.unknownAtEvent(trait)) }
        }
        if !isPossible(denominator) {
            found.append(.dividesByNothing)
        } else if !isPossible(denominator + numerator) {
            found.append(.neverAbove)
        }
        if points < 0 { found.append(.negativePoints) }
        if let validTo, validTo < validFrom { found.append(.endsBeforeItBegins) }
        if name.isEmpty || nameEn.isEmpty { found.append(.noName) }
        let isPlain = id.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        if id.isEmpty || id.utf8.count > 40 || !isPlain { found.append(.badID) }
        return found
    }

    /// Whether some thing counted at the event can meet all clauses.
    private func isPossible(_ clauses: [Clause]) -> Bool {
        let free = Set(clauses.flatMap(\.traits)).intersection(event.traits)
        let named = Trait.allCases.filter(free.contains)
        func tries(_ traits: Int64, _ rest: ArraySlice<Trait>) -> Bool {
            guard let first = rest.first else { return clauses.hold(traits) }
            let rivals = Trait.exclusive.first { $0.contains(first) } ?? []
            if traits & Evidence.bits(rivals) == 0, tries(traits | first.bit, rest.dropFirst()) { return true }
            return tries(traits, rest.dropFirst())
        }
        return tries(0, named[...])
    }

    /// Whether a thing counted is below the line, and above it.
    package func counts(_ thing: Counted) -> (below: Bool, above: Bool) {
        guard thing.event == event, holds(on: CivilDate(dayNumber: thing.day)), denominator.hold(thing.traits) else {
            return (false, false)
        }
        return (true, numerator.hold(thing.traits))
    }
}
