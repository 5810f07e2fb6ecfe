// DemoSteering.swift: what a visitor finds in steering: difficulties with answers and guidance, a directive under way, the models
// that the press reported of Ho Chi Minh City's wards in 2025, a review round, outages, a complaint.
//
// All of it through the real commands, at times within the demo's weeks. The models are real ones (results locker open day and
// night with a one-time code, reception points in residential quarters, the digital counter, “5 rõ”); who said what is invented.

import Casework
import Foundation
import Office
import Oversight
import Storage

struct DemoSteering {
    private let office: Office
    private let end: Instant
    private let days: Int
    private var jobs: [Job] = []
    private var done = 0
    /// Ids of what was begun, by the name that later jobs use.
    private var ids: [String: String] = [:]

    /// One act at its time. A value that begins with `@` is the id of what was begun under that name.
    private struct Job {
        var at: Instant
        var name: String
        var kind: SteeringKind
        var label: String?
        var of: String?
        var values: [String: String]
        var login: String
    }

    /// What people write beside their marks.
    static let said = [
        "Nhanh gọn, cảm ơn cán bộ.", "Chị Hoa hướng dẫn rất tận tình.", "Phải đi lại hai lần vì thiếu một bản chụp.",
        "Nộp trực tuyến tiện, không phải chờ.", "Máy lấy số khó dùng với người lớn tuổi.", "Kết quả có trước hẹn.",
    ]

    init(_ office: Office, until end: Instant, days: Int) {
        (self.office, self.end, self.days) = (office, end, days)
        guard days >= 21 else { return }
        models()
        desk()
        outages()
        orders()
        complaint()
        jobs = jobs.enumerated().filter { $0.element.at <= end }.sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// When the next act is due.
    var next: Instant? { done < jobs.count ? jobs[done].at : nil }

    /// Does the next act.
    mutating func step() throws {
        let job = jobs[done]
        done += 1
        let values = job.values.mapValues { $0.hasPrefix("@") ? ids[String($0.dropFirst())] ?? "" : $0 }
        let caller =
            job.login.isEmpty
            ? Caller.visitor
            : Caller(user: job.login, name: job.login, grants: office.directory.grants(of: job.login, at: job.at))
        let context = CommandContext(caller: caller, now: job.at, commandID: "demo-steering-\(done)")
        let of = job.of.flatMap { ids[$0] }
        let id = try office.work { work in
            job.name == "complain"
                ? try work.complain(about: "27373", dossier: nil, words: values["text"] ?? "", code: "MAU2026MAU26", context).id
                : try work.steer(job.name, job.kind, id: of, ActionInput(values), context)
        }
        if let label = job.label { ids[label] = id }
    }

    /// The opening of the working day so many days before the end.
    private func morning(_ daysBefore: Int) -> Instant {
        let hours = office.directory.office(Directory.city)
        let day = hours.nextWorkingDay(after: end.date.adding(days: -min(daysBefore, days - 2) - 1))
        return hours.opens(day).adding(minutes: 45)
    }

    private mutating func act(
        _ name: String, _ kind: SteeringKind, of: String? = nil, label: String? = nil, _ values: [String: String], as login: String,
        at: Instant
    ) {
        jobs.append(Job(at: at, name: name, kind: kind, label: label, of: of, values: values, login: login))
    }

    private mutating func models() {
        let half = morning(max(days / 2, 16))
        let began = half.date
        act(
            "register", .model, label: "locker",
            [
                "unit": "27373", "since": "\(began)", "indicator": "satisfied",
                "text": "Tủ trả kết quả 24/7: người dân nhận kết quả bất kỳ giờ nào bằng mã dùng một lần gửi qua tin nhắn.",
            ], as: "leader@27373", at: half)
        let early = Instant(began, TimeOfDay(9, 30))
        for unit in ["26506", "26737"] where office.directory.unit(unit) != nil {
            act("adopt", .model, of: "locker", ["unit": unit, "since": "\(morning(14).date)"], as: "leader@\(unit)", at: morning(14))
        }
        act(
            "register", .model,
            [
                "unit": "27373", "since": "\(early.date)", "indicator": "online", "carried": "true",
                "text": "Điểm tiếp nhận tại khu phố: tổ công nghệ số cộng đồng giúp nộp trực tuyến, nhận hồ sơ ngay tại nơi ở.",
            ], as: "leader@27373", at: half)
        act(
            "register", .model,
            [
                "unit": "26506", "since": "\(early.date)", "indicator": "digitised",
                "text": "Quầy số: quét, ký số và lưu kho ngay khi tiếp nhận, không trả lại bản chụp.",
            ], as: "leader@26506", at: half)
        act(
            "register", .model,
            [
                "unit": "26732", "since": "\(early.date)", "indicator": "on-time",
                "text": "“5 rõ”: rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ kết quả cho từng hồ sơ.",
            ], as: "leader@26732", at: half)
    }

    private mutating func desk() {
        act(
            "report", .difficulty, label: "reported",
            [
                "unit": "27373", "category": "data", "to": "so-tu-phap", "procedure": "1.001193",
                "text": "Dữ liệu hôn nhân của cha mẹ chưa có trên hệ thống hộ tịch điện tử, không rõ có được nhận bản giấy hay không.",
            ], as: "counter@27373", at: morning(12))
        act(
            "answer", .difficulty, of: "reported",
            [
                "text": "Chưa tra cứu được dữ liệu thì nhận bản chụp giấy chứng nhận kết hôn, đối chiếu bản chính, cập nhật sau.",
                "final": "yes", "guidance": "true", "source": "Văn bản hướng dẫn của Sở Tư pháp (mẫu)",
            ], as: "officer@so-tu-phap", at: morning(11))
        act(
            "report", .difficulty,
            [
                "unit": "27373", "category": "software",
                "text": "Phần mềm hộ tịch chưa liên thông với hệ thống một cửa, cán bộ phải nhập hai lần tờ khai khai sinh.",
            ], as: "officer@27373", at: morning(3))
        act(
            "report", .difficulty,
            [
                "unit": "26506", "category": "software",
                "text": "Nhập hai lần tờ khai khai sinh vì phần mềm hộ tịch không liên thông hệ thống một cửa.",
            ], as: "officer@26506", at: morning(2))
        act(
            "report", .difficulty,
            ["unit": "26732", "category": "line", "text": "Đường truyền ra đảo chập chờn buổi chiều, nộp hồ sơ bị treo."],
            as: "leader@26732", at: morning(1))
    }

    private mutating func outages() {
        for (unit, before, minutes) in [("27373", 9, 150), ("26732", 4, 300), ("26732", 2, 420)] {
            let from = morning(before)
            let to = from.adding(minutes: minutes)
            guard to < end else { continue }
            act(
                "report", .outage,
                ["unit": unit, "cause": "line", "from": "\(from)", "to": "\(to)", "text": "Mất kết nối, nhà mạng xử lý."],
                as: "leader@\(unit)", at: to.adding(minutes: 5))
        }
    }

    private mutating func orders() {
        let hours = office.directory.office(Directory.city)
        let called = morning(10)
        let units = ["27373", "26506", "26732", "26737"].filter { office.directory.unit($0) != nil }
        let reportsBy = hours.workingDay(2, after: called.date)
        let meets = hours.opens(hours.workingDay(3, after: called.date))
        act(
            "call", .round, label: "round",
            [
                "text": "Sơ kết chất lượng cải cách hành chính: kết quả, khó khăn về mặt bằng và công nghệ thông tin, cách làm hay.",
                "period": "\(Period(.month, around: called.date))", "units": units.joined(separator: ", "),
                "departments": "so-tu-phap,so-khoa-hoc-cong-nghe", "reportsBy": "\(reportsBy)", "meetsAt": "\(meets)", "online": "true",
            ], as: "city@tp", at: called)
        for unit in units.prefix(3) {
            act(
                "sign-report", .round, of: "round",
                ["unit": unit, "text": "Đơn vị giữ tỷ lệ đúng hạn; đề nghị sớm liên thông phần mềm hộ tịch và bổ sung máy quét."],
                as: "leader@\(unit)", at: called.adding(minutes: 400))
        }
        act("move", .round, of: "round", ["stage": "opened"], as: "city@tp", at: meets)
        act("move", .round, of: "round", ["stage": "speaking", "unit": "27373"], as: "city@tp", at: meets.adding(minutes: 10))
        act(
            "move", .round, of: "round",
            ["stage": "concluded", "text": "Nhân rộng tủ trả kết quả 24/7; các sở trả lời vướng mắc trong ba ngày làm việc."],
            as: "city@tp", at: meets.adding(minutes: 120))
        act(
            "issue", .directive, label: "directive",
            [
                "text": "Công khai số điện thoại hỗ trợ và bố trí một quầy phi địa giới riêng.", "scope": "some",
                "units": units.joined(separator: ","), "due": "\(hours.workingDay(8, after: end.date))", "evidence": "true",
                "round": "@round",
            ], as: "city@tp", at: meets.adding(minutes: 180))
        act(
            "report-task", .directive, of: "directive",
            ["unit": "27373", "progress": "100", "text": "Đã niêm yết và bố trí quầy số 5.", "evidence": "Báo cáo 41/BC-TTPVHCC"],
            as: "leader@27373", at: meets.adding(minutes: 60 * 26))
    }

    private mutating func complaint() {
        act(
            "complain", .complaint, label: "complaint", ["text": "Chờ lấy số hơn một giờ, loa gọi không nghe rõ."], as: "",
            at: morning(5))
        act(
            "answer", .complaint, of: "complaint",
            ["text": "Đã tăng một quầy buổi sáng và thay loa; xin lỗi anh/chị vì đã phải chờ."], as: "leader@27373", at: morning(3))
    }
}
