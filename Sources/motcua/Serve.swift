// Serve.swift: `motcua serve`: the server, until Ctrl-C, which stops it cleanly.

import ArgumentParser
import Casework
import Foundation
import Hummingbird
import Logging
import NIOCore
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
    @OptionGroup var messages: MessagingOptions
    @OptionGroup var outside: ExchangeOptions
    @Flag(help: "Serve the practice store beside --store, made when it is not there (docs/operate/training.md).")
    var training = false
    @Option(help: "Where the practice store is: sqlite:PATH (default: beside the real one).") var trainingStore: String?
    @Flag(help: "With --training: begin anew; what was practised is removed.") var fresh = false

    @Option(help: "Wrong tracking and return codes that one address may enter in ten minutes; 0 = no limit.")
    var limitCodes = 600
    @Option(help: "Filings without a log-in from one address in ten minutes; 0 = no limit.")
    var limitFilings = 600
    @Option(help: "Uploads from one address in ten minutes; 0 = no limit.")
    var limitUploads = 3000
    @Option(help: "A ward's site: a PEM file of certificates to trust for the hub instead of the system's.") var hubCa: String?
    @Flag(help: "A proxy of ours stands in front and writes X-Forwarded-For.")
    var behindProxy = false

    func run() async throws {
        let (host, port) = try hostAndPort()
        let real = try store.address()
        let address = training ? try TrainingStore.address(beside: real, given: trainingStore) : real
        let (messaging, links) = (try messages.messaging(), try outside.links())
        let lock = try StoreLock(address, mayBeNew: training, alone: false)
        defer { withExtendedLifetime(lock) {} }
        let office =
            training
            ? try TrainingStore.open(address, beside: real, fresh: fresh) : try openOffice(address)
        try refuseBackup(office, address)
        let isTraining = try office.isTraining
        if !training { try checkHubCa(office) }
        _ = try office.replayErasures()
        let demo = try office.database.read { try Accounts.hasDemoAccounts($0) }
        try checkDemo(demo, host)
        try check(messaging, isTraining: isTraining, demo: demo)
        try ExchangeRunners.check(links, isTraining: isTraining, demo: demo)
        try office.sweepPapers(now: systemNow())
        var logger = Logger(label: "motcua") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let server = OfficeServer(office)
        let house = House(
            server: server, accounts: Accounts(office), clock: try clock(demo: demo),
            randomID: { UUID().uuidString.lowercased() },
            isDemo: demo,
            messaging: messaging?.channels ?? [], isTraining: isTraining, limiter: try limiter(host),
            behindProxy: behindProxy)
        let page = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
        let application = Site.application(house, host: host, port: port, logger: logger) {
            say("\(isTraining ? "Một Cửa TẬP HUẤN" : "Một Cửa"): \(page)  (Ctrl-C để dừng)")
        }
        var alone = true
        if case .postgresql = address { alone = false }
        let sender = messaging.map {
            MessageSender(server, $0, isAlone: alone, clock: house.clock, logger: logger)
        }
        sender?.start()
        let runners = ExchangeRunners(
            links.enumerated().map {
                ExchangeRunner(server, $0.element, listener: 10 + $0.offset, isAlone: alone, clock: house.clock, logger: logger)
            })
        runners.start()
        let line = office.upstream.map { _ in SyncLine(server, trustRoots: hubCa, clock: house.clock, logger: logger) }
        line?.start()
        let watch = Watch(server: server, clock: house.clock, leavesBeats: now == nil, logger: logger)
        let watching = Task { await watch.run() }
        let served: Result<Void, any Error>
        do { served = .success(try await application.runService()) } catch { served = .failure(Serve.explained(error, listen)) }
        line?.stop()
        watching.cancel()
        await sender?.stop()
        await runners.stop()
        try served.get()
        try server.close()
        say("Đã dừng; mọi sổ đã được ký.")
    }

    private func limiter(_ host: String) throws -> Limiter {
        let limits = [limitCodes, limitFilings, limitUploads]
        guard limits.allSatisfy({ $0 >= 0 }), isLoopback(host) || !limits.contains(0) else {
            throw ValidationError("--limit-…: 0 (no limit) only when listening on loopback")
        }
        return Limiter(codes: limitCodes, filings: limitFilings, uploads: limitUploads)
    }

    private func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasPrefix("127.") || host == "::1"
    }

    private func checkDemo(_ demo: Bool, _ host: String) throws {
        guard !demo || isLoopback(host) || allowDemoBeyondLoopback else {
            throw Refusal(
                .forbidden, "demo-beyond-loopback",
                vi:
                    "Kho này có tài khoản mẫu với mật khẩu công khai: chỉ nghe trên 127.0.0.1, trừ khi có --allow-demo-beyond-loopback.",
                en:
                    "This store has demo accounts with a published password: it listens on loopback only "
                    + "unless --allow-demo-beyond-loopback."
            )
        }
    }

    private func checkHubCa(_ office: Office) throws {
        guard hubCa == nil || office.upstream != nil else {
            throw ValidationError("--hub-ca is for a ward's site: this store has no hub above it; leave it out")
        }
    }

    /// Practice sends nothing; a demo's invented people may share a number with real ones.
    private func check(_ messaging: Messaging?, isTraining: Bool, demo: Bool) throws {
        guard let messaging else { return }
        guard !isTraining else {
            throw Refusal(
                .forbidden, "messages-from-practice",
                vi: "Kho tập huấn không bao giờ gửi tin: hãy bỏ --smtp, --gateway và các biến MOTCUA_SMTP, MOTCUA_GATEWAY.",
                en: "Practice never sends messages: leave out --smtp, --gateway, MOTCUA_SMTP and MOTCUA_GATEWAY.")
        }
        guard !demo || messaging.staysHere else {
            throw Refusal(
                .forbidden, "messages-from-demo",
                vi: "Kho này là dữ liệu mẫu: số điện thoại trong đó có thể là của người khác, nên không gửi tin ra ngoài.",
                en: "This store is a demo: its invented numbers may be somebody's, so no message leaves this machine.")
        }
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

    private static func explained(_ error: any Error, _ place: String) -> any Error {
        guard let system = error as? IOError, [EADDRINUSE, EADDRNOTAVAIL, EACCES].contains(system.errnoCode) else { return error }
        return StorageFault(
            .unreachable, "cannot listen on \(place): \(String(cString: strerror(system.errnoCode)))",
            advice: "end the program that is there, or choose another place with --listen HOST:PORT")
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
