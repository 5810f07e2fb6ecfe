// PortalSteps.swift: the steps of an imported definition, from the templates of docs/law.md §7.1.
//
// The portal tells its steps in prose. What comes out is the template of the field (T10, the internal
// permit, where no other fits), without budgets and always marked as guessed.

import Casework

extension PortalReading {
    mutating func steps() -> [Procedure.Step] {
        let field = VietnameseText.folded(record.field)
        let template = PortalReading.templates.first { field.contains($0.words) } ?? PortalReading.plain
        guess("các bước: mẫu \(template.name)")
        let steps =
            [("tiep-nhan", "Tiếp nhận, kiểm tra và số hóa hồ sơ", Procedure.StepKind.intake)]
            + template.middle
            + [("tra-ket-qua", "Trả kết quả", Procedure.StepKind.return)]
        return steps.map { id, name, kind in
            Procedure.Step(
                id: id, name: name, kind: kind, role: PortalReading.role(kind),
                body: kind == .intake || kind == .return ? "receiving" : "competent")
        }
    }

    private static func role(_ kind: Procedure.StepKind) -> Role {
        switch kind {
        case .intake, .return: .counter
        case .decide: .leader
        case .process, .verify, .pay, .issue: .officer
        }
    }

    private struct Template {
        /// In the folded name of the field.
        var words: String
        var name: String
        var middle: [(id: String, name: String, kind: Procedure.StepKind)]
    }

    private static let plain = Template(
        words: "", name: "T10",
        middle: [
            ("tham-dinh", "Thẩm định hồ sơ, kiểm tra thực tế khi cần", .verify),
            ("ky", "Ký kết quả", .decide),
            ("phat-hanh", "Vào số, đóng dấu, phát hành", .issue),
        ])

    private static let templates = [
        Template(
            words: "ho tich", name: "T1/T2",
            middle: [
                ("tham-tra", "Thẩm tra, xác minh khi cần", .verify),
                ("ghi-so", "Ghi sổ và phần mềm hộ tịch", .process),
                ("ky", "Ký giấy tờ hộ tịch", .decide),
                ("dong-dau", "In, đóng dấu, ký số và vào sổ", .issue),
            ]),
        Template(
            words: "chung thuc", name: "T3",
            middle: [
                ("doi-chieu", "Đối chiếu, ghi lời chứng", .process),
                ("ky", "Ký chứng thực", .decide),
                ("dong-dau", "Đóng dấu, ghi số, vào sổ", .issue),
            ]),
        Template(
            words: "dat dai", name: "T4",
            middle: [
                ("kiem-tra", "Kiểm tra, trích đo, xác nhận hiện trạng", .verify),
                ("nghia-vu", "Xác định nghĩa vụ tài chính", .process),
                ("ky", "Ký kết quả", .decide),
                ("cap-nhat", "Cập nhật hồ sơ địa chính, phát hành", .issue),
            ]),
        Template(
            words: "hoat dong xay dung", name: "T5",
            middle: [
                ("kiem-tra", "Kiểm tra hồ sơ và thực địa", .verify),
                ("du-thao", "Lấy ý kiến, dự thảo giấy phép", .process),
                ("ky", "Ký giấy phép", .decide),
                ("phat-hanh", "Đóng dấu, phát hành", .issue),
            ]),
        Template(
            words: "ho kinh doanh", name: "T6",
            middle: [
                ("kiem-tra", "Kiểm tra hồ sơ, lấy mã số từ hệ thống thuế", .process),
                ("ky", "Ký giấy chứng nhận", .decide),
                ("phat-hanh", "Cấp giấy, cập nhật dữ liệu", .issue),
            ]),
        Template(
            words: "giam ngheo", name: "T7",
            middle: [
                ("khao-sat", "Rà soát, khảo sát hộ", .verify),
                ("hop-dan", "Họp dân, niêm yết", .process),
                ("ky", "Ký quyết định công nhận", .decide),
                ("phat-hanh", "Phát hành, cập nhật danh sách", .issue),
            ]),
        Template(
            words: "cu tru", name: "T8",
            middle: [
                ("tham-tra", "Tra cứu dữ liệu, xác minh khi cần", .verify),
                ("ky", "Duyệt, ký thông báo", .decide),
                ("cap-nhat", "Cập nhật dữ liệu cư trú", .issue),
            ]),
        Template(
            words: "bao tro xa hoi", name: "T9",
            middle: [
                ("xet-duyet", "Xét duyệt, niêm yết khi có quy định", .verify),
                ("ky", "Ký quyết định", .decide),
                ("phat-hanh", "Phát hành, lập danh sách chi trả", .issue),
            ]),
    ]
}
