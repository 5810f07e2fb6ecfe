// ExchangeDossier.swift: a dossier as other systems write it: the exchange payload of the national portal (docs/law.md §2).
//
// Property names are ours, `Keys` has theirs. Systems write numbers now as text, now as numbers, and leave out what is
// empty; reading takes all of that, and a list or object of the wrong shape reads as absent, never as a crash. Times are
// `yyyyMMddHHmmss` in Vietnamese time. Four keys are agreed between the portal and us because the published list lacks
// them: DiaChi, MaTruongHop, DuLieuToKhai, MaHoSoNoiXuLy (docs/formats/exchange.md). From payload to filing and back:
// ExchangeMapping.swift.

package struct ExchangeDossier: Hashable, Sendable {
    /// Number that the system which has the dossier from the citizen gave it.
    package var number: String?
    package var procedure: String?
    package var procedureName: String?
    package var field: String?
    package var fieldName: String?
    /// 1 direct, 2 online, 3 public post.
    package var channel: Int?
    package var applicantName: String?
    /// 1 citizen, 2 enterprise, 3 state agency, 4 other organisation.
    package var applicantKind: Int?
    /// Account at the portal.
    package var applicantAccount: String?
    package var identities: [Identity] = []
    package var email: String?
    package var phone: String?
    package var address: String?
    package var summary: String?
    package var filedAt: Instant?
    package var acceptedAt: Instant?
    package var due: Instant?
    package var resolvedAt: Instant?
    package var returnedAt: Instant?
    package var refusedAt: Instant?
    package var supplementAskedAt: Instant?
    /// National status, 0–10.
    package var status: Int?
    /// How the result is returned, coded as `channel`.
    package var resultChannel: Int?
    /// Code of the agency that settles it, and of the one that received it.
    package var agency: String?
    package var filedWith: String?
    package var note: String?
    package var hasScans: Bool?
    package var isVerifiedAccount: Bool?
    package var papers: [Paper] = []
    package var fees: [Fee] = []
    package var supplements: [Supplement] = []
    package var `case`: String?
    package var form: [String: String] = [:]
    /// Our own number.
    package var ownNumber: String?

    package init() {}

    package struct Identity: Hashable, Sendable {
        /// 1 twelve digits, 2 nine digits; of an organisation its own code.
        package var kind: Int?
        package var number: String
        package init(kind: Int?, number: String) { (self.kind, self.number) = (kind, number) }
    }
    package struct Paper: Hashable, Sendable {
        package var id: String?
        package var name: String?
        /// Of the procedure's list.
        package var component: String?
        package var address: String?
        package var isDeleted = false
        package var isFromStore = false
        package init(component: String?, name: String?) { (self.component, self.name) = (component, name) }
    }
    package struct Fee: Hashable, Sendable {
        package var name: String?
        package var code: String?
        package var amount: Int?
        package init(name: String?, code: String?, amount: Int?) { (self.name, self.code, self.amount) = (name, code, amount) }
    }
    package struct Supplement: Hashable, Sendable {
        package var words: String?
        package var askedAt: Instant?
        package var filedAt: Instant?
        package init(words: String?, askedAt: Instant?, filedAt: Instant?) {
            (self.words, self.askedAt, self.filedAt) = (words, askedAt, filedAt)
        }
    }
}

/// Times of the exchange.
package enum ExchangeTime {
    /// `20261127153000`, in Vietnamese time, rounded down to the second.
    package static func text(_ time: Instant) -> String {
        let (y, m, d) = time.date.parts
        let inDay = time.milliseconds - Instant(time.date, TimeOfDay(minutes: 0)).milliseconds
        let seconds = Int(inDay / 1000)
        return padded(y, 4) + padded(m, 2) + padded(d, 2) + padded(seconds / 3600, 2) + padded(seconds / 60 % 60, 2)
            + padded(seconds % 60, 2)
    }

    /// Reads `yyyyMMddHHmmss`, or `yyyyMMdd` for the beginning of a day; nil for what is no time.
    package static func read(_ text: String) -> Instant? {
        let digits = Array(text.utf8)
        guard digits.count == 14 || digits.count == 8, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        func number(_ from: Int, _ to: Int) -> Int { digits[from..<to].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        guard let date = CivilDate(year: number(0, 4), month: number(4, 6), day: number(6, 8)) else { return nil }
        guard digits.count == 14 else { return Instant(date, TimeOfDay(minutes: 0)) }
        let (hour, minute, second) = (number(8, 10), number(10, 12), number(12, 14))
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return Instant(date, TimeOfDay(hour, minute)).adding(milliseconds: Int64(second) * 1000)
    }
}

// MARK: their names

/// Keys of the exchange, as text and in one place.
package struct ExchangeKey: CodingKey, Hashable, Sendable, ExpressibleByStringLiteral {
    package let stringValue: String
    package var intValue: Int? { nil }
    package init(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
    package init(stringLiteral value: String) { stringValue = value }
}

/// A value that systems write as text or number, or leave empty; brought into the form in which we keep text.
private struct Loose: Decodable {
    var text: String?
    init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        if let value = Loose.read(box, String.self) {
            // The portal writes NFD; what is kept is NFC.
            let plain = VietnameseText.normalized(String(value.prefix(10_000)), long: true)
            text = plain.isEmpty ? nil : plain
        } else if let value = Loose.read(box, Int64.self) {
            text = String(value)
        } else if let value = Loose.read(box, Bool.self) {
            text = value ? "1" : "0"
        }
    }
    private static func read<T: Decodable>(_ box: any SingleValueDecodingContainer, _ type: T.Type) -> T? {
        do { return try box.decode(type) } catch { return nil }
    }
}

/// A value of the right shape, or nothing.
private struct Shaped<T: Decodable>: Decodable {
    var value: T?
    init(from decoder: any Decoder) throws {
        do { value = try T(from: decoder) } catch { value = nil }
    }
}

extension KeyedDecodingContainer where K == ExchangeKey {
    package func text(_ key: ExchangeKey) throws -> String? {
        try contains(key) ? decode(Loose.self, forKey: key).text : nil
    }
    package func number(_ key: ExchangeKey) throws -> Int? { try text(key).flatMap { Int($0) } }
    package func flag(_ key: ExchangeKey) throws -> Bool? { try text(key).map { $0 == "1" || $0 == "true" } }
    package func time(_ key: ExchangeKey) throws -> Instant? { try text(key).flatMap(ExchangeTime.read) }
    package func list<T: Decodable>(_ key: ExchangeKey, of type: T.Type) throws -> [T] {
        guard contains(key) else { return [] }
        let items = try decode(Shaped<[Shaped<T>]>.self, forKey: key).value ?? []
        return items.compactMap(\.value)
    }
    /// Texts by name; what is no text or number is left out.
    package func texts(_ key: ExchangeKey) throws -> [String: String] {
        guard contains(key) else { return [:] }
        let all = try decode(Shaped<[String: Loose]>.self, forKey: key).value ?? [:]
        return all.compactMapValues(\.text)
    }
}

extension KeyedEncodingContainer where K == ExchangeKey {
    package mutating func put(_ key: ExchangeKey, _ text: String?) throws { try encodeIfPresent(text, forKey: key) }
    package mutating func put(_ key: ExchangeKey, _ number: Int?) throws { try put(key, number.map { String($0) }) }
    package mutating func put(_ key: ExchangeKey, _ time: Instant?) throws { try put(key, time.map(ExchangeTime.text)) }
    package mutating func put(_ key: ExchangeKey, _ flag: Bool?) throws { try put(key, flag.map { $0 ? "1" : "0" }) }
    package mutating func put<T: Encodable>(_ key: ExchangeKey, _ list: [T]) throws {
        if !list.isEmpty { try encode(list, forKey: key) }
    }
}

extension ExchangeDossier: Codable {
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: ExchangeKey.self)
        (number, procedure, procedureName) = (try box.text("MaHoSo"), try box.text("MaTTHC"), try box.text("TenTTHC"))
        (field, fieldName, channel) = (try box.text("MaLinhVuc"), try box.text("TenLinhVuc"), try box.number("KenhThucHien"))
        (applicantName, applicantKind) = (try box.text("ChuHoSo"), try box.number("LoaiDoiTuong"))
        (applicantAccount, identities) = (try box.text("MaDoiTuong"), try box.list("DinhDanhCHS", of: Identity.self))
        (email, phone, address) = (try box.text("Email"), try box.text("SoDienThoai"), try box.text("DiaChi"))
        (summary, note) = (try box.text("TrichYeuHoSo"), try box.text("GhiChu"))
        (filedAt, acceptedAt, due) = (try box.time("NgayNopHoSo"), try box.time("NgayTiepNhan"), try box.time("NgayHenTra"))
        (resolvedAt, returnedAt) = (try box.time("NgayKetThucXuLy"), try box.time("NgayTra"))
        (refusedAt, supplementAskedAt) = (try box.time("NgayTuChoi"), try box.time("NgayYeuCauBoSung"))
        (status, resultChannel) = (try box.number("TrangThaiHoSo"), try box.number("HinhThuc"))
        (agency, filedWith) = (try box.text("DonViXuLy"), try box.text("NoiNopHoSo"))
        (hasScans, isVerifiedAccount) = (try box.flag("HoSoCoThanhPhanSoHoa"), try box.flag("TaiKhoanDuocXacThucVoiVNeID"))
        papers = try box.list("TaiLieuNop", of: Paper.self)
        fees = try box.list("DanhSachLePhi", of: Fee.self)
        supplements = try box.list("DanhSachHoSoBoSung", of: Supplement.self)
        (self.case, form, ownNumber) = (try box.text("MaTruongHop"), try box.texts("DuLieuToKhai"), try box.text("MaHoSoNoiXuLy"))
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: ExchangeKey.self)
        try box.put("MaHoSo", number)
        try box.put("MaHoSoNoiXuLy", ownNumber)
        try box.put("MaTTHC", procedure)
        try box.put("TenTTHC", procedureName)
        try box.put("MaLinhVuc", field)
        try box.put("TenLinhVuc", fieldName)
        try box.put("KenhThucHien", channel)
        try box.put("ChuHoSo", applicantName)
        try box.put("LoaiDoiTuong", applicantKind)
        try box.put("MaDoiTuong", applicantAccount)
        try box.put("DinhDanhCHS", identities)
        try box.put("Email", email)
        try box.put("SoDienThoai", phone)
        try box.put("DiaChi", address)
        try box.put("TrichYeuHoSo", summary)
        try box.put("NgayNopHoSo", filedAt)
        try box.put("NgayTiepNhan", acceptedAt)
        try box.put("NgayHenTra", due)
        try box.put("NgayKetThucXuLy", resolvedAt)
        try box.put("NgayTra", returnedAt)
        try box.put("NgayTuChoi", refusedAt)
        try box.put("NgayYeuCauBoSung", supplementAskedAt)
        try box.put("TrangThaiHoSo", status)
        try box.put("HinhThuc", resultChannel)
        try box.put("DonViXuLy", agency)
        try box.put("NoiNopHoSo", filedWith)
        try box.put("GhiChu", note)
        try box.put("HoSoCoThanhPhanSoHoa", hasScans)
        try box.put("TaiKhoanDuocXacThucVoiVNeID", isVerifiedAccount)
        try box.put("TaiLieuNop", papers)
        try box.put("DanhSachLePhi", fees)
        try box.put("DanhSachHoSoBoSung", supplements)
        try box.put("MaTruongHop", self.case)
        if !form.isEmpty { try box.encode(form, forKey: "DuLieuToKhai") }
    }
}

extension ExchangeDossier.Identity: Codable {
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: ExchangeKey.self)
        kind = try box.number("LoaiDinhDanh")
        number = try box.text("SoDinhDanh") ?? ""
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: ExchangeKey.self)
        try box.put("LoaiDinhDanh", kind)
        try box.put("SoDinhDanh", number)
    }
}

extension ExchangeDossier.Paper: Codable {
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: ExchangeKey.self)
        (id, name) = (try box.text("TepDinhKemId"), try box.text("TenTepDinhKem"))
        (component, address) = (try box.text("MaThanhPhanHoSo"), try box.text("DuongDanTaiTepTin"))
        (isDeleted, isFromStore) = (try box.flag("IsDeleted") ?? false, try box.flag("DuocLayTuKhoDMQG") ?? false)
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: ExchangeKey.self)
        try box.put("TepDinhKemId", id)
        try box.put("TenTepDinhKem", name)
        try box.put("MaThanhPhanHoSo", component)
        try box.put("DuongDanTaiTepTin", address)
        try box.put("DuocLayTuKhoDMQG", isFromStore)
    }
}

extension ExchangeDossier.Fee: Codable {
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: ExchangeKey.self)
        (name, code, amount) = (try box.text("TenPhiLePhi"), try box.text("MaPhiLePhi"), try box.number("Gia"))
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: ExchangeKey.self)
        try box.put("TenPhiLePhi", name)
        try box.put("MaPhiLePhi", code)
        try box.put("Gia", amount)
    }
}

extension ExchangeDossier.Supplement: Codable {
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: ExchangeKey.self)
        (words, askedAt) = (try box.text("NoiDungBoSung"), try box.time("NgayBoSung"))
        filedAt = try box.time("NgayTiepNhanBoSung")
    }
    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: ExchangeKey.self)
        try box.put("NoiDungBoSung", words)
        try box.put("NgayBoSung", askedAt)
        try box.put("NgayTiepNhanBoSung", filedAt)
    }
}
