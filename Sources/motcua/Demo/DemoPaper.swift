// DemoPaper.swift: small real files for the demo: a drawn page as PNG, a page of PDF. Nothing on them is anybody's.

import Foundation
import TestKit

enum DemoPaper {
    /// A page of 496 × 702 dots with a heading, lines of writing and a round stamp, black on white.
    static func png(_ random: inout SeededGenerator) -> [UInt8] {
        let (width, height) = (496, 702)
        var rows = Array(repeating: Array(repeating: UInt8(0xFF), count: width / 8), count: height)
        func ink(_ x: Int, _ y: Int) {
            guard (0..<width).contains(x), (0..<height).contains(y) else { return }
            rows[y][x / 8] &= ~(0x80 >> UInt8(x % 8))
        }
        func bar(_ x: Int, _ y: Int, _ w: Int, _ h: Int) {
            for dy in 0..<h { for dx in 0..<w { ink(x + dx, y + dy) } }
        }
        bar(150, 40, 200, 6)
        bar(190, 54, 120, 4)
        bar(110, 110, 280, 12)
        for line in 0..<16 {
            var x = 60
            while x < 410 {
                let word = 14 + random.below(40)
                bar(x, 170 + line * 22, min(word, 430 - x), 5)
                x += word + 10
            }
        }
        // The stamp: two rings.
        for y in -60...60 {
            for x in -60...60 {
                let distance = x * x + y * y
                if (3136...3364).contains(distance) || (1936...2025).contains(distance) { ink(340 + x, 600 + y) }
            }
        }
        return picture(width, height, rows.flatMap { [0] + $0 })
    }

    /// One page of PDF 1.4 with a line of text.
    static func pdf(title: String) -> [UInt8] {
        let text = "BT /F1 18 Tf 72 760 Td (BAN QUET MAU - THU TUC \(title)) Tj ET "
            + "72 740 m 520 740 l S 340 160 60 60 re S"
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length \(text.utf8.count)>>stream\n\(text)\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        var file = "%PDF-1.4\n"
        var places: [Int] = []
        for (i, object) in objects.enumerated() {
            places.append(file.utf8.count)
            file += "\(i + 1) 0 obj\(object)endobj\n"
        }
        let start = file.utf8.count
        let table = places.map { String(format: "%010d 00000 n \n", $0) }.joined()
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n\(table)"
        file += "trailer<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }

    // MARK: PNG with stored (uncompressed) blocks

    private static func picture(_ width: Int, _ height: Int, _ data: [UInt8]) -> [UInt8] {
        var zlib: [UInt8] = [0x78, 0x01]
        var rest = data[...]
        while !rest.isEmpty {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            zlib += [rest.isEmpty ? 1 : 0, UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)]
            zlib += block
        }
        zlib += big(adler(data))
        let head = big(UInt32(width)) + big(UInt32(height)) + [1, 0, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", head) + chunk("IDAT", zlib)
            + chunk("IEND", [])
    }

    private static func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(kind.utf8) + data
        return big(UInt32(data.count)) + body + big(crc(body))
    }
    private static func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
    private static func adler(_ data: [UInt8]) -> UInt32 {
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return b << 16 | a
    }
    private static func crc(_ data: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
