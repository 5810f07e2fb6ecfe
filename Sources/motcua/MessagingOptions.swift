// MessagingOptions.swift: how messages are sent from here, by options or environment. Off until something is named.
//
// Secrets come from the environment alone, because an option can be seen in the list of processes.

import ArgumentParser
import Casework
import Foundation
import Office

struct MessagingOptions: ParsableArguments {
    @Option(help: "Mail server HOST:PORT (465 = TLS at once, else STARTTLS). MOTCUA_SMTP.") var smtp: String?
    @Option(help: "Address that e-mails come from. MOTCUA_MAIL_FROM.") var mailFrom: String?
    @Option(help: "Gateway for SMS and chat, https://… (docs/operate/messages.md). MOTCUA_GATEWAY.") var gateway: String?
    @Option(help: "What the gateway may use, the wished first. MOTCUA_GATEWAY_CHANNELS.") var gatewayChannels: String?
    @Option(help: "Where citizens reach this site, for links in messages. MOTCUA_PUBLIC_URL.") var publicURL: String?
    @Option(help: "Seconds before a message is tried a second time; the pause doubles up to four hours.")
    var messageRetry = 30

    private func value(_ option: String?, _ name: String) -> String? {
        let given = option ?? ProcessInfo.processInfo.environment[name]
        return given.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Nil when nothing is configured.
    func messaging() throws -> Messaging? {
        let server = value(smtp, "MOTCUA_SMTP")
        let url = value(gateway, "MOTCUA_GATEWAY")
        guard server != nil || url != nil else { return nil }
        guard let site = value(publicURL, "MOTCUA_PUBLIC_URL"), site.hasPrefix("https://") || site.hasPrefix("http://"),
            site.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw ValidationError("messages carry a link: --public-url https://… is needed beside --smtp and --gateway")
        }
        guard (1...3600).contains(messageRetry) else { throw ValidationError("--message-retry 1…3600") }
        return Messaging(
            mail: try server.map(mail), gateway: try url.map(telephones), publicURL: site,
            firstPause: messageRetry, trustRoots: value(nil, "MOTCUA_TLS_ROOTS"))
    }

    private func mail(_ server: String) throws -> Messaging.Mail {
        guard let colon = server.lastIndex(of: ":"), let port = Int(server[server.index(after: colon)...]),
            (1...65535).contains(port), colon > server.startIndex
        else { throw ValidationError("--smtp \(server): HOST:PORT is needed") }
        let host = server[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let isHere = host == "localhost" || host.hasPrefix("127.") || host == "::1"
        guard let from = value(mailFrom, "MOTCUA_MAIL_FROM"),
            let mail = Messaging.Mail(
                host: host, port: port, security: port == 465 ? .implicit : isHere ? .offered : .required,
                sender: from, user: value(nil, "MOTCUA_SMTP_USER"),
                password: value(nil, "MOTCUA_SMTP_PASSWORD"))
        else { throw ValidationError("--mail-from: an address such as motcua@noi.vn is needed beside --smtp") }
        return mail
    }

    private func telephones(_ url: String) throws -> Messaging.Gateway {
        let ways = (value(gatewayChannels, "MOTCUA_GATEWAY_CHANNELS") ?? "chat,sms").split(separator: ",").map(String.init)
        guard !ways.isEmpty, ways.allSatisfy({ ["chat", "sms"].contains($0) }) else {
            throw ValidationError("--gateway-channels: chat, sms, or both with a comma between")
        }
        guard let secret = value(nil, "MOTCUA_GATEWAY_SECRET") else {
            throw ValidationError("MOTCUA_GATEWAY_SECRET is needed beside --gateway: it signs every message")
        }
        guard let gateway = Messaging.Gateway(url: url, secret: secret, ways: ways) else {
            throw ValidationError("--gateway \(url): an address https://… is needed")
        }
        return gateway
    }
}
