// MoneyWords.swift: an amount in words, as a receipt must carry it: “Ba mươi hai nghìn đồng”.
//
// Numbers are read group by group of three digits. After the first group a missing hundred is said (“không trăm”) and a
// missing ten too (“linh”); 1, 4 and 5 change their word after a ten (mốt, tư, lăm). Integers only; no Foundation.

/// Amounts of money as Vietnamese words.
package enum MoneyWords {
    /// `32000` → `Ba mươi hai nghìn đồng`. A negative amount begins with `Âm`.
    package static func dong(_ amount: Int) -> String {
        let words = amount < 0 ? "âm " + read(UInt64(amount.magnitude)) : read(UInt64(amount))
        return words.prefix(1).uppercased() + words.dropFirst() + " đồng"
    }

    private static let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    private static let scales = ["", " nghìn", " triệu"]

    private static func read(_ number: UInt64) -> String {
        if number == 0 { return digits[0] }
        return group(number, isFirst: true)
    }

    /// Billions are counted in words of their own: “một nghìn tỷ”.
    private static func group(_ number: UInt64, isFirst: Bool) -> String {
        var parts: [String] = []
        let (billions, rest) = number.quotientAndRemainder(dividingBy: 1_000_000_000)
        if billions > 0 { parts.append(group(billions, isFirst: isFirst) + " tỷ") }
        for (scale, size) in [(2, UInt64(1_000_000)), (1, 1000), (0, 1)] {
            let three = Int(rest / size % 1000)
            guard three > 0 else { continue }
            parts.append(hundreds(three, isFull: !(isFirst && parts.isEmpty)) + scales[scale])
        }
        return parts.joined(separator: " ")
    }

    /// - Parameter isFull: something stands before: a missing hundred is said.
    private static func hundreds(_ three: Int, isFull: Bool) -> String {
        let (hundred, ten, one) = (three / 100, three / 10 % 10, three % 10)
        var words: [String] = []
        if hundred > 0 || isFull { words += [digits[hundred], "trăm"] }
        switch ten {
        case 0:
            if one > 0 { words += words.isEmpty ? [digits[one]] : ["linh", digits[one]] }
            return words.joined(separator: " ")
        case 1: words.append("mười")
        default: words += [digits[ten], "mươi"]
        }
        switch one {
        case 0: break
        case 1 where ten > 1: words.append("mốt")
        case 4 where ten > 1: words.append("tư")
        case 5: words.append("lăm")
        default: words.append(digits[one])
        }
        return words.joined(separator: " ")
    }
}
