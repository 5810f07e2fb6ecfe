// Notices.swift: the problem notice, the lines of a reckoning, of fees, of a history.

import Casework
import Office

/// What was refused and where: at the top of the page, with a link to the field.
struct ProblemNotice {
    var refusal: Refusal?
    var target: String?
    init(_ refusal: Refusal?, target: String? = nil) {
        self.refusal = refusal
        self.target = target
    }
    var html: HTML {
        guard let refusal else { return "" }
        let words = Text(refusal.vi, refusal.en)
        let link: HTML? = target.map { " <a href=\"#\($0)\">\(Texts.Form.toField)</a>" }
        return "<div class=\"notice bad\" role=\"alert\"><p>\(words)\(link)</p></div>"
    }
}

extension HTML.StringInterpolation {
    mutating func appendInterpolation(_ notice: ProblemNotice) { appendInterpolation(notice.html) }
    mutating func appendInterpolation(_ pill: TimePill) { appendInterpolation(pill.html) }
    mutating func appendInterpolation(_ rail: StatusRail) { appendInterpolation(rail.html) }
    mutating func appendInterpolation(_ time: Instant) { appendInterpolation(time.html) }
    mutating func appendInterpolation(_ time: Instant?) { appendInterpolation(time?.html) }
}

enum Lines {
    static func good(_ words: Text?) -> HTML {
        guard let words else { return "" }
        return "<div class=\"notice good\" role=\"status\"><p>\(words)</p></div>"
    }

    static func reckoning(_ reckoning: Reckoning?) -> HTML {
        guard let reckoning, !reckoning.lines.isEmpty else { return "" }
        let items: [HTML] = reckoning.lines.map { "<li>\(Text($0.vi, $0.en))</li>\n" }
        return "<ol class=\"small\">\(items)</ol>"
    }

    static func fees(_ lines: [FeeLine]) -> HTML {
        guard !lines.isEmpty else { return "<p>\(Texts.Fee.none)</p>" }
        let items: [HTML] = lines.map { line in
            let amount: HTML = line.amount.map { "<b>\(Money.words($0))</b>" } ?? "<b>\(Texts.Fee.open)</b>"
            let exempt: HTML = line.exemption == nil ? "" : " <small>(\(Texts.Fee.exempt))</small>"
            let when = line.collect == .filing ? Texts.Fee.atFiling : Texts.Fee.atResult
            return "<li>\(line.name): \(amount)\(exempt) <small>\(when)</small></li>\n"
        }
        return "<ul class=\"check\">\(items)</ul>"
    }

    static func limit(_ limit: Procedure.Limit) -> Text {
        let n = limit.amount ?? 0
        switch limit.unit {
        case _ where limit.unit != .sameDay && limit.amount == nil: return Texts.Limit.open
        case .open: return Texts.Limit.open
        case .sameDay: return limit.cutoff.map { Texts.Limit.sameDay($0.description) } ?? Texts.Limit.day
        case .workingDay: return Text("\(n) ngày làm việc", "\(n) working day(s)")
        case .calendarDay: return Text("\(n) ngày", "\(n) calendar day(s)")
        case .workingHour: return Text("\(n) giờ làm việc", "\(n) working hour(s)")
        case .month: return Text("\(n) tháng", "\(n) month(s)")
        }
    }

    static func history(_ lines: [HistoryLine], names: [String: String]) -> HTML {
        let items: [HTML] = lines.reversed().map { line in
            let to: HTML? = line.to.map { " → \(names[$0] ?? $0)" }
            let actor: HTML = line.actor.isEmpty ? "" : " · \(line.actor)"
            let text: HTML? = line.text.map { "<br>“\($0)”" }
            return """
                <li><b>\(Text(line.vi, line.en))</b>\(to)\(text)<br>
                <small>\(line.at) · \(names[line.unit] ?? line.unit)\(actor)</small></li>

                """
        }
        return "<ol class=\"history\">\n\(items)</ol>"
    }
}
