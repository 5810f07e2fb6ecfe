// ExchangeRunner.swift: speaks to one system outside: asks what came, takes it up, tells what changed, until it is stopped.
//
// A round: ask page by page (each kept durably before the next is asked for), take up what was kept, look into the ledgers
// for what is to be told, send what is due; once a day ask what the system says of its dossiers, compare and sign. Rounds
// follow each other at the link's pace, and sooner when a commit changed a dossier. A system that is down is asked ever more
// rarely, ten minutes at most; nothing is lost by it. Every request carries the bearer secret, every message that goes out
// its idempotency key (docs/formats/exchange.md).

package import Casework
package import Logging
import NIOHTTP1
package import Office
import Synchronization

package final class ExchangeRunner: Sendable {
    private let server: OfficeServer
    private let link: ExchangeLink
    private let clock: @Sendable () -> Instant
    private let logger: Logger
    private let isAlone: Bool
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let isStopping = Mutex(false)
    private let running = Mutex<Task<Void, Never>?>(nil)
    /// Failed rounds in a row, and until when the system is left alone.
    private let rest = Mutex<(failures: Int, until: Instant?)>((0, nil))
    private let asked = Mutex<Instant?>(nil)
    /// When it was asked last what it says of its dossiers.
    private let askedSaid = Mutex<Instant?>(nil)
    private let listener: Int

    static let batch = 8
    /// Pages asked for in one round.
    static let pages = 50
    /// Minutes after which what is held is tried again by itself.
    static let heldMinutes = 60

    /// - Parameters:
    ///   - listener: a number of its own among the server's listeners.
    ///   - isAlone: no other process sends from this store, so claims of an earlier run are given back at once.
    package init(
        _ server: OfficeServer, _ link: ExchangeLink, listener: Int, isAlone: Bool,
        clock: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        (self.server, self.link, self.isAlone) = (server, link, isAlone)
        (self.clock, self.logger, self.listener) = (clock, logger, -0x6578_6300 - listener)
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func start() {
        server.listen(listener) { [wake] topics in
            if topics.contains(where: { $0.hasPrefix("dossier:") || $0 == ExchangeBook.topic || $0 == OfficeServer.everything }) {
                wake.yield()
            }
        }
        running.withLock { $0 = Task { await run() } }
    }

    /// Begins nothing more, lets what is on its way finish, then ends.
    package func stop() async {
        isStopping.withLock { $0 = true }
        server.unlisten(listener)
        wake.finish()
        guard let task = running.withLock({ $0 }) else { return }
        let patience = Task {
            try await Task.sleep(for: .seconds(10))
            task.cancel()
        }
        await task.value
        patience.cancel()
    }

    private var isOver: Bool { isStopping.withLock { $0 } || Task.isCancelled }

    private func run() async {
        let ticks = Task { [wake, pace = max(1, link.pace)] in
            while !Task.isCancelled {
                wake.yield()
                try await Task.sleep(for: .seconds(pace))
            }
        }
        defer { ticks.cancel() }
        let (system, now, all) = (link.system, clock(), isAlone)
        await attempt {
            try await server.submit {
                try $0.openExchange(system, now: now)
                try $0.recoverExchange(system.id, all: all, now: now)
            }
        }
        for await _ in wakes {
            await round()
            if isOver { return }
            // What a burst of commits changed is told together.
            do { try await Task.sleep(for: .milliseconds(300)) } catch { return }
        }
    }

    private func attempt(_ body: () async throws -> Void) async {
        do { try await body() } catch {
            logger.warning("exchange", metadata: ["system": "\(link.system.id)", "error": "\(error)"])
        }
    }

    private func round() async {
        let now = clock()
        if rest.withLock({ $0.until.map { now < $0 } ?? false }) {
            // What was kept needs no line.
            await attempt(takeUp)
            await attempt { try await compare(mayAsk: false) }
            return
        }
        let isDue = asked.withLock { last in
            guard last.map({ now.milliseconds - $0.milliseconds >= Int64(link.pace) * 900 }) ?? true else { return false }
            last = now
            return true
        }
        if isDue { await attempt(askForMore) }
        if isOver { return }
        await attempt(takeUp)
        await attempt(find)
        if isOver { return }
        await attempt(send)
        if isOver { return }
        await attempt { try await compare(mayAsk: true) }
    }

    // MARK: in

    private func door(_ limit: Int) -> HTTPAsk {
        HTTPAsk(address: link.address, trust: Trust(file: link.trustRoots), seconds: 30, limit: limit)
    }
    private var bearer: [(String, String)] { [("Authorization", "Bearer \(link.secret)")] }

    private func askForMore() async throws {
        let system = link.system
        for _ in 0..<ExchangeRunner.pages {
            let cursor = try await server.ask { tx, _ in try ExchangeQuestion.line(system.id, tx)?.cursor ?? "" }
            let path = link.address.below("/filings?after=\(URLText.encoded(cursor))")
            let answer: HTTPAsk.Answer
            do {
                answer = try await door(8 << 20).ask(.GET, path, bearer + [("Accept", "application/x-ndjson")])
            } catch {
                return await failed(Wire.words(error), after: nil)
            }
            // A page of some machine in between is no answer of theirs.
            let isTheirs = answer.header("Content-Type")?.contains("ndjson") == true
            guard answer.status == 200, !answer.isCut, isTheirs else {
                let words = answer.isCut ? "the answer is too long" : "\(answer.status)\(isTheirs ? "" : ", no application/x-ndjson")"
                return await failed(words, after: answer.retryAfter)
            }
            let lines = answer.body.split(separator: 0x0A).map { $0.last == 0x0D ? Array($0.dropLast()) : Array($0) }
            let next = answer.header("Next-Cursor").flatMap { (1...500).contains($0.utf8.count) ? $0 : nil }
            let now = clock()
            try await server.submit {
                try $0.keepExchange(lines, from: system, cursor: next, now: now)
                try $0.noteExchange(system.id, error: nil, now: now)
            }
            rest.withLock { $0 = (0, nil) }
            if lines.isEmpty || next == nil || next == cursor || isOver { return }
        }
    }

    private func failed(_ words: String, after: Int?) async {
        let (system, now) = (link.system, clock())
        let pause = rest.withLock { rest in
            rest.failures += 1
            let grown = min(ExchangeBook.pause(afterAttempt: rest.failures, first: max(1, min(link.firstPause, link.pace))), 600_000)
            let pause = max(grown, Int64(min(max(after ?? 0, 0), 3600)) * 1000)
            rest.until = now.adding(milliseconds: pause)
            return pause
        }
        logger.notice("exchange: resting", metadata: ["system": "\(system.id)", "why": "\(words)", "milliseconds": "\(pause)"])
        await attempt { try await server.submit { try $0.noteExchange(system.id, error: words, now: now) } }
    }

    private func takeUp() async throws {
        let (system, now) = (link.system.id, clock())
        let waiting = try await server.ask { tx, _ in
            try ExchangeQuestion.toTakeUp(system, retryAfter: ExchangeRunner.heldMinutes, now: now, tx)
        }
        for id in waiting {
            if isOver { return }
            do {
                try await server.submit { _ = try $0.takeUpExchange(id, now: now) }
            } catch let refusal as Refusal {
                try await server.submit { try $0.holdExchange(id, refusal, now: now) }
            }
        }
    }

    // MARK: out

    private func find() async throws {
        let (system, now) = (link.system, clock())
        while !isOver, try await server.ask({ tx, _ in try ExchangeQuestion.isBehind(system.id, tx) }) {
            try await server.submit { _ = try $0.findExchange(for: system, now: now) }
        }
    }

    private func send() async throws {
        let system = link.system
        while !isOver {
            let now = clock()
            guard try await server.ask({ tx, _ in try ExchangeQuestion.isAnyDue(system.id, now: now, tx) }) else {
                if !isAlone { try await server.submit { try $0.recoverExchange(system.id, all: false, now: now) } }
                return
            }
            let parcels = try await server.submit {
                try $0.claimExchange(for: system, limit: ExchangeRunner.batch, now: now)
            }
            // What is due waits for one of its dossier before it.
            if parcels.isEmpty { return }
            let answered = await withTaskGroup(of: String?.self) { group in
                for parcel in parcels { group.addTask { await self.deliver(parcel) } }
                var words: [String?] = []
                for await one in group { words.append(one) }
                return words
            }
            if let words = answered.compactMap({ $0 }).first, answered.allSatisfy({ $0 != nil }) {
                return await failed(words, after: nil)
            }
        }
    }

    /// - Returns: what stood in the way when the system could not be reached at all, else nil.
    private func deliver(_ parcel: ExchangeParcel) async -> String? {
        let path = link.address.below(parcel.kind == "case" ? "/cases" : "/statuses")
        let headers = bearer + [("Content-Type", "application/json; charset=utf-8"), ("Idempotency-Key", parcel.id)]
        let delivery: ExchangeDelivery
        var hindrance: String?
        do {
            let answer = try await door(16_384).ask(.POST, path, headers, parcel.body)
            let words = String(decoding: answer.body.prefix(300), as: UTF8.self)
            delivery =
                (200..<300).contains(answer.status)
                ? .arrived(code: answer.status, answer: words)
                : .later(code: answer.status, answer: words, after: answer.retryAfter)
        } catch {
            // It may have arrived; the idempotency key makes the next try harmless.
            hindrance = Wire.words(error)
            delivery = .later(code: nil, answer: Wire.words(error), after: nil)
        }
        let (now, first) = (clock(), link.firstPause)
        await attempt {
            try await server.submit { try $0.settleExchange(parcel, delivery, firstPause: first, now: now) }
        }
        return hindrance
    }

    // MARK: once a day

    /// From this time of day on a system that cannot be asked is compared without its word.
    static let deadline = TimeOfDay(6, 0)

    /// Compares ward, city and system, when that was not done today.
    private func compare(mayAsk: Bool) async throws {
        let (system, now) = (link.system, clock())
        guard let line = try await server.ask({ tx, _ in try ExchangeQuestion.line(system.id, tx) }),
            line.reconciledOn != now.date
        else { return }
        var isHeard = line.failingSince == nil
        if system.tells == .statuses {
            // Sooner when a person asks for it.
            let pause: Int64 = line.reconciledOn == nil ? 5_000 : 600_000
            let isTooSoon = askedSaid.withLock { last in
                if let known = last, now.milliseconds - known.milliseconds < pause { return true }
                last = now
                return false
            }
            if isTooSoon { return }
            // A person asks also while it is left alone.
            isHeard = mayAsk || line.reconciledOn == nil ? try await askWhatIsSaid() : false
            guard isHeard || now.timeOfDay >= ExchangeRunner.deadline else { return }
        }
        let found = try await server.ask { [isHeard] tx, office in
            try office.reconcile(system, isHeard: isHeard, now: now, tx)
        }
        try await server.submit {
            try $0.sign(found, now: now)
            try $0.trimExchange(system.id, now: now)
        }
    }

    /// - Returns: false when the system did not say.
    private func askWhatIsSaid() async throws -> Bool {
        let (system, now) = (link.system, clock())
        let answer: HTTPAsk.Answer
        do {
            answer = try await door(64 << 20).ask(
                .GET, link.address.below("/states"), bearer + [("Accept", "application/x-ndjson")])
        } catch {
            logger.notice("exchange: states not heard", metadata: ["system": "\(system.id)", "why": "\(Wire.words(error))"])
            return false
        }
        let isTheirs = answer.header("Content-Type")?.contains("ndjson") == true
        guard answer.status == 200, isTheirs, !answer.isCut else {
            logger.notice("exchange: states not heard", metadata: ["system": "\(system.id)", "why": "\(answer.status)"])
            return false
        }
        let lines = answer.body.split(separator: 0x0A).map { Array($0) }
        try await server.submit { try $0.keepSaid(lines, by: system, now: now) }
        return true
    }
}
