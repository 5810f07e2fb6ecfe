// FormatVectorTests.swift: does the code write and read the bytes that docs/formats/ledger.md promises?
//
// The vectors of section 10 were reckoned by an independent program, not by this code. They are never edited:
// a failure here means that ledgers written before can no longer be verified. The page itself is held to the
// same values, so that neither can drift.

import Foundation
import Testing

import enum Crypto.Curve25519
import struct Crypto.SymmetricKey

@testable import Ledger

struct FormatVectorTests {
    @Test("C of the first entry: escapes, Vietnamese text, key order by UTF-16, nulls")
    func firstContent() {
        #expect(Vector.first.canonicalContent.hex == Vector.firstContent)
        #expect(Vector.first.reckonedHash.hex == Vector.firstHash)
        #expect(Vector.first.prev == .zero)
    }

    @Test("C of the second entry: sealed hash, addressee, answers; its hash chains to the first")
    func secondContent() {
        #expect(String(decoding: Vector.second.canonicalContent, as: UTF8.self) == Vector.secondContent)
        #expect(Vector.second.reckonedHash.hex == Vector.secondHash)
        #expect(Vector.second.prev.hex == Vector.firstHash)
    }

    @Test("an exported line has the seventeen fields and says the same as C, prev and hash")
    func exportedLine() throws {
        for entry in [Vector.first, Vector.second] {
            let members = try #require(entry.exported.members)
            #expect(
                members.map(\.key) == [
                    "actor", "addressee", "answers", "at", "command", "critical", "epoch", "facts", "hash",
                    "kind", "prev", "sealed", "seq", "site", "subject", "unit", "version",
                ])
            let content = JSON.object(members.filter { $0.key != "prev" && $0.key != "hash" })
            #expect(content.canonical == entry.canonicalContent)
            #expect(entry.exported["prev"]?.string == entry.prev.hex)
            #expect(entry.exported["hash"]?.string == entry.hash.hex)
        }
    }

    @Test("changing any field of an entry changes its hash")
    func everyFieldCounts() {
        let entry = Vector.second
        let changes: [(inout Entry) -> Void] = [
            { $0.unit = "27374" }, { $0.epoch += 1 }, { $0.seq += 1 }, { $0.at += 1 }, { $0.site = "tp-2" },
            { $0.actor = "leader@27373" }, { $0.subject += "0" }, { $0.kind = "Passed" }, { $0.version = 2 },
            { $0.critical = false }, { $0.command = "c:1" }, { $0.addressee = nil }, { $0.answers = nil },
            { $0.facts = .object([]) }, { $0.sealedHash = nil }, { $0.prev = .zero },
        ]
        for (i, change) in changes.enumerated() {
            var altered = entry
            change(&altered)
            #expect(altered.reckonedHash != entry.hash, "change \(i)")
        }
    }

    @Test("erasing the sealed bytes leaves hash and line as they were")
    func erasedEntry() {
        var erased = Vector.second
        erased.sealed = nil
        #expect(erased.reckonedHash == Vector.second.hash)
        #expect(erased.exported == Vector.second.exported)
    }

    @Test("the sealed bytes open, part by part, with their own keys only")
    func sealedBytes() throws {
        let blob = try #require([UInt8](hex: Vector.sealed))
        #expect(Digest.of(blob).hex == Vector.second.sealedHash?.hex)
        let parts = try #require(Sealing.parts(blob))
        #expect(parts.map(\.slot) == [0, 1])
        #expect(parts.map(\.box.count) == [161, 125])
        #expect(Sealing.blob(parts) == blob)
        let keys = [
            SymmetricKey(data: Array(0..<32) as [UInt8]), SymmetricKey(data: Array(32..<64) as [UInt8]),
        ]
        for (i, part) in parts.enumerated() {
            let clear = try #require(Sealing.open(part, key: keys[i], Vector.sealContext))
            #expect(String(decoding: clear, as: UTF8.self) == Vector.clear[i])
            #expect(Sealing.open(part, key: keys[1 - i], Vector.sealContext) == nil)
        }
    }

    @Test("Merkle roots and an audit path")
    func merkle() throws {
        let entries = (0..<5).map { Digest.of([UInt8($0)]) }
        for (count, root) in Vector.roots {
            #expect(MerkleNodes(leaves: Array(entries.prefix(count))).root.hex == root, "\(count) leaves")
        }
        let path = MerkleNodes(leaves: entries).path(2)
        #expect(path.map(\.hex) == Vector.path)
        let root = try #require(Digest(hex: Vector.roots[4].1))
        #expect(MerkleFrontier.proves(entries[2], index: 2, count: 5, path: path, root: root))
    }

    @Test("a checkpoint's content and signature")
    func checkpoint() throws {
        let root = MerkleNodes(leaves: [Vector.first.hash, Vector.second.hash]).root
        #expect(root.hex == Vector.checkpointRoot)
        let key = try Curve25519.Signing.PrivateKey(
            rawRepresentation: try #require([UInt8](hex: Vector.privateKey)))
        #expect(Array(key.publicKey.rawRepresentation).hex == Vector.publicKey)
        var checkpoint = try Checkpoint.signed(
            unit: "27373", epoch: 1, seq: 2, at: 1_763_951_460_000, head: Vector.second.hash, root: root,
            by: SiteSigner(site: "tp-1", key: key))
        #expect(String(decoding: checkpoint.content, as: UTF8.self) == Vector.checkpoint)
        #expect(checkpoint.isSigned(by: key.publicKey))
        checkpoint.signature = try #require([UInt8](hex: Vector.signature))
        #expect(checkpoint.isSigned(by: key.publicKey))
        checkpoint.seq = 3
        #expect(!checkpoint.isSigned(by: key.publicKey))
    }

    @Test("the page in docs/formats gives these very vectors")
    func pageAgrees() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/formats/ledger.md"), encoding: .utf8)
        let packed = page.filter { !$0.isWhitespace }
        let vectors = [
            Vector.firstContent, Vector.firstHash, Vector.secondContent, Vector.secondHash, Vector.sealed,
            Vector.checkpoint, Vector.checkpointRoot, Vector.signature, Vector.publicKey,
        ]
        for vector in vectors + Vector.clear + Vector.path + Vector.roots.map(\.1) {
            #expect(packed.contains(vector.filter { !$0.isWhitespace }), "\(vector.prefix(80))")
        }
    }
}

/// Section 10 of docs/formats/ledger.md.
private enum Vector {
    static let first = Entry(
        unit: "27373", epoch: 1, seq: 1, at: 1_763_951_400_123, site: "tp-1", actor: "counter@27373",
        subject: "H29.273.73-251124-0001", kind: "CatRegistered", version: 1, critical: true,
        command: "c:0f1e2d3c",
        addressee: nil, answers: nil, facts: firstFacts, sealed: nil, sealedHash: nil, prev: .zero,
        hash: digest(firstHash))

    static let firstNote =
        "dòng 1\nthụt\tvào \"ngoặc\" \\ / \u{8}\u{c}\r\u{1}\u{1f}\u{7f}\u{2028} \u{1f63a}"

    static let firstFacts = JSON.object(of: [
        ("tên", .string("Đăng ký nuôi mèo")),
        ("ghi chú", .string(firstNote)),
        ("số", .array([.int(-3), .int(0), .int(.max)])),
        ("rỗng", .array([.null, .bool(true), .bool(false), .array([]), .object([])])),
        ("\u{fb01}", .int(1)), ("\u{1f63a}", .int(2)), ("B", .int(3)), ("a", .int(4)),
    ])

    static let second = Entry(
        unit: "27373", epoch: 1, seq: 2, at: 1_763_951_400_124, site: "tp-1", actor: "officer@27373",
        subject: "H29.273.73-251124-0001", kind: "HandedOver", version: 1, critical: true,
        command: "k:officer@27373|a1#7f", addressee: "so-tu-phap",
        answers: .init(unit: "cong-dvc", epoch: 1, seq: 41, hash: Digest.of(Array("cong-dvc 41".utf8))),
        facts: .object(of: [
            ("to", .string("so-tu-phap")), ("reason", .string("process")), ("withPapers", .bool(true)),
        ]),
        sealed: [UInt8](hex: sealed), sealedHash: [UInt8](hex: sealed).map { Digest.of($0) },
        prev: digest(firstHash), hash: digest(secondHash))

    static let sealContext = SealContext(unit: "27373", epoch: 1, seq: 2, subject: "H29.273.73-251124-0001")

    static func digest(_ hex: String) -> Digest {
        guard let digest = Digest(hex: hex) else { preconditionFailure("a vector's hash is 64 hex digits") }
        return digest
    }

    static let firstContent = """
        7b226163746f72223a22636f756e746572403237333733222c22616464726573736565223a6e756c6c2c22616e73\
        77657273223a6e756c6c2c226174223a313736333935313430303132332c22636f6d6d616e64223a22633a306631\
        6532643363222c22637269746963616c223a747275652c2265706f6368223a312c226661637473223a7b2242223a\
        332c2261223a342c22676869206368c3ba223a2264c3b26e6720315c6e7468e1bba5745c7476c3a06f205c226e67\
        6fe1bab7635c22205c5c202f205c625c665c725c75303030315c75303031667fe280a820f09f98ba222c2272e1bb\
        976e67223a5b6e756c6c2c747275652c66616c73652c5b5d2c7b7d5d2c2273e1bb91223a5b2d332c302c39323233\
        3337323033363835343737353830375d2c2274c3aa6e223a22c490c4836e67206bc3bd206e75c3b469206dc3a86f\
        222c22f09f98ba223a322c22efac81223a317d2c226b696e64223a2243617452656769737465726564222c227365\
        616c6564223a6e756c6c2c22736571223a312c2273697465223a2274702d31222c227375626a656374223a224832\
        392e3237332e37332d3235313132342d30303031222c22756e6974223a223237333733222c2276657273696f6e22\
        3a317d
        """
    static let firstHash = "cbe9baa498e14573568d2df7e9853342805edcb4ee9ebe0cc9a34b7f05669c89"

    static let secondContent = """
        {"actor":"officer@27373","addressee":"so-tu-phap","answers":{"epoch":1,"hash":"20e69e73aca61\
        33a164bf2de2f192aeef90ce4a69a317ab78d3cf31cc566ca98","seq":41,"unit":"cong-dvc"},"at":176395\
        1400124,"command":"k:officer@27373|a1#7f","critical":true,"epoch":1,"facts":{"reason":"proce\
        ss","to":"so-tu-phap","withPapers":true},"kind":"HandedOver","sealed":"790531379470248039dfc\
        1ad97b7d7aea70fb53f9f6e2f647f52e407d9577491","seq":2,"site":"tp-1","subject":"H29.273.73-251\
        124-0001","unit":"27373","version":1}
        """
    static let secondHash = "8efb2d724417eb2ab3ff20a86dc3e12b275baaad6f472d63581712dc01438cc7"

    static let sealed = """
        00000000a1000102030405060708090a0b3c20b76bb589ab78ec2fe3a98b925a0ce7b2f55183087d461a56d7a55f\
        aaa092497fc3d08f917a5ec445c470e6e0087a2df50ee57a82ca1995f908353a8a91a08551a41fa1f31c432c6393\
        5fd7ba3ed808bbfb51544f71069c90fbee42d2f7eabe81b85d212fe84ef6fd853968b6a011d2454e8997bc55ff6f\
        c575aeeb920774de3c22bbc9585a8463d86d7eac6a846140f842e113010000007d6465666768696a6b6c6d6e6fce\
        4fefa6abd99bbfb527babca82de54fa8e6810c5bb91d6ff9624c535520436d1b7b77162c56966f39b98485644f37\
        ef0738fb2f3371982b1ca44df5deec6ad28898449f5368714abdc9766a4709577a90dec74aea9b9f17b768170122\
        a611830f188521a953a9a6285b794f3ca8c14e42
        """
    static let clear = [
        #"""
        {"applicant":{"address":"12 Bà Hom, Phường Bình Tiên",\#
        "idNumber":"079185000123","name":"Nguyễn Thị Ánh","type":"citizen"}}
        """#,
        #"""
        {"authorised":{"address":"","idNumber":"079090004567","name":"Trần Văn Ưu","type":"citizen"}}
        """#,
    ]

    static let roots = [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "d9de27625445003d8a9739a851e3ff8d41c0683630b4d63a88327a6aaa37c409"),
        (2, "604d540f09268b91672ab011394d5266ccd7d4484d0d109411a55848126a1b2c"),
        (3, "d1f13800048f5909d4043fc0c152f6643280cba608b672715e56ce159a20629f"),
        (5, "6b313b611b40676b9e1dfd70c4503f2379f88f0f1c2740fb7e1cacc32c113465"),
    ]
    static let path = [
        "36e4970e7c84e559ed7290304c3c0672289a6918e7746d48397b0e122db7748f",
        "604d540f09268b91672ab011394d5266ccd7d4484d0d109411a55848126a1b2c",
        "12d24297164ffddfd8febbd02275c3c5ff24916dc71d5f3476931480854b3113",
    ]

    static let checkpointRoot = "c1f28d3cbc11fc4b13749309962ad61d74ffec690315850f4d6711b4bcdddf9c"
    static let checkpoint = """
        {"at":1763951460000,"epoch":1,"head":"8efb2d724417eb2ab3ff20a86dc3e12b275baaad6f472d63581712\
        dc01438cc7","root":"c1f28d3cbc11fc4b13749309962ad61d74ffec690315850f4d6711b4bcdddf9c","seq":\
        2,"site":"tp-1","unit":"27373"}
        """
    static let privateKey = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    static let publicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    static let signature = """
        90c5dce73de44e74bb76365b24b55e2877ed236cc3779cce88d856742c93143934b5a2b9c9faaaeb7ed7d902f91b\
        341214713f375e53779d5203256d42c4a106
        """
}
