// KeyStoreTests.swift: a key outlives what goes wrong while it is written.

import Casework
import Crypto
import Office
import Storage
import Testing

@Suite("key store")
struct KeyStoreTests {
    @Test("a key that the disk refused is written with the next try")
    func refusedOnce() throws {
        let database = try openDatabase(.memory)
        let keys = try KeyStore(database, site: "site-1")
        _ = try database.write {
            try $0.execute("CREATE TRIGGER full BEFORE INSERT ON person_key BEGIN SELECT RAISE(ABORT, 'full'); END", [])
        }
        let key = try #require(try keys.keyForSealing("directive:1", .applicant))
        #expect(throws: StorageFault.self) { try keys.flush() }
        _ = try database.write { try $0.execute("DROP TRIGGER full", []) }
        // The command is repeated: what it seals must open after a restart.
        #expect(try keys.keyForSealing("directive:1", .applicant) == key)
        try keys.flush()
        #expect(try KeyStore(database, site: "site-1").key("directive:1", .applicant) == key)
    }
}
