// Texts+Former.swift: the words about dossiers of an old system: import, signing, looking up old units, tracking.

import Casework
import Office

extension Texts {
    enum Former {
        static let area = Text("Hồ sơ hệ thống cũ", "Old dossiers")
        static let sentence = Text(
            "Chạy thử tệp, đọc báo cáo, ký, rồi nhập cả tệp hoặc không nhập dòng nào.",
            "Try the file, read the report, sign it; then all of it comes in, or nothing.")
        static func areaSentence(_ units: Int) -> Text {
            Text("Biết \(units) đơn vị trước 01/07/2025.", "\(units) units of before 1 July 2025 are known.")
        }
        static let file = Text("Tệp CSV của hệ thống cũ", "CSV file of the old system")
        static let fileHint = Text(
            "UTF-8, tối đa 1,4 MB (khoảng 10.000 hồ sơ). Tệp lớn hơn: motcua import dossiers. Cột bắt buộc: number, unit, "
                + "procedure, receivedAt; hồ sơ chưa xong cần thêm due và applicant.",
            "UTF-8, at most 1.4 MB (some 10,000 dossiers). Larger ones: motcua import dossiers. Required columns: number, "
                + "unit, procedure, receivedAt; open dossiers need due and applicant too.")
        static let tryIt = Text("Chạy thử, chưa nhập gì", "Try, without effect")
        static let report = Text("Báo cáo chạy thử", "Trial report")
        static let problems = Text("Cần sửa trong tệp", "To be mended in the file")
        static let line = Text("Dòng", "Line")
        static let column = Text("Cột", "Column")
        static let problem = Text("Vấn đề", "Problem")
        static func counts(_ r: FormerReport) -> Text {
            Text(
                "\(r.dossiers) hồ sơ: \(r.open) chưa xong (\(r.overdue) quá hạn), \(r.waiting) chờ trả kết quả, \(r.ended) đã xong.",
                "\(r.dossiers) dossiers: \(r.open) open (\(r.overdue) overdue), \(r.waiting) to be fetched, \(r.ended) ended.")
        }
        static func restated(_ n: Int) -> Text {
            Text("\(n) hồ sơ từ đơn vị cũ chuyển về đơn vị mới.", "\(n) came from units that are others today.")
        }
        static func byCodeAlone(_ n: Int) -> Text {
            Text(
                "\(n) hồ sơ đã xong của thủ tục không có trong danh mục: giữ theo mã.",
                "\(n) ended ones of procedures that the catalogue does not have: kept by code.")
        }
        static func unprovable(_ n: Int) -> Text {
            Text(
                "\(n) hồ sơ không có điện thoại và số định danh: người dân không tự tra cứu được.",
                "\(n) have neither phone nor id number: their people cannot look them up by themselves.")
        }
        static func more(_ n: Int) -> Text { Text("và \(n) lỗi nữa", "and \(n) more") }
        static let byUnit = Text("Theo đơn vị hiện nay", "By unit of today")
        static let byProcedure = Text("Theo thủ tục", "By procedure")
        static let byState = Text("Theo trạng thái", "By state")
        static let count = Text("Số hồ sơ", "Dossiers")
        static let digest = Text("Mã băm SHA-256 của tệp", "SHA-256 of the file")
        static let sign = Text("Ký và nhập", "Sign and take in")
        static let signature = Text("Họ tên người ký", "Name of who signs")
        static let signatureHint = Text("Gõ đúng tên của tài khoản đang dùng.", "Type the name of the account in use.")
        static func confirm(_ n: Int) -> Text {
            Text(
                "Tôi đã đọc báo cáo chạy thử và chịu trách nhiệm về việc nhập \(n) hồ sơ này.",
                "I have read the trial report and answer for taking in these \(n) dossiers.")
        }
        static let lookUp = Text("Đơn vị cũ nay thuộc đâu?", "Where is an old unit today?")
        static let lookUpField = Text("Mã 5 chữ số, hoặc tên và quận (Phường 2, Quận 6)", "Code, or name and district")
        static let unknown = Text("Không có đơn vị cũ nào như vậy.", "There is no such old unit.")
        static func now(_ old: String, _ unit: String) -> Text { Text("\(old) nay thuộc \(unit).", "\(old) belongs to \(unit) today.") }
        static func divided(_ old: String, _ units: String) -> Text {
            Text(
                "\(old) đã chia về \(units): mã cũ không đủ, tệp cần cột presentUnit.",
                "\(old) was divided among \(units): its code is not enough, the file needs the column presentUnit.")
        }

        static func origin(_ unit: String) -> Text {
            Text("Chuyển từ hệ thống cũ; nộp tại \(unit).", "From the old system; filed at \(unit).")
        }
        static let ask = Text("Giấy hẹn cũ không có mã tra cứu?", "An old receipt without a tracking code?")
        static let number = Text("Số hồ sơ ghi trên giấy hẹn cũ", "Number on the old receipt")
        static let look = Text("Xem hồ sơ cũ", "Show the old dossier")
        static let onlyLook = Text(
            "Trang này chỉ để xem. Muốn bổ sung, rút hồ sơ: mời đến trung tâm phục vụ hành chính công đang giữ hồ sơ.",
            "This page is for looking only. To supply or withdraw something, come to the service centre that holds it.")
    }
}
