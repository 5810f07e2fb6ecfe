// SearchQuestion.swift: finding dossiers by what a person remembers: number, name, id number, phone, procedure.
//
// Words are folded (no diacritics, any case) and looked up in our own table of tokens, per unit, because a person may
// find only what the own unit has a hand in. Id and phone numbers are found by keyed hashes. The last word of a name
// may be a beginning.

package import Casework
package import Storage

package enum SearchQuestion {
    /// Dossiers of the caller's units by number, name, id number, phone or procedure; diacritics optional.
    package static func ask(
        _ text: String, caller: Caller, limit: Int, now: Instant, _ tx: any Transaction, _ office: Office
    ) throws -> [DossierLine] {
        let units = caller.grants.filter { [.counter, .officer, .leader].contains($0.role) }.map(\.unit)
        guard !units.isEmpty else { throw Refusal.noRight("tìm hồ sơ", "search dossiers", unit: "-") }
        let query = VietnameseText.plain(String(text.prefix(200)))
        var found: [DossierLine] = []
        for unit in Array(Set(units)).sorted() where found.count < limit {
            for number in try numbers(query, unit: unit, limit: limit, tx, office)
            where !found.contains(where: { $0.number == number }) {
                guard
                    let row = try tx.row(
                        "SELECT \(InboxQuestion.columns) FROM dossier d WHERE d.number = $1", [.text(number)])
                else { continue }
                var line = InboxQuestion.line(row, kind: "found", urgency: 0, now: now, office.directory)
                line.place = try ShelfQuestion.places([number], tx)[number]
                found.append(line)
            }
        }
        return Array(
            found.filter { line in
                caller.grants.contains {
                    units.contains($0.unit) && $0.covers(field: line.field, procedure: line.procedure)
                }
            }.prefix(limit))
    }

    private static func numbers(
        _ query: String, unit: String, limit: Int, _ tx: any Transaction, _ office: Office
    ) throws -> [String] {
        let upper = query.uppercased()
        if upper.contains("-"), upper.utf8.first.map({ (0x41...0x5A).contains($0) }) == true {
            return try beginning(upper, unit: unit, limit: limit, tx)
        }
        // Numbers of old systems have any form; without a digit it is none.
        if let old = OldNumber.typed(query) {
            let found = try beginning(old, unit: unit, limit: limit, tx)
            if !found.isEmpty { return found }
        }
        if query.contains("-"), query.utf8.count >= 7, query.utf8.allSatisfy({ (0x2D...0x39).contains($0) }),
            let agency = office.directory.unit(unit)?.agencyCode
        {
            // The end of a number, as people read it out: the unit's own code stands before it.
            return try numbers("\(agency)-\(query)", unit: unit, limit: limit, tx, office)
        }
        let digits = query.filter { !$0.isWhitespace && $0 != "." && $0 != "-" && $0 != "+" }
        if digits.utf8.count >= 8, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            let spellings = Set([digits, PhoneNumber.normalized(digits) ?? digits]).sorted()
            return try spellings.flatMap {
                try matching([office.keys.searchHash($0)], exact: true, unit: unit, limit: limit, tx)
            }
        }
        let people = try matching(VietnameseText.tokens(query), exact: false, unit: unit, limit: limit, tx)
        guard people.count < limit else { return people }
        return try people + byProcedure(query, unit: unit, limit: limit - people.count, tx, office)
    }

    private static func beginning(
        _ number: String, unit: String, limit: Int, _ tx: any Transaction
    ) throws -> [String] {
        try tx.rows(
            "SELECT number FROM dossier_unit WHERE unit = $1 AND number >= $2 AND number < $3 ORDER BY number LIMIT \(limit)",
            [.text(unit), .text(number), .text(number + "~")]
        ).map { $0.text(0) }
    }

    /// The latest that a unit received of the procedures with these words in code or name, at most ten of them.
    private static func byProcedure(
        _ query: String, unit: String, limit: Int, _ tx: any Transaction, _ office: Office
    ) throws -> [String] {
        guard query.utf8.count >= 3 else { return [] }
        let words = VietnameseText.folded(query).split(separator: " ")
        let codes = office.directory.procedureIndex.filter { _, folded in
            words.allSatisfy { (" " + folded).contains(" " + $0) }
        }.prefix(10).map(\.code)
        return try codes.flatMap { code in
            try tx.rows(
                """
                SELECT number FROM dossier WHERE receiving = $1 AND procedure = $2
                ORDER BY received_at DESC LIMIT \(limit)
                """, [.text(unit), .text(code)]
            ).map { $0.text(0) }
        }
    }

    /// How many different words a beginning may stand for; a shorter beginning finds those first in the alphabet.
    private static let endings = 60

    /// Numbers that carry every token. The rarest leads, newest first; the others are looked up.
    private static func matching(
        _ tokens: [String], exact: Bool, unit: String, limit: Int, _ tx: any Transaction
    ) throws -> [String] {
        var groups = tokens.map { [$0] }
        if !exact, let beginning = tokens.last { groups[groups.count - 1] = try words(beginning, unit, tx) }
        var counted: [(count: Int64, words: [String])] = []
        for words in groups {
            let count = try count(words, unit, tx)
            if count == 0 { return [] }
            counted.append((count, words))
        }
        counted.sort { $0.count < $1.count }
        guard let lead = counted.first?.words else { return [] }
        var arguments: [SQLValue] = [.text(unit)]
        func list(_ words: [String]) -> String {
            let places = words.map { word in
                arguments.append(.text(word))
                return "$\(arguments.count)"
            }
            return "(\(places.joined(separator: ", ")))"
        }
        var sql =
            "SELECT DISTINCT t.number FROM search_token t WHERE t.unit = $1 AND t.token IN \(list(lead))"
        for (_, words) in counted.dropFirst() {
            sql += """
                 AND EXISTS (SELECT 1 FROM search_token o
                 WHERE o.unit = $1 AND o.token IN \(list(words)) AND o.number = t.number)
                """
        }
        if lead.count == 1 { sql += " ORDER BY t.number DESC" }
        return try tx.rows(sql + " LIMIT \(limit)", arguments).map { $0.text(0) }
    }

    /// The words of a unit that begin so, found by hops along the index.
    private static func words(_ beginning: String, _ unit: String, _ tx: any Transaction) throws -> [String] {
        var words: [String] = []
        var from = beginning
        while words.count < endings,
            let word = try tx.row(
                "SELECT min(token) FROM search_token WHERE unit = $1 AND token >= $2 AND token < $3",
                [.text(unit), .text(from), .text(beginning + "~")])?.optionalText(0)
        {
            words.append(word)
            from = word + "!"
        }
        return words
    }

    /// How often words occur, counted no further than 2,000: enough to tell rare from common.
    private static func count(_ words: [String], _ unit: String, _ tx: any Transaction) throws -> Int64 {
        var sum: Int64 = 0
        for word in words where sum < 2000 {
            sum +=
                try tx.row(
                    """
                    SELECT count(*) FROM
                    (SELECT 1 FROM search_token WHERE unit = $1 AND token = $2 LIMIT 2000) AS c
                    """, [.text(unit), .text(word)])?.int(0) ?? 0
        }
        return sum
    }
}
