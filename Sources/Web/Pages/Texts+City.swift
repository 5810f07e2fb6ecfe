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
            return Text("Không ghi sổ từ \(since.short).", "Nothing written since \(since.short).")
        }
        static func siteHeard(_ at: Instant) -> Text {
            Text("máy riêng: liên lạc lần cuối \(at.short)", "own site: last heard from \(at.short)")
        }
        static let cause = Text("Nguyên nhân", "Cause")
        static let heldBy = Text("Nơi giữ", "Held by")
        static let byUnit = Text("Theo nơi giải quyết", "By unit")
        static let byBody = Text("Theo nơi giữ hồ sơ", "By the body that held it")
        static let whyLate = Text("Vì sao trễ", "Why it is late")
        static let workingTime = Text("Giờ làm việc", "Working time")
        static let ofOverrun = Text("Phần quá hạn", "Of the overrun")
        static let lateHint = Text(
            "Giải quyết trễ trong kỳ và đang quá hạn; tính giờ làm việc, giờ hỏng máy, hỏng mạng tách riêng. Công chức có thể phản biện.",
            "Settled late in the period, and overdue now; in working time, hours of outages set apart. Officers may contest.")
        static let form = Text("Biểu", "Form")
        static let field = Text("Lĩnh vực", "Field")
        static let direct = Text("Trực tiếp, bưu chính", "Direct, post")
        static let carriedOver = Text("Kỳ trước chuyển sang", "Carried over")
        static let early = Text("Trước hạn", "Early")
        static let inProcess = Text("Đang giải quyết", "In process")
        static let inTime = Text("Trong hạn", "In time")
        static let total = Text("Tổng số", "Total")
        static let unitCode = Text("Mã đơn vị (tp: toàn thành phố)", "Unit (tp: the city)")
        static let cutHint = Text(
            "Kỳ báo cáo kiểm soát thủ tục chốt từ ngày 15 đến ngày 14: ví dụ 2026-06-15..2026-09-14.",
            "Reports on control of procedures run from the 15th to the 14th: 2026-06-15..2026-09-14.")
        static let form06 = Text("Biểu II.06: Kết quả giải quyết thủ tục hành chính", "Form II.06: results of handling")
        static let form07 = Text("Biểu II.07: Số hồ sơ quá hạn theo nguyên nhân", "Form II.07: overdue dossiers by cause")
        static let narrative = Text("Phần thuyết minh (soạn sẵn, cần người sửa)", "Narrative (drafted, to be edited)")
        static let satisfaction = Text("Hài lòng", "Satisfaction")
        static let satisfactionHint = Text(
            "Khoảng tin cậy 95 %. Nơi dưới 30 phiếu không xếp; nơi có khoảng chồng lên toàn thành phố không gọi là hơn hay kém.",
            "95 % intervals. Fewer than 30 answers: not placed. An interval that covers the city's: neither better nor worse.")
        static let answers = Text("Số phiếu", "Answers")
        static let interval = Text("Khoảng tin cậy", "Interval")
        static let againstCity = Text("So với toàn thành phố", "Against the city")
        static let said = Text("Người dân viết (đã che tên cán bộ)", "What people wrote (names masked)")
        static let costs = Text("Chi phí tuân thủ", "Compliance cost")
        static let costEach = Text("Một hồ sơ, trung bình", "One dossier, on average")
        static let amount = Text("Số tiền", "Amount")
        static let assumptions = Text("Giả định", "Assumptions")
        static let assumedByProject = Text("Giả định ban đầu, chưa ai sửa.", "First assumptions; nobody changed them yet.")
        static let changeAssumptions = Text("Sửa giả định", "Change the assumptions")
        static let publicTitle = Text("Công khai kết quả phục vụ", "Public figures")
        static let publicLead = Text(
            "Đếm từ sổ của từng nơi; ai cũng có thể tải về và kiểm lại.", "Counted from each unit's ledger; to download and to check.")
        static let surveyLead = Text(
            "Nhập số hồ sơ và mã trên giấy tiếp nhận. Mỗi hồ sơ đánh giá một lần, có thể ẩn danh; quầy không thấy ai đánh giá.",
            "Number and code of the receipt. Once a dossier, anonymous if you like; the counter does not see who rated.")
        static let receiptCode = Text("Mã", "Code")
        static let goOn = Text("Tiếp tục", "Go on")
        static let about = Text("Về nơi nào", "About which unit")
        static let numberIfAny = Text("Số hồ sơ (nếu có)", "Dossier number (if any)")
        static let complaint = Text("Nội dung phản ánh, kiến nghị", "What happened, what you propose")
        static let complaintLead = Text("Được trả lời trong 10 ngày làm việc.", "Answered within 10 working days.")
        static let send = Text("Gửi", "Send")
        static let readAnswer = Text("Xem trả lời", "Read the answer")
        static let contented = Text("Anh/chị có hài lòng với trả lời không?", "Does the answer content you?")

        static func complaintSent(_ id: String, _ code: String) -> Text {
            Text("Đã nhận. Số \(id), mã xem trả lời \(code): hãy ghi lại.", "Received. Number \(id), code \(code): note them down.")
        }
        static func cause(_ cause: LatenessCause) -> Text {
            switch cause {
            case .officer: Text("Đơn vị xử lý lâu hơn phần việc của mình", "The unit took longer than its share")
            case .opinion: Text("Chờ ý kiến cơ quan khác", "Another body's opinion")
            case .transit: Text("Chuyển giữa các đơn vị", "Between two units")
            case .outage: Text("Đường truyền, hệ thống hỏng", "Line or system down")
            case .applicant: Text("Chờ người nộp", "The applicant")
            case .payment: Text("Chờ nghĩa vụ tài chính", "A payment")
            case .other: Text("Nguyên nhân khác", "Other")
            }
        }
        static func mainCause(_ cause: Text, _ body: String) -> Text { Text("\(cause.vi): \(body)", "\(cause.en): \(body)") }
        static func contested(_ isUpheld: Bool?) -> Text {
            switch isUpheld {
            case nil: Text("đang phản biện", "contested")
            case true?: Text("phản biện được chấp nhận", "contest upheld")
            case false?: Text("phản biện không được chấp nhận", "contest turned down")
            }
        }
        static func share(_ n: Int, of all: Int) -> Text {
            let percent = all == 0 ? 0 : (n * 100 + all / 2) / all
            return Text("\(n) (\(percent) %)", "\(n) (\(percent) %)")
        }
        static func lateHeading(_ n: Int, elsewhere: Int) -> Text {
            Text(
                "\(n) hồ sơ trễ, \(elsewhere) không do đơn vị xử lý", "\(n) late dossiers, \(elsewhere) not through the officer")
        }
        static func reportTitle(_ name: String, _ period: String) -> Text {
            Text("Báo cáo giải quyết thủ tục hành chính: \(name), kỳ \(period)", "Report on handling: \(name), \(period)")
        }
        static func factor(_ id: String) -> Text { id == "all" ? Text("Chung", "Overall") : Texts.Track.factor(id) }
        static func standing(_ standing: Ranked.Standing) -> Text {
            switch standing {
            case .above: Text("cao hơn rõ", "clearly above")
            case .notDistinguishable: Text("chưa khác rõ", "not told apart")
            case .below: Text("thấp hơn rõ", "clearly below")
            case .tooFew: Text("ít phiếu, chưa xếp", "too few answers")
            }
        }
        static func satisfactionHeading(_ value: String, _ answers: Int) -> Text {
            Text("\(value) hài lòng, \(answers) phiếu", "\(value) satisfied, \(answers) answers")
        }
        static func costHeading(_ amount: String) -> Text { Text("\(amount) một hồ sơ", "\(amount) a dossier") }
        static func costCounted(_ n: Int, of all: Int, _ period: String) -> Text {
            Text("Tính từ \(n) trên \(all) hồ sơ đã trả kết quả, kỳ \(period).", "From \(n) of \(all) returned dossiers of \(period).")
        }
        static func costYearly(_ amount: String) -> Text { Text("Cả kỳ: \(amount).", "The whole period: \(amount).") }
        static func saving(_ change: String, before: Int, _ period: String) -> Text {
            Text("Kỳ \(period): \(Money.words(before)), thay đổi \(change) %.", "In \(period): \(Money.words(before)), change \(change) %.")
        }
        static func costStep(_ step: ComplianceCost.Step) -> Text {
            switch step {
            case .preparing: Text("Chuẩn bị hồ sơ", "Preparing")
            case .filing: Text("Đến nộp", "Filing visits")
            case .supplementing: Text("Đến bổ sung", "Supplement visits")
            case .fetching: Text("Đến nhận kết quả", "Fetching visits")
            case .travel: Text("Đi lại", "Travel")
            case .copies: Text("Sao chụp", "Copies")
            case .postage: Text("Bưu chính", "Post")
            case .advisory: Text("Tư vấn", "Advice")
            case .fees: Text("Phí, lệ phí", "Fees")
            }
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
