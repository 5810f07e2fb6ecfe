// Texts+City.swift: words of the city's pages. See Texts.swift.

import Casework
import Office
import Oversight

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

        static let overdueNow = Text("Quá hạn lúc này", "Overdue now")
        static let indicator = Text("Chỉ số", "Indicator")
        static let periodTitle = Text("Kỳ", "Period")
        static let show = Text("Xem", "Show")
        static let allIndicators = Text("Bộ chỉ số", "Indicators")
        static let causes = Text("Nguyên nhân trễ", "Causes of lateness")
        static let reports = Text("Báo cáo II.06, II.07", "Reports II.06, II.07")
        static let openData = Text("Công khai, dữ liệu mở", "Public figures, open data")
        static let projector = Text("Trình chiếu", "Projector")
        static let ordinary = Text("Thoát trình chiếu", "Leave the projector view")
        static let mapHintFigure = Text(
            "Ô càng đậm, chỉ số càng kém so với các nơi khác (năm nhóm bằng nhau); ô xám: chưa đủ hồ sơ để xếp.",
            "The darker, the worse among all units (fifths); grey: too few dossiers to place it.")
        static let figures = Text("Các chỉ số chính", "Main figures")
        static let points = Text("điểm %", "points")
        static let byFieldOfWork = Text("Theo lĩnh vực", "By field of work")
        static let byProcedure = Text("Theo thủ tục", "By procedure")
        static let what = Text("Nội dung", "What")
        static let received = Text("Tiếp nhận", "Received")
        static let online = Text("Trực tuyến", "Online")
        static let settled = Text("Đã giải quyết", "Settled")
        static let settledLate = Text("Trễ hạn", "Late")
        static let onTime = Text("Đúng hạn", "On time")
        static let number = Text("Số hồ sơ", "Number")
        static let state = Text("Tình trạng", "State")
        static let due = Text("Hẹn trả", "Due")
        static let ended = Text("Giải quyết xong", "Settled")
        static let dossiers = Text("Hồ sơ", "Dossiers")
        static let nothingCounted = Text("Không có hồ sơ nào.", "There is none.")
        static let numerator = Text("Tử số", "Numerator")
        static let denominator = Text("Mẫu số", "Denominator")
        static let seeNumerator = Text("Xem hồ sơ ở tử số", "See the numerator's dossiers")
        static let seeDenominator = Text("Xem hồ sơ ở mẫu số", "See the denominator's dossiers")
        static let share = Text("Tỷ lệ", "Share")
        static let pointsTitle = Text("Điểm", "Points")
        static let beforeTitle = Text("Kỳ trước", "Before")
        static let versions = Text("Định nghĩa và căn cứ", "Definition and source")
        static let setHint = Text(
            "Năm nhóm của Quyết định 766/QĐ-TTg và các chỉ số theo dõi. Chỉ số không có gì để đếm trong kỳ thì không tính điểm.",
            "The five groups of Decision 766 and what is watched beside them. What has nothing to count takes no part in the score.")

        static func group(_ group: IndicatorDefinition.Group) -> Text {
            switch group {
            case .publicity: Text("1. Công khai, minh bạch", "1. Publicity")
            case .progress: Text("2. Tiến độ, kết quả giải quyết", "2. Progress")
            case .digitising: Text("3. Số hóa hồ sơ", "3. Digitising")
            case .online: Text("4. Cung cấp dịch vụ trực tuyến", "4. Online services")
            case .satisfaction: Text("5. Mức độ hài lòng", "5. Satisfaction")
            case .watch: Text("Theo dõi", "Watched")
            }
        }
        static func score(_ got: String, _ most: Int) -> Text { Text("\(got) trên \(most) điểm", "\(got) of \(most) points") }
        static func comparedWith(_ period: String) -> Text { Text("So với \(period).", "Compared with \(period).") }
        static func countedFrom(_ ledgers: Int, entries: Int64) -> Text {
            Text(
                "Đếm từ \(ledgers) sổ, \(entries) bút toán. Kiểm lại: motcua indicators recompute.",
                "Counted from \(ledgers) ledgers, \(entries) entries. To check: motcua indicators recompute.")
        }
        static func period(_ period: Period) -> Text {
            switch period.kind {
            case .day: Text("Ngày \(period.from.vietnamese)", "Day \(period)")
            case .week: Text("Tuần từ \(period.from.vietnamese)", "Week \(period)")
            case .month: Text("Tháng \(period.from.month)/\(period.from.year)", "Month \(period)")
            case .quarter: Text("Quý \((period.from.month + 2) / 3)/\(period.from.year)", "Quarter \(period)")
            case .year: Text("Năm \(period.from.year)", "Year \(period)")
            case .range: Text("\(period.from.vietnamese) – \(period.to.vietnamese)", "\(period)")
            }
        }
        static func version(_ n: Int, from: CivilDate, to: CivilDate?) -> Text {
            Text(
                "Phiên bản \(n), từ \(from.vietnamese)" + (to.map { " đến \($0.vietnamese)" } ?? ""),
                "Version \(n), from \(from)" + (to.map { " to \($0)" } ?? ""))
        }
        /// A definition's formula in words.
        static func formula(_ d: IndicatorDefinition) -> Text {
            func words(_ clauses: [Clause], _ language: Language) -> String {
                clauses.map { clause in
                    let all = clause.traits.map { language == .vi ? trait($0).vi : trait($0).en }
                    let joined = all.joined(separator: language == .vi ? " hoặc " : " or ")
                    return clause.isNegative ? (language == .vi ? "không \(joined)" : "not \(joined)") : joined
                }.joined(separator: "; ")
            }
            let (vi, en) = (event(d.event).vi, event(d.event).en)
            let below = d.denominator.isEmpty ? ("", "") : (" (\(words(d.denominator, .vi)))", " (\(words(d.denominator, .en)))")
            let procedures = d.counts == .procedures ? ("số thủ tục của ", "procedures of ") : ("", "")
            return Text(
                "\(procedures.0)\(words(d.numerator, .vi)) ÷ \(procedures.0)\(vi)\(below.0)",
                "\(procedures.1)\(words(d.numerator, .en)) ÷ \(procedures.1)\(en)\(below.1)")
        }
        private static func event(_ event: CountedEvent) -> Text {
            switch event {
            case .received: Text("hồ sơ tiếp nhận trong kỳ", "dossiers received in the period")
            case .resolved: Text("hồ sơ giải quyết xong trong kỳ", "dossiers settled in the period")
            case .rated: Text("phiếu đánh giá trong kỳ", "ratings given in the period")
            case .published: Text("lần công bố thủ tục trong kỳ", "procedures published in the period")
            case .complained: Text("phản ánh, kiến nghị đã trả lời trong kỳ", "complaints answered in the period")
            }
        }
        private static func trait(_ trait: Trait) -> Text {
            switch trait {
            case .online: Text("nộp trực tuyến", "filed online")
            case .direct: Text("nộp trực tiếp", "filed at the counter")
            case .post: Text("nộp qua bưu chính", "filed by post")
            case .onlineOffered: Text("thủ tục có dịch vụ trực tuyến", "procedure offered online")
            case .nonTerritorial: Text("phi địa giới", "taken in elsewhere")
            case .answered: Text("đã trả lời việc tiếp nhận trực tuyến", "acceptance answered")
            case .answeredLate: Text("trả lời quá 8 giờ làm việc", "answered after 8 working hours")
            case .withPapers: Text("có thành phần hồ sơ", "with papers")
            case .digitised: Text("có thành phần số hóa", "with a digitised paper")
            case .reused: Text("có thành phần dùng lại", "with re-used data")
            case .fromData: Text("lấy từ kho dữ liệu quốc gia", "taken from State data")
            case .feeBearing: Text("có phí, lệ phí", "with a fee")
            case .exempt: Text("được miễn", "exempt")
            case .paidOnline: Text("thanh toán trực tuyến", "paid online")
            case .granted: Text("được giải quyết", "granted")
            case .rejected: Text("bị từ chối giải quyết", "rejected")
            case .withdrawn: Text("đã rút", "withdrawn")
            case .closed: Text("đã dừng", "closed")
            case .refused: Text("từ chối tiếp nhận", "not accepted")
            case .early: Text("trước hạn", "early")
            case .onTime: Text("đúng hạn", "on time")
            case .late: Text("quá hạn", "late")
            case .resultDue: Text("có kết quả phải trả", "with a result due")
            case .eResult: Text("có kết quả điện tử", "with an electronic result")
            case .rescheduled: Text("phải hẹn lại", "rescheduled")
            case .supplemented: Text("phải bổ sung", "supplemented")
            case .satisfied: Text("hài lòng", "satisfied")
            case .satisfiedAccess: Text("hài lòng về tiếp cận dịch vụ", "satisfied with access")
            case .satisfiedProcedure: Text("hài lòng về thủ tục", "satisfied with the procedure")
            case .satisfiedStaff: Text("hài lòng về công chức", "satisfied with the officers")
            case .satisfiedResult: Text("hài lòng về kết quả", "satisfied with the result")
            case .satisfiedFeedback: Text("hài lòng về tiếp thu góp ý", "satisfied with how feedback is taken")
            case .publishedInTime: Text("công khai đúng hạn", "published in time")
            case .publishedWhole: Text("công khai đủ nội dung", "published with all parts")
            case .answeredInTime: Text("trả lời đúng hạn", "answered in time")
            case .answerSatisfied: Text("người gửi hài lòng", "the sender is satisfied")
            }
        }

        static func since(newlyLate: Int, settled: Int, received: Int) -> Text {
            Text(
                "Từ hôm qua: thêm \(newlyLate) hồ sơ quá hạn; hôm nay nhận \(received), giải quyết được \(settled) hồ sơ trễ.",
                "Since yesterday \(newlyLate) more are overdue; today \(received) came in and \(settled) late ones were settled.")
        }
        static func mostNewlyLate(_ unit: String, _ n: Int) -> Text { Text("Nhiều nhất: \(unit) (\(n)).", "Most at \(unit) (\(n)).") }
        static func silent(_ since: Instant?) -> Text {
            guard let since else { return Text("Chưa ghi sổ lần nào.", "Has never written.") }
            return Text("Im lặng từ \(since.short).", "Silent since \(since.short).")
        }
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
