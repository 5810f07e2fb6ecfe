// Merkle.swift: the Merkle tree of RFC 6962 over the entries of one ledger, kept as its right frontier.
//
// Leaf = SHA-256(0x00 ‖ entry hash), node = SHA-256(0x01 ‖ left ‖ right). The frontier holds the root of each
// perfect subtree, largest first, so that appending is O(log n) and the root is known at every checkpoint.

package struct MerkleFrontier: Hashable, Sendable {
    package private(set) var count: Int64
    package private(set) var peaks: [Digest]

    package init() {
        count = 0
        peaks = []
    }

    package mutating func append(_ entry: Digest) {
        var node = MerkleFrontier.leaf(entry)
        var size = count
        while size & 1 == 1 {
            node = MerkleFrontier.node(peaks.removeLast(), node)
            size >>= 1
        }
        peaks.append(node)
        count += 1
    }

    /// MTH of RFC 6962; SHA-256 of nothing for an empty ledger.
    package var root: Digest {
        guard var root = peaks.last else { return Digest.of([]) }
        for peak in peaks.dropLast().reversed() { root = MerkleFrontier.node(peak, root) }
        return root
    }

    static func leaf(_ entry: Digest) -> Digest { Digest.of([0], entry.bytes) }
    static func node(_ left: Digest, _ right: Digest) -> Digest { Digest.of([1], left.bytes, right.bytes) }

    /// Count (8 bytes, big endian) and peaks, as stored beside the head.
    package var stored: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) } + peaks.flatMap(\.bytes)
    }
    package init?(stored: [UInt8]) {
        guard stored.count >= 8, (stored.count - 8) % 32 == 0 else { return nil }
        count = stored[0..<8].reduce(0) { $0 << 8 | Int64($1) }
        peaks = stride(from: 8, to: stored.count, by: 32).map { Digest(Array(stored[$0..<($0 + 32)])) }
        guard peaks.count == count.nonzeroBitCount else { return nil }
    }
}

extension MerkleFrontier {
    /// Whether `entry` is leaf `index` of a tree of `count` entries with this root.
    package static func proves(_ entry: Digest, index: Int, count: Int, path: [Digest], root: Digest) -> Bool
    {
        guard index >= 0, index < count else { return false }
        var (fn, sn, node) = (index, count - 1, leaf(entry))
        for sibling in path {
            if sn == 0 { return false }
            if fn & 1 == 1 || fn == sn {
                node = MerkleFrontier.node(sibling, node)
                while fn & 1 == 0 && fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                node = MerkleFrontier.node(node, sibling)
            }
            fn >>= 1
            sn >>= 1
        }
        return sn == 0 && node == root
    }
}
