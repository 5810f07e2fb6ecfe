// MessageText.swift: the words of a message: a template with `{placeholders}`, checked when it is saved.
//
// A template says only what its recipient needs: number, what to do, until when, where to look. Names, ids, reasons
// and form contents have no placeholder, so they cannot get into a message. Defaults: MessageText+Defaults.swift.

/// Words for one event, one way and one language.
package struct MessageText: Codable, Hashable, Sendable {
    /// Of an e-mail; nil for telephones.
    package var subject: String?
    package var body: String
    package init(subject: String? = nil, body: String) {
        self.subject = subject
        self.body = body
    }
}

/// Which of the texts.
package struct MessageTextKey: Hashable, Sendable {
    package var event: MessageEvent
    package var channel: MessageChannel
    package var language: MessageLanguage
    package init(_ event: MessageEvent, _ channel: MessageChannel, _ language: MessageLanguage) {
        self.event = event
        self.channel = channel
        self.language = language
    }
    /// `supplement.phone.vi`.
    package var id: String { "\(event.rawValue).\(channel.rawValue).\(language.rawValue)" }

    package static let all: [MessageTextKey] = MessageEvent.allCases.flatMap { event in
        MessageChannel.allCases.flatMap { channel in
            MessageLanguage.allCases.map { MessageTextKey(event, channel, $0) }
        }
    }
}

extension MessageText {
    /// What a text of `event` may name, with an example of each.
    package static func placeholders(_ event: MessageEvent) -> [(name: String, example: String)] {
        var all = [
            ("number", "H29.273.73-261124-0001"), ("procedure", "Chứng thực bản sao"),
            ("unit", "Phường Bình Tiên"), ("link", "https://motcua.example/tra-cuu?number=H29.273.73-261124-0001"),
        ]
        switch event {
        case .accepted, .rescheduled: all.append(("until", "17:00 25/11/2026"))
        case .supplement: all += [("until", "17:00 25/11/2026"), ("papers", "Tờ khai; Bản chính giấy tờ")]
        case .payment: all.append(("amount", "150.000 đ"))
        case .ready, .rejected: all.append(("pickUp", "nhận tại Phường Bình Tiên"))
        case .posted: all.append(("waybill", "VN123456789"))
        case .refused, .withdrawn, .closed: break
        }
        return all
    }

    /// What a text of `event` must name, so that its reader knows what it is about and where to look.
    package static func needed(_ event: MessageEvent) -> [String] {
        switch event {
        case .supplement, .rescheduled: ["number", "until", "link"]
        default: ["number", "link"]
        }
    }

    package static let bodyLimit = 4000
    /// Seven SMS of Vietnamese text; a gateway that charges by the part should be spared more.
    package static let phoneLimit = 480
    package static let subjectLimit = 150

    /// The text in its stored form.
    /// - Throws: a refusal that names the unknown, unclosed or missing placeholder.
    package func checked(for key: MessageTextKey) throws(Refusal) -> MessageText {
        let limit = key.channel == .phone ? MessageText.phoneLimit : MessageText.bodyLimit
        let body = try MessageText.plain(self.body, "body", "Nội dung", limit: limit, long: true)
        guard !body.isEmpty else { throw .missing("body", "Nội dung") }
        try MessageText.check(body, key.event, field: "body", title: "Nội dung")
        let named = MessageText.names(in: body)
        for name in MessageText.needed(key.event) where !named.contains(name) {
            throw .badValue(
                "body", "Nội dung", vi: "cần có {\(name)} để người nhận biết hồ sơ nào và làm gì",
                en: "it must contain {\(name)}, so that its reader knows which dossier and what to do")
        }
        guard key.channel == .email else { return MessageText(body: body) }
        let subject = try MessageText.plain(
            self.subject ?? "", "subject", "Tiêu đề", limit: MessageText.subjectLimit, long: false)
        guard !subject.isEmpty else { throw .missing("subject", "Tiêu đề") }
        try MessageText.check(subject, key.event, field: "subject", title: "Tiêu đề")
        return MessageText(subject: subject, body: body)
    }

    private static func plain(
        _ raw: String, _ field: String, _ title: String, limit: Int, long: Bool
    ) throws(Refusal) -> String {
        guard raw.utf8.count <= limit * 12 else { throw .tooLong(field, title, limit: limit) }
        let text = VietnameseText.normalized(raw, long: long)
        guard text.unicodeScalars.count <= limit else { throw .tooLong(field, title, limit: limit) }
        return text
    }

    private static func check(
        _ text: String, _ event: MessageEvent, field: String, title: String
    ) throws(Refusal) {
        guard let names = pieces(text)?.compactMap(\.name) else {
            throw .badValue(
                field, title, vi: "dấu { và } phải đi thành cặp quanh tên chỗ điền",
                en: "{ and } stand in pairs around a placeholder's name")
        }
        let known = placeholders(event).map(\.name)
        for name in names where !known.contains(name) {
            let list = known.map { "{\($0)}" }.joined(separator: ", ")
            throw .badValue(
                field, title, vi: "không có chỗ điền {\(name)}; có: \(list)",
                en: "there is no placeholder {\(name)}; there are: \(list)")
        }
    }

    // MARK: filling in

    /// The text with its placeholders filled; an unknown one stays empty.
    package func filled(_ values: [String: String]) -> MessageText {
        func fill(_ text: String) -> String {
            (MessageText.pieces(text) ?? [.init(text: text, name: nil)]).map { piece in
                piece.name.map { values[$0] ?? "" } ?? piece.text
            }.joined()
        }
        return MessageText(subject: subject.map(fill), body: fill(body))
    }

    private struct Piece {
        var text: String
        var name: String?
    }

    private static func names(in text: String) -> [String] { (pieces(text) ?? []).compactMap(\.name) }

    /// Text and placeholders in turn; nil when braces do not match.
    private static func pieces(_ text: String) -> [Piece]? {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else { return nil }
            let name = rest[rest.index(after: open)..<close]
            guard !name.contains("{") else { return nil }
            pieces.append(Piece(text: String(rest[..<open]), name: nil))
            pieces.append(Piece(text: "", name: String(name)))
            rest = rest[rest.index(after: close)...]
        }
        pieces.append(Piece(text: String(rest), name: nil))
        return pieces
    }
}
