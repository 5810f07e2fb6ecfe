// JSONTests.swift: has every value one canonical text, and is everything else refused?
// (docs/formats/ledger.md §3)

import TestKit
import Testing

@testable import Ledger

struct JSONCanonicalTests {
    @Test(
        "canonical text",
        arguments: [
            (JSON.null, "null"), (.bool(true), "true"), (.bool(false), "false"), (.int(0), "0"),
            (.int(-1), "-1"),
            (.int(.max), "9223372036854775807"), (.int(.min), "-9223372036854775808"), (.string(""), "\"\""),
            (.array([]), "[]"), (.object([]), "{}"), (.array([.int(1), .null]), "[1,null]"),
            (.string("Đỗ Thị Ửng"), "\"Đỗ Thị Ửng\""), (.string("a/b"), "\"a/b\""),
            (.string("\u{7f}\u{2028}\u{1f63a}"), "\"\u{7f}\u{2028}\u{1f63a}\""),
            (.string("\"\\\u{8}\t\n\u{c}\r"), #""\"\\\b\t\n\f\r""#),
            (.string("\u{0}\u{b}\u{1f}"), #""\u0000\u000b\u001f""#),
        ])
    func text(_ value: JSON, _ text: String) {
        #expect(value.canonical == Array(text.utf8))
    }

    @Test("keys are ordered by UTF-16 code units")
    func keyOrder() {
        let keys = ["\u{fb01}", "\u{1f63a}", "b", "a", "", "aa", "Z", "é", "\u{e000}"]
        let sorted = JSON.object(of: keys.map { ($0, .null) }).members?.map(\.key)
        #expect(sorted == ["", "Z", "a", "aa", "b", "é", "\u{1f63a}", "\u{e000}", "\u{fb01}"])
    }

    @Test("of equal keys the last wins when an object is made")
    func lastWins() {
        #expect(JSON.object(of: [("a", .int(1)), ("b", .int(2)), ("a", .int(3))]).text == #"{"a":3,"b":2}"#)
    }

    @Test("a text is not normalised: what stands there is hashed")
    func keepsBytes() throws {
        let decomposed = "\"e\u{301}\""
        #expect(try JSON.parse(decomposed).canonical == Array(decomposed.utf8))
    }
}

struct JSONParserTests {
    @Test(
        "other spellings of the same value are taken",
        arguments: [
            (" \t\r\n[ 1 , 2 ] \n", "[1,2]"), (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#), ("-0", "0"),
            (#""\u0041\/\u1EA0\u000A""#, #""A/Ạ\n""#), (#""\ud83d\ude3a""#, "\"\u{1f63a}\""),
            (#""\uD83D\uDE3A x""#, "\"\u{1f63a} x\""), (#""\u0000""#, #""\u0000""#),
            ("-9223372036854775808", "-9223372036854775808"),
        ])
    func taken(_ text: String, _ canonical: String) throws {
        #expect(try JSON.parse(text).canonical == Array(canonical.utf8))
    }

    @Test(
        "duplicate keys are refused",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":2}"#, #"[{"x":{"":0,"":0}}]"#,
        ])
    func duplicateKeys(_ text: String) { refused(Array(text.utf8)) }

    @Test(
        "numbers that are not whole or do not fit are refused",
        arguments: [
            "1.0", "0.5", "1e3", "1E3", "-1.5", "01", "-01", "+1", "-", ".5", "9223372036854775808",
            "-9223372036854775809", "NaN", "Infinity", "0x10", "1_000", "--1",
        ])
    func numbers(_ text: String) { refused(Array(text.utf8)) }

    @Test(
        "half a surrogate pair is refused",
        arguments: [
            #""\ud83d""#, #""\ude3a""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ud83d\u0041""#, #""\ud83d\ud83d""#,
            #""\ude3a\ud83d""#, #"{"\ud800":1}"#,
        ])
    func surrogates(_ text: String) { refused(Array(text.utf8)) }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xE1, 0xBB], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
            [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func invalidUTF8(_ bytes: [UInt8]) {
        refused([0x22] + bytes + [0x22])
        refused([0x22, 0x5C, 0x6E] + bytes + [0x22])
        refused([0x7B, 0x22] + bytes + [0x22, 0x3A, 0x31, 0x7D])
        refused(bytes)
    }

    @Test(
        "text after the value, or text that is none, is refused",
        arguments: [
            "1 2", "{} x", "nullx", "[],", "null null", "", " ", "tru", "True", "nul", "[", "[1", "[1,",
            "[1,]", "[,1]", "[1 2]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{1:1}",
            "{\"a\" 1}", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12", "\"\\u+123\"", "\"\\u-123\"",
            "\"\\u00g0\"",
            "\"a\nb\"", "'a'",
            "\"\u{1}\"", "// x", "\u{feff}1",
        ])
    func malformed(_ text: String) { refused(Array(text.utf8)) }

    @Test("at most 64 levels are taken")
    func depth() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        _ = try JSON.parse(nested(64))
        refused(Array(nested(65).utf8))
        refused(Array(String(repeating: #"{"a":"#, count: 1_000_000).utf8))
        _ = try JSON.parse("[[1]]".utf8, depth: 3)
        #expect(throws: JSONProblem.self) { try JSON.parse("[[1]]".utf8, depth: 2) }
    }

    @Test("a refusal names the byte")
    func offset() {
        do throws(JSONProblem) {
            _ = try JSON.parse("[1,2.5]")
            Issue.record("2.5 was taken")
        } catch {
            #expect(error.offset == 4, "\(error)")
        }
    }

    private func refused(_ bytes: [UInt8]) {
        #expect(throws: JSONProblem.self, "\(String(decoding: bytes.prefix(80), as: UTF8.self))") {
            try JSON.parse(bytes)
        }
    }
}

struct JSONPropertyTests {
    @Test(
        "any value survives its canonical text, and any other spelling of it",
        arguments: 1...400 as ClosedRange<UInt64>)
    func roundTrip(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = randomValue(&random, depth: 5)
        let canonical = value.canonical
        let again = try JSON.parse(canonical)
        #expect(again == value, "seed \(seed)")
        #expect(again.canonical == canonical, "seed \(seed)")
        let loose = looselyWritten(value, &random)
        #expect(try JSON.parse(loose).canonical == canonical, "seed \(seed): \(loose)")
    }

    @Test("any bytes are a value or a refusal", arguments: 1...200 as ClosedRange<UInt64>)
    func neverCrashes(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = randomValue(&random, depth: 4).canonical
        for _ in 0..<30 {
            guard !bytes.isEmpty else { return }
            switch random.below(3) {
            case 0: bytes[random.below(bytes.count)] = UInt8(random.below(256))
            case 1: bytes.remove(at: random.below(bytes.count))
            default:
                bytes.insert(random.pick(Array(#"{}[]",:\u0-e. "#.utf8)), at: random.below(bytes.count + 1))
            }
            do throws(JSONProblem) {
                let value = try JSON.parse(bytes)
                let canonical = value.canonical
                #expect(try JSON.parse(canonical).canonical == canonical, "seed \(seed): \(bytes.hex)")
            } catch {
                #expect((0...bytes.count).contains(error.offset), "seed \(seed): \(bytes.hex)")
            }
        }
    }
}

/// Characters that a canonical writer could get wrong, one of each sort.
private let characters: [Unicode.Scalar] = Array(
    ("aZ09 /\"\\\u{0}\u{1}\u{8}\u{9}\u{a}\u{c}\u{d}\u{1f}\u{7f}\u{80}ÝđĐễỘử"
        + "\u{2028}\u{d7ff}\u{e000}\u{fb01}\u{ffff}\u{10000}\u{1f63a}\u{10ffff}").unicodeScalars)

private func randomText(_ random: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<random.below(8) { text.append(random.pick(characters)) }
    return String(text)
}

private func randomValue(_ random: inout SeededGenerator, depth: Int) -> JSON {
    switch random.below(depth > 0 ? 8 : 5) {
    case 0: return .null
    case 1: return .bool(random.chance(percent: 50))
    case 2: return .int(Int64(bitPattern: random.next()))
    case 3: return .int(Int64(random.below(21)) - 10)
    case 4: return .string(randomText(&random))
    case 5: return .array((0..<random.below(5)).map { _ in randomValue(&random, depth: depth - 1) })
    default:
        let members = (0..<random.below(6)).map { _ in
            (randomText(&random), randomValue(&random, depth: depth - 1))
        }
        return .object(of: members)
    }
}

/// The same value with white space, needless escapes and members in another order.
private func looselyWritten(_ value: JSON, _ random: inout SeededGenerator) -> String {
    func space() -> String { random.pick(["", "", " ", "\n", "\t", "\r\n "]) }
    switch value {
    case .null, .bool, .int: return space() + value.text + space()
    case .string(let text): return space() + looselyQuoted(text, &random) + space()
    case .array(let items):
        var parts: [String] = []
        for item in items { parts.append(looselyWritten(item, &random)) }
        return "[" + space() + parts.joined(separator: ",") + "]" + space()
    case .object(let members):
        var parts: [String] = []
        for member in members.shuffled(using: &random) {
            parts.append(
                looselyQuoted(member.key, &random) + space() + ":" + looselyWritten(member.value, &random))
        }
        return "{" + space() + parts.joined(separator: "," + space()) + "}" + space()
    }
}

private func looselyQuoted(_ text: String, _ random: inout SeededGenerator) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || random.chance(percent: 30) {
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16, uppercase: random.chance(percent: 50))
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        } else {
            out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}
