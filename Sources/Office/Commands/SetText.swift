// SetText.swift: another wording of an editable text, from a moment on.

package import Casework

extension Work {
    /// Sets a wording in the city's ledger. Placeholders are checked.
    package func setText(_ fact: TextSet, by caller: Caller, command: String, now: Instant) throws {
        guard caller.administersCity else {
            throw Refusal.noRight("sửa văn bản mẫu", "change texts", unit: Directory.city)
        }
        guard let text = EditableTexts.named(fact.key), EditableText.languages.contains(fact.language) else {
            throw Refusal(
                .notFound, "unknown-text", field: "key", vi: "Không có văn bản mẫu “\(fact.key)”.",
                en: "There is no text “\(fact.key)”.")
        }
        guard fact.text.unicodeScalars.count <= text.limit else {
            throw Refusal.tooLong("text", "Nội dung", limit: text.limit)
        }
        if let problem = text.problem(fact.text) { throw problem }
        guard fact.from >= now.adding(minutes: -2) else {
            throw Refusal.badValue(
                "from", "Có hiệu lực từ", vi: "không được ở quá khứ", en: "it must not lie in the past")
        }
        try record([.textSet(fact)], in: Directory.city, by: caller.user, command: command, now: now)
    }
}
