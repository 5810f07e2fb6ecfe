// SeededGenerator.swift: the one source of randomness in tests, simulations and the demo.
//
// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same sequence on every machine and Swift
// version. Print the seed where a test fails. Mind that `Int.random(in:using:)` and `shuffle(using:)` of the
// standard library may change their use of the generator between Swift versions; where bytes must last for
// years use `below`.

/// A deterministic generator of 64-bit numbers.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in 0..<bound, by the high half of a product: defined here, so the same for ever.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a bound is positive")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True `percent` times out of a hundred.
    package mutating func chance(percent: Int) -> Bool { below(100) < percent }

    /// One of `items`.
    package mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
}
