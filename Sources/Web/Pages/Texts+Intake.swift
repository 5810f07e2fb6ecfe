// Texts+Intake.swift: words of forms and receipts. See Texts.swift.

import Casework

extension Texts {
    enum Form {
        static let yes = Text("Có", "Yes")
        static let no = Text("Không", "No")
        static let choose = Text("— chọn —", "— choose —")
        static let find = Text("Tìm", "Find")
        static let fromCard = Text("từ thẻ vừa quét", "from the card")
        static let unsaved = Text(
            "Bản nháp chưa lưu được. Chữ đã gõ vẫn ở đây; hãy rút gọn ô quá dài hoặc thử lại.",
            "The draft could not be kept. What you typed is still here; shorten what is too long, or try again.")
        static let toField = Text("Đến ô cần sửa", "Go to the field")
        static let send = Text("Nộp hồ sơ", "File the dossier")
        static let accept = Text("Tiếp nhận, in giấy hẹn", "Accept and print the receipt")
        static let acceptHint = Text(
            "“Chỉ ghi nhận”: có mã hồ sơ, chưa tính thời hạn; dùng khi còn thiếu giấy tờ.",
            "“Record only”: a number, but no clock yet; for when papers are missing.")
        static let recordOnly = Text("Chỉ ghi nhận", "Record only")
        static let refresh = Text("Đổi trường hợp", "Change the case")
        static let recompute = Text("Tính lại hạn và phí", "Recompute time and fee")
        static let summary = Text("Hẹn trả và lệ phí", "Appointment and fee")
        static let appointment = Text("Hẹn trả kết quả", "Result due")
        static let answerBy = Text("Trả lời việc tiếp nhận trước", "Answer on intake by")
        static let why = Text("Cách tính", "How it is reckoned")
        static let card = Text("Quét CCCD", "Scan the ID card")
        static let applicant = Text("Người nộp", "Applicant")
        static let authorised = Text("Người ủy quyền (khi nộp thay)", "On whose behalf")
        static let personType = Text("Đối tượng", "Kind")
        static let citizen = Text("Cá nhân", "Citizen")
        static let organisation = Text("Tổ chức", "Organisation")
        static let name = Text("Họ tên, tên tổ chức", "Name")
        static let idNumber = Text("Số định danh", "Personal id")
        static let phone = Text("Điện thoại", "Telephone")
        static let email = Text("Thư điện tử", "E-mail")
        static let address = Text("Địa chỉ", "Address")
        static let form = Text("Tờ khai", "Form")
        static let delivery = Text("Cách nộp và nhận kết quả", "Filing and delivery")
        static let channelTitle = Text("Cách nộp", "Filed by")
        static let resultChannel = Text("Nhận kết quả", "Result by")
        static let quantity = Text("Số bộ hồ sơ", "Number of sets")
        static let pickUp = Text("Nơi nhận kết quả", "Where the result is fetched")
        static let pickUpHint = Text("Để trống: nhận tại nơi nộp.", "Empty: where it is filed.")
        static let competent = Text("Cơ quan giải quyết", "Deciding agency")
        static let competentHint = Text(
            "Để trống: đơn vị nơi nộp. Thủ tục này nộp được ngoài địa bàn.",
            "Empty: the unit of filing. This procedure may be filed elsewhere.")
        static let exemptions = Text("Miễn, giảm phí", "Exemptions")
        static let needsVerification = Text(
            "Cần xác minh (kéo dài thời hạn theo quy định)", "Needs verification (a longer limit)")
        static let due = Text("Hạn trả kết quả", "Due")
        static let dueHint = Text(
            "Danh mục chưa có thời hạn: ghi hạn và căn cứ.",
            "The catalogue has no limit: enter it with its ground.")
        static let ground = Text("Căn cứ của thời hạn", "Ground of the limit")
        static let recordedLate = Text("Ghi muộn", "Recorded late")
        static let receivedAt = Text("Thời điểm nhận", "Received at")
        static let receivedAtHint = Text("Để trống: bây giờ.", "Empty: now.")
        static let atUnit = Text("Tại đơn vị", "At unit")
        static let `case` = Text("Trường hợp", "Case")
        static let whichWard = Text("Nộp cho phường, xã, đặc khu", "File with")
        static let whichWardHint = Text("Gõ tên rồi chọn trong danh sách.", "Type the name and choose.")
        static let requiredToo = Text(" · bắt buộc", " · required")
        static let copiesOf = Text("Số bản của", "Copies of")
        static let sourceOf = Text("Cách nhận", "How it came:")
        static let sentBefore = Text(
            "Biểu mẫu này đã được gửi một lần với nội dung khác. Nếu đúng là hồ sơ mới, hãy gửi lại.",
            "This form was sent before with other contents. If this is a new dossier, send again.")

        static func problems(_ n: Int) -> Text {
            Text(
                "Còn \(n) chỗ cần sửa. Nội dung đã nhập được giữ.",
                "\(n) thing(s) to mend. What you typed is kept.")
        }
        static func missingPapers(_ names: [String]) -> Text {
            let list = names.joined(separator: "; ")
            return Text("Còn thiếu giấy tờ bắt buộc: \(list).", "Required papers are missing: \(list).")
        }
        static func example(_ text: String) -> Text { Text("Ví dụ: \(text)", "Example: \(text)") }

        static func channel(_ channel: Procedure.Channel) -> Text {
            switch channel {
            case .counter: Text("trực tiếp tại quầy", "at the counter")
            case .online: Text("trực tuyến", "online")
            case .post: Text("bưu chính", "by post")
            }
        }
        static func paper(_ kind: Procedure.PaperKind) -> Text {
            switch kind {
            case .form: Text("tờ khai", "form")
            case .original: Text("nộp bản chính", "hand in the original")
            case .copy: Text("nộp bản sao", "hand in a copy")
            case .shown: Text("xuất trình, nhận lại ngay", "show, and take back")
            case .lookup: Text("tra cứu từ dữ liệu", "looked up")
            }
        }
        static func source(_ source: String) -> Text {
            switch source {
            case "handedIn": Text("nộp", "handed in")
            case "shown": Text("xuất trình", "shown")
            case "fromData": Text("lấy từ dữ liệu", "from State data")
            case "reused": Text("dùng lại", "reused")
            case "digital": Text("bản điện tử", "digital")
            default: Text(source, source)
            }
        }
    }

    enum Receipt {
        static let short = Text("Giấy tiếp nhận", "Receipt")
        static let title = Text("Giấy tiếp nhận và hẹn trả", "Receipt with appointment")
        static let accepted = Text("Đã tiếp nhận hồ sơ.", "The dossier is accepted.")
        static let recorded = Text(
            "Đã ghi nhận hồ sơ; chưa tiếp nhận, chưa tính thời hạn.",
            "Recorded, not accepted: no clock runs yet.")
        static let keep = Text(
            "Đã nhận hồ sơ của bạn. Hãy lưu mã hồ sơ và mã tra cứu dưới đây.",
            "We have your dossier. Keep the number and the tracking code below.")
        static let print = Text(
            "In trang này bằng lệnh in của trình duyệt (Ctrl+P).",
            "Print this page with your browser (Ctrl+P).")
        static let nextCitizen = Text("Người tiếp theo", "Next citizen")
        static let take = Text("Thu", "Take")
        static let toDossier = Text("Mở hồ sơ", "Open the dossier")
        static let toTrack = Text("Theo dõi hồ sơ", "Track it")
    }
}
