// SyncLineTests.swift: of an answer that carries no letter, what the hub itself said, and what the ward's pages make of it; and
// what they say when the ward's own machine does not do its part.

import Casework
import Office
import Storage
import Sync
import Testing

@testable import Web

@Suite("the hub's words")
struct SyncLineTests {
    private let problem = Array(#"{"detail":"Không biết điểm gửi “a”.","detailEn":"We do not know “a”.","status":403}"#.utf8)

    @Test("people read what the hub said, in their language, without what is before it")
    func words() throws {
        let refusal = try #require(SyncLine.notOpened(status: 403, problem) as? HubRefusal)
        #expect(refusal.description == "the hub answers 403: Không biết điểm gửi “a”.")
        #expect(refusal.said == Courier.Said(vi: "Không biết điểm gửi “a”.", en: "We do not know “a”."))
        #expect(SyncLine.said(Array(#"{"detail":"a: b"}"#.utf8)) == Courier.Said(vi: "a: b", en: "a: b"), "a hub of before")
        var line = Courier.Line()
        line.failures = 1
        line.isRefused = true
        line.reason = refusal.description
        line.said = refusal.said
        let now = Instant(milliseconds: 60_000)
        let words = try #require(LineBar.words(line, nil, now))
        #expect(words.vi.contains("từ chối máy này: Không biết điểm gửi “a”. Hãy") && !words.vi.contains("403"))
        #expect(words.en.contains("turns this one away: We do not know “a”. Tell") && !words.en.contains("Không"))
        // What it says in a letter is English in both.
        line.reason = "a: b"
        line.said = nil
        #expect(LineBar.words(line, nil, now)?.vi.contains("từ chối máy này: a: b. Hãy") == true)
    }

    @Test("what this machine cannot do itself is not said of the line, and what the hub answered is not said of this machine")
    func trouble() throws {
        let full = StorageFault(.full, "/var/lib/ward.sqlite: disk I/O error", advice: "free space")
        let own = try #require(OwnTrouble.of(full) as? OwnTrouble)
        #expect(own.description.contains("/var/lib/ward.sqlite") && !own.said.vi.contains("/var") && own.said.en.contains("disk is full"))
        #expect(OwnTrouble.of(UnfitAnswer("not signed")) is UnfitAnswer)
        #expect(OwnTrouble.of(Refusal.unauthenticated) is OwnTrouble)
        var line = Courier.Line()
        line.isUp = true
        line.trouble = Courier.Trouble(since: 10_000, why: Courier.Said(vi: own.said.vi, en: own.said.en))
        #expect(LineBar.words(line, nil, Instant(milliseconds: 15_000)) == nil, "a hiccup")
        let words = try #require(LineBar.words(line, nil, Instant(milliseconds: 60_000)))
        #expect(words.vi.contains("ổ đĩa đã đầy") && words.vi.contains("nhật ký") && !words.vi.contains("Mất đường truyền"))
        #expect(words.en.contains("the disk is full") && words.en.contains("log") && !words.en.contains("line to the city is down"))
    }

    @Test("what takes too long is said once and waited for; what does not is not")
    func waiting() async {
        var said = 0
        let late = await SyncLine.waiting(
            milliseconds: 20,
            for: {
                do { try await Task.sleep(for: .milliseconds(300)) } catch {}
                return .failed("late")
            }, unanswered: { said += 1 })
        #expect(late == .failed("late") && said == 1)
        let soon = await SyncLine.waiting(milliseconds: 60_000, for: { .failed("soon") }, unanswered: { said += 1 })
        #expect(soon == .failed("soon") && said == 1)
    }

    @Test("a proxy on the way, a hub that is asked too often or has a fault is no refusal")
    func noRefusal() {
        #expect(SyncLine.said(Array("<html>".utf8)) == nil)
        let answers: [(Int, [UInt8])] = [(403, Array("<html>".utf8)), (429, problem), (503, problem), (502, [])]
        for (status, body) in answers {
            #expect(SyncLine.notOpened(status: status, body) is TransportFault)
        }
    }
}
