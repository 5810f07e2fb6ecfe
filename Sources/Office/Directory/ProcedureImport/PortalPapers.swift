// PortalPapers.swift: the papers of a dossier out of the portal's groups of items.
//
// The portal's items are prose: papers, conditions and advice stand side by side. An item without originals
// or copies that begins like advice is left out; the flag `required` is taken as it stands (in 2026 it is
// never set).

import Casework

extension PortalReading {
    /// Papers with the letter of confidence.
    mutating func papers() -> ([Procedure.PaperRequirement], String) {
        var papers: [Procedure.PaperRequirement] = []
        for group in record.dossier ?? [] {
            let title = PortalReading.clean(group.group)
            let folded = VietnameseText.folded(title)
            let isAdvice = folded.hasPrefix("luu y")
            for item in group.items {
                let name = PortalReading.withoutBullet(PortalReading.clean(item.name))
                if name.isEmpty || isAdvice || PortalReading.isAdvice(item, name) {
                    leave("ghi chú trong thành phần hồ sơ")
                    continue
                }
                let kind = kind(item, name, group: folded)
                papers.append(
                    Procedure.PaperRequirement(
                        id: id(item, taken: papers.map(\.id)), name: named(name, group: title, folded),
                        required: item.required ?? false, kind: kind, originals: max(0, item.originals ?? 0),
                        copies: max(0, item.copies ?? 0),
                        code: PortalReading.clean(item.code).isEmpty ? nil : PortalReading.clean(item.code)))
            }
        }
        if papers.isEmpty {
            leave("thành phần hồ sơ: bản ghi không nêu")
            return (papers, "open")
        }
        take("thành phần hồ sơ")
        if !papers.contains(where: \.required) {
            leave("giấy tờ bắt buộc: cổng không đánh dấu, cán bộ tự kiểm tra")
        }
        return (papers, "A")
    }

    private mutating func kind(
        _ item: PortalRecord.Item, _ name: String, group: String
    )
        -> Procedure.PaperKind
    {
        let folded = VietnameseText.folded(name)
        if item.e_form == true { return .form }
        if group.contains("xuat trinh") { return .shown }
        if PortalReading.formWords.contains(where: { folded.hasPrefix($0) }) {
            guess("giấy tờ là tờ khai: đoán theo tên")
            return .form
        }
        if (item.originals ?? 0) > 0 { return .original }
        if (item.copies ?? 0) > 0 { return .copy }
        guess("giấy tờ không ghi số bản: đặt là bản chính")
        return .original
    }
    private static let formWords = [
        "to khai", "don ", "giay de nghi", "phieu de nghi", "van ban de nghi", "phieu khai", "mau ",
    ]

    /// The last part of the national code of the paper, made unique.
    private func id(_ item: PortalRecord.Item, taken: [String]) -> String {
        let last = (item.code ?? "").split(separator: "-").last.map(String.init) ?? ""
        let folded = VietnameseText.folded(last).split(separator: " ").joined(separator: "-")
        let base = folded.isEmpty ? "giay-to" : folded
        guard taken.contains(base) else { return base }
        var n = 2
        while taken.contains("\(base)-\(n)") { n += 1 }
        return "\(base)-\(n)"
    }

    /// A group that is a condition goes into the name; headings such as “Giấy tờ phải nộp” do not.
    private func named(_ name: String, group: String, _ folded: String) -> String {
        let heading = [
            "giay to phai nop", "giay to phai xuat trinh", "thanh phan ho so", "ho so gom", "xuat trinh",
        ]
        guard !folded.isEmpty, !heading.contains(where: { folded.hasPrefix($0) }) else { return name }
        let condition = PortalReading.withoutBullet(group)
        let plain = condition.hasSuffix(":") ? String(condition.dropLast()) : condition
        return PortalReading.clean("\(PortalReading.clipped(plain, 160)): \(name)")
    }

    private static func isAdvice(_ item: PortalRecord.Item, _ name: String) -> Bool {
        guard (item.originals ?? 0) == 0, (item.copies ?? 0) == 0, item.e_form != true else { return false }
        let folded = VietnameseText.folded(name)
        return adviceWords.contains { folded.hasPrefix($0) }
    }
    private static let adviceWords = [
        "luu y", "ghi chu", "truong hop", "trong truong hop", "doi voi", "nguoi yeu cau", "ca nhan co quyen",
        "co quan",
        "khi ", "viec ", "nguoi co yeu cau", "khong quy dinh", "khong co", "khong yeu cau", "so luong",
        "thanh phan",
    ]

    static func withoutBullet(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, "-+*•–".contains(first) || first == " " { rest = rest.dropFirst() }
        return clean(String(rest))
    }
}
