// MessageValues.swift: what stands in the placeholders of a message, from the dossier as it is when the message leaves.

package import Casework

package enum MessageValues {
    /// Values by placeholder.
    package static func of(
        _ event: MessageEvent, _ d: Dossier, _ directory: Directory, baseURL: String,
        _ language: MessageLanguage
    ) throws -> [String: String] {
        let procedure = directory.procedure(d.intake.procedure, version: d.intake.procedureVersion)
        let unit = event == .ready || event == .rejected ? d.intake.pickUpUnit : d.custody.unit
        func name(_ code: String) -> String { directory.unit(code)?.name ?? code }
        var values = [
            "number": d.number, "procedure": procedure?.shortName ?? d.intake.procedure, "unit": name(unit),
            "link": link(d.number, baseURL),
        ]
        switch event {
        case .accepted, .rescheduled: values["until"] = d.clock.due.map(time)
        case .supplement:
            values["until"] = d.supplement.map { time($0.closeBy) }
            let papers = (d.supplement?.papers ?? []).map { id in
                procedure?.papers.first { $0.id == id }?.name ?? id
            }
            let fields = (d.supplement?.fields ?? []).map { id in
                procedure?.form.first { $0.name == id }?.title ?? id
            }
            values["papers"] = (papers + fields).joined(separator: "; ")
        case .payment: values["amount"] = money(d.outstanding)
        case .ready, .rejected: values["pickUp"] = pickUp(d, name(d.intake.pickUpUnit), language)
        case .posted: values["waybill"] = d.waybill ?? "–"
        case .refused, .withdrawn, .closed: break
        }
        return values
    }

    /// Where the applicant follows the dossier. The tracking code is not in it: whoever has it may act.
    package static func link(_ number: String, _ baseURL: String) -> String {
        "\(baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL)/tra-cuu?number=\(number)"
    }

    private static func time(_ t: Instant) -> String { "\(t.timeOfDay) \(t.date.vietnamese)" }

    private static func money(_ amount: Int) -> String {
        var digits = String(amount)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = String(digits.dropLast(3))
        }
        return ([digits] + groups).joined(separator: ".") + " đ"
    }

    private static func pickUp(_ d: Dossier, _ place: String, _ language: MessageLanguage) -> String {
        switch (d.intake.resultChannel, language) {
        case (.post, .vi): "sẽ gửi qua bưu chính"
        case (.post, .en): "it will be sent by post"
        case (.online, .vi): "nhận trực tuyến"
        case (.online, .en): "fetch it online"
        case (_, .vi): "mời đến nhận tại \(place)"
        case (_, .en): "please fetch it at \(place)"
        }
    }
}
