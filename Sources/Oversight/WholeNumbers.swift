// WholeNumbers.swift: roots, logarithms and rounded quotients of whole numbers wider than a machine word.
//
// The intervals and weights of this room need a root or a logarithm on the way to a `Micro`. Here they are taken of
// whole numbers, so that two machines, two compilers and two years agree on the last digit. Next: Interval.swift.

extension Int128 {
    /// The quotient, halves away from zero. `divisor` is positive.
    func rounded(by divisor: Int128) -> Int128 {
        precondition(divisor > 0, "a divisor is positive")
        let (quotient, rest) = magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
        let up = rest >= divisor.magnitude - rest ? quotient + 1 : quotient
        return self < 0 ? -Int128(up) : Int128(up)
    }

    /// The largest whole number whose square is not larger; zero below zero (Newton's iteration from above).
    var wholeRoot: Int128 {
        guard self > 1 else { return Swift.max(self, 0) }
        var guess = Int128(1) << ((Int128.bitWidth - leadingZeroBitCount + 1) / 2)
        while true {
            let next = (guess + self / guess) / 2
            if next >= guess { return guess }
            guess = next
        }
    }
}

extension Micro {
    /// log₂ of `numerator / denominator`, rounded down to the millionth; zero where the quotient is at most one.
    /// Both are positive and below 2³¹. Digit by digit: squaring doubles the logarithm, which shows its next binary digit.
    static func binaryLogarithm(_ numerator: Int, over denominator: Int) -> Micro {
        guard denominator > 0, numerator > denominator else { return .zero }
        let unit = UInt64(1) << 31
        var rest = UInt64(numerator) * unit / UInt64(denominator)
        var whole = 0
        while rest >= 2 * unit {
            rest >>= 1
            whole += 1
        }
        var (fraction, bits) = (0, 24)
        while bits > 0 {
            rest = (rest * rest) >> 31
            fraction <<= 1
            if rest >= 2 * unit {
                rest >>= 1
                fraction |= 1
            }
            bits -= 1
        }
        return Micro(millionths: whole * Micro.one + (fraction * Micro.one) >> 24)
    }
}
