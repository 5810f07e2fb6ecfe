// PerformAction.swift: any action on a dossier (POST /dossiers/{number}/{action}).

package import Casework
import Ledger
import Storage

extension Work {
    package func perform(
        _ action: String, on number: String, _ input: ActionInput, _ context: CommandContext
    ) throws -> Receipt {
        if let done = try alreadyDone(context) { return done }
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        let situation = Situation(
            dossier: dossier, caller: context.caller, world: try world(dossier, now: context.now))
        // The city judges what it does not handle; each action asks for its own right.
        guard situation.maySee || context.caller.has(.city) else { throw Refusal.noRightToSee }
        if let expected = context.expectedVersion, expected != dossier.version {
            throw Refusal.stale(current: dossier.version)
        }
        let facts = try numbered(
            try situation.perform(action, input), by: context.caller, now: context.now)
        try record(facts, by: context.caller, command: context.command, now: context.now)
        return try receipt(number, context, withCode: false)
    }

    /// The answer of a command that was carried out before; a key used for something else is refused.
    func alreadyDone(_ context: CommandContext) throws -> Receipt? {
        guard let subject = try doneBefore(context) else { return nil }
        let entries = Folding.causalOrder(try LedgerReader.entries(about: subject, tx))
        guard let last = entries.lastIndex(where: { $0.command == context.command }),
            let then = try Folding.dossier(Array(entries[...last]), keys: office.keys)
        else { throw Refusal.keyReused }
        return Receipt(then, trackingCode: try office.keys.trackingCode(subject))
    }

    /// Notes the client's key and gives the answer.
    func receipt(_ number: String, _ context: CommandContext, withCode: Bool = true) throws -> Receipt {
        guard let dossier = try dossier(number) else { throw Refusal.unknownDossier(number) }
        try note(context, subject: number)
        return Receipt(dossier, trackingCode: withCode ? try office.keys.trackingCode(number) : nil)
    }

}

extension Situation {
    /// The caller may see this dossier: the applicant, or staff of a unit with a hand in it, for its field.
    package var maySee: Bool {
        if caller.applicantOf == dossier.number { return true }
        return ([dossier.custody.unit] + involvedUnits).contains {
            holds([.counter, .officer, .leader], at: $0)
        }
    }
}
