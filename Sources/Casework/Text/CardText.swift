// CardText.swift: the text of the QR code on a citizen's card, as a scanner types it into a field.
//
// Seven fields or more between bars: personal id | old 9-digit id or nothing | name | birth ddMMyyyy | Nam/Nữ
// | address | issued ddMMyyyy. Cards since 07/2024 append fields, which we ignore. Scanners add prefixes and
// line ends, write dates with `/` or `-`, send NFD or lose diacritics; all that is tolerated, and what was
// lost is a warning. The code is unsigned: a convenience, no proof of identity (docs/law.md §3). The address is the
// one before the merger of 2025 on most cards: to be mapped, never to overwrite one that is known.

/// What a citizen's card says about its holder.
package struct CardText: Hashable, Sendable {
    package var id: CitizenID
    /// Number of the holder's 9-digit card, where there was one.
    package var oldID: CitizenID?
    package var name: String
    /// Nil when the card knows the year alone or nothing.
    package var birth: CivilDate?
    package var sex: Sex?
    package var address: String
    package var issued: CivilDate?
    /// For the officer to look at; none of them stops the intake.
    package var warnings: [Warning]

    /// Something on the card that was not read or does not agree.
    package enum Warning: Hashable, Sendable {
        case id(CitizenID.Warning)
        /// The field could not be read and was left empty.
        case unread(Field)
        /// Characters of the field were lost on the way (`?`, U+FFFD, or no diacritics at all).
        case damaged(Field)
        case issuedBeforeBirth

        package var vi: String {
            switch self {
            case .id(let warning): warning.vi
            case .unread(let field): "không đọc được \(field.vi) trên thẻ: hãy nhập tay"
            case .damaged(let field): "\(field.vi) có thể mất dấu khi quét: hãy đối chiếu với thẻ"
            case .issuedBeforeBirth: "ngày cấp trước ngày sinh: hãy đối chiếu với thẻ"
            }
        }
        package var en: String {
            switch self {
            case .id(let warning): warning.en
            case .unread(let field): "the \(field.en) on the card could not be read: type it in"
            case .damaged(let field): "the \(field.en) may have lost its diacritics: compare the card"
            case .issuedBeforeBirth: "issued before birth: compare the card"
            }
        }
    }

    /// The fields in the order of the card. The raw value is the index.
    package enum Field: Int, CaseIterable, Hashable, Sendable {
        case id, oldID, name, birth, sex, address, issued

        package var vi: String {
            ["số định danh", "số CMND cũ", "họ tên", "ngày sinh", "giới tính", "địa chỉ", "ngày cấp"][
                rawValue]
        }
        package var en: String {
            ["personal id", "old id", "name", "date of birth", "sex", "address", "date of issue"][rawValue]
        }
    }

    /// Why the text is no card, and which field shows it.
    package enum Refused: Error, Hashable, Sendable {
        case empty
        case tooLong
        /// Fewer than seven fields: no card, or the scan broke off.
        case tooFewFields(found: Int)
        /// The field holds what it cannot hold.
        case wrong(Field)

        package var vi: String {
            switch self {
            case .empty: "Chưa quét được gì. Hãy quét lại mã QR trên thẻ."
            case .tooLong: "Nội dung quá dài, không phải mã QR của thẻ căn cước. Hãy quét lại."
            case .tooFewFields: "Không đọc được thẻ. Hãy quét lại, hoặc gõ số định danh 12 số."
            case .wrong(let field): "Không đọc được thẻ: \(field.vi) trong mã QR không hợp lệ. Hãy quét lại hoặc nhập tay."
            }
        }
        package var en: String {
            switch self {
            case .empty: "Nothing was scanned. Scan the QR code of the card again."
            case .tooLong: "Too long for the QR code of a card. Scan again."
            case .tooFewFields: "The card could not be read. Scan again, or type the 12 digits of the id."
            case .wrong(let field): "The card could not be read: the \(field.en) in its code is not valid. Scan again or type."
            }
        }
    }

    /// Most bytes taken for a card; the largest seen are about 400.
    package static let maxBytes = 4096

    /// Reads what a scanner typed. Id, name and a birth date that is no date are refused; the rest is warned
    /// about.
    package init(_ scanned: String) throws(Refused) {
        guard scanned.utf8.count <= CardText.maxBytes else { throw .tooLong }
        let fields = CardText.fields(scanned)
        guard fields.contains(where: { !$0.isEmpty }) else { throw .empty }
        guard fields.count >= Field.allCases.count else { throw .tooFewFields(found: fields.count) }
        var warnings: [Warning] = []

        guard let id = CardText.personalID(fields[0]) else { throw .wrong(.id) }
        let name = fields[Field.name.rawValue]
        guard CardText.isName(name) else { throw .wrong(.name) }
        let birthText = fields[Field.birth.rawValue]
        let birth = CardText.date(birthText)
        guard birth != nil || CardText.isPartialDate(birthText) else { throw .wrong(.birth) }
        if birth == nil { warnings.append(.unread(.birth)) }
        let sex = CardText.sex(fields[Field.sex.rawValue])
        if sex == nil { warnings.append(.unread(.sex)) }
        let issued = CardText.date(fields[Field.issued.rawValue])
        if issued == nil { warnings.append(.unread(.issued)) }
        let address = fields[Field.address.rawValue]
        if address.isEmpty { warnings.append(.unread(.address)) }
        let oldID = CardText.oldID(fields[Field.oldID.rawValue])
        if oldID == nil && !fields[Field.oldID.rawValue].isEmpty { warnings.append(.unread(.oldID)) }

        if let birth, let issued, issued < birth { warnings.append(.issuedBeforeBirth) }
        warnings += CardText.damage(name: name, address: address)
        warnings += id.warnings(sex: sex, birth: birth).map { .id($0) }
        (self.id, self.oldID, self.name, self.birth) = (id, oldID, name, birth)
        (self.sex, self.address, self.issued, self.warnings) = (sex, address, issued, warnings)
    }
}

// MARK: - one field each

extension CardText {
    /// The normalised fields, full-width ASCII made narrow first so that a full-width bar divides too.
    private static func fields(_ scanned: String) -> [String] {
        var narrow = String.UnicodeScalarView()
        for scalar in scanned.unicodeScalars { narrow.append(IdentityText.narrowed(scalar)) }
        return narrow.split(separator: "|", omittingEmptySubsequences: false)
            .map { VietnameseText.plain(String($0)) }
    }

    /// The 12 digits at the end of the first field: an AIM prefix (`]Q1`) or other letters may stand before
    /// them.
    private static func personalID(_ field: String) -> CitizenID? {
        var text = Substring(field)
        if text.hasPrefix("]") { text = text.dropFirst(3) }
        let digits = String(
            decoding: text.utf8.filter { $0 != 0x20 }.reversed().prefix { isDigit($0) }.reversed(),
            as: UTF8.self)
        return citizenID(digits, .personal)
    }

    private static func oldID(_ field: String) -> CitizenID? {
        guard field.utf8.allSatisfy({ isDigit($0) || $0 == 0x20 }) else { return nil }
        return citizenID(field, .old9)
    }

    private static func citizenID(_ text: String, _ form: CitizenID.Form) -> CitizenID? {
        do {
            let id = try CitizenID(text)
            return id.form == form ? id : nil
        } catch { return nil }  // The caller says which field it was.
    }

    private static func isName(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return scalars.count <= 200 && scalars.contains { $0.properties.isAlphabetic }
            && !scalars.contains { ("0"..."9").contains($0) }
    }

    private static func sex(_ text: String) -> Sex? {
        switch VietnameseText.folded(text) {
        case "nam", "male", "m": return .male
        case "nu", "female", "f": return .female
        case "n": return text.unicodeScalars.count == 2 ? .female : nil  // `N?` or `N<U+FFFD>`: Nữ, damaged.
        default: return nil
        }
    }

    /// `ddMMyyyy`, `d/M/yyyy`, `yyyy-MM-dd`, with `/`, `-`, `.` or a space between.
    private static func date(_ text: String) -> CivilDate? {
        let runs = text.utf8.split(whereSeparator: { "/-. ".utf8.contains($0) }).map(Array.init)
        guard runs.allSatisfy({ $0.allSatisfy(isDigit) }) else { return nil }
        switch runs.map(\.count) {
        case [8]: return civil(runs[0][0..<2], runs[0][2..<4], runs[0][4..<8])
        case [1, 1, 4], [1, 2, 4], [2, 1, 4], [2, 2, 4]:
            return civil(runs[0][...], runs[1][...], runs[2][...])
        case [4, 2, 2], [4, 1, 2], [4, 2, 1], [4, 1, 1]:
            return civil(runs[2][...], runs[1][...], runs[0][...])
        default: return nil
        }
    }

    private static func civil(
        _ d: ArraySlice<UInt8>, _ m: ArraySlice<UInt8>, _ y: ArraySlice<UInt8>
    )
        -> CivilDate?
    {
        let (day, month, year) = (number(d), number(m), number(y))
        guard (1850...2999).contains(year) else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// Nothing, or a year with or without zeros for day and month (`1950`, `00001950`, `00/00/1950`).
    private static func isPartialDate(_ text: String) -> Bool {
        let digits = text.utf8.filter { !"/-. ".utf8.contains($0) }
        guard digits.allSatisfy(isDigit) else { return false }
        switch digits.count {
        case 0: return true
        case 4: return (1850...2999).contains(number(digits[...]))
        case 8:
            return digits[0..<2].allSatisfy { $0 == 0x30 } && (1850...2999).contains(number(digits[4..<8]))
        default: return false
        }
    }

    /// A name and an address in bare ASCII together are a scanner's work: hardly an address in Viet Nam has
    /// no marks.
    private static func damage(name: String, address: String) -> [Warning] {
        let bare = !address.isEmpty && (name + address).utf8.allSatisfy { $0 < 0x80 }
        return [(Field.name, name), (.address, address)].compactMap { field, text in
            bare || text.unicodeScalars.contains { $0 == "?" || $0 == "\u{FFFD}" } ? .damaged(field) : nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
