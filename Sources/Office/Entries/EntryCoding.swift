// EntryCoding.swift: the list of all persisted dossier shapes: kind ⟷ fact.
//
// One line a kind. Once its golden bytes are in Tests/Golden, a shape is never edited again: a changed meaning gets
// version 2 and an upcaster here. `critical` kinds stop an older reader from folding on; the others only inform.

package import Casework
package import Ledger

package struct EntryKind: Sendable {
    package let name: String
    package let critical: Bool
    fileprivate let decode: @Sendable (JSON) throws -> DossierFact
}

package enum EntryCoding {
    private static func kind<F: Decodable & SendableMetatype>(
        _ name: String, _ wrap: @escaping @Sendable (F) -> DossierFact, critical: Bool = true
    ) -> EntryKind {
        EntryKind(name: name, critical: critical) { wrap(try JSONCoding.decode(F.self, from: $0)) }
    }

    /// Every kind of dossier entry, in the order of a dossier's life.
    package static let kinds: [EntryKind] = [
        kind("DossierReceived", DossierFact.received),
        kind("FormerDossierAdopted", DossierFact.formerAdopted),
        kind("DossierAccepted", DossierFact.accepted),
        kind("DossierRefused", DossierFact.refused),
        kind("SupplementRequested", DossierFact.supplementRequested),
        kind("SupplementFiled", DossierFact.supplementFiled),
        kind("SupplementReceived", DossierFact.supplementReceived),
        kind("HolderAssigned", DossierFact.holderAssigned),
        kind("StepCompleted", DossierFact.stepCompleted),
        kind("HandedOver", DossierFact.handedOver),
        kind("RecallRequested", DossierFact.recallRequested),
        kind("TakenOver", DossierFact.takenOver),
        kind("HandOverDeclined", DossierFact.handOverDeclined),
        kind("Passed", DossierFact.passed),
        kind("PassTaken", DossierFact.passTaken),
        kind("DossierSuspended", DossierFact.suspended),
        kind("DossierResumed", DossierFact.resumed),
        kind("DossierReopened", DossierFact.reopened),
        kind("OpinionRequested", DossierFact.opinionRequested),
        kind("OpinionGiven", DossierFact.opinionGiven),
        kind("OpinionTakenUp", DossierFact.opinionTakenUp),
        kind("PaymentRequested", DossierFact.paymentRequested),
        kind("PaymentConfirmed", DossierFact.paymentConfirmed),
        kind("PaymentVoided", DossierFact.paymentVoided),
        kind("FeeExempted", DossierFact.feeExempted),
        kind("CertificateNumbered", DossierFact.certificateNumbered, critical: false),
        kind("CertificateVoided", DossierFact.certificateVoided, critical: false),
        kind("Rescheduled", DossierFact.rescheduled),
        kind("DossierDecided", DossierFact.decided),
        kind("ResultReturned", DossierFact.resultReturned),
        kind("WithdrawalRequested", DossierFact.withdrawalRequested),
        kind("DossierWithdrawn", DossierFact.withdrawn),
        kind("RequestDeclined", DossierFact.requestDeclined),
        kind("DossierClosed", DossierFact.closed),
        kind("CorrectionRequested", DossierFact.correctionRequested, critical: false),
        kind("DossierCorrected", DossierFact.corrected),
        kind("DueRecomputed", DossierFact.dueRecomputed),
        kind("LinkedRequested", DossierFact.linkedRequested),
        kind("LinkedOpened", DossierFact.linkedOpened),
        kind("LinkedResult", DossierFact.linkedResult),
        kind("LinkedResultTakenUp", DossierFact.linkedResultTakenUp),
        kind("RatingGiven", DossierFact.ratingGiven, critical: false),
        kind("NoteAdded", DossierFact.noteAdded, critical: false),
        kind("PapersShelved", DossierFact.papersShelved, critical: false),
        kind("OriginalsReturned", DossierFact.originalsReturned, critical: false),
        kind("MessagesChosen", DossierFact.messagesChosen, critical: false),
        kind("PersonErased", DossierFact.personErased),
        kind("PaperFiled", DossierFact.paperFiled, critical: false),
        kind("LatenessContested", DossierFact.latenessContested, critical: false),
        kind("LatenessJudged", DossierFact.latenessJudged, critical: false),
        kind("ForeignNumbered", DossierFact.foreignNumbered, critical: false),
        kind("ExchangeAnswered", DossierFact.exchangeAnswered, critical: false),
    ]
    private static let byName: [String: EntryKind] = Dictionary(
        uniqueKeysWithValues: kinds.map { ($0.name, $0) })

    /// Kinds with which a dossier begins.
    static let beginnings: Set<String> = ["DossierReceived", "FormerDossierAdopted"]

    package static func known(_ kind: String) -> EntryKind? { byName[kind] }

    /// The fact of an entry; nil for a kind or version this program does not know.
    package static func fact(of entry: Entry) throws -> DossierFact? {
        guard entry.version == 1, let kind = byName[entry.kind] else { return nil }
        return try kind.decode(entry.facts)
    }

    /// The fact of a kind in version 1, where only those columns were read; nil for a kind this program does not know.
    static func fact(of kind: String, _ facts: JSON) throws -> DossierFact? { try byName[kind]?.decode(facts) }

    package static func encode(_ fact: DossierFact) throws -> (kind: EntryKind, facts: JSON) {
        let (name, json) = try named(fact)
        guard let kind = byName[name] else { preconditionFailure("kind \(name) is not in the list") }
        return (kind, json)
    }

    private static func named(_ fact: DossierFact) throws -> (String, JSON) {
        switch fact {
        case .received(let f): ("DossierReceived", try JSONCoding.encode(f))
        case .formerAdopted(let f): ("FormerDossierAdopted", try JSONCoding.encode(f))
        case .accepted(let f): ("DossierAccepted", try JSONCoding.encode(f))
        case .refused(let f): ("DossierRefused", try JSONCoding.encode(f))
        case .supplementRequested(let f): ("SupplementRequested", try JSONCoding.encode(f))
        case .supplementFiled(let f): ("SupplementFiled", try JSONCoding.encode(f))
        case .supplementReceived(let f): ("SupplementReceived", try JSONCoding.encode(f))
        case .holderAssigned(let f): ("HolderAssigned", try JSONCoding.encode(f))
        case .stepCompleted(let f): ("StepCompleted", try JSONCoding.encode(f))
        case .handedOver(let f): ("HandedOver", try JSONCoding.encode(f))
        case .recallRequested(let f): ("RecallRequested", try JSONCoding.encode(f))
        case .takenOver(let f): ("TakenOver", try JSONCoding.encode(f))
        case .handOverDeclined(let f): ("HandOverDeclined", try JSONCoding.encode(f))
        case .passed(let f): ("Passed", try JSONCoding.encode(f))
        case .passTaken(let f): ("PassTaken", try JSONCoding.encode(f))
        case .suspended(let f): ("DossierSuspended", try JSONCoding.encode(f))
        case .resumed(let f): ("DossierResumed", try JSONCoding.encode(f))
        case .reopened(let f): ("DossierReopened", try JSONCoding.encode(f))
        case .opinionRequested(let f): ("OpinionRequested", try JSONCoding.encode(f))
        case .opinionGiven(let f): ("OpinionGiven", try JSONCoding.encode(f))
        case .opinionTakenUp(let f): ("OpinionTakenUp", try JSONCoding.encode(f))
        case .paymentRequested(let f): ("PaymentRequested", try JSONCoding.encode(f))
        case .paymentConfirmed(let f): ("PaymentConfirmed", try JSONCoding.encode(f))
        case .paymentVoided(let f): ("PaymentVoided", try JSONCoding.encode(f))
        case .feeExempted(let f): ("FeeExempted", try JSONCoding.encode(f))
        case .certificateNumbered(let f): ("CertificateNumbered", try JSONCoding.encode(f))
        case .certificateVoided(let f): ("CertificateVoided", try JSONCoding.encode(f))
        case .rescheduled(let f): ("Rescheduled", try JSONCoding.encode(f))
        case .decided(let f): ("DossierDecided", try JSONCoding.encode(f))
        case .resultReturned(let f): ("ResultReturned", try JSONCoding.encode(f))
        case .withdrawalRequested(let f): ("WithdrawalRequested", try JSONCoding.encode(f))
        case .withdrawn(let f): ("DossierWithdrawn", try JSONCoding.encode(f))
        case .requestDeclined(let f): ("RequestDeclined", try JSONCoding.encode(f))
        case .closed(let f): ("DossierClosed", try JSONCoding.encode(f))
        case .correctionRequested(let f): ("CorrectionRequested", try JSONCoding.encode(f))
        case .corrected(let f): ("DossierCorrected", try JSONCoding.encode(f))
        case .dueRecomputed(let f): ("DueRecomputed", try JSONCoding.encode(f))
        case .linkedRequested(let f): ("LinkedRequested", try JSONCoding.encode(f))
        case .linkedOpened(let f): ("LinkedOpened", try JSONCoding.encode(f))
        case .linkedResult(let f): ("LinkedResult", try JSONCoding.encode(f))
        case .linkedResultTakenUp(let f): ("LinkedResultTakenUp", try JSONCoding.encode(f))
        case .ratingGiven(let f): ("RatingGiven", try JSONCoding.encode(f))
        case .noteAdded(let f): ("NoteAdded", try JSONCoding.encode(f))
        case .papersShelved(let f): ("PapersShelved", try JSONCoding.encode(f))
        case .originalsReturned(let f): ("OriginalsReturned", try JSONCoding.encode(f))
        case .messagesChosen(let f): ("MessagesChosen", try JSONCoding.encode(f))
        case .personErased(let f): ("PersonErased", try JSONCoding.encode(f))
        case .paperFiled(let f): ("PaperFiled", try JSONCoding.encode(f))
        case .latenessContested(let f): ("LatenessContested", try JSONCoding.encode(f))
        case .latenessJudged(let f): ("LatenessJudged", try JSONCoding.encode(f))
        case .foreignNumbered(let f): ("ForeignNumbered", try JSONCoding.encode(f))
        case .exchangeAnswered(let f): ("ExchangeAnswered", try JSONCoding.encode(f))
        }
    }
}

extension EntryReference {
    package init(_ position: Entry.Position) {
        self.init(
            unit: position.unit, epoch: Int(position.epoch), seq: Int(position.seq), hash: position.hash.hex)
    }
    package var position: Entry.Position? {
        Digest(hex: hash).map { Entry.Position(unit: unit, epoch: Int64(epoch), seq: Int64(seq), hash: $0) }
    }
}
