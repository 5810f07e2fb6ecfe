// InboxPage.swift: the inbox as a page: a sentence that says what matters, then tables by urgency, the batch, and beside
// them the dossier one is at (the reading pane, `?xem=`).
//
// Renews itself when something of the unit changes (`data-live`); ticks, focus and the row one is at survive that.

import Casework
import Office
import Oversight

struct InboxPage {
    let exchange: Exchange
    let caller: Caller
    let filter: InboxQuestion.Filter
    let page: Page<DossierLine>
    let summary: InboxSummary
    /// The dossier in the reading pane.
    let peek: DossierView?
    /// Tasks of directives and what else of steering waits for the unit.
    var tasks: [SteeringItem] = []
    /// Contested items of the unit that wait for this reader, who leads it.
    var contested: Int64 = 0

    enum Group: Int, CaseIterable {
        case overdue, supplied, today, soon, later, toReturn, waiting, sent

        init(_ line: DossierLine, now: Instant) {
            if line.kind == "sent" { self = .sent; return }
            if line.kind == "supplied" { self = .supplied; return }
            switch line.state {
            case .awaitingSupplement, .awaitingPayment, .suspended: self = .waiting
            case .ready, .rejected: self = .toReturn
            default:
                guard let due = line.due ?? line.acceptBy, let remaining = line.remainingMinutes else {
                    self = .waiting; return
                }
                self =
                    now > due
                    ? .overdue : due.date == now.date ? .today : remaining <= TimePill.day ? .soon : .later
            }
        }
    }

    private var directory: Directory { exchange.house.server.office.directory }

    var reply: Reply {
        let body: HTML = """
            <div class="headline"><div><p class="small">\(directory.unit(filter.unit)?.name ?? filter.unit)</p>
            \(title)</div>\(doors)</div>
            \(InboxBatch.nothingChosen(exchange))\(units)
            \(InboxFilters(exchange: exchange, caller: caller, filter: filter, summary: summary).html)
            \(ContestNotice.html(waiting: contested))\(toDo)
            <div class="panes">
            <form method="post" action="/ho-so" id="inbox">\(exchange.mark)<input type="hidden" name="unit" value="\(filter.unit)">
            <input type="hidden" name="key" value="\(exchange.house.randomID())">
            \(lines)\(page.items.isEmpty ? "" : InboxBatch(exchange: exchange, unit: filter.unit).html)</form>
            <aside class="pane noprint" id="xem" aria-label="\(Texts.Inbox.reading)" data-peek>\(pane)</aside></div>
            """
        return exchange.page(Texts.Frame.inbox.words, at: "/ho-so", wide: true, body)
    }

    private var toDo: HTML {
        guard !tasks.isEmpty else { return "" }
        let lines: [HTML] = tasks.map { item in
            let place = MatterPlace.of(item.kind)
            return """
                <li>\(MatterLine.pill(item, exchange)) <a href="\(place.address(item.id))">\(Texts.Steering.title(item))</a>
                <small>\(place.title)</small></li>

                """
        }
        return """
            <details class="noprint" open><summary>\(Texts.Steering.tasksHere) · \(tasks.count)</summary>
            <ul class="check">\(lines)</ul></details>
            """
    }

    /// The parts that renew themselves; they hold nothing of this person or session.
    var livePart: HTML { "\(title)\(doors)\(lines)" }

    private var title: HTML { "<h1 id=\"inbox-title\" data-live=\"unit:\(filter.unit)\">\(heading)</h1>" }
    private var doors: HTML {
        "<div class=\"buttons noprint\" id=\"inbox-do\" data-live=\"unit:\(filter.unit)\">\(mainDoor)</div>"
    }
    private var lines: HTML { "<div id=\"inbox-lines\" data-live=\"unit:\(filter.unit)\">\(list)</div>" }

    private var heading: Text {
        Texts.Inbox.heading(
            summary.total, narrow: filter.isNarrow, late: summary.overdue, today: summary.today)
    }

    /// The one thing a leader came for; nothing for others.
    private var mainDoor: HTML {
        guard summary.toSign > 0, InboxBatch.signs(caller, filter.unit) else { return "" }
        return """
            <a class="do" data-key="a" href="/ho-so/ky?unit=\(URLText.encoded(filter.unit))">\
            \(Texts.Inbox.sign(summary.toSign)) <kbd>a</kbd></a>
            """
    }

    private var list: HTML {
        let groups = Dictionary(grouping: page.items) { Group($0, now: exchange.now) }
        let tables: [HTML] = Group.allCases.compactMap { group in
            groups[group].map {
                InboxPage.table(
                    $0, caption: Texts.Inbox.group(group), count: count(group, $0.count), exchange, picking: true,
                    at: peek?.dossier.number)
            }
        }
        let empty: HTML =
            page.items.isEmpty
            ? "<p class=\"empty\">\(filter.isNarrow ? Texts.Inbox.emptyFilter : Texts.Inbox.empty)</p>" : ""
        return """
            \(empty)\(tables)
            \(further)\(page.items.isEmpty ? "" : "<p class=\"noprint\">\(exchange.csvLink)</p>" as HTML)
            """
    }

    /// `8`, or `8 / 107` where the rest stands on other pages; nothing where that is not known.
    private func count(_ group: Group, _ shown: Int) -> String {
        let all: Int? =
            switch group {
            case .overdue: summary.overdue
            case .today: summary.today
            default: nil
            }
        if let all, all > shown { return "\(shown) / \(all)" }
        let isWhole = page.next == nil && (exchange.query["cursor"] ?? "").isEmpty
        return all != nil || isWhole ? String(shown) : ""
    }

    private var pane: HTML {
        guard let peek else { return "<p class=\"empty\">\(Texts.Inbox.paneEmpty)</p>" }
        return DossierPeek(view: peek, exchange: exchange).html
    }

    private var units: HTML {
        let all = caller.workUnits
        guard all.count > 1 else { return "" }
        let links: [HTML] = all.map { code in
            let here: HTML = code == filter.unit ? " aria-current=\"true\"" : ""
            return
                "<li><a href=\"/ho-so?unit=\(URLText.encoded(code))\"\(here)>\(directory.unit(code)?.name ?? code)</a></li>\n"
        }
        return "<nav aria-label=\"\(Texts.Inbox.units)\"><ul class=\"chips\">\(links)</ul></nav>"
    }

    private var further: HTML {
        guard let next = page.next else { return "" }
        let address = filter.address + "&cursor=\(URLText.encoded(next))"
        return "<p><a class=\"do quietly\" href=\"\(address)\">\(Texts.Inbox.next)</a></p>"
    }
}

// MARK: rows

extension InboxPage {
    static func table(
        _ lines: [DossierLine], caption: Text, count: String? = nil, _ exchange: Exchange, picking: Bool, at: String? = nil
    ) -> HTML {
        let rows: [HTML] = lines.map { row($0, exchange, picking: picking, at: at) }
        let pick: HTML =
            picking
            ? """
            <th scope="col" class="pickcell"><label class="pick"><input type="checkbox" data-tick>\
            <span class="unseen">\(Texts.Inbox.pickAll)</span></label></th>
            """ : ""
        let shown = count ?? String(lines.count)
        let number: HTML = shown.isEmpty ? "" : " · \(shown)"
        return """
            <div class="scroll"><table class="stack" data-rows><caption>\(caption)\(number)</caption>
            <thead><tr>\(pick)<th scope="col">\(Texts.Inbox.left)</th><th scope="col">\(Texts.Inbox.procedure)</th>\
            <th scope="col">\(Texts.Inbox.applicant)</th><th scope="col">\(Texts.Inbox.step)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            """
    }

    private static func row(_ line: DossierLine, _ exchange: Exchange, picking: Bool, at: String?) -> HTML {
        let directory = exchange.house.server.office.directory
        let due = line.due ?? line.acceptBy
        let pill = line.kind == "supplied"
            ? TimePill.supplied : TimePill(state: line.state, remaining: line.remainingMinutes, due: due, now: exchange.now)
        let pick: HTML =
            picking
            ? """
            <td class="pickcell"><label class="pick"><input type="checkbox" name="numbers" value="\(line.number)">\
            <span class="unseen">\(Texts.Inbox.pick) \(line.number)</span></label></td>
            """ : ""
        let when: HTML? = due.map { "<small>\($0.short)</small>" }
        let transit: HTML? = line.inTransitTo.map { to in
            line.kind == "transit"
                ? "<span class=\"pill move\">\(Texts.Inbox.toTake) \(directory.unit(line.unit)?.name ?? line.unit)</span>"
                : "<span class=\"pill move\">\(Texts.Inbox.toUnit) \(directory.unit(to)?.name ?? to)</span>"
        }
        let opinion: HTML =
            line.kind == "opinion" ? "<span class=\"pill move\">\(Texts.Inbox.opinion)</span>" : ""
        let holder: HTML? = line.holder.map { "<small>\(directory.names[$0] ?? $0)</small>" }
        let step = line.state.isResolved || line.stepName == nil
            ? Text(line.state.vietnamese, line.state.english).words : line.stepName ?? ""
        let place: HTML? = line.place.map { "<small>\(Texts.Shelf.place) <b>\($0)</b></small>" }
        let here: HTML = line.number == at ? " class=\"at\"" : ""
        return """
            <tr data-row="\(line.number)"\(here)>\(pick)<td>\(pill)\(when)</td>
            <td><a href="/ho-so/\(URLText.encoded(line.number))">\(line.procedureName)</a><small>\(line.number)</small>\(place)</td>
            <td>\(line.applicant)</td><td>\(step)\(holder)\(transit)\(opinion)</td></tr>

            """
    }
}

extension InboxQuestion.Filter {
    /// All that what `caller` sees at this filter depends on.
    func scope(for caller: Caller) -> String {
        let fields = caller.grants.filter { $0.unit == unit }.map { $0.fields.map { $0.sorted().joined(separator: ",") } ?? "*" }
        return "\(address) \(fields.sorted())"
    }

    /// The inbox at this filter, from its first page on.
    var address: String {
        let parts = [
            ("unit", unit), ("field", field), ("state", state?.rawValue), ("holder", holder),
            ("procedure", procedure), ("step", step),
        ]
        return "/ho-so?"
            + parts.compactMap { name, value in value.map { "\(name)=\(URLText.encoded($0))" } }
            .joined(separator: "&")
    }
}
