// ProcedureLint.swift: proves that a procedure definition is sound before a dossier ever depends on it.
//
// Sound means: from intake to return there is one way and no dead end, every filing that intake lets in has
// exactly one limit and one rule of each fee, what steps may take adds up to no more than the law gives,
// and every name used is declared. Whether the values are right is the business of `sources` and
// `confidence`, not of this file. Rules by part: ProcedureLint/. Run by `motcua procedures check` and by
// the import; schema: docs/formats/procedure.md.

/// One thing wrong with a definition, and what to do about it.
package struct LintFinding: Hashable, Sendable {
    /// Where inside the definition, counted from 0: `steps[2].body`.
    package var path: String
    package var vi: String
    package var en: String

    package init(path: String, vi: String, en: String) {
        self.path = path
        self.vi = vi
        self.en = en
    }
}

package enum ProcedureLint {
    /// Everything wrong with `procedure`, in the order of the file; empty when it is sound.
    /// - Parameters:
    ///   - knownUnits: codes of the registered units.
    ///   - knownFields: slugs of `Reference/fields.yaml`.
    package static func check(
        _ procedure: Procedure, knownUnits: Set<String>, knownFields: Set<String>
    ) -> [LintFinding] {
        var inspection = Inspection(procedure: procedure, knownUnits: knownUnits, knownFields: knownFields)
        inspection.checkHead()
        inspection.checkChannelsAndCases()
        inspection.checkLimits()
        inspection.checkRules()
        inspection.checkPapers()
        inspection.checkForm()
        inspection.checkFees()
        inspection.checkSteps()
        inspection.checkLinked()
        inspection.checkSources()
        return inspection.findings
    }

    /// `N.NNNNNN`, the form of the national catalogue.
    package static func isCode(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        return bytes.count == 8 && bytes[1] == 0x2E
            && bytes.indices.allSatisfy { $0 == 1 || (0x30...0x39).contains(bytes[$0]) }
    }

    /// Most characters of a short name.
    package static let shortNameLength = 60
    /// Parts of a definition that carry a letter of confidence, and the letters.
    package static let confidenceKeys = ["name", "limit", "fee", "papers", "steps"]
    package static let confidenceLetters = ["A", "B", "C", "open"]
    /// Minutes of a working day (docs/law.md §4.1: 8 working hours).
    static let minutesPerDay = 480
}

/// One run over one definition.
struct Inspection {
    let procedure: Procedure
    let knownUnits: Set<String>
    let knownFields: Set<String>
    private(set) var findings: [LintFinding] = []

    init(procedure: Procedure, knownUnits: Set<String>, knownFields: Set<String>) {
        self.procedure = procedure
        self.knownUnits = knownUnits
        self.knownFields = knownFields
    }

    mutating func say(_ path: String, _ vi: String, _ en: String) {
        findings.append(LintFinding(path: path, vi: vi, en: en))
    }

    // MARK: What several parts need

    /// A case as an intake may name it; nil = none named.
    var filings: [(case: String?, channel: Procedure.Channel)] {
        let cases: [String?] = [nil] + procedure.cases.map(\.id)
        return cases.flatMap { one in procedure.channels.map { (one, $0) } }
    }

    func isKnownCase(_ id: String) -> Bool { procedure.cases.contains { $0.id == id } }

    /// Whether a step or a part may name `body`.
    func isKnownBody(_ body: String) -> Bool {
        ["receiving", "competent", "police"].contains(body) || knownUnits.contains(body)
    }

    /// Lower-case ASCII letters, digits, `-`, `.` and `_`, beginning with a letter or digit.
    static func isSlug(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetterOrDigit(first) else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// The name of a form field: ASCII letters and digits, beginning with a letter in lower case.
    static func isFieldName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || (0x41...0x5A).contains($0) }
    }

    mutating func requireUnique(_ ids: [String], _ path: (Int) -> String, what vi: String, _ en: String) {
        for (i, id) in ids.enumerated() where ids[..<i].contains(id) {
            say(
                path(i), "\(vi) “\(id)” được dùng hai lần. Hãy đặt tên khác.",
                "The \(en) “\(id)” is used twice. Name one of them differently.")
        }
    }
    mutating func requireSlug(_ id: String, _ path: String) {
        guard !Inspection.isSlug(id) else { return }
        say(
            path, "“\(id)” phải gồm chữ thường không dấu, chữ số và dấu gạch nối.",
            "“\(id)” must be of lower-case ASCII letters, digits and hyphens.")
    }
    mutating func requireText(_ text: String, _ path: String) {
        // Scalar for scalar: Swift's == holds NFC and NFD for the same text.
        let normal = VietnameseText.plain(text)
        guard text.isEmpty || !normal.unicodeScalars.elementsEqual(text.unicodeScalars) else { return }
        say(
            path,
            text.isEmpty ? "Còn trống. Hãy ghi nội dung." : "Văn bản chưa ở dạng NFC hoặc thừa khoảng trắng.",
            text.isEmpty ? "It is empty. Write it." : "The text is not in NFC, or has surplus white space.")
    }
    mutating func requireCase(_ id: String?, _ path: String) {
        guard let id, !isKnownCase(id) else { return }
        say(path, "Không có trường hợp “\(id)” trong `cases`.", "There is no case “\(id)” in `cases`.")
    }
    mutating func requireChannel(_ channel: Procedure.Channel?, _ path: String) {
        guard let channel, !procedure.channels.contains(channel) else { return }
        say(
            path, "Kênh “\(channel.rawValue)” không có trong `channels`.",
            "The channel “\(channel.rawValue)” is not in `channels`.")
    }
}

extension Inspection {
    // MARK: Head

    mutating func checkHead() {
        let p = procedure
        if !ProcedureLint.isCode(p.code) {
            say(
                "code", "Mã thủ tục “\(p.code)” không có dạng N.NNNNNN của danh mục quốc gia.",
                "The code “\(p.code)” is not of the form N.NNNNNN of the national catalogue.")
        }
        if p.version < 1 { say("version", "Phiên bản bắt đầu từ 1.", "Versions begin with 1.") }
        if let to = p.validTo, to < p.validFrom {
            say(
                "validTo", "Hết hiệu lực (\(to)) trước khi có hiệu lực (\(p.validFrom)).",
                "It ends (\(to)) before it begins (\(p.validFrom)).")
        }
        requireText(p.name, "name")
        requireText(p.shortName, "shortName")
        if p.shortName.count > ProcedureLint.shortNameLength {
            say(
                "shortName",
                "Tên ngắn dài \(p.shortName.count) ký tự; nhiều nhất là \(ProcedureLint.shortNameLength).",
                "The short name has \(p.shortName.count) characters, over \(ProcedureLint.shortNameLength)."
            )
        }
        if !knownFields.contains(p.field) {
            say(
                "field", "Không có lĩnh vực “\(p.field)” trong fields.yaml. Hãy thêm vào đó hoặc sửa ở đây.",
                "There is no field “\(p.field)” in fields.yaml. Add it there or correct it here.")
        }
        if !["ward", "police"].contains(p.competent) && !knownUnits.contains(p.competent) {
            say(
                "competent",
                "Không có cơ quan “\(p.competent)”: ghi ward, police hoặc mã đơn vị trong units.yaml.",
                "There is no body “\(p.competent)”: write ward, police or a unit code of units.yaml.")
        }
        checkSupplementAndOpinion()
    }

    private mutating func checkSupplementAndOpinion() {
        let supplement = procedure.supplement
        if supplement.max < 0 { say("supplement.max", "Không được âm.", "It must not be negative.") }
        if supplement.max > 1 && (supplement.ground ?? "").isEmpty {
            say(
                "supplement.ground", "Quá một lần bổ sung thì phải nêu căn cứ pháp luật.",
                "More than one supplement needs its legal ground.")
        }
        if supplement.closeAfterWorkingDays < 1 {
            say("supplement.closeAfterWorkingDays", "Ít nhất một ngày làm việc.", "At least one working day.")
        }
        if procedure.opinion.replyWorkingDays < 1 {
            say("opinion.replyWorkingDays", "Ít nhất một ngày làm việc.", "At least one working day.")
        }
    }

    mutating func checkChannelsAndCases() {
        if procedure.channels.isEmpty {
            say("channels", "Phải có ít nhất một kênh nộp.", "At least one channel is needed.")
        }
        requireUnique(procedure.channels.map(\.rawValue), { "channels[\($0)]" }, what: "Kênh", "channel")
        requireUnique(procedure.cases.map(\.id), { "cases[\($0)].id" }, what: "Mã trường hợp", "case")
        for (i, one) in procedure.cases.enumerated() {
            requireSlug(one.id, "cases[\(i)].id")
            requireText(one.name, "cases[\(i)].name")
        }
    }

    // MARK: Linked parts and sources

    mutating func checkLinked() {
        requireUnique(procedure.linked.map(\.id), { "linked[\($0)].id" }, what: "Mã phần liên thông", "part")
        for (i, part) in procedure.linked.enumerated() {
            requireSlug(part.id, "linked[\(i)].id")
            requireText(part.name, "linked[\(i)].name")
            if !ProcedureLint.isCode(part.procedure) || part.procedure == procedure.code {
                say(
                    "linked[\(i)].procedure",
                    "Mã thủ tục con “\(part.procedure)” phải có dạng N.NNNNNN và khác chính nó.",
                    "The child “\(part.procedure)” must be a code N.NNNNNN, and another procedure.")
            }
            if part.body == "receiving" || !isKnownBody(part.body) {
                say(
                    "linked[\(i)].body",
                    "Không có cơ quan “\(part.body)”: ghi police, competent hoặc mã đơn vị.",
                    "There is no body “\(part.body)”: write police, competent or a unit code.")
            }
        }
    }

    mutating func checkSources() {
        if procedure.sources.isEmpty {
            say("sources", "Phải nêu ít nhất một nguồn.", "At least one source must be named.")
        }
        for (i, source) in procedure.sources.enumerated() { requireText(source, "sources[\(i)]") }
        for key in ProcedureLint.confidenceKeys where procedure.confidence[key] == nil {
            say("confidence", "Thiếu độ tin cậy của “\(key)”.", "The confidence of “\(key)” is missing.")
        }
        let keys = ProcedureLint.confidenceKeys.joined(separator: ", ")
        for (key, letter) in procedure.confidence.sorted(by: { $0.key < $1.key }) {
            if !ProcedureLint.confidenceKeys.contains(key) {
                say(
                    "confidence.\(key)",
                    "Không có mục “\(key)”; các mục: \(keys).",
                    "There is no part “\(key)”; the parts are \(keys)."
                )
            }
            if !ProcedureLint.confidenceLetters.contains(letter) {
                say(
                    "confidence.\(key)", "“\(letter)” không phải A, B, C hoặc open.",
                    "“\(letter)” is not A, B, C or open.")
            }
        }
        if procedure.limits.contains(where: { $0.unit == .open }), let letter = procedure.confidence["limit"],
            letter != "open"
        {
            say(
                "confidence.limit", "Có thời hạn bỏ ngỏ thì độ tin cậy của thời hạn phải là open.",
                "Where a limit is open, the confidence of the limit must be open.")
        }
    }
}
