// Checkers+Papers.swift: the bytes of papers follow the entries that name them.

import Ledger
import Office
import Storage

extension Checkers {
    /// 10: a file that was filed, and of which somebody has the bytes, is at the hub, and at each ward that has a hand in its dossier.
    func filesFollow() throws -> [Violation] {
        let filed = acknowledged.filter { $0.file != nil && !erased.contains($0.number) }
        guard !filed.isEmpty else { return [] }
        let numbers = Set(filed.map(\.number))
        var hands: [String: Set<String>] = [:]
        for entry in entries(hub) where numbers.contains(entry.subject) {
            hands[entry.subject, default: []].formUnion([entry.unit] + [entry.addressee].compactMap { $0 })
        }
        let homes = wards.filter { ward in ward.unit.map { ward.office.isHome(of: $0) } ?? false }
        var found: [Violation] = []
        for act in filed {
            guard let file = act.file, try names(hub, file) else { continue }
            guard try hub.office.papers.holds(file) else {
                // A machine that lost its ledger sends no more: what it alone has waits for a person there.
                let isAtHome = try homes.contains { try $0.office.papers.holds(file) }
                let isApart = try wards.contains { try $0.office.papers.holds(file) }
                if isAtHome || !isApart { found.append(missing(file, act, hub)) }
                continue
            }
            for ward in homes where hands[act.number]?.contains(ward.unit ?? "") ?? false {
                if try names(ward, file), try !ward.office.papers.holds(file) { found.append(missing(file, act, ward)) }
            }
        }
        return Array(found.prefix(3))
    }

    private func missing(_ file: String, _ act: Acknowledged, _ site: Site) -> Violation {
        Violation(
            checker: "file missing",
            what: "a file of \(act.number), filed by \(act.command), is named at \(site.name) and its bytes are not there")
    }

    /// Whether a dossier that can be read at a site has the file.
    private func names(_ site: Site, _ file: String) throws -> Bool {
        try site.office.database.read {
            try $0.row(
                """
                SELECT 1 FROM paper_file f JOIN dossier d ON d.number = f.number WHERE f.file = $1 AND d.applicant IS NOT NULL
                """, [.text(file)]) != nil
        }
    }
}
