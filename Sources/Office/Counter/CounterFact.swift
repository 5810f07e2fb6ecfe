// CounterFact.swift: facts about a unit's counter that belong to no dossier: a cash day closed, a register book opened.
//
// Payments, voided receipts and register numbers are facts of their dossiers (`DossierFact`); the cash book and the
// registers are projections of those. Why a difference was found is said in words and sealed under the day's own key.

package import Casework
package import Ledger

/// The cash of a unit (or of one clerk of it) was counted and the book closed through a day. Everything since the closing
/// before is closed with it, so that a new day begins with nothing open.
package struct CashDayClosed: Codable, Hashable, Sendable {
    package var unit: String
    package var day: CivilDate
    /// Login of the clerk whose till was counted; nil for the whole unit.
    package var clerk: String?
    /// Number of receipts that stand, and what the book says by method, in đồng.
    package var receipts: Int
    package var cash: Int
    package var transfer: Int
    package var online: Int
    package var counted: Int
    /// miscounted, changeGiven, unrecorded, counterfeit, other; only where counted cash and book differ.
    package var ground: String?
}

/// A book of a certification register was opened: the numbers after it go on from `first`.
package struct RegisterBookOpened: Codable, Hashable, Sendable {
    package var unit: String
    package var series: CertificateSeries
    package var year: Int
    package var book: Int
    package var first: Int
}

package enum CounterFact: Hashable, Sendable {
    case cashDayClosed(CashDayClosed)
    case registerBookOpened(RegisterBookOpened)

    package static let kinds = [
        "CashDayClosed", "RegisterBookOpened",
    ]

    package var unit: String {
        switch self {
        case .cashDayClosed(let f): f.unit
        case .registerBookOpened(let f): f.unit
        }
    }

    /// Kind, subject and facts of the entry.
    package func encoded() throws -> (kind: String, subject: String, facts: JSON) {
        switch self {
        case .cashDayClosed(let f):
            let clerk = f.clerk.map { ":" + $0 } ?? ""
            return ("CashDayClosed", "cash:\(f.unit):\(f.day)\(clerk)", try JSONCoding.encode(f))
        case .registerBookOpened(let f):
            return ("RegisterBookOpened", "register:\(f.unit):\(f.series.rawValue):\(f.year)", try JSONCoding.encode(f))
        }
    }

    /// Nil for a kind that is not about a counter.
    package init?(kind: String, facts: JSON) throws {
        switch kind {
        case "CashDayClosed": self = .cashDayClosed(try JSONCoding.decode(CashDayClosed.self, from: facts))
        case "RegisterBookOpened":
            self = .registerBookOpened(try JSONCoding.decode(RegisterBookOpened.self, from: facts))
        default: return nil
        }
    }
}

extension Work {
    /// Appends a fact about a counter to its unit's ledger; `text` is sealed.
    func record(_ fact: CounterFact, text: String? = nil, by actor: String, command: String, now: Instant) throws {
        let (kind, subject, facts) = try fact.encoded()
        try append(
            EntryDraft(unit: fact.unit, actor: actor, subject: subject, kind: kind, command: command, facts: facts),
            person: text.flatMap { $0.isEmpty ? nil : PersonalData(text: $0) }, now: now)
    }
}
