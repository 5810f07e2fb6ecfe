// WebAddress.swift: an `http://` or `https://` address taken apart, for speaking to another machine.

package struct WebAddress: Hashable, Sendable {
    package var isSecure: Bool
    package var host: String
    package var port: Int
    package var path: String

    /// - Returns: nil when `url` is no `http://` or `https://` address, or carries a user's name.
    package init?(_ url: String) {
        guard let scheme = ["https://", "http://"].first(where: { url.hasPrefix($0) }),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let rest = url.dropFirst(scheme.count)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        isSecure = scheme == "https://"
        var host = String(authority)
        port = isSecure ? 443 : 80
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65535).contains(number)
            else { return nil }
            host = String(authority[..<colon])
            port = number
        }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let tail = rest[end...].split(separator: "#", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        path = tail.hasPrefix("/") ? tail : "/" + tail
    }

    /// As the `Host` header has it.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The path of something below this address.
    package func below(_ more: String) -> String { (path.hasSuffix("/") ? String(path.dropLast()) : path) + more }

    /// A host that is this machine.
    package static func isHere(_ host: String) -> Bool {
        // A name may begin with digits too.
        host == "localhost" || host == "::1"
            || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    }
}
