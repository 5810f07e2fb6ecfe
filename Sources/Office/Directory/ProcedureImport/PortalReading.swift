// PortalReading.swift: one record of the portal read into one definition, keeping account as it goes.
//
// Order of a definition: head and body here, limits in PortalLimits.swift, fees in PortalFees.swift, papers
// in PortalPapers.swift, steps in PortalSteps.swift. `taken`, `guessed`, `leftOut` are short Vietnamese
// phrases; the same phrase for the same thing, so that the summary can count them.

import Casework

struct PortalReading {
    let record: PortalRecord
    let house: ProcedureImport.House
    /// Fields known so far, those of earlier records included.
    let fields: [FieldOfWork]
    private(set) var newField: FieldOfWork?
    private(set) var taken: [String] = []
    private(set) var guessed: [String] = []
    private(set) var leftOut: [String] = []
    /// All prose of the record about how it runs, for patterns of the same day.
    let prose: String

    init(record: PortalRecord, house: ProcedureImport.House, fields: [FieldOfWork]) {
        self.record = record
        self.house = house
        self.fields = fields
        let texts =
            (record.steps ?? []).map { $0.text ?? "" } + (record.methods ?? []).map { $0.description ?? "" }
        prose = PortalReading.clean(texts.joined(separator: " ")).lowercased()
    }

    mutating func take(_ text: String) { if !taken.contains(text) { taken.append(text) } }
    mutating func guess(_ text: String) { if !guessed.contains(text) { guessed.append(text) } }
    mutating func leave(_ text: String) { if !leftOut.contains(text) { leftOut.append(text) } }
    /// Why no definition comes out.
    mutating func refuse(_ why: String) -> Procedure? {
        leave("cả bản ghi: \(why)")
        return nil
    }
    func line(isTaken: Bool) -> ImportReport.Line {
        ImportReport.Line(
            code: record.code, taken: taken, guessed: isTaken ? guessed : [], leftOut: leftOut,
            isTaken: isTaken)
    }

    /// NFC, one line, no surplus white space.
    static func clean(_ text: String?) -> String { VietnameseText.plain(text ?? "") }
    /// `text` cut at a word to at most `length` characters.
    static func clipped(_ text: String, _ length: Int) -> String {
        guard text.count > length else { return text }
        let head = text.prefix(length - 1)
        let cut = head.lastIndex(of: " ") ?? head.endIndex
        return clean(String(head[..<cut])).trimmed(of: ",;:–-(") + "…"
    }

    // MARK: The definition

    /// The definition, or nil with the reason among `leftOut`.
    mutating func procedure() -> Procedure? {
        let name = PortalReading.clean(record.name)
        guard ProcedureLint.isCode(record.code) else { return refuse("mã không có dạng N.NNNNNN") }
        guard !name.isEmpty else { return refuse("không có tên") }
        guard let competent = competent() else { return nil }
        take("mã, tên")
        let channels = channels()
        let cases = cases()
        let (limits, limitConfidence) = limits(cases: cases, channels: channels)
        let (fees, counter, feeConfidence) = fees(channels: channels)
        let (papers, papersConfidence) = papers()
        let p = Procedure(
            code: record.code, version: 1, validFrom: house.validFrom, name: name, shortName: shortName(name),
            field: field(), competent: competent, nonTerritorial: false, channels: channels,
            cases: cases.map(\.case),
            limits: limits, supplement: .init(clock: .restart, max: 1, closeAfterWorkingDays: 15),
            opinion: .init(suspends: isCivilStatus, replyWorkingDays: 3), papers: papers, form: form(counter),
            fees: fees, steps: steps(), results: results(), linked: [], sources: sources(),
            confidence: [
                "name": "A", "limit": limitConfidence, "fee": feeConfidence, "papers": papersConfidence,
                "steps": "C",
            ])
        guess("bổ sung, lấy ý kiến, nộp ngoài địa bàn: theo mặc định chung")
        guess("hiệu lực từ \(house.validFrom): bản ghi không nêu")
        noteOmissions()
        return soundOrNil(p)
    }

    private mutating func soundOrNil(_ p: Procedure) -> Procedure? {
        let known = Set(fields.map(\.id)).union(newField.map { [$0.id] } ?? [])
        let findings = ProcedureLint.check(p, knownUnits: house.units, knownFields: known)
        guard let first = findings.first else { return p }
        return refuse("định nghĩa không qua kiểm tra (\(first.path): \(first.vi))")
    }

    var isCivilStatus: Bool { PortalReading.clean(record.field) == "Hộ tịch" }

    private mutating func shortName(_ name: String) -> String {
        let plain = name.hasPrefix("Thủ tục ") ? String(name.dropFirst("Thủ tục ".count)) : name
        let upper = plain.prefix(1).uppercased() + plain.dropFirst()
        guard upper.count > ProcedureLint.shortNameLength else { return PortalReading.clean(upper) }
        guess("tên ngắn: cắt từ tên")
        return PortalReading.clipped(upper, ProcedureLint.shortNameLength)
    }

    /// The field of the house with the same name, or a new one.
    private mutating func field() -> String {
        let name = PortalReading.clean(record.field)
        let folded = VietnameseText.folded(name)
        if let known = fields.first(where: { PortalReading.sameField(VietnameseText.folded($0.name), folded) }
        ) {
            take("lĩnh vực")
            return known.id
        }
        var slug = folded.split(separator: " ").prefix(8).joined(separator: "-")
        if slug.isEmpty { slug = "khac" }
        if fields.contains(where: { $0.id == slug }) { return slug }
        newField = FieldOfWork(id: slug, name: name.isEmpty ? "Khác" : name, group: "other")
        guess("lĩnh vực mới, xếp vào nhóm khác (\(name))")
        return slug
    }
    /// The portal writes some fields with more words around ours: “Thành lập và hoạt động doanh nghiệp (hộ
    /// kinh doanh)”.
    private static func sameField(_ ours: String, _ portal: String) -> Bool {
        ours == portal || (ours.hasSuffix("ho kinh doanh") && portal.hasSuffix("ho kinh doanh"))
            || (ours.hasPrefix("to hop tac") && portal.hasSuffix(ours))
    }

    // MARK: Who settles it

    /// Bodies of the portal's text, the first that fits; nil where none is a unit of this city.
    private mutating func competent() -> String? {
        let bodies = [record.executing_bodies, record.authority_bodies].map {
            VietnameseText.folded($0 ?? "")
        }
        let text = bodies.joined(separator: " ; ")
        for (words, body) in PortalReading.bodies where words.contains(where: { text.contains($0) }) {
            guard body == "ward" || body == "police" || house.units.contains(body) else { continue }
            take("cơ quan giải quyết")
            return body
        }
        let named =
            [record.executing_bodies, record.authority_bodies].map(PortalReading.clean).first { !$0.isEmpty }
            ?? ""
        if text.allSatisfy({ $0 == " " || $0 == ";" }) {
            guess("cơ quan giải quyết: bản ghi không nêu, đặt là phường, xã")
            return "ward"
        }
        leave("cả bản ghi: không đơn vị nào của Thành phố giải quyết (\(PortalReading.clipped(named, 80)))")
        return nil
    }
    private static let bodies: [(words: [String], body: String)] = [
        (
            [
                "ubnd cap xa", "uy ban nhan dan cap xa", "uy ban nhan dan xa", "ubnd xa",
                "cap xa phuong thi tran",
                "phong van hoa xa hoi xa", "cap huyen xa",
            ], "ward"
        ),
        (["cong an cap xa", "cong an xa", "cong an phuong"], "police"),
        (["dang ky dat dai"], "vpdk-dat-dai"),
        (["bao hiem xa hoi"], "bhxh"),
        (["thue co so", "thue tinh", "chi cuc thue", "cuc thue"], "thue"),
        (["so tu phap"], "so-tu-phap"),
        (["so noi vu"], "so-noi-vu"),
        (["so xay dung"], "so-xay-dung"),
        (["so nong nghiep"], "so-nong-nghiep-moi-truong"),
        (["so tai chinh"], "so-tai-chinh"),
        (["so y te"], "so-y-te"),
        (["so giao duc"], "so-giao-duc-dao-tao"),
        (["so van hoa"], "so-van-hoa-the-thao"),
        (["so cong thuong"], "so-cong-thuong"),
        (["so khoa hoc"], "so-khoa-hoc-cong-nghe"),
    ]

    // MARK: Channels, cases, form, results, sources

    private mutating func channels() -> [Procedure.Channel] {
        let named = Set((record.methods ?? []).compactMap { PortalReading.channel($0.method) })
        guard !named.isEmpty else {
            guess("kênh nộp: bản ghi không nêu, đặt là trực tiếp")
            return [.counter]
        }
        take("kênh nộp")
        return Procedure.Channel.allCases.filter { named.contains($0) }
    }
    static func channel(_ method: String) -> Procedure.Channel? {
        switch method {
        case "DIRECT": .counter
        case "ONLINE": .online
        case "POSTAL": .post
        default: nil
        }
    }

    /// A declaration of one text: the portal's forms are documents, not fields.
    private mutating func form(_ counter: Procedure.FormField?) -> [Procedure.FormField] {
        guess("tờ khai: một ô nội dung, cổng chỉ có tệp mẫu")
        let content = Procedure.FormField(
            name: "content", title: "Nội dung yêu cầu giải quyết",
            type: .longText, required: true,
            example: "Đề nghị giải quyết theo hồ sơ kèm theo.")
        return [content] + (counter.map { [$0] } ?? [])
    }

    private mutating func results() -> [Procedure.ResultKind] {
        let results = (record.results ?? []).compactMap { one -> Procedure.ResultKind? in
            let name = PortalReading.clean(one.name)
            let code = PortalReading.clean(one.code)
            return name.isEmpty ? nil : Procedure.ResultKind(code: code.isEmpty ? nil : code, name: name)
        }
        if results.isEmpty { leave("kết quả: bản ghi không nêu") } else { take("kết quả") }
        return results
    }

    private mutating func sources() -> [String] {
        var sources = ["Danh mục TTHC quốc gia, bản ghi \(record.code)"]
        let decision = PortalReading.clean(record.decision_no)
        if !decision.isEmpty { sources.append("Quyết định công bố \(decision)") }
        let address = PortalReading.clean(record.portal_url)
        if !address.isEmpty { sources.append(address) }
        for base in record.legal_bases ?? [] {
            let text = [PortalReading.clean(base.code), PortalReading.clean(base.name)].filter { !$0.isEmpty }
                .joined(separator: " ")
            if !text.isEmpty && !sources.contains(text) { sources.append(PortalReading.clipped(text, 200)) }
        }
        take("căn cứ pháp lý")
        return sources
    }

    private mutating func noteOmissions() {
        if !(record.steps ?? []).isEmpty { leave("trình tự thực hiện dạng văn xuôi") }
        if !PortalReading.clean(record.requirements).isEmpty { leave("yêu cầu, điều kiện") }
        if !(record.subjects ?? []).isEmpty { leave("đối tượng thực hiện") }
        if record.is_internal == true { leave("dấu thủ tục nội bộ") }
    }
}

extension String {
    /// Without the characters of `set` and spaces at the end.
    fileprivate func trimmed(of set: String) -> String {
        var text = self[...]
        while let last = text.last, set.contains(last) || last == " " { text = text.dropLast() }
        return String(text)
    }
}
