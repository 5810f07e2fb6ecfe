// ExchangeOptions.swift: with which systems outside dossiers are exchanged, by options or environment. Off until one is named.
//
// Secrets come from the environment alone, because an option can be seen in the list of processes.

import ArgumentParser
import Casework
import Foundation
import Office
import Web

struct ExchangeOptions: ParsableArguments {
    @Option(
        help: """
            A system outside, NAME=https://… (docs/formats/exchange.md); may stand several times. MOTCUA_EXCHANGE, with spaces \
            between. NAME is national-portal, civil-status, land or business.
            """)
    var exchange: [String] = []
    @Option(help: "Seconds between two looks for what came in.") var exchangePace = 15
    @Option(help: "Seconds before a message out is tried a second time; each pause is four times as long, a day at most.")
    var exchangeRetry = ExchangeBook.firstPause

    func links() throws -> [ExchangeLink] {
        let environment = ProcessInfo.processInfo.environment
        let given =
            exchange.isEmpty ? (environment["MOTCUA_EXCHANGE"] ?? "").split(separator: " ").map(String.init) : exchange
        guard (1...3600).contains(exchangePace), (1...3600).contains(exchangeRetry) else {
            throw ValidationError("--exchange-pace, --exchange-retry: 1…3600")
        }
        var links: [ExchangeLink] = []
        for text in given {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let system = ExternalSystem.named(parts[0]), let address = WebAddress(parts[1]) else {
                let names = ExternalSystem.all.map(\.id).joined(separator: ", ")
                throw ValidationError("--exchange \(text): NAME=https://… with one of \(names) is needed")
            }
            guard !links.contains(where: { $0.system == system }) else {
                throw ValidationError("--exchange \(system.id) stands twice")
            }
            let variable = "MOTCUA_EXCHANGE_SECRET_" + system.id.uppercased().replacing("-", with: "_")
            guard let secret = environment[variable], !secret.isEmpty, secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw ValidationError("\(variable) is needed beside --exchange \(system.id): every request carries it")
            }
            guard address.isSecure || WebAddress.isHere(address.host) else {
                throw ValidationError("--exchange \(system.id): only https:// beyond this machine, dossiers hold personal data")
            }
            links.append(
                ExchangeLink(
                    system: system, address: address, secret: secret, pace: exchangePace, firstPause: exchangeRetry,
                    trustRoots: environment["MOTCUA_TLS_ROOTS"].flatMap { $0.isEmpty ? nil : $0 }))
        }
        return links
    }
}

/// Runs the exchange with every system that was named.
struct ExchangeRunners {
    private let runners: [ExchangeRunner]

    init(_ runners: [ExchangeRunner]) { self.runners = runners }
    func start() { for runner in runners { runner.start() } }
    func stop() async { for runner in runners { await runner.stop() } }

    /// Practice exchanges nothing; a demo's invented people are told to no system beyond this machine.
    static func check(_ links: [ExchangeLink], isTraining: Bool, demo: Bool) throws {
        guard !links.isEmpty else { return }
        guard !isTraining else {
            throw Refusal(
                .forbidden, "exchange-from-practice",
                vi: "Kho tập huấn không liên thông với hệ thống nào: hãy bỏ --exchange và biến MOTCUA_EXCHANGE.",
                en: "Practice exchanges nothing: leave out --exchange and MOTCUA_EXCHANGE.")
        }
        guard !demo || links.allSatisfy({ WebAddress.isHere($0.address.host) }) else {
            throw Refusal(
                .forbidden, "exchange-from-demo",
                vi: "Kho này là dữ liệu mẫu: không gửi hồ sơ bịa ra cho hệ thống thật.",
                en: "This store is a demo: its invented dossiers leave this machine for no system.")
        }
    }
}
