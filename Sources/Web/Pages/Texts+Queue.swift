// Texts+Queue.swift: words of the queue: kiosk, ticket, board, the clerk's page, the day's numbers. See Texts.swift.

import Casework

extension Texts {
    enum Queue {
        // MARK: names

        static let navTake = Text("Lấy số", "Ticket")
        static let navCall = Text("Hàng đợi", "Queue")

        static func group(_ group: QueueGroup) -> Text {
            switch group {
            case .certification: Text("Chứng thực", "Certification")
            case .civilStatus: Text("Hộ tịch", "Civil status")
            case .business: Text("Hộ kinh doanh", "Business")
            case .land: Text("Đất đai", "Land")
            case .construction: Text("Xây dựng, nhà ở", "Construction")
            case .social: Text("Bảo trợ xã hội, bảo hiểm", "Social protection")
            case .residence: Text("Cư trú", "Residence")
            case .other: Text("Lĩnh vực khác", "Other fields")
            case .result: Text("Nhận kết quả", "Fetch a result")
            }
        }
        static func groupWords(_ group: QueueGroup) -> Text {
            switch group {
            case .certification: Text("Sao y, chữ ký, hợp đồng", "Copies, signatures, contracts")
            case .civilStatus: Text("Khai sinh, kết hôn, khai tử", "Birth, marriage, death")
            case .business: Text("Thành lập, thay đổi, tạm ngừng", "Open, change, pause")
            case .land: Text("Giấy chứng nhận, biến động", "Certificates, changes")
            case .construction: Text("Giấy phép, quy hoạch", "Permits, planning")
            case .social: Text("Trợ cấp, người có công, y tế", "Allowances, merit, health")
            case .residence: Text("Thường trú, tạm trú", "Permanent, temporary")
            case .other: Text("Văn hóa, giáo dục, việc còn lại", "Culture, schools, the rest")
            case .result: Text("Đã có giấy hẹn trả", "You hold a receipt")
            }
        }
        static func priority(_ priority: TicketPriority?) -> Text {
            switch priority {
            case nil: Text("Không", "None")
            case .elderly: Text("Từ \(TicketPriority.elderlyFrom) tuổi", "Aged \(TicketPriority.elderlyFrom) or more")
            case .disabled: Text("Người khuyết tật nặng", "Severely disabled")
            case .pregnant: Text("Phụ nữ mang thai", "Pregnant")
            }
        }
        static func state(_ state: TicketState) -> Text {
            switch state {
            case .waiting: Text("đang chờ", "waiting")
            case .called: Text("đang gọi", "called")
            case .serving: Text("đang phục vụ", "being served")
            case .done: Text("đã xong", "done")
            case .missed: Text("vắng mặt", "absent")
            case .cancelled: Text("đã hủy", "cancelled")
            }
        }
        static func counter(_ n: Int) -> Text { Text("Quầy \(n)", "Counter \(n)") }
        static func minutes(_ range: WaitRange) -> Text {
            range.from == 0
                ? Text("dưới \(range.to) phút", "under \(range.to) min")
                : Text("\(range.from)–\(range.to) phút", "\(range.from)–\(range.to) min")
        }
        static func people(_ n: Int) -> Text { Text("\(n) người", n == 1 ? "1 person" : "\(n) people") }

        // MARK: taking

        static let chooseUnit = Text("Lấy số ở đâu?", "Where do you want a ticket?")
        static let chooseUnitLead = Text(
            "Chọn phường, xã hoặc đặc khu. Lần sau máy này sẽ nhớ.", "Choose the commune. It is remembered.")
        static let unit = Text("Phường, xã, đặc khu", "Commune")
        static let choose = Text("Chọn", "Choose")
        static func take(_ unit: String) -> Text {
            Text("\(unit): bạn đến làm việc gì?", "\(unit): what do you come for?")
        }
        static let more = Text("Việc khác", "Something else")
        static let moreWords = Text("Đất đai, kinh doanh, cư trú, xã hội…", "Land, business, residence, social…")
        static let backToFour = Text("Quay lại", "Back")
        static let priorityTitle = Text("Bạn thuộc diện ưu tiên?", "Do you have priority?")
        static let priorityWhy = Text(
            "Từ \(TicketPriority.elderlyFrom) tuổi, khuyết tật nặng, mang thai: theo Điều 3 khoản 2 Luật Khám bệnh, "
                + "chữa bệnh 2023, áp dụng tương tự. Cán bộ có thể xem giấy tờ.",
            "Aged \(TicketPriority.elderlyFrom)+, severely disabled, pregnant: as in Law 15/2023/QH15 art. 3(2), by analogy.")
        static func hall(_ waiting: Int, _ counters: Int) -> Text {
            counters == 0
                ? Text("Chưa có quầy nào mở; \(waiting) người đang chờ.", "No counter is open; \(waiting) waiting.")
                : Text(
                    "\(waiting) người đang chờ, \(counters) quầy đang mở. Bấm vào việc cần làm để lấy số.",
                    "\(waiting) waiting, \(counters) counter(s) open. Press what you need.")
        }
        static func wait(_ range: WaitRange) -> Text {
            range.from == 0
                ? Text("chờ \(minutes(range).vi)", minutes(range).en)
                : Text("chờ khoảng \(minutes(range).vi)", "about \(minutes(range).en)")
        }
        static let noCounter = Text("chưa có quầy mở", "no open counter yet")
        static let changeUnit = Text("Đổi nơi lấy số", "Another place")
        static let toBoard = Text("Xem bảng gọi số", "The board")
        static let asKiosk = Text("Dùng máy này làm máy lấy số", "Use this device as the kiosk")
        static let notKiosk = Text("Thôi dùng làm máy lấy số", "Stop being the kiosk")
        static func yours(_ ticket: String) -> Text {
            Text("Bạn đang có số \(ticket).", "You hold ticket \(ticket).")
        }
        static let open = Text("Xem phiếu", "Show it")

        // MARK: the ticket

        static func ticket(_ short: String) -> Text { Text("Số \(short)", "Ticket \(short)") }
        static func waiting(_ short: String, _ ahead: Int) -> Text {
            ahead == 0
                ? Text("Số \(short): bạn là người tiếp theo", "Ticket \(short): you are next")
                : Text("Số \(short): còn \(ahead) người trước bạn", "Ticket \(short): \(ahead) before you")
        }
        static func come(_ short: String, _ counter: Int) -> Text {
            Text("Số \(short): mời đến quầy \(counter) ngay", "Ticket \(short): please come to counter \(counter) now")
        }
        static func serving(_ short: String, _ counter: Int) -> Text {
            Text("Số \(short): đang được phục vụ tại quầy \(counter)", "Ticket \(short): being served at counter \(counter)")
        }
        static func done(_ short: String) -> Text { Text("Số \(short): đã xong", "Ticket \(short): done") }
        static func missed(_ short: String) -> Text {
            Text("Số \(short): đã hết hiệu lực", "Ticket \(short): no longer valid")
        }
        static let missedWhy = Text(
            "Số đã được gọi ba lần nhưng không có người đến. Nếu vẫn cần, hãy lấy số mới.",
            "It was called three times and nobody came. Take a new one if you still need it.")
        static func cancelled(_ short: String) -> Text { Text("Số \(short): đã hủy", "Ticket \(short): cancelled") }
        static func past(_ day: String) -> Text {
            Text("Số này của ngày \(day), đã hết hiệu lực. Hãy lấy số mới.", "This was for \(day). Take a new one.")
        }
        static func expect(_ range: WaitRange) -> Text {
            range.from == 0
                ? Text(
                    "Dự kiến được gọi trong vòng \(range.to) phút nữa.",
                    "You will probably be called within \(range.to) min.")
                : Text(
                    "Dự kiến được gọi sau khoảng \(minutes(range).vi) nữa.",
                    "You will probably be called in \(minutes(range).en).")
        }
        static let unknownWait = Text(
            "Chưa có quầy nào mở cho việc này nên chưa tính được thời gian chờ.",
            "No counter is open for this yet, so the wait is not known.")
        static func promised(_ range: WaitRange, _ at: String) -> Text {
            Text("Lúc lấy số (\(at)) đã báo: \(minutes(range).vi).", "Told at \(at): \(minutes(range).en).")
        }
        static func waited(_ minutes: Int) -> Text { Text("Bạn đã chờ \(minutes) phút.", "You waited \(minutes) min.") }
        static func calledBefore(_ n: Int) -> Text {
            Text(
                "Số đã được gọi \(n) lần nhưng chưa có người đến, nên xếp lùi ba chỗ. Gọi đủ ba lần thì số hết hiệu lực.",
                "Called \(n) time(s) already and moved three places down. After three calls it ends.")
        }
        static let moved = Text(
            "Bạn được chuyển sang quầy hoặc lĩnh vực khác; giờ đến ban đầu được giữ nguyên.",
            "You were passed on; your time of arrival is kept.")
        static let cancel = Text("Hủy số này", "Cancel this ticket")
        static let cancelWhy = Text(
            "Không đến nữa? Hủy số để người sau được gọi sớm hơn.",
            "Not coming? Cancel, so that others are called sooner.")
        static let print = Text("In phiếu", "Print the slip")
        static let again = Text("Lấy số khác", "Take another ticket")
        static let next = Text("Xong, người tiếp theo", "Done, next person")
        static let renew = Text("Xem lại bây giờ", "Look again")
        static let dossiers = Text("Hồ sơ đã lập cho số này", "Dossiers made for this ticket")
        static let follow = Text("Quét để theo dõi trên điện thoại", "Scan to follow on your phone")
        static let slipTitle = Text("PHIẾU SỐ THỨ TỰ", "QUEUE TICKET")
        static let slipFoot = Text(
            "Số chỉ có giá trị trong ngày. Nghe gọi số và xem bảng; vắng sau ba lần gọi thì số hết hiệu lực.",
            "Good for today only. Listen and watch the board; after three calls it ends.")
        static let takenAt = Text("Lấy lúc", "Taken")
        static let priorityLabel = Text("Ưu tiên", "Priority")
        static let aheadLabel = Text("Trước bạn", "Before you")
        static let expectLabel = Text("Dự kiến chờ", "Expected wait")
        static let groupLabel = Text("Lĩnh vực", "Field")

        // MARK: the board

        static func board(_ unit: String, _ waiting: Int) -> Text {
            Text("\(unit): \(waiting) người đang chờ", "\(unit): \(waiting) waiting")
        }
        static let calling = Text("Đang gọi", "Now calling")
        static let servingNow = Text("Đang phục vụ", "Being served")
        static let nobodyCalled = Text("Chưa gọi số nào.", "No number is being called.")
        static let waitingBy = Text("Đang chờ theo lĩnh vực", "Waiting by field")
        static let people = Text("Người chờ", "Waiting")
        static let comeNow = Text("Nếu lấy số bây giờ", "If you come now")
        static let nobodyWaits = Text("Không có ai chờ.", "Nobody waits.")
        static let readAloud = Text("Đọc to số được gọi", "Read calls aloud")

        /// What a voice says: digits one by one, as in halls.
        static func spoken(_ short: String, _ counter: Int) -> Text {
            let vi = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
            let en = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
            func say(_ words: [String]) -> String {
                short.map { $0.wholeNumberValue.map { words[$0] } ?? String($0) }.joined(separator: " ")
            }
            return Text(
                "Mời số \(say(vi)), đến quầy \(counter).", "Number \(say(en)), please come to counter \(counter).")
        }
    }
}
