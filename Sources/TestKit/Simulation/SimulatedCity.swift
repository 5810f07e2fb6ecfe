// SimulatedCity.swift: a hub and wards in one process, on simulated time: the real Casework, Ledger, Office and Sync code on
// SQLite in memory, driven by a plan.
//
// One loop, no threads: acts in order of time, the courier's machine a step at a time, so that a crash may fall between any
// two of its actions. What a person was told is done is remembered (`acknowledged`), for the checkers.

import Casework
import Foundation
import Ledger
import Office
import Storage
import Sync

package final class SimulatedCity {
    let plan: Plan
    let hub: SimulatedSite
    private(set) var wards: [SimulatedSite] = []
    private let folderPath: String
    private var minute = 0
    private var commands = 0
    /// What was told to somebody as done: the command's id and where it was done.
    private(set) var acknowledged: [Acknowledged] = []
    /// Which of them a machine said after it had gone back and before it knew.
    private var toldByOneGoneBack: Set<Int> = []
    /// What happened, in lines that do not depend on chance outside the plan.
    private(set) var trace: [String] = []
    private(set) var marks: [String: Int] = [:]
    /// Dossiers whose applicant was erased.
    var erased: Set<String> = []
    /// The last number of each unit's register, as it stands on paper: no disk takes that back.
    var onPaper: [String: Int] = [:]

    /// The first Monday, 08:00.
    private static let start = TestCity.monday

    package init(_ plan: Plan) throws {
        self.plan = plan
        folderPath =
            NSTemporaryDirectory()
            + "motcua-simulation-\(ProcessInfo.processInfo.processIdentifier)-\(plan.seed)-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folderPath, withIntermediateDirectories: true)
        hub = try SimulatedSite(name: "hub", unit: nil)
        try found()
        for index in 1...plan.sites {
            let ward = try SimulatedSite(name: "ward-\(index)", unit: SimulatedCity.ward(index))
            wards.append(ward)
            try join(ward, index)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folderPath) }

    static func ward(_ index: Int) -> String { "2\(String(index + 10_000).dropFirst())" }

    var hubNow: Instant { SimulatedCity.start.adding(minutes: minute) }
    func now(_ site: SimulatedSite) -> Instant { SimulatedCity.start.adding(minutes: minute + site.skew) }
    func site(_ index: Int) -> SimulatedSite { index == 0 ? hub : wards[index - 1] }

    // MARK: founding

    private func found() throws {
        let start = SimulatedCity.start.adding(minutes: -60 * 24 * 30)
        var units = [
            TestCity.unit("so-tu-phap", .department, "H29.10", 5),
            TestCity.unit("cong-dvc", .portal, "H29.90", 900),
            TestCity.unit("tp", .city, "H29", 999),
        ]
        for index in 1...plan.sites {
            let code = SimulatedCity.ward(index)
            units.append(TestCity.unit(code, .ward, "H29.\(code.prefix(3)).\(code.suffix(2))", index + 10))
        }
        // A plan that was kept from before begins as it did.
        let certified = plan.steps.contains { $0.act == .certify } ? [TestCity.certifiedCats()] : []
        try hub.office.found(
            ReferenceSet(
                units: units, fields: [FieldOfWork(id: "thu-cung", name: "Thú cưng", group: "other")],
                procedures: [TestCity.cats()] + certified, calendars: [TestCity.calendar(version: "t.1")]), now: start)
        for unit in units where unit.kind == .ward || unit.kind == .department {
            for role in [Role.counter, .officer, .leader] {
                try hub.office.addAccount(
                    login: "\(role.rawValue)@\(unit.code)", name: role.rawValue, passwordHash: "x",
                    demo: false,
                    grants: [Grant(role: role, unit: unit.code, from: start)], now: start)
            }
        }
        try hub.office.addAccount(
            login: "admin@tp", name: "admin", passwordHash: "x", demo: false,
            grants: [
                Grant(role: .admin, unit: "tp", from: start), Grant(role: .city, unit: "tp", from: start),
            ], now: start)
        try hub.office.makeRecoveryKey(by: caller("admin@tp", at: hub), now: start) { _ in }
    }

    func join(_ ward: SimulatedSite, _ index: Int) throws {
        let invitation = try hub.office.invite(
            site: ward.name, units: [SimulatedCity.ward(index)], address: "http://hub", now: hubNow)
        try hub.office.enrol(ward.office.keys.siteKeys.card, token: invitation.token, now: hubNow)
        try ward.office.follow(Upstream(hub: invitation.hub, address: invitation.address))
        ward.rounds = SiteRounds(ward.office, now: now(ward))
        try ward.rounds?.run(hub: hub.office, now: now(ward), hubNow: hubNow)
    }

    // MARK: people

    func caller(_ login: String, at site: SimulatedSite) -> Caller {
        Caller(user: login, name: login, grants: site.office.directory.grants(of: login, at: now(site)))
    }

    func context(_ login: String, at site: SimulatedSite, key: String? = nil) -> CommandContext {
        commands += 1
        return CommandContext(
            caller: login == "applicant" ? .visitor : caller(login, at: site), now: now(site),
            key: key.map { (id: $0, fingerprint: "f") }, commandID: "s\(commands)")
    }

    /// Does something as a person would, who takes no for an answer and remembers a yes.
    @discardableResult
    func attempt(
        _ what: String, _ index: Int,
        _ body: (SimulatedSite) throws -> (command: String, unit: String, number: String, isIntake: Bool)?
    ) throws -> Bool {
        let site = site(index)
        do {
            guard let done = try body(site) else { return false }
            if try site.isBackUnnoticed() { toldByOneGoneBack.insert(acknowledged.count) }
            acknowledged.append(
                Acknowledged(
                    command: done.command, unit: done.unit, site: index, number: done.number,
                    isIntake: done.isIntake))
            note("\(what) \(done.number)", index)
            return true
        } catch let refusal as Refusal {
            note("\(what) refused \(refusal.slug)", index)
            mark("refused \(refusal.slug)")
            return false
        }
    }

    func excuse(isNoticed: Bool, _ isLost: (Acknowledged) -> Bool) throws {
        // Of what such a ward had told before it went back, the copy that was lost now was the last word.
        let unaware = Set(try wards.filter { try $0.isBackUnnoticed() }.compactMap(\.unit))
        for i in acknowledged.indices where isLost(acknowledged[i]) {
            acknowledged[i].isExcused = true
            if !isNoticed || toldByOneGoneBack.contains(i) || unaware.contains(acknowledged[i].unit) { acknowledged[i].isUnheard = true }
        }
    }
    /// Adds to what was told last.
    func tell(_ change: (inout Acknowledged) -> Void) {
        guard !acknowledged.isEmpty else { return }
        change(&acknowledged[acknowledged.count - 1])
    }
    /// Files whose bytes nobody can bring back: they need not be anywhere.
    func lose(_ isLost: (_ file: String, _ number: String) -> Bool) {
        for i in acknowledged.indices {
            guard let file = acknowledged[i].file, isLost(file, acknowledged[i].number) else { continue }
            acknowledged[i].file = nil
        }
    }
    func folder() -> String { folderPath }

    func note(_ what: String, _ index: Int) { trace.append("\(minute) \(site(index).name) \(what)") }
    func mark(_ name: String) { marks[name, default: 0] += 1 }

    // MARK: the run

    /// Plays the plan, heals everything, and says what does not hold.
    package func run() throws -> Outcome {
        for (i, step) in plan.steps.enumerated() {
            minute = step.minute
            do { try play(step) } catch {
                return outcome([
                    Violation(
                        checker: "crash", what: "step \(i) \(step.act) at \(site(step.site).name): \(error)")
                ])
            }
        }
        do {
            if let why = try heal() { return outcome([Violation(checker: "liveness", what: why)]) }
            let found = try Checkers(
                hub: .init(name: hub.name, unit: nil, office: hub.office),
                wards: wards.map { .init(name: $0.name, unit: $0.unit, office: $0.office) },
                acknowledged: acknowledged, erased: erased, isHubBack: marks["hub restored"] != nil
            ).all()
            return outcome(found)
        } catch { return outcome([Violation(checker: "crash", what: "after healing: \(error)")]) }
    }

    private func outcome(_ violations: [Violation]) -> Outcome {
        Outcome(
            violations: violations, minute: minute, commands: acknowledged.count, marks: marks,
            trace: Digest.of(Array(trace.joined(separator: "\n").utf8)).hex, lines: Array(trace.suffix(40)))
    }

    private func play(_ step: Plan.Step) throws {
        var random = SeededGenerator(seed: step.draw)
        mark(step.act.rawValue)
        if try !person(step, &random) { try world(step, &random) }
    }

    /// Lines whole, clocks right, everybody talks until nobody has anything to say.
    /// - Returns: what is still not level, after many rounds.
    private func heal() throws -> String? {
        minute += 1440
        for ward in wards {
            ward.line = .init()
            ward.skew = 0
            try ward.restart(now: now(ward))
        }
        var last = ""
        for round in 0..<40 {
            minute += 10
            for ward in wards { try ward.rounds?.run(hub: hub.office, now: now(ward), hubNow: hubNow) }
            // Bytes come after the entries that name them.
            let heads = try heads() + " \(try ([hub] + wards).map { try $0.files().count })"
            if heads == last, round > 1 { return try pending() }
            last = heads
        }
        return "after forty rounds somebody still had something new to say"
    }

    private func heads() throws -> String {
        try ([hub] + wards).map { site in
            try site.office.database.read { tx in
                try tx.rows("SELECT unit, epoch, seq FROM ledger_head ORDER BY unit").map {
                    "\($0.text(0)) \($0.int(1)) \($0.int(2))"
                }
                .joined(separator: ",") + " \(try LedgerReader.count(tx))"
            }
        }.joined(separator: "\n")
    }

    private func pending() throws -> String? {
        for ward in wards {
            if !ward.office.lineNow.isUp {
                return "\(ward.name) has no line: \(ward.office.lineNow.reason ?? "")"
            }
            for (unit, home) in hub.office.directory.homes where home.site == ward.office.site && !ward.office.isHome(of: unit) {
                return "\(ward.name) has \(unit) and may not write in its ledger"
            }
            let waiting = try ward.office.waitingNow()
            if waiting.entries > 0 {
                return "\(ward.name) has \(waiting.entries) entries that the hub has not countersigned"
            }
        }
        return nil
    }
}

/// What a run came to.
package struct Outcome: Sendable {
    package var violations: [Violation]
    package var minute: Int
    package var commands: Int
    package var marks: [String: Int]
    package var trace: String
    package var lines: [String]
}

package struct Violation: Hashable, Sendable, CustomStringConvertible {
    package var checker: String
    package var what: String
    package var description: String { "\(checker): \(what)" }
}
