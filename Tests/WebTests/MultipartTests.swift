// MultipartTests.swift: forms with files, whatever the cut of the bytes; what is malformed is refused, never trapped.

import Foundation
import Testing

@testable import Casework
@testable import Web

@Suite("multipart forms")
struct MultipartTests {
    /// Small, seeded, the same everywhere.
    struct Dice {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        mutating func below(_ n: Int) -> Int { Int(next() % UInt64(n)) }
    }

    struct Whole: Equatable {
        var part: Multipart.Part
        var body: [UInt8]
    }

    private func read(_ bytes: [UInt8], boundary: String, cuts: (Int) -> Int) throws -> [Whole] {
        var reader = try #require(Multipart(contentType: "multipart/form-data; boundary=\(boundary)"))
        var wholes: [Whole] = []
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + max(1, cuts(at)))
            for event in try reader.feed(bytes[at..<end]) {
                switch event {
                case .begin(let part): wholes.append(Whole(part: part, body: []))
                case .bytes(let more): wholes[wholes.count - 1].body += more
                case .end: break
                }
            }
            at = end
        }
        try reader.finish()
        return wholes
    }

    private func form(_ parts: [Whole], boundary: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            let file = part.part.fileName.map { "; filename=\"\($0)\"\r\nContent-Type: image/png" } ?? ""
            bytes += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.part.name)\"\(file)\r\n\r\n".utf8)
            bytes += part.body + [0x0D, 0x0A]
        }
        return bytes + Array("--\(boundary)--\r\n".utf8)
    }

    @Test("any body in any cut comes out as it went in", arguments: 1...60)
    func roundTrip(_ seed: Int) throws {
        var dice = Dice(state: UInt64(seed))
        let boundary = "----bien-gioi-\(1000 + dice.below(9000))"
        let parts = (0..<dice.below(6)).map { i in
            // Bytes that look like delimiters, often.
            let body = (0..<dice.below(400)).flatMap { _ -> [UInt8] in
                switch dice.below(8) {
                case 0: Array("\r\n--".utf8)
                case 1: Array("\r\n--\(boundary.dropLast(3))".utf8)
                case 2: [0x0D]
                default: [UInt8(dice.below(256))]
                }
            }
            return Whole(
                part: .init(name: "ô\(i)", fileName: dice.below(2) == 0 ? "ảnh \(i).png" : nil), body: body)
        }
        let bytes = form(parts, boundary: boundary)
        var cut = Dice(state: UInt64(seed) &* 77)
        #expect(try read(bytes, boundary: boundary) { _ in cut.below(50) } == parts, "seed \(seed)")
        #expect(try read(bytes, boundary: boundary) { _ in 1 } == parts, "seed \(seed), byte by byte")
        #expect(try read(bytes, boundary: boundary) { _ in 1 << 20 } == parts, "seed \(seed), at once")
    }

    @Test("a form that is cut off or altered is refused or read, never trapped", arguments: 1...80)
    func altered(_ seed: Int) {
        var dice = Dice(state: UInt64(seed) &+ 5000)
        let whole = Whole(part: .init(name: "a", fileName: "b.png"), body: Array(repeating: 7, count: 300))
        var bytes = form([whole, whole], boundary: "xyz")
        for _ in 0..<(1 + dice.below(6)) {
            switch dice.below(3) {
            case 0: bytes[dice.below(bytes.count)] = UInt8(dice.below(256))
            case 1: bytes.removeSubrange(dice.below(bytes.count)...)
            default: bytes.insert(UInt8(dice.below(256)), at: dice.below(bytes.count + 1))
            }
            if bytes.isEmpty { bytes = [0x2D] }
        }
        do { _ = try read(bytes, boundary: "xyz") { _ in 1 + dice.below(40) } } catch is Refusal {} catch {
            Issue.record("seed \(seed): \(error)")
        }
    }

    @Test("names are read as browsers write them")
    func names() {
        func name(_ text: String) -> String? { Multipart.parameter("filename", in: text) }
        #expect(name("form-data; name=\"a\"; filename=\"giấy %22khai%22.pdf\"") == "giấy \"khai\".pdf")
        #expect(name("form-data; name=\"x; filename=y\"; filename=plain.png") == "plain.png")
        #expect(name(#"form-data; name="a"; filename="a\"b.png""#) == "a\"b.png")
        #expect(name("form-data; name=\"a\"") == nil)
    }

    @Test("other content types and boundaries are no forms with files")
    func otherTypes() {
        #expect(Multipart(contentType: nil) == nil)
        #expect(Multipart(contentType: "application/json") == nil)
        #expect(Multipart(contentType: "multipart/form-data") == nil)
        #expect(Multipart(contentType: "multipart/form-data; boundary=\"a b\"") != nil)
    }
}
