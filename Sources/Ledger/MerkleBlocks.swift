// MerkleBlocks.swift: roots and audit paths of large ledgers without reading them whole each time.
//
// RFC 6962 splits at powers of two, so aligned blocks of 256 leaves are subtrees. Their roots are remembered; a path needs
// the hashes of one block and the remembered roots. What is remembered of a ledger is dropped when its line is rewound.

package import Storage
import Synchronization

package final class MerkleBlocks: Sendable {
    static let size = 256
    private let known = Mutex<[String: [Digest]]>([:])

    package init() {}

    package func forget(_ unit: String) { known.withLock { $0[unit] = nil } }

    /// One ledger's tree over its first `count` entries.
    package func tree(of unit: String, count: Int64, epochs: Int64, _ tx: any Transaction) throws -> Tree {
        let size = Int64(MerkleBlocks.size)
        let whole = count / size
        var blocks = known.withLock { $0[unit] ?? [] }
        if Int64(blocks.count) < whole {
            var block = Int64(blocks.count)
            while block < whole {
                let hashes = try LedgerReader.hashes(of: unit, block * size + 1, (block + 1) * size, epochs: epochs, tx)
                blocks.append(MerkleFrontier.root(of: hashes))
                block += 1
            }
            known.withLock { [blocks] in $0[unit] = blocks }
        }
        var nodes = Array(blocks.prefix(Int(whole)))
        if count % size > 0 {
            nodes.append(MerkleFrontier.root(of: try LedgerReader.hashes(of: unit, whole * size + 1, count, epochs: epochs, tx)))
        }
        return Tree(unit: unit, count: count, epochs: epochs, nodes: nodes)
    }

    package struct Tree {
        let unit: String
        package let count: Int64
        let epochs: Int64
        let nodes: [Digest]

        /// MTH of RFC 6962.
        package var root: Digest { nodes.isEmpty ? Digest.of([]) : MerkleFrontier.root(ofNodes: nodes[...]) }

        /// The audit path of the entry with this `seq`.
        package func path(_ seq: Int64, _ tx: any Transaction) throws -> [Digest] {
            let size = Int64(MerkleBlocks.size)
            let block = (seq - 1) / size
            let hashes = try LedgerReader.hashes(
                of: unit, block * size + 1, min(count, (block + 1) * size), epochs: epochs, tx)
            return MerkleFrontier.path(Int((seq - 1) % size), in: hashes) + MerkleFrontier.path(Int(block), ofNodes: nodes[...])
        }
    }
}

extension MerkleFrontier {
    /// The root over inner nodes of one level.
    static func root(ofNodes nodes: ArraySlice<Digest>) -> Digest {
        guard nodes.count > 1 else { return nodes[nodes.startIndex] }
        let split = nodes.startIndex + largestPowerOfTwo(below: nodes.count)
        return node(root(ofNodes: nodes[..<split]), root(ofNodes: nodes[split...]))
    }

    static func path(_ index: Int, ofNodes nodes: ArraySlice<Digest>) -> [Digest] {
        guard nodes.count > 1 else { return [] }
        let split = largestPowerOfTwo(below: nodes.count)
        let (left, right) = (nodes[..<(nodes.startIndex + split)], nodes[(nodes.startIndex + split)...])
        if index < split { return path(index, ofNodes: left) + [root(ofNodes: right)] }
        return path(index - split, ofNodes: right) + [root(ofNodes: left)]
    }
}
