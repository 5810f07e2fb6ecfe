// SimulatedCity+Lists.swift: hand-over lists in a simulation: numbered by the unit, a list and its dossiers in one command.

import Casework
import Office
import Storage

extension SimulatedCity {
    func list(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        guard step.site > 0 else { return }
        let unit = SimulatedCity.ward(step.site)
        let isPost = random.chance(percent: 60)
        let (to, numbers) = try isPost ? ready(at: step.site, unit) : travelling(at: step.site, unit)
        guard !numbers.isEmpty else { return }
        // Nothing is sent that is not paid.
        if isPost { for number in numbers { try pay(number, at: step.site, unit) } }
        let items = numbers.enumerated().map { i, number in
            HandOverItem(number: number, waybill: isPost ? "VN\(step.draw % 1_000_000_000)-\(i)" : nil)
        }
        var made = ""
        let isDone = try attempt("list", step.site) { site in
            let context = context("counter@\(unit)", at: site)
            let id = try site.office.work { try $0.listHandOver(to: to, items, unit: unit, context) }
            made = "hand-over-list:\(id)"
            return (context.command, unit, made, false)
        }
        guard isDone else { return }
        tell { $0.place = made }
        mark("list made")
    }

    /// Results that wait for whoever fetches them: a few.
    private func ready(at index: Int, _ unit: String) throws -> (to: String, numbers: [String]) {
        let numbers = try site(index).office.database.read { tx in
            try tx.rows(
                "SELECT number FROM dossier WHERE unit = $1 AND state = $2 AND in_transit_to IS NULL ORDER BY number LIMIT 3",
                [.text(unit), .text(DossierState.ready.rawValue)]
            ).map { $0.text(0) }
        }
        return (HandOverListed.post, numbers)
    }

    /// Dossiers that are on their way from a unit to one and the same other.
    private func travelling(at index: Int, _ unit: String) throws -> (to: String, numbers: [String]) {
        let rows = try site(index).office.database.read { tx in
            try tx.rows(
                "SELECT in_transit_to, number FROM dossier WHERE unit = $1 AND in_transit_to IS NOT NULL ORDER BY in_transit_to, number",
                [.text(unit)]
            ).map { (to: $0.text(0), number: $0.text(1)) }
        }
        let to = rows.first?.to ?? ""
        return (to, rows.filter { $0.to == to }.map(\.number))
    }

    private func pay(_ number: String, at index: Int, _ unit: String) throws {
        try attempt("pay", index) { site in
            let dossier = try site.office.database.read { try Folding.dossier(number, $0, keys: site.office.keys) }
            guard let due = dossier?.outstanding, due > 0 else { return nil }
            let context = context("counter@\(unit)", at: site)
            let input = ActionInput(["amount": "\(due)", "method": "cash", "receipt": "1"])
            _ = try site.office.work { try $0.perform("confirm-payment", on: number, input, context) }
            return (context.command, unit, number, false)
        }
    }
}
