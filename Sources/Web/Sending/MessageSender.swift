// MessageSender.swift: sends what the outbox holds, after the commit, beside the server, until it is stopped.
//
// It wakes when a commit put something in, and every few seconds for what is to be tried again. Each message is claimed
// durably before it leaves and settled durably after; at most eight are on their way. When a whole batch of one way
// fails for now, that way rests, so that a dead server costs neither attempts nor connections. A stop lets what is on
// its way finish for ten seconds.

package import Casework
package import Logging
package import Office
import Synchronization

package final class MessageSender: Sendable {
    private let server: OfficeServer
    private let messaging: Messaging
    private let clock: @Sendable () -> Instant
    private let logger: Logger
    private let isAlone: Bool
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let resting = Mutex<[MessageChannel: Instant]>([:])
    private let isStopping = Mutex(false)
    private let running = Mutex<Task<Void, Never>?>(nil)

    static let batch = 8
    private static let listener = -0x6D736773

    /// - Parameter isAlone: no other process sends from this store, so claims of an earlier run are given back at once.
    package init(
        _ server: OfficeServer, _ messaging: Messaging, isAlone: Bool, clock: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        self.server = server
        self.messaging = messaging
        self.isAlone = isAlone
        self.clock = clock
        self.logger = logger
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func start() {
        server.listen(MessageSender.listener) { [wake] topics in
            if topics.contains(Outbox.topic) { wake.yield() }
        }
        running.withLock { $0 = Task { await run() } }
    }

    /// Claims nothing more, lets what is on its way finish, then ends.
    package func stop() async {
        isStopping.withLock { $0 = true }
        server.unlisten(MessageSender.listener)
        wake.finish()
        guard let task = running.withLock({ $0 }) else { return }
        let patience = Task {
            try await Task.sleep(for: .seconds(10))
            task.cancel()
        }
        await task.value
        patience.cancel()
    }

    private func run() async {
        let ticks = Task { [wake, pace = min(max(messaging.firstPause, 1), 15)] in
            while !Task.isCancelled {
                wake.yield()
                try await Task.sleep(for: .seconds(pace))
            }
        }
        defer { ticks.cancel() }
        await recover(all: isAlone)
        for await _ in wakes {
            while !isStopping.withLock({ $0 }), await round() {}
            if isStopping.withLock({ $0 }) { return }
        }
    }

    private func recover(all: Bool) async {
        let now = clock()
        do {
            try await server.submit { try $0.recoverMessages(all: all, now: now) }
        } catch { logger.warning("messages: claims not given back", metadata: ["error": "\(error)"]) }
    }

    /// Sends one batch.
    /// - Returns: true when there may be more.
    private func round() async -> Bool {
        let (now, base) = (clock(), messaging.publicURL)
        let open = messaging.channels.filter { channel in
            resting.withLock { $0[channel].map { $0 <= now } ?? true }
        }
        do {
            guard try await server.ask({ tx, _ in try OutboxQuestion.isAnyDue(open, now: now, tx) }) else {
                if !isAlone { await recover(all: false) }
                return false
            }
            let letters = try await server.submit {
                try $0.claimMessages(by: open, limit: MessageSender.batch, baseURL: base, now: now)
            }
            await withTaskGroup(of: (MessageChannel, Bool).self) { group in
                for letter in letters { group.addTask { (letter.channel, await self.send(letter)) } }
                var good: [MessageChannel: Bool] = [:]
                for await (channel, wasAnswered) in group {
                    good[channel] = good[channel, default: false] || wasAnswered
                }
                rest(good.filter { !$0.value }.map(\.key))
            }
            return true
        } catch {
            logger.warning("messages: a round failed", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func rest(_ channels: [MessageChannel]) {
        let until = clock().adding(milliseconds: Int64(messaging.firstPause) * 1000)
        for channel in channels {
            resting.withLock { $0[channel] = until }
            logger.notice("messages: resting", metadata: ["way": "\(channel.rawValue)"])
        }
    }

    /// - Returns: false when the way itself seems to be down.
    private func send(_ letter: Letter) async -> Bool {
        let outcome: SendOutcome
        let trust = Trust(file: messaging.trustRoots)
        switch letter.channel {
        case .email:
            guard let mail = messaging.mail else { return true }
            let server = server
            outcome = await MailTransport(mail: mail, trust: trust).deliver(letter, now: clock()) {
                try await server.submit { try $0.markHanding(letter.id, attempt: letter.attempt) }
            }
        case .phone:
            guard let gateway = messaging.gateway else { return true }
            outcome = await GatewayTransport(gateway: gateway, trust: trust).deliver(letter, now: clock())
        }
        let (now, first) = (clock(), messaging.firstPause)
        do {
            try await server.submit { try $0.settle(letter, outcome, firstPause: first, now: now) }
        } catch {
            // The claim stays; it is given back when it is old, or at the next start.
            logger.error("messages: not settled", metadata: ["id": "\(letter.id)", "error": "\(error)"])
        }
        if case .later = outcome { return false }
        return true
    }
}

/// Whether the mail server and the gateway can be reached, for `motcua doctor`.
package enum MessageProbe {
    /// - Returns: what stood in the way, or nil.
    package static func mail(_ messaging: Messaging) async -> String? {
        guard let mail = messaging.mail else { return nil }
        return await MailTransport(mail: mail, trust: Trust(file: messaging.trustRoots)).probe()
    }
    package static func gateway(_ messaging: Messaging) async -> String? {
        guard let gateway = messaging.gateway else { return nil }
        return await GatewayTransport(gateway: gateway, trust: Trust(file: messaging.trustRoots)).probe()
    }
}
