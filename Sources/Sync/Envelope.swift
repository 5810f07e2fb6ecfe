// Envelope.swift: one message from one site to another: compressed, sealed for the receiver, signed by the sender.
//
// The same bytes go over a line and on a stick, so neither the line nor whoever carries the stick is trusted. Bytes in
// docs/formats/sync.md: magic, header, encapsulated key, HPKE ciphertext (RFC 9180: X25519, HKDF-SHA256,
// ChaCha20-Poly1305; the header is its associated data), Ed25519 signature over all that goes before.

package import Crypto
import Foundation
package import Ledger

/// A letter between two sites: sealed for the receiver, signed by the sender (docs/formats/sync.md §2).
package struct Envelope: Hashable, Sendable {
    package var from: String
    package var to: String
    /// What it is: `join`, `request`, `answer`, `bundle`.
    package var purpose: String
    /// An answer names the SHA-256 of the request it answers; a bundle's part the bundle.
    package var about: String
    package var bytes: [UInt8]

    /// Most bytes of an envelope.
    package static let limit = 24 << 20
    /// Most bytes of what comes out of it.
    package static let contentLimit = 64 << 20
    /// The same of a first message, whose sender nobody knows yet.
    private static let introductionLimit = 64 << 10
    private static let magic = Array("MCE1".utf8)
    private static let info = Data("motcua sync 1".utf8)
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    private static let keyBytes = 32
    private static let signatureBytes = 64

    /// Why an envelope is not taken.
    package enum Refusal: Error, Hashable, Sendable {
        case notAnEnvelope
        case misdirected(to: String)
        case unknownSender(String)
        /// The signature or the seal does not fit what stands there.
        case tampered
        case notExpected(String)
    }

    package static func seal(
        _ content: JSON, purpose: String, about: String = "", to card: SiteCard, by keys: SiteKeys
    ) throws -> Envelope {
        let header = JSON.object(of: [
            ("about", .string(about)), ("from", .string(keys.signer.site)), ("purpose", .string(purpose)),
            ("to", .string(card.site)),
        ]).canonical
        guard let packed = Deflate.compress(content.canonical) else {
            preconditionFailure("zlib has memory for one message")
        }
        let key = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: card.agreement)
        var sender = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: info)
        let sealed = try sender.seal(Data(packed), authenticating: Data(header))
        var bytes = magic + [UInt8(header.count >> 8), UInt8(header.count & 255)] + header
        bytes += Array(sender.encapsulatedKey) + Array(sealed)
        bytes += Array(try keys.signer.key.signature(for: bytes))
        return Envelope(from: keys.signer.site, to: card.site, purpose: purpose, about: about, bytes: bytes)
    }

    /// Who sent bytes and to whom, as they say themselves. Nothing is proven yet.
    package init?(reading bytes: [UInt8]) {
        guard bytes.count <= Envelope.limit, bytes.count > 6, Array(bytes[0..<4]) == Envelope.magic else {
            return nil
        }
        let end = 6 + Int(bytes[4]) << 8 + Int(bytes[5])
        guard bytes.count > end + Envelope.keyBytes + Envelope.signatureBytes,
            let header = try? JSON.parse(bytes[6..<end]), let from = header["from"]?.string,
            let to = header["to"]?.string,
            let purpose = header["purpose"]?.string, let about = header["about"]?.string
        else { return nil }
        self.init(from: from, to: to, purpose: purpose, about: about, bytes: bytes)
    }

    init(from: String, to: String, purpose: String, about: String, bytes: [UInt8]) {
        self.from = from
        self.to = to
        self.purpose = purpose
        self.about = about
        self.bytes = bytes
    }

    /// What names it in an answer.
    package var digest: String { Digest.of(bytes).hex }

    /// Opens the seal of a site that is not known yet; what is inside names its card, against which the signature is held.
    package func openIntroduction(by keys: SiteKeys) throws(Refusal) -> JSON {
        let content = try unsealed(by: keys, upTo: Envelope.introductionLimit)
        guard let card = content["card"].flatMap({ SiteCard($0) }) else { throw .tampered }
        return try open(purpose: "join", from: card, by: keys)
    }

    private func unsealed(by keys: SiteKeys, upTo limit: Int = Envelope.contentLimit) throws(Refusal) -> JSON {
        guard to == keys.signer.site else { throw .misdirected(to: to) }
        let end = 6 + Int(bytes[4]) << 8 + Int(bytes[5])
        let body = bytes.dropLast(Envelope.signatureBytes)
        guard
            var recipient = try? HPKE.Recipient(
                privateKey: keys.agreement, ciphersuite: Envelope.suite, info: Envelope.info,
                encapsulatedKey: Data(body[end..<(end + Envelope.keyBytes)])),
            let packed = try? recipient.open(
                Data(body[(end + Envelope.keyBytes)...]), authenticating: Data(bytes[6..<end])),
            let content = Deflate.expand(Array(packed), limit: limit),
            let json = try? JSON.parse(content)
        else { throw .tampered }
        return json
    }

    /// Checks the sender's signature and opens the seal.
    package func open(
        purpose expected: String, about wanted: String? = nil, from card: SiteCard, by keys: SiteKeys
    ) throws(Refusal) -> JSON {
        guard to == keys.signer.site else { throw .misdirected(to: to) }
        guard from == card.site else { throw .unknownSender(from) }
        guard purpose == expected, wanted.map({ $0 == about }) ?? true else { throw .notExpected(purpose) }
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: card.signing),
            key.isValidSignature(
                bytes.suffix(Envelope.signatureBytes), for: bytes.dropLast(Envelope.signatureBytes))
        else { throw .tampered }
        return try unsealed(by: keys)
    }
}

extension Envelope.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAnEnvelope: "these bytes are no envelope of Một Cửa, or are cut off"
        case .misdirected(let to): "it is addressed to site “\(to)”"
        case .unknownSender(let from): "site “\(from)” is not known here"
        case .tampered: "signature or seal do not fit: it was altered on the way, or is from somebody else"
        case .notExpected(let what): "it is a “\(what)” that nobody waits for here"
        }
    }
}

/// A person's key, wrapped for one site: only its holder's agreement key opens it.
package enum KeyWrap {
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    private static let info = Data("motcua key 1".utf8)

    /// Encapsulated key (32) ‖ ciphertext.
    package static func wrap(_ secret: [UInt8], context: String, to agreement: [UInt8]) throws -> [UInt8] {
        let key = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: agreement)
        var sender = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: info)
        let sealed = try sender.seal(Data(secret), authenticating: Data(context.utf8))
        return Array(sender.encapsulatedKey) + Array(sealed)
    }

    /// Nil when it is for somebody else or was altered.
    package static func open(
        _ box: [UInt8], context: String, by key: Curve25519.KeyAgreement.PrivateKey
    ) -> [UInt8]? {
        guard box.count > 32,
            var recipient = try? HPKE.Recipient(
                privateKey: key, ciphersuite: suite, info: info, encapsulatedKey: Data(box[0..<32]))
        else { return nil }
        return (try? recipient.open(Data(box[32...]), authenticating: Data(context.utf8))).map { Array($0) }
    }
}
