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
}
