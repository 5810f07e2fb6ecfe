// HTML.swift: a page, or a piece of one, as bytes. The one file that may insert text unescaped.
//
// A page is a Swift literal of this type: what stands in the literal is markup, what is interpolated is text and is
// escaped, HTML goes in as it is, lists are joined, nil is empty. Literals are `StaticString`s, so that the compiler
// refuses markup made at run time. Attributes are always quoted with ". A nested literal that is not marked `as HTML`
// is a String and gets escaped: a slip shows and does not bite. Property tests: Tests/WebTests/HTMLTests.swift.

package struct HTML: ExpressibleByStringInterpolation, Sendable {
    package fileprivate(set) var bytes: [UInt8]

    package init(stringLiteral markup: StaticString) { self.init(safe: markup) }
    package init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }
    /// Markup that we wrote.
    package init(safe markup: StaticString) { bytes = markup.withUTF8Buffer { Array($0) } }
    /// Text that somebody typed.
    package init(text: String) { self = "\(text)" }

    package static let empty = HTML(safe: "")
    package var text: String { String(decoding: bytes, as: UTF8.self) }
    package var isEmpty: Bool { bytes.isEmpty }

    package static func + (a: HTML, b: HTML) -> HTML { "\(a)\(b)" }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 32)
        }
        package mutating func appendLiteral(_ markup: StaticString) {
            markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
        package mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }
        package mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }
        package mutating func appendInterpolation(_ list: [HTML]) {
            for html in list { bytes.append(contentsOf: html.bytes) }
        }
        package mutating func appendInterpolation(_ text: String?) {
            if let text { appendInterpolation(text) }
        }
        package mutating func appendInterpolation(_ text: Substring) { appendInterpolation(String(text)) }
        package mutating func appendInterpolation(_ number: Int) {
            bytes.append(contentsOf: String(number).utf8)
        }

        package mutating func appendInterpolation(_ text: String) {
            var text = text
            text.withUTF8 { utf8 in
                var start = 0
                for i in utf8.indices {
                    guard let entity = HTML.entity(utf8[i]) else { continue }
                    bytes.append(contentsOf: utf8[start..<i])
                    appendLiteral(entity)
                    start = i + 1
                }
                bytes.append(contentsOf: utf8[start...])
            }
        }
    }

    @inline(__always)
    private static func entity(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0x26: "&amp;"
        case 0x3C: "&lt;"
        case 0x3E: "&gt;"
        case 0x22: "&quot;"
        case 0x27: "&#39;"
        default: nil
        }
    }
}
