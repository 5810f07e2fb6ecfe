// ReceivingForm.swift: from an intake form to a dossier: what the counter's routes are, and what online filing shares.

import Casework
import Office

extension Pages {
    static let counterRoutes = deskRoutes + certificationRoutes + registerRoutes + cashRoutes

    /// The receipt, or why not.
    static func receive(
        _ draft: IntakeDraft, accept: Bool, as caller: Caller, _ exchange: Exchange
    ) async throws -> (Receipt?, Refusal?) {
        let office = exchange.house.server.office
        do {
            let filing = try draft.filing(accept: accept, office.directory)
            let context = exchange.command(as: caller, key: draft.key)
            return (try await exchange.house.server.submit { try $0.receive(filing, context) }, nil)
        } catch let refusal as Refusal {
            return (nil, refusal)
        }
    }
}

extension IntakeDraft {
    /// As `refuse`; a form that was sent before in another wording gets a key of its own.
    mutating func refuse(_ refusal: Refusal, freshKey: String) {
        if refusal.slug == Refusal.keyReused.slug {
            key = freshKey
            self.refusal = Refusal(
                .conflict, "sent-before", vi: Texts.Form.sentBefore.vi, en: Texts.Form.sentBefore.en)
        } else {
            refuse(refusal)
        }
    }
}
