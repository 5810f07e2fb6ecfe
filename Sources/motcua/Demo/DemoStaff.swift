// DemoStaff.swift: the people of Bình Tiên (27373), where the demo is most alive: more hands than one per role, rights by
// field, and names with every tone and mark that a screen must show well. All of them are invented.

import Casework
import Office

enum DemoStaff {
    struct Member {
        var login: String
        var name: String
        var role: Role
        /// Groups of fields (Reference/fields.yaml); nil = every field.
        var groups: [String]?
    }

    static let unit = "27373"

    static let members = [
        Member(login: "counter2@27373", name: "Phạm Hoàng Ễnh (Quầy 2)", role: .counter, groups: nil),
        Member(
            login: "counter3@27373", name: "Đặng Thị Ngọc Ộp (Quầy 3)", role: .counter,
            groups: ["certification", "civil-status"]),
        Member(
            login: "hotich@27373", name: "Nguyễn Thị Ánh Tuyết (Hộ tịch)", role: .officer,
            groups: ["civil-status", "residence"]),
        Member(
            login: "chungthuc@27373", name: "Trần Ngọc Ửng (Chứng thực)", role: .officer, groups: ["certification"]),
        Member(
            login: "kinhte@27373", name: "Lê Quốc Khánh (Kinh tế, Hạ tầng và Đô thị)", role: .officer,
            groups: ["business", "land", "construction"]),
        Member(login: "xahoi@27373", name: "Bùi Mỹ Hạnh (Văn hóa – Xã hội)", role: .officer, groups: ["social", "other"]),
        Member(login: "leader2@27373", name: "Võ Thị Kỷ Nguyệt (Phó Giám đốc)", role: .leader, groups: nil),
    ]

    /// Who handles a field at Bình Tiên; nil where nobody in particular does.
    static func officer(for field: String, _ directory: Directory) -> String? {
        let group = directory.fields[field]?.group ?? "other"
        return members.first { $0.role == .officer && $0.groups?.contains(group) == true }?.login
    }

    static func make(_ work: Work, passwordHash: String, now: Instant) throws -> [(String, String)] {
        for member in members {
            let fields = member.groups.map { groups in
                work.directory.fields.values.filter { groups.contains($0.group) }.map(\.id).sorted()
            }
            try work.addAccount(
                login: member.login, name: member.name, passwordHash: passwordHash, demo: true,
                grants: [Grant(role: member.role, unit: unit, fields: fields, from: now)], now: now)
        }
        return members.map { ($0.login, $0.name) }
    }
}
