// BulkLoad.swift: many dossiers fast, through the real commands, in transactions of some hundred dossiers.
//
// A dossier goes its whole way (`wayForward`, suggested values, the log-ins of the acting unit) within one
// transaction on a simulated clock that only goes forward; the open ones stop after a few steps, so that they stand
// at every stage. Most of the open ones lie in the last fifth of the time. Same seed, same dossiers.

import Casework
import Office
import Storage
import TestKit

struct BulkLoad {
    private let office: Office
    private let dossiers: Int
    private let units: [String]
    private let share: Int
    private let open: Int
    private let days: [CivilDate]
    private let menu: DemoMenu
    private var random: SeededGenerator
    private var people: SyntheticPeople
    private var clock: Instant
    private var made = (commands: 0, entries: 0)
    private var staff: [String: Caller] = [:]
    /// Dossiers that lie until then.
    private var delayed: [(number: String, until: Instant)] = []
    /// Dossiers of `mix` that are not at their end.
    private var underWay: [String] = []
    private static let batch = 250

    init(
        office: Office, dossiers: Int, units: Int, share: Int, open: Int, from: CivilDate, to: CivilDate,
        seed: UInt64
    ) {
        self.office = office
        self.dossiers = dossiers
        self.share = share
        self.open = open
        let wards = office.directory.unitCodes.filter { code in
            code != "27373" && [.ward, .commune, .specialZone].contains(office.directory.unit(code)?.kind)
        }
        self.units = ["27373"] + wards.prefix(units - 1)
        let time = office.directory.office("27373")
        var days: [CivilDate] = []
        var day = from
        while day <= to {
            if time.isWorkingDay(day) { days.append(day) }
            day = day.adding(days: 1)
        }
        self.days = days.isEmpty ? [to] : days
        menu = DemoMenu(office.directory, on: to)
        random = SeededGenerator(seed: seed)
        people = SyntheticPeople(seed: seed &+ 1, today: to)
        clock = Instant(from, TimeOfDay(0, 0))
    }

    /// - Parameter progress: called every 5,000 dossiers.
    mutating func run(progress: (Int) -> Void) throws -> (commands: Int, entries: Int) {
        var done = 0
        while done < dossiers {
            let end = min(done + BulkLoad.batch, dossiers)
            let entries = try office.work { work in
                for index in done..<end { try live(index, work) }
                return work.appended
            }
            made.entries += entries
            if end / 5000 > done / 5000 || end == dossiers { progress(end) }
            done = end
        }
        return made
    }

    /// Commands as counters and officers give them, each dossier's next step after those of others: of `count` commands one in
    /// six receives and accepts, `group` of them to a commit.
    mutating func mix(_ count: Int, group: Int) throws {
        var done = 0
        while done < count {
            try office.work { work in
                for _ in 0..<min(group, count - done) {
                    clock = clock.adding(milliseconds: 400)
                    if underWay.isEmpty || done % 6 == 0 {
                        let unit = random.chance(percent: share) ? units[0] : random.pick(units)
                        underWay.append(try receive(unit, menu.pick(&random), work))
                    } else {
                        let place = random.below(underWay.count)
                        if try !step(underWay[place], work) { underWay.swapAt(place, underWay.count - 1); underWay.removeLast() }
                    }
                    done += 1
                }
            }
        }
    }

    private mutating func live(_ index: Int, _ work: Work) throws {
        // Arrivals are spread evenly over the working hours of all days.
        let minutes = index * days.count * 480 / dossiers
        let start = Instant(days[minutes / 480], TimeOfDay(minutes: 450 + minutes % 480))
        clock = max(clock.adding(milliseconds: 400), start)
        let unit =
            units.count == 1 || random.chance(percent: share)
            ? "27373" : units[1 + random.below(units.count - 1)]
        let choice = menu.pick(&random)
        do {
            let number = try receive(unit, choice, work)
            let late = index >= dossiers - dossiers / 5
            let isOpen = random.below(1000) < (late ? min(1000, open * 40) : open * 10 / 4)
            // Four of a hundred lie for three weeks and are settled late.
            let isDelayed = !isOpen && random.below(100) < 4
            let steps = isOpen ? random.below(4) : isDelayed ? 2 : 40
            for _ in 0..<steps { guard try step(number, work) else { break } }
            if isDelayed { delayed.append((number, clock.adding(minutes: 21 * 1440))) }
            while let first = delayed.first, first.until <= clock {
                delayed.removeFirst()
                for _ in 0..<40 { guard try step(first.number, work) else { break } }
            }
        } catch let refusal as Refusal {
            throw StorageFault(
                .other, "the loader was refused: \(refusal.slug): \(refusal.vi) \(choice.procedure.code)",
                advice: "report this")
        }
    }

    private mutating func receive(_ unit: String, _ choice: DemoMenu.Choice, _ work: Work) throws -> String {
        let procedure = choice.procedure
        var filing = Filing(
            unit: unit, procedure: procedure.code, channel: choice.channel,
            applicant: people.person(place: office.directory.unit(unit)?.name).applicant)
        filing.case = procedure.cases.isEmpty ? nil : random.pick(procedure.cases).id
        filing.form = menu.form(procedure, case: filing.case, &random)
        filing.papers = procedure.requiredPapers(case: filing.case).map {
            PaperIn(
                id: $0.id, copies: max(1, $0.copies),
                source: choice.channel == .online ? "digital" : "handedIn", file: nil)
        }
        filing.accept = choice.channel != .online
        let caller =
            choice.channel == .online
            ? Caller(user: "applicant", name: "", grants: []) : person(.counter, unit)
        return try work.receive(filing, context(caller)).number
    }

    /// One action on the way forward; false at its end.
    private mutating func step(_ number: String, _ work: Work) throws -> Bool {
        guard let dossier = try work.dossier(number) else { return false }
        let unit = dossier.actingUnit
        let world = try work.world(dossier, now: clock)
        guard let way = Situation(dossier: dossier, caller: person(.officer, unit), world: world).wayForward,
            let action = DossierAction.named(way)
        else { return false }
        let role = DemoPlan.role(for: way, Situation(dossier: dossier, caller: .system, world: world))
        let caller = person(role, unit)
        clock = clock.adding(milliseconds: 400)
        let fields = try action.offer(Situation(dossier: dossier, caller: caller, world: world)).fields
        var values: [String: String] = [:]
        for field in fields where field.required || field.name == "papers" || field.name == "channel" {
            values[field.name] = field.suggested
        }
        if way == "confirm-payment" { values["method"] = "cash" }
        _ = try work.perform(way, on: number, ActionInput(values), context(caller))
        return true
    }

    private mutating func context(_ caller: Caller) -> CommandContext {
        made.commands += 1
        return CommandContext(caller: caller, now: clock, commandID: String(random.next(), radix: 36))
    }

    private mutating func person(_ role: Role, _ unit: String) -> Caller {
        let login = "\(role.rawValue)@\(unit)"
        if let known = staff[login] { return known }
        let caller = Caller(user: login, name: login, grants: office.directory.grants(of: login, at: clock))
        staff[login] = caller
        return caller
    }
}
