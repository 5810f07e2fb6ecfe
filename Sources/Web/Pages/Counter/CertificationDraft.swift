// CertificationDraft.swift: documents of one person to be certified, as typed into the certification lane.
//
// A document is a line: kind, pages, copies. Each kind has a digit or letter with which a keyboard picks it from its list.
// The fee is reckoned by the procedure's own tariff, the same that the dossier will carry.

import Casework
import Office

/// A kind of document that people have certified; the short list of what comes to a ward's counter every day.
struct CertifiedPaper {
    let id: String
    let procedure: String
    /// What a keyboard types to pick it.
    let key: Character
    let name: Text

    static let copies = "2.000815"
    static let signatures = "2.000884"

    static let all: [CertifiedPaper] = [
        .init(id: "can-cuoc", procedure: copies, key: "1", name: Text("Căn cước, CCCD", "Identity card")),
        .init(id: "khai-sinh", procedure: copies, key: "2", name: Text("Giấy khai sinh", "Birth certificate")),
        .init(id: "bang", procedure: copies, key: "3", name: Text("Bằng, chứng chỉ", "Diploma, certificate")),
        .init(id: "hoc-ba", procedure: copies, key: "4", name: Text("Học bạ, bảng điểm", "School record")),
        .init(id: "so-nha-dat", procedure: copies, key: "5", name: Text("Giấy chứng nhận nhà, đất", "Land or house certificate")),
        .init(id: "ket-hon", procedure: copies, key: "6", name: Text("Giấy chứng nhận kết hôn", "Marriage certificate")),
        .init(id: "kinh-doanh", procedure: copies, key: "7", name: Text("Giấy đăng ký kinh doanh", "Business registration")),
        .init(id: "ho-chieu", procedure: copies, key: "8", name: Text("Hộ chiếu", "Passport")),
        .init(id: "quyet-dinh", procedure: copies, key: "9", name: Text("Quyết định, hợp đồng", "Decision, contract")),
        .init(id: "khac", procedure: copies, key: "0", name: Text("Giấy tờ khác", "Another document")),
        .init(id: "so-yeu-ly-lich", procedure: signatures, key: "s", name: Text("Sơ yếu lý lịch", "Curriculum vitae")),
        .init(id: "uy-quyen", procedure: signatures, key: "u", name: Text("Giấy ủy quyền", "Power of attorney")),
        .init(id: "cam-ket", procedure: signatures, key: "d", name: Text("Đơn, cam kết", "Application, pledge")),
        .init(id: "chu-ky-khac", procedure: signatures, key: "k", name: Text("Văn bản khác", "Another paper")),
    ]
}

struct CertificationDraft {
    var values: [String: String]
    let key: String
    let units: [String]
    var unit: String
    var count: Int
    var history: PersonHistory?
    var former: FormerAddress?
    var errors: [String: String] = [:]
    var refusal: Refusal?
    var warnings: [Text] = []
    var savedAt: Instant?

    static let prefix = "chung-thuc-"
    static let most = 20
    var form: String { CertificationDraft.prefix + key }

    init(_ values: [String: String], units: [String], freshKey: String) {
        self.units = units
        self.values = values.filter { !["csrf", "do", "lang", "nhap"].contains($0.key) }
        key = values["key"].flatMap { CounterDraft.isKey($0) ? $0 : nil } ?? freshKey
        unit = values["unit"].flatMap { units.contains($0) ? $0 : nil } ?? units.first ?? ""
        count = min(max(1, Int(values["count"] ?? "") ?? 1), CertificationDraft.most)
        self.values["key"] = key
        self.values["count"] = String(count)
    }

    subscript(_ name: String) -> String { values[name] ?? "" }
    var person: CounterDraft {
        get {
            var draft = CounterDraft(values, procedure: nil, units: units, freshKey: key)
            draft.errors = errors
            return draft
        }
        set {
            values.merge(newValue.values) { _, new in new }
            errors = newValue.errors
            warnings = newValue.warnings
            history = newValue.history
        }
    }
    var isBlank: Bool { self["applicant.name"].isEmpty && self["applicant.idNumber"].isEmpty && count == 1 }

    // MARK: lines

    func kind(_ i: Int) -> CertifiedPaper {
        CertifiedPaper.all.first { $0.id == self["kind.\(i)"] } ?? CertifiedPaper.all[0]
    }
    func number(_ name: String, _ i: Int) -> String { values["\(name).\(i)"] ?? "1" }

    mutating func addLine() {
        count = min(count + 1, CertificationDraft.most)
        values["count"] = String(count)
    }
    mutating func removeLine(_ at: Int) {
        guard count > 1, (0..<count).contains(at) else { return }
        for i in at..<(count - 1) {
            for part in ["kind", "name", "issuer", "pages", "copies"] { values["\(part).\(i)"] = values["\(part).\(i + 1)"] }
        }
        for part in ["kind", "name", "issuer", "pages", "copies"] { values["\(part).\(count - 1)"] = nil }
        count -= 1
        values["count"] = String(count)
    }

    /// The fee of a line by the tariff in force; nil while a number is missing.
    func fee(_ i: Int, _ directory: Directory, on day: CivilDate) -> Int? {
        guard let procedure = directory.procedure(kind(i).procedure, on: day), let line = line(i) else { return nil }
        let lines = procedure.feeLines(case: nil, channel: .counter, form: line.form, exemptions: [])
        return lines.reduce(0) { $0 + ($1.amount ?? 0) }
    }
    var isExempt: Bool { !self["exempt.text"].isEmpty }

    private func line(_ i: Int) -> CertificationOrder.Line? {
        guard let pages = Int(number("pages", i)), let copies = Int(number("copies", i)), (1...10_000).contains(pages),
            (1...1000).contains(copies)
        else { return nil }
        let kind = kind(i)
        let name = self["name.\(i)"].isEmpty ? kind.name.vi : self["name.\(i)"]
        if kind.procedure == CertifiedPaper.copies {
            let issuer = self["issuer.\(i)"].isEmpty ? Texts.Lane.asOriginal : self["issuer.\(i)"]
            return .init(
                procedure: kind.procedure,
                form: ["documentName": name, "issuer": issuer, "pages": String(pages), "copies": String(copies)],
                papers: [
                    PaperIn(id: "ban-chinh", copies: 1, source: "shown", file: nil),
                    PaperIn(id: "ban-sao", copies: copies, source: "handedIn", file: nil),
                ], pages: pages, copies: copies)
        }
        return .init(
            procedure: kind.procedure,
            form: [
                "documentName": name, "signatoryName": self["applicant.name"], "signatoryId": self["applicant.idNumber"],
                "method": "ky", "count": String(copies),
            ],
            papers: [
                PaperIn(id: "giay-to-tuy-than", copies: 1, source: "shown", file: nil),
                PaperIn(id: "van-ban", copies: copies, source: "handedIn", file: nil),
            ], pages: pages, copies: copies)
    }

    // MARK: checking

    mutating func check() {
        for field in PersonFields.all where field.name != "type" {
            let name = "applicant.\(field.name)"
            do throws(Refusal) {
                if try field.normalized(self[name]).isEmpty, field.required { throw .missing(name, field.title) }
            } catch { errors[name] = Text(error.vi, error.en).words }
        }
        for i in 0..<count {
            let wrong = Text("từ 1 trở lên, chữ số", "1 or more, digits").words
            if Int(number("pages", i)).map({ (1...10_000).contains($0) }) != true {
                errors["pages.\(i)"] = "\(Texts.Lane.pages.words): \(wrong)"
            }
            if Int(number("copies", i)).map({ (1...1000).contains($0) }) != true {
                errors["copies.\(i)"] = "\(Texts.Lane.copies.words): \(wrong)"
            }
        }
    }

    func order() -> CertificationOrder {
        func some(_ part: String) -> String? { self["applicant.\(part)"].isEmpty ? nil : self["applicant.\(part)"] }
        let applicant = Person(
            type: PersonType(rawValue: self["applicant.type"]) ?? .citizen, name: self["applicant.name"],
            idNumber: self["applicant.idNumber"], phone: some("phone"), email: some("email"),
            address: self["applicant.address"])
        var order = CertificationOrder(unit: unit, applicant: applicant, lines: (0..<count).compactMap(line))
        if isExempt {
            order.exemption = (self["exempt.ground"], self["exempt.text"])
        } else {
            order.method = ["cash", "transfer"].contains(self["pay"]) ? self["pay"] : nil
        }
        return order
    }

    /// Where the work goes on.
    var focus: String {
        if let first = errors.keys.min() { return errors["card"] != nil ? "card" : first }
        if self["applicant.idNumber"].isEmpty && self["applicant.name"].isEmpty { return "card" }
        for part in ["name", "idNumber", "address"] where self["applicant.\(part)"].isEmpty { return "applicant.\(part)" }
        return "kind.\(count - 1)"
    }
}
