// InboxPage.swift: the inbox as a page: a sentence that says what matters, then tables by urgency, then the batch.

import Casework
import Office

struct InboxPage {
    let exchange: Exchange
    let caller: Caller
    let filter: InboxQuestion.Filter
    let page: Page<DossierLine>

    enum Group: Int, CaseIterable {
        case overdue, today, soon, later, toReturn, waiting, sent

        init(_ line: DossierLine, now: Instant) {
            if line.kind == "sent" { self = .sent; return }
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
        let groups = Dictionary(grouping: page.items) { Group($0, now: exchange.now) }
        let tables: [HTML] = Group.allCases.compactMap { group in
            groups[group].map {
                InboxPage.table($0, caption: Texts.Inbox.group(group), exchange, picking: true)
            }
        }
        let heading = Texts.Inbox.heading(
            page.items.count, more: page.next != nil, late: groups[.overdue]?.count ?? 0,
            today: groups[.today]?.count ?? 0)
        let empty: HTML = page.items.isEmpty ? "<p>\(Texts.Inbox.empty)</p>" : ""
        let body: HTML = """
            <p class="small">\(directory.unit(filter.unit)?.name ?? filter.unit)</p>
            <h1>\(heading)</h1>
            \(units)
            <div class="three noprint">\(Pages.searchForm("/ho-so", "", Texts.Inbox.search))\(filters)</div>
            \(empty)
            <form method="post" action="/ho-so">\(exchange.mark)<input type="hidden" name="unit" value="\(filter.unit)">
            \(tables)
            \(page.items.isEmpty ? "" : batch)
            </form>
            \(further)
            """
        return exchange.page(Texts.Frame.inbox.words, at: "/ho-so", wide: true, body)
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

    private var filters: HTML {
        let fields = directory.fields.values.sorted {
            VietnameseText.sortKey($0.name) < VietnameseText.sortKey($1.name)
        }
        .map { Procedure.Choice(value: $0.id, label: $0.name) }
        let states = DossierState.allCases.filter { !$0.isEnd }
            .map { Procedure.Choice(value: $0.rawValue, label: Text($0.vietnamese, $0.english).words) }
        let mine = [Procedure.Choice(value: caller.user, label: Texts.Inbox.mine.words)]
        return """
            <form class="search" method="get" action="/ho-so"><input type="hidden" name="unit" value="\(filter.unit)">
            \(FieldInput(Field("field", Texts.Inbox.field.words, .choice, choices: fields), value: filter.field ?? "").html)
            \(FieldInput(Field("state", Texts.Inbox.state.words, .choice, choices: states), value: filter.state?.rawValue ?? "").html)
            \(FieldInput(Field("holder", Texts.Inbox.holder.words, .choice, choices: mine), value: filter.holder ?? "").html)
            <button class="do quietly">\(Texts.Inbox.filter)</button></form>
            """
    }

    private var further: HTML {
        guard let next = page.next else { return "" }
        var parts = ["unit=\(URLText.encoded(filter.unit))", "cursor=\(URLText.encoded(next))"]
        if let field = filter.field { parts.append("field=\(URLText.encoded(field))") }
        if let state = filter.state { parts.append("state=\(state.rawValue)") }
        if let holder = filter.holder { parts.append("holder=\(URLText.encoded(holder))") }
        return
            "<p><a class=\"do quietly\" href=\"/ho-so?\(parts.joined(separator: "&"))\">\(Texts.Inbox.next)</a></p>"
    }

    // MARK: lines

    static func table(_ lines: [DossierLine], caption: Text, _ exchange: Exchange, picking: Bool) -> HTML {
        let rows: [HTML] = lines.map { row($0, exchange, picking: picking) }
        let pick: HTML =
            picking ? "<th scope=\"col\"><span class=\"unseen\">\(Texts.Inbox.pick)</span></th>" : ""
        return """
            <div class="scroll"><table class="stack"><caption>\(caption) · \(lines.count)</caption>
            <thead><tr>\(pick)<th scope="col">\(Texts.Inbox.left)</th><th scope="col">\(Texts.Inbox.procedure)</th>\
            <th scope="col">\(Texts.Inbox.applicant)</th><th scope="col">\(Texts.Inbox.state)</th>\
            <th scope="col">\(Texts.Inbox.number)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            """
    }

    private static func row(_ line: DossierLine, _ exchange: Exchange, picking: Bool) -> HTML {
        let directory = exchange.house.server.office.directory
        let due = line.due ?? line.acceptBy
        let pill = TimePill(state: line.state, remaining: line.remainingMinutes, due: due, now: exchange.now)
        let pick: HTML =
            picking
            ? """
            <td class="pickcell"><label class="pick"><input type="checkbox" name="numbers" value="\(line.number)">\
            <span class="unseen">\(Texts.Inbox.pick) \(line.number)</span></label></td>
            """ : ""
        let when: HTML? = due.map { "<br><small>\($0)</small>" }
        let transit: HTML? = line.inTransitTo.map { to in
            "<br><span class=\"pill move\">\(Texts.Inbox.toUnit) \(directory.unit(to)?.name ?? to)</span>"
        }
        let opinion: HTML =
            line.kind == "opinion" ? "<br><span class=\"pill move\">\(Texts.Inbox.opinion)</span>" : ""
        let holder: HTML? = line.holder.map { "<br><small>\(directory.names[$0] ?? $0)</small>" }
        return """
            <tr>\(pick)<td>\(pill)\(when)</td>
            <td><a href="/ho-so/\(URLText.encoded(line.number))">\(line.procedureName)</a></td><td>\(line.applicant)</td>
            <td>\(Text(line.state.vietnamese, line.state.english))\(holder)\(transit)\(opinion)</td>
            <td class="small">\(line.number)</td></tr>

            """
    }

    // MARK: many at once

    private var batch: HTML {
        let staff = directory.staff(filter.unit, at: exchange.now)
        let actions = [
            Procedure.Choice(value: "take-over", label: Texts.Inbox.takeOver.words),
            .init(value: "assign", label: Texts.Inbox.assign.words),
            .init(value: "approve", label: Texts.Inbox.approve.words),
        ]
        return """
            <fieldset class="sheet noprint"><legend>\(Texts.Inbox.batch)</legend>
            <div class="row">\(FieldInput(Field("action", Texts.Inbox.action.words, .choice, choices: actions)).html)
            \(FieldInput(Field("user", Texts.Inbox.assignTo.words, .user, choices: staff)).html)</div>
            <p class="buttons"><button class="do">\(Texts.Inbox.perform)</button></p></fieldset>
            """
    }
}
