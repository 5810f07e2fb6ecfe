// CheckersTests.swift: what the simulator's checkers say of stores in which something is wrong, and that its acts are done.

import Casework
import Ledger
import Office
import Oversight
import Storage
import Testing

@testable import TestKit

@Suite("the simulator's checkers")
struct CheckersTests {
    static func told(_ command: String, _ number: String, _ change: (inout Acknowledged) -> Void) -> Acknowledged {
        var told = Acknowledged(command: command, unit: "27373", site: 0, number: number, isIntake: false)
        change(&told)
        return told
    }
    static func found(_ city: TestCity, _ told: [Acknowledged]) throws -> [String] {
        try Checkers(hub: .init(name: city.office.site, unit: nil, office: city.office), wards: [], acknowledged: told).all().map(\.checker)
    }
    /// Acts at two wards (directives at the hub), every few minutes, with a round after each.
    static func played(_ acts: [Plan.Act], times: Int) throws -> TestKit.Outcome {
        var plan = Plan(seed: 1, sites: 2, days: 1, steps: [])
        for i in 0..<times {
            for (k, act) in acts.enumerated() {
                let draw = UInt64(i * 31 + k + 1) &* 0x9E37_79B9_7F4A_7C15
                plan.steps.append(.init(minute: i * 20 + k, site: act == .direct ? 0 : 1 + i % 2, act: act, draw: draw))
            }
            plan.steps.append(.init(minute: i * 20 + 19, site: 1 + i % 2, act: .sync, draw: UInt64(i)))
        }
        return try SimulatedCity(plan).run()
    }

    @Test("a file whose bytes are gone is missed")
    func files() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        let context = city.context("counter@27373")
        _ = try city.office.openUpload(id: "u1", owner: "o", place: "anh", name: "a.jpg", size: 20, now: city.now)
        _ = try city.office.papers.append("u1", at: 0, ([0xFF, 0xD8, 0xFF] + [UInt8](repeating: 7, count: 17))[...])
        let file = try city.office.papers.finish("u1").file
        _ = try city.office.work { try $0.file(papers: [PaperUpload(id: "u1", owner: "o", paper: "anh")], on: number, context) }
        let told = Self.told(context.command, number) { $0.file = file }
        #expect(try Self.found(city, [told]) == [])
        try city.office.papers.drop("u1")
        #expect(try Self.found(city, [told]) == ["file missing"])
    }

    @Test("a number of a book that two people were told is missed, unless a person is asked or the machine is gone that gave it first")
    func books() throws {
        let city = try TestCity.inMemory()
        let number = try city.receive().number
        let one = Self.told("c:1", number) { $0.place = "27373 SCT/BS 1" }
        var other = Self.told("c:2", number) { $0.place = "27373 SCT/BS 1" }
        #expect(try Self.found(city, [one, other]).contains("book number used twice"))
        other.isExcused = true
        #expect(try !Self.found(city, [one, other]).contains("book number used twice"))
        other = Self.told("c:2", number) { $0.place = "27373 SCT/BS 2" }
        #expect(try !Self.found(city, [one, other]).contains("book number used twice"))
    }

    @Test("copies are certified in a simulated city, also after restores")
    func certified() throws {
        let outcome = try Self.played([.certify, .backup, .certify, .restore, .certify], times: 12)
        #expect(outcome.violations == [] && outcome.commands > 12)
    }

    @Test("lists are made in a simulated city")
    func lists() throws {
        let acts: [Plan.Act] = [.receive, .work, .work, .work, .work, .work, .work, .work, .work, .work, .work, .work, .work, .list]
        let outcome = try Self.played(acts, times: 24)
        #expect(outcome.violations == [] && (outcome.marks["list made"] ?? 0) > 0)
    }

    @Test("directives are issued, reported on and judged in a simulated city")
    func directives() throws {
        let outcome = try Self.played([.direct, .sync, .report], times: 24)
        #expect(outcome.violations == [])
        for done in ["issued", "reported", "judged"] { #expect((outcome.marks["directive \(done)"] ?? 0) > 0, "\(done)") }
    }

    @Test("a directive that did not come to a ward, or whose key did not, is missed")
    func unheard() throws {
        var net = try SmallNet()
        try net.hub.office.addAccount(
            login: "city@tp", name: "city", passwordHash: "x", demo: false,
            grants: [Grant(role: .city, unit: "tp", from: Instant(milliseconds: 0))], now: net.hub.now)
        try net.join("binh-tien", ["27373"])
        let (hub, ward) = (net.hub, try net.ward("binh-tien"))
        let due = hub.office.directory.office("tp").workingDay(5, after: hub.now.date)
        let values = ["text": "Công khai số điện thoại", "scope": "some", "units": "27373", "due": "\(due)"]
        let context = hub.context("city@tp")
        let id = try hub.office.work { try $0.steer("issue", .directive, ActionInput(values), context) }
        let told = Self.told(context.command, SteeringKind.directive.subject(id)) { $0.to = ["27373"] }
        func isMissed() throws -> Bool {
            try Checkers(
                hub: .init(name: hub.office.site, unit: nil, office: hub.office),
                wards: [.init(name: ward.office.site, unit: "27373", office: ward.office)], acknowledged: [told]
            ).all().contains { $0.checker == "unheard" }
        }
        #expect(try isMissed())
        try net.settle()
        #expect(try !isMissed())
        try ward.office.keys.destroy(SteeringKind.directive.subject(id), .applicant)
        #expect(try isMissed())
    }

    @Test("scans are filed in a simulated city")
    func scans() throws {
        let outcome = try Self.played([.scan], times: 12)
        #expect(outcome.violations == [] && outcome.commands > 6)
    }
}
