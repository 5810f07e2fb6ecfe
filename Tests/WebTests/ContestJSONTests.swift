// ContestJSONTests.swift: what the API says of a contested item.

import Casework
import Foundation
import Testing

@testable import Office
@testable import Web

@Suite("contested items for programs")
struct ContestJSONTests {
    private let happened = Instant("2026-11-27T07:00:00+07:00")!

    private func written(until: Instant?) throws -> [String: Any] {
        let fact = ItemContested(
            kind: .clockOff, unit: "27373", site: "binh-tien", about: "27373", happenedAt: happened, one: ["27373/1/9"],
            proposal: .stands, detail: "60", until: until)
        let row = ContestRow(id: "c", fact: fact, noticedBy: "27373", noticedAt: happened.adding(minutes: 90))
        let view = ContestView(
            item: row, entries: [], keys: 0, further: 0, dossiers: [], openable: [], mayDecide: true, reason: nil)
        let bytes = try JSONEncoder().encode(ContestJSON(view))
        return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    @Test("a clock in doubt says from when until when; where the end is not known it is left out, and the schema has it so")
    func until() throws {
        let ended = try written(until: happened.adding(minutes: 60))
        #expect(ended["happenedAt"] as? String == happened.description)
        #expect(ended["until"] as? String == "2026-11-27T08:00:00+07:00")
        #expect(try written(until: nil)["until"] == nil)
        let schemas = try #require(try JSONSerialization.jsonObject(with: Data(Schemas.all.utf8)) as? [String: [String: Any]])
        let list = try #require(schemas["ContestList"]?["properties"] as? [String: [String: Any]])
        let item = try #require(list["items"]?["items"] as? [String: Any])
        let properties = try #require(item["properties"] as? [String: Any])
        #expect(Set(ended.keys).isSubset(of: Set(properties.keys)))
        #expect((item["required"] as? [String])?.contains("until") == false)
    }
}
