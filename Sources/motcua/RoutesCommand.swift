// RoutesCommand.swift: `motcua routes`: every address the server answers, who may call it, and what it is for.

import ArgumentParser
import Web

struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List every address the server answers.")
    @Flag(help: "As JSON.") var json = false

    private struct Line: Encodable { var method, path, right, summary: String }

    func run() throws {
        let lines = Site.routes().map {
            Line(method: $0.method, path: $0.path, right: $0.right.rawValue, summary: $0.summary)
        }
        if json { return try printJSON(lines) }
        for line in lines {
            print("\(line.method) \(line.path)  [\(line.right)]  \(line.summary)")
        }
    }
}
