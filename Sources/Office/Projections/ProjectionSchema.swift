// ProjectionSchema.swift: the tables that are derived from the ledgers, and the few that are not.
//
// Everything in `projectionTables` can be dropped and rebuilt byte for byte (`motcua rebuild`). What is not derived:
// `account` (names and password hashes of staff), `session`, `access_log`, `message`, papers' bytes, and the key store.

package import Storage

package enum ProjectionSchema {
    /// A table that the ledgers alone give.
    struct Derived: Sendable {
        let name: String
        let columns: [String]
        /// Index of the column that names what a row is about.
        let key: Int
        let insert: String
        let select: String

        init(_ name: String, _ columns: String, key: Int = 0) {
            self.name = name
            self.key = key
            self.columns = columns.split { $0 == "," || $0.isWhitespace }.map(String.init)
            let places = (1...self.columns.count).map { "$\($0)" }.joined(separator: ", ")
            insert = "INSERT INTO \(name) (\(columns)) VALUES (\(places))"
            select = "SELECT \(columns) FROM \(name)"
        }
    }
    static let dossiers = Derived("dossier", DossierProjection.registerColumns)
    static let inboxes = Derived(
        "inbox", "unit, number, kind, urgency, field, state, holder, procedure, step", key: 1)
    static let units = Derived("dossier_unit", "unit, number", key: 1)
    static let tokens = Derived("search_token", "unit, token, number", key: 2)
    static let commands = Derived("command", "id, fingerprint, subject")
    static let counters = Derived("number_counter", "agency, day, series, last")
    static let reference = Derived("reference", "kind, id, version, ordinal, body", key: 1)
    static let shelves = Derived("shelf", ShelfProjection.columns)
    static let handOverLists = Derived("hand_over_list", HandOverListProjection.listColumns)
    static let handOverItems = Derived("hand_over_item", HandOverListProjection.itemColumns, key: 4)
    static let derived = [
        dossiers, inboxes, units, tokens, commands, counters, reference,
        QueueProjection.tickets, QueueProjection.counters, HouseSchema.log,
        shelves, handOverLists, handOverItems, PaperProjection.table,
    ] + CounterProjection.derived + IndicatorBook.derived + SteeringBook.derived + [LateProjection.table, ContestBook.table]

    /// Derived tables with the order in which two dumps are compared.
    package static let projectionTables = [
        ("dossier", "number"), ("inbox", "unit, number, kind"), ("dossier_unit", "unit, number"),
        ("search_token", "unit, token, number"), ("command", "id"), ("number_counter", "agency, day, series"),
        ("reference", "kind, id, version"),
        ("queue_ticket", "ticket"), ("queue_counter", "id"), ("house_log", "unit, epoch, seq"),
        ("shelf", "number"), ("hand_over_list", "unit, year, ordinal"),
        ("hand_over_item", "unit, year, ordinal, place"), ("paper_file", "file"),
    ] + CounterProjection.tables + IndicatorBook.tables + SteeringBook.tables + [("late_dossier", "number"), ("contest", "id")]

    package static let migrations = [
        Migration(
            "office-1",
            """
            CREATE TABLE dossier (
                number TEXT PRIMARY KEY,
                unit TEXT NOT NULL,
                in_transit_to TEXT,
                receiving TEXT NOT NULL,
                competent TEXT NOT NULL,
                pick_up TEXT NOT NULL,
                procedure TEXT NOT NULL,
                procedure_version {INT} NOT NULL,
                field TEXT NOT NULL,
                channel TEXT NOT NULL,
                state TEXT NOT NULL,
                step TEXT,
                holder TEXT,
                applicant TEXT,
                parent TEXT,
                received_at {INT} NOT NULL,
                accepted_at {INT},
                accept_by {INT},
                due {INT},
                original_due {INT},
                resolved_at {INT},
                returned_at {INT},
                calendar TEXT NOT NULL,
                version {INT} NOT NULL
            ) {TABLE};
            CREATE INDEX dossier_procedure ON dossier (receiving, procedure, received_at);
            CREATE INDEX dossier_open_calendar ON dossier (calendar, number) WHERE resolved_at IS NULL;
            CREATE TABLE dossier_unit (
                unit TEXT NOT NULL,
                number TEXT NOT NULL,
                PRIMARY KEY (unit, number)
            ) {KEYED};
            CREATE TABLE inbox (
                unit TEXT NOT NULL,
                number TEXT NOT NULL,
                kind TEXT NOT NULL,
                urgency {INT} NOT NULL,
                field TEXT NOT NULL,
                state TEXT NOT NULL,
                holder TEXT,
                PRIMARY KEY (unit, number, kind)
            ) {KEYED};
            CREATE INDEX inbox_urgency ON inbox (unit, urgency, number);
            CREATE INDEX inbox_field ON inbox (unit, field, urgency, number);
            CREATE INDEX inbox_state ON inbox (unit, state, urgency, number);
            CREATE TABLE search_token (
                unit TEXT NOT NULL,
                token TEXT NOT NULL,
                number TEXT NOT NULL,
                PRIMARY KEY (unit, token, number)
            ) {KEYED};
            CREATE TABLE command (
                id TEXT PRIMARY KEY,
                fingerprint TEXT NOT NULL,
                subject TEXT NOT NULL
            ) {KEYED};
            CREATE TABLE number_counter (
                agency TEXT NOT NULL,
                day {INT} NOT NULL,
                series {INT} NOT NULL,
                last {INT} NOT NULL,
                PRIMARY KEY (agency, day, series)
            ) {KEYED};
            CREATE TABLE reference (
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                version TEXT NOT NULL,
                ordinal {INT} NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (kind, id, version)
            ) {TABLE};
            CREATE TABLE account (
                login TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                password TEXT NOT NULL,
                demo {INT} NOT NULL,
                failures {INT} NOT NULL,
                locked_until {INT} NOT NULL
            ) {TABLE};
            CREATE TABLE session (
                token_hash TEXT PRIMARY KEY,
                login TEXT NOT NULL,
                created {INT} NOT NULL,
                expires {INT} NOT NULL
            ) {TABLE};
            CREATE TABLE access_log (
                seq {INT} PRIMARY KEY,
                at {INT} NOT NULL,
                login TEXT NOT NULL,
                subject TEXT NOT NULL,
                purpose TEXT NOT NULL,
                hash {BLOB} NOT NULL
            ) {TABLE};
            CREATE INDEX access_log_subject ON access_log (subject, seq);

            """),
        Migration(
            "office-2",
            """
            ALTER TABLE inbox ADD COLUMN procedure TEXT NOT NULL DEFAULT '';
            ALTER TABLE inbox ADD COLUMN step TEXT;
            UPDATE inbox SET procedure = (SELECT d.procedure FROM dossier d WHERE d.number = inbox.number),
                step = (SELECT d.step FROM dossier d WHERE d.number = inbox.number);

            """),
    ]
}
