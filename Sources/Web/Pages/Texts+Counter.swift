// Texts+Counter.swift: words of the counter, the certification lane, the registers and the cash book. See Texts.swift.

import Casework

extension Texts {
    enum Desk {
        static let places = Text("Các việc tại quầy", "Counter tasks")
        static let intake = Text("Tiếp nhận", "Intake")
        static let lane = Text("Chứng thực nhanh", "Certification")
        static let cash = Text("Thu tiền", "Cash book")
        static let registers = Text("Sổ chứng thực", "Registers")
        static let greeting = Text("Mời quét thẻ căn cước hoặc chọn thủ tục", "Scan a card or choose a procedure")
        static let scan = Text("Quét thẻ căn cước", "Scan the identity card")
        static let scanHint = Text(
            "Máy quét tự gõ vào đây rồi Enter; hoặc gõ số định danh (12 hoặc 9 số). F2 về ô này.",
            "The scanner types here and presses Enter; or type an id number (12 or 9 digits). F2 comes back here.")
        static let readCard = Text("Đọc thẻ", "Read the card")
        static let procedure = Text("Thủ tục", "Procedure")
        static let otherProcedure = Text("Đổi thủ tục khác", "Change the procedure")
        static let procedureHint = Text(
            "Vài chữ đầu, không dấu: “kh si”, “ct bs”, “ks”; hoặc mã thủ tục.",
            "A few first letters without marks: “kh si”, “ct bs”, “ks”; or the code.")
        static let find = Text("Tìm thủ tục", "Find")
        static let none = Text(
            "Không có thủ tục nào như vậy trong phạm vi của bạn. Hãy gõ ít chữ hơn.",
            "No such procedure among yours. Type fewer letters.")
        static let fromEarlier = Text("từ hồ sơ trước", "from an earlier dossier")
        static let filledIn = Text("ghi từ người nộp", "from the applicant")
        static let bornOn = Text("sinh", "born")
        static let divided = Text(
            "đơn vị cũ này được chia cho nhiều phường, xã: hỏi người dân hoặc xem bản đồ",
            "this old unit was divided among several: ask the citizen or look at a map")
        static let formerWord = Text("cũ", "(former)")
        static let person = Text("Người nộp hồ sơ", "Applicant")
        static let editPerson = Text("Xem, sửa thông tin người nộp", "See or mend the applicant's data")
        static let earlier = Text("Hồ sơ trước của người này", "This person's earlier dossiers")
        static let scans = Text("Đính kèm bản quét, ảnh chụp giấy tờ", "Attach scans or photos of the papers")
        static let papersHow = Text("Số bản, cách nhận từng giấy tờ", "Copies, and how each paper came")
        static let looked = Text("lấy được từ dữ liệu, không phải nộp", "taken from State data, not handed in")
        static let shown = Text("xuất trình, trả lại ngay", "shown and given back")
        static let guide = Text("Hướng dẫn bổ sung, chưa nhận", "Guide, do not accept yet")
        static let guideReason = Text("Lý do, hướng dẫn thêm (Mẫu 02)", "Reason and guidance (Form 02)")
        static let guideMore = Text("Ghi thêm lý do vào phiếu hướng dẫn", "Add a reason to the guidance slip")
        static let refuse = Text("Từ chối tiếp nhận", "Refuse")
        static let refuseMore = Text("Từ chối tiếp nhận (Mẫu 03)", "Refuse (Form 03)")
        static let refuseGround = Text("Căn cứ từ chối", "Ground")
        static let refuseReason = Text("Lý do từ chối cụ thể", "Reason in words")
        static let drafts = Text("Hồ sơ đang nhập dở", "Unfinished drafts")
        static let draftSaved = Text("Bản nháp tự lưu", "Draft saved")
        static let noName = Text("(chưa có tên)", "(no name yet)")
        static let goOn = Text("Nhập tiếp", "Continue")
        static let discard = Text("Bỏ bản nháp", "Discard")
        static let discarded = Text("Đã bỏ bản nháp.", "The draft is discarded.")
        static let ticket = Text("Số đang gọi", "Ticket")
        static let nonTerritorial = Text("Nhận thay nơi khác, nơi trả kết quả", "For another ward, and where to fetch")
        static let cashToday = Text("Sổ quỹ hôm nay", "Today's cash book")

        static func history(_ count: Int, more: Bool, running: Int) -> Text {
            let plus = more ? "+" : ""
            return Text(
                "\(count)\(plus) hồ sơ trước, \(running) đang xử lý", "\(count)\(plus) earlier, \(running) under way")
        }
        static func reuse(_ number: String, _ day: String) -> Text {
            Text("Dùng lại bản đã nộp ở hồ sơ \(number) (\(day))", "Reuse the one in dossier \(number) (\(day))")
        }
        static func choose(_ n: Int) -> Text {
            Text("Có \(n) thủ tục phù hợp: chọn một.", "\(n) procedures fit: choose one.")
        }
    }

    enum Slip {
        static let form02 = Text("Phiếu yêu cầu bổ sung", "Supplement slip")
        static let form03 = Text("Phiếu từ chối", "Refusal slip")
        static let guided = Text(
            "Đã lập phiếu hướng dẫn; hồ sơ chưa tiếp nhận, chưa tính thời hạn.",
            "The guidance slip is made; the dossier is not accepted and no clock runs.")
        static let refused = Text("Đã lập phiếu từ chối tiếp nhận.", "The refusal slip is made.")
        static let noForm02 = Text(
            "Hồ sơ này không có yêu cầu bổ sung nào đang mở.", "No supplement is asked for in this dossier.")
        static let noForm03 = Text("Hồ sơ này không bị từ chối tiếp nhận.", "This dossier was not refused.")
        static let print = Text("In", "Print")
    }

    enum Lane {
        static let title = Text("Chứng thực: quét thẻ, chọn giấy tờ, in giấy hẹn", "Certification: scan, choose, print")
        static let documents = Text("Giấy tờ cần chứng thực", "Documents to certify")
        static let kind = Text("Loại giấy tờ", "Kind of document")
        static let copiesGroup = Text("Bản sao từ bản chính", "Copies from the original")
        static let signatureGroup = Text("Chữ ký", "Signatures")
        static let name = Text("Tên giấy tờ (nếu khác)", "Name (if another)")
        static let pages = Text("Số trang", "Pages")
        static let copies = Text("Số bản / trường hợp", "Copies / cases")
        static let add = Text("Thêm giấy tờ", "Add a document")
        static let remove = Text("Bỏ dòng", "Remove the line")
        static let fee = Text("Phí", "Fee")
        static let total = Text("Tổng phí", "Total")
        static let payment = Text("Thu phí", "Payment")
        static let payCash = Text("Tiền mặt, thu ngay", "Cash, now")
        static let payTransfer = Text("Chuyển khoản, thu ngay", "Transfer, now")
        static let payLater = Text("Thu khi trả kết quả", "When the result is fetched")
        static let accept = Text("Tiếp nhận, in giấy hẹn", "Accept and print")
        static let tariff = Text(
            "2.000 đ/trang, từ trang 3: 1.000 đ, tối đa 200.000 đ/bản; chữ ký 10.000 đ/trường hợp (Thông tư 226/2016/TT-BTC).",
            "2,000 VND a page, 1,000 from page 3, at most 200,000 a copy; signatures 10,000 a case.")
        static let exempt = Text("Miễn phí", "Exempt from the fee")
        static let received = Text("Đã tiếp nhận và cấp số chứng thực.", "Accepted, and numbers allotted.")
        static let issuer = Text("Cơ quan cấp (để trống: theo bản chính)", "Issued by (empty: as on the original)")
        static let asOriginal = "Theo bản chính"
        static func line(_ n: Int) -> Text { Text("Giấy tờ \(n)", "Document \(n)") }
        static func closed(_ day: String) -> Text {
            Text(
                "Sổ quỹ ngày \(day) đã khóa: phí sẽ thu khi trả kết quả.",
                "The cash book of \(day) is closed: the fee is taken when the result is fetched.")
        }
    }

    enum Register {
        static let title = Text("Sổ chứng thực", "Registers of certifications")
        static let series = Text("Sổ", "Register")
        static let day = Text("Ngày", "Day")
        static let book = Text("Quyển", "Book")
        static let show = Text("Xem", "Show")
        static let number = Text("Số chứng thực", "Number")
        static let who = Text("Người yêu cầu", "Requested by")
        static let what = Text("Giấy tờ", "Document")
        static let amount = Text("Trang × bản", "Pages × copies")
        static let clerk = Text("Người vào sổ", "Entered by")
        static let dossier = Text("Hồ sơ", "Dossier")
        static let note = Text("Ghi chú", "Note")
        static let void = Text("Hủy số", "Void")
        static let voided = Text("Đã hủy", "Void")
        static let voidTitle = Text("Hủy một số chứng thực", "Void a number")
        static let voidHint = Text(
            "Số đã cấp không dùng lại; dòng bị hủy vẫn ở trong sổ cùng lý do.",
            "A number is never used again; the void line stays with its reason.")
        static let erased = Text("(đã xóa)", "(erased)")
        static let empty = Text("Chưa có số nào.", "No number yet.")
        static let openBook = Text("Mở quyển mới", "Open the next book")
        static let first = Text("Số tiếp theo", "Next number")
        static let openBookHint = Text(
            "Dùng khi hết quyển, khi chuyển từ sổ giấy giữa năm, hoặc sau khi khôi phục dữ liệu.",
            "When a book is full, when moving from paper in mid-year, or after a restore.")
        static let numberOne = Text("Cấp số cho hồ sơ đã tiếp nhận", "Number an accepted dossier")
        static let numberIt = Text("Cấp số", "Give a number")
        static let done = Text("Đã ghi vào sổ.", "Entered in the register.")
        static let source = Text(
            "Số chạy liên tục trong năm; nhiều bản sao của một bản chính cùng lúc ghi một số (Thông tư 01/2020/TT-BTP).",
            "Numbers run through the year; several copies of one original at one time share a number.")
        static func count(_ n: Int, _ void: Int) -> Text {
            Text("\(n) số đã cấp, \(void) số hủy", "\(n) numbers given, \(void) void")
        }
        static func ground(_ code: String) -> Text {
            switch code {
            case "wrongEntry": Text("ghi sai", "wrong entry")
            case "notSigned": Text("không ký được", "not signed")
            case "withdrawn": Text("người dân rút yêu cầu", "withdrawn")
            default: Text("lý do khác", "another reason")
            }
        }
        static func series(_ series: CertificateSeries) -> Text {
            switch series {
            case .copies: Text("Bản sao từ bản chính (SCT/BS)", "Copies (SCT/BS)")
            case .signatures: Text("Chữ ký, điểm chỉ (SCT/CK,ĐC)", "Signatures (SCT/CK)")
            }
        }
    }
}
