// ImportCommand.swift: `motcua import dossiers`: dossiers of an old system, tried first, then taken in whole or not at all.

import ArgumentParser
import Casework
import Foundation
import Office
import Oversight
import Storage

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in what another system kept.", subcommands: [Dossiers.self])

    struct Dossiers: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Old dossiers from CSV (docs/formats/former-dossiers.md): exit 2 with the lines that are wrong.")
        @Argument(help: "CSV file.") var file: String
        @OptionGroup var store: StoreOption
        @Flag(name: .customLong("try"), help: "Report what would come in, and change nothing.") var trial = false
        @Flag(help: "JSON.") var json = false
        @Option(help: "Who has read the report and signs it: an administrator of the city.") var admin = "admin@tp"

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw ValidationError("\(file) cannot be read")
            }
            let bytes = Array(data)
            let now = systemNow()
            let report: FormerReport
            if trial {
                let office = try openOffice(try store.address())
                report = try office.database.read { try FormerPlan.make(bytes, now: now, $0, office).report }
            } else {
                let lock = try StoreLock(try store.address())
                defer { withExtendedLifetime(lock) {} }
                let office = try openOffice(try store.address())
                report = try take(bytes, office, now: now)
            }
            if json { try printJSON(ReportJSON(report, taken: !trial && report.isSound)) } else { tell(report) }
            guard report.isSound else {
                if report.problemCount == 0 { throw Refusal.formerFileWrong(report) }
                throw ExitCode(2)
            }
        }

        /// The report of what came in, or of why nothing did.
        private func take(_ bytes: [UInt8], _ office: Office, now: Instant) throws -> FormerReport {
            let trial = try office.database.read { try FormerPlan.make(bytes, now: now, $0, office).report }
            guard trial.isSound else { return trial }
            let name = office.directory.names[admin] ?? admin
            let caller = Caller(user: admin, name: name, grants: office.directory.grants(of: admin, at: now))
            return try office.work {
                try $0.adoptFormer(
                    bytes, tried: trial.file, signature: name, confirmed: true, by: caller,
                    command: "c:\(UUID().uuidString.lowercased())", now: now)
            }
        }

        private func tell(_ report: FormerReport) {
            for problem in report.problems {
                let words = problem.sentence
                print("\(words.vi) / \(words.en)")
            }
            if report.problemCount > report.problems.count { print("… \(report.problemCount) lỗi / problems") }
            guard report.problemCount == 0 else { return print("Chưa nhập hồ sơ nào / Nothing was taken in") }
            print("SHA-256 \(report.file)")
            print(
                "\(trial ? "Sẽ nhập / Would take in" : "Đã nhập / Taken in") \(report.dossiers): chưa xong / open \(report.open)"
                    + " (quá hạn / overdue \(report.overdue)), chờ trả / to be fetched \(report.waiting), đã xong / ended "
                    + "\(report.ended)")
            for line in report.units { print("\(line.count)\t\(line.code)\t\(line.name)") }
            for line in report.procedures { print("\(line.count)\t\(line.code)\t\(line.name)") }
            for line in report.states { print("\(line.count)\t\(line.code)\t\(line.name)") }
        }
    }
}

private struct ReportJSON: Encodable {
    struct Count: Encodable {
        var code, name: String
        var count: Int
        init(_ count: FormerCount) {
            code = count.code
            name = count.name
            self.count = count.count
        }
    }
    struct Problem: Encodable {
        var line: Int
        var column: String?
        var problem, vi, en: String
    }
    var file: String
    var taken: Bool
    var dossiers, open, overdue, waiting, ended, restated, byCodeAlone, unprovable: Int
    var units, procedures, states: [Count]
    var problems: [Problem]
    var problemCount: Int

    init(_ report: FormerReport, taken: Bool) {
        file = report.file
        self.taken = taken
        dossiers = report.dossiers
        open = report.open
        overdue = report.overdue
        waiting = report.waiting
        ended = report.ended
        restated = report.restated
        byCodeAlone = report.byCodeAlone
        unprovable = report.unprovable
        units = report.units.map { Count($0) }
        procedures = report.procedures.map { Count($0) }
        states = report.states.map { Count($0) }
        problems = report.problems.map {
            Problem(line: $0.line, column: $0.column?.rawValue, problem: $0.slug, vi: $0.vi, en: $0.en)
        }
        problemCount = report.problemCount
    }
}
