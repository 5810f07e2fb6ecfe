// Checkers+Steering.swift: what the city says to wards comes to them, with the key of its words.

import Casework
import Ledger
import Office

extension Checkers {
    /// 11: a word about a directive that the hub has is at each ward at home that it was for, and can be read there and at the hub.
    func directivesAreHeard() throws -> [Violation] {
        let words = acknowledged.filter { $0.to != nil && !$0.isExcused }
        guard !words.isEmpty else { return [] }
        let said = Set(entries(hub).map(\.command))
        let heard = wards.map { ward in Set(entries(ward).map(\.command)) }
        var found: [Violation] = []
        for word in words where said.contains(word.command) {
            for (ward, commands) in zip(wards, heard) {
                guard let unit = ward.unit, word.to?.contains(unit) ?? false, ward.office.isHome(of: unit) else { continue }
                if !commands.contains(word.command) {
                    found.append(
                        Violation(checker: "unheard", what: "\(word.command) about \(word.number) did not come to \(ward.name)"))
                } else if try !isHubBack && key(word, ward) != key(word, hub) {
                    found.append(Violation(checker: "unheard", what: "\(word.number) cannot be read at \(ward.name)"))
                }
            }
        }
        return Array(found.prefix(3))
    }

    private func key(_ word: Acknowledged, _ site: Site) throws -> [UInt8]? { try site.office.keys.export(word.number, .applicant) }
}
