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

            """),
        // The list goes on page by page, a leader's over the units led.
        Migration(
            "office-contest-2",
            """
            CREATE INDEX contest_noticed ON contest (noticed_at DESC, id);
            CREATE INDEX contest_unit ON contest (unit, noticed_at DESC, id);

            """),
    ]

    /// The row of one item's entries; nil when the one that begins it is not here yet. Of several decisions the first by time
    /// counts, the others stay in their ledgers.
    static func row(_ entries: [Entry]) throws -> [SQLValue]? {
        let ordered = entries.sorted { ($0.at, $0.unit, $0.seq) < ($1.at, $1.unit, $1.seq) }
        guard let first = ordered.first(where: { $0.kind == "ItemContested" }) else { return nil }
        let fact = try JSONCoding.decode(ItemContested.self, from: first.facts)
        // A ward says what is contested of its own unit, and decides that; the city everything.
        guard first.unit == fact.unit || first.unit == Directory.city else { return nil }
        let decided = deciding(ordered, of: fact.unit)
        return [
            .text(String(first.subject.dropFirst(prefix.count))), .text(fact.kind.rawValue), .text(fact.unit),
            .text(fact.about),
            .text(first.unit), .integer(first.at), .text(first.facts.text),
            decided.map { .text($0.facts.text) } ?? .null,
            decided.map { .text($0.actor) } ?? .null,
        ]
    }

    /// The decision that counts among one item's entries: the first by time that the unit itself or the city took.
    static func deciding(_ entries: [Entry], of unit: String) -> Entry? {
        entries.filter { $0.kind == "ContestDecided" && ($0.unit == unit || $0.unit == Directory.city) }
            .min { ($0.at, $0.unit, $0.seq) < ($1.at, $1.unit, $1.seq) }
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
        try page(of: units, after: nil, limit: limit, tx).items
    }

    /// One page of the same list.
    /// - Parameters:
    ///   - subject: only what is about this dossier, user or calendar; nil = everything.
    ///   - cursor: where an earlier page ended; nil or empty = the beginning.
    package static func page(
        of units: [String]?, about subject: String? = nil, after cursor: String?, limit: Int, _ tx: any Transaction
    ) throws -> Page<ContestRow> {
        let end = try place(cursor)
        var items: [ContestRow] = []
        for isOpen in [true, false] where items.count <= limit && (end?.isOpen ?? true || !isOpen) {
            var (sql, arguments) = conditions(isOpen: isOpen, units, subject)
            if let end, end.isOpen == isOpen {
                arguments += [.integer(end.noticed), .text(end.id)]
                let n = arguments.count
                sql += " AND (noticed_at < $\(n - 1) OR (noticed_at = $\(n - 1) AND id > $\(n)))"
            }
            let columns = table.columns.joined(separator: ", ")
            let rows = try tx.rows(
                "SELECT \(columns) FROM contest WHERE \(sql) ORDER BY noticed_at DESC, id LIMIT \(limit + 1 - items.count)",
                arguments)
            items += try rows.map(item)
        }
        let isMore = items.count > limit
        if isMore { items.removeLast() }
        return Page(items: items, next: isMore ? items.last.map { mark($0) } : nil)
    }

    /// `open.<noticed at>.<id>` or `decided.…`: the last item of a page.
    private static func mark(_ item: ContestRow) -> String {
        "\(item.decision == nil ? "open" : "decided").\(item.noticedAt.milliseconds).\(item.id)"
    }

    private static func place(_ cursor: String?) throws -> (isOpen: Bool, noticed: Int64, id: String)? {
        guard let cursor, !cursor.isEmpty else { return nil }
        let parts = cursor.split(separator: ".", maxSplits: 2).map(String.init)
        guard parts.count == 3, ["open", "decided"].contains(parts[0]), let noticed = Int64(parts[1]) else {
            throw Refusal(
                .invalid, "bad-cursor", field: "cursor", vi: "Con trỏ trang không hợp lệ.",
                en: "The cursor is not one of ours.")
        }
        return (parts[0] == "open", noticed, parts[2])
    }

    private static func conditions(
        isOpen: Bool, _ units: [String]?, _ subject: String? = nil
    ) -> (sql: String, arguments: [SQLValue]) {
        var sql = "decision IS \(isOpen ? "" : "NOT ")NULL"
        var arguments: [SQLValue] = []
        if let units {
            let places = units.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            arguments += units.map { SQLValue.text($0) }
            sql += " AND unit IN (\(units.isEmpty ? "''" : places))"
        }
        if let subject {
            arguments.append(.text(subject))
            sql += " AND about = $\(arguments.count)"
        }
        return (sql, arguments)
    }

    package static func item(_ id: String, _ tx: any Transaction) throws -> ContestRow? {
        try tx.row("SELECT \(table.columns.joined(separator: ", ")) FROM contest WHERE id = $1", [.text(id)])
            .map(item)
    }

    package static func open(_ tx: any Transaction) throws -> Int64 {
        try tx.row("SELECT count(*) FROM contest WHERE decision IS NULL")?.int(0) ?? 0
    }

    /// How many nobody has decided, of some units (nil = all), about one subject or all.
    package static func open(of units: [String]?, about subject: String? = nil, _ tx: any Transaction) throws -> Int64 {
        let (sql, arguments) = conditions(isOpen: true, units, subject)
        return try tx.row("SELECT count(*) FROM contest WHERE \(sql)", arguments)?.int(0) ?? 0
    }
}
