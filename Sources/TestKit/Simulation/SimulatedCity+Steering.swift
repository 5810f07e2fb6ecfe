// SimulatedCity+Steering.swift: directives in a simulation: the city's word to some wards, their reports, its judgement.

import Casework
import Office
import Oversight
import Storage

extension SimulatedCity {
    func direct(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        let reported = try parts(at: hub, "p.state = $3", [.text(SteeringItem.State.reported.rawValue)])
        if random.chance(percent: 40), !reported.isEmpty {
            let part = random.pick(reported)
            return try judge(part.id, part.unit, isAccepted: random.chance(percent: 70))
        }
        var units: [String] = []
        for _ in 0..<(1 + random.below(3)) {
            let unit = SimulatedCity.ward(1 + random.below(plan.sites))
            if !units.contains(unit) { units.append(unit) }
        }
        let day = hub.office.directory.office("tp").workingDay(5, after: now(hub).date)
        try word(
            "issue", nil, ["text": "Làm ngay", "scope": "some", "units": units.joined(separator: ","), "due": "\(day)"],
            as: "admin@tp", of: "tp", at: 0, to: units)
    }

    private func judge(_ id: String, _ unit: String, isAccepted: Bool) throws {
        try word(
            "judge-task", id, ["unit": unit, "accepted": isAccepted ? "yes" : "no", "note": "Đã xem"], as: "admin@tp", of: "tp", at: 0,
            to: [unit])
    }

    func report(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        guard step.site > 0 else { return }
        let unit = SimulatedCity.ward(step.site)
        let open = try parts(
            at: site(step.site), "p.state <> $3 AND p.unit = $4", [.text(SteeringItem.State.done.rawValue), .text(unit)])
        guard !open.isEmpty else { return }
        let id = random.pick(open).id
        let progress = random.chance(percent: 60) ? "100" : "50"
        try word(
            "report-task", id, ["unit": unit, "progress": progress, "text": "Đã làm", "evidence": "BC 5"], as: "leader@\(unit)",
            of: unit, at: step.site, to: [])
    }

    /// Units' parts in directives that are open.
    private func parts(at site: SimulatedSite, _ condition: String, _ values: [SQLValue]) throws -> [(id: String, unit: String)] {
        try site.office.database.read { tx in
            try tx.rows(
                """
                SELECT p.subject, p.unit FROM steering_part p JOIN steering s ON s.subject = p.subject
                WHERE p.kind = $1 AND p.role = 'part' AND s.state = $2 AND \(condition) ORDER BY p.subject, p.unit
                """, [.text(SteeringKind.directive.rawValue), .text(SteeringItem.State.open.rawValue)] + values
            ).compactMap { row in SteeringKind.parse(row.text(0)).map { (id: $0.id, unit: row.text(1)) } }
        }
    }

    /// Says something about a directive, or begins one.
    private func word(
        _ name: String, _ id: String?, _ values: [String: String], as login: String, of unit: String, at index: Int, to units: [String]
    ) throws {
        let isDone = try attempt(name, index) { site in
            let context = context(login, at: site)
            let matter = try site.office.work { try $0.steer(name, .directive, id: id, ActionInput(values), context) }
            return (context.command, unit, SteeringKind.directive.subject(matter), false)
        }
        guard isDone else { return }
        tell { $0.to = units }
        mark(["issue": "directive issued", "judge-task": "directive judged"][name] ?? "directive reported")
    }
}
