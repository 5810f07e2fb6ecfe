// CertificationPages.swift: the certification lane: scan, choose, print; next citizen.

import Casework
import Office

extension Pages {
    static let certificationRoutes = [
        page("GET", "/quay/chung-thuc", .staff, "The certification lane") { exchange in
            let caller = try exchange.requireCaller()
            var values: [String: String] = exchange.query.filter { ["unit", "ticket"].contains($0.key) }
            var savedAt: Instant?
            let asked = exchange.query["nhap"] ?? ""
            if CounterDraft.isKey(asked) {
                let (drafts, now) = (exchange.house.drafts, exchange.now)
                let kept = try await API.offload {
                    try drafts.load(form: CertificationDraft.prefix + asked, owner: caller.draftOwner, now: now)
                }
                if let kept { (values, savedAt) = (kept.values, kept.savedAt) }
                values["key"] = asked
            }
            var draft = try laneDraft(exchange, values)
            draft.savedAt = savedAt
            return try await lane(draft, exchange)
        },
        page("POST", "/quay/chung-thuc", .staff, "Take documents in to be certified") { exchange in
            var draft = try laneDraft(exchange, exchange.typed)
            var chosen = exchange.typed["do"] ?? "next"
            if !draft["card"].isEmpty, ["next", "accept", "line", "refresh"].contains(chosen) { chosen = "card" }
            switch chosen {
            case "card":
                draft.person.scan()
                if draft.errors.isEmpty { return try await keepLane(draft, exchange) }
            case "line":
                draft.addLine()
                return try await keepLane(draft, exchange)
            case let drop where drop.hasPrefix("drop:"):
                draft.removeLine(Int(drop.dropFirst(5)) ?? -1)
                return try await keepLane(draft, exchange)
            case "refresh": return try await keepLane(draft, exchange)
            default: if let reply = try await certify(&draft, exchange) { return reply }
            }
            return try await lane(draft, exchange)
        },
        page("GET", "/quay/chung-thuc/giay-hen", .staff, "The lane's receipt (Form 01), to print") { exchange in
            let numbers = (exchange.query["so"] ?? "").split(separator: ",").prefix(CertificationDraft.most).map(String.init)
            let (caller, now) = (try exchange.requireCaller(), exchange.now)
            guard !numbers.isEmpty else { throw Refusal.unknownDossier("") }
            var views: [DossierView] = []
            for number in numbers {
                views.append(
                    try await exchange.house.server.ask {
                        try DossierQuestion.ask(number, caller: caller, now: now, $0, $1)
                    })
                exchange.house.server.looked(caller.user, at: number, purpose: "receipt", now: now)
            }
            return CertificationReceipt(views: views, exchange: exchange).reply
        },
    ]

    private static func laneDraft(_ exchange: Exchange, _ values: [String: String]) throws -> CertificationDraft {
        let caller = try exchange.requireCaller()
        let directory = exchange.house.server.office.directory
        let procedures = [CertifiedPaper.copies, CertifiedPaper.signatures].compactMap {
            directory.procedure($0, on: exchange.now.date)
        }
        let units = caller.units(as: .counter).filter { unit in
            procedures.allSatisfy { caller.has(.counter, at: unit, field: $0.field, procedure: $0.code) }
        }
        guard !units.isEmpty, procedures.count == 2 else {
            throw Refusal.noRight(
                "tiếp nhận chứng thực", "take in certifications", unit: caller.units.joined(separator: ", "))
        }
        return CertificationDraft(values, units: units, freshKey: exchange.house.randomID())
    }

    private static func lane(_ draft: CertificationDraft, _ exchange: Exchange) async throws -> Reply {
        var draft = try await known(draft, exchange)
        let directory = exchange.house.server.office.directory
        draft.former = FormerAddress(
            draft["applicant.address"], in: directory.unitCodes.compactMap { directory.unit($0) })
        let (unit, login, day) = (draft.unit, try exchange.requireCaller().user, exchange.now.date)
        let isOpen = try await exchange.house.server.ask { tx, _ in
            try CashBook.isOpen(unit, clerk: login, day, tx)
        }
        return CertificationForm(draft: draft, exchange: exchange, takesMoney: isOpen).reply
    }

    private static func known(_ draft: CertificationDraft, _ exchange: Exchange) async throws -> CertificationDraft {
        var draft = draft
        let (caller, now) = (try exchange.requireCaller(), exchange.now)
        guard let id = draft.person.knownID else { return draft }
        let history = try await exchange.house.server.ask { try PersonQuestion.ask(id, caller: caller, now: now, $0, $1) }
        var person = draft.person
        if person.take(history) {
            for line in (history?.lines ?? []).prefix(5) {
                exchange.house.server.looked(caller.user, at: line.number, purpose: "counter", now: now)
            }
        }
        let warnings = draft.warnings
        draft.person = person
        draft.warnings = warnings
        return draft
    }

    private static func keepLane(_ draft: CertificationDraft, _ exchange: Exchange) async throws -> Reply {
        guard !draft.isBlank else { return .redirect("/quay/chung-thuc") }
        let kept = try await known(draft, exchange)
        let (owner, drafts, now) = (try exchange.requireCaller().draftOwner, exchange.house.drafts, exchange.now)
        do {
            try await API.offload { try drafts.save(kept.values, form: kept.form, owner: owner, now: now) }
        } catch let refusal as Refusal {
            var shown = kept
            shown.refusal = refusal
            return try await lane(shown, exchange)
        }
        return .redirect("/quay/chung-thuc?nhap=\(kept.key)")
    }

    /// The printed receipt, or nil when the form comes back with what is wrong.
    private static func certify(_ draft: inout CertificationDraft, _ exchange: Exchange) async throws -> Reply? {
        draft = try await known(draft, exchange)
        draft.check()
        guard draft.errors.isEmpty else { return nil }
        let caller = try exchange.requireCaller()
        let (order, context, ticket) = (draft.order(), exchange.command(as: caller, key: draft.key), draft["ticket"])
        do {
            let receipts = try await exchange.house.server.submit { work in
                let receipts = try work.certify(order, context)
                if !ticket.isEmpty { for one in receipts { try work.linkTicket(ticket, to: one.number, context) } }
                return receipts
            }
            let (drafts, form) = (exchange.house.drafts, draft.form)
            try await API.offload { try drafts.drop(form: form, owner: caller.draftOwner) }
            let numbers = receipts.map { $0.number }.joined(separator: ",")
            return .redirect("/quay/chung-thuc/giay-hen?so=\(numbers)&in=1")
        } catch let refusal as Refusal {
            draft.refusal = refusal
            if let field = refusal.field { draft.errors[field] = Text(refusal.vi, refusal.en).words }
            return nil
        }
    }
}
