// ExchangeLink.swift: where and how this site speaks to one system outside, as `motcua serve` was told.
//
// The secret comes from the environment and is never printed.

package struct ExchangeLink: Sendable {
    package var system: ExternalSystem
    package var address: WebAddress
    package var secret: String
    /// Seconds between two looks for what came.
    package var pace: Int
    /// Seconds before a second try.
    package var firstPause: Int
    /// A file of certificates to trust instead of the system's.
    package var trustRoots: String?

    package init(
        system: ExternalSystem, address: WebAddress, secret: String, pace: Int = 15, firstPause: Int = ExchangeBook.firstPause,
        trustRoots: String? = nil
    ) {
        (self.system, self.address, self.secret) = (system, address, secret)
        (self.pace, self.firstPause, self.trustRoots) = (pace, firstPause, trustRoots)
    }
}
