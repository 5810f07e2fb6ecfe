// DemoOffice.swift: a house that is administered and led: a second administrator, a posting that ends this week, a delegation that
// runs, an absence, a calendar swap that waits for the second person, procedures with two versions.
//
// Through the real commands, by the demo's own administrators; the same for the same end of the demo.

import Casework
import Foundation
import Office
import Storage

struct DemoOffice {
    let office: Office
    let now: Instant
    private let ward = "27373"

    init(_ office: Office, now: Instant) {
        self.office = office
        self.now = now
    }

    /// Arranges the house as it stands at the end of the demo.
    func arrange() throws {
        try people()
        try office.work { try rights($0) }
        try office.work { try law($0) }
        try office.work { try delegate($0) }
    }

    private func caller(_ login: String) -> Caller {
        Caller(
            user: login, name: office.directory.names[login] ?? login,
            grants: office.directory.grants(of: login, at: now))
    }

    /// A second administrator of the city, and the ward's own.
    private func people() throws {
        let hash = try Password.hash(DemoAccounts.password)
        let begin = now.adding(minutes: -60 * 24 * 60)
        let added: [(String, String, Role, String)] = [
            ("admin2@tp", "Quản trị thứ hai", .admin, Directory.city),
            ("admin@27373", "Trịnh Thị Mỹ Hằng (Quản trị phường)", .admin, ward),
        ]
        for (login, name, role, unit) in added {
            try office.addAccount(
                login: login, name: name, passwordHash: hash, demo: true,
                grants: [Grant(role: role, unit: unit, from: begin)], now: begin)
        }
    }

    private func rights(_ work: Work) throws {
        let admin = caller("admin@tp")
        let monday = now.date.adding(days: 1 - now.date.weekday)
        // Ends on Friday evening, or in three days where that is past.
        let friday = Instant(monday.adding(days: 4), TimeOfDay(17, 30))
        let end = max(friday, now.adding(minutes: 3 * 24 * 60))
        _ = try work.grant(
            Grant(
                role: .officer, unit: ward, from: now.adding(minutes: -30 * 24 * 60), to: end, ground: "posting"),
            to: "officer@so-xay-dung", by: admin, command: "c:demo-posting", now: now)
        _ = try work.setAbsence(
            of: "hotich@27373", at: ward, from: now.adding(minutes: -60),
            to: Instant(now.date.adding(days: 3), TimeOfDay(17, 0)), standIn: "officer@27373",
            by: caller("leader@27373"), command: "c:demo-absence", now: now)
    }

    /// What the city changed: a swap proposed, hours of one ward, fees, a text.
    private func law(_ work: Work) throws {
        let admin = caller("admin@tp")
        let directory = office.directory
        if let calendar = directory.calendars[directory.calendarVersion(Directory.city)],
            let swap = swap(calendar)
        {
            try work.propose(
                swap, ground: "Thông báo hoán đổi ngày làm việc (mẫu)", by: admin, command: "c:demo-swap", now: now)
        }
        let hours = OpeningHours(
            working: [
                .init(from: TimeOfDay(7, 0), to: TimeOfDay(11, 30)), .init(from: TimeOfDay(13, 30), to: TimeOfDay(17, 0)),
            ], extra: [.init(weekday: 6, from: TimeOfDay(7, 30), to: TimeOfDay(11, 0))])
        let from = now.date.adding(days: 21)
        try work.setHours(
            HoursSet(unit: ward, from: from, hours: hours, ground: "Thông báo giờ làm việc (mẫu)"), by: admin,
            command: "c:demo-hours", now: now)
        if var procedure = directory.procedures["1.001193"]?.first {
            procedure.steps = procedure.steps.map { step in
                var step = step
                if let budget = step.budgetMinutes, budget > 20 { step.budgetMinutes = budget - 5 }
                return step
            }
            procedure.sources.append("Quy trình nội bộ rút ngắn từng bước (mẫu)")
            _ = try work.publish(
                procedure, validFrom: now.date.adding(days: 7), by: admin, command: "c:demo-procedure", now: now)
        }
        try work.setText(
            TextSet(
                key: "notice.leader", language: "vi",
                text: "Nhắc {donVi}: họp giao ban 7 giờ 45, mang theo bản in.", from: now),
            by: admin, command: "c:demo-text", now: now)
    }

    /// The next working day after three weeks that can be swapped with a Saturday.
    private func swap(_ calendar: WorkingCalendar) -> WorkingCalendar? {
        let next = calendar.nextVersion { office.directory.calendars[$0] != nil }
        for ahead in 1..<20 {
            let day = now.date.adding(days: ahead)
            let saturday = day.adding(days: 6 - day.weekday).adding(days: 7)
            guard day.weekday <= 5 else { continue }
            do {
                return try calendar.with(
                    off: day, name: "Nghỉ hoán đổi, làm bù thứ Bảy \(saturday.vietnamese)", worked: saturday,
                    ground: "Thông báo (mẫu)", version: next)
            } catch { continue }
        }
        return nil
    }

    private func delegate(_ work: Work) throws {
        let week = Instant(now.date.adding(days: 8 - now.date.weekday), TimeOfDay(0, 0))
        try work.delegate(
            to: "chungthuc@27373", at: ward, from: now, until: max(week, now.adding(minutes: 24 * 60)),
            by: caller("leader@27373"), command: "c:demo-delegation", now: now)
    }
}
