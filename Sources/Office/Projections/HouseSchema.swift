// HouseSchema.swift: the tables and indexes of administration and of the leader's page.
//
// `house_log` is derived: one row for each entry about the house, so that “who changed what when” is found without a
// walk through the ledgers. `account.must_change` is no projection, like the whole table: until when a one-time
// password is good, 0 when the password is the person's own.

import Ledger
package import Storage

package enum HouseSchema {
    static let log = ProjectionSchema.Derived("house_log", "unit, epoch, seq, at, actor, kind, subject")

    static func row(_ entry: Entry) -> [SQLValue]? {
        guard OfficeFact.kinds.contains(entry.kind) else { return nil }
        return [
            .text(entry.unit), .integer(entry.epoch), .integer(entry.seq), .integer(entry.at),
            .text(entry.actor), .text(entry.kind), .text(entry.subject),
        ]
    }

    static func write(_ entry: Entry, _ tx: any Transaction) throws {
        guard let row = row(entry) else { return }
        try tx.execute(log.insert + " ON CONFLICT DO NOTHING", row)
    }

    package static let migrations = [
        Migration(
            "office-house-1",
            """
            CREATE TABLE house_log (
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                at {INT} NOT NULL,
                actor TEXT NOT NULL,
                kind TEXT NOT NULL,
                subject TEXT NOT NULL,
                PRIMARY KEY (unit, epoch, seq)
            ) {KEYED};
            INSERT INTO house_log (unit, epoch, seq, at, actor, kind, subject)
                SELECT unit, epoch, seq, at, actor, kind, subject FROM entry WHERE kind IN ('UnitRegistered',
                'ProcedurePublished', 'FieldRegistered', 'CalendarPublished', 'CalendarAdopted', 'RightGranted',
                'RightEnded');
            CREATE INDEX house_log_kind ON house_log (kind, at);
            CREATE INDEX house_log_subject ON house_log (subject, at);
            CREATE INDEX house_log_unit ON house_log (unit, at);
            CREATE INDEX access_log_login ON access_log (login, seq);
            CREATE INDEX dossier_open_due ON dossier (competent, due) WHERE resolved_at IS NULL;
            CREATE INDEX dossier_received ON dossier (receiving, received_at);
            CREATE INDEX dossier_resolved ON dossier (competent, resolved_at) WHERE resolved_at IS NOT NULL;
            CREATE INDEX dossier_returned ON dossier (unit, returned_at) WHERE returned_at IS NOT NULL;
            CREATE INDEX dossier_board ON dossier (unit, state, procedure, procedure_version, step, holder, due,
                accept_by, competent, receiving, received_at, number, resolved_at, in_transit_to)
                WHERE resolved_at IS NULL AND in_transit_to IS NULL;
            ALTER TABLE account ADD COLUMN must_change {INT} NOT NULL DEFAULT 0;

            """)
    ]
}
