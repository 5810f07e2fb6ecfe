// LedgerSchema.swift: the tables of the ledger. Only `LedgerWriter` writes to them.

package import Storage

package enum LedgerSchema {
    package static let migrations = [
        Migration(
            "ledger-1",
            """
            CREATE TABLE entry (
                position {INT} PRIMARY KEY,
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                at {INT} NOT NULL,
                site TEXT NOT NULL,
                actor TEXT NOT NULL,
                subject TEXT NOT NULL,
                kind TEXT NOT NULL,
                version {INT} NOT NULL,
                critical {INT} NOT NULL CHECK (critical IN (0, 1)),
                command TEXT NOT NULL,
                addressee TEXT,
                answers TEXT,
                facts TEXT NOT NULL,
                sealed {BLOB},
                sealed_hash {BLOB},
                prev {BLOB} NOT NULL,
                hash {BLOB} NOT NULL,
                UNIQUE (unit, epoch, seq)
            ) {TABLE};
            CREATE INDEX entry_subject ON entry (subject, position);
            CREATE INDEX entry_erased ON entry (kind, position) WHERE kind = 'PersonErased';
            CREATE INDEX entry_addressee ON entry (addressee, position) WHERE addressee IS NOT NULL;
            CREATE TABLE ledger_head (
                unit TEXT PRIMARY KEY,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                at {INT} NOT NULL,
                hash {BLOB} NOT NULL,
                frontier {BLOB} NOT NULL,
                checkpoint_seq {INT} NOT NULL,
                checkpoint_at {INT} NOT NULL
            ) {TABLE};
            CREATE TABLE checkpoint (
                unit TEXT NOT NULL,
                seq {INT} NOT NULL,
                epoch {INT} NOT NULL,
                at {INT} NOT NULL,
                head {BLOB} NOT NULL,
                root {BLOB} NOT NULL,
                site TEXT NOT NULL,
                signature {BLOB} NOT NULL,
                PRIMARY KEY (unit, epoch, seq)
            ) {TABLE};
            CREATE TABLE site (
                site TEXT PRIMARY KEY,
                public_key {BLOB} NOT NULL
            ) {TABLE};
            CREATE TABLE parked_entry (
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                hash {BLOB} NOT NULL,
                reason TEXT NOT NULL,
                entry TEXT NOT NULL,
                sealed {BLOB},
                PRIMARY KEY (unit, epoch, seq, hash)
            ) {TABLE};
            CREATE TABLE ledger_counter (
                id {INT} PRIMARY KEY,
                next {INT} NOT NULL
            ) {TABLE};
            INSERT INTO ledger_counter (id, next) VALUES (1, 1);

            """),
        // What sites add: proofs of entries out of ledgers that are not here whole, signed words of other sites about a
        // ledger, and what an old home wrote beside the accepted line.
        Migration(
            "ledger-2",
            """
            CREATE TABLE selected_entry (
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                tree {INT} NOT NULL,
                path {BLOB} NOT NULL,
                PRIMARY KEY (unit, epoch, seq)
            ) {TABLE};
            CREATE TABLE witness (
                unit TEXT NOT NULL,
                seq {INT} NOT NULL,
                site TEXT NOT NULL,
                epoch {INT} NOT NULL,
                at {INT} NOT NULL,
                head {BLOB} NOT NULL,
                root {BLOB} NOT NULL,
                signature {BLOB} NOT NULL,
                PRIMARY KEY (unit, seq, site)
            ) {TABLE};
            CREATE TABLE branch_entry (
                unit TEXT NOT NULL,
                epoch {INT} NOT NULL,
                seq {INT} NOT NULL,
                hash {BLOB} NOT NULL,
                entry TEXT NOT NULL,
                sealed {BLOB},
                PRIMARY KEY (unit, epoch, seq, hash)
            ) {TABLE};

            """),
        // A hub that went back to an old backup signs another line: its words about both stand side by side, by epoch.
        Migration(
            "ledger-3",
            """
            CREATE TABLE witness_by_epoch (
                unit TEXT NOT NULL,
                seq {INT} NOT NULL,
                site TEXT NOT NULL,
                epoch {INT} NOT NULL,
                at {INT} NOT NULL,
                head {BLOB} NOT NULL,
                root {BLOB} NOT NULL,
                signature {BLOB} NOT NULL,
                PRIMARY KEY (unit, seq, epoch, site)
            ) {TABLE};
            INSERT INTO witness_by_epoch (unit, seq, site, epoch, at, head, root, signature)
                SELECT unit, seq, site, epoch, at, head, root, signature FROM witness;
            DROP TABLE witness;
            ALTER TABLE witness_by_epoch RENAME TO witness;

            """),
    ]
}
