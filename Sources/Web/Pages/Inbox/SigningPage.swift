// SigningPage.swift: a leader's signing: what waits, by procedure, the dossier one is at beside it, and today's signatures.
//
// A leader signs a hundred and thirty certified copies between two meetings: tick them all or one by one (`x`), read in
// the pane while going down (`j`), sign (`a`). A signature can be taken back, with a reason, until the result has left
// the unit; both stay in the ledger.

import Casework
import Office

struct SigningPage {
    let exchange: Exchange
    let filter: InboxQuestion.Filter
    let page: Page<DossierLine>
    let summary: InboxSummary
    let signed: [SignedLine]
    let peek: DossierView?

    private var directory: Directory { exchange.house.server.office.directory }
    private var unit: String { filter.unit }
    private var address: String {
        "/ho-so/ky?unit=\(URLText.encoded(unit))" + (filter.procedure.map { "&procedure=\(URLText.encoded($0))" } ?? "")
    }

    var reply: Reply {
        let body: HTML = """
            <p class="small"><a href="/ho-so?unit=\(URLText.encoded(unit))">\(Texts.Frame.inbox)</a> ·
            \(directory.unit(unit)?.name ?? unit)</p>
            <h1 id="sign-title" data-live="unit:\(unit)">\(Texts.Inbox.signHeading(summary.toSign))</h1>
            \(InboxBatch.nothingChosen(exchange))\(onBehalf)\(procedures)
            <div class="panes">
            <form method="post" action="/ho-so" id="signing" data-live="unit:\(unit)">\(list)</form>
            <aside class="pane noprint" id="xem" aria-label="\(Texts.Inbox.reading)" data-peek>\(pane)</aside></div>
            <div id="signed" data-live="unit:\(unit)">\(today)</div>
            """
        return exchange.page(Texts.Inbox.signTitle.words, at: "/ho-so", wide: true, body)
    }

    /// Whoever signs under a delegation reads for whom.
    private var onBehalf: HTML {
        let names = (exchange.caller?.grants ?? []).filter {
            $0.role == .leader && $0.unit == unit && $0.ground.hasPrefix("delegation:")
        }.map { grant in
            let login = String(grant.ground.dropFirst("delegation:".count))
            return (directory.names[login] ?? login, grant.to)
        }
        guard let (name, to) = names.first else { return "" }
        return "<p class=\"notice\">\(Texts.Inbox.onBehalf(name)) \(to)</p>"
    }

    private var procedures: HTML {
        let all = summary.signByProcedure.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard all.count > 1 || filter.procedure != nil else { return "" }
        let links: [HTML] = all.prefix(6).map { code, count in
            let here: HTML = code == filter.procedure ? " aria-current=\"true\"" : ""
            return """
                <li><a href="/ho-so/ky?unit=\(URLText.encoded(unit))&amp;procedure=\(code)"\(here)>\
                \(directory.procedures[code]?.first?.shortName ?? code) <b>\(count)</b></a></li>

                """
        }
        let here: HTML = filter.procedure == nil ? " aria-current=\"true\"" : ""
        let everything: HTML =
            "<li><a href=\"/ho-so/ky?unit=\(URLText.encoded(unit))\"\(here)>\(Texts.Inbox.everything)</a></li>"
        return "<nav aria-label=\"\(Texts.Inbox.procedure)\"><ul class=\"chips\">\(everything)\(links)</ul></nav>"
    }

    private var list: HTML {
        guard !page.items.isEmpty else { return "<p class=\"empty\">\(Texts.Inbox.nothingToSign)</p>" }
        let table = InboxPage.table(
            page.items, caption: Texts.Inbox.toSignCaption, exchange, picking: true, at: peek?.dossier.number)
        let more: HTML =
            page.next == nil ? "" : "<p class=\"small\">\(Texts.Inbox.signFirst(page.items.count))</p>"
        return """
            \(exchange.mark)<input type="hidden" name="unit" value="\(unit)">
            <input type="hidden" name="action" value="approve"><input type="hidden" name="back" value="\(address)">
            <input type="hidden" name="key" value="\(exchange.house.randomID())">
            <p class="buttons sticky noprint"><button class="do seal" data-key="a" data-count="\(Texts.Inbox.signTicked)">\
            \(Texts.Inbox.approve) <kbd>a</kbd></button></p>
            \(more)\(table)
            """
    }

    private var pane: HTML {
        guard let peek else { return "<p class=\"empty\">\(Texts.Inbox.paneEmpty)</p>" }
        return DossierPeek(view: peek, exchange: exchange).html
    }

    private var today: HTML {
        guard !signed.isEmpty else { return "" }
        let rows: [HTML] = signed.prefix(300).map { line in
            """
            <tr><td>\(line.at.timeOfDay.description)</td>
            <td><a href="/ho-so/\(URLText.encoded(line.number))">\(line.procedureName)</a><small>\(line.number)</small></td>
            <td>\(line.applicant)</td><td>\(Text(line.state.vietnamese, line.state.english))</td></tr>

            """
        }
        return """
            <div class="scroll"><table class="stack"><caption>\(Texts.Inbox.signedToday) · \(signed.count)</caption>
            <thead><tr><th scope="col">\(Texts.Inbox.at)</th><th scope="col">\(Texts.Inbox.procedure)</th>\
            <th scope="col">\(Texts.Inbox.applicant)</th><th scope="col">\(Texts.Inbox.state)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            \(InboxBatch.takeBack(signed.prefix(300).map(\.number), unit, exchange))
            """
    }
}
