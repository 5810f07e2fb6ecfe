// Texts.swift: every word of the pages, Vietnamese and English side by side. Vietnamese is the first language.
//
// A page is written once; which language speaks is the task's (`Language.current`, from `?lang=` or the cookie).
// Data (names of procedures, papers, fields) are Vietnamese in both. Official papers (the receipt) are Vietnamese only.

import Casework
import Office

enum Language: String, Sendable {
    case vi, en
    @TaskLocal static var current = Language.vi

    var name: String { self == .vi ? "Tiếng Việt" : "English" }

    static func of(_ exchange: Exchange) -> Language {
        (exchange.query["lang"] ?? Cookie.value("lang", in: exchange.header("cookie"))).flatMap {
            Language(rawValue: $0)
        } ?? .vi
    }
}

/// One thing said in both languages.
struct Text: Sendable {
    let vi, en: String
    init(_ vi: String, _ en: String) {
        self.vi = vi
        self.en = en
    }
    var words: String { Language.current == .en ? en : vi }
}

extension HTML.StringInterpolation {
    mutating func appendInterpolation(_ text: Text) { appendInterpolation(text.words) }
    /// What a cell of a table `stack` is, on a narrow page, where the head of the table is not shown.
    mutating func appendInterpolation(column words: Text) {
        let label: HTML = "<span class=\"onlystack\">\(words): </span>"
        appendInterpolation(label)
    }
}

enum Texts {
    enum Frame {
        static let demo = Text(
            "Dữ liệu mẫu: mọi người đều có thể đăng nhập bằng mật khẩu motcua-demo.",
            "Demo data: anybody can log in with the password motcua-demo.")
        static let skip = Text("Đến nội dung", "Skip to content")
        static let navigation = Text("Trang chính", "Main")
        static let counter = Text("Quầy", "Counter")
        static let inbox = Text("Hồ sơ", "Dossiers")
        static let procedures = Text("Thủ tục", "Procedures")
        static let track = Text("Tra cứu", "Track")
        static let file = Text("Nộp trực tuyến", "File online")
        static let notices = Text("Thông báo của hệ thống", "System notices")
        static let keys = Text("Phím tắt", "Keyboard shortcuts")
        static let close = Text("Đóng", "Close")
        static let keySearch = Text("Tìm kiếm", "Search")
        static let keyNext = Text("Xuống một dòng, hồ sơ kế", "Next row, next dossier")
        static let keyPrevious = Text("Lên một dòng, hồ sơ trước", "Previous row, previous dossier")
        static let keyTick = Text("Chọn dòng", "Tick the row")
        static let lineDown = Text("Mất kết nối với máy chủ từ", "No connection to the server since")
        static let lineDownAdvice = Text(
            "Nội dung đang nhập vẫn còn trên màn hình; trang tự cập nhật khi có kết nối lại.",
            "What you type stays on the screen; the page renews itself when the connection is back.")
        static let foot = Text(
            "Một Cửa · Trung tâm Phục vụ hành chính công", "Một Cửa · Public service centre")
    }

    enum Failure {
        static let title = Text("Chưa làm được", "Not done")
        static let busy = Text(
            "Hệ thống tạm thời không làm được việc này", "The system cannot do this just now")
        static let busyAdvice = Text(
            "Không phải lỗi của bạn. Hãy thử lại sau ít phút.",
            "It is not your fault. Try again in a few minutes.")
        static let unexpected = Text("Có lỗi ngoài dự kiến", "Something unexpected went wrong")
        static let unexpectedAdvice = Text(
            "Việc này chưa được ghi nhận. Hãy thử lại; nếu vẫn lỗi, báo quản trị kèm giờ xảy ra.",
            "Nothing was recorded. Try again; if it happens again, tell the administrator when it did.")
        static let logInAgain = Text("Hãy đăng nhập lại rồi gửi lại.", "Log in again, then send again.")
        static let sendAgain = Text(
            "Nội dung bạn nhập vẫn còn: bấm gửi lại.", "What you typed is kept: send it again.")
        static let askForRight = Text(
            "Nếu việc này là của bạn, hãy hỏi quản trị đơn vị về quyền.",
            "If this is your work, ask your unit's administrator for the right.")
        static let lookAgain = Text("Hãy kiểm tra lại mã rồi tìm lại.", "Check the code and look again.")
        static let goBack = Text(
            "Hãy quay lại trang trước, sửa rồi gửi lại.", "Go back, mend it and send again.")
        static let again = Text("Gửi lại", "Send again")
        static let home = Text("Về trang đầu", "Home")
    }

    enum LogIn {
        static let title = Text("Đăng nhập", "Log in")
        static let logOut = Text("Đăng xuất", "Log out")
        static let user = Text("Tên đăng nhập", "User name")
        static let password = Text("Mật khẩu", "Password")
        static let citizens = Text(
            "Dành cho cán bộ. Người dân tra cứu và nộp hồ sơ không cần đăng nhập.",
            "For staff. Citizens track and file without logging in.")
    }

    enum Portal {
        static let short = Text("Trang đầu", "Home")
        static let title = Text("Bạn cần làm việc gì?", "What do you need?")
        static let lead = Text(
            "Tìm thủ tục, nộp hồ sơ và xem hồ sơ của bạn đã đến đâu.",
            "Find a procedure, file a dossier and see how far it has come.")
        static let find = Text("Tìm thủ tục", "Find a procedure")
        static let findLabel = Text(
            "Bạn cần làm gì? Gõ theo cách nói của bạn (không cần dấu)", "What do you need? In your own words")
        static let track = Text("Tra cứu hồ sơ", "Track a dossier")
        static let file = Text("Nộp trực tuyến", "File online")
        static let fileWords = Text(
            "Không cần đăng nhập. Bạn nhận mã hồ sơ và mã tra cứu ngay.",
            "No log-in needed. You get a number and a tracking code at once.")
        static let staff = Text("Cán bộ:", "Staff:")
    }

    enum Catalogue {
        static let title = Text("Thủ tục hành chính", "Procedures")
        static let none = Text(
            "Không tìm thấy. Hãy thử ít chữ hơn, hoặc gõ không dấu.", "Nothing found. Try fewer words.")
        static let takeIn = Text("Tiếp nhận hồ sơ", "Take a dossier in")
        static let counterOnly = Text(
            "Thủ tục này nộp tại quầy hoặc qua bưu chính, không nộp trực tuyến.",
            "This procedure is filed at the counter or by post, not online.")
        static let limit = Text("Bao lâu có kết quả", "How long it takes")
        static let fee = Text("Phí, lệ phí", "Fees")
        static let whereTo = Text("Nộp ở đâu", "Where to file")
        static let anywhere = Text(
            "Nộp được tại trung tâm của bất kỳ phường, xã, đặc khu nào của Thành phố.",
            "At the centre of any commune of the city.")
        static let yourWard = Text(
            "Nộp tại trung tâm của phường, xã, đặc khu có thẩm quyền.",
            "At the centre of the competent commune.")
        static let how = Text("Cách nộp:", "Ways:")
        static let decidedBy = Text("Cơ quan giải quyết:", "Decided by:")
        static let result = Text("Kết quả", "Result")
        static let ward = Text("Ủy ban nhân dân cấp xã", "the commune")
        static let police = Text("Công an cấp xã", "the commune's police")
        static let centre = Text("Trung tâm nơi nộp", "the centre of filing")
        static let decider = Text("Cơ quan giải quyết", "the deciding agency")
        static let papers = Text("Giấy tờ", "Papers")
        static let steps = Text("Các bước", "Steps")
        static let sources = Text("Căn cứ", "Sources")
        static let confidence = Text("Độ tin cậy của từng phần", "How sure each part is")

        static func found(_ n: Int) -> Text { Text("\(n) thủ tục", "\(n) procedure(s)") }
        static func counts(_ originals: Int, _ copies: Int) -> Text {
            originals == 0
                ? Text("\(copies) bản sao", "\(copies) copy(ies)")
                : copies == 0
                    ? Text("\(originals) bản chính", "\(originals) original(s)")
                    : Text("\(originals) bản chính, \(copies) bản sao", "\(originals) original(s), \(copies) copy(ies)")
        }
        static func part(_ part: String) -> Text {
            switch part {
            case "name": Text("Tên", "Name")
            case "limit": Text("Thời hạn", "Limit")
            case "fee": Text("Phí, lệ phí", "Fee")
            case "papers": Text("Giấy tờ", "Papers")
            case "steps": Text("Các bước", "Steps")
            default: Text(part, part)
            }
        }
        static func grade(_ grade: String) -> Text {
            switch grade {
            case "A": Text("A, đọc trong danh mục quốc gia", "A, read in the national catalogue")
            case "B": Text("B, đọc ở nguồn khác", "B, read elsewhere")
            case "C": Text("C, cần đối chiếu lại", "C, to be checked")
            default: Text("chưa có nguồn", "no source yet")
            }
        }
    }

    enum Limit {
        static let open = Text(
            "chưa có nguồn xác định; cán bộ tiếp nhận ghi hạn và căn cứ",
            "no source; the officer enters it with its ground")
        static let day = Text("trong ngày", "the same day")
        static func sameDay(_ cutoff: String) -> Text {
            Text(
                "trong ngày; nhận sau \(cutoff) thì ngày làm việc tiếp theo",
                "the same day; received after \(cutoff): the next working day")
        }
    }

    enum Fee {
        /// After a sum of money, in both languages.
        static let dong = " đ"
        static let none = Text("Không thu phí, lệ phí.", "No fee.")
        static let open = Text("chưa xác định", "not known yet")
        static let exempt = Text("được miễn", "exempt")
        static let atFiling = Text("thu khi nộp", "paid at filing")
        static let atResult = Text("thu khi trả kết quả", "paid at the result")
        static let free = Text("miễn", "free")
        static let council = Text(
            "theo mức của Hội đồng nhân dân Thành phố", "as the City People's Council sets it")
        static let outstanding = Text("Còn phải nộp", "Outstanding")
        static let paid = Text("Đã nộp", "Paid")
        static func each(_ amount: String) -> Text { Text("\(amount) mỗi bản", "\(amount) each") }
        static func upTo(_ n: Int, _ amount: String) -> Text {
            Text("\(amount) mỗi trang đến trang \(n)", "\(amount) a page up to page \(n)")
        }
        static func rest(_ amount: String) -> Text {
            Text("\(amount) mỗi trang còn lại", "\(amount) for each further page")
        }
        static func cap(_ amount: String) -> Text { Text(", tối đa \(amount)", ", at most \(amount)") }
    }

    enum Unit {
        /// Words of a unit's kind that stand before its name.
        static let kinds = [["Phường"], ["Xã"], ["Đặc", "khu"]]
    }

    enum Time {
        /// ISO weekday, 1 = Monday.
        static func weekday(_ day: Int) -> Text {
            switch day {
            case 1: Text("thứ Hai", "Mon")
            case 2: Text("thứ Ba", "Tue")
            case 3: Text("thứ Tư", "Wed")
            case 4: Text("thứ Năm", "Thu")
            case 5: Text("thứ Sáu", "Fri")
            case 6: Text("thứ Bảy", "Sat")
            default: Text("Chủ nhật", "Sun")
            }
        }
        static let noDue = Text("chưa tính thời hạn", "no due time yet")
        static let justOverdue = Text("vừa quá hạn", "just overdue")
        static let toReturn = Text("chờ trả kết quả", "result to return")
        static func left(_ span: Text) -> Text { Text("còn \(span.vi)", "\(span.en) left") }
        static func overdue(_ span: Text) -> Text { Text("quá hạn \(span.vi)", "\(span.en) overdue") }
        static let supplied = Text("đã bổ sung, cần kiểm tra", "supplement to be checked")
        static func waiting(_ state: DossierState) -> Text {
            switch state {
            case .awaitingSupplement: Text("chờ bổ sung", "waiting for a supplement")
            case .awaitingPayment: Text("chờ nộp tiền", "waiting for payment")
            default: Text("tạm dừng", "paused")
            }
        }
    }

    enum Rail {
        static let label = Text("Các bước của hồ sơ", "The dossier's way")
        static let done = Text("đã xong", "done")
    }

    enum Counter {
        static let title = Text("Tiếp nhận hồ sơ", "Take a dossier in")
        static let find = Text("Thủ tục: vài chữ đầu, không cần dấu", "Procedure: a few letters")
    }

    enum Online {
        static let title = Text("Nộp hồ sơ trực tuyến", "File online")
        static let lead = Text(
            "Chọn thủ tục. Bạn không cần đăng nhập; nộp xong sẽ có mã hồ sơ và mã tra cứu.",
            "Choose the procedure. No log-in; you get a number and a tracking code.")
    }
}
