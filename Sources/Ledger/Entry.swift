// Entry.swift: one entry of a unit's ledger: its fields, its canonical bytes, its hash.
//
// The format is a promise of decades and is written down in docs/formats/ledger.md. hash = SHA-256(prev ‖ C) where C
// is the canonical JSON of exactly the fifteen keys in `canonicalContent`. Facts hold no personal data; what is
// personal is in `sealed`, of which only the hash enters the chain, so that erasing leaves the chain whole.

import Crypto

/// One fact in a unit's ledger, chained to the one before (docs/formats/ledger.md).
package struct Entry: Hashable, Sendable {
    package var unit: String
    package var epoch: Int64
    /// 1, 2, 3 … through all epochs of the accepted line.
    package var seq: Int64
    /// Milliseconds UTC of the writing site's clock, growing within a ledger.
    package var at: Int64
    package var site: String
    package var actor: String
    /// What it is about: a dossier number, `user:…`, `procedure:…`.
    package var subject: String
    package var kind: String
    package var version: Int64
    /// A reader that does not know the kind must stop folding this subject here.
    package var critical: Bool
    /// Id of the command that made it.
    package var command: String
    package var addressee: String?
    package var answers: Position?
    package var facts: JSON
    /// Ciphertext; nil when there is none or it has been erased (then `sealedHash` stays).
    package var sealed: [UInt8]?
    package var sealedHash: Digest?
    package var prev: Digest
    package var hash: Digest

    /// Names an entry: unit, epoch, seq and hash.
    package struct Position: Hashable, Sendable {
        package var unit: String
        package var epoch: Int64
        package var seq: Int64
        package var hash: Digest
        package init(unit: String, epoch: Int64, seq: Int64, hash: Digest) {
            self.unit = unit
            self.epoch = epoch
            self.seq = seq
            self.hash = hash
        }
    }

    package var position: Position { Position(unit: unit, epoch: epoch, seq: seq, hash: hash) }

    /// C of the format.
    package var canonicalContent: [UInt8] { JSON.object(content).canonical }

    private var content: [JSON.Member] {
        [
            .init("actor", .string(actor)),
            .init("addressee", addressee.map(JSON.string) ?? .null),
            .init("answers", answers.map(\.json) ?? .null),
            .init("at", .int(at)),
            .init("command", .string(command)),
            .init("critical", .bool(critical)),
            .init("epoch", .int(epoch)),
            .init("facts", facts),
            .init("kind", .string(kind)),
            .init("sealed", sealedHash.map { .string($0.hex) } ?? .null),
            .init("seq", .int(seq)),
            .init("site", .string(site)),
            .init("subject", .string(subject)),
            .init("unit", .string(unit)),
            .init("version", .int(version)),
        ]
    }

    package var reckonedHash: Digest { Digest.of(prev.bytes, canonicalContent) }

    /// The line `export ledger` prints: every field, `sealed` as its hash.
    package var exported: JSON {
        .object(
            of: content.map { ($0.key, $0.value) } + [
                ("prev", .string(prev.hex)), ("hash", .string(hash.hex)),
            ])
    }
}

extension Entry {
    /// Reads an exported line back; nil when a field is missing or of the wrong type.
    package init?(exported json: JSON, sealed: [UInt8]?) {
        func text(_ key: String) -> String? { json[key]?.string }
        func number(_ key: String) -> Int64? { json[key]?.int }
        guard let unit = text("unit"), let epoch = number("epoch"), let seq = number("seq"),
            let at = number("at"),
            let site = text("site"), let actor = text("actor"), let subject = text("subject"),
            let kind = text("kind"),
            let version = number("version"), let critical = json["critical"]?.bool,
            let command = text("command"),
            let facts = json["facts"], let prev = text("prev").flatMap({ Digest(hex: $0) }),
            let hash = text("hash").flatMap({ Digest(hex: $0) })
        else { return nil }
        self.init(
            unit: unit, epoch: epoch, seq: seq, at: at, site: site, actor: actor, subject: subject,
            kind: kind,
            version: version, critical: critical, command: command, addressee: text("addressee"),
            answers: json["answers"].flatMap { Position($0) }, facts: facts, sealed: sealed,
            sealedHash: text("sealed").flatMap { Digest(hex: $0) }, prev: prev, hash: hash)
    }
}

extension Entry.Position {
    /// Latest place and epoch that are read.
    private static let last: Int64 = 1 << 40

    package var json: JSON {
        .object([
            .init("epoch", .int(epoch)), .init("hash", .string(hash.hex)), .init("seq", .int(seq)),
            .init("unit", .string(unit)),
        ])
    }
    package init?(_ json: JSON) {
        guard let unit = json["unit"]?.string, let epoch = json["epoch"]?.int, let seq = json["seq"]?.int,
            let hash = json["hash"]?.string.flatMap({ Digest(hex: $0) }),
            // What is beyond that nobody has written; arithmetic on it must not overflow.
            (0...Entry.Position.last).contains(epoch), (0...Entry.Position.last).contains(seq)
        else { return nil }
        self.init(unit: unit, epoch: epoch, seq: seq, hash: hash)
    }
}

/// A SHA-256 value.
package struct Digest: Hashable, Sendable {
    package let bytes: [UInt8]

    /// `bytes` must be 32 long.
    package init(_ bytes: [UInt8]) {
        precondition(bytes.count == 32, "a digest has 32 bytes")
        self.bytes = bytes
    }
    package static let zero = Digest([UInt8](repeating: 0, count: 32))

    package static func of(_ parts: [UInt8]...) -> Digest {
        var hasher = SHA256()
        for part in parts { hasher.update(data: part) }
        return Digest(Array(hasher.finalize()))
    }
    package var hex: String { bytes.hex }
    package init?(hex: String) {
        guard let bytes = [UInt8](hex: hex), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }
}

extension [UInt8] {
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        out.reserveCapacity(count * 2)
        for byte in self {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }
    /// Nil unless `hex` is an even number of lowercase or uppercase hex digits.
    package init?(hex: String) {
        let text = Array(hex.utf8)
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for i in stride(from: 0, to: text.count, by: 2) {
            guard let high = text[i].hexValue, let low = text[i + 1].hexValue else { return nil }
            bytes.append(high << 4 | low)
        }
        self = bytes
    }
}
extension UInt8 {
    fileprivate var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x61...0x66: self - 0x57
        case 0x41...0x46: self - 0x37
        default: nil
        }
    }
}
