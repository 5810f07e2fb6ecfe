// PapersTests.swift: papers' bytes from the first piece to the erased applicant.

import Foundation
import Testing

@testable import Casework
@testable import Ledger
@testable import Office
@testable import Storage
@testable import TestKit

@Suite("papers' bytes")
struct PapersTests {
    static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    private func upload(
        _ city: TestCity, _ bytes: [UInt8] = jpeg, id: String = "u1", owner: String = "user:counter@27373",
        cuts: [Int] = [10, 300_000]
    ) throws -> PaperStore.Upload {
        let office = city.office
        _ = try office.openUpload(
            id: id, owner: owner, place: "anh", name: "../ảnh mèo.jpg", size: bytes.count, now: city.now)
        var at = 0
        for end in cuts.filter({ $0 < bytes.count }) + [bytes.count] {
            at = try office.papers.append(id, at: at, bytes[at..<end])
        }
        return try office.papers.finish(id)
    }

    private func attach(_ city: TestCity, _ number: String, id: String = "u1") throws {
        let context = city.context("counter@27373")
        let uploads = [PaperUpload(id: id, owner: "user:counter@27373", paper: "anh")]
        _ = try city.office.work { try $0.file(papers: uploads, on: number, context) }
    }

    private func bytes(_ city: TestCity, _ number: String) throws -> [UInt8] {
        let file = try #require(try city.dossier(number)?.files.first)
        let reader = try city.office.open(file)
        return try (0..<reader.count).flatMap { try reader.piece($0) }
    }

    @Test("bytes come back as they went in, under a name that is their ciphertext's hash")
    func wayOfAFile() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        let upload = try upload(city)
        #expect(upload.media == .jpeg && upload.name == "ảnh mèo.jpg" && upload.received == Self.jpeg.count)
        try attach(city, number)
        let file = try #require(try city.dossier(number)?.files.first)
        #expect(file.file == upload.file && file.paper == "anh" && file.bytes == Self.jpeg.count)
        #expect(try bytes(city, number) == Self.jpeg)
        #expect(try city.office.papers.key("u1") == nil, "the upload's own key is gone")
        #expect(try city.office.papers.uploads(of: "user:counter@27373").isEmpty)
        #expect(try city.office.verify().findings.isEmpty && city.office.verifyPapers().isEmpty)
        let before = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
    }

    @Test("nothing of name or key stands in the facts, and the bytes at rest are not the file's")
    func sealed() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        _ = try upload(city)
        try attach(city, number)
        let facts = try city.office.database.read {
            try $0.row("SELECT facts FROM entry WHERE kind = 'PaperFiled'")?.text(0)
        }
        #expect(facts?.contains("mèo") == false && facts?.contains("key") == false)
        let piece = try city.office.papers.piece("u1", 0)
        #expect(piece.first([0xFF, 0xD8, 0xFF, 0xE0]) == nil)
    }

    @Test("an erased applicant's files are gone, and what replays the erasure finds nothing to do")
    func erased() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        _ = try upload(city)
        try attach(city, number)
        let file = try #require(try city.dossier(number)?.files.first)
        try city.follow(number)
        try city.office.erase(.applicant, of: number, ground: "Luật 91/2025/QH15", city.context("admin@tp"))
        let after = try #require(try city.dossier(number)?.files.first)
        #expect(after.secret == nil && after.file == file.file)
        #expect(throws: Refusal.self) { try city.office.open(after) }
        #expect(try city.office.papers.holds(file.file) == false)
        #expect(try city.office.replayErasures() == 1)
        #expect(try city.office.verify().findings.isEmpty && city.office.verifyPapers().isEmpty)
        _ = try upload(city, id: "u2")
        #expect(throws: Refusal.self) { try attach(city, number, id: "u2") }
    }

    @Test("what is not taken leaves nothing behind")
    func refused() throws {
        let city = try TestCity.inMemory()
        let papers = city.office.papers
        func slug(_ body: () throws -> Void) -> String? {
            do { try body() } catch let refusal as Refusal { return refusal.slug } catch { return "\(error)" }
            return nil
        }
        #expect(slug { _ = try upload(city, Array("<html>hello hello hello".utf8)) } == "file-kind")
        #expect(slug { _ = try upload(city, Array("MZ".utf8), id: "u2", cuts: []) } == "file-kind")
        #expect(try papers.upload("u2") == nil)
        #expect(
            slug {
                _ = try city.office.openUpload(
                    id: "u3", owner: "o", place: "", name: "a", size: PaperLimit.fileBytes + 1, now: city.now)
            } == "file-too-large")
        _ = try city.office.openUpload(id: "u4", owner: "o", place: "", name: "a", size: 100, now: city.now)
        #expect(slug { _ = try papers.append("u4", at: 5, Self.jpeg[0..<10]) } == "upload-offset")
        #expect(slug { _ = try papers.append("u4", at: 0, Self.jpeg[0..<101]) } == "file-too-large")
        _ = try papers.append("u4", at: 0, Self.jpeg[0..<50])
        #expect(slug { _ = try papers.finish("u4") } == "upload-unfinished")
        _ = try papers.append("u4", at: 50, Self.jpeg[50..<100])
        #expect(slug { _ = try papers.finish("u4", digest: Array(repeating: 0, count: 32)) } == "file-damaged")
        #expect(try papers.upload("u4") == nil && papers.key("u4") == nil)
        let number = try city.receive().number
        #expect(slug { try attach(city, number, id: "nobody") } == "unknown-upload")
        _ = try upload(city, id: "u5", owner: "user:somebody@else")
        #expect(slug { try attach(city, number, id: "u5") } == "unknown-upload")
    }

    @Test("an upload that nobody attaches expires; one whose entry is there does not")
    func swept() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        _ = try upload(city)
        _ = try upload(city, id: "u2")
        try attach(city, number)
        // As after a crash between the entry and the settling of its upload.
        _ = try city.office.papers.database.write {
            try $0.execute("UPDATE paper_upload SET owner = 'user:counter@27373', expires = 0 WHERE id = 'u1'")
        }
        city.wait(minutes: 31 * 1440)
        try city.office.sweepPapers(now: city.now)
        #expect(try city.office.papers.upload("u2") == nil)
        #expect(try city.office.papers.upload("u1")?.owner == "kept")
        #expect(try bytes(city, number) == Self.jpeg)
    }

    @Test("files come with an online filing, and a paper that is a file counts as brought")
    func filed() throws {
        let city = try TestCity.inMemory()
        _ = try upload(city, owner: "code:x")
        var filing = city.filing(channel: .online)
        filing.papers = []
        filing.uploads = [PaperUpload(id: "u1", owner: "code:x", paper: "don")]
        let applicant = Caller(user: "applicant", name: "", grants: [])
        let context = CommandContext(caller: applicant, now: city.now, commandID: "online")
        let number = try city.office.work { [filing] in try $0.receive(filing, context) }.number
        let dossier = try #require(try city.dossier(number))
        #expect(dossier.papers.map(\.id) == ["don"] && dossier.papers[0].file == dossier.files.first?.file)
        #expect(dossier.files.first?.unit == Intake.portal)
        try city.act("accept", number, as: "counter@27373")
    }

    @Test("a supplement brings its files in the same command; refused, it brings nothing")
    func supplement() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive(accept: false).number
        try city.act("request-supplement", number, ["papers": "don,anh", "reason": "mờ"], as: "counter@27373")
        _ = try upload(city, owner: "track:\(number)")
        let context = CommandContext(caller: .applicant(of: number), now: city.now, commandID: "s")
        let uploads = [PaperUpload(id: "u1", owner: "track:\(number)", paper: "anh")]
        let before = try city.dossier(number)?.version
        #expect(throws: Refusal.self) {
            _ = try city.office.work { try $0.perform("supplement", on: number, ActionInput([:]), papers: uploads, context) }
        }
        #expect(try city.dossier(number)?.version == before)
        _ = try city.office.work {
            try $0.perform("supplement", on: number, ActionInput(["papers": "don"]), papers: uploads, context)
        }
        let dossier = try #require(try city.dossier(number))
        #expect(dossier.files.count == 1 && dossier.supplement?.filed.map(\.id).sorted() == ["anh", "don"])
    }

    @Test(
        "PostgreSQL carries the bytes in the store itself",
        .enabled(if: PostgresServer.binaries != nil, "PostgreSQL is not installed"))
    func postgres() throws {
        let server = try PostgresServer()
        defer { server.stop() }
        let office = try Office(
            database: try openDatabase(.postgresql(server.url)),
            keys: try KeyStore(try openDatabase(.memory), site: "site-1"))
        let start = TestCity.monday.adding(minutes: -60 * 24)
        try office.found(
            ReferenceSet(
                units: TestCity.units, fields: [], procedures: [TestCity.cats()],
                calendars: [TestCity.calendar(version: "t-1")]), now: start)
        _ = try office.openUpload(
            id: "u1", owner: "code:x", place: "don", name: "ảnh.jpg", size: Self.jpeg.count, now: TestCity.monday)
        _ = try office.papers.append("u1", at: 0, Self.jpeg[...])
        _ = try office.papers.finish("u1")
        var filing = Filing(
            unit: "27373", procedure: "9.000001", channel: .online,
            applicant: Person(
                type: .citizen, name: "Ửng", idNumber: "079190000123", phone: nil, email: nil, address: "12"))
        filing.form = ["catName": "Mướp"]
        filing.uploads = [PaperUpload(id: "u1", owner: "code:x", paper: "don")]
        let context = CommandContext(caller: .visitor, now: TestCity.monday, commandID: "p")
        let number = try office.work { [filing] in try $0.receive(filing, context) }.number
        let dossier = try office.database.read { try Folding.dossier(number, $0, keys: office.keys) }
        let reader = try office.open(try #require(dossier?.files.first))
        #expect(try (0..<reader.count).flatMap { try reader.piece($0) } == Self.jpeg)
        #expect(try office.verify().findings.isEmpty && office.verifyPapers().isEmpty)
    }

    @Test("a flipped byte at rest is found")
    func damaged() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        _ = try upload(city)
        try attach(city, number)
        var piece = try city.office.papers.piece("u1", 1)
        piece[40] ^= 1
        _ = try city.office.papers.database.write { [piece] in
            try $0.execute("UPDATE paper_piece SET bytes = $1 WHERE upload = 'u1' AND ordinal = 1", [.blob(piece)])
        }
        #expect(try city.office.verifyPapers().count == 1)
        #expect(throws: StorageFault.self) { _ = try bytes(city, number) }
    }

    @Test(
        "kinds are told from bytes",
        arguments: [
            ([0x25, 0x50, 0x44, 0x46, 0x2D, 0x31], PaperMedia.pdf), ([0xFF, 0xD8, 0xFF, 0xDB], .jpeg),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
            (Array("RIFF1234WEBPVP8 ".utf8), .webp), (Array("1234ftypheic0000".utf8), .heic),
            (Array("1234ftypisom0000".utf8), nil), (Array("PK\u{3}\u{4}".utf8), nil), ([], nil),
            (Array("<svg xmlns".utf8), nil), (Array(" %PDF-1.4".utf8), nil),
        ] as [([UInt8], PaperMedia?)])
    func kinds(_ head: [UInt8], _ media: PaperMedia?) { #expect(PaperMedia(head: head) == media) }

    @Test("how long it takes is counted from dossiers with a result, in the ward's own working time")
    func pace() throws {
        let city = try TestCity.inMemory()
        for wait in [10, 20, 30, 40, 50, 60] {
            let number = try city.receive().number
            city.wait(minutes: wait)
            try city.follow(number) { $0.state == .ready }
        }
        _ = try city.receive()
        let pace = try city.office.database.read {
            try PaceBook.count("9.000001", now: city.now, $0, city.office.directory)
        }
        #expect(pace.all.count == 6 && pace.all.median == 30 && pace.all.ninety == 60)
        #expect(pace.units.map(\.unit) == ["27373"])
        let none = try city.office.database.read {
            try PaceBook.count("9.000002", now: city.now, $0, city.office.directory)
        }
        #expect(none.all.count == 0 && none.all.median == nil)
    }
}

extension [UInt8] {
    fileprivate func first(_ needle: [UInt8]) -> Int? {
        guard count >= needle.count else { return nil }
        return (0...(count - needle.count)).first { Array(self[$0..<($0 + needle.count)]) == needle }
    }
}
