// Person.swift: the people of a dossier and everything about them that must be sealed.
//
// Nothing in this file ever stands in an entry's `facts`. `PersonalData` is what one entry seals, split by person
// (`PersonSlot`), each under a key of its own, so that erasing one person leaves the other readable (docs/decisions/0003).

/// An applicant, or the person who authorised one (Form 01 of Circular 03/2025/TT-VPCP).
package struct Person: Codable, Hashable, Sendable {
    /// citizen, organisation.
    package var type: PersonType
    package var name: String
    /// 12-digit personal id, 9-digit old id, or an organisation's tax code.
    package var idNumber: String
    package var phone: String?
    package var email: String?
    package var address: String

    package init(
        type: PersonType, name: String, idNumber: String, phone: String?, email: String?, address: String
    ) {
        self.type = type
        self.name = name
        self.idNumber = idNumber
        self.phone = phone
        self.email = email
        self.address = address
    }
}

extension Person {
    /// Whether `typed` says the last four digits of this person's phone, the whole phone or the id number.
    package func isKnown(by typed: String) -> Bool {
        func digits(_ text: String) -> String {
            String(String.UnicodeScalarView(text.unicodeScalars.prefix(60).filter { ("0"..."9").contains($0) }))
        }
        let (given, number, phone) = (digits(typed), digits(idNumber), digits(phone ?? ""))
        if given.count >= 9, given == number { return true }
        guard phone.count >= 8 else { return false }
        return given == phone || given.count == 4 && phone.hasSuffix(given)
    }
}

package enum PersonType: String, Codable, CaseIterable, Hashable, Sendable { case citizen, organisation }

/// Whose key seals a part of the personal data.
package enum PersonSlot: UInt8, Codable, CaseIterable, Hashable, Sendable {
    case applicant = 0, authorised = 1
}

/// The personal data of one entry. Free text counts as personal: nobody can promise what stands in it.
package struct PersonalData: Codable, Hashable, Sendable {
    package var applicant: Person?
    package var authorised: Person?
    /// Contents of the form by field name, as validated text.
    package var form: [String: String]?
    /// Reason or note in words.
    package var text: String?
    /// Who took the result.
    package var recipient: String?
    /// Name and key of a paper's file.
    package var file: PaperSecret?

    package init(
        applicant: Person? = nil, authorised: Person? = nil, form: [String: String]? = nil,
        text: String? = nil, recipient: String? = nil, file: PaperSecret? = nil
    ) {
        self.applicant = applicant
        self.authorised = authorised
        self.form = form
        self.text = text
        self.recipient = recipient
        self.file = file
    }

    package var isEmpty: Bool { self == PersonalData() }

    /// What is sealed under `slot`'s key; nil when there is nothing.
    package func part(_ slot: PersonSlot) -> PersonalData? {
        var part = PersonalData()
        switch slot {
        case .applicant:
            part = self
            part.authorised = nil
        case .authorised: part.authorised = authorised
        }
        return part.isEmpty ? nil : part
    }

    /// What is left when some are erased; nil when nothing is.
    func without(_ erased: Set<PersonSlot>) -> PersonalData? {
        var left = PersonalData()
        for slot in PersonSlot.allCases where !erased.contains(slot) { if let part = part(slot) { left.merge(part) } }
        return left.isEmpty ? nil : left
    }

    package mutating func merge(_ other: PersonalData) {
        applicant = other.applicant ?? applicant
        authorised = other.authorised ?? authorised
        form = other.form ?? form
        text = other.text ?? text
        recipient = other.recipient ?? recipient
        file = other.file ?? file
    }
}
