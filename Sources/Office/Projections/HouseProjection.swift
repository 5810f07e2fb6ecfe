// HouseProjection.swift: the rows of entries about the house, from which the directory is read.

import Casework
import Ledger
import Storage

enum HouseProjection {
    /// The row of an entry about the house; nil for any other. The ordinal keeps the order in which facts apply.
    static func row(_ entry: Entry) -> [SQLValue]? {
        guard OfficeFact.kinds.contains(entry.kind), isItsOwn(entry) else { return nil }
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
        // Every home that a ledger ever had: a former one may come with what it wrote before it knew.
        case "HomeAssigned":
            version = "\(entry.facts["epoch"]?.int ?? 0) \(entry.facts["site"]?.string ?? "")"
        case "AbsenceSet": version = entry.facts["id"]?.string ?? ""
        default: version = ""
        }
        return [
            .text(entry.kind), .text(entry.subject), .text(version),
            .integer(entry.at * 4096 + entry.seq % 4096),
            .text(entry.facts.text),
        ]
    }

    /// Whether the unit may say this of the house: the city all, another unit what is its own. What a ward's ledger says
    /// beyond that stands there and has no effect anywhere.
    static func isItsOwn(_ entry: Entry) -> Bool {
        guard entry.unit != Directory.city else { return true }
        guard isAboutItsSubject(entry) else { return false }
        switch entry.kind {
        case "RightGranted":
            let role = entry.facts["grant"]?["role"]?.string ?? ""
            return entry.facts["grant"]?["unit"]?.string == entry.unit && ![Role.city.rawValue, Role.auditor.rawValue].contains(role)
        case "HoursSet", "CalendarAdopted", "AbsenceSet": return entry.facts["unit"]?.string == entry.unit
        case "RightEnded", "AccountChanged": return true
        default: return false
        }
    }

    /// Whether its facts are about what it names: the row that it takes the place of is found by that name.
    private static func isAboutItsSubject(_ entry: Entry) -> Bool {
        switch entry.kind {
        case "HoursSet", "CalendarAdopted": entry.subject == "unit:\(entry.facts["unit"]?.string ?? "")"
        case "RightGranted", "RightEnded", "AccountChanged", "AbsenceSet":
            entry.subject == "user:\(entry.facts["user"]?.string ?? "")"
        default: true
        }
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
