// EverydayTests.swift: shelves, originals, hand-over lists, the practice store.

import Casework
import Foundation
import Ledger
import Office
import Storage
import TestKit
import Testing

@Suite("the everyday")
struct EverydayTests {
    private func ready(_ city: TestCity, channel: Procedure.Channel = .counter) throws -> String {
        var filing = city.filing()
        filing.resultChannel = channel
        let number = try city.receive(filing).number
        try city.follow(number) { $0.state == .ready }
        return number
    }
    private func toReturn(_ city: TestCity, _ q: String = "") throws -> [ReturnLine] {
        let caller = city.caller("counter@27373")
        return try city.office.database.read {
            try ShelfQuestion.toReturn("27373", q: q, limit: 50, caller: caller, $0, city.office)
        }
    }
    private func refusal(_ body: () throws -> Void) -> Refusal? {
        do {
            try body()
            return nil
        } catch let refusal as Refusal { return refusal } catch { return nil }
    }

    @Test("a place is a short code with a digit", arguments: [
        ("K7", "K7"), ("Tủ 3-2", "TU 3-2"), ("kệ a/1.4", "KE A/1.4"), ("Nguyễn Thị Ửng", nil), ("", nil),
        ("=1+1", "1 1"), ("12345678901234567", nil),
    ])
    func places(_ typed: String, _ stored: String?) { #expect(PapersShelved.place(typed) == stored) }

    @Test("a result on the shelf is found by place, name and number, and leaves the shelf when it is returned")
    func shelf() throws {
        let city = try TestCity.inMemory()
        let number = try ready(city)
        try city.act("shelve", number, ["what": "result", "place": "tủ 3-2"], as: "counter@27373")
        for q in ["", "TU 3-2", "ung", "nguyen thi", number] {
            #expect(try toReturn(city, q).map(\.place) == ["TU 3-2"], "\(q)")
        }
        #expect(try toReturn(city, "K9").isEmpty)
        let caller = city.caller("counter@27373")
        let found = try city.office.database.read {
            try SearchQuestion.ask("ửng", caller: caller, limit: 5, now: city.now, $0, city.office)
        }
        #expect(found.first?.place == "TU 3-2")
        let before = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == before)
        try city.act("confirm-payment", number, ["amount": "8000", "method": "cash", "receipt": "1"], as: "counter@27373")
        try city.act("return-result", number, [:], as: "counter@27373")
        #expect(try city.dossier(number)?.shelf == nil && toReturn(city).isEmpty)
        #expect(try city.office.verify().findings == [])
    }

    @Test("originals are given back once, to a name that is sealed and erased with the person")
    func originals() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        try city.act(
            "return-originals", number, ["papers": "don", "recipient": "Trần Thị Ộ"], as: "counter@27373")
        let back = try #require(try city.dossier(number)?.originalsReturned.first)
        #expect(back.recipient == "Trần Thị Ộ" && back.papers == ["don"])
        let again = refusal { try city.act("return-originals", number, ["papers": "don"], as: "counter@27373") }
        #expect(again?.slug == "not-now-return-originals")
        let facts = try city.office.database.read { tx in
            try tx.rows("SELECT facts FROM entry WHERE kind = 'OriginalsReturned'").map { $0.text(0) }
        }
        #expect(facts.count == 1 && !facts[0].contains("Trần"))
        try city.act("withdraw", number, ["note": "Thôi"], as: "counter@27373")
        try city.office.erase(.applicant, of: number, ground: "Luật 91", city.context("admin@tp"))
        #expect(try city.dossier(number)?.originalsReturned.first?.recipient == nil)
    }

    @Test("a list for the post returns each result with its waybill, or records nothing")
    func post() throws {
        let city = try TestCity.inMemory()
        let numbers = try (0..<3).map { _ in try ready(city, channel: .post) }
        for number in numbers.prefix(2) {
            try city.act("confirm-payment", number, ["amount": "8000", "method": "cash", "receipt": "1"], as: "counter@27373")
        }
        func list(_ numbers: [String]) throws -> String {
            let items = numbers.enumerated().map { HandOverItem(number: $1, waybill: "VN10\($0)00") }
            let context = city.context("counter@27373")
            return try city.office.work { try $0.listHandOver(to: HandOverListed.post, items, unit: "27373", context) }
        }
        let before = try city.office.database.read { try LedgerReader.count($0) }
        let no = try #require(refusal { _ = try list(numbers) })
        #expect(no.vi.contains(numbers[2]) && no.vi.contains("8000"))
        #expect(try city.office.database.read { try LedgerReader.count($0) } == before)
        let id = try list(Array(numbers.prefix(2)))
        #expect(id == "27373-2026-1")
        #expect(try city.dossier(numbers[0])?.state == .returned && city.dossier(numbers[0])?.waybill == "VN10000")
        let caller = city.caller("counter@27373")
        let found = try city.office.database.read { try HandOverListQuestion.one(id, caller: caller, $0, city.office) }
        let (made, lines) = try #require(found)
        #expect(made.count == 2 && lines.map(\.waybill) == ["VN10000", "VN10100"] && lines.map(\.number) == Array(numbers.prefix(2)))
        #expect(refusal { _ = try list(Array(numbers.prefix(1))) } != nil)
        let dump = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == dump && city.office.verify().findings == [])
    }

    @Test("the same key makes one list")
    func once() throws {
        let city = try TestCity.inMemory()
        let number = try ready(city, channel: .post)
        try city.act("confirm-payment", number, ["amount": "8000", "method": "cash", "receipt": "1"], as: "counter@27373")
        let context = city.context("counter@27373", key: ("k1", "f1"))
        let items = [HandOverItem(number: number, waybill: "VN1000")]
        let ids = try (0..<2).map { _ in
            try city.office.work { try $0.listHandOver(to: HandOverListed.post, items, unit: "27373", context) }
        }
        #expect(ids == ["27373-2026-1", "27373-2026-1"])
        let dump = try city.office.dump()
        try city.office.rebuild()
        #expect(try city.office.dump() == dump)
    }

    @Test("papers on their way to another unit are listed once")
    func papers() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive(city.filing(procedure: "9.000003")).number
        let caller = city.caller("counter@27373")
        func waiting() throws -> [HandOverLine] {
            try city.office.database.read { try HandOverListQuestion.forUnits("27373", caller: caller, $0, city.office) }
        }
        try city.act("hand-over", number, ["unit": "ca-27373", "withPapers": "true"], as: "counter@27373")
        #expect(try waiting().map(\.to) == ["ca-27373"])
        let context = city.context("counter@27373")
        let items = [HandOverItem(number: number, waybill: nil)]
        #expect(refusal { _ = try city.office.work { try $0.listHandOver(to: "bhxh", items, unit: "27373", context) } } != nil)
        _ = try city.office.work { try $0.listHandOver(to: "ca-27373", items, unit: "27373", context) }
        #expect(try waiting().isEmpty)
    }

    @Test("a practice store has people and rules and no dossiers, marked numbers, and can be started afresh")
    func practice() throws {
        let real = try TestCity.inMemory()
        let number = try real.receive().number
        let before = try real.office.dump()
        let copy = try Training.copy(from: real.office.database)
        let office = try Office(
            database: try openDatabase(.memory), keys: try KeyStore(try openDatabase(.memory), site: "p"))
        try office.foundTraining(copy, now: real.now)
        #expect(try office.isTraining && !real.office.isTraining)
        #expect(try real.office.dump() == before)
        #expect(try office.database.read { try Folding.dossier(number, $0, keys: office.keys) } == nil)
        #expect(office.directory.procedureCodes == real.office.directory.procedureCodes)
        #expect(office.directory.rights.keys.sorted() == real.office.directory.rights.keys.sorted())
        let codes = office.directory.unitCodes.compactMap { office.directory.unit($0)?.agencyCode }
        #expect(Set(codes).count == codes.count && codes.allSatisfy { $0.hasPrefix("Y99.") && DossierNumber.isAgencyCode($0) })
        func caller(_ login: String) -> Caller {
            Caller(user: login, name: login, grants: office.directory.grants(of: login, at: real.now))
        }
        let context = CommandContext(caller: caller("counter@27373"), now: real.now, commandID: "t1")
        let receipt = try office.work { try $0.receive(real.filing(), context) }
        #expect(receipt.number.hasPrefix("Y99.001-"))
        #expect(refusal { try office.startTrainingAfresh(by: caller("counter@27373"), now: real.now) }?.slug == "no-right")
        try office.startTrainingAfresh(by: caller("leader@27373"), now: real.now)
        #expect(try office.database.read { try Folding.dossier(receipt.number, $0, keys: office.keys) } == nil)
        let again = try office.work { try $0.receive(real.filing(), context) }
        #expect(again.number == receipt.number)
        // A class erases somebody; the next one is given the same numbers.
        try office.keys.destroy(again.number, .applicant)
        try office.startTrainingAfresh(by: caller("leader@27373"), now: real.now)
        #expect(try office.work { try $0.receive(real.filing(), context) }.number == receipt.number)
        #expect(try office.database.read { try Folding.dossier(receipt.number, $0, keys: office.keys) }?.person.applicant != nil)
        #expect(try office.verify().findings == [])
        #expect(refusal { try real.office.startTrainingAfresh(by: real.caller("leader@27373"), now: real.now) } != nil)
        #expect(try real.office.dump() == before)
    }
}
