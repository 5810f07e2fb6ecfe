// SimulatedCity+People.swift: what clerks, officers, leaders, citizens and the city do in a simulation.

import Casework
import Ledger
import Office
import Storage

extension SimulatedCity {
    /// Names as people type them: short and long, composed and decomposed.
    private static let names = [
        "Nguyễn Thị Ửng", "Trần Văn Đỗ", "Lê Ộ", "Nguye\u{0302}\u{0303}n Va\u{0306}n A",
        String(repeating: "Ễ", count: 300),
    ]

    /// - Returns: false when the act is none of people's.
    func person(_ step: Plan.Step, _ random: inout SeededGenerator) throws -> Bool {
        switch step.act {
        case .receive: try receive(step, &random)
        case .work: try work(step, &random)
        case .online: try online(step, &random)
        case .withdraw: try withdraw(step, &random)
        case .again: try again(step, &random)
        case .endRight: try endRight(step, &random)
        case .calendar: try calendar(step, &random)
        case .decide: try decide(step, &random)
        case .erase: try erase(step, &random)
        case .scan: try scan(step, &random)
        case .certify: try certify(step, &random)
        case .list: try list(step, &random)
        case .direct: try direct(step, &random)
        case .report: try report(step, &random)
        default: return false
        }
        return true
    }

    func filing(
        _ unit: String, _ channel: Procedure.Channel, _ random: inout SeededGenerator
    ) -> Filing {
        // A small space of people, so that the same one comes twice.
        let id = "0791900\(String(100_000 + random.below(30)).dropFirst())0"
        let name = random.pick(SimulatedCity.names)
        var filing = Filing(
            unit: unit, procedure: "9.000001", channel: channel,
            applicant: Person(
                type: .citizen, name: String(name.prefix(200)), idNumber: String(id.prefix(12)),
                phone: "0901234567", email: nil, address: "12 Hậu Giang"))
        filing.form = ["catName": "Mướp"]
        filing.papers = [PaperIn(id: "don", copies: 1, source: "handedIn", file: nil)]
        return filing
    }

    private func receive(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        guard step.site > 0 else { return }
        let unit = SimulatedCity.ward(step.site)
        var filing = filing(unit, .counter, &random)
        if plan.sites > 1, random.chance(percent: 20) {
            filing.competentAgency = SimulatedCity.ward(1 + random.below(plan.sites))
            mark("not by territory")
        }
        filing.accept = random.chance(percent: 70)
        let key = random.chance(percent: 30) ? "key-\(step.draw)" : nil
        try attempt("receive", step.site) { site in
            let context = context("counter@\(unit)", at: site, key: key)
            let receipt = try site.office.work { try $0.receive(filing, context) }
            if key != nil {
                // A double click: the same answer, no second effect.
                let twice = try site.office.work { try $0.receive(filing, context) }
                guard twice == receipt else {
                    throw Impossible("a command with one key gave \(receipt.number) and \(twice.number)")
                }
                mark("double click")
            }
            return (context.command, unit, receipt.number, true)
        }
    }

    /// Dossiers in which a unit of this site has something to do.
    func open(at site: SimulatedSite, _ units: [String]) throws -> [String] {
        try site.office.database.read { tx in
            var numbers: [String] = []
            for unit in units {
                numbers += try tx.rows(
                    "SELECT DISTINCT number FROM inbox WHERE unit = $1 ORDER BY number", [.text(unit)]
                ).map { $0.text(0) }
            }
            return numbers
        }
    }

    private func work(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let place = site(step.site)
        let units = step.site == 0 ? ["so-tu-phap"] : [SimulatedCity.ward(step.site)]
        let numbers = try open(at: place, units)
        guard !numbers.isEmpty else { return }
        let number = random.pick(numbers)
        try attempt("work", step.site) { site in
            guard
                let dossier = try site.office.database.read({
                    try Folding.dossier(number, $0, keys: site.office.keys)
                })
            else { return nil }
            var offers: [(login: String, action: OfferedAction)] = []
            for unit in units {
                for role in ["counter", "officer", "leader"] {
                    let situation = Situation(
                        dossier: dossier, caller: caller("\(role)@\(unit)", at: site),
                        world: try World(of: dossier, site.office.directory, now: now(site)))
                    offers += situation.actions.map { ("\(role)@\(unit)", $0) }
                }
            }
            // The way forward more often than not.
            let forward = offers.filter(\.action.next)
            guard
                let offer = !forward.isEmpty && random.chance(percent: 60)
                    ? forward.first : offers.isEmpty ? nil : random.pick(offers)
            else { return nil }
            var values: [String: String] = [:]
            for field in offer.action.fields {
                values[field.name] =
                    field.choices.flatMap { $0.isEmpty ? nil : random.pick($0).value } ?? field.suggested
            }
            if offer.action.name == "hand-over" || offer.action.name == "request-opinion" {
                values["unit"] =
                    random.chance(percent: 60)
                    ? "so-tu-phap" : SimulatedCity.ward(1 + random.below(plan.sites))
            }
            let context = context(offer.login, at: site)
            _ = try site.office.work {
                try $0.perform(offer.action.name, on: number, ActionInput(values), context)
            }
            mark("action \(offer.action.name)")
            return (context.command, units[0], number, false)
        }
    }

    private func online(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        guard step.site > 0 else { return }
        let unit = SimulatedCity.ward(step.site)
        var filing = filing(unit, .online, &random)
        filing.accept = false
        try attempt("online", 0) { site in
            let context = context("applicant", at: site)
            return (
                context.command, "cong-dvc",
                try site.office.work { try $0.receive(filing, context) }.number, true
            )
        }
    }

    private func withdraw(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let numbers = try hub.office.database.read { tx in
            try tx.rows("SELECT number FROM dossier WHERE returned_at IS NULL ORDER BY number").map {
                $0.text(0)
            }
        }
        guard !numbers.isEmpty else { return }
        let number = random.pick(numbers)
        try attempt("withdraw", 0) { site in
            var context = context("applicant", at: site)
            context.caller = .applicant(of: number)
            _ = try site.office.work {
                try $0.perform("withdraw", on: number, ActionInput(["reason": "Thôi"]), context)
            }
            return (context.command, "cong-dvc", number, false)
        }
    }

    /// A client that never heard the answer asks again with its key.
    private func again(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        guard step.site > 0 else { return }
        let unit = SimulatedCity.ward(step.site)
        let filing = filing(unit, .counter, &random)
        let key = "again-\(step.draw)"
        var first: String?
        for _ in 0..<2 {
            try attempt("again", step.site) { site in
                let context = context("counter@\(unit)", at: site, key: key)
                let number = try site.office.work { try $0.receive(filing, context) }.number
                guard first == nil || first == number else {
                    throw Impossible("one key, two dossiers: \(first ?? "") and \(number)")
                }
                first = number
                return (context.command, unit, number, true)
            }
        }
    }

    private func endRight(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let unit = SimulatedCity.ward(max(1, step.site))
        let login = "officer@\(unit)"
        let admin = context("admin@tp", at: hub)
        guard let right = hub.office.directory.rights[login]?.first(where: { $0.grant.to == nil })?.id else {
            return
        }
        do {
            try hub.office.work {
                try $0.endRight(right, of: login, by: admin.caller, command: admin.command, now: admin.now)
            }
            // The next morning somebody is there again.
            let grant = Grant(role: .officer, unit: unit, from: hubNow.adding(minutes: 600))
            try hub.office.work {
                try $0.grant(grant, to: login, by: admin.caller, command: admin.command, now: admin.now)
            }
            // Some serve on in another role: there, what only an officer may do must be seen all the same.
            if random.chance(percent: 50) {
                let other = Grant(role: .counter, unit: unit, from: hubNow)
                try hub.office.work {
                    try $0.grant(other, to: login, by: admin.caller, command: admin.command, now: admin.now)
                }
                mark("serves on in another role")
            }
            note("right of \(login) ended", 0)
        } catch is Refusal {}
    }

    private func calendar(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let admin = context("admin@tp", at: hub)
        let versions = hub.office.directory.calendars.count
        let day = CivilDate(dayNumber: hubNow.date.dayNumber + random.below(12) - 3)
        guard day.weekday <= 5 else { return }
        let calendar = TestCity.calendar(version: "t.\(versions + 1)", off: [day])
        do {
            try hub.office.work {
                try $0.publish(calendar, by: admin.caller, command: admin.command, now: admin.now)
            }
            for unit in hub.office.directory.unitCodes where hub.office.isHome(of: unit) {
                try hub.office.work {
                    _ = try $0.adopt(
                        calendar.version, switchedOff: [], unit: unit, by: admin.caller, command: admin.command,
                        now: admin.now)
                }
            }
            note("calendar \(calendar.version) with \(day)", 0)
        } catch is Refusal {}
    }

    private func decide(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let place = site(step.site)
        // Of those that were noticed at once the order must not come from the hash in their ids.
        func sort(_ item: ContestRow) -> (String, String, String) {
            (String(item.id.prefix(upTo: item.id.lastIndex(of: "-") ?? item.id.endIndex)), item.fact.about, item.fact.one.first ?? "")
        }
        let items = try place.office.database.read { try ContestBook.items(of: nil, $0) }.filter {
            $0.decision == nil
        }.sorted { $0.noticedAt == $1.noticedAt ? sort($0) < sort($1) : $0.noticedAt > $1.noticedAt }
        guard !items.isEmpty else { return }
        let item = random.pick(items)
        let login = step.site == 0 ? "admin@tp" : "leader@\(SimulatedCity.ward(step.site))"
        let context = context(login, at: place)
        let decision = random.pick(item.fact.decisions)
        do {
            try place.office.work { try $0.decideContest(item.id, decision, words: "Đã xem", context) }
            note("decided \(item.fact.kind.rawValue) \(decision.rawValue)", step.site)
            mark("decided \(item.fact.kind.rawValue)")
        } catch let refusal as Refusal { mark("refused \(refusal.slug)") }
    }

    private func erase(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let numbers = try hub.office.database.read { tx in
            try tx.rows("SELECT number FROM dossier WHERE returned_at IS NOT NULL ORDER BY number").map {
                $0.text(0)
            }
        }
        guard !numbers.isEmpty else { return }
        let (number, context) = (random.pick(numbers), context("admin@tp", at: hub))
        do {
            try hub.office.erase(.applicant, of: number, ground: "theo yêu cầu", context)
            note("erased \(number)", 0)
            erased.insert(number)
            lose { $1 == number }
        } catch let refusal as Refusal { mark("refused \(refusal.slug)") }
    }
}

/// Something that cannot happen happened.
struct Impossible: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
