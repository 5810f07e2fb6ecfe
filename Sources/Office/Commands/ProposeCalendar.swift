// ProposeCalendar.swift: a swap of days or a new holiday, proposed by one administrator and confirmed by another.
//
// The swap of 2 January 2026 was announced on 25 December; a slip here moves thousands of due times, so nobody
// publishes alone. Confirming publishes the version; each unit then adopts it by an entry of its own (`rollOut`),
// unit by unit, so that no counter waits for the whole city. A ward with a site of its own adopts it there when it hears
// of it (Sites/Work+Contests.swift).

package import Casework
import Synchronization

extension Work {
    /// Proposes a calendar version in the city's ledger. It changes nothing yet.
    package func propose(
        _ calendar: WorkingCalendar, ground: String, by caller: Caller, command: String, now: Instant
    ) throws {
        guard caller.administersCity else {
            throw Refusal.noRight("đề xuất lịch", "propose calendars", unit: Directory.city)
        }
        let house = house
        guard house.calendars[calendar.version] == nil, house.arranged.proposals[calendar.version] == nil else {
            throw Refusal(
                .conflict, "calendar-exists", field: "version",
                vi: "Phiên bản lịch \(calendar.version) đã có: hãy tải lại trang rồi đề xuất lại.",
                en: "There is a calendar version \(calendar.version) already: reload and propose again.")
        }
        guard !ground.isEmpty else { throw Refusal.missing("ground", "Căn cứ") }
        let proposal = CalendarProposed(
            calendar: calendar, basis: house.calendarVersion(Directory.city), ground: ground, by: caller.user,
            at: now)
        try record(
            [.calendarProposed(proposal)], in: Directory.city, by: caller.user, command: command, now: now)
    }

    /// Publishes a proposed version. Not by the one who proposed it.
    package func confirmCalendar(
        _ version: String, by caller: Caller, command: String, now: Instant
    ) throws {
        let proposal = try pending(version, by: caller)
        guard proposal.by != caller.user else {
            throw Refusal(
                .forbidden, "second-person",
                vi: "Người đề xuất không được tự xác nhận. Hãy nhờ một quản trị viên khác xem và xác nhận.",
                en: "Who proposed it may not confirm it. Ask another administrator.")
        }
        let current = house.calendarVersion(Directory.city)
        guard proposal.basis == current else {
            throw Refusal(
                .conflict, "calendar-overtaken",
                vi: "Đề xuất dựa trên lịch \(proposal.basis), nay đã có lịch \(current). Hãy đề xuất lại.",
                en: "It changes \(proposal.basis), but \(current) is in force now. Propose it anew.")
        }
        try publish(proposal.calendar, by: caller, command: command, now: now)
    }

    /// Turns a proposal down, with the reason; its proposer may withdraw it in the same way.
    package func rejectCalendar(
        _ version: String, reason: String, by caller: Caller, command: String, now: Instant
    ) throws {
        _ = try pending(version, by: caller)
        guard !reason.isEmpty else { throw Refusal.missing("reason", "Lý do") }
        let fact = CalendarRejected(version: version, reason: reason, by: caller.user, at: now)
        try record([.calendarRejected(fact)], in: Directory.city, by: caller.user, command: command, now: now)
    }

    private func pending(_ version: String, by caller: Caller) throws -> CalendarProposed {
        guard caller.administersCity else {
            throw Refusal.noRight("xác nhận lịch", "confirm calendars", unit: Directory.city)
        }
        guard let proposal = house.arranged.waiting.first(where: { $0.calendar.version == version }) else {
            throw Refusal(
                .conflict, "no-such-proposal",
                vi: "Đề xuất \(version) không còn chờ xác nhận. Hãy tải lại trang.",
                en: "The proposal \(version) does not wait any more. Reload the page.")
        }
        return proposal
    }
}

extension WorkingCalendar {
    /// The next version of this one: `vn-2026.3` → `vn-2026.4`, past those that are `taken`.
    package func nextVersion(taken: (String) -> Bool) -> String {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let number = parts.count > 1 ? Int(parts[parts.count - 1]) : nil
        let stem = number == nil ? version : parts.dropLast().joined(separator: ".")
        var next = (number ?? 0) + 1
        while taken("\(stem).\(next)") { next += 1 }
        return "\(stem).\(next)"
    }

    /// With a day off, and a weekend day worked instead where one is named.
    package func with(
        off day: CivilDate, name: String, worked: CivilDate?, ground: String, version: String
    ) throws(Refusal) -> WorkingCalendar {
        var next = self
        next.version = version
        guard day.weekday <= 5, !off.contains(where: { $0.date == day }) else {
            throw .badValue(
                "off", "Ngày nghỉ", vi: "phải là ngày làm việc theo lịch đang dùng",
                en: "it must be a working day of the calendar in force")
        }
        next.off.append(.init(date: day, name: name, provisional: false, group: nil))
        next.off.sort { $0.date < $1.date }
        if let worked {
            guard worked.weekday > 5, !work.contains(where: { $0.date == worked }) else {
                throw .badValue(
                    "work", "Ngày làm bù", vi: "phải là thứ Bảy hoặc Chủ nhật chưa có trong lịch",
                    en: "it must be a Saturday or Sunday that is not worked yet")
            }
            next.work.append(.init(date: worked, instead: day, ground: ground))
            next.work.sort { $0.date < $1.date }
        }
        next.from = min(next.from, day)
        next.to = max(next.to, worked.map { max($0, day) } ?? day)
        return next
    }
}

/// How far a published version has come through the units.
package struct RollOut: Sendable {
    /// Units whose ledgers are written here: those that have adopted it, and all.
    package var done = 0
    package var all = 0
    /// Units with a site of their own, as far as has been heard from them.
    package var doneElsewhere = 0
    package var allElsewhere = 0
    package var moved = 0
    /// What stopped it; it goes on when somebody presses the button again.
    package var stopped: String?
    package var isRunning = false
}

extension OfficeServer {
    package func rollOut(of version: String) -> RollOut {
        var state = rollOuts.withLock { $0[version] } ?? RollOut()
        let directory = office.directory
        for unit in directory.unitCodes {
            let isDone = directory.adopted[unit]?.calendar == version ? 1 : 0
            if office.isHome(of: unit, directory) {
                state.all += 1
                state.done += isDone
            } else {
                state.allElsewhere += 1
                state.doneElsewhere += isDone
            }
        }
        return state
    }

    /// Lets every unit at home here that has not yet done so adopt a published version, one transaction a unit.
    package func startRollOut(of version: String, by caller: Caller, clock: @escaping @Sendable () -> Instant)
    {
        let isFirst = rollOuts.withLock { all in
            if all[version]?.isRunning == true { return false }
            all[version, default: RollOut()].isRunning = true
            all[version]?.stopped = nil
            return true
        }
        guard isFirst else { return }
        Task {
            do {
                for unit in office.directory.unitCodes {
                    try await adoptOne(version, unit: unit, by: caller, clock: clock)
                }
                rollOuts.withLock { $0[version]?.isRunning = false }
            } catch {
                rollOuts.withLock {
                    $0[version]?.isRunning = false
                    $0[version]?.stopped = "\(error)"
                }
            }
        }
    }

    private func adoptOne(
        _ version: String, unit: String, by caller: Caller, clock: @Sendable () -> Instant
    ) async throws {
        let directory = office.directory
        guard office.isHome(of: unit, directory), directory.adopted[unit]?.calendar != version,
            let calendar = directory.calendars[version]
        else { return }
        let now = clock()
        let kept = directory.switchedOff(unit, in: calendar)
        let moved = try await submit {
            try $0.adopt(
                version, switchedOff: kept, unit: unit, by: caller, command: "c:adopt-\(version)-\(unit)",
                now: now)
        }
        rollOuts.withLock { $0[version]?.moved += moved.count }
    }
}
