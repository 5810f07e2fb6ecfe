// GzipTests.swift: compression as RFC 1952 has it (gzip itself reads it back), and marks of forms that never repeat.

import Foundation
import Sync
import Testing

@testable import Web

@Suite("compression and marks")
struct GzipTests {
    @Test("what we compress, gzip reads", arguments: [0, 1, 999, 70_000])
    func roundTrip(_ size: Int) throws {
        let text = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 5) }
        let packed = try #require(Deflate.compress(text))
        let (gunzip, input, output) = (Process(), Pipe(), Pipe())
        gunzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gunzip.arguments = ["gzip", "-dc"]
        (gunzip.standardInput, gunzip.standardOutput) = (input, output)
        try gunzip.run()
        DispatchQueue.global().async {
            input.fileHandleForWriting.write(Data(packed))
            input.fileHandleForWriting.closeFile()
        }
        #expect(Array(output.fileHandleForReading.readDataToEndOfFile()) == text)
    }

    @Test("who does not want gzip does not get it", arguments: [
        ("gzip", true), ("deflate, gzip;q=0.5", true), ("*", true), ("", false), ("br", false), ("gzip;q=0", false),
        ("gzip; q=0.0", false), ("GZIP", true),
    ])
    func negotiation(_ accepted: String, _ takes: Bool) { #expect(Gzip.takesGzip(accepted) == takes) }

    @Test("a mark is another each time, fits its session and no other")
    func marks() {
        let (a, b) = (CSRF.mark("token", chance: "1"), CSRF.mark("token", chance: "2"))
        #expect(a != b && a.suffix(32) != b.suffix(32))
        #expect(CSRF.matches(a, "token") && CSRF.matches(b, "token"))
        #expect(!CSRF.matches(a, "other") && !CSRF.matches("", "token"))
        #expect(!CSRF.matches(String(a.prefix(32)) + String(b.suffix(32)), "token"))
        #expect(!CSRF.matches(String(repeating: "é", count: 32), "token"))
    }
}
