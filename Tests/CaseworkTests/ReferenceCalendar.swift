// ReferenceCalendar.swift: the shipped calendar for tests of the pure rooms, which have no YAML library.
//
// Reads the one form that Reference/calendars/*.yaml is written in: `key: "value"` on the left margin and
// one day a line, `- { key: "value", … }`. Anything else is a failure, so a file that outgrows this reader
// is noticed.

import Foundation
import Testing

@testable import Casework

enum ReferenceCalendar {
    static let file = packageRoot.appending(path: "Reference/calendars/vn-2024-2027.yaml")
    static let stateOffices = packageRoot.appending(
        path: "../shared/data/calendar/vn_state_office_calendar_2019_2027.csv")

    static let calendar: WorkingCalendar = {
        do {
            return try read(String(contentsOf: file, encoding: .utf8))
        } catch {
            preconditionFailure("\(file.path): \(error)")
        }
    }()

    static let office = OfficeTime(calendar: calendar, hours: .standard)

    /// One row of the outside oracle: a day and whether State offices work.
    static func oracle() throws -> [(date: CivilDate, isWorkingDay: Bool)] {
        try String(contentsOf: stateOffices, encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst()
            .map { row in
                let cells = row.split(separator: ",", omittingEmptySubsequences: false)
                return (try #require(CivilDate(cells[0])), cells[3] == "1")
            }
    }

    static func read(_ yaml: String) throws -> WorkingCalendar {
        var head: [String: String] = [:]
        var off: [WorkingCalendar.DayOff] = []
        var work: [WorkingCalendar.DayWorked] = []
        var section = ""
        for line in yaml.split(whereSeparator: \.isNewline).map(String.init) {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("#") { continue }
            if text.hasPrefix("- {") {
                let day = try pairs(text)
                if section == "off" {
                    off.append(
                        .init(
                            date: try date(day["date"]), name: try #require(day["name"]),
                            provisional: try #require(day["provisional"].flatMap(Bool.init) as Bool?),
                            group: day["group"]))
                } else {
                    work.append(
                        .init(
                            date: try date(day["date"]), instead: try date(day["instead"]),
                            ground: try #require(day["ground"])))
                }
            } else if text == "off:" || text == "work:" {
                section = String(text.dropLast())
            } else {
                head.merge(try pairs(text)) { _, new in new }
            }
        }
        return WorkingCalendar(
            version: try #require(head["version"]), from: try date(head["from"]), to: try date(head["to"]),
            off: off, work: work)
    }

    private static func pairs(_ text: String) throws -> [String: String] {
        var result: [String: String] = [:]
        for match in text.matches(of: /(\w+): (?:"([^"]*)"|(\w+))/) {
            result[String(match.1)] = String(match.2 ?? match.3 ?? "")
        }
        try #require(!result.isEmpty, "not a line of a calendar: \(text)")
        return result
    }

    private static func date(_ text: String?) throws -> CivilDate {
        try #require(text.flatMap { CivilDate($0) }, "not a date: \(text ?? "nothing")")
    }

    private static let packageRoot = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

/// `2026-08-28 15:20`, Vietnamese time.
func at(_ text: String) -> Instant {
    guard let time = Instant(text) else { preconditionFailure("not a time: \(text)") }
    return time
}

func day(_ text: String) -> CivilDate {
    guard let date = CivilDate(text) else { preconditionFailure("not a date: \(text)") }
    return date
}

extension Procedure.Limit {
    /// `limit(.workingDay, 3)`.
    static func of(
        _ unit: Procedure.LimitUnit, _ amount: Int? = nil, cutoff: TimeOfDay? = nil, verification: Int? = nil,
        case: String? = nil, channel: Procedure.Channel? = nil
    ) -> Self {
        Self(
            case: `case`, channel: channel, amount: amount, unit: unit, cutoff: cutoff,
            verificationExtra: verification, ground: nil)
    }
}
