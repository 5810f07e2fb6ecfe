// SteeringBench.swift: `motcua bench forecast` and `motcua bench secondment`: how good the forecast would have been, on a store's
// own arrivals and on real ones out of a CSV, and what the solver's plan is worth in the simulated city.
//
// Both print one line of JSON, figures with up to six decimals as text where they are no whole numbers. Nothing is fitted:
// what loses against a naive rule is printed as it lost.

import ArgumentParser
import Casework
import Foundation
import Office
import Oversight
import Storage
import TestKit

extension Bench {
    struct Forecast: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Back-test the arrival forecast against “as yesterday” and “as the same weekday”.")
        @Option(help: "A store; its arrivals by ward and field.") var store: String?
        @Option(help: "A CSV with one line an event or case; its starts by day.") var csv: String?
        @Option(help: "Column with the start of a case.") var column = "case:startdate"
        @Option(help: "Column that names the case, so that each counts once; each line is one where there is no such column.")
        var caseColumn = "case:concept:name"

        struct Source: Encodable {
            var source: String
            var places, days, arrivals: Int
            var horizons: [Line]
        }
        struct Line: Encodable {
            var horizon, cases: Int
            var ours, yesterday, sameWeekday, coverage, width, score: String?
            /// Naive rules that are as good or better.
            var notBeaten: [String]

            init(_ test: BackTest) {
                (horizon, cases) = (test.horizon, test.cases)
                ours = test.meanError(.ours)?.text(decimals: 3)
                yesterday = test.meanError(.yesterday)?.text(decimals: 3)
                sameWeekday = test.meanError(.sameWeekday)?.text(decimals: 3)
                coverage = test.coverage?.text(decimals: 3)
                width = test.meanWidth?.text(decimals: 2)
                score = test.intervalScore?.text(decimals: 2)
                notBeaten = test.notBeaten.map(\.rawValue)
            }
        }

        func run() throws {
            guard store != nil || csv != nil else { throw ValidationError("--store, --csv or both") }
            var sources: [Source] = []
            if let store {
                guard let address = StoreAddress(store) else { throw ValidationError("--store \(store) is no store") }
                let office = try openOffice(address)
                let now = systemNow()
                let histories = try office.database.read { try OutlookQuestion.histories(now: now, $0, office.directory) }
                sources.append(Forecast.tested("store, by ward and field", histories))
                sources.append(Forecast.tested("store, the whole city", [Forecast.summed(histories)]))
            }
            if let csv {
                let history = try StartsFile(path: csv, column: column, caseColumn: caseColumn).history()
                sources.append(Forecast.tested((csv as NSString).lastPathComponent, [history]))
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            print(String(decoding: try encoder.encode(sources), as: UTF8.self))
        }

        static func tested(_ source: String, _ histories: [ArrivalHistory]) -> Source {
            Source(
                source: source, places: histories.count, days: histories.map(\.days.count).max() ?? 0,
                arrivals: histories.reduce(0) { $0 + $1.days.reduce(0) { $0 + $1.count } },
                horizons: [1, 5, 10].map { Line(BackTest.run(histories, horizon: $0)) })
        }

        static func summed(_ histories: [ArrivalHistory]) -> ArrivalHistory {
            ArrivalHistory(histories.flatMap { $0.days.map { (day: $0.date.dayNumber, count: $0.count) } })
        }
    }

    struct Secondment: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Late dossiers in the simulated city: nobody sent, by the longest queue, shared by queue, by the plan.")
        @Option(help: "Seed of the first city.") var seed: UInt64 = 1
        @Option(help: "How many cities, with seeds one after the other.") var cities = 5
        @Option(help: "Units of a city.") var units = 168

        struct Line: Encodable {
            var seed: UInt64
            var nobody, longestQueue, sharedByQueue, plan, planUnrefined, officers: Int
            var expected: String
            /// Late dossiers avoided by the plan for each that the better queue rule avoids.
            var advantage: String?
        }

        func run() throws {
            guard (1...100).contains(cities), (1...168).contains(units) else {
                throw ValidationError("--cities 1…100, --units 1…168")
            }
            var lines: [Line] = []
            for one in 0..<UInt64(cities) {
                var chance = SeededGenerator(seed: seed &+ one)
                guard let trial = CityTrial.run(units: units, using: &chance, solve: FlowSolver.solve) else {
                    throw StorageFault(.other, "the solver found no flow for seed \(seed &+ one)", advice: "report this")
                }
                lines.append(
                    Line(
                        seed: seed &+ one, nobody: trial.nobody.late, longestQueue: trial.longestQueue.late,
                        sharedByQueue: trial.sharedByQueue.late, plan: trial.plan.late, planUnrefined: trial.planUnrefined.late,
                        officers: trial.plan.officers, expected: trial.expected.text(decimals: 1),
                        advantage: trial.advantage?.text(decimals: 2)))
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            print(String(decoding: try encoder.encode(lines), as: UTF8.self))
        }
    }
}

/// A CSV of starts: quoted fields, a head, a column that begins with a date.
struct StartsFile {
    let path: String
    let column: String
    let caseColumn: String

    /// Mondays to Fridays from the first start to the last; what began on a weekend counts on the Monday. Holidays are not
    /// known here and stand as days on which little or nothing came.
    func history() throws -> ArrivalHistory {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var lines = StartsFile.records(text).makeIterator()
        guard let head = lines.next(), let at = head.firstIndex(of: column) else {
            throw ValidationError("\(path) has no column \(column)")
        }
        let caseAt = head.firstIndex(of: caseColumn)
        var seen: Set<String> = []
        var counts: [Int: Int] = [:]
        while let record = lines.next() {
            guard record.indices.contains(at), let date = CivilDate(String(record[at].prefix(10))) else { continue }
            if let caseAt, record.indices.contains(caseAt), !seen.insert(record[caseAt]).inserted { continue }
            let isWeekend = date.weekday > 5
            counts[date.adding(days: isWeekend ? 8 - date.weekday : 0).dayNumber, default: 0] += 1
        }
        guard let first = counts.keys.min(), let last = counts.keys.max() else {
            throw ValidationError("\(path): no date in \(column)")
        }
        let days = (first...last).filter { CivilDate(dayNumber: $0).weekday <= 5 }
        return ArrivalHistory(days.map { (day: $0, count: counts[$0] ?? 0) })
    }

    /// Records of a CSV (RFC 4180).
    static func records(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var (record, field, isQuoted) = ([String](), [UInt8](), false)
        let bytes = Array(text.utf8)
        var at = 0
        func close() -> String { String(decoding: field, as: UTF8.self) }
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if isQuoted {
                if byte != 0x22 {
                    field.append(byte)
                } else if at < bytes.count, bytes[at] == 0x22 {
                    field.append(byte)
                    at += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case 0x22: isQuoted = true
            case 0x2C:
                record.append(close())
                field = []
            case 0x0D: break
            case 0x0A:
                record.append(close())
                records.append(record)
                (record, field) = ([], [])
            default: field.append(byte)
            }
        }
        if !field.isEmpty || !record.isEmpty { records.append(record + [close()]) }
        return records
    }
}
