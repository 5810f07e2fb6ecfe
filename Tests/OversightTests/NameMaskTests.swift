// NameMaskTests.swift: is an officer's name gone from what a citizen writes, and everything else still there?

import Oversight
import Testing

private let mask = NameMask(
    staff: [
        "Nguyễn Thị Hoa", "Trần Văn Tuấn", "Lê Lan", "Phạm Hoàng Bình An", "Hồ Văn Sơ", "Lê Phi", "Đỗ Thị Mỹ Hòa",
        "Nguyễn Lan Anh", "Bà",
    ],
    markers: .init(person: "[cán bộ]", phone: "[điện thoại]", idNumber: "[số định danh]"))

@Suite struct NameMaskTests {
    @Test(
        "names of staff are masked",
        arguments: [
            ("Chị Nguyễn Thị Hoa rất nhiệt tình.", "Chị [cán bộ] rất nhiệt tình."),
            ("nguyen thi hoa lam viec cham", "[cán bộ] lam viec cham"),
            ("NGUYỄN THỊ HOA hách dịch!", "[cán bộ] hách dịch!"),
            ("Nguyễn  Thi\nHoa", "[cán bộ]"),
            ("Gặp Nguyễn Hoa ở quầy 3", "Gặp [cán bộ] ở quầy 3"),
            ("gặp trần tuấn hai lần", "gặp [cán bộ] hai lần"),
            ("chị Hoa, anh Tuấn và cô Lan", "chị [cán bộ], anh [cán bộ] và cô [cán bộ]"),
            ("Cảm ơn chị hoa", "Cảm ơn chị [cán bộ]"),
            ("Ông Tuấn bảo về", "Ông [cán bộ] bảo về"),
            ("cán bộ Hoa, nhân viên tuấn", "cán bộ [cán bộ], nhân viên [cán bộ]"),
            ("anh TUẤN; a Tuấn; A.Tuấn", "anh [cán bộ]; a [cán bộ]; A.[cán bộ]"),
            ("chi hoa noi chuyen kho chiu", "chi [cán bộ] noi chuyen kho chiu"),
            ("chị Hoa và Lan không giải thích", "chị [cán bộ] và [cán bộ] không giải thích"),
            ("anh Bình An nói", "anh [cán bộ] nói"),
            ("Bình An nói", "[cán bộ] nói"),
            ("chị Mỷ Hoà nói", "chị [cán bộ] nói"),
            ("chị Lan Anh ở quầy 2", "chị [cán bộ] ở quầy 2"),
            ("N.T.Hoa và N. T. Hoa", "[cán bộ] và [cán bộ]"),
            ("bà Đỗ Thị Mỹ Hòa", "bà [cán bộ]"),
            ("Do thi my hoa", "[cán bộ]"), ("cán bộ (Hoa), chị “Hoa”", "cán bộ ([cán bộ]), chị “[cán bộ]”"),
            ("CHỊ HOA, ANH TUẤN", "CHỊ [cán bộ], ANH [cán bộ]"),
        ])
    func masks(_ text: String, _ expected: String) { #expect(mask.masked(text).text == expected) }

    @Test(
        "everyday words stay as they are",
        arguments: [
            "Quầy có hoa lan rất đẹp, công an phường lịch sự.", "Hoa ở sân rất đẹp", "Tôi an tâm, không lan man",
            "Anh ăn nói lịch sự", "Hồ sơ nộp từ thứ ba", "nop le phi hai lan", "Có lần tôi đến", "bảo vệ an ninh",
            "Lệ phí 20.000 đồng", "người Hoa, tiếng Anh", "đường Bình An", "mẹ tôi tên Hòe", "Anh làm tốt",
            "  hai   dấu cách\n\n và xuống dòng\t", "anh tuần trước", "chị họa sĩ", "",
            "Emoji 👩‍👩‍👧 và ❤️ vẫn còn", "quán Lan Hoa",
        ])
    func keeps(_ text: String) {
        let masked = mask.masked(text)
        #expect(masked.text == text)
        #expect(masked.people == 0 && masked.numbers == 0)
    }

    @Test("text in NFD is masked and comes back in NFC")
    func normalForm() {
        // “chị Hoà” and “Tuấn” with combining marks.
        let text = "chi\u{323} Hoa ga\u{306}\u{323}p anh Tua\u{302}\u{301}n"
        let masked = mask.masked(text).text
        #expect(Array(masked.unicodeScalars) == Array("chị [cán bộ] gặp anh [cán bộ]".unicodeScalars))
    }

    @Test(
        "telephone and id numbers are masked",
        arguments: [
            ("gọi 0912345678 nhé", "gọi [điện thoại] nhé"), ("0912.345.678", "[điện thoại]"),
            ("0912 345 678, 028 3829 1234", "[điện thoại], [điện thoại]"), ("(028) 3829 1234", "[điện thoại]"),
            ("+84 912 345 678", "[điện thoại]"), ("+84912345678", "[điện thoại]"), ("84912345678", "[điện thoại]"),
            ("SĐT:0912-345-678.", "SĐT:[điện thoại]."), ("0912345678-0987654321", "[điện thoại]-[điện thoại]"),
            ("CCCD 079123456789", "CCCD [số định danh]"), ("CCCD 079 123 456 789", "CCCD [số định danh]"),
            ("cmnd 023456789", "cmnd [số định danh]"), ("CMND023.456.789", "CMND[số định danh]"),
            ("số ０７９１２３４５６７８９", "số [số định danh]"),
        ])
    func numbers(_ text: String, _ expected: String) { #expect(mask.masked(text).text == expected) }

    @Test(
        "sums, dates and dossier numbers stay",
        arguments: [
            "120.000.000 đồng", "tốn 100000000đ", "01/07/2025 và 24-11-2025 lúc 08:30", "H29.273.73-251124-0001",
            "H29.273.73-251124-001010001", "chờ 45 phút, 3 lần, 2 tuần", "mã 1.001193 và 2.000635", "150.000.000",
        ])
    func otherNumbers(_ text: String) { #expect(mask.masked(text).text == text) }

    @Test("what was taken out is counted")
    func counts() {
        let masked = mask.masked("chị Hoa và anh Tuấn, gọi 0912345678 hoặc CCCD 079123456789")
        #expect(masked.people == 2)
        #expect(masked.numbers == 2)
    }

    @Test("without staff only numbers are masked")
    func nobody() {
        let empty = NameMask(staff: ["", "  "], markers: .init(person: "P", phone: "T", idNumber: "I"))
        #expect(empty.masked("chị Hoa 0912345678").text == "chị Hoa T")
    }
}
