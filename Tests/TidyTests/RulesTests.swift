// RulesTests.swift: do the rules see what they are for? Each is shown a planted fault and a harmless
// look-alike.

import Testing

struct RulesTests {
    private func file(_ text: String, path: String = "Sources/Casework/Cat.swift") -> SwiftFile {
        SwiftFile(TextFile(path: path, text: text))
    }

    @Test("comments and string contents are blanked, interpolated code and line numbers stay")
    func blanking() {
        let source = ##"""
            let a = "print( \(x.map { "Date(\($0))" }) \" )" // Double
            let b = """
                UUID() "quoted" \(call(")"))
                """
            /* Float /* nested */ Task { */ let c = #"\(no) "print(" \#(yes)"#
            let d = ""
            """##
        let code = file(source).code
        #expect(code.count == 6)
        #expect(code[0].contains("x.map {") && code[0].contains("($0)"))
        #expect(code[2].contains("call(") && !code[2].contains("quoted"))
        #expect(code[4].contains("let c =") && code[4].contains("(yes)") && !code[4].contains("(no)"))
        for word in ["print", "Date", "Double", "UUID", "Float", "Task", "nested"] {
            #expect(!code.contains { $0.contains(word) }, "\(word)")
        }
        #expect(zip(code, source.split(separator: "\n")).allSatisfy { $0.utf8.count == $1.utf8.count })
    }

    @Test(
        "banned calls are seen",
        arguments: [
            "let now = Date()", "let id = UUID()", "print(\"x\")", "Task { }", "func f() async {}",
            "let x: Double = 1",
            "Int.random(in: 0..<3)", "names.shuffled()", "x(\"\\(Date())\")",
        ])
    func banned(_ line: String) { #expect(PureRoom.bannedCalls(file(line)).count == 1) }

    @Test(
        "look-alikes are not",
        arguments: [
            "let d = CivilDate()", "// print(x)", "blueprint(x)", "Int.random(in: 0..<3, using: &generator)",
            "let word = \"async Double Date()\"", "struct DoubleEntry {}", "TaskList { }",
        ])
    func harmless(_ line: String) { #expect(PureRoom.bannedCalls(file(line)).isEmpty) }

    @Test(
        "unsorted dictionaries are seen",
        arguments: [
            ("for (key, value) in scores {", true), ("for key in scores.keys where x {", true),
            ("var scores: [String: Int] = [:]\nfor score in scores {", true),
            ("for (key, value) in scores.sorted(by: { $0.key < $1.key }) {", false),
            ("for key in scores.keys.sorted() {", false), ("for (a, b) in zip(x, y) {", false),
            ("for (i, x) in list.enumerated() {", false), ("for x in list {", false),
            ("for (title, value) in [(\"a\", 1)] {", false),
        ])
    func dictionaries(_ text: String, _ isSeen: Bool) {
        #expect(PureRoom.unsortedDictionaries(file(text)).isEmpty != isSeen)
    }

    @Test("functions are measured from their first line to their brace")
    func bodies() {
        let source = """
            protocol P {
                func without(_ x: Int) throws -> Int
                var required: Int { get }
            }
            struct S {
                let table = [{ 1 }]
                package static func long(
                    _ seal: (Int) -> Int? = { _ in nil }
                ) throws(Refusal) -> [Int]
                where A: B {
                    let text = "} {"
                    return [1].map { $0 }
                }
                init?(_ x: Int) { nil }
                var computed: Int {
                    1
                }
                @discardableResult mutating func one() -> Int { 1 }
                private(set) var stored = 1
            }
            """
        let found = file(source).bodies.map { "\($0.name) \($0.firstLine) \($0.lineCount)" }
        #expect(found == ["required 3 1", "long 7 7", "init 14 1", "computed 15 3", "one 18 1"])
    }

    @Test("imports are read with access level, attributes and kind")
    func imports() {
        let source = """
            package import Storage
            @preconcurrency import Foundation
            import struct Crypto.SHA256
            @_spi(_Unicode) import Swift
            // import Hidden
            let important = 1
            """
        let found = ImportTable.imports(of: file(source))
        #expect(found.map(\.module) == ["Storage", "Foundation", "Crypto", "Swift"])
        #expect(found.map { ImportTable.permits("Ledger", $0) } == [true, true, true, true])
        #expect(found.map { ImportTable.permits("Casework", $0) } == [false, false, false, true])
        #expect(!ImportTable.permits("TestKit", .init(module: "Web", attributes: "", line: 1)))
        #expect(ImportTable.permits("Web", .init(module: "HummingbirdCore", attributes: "", line: 1)))
        #expect(!ImportTable.permits("Casework", .init(module: "Swift", attributes: "", line: 1)))
    }

    @Test("a refusal without words in both languages is seen")
    func refusals() {
        let source = """
            throw Refusal(.conflict, "a", vi: "Không (được).", en: "No.")
            throw Refusal(.conflict, "b", en: "No.")
            throw Refusal(
                .invalid, "c", field: "x", vi: "",
                en: "No.")
            throw Refusal(decoding: error)
            func f() throws(Refusal) -> Int { throw .vi }
            """
        let found = TidyTests.refusalsWithoutWords(file(source)).map { "\($0.line) \($0.what)" }
        #expect(found == ["2 a refusal without vi:", "3 a refusal without vi:"])
    }

    @Test("links are found outside code only")
    func links() {
        let text = """
            [a](x.md), [b](../y.md#part) and ![c](https://example.org/z.png) `[d](no.md)`
            ```
            [e](no.md)
            ```
            """
        let found = TidyTests.links(in: TextFile(path: "a.md", text: text))
        #expect(found.map(\.target) == ["x.md", "../y.md#part", "https://example.org/z.png"])
    }

    @Test("entry kinds are found in both ways of listing them")
    func entryKinds() {
        let text = """
            kind("CatRegistered", Fact.registered),
            static let kinds = [
                "UnitRegistered", "CatFed",
            ]
            let other = "NoKind"
            """
        let found = TidyTests.entryKinds(in: TextFile(path: "a.swift", text: text))
        #expect(found.map(\.kind) == ["CatRegistered", "UnitRegistered", "CatFed"])
    }
}
