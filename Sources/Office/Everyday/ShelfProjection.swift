// ShelfProjection.swift: where papers lie, as a table: the counter finds a result in seconds.
//
// One row for each dossier with a place, from the folded dossier like the other rows of `DossierRows`.

import Casework
package import Storage

package enum ShelfProjection {
    package static let migrations = [
        Migration(
            "office-everyday-1",
            """
            CREATE TABLE shelf (
                number TEXT PRIMARY KEY,
                unit TEXT NOT NULL,
                place TEXT NOT NULL,
                what TEXT NOT NULL,
                since {INT} NOT NULL
            ) {KEYED};
            CREATE INDEX shelf_place ON shelf (unit, place, number);
            CREATE TABLE hand_over_list (
                unit TEXT NOT NULL,
                year {INT} NOT NULL,
                ordinal {INT} NOT NULL,
                recipient TEXT NOT NULL,
                made_at {INT} NOT NULL,
                made_by TEXT NOT NULL,
                lines {INT} NOT NULL,
                PRIMARY KEY (unit, year, ordinal)
            ) {KEYED};
            CREATE TABLE hand_over_item (
                unit TEXT NOT NULL,
                year {INT} NOT NULL,
                ordinal {INT} NOT NULL,
                place {INT} NOT NULL,
                number TEXT NOT NULL,
                waybill TEXT,
                made_at {INT} NOT NULL,
                PRIMARY KEY (unit, year, ordinal, place)
            ) {KEYED};
            CREATE INDEX hand_over_item_number ON hand_over_item (number, made_at);

            """)
    ]

    static let columns = "number, unit, place, what, since"

    static func row(_ d: Dossier) -> [SQLValue]? {
        d.shelf.map {
            [
                .text(d.number), .text(d.custody.unit), .text($0.place), .text($0.what),
                .integer($0.since.milliseconds),
            ]
        }
    }

    static func write(_ new: [SQLValue]?, replacing old: [SQLValue]?, number: SQLValue, _ tx: any Transaction) throws {
        guard new != old else { return }
        if old != nil { try tx.execute("DELETE FROM shelf WHERE number = $1", [number]) }
        if let new { try tx.execute(ProjectionSchema.shelves.insert, new) }
    }
}
