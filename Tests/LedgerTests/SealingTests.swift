// SealingTests.swift: does a sealed part open in its own place with its own key, and nowhere else?

import Crypto
import TestKit
import Testing

@testable import Ledger

struct SealingTests {
    private let key = SymmetricKey(data: [UInt8](repeating: 7, count: 32))
    private let context = SealContext(unit: "27373", epoch: 1, seq: 12, subject: "H29.273.73-251124-0001")
    private let clear = Array(#"{"text":"Đề nghị bổ sung"}"#.utf8)

    @Test("what was sealed opens in its place with its key", arguments: [0, 1, 28, 5000])
    func opens(_ length: Int) throws {
        let clear = [UInt8](repeating: 0x61, count: length)
        let part = try Sealing.seal(clear, slot: 1, key: key, context)
        #expect(part.box.count == 12 + length + 16)
        #expect(Sealing.open(part, key: key, context) == clear)
    }

    @Test("sealing twice gives other bytes: the nonce is fresh")
    func freshNonce() throws {
        let boxes = try (0..<100).map { _ in try Sealing.seal(clear, slot: 0, key: key, context).box }
        #expect(Set(boxes.map { Array($0.prefix(12)) }).count == 100)
    }

    @Test("a wrong key opens nothing")
    func wrongKey() throws {
        let part = try Sealing.seal(clear, slot: 0, key: key, context)
        #expect(Sealing.open(part, key: SymmetricKey(size: .bits256), context) == nil)
    }

    @Test("a part moved to another entry or slot does not open")
    func moved() throws {
        let part = try Sealing.seal(clear, slot: 0, key: key, context)
        let changes: [(inout SealContext) -> Void] = [
            { $0.unit = "26732" }, { $0.epoch = 2 }, { $0.seq = 13 },
            { $0.subject = "H29.273.73-251124-0002" },
        ]
        for change in changes {
            var elsewhere = context
            change(&elsewhere)
            #expect(Sealing.open(part, key: key, elsewhere) == nil, "\(elsewhere)")
        }
        #expect(Sealing.open(SealedPart(slot: 1, box: part.box), key: key, context) == nil)
    }

    @Test("an altered part does not open, whichever bit it is")
    func altered() throws {
        let part = try Sealing.seal(clear, slot: 0, key: key, context)
        for i in part.box.indices {
            var box = part.box
            box[i] ^= 1 << UInt8(i % 8)
            #expect(Sealing.open(SealedPart(slot: 0, box: box), key: key, context) == nil, "byte \(i)")
        }
    }

    @Test("a part that is cut off does not open")
    func cutPart() throws {
        let part = try Sealing.seal(clear, slot: 0, key: key, context)
        for length in 0..<part.box.count {
            let cut = SealedPart(slot: 0, box: Array(part.box.prefix(length)))
            #expect(Sealing.open(cut, key: key, context) == nil, "\(length) bytes")
        }
    }

    @Test("a blob gives its parts back; cut off inside a part it gives none")
    func blob() throws {
        let parts = [
            try Sealing.seal(clear, slot: 0, key: key, context),
            try Sealing.seal([], slot: 1, key: key, context),
        ]
        let blob = Sealing.blob(parts)
        #expect(Sealing.parts(blob) == parts)
        #expect(Sealing.parts([]) == [])
        let first = 5 + parts[0].box.count
        for length in 1..<blob.count where length != first {
            #expect(Sealing.parts(Array(blob.prefix(length))) == nil, "\(length) bytes")
        }
        #expect(Sealing.parts(Array(blob.prefix(first))) == [parts[0]])
        #expect(Sealing.parts([0, 0xFF, 0xFF, 0xFF, 0xFF, 1]) == nil)
    }

    @Test("any bytes are parts or none", arguments: 1...200 as ClosedRange<UInt64>)
    func anyBytes(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<random.below(40)).map { _ in
            UInt8(random.below(random.chance(percent: 70) ? 4 : 256))
        }
        if let parts = Sealing.parts(bytes) { #expect(Sealing.blob(parts) == bytes, "seed \(seed)") }
    }
}
