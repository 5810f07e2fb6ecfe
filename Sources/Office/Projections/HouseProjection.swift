// HouseProjection.swift: the rows of entries about the house, from which the directory is read.

import Casework
import Ledger
import Storage

enum HouseProjection {
    /// The row of an entry about the house; nil for any other. The ordinal keeps the order in which facts apply.
    static func row(_ entry: Entry) -> [SQLValue]? {
        guard OfficeFact.kinds.contains(entry.kind) else { return nil }
        let version: String
        switch entry.kind {
        case "ProcedurePublished", "IndicatorPublished": version = String(entry.facts["version"]?.int ?? 0)
        case "RightGranted": version = entry.facts["id"]?.string ?? ""
        case "RightEnded": version = "end " + (entry.facts["id"]?.string ?? "")
        case "TextSet":
            version = "\(entry.facts["language"]?.string ?? "") \(entry.facts["from"]?.int ?? 0)"
        case "HoursSet": version = entry.facts["from"]?.string ?? ""
        case "AccountChanged":
            let change = entry.facts["change"]?.string ?? ""
            // Of locking and unlocking only the last counts.
            version = ["locked", "unlocked"].contains(change) ? "lock" : change
        case "AbsenceSet": version = entry.facts["id"]?.string ?? ""
        default: version = ""
        }
        return [
            .text(entry.kind), .text(entry.subject), .text(version),
            .integer(entry.at * 4096 + entry.seq % 4096),
            .text(entry.facts.text),
        ]
    }

    /// Writes the row of an entry about the house; a later one about the same takes its place.
    static func write(_ entry: Entry, _ tx: any Transaction) throws {
        guard let row = row(entry) else { return }
        try HouseSchema.write(entry, tx)
        try tx.execute(
            """
            INSERT INTO reference AS t (kind, id, version, ordinal, body) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (kind, id, version) DO UPDATE SET ordinal = excluded.ordinal, body = excluded.body
            """, row)
    }
}
