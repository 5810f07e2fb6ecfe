// MatterQuestion.swift: matters of steering as lists: of a kind, of a unit, of a dossier or procedure; and one with all of it.

package import Casework
import Ledger
package import Oversight
package import Storage

package enum MatterQuestion {
    package struct Filter: Hashable, Sendable {
        package var kind: SteeringKind
        /// Opened by it, to be answered by it, or with a part of it.
        package var unit: String?
        package var state: SteeringItem.State?
        package var category: String?
        package var procedure: String?
        package init(
            kind: SteeringKind, unit: String? = nil, state: SteeringItem.State? = nil, category: String? = nil, procedure: String? = nil
        ) {
            (self.kind, self.unit, self.state) = (kind, unit, state)
            (self.category, self.procedure) = (category, procedure)
        }
    }

    /// The latest first; open ones that are due first come before.
    package static func list(
        _ filter: Filter, limit: Int = 100, offset: Int = 0, caller: Caller?, _ tx: any Transaction, _ office: Office
    ) throws -> [SteeringItem] {
        var arguments: [SQLValue] = [.text(filter.kind.rawValue)]
        var conditions = ["s.kind = $1"]
        func also(_ condition: (String) -> String, _ value: String?) {
            guard let value else { return }
            arguments.append(.text(value))
            conditions.append(condition("$\(arguments.count)"))
        }
        also({ "s.subject IN (SELECT subject FROM steering_part WHERE unit = \($0))" }, filter.unit)
        also({ "s.state = \($0)" }, filter.state?.rawValue)
        also({ "s.category = \($0)" }, filter.category)
        also({ "s.procedure = \($0)" }, filter.procedure)
        let n = arguments.count
        let items = try SteeringBook.matters(
            """
            SELECT s.subject FROM steering s WHERE \(conditions.joined(separator: " AND "))
            ORDER BY CASE WHEN s.state = 'open' THEN 0 ELSE 1 END, s.opened_at DESC, s.subject LIMIT $\(n + 1) OFFSET $\(n + 2)
            """, arguments + [.integer(Int64(limit)), .integer(Int64(offset))], tx, office)
        return items.map { seen($0, by: caller) }
    }

    /// One matter, for who may see it.
    package static func one(
        _ kind: SteeringKind, _ id: String, caller: Caller, _ tx: any Transaction, _ office: Office
    ) throws -> SteeringItem {
        seen(try SteeringBook.item(kind, id, tx, office), by: caller)
    }

    /// A complaint's words are for the unit it is about, its sender and the city.
    private static func seen(_ item: SteeringItem, by caller: Caller?) -> SteeringItem {
        guard item.kind == .complaint else { return item }
        let mayRead = caller.map { caller in
            caller.has(.city) || caller.grants.contains { $0.unit == item.responsible && [.leader, .officer].contains($0.role) }
        }
        guard mayRead != true else { return item }
        var hidden = item
        for i in hidden.events.indices { hidden.events[i].text = nil }
        return hidden
    }

    /// Open things that a unit must act on: tasks of directives, reports of rounds, difficulties and complaints to answer.
    package static func toDo(_ unit: String, _ tx: any Transaction, _ office: Office) throws -> [SteeringItem] {
        try SteeringBook.matters(
            """
            SELECT DISTINCT p.subject, p.due FROM steering_part p
            WHERE p.unit = $1 AND p.state = 'open' AND p.role IN ('part', 'responsible')
                AND p.kind IN ('directive', 'round', 'difficulty', 'complaint') ORDER BY p.due, p.subject LIMIT 50
            """, [.text(unit)], tx, office)
    }

    /// Guidance in force for a procedure on a day, at a step (that of the whole procedure too).
    package static func guidance(
        _ procedure: String, step: String? = nil, on day: CivilDate, _ tx: any Transaction, _ office: Office
    ) throws -> [SteeringItem] {
        try SteeringBook.matters(
            "SELECT subject FROM steering WHERE procedure = $1 AND kind = 'guidance' AND state = 'done' ORDER BY opened_at DESC LIMIT 20",
            [.text(procedure)], tx, office
        ).filter { $0.isInForce(on: day) && ($0.step == nil || step == nil || $0.step == step) }
    }

    /// Open difficulties that are like one, the likest first.
    package static func alike(
        _ item: SteeringItem, _ tx: any Transaction, _ office: Office
    ) throws -> [(item: SteeringItem, shared: [String])] {
        let others = try SteeringBook.matters(
            """
            SELECT subject FROM steering WHERE kind = 'difficulty' AND state IN ('open', 'done') AND subject <> $1
            ORDER BY opened_at DESC LIMIT 500
            """,
            [.text(item.subject)], tx, office)
        func text(_ one: SteeringItem) -> DifficultyText {
            DifficultyText(
                id: one.id, text: one.text ?? "", category: one.category ?? "", procedure: one.procedure, step: one.step)
        }
        let mine = text(item)
        let proposals = Similarity(others.map(text) + [mine]).proposals(for: mine, above: Similarity.threshold, limit: 5)
        return proposals.compactMap { alike in
            others.first { $0.id == alike.id }.map { ($0, alike.shared) }
        }
    }

    /// Difficulties joined into one.
    package static func joined(into id: String, _ tx: any Transaction, _ office: Office) throws -> [SteeringItem] {
        try SteeringBook.matters(
            "SELECT subject FROM steering WHERE parent = $1 AND kind = 'difficulty' ORDER BY opened_at LIMIT 200",
            [.text(id)], tx, office)
    }

    /// Directives that came from a round.
    package static func directives(of round: String, _ tx: any Transaction, _ office: Office) throws -> [SteeringItem] {
        try SteeringBook.matters(
            "SELECT subject FROM steering WHERE parent = $1 AND kind = 'directive' ORDER BY opened_at LIMIT 200",
            [.text(round)], tx, office)
    }
}

/// What belongs to a matter's page beside the matter.
package struct MatterSurroundings: Sendable {
    package var alike: [(item: SteeringItem, shared: [String])] = []
    package var joined: [SteeringItem] = []
    package var effects: [ModelMeasure] = []
    package var directives: [SteeringItem] = []
    /// Difficulties of a round's localities, each with the answer that the caller may give there.
    package var raised: [(item: SteeringItem, answer: OfferedAction?)] = []
    /// The report that the caller's locality has to sign, drafted.
    package var draft: RoundDraft?

    package init(_ item: SteeringItem, caller: Caller, now: Instant, _ tx: any Transaction, _ office: Office) throws {
        switch item.kind {
        case .difficulty:
            if item.state == .open { alike = try MatterQuestion.alike(item, tx, office) }
            joined = try MatterQuestion.joined(into: item.id, tx, office)
        case .model: effects = try ModelQuestion.measure(item, now: now, tx, office)
        case .round:
            directives = try MatterQuestion.directives(of: item.id, tx, office)
            raised = try RoundQuestion.raised(item, tx, office).map { one in
                let around = MatterSituation(item: one, caller: caller, now: now, directory: office.directory)
                return (one, MatterAction.offered(.difficulty, around).first { $0.name == "answer" })
            }
            let mine = item.parts.first { part in
                caller.grants.contains { $0.unit == part.unit && $0.role == .leader }
            }
            guard let mine, case .roundCalled(let f)? = item.events.first?.fact, let period = Period(f.period) else { return }
            draft = try RoundQuestion.draft(mine.unit, period: period, now: now, tx, office)
        default: break
        }
    }
}
