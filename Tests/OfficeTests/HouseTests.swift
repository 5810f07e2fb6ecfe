// HouseTests.swift: what administrators and leaders arrange, on a small invented city.

import Casework
import Foundation
import Ledger
import Storage
import TestKit
import Testing

@testable import Office

private func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let refusal as Refusal { return refusal.slug } catch { return "\(error)" }
}

@Suite("the house")
struct HouseTests {
    let city: TestCity
    init() throws {
        city = try TestCity.inMemory()
        let start = TestCity.monday.adding(minutes: -60 * 24)
        for (login, role, unit) in [("admin2@tp", Role.admin, "tp"), ("admin@27373", .admin, "27373"), ("b@27373", .officer, "27373")] {
            try city.office.addAccount(
                login: login, name: login, passwordHash: "x", demo: false,
                grants: [Grant(role: role, unit: unit, from: start)], now: start)
        }
    }
    private func work<T>(_ login: String, _ body: (Work, Caller, CommandContext) throws -> T) throws -> T {
        let context = city.context(login)
        return try city.office.work { try body($0, context.caller, context) }
    }
    /// Why a calendar cannot be confirmed; nil = it was.
    private func confirming(_ version: String, _ login: String) -> String? {
        refusal { try work(login) { try $0.confirmCalendar(version, by: $1, command: $2.command, now: $2.now) } }
    }
    private func publishing(_ next: Procedure, from day: CivilDate) -> String? {
        refusal {
            try work("admin@tp") { _ = try $0.publish(next, validFrom: day, by: $1, command: $2.command, now: $2.now) }
        }
    }
    private func day(_ day: Int) -> CivilDate { CivilDate(year: 2026, month: 11, day: day)! }

    /// Everything derived is what the ledgers say.
    private func isSound() throws -> Bool {
        let before = try city.office.dump()
        guard try city.office.verify().findings.isEmpty else { return false }
        try city.office.rebuild()
        return try city.office.dump() == before
    }

    // MARK: calendars

    @Test("a swap is confirmed by a second person only, and then due times move as the preview said")
    func swap() throws {
        let number = try city.receive().number
        let due = try #require(try city.dossier(number)?.clock.due)
        let basis = try #require(city.office.directory.calendars["t-1"])
        let next = try basis.with(
            off: due.date, name: "Hoán đổi", worked: day(28), ground: "CV", version: "t-2")
        try work("admin@tp") { try $0.propose(next, ground: "CV 1", by: $1, command: $2.command, now: $2.now) }
        let preview = try city.office.database.read { try DuePreview.calendar(next, $0, city.office) }
        #expect(preview.moves.map(\.number) == [number])
        #expect(preview.moves.first?.old == due)
        #expect(confirming("t-2", "admin@tp") == "second-person")
        #expect(confirming("t-2", "admin@27373") == "no-right")
        try work("admin2@tp") { try $0.confirmCalendar("t-2", by: $1, command: $2.command, now: $2.now) }
        #expect(try city.dossier(number)?.clock.due == due, "published is not adopted")
        let moved = try work("admin2@tp") {
            try $0.adopt("t-2", switchedOff: [], unit: "27373", by: $1, command: $2.command, now: $2.now)
        }
        #expect(moved == [number])
        #expect(try city.dossier(number)?.clock.due == preview.moves.first?.new)
        #expect(confirming("t-2", "admin2@tp") == "no-such-proposal")
        #expect(try isSound())
    }

    @Test("a rejected proposal cannot be confirmed, and one that was overtaken neither")
    func rejected() throws {
        let basis = try #require(city.office.directory.calendars["t-1"])
        for (version, date) in [("t-2", 25), ("t-3", 26)] {
            let next = try basis.with(off: day(date), name: "Nghỉ", worked: nil, ground: "CV", version: version)
            try work("admin@tp") { try $0.propose(next, ground: "CV", by: $1, command: $2.command, now: $2.now) }
        }
        try work("admin2@tp") { try $0.rejectCalendar("t-2", reason: "sai", by: $1, command: $2.command, now: $2.now) }
        #expect(confirming("t-2", "admin2@tp") == "no-such-proposal")
        try work("admin@tp") {
            try $0.publish(TestCity.calendar(version: "t-9"), by: $1, command: $2.command, now: $2.now)
            try $0.adopt("t-9", switchedOff: [], unit: "tp", by: $1, command: $2.command, now: $2.now)
        }
        #expect(confirming("t-3", "admin2@tp") == "calendar-overtaken")
    }

    // MARK: hours

    @Test("hours from a day on move the due times of that unit alone, old and new kept")
    func hours() throws {
        let here = try city.receive().number
        let there = try city.receive(city.filing("26732"), as: "counter@26732").number
        let due = try #require(try city.dossier(here)?.clock.due)
        let change = HoursSet(
            unit: "27373", from: day(25),
            hours: OpeningHours(working: [.init(from: TimeOfDay(7, 0), to: TimeOfDay(15, 0))], extra: []), ground: "QĐ")
        let preview = try city.office.database.read { try DuePreview.hours(change, $0, city.office) }
        #expect(preview.moves.map(\.number) == [here])
        #expect(refusal { try work("admin@27373") { _ = try $0.setHours(change, by: $1, command: $2.command, now: $2.now) } } == "no-right")
        let moved = try work("admin@tp") { try $0.setHours(change, by: $1, command: $2.command, now: $2.now) }
        #expect(moved == [here])
        let dossier = try #require(try city.dossier(here))
        #expect(dossier.clock.due == Instant(due.date, TimeOfDay(15, 0)))
        #expect(dossier.clock.recomputed.last?.previousDue == due)
        #expect(try city.dossier(there)?.clock.recomputed.isEmpty == true)
        #expect(city.office.directory.hours(of: "27373", on: day(24)) == .standard)
        let late = HoursSet(unit: "27373", from: day(20), hours: .standard, ground: "QĐ")
        #expect(refusal { try work("admin@tp") { _ = try $0.setHours(late, by: $1, command: $2.command, now: $2.now) } } == "bad-value")
        #expect(try isSound())
    }

    @Test("a unit's own hours hold in whatever order the ledgers' facts come after a restart")
    func order() throws {
        var directory = city.office.directory
        var unit = try #require(directory.unit("26732"))
        unit.hours = OpeningHours(working: [.init(from: TimeOfDay(9, 0), to: TimeOfDay(10, 0))], extra: [])
        let adoption = OfficeFact.calendarAdopted(CalendarAdopted(unit: "26732", calendar: "t-7", switchedOff: []))
        for fact in [OfficeFact.unitRegistered(unit), adoption, .calendarPublished(TestCity.calendar(version: "t-7"))] {
            directory.apply(fact)
        }
        #expect(directory.office("26732").calendarVersion == "t-7")
        #expect(directory.office("26732").closing(day(24)) == TimeOfDay(10, 0))
    }

    // MARK: procedures and texts

    @Test("a procedure changes by a new version from a day on; open dossiers keep theirs")
    func procedure() throws {
        let before = try city.receive().number
        var next = TestCity.cats()
        next.fees[0].amount = 9000
        next.fees[0].ground = "NQ"
        for part in ProcedureLint.confidenceKeys { next.confidence[part] = "C" }
        next.limits[0].ground = "NĐ"
        #expect(publishing(next, from: day(20)) == "bad-value")
        try work("admin@tp") { _ = try $0.publish(next, validFrom: day(24), by: $1, command: $2.command, now: $2.now) }
        #expect(try city.dossier(city.receive().number)?.intake.procedureVersion == 1)
        city.wait(minutes: 24 * 60)
        let after = try #require(try city.dossier(try city.receive().number))
        #expect(after.intake.procedureVersion == 2 && after.intake.fees.first?.amount == 9000)
        #expect(try city.dossier(before)?.intake.procedureVersion == 1)
        #expect(publishing(next, from: day(25)) == "nothing-changed")
        let old = try #require(city.office.directory.procedure("9.000001", version: 1))
        let new = try #require(city.office.directory.procedure("9.000001", version: 2))
        #expect(ProcedureComparison.changes(from: old, to: new).map(\.vi).contains("Phí"))
    }

    @Test("a wording is used from its moment on, and a placeholder that is none is refused")
    func texts() throws {
        let later = city.now.adding(minutes: 60)
        func set(_ text: String) throws {
            try work("admin@tp") {
                try $0.setText(
                    TextSet(key: "notice.leader", language: "vi", text: text, from: later), by: $1, command: $2.command,
                    now: $2.now)
            }
        }
        try set("Chào {donVi}")
        let directory = city.office.directory
        #expect(directory.text("notice.leader", "vi", at: city.now) == nil)
        #expect(directory.text("notice.leader", "vi", at: later) == "Chào {donVi}")
        #expect(refusal { try set("Chào {ten}") } == "bad-value")
        #expect(refusal { try set("Chào {donVi") } == "bad-value")
        #expect(EditableText.filled("{a} và {b}", ["a": "{b}", "b": "2"]) == "{b} và 2")
    }

    // MARK: people and rights

    @Test("a unit's own administrator manages people and rights of that unit alone")
    func ownAdministrator() throws {
        let officer = Grant(role: .officer, unit: "27373", from: city.now)
        try work("admin@27373") {
            try $0.openAccount(
                "moi@27373", name: "Người mới", passwordHash: "x", first: officer, by: $1, command: $2.command, now: $2.now)
        }
        for (role, unit) in [(Role.officer, "26732"), (.admin, "27373"), (.auditor, "tp")] {
            #expect(
                refusal {
                    try work("admin@27373") {
                        _ = try $0.grant(
                            Grant(role: role, unit: unit, from: city.now), to: "moi@27373", by: $1, command: $2.command,
                            now: $2.now)
                    }
                } == "no-right")
        }
        // Whoever holds a right elsewhere is not theirs: a new password would be a key to that unit.
        for login in ["officer@26732", "admin@tp"] {
            #expect(
                refusal {
                    try work("admin@27373") {
                        try $0.resetPassword(login, passwordHash: "y", by: $1, command: $2.command, now: $2.now)
                    }
                } == "no-right")
        }
        try work("admin@27373") { try $0.lockAccount("moi@27373", true, by: $1, command: $2.command, now: $2.now) }
        #expect(city.office.directory.grants(of: "moi@27373", at: city.now).isEmpty)
        try work("admin@27373") { try $0.lockAccount("moi@27373", false, by: $1, command: $2.command, now: $2.now) }
        #expect(city.office.directory.grants(of: "moi@27373", at: city.now).count == 1)
        try city.office.reloadDirectory()
        #expect(city.office.directory.grants(of: "moi@27373", at: city.now).count == 1)
        let events = try city.office.database.read {
            try HouseHistory.ask(.subject("user:moi@27373"), limit: 9, $0, city.office)
        }
        #expect(Set(events.map(\.kind)) == ["AccountChanged", "RightGranted"])
        #expect(events.allSatisfy { $0.actor == "admin@27373" })
        #expect(try isSound())
    }

    @Test("a one-time password opens nothing but a new password")
    func oneTime() throws {
        let accounts = Accounts(city.office)
        let secret = Password.oneTime()
        try work("admin@tp") {
            try $0.openAccount(
                "moi@27373", name: "Người mới", passwordHash: try Password.hash(secret),
                first: Grant(role: .officer, unit: "27373", from: city.now), by: $1, command: $2.command, now: $2.now)
        }
        let token = try accounts.logIn("moi@27373", secret, now: city.now)
        #expect(try accounts.mustChange(token: token))
        #expect(try accounts.caller(token: token, now: city.now)?.grants == [])
        let hash = try Password.hash("mot mat khau dai")
        try city.office.work { try $0.changePassword("moi@27373", passwordHash: hash, command: "c:1", now: city.now) }
        accounts.forgetSessions(of: "moi@27373")
        #expect(try accounts.caller(token: token, now: city.now) == nil)
        let own = try accounts.logIn("moi@27373", "mot mat khau dai", now: city.now)
        #expect(try accounts.caller(token: own, now: city.now)?.grants.count == 1)
        #expect(refusal { _ = try accounts.logIn("moi@27373", secret, now: city.now) } == "bad-credentials")
        try work("admin@tp") { try $0.lockAccount("moi@27373", true, by: $1, command: $2.command, now: $2.now) }
        #expect(try accounts.caller(token: own, now: city.now) == nil)
        #expect(refusal { _ = try accounts.logIn("moi@27373", "mot mat khau dai", now: city.now) } == "account-locked")
    }

    // MARK: leading

    @Test("a delegation lets the other sign, the record says for whom, and it ends with the leader's own right")
    func delegation() throws {
        let number = try city.receive().number
        try city.follow(number) { $0.step == "ky" }
        #expect(refusal { try city.act("decide", number, ["outcome": "approve"], as: "b@27373") } == "no-right")
        let midnight = Instant(city.now.date.adding(days: 1), TimeOfDay(0, 0))
        try work("leader@27373") {
            _ = try $0.delegate(
                to: "b@27373", at: "27373", from: $2.now, until: midnight, by: $1, command: $2.command, now: $2.now)
        }
        #expect(
            refusal {
                try work("b@27373") {
                    _ = try $0.delegate(
                        to: "officer@27373", at: "27373", from: $2.now, until: midnight, by: $1, command: $2.command,
                        now: $2.now)
                }
            } == "no-right")
        try city.act("decide", number, ["outcome": "approve"], as: "b@27373")
        let history = try city.office.database.read {
            try DossierQuestion.ask(number, caller: city.caller("leader@27373"), now: city.now, $0, city.office)
        }.history
        #expect(history.contains { $0.kind == "DossierDecided" && $0.text?.contains("leader@27373") == true })
        try work("admin@tp") { try $0.lockAccount("leader@27373", true, by: $1, command: $2.command, now: $2.now) }
        #expect(!city.caller("b@27373").has(.leader))
    }

    @Test("who gives a dossier to somebody absent is told who stands in, and may insist")
    func absence() throws {
        let number = try city.receive().number
        try work("leader@27373") {
            _ = try $0.setAbsence(
                of: "officer@27373", at: "27373", from: $2.now, to: $2.now.adding(minutes: 600), standIn: "b@27373",
                by: $1, command: $2.command, now: $2.now)
        }
        #expect(city.office.directory.staff("27373", at: city.now).last?.value == "officer@27373")
        #expect(refusal { try city.act("assign", number, ["user": "officer@27373"], as: "leader@27373") } == "person-absent")
        #expect(refusal { try city.act("pass", number, ["user": "officer@27373"], as: "counter@27373") } == "person-absent")
        try city.act("assign", number, ["user": "officer@27373", "despiteAbsence": "true"], as: "leader@27373")
        #expect(try city.dossier(number)?.holder.user == "officer@27373")
        let id = try #require(city.office.directory.arranged.absences["officer@27373"]?.first?.id)
        func end(_ login: String) throws {
            try work(login) {
                try $0.endAbsence(id, of: "officer@27373", by: $1, command: $2.command, now: $2.now)
            }
        }
        #expect(refusal { try end("counter@27373") } == "no-right")
        try end("officer@27373")
        #expect(city.office.directory.absence(of: "officer@27373", at: city.now) == nil)
        #expect(try isSound())
    }

    @Test("the leader's numbers are the lengths of the lists behind them")
    func leader() throws {
        for index in 0..<12 {
            let number = try city.receive().number
            if index % 3 == 0 { try city.follow(number) { $0.step == "ky" } }
            if index % 4 == 0 { try city.act("assign", number, ["user": "b@27373"], as: "leader@27373") }
            if index == 5 { city.wait(minutes: 24 * 60 * 2) }
        }
        city.wait(minutes: 24 * 60 * 2 + 60 * 10)
        let caller = city.caller("leader@27373")
        try city.office.database.read { tx in
            let question = try LeaderQuestion(unit: "27373", caller: caller, now: city.now, city.office)
            let board = try question.board(lines: 3, tx)
            func count(_ matter: Matter) throws -> Int { try question.list(matter, limit: 500, tx).count }
            #expect(board.signCount > 0 && board.late > 0 && board.tomorrow > 0)
            #expect(try count(.sign) == board.signCount)
            #expect(try count(.late) == board.late)
            #expect(try count(.tomorrow) == board.tomorrow)
            #expect(try count(.apology) == board.apologies)
            for load in board.people { #expect(try count(.holder(load.user)) == load.open) }
            #expect(board.lateLines.allSatisfy { $0.since != nil })
        }
        #expect(refusal { _ = try LeaderQuestion(unit: "26732", caller: caller, now: city.now, city.office) } == "no-right")
    }
}
