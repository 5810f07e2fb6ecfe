// Message.swift: what sites say to each other: eight requests of a ward and their answers.
//
// A message is canonical JSON in an envelope (docs/formats/sync.md). A reader that does not know a request answers
// `refused`; members it does not know it leaves alone, so that neighbours of different versions talk.

import Foundation
package import Ledger

/// A place in what a hub has for a site: which store, which entry brought it about, which entry it is.
package struct Cursor: Hashable, Sendable {
    /// Names one life of the hub's store; another life begins anew.
    package var generation: String
    package var cause: Int64
    package var position: Int64
    /// The hub's own seal on what stood at the position when it told of it; by it the hub sees that its store went back.
    package var mark: String?
    package init(generation: String, cause: Int64, position: Int64, mark: String? = nil) {
        self.generation = generation
        self.cause = cause
        self.position = position
        self.mark = mark
    }
    /// Whether it is at least as far as another.
    package func covers(_ other: Cursor) -> Bool {
        other.position == 0 && other.cause == 0
            || generation == other.generation && (cause, position) >= (other.cause, other.position)
    }

    package static let beginning = Cursor(generation: "", cause: 0, position: 0)
}

/// What a ward says of itself at the beginning of each round.
package struct Hello: Hashable, Sendable {
    package var program: String
    package var now: Int64
    package var heads: [Entry.Position]
    package var cursor: Cursor
    package var waitingFiles: Int64
    package var parked: Int64
    package var contested: Int64
    /// Up to where an own ledger is surely the same at the hub, where it has been found to differ; not sent.
    package var common: [String: Int64] = [:]
    package init(
        program: String, now: Int64, heads: [Entry.Position], cursor: Cursor, waitingFiles: Int64 = 0,
        parked: Int64 = 0, contested: Int64 = 0
    ) {
        self.program = program
        self.now = now
        self.heads = heads
        self.cursor = cursor
        self.waitingFiles = waitingFiles
        self.parked = parked
        self.contested = contested
    }
}

/// The hub's answer to a hello: how far it is, and whether there is news.
package struct Welcome: Hashable, Sendable {
    package var program: String
    package var now: Int64
    /// What the hub has of the ward's ledgers.
    package var heads: [Entry.Position]
    /// The hub's countersignature under each of them: an answer that said so before may have been lost.
    package var witnesses: [Checkpoint]
    /// Something lies ready behind the ward's cursor.
    package var hasNews: Bool
    /// Names this life of the hub's store; empty from a program that does not say.
    package var generation: String
    package init(
        program: String, now: Int64, heads: [Entry.Position], witnesses: [Checkpoint] = [], hasNews: Bool, generation: String = ""
    ) {
        self.generation = generation
        self.witnesses = witnesses
        self.program = program
        self.now = now
        self.heads = heads
        self.hasNews = hasNews
    }
}

/// An entry out of a ledger of which the receiver has not all, with its proof.
package struct SelectedEntry: Hashable, Sendable {
    package var entry: Entry
    /// RFC 6962 audit path under the witness of its ledger.
    package var path: [Digest]
    /// The hub's signed word under which the path leads to its root, where it is another than its ledger's in the message:
    /// the entry is of a line that a backup cut off.
    package var witness: Checkpoint?
    package init(entry: Entry, path: [Digest], witness: Checkpoint? = nil) {
        self.entry = entry
        self.path = path
        self.witness = witness
    }
}

/// What a ward is to have, from its cursor on: entries of others, with proofs, and how to go on.
package struct Delivery: Hashable, Sendable {
    /// From where it goes on; one who has not come so far takes the entries and stays at its own place.
    package var after: Cursor
    package var cursor: Cursor
    package var entries: [SelectedEntry]
    /// The hub's signed word about each ledger in `entries`.
    package var witnesses: [Checkpoint]
    /// Log-ins of the people whom entries are about.
    package var accounts: [JSON]
    package var hasMore: Bool
    package init(
        after: Cursor, cursor: Cursor, entries: [SelectedEntry], witnesses: [Checkpoint],
        accounts: [JSON] = [], hasMore: Bool
    ) {
        self.after = after
        self.cursor = cursor
        self.entries = entries
        self.witnesses = witnesses
        self.accounts = accounts
        self.hasMore = hasMore
    }
}

/// A stretch of one ledger without gap.
package struct Stretch: Hashable, Sendable {
    package var unit: String
    package var entries: [Entry]
    /// Signed by the sender at the last of them.
    package var signed: Checkpoint?
    package var accounts: [JSON]
    package var hasMore: Bool
    package init(unit: String, entries: [Entry], signed: Checkpoint?, accounts: [JSON] = [], hasMore: Bool) {
        self.unit = unit
        self.entries = entries
        self.signed = signed
        self.accounts = accounts
        self.hasMore = hasMore
    }
}

/// A sealed piece of a paper's file.
package struct FilePiece: Hashable, Sendable {
    package var file: String
    package var ordinal: Int64
    package var pieces: Int64
    package var bytes: [UInt8]
    package init(file: String, ordinal: Int64, pieces: Int64, bytes: [UInt8]) {
        self.file = file
        self.ordinal = ordinal
        self.pieces = pieces
        self.bytes = bytes
    }
    package var isLast: Bool { pieces > 0 && ordinal == pieces - 1 }
}

/// What a ward asks of the hub, one at a time.
package enum Request: Hashable, Sendable {
    case hello(Hello)
    case push(Stretch)
    case pull(Cursor)
    /// Entries of an own ledger that this site has lost.
    case fetch(unit: String, after: Int64)
    /// Which of these files do you lack, and from which piece on?
    case offer([String])
    case give(FilePiece)
    case want(file: String, ordinal: Int64)
    /// What this site has from before the hub's store was put back: what the hub sent it, or (`beside`) what it had written
    /// in ledgers that were taken over, which nobody may have been asked about.
    case giveBack([SelectedEntry], beside: [Entry])
}

/// What the hub answers; each request has its own.
package enum Answer: Hashable, Sendable {
    case welcome(Welcome)
    /// What the hub has of the unit's ledger now, and its countersignature; `problem` when something was not taken.
    case taken(Entry.Position, witness: Checkpoint?, problem: String?)
    case delivery(Delivery)
    case stretch(Stretch)
    /// The pieces that have come of each file that is not whole, or `unnamed`. `held` only on a stick, which answers nothing in
    /// particular: files that the site offered and that are here.
    case lacking([String: Int64], held: [String] = [])
    /// Nil: the file is not here yet.
    case piece(FilePiece?)
    case kept
    /// Given back and taken in; of these subjects the hub lacks a key. At the forked places something else stands in its line: what was
    /// given back is kept beside it there, and counts nowhere.
    case takenBack(lackingKeys: [String], forked: [Entry.Position] = [])
    case refused(String)
}

// MARK: JSON

extension JSON {
    fileprivate func text(_ key: String) throws -> String {
        guard let value = self[key]?.string else { throw MessageProblem(key) }
        return value
    }
    fileprivate func number(_ key: String) throws -> Int64 {
        guard let value = self[key]?.int else { throw MessageProblem(key) }
        return value
    }
    fileprivate func list<T>(_ key: String, _ read: (JSON) throws -> T) throws -> [T] {
        guard let items = self[key]?.array else { throw MessageProblem(key) }
        return try items.map(read)
    }
    fileprivate func digest(_ key: String) throws -> Digest {
        guard let value = Digest(hex: try text(key)) else { throw MessageProblem(key) }
        return value
    }
    fileprivate func bytes(_ key: String) throws -> [UInt8] {
        guard let data = Data(base64Encoded: try text(key)) else { throw MessageProblem(key) }
        return Array(data)
    }
}

/// Reads the place of a ledger's last entry.
private func place(_ json: JSON) throws -> Entry.Position {
    guard let place = Entry.Position(json) else { throw MessageProblem("head") }
    return place
}

/// A message that cannot be read: which member.
package struct MessageProblem: Error, Hashable, CustomStringConvertible {
    package let member: String
    init(_ member: String) { self.member = member }
    package var description: String {
        "the message's member “\(member)” is missing or is not what it should be"
    }
}

extension Array where Element == UInt8 {
    fileprivate var base64: JSON { .string(Data(self).base64EncodedString()) }
}

extension Entry {
    package var carried: JSON {
        .object(of: [("entry", exported), ("sealed", sealed.map(\.base64) ?? .null)])
    }
    package init(carried json: JSON) throws {
        let sealed = json["sealed"]?.string == nil ? nil : try json.bytes("sealed")
        guard let body = json["entry"], let entry = Entry(exported: body, sealed: sealed) else {
            throw MessageProblem("entry")
        }
        self = entry
    }
}

extension Cursor {
    package var json: JSON {
        .object(of: [
            ("cause", .int(cause)), ("generation", .string(generation)), ("mark", mark.map(JSON.string) ?? .null),
            ("position", .int(position)),
        ])
    }
    package init(_ json: JSON) throws {
        self.init(
            generation: try json.text("generation"), cause: try json.number("cause"),
            position: try json.number("position"), mark: json["mark"]?.string.flatMap { $0.utf8.count <= 200 ? $0 : nil })
    }
}

extension Checkpoint {
    package var json: JSON {
        .object(of: [
            ("at", .int(at)), ("epoch", .int(epoch)), ("head", .string(head.hex)),
            ("root", .string(root.hex)), ("seq", .int(seq)),
            ("signature", .string(signature.hex)), ("site", .string(site)), ("unit", .string(unit)),
        ])
    }
    package init(_ json: JSON) throws {
        guard let signature = [UInt8](hex: try json.text("signature")) else {
            throw MessageProblem("signature")
        }
        self.init(
            unit: try json.text("unit"), epoch: try json.number("epoch"), seq: try json.number("seq"),
            at: try json.number("at"),
            head: try json.digest("head"), root: try json.digest("root"), site: try json.text("site"),
            signature: signature)
    }
}

extension Stretch {
    var members: [(String, JSON)] {
        [
            ("accounts", .array(accounts)), ("entries", .array(entries.map(\.carried))),
            ("more", .bool(hasMore)),
            ("signed", signed?.json ?? .null),
            ("unit", .string(unit)),
        ]
    }
    init(_ json: JSON) throws {
        let signed = json["signed"].flatMap { $0 == .null ? nil : $0 }
        self.init(
            unit: try json.text("unit"), entries: try json.list("entries") { try Entry(carried: $0) },
            signed: try signed.map { try Checkpoint($0) }, accounts: json["accounts"]?.array ?? [],
            hasMore: json["more"]?.bool ?? false)
    }
}

extension FilePiece {
    var members: [(String, JSON)] {
        [
            ("bytes", bytes.base64), ("file", .string(file)), ("ordinal", .int(ordinal)),
            ("pieces", .int(pieces)),
        ]
    }
    init(_ json: JSON) throws {
        self.init(
            file: try json.text("file"), ordinal: try json.number("ordinal"),
            pieces: try json.number("pieces"),
            bytes: try json.bytes("bytes"))
    }
}

extension SelectedEntry {
    fileprivate var json: JSON {
        .object(of: [("entry", entry.carried), ("path", .string(path.flatMap(\.bytes).hex))]
            + (witness.map { [("witness", $0.json)] } ?? []))
    }
    fileprivate init(_ json: JSON) throws {
        guard let entry = json["entry"], let path = [UInt8](hex: try json.text("path")), path.count % 32 == 0 else {
            throw MessageProblem("path")
        }
        self.init(
            entry: try Entry(carried: entry),
            path: stride(from: 0, to: path.count, by: 32).map { Digest(Array(path[$0..<($0 + 32)])) },
            witness: try json["witness"].map { try Checkpoint($0) })
    }
}

extension Delivery {
    package var members: [(String, JSON)] {
        [
            ("accounts", .array(accounts)), ("after", after.json), ("cursor", cursor.json),
            (
                "entries",
                .array(
                    entries.map(\.json))
            ),
            ("more", .bool(hasMore)), ("witnesses", .array(witnesses.map(\.json))),
        ]
    }
    package init(_ json: JSON) throws {
        guard let cursor = json["cursor"], let after = json["after"] else { throw MessageProblem("cursor") }
        self.init(
            after: try Cursor(after), cursor: try Cursor(cursor),
            entries: try json.list("entries") { try SelectedEntry($0) },
            witnesses: try json.list("witnesses") { try Checkpoint($0) },
            accounts: json["accounts"]?.array ?? [],
            hasMore: json["more"]?.bool ?? false)
    }
}

extension Request {
    package var json: JSON {
        switch self {
        case .hello(let hello):
            .object(of: [
                ("type", .string("hello")), ("program", .string(hello.program)), ("now", .int(hello.now)),
                ("heads", .array(hello.heads.map(\.json))), ("cursor", hello.cursor.json),
                ("waitingFiles", .int(hello.waitingFiles)),
                ("parked", .int(hello.parked)), ("contested", .int(hello.contested)),
            ])
        case .push(let stretch): .object(of: [("type", .string("push"))] + stretch.members)
        case .pull(let cursor): .object(of: [("type", .string("pull")), ("cursor", cursor.json)])
        case .fetch(let unit, let after):
            .object(of: [("type", .string("fetch")), ("unit", .string(unit)), ("after", .int(after))])
        case .offer(let files):
            .object(of: [("type", .string("offer")), ("files", .array(files.map(JSON.string)))])
        case .give(let piece): .object(of: [("type", .string("give"))] + piece.members)
        case .want(let file, let ordinal):
            .object(of: [("type", .string("want")), ("file", .string(file)), ("ordinal", .int(ordinal))])
        case .giveBack(let entries, let beside):
            .object(of: [
                ("type", .string("give-back")), ("entries", .array(entries.map(\.json))),
                ("beside", .array(beside.map(\.carried))),
            ])
        }
    }

    /// - Throws: `MessageProblem`.
    package init(_ json: JSON) throws {
        switch try json.text("type") {
        case "hello":
            guard let cursor = json["cursor"] else { throw MessageProblem("cursor") }
            self = .hello(
                Hello(
                    program: try json.text("program"), now: try json.number("now"),
                    heads: try json.list("heads") { try place($0) },
                    cursor: try Cursor(cursor), waitingFiles: json["waitingFiles"]?.int ?? 0,
                    parked: json["parked"]?.int ?? 0,
                    contested: json["contested"]?.int ?? 0))
        case "push": self = .push(try Stretch(json))
        case "pull":
            guard let cursor = json["cursor"] else { throw MessageProblem("cursor") }
            self = .pull(try Cursor(cursor))
        case "fetch": self = .fetch(unit: try json.text("unit"), after: try json.number("after"))
        case "offer":
            self = .offer(
                try json.list("files") {
                    guard let file = $0.string else { throw MessageProblem("files") }
                    return file
                })
        case "give": self = .give(try FilePiece(json))
        case "want": self = .want(file: try json.text("file"), ordinal: try json.number("ordinal"))
        case "give-back":
            self = .giveBack(
                try json.list("entries") { try SelectedEntry($0) }, beside: try json.list("beside") { try Entry(carried: $0) })
        default: throw MessageProblem("type")
        }
    }
}

extension Answer {
    /// In place of the pieces of a file that no dossier at the hub names: it is not to be sent yet.
    package static let unnamed: Int64 = -1

    package var json: JSON {
        switch self {
        case .welcome(let welcome):
            .object(of: [
                ("type", .string("welcome")), ("program", .string(welcome.program)),
                ("now", .int(welcome.now)),
                ("heads", .array(welcome.heads.map(\.json))), ("news", .bool(welcome.hasNews)),
                ("witnesses", .array(welcome.witnesses.map(\.json))), ("generation", .string(welcome.generation)),
            ])
        case .taken(let head, let witness, let problem):
            .object(of: [
                ("type", .string("taken")), ("head", head.json), ("witness", witness?.json ?? .null),
                ("problem", problem.map(JSON.string) ?? .null),
            ])
        case .delivery(let delivery): .object(of: [("type", .string("delivery"))] + delivery.members)
        case .stretch(let stretch): .object(of: [("type", .string("stretch"))] + stretch.members)
        case .lacking(let files, let held):
            .object(
                of: [
                    ("type", .string("lacking")),
                    ("files", .object(of: files.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) })),
                ] + (held.isEmpty ? [] : [("held", .array(held.map(JSON.string)))]))
        case .piece(let piece):
            .object(of: [("type", .string("piece"))] + (piece?.members ?? []))
        case .kept: .object(of: [("type", .string("kept"))])
        case .takenBack(let subjects, let forked):
            .object(
                of: [("type", .string("taken-back")), ("lackingKeys", .array(subjects.map(JSON.string)))]
                    + (forked.isEmpty ? [] : [("forked", .array(forked.map(\.json)))]))
        case .refused(let reason): .object(of: [("type", .string("refused")), ("reason", .string(reason))])
        }
    }

    /// - Throws: `MessageProblem`.
    package init(_ json: JSON) throws {
        switch try json.text("type") {
        case "welcome":
            self = .welcome(
                Welcome(
                    program: try json.text("program"), now: try json.number("now"),
                    heads: try json.list("heads") { try place($0) },
                    witnesses: try json.list("witnesses") { try Checkpoint($0) },
                    hasNews: json["news"]?.bool ?? false, generation: json["generation"]?.string ?? ""))
        case "taken":
            guard let head = json["head"] else { throw MessageProblem("head") }
            let witness = json["witness"].flatMap { $0 == .null ? nil : $0 }
            self = .taken(
                try place(head), witness: try witness.map { try Checkpoint($0) },
                problem: json["problem"]?.string)
        case "delivery": self = .delivery(try Delivery(json))
        case "stretch": self = .stretch(try Stretch(json))
        case "lacking":
            guard let members = json["files"]?.members else { throw MessageProblem("files") }
            self = .lacking(
                Dictionary(members.map { ($0.key, $0.value.int ?? 0) }, uniquingKeysWith: { a, _ in a }),
                held: (json["held"]?.array ?? []).compactMap(\.string))
        case "piece": self = .piece(json["file"] == nil ? nil : try FilePiece(json))
        case "kept": self = .kept
        case "taken-back":
            self = .takenBack(
                lackingKeys: try json.list("lackingKeys") {
                    guard let subject = $0.string else { throw MessageProblem("lackingKeys") }
                    return subject
                }, forked: json["forked"] == nil ? [] : try json.list("forked") { try place($0) })
        case "refused": self = .refused(try json.text("reason"))
        default: throw MessageProblem("type")
        }
    }
}
