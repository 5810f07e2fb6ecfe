// ProceduresCommand.swift: `motcua procedures check|import`.

import ArgumentParser
import Casework
import Foundation
import Office

struct Procedures: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Procedure definitions.", subcommands: [Check.self, Import.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lint definitions: exit 0, or 129 with file, line and reason.")
        @Argument(help: "Files or folders; the repository's definitions when left out.") var paths: [String] =
            []
        @Flag(help: "JSON.") var json = false

        struct Found: Encodable {
            var file: String
            var line: Int
            var vi, en: String
        }

        func run() throws {
            if let missing = paths.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
                throw ValidationError("\(missing) is not there")
            }
            let findings = ReferenceFiles.check(paths: paths)
            if json {
                try printJSON(findings.map { Found(file: $0.file, line: $0.line, vi: $0.vi, en: $0.en) })
                if !findings.isEmpty { throw ExitCode(129) }
                return
            }
            for finding in findings {
                print("\(finding.file):\(finding.line): \(finding.vi) / \(finding.en)")
            }
            if !findings.isEmpty { throw ExitCode(129) }
            print("all sound")
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The national portal's records (JSON) to definitions, with an honest report.")
        @Argument(help: "JSON file of records.") var file: String
        @Option(help: "Folder for the definitions; without it only the report is made.") var out: String?

        func run() throws {
            let report = try ProcedureImport.report(file: file, house: .init(try loadReference()))
            print(report.account)
            print(report.summary)
            if let out { try ProcedureImport.write(report, to: out) }
        }
    }
}
