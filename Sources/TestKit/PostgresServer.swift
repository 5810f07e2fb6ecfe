// PostgresServer.swift: a PostgreSQL of the test's own: loopback, temporary folder, ended by process id.

import Foundation

package final class PostgresServer {
    package let url: String
    private let folder: String
    private let process: Process

    /// Nil where PostgreSQL is not installed.
    package static var binaries: String? {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return versions.sorted().last.map { "/usr/lib/postgresql/\($0)/bin" }
    }

    package init() throws {
        guard let binaries = PostgresServer.binaries else { throw CocoaError(.fileNoSuchFile) }
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent(
                "motcua-pg-\(UUID().uuidString.prefix(8))"
            ).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let port = try PostgresServer.freePort()
        let root = getuid() == 0
        if root { try PostgresServer.run("/bin/chown", ["postgres", folder]) }
        func asPostgres(_ command: String) -> (String, [String]) {
            root
                ? ("/sbin/runuser", ["-u", "postgres", "--", "/bin/sh", "-c", command])
                : ("/bin/sh", ["-c", command])
        }
        let make = asPostgres(
            "\(binaries)/initdb -D \(folder)/data -A trust -U motcua --locale=C -E UTF8 >/dev/null")
        try PostgresServer.run(make.0, make.1)
        let serve = asPostgres(
            "exec \(binaries)/postgres -D \(folder)/data -c listen_addresses=127.0.0.1 -c port=\(port)"
                + " -c unix_socket_directories=\(folder) -c fsync=off >\(folder)/log 2>&1"
        )
        process = Process()
        process.executableURL = URL(fileURLWithPath: serve.0)
        process.arguments = serve.1
        try process.run()
        url = "postgresql://motcua@127.0.0.1:\(port)/postgres"
        for _ in 0..<100 {
            let ready =
                (try? PostgresServer.run(
                    "\(binaries)/pg_isready", ["-h", "127.0.0.1", "-p", "\(port)", "-q"])) != nil
            if ready { return }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw CocoaError(.fileReadUnknown)
    }

    /// A port that nobody listens on; several servers may run at once.
    private static func freePort() throws -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(handle, $0, length) == 0 && getsockname(handle, $0, &length) == 0 }
        }
        guard bound else { throw CocoaError(.fileWriteUnknown) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    package func stop() {
        // The postmaster's own pid: behind runuser it is a child of ours.
        let lines =
            (try? String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8))?.split(
                separator: "\n") ?? []
        if let pid = lines.first.flatMap({ Int32($0) }) { kill(pid, SIGINT) }
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    @discardableResult
    private static func run(_ path: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return 0
    }
}
