// HTMLTests.swift: can anything that somebody typed become markup? For all inputs, and for the known tricks.
//
// The oracle is independent of the escaping: a reader of entities that turns a page's text back into what was typed.

import Testing

@testable import Web

@Suite("the HTML literal")
struct HTMLTests {
    /// SplitMix64; the seed is in the comment of every expectation.
    struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let pieces = [
        "<", ">", "&", "\"", "'", "<script>", "</textarea>", "<!--", "-->", "&lt;", "&#60;", "javascript:",
        "`", "=", "/", " ", "\n",
        "\u{0}", "\u{FEFF}", "\u{202E}", "Nguyễn Thị Ánh Tuyết", "Ễ Ộ Ử", "e\u{302}\u{301}", "👩‍👩‍👧", "a", "]]>",
        "onerror=",
    ]

    private func nasty(_ dice: inout Dice) -> String {
        (0..<Int.random(in: 0...12, using: &dice)).map { _ in Self.pieces.randomElement(using: &dice) ?? "" }
            .joined()
    }

    /// What a browser reads where the page says `html`, by the five entities that we write.
    private func read(_ html: Substring) -> Substring {
        html.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'")
            .replacing("&amp;", with: "&")
    }

    @Test(
        "typed text never makes a tag, ends an attribute or loses a character",
        arguments: UInt64(1)...UInt64(300))
    func textIsEscaped(seed: UInt64) {
        var dice = Dice(state: seed)
        let (a, b) = (nasty(&dice), nasty(&dice))
        let page = ("<p title=\"\(a)\">\(b)</p>" as HTML).text
        let parts = page.utf8.split(
            separator: UInt8(ascii: "\""), maxSplits: 2, omittingEmptySubsequences: false)
        #expect(parts.count == 3, "seed \(seed)")
        #expect(
            page.utf8.count { $0 == UInt8(ascii: "<") } == 2
                && page.utf8.count { $0 == UInt8(ascii: ">") } == 2, "seed \(seed)")
        #expect(!page.contains("'"), "seed \(seed)")
        #expect(read(Substring(parts[1])).utf8.elementsEqual(a.utf8), "seed \(seed)")
        let inside = Substring(parts[2]).dropFirst().dropLast(4)
        #expect(read(inside).utf8.elementsEqual(b.utf8), "seed \(seed)")
    }

    @Test("every & that is written begins one of our five entities", arguments: UInt64(1)...UInt64(100))
    func entities(seed: UInt64) {
        var dice = Dice(state: seed)
        let page = HTML(text: nasty(&dice)).text
        for rest in page.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
            .dropFirst()
        {
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"].contains {
                Substring(rest).utf8.starts(with: $0.utf8)
            }
            #expect(known, "seed \(seed)")
        }
    }

    @Test("HTML goes in as it is, lists are joined, nil is empty, numbers are digits")
    func pieces() {
        let items: [HTML] = ["<li>\("<1>")</li>", "<li>\(2)</li>"]
        let none: HTML? = nil
        let nobody: String? = nil
        #expect(
            ("<ul>\(items)</ul>\(none)\(nobody)\(-7)" as HTML).text
                == "<ul><li>&lt;1&gt;</li><li>2</li></ul>-7")
        #expect(("\(Substring("a&b"))" as HTML).text == "a&amp;b")
        #expect((HTML(safe: "<b>") + "x" + HTML(text: "</b>")).text == "<b>x&lt;/b&gt;")
    }

    @Test("a nested literal that is not marked is text")
    func slip() {
        let late = Bool("true") == true
        #expect(("\(late ? "<b>" : "")" as HTML).text == "&lt;b&gt;")
    }

    @Test("strings that are not contiguous UTF-8 are escaped too")
    func bridged() {
        let lazy = String("<ễ>".reversed())
        #expect(HTML(text: lazy).text == "&gt;ễ&lt;")
    }
}
