// EditableTexts.swift: the texts that administrators may reword, each with what it may name and how it reads at first.
//
// A placeholder stands in braces: `{soHoSo}`. A wording that names anything else, or leaves a brace open, is refused
// when it is saved, so that nothing half-filled ever reaches a citizen. Other rooms of the house add their texts to
// `all`; the wording in force is `Directory.wording`.

package import Casework

package struct EditableText: Sendable {
    package struct Placeholder: Sendable {
        package var name: String
        package var vi, en: String
        /// What the preview puts in its place.
        package var sample: String
        package init(_ name: String, _ vi: String, _ en: String, sample: String) {
            self.name = name
            self.vi = vi
            self.en = en
            self.sample = sample
        }
    }
    package var key: String
    /// What it is for.
    package var vi, en: String
    /// First wording by language; an empty one shows nothing.
    package var first: [String: String]
    package var placeholders: [Placeholder]
    /// Most characters of a wording.
    package var limit: Int
    /// Placeholders that must be there.
    package var needed: [String] = []

    package init(
        _ key: String, vi: String, en: String, first: [String: String], placeholders: [Placeholder] = [],
        limit: Int = 2000
    ) {
        self.key = key
        self.vi = vi
        self.en = en
        self.first = first
        self.placeholders = placeholders
        self.limit = limit
    }

    package static let languages = ["vi", "en"]
}

package enum EditableTexts {
    package static let all: [EditableText] = notices + messages

    package static func named(_ key: String) -> EditableText? { all.first { $0.key == key } }

    /// Notices that stand on pages.
    static let notices: [EditableText] = [
        EditableText(
            "notice.login", vi: "Thông báo ở trang đăng nhập của cán bộ", en: "Notice on the staff log-in page",
            first: ["vi": "", "en": ""], limit: 500),
        EditableText(
            "notice.leader", vi: "Dòng nhắc ở trang lãnh đạo và bản giao ban",
            en: "Reminder on the leader's page and the morning paper",
            first: ["vi": "", "en": ""],
            placeholders: [
                .init("donVi", "tên đơn vị", "name of the unit", sample: "Phường Bình Tiên"),
                .init("ngay", "ngày hôm nay", "today's date", sample: "24/11/2026"),
            ], limit: 500),
    ]
}

extension EditableTexts {
    /// What applicants are told, by event and way: `message.supplement.phone`, of an e-mail also `….email.subject`.
    static let messages: [EditableText] = MessageEvent.allCases.flatMap { event in
        MessageChannel.allCases.flatMap { channel in message(event, channel) }
    }

    private static func message(_ event: MessageEvent, _ channel: MessageChannel) -> [EditableText] {
        let key = "message.\(event.rawValue).\(channel.rawValue)"
        let standard = { (language: MessageLanguage) in MessageText.standard(.init(event, channel, language)) }
        let placeholders = MessageText.placeholders(event).map {
            EditableText.Placeholder($0.name, $0.name, $0.name, sample: $0.example)
        }
        var body = EditableText(
            key, vi: "Tin nhắn “\(event.vi)”, \(channel.words.vi)", en: "Message “\(event.en)”, \(channel.words.en)",
            first: ["vi": standard(.vi).body, "en": standard(.en).body], placeholders: placeholders,
            limit: channel == .phone ? MessageText.phoneLimit : MessageText.bodyLimit)
        body.needed = MessageText.needed(event)
        guard channel == .email else { return [body] }
        let subject = EditableText(
            key + ".subject", vi: "Tiêu đề thư “\(event.vi)”", en: "Subject of the mail “\(event.en)”",
            first: ["vi": standard(.vi).subject ?? "", "en": standard(.en).subject ?? ""], placeholders: placeholders,
            limit: MessageText.subjectLimit)
        return [body, subject]
    }
}

extension MessageChannel {
    fileprivate var words: (vi: String, en: String) {
        self == .phone ? ("điện thoại", "telephone") : ("thư điện tử", "e-mail")
    }
}

extension EditableText {
    /// What is wrong with a wording; nil = nothing.
    package func problem(_ text: String) -> Refusal? {
        let known = Set(placeholders.map(\.name))
        var rest = text[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
                return .badValue(
                    "text", "Nội dung", vi: "dấu ngoặc { } không thành cặp", en: "a brace { } stands alone")
            }
            let name = String(rest[rest.index(after: brace)..<end])
            guard known.contains(name) else {
                let names = placeholders.map { "{\($0.name)}" }.joined(separator: ", ")
                return .badValue(
                    "text", "Nội dung",
                    vi: "không có chỗ điền {\(name)}; dùng được: \(names.isEmpty ? "không có" : names)",
                    en: "there is no placeholder {\(name)}; there are: \(names.isEmpty ? "none" : names)")
            }
            rest = rest[rest.index(after: end)...]
        }
        guard let missing = needed.first(where: { !text.contains("{\($0)}") }) else { return nil }
        return .badValue(
            "text", "Nội dung", vi: "cần có {\(missing)} để người nhận biết hồ sơ nào và làm gì",
            en: "it must contain {\(missing)}, so that its reader knows which dossier and what to do")
    }

    /// The wording with its placeholders filled; a value may hold braces of its own.
    package static func filled(_ text: String, _ values: [String: String]) -> String {
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let end = rest[open...].firstIndex(of: "}") {
            out += rest[..<open] + (values[String(rest[rest.index(after: open)..<end])] ?? "")
            rest = rest[rest.index(after: end)...]
        }
        return out + rest
    }

    package var samples: [String: String] {
        Dictionary(placeholders.map { ($0.name, $0.sample) }) { first, _ in first }
    }
}

extension Directory {
    /// The words in force for a message.
    package func messageText(_ key: MessageTextKey, at now: Instant) -> MessageText {
        let (place, language) = ("message.\(key.event.rawValue).\(key.channel.rawValue)", key.language.rawValue)
        var text = MessageText.standard(key)
        if let body = self.text(place, language, at: now), !body.isEmpty { text.body = body }
        if let subject = self.text(place + ".subject", language, at: now), !subject.isEmpty { text.subject = subject }
        return text
    }

    /// The wording in force: the administrators' own, or the first one.
    package func wording(_ text: EditableText, _ language: String, at now: Instant) -> String {
        self.text(text.key, language, at: now) ?? text.first[language] ?? ""
    }
}
