// ProcedureComparison.swift: what differs between two versions of a procedure, part by part, in words.
//
// Each definition becomes a list of statements with keys (`paper:don`, `fee:phi/-/online`); the keys of both are laid
// side by side, and what is not the same is a change. Order of the steps counts, order of anything else does not.

package enum ProcedureComparison {
    /// One part that differs: nil = it is not there.
    package struct Change: Hashable, Sendable {
        package var vi: String
        package var en: String
        package var old: String?
        package var new: String?
    }

    package static func changes(from old: Procedure, to new: Procedure) -> [Change] {
        let (before, after) = (statements(old), statements(new))
        var changes: [Change] = []
        for statement in before {
            let other = after.first { $0.key == statement.key }
            guard other?.words != statement.words else { continue }
            changes.append(
                Change(vi: statement.vi, en: statement.en, old: statement.words, new: other?.words))
        }
        for statement in after where !before.contains(where: { $0.key == statement.key }) {
            changes.append(Change(vi: statement.vi, en: statement.en, old: nil, new: statement.words))
        }
        return changes
    }

    /// Everything that a definition says, in the order of the file.
    package static func statements(_ p: Procedure) -> [Statement] {
        head(p) + limits(p) + papers(p) + form(p) + fees(p) + steps(p) + rest(p)
    }

    package struct Statement: Hashable, Sendable {
        package var key: String
        package var vi: String
        package var en: String
        package var words: String
        init(_ key: String, _ vi: String, _ en: String, _ words: String) {
            self.key = key
            self.vi = vi
            self.en = en
            self.words = words
        }
    }

    // MARK: parts

    private static func head(_ p: Procedure) -> [Statement] {
        [
            Statement("name", "Tên", "Name", p.name),
            Statement("shortName", "Tên ngắn", "Short name", p.shortName),
            Statement("field", "Lĩnh vực", "Field", p.field),
            Statement("competent", "Cơ quan giải quyết", "Decided by", p.competent),
            Statement(
                "nonTerritorial", "Phi địa giới", "Any centre", p.nonTerritorial ? "nộp ở mọi nơi" : "nộp ở nơi có thẩm quyền"),
            Statement("channels", "Cách nộp", "Ways", p.channels.map(\.rawValue).joined(separator: ", ")),
        ] + (p.validTo.map { [Statement("validTo", "Hết hiệu lực", "Valid to", $0.vietnamese)] } ?? [])
            + p.cases.map { Statement("case:\($0.id)", "Trường hợp", "Case", $0.name) }
    }

    private static func scope(_ id: String?, _ channel: Procedure.Channel?, _ p: Procedure) -> String {
        let name = id.map { id in p.cases.first { $0.id == id }?.name ?? id }
        let parts = [name, channel?.rawValue].compactMap { $0 }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    private static func limits(_ p: Procedure) -> [Statement] {
        p.limits.enumerated().map { index, limit in
            var words = limit.amount.map { "\($0) \(limit.unit.words)" } ?? limit.unit.words
            if let cutoff = limit.cutoff { words += ", nhận sau \(cutoff) tính ngày làm việc sau" }
            if let extra = limit.verificationExtra { words += ", thêm \(extra) ngày khi xác minh" }
            if let ground = limit.ground { words += ". Căn cứ: \(ground)" }
            let place = limit.case == nil && limit.channel == nil ? 0 : index
            let key = "limit:\(limit.case ?? "-")/\(limit.channel?.rawValue ?? "-")/\(place)"
            return Statement(
                key, "Thời hạn" + scope(limit.case, limit.channel, p),
                "Limit" + scope(limit.case, limit.channel, p), words)
        } + [
            Statement(
                "supplement", "Bổ sung", "Supplement",
                "\(p.supplement.clock == .restart ? "tính lại từ đầu" : "tạm dừng thời hạn"), tối đa \(p.supplement.max) lần, "
                    + "đóng sau \(p.supplement.closeAfterWorkingDays) ngày làm việc"),
            Statement(
                "opinion", "Lấy ý kiến", "Opinions",
                "trả lời trong \(p.opinion.replyWorkingDays) ngày làm việc\(p.opinion.suspends ? ", không tính vào thời hạn" : "")"),
        ]
    }

    private static func papers(_ p: Procedure) -> [Statement] {
        p.papers.map { paper in
            let cases = paper.cases.map { " (chỉ khi: \($0.joined(separator: ", ")))" } ?? ""
            return Statement(
                "paper:\(paper.id)", "Giấy tờ", "Paper",
                "\(paper.name): \(paper.required ? "bắt buộc" : "nếu có"), \(paper.kind.words), \(paper.originals) bản chính, "
                    + "\(paper.copies) bản sao\(cases)")
        }
    }

    private static func form(_ p: Procedure) -> [Statement] {
        p.form.map { field in
            let choices = field.choices.map { ": " + $0.map(\.label).joined(separator: " / ") } ?? ""
            return Statement(
                "form:\(field.name)", "Ô tờ khai", "Form field",
                "\(field.title) (\(field.type.rawValue)\(field.required ? ", bắt buộc" : ""))\(choices)")
        }
    }

    private static func fees(_ p: Procedure) -> [Statement] {
        p.fees.map { fee in
            Statement(
                "fee:\(fee.id)/\(fee.case ?? "-")/\(fee.channel?.rawValue ?? "-")",
                "Phí" + scope(fee.case, fee.channel, p), "Fee" + scope(fee.case, fee.channel, p), fee.words)
        }
    }

    private static func steps(_ p: Procedure) -> [Statement] {
        p.steps.enumerated().map { index, step in
            let budget = step.budgetMinutes.map { ", \($0) phút" } ?? ""
            return Statement(
                "step:\(step.id)", "Bước", "Step",
                "\(index + 1). \(step.name) (\(step.role.rawValue), \(step.body)\(budget))")
        }
    }

    private static func rest(_ p: Procedure) -> [Statement] {
        p.results.map { Statement("result:\($0.name)", "Kết quả", "Result", $0.name) }
            + p.linked.map { Statement("linked:\($0.id)", "Liên thông", "Linked", "\($0.name) (\($0.procedure), \($0.body))") }
            + p.sources.map { Statement("source:\($0)", "Căn cứ", "Source", $0) }
            + p.confidence.keys.sorted().map {
                Statement("confidence:\($0)", "Độ tin cậy: \($0)", "Confidence: \($0)", p.confidence[$0] ?? "")
            }
    }
}

extension Procedure.LimitUnit {
    /// `ngày làm việc`.
    package var words: String {
        switch self {
        case .workingDay: "ngày làm việc"
        case .calendarDay: "ngày"
        case .workingHour: "giờ làm việc"
        case .month: "tháng"
        case .sameDay: "trong ngày"
        case .open: "chưa có nguồn"
        }
    }
}

extension Procedure.PaperKind {
    package var words: String {
        switch self {
        case .form: "tờ khai"
        case .original: "nộp bản chính"
        case .copy: "nộp bản sao"
        case .shown: "xuất trình"
        case .lookup: "lấy từ dữ liệu"
        }
    }
}

extension Procedure.Fee {
    /// Name, rate, exemptions and ground in one line.
    package var words: String {
        let rate: String =
            switch rule {
            case .free: "miễn"
            case .council: amount.map { "\($0) đ (HĐND)" } ?? "theo mức của HĐND, chưa biết"
            case .fixed: amount.map { "\($0) đ" } ?? "chưa biết"
            case .each: "\(amount.map { "\($0) đ" } ?? "chưa biết") mỗi \(base ?? "bản")"
            case .tiered:
                (tiers ?? []).map { tier in
                    tier.upTo.map { "\(tier.each) đ đến \($0)" } ?? "\(tier.each) đ phần còn lại"
                }.joined(separator: ", ") + (cap.map { ", tối đa \($0) đ" } ?? "")
            }
        let free = (exemptions ?? []).map(\.label).joined(separator: ", ")
        return "\(name): \(rate)" + (free.isEmpty ? "" : "; miễn cho: \(free)")
            + (ground.map { ". Căn cứ: \($0)" } ?? "")
    }
}
