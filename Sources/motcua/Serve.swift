// Serve.swift: `motcua serve`: the server, until Ctrl-C, which stops it cleanly.

import ArgumentParser
import Casework
import Foundation
import Hummingbird
import Logging
import Office
import Storage
import Web

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve pages and API.")
    @OptionGroup var store: StoreOption
    @Option(help: "HOST:PORT to listen on.") var listen = "127.0.0.1:8080"
    @Flag(help: "Listen beyond loopback although the store has demo accounts with a known password.")
    var allowDemoBeyondLoopback = false
    @Option(help: "Start the clock at this time, ISO 8601 (a store with demo accounts only; for screenshots and shows).")
    var now: String?

    func run() async throws {
        let (host, port) = try hostAndPort()
        let lock = try StoreLock(try store.address())
        defer { withExtendedLifetime(lock) {} }
        let office = try openOffice(try store.address())
        _ = try office.replayErasures()
        let demo = try office.database.read { try Accounts.hasDemoAccounts($0) }
        let loopback = host == "localhost" || host.hasPrefix("127.") || host == "::1"
        if demo && !loopback && !allowDemoBeyondLoopback {
            throw Refusal(
                .forbidden, "demo-beyond-loopback",
                vi:
                    "Kho này có tài khoản mẫu với mật khẩu công khai: chỉ nghe trên 127.0.0.1, trừ khi có --allow-demo-beyond-loopback.",
                en:
                    "This store has demo accounts with a published password: it listens on loopback only "
                    + "unless --allow-demo-beyond-loopback."
            )
        }
        var logger = Logger(label: "motcua") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let server = OfficeServer(office)
        let house = House(
            server: server, accounts: Accounts(office), clock: try clock(demo: demo),
            randomID: { UUID().uuidString.lowercased() },
            banner: demo ? "Dữ liệu mẫu: mọi người đều có thể đăng nhập bằng mật khẩu motcua-demo." : nil)
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
        let application = Site.application(house, host: host, port: port, logger: logger) {
            say("Một Cửa: \(address)  (Ctrl-C để dừng)")
        }
        try await application.runService()
        try server.close()
        say("Đã dừng; mọi sổ đã được ký.")
    }

    /// The system's clock, or in a show one that started at `--now`.
    private func clock(demo: Bool) throws -> @Sendable () -> Instant {
        guard let now else { return systemNow }
        guard demo else {
            throw Refusal(
                .forbidden, "clock-is-real", vi: "Chỉ kho mẫu mới đặt được giờ bằng --now.",
                en: "Only a demo store takes --now: real dossiers go by the real time.")
        }
        guard let time = Instant(now) else { throw ValidationError("--now \(now): like 2026-11-20T10:30:00+07:00") }
        let ahead = time.milliseconds - systemNow().milliseconds
        return { systemNow().adding(milliseconds: ahead) }
    }

    private func hostAndPort() throws -> (String, Int) {
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
            (1...65535).contains(port)
        else {
            throw ValidationError("--listen \(listen): HOST:PORT is needed")
        }
        return (listen[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]")), port)
    }
}
