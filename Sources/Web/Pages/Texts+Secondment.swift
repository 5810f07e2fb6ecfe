// Texts+Secondment.swift: words of the page of secondments. See Texts.swift.

import Casework
import Office
import Oversight

extension Texts {
    enum Secondment {
        static let title = Text("Tăng cường", "Secondments")
        static let outlook = Text("Nơi nào sẽ trễ", "Where it will break")
        static let daysAhead = Text("Số ngày làm việc tới", "Working days ahead")
        static let show = Text("Xem", "Show")
        static let unit = Text("Nơi", "Unit")
        static let field = Text("Lĩnh vực", "Field")
        static let open = Text("Đang mở / đã trễ", "Open / late now")
        static let arrivals = Text("Sẽ đến mỗi ngày", "Come each day")
        static let officers = Text("Người giải quyết", "Officers")
        static let willBeLate = Text("Sẽ trễ thêm", "Will turn late")
        static let breaks = Text("Từ khi nào", "From when")
        static let nothingBreaks = Text(
            "Không nơi nào dự kiến trễ thêm trong thời gian này.", "Nothing is expected to turn late in these days.")
        static let how = Text("Con số này từ đâu mà có", "Where these figures come from")
        static let howFirst = Text(
            "Số hồ sơ sẽ đến: từ các ngày làm việc trong mười hai tuần qua và nhịp trong tuần của cả Thành phố. Khoảng ghi "
                + "kèm đúng khoảng 8 trong 10 lần; ngoài khoảng là chuyện bình thường.",
            "What will come: from the working days of the last twelve weeks and the city's weekly rhythm. The range holds "
                + "about 8 times in 10.")
        static let howSecond = Text(
            "Sức giải quyết là ước lượng: lấy tuần giải quyết được nhiều nhất của nơi đó, ít nhất bằng nơi trung bình của "
                + "lĩnh vực. Nơi chưa từng quá việc vì thế trông chậm hơn thực tế.",
            "What officers can do is an estimate: the unit's busiest week, at least that of the middle unit in the field. "
                + "A unit that was never overloaded looks slower than it is.")
        static let howThird = Text(
            "Một người làm nhiều lĩnh vực được chia theo số hồ sơ nhân số bước. Hồ sơ đang dừng đồng hồ, người sẽ nghỉ và "
                + "thứ tự ưu tiên không tính đến. Hôm nay: tính phần giờ làm việc còn lại cho hồ sơ đang mở, chưa tính hồ sơ còn đến.",
            "An officer of several fields is shared out by dossiers times steps. Stopped clocks, coming absences and "
                + "priorities are not counted. Of today the hours left are spent on what is open; what still comes is not counted.")
        static func tonight(_ n: Int) -> Text { Text("thêm \(n) trễ tối nay", "\(n) more late tonight") }

        static let offers = Text("Sở, ngành có thể cử", "What departments can lend")
        static let noOffers = Text("Chưa có đề nghị cử người.", "Nothing is offered.")
        static let offer = Text("Đề nghị cử người", "Offer officers")
        static let department = Text("Sở, ngành", "Department")
        static let number = Text("Số người", "Officers")
        static let from = Text("Từ ngày", "From")
        static let to = Text("Đến hết ngày", "Through")
        static let days = Text("Số ngày làm việc", "Working days")
        static let doOffer = Text("Ghi đề nghị", "Record the offer")

        static let plan = Text("Phương án đề xuất", "Proposed plan")
        static let noPlan = Text(
            "Không có gì để đề xuất: chưa có người để cử, hoặc cử người đến đâu cũng không bớt được hồ sơ trễ.",
            "Nothing to propose: nobody is offered, or sending anybody avoids nothing.")
        static let whither = Text("Cử đến", "Sent to")
        static let kilometres = Text("Cách", "Distance")
        static let avoids = Text("Dự kiến bớt trễ", "Expected to avoid")
        static let why = Text("Vì sao", "Why")
        static let choose = Text("Cử người đến đây", "Post somebody here")

        static let post = Text("Cử người", "Post an officer")
        static let person = Text("Người được cử", "Who goes")
        static let doPost = Text("Cử và giao quyền", "Post, and grant the right")
        static let postHint = Text(
            "Quyền giải quyết lĩnh vực này tại nơi đến có từ ngày đầu và tự hết sau ngày cuối.",
            "The right to this field there begins with the first day and ends by itself after the last.")
        static let running = Text("Đang và sắp tăng cường", "Under way and to come")
        static let nobodyPosted = Text("Chưa ai được cử.", "Nobody is posted.")
        static let past = Text("Đã kết thúc", "Over")
        static let end = Text("Kết thúc ngay", "End now")
        static let effect = Text("Đã thay đổi được gì", "What it did change")
        static let notYet = Text("Chưa có ngày nào để xem.", "No day to look at yet.")
        static let effectHint = Text(
            "Tỷ lệ đúng hạn của lĩnh vực trước và trong đợt, so với các nơi không có người đến. Nơi được chọn vì đang kém "
                + "thường tự khá lên phần nào; con số này không tách được phần ấy.",
            "The field's on-time share before and during, beside units to which nobody came. Units chosen because they "
                + "were bad tend to recover anyway; this does not tell that part apart.")
        static let offered = Text("Đã ghi đề nghị.", "The offer is recorded.")
        static let posted = Text("Đã cử; quyền đã được giao.", "Posted; the right is granted.")
        static let withdraw = Text("Rút đề nghị", "Withdraw")
        static let withdrawn = Text("Đã rút đề nghị; người đã cử vẫn làm đến hết đợt.", "Withdrawn; who is posted stays posted.")
        static let ended = Text("Đã kết thúc; quyền đã hết.", "Ended, and the right with it.")
        static let who = Text("Người", "Who")

        static func heading(places: Int, days: Int) -> Text {
            places == 0
                ? Text("\(days) ngày làm việc tới: chưa thấy nơi nào sẽ trễ thêm", "Next \(days) working days: nothing seen to turn late")
                : Text(
                    "\(days) ngày làm việc tới: \(places) nơi và lĩnh vực dự kiến trễ thêm",
                    "Next \(days) working days: \(places) places will turn late")
        }
        static func own(_ count: Int) -> Text {
            Text("Tăng cường: \(count) người của đơn vị đang được cử", "Secondments: \(count) of your people are posted")
        }
        static func counted(known: Int, calm: Int, unknown: Int) -> Text {
            Text(
                "Tính từ \(known) ngày làm việc đã biết. \(calm) nơi và lĩnh vực yên ổn, \(unknown) chưa đủ số liệu để nói.",
                "From \(known) working days known. \(calm) places are calm, of \(unknown) too little is known.")
        }
        static func more(_ count: Int) -> Text { Text("Còn \(count) dòng nữa (xem API).", "\(count) more lines (see the API).") }

        static func spread(_ s: Spread) -> Text {
            let (low, middle, high) = (s.low.rounded, s.middle.rounded, s.high.rounded)
            if low == high { return Text("khoảng \(middle)", "about \(middle)") }
            return Text("khoảng \(middle) (có thể \(low)–\(high))", "about \(middle) (maybe \(low)–\(high))")
        }
        static func perDay(_ s: Spread) -> Text {
            let (low, middle, high) = (s.low.rounded, s.middle.rounded, s.high.rounded)
            return Text("\(low)–\(high), khoảng \(middle)", "\(low)–\(high), about \(middle)")
        }
        static func when(_ one: WorkloadOutlook.Break, _ dates: [CivilDate]) -> Text {
            func day(_ index: Int) -> String { dates.indices.contains(index) ? String(dates[index].vietnamese.prefix(5)) : "–" }
            return switch one {
            case .expected(let index): Text("dự kiến từ \(day(index))", "expected from \(day(index))")
            case .ifManyCome(let index): Text("nếu đến nhiều, từ \(day(index))", "if many come, from \(day(index))")
            case .none: Text("không trong thời gian này", "not in these days")
            }
        }
        static func hands(_ hundredths: Int) -> String {
            let tenths = (hundredths + 5) / 10
            return Language.current == .vi ? "\(tenths / 10),\(tenths % 10)" : "\(tenths / 10).\(tenths % 10)"
        }
        static func figure(_ value: Micro) -> String {
            let text = value.text(decimals: 1)
            return Language.current == .vi ? text.replacing(".", with: ",") : text
        }
        static func reason(_ reason: Assignment.Reason, _ dates: [CivilDate]) -> Text {
            switch reason {
            case .lateAlready(let n): return Text("đã có \(n) hồ sơ trễ", "\(n) are late already")
            case .willBreak(let day):
                let words = when(.expected(day: day), dates)
                return Text("sẽ trễ, \(words.vi)", "will turn late, \(words.en)")
            case .breaksIfManyCome(let day):
                let words = when(.ifManyCome(day: day), dates)
                return Text("sẽ trễ \(words.vi)", "will turn late \(words.en)")
            case .fewLate: return Text("dự kiến ít hồ sơ trễ, có người thì còn ít hơn", "few will be late, fewer with help")
            }
        }
        static func planSentence(_ plan: ProposedPlan) -> Text {
            Text(
                "Cử \(plan.officers) người, trong \(plan.days) ngày dự kiến bớt \(figure(plan.avoided)) trong khoảng "
                    + "\(figure(plan.late)) hồ sơ sẽ trễ.",
                "Send \(plan.officers) officers: of about \(figure(plan.late)) late dossiers \(figure(plan.avoided)) are "
                    + "expected to be avoided.")
        }
        static func byQueue(_ plan: ProposedPlan) -> Text {
            let (officers, places) = (plan.byQueue.officers, plan.byQueue.places)
            return Text(
                "Nếu chia theo hàng chờ dài nhất: cử \(officers) người đến \(places) nơi, dự kiến bớt \(figure(plan.byQueue.avoided)).",
                "By the longest queue: \(officers) officers to \(places) places, expected to avoid \(figure(plan.byQueue.avoided)).")
        }
        static func idle(_ officers: Int, _ of: Int, _ department: String, _ field: String) -> Text {
            Text(
                "\(department), \(field): \(officers) trong \(of) người ở lại, vì cử thêm không bớt được hồ sơ trễ nào đáng kể.",
                "\(department), \(field): \(officers) of \(of) stay, since sending more avoids next to nothing.")
        }
        static func left(_ days: Int) -> Text { Text("còn \(days) ngày làm việc", "\(days) working days left") }
        static func expected(_ millionths: Int) -> Text {
            let n = figure(Micro(millionths: millionths))
            return Text("dự kiến bớt \(n) hồ sơ trễ", "expected to avoid \(n)")
        }
        static func endedEarly(_ at: Instant) -> Text {
            Text("kết thúc sớm ngày \(at.date.vietnamese)", "ended early on \(at.date.vietnamese)")
        }

        static func effect(_ effect: PostingEffect) -> Text {
            switch effect {
            case .tooFewDossiers(let before, let during, let needed):
                return Text(
                    "Chưa đủ số liệu: trước \(before), trong đợt \(during) hồ sơ đã giải quyết; mỗi bên cần \(needed).",
                    "Not enough data: \(before) settled before, \(during) during; each needs \(needed).")
            case .tooFewComparisons(let known, let needed):
                return Text(
                    "Chưa đủ nơi để so: mới có \(known), cần \(needed).", "Too few units to compare with: \(known), \(needed) are needed.")
            case .measured(let figures): return measured(figures)
            }
        }
        private static func measured(_ f: PostingEffect.Figures) -> Text {
            let (low, high) = (Percent.change(f.duringEffect.low), Percent.change(f.duringEffect.high))
            let shares = (Percent.long(f.before), Percent.long(f.during))
            let (elsewhere, own) = (Percent.change(f.changeElsewhere), Percent.change(f.duringEffect.middle))
            let verdict =
                f.isClear
                ? Text("Rõ là khác.", "Clearly a change.")
                : Text("Chưa phân biệt được với dao động thường.", "Not to be told from ordinary ups and downs.")
            let lasting = f.lasting.map { Percent.change($0.middle) }
            let later = lasting.map { Text(" Sau đợt còn \($0) điểm.", " Afterwards \($0) points.") }
            return Text(
                "Đúng hạn \(shares.0) → \(shares.1); \(f.comparisons) nơi khác \(elsewhere) điểm; chênh \(own) điểm (\(low) "
                    + "đến \(high)). \(verdict.vi)\(later?.vi ?? "")",
                "On time \(shares.0) → \(shares.1); \(f.comparisons) others \(elsewhere) points; difference \(own) (\(low) to "
                    + "\(high)). \(verdict.en)\(later?.en ?? "")")
        }
    }
}
