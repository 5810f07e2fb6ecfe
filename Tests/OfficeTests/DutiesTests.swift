// DutiesTests.swift: the roles that an act needs: one table for the actions that ask and the hub that judges afterwards.

import Casework
import Ledger
import Office
import Storage
import Sync
import TestKit
import Testing

@Suite("who may do what, before and afterwards")
struct DutiesTests {
    // MARK: the table

    /// What each role alone is offered on a dossier as it stands, and what it would record, against the table.
    /// - Returns: kinds that were compared.
    private func compare(_ dossier: Dossier, _ city: TestCity) throws -> Set<String> {
        let world = try World(of: dossier, city.office.directory, now: city.now)
        // Whoever holds the dossier, so that the role alone decides.
        let user = dossier.holder.passingTo ?? dossier.holder.user ?? "x@27373"
        var compared: Set<String> = []
        for unit in Set([dossier.actingUnit, dossier.custody.unit] + dossier.openOpinions.map(\.to)).sorted() {
            for action in DossierAction.all {
                var found: [String: (fact: DossierFact, roles: Set<Role>)] = [:]
                for role in Role.allCases {
                    let grant = Grant(role: role, unit: unit, from: TestCity.monday)
                    let situation = Situation(
                        dossier: dossier, caller: Caller(user: user, name: user, grants: [grant]), world: world)
                    for recorded in try played(action, situation) where recorded.actor == nil && recorded.unit == unit {
                        let kind = try EntryCoding.encode(recorded.fact).kind.name
                        found[kind, default: (recorded.fact, [])].roles.insert(role)
                    }
                }
                for (kind, seen) in found.sorted(by: { $0.key < $1.key }) {
                    guard let roles = seen.fact.roles(in: { world.procedure }) else { continue }
                    compared.insert(kind)
                    // A leader writes it too, in the place of a voided receipt.
                    let others: Set<Role> = kind == "PaymentConfirmed" ? [.leader] : []
                    #expect(seen.roles.union(others) == Set(roles), "\(action.name) → \(kind) at \(unit)")
                }
            }
        }
        return compared
    }

    private func played(_ action: DossierAction, _ situation: Situation) throws -> [Recorded] {
        do {
            let fields = try action.offer(situation).fields
            var values: [String: String] = [:]
            for field in fields { values[field.name] = field.suggested }
            if fields.contains(where: { $0.name == "phone" }) { values["phone"] = "0901234568" }
            if action.name == "hand-over" { values["unit"] = "so-tu-phap" }
            return try situation.perform(action.name, ActionInput(values))
        } catch { return [] }
    }

    @Test("what the table says is what the actions ask")
    func table() throws {
        let city = try TestCity.inMemory()
        var compared: Set<String> = []
        for accept in [false, true] {
            let number = try city.receive(accept: accept).number
            while let dossier = try city.dossier(number), dossier.returnedAt == nil {
                compared.formUnion(try compare(dossier, city))
                let version = dossier.version
                guard try !city.follow(number, until: { $0.version != version }).isEmpty else { break }
            }
        }
        let paused = try city.receive().number
        try city.act("request-opinion", paused, ["unit": "so-tu-phap", "note": "?"], as: "officer@27373")
        try city.act("suspend", paused, ["ground": "other", "reason": "Chờ"], as: "officer@27373")
        compared.formUnion(try compare(try #require(try city.dossier(paused)), city))
        let travelling = try city.receive().number
        try city.act("hand-over", travelling, ["unit": "so-tu-phap"], as: "counter@27373")
        compared.formUnion(try compare(try #require(try city.dossier(travelling)), city))
        var random = SeededGenerator(seed: 7)
        for _ in 1...6 {
            let number = try city.receive(accept: Bool.random(using: &random)).number
            for _ in 1...8 {
                _ = try city.actAtRandom(number, using: &random)
                compared.formUnion(try compare(try #require(try city.dossier(number)), city))
            }
        }
        let least: Set<String> = [
            "DossierAccepted", "DossierRefused", "SupplementRequested", "HolderAssigned", "StepCompleted", "DossierDecided",
            "Rescheduled", "DossierReopened", "ResultReturned", "DossierSuspended", "DossierResumed", "DossierWithdrawn",
            "DossierClosed", "OpinionRequested", "OpinionGiven", "HandedOver", "TakenOver", "HandOverDeclined", "RecallRequested",
            "PaymentConfirmed", "Passed", "DossierCorrected", "NoteAdded", "PapersShelved", "OriginalsReturned", "MessagesChosen",
        ]
        #expect(least.subtracting(compared).isEmpty)
    }

    // MARK: judged at the hub

    private func net() throws -> SmallNet {
        var net = try SmallNet()
        try net.join("binh-tien", ["27373"])
        return net
    }

    /// The hub's open questions about rights, with the kinds of the entries that they are about.
    private func asked(_ net: SmallNet) throws -> [(item: ItemContested, kind: String?)] {
        let entries = try net.ledger("27373", net.hub)
        return try net.hub.office.database.read { try ContestBook.items(of: nil, $0) }
            .filter { $0.fact.kind == .rightWithdrawn }
            .map { row in (item: row.fact, kind: entries.first { "\($0.place)" == row.fact.one.first }?.kind) }
    }

    private func asAdmin(_ net: SmallNet, _ body: (Work, CommandContext) throws -> Void) throws {
        let admin = net.hub.context("admin@tp")
        try net.hub.office.work { try body($0, admin) }
    }

    @Test("a leader who is still a clerk decides after the leader's right had been withdrawn: noticed, and nothing else of it")
    func otherRole() throws {
        var net = try net()
        try asAdmin(net) {
            let clerk = Grant(role: .counter, unit: "27373", from: $1.now)
            _ = try $0.grant(clerk, to: "leader@27373", by: $1.caller, command: $1.command, now: $1.now)
        }
        try net.settle()
        try asAdmin(net) {
            try $0.endRight("leader@27373-leader-0", of: "leader@27373", by: $1.caller, command: $1.command, now: $1.now)
        }
        let ward = try net.ward("binh-tien")
        ward.wait(minutes: 60)
        net.hub.wait(minutes: 60)
        let number = try ward.receive(as: "leader@27373").number
        try ward.act("add-note", number, ["topic": "general", "note": "Đã gọi"], as: "leader@27373")
        try ward.follow(number)
        #expect(try ward.dossier(number)?.returnedAt != nil)
        try net.settle()
        let found = try asked(net)
        #expect(found.map { $0.kind } == ["DossierDecided"])
        #expect(found.first?.item.about == number && found.first?.item.detail == "leader@27373")
        #expect(try net.hub.dossier(number)?.returnedAt != nil, "what was done stands")
    }

    @Test("who signs for a leader raises nothing when the leader's log-in is locked since, but when the leader's right had ended")
    func delegated() throws {
        for endsRight in [false, true] {
            var net = try net()
            let ward = try net.ward("binh-tien")
            let leader = ward.context("leader@27373")
            let until = ward.now.adding(minutes: 60 * 24)
            try ward.office.work {
                _ = try $0.delegate(
                    to: "officer@27373", at: "27373", from: leader.now, until: until, by: leader.caller, command: leader.command,
                    now: leader.now)
            }
            try net.settle()
            try asAdmin(net) {
                if endsRight {
                    try $0.endRight("leader@27373-leader-0", of: "leader@27373", by: $1.caller, command: $1.command, now: $1.now)
                } else {
                    try $0.lockAccount("leader@27373", true, by: $1.caller, command: $1.command, now: $1.now)
                }
            }
            #expect(!net.hub.caller("officer@27373").has(.leader))
            ward.wait(minutes: 60)
            net.hub.wait(minutes: 60)
            let number = try ward.receive().number
            try ward.follow(number) { $0.step == "ky" }
            try ward.act("decide", number, ["outcome": "approve"], as: "officer@27373")
            try net.settle()
            #expect(try asked(net).map { $0.kind } == (endsRight ? ["DossierDecided"] : []))
        }
    }

    @Test("ordinary work of every role behind a dead line raises nothing", arguments: UInt64(1)...4)
    func ordinary(seed: UInt64) throws {
        var net = try net()
        let ward = try net.ward("binh-tien")
        var random = SeededGenerator(seed: seed)
        for _ in 1...4 {
            let number = try ward.receive(accept: Bool.random(using: &random)).number
            for _ in 1...10 {
                ward.wait(minutes: 5)
                // What is under way to another unit waits there for the line.
                guard let dossier = try ward.dossier(number), dossier.custody.inTransitTo == nil, dossier.returnedAt == nil
                else { break }
                _ = try ward.actAtRandom(number, using: &random)
            }
        }
        try net.settle()
        #expect(try asked(net).isEmpty)
    }
}
