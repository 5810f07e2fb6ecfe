// Wire.swift: a connection to another machine: TCP or TLS, bounded in time.

import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Office
import Synchronization

/// Whom we trust when we speak TLS.
struct Trust: Sendable {
    /// A PEM file instead of the system's certificates.
    let file: String?

    /// - Throws: `OwnTrouble`.
    func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file { configuration.trustRoots = .file(file) }
        do { return try NIOSSLContext(configuration: configuration) } catch { throw OwnTrouble(error, Texts.Network.noTrust) }
    }

    /// A TLS handler for `host`; an address of digits is not sent as a name.
    static func handler(_ context: NIOSSLContext, host: String) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}

enum Wire {
    static let connectSeconds = 15

    static func bootstrap() -> ClientBootstrap {
        ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(Int64(connectSeconds)))
            .channelOption(.socketOption(.so_keepalive), value: 1)
    }

    /// Runs `body`, cancelled after so many seconds.
    static func within<T: Sendable>(
        seconds: Int, _ body: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: T.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw TransportFault("no answer within \(seconds) seconds")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { preconditionFailure("the group has two tasks") }
            return first
        }
    }

    /// An error in words for the outbox: what the operator can do something about.
    static func words(_ error: any Error) -> String {
        switch error {
        case let fault as TransportFault: fault.description
        case is CancellationError: "the server was stopped meanwhile"
        case let error as NIOConnectionError:
            "no connection to \(error.host):\(error.port)"
                + (error.connectionErrors.first.map { ": \($0.error)" } ?? "")
        default: "\(error)"
        }
    }
}

/// Whether a letter has been handed over for good, told across tasks.
final class HandedOver: Sendable {
    private let flag = Mutex(false)
    var isSet: Bool { flag.withLock { $0 } }
    func set() { flag.withLock { $0 = true } }
}
