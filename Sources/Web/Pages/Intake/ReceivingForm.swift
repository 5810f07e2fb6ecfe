// ReceivingForm.swift: from an intake form to a dossier: what the counter's routes are, and what online filing shares.

import Casework
import Office

extension Pages {
    static let counterRoutes = deskRoutes + certificationRoutes + registerRoutes + cashRoutes
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
