// TestCity.swift: a small city for tests: eight units, one invented procedure, a plain calendar, a hand-moved clock.
//
// The procedure “đăng ký nuôi mèo” is invented, so that no test speaks of births; real definitions are tested as data.

package import Casework
package import Office
package import Storage
import Synchronization

package final class TestCity: Sendable {
    package let office: Office
    private let clock: Mutex<Instant>
    private let ids = Mutex<Int>(0)

    /// 2026-11-23 was a Monday.
    package static let monday = Instant(CivilDate(year: 2026, month: 11, day: 23)!, TimeOfDay(8, 0))

    /// - Parameters:
    ///   - homes: units at home at this site; nil = all.
    ///   - founded: false for a second site that will get the founding entries from the first.
    package init(
        database: any Database, keys: any Database, site: String = "site-1", homes: Set<String>? = nil,
        founded: Bool = true
    ) throws {
        office = try Office(
            database: database, keys: try KeyStore(keys, site: site), homes: homes,
            papers: try openDatabase(.memory))
        clock = Mutex(TestCity.monday)
        guard founded, !office.isFounded else { return }
        let start = TestCity.monday.adding(minutes: -60 * 24 * 30)
        try office.found(
            ReferenceSet(
                units: TestCity.units,
                fields: [FieldOfWork(id: "thu-cung", name: "Thú cưng", group: "other")],
                procedures: [TestCity.cats(), TestCity.linkedCats(), TestCity.registryCats()],
                calendars: [TestCity.calendar(version: "t-1")]), now: start)
        for unit in TestCity.units where unit.kind != .city {
            for role in [Role.counter, .officer, .leader] {
                try office.addAccount(
                    login: "\(role.rawValue)@\(unit.code)", name: role.rawValue, passwordHash: "x",
                    demo: false,
                    grants: [Grant(role: role, unit: unit.code, from: start)], now: start)
            }
        }
        try office.addAccount(
            login: "admin@tp", name: "admin", passwordHash: "x", demo: false,
            grants: [Grant(role: .admin, unit: "tp", from: start)], now: start)
    }

    /// A city in memory.
    package static func inMemory(
        site: String = "site-1", homes: Set<String>? = nil, founded: Bool = true
    ) throws -> TestCity {
        try TestCity(
            database: try openDatabase(.memory), keys: try openDatabase(.memory), site: site, homes: homes,
            founded: founded)
    }

    package var now: Instant { clock.withLock { $0 } }
    package func wait(minutes: Int) { clock.withLock { $0 = $0.adding(minutes: minutes) } }
    package func wait(until then: Instant) { clock.withLock { $0 = max($0, then) } }

    package func caller(_ login: String) -> Caller {
        Caller(user: login, name: login, grants: office.directory.grants(of: login, at: now))
    }
    package func context(
        _ login: String, key: (id: String, fingerprint: String)? = nil, version: Int? = nil
    ) -> CommandContext {
        let id = ids.withLock { ids in
            ids += 1
            return ids
        }
        return CommandContext(
            caller: caller(login), now: now, key: key, expectedVersion: version, commandID: "t\(id)")
    }

    package func filing(
        _ unit: String = "27373", procedure: String = "9.000001", channel: Procedure.Channel = .counter
    ) -> Filing {
        let person = Person(
            type: .citizen, name: "Nguyễn Thị Ửng", idNumber: "079190000123", phone: "0901234567", email: nil,
            address: "12 Hậu Giang")
        var filing = Filing(unit: unit, procedure: procedure, channel: channel, applicant: person)
        filing.form = ["catName": "Mướp"]
        filing.papers = [PaperIn(id: "don", copies: 1, source: "handedIn", file: nil)]
        return filing
    }

    @discardableResult
    package func receive(
        _ filing: Filing? = nil, accept: Bool = true, as login: String = "counter@27373"
    ) throws -> Receipt {
        var filing = filing ?? self.filing()
        filing.accept = accept
        let context = context(login)
        return try office.work { try $0.receive(filing, context) }
    }

    @discardableResult
    package func act(
        _ action: String, _ number: String, _ values: [String: String] = [:], as login: String
    ) throws -> Receipt {
        let context = context(login)
        return try office.work { try $0.perform(action, on: number, ActionInput(values), context) }
    }

    package func dossier(_ number: String) throws -> Dossier? {
        try office.database.read { try Folding.dossier(number, $0, keys: office.keys) }
    }

    /// Follows `next` to the end; gives the actions taken.
    /// - Parameter others: more servers on the same database; they act in turn.
    @discardableResult
    package func follow(
        _ number: String, by others: [Office] = [], until stop: (Dossier) -> Bool = { _ in false }
    ) throws -> [String] {
        var taken: [String] = []
        while taken.count < 60, let dossier = try dossier(number), !stop(dossier) {
            let unit = dossier.actingUnit
            var step: (login: String, action: OfferedAction)?
            for role in ["counter", "officer", "leader"] where step == nil {
                let situation = Situation(
                    dossier: dossier, caller: caller("\(role)@\(unit)"),
                    world: try World(of: dossier, office.directory, now: now))
                if let next = situation.actions.first(where: \.next) { step = ("\(role)@\(unit)", next) }
            }
            guard let step else { return taken }
            var values: [String: String] = [:]
            for field in step.action.fields { values[field.name] = field.suggested }
            let context = context(step.login)
            try ([office] + others)[taken.count % (others.count + 1)].work { [values] work in
                _ = try work.perform(step.action.name, on: number, ActionInput(values), context)
            }
            taken.append(step.action.name)
        }
        return taken
    }
}

extension TestCity {
    /// Somebody who may does something with the dossier, whatever is offered; a refusal changes nothing.
    /// - Returns: what was done.
    package func actAtRandom(_ number: String, using random: inout some RandomNumberGenerator) throws -> String? {
        guard let dossier = try dossier(number) else { return nil }
        if dossier.returnedAt != nil, dossier.rating == nil, Bool.random(using: &random) {
            let scores = ["access": Int.random(in: 1...5, using: &random), "staff": Int.random(in: 1...5, using: &random)]
            let context = context("counter@27373")
            _ = try office.work { try $0.rate(number, scores: scores, comment: nil, context) }
            return "rate"
        }
        var offers: [(login: String, action: OfferedAction)] = []
        for unit in Set([dossier.actingUnit, dossier.custody.unit] + dossier.openOpinions.map(\.to)).sorted() {
            for role in ["counter", "officer", "leader"] {
                let situation = Situation(
                    dossier: dossier, caller: caller("\(role)@\(unit)"), world: try World(of: dossier, office.directory, now: now))
                offers += situation.actions.map { ("\(role)@\(unit)", $0) }
            }
        }
        guard let offer = offers.randomElement(using: &random) else { return nil }
        var values: [String: String] = [:]
        for field in offer.action.fields {
            values[field.name] = field.choices?.randomElement(using: &random)?.value ?? field.suggested
        }
        do { try act(offer.action.name, number, values, as: offer.login) } catch is Refusal { return nil }
        return offer.action.name
    }
}

// MARK: what the city is made of

extension TestCity {
    package static let units: [Unit] = [
        unit("27373", .ward, "H29.273.73", 1), unit("26732", .specialZone, "H29.267.32", 2),
        unit("ca-27373", .police, "G01.273.73", 3),
        unit("bhxh", .body, "G24.29", 4), unit("so-tu-phap", .department, "H29.10", 5),
        unit("vpdk-dat-dai", .body, "H29.03.01", 6),
        unit("cong-dvc", .portal, "H29.90", 900), unit("tp", .city, "H29", 999),
    ]

    static func unit(_ code: String, _ kind: Unit.Kind, _ agency: String, _ index: Int) -> Unit {
        Unit(
            code: code, name: "Đơn vị \(code)", kind: kind, agencyCode: agency, receiverIndex: index,
            hours: .standard, former: [],
            validFrom: CivilDate(year: 2025, month: 7, day: 1)!)
    }

    /// Monday to Friday; `off` are extra days off.
    package static func calendar(version: String, off: [CivilDate] = []) -> WorkingCalendar {
        WorkingCalendar(
            version: version, from: CivilDate(year: 2024, month: 1, day: 1)!,
            to: CivilDate(year: 2027, month: 12, day: 31)!,
            off: off.map { .init(date: $0, name: "Nghỉ", provisional: false, group: nil) }, work: [])
    }

    /// An invented procedure of the ward: three working days.
    package static func cats(version: Int = 1) -> Procedure {
        procedure(
            "9.000001", name: "Đăng ký nuôi mèo", competent: "ward", version: version,
            steps: [
                step("nhan", .intake, .counter, "receiving"), step("xem", .process, .officer, "competent"),
                step("ky", .decide, .leader, "competent"), step("dong-dau", .issue, .officer, "competent"),
                step("tra", .return, .counter, "receiving"),
            ])
    }
    /// Under the code of certified copies, so that each gets a number in the unit's register.
    package static func certifiedCats() -> Procedure {
        procedure("2.000815", name: "Chứng thực giấy nuôi mèo", competent: "ward", version: 1, steps: cats().steps)
    }
    /// With a part that the police opens.
    package static func linkedCats() -> Procedure {
        var linked = procedure(
            "9.000002", name: "Đăng ký mèo liên thông", competent: "ward", version: 1, steps: cats().steps)
        linked.linked = [.init(id: "cong-an", procedure: "9.000003", body: "police", name: "Tạm trú cho mèo")]
        return linked
    }
    /// Decided by another body, with a payment on the way.
    package static func registryCats() -> Procedure {
        procedure(
            "9.000003", name: "Tạm trú cho mèo", competent: "police", version: 1,
            steps: [
                step("nhan", .intake, .counter, "receiving"), step("xem", .verify, .officer, "competent"),
                step("nop", .pay, .officer, "competent"), step("ky", .decide, .leader, "competent"),
                step("tra", .return, .counter, "receiving"),
            ])
    }

    private static func step(
        _ id: String, _ kind: Procedure.StepKind, _ role: Role, _ body: String
    ) -> Procedure.Step {
        Procedure.Step(id: id, name: id, kind: kind, role: role, body: body, budgetMinutes: 60)
    }

    private static func procedure(
        _ code: String, name: String, competent: String, version: Int, steps: [Procedure.Step]
    ) -> Procedure {
        Procedure(
            code: code, version: version, validFrom: CivilDate(year: 2025, month: 7, day: 1)!, name: name,
            shortName: name, field: "thu-cung",
            competent: competent, nonTerritorial: true, channels: [.counter, .online, .post], cases: [],
            limits: [.init(amount: 3, unit: .workingDay)],
            supplement: .init(clock: .restart, max: 1, closeAfterWorkingDays: 15),
            opinion: .init(suspends: true, replyWorkingDays: 3),
            papers: [
                .init(id: "don", name: "Đơn đăng ký", required: true, kind: .form, originals: 1, copies: 0),
                .init(id: "anh", name: "Ảnh mèo", required: false, kind: .copy, originals: 0, copies: 1),
            ],
            form: [.init(name: "catName", title: "Tên mèo", type: .text, required: true, example: "Mướp")],
            fees: [.init(id: "le-phi", name: "Lệ phí", rule: .fixed, amount: 8000, collect: .result)],
            steps: steps,
            results: [.init(name: "Giấy nuôi mèo")], linked: [], sources: ["bịa ra để thử"],
            confidence: ["name": "C"])
    }
}
