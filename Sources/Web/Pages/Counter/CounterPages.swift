// CounterPages.swift: the counter: one page from greeting to receipt, and its drafts.
//
// `/quay` and `/quay/{code}` are the same form before and after a procedure is chosen. Every button sends it all; the server
// keeps it as a draft and answers with a redirect, so that the page can be left, reloaded or opened elsewhere at any time.
// Enter does the next thing: read what was scanned, find what was typed, or accept.

import Casework
import Office

extension Pages {
    static let deskRoutes = [
        page("GET", "/quay", .staff, "The counter: who is there, what is wanted") { exchange in
            try await counterPage(exchange, code: nil)
        },
        page("POST", "/quay", .staff, "Read a card, find a procedure", intake: .form) { exchange in
            try await counterPost(exchange, code: nil)
        },
        page("GET", "/quay/tim", .staff, "Procedures by a few letters, as a list") { exchange in
            let found = findable(exchange.text("q"), exchange, typed: true)
            let items: [HTML] = found.prefix(ProcedureFinder.offered).map { procedure in
                """
                <li><a href="/quay/\(procedure.code)" data-pick="\(procedure.code)">\(procedure.shortName) \
                <small>\(procedure.code)</small></a></li>

                """
            }
            let list: HTML = "<ul>\(items)</ul>"
            return Reply(contentType: "text/html; charset=utf-8", body: list.bytes)
        },
        page("POST", "/quay/bo-nhap", .staff, "Discard a draft") { exchange in
            let caller = try exchange.requireCaller()
            let form = exchange.typed["form"] ?? ""
            let drafts = exchange.house.drafts
            try await API.offload { try drafts.drop(form: form, owner: caller.draftOwner) }
            return .redirect("/quay?da-bo=1")
        },
        page("GET", "/quay/{code}", .staff, "The counter with a procedure chosen") { exchange in
            try await counterPage(exchange, code: exchange.parameter("code"))
        },
        page("POST", "/quay/{code}", .staff, "Take a dossier in", intake: .form) { exchange in
            try await counterPost(exchange, code: exchange.parameter("code"))
        },
        page("GET", "/ho-so/{number}/giay-tiep-nhan", .staff, "The receipt (Form 01), to print") { exchange in
            let view = try await DossierAPI.view(exchange)
            return ReceiptPage(view, exchange).reply
        },
        page("GET", "/ho-so/{number}/phieu-bo-sung", .staff, "The supplement slip (Form 02), to print") { exchange in
            SlipPage(try await DossierAPI.view(exchange), .supplement, exchange).reply
        },
        page("GET", "/ho-so/{number}/phieu-tu-choi", .staff, "The refusal slip (Form 03), to print") { exchange in
            SlipPage(try await DossierAPI.view(exchange), .refusal, exchange).reply
        },
    ]

    // MARK: looking

    private static func counterPage(_ exchange: Exchange, code: String?) async throws -> Reply {
        let caller = try counterCaller(exchange)
        var values = exchange.query.filter { ["unit", "case", "q", "ticket"].contains($0.key) }
        values = values.mapValues { $0.replacing("+", with: " ") }
        var savedAt: Instant?
        let asked = exchange.query["nhap"] ?? ""
        if CounterDraft.isKey(asked) {
            let (drafts, now) = (exchange.house.drafts, exchange.now)
            let kept = try await API.offload {
                try drafts.load(form: CounterDraft.prefix + asked, owner: caller.draftOwner, now: now)
            }
            if let kept {
                values = kept.values.merging(values.filter { $0.key == "ticket" }) { mine, _ in mine }
                savedAt = kept.savedAt
            }
            values["key"] = asked
        }
        var draft = try counterDraft(exchange, values, code: code)
        draft.savedAt = savedAt
        if code == nil, !draft["q"].isEmpty { draft.found = findable(draft["q"], exchange, typed: true) }
        return try await CounterForm(draft: look(draft, exchange), exchange: exchange).reply(open: openDrafts(exchange, but: draft))
    }

    /// Adds what is known of the person, and the new unit of an old address.
    private static func look(_ draft: CounterDraft, _ exchange: Exchange) async throws -> CounterDraft {
        var draft = draft
        let (caller, now) = (try exchange.requireCaller(), exchange.now)
        draft.take(try await CounterScans.here(draft, exchange))
        if let id = draft.knownID {
            let history = try await exchange.house.server.ask {
                try PersonQuestion.ask(id, caller: caller, now: now, $0, $1)
            }
            if draft.take(history) {
                for line in (history?.lines ?? []).prefix(5) {
                    exchange.house.server.looked(caller.user, at: line.number, purpose: "counter", now: now)
                }
            }
        }
        if let code = draft.intake?.procedure.code {
            draft.guidance = try await exchange.house.server.ask {
                try MatterQuestion.guidance(code, on: now.date, $0, $1)
            }
        }
        draft.askOnce()
        let directory = exchange.house.server.office.directory
        if !draft["applicant.address"].isEmpty {
            draft.former = FormerAddress(
                draft["applicant.address"], in: directory.unitCodes.compactMap { directory.unit($0) })
        }
        return draft
    }

    private static func openDrafts(_ exchange: Exchange, but draft: CounterDraft) async throws -> [Draft] {
        let (caller, drafts, now) = (try exchange.requireCaller(), exchange.house.drafts, exchange.now)
        let all = try await API.offload { try drafts.list(owner: caller.draftOwner, now: now) }
        let ours = all.filter {
            ($0.form.hasPrefix(CounterDraft.prefix) || $0.form.hasPrefix(CertificationDraft.prefix)) && $0.form != draft.form
        }
        let worth = ours.filter { one in
            one.values.contains {
                !$0.value.isEmpty && ($0.key.hasPrefix("form.") || $0.key == "applicant.name" || $0.key == "applicant.idNumber")
            }
        }
        // A draft that the script saved a moment after its dossier was taken in is done with.
        let keys = worth.map { (form: $0.form, key: $0.values["key"] ?? "") }
        let done = try await exchange.house.server.ask { tx, _ in
            try CommandQuestion.used(keys.map(\.key), by: caller.user, tx)
        }
        for one in keys where done.contains(one.key) {
            try await API.offload { try drafts.drop(form: one.form, owner: caller.draftOwner) }
        }
        return Array(worth.filter { !done.contains($0.values["key"] ?? "") }.prefix(20))
    }

    private static func counterCaller(_ exchange: Exchange) throws -> Caller {
        let caller = try exchange.requireCaller()
        guard caller.has(.counter) else {
            throw Refusal.noRight(
                "tiếp nhận hồ sơ", "receive dossiers", unit: caller.units.joined(separator: ", "))
        }
        return caller
    }

    /// What this clerk may take in and `text` can mean, best first.
    private static func findable(_ text: String, _ exchange: Exchange, typed: Bool) -> [Procedure] {
        let directory = exchange.house.server.office.directory
        let mine = directory.procedureCodes.compactMap { directory.procedure($0, on: exchange.now.date) }.filter {
            exchange.caller?.units(as: .counter, for: $0).isEmpty == false && $0.channels.contains { $0 != .online }
        }
        return text.isEmpty && typed ? [] : ProcedureFinder.find(text, in: mine)
    }

    private static func counterDraft(
        _ exchange: Exchange, _ values: [String: String], code: String?
    ) throws -> CounterDraft {
        let caller = try counterCaller(exchange)
        let procedure = try code.map { _ in try known(exchange) }
        let units = caller.units(as: .counter, for: procedure)
        guard !units.isEmpty else {
            throw Refusal.noRight(
                "tiếp nhận hồ sơ lĩnh vực này", "receive dossiers of this field",
                unit: caller.units.joined(separator: ", "))
        }
        return CounterDraft(values, procedure: procedure, units: units, freshKey: exchange.house.randomID())
    }

    // MARK: doing

    private static func counterPost(_ exchange: Exchange, code: String?) async throws -> Reply {
        let sent = try await CounterScans.receive(exchange)
        let typed = sent.values
        var draft = try counterDraft(exchange, typed, code: code)
        draft.take(try await CounterScans.here(draft, exchange))
        if let id = typed["bo"] {
            try await CounterScans.drop(id, of: draft, exchange)
            return try await keep(draft, code: code, exchange)
        }
        draft.scanErrors = sent.problems
        if !draft.scanErrors.isEmpty { return try await again(&draft, exchange) }
        var chosen = typed["do"] ?? "next"
        if !draft["card"].isEmpty, ["next", "accept", "record", "refresh", "find"].contains(chosen) { chosen = "card" }
        if chosen == "next" { chosen = draft["q"].isEmpty && draft.intake != nil ? "accept" : "find" }
        switch chosen {
        case "card":
            draft.scan()
            if draft.errors.isEmpty { return try await keep(draft, code: code, exchange) }
        case "find":
            let found = findable(draft["q"], exchange, typed: true)
            if found.count == 1 || found.first?.code == draft["q"] {
                draft.values["q"] = ""
                return try await keep(draft, code: found[0].code, exchange)
            }
            if draft["q"].isEmpty || !found.isEmpty { return try await keep(draft, code: nil, exchange) }
            draft.errors["q"] = Texts.Desk.none.words
        case let pick where pick.hasPrefix("pick:"):
            draft.values["q"] = ""
            return try await keep(draft, code: String(pick.dropFirst(5)), exchange)
        case "accept", "record", "guide", "refuse":
            if let reply = try await receive(&draft, chosen, exchange) { return reply }
        default: return try await keep(draft, code: code, exchange)
        }
        return try await again(&draft, exchange)
    }

    /// The form again, with what is wrong.
    private static func again(_ draft: inout CounterDraft, _ exchange: Exchange) async throws -> Reply {
        do {
            try await save(draft, exchange)
            draft.savedAt = exchange.now
        } catch let refusal as Refusal {
            // What is too long to be kept is said by its field; the form comes back with all of it.
            if draft.errors.isEmpty, draft.refusal == nil { draft.refuse(refusal) }
        }
        return try await CounterForm(draft: look(draft, exchange), exchange: exchange).reply(open: [])
    }

    /// Keeps the form as a draft and shows it again.
    private static func keep(_ draft: CounterDraft, code: String?, _ exchange: Exchange) async throws -> Reply {
        let path = code.map { "/quay/\(URLText.encoded($0))" } ?? "/quay"
        if draft.isBlank {
            var query = draft["q"].isEmpty ? [] : ["q=\(URLText.encoded(draft["q"]))"]
            if !draft["ticket"].isEmpty { query.append("ticket=\(URLText.encoded(draft["ticket"]))") }
            return .redirect(path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")))
        }
        var kept = draft
        kept.values["procedure"] = code
        // What is known of the person is taken in before it is kept, so that the draft says what was filled in.
        do {
            try await save(look(kept, exchange), exchange)
        } catch let refusal as Refusal {
            kept = draft
            kept.refuse(refusal)
            return try await CounterForm(draft: look(kept, exchange), exchange: exchange).reply(open: [])
        }
        return .redirect("\(path)?nhap=\(draft.key)")
    }

    private static func save(_ draft: CounterDraft, _ exchange: Exchange) async throws {
        let (caller, drafts, now, values) = (try exchange.requireCaller(), exchange.house.drafts, exchange.now, draft.values)
        try await API.offload { try drafts.save(values, form: draft.form, owner: caller.draftOwner, now: now) }
    }

    /// The page that follows, or nil when the form comes back with what is wrong.
    private static func receive(
        _ draft: inout CounterDraft, _ chosen: String, _ exchange: Exchange
    ) async throws -> Reply? {
        guard let intake = draft.intake else { return try await keep(draft, code: nil, exchange) }
        draft.check(complete: chosen == "accept")
        if chosen == "refuse", draft["refuse.reason"].isEmpty {
            draft.errors["refuse.reason"] = Texts.Desk.refuseReason.words
        }
        guard draft.errors.isEmpty else { return nil }
        let outcome: TakeInOutcome
        switch chosen {
        case "accept": outcome = .accept
        case "guide": outcome = .guide(reason: draft["guide.reason"])
        case "refuse": outcome = .refuse(ground: draft["refuse.ground"], reason: draft["refuse.reason"])
        default: outcome = .record
        }
        let caller = try exchange.requireCaller()
        do {
            var filing = try intake.filing(accept: chosen == "accept", exchange.house.server.office.directory)
            filing.uploads = CounterScans.filed(draft, by: caller)
            let (context, ticket) = (exchange.command(as: caller, key: draft.key), draft["ticket"])
            let receipt = try await exchange.house.server.submit { [filing] in
                try $0.takeIn(filing, outcome, ticket: ticket, context)
            }
            let (drafts, form) = (exchange.house.drafts, draft.form)
            try await API.offload { try drafts.drop(form: form, owner: caller.draftOwner) }
            switch outcome {
            case .accept: return .redirect("/ho-so/\(receipt.number)/giay-tiep-nhan?in=1")
            case .record: return .redirect("/ho-so/\(receipt.number)/giay-tiep-nhan")
            case .guide: return .redirect("/ho-so/\(receipt.number)/phieu-bo-sung?in=1")
            case .refuse: return .redirect("/ho-so/\(receipt.number)/phieu-tu-choi?in=1")
            }
        } catch let refusal as Refusal {
            draft.refuse(refusal)
            if refusal.slug == Refusal.keyReused.slug {
                draft = try counterDraft(exchange, draft.values.filter { $0.key != "key" }, code: exchange.parameter("code"))
                draft.refusal = Refusal(
                    .conflict, "sent-before", vi: Texts.Form.sentBefore.vi, en: Texts.Form.sentBefore.en)
            }
            return nil
        }
    }
}

extension Caller {
    /// Whose drafts these are.
    var draftOwner: String { "user:\(user)" }
}
