// Reasonable.swift: what no honest program writes.
//
// Entries of another site are held to it before anything else looks at them, so that nothing foreign crashes a site, speaks
// for another unit, or makes a ledger or a counter unusable (docs/threat-model.md). What is refused here is not kept: a program that
// writes such entries is not one of ours.

import Casework
import Ledger

extension Office {
    /// Largest facts and sealed bytes of an entry that comes from elsewhere, in bytes: an answer must hold it with its proof.
    private static let entryBytes = 4 << 20
    /// Milliseconds, đồng, counters: no whole number in facts lies outside (the year 4199, seventy thousand billion).
    private static let figures: ClosedRange<Int64> = -(1 << 46)...(1 << 46)
    /// Latest epoch and place of a ledger that are believed.
    private static let lastEpoch: Int64 = 1_000_000
    private static let lastPlace: Int64 = 1_000_000_000
    /// Longest limit of a procedure, in its unit (hours, days …), and most sets of one dossier.
    private static let longestLimit = 100_000
    private static let mostSets = 1_000_000
    /// Kinds whose facts name the unit whose book they are about.
    private static let ownBooks: Set<String> = ["HandOverListed", "CashDayClosed", "RegisterBookOpened"]

    /// Why an entry of another site is not even looked at; nil for a reasonable one.
    func unreasonable(_ entry: Entry, _ now: Instant) -> String? {
        if let why = unreasonablePlace(of: entry, now) ?? unreasonableSize(of: entry) { return why }
        do {
            try readAside(entry)
            return unreasonableSpeaker(of: entry, saying: try EntryCoding.fact(of: entry))
        } catch { return "entry \(entry.seq): a \(entry.kind) that cannot be read" }
    }

    private func unreasonablePlace(of entry: Entry, _ now: Instant) -> String? {
        let decade: Int64 = 10 * 366 * 86_400_000
        guard entry.at > 0, entry.at < now.milliseconds + decade else {
            return "entry \(entry.seq): its time is out of all reason"
        }
        guard (1...Office.lastEpoch).contains(entry.epoch), (1...Office.lastPlace).contains(entry.seq) else {
            return "entry \(entry.seq): its place is out of all reason"
        }
        return nil
    }

    private func unreasonableSize(of entry: Entry) -> String? {
        guard entry.facts.text.utf8.count + (entry.sealed?.count ?? 0) <= Office.entryBytes else {
            return "entry \(entry.seq): longer than \(Office.entryBytes >> 20) MiB"
        }
        guard entry.facts.holdsOnly(numbersIn: Office.figures) else {
            return "entry \(entry.seq): a number in it is out of all reason"
        }
        return nil
    }

    /// Reads what an entry says that is about no dossier.
    /// - Throws: when a known kind cannot be read.
    private func readAside(_ entry: Entry) throws {
        if OfficeFact.kinds.contains(entry.kind) { _ = try OfficeFact(kind: entry.kind, facts: entry.facts) }
        if SteeringCoding.isKnown(entry.kind) {
            _ = try SteeringCoding.fact(kind: entry.kind, version: entry.version, facts: entry.facts)
        }
        if QueueCoding.kinds.contains(entry.kind) { _ = try QueueCoding.fact(of: entry) }
        _ = try CounterProjection.rows(entry)
        _ = try HandOverListProjection.rows(entry)
    }

    /// A book is its unit's, a number is its writer's (DossierNumber.make: every unit has its own series).
    private func unreasonableSpeaker(of entry: Entry, saying fact: DossierFact?) -> String? {
        if Office.ownBooks.contains(entry.kind), entry.facts["unit"]?.string != entry.unit {
            return "entry \(entry.seq): a \(entry.kind) of another unit"
        }
        if QueueCoding.kinds.contains(entry.kind), hall(of: entry.subject) != entry.unit {
            return "entry \(entry.seq): a \(entry.kind) in the queue of another unit"
        }
        switch fact {
        case .accepted(let f):
            guard [f.limit.amount ?? 0, f.limit.verificationExtra ?? 0].allSatisfy((0...Office.longestLimit).contains) else {
                return "entry \(entry.seq): a limit out of all reason"
            }
        case .received(let intake):
            guard (0...Office.mostSets).contains(intake.quantity) else { return "entry \(entry.seq): a quantity out of all reason" }
            guard let number = DossierNumber(intake.number), intake.number == entry.subject,
                let counter = number.counter, counter == (intake.series, intake.serial)
            else { return "entry \(entry.seq): “\(intake.number)” is no number of ours" }
            guard isOwn(number, of: entry.unit) else {
                return "entry \(entry.seq): “\(intake.number)” is not for “\(entry.unit)” to give"
            }
        case .formerAdopted(let former):
            guard former.intake.number == entry.subject else {
                return "entry \(entry.seq): “\(former.intake.number)” is not what it is about"
            }
            if let number = DossierNumber(entry.subject), !number.isLegacy, !isOwn(number, of: entry.unit) {
                return "entry \(entry.seq): “\(number)” is not for “\(entry.unit)” to give"
            }
        default: break
        }
        return nil
    }

    /// The unit in whose hall a ticket was taken or a counter stands.
    private func hall(of subject: String) -> String? {
        if subject.hasPrefix(TicketNumber.subjectPrefix) { return TicketNumber(subject.dropFirst(TicketNumber.subjectPrefix.count))?.unit }
        guard subject.hasPrefix(CounterNumber.subjectPrefix) else { return nil }
        return CounterNumber(subject.dropFirst(CounterNumber.subjectPrefix.count))?.unit
    }

    /// Whether a number can be of a unit's own series: no other unit has that agency's code, or that receiver's index.
    private func isOwn(_ number: DossierNumber, of unit: String) -> Bool {
        let (series, code) = (number.series, number.agencyCode)
        let owners = directory.unitCodes.compactMap { directory.unit($0) }.filter { (unit: Unit) -> Bool in
            switch series {
            case .own: return unit.agencyCode == code
            case .foreign(let index, _): return unit.receiverIndex == index
            }
        }
        return owners.isEmpty || owners.contains { $0.code == unit }
    }
}

extension JSON {
    /// Whether every whole number in it lies in a range.
    fileprivate func holdsOnly(numbersIn range: ClosedRange<Int64>) -> Bool {
        switch self {
        case .int(let number): range.contains(number)
        case .array(let items): items.allSatisfy { $0.holdsOnly(numbersIn: range) }
        case .object(let members): members.allSatisfy { $0.value.holdsOnly(numbersIn: range) }
        case .null, .bool, .string: true
        }
    }
}
