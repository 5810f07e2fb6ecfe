// BenchCommand.swift: `motcua bench`: what `scripts/bench.py` (`make bench`) needs beside the server itself.
//
// `load` fills a store through the real commands (Bench/BulkLoad.swift); `raw` writes the same rows with no law and
// no HTTP, and `commits` single rows, as references measured in the same run (Bench/RawLoop.swift). `forecast` and
// `secondment` score what the city plans with (Bench/SteeringBench.swift); `week` and `wards` measure sites
// (Bench/SitesBench.swift). Figures go to standard output as one line
// of JSON, progress to standard error.

import ArgumentParser
import Casework
import Foundation
import Office
import Storage

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure: load dossiers in bulk, reference loops, back-tests.",
        subcommands: [Load.self, Raw.self, Commits.self, Indicators.self, Forecast.self, Secondment.self, Week.self, Wards.self])

    struct Load: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add dossiers in bulk through the real commands; makes a demo store when there is none."
        )
        @OptionGroup var store: StoreOption
        @Option(help: "How many dossiers to add.") var dossiers = 20_000
        @Option(help: "How many wards take dossiers in, Bình Tiên (27373) first.") var units = 168
        @Option(help: "Per cent of the dossiers that come in at Bình Tiên.") var share = 10
        @Option(help: "Per cent that are still open at the end.") var open = 15
        @Option(help: "Days over which they come in, up to and with --until.") var days = 365
        @Option(help: "Last day, YYYY-MM-DD (default: yesterday).") var until: String?
        @Option(help: "Seed of everything random.") var seed: UInt64 = 1

        struct Answer: Encodable {
            var dossiers, commands, entries, milliseconds, dossiersPerMinute: Int
        }

        func validate() throws {
            guard (1...5_000_000).contains(dossiers), (1...168).contains(units), (1...1000).contains(days),
                (0...100).contains(share), (0...100).contains(open)
            else {
                throw ValidationError(
                    "--dossiers 1…5000000, --units 1…168, --days 1…1000, --share and --open 0…100")
            }
        }

        func run() throws {
            let last =
                try until.map { text in
                    guard let date = CivilDate(text) else {
                        throw ValidationError("--until \(text): YYYY-MM-DD")
                    }
                    return date
                } ?? systemNow().date.adding(days: -1)
            let first = last.adding(days: -(days - 1))
            let office = try openOffice(try store.address(), mustExist: false)
            if !office.isFounded {
                let begin = Instant(first.adding(days: -1), TimeOfDay(6, 0))
                try found(office, now: begin)
                try DemoAccounts.make(office, now: begin)
            }
            var load = BulkLoad(
                office: office, dossiers: dossiers, units: units, share: share, open: open,
                from: first, to: last, seed: seed)
            let start = Date()
            let made = try load.run { done in
                let rate = Int(Double(done) * 60 / max(Date().timeIntervalSince(start), 0.001))
                say("… \(done)/\(dossiers) hồ sơ, \(rate) mỗi phút")
            }
            try office.checkpointAll(now: Instant(last, TimeOfDay(23, 0)).milliseconds)
            let seconds = Date().timeIntervalSince(start)
            try printLine(
                Answer(
                    dossiers: dossiers, commands: made.commands, entries: made.entries,
                    milliseconds: Int(seconds * 1000),
                    dossiersPerMinute: Int(Double(dossiers) * 60 / max(seconds, 0.001))))
        }
    }

    struct Raw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Write the rows of another store's commands again: no law, no HTTP, same groups, synchronous=FULL."
        )
        @OptionGroup var store: StoreOption
        @Option(help: "The store whose rows are written again.") var like: String
        @Option(help: "Commands in one commit.") var group = 16
        @Option(help: "At most so many commands of each kind.") var limit = 20_000

        func run() throws {
            guard let model = StoreAddress(like), group > 0, limit > 0 else {
                throw ValidationError("--like is a store, --group and --limit are positive")
            }
            let samples = try RawLoop.Samples(
                openDatabase(model), keys: openDatabase(keyAddress(of: model)), limit: limit)
            let address = try store.address()
            let database = try openDatabase(address)
            try database.migrate(Office.migrations)
            let keys = try openDatabase(keyAddress(of: address))
            _ = try KeyStore(keys, site: "bench")
            try printLine(try RawLoop(database: database, keys: keys).run(samples, group: group))
        }
    }

    struct Commits: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Commits a second of one small row, synchronous=FULL.")
        @OptionGroup var store: StoreOption
        @Option(help: "For how long.") var seconds = 2

        func run() throws {
            guard (1...60).contains(seconds) else { throw ValidationError("--seconds 1…60") }
            try printLine(try RawLoop.commits(openDatabase(try store.address()), seconds: seconds))
        }
    }
}

extension Bench {
    struct Indicators: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "CPU time a command with and without keeping indicators, in turns; the stores are of no use afterwards.")
        @OptionGroup var store: StoreOption
        @Option(help: "A copy of the same store, on which no indicators are kept.") var without: String
        @Option(help: "Rounds on each.") var rounds = 7
        @Option(help: "Commands in a round.") var commands = 3_000
        @Option(help: "Commands in one commit.") var group = 16

        /// Microseconds of CPU a command, round by round.
        struct Answer: Encodable { var with: [Int] = [], without: [Int] = [] }

        func run() throws {
            guard let other = StoreAddress(without), rounds > 0, commands > 0, group > 0 else {
                throw ValidationError("--without is a store; --rounds, --commands and --group are positive")
            }
            let day = systemNow().date
            var mixes = try [(try store.address(), true), (other, false)].map { address, keeps in
                BulkLoad(
                    office: try openOffice(address, keepsIndicators: keeps), dossiers: commands, units: 168, share: 10, open: 0,
                    from: day, to: day, seed: 7)
            }
            var answer = Answer()
            for round in 0...rounds {
                let found = try mixes.indices.map { index in
                    let cpu = cpuMicroseconds()
                    try mixes[index].mix(commands, group: group)
                    return (cpuMicroseconds() - cpu) / commands
                }
                // The first round warms both.
                if round > 0 { answer.with.append(found[0]); answer.without.append(found[1]) }
            }
            try printLine(answer)
        }
    }
}

private func printLine(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
