// Texts+Procedures.swift: the words of administration about procedures, fees and calendars.

import Casework
import Office

extension Texts {
    enum AdminProcedure {
        static let search = Text("Tên hoặc mã thủ tục (không cần dấu)", "Name or code")
        static let importing = Text("Nhập từ Cổng dịch vụ công quốc gia", "Import from the national portal")
        static let versions = Text("Các phiên bản", "Versions")
        static let version = Text("Phiên bản", "Version")
        static let inForce = Text("đang có hiệu lực", "in force")
        static let coming = Text("sắp có hiệu lực", "to come")
        static let past = Text("đã thay", "replaced")
        static let compare = Text("So sánh", "Compare")
        static let compareWith = Text("So sánh hai phiên bản", "Compare two versions")
        static let old = Text("Phiên bản cũ", "Old version")
        static let new = Text("Phiên bản mới", "New version")
        static let part = Text("Phần", "Part")
        static let same = Text("Hai phiên bản không có gì khác nhau.", "Nothing differs.")
        static let absent = Text("không có", "none")
        static let text = Text("Toàn văn định nghĩa", "The whole definition")
        static let editYAML = Text("Sửa toàn văn thành phiên bản mới", "Edit the text into a new version")
        static let editFees = Text("Đổi phí, lệ phí", "Change the fees")
        static let yaml = Text("Định nghĩa (YAML)", "Definition (YAML)")
        static let check = Text("Kiểm tra", "Check")
        static let findings = Text("Cần sửa", "To mend")
        static let line = Text("dòng", "line")
        static let sound = Text("Định nghĩa dùng được.", "The definition is sound.")
        static let noSteps = Text("Chưa có bước nào.", "No steps.")
        static let overtaken = Text(
            "Trong lúc bạn sửa, đã có phiên bản mới hơn. Nội dung bạn nhập vẫn còn: hãy so lại rồi công bố.",
            "A newer version came meanwhile. What you typed is kept: compare and publish.")
        static func differs(_ n: Int) -> Text {
            Text("\(n) điểm khác nhau", "\(n) difference(s)")
        }
        static func versionName(_ n: Int, _ from: String) -> Text {
            Text("Phiên bản \(n), từ \(from)", "Version \(n), from \(from)")
        }

        static let feeSentence = Text(
            "Đổi mức thu là công bố phiên bản mới của thủ tục; hồ sơ đang mở giữ mức cũ.",
            "A fee changes with a new version of the procedure; open dossiers keep theirs.")
        static let noFees = Text(
            "Thủ tục này chưa có khoản thu. Hãy thêm bằng cách sửa toàn văn.",
            "There is no fee yet. Add one by editing the text.")
        static let rule = Text("Cách tính", "Rule")
        static let amount = Text("Mức thu (đồng)", "Amount (VND)")
        static let tiers = Text(
            "Biểu mức, mỗi dòng “đến số: đồng”, dòng cuối “còn lại: đồng”",
            "Tariff, each line “up to: VND”, the last “rest: VND”")
        static let rest = Text("còn lại", "rest")
        static let cap = Text("Tối đa (đồng)", "At most (VND)")
        static let exemptions = Text(
            "Được miễn, mỗi dòng “mã: tên đối tượng”", "Exempt, each line “code: who”")
        static let feeGround = Text("Căn cứ của mức thu", "Ground of the fee")
        static func ruleName(_ rule: Procedure.FeeRule) -> Text {
            switch rule {
            case .free: Text("Không thu", "Free")
            case .fixed: Text("Một mức", "Fixed")
            case .each: Text("Theo số lượng", "By number")
            case .tiered: Text("Theo biểu", "By tariff")
            case .council: Text("Do HĐND quy định", "Set by the council")
            }
        }

        static let importSentence = Text(
            "Dán bản ghi JSON của Cổng quốc gia; chương trình nói rõ lấy được gì, đoán gì, bỏ gì trước khi công bố.",
            "Paste the portal's JSON record; what was taken, guessed and left out is said before publishing.")
        static let json = Text("Bản ghi JSON (một bản ghi hoặc một mảng)", "JSON record (one or an array)")
        static let file = Text("hoặc chọn tệp JSON", "or choose a JSON file")
        static let read = Text("Đọc thử", "Read")
        static let taken = Text("Lấy được", "Taken")
        static let guessed = Text("Phải đoán", "Guessed")
        static let leftOut = Text("Bỏ lại", "Left out")
        static let notTaken = Text("không lấy được", "not taken")
        static let publishRead = Text("Công bố các thủ tục đã đọc", "Publish what was read")
        static let mends = Text("Chưa công bố được, cần sửa:", "Not yet to be published:")
        static func importDone(_ n: Int) -> Text { Text("Đã công bố \(n) thủ tục.", "\(n) procedure(s) published.") }
    }

    enum AdminCalendar {
        static let propose = Text("Đề xuất hoán đổi ngày hoặc ngày nghỉ mới", "Propose a swap or a new day off")
        static let off = Text("Ngày nghỉ", "Day off")
        static let name = Text("Tên ngày nghỉ", "Name of the day off")
        static let work = Text("Làm bù vào (để trống nếu không làm bù)", "Worked instead (empty = none)")
        static let proposeSo = Text("Đề xuất", "Propose")
        static let notYet = Text(
            "Đề xuất chưa đổi gì. Người thứ hai xem những hạn sẽ đổi rồi mới xác nhận.",
            "A proposal changes nothing. A second person looks at what moves and confirms.")
        static let waiting = Text("Chờ người thứ hai xác nhận", "Waiting for a second person")
        static let noneWaiting = Text("Không có đề xuất nào chờ.", "No proposal waits.")
        static let versions = Text("Các lịch đã công bố", "Published calendars")
        static let daysAhead = Text("Ngày nghỉ và làm bù sắp tới", "Days off and worked days to come")
        static let date = Text("Ngày", "Day")
        static let what = Text("Là gì", "What")
        static let confirm = Text("Xác nhận và công bố", "Confirm and publish")
        static let confirmWhat = Text(
            "Xác nhận thì lịch được công bố, mọi đơn vị áp dụng và các hạn dưới đây được tính lại.",
            "Confirming publishes it; every unit adopts it and the due times below are reckoned again.")
        static let secondPerson = Text(
            "Bạn là người đề xuất, nên một quản trị viên khác phải xác nhận.",
            "You proposed it, so another administrator must confirm.")
        static let reject = Text("Bác đề xuất", "Reject")
        static let withdraw = Text("Rút đề xuất", "Withdraw")
        static let rejected = Text("Đã bác", "Rejected")
        static let published = Text("Đã công bố", "Published")
        static let working = Text("làm bù", "worked")
        static let provisional = Text("tạm tính", "provisional")
        static let goOn = Text("Tiếp tục áp dụng", "Go on")
        static let changes = Text("Thay đổi", "What changes")
        static func proposedBy(_ name: String, _ at: Instant) -> Text {
            Text("\(name) đề xuất lúc \(at.vietnamese)", "Proposed by \(name) at \(at.vietnamese)")
        }
        static func progress(_ done: Int, _ all: Int, _ moved: Int) -> Text {
            Text(
                "\(done)/\(all) đơn vị đã áp dụng, \(moved) hạn đã tính lại.",
                "\(done)/\(all) units have adopted it, \(moved) due times moved.")
        }
        static func elsewhere(_ done: Int, _ all: Int) -> Text {
            Text(
                "\(all) đơn vị có máy chủ riêng tự áp dụng khi nhận được lịch; \(done) đã báo áp dụng. Nếu lịch đổi ngày đã qua, "
                    + "người có thẩm quyền tại đó hoặc thành phố quyết định.",
                "\(all) units with a site of their own adopt it when they hear of it; \(done) have said so. Where it changes days that "
                    + "are past, somebody there or of the city decides.")
        }
        static func stopped(_ why: String) -> Text { Text("Đã dừng: \(why)", "Stopped: \(why)") }
        static func isOff(_ name: String) -> Text { Text("nghỉ: \(name)", "off: \(name)") }
        static func worked(_ instead: String) -> Text {
            Text("làm việc bù cho \(instead)", "worked instead of \(instead)")
        }
    }
}
