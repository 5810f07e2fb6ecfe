// CounterNumbers.swift: numbers of cash receipts and of the certification registers.
//
// A receipt's number names unit, year and a running number that is never used again: `BL-27373-26-000017`. After a store was
// restored from a backup its ledger goes on in a later epoch, and so does the series: `BL-27373-26E2-000001`, because what
// was printed and lost must not come back. A register number (số chứng thực) runs through a year without a gap, book after
// book (Circular 01/2020/TT-BTP, forms of testimony and registers; read second-hand, confidence B; that several copies of
// one original made at one time share one number is read in the national catalogue 2.000815, confidence A).

/// Number of a cash receipt (biên lai thu phí, lệ phí).
package struct CashReceiptNumber: Hashable, Sendable, CustomStringConvertible {
    package var unit: String
    package var year: Int
    package var epoch: Int
    package var serial: Int

    package init(unit: String, year: Int, epoch: Int, serial: Int) {
        self.unit = unit
        self.year = year
        self.epoch = epoch
        self.serial = serial
    }

    /// Reads a number of our own making; nil for any other text.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts[0] == "BL", let serial = Int(parts[parts.count - 1]), serial > 0,
            parts[parts.count - 1].count >= 6
        else { return nil }
        let period = parts[parts.count - 2].split(separator: "E", omittingEmptySubsequences: false)
        guard (1...2).contains(period.count), period[0].count == 2, let year = Int(period[0]) else { return nil }
        let epoch = period.count == 1 ? 1 : Int(period[1]) ?? 0
        guard epoch >= 1 else { return nil }
        self.init(
            unit: parts[1..<(parts.count - 2)].joined(separator: "-"), year: 2000 + year, epoch: epoch, serial: serial)
        guard description == text else { return nil }
    }

    /// Everything before the running number: one series.
    package var series: String {
        let yy = year % 100
        return "\(unit)-\(yy < 10 ? "0" : "")\(yy)\(epoch == 1 ? "" : "E\(epoch)")"
    }
    package var description: String {
        let digits = String(serial)
        return "BL-\(series)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }
}

/// The registers of certifications (sổ chứng thực).
package enum CertificateSeries: String, Codable, CaseIterable, Hashable, Sendable {
    case copies = "SCT/BS"
    case signatures = "SCT/CK,ĐC"

    /// The register that a procedure's certifications are entered in; nil when it makes none.
    package init?(procedure: String) {
        switch procedure {
        case "2.000815": self = .copies
        case "2.000884": self = .signatures
        default: return nil
        }
    }
}

/// A place in a register: number, book, year.
package struct CertificateNumber: Codable, Hashable, Sendable {
    package var series: CertificateSeries
    package var book: Int
    package var year: Int
    package var number: Int

    package init(series: CertificateSeries, book: Int, year: Int, number: Int) {
        self.series = series
        self.book = book
        self.year = year
        self.number = number
    }

    /// `quyển số 01/2026-SCT/BS`.
    package var bookTitle: String { "quyển số \(book < 10 ? "0" : "")\(book)/\(year)-\(series.rawValue)" }
    /// `Số chứng thực 17, quyển số 01/2026-SCT/BS`.
    package var title: String { "Số chứng thực \(number), \(bookTitle)" }
}
