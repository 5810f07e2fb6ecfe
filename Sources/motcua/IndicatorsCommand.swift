// IndicatorsCommand.swift: `motcua indicators`: figures from the ledgers alone; definitions checked and published.

import ArgumentParser
import Casework
import Foundation
import Office
import Oversight
import Storage
import Web

struct Indicators: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Indicators: recompute from the ledgers, check and publish definitions.",
        subcommands: [Recompute.self, Check.self, Publish.self])

    struct Recompute: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All rows of GET /api/v1/city/indicators, from the ledgers alone.")
        @OptionGroup var store: StoreOption
        @Option(help: "2026-11-27, 2026-W48, 2026-11, 2026-Q4, 2026, FROM..TO; the month under way by default.")
        var period: String?
        @Option(help: "A unit's code, or tp for the city.") var unit: String?
        @Option(help: "A definition's id.") var definition: String?
        @Option(help: "As it was known at this time or at the end of this day.") var asOf: String?
        @Option(help: "The present, for tests.") var now: String?
        @Flag(help: "JSON.") var json = false
        @Flag(help: "Say which figures differ from what is kept; exit 129 when some do.") var compare = false

        struct Answer: Encodable { var items: [IndicatorJSON] }

        func run() throws {
            let office = try openOffice(try store.address())
            let now = try self.now.map { text in
                guard let time = Instant(text) else { throw ValidationError("--now \(text) is no time") }
                return time
            } ?? systemNow()
            let ask = try ask(now: now)
            let (figures, kept, positions) = try office.database.read { tx in
                (
                    try IndicatorRecompute.ask(ask, now: now, tx, office.directory) { say("… \($0) bút toán") },
                    compare ? try IndicatorQuestion.ask(ask, now: now, tx, office) : [],
                    try IndicatorQuestion.positions(asOf: ask.asOf, tx)
                )
            }
            if json {
                try printJSON(Answer(items: figures.map { IndicatorJSON($0, positions: positions) }))
            } else {
                for f in figures {
                    print(
                        "\(f.unit)\t\(f.period)\t\(f.definition.id) v\(f.definition.version)\t\(f.numerator)/\(f.denominator)\t"
                            + (f.value?.text(decimals: 4) ?? "–"))
                }
            }
            guard compare else { return }
            let differ = Set(figures).symmetricDifference(kept).count
            say(differ == 0 ? "\(figures.count) figures, all as kept" : "\(differ) figures differ: run `motcua rebuild`")
            if differ > 0 { throw ExitCode(129) }
        }

        private func ask(now: Instant) throws -> IndicatorAsk {
            guard let period = self.period.map({ Period($0) }) ?? Period(.month, around: now.date) else {
                throw Refusal.badPeriod(self.period ?? "")
            }
            let time = try asOf.map { text in
                guard let time = Instant(asOf: text, now: now) else { throw ValidationError("--as-of \(text) is no date and no time") }
                return time
            }
            return IndicatorAsk(unit: unit, period: period, definition: definition, asOf: time)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lint a file of definitions: exit 0, or 129 with the line.")
        @Argument(help: "A YAML file (docs/formats/indicators.md).") var file: String

        func run() throws {
            let definitions = try IndicatorFiles.load(file)
            print("\(definitions.count) definitions, all sound")
        }
    }

    struct Publish: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish those definitions of a file that the store does not have, as the administrator of the store.")
        @OptionGroup var store: StoreOption
        @Argument(help: "A YAML file; the repository's own by default.") var file: String?

        func run() throws {
            let lock = try StoreLock(try store.address())
            defer { withExtendedLifetime(lock) {} }
            let office = try openOffice(try store.address())
            guard let path = file ?? ReferenceFiles.locate().map({ $0 + "/indicators.yaml" }) else {
                throw ValidationError("the Reference folder was not found; name the file")
            }
            let new = try IndicatorFiles.load(path).filter { definition in
                !(office.directory.indicators[definition.id] ?? []).contains { $0.version >= definition.version }
            }
            let administrator = Caller(
                user: Caller.system.user, name: Caller.system.name,
                grants: [Grant(role: .admin, unit: Directory.city, from: Instant(milliseconds: 0))])
            try office.work { work in
                for definition in new { try work.publish(definition, by: administrator, command: "c:indicators", now: systemNow()) }
            }
            print("\(new.count) definitions published")
        }
    }
}
