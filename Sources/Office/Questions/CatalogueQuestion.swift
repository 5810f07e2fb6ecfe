// CatalogueQuestion.swift: finding a procedure by what people call it: any words, any case, diacritics optional.

package import Casework

package enum CatalogueQuestion {
    /// Procedures in force on `date` whose code or names hold every word of `text` (beginnings of words count), by code.
    package static func find(
        _ text: String?, field: String?, on date: CivilDate, _ directory: Directory
    ) -> [Procedure] {
        let words = VietnameseText.folded(String((text ?? "").prefix(200))).split(separator: " ")
        return directory.procedureIndex.compactMap { code, folded in
            let haystack = " " + folded
            guard words.allSatisfy({ haystack.contains(" " + $0) }) || folded.hasPrefix(text ?? "-") else {
                return nil
            }
            guard let procedure = directory.procedure(code, on: date),
                field == nil || procedure.field == field
            else { return nil }
            return procedure
        }
    }

    /// Procedures in force on `date` for what somebody has in mind, best first: their own words, marks optional, a letter
    /// wrong. Without a text: all of them, those that are often asked for first, then by name.
    /// - Parameters:
    ///   - limit: of what is found for a text, after `isWanted`.
    ///   - isWanted: leaves out the others.
    package static func ranked(
        _ text: String, on date: CivilDate, _ directory: Directory, limit: Int = 20, where isWanted: (Procedure) -> Bool = { _ in true }
    ) -> [Procedure] {
        if VietnameseText.folded(text).isEmpty {
            return directory.procedureCodes.compactMap { directory.procedure($0, on: date) }.filter(isWanted).sorted { a, b in
                let often = [a, b].map { directory.words[$0.code]?.isOften ?? false }
                if often[0] != often[1] { return often[0] }
                return VietnameseText.sortKey(a.shortName) < VietnameseText.sortKey(b.shortName)
            }
        }
        let found = directory.finder.find(text, limit: .max).compactMap { directory.procedure($0.code, on: date) }
        return Array(found.lazy.filter(isWanted).prefix(limit))
    }
}
