// Texts+Steering.swift: words of the steering pages: difficulties, guidance, directives, models, rounds. See Texts.swift.

import Casework
import Office
import Oversight

extension Texts {
    enum Steering {
        static let short = Text("Vướng mắc, chỉ đạo", "Steering")
        static let difficulties = Text("Vướng mắc", "Difficulties")
        static let difficultyLead = Text(
            "Báo vướng mắc ngay từ hồ sơ hay trang đang làm; sở, ngành trả lời trong 3 ngày làm việc, quá hạn thì chuyển lên thành phố.",
            "Reported from the dossier or page where they bite; answered within 3 working days, else they go up to the city.")
        static let guidance = Text("Hướng dẫn", "Guidance")
        static let guidanceLead = Text(
            "Hướng dẫn gắn với thủ tục và bước, hiện ngay tại quầy khi còn hiệu lực.",
            "Bound to a procedure and step, shown at the counter while in force.")
        static let directives = Text("Chỉ đạo", "Directives")
        static let directiveLead = Text(
            "Một chỉ đạo, mỗi nơi một nhiệm vụ có hạn, có minh chứng.", "One order, a task with deadline and evidence for each unit.")
        static let models = Text("Mô hình", "Models")
        static let modelLead = Text(
            "Cách làm hay: ai làm, từ khi nào, chỉ số nào thay đổi so với các nơi tương tự.",
            "What works: who runs it, since when, and what it changed against comparable units.")
        static let rounds = Text("Giao ban", "Review rounds")
        static let roundLead = Text(
            "Báo cáo được soạn sẵn từ sổ của địa phương; kết luận thành chỉ đạo.",
            "Reports drafted from each locality's own ledger; conclusions become directives.")
        static let complaints = Text("Phản ánh, kiến nghị", "Complaints")
        static let complaintLead = Text("Trả lời trong 10 ngày làm việc.", "Answered within 10 working days.")
        static let outages = Text("Sự cố", "Outages")
        static let outageLead = Text(
            "Giờ hỏng đường truyền, hệ thống: tính vào nguyên nhân trễ của hồ sơ, không tính cho công chức.",
            "Hours in which a line or system was down: laid on the outage, not on the officer.")
        static let costs = Text("Giả định chi phí tuân thủ", "Cost assumptions")
        static let costLead = Text("Mỗi lần sửa có ngày áp dụng và căn cứ.", "Each change has a day and a source.")

        static let none = Text("Chưa có mục nào.", "There is none yet.")
        static let when = Text("Khi nào", "When")
        static let what = Text("Nội dung", "What")
        static let who = Text("Ai", "Who")
        static let state = Text("Tình trạng", "State")
        static let all = Text("Tất cả", "All")
        static let stateOpen = Text("Đang mở", "Open")
        static let stateDone = Text("Đã xong", "Done")
        static let opened = Text("Nơi nêu", "Opened by")
        static let responsible = Text("Nơi giải quyết", "To be answered by")
        static let sort = Text("Loại", "Sort")
        static let span = Text("Thời gian", "From, to")
        static let from = Text("Xuất phát từ", "Comes from")
        static let joined = Text("Đã gộp vào đây", "Joined into this")
        static let alike = Text("Có thể cùng một vướng mắc", "Perhaps the same difficulty")
        static let joinThis = Text("Gộp vào vướng mắc này", "Join with this one")
        static let tasks = Text("Nhiệm vụ từng nơi", "Each unit's task")
        static let progress = Text("Tiến độ", "Progress")
        static let evidence = Text("Minh chứng", "Evidence")
        static let effect = Text("Thay đổi đo được", "Measured change")
        static let effectHint = Text(
            "So mức thay đổi của nơi thực hiện với các nơi tương tự không thực hiện, cùng kỳ; trong ngoặc là khoảng tin cậy 95 %.",
            "Its change against that of comparable units without it over the same weeks; in brackets the 95 % interval.")
        static let beforeAfter = Text("Trước → sau", "Before → after")
        static let difference = Text("Chênh lệch", "Difference")
        static let verdictTitle = Text("Kết luận", "Verdict")
        static let reports = Text("Báo cáo của địa phương", "Reports")
        static let report = Text("Báo cáo", "Report")
        static let screen = Text("Màn hình phiên họp", "Session screen")
        static let minutes = Text("Biên bản", "Minutes")
        static let toDirective = Text("Kết luận thành chỉ đạo", "Make a directive")
        static let conclusions = Text("Kết luận, chỉ đạo", "Conclusions and directives")
        static let agenda = Text("Chương trình", "Agenda")
        static let course = Text("Diễn biến", "Course")
        static let concluded = Text("Phiên họp đã kết luận", "The session is concluded")
        static let notBegun = Text("Chưa có nơi nào trình bày", "Nobody speaks yet")
        static let noReport = Text("Chưa gửi báo cáo.", "No report was sent.")
        static let draftNone = Text("- Không có.", "- None.")
        static let toReport = Text("Báo vướng mắc", "Report a difficulty")
        static let tasksHere = Text("Việc được giao, cần trả lời", "Tasks and answers due")

        static func until(_ day: CivilDate) -> Text { Text("đến \(day.vietnamese)", "until \(day)") }
        static func count(_ open: Int, late: Int) -> Text {
            late == 0 ? Text("\(open) đang mở", "\(open) open") : Text("\(open) đang mở, \(late) quá hạn", "\(open) open, \(late) overdue")
        }
        static func shared(_ words: [String]) -> Text {
            Text("cùng nói: \(words.joined(separator: ", "))", "both say: \(words.joined(separator: ", "))")
        }
        static func speaks(_ name: String) -> Text { Text("\(name) trình bày", "\(name) speaks") }
        static func minutesOf(_ id: String, _ period: String) -> Text {
            Text("Biên bản giao ban \(id), kỳ \(period)", "Minutes of round \(id), \(period)")
        }
        static func against(_ units: Int) -> Text { Text("so với \(units) nơi tương tự", "against \(units) comparable units") }

        /// The first line of what was said, for lists.
        static func title(_ item: SteeringItem) -> String {
            let text = item.text ?? ""
            let line = text.split(separator: "\n").first.map(String.init) ?? ""
            if line.isEmpty { return "\(place(item.kind).words) \(item.id)" }
            return line.count > 110 ? String(line.prefix(108)) + "…" : line
        }
        private static func place(_ kind: SteeringKind) -> Text {
            switch kind {
            case .difficulty: Text("Vướng mắc", "Difficulty")
            case .guidance: Text("Hướng dẫn", "Guidance")
            case .directive: Text("Chỉ đạo", "Directive")
            case .model: Text("Mô hình", "Model")
            case .round: Text("Giao ban", "Round")
            case .complaint: Text("Phản ánh", "Complaint")
            case .outage: Text("Sự cố", "Outage")
            case .cost: Text("Giả định", "Assumptions")
            case .offer: Text("Đề nghị cử", "Offer")
            case .posting: Text("Biệt phái", "Posting")
            }
        }

        static func stateWords(_ item: SteeringItem) -> Text {
            switch (item.kind, item.state) {
            case (.difficulty, .done): Text("Đã giải quyết", "Settled")
            case (.difficulty, .ended): Text("Đã gộp", "Joined")
            case (.guidance, .done): Text("Đang hiệu lực", "In force")
            case (.guidance, .ended): Text("Đã bãi bỏ", "Ended")
            case (.model, _): Text("Đang thực hiện", "Running")
            case (.round, .open): Text("Đang chuẩn bị, đang họp", "Under way")
            case (.round, _): Text("Đã kết luận", "Concluded")
            case (.complaint, .done): Text("Đã trả lời", "Answered")
            case (.outage, .open): Text("Đang hỏng", "Still down")
            case (.outage, _): Text("Đã khắc phục", "Over")
            case (.cost, _): Text("Đã áp dụng", "In force")
            default: partState(item.state)
            }
        }
        static func partState(_ state: SteeringItem.State) -> Text {
            switch state {
            case .open: Text("Chưa xong", "Open")
            case .reported: Text("Báo xong, chờ kết luận", "Reported, to be judged")
            case .done: Text("Đạt", "Done")
            case .ended: Text("Đã kết thúc", "Over")
            }
        }
        static func reportState(_ state: SteeringItem.State) -> Text {
            state == .done ? Text("đã ký báo cáo", "report signed") : Text("chưa gửi báo cáo", "no report yet")
        }
        static func category(_ value: String, _ kind: SteeringKind) -> Text {
            if let sort = DifficultyCategory(rawValue: value) {
                switch sort {
                case .premises: return Text("Trụ sở", "Premises")
                case .line: return Text("Đường truyền", "Line")
                case .software: return Text("Phần mềm", "Software")
                case .data: return Text("Dữ liệu", "Data")
                case .law: return Text("Quy định", "Law")
                case .staff: return Text("Nhân sự", "Staff")
                case .coordination: return Text("Phối hợp", "Coordination")
                }
            }
            return OutageCause(rawValue: value).map(outage) ?? Text("kỳ \(value)", "\(value)")
        }
        static func outage(_ cause: OutageCause) -> Text {
            switch cause {
            case .line: Text("Đường truyền", "Line")
            case .system: Text("Hệ thống một cửa", "This system")
            case .power: Text("Mất điện", "Power cut")
            case .portal: Text("Cổng dịch vụ công", "National portal")
            case .ministry: Text("Phần mềm của bộ, ngành", "A ministry's system")
            }
        }
        static func stage(_ stage: RoundMoved.Stage, _ name: String?) -> Text {
            switch stage {
            case .opened: Text("Khai mạc", "Opened")
            case .speaking: Text("\(name ?? "") trình bày", "\(name ?? "") speaks")
            case .concluded: Text("Kết luận", "Concluded")
            }
        }

        static func verdict(_ verdict: Effect.Verdict) -> Text {
            switch verdict {
            case .improved: Text("Tốt lên rõ rệt", "Clearly better")
            case .worsened: Text("Kém đi rõ rệt", "Clearly worse")
            case .noClearEffect: Text("Chưa thấy khác biệt rõ", "No clear difference")
            case .insufficient(let reason): why(reason)
            }
        }
        private static func why(_ reason: Effect.Reason) -> Text {
            switch reason {
            case .weeksBefore(let n, let needed):
                Text("Chưa đủ số liệu: trước đó mới \(n) trên \(needed) tuần", "Too little data: \(n) of \(needed) weeks before")
            case .weeksAfter(let n, let needed):
                Text("Chưa đủ số liệu: sau đó mới \(n) trên \(needed) tuần", "Too little data: \(n) of \(needed) weeks after")
            case .dossiers(let n, let needed):
                Text("Chưa đủ số liệu: \(n) trên \(needed) hồ sơ", "Too little data: \(n) of \(needed) dossiers")
            case .comparisonUnits(let n, let needed):
                Text("Chưa đủ nơi tương tự để so: \(n) trên \(needed)", "Too few comparable units: \(n) of \(needed)")
            default: Text("Trước đó các nơi đã thay đổi khác nhau: không so được", "The units moved apart before: no comparison")
            }
        }

        /// What happened, for the history.
        static func event(_ fact: SteeringFact, name: (String) -> String) -> Text {
            switch fact {
            case .difficultyReported: return Text("Nêu vướng mắc", "Reported")
            case .difficultyAnswered(let f):
                return f.isFinal ? Text("Trả lời, đã giải quyết", "Answered and settled") : Text("Trao đổi", "Answered meanwhile")
            case .difficultyJoined(let f): return Text("Gộp vào \(f.into)", "Joined into \(f.into)")
            case .difficultyEscalated(let f): return Text("Chuyển lên \(name(f.to))", "Taken up to \(name(f.to))")
            case .guidancePublished(let f): return Text("Ban hành theo \(f.source)", "Published under \(f.source)")
            case .guidanceEnded: return Text("Bãi bỏ", "Ended")
            case .directiveIssued(let f): return Text("Giao \(f.units.count) nơi", "Given to \(f.units.count) units")
            case .taskReported(let f): return Text("\(name(f.unit)) báo \(f.progress) %", "\(name(f.unit)) reports \(f.progress) %")
            case .taskJudged(let f):
                return f.isAccepted ? Text("\(name(f.unit)): đạt", "\(name(f.unit)): done")
                    : Text("\(name(f.unit)): làm lại", "\(name(f.unit)): again")
            case .modelRegistered: return Text("Đăng ký mô hình", "Registered")
            case .modelAdopted(let f):
                return Text("\(name(f.unit)) áp dụng từ \(f.since.vietnamese)", "\(name(f.unit)) adopts it from \(f.since)")
            case .roundCalled: return Text("Triệu tập", "Called")
            case .roundReportSigned(let f): return Text("\(name(f.unit)) ký báo cáo", "\(name(f.unit)) signs its report")
            case .roundMoved(let f): return stage(f.stage, f.unit.map(name))
            case .complaintFiled: return Text("Nhận phản ánh", "Complaint came in")
            case .complaintAnswered(let f):
                return f.inTime ? Text("Trả lời đúng hạn", "Answered in time") : Text("Trả lời quá hạn", "Answered late")
            case .complaintRated(let f):
                return f.isSatisfied ? Text("Người gửi hài lòng", "The sender is satisfied")
                    : Text("Người gửi không hài lòng", "The sender is not satisfied")
            case .outageReported(let f):
                return f.isNoticed ? Text("Hệ thống tự ghi nhận", "Noticed by the system") : Text("Báo sự cố", "Reported")
            case .outageEnded: return Text("Đã khắc phục", "Works again")
            case .costsAssumed: return Text("Đặt giả định", "Assumed")
            case .officersOffered(let f): return Text("Đề nghị cử \(f.officers) người", "\(f.officers) officers offered")
            case .officerPosted(let f): return Text("Cử đến \(name(f.unit))", "Posted to \(name(f.unit))")
            case .offerWithdrawn: return Text("Rút đề nghị cử người", "Offer withdrawn")
            case .postingEnded: return Text("Kết thúc biệt phái", "Posting ended")
            }
        }

        static func draftFigure(_ name: String, _ value: String, _ above: Int, _ below: Int, _ past: String) -> Text {
            Text("- \(name): \(value) (\(above)/\(below)); kỳ trước \(past).", "- \(name): \(value) (\(above)/\(below)); before \(past).")
        }
        static func draft(
            _ name: String, _ period: String, _ figures: String, _ open: Int, _ late: Int, _ difficulties: String, _ models: String,
            _ tasks: String
        ) -> Text {
            Text(
                """
                Báo cáo của \(name), kỳ \(period)
                1. Kết quả (đếm từ sổ của đơn vị)
                \(figures)
                - Đang mở \(open) hồ sơ, quá hạn \(late).
                2. Khó khăn, vướng mắc chưa được trả lời
                \(difficulties)
                3. Mô hình, sáng kiến
                \(models)
                4. Nhiệm vụ được giao chưa xong
                \(tasks)
                5. Kiến nghị, đề xuất
                """,
                """
                Report of \(name), \(period)
                1. Results (from the unit's own ledger)
                \(figures)
                - \(open) dossiers open, \(late) overdue.
                2. Difficulties without an answer
                \(difficulties)
                3. Models
                \(models)
                4. Tasks not yet done
                \(tasks)
                5. Proposals
                """)
        }
    }
}
