// Sealing.swift: personal data under a key per dossier and person.
//
// A sealed blob is a list of parts, one per person concerned, each AES-256-GCM with a random nonce, bound by its
// associated data to unit, epoch, seq, subject and slot, so that no part can be moved to another entry. Destroying a
// key makes its parts unreadable everywhere the ciphertext went. Bytes: docs/formats/ledger.md, section “sealed”.

package import Crypto
import Foundation

package struct SealedPart: Hashable, Sendable {
    package var slot: UInt8
    /// nonce (12) ‖ ciphertext ‖ tag (16).
    package var box: [UInt8]
    package init(slot: UInt8, box: [UInt8]) {
        self.slot = slot
        self.box = box
    }
}

/// What a sealed part belongs to.
package struct SealContext: Hashable, Sendable {
    package var unit: String
    package var epoch: Int64
    package var seq: Int64
    package var subject: String
    package init(unit: String, epoch: Int64, seq: Int64, subject: String) {
        self.unit = unit
        self.epoch = epoch
        self.seq = seq
        self.subject = subject
    }
    func associated(_ slot: UInt8) -> [UInt8] { Array("\(unit)\n\(epoch)\n\(seq)\n\(subject)\n\(slot)".utf8) }
}

package enum Sealing {
    package static func seal(
        _ clear: [UInt8], slot: UInt8, key: SymmetricKey, _ context: SealContext
    ) throws -> SealedPart {
        let box = try AES.GCM.seal(clear, using: key, authenticating: context.associated(slot))
        guard let combined = box.combined else { preconditionFailure("a 12-byte nonce gives a combined box") }
        return SealedPart(slot: slot, box: Array(combined))
    }

    /// Nil when the key is wrong or the part was moved or altered.
    package static func open(_ part: SealedPart, key: SymmetricKey, _ context: SealContext) -> [UInt8]? {
        do {
            let box = try AES.GCM.SealedBox(combined: part.box)
            return Array(try AES.GCM.open(box, using: key, authenticating: context.associated(part.slot)))
        } catch { return nil }
    }

    /// Parts as one blob: for each slot (1 byte), length (4 bytes, big endian), box.
    package static func blob(_ parts: [SealedPart]) -> [UInt8] {
        parts.flatMap { part in
            [part.slot] + (0..<4).map { UInt8(truncatingIfNeeded: part.box.count >> (24 - 8 * $0)) }
                + part.box
        }
    }

    /// Nil when the blob is cut off.
    package static func parts(_ blob: [UInt8]) -> [SealedPart]? {
        var parts: [SealedPart] = []
        var at = 0
        while at < blob.count {
            guard at + 5 <= blob.count else { return nil }
            let length = blob[(at + 1)..<(at + 5)].reduce(0) { $0 << 8 | Int($1) }
            guard at + 5 + length <= blob.count else { return nil }
            parts.append(SealedPart(slot: blob[at], box: Array(blob[(at + 5)..<(at + 5 + length)])))
            at += 5 + length
        }
        return parts
    }
}
