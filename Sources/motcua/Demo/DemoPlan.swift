// DemoPlan.swift: the fate and pace of one dossier of the demo, and the menu of procedures.

import Casework
import Office
import TestKit

/// What will happen to one dossier beside the straight way.
struct DemoPlan {
    enum Fate {
        case straight, incomplete, refused, supplement, opinion, withdrawn, rejected, late, reschedule
    }
    private var fate: Fate
    private var isAssigned = false
    /// Working time from acceptance to result, in per cent of the limit.
    private var pace: Int

    init(_ random: inout SeededGenerator) {
        let draw = random.below(1000)
        fate =
            switch draw {
            case 0..<20: .incomplete
            case 20..<28: .refused
            case 28..<58: .supplement
            case 58..<72: .opinion
            case 72..<80: .withdrawn
            case 80..<88: .rejected
            case 88..<114: .late
            case 114..<122: .reschedule
            default: .straight
            }
        pace = 15 + random.below(70)
        if fate == .late || fate == .reschedule { pace = 108 + random.below(60) }
    }

    var isIncomplete: Bool { fate == .incomplete }
    var isRefused: Bool { fate == .refused }

    /// An action off the straight way, once.
    mutating func detour(
        _ d: Dossier, _ s: Situation, at: Instant, _ random: inout SeededGenerator
    ) -> String? {
        guard d.custody.inTransitTo == nil else { return nil }
        if !isAssigned, d.actingUnit == DemoStaff.unit, d.state == .accepted || d.state == .processing,
            s.stepNow?.role == .officer, d.field != "chung-thuc"
        {
            isAssigned = true
            return "assign"
        }
        switch (fate, d.state) {
        case (.refused, .submitted):
            fate = .straight
            return "refuse"
        case (.supplement, .processing), (.supplement, .accepted):
            fate = .straight
            return "request-supplement"
        case (.opinion, .processing) where s.stepNow?.role == .officer && !s.isPaused:
            fate = .straight
            return "request-opinion"
        case (.withdrawn, .processing), (.withdrawn, .accepted):
            fate = .straight
            return "withdraw"
        case (.reschedule, .processing) where d.rescheduleCount == 0 && d.clock.due.map { at < $0 } == true:
            fate = .late
            return "reschedule"
        case (.late, .processing) where d.clock.due.map { at > $0 } == true:
            fate = .straight
            return "add-note"
        default: return nil
        }
    }

    /// Who does it.
    static func role(for action: String, _ s: Situation) -> Role {
        switch action {
        case "decide", "reschedule", "assign": .leader
        case "complete-step": s.stepNow?.role ?? .officer
        case "request-opinion", "request-payment", "resume", "add-note": .officer
        default: .counter
        }
    }

    /// Why something is late, as people write it down.
    private static let reasons = [
        "Chậm vì chờ ý kiến Phòng Kinh tế, Hạ tầng và Đô thị, đã nhắc hai lần.",
        "Phần mềm hộ tịch mất kết nối từ chiều hôm trước, đã báo bộ phận kỹ thuật.",
        "Người nộp hẹn bổ sung bản vẽ qua điện thoại nhưng chưa đến.",
        "Chuyên viên phụ trách nghỉ phép, đã chuyển người khác xử lý.",
        "Chờ cơ quan thuế trả thông báo nghĩa vụ tài chính.",
    ]

    func fill(
        _ values: inout [String: String], _ action: String, _ d: Dossier, _ random: inout SeededGenerator
    ) {
        if action == "decide", fate == .rejected {
            values["outcome"] = "reject"
            values["reason"] = "Không đủ điều kiện theo quy định."
        }
        if action == "add-note" { values["note"] = random.pick(DemoPlan.reasons) }
        if action == "reschedule" { values["ground"] = random.pick(["coordination", "it", "staff"]) }
        if action == "confirm-payment" { values["method"] = d.intake.channel == .online ? "online" : "cash" }
    }

    /// Working minutes until the next hand is laid on it.
    func waitingMinutes(_ d: Dossier, _ time: OfficeTime, at: Instant, _ random: inout SeededGenerator) -> Int
    {
        switch d.state {
        case .submitted: return random.chance(percent: 96) ? 10 + random.below(300) : 480 + random.below(400)
        case .awaitingSupplement: return 480 + random.below(480 * 6)
        case .awaitingPayment: return 240 + random.below(480 * 3)
        case .ready, .rejected: return 20 + random.below(480)
        default: break
        }
        guard let due = d.clock.originalDue ?? d.clock.due, let accepted = d.clock.facts?.accepted else {
            return 15 + random.below(60)
        }
        let whole = max(30, time.workingMinutes(from: accepted, to: due))
        let share = whole * pace / 100 / 6
        return max(3, share / 2 + random.below(max(1, share)))
    }
}

/// Which procedures come how often.
struct DemoMenu {
    struct Choice {
        var procedure: Procedure
        var channel: Procedure.Channel
    }
    private var groups: [(weight: Int, online: Int, online_: [Procedure], counter: [Procedure])] = []

    init(_ directory: Directory, on date: CivilDate) {
        let all = directory.procedureCodes.compactMap { directory.procedure($0, on: date) }.filter {
            procedure in
            procedure.linked.isEmpty && !procedure.limits.contains { $0.unit == .open || $0.amount == nil }
        }
        func group(_ names: [String]) -> [Procedure] {
            all.filter { names.contains(directory.fields[$0.field]?.group ?? "other") }
        }
        // Certified copies and signatures are most of what a counter certifies.
        let certification = group(["certification"])
        let copies = certification.filter { ["2.000815", "2.000884"].contains($0.code) }
        let counter = copies + copies + copies + copies + certification
        for (weight, online, members, atCounter) in [
            (60, 50, certification, counter), (19, 95, group(["business"]), group(["business"])),
            (13, 95, group(["civil-status"]), group(["civil-status"])),
            (4, 93, group(["land"]), group(["land"])),
            (
                4, 93, group(["construction", "social", "residence", "other"]),
                group(["construction", "social", "residence", "other"])
            ),
        ] {
            groups.append(
                (
                    weight, online, members.filter { $0.channels.contains(.online) },
                    atCounter.filter { $0.channels.contains(.counter) }
                ))
        }
    }

    func pick(_ random: inout SeededGenerator) -> Choice {
        var draw = random.below(100)
        for group in groups {
            draw -= group.weight
            guard draw < 0 else { continue }
            let online = random.chance(percent: group.online) && !group.online_.isEmpty
            let list = online || group.counter.isEmpty ? group.online_ : group.counter
            guard !list.isEmpty else { continue }
            return Choice(
                procedure: random.pick(list), channel: online || group.counter.isEmpty ? .online : .counter)
        }
        return Choice(procedure: groups[0].counter[0], channel: .counter)
    }

    /// A filled form: the examples of the definition, counts varied.
    func form(_ procedure: Procedure, case id: String?, _ random: inout SeededGenerator) -> [String: String] {
        var form: [String: String] = [:]
        for field in procedure.formFields(case: id) {
            guard let example = field.example else { continue }
            form[field.name] =
                field.name == "pages"
                ? String(1 + random.below(6)) : field.name == "copies" ? String(1 + random.below(5)) : example
        }
        return form
    }
}
