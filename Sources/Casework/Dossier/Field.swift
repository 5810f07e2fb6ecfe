// Field.swift: one input field of an action, and the checking of what was typed into it.
//
// An action names its fields once; the JSON API, the HTML pages and the outside script all live from that list.
// `validate` is the single gate: unknown names, missing values, wrong types and over-long text are refused with
// words, everything that passes is NFC and trimmed, free text otherwise as it was typed (decision 0017).

/// A field as the contract shows it: `{name, title, type, required, choices?, suggested?}`.
package struct Field: Hashable, Sendable {
    package var name: String
    package var title: String
    package var type: Procedure.FieldType
    package var required: Bool
    package var choices: [Procedure.Choice]?
    /// A valid value, where there is a sensible one.
    package var suggested: String?
    /// Another field that makes this one dispensable when it is filled.
    package var unless: String?

    package init(
        _ name: String, _ title: String, _ type: Procedure.FieldType, required: Bool = false,
        choices: [Procedure.Choice]? = nil, suggested: String? = nil
    ) {
        self.name = name
        self.title = title
        self.type = type
        self.required = required
        self.choices = choices
        self.suggested = suggested
    }

    /// Most characters a value may have: 200 for a line, 4,000 for a text.
    package var limit: Int { type == .longText ? 4000 : type == .multiChoice || type == .paper ? 2000 : 200 }
}

/// What was typed, by field name; several values are joined by `,` (multiChoice, paper).
package struct ActionInput: Hashable, Sendable {
    package private(set) var values: [String: String]

    package init(_ values: [String: String]) { self.values = values }

    package subscript(_ name: String) -> String? { values[name] }
    package func list(_ name: String) -> [String] {
        (values[name] ?? "").split(separator: ",").map(String.init)
    }
    package func flag(_ name: String) -> Bool { values[name] == "true" }
    package func integer(_ name: String) -> Int? { values[name].flatMap { Int($0) } }
    package func instant(_ name: String) -> Instant? { values[name].flatMap { Instant($0) } }

    /// `reason` and `note` stand for each other where an action takes only one of them.
    package func speaking(_ fields: [Field]) -> ActionInput {
        func takes(_ name: String) -> Bool { fields.contains { $0.name == name } }
        var values = values
        for (said, meant) in [("reason", "note"), ("note", "reason")] where !takes(said) && takes(meant) {
            guard let text = values.removeValue(forKey: said) else { continue }
            values[meant] = values[meant] ?? text
        }
        return ActionInput(values)
    }

    /// Checks `self` against `fields`.
    /// - Returns: the input with every value normalised; empty values dropped.
    package func validated(against fields: [Field]) throws(Refusal) -> ActionInput {
        var checked: [String: String] = [:]
        for name in values.keys.sorted() where !fields.contains(where: { $0.name == name }) {
            throw .unknownField(name)
        }
        for field in fields {
            guard let raw = values[field.name], !raw.isEmpty else {
                let spared = field.unless.map { !(values[$0] ?? "").isEmpty } ?? false
                if field.required && !spared { throw .missing(field.name, field.title) }
                continue
            }
            let value = try field.normalized(raw)
            if value.isEmpty && field.required { throw .missing(field.name, field.title) }
            if !value.isEmpty { checked[field.name] = value }
        }
        return ActionInput(checked)
    }
}

extension Field {
    /// The value in its stored form, or why it is none.
    package func normalized(_ raw: String) throws(Refusal) -> String {
        guard raw.utf8.count <= limit * 12, raw.unicodeScalars.count <= limit * 3 else {
            throw .tooLong(name, title, limit: limit)
        }
        let typed = VietnameseText.normalized(raw, long: type == .longText)
        let plain = VietnameseText.plain(raw)
        let value = type.isFreeText && !plain.isEmpty ? typed : plain
        guard value.unicodeScalars.count <= limit else { throw .tooLong(name, title, limit: limit) }
        if value.isEmpty { return value }
        switch type {
        case .text, .longText, .user, .unit: return value
        case .integer, .money: return try integer(value)
        case .boolean:
            guard value == "true" || value == "false" else {
                throw bad("chọn có hoặc không", "say true or false")
            }
            return value
        case .date:
            guard CivilDate(value) != nil else {
                throw bad("cần ngày có thật dạng NNNN-TT-NN", "a real date YYYY-MM-DD is needed")
            }
            return value
        case .dateTime:
            guard let time = Instant(value) else {
                throw bad(
                    "cần ngày giờ có thật dạng 2026-11-23T15:00:00+07:00", "a real ISO 8601 time is needed")
            }
            return time.description
        case .choice: return try chosen([value])
        case .multiChoice, .paper:
            return try chosen(value.split(separator: ",").map { VietnameseText.plain(String($0)) })
        case .idNumber: return try identity(value)
        case .phone:
            guard let phone = PhoneNumber.normalized(value) else {
                throw bad("số điện thoại gồm 10–11 chữ số, bắt đầu bằng 0", "10–11 digits beginning with 0")
            }
            return phone
        }
    }

    private func integer(_ value: String) throws(Refusal) -> String {
        guard let number = Int64(value), number >= 0, number <= 1_000_000_000_000 else {
            throw bad("cần một số nguyên không âm", "a whole number, not negative, is needed")
        }
        return String(number)
    }
    private func chosen(_ picked: [String]) throws(Refusal) -> String {
        for one in picked where choices?.contains(where: { $0.value == one }) == false {
            throw bad("không có lựa chọn “\(one)”", "there is no choice “\(one)”")
        }
        return picked.joined(separator: ",")
    }
    private func identity(_ value: String) throws(Refusal) -> String {
        let plain = value.filter { $0 != " " && $0 != "." && $0 != "-" }
        guard plain.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            [9, 10, 12, 13].contains(plain.utf8.count)
        else {
            throw bad(
                "số định danh gồm 12 chữ số (hoặc CMND 9 số, mã số thuế 10/13 số)",
                "12 digits (or 9 of an old card, 10 or 13 of a tax code)")
        }
        return plain
    }
    private func bad(_ vi: String, _ en: String) -> Refusal { .badValue(name, title, vi: vi, en: en) }
}
