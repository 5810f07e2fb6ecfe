// Texts+Exchange.swift: the words of the exchange with other systems and of reconciliation.

import Casework
import Office
import Oversight

extension Texts {
    enum Link {
        static let area = Text("Liên thông", "Exchange")
        static let title = Text("Liên thông với hệ thống khác", "Exchange with other systems")
        static func heading(_ systems: Int, open: Int) -> Text {
            systems == 0
                ? Text("Chưa nối hệ thống nào", "No system is connected yet")
                : open == 0
                    ? Text("\(systems) hệ thống, không bản tin nào cần xem", "\(systems) systems, nothing to look at")
                    : Text("\(systems) hệ thống, \(open) bản tin cần xem", "\(systems) systems, \(open) messages to look at")
        }
        static let lead = Text(
            "Bản tin đến được giữ nguyên văn rồi mới đưa vào sổ; trạng thái đi theo từng bút toán, gửi lại cho đến khi tới nơi.",
            "What comes is kept as it is before it is taken up; statuses leave entry by entry and are sent until they arrive.")
        static let none = Text(
            "Khởi động với --exchange national-portal=https://… (docs/formats/exchange.md).",
            "Start with --exchange national-portal=https://… (docs/formats/exchange.md).")
        static let areaSentence = Text("Cổng quốc gia và hệ thống của các bộ.", "The national portal and systems of ministries.")
        static let systems = Text("Các hệ thống", "Systems")
        static let system = Text("Hệ thống", "System")
        static let heard = Text("Liên lạc lần cuối", "Last heard")
        static let never = Text("chưa lần nào", "never")
        static let taken = Text("Đã nhận", "Taken in")
        static let held = Text("Tạm giữ, chưa xử lý được", "Held")
        static let differing = Text("Khác bản cũ", "Differing")
        static let waiting = Text("Chờ gửi", "To be sent")
        static let sent = Text("Đã gửi", "Sent")
        static func failing(_ since: Instant) -> Text { Text("không gọi được từ \(since.short)", "out of reach since \(since.short)") }
        static func repeats(_ n: Int) -> Text { Text("\(n) bản lặp", "\(n) repeats") }
        static func oldest(_ at: Instant) -> Text { Text("lâu nhất từ \(at.short)", "oldest from \(at.short)") }
        static let groups = Text("Nhóm bản tin", "Groups of messages")
        static func group(_ group: ExchangeQuestion.Group) -> Text {
            switch group {
            case .open: Text("Cần xem", "To look at")
            case .incoming: Text("Đến", "In")
            case .outgoing: Text("Đi", "Out")
            }
        }
        static let messages = Text("Bản tin", "Messages")
        static let when = Text("Lúc", "When")
        static let what = Text("Việc", "What")
        static let dossier = Text("Hồ sơ", "Dossier")
        static let theirs = Text("Mã của hệ thống kia", "Their number")
        static let state = Text("Tình trạng", "State")
        static let actions = Text("Thao tác", "Actions")
        static let noMessages = Text("Không có bản tin nào.", "There are no messages.")
        static let retry = Text("Thử lại", "Try again")
        static let close = Text("Đóng, không xử lý", "Close, leave as it is")
        static let retried = Text("Đã thử lại.", "Tried again.")
        static let closed = Text("Đã đóng.", "Closed.")
        static func kind(_ item: ExchangeItem) -> Text {
            switch item.kind {
            case "filing": Text("Hồ sơ nộp tại Cổng", "Filed at the portal")
            case "supplement": Text("Bổ sung", "Supplement")
            case "withdrawal": Text("Đề nghị rút", "Wish to withdraw")
            case "answer": Text("Trả lời", "Answer")
            case "status": Text("Báo trạng thái \(item.status ?? 0)", "Status \(item.status ?? 0) told")
            case "case": Text("Chuyển nội dung hồ sơ", "Contents handed on")
            default: Text("Không đọc được", "Unreadable")
            }
        }
        static func state(_ state: String) -> Text {
            switch state {
            case "new": Text("mới đến", "just came")
            case "taken": Text("đã nhận", "taken in")
            case "held": Text("chưa nhận được", "held")
            case "differs": Text("khác bản cũ", "differs")
            case "superseded": Text("có bản mới thay", "superseded")
            case "settled": Text("đã đóng", "closed")
            case "waiting": Text("chờ gửi", "waits")
            case "sending": Text("đang gửi", "on its way")
            case "sent": Text("đã tới", "arrived")
            default: Text(state, state)
            }
        }
        static func tries(_ n: Int) -> Text { Text("\(n) lần thử", "\(n) tries") }
        static func next(_ at: Instant) -> Text { Text("lần sau \(at.short)", "next at \(at.short)") }
        static let answers = Text("Hệ thống khác", "Other systems")
        static func knownAs(_ system: String) -> Text { Text("Mã tại \(system)", "Number at \(system)") }
        static func answered(_ system: String) -> Text { Text("\(system) trả lời", "\(system) answered") }
        static func result(_ number: String, _ date: CivilDate?) -> Text {
            let day = date.map { ", \($0.vietnamese)" } ?? ""
            return Text("kết quả số \(number)\(day)", "result no. \(number)\(day)")
        }
    }

    enum Reconcile {
        static let title = Text("Đối soát", "Reconciliation")
        static func heading(_ day: CivilDate, _ differing: Int, units: Int) -> Text {
            differing == 0
                ? Text("Đối soát ngày \(day.vietnamese): không hồ sơ nào lệch", "\(day): no dossier differs")
                : Text(
                    "Đối soát ngày \(day.vietnamese): \(differing) hồ sơ lệch ở \(units) nơi",
                    "\(day): \(differing) dossiers differ at \(units) units")
        }
        static let lead = Text(
            "Sổ của nơi giải quyết, sổ theo dõi của thành phố và hệ thống bên ngoài nói gì về từng hồ sơ; lệch từ khi nào, do đâu.",
            "What the unit's ledger, the city's register and the system outside say of each dossier; since when, and whose it is.")
        static func none(_ day: CivilDate) -> Text {
            Text("Ngày \(day.vietnamese) chưa đối soát.", "\(day) has not been compared.")
        }
        static let day = Text("Ngày", "Day")
        static let unit = Text("Đơn vị (để trống: mọi nơi)", "Unit (empty: all)")
        static let byUnit = Text("Theo đơn vị", "By unit")
        static let place = Text("Đơn vị", "Unit")
        static let compared = Text("Đã so", "Compared")
        static let differing = Text("Lệch", "Differing")
        static let byLink = Text("Do đường truyền", "By the link")
        static let signed = Text("Bút toán ký", "Signed by entry")
        static func entry(_ seq: Int) -> Text { Text("Sổ thành phố, số \(seq)", "City ledger, no. \(seq)") }
        static let unsound = Text("danh sách không khớp chữ ký", "the list is not what was signed")
        static let unheard = Text("không hỏi được hệ thống", "the system could not be asked")
        static func asOf(_ heard: Instant) -> Text { Text("số liệu đến \(heard.short)", "as of \(heard.short)") }
        static func silent(_ heard: Instant) -> Text {
            Text(
                "Máy riêng của nơi này liên lạc lần cuối lúc \(heard.short). Cột “Nơi giải quyết” theo số liệu đến lúc đó.",
                "This unit's own machine was last heard from at \(heard.short). The column “Unit” says what had been heard by then.")
        }
        static let wardHeard = Text("Số liệu nơi giải quyết đến", "Unit heard until")
        static let list = Text("Từng chỗ lệch", "The differences")
        static let ward = Text("Nơi giải quyết", "Unit")
        static let city = Text("Thành phố", "City")
        static let system = Text("Hệ thống ngoài", "System outside")
        static let since = Text("Từ", "Since")
        static let until = Text("Đến", "Until")
        static let whose = Text("Do đâu", "Whose")
        static let what = Text("Khác gì", "What")
        static let again = Text("Đối soát lại", "Compare again")
        static let asked = Text("Sẽ đối soát lại ngay khi hệ thống trả lời.", "It is compared again as soon as the system answers.")
        static let holdsUp = Text("làm chậm việc giải quyết", "holds the handling up")
        static func what(_ what: ReconciledDifference.What) -> Text {
            switch what {
            case .status: Text("Trạng thái", "Status")
            case .due: Text("Hạn trả", "Due time")
            case .presence: Text("Một bên không có hồ sơ", "One side has no such dossier")
            case .delay: Text("Bản tin đến chậm", "A message was late")
            }
        }
        static func whose(_ whose: ReconciledDifference.Whose) -> Text {
            switch whose {
            case .link: Text("đường truyền", "the link")
            case .theirs: Text("hệ thống bên ngoài", "the system outside")
            case .ours: Text("bản tin chờ người xem", "a message that waits for a person here")
            case .sync: Text("đường phường – thành phố", "the line between ward and city")
            }
        }
        /// A side's word: a status in words, a time as people write it.
        static func said(_ word: String?, _ what: ReconciledDifference.What) -> String {
            guard let word else { return "–" }
            if what == .due { return ExchangeTime.read(word)?.short ?? word }
            guard let state = DossierState.allCases.first(where: { String($0.national) == word }) else { return word }
            return "\(word) \(Text(state.vietnamese, state.english).words)"
        }
    }
}
