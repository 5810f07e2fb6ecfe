// PaperProjection.swift: which files belong to which dossier, so that bytes can be found, swept and erased.

import Casework
package import Storage

package enum PaperProjection {
    static let table = ProjectionSchema.Derived("paper_file", "file, number, paper, media, bytes", key: 1)

    static func rows(_ d: Dossier) -> [[SQLValue]] {
        d.files.map { file in
            [
                .text(file.file), .text(d.number), file.paper.map(SQLValue.text) ?? .null,
                .text(file.media.rawValue), .integer(Int64(file.bytes)),
            ]
        }
    }

    package static let migrations = [
        Migration(
            "office-papers-1",
            """
            CREATE TABLE paper_file (
                file TEXT PRIMARY KEY,
                number TEXT NOT NULL,
                paper TEXT,
                media TEXT NOT NULL,
                bytes {INT} NOT NULL
            ) {TABLE};
            CREATE INDEX paper_file_number ON paper_file (number, file);

            """)
    ]
}
