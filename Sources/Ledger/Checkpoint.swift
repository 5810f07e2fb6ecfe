// Checkpoint.swift: a signed statement “this ledger stood at this head with this Merkle root”.
//
// Written at least every minute of writing, at every hand-over between units and at a clean stop. A tail that is cut
// off afterwards, or a rewritten chain, contradicts it. Ed25519 over the canonical JSON of `content`.

package import Crypto

/// A site's signature under a ledger as long as it was.
package struct Checkpoint: Hashable, Sendable {
    package var unit: String
    package var epoch: Int64
    package var seq: Int64
    package var at: Int64
    package var head: Digest
    package var root: Digest
    package var site: String
    package var signature: [UInt8]

    package init(
        unit: String, epoch: Int64, seq: Int64, at: Int64, head: Digest, root: Digest, site: String, signature: [UInt8]
    ) {
        self.unit = unit
        self.epoch = epoch
        self.seq = seq
        self.at = at
        self.head = head
        self.root = root
        self.site = site
        self.signature = signature
    }

    package var content: [UInt8] {
        JSON.object([
            .init("at", .int(at)), .init("epoch", .int(epoch)), .init("head", .string(head.hex)),
            .init("root", .string(root.hex)), .init("seq", .int(seq)), .init("site", .string(site)),
            .init("unit", .string(unit)),
        ]).canonical
    }

    package static func signed(
        unit: String, epoch: Int64, seq: Int64, at: Int64, head: Digest, root: Digest, by signer: SiteSigner
    ) throws -> Checkpoint {
        var checkpoint = Checkpoint(
            unit: unit, epoch: epoch, seq: seq, at: at, head: head, root: root, site: signer.site,
            signature: [])
        checkpoint.signature = Array(try signer.key.signature(for: checkpoint.content))
        return checkpoint
    }

    package func isSigned(by key: Curve25519.Signing.PublicKey) -> Bool {
        key.isValidSignature(signature, for: content)
    }
}

/// The site's name and signing key.
package struct SiteSigner: Sendable {
    package let site: String
    package let key: Curve25519.Signing.PrivateKey
    package init(site: String, key: Curve25519.Signing.PrivateKey) {
        self.site = site
        self.key = key
    }
}
