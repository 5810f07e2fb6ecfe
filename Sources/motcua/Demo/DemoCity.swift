// DemoCity.swift: twelve weeks of a city's dossiers, one event after the other.
//
// Arrivals follow the published mix (data of the first weeks after 1 July 2025: certification 60 %, business 19 %,
// civil status 13 %, land 4 %, rest 4 %; 68 % online). Each dossier then follows its own way forward, the same
// `actions` a person sees, at a pace drawn from its limit; a few per cent are supplemented, refused, withdrawn,
// rejected, apologised for or late, with causes. Every step is a real command at its simulated time.

import Casework
import Foundation
import Office
import Storage
import TestKit

struct DemoCity {
    private let office: Office
    private let from: CivilDate
    private let until: Instant
    private let busy: [(unit: String, perDay: Int)]
    private var random: SeededGenerator
    private var people: SyntheticPeople
    private var mail: SeededGenerator
    private var agenda = Agenda()
    private var made = (dossiers: 0, entries: 0)
    private let menu: DemoMenu
    private var plans: [String: DemoPlan] = [:]
    private var steering: DemoSteering
    /// Officers lent and posted meanwhile.
    private let secondment: DemoSecondment?

    init(office: Office, seed: UInt64, from: CivilDate, until: Instant, busy: Int, perDay: Int, light: Int, steering: DemoSteering) {
        self.office = office
        self.steering = steering
        self.from = from
        self.until = until
        random = SeededGenerator(seed: seed)
        people = SyntheticPeople(seed: seed &+ 1, today: until.date)
        mail = SeededGenerator(seed: seed &+ 2)
        menu = DemoMenu(office.directory, on: until.date)
        let wards = office.directory.unitCodes.filter { code in
            [.ward, .commune, .specialZone].contains(office.directory.unit(code)?.kind)
        }
        let ordered = wards.filter { $0 == "27373" } + wards.filter { $0 != "27373" }
        secondment = perDay > 0 ? DemoSecondment(office: office, first: from, end: until) : nil
        self.busy = ordered.enumerated().map { ($0.element, $0.offset < busy ? perDay : light) }
    }

    /// Lives from the first day to the end.
    /// - Parameter progress: called once a simulated week.
    mutating func live(progress: (CivilDate, Int, Int) -> Void) throws -> (dossiers: Int, entries: Int) {
        var day = from
        while day <= until.date {
            try secondment?.morning(of: day)
            for (unit, perDay) in busy { planArrivals(unit, perDay, on: day) }
            let end = min(Instant(day.adding(days: 1), TimeOfDay(0, 0)), until)
            while let moment = steering.next, moment < end {
                while agenda.next.map({ $0 < moment }) ?? false { try carryOut(before: moment) }
                try steering.step()
            }
            while agenda.next.map({ $0 < end }) ?? false { try carryOut(before: end) }
            if day.weekday == 7 || day == until.date { progress(day, made.dossiers, made.entries) }
            day = day.adding(days: 1)
        }
        return made
    }

    // MARK: arrivals

    private mutating func planArrivals(_ unit: String, _ perDay: Int, on day: CivilDate) {
        guard perDay > 0, office.directory.office(unit).isWorkingDay(day) else { return }
        let count = max(0, perDay - perDay / 5 + random.below(max(1, perDay * 2 / 5 + 1)))
        for _ in 0..<count {
            let choice = menu.pick(&random)
            // Counters are busiest in the morning; online filings come at any hour.
            let minute =
                choice.channel == .online
                ? 6 * 60 + random.below(17 * 60)
                : random.chance(percent: 60) ? 450 + random.below(240) : 780 + random.below(235)
            let seconds = Int64(random.below(60)) * 1000
            agenda.add(
                Instant(day, TimeOfDay(minutes: minute)).adding(milliseconds: seconds),
                .arrival(unit: unit, choice))
        }
    }

    /// Carries out up to 400 events in one transaction, always the earliest first, what they lead to included.
    private mutating func carryOut(before end: Instant) throws {
        var entries = 0
        try office.work { work in
            for _ in 0..<400 {
                guard let at = agenda.next, at < end, let event = agenda.take() else { break }
                do {
                    if let (time, next) = try carryOut(event, at: at, work) { agenda.add(time, next) }
                    try DemoEveryday.deliver(work, at: at, &mail)
                } catch let refusal as Refusal {
                    throw StorageFault(
                        .other, "the demo was refused: \(refusal.slug): \(refusal.vi) \(event)",
                        advice: "report this")
                }
            }
            entries = work.appended
        }
        made.entries += entries
    }

    private mutating func carryOut(
        _ event: Agenda.Event, at: Instant, _ work: Work
    ) throws -> (Instant, Agenda.Event)? {
        switch event {
        case .arrival(let unit, let choice): return try arrive(unit, choice, at: at, work)
        case .step(let number): return try step(number, at: at, work)
        }
    }

    private mutating func arrive(
        _ unit: String, _ choice: DemoMenu.Choice, at: Instant, _ work: Work
    ) throws -> (Instant, Agenda.Event)? {
        let procedure = choice.procedure
        let place = office.directory.unit(unit)?.name
        let applicant = people.person(place: place)
        var filing = Filing(
            unit: unit, procedure: procedure.code, channel: choice.channel, applicant: applicant.applicant)
        filing.applicant.email = DemoEveryday.email(filing.applicant)
        filing.case = procedure.cases.isEmpty ? nil : random.pick(procedure.cases).id
        filing.form = menu.form(procedure, case: filing.case, &random)
        var papers = procedure.requiredPapers(case: filing.case)
        let plan = DemoPlan(&random)
        if plan.isIncomplete, papers.count > 1 { papers.removeLast() }
        filing.papers = papers.map { paper in
            // A part need not be handed in again: it is in a national data base, or came with an earlier dossier.
            let source =
                switch mail.below(100) {
                case ..<9: "fromData"
                case ..<(choice.channel == .online ? 24 : 15): "reused"
                default: choice.channel == .online ? "digital" : "handedIn"
                }
            return PaperIn(id: paper.id, copies: max(1, paper.copies), source: source, file: nil)
        }
        filing.accept = choice.channel != .online && !plan.isIncomplete && !plan.isRefused
        let caller =
            choice.channel == .online
            ? Caller(user: "applicant", name: "", grants: []) : try staff(.counter, unit, at: at)
        let receipt = try work.receive(
            filing, CommandContext(caller: caller, now: at, commandID: commandID()))
        made.dossiers += 1
        plans[receipt.number] = plan
        return (nextTime(after: at, receipt.number, work), .step(receipt.number))
    }

    // MARK: the way of one dossier

    private mutating func step(_ number: String, at: Instant, _ work: Work) throws -> (Instant, Agenda.Event)?
    {
        guard let dossier = try work.dossier(number), var plan = plans[number] else { return nil }
        let unit = dossier.actingUnit
        let world = try work.world(dossier, now: at)
        let everybody = Caller(
            user: "demo", name: "",
            grants: [.counter, .officer, .leader].map { Grant(role: $0, unit: unit, from: from0) })
        let situation = Situation(dossier: dossier, caller: everybody, world: world)
        guard let way = plan.detour(dossier, situation, at: at, &random) ?? situation.wayForward else {
            plans[number] = nil
            try rateMaybe(dossier, at: at, work)
            return nil
        }
        plans[number] = plan
        if way == "decide", waitsForTheLeader(dossier, at: at) { return nil }
        let caller = try hand(for: way, dossier, situation, at: at)
        let own = Situation(dossier: dossier, caller: caller, world: world)
        guard let offered = own.actions.first(where: { $0.name == way }) else {
            throw StorageFault(
                .other, "\(number): \(way) is not offered to \(caller.user) in \(dossier.state)",
                advice: "report this")
        }
        var values: [String: String] = [:]
        for field in offered.fields where field.required || field.name == "papers" || field.name == "channel"
        {
            values[field.name] = field.suggested
        }
        plan.fill(&values, way, dossier, &random)
        if way == "assign" { values["user"] = DemoStaff.officer(for: dossier.field, office.directory) }
        let context = CommandContext(caller: caller, now: at, commandID: commandID())
        if way == "return-result" { try fileResult(dossier, by: caller, at: at, work) }
        _ = try work.perform(way, on: number, ActionInput(values), context)
        return (nextTime(after: at, number, work), .step(number))
    }

    /// At Bình Tiên every ninth result is there as a file too, before it is handed out.
    private mutating func fileResult(_ dossier: Dossier, by caller: Caller, at: Instant, _ work: Work) throws {
        guard dossier.actingUnit == DemoStaff.unit, dossier.outcome == .approve, mail.below(9) == 0 else { return }
        let (id, owner) = ("demo-result-\(dossier.number)", "user:\(caller.user)")
        let bytes = DemoPaper.pdf(title: dossier.intake.procedure)
        _ = try office.openUpload(id: id, owner: owner, place: "", name: "Ket qua.pdf", size: bytes.count, now: at)
        _ = try office.papers.append(id, at: 0, bytes[...])
        let file = PaperUpload(id: try office.papers.finish(id).id, owner: owner, paper: nil)
        _ = try work.file(papers: [file], on: dossier.number, CommandContext(caller: caller, now: at, commandID: commandID()))
    }

    /// Bình Tiên's leader has been out since the morning of the last working day: what is not yet due waits to be signed.
    private func waitsForTheLeader(_ dossier: Dossier, at: Instant) -> Bool {
        guard dossier.actingUnit == DemoStaff.unit, dossier.clock.due.map({ $0 > until }) == true else { return false }
        let time = office.directory.office(DemoStaff.unit)
        var day = until.date
        while !time.isWorkingDay(day), day > from { day = day.adding(days: -1) }
        return at > Instant(day, TimeOfDay(9, 0))
    }

    /// Whose hand does it: the holder, at Bình Tiên the person of the field or of the next counter, else the unit's one.
    private mutating func hand(
        for way: String, _ dossier: Dossier, _ situation: Situation, at: Instant
    ) throws -> Caller {
        let (unit, role) = (dossier.actingUnit, DemoPlan.role(for: way, situation))
        guard unit == DemoStaff.unit else { return try staff(role, unit, at: at) }
        switch role {
        case .officer:
            let login = dossier.holder.user ?? DemoStaff.officer(for: dossier.field, office.directory)
            return try person(login ?? "officer@\(unit)", at: at)
        case .counter: return try person(random.pick(["counter@\(unit)", "counter2@\(unit)"]), at: at)
        default: return try staff(role, unit, at: at)
        }
    }

    private mutating func rateMaybe(_ dossier: Dossier, at: Instant, _ work: Work) throws {
        guard dossier.returnedAt != nil, random.chance(percent: 22) else { return }
        let score = random.chance(percent: 88) ? 5 : 3 + random.below(2)
        _ = try work.rate(
            dossier.number,
            scores: ["access": score, "procedure": score, "staff": 5, "result": score, "feedback": 4],
            comment: random.chance(percent: 6) ? DemoSteering.said[random.below(DemoSteering.said.count)] : nil,
            CommandContext(caller: .applicant(of: dossier.number), now: at, commandID: commandID()))
    }

    /// When somebody takes this dossier up again.
    private mutating func nextTime(after at: Instant, _ number: String, _ work: Work) -> Instant {
        guard let dossier = try? work.dossier(number), let plan = plans[number] else {
            return at.adding(minutes: 1)
        }
        let time = office.directory.office(dossier.actingUnit)
        let minutes = plan.waitingMinutes(dossier, time, at: at, &random)
        return max(
            time.adding(workingMinutes: minutes, to: at),
            at.adding(milliseconds: 1000 + Int64(random.below(50_000))))
    }

    private var from0: Instant { Instant(from, TimeOfDay(0, 0)) }

    private func staff(_ role: Role, _ unit: String, at: Instant) throws -> Caller {
        try person("\(role.rawValue)@\(unit)", at: at)
    }

    private func person(_ login: String, at: Instant) throws -> Caller {
        Caller(user: login, name: login, grants: office.directory.grants(of: login, at: at))
    }

    private mutating func commandID() -> String { String(random.next(), radix: 36) }
}

/// Events by time; equal times in the order in which they were added.
struct Agenda {
    enum Event {
        case arrival(unit: String, DemoMenu.Choice)
        case step(String)
    }
    private struct Item {
        var at: Instant
        var order: Int
        var event: Event
        func precedes(_ other: Item) -> Bool { (at, order) < (other.at, other.order) }
    }
    private var heap: [Item] = []
    private var order = 0

    var next: Instant? { heap.first?.at }

    mutating func add(_ at: Instant, _ event: Event) {
        order += 1
        heap.append(Item(at: at, order: order, event: event))
        var child = heap.count - 1
        while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func take() -> Event? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var parent = 0
            while true {
                var least = parent
                for child in [2 * parent + 1, 2 * parent + 2]
                where child < heap.count && heap[child].precedes(heap[least]) { least = child }
                if least == parent { break }
                heap.swapAt(parent, least)
                parent = least
            }
        }
        return first.event
    }
}
