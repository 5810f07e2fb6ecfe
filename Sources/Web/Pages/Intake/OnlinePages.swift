// OnlinePages.swift: filing online without a log-in, and the receipt that its tracking code opens.

import Casework
import Office

extension Pages {
    static let onlineRoutes = [
        page("GET", "/nop", .everyone, "Choose what to file") { exchange in
            let directory = exchange.house.server.office.directory
            let q = exchange.text("q")
            let found = CatalogueQuestion.find(q, field: nil, on: exchange.now.date, directory).filter {
                $0.channels.contains(.online)
            }
            let body: HTML = """
                <h1>\(Texts.Online.title)</h1>
                <p>\(Texts.Online.lead)</p>
                \(searchForm("/nop", q, Texts.Portal.findLabel))
                <p class="small" role="status">\(Texts.Catalogue.found(found.count))</p>
                \(procedureList(found, to: "/nop/", directory))
                """
            return exchange.page(Texts.Online.title.words, at: "/nop", body)
        },
        page("GET", "/nop/{code}", .everyone, "The form to file online") { exchange in
            let draft = try onlineDraft(
                exchange, exchange.query.filter { ["unit", "case"].contains($0.key) })
            return IntakeForm(draft: draft, exchange: exchange).reply
        },
        page("POST", "/nop/{code}", .everyone, "File online") { exchange in
            var draft = try onlineDraft(exchange, exchange.typed)
            if draft["do"] == "accept" {
                draft.errors = draft.problems(complete: true)
                if draft.unit.isEmpty { draft.errors["unit"] = Text(missingWard.vi, missingWard.en).words }
                if draft.errors.isEmpty {
                    let (receipt, refusal) = try await receive(draft, accept: false, as: .visitor, exchange)
                    if let receipt {
                        return .redirect(
                            "/tra-cuu/\(receipt.number)/giay-tiep-nhan?code=\(receipt.trackingCode ?? "")")
                    }
                    if let refusal { draft.refuse(refusal, freshKey: exchange.house.randomID()) }
                }
            }
            return IntakeForm(draft: draft, exchange: exchange).reply
        },
        page("GET", "/tra-cuu/{number}/giay-tiep-nhan", .trackingCode, "The receipt of an online filing") {
            exchange in
            let view = try await TrackAPI.view(exchange)
            return ReceiptPage(view, code: exchange.query["code"] ?? "", exchange).reply
        },
    ]

    private static var missingWard: Refusal { .missing("unit", Texts.Form.whichWard.words) }

    private static func onlineDraft(_ exchange: Exchange, _ values: [String: String]) throws -> IntakeDraft {
        let procedure = try known(exchange)
        guard procedure.channels.contains(.online) else {
            throw Refusal(
                .conflict, "channel-not-offered", vi: Texts.Catalogue.counterOnly.vi,
                en: Texts.Catalogue.counterOnly.en)
        }
        let unit = UnitList.code(values["unit"] ?? "", exchange.house.server.office.directory)
        return IntakeDraft(procedure, values, unit: unit, online: true, freshKey: exchange.house.randomID())
    }
}
