// Micro.swift: numbers with six decimals, reckoned in whole numbers, so that every machine gets the same digits.
//
// Rates, averages, intervals and forecasts are made of these: a figure that is recomputed elsewhere is equal, not close.
// A product or quotient is rounded half away from zero; dividing by nothing gives nil, never a figure.

package struct Micro: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// Millionths.
    package let millionths: Int

    package init(millionths: Int) { self.millionths = millionths }
    package init(_ whole: Int) { millionths = whole * Micro.one }

    /// `numerator` by `denominator`; nil when there is nothing to divide by.
    package init?(_ numerator: Int, by denominator: Int) {
        guard denominator != 0 else { return nil }
        millionths = Micro.divide(numerator, times: Micro.one, by: denominator)
    }

    static let one = 1_000_000
    package static let zero = Micro(millionths: 0)

    package init(from decoder: any Decoder) throws { millionths = try decoder.singleValueContainer().decode(Int.self) }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(millionths)
    }

    package static func < (a: Micro, b: Micro) -> Bool { a.millionths < b.millionths }
    package static func + (a: Micro, b: Micro) -> Micro { Micro(millionths: a.millionths + b.millionths) }
    package static func - (a: Micro, b: Micro) -> Micro { Micro(millionths: a.millionths - b.millionths) }
    package static prefix func - (a: Micro) -> Micro { Micro(millionths: -a.millionths) }
    package static func * (a: Micro, b: Micro) -> Micro {
        Micro(millionths: divide(a.millionths, times: b.millionths, by: one))
    }
    package static func * (a: Micro, b: Int) -> Micro { Micro(millionths: a.millionths * b) }
    /// Nil when `b` is zero.
    package static func / (a: Micro, b: Micro) -> Micro? {
        b.millionths == 0 ? nil : Micro(millionths: divide(a.millionths, times: one, by: b.millionths))
    }
    package static func / (a: Micro, b: Int) -> Micro? {
        b == 0 ? nil : Micro(millionths: divide(a.millionths, times: 1, by: b))
    }
    package var magnitude: Micro { Micro(millionths: abs(millionths)) }

    /// Rounded down to the millionth; zero below zero.
    package var squareRoot: Micro {
        guard millionths > 0 else { return .zero }
        let (high, low) = UInt(millionths).multipliedFullWidth(by: UInt(Micro.one))
        precondition(high == 0, "what a root is taken of is below 18 million")
        return Micro(millionths: Micro.root(low))
    }

    /// The nearest whole number, halves away from zero.
    package var rounded: Int { Micro.divide(millionths, times: 1, by: Micro.one) }

    /// With the given decimals (0–6), halves away from zero, as `0.9831`.
    package func text(decimals: Int = 6) -> String {
        var step = 1
        for _ in decimals..<6 { step *= 10 }
        let units = Micro.divide(millionths, times: 1, by: step)
        let scale = Micro.one / step
        let tail = String(abs(units) % scale)
        let fraction = decimals == 0 ? "" : "." + String(repeating: "0", count: decimals - tail.count) + tail
        return (units < 0 ? "-" : "") + String(abs(units) / scale) + fraction
    }
    package var description: String { text() }

    private static func divide(_ a: Int, times b: Int, by c: Int) -> Int {
        let wide = a.magnitude.multipliedFullWidth(by: b.magnitude)
        precondition(wide.high < c.magnitude, "a figure is below nine million millions")
        let (quotient, rest) = c.magnitude.dividingFullWidth(wide)
        let rounded = Int(rest >= c.magnitude - rest ? quotient + 1 : quotient)
        return ((a < 0) != (b < 0)) != (c < 0) ? -rounded : rounded
    }

    private static func root(_ value: UInt) -> Int {
        guard value > 1 else { return Int(value) }
        var guess = UInt(1) << ((UInt.bitWidth - value.leadingZeroBitCount + 1) / 2)
        while true {
            let next = (guess + value / guess) / 2
            if next >= guess { return Int(guess) }
            guess = next
        }
    }
}
