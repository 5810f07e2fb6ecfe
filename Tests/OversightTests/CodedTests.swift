// CodedTests.swift: what is kept as JSON comes back equal, and what cannot be is refused where it is read.

import Foundation
import Oversight
import Testing

@Suite struct CodedTests {
    @Test("assumptions come back equal, and a wrong one is refused by its field")
    func assumptions() throws {
        let data = try JSONEncoder().encode(CostAssumptions.standard)
        #expect(try JSONDecoder().decode(CostAssumptions.self, from: data) == .standard)
        let text = String(decoding: data, as: UTF8.self).replacing("\"postage\":30000", with: "\"postage\":-1")
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(CostAssumptions.self, from: Data(text.utf8))
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("not refused as corrupted")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["postage"])
    }

    @Test("a count that is no share is refused where it is read")
    func shares() throws {
        let data = try JSONEncoder().encode(Share(satisfied: 3, answers: 4))
        #expect(try JSONDecoder().decode(Share.self, from: data) == Share(satisfied: 3, answers: 4))
        for text in [#"{"satisfied":5,"answers":4}"#, #"{"satisfied":-1,"answers":4}"#, #"{"satisfied":1}"#] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Share.self, from: Data(text.utf8)) }
        }
    }

    @Test("an effect comes back equal with its reason")
    func effects() throws {
        let effect = Effect.measured(UnitCourse(unit: "27001", before: [], after: []), against: [])
        let data = try JSONEncoder().encode(effect)
        #expect(try JSONDecoder().decode(Effect.self, from: data) == effect)
        #expect(effect.verdict == .insufficient(.weeksBefore(0, needed: 8)))
    }
}
