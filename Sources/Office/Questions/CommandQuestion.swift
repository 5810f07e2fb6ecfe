// CommandQuestion.swift: which of a form's keys have been used: its dossier is there.

package import Storage

package enum CommandQuestion {
    /// Those of `keys` under which `user` has carried out a command.
    package static func used(_ keys: [String], by user: String, _ tx: any Transaction) throws -> Set<String> {
        var used: Set<String> = []
        for key in keys.prefix(100) where !key.isEmpty {
            for id in ["\(user)|\(key)", "\(user)|\(key)/0"]
            where try tx.row("SELECT 1 FROM command WHERE id = $1", [.text(id)]) != nil {
                used.insert(key)
            }
        }
        return used
    }
}
