// Digits.swift: telephone and id numbers in free text.
//
// Id: 12 digits, or 9 on an old card (CMND), in one run or in threes. Telephone: 10 or 11 digits from 0, or from 84, in
// one run or in groups of two to four. What looks alike and stays: sums of money, dates, the running number of a
// dossier. Used by NameMask.swift alone.

import Casework

extension NameMask {
    enum Digits {
        enum Kind: Hashable, Sendable { case phone, idNumber }

        /// A run of digits with nothing in it.
        private struct Group {
            var range: Range<Int>
            var digits: [UInt8]
        }

        /// Numbers that lead to a person, in order, not overlapping.
        static func personal(in scalars: [Unicode.Scalar]) -> [(range: Range<Int>, kind: Kind)] {
            let groups = groups(in: scalars)
            var found: [(range: Range<Int>, kind: Kind)] = []
            var at = 0
            while at < groups.count {
                let end = found.last?.range.upperBound ?? 0
                let isFree = end > 0 && groups[at].range.lowerBound <= end + 1 || !goesOnANumber(groups[at], scalars)
                if isFree, let (count, kind) = number(from: at, groups, scalars) {
                    let start = start(of: groups[at], scalars)
                    found.append((start..<groups[at + count - 1].range.upperBound, kind))
                    at += count
                } else {
                    at += 1
                }
            }
            return found
        }

        private static func groups(in scalars: [Unicode.Scalar]) -> [Group] {
            var groups: [Group] = []
            for (at, scalar) in scalars.enumerated() {
                guard let digit = digit(scalar) else { continue }
                if let last = groups.indices.last, groups[last].range.upperBound == at {
                    groups[last].range = groups[last].range.lowerBound..<at + 1
                    groups[last].digits.append(digit)
                } else {
                    groups.append(Group(range: at..<at + 1, digits: [digit]))
                }
            }
            return groups
        }

        private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
            switch scalar.value {
            case 0x30...0x39: UInt8(scalar.value - 0x30)
            case 0xFF10...0xFF19: UInt8(scalar.value - 0xFF10)
            default: nil
            }
        }

        /// The place of the digit, or of `+` and `(` before it.
        private static func start(of group: Group, _ scalars: [Unicode.Scalar]) -> Int {
            var start = group.range.lowerBound
            while start > 0, scalars[start - 1] == "+" || scalars[start - 1] == "(" { start -= 1 }
            return start
        }

        /// How many groups from `at` on are one number, most first.
        private static func number(
            from at: Int, _ groups: [Group], _ scalars: [Unicode.Scalar]
        ) -> (count: Int, kind: Kind)? {
            var count = 1
            while at + count < groups.count, count < 6,
                isJoined(groups[at + count - 1], groups[at + count], like: count == 1 ? nil : groups[at + 1], scalars)
            {
                count += 1
            }
            while count > 0 {
                if let kind = kind(groups[at..<at + count], scalars) { return (count, kind) }
                count -= 1
            }
            return nil
        }

        /// Whether digits stand right before, tied by a hyphen, slash or dot: `…-251124-001020003`.
        private static func goesOnANumber(_ group: Group, _ scalars: [Unicode.Scalar]) -> Bool {
            let start = group.range.lowerBound
            guard start > 1, "-/.".unicodeScalars.contains(scalars[start - 1]) else { return false }
            return digit(scalars[start - 2]) != nil
        }

        private static func isJoined(
            _ a: Group, _ b: Group, like second: Group?, _ scalars: [Unicode.Scalar]
        ) -> Bool {
            func gap(_ upper: Int) -> ArraySlice<Unicode.Scalar> {
                var lower = upper
                while lower > 0, digit(scalars[lower - 1]) == nil { lower -= 1 }
                return scalars[lower..<upper]
            }
            let between = gap(b.range.lowerBound)
            guard between.count <= 2 else { return false }
            if between.elementsEqual([")", " "]) || between.elementsEqual([")"]) { return true }
            guard between.count == 1, let sign = between.first, " .-\u{A0}".unicodeScalars.contains(sign) else {
                return false
            }
            guard let second else { return true }
            let first = gap(second.range.lowerBound)
            return first.contains(")") || first.elementsEqual(between)
        }

        private static func kind(_ groups: ArraySlice<Group>, _ scalars: [Unicode.Scalar]) -> Kind? {
            let digits = groups.flatMap(\.digits)
            guard (9...12).contains(digits.count), let first = groups.first, let last = groups.last else { return nil }
            let isOne = groups.count == 1
            let isNational = digits[0] == 0
            let isAbroad = digits.starts(with: [8, 4])
            let areThrees = groups.allSatisfy { $0.digits.count == 3 }
            if isOne || areThrees, digits.count == 9 || digits.count == 12 {
                let isPlus = first.range.lowerBound > 0 && scalars[first.range.lowerBound - 1] == "+"
                // 120.000.000 is a sum; the numbers of people begin with 0 where they are written with dots.
                let isSum = !isOne && !isNational && scalars[first.range.upperBound] == "."
                if isSum || isMoney(after: last.range.upperBound, scalars) { return nil }
                return isPlus ? .phone : .idNumber
            }
            let isGrouped = isOne || groups.allSatisfy { (2...4).contains($0.digits.count) }
            guard isGrouped else { return nil }
            if isNational { return digits.count == 10 || digits.count == 11 ? .phone : nil }
            return isAbroad && (11...12).contains(digits.count) && (isOne || first.digits.count == 2) ? .phone : nil
        }

        /// Whether “đồng”, “đ”, “VND” or “triệu” follows.
        private static func isMoney(after end: Int, _ scalars: [Unicode.Scalar]) -> Bool {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[end..<min(end + 12, scalars.count)])
            let word = VietnameseText.folded(String(text)).split(separator: " ").first ?? ""
            let isNext = scalars[end...].first.map { $0.properties.isWhitespace || $0.properties.isAlphabetic } ?? false
            return isNext && ["d", "dong", "vnd", "trieu", "ty"].contains(word)
        }
    }
}
