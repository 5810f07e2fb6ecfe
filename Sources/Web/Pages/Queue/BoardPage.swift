// BoardPage.swift: the board in the hall: called numbers in large numerals, the words of the call, who waits.
//
// The spoken text stands in a live region of its own, so that a screen reader reads the calls and nothing else; the
// script may read it aloud when somebody asks for it.

import Casework
import Office

struct BoardPage {
    let exchange: Exchange
    let view: QueueView

    var reply: Reply {
        let name = exchange.house.server.office.directory.unit(view.unit)?.name ?? view.unit
        let body: HTML = """
            <div class="board"><section id="bang" data-live="queue:\(view.unit)">
            <h1>\(Texts.Queue.board(name, view.waiting.count))</h1>
            <div class="boardcols"><div><h2>\(Texts.Queue.calling)</h2>
            \(called)
            \(serving)</div>
            <div>\(groups)</div></div></section>
            <div aria-live="polite" class="says"><div id="loi-goi" data-live="queue:\(view.unit)">\(words)</div></div>
            <p class="noprint"><button type="button" class="do quietly" data-say hidden\
             lang="\(Language.current.rawValue)">\(Texts.Queue.readAloud)</button></p>
            </div>
            """
        return exchange.page(Texts.Queue.calling.words, at: "/lay-so", wide: true, body)
    }

    /// The latest call first.
    private func current(_ state: TicketState) -> [Ticket] {
        view.counters.compactMap(\.current).filter { $0.state == state }
            .sorted { ($0.calledAt?.milliseconds ?? 0, $0.number.serial) > ($1.calledAt?.milliseconds ?? 0, $1.number.serial) }
    }

    private var called: HTML {
        let tickets = current(.called)
        guard !tickets.isEmpty else { return "<p class=\"quiet\">\(Texts.Queue.nobodyCalled)</p>" }
        let items: [HTML] = tickets.prefix(8).map { ticket in
            """
            <li><span class="numeral">\(ticket.number.short)</span>
            <span class="where">\(Texts.Queue.counter(ticket.counter ?? 0))</span></li>

            """
        }
        return "<ul class=\"calls\">\(items)</ul>"
    }

    private var serving: HTML {
        let tickets = current(.serving).sorted { ($0.counter ?? 0) < ($1.counter ?? 0) }
        guard !tickets.isEmpty else { return "" }
        let items: [HTML] = tickets.map { ticket in
            "<li><b>\(ticket.number.short)</b> <span>\(Texts.Queue.counter(ticket.counter ?? 0))</span></li>\n"
        }
        return "<h2>\(Texts.Queue.servingNow)</h2><ul class=\"calls small-calls\">\(items)</ul>"
    }

    private var words: HTML {
        let lines: [HTML] = current(.called).prefix(3).map { ticket in
            let spoken = Texts.Queue.spoken(ticket.number.short, ticket.counter ?? 0)
            return "<p data-call=\"\(ticket.number.short)-\(ticket.calls)\">\(spoken)</p>\n"
        }
        return "\(lines)"
    }

    private var groups: HTML {
        let shown = QueueGroup.allCases.filter { group in
            view.isServed(group) || view.waiting.contains { $0.ticket.group == group }
        }
        guard !shown.isEmpty else { return "<p>\(Texts.Queue.nobodyWaits)</p>" }
        let rows: [HTML] = shown.map { group in
            let waiting = view.waiting.count { $0.ticket.group == group }
            let range = view.offer(group, nil).range
            let wait = range.map { Texts.Queue.minutes($0) } ?? Texts.Queue.noCounter
            return """
                <tr><th scope="row">\(group.letter) · \(Texts.Queue.group(group))</th><td>\(waiting)</td><td>\(wait)</td></tr>

                """
        }
        return """
            <table><caption>\(Texts.Queue.waitingBy)</caption><thead><tr><th scope="col">\(Texts.Queue.groupLabel)</th>
            <th scope="col">\(Texts.Queue.people)</th><th scope="col">\(Texts.Queue.comeNow)</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }
}
