// Bundle.swift: messages on a stick instead of a line: a file of envelopes, one behind the other.
//
// Each part stands for itself (signed, sealed for the receiver, safe to repeat), so a bundle may be cut off, read twice, read
// behind a later one; what is whole in it counts. Bytes in docs/formats/sync.md: per part its length (4, big endian) and an
// envelope of purpose `bundle` whose `about` is `<bundle>/<number>/<last or 0>`.

package enum Bundle {
    /// What a part is framed with.
    package static func framed(_ envelope: Envelope) -> [UInt8] {
        let count = envelope.bytes.count
        return (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } + envelope.bytes
    }

    /// Which part of which bundle an envelope is: number from 1, and how many where that is known (the last part).
    package static func place(_ about: String) -> (bundle: String, number: Int, count: Int)? {
        let parts = about.split(separator: "/")
        guard parts.count == 3, let number = Int(parts[1]), let count = Int(parts[2]), number > 0 else {
            return nil
        }
        return (String(parts[0]), number, count)
    }
    package static func about(_ bundle: String, _ number: Int, isLast: Bool) -> String {
        "\(bundle)/\(number)/\(isLast ? number : 0)"
    }
}

/// Cuts a file into its parts, piece by piece, so that memory stays bounded by the largest part.
package struct BundleReader {
    private var buffer: [UInt8] = []
    package init() {}

    /// Bytes of a part that has not come whole.
    package var rest: Int { buffer.count }

    /// The envelopes that are whole after these bytes.
    /// - Throws: `Envelope.Refusal.notAnEnvelope` for a length or head that is none of ours: the rest cannot be read.
    package mutating func take(_ bytes: [UInt8]) throws(Envelope.Refusal) -> [Envelope] {
        buffer += bytes
        var envelopes: [Envelope] = []
        while buffer.count >= 4 {
            let count = buffer[0..<4].reduce(0) { $0 << 8 | Int($1) }
            guard count > 0, count <= Envelope.limit else { throw .notAnEnvelope }
            guard buffer.count >= 4 + count else { break }
            guard let envelope = Envelope(reading: Array(buffer[4..<(4 + count)])) else {
                throw .notAnEnvelope
            }
            envelopes.append(envelope)
            buffer.removeFirst(4 + count)
        }
        return envelopes
    }
}
