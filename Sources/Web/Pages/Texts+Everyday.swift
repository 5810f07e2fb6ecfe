// Texts+Everyday.swift: words of messages, shelves, hand-over lists, returned originals, files and training.

import Casework
import Office

extension Texts {
    enum Everyday {
        static let csv = Text("Tải về cho Excel (CSV)", "Download for Excel (CSV)")
        static let number = Text("Mã hồ sơ", "Number")
        static let procedure = Text("Thủ tục", "Procedure")
        static let procedureCode = Text("Mã thủ tục", "Procedure code")
        static let applicant = Text("Người nộp", "Applicant")
        static let state = Text("Trạng thái", "State")
        static let due = Text("Hạn", "Due")
        static let received = Text("Ngày nhận", "Received")
        static let holder = Text("Người giữ", "Holder")
        static let field = Text("Lĩnh vực", "Field")
        static let channel = Text("Cách nộp", "Filed by")
        static let remaining = Text("Còn lại (phút làm việc)", "Left (working minutes)")
        static let pages = Text("Số trang", "Pages")
        static let copies = Text("Số bản", "Copies")
        static let table = Text("Bảng", "Table")
        static func inSeconds(_ what: Text) -> Text { Text("\(what.vi) (giây)", "\(what.en) (seconds)") }
        static let section = Text("Giấy tờ và báo tin", "Papers and messages")
    }

    enum Messages {
        static let title = Text("Tin nhắn", "Messages")
        static let when = Text("Khi nào", "When")
        static let what = Text("Báo gì", "What")
        static let way = Text("Qua", "By")
        static let outcome = Text("Kết quả", "Outcome")
        static let attempts = Text("Số lần gửi", "Tries")
        static let answer = Text("Máy nhận trả lời", "The server's answer")
        static let doneAt = Text("Xong lúc", "Done at")
        static let again = Text("Gửi lại", "Send again")
        static let resent = Text("Đã xếp vào hàng gửi lại.", "It will be sent again.")
        static let caption = Text("Tin đã báo cho người nộp", "What applicants were told")
        static let none = Text(
            "Chưa có tin nào. Khi hồ sơ cần bổ sung, hẹn lại hay có kết quả, tin sẽ hiện ở đây.",
            "None yet. Requests for supplements, apologies and ready results will show here.")
        static let groups = Text("Nhóm tin", "Groups")
        static let notConfigured = Text(
            "Chưa cấu hình gửi tin: tin được ghi lại và chưa gửi đi. Hãy báo quản trị; tin quá 3 ngày sẽ không gửi nữa.",
            "Sending is not configured: messages are kept and not sent. Tell the administrator; after 3 days they lapse.")
        static func partly(_ channel: MessageChannel) -> Text {
            let way = Messages.channel(channel)
            return Text(
                "Chưa cấu hình gửi qua \(way.vi): các tin này được giữ lại.",
                "Sending by \(way.en) is not configured: those are kept.")
        }
        static let training = Text(
            "Tập huấn: tin được ghi lại nhưng không bao giờ gửi ra ngoài.",
            "Practice: messages are noted and never leave.")
        static let noContact = Text(
            "Người nộp không để lại điện thoại hay thư điện tử: hãy báo trực tiếp.",
            "The applicant left neither telephone nor e-mail: tell them in person.")
        static let told = Text("Đã báo tin", "Told")
        static let further = Text("Tin cũ hơn", "Older messages")

        static func group(_ group: OutboxQuestion.Group, _ n: Int) -> Text {
            switch group {
            case .all: Text("Tất cả (\(n))", "All (\(n))")
            case .waiting: Text("Đang chờ (\(n))", "Waiting (\(n))")
            case .sent: Text("Đã gửi (\(n))", "Sent (\(n))")
            case .failed: Text("Chưa đến (\(n))", "Not delivered (\(n))")
            }
        }
        static func heading(failed: Int, waiting: Int, sent: Int) -> Text {
            if failed > 0 {
                return Text(
                    "\(failed) tin chưa đến người dân, \(waiting) tin đang chờ gửi",
                    "\(failed) message(s) did not arrive, \(waiting) waiting")
            }
            if waiting > 0 {
                return Text("\(waiting) tin đang chờ gửi", "\(waiting) message(s) waiting to be sent")
            }
            return Text("Mọi tin đều đã gửi (\(sent) tin trong 30 ngày)", "All sent (\(sent) in 30 days)")
        }
        static func channel(_ channel: MessageChannel) -> Text {
            channel == .email ? Text("thư điện tử", "e-mail") : Text("điện thoại", "telephone")
        }
        static func via(_ via: String) -> Text {
            switch via {
            case "sms": Text("tin nhắn SMS", "SMS")
            case "chat": Text("ứng dụng nhắn tin", "chat")
            default: Text("thư điện tử", "e-mail")
            }
        }
        static func state(_ state: MessageState) -> Text {
            switch state {
            case .waiting: Text("chờ gửi", "waiting")
            case .sending, .handing: Text("đang gửi", "being sent")
            case .sent: Text("đã gửi", "sent")
            case .failed: Text("không gửi được", "failed")
            case .dropped: Text("không gửi", "not sent")
            case .doubtful: Text("không rõ đã đến chưa", "in doubt")
            }
        }
        static func reason(_ reason: String) -> Text {
            switch reason {
            case "tooOld": Text("để quá 3 ngày mới bật gửi tin", "older than 3 days when sending began")
            case "givenUp": Text("đã thử trong 3 ngày", "tried for 3 days")
            case "refused": Text("máy nhận từ chối", "refused by the server")
            case "later": Text("sẽ thử lại", "will be tried again")
            case "doubtful":
                Text(
                    "đứt kết nối đúng lúc giao tin; chỉ gửi lại nếu người dân chưa nhận",
                    "the line broke while it was handed over; send again only if it did not arrive")
            case "restored": Text("kho vừa phục hồi từ bản sao", "the store was restored from a backup")
            case "overtaken": Text("việc đã khác trước khi kịp gửi", "overtaken by events")
            case "erased": Text("dữ liệu người nhận đã xóa", "the recipient's data were erased")
            case "notWanted": Text("người nộp không muốn nhận", "not wanted by the applicant")
            case "noContact": Text("không còn địa chỉ nhận", "no contact any more")
            default: Text("không còn hồ sơ", "no such dossier")
            }
        }
        static func next(_ at: Instant) -> Text {
            Text("thử lại lúc \(at.spoken.vi)", "next try \(at.spoken.en)")
        }
        static func tries(_ n: Int) -> Text { Text("\(n) lần", "\(n)×") }
    }

    enum Shelf {
        static let title = Text("Trả kết quả", "Results to return")
        static let place = Text("Vị trí", "Place")
        static let noPlace = Text("chưa xếp", "no place yet")
        static let since = Text("Có kết quả từ", "Ready since")
        static let find = Text("Tìm: họ tên, mã hồ sơ hoặc vị trí", "Find: name, number or place")
        static let look = Text("Tìm", "Find")
        static let caption = Text("Kết quả chờ trả", "Results to return")
        static let none = Text("Không có kết quả nào chờ trả.", "No result waits.")
        static let put = Text("Xếp các kết quả đã chọn lên kệ", "Put the chosen results on the shelf")
        static let placeLabel = Text("Vị trí trên kệ (ví dụ K7, TU 3-2)", "Place on the shelf (K7, TU 3-2)")
        static let doPut = Text("Xếp lên kệ", "Put there")
        static let pick = Text("Chọn", "Choose")
        static let papers = Text("Giấy tờ ở", "Papers at")
        static let result = Text("Kết quả ở", "Result at")
        static func heading(_ n: Int, unplaced: Int) -> Text {
            if n == 0 { return Text("Không có kết quả nào chờ trả", "No result waits") }
            let more = unplaced > 0
            return Text(
                "\(n) kết quả chờ trả" + (more ? ", \(unplaced) chưa có vị trí trên kệ" : ""),
                "\(n) result(s) to return" + (more ? ", \(unplaced) without a place" : ""))
        }
        static func done(_ n: Int, _ place: String) -> Text {
            Text("Đã xếp \(n) kết quả vào \(place).", "\(n) result(s) put at \(place).")
        }
    }

    enum HandOver {
        static let title = Text("Bàn giao", "Hand-over lists")
        static let post = Text("Gửi bưu chính công ích", "Public post")
        static let postCaption = Text("Kết quả chờ gửi bưu chính", "Results to post")
        static let waybill = Text("Số vận đơn", "Waybill")
        static let make = Text("Lập danh sách và ghi đã giao", "Make the list and record the hand-over")
        static let makeUnit = Text("Lập danh sách bàn giao", "Make the list")
        static let lists = Text("Danh sách đã lập", "Lists made")
        static let list = Text("Danh sách", "List")
        static let to = Text("Giao cho", "To")
        static let made = Text("Lập lúc", "Made")
        static let madeBy = Text("Người lập", "By")
        static let lines = Text("Số hồ sơ", "Lines")
        static let papersTo = Text("Giấy tờ chuyển đến", "Papers for")
        static let notYet = Text("chưa gửi được", "not yet")
        static let address = Text("Địa chỉ nhận", "Address")
        static let phone = Text("Điện thoại", "Telephone")
        static let ordinal = Text("TT", "No.")
        static let back = Text("Về trang bàn giao", "Back to hand-over lists")
        static let print = Text("In danh sách bằng lệnh in của trình duyệt (Ctrl+P).", "Print with your browser (Ctrl+P).")
        static let recorded = Text(
            "Đã ghi vào sổ. In danh sách để hai bên ký; có thể in lại bất cứ lúc nào.",
            "Recorded. Print it for both to sign; it can be printed again at any time.")
        static func heading(post: Int, papers: Int) -> Text {
            if post == 0 && papers == 0 { return Text("Không có gì chờ bàn giao", "Nothing waits to be handed over") }
            return Text(
                "\(post) kết quả chờ gửi bưu chính, \(papers) bộ giấy tờ chờ chuyển đơn vị khác",
                "\(post) result(s) to post, \(papers) set(s) of papers for other units")
        }
    }

    enum Originals {
        static let slip = Text("Phiếu trả lại bản chính", "Slip of returned originals")
        static let title = Text("Bản chính đã trả", "Originals returned")
        static let none = Text(
            "Hồ sơ này chưa trả lại bản chính nào: hãy ghi “Trả lại bản chính” trước rồi in phiếu.",
            "No original was returned yet: record “Return originals” first, then print.")
    }

    enum Training {
        static let title = Text("Tập huấn", "Practice")
        static let about = Text("Tập huấn là gì, làm lại từ đầu", "About practice, start afresh")
        static let afresh = Text("Làm lại từ đầu", "Start afresh")
        static let mark = Text("TẬP HUẤN · KHÔNG CÓ GIÁ TRỊ", "PRACTICE · NOT VALID")
        static let heading = Text("Luyện tập thoải mái: không gì ở đây là thật", "Practise freely: nothing here is real")
        static let lead = Text(
            "Đơn vị, thủ tục, lịch, tài khoản và quyền giống kho thật; hồ sơ là của riêng kho này. "
                + "Mã hồ sơ bắt đầu bằng Y99 để không giấy nào bị nhầm với giấy thật. Tin nhắn không gửi đi đâu.",
            "Units, procedures, calendars, accounts and rights are those of the real store; dossiers are its own. "
                + "Numbers begin with Y99, so that no paper can be mistaken. Messages are never sent.")
        static let afreshWords = Text(
            "Xóa mọi hồ sơ đã luyện tập và bắt đầu lại với kho trống. Đơn vị, thủ tục, tài khoản và quyền được giữ.",
            "Removes every dossier of practice. Units, procedures, accounts and rights stay.")
        static let sure = Text("Tôi muốn xóa mọi hồ sơ luyện tập", "I want to remove every dossier of practice")
        static let done = Text("Kho tập huấn đã trống, sẵn sàng cho buổi mới.", "The practice store is empty again.")
        static let onlyLeaders = Text(
            "Lãnh đạo hoặc quản trị mới làm lại từ đầu được.", "A leader or an administrator can start afresh.")
        static let real = Text("Đây là kho thật", "This is the real store")
        static let realWords = Text(
            "Kho tập huấn là một kho riêng, chạy ở địa chỉ khác. Hãy hỏi quản trị địa chỉ ấy; "
                + "quản trị bật kho tập huấn bằng “motcua serve --training”.",
            "Practice has a store and an address of its own. Ask the administrator, who starts it with “motcua serve --training”.")
    }
}
