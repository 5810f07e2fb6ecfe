// EverydaySection.swift: on a dossier's page: where its papers lie, what was given back, what the applicant was told.

import Casework
import Office

struct EverydaySection {
    let exchange: Exchange
    let view: DossierView
    let messages: [MessageLine]

    /// The section of a dossier's page; nothing for readers who see no personal data.
    static func html(_ exchange: Exchange, _ view: DossierView) async throws -> HTML {
        guard !view.redacted else { return "" }
        let number = view.dossier.number
        let messages = try await exchange.house.server.ask { tx, _ in try OutboxQuestion.about(number, tx) }
        return EverydaySection(exchange: exchange, view: view, messages: messages).html
    }

    private var d: Dossier { view.dossier }

    private var html: HTML {
        let parts: [HTML] = [shelf, originals, told].filter { !$0.isEmpty }
        guard !parts.isEmpty else { return "" }
        return "<section><h2>\(Texts.Everyday.section)</h2>\(parts)</section>"
    }

    private var shelf: HTML {
        guard let shelf = d.shelf else { return "" }
        let words = shelf.what == "result" ? Texts.Shelf.result : Texts.Shelf.papers
        return "<p>\(words) <span class=\"place\">\(shelf.place)</span> <small>\(shelf.since)</small></p>"
    }

    private var originals: HTML {
        guard !d.originalsReturned.isEmpty else { return "" }
        let items: [HTML] = d.originalsReturned.enumerated().map { i, back in
            let names = back.papers.map { id in view.procedure.papers.first { $0.id == id }?.name ?? id }
            return """
                <li>\(names.joined(separator: "; ")) <small>\(back.at)</small><br>\
                <a href="/ho-so/\(URLText.encoded(d.number))/phieu-tra-ban-chinh?lan=\(i + 1)">\(Texts.Originals.slip)</a></li>

                """
        }
        return "<h3>\(Texts.Originals.title)</h3><ul class=\"told\">\(items)</ul>"
    }

    private var told: HTML {
        guard !messages.isEmpty else {
            let person = d.person.applicant
            let reachable = person.map { one in MessageChannel.allCases.contains { $0.address(of: one) != nil } }
            return reachable == false ? "<p class=\"small\">\(Texts.Messages.noContact)</p>" : ""
        }
        let items: [HTML] = messages.map { line in
            """
            <li><b>\(Text(line.event.vi, line.event.en))</b> · \(MessagesPage.way(line))<br>\
            \(MessagesPage.pill(line, exchange))</li>

            """
        }
        return "<h3>\(Texts.Messages.told)</h3><ul class=\"told\">\(items)</ul>"
    }
}
