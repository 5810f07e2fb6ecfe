// StickBook.swift: what a site asked for on its latest stick: at the hub, so that the answering stick can say and bring it.
//
// On a line the hub answers each request at once and remembers nothing. A stick's requests are answered by the next stick that
// goes to the site, so they are kept until a later one says hello. Losing them costs one more way of the stick.

import Storage
import Sync

enum StickBook {
    /// `wanted`: 1 = the site lacks the file, 0 = it has it and asks whether it has arrived.
    static let migration = Migration(
        "office-sites-2",
        """
        CREATE TABLE stick_file (
            site TEXT NOT NULL,
            file TEXT NOT NULL,
            wanted {INT} NOT NULL,
            PRIMARY KEY (site, file)
        ) {KEYED};

        """)

    /// A stick that was written later than the one before: what was asked for on earlier ones is forgotten.
    /// - Returns: false for an old one, or the same again.
    static func begin(_ site: String, at: Int64, _ tx: any Transaction) throws -> Bool {
        let last = try SiteStore.value("stick \(site)", tx).flatMap { Int64($0) } ?? 0
        guard at > last else { return false }
        try SiteStore.set("stick \(site)", String(at), tx)
        try tx.execute("DELETE FROM stick_file WHERE site = $1", [.text(site)])
        return true
    }

    /// Files that no entry here names are left out: nothing of them can be here.
    static func note(_ files: [String], wanted: Bool, of site: String, _ tx: any Transaction) throws {
        for file in files where try tx.row("SELECT 1 FROM paper_file WHERE file = $1", [.text(file)]) != nil {
            try tx.execute(
                """
                INSERT INTO stick_file AS t (site, file, wanted) VALUES ($1, $2, $3)
                ON CONFLICT (site, file) DO UPDATE SET wanted = excluded.wanted
                """, [.text(site), .text(file), .integer(wanted ? 1 : 0)])
        }
    }

    static func files(wanted: Bool, of site: String, _ tx: any Transaction) throws -> [String] {
        try tx.rows(
            "SELECT file FROM stick_file WHERE site = $1 AND wanted = $2 ORDER BY file", [.text(site), .integer(wanted ? 1 : 0)]
        ).map { $0.text(0) }
    }
}

extension Office {
    /// Keeps what a stick asks for.
    /// - Returns: whether that is all that is to be done with it.
    func noteStick(_ request: Request, from site: String) throws -> Bool {
        switch request {
        case .hello(let hello):
            _ = try database.write { try StickBook.begin(site, at: hello.now, $0) }
            return false
        case .offer(let files): try database.write { try StickBook.note(files, wanted: false, of: site, $0) }
        case .want(let file, _): try database.write { try StickBook.note([file], wanted: true, of: site, $0) }
        default: return false
        }
        return true
    }
}
