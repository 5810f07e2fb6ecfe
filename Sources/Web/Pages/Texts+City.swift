// Texts+City.swift: words of the city's pages. See Texts.swift.

import Casework
import Office

extension Texts {
    enum City {
        static let title = Text("Điều hành", "The city")
        static let map = Text("Số hồ sơ quá hạn ở từng nơi", "Overdue dossiers at each unit")
        static let mapHint = Text(
            "Mỗi ô là một phường, xã, đặc khu; ô càng đậm, phần quá hạn trong số đang mở càng lớn. Bấm vào ô để xem từng hồ sơ.",
            "A tile is a ward, commune or special zone; the darker, the larger the overdue part of what is open. Each is a door.")
        static let help = Text("Cần giúp, và vì sao", "Where help is needed, and why")
        static let noHelp = Text("Không nơi nào có hồ sơ quá hạn.", "Nothing is overdue anywhere.")
        static let table = Text("Bảng số liệu từng nơi", "The numbers of each unit")
        static let unit = Text("Nơi", "Unit")
        static let open = Text("Đang mở", "Open")
        static let late = Text("Quá hạn", "Overdue")
        static let dueToday = Text("Hết hạn hôm nay", "Due today")
        static let heard = Text("Ghi sổ lần cuối", "Last entry")
        static let never = Text("chưa ghi gì", "nothing yet")
        static let asOf = Text("Tính đến", "As of")
        static let byField = Text("Quá hạn theo lĩnh vực", "Overdue by field")
        static let lateDossiers = Text("Hồ sơ quá hạn", "Overdue dossiers")
        static let noneLate = Text("Không có hồ sơ quá hạn.", "Nothing is overdue.")

        static func heading(open: Int, late: Int, places: Int) -> Text {
            late == 0
                ? Text("\(open) hồ sơ đang mở, không hồ sơ nào quá hạn", "\(open) dossiers open, none overdue")
                : Text(
                    "\(open) hồ sơ đang mở, \(late) quá hạn ở \(places) nơi",
                    "\(open) dossiers open, \(late) overdue at \(places) units")
        }
        static func today(_ n: Int) -> Text { Text("\(n) hồ sơ hết hạn hôm nay.", "\(n) are due today.") }
        static func lateOf(_ late: Int, _ open: Int) -> Text {
            Text("\(late) trong \(open) hồ sơ đang mở quá hạn.", "\(late) of \(open) open dossiers are overdue.")
        }
        static func mostly(_ field: String, _ n: Int) -> Text {
            Text("Nhiều nhất: \(field) (\(n)).", "Most of them: \(field) (\(n)).")
        }
    }
}
