// DemoCommand.swift: `motcua demo`: a living demo city, through the real commands, with a simulated clock.
//
// Reproducible by seed and end date. All units and accounts exist always; `--units` says how many are busy, Bình
// Tiên (27373) first. What it does is in DemoCity.swift.

import ArgumentParser
import Casework
import Foundation
import Office
import Storage
import TestKit

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "A new store with a living demo city.")
    @OptionGroup var store: StoreOption
    @Option(
        help: "How many wards are busy, Bình Tiên first (default: it alone, the others with a light load).")
    var units: Int?
    @Option(help: "Days up to and with --until.") var days = 84
    @Option(help: "Dossiers a working day at each busy ward.") var perDay = 125
    @Option(help: "Seed of everything random.") var seed: UInt64 = 20_250_919
    @Option(help: "Last day, YYYY-MM-DD, or the very last moment, ISO 8601 (default: now).") var until: String?
    @Option(help: "Dossiers a working day at each other ward (default: 2, or 0 with --units).") var light:
        Int?

    func run() throws {
        let (busy, light) = (units ?? 1, light ?? (units == nil ? 2 : 0))
        guard (1...168).contains(busy), (1...400).contains(days), (0...2000).contains(perDay),
            (0...500).contains(light)
        else {
            throw ValidationError("--units 1…168, --days 1…400, --per-day 0…2000, --light 0…500")
        }
        let end = try end()
        let last = end.date
        let first = last.adding(days: -(days - 1))
        let office = try openOffice(try store.address(), mustExist: false)
        say("Lập kho mẫu \(try store.address()) từ \(first) đến \(last) …")
        let begin = Instant(first, TimeOfDay(0, 0))
        try found(office, now: begin)
        try DemoAccounts.make(office, now: begin)
        var city = DemoCity(
            office: office, seed: seed, from: first, until: end, busy: busy, perDay: perDay, light: light,
            steering: DemoSteering(office, until: end, days: perDay > 0 ? days : 0))
        let started = Date()
        let made = try city.live { day, dossiers, entries in
            say("… \(day)  \(dossiers) hồ sơ, \(entries) bút toán")
        }
        if perDay > 0 { try DemoQueue.live(office, seed: seed, end: end) }
        if perDay > 0 {
            var counter = DemoCounter(office: office, seed: seed, end: end)
            try counter.live()
        }
        try DemoOffice(office, now: end).arrange()
        try DemoEveryday.live(office, until: end, seed: seed)
        if perDay > 0 { try DemoSecondment(office: office, first: first, end: end).finish() }
        if perDay > 0 {
            var citizens = DemoCitizen(office: office, seed: seed, end: end)
            for line in try citizens.make() { say(line) }
        }
        try office.checkpointAll(now: end.milliseconds)
        let seconds = Date().timeIntervalSince(started)
        say(
            "\(made.dossiers) hồ sơ, \(made.entries) bút toán trong \(Int(seconds)) giây "
                + "(\(Int(Double(made.entries) / max(seconds, 0.1))) bút toán/giây)."
        )
        say("Đăng nhập: counter@27373, officer@27373, leader@27373 … mật khẩu \(DemoAccounts.password)")
    }
}

extension Demo {
    private func end() throws -> Instant {
        guard let until else { return systemNow() }
        if let date = CivilDate(until) { return Instant(date, TimeOfDay(17, 30)) }
        guard let time = Instant(until) else { throw ValidationError("--until \(until): YYYY-MM-DD, or an ISO 8601 time") }
        return time
    }
}

enum DemoAccounts {
    static let password = "motcua-demo"

    /// counter, officer and leader at every unit, more people at Bình Tiên; city, admin and auditor at the city. One shared hash.
    static func make(_ office: Office, now: Instant) throws {
        let hash = try Password.hash(password)
        let directory = office.directory
        var people = SyntheticPeople(seed: 168)
        let staff: [(Role, String)] = [
            (.counter, "Cán bộ tiếp nhận"), (.officer, "Chuyên viên"), (.leader, "Lãnh đạo"),
        ]
        var names: [(String, String)] = []
        try office.work { work in
            names += try DemoStaff.make(work, passwordHash: hash, now: now)
            for code in directory.unitCodes {
                for (role, title) in staff {
                    let login = "\(role.rawValue)@\(code)"
                    let name = "\(people.person().name) (\(title))"
                    try work.addAccount(
                        login: login, name: name, passwordHash: hash, demo: true,
                        grants: [Grant(role: role, unit: code, from: now)], now: now)
                    names.append((login, name))
                }
            }
            for (role, title) in [
                (Role.city, "Điều hành thành phố"), (.admin, "Quản trị"), (.auditor, "Kiểm tra"),
            ] {
                let login = "\(role.rawValue)@\(Directory.city)"
                try work.addAccount(
                    login: login, name: title, passwordHash: hash, demo: true,
                    grants: [Grant(role: role, unit: Directory.city, from: now)], now: now)
                names.append((login, title))
            }
        }
        office.changeDirectory { directory in for (login, name) in names { directory.name(login, name) } }
    }
}
