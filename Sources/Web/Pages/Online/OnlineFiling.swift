// OnlineFiling.swift: an unfinished online filing: what was typed, which files came, under which return code.
//
// Everything typed is kept in the drafts under the code's owner, files are uploads of the same owner. A paper counts as
// there when it has a file, when the applicant says that it comes on paper, when it is the form itself, or when it is
// looked up.

import Casework
import Office

struct OnlineFiling {
    let exchange: Exchange
    /// Return code, plain.
    let code: String
    var draft: IntakeDraft
    var uploads: [PaperStore.Upload]
    /// Why a file was not taken, by id of its paper.
    var fileErrors: [String: [String]] = [:]
    /// True once something of it is kept.
    var isKept: Bool

    static func form(_ procedure: Procedure) -> String { "nop/\(procedure.code)" }

    var owner: String { ReturnCode.owner(code, exchange.house) }
    var procedure: Procedure { draft.procedure }

    /// What is kept under the browser's code, or a new one.
    /// - Parameter typed: what was sent just now; nil takes what is kept.
    static func open(_ exchange: Exchange, typed: [String: String]?, begin: [String: String] = [:]) async throws
        -> OnlineFiling
    {
        let procedure = try Pages.known(exchange)
        guard procedure.channels.contains(.online) else {
            throw Refusal(
                .conflict, "channel-not-offered", vi: Texts.Catalogue.counterOnly.vi,
                en: Texts.Catalogue.counterOnly.en)
        }
        let house = exchange.house
        let code = ReturnCode.carried(exchange) ?? typed.flatMap { ReturnCode.normalized($0["ma"] ?? "") }
            ?? ReturnCode.make(house.randomID())
        let (owner, now) = (ReturnCode.owner(code, house), exchange.now)
        let (kept, uploads) = try await API.offload {
            (
                try house.drafts.load(form: form(procedure), owner: owner, now: now),
                try house.server.office.papers.uploads(of: owner)
            )
        }
        var values = typed ?? kept?.values ?? begin
        for (name, value) in begin where values[name] == nil { values[name] = value }
        // The key of the form lives as long as the draft: sent twice, it is filed once.
        values["key"] = typed?["key"] ?? kept?.values["key"] ?? values["key"]
        let unit = UnitList.code(values["unit"] ?? "", house.server.office.directory)
        var filing = OnlineFiling(
            exchange: exchange, code: code,
            draft: IntakeDraft(
                procedure, values, unit: unit, online: true, freshKey: house.randomID()),
            uploads: uploads.filter { $0.place.hasPrefix(procedure.code + "/") }, isKept: kept != nil)
        filing.countPapers()
        return filing
    }

    /// Puts what is there into the draft's list of papers.
    mutating func countPapers() {
        var there = IntakeDraft.list(draft.values["onpaper"])
        there += draft.papers.filter { $0.kind == .form || $0.kind == .lookup }.map(\.id)
        there += uploads.filter { $0.file != nil }.map(paper)
        let known = draft.papers.map(\.id)
        draft.values["paper"] = known.filter(there.contains).joined(separator: ",")
    }

    func paper(_ upload: PaperStore.Upload) -> String {
        String(upload.place.dropFirst(procedure.code.count + 1))
    }
    func uploads(of paper: String) -> [PaperStore.Upload] { uploads.filter { self.paper($0) == paper } }

    /// Keeps what was typed.
    func save() async throws {
        var values = draft.values.filter { !["csrf", "do", "bo", "ma", "paper", "fromCard"].contains($0.key) }
        values["key"] = draft.key
        let (house, own, now, form, kept) = (
            exchange.house, owner, exchange.now, OnlineFiling.form(procedure), values
        )
        try await API.offload { try house.drafts.save(kept, form: form, owner: own, now: now) }
    }

    var keptUntil: String { exchange.now.adding(minutes: Drafts.daysKept * 1440).date.vietnamese }

    /// Everything that still stands in the way of filing, by input.
    func problems() -> [String: String] {
        var found = draft.problems(complete: true)
        if exchange.house.server.office.directory.unit(draft.unit) == nil {
            let missing = Refusal.missing("unit", Texts.Form.whichWard.words)
            found["unit"] = Text(missing.vi, missing.en).words
        }
        if let part = uploads.first(where: { $0.file == nil }) {
            found["file-\(paper(part))"] =
                "\(part.name): \(Texts.Papers.partly(part.size.map { part.received * 100 / max(1, $0) } ?? 0).words)"
        }
        return found
    }

    /// Files it. Everything of the draft is gone afterwards but what the dossier has.
    func send() async throws -> Receipt {
        let directory = exchange.house.server.office.directory
        var filing = try draft.filing(accept: false, directory)
        filing.uploads = uploads.filter { $0.file != nil }.map {
            PaperUpload(id: $0.id, owner: owner, paper: paper($0))
        }
        for i in filing.papers.indices where IntakeDraft.list(draft.values["onpaper"]).contains(filing.papers[i].id) {
            filing.papers[i].source = "handedIn"
        }
        let context = exchange.command(as: .visitor, key: draft.key)
        try exchange.house.limiter.count(.filing, exchange)
        let receipt = try await exchange.house.server.submit { [filing] in try $0.receive(filing, context) }
        let (house, own, form) = (exchange.house, owner, OnlineFiling.form(procedure))
        try await API.offload { try house.drafts.drop(form: form, owner: own) }
        return receipt
    }
}
