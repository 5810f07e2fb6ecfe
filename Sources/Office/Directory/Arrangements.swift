// Arrangements.swift: what administrators and leaders arrange: hours from a date, texts, proposed calendars, locked
// accounts, absences.
//
// Facts first (each an entry, see OfficeFact.swift), then the state that the directory keeps of them. No names of
// people stand in these facts, only log-in names, which stand in every entry anyway.

package import Casework

/// The wording of a text that administrators may change: of a message, a notice, a letter.
package struct TextSet: Codable, Hashable, Sendable {
    /// `message.supplement`, see EditableTexts.swift.
    package var key: String
    /// `vi` or `en`.
    package var language: String
    package var text: String
    package var from: Instant
    package init(key: String, language: String, text: String, from: Instant) {
        self.key = key
        self.language = language
        self.text = text
        self.from = from
    }
}

/// Opening hours of a unit in force from a day on, until a later one of these.
package struct HoursSet: Codable, Hashable, Sendable {
    package var unit: String
    package var from: CivilDate
    package var hours: OpeningHours
    /// The text that orders it.
    package var ground: String
    package init(unit: String, from: CivilDate, hours: OpeningHours, ground: String) {
        self.unit = unit
        self.from = from
        self.hours = hours
        self.ground = ground
    }
}

/// A calendar version that one administrator wants; published only when another confirms it.
package struct CalendarProposed: Codable, Hashable, Sendable {
    package var calendar: WorkingCalendar
    /// The version that it changes.
    package var basis: String
    package var ground: String
    package var by: String
    package var at: Instant
}
package struct CalendarRejected: Codable, Hashable, Sendable {
    package var version: String
    package var reason: String
    package var by: String
    package var at: Instant
}

/// That something was done to an account, and what. Names and passwords are in the table `account` alone.
package struct AccountChanged: Codable, Hashable, Sendable {
    package enum Change: String, Codable, Hashable, Sendable {
        case added, renamed, locked, unlocked, passwordReset, passwordChanged
    }
    package var user: String
    package var change: Change
    package init(user: String, change: Change) {
        self.user = user
        self.change = change
    }
}

/// Somebody is away from–to. A later one with the same id takes its place (ended early: `to` moved).
package struct AbsenceSet: Codable, Hashable, Sendable {
    package var id: String
    package var unit: String
    package var user: String
    package var from: Instant
    package var to: Instant
    package var standIn: String?
}

/// The state that these facts make.
package struct Arrangements: Sendable {
    /// By unit, ascending by day.
    package private(set) var hours: [String: [HoursSet]] = [:]
    /// By `key/language`, ascending by time.
    package private(set) var texts: [String: [TextSet]] = [:]
    /// By version.
    package private(set) var proposals: [String: CalendarProposed] = [:]
    package private(set) var rejections: [String: CalendarRejected] = [:]
    package private(set) var published: Set<String> = []
    package private(set) var locked: Set<String> = []
    /// By user.
    package private(set) var absences: [String: [AbsenceSet]] = [:]

    mutating func apply(_ fact: OfficeFact) {
        switch fact {
        case .hoursSet(let change):
            var all = hours[change.unit] ?? []
            all.removeAll { $0.from == change.from }
            all.append(change)
            hours[change.unit] = all.sorted { $0.from < $1.from }
        case .textSet(let text):
            let place = Arrangements.place(text.key, text.language)
            var all = texts[place] ?? []
            all.removeAll { $0.from == text.from }
            all.append(text)
            texts[place] = all.sorted { $0.from < $1.from }
        case .calendarProposed(let proposal): proposals[proposal.calendar.version] = proposal
        case .calendarRejected(let rejection): rejections[rejection.version] = rejection
        case .calendarPublished(let calendar): published.insert(calendar.version)
        case .accountChanged(let account):
            switch account.change {
            case .locked: locked.insert(account.user)
            case .unlocked: locked.remove(account.user)
            default: break
            }
        case .absenceSet(let absence):
            var all = absences[absence.user] ?? []
            all.removeAll { $0.id == absence.id }
            all.append(absence)
            absences[absence.user] = all.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
        default: break
        }
    }

    static func place(_ key: String, _ language: String) -> String { "\(key)/\(language)" }

    /// Proposals that nobody has confirmed or rejected, by version.
    package var waiting: [CalendarProposed] {
        proposals.keys.sorted().filter { rejections[$0] == nil && !published.contains($0) }
            .compactMap { proposals[$0] }
    }
}

extension Directory {
    /// The wording that administrators gave a text; nil = the one that the program brings along.
    /// - Parameter now: nil = the latest, even one that is not in force yet.
    package func text(_ key: String, _ language: String, at now: Instant? = nil) -> String? {
        let all = arranged.texts[Arrangements.place(key, language)] ?? []
        let known = now.map { now in all.filter { $0.from <= now } } ?? all
        return known.last?.text
    }

    /// Changes of a unit's hours, ascending.
    package func laterHours(of unit: String) -> [HoursFrom] {
        (arranged.hours[unit] ?? []).map { HoursFrom(from: $0.from, hours: $0.hours) }
    }
    /// The hours of a unit in force on a day.
    package func hours(of unit: String, on date: CivilDate) -> OpeningHours? {
        laterHours(of: unit).last { $0.from <= date }?.hours ?? self.unit(unit)?.hours
    }

    /// The absence of somebody that runs now.
    package func absence(of user: String, at now: Instant) -> Absence? {
        arranged.absences[user]?.first { $0.from <= now && now < $0.to }.map {
            Absence(
                user: user, name: names[user] ?? user, until: $0.to, standIn: $0.standIn,
                standInName: $0.standIn.map { names[$0] ?? $0 })
        }
    }

    /// Name of a person as a choice; an absent one with until when, and who stands in.
    package func label(of user: String, at now: Instant) -> String {
        let name = names[user] ?? user
        guard let away = absence(of: user, at: now) else { return name }
        let standIn = away.standInName.map { ", thay: \($0)" } ?? ""
        return "\(name) (vắng đến \(away.until.vietnamese)\(standIn))"
    }

    /// A delegation holds only while the one who delegated may sign there.
    func isBacked(_ grant: Grant, at now: Instant) -> Bool {
        guard let leader = grant.delegator else { return true }
        return (rights[leader] ?? []).contains {
            $0.grant.role == .leader && $0.grant.unit == grant.unit && $0.grant.delegator == nil
                && $0.grant.holds(at: now)
        }
    }

    /// Nobody signs for somebody whose log-in is locked.
    func isForLocked(_ grant: Grant) -> Bool { grant.delegator.map { arranged.locked.contains($0) } ?? false }
}
