// SteeringBook.swift: matters of steering as rows, so that lists, inboxes and the counter find them; and how they are recorded.
//
// A matter has few entries: after each its rows are made anew from all of them, by commands and by the rebuild alike.
// `steering` has one row a matter, `steering_part` one for each unit that has something to do with it.

package import Casework
import Ledger
package import Oversight
package import Storage

package enum SteeringBook {
    static let items = ProjectionSchema.Derived(
        "steering",
        """
        subject, kind, unit, responsible, state, opened_at, due, closed_at, category, procedure, step, field, dossier,
        indicator, parent, span_from, span_to
        """)
    /// role: opener, responsible, part.
    static let parts = ProjectionSchema.Derived("steering_part", "unit, subject, role, kind, state, due, progress, since")
    static let derived = [items, parts]
    package static let tables = [("steering", "subject"), ("steering_part", "unit, subject, role")]

    package static let migrations = [
        Migration(
            "office-steering-1",
            """
            CREATE TABLE steering (
                subject TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                unit TEXT NOT NULL,
                responsible TEXT,
                state TEXT NOT NULL,
                opened_at {INT} NOT NULL,
                due {INT},
                closed_at {INT},
                category TEXT,
                procedure TEXT,
                step TEXT,
                field TEXT,
                dossier TEXT,
                indicator TEXT,
                parent TEXT,
                span_from {INT},
                span_to {INT}
            ) {TABLE};
            CREATE INDEX steering_kind ON steering (kind, state, opened_at);
            CREATE INDEX steering_procedure ON steering (procedure, kind) WHERE procedure IS NOT NULL;
            CREATE INDEX steering_dossier ON steering (dossier) WHERE dossier IS NOT NULL;
            CREATE INDEX steering_parent ON steering (parent) WHERE parent IS NOT NULL;
            CREATE INDEX steering_due ON steering (kind, due) WHERE state = 'open' AND due IS NOT NULL;
            CREATE TABLE steering_part (
                unit TEXT NOT NULL,
                subject TEXT NOT NULL,
                role TEXT NOT NULL,
                kind TEXT NOT NULL,
                state TEXT NOT NULL,
                due {INT},
                progress {INT} NOT NULL,
                since {INT} NOT NULL,
                PRIMARY KEY (unit, subject, role)
            ) {KEYED};
            CREATE INDEX steering_part_open ON steering_part (unit, kind, state, due);

            """)
    ]

    static func rows(_ item: SteeringItem) -> [(ProjectionSchema.Derived, [SQLValue])] {
        func text(_ t: String?) -> SQLValue { t.map(SQLValue.text) ?? .null }
        func time(_ t: Instant?) -> SQLValue { t.map { .integer($0.milliseconds) } ?? .null }
        func day(_ d: CivilDate?) -> SQLValue { d.map { .integer(Int64($0.dayNumber)) } ?? .null }
        var rows: [(ProjectionSchema.Derived, [SQLValue])] = [
            (
                items,
                [
                    .text(item.subject), .text(item.kind.rawValue), .text(item.unit), text(item.responsible),
                    .text(item.state.rawValue), time(item.openedAt), time(item.due), time(item.closedAt), text(item.category),
                    text(item.procedure), text(item.step), text(item.field), text(item.dossier), text(item.indicator),
                    text(item.parent), day(item.from), day(item.to),
                ]
            )
        ]
        func part(_ unit: String, _ role: String, _ state: SteeringItem.State, _ progress: Int, _ since: Instant) {
            rows.append(
                (
                    parts,
                    [
                        .text(unit), .text(item.subject), .text(role), .text(item.kind.rawValue), .text(state.rawValue),
                        time(item.due), .integer(Int64(progress)), time(since),
                    ]
                ))
        }
        part(item.unit, "opener", item.state, 0, item.openedAt)
        if let responsible = item.responsible { part(responsible, "responsible", item.state, 0, item.openedAt) }
        for one in item.parts { part(one.unit, "part", one.state, one.progress, one.at) }
        return rows
    }

    /// Makes the rows of a subject anew.
    static func refold(_ subject: String, _ tx: any Transaction) throws -> SteeringItem? {
        try tx.execute("DELETE FROM steering WHERE subject = $1", [.text(subject)])
        let item = try SteeringCoding.item(try LedgerReader.entries(about: subject, tx), keys: nil)
        guard let item else { return nil }
        for unit in Set([item.unit, item.responsible].compactMap { $0 } + item.parts.map(\.unit)).sorted() {
            try tx.execute("DELETE FROM steering_part WHERE unit = $1 AND subject = $2", [.text(unit), .text(subject)])
        }
        for event in item.events {
            guard case .difficultyEscalated(let f) = event.fact else { continue }
            try tx.execute("DELETE FROM steering_part WHERE unit = $1 AND subject = $2", [.text(f.from), .text(subject)])
        }
        for (table, row) in rows(item) { try tx.execute(table.insert, row) }
        return item
    }

    /// The item as it stands, with its words.
    package static func item(_ kind: SteeringKind, _ id: String, _ tx: any Transaction, _ office: Office) throws -> SteeringItem {
        let entries = try LedgerReader.entries(about: kind.subject(id), tx)
        guard let item = try SteeringCoding.item(entries, keys: office.keys) else { throw Refusal.unknownMatter(id) }
        return item
    }

    /// Items by the conditions of a query over `steering s` (and `steering_part p`), with their words.
    static func matters(_ sql: String, _ arguments: [SQLValue], _ tx: any Transaction, _ office: Office) throws -> [SteeringItem] {
        try tx.rows(sql, arguments).compactMap { row in
            try SteeringCoding.item(try LedgerReader.entries(about: row.text(0), tx), keys: office.keys)
        }
    }
}

extension Work {
    /// The entry that a new one of `kind` answers: of what all are told, one that all were told of; never a key that came alone,
    /// which not all have.
    private func latest(_ known: [Entry], before kind: String) -> Entry? {
        let isForAll = DeliveryBook.published.contains(kind)
        return known.last { isForAll ? DeliveryBook.published.contains($0.kind) : $0.kind != KeyGrant.kind }
    }

    /// The item as it stands in this transaction.
    func matter(_ kind: SteeringKind, _ id: String) throws -> SteeringItem {
        try SteeringBook.item(kind, id, tx, office)
    }

    /// The next id of a kind at a unit: `27373-12`; from the ledger's second epoch on with it, `27373-e2-12`, since what a lost disk
    /// gave after the backup may come back from elsewhere.
    func nextID(_ kind: SteeringKind, _ unit: String) throws -> String {
        let known = try tx.row(
            "SELECT COUNT(*) FROM steering_part WHERE unit = $1 AND kind = $2 AND role = 'opener'",
            [.text(unit), .text(kind.rawValue)])?.int(0) ?? 0
        let epoch = try writer.head(of: unit).epoch
        return epoch == 1 ? "\(unit)-\(known + 1)" : "\(unit)-e\(epoch)-\(known + 1)"
    }

    /// Appends a fact of steering to `unit`'s ledger; `text` is sealed under the subject's key.
    /// - Throws: a refusal where there are words and the subject's key is still on its way here.
    @discardableResult
    func record(
        _ fact: SteeringFact, about subject: String, in unit: String, text: String? = nil, addressee: String? = nil,
        by actor: String, command: String, now: Instant
    ) throws -> SteeringItem {
        let (kind, facts) = try SteeringCoding.encode(fact)
        let words = text.flatMap { $0.isEmpty ? nil : PersonalData(text: $0) }
        let known = SteeringCoding.ordered(try LedgerReader.entries(about: subject, tx))
        if words != nil { try requireKey(of: subject, known) }
        let before = SteeringTally.counted(try SteeringCoding.item(known, keys: nil))
        let draft = EntryDraft(
            unit: unit, actor: actor, subject: subject, kind: kind, critical: false, command: command, addressee: addressee,
            answers: latest(known, before: kind)?.position, facts: facts)
        try append(draft, person: words, now: now)
        guard let item = try SteeringBook.refold(subject, tx) else {
            preconditionFailure("the first entry about \(subject) begins it")
        }
        for unit in Set([item.unit, item.responsible].compactMap { $0 } + item.parts.map(\.unit)) { announce("unit:\(unit)") }
        announce("city:\(Directory.city)")
        announce("matter:\(subject)")
        count(from: before, to: SteeringTally.counted(item), known: item.events.last?.at ?? now)
        return item
    }
}

extension Refusal {
    package static func unknownMatter(_ id: String) -> Refusal {
        Refusal(.notFound, "unknown-matter", vi: "Không có mục “\(id)”.", en: "There is no item “\(id)”.")
    }
}
