// ReceiveDossier.swift: take a dossier in (POST /dossiers).

package import Casework

extension Work {
    package func receive(_ filing: Filing, _ context: CommandContext) throws -> Receipt {
        if let done = try alreadyDone(context) { return done }
        let date = try Intake.receivedAt(filing, context.now).date
        guard let procedure = directory.procedure(filing.procedure, on: date) else {
            throw Refusal.unknownProcedure(filing.procedure)
        }
        var filing = filing
        // A definition lists its usual case first.
        filing.case = filing.case ?? procedure.cases.first?.id
        let route = try Intake.route(filing, procedure) { directory.unit($0) }
        let world = World(now: context.now, procedure: procedure, unit: route.competentAgency, view)
        let numbering = try numbering(
            writer: route.writer, competent: route.competentAgency, on: min(date, context.now.date))
        let facts = try Intake.receive(filing, route, numbering, caller: context.caller, world: world)
        try record(facts, by: context.caller, command: context.command, now: context.now)
        return try receipt(facts[0].subject, context)
    }
}
