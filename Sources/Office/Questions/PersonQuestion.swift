// PersonQuestion.swift: what a counter already knows of the person in front of it, by keyed hash of the id number.
//
// Only dossiers that the clerk may see, at units where the clerk works. What is known from them (telephone, address …) is
// offered to be filled in; it is the caller's business to say where it came from and to overwrite nothing. Looking is
// recorded by the caller (access log).

package import Casework
package import Storage

/// A person's earlier dossiers and what they say.
package struct PersonHistory: Sendable {
    /// The latest first, at most `PersonQuestion.limit`.
    package var lines: [DossierLine]
    package var isMore: Bool
    package var running: Int { lines.count { !$0.state.isResolved } }
    /// As the latest dossier names the person.
    package var known: Person?
    /// Papers handed in before, by national code of the paper: in which dossier, and when.
    package var papers: [String: (dossier: String, day: CivilDate)]
}

package enum PersonQuestion {
    package static let limit = 30
    /// How many of the latest are opened to read what they hold.
    static let opened = 5

    package static func ask(
        _ idNumber: String, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> PersonHistory? {
        let units = Set(caller.grants.filter { [.counter, .officer, .leader].contains($0.role) }.map(\.unit)).sorted()
        let hash = office.keys.searchHash(idNumber)
        var numbers: Set<String> = []
        for unit in units {
            for row in try tx.rows(
                "SELECT number FROM search_token WHERE unit = $1 AND token = $2 LIMIT 200", [.text(unit), .text(hash)])
            { numbers.insert(row.text(0)) }
        }
        guard !numbers.isEmpty else { return nil }
        var lines: [DossierLine] = []
        for number in numbers.sorted() {
            guard
                let row = try tx.row(
                    "SELECT \(InboxQuestion.columns) FROM dossier d WHERE d.number = $1", [.text(number)])
            else { continue }
            let line = InboxQuestion.line(row, kind: "found", urgency: 0, now: now, office.directory)
            let maySee = caller.grants.contains {
                units.contains($0.unit) && $0.covers(field: line.field, procedure: line.procedure)
            }
            if maySee { lines.append(line) }
        }
        lines.sort { ($0.received, $0.number) > ($1.received, $1.number) }
        guard !lines.isEmpty else { return nil }
        var history = PersonHistory(lines: Array(lines.prefix(limit)), isMore: lines.count > limit, known: nil, papers: [:])
        for line in lines.prefix(opened) { try read(line, idNumber, into: &history, tx, office) }
        return history
    }

    private static func read(
        _ line: DossierLine, _ idNumber: String, into history: inout PersonHistory, _ tx: any Transaction, _ office: Office
    ) throws {
        guard let dossier = try Folding.dossier(line.number, tx, keys: office.keys),
            let person = [dossier.person.applicant, dossier.person.authorised].compactMap({ $0 })
                .first(where: { $0.idNumber == idNumber })
        else { return }
        var known = history.known ?? person
        known.phone = known.phone ?? person.phone
        known.email = known.email ?? person.email
        if known.address.isEmpty { known.address = person.address }
        history.known = known
        let procedure = office.directory.procedure(line.procedure, version: dossier.intake.procedureVersion)
        for paper in dossier.papers where ["handedIn", "digital", "reused"].contains(paper.source) {
            guard let code = procedure?.papers.first(where: { $0.id == paper.id })?.code, history.papers[code] == nil
            else { continue }
            history.papers[code] = (line.number, line.received.date)
        }
    }
}
