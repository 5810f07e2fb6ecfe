// SiteCard.swift: who a site is to others: its name and two public keys. Cards are exchanged once, by invitation.

package import Crypto
package import Ledger

/// A site as others know it: its name, the key that it signs with and the one that is sealed for.
package struct SiteCard: Hashable, Sendable {
    package var site: String
    /// Ed25519, 32 bytes: what it signs is its own.
    package var signing: [UInt8]
    /// X25519, 32 bytes: what is sealed to it only it can open.
    package var agreement: [UInt8]

    package init(site: String, signing: [UInt8], agreement: [UInt8]) {
        self.site = site
        self.signing = signing
        self.agreement = agreement
    }

    package var json: JSON {
        .object(of: [
            ("agreement", .string(agreement.hex)), ("signing", .string(signing.hex)), ("site", .string(site)),
        ])
    }
    /// Nil when a part is missing or is no key.
    package init?(_ json: JSON) {
        guard let site = json["site"]?.string, !site.isEmpty,
            let signing = json["signing"]?.string.flatMap({ [UInt8](hex: $0) }),
            let agreement = json["agreement"]?.string.flatMap({ [UInt8](hex: $0) }), signing.count == 32,
            agreement.count == 32
        else { return nil }
        self.init(site: site, signing: signing, agreement: agreement)
    }
}

/// A site's own keys.
package struct SiteKeys: Sendable {
    package let signer: SiteSigner
    package let agreement: Curve25519.KeyAgreement.PrivateKey

    package init(signer: SiteSigner, agreement: Curve25519.KeyAgreement.PrivateKey) {
        self.signer = signer
        self.agreement = agreement
    }

    package var card: SiteCard {
        SiteCard(
            site: signer.site, signing: Array(signer.key.publicKey.rawRepresentation),
            agreement: Array(agreement.publicKey.rawRepresentation))
    }
}

extension Checkpoint {
    /// Whether the site that a card stands for signed this, in its own name.
    package func isSigned(by card: SiteCard) -> Bool {
        guard site == card.site else { return false }
        do { return isSigned(by: try Curve25519.Signing.PublicKey(rawRepresentation: card.signing)) } catch { return false }
    }
}
