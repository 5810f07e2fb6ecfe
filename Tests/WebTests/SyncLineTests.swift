// SyncLineTests.swift: of a reason of the line, what the hub itself said.

import Testing

@testable import Web

@Suite("the hub's words")
struct SyncLineTests {
    @Test("people read what the hub said, without what is before it")
    func words() {
        #expect(SyncLine.wordsOfHub("the hub answers 403: Không biết điểm gửi “a”.") == "Không biết điểm gửi “a”.")
        #expect(SyncLine.wordsOfHub("the hub answers 403: a: b") == "a: b")
        #expect(SyncLine.wordsOfHub("no answer within 60 seconds") == "no answer within 60 seconds")
    }
}
