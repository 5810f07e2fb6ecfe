// DossierNumber.swift: the number of a dossier (mã số hồ sơ), `H29.273.73-251124-0001`.
//
// Circular 03/2025/TT-VPCP art. 13: `<agency code>-YYMMDD-<running number>`, agency code of the competent
// agency (Decision 20/2020/QĐ-TTg art. 4), date of intake, running number of that day with at least four
// digits. Legacy numbers (Circular 01/2018/TT-VPCP art. 19: `000.12.34.H29-…`) are read and never made. Who
// may make a number without asking anybody, and why no two of them are equal: see `make` and `makeForeign`.

/// A valid dossier number. Ordered by day of intake, agency, running number.
package struct DossierNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number as printed.
    package let text: String
    package var description: String { text }

    /// Reads a number as it is stored and printed; nil for anything else, a day that does not exist included.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= DossierNumber.maxBytes else { return nil }
        let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard parts.count == 3, case let agency = String(decoding: parts[0], as: UTF8.self),
            parts[1].count == 6, parts[1].allSatisfy(isDigit),
            (4...DossierNumber.maxSerialDigits).contains(parts[2].count), parts[2].allSatisfy(isDigit),
            DossierNumber.isAgencyCode(agency) || DossierNumber.isLegacyAgencyCode(agency),
            DossierNumber.date(Array(parts[1])) != nil
        else { return nil }
        self.text = String(text)
    }

    /// Reads what a person typed: letters of either case, full-width characters, white space and other
    /// dashes.
    package init?(typed: String) {
        guard typed.utf8.count <= 4 * DossierNumber.maxBytes else { return nil }
        var plain = String.UnicodeScalarView()
        for scalar in VietnameseText.plain(typed).unicodeScalars {
            switch IdentityText.narrowed(scalar) {
            case " ": continue
            case "\u{2010}"..."\u{2015}", "\u{2212}": plain.append("-")
            case let other: plain.append(other)
            }
        }
        self.init(String(plain).uppercased())
    }

    private init(_ agency: String, _ date: CivilDate, _ serial: String) {
        text = "\(agency)-\(date.compact)-\(serial)"
    }

    // MARK: parts

    /// The code of the competent agency.
    package var agencyCode: String { String(parts[0]) }
    /// Day of intake.
    package var date: CivilDate {
        guard let date = DossierNumber.date(Array(parts[1].utf8)) else {
            preconditionFailure("a dossier number has a date")
        }
        return date
    }
    /// The running number, with its leading zeros.
    package var serial: String { String(parts[2]) }
    /// In the form before 2025, `000.12.34.H29-…`.
    package var isLegacy: Bool { DossierNumber.isLegacyAgencyCode(agencyCode) }
    /// Which of the two series the number belongs to.
    package var series: Series {
        let serial = parts[2]
        guard serial.utf8.count > DossierNumber.maxOwnDigits else { return .own }
        return .foreign(
            receiverIndex: Int(serial.prefix(3)) ?? 0, epoch: Int(serial.dropFirst(3).prefix(2)) ?? 0)
    }

    /// The counter of the day that gave it, as `Numbering` names it; nil where its digits are more than a counter has.
    package var counter: (series: Int, serial: Int)? {
        switch series {
        case .own: return Int(serial).map { (0, $0) }
        case .foreign(let index, let epoch):
            return Int(serial.dropFirst(5)).map {
                (Numbering.series(Numbering.Foreign(receiverIndex: index, epoch: epoch)), $0)
            }
        }
    }

    /// `.own`: intake of the competent agency itself in its first epoch. `.foreign`: everybody else's.
    package enum Series: Hashable, Sendable {
        case own
        case foreign(receiverIndex: Int, epoch: Int)
    }

    private var parts: [Substring] { text.split(separator: "-") }

    package static func < (a: DossierNumber, b: DossierNumber) -> Bool {
        let (p, q) = (a.parts, b.parts)
        if p[1] != q[1] { return p[1] < q[1] }
        if p[0] != q[0] { return p[0] < q[0] }
        if p[2].utf8.count != q[2].utf8.count { return p[2].utf8.count < q[2].utf8.count }
        return p[2] < q[2]
    }
}

// MARK: - making numbers

extension DossierNumber {
    /// The number of an agency's own intake in its first epoch.
    /// - Parameter series: the agency's counter of that day, 1…99,999,999.
    ///
    /// Uniqueness (docs/decisions/0006). Take two numbers made by `make` or `makeForeign` that are equal as text. Then
    /// agency code, day (two-digit years: only 2000–2099 are accepted) and serial are equal, since `-` occurs
    /// in no part.
    /// 1. Own serials have 4–8 digits: four by padding, eight because a larger counter is refused. Foreign
    ///    serials have at least 3 + 2 + 4 = 9. So both numbers are of one series.
    /// 2. Two own ones: padding to four digits loses nothing, so the counters are equal; there is one counter
    ///    per agency and day, kept by the agency's ledger in its first epoch, and it only grows.
    /// 3. Two foreign ones: receiver index and epoch have fixed width, so they are equal, and the rest is the
    ///    counter, padded to four. A unit's index is its own for ever, an epoch has one home, and the home
    ///    keeps one counter per agency and day.
    ///
    /// So it was one dossier, and nobody was asked in any step: it holds for sites that cannot talk.
    package static func make(
        agencyCode: String, date: CivilDate, series: Int
    ) throws(NumberingRefusal) -> DossierNumber {
        try check(agencyCode, date)
        guard (1...maxOwnCounter).contains(series) else { throw .counterOutOfRange(series) }
        return DossierNumber(agencyCode, date, padded(series, 4))
    }

    /// The number given by anybody but the competent agency in its first epoch: a receiver not bound to
    /// territory, the portal, the agency itself in a later epoch.
    /// - Parameters:
    ///   - agencyCode: code of the competent agency, not of the receiver.
    ///   - receiverIndex: `Unit.receiverIndex` of the unit whose ledger gives the number, 1…999.
    ///   - epoch: epoch of that ledger, its last two digits: no ledger goes through a hundred epochs in a day.
    ///   - counter: the receiver's counter for this agency and day within the epoch, from 1.
    package static func makeForeign(
        agencyCode: String, date: CivilDate, receiverIndex: Int, epoch: Int, counter: Int
    ) throws(NumberingRefusal) -> DossierNumber {
        try check(agencyCode, date)
        guard (1...999).contains(receiverIndex) else { throw .receiverIndexOutOfRange(receiverIndex) }
        guard (0...maxEpoch).contains(epoch) else { throw .epochOutOfRange(epoch) }
        guard (1...maxForeignCounter).contains(counter) else { throw .counterOutOfRange(counter) }
        return DossierNumber(
            agencyCode, date, padded(receiverIndex, 3) + padded(epoch, 2) + padded(counter, 4))
    }

    /// Largest own counter: eight digits, so that nine always mean a foreign number.
    package static let maxOwnCounter = 99_999_999
    /// Largest epoch that a number shows.
    package static let maxEpoch = 99
    /// Largest foreign counter.
    package static let maxForeignCounter = 999_999_999
    private static let maxOwnDigits = 8
    /// Longest serial that is read; ours have at most 14 digits.
    private static let maxSerialDigits = 18
    /// Agency code (35), date, serial and two hyphens.
    private static let maxBytes = 35 + 1 + 6 + 1 + maxSerialDigits

    private static func check(_ agencyCode: String, _ date: CivilDate) throws(NumberingRefusal) {
        guard isAgencyCode(agencyCode) else { throw .badAgencyCode(agencyCode) }
        guard (2000...2099).contains(date.year) else { throw .yearOutOfRange(date.year) }
    }
}

/// Why a number cannot be given.
package enum NumberingRefusal: Error, Hashable, Sendable {
    case badAgencyCode(String)
    case yearOutOfRange(Int)
    case counterOutOfRange(Int)
    case receiverIndexOutOfRange(Int)
    case epochOutOfRange(Int)

    package var vi: String {
        switch self {
        case .badAgencyCode(let code):
            "mã định danh cơ quan “\(code)” không đúng dạng: hãy sửa danh mục đơn vị"
        case .yearOutOfRange(let year):
            "năm tiếp nhận \(year) nằm ngoài 2000–2099: hãy kiểm tra ngày tiếp nhận"
        case .counterOutOfRange(let n): "số thứ tự hồ sơ trong ngày \(n) nằm ngoài giới hạn: hãy báo quản trị"
        case .receiverIndexOutOfRange(let n):
            "số hiệu đơn vị nhận \(n) nằm ngoài 1–999: hãy sửa danh mục đơn vị"
        case .epochOutOfRange(let n): "kỳ sổ \(n) nằm ngoài 0–99: hãy báo quản trị"
        }
    }
    package var en: String {
        switch self {
        case .badAgencyCode(let code): "the agency code “\(code)” is malformed: correct the list of units"
        case .yearOutOfRange(let year):
            "the year of intake \(year) is not in 2000–2099: check the day of intake"
        case .counterOutOfRange(let n): "the running number \(n) is out of range: tell the administrator"
        case .receiverIndexOutOfRange(let n):
            "the receiver index \(n) is not in 1–999: correct the list of units"
        case .epochOutOfRange(let n): "the epoch \(n) is not in 0–99: tell the administrator"
        }
    }
}

// MARK: - agency codes

extension DossierNumber {
    /// `^[A-Y]\d{2}(\.\d{2,3}){0,4}$`, at most 35 characters (Decision 20/2020/QĐ-TTg art. 4).
    package static func isAgencyCode(_ code: some StringProtocol) -> Bool {
        let groups = code.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard code.utf8.count <= 35, (1...5).contains(groups.count), isLevelOne(groups[0]) else {
            return false
        }
        return groups.dropFirst().allSatisfy { (2...3).contains($0.count) && $0.allSatisfy(isDigit) }
    }

    /// `^\d{3}(\.\d{2,3}){2}\.[A-Y]\d{2}$`, as Circular 10/2016/TT-BTTTT had it.
    package static func isLegacyAgencyCode(_ code: some StringProtocol) -> Bool {
        let groups = code.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard groups.count == 4, groups[0].count == 3, groups[0].allSatisfy(isDigit), isLevelOne(groups[3])
        else {
            return false
        }
        return groups[1...2].allSatisfy { (2...3).contains($0.count) && $0.allSatisfy(isDigit) }
    }

    private static func isLevelOne(_ group: some Collection<UInt8>) -> Bool {
        let bytes = Array(group)
        return bytes.count == 3 && (UInt8(ascii: "A")...UInt8(ascii: "Y")).contains(bytes[0])
            && isDigit(bytes[1])
            && isDigit(bytes[2])
    }

    /// The day of six digits `YYMMDD`, in 2000–2099.
    private static func date(_ digits: [UInt8]) -> CivilDate? {
        let two = { (at: Int) in Int(digits[at] - 0x30) * 10 + Int(digits[at + 1] - 0x30) }
        return CivilDate(year: 2000 + two(0), month: two(2), day: two(4))
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

extension DossierNumber: Codable {
    package init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        let text = try box.decode(String.self)
        guard let number = DossierNumber(text) else {
            throw DecodingError.dataCorruptedError(in: box, debugDescription: "not a dossier number: \(text)")
        }
        self = number
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        try box.encode(text)
    }
}
