// Texts+Citizen.swift: words of papers' files and of the citizen's pages. See Texts.swift.

import Casework
import Office

extension Texts {
    enum Papers {
        static let attach = Text("Gắn bản quét, ảnh chụp", "Attach scans")
        static let attached = Text("Đã gắn tệp vào hồ sơ.", "The files are attached.")
        static let others = Text("Giấy tờ khác", "Other papers")
        static let hidden = Text("có tệp, bạn không xem nội dung", "a file, hidden from you")
        static let erased = Text("tệp đã xóa cùng dữ liệu cá nhân", "erased with the personal data")
        static let which = Text("Của giấy tờ nào", "Of which paper")
        static let note = Text("Ghi chú về tệp", "Note on the file")
        static let choose = Text("Chọn ảnh hoặc PDF", "Choose a picture or PDF")
        static let kinds = Text(
            "PDF, JPEG, PNG, WebP, HEIC; mỗi tệp không quá 20 MB.",
            "PDF, JPEG, PNG, WebP, HEIC; at most 20 MB each.")
        static let picture = Text("ảnh", "picture")
        static let remove = Text("Bỏ", "Remove")
        static let filedBy = Text("do", "filed by")
        static let before = Text("Tệp trước", "Previous file")
        static let after = Text("Tệp sau", "Next file")
        static let download = Text("Tải về", "Download")
        static let notShown = Text(
            "Loại ảnh này không xem được trong trang. Hãy tải về để mở.",
            "This kind of picture cannot be shown here. Download it.")

        static func here(_ title: String) -> Text { Text("Tệp đã gửi: \(title)", "Files sent: \(title)") }
        static func partly(_ percent: Int) -> Text {
            Text(
                "mới gửi được \(percent) %: chọn lại đúng tệp này để gửi tiếp",
                "\(percent) % sent: choose this file again to go on")
        }
        static func title(_ n: Int) -> Text {
            n == 0
                ? Text("Hồ sơ chưa có tệp nào", "No files yet")
                : Text("Hồ sơ có \(n) tệp", "\(n) file(s) in this dossier")
        }
    }

    enum Citizen {
        static let noSuchPage = Text("Không có trang này.", "There is no such page.")
        static let noSuchPageAdvice = Text(
            "Địa chỉ có thể đã gõ sai hoặc trang đã chuyển. Hãy bắt đầu lại từ trang đầu.",
            "The address may be mistyped, or the page has moved. Start again from the first page.")

        // Finding
        static let forExample = Text("Ví dụ:", "For example:")
        static let examples = [
            "làm khai sinh cho con", "sao y bằng đại học", "xin giấy độc thân", "mở quán phở", "xây thêm tầng",
            "nhập hộ khẩu cho vợ", "sang tên sổ đỏ",
        ]
        static let askAtCentre = Text(
            "Không thấy việc bạn cần? Trung tâm phục vụ hành chính công của phường, xã sẽ chỉ đúng thủ tục.",
            "Not here? The service centre of your ward will name the right procedure.")
        static func foundFor(_ q: String) -> Text { Text("Thủ tục cho “\(q)”", "Procedures for “\(q)”") }

        // One procedure
        static let officially = Text("Tên chính thức:", "Official name:")
        static let yourCase = Text("Bạn thuộc trường hợp nào?", "Which case is yours?")
        static let bring = Text("Mang theo gì", "What to bring")
        static let bringIfAny = Text("Mang thêm nếu có", "Also, if you have it")
        static let notToBring = Text("Không phải mang: cơ quan tự tra cứu", "Not to bring: it is looked up")
        static let nothingToBring = Text("Không phải mang giấy tờ gì.", "Nothing to bring.")
        static let freeFor = Text("Miễn, giảm cho:", "Free or less for:")
        static let byLaw = Text("Theo quy định:", "By law:")
        static let reality = Text("Thực tế 90 ngày qua", "In truth, the last 90 days")
        static let wholeCity = Text("Toàn Thành phố", "The whole city")
        static let noneYet = Text("chưa có hồ sơ nào trong 90 ngày qua.", "no dossier in the last 90 days.")
        static let few = Text("chưa đủ số liệu", "too few")
        static let ward = Text("Phường, xã, đặc khu", "Ward or commune")
        static let half = Text("Một nửa xong trong", "Half within")
        static let nineOfTen = Text("9 trên 10 xong trong", "9 of 10 within")
        static let dossiers = Text("hồ sơ", "dossiers")
        static let yourWard = Text("Xem phường, xã của bạn", "Your ward or commune")
        static let look = Text("Xem", "Look")
        static let paceCaption = Text(
            "Thời gian làm việc từ lúc nộp đến lúc có kết quả", "Working time from filing to result")
        static let howCounted = Text(
            "Đếm từ các hồ sơ có kết quả trong 90 ngày qua, tính bằng thời gian làm việc (1 ngày = 8 giờ), kể cả "
                + "lúc chờ bổ sung. Nơi có dưới 5 hồ sơ thì chưa tính.",
            "Counted from the dossiers with a result in the last 90 days, in working time (a day = 8 hours), waiting "
                + "for supplements included. Fewer than 5 dossiers give no figure.")
        static func inShort(papers: Int, time: Text) -> Text {
            papers == 0
                ? Text("Không phải mang giấy tờ. Thời hạn: \(time.vi).", "Nothing to bring. Limit: \(time.en).")
                : Text("Cần \(papers) giấy tờ. Thời hạn: \(time.vi).", "\(papers) paper(s). Limit: \(time.en).")
        }
        static func eachWard(_ n: Int) -> Text { Text("Từng phường, xã (\(n) nơi)", "Each ward (\(n))") }
        static func tooFew(_ n: Int) -> Text {
            Text("mới có \(n) hồ sơ, chưa đủ để nói.", "only \(n) dossier(s): too few to tell.")
        }
        static func took(_ half: Text, _ ninety: Text, _ n: Int) -> Text {
            Text(
                "một nửa xong trong \(half.vi), 9 trên 10 hồ sơ xong trong \(ninety.vi) (\(n) hồ sơ).",
                "half within \(half.en), 9 of 10 within \(ninety.en) (\(n) dossiers).")
        }

        // Filing
        static let goOn = Text("Làm tiếp hồ sơ đang dở", "Go on with an unfinished one")
        static let goOnTitle = Text("Làm tiếp hồ sơ đang dở", "Go on with what you began")
        static let goOnLead = Text(
            "Nhập mã quay lại và số điện thoại hoặc số định danh bạn đã ghi trong hồ sơ.",
            "Enter the return code and the phone or id number that you wrote in the form.")
        static let returnCode = Text("Mã quay lại", "Return code")
        static let returnCodeHint = Text("8 chữ và số, dạng K7M2-QX4D", "8 letters and digits, like K7M2-QX4D")
        static let factor = Text("4 số cuối điện thoại, hoặc số định danh", "Last 4 digits of the phone, or id number")
        static let open = Text("Mở hồ sơ", "Open it")
        static let leave = Text("Kết thúc trên máy này", "Finish on this device")
        static let left = Text(
            "Đã đóng hồ sơ trên máy này. Dùng mã quay lại để làm tiếp.",
            "Closed on this device. Use the return code to go on.")
        static let saved = Text("Đã lưu.", "Saved.")
        static let savedAt = Text("Đã lưu lúc", "Saved at")
        static let save = Text("Lưu, làm tiếp sau", "Save for later")
        static let check = Text("Xem lại trước khi nộp", "Check before filing")
        static let partsLabel = Text("Các phần của hồ sơ", "Parts of the dossier")
        static let partPlace = Text("Nơi nộp", "Where")
        static let partPerson = Text("Người nộp", "Applicant")
        static let partForm = Text("Tờ khai", "Form")
        static let partPapers = Text("Giấy tờ", "Papers")
        static let partResult = Text("Nhận kết quả", "Result")
        static let later = Text(
            "Tôi nộp bản giấy hoặc mang bản chính đến trung tâm", "I bring the paper or its original to the centre")
        static let papersHint = Text(
            "Chụp ảnh hoặc chọn PDF, mỗi tệp không quá 20 MB. Đang gửi mà mất mạng thì chọn lại tệp, máy gửi tiếp phần còn thiếu.",
            "Take a photo or choose a PDF, at most 20 MB each. If the line breaks, choose the file again: it goes on.")
        static let spared = Text("Không phải nộp: cơ quan tự tra cứu.", "Not needed: it is looked up.")
        static let formIsFilled = Text("Điền ngay ở phần Tờ khai, không phải gửi tệp.", "Filled in above; no file needed.")
        static let checkTitle = Text("Xem lại rồi nộp", "Check, then file")
        static let checkLead = Text(
            "Hồ sơ chưa được nộp. Hãy đọc lại; bấm “Sửa” ở phần chưa đúng.",
            "It is not filed yet. Read it through; press “Edit” where it is wrong.")
        static let edit = Text("Sửa", "Edit")
        static let send = Text("Nộp hồ sơ", "File it")
        static let sendWords = Text(
            "Khi nộp, bạn cam đoan những điều đã khai là đúng. Cơ quan sẽ trả lời trong 8 giờ làm việc.",
            "By filing you declare that what you wrote is true. The centre answers within 8 working hours.")
        static let stillMissing = Text("Còn chỗ chưa xong, chưa nộp được.", "Not complete: it cannot be filed yet.")
        static let empty = Text("chưa điền", "empty")
        static let noFile = Text("chưa có tệp", "no file yet")
        static let byPaper = Text("nộp bản giấy", "on paper")
        static let gone = Text(
            "Không còn bản nháp này trên máy: có thể bạn đã nộp, hoặc đã quá hạn giữ. Dùng mã quay lại hoặc bắt đầu lại.",
            "This draft is not here any more: it may have been filed, or has expired. Use the return code or begin again.")

        static func yourCode(_ until: String) -> Text {
            Text(
                "Hồ sơ chưa nộp được giữ đến \(until). Ghi lại mã này để làm tiếp trên máy khác, cùng số điện thoại "
                    + "hoặc số định danh đã ghi trong hồ sơ:",
                "What you have not filed is kept until \(until). Note this code to go on elsewhere, together with the "
                    + "phone or id number in the form:")
        }

        // Tracking
        static let filed = Text("Giấy tờ đã gửi", "Files you sent")
        static let filesCount = Text("tệp", "file(s)")
        static let inPerson = Text("Tôi nộp bản giấy tại trung tâm", "I bring it to the centre")
        static let supplementLead = Text(
            "Gửi ngay tại đây, không phải đến trung tâm.", "Send it right here; no need to come.")
        static let why = Text("Cơ quan viết cho bạn", "Written to you")
        static let readWhy = Text("Đọc lý do cán bộ ghi", "Read the reason in words")
        static let withdrawList = [
            Text("Cơ quan đang giữ hồ sơ sẽ trả lời; hồ sơ dừng lại khi họ chấp nhận.",
                "The agency that holds it answers; it stops when they agree."),
            Text("Giấy tờ bản chính được trả lại cho bạn.", "Originals are given back to you."),
            Text("Lệ phí đã nộp được xử lý theo quy định của từng loại phí.",
                "Fees paid are dealt with by the rule of each fee."),
            Text("Bạn có thể nộp hồ sơ mới bất cứ lúc nào; thời hạn tính lại từ đầu.",
                "You may file anew at any time; the time limit starts again."),
            Text("Không rút được khi đã có quyết định.", "It cannot be withdrawn once there is a decision."),
        ]
        static let stillLacking = Text(
            "Chưa có tệp nào: hãy chọn tệp, hoặc đánh dấu là nộp bản giấy.",
            "No file yet: choose one, or tick that you bring the paper.")
        static let messages = Text("Cách nhận tin về hồ sơ", "How you are told")
        static let messagesDone = Text("Đã ghi cách nhận tin.", "How you are told is recorded.")
        static let again = Text("Nộp lại hồ sơ", "File again")
        static let againLead = Text(
            "Đã có đủ điều còn thiếu? Bạn có thể nộp hồ sơ mới; thời hạn tính lại từ đầu.",
            "Is what was lacking there now? You may file anew; the time limit starts again.")
        static let rateLead = Text(
            "Chạm một điểm cho mỗi dòng: 1 là rất không hài lòng, 5 là rất hài lòng.",
            "One tap a line: 1 is very unsatisfied, 5 very satisfied.")
        static let share = Text("Trang để in hoặc gửi cho người khác", "A page to print or pass on")
        static let shareLead = Text(
            "Trang này chỉ xem được, không có dữ liệu cá nhân. Ai có đường dẫn đều xem được tiến độ.",
            "This page can only be looked at and holds no personal data. Whoever has its address sees the progress.")
        static let shareQR = Text("Mã QR của trang này", "QR code of this page")
        static let print = Text("In trang này", "Print this page")
    }
}
