// CataloguePages.swift: the catalogue, and one procedure in plain words: papers, fee, limit, steps, where, and by what source.

import Casework
import Office

extension Pages {
    static let catalogueRoutes = [
        page("GET", "/thu-tuc", .everyone, "Find a procedure in one's own words") { exchange in
            let directory = exchange.house.server.office.directory
            let (q, field) = (exchange.text("q"), exchange.text("field"))
            let found = CatalogueQuestion.ranked(q, on: exchange.now.date, directory) { field.isEmpty || $0.field == field }
            let body: HTML = """
                <h1>\(q.isEmpty ? Texts.Catalogue.title : Texts.Citizen.foundFor(String(q.prefix(80))))</h1>
                \(searchForm("/thu-tuc", q, Texts.Portal.findLabel, suggest: "/thu-tuc/goi-y?q="))
                \(q.isEmpty ? examples("/thu-tuc") : "")
                <p class="small" role="status">\(Texts.Catalogue.found(found.count))</p>
                \(found.isEmpty ? nothing : procedureList(found, to: "/thu-tuc/", directory))
                """
            return exchange.page(Texts.Catalogue.title.words, at: "/thu-tuc", body)
        },
        page("GET", "/thu-tuc/goi-y", .everyone, "Procedures while somebody types, as list items") { exchange in
            let directory = exchange.house.server.office.directory
            let online = exchange.query["nop"] != nil
            let found = CatalogueQuestion.ranked(exchange.text("q"), on: exchange.now.date, directory, limit: 8) {
                !online || $0.channels.contains(.online)
            }
            let items: [HTML] = found.map {
                "<li><a href=\"\(online ? "/nop/" : "/thu-tuc/")\($0.code)\">\($0.shortName)</a></li>\n"
            }
            return Reply(
                contentType: "text/html; charset=utf-8", body: ("<ul>\(items)</ul>" as HTML).bytes)
        },
        page("GET", "/thu-tuc/{code}", .everyone, "One procedure in plain words") { exchange in
            let procedure = try known(exchange)
            let pace = try await exchange.house.paces.pace(
                procedure.code, now: exchange.now, exchange.house.server)
            return ProcedurePage(exchange: exchange, procedure: procedure, pace: pace).reply
        },
    ]

    /// The procedure of the path, in force today.
    static func known(_ exchange: Exchange) throws -> Procedure {
        let code = exchange.parameter("code")
        guard let procedure = exchange.house.server.office.directory.procedure(code, on: exchange.now.date)
        else {
            throw Refusal.unknownProcedure(code)
        }
        return procedure
    }

    static func procedureList(_ procedures: [Procedure], to path: String, _ directory: Directory) -> HTML {
        guard !procedures.isEmpty else { return "<p>\(Texts.Catalogue.none)</p>" }
        let items: [HTML] = procedures.map { procedure in
            let more: HTML = procedure.name == procedure.shortName ? "" : "\(procedure.name)<br>"
            return """
                <li><a href="\(path)\(procedure.code)">\(procedure.shortName)</a><br>
                <small>\(more)\(procedure.code) · \(directory.fields[procedure.field]?.name ?? procedure.field)</small></li>

                """
        }
        return "<ul class=\"plainlist\">\n\(items)</ul>"
    }

    /// What people ask for, as a beginning.
    static func examples(_ path: String) -> HTML {
        let items: [HTML] = Texts.Citizen.examples.map {
            "<li><a href=\"\(path)?q=\(URLText.encoded($0))\">\($0)</a></li>\n"
        }
        return "<p class=\"small\">\(Texts.Citizen.forExample)</p><ul class=\"chips\">\(items)</ul>"
    }

    static var nothing: HTML {
        "<p>\(Texts.Catalogue.none)</p>\(examples("/thu-tuc"))<p>\(Texts.Citizen.askAtCentre)</p>"
    }
}
