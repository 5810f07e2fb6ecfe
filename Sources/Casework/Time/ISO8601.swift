// ISO8601.swift: reading and writing dates and times as text, without Foundation.
//
// We write `2026-11-23T15:04:05+07:00` (milliseconds only when there are any). We read what RFC 3339
// allows, any offset, and refuse a day that does not exist. A time without offset is Vietnamese time.

extension CivilDate {
    package var description: String {
        let (y, m, d) = parts
        return "\(padded(y, 4))-\(padded(m, 2))-\(padded(d, 2))"
    }

    /// Reads `YYYY-MM-DD`; nil for anything else, 31 February included.
    package init?(_ text: some StringProtocol) {
        let b = Array(text.utf8)
        guard b.count == 10, b[4] == 0x2D, b[7] == 0x2D,
            let y = number(b, 0, 4), let m = number(b, 5, 7), let d = number(b, 8, 10)
        else { return nil }
        self.init(year: y, month: m, day: d)
    }

    /// `YYMMDD`, as dossier numbers carry it.
    package var compact: String {
        let (y, m, d) = parts
        return padded(y % 100, 2) + padded(m, 2) + padded(d, 2)
    }

    /// `23/11/2026`, as people write it.
    package var vietnamese: String {
        let (y, m, d) = parts
        return "\(padded(d, 2))/\(padded(m, 2))/\(y)"
    }
}

extension TimeOfDay {
    package var description: String { "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))" }

    /// Reads `HH:MM`, `00:00`…`24:00`.
    package init?(_ text: some StringProtocol) {
        let b = Array(text.utf8)
        guard b.count == 5, b[2] == 0x3A, let h = number(b, 0, 2), let m = number(b, 3, 5),
            m < 60, h * 60 + m <= 1440
        else { return nil }
        self.init(h, m)
    }
}

extension Instant: CustomStringConvertible {
    /// `2026-11-23T15:04:05+07:00`.
    package var description: String {
        let local = milliseconds + Instant.offset
        let inDay = local - Int64(date.dayNumber) * Instant.day
        let (seconds, ms) = (Int(inDay / 1000), Int(inDay % 1000))
        let time = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return "\(date)T\(time)\(ms == 0 ? "" : "." + padded(ms, 3))+07:00"
    }

    /// `15:04 23/11/2026`, as receipts print it.
    package var vietnamese: String { "\(timeOfDay) \(date.vietnamese)" }

    /// Reads RFC 3339 with any offset; `T` or a space; seconds and offset may be missing (+07:00 then).
    package init?(_ text: some StringProtocol) {
        let b = Array(text.utf8)
        guard b.count >= 16, b.count <= 40, b[10] == 0x54 || b[10] == 0x74 || b[10] == 0x20,
            let date = CivilDate(String(decoding: b[0..<10], as: UTF8.self)),
            b[13] == 0x3A, let h = number(b, 11, 13), let m = number(b, 14, 16), h < 24, m < 60
        else { return nil }
        var at = 16
        var ms = Int64(h * 3600 + m * 60) * 1000
        if at < b.count, b[at] == 0x3A {
            guard let s = number(b, 17, 19), s < 61 else { return nil }
            ms += Int64(min(s, 59)) * 1000
            at = 19
            if at < b.count, b[at] == 0x2E {
                at += 1
                var scale: Int64 = 100
                let start = at
                while at < b.count, (0x30...0x39).contains(b[at]) {
                    ms += Int64(b[at] - 0x30) * scale
                    scale /= 10
                    at += 1
                }
                guard at > start else { return nil }
            }
        }
        guard let offset = Instant.offset(b, from: at) else { return nil }
        self.init(milliseconds: Int64(date.dayNumber) * Instant.day + ms - offset)
    }

    private static func offset(_ b: [UInt8], from at: Int) -> Int64? {
        if at == b.count { return Instant.offset }
        if b.count == at + 1, b[at] == 0x5A || b[at] == 0x7A { return 0 }
        guard b.count == at + 6, b[at + 3] == 0x3A, b[at] == 0x2B || b[at] == 0x2D,
            let h = number(b, at + 1, at + 3), let m = number(b, at + 4, at + 6), h < 24, m < 60
        else { return nil }
        return Int64(h * 60 + m) * 60_000 * (b[at] == 0x2D ? -1 : 1)
    }
}

private func number(_ b: [UInt8], _ from: Int, _ to: Int) -> Int? {
    guard to <= b.count else { return nil }
    var value = 0
    for i in from..<to {
        guard (0x30...0x39).contains(b[i]) else { return nil }
        value = value * 10 + Int(b[i] - 0x30)
    }
    return value
}

func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
}
