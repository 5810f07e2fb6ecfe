// LiveHub.swift: which open pages watch which topics, and telling them after each commit.
//
// A topic says that something changed, never what: `dossier:<number>`, `unit:<code>`, `queue:<code>`. The page then asks
// for itself again, with the rights its reader has at that moment. Who watches a dossier is also who is looking at it
// just now: two people on one dossier see each other (`presence:<number>`). Bounded: watchers, topics of one, and what
// waits for a slow reader; a reader who misses a topic hears the next.

import Casework
import Office
import Synchronization

final class LiveHub: Sendable {
    private let state = Mutex(State())

    private struct State {
        var next = 0
        var watchers: [Int: Watcher] = [:]
        var byTopic: [String: Set<Int>] = [:]
        /// How often a unit's list changed since the start.
        var changes: [String: Int] = [:]
        /// How often the line to the other servers was down: anything may have changed.
        var missed = 0
    }
    private struct Watcher {
        var topics: [String]
        var person: String?
        var events: AsyncStream<[UInt8]>.Continuation
    }

    static let watcherLimit = 4000
    static let topicLimit = 20
    /// A reader who went away is noticed at the second beat after.
    static let beatSeconds = 4

    init(_ server: OfficeServer) {
        server.listen(0) { [weak self] topics in self?.tell(topics) }
        Task { [weak self] in
            while let hub = self {
                hub.beat()
                try await Task.sleep(for: .seconds(LiveHub.beatSeconds))
            }
        }
    }

    /// Watches `topics` until the stream is given up.
    /// - Parameter person: who is seen by others on the same dossier; nil for the public.
    func watch(_ topics: [String], person: String?) throws -> AsyncStream<[UInt8]> {
        let (stream, events) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(32))
        let topics = Array(topics.prefix(LiveHub.topicLimit))
        let id: Int? = state.withLock { state in
            guard state.watchers.count < LiveHub.watcherLimit else { return nil }
            state.next += 1
            state.watchers[state.next] = Watcher(topics: topics, person: person, events: events)
            for topic in topics { state.byTopic[topic, default: []].insert(state.next) }
            return state.next
        }
        guard let id else {
            throw Refusal(
                .conflict, "too-many-live-pages", vi: "Quá nhiều trang đang mở. Trang này vẫn dùng được, chỉ không tự cập nhật.",
                en: "Too many pages are open. This one works, it only does not renew itself.")
        }
        events.onTermination = { [weak self] _ in self?.leave(id) }
        events.yield(Array("retry: 2000\n\n".utf8))
        tell(LiveHub.presence(topics))
        return stream
    }

    private func leave(_ id: Int) {
        let gone: Watcher? = state.withLock { state in
            guard let watcher = state.watchers.removeValue(forKey: id) else { return nil }
            for topic in watcher.topics {
                state.byTopic[topic]?.remove(id)
                if state.byTopic[topic]?.isEmpty == true { state.byTopic[topic] = nil }
            }
            return watcher
        }
        if let gone { tell(LiveHub.presence(gone.topics)) }
    }

    private static func presence(_ topics: [String]) -> Set<String> {
        Set(topics.filter { $0.hasPrefix("dossier:") }.map { "presence:" + $0.dropFirst("dossier:".count) })
    }

    /// Tells everybody who watches one of `topics`.
    func tell(_ topics: Set<String>) {
        let told: [(AsyncStream<[UInt8]>.Continuation, [String])] = state.withLock { state in
            for topic in topics where topic.hasPrefix("unit:") || topic.hasPrefix("city:") { state.changes[topic, default: 0] += 1 }
            if topics.contains(OfficeServer.everything) {
                state.missed += 1
                return state.watchers.values.map { ($0.events, $0.topics) }
            }
            var news: [Int: [String]] = [:]
            for topic in topics { for id in state.byTopic[topic] ?? [] { news[id, default: []].append(topic) } }
            return news.compactMap { id, topics in state.watchers[id].map { ($0.events, topics) } }
        }
        for (events, topics) in told { events.yield(Array("data: \(topics.joined(separator: " "))\n\n".utf8)) }
    }

    /// How often `topic`, a unit's list, changed since the start.
    func changes(of topic: String) -> Int { state.withLock { ($0.changes[topic] ?? 0) + $0.missed } }

    /// A sign of life, by which both sides notice a dead line.
    private func beat() {
        let all = state.withLock { $0.watchers.values.map(\.events) }
        for events in all { events.yield(Array(": \n\n".utf8)) }
    }

    /// Log-ins of the staff who have the dossier open just now.
    func present(on number: String) -> [String] {
        state.withLock { state in
            let ids = state.byTopic["dossier:\(number)"] ?? []
            return Set(ids.compactMap { state.watchers[$0]?.person }).sorted()
        }
    }

    /// Pages that listen, for `/metrics`.
    var watching: Int { state.withLock { $0.watchers.count } }
}
