// KeyStoreTests.swift: what is sealed opens, whatever goes wrong while its key is written, and whoever writes beside it.

import Casework
import Crypto
import Ledger
import Storage
import Synchronization
import TestKit
import Testing

@testable import Office

@Suite("key store")
struct KeyStoreTests {
    private let database: any Database
    private let keys: KeyStore

    init() throws {
        database = try openDatabase(.memory)
        keys = try KeyStore(database, site: "site-1")
    }

    /// As another server, or this one after a restart, has them.
    private func others() throws -> KeyStore { try KeyStore(database, site: "site-1") }

    @Test("a key that the disk refused is made again when the command is repeated")
    func refusedOnce() throws {
        _ = try database.write {
            try $0.execute("CREATE TRIGGER full BEFORE INSERT ON person_key BEGIN SELECT RAISE(ABORT, 'full'); END", [])
        }
        _ = try #require(try keys.keyForSealing("directive:1", .applicant))
        #expect(throws: StorageFault.self) { try keys.flush() }
        keys.discard()
        _ = try database.write { try $0.execute("DROP TRIGGER full", []) }
        let key = try #require(try keys.keyForSealing("directive:1", .applicant))
        try keys.flush()
        #expect(try others().key("directive:1", .applicant) == key)
    }

    @Test("a key that is durable is never replaced by one made here")
    func firstStays() throws {
        let other = try others()
        let (here, there) = (keys.newKey("H1-7", .applicant), other.newKey("H1-7", .applicant))
        try other.flush()
        #expect(throws: KeyStore.Taken.self) { try keys.flush() }
        #expect(here != there)
        #expect(try keys.key("H1-7", .applicant) == there)
        // What is sealed when the transaction is run again.
        #expect(keys.newKey("H1-7", .applicant) == there)
        try keys.flush()
        #expect(try others().key("H1-7", .applicant) == there)
    }

    @Test("a key of a transaction that was given up is nobody's")
    func givenUp() throws {
        let old = keys.newKey("H1-7", .applicant)
        keys.discard()
        #expect(try keys.key("H1-7", .applicant) == nil)
        let new = keys.newKey("H1-7", .applicant)
        try keys.flush()
        #expect(try old != new && others().key("H1-7", .applicant) == new)
    }

    @Test("a number that belonged to an erased person seals nobody else")
    func erased() throws {
        try keys.destroy("H1-7", .applicant)
        #expect(try keys.keyForSealing("H1-7", .applicant) == nil)
        _ = keys.newKey("H1-7", .applicant)
        #expect(throws: StorageFault.self) { try keys.flush() }
    }

    @Test("a key that was read just before it was destroyed is not remembered, here or at another server")
    func destroyedMeanwhile() throws {
        _ = keys.newKey("H1-7", .applicant)
        try keys.flush()
        let other = try others()
        #expect(try other.key("H1-7", .applicant) != nil)
        // The erasure is heard of before its key is destroyed, and a page asks for it in between.
        other.forget(subject: "H1-7", isErased: true)
        #expect(try other.key("H1-7", .applicant) != nil)
        try keys.destroy("H1-7", .applicant)
        #expect(try other.key("H1-7", .applicant) == nil && keys.key("H1-7", .applicant) == nil)
        #expect(try other.keyForSealing("H1-7", .applicant) == nil)
    }

    @Test("a key that the store had made durable and lost with its primary is made anew")
    func lostWithThePrimary() throws {
        let city = try TestCity(database: try openDatabase(.memory), keys: database)
        var given = ""
        let context = city.context("counter@27373")
        #expect(throws: StorageFault.self) {
            try city.office.work { work in
                given = try work.receive(city.filing(), context).number
                // The commit fails, after the keys.
                try work.tx.execute("CREATE TABLE cause (id INTEGER PRIMARY KEY)")
                try work.tx.execute("CREATE TABLE effect (cause INTEGER REFERENCES cause DEFERRABLE INITIALLY DEFERRED)")
                try work.tx.execute("INSERT INTO effect VALUES (1)")
            }
        }
        let lost = try database.write { try $0.execute("DELETE FROM person_key WHERE id = $1", [.text("\(given)/0")]) }
        #expect(lost == 1, "the key was durable")
        #expect(try city.receive().number == given)
        #expect(try others().key(given, .applicant) != nil)
        try expectSound(city.office)
    }

    @Test("a key that could not be destroyed when its person was erased is destroyed later")
    func doomed() throws {
        let city = try TestCity(database: try openDatabase(.memory), keys: database)
        _ = keys.newKey("H1-7", .applicant)
        try keys.flush()
        _ = try database.write {
            try $0.execute("CREATE TRIGGER away BEFORE UPDATE ON person_key BEGIN SELECT RAISE(ABORT, 'away'); END", [])
        }
        #expect(throws: StorageFault.self) { try city.office.destroyKey(.applicant, of: "H1-7") }
        #expect(throws: StorageFault.self) { try city.office.destroyDoomed() }
        _ = try database.write { try $0.execute("DROP TRIGGER away", []) }
        try city.office.destroyDoomed()
        #expect(try others().key("H1-7", .applicant) == nil)
        #expect(city.office.doomed.withLock { $0.isEmpty })
    }

    @Test("a granted key takes the place of one that seals nothing, and keeps one that does beside it")
    func granted() throws {
        let old = keys.newKey("H1-7", .applicant)
        try keys.flush()
        let secret = [UInt8](repeating: 7, count: 32)
        try keys.adopt(secret, for: "H1-7", .applicant, beside: old.withUnsafeBytes { Array($0) })
        #expect(try keys.key("H1-7", .applicant) == SymmetricKey(data: secret))
        #expect(try keys.keysBeside("H1-7", .applicant) == [old])
        try keys.destroy("H1-7", .applicant)
        try keys.adopt(secret, for: "H1-7", .applicant)
        #expect(try keys.key("H1-7", .applicant) == nil, "an erased person stays erased")
        #expect(try keys.keysBeside("H1-7", .applicant).isEmpty)
    }

    @Test("two servers on one store: a number that one could not give is given by the other, and both read whose it is")
    func twoServers() throws {
        let city = try TestCity(database: try openDatabase(.memory), keys: database)
        let other = try Office(
            database: city.office.database, keys: try others(), papers: try openDatabase(.memory))
        func receive(at office: Office, _ name: String, key: String? = nil, fails: Bool = false) throws -> String {
            var filing = city.filing()
            filing.accept = true
            filing.applicant.name = name
            let context = city.context("counter@27373")
            return try office.work { work in
                let number = try work.receive(filing, context).number
                if fails { throw StorageFault(.unreachable, "the primary was killed", advice: "try again") }
                return number
            }
        }
        #expect(throws: StorageFault.self) { try receive(at: city.office, "Trần Văn Một", fails: true) }
        let given = try receive(at: other, "Trần Văn Hai")
        let next = try receive(at: city.office, "Trần Văn Ba")
        #expect(given != next)
        for office in [city.office, other] {
            let names = try office.database.read { tx in
                try [given, next].map { try Folding.dossier($0, tx, keys: office.keys)?.person.applicant?.name }
            }
            #expect(names == ["Trần Văn Hai", "Trần Văn Ba"])
        }
        try expectSound(city.office)
    }

    @Test("a power cut between a key and what it seals: the number is given again, and opens")
    func powerCut() throws {
        let city = try TestCity(database: try openDatabase(.memory), keys: database)
        let first = try #require(DossierNumber(try city.receive().number))
        let serial = try #require(Int(first.serial))
        let next = first.text.dropLast(first.serial.count) + String("000\(serial + 1)".suffix(first.serial.count))
        let left = try others()
        _ = left.newKey(String(next), .applicant)
        try left.flush()
        #expect(try city.receive().number == next)
        #expect(try city.dossier(String(next))?.person.applicant?.name == "Nguyễn Thị Ửng")
        try expectSound(city.office)
    }

    private func expectSound(_ office: Office) throws {
        let found = try office.verify()
        #expect(found.findings.isEmpty, "\(found.findings)")
    }
}
