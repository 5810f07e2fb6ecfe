// CounterTextTests.swift: money in words, old addresses, procedures by a few letters, numbers of receipts and registers.

import Testing

@testable import Casework

@Suite("what the counter reads and writes")
struct CounterTextTests {
    @Test(
        "an amount is said as people say it",
        arguments: [
            (0, "Không đồng"), (32_000, "Ba mươi hai nghìn đồng"), (10_000, "Mười nghìn đồng"),
            (15_000, "Mười lăm nghìn đồng"), (21_000, "Hai mươi mốt nghìn đồng"), (24_500, "Hai mươi tư nghìn năm trăm đồng"),
            (105_000, "Một trăm linh năm nghìn đồng"), (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
            (1_000_000, "Một triệu đồng"), (200_000, "Hai trăm nghìn đồng"), (11_111, "Mười một nghìn một trăm mười một đồng"),
            (2_000_000_001, "Hai tỷ không trăm linh một đồng"), (1_000_000_000_000, "Một nghìn tỷ đồng"),
            (-4000, "Âm bốn nghìn đồng"), (14_000, "Mười bốn nghìn đồng"), (1_010, "Một nghìn không trăm mười đồng"),
        ])
    func words(_ amount: Int, _ words: String) { #expect(MoneyWords.dong(amount) == words) }

    private static func unit(_ code: String, _ name: String, _ former: [Unit.FormerUnit]) -> Unit {
        Unit(
            code: code, name: name, kind: .ward, agencyCode: "H29.1", receiverIndex: 1, hours: .standard, former: former,
            validFrom: CivilDate(dayNumber: 20_000))
    }
    private static let units = [
        unit("1", "Phường Bình Tiên", [.init(code: "a", name: "Phường 1", district: "Quận 6", divided: false)]),
        unit(
            "2", "Phường Chánh Hưng",
            [
                .init(code: "b", name: "Phường 5", district: "Quận 8", divided: true),
                .init(code: "c", name: "Phường 11", district: "Quận 6", divided: false),
            ]),
        unit("3", "Phường Bình Đông", [.init(code: "b", name: "Phường 5", district: "Quận 8", divided: true)]),
        unit("4", "Xã Củ Chi", [.init(code: "d", name: "Thị trấn Củ Chi", district: "Huyện Củ Chi", divided: false)]),
    ]

    @Test(
        "an old address is found in the spellings people use",
        arguments: [
            ("12 Cao Văn Lầu, Phường 1, Quận 6, TP. Hồ Chí Minh", ["1"]), ("12 Cao Van Lau, P.1, Q.6, TPHCM", ["1"]),
            ("12 Cao Văn Lầu, P1, Q6", ["1"]), ("12/3 Phường 01 Quận 06", ["1"]), ("5 Hậu Giang, phường 11, quận 6", ["2"]),
            ("9 Phạm Thế Hiển, F5, Q8", ["2", "3"]), ("Khu phố 2, TT Củ Chi, H. Củ Chi", ["4"]),
            ("12 Cao Văn Lầu, Phường Bình Tiên", []), ("", []), ("Quận 6", []),
        ])
    func former(_ address: String, _ units: [String]) {
        let found = FormerAddress(address, in: Self.units)
        #expect((found?.units ?? []) == units)
        #expect(found?.isDivided ?? false == (units.count > 1))
    }

    @Test("receipt numbers read back what they write, and nothing else")
    func receipts() throws {
        let number = CashReceiptNumber(unit: "vpdk-dat-dai", year: 2026, epoch: 1, serial: 17)
        #expect(number.description == "BL-vpdk-dat-dai-26-000017")
        #expect(CashReceiptNumber(number.description) == number)
        let restored = CashReceiptNumber(unit: "27373", year: 2026, epoch: 2, serial: 1_000_000)
        #expect(restored.description == "BL-27373-26E2-1000000")
        #expect(CashReceiptNumber(restored.description) == restored)
        for text in ["", "BL-1", "BL-H29.273.73-261123-0001-1", "BL-27373-26-17", "BL-27373-26-000000", "BL-27373-26E1-000001"] {
            #expect(CashReceiptNumber(text) == nil, "\(text)")
        }
        #expect(
            CertificateNumber(series: .copies, book: 1, year: 2026, number: 17).title
                == "Số chứng thực 17, quyển số 01/2026-SCT/BS")
    }
}
