// Samples+Former.swift: a dossier of an old system, fully filled, for golden bytes.

@testable import Casework

extension Samples {
    static let former = FormerDossierAdopted(
        number: "HS-0001/25", formerUnit: "27376", unit: "27373", competent: "27373", procedure: "1.001193",
        procedureVersion: 1, field: "ho-tich", channel: .online, receivedAt: time, acceptedAt: time, due: later,
        state: .rejected, outcome: .reject, resolvedAt: later, returnedAt: later, step: "tra", papers: [paper],
        calendar: "vn-2026.3", file: "9f86d081", line: 12)
}
