// Checkers+Books.swift: a number of a register or a list is given once.

import Casework
import Office

extension Checkers {
    /// 5: a number of a book that two were told is before a person. What only a lost disk knew of cannot be asked about.
    func bookNumbersAreUnique() -> [Violation] {
        var given: [String: Set<String>] = [:]
        var about: [String: Set<String>] = [:]
        for act in acknowledged where !act.isExcused {
            guard let place = act.place else { continue }
            given[place, default: []].insert(act.command)
            about[place, default: []].insert(act.number)
        }
        let said = Set(contested.map(\.fact.about))
        return given.keys.sorted().filter { place in
            (given[place]?.count ?? 0) > 1 && said.isDisjoint(with: about[place] ?? [])
        }.prefix(2).map {
            Violation(checker: "book number used twice", what: "\($0) was told to two people and nobody is asked")
        }
    }
}
