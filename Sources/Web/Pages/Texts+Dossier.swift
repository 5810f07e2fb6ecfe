// Texts+Dossier.swift: words of the inbox, the dossier and the tracking page. See Texts.swift.

import Casework

extension Texts {
    enum Inbox {
        static let numbers = Text("Hồ sơ được chọn", "Chosen dossiers")
        static let action = Text("Việc", "Action")
        static let search = Text(
            "Tìm: mã hồ sơ, họ tên, số định danh, điện thoại", "Find: number, name, id, telephone")
        static let nothingFound = Text(
            "Không có hồ sơ nào của các đơn vị bạn phụ trách khớp với nội dung tìm.",
            "No dossier of your units matches.")
        static let foundCaption = Text("Hồ sơ tìm thấy", "Found")
        static let all = Text("Danh sách hồ sơ", "All dossiers")
        static let empty = Text(
            "Không có hồ sơ nào đang chờ. Khi có hồ sơ mới, hồ sơ sẽ hiện ở đây.",
            "Nothing waits. New dossiers will show here.")
        static let units = Text("Đơn vị", "Units")
        static let field = Text("Lĩnh vực", "Field")
        static let state = Text("Trạng thái", "State")
        static let holder = Text("Người giữ", "Holder")
        static let step = Text("Bước", "Step")
        static let signStep = Text("Chờ ký", "Waiting for a signature")
        static let everything = Text("Tất cả", "All")
        static let narrow = Text("Lọc theo thủ tục, bước, lĩnh vực, người giữ", "Narrow by procedure, step, field, person")
        static let reading = Text("Đang xem", "Reading")
        static let paneEmpty = Text(
            "Chọn một dòng (phím j, k) để xem nhanh hồ sơ ở đây.", "Go to a row (j, k) to read its dossier here.")
        static let emptyFilter = Text(
            "Không có hồ sơ nào khớp. Hãy bỏ bớt điều kiện lọc.", "No dossier fits. Take a condition away.")
        static let pickAll = Text("Chọn tất cả trong bảng", "Choose all of this table")
        static let open = Text("Mở hồ sơ", "Open the dossier")
        static let signTitle = Text("Ký", "Sign")
        static let toSignCaption = Text("Chờ ký", "To sign")
        static let signTicked = Text("Ký chấp thuận", "Sign")
        static let nothingToSign = Text("Không có hồ sơ nào chờ ký.", "Nothing waits for a signature.")
        static let signedToday = Text("Bạn đã ký hôm nay, còn thu hồi được", "Signed by you today, may be taken back")
        static let at = Text("Lúc", "At")
        static let takeBack = Text("Thu hồi chữ ký", "Take signatures back")
        static let takeBackReason = Text("Lý do thu hồi", "Reason for taking back")
        static let takeBackWords = Text(
            "Chỉ thu hồi được khi kết quả chưa ra khỏi đơn vị. Chữ ký và việc thu hồi đều được ghi lại.",
            "Only while the result has not left the unit. Signature and taking back are both recorded.")

        static func sign(_ n: Int) -> Text { Text("Ký \(n) hồ sơ", "Sign \(n)") }
        static func signHeading(_ n: Int) -> Text {
            n == 0 ? Text("Không còn gì chờ ký", "Nothing to sign") : Text("\(n) hồ sơ chờ bạn ký", "\(n) wait for your signature")
        }
        static func signFirst(_ n: Int) -> Text {
            Text("\(n) hồ sơ gấp nhất; ký xong sẽ hiện tiếp.", "The \(n) most urgent; the next come after these.")
        }
        static func onBehalf(_ name: String) -> Text { Text("Bạn ký thay \(name) đến", "You sign for \(name) until") }
        static let mine = Text("Của tôi", "Mine")
        static let filter = Text("Lọc", "Filter")
        static let next = Text("Trang sau", "Next page")
        static let pick = Text("Chọn", "Choose")
        static let left = Text("Còn lại", "Time left")
        static let procedure = Text("Thủ tục", "Procedure")
        static let applicant = Text("Người nộp", "Applicant")
        static let number = Text("Mã hồ sơ", "Number")
        static let nothingChosen = Text(
            "Chưa chọn hồ sơ nào. Đánh dấu ô đầu dòng, hoặc bấm x ở dòng đang xem.",
            "No dossier is chosen. Tick the box of a line, or press x on it.")
        static let toTake = Text("chờ nhận từ", "to take over from")
        static let toUnit = Text("đang chuyển đến", "on its way to")
        static let opinion = Text("chờ ý kiến của đơn vị", "your opinion is asked")
        static let batch = Text(
            "Làm cùng một việc cho các hồ sơ đã chọn", "One action for the chosen dossiers")
        static let takeOver = Text("Nhận bàn giao", "Take over")
        static let assign = Text("Phân công", "Assign")
        static let approve = Text("Ký chấp thuận", "Approve")
        static let assignTo = Text("Phân công cho", "Assign to")
        static let perform = Text("Thực hiện", "Do it")
        static let refused = Text("chưa làm được", "not done")
        static let done = Text("đã làm", "done")
        static let resultCaption = Text("Kết quả từng hồ sơ", "Result for each dossier")
        static let resultColumn = Text("Kết quả", "Result")

        static func searchTitle(_ q: String) -> Text { Text("Tìm “\(q)”", "Search “\(q)”") }
        static func found(_ n: Int) -> Text { Text("\(n) hồ sơ", "\(n) dossier(s)") }
        static func result(_ done: Int, of all: Int) -> Text {
            done == all
                ? Text("Đã làm xong \(all) hồ sơ", "All \(all) done")
                : Text("Đã làm \(done) trên \(all) hồ sơ", "\(done) of \(all) done")
        }
        static func heading(_ n: Int, narrow: Bool, late: Int, today: Int) -> Text {
            let vi = narrow ? "\(n) hồ sơ theo điều kiện lọc" : "\(n) hồ sơ đang chờ"
            let en = narrow ? "\(n) dossier(s) as filtered" : "\(n) dossier(s) waiting"
            let parts = [
                late > 0 ? Text("\(late) quá hạn", "\(late) overdue") : nil,
                today > 0 ? Text("\(today) hết hạn hôm nay", "\(today) due today") : nil,
            ].compactMap { $0 }
            return Text(
                ([vi] + parts.map(\.vi)).joined(separator: ", "),
                ([en] + parts.map(\.en)).joined(separator: ", "))
        }
        static func group(_ group: InboxPage.Group) -> Text {
            switch group {
            case .overdue: Text("Quá hạn", "Overdue")
            case .supplied: Text("Người dân đã gửi bổ sung, cần kiểm tra", "A supplement came: to be checked")
            case .today: Text("Hết hạn hôm nay", "Due today")
            case .soon: Text("Còn không quá 1 ngày làm việc", "Within one working day")
            case .later: Text("Còn thời gian", "Later")
            case .toReturn: Text("Chờ trả kết quả", "Results to return")
            case .waiting: Text("Chờ bổ sung, chờ nộp tiền, tạm dừng", "Waiting or paused")
            case .sent: Text("Đã gửi, bên nhận chưa tiếp nhận", "Sent, not taken over yet")
            }
        }
    }

    enum Dossier {
        static let receivedAt = Text("nhận", "received")
        static let heldBy = Text("người giữ", "held by")
        static let next = Text("Việc tiếp theo", "Next")
        static let noNext = Text(
            "Lúc này bạn chưa phải làm gì với hồ sơ này.", "Nothing for you to do with this dossier now.")
        static let others = Text("Việc khác", "Other actions")
        static let redacted = Text(
            "Bạn xem bản không có dữ liệu cá nhân.", "You see the view without personal data.")
        static let erased = Text("Dữ liệu người nộp đã được xóa.", "The applicant's data have been erased.")
        static let history = Text("Quá trình", "History")
        static let originalDue = Text("Hẹn ban đầu:", "First appointment:")
        static let missing = Text("Thiếu", "Missing")
        static let opinions = Text("Ý kiến phối hợp", "Opinions")
        static let replyBy = Text("trả lời trước", "reply by")
        static let parent = Text("Hồ sơ gốc", "Parent")
        static let linked = Text("Liên thông và đề nghị", "Linked parts and requests")
        static let withdrawal = Text("Người nộp đề nghị rút hồ sơ", "The applicant asks to withdraw")
        static let correction = Text("Đề nghị đính chính", "A correction is asked for")
        static let facts = Text("Thông tin chung", "Facts")
        static let receivedBy = Text("Nơi tiếp nhận", "Received by")
        static let seen = Text("Ai đã xem", "Who looked")
        static let notes = Text("Ghi chú của cán bộ", "Staff notes")
        static let previous = Text("Hồ sơ trước", "Previous")
        static let following = Text("Hồ sơ kế", "Next")
        static let neighbours = Text("Hồ sơ lân cận", "Neighbours")
        static let changedMeanwhile = Text(
            "Hồ sơ vừa có thay đổi. Nội dung bạn đang nhập vẫn giữ nguyên.",
            "The dossier has just changed. What you are typing is kept.")
        static let lookAgain = Text("Xem lại", "Look again")
        static let meanwhile = Text("Trong lúc bạn đang xem", "While you were looking")
        static let typedKept = Text(
            "Nội dung bạn đã nhập vẫn còn ở dưới. Xem lại rồi gửi lần nữa nếu vẫn đúng.",
            "What you typed is still below. Look again and send once more if it still holds.")

        static func place(_ n: Int, of all: Int) -> Text { Text("\(n) trên \(all)", "\(n) of \(all)") }
        static func alsoHere(_ names: String) -> Text {
            Text("Đang cùng mở hồ sơ này: \(names).", "Also looking at this dossier: \(names).")
        }

        static func done(_ action: Text) -> Text { Text("Đã ghi: \(action.vi).", "Recorded: \(action.en).") }
        static func position(_ position: String) -> Text {
            switch position {
            case "agree": Text("Đồng ý", "agrees")
            case "disagree": Text("Không đồng ý", "disagrees")
            case "verified": Text("Đã xác minh: đúng", "verified")
            case "notVerified": Text("Đã xác minh: không đúng", "not verified")
            default: Text(position, position)
            }
        }
    }

    enum Track {
        static let title = Text("Hồ sơ của tôi đến đâu?", "How far is my dossier?")
        static let number = Text("Mã hồ sơ", "Number")
        static let numberHint = Text(
            "Ghi trên giấy tiếp nhận, dạng H29.273.73-261123-0031",
            "On the receipt, like H29.273.73-261123-0031")
        static let code = Text("Mã tra cứu", "Tracking code")
        static let codeHint = Text("Ghi dưới mã hồ sơ trên giấy tiếp nhận", "Below the number on the receipt")
        static let at = Text("Hồ sơ đang ở", "It is at")
        static let onTheWay = Text("Hồ sơ đang chuyển đến", "It is on its way to")
        static let missing = Text("Cần bổ sung", "What is missing")
        static let supplement = Text("Gửi bổ sung", "Send the supplement")
        static let withdraw = Text("Rút hồ sơ", "Withdraw")
        static let supplementDone = Text(
            "Đã gửi phần bổ sung. Cán bộ sẽ kiểm tra và ghi nhận.",
            "Sent. Staff will check it and take it up.")
        static let withdrawDone = Text("Đã ghi nhận đề nghị rút hồ sơ.", "Your wish to withdraw is recorded.")
        static let ratingDone = Text("Cảm ơn bạn đã đánh giá.", "Thank you for rating.")
        static let rate = Text("Bạn hài lòng đến mức nào?", "How satisfied are you?")
        static let comment = Text("Góp ý", "Comment")
        static let anonymous = Text("Ẩn danh: cán bộ không thấy ai đánh giá", "Anonymous: the staff do not see who rated")
        static let sendRating = Text("Gửi đánh giá", "Send")

        static func factor(_ factor: String) -> Text {
            switch factor {
            case "access": Text("Tiếp cận dịch vụ", "Access")
            case "procedure": Text("Thủ tục", "Procedure")
            case "staff": Text("Cán bộ", "Staff")
            case "result": Text("Kết quả", "Result")
            default: Text("Tiếp nhận, trả lời góp ý", "Answers to feedback")
            }
        }
        static func score(_ score: Int) -> Text {
            switch score {
            case 5: Text("5 · Rất hài lòng", "5 · very satisfied")
            case 4: Text("4 · Hài lòng", "4 · satisfied")
            case 3: Text("3 · Bình thường", "3 · neutral")
            case 2: Text("2 · Không hài lòng", "2 · not satisfied")
            default: Text("1 · Rất không hài lòng", "1 · very unsatisfied")
            }
        }
    }
}
