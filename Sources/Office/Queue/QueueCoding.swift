// QueueCoding.swift: the list of all persisted shapes of the queue: kind ⟷ fact.
//
// One line a kind; golden bytes in Tests/Golden. None is critical: a program that does not know the queue folds dossiers
// without being wrong. Subjects and meaning: Casework/Queue/QueueFact.swift.

package import Casework
package import Ledger
import Storage

package enum QueueCoding {
    private struct Kind: Sendable {
        let name: String
        let decode: @Sendable (JSON) throws -> QueueFact
    }

    private static func kind<F: Decodable & SendableMetatype>(
        _ name: String, _ wrap: @escaping @Sendable (F) -> QueueFact
    ) -> Kind {
        Kind(name: name) { wrap(try JSONCoding.decode(F.self, from: $0)) }
    }

    private static let all: [Kind] = [
        kind("TicketTaken", QueueFact.taken),
        kind("TicketCalled", QueueFact.called),
        kind("TicketMissed", QueueFact.missed),
        kind("TicketAttended", QueueFact.attended),
        kind("TicketDone", QueueFact.done),
        kind("TicketTransferred", QueueFact.transferred),
        kind("TicketCancelled", QueueFact.cancelled),
        kind("TicketLinked", QueueFact.linked),
        kind("CounterOpened", QueueFact.counterOpened),
        kind("CounterClosed", QueueFact.counterClosed),
    ]
    private static let byName: [String: Kind] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// Names of the kinds, in the order of a ticket's life.
    package static let kinds = all.map(\.name)

    /// The fact of an entry; nil for a kind or version that is not the queue's.
    package static func fact(of entry: Entry) throws -> QueueFact? {
        guard entry.version == 1, let kind = byName[entry.kind] else { return nil }
        do { return try kind.decode(entry.facts) } catch let error as DecodingError {
            throw StorageFault(
                .corrupt, "entry \(entry.seq) of \(entry.unit) is not a \(entry.kind): \(error)",
                advice: "run `motcua verify`, restore a backup")
        }
    }

    package static func encode(_ fact: QueueFact) throws -> (kind: String, facts: JSON) {
        switch fact {
        case .taken(let f): ("TicketTaken", try JSONCoding.encode(f))
        case .called(let f): ("TicketCalled", try JSONCoding.encode(f))
        case .missed(let f): ("TicketMissed", try JSONCoding.encode(f))
        case .attended(let f): ("TicketAttended", try JSONCoding.encode(f))
        case .done(let f): ("TicketDone", try JSONCoding.encode(f))
        case .transferred(let f): ("TicketTransferred", try JSONCoding.encode(f))
        case .cancelled(let f): ("TicketCancelled", try JSONCoding.encode(f))
        case .linked(let f): ("TicketLinked", try JSONCoding.encode(f))
        case .counterOpened(let f): ("CounterOpened", try JSONCoding.encode(f))
        case .counterClosed(let f): ("CounterClosed", try JSONCoding.encode(f))
        }
    }
}
