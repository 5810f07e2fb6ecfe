// Texts+Leader.swift: the words of the leader's page and of the morning paper.

import Casework
import Office

extension Texts {
    enum Leader {
        static let short = Text("Lãnh đạo", "Leader")
        static let toSign = Text("Chờ bạn ký", "Waiting for your signature")
        static let nothingToSign = Text("Không có hồ sơ nào chờ ký.", "Nothing waits for a signature.")
        static let signAll = Text("Ký hàng loạt", "Sign in bulk")
        static let late = Text("Đang quá hạn", "Late now")
        static let noLate = Text("Không có hồ sơ quá hạn.", "Nothing is late.")
        static let tomorrow = Text("Sẽ đến hạn trước hết ngày làm việc tới", "Due by the end of the next working day")
        static let noTomorrow = Text("Không có hồ sơ sắp đến hạn.", "Nothing is due soon.")
        static let apologies = Text("Nếu không kịp, phải xin lỗi trong hôm nay", "If not in time: apologise today")
        static let apologyWhy = Text(
            "Hồ sơ đến hạn vào ngày làm việc tới. Nếu không kịp, thư xin lỗi và hẹn lại phải gửi trong hôm nay.",
            "Due on the next working day. If it cannot be met, the apology must go out today.")
        static let noApologies = Text("Hôm nay không có hạn gửi thư xin lỗi.", "No apology runs out today.")
        static let people = Text("Ai đang giữ bao nhiêu", "Who has how much")
        static let person = Text("Người giữ", "Holder")
        static let nobody = Text("Chưa giao ai", "Nobody yet")
        static let open = Text("Đang giữ", "Open")
        static let lateColumn = Text("Quá hạn", "Late")
        static let soonColumn = Text("Sắp đến hạn", "Due soon")
        static let overloaded = Text("quá tải", "overloaded")
        static let today = Text("Hôm nay", "Today")
        static let lastDay = Text("Ngày làm việc trước", "Last working day")
        static let received = Text("Nhận vào", "Received")
        static let resolved = Text("Giải quyết xong", "Resolved")
        static let returned = Text("Trả kết quả", "Returned")
        static let all = Text("Xem tất cả", "See all")
        static let why = Text("Đang ở đâu, từ lúc nào", "Where it is, since when")
        static let withWhom = Text("Ai giữ", "With whom")
        static let list = Text("Danh sách", "List")
        static let back = Text("Về trang lãnh đạo", "Back to the leader's page")
        static let next = Text("Trang sau", "Next page")
        static let none = Text("Không có hồ sơ nào.", "There are none.")
        static let units = Text("Đơn vị", "Units")
        static let urgentFirst = Text("Gấp nhất trước", "Most urgent first")

        static let delegation = Text("Ủy quyền ký", "Delegate signing")
        static let delegateTo = Text("Người được ủy quyền", "To whom")
        static let untilTonight = Text("Ủy quyền đến hết hôm nay", "Delegate until tonight")
        static let thisWeek = Text("Ủy quyền đến hết tuần này", "Delegate until the week's end")
        static let otherPeriod = Text("Khoảng thời gian khác", "Another period")
        static let from = Text("Từ", "From")
        static let to = Text("Đến", "Until")
        static let delegateSo = Text("Ủy quyền theo khoảng này", "Delegate for this period")
        static let running = Text("Ủy quyền đang có hiệu lực", "Running delegations")
        static let endNow = Text("Kết thúc ngay", "End now")
        static let noStaff = Text(
            "Đơn vị chưa có người khác để ủy quyền.", "The unit has nobody else to delegate to.")
        static let notYours = Text(
            "Bạn đang ký thay theo ủy quyền nên không ủy quyền tiếp được.",
            "You sign by delegation, so you cannot delegate on.")

        static let absence = Text("Vắng mặt", "Absence")
        static let away = Text("Người vắng", "Who is away")
        static let standIn = Text("Người thay", "Who stands in")
        static let recordAbsence = Text("Ghi vắng mặt", "Record the absence")
        static let backNow = Text("Đã về", "Back now")
        static let awayNow = Text("Đang và sắp vắng", "Away now or soon")
        static let nobodyAway = Text("Không ai vắng.", "Nobody is away.")

        static let morning = Text("Bản giao ban sáng", "Morning paper")
        static let morningLink = Text("Bản giao ban sáng (để in)", "Morning paper (to print)")
        static let toPrint = Text("Dùng lệnh in của trình duyệt: một trang A4.", "Print it: one A4 page.")
        static let delegated = Text("Đã ủy quyền.", "Delegated.")
        static let ended = Text("Đã kết thúc.", "Ended.")
        static let absenceDone = Text("Đã ghi.", "Recorded.")

        static func sentence(_ board: LeaderBoard) -> Text {
            if board.signCount + board.late + board.tomorrow == 0 {
                return Text(
                    "Không có gì chờ ký và không hồ sơ nào quá hạn.", "Nothing waits and nothing is late.")
            }
            var vi: [String] = []
            var en: [String] = []
            if board.signCount > 0 {
                vi.append("\(board.signCount) hồ sơ chờ bạn ký")
                en.append("\(board.signCount) wait for your signature")
            }
            if board.late > 0 {
                vi.append("\(board.late) đang quá hạn")
                en.append("\(board.late) are late")
            }
            if board.tomorrow > 0 {
                vi.append("\(board.tomorrow) đến hạn trước hết ngày \(board.horizon.date.vietnamese)")
                en.append("\(board.tomorrow) are due by the end of \(board.horizon.date)")
            }
            return Text(vi.joined(separator: ", ") + ".", en.joined(separator: ", ") + ".")
        }
        static func until(_ time: Instant) -> Text {
            // Midnight is the end of the day before, as people say it.
            if time.timeOfDay == TimeOfDay(0, 0) {
                let day = time.date.adding(days: -1).vietnamese
                return Text("đến hết ngày \(day)", "until the end of \(day)")
            }
            return Text("đến \(time.vietnamese)", "until \(time.vietnamese)")
        }
        static func signsFor(_ name: String, _ until: String) -> Text {
            Text("Bạn đang ký thay \(name)\(until).", "You sign for \(name)\(until).")
        }
        static func standsIn(_ name: String) -> Text { Text("thay: \(name)", "standing in: \(name)") }
        static func since(_ time: Instant) -> Text { Text("từ \(time.vietnamese)", "since \(time.vietnamese)") }
        static func awaits(_ unit: String) -> Text {
            Text("chờ ý kiến \(unit)", "waits for the opinion of \(unit)")
        }
        static func rescheduled(_ n: Int) -> Text { Text("đã hẹn lại \(n) lần", "rescheduled \(n) time(s)") }
        static func matter(_ matter: Matter, _ name: String) -> Text {
            switch matter {
            case .sign: toSign
            case .late: late
            case .tomorrow: tomorrow
            case .apology: apologies
            case .holder: Text("Hồ sơ đang ở: \(name)", "Open with: \(name)")
            }
        }
        /// How many of a section's dossiers are listed, in which order.
        static func listed(_ shown: Int, of count: Int) -> Text {
            shown < count
                ? Text("\(shown) hồ sơ gấp nhất trong \(count)", "The \(shown) most urgent of \(count)")
                : Text("\(count) hồ sơ, gấp nhất trước", "\(count) in all, most urgent first")
        }
        static func paperTitle(_ unit: String, _ date: String) -> Text {
            Text("Giao ban sáng \(date) · \(unit)", "Morning paper \(date) · \(unit)")
        }
    }
}
