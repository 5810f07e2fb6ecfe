// PersonLine.swift: who somebody is, in one line: name first, then number, telephone, address, each only where it is known.

import Casework

struct PersonLine {
    var person: Person
    /// A door to this person's other dossiers.
    var earlier: (Text, String)?

    var html: HTML {
        let phone: HTML? = person.phone.map { " · \($0)" }
        let door: HTML? = earlier.map { " · <a href=\"\($0.1)\">\($0.0)</a>" }
        return """
            <p class="person"><b>\(person.name)</b><br>
            <small>\(PersonLine.spaced(person.idNumber))\(phone) · \(person.address)\(door)</small></p>
            """
    }

    /// `079190012345` → `079 190 012 345`.
    static func spaced(_ number: String) -> String {
        let digits = Array(number)
        guard digits.count == 12 || digits.count == 9 else { return number }
        return stride(from: 0, to: digits.count, by: 3).map { String(digits[$0..<($0 + 3)]) }
            .joined(separator: " ")
    }
}
