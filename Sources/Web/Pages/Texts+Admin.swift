// Texts+Admin.swift: the words of administration: frame, units, people, rights, texts, erasure, access log.

import Casework
import Office

extension Texts {
    enum Admin {
        static let short = Text("Quản trị", "Administration")
        static let title = Text(
            "Mọi thay đổi ở đây được ghi sổ: ai, khi nào, có hiệu lực từ ngày nào.",
            "Every change here is recorded: who, when, in force from which day.")
        static let areas = Text("Các mục quản trị", "Areas")
        static let history = Text("Ai đã đổi gì, khi nào", "Who changed what when")
        static let noHistory = Text("Chưa có thay đổi nào.", "Nothing has changed yet.")
        static let saved = Text("Đã ghi. Thay đổi nằm ở đầu danh sách bên dưới.", "Recorded.")
        static let readOnly = Text("Bạn được xem, không được sửa.", "You may look, not change.")
        static let save = Text("Ghi lại", "Save")
        static let preview = Text("Xem trước", "Preview")
        static let publish = Text("Công bố", "Publish")
        static let from = Text("Có hiệu lực từ ngày", "In force from")
        static let ground = Text("Căn cứ (số văn bản)", "Ground (number of the text)")
        static let reason = Text("Lý do", "Reason")
        static let unit = Text("Đơn vị", "Unit")
        static let all = Text("Tất cả", "All")
        static let find = Text("Tìm", "Find")
        static let next = Text("Trang sau", "Next page")

        static let units = Text("Đơn vị, giờ làm việc", "Units and hours")
        static let people = Text("Người dùng", "People")
        static let rights = Text("Quyền, tăng cường", "Rights and postings")
        static let calendars = Text("Lịch làm việc", "Calendars")
        static let procedures = Text("Thủ tục, phí", "Procedures and fees")
        static let texts = Text("Văn bản mẫu", "Texts")
        static let erasure = Text("Xóa dữ liệu cá nhân", "Erasure")
        static let access = Text("Nhật ký truy cập", "Access log")
        static let style = Text("Giao diện mẫu", "Style page")

        static func unitsSentence(_ n: Int, _ saturday: Int) -> Text {
            Text(
                "\(n) đơn vị, \(saturday) nơi mở thêm sáng thứ Bảy.",
                "\(n) units, \(saturday) open on Saturday mornings.")
        }
        static func peopleSentence(_ n: Int, _ locked: Int) -> Text {
            Text("\(n) người, \(locked) tài khoản đang khóa.", "\(n) people, \(locked) accounts locked.")
        }
        static func rightsSentence(_ n: Int, _ postings: Int) -> Text {
            Text(
                "\(n) quyền đang có hiệu lực, \(postings) là tăng cường.",
                "\(n) rights hold, \(postings) are postings.")
        }
        static func waiting(_ n: Int) -> Text {
            n == 0
                ? Text("Không có đề xuất lịch nào chờ.", "No calendar proposal waits.")
                : Text(
                    "\(n) đề xuất lịch chờ người thứ hai xác nhận.",
                    "\(n) calendar proposal(s) wait for a second person.")
        }
        static func proceduresSentence(_ n: Int, _ open: Int) -> Text {
            Text(
                "\(n) thủ tục, \(open) còn phí chưa biết mức.", "\(n) procedures, \(open) with a fee not known yet.")
        }
    }

    enum AdminUnit {
        static let hours = Text("Giờ làm việc", "Opening hours")
        static let hoursNow = Text("Đang áp dụng", "In force now")
        static let coming = Text("Sắp áp dụng", "To come")
        static let change = Text("Đổi giờ từ một ngày", "Change the hours from a day")
        static let morningFrom = Text("Sáng từ", "Morning from")
        static let morningTo = Text("Sáng đến", "Morning to")
        static let afternoonFrom = Text("Chiều từ", "Afternoon from")
        static let afternoonTo = Text("Chiều đến", "Afternoon to")
        static let saturdayFrom = Text("Thứ Bảy mở thêm từ (để trống nếu không mở)", "Saturday from (empty = closed)")
        static let saturdayTo = Text("Thứ Bảy đến", "Saturday to")
        static let apply = Text("Áp dụng giờ này", "Apply these hours")
        static let calendar = Text("Lịch đang áp dụng", "Calendar adopted")
        static let code = Text("Mã", "Code")
        static let codeHint = Text("dạng chi-nhanh-1; không đổi được về sau", "like branch-1; it is for ever")
        static let agencyCode = Text("Mã định danh điện tử", "Electronic agency code")
        static let agencyHint = Text(
            "dạng H29.12 hoặc H29.12.34; đứng trong số hồ sơ, không đổi được",
            "like H29.12 or H29.12.34; it stands in dossier numbers and is for ever")
        static let name = Text("Tên", "Name")
        static let kind = Text("Loại", "Kind")
        static let register = Text("Ghi đơn vị", "Register it")
        static let registerMore = Text("Thêm một sở, cơ quan, chi nhánh", "Add a department, body or branch")
        static let rename = Text("Đổi tên", "Rename")
        static let renameHint = Text(
            "Có hiệu lực ngay; giấy tờ đã cấp giữ tên cũ. Mã đơn vị không đổi.",
            "In force at once; papers given before keep the old name. Its codes stay.")
        static func kind(_ kind: Casework.Unit.Kind) -> Text {
            switch kind {
            case .department: Text("Sở, ban, ngành", "Department")
            case .police: Text("Công an", "Police")
            default: Text("Cơ quan, chi nhánh khác", "Other body or branch")
            }
        }
        static let search = Text("Tên hoặc mã đơn vị", "Name or code")
        static func moves(_ n: Int, looked: Int) -> Text {
            n == 0
                ? Text(
                    "Không hạn nào đổi (đã xem \(looked) hồ sơ đang mở).",
                    "No due time moves (\(looked) open dossiers were looked at).")
                : Text("\(n) hạn sẽ đổi (đã xem \(looked) hồ sơ).", "\(n) due times move (\(looked) looked at).")
        }
        static let cut = Text(
            "Chỉ xem trước được một phần; khi áp dụng, tất cả đều được tính lại.",
            "Only a part could be previewed; applying reckons all of them.")
        static let old = Text("Hạn cũ", "Old due time")
        static let new = Text("Hạn mới", "New due time")
        static let dossier = Text("Hồ sơ", "Dossier")
        static let count = Text("Số hạn đổi", "Due times that move")
        static let byUnit = Text("Theo đơn vị", "By unit")
        static let list = Text("Từng hồ sơ (tối đa 200 dòng)", "Each dossier (at most 200 lines)")
        static let acceptance = Text("hạn tiếp nhận", "time to accept")
    }

    enum AdminPeople {
        static let add = Text("Thêm người", "Add a person")
        static let login = Text("Tên đăng nhập", "User name")
        static let name = Text("Họ tên", "Name")
        static let role = Text("Vai trò", "Role")
        static let search = Text("Họ tên hoặc tên đăng nhập (không cần dấu)", "Name or user name")
        static let state = Text("Tình trạng", "State")
        static let locked = Text("đang khóa", "locked")
        static let active = Text("đang dùng", "in use")
        static let rename = Text("Đổi tên hiển thị", "Rename")
        static let lock = Text("Khóa tài khoản", "Lock the account")
        static let unlock = Text("Mở khóa", "Unlock")
        static let lockWhat = Text(
            "Người bị khóa không đăng nhập được, mọi phiên kết thúc ngay.",
            "A locked person cannot log in; every session ends at once.")
        static let reset = Text("Cấp mật khẩu dùng một lần", "Give a one-time password")
        static let resetWhat = Text(
            "Mật khẩu cũ hết dùng ngay. Người này phải đổi mật khẩu khi đăng nhập lần đầu, trong 7 ngày.",
            "The old password ends at once. It must be changed at the first log-in, within 7 days.")
        static let once = Text(
            "Mật khẩu dùng một lần (chỉ hiện lần này):", "One-time password (shown only now):")
        static let hand = Text(
            "Hãy đọc hoặc đưa tận tay cho người này; không gửi qua tin nhắn.", "Hand it over in person.")
        static let notYours = Text(
            "Người này có quyền ở đơn vị khác, nên chỉ quản trị thành phố đổi được tài khoản.",
            "This person has rights at other units, so only the city may change the account.")
        static let rights = Text("Quyền", "Rights")
        static let none = Text("Không có ai.", "There is nobody.")
    }

    enum AdminRight {
        static func more(_ shown: Int, _ all: Int) -> Text {
            Text(
                "Đang hiện \(shown) trong \(all) quyền. Hãy lọc theo đơn vị hoặc người, hoặc tải tệp CSV.",
                "\(shown) of \(all) rights are shown. Narrow by unit or person, or take the CSV file.")
        }
        static let grant = Text("Giao quyền", "Grant a right")
        static let person = Text("Người", "Person")
        static let kind = Text("Loại", "Kind")
        static let asRole = Text("Quyền theo vị trí", "By position")
        static let posting = Text("Tăng cường (có ngày kết thúc)", "Posting (it ends)")
        static let delegation = Text("Ủy quyền ký", "Delegation")
        static let fields = Text("Chỉ các lĩnh vực (không chọn = mọi lĩnh vực)", "Only these fields (none = all)")
        static let procedures = Text(
            "Chỉ các mã thủ tục, cách nhau bằng dấu phẩy (để trống = tất cả)",
            "Only these procedures, separated by commas (empty = all)")
        static let from = Text("Từ", "From")
        static let to = Text("Đến", "Until")
        static let scope = Text("Phạm vi", "Scope")
        static let everything = Text("mọi lĩnh vực", "every field")
        static let end = Text("Kết thúc ngay", "End now")
        static let coming = Text("Sắp có hiệu lực", "To come")
        static let endsSoon = Text("sắp hết", "ends soon")
        static let forEver = Text("không thời hạn", "without end")
        static let none = Text("Không có quyền nào.", "No rights.")
        static func kindName(_ ground: String) -> Text {
            switch ground {
            case "role": asRole
            case "posting": Text("Tăng cường", "Posting")
            case _ where ground.hasPrefix("delegation:"): delegation
            default: Text(ground, ground)
            }
        }
    }

    enum AdminText {
        static let sentence = Text(
            "Sửa lời của thông báo và tin nhắn; chương trình kiểm tra chỗ điền trước khi lưu.",
            "Reword notices and messages; placeholders are checked before they are saved.")
        static let key = Text("Văn bản", "Text")
        static let now = Text("Đang dùng", "In use")
        static let empty = Text("(để trống: không hiện)", "(empty: not shown)")
        static let wording = Text("Nội dung", "Wording")
        static let placeholders = Text("Chỗ điền được dùng", "Placeholders")
        static let sample = Text("Xem với dữ liệu mẫu", "With sample data")
        static let from = Text("Dùng từ (để trống = ngay bây giờ)", "Used from (empty = now)")
        static let vi = Text("Tiếng Việt", "Vietnamese")
        static let en = Text("Tiếng Anh", "English")
        static let versions = Text("Các lần đặt lại", "Wordings so far")
    }

    enum AdminErase {
        static let sentence = Text(
            "Làm cho dữ liệu của một người trong một hồ sơ đã kết thúc không đọc được nữa, vĩnh viễn.",
            "Make a person of an ended dossier unreadable, for ever.")
        static let number = Text("Mã hồ sơ", "Dossier number")
        static let slot = Text("Người", "Person")
        static let applicant = Text("Người nộp hồ sơ", "Applicant")
        static let authorised = Text("Người được ủy quyền nộp", "Authorised person")
        static let again = Text("Gõ lại mã hồ sơ để chắc chắn", "Type the number again to be sure")
        static let erase = Text("Xóa vĩnh viễn", "Erase for ever")
        static let differs = Text("Hai mã hồ sơ không giống nhau", "The two numbers differ")
        static let warning = Text(
            "Không có cách khôi phục. Số liệu và sổ của hồ sơ vẫn còn, không còn tên, số định danh, tờ khai.",
            "There is no way back. The dossier's figures stay; name, id number and form are gone.")
    }

    enum AdminAccess {
        static let sentence = Text(
            "Ai đã xem dữ liệu cá nhân của hồ sơ nào, khi nào.", "Who looked at whose data, and when.")
        static let number = Text("Mã hồ sơ", "Dossier number")
        static let user = Text("hoặc tên đăng nhập", "or user name")
        static let when = Text("Lúc", "When")
        static let who = Text("Ai", "Who")
        static let what = Text("Xem gì", "What")
        static let purpose = Text("Mục đích", "Purpose")
        static let none = Text("Không có lượt xem nào.", "Nobody looked.")
        static let ask = Text("Nhập mã hồ sơ hoặc tên đăng nhập.", "Enter a number or a user name.")
        static func found(_ n: Int) -> Text { Text("\(n) lượt xem", "\(n) look(s)") }
    }

    enum Account {
        static let title = Text("Tài khoản của tôi", "My account")
        static let mustChange = Text(
            "Hãy đặt mật khẩu của riêng bạn trước khi làm việc khác.",
            "Set a password of your own before you do anything else.")
        static let old = Text("Mật khẩu hiện tại", "Present password")
        static let new = Text("Mật khẩu mới (ít nhất 10 ký tự)", "New password (at least 10 characters)")
        static let again = Text("Nhập lại mật khẩu mới", "New password again")
        static let change = Text("Đổi mật khẩu", "Change the password")
        static let differs = Text("Hai lần nhập không giống nhau", "The two do not match")
        static let changed = Text(
            "Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.",
            "The password is changed. Your other sessions have ended.")
        static let myRights = Text("Quyền của tôi", "My rights")
        static func sentence(_ name: String) -> Text { Text("\(name), đây là tài khoản của bạn", "\(name), this is your account") }
    }
}
