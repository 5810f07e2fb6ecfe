// TakeIn.swift: what a counter does with a filing in one command: accept, record, guide (Form 02) or refuse (Form 03).
//
// Decree 118/2025/NĐ-CP art. 17: exactly one of accepted, incomplete with everything missing named at once, or refused with
// reasons. Guidance and refusal leave a record too, so that the citizen types nothing twice and nobody is sent away without
// a paper that says why.

package import Casework

/// How a filing at the counter ends.
package enum TakeInOutcome: Hashable, Sendable {
    case accept
    case record
    /// Not taken on yet: what is missing is named, all at once.
    case guide(reason: String)
    case refuse(ground: String, reason: String)
}

extension Work {
    /// Receives `filing` and carries it to `outcome`; links the queue ticket that brought the citizen here.
    package func takeIn(
        _ filing: Filing, _ outcome: TakeInOutcome, ticket: String?, _ context: CommandContext
    ) throws -> Receipt {
        var filing = filing
        filing.accept = outcome == .accept
        let before = appended
        let receipt = try receive(filing, context)
        // The same form sent twice gives the same answer.
        guard appended > before else { return receipt }
        var own = context
        own.key = nil
        switch outcome {
        case .accept: try enterInRegister(receipt, filing, own)
        case .record: break
        case .guide(let reason): try guide(receipt.number, reason: reason, own)
        case .refuse(let ground, let reason):
            _ = try perform(
                "refuse", on: receipt.number, ActionInput(["ground": ground, "reason": reason]), own)
        }
        if let ticket, !ticket.isEmpty { try linkTicket(ticket, to: receipt.number, own) }
        return try dossier(receipt.number).map { Receipt($0, trackingCode: receipt.trackingCode) } ?? receipt
    }

    /// The one place where a queue ticket meets the dossier that came of it.
    package func linkTicket(_ ticket: String, to number: String, _ context: CommandContext) throws {
        try link(ticket: ticket, to: number, context)
    }

    private func enterInRegister(_ receipt: Receipt, _ filing: Filing, _ context: CommandContext) throws {
        guard CertificateSeries(procedure: filing.procedure) != nil, receipt.due != nil else { return }
        func count(_ name: String) -> Int { filing.form[name].flatMap { Int($0) } ?? 1 }
        try numberCertificate(
            receipt.number, pages: max(1, count("pages")),
            copies: max(1, filing.form["count"] == nil ? count("copies") : count("count")), context)
    }

    private func guide(_ number: String, reason: String, _ context: CommandContext) throws {
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        let situation = Situation(
            dossier: dossier, caller: context.caller, world: try world(dossier, now: context.now))
        let papers = situation.missingPapers.map(\.id)
        let fields = situation.world.procedure.formFields(case: dossier.intake.case).filter {
            $0.required && (dossier.person.form?[$0.name] ?? "").isEmpty
        }.map(\.name)
        guard !papers.isEmpty || !fields.isEmpty else {
            throw Refusal(
                .conflict, "nothing-missing", field: "papers",
                vi: "Hồ sơ không thiếu gì: hãy tiếp nhận, hoặc bỏ đánh dấu giấy tờ còn thiếu.",
                en: "Nothing is missing: accept it, or untick the papers that are.")
        }
        var input = ["papers": papers.joined(separator: ","), "fields": fields.joined(separator: ",")]
        input["reason"] = reason.isEmpty ? "Thành phần hồ sơ chưa đầy đủ theo quy định." : reason
        _ = try perform("request-supplement", on: number, ActionInput(input), context)
    }
}
