// Texts+Cash.swift: words of the cash book and its receipts. See Texts.swift.

import Casework

extension Texts {
    enum Cash {
        static let title = Text("Thu tiền", "Cash book")
        static let take = Text("Thu phí, lệ phí của một hồ sơ", "Take the fee of a dossier")
        static let dossier = Text("Mã hồ sơ", "Dossier number")
        static let dossierHint = Text("Cả mã, hoặc phần cuối: 261124-0012", "The whole number or its end: 261124-0012")
        static let look = Text("Xem khoản phải thu", "See what is due")
        static let due = Text("Còn phải thu", "Due")
        static let nothingDue = Text("Hồ sơ này không còn khoản nào phải thu.", "Nothing is due for this dossier.")
        static let amount = Text("Số tiền (đồng)", "Amount (VND)")
        static let method = Text("Hình thức", "Method")
        static let collect = Text("Thu tiền, in biên lai", "Take it and print the receipt")
        static let next = Text("Biên lai tiếp theo", "Next receipt")
        static let exempt = Text("Miễn phí, lệ phí", "Exempt from the fee")
        static let exemptGround = Text("Căn cứ miễn", "Ground")
        static let exemptText = Text("Giấy tờ chứng minh", "What proves it")
        static let receipts = Text("Biên lai trong ngày", "Receipts of the day")
        static let number = Text("Số biên lai", "Number")
        static let at = Text("Giờ", "Time")
        static let clerk = Text("Người thu", "Clerk")
        static let forDossier = Text("Hồ sơ", "Dossier")
        static let none = Text("Chưa có biên lai nào.", "No receipt yet.")
        static let void = Text("đã hủy", "void")
        static let byClerk = Text("Theo người thu và hình thức", "By clerk and method")
        static let total = Text("Tổng", "Total")
        static let count = Text("Biên lai", "Receipts")
        static let exemptions = Text("Miễn trong ngày", "Exemptions of the day")
        static let ground = Text("Căn cứ", "Ground")
        static let notReckoned = Text("miễn khi tiếp nhận", "exempt at intake")
        static let close = Text("Khóa sổ", "Close the book")
        static let counted = Text("Tiền mặt đếm được (đồng)", "Cash counted (VND)")
        static let countedHint = Text("Ghi đúng số tiền đếm được trong két.", "Write what was counted in the till.")
        static let whose = Text("Khóa cho", "Close for")
        static let wholeUnit = Text("Cả đơn vị", "The whole unit")
        static let cause = Text("Nguyên nhân lệch (nếu có)", "Cause of a difference (if any)")
        static let explanation = Text("Giải trình", "Explanation")
        static let closeDay = Text("Đối chiếu và khóa sổ", "Balance and close")
        static let closeHint = Text(
            "Khóa rồi thì không thêm, không hủy được biên lai của ngày này. Các ngày trước chưa khóa được khóa cùng.",
            "Once closed, no receipt of this day can be added or voided. Earlier open days are closed with it.")
        static let closedNow = Text("Đã khóa sổ.", "The book is closed.")
        static let closings = Text("Biên bản khóa sổ", "Closings")
        static let book = Text("Sổ ghi", "Book")
        static let difference = Text("Lệch", "Difference")
        static let balanced = Text("khớp", "balanced")
        static let closedAt = Text("Lúc, người khóa", "When, by")
        static let day = Text("Ngày", "Day")
        static let show = Text("Xem ngày", "Show the day")
        static let today = Text("Hôm nay", "Today")
        static let voidIt = Text("Hủy biên lai", "Void the receipt")
        static let voidGround = Text("Lý do", "Reason")
        static let voidText = Text("Nói rõ lý do", "Say it in words")
        static let replace = Text("Lập biên lai thay thế ngay", "Give another in its place")
        static let replaceAmount = Text("Số tiền đúng (để trống: chỉ hủy)", "Right amount (empty: void only)")
        static let voided = Text("Đã hủy biên lai. Biên lai hủy vẫn ở trong sổ.", "Void. It stays in the book.")
        static let taken = Text("Đã thu tiền.", "Taken.")
        static let exempted = Text("Đã ghi miễn phí, lệ phí.", "The exemption is recorded.")
        static let back = Text("Về sổ quỹ", "Back to the book")
        static let unknown = Text("Không có biên lai này trong sổ quỹ.", "No such receipt in the book.")

        static func sentence(_ total: String, _ n: Int, closed: Bool) -> Text {
            closed
                ? Text("Đã khóa sổ: \(n) biên lai, \(total)", "Closed: \(n) receipts, \(total)")
                : Text("Đã thu \(total), \(n) biên lai, chưa khóa sổ", "Taken \(total), \(n) receipts, not closed")
        }
        static func openDays(_ n: Int) -> Text {
            Text("Còn \(n) ngày trước chưa khóa sổ:", "\(n) earlier day(s) are not closed:")
        }
        static func method(_ code: String) -> Text {
            switch code {
            case "cash": Text("Tiền mặt", "Cash")
            case "transfer": Text("Chuyển khoản", "Transfer")
            default: Text("Trực tuyến", "Online")
            }
        }
        static func voidReason(_ code: String) -> Text {
            switch code {
            case "wrongAmount": Text("sai số tiền", "wrong amount")
            case "wrongPerson": Text("sai người, sai hồ sơ", "wrong person or dossier")
            case "wrongMethod": Text("sai hình thức", "wrong method")
            case "notDone": Text("không thực hiện nữa", "not carried out")
            default: Text("lý do khác", "another reason")
            }
        }
        static func exemption(_ code: String) -> Text {
            switch code {
            case "merit": Text("người có công", "person of merit")
            case "poor": Text("hộ nghèo, cận nghèo", "poor household")
            case "disabled": Text("người khuyết tật", "disabled person")
            case "child": Text("trẻ em", "child")
            case "elderly": Text("người cao tuổi", "elderly person")
            case "policy": Text("chính sách của Thành phố", "policy of the City")
            default: Text("căn cứ khác", "another ground")
            }
        }
        static func cause(_ code: String) -> Text {
            switch code {
            case "miscounted": Text("đếm nhầm, chưa tìm ra", "miscounted, not found")
            case "changeGiven": Text("trả nhầm tiền thối", "wrong change")
            case "unrecorded": Text("thu chưa lập biên lai", "taken without a receipt")
            case "counterfeit": Text("tiền giả, tiền rách", "counterfeit or torn notes")
            default: Text("nguyên nhân khác", "another cause")
            }
        }
    }
}
