// PapersBetweenSitesTests.swift: the bytes of papers over the line: after the entries, whatever the hub knows and has lost.

import Casework
import Ledger
import Storage
import Sync
import TestKit
import Testing

@testable import Office

extension TestCity {
    /// A scan filed to a dossier; its name among the files.
    func attach(_ number: String, id: String, as login: String) throws -> String {
        let bytes = PapersTests.jpeg + Array(id.utf8)
        _ = try office.openUpload(
            id: id, owner: "user:\(login)", place: "anh", name: "\(id).jpg", size: bytes.count, now: now)
        _ = try office.papers.append(id, at: 0, bytes[...])
        let file = try #require(try office.papers.finish(id).file)
        let context = context(login)
        let uploads = [PaperUpload(id: id, owner: "user:\(login)", paper: nil)]
        _ = try office.work { try $0.file(papers: uploads, on: number, context) }
        return file
    }
}

@Suite struct PapersBetweenSitesTests {
    private func net() throws -> (SmallNet, hub: TestCity, ward: TestCity) {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        return (net, net.hub, try net.ward("binh-tien"))
    }

    @Test("a file that the hub had, and lost with its store, is offered again when the store has another life")
    func lostAtTheHub() throws {
        var (net, hub, ward) = try net()
        let file = try ward.attach(try ward.receive().number, id: "one", as: "counter@27373")
        try net.settle()
        #expect(try hub.office.papers.holds(file))
        #expect(try ward.office.waitingNow().files == 0)
        // As after a backup that had the entries and not yet the bytes.
        try hub.office.papers.database.write { tx in
            try tx.execute("DELETE FROM paper_piece WHERE upload IN (SELECT id FROM paper_upload WHERE file = $1)", [.text(file)])
            try tx.execute("DELETE FROM paper_upload WHERE file = $1", [.text(file)])
        }
        try net.settle()
        #expect(try !hub.office.papers.holds(file), "nothing has told the ward")
        try hub.office.database.write { try SiteStore.set("generation", "another", $0) }
        try net.settle()
        #expect(try hub.office.papers.holds(file))
        #expect(try ward.office.waitingNow() == LineWaiting(), "and it is not offered for ever")
    }

    @Test("files that the hub takes from nobody, and files that nobody has, stand before no other", arguments: [true, false])
    func behindStrangers(held: Bool) throws {
        var (net, hub, ward) = try net()
        let number = try ward.receive().number
        try ward.act("hand-over", number, ["unit": "so-tu-phap"], as: "counter@27373")
        try net.settle()
        try hub.act("take-over", number, as: "officer@so-tu-phap")
        let filed = held ? nil : try hub.attach(number, id: "two", as: "officer@so-tu-phap")
        // Names that come before any other: of files here that no entry at the hub names, or that are nowhere.
        for i in 100..<220 {
            let file = String(repeating: "0", count: 61) + String(i)
            _ = try ward.office.database.write { tx in
                try tx.execute(
                    "INSERT INTO paper_file (file, number, paper, media, bytes) VALUES ($1, $2, NULL, 'pdf', 1)",
                    [.text(file), .text(number)])
            }
            guard held else { continue }
            _ = try ward.office.papers.database.write { tx in
                try tx.execute(
                    """
                    INSERT INTO paper_upload (id, owner, place, names, size, received, pieces, file, media, created, expires)
                    VALUES ($1, 'x', '', $2, 1, 1, 1, $3, 'pdf', 0, $4)
                    """, [.text("u\(i)"), .blob([]), .text(file), .integer(.max)])
            }
        }
        let mine = try ward.attach(try ward.receive().number, id: "one", as: "counter@27373")
        try net.settle()
        #expect(try hub.office.papers.holds(mine))
        if let filed { #expect(try ward.office.papers.holds(filed)) }
    }
}
