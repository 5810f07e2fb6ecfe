// EnvelopeTests.swift: what one site sends another: opened by the receiver alone, refused when anything was touched.

import Crypto
import Ledger
import Sync
import Testing

@Suite("envelopes between sites")
struct EnvelopeTests {
    private func site(_ name: String) -> SiteKeys {
        SiteKeys(
            signer: SiteSigner(site: name, key: Curve25519.Signing.PrivateKey()),
            agreement: Curve25519.KeyAgreement.PrivateKey())
    }
    private let content = JSON.object(of: [
        ("a", .string(String(repeating: "Ộ", count: 500))), ("b", .int(-1)),
    ])

    @Test("goes there and opens")
    func opens() throws {
        let (ward, hub) = (site("ward"), site("hub"))
        let sent = try Envelope.seal(content, purpose: "request", to: hub.card, by: ward)
        let come = try #require(Envelope(reading: sent.bytes))
        #expect(come.from == "ward" && come.to == "hub")
        #expect(try come.open(purpose: "request", from: ward.card, by: hub) == content)
        #expect(sent.bytes.count < 500, "what repeats itself goes compressed")
    }

    @Test("for another site, from another key, of another purpose: refused with the reason")
    func refused() throws {
        let (ward, hub, other) = (site("ward"), site("hub"), site("other"))
        let sent = try Envelope.seal(content, purpose: "bundle", about: "7", to: hub.card, by: ward)
        #expect(throws: Envelope.Refusal.misdirected(to: "hub")) {
            try sent.open(purpose: "bundle", from: ward.card, by: other)
        }
        #expect(throws: Envelope.Refusal.unknownSender("ward")) {
            try sent.open(purpose: "bundle", from: other.card, by: hub)
        }
        #expect(throws: Envelope.Refusal.notExpected("bundle")) {
            try sent.open(purpose: "answer", from: ward.card, by: hub)
        }
        #expect(throws: Envelope.Refusal.notExpected("bundle")) {
            try sent.open(purpose: "bundle", about: "8", from: ward.card, by: hub)
        }
        var forged = site("ward").card
        forged.agreement = ward.card.agreement
        #expect(throws: Envelope.Refusal.tampered) { try sent.open(purpose: "bundle", from: forged, by: hub) }
    }

    @Test("any byte that is changed, and any end that is cut off, shows")
    func tampered() throws {
        let (ward, hub) = (site("ward"), site("hub"))
        let sent = try Envelope.seal(content, purpose: "request", to: hub.card, by: ward).bytes
        for i in sent.indices {
            var bytes = sent
            bytes[i] ^= 0x40
            guard let come = Envelope(reading: bytes) else { continue }
            #expect(throws: Envelope.Refusal.self, "byte \(i)") {
                try come.open(purpose: "request", from: ward.card, by: hub)
            }
        }
        for length in stride(from: 0, to: sent.count, by: 7) {
            guard let come = Envelope(reading: Array(sent[..<length])) else { continue }
            #expect(throws: Envelope.Refusal.self, "cut at \(length)") {
                try come.open(purpose: "request", from: ward.card, by: hub)
            }
        }
    }

    @Test("a wrapped key opens for its site and subject alone")
    func wrapped() throws {
        let (ward, other) = (site("ward"), site("other"))
        let secret = [UInt8](repeating: 7, count: 32)
        let box = try KeyWrap.wrap(secret, context: "H29\n0", to: ward.card.agreement)
        #expect(KeyWrap.open(box, context: "H29\n0", by: ward.agreement) == secret)
        #expect(KeyWrap.open(box, context: "H29\n1", by: ward.agreement) == nil)
        #expect(KeyWrap.open(box, context: "H29\n0", by: other.agreement) == nil)
    }

    @Test("every message reads back as it was")
    func messages() throws {
        let line = """
            {"unit":"27373","epoch":1,"seq":1,"at":5,"site":"ward","actor":"a","subject":"s","kind":"K","version":1,"critical":false,
            "command":"c:1","addressee":null,"answers":null,"facts":{},"sealed":"\(Digest.of([1, 2, 3]).hex)",
            "prev":"\(Digest.zero.hex)","hash":"\(Digest.zero.hex)"}
            """
        let entry = try #require(Entry(exported: try JSON.parse(line), sealed: [1, 2, 3]))
        let head = Entry.Position(unit: "27373", epoch: 2, seq: 9, hash: Digest.of([9]))
        let word = Checkpoint(
            unit: "27373", epoch: 2, seq: 9, at: 7, head: .zero, root: Digest.of([]), site: "hub",
            signature: [1, 2])
        let cursor = Cursor(generation: "g", cause: 3, position: 4)
        let requests: [Request] = [
            .hello(
                Hello(
                    program: "p", now: 1, heads: [head], cursor: cursor, waitingFiles: 2, parked: 3,
                    contested: 4)),
            .push(
                Stretch(unit: "27373", entries: [entry], signed: word, accounts: [.object([])], hasMore: true)
            ), .pull(cursor),
            .fetch(unit: "27373", after: 8), .offer(["f"]),
            .give(FilePiece(file: "f", ordinal: 0, pieces: 2, bytes: [0, 255])),
            .want(file: "f", ordinal: 1),
            .giveBack([SelectedEntry(entry: entry, path: [entry.hash], witness: word)], beside: [entry]),
        ]
        for request in requests { #expect(try Request(try JSON.parse(request.json.canonical)) == request) }
        let answers: [Answer] = [
            .welcome(Welcome(program: "p", now: 1, heads: [head], hasNews: true)),
            .welcome(Welcome(program: "p", now: 1, heads: [], hasNews: false, generation: "g")),
            .takenBack(lackingKeys: ["H29.273.73-251124-0001"]),
            .takenBack(lackingKeys: [], forked: [head]),
            .taken(head, witness: word, problem: nil),
            .taken(head, witness: nil, problem: "fork 3"),
            .delivery(
                Delivery(
                    after: .beginning, cursor: cursor,
                    entries: [SelectedEntry(entry: entry, path: [Digest.of([1])])], witnesses: [word],
                    hasMore: false)),
            .stretch(Stretch(unit: "27373", entries: [], signed: nil, hasMore: false)), .lacking(["f": 3]),
            .lacking([:], held: ["f", "g"]),
            .piece(nil),
            .piece(FilePiece(file: "f", ordinal: 0, pieces: 2, bytes: [])), .kept, .refused("no"),
        ]
        for answer in answers { #expect(try Answer(try JSON.parse(answer.json.canonical)) == answer) }
    }
}
