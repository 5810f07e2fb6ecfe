// MerkleTests.swift: is the frontier's root the root of RFC 6962, and does an audit path prove its leaf and
// no other?

import Testing

import struct Crypto.SHA256

@testable import Ledger

struct MerkleTests {
    @Test("the frontier's root is the recursive definition's", arguments: 0...70)
    func root(_ count: Int) {
        let entries = entries(count)
        var frontier = MerkleFrontier()
        for entry in entries { frontier.append(entry) }
        #expect(frontier.root == naiveRoot(entries[...]))
        #expect(frontier.count == Int64(count))
        #expect(frontier.peaks.count == count.nonzeroBitCount)
    }

    @Test("an audit path proves every leaf in its place", arguments: 1...70)
    func proves(_ count: Int) {
        let entries = entries(count)
        let root = naiveRoot(entries[...])
        for (index, entry) in entries.enumerated() {
            let path = MerkleNodes(leaves: entries).path(index)
            #expect(path == naivePath(index, entries[...]))
            #expect(
                MerkleFrontier.proves(entry, index: index, count: count, path: path, root: root),
                "leaf \(index) of \(count)")
        }
    }

    @Test("an audit path proves nothing else", arguments: [2, 3, 5, 8, 13, 21, 33])
    func provesNothingElse(_ count: Int) {
        let entries = entries(count)
        let root = naiveRoot(entries[...])
        for index in 0..<count {
            let path = MerkleNodes(leaves: entries).path(index)
            func holds(
                _ entry: Digest, at place: Int? = nil, in size: Int? = nil, along other: [Digest]? = nil,
                under top: Digest? = nil
            ) -> Bool {
                MerkleFrontier.proves(
                    entry, index: place ?? index, count: size ?? count, path: other ?? path, root: top ?? root
                )
            }
            for other in 0..<count where other != index {
                #expect(!holds(entries[other]), "leaf \(other) for \(index) of \(count)")
                #expect(!holds(entries[index], at: other), "leaf \(index) at \(other) of \(count)")
            }
            #expect(!holds(entries[index], at: count))
            #expect(!holds(entries[index], in: 0))
            #expect(!holds(entries[index], along: Array(path.dropLast())))
            #expect(!holds(entries[index], along: Array(path.dropFirst())))
            #expect(!holds(entries[index], along: path + [entries[0]]))
            #expect(!holds(entries[index], under: Digest.zero))
            for i in path.indices {
                var altered = path
                altered[i] = Digest.of(altered[i].bytes)
                #expect(!holds(entries[index], along: altered))
            }
        }
    }

    @Test("a node cannot pass for a leaf")
    func secondPreimage() {
        let entries = entries(4)
        let left = MerkleFrontier.node(MerkleFrontier.leaf(entries[0]), MerkleFrontier.leaf(entries[1]))
        let right = MerkleFrontier.node(MerkleFrontier.leaf(entries[2]), MerkleFrontier.leaf(entries[3]))
        #expect(
            !MerkleFrontier.proves(left, index: 0, count: 2, path: [right], root: naiveRoot(entries[...])))
    }

    @Test("what is stored is read back, and what is cut off is not", arguments: [0, 1, 2, 3, 7, 8, 64, 70])
    func stored(_ count: Int) {
        var frontier = MerkleFrontier()
        for entry in entries(count) { frontier.append(entry) }
        #expect(MerkleFrontier(stored: frontier.stored) == frontier)
        #expect(MerkleFrontier(stored: Array(frontier.stored.dropLast())) == nil)
        #expect(MerkleFrontier(stored: frontier.stored + [UInt8](repeating: 0, count: 32)) == nil)
        if count > 0 { #expect(MerkleFrontier(stored: Array(frontier.stored.dropLast(32))) == nil) }
    }

    private func entries(_ count: Int) -> [Digest] { (0..<count).map { Digest.of([UInt8($0)]) } }
}

// RFC 6962 section 2.1, word for word.

private func naiveRoot(_ entries: ArraySlice<Digest>) -> Digest {
    guard let first = entries.first else { return Digest(Array(SHA256.hash(data: [UInt8]()))) }
    guard entries.count > 1 else { return Digest(Array(SHA256.hash(data: [0] + first.bytes))) }
    let split = entries.startIndex + naiveSplit(entries.count)
    let (left, right) = (naiveRoot(entries[..<split]), naiveRoot(entries[split...]))
    return Digest(Array(SHA256.hash(data: [1] + left.bytes + right.bytes)))
}

private func naivePath(_ index: Int, _ entries: ArraySlice<Digest>) -> [Digest] {
    guard entries.count > 1 else { return [] }
    let k = naiveSplit(entries.count)
    let split = entries.startIndex + k
    return index < k
        ? naivePath(index, entries[..<split]) + [naiveRoot(entries[split...])]
        : naivePath(index - k, entries[split...]) + [naiveRoot(entries[..<split])]
}

/// The largest power of two smaller than `n`.
private func naiveSplit(_ n: Int) -> Int {
    var k = 1
    while k < n { k *= 2 }
    return k / 2
}
