// Reconciliation.swift: what the ward, the city and a system outside say of each dossier: where they differ, since when, whose.
//
// Three views in, a list of differences out; nothing is mended here, and no side is taken for right. What changed a moment ago
// is still on its way and is no difference. Whose it is follows from the messages: one of ours that has not arrived is the
// link's; one that came and cannot be taken up is ours; when everything arrived and the other side says otherwise, it is
// theirs; when ward and city differ, the line between them. A ward with a site of its own says what had been heard of it: what
// the system says since then the ward may say too, and until it is heard that is the line's as well. Only what kept a
// dossier from whoever handles it holds it up: a filing that came late, a ministry that could not be asked, a ward that could
// not be reached. That a system does not know our status yet delays nobody here.

package import Casework

/// What one side says of a dossier.
package struct ReconciledView: Hashable, Sendable {
    /// National status, 0–10.
    package var status: Int
    package var due: Instant?
    /// Since when it says so.
    package var since: Instant
    package init(status: Int, due: Instant?, since: Instant) { (self.status, self.due, self.since) = (status, due, since) }
}

/// A message that took its time, or has not arrived.
package struct ExchangeDelay: Hashable, Sendable {
    package var from: Instant
    /// Nil = still on its way.
    package var to: Instant?
    /// A filing to us, or contents to a ministry: handling waits for it.
    package var holdsUp: Bool
    /// On the line between ward and city, not on the one to the system.
    package var isInside: Bool
    package init(from: Instant, to: Instant?, holdsUp: Bool, isInside: Bool = false) {
        (self.from, self.to, self.holdsUp, self.isInside) = (from, to, holdsUp, isInside)
    }
}

/// One dossier as the three sides have it. Nil = that side does not know it.
package struct ReconciledDossier: Hashable, Sendable {
    /// Ours; nil for what is known outside only.
    package var number: String?
    package var outside: String?
    /// Who settles it.
    package var unit: String
    package var ward: ReconciledView?
    package var city: ReconciledView?
    package var system: ReconciledView?
    /// Since when a message to the system waits.
    package var waiting: Instant?
    /// Since when a message from it is held here.
    package var held: Instant?
    /// Until when the ward's own site was heard: what `ward` says is as of then. Nil = the ward is at home in the city's site.
    package var wardHeard: Instant?
    package var delays: [ExchangeDelay] = []
    package init(number: String?, outside: String?, unit: String) {
        (self.number, self.outside, self.unit) = (number, outside, unit)
    }
}

package struct ReconciledDifference: Hashable, Sendable {
    package enum What: String, CaseIterable, Hashable, Sendable {
        case status, due
        /// One side does not know the dossier.
        case presence
        /// A message came or left late, or has not arrived; the sides agree by now or nobody can say.
        case delay
    }
    package enum Whose: String, CaseIterable, Hashable, Sendable {
        /// The line to the system outside.
        case link
        /// The system outside.
        case theirs
        /// A message lies here and waits for a person.
        case ours
        /// The line between ward and city.
        case sync
    }
    package var number: String?
    package var outside: String?
    package var unit: String
    package var what: What
    package var ward: String?
    package var city: String?
    package var system: String?
    package var since: Instant
    /// Nil while it stands.
    package var until: Instant?
    package var whose: Whose
    package var holdsUp: Bool

    package init(
        number: String?, outside: String?, unit: String, what: What, ward: String?, city: String?, system: String?, since: Instant,
        until: Instant?, whose: Whose, holdsUp: Bool
    ) {
        (self.number, self.outside, self.unit, self.what) = (number, outside, unit, what)
        (self.ward, self.city, self.system) = (ward, city, system)
        (self.since, self.until, self.whose, self.holdsUp) = (since, until, whose, holdsUp)
    }

    /// Our number, or theirs where there is no dossier here.
    package var name: String { number ?? outside ?? "" }
}

package enum Reconciliation {
    /// Younger than this it is on its way.
    package static let graceMinutes = 10
    /// A message is late when it took longer.
    package static let lateMinutes = 60

    /// - Parameter isHeard: false when the system could not be asked: then it says nothing, and nothing is held against it.
    package static func differences(
        _ dossiers: [ReconciledDossier], isHeard: Bool, now: Instant
    ) -> [ReconciledDifference] {
        let fresh = now.adding(minutes: -graceMinutes)
        var found: [ReconciledDifference] = []
        for dossier in dossiers {
            found += inside(dossier) + delays(dossier, now: now) + (isHeard ? outside(dossier, fresh: fresh) : [])
        }
        // What still stands must have stood for a while; what was late is told although it is over.
        return found.filter { $0.until != nil || $0.since <= fresh }.sorted {
            ($0.unit, $0.name, $0.what.rawValue, $0.since) < ($1.unit, $1.name, $1.what.rawValue, $1.since)
        }
    }

    private static func difference(
        _ d: ReconciledDossier, _ what: ReconciledDifference.What, since: Instant, _ whose: ReconciledDifference.Whose,
        until: Instant? = nil, holdsUp: Bool = false, _ say: (ReconciledView) -> String?
    ) -> ReconciledDifference {
        ReconciledDifference(
            number: d.number, outside: d.outside, unit: d.unit, what: what, ward: d.ward.flatMap(say), city: d.city.flatMap(say),
            system: d.system.flatMap(say), since: since, until: until, whose: whose, holdsUp: holdsUp)
    }
    private static func status(_ view: ReconciledView) -> String? { String(view.status) }
    private static func due(_ view: ReconciledView) -> String? { view.due.map(ExchangeTime.text) }

    /// Ward against city.
    private static func inside(_ d: ReconciledDossier) -> [ReconciledDifference] {
        guard let ward = d.ward else { return [] }
        guard let city = d.city else { return [difference(d, .presence, since: ward.since, .sync, status)] }
        var found: [ReconciledDifference] = []
        if ward.status != city.status { found.append(difference(d, .status, since: ward.since, .sync, status)) }
        if due(ward) != due(city) { found.append(difference(d, .due, since: ward.since, .sync, due)) }
        return found
    }

    /// The system against the ward.
    private static func outside(_ d: ReconciledDossier, fresh: Instant) -> [ReconciledDifference] {
        guard let ward = d.ward else {
            guard let system = d.system else { return [] }
            // Filed there, and not a dossier here yet.
            if let held = d.held { return [difference(d, .presence, since: held, .ours, holdsUp: true, status)] }
            return [difference(d, .presence, since: system.since, .link, holdsUp: true, status)]
        }
        let (since, whose) = blame(d, ward, fresh: fresh)
        guard let system = d.system else { return [difference(d, .presence, since: since, whose, status)] }
        var found: [ReconciledDifference] = []
        if ward.status != system.status { found.append(difference(d, .status, since: since, whose, status)) }
        // A system that gives no date disagrees with none.
        if let theirs = due(system), theirs != due(ward) { found.append(difference(d, .due, since: since, whose, due)) }
        return found
    }

    /// Since when, and whose, when the system says otherwise than the ward.
    private static func blame(
        _ d: ReconciledDossier, _ ward: ReconciledView, fresh: Instant
    ) -> (since: Instant, whose: ReconciledDifference.Whose) {
        if let waiting = d.waiting { return (waiting, .link) }
        if let heard = d.wardHeard, heard <= fresh, let system = d.system, system.since >= heard {
            // A system that gives no time says it as of now: then since the silence.
            return (system.since <= fresh ? system.since : heard, .sync)
        }
        return (ward.since, .theirs)
    }

    private static func delays(_ d: ReconciledDossier, now: Instant) -> [ReconciledDifference] {
        d.delays.filter { $0.from.adding(minutes: lateMinutes) < ($0.to ?? now) }.map { delay in
            difference(d, .delay, since: delay.from, delay.isInside ? .sync : .link, until: delay.to, holdsUp: delay.holdsUp) { _ in nil }
        }
    }
}
