// CourierTests.swift: what a ward knows of its line: since when it is down, and whether the hub was silent or said no.

import Ledger
import Sync
import Testing

@Suite("the line as the courier knows it")
struct CourierTests {
    private let hello = Hello(program: "p", now: 0, heads: [], cursor: .beginning)

    @Test("down since the hub was last heard from, also before this start")
    func since() {
        #expect(Courier(now: 9_000).line.since == 9_000)
        var courier = Courier(now: 9_000, lastHeard: 4_000)
        _ = courier.begin()
        _ = courier.take(.failed("no answer"), now: 10_000)
        #expect(courier.line.since == 4_000 && courier.line.lastHeard == 4_000 && !courier.line.isUp)
        #expect(Courier(now: 9_000, lastHeard: 20_000).line.since == 9_000, "a clock that went back")
    }

    @Test("a hub that says no is another thing than one that is silent")
    func refused() {
        var courier = Courier(now: 1)
        _ = courier.begin()
        _ = courier.take(.described(hello), now: 2)
        _ = courier.take(.answered(.refused("who is that?")), now: 3)
        #expect(courier.line.isRefused && courier.line.reason == "who is that?" && !courier.line.isUp)
        _ = courier.take(.woken, now: 4)
        _ = courier.take(.failed("no answer"), now: 5)
        #expect(!courier.line.isRefused && courier.line.reason == "no answer")
    }

    @Test("what this machine cannot do itself leaves the line as it was, and is said until it does its part again")
    func unable() {
        let (full, held) = (Courier.Said(vi: "đầy", en: "full"), Courier.Said(vi: "bị giữ", en: "held"))
        let welcome = Courier.Input.answered(.welcome(Welcome(program: "p", now: 0, heads: [], hasNews: false)))
        var courier = Courier(now: 1_000)
        _ = courier.begin()
        _ = courier.take(.described(hello), now: 2_000)
        _ = courier.take(welcome, now: 3_000)
        let first = courier.take(.unable(full), now: 4_000)
        #expect(first == .rest(milliseconds: 3_000))
        #expect(courier.line.isUp && courier.line.since == 3_000 && courier.line.failures == 0 && courier.line.reason == nil)
        #expect(courier.line.trouble == Courier.Trouble(since: 4_000, why: full))
        _ = courier.take(.woken, now: 7_000)
        let second = courier.take(.unable(held), now: 8_000)
        #expect(second == .rest(milliseconds: 6_000), "it does not knock without end")
        #expect(courier.line.trouble == Courier.Trouble(since: 4_000, why: held))
        _ = courier.take(.woken, now: 14_000)
        _ = courier.take(.described(hello), now: 15_000)
        _ = courier.take(welcome, now: 16_000)
        #expect(courier.line.trouble != nil, "the round is not through")
        _ = courier.take(.applied(wrote: false), now: 17_000)
        let third = courier.take(.files(give: [], want: [:]), now: 18_000)
        #expect(third == .rest(milliseconds: 3_000) && courier.line.trouble == nil && courier.line.since == 3_000)
    }

    @Test("a line that is down stays down since then; one that is heard of no more is said, not what was before")
    func unableWhileDown() {
        var courier = Courier(now: 9_000, lastHeard: 4_000)
        _ = courier.begin()
        _ = courier.take(.failed("no answer"), now: 10_000)
        _ = courier.take(.woken, now: 13_000)
        _ = courier.take(.unable(Courier.Said(vi: "đầy", en: "full")), now: 14_000)
        #expect(!courier.line.isUp && courier.line.since == 4_000 && courier.line.reason == "no answer" && courier.line.failures == 1)
        #expect(courier.line.trouble?.since == 14_000)
        _ = courier.take(.woken, now: 17_000)
        _ = courier.take(.described(hello), now: 18_000)
        _ = courier.take(.failed("no answer"), now: 19_000)
        #expect(courier.line.trouble == nil && courier.line.failures == 2)
    }

    @Test("what the hub says outside a letter is kept in both languages until something else is heard")
    func turnedAway() {
        let said = Courier.Said(vi: "Không biết.", en: "Not known.")
        var courier = Courier(now: 1)
        _ = courier.begin()
        _ = courier.take(.described(hello), now: 2)
        _ = courier.take(.turnedAway("the hub answers 403: Không biết.", said), now: 3)
        #expect(courier.line.isRefused && courier.line.said == said && courier.line.reason == "the hub answers 403: Không biết.")
        _ = courier.take(.woken, now: 4)
        _ = courier.take(.failed("no answer"), now: 5)
        #expect(!courier.line.isRefused && courier.line.said == nil)
    }

    @Test("a request without an answer takes the line down while it is out; its answer, when it comes, brings it back")
    func silent() {
        let welcome = Courier.Input.answered(.welcome(Welcome(program: "p", now: 0, heads: [], hasNews: false)))
        var courier = Courier(now: 1_000)
        _ = courier.begin()
        _ = courier.take(.described(hello), now: 1_000)
        _ = courier.take(welcome, now: 2_000)
        _ = courier.take(.applied(wrote: false), now: 2_000)
        let rest = courier.take(.files(give: [], want: [:]), now: 2_000)
        #expect(rest == .rest(milliseconds: 3_000))
        courier.hearNothing(now: 4_000)
        #expect(courier.line.isUp, "who rests waits for nobody")
        _ = courier.take(.woken, now: 5_000)
        _ = courier.take(.described(hello), now: 5_000)
        courier.hearNothing(now: 10_000)
        let dead = courier.line
        #expect(!dead.isUp && dead.since == 2_000 && dead.lastHeard == 2_000 && dead.failures == 1 && dead.reason != nil)
        courier.hearNothing(now: 11_000)
        #expect(courier.line == dead)
        // It comes after all.
        var late = courier
        _ = late.take(welcome, now: 12_000)
        #expect(late.line.isUp && late.line.since == 12_000 && late.line.failures == 0 && late.line.reason == nil)
        // It does not: one failure, not two.
        let pause = courier.take(.failed("no answer within 20 s"), now: 25_000)
        #expect(pause == .rest(milliseconds: 3_000) && courier.line.failures == 1 && courier.line.since == 2_000)
        _ = courier.take(.woken, now: 28_000)
        _ = courier.take(.described(hello), now: 28_000)
        courier.hearNothing(now: 33_000)
        #expect(courier.line.failures == 2)
    }

    @Test("a piece that the hub keeps is a word of it too")
    func heardBetween() {
        let file = String(repeating: "a", count: 64)
        var courier = Courier(now: 1_000)
        _ = courier.begin()
        _ = courier.take(.described(hello), now: 1_000)
        _ = courier.take(.answered(.welcome(Welcome(program: "p", now: 0, heads: [], hasNews: false))), now: 2_000)
        _ = courier.take(.applied(wrote: false), now: 2_000)
        _ = courier.take(.files(give: [], want: [file: 0]), now: 2_000)
        courier.hearNothing(now: 32_000)
        #expect(!courier.line.isUp)
        _ = courier.take(.answered(.piece(nil)), now: 40_000)
        #expect(courier.line.isUp && courier.line.lastHeard == 40_000)
    }

    @Test("a file that no dossier at the hub names is not sent, and one that is not taken holds up nothing")
    func unnamedFile() {
        var courier = Courier(now: 1)
        _ = courier.begin()
        _ = courier.take(.described(hello), now: 2)
        _ = courier.take(.answered(.welcome(Welcome(program: "p", now: 0, heads: [], hasNews: false))), now: 3)
        _ = courier.take(.applied(wrote: false), now: 4)
        _ = courier.take(.files(give: ["a", "b", "c", "d"], want: [:]), now: 5)
        let confirming = courier.take(.answered(.lacking(["a": Answer.unnamed, "b": 0, "c": 0])), now: 6)
        #expect(confirming == .confirm(["d"]))
        #expect(courier.take(.applied(wrote: false), now: 7) == .readPiece(file: "b", ordinal: 0))
        _ = courier.take(.piece(FilePiece(file: "b", ordinal: 0, pieces: 2, bytes: [1])), now: 8)
        #expect(courier.take(.answered(.refused("no dossier here")), now: 9) == .readPiece(file: "c", ordinal: 0))
        #expect(courier.line.isUp && !courier.line.isRefused)
    }

    @Test("a hello is soon missed and given up; what carries a megabyte has its time")
    func patience() {
        let (small, large) = (Request.hello(hello), Request.pull(.beginning))
        // With the pause between rounds, eight seconds after the hub was last heard.
        #expect(Courier(now: 0).pause + small.silence == 8_000)
        #expect(small.patience == 20 && Request.offer([]).patience == 20)
        #expect(large.patience == 60 && Request.want(file: "", ordinal: 0).patience == 60 && large.silence < 60_000)
    }

    @Test("a stretch that the hub turns away leaves what lies ready to come, and is said at the end of the round")
    func turnedAwayStretch() throws {
        let own = Entry.Position(unit: "27373", epoch: 1, seq: 1, hash: .zero)
        let said = Courier.Said(vi: "Quá lớn.", en: "Too large.")
        var courier = Courier(now: 1)
        _ = courier.begin()
        func greeted(_ at: Int64) -> Courier.Action {
            _ = courier.take(.described(Hello(program: "p", now: 0, heads: [own], cursor: .beginning)), now: at)
            _ = courier.take(.answered(.welcome(Welcome(program: "p", now: 0, heads: [], hasNews: false))), now: at)
            return courier.take(.applied(wrote: false), now: at)
        }
        #expect(greeted(3) == .collect(unit: "27373", after: nil))
        let none = Digest.zero.hex
        let line = """
            {"actor":"system","addressee":null,"answers":null,"at":1,"command":"c","critical":false,"epoch":1,"facts":{},"hash":"\(none)",\
            "kind":"K","prev":"\(none)","sealed":null,"seq":1,"site":"a","subject":"s","unit":"27373","version":1}
            """
        let entry = try #require(Entry(exported: try JSON.parse(line), sealed: nil))
        let stretch = Stretch(unit: "27373", entries: [entry], signed: nil, hasMore: false)
        for (round, pause) in [(1, 3_000), (2, 6_000), (3, 12_000)] as [(Int64, Int64)] {
            let at = round * 10_000
            if round > 1 {
                _ = courier.take(.woken, now: at)
                #expect(greeted(at) == .collect(unit: "27373", after: nil))
            }
            _ = courier.take(.collected(stretch), now: at)
            #expect(courier.take(.turnedAway("the hub answers 413: Quá lớn.", said), now: at) == .listFiles)
            #expect(courier.take(.files(give: [], want: [:]), now: at) == .rest(milliseconds: pause), "longer each time")
            #expect(!courier.line.isUp && courier.line.isRefused && courier.line.said == said)
            #expect(courier.line.since == 10_000 && courier.line.lastHeard == at, "since the first time, though the hub is heard")
        }
        // It is taken at last.
        _ = courier.take(.woken, now: 40_000)
        _ = greeted(40_000)
        _ = courier.take(.collected(nil), now: 40_000)
        _ = courier.take(.files(give: [], want: [:]), now: 40_001)
        #expect(courier.line.isUp && courier.line.since == 40_001 && courier.line.failures == 0)
    }
}
