// DeadlineCommand.swift: `motcua deadline`: the legal clock alone, explained line by line.

import ArgumentParser
import Casework
import Foundation
import Office

struct Deadline: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reckon a due time from definitions and calendars in force.")
    @Argument(help: "Procedure code, e.g. 1.001193.") var code: String
    @Option(help: "When the dossier was accepted, ISO 8601.") var accepted: String
    @Option(name: .customLong("case"), help: "Case of the procedure.") var caseID: String?
    @Option(help: "Unit whose opening hours count (default: 07:30–11:30, 13:00–17:00).") var unit: String?
    @Option(help: "counter, online or post.") var channel = "counter"
    @Option(help: "FROM..TO of a time that is not counted; may be repeated.") var pause: [String] = []
    @Option(help: "When the supplement was complete.") var supplemented: String?
    @Flag(help: "Print the lines of the reckoning.") var explain = false
    @Flag(help: "JSON.") var json = false

    struct Line: Encodable { var code, vi, en: String }
    struct Answer: Encodable {
        var due: String?
        var originalDue: String?
        var rule: String
        var lines: [Line]
    }

    func run() throws {
        let reference = try loadReference(only: code, withUnits: unit != nil)
        let acceptedAt = try time(accepted, "accepted")
        guard
            let procedure = reference.procedures.filter({
                $0.code == code && $0.validFrom <= acceptedAt.date
                    && ($0.validTo.map { acceptedAt.date <= $0 } ?? true)
            })
            .max(by: { $0.version < $1.version })
        else { throw Refusal.unknownProcedure(code) }
        guard let filed = Procedure.Channel(rawValue: channel) else {
            throw ValidationError("--channel \(channel): counter, online or post")
        }
        guard procedure.channels.contains(filed) else {
            throw Refusal.badValue(
                "channel", "Kênh", vi: "thủ tục không nhận qua kênh này",
                en: "the procedure is not offered this way")
        }
        if let caseID, !procedure.cases.contains(where: { $0.id == caseID }) {
            throw Refusal.badValue(
                "case", "Trường hợp", vi: "có: \(procedure.cases.map(\.id).joined(separator: ", "))",
                en: "known: \(procedure.cases.map(\.id).joined(separator: ", "))")
        }
        var hours = OpeningHours.standard
        if let unit {
            guard let known = reference.units.first(where: { $0.code == unit }) else {
                throw Refusal.unknownUnit(unit)
            }
            hours = known.hours
        }
        guard let calendar = reference.calendars.last else {
            throw Refusal(.notFound, "no-calendar", vi: "Không có lịch.", en: "There is no calendar.")
        }
        guard let limit = LegalClock.limit(of: procedure, case: caseID, channel: filed) else {
            throw Refusal(
                .conflict, "no-limit", vi: "Không có thời hạn cho trường hợp này.",
                en: "There is no limit for this case.")
        }
        let facts = try clockFacts(limit, procedure, acceptedAt)
        let reckoning = LegalClock.reckon(facts, OfficeTime(calendar: calendar, hours: hours))
        if json {
            return try printJSON(
                Answer(
                    due: reckoning.due?.description, originalDue: reckoning.originalDue?.description,
                    rule: reckoning.rule,
                    lines: reckoning.lines.map { Line(code: $0.code, vi: $0.vi, en: $0.en) }))
        }
        if explain { for line in reckoning.lines { print(line.vi) } }
        print(reckoning.due?.description ?? "Chưa có hạn: \(reckoning.rule)")
    }

    private func clockFacts(
        _ limit: Procedure.Limit, _ procedure: Procedure, _ acceptedAt: Instant
    ) throws -> ClockFacts {
        var pauses = try pause.map { text in
            let ends = text.components(separatedBy: "..")
            guard ends.count == 2 else { throw ValidationError("--pause \(text): FROM..TO is needed") }
            let (from, to) = (try time(ends[0], "pause"), try time(ends[1], "pause"))
            guard to >= from, from >= acceptedAt else {
                throw ValidationError("--pause \(text): it must lie after acceptance and end after it begins")
            }
            return Pause(from: from, to: to, reason: .suspended)
        }
        var restarted: Instant?
        if let supplemented {
            let at = try time(supplemented, "supplemented")
            guard at >= acceptedAt else { throw ValidationError("--supplemented lies before acceptance") }
            if procedure.supplement.clock == .restart {
                restarted = at
            } else if pauses.isEmpty {
                pauses = [Pause(from: acceptedAt, to: at, reason: .supplement)]
            } else {
                throw ValidationError(
                    "--supplemented beside --pause: this procedure's clock rests while papers are asked for; give that time as a --pause")
            }
        }
        return ClockFacts(
            accepted: acceptedAt, limit: limit, needsVerification: false, pauses: pauses,
            restartedAt: restarted, enteredDue: nil, rescheduledTo: nil)
    }

    private func time(_ text: String, _ option: String) throws -> Instant {
        guard let time = Instant(text) else {
            throw ValidationError(
                "--\(option) \(text): a real ISO 8601 time is needed, e.g. 2026-11-23T09:00:00+07:00")
        }
        return time
    }
}
