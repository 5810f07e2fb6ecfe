// RegisterUnit.swift: a unit that is new (a department's branch, a body that settles), or one that is called otherwise.
//
// A unit's codes stand in the numbers of its dossiers and are for ever (Circular 03/2025/TT-VPCP art. 13): only its name
// changes. A new unit takes the city's calendar and the usual hours; its people and rights follow by the same pages.

package import Casework

extension Work {
    /// Registers a new unit, in force today; its `receiverIndex` is the next that is free.
    package func registerUnit(
        code: String, name: String, kind: Unit.Kind, agencyCode: String, ground: String, by caller: Caller,
        command: String, now: Instant
    ) throws {
        try mayRegister(caller)
        let code = VietnameseText.plain(code)
        guard (2...40).contains(code.utf8.count), code.utf8.allSatisfy(Unit.isCodeByte) else {
            throw Refusal.badValue(
                "code", "Mã", vi: "gồm 2–40 chữ thường không dấu, chữ số, gạch nối",
                en: "2–40 lower-case ASCII letters, digits, hyphens")
        }
        guard house.unit(code) == nil else {
            throw Refusal.badValue("code", "Mã", vi: "đã có đơn vị mang mã này", en: "another unit has this code")
        }
        let agency = VietnameseText.plain(agencyCode).uppercased()
        guard DossierNumber.isAgencyCode(agency) else {
            throw Refusal.badValue(
                "agencyCode", "Mã định danh điện tử", vi: "cần dạng H29.12 hoặc H29.12.34", en: "like H29.12 or H29.12.34")
        }
        let all = house.unitCodes.compactMap { house.unit($0) }
        guard !all.contains(where: { $0.agencyCode == agency }) else {
            throw Refusal.badValue(
                "agencyCode", "Mã định danh điện tử", vi: "đã có đơn vị mang mã này", en: "another unit has this code")
        }
        let taken = Set(all.map(\.receiverIndex))
        guard let index = (1...999).first(where: { !taken.contains($0) }) else {
            throw Refusal(
                .conflict, "no-receiver-index", vi: "Đã đủ 999 đơn vị tiếp nhận; không thêm được nữa.",
                en: "There are 999 receiving units; no more can be added.")
        }
        var unit = Unit(
            code: code, name: try line("name", "Tên", name), kind: kind, agencyCode: agency, receiverIndex: index,
            hours: .standard, former: [], validFrom: now.date)
        unit.ground = try line("ground", "Căn cứ", ground)
        try record([.unitRegistered(unit)], in: Directory.city, by: caller.user, command: command, now: now)
        guard var adoption = house.adopted[Directory.city] else { return }
        adoption.unit = code
        try record([.calendarAdopted(adoption)], in: code, by: caller.user, command: command, now: now)
    }

    /// Calls a unit otherwise from now on; papers that were given keep the name they bear.
    package func renameUnit(
        _ code: String, to name: String, ground: String, by caller: Caller, command: String, now: Instant
    ) throws {
        try mayRegister(caller)
        guard var unit = house.unit(code) else { throw Refusal.unknownUnit(code) }
        let name = try line("name", "Tên", name)
        guard name != unit.name else {
            throw Refusal.badValue("name", "Tên", vi: "là tên đang dùng", en: "is the name in use")
        }
        unit.name = name
        unit.ground = try line("ground", "Căn cứ", ground)
        try record([.unitRegistered(unit)], in: Directory.city, by: caller.user, command: command, now: now)
    }

    private func mayRegister(_ caller: Caller) throws {
        guard caller.administersCity else {
            throw Refusal.noRight("ghi đơn vị", "register units", unit: Directory.city)
        }
    }

    private func line(_ field: String, _ title: String, _ typed: String) throws -> String {
        let text = try Field(field, title, .text, required: true).normalized(typed)
        guard !text.isEmpty else { throw Refusal.missing(field, title) }
        return text
    }
}

extension Unit {
    fileprivate static func isCodeByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
}
