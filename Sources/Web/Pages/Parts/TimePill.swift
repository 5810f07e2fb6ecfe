// TimePill.swift: how much legal time is left, as words, a colour and a shape.
//
// Working minutes are told in working days of 480 minutes: “còn 1 ngày 3 giờ”, “quá hạn 2 ngày”. Shapes: triangle =
// overdue, square = today, diamond = within a working day, disc = later, arrow = on its way, bars = the clock stands.

import Casework
import Office

struct TimePill {
    enum Kind: String { case late, today, near, fine, move, wait }
    var kind: Kind
    var words: Text

    /// What stands first in a line of the inbox and on a dossier's page.
    init(state: DossierState, remaining: Int?, due: Instant?, now: Instant) {
        switch state {
        case .awaitingSupplement, .awaitingPayment, .suspended:
            self.init(.wait, Texts.Time.waiting(state))
        case .ready, .rejected: self.init(.move, Texts.Time.toReturn)
        case .returned, .refused, .withdrawn, .closed: self.init(.wait, Text(state.vietnamese, state.english))
        default: self.init(remaining: remaining, due: due, now: now)
        }
    }

    init(remaining: Int?, due: Instant?, now: Instant) {
        guard let remaining, let due else {
            self.init(.wait, Texts.Time.noDue)
            return
        }
        let isLate = now > due
        let kind: Kind =
            isLate ? .late : due.date == now.date ? .today : remaining <= TimePill.day ? .near : .fine
        self.init(
            kind,
            isLate
                ? remaining == 0 ? Texts.Time.justOverdue : Texts.Time.overdue(TimePill.span(-remaining))
                : Texts.Time.left(TimePill.span(remaining, inHours: due.date == now.date))
        )
    }

    /// The applicant has sent what was asked for.
    static var supplied: TimePill { TimePill(.today, Texts.Time.supplied) }

    private init(_ kind: Kind, _ words: Text) {
        self.kind = kind
        self.words = words
    }

    var html: HTML { "<span class=\"pill \(kind.rawValue)\">\(words)</span>" }

    static let day = 480

    /// `1 ngày 3 giờ`, `2 giờ 10 phút`, `25 phút`: the two largest parts. What ends today is told in hours: a day more
    /// would be read as tomorrow.
    static func span(_ minutes: Int, inHours: Bool = false) -> Text {
        let days = inHours ? 0 : minutes / day
        let (hours, rest) = ((minutes - days * day) / 60, minutes % 60)
        if days > 0 {
            return hours == 0 || days > 9
                ? Text("\(days) ngày", "\(days) d")
                : Text("\(days) ngày \(hours) giờ", "\(days) d \(hours) h")
        }
        if hours > 0 {
            return rest == 0
                ? Text("\(hours) giờ", "\(hours) h")
                : Text("\(hours) giờ \(rest) phút", "\(hours) h \(rest) min")
        }
        return rest == 0 ? Text("dưới 1 phút", "under 1 min") : Text("\(rest) phút", "\(rest) min")
    }
}

extension Instant {
    /// `17:00 thứ Năm 26/11/2026`, as people say it.
    var spoken: Text {
        let day = Texts.Time.weekday(date.weekday)
        return Text("\(timeOfDay) \(day.vi) \(date.vietnamese)", "\(timeOfDay) \(day.en) \(date.vietnamese)")
    }
    /// `17:00 26/11`, where the year is plain.
    var short: String { "\(timeOfDay) \(date.vietnamese.prefix(5))" }
    /// `<time>` for people and machines.
    var html: HTML { "<time datetime=\"\(description)\">\(spoken)</time>" }
}

enum Money {
    /// `1.250.000 đ`.
    static func words(_ amount: Int) -> String {
        var digits = String(amount)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = String(digits.dropLast(3))
        }
        return ([digits] + groups).joined(separator: ".") + Texts.Fee.dong
    }
}
