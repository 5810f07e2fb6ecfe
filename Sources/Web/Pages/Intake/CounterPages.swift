// CounterPages.swift: the counter: choose a procedure, take a dossier in, print the receipt.

import Casework
import Office

extension Pages {
    static let counterRoutes = [
        page("GET", "/quay", .staff, "Choose a procedure") { exchange in
            let caller = try exchange.requireCaller()
            let directory = exchange.house.server.office.directory
            guard caller.has(.counter) else {
                throw Refusal.noRight(
                    "tiếp nhận hồ sơ", "receive dossiers", unit: caller.units.joined(separator: ", "))
            }
            let q = exchange.text("q")
            let found = CatalogueQuestion.find(q, field: nil, on: exchange.now.date, directory)
                .filter {
                    !caller.units(as: .counter, for: $0).isEmpty && $0.channels.contains { $0 != .online }
                }
            if found.count == 1, !q.isEmpty { return .redirect("/quay/\(found[0].code)") }
            let body: HTML = """
                <h1>\(Texts.Counter.title)</h1>
                \(searchForm("/quay", q, Texts.Counter.find))
                <p class="small" role="status">\(Texts.Catalogue.found(found.count))</p>
                \(procedureList(found, to: "/quay/", directory))
                """
            return exchange.page(Texts.Frame.counter.words, at: "/quay", body)
        },
        page("GET", "/quay/{code}", .staff, "The intake form") { exchange in
            let (draft, units) = try counterDraft(
                exchange, exchange.query.filter { ["unit", "case"].contains($0.key) })
            return IntakeForm(draft: draft, exchange: exchange, units: units).reply
        },
        page("POST", "/quay/{code}", .staff, "Take a dossier in") { exchange in
            var (draft, units) = try counterDraft(exchange, exchange.typed)
            let chosen = draft["do"]
            if !draft["card"].isEmpty {
                draft.readCard()
            } else if chosen == "accept" || chosen == "record" {
                draft.errors = draft.problems(complete: chosen == "accept")
                if draft.errors.isEmpty {
                    let (number, refusal) = try await receive(
                        draft, accept: chosen == "accept", as: exchange.requireCaller(), exchange)
                    if let number { return .redirect("/ho-so/\(number.number)/giay-tiep-nhan") }
                    if let refusal { draft.refuse(refusal, freshKey: exchange.house.randomID()) }
                }
            }
            return IntakeForm(draft: draft, exchange: exchange, units: units).reply
        },
        page("GET", "/ho-so/{number}/giay-tiep-nhan", .staff, "The receipt (Form 01), to print") { exchange in
            let view = try await DossierAPI.view(exchange)
            return ReceiptPage(view, exchange).reply
        },
    ]

    private static func counterDraft(
        _ exchange: Exchange, _ values: [String: String]
    ) throws -> (IntakeDraft, [String]) {
        let procedure = try known(exchange)
        let units = try exchange.requireCaller().units(as: .counter, for: procedure)
        guard let first = units.first else {
            throw Refusal.noRight(
                "tiếp nhận hồ sơ lĩnh vực này", "receive dossiers of this field",
                unit: exchange.caller?.units.joined(separator: ", ") ?? "")
        }
        let unit = values["unit"].flatMap { units.contains($0) ? $0 : nil } ?? first
        return (
            IntakeDraft(procedure, values, unit: unit, online: false, freshKey: exchange.house.randomID()),
            units
        )
    }

    /// The receipt, or why not.
    static func receive(
        _ draft: IntakeDraft, accept: Bool, as caller: Caller, _ exchange: Exchange
    ) async throws -> (Receipt?, Refusal?) {
        let office = exchange.house.server.office
        do {
            let filing = try draft.filing(accept: accept, office.directory)
            let context = exchange.command(as: caller, key: draft.key)
            return (try await exchange.house.server.submit { try $0.receive(filing, context) }, nil)
        } catch let refusal as Refusal {
            return (nil, refusal)
        }
    }
}

extension IntakeDraft {
    /// As `refuse`; a form that was sent before in another wording gets a key of its own.
    mutating func refuse(_ refusal: Refusal, freshKey: String) {
        if refusal.slug == Refusal.keyReused.slug {
            key = freshKey
            self.refusal = Refusal(
                .conflict, "sent-before", vi: Texts.Form.sentBefore.vi, en: Texts.Form.sentBefore.en)
        } else {
            refuse(refusal)
        }
    }
}
