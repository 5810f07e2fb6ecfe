// LongestQueue.swift: the rules a plan has to beat, as a duty officer would apply them by hand.
//
// Both look only at how many dossiers are open. The plain rule goes down the list from the longest queue and sends one
// officer to each, and round again. The sharing rule is stronger: each next officer goes where most open dossiers fall
// to one officer sent (d'Hondt). Both keep to the field, the reach and the limit of a unit, and send everybody.

/// Officers sent to a place, by whatever rule.
package struct OfficersSent: Hashable, Sendable {
    /// Where they go.
    package var place: WorkPlace
    /// How many.
    package var officers: Int

    /// `officers` sent to `place`.
    package init(_ place: WorkPlace, _ officers: Int) {
        self.place = place
        self.officers = officers
    }
}

/// Sending by the length of queues.
package enum LongestQueue: String, CaseIterable, Sendable {
    /// One officer to each, from the longest queue down.
    case oneEach
    /// By open dossiers for each officer sent.
    case shared

    /// Officers sent, by place, in the order of places.
    /// - Parameter open: open dossiers at each place.
    package func sent(
        open: [(place: WorkPlace, dossiers: Int)], offers: [SecondmentOffer], limits: SecondmentLimits
    ) -> [OfficersSent] {
        var sent = open.map { _ in 0 }
        var atUnit: [String: Int] = [:]
        for offer in offers {
            let own = open.indices.filter {
                open[$0].place.field == offer.field && offer.kilometres[open[$0].place.unit] != nil
            }
            for _ in 0..<max(0, offer.officers) {
                let free = own.filter { index in
                    let unit = open[index].place.unit
                    return atUnit[unit, default: 0] < limits.most(unit) && open[index].dossiers > 0
                }
                guard let next = free.max(by: { comesAfter($0, $1, open, sent) }) else { break }
                sent[next] += 1
                atUnit[open[next].place.unit, default: 0] += 1
            }
        }
        return open.indices.filter { sent[$0] > 0 }.map { OfficersSent(open[$0].place, sent[$0]) }
            .sorted { $0.place < $1.place }
    }

    /// Whether `a` is served after `b`.
    private func comesAfter(
        _ a: Int, _ b: Int, _ open: [(place: WorkPlace, dossiers: Int)], _ sent: [Int]
    ) -> Bool {
        switch self {
        case .oneEach:
            if sent[a] != sent[b] { return sent[a] > sent[b] }
            if open[a].dossiers != open[b].dossiers { return open[a].dossiers < open[b].dossiers }
        case .shared:
            let (left, right) = (open[a].dossiers * (sent[b] + 1), open[b].dossiers * (sent[a] + 1))
            if left != right { return left < right }
        }
        return open[b].place < open[a].place
    }
}
