// SteeringCoding.swift: the list of all persisted shapes of steering: kind ⟷ fact. See SteeringFact.swift.

import Casework
package import Ledger
package import Oversight

package struct SteeringEntryKind: Sendable {
    package let name: String
    fileprivate let decode: @Sendable (JSON) throws -> SteeringFact
}

package enum SteeringCoding {
    private static func kind<F: Decodable & SendableMetatype>(
        _ name: String, _ wrap: @escaping @Sendable (F) -> SteeringFact
    ) -> SteeringEntryKind {
        SteeringEntryKind(name: name) { wrap(try JSONCoding.decode(F.self, from: $0)) }
    }

    package static let kinds: [SteeringEntryKind] = [
        kind("DifficultyReported", SteeringFact.difficultyReported),
        kind("DifficultyAnswered", SteeringFact.difficultyAnswered),
        kind("DifficultyJoined", SteeringFact.difficultyJoined),
        kind("DifficultyEscalated", SteeringFact.difficultyEscalated),
        kind("GuidancePublished", SteeringFact.guidancePublished),
        kind("GuidanceEnded", SteeringFact.guidanceEnded),
        kind("DirectiveIssued", SteeringFact.directiveIssued),
        kind("TaskReported", SteeringFact.taskReported),
        kind("TaskJudged", SteeringFact.taskJudged),
        kind("ModelRegistered", SteeringFact.modelRegistered),
        kind("ModelAdopted", SteeringFact.modelAdopted),
        kind("RoundCalled", SteeringFact.roundCalled),
        kind("RoundReportSigned", SteeringFact.roundReportSigned),
        kind("RoundMoved", SteeringFact.roundMoved),
        kind("ComplaintFiled", SteeringFact.complaintFiled),
        kind("ComplaintAnswered", SteeringFact.complaintAnswered),
        kind("ComplaintRated", SteeringFact.complaintRated),
        kind("OutageReported", SteeringFact.outageReported),
        kind("OutageEnded", SteeringFact.outageEnded),
        kind("CostsAssumed", SteeringFact.costsAssumed),
        kind("OfficersOffered", SteeringFact.officersOffered),
        kind("OfficerPosted", SteeringFact.officerPosted),
        kind("OfferWithdrawn", SteeringFact.offerWithdrawn),
        kind("PostingEnded", SteeringFact.postingEnded),
    ]
    private static let byName = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })

    package static func isKnown(_ kind: String) -> Bool { byName[kind] != nil }

    /// The fact of an entry; nil for a kind or version that is none of steering.
    package static func fact(kind: String, version: Int64 = 1, facts: JSON) throws -> SteeringFact? {
        guard version == 1, let known = byName[kind] else { return nil }
        return try known.decode(facts)
    }

    package static func encode(_ fact: SteeringFact) throws -> (kind: String, facts: JSON) {
        switch fact {
        case .difficultyReported(let f): ("DifficultyReported", try JSONCoding.encode(f))
        case .difficultyAnswered(let f): ("DifficultyAnswered", try JSONCoding.encode(f))
        case .difficultyJoined(let f): ("DifficultyJoined", try JSONCoding.encode(f))
        case .difficultyEscalated(let f): ("DifficultyEscalated", try JSONCoding.encode(f))
        case .guidancePublished(let f): ("GuidancePublished", try JSONCoding.encode(f))
        case .guidanceEnded(let f): ("GuidanceEnded", try JSONCoding.encode(f))
        case .directiveIssued(let f): ("DirectiveIssued", try JSONCoding.encode(f))
        case .taskReported(let f): ("TaskReported", try JSONCoding.encode(f))
        case .taskJudged(let f): ("TaskJudged", try JSONCoding.encode(f))
        case .modelRegistered(let f): ("ModelRegistered", try JSONCoding.encode(f))
        case .modelAdopted(let f): ("ModelAdopted", try JSONCoding.encode(f))
        case .roundCalled(let f): ("RoundCalled", try JSONCoding.encode(f))
        case .roundReportSigned(let f): ("RoundReportSigned", try JSONCoding.encode(f))
        case .roundMoved(let f): ("RoundMoved", try JSONCoding.encode(f))
        case .complaintFiled(let f): ("ComplaintFiled", try JSONCoding.encode(f))
        case .complaintAnswered(let f): ("ComplaintAnswered", try JSONCoding.encode(f))
        case .complaintRated(let f): ("ComplaintRated", try JSONCoding.encode(f))
        case .outageReported(let f): ("OutageReported", try JSONCoding.encode(f))
        case .outageEnded(let f): ("OutageEnded", try JSONCoding.encode(f))
        case .costsAssumed(let f): ("CostsAssumed", try JSONCoding.encode(f))
        case .officersOffered(let f): ("OfficersOffered", try JSONCoding.encode(f))
        case .officerPosted(let f): ("OfficerPosted", try JSONCoding.encode(f))
        case .offerWithdrawn(let f): ("OfferWithdrawn", try JSONCoding.encode(f))
        case .postingEnded(let f): ("PostingEnded", try JSONCoding.encode(f))
        }
    }

    /// Entries about one subject, causes first: each names the latest that its writer knew.
    static func ordered(_ entries: [Entry]) -> [Entry] {
        Folding.causalOrder(entries) { $0.answers == nil }
    }

    /// The matter that entries about one subject make; nil when they begin none.
    /// - Parameter keys: nil leaves words unopened.
    package static func item(_ entries: [Entry], keys: KeyStore?) throws -> SteeringItem? {
        var item: SteeringItem?
        for entry in ordered(entries) {
            guard let fact = try fact(kind: entry.kind, version: entry.version, facts: entry.facts) else { continue }
            let event = SteeringEvent(
                at: Instant(milliseconds: entry.at), unit: entry.unit, actor: entry.actor, fact: fact,
                text: try keys.flatMap { try SealedPerson.open(entry, keys: $0)?.text })
            if item == nil { item = SteeringItem(subject: entry.subject, event) } else { item?.evolve(event) }
        }
        return item
    }
}
