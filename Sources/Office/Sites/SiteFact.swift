// SiteFact.swift: facts about sites: who they are or no longer are, which ledgers are written where, the city's recovery key.
//
// Facts about the house (OfficeFact), written by the city in its own ledger, so that every site knows them.

package struct SiteRegistered: Codable, Hashable, Sendable {
    package var site: String
    /// Public keys in hex: Ed25519 and X25519.
    package var signing: String
    package var agreement: String
    package init(site: String, signing: String, agreement: String) {
        self.site = site
        self.signing = signing
        self.agreement = agreement
    }
}

/// A site is struck off: whoever has its keys is a stranger from here on. Its name is not given again.
package struct SiteRemoved: Codable, Hashable, Sendable {
    package var site: String
    package var reason: String
    package init(site: String, reason: String) {
        self.site = site
        self.reason = reason
    }
}

/// A unit's ledger is written at this site from here on, in this epoch.
package struct HomeAssigned: Codable, Hashable, Sendable {
    package var unit: String
    package var site: String
    package var epoch: Int64
    /// The last entry of the ledger that the city knew then.
    package var after: Int64
    /// `move`: the old home knew and stopped; `take`: it was lost, and is fenced off by the epoch.
    package var ground: String
    package init(unit: String, site: String, epoch: Int64, after: Int64, ground: String) {
        self.unit = unit
        self.site = site
        self.epoch = epoch
        self.after = after
        self.ground = ground
    }
}

/// The public half of the city's recovery key (X25519, hex); the other half lies in a safe.
package struct RecoveryKeySet: Codable, Hashable, Sendable {
    package var agreement: String
    package init(agreement: String) { self.agreement = agreement }
}
