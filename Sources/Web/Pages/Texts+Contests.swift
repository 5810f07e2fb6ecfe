// Texts+Contests.swift: words about the entries of contested items, their decisions, and the way to them.

import Office

extension Texts {
    enum Contests {
        static let one = Text("Một bên", "One side")
        static let other = Text("Bên kia", "The other side")
        static let facts = Text("Dữ kiện như ghi trong sổ", "The facts as the ledger has them")
        static let illegible = Text(
            "Lý do chỉ đọc được ở máy nơi đã quyết định.", "The reason can be read only at the site where it was decided.")
        static let stale = Text(
            "Có thay đổi. Nội dung bạn đang nhập vẫn giữ nguyên.", "Something changed. What you are typing is kept.")
        static let lookAgain = Text("Xem lại", "Look again")
        static let onlyAbout = Text("Chỉ xem việc về", "Only what is about")
        static let all = Text("Xem tất cả", "Show all")
        static let next = Text("Xem tiếp", "Go on")
        static let open = Text("Xem và quyết định", "Read and decide")

        static func standing(_ standing: ContestEntry.Standing) -> Text {
            switch standing {
            case .ledger: Text("trong sổ", "in the ledger")
            case .parked: Text("xếp riêng, chưa vào sổ", "parked, not in the ledger")
            case .branch: Text("giữ bên cạnh sổ", "kept beside the ledger")
            case .carried: Text("chỉ có bản kèm theo mục này", "only carried with this item")
            case .absent: Text("không có ở máy này", "not at this site")
            }
        }
        static func further(_ n: Int) -> Text { Text("và \(n) bút toán nữa", "and \(n) more entries") }
        /// Entries that are counted and not shown.
        static func keys(_ n: Int) -> Text {
            Text(
                "và \(n) bút toán chỉ mang khóa mở thông tin, không có nội dung để đọc",
                n == 1 ? "and 1 entry that only carries a key, with nothing to read"
                    : "and \(n) entries that only carry keys, with nothing to read")
        }
        /// Under the list when it goes on.
        static func more(shown n: Int) -> Text {
            Text("Trang này có \(n) mục; còn nữa.", "This page has \(n) items; there are more.")
        }
        /// Where a leader works.
        static func waiting(_ n: Int64) -> Text {
            Text(
                "\(n) việc giữa các máy cần bạn quyết định.",
                n == 1 ? "1 item between sites waits for you." : "\(n) items between sites wait for you.")
        }
        /// On the page of a dossier.
        static func about(_ n: Int64) -> Text {
            Text(
                "Hồ sơ này có \(n) việc còn tranh chấp, cần người quyết định.",
                "Contested about this dossier, for a person to decide: \(n).")
        }
    }
}
