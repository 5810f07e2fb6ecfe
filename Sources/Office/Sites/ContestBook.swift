// ContestBook.swift: the list of contested items: a row for each, folded from its entries.

package import Casework
import Ledger
package import Storage

package struct ContestRow: Hashable, Sendable {
    package var id: String
    package var fact: ItemContested
    /// The ledger that says so.
    package var noticedBy: String
    package var noticedAt: Instant
    package var decision: ContestDecided?
    package var decidedBy: String?
}

package enum ContestBook {
    package static let kinds = ["ItemContested", "ContestDecided"]
    static let table = ProjectionSchema.Derived(
        "contest", "id, kind, unit, about, noticed_by, noticed_at, body, decision, decided_by")
    static let prefix = "contest:"

    static let migrations = [
        Migration(
            "office-contest-1",
            """
            CREATE TABLE contest (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                unit TEXT NOT NULL,
                about TEXT NOT NULL,
                noticed_by TEXT NOT NULL,
                noticed_at {INT} NOT NULL,
                body TEXT NOT NULL,
                decision TEXT,
                decided_by TEXT
            ) {TABLE};
            CREATE INDEX contest_open ON contest (unit, noticed_at) WHERE decision IS NULL;
            CREATE INDEX contest_about ON contest (about);

            """)
    ]

    /// The row of one item's entries; nil when the one that begins it is not here yet. Of several decisions the first by time
    /// counts, the others stay in their ledgers.
    static func row(_ entries: [Entry]) throws -> [SQLValue]? {
        let ordered = entries.sorted { ($0.at, $0.unit, $0.seq) < ($1.at, $1.unit, $1.seq) }
        guard let first = ordered.first(where: { $0.kind == "ItemContested" }) else { return nil }
        let fact = try JSONCoding.decode(ItemContested.self, from: first.facts)
        // A ward says what is contested of its own unit, and decides that; the city everything.
        guard first.unit == fact.unit || first.unit == Directory.city else { return nil }
        let decided = ordered.first {
            $0.kind == "ContestDecided" && ($0.unit == fact.unit || $0.unit == Directory.city)
        }
        return [
            .text(String(first.subject.dropFirst(prefix.count))), .text(fact.kind.rawValue), .text(fact.unit),
            .text(fact.about),
            .text(first.unit), .integer(first.at), .text(first.facts.text),
            decided.map { .text($0.facts.text) } ?? .null,
            decided.map { .text($0.actor) } ?? .null,
        ]
    }

    static func refold(_ subject: String, _ tx: any Transaction) throws {
        guard let row = try row(try LedgerReader.entries(about: subject, tx)) else { return }
        try tx.execute(
            table.insert
                + " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, unit = excluded.unit, about = excluded.about, "
                + "noticed_by = excluded.noticed_by, noticed_at = excluded.noticed_at, body = excluded.body, "
                + "decision = excluded.decision, decided_by = excluded.decided_by", row)
    }

    private static func item(_ row: SQLRow) throws -> ContestRow {
        ContestRow(
            id: row.text(0),
            fact: try JSONCoding.decode(ItemContested.self, from: try JSON.parse(row.text(6))),
            noticedBy: row.text(4),
            noticedAt: Instant(milliseconds: row.int(5)),
            decision: try row.optionalText(7).map {
                try JSONCoding.decode(ContestDecided.self, from: try JSON.parse($0))
            },
            decidedBy: row.optionalText(8))
    }

    /// Items of some units (nil = all), the undecided first, the newest first among them.
    package static func items(
        of units: [String]?, limit: Int = 200, _ tx: any Transaction
    ) throws -> [ContestRow] {
        var items: [ContestRow] = []
        let columns = table.columns.joined(separator: ", ")
        for isOpen in [true, false] {
            let rows = try tx.rows(
                "SELECT \(columns) FROM contest WHERE decision IS \(isOpen ? "" : "NOT ")NULL ORDER BY noticed_at DESC, id LIMIT 2000"
            )
            items += try rows.map(item).filter { units?.contains($0.fact.unit) ?? true }
        }
        return Array(items.prefix(limit))
    }

    package static func item(_ id: String, _ tx: any Transaction) throws -> ContestRow? {
        try tx.row("SELECT \(table.columns.joined(separator: ", ")) FROM contest WHERE id = $1", [.text(id)])
            .map(item)
    }

    package static func open(_ tx: any Transaction) throws -> Int64 {
        try tx.row("SELECT count(*) FROM contest WHERE decision IS NULL")?.int(0) ?? 0
    }
}
