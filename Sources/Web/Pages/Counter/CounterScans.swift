// CounterScans.swift: scans that a clerk puts with a dossier while it is taken in.
//
// They are uploads of the clerk's, kept beside the draft under its key, so that they come back with it; taking the dossier in
// makes them its files. A paper that has a scan is there, whether or not its box is ticked.

import Casework
import Office

enum CounterScans {
    static func owner(_ user: String, key: String) -> String { "user:\(user)/\(CounterDraft.prefix)\(key)" }

    /// What was sent, with the files in it stored beside the draft.
    static func receive(_ exchange: Exchange) async throws -> ReceivedForm {
        let caller = try exchange.requireCaller()
        return try await UploadDesk(exchange: exchange) { input, values in
            guard input.hasPrefix("file."), let key = values["key"], CounterDraft.isKey(key) else { return nil }
            return (owner(caller.user, key: key), String(input.dropFirst("file.".count)))
        }.receive()
    }

    static func here(_ draft: CounterDraft, _ exchange: Exchange) async throws -> [PaperStore.Upload] {
        let owner = owner(try exchange.requireCaller().user, key: draft.key)
        let papers = exchange.house.server.office.papers
        return try await API.offload { try papers.uploads(of: owner) }
    }

    /// Takes a scan away again.
    static func drop(_ id: String, of draft: CounterDraft, _ exchange: Exchange) async throws {
        guard draft.scans.contains(where: { $0.id == id }) else { return }
        let papers = exchange.house.server.office.papers
        try await API.offload { try papers.drop(id) }
    }

    /// The finished ones as files of the dossier; those of a paper that this case does not know go to the other papers.
    static func filed(_ draft: CounterDraft, by caller: Caller) -> [PaperUpload] {
        let known = Set((draft.intake?.papers ?? []).map(\.id))
        return draft.scans.filter { $0.file != nil }.map {
            PaperUpload(
                id: $0.id, owner: owner(caller.user, key: draft.key), paper: known.contains($0.place) ? $0.place : nil)
        }
    }
}

extension CounterDraft {
    /// Takes in what the uploads beside the draft say: a paper with a finished scan is there.
    mutating func take(_ scans: [PaperStore.Upload]) {
        self.scans = scans
        guard let intake else { return }
        let scanned = Set(scans.filter { $0.file != nil }.map(\.place))
        let ticked = marks("paper")
        put("paper", (ticked + intake.papers.map(\.id).filter { scanned.contains($0) && !ticked.contains($0) }).joined(separator: ","))
    }
}
