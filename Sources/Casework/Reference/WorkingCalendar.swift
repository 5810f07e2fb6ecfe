// WorkingCalendar.swift: which days State offices work, as versioned data.
//
// Labour Code 2019 arts. 111–112 and the yearly notices on swapped days. Monday to Friday are working days unless
// listed in `off`; a Saturday or Sunday is one only when listed in `work`. A version is published once and never
// edited; a swap announced late is a new version that units adopt by an entry (docs/decisions/0014).

package struct WorkingCalendar: Codable, Hashable, Sendable {
    /// `vn-2026.2`: name and revision.
    package var version: String
    /// First and last day this version says something about; outside it a reckoning warns.
    package var from: CivilDate
    package var to: CivilDate
    package var off: [DayOff]
    package var work: [DayWorked]

    package struct DayOff: Codable, Hashable, Sendable {
        package var date: CivilDate
        package var name: String
        /// Not yet settled by a text in force (2027; 24 November).
        package var provisional: Bool
        /// A group that an administrator can switch off as one, e.g. `culture-day` for 24 November.
        package var group: String?
        package init(date: CivilDate, name: String, provisional: Bool, group: String?) {
            self.date = date
            self.name = name
            self.provisional = provisional
            self.group = group
        }
    }
    package struct DayWorked: Codable, Hashable, Sendable {
        package var date: CivilDate
        package var instead: CivilDate
        package var ground: String
        package init(date: CivilDate, instead: CivilDate, ground: String) {
            self.date = date
            self.instead = instead
            self.ground = ground
        }
    }
    package init(version: String, from: CivilDate, to: CivilDate, off: [DayOff], work: [DayWorked]) {
        self.version = version
        self.from = from
        self.to = to
        self.off = off
        self.work = work
    }
}

extension WorkingCalendar {
    /// Of two versions with one stem the lower number came first: `vn-2026.2` before `vn-2026.10`.
    package static func isVersion(_ one: String, before other: String) -> Bool {
        func parts(_ version: String) -> (stem: Substring, number: Int)? {
            guard let dot = version.lastIndex(of: "."), let number = Int(version[version.index(after: dot)...]) else { return nil }
            return (version[..<dot], number)
        }
        guard let a = parts(one), let b = parts(other), a.stem == b.stem else { return one < other }
        return a.number < b.number
    }

    /// The first day on which this version and another differ; nil when they say the same.
    package func firstDifference(from other: WorkingCalendar) -> CivilDate? {
        func days(_ calendar: WorkingCalendar) -> Set<String> {
            Set(calendar.off.map { "\($0.date) off" } + calendar.work.map { "\($0.date) work" })
        }
        let changed = days(self).symmetricDifference(days(other))
        return (off.map(\.date) + work.map(\.date) + other.off.map(\.date) + other.work.map(\.date)).filter { date in
            changed.contains("\(date) off") || changed.contains("\(date) work")
        }.min()
    }
}
