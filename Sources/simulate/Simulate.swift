// Simulate.swift: `simulate`: plans of a simulated city until one breaks something, then the smallest that does, on one screen.
//
// Exit: 0 every plan held, 129 one did not, for one of four reasons that the report names; 64 wrong usage.

import ArgumentParser
import Foundation
import Storage
import TestKit

/// Standard output, written at once.
private func print(_ words: String) { FileHandle.standardOutput.write(Data((words + "\n").utf8)) }

@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract:
            "A hub and wards in one process: lines, crashes, clocks, sticks, fires, people; then what must hold."
    )
    @Option(help: "How many plans; 0 = until told to stop.") var plans = 100
    @Option(help: "The first plan's seed.") var seed: UInt64 = 1
    @Option(help: "Ward sites beside the hub.") var sites = 10
    @Option(help: "Working days.") var days = 5
    @Option(help: "Most dossiers that a site takes in on a day.") var dossiers = 20
    @Flag(inversion: .prefixedNo, help: "The hub too is put back from backups, now and then or never; else once in one plan of ten.")
    var losingHub: Bool?
    @Option(help: "Play one plan again: a file.") var plan: String?
    @Option(help: "Where a plan that broke is kept.") var keep = "simulation"
    @Flag(help: "Play each plan again in a process of its own: the traces must agree.") var twice = false
    @Flag(help: "Do not look for a smaller plan.") var noShrink = false
    @Option(help: "Instead of playing: the stores of programs that ran, the hub's first, each ward's as UNIT=FILE.")
    var read: [String] = []
    @Option(help: "With --read: what people were told is done, a JSON object a line.") var told: String?

    func validate() throws {
        guard plans >= 0 else { throw ValidationError("--plans \(plans): a number from 0, which means until told to stop") }
        for (name, value, most) in [("sites", sites, Plan.mostSites), ("days", days, Plan.mostDays), ("dossiers", dossiers, 1000)] {
            guard (1...most).contains(value) else { throw ValidationError("--\(name) \(value): a number from 1 to \(most)") }
        }
        guard told == nil || !read.isEmpty else {
            throw ValidationError("--told goes with --read: without stores there is nothing to compare it with")
        }
    }

    func run() throws {
        if !read.isEmpty { return try readStores() }
        if let plan { return try judge(try kept(plan), number: 1, start: Date()) }
        let start = Date()
        var (done, commands, marks) = (0, 0, [String: Int]())
        var next = seed
        while plans == 0 || done < plans {
            let drawn = Plan.drawn(next, sites: sites, days: days, dossiers: dossiers, losingHub: losingHub)
            let outcome = try played(drawn)
            done += 1
            commands += outcome.commands
            marks.merge(outcome.marks, uniquingKeysWith: +)
            if let violation = outcome.violations.first { try report(violation, outcome, drawn, done, start) }
            if twice { try compare(drawn, outcome) }
            if done % 10 == 0 || done == plans {
                let minutes = Date().timeIntervalSince(start) / 60
                print(
                    "\(done) plans, \(commands) acts done, \(done * days * sites) site-days, "
                        + "\(Int(Double(done) / max(minutes, 0.001))) plans a minute"
                )
            }
            next &+= 1
        }
        let reached = marks.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
            separator: " · ")
        print("reached: \(reached)")
        print(
            "OK: \(done) plans of \(sites) sites × \(days) days from seed \(seed) held in \(Int(Date().timeIntervalSince(start))) s"
        )
    }

    /// The checkers on stores that real programs left behind.
    private func readStores() throws {
        let sites = try read.map { place -> Checkers.Site in
            let parts = place.split(separator: "=", maxSplits: 1).map(String.init)
            guard let path = parts.last else { throw ValidationError("--read: FILE, or UNIT=FILE") }
            do { return try Checkers.Site(store: path, unit: parts.count == 2 ? parts[0] : nil) } catch let fault as StorageFault {
                throw ValidationError("--read \(place): \(fault)")
            }
        }
        let acknowledged = try told.map(toldLines(in:)) ?? []
        let found = try Checkers(hub: sites[0], wards: Array(sites.dropFirst()), acknowledged: acknowledged).all()
        for violation in found { print("FAIL \(violation)") }
        guard found.isEmpty else { throw ExitCode(129) }
        print("OK: \(sites.count) stores hold, \(acknowledged.count) acknowledged acts are in them")
    }

    /// What people were told, a JSON object a line.
    private func toldLines(in file: String) throws -> [Acknowledged] {
        let lines = String(decoding: try contents(of: file, for: "--told"), as: UTF8.self).split(separator: "\n")
        return try lines.enumerated().map { index, line in
            do { return try JSONDecoder().decode(Acknowledged.self, from: Data(line.utf8)) } catch {
                throw ValidationError("--told \(file): line \(index + 1) does not say what somebody was told: \(reason(error))")
            }
        }
    }

    /// A plan that was kept.
    private func kept(_ file: String) throws -> Plan {
        let data = try contents(of: file, for: "--plan")
        let plan: Plan
        do { plan = try JSONDecoder().decode(Plan.self, from: data) } catch {
            throw ValidationError("--plan \(file) is no plan: \(reason(error)); name one that `simulate` kept")
        }
        if let fault = plan.fault { throw ValidationError("--plan \(file) cannot be played: \(fault)") }
        return plan
    }

    private func contents(of file: String, for option: String) throws -> Data {
        do { return try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
            throw ValidationError("\(option) \(file) cannot be read: check the name, and that it is yours to read")
        }
    }

    /// Where in a file of JSON, and what.
    private func reason(_ error: any Error) -> String {
        let context: DecodingError.Context
        switch error as? DecodingError {
        case .dataCorrupted(let here), .valueNotFound(_, let here), .typeMismatch(_, let here): context = here
        case .keyNotFound(let key, let here): return "“\(key.stringValue)” is missing at \(path(here))"
        default: return "it is not JSON"
        }
        return "\(context.debugDescription) At \(path(context))"
    }

    private func path(_ context: DecodingError.Context) -> String {
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/")
        return path.isEmpty ? "the beginning" : path
    }

    private func played(_ plan: Plan) throws -> Outcome { try SimulatedCity(plan).run() }

    private func judge(_ plan: Plan, number: Int, start: Date) throws {
        let outcome = try played(plan)
        guard let violation = outcome.violations.first else {
            return print("OK: the plan holds (\(plan.steps.count) acts, trace \(outcome.trace))")
        }
        show(violation, outcome, plan, of: plan.steps.count, kept: nil)
        throw ExitCode(129)
    }

    private func report(
        _ violation: Violation, _ outcome: Outcome, _ plan: Plan, _ number: Int, _ start: Date
    ) throws {
        print("plan \(number) breaks “\(violation)”; looking for a smaller one …")
        var smallest = plan
        if !noShrink {
            smallest = Shrinking.shrink(plan, breaking: violation.checker) { print("… \($0) acts") }
        }
        let again = try played(smallest)
        try FileManager.default.createDirectory(atPath: keep, withIntermediateDirectories: true)
        let name = violation.checker.split(separator: " ").joined(separator: "-")
        let file = "\(keep)/\(name)-\(plan.seed).plan.json"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try encoder.encode(smallest).write(to: URL(fileURLWithPath: file))
        show(
            again.violations.first { $0.checker == violation.checker } ?? violation, again, smallest,
            of: plan.steps.count, kept: file)
        throw ExitCode(129)
    }

    private func show(_ violation: Violation, _ outcome: Outcome, _ plan: Plan, of before: Int, kept: String?)
    {
        print(
            """

            FAIL \(violation)
            seed \(plan.seed) · \(plan.sites) sites · \(plan.days) days · plan \(before) acts → \(plan.steps.count)
            replay: simulate --plan \(kept ?? "FILE")
            exit 129   \(kind(violation))   (crash · not live · wrong · not deterministic)
            acts:
            """)
        for step in plan.steps.prefix(30) {
            print(
                "  \(step.minute) min  \(step.site == 0 ? "hub" : "ward-\(step.site)")  \(step.act.rawValue)")
        }
        print("last:")
        for line in outcome.lines.suffix(12) { print("  \(line)") }
        for other in outcome.violations.dropFirst().prefix(4) { print("also: \(other)") }
    }

    /// What was broken, in a word that a script can look for.
    private func kind(_ violation: Violation) -> String {
        switch violation.checker {
        case "crash": "crash"
        case "liveness": "not live"
        default: "wrong"
        }
    }

    /// What depends on this process (the seeds of hash tables, addresses, the time) would show in another.
    private func compare(_ plan: Plan, _ outcome: Outcome) throws {
        let file = NSTemporaryDirectory() + "simulate-\(ProcessInfo.processInfo.processIdentifier)-\(plan.seed).plan.json"
        try JSONEncoder().encode(plan).write(to: URL(fileURLWithPath: file))
        let (other, said) = (Process(), Pipe())
        other.executableURL = Bundle.main.executableURL
        other.arguments = ["--plan", file]
        other.standardOutput = said
        try other.run()
        let words = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        other.waitUntilExit()
        try FileManager.default.removeItem(atPath: file)
        guard !words.contains("trace \(outcome.trace))") else { return }
        print("FAIL not deterministic: seed \(plan.seed) gives \(outcome.trace), another process says: \(words)")
        throw ExitCode(129)
    }
}
