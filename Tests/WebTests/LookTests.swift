// LookTests.swift: are the colours readable, in both themes? Contrast after WCAG 2.2, 1.4.3 and 1.4.6.

import Foundation
import Testing

@testable import Web

@Suite("the look")
struct LookTests {
    typealias Token = StyleSheet.Token

    static func luminance(_ hex: String) -> Double {
        let value = Int(hex.dropFirst(), radix: 16) ?? 0
        let parts = [value >> 16 & 255, value >> 8 & 255, value & 255].map { part -> Double in
            let c = Double(part) / 255
            return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    static func contrast(_ a: String, _ b: String) -> Double {
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    static let text: [(Token, [Token], Double)] = [
        (.ink, [.paper, .sheet, .sealWash, .goldWash, .greenWash, .blueWash], 7),
        (.quiet, [.paper, .sheet], 4.5), (.seal, [.paper, .sheet, .sealWash], 4.5),
        (.gold, [.paper, .sheet, .goldWash], 4.5), (.green, [.paper, .sheet, .greenWash], 4.5),
        (.blue, [.paper, .sheet, .blueWash], 4.5), (.onSeal, [.seal], 4.5), (.paper, [.ink], 7),
    ]

    @Test("every colour of writing stands out from what it is written on, light and dark", arguments: text.indices)
    func contrast(_ index: Int) {
        let (front, backs, least) = LookTests.text[index]
        for back in backs {
            for (theme, a, b) in [("light", front.light, back.light), ("dark", front.dark, back.dark)] {
                let ratio = LookTests.contrast(a, b)
                #expect(ratio >= least, "\(front.rawValue) on \(back.rawValue), \(theme): \(ratio)")
            }
        }
    }

    @Test("edges of inputs stand out 3:1", arguments: [Token.paper, .sheet])
    func edges(_ back: Token) {
        #expect(LookTests.contrast(Token.edge.light, back.light) >= 3)
        #expect(LookTests.contrast(Token.edge.dark, back.dark) >= 3)
    }

    @Test("the ratio is the standard's: black on white 21, #777777 on white just under 4.5")
    func oracle() {
        #expect(abs(LookTests.contrast("#000000", "#ffffff") - 21) < 0.001)
        #expect(abs(LookTests.contrast("#777777", "#ffffff") - 4.478) < 0.01)
    }

    @Test("each of the 168 units has a tile of its own")
    func tiles() {
        #expect(TileLayout.places.count == 168)
        #expect(Set(TileLayout.places.values.map { "\($0.column) \($0.row)" }).count == 168)
    }

    @Test("a name is shortened to what fits a tile", arguments: [
        ("Phường Bình Tiên", "B.Tiên"), ("Đặc khu Côn Đảo", "Côn Đảo"), ("Xã Bình Chánh", "B.Chánh"),
    ])
    func short(_ name: String, _ short: String) { #expect(TileMap.short(name) == short) }
}
