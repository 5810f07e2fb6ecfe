// OneEffect.swift: a client's key has one effect. The same request again gets the answer of the first, and writes nothing.
//
// The key stands in the entries that a command wrote (`k:<user>|<key>#<fingerprint>`): every site that has them, and every
// store rebuilt from them, knows it, and what they say gives the answer again.

import Casework
import Ledger
import Oversight
import Storage

/// What a command wrote when it was carried out.
package struct Written: Sendable {
    /// Of the first entry.
    package var subject: String
    /// Facts about the house, in the order of writing.
    package var facts: [OfficeFact]
    /// Dossiers whose due time it moved.
    package var moved: [String]
    /// The id of the matter of steering that the first entry is about.
    package var matter: String { SteeringKind.parse(subject)?.id ?? subject }
}

extension Work {
    /// Subject of what was written under the client's key before.
    /// - Throws: `keyReused` when it was used for another request.
    func doneBefore(_ context: CommandContext) throws -> String? {
        guard let key = context.key else { return nil }
        let row = try tx.row("SELECT fingerprint, subject FROM command WHERE id = $1", [.text(context.keyID(key.id))])
        guard let row else { return nil }
        guard row.text(0) == key.fingerprint else { throw Refusal.keyReused }
        return row.text(1)
    }

    /// Notes the client's key.
    /// - Parameter subject: of the first entry under it.
    func note(_ context: CommandContext, subject: String) throws {
        guard let key = context.key else { return }
        try CommandProjection.write(id: context.keyID(key.id), fingerprint: key.fingerprint, subject: subject, tx)
    }

    /// Carries out a command once.
    /// - Parameters:
    ///   - run: writes its entries under the command that it is given.
    ///   - again: the answer, made from what the first one wrote.
    package func once<Answer>(
        _ context: CommandContext, _ run: (_ command: String) throws -> Answer, again: (Written) throws -> Answer
    ) throws -> Answer {
        if let subject = try doneBefore(context) { return try again(try written(under: context.command, from: subject)) }
        let before = writer.position
        let answer = try run(context.command)
        if context.key != nil, let first = try tx.row(
            "SELECT subject FROM entry WHERE position >= $1 AND command = $2 ORDER BY position LIMIT 1",
            [.integer(before), .text(context.command)])
        {
            try note(context, subject: first.text(0))
        }
        return answer
    }

    /// Carries out a command once that has nothing to answer.
    package func once(_ context: CommandContext, _ run: (_ command: String) throws -> Void) throws {
        try once(context, run, again: { _ in })
    }

    private func written(under command: String, from subject: String) throws -> Written {
        var written = Written(subject: subject, facts: [], moved: [])
        for entry in try LedgerReader.entries(under: command, from: subject, tx) {
            if let fact = try OfficeFact(kind: entry.kind, facts: entry.facts) { written.facts.append(fact) }
            if entry.kind == "DueRecomputed" { written.moved.append(entry.subject) }
        }
        return written
    }
}

extension CommandContext {
    /// As the client's key stands in the table of keys.
    fileprivate func keyID(_ key: String) -> String { "\(caller.user)|\(key)" }
}
