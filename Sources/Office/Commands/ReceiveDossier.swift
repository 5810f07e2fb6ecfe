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
        try nameFiles(&filing)
        var facts = try Intake.receive(filing, route, numbering, caller: context.caller, world: world)
        if !filing.uploads.isEmpty {
            let files = try attaching(
                filing.uploads, to: facts[0].subject, in: route.writer, beside: [], now: context.now)
            facts.insert(contentsOf: files, at: 1)
        }
        try record(facts, by: context.caller, command: context.command, now: context.now)
        return try receipt(facts[0].subject, context)
    }

    /// Puts the first file of each paper beside it; a paper that came as a file alone counts as brought.
    private func nameFiles(_ filing: inout Filing) throws {
        for upload in filing.uploads {
            guard let paper = upload.paper, let file = try office.papers.upload(upload.id)?.file else { continue }
            if let i = filing.papers.firstIndex(where: { $0.id == paper }) {
                filing.papers[i].file = filing.papers[i].file ?? file
            } else {
                let source = filing.channel == .online ? "digital" : "handedIn"
                filing.papers.append(PaperIn(id: paper, copies: 1, source: source, file: file))
            }
        }
    }
}
