// Texts+Calling.swift: words of the clerk's side of the queue: calling, counters, the day's numbers. See Texts.swift.

import Casework

extension Texts {
    enum Calling {
        static func closed(_ counter: Int?, _ waiting: Int) -> Text {
            guard let counter else {
                return Text(
                    "\(waiting) người đang chờ. Bạn chưa mở quầy nào.", "\(waiting) waiting. You have no counter open.")
            }
            return Text(
                "\(waiting) người đang chờ. Bạn chưa mở quầy \(counter).",
                "\(waiting) waiting. You have not opened counter \(counter).")
        }
        static func idle(_ counter: Int, _ waiting: Int, _ next: String?) -> Text {
            guard let next else {
                return Text("Quầy \(counter) rảnh, chưa có ai chờ", "Counter \(counter) is free, nobody waits")
            }
            return Text(
                "Quầy \(counter) rảnh: \(waiting) người chờ, tiếp theo là \(next)",
                "Counter \(counter) is free: \(waiting) waiting, next is \(next)")
        }
        static func called(_ counter: Int, _ short: String, _ call: Int) -> Text {
            Text("Quầy \(counter): đang gọi \(short), lần \(call)", "Counter \(counter): calling \(short), call \(call)")
        }
        static func serving(_ counter: Int, _ short: String) -> Text {
            Text("Quầy \(counter): đang phục vụ \(short)", "Counter \(counter): serving \(short)")
        }

        static let openTitle = Text("Mở quầy", "Open a counter")
        static let counter = Text("Quầy số", "Counter number")
        static let groups = Text("Nhận các lĩnh vực", "Takes these fields")
        static let open = Text("Mở quầy", "Open")
        static let takenOver = Text(
            "Chọn số quầy đang mở để nhận thay người đang ngồi.", "Choose an open counter to take it over.")
        static let close = Text("Đóng quầy", "Close the counter")
        static let changeGroups = Text("Đổi lĩnh vực của quầy", "Change the fields")
        static let save = Text("Lưu", "Save")

        static let next = Text("Gọi số tiếp theo", "Call the next")
        static let doneAndNext = Text("Xong và gọi số tiếp theo", "Done, call the next")
        static let recall = Text("Gọi lại", "Call again")
        static let serve = Text("Khách đã đến", "They are here")
        static let done = Text("Xong", "Done")
        static let absent = Text("Vắng mặt", "Absent")
        static let intake = Text("Tiếp nhận hồ sơ cho số này", "Take a dossier in for this ticket")
        static let whom = Text("Gọi trong", "Call from")
        static let inOrder = Text("Mọi lĩnh vực của quầy, theo thứ tự", "All fields, in order")
        static func of(_ group: Text, _ n: Int) -> Text { Text("\(group.vi) (\(n) người chờ)", "\(group.en) (\(n) waiting)") }

        static let transferTitle = Text("Chuyển quầy, chuyển lĩnh vực", "Transfer")
        static let transferHint = Text("Giờ đến được giữ nguyên, không phải xếp hàng lại từ đầu.", "The time of arrival is kept.")
        static let toGroup = Text("Sang lĩnh vực", "To the field")
        static let toCounter = Text("Sang quầy", "To counter")
        static let anyCounter = Text("Quầy nào của lĩnh vực đó", "Any counter of that field")
        static let transfer = Text("Chuyển", "Transfer")

        static let exactTitle = Text("Gọi đúng một số, bỏ số của người đã về", "One exact number; somebody who left")
        static let exact = Text("Số đang chờ", "Waiting number")
        static let callExact = Text("Gọi số này", "Call it")
        static let dropExact = Text("Hủy số này", "Cancel it")

        static let line = Text("Đang chờ, theo thứ tự sẽ gọi", "Waiting, in the order of calling")
        static let number = Text("Số", "Number")
        static let forWhat = Text("Lĩnh vực", "Field")
        static let since = Text("Đã chờ", "Waited")
        static let expected = Text("Còn khoảng", "Expected")
        static let told = Text("Đã báo", "Told")
        static let state = Text("Tình trạng", "State")
        static let stale = Text("Hàng đợi đã thay đổi trong lúc bạn chọn.", "The queue changed while you were choosing.")
        static let who = Text("Người ngồi quầy", "Staff")
        static let counters = Text("Các quầy đang mở", "Open counters")
        static let free = Text("rảnh", "free")
        static func unserved(_ groups: String) -> Text {
            Text("Chưa có quầy nào mở cho: \(groups).", "No counter is open for: \(groups).")
        }
        static let empty = Text("Không có ai chờ.", "Nobody waits.")
        static func andMore(_ n: Int) -> Text { Text("và \(n) người nữa", "and \(n) more") }
        static let board = Text("Bảng gọi số", "Board")
        static let statistics = Text("Số liệu trong ngày", "The day's numbers")
        static let takeFor = Text("Lấy số giúp người dân", "Take a ticket for somebody")
        static func missedCalls(_ n: Int) -> Text { Text("đã gọi \(n) lần", "called \(n)×") }
        static let forCounter = Text("chỉ quầy", "only counter")
        static let dossiers = Text("Hồ sơ của số này", "Dossiers of this ticket")

        // MARK: the day's numbers

        static func day(_ when: String, _ taken: Int, _ served: Int, _ median: Int?) -> Text {
            guard taken > 0 else { return Text("\(when): chưa có ai lấy số", "\(when): no ticket yet") }
            let (vi, en) =
                median.map { (", một nửa chờ không quá \($0) phút", ", half waited at most \($0) min") } ?? ("", "")
            return Text(
                "\(when): \(taken) lượt lấy số, \(served) đã xong\(vi)", "\(when): \(taken) tickets, \(served) done\(en)")
        }
        static let honesty = Text("Thời gian chờ đã báo có đúng không?", "Was the promised wait right?")
        static func kept(_ p: QueueStatistics.Promises) -> Text {
            let percent = p.keptPercent ?? 0
            return Text(
                "Trong \(p.measured) lượt đã báo trước và đã gọi, \(p.kept) lượt (\(percent) %) được gọi trong khoảng đã báo; "
                    + "\(p.earlier) sớm hơn, \(p.later) muộn hơn. Mục tiêu: 8 trên 10.",
                "Of \(p.measured) told and called, \(p.kept) (\(percent) %) were called within the range; "
                    + "\(p.earlier) sooner, \(p.later) later. The aim is 8 in 10.")
        }
        static func error(_ minutes: Int, _ width: Int) -> Text {
            Text(
                "Sai lệch điển hình: \(minutes) phút so với giữa khoảng; khoảng đã báo rộng điển hình \(width) phút.",
                "Typical error: \(minutes) min from the middle; typical width \(width) min.")
        }
        static func without(_ n: Int) -> Text {
            Text("\(n) lượt lấy số khi chưa có quầy mở nên không được báo trước.", "\(n) taken before a counter was open had no promise.")
        }
        static let nothingMeasured = Text("Chưa có lượt nào vừa được báo trước vừa đã gọi.", "Nothing measured yet.")
        static let byHour = Text("Theo giờ lấy số", "By hour")
        static let byCounter = Text("Theo quầy", "By counter")
        static let byGroup = Text("Theo lĩnh vực", "By field")
        static let hour = Text("Giờ", "Hour")
        static let taken = Text("Lấy số", "Taken")
        static let served = Text("Đã xong", "Served")
        static let missed = Text("Vắng", "Absent")
        static let cancelled = Text("Hủy", "Cancelled")
        static let stillOpen = Text("Còn chờ", "Open")
        static let waitMedian = Text("Chờ: trung vị", "Wait: median")
        static let waitP90 = Text("Chờ: p90", "Wait: p90")
        static let serviceMedian = Text("Phục vụ: trung vị", "Service: median")
        static let serviceP90 = Text("Phục vụ: p90", "Service: p90")
        static let total = Text("Cả ngày", "All day")
        static let whichDay = Text("Ngày", "Day")
        static let show = Text("Xem", "Show")
        static let today = Text("Hôm nay", "Today")
        static let back = Text("Về trang gọi số", "Back to calling")
        static let minutesNote = Text("Thời gian tính bằng phút và giây (phút:giây).", "Times in minutes and seconds.")
    }
}
