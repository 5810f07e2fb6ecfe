// MerkleBlocks.swift: roots and audit paths of large ledgers without reading them whole each time.
//
// RFC 6962 splits at powers of two, so aligned blocks of 256 leaves are subtrees. Their roots are remembered, and of the last
// blocks that were asked for all their nodes; what is remembered of a ledger is dropped when its line is rewound.

package import Storage
import Synchronization

package final class MerkleBlocks: Sendable {
    static let size: Int64 = 256
    /// Blocks whose nodes are kept: 16 KiB each.
    private static let keptBlocks = 512

    private struct Known {
        var roots: [String: [Digest]] = [:]
        var nodes: [Place: MerkleNodes] = [:]
    }
    private struct Place: Hashable {
        var unit: String
        var block: Int64
    }
    private let known = Mutex(Known())

    package init() {}

    package func forget(_ unit: String) {
        known.withLock {
            $0.roots[unit] = nil
            $0.nodes = $0.nodes.filter { $0.key.unit != unit }
        }
    }

    /// One ledger's tree over its first `count` entries.
    package func tree(of unit: String, count: Int64, epochs: Int64, _ tx: any Transaction) throws -> Tree {
        let size = MerkleBlocks.size
        let whole = count / size
        var roots = known.withLock { $0.roots[unit] ?? [] }
        if Int64(roots.count) < whole {
            for block in Int64(roots.count)..<whole {
                let hashes = try LedgerReader.hashes(of: unit, block * size + 1, (block + 1) * size, epochs: epochs, tx)
                roots.append(MerkleNodes(leaves: hashes).root)
            }
            known.withLock { [roots] in $0.roots[unit] = roots }
        }
        let tail = try MerkleNodes(leaves: LedgerReader.hashes(of: unit, whole * size + 1, count, epochs: epochs, tx))
        let blocks = Array(roots.prefix(Int(whole))) + (count % size > 0 ? [tail.root] : [])
        return Tree(unit: unit, epochs: epochs, whole: whole, tail: tail, top: MerkleNodes(nodes: blocks), blocks: self)
    }

    private func nodes(of unit: String, block: Int64, epochs: Int64, _ tx: any Transaction) throws -> MerkleNodes {
        let place = Place(unit: unit, block: block)
        if let nodes = known.withLock({ $0.nodes[place] }) { return nodes }
        let size = MerkleBlocks.size
        let nodes = try MerkleNodes(
            leaves: LedgerReader.hashes(of: unit, block * size + 1, (block + 1) * size, epochs: epochs, tx))
        known.withLock {
            if $0.nodes.count >= MerkleBlocks.keptBlocks { $0.nodes = [:] }
            $0.nodes[place] = nodes
        }
        return nodes
    }

    package struct Tree {
        let unit: String
        let epochs: Int64
        /// Blocks that are full; behind them lies the tail.
        let whole: Int64
        let tail, top: MerkleNodes
        let blocks: MerkleBlocks

        /// MTH of RFC 6962.
        package var root: Digest { top.root }

        /// The audit path of the entry with this `seq`.
        package func path(_ seq: Int64, _ tx: any Transaction) throws -> [Digest] {
            let (block, index) = (seq - 1).quotientAndRemainder(dividingBy: MerkleBlocks.size)
            let nodes = block < whole ? try blocks.nodes(of: unit, block: block, epochs: epochs, tx) : tail
            return nodes.path(Int(index)) + top.path(Int(block))
        }
    }
}

/// All nodes of a tree of RFC 6962, level by level from the leaves: a node without a right neighbour stands on the next level
/// as it is, which gives the same tree as splitting at the largest power of two.
struct MerkleNodes: Sendable {
    private let levels: [[Digest]]

    init(leaves entries: [Digest]) { self.init(nodes: entries.map(MerkleFrontier.leaf)) }

    init(nodes: [Digest]) {
        var levels = [nodes]
        while let last = levels.last, last.count > 1 {
            levels.append(
                stride(from: 0, to: last.count, by: 2).map {
                    $0 + 1 < last.count ? MerkleFrontier.node(last[$0], last[$0 + 1]) : last[$0]
                })
        }
        self.levels = levels
    }

    var root: Digest { levels.last?.first ?? Digest.of([]) }

    func path(_ index: Int) -> [Digest] {
        var (path, index) = ([Digest](), index)
        for level in levels.dropLast() {
            let sibling = index ^ 1
            if sibling < level.count { path.append(level[sibling]) }
            index >>= 1
        }
        return path
    }
}
