// Found.swift: the first entries of a new store: units, fields, procedures, calendars, adoption, rights.

package import Casework
package import Oversight
import Storage

/// What a new store is founded on; read from the repository's Reference folder.
package struct ReferenceSet: Sendable {
    package var units: [Unit]
    package var fields: [FieldOfWork]
    package var procedures: [Procedure]
    package var calendars: [WorkingCalendar]
    package var words: [ProcedureWords]
    package var indicators: [IndicatorDefinition]
    package init(
        units: [Unit], fields: [FieldOfWork], procedures: [Procedure], calendars: [WorkingCalendar],
        words: [ProcedureWords] = [], indicators: [IndicatorDefinition] = []
    ) {
        self.words = words
        self.indicators = indicators
        self.units = units
        self.fields = fields
        self.procedures = procedures
        self.calendars = calendars
    }
}

extension Office {
    /// The command that founds a store.
    static let founding = "c:found"
    package var isFounded: Bool { !directory.units.isEmpty }

    /// Founds the store: the city publishes what is in force, every unit adopts the calendar.
    package func found(_ foundation: ReferenceSet, now: Instant) throws {
        precondition(!isFounded, "a store is founded once")
        try work { work in
            var facts: [OfficeFact] = foundation.units.map(OfficeFact.unitRegistered)
            facts += foundation.fields.map(OfficeFact.fieldRegistered)
            facts += foundation.calendars.map(OfficeFact.calendarPublished)
            facts += foundation.procedures.map(OfficeFact.procedurePublished)
            facts += foundation.words.map(OfficeFact.wordsPublished)
            facts += foundation.indicators.map(OfficeFact.indicatorPublished)
            try work.record(facts, in: Directory.city, by: Caller.system.user, command: Office.founding, now: now)
            guard let calendar = foundation.calendars.last?.version else { return }
            for unit in foundation.units {
                try work.record(
                    [.calendarAdopted(CalendarAdopted(unit: unit.code, calendar: calendar, switchedOff: []))],
                    in: unit.code, by: Caller.system.user, command: Office.founding, now: now)
            }
        }
    }

    /// Adds an account with rights at one unit, recorded in that unit's ledger.
    package func addAccount(
        login: String, name: String, passwordHash: String, demo: Bool, grants: [Grant], now: Instant
    ) throws {
        try work {
            try $0.addAccount(
                login: login, name: name, passwordHash: passwordHash, demo: demo, grants: grants, now: now)
        }
        changeDirectory { $0.name(login, name) }
    }
}

extension Work {
    package func addAccount(
        login: String, name: String, passwordHash: String, demo: Bool, grants: [Grant], now: Instant
    ) throws {
        try Accounts.save(login: login, name: name, passwordHash: passwordHash, demo: demo, tx)
        for (i, grant) in grants.enumerated() {
            let right = RightGranted(id: "\(login)-\(grant.role.rawValue)-\(i)", user: login, grant: grant)
            try record(
                [.rightGranted(right)], in: grant.unit, by: Caller.system.user, command: "c:account", now: now
            )
        }
    }
}
