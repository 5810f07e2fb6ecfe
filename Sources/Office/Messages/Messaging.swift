// Messaging.swift: how this site sends messages: the mail server and the gateway, as `motcua serve` was told.
//
// Both are off until they are named. Secrets come from the environment and are never printed.

package import Casework

package struct Messaging: Sendable {
    package struct Mail: Sendable {
        package enum Security: String, Sendable {
            /// TLS before anything is said (port 465).
            case implicit
            /// STARTTLS or nothing is sent.
            case required
            /// STARTTLS where the server offers it; for a relay on this machine.
            case offered
        }
        package var host: String
        package var port: Int
        package var security: Security
        package var sender: String
        package var user: String?
        package var password: String?

        /// - Returns: nil when `sender` is no address.
        package init?(
            host: String, port: Int, security: Security, sender: String, user: String? = nil,
            password: String? = nil
        ) {
            guard let address = EmailAddress.normalized(sender) else { return nil }
            self.host = host
            self.port = port
            self.security = security
            self.sender = address
            self.user = user
            self.password = password
        }

        /// `noi.vn` of `ten@noi.vn`.
        package var domain: String { String(sender.split(separator: "@").last ?? "") }
    }

    package struct Gateway: Sendable {
        package var address: WebAddress
        package var secret: String
        /// What the gateway may use, the wished first: `chat`, `sms`.
        package var ways: [String]

        /// - Returns: nil when `url` is no `http://` or `https://` address.
        package init?(url: String, secret: String, ways: [String]) {
            guard let address = WebAddress(url), !secret.isEmpty else { return nil }
            (self.address, self.secret, self.ways) = (address, secret, ways)
        }

        package var isSecure: Bool { address.isSecure }
        package var host: String { address.host }
        package var port: Int { address.port }
        package var path: String { address.path }
        package var authority: String { address.authority }
    }

    package var mail: Mail?
    package var gateway: Gateway?
    /// Where citizens reach this site, for links: `https://motcua.example`.
    package var publicURL: String
    /// Seconds before the second try.
    package var firstPause: Int
    /// A file of certificates to trust instead of the system's.
    package var trustRoots: String?

    package init(
        mail: Mail?, gateway: Gateway?, publicURL: String, firstPause: Int = 30, trustRoots: String? = nil
    ) {
        self.mail = mail
        self.gateway = gateway
        self.publicURL = publicURL
        self.firstPause = firstPause
        self.trustRoots = trustRoots
    }

    /// Mail server and gateway are on this machine: a test, a relay.
    package var staysHere: Bool {
        [mail?.host, gateway?.host].compactMap { $0 }.allSatisfy(WebAddress.isHere)
    }

    package var channels: [MessageChannel] {
        (mail == nil ? [] : [.email]) + (gateway == nil ? [] : [.phone])
    }
}
