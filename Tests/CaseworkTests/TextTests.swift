// TextTests.swift: Vietnamese text and the numbers of people: do all spellings of one thing come out as one?
//
// Covers Folding.swift (keeping, searching, sorting) and Identity.swift (personal ids, telephones, tax codes,
// e-mail). Decomposed input is written with \u{…} escapes, so that no editor can compose it unseen.

@_spi(_Unicode) import Swift
import Testing

@testable import Casework

private func decomposed(_ s: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in s._nfd { view.append(scalar) }
    return String(view)
}

/// Equal scalar for scalar; `==` on strings would let NFC equal NFD.
private func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

@Suite("text as it is kept")
struct NormalisedTextTests {
    @Test("decomposed letters are composed")
    func composes() {
        let kept = VietnameseText.normalized("Nguye\u{302}\u{303}n Thi\u{323} \u{111}u\u{31B}\u{301}c")
        #expect(same(kept, "Nguy\u{1EC5}n Th\u{1ECB} \u{111}\u{1EE9}c"))
        #expect(VietnameseText.isNFC(kept))
    }

    @Test("a mark order that is not canonical comes out the same")
    func markOrder() {
        #expect(
            same(
                VietnameseText.normalized("Vie\u{302}\u{323}t"),
                VietnameseText.normalized("Vie\u{323}\u{302}t")))
        #expect(same(VietnameseText.normalized("Vi\u{1EB9}\u{302}t"), "Vi\u{1EC7}t"))
    }

    @Test("NFC is told from NFD")
    func tellsNFC() {
        #expect(VietnameseText.isNFC("Đặng Thị Hữu Phước"))
        #expect(!VietnameseText.isNFC("Ho\u{300}a"))
        #expect(!VietnameseText.isNFC("\u{212B}"), "the Ångström sign has a composed equal")
        #expect(VietnameseText.isNFC("x\u{301}"), "there is no composed letter for it")
    }

    @Test(
        "white space is single and outer white space gone",
        arguments: [
            ("  Lê   Văn\tAn \n", "Lê Văn An"), ("a\u{A0}\u{2003}b", "a b"), ("a\r\nb", "a b"), ("", ""),
            (" \t ", ""),
            ("plain", "plain"), ("two  gaps", "two gaps"), ("end ", "end"),
        ])
    func whiteSpace(raw: String, kept: String) { #expect(same(VietnameseText.normalized(raw), kept)) }

    @Test("control characters are removed, what nobody sees stays as it was typed")
    func typed() {
        #expect(same(VietnameseText.normalized("A\u{0}n\u{7}h\u{85}"), "Anh"))
        #expect(same(VietnameseText.normalized("A\u{200B}\u{202E}n\u{AD}h"), "A\u{200B}\u{202E}n\u{AD}h"))
        #expect(same(VietnameseText.normalized("👨\u{200D}👩\u{200D}👧"), "👨\u{200D}👩\u{200D}👧"))
    }

    @Test("codes and names of things lose what nobody sees, and letters compose across it")
    func invisible() {
        #expect(same(VietnameseText.plain("A\u{0}n\u{7}\u{200B}\u{202E}\u{FEFF}h\u{AD}"), "Anh"))
        #expect(same(VietnameseText.plain("o\u{200B}\u{302}"), "ô"))
    }

    @Test("a free text keeps what nobody sees, unless that is all there is; a number does not")
    func fields() throws {
        let hidden = "Lê\u{202E} An\u{200B}"
        #expect(same(try Field("name", "Họ tên", .text).normalized(hidden), hidden))
        #expect(try Field("name", "Họ tên", .text).normalized("\u{200B}\u{2066} ").isEmpty)
        #expect(try Field("idNumber", "Số định danh", .idNumber).normalized("0791900\u{200B}00123") == "079190000123")
    }

    @Test("what nobody sees hides nothing from the search")
    func hidden() {
        #expect(VietnameseText.folded("Ng\u{202E}uy\u{2066}ễ\u{200B}n") == "nguyen")
    }

    @Test("long text keeps its lines and tabs, with LF and at most one blank line")
    func longText() {
        let kept = VietnameseText.normalized(
            "\r\n Kính gửi:\r\nÔng  A \n\n\n\nThân\tmến\u{2028}B\n", long: true)
        #expect(same(kept, "Kính gửi:\nÔng A\n\nThân\tmến\nB"))
    }

    @Test("normalising twice changes nothing, whatever the text")
    func idempotent() {
        let pieces = [
            "a", "ề", "e\u{302}", "\u{300}", "\u{323}", " ", "  ", "\t", "\r\n", "\n", "\u{200B}", "đ", "Ư",
            "\u{1}", "\u{FF11}",
            "한", "\u{1112}\u{1161}", "\u{2000}", "ក", "\u{AD}", "😀", "\u{200D}", "\u{FE0F}",
        ]
        var generator = SeededGenerator(seed: 20_251_124)
        for round in 0..<2000 {
            let raw = (0..<Int.random(in: 0...12, using: &generator))
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
            for long in [false, true] {
                let once = VietnameseText.normalized(raw, long: long)
                #expect(same(VietnameseText.normalized(once, long: long), once), "round \(round)")
                #expect(VietnameseText.isNFC(once), "round \(round)")
            }
            let plain = VietnameseText.plain(raw)
            #expect(same(VietnameseText.plain(plain), plain) && VietnameseText.isNFC(plain), "round \(round)")
        }
    }
}

@Suite("text as it is searched")
struct FoldedTextTests {
    @Test(
        "every spelling of a name folds to one",
        arguments: [
            ("Nguyễn", "nguyen"), ("NGUYỄN", "nguyen"), ("Nguye\u{302}\u{303}n", "nguyen"), ("Đỗ", "do"),
            ("đỗ", "do"),
            ("Ðỗ", "do"), ("Hòa", "hoa"), ("Hoà", "hoa"), ("Thúy", "thuy"), ("Thuý", "thuy"),
            ("Trương Ưng Ửng", "truong ung ung"),
            ("Quỳnh Như", "quynh nhu"), ("Bùi Ỷ Ỵ", "bui y y"), ("Vượng", "vuong"), ("Ẳẵặ", "aaa"),
        ])
    func spellings(raw: String, folded: String) { #expect(VietnameseText.folded(raw) == folded) }

    @Test("every Vietnamese letter folds to its ASCII letter, composed or not")
    func everyLetter() {
        let rows: [(Character, String)] = [
            ("a", "aàảãáạăằẳẵắặâầẩẫấậ"), ("e", "eèẻẽéẹêềểễếệ"), ("i", "iìỉĩíị"), ("o", "oòỏõóọôồổỗốộơờởỡớợ"),
            ("u", "uùủũúụưừửữứự"), ("y", "yỳỷỹýỵ"), ("d", "dđ"),
        ]
        for (plain, row) in rows {
            for letter in row {
                let (lower, upper) = (String(letter), letter.uppercased())
                for form in [lower, upper, decomposed(lower), decomposed(upper)] {
                    #expect(VietnameseText.folded(form) == String(plain), "\(form)")
                }
            }
        }
    }

    @Test(
        "punctuation separates words, once",
        arguments: [
            ("H'Blen Niê-Kđăm", "h blen nie kdam"), ("12/5, đường số 3", "12 5 duong so 3"), ("  ...  ", ""),
            ("(A)–(B)", "a b"),
            ("１２ＡＢ", "12ab"), ("Straße œuvre", "strasse oeuvre"), ("a\u{200B}b", "ab"), ("50 m²", "50 m"),
        ])
    func punctuation(raw: String, folded: String) { #expect(VietnameseText.folded(raw) == folded) }

    @Test("letters of other scripts stay findable")
    func otherScripts() {
        #expect(VietnameseText.folded("陳文 Trần") == "陳文 tran")
        #expect(VietnameseText.folded("МИР") == "мир")
    }

    @Test("tokens are unique, in order, at most 24 and at most 40 bytes each")
    func tokens() {
        #expect(VietnameseText.tokens("Trần Văn Trân, tràn") == ["tran", "van"])
        #expect(VietnameseText.tokens("").isEmpty)
        #expect(VietnameseText.tokens((1...60).map(String.init).joined(separator: " ")).count == 24)
        #expect(
            VietnameseText.tokens(String(repeating: "ă", count: 90)) == [String(repeating: "a", count: 40)])
        let han = VietnameseText.tokens(String(repeating: "陳", count: 90))
        #expect(han == [String(repeating: "陳", count: 13)], "cut between characters")
    }

    @Test("folding a folded text changes nothing, and normalising before changes nothing")
    func stable() {
        var generator = SeededGenerator(seed: 7)
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x24F, 0x300...0x345, 0x1E00...0x1EFF, 0xFF01...0xFF5E, 0x2010...0x2027,
        ]
        for round in 0..<3000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
                if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
                    view.append(scalar)
                }
            }
            let raw = String(view)
            let folded = VietnameseText.folded(raw)
            #expect(
                VietnameseText.folded(folded) == folded, "round \(round) \(raw.unicodeScalars.map(\.value))")
            #expect(
                VietnameseText.folded(decomposed(raw)) == folded,
                "round \(round) \(raw.unicodeScalars.map(\.value))")
        }
    }
}

@Suite("text as it is sorted")
struct SortedTextTests {
    private func sorted(_ words: [String]) -> [String] {
        words.reversed().sorted { VietnameseText.sortKey($0) < VietnameseText.sortKey($1) }
    }

    @Test(
        "the order of Vietnamese dictionaries",
        arguments: [
            ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"],
            ["ba", "bà", "bả", "bã", "bá", "bạ", "ban", "bàn", "băn", "bân"],
            ["ba hoa", "bà con", "bà già", "bá hộ"], ["Dũng", "Đào"], ["An", "An Bình", "Anh"],
            ["Quận 1", "Quận 2", "Quận 12", "Quận Bình Tân"], ["Lê", "Lễ", "Li"], ["sẽ", "số", "Sơn"],
        ])
    func order(words: [String]) { #expect(sorted(words) == words) }

    @Test("tone placement, case, normal form and punctuation do not count")
    func equalKeys() {
        let key = VietnameseText.sortKey("Hòa Thuỷ")
        for other in ["hoà thủy", decomposed("Hòa Thuỷ"), "HOÀ, THỦY", " hòa  thuỷ "] {
            #expect(VietnameseText.sortKey(other) == key)
        }
        #expect(VietnameseText.sortKey("Hoa") != VietnameseText.sortKey("Hòa"))
    }

    @Test("people sort by their given names first")
    func people() {
        let names = ["Trần Thị An", "Lê Văn Bình", "Trần Văn Bình", "Nguyễn Ánh", "Đỗ Ân"]
        let expected = ["Trần Thị An", "Nguyễn Ánh", "Đỗ Ân", "Lê Văn Bình", "Trần Văn Bình"]
        #expect(names.sorted { VietnameseText.nameSortKey($0) < VietnameseText.nameSortKey($1) } == expected)
        #expect(VietnameseText.nameSortKey(" ") == "")
    }
}

@Suite("personal ids, telephones, tax codes, e-mail")
struct IdentityTests {
    @Test(
        "a personal id tells province, sex and year of birth",
        arguments: [
            ("079190123456", "079", Sex.female, 1990), ("001090123456", "001", .male, 1990),
            ("077205000001", "077", .male, 2005),
            ("079 399 000 001", "079", .female, 2099), ("０７９０９００００００１", "079", .male, 1990),
        ])
    func reads(text: String, province: String, sex: Sex, year: Int) throws {
        let id = try CitizenID(text)
        #expect(id.form == .personal)
        #expect((id.provinceCode, id.sex, id.birthYear) == (province, sex, year))
        #expect(id.warnings().isEmpty)
    }

    @Test("an old card of nine digits is accepted and tells nothing")
    func oldCard() throws {
        let id = try CitizenID("023456789")
        #expect(id.form == .old9)
        #expect(
            id.sex == nil && id.birthYear == nil && id.provinceCode == nil && id.warnings(sex: .male).isEmpty)
    }

    @Test(
        "what is no personal id is refused with the reason",
        arguments: [
            ("", IdentityProblem.empty), ("  ", .empty), ("07909000000A", .notDigits),
            ("0790900000", .citizenIDLength),
            ("0790900000011", .citizenIDLength), ("000000000000", .citizenIDZero),
        ])
    func refused(text: String, problem: IdentityProblem) {
        #expect(throws: problem) { try CitizenID(text) }
        #expect(!problem.vi.isEmpty && !problem.en.isEmpty)
    }

    @Test("other sex or year is a warning, never a refusal")
    func warns() throws {
        let id = try CitizenID("079190123456")
        let birth = try #require(CivilDate("1989-05-02"))
        #expect(
            id.warnings(sex: .male, birth: birth) == [
                .sexDiffers(inNumber: .female, given: .male), .birthYearDiffers(inNumber: 1990, given: 1989),
            ])
        #expect(try CitizenID("003090123456").warnings() == [.unknownProvince("003")])
        #expect(try CitizenID("120090123456").warnings().isEmpty, "codes of countries are not listed")
    }

    @Test(
        "telephones come out as the national number",
        arguments: [
            ("0901234567", "0901234567"), ("+84 90 123 45 67", "0901234567"), ("84901234567", "0901234567"),
            ("0084901234567", "0901234567"), ("+84 (0)90.123.4567", "0901234567"),
            ("028 3822 1234", "02838221234"),
            ("0254-385-1234", "02543851234"), ("０９０１２３４５６７", "0901234567"), ("0841234567", "0841234567"),
        ])
    func phones(text: String, number: String) { #expect(PhoneNumber.normalized(text) == number) }

    @Test(
        "what is no Vietnamese telephone is none",
        arguments: [
            "", "12345", "01234567890", "090123456", "09012345678", "+1 202 555 0100", "0901234567 x2", "abc",
            "+", "84",
        ])
    func noPhones(text: String) { #expect(PhoneNumber.normalized(text) == nil) }

    @Test("organisations: tax code, owner's id, decision")
    func organisations() throws {
        #expect(try OrganisationID("0300588569") == .taxCode("0300588569"))
        #expect(try OrganisationID("0300588569-001") == .taxCode("0300588569-001"))
        #expect(try OrganisationID("0300588569001") == .taxCode("0300588569-001"))
        #expect(try OrganisationID("079190123456") == .owner(CitizenID("079190123456")))
        #expect(try OrganisationID("12/2019/QĐ-UBND") == .decision("12/2019/QĐ-UBND"))
        #expect(try OrganisationID("0300588569").checkDigitAgrees)
        #expect(try !OrganisationID("0300588560").checkDigitAgrees)
        for text in ["030058856", "QĐ 12", "/QĐ", "12/", "12/<b>", "03005885690012"] {
            #expect(throws: IdentityProblem.organisationID) { try OrganisationID(text) }
        }
    }

    @Test("e-mail addresses, as far as a look can tell")
    func mail() {
        #expect(EmailAddress.normalized(" An.Nguyen+hs@TPHCM.gov.VN ") == "An.Nguyen+hs@tphcm.gov.vn")
        for text in [
            "", "an", "an@", "@a.vn", "an@a", "an@@a.vn", "ân@a.vn", "a b@a.vn", "an@-a.vn", "an@a..vn",
            ".an@a.vn", "an@1.2",
        ] {
            #expect(EmailAddress.normalized(text) == nil, "\(text)")
        }
    }
}
