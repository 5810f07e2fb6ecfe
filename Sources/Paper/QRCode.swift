// QRCode.swift: text as a QR code (ISO/IEC 18004), for receipts and tickets. Coding: libqrencode.
//
// The code is a square of dark and light modules; how it is drawn is the caller's business. Level M: 15 % of it may be
// worn off by a pocket.

internal import CQREncode

/// A QR code as a square of modules.
package struct QRCode: Hashable, Sendable {
    /// Modules a side, 21…177, without the quiet zone.
    package let size: Int
    private let dark: [Bool]

    /// - Returns: nil for text that no QR code can hold: empty, or more than 2,331 bytes at level M.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            return nil
        }
        defer { QRcode_free(code) }
        size = Int(code.pointee.width)
        dark = (0..<(size * size)).map { code.pointee.data[$0] & 1 == 1 }
    }

    package func isDark(row: Int, column: Int) -> Bool { dark[row * size + column] }

    /// The dark modules of each row as runs: where they begin and how many there are.
    package var runs: [(row: Int, column: Int, length: Int)] {
        var runs: [(row: Int, column: Int, length: Int)] = []
        for row in 0..<size {
            var column = 0
            while column < size {
                guard isDark(row: row, column: column) else { column += 1; continue }
                let from = column
                while column < size, isDark(row: row, column: column) { column += 1 }
                runs.append((row, from, column - from))
            }
        }
        return runs
    }
}
