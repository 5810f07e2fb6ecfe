// Directory.swift: units, procedures, calendars and rights in force, as one value in memory.
//
// It is a projection like any other: every change is an entry (kinds in OfficeFact.swift) and the tables `reference`
// and `user_right` rebuild it. Readers take the whole value; a change swaps it after the commit.

package import Casework
import Ledger
package import Oversight

package struct Directory: Sendable {
    package private(set) var units: [String: Unit] = [:]
    package private(set) var unitCodes: [String] = []
    /// All versions by code, newest first.
    package private(set) var procedures: [String: [Procedure]] = [:]
    package private(set) var procedureCodes: [String] = []
    package private(set) var fields: [String: FieldOfWork] = [:]
    package private(set) var calendars: [String: WorkingCalendar] = [:]
    package private(set) var adopted: [String: CalendarAdopted] = [:]
    package private(set) var rights: [String: [HeldRight]] = [:]
    package private(set) var names: [String: String] = [:]
    /// Hours from a date, texts, proposals, locks, absences: see Arrangements.swift.
    package private(set) var arranged = Arrangements()
    private var offices: [String: OfficeTime] = [:]
    /// Folded name and code of each procedure, for finding.
    package private(set) var procedureIndex: [(code: String, folded: String)] = []

    package struct HeldRight: Hashable, Sendable {
        package var id: String
        package var grant: Grant
    }

    /// Finds procedures by what people call them.
    package private(set) var finder = Finder()
    package private(set) var words: [String: ProcedureWords] = [:]

    /// Versions of indicators by id, the oldest first, and their ids in the order of publication.
    package private(set) var indicators: [String: [IndicatorDefinition]] = [:]
    package private(set) var indicatorIDs: [String] = []

    package init() {}

    package func unit(_ code: String) -> Unit? { units[code] }

    /// The version of a procedure in force on `date`.
    package func procedure(_ code: String, on date: CivilDate) -> Procedure? {
        procedures[code]?.first { $0.validFrom <= date && ($0.validTo.map { date <= $0 } ?? true) }
    }
    package func procedure(_ code: String, version: Int) -> Procedure? {
        if version == Procedure.formerVersion { return .former(code) }
        return procedures[code]?.first { $0.version == version }
    }

    /// What a step is called by the procedures that have it; the first one published speaks for all.
    package private(set) var stepNames: [String: OrderedName] = [:]
    package private(set) var procedureNames: [String: OrderedName] = [:]

    /// Ids of the steps at which somebody signs.
    package private(set) var signingSteps: [String] = []

    /// Working time of a unit under the calendar it has adopted.
    package func office(_ unit: String) -> OfficeTime {
        offices[unit] ?? offices[Directory.city] ?? OfficeTime(calendar: .empty, hours: .standard)
    }
    package func calendarVersion(_ unit: String) -> String {
        (adopted[unit] ?? adopted[Directory.city])?.calendar ?? ""
    }

    package func grants(of user: String, at now: Instant) -> [Grant] {
        arranged.locked.contains(user) ? [] : grants(held: user, at: now).filter { !isForLocked($0) }
    }
    /// The rights that somebody held at a time, whether or not a log-in has been locked since: theirs, or of who delegated.
    package func grants(held user: String, at time: Instant) -> [Grant] {
        (rights[user] ?? []).map(\.grant).filter { $0.holds(at: time) && isBacked($0, at: time) }
    }
    /// People with any right at a unit, as choices; who is absent stands last and says who stands in.
    package func staff(_ unit: String, at now: Instant) -> [Procedure.Choice] {
        let all = (staffByUnit[unit] ?? []).filter { user in
            grants(of: user, at: now).contains { $0.unit == unit }
        }
        let away = all.filter { absence(of: $0, at: now) != nil }
        return (all.filter { !away.contains($0) } + away).map {
            Procedure.Choice(value: $0, label: label(of: $0, at: now))
        }
    }
    private var staffByUnit: [String: [String]] = [:]

    /// Sites by name; none in a city that runs on one.
    package private(set) var sites: [String: SiteRegistered] = [:]
    /// Names of sites that were struck off.
    package private(set) var removedSites: Set<String> = []
    /// Where ledgers are written that are not written at the city's own site.
    package private(set) var homes: [String: HomeAssigned] = [:]
    /// All sites where a unit's ledger was ever written, but for the city's own before the first move.
    package private(set) var formerHomes: [String: Set<String>] = [:]
    /// X25519, for which each person's key is wrapped once at a ward.
    package private(set) var recoveryKey: [UInt8]?

    /// The unit of the city itself, which publishes reference data.
    package static let city = "tp"
}

// MARK: change

extension Directory {
    package mutating func apply(_ fact: OfficeFact) {
        switch fact {
        case .unitRegistered(let unit):
            if units[unit.code] == nil {
                let at = unitCodes.firstIndex { unit.code < $0 } ?? unitCodes.endIndex
                unitCodes.insert(unit.code, at: at)
            }
            units[unit.code] = unit
            prepareOffice(unit.code)
        case .procedurePublished(let procedure): publish(procedure)
        case .fieldRegistered(let field): fields[field.id] = field
        case .calendarPublished(let calendar):
            calendars[calendar.version] = calendar
            arranged.apply(fact)
            // Each ledger has a clock of its own: after a restart an adoption may stand before the publication.
            for unit in adopted.keys.sorted() where adopted[unit]?.calendar == calendar.version {
                prepareOffice(unit)
            }
        case .calendarAdopted(let adoption):
            adopted[adoption.unit] = adoption
            prepareOffice(adoption.unit)
        case .rightGranted(let right):
            rights[right.user, default: []].removeAll { $0.id == right.id }
            rights[right.user, default: []].append(HeldRight(id: right.id, grant: right.grant))
            if staffByUnit[right.grant.unit]?.contains(right.user) != true {
                staffByUnit[right.grant.unit, default: []].append(right.user)
            }
        case .rightEnded(let end):
            guard let i = rights[end.user]?.firstIndex(where: { $0.id == end.id }) else { return }
            rights[end.user]?[i].grant.to = end.at
        case .hoursSet(let change):
            arranged.apply(fact)
            prepareOffice(change.unit)
        case .textSet, .calendarProposed, .calendarRejected, .accountChanged, .absenceSet:
            arranged.apply(fact)
        // A matter of record: nothing in the house goes by it.
        case .formerImportSigned: break
        case .siteRegistered(let site): sites[site.site] = site
        case .siteRemoved(let removed):
            sites[removed.site] = nil
            removedSites.insert(removed.site)
        case .homeAssigned(let home):
            formerHomes[home.unit, default: []].insert(home.site)
            if home.epoch >= homes[home.unit]?.epoch ?? 0 { homes[home.unit] = home }
        case .recoveryKeySet(let key): recoveryKey = [UInt8](hex: key.agreement)
        case .indicatorPublished(let definition):
            if indicators[definition.id] == nil { indicatorIDs.append(definition.id) }
            var versions = (indicators[definition.id] ?? []).filter { $0.version != definition.version }
            versions.append(definition)
            indicators[definition.id] = versions.sorted { $0.version < $1.version }
        case .wordsPublished(let published):
            words[published.procedure] = published
            prepareFinder(published.procedure)
        }
    }

    private mutating func prepareFinder(_ code: String) {
        guard let procedure = procedures[code]?.first else { return }
        let own = words[code]
        finder.set(
            code, phrases: [code, procedure.shortName, procedure.name] + (own?.words ?? []),
            isOften: own?.isOften ?? false)
    }

    package mutating func name(_ user: String, _ name: String) { names[user] = name }

    private mutating func publish(_ procedure: Procedure) {
        var versions = procedures[procedure.code] ?? []
        versions.removeAll { $0.version == procedure.version }
        versions.append(procedure)
        versions.sort { $0.version > $1.version }
        procedures[procedure.code] = versions
        if !procedureCodes.contains(procedure.code) {
            let at = procedureCodes.firstIndex { procedure.code < $0 } ?? procedureCodes.endIndex
            procedureCodes.insert(procedure.code, at: at)
        }
        procedureIndex.removeAll { $0.code == procedure.code }
        let folded = VietnameseText.folded("\(procedure.code) \(procedure.shortName) \(procedure.name)")
        let at = procedureIndex.firstIndex { procedure.code < $0.code } ?? procedureIndex.endIndex
        procedureIndex.insert((procedure.code, folded), at: at)
        prepareFinder(procedure.code)
        procedureNames[procedure.code] = OrderedName(versions[0].shortName)
        for step in procedure.steps where stepNames[step.id] == nil { stepNames[step.id] = OrderedName(step.name) }
        for step in procedure.steps where step.kind == .decide && !signingSteps.contains(step.id) {
            signingSteps.append(step.id)
        }
    }

    private mutating func prepareOffice(_ unit: String) {
        guard let hours = units[unit]?.hours, let adoption = adopted[unit] ?? adopted[Directory.city],
            let calendar = calendars[adoption.calendar]
        else { return }
        offices[unit] = OfficeTime(
            calendar: calendar, hours: hours, later: laterHours(of: unit),
            switchedOff: Set(adoption.switchedOff))
    }
}

/// A name with the key by which it is sorted, made once.
package struct OrderedName: Sendable {
    package let name: String
    package let order: String
    init(_ name: String) {
        self.name = name
        order = VietnameseText.sortKey(name)
    }
}

extension WorkingCalendar {
    fileprivate static let empty = WorkingCalendar(
        version: "none", from: CivilDate(dayNumber: 0), to: CivilDate(dayNumber: 0), off: [], work: [])
}
