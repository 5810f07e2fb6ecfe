// SimulatedCity+Registers.swift: certified copies in a simulation: a book whose numbers run on, whatever becomes of the disk.

import Casework
import Office
import Storage

extension SimulatedCity {
    func certify(_ step: Plan.Step, _ random: inout SeededGenerator) throws {
        guard step.site > 0 else { return }
        let unit = SimulatedCity.ward(step.site)
        let order = CertificationOrder(
            unit: unit, applicant: filing(unit, .counter, &random).applicant,
            lines: [
                .init(
                    procedure: "2.000815", form: ["catName": "Mướp"],
                    papers: [PaperIn(id: "don", copies: 1, source: "handedIn", file: nil)],
                    pages: 1 + random.below(9), copies: 1 + random.below(3))
            ], method: random.chance(percent: 70) ? "cash" : nil)
        var given: CertificateNumber?
        let isDone = try attempt("certify", step.site) { site in
            let context = context("counter@\(unit)", at: site)
            let number: String
            do { number = try certified(order, context, site) } catch let refusal as Refusal {
                guard refusal.slug == "register-book-needed" else { throw refusal }
                try openBook(unit, site)
                number = try certified(order, context, site)
            }
            given = try site.office.database.read { try Folding.dossier(number, $0, keys: site.office.keys) }?.certificate
            // Each line of an order is a command of its own.
            return (context.command + ".0", unit, number, true)
        }
        guard isDone, let given else { return }
        onPaper[unit] = max(onPaper[unit] ?? 0, given.number)
        tell { $0.place = "\(unit) \(given.series.rawValue) \(given.year)/\(given.number)" }
    }

    private func certified(_ order: CertificationOrder, _ context: CommandContext, _ site: SimulatedSite) throws -> String {
        guard let receipt = try site.office.work({ try $0.certify(order, context) }).first else {
            throw Impossible("an order of one line gave no dossier")
        }
        return receipt.number
    }

    /// After a restore somebody looks at the paper and goes on behind its last number.
    private func openBook(_ unit: String, _ site: SimulatedSite) throws {
        let context = context("counter@\(unit)", at: site)
        let first = (onPaper[unit] ?? 0) + 1
        try site.office.work { try $0.openRegisterBook(.copies, unit: unit, first: first, context) }
        mark("book opened")
    }
}
