// GoldenTests.swift: the persisted shape of every kind of entry, byte for byte.
//
// A golden file is written once (`make golden`) and never edited again. If one of these fails, the change makes old
// ledgers unreadable: give the new meaning version 2 and an upcaster in EntryCoding.swift.

import Foundation
import Testing

@testable import Casework
@testable import Ledger
@testable import Office

@Suite("golden bytes of entries")
struct GoldenTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden")

    /// The entry that a sample makes, with everything around the facts fixed.
    private func line(kind: String, critical: Bool, subject: String, facts: JSON) -> String {
        var entry = Entry(
            unit: "27373", epoch: 1, seq: 7, at: 1_763_863_200_123, site: "site-1", actor: "officer@27373",
            subject: subject, kind: kind,
            version: 1, critical: critical, command: "k:officer@27373|abc#0123", addressee: "so-tu-phap",
            answers: Entry.Position(unit: "26732", epoch: 2, seq: 3, hash: Digest.of([1])), facts: facts,
            sealed: nil,
            sealedHash: Digest.of([2]), prev: Digest.of([3]), hash: .zero)
        entry.hash = entry.reckonedHash
        return entry.exported.text + "\n"
    }

    private func check(_ kind: String, _ line: String) throws {
        let file = GoldenTests.folder.appendingPathComponent("\(kind).json")
        if !FileManager.default.fileExists(atPath: file.path),
            ProcessInfo.processInfo.environment["MOTCUA_WRITE_GOLDEN"] != nil
        {
            try FileManager.default.createDirectory(at: GoldenTests.folder, withIntermediateDirectories: true)
            try Data(line.utf8).write(to: file)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(line == golden, "\(kind): the persisted shape has changed; see the head of this file")
    }

    @Test("each dossier kind writes and reads its golden bytes", arguments: Samples.dossierFacts.indices)
    func dossier(_ index: Int) throws {
        let fact = Samples.dossierFacts[index]
        let (kind, facts) = try EntryCoding.encode(fact)
        let line = line(
            kind: kind.name, critical: kind.critical, subject: "H29.273.73-261123-0001", facts: facts)
        try check(kind.name, line)
        let entry = try #require(Entry(exported: try JSON.parse(line.utf8), sealed: nil))
        #expect(try EntryCoding.fact(of: entry) == fact)
        #expect(entry.reckonedHash == entry.hash)
    }

    @Test("each kind of steering writes and reads its golden bytes", arguments: Samples.steeringFacts.indices)
    func steering(_ index: Int) throws {
        let fact = Samples.steeringFacts[index]
        let (kind, facts) = try SteeringCoding.encode(fact)
        try check(kind, line(kind: kind, critical: false, subject: "difficulty:27373-1", facts: facts))
        #expect(try SteeringCoding.fact(kind: kind, facts: facts) == fact)
    }

    @Test("each house kind writes and reads its golden bytes", arguments: Samples.officeFacts.indices)
    func house(_ index: Int) throws {
        let fact = Samples.officeFacts[index]
        let (kind, subject, facts) = try fact.encoded()
        try check(kind, line(kind: kind, critical: true, subject: subject, facts: facts))
        #expect(try OfficeFact(kind: kind, facts: facts) == fact)
    }

    @Test("each queue kind writes and reads its golden bytes", arguments: Samples.queueFacts.indices)
    func queue(_ index: Int) throws {
        let (subject, fact) = Samples.queueFacts[index]
        let (kind, facts) = try QueueCoding.encode(fact)
        let line = line(kind: kind, critical: false, subject: subject, facts: facts)
        try check(kind, line)
        let entry = try #require(Entry(exported: try JSON.parse(line.utf8), sealed: nil))
        #expect(try QueueCoding.fact(of: entry) == fact)
    }

    @Test("each counter kind writes and reads its golden bytes", arguments: Samples.counterFacts.indices)
    func counter(_ index: Int) throws {
        let fact = Samples.counterFacts[index]
        let (kind, subject, facts) = try fact.encoded()
        try check(kind, line(kind: kind, critical: true, subject: subject, facts: facts))
        #expect(try CounterFact(kind: kind, facts: facts) == fact)
    }

    @Test("a hand-over list writes and reads its golden bytes")
    func list() throws {
        let list = Samples.handOverList
        let facts = try HandOverListProjection.encode(list)
        let line = line(kind: "HandOverListed", critical: false, subject: list.subject, facts: facts)
        try check("HandOverListed", line)
        let entry = try #require(Entry(exported: try JSON.parse(line.utf8), sealed: nil))
        #expect(try HandOverListProjection.fact(of: entry) == list)
    }

    @Test("a signed reconciliation writes and reads its golden bytes")
    func reconciliation() throws {
        let signed = Samples.reconciliationSigned
        let facts = try JSONCoding.encode(signed)
        try check(
            ReconciliationSigned.kind,
            line(kind: ReconciliationSigned.kind, critical: false, subject: signed.subject, facts: facts))
        #expect(try JSONCoding.decode(ReconciliationSigned.self, from: facts) == signed)
    }

    @Test("what is contested, and its decision, write and read their golden bytes")
    func contests() throws {
        let contested = ItemContested(
            kind: .oldHome, unit: "26732", site: "con-dao", about: "H29.267.32-261124-0001",
            happenedAt: Instant(milliseconds: 1_795_000_000_000), one: ["26732/1/12", "26732/1/13"], other: ["26732/2/12"],
            proposal: .adopt, detail: "2")
        let decided = ContestDecided(decision: .setAside, decidedAt: Instant(milliseconds: 1_795_000_100_000))
        let facts = (try JSONCoding.encode(contested), try JSONCoding.encode(decided))
        try check(
            "ItemContested", line(kind: "ItemContested", critical: false, subject: "contest:old-home-ab", facts: facts.0))
        try check(
            "ContestDecided", line(kind: "ContestDecided", critical: false, subject: "contest:old-home-ab", facts: facts.1))
        #expect(try JSONCoding.decode(ItemContested.self, from: facts.0) == contested)
        #expect(try JSONCoding.decode(ContestDecided.self, from: facts.1) == decided)
        try check(
            KeyGrant.kind,
            line(
                kind: KeyGrant.kind, critical: false, subject: "H29.267.32-261124-0001",
                facts: .object(of: [("slot", .int(0)), ("to", .array([.string("site-1"), .string("recovery")]))])))
    }

    @Test("every kind has a sample")
    func complete() throws {
        #expect(
            try Set(Samples.dossierFacts.map { try EntryCoding.encode($0).kind.name })
                == Set(EntryCoding.kinds.map(\.name)))
        let queue = try Samples.queueFacts.map { try QueueCoding.encode($0.fact).kind }
        #expect(queue == QueueCoding.kinds)
        #expect(try Set(Samples.officeFacts.map { try $0.encoded().kind }) == Set(OfficeFact.kinds))
        #expect(try Set(Samples.counterFacts.map { try $0.encoded().kind }) == Set(CounterFact.kinds))
    }

    @Test("personal data have golden bytes too")
    func person() throws {
        let person = PersonalData(
            applicant: Person(
                type: .citizen, name: "Đỗ Ửng", idNumber: "079190000123", phone: "0901234567",
                email: "u@v.vn", address: "12 Hậu Giang"),
            authorised: Person(
                type: .organisation, name: "Công ty Ễ", idNumber: "0312345678", phone: nil, email: nil,
                address: ""),
            form: ["catName": "Mướp"], text: "Lý do\nhai dòng", recipient: "Trần Thị Ộ")
        let json = try JSONCoding.encode(person)
        try check("PersonalData", json.text + "\n")
        #expect(try JSONCoding.decode(PersonalData.self, from: json) == person)
    }
}
