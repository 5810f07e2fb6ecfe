// SyncLine.swift: the courier's first driver: the network. One task at a ward, for as long as its server runs.
//
// The machine says what to do (Sync/Courier.swift), the desk does it in the store, this carries messages and waits. A commit
// here wakes a resting courier after a moment, so that what was done at the counter is at the hub in a second or two.

package import Casework
import Foundation
import Ledger
package import Logging
import NIOHTTP1
import NIOPosix
package import Office
package import Sync
import Synchronization

/// The hub was reached and turned this site away, in its own words.
package struct HubRefusal: Error, CustomStringConvertible, Sendable {
    /// With the status of its answer.
    package let description: String
    package let said: Courier.Said
}

/// Nobody answers where the hub should be.
package struct HubUnreachable: Error, CustomStringConvertible, Sendable {
    package let description: String
}

/// This machine itself could not do its part: its store, its keys, its disk, what is set up in it.
struct OwnTrouble: Error, CustomStringConvertible, Sendable {
    /// For the log.
    let description: String
    /// For everybody who works here: without names of files.
    let said: Text
    init(_ error: any Error, _ said: Text) {
        description = Wire.words(error)
        self.said = said
    }

    /// What an error of the desk is: only what the hub answered is not this machine's.
    static func of(_ error: any Error) -> any Error {
        error is UnfitAnswer ? error : OwnTrouble(error, Texts.Network.trouble(error))
    }
}

package final class SyncLine: Sendable {
    private let server: OfficeServer
    private let clock: @Sendable () -> Instant
    private let logger: Logger
    private let trust: Trust
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let running = Mutex<Task<Void, Never>?>(nil)
    /// Seconds for joining.
    private static let patience = 60
    /// Commits that follow each other are carried together.
    private static let gather = Duration.milliseconds(300)
    /// How often it is kept in the store that the hub was heard, milliseconds.
    private static let keepEvery: Int64 = 60_000

    /// - Parameter trustRoots: a PEM file of certificates to trust instead of the system's.
    package init(
        _ server: OfficeServer, trustRoots: String?, clock: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.server = server
        self.clock = clock
        self.logger = logger
        trust = Trust(file: trustRoots)
        (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    package func start() {
        server.listen(2) { [wake] _ in wake.yield() }
        running.withLock { $0 = Task { await self.run() } }
    }

    package func stop() {
        server.unlisten(2)
        running.withLock { $0?.cancel() }
    }

    private func run() async {
        var bell = wakes.makeAsyncIterator()
        var told = Told(kept: await lastHeard())
        var courier = Courier(now: clock().milliseconds, lastHeard: told.kept)
        server.office.note(courier.line)
        var action = courier.begin()
        while !Task.isCancelled {
            let input: Courier.Input
            switch action {
            case .rest(let milliseconds):
                await rest(milliseconds, untilWoken: courier.line.isUp && !told.unable, &bell)
                input = .woken
            case .send(let request):
                input = await send(request) {
                    courier.hearNothing(now: clock().milliseconds)
                    tell(courier.line, &told)
                }
            default: input = await carryOut(action)
            }
            action = courier.take(input, now: clock().milliseconds)
            if let heard = courier.line.lastHeard, heard != told.kept,
                courier.line.isUp != told.up || heard - (told.kept ?? 0) >= SyncLine.keepEvery
            {
                told.kept = heard
                await keep(heard)
            }
            tell(courier.line, &told)
        }
    }

    /// What the pages, the log and the store have been told of the line.
    private struct Told {
        var kept: Int64?
        var up = false
        var unable = false
        init(kept: Int64?) { self.kept = kept }
    }

    private func tell(_ line: Courier.Line, _ told: inout Told) {
        server.office.note(line)
        if (line.trouble != nil) != told.unable {
            told.unable.toggle()
            server.announce(["net:lines"])
            if !told.unable { logger.notice("line: this machine does its part again") }
        }
        if line.isUp != told.up {
            told.up = line.isUp
            server.announce(["net:lines"])
            if line.isUp {
                logger.notice("line: up")
            } else {
                logger.warning("line: down", metadata: ["why": "\(line.reason ?? "")"])
            }
        }
    }

    /// Sends a request and waits for what comes of it; where nothing has come for so long that the line is said to be dead, says so
    /// once and waits on.
    private func send(_ request: Request, unanswered: () -> Void) async -> Courier.Input {
        await SyncLine.waiting(milliseconds: request.silence, for: { await self.carryOut(.send(request)) }, unanswered: unanswered)
    }

    /// What `ask` comes to; `unanswered` is called once where that takes longer.
    static func waiting(
        milliseconds: Int64, for ask: @escaping @Sendable () async -> Courier.Input, unanswered: () -> Void
    ) async -> Courier.Input {
        await withTaskGroup(of: Courier.Input?.self) { group in
            group.addTask { await ask() }
            group.addTask {
                do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch {}
                return nil
            }
            var answer: Courier.Input?
            while answer == nil, let next = await group.next() {
                answer = next
                if next == nil, !Task.isCancelled { unanswered() }
            }
            group.cancelAll()
            return answer ?? .failed("nothing came of it")
        }
    }

    /// When the hub was last heard from before this start, milliseconds; nil = never, or nobody knows.
    private func lastHeard() async -> Int64? {
        do { return try await server.exchange { try $0.hubHeard()?.milliseconds } } catch {
            logger.warning("line: when the hub was last heard cannot be read", metadata: ["why": "\(Wire.words(error))"])
            return nil
        }
    }

    private func keep(_ heard: Int64) async {
        do { try await server.exchange { try $0.keepHubHeard(Instant(milliseconds: heard)) } } catch {
            logger.warning("line: that the hub was heard cannot be kept", metadata: ["why": "\(Wire.words(error))"])
        }
    }

    /// Carries one action out; whatever goes wrong is the machine's to deal with.
    private func carryOut(_ action: Courier.Action) async -> Courier.Input {
        do {
            switch action {
            case .send(let request): return .answered(try await SyncLine.ask(request, server.office, trust))
            default: return try await perform(action) ?? .failed("nothing to do")
            }
        } catch let refusal as HubRefusal {
            return .turnedAway(refusal.description, refusal.said)
        } catch let trouble as OwnTrouble {
            // A server that stops takes no more of a round.
            if !Task.isCancelled {
                logger.error("line: this machine could not do its part", metadata: ["why": "\(trouble)"])
            }
            return .unable(Courier.Said(vi: trouble.said.vi, en: trouble.said.en))
        } catch { return .failed(Wire.words(error)) }
    }

    private func perform(_ action: Courier.Action) async throws -> Courier.Input? {
        let now = clock()
        do { return try await server.exchange { try $0.perform(action, now: now) } } catch { throw OwnTrouble.of(error) }
    }

    /// Waits so long; where `untilWoken`, a commit ends it after a moment. The stream is never left by cancelling who listens to
    /// it: that would end it for good, and every rest after it at once.
    private func rest(_ milliseconds: Int64, untilWoken: Bool, _ bell: inout AsyncStream<Void>.Iterator) async {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        let timer = Task { [wake] in
            do { try await Task.sleep(until: end) } catch { return }
            wake.yield()
        }
        defer { timer.cancel() }
        while ContinuousClock.now < end {
            guard await bell.next() != nil else { return }
            guard untilWoken, ContinuousClock.now < end else { continue }
            // One that stops sleeps no longer.
            do { try await Task.sleep(for: SyncLine.gather) } catch {}
            return
        }
    }

    /// Asks a hub one thing as a site of these keys, for measuring.
    package static func ask(_ request: Request, _ upstream: Upstream, _ keys: SiteKeys) async throws -> Answer {
        try await ask(request, upstream, keys, Trust(file: nil))
    }

    static func ask(_ request: Request, _ office: Office, _ trust: Trust) async throws -> Answer {
        guard let upstream = office.upstream else {
            throw OwnTrouble(TransportFault("this site has no hub to talk to"), Texts.Network.noHub)
        }
        return try await ask(request, upstream, office.keys.siteKeys, trust)
    }

    private static func ask(
        _ request: Request, _ upstream: Upstream, _ keys: SiteKeys, _ trust: Trust
    ) async throws -> Answer {
        let sent: Envelope
        do { sent = try Envelope.seal(request.json, purpose: "request", to: upstream.hub, by: keys) } catch {
            throw OwnTrouble(error, Texts.Network.noSeal)
        }
        return try Answer(try await post(sent, SyncRoutes.exchange, upstream, keys, trust, seconds: request.patience))
    }

    /// Sends an envelope to the hub and opens the one that answers it.
    private static func post(
        _ sent: Envelope, _ path: String, _ upstream: Upstream, _ keys: SiteKeys, _ trust: Trust, seconds: Int = SyncLine.patience
    ) async throws -> JSON {
        guard let address = WebAddress(upstream.address) else {
            throw OwnTrouble(TransportFault("“\(upstream.address)” is no address"), Texts.Network.noHub)
        }
        let come = try await HTTPAsk(address: address, trust: trust, seconds: seconds, limit: Envelope.limit).ask(
            .POST, address.below(path), [("Content-Type", "application/octet-stream")], sent.bytes)
        return try opened(come, about: sent, upstream, keys)
    }

    /// What a problem says; nil where the answer is no problem of ours, as from a proxy on the way.
    static func said(_ body: [UInt8]) -> Courier.Said? {
        do {
            let problem = try JSON.parse(body)
            return problem["detail"]?.string.map { Courier.Said(vi: $0, en: problem["detailEn"]?.string ?? $0) }
        } catch { return nil }
    }

    /// What an answer that carries no letter is: a refusal of the hub, which does not mend itself, or a line that may.
    static func notOpened(status: Int, _ body: [UInt8]) -> any Error {
        let said = said(body)
        let words = "the hub answers \(status)" + (said.map { ": \($0.vi)" } ?? "")
        // A proxy on the way, or a hub that is asked too often, may do it the next time.
        guard let said, (400..<500).contains(status), status != 429 else { return TransportFault(words) }
        return HubRefusal(description: words, said: said)
    }

    private static func opened(
        _ come: HTTPAsk.Answer, about sent: Envelope, _ upstream: Upstream, _ keys: SiteKeys
    ) throws -> JSON {
        guard come.status == 200 else { throw notOpened(status: come.status, come.body) }
        guard let envelope = Envelope(reading: come.body) else {
            throw TransportFault("\(Envelope.Refusal.notAnEnvelope)")
        }
        do {
            return try envelope.open(
                purpose: "answer", about: sent.digest, from: upstream.hub, by: keys)
        } catch { throw TransportFault("\(error)") }
    }

    /// Shows an invitation to the hub that wrote it, with the card of the site that wants in.
    package static func introduce(_ keys: SiteKeys, _ invitation: Invitation) async throws -> Upstream {
        try await introduce(keys, invitation, Trust(file: nil))
    }

    private static func introduce(
        _ keys: SiteKeys, _ invitation: Invitation, _ trust: Trust
    ) async throws -> Upstream {
        let upstream = Upstream(hub: invitation.hub, address: invitation.address)
        _ = try await post(try Introduction.write(invitation, by: keys), SyncRoutes.join, upstream, keys, trust)
        return upstream
    }

    /// Joins the hub that sent `invitation`, and takes over what it has for this site.
    /// - Parameter progress: entries that have come so far.
    package static func join(
        _ invitation: Invitation, _ office: Office, trustRoots: String?, clock: @Sendable () -> Instant,
        progress: (Int64) -> Void
    ) async throws {
        let trust = Trust(file: trustRoots)
        do { try office.follow(try await introduce(office.keys.siteKeys, invitation, trust)) } catch let error as NIOConnectionError {
            throw HubUnreachable(description: Wire.words(error))
        }
        try await level(office, trust, clock: clock, progress: progress)
    }

    /// Why a ward's hub cannot be reached, or does not take this machine; nil when it does. Nothing is written by asking.
    package static func hindrance(_ office: Office, trustRoots: String?) async -> String? {
        do {
            guard case .refused(let reason) = try await ask(.offer([]), office, Trust(file: trustRoots)) else { return nil }
            return reason
        } catch { return Wire.words(error) }
    }

    /// Rounds until nothing is left to carry.
    static func level(
        _ office: Office, _ trust: Trust, clock: @Sendable () -> Instant, progress: (Int64) -> Void
    ) async throws {
        var courier = Courier(now: clock().milliseconds)
        var action = courier.begin()
        var failures = 0
        while true {
            var input: Courier.Input
            switch action {
            case .rest(let pause):
                if courier.line.failures == 0, pause > 0 { return }
                failures += courier.line.failures > 0 ? 1 : 0
                guard failures < 5 else { throw TransportFault(courier.line.reason ?? "no answer") }
                if courier.line.failures > 0 { try await Task.sleep(for: .milliseconds(min(pause, 3_000))) }
                input = .woken
            case .send(let request):
                do { input = .answered(try await ask(request, office, trust)) } catch {
                    input = .failed(Wire.words(error))
                }
            default:
                input = try office.perform(action, now: clock()) ?? .failed("nothing to do")
                if case .apply = action { progress(try office.entryCount()) }
            }
            action = courier.take(input, now: clock().milliseconds)
        }
    }
}
