// AdoptFormer.swift: take in a file of old dossiers, all of it or nothing, signed by who answers for it.
//
// The plan is made anew in this transaction, so that what was tried and signed is what comes in or nothing does. The
// signature is an entry of the city's ledger; each dossier is an entry of the ledger of its unit.

package import Casework

extension Work {
    /// - Parameters:
    ///   - tried: SHA-256 of the file whose trial report was read.
    ///   - signature: the caller's own name, typed.
    ///   - confirmed: the box was ticked.
    package func adoptFormer(
        _ bytes: [UInt8], tried: String, signature: String, confirmed: Bool, by caller: Caller, command: String, now: Instant
    ) throws -> FormerReport {
        guard caller.administersCity else {
            throw Refusal.noRight("nhập hồ sơ của hệ thống cũ", "import dossiers of an old system", unit: Directory.city)
        }
        let plan = try FormerPlan.make(bytes, now: now, tx, office)
        guard plan.report.file == tried else { throw Refusal.formerFileChanged }
        guard plan.report.isSound else { throw Refusal.formerFileWrong(plan.report) }
        guard !signature.isEmpty else { throw Refusal.missing("signature", "Họ tên người ký") }
        guard VietnameseText.folded(signature) == VietnameseText.folded(caller.name) else {
            throw Refusal.badValue(
                "signature", "Họ tên người ký", vi: "phải là tên của tài khoản đang dùng: \(caller.name)",
                en: "it must be the name of the account in use: \(caller.name)")
        }
        guard confirmed else { throw Refusal.formerNotConfirmed }
        if plan.report.byCodeAlone > 0 {
            try register(
                FieldOfWork(id: Procedure.formerField, name: "Thủ tục của hệ thống cũ", group: "other"), by: caller,
                command: command, now: now)
        }
        try record(
            [.formerImportSigned(FormerImportSigned(plan.report, by: caller.user, at: now))], in: Directory.city,
            by: caller.user, command: command, now: now)
        for (fact, person) in plan.facts {
            let recorded = Recorded(unit: fact.unit, subject: fact.number, fact: .formerAdopted(fact), person: person)
            try record([recorded], by: caller, command: command, now: now)
        }
        return plan.report
    }
}
