// Courier.swift: a ward's side of the exchange as a machine without I/O: inputs in, one thing to do out.
//
// A round: say hello, give a hub that went back to a backup what is here from before, fetch what of the own ledgers was lost
// here, push what the hub lacks, pull what lies ready, then carry papers' bytes, then rest.
// Every step is safe to repeat, so a line cut or a crash anywhere costs a repetition and nothing else. Two drivers: the network
// (Web/Sync) and the simulator (TestKit); both carry out the same actions on the same store.

package import Ledger

/// The ward's side of the exchange: takes what happened, says what is to be done next.
package struct Courier: Sendable {
    /// What is to be done next; the driver answers with the input that fits.
    package enum Action: Hashable, Sendable {
        case rest(milliseconds: Int64)
        case describe
        /// Read what is here of the hub's and others' ledgers, and beside ledgers that were taken over, behind a place.
        case gather(after: Int64)
        /// Read a stretch of an own ledger, after what the hub has of it.
        case collect(unit: String, after: Entry.Position?)
        case send(Request)
        /// Take an answer into the store.
        case apply(Answer)
        /// List files to give, and files wanted with the piece they have come to.
        case listFiles
        case readPiece(file: String, ordinal: Int64)
        /// The hub holds these files: note it.
        case confirm([String])
    }

    package enum Input: Hashable, Sendable {
        case woken
        case described(Hello)
        /// Where the next ones begin; nil behind the last.
        case gathered([SelectedEntry], beside: [Entry], next: Int64?)
        /// Nil when there is nothing after that place.
        case collected(Stretch?)
        case answered(Answer)
        /// The hub was reached and said no outside a letter: what is known of it, and what it said in both languages.
        case turnedAway(String, Said?)
        /// The line or the hub did not do it.
        case failed(String)
        /// This machine did not do it, for a reason of its own: its store, its keys, its disk.
        case unable(Said)
        /// `wrote`: own entries came of it, which the hub lacks now.
        case applied(wrote: Bool)
        case files(give: [String], want: [String: Int64])
        case piece(FilePiece?)
    }

    /// The same in Vietnamese and in English.
    package struct Said: Hashable, Sendable {
        package var vi, en: String
        package init(vi: String, en: String) { (self.vi, self.en) = (vi, en) }
    }

    /// Why this machine itself does not carry out its rounds.
    package struct Trouble: Hashable, Sendable {
        /// When the first of the rounds that failed so in a row did, milliseconds.
        package var since: Int64
        package var why: Said
        package init(since: Int64, why: Said) { (self.since, self.why) = (since, why) }
    }

    /// What is known of the line.
    package struct Line: Hashable, Sendable {
        package var isUp = false
        /// Since when it is as it is, milliseconds.
        package var since: Int64 = 0
        package var lastHeard: Int64?
        package var failures = 0
        package var reason: String?
        /// The hub answers, and says no: `reason` is its own.
        package var isRefused = false
        /// What it said then, where it said it in both languages.
        package var said: Said?
        /// Of the last round that ended; nil when this machine did its part of it. It says nothing about the line.
        package var trouble: Trouble?
        /// The hub's clock less ours, milliseconds, as of the last hello.
        package var skew: Int64 = 0

        package init() {}
    }

    private enum Phase: Hashable {
        case resting, describing, greeting
        case gathering
        case givingBack(next: Int64?)
        case fetching(String)
        case collecting(String)
        case pushing(String)
        case pulling, listing, offering, confirming
        case reading(String)
        case giving(String, Int64)
        case wanting(String)
        indirect case applying(then: After)
    }
    private enum After: Hashable { case greet, giveBack(next: Int64?), fetch, push, pull, want(String) }

    package private(set) var line = Line()
    private var phase = Phase.resting
    private var hello = Hello(program: "", now: 0, heads: [], cursor: .beginning)
    /// What the hub has of the own ledgers, as far as is known.
    private var known: [String: Entry.Position] = [:]
    private var toFetch: [String] = []
    private var toPush: [String] = []
    private var hasNews = false
    private var hasMore = false
    private var wroteMore = false
    /// Why nothing of some ledger was taken in this round.
    private var refusal: (reason: String, said: Said?)?
    /// Rounds in a row that ended so. Until one ends otherwise the line stays as it was said to be.
    private var refusals = 0
    /// Rounds in a row that this machine itself did not carry out.
    private var troubles = 0
    /// The request that is out has been said to be without an answer, and counted among the failures.
    private var isOverdue = false
    private var greeting = Welcome(program: "", now: 0, heads: [], hasNews: false)
    /// How things stood when something was fetched last.
    private var fetched: [Entry.Position] = []
    private var fetchedTo: [Entry.Position] = []
    private var offered: [String] = []
    private var give: [String: Int64] = [:]
    private var want: [String: Int64] = [:]

    /// Milliseconds between rounds, and between tries when the line is dead.
    package let pause: Int64
    private let longestPause: Int64
    /// The same where nobody answers: to knock costs nothing, and who has waited for days wants to see the line back.
    private static let longestKnock: Int64 = 5_000

    /// - Parameter lastHeard: when the hub was last heard from before this start, milliseconds: since then the line is down.
    package init(pause: Int64 = 3_000, longestPause: Int64 = 15_000, now: Int64, lastHeard: Int64? = nil) {
        self.pause = pause
        self.longestPause = longestPause
        line.lastHeard = lastHeard
        line.since = min(lastHeard ?? now, now)
    }

    /// The first thing to do.
    package mutating func begin() -> Action {
        phase = .describing
        return .describe
    }

    /// - Parameter now: milliseconds of this site's clock.
    package mutating func take(_ input: Input, now: Int64) -> Action {
        switch (phase, input) {
        case (_, .failed(let reason)): return fail(reason, now)
        case (_, .unable(let why)): return giveUp(why, now)
        case (.pushing(let unit), .turnedAway(let reason, let said)): return nothingTaken(of: unit, reason, said, now)
        case (_, .turnedAway(let reason, let said)): return fail(reason, now, refused: true, said)
        case (.resting, _): return begin()
        case (.describing, .described(let hello)):
            self.hello = hello
            phase = .greeting
            return .send(.hello(hello))
        case (.greeting, .answered(.welcome(let welcome))):
            greeting = welcome
            return apply(.welcome(welcome), then: .greet, now)
        case (.gathering, .gathered(let entries, let beside, let next)):
            guard !entries.isEmpty || !beside.isEmpty else { return next.map { gather(after: $0) } ?? exchange() }
            phase = .givingBack(next: next)
            return .send(.giveBack(entries, beside: beside))
        case (.givingBack(let next), .answered(let answer)): return apply(answer, then: .giveBack(next: next), now)
        case (.fetching, .answered(let answer)): return apply(answer, then: .fetch, now)
        case (.collecting(let unit), .collected(let stretch)):
            guard let stretch, !stretch.entries.isEmpty else { return nextPush() }
            phase = .pushing(unit)
            return .send(.push(stretch))
        case (.pushing(let unit), .answered(let answer)): return pushed(unit, answer, now)
        case (.pulling, .answered(let answer)):
            if case .delivery(let delivery) = answer {
                hasMore = delivery.hasMore
                hello.cursor = delivery.cursor
            }
            return apply(answer, then: .pull, now)
        case (.listing, .files(let give, let want)):
            self.want = want
            if give.isEmpty { return nextWanted(now) }
            offered = give
            phase = .offering
            return .send(.offer(give))
        case (.offering, .answered(.lacking(let files, _))): return lacked(files, now)
        case (.confirming, .applied): return nextGiven(now)
        case (.reading(let file), .piece(let piece)):
            guard let piece else {
                give[file] = nil
                return nextGiven(now)
            }
            phase = .giving(file, piece.ordinal)
            give[file] = piece.ordinal + 1 < piece.pieces ? piece.ordinal + 1 : nil
            return .send(.give(piece))
        case (.giving, .answered(.kept)): return kept(now)
        case (.giving(let file, _), .answered(.refused)): return notKept(file, now)
        case (.wanting(let file), .answered(.piece(let piece))): return came(piece, of: file, now)
        case (.applying(let after), .applied(let wrote)):
            wroteMore = wroteMore || wrote
            return applied(after, now)
        case (_, .answered(.refused(let reason))): return fail(reason, now, refused: true)
        default: return fail("an answer that fits nothing: the round begins anew", now)
        }
    }

    /// The request that is out has been without an answer for `Request.silence`: the line is not up. The request stays out; its
    /// answer, when it does come, is an answer as any.
    package mutating func hearNothing(now: Int64) {
        guard !isOverdue, phase != .resting else { return }
        isOverdue = true
        lose("no answer yet, the line may be dead", now)
        line.failures += 1
    }

    // MARK: steps

    private mutating func pushed(_ unit: String, _ answer: Answer, _ now: Int64) -> Action {
        switch answer {
        case .taken(let head, let witness, let problem):
            let moved = head.seq != (known[unit]?.seq ?? 0)
            known[unit] = head
            if problem != nil || !moved { toPush.removeAll { $0 == unit } }
            // What stands where must be settled is settled (fork, end of a line); what is refused for good is said.
            if let problem, !moved, !["fork", "occupied", "fenced", "entry"].contains(where: problem.hasPrefix) { refusal = (problem, nil) }
            return apply(.taken(head, witness: witness, problem: problem), then: .push, now)
        case .refused(let reason): return nothingTaken(of: unit, reason, nil, now)
        default: return fail("an answer that fits nothing: the round begins anew", now)
        }
    }

    /// The other ledgers go on, and what lies ready comes.
    private mutating func nothingTaken(of unit: String, _ reason: String, _ said: Said?, _ now: Int64) -> Action {
        heard(now)
        refusal = (reason, said)
        toPush.removeAll { $0 == unit }
        return nextPush()
    }

    private mutating func lacked(_ files: [String: Int64], _ now: Int64) -> Action {
        heard(now)
        give = files.filter { $0.value != Answer.unnamed }
        phase = .confirming
        return .confirm(offered.filter { files[$0] == nil })
    }

    private mutating func kept(_ now: Int64) -> Action {
        heard(now)
        return nextGiven(now)
    }

    /// Of one file nothing is taken now: it is offered again in the next round, and the others go on.
    private mutating func notKept(_ file: String, _ now: Int64) -> Action {
        give[file] = nil
        return kept(now)
    }

    private mutating func came(_ piece: FilePiece?, of file: String, _ now: Int64) -> Action {
        guard let piece else {
            heard(now)
            want[file] = nil
            return nextWanted(now)
        }
        want[file] = piece.ordinal + 1 < piece.pieces ? piece.ordinal + 1 : nil
        return apply(.piece(piece), then: .want(file), now)
    }

    private mutating func welcomed(_ welcome: Welcome, _ now: Int64) -> Action {
        heard(now)
        line.skew = welcome.now - hello.now
        known = Dictionary(welcome.heads.map { ($0.unit, $0) }, uniquingKeysWith: { a, _ in a })
        // A fetch that brought nothing is not repeated at once.
        let isStuck = !hello.heads.isEmpty && fetched == hello.heads && welcome.heads.sorted { $0.unit < $1.unit } == fetchedTo
        (fetched, fetchedTo) = ([], [])
        // What lies ready may be just what is missing: that a ledger was assigned to this site.
        if isStuck, !welcome.hasNews { return fail("a ledger does not come together with the hub's", now) }
        toFetch = []
        toPush = []
        for unit in Set(hello.heads.map(\.unit) + welcome.heads.map(\.unit)).sorted() {
            let (own, theirs) = (hello.heads.first { $0.unit == unit }, known[unit])
            if let theirs,
                hello.common[unit] != nil || theirs.seq > own?.seq ?? 0
                    || theirs.seq == own?.seq && theirs.hash != own?.hash
            {
                toFetch.append(unit)
            } else if let own, own.seq > theirs?.seq ?? 0 {
                toPush.append(unit)
            }
        }
        if isStuck { toFetch = [] }
        hasNews = welcome.hasNews
        hasMore = false
        wroteMore = false
        refusal = nil
        // The hub's store is another than it was: first comes what it may have lost.
        if !hello.cursor.generation.isEmpty, !welcome.generation.isEmpty, hello.cursor.generation != welcome.generation {
            return gather(after: 0)
        }
        return exchange()
    }

    private mutating func gather(after place: Int64) -> Action {
        phase = .gathering
        return .gather(after: place)
    }

    private mutating func exchange() -> Action {
        // A new site needs the law before it can read dossiers.
        if hello.cursor.position == 0, hasNews {
            wroteMore = true
            return nextPull()
        }
        return nextFetch()
    }

    private mutating func nextFetch() -> Action {
        guard let unit = toFetch.first else { return nextPush() }
        if hello.common[unit] == nil { (fetched, fetchedTo) = (hello.heads, Array(known.values).sorted { $0.unit < $1.unit }) }
        phase = .fetching(unit)
        return .send(
            .fetch(unit: unit, after: hello.common[unit] ?? hello.heads.first { $0.unit == unit }?.seq ?? 0))
    }

    private mutating func nextPush() -> Action {
        if case .collecting(let unit) = phase { toPush.removeAll { $0 == unit } }
        guard let unit = toPush.first else { return nextPull() }
        phase = .collecting(unit)
        // Of a ledger that this site has lost: from where it and the new home are surely the same.
        let lost = hello.common[unit].map { Entry.Position(unit: unit, epoch: 0, seq: $0, hash: .zero) }
        return .collect(unit: unit, after: known[unit] ?? lost)
    }

    private mutating func nextPull() -> Action {
        guard hasNews || hasMore else {
            phase = .listing
            return .listFiles
        }
        hasNews = false
        phase = .pulling
        return .send(.pull(hello.cursor))
    }

    private mutating func nextGiven(_ now: Int64) -> Action {
        guard let file = give.keys.min(), let ordinal = give[file] else { return nextWanted(now) }
        phase = .reading(file)
        return .readPiece(file: file, ordinal: ordinal)
    }

    private mutating func nextWanted(_ now: Int64) -> Action {
        guard let file = want.keys.min(), let ordinal = want[file] else { return rest(now) }
        phase = .wanting(file)
        return .send(.want(file: file, ordinal: ordinal))
    }

    private mutating func apply(_ answer: Answer, then after: After, _ now: Int64) -> Action {
        if case .refused(let reason) = answer { return fail(reason, now, refused: true) }
        heard(now)
        phase = .applying(then: after)
        return .apply(answer)
    }

    private mutating func applied(_ after: After, _ now: Int64) -> Action {
        switch after {
        case .greet: return welcomed(greeting, now)
        case .giveBack(let next): return next.map { gather(after: $0) } ?? exchange()
        case .fetch:
            // What was lost has come back, or part of it: the next hello tells how things stand.
            toFetch = []
            phase = .describing
            return .describe
        case .push: return nextPush()
        case .pull: return nextPull()
        case .want: return nextWanted(now)
        }
    }

    private mutating func rest(_ now: Int64) -> Action {
        if let refusal {
            refusals += 1
            return fail(refusal.reason, now, refused: true, refusal.said)
        }
        refusals = 0
        heard(now)
        didItsPart()
        phase = .resting
        return .rest(milliseconds: wroteMore ? 0 : pause)
    }

    private mutating func heard(_ now: Int64) {
        isOverdue = false
        line.lastHeard = now
        guard refusals == 0 else { return }
        if !line.isUp {
            line.isUp = true
            line.since = now
        }
        line.failures = 0
        line.reason = nil
        line.isRefused = false
        line.said = nil
    }

    private mutating func fail(_ reason: String, _ now: Int64, refused: Bool = false, _ said: Said? = nil) -> Action {
        lose(reason, now, refused: refused, said)
        if !isOverdue { line.failures += 1 }
        isOverdue = false
        didItsPart()
        return rest(after: line.failures, most: refused ? longestPause : min(longestPause, Courier.longestKnock))
    }

    private mutating func lose(_ reason: String, _ now: Int64, refused: Bool = false, _ said: Said? = nil) {
        if line.isUp {
            line.isUp = false
            // The line was last known to be alive when something was last heard.
            line.since = line.lastHeard ?? now
        }
        line.reason = reason
        line.isRefused = refused
        line.said = said
    }

    /// The line is as it was: nothing was heard of it.
    private mutating func giveUp(_ why: Said, _ now: Int64) -> Action {
        line.trouble = Trouble(since: line.trouble?.since ?? now, why: why)
        troubles += 1
        isOverdue = false
        return rest(after: troubles, most: longestPause)
    }

    private mutating func didItsPart() {
        line.trouble = nil
        troubles = 0
    }

    private mutating func rest(after failures: Int, most: Int64) -> Action {
        phase = .resting
        let doubled = pause << Int64(min(failures - 1, 10))
        return .rest(milliseconds: min(doubled, most))
    }
}

extension Request {
    /// Small both ways; the others carry a megabyte and more, over what may be a slow line.
    private var isSmall: Bool {
        switch self {
        case .hello, .offer: true
        case .push, .pull, .fetch, .give, .want, .giveBack: false
        }
    }

    /// Milliseconds without an answer after which the line is said to be dead.
    package var silence: Int64 { isSmall ? 5_000 : 30_000 }
    /// Seconds for one exchange; then it is given up and the round begins anew.
    package var patience: Int { isSmall ? 20 : 60 }
}
