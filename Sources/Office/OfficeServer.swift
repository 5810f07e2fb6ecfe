// OfficeServer.swift: the asynchronous shell: one writer thread that commits in groups, reader threads for questions.
//
// Many commands wait while one group is being made durable; the next group takes all that wait (at most 256). A
// command that refuses leaves no trace and the rest of its group goes on. When a group fails as a whole (full disk,
// or a refusal after something was recorded), each of its commands is tried alone, so that one cannot spoil another.
// The queue is bounded: past it a command is turned away with a fault that says to try again.

package import Casework
import Dispatch
import Foundation
package import Storage
import Synchronization

package final class OfficeServer: Sendable {
    package let office: Office
    private let queue: Mutex<Queue>
    private let wake = DispatchSemaphore(value: 0)
    private let readers = DispatchQueue(label: "motcua.readers", attributes: .concurrent)
    /// Exchanges with other sites, a few at a time: opening, proving and sealing is most of their work.
    private let exchanges: OperationQueue = {
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = max(2, ProcessInfo.processInfo.activeProcessorCount)
        return queue
    }()
    private let readerPlaces = DispatchSemaphore(value: 4)
    private let listeners = Mutex<[Int: @Sendable (Set<String>) -> Void]>([:])
    private let counters = Mutex(Counters())
    private let looks = Mutex<[Look]>([])
    private let recentLooks = Mutex<[String: Instant]>([:])
    /// Published calendar versions on their way through the units.
    let rollOuts = Mutex<[String: RollOut]>([:])

    private struct Queue {
        var jobs: [Job] = []
        var isClosed = false
    }
    private struct Job: Sendable {
        let run: @Sendable (Work) throws -> any Sendable
        let done: @Sendable (Result<any Sendable, any Error>) -> Void
    }

    /// What `/metrics` shows of the writer.
    package struct Counters: Sendable {
        package var commands = 0
        package var refusals = 0
        package var groups = 0
        package var faults = 0
        package var largestGroup = 0
    }

    package static let queueLimit = 4096
    package static let groupLimit = 256

    package init(_ office: Office) {
        self.office = office
        queue = Mutex(Queue())
        let thread = Thread { [weak self] in
            while let server = self, server.takeGroup() {}
        }
        thread.name = "motcua.writer"
        thread.stackSize = 8 << 20
        thread.start()
        follow()
        office.tellOpenPages.withLock { $0 = { [weak self] in self?.tell($0) } }
    }

    package var metrics: Counters { counters.withLock { $0 } }
    package var waiting: Int { queue.withLock { $0.jobs.count } }

    private static let isStopping = StorageFault(.unreachable, "the server is stopping", advice: "try again shortly")

    /// Runs `body` in the next group; returns when its effects are durable.
    package func submit<T: Sendable>(_ body: @escaping @Sendable (Work) throws -> T) async throws -> T {
        let value = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<any Sendable, any Error>) in
            let job = Job(run: body) { continuation.resume(with: $0) }
            let refused: StorageFault? = queue.withLock { queue in
                if queue.isClosed { return OfficeServer.isStopping }
                if queue.jobs.count >= OfficeServer.queueLimit {
                    return StorageFault(
                        .busy, "too many commands are waiting", advice: "try again in a moment")
                }
                queue.jobs.append(job)
                return nil
            }
            if let refused { continuation.resume(throwing: refused) } else { wake.signal() }
        }
        guard let value = value as? T else { preconditionFailure("a job gives what it was submitted for") }
        return value
    }

    /// Answers a question from one consistent view of the store.
    package func ask<T: Sendable>(
        _ body: @escaping @Sendable (any Transaction, Office) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            readers.async { [self] in
                readerPlaces.wait()
                defer { readerPlaces.signal() }
                continuation.resume(with: Result { try office.database.read { try body($0, office) } })
            }
        }
    }

    /// Does what a message of another site asks, in transactions of its own, beside the group commits.
    package func exchange<T: Sendable>(_ body: @escaping @Sendable (Office) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            exchanges.addOperation { [self] in
                continuation.resume(
                    with: Result {
                        if queue.withLock({ $0.isClosed }) { throw OfficeServer.isStopping }
                        return try body(office)
                    })
            }
        }
    }

    /// Tells open pages that something changed that is in no ledger.
    package func announce(_ topics: Set<String>) { tell(topics) }

    /// Calls `listener` with the topics that changed (`Work.announce`), after each commit here, on the thread that wrote, and after
    /// those of other servers on the same database, on the thread that hears of them: it must be quick, and never write.
    package func listen(_ id: Int, _ listener: @escaping @Sendable (Set<String>) -> Void) {
        listeners.withLock { $0[id] = listener }
    }
    package func unlisten(_ id: Int) { listeners.withLock { $0[id] = nil } }

    /// Notes that `user` saw personal data of `subject`; written with the next group, within a second. A page that stays
    /// open and renews itself is one look in ten minutes, not one a second.
    package func looked(_ user: String, at subject: String, purpose: String, now: Instant) {
        let isKnown = recentLooks.withLock { recent in
            let key = "\(user) \(subject) \(purpose)"
            if let last = recent[key], now.milliseconds - last.milliseconds < 600_000 { return true }
            if recent.count >= 20_000 { recent = [:] }
            recent[key] = now
            return false
        }
        if isKnown { return }
        let full = looks.withLock { looks in
            looks.append(Look(at: now, user: user, subject: subject, purpose: purpose))
            return looks.count >= 500
        }
        if full { wake.signal() }
    }

    func tell(_ topics: Set<String>) {
        guard !topics.isEmpty else { return }
        for listener in listeners.withLock({ $0 }).values { listener(topics) }
    }

    private func writeLooks() {
        let batch = looks.withLock { looks in
            defer { looks = [] }
            return looks
        }
        guard !batch.isEmpty else { return }
        do { try office.work { try $0.write(batch) } } catch {
            // A look must not be forgotten because the disk is full just now: it is kept for the next try.
            looks.withLock { $0 = batch + $0 }
            counters.withLock { $0.faults += 1 }
        }
    }

    /// Finishes what waits, signs every ledger's head, and stops: from here on nothing more is written.
    package func close() throws {
        queue.withLock { $0.isClosed = true }
        wake.signal()
        exchanges.waitUntilAllOperationsAreFinished()
        while queue.withLock({ !$0.jobs.isEmpty }) { Thread.sleep(forTimeInterval: 0.01) }
        writeLooks()
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        try office.checkpointAll(now: now)
    }

    // MARK: the writer thread

    private func takeGroup() -> Bool {
        _ = wake.wait(timeout: .now() + 1)
        let (group, closed) = queue.withLock { queue in
            let group = Array(queue.jobs.prefix(OfficeServer.groupLimit))
            return (group, queue.isClosed)
        }
        if group.isEmpty {
            writeLooks()
            return !closed
        }
        run(group)
        queue.withLock { $0.jobs.removeFirst(group.count) }
        return true
    }

    private func run(_ group: [Job]) {
        do {
            let (results, topics) = try attempt(group)
            counters.withLock {
                $0.groups += 1
                $0.commands += group.count
                $0.largestGroup = max($0.largestGroup, group.count)
                for case .failure in results { $0.refusals += 1 }
            }
            // Told before it is answered: whoever asks after an answer is given nothing from before the change.
            tell(topics)
            for (job, result) in zip(group, results) { job.done(result) }
        } catch {
            counters.withLock { $0.faults += 1 }
            if let fault = error as? StorageFault, fault.cause == .unreachable {
                // The store is away, and whether the commit reached it is not known: none is tried a second time here. Whoever
                // sent a command with a key asks again with it, and gets its one effect.
                for job in group { job.done(.failure(fault)) }
            } else if group.count > 1 {
                for job in group { run([job]) }
            } else {
                group[0].done(.failure((error as? Spoilt)?.cause ?? error))
            }
        }
    }

    /// A refusal that came after something had been recorded: the transaction must not be kept.
    private struct Spoilt: Error { let cause: any Error }

    private func attempt(_ group: [Job]) throws -> ([Result<any Sendable, any Error>], Set<String>) {
        let (results, done) = try office.work(telling: false) { work in
            var results: [Result<any Sendable, any Error>] = []
            for job in group {
                let before = work.appended
                do {
                    results.append(.success(try job.run(work)))
                } catch let refusal as Refusal where work.appended == before {
                    results.append(.failure(refusal))
                } catch {
                    throw Spoilt(cause: error)
                }
            }
            return (results, work)
        }
        // What finishing the work touched is known only now.
        return (results, done.topics)
    }
}
