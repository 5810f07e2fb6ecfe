// AdminData.swift: the erasure of a person, and the access log: who looked at whose data.

import Casework
import Office

extension Pages {
    static let adminDataRoutes = [
        page("GET", "/quan-tri/xoa-du-lieu", .staff, "Erase a person of an ended dossier") { exchange in
            _ = try viewer(exchange, .erasure)
            return eraseForm(exchange, nil)
        },
        page("POST", "/quan-tri/xoa-du-lieu", .staff, "Erase a person for ever") { exchange in
            try await adminChange(exchange, form: "erase") {
                eraseForm(exchange, $0)
            } _: { caller, typed, context in
                let number = try line(typed, "number", Texts.AdminErase.number).uppercased()
                guard number == (typed["again"] ?? "").uppercased().filter({ !$0.isWhitespace }) else {
                    throw Refusal.badValue(
                        "again", Texts.AdminErase.again.words, vi: Texts.AdminErase.differs.vi,
                        en: Texts.AdminErase.differs.en)
                }
                let ground = try line(typed, "ground", Texts.Admin.ground)
                let slot: PersonSlot = typed["person"] == "authorised" ? .authorised : .applicant
                let office = exchange.house.server.office
                try await exchange.house.server.submit {
                    try $0.erase(slot, of: number, ground: ground, context)
                }
                try await API.offload { try office.destroyKey(slot, of: number) }
                return "/quan-tri/xoa-du-lieu"
            }
        },
        page("GET", "/quan-tri/truy-cap", .staff, "Who looked at a dossier, or what somebody looked at") { exchange in
            _ = try viewer(exchange, .access)
            return try await accessLog(exchange)
        },
    ]

    private static func eraseForm(_ exchange: Exchange, _ attempt: Attempt?) -> Reply {
        let page = AdminPage(exchange: exchange, area: .erasure, attempt: attempt)
        let people = [
            Procedure.Choice(value: "applicant", label: Texts.AdminErase.applicant.words),
            .init(value: "authorised", label: Texts.AdminErase.authorised.words),
        ]
        let slot = Field("person", Texts.AdminErase.slot.words, .choice, required: true, choices: people)
        let fields: HTML = """
            \(page.input("erase", Field("number", Texts.AdminErase.number.words, .text, required: true)))
            \(page.input("erase", slot, value: "applicant"))
            \(page.input("erase", Field("ground", Texts.Admin.ground.words, .text, required: true)))
            \(page.input("erase", Field("again", Texts.AdminErase.again.words, .text, required: true)))
            """
        let form: HTML =
            exchange.caller?.administersCity == true
            ? page.form("/quan-tri/xoa-du-lieu", fields, button: Texts.AdminErase.erase) : ""
        return page.reply(
            Texts.AdminErase.sentence, wide: false,
            "<p class=\"notice bad\">\(Texts.AdminErase.warning)</p>\(form)")
    }

    private static func accessLog(_ exchange: Exchange) async throws -> Reply {
        let number = exchange.text("number").uppercased()
        let user = AdminRights.login(exchange.text("user"))
        let office = exchange.house.server.office
        var looks: [Look] = []
        if !number.isEmpty {
            looks = try await API.offload { try AccessQuestion.looks(at: number, limit: 500, office) }
            if !user.isEmpty { looks = looks.filter { $0.user == user } }
        } else if !user.isEmpty {
            looks = try await API.offload { try AccessQuestion.looks(by: user, limit: 500, office) }
        }
        let names = office.directory.names
        let rows: [HTML] = looks.map { look in
            """
            <tr><td>\(look.at)</td><th scope="row">\(names[look.user] ?? look.user) <small>\(look.user)</small></th>
            <td>\(column: Texts.AdminAccess.what)\(look.subject)</td><td>\(column: Texts.AdminAccess.purpose)\(look.purpose)</td></tr>

            """
        }
        let isAsked = !number.isEmpty || !user.isEmpty
        let table: HTML =
            rows.isEmpty
            ? "<p>\(isAsked ? Texts.AdminAccess.none : Texts.AdminAccess.ask)</p>"
            : """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Texts.Admin.access)">\
            <table class="stack"><caption>\(Texts.Admin.access) · \(looks.count)</caption>
            <thead><tr><th scope="col">\(Texts.AdminAccess.when)</th><th scope="col">\(Texts.AdminAccess.who)</th>\
            <th scope="col">\(Texts.AdminAccess.what)</th><th scope="col">\(Texts.AdminAccess.purpose)</th>\
            </tr></thead><tbody>\(rows)</tbody></table></div>
            """
        let body: HTML = """
            <form class="search noprint" role="search" method="get" action="/quan-tri/truy-cap">
            \(FieldInput(Field("number", Texts.AdminAccess.number.words, .text), value: number).html)
            \(FieldInput(Field("user", Texts.AdminAccess.user.words, .text), value: user).html)
            <button class="do">\(Texts.Admin.find)</button></form>
            \(table)
            """
        return AdminPage(exchange: exchange, area: .access).reply(
            isAsked ? Texts.AdminAccess.found(looks.count) : Texts.AdminAccess.sentence, body)
    }
}
