// Identity.swift: the numbers people and organisations give: personal id, telephone, tax code, e-mail.
//
// Personal id: 12 digits (Decree 137/2015/NĐ-CP art. 13; Circular 59/2021/TT-BCA): province or country of
// birth registration, century and sex, year, six more. It has NO check digit. Sex and year of birth are read
// out of it, and where they differ from what else is known that is a warning and never a refusal: sex and
// birth dates get corrected by law while the number stays. Old 9-digit cards (CMND) still turn up on papers
// and are accepted.

/// Why a number or address was not accepted. The raw value is a stable slug.
package enum IdentityProblem: String, Error, Codable, CaseIterable, Hashable, Sendable {
    case empty
    case notDigits = "not-digits"
    case citizenIDLength = "citizen-id-length"
    case citizenIDZero = "citizen-id-zero"
    case organisationID = "organisation-id"
    case phone
    case email

    /// For the citizen and the officer: what is wrong and what is right.
    package var vi: String {
        switch self {
        case .empty: "chưa nhập gì"
        case .notDigits: "chỉ được gồm chữ số"
        case .citizenIDLength: "số định danh cá nhân gồm 12 chữ số (CMND cũ: 9 chữ số)"
        case .citizenIDZero: "số định danh không thể toàn số 0"
        case .organisationID:
            "cần mã số thuế 10 số, 10 số-3 số, 12 số, hoặc số quyết định thành lập (ví dụ 12/QĐ-UBND)"
        case .phone: "số điện thoại gồm 10–11 chữ số, bắt đầu bằng 0"
        case .email: "địa chỉ thư điện tử có dạng ten@noi.vn, không dấu"
        }
    }
    /// The same in English.
    package var en: String {
        switch self {
        case .empty: "nothing was entered"
        case .notDigits: "only digits are allowed"
        case .citizenIDLength: "a personal id has 12 digits (an old card: 9)"
        case .citizenIDZero: "a personal id is not all zeros"
        case .organisationID:
            "a tax code of 10, 10-3 or 12 digits is needed, or a decision number (12/QĐ-UBND)"
        case .phone: "a telephone number has 10–11 digits and begins with 0"
        case .email: "an e-mail address looks like name@place.vn, without diacritics"
        }
    }
}

/// Sex as civil status records it.
package enum Sex: String, Codable, CaseIterable, Hashable, Sendable {
    case male, female

    /// `Nam` or `Nữ`.
    package var vi: String { self == .male ? "Nam" : "Nữ" }
}

/// A personal identification number (số định danh cá nhân, số CCCD) or the number of an old card (CMND).
package struct CitizenID: Hashable, Sendable, CustomStringConvertible {
    /// `.personal`: 12 digits, for life. `.old9`: the 9 digits of a CMND, which say nothing about their
    /// holder.
    package enum Form: String, Codable, Hashable, Sendable { case personal, old9 }

    /// The digits alone.
    package let digits: String
    package let form: Form

    package var description: String { digits }

    /// Reads `text`; spaces, dots and hyphens between the digits and full-width digits are allowed.
    package init(_ text: String) throws(IdentityProblem) {
        let bytes = try IdentityText.digits(text)
        guard bytes.contains(where: { $0 != 0x30 }) else { throw .citizenIDZero }
        switch bytes.count {
        case 12: form = .personal
        case 9: form = .old9
        default: throw .citizenIDLength
        }
        digits = String(decoding: bytes, as: UTF8.self)
    }

    /// `079` for Ho Chi Minh City; a country's code for a birth registered abroad.
    package var provinceCode: String? { form == .personal ? String(digits.prefix(3)) : nil }
    /// The province of birth registration as it was named until 30/06/2025; nil for a country or unknown
    /// code.
    package var provinceName: String? { provinceCode.flatMap { CitizenID.provinces[$0] } }
    /// Sex as recorded when the number was given.
    package var sex: Sex? { centuryAndSex.map { $0 % 2 == 0 ? .male : .female } }
    /// Year of birth as recorded when the number was given.
    package var birthYear: Int? {
        guard let g = centuryAndSex, let yy = Int(digits.dropFirst(4).prefix(2)) else { return nil }
        return 1900 + g / 2 * 100 + yy
    }
    private var centuryAndSex: Int? { form == .personal ? Int(digits.dropFirst(3).prefix(1)) : nil }

    /// What the number says otherwise than `sex` and `birth`. To be shown, never to refuse for (docs/law.md §3).
    package func warnings(sex: Sex? = nil, birth: CivilDate? = nil) -> [Warning] {
        var found: [Warning] = []
        if let read = self.sex, let sex, read != sex { found.append(.sexDiffers(inNumber: read, given: sex)) }
        if let read = birthYear, let birth, read != birth.year {
            found.append(.birthYearDiffers(inNumber: read, given: birth.year))
        }
        if let code = provinceCode, code < "100", CitizenID.provinces[code] == nil {
            found.append(.unknownProvince(code))
        }
        return found
    }

    /// A contradiction between a personal number and other data.
    package enum Warning: Hashable, Sendable {
        case sexDiffers(inNumber: Sex, given: Sex)
        case birthYearDiffers(inNumber: Int, given: Int)
        case unknownProvince(String)

        package var vi: String {
            switch self {
            case .sexDiffers(let number, let given):
                "giới tính theo số định danh là \(number.vi), khai là \(given.vi): hãy đối chiếu giấy tờ"
            case .birthYearDiffers(let number, let given):
                "năm sinh theo số định danh là \(number), khai là \(given): hãy đối chiếu giấy tờ"
            case .unknownProvince(let code): "mã tỉnh \(code) trong số định danh không có trong danh mục"
            }
        }
        package var en: String {
            switch self {
            case .sexDiffers(let number, let given):
                "the number says \(number.rawValue), the form says \(given.rawValue): compare the papers"
            case .birthYearDiffers(let number, let given):
                "the number says born in \(number), the form says \(given): compare the papers"
            case .unknownProvince(let code): "the province code \(code) in the number is not in the list"
            }
        }
    }
}

extension CitizenID: Codable {
    package init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        do { self = try CitizenID(box.decode(String.self)) } catch let problem as IdentityProblem {
            throw DecodingError.dataCorruptedError(
                in: box, debugDescription: "not a personal id: \(problem.en)")
        }
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(digits)
    }
}

/// Vietnamese telephone numbers.
package enum PhoneNumber {
    /// The national form `0901234567`, or nil when `text` is no Vietnamese number.
    ///
    /// 10 digits for mobiles (03, 05, 07, 08, 09), 10 or 11 for fixed lines (02). `+84`, `84` and `0084`
    /// become 0; spaces, dots, hyphens and brackets may stand between. The 11-digit mobiles (01…) ended in
    /// 2018 and are refused.
    package static func normalized(_ text: String) -> String? {
        var digits: [UInt8] = []
        var plus = false
        for scalar in text.unicodeScalars {
            switch IdentityText.narrowed(scalar) {
            case "0"..."9": digits.append(UInt8(IdentityText.narrowed(scalar).value))
            case "+" where digits.isEmpty && !plus: plus = true
            case " ", "\t", ".", "-", "(", ")", "/", "\u{A0}", "\u{2010}"..."\u{2013}": continue
            default: return nil
            }
        }
        let international = Array("84".utf8)
        if !plus, digits.starts(with: Array("0084".utf8)) { digits.removeFirst(2) }
        if digits.starts(with: international), plus || digits.count >= 11 {
            digits.removeFirst(2)
            if digits.first != 0x30 { digits.insert(0x30, at: 0) }
        } else if plus {
            return nil
        }
        guard digits.count >= 2, digits[0] == 0x30 else { return nil }
        switch (digits[1], digits.count) {
        case (0x33, 10), (0x35, 10), (0x37, 10), (0x38, 10), (0x39, 10), (0x32, 10), (0x32, 11):
            return String(decoding: digits, as: UTF8.self)
        default: return nil
        }
    }
}

/// How an organisation identifies itself.
package enum OrganisationID: Hashable, Sendable, CustomStringConvertible {
    /// Tax code (mã số thuế): 10 digits, or 10 and a branch of 3: `0300588569-001`.
    case taxCode(String)
    /// A household business under its owner's personal number, which is its tax code since 01/07/2025.
    case owner(CitizenID)
    /// Number of the decision that founded it: `12/2019/QĐ-UBND`.
    case decision(String)

    package init(_ text: String) throws(IdentityProblem) {
        let plain = VietnameseText.plain(text)
        guard !plain.isEmpty else { throw .empty }
        guard plain.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0 == "/" }) else {
            self = try OrganisationID.numbered(plain)
            return
        }
        guard OrganisationID.isDecision(plain) else { throw .organisationID }
        self = .decision(plain)
    }

    private static func numbered(_ text: String) throws(IdentityProblem) -> OrganisationID {
        let number = String(decoding: try IdentityText.digits(text), as: UTF8.self)
        switch number.utf8.count {
        case 10: return .taxCode(number)
        case 13: return .taxCode("\(number.prefix(10))-\(number.suffix(3))")
        case 12: return .owner(try CitizenID(number))
        default: throw .organisationID
        }
    }

    package var description: String {
        switch self {
        case .taxCode(let text), .decision(let text): text
        case .owner(let id): id.digits
        }
    }

    /// Whether the tenth digit of a tax code agrees with the first nine; a warning, because old codes exist
    /// that do not. True for what is no tax code.
    package var checkDigitAgrees: Bool {
        guard case .taxCode(let text) = self else { return true }
        let digits = text.utf8.prefix(10).map { Int($0) - 0x30 }
        let sum = zip(digits, [31, 29, 23, 19, 17, 13, 7, 5, 3]).reduce(0) { $0 + $1.0 * $1.1 }
        return digits[9] == 10 - sum % 11
    }

    /// `<digits>/…` with at least one letter after the stroke, at most 50 characters.
    private static func isDecision(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= 50, let stroke = scalars.firstIndex(of: "/"), stroke > 0,
            scalars[..<stroke].allSatisfy({ ("0"..."9").contains($0) })
        else { return false }
        let rest = scalars[(stroke + 1)...]
        return rest.contains { $0.properties.isAlphabetic }
            && rest.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || "/-. &".unicodeScalars.contains($0)
            }
    }
}

/// E-mail addresses, as far as a look can tell.
package enum EmailAddress {
    /// The address with its domain in lower case, or nil when it cannot be one. ASCII only.
    package static func normalized(_ text: String) -> String? {
        let plain = VietnameseText.plain(text)
        let parts = plain.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, plain.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else {
            return nil
        }
        let local = parts[0].utf8
        let symbols = Array("!#$%&'*+/=?^_`{|}~.-".utf8)
        guard local.allSatisfy({ isLetterOrDigit($0) || symbols.contains($0) }), local.first != 0x2E,
            local.last != 0x2E, !parts[0].contains("..")
        else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let sound = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D }
                && label.utf8.first != 0x2D && label.utf8.last != 0x2D
        }
        guard sound, labels.count >= 2, let top = labels.last, top.utf8.count >= 2,
            !top.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return "\(parts[0])@\(parts[1].lowercased())"
    }

    private static func isLetterOrDigit(_ b: UInt8) -> Bool {
        (0x30...0x39).contains(b) || (0x41...0x5A).contains(b) || (0x61...0x7A).contains(b)
    }
}

/// Digits as people and scanners write them.
enum IdentityText {
    /// ASCII for a full-width character, else the scalar itself.
    static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
    }

    /// The digits of `text` without the separators between them.
    static func digits(_ text: String) throws(IdentityProblem) -> [UInt8] {
        var digits: [UInt8] = []
        for scalar in VietnameseText.plain(text).unicodeScalars {
            let narrow = narrowed(scalar)
            switch narrow {
            case "0"..."9": digits.append(UInt8(narrow.value))
            case " ", ".", "-", "\u{2010}"..."\u{2013}": continue
            default: throw .notDigits
            }
        }
        if digits.isEmpty { throw .empty }
        return digits
    }
}

extension CitizenID {
    /// The 63 provinces until 30/06/2025, whose codes the numbers carry for ever.
    private static let provinces: [String: String] = [
        "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang",
        "010": "Lào Cai", "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái",
        "017": "Hòa Bình", "019": "Thái Nguyên", "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang",
        "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng",
        "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định", "037": "Ninh Bình",
        "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
        "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi",
        "052": "Bình Định",
        "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum",
        "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước",
        "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu",
        "079": "Thành phố Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre",
        "084": "Trà Vinh",
        "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ",
        "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
    ]
}
