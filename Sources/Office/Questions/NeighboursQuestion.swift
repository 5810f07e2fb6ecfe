// NeighboursQuestion.swift: the dossiers before and after one in its inbox, so that work goes from one to the next.

package import Casework
package import Storage

package struct InboxNeighbours: Sendable {
    package var previous: String?
    package var next: String?
    /// Which it is, and of how many, in the order of urgency; nil where it is in none of the caller's inboxes.
    package var place: (Int, Int)?
}

package enum NeighboursQuestion {
    package static func ask(_ number: String, caller: Caller, _ tx: any Transaction) throws -> InboxNeighbours {
        var neighbours = InboxNeighbours()
        var found: SQLRow?
        for unit in caller.units where found == nil {
            found = try tx.row(
                "SELECT unit, urgency FROM inbox WHERE unit = $1 AND number = $2", [.text(unit), .text(number)])
        }
        guard let row = found else { return neighbours }
        let at: [SQLValue] = [row.values[0], row.values[1], .text(number)]
        let scope = "FROM inbox WHERE unit = $1 AND (urgency, number)"
        neighbours.next = try tx.row(
            "SELECT number \(scope) > ($2, $3) ORDER BY urgency, number LIMIT 1", at)?.text(0)
        neighbours.previous = try tx.row(
            "SELECT number \(scope) < ($2, $3) ORDER BY urgency DESC, number DESC LIMIT 1", at)?.text(0)
        let before = try tx.row("SELECT COUNT(*) \(scope) < ($2, $3)", at)?.int(0) ?? 0
        let all = try tx.row("SELECT COUNT(*) FROM inbox WHERE unit = $1", [at[0]])?.int(0) ?? 0
        neighbours.place = (Int(before) + 1, Int(all))
        return neighbours
    }
}
