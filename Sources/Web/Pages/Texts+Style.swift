// Texts+Style.swift: words of the style page. See Texts.swift.

extension Texts {
    enum Style {
        static let title = Text("Giao diện", "The look")
        static let lead = Text(
            "Giấy, mực và một màu son. Mọi thành phần ở đây được vẽ bằng chính mã của các trang.",
            "Paper, ink and one seal-red. Everything here is drawn by the code of the pages themselves.")
        static let tokens = Text("Màu", "Colours")
        static let type = Text("Chữ", "Type")
        static let pills = Text("Thời gian còn lại", "Time pill")
        static let rail = Text("Đường đi của hồ sơ", "Status rail")
        static let person = Text("Người nộp", "Person line")
        static let earlier = Text("3 hồ sơ trước", "3 earlier dossiers")
        static let checklist = Text("Giấy tờ", "Checklist")
        static let money = Text("Tiền", "Money line")
        static let timeline = Text("Quá trình", "Timeline")
        static let charts = Text("Biểu đồ", "Charts")
        static let week = Text("Hồ sơ nhận bảy ngày", "Received in seven days")
        static let bars = Text("Hồ sơ nhận theo giờ", "Received by hour")
        static let hour = Text("Giờ", "Hour")
        static let received = Text("Nhận", "Received")
        static let map = Text("Bản đồ ô 168 đơn vị", "Tile map of the 168 units")
        static let mapTitle = Text("Tỷ lệ đúng hạn (số ví dụ)", "On-time rate (invented numbers)")
        static let notices = Text("Thông báo, trang trống", "Notices, empty state")
        static let forms = Text("Biểu mẫu", "Forms")
        static let hint = Text("Ghi đúng như trên giấy tờ", "As on the paper")
    }
}
