// SharedAnswers.swift: what open pages ask again after a change, made once for all who may see the same.
//
// When something of a unit changes, every page that shows the unit's list asks for it within the same second. The list is
// the same for everybody with the same rights, so it is made and compressed once per change and minute; whoever asks
// meanwhile waits for that one. An answer holds nothing of a person or a session: its maker's scope must name everything
// that it depends on besides the topic.

import Casework
import Office
import Synchronization

final class SharedAnswers: Sendable {
    private struct Version: Equatable {
        var change: Int
        var minute: Int64
    }
    private struct Answer {
        var version: Version
        var value: Task<any Sendable, any Error>
    }
    private let answers = Mutex<[String: Answer]>([:])

    /// Most answers that are kept; then all are made anew.
    static let limit = 1000

    /// The answer for `scope` after the latest change of `topic`.
    /// - Parameter make: makes it for anybody with this scope; compressed where the asker takes that.
    func reply(
        topic: String, scope: String, _ exchange: Exchange, make: @escaping @Sendable () async throws -> Reply
    ) async throws -> Reply {
        let accepted = exchange.header("accept-encoding")
        return try await value(topic: topic, scope: "\(Gzip.takesGzip(accepted ?? "")) \(scope)", exchange) {
            Gzip.compressed(try await make(), accepted: accepted)
        }
    }

    /// What `make` makes for `scope`, once after the latest change of `topic`.
    func value<T: Sendable>(
        topic: String, scope: String, _ exchange: Exchange, make: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        let key = "\(T.self) \(topic) \(scope)"
        // Counted before the store is read: a change that comes between is counted after it and makes another answer.
        let version = Version(
            change: exchange.house.live.changes(of: topic), minute: exchange.now.milliseconds / 60_000)
        let task = answers.withLock { answers in
            if let known = answers[key], known.version == version { return known.value }
            if answers.count >= SharedAnswers.limit { answers = [:] }
            let task = Task<any Sendable, any Error> { try await make() }
            answers[key] = Answer(version: version, value: task)
            return task
        }
        do {
            guard let value = try await task.value as? T else { preconditionFailure("the key names the type") }
            return value
        } catch {
            // What failed is not kept: the next who asks has it made anew.
            answers.withLock { if $0[key]?.version == version { $0[key] = nil } }
            throw error
        }
    }
}

extension Exchange {
    /// An open page asks for what has changed, not somebody for a page (motcua.js).
    var isRenewal: Bool { method == "GET" && header("x-live") != nil }

    /// The parts of a page that renew themselves, without the page around them.
    func parts(_ parts: HTML) -> Reply {
        let html: HTML = "<!doctype html><html lang=\"\(Language.current.rawValue)\"><title>Một Cửa</title>\(parts)</html>"
        return Reply(contentType: "text/html; charset=utf-8", body: html.bytes, headers: [("cache-control", "no-store")])
    }
}
