// LateMemory.swift: what was reckoned of late dossiers, kept while nothing that it rests on has changed.
//
// Settled ones are kept by stretch of days with a mark made of the rows themselves (how many, when ended, contested, upheld), of
// the outages and of the house (calendars, hours): another mark, another reckoning. Courses of open ones are kept by the
// dossier's version. Both are only a short cut; the store is asked for the marks each time.

import Casework
import Oversight
import Storage
import Synchronization

/// What the lateness of a dossier is reckoned from.
struct LateCourse: Sendable {
    var number: String
    var unit: String
    var field: String
    var procedure: String
    var procedureVersion: Int
    /// The unit whose office hours count.
    var clockUnit: String
    var accepted: Instant
    var due: Instant
    var course: [CourseLeg]
    var contested: String?
    var isUpheld: Bool?

    /// Nil before acceptance.
    init?(_ d: Dossier) {
        guard let facts = d.clock.facts, let due = d.clock.originalDue else { return nil }
        (number, unit, field) = (d.number, d.intake.competentAgency, d.field)
        (procedure, procedureVersion, clockUnit) = (d.intake.procedure, d.intake.procedureVersion, d.clock.clockUnit)
        (accepted, self.due, course) = (facts.restartedAt ?? facts.accepted, due, d.course)
        (contested, isUpheld) = (d.contest?.cause, d.contest?.isUpheld)
    }

    /// A row of `late_dossier`, without its end.
    init(_ row: SQLRow) {
        (number, unit, field) = (row.text(0), row.text(1), row.text(2))
        (procedure, procedureVersion, clockUnit) = (row.text(3), Int(row.int(4)), row.text(5))
        (accepted, due) = (Instant(milliseconds: row.int(6)), Instant(milliseconds: row.int(7)))
        (course, contested) = (CourseText.read(row.text(9)), row.optionalText(10))
        isUpheld = row.optionalInt(11).map { $0 == 1 }
    }

    func attribution(until end: Instant, _ outages: [OutageSpan], _ directory: Directory) -> Attribution {
        Attribution(
            course: course, accepted: accepted, due: due, end: end, budgets: directory.budgets(procedure, procedureVersion),
            outages: outages, office: directory.office(clockUnit))
    }

    func line(until end: Instant, isOpen: Bool, _ outages: [OutageSpan], _ directory: Directory) -> LateLine {
        LateLine(
            number: number, unit: unit, field: field, procedure: procedure, attribution: attribution(until: end, outages, directory),
            contested: contested, isUpheld: isUpheld, isOpen: isOpen)
    }
}

package final class LateMemory: Sendable {
    private struct Kept {
        var mark: [Int64]
        var lines: [LateLine]
    }
    private let settled = Mutex<[String: Kept]>([:])
    private let courses = Mutex<[String: (version: Int64, course: LateCourse?)]>([:])
    private static let stretches = 64
    private static let dossiers = 6_000

    package init() {}

    func lines(_ key: String, mark: [Int64], make: () throws -> [LateLine]) rethrows -> [LateLine] {
        if let known = settled.withLock({ $0[key] }), known.mark == mark { return known.lines }
        let lines = try make()
        settled.withLock { all in
            if all.count >= LateMemory.stretches { all = [:] }
            all[key] = Kept(mark: mark, lines: lines)
        }
        return lines
    }

    func course(_ number: String, version: Int64, make: () throws -> LateCourse?) rethrows -> LateCourse? {
        if let known = courses.withLock({ $0[number] }), known.version == version { return known.course }
        let course = try make()
        courses.withLock { all in
            if all.count >= LateMemory.dossiers { all = [:] }
            all[number] = (version, course)
        }
        return course
    }
}
