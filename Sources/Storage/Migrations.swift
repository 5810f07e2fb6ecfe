// Migrations.swift: bringing a store's schema up to date, once per step, in order.
//
// Each room hands in its steps with names that never change; what has run is in `schema_step`. A store written by a
// newer program is refused with words, because guessing at its meaning could lose facts.

/// One named step: schema text in the notation of `Dialect.schema`, several statements separated by `;\n`.
package struct Migration: Sendable {
    package let name: String
    package let statements: String
    package init(_ name: String, _ statements: String) {
        self.name = name
        self.statements = statements
    }
}

extension Database {
    /// Runs what has not run yet, all in one transaction.
    package func migrate(_ migrations: [Migration]) throws {
        try write { tx in
            // Two servers that start at once on one PostgreSQL bring it up to date one after the other.
            if dialect == .postgresql { _ = try tx.rows("SELECT pg_advisory_xact_lock(\(Dialect.migrationLock))") }
            try tx.execute(
                "CREATE TABLE IF NOT EXISTS schema_step (name TEXT PRIMARY KEY, ordinal INTEGER NOT NULL)")
            let done = try tx.rows("SELECT name FROM schema_step ORDER BY ordinal").map { $0.text(0) }
            if let unknown = done.first(where: { name in !migrations.contains { $0.name == name } }) {
                throw StorageFault(
                    .other, "the store has schema step “\(unknown)”, which this program does not know",
                    advice: "use a newer motcua; nothing was changed")
            }
            for (ordinal, migration) in migrations.enumerated() where !done.contains(migration.name) {
                for statement in dialect.schema(migration.statements).split(separator: ";\n") {
                    let text = statement.trimmed
                    if !text.isEmpty { try tx.execute(text) }
                }
                try tx.execute(
                    "INSERT INTO schema_step (name, ordinal) VALUES ($1, $2)",
                    [.text(migration.name), .integer(Int64(ordinal))])
            }
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace || $0 == ";" }.reversed())
    }
}
